//! How long reading and judging take: `cargo bench --profile native --bench answers` prints it over the whole table of
//! answers, and over texts made to take long. What was measured when stands in `docs/answers.md`.

#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]

use augu::exercises::keyed::{Asked, judge};
use augu::maths::read_answer;
use std::hint::black_box;
use std::time::{Duration, Instant};

const TABLE: &str = include_str!("../tests/data/answers.tsv");
const CORPUS: &str = include_str!("../tests/data/corpus.txt");

/// The shortest of several runs: what else the machine does is no part of it.
fn shortest(mut run: impl FnMut()) -> Duration {
    let once = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..5).map(|_| once(&mut run)).min().unwrap_or_default()
}

fn tell(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let share = |percent: usize| times.get(times.len() * percent / 100).or(times.last()).copied().unwrap_or_default();
    println!(
        "{what}: {} of them, half under {:?}, 99 % under {:?}, the longest {:?}",
        times.len(),
        share(50),
        share(99),
        times.last().copied().unwrap_or_default()
    );
}

/// Texts made to take long.
fn worst() -> Vec<String> {
    let long = |piece: &str| piece.repeat(400 / piece.chars().count());
    let mut texts: Vec<String> = [
        "(",
        "|",
        "||x",
        "-",
        "√",
        "9^",
        "(9)",
        "a(b+",
        "(x+y+z+t)",
        "(x+1)^9",
        "x^x",
        "1/",
        "sin x",
        "2 1/3+",
        "√(9x+",
        "±1",
        "x=1;",
        "[1;2]∪",
        "x≠1 ir ",
        "x²",
        "{",
        "(x²-√x)",
    ]
    .iter()
    .map(|piece| long(piece))
    .collect();
    texts.extend(CORPUS.lines().map(str::to_owned));
    texts.extend(
        [
            "999999999999999999999999999999^999",
            "((((((9^99)^99)^99)^99)^99)^99)",
            "√(99999999999999999999999999999999999999999999999999999999989)",
            "log2(3)^log3(2)^ln(5)",
            "(a+b+c+d+f+g+h+i+j+k)^30",
            "sin(sin(sin(sin(sin(x)))))^2+cos(sin(sin(sin(sin(x)))))^2",
            "((x^30+y^30)^30+z^30)^30/((x^30-y^30)^30+1)^30",
            "1/(1/(1/(1/(1/(1/(x+y)+1/(x-y))+1/x)+1/y)+1/z)+1)",
        ]
        .map(str::to_owned),
    );
    texts.push("x".repeat(1_000_000));
    texts
}

fn main() {
    let rows: Vec<Vec<&str>> = TABLE.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let asked = |row: &[&str]| Asked::of_row(row[0], row[1], row[2], row[4]).expect("a row of the table");
    tell(
        "reading",
        rows.iter()
            .map(|row| {
                let shape = asked(row).shape;
                shortest(|| {
                    black_box(read_answer(shape, black_box(row[3])));
                })
            })
            .collect(),
    );
    tell(
        "judging",
        rows.iter()
            .map(|row| {
                let asked = asked(row);
                shortest(|| {
                    black_box(judge(&asked, black_box(row[3])));
                })
            })
            .collect(),
    );
    let mut reading = Vec::new();
    let mut judging = Vec::new();
    for text in worst() {
        for (kind, key) in
            [("number", "5"), ("expression", "(x+1)^2"), ("inequality", "x^2<9"), ("set", "2; 3"), ("equation", "2x=4")]
        {
            let asked = Asked::of_row(kind, "any", key, "").expect("a key");
            let took = shortest(|| {
                black_box(read_answer(asked.shape, black_box(&text)));
            });
            reading.push(took);
            let took = shortest(|| {
                black_box(judge(&asked, black_box(&text)));
            });
            if took > Duration::from_millis(5) {
                println!("over 5 ms: {kind} {:.60} {took:?}", text);
            }
            judging.push(took);
        }
    }
    tell("reading the worst texts", reading);
    tell("judging the worst texts", judging);
}
