//! Reading and judging, row by row of the table by which judging is tested.

use crate::{Clock, Figure, done, mean_us, under};
use augu::exercises::keyed::{Asked, judge};
use augu::maths::read_answer;

const TABLE: &str = include_str!("../../tests/data/answers.tsv");
/// How long each row is measured, in milliseconds.
const SPAN_MS: f64 = 5.0;

/// The rows: what is asked, and what was typed.
fn rows() -> Vec<(Asked, &'static str)> {
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [kind, form, key, typed, options, ..] = cells[..] else { return None };
        Some((Asked::of_row(kind, form, key, options).ok()?, typed))
    };
    TABLE.lines().skip(1).filter_map(row).collect()
}

/// The times of all rows, from the shortest to the longest.
fn times(clock: &Clock, mut once: impl FnMut(&Asked, &str)) -> Vec<f64> {
    let rows = rows();
    let mut times: Vec<f64> =
        rows.iter().map(|(asked, typed)| mean_us(clock, SPAN_MS, 1, || once(asked, typed))).collect();
    times.sort_by(f64::total_cmp);
    times
}

/// Judging.
pub fn judging(clock: &Clock) -> Vec<Figure> {
    let times = times(clock, |asked, typed| done(judge(asked, typed)));
    vec![
        Figure { what: "judging an answer, half under", asked_us: None, us: under(&times, 0.5) },
        Figure { what: "judging an answer, 99 in 100 under", asked_us: Some(10_000.0), us: under(&times, 0.99) },
        Figure { what: "judging an answer, the longest", asked_us: None, us: under(&times, 1.0) },
    ]
}

/// Reading what is typed so far, as the preview does with each key, to the formula that it shows.
pub fn reading(clock: &Clock) -> Vec<Figure> {
    let times = times(clock, |asked, typed| {
        done(read_answer(asked.shape, typed).value.map(|value| value.display().mathml()));
    });
    vec![
        Figure { what: "reading for the preview, half under", asked_us: None, us: under(&times, 0.5) },
        Figure { what: "reading for the preview, 99 in 100 under", asked_us: Some(2_000.0), us: under(&times, 0.99) },
        Figure { what: "reading for the preview, the longest", asked_us: None, us: under(&times, 1.0) },
    ]
}
