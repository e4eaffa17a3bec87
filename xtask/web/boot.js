// Starts the app; plain script, runs before the first paint. It
// 1. sets the look kept on this device (theme, text size, motion, language), so that nothing flashes;
// 2. tells the page where the app's root is, at whatever address a host serves it;
// 3. starts the WebAssembly program, or says in plain words why it cannot;
// 4. registers the service worker once the app has begun; when an update takes over is for the app to ask.
// A copy lies beside every page, so that `./boot-DIGEST.js` is found with and without a slash at the end of the address.
(() => {
  'use strict';
  const page = document.documentElement;

  // 1. The look. Kept as JSON by the app; anything unreadable is left out.
  const THEMES = ['light', 'dark', 'contrast', 'auto'];
  const applyLook = () => {
    let look = {};
    try { look = JSON.parse(localStorage.getItem('augu.look')) || {}; } catch { /* no storage, or not ours */ }
    if (THEMES.includes(look.theme)) page.dataset.theme = look.theme;
    if ([0, 1, 2, 3].includes(look.text)) page.dataset.text = look.text;
    if (look.motion === 'auto' || look.motion === 'less') page.dataset.motion = look.motion;
    if (look.lang === 'lt' || look.lang === 'en') page.lang = look.lang;
  };
  applyLook();

  // 2. The root. A page lies `depth` folders below it; some hosts serve a folder's page without the closing slash.
  if (location.pathname.endsWith('/index.html')) {
    history.replaceState(null, '', location.pathname.slice(0, -'index.html'.length) + location.search + location.hash);
  }
  const depth = Number(page.dataset.depth) || 0;
  const folders = (count) => new URL('../'.repeat(count) || './', location.href).href;
  const inFolder = /(^|\/)(index\.html)?$/.test(location.pathname);
  const given = document.querySelector('base');
  const root = given ? given.href : folders(inFolder ? depth : Math.max(0, depth - 1));
  const inRoot = (link) => root + (link.content ?? link.getAttribute('href')).replace(/^(\.\.?\/)+/, '');
  const program = document.querySelector('meta[name="augu:program"]');
  const [programAt, scriptAt] = [program, document.getElementById('app-script')].map(inRoot);
  if (!given) {
    const astray = folders(depth) !== root;
    const base = document.createElement('base');
    base.href = root;
    document.head.prepend(base);
    if (astray) for (const link of document.querySelectorAll('link[href]')) link.href = inRoot(link);
  }

  // What will be needed for certain is under way before the program is: its part that reads what is kept, where
  // somebody has been here before, and the tasks of the topic that the address narrows practice to.
  const early = (path) => document.head.append(Object.assign(document.createElement('link'),
    { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: root + path }));
  let known = false;
  try { known = Boolean(localStorage.getItem('augu.people')); } catch { /* no storage */ }
  if (known) for (const part of document.querySelectorAll('meta[name="augu:keeping"]')) early(part.content);
  const topics = new URLSearchParams(location.search);
  const topic = (topics.get('skill') || topics.get('skills') || '').split(',')[0];
  for (const pack of topic ? document.querySelectorAll('meta[name^="augu:pack:"]') : []) {
    if (!pack.name.slice('augu:pack:'.length).split(',').includes(topic)) continue;
    early(pack.content);
  }

  // 3. The program. It is fetched once the first sight stands, which would come later beside it; its script is under way.
  const WORDS = {
    old: ['Ši naršyklė per sena: Augu reikia „WebAssembly“ ir „IndexedDB“. Atnaujink naršyklę arba atverk kitoje.',
      'This browser is too old: Augu needs WebAssembly and IndexedDB. Please update it or use another one.'],
    failed: ['Nepavyko paleisti Augu. Patikrink ryšį ir atverk puslapį iš naujo: tavo atsakymai niekur nedingo.',
      'Augu could not start. Please check the connection and reload: your answers are safe.'],
  };
  const trouble = (words) => {
    const show = () => {
      let place = document.getElementById('first-paint');
      if (!place) document.body.append(place = Object.assign(document.createElement('div'), { id: 'first-paint' }));
      const texts = words.map((text, i) => Object.assign(document.createElement('p'),
        { className: 'first-paint-trouble', lang: i ? 'en' : 'lt', textContent: text }));
      place.removeAttribute('aria-busy');
      place.setAttribute('role', 'alert');
      place.replaceChildren(...texts);
    };
    if (document.body) show(); else addEventListener('DOMContentLoaded', show);
  };
  // A page in the background paints nothing: it waits no longer than this.
  const painted = () => new Promise((seen) => {
    requestAnimationFrame(() => setTimeout(seen));
    setTimeout(seen, 300);
  });
  const start = async () => {
    await painted();
    const response = fetch(programAt, { integrity: program.dataset.integrity, credentials: 'same-origin' });
    response.catch(() => { /* told below, where it is awaited */ });
    const app = await import(scriptAt);
    await new Promise((ready) => document.body && document.readyState !== 'loading'
      ? ready() : addEventListener('DOMContentLoaded', ready));
    await app.default({ module_or_path: response });
  };
  let storage = false;
  try { storage = Boolean(window.indexedDB); } catch { /* forbidden is as good as missing */ }
  if (typeof WebAssembly !== 'object' || !storage) trouble(WORDS.old);
  else start().then(() => setTimeout(keepOffline, 1500), (error) => { console.error(error); trouble(WORDS.failed); });

  // 4. Offline.
  function keepOffline() {
    const worker = navigator.serviceWorker;
    if (!worker) return;
    const home = root + (page.dataset.home ?? '');
    if (page.dataset.build === 'dev') {
      worker.getRegistration(home).then((old) => old?.unregister());
      return;
    }
    worker.register(`${home}sw.js`, { scope: home, updateViaCache: 'none' })
      .catch((error) => console.warn('Augu works, but will not open offline:', error.message));
  }
})();
