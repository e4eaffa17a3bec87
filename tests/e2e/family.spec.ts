// The family's side: a pupil shows, a parent opens on a phone without an account, replies, and the pupil reads it.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { DIST, expect, sampleJournal, test } from './journey';
import { Manners, type App } from './pages/app';
import { violations } from './pages/axe';
import { Somebody } from './pages/classroom';
import { EQUATIONS } from './pages/practice';
import type { Settings } from './pages/settings';

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: 'lt-LT', timezoneId: 'Europe/Vilnius' };

/** A pupil with a past and a name makes a link; returns it. */
async function makeLink(app: App, settings: Settings, name: string): Promise<string> {
  const { page } = app;
  await app.open('settings/');
  await settings.pick(readFileSync(sampleJournal(400), 'utf8'));
  await settings.call(name);
  await app.allSaved();
  await app.open('share/');
  await expect(page.getByTestId('preview')).toContainText(name);
  await page.getByTestId('make-link').click();
  await expect(page.getByTestId('made').locator('svg.qr')).toBeVisible();
  await app.allSaved();
  // On paper there is the slip alone, its code large enough for a camera.
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('print-slip')).toBeHidden();
  expect((await page.locator('svg.qr').boundingBox())?.width ?? 0).toBeGreaterThan(250);
  expect((await page.locator('.slip').boundingBox())?.width ?? 0).toBeGreaterThan(500);
  await page.emulateMedia({ media: 'screen' });
  return await page.getByTestId('link').inputValue();
}

async function phone(browser: Browser, baseURL: string | undefined): Promise<{ context: BrowserContext; page: Page; manners: Manners }> {
  const context = await browser.newContext({ ...PHONE, baseURL });
  const manners = new Manners(context, baseURL ?? '');
  await manners.watch(context);
  return { context, page: await context.newPage(), manners };
}

test('a pupil shows the family how it goes, and the family answers', async ({ app, settings, browser, baseURL }) => {
  test.setTimeout(150_000);
  const link = await makeLink(app, settings, 'Ona');
  expect(link).toContain('/parent/#s1.');
  // A readable QR code: version 25 at most.
  expect(link.length).toBeLessThan(1270);
  const parent = await phone(browser, baseURL);
  const asked: string[] = [];
  parent.context.on('request', (request) => asked.push(request.url()));
  const { page } = parent;
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ona');
  await expect(page.locator('.family-good')).toBeVisible();
  await expect(page.locator('svg.family-chart')).toHaveCount(2);
  // The secret leaves the address bar and never reached the host.
  expect(page.url()).not.toContain('#');
  expect(asked.filter((url) => url.includes('s1.'))).toEqual([]);
  // Nothing wider than the phone.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ona');
  await page.getByTestId('language').click();
  await expect(page.getByTestId('reply')).toContainText('Your reply');
  for (const lang of ['en', 'lt']) {
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await page.evaluate(axe.source);
    const faults = await page.evaluate(async () => {
      const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
      return (await run(document)).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
    });
    expect(faults, `axe, ${lang}`).toEqual([]);
    await page.getByTestId('language').click();
  }
  await page.getByTestId('agree').check();
  await page.getByTestId('reply-words').fill('Šaunuolė! Ar padėti su trupmenomis?');
  await page.getByTestId('copy').click();
  const reply = await page.getByTestId('reply-text').inputValue();
  expect(reply).toContain('/share/#r1.');
  expect(parent.manners.faults).toEqual([]);

  // Once opened, it opens without a network, too.
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
  });
  await parent.context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ona');
  await expect(page.locator('.family-topic').first()).toContainText(/[ąčęėįšųūž ]/);
  await parent.context.close();

  const before = await (async () => { await app.open('settings/'); return await settings.copy(); })();
  await app.page.goto(reply);
  await expect(app.page.getByTestId('a-reply')).toContainText('Šaunuolė! Ar padėti su trupmenomis?');
  await expect(app.page.getByTestId('a-reply')).toContainText('Pritaria');
  expect(app.page.url()).not.toContain('#');
  await app.allSaved();
  // A second time it is the same reply; one from elsewhere is none.
  await app.page.getByTestId('paste-reply').fill(reply);
  await app.page.getByTestId('take-reply').click();
  await expect(app.page.getByTestId('a-reply')).toHaveCount(1);
  await app.page.getByTestId('paste-reply').fill('AAAAA-AAAAA');
  await app.page.getByTestId('take-reply').click();
  await expect(app.page.getByTestId('reply-taken')).toContainText('netinka');
  await app.open('settings/');
  const after = await settings.copy();
  const families = after.copy.facts.flatMap((fact) => Object.keys(fact.e).map((family) => `${family}:${Object.keys(fact.e[family] as object)[0]}`));
  for (const family of ['member:keys', 'member:consent', 'share:link', 'share:reply']) expect(families).toContain(family);
  // Gaining keys and a reply changed no earlier fact.
  const told = after.copy.facts.map((fact) => JSON.stringify(fact));
  for (const fact of before.copy.facts) expect(told).toContain(JSON.stringify(fact));
});

test('a link that is cut, changed or over says so', async ({ app, settings, browser, baseURL }) => {
  test.setTimeout(120_000);
  const link = await makeLink(app, settings, 'Jonas');
  const { context, page } = await phone(browser, baseURL);
  const at = link.indexOf('.', link.indexOf('#s1.') + 4) + 10;
  const changed = `${link.slice(0, at)}${link[at] === 'A' ? 'B' : 'A'}${link.slice(at + 1)}`;
  for (const [bad, words] of [[link.slice(0, -20), 'nutrūkusi'], [link.slice(0, link.length / 2), 'nutrūkusi'], [changed, 'pakeista'], [`${link.split('#')[0]}#labas`, 'nutrūkusi']] as const) {
    await page.goto('about:blank');
    await page.goto(bad);
    await expect(page.getByTestId('fault')).toContainText(words);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Čia matysite, kaip sekasi vaikui');
  }
  await page.getByTestId('paste').fill(`Labas, štai: ${link} Iki!`);
  await page.getByTestId('open').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Jonas');
  await page.clock.install({ time: Date.now() + 40 * 86_400_000 });
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByTestId('fault')).toContainText('galiojimas baigėsi');
  await context.close();
});

test('two children stand side by side, and the device remembers only when asked to', async ({ app, settings, browser, baseURL }) => {
  test.setTimeout(150_000);
  const first = await makeLink(app, settings, 'Ona');
  const other = await browser.newContext({ baseURL, locale: 'lt-LT', timezoneId: 'Europe/Vilnius' });
  const { App } = await import('./pages/app');
  const { Settings } = await import('./pages/settings');
  const otherPage = await other.newPage();
  const second = await makeLink(new App(otherPage), new Settings(otherPage), 'Jonas');
  await other.close();
  const { context, page } = await phone(browser, baseURL);
  await page.goto(first);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ona');
  await page.goto('about:blank');
  await page.goto(second);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Jonas');
  await expect(page.getByTestId('children').locator('section')).toHaveCount(2);
  const fresh = await context.newPage();
  await fresh.goto('parent/');
  await expect(fresh.getByTestId('empty')).toBeVisible();
  await page.getByRole('switch').check();
  await page.locator('label.segment', { hasText: /^Ona$/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ona');
  await page.getByRole('switch').check();
  await fresh.reload();
  await expect(fresh.getByTestId('children').locator('section')).toHaveCount(2);
  await fresh.getByRole('switch').uncheck();
  await fresh.locator('label.segment', { hasText: 'Jonas' }).click();
  await fresh.getByRole('switch').uncheck();
  expect(await fresh.evaluate(() => localStorage.getItem('augu.family'))).toBeNull();
  await context.close();
});

test('a renewing link shows newer work, brings the reply by itself, and shows nothing once it is taken back', async ({ browser, baseURL }) => {
  test.setTimeout(240_000);
  const [teacher, pupil] = [await Somebody.with(browser, baseURL ?? ''), await Somebody.with(browser, baseURL ?? '')];
  await teacher.found('6a', ['Ona', 'Jonas']);
  await pupil.askToJoin(await teacher.invite(), 'Ona');
  await teacher.admitAll();
  await expect(pupil.page.getByTestId('joined')).toBeVisible({ timeout: 30_000 });
  await pupil.app.open(EQUATIONS);
  await pupil.practice.solve();
  await pupil.app.allSaved();
  await pupil.app.open('share/');
  await expect(pupil.page.getByText('Atsinaujinanti')).toBeVisible({ timeout: 30_000 });
  await pupil.page.getByTestId('make-link').click();
  const field = pupil.page.getByTestId('link');
  await expect(field).toHaveValue(/#l1\./, { timeout: 30_000 });
  const link = await field.inputValue();
  expect(link.length - link.indexOf('#')).toBeLessThan(100);
  await pupil.app.allSaved();

  const parent = await phone(browser, baseURL);
  parent.manners.expected.push(/404.*\/data\//);
  const asked: string[] = [];
  parent.context.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
  const { page } = parent;
  const work = page.locator('.family-report');
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ona', { timeout: 30_000 });
  await expect(work).toContainText('1 užduotis');
  // The secret reaches no host.
  expect(asked.filter((request) => request.includes(link.slice(link.indexOf('#') + 1)))).toEqual([]);
  await page.getByTestId('agree').check();
  await page.getByTestId('reply-words').fill('Džiaugiuosi. Ar sunku?');
  await page.getByTestId('leave').click();
  await expect(page.getByTestId('reply-said')).toContainText('Atsakymas išsiųstas', { timeout: 30_000 });

  // The reply comes to the pupil by itself, and with the pupil's facts to the teacher.
  await pupil.app.open('share/');
  await expect(pupil.page.getByTestId('a-reply')).toContainText('Ar sunku?', { timeout: 60_000 });
  await pupil.app.allSaved();
  await expect(teacher.page.getByTestId('family-reply')).toContainText('Ar sunku?', { timeout: 90_000 });

  // Newer work is there when the pupil's app was opened again.
  await pupil.app.open(EQUATIONS);
  await pupil.practice.solve();
  await pupil.app.allSaved();
  await pupil.app.open('share/');
  await expect(async () => {
    await page.reload();
    await expect(work).toContainText('2 užduotys', { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });

  // Without a network it shows what it showed last.
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await parent.context.setOffline(true);
  await page.reload();
  await expect(work).toContainText('2 užduotys');
  await parent.context.setOffline(false);

  await pupil.page.getByTestId('revoke').click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByTestId('fault')).toContainText('atšaukta', { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await expect(work).toHaveCount(0);
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByTestId('fault')).toContainText('atšaukta');
  await parent.context.close();
  await teacher.leave();
  await pupil.leave();
});

test('a teacher gives a class’s families their links, reads what they answer, and takes links back', async ({ browser, baseURL }) => {
  test.setTimeout(300_000);
  const [teacher, pupil] = [await Somebody.with(browser, baseURL ?? ''), await Somebody.with(browser, baseURL ?? '')];
  await teacher.found('6b', ['Ona', 'Jonas']);
  await pupil.join(teacher, await teacher.invite(), 'Ona');
  await pupil.app.open(EQUATIONS);
  await pupil.practice.solve();
  await pupil.app.allSaved();
  await expect(teacher.row('Ona').getByTestId('cell')).toBeVisible({ timeout: 60_000 });

  // A slip for the one who joined; what the parents will see can be looked at before it is given away.
  const slips = teacher.page.getByTestId('family-slip');
  const said = teacher.page.getByTestId('family-said');
  const address = async () => (await teacher.page.getByTestId('family-open').getAttribute('href')) ?? '';
  await teacher.page.getByTestId('family-slips').click();
  await teacher.page.getByTestId('family-make').click();
  await expect(slips).toHaveCount(1, { timeout: 30_000 });
  await expect(slips).toContainText('Ona');
  expect(await violations(teacher.page)).toEqual([]);
  await teacher.page.emulateMedia({ media: 'print' });
  await expect(teacher.page.getByTestId('family-take-back-one')).toBeHidden();
  // 3 cm on paper are enough for a camera.
  expect((await slips.locator('svg.qr').boundingBox())?.width ?? 0).toBeGreaterThan(110);
  await teacher.page.emulateMedia({ media: 'screen' });
  const link = await address();
  expect(link).toMatch(/\/parent\/#l1\.[\w-]{86}$/);
  const code = (await slips.textContent())?.match(/kodas: ([0-9A-Z ]{14})/)?.[1] ?? 'none';

  const parent = await phone(browser, baseURL);
  // A file that is not there yet, a reply that is refused, a host that is away.
  parent.manners.expected.push(/40[34].*\/data\//);
  const { page } = parent;
  const work = page.locator('.family-report');
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ona', { timeout: 30_000 });
  await expect(work).toContainText('1 užduotis');
  await expect(page.locator('#main')).toContainText(code);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  for (const _ of ['lt', 'en']) {
    expect(await violations(page)).toEqual([]);
    await page.getByTestId('language').click();
  }
  await expect(page.getByTestId('reply')).toContainText('klasės mokytojai');
  await page.getByTestId('agree').check();
  await page.getByTestId('reply-words').fill('Ar sunku?');
  await page.getByTestId('leave').click();
  await expect(page.getByTestId('reply-said')).toContainText('Mokytojas jį pamatys', { timeout: 30_000 });

  // The pupil works on; the teacher opens the class page again: the reply is there, and the parents see the newer work.
  await pupil.practice.goOn();
  await pupil.practice.solve();
  await pupil.app.allSaved();
  await pupil.shareNow();
  await pupil.shared();
  await teacher.app.open('class/');
  const reply = teacher.page.getByTestId('family-reply');
  await expect(reply).toContainText('Ar sunku?', { timeout: 60_000 });
  await expect(reply).toContainText('Pritaria');
  await expect(reply).toContainText('Ona');
  await expect(async () => {
    await page.reload();
    await expect(work).toContainText('2 užduotys', { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });

  // Where the host takes no reply, it goes by message.
  await parent.context.route('**/data/**', (route) => (route.request().method() === 'PUT' ? route.fulfill({ status: 403 }) : route.fallback()));
  await page.getByTestId('reply-words').fill('Kada galime susitikti?');
  await page.getByTestId('leave').click();
  await expect(page.getByTestId('reply-said')).toContainText('Perduokite jį mokytojui', { timeout: 30_000 });
  await page.getByTestId('copy').click();
  const text = await page.getByTestId('reply-text').inputValue();
  await parent.context.unroute('**/data/**');
  await teacher.page.getByTestId('family-slips').click();
  await expect(slips).toHaveCount(1);
  expect(await address()).toBe(link);
  for (const [typed, words] of [['AAAAA-AAAAA', 'netinka'], [text, 'Atsakymas priimtas: Ona']] as const) {
    await teacher.page.getByTestId('family-paste').fill(typed);
    await teacher.page.getByTestId('family-take').click();
    await expect(teacher.page.getByTestId('family-taken')).toContainText(words, { timeout: 20_000 });
  }

  // Taken back: the link does not open, on the phone that had it open, on a new one, at any time.
  const doesNotOpen = async (on: Page, address: string, words: string) => {
    await on.goto('about:blank');
    await on.goto(address);
    await expect(on.getByTestId('fault')).toContainText(words, { timeout: 20_000 });
    await expect(on.locator('.family-report')).toHaveCount(0);
  };
  await teacher.page.getByTestId('family-take-back-one').click();
  await expect(said).toContainText('Ona: nuoroda atšaukta', { timeout: 20_000 });
  await expect(slips).toHaveCount(0);
  await page.reload();
  await expect(page.getByTestId('fault')).toContainText('Ši nuoroda atšaukta', { timeout: 20_000 });
  await expect(work).toHaveCount(0);
  await doesNotOpen(page, link, 'Ši nuoroda atšaukta');
  await page.getByTestId('language').click();
  await expect(page.getByTestId('fault')).toContainText('This link was taken back');
  await page.getByTestId('language').click();

  // A new slip has another link; it does not open after its day, nor once all are taken back.
  await teacher.page.getByTestId('family-make').click();
  await expect(slips).toHaveCount(1, { timeout: 30_000 });
  const second = await address();
  expect(second).not.toBe(link);
  const later = await phone(browser, baseURL);
  later.manners.expected.push(/404.*\/data\//);
  await later.page.goto(second);
  await expect(later.page.getByRole('heading', { level: 1 })).toHaveText('Ona', { timeout: 30_000 });
  await later.page.clock.install({ time: Date.now() + 91 * 86_400_000 });
  await doesNotOpen(later.page, second, 'galiojimas baigėsi');
  await later.context.close();
  await teacher.page.getByTestId('family-take-back').click();
  await teacher.page.getByTestId('family-take-back-now').click();
  await expect(said).toContainText('Nuorodos atšauktos', { timeout: 20_000 });
  await doesNotOpen(page, second, 'Ši nuoroda atšaukta');
  await teacher.app.open('class/');
  await expect(teacher.page.getByTestId('family-replies').getByTestId('family-reply')).toHaveCount(2);
  await parent.context.close();
  expect(parent.manners.faults).toEqual([]);
  await teacher.leave();
  await pupil.leave();
});

test('the parent’s page weighs at most 150 KB', () => {
  const folder = join(DIST, 'parent');
  const files = readdirSync(folder).filter((name) => name !== 'sw.js');
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  const weights = files.map((name) => [name, brotliCompressSync(readFileSync(join(folder, name)), { params }).length] as const);
  expect(files.some((name) => name.endsWith('.wasm'))).toBe(true);
  const sum = weights.reduce((total, [, bytes]) => total + bytes, 0);
  expect(sum, JSON.stringify(Object.fromEntries(weights))).toBeLessThanOrEqual(150_000);
});
