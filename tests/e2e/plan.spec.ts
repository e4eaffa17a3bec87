// The pupil's word against the plan: not now, this first, a week skipped; each a fact, each taken back. And what a teacher
// reads of one topic: the estimate taken apart.
import { readFileSync } from 'node:fs';
import { expect, sampleJournal, test } from './journey';
import type { Settings } from './pages/settings';

/** The facts of practice beside answers, in their order: `{ later: … }`, `{ topic: … }`, `{ rest: … }`. */
async function words(settings: Settings): Promise<Record<string, unknown>[]> {
  await settings.page.goto('settings/');
  const { copy } = await settings.copy();
  return copy.facts.flatMap((fact) => (fact.e.p ? [fact.e.p as Record<string, unknown>] : []));
}

test.describe.configure({ timeout: 150_000 });

test('what the plan says can be answered: not now, this first, skip a week; and all of it taken back', async ({ app, settings }) => {
  const { page } = app;
  await app.open('settings/');
  await settings.pick(readFileSync(sampleJournal(400), 'utf8'));
  await app.allSaved();
  const before = (await words(settings)).length;
  await app.open();
  const plan = page.getByTestId('plan');
  const topics = plan.locator('.plan-topic');
  const first = (await topics.first().innerText()).trim();

  await test.step('a topic is left for tomorrow, and comes back', async () => {
    await plan.getByTestId('otherwise').first().locator('summary').click();
    await plan.getByTestId('not-now').first().click();
    await expect(topics.filter({ hasText: first })).toHaveCount(0);
    await expect(page.getByTestId('put-off')).toContainText(first);
    await page.getByTestId('put-off').getByTestId('bring-back').click();
    await expect(page.getByTestId('put-off')).toHaveCount(0);
    await expect(topics.filter({ hasText: first })).toHaveCount(1);
  });

  await test.step('another topic is wanted first, and that is undone', async () => {
    const last = (await topics.last().innerText()).trim();
    expect(last).not.toBe(first);
    await plan.getByTestId('otherwise').last().locator('summary').click();
    await plan.getByTestId('want').last().click();
    await expect(topics.first()).toHaveText(last);
    await page.locator('.toast-undo').last().click();
    await expect(topics.first()).toHaveText(first);
  });

  await test.step('the days ahead are told, each with what it will probably ask', async () => {
    const days = page.getByTestId('week').locator('.week-day');
    expect(await days.count()).toBeGreaterThanOrEqual(4);
    await expect(days.first().getByRole('link').first()).toBeVisible();
  });

  await test.step('a week is skipped; tasks stay open all the same; planning starts again when wanted', async () => {
    await page.getByTestId('skip-week').click();
    await expect(page.getByTestId('resting')).toBeVisible();
    await expect(plan).toHaveCount(0);
    // The seventh day from now is planned again, where it is a day of the plan.
    await expect.poll(() => page.getByTestId('week').locator('.week-day').count()).toBeLessThanOrEqual(1);
    await app.allSaved();
    await page.reload();
    await app.ready();
    await expect(page.getByTestId('resting')).toBeVisible();
    await page.getByTestId('start').click();
    await expect(page.getByTestId('exercise')).toBeVisible();
    await app.open();
    await page.getByTestId('plan-again').click();
    await expect(plan).toBeVisible();
    await expect(page.getByTestId('skip-week')).toBeVisible();
  });

  await test.step('every word is a fact', async () => {
    await app.allSaved();
    const said = (await words(settings)).slice(before);
    expect(said.map((fact) => Object.keys(fact)[0])).toEqual(['later', 'later', 'topic', 'topic', 'rest', 'rest']);
  });
});

test('a task is not wanted now: another comes, and the word can be taken back', async ({ app, settings, practice }) => {
  const { page } = app;
  await app.open('practice/');
  const item = await practice.exercise.getAttribute('data-item');
  await page.getByRole('button', { name: 'Ne dabar' }).click();
  await expect(practice.exercise).not.toHaveAttribute('data-item', item ?? '');
  await page.locator('.toast-undo').click();
  await app.allSaved();
  const said = await words(settings);
  expect(said.map((fact) => Object.keys(fact)[0])).toEqual(['later', 'later']);
  const [left, back] = said.map((fact) => fact.later as { skill: string; until: number });
  expect(left?.skill).toBe(back?.skill);
  expect(left?.until).toBe((back?.until ?? 0) + 1);
});

test('a teacher reads why: the terms of the estimate add up, for each level', async ({ app, settings }) => {
  const { page } = app;
  await app.open('settings/');
  await settings.pick(readFileSync(sampleJournal(400), 'utf8'));
  await app.open('skills/linear-equation/');
  const card = page.getByTestId('estimate');
  await card.locator('summary').click();
  const number = (text: string) => Number(text.replace('−', '-').replace('+', '').replace(',', '.').replace(/\s*%/, ''));
  const chances: number[] = [];
  for (const level of [0, 1, 2, 3]) {
    await card.locator('label.segment').nth(level).click();
    const amounts = (await card.locator('tbody tr td:nth-child(2)').allInnerTexts()).map(number);
    const whole = amounts.pop() ?? NaN;
    expect(amounts).toHaveLength(7);
    expect(Math.abs(amounts.reduce((sum, one) => sum + one, 0) - whole)).toBeLessThan(0.05);
    chances.push(number(await card.locator('.estimate-sum td').last().innerText()));
    await expect(card.getByTestId('estimate-chance')).toContainText(`${chances.at(-1)}`);
  }
  expect(chances).toEqual([...chances].sort((a, b) => b - a));
  await expect(card.getByTestId('estimate-print')).toBeVisible();
  // Only what is asked for is on paper, over its whole width, dark on white even where the screen is dark.
  await app.wear('dark');
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.emulateMedia({ media: 'print' });
  const paper = await card.evaluate((it) => [it.getBoundingClientRect().width / innerWidth, getComputedStyle(it).color]);
  expect(paper[0]).toBeGreaterThan(0.8);
  expect(paper[1]).toBe('rgb(17, 17, 17)');
  await expect(card.locator('table')).toBeVisible();
  await expect(page.locator('.skill-near').first()).toBeHidden();
  await expect(page.locator('nav').first()).toBeHidden();
});

test('an estimated mark comes only when asked for, and goes again', async ({ app, settings }) => {
  const { page } = app;
  await app.open('settings/');
  await settings.pick(readFileSync(sampleJournal(400), 'utf8'));
  await app.open('progress/');
  const mark = page.getByTestId('mark');
  await expect(page.getByTestId('mark-switch')).toBeVisible();
  await expect(mark).toHaveCount(0);
  await page.getByTestId('mark-switch').click();
  await expect(mark).toContainText(/\d/);
  await page.getByTestId('mark-switch').click();
  await expect(mark).toHaveCount(0);
});
