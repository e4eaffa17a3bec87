//! General slips, which any task may meet: a sign, two numbers swapped, ten times off, per cent taken as a number, a
//! bracket, the rounding. And for everything else one pointer that says where this answer fails, with its own numbers.
//! Neither claims what the pupil believes, and neither tells the answer.

use super::item::{Item, Rule};
use super::judge::Judgement;
use super::rich::{self, Words};
use super::sentences;
use crate::base::Lang;
use crate::maths::{
    self, Display, Expr, Interval, IntervalSet, Number, NumberAnswer, NumberStyle, Relation, SolutionSet, Value,
    print_number,
};
use std::collections::BTreeMap;

/// A slip of the fingers: two neighbouring digits changed places, or one was struck twice.
pub(super) fn is_typing(number: &Number, key: &Number) -> bool {
    let digits =
        |number: &Number| print_number(number, NumberStyle::Decimal).chars().filter(|c| *c != '\u{202f}').collect();
    let (typed, key): (Vec<char>, Vec<char>) = (digits(number), digits(key));
    let swapped = (1..key.len()).any(|at| {
        let mut other = key.clone();
        other.swap(at - 1, at);
        other == typed
            && key.get(at).is_some_and(char::is_ascii_digit)
            && key.get(at - 1).is_some_and(char::is_ascii_digit)
    });
    let doubled = typed.len() == key.len() + 1
        && (1..typed.len()).any(|at| {
            let mut other = typed.clone();
            other.remove(at);
            // A zero struck twice is ten times off, which says more.
            typed.get(at) == typed.get(at - 1) && typed.get(at) != Some(&'0') && other == key
        });
    typed != key && (swapped || doubled)
}

/// A slip that explains this number.
pub(super) fn in_number(typed: &NumberAnswer, number: &Number, key: &Number, rule: &Rule) -> Option<Judgement> {
    let slip = |id: &str, pointer: Words| Some(Judgement::slip(id, pointer));
    let near = |value: &Number| super::typed::fits(number, value, rule);
    if key.is_zero() || number.is_zero() {
        return None;
    }
    if near(&-key) {
        return slip("slip-sign", sentences::sign());
    }
    let hundred = Number::from(100);
    let asks_percent = super::typed::in_percent(rule);
    if asks_percent && near(&(key * &hundred.reciprocal()?)) {
        return slip("slip-percent", sentences::as_percent());
    }
    if !asks_percent && typed.percent().is_none() && key.abs() < Number::one() && near(&(key * &hundred)) {
        return slip("slip-percent", sentences::percent_as_number());
    }
    if let Some(places) = rule.places {
        let unit = Number::power_of_ten(places).reciprocal()?;
        if near(&(key + &unit)) || near(&(key - &unit)) {
            return slip("slip-rounding", sentences::rounding());
        }
    }
    if (1..=6).any(|places| {
        let times = Number::power_of_ten(places);
        near(&(key * &times)) || times.reciprocal().is_some_and(|part| near(&(key * &part)))
    }) {
        return slip("slip-ten-times", sentences::ten_times());
    }
    if !key.abs().is_one() && key.reciprocal().is_some_and(|other| near(&other)) {
        return slip("slip-inverted", sentences::inverted());
    }
    None
}

/// A slip that explains this value.
pub(super) fn in_value(typed: &Value, key: &Value) -> Option<Judgement> {
    let slip = |id: &str, pointer: Words| Some(Judgement::slip(id, pointer));
    match (typed, key) {
        (Value::Expression(typed), Value::Expression(key)) if same(&typed.clone().negated(), key) => {
            slip("slip-sign", sentences::all_signs())
        }
        (Value::Set(SolutionSet::Members(typed)), Value::Set(SolutionSet::Members(key))) => {
            let all_opposite = |ones: &[Expr], others: &[Expr]| {
                ones.iter().all(|one| others.iter().any(|other| same(&one.clone().negated(), other)))
            };
            let opposite = all_opposite(typed, key) && all_opposite(key, typed);
            if opposite { slip("slip-sign", sentences::sign()) } else { None }
        }
        (Value::Pair(typed), Value::Pair(key)) => match (typed.as_slice(), key.as_slice()) {
            ([x, y], [a, b]) if same(x, b) && same(y, a) => slip("slip-swapped", sentences::coordinates_swapped()),
            _ => None,
        },
        (Value::Ratio(typed), Value::Ratio(key)) => match (typed.as_slice(), key.as_slice()) {
            ([x, y], [a, b]) if same_quotient(x, y, b, a) => slip("slip-swapped", sentences::ratio_swapped()),
            _ => None,
        },
        (Value::Intervals(typed), Value::Intervals(key)) => {
            let (typed, key) = (typed.canonical()?, key.canonical()?);
            if same_ends(&typed, &key) {
                slip("slip-bracket", sentences::bracket())
            } else if turned_round(&typed, &key) {
                slip("slip-direction", sentences::direction())
            } else {
                None
            }
        }
        _ => None,
    }
}

fn same(one: &Expr, other: &Expr) -> bool {
    maths::same_expression(one, other) == maths::Equality::Same
}

/// Whether x : y and a : b are equal.
fn same_quotient(x: &Expr, y: &Expr, a: &Expr, b: &Expr) -> bool {
    let fraction = |top: &Expr, bottom: &Expr| Expr::Fraction(Box::new(top.clone()), Box::new(bottom.clone()));
    same(&fraction(x, y), &fraction(a, b))
}

/// Whether the intervals differ at most in what belongs to them at their ends.
fn same_ends(one: &IntervalSet, other: &IntervalSet) -> bool {
    one.parts.len() == other.parts.len()
        && one.parts.iter().zip(&other.parts).all(|(one, other)| {
            [(&one.low, &other.low), (&one.high, &other.high)].into_iter().all(|ends| match ends {
                (None, None) => true,
                (Some(one), Some(other)) => same(&one.at, &other.at),
                _ => false,
            })
        })
}

/// Whether both are rays from the same point, to different sides.
fn turned_round(one: &IntervalSet, other: &IntervalSet) -> bool {
    let ray = |set: &IntervalSet| match set.parts.as_slice() {
        [Interval { low: Some(end), high: None }] => Some((true, end.at.clone())),
        [Interval { low: None, high: Some(end) }] => Some((false, end.at.clone())),
        _ => None,
    };
    match (ray(one), ray(other)) {
        (Some((right, one)), Some((other_right, other))) => right != other_right && same(&one, &other),
        _ => false,
    }
}

/// Where this number fails.
pub(super) fn pointer_to_number(item: Option<&Item>, number: &Number, key: &Number) -> Words {
    let put_in = |item: &Item| item.before.as_ref().and_then(|before| put_into_equation(item, before, number));
    if let Some(pointer) = item.and_then(put_in) {
        return pointer;
    }
    if number.is_negative() != key.is_negative() && !key.is_zero() {
        return sentences::think_of_sign();
    }
    if number > key { sentences::should_be_less() } else { sentences::should_be_more() }
}

/// What the equation of the task says to this number: left and right come out different.
fn put_into_equation(item: &Item, before: &Words, number: &Number) -> Option<Words> {
    let before = before.rich(Lang::Lt);
    let Some(Display::Expr(Expr::Letter(letter))) = rich::formulas(&before).first().copied() else { return None };
    let asked = item.ask.rich(Lang::Lt);
    let names = BTreeMap::from([(letter.clone(), number.clone())]);
    for formula in rich::formulas(&asked) {
        let Display::Chain(sides, relations) = formula else { continue };
        let ([Display::Expr(left), Display::Expr(right)], [Relation::Equal]) = (sides.as_slice(), relations.as_slice())
        else {
            continue;
        };
        let (Ok(left), Ok(right)) = (maths::evaluate(left, &names), maths::evaluate(right, &names)) else { continue };
        if left != right {
            let text = |number: &Number| print_number(number, NumberStyle::Decimal);
            return Some(sentences::sides_differ(letter, &text(number), &text(&left), &text(&right)));
        }
    }
    None
}

/// Where this value fails.
pub(super) fn pointer_to_value(item: Option<&Item>, typed: &Value, key: &Value) -> Words {
    match (typed, key) {
        (Value::Expression(typed), Value::Expression(key)) => pointer_to_expression(typed, key),
        (Value::Set(typed), Value::Set(key)) => pointer_to_set(item, typed, key),
        (Value::Pair(typed), Value::Pair(key)) => match (typed.as_slice(), key.as_slice()) {
            ([x, y], [a, b]) => match (same(x, a), same(y, b)) {
                (true, _) => sentences::only_first_right(),
                (_, true) => sentences::only_second_right(),
                _ => sentences::check_pair(),
            },
            _ => sentences::check_pair(),
        },
        (Value::Intervals(typed), Value::Intervals(key)) => pointer_to_intervals(typed, key),
        (Value::Ratio(_), _) => sentences::check_ratio(),
        _ => sentences::check_steps(),
    }
}

/// A number put in place of each letter shows that the values differ.
fn pointer_to_expression(typed: &Expr, key: &Expr) -> Words {
    let known = key.letters();
    if let Some(foreign) = typed.letters().into_iter().find(|letter| !known.contains(letter))
        && !known.is_empty()
    {
        return sentences::foreign_letter(&foreign);
    }
    for first in [2i64, 1, 3, 5, -1] {
        let value = |at: usize| Number::from(first + at as i64);
        let names: BTreeMap<String, Number> =
            known.iter().enumerate().map(|(at, letter)| (letter.clone(), value(at))).collect();
        let (Ok(got), Ok(wanted)) = (maths::evaluate(typed, &names), maths::evaluate(key, &names)) else { continue };
        if got != wanted && got.bits() < 40 && wanted.bits() < 40 && !names.is_empty() && names.len() <= 3 {
            let put: Vec<String> = names.iter().map(|(letter, value)| format!("${letter} = {value}$")).collect();
            let text = |number: &Number| print_number(number, NumberStyle::Fraction);
            return sentences::values_differ(&put.join(", "), &text(&wanted), &text(&got));
        }
    }
    sentences::check_steps()
}

fn pointer_to_set(item: Option<&Item>, typed: &SolutionSet, key: &SolutionSet) -> Words {
    match (typed, key) {
        (SolutionSet::Members(typed), SolutionSet::Members(key)) => {
            let right = typed.iter().filter(|one| key.iter().any(|other| same(one, other))).count();
            if right == typed.len() {
                return sentences::more_solutions();
            }
            if right > 0 {
                return sentences::some_do_not_fit();
            }
            item.and_then(|item| put_first_into_equation(item, typed)).unwrap_or_else(sentences::put_in_and_check)
        }
        (SolutionSet::Members(typed), SolutionSet::None) => {
            item.and_then(|item| put_first_into_equation(item, typed)).unwrap_or_else(sentences::put_in_and_check)
        }
        (SolutionSet::Members(_), SolutionSet::All) => sentences::others_fit_too(),
        (SolutionSet::None, _) => sentences::there_are_solutions(),
        (SolutionSet::All, _) => sentences::not_all_fit(),
    }
}

fn put_first_into_equation(item: &Item, members: &[Expr]) -> Option<Words> {
    let number = maths::evaluate(members.first()?, &BTreeMap::new()).ok()?;
    let asked = item.ask.rich(Lang::Lt);
    let letters: Vec<String> = rich::formulas(&asked)
        .iter()
        .filter(|formula| matches!(formula, Display::Chain(..)))
        .flat_map(|formula| formula.expressions())
        .flat_map(Expr::letters)
        .collect();
    let letter = letters.first()?;
    let before = Words::plainly(format!("${letter}$"), format!("${letter}$"));
    put_into_equation(item, &before, &number)
}

fn pointer_to_intervals(typed: &IntervalSet, key: &IntervalSet) -> Words {
    let (Some(typed), Some(key)) = (typed.canonical(), key.canonical()) else { return sentences::check_ends() };
    let ends = |set: &IntervalSet| -> Vec<Expr> { set.ends().into_iter().cloned().collect() };
    let wanted = ends(&key);
    let right = ends(&typed).iter().filter(|one| wanted.iter().any(|other| same(one, other))).count();
    match (right, wanted.len()) {
        (0, _) => sentences::check_ends(),
        (right, wanted) if right < wanted => sentences::one_end_right(),
        _ => sentences::try_a_number(),
    }
}
