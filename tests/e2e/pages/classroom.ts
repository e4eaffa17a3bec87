// A class: the teacher's page, the pupil's joining, the host between them.
import { readFile } from 'node:fs/promises';
import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { App, Manners } from './app';
import { EQUATIONS, Practice } from './practice';
import { Settings } from './settings';

/** Somebody with a browser of their own: nothing is shared with the others but the host. */
export class Somebody {
  readonly app: App;
  readonly practice: Practice;
  readonly settings: Settings;
  readonly title: Locator;
  readonly sharing: Locator;

  private constructor(readonly context: BrowserContext, readonly page: Page, readonly manners: Manners) {
    this.app = new App(page);
    this.practice = new Practice(page);
    this.settings = new Settings(page);
    this.title = page.getByTestId('class-title');
    this.sharing = page.getByTestId('sharing');
  }

  static async with(browser: Browser, baseURL: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Somebody> {
    return Somebody.in(await browser.newContext({ baseURL, locale: 'lt-LT', timezoneId: 'Europe/Vilnius', ...options }), baseURL);
  }

  /** Somebody in a browser profile that is there already. */
  static async in(context: BrowserContext, baseURL: string): Promise<Somebody> {
    const manners = new Manners(context, baseURL);
    // A file that is not there yet is asked for again and again: the browser writes each 404 into its console.
    manners.expected.push(/404.*\/data\//);
    await manners.watch(context);
    return new Somebody(context, context.pages()[0] ?? (await context.newPage()), manners);
  }

  /** Founds a class and waits until the host has it. */
  async found(name: string, pupils: string[]): Promise<void> {
    await this.app.open('class/');
    await this.page.getByTestId('found').click();
    await this.page.getByTestId('class-name').fill(name);
    await this.page.getByTestId('class-names').fill(pupils.join('\n'));
    await this.page.getByTestId('found-now').click();
    await expect(this.title).toHaveText(name);
    await this.page.getByTestId('code-put-away').click();
    await this.shared();
  }

  /** Waits until everything is on the host. */
  async shared(): Promise<void> {
    await expect(this.sharing).toHaveAttribute('data-state', 'shared', { timeout: 30_000 });
    await expect(this.sharing).toHaveAttribute('data-reached', /\d+/, { timeout: 30_000 });
  }

  /** Shows the code on the board and reads it. */
  async invite(): Promise<string> {
    const code = this.page.getByTestId('invite-code');
    const open = this.page.getByTestId('invite-open');
    await expect(open.or(code).first()).toBeVisible();
    // It may stand there already.
    if (await open.isVisible()) await open.click();
    await expect(code).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/, { timeout: 20_000 });
    return (await code.textContent()) ?? '';
  }

  /** Admits everybody who asks. */
  async admitAll(): Promise<void> {
    await expect(this.page.getByTestId('request').first()).toBeVisible({ timeout: 20_000 });
    await this.page.getByTestId('admit-all').click();
  }

  /** Types the code, picks the name, agrees, and gives the two words that the teacher should see. */
  async askToJoin(code: string, name: string): Promise<string> {
    await this.app.open('join/');
    await this.page.getByTestId('join-code').fill(code);
    await this.page.getByTestId('join-next').click();
    await this.page.getByLabel(name, { exact: true }).check();
    await this.page.getByTestId('consent-self').check();
    await this.page.getByTestId('join-ask').click();
    const words = this.page.getByTestId('join-words');
    await expect(words).toHaveText(/\S+ \S+/, { timeout: 20_000 });
    return (await words.textContent()) ?? '';
  }

  /** The row of a pupil in the grid. */
  row(name: string): Locator {
    return this.page.getByTestId('class-row').filter({ has: this.page.locator('th', { hasText: name }) });
  }

  /** Opens one of the parts of the class page that are folded. */
  async unfold(part: 'members' | 'staff' | 'files' | 'join-by-hand'): Promise<Locator> {
    const folded = this.page.getByTestId(part);
    if (!(await folded.evaluate((it: HTMLDetailsElement) => it.open))) await folded.locator('summary').first().click();
    return folded;
  }

  /** Asks to join with the code on this teacher's board, is admitted, and stands in the class. */
  async join(teacher: Somebody, code: string, name: string): Promise<void> {
    const words = await this.askToJoin(code, name);
    const request = teacher.page.getByTestId('request').filter({ hasText: name });
    await expect(request).toContainText(words, { timeout: 30_000 });
    await request.getByTestId('admit').click();
    await expect(this.page.getByTestId('joined')).toBeVisible({ timeout: 40_000 });
  }

  /** Answers one task wrongly, which is told apart on the teacher's page. */
  async answer(wrong: string): Promise<void> {
    await this.app.open(EQUATIONS);
    await this.practice.giveIn(wrong, 'wrong');
    await this.app.allSaved();
  }

  /** Shares now, from the class's page. */
  async shareNow(): Promise<void> {
    await this.app.open('class/');
    await this.page.getByTestId('share-now').click();
  }

  /** Downloads what a button gives. */
  async download(button: Locator): Promise<string> {
    const arriving = this.page.waitForEvent('download');
    await button.click();
    return await readFile(await (await arriving).path(), 'utf8');
  }

  /** Hands a file to a field. */
  async hand(field: Locator, text: string): Promise<void> {
    await field.setInputFiles({ name: 'augu.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  }

  /** No host answers this browser any more, or it does again. */
  async withoutHost(gone: boolean): Promise<void> {
    if (gone) {
      this.manners.expected.push(/ERR_|Failed to load|net::/);
      await this.context.route('**/data/**', (route) => route.abort());
    } else {
      await this.context.unroute('**/data/**');
    }
  }

  async leave(): Promise<void> {
    await this.context.close();
    expect(this.manners.faults, 'complaints of the browser').toEqual([]);
  }
}
