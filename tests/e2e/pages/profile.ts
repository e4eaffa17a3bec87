// Looks for words in the files of a browser profile, the tables of its databases unpacked. LevelDB packs blocks with
// Snappy, so a plain search of the files would find nothing and prove nothing.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { uncompress } from 'snappyjs';

/** A whole number of LevelDB's: seven bits a byte, the lowest first. Returns it and where the next one begins. */
function varint(bytes: Buffer, from: number): [number, number] {
  let [value, shift, at] = [0, 1, from];
  for (;;) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 0x7f) * shift;
    if (byte < 0x80) return [value, at];
    shift *= 128;
  }
}

/** The blocks of a table (.ldb), unpacked: the footer names the index, the index names the blocks. */
export function unpackTable(file: Buffer): Buffer[] {
  const block = (offset: number, size: number): Buffer => {
    const raw = file.subarray(offset, offset + size);
    return file[offset + size] === 1 ? Buffer.from(uncompress(raw)) : raw;
  };
  const footer = file.subarray(file.length - 48);
  const [, afterMeta] = varint(footer, 0);
  const [, indexHandle] = varint(footer, afterMeta);
  const [offset, next] = varint(footer, indexHandle);
  const [size] = varint(footer, next);
  const index = block(offset, size);
  const end = index.length - 4 - 4 * index.readUInt32LE(index.length - 4);
  const blocks: Buffer[] = [];
  for (let at = 0; at < end;) {
    const [, unshared] = varint(index, at);
    const [fresh, afterFresh] = varint(index, unshared);
    const [length, key] = varint(index, afterFresh);
    const value = key + fresh;
    const [blockAt, blockNext] = varint(index, value);
    const [blockSize] = varint(index, blockNext);
    blocks.push(block(blockAt, blockSize));
    at = value + length;
  }
  return blocks;
}

/** The files of a profile that hold the words, as bytes of UTF-8 or of UTF-16. */
export async function filesWith(folder: string, words: string): Promise<string[]> {
  const needles = [Buffer.from(words, 'utf8'), Buffer.from(words, 'utf16le')];
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    const texts = [bytes];
    if (path.endsWith('.ldb') && bytes.length > 48) texts.push(...unpackTable(bytes));
    if (texts.some((text) => needles.some((needle) => text.includes(needle)))) found.push(path.slice(folder.length + 1));
  }
  return found;
}
