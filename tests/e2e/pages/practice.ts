// The practice page: one task, its field, the feedback, hints, the solution.
import { expect, type Locator, type Page } from '@playwright/test';
import { rootOf } from './equation';

/** Tasks with one number to type, mostly equations. */
export const EQUATIONS = 'practice/?skill=linear-equation&kind=number';

const KEYS: Record<string, string> = { '-': '−', '/': 'a⁄b', '*': '·', '^': 'xⁿ' };

export class Practice {
  readonly exercise: Locator;
  readonly answer: Locator;
  readonly submit: Locator;
  readonly feedback: Locator;
  readonly reading: Locator;
  readonly next: Locator;
  readonly hint: Locator;
  readonly hints: Locator;
  readonly showSolution: Locator;
  readonly solution: Locator;
  readonly why: Locator;
  readonly rating: Locator;
  readonly keypad: Locator;

  constructor(readonly page: Page) {
    this.exercise = page.getByTestId('exercise');
    this.answer = page.getByTestId('answer');
    this.submit = page.getByTestId('submit');
    this.feedback = page.getByTestId('feedback');
    this.reading = page.locator('.reading-formula math');
    this.next = page.getByTestId('next');
    this.hint = page.getByTestId('hint');
    this.hints = page.locator('.hint');
    this.showSolution = page.getByTestId('show-solution');
    this.solution = page.getByTestId('solution');
    this.why = page.getByTestId('why');
    this.rating = page.getByTestId('self-rating');
    this.keypad = page.locator('.keypad');
  }

  /** The task's name; different for each. */
  async item(): Promise<string> {
    return (await this.exercise.getAttribute('data-item')) ?? '';
  }

  /** Goes on, and waits for another task. */
  async goOn(): Promise<void> {
    const before = await this.item();
    await this.next.first().click();
    await expect(this.exercise).not.toHaveAttribute('data-item', before);
  }

  /** Types on the keypad of the page, key by key; opens it first if it is folded. */
  async press(text: string): Promise<void> {
    if (!(await this.keypad.isVisible())) await this.page.locator('.math-field-toggle').click();
    for (const sign of text) {
      const key = this.keypad.locator('button.key').filter({ hasText: new RegExp(`^${escaped(KEYS[sign] ?? sign)}$`) });
      await key.first().click();
    }
  }

  async empty(): Promise<void> {
    await this.answer.fill('');
  }

  /** Hands an answer in and waits for its verdict. */
  async giveIn(text: string, verdict: 'right' | 'form' | 'wrong' | 'unreadable'): Promise<void> {
    await this.answer.fill(text);
    await this.submit.click();
    await expect(this.feedback).toHaveAttribute('data-verdict', verdict);
  }

  /** The equation on the screen in plain signs, `3(x-2)=4.5`; undefined if the task shows none. */
  async equation(): Promise<string | undefined> {
    return await this.page.locator('.practice-ask').evaluate((ask) => {
      const plain = (node: Element): string => {
        const inside = () => [...node.children].map(plain).join('');
        const text = (node.textContent ?? '').trim();
        switch (node.localName) {
          case 'mn': return text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
          case 'mo': return ({ '−': '-', '·': '*', '×': '*', ':': '/', '⁢': '', '\u2061': '' } as Record<string, string>)[text] ?? text;
          case 'mi': return text;
          case 'mfrac': return `((${plain(node.children[0])})/(${plain(node.children[1])}))`;
          case 'math': case 'mrow': case 'mstyle': case 'mpadded': return inside();
          case 'mspace': return '';
          default: return '?';
        }
      };
      const formulas = [...ask.querySelectorAll('.formula')].map((formula) => [...formula.children].map(plain).join(''));
      return formulas.find((formula) => /^[0-9x+\-*/().]+=[0-9x+\-*/().]+$/.test(formula) && formula.includes('x'));
    });
  }

  /** Passes by tasks until one is an equation that can be solved by heart; returns its root. */
  async findEquation(): Promise<string> {
    for (let tries = 0; tries < 15; tries++) {
      await expect(this.exercise).toBeVisible();
      const equation = await this.equation();
      const root = equation && rootOf(equation);
      if (root) return root;
      await this.goOn();
    }
    throw new Error('fifteen tasks on linear equations, and none shows an equation');
  }

  /** Solves the task in hand, or the next equation, by oneself. */
  async solve(): Promise<string> {
    const root = await this.findEquation();
    await this.giveIn(root, 'right');
    return root;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
