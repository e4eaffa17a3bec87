//! Everything about one person as tables that any spreadsheet opens (RFC 4180, UTF-8 with a mark at its head, a semicolon
//! between cells, as spreadsheets in Lithuania expect): the answers, and all facts as they are kept.

use crate::base::{Lang, Text};
use crate::exercises::{Answer, Verdict};
use crate::journal::{Entry, Event};
use crate::skills::SkillId;
use std::fmt::Write as _;

/// A cell: in quotes where it must be, and never a formula of the spreadsheet's.
fn cell(text: &str) -> String {
    let formula =
        text.starts_with(['=', '+', '@', '\t', '\r']) || text.starts_with('-') && text.parse::<f64>().is_err();
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([';', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn row(table: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    // Writing into a string cannot fail.
    let _ = write!(table, "{}\r\n", cells.join(";"));
}

fn head(lang: Lang, lt: &[&str], en: &[&str]) -> String {
    let names = if lang == Lang::Lt { lt } else { en };
    let mut table = "\u{feff}".to_owned();
    row(&mut table, &names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    table
}

fn time(entry: &Entry) -> [String; 2] {
    let at = entry.stamp.time.moment();
    let minute = at.minute_of_day();
    [at.day().iso(), format!("{:02}:{:02}", minute / 60, minute % 60)]
}

fn answer_words(answer: &Answer) -> String {
    match serde_json::to_value(answer) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(value) => value.as_object().and_then(|one| one.values().next()).map_or_else(
            || value.to_string(),
            |inside| inside.as_str().map_or_else(|| inside.to_string(), str::to_owned),
        ),
        Err(_) => String::new(),
    }
}

/// A row for each answer: day, time, topic, task, what was given, what was judged, try, hints, seconds.
pub fn answers_table(entries: &[Entry], name: impl Fn(&SkillId) -> Option<Text>, lang: Lang) -> String {
    let mut table = head(
        lang,
        &["Diena", "Laikas", "Tema", "Užduotis", "Atsakymas", "Įvertinimas", "Bandymas", "Užuominos", "Sekundės"],
        &["Day", "Time", "Topic", "Task", "Answer", "Verdict", "Try", "Hints", "Seconds"],
    );
    for entry in entries {
        let Event::Answered(answered) = &entry.event else { continue };
        let verdict = match (answered.verdict, lang) {
            (Verdict::Right, Lang::Lt) => "teisingai",
            (Verdict::Right, Lang::En) => "right",
            (Verdict::RightButForm, Lang::Lt) => "teisinga reikšmė, kita forma",
            (Verdict::RightButForm, Lang::En) => "right value, other form",
            (Verdict::Wrong, Lang::Lt) => "kol kas neteisingai",
            (Verdict::Wrong, Lang::En) => "not right yet",
            (Verdict::Unreadable, Lang::Lt) => "neperskaityta",
            (Verdict::Unreadable, Lang::En) => "not read",
        };
        let [day, minute] = time(entry);
        let skill = &answered.item.skill;
        let topic = name(skill).map_or_else(|| skill.to_string(), |name| name.get(lang).to_owned());
        let seconds = crate::base::format::number(f64::from(answered.tenths) / 10.0, 1);
        row(
            &mut table,
            &[
                day,
                minute,
                topic,
                answered.item.to_string(),
                answer_words(&answered.answer),
                verdict.to_owned(),
                answered.attempt.to_string(),
                answered.hints.to_string(),
                seconds,
            ],
        );
    }
    table
}

/// A row for each fact of any kind: day, time, device, number, the fact as JSON.
pub fn facts_table(entries: &[Entry], lang: Lang) -> String {
    let mut table = head(
        lang,
        &["Diena", "Laikas", "Įrenginys", "Numeris", "Įrašas"],
        &["Day", "Time", "Device", "Number", "Fact"],
    );
    for entry in entries {
        let [day, minute] = time(entry);
        let (device, number) = (entry.stamp.device.to_string(), entry.stamp.sequence.to_string());
        row(&mut table, &[day, minute, device, number, entry.event_json()]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{DeviceId, HybridTime, PersonId, Stamp};
    use crate::school::profile::ProfileFact;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        for (text, written) in [
            ("x + 1", "x + 1"),
            ("a;b", "\"a;b\""),
            ("sako \"taip\"", "\"sako \"\"taip\"\"\""),
            ("=1+1", "'=1+1"),
            ("-5", "-5"),
            ("-x", "'-x"),
            ("", ""),
        ] {
            assert_eq!(cell(text), written, "{text}");
        }
    }

    #[test]
    fn every_fact_has_its_row() {
        let stamp = Stamp {
            author: PersonId::from_bits(1),
            device: DeviceId::from_bits(2),
            time: HybridTime { ms: 1_790_000_000_000, count: 0 },
            sequence: 1,
        };
        let entry = Entry::new(stamp, Event::Profile(ProfileFact::Named("Ona; \"O\"".into())));
        let table = facts_table(std::slice::from_ref(&entry), Lang::Lt);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("\u{feff}Diena;Laikas;"));
        assert!(lines[1].starts_with("2026-09-21;"), "{}", lines[1]);
        assert!(lines[1].contains("Ona; \\\"\"O"), "{}", lines[1]);
        assert_eq!(answers_table(&[entry], |_| None, Lang::En).lines().count(), 1);
    }
}
