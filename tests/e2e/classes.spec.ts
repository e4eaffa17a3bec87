// Classes over the host of the journeys: each person has a browser of their own, and only sealed files lie between.
import { expect, test } from './journey';
import { violations } from './pages/axe';
import { Somebody } from './pages/classroom';
import { EQUATIONS } from './pages/practice';

test('a teacher founds a class, a pupil joins with the code, and an answer is on the teacher’s page within ten seconds', async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  const teacher = await Somebody.with(browser, baseURL ?? '');
  const pupil = await Somebody.with(browser, baseURL ?? '');

  const founding = Date.now();
  await teacher.found('7a matematika', ['Ona Petraitytė', 'Jonas Jonaitis', 'Rūta Kazlauskaitė']);
  expect(Date.now() - founding, 'founding takes less than a minute').toBeLessThan(60_000);
  const code = await teacher.invite();

  const words = await pupil.askToJoin(code, 'Jonas Jonaitis');
  const request = teacher.page.getByTestId('request');
  await expect(request).toContainText('Jonas Jonaitis', { timeout: 20_000 });
  await expect(request).toContainText(words);
  await teacher.page.getByTestId('admit-all').click();
  await expect(pupil.page.getByTestId('joined')).toBeVisible({ timeout: 30_000 });
  await expect(pupil.page.getByTestId('recovery-code')).toBeVisible();
  await expect(teacher.page.getByTestId('request')).toHaveCount(0);

  // Both pages stay open; the answer finds its way.
  await pupil.page.getByTestId('join-begin').click();
  await pupil.app.open(EQUATIONS);
  await pupil.practice.giveIn('98765', 'wrong');
  const given = Date.now();
  const cell = teacher.row('Jonas Jonaitis').getByTestId('cell');
  await expect(cell).toBeVisible({ timeout: 20_000 });
  const seconds = (Date.now() - given) / 1000;
  console.log(`an answer reached the teacher's page after ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(10);

  // The wrong answer stands behind the cell, and a task can be given from there.
  await cell.click();
  await expect(teacher.page.getByTestId('wrong-answer')).toContainText('98765');
  await teacher.page.getByTestId('assign-cell').click();
  await teacher.page.getByTestId('assign-now').click();
  await expect(teacher.page.getByTestId('assignment-states')).toContainText('pradėjo 1');
  await pupil.page.getByTestId('saved').waitFor();
  await pupil.app.go('class');
  await pupil.page.getByTestId('share-now').click();
  await expect(pupil.page.getByTestId('my-assignment')).toBeVisible({ timeout: 30_000 });
  await teacher.leave();
  await pupil.leave();
});

test('answers given without a network reach the teacher days later, and practice never waits for them', async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  const teacher = await Somebody.with(browser, baseURL ?? '');
  const pupil = await Somebody.with(browser, baseURL ?? '');
  await teacher.found('8b', ['Ona', 'Jonas']);
  await pupil.askToJoin(await teacher.invite(), 'Ona');
  await expect(teacher.page.getByTestId('request')).toBeVisible({ timeout: 20_000 });
  await teacher.page.getByTestId('admit-all').click();
  await expect(pupil.page.getByTestId('joined')).toBeVisible({ timeout: 30_000 });

  await pupil.app.open(EQUATIONS);
  pupil.manners.expected.push(/ERR_|Failed to load|net::/);
  await pupil.context.setOffline(true);
  for (const answer of ['111', '222', '333']) {
    await pupil.practice.giveIn(answer, 'wrong');
    await pupil.page.getByTestId('retry').or(pupil.practice.next).first().click();
  }
  await pupil.app.allSaved();
  await pupil.context.setOffline(false);
  await pupil.app.go('class');
  await pupil.page.getByTestId('share-now').click();
  await pupil.shared();
  await expect(teacher.row('Ona').getByTestId('cell').first()).toBeVisible({ timeout: 30_000 });
  await teacher.leave();
  await pupil.leave();
});

test('no secret of a link and no name reaches the host', async ({ browser, baseURL }) => {
  test.setTimeout(120_000);
  const teacher = await Somebody.with(browser, baseURL ?? '');
  const pupil = await Somebody.with(browser, baseURL ?? '');
  const seen: string[] = [];
  for (const one of [teacher, pupil]) {
    one.context.on('request', (request) => {
      const body = request.postDataBuffer();
      seen.push(`${request.method()} ${request.url()} ${JSON.stringify(request.headers())} ${body?.toString('latin1') ?? ''}`);
    });
  }
  await teacher.found('Slapta klasė', ['Vardenis Pavardenis']);
  const code = await teacher.invite();
  await pupil.page.goto(`join/#${code.replace('-', '')}`);
  await expect(pupil.page.getByTestId('join-place')).toBeVisible({ timeout: 20_000 });
  expect(new URL(pupil.page.url()).hash, 'the secret is taken out of the address').toBe('');
  expect(seen.length).toBeGreaterThan(20);
  // The search finds what is there.
  expect(seen.some((line) => line.includes('.head.'))).toBe(true);
  for (const secret of [code, code.replace('-', ''), 'Vardenis', 'Slapta']) {
    expect(seen.filter((line) => line.includes(secret)), secret).toEqual([]);
  }
  await teacher.leave();
  await pupil.leave();
});

// Twenty-eight under --long, four in the short run: each a browser context of its own.
test('a whole class joins at once', async ({ browser, baseURL }) => {
  test.setTimeout(600_000);
  const count = process.env.AUGU_LONG ? 28 : 4;
  const names = Array.from({ length: count }, (_, at) => `Mokinys ${String.fromCharCode(65 + (at % 26))}${at + 1}`);
  const teacher = await Somebody.with(browser, baseURL ?? '');
  await teacher.found('Visa klasė', names);
  const pupils: Somebody[] = [];
  for (const _ of names) pupils.push(await Somebody.with(browser, baseURL ?? ''));
  const code = await teacher.invite();
  const begun = Date.now();
  const words = await Promise.all(pupils.map((pupil, at) => pupil.askToJoin(code, names[at] ?? '')));
  await expect(teacher.page.getByTestId('request')).toHaveCount(count, { timeout: 120_000 });
  for (const [at, name] of names.entries()) {
    const request = teacher.page.getByTestId('request').filter({ has: teacher.page.locator('.class-request-name', { hasText: name }) });
    await expect(request.first()).toContainText(words[at] ?? '');
  }
  await teacher.page.getByTestId('admit-all').click();
  await Promise.all(pupils.map((pupil) => expect(pupil.page.getByTestId('joined')).toBeVisible({ timeout: 180_000 })));
  const seconds = (Date.now() - begun) / 1000;
  console.log(`${count} pupils joined in ${seconds.toFixed(0)} s`);
  expect(seconds).toBeLessThan(180);
  for (const one of [teacher, ...pupils]) await one.leave();
});

test('a second staff member sees the same class, a removed pupil shares nothing more, and leaving can be chosen', async ({ browser, baseURL }) => {
  test.setTimeout(240_000);
  const teacher = await Somebody.with(browser, baseURL ?? '');
  const tutor = await Somebody.with(browser, baseURL ?? '');
  const pupil = await Somebody.with(browser, baseURL ?? '');
  await teacher.found('9c', ['Ona', 'Jonas']);
  await pupil.askToJoin(await teacher.invite(), 'Jonas');
  await expect(teacher.page.getByTestId('request')).toBeVisible({ timeout: 20_000 });
  await teacher.page.getByTestId('admit-all').click();
  await expect(pupil.page.getByTestId('joined')).toBeVisible({ timeout: 30_000 });
  await pupil.app.open(EQUATIONS);
  await pupil.practice.giveIn('98765', 'wrong');
  await expect(teacher.row('Jonas').getByTestId('cell')).toBeVisible({ timeout: 30_000 });

  await teacher.page.getByTestId('staff').locator('summary').click();
  await teacher.page.getByTestId('staff-link').click();
  const link = (await teacher.page.getByTestId('staff-link-text').textContent()) ?? '';
  await tutor.page.goto(link);
  await tutor.page.getByTestId('join-name').fill('Auklėtoja');
  await tutor.page.getByTestId('join-ask').click();
  await expect(teacher.page.getByTestId('request')).toContainText('Auklėtoja', { timeout: 60_000 });
  await teacher.page.getByTestId('admit').click();
  await expect(tutor.page.getByTestId('joined')).toBeVisible({ timeout: 40_000 });
  await tutor.app.open('class/');
  await expect(tutor.row('Jonas').getByTestId('cell')).toBeVisible({ timeout: 60_000 });

  await teacher.page.getByTestId('members').locator('summary').click();
  await teacher.page.getByTestId('member').filter({ hasText: 'Jonas' }).getByTestId('remove-member').click();
  await pupil.app.go('class');
  await pupil.page.getByTestId('share-now').click();
  await expect(pupil.page.getByText('Šioje klasėje tavęs nebėra')).toBeVisible({ timeout: 60_000 });
  for (const one of [teacher, tutor, pupil]) await one.leave();
});

test('the class’s screens have no fault that axe finds, at any width, in both languages', async ({ browser, baseURL }) => {
  test.setTimeout(240_000);
  for (const viewport of [{ width: 360, height: 740 }, { width: 820, height: 1180 }, { width: 1366, height: 768 }]) {
    const teacher = await Somebody.with(browser, baseURL ?? '', { viewport });
    await teacher.app.open('class/');
    for (const lang of ['lt', 'en'] as const) {
      await teacher.app.speak(lang);
      expect.soft(await violations(teacher.page), `no class, ${lang}`).toEqual([]);
    }
    await teacher.app.speak('lt');
    await teacher.found('7a', ['Ona', 'Jonas']);
    await teacher.invite();
    for (const lang of ['lt', 'en'] as const) {
      await teacher.app.speak(lang);
      expect.soft(await violations(teacher.page), `a class, ${lang}`).toEqual([]);
    }
    await teacher.app.open('join/');
    expect.soft(await violations(teacher.page), 'joining').toEqual([]);
    await teacher.leave();
  }
});
