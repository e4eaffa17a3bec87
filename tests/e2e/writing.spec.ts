// What pupils write and draw with: working line by line, boards, figures, fractions in two dimensions. At three sizes.
import { expect, test } from './journey';
import { violations } from './pages/axe';

test.describe.configure({ timeout: 180_000 });

test('homework is typed line by line, and the line that breaks is named without the answer', async ({ page, app }) => {
  await app.open('working/');
  const inputs = page.getByTestId('work-input');
  const found = page.getByTestId('working-found');
  await expect(inputs).toHaveCount(1);
  expect(await violations(page)).toEqual([]);

  // By keyboard alone: Enter makes the next line, and the marks are read as they are typed.
  await inputs.first().fill('2(x + 3) = 11');
  await inputs.first().press('Enter');
  await expect(inputs).toHaveCount(2);
  await expect(inputs.nth(1)).toBeFocused();
  await page.keyboard.type('2x + 3 = 11');
  await page.keyboard.press('Enter');
  await page.keyboard.type('x = 4');
  await expect(page.locator('.work-reading math')).toHaveCount(3);
  await page.keyboard.press('Control+Enter');
  await expect(found).toHaveAttribute('data-line', '2');
  await expect(found).toHaveAttribute('data-mistake', 'bracket-first-only');
  await expect(found).not.toContainText('2,5');
  for (const lang of ['lt', 'en'] as const) {
    await app.speak(lang);
    expect(await violations(page), lang).toEqual([]);
  }
  await app.speak('lt');
  await expect(page.getByTestId('practise-topic')).toHaveAttribute('href', /expand-brackets/);

  // Mended, it fits; a step may be put between, a line taken out and brought back.
  await page.getByTestId('to-line').click();
  await expect(inputs.nth(1)).toBeFocused();
  await inputs.nth(1).fill('2x + 6 = 11');
  await page.getByTestId('work-insert').nth(1).click();
  await expect(inputs).toHaveCount(4);
  await inputs.nth(2).fill('2x = 5');
  await inputs.nth(3).fill('x = 2,5');
  await page.getByTestId('check-working').click();
  await expect(found).toHaveAttribute('data-line', '0');
  await page.getByTestId('work-remove').nth(2).click();
  await expect(inputs).toHaveCount(3);
  await page.getByRole('button', { name: 'Atšaukti' }).first().click();
  await expect(inputs.nth(2)).toHaveValue('2x = 5');

  // What is typed outlives the page.
  await page.reload();
  await app.ready();
  await expect(inputs).toHaveCount(4);
  await expect(inputs.nth(0)).toHaveValue('2(x + 3) = 11');
  await page.getByTestId('clear-working').click();
  await expect(inputs).toHaveCount(1);
  await page.getByRole('button', { name: 'Atšaukti' }).first().click();
  await expect(inputs).toHaveCount(4);
});

test('an example shows how it works', async ({ page, app }) => {
  await app.open('working/');
  await page.getByTestId('example').nth(1).click();
  await page.getByTestId('check-working').click();
  await expect(page.getByTestId('working-found')).toHaveAttribute('data-mistake', 'inequality-negative-flip');
});

test('an interval is drawn on the number line by keyboard alone', async ({ page, app, practice }) => {
  await app.open('practice/?skill=intervals&kind=axis-interval');
  await expect(practice.exercise).toHaveAttribute('data-kind', 'axis-interval');
  expect(await violations(page)).toEqual([]);
  await practice.submit.click();
  await expect(practice.feedback).toHaveAttribute('data-verdict', 'unreadable');
  const handles = page.getByTestId('handle');
  await expect(handles).toHaveCount(2);
  await handles.first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowLeft');
  await expect(handles.first()).toHaveAttribute('aria-valuetext', /priklauso/);
  await page.keyboard.press('Space');
  await expect(handles.first()).toHaveAttribute('aria-valuetext', /nepriklauso/);
  await handles.nth(1).focus();
  for (let steps = 0; steps < 12; steps++) await page.keyboard.press('ArrowRight');
  await expect(handles.nth(1)).toHaveAttribute('aria-valuetext', 'be galo');
  await page.keyboard.press('Enter');
  await expect(practice.feedback).toHaveAttribute('data-verdict', /right|wrong/);
  expect(await violations(page)).toEqual([]);
});

test('a line is drawn through two points by tapping', async ({ page, app, practice }) => {
  await app.open('practice/?skill=linear-equation-two-unknowns&kind=line');
  await expect(practice.exercise).toHaveAttribute('data-kind', 'line');
  const board = page.locator('.board-sheet');
  await board.scrollIntoViewIfNeeded();
  const box = await board.boundingBox();
  if (!box) throw new Error('no board');
  await page.mouse.click(box.x + box.width * 0.3, box.y + box.height * 0.4);
  await page.mouse.click(box.x + box.width * 0.6, box.y + box.height * 0.6);
  await expect(page.locator('.board .d-drawn')).toHaveCount(1);
  await expect(page.getByTestId('handle').nth(1)).toHaveAttribute('aria-valuetext', /\(/);
  await practice.submit.click();
  await expect(practice.feedback).toHaveAttribute('data-verdict', /right|wrong/);
  await expect(page.getByTestId('rub-out')).toBeVisible();
  await page.getByTestId('rub-out').click();
  await expect(page.locator('.board .d-drawn')).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
});

test('cells are marked by finger and by keyboard, and what is marked stays', async ({ page, app, practice }) => {
  await app.open('practice/?skill=percent-of-number&kind=cells');
  await expect(practice.exercise).toHaveAttribute('data-kind', 'cells');
  const cells = page.getByTestId('cell');
  await cells.nth(1).click();
  await expect(cells.nth(1)).toHaveAttribute('aria-checked', 'true');
  await cells.first().focus();
  await page.keyboard.press('Space');
  await expect(cells.first()).toHaveAttribute('aria-checked', 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.locator('[data-testid=cell][aria-checked=true]')).toHaveCount(3);
  expect(await violations(page)).toEqual([]);
  const item = await practice.item();
  await page.waitForTimeout(600);
  await page.reload();
  await app.ready();
  if ((await practice.item()) === item) await expect(page.locator('[data-testid=cell][aria-checked=true]')).toHaveCount(3);
});

test('a point is set on the plane and on the number line', async ({ page, app, practice }) => {
  for (const [skill, kind] of [['linear-equation-two-unknowns', 'point'], ['square-root', 'axis-point']]) {
    await app.open(`practice/?skill=${skill}&kind=${kind}`);
    await expect(practice.exercise).toHaveAttribute('data-kind', kind);
    await page.getByTestId('handle').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(practice.feedback).toHaveAttribute('data-verdict', /right|wrong/);
    expect(await violations(page), kind).toEqual([]);
  }
});

test('working is an answer in practice', async ({ page, app, practice }) => {
  await app.open('practice/?skill=linear-equation&kind=working');
  await expect(practice.exercise).toHaveAttribute('data-kind', 'working');
  const inputs = page.getByTestId('work-input');
  await expect(inputs.first()).toHaveJSProperty('readOnly', true);
  await inputs.nth(1).fill('x = 98765');
  await practice.submit.click();
  await expect(practice.feedback).toHaveAttribute('data-verdict', 'wrong');
  await expect(practice.feedback).toContainText('2 eilutė');
  expect(await violations(page)).toEqual([]);
});

test('a figure is told in words that hold its numbers', async ({ page, app }) => {
  await app.open('practice/?skill=percent-of-number&kind=number&life=1');
  for (let tries = 0; tries < 25; tries++) {
    if (await page.getByTestId('figure').isVisible()) break;
    const before = await page.getByTestId('exercise').getAttribute('data-item');
    await page.getByTestId('next').first().click();
    await expect(page.getByTestId('exercise')).not.toHaveAttribute('data-item', before ?? '');
    await page.waitForTimeout(150);
  }
  const figure = page.getByTestId('figure');
  await expect(figure).toBeVisible();
  const told = (await figure.getAttribute('aria-label')) ?? '';
  for (const word of await figure.locator('text').allTextContents()) expect(told).toContain(word);
  expect(await violations(page)).toEqual([]);
});

test('a fraction is typed in two dimensions and the caret walks in and out', async ({ page, app, practice }) => {
  await app.open('practice/?skill=linear-equation&kind=number');
  await practice.answer.fill('1');
  await expect(practice.reading).toBeVisible();
  await practice.press('/');
  await expect(practice.answer).toHaveValue('1/()');
  await expect(page.locator('.boxes .b-fraction')).toBeVisible();
  await expect(page.locator('.boxes .b-empty')).toHaveCount(1);
  await practice.press('2');
  await expect(practice.answer).toHaveValue('1/(2)');
  await expect(practice.reading.locator('mfrac')).toBeVisible();
  await practice.answer.focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => practice.answer.evaluate((it: HTMLInputElement) => it.selectionStart)).toBe(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => practice.answer.evaluate((it: HTMLInputElement) => it.selectionStart)).toBe(5);
  await page.keyboard.type('+x');
  await expect(practice.answer).toHaveValue('1/(2)+x');
  await page.locator('.boxes .b-top .b-sign').first().evaluate((it) => {
    const { left, top, height } = it.getBoundingClientRect();
    const input = document.querySelector<HTMLInputElement>('[data-testid=answer]');
    input?.setSelectionRange(7, 7);
    input?.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: left + 1, clientY: top + height / 2 }));
  });
  await expect.poll(() => practice.answer.evaluate((it: HTMLInputElement) => it.selectionStart)).toBe(0);
  expect(await violations(page)).toEqual([]);
});
