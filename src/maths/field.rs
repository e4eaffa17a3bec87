//! Polynomial and rational expressions evaluated at random points of the field of 2⁶¹ − 1 elements: equality where the
//! normal form grows too big, such as (x + 1)¹⁰⁰ (Schwartz 1980, Zippel 1979).

use super::expr::{Expr, Joint};
use super::normal::{EXPONENT_MAX, evaluate};
use super::number::Number;
use crate::base::Rng;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;
use std::collections::BTreeMap;

/// A Mersenne prime.
const PRIME: u64 = (1 << 61) - 1;

/// How many random points both sides are compared at.
const POINTS: usize = 4;

fn times(one: u64, other: u64) -> u64 {
    ((u128::from(one) * u128::from(other)) % u128::from(PRIME)) as u64
}

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut value = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            value = times(value, base);
        }
        base = times(base, base);
        exponent >>= 1;
    }
    value
}

fn inverse(value: u64) -> Option<u64> {
    if value == 0 { None } else { Some(power(value, PRIME - 2)) }
}

fn residue(number: &Number) -> Option<u64> {
    let prime = BigInt::from(PRIME);
    let part = |whole: BigInt| whole.mod_floor(&prime).to_u64();
    Some(times(part(number.numerator())?, inverse(part(number.denominator())?)?))
}

/// Why there is no value in the field.
enum Closed {
    /// A division by zero at this point: another point may do.
    Here,
    /// Roots, functions, exponents that are not whole: the field does not serve.
    Everywhere,
}

fn value(expr: &Expr, letters: &BTreeMap<String, u64>) -> Result<u64, Closed> {
    let inside = |part: &Expr| value(part, letters);
    match expr {
        Expr::Number(literal) => residue(&literal.value).ok_or(Closed::Everywhere),
        Expr::Mixed(whole, top, bottom) => {
            let number = whole + &top.over(bottom).ok_or(Closed::Everywhere)?;
            residue(&number).ok_or(Closed::Everywhere)
        }
        Expr::Letter(name) => letters.get(name).copied().ok_or(Closed::Everywhere),
        Expr::Negative(inner) => Ok((PRIME - inside(inner)?) % PRIME),
        Expr::Sum(terms) => {
            let mut sum = 0;
            for term in terms {
                let value = inside(&term.expr)?;
                sum = (sum + if term.minus { PRIME - value } else { value }) % PRIME;
            }
            Ok(sum)
        }
        Expr::Product(factors) => {
            let mut product = 1;
            for factor in factors {
                let value = inside(&factor.expr)?;
                let value = if factor.joint == Joint::Divide { inverse(value).ok_or(Closed::Here)? } else { value };
                product = times(product, value);
            }
            Ok(product)
        }
        Expr::Fraction(top, bottom) => Ok(times(inside(top)?, inverse(inside(bottom)?).ok_or(Closed::Here)?)),
        Expr::Power(base, exponent) => {
            let exponent = evaluate(exponent, &BTreeMap::new()).ok().and_then(|number| number.to_i64());
            let exponent = exponent.filter(|exponent| exponent.abs() <= EXPONENT_MAX).ok_or(Closed::Everywhere)?;
            let base = inside(base)?;
            if exponent <= 0 && base == 0 {
                return Err(Closed::Here);
            }
            let size = power(base, exponent.unsigned_abs());
            if exponent < 0 { inverse(size).ok_or(Closed::Here) } else { Ok(size) }
        }
        Expr::Percent(inner) => Ok(times(inside(inner)?, inverse(100).ok_or(Closed::Everywhere)?)),
        Expr::Brackets(inner) | Expr::Positive(inner) | Expr::Quantity(inner, _) => inside(inner),
        _ => Err(Closed::Everywhere),
    }
}

/// Whether both are the same rational function. Nothing where the field does not serve.
///
/// "No" is certain. "Yes" is wrong with a probability of at most (d / (2⁶¹ − 1))⁴ for a difference of degree d over the
/// common denominator (Schwartz 1980, Zippel 1979): with d ≤ 10⁶ under 10⁻⁴⁹, the points being drawn evenly.
pub fn same(one: &Expr, other: &Expr) -> Option<bool> {
    let mut names = one.letters();
    names.extend(other.letters());
    names.sort();
    names.dedup();
    let mut rng = Rng::new(0x00A0_6066_1979_1980);
    let mut agreed = 0;
    for _ in 0..2 * POINTS {
        let letters: BTreeMap<String, u64> = names.iter().map(|name| (name.clone(), rng.below(PRIME))).collect();
        match (value(one, &letters), value(other, &letters)) {
            (Err(Closed::Everywhere), _) | (_, Err(Closed::Everywhere)) => return None,
            (Ok(left), Ok(right)) if left != right => return Some(false),
            (Ok(_), Ok(_)) => agreed += 1,
            _ => {}
        }
        if agreed == POINTS {
            return Some(true);
        }
    }
    None
}
