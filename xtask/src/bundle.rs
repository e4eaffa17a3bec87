//! The parts of the web build that are not compiled: one style sheet out of many, the mathematics font, Chart.js, and
//! the packs. Each gets a name that changes with its content.

use std::collections::BTreeMap;
use std::path::Path;

use crate::program::FAMILY_FOLDER;
use crate::project::{self, Outcome};
use crate::{digest, pages};

/// The files of the site under construction, by their path from the site's root.
#[derive(Default)]
pub struct Site {
    files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    /// Adds a file under exactly this path.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// Adds a file under a name with its digest, `stem-digest.ending`, and returns that path.
    pub fn add_by_digest(&mut self, stem: &str, ending: &str, bytes: impl Into<Vec<u8>>) -> String {
        let bytes = bytes.into();
        let path = format!("{stem}-{}.{ending}", digest::short(&bytes));
        self.add(path.clone(), bytes);
        path
    }

    /// The files so far, in order of path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The `integrity` attribute's value for a file of the site.
    pub fn integrity(&self, path: &str) -> String {
        self.files.get(path).map(|bytes| digest::integrity(bytes)).unwrap_or_default()
    }

    /// Writes the site, and clears away what the folder held before.
    pub fn write(&self, folder: &Path) -> Outcome {
        let stale = project::files_below(folder);
        for (path, bytes) in &self.files {
            let file = folder.join(path);
            if std::fs::read(&file).is_ok_and(|old| old == *bytes) {
                continue;
            }
            project::write(&file, bytes)?;
        }
        for path in stale {
            if !self.files.contains_key(&path.to_string_lossy().replace('\\', "/")) {
                let file = folder.join(&path);
                std::fs::remove_file(&file).map_err(|error| format!("cannot clear {}: {error}", file.display()))?;
                let mut above = file.parent();
                // Folders that have become empty go too; one that is not empty refuses, which is right.
                while let Some(empty) = above.filter(|above| *above != folder && std::fs::remove_dir(above).is_ok()) {
                    above = empty.parent();
                }
            }
        }
        Ok(())
    }
}

/// The style sheet that the first task needs: `style/app.css`, and the font's rule before all.
pub fn style_sheet(site: &mut Site) -> Result<String, String> {
    let font = mathematics_font(site)?;
    let rule =
        format!("@font-face{{font-family:\"Augu Math\";src:url(\"{font}\") format(\"woff2\");font-display:swap}}\n");
    let sheet = joined_sheet("app.css", rule)?;
    Ok(site.add_by_digest("app", "css", sheet))
}

/// The style sheet of the parts that load after the first task.
pub fn later_style_sheet(site: &mut Site) -> Result<String, String> {
    let sheet = joined_sheet("later.css", String::new())?;
    Ok(site.add_by_digest("later", "css", sheet))
}

/// The style sheet of the parent's page, which shows no formula and needs no font.
pub fn family_style_sheet(site: &mut Site) -> Result<String, String> {
    let sheet = joined_sheet("family.css", String::new())?;
    Ok(site.add_by_digest(&format!("{FAMILY_FOLDER}/family"), "css", sheet))
}

/// The names of all topics, which the parent's page shows: a file a language, an object of id to the name. The language
/// with the file's path.
pub fn topic_names(site: &mut Site) -> Result<[(&'static str, String); 2], String> {
    let skills = pages::skills()?;
    let mut file = |lang: &'static str, names: BTreeMap<&str, &str>| {
        let text = serde_json::to_string(&names).map_err(|fault| format!("the names of topics: {fault}"))?;
        Ok::<_, String>((lang, site.add_by_digest(&format!("{FAMILY_FOLDER}/topics-{lang}"), "json", text)))
    };
    let lithuanian = skills.iter().map(|(id, lt, _)| (id.as_str(), lt.as_str())).collect();
    let english = skills.iter().map(|(id, _, en)| (id.as_str(), en.as_str())).collect();
    Ok([file("lt", lithuanian)?, file("en", english)?])
}

/// A sheet of `style/` with its `@import`s in place, in their order, after what stands before.
fn joined_sheet(name: &str, before: String) -> Result<String, String> {
    let entry = project::read(&project::at("style").join(name))?;
    let mut sheet = before;
    for line in without_comments(&entry).lines().map(str::trim).filter(|line| !line.is_empty()) {
        match imported(line) {
            Some(name) => sheet.push_str(&without_comments(&project::read(&project::at("style").join(name))?)),
            None => sheet.push_str(line),
        }
        sheet.push('\n');
    }
    Ok(squeezed(&sheet))
}

/// Chart.js as npm brings it: loaded with the first chart, never before.
pub fn chart_script(site: &mut Site) -> Result<String, String> {
    let script = project::read_bytes(&project::at("node_modules/chart.js/dist/chart.umd.min.js"))
        .or_else(|_| project::read_bytes(&project::at("node_modules/chart.js/dist/chart.umd.js")))?;
    Ok(site.add_by_digest("chart", "js", script))
}

/// The table of answers by which judging is tested, as JSON: a list of rows, each a list of its cells.
pub fn answers(site: &mut Site) -> Result<String, String> {
    let table = project::read(&project::at("tests/data/answers.tsv"))?;
    let rows: Vec<Vec<&str>> =
        table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()).filter(|row| row.len() == 8).collect();
    let text = serde_json::to_string(&rows).map_err(|fault| format!("tests/data/answers.tsv: {fault}"))?;
    Ok(site.add_by_digest("answers", "json", text))
}

/// The licences of what others made and the site carries.
pub fn licences(site: &mut Site) -> Outcome {
    for (name, file) in [("stix-two-math", "@fontsource/stix-two-math/LICENSE"), ("chart.js", "chart.js/LICENSE.md")] {
        let text = project::read_bytes(&project::at("node_modules").join(file))?;
        site.add(format!("licences/{name}.txt"), text);
    }
    Ok(())
}

/// The packs that `cargo xtask pack` wrote; returns the path of their index.
pub fn packs(site: &mut Site) -> Result<String, String> {
    let folder = project::at("target/packs");
    let mut index = None;
    for file in project::files_below(&folder) {
        let name = file.to_string_lossy().into_owned();
        let path = format!("packs/{name}");
        site.add(path.clone(), project::read_bytes(&folder.join(&file))?);
        if name.starts_with("index.") {
            index = Some(path);
        }
    }
    index.ok_or_else(|| "there is no index in target/packs; `cargo xtask pack` writes it".to_owned())
}

fn mathematics_font(site: &mut Site) -> Result<String, String> {
    let cut = project::at("target/web/augu-math.woff2");
    let stamp = project::at("target/web/augu-math.made-from");
    let made_from = digest::short(
        &[
            project::read_bytes(&project::at("xtask/web/font.mjs"))?,
            project::read_bytes(&project::at("package-lock.json"))?,
        ]
        .concat(),
    );
    if !cut.is_file() || std::fs::read_to_string(&stamp).is_ok_and(|old| old != made_from) {
        project::say("cutting the mathematics font to the glyphs needed: the whole one is 400 KB");
        project::write(&cut, [])?;
        project::run(project::program("node").arg("xtask/web/font.mjs").arg(&cut), "cutting the font")
            .inspect_err(|_| drop(std::fs::remove_file(&cut)))?;
        project::write(&stamp, &made_from)?;
    }
    Ok(site.add_by_digest("augu-math", "woff2", project::read_bytes(&cut)?))
}

/// The file that a line `@import "name.css";` names.
fn imported(line: &str) -> Option<&str> {
    let name = line.strip_prefix("@import")?.trim().strip_suffix(';')?.trim();
    let name = name.strip_prefix("url(").and_then(|name| name.strip_suffix(')')).unwrap_or(name);
    Some(name.trim_matches(['"', '\''])).filter(|name| name.ends_with(".css"))
}

/// A style sheet without its comments; what stands in quotes stays as it is.
fn without_comments(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut signs = sheet.chars().peekable();
    let mut quote = None;
    while let Some(sign) = signs.next() {
        match quote {
            None if sign == '/' && signs.peek() == Some(&'*') => {
                signs.next();
                let mut last = ' ';
                for inside in signs.by_ref() {
                    if last == '*' && inside == '/' {
                        break;
                    }
                    last = inside;
                }
                continue;
            }
            None if sign == '"' || sign == '\'' => quote = Some(sign),
            Some(open) if sign == open => quote = None,
            _ => {}
        }
        kept.push(sign);
    }
    kept
}

/// A style sheet without indentation and empty lines.
fn squeezed(sheet: &str) -> String {
    let lines: Vec<&str> = sheet.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_read_in_each_way_of_writing() {
        let cases = [
            ("@import \"tokens.css\";", Some("tokens.css")),
            ("@import 'parts/card.css';", Some("parts/card.css")),
            ("@import url(\"a.css\");", Some("a.css")),
            ("@import url(https://elsewhere.example/a);", None),
            ("body { margin: 0 }", None),
        ];
        for (line, name) in cases {
            assert_eq!(imported(line), name, "{line}");
        }
    }

    #[test]
    fn comments_go_and_quoted_text_stays() {
        let cases = [
            ("a{}/* b */c{}", "a{}c{}"),
            ("a{content:\"/* kept */\"}", "a{content:\"/* kept */\"}"),
            ("/**/a{}/* open", "a{}"),
            ("a/b", "a/b"),
        ];
        for (sheet, kept) in cases {
            assert_eq!(without_comments(sheet), kept, "{sheet}");
        }
        assert_eq!(squeezed("a {\n  b: c;\n\n}\n"), "a {\nb: c;\n}");
    }
}
