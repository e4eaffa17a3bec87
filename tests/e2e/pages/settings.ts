// The settings page: the copy of the journal, in and out.
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';

/** A fact as it stands in a copy: device, number, time, what happened. */
export interface Fact { d: string; n: number; t: number; u: string; e: Record<string, unknown> }
export interface Copy { augu: string; version: number; person: string; name: string | null; facts: Fact[] }

export class Settings {
  readonly export: Locator;
  readonly import: Locator;
  readonly outcome: Locator;
  readonly name: Locator;
  readonly keepName: Locator;
  readonly faults: Locator;

  constructor(readonly page: Page) {
    this.export = page.getByTestId('export');
    this.import = page.getByTestId('import');
    this.outcome = page.getByTestId('import-outcome');
    this.name = page.getByTestId('name');
    this.keepName = page.getByTestId('keep-name');
    this.faults = page.getByTestId('faults');
  }

  async call(name: string): Promise<void> {
    await this.name.fill(name);
    await this.keepName.click();
    await expect(this.keepName).toHaveCount(0);
  }

  /** Downloads a copy and reads it. */
  async copy(): Promise<{ text: string; copy: Copy }> {
    const arriving = this.page.waitForEvent('download');
    await this.export.click();
    const download = await arriving;
    expect(download.suggestedFilename()).toMatch(/^augu-\d{4}-\d{2}-\d{2}\.json$/);
    const text = await readFile(await download.path(), 'utf8');
    return { text, copy: JSON.parse(text) as Copy };
  }

  /** Picks a file with this content. */
  async pick(content: string | Buffer, name = 'augu.json'): Promise<void> {
    const buffer = typeof content === 'string' ? Buffer.from(content) : content;
    await this.import.setInputFiles({ name, mimeType: 'application/json', buffer });
    await expect(this.outcome.locator('p')).not.toHaveText(/…$/);
    await expect(this.outcome.locator('p')).toHaveCount(1);
  }
}

/** Each device's numbers go 1, 2, 3 to its last, none twice. */
export function expectGapless(facts: Fact[]): void {
  const numbers = new Map<string, number[]>();
  for (const fact of facts) numbers.set(fact.d, [...(numbers.get(fact.d) ?? []), fact.n]);
  for (const [device, seen] of numbers) {
    const sorted = [...seen].sort((a, b) => a - b);
    expect(sorted, `the numbers of device ${device}`).toEqual(sorted.map((_, at) => at + 1));
  }
}

/** The name of an item in a fact. */
export interface Item { s: string; t: string; v: number; n: number }

/** The name as the practice page carries it: `linear-equation/two-sided@1#42`. */
export const nameOf = (item: Item) => `${item.s}/${item.t}@${item.v}#${item.n}`;

/** The answers among the facts: of which item, what was given. */
export function answers(facts: Fact[]): { item: Item; given: unknown; verdict: unknown }[] {
  return facts.flatMap((fact) => {
    const answered = fact.e.a as { i: Item; w: unknown; v: unknown } | undefined;
    return answered ? [{ item: answered.i, given: answered.w, verdict: answered.v }] : [];
  });
}
