//! What is said to a pupil whose answer cannot be read, or has the right value in another form: word for word, in both
//! languages. Each sentence names the place, where there is one, and what to do.

use augu::base::Lang;
use augu::exercises::Verdict;
use augu::exercises::keyed::{Asked, judge};

/// The first line names the columns.
const UNREADABLE: &str = include_str!("../data/unreadable.tsv");
const OTHER_FORM: &str = include_str!("../data/other-form.tsv");

/// Cells by tabs; `{400}` and the like stand for texts that are too long to be written here.
fn rows<const COLUMNS: usize>(table: &'static str) -> Vec<[&'static str; COLUMNS]> {
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        cells.try_into().unwrap_or_else(|_| panic!("{line}: a row has {COLUMNS} columns"))
    };
    table.lines().skip(1).map(row).collect()
}

/// A piece repeated: `{80×(}` is eighty brackets.
fn written_out(typed: &str) -> String {
    let Some((before, (count, piece), after)) = typed.split_once('{').and_then(|(before, rest)| {
        let (inner, after) = rest.split_once('}')?;
        Some((before, inner.split_once('×')?, after))
    }) else {
        return typed.to_owned();
    };
    let count: usize = count.parse().expect("a count");
    format!("{before}{}{after}", piece.repeat(count))
}

#[test]
fn what_cannot_be_read_is_told_with_its_place_and_a_remedy() {
    let mut faults = Vec::new();
    for [kind, key, typed, lt, en] in rows::<5>(UNREADABLE) {
        let asked = Asked::of_row(kind, "any", key, "").unwrap_or_else(|fault| panic!("{kind} {key}: {fault}"));
        let found = judge(&asked, &written_out(typed));
        let (said_lt, said_en) = (found.said.plain(Lang::Lt), found.said.plain(Lang::En));
        if found.verdict != Verdict::Unreadable || said_lt != lt || said_en != en {
            let verdict = if found.verdict == Verdict::Unreadable { "" } else { "\tit is read" };
            faults.push(format!("{kind}\t{key}\t{typed}\t{said_lt}\t{said_en}{verdict}"));
        }
    }
    assert!(faults.is_empty(), "{} rows say\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn another_form_is_told_with_what_to_do_next() {
    let mut faults = Vec::new();
    let mut forms = std::collections::BTreeSet::new();
    for [kind, form, options, key, typed, lt, en] in rows::<7>(OTHER_FORM) {
        let asked = Asked::of_row(kind, form, key, options).unwrap_or_else(|fault| panic!("{kind} {key}: {fault}"));
        let found = judge(&asked, typed);
        let next = |lang: Lang| found.next.as_ref().map(|next| next.plain(lang)).unwrap_or_default();
        if found.verdict != Verdict::RightButForm || next(Lang::Lt) != lt || next(Lang::En) != en {
            let verdict = if found.verdict == Verdict::RightButForm { "" } else { "\tthe form is not the matter" };
            let (lt, en) = (next(Lang::Lt), next(Lang::En));
            faults.push(format!("{kind}\t{form}\t{options}\t{key}\t{typed}\t{lt}\t{en}{verdict}"));
        }
        forms.insert(form);
    }
    assert!(faults.is_empty(), "{} rows say\n{}", faults.len(), faults.join("\n"));
    assert_eq!(forms.len(), 16, "every form has its sentences: {forms:?}");
}
