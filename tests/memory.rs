//! How much memory a text may take: whatever is typed is read or refused within one megabyte above what was held before,
//! and judged within three. A test of its own, since it counts all that its program allocates.

use augu::exercises::keyed::{Asked, judge};
use augu::maths::read_answer;
use peak_alloc::PeakAlloc;
use std::hint::black_box;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const TABLE: &str = include_str!("data/answers.tsv");
const CORPUS: &str = include_str!("data/corpus.txt");
const HEAVY: &str = include_str!("data/heavy.txt");

const READING_MAX: usize = 1_000_000;
const JUDGING_MAX: usize = 3_000_000;

/// The most bytes held at once while this runs, above those held before.
fn peak(run: impl FnOnce()) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    run();
    MEMORY.peak_usage().saturating_sub(before)
}

/// Texts made to be heavy: those that were found, and pieces repeated up to the bound of what is read.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = CORPUS.lines().chain(HEAVY.lines()).map(str::to_owned).collect();
    let repeated = |line: &str| line.repeat(400 / line.chars().count().max(1));
    texts.extend(HEAVY.lines().filter(|line| line.chars().count() <= 20).map(repeated));
    texts.push("x".repeat(1_000_000));
    texts
}

#[test]
fn whatever_is_typed_takes_little_memory() {
    let (mut reading, mut judging) = ((0, String::new()), (0, String::new()));
    let note = |most: &mut (usize, String), key: &str, typed: &str, bytes: usize| {
        if bytes > most.0 {
            *most = (bytes, format!("{typed:.100} for the key {key}"));
        }
    };
    for row in TABLE.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let asked = Asked::of_row(cells[0], cells[1], cells[2], cells[4]).expect("a row of the table");
        let bytes = peak(|| {
            black_box(judge(&asked, black_box(cells[3])));
        });
        note(&mut judging, cells[2], cells[3], bytes);
    }
    for text in texts() {
        for (kind, key) in [
            ("number", "5"),
            ("expression", "(x+1)^2"),
            ("expression", "sin x + √(x+1)"),
            ("equation", "y=2x+1"),
            ("inequality", "x^2<9"),
            ("set", "2; 3"),
            ("interval", "(1; 2)"),
        ] {
            let asked = Asked::of_row(kind, "any", key, "").expect("a key");
            let bytes = peak(|| {
                black_box(read_answer(asked.shape, black_box(&text)));
            });
            note(&mut reading, key, &text, bytes);
            let bytes = peak(|| {
                black_box(judge(&asked, black_box(&text)));
            });
            note(&mut judging, key, &text, bytes);
        }
    }
    println!("reading takes at most {} bytes: {}", reading.0, reading.1);
    println!("judging takes at most {} bytes: {}", judging.0, judging.1);
    assert!(reading.0 <= READING_MAX, "{} bytes for reading {}", reading.0, reading.1);
    assert!(judging.0 <= JUDGING_MAX, "{} bytes for judging {}", judging.0, judging.1);
}
