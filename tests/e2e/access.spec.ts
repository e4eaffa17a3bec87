// Every screen, in both languages and all colours: nothing that axe can find stands in anybody's way.
import { expect, sampleJournal, test } from './journey';
import type { App, Lang } from './pages/app';
import { violations } from './pages/axe';
import { EQUATIONS, type Practice } from './pages/practice';
import type { Settings } from './pages/settings';
import { readFileSync } from 'node:fs';

const LANGS: Lang[] = ['lt', 'en'];

/** Looks at the screen as it stands, in every language and all colours. */
async function lookAt(app: App, name: string, langs = LANGS): Promise<void> {
  for (const lang of langs) {
    await app.speak(lang);
    expect.soft(await violations(app.page), `${name}, ${lang}`).toEqual([]);
  }
}

async function withPast(app: App, settings: Settings): Promise<void> {
  await app.open('settings/');
  await settings.pick(readFileSync(sampleJournal(400), 'utf8'));
  await app.allSaved();
}

async function taskOf(app: App, practice: Practice, kind: string): Promise<void> {
  await app.open(`practice/?kind=${kind}`);
  await expect(practice.exercise).toHaveAttribute('data-kind', kind);
}

test.describe.configure({ timeout: 180_000 });

test('what a newcomer sees', async ({ app, practice }) => {
  for (const route of ['', 'skills/', 'progress/', 'goals/', 'tests/', 'mistakes/', 'placement/', 'how/', 'judging/', 'working/', 'help/']) {
    await app.open(route);
    await lookAt(app, `new: /${route}`);
  }
  await app.open(EQUATIONS);
  await practice.answer.fill('2/(');
  await lookAt(app, 'a formula half typed');
});

test('the pages about what is one’s own', async ({ app }) => {
  for (const route of ['share/', 'keys/', 'rights/']) {
    await app.open(route);
    await lookAt(app, `new: /${route}`);
  }
});

test('the feedback in all its tones, hints and the solution', async ({ app, practice }) => {
  await app.open(EQUATIONS);
  await practice.giveIn('2/(', 'unreadable');
  await lookAt(app, 'unreadable');
  await practice.giveIn('98765', 'wrong');
  await lookAt(app, 'wrong');
  await practice.hint.click();
  await practice.showSolution.click();
  await practice.why.locator('summary').click();
  await lookAt(app, 'hint, solution and reason open');
  await practice.goOn();
  await practice.solve();
  await lookAt(app, 'right');
});

test('each way of answering', async ({ app, practice }) => {
  const { page } = app;
  for (const kind of ['number', 'expression', 'equation', 'set', 'interval', 'inequality', 'pair', 'choice', 'choices', 'order', 'match', 'ratio', 'point', 'line', 'axis-point', 'axis-interval', 'cells', 'working']) {
    await app.open(`practice/?kind=${kind}`);
    const task = page.getByTestId('exercise');
    await expect(task.or(page.locator('.empty-state')).first()).toBeVisible();
    // Kinds that no topic asks yet have no screen of their own.
    if ((await task.getAttribute('data-kind').catch(() => null)) === kind) await lookAt(app, `answering by ${kind}`, ['lt']);
  }
  await taskOf(app, practice, 'choice');
  await page.getByTestId('option').first().check();
  await practice.submit.click();
  await expect(practice.feedback).toBeVisible();
  await lookAt(app, 'a choice after its answer', ['en']);
});

test('what one sees who has practised', async ({ app, settings }) => {
  const { page } = app;
  await withPast(app, settings);
  await lookAt(app, 'settings');
  for (const route of ['', 'skills/', 'mistakes/', 'skills/linear-equation/', 'skills/circle/']) {
    await app.open(route);
    await lookAt(app, `/${route}`);
  }
  await app.open('skills/linear-equation/');
  await page.getByTestId('estimate').locator('summary').click();
  await lookAt(app, 'an estimate taken apart');
  await app.open();
  await page.getByTestId('otherwise').first().locator('summary').click();
  await page.getByTestId('otherwise').last().locator('summary').click();
  await page.getByTestId('not-now').last().click();
  await lookAt(app, 'a word against the plan');
  await page.getByTestId('skip-week').click();
  await expect(page.getByTestId('resting')).toBeVisible();
  await lookAt(app, 'a week skipped', ['en']);
  await app.open('progress/');
  await expect(page.getByTestId('chart-growth').locator('canvas')).toBeVisible();
  await lookAt(app, 'progress');
  await page.getByTestId('chart-growth').getByRole('button').click();
  await lookAt(app, 'progress as a table', ['en']);
});

test('goals and tests while they are written, dialogs, who, no page', async ({ app, settings, manners }) => {
  manners.expected.push(/404/);
  const { page } = app;
  await withPast(app, settings);
  await page.getByTestId('erase').click();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await app.open('goals/');
  await page.getByTestId('new-goal').click();
  await lookAt(app, 'a goal being set');
  await page.getByTestId('goal-what').fill('Suprasti lygtis');
  await page.getByTestId('set-goal').click();
  await expect(page.getByTestId('goal')).toBeVisible();
  await lookAt(app, 'a goal');
  await app.open('tests/');
  await page.getByTestId('add-test').click();
  await page.locator('.check-group[open] input[type=checkbox]').first().check();
  await lookAt(app, 'a test being written');
  await page.getByTestId('keep-test').click();
  await expect(page.getByTestId('test')).toBeVisible();
  await lookAt(app, 'a test');
  await page.getByTestId('look').click();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  for (const theme of ['light', 'dark', 'contrast'] as const) await app.wear(theme);
  await page.goto('there-is-no-such-page/');
  await app.ready();
  await lookAt(app, 'no page');
  await app.open('settings/');
  await page.getByTestId('change-person').click();
  await expect(page.getByTestId('who')).toBeVisible();
  await lookAt(app, 'who');
});
