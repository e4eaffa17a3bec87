// What axe finds on the screen as it stands, in light and dark colours.
import axe from 'axe-core';
import type { Page } from '@playwright/test';

export async function barriers(page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
    const root = document.documentElement;
    const worn = root.dataset.theme;
    const found: string[] = [];
    for (const theme of ['light', 'dark', 'contrast']) {
      root.dataset.theme = theme;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const { violations } = await run(document, { resultTypes: ['violations'] });
      for (const { id, nodes } of violations) {
        for (const { html, any } of nodes.slice(0, 3)) found.push(`${theme}: ${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`);
      }
    }
    if (worn) root.dataset.theme = worn;
    else delete root.dataset.theme;
    return found;
  });
}
