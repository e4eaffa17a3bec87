// What every journey has: the pages as objects, and a watch over the page's manners that fails the journey at its end.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { App, Manners } from './pages/app';
import { Practice } from './pages/practice';
import { Settings } from './pages/settings';

export { expect };

const project = join(import.meta.dirname, '../..');

/** The folder of the build that the journeys go through. */
export const DIST = process.env.AUGU_DIST ?? join(project, 'dist');

interface Journey {
  app: App;
  practice: Practice;
  settings: Settings;
  manners: Manners;
}

export const test = base.extend<Journey>({
  manners: [
    async ({ context, baseURL }, use) => {
      const manners = new Manners(context, baseURL ?? '');
      await manners.watch(context);
      await use(manners);
      for (const page of context.pages().filter((page) => /^http/.test(page.url()))) {
        const styled = await page.locator('[style]').evaluateAll((all) => all.map((it) => it.outerHTML.slice(0, 120))).catch(() => []);
        // The library of the charts sizes its own canvas by script, which the policy allows.
        expect(styled.filter((html) => !html.startsWith('<canvas')), 'style attributes').toEqual([]);
      }
      expect(manners.faults, 'complaints of the browser').toEqual([]);
    },
    { auto: true },
  ],
  app: async ({ page }, use) => use(new App(page)),
  practice: async ({ page }, use) => use(new Practice(page)),
  settings: async ({ page }, use) => use(new Settings(page)),
});

/** A copy of a simulated pupil's journal with so many answers, made by the project's own command. Returns its path. */
export function sampleJournal(answers: number): string {
  const folder = join(project, 'target/journeys-samples');
  mkdirSync(folder, { recursive: true });
  const out = join(folder, `${answers}-${process.pid}.json`);
  if (existsSync(out)) return out;
  const built = join(project, 'target/native/xtask');
  const [program, ...first] = existsSync(built) ? [built] : ['cargo', 'xtask'];
  execFileSync(program, [...first, 'sample-journal', '--answers', `${answers}`, '--out', out], { cwd: project, stdio: 'pipe' });
  return out;
}
