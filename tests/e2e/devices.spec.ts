// One pupil on two devices: both show the same, the teacher sees one pupil, and a lost device counts no more.
import type { Browser } from '@playwright/test';
import { expect, test } from './journey';
import { Somebody } from './pages/classroom';
import { answers } from './pages/settings';

/** Puts the recovery code away, as who has written it down does. Returns it. */
async function makeCard(pupil: Somebody): Promise<string> {
  const { page } = pupil;
  await pupil.app.open('keys/');
  const make = page.getByTestId('make-card');
  await make.or(page.getByTestId('code-card')).first().waitFor();
  // Where a class was joined, the code stands there already.
  if (await make.isVisible()) await make.click();
  const code = (await page.getByTestId('code').textContent()) ?? '';
  await page.getByTestId('confirm').fill(code.replaceAll('-', '').slice(-5));
  await page.getByTestId('card-done').click();
  await expect(page.getByTestId('card-made')).toBeVisible();
  return code;
}

/** A copy of the data, as the settings give it. */
async function copyOf(pupil: Somebody): Promise<string> {
  await pupil.app.open('settings/');
  return (await pupil.settings.copy()).text;
}

/** Types the code and picks the copy on another device. */
async function restore(device: Somebody, code: string, copy: string): Promise<void> {
  await device.app.open('keys/');
  await device.page.getByTestId('restore-code').fill(code);
  await device.hand(device.page.getByTestId('restore-file'), copy);
  await Promise.all([device.page.waitForEvent('load'), device.page.getByTestId('restore-go').click()]);
  await device.app.ready();
}

/** Asks to join with the code on the board: the name is known already. */
async function askAgain(device: Somebody, code: string): Promise<void> {
  const { page } = device;
  await device.app.open('join/');
  await page.getByTestId('join-code').fill(code);
  await page.getByTestId('join-next').click();
  await page.getByTestId('join-other').check();
  await expect(page.getByTestId('join-name')).toHaveValue('Ona');
  await page.getByTestId('consent-self').check();
  await page.getByTestId('join-ask').click();
}

/** What the person at this device answered, by the device's own copy. */
async function given(device: Somebody): Promise<string[]> {
  const { facts } = JSON.parse(await copyOf(device));
  return answers(facts).map((it) => (it.given as { t: string }).t).sort();
}

/** Answers one task wrongly, and leaves it for the next one. */
async function answer(device: Somebody, wrong: string): Promise<void> {
  await device.answer(wrong);
  await device.practice.goOn();
  await device.app.allSaved();
}

/** Sends what is new, and takes what the others sent. */
async function share(device: Somebody): Promise<void> {
  await device.shareNow();
  await device.shared();
}

/**
 * A teacher with a class, and a pupil of it who practised on one device and is now on another, too, by the card and a
 * copy. The second device asks to join like the first one did, and nobody has to admit it.
 */
async function onTwoDevices(browser: Browser, baseURL: string): Promise<{ teacher: Somebody; first: Somebody; second: Somebody; code: string; copy: string }> {
  const [teacher, first, second] = [await Somebody.with(browser, baseURL), await Somebody.with(browser, baseURL), await Somebody.with(browser, baseURL)];
  await teacher.found('7c', ['Ona', 'Rūta']);
  await first.join(teacher, await teacher.invite(), 'Ona');
  await answer(first, '111111');
  const code = await makeCard(first);
  const copy = await copyOf(first);
  await restore(second, code, copy);
  await expect(second.page.getByRole('heading', { level: 1 })).toContainText('Ona');
  expect(await given(second)).toEqual(['111111']);

  // The class stands in the copy; this device is not in it yet, and says what to do.
  await second.app.open('class/');
  await expect(second.app.main).toContainText('Klasėje „7c“ jau esi');
  await askAgain(second, await teacher.invite());
  await expect(second.page.getByTestId('joined')).toBeVisible({ timeout: 40_000 });
  await expect(teacher.page.getByTestId('request')).toHaveCount(0);
  // The code is on the card already: there is none to write down.
  await expect(second.page.getByTestId('recovery-code')).toHaveCount(0);
  return { teacher, first, second, code, copy };
}

test('a pupil works on two devices: both show the same progress, and the teacher sees one pupil with all answers', async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  const { teacher, first, second } = await onTwoDevices(browser, baseURL ?? '');
  await answer(second, '222222');
  await second.practice.solve();
  await second.app.allSaved();
  await share(second);
  await answer(first, '333333');
  await share(first);
  await share(second);

  // The same facts, and so the same words, wherever one looks.
  const all = await given(first);
  expect(all).toHaveLength(4);
  for (const wrong of ['111111', '222222', '333333']) expect(all).toContain(wrong);
  expect(await given(second)).toEqual(all);
  for (const device of [first, second]) {
    await device.app.open('');
    await expect(device.app.main).toContainText('Šiandien – 4 užduotys');
  }
  for (const path of ['progress/', 'mistakes/']) {
    for (const device of [first, second]) await device.app.open(path);
    await expect(async () => {
      const words = await first.app.main.innerText();
      expect(words).not.toContain('Skaičiuojama');
      expect(words.length).toBeGreaterThan(200);
      expect(await second.app.main.innerText()).toBe(words);
    }, path).toPass({ timeout: 20_000 });
  }

  // One line on the teacher's list, one pupil behind it.
  await expect(teacher.page.getByTestId('class-row')).toHaveCount(2);
  const cell = teacher.row('Ona').getByTestId('cell');
  await expect(cell).toContainText('/ 4', { timeout: 30_000 });
  await expect(cell).toHaveCount(1);
  await cell.click();
  const wrong = teacher.page.getByTestId('wrong-answer');
  await expect(wrong).toHaveCount(3, { timeout: 20_000 });
  for (const one of ['111111', '222222', '333333']) await expect(wrong.filter({ hasText: one })).toHaveCount(1);
  await teacher.unfold('members');
  await expect(teacher.page.getByTestId('member').filter({ hasText: 'Ona' })).toHaveCount(1);
  await expect(teacher.page.getByTestId('alarms')).toHaveCount(0);
  for (const one of [teacher, first, second]) await one.leave();
});

test('a lost device is marked on the other one: what it wrote before counts, what it writes from then on does not', async ({ browser, baseURL }) => {
  test.setTimeout(240_000);
  const { teacher, first, second, code, copy } = await onTwoDevices(browser, baseURL ?? '');
  await answer(second, '222222');
  await share(second);
  await expect(teacher.row('Ona').getByTestId('cell')).toContainText('0 / 2', { timeout: 30_000 });

  // Marked on the device that is still here: the page says so at once and after a reload, and gives another code.
  const { page } = second;
  await second.app.open('keys/');
  await expect(page.getByTestId('lost')).toHaveCount(1);
  await page.getByTestId('lost').click();
  await expect(page.getByRole('status').filter({ hasText: 'pažymėtas kaip pamestas' })).toBeVisible();
  await expect(page.getByTestId('lost')).toHaveCount(0);
  await second.app.allSaved();
  const next = await makeCard(second);
  expect(next).not.toBe(code);
  await second.app.open('keys/');
  await expect(second.app.main).toContainText('Pažymėta kaip pamestas');
  await expect(page.getByTestId('lost')).toHaveCount(0);

  // The teacher's page reads it, together with what came after it.
  await answer(second, '444444');
  await share(second);
  await teacher.row('Ona').getByTestId('cell').click();
  const wrong = teacher.page.getByTestId('wrong-answer');
  await expect(wrong.filter({ hasText: '444444' })).toBeVisible({ timeout: 30_000 });

  // Whoever has the lost device goes on with it; the host takes it, and nobody reads it.
  await answer(first, '333333');
  await share(first);
  await answer(second, '555555');
  await share(second);
  await expect(wrong.filter({ hasText: '555555' })).toBeVisible({ timeout: 30_000 });
  const counts = async () => {
    await expect(wrong).toHaveCount(4);
    for (const one of ['111111', '222222', '444444', '555555']) await expect(wrong.filter({ hasText: one })).toHaveCount(1);
    await expect(teacher.row('Ona').getByTestId('cell')).toContainText('0 / 4');
  };
  await counts();
  expect(await given(second)).toEqual(['111111', '222222', '444444', '555555']);

  // It stays so when the teacher opens the class anew.
  await teacher.app.open('class/');
  await teacher.shared();
  await teacher.row('Ona').getByTestId('cell').click();
  await counts();
  await expect(teacher.page.getByTestId('alarms')).toHaveCount(0);

  // The old code does not go with a copy of now.
  const third = await Somebody.with(browser, baseURL ?? '');
  await third.app.open('keys/');
  await third.page.getByTestId('restore-code').fill(code);
  await third.hand(third.page.getByTestId('restore-file'), await copyOf(second));
  await third.page.getByTestId('restore-go').click();
  await expect(third.page.getByTestId('restore-said')).toHaveText(/\S/);
  await third.app.open('');
  await expect(third.page.getByTestId('welcome')).toBeVisible();
  // With a copy of then it does, and yet lets nobody into the class: the teacher is asked.
  await restore(third, code, copy);
  await askAgain(third, await teacher.invite());
  await expect(teacher.page.getByTestId('request')).toContainText('Ona', { timeout: 30_000 });
  await expect(third.page.getByTestId('joined')).toHaveCount(0);
  await teacher.page.getByTestId('dismiss').click();

  // Who has the new card is let in by itself; the device that was left and the new one read each other, staff read both.
  const fourth = await Somebody.with(browser, baseURL ?? '');
  await restore(fourth, next, await copyOf(second));
  await askAgain(fourth, await teacher.invite());
  await expect(fourth.page.getByTestId('joined')).toBeVisible({ timeout: 40_000 });
  await answer(fourth, '666666');
  await share(fourth);
  await answer(second, '777777');
  await share(second);
  await share(fourth);
  const all = ['111111', '222222', '444444', '555555', '666666', '777777'];
  expect(await given(second)).toEqual(all);
  expect(await given(fourth)).toEqual(all);
  await teacher.app.open('class/');
  await teacher.shared();
  await teacher.row('Ona').getByTestId('cell').click();
  for (const one of all) await expect(wrong.filter({ hasText: one })).toHaveCount(1, { timeout: 30_000 });
  await expect(teacher.page.getByTestId('alarms')).toHaveCount(0);
  for (const one of [teacher, first, second, third, fourth]) await one.leave();
});

test('who makes new keys takes another device along with the new card, and the class goes on', async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  const { teacher, first, second, code } = await onTwoDevices(browser, baseURL ?? '');
  await first.app.open('keys/');
  await first.page.getByTestId('renew').click();
  await expect(first.page.getByTestId('code')).not.toHaveText(code);
  const next = await makeCard(first);
  await answer(first, '222222');
  await share(first);
  await restore(second, next, await copyOf(first));
  await answer(second, '333333');
  await share(second);
  await answer(first, '444444');
  await share(first);
  await share(second);
  const all = ['111111', '222222', '333333', '444444'];
  for (const device of [first, second]) expect(await given(device)).toEqual(all);
  await teacher.app.open('class/');
  await teacher.shared();
  await teacher.row('Ona').getByTestId('cell').click();
  const wrong = teacher.page.getByTestId('wrong-answer');
  for (const one of all) await expect(wrong.filter({ hasText: one })).toHaveCount(1, { timeout: 30_000 });
  await expect(teacher.page.getByTestId('alarms')).toHaveCount(0);
  for (const one of [teacher, first, second]) await one.leave();
});
