//! An entry: a stamp and an event, and its bytes at rest: one line of JSON.
//!
//! ```json
//! {"d":"<device>","n":17,"t":1790000000000,"c":1,"u":"<author>","e":{"a":{…}}}
//! ```
//!
//! `d` device, `n` number of the device's fact from 1, `t` milliseconds since 1970 UTC, `c` counter of the hybrid time
//! (left out when 0), `u` author, `e` the event.

use super::Event;
use crate::base::{DeviceId, HybridTime, PersonId, Stamp};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The longest line accepted, in bytes.
pub const LINE_BYTES_MAX: usize = 64 * 1024;

/// The largest number of a fact: the store's keys have twelve digits for it.
const NUMBER_MAX: u64 = 999_999_999_999;

/// A moment later than this is not believed: the year 9999, in milliseconds.
const MS_MAX: i64 = 253_402_300_800_000;

/// A fact with its stamp.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Whose, where, when, which.
    pub stamp: Stamp,
    /// What happened.
    pub event: Event,
    /// The event's bytes as they came, if this version would write them otherwise (a newer version wrote them).
    kept: Option<Box<str>>,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.stamp == other.stamp && self.event == other.event && self.kept == other.kept
    }
}

/// A fact as it is kept: its stamp and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whose, where, when, which.
    pub stamp: Stamp,
    /// The line at rest.
    pub text: String,
}

/// Why a line is not an entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryFault {
    /// The line is longer than any fact.
    #[error("a line of {0} bytes is too long for a fact")]
    TooLong(usize),
    /// It is not the JSON of an entry.
    #[error("a line is not a fact: {0}")]
    Malformed(String),
    /// Its number or its time cannot be.
    #[error("a fact has an impossible number or time")]
    Impossible,
}

#[derive(Serialize, Deserialize)]
struct Parts<'a> {
    d: DeviceId,
    n: u64,
    t: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    c: u32,
    u: PersonId,
    #[serde(borrow)]
    e: &'a RawValue,
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

impl Entry {
    /// An entry of this version's own making.
    pub fn new(stamp: Stamp, event: Event) -> Self {
        Entry { stamp, event, kept: None }
    }

    /// The event's bytes.
    pub fn event_json(&self) -> String {
        match &self.kept {
            Some(kept) => kept.to_string(),
            // An event of this version always has a JSON form; an unknown one always has its bytes kept.
            None => serde_json::to_string(&self.event).unwrap_or_else(|_| "null".into()),
        }
    }

    /// The line at rest.
    pub fn line(&self) -> String {
        let Stamp { author, device, time, sequence } = self.stamp;
        let count = if time.count == 0 { String::new() } else { format!(",\"c\":{}", time.count) };
        let event = self.event_json();
        format!("{{\"d\":\"{device}\",\"n\":{sequence},\"t\":{}{count},\"u\":\"{author}\",\"e\":{event}}}", time.ms)
    }

    /// The line with its stamp, to keep.
    pub fn written(&self) -> Line {
        Line { stamp: self.stamp, text: self.line() }
    }

    /// Reads a line. Facts of kinds or with fields that this version does not know keep their bytes.
    pub fn read(line: &str) -> Result<Entry, EntryFault> {
        if line.len() > LINE_BYTES_MAX {
            return Err(EntryFault::TooLong(line.len()));
        }
        let read: Parts<'_> = serde_json::from_str(line).map_err(|fault| EntryFault::Malformed(fault.to_string()))?;
        if read.n == 0 || read.n > NUMBER_MAX || read.t < 0 || read.t > MS_MAX {
            return Err(EntryFault::Impossible);
        }
        let stamp =
            Stamp { author: read.u, device: read.d, time: HybridTime { ms: read.t, count: read.c }, sequence: read.n };
        let bytes = read.e.get();
        let event = serde_json::from_str(bytes).unwrap_or(Event::Unknown);
        let mut entry = Entry { stamp, event, kept: None };
        if entry.event == Event::Unknown || entry.event_json() != bytes {
            entry.kept = Some(bytes.into());
        }
        Ok(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::profile::ProfileFact;

    fn line_of(event: &str) -> String {
        let (device, author) = (DeviceId::from_bits(1), PersonId::from_bits(2));
        format!("{{\"d\":\"{device}\",\"n\":3,\"t\":1790000000000,\"u\":\"{author}\",\"e\":{event}}}")
    }

    #[test]
    fn a_line_reads_back() {
        let line = line_of(r#"{"who":{"grade":7}}"#);
        let entry = Entry::read(&line).unwrap();
        assert_eq!(entry.event, Event::Profile(ProfileFact::InGrade(Some(7))));
        assert_eq!(entry.line(), line);
    }

    #[test]
    fn facts_of_a_newer_version_keep_their_bytes() {
        for event in [
            r#"{"lesson":{"missed":"2027-01-05",  "x":[1.50]}}"#,
            r#"{"who":{"grade":7}, "note":"new"}"#,
            r#"{"goal":{"set":{"what":"a","measure":{"days":3},"until":20000,"color":"green"}}}"#,
        ] {
            let line = line_of(event);
            assert_eq!(Entry::read(&line).unwrap().line(), line);
        }
    }

    #[test]
    fn broken_lines_are_refused_with_a_reason() {
        let long = line_of(&format!("\"{}\"", "a".repeat(LINE_BYTES_MAX)));
        for line in ["", "{}", "null", "[1]", "{\"d\":1}", &line_of(""), &line_of("{").to_string(), &long] {
            assert!(Entry::read(line).is_err(), "{line:.60}");
        }
        assert_eq!(Entry::read(&line_of("{}").replace("\"n\":3", "\"n\":0")).unwrap_err(), EntryFault::Impossible);
    }
}
