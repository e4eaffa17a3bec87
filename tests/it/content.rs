//! The real content: the map of skills, every topic, and the promise that a template keeps asking what it asked.

use augu::base::Lang;
use augu::exercises::inspect::{Gravity, inspect};
use augu::exercises::{Answer, Topic, check, make, plain, preview};
use augu::skills::{SkillGraph, read_table};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub fn graph() -> SkillGraph {
    let table = std::fs::read_to_string(at("content/skills.tsv")).expect("content/skills.tsv");
    read_table(&table).expect("a map of skills")
}

/// All topics in order of their files' paths.
pub fn topics() -> Vec<Topic> {
    let mut files = Vec::new();
    for folder in std::fs::read_dir(at("content")).expect("content/").flatten().filter(|entry| entry.path().is_dir()) {
        files.extend(std::fs::read_dir(folder.path()).expect("a folder").flatten().map(|entry| entry.path()));
    }
    files.sort();
    let read = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).expect("a topic's file");
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    };
    files.iter().filter(|file| file.extension().is_some_and(|end| end == "toml")).map(read).collect()
}

#[test]
fn the_map_has_all_skills_of_grades_5_to_12() {
    let graph = graph();
    assert_eq!(graph.len(), 223);
    assert_eq!((5..=12).map(|grade| graph.of_grade(grade).count()).sum::<usize>(), 223);
    assert_eq!(graph.all().iter().filter(|skill| skill.exam).count(), 165);
    for skill in graph.all().iter().filter(|skill| skill.needs.is_empty()) {
        assert_eq!(skill.grade, 5, "{} needs nothing, so it belongs to grade 5", skill.id);
    }
}

/// `cargo xtask pack` tries a thousand seeds; a few here find what breaks everywhere.
#[test]
fn every_topic_passes_inspection() {
    let graph = graph();
    let mut faults = String::new();
    for topic in topics() {
        for finding in inspect(&topic, &graph, 12).findings.iter().filter(|finding| finding.gravity == Gravity::Error) {
            let _ = writeln!(faults, "{} {:?} seed {:?}: {}", topic.id, finding.template, finding.seed, finding.what);
        }
    }
    assert!(faults.is_empty(), "cargo xtask pack tells more:\n{faults}");
}

/// Whatever is typed into whatever task is judged or refused, and the preview agrees on what can be read.
#[test]
fn no_answer_upsets_the_judge() {
    let typed = [
        "", " ", "5", "x", "-", "1/0", "2^", "(", ")", "((((", "{a}", "$", "**", "9^9^9^9", "∅", "R", "≠", "🙂", "2:3",
        "(1; 2)", "x>=3",
    ];
    let mut judged = 0;
    for topic in topics() {
        for template in &topic.tasks {
            let item = make(&topic, template, 7).expect("an item");
            for text in typed {
                let answer = Answer::Typed(text.to_owned());
                let judgement = check(&item, &answer);
                let shown = preview(&item, text);
                assert!(!judgement.message(Lang::Lt).is_empty() && !judgement.message(Lang::En).is_empty());
                let readable = judgement.verdict != augu::exercises::Verdict::Unreadable;
                assert!(!readable || shown.formula.is_some(), "{}: {text}", item.reference);
                judged += 1;
            }
            for answer in
                [Answer::Option(99), Answer::Options(vec![]), Answer::Order(vec![0, 0]), Answer::Pairs(vec![(7, 7)])]
            {
                assert!(!check(&item, &answer).counts);
            }
        }
    }
    assert!(judged > 1000);
}

/// What each template asks with seeds 1 to 3, and what is right.
fn snapshots() -> BTreeMap<String, (u32, String)> {
    let mut snapshots = BTreeMap::new();
    for topic in topics() {
        for template in &topic.tasks {
            let mut text = String::new();
            for seed in 1..=3 {
                let item = make(&topic, template, seed).expect("an item");
                let line = |text: &mut String, sign: &str, words: String| {
                    let _ = writeln!(text, "  {sign} {}", words.replace('\n', " / "));
                };
                for lang in [Lang::Lt, Lang::En] {
                    line(&mut text, lang.tag(), item.ask.plain(lang));
                    for option in item.options.iter().chain(&item.lefts).chain(&item.rights) {
                        line(&mut text, " -", format!("{} {}", option.id, option.words.plain(lang)));
                    }
                    line(&mut text, " =", plain(&item.right_words(lang)));
                }
            }
            snapshots.insert(format!("{}/{}", topic.id, template.id), (template.version, text));
        }
    }
    snapshots
}

fn write_snapshots(snapshots: &BTreeMap<String, (u32, String)>) -> String {
    let mut file = String::from(
        "# What each template asks with seeds 1 to 3, and what is right. Written by the tests; see tests/it/content.rs.\n",
    );
    for (name, (version, text)) in snapshots {
        let _ = write!(file, "{name}@{version}\n{text}");
    }
    file
}

fn read_snapshots(file: &str) -> BTreeMap<String, (u32, String)> {
    let mut snapshots: BTreeMap<String, (u32, String)> = BTreeMap::new();
    let mut current = None;
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with("  ") {
            if let Some((_, text)) = current.as_ref().and_then(|name| snapshots.get_mut(name)) {
                let _ = writeln!(text, "{line}");
            }
        } else if let Some((name, version)) = line.rsplit_once('@') {
            snapshots.insert(name.to_owned(), (version.parse().unwrap_or(0), String::new()));
            current = Some(name.to_owned());
        }
    }
    snapshots
}

/// What is wrong between yesterday's snapshots and today's; `None` for a template that is as it was.
fn difference(name: &str, old: Option<&(u32, String)>, new: &(u32, String)) -> Option<String> {
    let Some(old) = old else { return Some(format!("{name} is new: take it into the snapshots")) };
    if new.1 == old.1 && new.0 == old.0 {
        return None;
    }
    if new.0 <= old.0 {
        let changed = new.1.lines().zip(old.1.lines()).find(|(new, old)| new != old);
        let (is, was) = changed.unwrap_or(("", ""));
        return Some(format!(
            "{name} asks something else than before, so raise its `version` above {}:\n  was{was}\n  is {is}",
            old.0
        ));
    }
    Some(format!("{name} has the new version {}: take it into the snapshots", new.0))
}

#[test]
fn a_template_that_asks_something_else_has_a_new_version() {
    let file = at("tests/data/templates.snap");
    let old = read_snapshots(&std::fs::read_to_string(&file).unwrap_or_default());
    let new = snapshots();
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    let mut faults = Vec::new();
    for (name, now) in &new {
        let Some(fault) = difference(name, old.get(name), now) else { continue };
        let is_forbidden = fault.contains("asks something else");
        if is_forbidden || !update {
            faults.push(fault);
        }
    }
    faults.extend(old.keys().filter(|name| !new.contains_key(*name) && !update).map(|name| format!("{name} is gone")));
    assert!(
        faults.is_empty(),
        "{}\n\nUPDATE_SNAPSHOTS=1 cargo test --test it content  takes new versions into tests/data/templates.snap.",
        faults.join("\n")
    );
    if update {
        std::fs::write(&file, write_snapshots(&new)).expect("tests/data/templates.snap");
    }
    assert_eq!(read_snapshots(&write_snapshots(&new)), new);
}

#[test]
fn a_changed_snapshot_is_told_in_a_sentence() {
    let snapshot = |version: u32, text: &str| (version, format!("  lt {text}\n"));
    let check = |old: Option<(u32, String)>, new: (u32, String), told: Option<&str>| {
        let difference = difference("ratio/share", old.as_ref(), &new);
        assert_eq!(difference.is_some(), told.is_some(), "{difference:?}");
        assert!(difference.unwrap_or_default().contains(told.unwrap_or("")));
    };
    check(Some(snapshot(1, "a")), snapshot(1, "a"), None);
    check(Some(snapshot(1, "a")), snapshot(1, "b"), Some("raise its `version` above 1"));
    check(Some(snapshot(1, "a")), snapshot(2, "b"), Some("new version 2"));
    check(None, snapshot(1, "a"), Some("is new"));
}
