//! Working judged line by line: each line against the one before, for equations, inequalities and simplification. The
//! first step that breaks is named, with its mistake where that is known; the answer is never told.
//!
//! ```text
//! 2(x + 3) = 10
//! 2x + 3 = 10       wrong: bracket-first-only
//! ```
//!
//! Where a line brings in solutions by squaring or by multiplying with the unknown, it follows; if they are still there
//! in the last line, that step is the one that breaks. Not here: whether the last line answers the task.

use super::item::{Item, Key};
use super::judge::Judgement;
use super::preview::Preview;
use super::rich::Words;
use super::{Answer, Verdict, misread, sentences, typed};
use crate::base::Lang;
use crate::maths::{
    AnswerShape, Comparison, Condition, Difference, Display, Equality, Expr, Number, Reading, Relation, Term,
    compare_expressions, difference, evaluate, read_expression, read_statement, same_expression,
};
use std::collections::BTreeMap;

/// More lines are not read.
pub const LINES_MAX: usize = 40;

/// What a line is to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The first line.
    First,
    /// The same solutions, or the same value.
    Equivalent,
    /// All solutions of the line before, and some that are to be checked.
    Follows,
    /// A solution is lost.
    Loses,
    /// A solution that does not fit came in.
    Gains,
    /// Other solutions, or another value.
    Wrong,
    /// It could not be compared.
    NotCompared,
    /// It could not be read.
    Unreadable,
}

impl Step {
    /// Whether the working breaks here.
    pub const fn breaks(self) -> bool {
        matches!(self, Step::Loses | Step::Gains | Step::Wrong | Step::Unreadable)
    }

    /// `first`, `equivalent`, `follows`, `loses`, `gains`, `wrong`, `not-compared` or `unreadable`.
    pub const fn key(self) -> &'static str {
        match self {
            Step::First => "first",
            Step::Equivalent => "equivalent",
            Step::Follows => "follows",
            Step::Loses => "loses",
            Step::Gains => "gains",
            Step::Wrong => "wrong",
            Step::NotCompared => "not-compared",
            Step::Unreadable => "unreadable",
        }
    }
}

/// A line that was judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is to the line before.
    pub step: Step,
    /// The mistake it shows, by its id in the list of misconceptions.
    pub mistake: Option<String>,
    /// What to tell the pupil.
    pub said: Words,
}

impl Line {
    fn of(step: Step) -> Self {
        let said = match step {
            Step::First => sentences::line_first(),
            Step::Equivalent => sentences::line_same(),
            Step::Follows => sentences::line_follows(),
            Step::Loses => sentences::line_loses(),
            Step::Gains => sentences::line_gains(),
            Step::Wrong => sentences::line_wrong(),
            Step::NotCompared | Step::Unreadable => sentences::line_not_compared(),
        };
        Self { step, mistake: None, said }
    }

    fn with_mistake(self, id: Option<&str>) -> Self {
        match id {
            Some(id) => Self { mistake: Some(id.to_owned()), said: sentences::misread(id), ..self },
            None => self,
        }
    }
}

/// Judges working, given line by line; empty lines are left out. Every line that is not empty has its judgement, in
/// order; lines behind one that cannot be read are compared with the last one that could.
pub fn judge(lines: &[&str]) -> Vec<Line> {
    let lines: Vec<&str> =
        lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).take(LINES_MAX).collect();
    let Some(first) = lines.first() else { return Vec::new() };
    if is_statement(first) { statements(&lines) } else { expressions(&lines) }
}

/// An equation or inequality is solved; anything else is simplified.
fn is_statement(first: &str) -> bool {
    first.contains(['=', '<', '>', '≤', '≥', '≠'])
}

/// How each line is read while it is typed, in order; an empty line gives an empty preview. What the first line that
/// is not empty holds decides how all are read, as in [`judge`].
pub fn previews(lines: &[&str]) -> Vec<Preview> {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    let first = lines.iter().find(|line| !line.is_empty());
    let solved = first.is_some_and(|first| is_statement(first));
    let letter = unknown(first.map_or(&[], std::slice::from_ref));
    let read = |line: &str| -> Preview {
        if line.is_empty() {
            return Preview::default();
        }
        let told = |reading: Reading<Display>| match reading.into_result() {
            Ok(formula) => Preview::of(Some(formula), None),
            Err(remark) => Preview::of(None, Some(sentences::remark(&remark))),
        };
        if solved {
            let reading = read_statement(line, &letter);
            return told(Reading { value: reading.value.map(|read| read.display()), remarks: reading.remarks });
        }
        let mut sides = Vec::new();
        for part in line.split('=').map(str::trim).filter(|part| !part.is_empty()) {
            let reading = read_expression(part);
            if reading.value.is_none() {
                return told(Reading { value: None, remarks: reading.remarks });
            }
            sides.extend(reading.value.map(Display::Expr));
        }
        if line.starts_with('=') {
            sides.insert(0, Display::Nothing);
        }
        let relations = vec![Relation::Equal; sides.len().saturating_sub(1)];
        let formula = if relations.is_empty() { sides.pop() } else { Some(Display::Chain(sides, relations)) };
        Preview::of(formula, None)
    };
    lines.iter().take(LINES_MAX).map(|line| read(line)).collect()
}

/// How the last line of an answer to this item is read.
pub(super) fn preview_of(item: &Item, text: &str) -> Preview {
    let start = first_line(item);
    let mut lines = vec![start.as_str()];
    lines.extend(text.lines().filter(|line| !line.trim().is_empty()));
    previews(&lines).pop().unwrap_or_default()
}

/// Topics worth practising after this working, the most fitting first, by their ids in the map of skills: that of the
/// mistake at the first break, then those of what is being done.
pub fn worth_practising(lines: &[&str], judged: &[Line]) -> Vec<&'static str> {
    let mut topics = Vec::new();
    let broken = first_break(judged).and_then(|at| judged.get(at));
    topics.extend(broken.and_then(|line| line.mistake.as_deref()).and_then(topic_of));
    let first = lines.iter().map(|line| line.trim()).find(|line| !line.is_empty()).unwrap_or_default();
    let square = first.contains(['²', '^']);
    let letters = first.chars().any(|sign| sign.is_ascii_lowercase());
    topics.extend(match (is_statement(first), first.contains(['<', '>', '≤', '≥']), square) {
        (true, true, true) => ["quadratic-inequality", "linear-inequality"],
        (true, true, false) => ["linear-inequality", "numeric-inequality-properties"],
        (true, false, true) => ["quadratic-formula", "linear-equation"],
        (true, false, false) => ["linear-equation", "equation-basic"],
        _ if !letters => ["rational-operations", "add-subtract-negatives"],
        _ if first.contains('(') => ["expand-brackets", "collect-like-terms"],
        _ => ["collect-like-terms", "letter-expressions"],
    });
    topics
}

/// Where a mistake of working belongs in the map of skills.
fn topic_of(mistake: &str) -> Option<&'static str> {
    Some(match mistake {
        "alg-fraction-cancel-terms" => "algebraic-fraction-simplify",
        "bracket-first-only" | "bracket-minus-sign" => "expand-brackets",
        "diff-squares-as-square" => "difference-of-squares",
        "equation-divide-wrong-way" | "equation-minus-x-left" | "equation-transfer-sign" => "linear-equation",
        "frac-add-tops-bottoms" => "add-subtract-fractions",
        "inequality-negative-flip" => "linear-inequality",
        "like-terms-add-exponents" => "monomial-polynomial",
        "like-terms-mixed" => "collect-like-terms",
        "polynomial-product-outer-only" => "polynomial-multiplication",
        "power-negative-base" | "power-times-exponent" => "power-natural-exponent",
        "power-negative-exponent-sign" => "power-integer-exponent",
        "power-rule-multiply-exponents" => "power-rules",
        "quad-inequality-as-equation" => "quadratic-inequality",
        "quadratic-lose-root" | "quadratic-one-sign" => "quadratic-incomplete",
        "root-half" => "square-root",
        "root-sum-split" => "root-expressions",
        "square-binomial-missing-middle" => "square-of-binomial",
        _ => return None,
    })
}

/// Judges working as the answer of an item: its first line is the item's own, the last one comes to the answer.
pub(super) fn check(item: &Item, answer: &Answer) -> Judgement {
    let (Key::Typed { text: key, rule, .. }, Answer::Typed(text)) = (&item.key, answer) else {
        return Judgement::unreadable(sentences::first_step());
    };
    let own: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES_MAX - 1).collect();
    let Some(last) = own.last() else { return Judgement::unreadable(sentences::first_step()) };
    let start = first_line(item);
    let mut lines = vec![start.as_str()];
    lines.extend(&own);
    let judged = judge(&lines);
    if let Some((at, line)) = judged.iter().enumerate().find(|(_, line)| line.step.breaks()) {
        let said = sentences::at_line(at + 1, &line.said);
        return match (&line.mistake, line.step) {
            (_, Step::Unreadable) => Judgement::unreadable(said),
            (Some(id), _) => Judgement::slip(id, said),
            (None, _) => Judgement::wrong(said),
        };
    }
    let shape = shape_of(&start);
    // Of a chain of equal expressions the last one counts.
    let last = if shape == AnswerShape::Expression { last.rsplit('=').next().unwrap_or(last) } else { last };
    match typed::check_typed(item, shape, key, rule, last) {
        Judgement { verdict: Verdict::Right, .. } => Judgement::right(),
        other if other.counts => other,
        _ => match judged.iter().enumerate().find(|(_, line)| line.step == Step::NotCompared) {
            Some((at, line)) => Judgement::unreadable(sentences::at_line(at + 1, &line.said)),
            None => Judgement::other_form(false, sentences::go_on()),
        },
    }
}

/// The line that the working of an item begins with.
pub fn first_line(item: &Item) -> String {
    item.before.as_ref().map(|before| before.plain(Lang::Lt)).unwrap_or_default()
}

/// What the last line is read as.
fn shape_of(start: &str) -> AnswerShape {
    if start.contains(['<', '>', '≤', '≥']) {
        AnswerShape::Intervals
    } else if is_statement(start) {
        AnswerShape::Set
    } else {
        AnswerShape::Expression
    }
}

/// The place of the first line at which the working breaks.
pub fn first_break(lines: &[Line]) -> Option<usize> {
    lines.iter().position(|line| line.step.breaks())
}

fn unreadable(remark: &crate::maths::Remark) -> Line {
    Line { said: sentences::remark(remark), ..Line::of(Step::Unreadable) }
}

/// Simplification: each line has the value of the one before. A line may begin with "=" and hold several steps.
fn expressions(lines: &[&str]) -> Vec<Line> {
    let mut judged = Vec::new();
    let mut before: Option<Expr> = None;
    for line in lines {
        let mut outcome: Option<Line> = None;
        for part in line.split('=').map(str::trim).filter(|part| !part.is_empty()) {
            let line = match read_expression(part).into_result() {
                Err(remark) => unreadable(&remark),
                Ok(expr) => {
                    let line =
                        before.as_ref().map_or_else(|| Line::of(Step::First), |before| value_step(before, &expr));
                    before = Some(expr);
                    line
                }
            };
            // Of several steps in one line the first that breaks counts.
            if outcome.as_ref().is_none_or(|known| !known.step.breaks()) {
                outcome = Some(match outcome {
                    Some(known) if known.step == Step::First && !line.step.breaks() => known,
                    _ => line,
                });
            }
        }
        judged.push(outcome.unwrap_or_else(|| Line::of(Step::NotCompared)));
    }
    judged
}

fn value_step(before: &Expr, now: &Expr) -> Line {
    match compare_expressions(before, now) {
        Comparison { equality: Equality::Same, .. } => Line::of(Step::Equivalent),
        Comparison { equality: Equality::Undecided, .. } => Line::of(Step::NotCompared),
        _ => {
            let made = misread::outcomes(before).into_iter().filter(|(_, outcome)| {
                same_expression(outcome, now) == Equality::Same
                    && same_expression(outcome, before) == Equality::Different
            });
            let mut ids: Vec<&str> = made.map(|(id, _)| id).collect();
            ids.dedup();
            Line::of(Step::Wrong).with_mistake(only(&ids))
        }
    }
}

fn only<'a>(ids: &[&'a str]) -> Option<&'a str> {
    match ids {
        [id] => Some(id),
        _ => None,
    }
}

/// Equations and inequalities, systems of them, solutions.
fn statements(lines: &[&str]) -> Vec<Line> {
    let letter = unknown(lines);
    let mut judged: Vec<Line> = Vec::new();
    let mut read: Vec<(usize, Condition)> = Vec::new();
    for line in lines {
        match read_statement(line, &letter).into_result() {
            Err(remark) => judged.push(unreadable(&remark)),
            Ok(now) => {
                let line = match read.last() {
                    None => Line::of(Step::First),
                    // D = 25 − 24 = 1: a side calculation is only to be true.
                    Some(_) if is_side_calculation(&now, &letter) => {
                        judged.push(Line::of(if side_holds(&now) { Step::Equivalent } else { Step::Wrong }));
                        continue;
                    }
                    Some((_, before)) => statement_step(before, &now, &letter, read.first().map(|(_, first)| first)),
                };
                read.push((judged.len(), now));
                judged.push(line);
            }
        }
    }
    // Solutions that came in on the way must be gone at the end.
    if let (Some((_, first)), Some((_, last))) = (read.first(), read.last())
        && let Some(Difference { gained: true, .. }) = difference(first, last, &letter)
        && !judged.iter().any(|line| line.step.breaks())
        && let Some(line) = judged.iter_mut().find(|line| line.step == Step::Follows)
    {
        *line = Line::of(Step::Gains);
    }
    judged
}

/// The letter that is solved for: the only one of the first line, else x.
fn unknown(lines: &[&str]) -> String {
    let first = lines.first().and_then(|line| read_statement(line, "x").value);
    let letters = first.map(|first| first.letters()).unwrap_or_default();
    match letters.as_slice() {
        [letter] => letter.clone(),
        _ => "x".to_owned(),
    }
}

/// A label, or numbers, equal to numbers: `D = 9 − 8 = 1`, `25 − 24 = 1`.
fn is_side_calculation(condition: &Condition, letter: &str) -> bool {
    let letters = condition.letters();
    let label = |expr: &Expr| matches!(expr, Expr::Letter(name) if name != letter);
    let sides = condition.sides();
    !letters.iter().any(|name| name == letter)
        && !sides.is_empty()
        && sides.iter().enumerate().all(|(at, side)| side.letters().is_empty() || at == 0 && label(side))
}

fn side_holds(condition: &Condition) -> bool {
    let numbers: Vec<&Expr> = condition.sides().into_iter().filter(|side| side.letters().is_empty()).collect();
    numbers.windows(2).all(|two| match two {
        [one, other] => same_expression(one, other) == Equality::Same,
        _ => true,
    })
}

fn statement_step(before: &Condition, now: &Condition, letter: &str, first: Option<&Condition>) -> Line {
    let Some(Difference { lost, gained }) = difference(before, now, letter) else {
        return by_other_roads(before, now, letter);
    };
    // Back to the solutions of the first line: those that came in on the way were checked.
    let checked =
        || first.and_then(|first| difference(first, now, letter)) == Some(Difference { lost: false, gained: false });
    match (lost, gained) {
        (false, false) => Line::of(Step::Equivalent),
        (true, false) if checked() => Line::of(Step::Equivalent),
        (false, true) if may_bring_in(before) => Line::of(Step::Follows),
        (true, false) => Line::of(Step::Loses).with_mistake(lost_by(before, now, letter)),
        (false, true) => Line::of(Step::Gains).with_mistake(wrong_by(before, now, letter)),
        (true, true) => Line::of(Step::Wrong).with_mistake(wrong_by(before, now, letter)),
    }
}

/// Whether squaring, or multiplying with the unknown, is the way on: a root or a denominator holds a letter.
fn may_bring_in(condition: &Condition) -> bool {
    condition.sides().into_iter().any(|side| {
        side.any(&|part| match part {
            Expr::Root(_, inner) | Expr::Absolute(inner) => !inner.letters().is_empty(),
            Expr::Fraction(_, bottom) => !bottom.letters().is_empty(),
            Expr::Function(..) => true,
            _ => false,
        })
    })
}

/// Several letters, logarithms, sines: up to a factor, or by putting solutions in.
fn by_other_roads(before: &Condition, now: &Condition, letter: &str) -> Line {
    use crate::maths::{Value, compare_values};
    if let (Condition::Compare(a, Relation::Equal, b), Condition::Compare(c, Relation::Equal, d)) =
        (single(before), single(now))
    {
        let (one, other) = (Value::Equation(a.clone(), b.clone()), Value::Equation(c.clone(), d.clone()));
        if compare_values(&one, &other).is_same() {
            return Line::of(Step::Equivalent);
        }
        // x = 8 after log₂ x = 3: it fits, if nothing is known of others.
        if let (Expr::Letter(name), Ok(value)) = (c, evaluate(d, &BTreeMap::new()))
            && name == letter
        {
            let put = |side: &Expr| crate::maths::with_letter(side, letter, &value);
            return match same_expression(&put(a), &put(b)) {
                Equality::Same => Line::of(Step::Equivalent),
                Equality::Different => Line::of(Step::Wrong).with_mistake(wrong_by(before, now, letter)),
                Equality::Undecided => Line::of(Step::NotCompared),
            };
        }
    }
    Line::of(Step::NotCompared)
}

/// What stands alone in "any of these" and "all of these".
fn single(condition: &Condition) -> &Condition {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => match parts.as_slice() {
            [one] => single(one),
            _ => condition,
        },
        other => other,
    }
}

fn same(one: &Condition, other: &Condition, letter: &str) -> bool {
    difference(one, other, letter) == Some(Difference { lost: false, gained: false })
}

fn lost_by(before: &Condition, now: &Condition, letter: &str) -> Option<&'static str> {
    let is = |value: Expr| Condition::Compare(Expr::letter(letter), Relation::Equal, value);
    let with = |more: Condition| Condition::Any(vec![now.clone(), more]);
    if same(&with(is(Expr::whole(0))), before, letter) {
        return Some("quadratic-lose-root");
    }
    let opposite = now.map(&|side| crate::maths::with_letter_negated(side, letter));
    if same(&with(opposite), before, letter) { Some("quadratic-one-sign") } else { None }
}

/// The one mistake that leads from a line to this one.
fn wrong_by(before: &Condition, now: &Condition, letter: &str) -> Option<&'static str> {
    let mut ids: Vec<&'static str> = outcomes(before)
        .into_iter()
        .filter(|(_, outcome)| same(outcome, now, letter) && !same(outcome, before, letter))
        .map(|(id, _)| id)
        // Two solutions with wrong signs come out of many mistakes.
        .filter(|id| *id != "equation-transfer-sign" || matches!(single(now), Condition::Compare(..)))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() && as_equation(before, now, letter) {
        return Some("quad-inequality-as-equation");
    }
    only(&ids)
}

/// x² < 9 solved as x < 3: one ray that ends at a root.
fn as_equation(before: &Condition, now: &Condition, letter: &str) -> bool {
    let (Condition::Compare(left, relation, right), Condition::Compare(_, ray, end)) = (single(before), single(now))
    else {
        return false;
    };
    let squared = |side: &Expr| side.any(&|part| matches!(part, Expr::Power(base, _) if base.letters() == [letter]));
    let equation = Condition::Compare(left.clone(), Relation::Equal, right.clone());
    let point = Condition::Compare(Expr::letter(letter), Relation::Equal, end.clone());
    relation.is_order()
        && ray.is_order()
        && (squared(left) || squared(right))
        && end.letters().is_empty()
        && difference(&point, &equation, letter).is_some_and(|difference| !difference.lost)
}

/// What an equation or inequality becomes by each of the usual mistakes.
fn outcomes(before: &Condition) -> Vec<(&'static str, Condition)> {
    let Condition::Compare(left, relation, right) = single(before) else { return Vec::new() };
    let relation = *relation;
    let mut found = Vec::new();
    // A member goes over with its sign: x + 7 = 12 read as x = 12 + 7.
    for (from, to, is_left) in [(left, right, true), (right, left, false)] {
        let terms = match from {
            Expr::Sum(terms) => terms.clone(),
            other => vec![Term { minus: false, expr: other.clone() }],
        };
        // A side that goes over whole leaves nothing behind: that is another mistake.
        for (at, term) in terms.iter().enumerate().filter(|_| terms.len() > 1) {
            let mut rest = terms.clone();
            rest.remove(at);
            let rest = Expr::sum_of(rest);
            let more = Expr::Sum(vec![
                Term { minus: false, expr: to.clone().in_brackets() },
                Term { minus: term.minus, expr: term.expr.clone().in_brackets() },
            ]);
            let outcome = if is_left { (rest, more) } else { (more, rest) };
            found.push(("equation-transfer-sign", Condition::Compare(outcome.0, relation, outcome.1)));
        }
    }
    let factor = match left {
        Expr::Negative(inner) => Some((Number::from(-1), inner.as_ref().clone())),
        Expr::Product(factors) => factors.split_first().and_then(|(first, rest)| {
            let number = evaluate(&first.expr, &BTreeMap::new()).ok()?;
            Some((number, Expr::product_of(rest.to_vec())))
        }),
        _ => None,
    };
    if let Some((number, rest)) = factor {
        let written = Expr::of_number(&number, crate::maths::NumberStyle::Fraction);
        let less = Expr::Sum(vec![
            Term { minus: false, expr: right.clone().in_brackets() },
            Term { minus: true, expr: written.clone().in_brackets() },
        ]);
        let turned = Expr::Fraction(Box::new(written.clone()), Box::new(right.clone()));
        if number == -1 {
            found.push(("equation-minus-x-left", Condition::Compare(rest.clone(), relation, right.clone())));
        } else {
            found.push(("equation-divide-wrong-way", Condition::Compare(rest.clone(), relation, less)));
            found.push(("equation-divide-wrong-way", Condition::Compare(rest.clone(), relation, turned)));
        }
    }
    if relation.is_order() {
        found.push(("inequality-negative-flip", Condition::Compare(left.clone(), relation.turned(), right.clone())));
    }
    for (id, outcome) in misread::outcomes(left) {
        found.push((id, Condition::Compare(outcome, relation, right.clone())));
    }
    for (id, outcome) in misread::outcomes(right) {
        found.push((id, Condition::Compare(left.clone(), relation, outcome)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines with their steps, and `+` with the mistake: "wrong+bracket-first-only".
    fn check(rows: &[(&str, &str)]) {
        let lines: Vec<&str> = rows.iter().map(|(line, _)| *line).collect();
        let judged = judge(&lines);
        assert_eq!(judged.len(), rows.len());
        for ((line, wanted), found) in rows.iter().zip(&judged) {
            let mistake = found.mistake.as_ref().map_or_else(String::new, |id| format!("+{id}"));
            assert_eq!(format!("{}{mistake}", found.step.key()), *wanted, "{line} in {lines:?}");
            assert!(!found.said.plain(Lang::Lt).is_empty() && !found.said.plain(Lang::En).is_empty());
        }
        let broken = rows.iter().position(|(_, step)| {
            !step.starts_with("equi") && !step.starts_with("fi") && !step.starts_with("fol") && !step.starts_with("not")
        });
        assert_eq!(first_break(&judged), broken, "{lines:?}");
    }

    #[test]
    fn equations() {
        check(&[
            ("2(x + 3) = 10", "first"),
            ("2x + 6 = 10", "equivalent"),
            ("2x = 4", "equivalent"),
            ("x = 2", "equivalent"),
        ]);
        check(&[("2(x + 3) = 10", "first"), ("2x + 3 = 10", "wrong+bracket-first-only"), ("2x = 7", "equivalent")]);
        check(&[("x + 7 = 12", "first"), ("x = 12 + 7", "wrong+equation-transfer-sign")]);
        check(&[("x + 7 = 12", "first"), ("x = 19", "wrong+equation-transfer-sign")]);
        check(&[("4x = 12", "first"), ("x = 8", "wrong+equation-divide-wrong-way")]);
        check(&[("-x = 5", "first"), ("x = 5", "wrong+equation-minus-x-left")]);
        check(&[("3x - 2 = 7", "first"), ("3x = 9", "equivalent"), ("Ats.: x = 3", "equivalent")]);
        check(&[("x^2 = 5x", "first"), ("x = 5", "loses+quadratic-lose-root")]);
        check(&[("x^2 = 49", "first"), ("x = 7", "loses+quadratic-one-sign")]);
        check(&[("x^2 = 49", "first"), ("x = ±7", "equivalent")]);
        check(&[("x^2 - 5x + 6 = 0", "first"), ("D = 25 - 24 = 1", "equivalent"), ("x1 = 2; x2 = 3", "equivalent")]);
        check(&[("x^2 - 5x + 6 = 0", "first"), ("D = 25 - 24 = 2", "wrong"), ("(x-2)(x-3) = 0", "equivalent")]);
        check(&[("x^2 - 5x + 6 = 0", "first"), ("x = 2 arba x = 3", "equivalent")]);
        check(&[("x^2 - 5x + 6 = 0", "first"), ("x = -2; x = -3", "wrong")]);
        check(&[("x^2 + 1 = 0", "first"), ("sprendinių nėra", "equivalent")]);
        check(&[("2x = 2x + 1", "first"), ("∅", "equivalent")]);
        check(&[("x = 3", "first"), ("x^2 = 9", "gains")]);
        check(&[("2x + = 3", "unreadable"), ("2x = 3", "first")]);
        check(&[
            ("√(x + 2) = x", "first"),
            ("x + 2 = x^2", "follows"),
            ("x = 2; x = -1", "equivalent"),
            ("x = 2", "equivalent"),
        ]);
        check(&[("√(x + 2) = x", "first"), ("x + 2 = x^2", "gains"), ("x = 2; x = -1", "equivalent")]);
        check(&[("(x^2 - 4)/(x - 2) = 0", "first"), ("x^2 - 4 = 0", "gains"), ("x = ±2", "equivalent")]);
        check(&[
            ("(x^2 - 4)/(x - 2) = 0", "first"),
            ("x^2 - 4 = 0", "follows"),
            ("x = ±2", "equivalent"),
            ("x = -2", "equivalent"),
        ]);
        check(&[("log_2 x = 3", "first"), ("x = 2^3", "equivalent"), ("x = 8", "equivalent")]);
        check(&[("log_2 x = 3", "first"), ("x = 6", "wrong")]);
        check(&[("y = 2x + 1", "first"), ("2x - y + 1 = 0", "equivalent")]);
    }

    #[test]
    fn inequalities() {
        check(&[("-2x < 6", "first"), ("x > -3", "equivalent")]);
        check(&[("-2x < 6", "first"), ("x < -3", "wrong+inequality-negative-flip")]);
        check(&[("x^2 < 9", "first"), ("-3 < x < 3", "equivalent"), ("x ∈ (-3; 3)", "equivalent")]);
        check(&[("x^2 < 9", "first"), ("x < 3", "gains+quad-inequality-as-equation")]);
        check(&[("2x - 4 ≥ 0", "first"), ("2x ≥ 4", "equivalent"), ("x > 2", "loses")]);
        check(&[("(x - 1)(x + 2) > 0", "first"), ("x < -2 arba x > 1", "equivalent")]);
    }

    #[test]
    fn simplification() {
        check(&[("2(x + 5) - x", "first"), ("= 2x + 10 - x", "equivalent"), ("= x + 10", "equivalent")]);
        check(&[("2(x + 5) - x", "first"), ("= 2x + 5 - x", "wrong+bracket-first-only"), ("= x + 5", "equivalent")]);
        check(&[("(x + 3)^2", "first"), ("x^2 + 9", "wrong+square-binomial-missing-middle")]);
        check(&[("√(9 + 16)", "first"), ("3 + 4", "wrong+root-sum-split")]);
        check(&[("1/2 + 1/3", "first"), ("2/5", "wrong+frac-add-tops-bottoms")]);
        check(&[("3x + 2", "first"), ("5x", "wrong+like-terms-mixed")]);
        check(&[("a^2·a^3", "first"), ("a^6", "wrong+power-rule-multiply-exponents")]);
        check(&[("sin²x + cos²x + 1", "first"), ("1 + 1", "equivalent"), ("2", "equivalent")]);
    }

    #[test]
    fn each_line_shows_how_it_is_read() {
        let rows: [(&[&str], &[&str]); 4] = [
            (&["2(x+3) = 10", "", "x1=2; x2=3"], &["2(x + 3) = 10", "", "x = 2 arba x = 3"]),
            (&["-3t < 12", "t > -4"], &["−3t < 12", "t > −4"]),
            (&["(x+3)^2-x^2", "=x^2+9-x^2 = 9"], &["(x + 3)² − x²", "= x² + 9 − x² = 9"]),
            (&["2(x + 3 = 10", "3x +"], &["!", "!"]),
        ];
        for (lines, wanted) in rows {
            let read: Vec<String> = previews(lines)
                .into_iter()
                .map(|preview| match preview.formula.as_ref() {
                    Some(formula) => formula.plain().trim().to_owned(),
                    None => {
                        if preview.remark(Lang::Lt).is_some() {
                            "!".into()
                        } else {
                            String::new()
                        }
                    }
                })
                .collect();
            assert_eq!(read, wanted, "{lines:?}");
        }
    }

    #[test]
    fn the_topic_offered_is_that_of_the_mistake_and_always_one_of_the_map() {
        let rows: [(&[&str], &str); 6] = [
            (&["2(x + 3) = 10", "2x + 3 = 10"], "expand-brackets"),
            (&["x + 7 = 12", "x = 19"], "linear-equation"),
            (&["-3x < 12", "x < -4"], "linear-inequality"),
            (&["(x + 3)^2", "x^2 + 9"], "square-of-binomial"),
            (&["2a + 3a", "6a"], "collect-like-terms"),
            (&["2 - 5", "3"], "rational-operations"),
        ];
        let map = include_str!("../../content/skills.tsv");
        for (lines, wanted) in rows {
            let topics = worth_practising(lines, &judge(lines));
            assert_eq!(topics.first(), Some(&wanted), "{lines:?}");
            for topic in topics {
                assert!(map.lines().any(|row| row.split('\t').next() == Some(topic)), "{topic}");
            }
        }
        for (id, _) in
            include_str!("../../tests/data/misconceptions.tsv").lines().filter_map(|row| row.split_once('\t'))
        {
            if let Some(topic) = topic_of(id) {
                assert!(map.lines().any(|row| row.split('\t').next() == Some(topic)), "{topic}");
            }
        }
    }
}
