//! The backup file: the whole journal of one person as JSON, readable by a person and by any other program.
//!
//! ```json
//! {"augu":"journal","version":1,"person":"<id>","name":"…","made":1790000000000,"facts":[
//! {"d":…,"n":1,…},
//! …
//! ]}
//! ```
//!
//! Reading takes only files of known versions; a file that is cut, broken or of another kind is refused whole, with a
//! sentence. Single facts of newer versions inside are kept byte for byte.

use super::Entry;
use crate::base::{Lang, Moment, PersonId};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The newest version of the file that this program reads and the one it writes.
pub const VERSION: u32 = 1;

/// The largest file read, in bytes: far above a school life of facts.
pub const BYTES_MAX: usize = 64 * 1024 * 1024;

/// A backup as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Backup {
    /// Whose journal it is.
    pub person: PersonId,
    /// The person's name, if the file tells it.
    pub name: Option<String>,
    /// When it was made.
    pub made: Moment,
    /// The facts, as they stood in the file.
    pub entries: Vec<Entry>,
}

/// Why a file is not taken. Nothing is changed by a file that is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupFault {
    /// Larger than any journal.
    #[error("the file is too large")]
    TooLarge,
    /// It ends in the middle: a download that was cut.
    #[error("the file is cut short")]
    Cut,
    /// Not a backup file of this app.
    #[error("the file is not a backup of Augu")]
    NotABackup,
    /// Written by a newer app.
    #[error("the file is of version {0}, newer than this app")]
    Newer(u32),
    /// A fact in it cannot be read; the number of the fact, from 1.
    #[error("fact {0} in the file cannot be read")]
    BrokenFact(usize),
}

impl BackupFault {
    /// The sentence for the person who picked the file.
    pub fn sentence(&self, lang: Lang) -> String {
        let nothing = match lang {
            Lang::Lt => "Tavo duomenys nepakeisti.",
            Lang::En => "Your data is unchanged.",
        };
        let why = match (lang, self) {
            (Lang::Lt, Self::TooLarge) => "Failas per didelis – tai ne Augu atsarginė kopija.".to_string(),
            (Lang::En, Self::TooLarge) => "The file is too large to be an Augu backup.".into(),
            (Lang::Lt, Self::Cut) => {
                "Failas nutrūkęs: jo pabaigos trūksta. Parsisiųsk ar nukopijuok jį iš naujo.".into()
            }
            (Lang::En, Self::Cut) => "The file is cut short: its end is missing. Download or copy it again.".into(),
            (Lang::Lt, Self::NotABackup) => {
                "Tai ne Augu atsarginė kopija. Pasirink failą, kurį išsaugojai mygtuku „Atsisiųsti kopiją“.".into()
            }
            (Lang::En, Self::NotABackup) => {
                "This is not an Augu backup. Choose the file you saved with “Download a copy”.".into()
            }
            (Lang::Lt, Self::Newer(_)) => {
                "Failą sukūrė naujesnė Augu versija. Atnaujink programą ir bandyk dar kartą.".into()
            }
            (Lang::En, Self::Newer(_)) => {
                "A newer version of Augu wrote this file. Update the app and try again.".into()
            }
            (Lang::Lt, Self::BrokenFact(n)) => format!("Failas sugadintas: neperskaitomas {n}-as įrašas."),
            (Lang::En, Self::BrokenFact(n)) => format!("The file is damaged: record {n} cannot be read."),
        };
        format!("{why} {nothing}")
    }
}

/// The bytes of a backup. Lines are facts, so that a text editor shows them one by one.
pub fn write_backup(person: PersonId, name: Option<&str>, made: Moment, entries: &[Entry]) -> String {
    let name = serde_json::to_string(&name).unwrap_or_else(|_| "null".into());
    let mut text = format!(
        "{{\"augu\":\"journal\",\"version\":{VERSION},\"person\":\"{person}\",\"name\":{name},\"made\":{},\"facts\":[",
        made.0
    );
    for (at, entry) in entries.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        text.push_str(&entry.line());
    }
    text.push_str("\n]}\n");
    text
}

/// Reads a backup whole, or says why not.
pub fn read_backup(bytes: &[u8]) -> Result<Backup, BackupFault> {
    #[derive(Deserialize)]
    struct Kind {
        augu: String,
        version: u32,
    }
    #[derive(Deserialize)]
    struct File<'a> {
        person: PersonId,
        #[serde(default)]
        name: Option<String>,
        made: Moment,
        #[serde(borrow)]
        facts: Vec<&'a RawValue>,
    }
    if bytes.len() > BYTES_MAX {
        return Err(BackupFault::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BackupFault::NotABackup)?;
    let text = text.trim_start_matches('\u{feff}');
    let refuse = |fault: serde_json::Error| match fault.classify() {
        serde_json::error::Category::Eof if text.trim_start().starts_with("{\"augu\":\"journal\"") => BackupFault::Cut,
        _ => BackupFault::NotABackup,
    };
    let kind: Kind = serde_json::from_str(text).map_err(refuse)?;
    if kind.augu != "journal" {
        return Err(BackupFault::NotABackup);
    }
    if kind.version > VERSION {
        return Err(BackupFault::Newer(kind.version));
    }
    let file: File<'_> = serde_json::from_str(text).map_err(refuse)?;
    let mut entries = Vec::with_capacity(file.facts.len());
    for (at, fact) in file.facts.iter().enumerate() {
        entries.push(Entry::read(fact.get()).map_err(|_| BackupFault::BrokenFact(at + 1))?);
    }
    Ok(Backup { person: file.person, name: file.name, made: file.made, entries })
}
