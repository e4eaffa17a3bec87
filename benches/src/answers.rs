//! Reading and judging, row by row of the table by which judging is tested; and texts made to take long.

use crate::{Clock, Figure, done, mean_us, under};
use augu::exercises::keyed::{Asked, judge};
use augu::maths::read_answer;

const TABLE: &str = include_str!("../../tests/data/answers.tsv");
const CORPUS: &str = include_str!("../../tests/data/corpus.txt");
const HEAVY: &str = include_str!("../../tests/data/heavy.txt");
/// How long each row is measured, in milliseconds.
const SPAN_MS: f64 = 5.0;
/// What texts made to take long are judged against.
const KEYS: [(&str, &str); 5] =
    [("number", "5"), ("expression", "(x+1)^2"), ("inequality", "x^2<9"), ("set", "2; 3"), ("equation", "2x=4")];

/// The rows: what is asked, and what was typed.
fn rows() -> Vec<(Asked, &'static str)> {
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [kind, form, key, typed, options, ..] = cells[..] else { return None };
        Some((Asked::of_row(kind, form, key, options).ok()?, typed))
    };
    TABLE.lines().skip(1).filter_map(row).collect()
}

/// Texts made to take long: those that were found, pieces repeated up to the bound of what is read, and one far beyond it.
fn heavy() -> Vec<String> {
    let mut texts: Vec<String> = CORPUS.lines().chain(HEAVY.lines()).map(str::to_owned).collect();
    let repeated = |line: &str| line.repeat(400 / line.chars().count().max(1));
    texts.extend(HEAVY.lines().filter(|line| line.chars().count() <= 20).map(repeated));
    texts.push("x".repeat(1_000_000));
    texts
}

/// The time of each row, from the shortest to the longest.
fn times<'a>(clock: &Clock, rows: impl Iterator<Item = (&'a Asked, &'a str)>, once: impl Fn(&Asked, &str)) -> Vec<f64> {
    let mut times: Vec<f64> = rows.map(|(asked, typed)| mean_us(clock, SPAN_MS, 1, || once(asked, typed))).collect();
    times.sort_by(f64::total_cmp);
    times
}

fn judged(asked: &Asked, typed: &str) {
    done(judge(asked, typed));
}

/// Reading to the formula that the preview shows.
fn previewed(asked: &Asked, typed: &str) {
    done(read_answer(asked.shape, typed).value.map(|value| value.display().mathml()));
}

/// Judging.
pub fn judging(clock: &Clock) -> Vec<Figure> {
    let rows = rows();
    let times = times(clock, rows.iter().map(|(asked, typed)| (asked, *typed)), judged);
    vec![
        Figure { what: "judging an answer, half under", asked_us: None, us: under(&times, 0.5) },
        Figure { what: "judging an answer, 99 in 100 under", asked_us: Some(10_000.0), us: under(&times, 0.99) },
        Figure { what: "judging an answer, the longest", asked_us: None, us: under(&times, 1.0) },
    ]
}

/// Reading what is typed so far, as the preview does with each key.
pub fn reading(clock: &Clock) -> Vec<Figure> {
    let rows = rows();
    let times = times(clock, rows.iter().map(|(asked, typed)| (asked, *typed)), previewed);
    vec![
        Figure { what: "reading for the preview, half under", asked_us: None, us: under(&times, 0.5) },
        Figure { what: "reading for the preview, 99 in 100 under", asked_us: Some(2_000.0), us: under(&times, 0.99) },
        Figure { what: "reading for the preview, the longest", asked_us: None, us: under(&times, 1.0) },
    ]
}

/// Reading and judging texts made to take long, each against several keys.
pub fn made_to_take_long(clock: &Clock) -> Vec<Figure> {
    let keys: Vec<Asked> = KEYS.iter().filter_map(|(kind, key)| Asked::of_row(kind, "any", key, "").ok()).collect();
    let texts = heavy();
    let rows = || keys.iter().flat_map(|asked| texts.iter().map(move |text| (asked, text.as_str())));
    let (read, judge) = (times(clock, rows(), previewed), times(clock, rows(), judged));
    vec![
        Figure { what: "reading a text made to take long, the longest", asked_us: None, us: under(&read, 1.0) },
        Figure { what: "judging such a text, 99 in 100 under", asked_us: None, us: under(&judge, 0.99) },
        Figure { what: "judging such a text, the longest", asked_us: None, us: under(&judge, 1.0) },
    ]
}
