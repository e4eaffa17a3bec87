// The program comes in parts; a part that does not come is said, loses nothing, and is asked for again.
import { expect, test } from './journey';
import { EQUATIONS } from './pages/practice';

test('an answer waits for the part that judges it, and is judged when it has come', async ({ page, app, practice, manners }) => {
  manners.expected.push(/failed|ERR_FAILED|net::/i);
  await page.route('**/augu-judging-*.wasm', (route) => route.abort());
  await app.open(EQUATIONS);
  await practice.answer.fill('98765');
  await practice.submit.click();
  await expect(page.getByText('Nepavyko patikrinti')).toBeVisible();
  await expect(practice.answer).toHaveValue('98765');
  await expect(practice.feedback).toHaveCount(0);

  await page.unroute('**/augu-judging-*.wasm');
  await practice.submit.click();
  await expect(practice.feedback).toHaveAttribute('data-verdict', 'wrong');
  await app.allSaved();
});

test('a page that does not come says so and is tried again', async ({ page, app, manners }) => {
  manners.expected.push(/failed|ERR_FAILED|net::/i);
  await app.open(EQUATIONS);
  await page.route('**/augu-later_pages-*.wasm', (route) => route.abort());
  await app.go('settings');
  const again = page.getByRole('button', { name: 'Bandyti dar kartą' });
  await expect(again).toBeVisible();
  await page.unroute('**/augu-later_pages-*.wasm');
  await again.click();
  await expect(page.getByTestId('export')).toBeVisible();
});
