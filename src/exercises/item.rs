//! An item: one template with its numbers. A function of topic, template and seed alone, so any device that has the
//! content makes the same item again, to the letter.

use super::draw::{self, Lines, Values};
use super::rich::{self, TextFault, Words};
use super::topic::{MistakeInfo, OptionText, StepText, Template, Topic};
use super::{Answer, AnswerKind, ItemRef, Level};
use crate::base::{Lang, Rng, Text};
use crate::maths::{AnswerShape, Display, Number, NumberStyle, form::Form, print_number};
use std::sync::Arc;

/// Why a template gives no item. `cargo xtask pack` finds all of these before a pupil does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateFault {
    /// A line of `let` or `where` that can never be worked out.
    #[error("the line `{line}`: {what}")]
    Expression {
        /// The line.
        line: String,
        /// What is wrong.
        what: String,
    },
    /// No numbers that fit were found.
    #[error("no numbers fit the conditions in {0} draws")]
    NothingFits(u32),
    /// The answer has no value for these numbers, or cannot be read.
    #[error("the answer: {0}")]
    Answer(String),
    /// Something that this kind of answer must have is missing or out of place.
    #[error("{0}")]
    Part(String),
}

/// An item, ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its name.
    pub reference: ItemRef,
    /// Its level.
    pub level: Level,
    /// The kind of its answer.
    pub kind: AnswerKind,
    /// Whether it is a situation from life.
    pub life: bool,
    /// What an able pupil of the grade needs, in seconds.
    pub seconds: u16,
    /// What is asked.
    pub ask: Words,
    /// A formula before the field, such as `x =`.
    pub before: Option<Words>,
    /// What stands behind the field: the unit, or another text.
    pub after: Option<Words>,
    /// The options of `choice`, `choices` and `order`, in the order to show them.
    pub options: Vec<ItemOption>,
    /// The left sides of `match`, in the order to show them.
    pub lefts: Vec<ItemOption>,
    /// The right sides of `match`, in the order to show them.
    pub rights: Vec<ItemOption>,
    /// Hints, from a nudge to the next step.
    pub hints: Vec<Words>,
    /// The worked solution.
    pub solution: Vec<Step>,
    pub(super) key: Key,
    pub(super) wrongs: Vec<Wrong>,
    pub(super) mistakes: Vec<MistakeInfo>,
    /// The lines of the board and of the figure, and the numbers that belong into them.
    pub(super) board: Vec<String>,
    pub(super) figure: Vec<String>,
    pub(super) values: Arc<Values>,
    /// How many draws the numbers took.
    pub(super) draws: u32,
}

/// An option, or one side of a pair. Its id is its place in the template, which shuffling does not change.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemOption {
    /// What an [`Answer`] names it by.
    pub id: usize,
    /// What it says.
    pub words: Words,
}

/// A step of the worked solution.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    formula: Option<String>,
    values: Arc<Values>,
    /// The sentence.
    pub text: Words,
}

impl Step {
    pub(super) fn new(step: &StepText, values: &Arc<Values>) -> Step {
        let text = Words::new(Text::new(step.lt.as_str(), step.en.as_str()), values.clone());
        Step { formula: step.math.clone(), values: values.clone(), text }
    }

    /// The formula of the step, if it has one that can be read.
    pub fn formula(&self) -> Option<Display> {
        self.read_formula().and_then(Result::ok)
    }

    pub(super) fn read_formula(&self) -> Option<Result<Display, TextFault>> {
        self.formula.as_ref().map(|formula| rich::display(formula, &self.values))
    }
}

/// What is right.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Key {
    /// A number.
    Number {
        /// The exact value; already rounded where `places` asks for it.
        value: Number,
        /// The value before it was rounded.
        exact: Number,
        rule: Rule,
    },
    /// Something typed that is no single number.
    Typed { shape: AnswerShape, text: String, rule: Rule },
    /// One option.
    Option(usize),
    /// These options, in rising order.
    Options(Vec<usize>),
    /// So many options in the order of their ids.
    Order(usize),
    /// So many pairs; left goes with right of the same id.
    Pairs(usize),
}

/// What a typed answer must satisfy beside its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rule {
    pub form: Option<Form>,
    pub form_wished: bool,
    pub places: Option<u32>,
    pub tolerance: Option<Number>,
    pub unit: Option<Text>,
}

/// A wrong answer that shows a mistake.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wrong {
    pub answer: WrongAnswer,
    /// The mistake's id.
    pub is: String,
    /// Said in place of the mistake's own repair.
    pub pointer: Option<Words>,
}

/// How the wrong answer is recognised.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum WrongAnswer {
    Number(Number),
    Typed(String),
    Option(usize),
}

/// The item of this template with the numbers of this seed. The template must belong to the topic.
pub fn make(topic: &Topic, template: &Template, seed: u64) -> Result<Item, TemplateFault> {
    make_from(&Lines::of(template)?, topic, template, seed)
}

/// The same, with the template's lines read before: for those who make many.
pub(super) fn make_from(lines: &Lines, topic: &Topic, template: &Template, seed: u64) -> Result<Item, TemplateFault> {
    let reference = ItemRef { skill: topic.id.clone(), template: template.id.clone(), version: template.version, seed };
    let drawn = lines.draw(&reference)?;
    let mut rng = Rng::new(draw::fingerprint(&reference).rotate_left(32));
    let values = Arc::new(drawn.values);
    let words = |text: &Text| Words::new(text.clone(), values.clone());
    let key = key_of(template, &values)?;
    let mut options = options_of(&template.options, &values);
    let mut lefts = Vec::new();
    let mut rights = Vec::new();
    match key {
        Key::Order(_) => shuffle_out_of_order(&mut options, &mut rng),
        Key::Pairs(_) => {
            let side = |pick: fn(&super::topic::PairText) -> &OptionText| {
                let sides = template.pairs.iter().map(|pair| pick(pair).clone()).collect::<Vec<_>>();
                options_of(&sides, &values)
            };
            lefts = side(|pair| &pair.left);
            rights = side(|pair| &pair.right);
            rng.shuffle(&mut lefts);
            rng.shuffle(&mut rights);
        }
        _ => rng.shuffle(&mut options),
    }
    let wrongs = wrongs_of(template, &values);
    let named = |mistake: &&MistakeInfo| wrongs.iter().any(|wrong| wrong.is == mistake.id);
    let mistakes = topic.mistakes.iter().filter(named).cloned().collect();
    Ok(Item {
        reference,
        level: template.level,
        kind: template.kind,
        life: template.life,
        seconds: template.seconds,
        ask: words(&template.ask),
        before: template.before.as_ref().map(|before| words(&before_text(before))),
        // The unit of a quantity is for the pupil to write.
        after: template.after.as_ref().or(template.unit.as_ref().filter(|_| !is_measured(template.kind))).map(words),
        options,
        lefts,
        rights,
        hints: template.hints.iter().map(words).collect(),
        solution: template.solution.iter().map(|step| Step::new(step, &values)).collect(),
        key,
        wrongs,
        mistakes,
        board: template.board.clone(),
        figure: template.figure.clone(),
        draws: drawn.draws,
        values,
    })
}

/// `x =` is no whole formula, so its sign stands behind it as text.
fn before_text(before: &str) -> Text {
    let before = before.trim();
    let text = match before.char_indices().last() {
        Some((at, sign)) if "=≈∈<>≤≥".contains(sign) => format!("${}$ {sign}", before[..at].trim_end()),
        _ => format!("${before}$"),
    };
    Text::new(text.as_str(), text.as_str())
}

fn options_of(options: &[OptionText], values: &Arc<Values>) -> Vec<ItemOption> {
    let option =
        |(id, option): (usize, &OptionText)| ItemOption { id, words: Words::new(option.text(), values.clone()) };
    options.iter().enumerate().map(option).collect()
}

/// Shuffles so that the order shown is not already the right one.
fn shuffle_out_of_order(options: &mut [ItemOption], rng: &mut Rng) {
    for _ in 0..32 {
        rng.shuffle(options);
        if !options.is_sorted_by_key(|option| option.id) {
            return;
        }
    }
    options.reverse();
}

fn key_of(template: &Template, values: &Values) -> Result<Key, TemplateFault> {
    let part = |what: &str| Err(TemplateFault::Part(what.to_owned()));
    let count = template.options.len();
    match template.kind {
        AnswerKind::Choice if count >= 2 => return Ok(Key::Option(0)),
        AnswerKind::Choice => return part("a choice wants at least two options"),
        AnswerKind::Choices => {
            let right: Vec<usize> =
                (0..count).filter(|&at| template.options.get(at).is_some_and(|o| o.right)).collect();
            return if right.is_empty() || right.len() == count {
                part("`choices` wants some options with `right = true` and some without")
            } else {
                Ok(Key::Options(right))
            };
        }
        AnswerKind::Order if count >= 2 => return Ok(Key::Order(count)),
        AnswerKind::Order => return part("an order wants at least two options"),
        AnswerKind::Match if template.pairs.len() >= 2 => return Ok(Key::Pairs(template.pairs.len())),
        AnswerKind::Match => return part("a match wants at least two pairs"),
        _ => {}
    }
    let Some(answer) = &template.answer else { return part("this kind wants an `answer`") };
    let number = |source: &String| values.number(source).map_err(TemplateFault::Answer);
    let rule = Rule {
        form: form_of(template)?,
        form_wished: template.form_wished,
        places: template.places,
        tolerance: template.tolerance.as_ref().map(number).transpose()?,
        unit: template.unit.clone().or_else(|| template.after.clone().filter(|after| after.lt.trim() == "%")),
    };
    if is_number(template.kind) {
        let exact = number(answer)?;
        let value = template.places.map_or_else(|| exact.clone(), |places| exact.round_to_places(places));
        return Ok(Key::Number { value, exact, rule });
    }
    let text = typed_text(answer, values).map_err(TemplateFault::Answer)?;
    Ok(Key::Typed { shape: shape_of(template.kind), text, rule })
}

/// Whether the answer is written as an expression of the names, and not as a formula with places.
pub(super) const fn is_number(kind: AnswerKind) -> bool {
    matches!(kind, AnswerKind::Number | AnswerKind::AxisPoint)
}

/// What a pupil would type for an answer written as a formula with places for numbers: no quotation marks around words.
pub(super) fn typed_text(answer: &str, values: &Values) -> Result<String, String> {
    rich::display(answer, values).map(|formula| formula.plain().replace('"', "")).map_err(|fault| fault.0)
}

/// Whether the unit belongs to the answer.
const fn is_measured(kind: AnswerKind) -> bool {
    matches!(kind, AnswerKind::Quantity | AnswerKind::Time)
}

pub(super) const fn shape_of(kind: AnswerKind) -> AnswerShape {
    match kind {
        AnswerKind::Expression => AnswerShape::Expression,
        AnswerKind::Equation | AnswerKind::Line | AnswerKind::Parabola => AnswerShape::Equation,
        AnswerKind::Set | AnswerKind::Working => AnswerShape::Set,
        AnswerKind::Interval | AnswerKind::AxisInterval => AnswerShape::Intervals,
        AnswerKind::Pair | AnswerKind::Point => AnswerShape::Pair,
        AnswerKind::Ratio => AnswerShape::Ratio,
        AnswerKind::Inequality => AnswerShape::Inequality,
        AnswerKind::Quantity => AnswerShape::Quantity,
        AnswerKind::Time => AnswerShape::Time,
        AnswerKind::List => AnswerShape::List,
        _ => AnswerShape::Number,
    }
}

/// The form asked for. `any` and no form are the same.
fn form_of(template: &Template) -> Result<Option<Form>, TemplateFault> {
    match template.form.as_deref() {
        None | Some("any") => Ok(None),
        Some(name) => match Form::named(name, template.places) {
            None => Err(TemplateFault::Part(format!("the form `{name}` is not known"))),
            form => Ok(form),
        },
    }
}

fn wrongs_of(template: &Template, values: &Arc<Values>) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    for (at, option) in template.options.iter().enumerate() {
        if let Some(is) = &option.is {
            wrongs.push(Wrong { answer: WrongAnswer::Option(at), is: is.clone(), pointer: None });
        }
    }
    for line in &template.mistakes {
        let meant = line.when.as_ref().is_none_or(|when| values.holds(when) == Ok(true));
        // Without a value for these numbers, the mistake cannot be made with them.
        let answer = if !meant {
            None
        } else if is_number(template.kind) {
            values.number(&line.answer).ok().map(WrongAnswer::Number)
        } else {
            typed_text(&line.answer, values).ok().map(WrongAnswer::Typed)
        };
        let pointer =
            (!line.lt.is_empty()).then(|| Words::new(Text::new(line.lt.as_str(), line.en.as_str()), values.clone()));
        wrongs.extend(answer.map(|answer| Wrong { answer, is: line.is.clone(), pointer }));
    }
    wrongs
}

impl Item {
    /// An answer that is right: what the solution comes to.
    pub fn right_answer(&self) -> Answer {
        match &self.key {
            Key::Number { value, rule, .. } => Answer::Typed(number_text(value, rule)),
            Key::Typed { text, .. } if self.kind == AnswerKind::Cells => {
                Answer::Typed(super::board::cells_answer(self, text))
            }
            Key::Typed { text, .. } => Answer::Typed(text.clone()),
            Key::Option(id) => Answer::Option(*id),
            Key::Options(ids) => Answer::Options(ids.clone()),
            Key::Order(count) => Answer::Order((0..*count).collect()),
            Key::Pairs(count) => Answer::Pairs((0..*count).map(|id| (id, id)).collect()),
        }
    }

    /// The right answer in words, to be shown with the solution: for a typed kind with what stands before and after
    /// the field, otherwise the options in question, a line each.
    pub fn right_words(&self, lang: Lang) -> rich::Rich {
        use rich::{Block, Inline};
        let option = |options: &[ItemOption], id: usize| -> Vec<Inline> {
            let found = options.iter().find(|option| option.id == id);
            found.map_or_else(Vec::new, |option| first_line(option.words.rich(lang)))
        };
        match &self.key {
            Key::Number { .. } | Key::Typed { .. } => {
                let mut line = Vec::new();
                if let Some(before) = &self.before {
                    line.extend(first_line(before.rich(lang)));
                    line.push(Inline::Text(" ".into()));
                }
                if let Answer::Typed(text) = self.right_answer() {
                    line.push(match rich::display(&text, &Values::new()) {
                        Ok(formula) => Inline::Formula(formula),
                        Err(_) => Inline::Text(text),
                    });
                }
                if let Some(after) = &self.after {
                    line.push(Inline::Text(" ".into()));
                    line.extend(first_line(after.rich(lang)));
                }
                vec![Block::Paragraph(line)]
            }
            Key::Option(id) => vec![Block::Paragraph(option(&self.options, *id))],
            Key::Options(ids) => vec![Block::List(ids.iter().map(|&id| option(&self.options, id)).collect())],
            Key::Order(count) => vec![Block::List((0..*count).map(|id| option(&self.options, id)).collect())],
            Key::Pairs(count) => {
                let pair = |id: usize| {
                    let mut line = option(&self.lefts, id);
                    line.push(Inline::Text(" – ".into()));
                    line.extend(option(&self.rights, id));
                    line
                };
                vec![Block::List((0..*count).map(pair).collect())]
            }
        }
    }
}

impl Item {
    /// Whether a figure stands beside the question.
    pub fn has_figure(&self) -> bool {
        !self.figure.is_empty()
    }

    /// The wrong answers that the template lists, as a pupil would give them.
    pub fn mistaken_answers(&self) -> Vec<Answer> {
        self.wrongs.iter().map(|wrong| self.answer_of(&wrong.answer)).collect()
    }

    pub(super) fn answer_of(&self, wrong: &WrongAnswer) -> Answer {
        match (wrong, &self.key) {
            (WrongAnswer::Option(id), Key::Options(_)) => Answer::Options(vec![*id]),
            (WrongAnswer::Option(id), _) => Answer::Option(*id),
            (WrongAnswer::Number(value), Key::Number { rule, .. }) => {
                let value = rule.places.map_or_else(|| value.clone(), |places| value.round_to_places(places));
                Answer::Typed(number_text(&value, rule))
            }
            (WrongAnswer::Number(value), _) => Answer::Typed(number_text(value, &Rule::default())),
            (WrongAnswer::Typed(text), _) if self.kind == AnswerKind::Cells => {
                Answer::Typed(super::board::cells_answer(self, text))
            }
            (WrongAnswer::Typed(text), _) => Answer::Typed(text.clone()),
        }
    }
}

fn first_line(blocks: rich::Rich) -> Vec<rich::Inline> {
    match blocks.into_iter().next() {
        Some(rich::Block::Paragraph(line)) => line,
        Some(rich::Block::List(items)) => items.into_iter().next().unwrap_or_default(),
        None => Vec::new(),
    }
}

/// The number as the form wants it typed.
pub(super) fn number_text(value: &Number, rule: &Rule) -> String {
    match &rule.form {
        Some(Form::StandardForm) => standard_form(value),
        Some(Form::LowestTerms | Form::SingleFraction) => print_number(value, NumberStyle::Fraction),
        _ => print_number(value, NumberStyle::Decimal),
    }
}

/// `4,5 · 10^6`. A number without an end as a decimal, and zero, stay as they are.
fn standard_form(value: &Number) -> String {
    let ten = Number::from(10);
    let mut exponent = 0i64;
    let mut size = value.abs();
    let ends = value.decimal_places().is_some() && !value.is_zero();
    while ends && size >= ten && exponent < 400 {
        size = &size * &Number::power_of_ten(0).over(&ten).unwrap_or_else(Number::one);
        exponent += 1;
    }
    while ends && size < Number::one() && exponent > -400 {
        size = &size * &ten;
        exponent -= 1;
    }
    if !ends {
        return print_number(value, NumberStyle::Decimal);
    }
    let mantissa = if value.is_negative() { -&size } else { size };
    format!("{} · 10^({exponent})", print_number(&mantissa, NumberStyle::Decimal))
}
