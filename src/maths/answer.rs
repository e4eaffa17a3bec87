//! What a pupil answers, by the shape asked for: a number, an expression, an equation, solutions, intervals, a pair, a
//! ratio, a list. Every value keeps its expressions as typed, for judging the form and for the preview. Not here:
//! whether it is right (`equality`, `form`).

use super::display::{Display, Separator, opens_tuple};
use super::equality;
use super::expr::{Constant, Expr, Relation};
use super::intervals::{End, Interval, IntervalSet};
use super::normal;
use super::number::Number;
use super::quantity::{Quantity, read_quantity, read_time};
use super::reader::{Outcome, Reader, read_with};
use super::remark::{Reading, Remark, RemarkKind};
use super::solve::{self, Condition};
use super::token::{self, Kind, Language, is_space};
use super::unit;
use std::cmp::Ordering;

/// What kind of answer is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerShape {
    /// A number without letters, with or without a unit: `5`, `x = 5`, `2 1/3`, `12 cm`.
    Number,
    /// An expression, letters or not: `3x + 2`, `P = 2a + 2b`.
    Expression,
    /// An equation: `3x + 2 = 5`.
    Equation,
    /// An inequality or a chain of them: `−2a < −2b`.
    Inequality,
    /// Solutions: `x = 2; x = −3`, `2; −3`, `±3`, `∅`, `sprendinių nėra`, `R`.
    Set,
    /// Intervals and their unions, or inequalities that say the same: `(−∞; 3]`, `x ≤ 3`, `2 < x ≤ 5`.
    Intervals,
    /// Two or more coordinates: `(2; 3)`, `x = 2; y = 3`, `2; 3`.
    Pair,
    /// A ratio: `3 : 2`.
    Ratio,
    /// Values in their order: `2; 3; 5`.
    List,
    /// A number with its unit: `12 cm²`, `2 h 30 min`.
    Quantity,
    /// A time: `14:30`, `2 val. 30 min`, `150 min`.
    Time,
}

/// An answer as read.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(NumberAnswer),
    /// An expression.
    Expression(Expr),
    /// Left and right side.
    Equation(Expr, Expr),
    /// Sides and the relations between, one fewer.
    Inequality(Vec<Expr>, Vec<Relation>),
    /// Solutions.
    Set(SolutionSet),
    /// Intervals.
    Intervals(IntervalSet),
    /// Coordinates.
    Pair(Vec<Expr>),
    /// Members of a ratio.
    Ratio(Vec<Expr>),
    /// Members of a list.
    List(Vec<Expr>),
    /// A quantity with its units, or a time.
    Quantity(Quantity),
    /// Several inequalities or equations together.
    Conditions(Condition),
}

/// A number as answered.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberAnswer {
    /// As typed, without label and unit.
    pub expr: Expr,
    /// Its exact value where that is rational (20 % is 1/5); irrational numbers have only `expr`.
    pub value: Option<Number>,
    /// The unit or other words typed behind it, as typed; `%` is none of them, see [`NumberAnswer::percent`].
    pub unit: Option<String>,
    /// Whether it was typed with ≈.
    pub approximate: bool,
}

impl NumberAnswer {
    /// The number in front of `%`, where it was typed as a percentage: 20 of `20 %`.
    pub fn percent(&self) -> Option<Number> {
        let (minus, inner) = match &self.expr {
            Expr::Negative(inner) => (true, inner.bare()),
            other => (false, other.bare()),
        };
        let Expr::Percent(inner) = inner else { return None };
        let value = normal::evaluate(inner, &Default::default()).ok()?;
        Some(if minus { -value } else { value })
    }
}

/// The solutions of an equation, as answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SolutionSet {
    /// There are none.
    None,
    /// All numbers.
    All,
    /// These, in the order typed.
    Members(Vec<Expr>),
}

/// Reads an answer of this shape. At most 400 characters; whatever cannot be read gets a remark that says what to do.
pub fn read_answer(shape: AnswerShape, text: &str) -> Reading<Value> {
    let (body, offset) = without_frame(text);
    if token::is_too_long(body) {
        return Reading { value: None, remarks: vec![token::too_long(text)] };
    }
    let body = if shape == AnswerShape::Set { without_whole_numbers(body) } else { body };
    let mut reading = match shape {
        AnswerShape::Number => read_number(body),
        AnswerShape::Quantity | AnswerShape::Time => {
            let outcome = if shape == AnswerShape::Time { read_time(body) } else { read_quantity(body) };
            match outcome {
                Ok(quantity) => Reading { value: Some(Value::Quantity(quantity)), remarks: vec![] },
                // The places of its parts are not those of the text: the whole of it is meant.
                Err(remark) => Reading { value: None, remarks: vec![Remark { at: 0..body.len(), ..remark }] },
            }
        }
        AnswerShape::Set if words_for_none(body) => {
            Reading { value: Some(Value::Set(SolutionSet::None)), remarks: vec![] }
        }
        AnswerShape::Set if words_for_all(body) => {
            Reading { value: Some(Value::Set(SolutionSet::All)), remarks: vec![] }
        }
        AnswerShape::Intervals | AnswerShape::Inequality if words_for_none(body) || words_for_all(body) => {
            let set = if words_for_all(body) { IntervalSet::all() } else { IntervalSet::default() };
            Reading { value: Some(Value::Intervals(set)), remarks: vec![] }
        }
        _ => read_with(body, Language::Pupil, |reader| {
            reader.whole_text(|reader| match shape {
                AnswerShape::Number | AnswerShape::Expression => expression(reader).map(Value::Expression),
                AnswerShape::Equation => equation(reader),
                AnswerShape::Inequality => inequality(reader),
                AnswerShape::Set => solutions(reader).map(Value::Set),
                AnswerShape::Intervals => union(reader).map(Value::Intervals),
                AnswerShape::Pair => pair(reader).map(Value::Pair),
                AnswerShape::Ratio => ratio(reader).map(Value::Ratio),
                AnswerShape::List => list(reader).map(Value::List),
                AnswerShape::Quantity | AnswerShape::Time => Err(reader.left_over()),
            })
        }),
    };
    let several = matches!(shape, AnswerShape::Set | AnswerShape::Intervals | AnswerShape::Pair | AnswerShape::List);
    let numbers = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.'));
    for remark in &mut reading.remarks {
        remark.at = remark.at.start + offset..remark.at.end + offset;
        // Where several numbers are asked for, 2 5 are two of them.
        if several && remark.kind == RemarkKind::MissingSign && numbers(&remark.near) {
            remark.kind = RemarkKind::MissingSemicolon;
        }
    }
    reading
}

/// Without "Ats.:" in front and the full stop behind; how many bytes went in front.
fn without_frame(text: &str) -> (&str, usize) {
    let trim = |c: char| is_space(c);
    let mut body = text.trim_matches(trim);
    for label in ["atsakymas", "ats", "answer", "ans"] {
        let Some(start) = body.get(..label.len()) else { continue };
        if start.eq_ignore_ascii_case(label) {
            let rest = body.get(label.len()..).unwrap_or("");
            let after = rest.trim_start_matches(['.', ':', ' ', '\u{a0}']);
            // "ans" must not eat a product a·n·s.
            if after.len() < rest.len() && rest.trim_start().starts_with(['.', ':']) {
                body = after.trim_start_matches(trim);
                break;
            }
        }
    }
    let offset = body.as_ptr() as usize - text.as_ptr() as usize;
    let body = body.trim_end_matches([';', ' ']);
    let ends_in_stop = body.ends_with('.') && !body.ends_with("..") && !body.ends_with("…");
    (if ends_in_stop { body.trim_end_matches('.') } else { body }, offset)
}

/// Without "k ∈ Z" behind a general solution, which goes without saying.
fn without_whole_numbers(text: &str) -> &str {
    let Some((before, after)) = text.rsplit_once('∈') else { return text };
    let after = after.trim_matches(|c| is_space(c) || c == ')');
    if !matches!(after, "Z" | "ℤ") {
        return text;
    }
    let before = before.trim_end_matches(is_space);
    let mut letters = before.chars();
    let cut = match letters.next_back() {
        Some(letter) if letter.is_alphabetic() => letters.as_str().trim_end_matches(is_space),
        _ => return text,
    };
    let cut = ["kur", "čia", "where"].iter().find_map(|word| cut.strip_suffix(word)).unwrap_or(cut);
    let cut = cut.trim_end_matches(|c| is_space(c) || matches!(c, ',' | ';' | '('));
    if cut.is_empty() { text } else { cut }
}

fn words_of(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn words_for_none(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let words = words_of(text);
    ["nėra", "nera", "neturi", "no solution", "no root", "no real"].iter().any(|known| words.contains(known))
        || ["none", "∅", "ø", "{}", "x ∈ ∅", "x∈∅", "tuščioji aibė", "tuščia aibė"].contains(&words.as_str())
}

fn words_for_all(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let words = words_of(text);
    let exact = ["all", "r", "ℝ", "x ∈ r", "x∈r", "x ∈ ℝ", "x∈ℝ", "visi", "x - bet kuris", "x – bet kuris"];
    ["visi ", "bet kok", "bet kur", "be galo daug", "all real", "all numbers", "any number", "infinitely many"]
        .iter()
        .any(|known| words.contains(known))
        || exact.contains(&words.as_str())
}

fn read_number(body: &str) -> Reading<Value> {
    let (number, unit) = unit::split(body);
    read_with(number, Language::Pupil, |reader| {
        reader.whole_text(|reader| {
            let approximate = label(reader);
            let start = reader.position();
            let expr = reader.sum()?;
            if matches!(reader.peek(), Some(Kind::Semicolon | Kind::Comma | Kind::Or | Kind::And)) {
                return Err(reader.remark_here(RemarkKind::NotANumber));
            }
            // 5 = x
            if reader.peek() == Some(&Kind::Relation(Relation::Equal))
                && matches!(reader.peek_at(1), Some(Kind::Name(_)))
                && reader.peek_at(2).is_none()
            {
                reader.advance();
                reader.advance();
            }
            if matches!(reader.peek(), Some(Kind::Relation(_))) {
                return Err(reader.remark_here(RemarkKind::NotANumber));
            }
            if let Some(letter) = expr.letters().first() {
                return Err(Remark {
                    near: letter.clone(),
                    ..reader.remark(start, reader.position(), RemarkKind::LetterInNumber)
                });
            }
            let value = value_of(reader, &expr, start)?;
            Ok(Value::Number(NumberAnswer { expr, value, unit, approximate }))
        })
    })
}

/// The value of a number without letters, if it is rational; a remark if it has none.
fn value_of(reader: &Reader<'_>, expr: &Expr, start: usize) -> Outcome<Option<Number>> {
    match normal::evaluate(expr, &Default::default()) {
        Ok(value) => Ok(Some(value)),
        Err(normal::Undefined::NotRational) => Ok(None),
        Err(normal::Undefined::TooBig) => Err(reader.remark(start, reader.position(), RemarkKind::TooBig)),
        Err(_) => Err(reader.remark(start, reader.position(), RemarkKind::NoValue)),
    }
}

/// Steps over a label: `x =`, `x_1 =`, `x1 =`, `f(3) =`, `S ≈`, or a lone `=`. Whether it said ≈.
fn label(reader: &mut Reader<'_>) -> bool {
    let mut at = 0;
    if let Some(Kind::Name(_) | Kind::Constant(Constant::E)) = reader.peek() {
        at = 1;
        match reader.peek_at(1) {
            Some(Kind::Number(_)) => at = 2,
            Some(Kind::Open('(')) => {
                while !matches!(reader.peek_at(at), None | Some(Kind::Close(_))) {
                    at += 1;
                }
                at += 1;
            }
            _ => {}
        }
    }
    match reader.peek_at(at) {
        Some(Kind::Relation(relation @ (Relation::Equal | Relation::Approximately))) => {
            let approximate = *relation == Relation::Approximately;
            reader.go_to(reader.position() + at + 1);
            approximate
        }
        _ => false,
    }
}

fn expression(reader: &mut Reader<'_>) -> Outcome<Expr> {
    let start = reader.position();
    label(reader);
    let labelled = reader.position() > start;
    let expr = reader.sum()?;
    // y = 2y is no label and its value; y = x is an equation between two letters.
    if labelled
        && let Some(Kind::Name(name)) = reader.kind_at(start)
        && (expr.letters().contains(name) || matches!(expr.bare(), Expr::Letter(_)))
    {
        return Err(reader.remark(start + 1, start + 2, RemarkKind::NotAnExpression));
    }
    Ok(expr)
}

fn equation(reader: &mut Reader<'_>) -> Outcome<Value> {
    let left = reader.sum()?;
    if !reader.take(&Kind::Relation(Relation::Equal)) {
        return Err(if reader.at_end() { reader.remark_here(RemarkKind::NotAnEquation) } else { reader.left_over() });
    }
    let right = reader.sum()?;
    if matches!(reader.peek(), Some(Kind::Relation(_))) {
        return Err(reader.remark_here(RemarkKind::NotAnEquation));
    }
    Ok(Value::Equation(left, right))
}

/// Reads a line of working about a letter: an equation or inequality, several with "ir", "arba" or semicolons between,
/// solutions (`x = 2; x = −3`, `x = ±3`, `2; −3`), intervals, "sprendinių nėra". Solutions with an index, x₁, are of x.
pub fn read_statement(text: &str, letter: &str) -> Reading<Condition> {
    let (body, offset) = without_frame(text);
    if words_for_none(body) {
        return Reading { value: Some(Condition::Any(Vec::new())), remarks: vec![] };
    }
    if words_for_all(body) {
        return Reading { value: Some(Condition::All(Vec::new())), remarks: vec![] };
    }
    let body = body.trim_start_matches(['⇒', '⇔', '→', ' ']);
    let without_index = without_indices(body, letter);
    let mut reading =
        read_with(&without_index, Language::Pupil, |reader| reader.whole_text(|reader| statement(reader, letter)));
    for remark in &mut reading.remarks {
        // Indices that were left out move the places: then the whole line is meant.
        let whole = offset..offset + body.len();
        remark.at = if without_index == body { remark.at.start + offset..remark.at.end + offset } else { whole };
        remark.at.end = remark.at.end.min(text.len());
        remark.at.start = remark.at.start.min(remark.at.end);
        if text.get(remark.at.clone()).is_none() {
            remark.at = 0..text.len();
        }
    }
    reading
}

/// x1 =, x_1 = and x₁ = say x =.
fn without_indices(text: &str, letter: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let index = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_digit() || ('₀'..='₉').contains(c) || *c == '_');
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        out.push(*c);
        at += 1;
        if letter.chars().eq([*c]) && index(chars.get(at)) {
            let mut end = at;
            while index(chars.get(end)) {
                end += 1;
            }
            let mut next = end;
            while chars.get(next).is_some_and(|c| is_space(*c)) {
                next += 1;
            }
            if matches!(chars.get(next), Some('=' | '≈')) {
                at = end;
            }
        }
    }
    out
}

fn statement(reader: &mut Reader<'_>, letter: &str) -> Outcome<Condition> {
    let membership = matches!(reader.peek_at(1), Some(Kind::Relation(Relation::In)));
    let named = matches!(reader.peek(), Some(Kind::EmptySet | Kind::Reals));
    if membership || named || (matches!(reader.peek(), Some(Kind::Open('(' | '['))) && opens_tuple(reader, 0)) {
        return union(reader).map(|set| set.condition(letter));
    }
    let braces = reader.take(&Kind::Open('{'));
    let mut cases: Vec<Vec<Condition>> = vec![vec![statement_part(reader, letter)?]];
    let mut loose = 0;
    loop {
        let and = match reader.peek() {
            Some(Kind::And) => true,
            Some(Kind::Or) => false,
            Some(Kind::Semicolon | Kind::Comma) => {
                loose += 1;
                false
            }
            _ => break,
        };
        reader.advance();
        let next = statement_part(reader, letter)?;
        match cases.last_mut() {
            Some(last) if and => last.push(next),
            _ => cases.push(vec![next]),
        }
    }
    if braces && !reader.take(&Kind::Close('}')) {
        return Err(reader.remark_here(RemarkKind::MissingClose('}')));
    }
    let any = Condition::Any(cases.iter().cloned().map(Condition::All).collect());
    let facing = loose > 0
        && (any.letters().len() > 1
            || any.letters().first().is_some_and(|letter| solve::always(&any, letter) == Some(Some(true))));
    Ok(if facing { Condition::All(cases.into_iter().map(Condition::All).collect()) } else { any })
}

/// One chain, with ± for both signs; or a bare number, which is a solution.
fn statement_part(reader: &mut Reader<'_>, letter: &str) -> Outcome<Condition> {
    let mut sides = vec![reader.sums()?];
    let mut relations = Vec::new();
    while let Some(Kind::Relation(relation)) = reader.peek() {
        let relation = *relation;
        if !relation.is_order() && !matches!(relation, Relation::Equal | Relation::NotEqual) {
            return Err(reader.left_over());
        }
        reader.advance();
        relations.push(relation);
        sides.push(reader.sums()?);
    }
    if relations.is_empty() {
        sides.insert(0, vec![Expr::letter(letter)]);
        relations.push(Relation::Equal);
    }
    let signs = sides.iter().map(Vec::len).max().unwrap_or(1);
    let case = |at: usize| {
        let chosen: Vec<Expr> = sides.iter().filter_map(|side| side.get(at).or(side.first())).cloned().collect();
        Condition::chain(&chosen, &relations)
    };
    let cases: Option<Vec<Condition>> = (0..signs).map(case).collect();
    let mut cases = cases.ok_or_else(|| reader.remark_here(RemarkKind::NotAnEquation))?;
    Ok(if cases.len() == 1 { cases.remove(0) } else { Condition::Any(cases) })
}

/// `2x > 6`, `x > 3`, `(3; +∞)`, `x < 1 arba x > 4`, `x > 2; x < 5`, `{x > 2; x < 5}`.
fn inequality(reader: &mut Reader<'_>) -> Outcome<Value> {
    let bracket = |kind: Option<&Kind>| matches!(kind, Some(Kind::Open('(' | '[')));
    let membership = matches!(reader.peek_at(1), Some(Kind::Relation(Relation::In)));
    let named = matches!(reader.peek(), Some(Kind::EmptySet | Kind::Reals));
    if membership || named || (bracket(reader.peek()) && opens_tuple(reader, 0)) {
        return union(reader).map(Value::Intervals);
    }
    let braces = reader.take(&Kind::Open('{'));
    let first = chain(reader)?;
    let mut cases = vec![vec![condition_of(reader, &first)?]];
    let mut loose = Vec::new();
    loop {
        let and = match reader.peek() {
            Some(Kind::And | Kind::Intersection) => true,
            Some(Kind::Or | Kind::Union) => false,
            Some(Kind::Semicolon | Kind::Comma) => {
                loose.push(cases.len());
                false
            }
            _ => break,
        };
        reader.advance();
        let next = chain(reader)?;
        let next = condition_of(reader, &next)?;
        match cases.last_mut() {
            Some(last) if and => last.push(next),
            _ => cases.push(vec![next]),
        }
    }
    if braces && !reader.take(&Kind::Close('}')) {
        return Err(reader.remark_here(RemarkKind::MissingClose('}')));
    }
    if let [case] = cases.as_slice()
        && case.len() == 1
    {
        return Ok(Value::Inequality(first.0, first.1));
    }
    let any = Condition::Any(cases.iter().cloned().map(Condition::All).collect());
    let all = Condition::All(cases.iter().cloned().map(Condition::All).collect());
    // With mere semicolons between: a system in braces, and inequalities that face each other, hold together.
    let facing = || match any.letters().as_slice() {
        [letter] => solve::always(&any, letter) == Some(Some(true)),
        _ => false,
    };
    let together = !loose.is_empty() && loose.len() + 1 == cases.len() && (braces || facing());
    Ok(Value::Conditions(if together { all } else { any }))
}

fn condition_of(reader: &Reader<'_>, (sides, relations): &(Vec<Expr>, Vec<Relation>)) -> Outcome<Condition> {
    Condition::chain(sides, relations).ok_or_else(|| reader.remark_here(RemarkKind::NotAnInequality))
}

fn chain(reader: &mut Reader<'_>) -> Outcome<(Vec<Expr>, Vec<Relation>)> {
    let mut sides = vec![reader.sum()?];
    let mut relations = Vec::new();
    while let Some(Kind::Relation(relation)) = reader.peek() {
        let relation = *relation;
        if !relation.is_order() && relation != Relation::NotEqual {
            return Err(reader.remark_here(RemarkKind::NotAnInequality));
        }
        reader.advance();
        relations.push(relation);
        sides.push(reader.sum()?);
    }
    if relations.is_empty() {
        return Err(if reader.at_end() { reader.remark_here(RemarkKind::NotAnInequality) } else { reader.left_over() });
    }
    Ok((sides, relations))
}

/// Steps over what separates members: `;`, a comma, "arba", "ir".
fn separated(reader: &mut Reader<'_>) -> bool {
    let found = matches!(reader.peek(), Some(Kind::Semicolon | Kind::Comma | Kind::Or | Kind::And));
    if found {
        reader.advance();
    }
    found
}

fn solutions(reader: &mut Reader<'_>) -> Outcome<SolutionSet> {
    let mut members = Vec::new();
    let mut letter: Option<String> = None;
    // x ∈ {2; 3}
    if let (Some(Kind::Name(_)), Some(Kind::Relation(Relation::In))) = (reader.peek(), reader.peek_at(1)) {
        reader.go_to(reader.position() + 2);
    }
    let braces = reader.take(&Kind::Open('{'));
    // (−∞; +∞) is all numbers, said otherwise.
    if matches!(reader.peek(), Some(Kind::Open('('))) && opens_tuple(reader, 0) {
        let set = union(reader)?;
        return match set.parts.as_slice() {
            [Interval { low: None, high: None }] => Ok(SolutionSet::All),
            _ => Err(reader.remark_here(RemarkKind::NotANumber)),
        };
    }
    loop {
        if let Some(Kind::Name(name)) = reader.peek() {
            let name = name.split('_').next().unwrap_or("").to_owned();
            let start = reader.position();
            label(reader);
            if reader.position() > start && letter.get_or_insert(name.clone()) != &name {
                return Err(reader.remark(start, start + 1, RemarkKind::MixedLetters));
            }
        }
        let start = reader.position();
        for member in reader.sums()? {
            if matches!(member, Expr::Constant(Constant::Infinity)) {
                return Err(reader.remark(start, reader.position(), RemarkKind::NoValue));
            }
            check_value(reader, &member, start)?;
            members.push(member);
        }
        // 7 = x
        if reader.peek() == Some(&Kind::Relation(Relation::Equal)) && matches!(reader.peek_at(1), Some(Kind::Name(_))) {
            reader.go_to(reader.position() + 2);
        }
        if !separated(reader) {
            break;
        }
    }
    if braces && !reader.take(&Kind::Close('}')) {
        return Err(reader.remark_here(RemarkKind::MissingClose('}')));
    }
    Ok(SolutionSet::Members(members))
}

/// A remark if a number without letters has no value.
fn check_value(reader: &Reader<'_>, expr: &Expr, start: usize) -> Outcome<()> {
    if expr.letters().is_empty() { value_of(reader, expr, start).map(|_| ()) } else { Ok(()) }
}

fn union(reader: &mut Reader<'_>) -> Outcome<IntervalSet> {
    let mut all = intersection(reader)?;
    loop {
        let letter_u = matches!(reader.peek(), Some(Kind::Name(name)) if name.eq_ignore_ascii_case("u"));
        let loose = matches!(reader.peek(), Some(Kind::Semicolon | Kind::Comma));
        if letter_u || loose || matches!(reader.peek(), Some(Kind::Union | Kind::Or)) {
            reader.advance();
            let more = intersection(reader)?;
            let both = IntervalSet { parts: all.parts.iter().chain(&more.parts).cloned().collect() };
            // x > 2; x < 5 face each other: nobody means all numbers by them.
            let facing = loose && both.canonical().is_some_and(|both| both == IntervalSet::all());
            all = if facing { all.intersect(&more).unwrap_or(both) } else { both };
        } else {
            break;
        }
    }
    Ok(all)
}

fn intersection(reader: &mut Reader<'_>) -> Outcome<IntervalSet> {
    let mut all = interval_part(reader)?;
    while matches!(reader.peek(), Some(Kind::And | Kind::Intersection)) {
        reader.advance();
        let other = interval_part(reader)?;
        all = all.intersect(&other).ok_or_else(|| reader.remark_here(RemarkKind::NotAnInterval))?;
    }
    Ok(all)
}

fn interval_part(reader: &mut Reader<'_>) -> Outcome<IntervalSet> {
    if let (Some(Kind::Name(_)), Some(Kind::Relation(Relation::In))) = (reader.peek(), reader.peek_at(1)) {
        reader.go_to(reader.position() + 2);
    }
    match reader.peek() {
        Some(Kind::Open('{')) => {
            reader.advance();
            let mut parts = Vec::new();
            loop {
                let at = reader.sum()?;
                let end = End { at, closed: true };
                parts.push(Interval { low: Some(end.clone()), high: Some(end) });
                if !separated(reader) {
                    break;
                }
            }
            if !reader.take(&Kind::Close('}')) {
                return Err(reader.remark_here(RemarkKind::MissingClose('}')));
            }
            Ok(IntervalSet { parts })
        }
        Some(Kind::EmptySet) => {
            reader.advance();
            Ok(IntervalSet::default())
        }
        Some(Kind::Reals) => {
            reader.advance();
            reals_without(reader)
        }
        Some(Kind::Name(name)) if name == "R" && !matches!(reader.peek_at(1), Some(Kind::Relation(_))) => {
            reader.advance();
            reals_without(reader)
        }
        Some(Kind::Open(open @ ('(' | '['))) if opens_tuple(reader, 0) || single_in_brackets(reader) => {
            let open = *open;
            bracketed(reader, open)
        }
        _ => inequality_part(reader),
    }
}

/// All numbers, or all but some: `R \ {2; 3}`.
fn reals_without(reader: &mut Reader<'_>) -> Outcome<IntervalSet> {
    let mut all = IntervalSet::all();
    if !reader.take(&Kind::Without) {
        return Ok(all);
    }
    if !reader.take(&Kind::Open('{')) {
        return Err(reader.remark_here(RemarkKind::MissingAfter));
    }
    loop {
        let start = reader.position();
        let at = reader.sum()?;
        check_value(reader, &at, start)?;
        let end = Some(End { at, closed: false });
        let parts = vec![Interval { low: None, high: end.clone() }, Interval { low: end, high: None }];
        let other = all.intersect(&IntervalSet { parts });
        all = other.ok_or_else(|| reader.remark_here(RemarkKind::NotAnInterval))?;
        if !separated(reader) {
            break;
        }
    }
    if reader.take(&Kind::Close('}')) { Ok(all) } else { Err(reader.remark_here(RemarkKind::MissingClose('}'))) }
}

/// `[2,5)`: the comma made one number of two.
fn single_in_brackets(reader: &Reader<'_>) -> bool {
    matches!(reader.peek_at(1), Some(Kind::Number(_))) && matches!(reader.peek_at(2), Some(Kind::Close(_)))
}

fn bracketed(reader: &mut Reader<'_>, open: char) -> Outcome<IntervalSet> {
    let start = reader.position();
    reader.advance();
    let low = reader.sum()?;
    if !(reader.take(&Kind::Semicolon) || reader.take(&Kind::Comma)) {
        return Err(reader.remark(start, reader.position() + 1, RemarkKind::MissingSemicolon));
    }
    let high = reader.sum()?;
    let close = match reader.peek() {
        Some(Kind::Close(close @ (')' | ']'))) => *close,
        _ => return Err(reader.remark_here(RemarkKind::MissingClose(')'))),
    };
    reader.advance();
    let end = |expr: Expr, closed: bool, infinity: bool| match infinite(&expr) {
        Some(negative) if negative == infinity => {
            if closed {
                Err(reader.remark(start, reader.position(), RemarkKind::InfinityClosed))
            } else {
                Ok(None)
            }
        }
        Some(_) => Err(reader.remark(start, reader.position(), RemarkKind::EndsReversed)),
        None => Ok(Some(End { at: expr, closed })),
    };
    let low = end(low, open == '[', true)?;
    let high = end(high, close == ']', false)?;
    checked(reader, start, Interval { low, high }).map(|part| IntervalSet { parts: vec![part] })
}

/// Whether it is −∞ (true) or +∞ (false).
fn infinite(expr: &Expr) -> Option<bool> {
    match expr {
        Expr::Constant(Constant::Infinity) => Some(false),
        Expr::Negative(inner) if matches!(**inner, Expr::Constant(Constant::Infinity)) => Some(true),
        _ => None,
    }
}

fn checked(reader: &Reader<'_>, start: usize, interval: Interval) -> Outcome<Interval> {
    for end in [&interval.low, &interval.high].into_iter().flatten() {
        if end.at.any(&|part| matches!(part, Expr::Constant(Constant::Infinity))) {
            return Err(reader.remark(start, reader.position(), RemarkKind::NotAnInterval));
        }
        check_value(reader, &end.at, start)?;
    }
    if let (Some(low), Some(high)) = (&interval.low, &interval.high) {
        let order = equality::compare(&low.at, &high.at);
        let point = order == Some(Ordering::Equal) && low.closed && high.closed;
        if matches!(order, Some(Ordering::Greater | Ordering::Equal)) && !point {
            return Err(reader.remark(start, reader.position(), RemarkKind::EndsReversed));
        }
    }
    Ok(interval)
}

/// `x ≥ 3`, `2 < x ≤ 5`, `3 ≥ x`, `x ≠ 2`, `x = 2`.
fn inequality_part(reader: &mut Reader<'_>) -> Outcome<IntervalSet> {
    let start = reader.position();
    let not_interval = |reader: &Reader<'_>| reader.remark(start, reader.position(), RemarkKind::NotAnInterval);
    let mut sides = vec![reader.sum()?];
    let mut relations = Vec::new();
    while let Some(Kind::Relation(relation)) = reader.peek() {
        relations.push(*relation);
        reader.advance();
        sides.push(reader.sum()?);
    }
    let is_letter = |side: &Expr| matches!(side, Expr::Letter(_));
    let ends_are_numbers = sides.iter().all(|side| is_letter(side) || side.letters().is_empty());
    let Some(at) = sides.iter().position(is_letter) else { return Err(not_interval(reader)) };
    if !ends_are_numbers || sides.iter().filter(|side| is_letter(side)).count() > 1 {
        return Err(not_interval(reader));
    }
    let end = |at: &Expr, relation: Relation| {
        let closed = relation.holds_for_equal();
        Some(End { at: at.clone(), closed }).filter(|end| infinite(&end.at).is_none())
    };
    let interval = match (sides.as_slice(), relations.as_slice(), at) {
        ([_, right], [Relation::Equal], 0) => {
            let end = end(right, Relation::Equal);
            Interval { low: end.clone(), high: end }
        }
        ([_, right], [Relation::NotEqual], 0) => {
            let open = Some(End { at: right.clone(), closed: false });
            let parts = vec![Interval { low: None, high: open.clone() }, Interval { low: open, high: None }];
            return Ok(IntervalSet { parts });
        }
        ([_, right], [relation], 0) if relation.is_less() => Interval { low: None, high: end(right, *relation) },
        ([_, right], [relation], 0) if relation.is_order() => Interval { low: end(right, *relation), high: None },
        ([left, _], [relation], 1) if relation.is_less() => Interval { low: end(left, *relation), high: None },
        ([left, _], [relation], 1) if relation.is_order() => Interval { low: None, high: end(left, *relation) },
        ([left, _, right], [first, second], 1) if first.is_less() && second.is_less() => {
            Interval { low: end(left, *first), high: end(right, *second) }
        }
        ([left, _, right], [first, second], 1)
            if first.is_order() && second.is_order() && !first.is_less() && !second.is_less() =>
        {
            Interval { low: end(right, *second), high: end(left, *first) }
        }
        _ => return Err(not_interval(reader)),
    };
    checked(reader, start, interval).map(|part| IntervalSet { parts: vec![part] })
}

fn pair(reader: &mut Reader<'_>) -> Outcome<Vec<Expr>> {
    let start = reader.position();
    if let (Some(Kind::Name(_)), Some(Kind::Open('('))) = (reader.peek(), reader.peek_at(1))
        && opens_tuple(reader, 1)
    {
        reader.advance();
    }
    // (x; y) = (2; 3)
    if let (
        Some(
            [
                Kind::Open('('),
                Kind::Name(_),
                Kind::Semicolon,
                Kind::Name(_),
                Kind::Close(')'),
                Kind::Relation(Relation::Equal),
            ],
        ),
        Some(_),
    ) = (reader.next_kinds().as_ref(), reader.peek_at(6))
    {
        reader.go_to(reader.position() + 6);
    }
    // A vector's coordinates stand in braces, too.
    let close = match reader.peek() {
        Some(Kind::Open('(')) if opens_tuple(reader, 0) || single_in_brackets(reader) => Some(')'),
        Some(Kind::Open('{')) => Some('}'),
        _ => None,
    };
    if close.is_some() {
        reader.advance();
    }
    let mut members: Vec<(String, Expr)> = Vec::new();
    loop {
        let name = match reader.peek() {
            Some(Kind::Name(name)) => name.clone(),
            _ => String::new(),
        };
        let before = reader.position();
        label(reader);
        let name = if reader.position() > before { name } else { String::new() };
        let at = reader.position();
        let member = reader.sum()?;
        check_value(reader, &member, at)?;
        members.push((name, member));
        if !separated(reader) {
            break;
        }
    }
    if let Some(close) = close
        && !reader.take(&Kind::Close(close))
    {
        return Err(reader.remark_here(RemarkKind::MissingClose(close)));
    }
    if let [(_, Expr::Number(literal))] = members.as_slice()
        && literal.places > 0
    {
        return Err(reader.remark(start, reader.position(), RemarkKind::MissingSemicolon));
    }
    if members.len() < 2 {
        return Err(reader.remark_here(RemarkKind::NotAPair));
    }
    // y = 3; x = 2 says the same as (2; 3); two values of one letter say something else.
    if members.iter().all(|(name, _)| !name.is_empty()) {
        members.sort_by(|one, other| one.0.cmp(&other.0));
        if members.windows(2).any(|two| matches!(two, [one, other] if one.0 == other.0)) {
            return Err(reader.remark_here(RemarkKind::NotAPair));
        }
    }
    Ok(members.into_iter().map(|(_, member)| member).collect())
}

fn ratio(reader: &mut Reader<'_>) -> Outcome<Vec<Expr>> {
    label(reader);
    let mut members = vec![reader.term()?];
    while reader.take(&Kind::Colon) {
        members.push(reader.term()?);
    }
    if members.len() == 1
        && let Some(Expr::Fraction(top, bottom)) = members.first().cloned()
    {
        members = vec![*top, *bottom];
    }
    if members.len() < 2 {
        return Err(reader.remark_here(RemarkKind::NotARatio));
    }
    for member in &members {
        check_value(reader, member, 0)?;
    }
    Ok(members)
}

fn list(reader: &mut Reader<'_>) -> Outcome<Vec<Expr>> {
    let braces = reader.take(&Kind::Open('{'));
    let mut members = Vec::new();
    loop {
        label(reader);
        let start = reader.position();
        let member = reader.sum()?;
        check_value(reader, &member, start)?;
        members.push(member);
        if !separated(reader) {
            break;
        }
    }
    if braces && !reader.take(&Kind::Close('}')) {
        return Err(reader.remark_here(RemarkKind::MissingClose('}')));
    }
    Ok(members)
}

/// `2 h 30 min`, each with its unit.
fn quantity_display(quantity: &Quantity) -> Display {
    let part = |(expr, unit): &(Expr, Option<super::Unit>)| match unit {
        Some(unit) => Display::Expr(Expr::Quantity(Box::new(expr.clone()), unit.name.clone())),
        None => Display::Expr(expr.clone()),
    };
    let mut parts: Vec<Display> = quantity.parts.iter().map(part).collect();
    match parts.len() {
        1 => parts.remove(0),
        more => Display::List(parts, vec![Separator::Space; more.saturating_sub(1)]),
    }
}

impl Value {
    /// The expressions as typed, in order.
    pub fn expressions(&self) -> Vec<&Expr> {
        match self {
            Value::Number(number) => vec![&number.expr],
            Value::Expression(expr) => vec![expr],
            Value::Equation(left, right) => vec![left, right],
            Value::Set(SolutionSet::Members(members)) => members.iter().collect(),
            Value::Set(_) => Vec::new(),
            Value::Intervals(set) => set.ends(),
            Value::Quantity(quantity) => quantity.parts.iter().map(|(expr, _)| expr).collect(),
            Value::Conditions(condition) => condition.sides(),
            Value::Inequality(parts, _) | Value::Pair(parts) | Value::Ratio(parts) | Value::List(parts) => {
                parts.iter().collect()
            }
        }
    }

    /// The same answer with every number in it changed, units kept; nothing where one cannot be, or where it is no
    /// answer of numbers.
    pub fn map_numbers(&self, change: &dyn Fn(&Expr) -> Option<Expr>) -> Option<Value> {
        let all = |parts: &[Expr]| parts.iter().map(change).collect::<Option<Vec<Expr>>>();
        Some(match self {
            Value::Number(number) => {
                let expr = change(&number.expr)?;
                let value = normal::evaluate(&expr, &Default::default()).ok();
                Value::Number(NumberAnswer { expr, value, ..number.clone() })
            }
            Value::Expression(expr) => Value::Expression(change(expr)?),
            Value::Set(SolutionSet::Members(members)) => Value::Set(SolutionSet::Members(all(members)?)),
            Value::Set(_) => self.clone(),
            Value::Intervals(set) => {
                let end = |end: &Option<End>| match end {
                    Some(End { at, closed }) => Some(Some(End { at: change(at)?, closed: *closed })),
                    None => Some(None),
                };
                let part = |part: &Interval| Some(Interval { low: end(&part.low)?, high: end(&part.high)? });
                Value::Intervals(IntervalSet { parts: set.parts.iter().map(part).collect::<Option<_>>()? })
            }
            Value::Pair(parts) => Value::Pair(all(parts)?),
            Value::Ratio(parts) => Value::Ratio(all(parts)?),
            Value::List(parts) => Value::List(all(parts)?),
            Value::Equation(..) | Value::Inequality(..) | Value::Quantity(_) | Value::Conditions(_) => return None,
        })
    }

    /// The exact rational value, where it is one number and has one.
    pub fn number(&self) -> Option<Number> {
        match self {
            Value::Number(number) => number.value.clone(),
            Value::Expression(expr) => normal::evaluate(expr, &Default::default()).ok(),
            _ => None,
        }
    }

    /// How it was read, for the preview.
    pub fn display(&self) -> Display {
        let all = |parts: &[Expr]| parts.iter().cloned().map(Display::Expr).collect::<Vec<_>>();
        let list = |parts: &[Expr]| match all(parts) {
            mut one if one.len() == 1 => one.remove(0),
            many => {
                let separators = vec![Separator::Semicolon; many.len().saturating_sub(1)];
                Display::List(many, separators)
            }
        };
        match self {
            Value::Number(NumberAnswer { expr, unit: Some(unit), .. }) => {
                Display::Expr(Expr::Quantity(Box::new(expr.clone()), unit.clone()))
            }
            Value::Number(NumberAnswer { expr, .. }) | Value::Expression(expr) => Display::Expr(expr.clone()),
            Value::Equation(left, right) => {
                Display::Chain(vec![Display::Expr(left.clone()), Display::Expr(right.clone())], vec![Relation::Equal])
            }
            Value::Inequality(sides, relations) => Display::Chain(all(sides), relations.clone()),
            Value::Set(SolutionSet::None) => Display::EmptySet,
            Value::Set(SolutionSet::All) => Display::Reals,
            Value::Set(SolutionSet::Members(members)) | Value::List(members) => list(members),
            Value::Intervals(set) => set.display(),
            Value::Pair(members) => Display::Tuple { name: None, open: '(', members: all(members), close: ')' },
            Value::Quantity(quantity) => quantity_display(quantity),
            Value::Conditions(condition) => condition.display(),
            Value::Ratio(members) => {
                let factors =
                    members.iter().map(|member| super::Factor { joint: super::Joint::Divide, expr: member.clone() });
                Display::Expr(Expr::product_of(factors.collect()))
            }
        }
    }
}
