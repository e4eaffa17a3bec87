// A plain static host over a folder, without any rewrite rule; it can go down, and the folder can change under it.
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { AddressInfo } from 'node:net';

const MEDIA: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.wasm': 'application/wasm', '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2',
};

export class Host {
  private server?: Server;
  private port = 0;

  /** `under` is `/`, or `/name/` for a sub-path. */
  constructor(private readonly folder: string, private readonly under = '/') {}

  get address(): string {
    return `http://127.0.0.1:${this.port}${this.under}`;
  }

  /** Goes up; a second time on the same port. */
  async up(): Promise<this> {
    this.server = createServer(async (request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
      const inside = path.startsWith(this.under) ? normalize(path.slice(this.under.length)) : '..';
      if (inside.startsWith('..')) return void response.writeHead(404).end();
      const file = join(this.folder, inside.endsWith('/') || inside === '.' ? join(inside, 'index.html') : inside);
      try {
        const bytes = await readFile(file);
        response.writeHead(200, { 'content-type': MEDIA[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-cache' }).end(bytes);
      } catch {
        const page = await readFile(join(this.folder, '404.html')).catch(() => '');
        response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end(page);
      }
    });
    await new Promise<void>((done) => this.server?.listen(this.port, '127.0.0.1', done));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  /** Goes down at once, as a network does. */
  async down(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((done) => (this.server ? this.server.close(done) : done(undefined)));
    this.server = undefined;
  }
}
