// "Ką jau moki?": the placement sitting, paused in the middle and resumed, with honest "not yet" in between.
import { expect, test } from './journey';

test('a check of what one knows: silent, paused, resumed, closed with what is held first', async ({ page, app }) => {
  await app.open('placement/');
  const begin = page.getByTestId('placement-begin');
  await begin.click();
  const question = page.getByTestId('placement-question');
  await expect(question).toBeVisible();
  const seen = new Set<string>();
  const say = async (text: string | null): Promise<void> => {
    const before = await question.getAttribute('data-item');
    seen.add(before ?? '');
    const field = question.locator('input[data-testid="answer"][type="text"]');
    if (text !== null && (await field.count()) > 0) {
      await field.fill(text);
      await question.getByTestId('submit').click();
    } else {
      await page.getByTestId('placement-not-yet').click();
    }
    await expect(question.or(page.getByTestId('placement-closing'))).not.toHaveAttribute('data-item', before ?? '');
  };
  await say('7');
  await say(null);
  await say('12');
  // Nothing is said of right or wrong on the way.
  await expect(page.getByTestId('feedback')).toHaveCount(0);
  await app.allSaved();

  // Paused by closing the page, resumed where it was.
  const waiting = await question.getAttribute('data-item');
  await page.reload();
  await expect(begin).toContainText('3');
  await begin.click();
  await expect(question).toHaveAttribute('data-item', waiting ?? '');

  for (let asked = 3; asked < 25 && (await page.getByTestId('placement-closing').count()) === 0; asked++) {
    if (asked === 8) {
      await page.getByTestId('placement-enough').click();
    } else {
      await say(asked % 2 ? '5' : null);
    }
  }
  const closing = page.getByTestId('placement-closing');
  await expect(closing).toBeVisible();
  await expect(closing.locator('h2').first()).toHaveText('Ką jau moki');
  await expect(closing.getByRole('link').first()).toBeVisible();
  expect(seen.size).toBeGreaterThanOrEqual(6);
  await app.allSaved();

  // Seen again later, with the answers.
  await page.reload();
  await page.getByRole('button', { name: 'Peržiūrėti atsakymus' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Pasakei, kad dar nemoki.' }).first()).toBeVisible();
});
