// Keeps the app whole on this device, so that it opens without a network. Written by the build, with the list of files.
//
// - Installing fetches every file and checks it against its digest: a half-updated host cannot install a mixture.
// - Files have their digest in their name, so what is kept is always right: they are served from here first.
// - A page of the app is the kept first page, told where the root is. Anything else goes to the network.
// - A new version waits until the page asks for it, then the caches of old ones are dropped.
// What is not here: anything a person wrote. That lives in IndexedDB, untouched by updates.
'use strict';
const VERSION = '@VERSION@';
const FILES = /*@FILES@*/[];
const ROUTES = /*@ROUTES@*/[];
const OURS = '@OURS@';
// Many pages share the one that is kept, so it is told where the root is; a worker with a single page leaves it as it is.
const MANY = @MANY@;
const CACHE = OURS + VERSION;
const root = new URL('./', self.registration.scope);
const first = new URL('index.html', root).href;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => { if (event.data?.type === 'skip-waiting') self.skipWaiting(); });
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return;
  // What must come past all caches, such as a class's files, is none of ours.
  if (request.cache === 'no-store') return;
  if (request.mode === 'navigate') event.respondWith(page(request, url));
  else event.respondWith(file(request));
});

async function install() {
  const cache = await caches.open(CACHE);
  const kept = await cache.keys();
  const have = new Set(kept.map((request) => request.url));
  const missing = FILES.map(([name, integrity]) => ({ url: new URL(name, root).href, integrity }))
    .filter(({ url }) => !have.has(url));
  const queue = [...missing];
  const next = async () => {
    for (let wanted = queue.shift(); wanted; wanted = queue.shift()) {
      const older = wanted.url === first ? undefined : await caches.match(wanted.url);
      const response = older ?? await fetch(wanted.url,
        { integrity: wanted.integrity, cache: wanted.url === first ? 'no-cache' : 'default', credentials: 'same-origin' });
      if (!response.ok) throw new Error(`${wanted.url}: ${response.status}`);
      await cache.put(wanted.url, response);
    }
  };
  await Promise.all([next(), next(), next(), next()]);
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function file(request) {
  const cache = await caches.open(CACHE);
  return await cache.match(request, { ignoreSearch: true, ignoreVary: true }) ?? fetch(request);
}

async function page(request, url) {
  const route = url.pathname.slice(root.pathname.length).replace(/(^|\/)index\.html$/, '').replace(/\/$/, '');
  const known = ROUTES.includes(route) || (ROUTES.includes('skills') && route.startsWith('skills/'));
  let status = 200;
  if (!known) {
    // The host may have more than the app; what it has not, the app says itself, and leads back.
    const answer = await fetch(request).catch(() => undefined);
    if (answer && answer.status !== 404) return answer;
    status = 404;
  }
  const cache = await caches.open(CACHE);
  const kept = await cache.match(first);
  if (!kept) return fetch(request);
  const text = MANY ? (await kept.text()).replace('<head>', `<head><base href="${root.pathname}">`) : await kept.text();
  return new Response(text, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
