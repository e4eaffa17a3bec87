// Without a mouse and without a finger.
import { expect, test } from './journey';
import { EQUATIONS } from './pages/practice';

/** Presses Tab until the focus is on what the selector names. */
async function tabTo(page: import('@playwright/test').Page, selector: string, backwards = false): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector)) return;
    await page.keyboard.press(backwards ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`sixty presses of Tab do not reach ${selector}`);
}

test('a task is solved, a hint opened, the language changed by keys alone', async ({ app, practice }) => {
  const { page } = app;
  await app.open(EQUATIONS);
  await expect(practice.answer).toBeFocused();
  const root = await practice.findEquation();
  await tabTo(page, '[data-testid="hint"]');
  await page.keyboard.press('Enter');
  await expect(practice.hints.first()).toBeVisible();
  await tabTo(page, '[data-testid="answer"]', true);
  await page.keyboard.type('98765');
  await page.keyboard.press('Enter');
  await expect(practice.feedback).toHaveAttribute('data-verdict', 'wrong');
  await tabTo(page, '[data-testid="answer"]', true);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(root);
  await page.keyboard.press('Enter');
  await expect(practice.feedback).toHaveAttribute('data-verdict', 'right');
  // Enter leads on: the one large step has the focus.
  const item = await practice.item();
  await expect(practice.feedback.getByTestId('next')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(practice.exercise).not.toHaveAttribute('data-item', item);
  await expect(practice.answer).toBeFocused();
  await tabTo(page, '[data-testid="language"]', true);
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('the way past the menu comes first, and a page that opens has the focus on its heading', async ({ app }) => {
  const { page } = app;
  await app.open('help/');
  await page.keyboard.press('Tab');
  await expect(page.locator('a.skip')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(app.main).toBeFocused();
  await tabTo(page, 'nav.rail a[href$="/skills/"]', true);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/skills\/$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('a choice is made by the number keys, rows are put in order by the arrows', async ({ app, practice }) => {
  const { page } = app;
  await app.open('practice/?skill=linear-equation&kind=choice');
  await expect(practice.exercise).toHaveAttribute('data-kind', 'choice');
  await page.keyboard.press('2');
  await expect(page.getByTestId('option').nth(1)).toBeChecked();
  await tabTo(page, '[data-testid="option"]');
  await page.keyboard.press('Enter');
  await expect(practice.feedback).toHaveAttribute('data-verdict', /right|wrong/);

  await app.open('practice/?skill=linear-equation&kind=order');
  await expect(practice.exercise).toHaveAttribute('data-kind', 'order');
  const rows = page.locator('.order-row');
  const first = await rows.first().getAttribute('data-row');
  await tabTo(page, '.order-grip');
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(1)).toHaveAttribute('data-row', first ?? '');
  await expect(rows.nth(1).locator('.order-grip')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(practice.feedback).toHaveAttribute('data-verdict', /right|wrong/);
});
