// Writes .br and .gz beside-copies of a folder's files into another folder, for our own server; hosts make their own.
//   node xtask/web/compress.mjs FROM TO
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const [from, to] = process.argv.slice(2);
const WORTH_IT = /\.(html|js|css|json|wasm|svg|webmanifest|txt)$/;

fs.rmSync(to, { recursive: true, force: true });
for (const entry of fs.readdirSync(from, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !WORTH_IT.test(entry.name)) continue;
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  const bytes = fs.readFileSync(file);
  const target = path.join(to, path.relative(from, file));
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const params = {
    [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
    [zlib.constants.BROTLI_PARAM_LGWIN]: 24,
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  fs.writeFileSync(`${target}.br`, zlib.brotliCompressSync(bytes, { params }));
  fs.writeFileSync(`${target}.gz`, zlib.gzipSync(bytes, { level: 9 }));
}
