// Every page opens by its own address, from a plain host, at the root and in a folder; also without a network.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST, expect, test } from './journey';
import { WORDS } from './pages/app';
import { Host } from './pages/host';
import { EQUATIONS } from './pages/practice';

const ROUTES = ['', 'practice', 'skills', 'progress', 'goals', 'tests', 'mistakes', 'settings', 'help'];
const SKILLS = ['linear-equation', 'ratio', 'percent-change', 'system-substitution', 'square-root'];
const ALL = [...ROUTES, ...SKILLS.map((skill) => `skills/${skill}`)];

for (const [where, under] of [['at the root', '/'], ['in a folder', '/augu/']]) {
  test(`every page opens directly ${where} of a host without rewrite rules`, async ({ app, manners }) => {
    test.setTimeout(120_000);
    // The host goes away at the end, perhaps while the service worker is still being fetched.
    manners.expected.push(/fetching the script/);
    const { page } = app;
    const host = await new Host(DIST, under).up();
    manners.alsoOurs(host.address);
    try {
      for (const route of ALL) {
        for (const ending of route ? ['/', '/index.html'] : ['']) {
          const answer = await page.goto(`${host.address}${route}${ending}`);
          expect(answer?.ok(), route).toBe(true);
          await app.ready();
          const heading = page.getByRole('heading', { level: 1 });
          if (route === 'practice') await expect(page.getByTestId('exercise')).toBeVisible();
          else await expect(heading.first()).toBeAttached();
          expect(await heading.first().textContent(), route).not.toBe(WORDS.lt.notFound);
          await expect(page).toHaveTitle(/.+ – Augu$/);
        }
      }
      const here = page.locator('nav.rail a[href$="/settings/"]');
      await here.click();
      await expect(page).toHaveURL(`${host.address}settings/`);
      await page.goBack();
      await expect(page).toHaveURL(new RegExp('skills/square-root'));
    } finally {
      await host.down();
    }
  });
}

test('an address without a page says so and leads back', async ({ app, manners }) => {
  manners.expected.push(/404/, /fetching the script/);
  const { page } = app;
  const host = await new Host(DIST).up();
  manners.alsoOurs(host.address);
  try {
    const answer = await page.goto(`${host.address}there-is-no-such-page`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(WORDS.lt.notFound);
    await page.getByRole('link').first().click();
    await app.ready();
    await app.keptForOffline();
    for (const path of ['there-is-no-such-page/', 'skills/there-is-no-such-topic/', 'practice/deeper/still']) {
      await page.goto(host.address + path);
      await app.ready();
      await expect(app.main.getByText(WORDS.lt.notFound).first(), path).toBeAttached();
      await app.main.getByRole('link').click();
      await expect(page.getByTestId('welcome')).toBeVisible();
      await expect(page).toHaveURL(host.address);
    }
  } finally {
    await host.down();
  }
});

test('the app opens and works when the host is gone, topics never opened before included', async ({ app, practice, manners }) => {
  const { page } = app;
  const host = await new Host(DIST).up();
  manners.alsoOurs(host.address);
  manners.expected.push(/ERR_CONNECTION_REFUSED|Failed to load resource/);
  await page.goto(host.address);
  await app.ready();
  await app.keptForOffline();
  await host.down();
  await page.reload();
  await app.ready();
  await expect(page.getByTestId('welcome')).toBeVisible();
  for (const route of ['settings/', 'skills/ratio/', 'progress/', EQUATIONS]) {
    await page.goto(host.address + route);
    await app.ready();
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
  }
  await practice.solve();
  await app.allSaved();
});

test('a newer version is announced and takes over when asked, with everything kept', async ({ app, practice, manners }) => {
  const { page } = app;
  const folder = await mkdtemp(join(tmpdir(), 'augu-site-'));
  const host = new Host(folder);
  try {
    await cp(DIST, folder, { recursive: true });
    await host.up();
    manners.alsoOurs(host.address);
    await page.goto(host.address + EQUATIONS);
    await app.ready();
    await app.keptForOffline();
    await practice.solve();
    await practice.goOn();
    const item = await practice.item();
    await app.allSaved();
    await expect(app.update).toHaveCount(0);

    const worker = join(folder, 'sw.js');
    const script = await readFile(worker, 'utf8');
    const newer = script.replace(/const VERSION = '([^']*)'/, "const VERSION = '$1-newer'");
    expect(newer).not.toBe(script);
    await writeFile(worker, newer);
    await page.reload();
    await app.ready();
    await expect(app.update).toBeVisible();
    expect(await page.evaluate(() => caches.keys())).toHaveLength(2);
    await Promise.all([page.waitForEvent('load'), app.update.getByRole('button').first().click()]);
    await app.ready();
    await expect(app.update).toHaveCount(0);
    await expect.poll(() => page.evaluate(() => caches.keys())).toEqual([expect.stringMatching(/-newer$/)]);
    await expect(practice.exercise).toHaveAttribute('data-item', item);
  } finally {
    await host.down();
    await rm(folder, { recursive: true, force: true });
  }
});
