//! What an expression becomes by each of the usual mistakes of algebra: 2(x + 5) read as 2x + 5, (x + 3)² as x² + 9.
//! One mistake is made at one place, so that what was typed can be compared with each outcome. The ids are those of the
//! curriculum's list of misconceptions. Not here: mistakes of a task's own, which its author lists.

use crate::maths::{Expr, Factor, Joint, Number, NumberStyle, Term, evaluate};
use std::collections::BTreeMap;

/// At most so many outcomes are made of one expression.
const OUTCOMES_MAX: usize = 40;

/// The outcomes with the mistake that leads to each.
pub(super) fn outcomes(expr: &Expr) -> Vec<(&'static str, Expr)> {
    let mut found = Vec::new();
    gather(expr, &|whole| whole, &mut found, 0);
    found
}

type Put<'a> = &'a dyn Fn(Expr) -> Expr;

fn gather(expr: &Expr, put: Put<'_>, found: &mut Vec<(&'static str, Expr)>, depth: usize) {
    if found.len() >= OUTCOMES_MAX || depth > 8 {
        return;
    }
    for (id, outcome) in here(expr) {
        found.push((id, put(outcome)));
    }
    match expr {
        Expr::Negative(inner) => {
            gather(inner, &|part| put(Expr::Negative(Box::new(part.in_brackets()))), found, depth + 1)
        }
        Expr::Brackets(inner) => gather(inner, &|part| put(part.in_brackets()), found, depth + 1),
        Expr::Sum(terms) => {
            for (at, term) in terms.iter().enumerate() {
                let place = |part: Expr| {
                    let mut terms = terms.clone();
                    if let Some(term) = terms.get_mut(at) {
                        term.expr = part.in_brackets();
                    }
                    put(Expr::Sum(terms))
                };
                gather(&term.expr, &place, found, depth + 1);
            }
        }
        Expr::Product(factors) => {
            for (at, factor) in factors.iter().enumerate() {
                let place = |part: Expr| {
                    let mut factors = factors.clone();
                    if let Some(factor) = factors.get_mut(at) {
                        factor.expr = part.in_brackets();
                    }
                    put(Expr::Product(factors))
                };
                gather(&factor.expr, &place, found, depth + 1);
            }
        }
        Expr::Fraction(top, bottom) => {
            gather(top, &|part| put(Expr::Fraction(Box::new(part), bottom.clone())), found, depth + 1);
            gather(bottom, &|part| put(Expr::Fraction(top.clone(), Box::new(part))), found, depth + 1);
        }
        _ => {}
    }
}

fn number(expr: &Expr) -> Option<Number> {
    evaluate(expr, &BTreeMap::new()).ok()
}

fn sum(one: Expr, minus: bool, other: Expr) -> Expr {
    Expr::Sum(vec![Term { minus: false, expr: one.in_brackets() }, Term { minus, expr: other.in_brackets() }])
}

fn product(one: &Expr, other: &Expr) -> Expr {
    let factor = |expr: &Expr| Factor { joint: Joint::Times, expr: expr.clone().in_brackets() };
    Expr::Product(vec![factor(one), factor(other)])
}

fn power(base: &Expr, exponent: i64) -> Expr {
    Expr::power_of(base.clone(), Expr::whole(exponent))
}

fn terms_of(expr: &Expr) -> Option<&[Term]> {
    match expr.bare() {
        Expr::Sum(terms) => Some(terms),
        _ => None,
    }
}

/// The coefficient of a member and what is left of it.
fn member(expr: &Expr) -> (Number, Option<Expr>) {
    if let Some(number) = number(expr) {
        return (number, None);
    }
    match expr.bare() {
        Expr::Product(factors) => match factors.split_first() {
            Some((first, rest)) if number(&first.expr).is_some() => {
                (number(&first.expr).unwrap_or_default(), Some(Expr::product_of(rest.to_vec())))
            }
            _ => (Number::one(), Some(expr.clone())),
        },
        _ => (Number::one(), Some(expr.clone())),
    }
}

/// What this node alone becomes.
fn here(expr: &Expr) -> Vec<(&'static str, Expr)> {
    let mut found = Vec::new();
    match expr {
        Expr::Product(factors) => {
            if let [one, other] = factors.as_slice()
                && other.joint != Joint::Divide
            {
                two_factors(&one.expr, &other.expr, &mut found);
            }
        }
        Expr::Negative(inner) => {
            if let Some([first, rest @ ..]) = terms_of(inner) {
                let mut terms = vec![Term { minus: !first.minus, expr: first.expr.clone() }];
                terms.extend(rest.iter().cloned());
                found.push(("bracket-minus-sign", Expr::Sum(terms)));
            }
        }
        Expr::Power(base, exponent) => powers(base, exponent, &mut found),
        Expr::Root(2, inner) => {
            if let Some([one, other]) = terms_of(inner) {
                let root = |expr: &Expr| Expr::Root(2, Box::new(expr.clone()));
                found.push(("root-sum-split", sum(root(&one.expr), other.minus, root(&other.expr))));
            }
            if number(inner).is_some() {
                found.push(("root-half", Expr::Fraction(inner.clone(), Box::new(Expr::whole(2)))));
            }
        }
        Expr::Fraction(top, bottom) => {
            // (x + 4)/4 read as x
            if let Some(terms) = terms_of(top) {
                for (at, term) in terms.iter().enumerate() {
                    if !term.minus && term.expr.bare() == bottom.bare() && terms.len() > 1 {
                        let mut rest = terms.to_vec();
                        rest.remove(at);
                        found.push(("alg-fraction-cancel-terms", Expr::sum_of(rest)));
                    }
                }
            }
        }
        Expr::Sum(terms) => sums(terms, &mut found),
        _ => {}
    }
    found
}

fn two_factors(one: &Expr, other: &Expr, found: &mut Vec<(&'static str, Expr)>) {
    if let (Some([first, last]), Some([third, fourth])) = (terms_of(one), terms_of(other)) {
        let minus = last.minus != fourth.minus;
        let outcome = sum(product(&first.expr, &third.expr), minus, product(&last.expr, &fourth.expr));
        found.push(("polynomial-product-outer-only", outcome));
        return;
    }
    for (factor, bracket) in [(one, other), (other, one)] {
        if let (None, Some([first, rest @ ..])) = (terms_of(factor), terms_of(bracket)) {
            let mut terms = vec![Term { minus: first.minus, expr: product(factor, &first.expr) }];
            terms.extend(rest.iter().cloned());
            found.push(("bracket-first-only", Expr::Sum(terms)));
        }
    }
    // a² · a³ read as a⁶
    let parts = |expr: &Expr| match expr.bare() {
        Expr::Power(base, exponent) => Some((base.bare().clone(), number(exponent)?)),
        Expr::Letter(_) => Some((expr.bare().clone(), Number::one())),
        _ => None,
    };
    if let (Some((base, m)), Some((same, n))) = (parts(one), parts(other))
        && base == same
    {
        let exponent = Expr::of_number(&(&m * &n), NumberStyle::Fraction);
        found.push(("power-rule-multiply-exponents", Expr::power_of(base, exponent)));
    }
}

fn powers(base: &Expr, exponent: &Expr, found: &mut Vec<(&'static str, Expr)>) {
    let Some(exponent) = number(exponent) else { return };
    if exponent == 2
        && let Some([one, other]) = terms_of(base)
    {
        let (a, b) = (power(&one.expr, 2), power(&other.expr, 2));
        found.push(("square-binomial-missing-middle", sum(a.clone(), false, b.clone())));
        if other.minus {
            found.push(("square-binomial-missing-middle", sum(a, true, b)));
        }
    }
    if number(base).is_some() && exponent > 0 && exponent.is_integer() {
        let times = product(base, &Expr::of_number(&exponent, NumberStyle::Fraction));
        found.push(("power-times-exponent", times));
        if let Some(size) = number(base).filter(Number::is_negative) {
            let size = Expr::of_number(&size.abs(), NumberStyle::Fraction);
            let outcome = Expr::power_of(size, Expr::of_number(&exponent, NumberStyle::Fraction));
            found.push(("power-negative-base", outcome.negated()));
        }
    }
    if exponent.is_negative() {
        let up = Expr::power_of(base.clone(), Expr::of_number(&exponent.abs(), NumberStyle::Fraction));
        found.push(("power-negative-exponent-sign", up.negated()));
        let times = product(base, &Expr::of_number(&exponent, NumberStyle::Fraction));
        found.push(("power-negative-exponent-sign", times));
    }
}

fn sums(terms: &[Term], found: &mut Vec<(&'static str, Expr)>) {
    // 1 − (x − 4)
    for (at, term) in terms.iter().enumerate() {
        if let (true, Some([first, rest @ ..])) = (term.minus, terms_of(&term.expr)) {
            let mut outcome = terms.to_vec();
            let opened =
                std::iter::once(Term { minus: !first.minus, expr: first.expr.clone() }).chain(rest.iter().cloned());
            outcome.splice(at..=at, opened);
            found.push(("bracket-minus-sign", Expr::Sum(outcome)));
        }
    }
    let [one, other] = terms else { return };
    // a² − b² read as (a − b)²
    if let (false, true, Some(a), Some(b)) = (one.minus, other.minus, square_of(&one.expr), square_of(&other.expr)) {
        found.push(("diff-squares-as-square", power(&sum(a, true, b).in_brackets(), 2)));
    }
    let signed = |term: &Term| {
        let (coefficient, rest) = member(&term.expr);
        (if term.minus { -&coefficient } else { coefficient }, rest)
    };
    let ((a, with), (b, without)) = (signed(one), signed(other));
    let total = Expr::of_number(&(&a + &b), NumberStyle::Fraction);
    match (with, without) {
        // 3x + 2 read as 5x
        (Some(letters), None) | (None, Some(letters)) => {
            found.push(("like-terms-mixed", product(&total, &letters)));
        }
        // 2x² + 3x² read as 5x⁴
        (Some(one), Some(other)) if one == other => {
            found.push(("like-terms-add-exponents", product(&total, &power(&one.in_brackets(), 2))));
        }
        _ => {}
    }
    // 1/2 + 1/3 read as 2/5
    if let (Expr::Fraction(a, b), Expr::Fraction(c, d)) = (one.expr.bare(), other.expr.bare()) {
        let top = sum((**a).clone(), other.minus, (**c).clone());
        let bottom = sum((**b).clone(), other.minus, (**d).clone());
        if number(&bottom).is_none_or(|bottom| !bottom.is_zero()) {
            found.push(("frac-add-tops-bottoms", Expr::Fraction(Box::new(top), Box::new(bottom))));
        }
    }
}

/// What this is the square of: x², 25.
fn square_of(expr: &Expr) -> Option<Expr> {
    match expr.bare() {
        Expr::Power(base, exponent) if number(exponent).is_some_and(|exponent| exponent == 2) => {
            Some(base.bare().clone())
        }
        other => {
            let root = number(other)?.sqrt_exact()?;
            Some(Expr::of_number(&root, NumberStyle::Fraction))
        }
    }
}
