//! Real numbers enclosed between two bounds: a middle, a whole multiple of 2⁻²⁵⁶, and a radius (ball arithmetic, van der
//! Hoeven 2009). What a ball excludes is excluded for certain; no floating point bounds anything. Not here: what an
//! overlap of two balls means (`equality`).

use super::bound::Bound;
use super::expr::{Constant, Expr, Function, Joint};
use super::normal::Undefined;
use super::number::Number;
use super::series::{self, BITS};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::BTreeMap;

/// Numbers beyond 2 to this power are given up.
const SIZE_MAX: u64 = 4096;

/// Of greater numbers no factorial is worked out here.
const FACTORIAL_MAX: i64 = 300;

/// All numbers within `radius` of `middle`, in units of 2⁻²⁵⁶.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ball {
    middle: BigInt,
    radius: Bound,
}

/// A ball, or why there is none: `Undefined` if there is certainly no value, `TooBig` where the bounds do not tell.
type Outcome = Result<Ball, Undefined>;

const UNSURE: Undefined = Undefined::TooBig;

fn unit() -> BigInt {
    BigInt::one() << BITS
}

impl Ball {
    fn exact(value: i64) -> Self {
        Self { middle: BigInt::from(value) << BITS, radius: Bound::ZERO }
    }

    fn of(middle: BigInt, radius: Bound) -> Outcome {
        if middle.bits() > SIZE_MAX + BITS { Err(UNSURE) } else { Ok(Self { middle, radius }) }
    }

    /// The ball around a rational number.
    pub fn of_number(number: &Number) -> Outcome {
        let scaled = number.numerator() << BITS;
        let (middle, rest) = scaled.div_mod_floor(&number.denominator());
        Self::of(middle, Bound::of(u64::from(!rest.is_zero())))
    }

    /// The ball between two numbers, the lower first.
    pub fn between(low: &Number, high: &Number) -> Option<Ball> {
        let (low, high) = (Self::of_number(low).ok()?.low(), Self::of_number(high).ok()?.high());
        Self::around(&low, &high).ok()
    }

    fn around(low: &BigInt, high: &BigInt) -> Outcome {
        Self::of((low + high) >> 1u32, Bound::above(&(((high - low) >> 1u32) + 1)))
    }

    fn low(&self) -> BigInt {
        &self.middle - self.radius.units()
    }

    fn high(&self) -> BigInt {
        &self.middle + self.radius.units()
    }

    fn is_zero(&self) -> bool {
        self.middle.is_zero() && self.radius.is_zero()
    }

    fn has_zero(&self) -> bool {
        self.middle.bits() <= self.radius.bits() && self.middle.abs() <= self.radius.units()
    }

    /// -1 or 1 where the sign is certain.
    pub fn sign(&self) -> Option<i32> {
        if self.has_zero() { None } else { Some(if self.middle.is_negative() { -1 } else { 1 }) }
    }

    /// Whether all of it lies within 2⁻¹²⁸ of 0: as good as zero, if it is not zero.
    pub fn is_tiny(&self) -> bool {
        self.middle.bits().max(self.radius.bits()) < BITS / 2
    }

    /// Whether its radius is under 2⁻¹³⁰ of the size of its middle, or of 1: enough digits are known.
    pub fn is_sharp(&self) -> bool {
        self.radius.bits() + 130 < self.middle.bits().max(BITS + 1)
    }

    /// The nearest binary64 of its middle.
    pub fn to_f64(&self) -> f64 {
        series::to_float(&self.middle)
    }

    /// Its lower and upper bound.
    pub fn bounds(&self) -> (Number, Number) {
        let number = |bound: BigInt| Number::ratio(bound, unit()).unwrap_or_default();
        (number(self.low()), number(self.high()))
    }

    /// The sum.
    pub fn plus(&self, other: &Ball) -> Outcome {
        Self::of(&self.middle + &other.middle, self.radius.plus(other.radius))
    }

    /// The difference.
    pub fn minus(&self, other: &Ball) -> Outcome {
        Self::of(&self.middle - &other.middle, self.radius.plus(other.radius))
    }

    fn negated(&self) -> Ball {
        Ball { middle: -&self.middle, radius: self.radius }
    }

    /// The product.
    pub fn times(&self, other: &Ball) -> Outcome {
        let middle = (&self.middle * &other.middle) >> BITS;
        if self.radius.is_zero() && other.radius.is_zero() {
            return Self::of(middle, Bound::of(1));
        }
        let spread = Bound::above(&self.middle)
            .times(other.radius)
            .plus(Bound::above(&other.middle).plus(other.radius).times(self.radius));
        Self::of(middle, spread.halved(BITS as u32).plus(Bound::of(1)))
    }

    /// The quotient.
    pub fn over(&self, other: &Ball) -> Outcome {
        if other.is_zero() {
            return Err(Undefined::DivisionByZero);
        }
        let least = other.middle.abs() - other.radius.units();
        if !least.is_positive() {
            return Err(UNSURE);
        }
        let middle = (&self.middle << BITS).div_floor(&other.middle);
        // |a/b − (a+e)/(b+f)| ≤ (|e| + |a/b|·|f|) / (|b| − |f|)
        let size = Bound::above(&middle).plus(Bound::of(1));
        let spread = self.radius.doubled(BITS as u32).plus(size.times(other.radius));
        let spread = if spread.is_zero() { spread } else { spread.over(&least) };
        Self::of(middle, spread.plus(Bound::of(1)))
    }

    fn absolute(&self) -> Outcome {
        Self::of(self.middle.abs(), self.radius)
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
        let middle = (&self.middle << (BITS * u64::from(index - 1))).nth_root(index);
        if self.radius.is_zero() {
            return Self::of(middle, Bound::of(1));
        }
        // |ⁿ√a − ⁿ√m| = |a − m| / (a^((n−1)/n) + ... + m^((n−1)/n)) ≤ |a − m| · ⁿ√m / m
        if self.middle.is_zero() {
            return Err(UNSURE);
        }
        let spread = self.radius.times(Bound::above(&middle).plus(Bound::of(1))).over(&self.middle);
        Self::of(middle, spread.plus(Bound::of(1)))
    }

    fn power(&self, exponent: i64) -> Outcome {
        let mut power: Option<Ball> = None;
        let mut square = self.clone();
        let mut left = exponent.unsigned_abs();
        while left > 0 {
            if left & 1 == 1 {
                power = Some(power.map_or_else(|| Ok(square.clone()), |power| power.times(&square))?);
            }
            left >>= 1;
            if left > 0 {
                square = square.times(&square)?;
            }
        }
        let power = power.unwrap_or_else(|| Ball::exact(1));
        if exponent < 0 { Ball::exact(1).over(&power) } else { Ok(power) }
    }

    /// e to this power.
    fn exponential(&self) -> Outcome {
        if self.middle.bits() > BITS + 11 || self.radius.bits() > BITS {
            return Err(UNSURE);
        }
        let (power, off) = series::exponential(&self.middle);
        // e^(m + r) − e^m ≤ 2r e^m for r ≤ 1
        let spread = Bound::above(&power).plus(off).times(self.radius).halved(BITS as u32 - 1);
        Self::of(power, off.plus(spread))
    }

    /// The natural logarithm.
    fn logarithm(&self) -> Outcome {
        if !self.high().is_positive() {
            return Err(Undefined::OutsideDomain);
        }
        let low = self.low();
        if !low.is_positive() {
            return Err(UNSURE);
        }
        let (log, off) = series::logarithm(&self.middle).ok_or(UNSURE)?;
        // |ln a − ln m| ≤ |a − m| / min(a, m)
        let spread = if self.radius.is_zero() { Bound::ZERO } else { self.radius.doubled(BITS as u32).over(&low) };
        Self::of(log, off.plus(spread))
    }

    /// The sine and cosine; neither turns quicker than its angle.
    fn sine_cosine(&self) -> Result<(Ball, Ball), Undefined> {
        if self.middle.bits() > BITS + 20 || self.radius.bits() > BITS {
            return Err(UNSURE);
        }
        let (sine, cosine, off) = series::sine_cosine(&self.middle);
        let off = off.plus(self.radius);
        Ok((Self::of(sine, off)?, Self::of(cosine, off)?))
    }

    /// Of a whole number that is not negative: nothing else has one in school.
    fn factorial(&self) -> Outcome {
        let (whole, rest) = self.middle.div_mod_floor(&unit());
        match (whole.to_i64(), rest.is_zero(), self.radius.is_zero()) {
            (Some(whole), true, true) if (0..=FACTORIAL_MAX).contains(&whole) => {
                let product = (1..=whole).fold(BigInt::one(), |product, next| product * next);
                Self::of(product << BITS, Bound::ZERO)
            }
            (_, whole, true) if !whole || self.middle.is_negative() => Err(Undefined::OutsideDomain),
            _ => Err(UNSURE),
        }
    }

    /// The arc tangent, which rises no quicker than its number.
    fn arc_tangent(&self) -> Outcome {
        let (angle, off) = series::arc_tangent(&self.middle).ok_or(UNSURE)?;
        Self::of(angle, off.plus(self.radius))
    }
}

fn pi() -> Outcome {
    Ball::of(series::pi(), Bound::of(1))
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
    let whole = match exponent.bare() {
        Expr::Number(literal) => Some(literal.value.clone()),
        _ => super::normal::evaluate(exponent, letters).ok(),
    };
    if let Some(whole) = whole.as_ref().and_then(Number::to_i64) {
        if whole <= 0 && base.is_zero() {
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
