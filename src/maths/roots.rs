//! Polynomials in one letter with whole coefficients, and their real roots: counted by Sturm's theorem (1829), told
//! apart exactly, narrowed to any number of bits by quadratic refinement (Abbott 2006). Everything happens in whole
//! numbers and in multiples of powers of two, so that nothing has to be reduced. Not here: what is asked at the roots
//! (`solve`).

use super::ball::Ball;
use super::number::Number;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// Roots of this size or more are not looked for: 2 to this power.
const SIZE_MAX: i64 = 2000;
/// Halvings after which the search for roots is given up.
const STEPS_MAX: usize = 2000;
/// Every irrational root is told apart from its neighbours and known to this many bits behind the point.
const BITS: i64 = 10;
/// Bits that are tried at once to begin with, and at most.
const STRIDE: u32 = 4;
const STRIDE_MAX: u32 = 1024;

/// A polynomial by its coefficients, whole and without a common divisor, from the power 0 up, the last one positive and
/// not 0. Zero has none.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dense(Vec<BigInt>);

/// A real root.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Root {
    /// A fraction.
    Exact(Number),
    /// Irrational, and the only root between `low` and `low + 1`, both times 2 to the power of −`bits`; neither is a root.
    Between {
        /// The lower end, in units of 2 to the power of −`bits`.
        low: BigInt,
        /// Bits behind the point; negative for the coarsest.
        bits: i64,
    },
}

/// `whole` in units of 2 to the power of −`bits`.
fn dyadic(whole: &BigInt, bits: i64) -> Number {
    let power = BigInt::one() << bits.unsigned_abs();
    let outcome = if bits >= 0 { Number::ratio(whole.clone(), power) } else { Number::ratio(whole * power, 1) };
    outcome.unwrap_or_default()
}

fn sign(value: &BigInt) -> i32 {
    i32::from(value.is_positive()) - i32::from(value.is_negative())
}

/// Divided by what all coefficients share, and without zeros at the end; the signs stay.
fn primitive(mut coefficients: Vec<BigInt>) -> Vec<BigInt> {
    while coefficients.last().is_some_and(Zero::is_zero) {
        coefficients.pop();
    }
    let mut common = BigInt::zero();
    for value in &coefficients {
        common = common.gcd(value);
        if common.is_one() {
            return coefficients;
        }
    }
    coefficients.iter().map(|value| value / &common).collect()
}

/// What is left of `one` when multiples of `two` are taken away, times a positive number. `two` is not zero.
fn remainder(one: &[BigInt], two: &[BigInt]) -> Vec<BigInt> {
    let mut rest = one.to_vec();
    let Some(lead) = two.last() else { return rest };
    let size = lead.abs();
    while rest.len() >= two.len() {
        let Some(last) = rest.pop() else { break };
        if last.is_zero() {
            continue;
        }
        let step = if lead.is_negative() { -last } else { last };
        let shift = rest.len() + 1 - two.len();
        for (at, slot) in rest.iter_mut().enumerate() {
            *slot *= &size;
            if let Some(coefficient) = at.checked_sub(shift).and_then(|place| two.get(place)) {
                *slot -= &step * coefficient;
            }
        }
    }
    primitive(rest)
}

impl Dense {
    /// The polynomial that is zero where this one is. Coefficients from the power 0 up.
    pub(super) fn of(coefficients: &[Number]) -> Dense {
        let common = coefficients.iter().fold(BigInt::one(), |known, value| known.lcm(&value.denominator()));
        let whole = |value: &Number| value.numerator() * (&common / value.denominator());
        Self::whole(coefficients.iter().map(whole).collect())
    }

    fn whole(coefficients: Vec<BigInt>) -> Dense {
        let coefficients = primitive(coefficients);
        let negative = coefficients.last().is_some_and(Signed::is_negative);
        Dense(if negative { coefficients.into_iter().map(|value| -value).collect() } else { coefficients })
    }

    /// 1, which has no roots.
    pub(super) fn one() -> Dense {
        Dense(vec![BigInt::one()])
    }

    /// The highest power.
    pub(super) fn degree(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The product.
    pub(super) fn times(&self, other: &Dense) -> Dense {
        if self.is_zero() || other.is_zero() {
            return Dense(Vec::new());
        }
        let mut product = vec![BigInt::zero(); self.0.len() + other.0.len() - 1];
        for (at, one) in self.0.iter().enumerate() {
            for (slot, two) in product.iter_mut().skip(at).zip(&other.0) {
                *slot += one * two;
            }
        }
        Dense::whole(product)
    }

    /// The quotient by a polynomial that divides it.
    pub(super) fn over(&self, by: &Dense) -> Dense {
        let Some(lead) = by.0.last() else { return self.clone() };
        if by.degree() == 0 {
            return self.clone();
        }
        let mut rest = self.0.clone();
        let mut quotient = Vec::new();
        while rest.len() >= by.0.len() {
            let Some(last) = rest.pop() else { break };
            // Whole, as neither has a common divisor (Gauss 1801).
            let step = last / lead;
            let shift = rest.len() + 1 - by.0.len();
            for (slot, coefficient) in rest.iter_mut().skip(shift).zip(&by.0) {
                *slot -= &step * coefficient;
            }
            quotient.push(step);
        }
        quotient.reverse();
        Dense::whole(quotient)
    }

    /// The greatest common divisor.
    pub(super) fn common_divisor(&self, other: &Dense) -> Dense {
        let (mut one, mut two) = (self.0.clone(), other.0.clone());
        while !two.is_empty() {
            let rest = if two.len() == 1 { Vec::new() } else { remainder(&one, &two) };
            one = two;
            two = rest;
        }
        if one.is_empty() { Dense::one() } else { Dense::whole(one) }
    }

    fn slope(&self) -> Vec<BigInt> {
        self.0.iter().enumerate().skip(1).map(|(at, coefficient)| coefficient * BigInt::from(at)).collect()
    }

    /// With every root once.
    pub(super) fn squarefree(&self) -> Dense {
        if self.degree() < 2 {
            return self.clone();
        }
        self.over(&self.common_divisor(&Dense::whole(self.slope())))
    }

    /// The sign at `whole` in units of 2 to the power of −`bits`.
    fn sign_at(&self, whole: &BigInt, bits: i64) -> i32 {
        sign(&value(&self.0, whole, bits))
    }

    /// Whether this fraction is a root.
    fn is_zero_at(&self, number: &Number) -> bool {
        let (top, bottom) = (number.numerator(), number.denominator());
        let mut power = BigInt::one();
        let mut sum = BigInt::zero();
        for coefficient in self.0.iter().rev() {
            sum = sum * &top + coefficient * &power;
            power *= &bottom;
        }
        sum.is_zero()
    }

    /// The real roots of a polynomial without double ones, in rising order. Nothing where that takes too long.
    pub(super) fn roots(&self) -> Option<Vec<Root>> {
        match self.0.as_slice() {
            [] | [_] => return Some(Vec::new()),
            [low, high] => return Some(vec![Root::Exact(Number::ratio(-low, high.clone())?)]),
            _ => {}
        }
        let mut chain = vec![self.0.clone(), primitive(self.slope())];
        while let [.., one, two] = chain.as_slice()
            && two.len() > 1
        {
            let rest = remainder(one, two);
            if rest.is_empty() {
                break;
            }
            chain.push(rest.into_iter().map(|value| -value).collect());
        }
        // How often the sign changes: between two numbers it drops by the number of roots above the lower one and up to
        // the higher.
        let changes = |at: &BigInt, bits: i64| {
            let signs = chain.iter().map(|polynomial| sign(&value(polynomial, at, bits))).filter(|sign| *sign != 0);
            let mut last = 0;
            signs.filter(|sign| std::mem::replace(&mut last, *sign) == -*sign).count()
        };
        // All roots lie within 1 + max |a_i / a_n| (Cauchy 1829), rounded up to a power of two.
        let lead = self.0.last()?.bits();
        let longest = self.0.iter().map(BigInt::bits).max()?;
        let size = i64::try_from(longest.saturating_sub(lead)).ok()? + 2;
        if size > SIZE_MAX {
            return None;
        }
        let (bottom, middle, top) = (BigInt::from(-1), BigInt::zero(), BigInt::one());
        let counts = [&bottom, &middle, &top].map(|at| changes(at, -size));
        let mut open = vec![(middle, -size, counts[1], counts[2]), (bottom, -size, counts[0], counts[1])];
        let mut found: Vec<Root> = Vec::new();
        let mut steps = 0;
        while let Some((low, bits, before, behind)) = open.pop() {
            steps += 1;
            if steps > STEPS_MAX {
                return None;
            }
            match before.saturating_sub(behind) {
                0 => {}
                1 => found.push(self.isolated(low, bits)?),
                _ => {
                    let low: BigInt = low << 1u32;
                    let middle = &low + 1u32;
                    let between = changes(&middle, bits + 1);
                    open.push((middle, bits + 1, between, behind));
                    open.push((low, bits + 1, before, between));
                }
            }
        }
        Some(found)
    }

    /// The only root above `low` and up to `low + 1`, in units of 2 to the power of −`bits`, of a polynomial without
    /// double roots.
    fn isolated(&self, low: BigInt, bits: i64) -> Option<Root> {
        // The numerator of a fraction is whole over the first coefficient: at last only one comes into question.
        let lead = self.0.last()?;
        let enough = i64::try_from(lead.bits()).ok()?;
        let mut span = Span { low, bits, stride: STRIDE };
        loop {
            let high = &span.low + 1u32;
            let at_high = self.sign_at(&high, span.bits);
            if at_high == 0 {
                return Some(Root::Exact(dyadic(&high, span.bits)));
            }
            if span.bits >= BITS && self.sign_at(&span.low, span.bits) != 0 {
                break;
            }
            if let Some(exact) = span.halve(self, at_high) {
                return Some(Root::Exact(exact));
            }
        }
        if let Some(exact) = span.narrow_to(self, enough) {
            return Some(Root::Exact(exact));
        }
        let high = (&span.low + 1u32) * lead;
        let top: BigInt = high >> span.bits;
        let fraction = Number::ratio(top, lead.clone())?;
        Some(if self.is_zero_at(&fraction) && fraction > dyadic(&span.low, span.bits) {
            Root::Exact(fraction)
        } else {
            Root::Between { low: span.low, bits: span.bits }
        })
    }

    /// Whether this polynomial, a divisor of the one whose root it is, is zero there.
    pub(super) fn vanishes_at(&self, root: &Root) -> bool {
        match root {
            _ if self.is_zero() => true,
            Root::Exact(value) => self.is_zero_at(value),
            // The ends are no roots of it, so a root of this factor changes its sign.
            Root::Between { low, bits } => {
                let own = self.squarefree();
                own.sign_at(low, *bits) != own.sign_at(&(low + 1u32), *bits)
            }
        }
    }
}

/// The value at `whole` in units of 2 to the power of −`bits`, times a power of two.
fn value(coefficients: &[BigInt], whole: &BigInt, bits: i64) -> BigInt {
    let (at, unit) = if bits >= 0 { (whole.clone(), bits) } else { (whole << -bits, 0) };
    let mut sum = BigInt::zero();
    for (place, coefficient) in coefficients.iter().rev().enumerate() {
        sum *= &at;
        if place == 0 || unit == 0 {
            sum += coefficient;
        } else {
            sum += coefficient << (unit as usize).saturating_mul(place);
        }
    }
    sum
}

/// The place of one root, while it is narrowed.
struct Span {
    low: BigInt,
    bits: i64,
    /// So many bits are tried at once.
    stride: u32,
}

impl Span {
    /// Half of it; the root itself, if it is found in the middle.
    fn halve(&mut self, of: &Dense, at_high: i32) -> Option<Number> {
        self.low <<= 1u32;
        self.bits += 1;
        let middle = &self.low + 1u32;
        let sign = of.sign_at(&middle, self.bits);
        if sign == 0 {
            return Some(dyadic(&middle, self.bits));
        }
        if sign != at_high {
            self.low = middle;
        }
        None
    }

    /// Narrowed until this many bits behind the point are known; the root itself, if it is found on the way. Neither end
    /// is a root.
    fn narrow_to(&mut self, of: &Dense, bits: i64) -> Option<Number> {
        while self.bits < bits {
            let exact = self.narrow(of);
            if exact.is_some() {
                return exact;
            }
        }
        None
    }

    /// Where a straight line between the ends crosses zero, the root is looked for in a part 2 to the power of −stride
    /// as wide. The stride doubles where it is found, and is halved where not.
    fn narrow(&mut self, of: &Dense) -> Option<Number> {
        let high = &self.low + 1u32;
        let (at_low, at_high) = (value(&of.0, &self.low, self.bits), value(&of.0, &high, self.bits));
        let slope = &at_low - &at_high;
        if self.stride < 2 || slope.is_zero() {
            self.stride = STRIDE / 2;
            return self.halve(of, sign(&at_high));
        }
        let guess = (&at_low << self.stride).div_floor(&slope);
        let bits = self.bits + i64::from(self.stride);
        let low = (&self.low << self.stride) + &guess;
        let last = (BigInt::one() << self.stride) - 1u32;
        // The part of the guess, or the one on that side of it on which the root lies.
        let at = |part: &BigInt| of.sign_at(part, bits);
        let (mut start, mut sign_low, mut sign_high) = (low.clone(), at(&low), at(&(&low + 1u32)));
        let rising = sign(&at_high);
        if sign_low == rising && guess.is_positive() {
            start -= 1u32;
            (sign_high, sign_low) = (sign_low, at(&start));
        } else if sign_high == -rising && guess < last {
            start += 1u32;
            (sign_low, sign_high) = (sign_high, at(&(&start + 1u32)));
        }
        for (part, sign) in [(start.clone(), sign_low), (&start + 1u32, sign_high)] {
            if sign == 0 {
                return Some(dyadic(&part, bits));
            }
        }
        if sign_low == sign_high {
            self.stride /= 2;
        } else {
            self.low = start;
            self.bits = bits;
            self.stride = (self.stride * 2).min(STRIDE_MAX);
        }
        None
    }
}

impl Root {
    /// A number that is not above it.
    pub(super) fn low(&self) -> Number {
        match self {
            Root::Exact(value) => value.clone(),
            Root::Between { low, bits } => dyadic(low, *bits),
        }
    }

    /// A number that is not below it.
    pub(super) fn high(&self) -> Number {
        match self {
            Root::Exact(value) => value.clone(),
            Root::Between { low, bits } => dyadic(&(low + 1u32), *bits),
        }
    }

    /// A ball of this many bits around a root of this polynomial.
    pub(super) fn refined(&self, of: &Dense, bits: u32) -> Option<Ball> {
        let (low, known) = match self {
            Root::Exact(value) => return Ball::of_number(value).ok(),
            Root::Between { low, bits } => (low.clone(), *bits),
        };
        let mut span = Span { low, bits: known, stride: STRIDE };
        if let Some(exact) = span.narrow_to(of, i64::from(bits)) {
            return Ball::of_number(&exact).ok();
        }
        Ball::between(&dyadic(&span.low, span.bits), &dyadic(&(&span.low + 1u32), span.bits))
    }
}

/// The fraction with the smallest denominator among those from one number to another.
pub(super) fn simplest_between(low: &Number, high: &Number) -> Number {
    let mut terms = Vec::new();
    let (mut low, mut high) = (low.clone(), high.clone());
    for _ in 0..200 {
        let whole = low.floor();
        if whole == low || whole < high.floor() {
            terms.push(if whole == low { whole } else { &whole + &Number::one() });
            break;
        }
        let (Some(next_low), Some(next_high)) = ((&high - &whole).reciprocal(), (&low - &whole).reciprocal()) else {
            terms.push(whole);
            break;
        };
        terms.push(whole);
        (low, high) = (next_low, next_high);
    }
    let mut value = terms.pop().unwrap_or_default();
    while let Some(term) = terms.pop() {
        value = &term + &value.reciprocal().unwrap_or_default();
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the power 0 up.
    fn dense(coefficients: &[i64]) -> Dense {
        Dense::of(&coefficients.iter().map(|value| Number::from(*value)).collect::<Vec<_>>())
    }

    #[test]
    fn roots_are_told_apart_and_fractions_named() {
        // Coefficients from the power 0 up; fractions as they stand, irrational roots by what they lie near.
        let check = |coefficients: &[i64], expected: &[&str]| {
            let polynomial = dense(coefficients).squarefree();
            let roots = polynomial.roots().unwrap();
            assert_eq!(roots.len(), expected.len(), "{coefficients:?}: {roots:?}");
            for (root, text) in roots.iter().zip(expected) {
                match text.strip_prefix('~') {
                    None => assert_eq!(root, &Root::Exact(text.parse().unwrap()), "{coefficients:?}"),
                    Some(near) => {
                        assert!(matches!(root, Root::Between { .. }), "{coefficients:?}: {text} is irrational");
                        let ball = root.refined(&polynomial, 220).unwrap();
                        let near: Number = near.parse().unwrap();
                        assert!(root.low() <= near && near <= root.high(), "{coefficients:?}: {text}");
                        let (low, high) = ball.bounds();
                        let slack = Number::power_of_ten(9).reciprocal().unwrap();
                        assert!(low > &near - &slack && high < &near + &slack && ball.is_sharp(), "{text}");
                    }
                }
                assert!(polynomial.vanishes_at(root), "{coefficients:?}: {text}");
                assert!(!dense(&[-100_003, 1]).vanishes_at(root), "{coefficients:?}: no root of x − 100 003");
            }
        };
        check(&[5], &[]);
        check(&[0, 7], &["0"]);
        check(&[-1, 0, 1], &["-1", "1"]);
        check(&[1, 0, 1], &[]);
        check(&[-2, 0, 1], &["~-1.4142135624", "~1.4142135624"]);
        check(&[0, -2, 0, 1], &["~-1.4142135624", "0", "~1.4142135624"]);
        check(&[4, -4, 1], &["2"]);
        check(&[-2, 1, 6], &["-2/3", "1/2"]);
        check(&[10, -7, 1], &["2", "5"]);
        check(&[-1, 1023], &["1/1023"]);
        check(&[1, 0, -10, 0, 1], &["~-3.1462643699", "~-0.3178372452", "~0.3178372452", "~3.1462643699"]);
        check(&[-1, -1, 0, 1], &["~1.3247179572"]);
        // 2 and √5, and two roots that are a millionth apart.
        check(&[10, -5, -2, 1], &["~-2.2360679775", "2", "~2.2360679775"]);
        check(&[1_000_001, -2_000_001, 1_000_000], &["1", "1000001/1000000"]);
        // Neighbours whose cuts meet: 1, √2, 2.
        check(&[-4, 6, 0, -3, 1], &["~-1.4142135624", "1", "~1.4142135624", "2"]);
    }

    #[test]
    fn great_coefficients_are_no_stall() {
        let great = Number::from(10).power(4000).unwrap();
        let polynomial = Dense::of(&[Number::from(-2), Number::zero(), great.clone()]);
        let roots = polynomial.roots().unwrap();
        assert_eq!(roots.len(), 2, "x = ±√2 / 10²⁰⁰⁰");
        assert!(roots.iter().all(|root| root.refined(&polynomial, 220).is_some_and(|ball| ball.is_tiny())));
        let polynomial = Dense::of(&[Number::from(-1), great]);
        assert!(matches!(polynomial.roots().unwrap().as_slice(), [Root::Exact(_)]));
        assert_eq!(Dense::of(&[-&Number::from(10).power(4000).unwrap(), Number::zero(), Number::one()]).roots(), None);
    }

    #[test]
    fn divisors_are_found_and_taken_out() {
        let (one, two) = (dense(&[-1, 1]), dense(&[2, 3]));
        let product = one.times(&two).times(&one);
        assert_eq!(product.common_divisor(&one.times(&dense(&[7, 1]))), one);
        assert_eq!(product.over(&one), one.times(&two));
        assert_eq!(product.squarefree(), one.times(&two));
        assert_eq!(two.common_divisor(&dense(&[5, 1])), Dense::one());
        assert_eq!(dense(&[-4, -6]), two, "nothing shared, the first coefficient positive");
    }
}
