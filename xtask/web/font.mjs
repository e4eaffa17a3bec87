// Cuts the mathematics font to the glyphs that school mathematics needs; the MATH table stays.
//   node xtask/web/font.mjs TO.woff2
// STIX Two Math, SIL Open Font License 1.1; at most 40 KB, or the build stops.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import subsetFont from 'subset-font';

const LIMIT_BYTES = 40 * 1024;

const between = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join('');

const glyphs = [
  // What formulas never hold stays out: a kilobyte is a kilobyte before the first task.
  between(0x20, 0x7e).replace(/[#$&@`~\\]/g, ''),
  // MathML draws a single letter by its mathematical italic; Planck's constant stands in the gap at h.
  between(0x1d434, 0x1d467), '\u210e',
  'αβγδεθλμπρστφϕωΓΔΘΛΠΣΦΩ', '𝛼𝛽𝛾𝛿𝜀𝜃𝜆𝜇𝜋𝜌𝜎𝜏𝜑𝜔𝜙',
  'ąčęėįšųūžĄČĘĖĮŠŲŪŽ',
  '−·×÷±∓≤≥≠≈≡∼°′″‰…',
  '∅∞∈∉⊂∪∩ℕℤℚℝ∖',
  '√∛∫→⇒⇔↔∠⊥∥△',
  // Function application, invisible times, separator and plus; no-break, narrow and thin spaces.
  '\u2061\u2062\u2063\u2064\u00a0\u202f\u2009',
].join('');

const require = createRequire(import.meta.url);
const source = fs.readFileSync(
  require.resolve('@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2'));
const cut = await subsetFont(source, glyphs, { targetFormat: 'woff2', noHinting: true, keepFeatures: ['ssty', 'kern'] });
const plain = await subsetFont(source, glyphs, { targetFormat: 'sfnt', noHinting: true, keepFeatures: ['ssty', 'kern'] });

const tables = Array.from({ length: plain.readUInt16BE(4) }, (_, i) => plain.toString('latin1', 12 + 16 * i, 16 + 16 * i));
if (!tables.includes('MATH')) throw new Error('the cut font has lost its MATH table');
if (cut.length > LIMIT_BYTES) throw new Error(`the cut font has ${cut.length} bytes, more than ${LIMIT_BYTES}`);
fs.writeFileSync(process.argv[2], cut);
console.log(`  mathematics font: ${[...glyphs].length} signs, ${(cut.length / 1024).toFixed(1)} KB`);
