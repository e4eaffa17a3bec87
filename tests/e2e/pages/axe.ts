// What axe finds on a page as it stands, in all colours.
import axe from 'axe-core';
import type { Page } from '@playwright/test';
import type { Theme } from './app';

const THEMES: Theme[] = ['light', 'dark', 'contrast'];

/** What axe finds: all rules in light colours; in the others the rules that see colours, for the rest is the same. */
export async function violations(page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return await page.evaluate(async (themes) => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
    const root = document.documentElement;
    const worn = root.dataset.theme;
    const found: string[] = [];
    for (const theme of themes) {
      root.dataset.theme = theme;
      // Colours glide: look once they have arrived.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const arriving = document.getAnimations().filter((it) => it instanceof CSSTransition).map((it) => it.finished.catch(() => undefined));
      await Promise.race([Promise.all(arriving), new Promise((late) => setTimeout(late, 1_000))]);
      const seeing = ['color-contrast', 'link-in-text-block'];
      const { violations } = await run(document, {
        resultTypes: ['violations'],
        ...(theme === 'light' ? {} : { runOnly: { type: 'rule' as const, values: seeing } }),
      });
      for (const { id, nodes } of violations) {
        for (const { html, any } of nodes.slice(0, 3)) found.push(`${theme}: ${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`);
      }
    }
    if (worn) root.dataset.theme = worn;
    return found;
  }, THEMES);
}
