//! Polynomial and rational expressions evaluated at random points of two large prime fields: equality where the normal
//! form grows too big, such as (x + 1)¹⁰⁰ (Schwartz 1980, Zippel 1979).

use super::expr::{Expr, Joint};
use super::normal::evaluate;
use super::number::Number;
use crate::base::Rng;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;
use std::collections::BTreeMap;

/// Two of them, 2⁶¹ − 1 and 2⁶³ − 25: a coefficient that is a multiple of one is none of the other, unless it was made
/// to be.
const PRIMES: [u64; 2] = [(1 << 61) - 1, (1 << 63) - 25];

/// How many random points both sides are compared at in each field.
const POINTS: usize = 2;

/// Expressions of a higher degree are given up: the error below is for this one.
const DEGREE_MAX: u64 = 1_000_000;

/// The numbers modulo a prime.
#[derive(Clone, Copy)]
struct Field {
    prime: u64,
}

impl Field {
    fn times(self, one: u64, other: u64) -> u64 {
        ((u128::from(one) * u128::from(other)) % u128::from(self.prime)) as u64
    }

    fn power(self, mut base: u64, mut exponent: u64) -> u64 {
        let mut value = 1;
        while exponent > 0 {
            if exponent & 1 == 1 {
                value = self.times(value, base);
            }
            base = self.times(base, base);
            exponent >>= 1;
        }
        value
    }

    fn inverse(self, value: u64) -> Option<u64> {
        if value == 0 { None } else { Some(self.power(value, self.prime - 2)) }
    }

    fn residue(self, number: &Number) -> Option<u64> {
        let prime = BigInt::from(self.prime);
        let part = |whole: BigInt| whole.mod_floor(&prime).to_u64();
        Some(self.times(part(number.numerator())?, self.inverse(part(number.denominator())?)?))
    }
}

/// Why there is no value in the field.
enum Closed {
    /// A division by zero at this point: another point may do.
    Here,
    /// Roots, functions, exponents that are not whole: the field does not serve.
    Everywhere,
}

impl Field {
    fn value(self, expr: &Expr, letters: &BTreeMap<String, u64>) -> Result<u64, Closed> {
        let inside = |part: &Expr| self.value(part, letters);
        match expr {
            Expr::Number(literal) => self.residue(&literal.value).ok_or(Closed::Everywhere),
            Expr::Mixed(whole, top, bottom) => {
                let number = whole + &top.over(bottom).ok_or(Closed::Everywhere)?;
                self.residue(&number).ok_or(Closed::Everywhere)
            }
            Expr::Letter(name) => letters.get(name).copied().ok_or(Closed::Everywhere),
            Expr::Negative(inner) => Ok((self.prime - inside(inner)?) % self.prime),
            Expr::Sum(terms) => {
                let mut sum = 0;
                for term in terms {
                    let value = inside(&term.expr)?;
                    sum = (sum + if term.minus { self.prime - value } else { value }) % self.prime;
                }
                Ok(sum)
            }
            Expr::Product(factors) => {
                let mut product = 1;
                for factor in factors {
                    let value = inside(&factor.expr)?;
                    let value =
                        if factor.joint == Joint::Divide { self.inverse(value).ok_or(Closed::Here)? } else { value };
                    product = self.times(product, value);
                }
                Ok(product)
            }
            Expr::Fraction(top, bottom) => {
                Ok(self.times(inside(top)?, self.inverse(inside(bottom)?).ok_or(Closed::Here)?))
            }
            Expr::Power(base, exponent) => {
                let exponent = evaluate(exponent, &BTreeMap::new()).ok().and_then(|number| number.to_i64());
                let exponent = exponent.ok_or(Closed::Everywhere)?;
                let base = inside(base)?;
                if exponent <= 0 && base == 0 {
                    return Err(Closed::Here);
                }
                let size = self.power(base, exponent.unsigned_abs());
                if exponent < 0 { self.inverse(size).ok_or(Closed::Here) } else { Ok(size) }
            }
            Expr::Percent(inner) => Ok(self.times(inside(inner)?, self.inverse(100).ok_or(Closed::Everywhere)?)),
            Expr::Brackets(inner) | Expr::Positive(inner) | Expr::Quantity(inner, _) => inside(inner),
            _ => Err(Closed::Everywhere),
        }
    }
}

/// Bounds of the degrees above and below the line, in all letters together.
fn degrees(expr: &Expr) -> Option<(u64, u64)> {
    let times = |one: (u64, u64), other: (u64, u64)| (one.0.saturating_add(other.0), one.1.saturating_add(other.1));
    let turned = |(top, bottom): (u64, u64)| (bottom, top);
    Some(match expr {
        Expr::Letter(_) => (1, 0),
        Expr::Number(_) | Expr::Mixed(..) => (0, 0),
        Expr::Sum(terms) => {
            let parts = terms.iter().map(|term| degrees(&term.expr)).collect::<Option<Vec<_>>>()?;
            let below = parts.iter().fold(0u64, |sum, part| sum.saturating_add(part.1));
            (parts.iter().map(|part| part.0).max().unwrap_or(0).saturating_add(below), below)
        }
        Expr::Product(factors) => {
            let mut product = (0, 0);
            for factor in factors {
                let part = degrees(&factor.expr)?;
                product = times(product, if factor.joint == Joint::Divide { turned(part) } else { part });
            }
            product
        }
        Expr::Fraction(top, bottom) => times(degrees(top)?, turned(degrees(bottom)?)),
        Expr::Power(base, exponent) => {
            let exponent = evaluate(exponent, &BTreeMap::new()).ok().and_then(|number| number.to_i64())?;
            let (top, bottom) = degrees(base)?;
            let size = exponent.unsigned_abs();
            let power = (top.saturating_mul(size), bottom.saturating_mul(size));
            if exponent < 0 { turned(power) } else { power }
        }
        Expr::Negative(inner)
        | Expr::Percent(inner)
        | Expr::Brackets(inner)
        | Expr::Positive(inner)
        | Expr::Quantity(inner, _) => degrees(inner)?,
        _ => return None,
    })
}

fn are_bounded(one: &Expr, other: &Expr) -> bool {
    let (Some(one), Some(other)) = (degrees(one), degrees(other)) else { return false };
    [one.0, one.1, other.0, other.1].into_iter().fold(0, u64::saturating_add) <= DEGREE_MAX
}

/// The values of both at random points, first in one field, then in the other, each with its field; nothing where the
/// fields do not serve.
fn values(one: &Expr, other: &Expr) -> Option<Vec<(Field, u64, u64)>> {
    if !are_bounded(one, other) {
        return None;
    }
    let mut names = one.letters();
    names.extend(other.letters());
    names.sort();
    names.dedup();
    let mut rng = Rng::new(0x00A0_6066_1979_1980);
    let mut found = Vec::new();
    for field in PRIMES.map(|prime| Field { prime }) {
        let mut here = 0;
        for _ in 0..2 * POINTS {
            let letters = names.iter().map(|name| (name.clone(), rng.below(field.prime))).collect();
            match (field.value(one, &letters), field.value(other, &letters)) {
                (Err(Closed::Everywhere), _) | (_, Err(Closed::Everywhere)) => return None,
                (Ok(left), Ok(right)) => {
                    found.push((field, left, right));
                    here += 1;
                }
                _ => {}
            }
            if here == POINTS {
                break;
            }
        }
        if here < POINTS {
            return None;
        }
    }
    Some(found)
}

/// Whether both are the same rational function. Nothing where the fields do not serve.
///
/// "No" is certain. "Yes" is wrong with a probability of at most (d / (2⁶¹ − 1))⁴ for a difference of degree d over the
/// common denominator (Schwartz 1980, Zippel 1979): with d ≤ 10⁶ under 10⁻⁴⁹, the points being drawn evenly.
pub fn same(one: &Expr, other: &Expr) -> Option<bool> {
    Some(values(one, other)?.into_iter().all(|(_, left, right)| left == right))
}

/// Whether one is the other times a number that is not 0; the error is that of [`same`]. Nothing where the fields do not
/// serve, or both are 0.
pub fn same_up_to_factor(one: &Expr, other: &Expr) -> Option<bool> {
    let found = values(one, other)?;
    if found.iter().any(|(_, left, right)| *left == 0 && *right == 0) {
        return None;
    }
    let same = found.chunks(POINTS).all(|points| {
        points.windows(2).all(|two| match two {
            [(field, left, right), (_, next_left, next_right)] => {
                field.times(*left, *next_right) == field.times(*next_left, *right)
            }
            _ => true,
        })
    });
    Some(same)
}
