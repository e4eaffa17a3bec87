//! `cargo xtask inspect DIR --code CODE`: opens and verifies the files of a host with a recovery code. Facts come out as
//! JSON lines, alarms on stderr; it fails if there is any alarm, or if the code opens nothing.

use std::collections::BTreeMap;

use augu::keys::{PersonKeys, RecoveryCode};
use augu::sync::{FileName, inspect};

use crate::project::{self, Options, Outcome};

/// Keys are changed rarely; so many generations are tried.
const GENERATIONS: u32 = 8;

/// Runs the command.
pub fn run(arguments: &[String]) -> Outcome {
    let mut options = Options::new("inspect", arguments);
    let code = options.value("--code")?.ok_or("`inspect` needs --code CODE, the recovery code on paper")?;
    let folder = options.word()?.ok_or("`inspect` needs the folder with the host's files")?;
    options.end()?;
    let code = RecoveryCode::read(&code).map_err(|fault| fault.to_string())?;
    let mut files: BTreeMap<FileName, Vec<u8>> = BTreeMap::new();
    let folder = std::path::Path::new(&folder);
    for path in project::files_below(folder) {
        match path.to_string_lossy().parse::<FileName>() {
            Ok(name) => {
                files.insert(name, project::read_bytes(&folder.join(&path))?);
            }
            Err(_) => eprintln!("{}: not a file of a class; passed over", path.display()),
        }
    }
    // The newest generation that opens anything, with all before it.
    let found = (1..=GENERATIONS).rev().map(|newest| {
        let keys: Vec<PersonKeys> = (1..=newest).map(|generation| PersonKeys::of(&code, generation)).collect();
        inspect(&files, &keys)
    });
    let found = found.into_iter().find(|found| !found.classes.is_empty());
    let Some(found) = found else {
        return Err(format!("the code belongs to nobody in the {} files of this folder", files.len()));
    };
    for (class, entry) in &found.facts {
        println!("{{\"class\":\"{class}\",\"fact\":{}}}", entry.line());
    }
    for alarm in &found.alarms {
        eprintln!("{}", serde_json::to_string(alarm).map_err(|error| error.to_string())?);
    }
    if found.alarms.is_empty() { Ok(()) } else { Err(format!("{} alarms; they stand above", found.alarms.len())) }
}
