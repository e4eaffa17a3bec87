//! Whether two expressions, or two answers, have the same value. Four roads, in this order; each says how sure it is:
//!
//! | road | serves | error |
//! |---|---|---|
//! | exact | numbers with roots, π or e, by normal form | none |
//! | polynomial | polynomial and rational expressions, by normal form | none |
//! | field | the same, where the normal form is too big | "different": none; "same": under 10⁻⁴⁹ (see `field`) |
//! | solving | inequalities and systems in one letter, by their solutions (`solve`) | none |
//! | sampling | everything else, at seeded rational points, in ball arithmetic | "different": none (two balls apart); "same": the values agree to 2⁻¹²⁸ at all points where both exist, at least six |
//!
//! Undefined is never equal to undefined: a point where either side has no value proves nothing, and two expressions
//! that never have a value are `Undecided`. Letters that differ only in size (X for x, as touch keyboards type) count as
//! the same, where the key has one size only.

use super::answer::{NumberAnswer, SolutionSet, Value};
use super::ball::{Ball, enclose};
use super::expr::{Expr, Factor, Relation, Term};
use super::field;
use super::normal::{Undefined, normal};
use super::number::Number;
use super::points::Points;
use super::polynomial::{Base, Polynomial, Quotient};
use super::quantity::Quantity;
use super::solve::{self, Condition};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Whether two things are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Equality {
    /// They are.
    Same,
    /// They are not.
    Different,
    /// It cannot be told: neither has a value, or no road leads there.
    Undecided,
}

/// By which road that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Road {
    /// Exact arithmetic with numbers.
    Exact,
    /// Normal form in letters.
    Polynomial,
    /// A large prime field.
    Field,
    /// Sampling.
    Sampling,
    /// The solutions in one letter.
    Solving,
}

impl Road {
    /// `exact`, `polynomial`, `field` or `sampling`.
    pub const fn name(self) -> &'static str {
        match self {
            Road::Exact => "exact",
            Road::Polynomial => "polynomial",
            Road::Field => "field",
            Road::Sampling => "sampling",
            Road::Solving => "solving",
        }
    }
}

/// The outcome of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Whether they are the same.
    pub equality: Equality,
    /// The least sure road that was taken.
    pub road: Road,
    /// Whether one has a value somewhere the other has none, as (x² − 1)/(x − 1) and x + 1. Where they are `Same`, they
    /// are so wherever both have a value.
    pub domain_differs: bool,
}

impl Comparison {
    pub(super) fn of(same: bool, road: Road) -> Self {
        Self { equality: if same { Equality::Same } else { Equality::Different }, road, domain_differs: false }
    }

    pub(super) fn undecided(road: Road) -> Self {
        Self { equality: Equality::Undecided, road, domain_differs: false }
    }

    /// Whether they are the same.
    pub fn is_same(self) -> bool {
        self.equality == Equality::Same
    }

    /// Both comparisons hold: the same if both are, different if one is.
    fn and(self, other: Comparison) -> Comparison {
        let equality = match (self.equality, other.equality) {
            (Equality::Different, _) | (_, Equality::Different) => Equality::Different,
            (Equality::Same, Equality::Same) => Equality::Same,
            _ => Equality::Undecided,
        };
        let road = self.road.max(other.road);
        Comparison { equality, road, domain_differs: self.domain_differs || other.domain_differs }
    }
}

/// At this many points both sides must exist and agree.
const POINTS_LEAST: usize = 6;

/// Whether two expressions have the same value for all letters.
pub fn same_expression(one: &Expr, other: &Expr) -> Equality {
    compare_expressions(one, other).equality
}

/// Whether two expressions have the same value for all letters, and how that is known.
pub fn compare_expressions(one: &Expr, other: &Expr) -> Comparison {
    let none = BTreeMap::new();
    match (normal(one, &none), normal(other, &none)) {
        (Ok(left), Ok(right)) => {
            let road = if left.has_letters() || right.has_letters() { Road::Polynomial } else { Road::Exact };
            if let (Ok(a), Ok(b)) = (left.top.times(&right.bottom), right.top.times(&left.bottom))
                && let Ok(difference) = a.minus(&b)
            {
                let domain_differs = has_letters_below(&left) != has_letters_below(&right);
                if difference.is_zero() {
                    return Comparison { domain_differs, ..Comparison::of(true, road) };
                }
                if difference.is_exact() {
                    return Comparison::of(false, road);
                }
            }
        }
        (Err(left), Err(right)) if left.is_certain() && right.is_certain() => {
            return Comparison::undecided(Road::Exact);
        }
        (Err(why), Ok(_)) | (Ok(_), Err(why)) if why.is_certain() => {
            return Comparison { domain_differs: true, ..Comparison::of(false, Road::Exact) };
        }
        (Err(Undefined::Blank), _) | (_, Err(Undefined::Blank)) => return Comparison::undecided(Road::Exact),
        _ => {}
    }
    match field::same(one, other) {
        Some(same) => Comparison::of(same, Road::Field),
        None => by_sampling(one, other),
    }
}

fn has_letters_below(quotient: &Quotient) -> bool {
    quotient.bottom.has_letters()
}

/// Compares at points of several kinds: small whole numbers, fractions of both signs, numbers between 0 and 1, large
/// ones, and on either side of each place where an absolute value, a root or a logarithm changes its nature. Numbers
/// without letters are compared once.
fn by_sampling(one: &Expr, other: &Expr) -> Comparison {
    let points = Points::of(one, other, 0x5EED_0F5A_3B1E);
    let least = if points.names.is_empty() { 1 } else { POINTS_LEAST };
    let mut agreed = 0;
    let (mut only_one, mut only_other) = (false, false);
    let mut differ = false;
    for (spare, letters) in points.walk() {
        if differ || (spare && agreed >= least) {
            break;
        }
        match (enclose(one, &letters), enclose(other, &letters)) {
            (Ok(left), Ok(right)) => match left.minus(&right) {
                Ok(difference) if difference.sign().is_some() => differ = true,
                Ok(difference) if close(&difference, &left) => agreed += 1,
                _ => {}
            },
            (Err(why), Ok(_)) if why.is_certain() => only_other = true,
            (Ok(_), Err(why)) if why.is_certain() => only_one = true,
            _ => {}
        }
    }
    let domain_differs = only_one || only_other;
    let outcome = |same: bool| Comparison { domain_differs, ..Comparison::of(same, Road::Sampling) };
    if differ || (points.names.is_empty() && domain_differs) {
        return outcome(false);
    }
    if agreed < least {
        return Comparison { domain_differs, ..Comparison::undecided(Road::Sampling) };
    }
    // Who writes |x| means all x: ln x is not ln |x|, and (√x)² is not |x|.
    let narrowed = (only_one && holds_absolute(one) && !holds_absolute(other))
        || (only_other && holds_absolute(other) && !holds_absolute(one));
    outcome(!narrowed)
}

/// Whether it holds an absolute value of letters, also as √(x²).
fn holds_absolute(expr: &Expr) -> bool {
    let even = |exponent: &Expr| {
        let exponent = super::normal::evaluate(exponent, &BTreeMap::new());
        exponent.is_ok_and(|exponent| exponent.to_i64().is_some_and(|whole| whole % 2 == 0))
    };
    expr.any(&|part| match part {
        Expr::Absolute(inner) => !inner.letters().is_empty(),
        Expr::Root(2, inner) => {
            matches!(inner.bare(), Expr::Power(base, exponent) if !base.letters().is_empty() && even(exponent))
        }
        _ => false,
    })
}

/// Whether a difference that may be zero is known well enough to count as zero, for values of this size.
fn close(difference: &Ball, size: &Ball) -> bool {
    difference.is_tiny() || (size.is_sharp() && difference.minus(size).is_ok_and(|ball| ball.is_sharp()))
}

/// Which of two numbers is greater. Nothing if they hold letters or one has no value. Numbers that agree to 2⁻¹²⁸ and
/// have no normal form (nested roots) count as equal.
pub fn compare(one: &Expr, other: &Expr) -> Option<Ordering> {
    let none = BTreeMap::new();
    if let (Ok(left), Ok(right)) = (normal(one, &none), normal(other, &none)) {
        if left.has_letters() || right.has_letters() {
            return None;
        }
        let difference = left.minus(&right).ok()?;
        if let Some(number) = difference.as_number() {
            return Some(number.signum().cmp(&0));
        }
    }
    let difference = enclose(one, &none).ok()?.minus(&enclose(other, &none).ok()?).ok()?;
    match difference.sign() {
        Some(sign) => Some(sign.cmp(&0)),
        None => difference.is_tiny().then_some(Ordering::Equal),
    }
}

/// A floating approximation of a number without letters, for tolerances and charts. Nothing if it has no value.
pub fn approximate(expr: &Expr) -> Option<f64> {
    Some(enclose(expr, &BTreeMap::new()).ok()?.to_f64())
}

/// A number without letters rounded to `places`, halves away from zero, for certain; nothing if it has no value.
pub fn rounded(expr: &Expr, places: u32) -> Option<Number> {
    let none = BTreeMap::new();
    if let Ok(number) = super::normal::evaluate(expr, &none) {
        return Some(number.round_to_places(places));
    }
    let (low, high) = enclose(expr, &none).ok()?.bounds();
    let (low, high) = (low.round_to_places(places), high.round_to_places(places));
    (low == high).then_some(low)
}

/// A number without letters rounded to so many significant figures, halves away from zero, for certain; nothing if it
/// has no value. 0 stays 0.
pub fn rounded_to_figures(expr: &Expr, figures: u32) -> Option<Number> {
    let none = BTreeMap::new();
    let round = |number: &Number| -> Option<Number> {
        if number.is_zero() {
            return Some(number.clone());
        }
        // 10^exponent ≤ |number| < 10^(exponent + 1)
        let size = number.abs();
        let (above, below) = (size.numerator().to_string().len(), size.denominator().to_string().len());
        let mut exponent = above as i64 - below as i64;
        let ten = Number::from(10);
        if size < ten.power(exponent)? {
            exponent -= 1;
        }
        let scale = ten.power(i64::from(figures.clamp(1, 100)) - 1 - exponent)?;
        (number * &scale).round_to_places(0).over(&scale)
    };
    if let Ok(number) = super::normal::evaluate(expr, &none) {
        return round(&number);
    }
    let (low, high) = enclose(expr, &none).ok()?.bounds();
    let (low, high) = (round(&low)?, round(&high)?);
    (low == high).then_some(low)
}

/// Whether two answers of the same shape say the same, whatever their form. Units are not compared; members of sets in
/// any order, once or twice; equations up to a factor that is not 0 and with sides swapped; inequalities up to a
/// positive factor, a negative one that turns the sign; ratios up to a factor; lists in their order. Answers of
/// different shapes are different.
pub fn same_value(typed: &Value, key: &Value) -> Equality {
    compare_values(typed, key).equality
}

/// As [`same_value`], and how that is known.
pub fn compare_values(typed: &Value, key: &Value) -> Comparison {
    let fold = folding(typed, key);
    let small = |expr: &Expr| -> Expr { if fold.is_empty() { expr.clone() } else { renamed(expr, &fold) } };
    match (typed, key) {
        (Value::Number(typed), Value::Number(key)) => same_number(typed, key),
        (Value::Number(NumberAnswer { expr: typed, .. }), Value::Expression(key))
        | (Value::Expression(typed), Value::Number(NumberAnswer { expr: key, .. }))
        | (Value::Expression(typed), Value::Expression(key)) => compare_expressions(&small(typed), key),
        (Value::Equation(left, right), Value::Equation(key_left, key_right)) => {
            same_up_to_factor(&difference(small(left), small(right)), &difference(key_left.clone(), key_right.clone()))
                .0
        }
        (Value::Inequality(sides, relations), Value::Inequality(key_sides, key_relations)) => {
            let sides: Vec<Expr> = sides.iter().map(small).collect();
            let outcome = same_inequality((&sides, relations), (key_sides, key_relations));
            if outcome.is_same() { outcome } else { same_solutions(typed, key, &small).unwrap_or(outcome) }
        }
        (Value::Set(typed), Value::Set(key)) => same_set(typed, key, &small),
        (Value::Inequality(..) | Value::Conditions(_), Value::Intervals(_))
        | (Value::Intervals(_), Value::Inequality(..) | Value::Conditions(_))
        | (Value::Conditions(_) | Value::Inequality(..), Value::Conditions(_) | Value::Inequality(..)) => {
            same_solutions(typed, key, &small).unwrap_or(Comparison::undecided(Road::Solving))
        }
        (Value::Intervals(typed), Value::Intervals(key)) => match typed.same(key) {
            Some(same) => Comparison::of(same, Road::Exact),
            None => Comparison::undecided(Road::Exact),
        },
        (Value::Pair(typed), Value::Pair(key)) | (Value::List(typed), Value::List(key)) => {
            if typed.len() != key.len() {
                return Comparison::of(false, Road::Exact);
            }
            typed
                .iter()
                .zip(key)
                .map(|(typed, key)| compare_expressions(&small(typed), key))
                .fold(Comparison::of(true, Road::Exact), Comparison::and)
        }
        (Value::Ratio(typed), Value::Ratio(key)) => same_ratio(typed, key),
        (Value::Quantity(typed), Value::Quantity(key)) => same_quantity(typed, key),
        _ => Comparison::of(false, Road::Exact),
    }
}

fn same_number(typed: &NumberAnswer, key: &NumberAnswer) -> Comparison {
    let plainly = match (&typed.value, &key.value) {
        (Some(typed), Some(key)) => Comparison::of(typed == key, Road::Exact),
        _ => compare_expressions(&typed.expr, &key.expr),
    };
    // 60° is π/3, where only one of them was written in degrees.
    let in_degrees = |number: &NumberAnswer| number.unit.as_deref().is_some_and(|unit| matches!(unit, "°" | "º"));
    if plainly.is_same() || in_degrees(typed) == in_degrees(key) {
        return plainly;
    }
    let angle = |number: &NumberAnswer| match in_degrees(number) {
        true => Expr::Degrees(Box::new(number.expr.clone().in_brackets())),
        false => number.expr.clone(),
    };
    compare_expressions(&angle(typed), &angle(key))
}

/// Quantities whose units measure the same: by their values in base units. A bare number equals no quantity but one
/// without dimension.
fn same_quantity(typed: &Quantity, key: &Quantity) -> Comparison {
    match (typed.unit(), key.unit()) {
        (Some(one), Some(other)) if !one.measures_the_same(other) => Comparison::of(false, Road::Exact),
        (None, Some(unit)) | (Some(unit), None) if !unit.is_bare() => Comparison::of(false, Road::Exact),
        _ => compare_expressions(&typed.value_in(None), &key.value_in(None)),
    }
}

/// Letters of the typed answer that the key has in the other size only: X for x.
fn folding(typed: &Value, key: &Value) -> Vec<(String, String)> {
    let letters = |value: &Value| value.expressions().iter().flat_map(|expr| expr.letters()).collect::<Vec<_>>();
    let (typed, key) = (letters(typed), letters(key));
    let other_size = |name: &str| {
        let lower = name.to_lowercase();
        if lower == name { name.to_uppercase() } else { lower }
    };
    let fold = typed.iter().filter(|name| !key.contains(name) && key.contains(&other_size(name)));
    let fold = fold.map(|name| (name.clone(), other_size(name))).filter(|(_, to)| !typed.contains(to));
    fold.collect()
}

/// Whether an expression with letters is one whole number for all of them: sin² x + cos² x.
pub(super) fn is_whole_number(expr: &Expr) -> bool {
    let names = expr.letters();
    if names.is_empty() || normal(expr, &BTreeMap::new()).is_ok_and(|normal| normal.top.is_exact()) {
        return false;
    }
    let value = |at: usize| Number::ratio(3 + 2 * at as i64, 7).unwrap_or_default();
    let letters = names.iter().enumerate().map(|(at, name)| (name.clone(), value(at))).collect();
    let Some(near) = enclose(expr, &letters).ok().map(|ball| ball.bounds().0.round_to_places(0)) else { return false };
    let whole = near.to_i64().filter(|whole| whole.abs() < 1000);
    whole.is_some_and(|whole| compare_expressions(expr, &Expr::whole(whole)).is_same())
}

/// With other letters in place of some.
pub(super) fn renamed(expr: &Expr, names: &[(String, String)]) -> Expr {
    with_letters(expr, &|name| names.iter().find(|(from, _)| from == name).map(|(_, to)| Expr::Letter(to.clone())))
}

/// With what `value` gives in place of the letters.
pub(super) fn with_letters(expr: &Expr, value: &dyn Fn(&str) -> Option<Expr>) -> Expr {
    expr.rebuilt(&|part| match &part {
        Expr::Letter(name) => value(name).unwrap_or(part),
        _ => part,
    })
}

/// With a number put in place of a letter.
pub fn with_letter(expr: &Expr, letter: &str, value: &Number) -> Expr {
    put(expr, letter, &Expr::of_number(value, super::NumberStyle::Fraction).in_brackets())
}

/// With −x in place of x.
pub fn with_letter_negated(expr: &Expr, letter: &str) -> Expr {
    put(expr, letter, &Expr::Negative(Box::new(Expr::letter(letter))).in_brackets())
}

fn put(expr: &Expr, letter: &str, value: &Expr) -> Expr {
    with_letters(expr, &|name| (name == letter).then(|| value.clone()))
}

fn difference(left: Expr, right: Expr) -> Expr {
    Expr::Sum(vec![Term { minus: false, expr: left.in_brackets() }, Term { minus: true, expr: right.in_brackets() }])
}

/// Whether one is the other times a number, and the sign of that number where it is known.
fn same_up_to_factor(one: &Expr, other: &Expr) -> (Comparison, Option<i32>) {
    let none = BTreeMap::new();
    let (Ok(left), Ok(right)) = (normal(one, &none), normal(other, &none)) else {
        return match field::same_up_to_factor(one, other) {
            Some(same) => (Comparison::of(same, Road::Field), None),
            None => ratio_by_sampling(one, other),
        };
    };
    // A quotient is 0 where its numerator is, once it is reduced: 2w + 50/w = 25 and 2w² + 50 = 25w are one equation.
    let (a, b) = (left.reduced_top(), right.reduced_top());
    let domain_differs = left.bottom.has_letters() != right.bottom.has_letters();
    if a.is_zero() || b.is_zero() {
        // 0 = 0 is the same as 0 = 0 only; so is 5 = 0 with 3 = 0, by the factor.
        let exact = a.is_exact() && b.is_exact();
        let same = a.is_zero() && b.is_zero();
        return if same || exact {
            (Comparison::of(same, Road::Polynomial), Some(1))
        } else {
            ratio_by_sampling(one, other)
        };
    }
    let plain = a.is_exact() && b.is_exact() && !a.any(&is_root) && !b.any(&is_root);
    // The factor, if there is one, is the ratio of the coefficients of any monomial of both.
    let Some(ratio) = b.leading().and_then(|(monomial, value)| {
        a.terms().find(|(known, _)| *known == monomial).and_then(|(_, known)| known.over(value))
    }) else {
        return if plain {
            (Comparison::of(false, Road::Polynomial), None)
        } else {
            ratio_of_roots(&a, &b).unwrap_or_else(|| ratio_by_sampling(one, other))
        };
    };
    // The sign of the denominators that were multiplied away is not known.
    let sign = |of: i32| if left.bottom == right.bottom { Some(of) } else { None };
    match a.minus(&b.scaled(&ratio)) {
        Ok(rest) if rest.is_zero() => {
            (Comparison { domain_differs, ..Comparison::of(true, Road::Polynomial) }, sign(ratio.signum()))
        }
        Ok(_) if plain => (Comparison::of(false, Road::Polynomial), None),
        _ => ratio_of_roots(&a, &b).unwrap_or_else(|| ratio_by_sampling(one, other)),
    }
}

/// Coefficients with roots of numbers are compared exactly; the sign of the ratio is then sampled.
fn ratio_of_roots(a: &Polynomial, b: &Polynomial) -> Option<(Comparison, Option<i32>)> {
    let outcome = by_ratio(a, b);
    (outcome.equality != Equality::Undecided).then_some((outcome, None))
}

/// Whether the ratio of two expressions is one number at all points: different for certain where two balls are apart.
fn ratio_by_sampling(one: &Expr, other: &Expr) -> (Comparison, Option<i32>) {
    let points = Points::of(one, other, 0x5EED_0F5A_3B1F);
    let mut known: Option<Ball> = None;
    let mut agreed = 0;
    for (spare, letters) in points.walk() {
        if spare && agreed >= POINTS_LEAST {
            break;
        }
        let (Ok(left), Ok(right)) = (enclose(one, &letters), enclose(other, &letters)) else { continue };
        // Where one side is 0 and the other is not, no number leads from one to the other.
        if left.sign().is_some() != right.sign().is_some() && (left.is_tiny() || right.is_tiny()) {
            return (Comparison::undecided(Road::Sampling), None);
        }
        let Ok(ratio) = left.over(&right) else { continue };
        match &known {
            None => known = Some(ratio),
            Some(known) => match known.minus(&ratio) {
                Ok(difference) if difference.sign().is_some() => {
                    return (Comparison::of(false, Road::Sampling), None);
                }
                Ok(difference) if close(&difference, &ratio) => agreed += 1,
                _ => {}
            },
        }
    }
    match known {
        Some(ratio) if agreed >= POINTS_LEAST => (Comparison::of(true, Road::Sampling), ratio.sign()),
        _ => (Comparison::undecided(Road::Sampling), None),
    }
}

fn is_root(base: &Base) -> bool {
    matches!(base, Base::Prime(_) | Base::Pi | Base::E)
}

/// Where coefficients hold roots: a · (coefficient of b) = b · (coefficient of a), for the coefficients of one product
/// of letters.
fn by_ratio(a: &Polynomial, b: &Polynomial) -> Comparison {
    // Parts of which nothing is known may hold the letters: 2ˣ − 5 and 2ˣ − 4 have none outside.
    if !a.is_exact() || !b.is_exact() {
        return Comparison::undecided(Road::Polynomial);
    }
    let mut letters = a.letters();
    letters.extend(b.letters());
    letters.sort();
    letters.dedup();
    let (mut top_a, mut top_b) = (a.clone(), b.clone());
    for letter in &letters {
        let (Some(powers_a), Some(powers_b)) = (top_a.by_powers_of(letter), top_b.by_powers_of(letter)) else {
            return Comparison::undecided(Road::Polynomial);
        };
        if powers_a.len() != powers_b.len() {
            return Comparison::of(false, Road::Polynomial);
        }
        let (Some(last_a), Some(last_b)) = (powers_a.last(), powers_b.last()) else {
            return Comparison::undecided(Road::Polynomial);
        };
        (top_a, top_b) = (last_a.clone(), last_b.clone());
    }
    let (Ok(one), Ok(other)) = (a.times(&top_b), b.times(&top_a)) else {
        return Comparison::undecided(Road::Polynomial);
    };
    match one.minus(&other) {
        Ok(rest) if rest.is_zero() => Comparison::of(true, Road::Polynomial),
        Ok(rest) if rest.is_exact() => Comparison::of(false, Road::Polynomial),
        _ => Comparison::undecided(Road::Polynomial),
    }
}

/// Whether two conditions in the same letter have the same solutions; nothing where that cannot be decided.
fn same_solutions(typed: &Value, key: &Value, small: &dyn Fn(&Expr) -> Expr) -> Option<Comparison> {
    let letter = |value: &Value| -> Option<String> {
        let mut letters: Vec<String> = value.expressions().iter().flat_map(|expr| small(expr).letters()).collect();
        letters.sort();
        letters.dedup();
        (letters.len() <= 1).then(|| letters.pop().unwrap_or_default())
    };
    let (one, other) = (letter(typed)?, letter(key)?);
    // Bare intervals name no letter.
    let name = match (one.as_str(), other.as_str()) {
        ("", "") => "x",
        ("", name) | (name, "") => name,
        (one, other) if one == other => one,
        _ => return Some(Comparison::of(false, Road::Solving)),
    };
    let condition = |value: &Value| match value {
        Value::Inequality(sides, relations) => {
            Condition::chain(&sides.iter().map(small).collect::<Vec<_>>(), relations)
        }
        Value::Conditions(condition) => Some(condition.map(small)),
        Value::Intervals(set) => Some(set.condition(name)),
        _ => None,
    };
    let (typed, key) = (condition(typed)?, condition(key)?);
    Some(match solve::difference(&typed, &key, name) {
        Some(difference) => Comparison::of(!difference.lost && !difference.gained, Road::Solving),
        None => match solve::same_truths(&typed, &key, name) {
            Some(same) => Comparison::of(same, Road::Sampling),
            None => Comparison::undecided(Road::Sampling),
        },
    })
}

fn same_inequality(typed: (&[Expr], &[Relation]), key: (&[Expr], &[Relation])) -> Comparison {
    let (sides, relations) = typed;
    let (key_sides, key_relations) = key;
    if relations.len() != key_relations.len() {
        return Comparison::of(false, Road::Polynomial);
    }
    // a < b < c in either direction, each step by itself.
    let step = |sides: &[Expr], relations: &[Relation], turned: bool| -> Vec<(Expr, Relation)> {
        let mut steps: Vec<(Expr, Relation)> = sides
            .windows(2)
            .zip(relations)
            .filter_map(|(two, relation)| match two {
                [left, right] => Some((difference(left.clone(), right.clone()), *relation)),
                _ => None,
            })
            .collect();
        if turned {
            steps.reverse();
        }
        steps
    };
    let wanted = step(key_sides, key_relations, false);
    let mut best = Comparison::of(false, Road::Polynomial);
    for turned in [false, true] {
        let found = step(sides, relations, turned);
        let outcome = found
            .iter()
            .zip(&wanted)
            .map(|((left, relation), (key, key_relation))| {
                let (comparison, mut sign) = same_up_to_factor(left, key);
                if comparison.is_same() && sign.is_none() {
                    sign = ratio_by_sampling(left, key).1;
                }
                let fits = match sign {
                    Some(sign) if sign < 0 => relation.turned() == *key_relation,
                    Some(_) => relation == key_relation,
                    None => relation == key_relation || relation.turned() == *key_relation,
                };
                // The sign of a factor with roots is not known: nothing is claimed.
                match (comparison.equality, fits, sign) {
                    (Equality::Same, false, _) => Comparison::of(false, comparison.road),
                    (Equality::Same, true, None) => Comparison::undecided(comparison.road),
                    _ => comparison,
                }
            })
            .fold(Comparison::of(true, Road::Polynomial), Comparison::and);
        match outcome.equality {
            Equality::Same => return outcome,
            Equality::Undecided => best = outcome,
            Equality::Different => {}
        }
    }
    best
}

fn same_set(typed: &SolutionSet, key: &SolutionSet, small: &dyn Fn(&Expr) -> Expr) -> Comparison {
    let (SolutionSet::Members(typed), SolutionSet::Members(key)) = (typed, key) else {
        return Comparison::of(typed == key, Road::Exact);
    };
    let typed: Vec<Expr> = typed.iter().map(small).collect();
    // Every member of one is found in the other, both ways.
    let within = |some: &[Expr], all: &[Expr]| {
        some.iter()
            .map(|one| {
                let mut best = Comparison::of(false, Road::Exact);
                for other in all {
                    let found = compare_expressions(one, other);
                    if found.equality == Equality::Same {
                        return found;
                    }
                    if found.equality == Equality::Undecided {
                        best = found;
                    }
                }
                best
            })
            .fold(Comparison::of(true, Road::Exact), Comparison::and)
    };
    let outcome = within(&typed, key).and(within(key, &typed));
    match same_families(&typed, key) {
        Some(same) if !outcome.is_same() => Comparison::of(same, Road::Exact),
        _ => outcome,
    }
}

/// Values that go on with one step for ever, both ways: π/4 + πk.
struct Family {
    at: Quotient,
    step: Quotient,
}

/// The families of a solution with one letter that stands for all whole numbers: one, or two where every second value
/// goes its own way, as with (−1)^k.
fn families(member: &Expr) -> Option<Vec<Family>> {
    let letters = member.letters();
    let [letter] = letters.as_slice() else { return None };
    let values = (0..6)
        .map(|at| {
            let value = normal(member, &BTreeMap::from([(letter.clone(), Number::from(at))])).ok()?;
            (!value.has_letters() && value.bottom.as_number().is_some()).then_some(value)
        })
        .collect::<Option<Vec<Quotient>>>()?;
    let steps = |apart: usize| -> Option<Vec<Quotient>> {
        values.iter().zip(values.iter().skip(apart)).map(|(one, other)| other.minus(one).ok()).collect()
    };
    for apart in [1, 2] {
        let steps = steps(apart)?;
        let step = steps.first()?;
        if steps.iter().all(|other| other == step) && !step.top.is_zero() {
            return Some(values.into_iter().take(apart).map(|at| Family { at, step: step.clone() }).collect());
        }
    }
    None
}

/// Whether two general solutions hold the same numbers; nothing where one is none.
fn same_families(typed: &[Expr], key: &[Expr]) -> Option<bool> {
    let all = |members: &[Expr]| -> Option<Vec<Family>> {
        let families = members.iter().map(families).collect::<Option<Vec<_>>>()?;
        Some(families.into_iter().flatten().collect())
    };
    let (typed, key) = (all(typed)?, all(key)?);
    let unit = key.first()?.step.clone();
    let ratio = |value: &Quotient| value.over(&unit).ok()?.as_number();
    // The common step, in units of the first one.
    let mut common = Number::one();
    for family in typed.iter().chain(&key) {
        let step = ratio(&family.step)?.abs();
        let top = num_integer::Integer::lcm(&common.numerator(), &step.numerator());
        let bottom = num_integer::Integer::gcd(&common.denominator(), &step.denominator());
        common = Number::ratio(top, bottom)?;
    }
    let spread = |families: &[Family]| -> Option<Vec<Quotient>> {
        let mut values = Vec::new();
        for family in families {
            let count = common.over(&ratio(&family.step)?.abs())?.to_i64().filter(|count| *count <= 48)?;
            for at in 0..count {
                let step = family.step.times(&Quotient::constant(Number::from(at))).ok()?;
                values.push(family.at.plus(&step).ok()?);
            }
        }
        Some(values)
    };
    let (typed, key) = (spread(&typed)?, spread(&key)?);
    let meets = |one: &Quotient, other: &Quotient| {
        let apart = one.minus(other).ok().and_then(|apart| ratio(&apart)).and_then(|apart| apart.over(&common));
        apart.is_some_and(|apart| apart.is_integer())
    };
    let within = |some: &[Quotient], all: &[Quotient]| some.iter().all(|one| all.iter().any(|other| meets(one, other)));
    Some(within(&typed, &key) && within(&key, &typed))
}

fn same_ratio(typed: &[Expr], key: &[Expr]) -> Comparison {
    if typed.len() != key.len() {
        return Comparison::of(false, Road::Exact);
    }
    // a : b = c : d where ad = bc, for each neighbouring two.
    let cross = |one: &Expr, other: &Expr| {
        Expr::product_of(vec![
            Factor { joint: super::Joint::Times, expr: one.clone().in_brackets() },
            Factor { joint: super::Joint::Times, expr: other.clone().in_brackets() },
        ])
    };
    let mut outcome = Comparison::of(true, Road::Exact);
    for (two, key_two) in typed.windows(2).zip(key.windows(2)) {
        let ([a, b], [c, d]) = (two, key_two) else { continue };
        outcome = outcome.and(compare_expressions(&cross(a, d), &cross(b, c)));
        // 0 : 0 is no ratio.
        let zero = |expr: &Expr| super::normal::evaluate(expr, &BTreeMap::new()).is_ok_and(|number| number.is_zero());
        if zero(a) != zero(c) || zero(b) != zero(d) {
            return Comparison::of(false, Road::Exact);
        }
    }
    outcome
}
