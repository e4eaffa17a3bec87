//! The names of files on the host: one flat folder, each name carrying the class, so that no host needs to make folders.

use crate::base::{ClassId, DeviceId};
use std::fmt;
use std::str::FromStr;

/// How many slots there are for requests to join.
pub const SLOTS: u8 = 64;

/// A number and a digest: the tail of an immutable file's name, `N-H`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edition {
    /// For segments and snapshots the number of the last fact inside; for cards and the like a running number.
    pub number: u64,
    /// The digest of the file's bytes, 22 characters ([`crate::keys::short_digest`]).
    pub digest: String,
}

impl Edition {
    /// The edition of these bytes.
    pub fn of(number: u64, bytes: &[u8]) -> Self {
        Self { number, digest: crate::keys::short_digest(bytes) }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.number, self.digest)
    }
}

impl FromStr for Edition {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, digest) = text.split_once('-').ok_or("an edition is a number, a hyphen, a digest")?;
        let value: u64 = number.parse().map_err(|_| "an edition begins with a number")?;
        if value.to_string() != number || !is_digest(digest) {
            return Err("an edition ends with 22 characters of base64url");
        }
        Ok(Self { number: value, digest: digest.to_owned() })
    }
}

impl serde::Serialize for Edition {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Edition {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Whether a text is 22 characters of base64url.
pub fn is_digest(text: &str) -> bool {
    text.len() == 22 && text.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-' || sign == b'_')
}

/// What a file of a class is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `C.head.D`: where a device stands. Mutable, one writer.
    Head(DeviceId),
    /// `C.seg.D.N-H`: facts of a device.
    Segment(DeviceId, Edition),
    /// `C.snap.D.N-H`: many facts of a device in one.
    Snapshot(DeviceId, Edition),
    /// `C.card.N-H`: staff keys and roles.
    Card(Edition),
    /// `C.roster.N-H`: members, certificates, revocations, links; for staff.
    Roster(Edition),
    /// `C.class.N-H`: what a teacher's first screen needs; for staff.
    Class(Edition),
    /// `C.letter.D.N-H`: what staff tell one device.
    Letter(DeviceId, Edition),
    /// `C.join.SLOT`: a request to join. Mutable, many writers.
    Join(u8),
    /// `C.link.L`: what a parent sees. Mutable, written by the publisher.
    Link(String),
    /// `C.reply.L.H`: a parent's reply.
    Reply(String, String),
    /// `C.code`: a join link under a short code; here C follows from the code. Mutable, lives for minutes.
    Code,
}

/// The name of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileName {
    /// The class.
    pub class: ClassId,
    /// What it is.
    pub kind: Kind,
}

impl FileName {
    /// Whether its bytes never change: the name carries their digest.
    pub fn is_immutable(&self) -> bool {
        self.edition().is_some()
    }

    /// The edition in the name of an immutable file.
    pub fn edition(&self) -> Option<&Edition> {
        match &self.kind {
            Kind::Segment(_, edition)
            | Kind::Snapshot(_, edition)
            | Kind::Card(edition)
            | Kind::Roster(edition)
            | Kind::Class(edition)
            | Kind::Letter(_, edition) => Some(edition),
            Kind::Head(_) | Kind::Join(_) | Kind::Link(_) | Kind::Reply(..) | Kind::Code => None,
        }
    }

    /// Whether these bytes may stand under this name, as far as the name tells.
    pub fn fits(&self, bytes: &[u8]) -> bool {
        self.edition().is_none_or(|edition| edition.digest == crate::keys::short_digest(bytes))
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let class = self.class;
        match &self.kind {
            Kind::Head(device) => write!(f, "{class}.head.{device}"),
            Kind::Segment(device, edition) => write!(f, "{class}.seg.{device}.{edition}"),
            Kind::Snapshot(device, edition) => write!(f, "{class}.snap.{device}.{edition}"),
            Kind::Card(edition) => write!(f, "{class}.card.{edition}"),
            Kind::Roster(edition) => write!(f, "{class}.roster.{edition}"),
            Kind::Class(edition) => write!(f, "{class}.class.{edition}"),
            Kind::Letter(device, edition) => write!(f, "{class}.letter.{device}.{edition}"),
            Kind::Join(slot) => write!(f, "{class}.join.{slot}"),
            Kind::Link(link) => write!(f, "{class}.link.{link}"),
            Kind::Reply(link, number) => write!(f, "{class}.reply.{link}.{number}"),
            Kind::Code => write!(f, "{class}.code"),
        }
    }
}

impl FromStr for FileName {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('.').collect();
        let [class, kind, rest @ ..] = parts.as_slice() else { return Err("a name has a class and a kind") };
        let kind = match (*kind, rest) {
            ("head", [device]) => Kind::Head(device.parse()?),
            ("seg", [device, edition]) => Kind::Segment(device.parse()?, edition.parse()?),
            ("snap", [device, edition]) => Kind::Snapshot(device.parse()?, edition.parse()?),
            ("card", [edition]) => Kind::Card(edition.parse()?),
            ("roster", [edition]) => Kind::Roster(edition.parse()?),
            ("class", [edition]) => Kind::Class(edition.parse()?),
            ("letter", [device, edition]) => Kind::Letter(device.parse()?, edition.parse()?),
            ("join", [slot]) => {
                let number: u8 = slot.parse().map_err(|_| "a slot is a number")?;
                if number >= SLOTS || number.to_string() != *slot {
                    return Err("there are 64 slots");
                }
                Kind::Join(number)
            }
            ("link", [link]) if is_digest(link) => Kind::Link((*link).to_owned()),
            ("reply", [link, number]) if is_digest(link) && is_digest(number) => {
                Kind::Reply((*link).to_owned(), (*number).to_owned())
            }
            ("code", []) => Kind::Code,
            _ => return Err("no file of a class is named so"),
        };
        Ok(Self { class: class.parse()?, kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_nothing_else_is_a_name() {
        let (c, d) = (ClassId::from_bits(1), DeviceId::from_bits(2));
        let h = "47DEQpj8HBSa-_TImW-5JC";
        for tail in [
            format!("head.{d}"),
            format!("seg.{d}.17-{h}"),
            format!("snap.{d}.3000-{h}"),
            format!("card.1-{h}"),
            format!("roster.2-{h}"),
            format!("class.9-{h}"),
            format!("letter.{d}.1-{h}"),
            "join.63".to_owned(),
            format!("link.{h}"),
            format!("reply.{h}.{h}"),
            "code".to_owned(),
        ] {
            let name = format!("{c}.{tail}");
            assert_eq!(name.parse::<FileName>().map(|name| name.to_string()), Ok(name.clone()));
        }
        for tail in ["", "head", "head.x", "join.64", "join.07", "seg.1-2", "card.01-x", "link.a/b", "../x", "code.1"] {
            assert!(format!("{c}.{tail}").parse::<FileName>().is_err(), "{tail}");
        }
        assert!(format!("{c}.card.01-{h}").parse::<FileName>().is_err());
    }
}
