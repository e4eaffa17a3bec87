// Runs the measuring program in headless Chromium with a slowed processor and prints its figures, a line of JSON a group.
//   node measure.mjs FOLDER TIMES [CHROMIUM]
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { chromium } from '@playwright/test';

const [folder, times, executablePath] = process.argv.slice(2);
const kinds = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
const page = '<!doctype html><title>measures</title>';
const server = createServer(async (request, response) => {
  const name = basename(new URL(request.url, 'http://host').pathname);
  const kind = Object.entries(kinds).find(([ending]) => name.endsWith(ending))?.[1];
  try {
    const body = kind ? await readFile(join(folder, name)) : page;
    response.writeHead(200, { 'content-type': kind ?? 'text/html' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const browser = await chromium.launch({
  executablePath: executablePath || undefined,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});
try {
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.evaluate(async () => {
    globalThis.measures = await import('/benches.js');
    await globalThis.measures.default();
  });
  const tools = await tab.context().newCDPSession(tab);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: Number(times) });
  for (let group = 0; ; group++) {
    const line = await tab.evaluate((group) => globalThis.measures.measure(group), group);
    if (!line) break;
    console.log(line);
  }
} finally {
  await browser.close();
  server.close();
}
