//! The normal form of an expression: one polynomial over another (`polynomial`), and exact values out of it. Roots of
//! rationals become products of roots of primes, logarithms of rationals sums of logarithms of primes, tabled angles
//! their values; what has no normal form stays as an opaque part. Not here: the decision whether two are equal
//! (`equality`).

use super::expr::{Constant, Expr, Function, Joint};
use super::number::Number;
use super::polynomial::{Base, Exponent, Monomial, Polynomial, Quotient};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::collections::BTreeMap;

/// Exponents of numbers beyond this are refused.
pub const EXPONENT_MAX: i64 = 1000;
/// Factorials of letters are told by one of them where they are no further apart.
const FACTORIAL_SHIFT_MAX: i64 = 12;
/// Roots with a higher index stay opaque.
const INDEX_MAX: u32 = 12;
/// Primes up to this are looked for by division.
const PRIME_MAX: u64 = 10_000;

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undefined {
    /// A division by zero, or 0⁰.
    DivisionByZero,
    /// An even root of a negative number.
    RootOfNegative,
    /// A function outside its domain: the logarithm of 0, the tangent of 90°.
    OutsideDomain,
    /// It has a value, but that is not rational.
    NotRational,
    /// A letter without a value.
    UnknownLetter(String),
    /// Numbers or degrees beyond the bounds.
    TooBig,
    /// A place that is not filled, ∞, or dots.
    Blank,
}

impl Undefined {
    /// Whether there is no value, for certain; otherwise only this way to it is closed.
    pub const fn is_certain(&self) -> bool {
        matches!(self, Undefined::DivisionByZero | Undefined::RootOfNegative | Undefined::OutsideDomain)
    }
}

/// The exact rational value with these letters.
pub fn evaluate(expr: &Expr, letters: &BTreeMap<String, Number>) -> Result<Number, Undefined> {
    let quotient = normal(expr, letters)?;
    match quotient.as_number() {
        Some(number) => Ok(number),
        None => match expr.letters().into_iter().find(|letter| !letters.contains_key(letter)) {
            Some(letter) => Err(Undefined::UnknownLetter(letter)),
            None => Err(Undefined::NotRational),
        },
    }
}

/// The normal form with these letters put in; other letters stay.
pub fn normal(expr: &Expr, letters: &BTreeMap<String, Number>) -> Result<Quotient, Undefined> {
    let inside = |part: &Expr| normal(part, letters);
    match expr {
        Expr::Number(literal) => Ok(Quotient::constant(literal.value.clone())),
        Expr::Mixed(whole, top, bottom) => {
            let fraction = top.over(bottom).ok_or(Undefined::DivisionByZero)?;
            Ok(Quotient::constant(whole + &fraction))
        }
        Expr::Letter(name) => Ok(match letters.get(name) {
            Some(value) => Quotient::constant(value.clone()),
            None => Quotient::whole(Polynomial::base(Base::Letter(name.clone()))),
        }),
        Expr::Constant(Constant::Pi) => Ok(Quotient::whole(Polynomial::base(Base::Pi))),
        Expr::Constant(Constant::E) => Ok(Quotient::whole(Polynomial::base(Base::E))),
        Expr::Constant(Constant::Infinity) | Expr::Hole(_) | Expr::Blank | Expr::Ellipsis => Err(Undefined::Blank),
        Expr::Negative(inner) => Ok(inside(inner)?.negated()),
        Expr::Sum(terms) => {
            let mut sum = Quotient::constant(Number::zero());
            for term in terms {
                let value = inside(&term.expr)?;
                sum = if term.minus { sum.minus(&value)? } else { sum.plus(&value)? };
            }
            Ok(sum)
        }
        Expr::Product(factors) => {
            let mut product = Quotient::constant(Number::one());
            for factor in factors {
                let value = inside(&factor.expr)?;
                product = if factor.joint == Joint::Divide { product.over(&value)? } else { product.times(&value)? };
            }
            Ok(product)
        }
        Expr::Fraction(top, bottom) => inside(top)?.over(&inside(bottom)?),
        Expr::Power(base, exponent) => power(inside(base)?, &inside(exponent)?),
        Expr::Root(index, inner) => root(&inside(inner)?, *index),
        Expr::Absolute(inner) => absolute(&inside(inner)?),
        Expr::Function(function, arguments) => {
            let arguments = arguments.iter().map(inside).collect::<Result<Vec<_>, _>>()?;
            match (function, arguments.as_slice()) {
                (Function::Log, [base, argument]) => logarithm(argument)?.over(&logarithm(base)?),
                (Function::Log, [argument]) => {
                    logarithm(argument)?.over(&logarithm(&Quotient::constant(Number::from(10)))?)
                }
                (Function::Ln, [argument]) => logarithm(argument),
                (Function::Factorial, [argument]) => factorial(argument),
                (function, [argument]) => trigonometric(*function, argument),
                _ => Err(Undefined::Blank),
            }
        }
        Expr::Percent(inner) => inside(inner)?.times(&hundredth()),
        Expr::Degrees(inner) => {
            let half_turn = Number::ratio(1, 180).unwrap_or_default();
            inside(inner)?.times(&Quotient::whole(Polynomial::base(Base::Pi).scaled(&half_turn)))
        }
        Expr::Brackets(inner) | Expr::Positive(inner) | Expr::Quantity(inner, _) => inside(inner),
    }
}

fn hundredth() -> Quotient {
    Quotient::constant(Number::ratio(1, 100).unwrap_or_default())
}

/// The prime factors of a positive whole number: primes and exponents. Nothing if a factor is too large to be sure.
fn primes(number: &BigInt) -> Option<Vec<(u64, i64)>> {
    let mut found = Vec::new();
    let mut rest = number.clone();
    let mut candidate = 2u64;
    while candidate <= PRIME_MAX {
        if let Some(small) = rest.to_u64()
            && candidate.saturating_mul(candidate) > small
        {
            break;
        }
        let mut count = 0;
        loop {
            let (quotient, remainder) = rest.div_rem(&BigInt::from(candidate));
            if !remainder.is_zero() {
                break;
            }
            rest = quotient;
            count += 1;
        }
        if count > 0 {
            found.push((candidate, count));
        }
        candidate += if candidate == 2 { 1 } else { 2 };
    }
    if rest.is_one() {
        return Some(found);
    }
    // A number without a divisor up to its root is prime; the square of such a one may remain, too.
    let sure = |rest: &BigInt| rest.to_u64().filter(|rest| *rest < PRIME_MAX * PRIME_MAX);
    if let Some(prime) = sure(&rest) {
        found.push((prime, 1));
        return Some(found);
    }
    let root = rest.sqrt();
    let prime = sure(&root).filter(|_| &root * &root == rest)?;
    found.push((prime, 2));
    Some(found)
}

/// `number^exponent` for a positive rational number and any rational exponent.
fn rational_power(number: &Number, exponent: Exponent) -> Result<Option<Polynomial>, Undefined> {
    let (Some(above), Some(below)) = (primes(&number.numerator()), primes(&number.denominator())) else {
        return Ok(None);
    };
    let below = below.into_iter().map(|(prime, count)| (prime, -count));
    let mut value = Polynomial::constant(Number::one());
    for (prime, count) in above.into_iter().chain(below) {
        let power = exponent * Exponent::from_integer(count);
        let whole = power.floor().to_integer();
        let number =
            i64::try_from(prime).ok().and_then(|prime| Number::from(prime).power(whole)).ok_or(Undefined::TooBig)?;
        let rest = Monomial::of(Base::Prime(prime), power - Exponent::from_integer(whole));
        value = value.times(&Polynomial::term(rest, number))?;
    }
    Ok(Some(value))
}

fn exponent_of(number: &Number) -> Option<Exponent> {
    let (top, bottom) = (number.numerator().to_i64()?, number.denominator().to_i64()?);
    (top.abs() <= EXPONENT_MAX && bottom <= i64::from(INDEX_MAX)).then(|| Exponent::new(top, bottom))
}

fn power(base: Quotient, exponent: &Quotient) -> Result<Quotient, Undefined> {
    if let Some(number) = exponent.as_number() {
        return number_power(&base, &number);
    }
    if base.top.is_zero() {
        return Err(Undefined::OutsideDomain);
    }
    if base.as_number().is_some_and(|number| number.is_one()) {
        return Ok(base);
    }
    // a^(n + 2) = a^n · a², each member of the exponent by itself.
    let Some(scale) = exponent.bottom.as_number().and_then(|number| number.reciprocal()) else {
        return Ok(Quotient::whole(Polynomial::base(Base::Power(Box::new(base), Box::new(exponent.clone())))));
    };
    let mut product = Quotient::constant(Number::one());
    for (monomial, coefficient) in exponent.top.terms() {
        let coefficient = coefficient * &scale;
        let factor = if monomial.is_one() {
            number_power(&base, &coefficient)?
        } else {
            let times = coefficient
                .numerator()
                .to_i64()
                .filter(|times| times.abs() <= EXPONENT_MAX)
                .ok_or(Undefined::TooBig)?;
            let part = Number::ratio(1, coefficient.denominator()).unwrap_or_default();
            let exponent = Quotient::whole(Polynomial::term(monomial.clone(), part));
            let mut factor = Quotient::constant(Number::one());
            for (base, count) in factors(&base) {
                let opaque = Polynomial::base(Base::Power(Box::new(base), Box::new(exponent.clone())));
                let count = count.checked_mul(times).ok_or(Undefined::TooBig)?;
                factor = factor.times(&Quotient::whole(opaque).power(count)?)?;
            }
            factor
        };
        product = product.times(&factor)?;
    }
    Ok(product)
}

/// The obvious factors of a base with their exponents: primes of a positive number, letters of a monomial.
fn factors(base: &Quotient) -> Vec<(Quotient, i64)> {
    let whole = |base: &Quotient| vec![(base.clone(), 1)];
    let mut found = Vec::new();
    for (polynomial, sign) in [(&base.top, 1), (&base.bottom, -1)] {
        let Some((monomial, coefficient)) = polynomial.as_term() else { return whole(base) };
        if coefficient.signum() <= 0 || monomial.powers().iter().any(|(_, exponent)| !exponent.is_integer()) {
            return whole(base);
        }
        for (number, sign) in [(coefficient.numerator(), sign), (coefficient.denominator(), -sign)] {
            let Some(primes) = primes(&number) else { return whole(base) };
            for (prime, count) in primes {
                let prime = i64::try_from(prime).map_or_else(|_| Number::one(), Number::from);
                found.push((Quotient::constant(prime), sign * count));
            }
        }
        for (base, exponent) in monomial.powers() {
            found.push((Quotient::whole(Polynomial::base(base.clone())), sign * exponent.to_integer()));
        }
    }
    found
}

fn number_power(base: &Quotient, exponent: &Number) -> Result<Quotient, Undefined> {
    if let Some(whole) = exponent.to_i64() {
        return if whole.abs() <= EXPONENT_MAX { base.power(whole) } else { trivial_power(base, whole) };
    }
    if exponent.is_integer() {
        return Err(Undefined::TooBig);
    }
    let Some(exponent) = exponent_of(exponent) else { return Err(Undefined::TooBig) };
    if let Some(number) = base.as_number() {
        // School defines rational exponents for positive bases only.
        if number.is_negative() || (number.is_zero() && !exponent.is_positive()) {
            return Err(Undefined::OutsideDomain);
        }
        if number.is_zero() {
            return Ok(Quotient::constant(number));
        }
        if let Some(value) = rational_power(&number, exponent)? {
            return Ok(Quotient::whole(value));
        }
    }
    root(base, u32::try_from(*exponent.denom()).map_err(|_| Undefined::TooBig)?)?.power(*exponent.numer())
}

/// 1, −1 and 0 may be raised to any power, and so may e and π, which nothing has to be worked out of.
fn trivial_power(base: &Quotient, exponent: i64) -> Result<Quotient, Undefined> {
    if let (Some((monomial, coefficient)), Some(bottom)) = (base.top.as_term(), base.bottom.as_number())
        && let [(constant @ (Base::Pi | Base::E), one)] = monomial.powers()
        && one.is_one()
        && coefficient.is_one()
        && bottom.is_one()
        && exponent.abs() < 1_000_000_000
    {
        let exponent = Exponent::from_integer(exponent);
        return Ok(Quotient::whole(Polynomial::term(Monomial::of(constant.clone(), exponent), Number::one())));
    }
    match base.as_number() {
        Some(number) => number.power(exponent).map(Quotient::constant).ok_or(Undefined::TooBig),
        None => Err(Undefined::TooBig),
    }
}

fn root(inner: &Quotient, index: u32) -> Result<Quotient, Undefined> {
    let index = index.max(2);
    if let Some(number) = inner.as_number() {
        if number.is_negative() && index.is_even() {
            return Err(Undefined::RootOfNegative);
        }
        if number.is_zero() {
            return Ok(Quotient::constant(number));
        }
        if index <= INDEX_MAX
            && let Some(value) = rational_power(&number.abs(), Exponent::new(1, i64::from(index)))?
        {
            let value = Quotient::whole(value);
            return Ok(if number.is_negative() { value.negated() } else { value });
        }
    }
    let opaque = |radicand: Polynomial| Quotient::whole(Polynomial::base(Base::Root(index, Box::new(radicand))));
    if inner.bottom.as_number().is_none() || index > INDEX_MAX {
        // √(a/b) = √(ab) / |b|; with other indices a b^(n−1) over b.
        if index == 2 {
            return opaque(inner.top.times(&inner.bottom)?).over(&absolute(&Quotient::whole(inner.bottom.clone()))?);
        }
        let bottom = inner.bottom.power(i64::from(index) - 1)?;
        if index.is_even() {
            return opaque(inner.top.times(&bottom)?).over(&absolute(&Quotient::whole(inner.bottom.clone()))?);
        }
        return opaque(inner.top.times(&bottom)?).over(&Quotient::whole(inner.bottom.clone()));
    }
    let content = inner.top.content();
    let Some(outside) = rational_power(&content, Exponent::new(1, i64::from(index)))? else {
        return Ok(opaque(inner.top.clone()));
    };
    let mut inside = inner.top.scaled(&content.reciprocal().unwrap_or_else(Number::one));
    let mut outside = Quotient::whole(outside);
    // √(x²y) = |x|√y
    if index == 2
        && let Some((monomial, coefficient)) = inside.as_term()
    {
        let mut rest = Polynomial::constant(coefficient.clone());
        for (base, exponent) in monomial.powers() {
            let whole = if matches!(base, Base::Letter(_)) { exponent.to_integer() } else { 0 };
            let half = whole / 2;
            let letter = Quotient::whole(Polynomial::base(base.clone()));
            let part = if half % 2 == 0 { letter } else { absolute(&letter)? };
            outside = outside.times(&part.power(half)?)?;
            let left = *exponent - Exponent::from_integer(2 * half);
            rest = rest.times(&Polynomial::term(Monomial::of(base.clone(), left), Number::one()))?;
        }
        inside = rest;
        match inside.as_number() {
            Some(number) if number.is_one() => return Ok(outside),
            Some(_) => return Err(Undefined::RootOfNegative),
            None => {}
        }
    }
    outside.times(&opaque(inside))
}

fn absolute(inner: &Quotient) -> Result<Quotient, Undefined> {
    if let Some(number) = inner.as_number() {
        return Ok(Quotient::constant(number.abs()));
    }
    let part = |polynomial: &Polynomial| -> Result<Quotient, Undefined> {
        if let Some(number) = polynomial.as_number() {
            return Ok(Quotient::constant(number.abs()));
        }
        // |−2x| = 2|x|: the leading coefficient counts for the sign.
        let negative = polynomial.leading().is_some_and(|(_, value)| value.is_negative());
        let content = polynomial.content();
        let scale = content.reciprocal().unwrap_or_else(Number::one);
        let bare = polynomial.scaled(&if negative { -&scale } else { scale });
        let outside = Quotient::constant(content);
        if let Some((monomial, _)) = bare.as_term() {
            let mut value = outside;
            for (base, exponent) in monomial.powers() {
                let base_value = Polynomial::term(Monomial::of(base.clone(), *exponent), Number::one());
                let positive = match base {
                    Base::Pi | Base::E | Base::Prime(_) | Base::Absolute(_) => true,
                    Base::Root(index, _) => index.is_even(),
                    _ => exponent.to_integer() % 2 == 0,
                };
                let factor = if positive {
                    base_value
                } else {
                    Polynomial::base(Base::Absolute(Box::new(Polynomial::base(base.clone()))))
                        .power(exponent.to_integer())?
                };
                value = value.times(&Quotient::whole(factor))?;
            }
            return Ok(value);
        }
        outside.times(&Quotient::whole(Polynomial::base(Base::Absolute(Box::new(bare)))))
    };
    part(&inner.top)?.over(&part(&inner.bottom)?)
}

fn logarithm(argument: &Quotient) -> Result<Quotient, Undefined> {
    if let Some(number) = argument.as_number() {
        if number.signum() <= 0 {
            return Err(Undefined::OutsideDomain);
        }
        if let (Some(above), Some(below)) = (primes(&number.numerator()), primes(&number.denominator())) {
            let mut sum = Polynomial::zero();
            for (primes, sign) in [(above, 1), (below, -1)] {
                for (prime, count) in primes {
                    sum = sum.plus(&Polynomial::base(Base::LogOfPrime(prime)).scaled(&Number::from(sign * count)))?;
                }
            }
            return Ok(Quotient::whole(sum));
        }
    }
    // ln(c · e^k · 2^(1/2)): sums over the powers, where every base is positive.
    let (top, bottom) = (argument.top.as_term(), argument.bottom.as_term());
    if let (Some(top), Some(bottom)) = (top, bottom) {
        let known =
            |monomial: &Monomial| monomial.powers().iter().all(|(base, _)| matches!(base, Base::E | Base::Prime(_)));
        if known(top.0) && known(bottom.0) && !(top.0.is_one() && bottom.0.is_one()) {
            let ratio = top.1.over(bottom.1).ok_or(Undefined::DivisionByZero)?;
            let mut sum = logarithm(&Quotient::constant(ratio))?;
            for (monomial, sign) in [(top.0, 1), (bottom.0, -1)] {
                for (base, exponent) in monomial.powers() {
                    let times = Number::ratio(sign * exponent.numer(), *exponent.denom()).unwrap_or_default();
                    let value = match base {
                        Base::Prime(prime) => Polynomial::base(Base::LogOfPrime(*prime)).scaled(&times),
                        _ => Polynomial::constant(times),
                    };
                    sum = sum.plus(&Quotient::whole(value))?;
                }
            }
            return Ok(sum);
        }
    }
    Ok(Quotient::whole(Polynomial::base(Base::Function(Function::Ln, Box::new(argument.clone())))))
}

/// n! of a number; of letters, (n + 2)! = n! (n + 1)(n + 2) and (n − 1)! = n!/n, so that all are told by one of them.
fn factorial(argument: &Quotient) -> Result<Quotient, Undefined> {
    if let Some(number) = argument.as_number() {
        let whole = number.to_i64().filter(|_| number.is_integer());
        if number.is_negative() || !number.is_integer() {
            return Err(Undefined::OutsideDomain);
        }
        let whole = whole.filter(|whole| *whole <= EXPONENT_MAX).ok_or(Undefined::TooBig)?;
        let product = (2..=whole).fold(Number::one(), |product, next| &product * &Number::from(next));
        return Ok(Quotient::constant(product));
    }
    let opaque =
        |argument: Quotient| Quotient::whole(Polynomial::base(Base::Function(Function::Factorial, Box::new(argument))));
    let constant = argument.top.terms().find(|(monomial, _)| monomial.is_one()).map(|(_, value)| value.clone());
    let whole = constant.and_then(|constant| constant.to_i64().filter(|_| constant.is_integer()));
    let Some(shift) = whole.filter(|shift| shift.abs() <= FACTORIAL_SHIFT_MAX && argument.bottom.as_number().is_some())
    else {
        return Ok(opaque(argument.clone()));
    };
    let plus = |more: i64| argument.plus(&Quotient::constant(Number::from(more)));
    let mut value = opaque(plus(-shift)?);
    for at in 1..=shift {
        value = value.times(&plus(at - shift)?)?;
    }
    for at in shift + 1..=0 {
        value = value.over(&plus(at - shift)?)?;
    }
    Ok(value)
}

/// Whether nothing is left to look up or work out in a number: sin 30°, log₂ 8 and 5! have values that are written more
/// plainly, ln 5 and sin 1 have not.
pub fn is_written_out(expr: &Expr) -> bool {
    let unknown = |base: &Base| matches!(base, Base::Function(..) | Base::LogOfPrime(_) | Base::Power(..));
    let function = |part: &Expr| matches!(part, Expr::Function(..));
    let plain = |normal: &Quotient| normal.as_number().is_some() || !normal.any(&unknown);
    !expr.any(&function) || !normal(expr, &BTreeMap::new()).is_ok_and(|normal| plain(&normal))
}

/// The sine of twelfths of a half turn from 0 to 6 (0°, 15° ... 90°): numbers a, b of a·√p + b·√q.
fn sine_of_twelfths(twelfths: i64) -> Option<Polynomial> {
    let root = |number: i64, top: i64, bottom: i64| {
        let root = rational_power(&Number::from(number), Exponent::new(1, 2)).ok()??;
        Some(root.scaled(&Number::ratio(top, bottom)?))
    };
    match twelfths {
        0 => Some(Polynomial::zero()),
        1 => root(6, 1, 4)?.minus(&root(2, 1, 4)?).ok(),
        2 => Some(Polynomial::constant(Number::ratio(1, 2)?)),
        3 => root(2, 1, 2),
        4 => root(3, 1, 2),
        5 => root(6, 1, 4)?.plus(&root(2, 1, 4)?).ok(),
        6 => Some(Polynomial::constant(Number::one())),
        _ => None,
    }
}

/// The sine of a whole number of twelfths of a half turn.
fn tabled_sine(twelfths: i64) -> Option<Polynomial> {
    let turn = twelfths.rem_euclid(24);
    let (turn, negative) = if turn >= 12 { (turn - 12, true) } else { (turn, false) };
    let value = sine_of_twelfths(if turn > 6 { 12 - turn } else { turn })?;
    Some(if negative { value.scaled(&Number::from(-1)) } else { value })
}

/// How many half turns an angle is, if that is rational.
fn half_turns(argument: &Quotient) -> Option<Number> {
    let bottom = argument.bottom.as_number()?;
    if argument.top.is_zero() {
        return Some(Number::zero());
    }
    let (monomial, coefficient) = argument.top.as_term()?;
    (*monomial == Monomial::of(Base::Pi, Exponent::one())).then(|| coefficient.over(&bottom)).flatten()
}

fn trigonometric(function: Function, argument: &Quotient) -> Result<Quotient, Undefined> {
    let opaque = || Ok(Quotient::whole(Polynomial::base(Base::Function(function, Box::new(argument.clone())))));
    let arc = |function: Function| {
        matches!(function, Function::Arcsin | Function::Arccos | Function::Arctan | Function::Arccot)
    };
    if arc(function) {
        return tabled_arc(function, argument)?.map_or_else(opaque, Ok);
    }
    let twelfths = half_turns(argument).and_then(|turns| (&turns * &Number::from(12)).to_i64());
    let Some(twelfths) = twelfths else { return opaque() };
    let (sine, cosine) = (tabled_sine(twelfths), tabled_sine(twelfths.saturating_add(6)));
    let (Some(sine), Some(cosine)) = (sine, cosine) else { return opaque() };
    let quotient = |top: Polynomial, bottom: Polynomial| {
        if bottom.is_zero() { Err(Undefined::OutsideDomain) } else { Quotient::new(top, bottom) }
    };
    match function {
        Function::Sin => Ok(Quotient::whole(sine)),
        Function::Cos => Ok(Quotient::whole(cosine)),
        Function::Tan => quotient(sine, cosine),
        _ => quotient(cosine, sine),
    }
}

fn tabled_arc(function: Function, argument: &Quotient) -> Result<Option<Quotient>, Undefined> {
    let bounded = matches!(function, Function::Arcsin | Function::Arccos);
    if bounded && argument.as_number().is_some_and(|number| number.abs() > Number::one()) {
        return Err(Undefined::OutsideDomain);
    }
    let range = match function {
        Function::Arcsin | Function::Arctan => -6..=6,
        _ => 0..=12,
    };
    for twelfths in range {
        let (Some(sine), Some(cosine)) = (tabled_sine(twelfths), tabled_sine(twelfths + 6)) else { continue };
        let value = match function {
            Function::Arcsin => Quotient::whole(sine),
            Function::Arccos => Quotient::whole(cosine),
            Function::Arctan if !cosine.is_zero() => Quotient::new(sine, cosine)?,
            Function::Arccot if !sine.is_zero() => Quotient::new(cosine, sine)?,
            _ => continue,
        };
        if value.minus(argument)?.top.is_zero() {
            let angle = Number::ratio(twelfths, 12).unwrap_or_default();
            return Ok(Some(Quotient::whole(Polynomial::base(Base::Pi).scaled(&angle))));
        }
    }
    Ok(None)
}
