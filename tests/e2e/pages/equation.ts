// Solves a linear equation in x as a pupil would: from what stands on the screen, exactly. Nothing is asked of the app.

/** A fraction, always with a denominator above zero. */
type Fraction = { over: bigint; under: bigint };
/** `x` times the first, plus the second. */
type Line = { x: Fraction; free: Fraction };

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

function fraction(over: bigint, under = 1n): Fraction {
  const by = gcd(over, under) || 1n;
  const sign = under < 0n ? -1n : 1n;
  return { over: (sign * over) / by, under: (sign * under) / by };
}

const plus = (a: Fraction, b: Fraction) => fraction(a.over * b.under + b.over * a.under, a.under * b.under);
const times = (a: Fraction, b: Fraction) => fraction(a.over * b.over, a.under * b.under);
const negated = (a: Fraction) => fraction(-a.over, a.under);
const isZero = (a: Fraction) => a.over === 0n;

/** Reads one side; `undefined` if it is not linear in x. */
class Side {
  private at = 0;
  constructor(private readonly text: string) {}

  read(): Line | undefined {
    const line = this.sum();
    return line && this.at === this.text.length ? line : undefined;
  }

  private sum(): Line | undefined {
    let sum = this.signed();
    while (sum && '+-'.includes(this.text[this.at] ?? ' ')) {
      const minus = this.text[this.at++] === '-';
      const next = this.product();
      if (!next) return undefined;
      const by = fraction(minus ? -1n : 1n);
      sum = { x: plus(sum.x, times(by, next.x)), free: plus(sum.free, times(by, next.free)) };
    }
    return sum;
  }

  private signed(): Line | undefined {
    const minus = this.text[this.at] === '-';
    if (minus || this.text[this.at] === '+') this.at++;
    const line = this.product();
    return line && minus ? { x: negated(line.x), free: negated(line.free) } : line;
  }

  private product(): Line | undefined {
    let product = this.factor();
    for (;;) {
      const sign = this.text[this.at] ?? '';
      const written = '*/'.includes(sign) && sign !== '';
      if (!product || (!written && !/[0-9x(]/.test(sign))) return product;
      if (written) this.at++;
      const next = this.factor();
      if (!next) return undefined;
      if (sign === '/') {
        if (!isZero(next.x) || isZero(next.free)) return undefined;
        const by = fraction(next.free.under, next.free.over);
        product = { x: times(product.x, by), free: times(product.free, by) };
      } else if (isZero(next.x)) {
        product = { x: times(product.x, next.free), free: times(product.free, next.free) };
      } else if (isZero(product.x)) {
        product = { x: times(next.x, product.free), free: times(next.free, product.free) };
      } else {
        return undefined;
      }
    }
  }

  private factor(): Line | undefined {
    const nothing = fraction(0n);
    if (this.text[this.at] === 'x') {
      this.at++;
      return { x: fraction(1n), free: nothing };
    }
    if (this.text[this.at] === '(') {
      this.at++;
      const inside = this.sum();
      return this.text[this.at++] === ')' ? inside : undefined;
    }
    const number = /^\d+(\.\d+)?/.exec(this.text.slice(this.at))?.[0];
    if (!number) return undefined;
    this.at += number.length;
    const [whole, decimals = ''] = number.split('.');
    return { x: nothing, free: fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length)) };
  }
}

/** The root of `2x+3=7.5`, written as a pupil writes it: `2,25`, `−1/3`; `undefined` if there is not exactly one. */
export function rootOf(equation: string): string | undefined {
  const sides = equation.split('=');
  if (sides.length !== 2) return undefined;
  const [left, right] = sides.map((side) => new Side(side).read());
  if (!left || !right) return undefined;
  const x = plus(left.x, negated(right.x));
  const free = plus(right.free, negated(left.free));
  if (isZero(x)) return undefined;
  const root = times(free, fraction(x.under, x.over));
  if (root.under === 1n) return `${root.over}`;
  for (let places = 1n; places <= 4n; places++) {
    const shifted = root.over * 10n ** places;
    if (shifted % root.under === 0n) {
      const digits = `${shifted / root.under}`.replace('-', '').padStart(Number(places) + 1, '0');
      return `${root.over < 0n ? '-' : ''}${digits.slice(0, -Number(places))},${digits.slice(-Number(places))}`;
    }
  }
  return `${root.over}/${root.under}`;
}
