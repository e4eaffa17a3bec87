//! Turns `locales/<language>/<page>.json` into constants, so that a missing sentence does not compile and a sentence
//! costs the browser nothing but its letters.
//!
//! A page's file is an object of sentences and objects. Both languages must have the same keys, and a sentence the
//! same places `{...}` in both. Keys are lower case names as Rust has them.

use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    match words(&Path::new(&root).join("locales")) {
        Ok(code) => {
            let out = env::var("OUT_DIR").unwrap_or_default();
            if let Err(fault) = fs::write(Path::new(&out).join("words.rs"), code) {
                println!("cargo::error=the sentences of the interface could not be written: {fault}");
            }
        }
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={fault}");
            }
        }
    }
}

fn words(folder: &Path) -> Result<String, Vec<String>> {
    let mut pages = BTreeSet::new();
    let mut faults = Vec::new();
    for language in ["lt", "en"] {
        match fs::read_dir(folder.join(language)) {
            Ok(files) => pages.extend(
                files.flatten().filter_map(|file| file.file_name().to_str()?.strip_suffix(".json").map(str::to_owned)),
            ),
            Err(fault) => faults.push(format!("locales/{language}: {fault}")),
        }
    }
    let mut code = String::new();
    for page in pages {
        let lt = read(folder, "lt", &page, &mut faults);
        let en = read(folder, "en", &page, &mut faults);
        module(&mut code, &page, &lt, &en, &page, &mut faults);
    }
    if faults.is_empty() { Ok(code) } else { Err(faults) }
}

fn read(folder: &Path, language: &str, page: &str, faults: &mut Vec<String>) -> Map<String, Value> {
    let path = folder.join(language).join(format!("{page}.json"));
    let read = fs::read_to_string(&path)
        .map_err(|fault| fault.to_string())
        .and_then(|text| serde_json::from_str(&text).map_err(|fault| fault.to_string()));
    read.unwrap_or_else(|fault| {
        faults.push(format!("locales/{language}/{page}.json: {fault}"));
        Map::new()
    })
}

fn module(
    code: &mut String,
    name: &str,
    lt: &Map<String, Value>,
    en: &Map<String, Value>,
    at: &str,
    faults: &mut Vec<String>,
) {
    let _ = writeln!(code, "pub mod {name} {{ use super::Words;");
    for key in en.keys().filter(|key| !lt.contains_key(*key)) {
        faults.push(format!("locales: `{at}.{key}` is missing in Lithuanian"));
    }
    for (key, said) in lt {
        let here = format!("{at}.{key}");
        if !key.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_')
            || key.starts_with(|sign: char| sign.is_ascii_digit())
        {
            faults.push(format!("locales: `{here}` is no lower case name"));
        }
        match (said, en.get(key)) {
            (Value::String(lt), Some(Value::String(en))) => {
                if places(lt) != places(en) {
                    faults.push(format!("locales: `{here}` has other places for values in English than in Lithuanian"));
                }
                let _ = writeln!(code, "pub const {key}: Words = Words {{ lt: {lt:?}, en: {en:?} }};");
            }
            (Value::Object(lt), Some(Value::Object(en))) => module(code, key, lt, en, &here, faults),
            (_, None) => faults.push(format!("locales: `{here}` is missing in English")),
            _ => faults.push(format!("locales: `{here}` must be a sentence or an object, alike in both languages")),
        }
    }
    code.push_str("}\n");
}

/// The names in the places `{name}` and `{name # one | few | many | other}` of a sentence.
fn places(sentence: &str) -> BTreeSet<&str> {
    sentence
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(hole, _)| hole.split('#').next().unwrap_or(hole).trim())
        .collect()
}
