// How long the parent's page takes to open on a slow phone: CPU slowed four times, 1.6 Mbit/s, 150 ms a request, nothing
// kept from before. Prints one line of JSON: milliseconds from the navigation to the child's name and report on the
// screen (median of the runs), bytes that came over the wire, requests.
//   node xtask/web/opening.mjs LINK [runs]                opens a link that was made before, one-time or renewing
//   node xtask/web/opening.mjs APP [runs] COPY            first makes a one-time link from a pupil's copy, in the app
// `cargo xtask bench --opening` does the latter with a simulated pupil's copy.
import { chromium } from '@playwright/test';

const [address, runs = '5', copy] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.AUGU_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });

/** The link that the page "Parodyti tėvams" makes for the pupil of a copy. */
async function made() {
  const context = await browser.newContext({ baseURL: address, locale: 'lt-LT' });
  const page = await context.newPage();
  await page.goto('settings/');
  await page.getByTestId('import').setInputFiles(copy);
  await page.getByTestId('import-outcome').locator('p').filter({ hasNotText: /…$/ }).waitFor();
  await page.locator('[data-testid=saved][data-state=saved]').waitFor({ state: 'attached' });
  await page.goto('share/');
  await page.getByTestId('make-link').click();
  const link = await page.getByTestId('link').inputValue();
  await context.close();
  return link;
}

const link = copy ? await made() : address;
const found = [];
for (let run = 0; run < Number(runs); run++) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, locale: 'lt-LT' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  let [bytes, requests] = [0, 0];
  session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; requests += 1; });
  await page.addInitScript(() => {
    const seen = () => document.querySelector('.family-report');
    new MutationObserver((_, self) => {
      if (!seen()) return;
      self.disconnect();
      requestAnimationFrame(() => setTimeout(() => { globalThis.openedAt = performance.now(); }));
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(link, { waitUntil: 'commit' });
  await page.waitForFunction(() => globalThis.openedAt, undefined, { timeout: 60_000 });
  found.push({ ms: await page.evaluate(() => Math.round(globalThis.openedAt)), bytes, requests });
  await context.close();
}
await browser.close();
found.sort((one, other) => one.ms - other.ms);
console.log(JSON.stringify({ ...found[Math.floor(found.length / 2)], all_ms: found.map(({ ms }) => ms) }));
