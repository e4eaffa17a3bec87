// The whole path of a pupil who is new: at every size, in both languages.
import { expect, test } from './journey';
import { WORDS, type Lang } from './pages/app';
import { EQUATIONS } from './pages/practice';

for (const lang of ['lt', 'en'] as const satisfies readonly Lang[]) {
  test(`a newcomer comes in, practises, sees progress, leaves and goes on offline (${lang})`, async ({ app, practice, manners, hasTouch, context }) => {
    test.setTimeout(150_000);
    const { page } = app;
    const words = WORDS[lang];
    const press = async (text: string) => (hasTouch ? practice.press(text) : practice.answer.pressSequentially(text));

    await test.step('says a language and a grade, and stands before the first task', async () => {
      await app.open();
      await page.getByTestId('welcome').getByText(words.english, { exact: true }).click();
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(words.hello);
      await page.getByTestId('grade-8').click();
      await expect(page.getByTestId('grade-8')).toHaveAttribute('aria-pressed', 'true');
      await page.getByTestId('start').click();
      await expect(practice.exercise).toBeVisible();
      await expect(practice.exercise).toHaveAttribute('data-item', /.+/);
    });

    await test.step('nothing runs out of the page sideways', async () => {
      const [inside, outside] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]);
      expect(outside).toBeLessThanOrEqual(inside);
    });

    await test.step('asks for the equations from the help page', async () => {
      await app.go('help');
      await page.locator('main a[href*="skill=linear-equation"]').first().click();
      await expect(practice.exercise).toBeVisible();
      await expect(practice.answer).toBeVisible();
    });

    await test.step('types with a decimal comma and reads how it was understood', async () => {
      await practice.findEquation();
      await press('1234,5');
      await expect(practice.answer).toHaveValue('1234,5');
      await expect(practice.reading).toHaveText(/1.?234,5/);
    });

    await test.step('gives a wrong answer and is told so, kindly, with a pointer', async () => {
      await practice.submit.click();
      await expect(practice.feedback).toHaveAttribute('data-verdict', 'wrong');
      await expect(practice.feedback).toContainText(words.wrong);
      expect((await practice.feedback.locator('.rich').innerText()).trim().length).toBeGreaterThan(10);
    });

    await test.step('takes a hint, then the worked solution, then goes on', async () => {
      await practice.hint.click();
      await expect(practice.hints.first()).toBeVisible();
      await practice.showSolution.click();
      await expect(practice.solution.locator('.solution-step').first()).toBeVisible();
      await practice.solution.locator('.actions button').last().click();
      await expect(practice.solution.locator('.solution-line math').first()).toBeVisible();
      await practice.goOn();
      await expect(practice.solution).toHaveCount(0);
    });

    await test.step('solves tasks until asked how it went, and says why a task came', async () => {
      for (let tasks = 0; tasks < 7; tasks++) {
        const root = await practice.findEquation();
        await practice.empty();
        await press(root);
        await practice.submit.click();
        await expect(practice.feedback).toHaveAttribute('data-verdict', 'right');
        if (tasks === 0) {
          await practice.why.locator('summary').click();
          expect((await practice.why.locator('.why-body').innerText()).trim().length).toBeGreaterThan(15);
        }
        if (await practice.rating.isVisible()) break;
        await practice.goOn();
      }
      await practice.rating.locator('[data-testid="rate"]').nth(2).click();
      await expect(practice.rating).toHaveCount(0);
      await app.allSaved();
    });

    await test.step('sees progress as charts', async () => {
      await app.go('progress');
      for (const chart of ['chart-growth', 'chart-work']) {
        const canvas = page.getByTestId(chart).locator('canvas');
        await expect(canvas).toBeVisible();
        await expect.poll(() => canvas.evaluate((it: HTMLCanvasElement) => {
          const data = it.getContext('2d')?.getImageData(0, 0, it.width, it.height).data ?? [];
          return data.some((value) => value !== 0);
        })).toBe(true);
      }
    });

    await test.step('closes the window, loses the network, comes back to the same task and draft', async () => {
      await page.goto(EQUATIONS);
      const root = await practice.findEquation();
      const item = await practice.item();
      await practice.answer.fill('77,');
      await app.allSaved();
      await app.keptForOffline();
      manners.expected.push(/net::ERR_INTERNET_DISCONNECTED/, /Failed to load resource/);
      await context.setOffline(true);
      const again = await context.newPage();
      await page.close();
      const { App } = await import('./pages/app');
      const { Practice } = await import('./pages/practice');
      const later = { app: new App(again), practice: new Practice(again) };
      await later.app.open(EQUATIONS);
      await expect(later.practice.exercise).toHaveAttribute('data-item', item);
      await expect(later.practice.answer).toHaveValue('77,');
      expect(await later.app.lang()).toBe(lang);
      await later.practice.giveIn(root, 'right');
      await later.practice.goOn();
      await later.app.allSaved();
      await context.setOffline(false);
    });
  });
}
