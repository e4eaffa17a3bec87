//! `cargo xtask check FILE.tsv`: judges a table of answers as the app judges, one line of JSON a row.
//!
//! Thin on purpose: everything that judges is `augu::exercises::keyed`. A row that cannot be judged says so and stops
//! nothing; only a file that cannot be read ends badly.

use augu::base::Lang;
use augu::exercises::keyed::{Asked, KINDS, judge};
use serde_json::json;
use std::io::{BufWriter, Write};

use crate::project::{Options, Outcome};

/// An example row for each kind and each form: kind, form, key, typed, options, and the verdict.
const EXAMPLES: [[&str; 6]; 24] = [
    ["number", "any", "2,5", "5/2", "", "right"],
    ["expression", "any", "(x+1)^2", "x²+2x+1", "", "right"],
    ["equation", "any", "2x+3=7", "7 = 3+2x", "", "right"],
    ["inequality", "any", "-2x<6", "x > -3", "", "right"],
    ["set", "any", "2; -3", "x = -3 arba x = 2", "", "right"],
    ["interval", "any", "(-∞; 1)∪[4; +∞)", "x<1 or x>=4", "", "right"],
    ["pair", "any", "(2; 3)", "x = 2; y = 3", "", "right"],
    ["quantity", "any", "1,5 m", "150 cm", "m", "form"],
    ["time", "any", "2 h 30 min", "2:30", "", "right"],
    ["ratio", "any", "3:2", "6:4", "", "right"],
    ["list", "any", "2; 3; 5", "3; 2; 5", "", "wrong"],
    ["expression", "expanded", "(x+2)(x+3)", "x^2+5x+6", "", "right"],
    ["expression", "factored", "x^2-2", "(x-√2)(x+√2)", "reals", "right"],
    ["expression", "simplest", "x+1", "(x^2-1)/(x-1)", "", "form"],
    ["number", "lowest-terms", "3/4", "6/8", "", "form"],
    ["expression", "single-fraction", "1/2+1/x", "(x+2)/(2x)", "", "right"],
    ["expression", "completed-square", "x^2+6x+5", "(x+3)^2-4", "x", "right"],
    ["number", "rationalised", "1/√2", "√2/2", "", "right"],
    ["number", "standard-form", "45000", "4,5*10^4", "", "right"],
    ["number", "decimal-places", "2/3", "0,67", "2", "right"],
    ["number", "significant-figures", "1234", "1200", "2", "right"],
    ["expression", "positive-exponents", "x^-2", "1/x^2", "", "right"],
    ["expression", "collected", "2x+3x", "5x", "", "right"],
    ["quantity", "decimal-places", "1/3 m", "33,3 cm", "1", "right"],
];

const COLUMNS: [&str; 5] = ["kind", "form", "key", "typed", "options"];

fn help() -> String {
    let mut text = String::from(
        "\
cargo xtask check FILE.tsv [--english]

Judges answers. The file is a table with tabs: a line of names, then a row an answer, with the columns
kind, form, key, typed, options. For each row one line of JSON is printed, in their order:

  {\"verdict\":\"right|form|wrong|unreadable|error\",\"road\":\"...\",\"mistake\":null,\"message\":\"...\"}

`form` is the right value in another form; `unreadable` is what was typed that cannot be read; `error` is a row or a
key that cannot be read. `road` is how the values were compared (docs/reading.md), `mistake` a general slip such as
slip-sign. Messages are in Lithuanian, in English with --english. An empty form is `any`. Keys are read as typed
answers are. `options` holds what the kind or form wants: the number of places or figures, the letter to factor or
complete by, `reals` to factor over the reals, the unit asked for; several with a semicolon between.

An example of each kind and form, and its verdict:

  kind\tform\tkey\ttyped\toptions\tverdict\n",
    );
    for row in EXAMPLES {
        text.push_str(&format!("  {}\n", row.join("\t")));
    }
    text.push_str(&format!("\nKinds: {}.", KINDS.map(|(name, _)| name).join(", ")));
    text
}

/// Runs the command.
pub fn run(arguments: &[String]) -> Outcome {
    if arguments.is_empty() || arguments.iter().any(|argument| matches!(argument.as_str(), "--help" | "-h" | "help")) {
        println!("{}", help());
        return Ok(());
    }
    let mut options = Options::new("check", arguments);
    let lang = if options.flag("--english") { Lang::En } else { Lang::Lt };
    let file = options.word()?.ok_or("`check` wants a file; `cargo xtask check --help` says more")?;
    options.end()?;
    let bytes = std::fs::read(&file).map_err(|why| format!("{file} cannot be read: {why}"))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let broken = |why: std::io::Error| format!("the verdicts cannot be written: {why}");
    for line in judged(&bytes, lang) {
        writeln!(out, "{line}").map_err(broken)?;
    }
    out.flush().map_err(broken)
}

/// A line of JSON for each row behind the names.
fn judged(bytes: &[u8], lang: Lang) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut lines = text.lines();
    let places = places(lines.next().unwrap_or(""));
    let mut rows: Vec<&str> = lines.collect();
    while rows.last().is_some_and(|row| row.is_empty()) {
        rows.pop();
    }
    rows.into_iter().map(|row| verdict(row, &places, lang)).collect()
}

/// Where each column stands, by the names; in their usual order where a name is missing.
fn places(names: &str) -> [usize; 5] {
    let names: Vec<String> = names.split('\t').map(|name| name.trim().to_lowercase()).collect();
    let mut places = [0, 1, 2, 3, 4];
    let known = COLUMNS[..4].iter().all(|column| names.iter().any(|name| name == column));
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        if known {
            *place = names.iter().position(|name| name == column).unwrap_or(usize::MAX);
        }
    }
    places
}

fn verdict(row: &str, places: &[usize; 5], lang: Lang) -> String {
    let cells: Vec<&str> = row.split('\t').collect();
    let cell = |at: usize| places.get(at).and_then(|place| cells.get(*place)).copied().unwrap_or("");
    // In this order, for people who read along.
    let line = |verdict: &str, road: &str, mistake: Option<&str>, message: String| {
        let mistake = json!(mistake);
        format!(r#"{{"verdict":"{verdict}","road":"{road}","mistake":{mistake},"message":{}}}"#, json!(message))
    };
    let error = |message: String| line("error", "none", None, message);
    if cells.len() < 3 {
        error("a row wants the columns kind, form, key, typed, options".to_owned())
    } else {
        match Asked::of_row(cell(0), cell(1), cell(2), cell(4)) {
            Err(fault) => error(fault.to_string()),
            Ok(asked) => {
                let found = judge(&asked, cell(3));
                line(found.verdict.key(), found.road, found.mistake.as_deref(), found.said.plain(lang))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdicts(table: &str) -> Vec<String> {
        let verdict = |line: String| {
            let value: serde_json::Value = serde_json::from_str(&line).expect("JSON");
            assert_eq!(value.as_object().map(|object| object.len()), Some(4), "{line}");
            value["verdict"].as_str().expect("a verdict").to_owned()
        };
        judged(table.as_bytes(), Lang::Lt).into_iter().map(verdict).collect()
    }

    #[test]
    fn the_examples_of_the_help_are_judged_as_it_says() {
        for row in EXAMPLES {
            let table = format!("kind\tform\tkey\ttyped\toptions\n{}", row[..5].join("\t"));
            assert_eq!(verdicts(&table), [row[5]], "{row:?}");
        }
    }

    #[test]
    fn a_bad_row_stops_nothing() {
        let rows = [
            ("number\tany\t5\t5\t", "right"),
            ("number\tany\t5\t", "unreadable"),
            ("number\tany\t5\t5", "right"),
            ("planet\tany\t5\t5\t", "error"),
            ("number\tround\t5\t5\t", "error"),
            ("number\tdecimal-places\t5\t5\t", "error"),
            ("number\tany\t5 +\t5\t", "error"),
            ("", "error"),
            ("number", "error"),
            ("number\tany\t5\t5 +\t", "unreadable"),
            ("number\tany\t5\t9^9^9^9\t", "unreadable"),
            ("number\tany\t5\t6\t\textra", "wrong"),
            ("number\t\t5\t5,0\t", "right"),
        ];
        let table: String = rows.iter().map(|(row, _)| format!("{row}\r\n")).collect();
        let expected: Vec<&str> = rows.iter().map(|(_, verdict)| *verdict).collect();
        assert_eq!(verdicts(&format!("kind\tform\tkey\ttyped\toptions\r\n{table}")), expected);
        assert_eq!(verdicts("typed\tkind\tkey\tform\n5\tnumber\t5\tany"), ["right"]);
        assert_eq!(verdicts("kind\tform\tkey\ttyped\toptions"), Vec::<String>::new());
        assert_eq!(
            judged(b"kind\tform\tkey\ttyped\toptions\nnumber\tany\t5\t\xff\t\nnumber\tany\t5\t5\t", Lang::Lt).len(),
            2
        );
    }
}
