//! Judging what was typed: reading it, comparing its value, then its form, then looking for the mistake.
//!
//! Not here: how a text is read and when two values are the same; that is `maths`.

use super::item::{self, Item, Key, Rule, Wrong, WrongAnswer};
use super::judge::Judgement;
use super::keyed::{self, Asked};
use super::rich::Words;
use super::{Verdict, sentences, slips};
use crate::base::{Lang, Text};
use crate::maths::form::{self, Form, FormCheck};
use crate::maths::{self, AnswerShape, Constant, Equality, Expr, Joint, Number, NumberAnswer, Value, read_answer};
use std::collections::{BTreeMap, BTreeSet};

/// Judges a number. `value` is what is right, `exact` what it was before rounding.
pub(super) fn check_number(item: &Item, value: &Number, exact: &Number, rule: &Rule, text: &str) -> Judgement {
    let typed = match read_answer(AnswerShape::Number, text).into_result() {
        Ok(Value::Number(typed)) => typed,
        Ok(_) => return Judgement::unreadable(sentences::nothing_given()),
        Err(remark) => return Judgement::unreadable(sentences::remark(&remark)),
    };
    if let (Some(unit), Some(own)) = (&typed.unit, &rule.unit)
        && !is_unit(unit, own)
    {
        return Judgement::unreadable(sentences::other_unit(own));
    }
    // 25 % where 25 is right: the sign was typed by habit.
    if !in_percent(rule) && typed.percent().as_ref() == Some(value) {
        return Judgement::unreadable(sentences::no_percent_sign());
    }
    let Some(number) = number_of(&typed, rule) else {
        // An irrational number is never the answer to a task whose numbers are rational.
        return wrong_number(item, &typed, None, value, rule);
    };
    if fits(&number, value, rule) {
        return worked_out_form(rule, &Value::Number(typed), &number_key(value, rule));
    }
    if let Some(places) = rule.places
        && is_finer(&typed, &number, exact, places)
    {
        return Judgement::other_form(rule.form_wished, sentences::round_to(places));
    }
    wrong_number(item, &typed, Some(&number), value, rule)
}

/// Judges anything typed that is no single number.
pub(super) fn check_typed(item: &Item, shape: AnswerShape, key: &str, rule: &Rule, text: &str) -> Judgement {
    let key = match read_answer(shape, key).into_result() {
        Ok(key) => key,
        Err(remark) => return Judgement::unreadable(sentences::remark(&remark)),
    };
    let form = rule.form.clone().unwrap_or(Form::Any);
    let unit = rule.unit.as_ref().and_then(|unit| maths::read_unit(&unit.lt));
    let asked = Asked { shape, key, form, unit, as_written: true };
    let found = keyed::judge(&asked, text);
    let Some(typed) = found.typed else { return Judgement::unreadable(found.said) };
    match found.verdict {
        Verdict::Unreadable => return Judgement::unreadable(found.said),
        Verdict::Right if rule.form.is_some() || is_worked_out(&typed) => return Judgement::right_saying(found.said),
        Verdict::Right => return Judgement::other_form(rule.form_wished, sentences::work_out()),
        Verdict::RightButForm => {
            return Judgement::other_form(rule.form_wished, found.next.unwrap_or_else(sentences::work_out));
        }
        Verdict::Wrong => {}
    }
    let is_made = |wrong: &Wrong| {
        let WrongAnswer::Typed(text) = &wrong.answer else { return false };
        let Some(value) = read_answer(shape, text).value else { return false };
        maths::same_value(&value, &typed) == Equality::Same
            && maths::same_value(&value, &asked.key) == Equality::Different
    };
    let slip = |id: &String| Judgement::slip(id, found.said.clone());
    named(item, is_made)
        .or_else(|| found.mistake.as_ref().map(slip))
        .unwrap_or_else(|| Judgement::wrong(slips::pointer_to_value(Some(item), &typed, &asked.key)))
}

fn wrong_number(item: &Item, typed: &NumberAnswer, number: Option<&Number>, key: &Number, rule: &Rule) -> Judgement {
    let Some(number) = number else { return Judgement::wrong(sentences::check_steps()) };
    let is_made = |wrong: &Wrong| {
        let WrongAnswer::Number(value) = &wrong.answer else { return false };
        let rounded = rule.places.map_or_else(|| value.clone(), |places| value.round_to_places(places));
        // Near enough to both, it shows nothing.
        let made = number == value || fits(number, &rounded, rule);
        made && !fits(value, key, rule) && !fits(&rounded, key, rule)
    };
    if slips::is_typing(number, key) {
        return Judgement::slip("slip-typing", sentences::typing());
    }
    named(item, is_made)
        .or_else(|| slips::in_number(typed, number, key, rule))
        .unwrap_or_else(|| Judgement::wrong(slips::pointer_to_number(Some(item), number, key)))
}

/// The one mistake that was made; nothing if none or several fit.
fn named(item: &Item, is_made: impl Fn(&Wrong) -> bool) -> Option<Judgement> {
    let fitting: Vec<&Wrong> = item.wrongs.iter().filter(|wrong| is_made(wrong)).collect();
    let ids: BTreeSet<&str> = fitting.iter().map(|wrong| wrong.is.as_str()).collect();
    let wrong = fitting.first().filter(|_| ids.len() == 1)?;
    Judgement::named(item, &wrong.is, wrong.pointer.clone())
}

/// The value is right: is the form?
fn worked_out_form(rule: &Rule, typed: &Value, key: &Value) -> Judgement {
    let Some(form) = &rule.form else {
        return if is_worked_out(typed) {
            Judgement::right()
        } else {
            Judgement::other_form(rule.form_wished, sentences::work_out())
        };
    };
    match form::check_as_written(form, typed, key) {
        FormCheck::Fine => Judgement::right(),
        FormCheck::NotYet(remark) => {
            let remark = Words::verbatim(remark.sentence(Lang::Lt), remark.sentence(Lang::En));
            Judgement::other_form(rule.form_wished, remark)
        }
    }
}

/// The number typed, in the unit of the answer: where that is per cent, 25 and 25 % are the same.
fn number_of(typed: &NumberAnswer, rule: &Rule) -> Option<Number> {
    typed.percent().filter(|_| in_percent(rule)).or_else(|| typed.value.clone())
}

/// Whether the answer is asked for in per cent.
pub(super) fn in_percent(rule: &Rule) -> bool {
    rule.unit.as_ref().is_some_and(|unit| unit.lt.trim() == "%")
}

/// The right number as one would type it in the form asked for: how the key is written always passes for that form.
fn number_key(value: &Number, rule: &Rule) -> Value {
    let written = read_answer(AnswerShape::Number, &item::number_text(value, rule)).value;
    written.unwrap_or_else(|| {
        let expr = Expr::of_number(value, maths::NumberStyle::Decimal);
        Value::Number(NumberAnswer { expr, value: Some(value.clone()), unit: None, approximate: false })
    })
}

pub(super) fn fits(number: &Number, value: &Number, rule: &Rule) -> bool {
    match &rule.tolerance {
        Some(tolerance) => (number - value).abs() <= *tolerance,
        None => number == value,
    }
}

/// Whether it is the exact value, or rounded rightly to more places than asked.
fn is_finer(typed: &NumberAnswer, number: &Number, exact: &Number, places: u32) -> bool {
    if number == exact {
        return true;
    }
    let own = match typed.expr.bare() {
        Expr::Number(literal) => literal.places,
        Expr::Negative(inner) => match inner.bare() {
            Expr::Number(literal) => literal.places,
            _ => return false,
        },
        _ => return false,
    };
    own > places && exact.round_to_places(own) == *number
}

/// Whether the unit typed is the one of the task, in either language and in any case; `€` is `Eur`.
fn is_unit(typed: &str, own: &Text) -> bool {
    let plain = |unit: &str| -> String {
        let unit = unit.trim().trim_end_matches('.').to_lowercase();
        if matches!(unit.as_str(), "€" | "euras" | "eurai" | "eurų" | "eurus" | "euro" | "euros" | "e") {
            "eur".to_owned()
        } else {
            unit
        }
    };
    let typed = plain(typed);
    [&own.lt, &own.en].into_iter().any(|unit| plain(unit) == typed)
}

/// Whether each number in it was worked out: no operations left between rational numbers.
fn is_worked_out(value: &Value) -> bool {
    match value {
        Value::Expression(_) | Value::Equation(..) | Value::Inequality(..) => true,
        other => other.expressions().into_iter().all(|expr| !expr.letters().is_empty() || number_is_worked_out(expr)),
    }
}

fn number_is_worked_out(expr: &Expr) -> bool {
    let rational = |expr: &Expr| maths::evaluate(expr, &BTreeMap::new()).is_ok();
    match expr.bare() {
        Expr::Negative(inner) | Expr::Percent(inner) | Expr::Degrees(inner) | Expr::Quantity(inner, _) => {
            number_is_worked_out(inner)
        }
        Expr::Fraction(top, bottom) => number_is_worked_out(top) && number_is_worked_out(bottom),
        Expr::Root(_, inner) => !rational(expr) && number_is_worked_out(inner),
        Expr::Product(factors) => {
            let power_of_ten = |expr: &Expr| {
                let Expr::Power(base, exponent) = expr.bare() else { return false };
                let ten = matches!(base.bare(), Expr::Number(literal) if literal.value == 10);
                ten && number_is_worked_out(exponent)
            };
            match factors.as_slice() {
                [first, second] if second.joint == Joint::Times && power_of_ten(&second.expr) => {
                    number_is_worked_out(&first.expr)
                }
                _ => !rational(expr) && factors.iter().filter(|factor| rational(&factor.expr)).count() <= 1,
            }
        }
        Expr::Sum(terms) => !rational(expr) && terms.iter().filter(|term| rational(&term.expr)).count() <= 1,
        Expr::Function(..) => maths::is_written_out(expr),
        Expr::Power(base, _) => matches!(base.bare(), Expr::Constant(Constant::Pi | Constant::E) | Expr::Letter(_)),
        _ => true,
    }
}

/// What the field reads while it is typed: the value and, if it cannot be read, the first remark.
pub(super) fn read(item: &Item, text: &str) -> (Option<Value>, Option<Words>) {
    let shape = match &item.key {
        Key::Number { .. } => AnswerShape::Number,
        Key::Typed { shape, .. } => *shape,
        _ => return (None, None),
    };
    match read_answer(shape, text).into_result() {
        Ok(value) => (Some(value), None),
        Err(remark) => (None, Some(sentences::remark(&remark))),
    }
}
