//! An answer judged by its key alone: reading it, comparing its value, then its form, then the general slips. A task's
//! own mistakes, rounding rules and units come on top of this in `typed`; `cargo xtask check` is nothing but this.
//!
//! Not here: how a text is read and when two values are the same; that is `maths`.

use super::item::Rule;
use super::rich::Words;
use super::{Verdict, misread, sentences, slips};
use crate::base::Lang;
use crate::maths::form::{self, Form, FormCheck, FormRemark};
use crate::maths::{
    self, AnswerShape, Comparison, Equality, Expr, Number, NumberStyle, Quantity, Remark, RemarkKind, Unit, Value,
    read_answer, read_unit,
};

/// What an answer is measured against.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The kind of answer.
    pub shape: AnswerShape,
    /// The right answer.
    pub key: Value,
    /// The form asked for.
    pub form: Form,
    /// The unit asked for, of a quantity or a time.
    pub unit: Option<Unit>,
    /// Whether an answer written as the key is has the form asked for, whatever that is: authors write their keys so.
    pub as_written: bool,
}

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// No such kind of answer.
    #[error("there is no kind of answer `{0}`")]
    Kind(String),
    /// No such form.
    #[error("there is no form `{0}`, or it wants a number in the options")]
    Form(String),
    /// An option that says nothing to this kind and form.
    #[error("the option `{0}` says nothing here")]
    Option(String),
    /// The key cannot be read.
    #[error("the key: {}", .0.sentence(Lang::En))]
    Key(Remark),
}

/// What judging by a key comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The verdict.
    pub verdict: Verdict,
    /// By which road the value was compared; `reading` where it came to no comparison.
    pub road: &'static str,
    /// The general slip it shows, if one could be named.
    pub mistake: Option<String>,
    /// What to do next with a right value in another form.
    pub next: Option<Words>,
    /// What to tell the pupil.
    pub said: Words,
    /// The answer as read.
    pub typed: Option<Value>,
}

impl Asked {
    /// What is asked by a row of a table: kind, form, key and options as `cargo xtask check` takes them. An empty form
    /// is `any`.
    pub fn of_row(kind: &str, form: &str, key: &str, options: &str) -> Result<Asked, KeyFault> {
        let shape = shape_named(kind.trim()).ok_or_else(|| KeyFault::Kind(kind.trim().to_owned()))?;
        let mut wanted = Options::default();
        wanted.read(shape, options)?;
        let name = if form.trim().is_empty() { "any" } else { form.trim() };
        let form = match Form::named(name, wanted.number) {
            Some(Form::Factored { .. }) => Form::Factored { letter: wanted.letter, reals: wanted.reals },
            Some(Form::CompletedSquare { .. }) => Form::CompletedSquare { letter: wanted.letter },
            Some(form) => form,
            None => return Err(KeyFault::Form(name.to_owned())),
        };
        let key = read_answer(shape, key).into_result().map_err(KeyFault::Key)?;
        Ok(Asked { shape, key, form, unit: wanted.unit, as_written: false })
    }
}

/// The kinds of typed answers, by the words of tables.
pub const KINDS: [(&str, AnswerShape); 11] = [
    ("number", AnswerShape::Number),
    ("expression", AnswerShape::Expression),
    ("equation", AnswerShape::Equation),
    ("inequality", AnswerShape::Inequality),
    ("set", AnswerShape::Set),
    ("interval", AnswerShape::Intervals),
    ("pair", AnswerShape::Pair),
    ("quantity", AnswerShape::Quantity),
    ("time", AnswerShape::Time),
    ("ratio", AnswerShape::Ratio),
    ("list", AnswerShape::List),
];

fn shape_named(kind: &str) -> Option<AnswerShape> {
    KINDS.iter().find(|(name, _)| *name == kind).map(|(_, shape)| *shape)
}

/// The options of a row: `2`, `x`, `cm`, `reals`, each also with a name before it, `places=2`; several with `;` between.
#[derive(Default)]
struct Options {
    number: Option<u32>,
    letter: Option<String>,
    reals: bool,
    unit: Option<Unit>,
}

impl Options {
    fn read(&mut self, shape: AnswerShape, options: &str) -> Result<(), KeyFault> {
        let measured = matches!(shape, AnswerShape::Quantity | AnswerShape::Time | AnswerShape::Number);
        for option in options.split([';', ',']).flat_map(|part| {
            // "kv. m" is one unit, "2 cm" are two options.
            if measured && read_unit(part).is_some_and(|unit| unit.word.is_none()) {
                vec![part]
            } else {
                part.split_whitespace().collect()
            }
        }) {
            let value = option.split_once(['=', ':']).map_or(option, |(_, value)| value).trim();
            if value.is_empty() {
                continue;
            }
            let mut letters = value.chars();
            let lone = letters.next().filter(|c| c.is_alphabetic() && letters.next().is_none());
            if let Ok(number) = value.parse::<u32>() {
                self.number = Some(number.min(100));
            } else if matches!(value.to_lowercase().as_str(), "reals" | "real" | "ℝ" | "realieji") || value == "R" {
                self.reals = true;
            } else if matches!(value.to_lowercase().as_str(), "rationals" | "rational" | "ℚ") || value == "Q" {
                self.reals = false;
            } else if let Some(unit) = read_unit(value).filter(|_| measured) {
                self.unit = Some(unit);
            } else if lone.is_some() || value.split_once('_').is_some_and(|(letter, _)| letter.chars().count() == 1) {
                self.letter = Some(value.to_owned());
            } else {
                return Err(KeyFault::Option(value.to_owned()));
            }
        }
        Ok(())
    }
}

/// Judges what was typed. Any text has a verdict, in bounded time.
pub fn judge(asked: &Asked, text: &str) -> Found {
    let typed = match read_answer(asked.shape, text).into_result() {
        Ok(typed) => with_unit(asked, typed),
        Err(remark) => match solved_by_a_point(asked, text) {
            Some(typed) => typed,
            None => return Found::unreadable(sentences::remark(&remark)),
        },
    };
    let remark = |kind: RemarkKind| {
        let remark = Remark { at: 0..text.len(), near: text.trim().to_owned(), kind };
        Found::unreadable(sentences::remark(&remark))
    };
    if let (Value::Quantity(one), Value::Quantity(key)) = (&typed, &asked.key)
        && let Some(unit) = one.unit().filter(|unit| unit.word.is_some())
        && key.unit().is_none_or(|known| known.word.is_none())
    {
        let remark = Remark { at: 0..text.len(), near: unit.name.clone(), kind: RemarkKind::UnknownUnit };
        return Found::unreadable(sentences::remark(&remark));
    }
    let rounding = Rounding::of(&asked.form);
    let rounded = rounding.and_then(|rounding| rounding.applied(&asked.key, &typed));
    let key = rounded.as_ref().unwrap_or(&asked.key);
    let compared = compare(&typed, key);
    match compared.equality {
        Equality::Same => return in_form(asked, typed, compared),
        Equality::Undecided => return Found::unreadable(sentences::too_hard_to_compare()),
        Equality::Different => {}
    }
    if let Some(rounding) = rounding
        && (compare(&typed, &asked.key).is_same() || rounding.is_finer(&asked.key, &typed))
    {
        return Found::form(rounding.remark(), typed, compared);
    }
    if let Some(kind) = meant_otherwise(asked, &typed, text) {
        return remark(kind);
    }
    // 5 where 5 cm is right: only the unit is missing.
    if let (Value::Quantity(one), Value::Quantity(whole)) = (&typed, &asked.key)
        && let (None, Some(unit), Some(number)) = (one.unit(), whole.unit(), one.number())
        && !unit.is_bare()
    {
        let completed = |unit: &Unit| {
            let parts = vec![(number.clone(), Some(unit.clone()))];
            compare(&Value::Quantity(Quantity { parts, clock: false }), key).is_same()
        };
        if completed(unit) || asked.unit.as_ref().is_some_and(completed) {
            return Found::form(FormRemark::WriteUnit, typed, compared);
        }
    }
    let slip = match (&typed, key) {
        (Value::Number(number), Value::Number(right)) => match (&number.value, &right.value) {
            (Some(value), Some(right)) if slips::is_typing(value, right) => {
                Some(("slip-typing".to_owned(), sentences::typing()))
            }
            (Some(value), Some(right)) => named(slips::in_number(number, value, right, &Rule::default())),
            _ => None,
        },
        (Value::Expression(typed), Value::Expression(right)) => {
            misread_as(right, typed).or_else(|| named(slips::in_value(&Value::Expression(typed.clone()), key)))
        }
        _ => named(slips::in_value(&typed, key)),
    };
    let (mistake, said) = match slip {
        Some((mistake, said)) => (Some(mistake), said),
        None => (None, pointer(&typed, key)),
    };
    Found { mistake, ..Found::of(Verdict::Wrong, said, Some(typed), compared.road.name()) }
}

/// The one mistake of algebra that makes of the key what was typed; nothing where none or several do.
fn misread_as(key: &Expr, typed: &Expr) -> Option<(String, Words)> {
    let mut ids: Vec<&str> = misread::outcomes(key)
        .into_iter()
        .filter(|(_, outcome)| {
            maths::same_expression(outcome, typed) == Equality::Same
                && maths::same_expression(outcome, key) == Equality::Different
        })
        .map(|(id, _)| id)
        .collect();
    ids.dedup();
    match ids.as_slice() {
        [id] => Some(((*id).to_owned(), sentences::misread(id))),
        _ => None,
    }
}

fn named(slip: Option<super::Judgement>) -> Option<(String, Words)> {
    let slip = slip?;
    Some((slip.mistake?, slip.repair?))
}

fn pointer(typed: &Value, key: &Value) -> Words {
    match (typed, key) {
        (Value::Number(typed), Value::Number(key)) => match (&typed.value, &key.value) {
            (Some(typed), Some(key)) => slips::pointer_to_number(None, typed, key),
            _ => sentences::check_steps(),
        },
        _ => slips::pointer_to_value(None, typed, key),
    }
}

/// The values as they are compared: numbers that both carry a unit are quantities.
fn compare(typed: &Value, key: &Value) -> Comparison {
    maths::compare_values(typed, key)
}

/// `x = 3` and `{3}` where the inequality that is asked for holds there alone.
fn solved_by_a_point(asked: &Asked, text: &str) -> Option<Value> {
    let inequality = asked.shape == AnswerShape::Inequality;
    let typed = inequality.then(|| read_answer(AnswerShape::Intervals, text).value).flatten()?;
    compare(&typed, &asked.key).is_same().then_some(typed)
}

/// A bare number in the unit asked for.
fn with_unit(asked: &Asked, typed: Value) -> Value {
    match (typed, &asked.unit) {
        (Value::Quantity(quantity), Some(unit)) if asked.shape == AnswerShape::Time && quantity.unit().is_none() => {
            let parts = quantity.parts.into_iter().map(|(expr, _)| (expr, Some(unit.clone()))).collect();
            Value::Quantity(Quantity { parts, clock: false })
        }
        (typed, _) => typed,
    }
}

/// What a wrong answer may have been meant as: then it is asked about rather than called wrong.
fn meant_otherwise(asked: &Asked, typed: &Value, text: &str) -> Option<RemarkKind> {
    match (typed, &asked.key) {
        // 2:30 of two minutes and a half.
        (Value::Quantity(one), key @ Value::Quantity(_)) if asked.shape == AnswerShape::Time => {
            let bare = one.unit().is_none();
            let minutes = one.as_minutes().map(Value::Quantity);
            let other = minutes.is_some_and(|minutes| compare(&minutes, key).is_same());
            (bare || other).then_some(RemarkKind::MissingUnit)
        }
        // 2,3 for 2; 3
        (Value::Set(_) | Value::List(_), key) => {
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let chars: Vec<char> = text.chars().collect();
            let comma = |at: usize| {
                chars.get(at) == Some(&',')
                    && digit(at.checked_sub(1).and_then(|before| chars.get(before).copied()))
                    && digit(chars.get(at + 1).copied())
            };
            let places: Vec<usize> = (0..chars.len()).filter(|at| comma(*at)).collect();
            if places.is_empty() || places.len() > 6 {
                return None;
            }
            let apart: String = chars.iter().enumerate().map(|(at, c)| if comma(at) { ';' } else { *c }).collect();
            let value = read_answer(asked.shape, &apart).value?;
            compare(&value, key).is_same().then_some(RemarkKind::CommaOrSemicolon)
        }
        _ => None,
    }
}

/// The value is right: is the form?
fn in_form(asked: &Asked, typed: Value, compared: Comparison) -> Found {
    if let (Value::Quantity(quantity), Some(unit)) = (&typed, &asked.unit) {
        let other = quantity.parts.iter().any(|(_, own)| own.as_ref().is_some_and(|own| !own.is_same(unit)));
        if other {
            return Found::form(FormRemark::UnitAsked(unit.name.clone()), typed, compared);
        }
    }
    let check = if asked.as_written { form::check_as_written } else { form::check };
    match check(&asked.form, &typed, &asked.key) {
        FormCheck::Fine => {
            // (x² − 1)/(x − 1) and x + 1; an equation was multiplied through by what may not be 0.
            let differs = compared.domain_differs && matches!(typed, Value::Expression(_));
            let said = if differs { sentences::right_but_for_domain() } else { sentences::right() };
            Found::of(Verdict::Right, said, Some(typed), compared.road.name())
        }
        FormCheck::NotYet(remark) => Found::form(remark, typed, compared),
    }
}

impl Found {
    fn of(verdict: Verdict, said: Words, typed: Option<Value>, road: &'static str) -> Self {
        Self { verdict, road, mistake: None, next: None, said, typed }
    }

    fn unreadable(said: Words) -> Self {
        Self::of(Verdict::Unreadable, said, None, "reading")
    }

    fn form(remark: FormRemark, typed: Value, compared: Comparison) -> Self {
        let remark = Words::verbatim(remark.sentence(Lang::Lt), remark.sentence(Lang::En));
        let said = sentences::other_form(false, &remark);
        Self { next: Some(remark), ..Self::of(Verdict::RightButForm, said, Some(typed), compared.road.name()) }
    }
}

/// How a key is rounded before it is compared.
#[derive(Clone, Copy)]
enum Rounding {
    Places(u32),
    Figures(u32),
}

impl Rounding {
    fn of(form: &Form) -> Option<Self> {
        match form {
            Form::DecimalPlaces(places) => Some(Rounding::Places(*places)),
            Form::SignificantFigures(figures) => Some(Rounding::Figures(*figures)),
            _ => None,
        }
    }

    fn remark(self) -> FormRemark {
        match self {
            Rounding::Places(places) => FormRemark::Places(places),
            Rounding::Figures(figures) => FormRemark::Figures(figures),
        }
    }

    fn rounded(self, expr: &Expr) -> Option<Number> {
        match self {
            Rounding::Places(places) => maths::rounded(expr, places),
            Rounding::Figures(figures) => maths::rounded_to_figures(expr, figures),
        }
    }

    /// The key with each of its numbers rounded; a quantity in the unit that was typed.
    fn applied(self, key: &Value, typed: &Value) -> Option<Value> {
        let round = |expr: &Expr| Some(Expr::of_number(&self.rounded(expr)?, NumberStyle::Decimal));
        if let (Value::Quantity(key), Value::Quantity(typed)) = (key, typed) {
            // Metres are no metres a second: then the key stays in its own unit and is another.
            let own = typed.unit().filter(|own| key.unit().is_some_and(|unit| unit.measures_the_same(own)));
            let unit = own.or(key.unit())?;
            let in_unit = round(&key.value_in(Some(unit)))?;
            return Some(Value::Quantity(Quantity { parts: vec![(in_unit, Some(unit.clone()))], clock: false }));
        }
        key.map_numbers(&round)
    }

    /// Whether a single number is the key rounded rightly, only not so far.
    fn is_finer(self, key: &Value, typed: &Value) -> bool {
        let (typed, key) = match (typed, key) {
            (Value::Number(typed), Value::Number(key)) => (&typed.expr, key.expr.clone()),
            (Value::Quantity(typed), Value::Quantity(key)) => match typed.number() {
                Some(number) => (number, key.value_in(typed.unit())),
                None => return false,
            },
            _ => return false,
        };
        let Some(literal) = form::digits(typed) else { return false };
        let Some(value) = maths::evaluate(typed, &Default::default()).ok() else { return false };
        let figures = form::figures_shown(literal);
        let more = match self {
            Rounding::Places(places) => literal.places > places,
            Rounding::Figures(asked) => figures > asked,
        };
        let plain = form::literal(typed).is_some() && literal.places > 0;
        more && literal.period == 0
            && (plain && maths::rounded(&key, literal.places).as_ref() == Some(&value)
                || maths::rounded_to_figures(&key, figures).as_ref() == Some(&value))
    }
}
