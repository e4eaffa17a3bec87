//! Real numbers enclosed between two bounds: a middle and a radius, both whole multiples of 2⁻²⁵⁶ (ball arithmetic, van
//! der Hoeven 2009). What a ball excludes is excluded for certain; no floating point takes part. Not here: what an
//! overlap of two balls means (`equality`).

use super::expr::{Constant, Expr, Function, Joint};
use super::normal::Undefined;
use super::number::Number;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::BTreeMap;

/// Bits behind the point.
const BITS: u64 = 256;
/// Numbers beyond 2 to this power are given up.
const SIZE_MAX: u64 = 4096;

/// Of greater numbers no factorial is worked out here.
const FACTORIAL_MAX: i64 = 300;

/// All numbers within `radius` of `middle`, in units of 2⁻²⁵⁶.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ball {
    middle: BigInt,
    radius: BigInt,
}

/// A ball, or why there is none: `Undefined` if there is certainly no value, `TooBig` where the bounds do not tell.
type Outcome = Result<Ball, Undefined>;

const UNSURE: Undefined = Undefined::TooBig;

fn unit() -> BigInt {
    BigInt::one() << BITS
}

impl Ball {
    fn exact(value: i64) -> Self {
        Self { middle: BigInt::from(value) << BITS, radius: BigInt::zero() }
    }

    fn of(middle: BigInt, radius: BigInt) -> Outcome {
        if middle.bits() > SIZE_MAX + BITS { Err(UNSURE) } else { Ok(Self { middle, radius }) }
    }

    /// The ball around a rational number.
    pub fn of_number(number: &Number) -> Outcome {
        let scaled = number.numerator() << BITS;
        let (middle, rest) = scaled.div_mod_floor(&number.denominator());
        Self::of(middle, if rest.is_zero() { BigInt::zero() } else { BigInt::one() })
    }

    /// The ball between two numbers, the lower first.
    pub fn between(low: &Number, high: &Number) -> Option<Ball> {
        let (low, high) = (Self::of_number(low).ok()?.low(), Self::of_number(high).ok()?.high());
        Self::of((&low + &high) >> 1u32, ((high - low) >> 1u32) + 1).ok()
    }

    fn low(&self) -> BigInt {
        &self.middle - &self.radius
    }

    fn high(&self) -> BigInt {
        &self.middle + &self.radius
    }

    fn has_zero(&self) -> bool {
        self.middle.abs() <= self.radius
    }

    /// -1 or 1 where the sign is certain.
    pub fn sign(&self) -> Option<i32> {
        if self.has_zero() { None } else { Some(if self.middle.is_negative() { -1 } else { 1 }) }
    }

    /// Whether all of it lies within 2⁻¹²⁸ of 0: as good as zero, if it is not zero.
    pub fn is_tiny(&self) -> bool {
        self.middle.abs() + &self.radius < BigInt::one() << (BITS / 2)
    }

    /// Whether its radius is under 2⁻¹³⁰ of the size of its middle, or of 1: enough digits are known.
    pub fn is_sharp(&self) -> bool {
        self.radius.clone() << 130 <= self.middle.abs().max(unit())
    }

    /// The nearest binary64 of its middle.
    pub fn to_f64(&self) -> f64 {
        Number::ratio(self.middle.clone(), unit()).map_or(0.0, |number| number.to_f64())
    }

    /// Its lower and upper bound.
    pub fn bounds(&self) -> (Number, Number) {
        let number = |bound: BigInt| Number::ratio(bound, unit()).unwrap_or_default();
        (number(self.low()), number(self.high()))
    }

    /// The sum.
    pub fn plus(&self, other: &Ball) -> Outcome {
        Self::of(&self.middle + &other.middle, &self.radius + &other.radius)
    }

    /// The difference.
    pub fn minus(&self, other: &Ball) -> Outcome {
        self.plus(&other.negated())
    }

    fn negated(&self) -> Ball {
        Ball { middle: -&self.middle, radius: self.radius.clone() }
    }

    /// The product.
    pub fn times(&self, other: &Ball) -> Outcome {
        let middle = (&self.middle * &other.middle) >> BITS;
        let spread =
            self.middle.abs() * &other.radius + other.middle.abs() * &self.radius + &self.radius * &other.radius;
        Self::of(middle, (spread >> BITS) + 2)
    }

    /// The quotient.
    pub fn over(&self, other: &Ball) -> Outcome {
        if other.middle.is_zero() && other.radius.is_zero() {
            return Err(Undefined::DivisionByZero);
        }
        let least = other.middle.abs() - &other.radius;
        if !least.is_positive() {
            return Err(UNSURE);
        }
        let middle = (&self.middle << BITS).div_floor(&other.middle);
        // |a/b − (a+e)/(b+f)| ≤ (|e| + |a/b|·|f|) / (|b| − |f|)
        let spread: BigInt = (&self.radius << BITS) + (middle.abs() + 1) * &other.radius;
        Self::of(middle, spread.div_floor(&least) + 2)
    }

    /// Divided by a small whole number, at least 1.
    fn over_small(&self, by: u64) -> Ball {
        Ball { middle: &self.middle / by, radius: &self.radius / by + 2u8 }
    }

    /// Whether it adds nothing to a sum any more but a few units of the last place.
    fn is_spent(&self) -> bool {
        self.middle.bits() <= 2
    }

    fn absolute(&self) -> Outcome {
        Self::of(self.middle.abs(), self.radius.clone())
    }

    fn root(&self, index: u32) -> Outcome {
        let index = index.clamp(2, 64);
        if index.is_odd() && self.middle.is_negative() {
            return self.negated().root(index).map(|root| root.negated());
        }
        if index.is_even() && self.high().is_negative() {
            return Err(Undefined::RootOfNegative);
        }
        if self.low().is_negative() {
            return Err(UNSURE);
        }
        let scale = BITS * u64::from(index - 1);
        let root = |bound: BigInt| (bound << scale).nth_root(index);
        let (low, high) = (root(self.low()), root(self.high()) + 1);
        Self::of((&low + &high) >> 1u32, ((high - low) >> 1u32) + 1)
    }

    fn power(&self, exponent: i64) -> Outcome {
        let mut power = Ball::exact(1);
        let mut square = self.clone();
        let mut left = exponent.unsigned_abs();
        while left > 0 {
            if left & 1 == 1 {
                power = power.times(&square)?;
            }
            left >>= 1;
            if left > 0 {
                square = square.times(&square)?;
            }
        }
        if exponent < 0 { Ball::exact(1).over(&power) } else { Ok(power) }
    }

    /// e to this power: halved until small, Taylor's series, squared back.
    fn exponential(&self) -> Outcome {
        if self.middle.abs() > (unit() << 11u32) || self.radius > unit() {
            return Err(UNSURE);
        }
        // Halvings lose bits on the way back: 24 of them at most, of 256.
        let halvings = (self.middle.abs() >> BITS).bits() + 8;
        let small = Ball { middle: &self.middle >> halvings, radius: (&self.radius >> halvings) + 1 };
        let mut sum = Ball::exact(1);
        let mut term = Ball::exact(1);
        for at in 1..40 {
            term = term.times(&small)?.over_small(at);
            sum = sum.plus(&term)?;
            if term.is_spent() {
                break;
            }
        }
        // |x| ≤ 2⁻⁷: the rest of the series is below its last member, which is spent.
        sum.radius += 8;
        for _ in 0..halvings {
            sum = sum.times(&sum)?;
        }
        Ok(sum)
    }

    /// The natural logarithm, by Newton's method from a floating guess; the last step bounds the error.
    fn logarithm(&self) -> Outcome {
        if self.high() <= BigInt::zero() {
            return Err(Undefined::OutsideDomain);
        }
        if !self.low().is_positive() {
            return Err(UNSURE);
        }
        // ln x = k ln 2 + ln m with m in [1/2, 1)
        let shift = i64::try_from(self.middle.bits()).unwrap_or(0) - BITS as i64;
        let middle = if shift >= 0 { &self.middle >> shift } else { &self.middle << -shift };
        let radius = if shift >= 0 { (&self.radius >> shift) + 1 } else { &self.radius << -shift };
        let mantissa = Ball { middle, radius };
        Ball::exact(shift).times(&log_of_two()?)?.plus(&mantissa.log_near_one()?)
    }

    /// ln m = 16 artanh((r − 1)/(r + 1)) with r the eighth root of m, for m in [1/2, 1].
    fn log_near_one(&self) -> Outcome {
        let one = Ball::exact(1);
        let mut root = self.clone();
        for _ in 0..3 {
            root = root.root(2)?;
        }
        let y = root.minus(&one)?.over(&root.plus(&one)?)?;
        artanh_series(&y)?.times(&Ball::exact(16))
    }

    /// The sine and cosine: reduced by whole turns, halved, Taylor's series, doubled back.
    fn sine_cosine(&self) -> Result<(Ball, Ball), Undefined> {
        if self.middle.abs() > (unit() << 20u32) || self.radius > unit() {
            return Err(UNSURE);
        }
        let turn = pi()?.times(&Ball::exact(2))?;
        let turns = self.middle.div_floor(&turn.middle).to_i64().ok_or(UNSURE)?;
        let angle = self.minus(&turn.times(&Ball::exact(turns))?)?;
        // Five halvings bring it under 0.2; each doubling back costs at most two bits.
        let small = angle.over_small(32);
        let square = small.times(&small)?.negated();
        let (mut sine, mut cosine) = (small.clone(), Ball::exact(1));
        let (mut sine_term, mut cosine_term) = (small, Ball::exact(1));
        for at in 1..40 {
            cosine_term = cosine_term.times(&square)?.over_small((2 * at - 1) * (2 * at));
            sine_term = sine_term.times(&square)?.over_small((2 * at) * (2 * at + 1));
            cosine = cosine.plus(&cosine_term)?;
            sine = sine.plus(&sine_term)?;
            if cosine_term.is_spent() && sine_term.is_spent() {
                break;
            }
        }
        sine.radius += 8;
        cosine.radius += 8;
        for _ in 0..5 {
            // sin 2x = 2 sin x cos x, cos 2x = 1 − 2 sin² x
            let product = sine.times(&cosine)?;
            let square = sine.times(&sine)?;
            sine = product.plus(&product)?;
            cosine = Ball::exact(1).minus(&square.plus(&square)?)?;
        }
        Ok((sine, cosine))
    }

    /// Of a whole number that is not negative: nothing else has one in school.
    fn factorial(&self) -> Outcome {
        let (whole, rest) = self.middle.div_mod_floor(&unit());
        match (whole.to_i64(), rest.is_zero(), self.radius.is_zero()) {
            (Some(whole), true, true) if (0..=FACTORIAL_MAX).contains(&whole) => {
                (1..=whole).try_fold(Ball::exact(1), |product, next| product.times(&Ball::exact(next)))
            }
            (_, whole, true) if !whole || self.middle.is_negative() => Err(Undefined::OutsideDomain),
            _ => Err(UNSURE),
        }
    }

    /// The arc tangent: the argument is made small by arctan x = 2 arctan(x / (1 + √(1 + x²))).
    fn arc_tangent(&self) -> Outcome {
        let one = Ball::exact(1);
        let mut x = self.clone();
        for _ in 0..6 {
            let root = one.plus(&x.times(&x)?)?.root(2)?;
            x = x.over(&one.plus(&root)?)?;
        }
        let square = x.times(&x)?.negated();
        let mut sum = x.clone();
        let mut power = x;
        for at in 1..40 {
            power = power.times(&square)?;
            sum = sum.plus(&power.over_small(2 * at + 1))?;
            if power.is_spent() {
                break;
            }
        }
        // After six halvings |x| < 1/40: the rest is below the last member.
        sum.radius += 8;
        sum.times(&Ball::exact(64))
    }
}

/// y + y³/3 + y⁵/5 + ... for |y| ≤ 1/3.
fn artanh_series(y: &Ball) -> Outcome {
    let square = y.times(y)?;
    let mut sum = y.clone();
    let mut power = y.clone();
    for at in 1..100 {
        power = power.times(&square)?;
        sum = sum.plus(&power.over_small(2 * at + 1))?;
        if power.is_spent() {
            break;
        }
    }
    // The rest of the series is below an eighth of its last member.
    sum.radius += 8;
    Ok(sum)
}

/// ⌊2²⁵⁶ ln 2⌋ in words of 32 bits, the lowest first; a test computes it again.
const LOG_OF_TWO: [u32; 8] =
    [0x8baa_fa2b, 0x8a0d_175b, 0x7298_b62d, 0x40f3_4326, 0x03f2_f6af, 0xc9e3_b398, 0xd1cf_79ab, 0xb172_17f7];
/// ⌊2²⁵⁶ π⌋, likewise.
const PI: [u32; 9] = [
    0xec4e_6c89,
    0x082e_fa98,
    0x299f_31d0,
    0xa409_3822,
    0x0370_7344,
    0x1319_8a2e,
    0x85a3_08d3,
    0x243f_6a88,
    0x0000_0003,
];

fn log_of_two() -> Outcome {
    Ball::of(BigInt::from_slice(Sign::Plus, &LOG_OF_TWO), BigInt::one())
}

fn pi() -> Outcome {
    Ball::of(BigInt::from_slice(Sign::Plus, &PI), BigInt::one())
}

/// A ball around the value of an expression with these letters. `Err` of a certain kind: there is no value; of another
/// kind: the bounds do not tell.
pub fn enclose(expr: &Expr, letters: &BTreeMap<String, Number>) -> Outcome {
    enclose_in(expr, letters, None)
}

/// The same with one letter within a ball, no others.
pub fn enclose_at(expr: &Expr, letter: &str, at: &Ball) -> Outcome {
    enclose_in(expr, &BTreeMap::new(), Some((letter, at)))
}

fn enclose_in(expr: &Expr, letters: &BTreeMap<String, Number>, near: Option<(&str, &Ball)>) -> Outcome {
    let inside = |part: &Expr| enclose_in(part, letters, near);
    match expr {
        Expr::Number(literal) => Ball::of_number(&literal.value),
        Expr::Mixed(whole, top, bottom) => {
            Ball::of_number(&(whole + &top.over(bottom).ok_or(Undefined::DivisionByZero)?))
        }
        Expr::Letter(name) if near.is_some_and(|(letter, _)| letter == name) => {
            near.map(|(_, at)| at.clone()).ok_or(Undefined::Blank)
        }
        Expr::Letter(name) => Ball::of_number(letters.get(name).ok_or_else(|| Undefined::UnknownLetter(name.clone()))?),
        Expr::Constant(Constant::Pi) => pi(),
        Expr::Constant(Constant::E) => Ball::exact(1).exponential(),
        Expr::Constant(Constant::Infinity) | Expr::Hole(_) | Expr::Blank | Expr::Ellipsis => Err(Undefined::Blank),
        Expr::Negative(inner) => Ok(inside(inner)?.negated()),
        Expr::Sum(terms) => {
            let mut sum = Ball::exact(0);
            for term in terms {
                let value = inside(&term.expr)?;
                sum = if term.minus { sum.minus(&value)? } else { sum.plus(&value)? };
            }
            Ok(sum)
        }
        Expr::Product(factors) => {
            let mut product = Ball::exact(1);
            for factor in factors {
                let value = inside(&factor.expr)?;
                product = if factor.joint == Joint::Divide { product.over(&value)? } else { product.times(&value)? };
            }
            Ok(product)
        }
        Expr::Fraction(top, bottom) => inside(top)?.over(&inside(bottom)?),
        Expr::Power(base, exponent) => power(inside(base)?, exponent, letters, near),
        Expr::Root(index, inner) => inside(inner)?.root(*index),
        Expr::Absolute(inner) => inside(inner)?.absolute(),
        Expr::Function(function, arguments) => {
            let arguments = arguments.iter().map(inside).collect::<Result<Vec<_>, _>>()?;
            apply(*function, &arguments)
        }
        Expr::Percent(inner) => inside(inner)?.over(&Ball::exact(100)),
        Expr::Degrees(inner) => inside(inner)?.times(&pi()?)?.over(&Ball::exact(180)),
        Expr::Brackets(inner) | Expr::Positive(inner) | Expr::Quantity(inner, _) => inside(inner),
    }
}

fn power(base: Ball, exponent: &Expr, letters: &BTreeMap<String, Number>, near: Option<(&str, &Ball)>) -> Outcome {
    let whole = super::normal::evaluate(exponent, letters).ok();
    if let Some(whole) = whole.as_ref().and_then(Number::to_i64) {
        if whole <= 0 && base.middle.is_zero() && base.radius.is_zero() {
            return Err(Undefined::DivisionByZero);
        }
        return if whole.abs() <= 1000 { base.power(whole) } else { Err(UNSURE) };
    }
    if base.high().is_negative() {
        return Err(Undefined::OutsideDomain);
    }
    // A root of the lower power is sharper than a logarithm.
    if let Some(fraction) = &whole
        && let (Some(top), Some(bottom)) = (fraction.numerator().to_i64(), fraction.denominator().to_u32())
        && bottom <= 12
        && top.abs() <= 100
    {
        return base.root(bottom)?.power(top);
    }
    base.logarithm()?.times(&enclose_in(exponent, letters, near)?)?.exponential()
}

fn apply(function: Function, arguments: &[Ball]) -> Outcome {
    let (base, argument) = match arguments {
        [argument] => (None, argument),
        [base, argument] => (Some(base), argument),
        _ => return Err(Undefined::Blank),
    };
    let one = Ball::exact(1);
    match function {
        Function::Sin => Ok(argument.sine_cosine()?.0),
        Function::Cos => Ok(argument.sine_cosine()?.1),
        Function::Tan => {
            let (sine, cosine) = argument.sine_cosine()?;
            sine.over(&cosine)
        }
        Function::Cot => {
            let (sine, cosine) = argument.sine_cosine()?;
            cosine.over(&sine)
        }
        Function::Arctan => argument.arc_tangent(),
        Function::Arccot => pi()?.over(&Ball::exact(2))?.minus(&argument.arc_tangent()?),
        Function::Arcsin | Function::Arccos => {
            let square = one.minus(&argument.times(argument)?)?;
            if square.high().is_negative() {
                return Err(Undefined::OutsideDomain);
            }
            // arcsin x = 2 arctan(x / (1 + √(1 − x²)))
            let half = argument.over(&one.plus(&square.root(2)?)?)?.arc_tangent()?;
            let arcsine = half.plus(&half)?;
            if function == Function::Arcsin { Ok(arcsine) } else { pi()?.over(&Ball::exact(2))?.minus(&arcsine) }
        }
        Function::Factorial => argument.factorial(),
        Function::Ln => argument.logarithm(),
        Function::Log => {
            let base = match base {
                Some(base) => base.logarithm()?,
                None => Ball::exact(10).logarithm()?,
            };
            argument.logarithm()?.over(&base)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths::read_expression;

    #[test]
    fn constants_are_what_their_series_give() {
        // ln 2 = 2 artanh(1/3); π = 16 arctan(1/5) − 4 arctan(1/239) (Machin 1706).
        let third = artanh_series(&Ball::exact(1).over_small(3)).unwrap();
        assert!(third.plus(&third).unwrap().minus(&log_of_two().unwrap()).unwrap().is_tiny());
        let arc = |by: i64| Ball::exact(1).over(&Ball::exact(by)).unwrap().arc_tangent().unwrap();
        let machin = arc(5).times(&Ball::exact(16)).unwrap().minus(&arc(239).times(&Ball::exact(4)).unwrap()).unwrap();
        let difference = machin.minus(&pi().unwrap()).unwrap();
        assert!(difference.is_tiny() && difference.has_zero());
    }

    #[test]
    fn balls_hold_the_known_digits() {
        for (text, digits) in [
            ("π", "3.14159265358979323846264338327950288419716939937510582097494459"),
            ("e", "2.71828182845904523536028747135266249775724709369995957496696763"),
            ("√2", "1.41421356237309504880168872420969807856967187537694807317667974"),
            ("ln 10", "2.30258509299404568401799145468436420760110148862877297603332790"),
            ("sin 1", "0.84147098480789650665250232163029899962256306079837106567275171"),
            ("cos 100", "0.8623188722876839341019385139508425355100840085355108292801621"),
            ("arctg 2", "1.107148717794090503017065460178537040070047645401432646676539207"),
            ("arcsin(1/3)", "0.3398369094541219370963925133917640663882446903324580714319239625"),
            ("2^(1/3)", "1.259921049894873164767210607278228350570251464701507980081975112"),
            ("2^π", "8.82497782707628762385642960420800158170441081527148492666895987"),
            ("e^-5", "0.0067379469990854670966360484231484242488495850273550854303055316"),
            ("lg 2", "0.3010299956639811952137388947244930267681898814621085413104274611"),
        ] {
            let expr = read_expression(text).value.expect(text);
            let ball = enclose(&expr, &BTreeMap::new()).expect(text);
            let (low, high) = ball.bounds();
            let known: Number = digits.parse().unwrap();
            let slack = Number::power_of_ten(58).reciprocal().unwrap();
            assert!(low < &known + &slack && &known - &slack < high, "{text}: {}", ball.to_f64());
            assert!(ball.is_sharp(), "{text}");
        }
        for (text, why) in [
            ("√(-2)", Undefined::RootOfNegative),
            ("ln(-1)", Undefined::OutsideDomain),
            ("1/(2-2)", Undefined::DivisionByZero),
            ("arcsin 2", Undefined::OutsideDomain),
        ] {
            let expr = read_expression(text).value.expect(text);
            assert_eq!(enclose(&expr, &BTreeMap::new()), Err(why), "{text}");
        }
    }
}
