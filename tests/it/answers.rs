//! The table of answers: what is typed, what is right, the verdict, and why. Each row was thought through by hand; the
//! table is the specification, and the help's page on how answers are judged is printed from it.

use augu::exercises::Verdict;
use augu::exercises::keyed::{Asked, KINDS, judge};
use augu::maths::form::Form;
use augu::maths::{Expr, Value, read_answer};

const TABLE: &str = include_str!("../data/answers.tsv");

/// Fewer rows than this do not hold all kinds and forms.
const ROWS_MIN: usize = 1200;

fn rows() -> Vec<[&'static str; 8]> {
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        cells.try_into().unwrap_or_else(|_| panic!("{line}: a row has eight columns"))
    };
    TABLE.lines().skip(1).map(row).collect()
}

#[test]
fn every_answer_of_the_table_is_judged_as_it_says() {
    let mut faults = Vec::new();
    for [kind, form, key, typed, options, verdict, lt, en] in rows() {
        assert!(!lt.is_empty() && !en.is_empty(), "{key} | {typed}: a remark in both languages");
        let asked = Asked::of_row(kind, form, key, options).unwrap_or_else(|fault| panic!("{kind} {key}: {fault}"));
        let found = judge(&asked, typed);
        if found.verdict.key() != verdict {
            faults.push(format!("{kind} {form} {options} | {key} | {typed} | {verdict} but {}", found.verdict.key()));
        }
        if found.verdict != Verdict::Right {
            assert!(
                found.mistake.is_none() || found.verdict == Verdict::Wrong,
                "{typed}: only what is wrong has a mistake"
            );
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// With the brackets that the keypad inserts: `(1)/(2)`, `x^(2)`, `√(3)`.
fn by_keypad(expr: &Expr) -> Expr {
    let boxed = |part: Box<Expr>| Box::new(part.in_brackets());
    expr.rebuilt(&|part| match part {
        Expr::Fraction(top, bottom) => Expr::Fraction(boxed(top), boxed(bottom)),
        Expr::Power(base, exponent) => Expr::Power(base, boxed(exponent)),
        Expr::Root(index, inner) => Expr::Root(index, boxed(inner)),
        other => other,
    })
}

#[test]
fn the_brackets_of_the_keypad_change_no_verdict() {
    let (mut faults, mut count) = (Vec::new(), 0);
    for [kind, form, key, typed, options, verdict, ..] in rows() {
        let asked = Asked::of_row(kind, form, key, options).expect("a row of the table");
        let expr = match read_answer(asked.shape, typed).value {
            Some(Value::Number(number)) if number.unit.is_none() => number.expr,
            Some(Value::Expression(expr)) => expr,
            _ => continue,
        };
        let boxed = by_keypad(&expr);
        if boxed == expr {
            continue;
        }
        count += 1;
        let as_written = Asked { as_written: true, ..asked.clone() };
        let found = judge(&asked, &boxed.plain());
        let same = judge(&as_written, &boxed.plain()).verdict == judge(&as_written, typed).verdict;
        if found.verdict.key() != verdict || !same {
            let said = found.next.map(|words| words.plain(augu::base::Lang::Lt)).unwrap_or_default();
            faults.push(format!(
                "{kind} {form} | {key} | {} | {verdict} but {} {said}",
                boxed.plain(),
                found.verdict.key()
            ));
        }
    }
    assert!(count > 300, "only {count} rows have a fraction, a power or a root");
    assert!(faults.is_empty(), "{} of {count}\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_table_holds_all_kinds_forms_and_verdicts() {
    let rows = rows();
    assert!(rows.len() >= ROWS_MIN, "{} rows", rows.len());
    for (kind, _) in KINDS {
        let count = rows.iter().filter(|row| row[0] == kind).count();
        assert!(count >= 8, "{kind}: {count} rows");
    }
    let forms = [
        "any",
        "expanded",
        "factored",
        "simplest",
        "lowest-terms",
        "single-fraction",
        "completed-square",
        "rationalised",
        "standard-form",
        "decimal-places",
        "significant-figures",
        "positive-exponents",
        "collected",
    ];
    for form in forms {
        assert!(Form::named(form, Some(2)).is_some(), "{form}");
        for verdict in ["right", "form", "wrong"] {
            let wanted = form != "any" || verdict != "form";
            let found = rows.iter().any(|row| row[1] == form && row[5] == verdict);
            assert!(found || !wanted, "{form}: a row that is {verdict}");
        }
    }
    let mut seen: Vec<&[&str]> = rows.iter().map(|row| &row[..5]).collect();
    seen.sort();
    seen.windows(2).for_each(|two| assert_ne!(two[0], two[1], "a row stands twice"));
}
