//! Whether a polynomial can be taken apart into factors, over the rationals or over the reals. "It can" is proved by an
//! exact division, a square discriminant or a common divisor; "it cannot" is proved for degrees 1 and 2 in some letter
//! and for homogeneous ones of the same kind, and otherwise rests on roots computed to fifteen digits (degree up to 12)
//! or on three choices of numbers for the other letters (Hilbert 1892). Not here: how a product is written (`form`).

use super::number::Number;
use super::polynomial::{Base, Exponent, Monomial, Polynomial};

/// Roots are not looked for beyond this degree.
const DEGREE_MAX: usize = 12;

/// Whether it is a product of two polynomials that hold letters. With `letter`, of two that hold this one.
pub fn can_be_factored(polynomial: &Polynomial, letter: Option<&str>, reals: bool) -> bool {
    splits(&polynomial.with_opaque_letters(), letter, reals, 3)
}

fn splits(polynomial: &Polynomial, letter: Option<&str>, reals: bool, depth: usize) -> bool {
    let letters = polynomial.letters();
    if let [only] = letters.as_slice() {
        return letter.is_none_or(|letter| letter == only) && in_one_letter(polynomial, only, reals);
    }
    let asked = |name: &String| letter.is_none_or(|letter| letter == name);
    let mut by_degree: Vec<(usize, &String)> = letters
        .iter()
        .filter(|name| asked(name))
        .filter_map(|name| Some((polynomial.by_powers_of(name)?.len().saturating_sub(1), name)))
        .collect();
    by_degree.sort();
    let Some((degree, name)) = by_degree.first().copied() else { return false };
    let Some(powers) = polynomial.by_powers_of(name) else { return false };
    // A divisor of all coefficients is a factor of its own; by one letter alone it is none that counts.
    if letter.is_none() && common(&powers) {
        return true;
    }
    match (degree, powers.as_slice()) {
        (0 | 1, _) => false,
        (2, [c, b, a]) => {
            let four = Number::from(4);
            let discriminant = b
                .times(b)
                .ok()
                .zip(a.times(c).ok())
                .and_then(|(square, other)| square.minus(&other.scaled(&four)).ok());
            discriminant.is_some_and(|discriminant| is_square(&discriminant, reals))
        }
        _ if depth == 0 => false,
        _ => in_one_letter_of_many(polynomial, name, &letters, reals),
    }
}

/// Whether these polynomials share a divisor with letters.
fn common(parts: &[Polynomial]) -> bool {
    let shared = parts.iter().try_fold(Polynomial::zero(), |known, part| known.common_divisor(part));
    shared.is_some_and(|shared| !shared.letters().is_empty())
}

/// The other letters get numbers; what is homogeneous in two letters loses nothing by that.
fn in_one_letter_of_many(polynomial: &Polynomial, name: &str, letters: &[String], reals: bool) -> bool {
    let degree = polynomial.degree();
    let homogeneous = letters.len() == 2 && polynomial.terms().all(|(monomial, _)| monomial.degree() == degree);
    let choices: &[i64] = if homogeneous { &[1] } else { &[3, 7, 11] };
    choices.iter().enumerate().all(|(at, first)| {
        let mut special = polynomial.clone();
        for (place, other) in letters.iter().filter(|other| *other != name).enumerate() {
            let value = if homogeneous { Number::one() } else { Number::from(first + (2 + at as i64) * place as i64) };
            let Some(put) = special.with_letter(other, &value) else { return false };
            special = put;
        }
        // Over the reals a choice of numbers says nothing of the other letters.
        in_one_letter(&special, name, reals && homogeneous)
    })
}

fn in_one_letter(polynomial: &Polynomial, letter: &str, reals: bool) -> bool {
    let Some(powers) = polynomial.by_powers_of(letter) else { return false };
    let degree = powers.len().saturating_sub(1);
    if degree < 2 {
        return false;
    }
    if reals && degree > 2 {
        return true;
    }
    let Some(coefficients) = powers.iter().map(Polynomial::as_number).collect::<Option<Vec<_>>>() else {
        // Coefficients with roots or π: only over the reals can anything be said.
        return reals && degree == 2 && real_discriminant(&powers);
    };
    if let [c, b, a] = coefficients.as_slice() {
        let discriminant = &(b * b) - &(&Number::from(4) * &(a * c));
        return if reals { !discriminant.is_negative() } else { discriminant.sqrt_exact().is_some() };
    }
    has_rational_factor(polynomial, letter, &coefficients)
}

fn real_discriminant(powers: &[Polynomial]) -> bool {
    let [c, b, a] = powers else { return false };
    let discriminant = b
        .times(b)
        .ok()
        .zip(a.times(c).ok())
        .and_then(|(square, other)| square.minus(&other.scaled(&Number::from(4))).ok());
    discriminant.and_then(|discriminant| discriminant.enclosed()).is_some_and(|ball| ball.sign() != Some(-1))
}

/// Whether it is the square of a polynomial; over the reals, any positive number times such a square.
fn is_square(polynomial: &Polynomial, reals: bool) -> bool {
    let Some((_, coefficient)) = polynomial.leading() else { return true };
    let scale = if reals { coefficient.abs() } else { Number::one() };
    let scaled = polynomial.scaled(&scale.reciprocal().unwrap_or_else(Number::one));
    square_root(&scaled, 6).is_some()
}

/// The square root of a polynomial, coefficient by coefficient from the highest power of a letter.
fn square_root(polynomial: &Polynomial, depth: usize) -> Option<Polynomial> {
    if let Some(number) = polynomial.as_number() {
        return number.sqrt_exact().map(Polynomial::constant);
    }
    if depth == 0 {
        return None;
    }
    let letter = polynomial.letters().into_iter().next()?;
    let powers = polynomial.by_powers_of(&letter)?;
    let degree = powers.len() - 1;
    if degree % 2 == 1 {
        return None;
    }
    let half = degree / 2;
    let lead = square_root(powers.last()?, depth - 1)?;
    let twice = lead.scaled(&Number::from(2));
    // root[j] stands before the power half − j.
    let mut root = vec![lead];
    for step in 1..=half {
        let mut rest = powers.get(degree - step)?.clone();
        for at in 1..step {
            rest = rest.minus(&root.get(at)?.times(root.get(step - at)?).ok()?).ok()?;
        }
        root.push(if rest.is_zero() { Polynomial::zero() } else { rest.divided_by(&twice)? });
    }
    let mut sum = Polynomial::zero();
    for (at, part) in root.iter().enumerate() {
        let power = Monomial::of(Base::Letter(letter.clone()), Exponent::from_integer((half - at) as i64));
        sum = sum.plus(&part.times(&Polynomial::term(power, Number::one())).ok()?).ok()?;
    }
    sum.times(&sum).ok()?.minus(polynomial).ok()?.is_zero().then_some(sum)
}

/// Whether some of the roots together make a polynomial with rational coefficients that divides it.
fn has_rational_factor(polynomial: &Polynomial, letter: &str, coefficients: &[Number]) -> bool {
    let degree = coefficients.len() - 1;
    let power = |exponent: usize, value: Number| {
        Polynomial::term(Monomial::of(Base::Letter(letter.to_owned()), Exponent::from_integer(exponent as i64)), value)
    };
    let mut slope = Polynomial::zero();
    for (at, coefficient) in coefficients.iter().enumerate().skip(1) {
        slope = slope.plus(&power(at - 1, coefficient * &Number::from(at as i64))).unwrap_or_default();
    }
    // A root that stands twice.
    if polynomial.common_divisor(&slope).is_some_and(|common| !common.letters().is_empty()) {
        return true;
    }
    if degree > DEGREE_MAX {
        return false;
    }
    // Whole coefficients, so that the first one times any product of (x − root) has whole ones, too.
    let content = polynomial.content().reciprocal().unwrap_or_else(Number::one);
    let whole: Vec<f64> = coefficients.iter().map(|coefficient| (coefficient * &content).to_f64()).collect();
    let Some(lead) = whole.last().copied() else { return false };
    let roots = roots(&whole);
    for chosen in 1u32..1 << degree {
        let count = chosen.count_ones() as usize;
        if count > degree / 2 {
            continue;
        }
        // lead · ∏ (x − root), from the lowest power up.
        let mut product = vec![(lead, 0.0)];
        for (_, (re, im)) in roots.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1) {
            let mut next = vec![(0.0, 0.0); product.len() + 1];
            for (at, (a, b)) in product.iter().enumerate() {
                if let Some(slot) = next.get_mut(at + 1) {
                    *slot = (slot.0 + a, slot.1 + b);
                }
                if let Some(slot) = next.get_mut(at) {
                    *slot = (slot.0 - (a * re - b * im), slot.1 - (a * im + b * re));
                }
            }
            product = next;
        }
        let near = |(re, im): &(f64, f64)| {
            let slack = 1e-6 * (1.0 + libm::fabs(*re));
            libm::fabs(*im) < slack && libm::fabs(re - libm::round(*re)) < slack && libm::fabs(*re) < 1e15
        };
        if product.iter().all(near) {
            let mut factor = Polynomial::zero();
            for (at, (re, _)) in product.iter().enumerate() {
                let value = Number::from(libm::round(*re) as i64);
                factor = factor.plus(&power(at, value)).unwrap_or_default();
            }
            if !factor.is_zero() && polynomial.divided_by(&factor).is_some() {
                return true;
            }
        }
    }
    false
}

/// All complex roots of a polynomial without double ones, by the simultaneous iteration of Durand (1960) and Kerner
/// (1966). Coefficients from the lowest power up, the last not 0.
fn roots(coefficients: &[f64]) -> Vec<(f64, f64)> {
    let degree = coefficients.len().saturating_sub(1);
    let lead = coefficients.last().copied().unwrap_or(1.0);
    let size = coefficients.iter().fold(1.0, |size: f64, value| size.max(libm::fabs(value / lead)));
    let radius = 1.0 + size.min(20.0);
    let mut found: Vec<(f64, f64)> = (0..degree)
        .map(|at| {
            let angle = 0.4 + std::f64::consts::TAU * at as f64 / degree as f64;
            (radius * libm::cos(angle), radius * libm::sin(angle))
        })
        .collect();
    let times = |(a, b): (f64, f64), (c, d): (f64, f64)| (a * c - b * d, a * d + b * c);
    for _ in 0..300 {
        let mut moved = 0.0;
        for at in 0..degree {
            let Some(&root) = found.get(at) else { continue };
            let value = coefficients.iter().rev().fold((0.0, 0.0), |sum, value| {
                let (re, im) = times(sum, root);
                (re + value / lead, im)
            });
            let mut below = (1.0, 0.0);
            for (other, &(re, im)) in found.iter().enumerate() {
                if other != at {
                    below = times(below, (root.0 - re, root.1 - im));
                }
            }
            let size = below.0 * below.0 + below.1 * below.1;
            if size < 1e-300 {
                continue;
            }
            let step = times(value, (below.0 / size, -below.1 / size));
            if let Some(slot) = found.get_mut(at) {
                *slot = (root.0 - step.0, root.1 - step.1);
            }
            moved += libm::fabs(step.0) + libm::fabs(step.1);
        }
        if moved < 1e-14 {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths::normal::normal;
    use crate::maths::read_expression;

    #[test]
    fn what_splits() {
        for (text, rationals, reals) in [
            ("x", false, false),
            ("2x+3", false, false),
            ("x^2+1", false, false),
            ("x^2-2", false, true),
            ("x^2-4", true, true),
            ("4x^2-9", true, true),
            ("x^2+5x+6", true, true),
            ("x^2+x+1", false, false),
            ("x^2+2x+1", true, true),
            ("6x^2-7x-3", true, true),
            ("x^3-8", true, true),
            ("x^3-2", false, true),
            ("x^3+3x^2+3x+1", true, true),
            ("x^3-x-1", false, true),
            ("x^4+4", true, true),
            ("x^4+1", false, true),
            ("x^4+x^2+1", true, true),
            ("x^4-10x^2+1", false, true),
            ("x^4-5x^2+4", true, true),
            ("x^4-5x^2+6", true, true),
            ("x^5-x-1", false, true),
            ("x^5+x+1", true, true),
            ("x^6-1", true, true),
            ("x^6+x^3+1", false, true),
            ("3x^4+5x^3+x^2+5x-2", true, true),
            ("a^2-b^2", true, true),
            ("a^2+b^2", false, false),
            ("a^2-2b^2", false, true),
            ("a^2+2ab+b^2", true, true),
            ("a^3+b^3", true, true),
            ("a^3-3b^3", false, true),
            ("a^4-b^4", true, true),
            ("ac+ad+bc+bd", true, true),
            ("ab+1", false, false),
            ("ab+a+b+1", true, true),
            ("ab+a+b+2", false, false),
            ("x^2-y^2-z^2", false, false),
            ("(x+y)^2-z^2", true, true),
            ("x^2-5xy+6y^2", true, true),
            ("x^2+y^2-1", false, false),
            ("x^2-(a+b)x+ab", true, true),
            ("x^3+y^3+z^3-3xyz", true, true),
            ("x^3+y^3+z^3-2xyz", false, false),
            ("x^4y-y^5", true, true),
        ] {
            let expr = read_expression(text).value.expect(text);
            let polynomial = normal(&expr, &Default::default()).expect(text).top;
            assert_eq!(can_be_factored(&polynomial, None, false), rationals, "{text} over the rationals");
            assert_eq!(can_be_factored(&polynomial, None, true), reals, "{text} over the reals");
        }
        let by_letter = |text: &str, letter: &str| {
            let expr = read_expression(text).value.expect(text);
            can_be_factored(&normal(&expr, &Default::default()).expect(text).top, Some(letter), false)
        };
        assert!(!by_letter("a^2-b^2", "x"));
        assert!(by_letter("x^2-(a+b)x+ab", "x"));
        assert!(!by_letter("(a^2-b^2)(x+1)", "x"));
    }
}
