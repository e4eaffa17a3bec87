//! Texts that nobody thought of: the saved ones, and random changes of them, through the reader and the judge. Nothing
//! may panic or stall, a text is read or refused with a remark, and what an answer equals, equals it back.
//!
//! A seeded loop over a saved corpus, since it runs on the stable toolchain anywhere. A text that once failed is kept
//! in `tests/data/corpus.txt`, a line each. Ordinarily 6 000 texts; ten minutes of them where `AUGU_LONG` is set.

use augu::base::{Lang, Rng};
use augu::exercises::Verdict;
use augu::exercises::keyed::{Asked, KINDS, judge};
use augu::maths::{Equality, Value, compare_values, read_answer, read_display, read_expression};
use std::time::{Duration, Instant};

const TABLE: &str = include_str!("../data/answers.tsv");
const CORPUS: &str = include_str!("../data/corpus.txt");

const TEXTS_SHORT: u64 = 6_000;
const LONG: Duration = Duration::from_secs(600);

/// Pieces that mathematics is written with.
const PIECES: [&str; 64] = [
    "0", "1", "2", "7", "10", "12 500", "3,5", "0,(3)", "1/2", "2 1/3", "x", "y", "a", "n", "e", "π", "+", "-", "−",
    "*", "·", ":", "/", "^", "^2", "²", "⁻¹", "(", ")", "[", "]", "{", "}", "|", "√", "∛", "sqrt(", "sin ", "cos²",
    "tg", "ln ", "lg", "log_2 ", "log₂", "=", "<", "≤", ">", "≥", "≠", "∈", "∪", "∅", "∞", "R", "±", "%", "°", ";",
    ", ", " arba ", " ir ", " cm²", " h ",
];

/// Rows of the table: kind, form, key, typed, options.
fn rows() -> Vec<[&'static str; 5]> {
    let cells = |line: &'static str| -> Vec<&'static str> { line.split('\t').take(5).collect() };
    TABLE.lines().skip(1).filter_map(|line| cells(line).try_into().ok()).collect()
}

fn at<'a, T>(all: &'a [T], rng: &mut Rng) -> &'a T {
    &all[rng.below(all.len() as u64) as usize]
}

/// A text with one to four changes.
fn changed(text: &str, other: &str, rng: &mut Rng) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..rng.between(1, 4) {
        let place = rng.below(chars.len() as u64 + 1) as usize;
        match rng.below(7) {
            0 if place < chars.len() => {
                chars.remove(place);
            }
            1 if place + 1 < chars.len() => chars.swap(place, place + 1),
            2 => {
                let piece: Vec<char> = at(&PIECES, rng).chars().collect();
                chars.splice(place..place, piece);
            }
            3 => {
                let until = (place + rng.below(6) as usize).min(chars.len());
                let piece = chars[place.min(until)..until].to_vec();
                chars.splice(place..place, piece);
            }
            4 => {
                let tail: Vec<char> = other.chars().skip(rng.below(8) as usize).collect();
                chars.truncate(place);
                chars.extend(tail);
            }
            5 => chars.insert(place, char::from_u32(rng.below(0x3000) as u32).unwrap_or('?')),
            _ => chars = [chars.clone(), at(&PIECES, rng).chars().collect()].concat(),
        }
    }
    chars.into_iter().take(420).collect()
}

/// Everything that happens to a typed text.
fn through(text: &str, row: &[&str; 5]) {
    let mut values: Vec<Value> = Vec::new();
    for (_, shape) in KINDS {
        let reading = read_answer(shape, text);
        assert_eq!(reading.value.is_none(), !reading.remarks.is_empty(), "{text:?}: a value or a remark");
        for remark in &reading.remarks {
            assert!(text.get(remark.at.clone()).is_some(), "{text:?}: {remark:?} is a place of the text");
            assert!(!remark.sentence(Lang::Lt).is_empty() && !remark.sentence(Lang::En).is_empty());
        }
        values.extend(reading.value);
    }
    for value in &values {
        let _ = value.display().mathml();
        assert_ne!(
            compare_values(value, value).equality,
            Equality::Different,
            "{text:?} differs from itself: {value:?}"
        );
    }
    let _ = read_display(text);
    if let Some(expr) = read_expression(text).value {
        let plain = expr.plain();
        if plain.chars().count() <= 400 {
            assert_eq!(read_expression(&plain).value.as_ref(), Some(&expr), "{text:?} printed as {plain:?}");
        }
    }
    let [kind, form, key, _, options] = row;
    let Ok(asked) = Asked::of_row(kind, form, key, options) else { return };
    let found = judge(&asked, text);
    assert!(!found.said.plain(Lang::Lt).is_empty() && !found.said.plain(Lang::En).is_empty(), "{text:?}");
    if found.verdict == Verdict::Right
        && let Some(typed) = found.typed
        && *form == "any"
    {
        let back = compare_values(&asked.key, &typed).equality;
        assert_eq!(back, Equality::Same, "{key} | {text:?}: right, but the key does not equal it");
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "the long run ends by the clock")]
fn no_text_upsets_the_reader_or_the_judge() {
    let rows = rows();
    for text in CORPUS.lines() {
        rows.iter().step_by(97).for_each(|row| through(text, row));
    }
    let long = std::env::var_os("AUGU_LONG").is_some();
    let start = Instant::now();
    let mut rng = Rng::new(if long { 0xA060_2026 } else { 0xA060 });
    let mut count = 0;
    while if long { start.elapsed() < LONG } else { count < TEXTS_SHORT } {
        let (row, other) = (*at(&rows, &mut rng), *at(&rows, &mut rng));
        let source = if rng.below(4) == 0 { row[2] } else { row[3] };
        let text = changed(source, other[3], &mut rng);
        through(&text, &row);
        count += 1;
    }
}
