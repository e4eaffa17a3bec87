// The frame around every page: the menu, the language, what is saved, the notices; and a watch over the page's manners.
import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';

export type Lang = 'lt' | 'en';
export type Theme = 'light' | 'dark' | 'contrast';

/** Words of the screen that a journey reads, in both languages. */
export const WORDS = {
  lt: { wrong: 'Kol kas neteisingai', hello: /Labas/, menu: 'Pagrindinis meniu', english: 'Lietuvių', notFound: 'Tokio puslapio nėra' },
  en: { wrong: 'Not right yet', hello: /Hello/, menu: 'Main menu', english: 'English', notFound: 'There is no such page' },
} as const;

export class App {
  readonly saved: Locator;
  readonly follows: Locator;
  readonly takeTurn: Locator;
  readonly notSaved: Locator;
  readonly update: Locator;
  readonly main: Locator;

  constructor(readonly page: Page) {
    this.saved = page.getByTestId('saved');
    this.follows = page.getByTestId('follows');
    this.takeTurn = page.getByTestId('take-turn');
    this.notSaved = page.getByTestId('not-saved');
    this.update = page.getByTestId('update');
    this.main = page.locator('main#main');
  }

  /** Opens a page by its path from the app's root, such as `practice/`. */
  async open(path = ''): Promise<void> {
    await this.page.goto(path);
    await this.ready();
  }

  /** Waits until the app itself stands there, not its first paint. */
  async ready(): Promise<void> {
    await expect(this.page.locator('#first-paint')).toHaveCount(0);
    await expect(this.page.getByTestId('opening')).toHaveCount(0);
    await expect(this.main).toBeVisible();
  }

  /** Waits until everything done so far is kept. */
  async allSaved(): Promise<void> {
    await expect(this.saved).toHaveAttribute('data-state', 'saved');
  }

  async lang(): Promise<Lang> {
    return (await this.page.locator('html').getAttribute('lang')) === 'en' ? 'en' : 'lt';
  }

  /** Speaks this language from now on, by the switch in the bar above. */
  async speak(lang: Lang): Promise<void> {
    if ((await this.lang()) !== lang) await this.page.getByTestId('language').click();
    await expect(this.page.locator('html')).toHaveAttribute('lang', lang);
  }

  /** Chooses the colours in the dialog of the look, as the first, second, third of its segments. */
  async wear(theme: Theme): Promise<void> {
    if ((await this.page.locator('html').getAttribute('data-theme')) === theme) return;
    await this.page.getByTestId('look').click();
    const dialog = this.page.locator('dialog[open]');
    const at = { light: 1, dark: 2, contrast: 3 }[theme];
    await dialog.locator('fieldset').nth(1).locator('label.segment').nth(at).click();
    await expect(this.page.locator('html')).toHaveAttribute('data-theme', theme);
    await this.page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  }

  /** Goes to a page of the menu as a person does, by the rail, the tabs, or "More". */
  async go(path: string): Promise<void> {
    const links = this.page.locator(`nav a[href$="/${path}/"]`);
    for (const link of await links.all()) {
      if (await link.isVisible()) return await link.click();
    }
    await this.page.locator('nav.tabs button.tab').click();
    await this.page.locator(`dialog[open] a[href$="/${path}/"]`).click();
  }

  /** Waits until the service worker has everything and serves this page. */
  async keptForOffline(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller) {
        await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
      }
    });
  }
}

/** What a page must never do: break its policy, ask a third party, complain, carry inline styles. */
export class Manners {
  readonly faults: string[] = [];
  /** Complaints that a journey expects, such as a request that fails while offline. */
  readonly expected: RegExp[] = [];
  private readonly own: Set<string>;

  constructor(context: BrowserContext, ...addresses: string[]) {
    this.own = new Set(addresses.map((address) => new URL(address).origin));
    context.on('console', (message) => {
      if (message.type() === 'error') this.note(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (fault) => this.note(`uncaught: ${fault.error().message}`));
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && !this.own.has(url.origin)) this.note(`third party: ${url.href}`);
    });
  }

  /** Has every page of the context tell of broken policy; call it before the first page opens. */
  async watch(context: BrowserContext): Promise<void> {
    await context.exposeFunction('tellPolicy', (words: string) => this.note(`policy: ${words}`));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const tell = (globalThis as unknown as { tellPolicy: (words: string) => void }).tellPolicy;
        tell(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}:${event.lineNumber}`);
      });
    });
  }

  /** Another address that is ours, for a host that the journey starts itself. */
  alsoOurs(address: string): void {
    this.own.add(new URL(address).origin);
  }

  private note(words: string): void {
    if (!this.expected.some((known) => known.test(words))) this.faults.push(words);
  }
}
