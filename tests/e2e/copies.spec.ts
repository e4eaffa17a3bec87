// Copies in and out, several pupils on one browser, erasing, reports of faulty tasks.
import { readFileSync } from 'node:fs';
import { expect, sampleJournal, test } from './journey';
import { EQUATIONS } from './pages/practice';
import { answers, expectGapless } from './pages/settings';

test('a copy that was downloaded brings everything back after erasing', async ({ app, practice, settings }) => {
  const { page } = app;
  await app.open(EQUATIONS);
  await practice.solve();
  await practice.goOn();
  await practice.giveIn('31415', 'wrong');
  await app.allSaved();
  await app.go('settings');
  const before = await settings.copy();
  expectGapless(before.copy.facts);
  expect(answers(before.copy.facts)).toHaveLength(2);

  await page.getByTestId('erase').click();
  await Promise.all([page.waitForEvent('load'), page.getByTestId('erase-now').click()]);
  await app.ready();
  await expect(page.getByTestId('welcome')).toBeVisible();
  await app.go('settings');
  await settings.pick(before.text);
  await app.allSaved();
  const after = await settings.copy();
  expect(after.copy.facts).toEqual(before.copy.facts);
  // A second time there is nothing new in it.
  await settings.pick(before.text);
  expect((await settings.copy()).copy.facts).toEqual(before.copy.facts);
  await app.go('progress');
  await expect(page.getByTestId('chart-work')).toBeVisible();
});

test('a broken, cut or hostile file changes nothing, and says so in a sentence', async ({ app, practice, settings }) => {
  test.setTimeout(90_000);
  const { page } = app;
  await app.open(EQUATIONS);
  await practice.solve();
  await app.allSaved();
  await app.go('settings');
  const { text, copy } = await settings.copy();
  const fact = copy.facts[0];
  const withFacts = (...facts: string[]) => `{"augu":"journal","version":1,"person":"${copy.person}","name":null,"made":1,"facts":[${facts.join(',')}]}`;
  const line = (change: object) => JSON.stringify({ ...fact, ...change });
  const files: [string, string | Buffer][] = [
    ['nothing', ''],
    ['no JSON', 'tai ne kopija'],
    ['another JSON', '{"hello":[1,2,3]}'],
    ['binary', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 254, 0, 1])],
    ['cut in the middle', text.slice(0, Math.floor(text.length * 0.7))],
    ['cut before the end', text.trimEnd().slice(0, -2)],
    ['of a newer version', text.replace('"version":1', '"version":999')],
    ['deep nesting', `{"augu":"journal","version":1,"person":"${copy.person}","made":1,"facts":${'['.repeat(200_000)}`],
    ['deep nesting inside a fact', withFacts(`{"d":"${fact.d}","n":1,"t":1,"u":"${fact.u}","e":${'['.repeat(60_000)}${']'.repeat(60_000)}}`)],
    ['a huge number', withFacts(line({ n: 1e300 }))],
    ['the largest number', withFacts(line({ n: 9007199254740991 }))],
    ['a number near the end of the numbers', withFacts(line({ n: 4503599627370496 }))],
    ['a negative number', withFacts(line({ n: -1 }))],
    ['a time out of this world', withFacts(line({ t: 9e18 }))],
    ['an endless fact', withFacts(line({ e: 'a'.repeat(200_000) }))],
    ['a fact of another shape', withFacts('17', 'null', '[]')],
    ['ids that are paths', withFacts(line({ d: '../../etc/passwd' }))],
  ];
  for (const [name, content] of files) {
    await test.step(name, async () => {
      await settings.pick(content);
      await expect(settings.outcome.locator('p'), name).toContainText('Tavo duomenys nepakeisti');
    });
  }
  expect((await settings.copy()).copy.facts).toEqual(copy.facts);
  await page.reload();
  await app.ready();
  expect((await settings.copy()).copy.facts).toEqual(copy.facts);
});

test('what a file says is shown as text, never run', async ({ app, settings }) => {
  const { page } = app;
  const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
  const sample = JSON.parse(readFileSync(sampleJournal(30), 'utf8'));
  const first = sample.facts[0];
  const file = {
    ...sample, name: evil, facts: [
      { ...first, n: 1, e: { who: { name: evil.slice(0, 40) } } },
      { ...first, n: 2, t: first.t + 1, e: { goal: { set: { what: evil, measure: { days: 3 }, until: 30000 } } } },
      { ...first, n: 3, t: first.t + 2, e: { test: { set: { title: evil, day: 30000, skills: ['ratio', evil] } } } },
      { ...first, n: 4, t: first.t + 3, e: { p: { fault: { item: sample.facts.find((fact: { e: { a?: unknown } }) => fact.e.a).e.a.i, words: evil } } } },
    ],
  };
  await app.open('settings/');
  await settings.pick(JSON.stringify(file));
  for (const route of ['', 'settings/', 'goals/', 'tests/', 'progress/', 'mistakes/', 'practice/']) {
    await app.open(route);
    await expect(page.locator('img[src="x"], main script')).toHaveCount(0);
    await expect(page).toHaveTitle(/ – Augu$/);
  }
  await app.open('goals/');
  await expect(app.main).toContainText('<img src=x');
});

test("another person's copy asks before it is merged", async ({ app, practice, settings }) => {
  const { page } = app;
  await app.open(EQUATIONS);
  await practice.solve();
  await app.allSaved();
  await app.go('settings');
  const mine = (await settings.copy()).copy;
  const theirs = readFileSync(sampleJournal(30), 'utf8');
  await settings.pick(theirs);
  await expect(page.getByTestId('merge-anyway')).toBeVisible();
  await expect(settings.outcome).toContainText('Pavyzdinis mokinys');
  expect((await settings.copy()).copy.facts).toEqual(mine.facts);
  await page.getByTestId('merge-anyway').click();
  await expect(page.getByTestId('merge-anyway')).toHaveCount(0);
  const both = (await settings.copy()).copy;
  expect(both.facts).toHaveLength(mine.facts.length + JSON.parse(theirs).facts.length);
  expectGapless(both.facts);
});

test('two pupils share a browser, each with work of their own', async ({ app, practice, settings, context }) => {
  const { page } = app;
  await app.open(EQUATIONS);
  await practice.solve();
  await app.go('settings');
  await settings.call('Austėja');
  await app.allSaved();
  await page.getByTestId('change-person').click();
  await expect(page.getByTestId('who')).toBeVisible();
  await page.getByTestId('who-new').click();
  await expect(page.getByTestId('welcome')).toBeVisible();
  await app.go('settings');
  await settings.call('Jonas');
  await app.allSaved();
  expect(answers((await settings.copy()).copy.facts)).toHaveLength(0);

  // A new window asks who it is; a reload does not ask again.
  const later = await context.newPage();
  await later.goto('');
  const who = later.getByTestId('who');
  await expect(who).toBeVisible();
  await expect(who.getByRole('button')).toHaveCount(3);
  await who.getByRole('button', { name: 'Austėja' }).click();
  await expect(later.getByTestId('plan')).toBeVisible();
  await expect(later.getByRole('heading', { level: 1 })).toContainText('Austėja');
  await later.reload();
  await expect(later.getByRole('heading', { level: 1 })).toContainText('Austėja');

  // Erasing one leaves the other untouched.
  await page.getByTestId('erase').click();
  await Promise.all([page.waitForEvent('load'), page.getByTestId('erase-now').click()]);
  await app.ready();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Austėja');
  await app.go('settings');
  expect(answers((await settings.copy()).copy.facts)).toHaveLength(1);
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(1);
});

test('a faulty task is reported, listed to copy, and leaves at once', async ({ app, practice, settings, context, baseURL }) => {
  const { page } = app;
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(baseURL ?? '').origin });
  await app.open(EQUATIONS);
  const item = await practice.item();
  await page.getByTestId('report').click();
  await page.locator('dialog[open] textarea').fill('Čia du atsakymai & <b>trys</b>');
  await page.getByTestId('report-send').click();
  await expect(practice.exercise).not.toHaveAttribute('data-item', item);
  await app.allSaved();
  await app.go('settings');
  await expect(settings.faults).toContainText(item);
  await expect(settings.faults).toContainText('Čia du atsakymai & <b>trys</b>');
  await settings.faults.getByRole('button').click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(item);
  const { copy } = await settings.copy();
  expect(JSON.stringify(copy.facts)).toContain('Čia du atsakymai');
  expectGapless(copy.facts);
});
