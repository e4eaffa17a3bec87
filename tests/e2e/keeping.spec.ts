// Nothing that was acknowledged is ever lost: kill, two windows, a full disk.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import { expect, test } from './journey';
import { App } from './pages/app';
import { EQUATIONS, Practice } from './pages/practice';
import { answers, expectGapless, nameOf, Settings } from './pages/settings';

/** The process of the browser that works in this folder. */
async function browserIn(folder: string): Promise<number> {
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const command = (await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (command.includes(`--user-data-dir=${folder}`) && !command.some((word) => word.startsWith('--type='))) return Number(name);
  }
  throw new Error(`no browser works in ${folder}`);
}

function windowOf(page: import('@playwright/test').Page) {
  return { page, app: new App(page), practice: new Practice(page), settings: new Settings(page) };
}

test('a browser that is killed loses nothing that was called saved', async ({ baseURL, launchOptions }) => {
  test.setTimeout(150_000);
  const folder = await mkdtemp(join(tmpdir(), 'augu-profile-'));
  const launch = () => chromium.launchPersistentContext(folder, {
    ...launchOptions, baseURL, locale: 'lt-LT', timezoneId: 'Europe/Vilnius', viewport: { width: 1024, height: 768 },
  });
  let context: BrowserContext | undefined;
  const acknowledged: { item: string; given: string }[] = [];
  try {
    // The first kill comes moments after the first answer, when the browser has written down little by itself.
    for (const tasks of [1, 4]) {
      context = await launch();
      const { app, practice } = windowOf(context.pages()[0] ?? (await context.newPage()));
      await app.open(EQUATIONS);
      for (let task = 0; task < tasks; task++) {
        const given = await practice.solve();
        await app.allSaved();
        acknowledged.push({ item: await practice.item(), given });
        if (task + 1 < tasks) await practice.goOn();
      }
      const gone = new Promise((done) => context?.once('close', done));
      process.kill(await browserIn(folder), 'SIGKILL');
      await gone;
    }
    context = await launch();
    const { app, page, settings } = windowOf(context.pages()[0] ?? (await context.newPage()));
    await app.open('settings/');
    await expect(page.getByTestId('who')).toHaveCount(0);
    const { copy } = await settings.copy();
    expectGapless(copy.facts);
    const kept = answers(copy.facts).map(({ item, given }) => ({ item: nameOf(item), given }));
    expect(kept).toEqual(acknowledged.map(({ item, given }) => ({ item, given: { t: given } })));
  } finally {
    await context?.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('two windows take turns, and no fact is lost or doubled', async ({ context }) => {
  test.setTimeout(90_000);
  const one = windowOf(await context.newPage());
  await one.app.open(EQUATIONS);
  await one.practice.solve();
  await one.app.allSaved();
  const two = windowOf(await context.newPage());
  await two.app.open(EQUATIONS);
  await expect(one.app.follows).toBeVisible();
  await expect(two.app.follows).toHaveCount(0);
  let given = 1;
  await one.practice.goOn();
  for (let turn = 0; turn < 3; turn++) {
    for (const { page, app, practice } of [two, one]) {
      await page.bringToFront();
      await practice.solve();
      given++;
      await app.allSaved();
      await expect(app.follows).toHaveCount(0);
      await practice.goOn();
    }
    await expect(two.app.follows).toBeVisible();
  }
  // Both at once: neither waits for the other.
  const roots = [await one.practice.findEquation(), await two.practice.findEquation()];
  await Promise.all([one.practice.giveIn(roots[0], 'right'), two.practice.giveIn(roots[1], 'right')]);
  given += 2;
  // The window that follows hands its facts over when it takes the turn.
  for (const { app } of [one, two]) {
    if (await app.follows.isVisible()) await app.takeTurn.click();
    await app.allSaved();
  }
  await two.app.open('settings/');
  await two.app.allSaved();
  const { copy } = await two.settings.copy();
  expectGapless(copy.facts);
  expect(answers(copy.facts)).toHaveLength(given);
});

test('when the device is full it is said, the answer waits, and is kept once there is room', async ({ app, practice, settings, context, manners, baseURL }) => {
  manners.expected.push(/Quota/i);
  const { page } = app;
  await app.open(EQUATIONS);
  await practice.solve();
  await app.allSaved();
  let given = 1;
  const session = await context.newCDPSession(page);
  const origin = new URL(baseURL ?? '').origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  // The browser believes for up to half a minute that there is the room it last saw.
  for (; given < 12; given++) {
    if ((await app.saved.getAttribute('data-state')) === 'unsaved') break;
    await practice.goOn();
    // Any answer is a fact; right ones would lead up to tasks without an equation to read.
    await practice.giveIn('98765', 'wrong');
    await expect(app.saved).toHaveAttribute('data-state', 'unsaved', { timeout: 5_000 }).catch(() => undefined);
  }
  await expect(app.saved).toHaveAttribute('data-state', 'unsaved');
  await expect(app.notSaved).toBeVisible();
  await expect(app.notSaved).toContainText('nebeliko vietos');
  // Practice goes on, and a copy holds what is not kept yet.
  await practice.goOn();
  await practice.giveIn('98765', 'wrong');
  given++;
  const arriving = page.waitForEvent('download');
  await app.notSaved.getByRole('button').click();
  const copied = JSON.parse(await readFile(await (await arriving).path(), 'utf8'));
  expect(answers(copied.facts)).toHaveLength(given);
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await expect(app.saved).toHaveAttribute('data-state', 'saved', { timeout: 60_000 });
  await expect(app.notSaved).toHaveCount(0);
  await app.open('settings/');
  const { copy } = await settings.copy();
  expectGapless(copy.facts);
  expect(answers(copy.facts)).toHaveLength(given);
});
