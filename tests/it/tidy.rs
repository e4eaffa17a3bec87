//! The house's order: rooms use only earlier rooms, every file says what it is, nothing is left half done.
//!
//! Each rule is a function from text to findings, tried on samples below; the tests run it over the real files and
//! fail with all findings, a sentence each. What clippy can see is not repeated here.

use std::path::{Path, PathBuf};

/// A room's name and its place in `src/lib.rs`: a smaller number is an earlier room.
type Rooms = Vec<String>;

#[test]
fn a_room_uses_only_earlier_rooms() {
    let rooms = rooms(&read("src/lib.rs"));
    assert!(rooms.len() > 5, "src/lib.rs names only these rooms: {rooms:?}");
    fail_with(over_files("src", &["rs"], |path, text| {
        let Some(room) = room_of(path) else { return Vec::new() };
        [uses_of_later_rooms(&rooms, &room, path, text), climbs_out(path, text)].concat()
    }));
}

#[test]
fn the_rooms_are_the_folders_of_src() {
    let mut named = rooms(&read("src/lib.rs"));
    // Programs of their own stand in `bin`; they are no room.
    let mut found: Vec<String> = std::fs::read_dir(root().join("src"))
        .expect("the folder src")
        .flatten()
        .filter(|entry| entry.path().is_dir() && entry.file_name() != "bin")
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    named.sort();
    found.sort();
    assert_eq!(named, found, "left: the rooms named in src/lib.rs; right: the folders of src");
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    fail_with(over_all_folders(&["rs"], |path, text| {
        if text.starts_with("//! ") { Vec::new() } else { vec![format!("{path}: the first line is no `//!`")] }
    }));
}

#[test]
fn nothing_is_left_half_done_or_switched_off() {
    fail_with(over_all_folders(&["rs", "ts", "js", "mjs", "css"], forbidden_words));
}

#[test]
fn files_are_named_by_what_they_hold() {
    let drawers = ["utils", "util", "helpers", "helper", "common", "types", "misc"];
    fail_with(over_files("src", &["rs"], |path, _| {
        let named = Path::new(path).iter().any(|part| {
            let part = part.to_string_lossy();
            drawers.contains(&part.trim_end_matches(".rs"))
        });
        if named {
            vec![format!("{path}: name the noun it holds; this house has no drawer of that name")]
        } else {
            vec![]
        }
    }));
}

/// The rooms in the order of the `pub mod` lines.
fn rooms(map: &str) -> Rooms {
    map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).map(str::to_owned).collect()
}

/// The room a file of `src` belongs to; files beside `lib.rs` and programs in `bin` belong to none.
fn room_of(path: &str) -> Option<String> {
    let (room, _) = path.strip_prefix("src/")?.split_once('/')?;
    (room != "bin").then(|| room.to_owned())
}

/// Findings for each `crate::room` that stands later in the map than the file's own room.
fn uses_of_later_rooms(rooms: &[String], room: &str, path: &str, text: &str) -> Vec<String> {
    let place = |name: &str| rooms.iter().position(|known| known == name);
    let Some(own) = place(room) else { return vec![format!("{path}: src/lib.rs does not name the room `{room}`")] };
    let code: Vec<&str> = text.lines().map(without_remark).collect();
    // A list may go over several lines; the line told is the one where `crate::` stands.
    let mut findings = Vec::new();
    for (number, line) in code.iter().enumerate() {
        for (at, _) in line.match_indices("crate::") {
            let mut rest = line[at + "crate::".len()..].to_owned();
            if rest.starts_with('{') && !balanced(&rest) {
                for more in &code[number + 1..] {
                    rest.push_str(more.trim());
                    if balanced(&rest) {
                        break;
                    }
                }
            }
            for name in first_names(&rest) {
                if place(&name).is_some_and(|used| used > own) {
                    findings.push(format!("`{room}` may not use `{name}` ({path}:{})", number + 1));
                }
            }
        }
    }
    findings
}

/// Findings for each chain of `super` that leaves the room: one room names another by `crate::`, so that it is seen.
fn climbs_out(path: &str, text: &str) -> Vec<String> {
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = inside.split('/').count();
    let mut findings = Vec::new();
    for (number, line) in text.lines().map(without_remark).enumerate() {
        // Inside an inline module, such as a file's tests, one more step stays in the same file.
        let allowed = if line.starts_with(' ') { depth } else { depth - 1 };
        let longest = line
            .split(|sign: char| !(sign.is_alphanumeric() || sign == '_' || sign == ':'))
            .map(|path| path.split("::").take_while(|part| *part == "super").count())
            .max();
        if longest.is_some_and(|steps| steps > allowed) {
            findings.push(format!("{path}:{}: `super` leaves the room; name the other one by `crate::`", number + 1));
        }
    }
    findings
}

/// The first names after `crate::`: one, or one for each member of a list in braces.
fn first_names(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim().chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect()
    };
    let Some(list) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut members = vec![String::new()];
    let mut open = 1;
    for sign in list.chars() {
        match sign {
            '{' => open += 1,
            '}' => open -= 1,
            ',' if open == 1 => {
                members.push(String::new());
                continue;
            }
            _ => {}
        }
        if open == 0 {
            break;
        }
        members.last_mut().expect("one member at least").push(sign);
    }
    members.iter().map(|member| name(member)).filter(|name| !name.is_empty()).collect()
}

fn balanced(text: &str) -> bool {
    text.matches('{').count() <= text.matches('}').count()
}

/// A line without the remark at its end.
fn without_remark(line: &str) -> &str {
    match line.find("//") {
        Some(at) if !line[..at].ends_with(':') => &line[..at],
        _ => line,
    }
}

/// Findings for each word that marks unfinished or switched-off work, or a hole in the page's policy.
fn forbidden_words(path: &str, text: &str) -> Vec<String> {
    // Put together from halves, so that this file passes its own test.
    let words = [
        (concat!("FIX", "ME"), "do it now or open an issue"),
        (concat!("TO", "DO"), "do it now or open an issue"),
        (concat!("todo", "!("), "write the part"),
        (concat!("unimplemented", "!("), "write the part"),
        (concat!("#[ig", "nore"), "assert today's behaviour and say why it is wrong"),
        (concat!("test.", "skip"), "assert today's behaviour and say why it is wrong"),
        (concat!("test.", "fixme"), "assert today's behaviour and say why it is wrong"),
        (concat!("test.", "only"), "it would switch off all other tests"),
    ];
    // Tests may look at the markup that came out.
    let in_the_app = (concat!("inner_", "html"), "build the nodes: text from outside must not become markup");
    let words = words.into_iter().chain(path.starts_with("src/").then_some(in_the_app));
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (word, remedy) in words.clone() {
            let whole = line.match_indices(word).any(|(at, _)| {
                let outside = |sign: Option<char>| !sign.is_some_and(char::is_alphanumeric);
                outside(line[..at].chars().next_back()) && outside(line[at + word.len()..].chars().next())
                    || !word.chars().all(char::is_alphabetic)
            });
            if whole {
                findings.push(format!("{path}:{}: `{word}`: {remedy}", number + 1));
            }
        }
    }
    findings
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("cannot read {path}: {error}"))
}

/// Findings over the files below a folder that end in one of `endings`, in order of path.
fn over_files(folder: &str, endings: &[&str], rule: impl Fn(&str, &str) -> Vec<String>) -> Vec<String> {
    let mut findings = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        let full = root().join(&path);
        if full.is_dir() {
            let entries = std::fs::read_dir(&full).unwrap_or_else(|error| panic!("cannot read {path}: {error}"));
            let mut below: Vec<String> =
                entries.flatten().map(|entry| format!("{path}/{}", entry.file_name().to_string_lossy())).collect();
            below.sort();
            open.extend(below);
        } else if endings.iter().any(|ending| path.ends_with(&format!(".{ending}"))) {
            findings.extend(rule(&path, &read(&path)));
        }
    }
    findings
}

fn over_all_folders(endings: &[&str], rule: impl Fn(&str, &str) -> Vec<String>) -> Vec<String> {
    let folders = ["src", "tests", "judges", "benches", "xtask", "style", "public", "build.rs"];
    folders
        .iter()
        .filter(|folder| root().join(folder).exists())
        .flat_map(|folder| over_files(folder, endings, &rule))
        .collect()
}

fn fail_with(findings: Vec<String>) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn the_rules_find_what_they_should() {
    let map = "//! map\npub mod base;\npub mod maths;\n#[cfg(target_family = \"wasm\")]\npub mod ui;\n";
    let rooms = rooms(map);
    assert_eq!(rooms, ["base", "maths", "ui"]);

    assert_eq!(room_of("src/maths/number.rs").as_deref(), Some("maths"));
    assert_eq!(room_of("src/lib.rs"), None);
    assert_eq!(room_of("src/bin/charts.rs"), None);

    let uses: [(&str, &[&str]); 7] = [
        ("use crate::base::Lang;", &[]),
        ("use crate::maths::Number;", &[]),
        ("use crate::ui::Desk;", &["`maths` may not use `ui` (src/maths/a.rs:1)"]),
        ("// crate::ui is told here only", &[]),
        ("use crate::{base::{Lang, Text}, ui::Desk};", &["`maths` may not use `ui` (src/maths/a.rs:1)"]),
        ("use crate::{\n    base::Lang,\n    ui::{Desk, Page},\n};", &["`maths` may not use `ui` (src/maths/a.rs:1)"]),
        ("fn f() -> crate::ui::Page {}\ncrate::say!(x)", &["`maths` may not use `ui` (src/maths/a.rs:1)"]),
    ];
    for (text, findings) in uses {
        assert_eq!(uses_of_later_rooms(&rooms, "maths", "src/maths/a.rs", text), findings, "{text}");
    }

    let climbs = [
        ("src/maths/mod.rs", "use super::base::Lang;", 1),
        ("src/maths/mod.rs", "use self::number::Number;", 0),
        ("src/maths/number.rs", "use super::Expr;", 0),
        ("src/maths/number.rs", "use super::super::base::Lang;", 1),
        ("src/maths/number.rs", "mod tests {\n    use super::super::Expr;\n}", 0),
        ("src/maths/number.rs", "mod tests {\n    use super::super::super::base::Lang;\n}", 1),
        ("src/ui/pages/today.rs", "use super::super::Desk;", 0),
    ];
    for (path, text, count) in climbs {
        assert_eq!(climbs_out(path, text).len(), count, "{path}: {text}");
    }

    let words = [
        ("// a plain remark", 0),
        (concat!("// FIX", "ME later"), 1),
        (concat!("let METO", "DO = 1;"), 0),
        (concat!("    todo", "!()"), 1),
        (concat!("#[ig", "nore = \"slow\"]"), 1),
        (concat!("<p inner_", "html=text>"), 1),
    ];
    for (line, count) in words {
        assert_eq!(forbidden_words("src/a.rs", line).len(), count, "{line}");
    }
    assert!(forbidden_words("tests/a.rs", concat!("node.inner_", "html()")).is_empty());
}
