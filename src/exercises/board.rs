//! Boards: where an answer is drawn rather than typed. A point, a line or a parabola on a plane, a point or an interval
//! on a number line, cells of a grid. Whatever is drawn stands on whole steps, so it has an exact text, the text a pupil
//! could have typed; that text is what is kept and judged, by the same rules as typed answers.
//!
//! An author gives the board line by line, `x: -6..6`; `docs/writing-tasks.md` has all of them. Not here: pixels.

use super::answer::Answer;
use super::draw::Values;
use super::drawing::{Drawing, Look, Mark, Side};
use super::item::{Item, Key, TemplateFault, WrongAnswer, typed_text};
use super::judge::Judgement;
use super::level::AnswerKind;
use super::{sentences, typed};
use crate::base::{Lang, Text};
use crate::maths::{AnswerShape, End, Expr, Number, NumberStyle, Value, evaluate, print_number, read_answer};
use std::collections::{BTreeMap, BTreeSet};

/// Most steps of an axis.
pub const STEPS_MAX: i64 = 40;
/// Most cells in a row or a column.
pub const CELLS_MAX: i64 = 20;

/// An axis: so many steps of one size from its first number.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The number at its beginning.
    pub from: Number,
    /// The size of a step.
    pub step: Number,
    /// How many steps, 1 to 40.
    pub steps: i64,
    /// The letter at its end.
    pub name: String,
}

impl Axis {
    /// The number after so many steps.
    pub fn value(&self, at: i64) -> Number {
        &self.from + &(&self.step * &Number::from(at))
    }

    /// The number as people write it.
    pub fn label(&self, at: i64) -> String {
        print_number(&self.value(at), NumberStyle::Decimal)
    }

    /// The step that this number stands on.
    pub fn place(&self, value: &Number) -> Option<i64> {
        let at = (value - &self.from).over(&self.step)?;
        at.to_i64().filter(|at| (0..=self.steps).contains(at))
    }

    /// The step of zero, or the middle where zero is not on the axis: where the keyboard begins.
    pub fn middle(&self) -> i64 {
        self.place(&Number::zero()).unwrap_or(self.steps / 2)
    }

    /// Whether a number is written at this step: not at each where they are many.
    pub fn is_labelled(&self, at: i64) -> bool {
        let every = if self.steps > 24 {
            5
        } else if self.steps > 12 {
            2
        } else {
            1
        };
        let zero = self.place(&Number::zero()).unwrap_or(0);
        (at - zero) % every == 0
    }
}

/// Longer texts name no cells: twenty times twenty of them fit.
const CELLS_TEXT_MAX: usize = 8000;

/// What a board is.
#[derive(Clone, Debug, PartialEq)]
pub enum Board {
    /// A plane with two axes.
    Plane(Axis, Axis),
    /// A number line.
    Line(Axis),
    /// A grid: columns and rows.
    Grid(i64, i64),
}

/// What is given on the plane beside the axes.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// The graph of an expression in x.
    Graph(Expr),
    /// A point with its name.
    Point(String, Number, Number),
}

/// A step on the plane: to the right, up.
pub type Step = (i64, i64);

/// An end of an interval that is being drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Not yet set.
    Unset,
    /// At this step; whether the end belongs to it.
    At(i64, bool),
    /// Without end.
    Endless,
}

/// What is drawn so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// Points on the plane in the order they were set: one for a point, two for a line, vertex and another point for a
    /// parabola.
    Points(Vec<Option<Step>>),
    /// A point on the number line.
    Tick(Option<i64>),
    /// An interval on the number line.
    Span(Stop, Stop),
    /// Cells by column and row, counted from 1.
    Cells(BTreeSet<Step>),
}

/// A board with what belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The kind of its answer.
    pub kind: AnswerKind,
    /// The board.
    pub board: Board,
    /// What is given on it.
    pub given: Vec<Given>,
}

/// The board of an item that is answered by drawing; nothing for other kinds. `inspect` finds faults before a pupil does.
pub fn field(item: &Item) -> Option<Result<Field, TemplateFault>> {
    item.kind.is_drawn().then(|| read(item.kind, &item.board, &item.values))
}

fn read(kind: AnswerKind, lines: &[String], values: &Values) -> Result<Field, TemplateFault> {
    let fault = |line: &str, what: &str| TemplateFault::Expression { line: line.to_owned(), what: what.to_owned() };
    let number = |line: &str, text: &str| values.number(text.trim()).map_err(|what| fault(line, &what));
    let mut ranges: BTreeMap<&str, (Number, Number)> = BTreeMap::new();
    let mut step = Number::one();
    let mut names: Vec<String> = Vec::new();
    let mut sizes: BTreeMap<&str, i64> = BTreeMap::new();
    let mut given = Vec::new();
    for line in lines {
        let (word, rest) = line.split_once(':').ok_or_else(|| fault(line, "a line of a board is `word: what`"))?;
        let (word, rest) = (word.trim(), rest.trim());
        match word {
            "x" | "y" => {
                let (from, to) = rest.split_once("..").ok_or_else(|| fault(line, "an axis is `-6..6`"))?;
                ranges.insert(if word == "x" { "x" } else { "y" }, (number(line, from)?, number(line, to)?));
            }
            "step" => step = number(line, rest)?,
            "names" => names = rest.split_whitespace().map(str::to_owned).collect(),
            "columns" | "rows" => {
                let size = number(line, rest)?.to_i64().filter(|size| (1..=CELLS_MAX).contains(size));
                let size = size.ok_or_else(|| fault(line, "1 to 20 cells"))?;
                sizes.insert(if word == "columns" { "columns" } else { "rows" }, size);
            }
            "graph" => {
                let text = typed_text(rest, values).map_err(|what| fault(line, &what))?;
                match read_answer(AnswerShape::Expression, &text).value {
                    Some(Value::Expression(expr)) => given.push(Given::Graph(expr)),
                    _ => return Err(fault(line, "a graph is an expression in x")),
                }
            }
            _ => match word.strip_prefix("point ") {
                Some(name) => {
                    let inside = rest.trim_start_matches('(').trim_end_matches(')');
                    let (x, y) = inside.split_once(';').ok_or_else(|| fault(line, "a point is `(a; b)`"))?;
                    given.push(Given::Point(name.trim().to_owned(), number(line, x)?, number(line, y)?));
                }
                None => return Err(fault(line, "the words are x, y, step, names, graph, point, columns, rows")),
            },
        }
    }
    let axis = |word: &str, name: &str| -> Result<Axis, TemplateFault> {
        let (from, to) = ranges.get(word).cloned().ok_or_else(|| {
            TemplateFault::Part(format!("the board of `{}` wants a line `{word}: -6..6`", kind.key()))
        })?;
        let steps = (&to - &from).over(&step).and_then(|steps| steps.to_i64());
        let steps = steps.filter(|steps| (1..=STEPS_MAX).contains(steps) && !step.is_negative());
        let steps = steps.ok_or_else(|| TemplateFault::Part(format!("the axis {word} has 1 to 40 whole steps")))?;
        Ok(Axis { from, step: step.clone(), steps, name: name.to_owned() })
    };
    let name = |at: usize, usual: &str| names.get(at).cloned().unwrap_or_else(|| usual.to_owned());
    let board = match kind {
        AnswerKind::Point | AnswerKind::Line | AnswerKind::Parabola => {
            Board::Plane(axis("x", &name(0, "x"))?, axis("y", &name(1, "y"))?)
        }
        AnswerKind::AxisPoint | AnswerKind::AxisInterval => Board::Line(axis("x", &name(0, ""))?),
        _ => match (sizes.get("columns"), sizes.get("rows")) {
            (Some(columns), Some(rows)) => Board::Grid(*columns, *rows),
            _ => {
                return Err(TemplateFault::Part("the board of `cells` wants lines `columns: 10` and `rows: 4`".into()));
            }
        },
    };
    Ok(Field { kind, board, given })
}

impl Field {
    /// Nothing drawn yet.
    pub fn blank(&self) -> Drawn {
        match self.kind {
            AnswerKind::Point => Drawn::Points(vec![None]),
            AnswerKind::Line | AnswerKind::Parabola => Drawn::Points(vec![None, None]),
            AnswerKind::AxisPoint => Drawn::Tick(None),
            AnswerKind::AxisInterval => Drawn::Span(Stop::Unset, Stop::Unset),
            _ => Drawn::Cells(BTreeSet::new()),
        }
    }

    /// What is drawn, as one would type it; nothing while it is not whole: a line through one point, say.
    pub fn text(&self, drawn: &Drawn) -> Option<String> {
        let put = |formula: &str, numbers: &[(&str, &Number)]| {
            let mut values = Values::new();
            for (name, number) in numbers {
                values.insert(name, (*number).clone());
            }
            typed_text(formula, &values).ok()
        };
        match (drawn, &self.board) {
            (Drawn::Points(points), Board::Plane(x, y)) => {
                let places: Vec<(Number, Number)> =
                    points.iter().flatten().map(|step| (x.value(step.0), y.value(step.1))).collect();
                match (self.kind, places.as_slice()) {
                    (AnswerKind::Point, [(a, b)]) => put("({a}; {b})", &[("a", a), ("b", b)]),
                    (AnswerKind::Line, [(a, b), (c, d)]) if a == c => {
                        (b != d).then(|| put(&format!("{} = {{a}}", x.name), &[("a", a)])).flatten()
                    }
                    (AnswerKind::Line, [(a, b), (c, d)]) => {
                        let slope = (d - b).over(&(c - a))?;
                        let free = b - &(&slope * a);
                        let formula = if slope.is_zero() {
                            format!("{} = {{b}}", y.name)
                        } else {
                            format!("{} = {{k}}{} + {{b}}", y.name, x.name)
                        };
                        put(&formula, &[("k", &slope), ("b", &free)])
                    }
                    (AnswerKind::Parabola, [(m, n), (p, q)]) => {
                        let wide = p - m;
                        let a = (q - n).over(&(&wide * &wide)).filter(|a| !a.is_zero())?;
                        let (name, wide) = (&x.name, m.abs());
                        let formula = if m.is_zero() {
                            format!("{} = {{a}}{name}^2 + {{n}}", y.name)
                        } else {
                            let sign = if m.is_negative() { '+' } else { '-' };
                            format!("{} = {{a}}({name} {sign} {{m}})^2 + {{n}}", y.name)
                        };
                        put(&formula, &[("a", &a), ("m", &wide), ("n", n)])
                    }
                    _ => None,
                }
            }
            (Drawn::Tick(Some(at)), Board::Line(axis)) => Some(axis.label(*at)),
            (Drawn::Span(from, to), Board::Line(axis)) => {
                let end = |stop: &Stop| match stop {
                    Stop::Unset => None,
                    Stop::At(at, closed) => Some((Some(axis.value(*at)), *closed)),
                    Stop::Endless => Some((None, false)),
                };
                let ((from, left), (to, right)) = (end(from)?, end(to)?);
                if let (Some(from), Some(to)) = (&from, &to)
                    && from >= to
                {
                    return None;
                }
                let open = if left { '[' } else { '(' };
                let close = if right { ']' } else { ')' };
                let zero = Number::zero();
                let low = if from.is_some() { "{a}" } else { "-inf" };
                let high = if to.is_some() { "{b}" } else { "+inf" };
                let numbers = [("a", from.as_ref().unwrap_or(&zero)), ("b", to.as_ref().unwrap_or(&zero))];
                put(&format!("{open}{low}; {high}{close}"), &numbers)
            }
            (Drawn::Cells(cells), _) => (!cells.is_empty()).then(|| cells_text(cells)),
            _ => None,
        }
    }

    /// What is drawn, out of its text: a draft, or the right answer to be shown. Of a line and a parabola any two
    /// fitting points.
    pub fn drawn(&self, text: &str) -> Option<Drawn> {
        match &self.board {
            Board::Grid(columns, rows) => {
                let cells: BTreeSet<Step> = read_cells(text)?;
                let inside = cells.iter().all(|(c, r)| (1..=*columns).contains(c) && (1..=*rows).contains(r));
                inside.then_some(Drawn::Cells(cells))
            }
            Board::Line(axis) => match self.kind {
                AnswerKind::AxisPoint => {
                    let Value::Number(number) = read_answer(AnswerShape::Number, text).value? else { return None };
                    Some(Drawn::Tick(Some(axis.place(&number.value?)?)))
                }
                _ => {
                    let Value::Intervals(set) = read_answer(AnswerShape::Intervals, text).value? else { return None };
                    let [interval] = set.parts.as_slice() else { return None };
                    let stop = |end: &Option<End>| match end {
                        None => Some(Stop::Endless),
                        Some(end) => {
                            let value = evaluate(&end.at, &BTreeMap::new()).ok()?;
                            Some(Stop::At(axis.place(&value)?, end.closed))
                        }
                    };
                    Some(Drawn::Span(stop(&interval.low)?, stop(&interval.high)?))
                }
            },
            Board::Plane(x, y) => self.points(text, x, y).map(Drawn::Points),
        }
    }

    fn points(&self, text: &str, x: &Axis, y: &Axis) -> Option<Vec<Option<Step>>> {
        if self.kind == AnswerKind::Point {
            let Value::Pair(parts) = read_answer(AnswerShape::Pair, text).value? else { return None };
            let [a, b] = parts.as_slice() else { return None };
            let number = |expr: &Expr| evaluate(expr, &BTreeMap::new()).ok();
            return Some(vec![Some((x.place(&number(a)?)?, y.place(&number(b)?)?))]);
        }
        let Value::Equation(left, right) = read_answer(AnswerShape::Equation, text).value? else { return None };
        let holds = |step: &Step| {
            let at: BTreeMap<String, Number> =
                [(x.name.clone(), x.value(step.0)), (y.name.clone(), y.value(step.1))].into();
            matches!((evaluate(&left, &at), evaluate(&right, &at)), (Ok(left), Ok(right)) if left == right)
        };
        let all = (0..=x.steps).flat_map(|across| (0..=y.steps).map(move |up| (across, up)));
        let fitting: Vec<Step> = all.filter(holds).collect();
        if self.kind == AnswerKind::Line {
            return Some(vec![Some(*fitting.first()?), Some(*fitting.last().filter(|_| fitting.len() > 1)?)]);
        }
        // The vertex is the fitting point whose neighbours left and right lie equally high.
        let drawn = |vertex: &Step, other: &Step| Drawn::Points(vec![Some(*vertex), Some(*other)]);
        let same = |drawn: &Drawn| {
            let own = self.text(drawn).and_then(|own| read_answer(AnswerShape::Equation, &own).value);
            let whole = Value::Equation(left.clone(), right.clone());
            own.is_some_and(|own| crate::maths::compare_values(&own, &whole).is_same())
        };
        let pairs = fitting.iter().flat_map(|vertex| fitting.iter().map(move |other| (*vertex, *other)));
        let fits = |(vertex, other): &(Step, Step)| vertex.0 < other.0 && same(&drawn(vertex, other));
        let found = pairs.take(400).find(fits)?;
        Some(vec![Some(found.0), Some(found.1)])
    }

    /// What is drawn, in words: the spoken state of the board. It tells the places and not what they come to: an
    /// equation read out would answer the task.
    pub fn told(&self, drawn: &Drawn, lang: Lang) -> String {
        let say = |lt: &'static str, en: &'static str| if lang == Lang::Lt { lt } else { en };
        match (drawn, &self.board) {
            (Drawn::Cells(cells), Board::Grid(columns, rows)) => {
                let (word, of) = (say("Pažymėta langelių:", "Cells marked:"), say("iš", "of"));
                format!("{word} {} {of} {}", cells.len(), columns * rows)
            }
            (Drawn::Points(points), Board::Plane(x, y)) => {
                let names = match self.kind {
                    AnswerKind::Parabola => {
                        [say("viršūnė", "vertex"), say("parabolės taškas", "point of the parabola")]
                    }
                    AnswerKind::Line => [say("pirmas taškas", "first point"), say("antras taškas", "second point")],
                    _ => [say("taškas", "point"), ""],
                };
                let told = points.iter().zip(names).map(|(point, name)| match point {
                    Some(step) => format!("{name} ({}; {})", x.label(step.0), y.label(step.1)),
                    None => format!("{name} {}", say("dar nepažymėtas", "not marked yet")),
                });
                told.collect::<Vec<_>>().join(", ")
            }
            (Drawn::Tick(at), Board::Line(axis)) => match at {
                Some(at) => axis.label(*at),
                None => say("dar nepažymėta", "not marked yet").to_owned(),
            },
            (Drawn::Span(from, to), Board::Line(axis)) => {
                let end = |stop: &Stop| match stop {
                    Stop::Unset => say("dar nepažymėta", "not marked yet").to_owned(),
                    Stop::Endless => say("be galo", "without end").to_owned(),
                    Stop::At(at, true) => format!("{}, {}", axis.label(*at), say("priklauso", "belongs")),
                    Stop::At(at, false) => format!("{}, {}", axis.label(*at), say("nepriklauso", "does not belong")),
                };
                let (left, right) = (say("kairysis galas", "left end"), say("dešinysis galas", "right end"));
                format!("{left}: {}; {right}: {}", end(from), end(to))
            }
            _ => String::new(),
        }
    }
}

fn cells_text(cells: &BTreeSet<Step>) -> String {
    cells.iter().map(|(column, row)| format!("({column}; {row})")).collect::<Vec<_>>().join("; ")
}

/// Cells out of a text such as `(1; 2); (3; 2)`.
fn read_cells(text: &str) -> Option<BTreeSet<Step>> {
    if text.len() > CELLS_TEXT_MAX {
        return None;
    }
    let numbers: Option<Vec<i64>> = text
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|number| !number.is_empty())
        .map(|number| number.parse().ok())
        .collect();
    let numbers = numbers?;
    (numbers.len() % 2 == 0).then(|| numbers.chunks(2).filter_map(|two| Some((*two.first()?, *two.get(1)?))).collect())
}

/// Whether a text names cells.
pub(super) fn reads_cells(text: &str) -> bool {
    read_cells(text).is_some_and(|cells| !cells.is_empty())
}

/// Judges what was drawn: cells by their number or by which they are, all else as if it had been typed.
pub(super) fn check(item: &Item, answer: &Answer) -> Judgement {
    let Answer::Typed(text) = answer else { return Judgement::unreadable(sentences::draw_first()) };
    if text.trim().is_empty() {
        return Judgement::unreadable(sentences::draw_first());
    }
    match &item.key {
        Key::Number { value, exact, rule } => typed::check_number(item, value, exact, rule, text),
        Key::Typed { text: key, .. } if item.kind == AnswerKind::Cells => check_cells(item, key, text),
        Key::Typed { shape, text: key, rule } => typed::check_typed(item, *shape, key, rule, text),
        _ => Judgement::unreadable(sentences::draw_first()),
    }
}

/// A key that is a number wants so many cells, whichever; a key of cells wants these.
fn check_cells(item: &Item, key: &str, text: &str) -> Judgement {
    let Some(cells) = read_cells(text).filter(|cells| !cells.is_empty()) else {
        return Judgement::unreadable(sentences::draw_first());
    };
    let is = |wanted: &str| match count_of(wanted) {
        Some(count) => cells.len() as i64 == count,
        None => read_cells(wanted).as_ref() == Some(&cells),
    };
    if is(key) {
        return Judgement::right();
    }
    let made = item.wrongs.iter().filter(|wrong| match &wrong.answer {
        WrongAnswer::Typed(text) => is(text),
        _ => false,
    });
    let mut made: Vec<_> = made.collect();
    made.dedup_by(|one, other| one.is == other.is);
    if let [wrong] = made.as_slice()
        && let Some(named) = Judgement::named(item, &wrong.is, wrong.pointer.clone())
    {
        return named;
    }
    Judgement::wrong(match (count_of(key), read_cells(key)) {
        (Some(count), _) => sentences::cells_count(cells.len() as i64, count),
        (None, wanted) => sentences::cells_apart(&cells, &wanted.unwrap_or_default()),
    })
}

fn count_of(key: &str) -> Option<i64> {
    key.trim().parse().ok()
}

/// The text that a right answer has on the board: for so many cells, the first so many in rows.
pub(super) fn cells_answer(item: &Item, key: &str) -> String {
    let Some(count) = count_of(key) else { return key.to_owned() };
    let columns = match field(item) {
        Some(Ok(Field { board: Board::Grid(columns, _), .. })) => columns,
        _ => 1,
    };
    cells_text(&(0..count).map(|at| (at % columns + 1, at / columns + 1)).collect())
}

// --- How a board looks -------------------------------------------------------------------------------------------------

/// The distance of two steps of a plane on the sheet, and the room around it.
const EDGE: f64 = 26.0;

impl Board {
    /// The sheet: its width and height.
    pub fn sheet(&self) -> (f64, f64) {
        match self {
            Board::Plane(x, y) => {
                let size = Self::step_of(x.steps.max(y.steps), 360.0);
                (x.steps as f64 * size + 2.0 * EDGE, y.steps as f64 * size + 2.0 * EDGE)
            }
            Board::Line(_) => (400.0, 96.0),
            Board::Grid(columns, rows) => {
                let size = self.cell();
                (*columns as f64 * size + 4.0, *rows as f64 * size + 4.0)
            }
        }
    }

    fn step_of(steps: i64, whole: f64) -> f64 {
        whole / steps.max(1) as f64
    }

    /// The side of a cell of a grid.
    pub fn cell(&self) -> f64 {
        let Board::Grid(columns, rows) = self else { return 0.0 };
        (400.0 / *columns.max(rows) as f64).min(48.0)
    }

    /// Where a step stands on the sheet.
    pub fn place(&self, step: Step) -> (f64, f64) {
        let (width, height) = self.sheet();
        match self {
            Board::Plane(x, y) => {
                let size = Self::step_of(x.steps.max(y.steps), 360.0);
                (EDGE + step.0 as f64 * size, height - EDGE - step.1 as f64 * size)
            }
            Board::Line(axis) => (40.0 + step.0 as f64 * Self::step_of(axis.steps, width - 80.0), 44.0),
            Board::Grid(..) => (2.0 + (step.0 - 1) as f64 * self.cell(), 2.0 + (step.1 - 1) as f64 * self.cell()),
        }
    }

    /// The step nearest to a place on the sheet. On a number line a place beyond its ends gives -1 and one more than
    /// its steps: without end.
    pub fn nearest(&self, place: (f64, f64)) -> Option<Step> {
        let (zero, one) = (self.place((0, 0)), self.place((1, 1)));
        let near = |at: f64, zero: f64, one: f64| libm::round((at - zero) / (one - zero)) as i64;
        match self {
            Board::Plane(x, y) => {
                Some((near(place.0, zero.0, one.0).clamp(0, x.steps), near(place.1, zero.1, one.1).clamp(0, y.steps)))
            }
            Board::Line(axis) => {
                let end = self.place((axis.steps, 0)).0;
                let at = match place.0 {
                    before if before < zero.0 - 12.0 => -1,
                    after if after > end + 12.0 => axis.steps + 1,
                    at => near(at, zero.0, one.0).clamp(0, axis.steps),
                };
                Some((at, 0))
            }
            Board::Grid(columns, rows) => {
                let cell = self.cell();
                let step =
                    (libm::floor((place.0 - 2.0) / cell) as i64 + 1, libm::floor((place.1 - 2.0) / cell) as i64 + 1);
                ((1..=*columns).contains(&step.0) && (1..=*rows).contains(&step.1)).then_some(step)
            }
        }
    }
}

impl Field {
    /// The board without anything drawn on it, and what it is in words.
    pub fn background(&self) -> Drawing {
        let (width, height) = self.board.sheet();
        let mut sheet = Drawing::new(width, height);
        let number = |text: String| Text::new(text.as_str(), text.as_str());
        match &self.board {
            Board::Grid(columns, rows) => {
                sheet.told = Text::new(
                    format!("Langelių stačiakampis: {columns} stulp., {rows} eil."),
                    format!("A grid of cells: {columns} columns, {rows} rows."),
                );
            }
            Board::Line(axis) => {
                let (from, to) = (self.board.place((0, 0)), self.board.place((axis.steps, 0)));
                sheet.line((from.0 - 30.0, from.1), (to.0 + 30.0, to.1), Look::Axis);
                sheet.path(
                    vec![(to.0 + 22.0, to.1 - 5.0), (to.0 + 30.0, to.1), (to.0 + 22.0, to.1 + 5.0)],
                    false,
                    Look::Axis,
                );
                for at in 0..=axis.steps {
                    let place = self.board.place((at, 0));
                    let labelled = axis.is_labelled(at);
                    let half = if labelled { 8.0 } else { 5.0 };
                    sheet.line((place.0, place.1 - half), (place.0, place.1 + half), Look::Axis);
                    if labelled {
                        sheet.word((place.0, place.1 + 26.0), number(axis.label(at)), Side::Middle, true);
                    }
                }
                if !axis.name.is_empty() {
                    sheet.word((to.0 + 30.0, to.1 - 16.0), number(axis.name.clone()), Side::Before, false);
                }
                let (low, high) = (axis.label(0), axis.label(axis.steps));
                sheet.told = Text::new(
                    format!("Skaičių tiesė nuo {low} iki {high}."),
                    format!("A number line from {low} to {high}."),
                );
            }
            Board::Plane(x, y) => self.plane(x, y, &mut sheet),
        }
        sheet
    }

    fn plane(&self, x: &Axis, y: &Axis, sheet: &mut Drawing) {
        let place = |step: Step| self.board.place(step);
        let number = |text: String| Text::new(text.as_str(), text.as_str());
        for across in 0..=x.steps {
            sheet.line(place((across, 0)), place((across, y.steps)), Look::Grid);
        }
        for up in 0..=y.steps {
            sheet.line(place((0, up)), place((x.steps, up)), Look::Grid);
        }
        // The axes meet at zero, or stand at the edge where zero is not on the plane.
        let (zero_x, zero_y) = (x.place(&Number::zero()).unwrap_or(0), y.place(&Number::zero()).unwrap_or(0));
        let (left, right) = (place((0, zero_y)), place((x.steps, zero_y)));
        let (low, high) = (place((zero_x, 0)), place((zero_x, y.steps)));
        sheet.line((left.0 - 8.0, left.1), (right.0 + 16.0, right.1), Look::Axis);
        sheet.path(
            vec![(right.0 + 9.0, right.1 - 5.0), (right.0 + 16.0, right.1), (right.0 + 9.0, right.1 + 5.0)],
            false,
            Look::Axis,
        );
        sheet.line((low.0, low.1 + 8.0), (high.0, high.1 - 16.0), Look::Axis);
        sheet.path(
            vec![(high.0 - 5.0, high.1 - 9.0), (high.0, high.1 - 16.0), (high.0 + 5.0, high.1 - 9.0)],
            false,
            Look::Axis,
        );
        for at in (0..=x.steps).filter(|at| *at != zero_x && x.is_labelled(*at)) {
            let here = place((at, zero_y));
            sheet.word((here.0, here.1 + 12.0), number(x.label(at)), Side::Middle, true);
        }
        for at in (0..=y.steps).filter(|at| *at != zero_y && y.is_labelled(*at)) {
            let here = place((zero_x, at));
            sheet.word((here.0 - 6.0, here.1), number(y.label(at)), Side::Before, true);
        }
        let origin = place((zero_x, zero_y));
        sheet.word((origin.0 - 6.0, origin.1 + 12.0), number("0".into()), Side::Before, true);
        sheet.word((right.0 + 16.0, right.1 - 12.0), number(x.name.clone()), Side::Before, false);
        sheet.word((high.0 + 9.0, high.1 - 10.0), number(y.name.clone()), Side::After, false);
        let mut told = Text::new(
            format!(
                "Koordinačių plokštuma: {} nuo {} iki {}, {} nuo {} iki {}.",
                x.name,
                x.label(0),
                x.label(x.steps),
                y.name,
                y.label(0),
                y.label(y.steps)
            ),
            format!(
                "A coordinate plane: {} from {} to {}, {} from {} to {}.",
                x.name,
                x.label(0),
                x.label(x.steps),
                y.name,
                y.label(0),
                y.label(y.steps)
            ),
        );
        for given in &self.given {
            match given {
                Given::Graph(expr) => {
                    self.curve(x, y, &|at| graph(expr, &x.name, at), Look::Given, sheet);
                    let formula = expr.plain();
                    told.lt.push_str(&format!(" Nubrėžtas {} = {formula} grafikas.", y.name));
                    told.en.push_str(&format!(" The graph of {} = {formula} is drawn.", y.name));
                }
                Given::Point(name, a, b) => {
                    let at = self.on_sheet(x, y, (a.to_f64(), b.to_f64()));
                    sheet.marks.push(Mark::Circle { at, radius: 5.0, look: Look::Given });
                    sheet.word((at.0 + 9.0, at.1 - 12.0), number(name.clone()), Side::After, false);
                    let point = |number: &Number| print_number(number, NumberStyle::Decimal);
                    told.lt.push_str(&format!(" Taškas {name}({}; {}).", point(a), point(b)));
                    told.en.push_str(&format!(" The point {name}({}; {}).", point(a), point(b)));
                }
            }
        }
        sheet.told = told;
    }

    fn on_sheet(&self, x: &Axis, y: &Axis, at: (f64, f64)) -> (f64, f64) {
        let steps = |axis: &Axis, value: f64| (value - axis.from.to_f64()) / axis.step.to_f64();
        let (zero, one) = (self.board.place((0, 0)), self.board.place((1, 1)));
        (zero.0 + steps(x, at.0) * (one.0 - zero.0), zero.1 + steps(y, at.1) * (one.1 - zero.1))
    }

    /// A curve y = f(x), cut off at the edges of the plane.
    fn curve(&self, x: &Axis, y: &Axis, of: &dyn Fn(f64) -> Option<f64>, look: Look, sheet: &mut Drawing) {
        let (from, to) = (x.from.to_f64(), x.value(x.steps).to_f64());
        let (low, high) = (y.from.to_f64(), y.value(y.steps).to_f64());
        let margin = (high - low) * 0.04;
        let mut run = Vec::new();
        for at in 0..=240 {
            let across = from + (to - from) * f64::from(at) / 240.0;
            match of(across).filter(|up| (low - margin..=high + margin).contains(up)) {
                Some(up) => run.push(self.on_sheet(x, y, (across, up))),
                None if run.len() > 1 => sheet.path(std::mem::take(&mut run), false, look),
                None => run.clear(),
            }
        }
        if run.len() > 1 {
            sheet.path(run, false, look);
        }
    }

    /// What is drawn on it so far.
    pub fn foreground(&self, drawn: &Drawn) -> Drawing {
        let (width, height) = self.board.sheet();
        let mut sheet = Drawing::new(width, height);
        match (drawn, &self.board) {
            (Drawn::Points(points), Board::Plane(x, y)) => {
                let places: Vec<(f64, f64)> =
                    points.iter().flatten().map(|step| (x.value(step.0).to_f64(), y.value(step.1).to_f64())).collect();
                match (self.kind, places.as_slice()) {
                    (AnswerKind::Line, [a, b]) if a.0 == b.0 && a.1 != b.1 => {
                        let (low, high) = (y.from.to_f64(), y.value(y.steps).to_f64());
                        let (low, high) = (self.on_sheet(x, y, (a.0, low)), self.on_sheet(x, y, (a.0, high)));
                        sheet.line(low, high, Look::Drawn);
                    }
                    (AnswerKind::Line, [a, b]) if a != b => {
                        let slope = (b.1 - a.1) / (b.0 - a.0);
                        self.curve(x, y, &|at| Some(a.1 + slope * (at - a.0)), Look::Drawn, &mut sheet);
                    }
                    (AnswerKind::Parabola, [m, p]) if m.0 != p.0 && m.1 != p.1 => {
                        let a = (p.1 - m.1) / ((p.0 - m.0) * (p.0 - m.0));
                        self.curve(x, y, &|at| Some(a * (at - m.0) * (at - m.0) + m.1), Look::Drawn, &mut sheet);
                    }
                    _ => {}
                }
            }
            (Drawn::Span(from, to), Board::Line(axis)) => {
                let place = |stop: &Stop, endless: f64| match stop {
                    Stop::Unset => None,
                    Stop::At(at, _) => Some(self.board.place((*at, 0)).0),
                    Stop::Endless => Some(endless),
                };
                let ends = (
                    place(from, self.board.place((0, 0)).0 - 30.0),
                    place(to, self.board.place((axis.steps, 0)).0 + 30.0),
                );
                if let (Some(low), Some(high)) = ends
                    && low < high
                {
                    let y = self.board.place((0, 0)).1;
                    sheet.line((low, y), (high, y), Look::Drawn);
                }
            }
            _ => {}
        }
        sheet
    }
}

/// The right answer drawn on its board, told in words, to be shown with the solution; nothing for kinds that are not drawn.
pub fn right_drawing(item: &Item) -> Option<Drawing> {
    let field = field(item)?.ok()?;
    let Answer::Typed(text) = item.right_answer() else { return None };
    let drawn = field.drawn(&text)?;
    let mut sheet = field.background();
    sheet.marks.extend(field.foreground(&drawn).marks);
    let mut dot = |at: (f64, f64), full: bool| {
        let look = if full { Look::Dot } else { Look::Hollow };
        sheet.marks.push(Mark::Circle { at, radius: 7.0, look });
    };
    match &drawn {
        Drawn::Points(points) => points.iter().flatten().for_each(|step| dot(field.board.place(*step), true)),
        Drawn::Tick(at) => at.iter().for_each(|at| dot(field.board.place((*at, 0)), true)),
        Drawn::Span(low, high) => {
            for stop in [low, high] {
                if let Stop::At(at, closed) = stop {
                    dot(field.board.place((*at, 0)), *closed);
                }
            }
        }
        Drawn::Cells(cells) => {
            let Board::Grid(columns, rows) = &field.board else { return None };
            let side = field.board.cell();
            for cell in (1..=*rows).flat_map(|row| (1..=*columns).map(move |column| (column, row))) {
                let (x, y) = field.board.place(cell);
                let look = if cells.contains(&cell) { Look::Part(0) } else { Look::Thin };
                sheet.path(vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side)], true, look);
            }
        }
    }
    for (told, lang) in [(&mut sheet.told.lt, Lang::Lt), (&mut sheet.told.en, Lang::En)] {
        *told = format!("{told} {}.", field.told(&drawn, lang));
    }
    Some(sheet)
}

/// The value of an expression in one letter, for drawing.
fn graph(expr: &Expr, letter: &str, at: f64) -> Option<f64> {
    // To a thousandth of a unit: the eye sees no more.
    let at = Number::ratio(libm::round(at * 1000.0) as i64, 1000)?;
    evaluate(expr, &BTreeMap::from([(letter.to_owned(), at)])).ok().map(|value| value.to_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercises::tests::item;
    use crate::exercises::{Verdict, check};

    const PLANE: &str = "board = ['x: -6..6', 'y: -6..6']";

    /// A kind, its answer and board; what is drawn, its text, the verdict.
    fn check_drawn(template: &str, rows: &[(Drawn, Option<&str>, &str)]) {
        let item = item(template);
        let field = field(&item).expect("a drawn kind").expect("a board");
        for (drawn, text, wanted) in rows {
            let written = field.text(drawn);
            assert_eq!(written.as_deref(), *text, "{drawn:?} in {template}");
            let judgement = check(&item, &Answer::Typed(written.clone().unwrap_or_default()));
            let mistake = judgement.mistake.as_ref().map_or_else(String::new, |id| format!("+{id}"));
            assert_eq!(format!("{}{mistake}", judgement.verdict.key()), *wanted, "{drawn:?} in {template}");
            assert!(!judgement.message(Lang::Lt).is_empty() && !field.told(drawn, Lang::En).is_empty());
            if let Some(written) = written {
                let again = field.drawn(&written).expect("what was drawn can be drawn again");
                assert_eq!(field.text(&again), Some(written), "{drawn:?}");
            }
        }
        let right = match item.right_answer() {
            Answer::Typed(text) => field.drawn(&text).and_then(|drawn| field.text(&drawn)),
            _ => None,
        };
        let right = right.expect("the right answer can be drawn");
        let shown = right_drawing(&item).expect("the right answer is shown");
        assert!(shown.marks.len() > 1 && shown.told.lt.ends_with('.') && shown.told.en.ends_with('.'), "{template}");
        assert_eq!(check(&item, &Answer::Typed(right)).verdict, Verdict::Right, "{template}");
    }

    fn points(points: &[Option<Step>]) -> Drawn {
        Drawn::Points(points.to_vec())
    }

    #[test]
    fn a_point_on_the_plane() {
        check_drawn(
            &format!(
                "kind = 'point'\nlet = ['a = 2', 'b = -3']\nanswer = '({{a}}; {{b}})'\n{PLANE}\nmistakes = [{{ answer = '({{-a}}; {{b}})', is = 'first' }}]"
            ),
            &[
                (points(&[Some((8, 3))]), Some("(2; −3)"), "right"),
                (points(&[Some((3, 8))]), Some("(−3; 2)"), "wrong+slip-swapped"),
                (points(&[Some((4, 3))]), Some("(−2; −3)"), "wrong+first"),
                (points(&[None]), None, "unreadable"),
            ],
        );
    }

    #[test]
    fn a_line_through_two_points() {
        check_drawn(
            &format!(
                "kind = 'line'\nlet = ['k = 2', 'b = -1']\nanswer = 'y = {{k}}x + {{b}}'\n{PLANE}\nmistakes = [{{ answer = 'y = {{-k}}x + {{b}}', is = 'first' }}]"
            ),
            &[
                (points(&[Some((6, 5)), Some((7, 7))]), Some("y = 2x − 1"), "right"),
                (points(&[Some((8, 9)), Some((5, 3))]), Some("y = 2x − 1"), "right"),
                (points(&[Some((6, 5)), Some((7, 3))]), Some("y = −2x − 1"), "wrong+first"),
                (points(&[Some((6, 5)), Some((8, 6))]), Some("y = 1/2 x − 1"), "wrong"),
                (points(&[Some((6, 5)), Some((6, 7))]), Some("x = 0"), "wrong"),
                (points(&[Some((6, 5)), Some((8, 5))]), Some("y = −1"), "wrong"),
                (points(&[Some((6, 5)), Some((6, 5))]), None, "unreadable"),
                (points(&[Some((6, 5)), None]), None, "unreadable"),
            ],
        );
        check_drawn(
            &format!("kind = 'line'\nanswer = '2x + 3y = 6'\n{PLANE}"),
            &[(points(&[Some((6, 8)), Some((9, 6))]), Some("y = −2/3 x + 2"), "right")],
        );
        check_drawn(
            &format!("kind = 'line'\nanswer = 'x = 3'\n{PLANE}"),
            &[(points(&[Some((9, 0)), Some((9, 4))]), Some("x = 3"), "right")],
        );
    }

    #[test]
    fn a_parabola_by_its_vertex_and_a_point() {
        check_drawn(
            &format!(
                "kind = 'parabola'\nlet = ['m = 1', 'n = -2']\nanswer = 'y = (x - {{m}})^2 + {{n}}'\n{PLANE}\nmistakes = [{{ answer = 'y = (x + {{m}})^2 + {{n}}', is = 'first' }}]"
            ),
            &[
                (points(&[Some((7, 4)), Some((8, 5))]), Some("y = (x − 1)² − 2"), "right"),
                (points(&[Some((7, 4)), Some((5, 8))]), Some("y = (x − 1)² − 2"), "right"),
                (points(&[Some((5, 4)), Some((6, 5))]), Some("y = (x + 1)² − 2"), "wrong+first"),
                (points(&[Some((7, 4)), Some((8, 6))]), Some("y = 2(x − 1)² − 2"), "wrong"),
                (points(&[Some((7, 4)), Some((8, 4))]), None, "unreadable"),
                (points(&[Some((7, 4)), None]), None, "unreadable"),
            ],
        );
    }

    #[test]
    fn a_point_and_intervals_on_the_number_line() {
        check_drawn(
            "kind = 'axis-point'\nanswer = '3/2'\nboard = ['x: -2..3', 'step: 1/2']",
            &[
                (Drawn::Tick(Some(7)), Some("1,5"), "right"),
                (Drawn::Tick(Some(1)), Some("−1,5"), "wrong+slip-sign"),
                (Drawn::Tick(None), None, "unreadable"),
            ],
        );
        let at = Stop::At;
        check_drawn(
            "kind = 'axis-interval'\nanswer = '[-2; 3)'\nboard = ['x: -5..5']",
            &[
                (Drawn::Span(at(3, true), at(8, false)), Some("[−2; 3)"), "right"),
                (Drawn::Span(at(3, false), at(8, true)), Some("(−2; 3]"), "wrong+slip-bracket"),
                (Drawn::Span(at(3, true), Stop::Endless), Some("[−2; +∞)"), "wrong"),
                (Drawn::Span(at(8, true), at(3, true)), None, "unreadable"),
                (Drawn::Span(at(3, true), Stop::Unset), None, "unreadable"),
            ],
        );
        check_drawn(
            "kind = 'axis-interval'\nanswer = '(-inf; 1]'\nboard = ['x: -5..5']",
            &[
                (Drawn::Span(Stop::Endless, at(6, true)), Some("(−∞; 1]"), "right"),
                (Drawn::Span(at(6, true), Stop::Endless), Some("[1; +∞)"), "wrong+slip-direction"),
            ],
        );
    }

    #[test]
    fn cells_by_their_number_or_by_which_they_are() {
        let cells = |cells: &[Step]| Drawn::Cells(cells.iter().copied().collect());
        check_drawn(
            "kind = 'cells'\nlet = ['n = 2']\nanswer = '{n}'\nboard = ['columns: 3', 'rows: 2']\nmistakes = [{ answer = '{n + 2}', is = 'first' }]",
            &[
                (cells(&[(1, 1), (3, 2)]), Some("(1; 1); (3; 2)"), "right"),
                (cells(&[(2, 1), (1, 2)]), Some("(1; 2); (2; 1)"), "right"),
                (cells(&[(1, 1)]), Some("(1; 1)"), "wrong"),
                (cells(&[(1, 1), (2, 1), (3, 1), (1, 2)]), Some("(1; 1); (1; 2); (2; 1); (3; 1)"), "wrong+first"),
                (cells(&[]), None, "unreadable"),
            ],
        );
        check_drawn(
            "kind = 'cells'\nanswer = '(1; 1); (2; 2)'\nboard = ['columns: 3', 'rows: 2']",
            &[
                (cells(&[(1, 1), (2, 2)]), Some("(1; 1); (2; 2)"), "right"),
                (cells(&[(1, 1), (2, 1)]), Some("(1; 1); (2; 1)"), "wrong"),
            ],
        );
    }

    #[test]
    fn any_answer_is_judged_and_any_text_drawn_or_refused() {
        for template in [
            format!("kind = 'line'\nanswer = 'y = x'\n{PLANE}"),
            format!("kind = 'point'\nanswer = '(1; 1)'\n{PLANE}"),
            format!("kind = 'parabola'\nanswer = 'y = x^2'\n{PLANE}"),
            "kind = 'axis-interval'\nanswer = '[0; 1]'\nboard = ['x: 0..5']".to_owned(),
            "kind = 'cells'\nanswer = '3'\nboard = ['columns: 2', 'rows: 2']".to_owned(),
        ] {
            let item = item(&template);
            let field = field(&item).expect("a drawn kind").expect("a board");
            for text in ["", "x", "(1; 2", "y = 1/0", "9^9^9", "(99; 99)", "∅", "(1; 2); (3", "99999999999999999999"]
            {
                let judgement = check(&item, &Answer::Typed(text.to_owned()));
                assert_ne!(judgement.verdict, Verdict::Right, "{text} in {template}");
                if let Some(drawn) = field.drawn(text) {
                    assert!(!field.told(&drawn, Lang::Lt).is_empty());
                    assert!(field.foreground(&drawn).width > 0.0);
                }
            }
            assert_eq!(check(&item, &Answer::Option(0)).verdict, Verdict::Unreadable);
            for place in [(-50.0, -50.0), (0.0, 0.0), (200.0, 200.0), (9e9, 9e9)] {
                let _ = field.board.nearest(place);
            }
            let all = field.background();
            assert!(!all.told.lt.is_empty() && !all.told.en.is_empty());
        }
    }

    #[test]
    fn what_is_set_stands_where_it_was_tapped() {
        let item = item(&format!("kind = 'point'\nanswer = '(1; 1)'\n{PLANE}"));
        let field = field(&item).expect("a drawn kind").expect("a board");
        for step in [(0, 0), (6, 6), (12, 12), (3, 9)] {
            let (x, y) = field.board.place(step);
            assert_eq!(field.board.nearest((x + 3.0, y - 3.0)), Some(step));
        }
    }
}
