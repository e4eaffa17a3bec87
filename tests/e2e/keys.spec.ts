// A person's own keys: the PIN and what it hides, the recovery card, another device, a lost one, one's rights.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { expect, test } from './journey';
import { App } from './pages/app';
import { Somebody } from './pages/classroom';
import { EQUATIONS, Practice } from './pages/practice';
import { filesWith } from './pages/profile';
import { Settings, answers } from './pages/settings';

const PIN = '482913';

test('what is answered after the PIN was set is found nowhere in the locked profile', async ({ baseURL, launchOptions }) => {
  test.setTimeout(150_000);
  const folder = await mkdtemp(join(tmpdir(), 'augu-profile-'));
  const launch = () => chromium.launchPersistentContext(folder, {
    ...launchOptions, baseURL, locale: 'lt-LT', timezoneId: 'Europe/Vilnius', viewport: { width: 1024, height: 768 },
  });
  const [open, hidden, draft, homework] = ['3141592653', '2718281828', '1618033988', '2x = 1414213562'];
  try {
    let context = await launch();
    let page = context.pages()[0] ?? (await context.newPage());
    let [app, practice] = [new App(page), new Practice(page)];
    await app.open(EQUATIONS);
    await practice.giveIn(open, 'wrong');
    await app.allSaved();
    await context.close();
    // The search finds what is not hidden.
    expect((await filesWith(folder, open)).join(' ')).toMatch(/indexeddb/i);

    context = await launch();
    page = context.pages()[0] ?? (await context.newPage());
    [app, practice] = [new App(page), new Practice(page)];
    await app.open('keys/');
    await page.getByTestId('pin-new').fill('111111');
    await page.getByTestId('pin-again').fill('111111');
    await page.getByTestId('pin-set').click();
    await expect(page.getByTestId('pin-card')).toContainText('per lengvai');
    await page.getByTestId('pin-new').fill(PIN);
    await page.getByTestId('pin-again').fill(PIN);
    await page.getByTestId('pin-set').click();
    await expect(page.getByTestId('pin-said')).toContainText('PIN nustatytas');
    await page.locator('a[href$="/practice/"]').first().click();
    await practice.goOn().catch(() => undefined);
    await expect(practice.exercise).toBeVisible();
    await practice.giveIn(hidden, 'wrong').catch(async () => practice.giveIn(hidden, 'unreadable'));
    await practice.answer.fill(draft);
    await app.allSaved();
    await app.go('help');
    await page.locator('main a[href$="/working/"]').first().click();
    await page.getByTestId('work-input').first().fill(homework);
    // Every way out of this window keeps what is typed.
    await page.waitForTimeout(500);
    await context.close();
    for (const words of [hidden, draft, homework]) expect(await filesWith(folder, words), words).toEqual([]);

    // A neighbour sees the PIN page; the right PIN opens everything, the draft too.
    context = await launch();
    page = context.pages()[0] ?? (await context.newPage());
    [app, practice] = [new App(page), new Practice(page)];
    await page.goto('practice/');
    await expect(page.getByTestId('locked')).toBeVisible();
    await page.getByTestId('pin').fill('000000');
    await page.getByTestId('unlock').click();
    await expect(page.getByTestId('pin-fault')).toContainText('netinka');
    await page.getByTestId('pin').fill(PIN);
    await page.getByTestId('unlock').click();
    await expect(practice.answer).toHaveValue(draft);
    await app.go('help');
    await page.locator('main a[href$="/working/"]').first().click();
    await expect(page.getByTestId('work-input').first()).toHaveValue(homework);
    await app.go('settings');
    const { copy } = await new Settings(page).copy();
    expect(answers(copy.facts).map(({ given }) => given)).toEqual([{ t: open }, { t: hidden }]);
    await app.open('settings/').catch(() => undefined);
    await context.close();
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** The generations of the keys that a person's facts tell of. */
async function keysTold(somebody: Somebody): Promise<number[]> {
  await somebody.app.open('settings/');
  const { copy } = await new Settings(somebody.page).copy();
  const keyed = copy.facts.flatMap((fact) => ('member' in fact.e ? [(fact.e.member as { keys?: { generation: number } }).keys] : []));
  return keyed.flatMap((keys) => (keys ? [keys.generation] : []));
}

test('a card and a class are of the same keys, whichever comes first', async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  const [teacher, pupil] = [await Somebody.with(browser, baseURL ?? ''), await Somebody.with(browser, baseURL ?? '')];
  // The pupil practises, makes a card, and joins afterwards.
  await pupil.app.open(EQUATIONS);
  await pupil.practice.giveIn('565656', 'wrong');
  await pupil.app.allSaved();
  await pupil.app.open('keys/');
  await pupil.page.getByTestId('make-card').click();
  const code = (await pupil.page.getByTestId('code').textContent()) ?? '';
  await pupil.page.getByTestId('confirm').fill(code.replaceAll('-', '').slice(-5));
  await pupil.page.getByTestId('card-done').click();
  await expect(pupil.page.getByTestId('card-made')).toBeVisible();
  await pupil.app.allSaved();
  // The teacher founds a class first, and finds the same code on the page of keys until the card is made.
  await teacher.app.open('class/');
  await teacher.page.getByTestId('found').click();
  await teacher.page.getByTestId('class-name').fill('9c');
  await teacher.page.getByTestId('class-names').fill('Ona\nJonas');
  await teacher.page.getByTestId('found-now').click();
  const shown = (await teacher.page.getByTestId('recovery-code').locator('.class-code-long').textContent()) ?? '';
  await teacher.page.getByTestId('code-put-away').click();
  await teacher.shared();
  await teacher.app.go('settings');
  await teacher.page.locator('a[href$="/keys/"]').first().click();
  await expect(teacher.page.getByTestId('code')).toHaveText(shown);
  await teacher.app.go('class');
  await pupil.askToJoin(await teacher.invite(), 'Ona');
  await teacher.admitAll();
  await expect(pupil.page.getByTestId('joined')).toBeVisible({ timeout: 30_000 });
  await expect(pupil.page.getByTestId('recovery-code')).toHaveCount(0);
  // What was answered before joining, before the card even, is the class's to see.
  await expect(teacher.row('Ona').getByTestId('cell')).toBeVisible({ timeout: 30_000 });
  expect(await keysTold(pupil)).toEqual([1]);
  expect(await keysTold(teacher)).toEqual([1]);
  await pupil.app.open('keys/');
  await expect(pupil.page.getByTestId('card-made')).toBeVisible();
  await teacher.leave();
  await pupil.leave();
});

test('what pupils answer after a teacher’s PIN was set is found nowhere in the teacher’s locked profile', async ({ browser, baseURL, launchOptions }) => {
  test.setTimeout(240_000);
  const folder = await mkdtemp(join(tmpdir(), 'augu-profile-'));
  const launch = async () => Somebody.in(await chromium.launchPersistentContext(folder, {
    ...launchOptions, baseURL, locale: 'lt-LT', timezoneId: 'Europe/Vilnius', viewport: { width: 1366, height: 768 },
  }), baseURL ?? '');
  const [open, hidden] = ['1414213562', '1732050807'];
  try {
    const pupil = await Somebody.with(browser, baseURL ?? '');
    let teacher = await launch();
    await teacher.found('10a', ['Ona', 'Jonas']);
    await pupil.askToJoin(await teacher.invite(), 'Ona');
    await teacher.admitAll();
    await expect(pupil.page.getByTestId('joined')).toBeVisible({ timeout: 30_000 });
    await pupil.app.open(EQUATIONS);
    await pupil.practice.giveIn(open, 'wrong');
    await expect(teacher.row('Ona').getByTestId('cell')).toBeVisible({ timeout: 30_000 });
    await teacher.context.close();
    // The search finds what is not hidden.
    expect((await filesWith(folder, open)).join(' ')).toMatch(/indexeddb/i);

    teacher = await launch();
    await teacher.app.open('keys/');
    await teacher.page.getByTestId('pin-new').fill(PIN);
    await teacher.page.getByTestId('pin-again').fill(PIN);
    await teacher.page.getByTestId('pin-set').click();
    await expect(teacher.page.getByTestId('pin-said')).toContainText('PIN nustatytas');
    await teacher.app.go('class');
    await teacher.shared();
    await pupil.practice.giveIn(hidden, 'wrong');
    let wrong = teacher.page.getByTestId('wrong-answer');
    await expect(async () => {
      await teacher.row('Ona').getByTestId('cell').first().click();
      await expect(wrong.filter({ hasText: hidden })).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
    await teacher.context.close();
    expect(await filesWith(folder, hidden)).toEqual([]);

    // The PIN opens the class again, with both answers.
    teacher = await launch();
    await teacher.page.goto('class/');
    await teacher.page.getByTestId('pin').fill(PIN);
    await teacher.page.getByTestId('unlock').click();
    await expect(teacher.title).toHaveText('10a');
    wrong = teacher.page.getByTestId('wrong-answer');
    await teacher.row('Ona').getByTestId('cell').first().click();
    await expect(wrong.filter({ hasText: hidden })).toBeVisible({ timeout: 30_000 });
    await expect(wrong.filter({ hasText: open })).toBeVisible();
    await teacher.leave();
    await pupil.leave();
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('with the card and a copy one is the same pupil on another device, and a lost one is told', async ({ app, practice, settings, browser, baseURL }) => {
  test.setTimeout(150_000);
  const { page } = app;
  await app.open(EQUATIONS);
  await practice.solve();
  await app.allSaved();
  await app.open('keys/');
  await page.getByTestId('make-card').click();
  const code = (await page.getByTestId('code').textContent()) ?? '';
  expect(code).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){4}-[0-9A-Z][0-9A-Z*~$=]$/);
  await expect(page.locator('svg.qr')).toBeVisible();
  // The code is shown until it is on paper: after a reload, too.
  await app.allSaved();
  await app.open('keys/');
  await expect(page.getByTestId('code')).toHaveText(code);
  await page.getByTestId('confirm').fill('xxxxx');
  await page.getByTestId('card-done').click();
  await expect(page.getByTestId('code-card')).toContainText('nesutampa');
  await page.getByTestId('confirm').fill(code.replaceAll('-', '').slice(-5));
  await page.getByTestId('card-done').click();
  await expect(page.getByTestId('card-made')).toBeVisible();
  await app.open('settings/');
  const before = await settings.copy();

  const other = await browser.newContext({ baseURL, locale: 'lt-LT', timezoneId: 'Europe/Vilnius' });
  const otherPage = await other.newPage();
  const [otherApp, otherSettings] = [new App(otherPage), new Settings(otherPage)];
  await otherPage.goto(`keys/#c1.${code}`);
  await expect(otherPage.getByTestId('restore-code')).toHaveValue(code);
  expect(otherPage.url()).not.toContain('#');
  await otherPage.getByTestId('restore-code').fill(`${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`);
  await expect(otherPage.getByTestId('restore')).toContainText('Vienas ženklas');
  await otherPage.getByTestId('restore-code').fill(code.toLowerCase().replaceAll('-', ' '));
  await otherPage.getByTestId('restore-file').setInputFiles({ name: 'augu.json', mimeType: 'application/json', buffer: Buffer.from(before.text) });
  await Promise.all([otherPage.waitForEvent('load'), otherPage.getByTestId('restore-go').click()]);
  await otherApp.ready();
  await otherApp.open('settings/');
  const restored = await otherSettings.copy();
  expect(restored.copy.person).toBe(before.copy.person);
  expect(restored.copy.facts).toEqual(before.copy.facts);
  // The first device is lost: new keys, and the fact.
  await otherApp.open('keys/');
  await otherPage.getByTestId('lost').click();
  await expect(otherPage.getByTestId('code-card')).toBeVisible();
  await expect(otherPage.getByTestId('code')).not.toHaveText(code);
  await otherApp.allSaved();
  await otherApp.open('settings/');
  const after = await otherSettings.copy();
  const member = after.copy.facts.flatMap((fact) => ('member' in fact.e ? [fact.e.member as Record<string, unknown>] : []));
  expect(member.map((fact) => Object.keys(fact)[0])).toEqual(['keys', 'lost', 'keys']);
  expect((member[2].keys as { generation: number }).generation).toBe(2);
  await other.close();
});

test('everything about a person goes out in open formats, and it says what is stored where', async ({ app, practice }) => {
  const { page } = app;
  await app.open(EQUATIONS);
  await practice.giveIn('777333', 'wrong');
  await app.allSaved();
  await app.open('rights/');
  await expect(page.locator('.own-table')).toContainText('Nuoroda tėvams');
  for (const [button, words] of [['export-answers', '777333'], ['export-facts', '777333'], ['export-json', '777333']] as const) {
    const arriving = page.waitForEvent('download');
    await page.getByTestId(button).click();
    expect(await readFile(await (await arriving).path(), 'utf8')).toContain(words);
  }
});
