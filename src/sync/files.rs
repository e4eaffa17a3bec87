//! What stands inside the files of a class: segments, snapshots, heads, cards, rosters, letters. Written and read with
//! everything checked that the bytes alone can tell: the kind, the class, the device, the numbers, the chain.
//!
//! The chain goes over facts, not over files: link 0 is a digest of the device's name, and each link a digest of the one
//! before and the fact's line. So a device may cut its facts into files as it likes, and may cut them anew, and whoever
//! holds a link can tell whether what follows goes on from there.

use super::name::Edition;
use super::register::Registers;
use crate::base::{ClassId, DeviceId, HybridTime, Moment, PersonId, PlaceId};
use crate::journal::{Entry, read_columns, write_columns};
use crate::keys::{
    Certificate, Entropy, PublicPerson, ReadingKey, Recipient, SigningKey, Unverified, VerifyingKey, open, seal,
    short_digest, sign,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Why the bytes of a file are not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum FileFault {
    /// The bytes are no whole file of this kind: cut off or damaged.
    #[error("the file is damaged")]
    Damaged,
    /// Sealed, and not for us.
    #[error("the file is sealed for somebody else")]
    NotForUs,
    /// Signed wrongly or by a key that may not.
    #[error("the file is signed by a key that may not sign it")]
    Forged,
    /// Validly signed, and something other than its name says.
    #[error("the file is another one than its name says")]
    Swapped,
    /// Signed by its device, and not going on from what that device said before.
    #[error("the file contradicts what the same device said before")]
    Fork,
}

/// The link before a device's first fact.
pub fn chain_start(device: DeviceId) -> String {
    short_digest(format!("augu.chain.1\n{device}").as_bytes())
}

/// The link after a fact.
pub fn chain_next(link: &str, line: &str) -> String {
    short_digest(format!("{link}\n{line}").as_bytes())
}

/// What a device signs with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signer {
    /// The device.
    pub device: DeviceId,
    /// Its key.
    pub key: SigningKey,
    /// By which its person's root answers for that key.
    pub certificate: Certificate,
}

/// Signed content that is not sealed.
pub fn write_signed<T: Serialize>(content: &T, key: &SigningKey) -> Vec<u8> {
    // All contents are plain structures with text keys.
    sign(key, &serde_json::to_string(content).unwrap_or_default()).into_bytes()
}

/// Reads signed content with the key that it must be signed by.
pub fn read_signed<T: DeserializeOwned>(bytes: &[u8], key: &VerifyingKey) -> Result<T, FileFault> {
    let unverified = Unverified::read(bytes).map_err(|_| FileFault::Damaged)?;
    let json = unverified.verify(key).map_err(|_| FileFault::Forged)?;
    serde_json::from_str(&json).map_err(|_| FileFault::Forged)
}

/// Signed content, sealed.
pub fn write_sealed<T: Serialize>(
    content: &T,
    key: &SigningKey,
    readers: &[Recipient],
    entropy: &mut Entropy,
) -> Vec<u8> {
    seal(&write_signed(content, key), readers, entropy)
}

/// Opens sealed signed content.
pub fn read_sealed<T: DeserializeOwned>(
    bytes: &[u8],
    keys: &[ReadingKey],
    signer: &VerifyingKey,
) -> Result<T, FileFault> {
    match open(bytes, keys) {
        Ok(signed) => read_signed(&signed, signer),
        Err(crate::keys::OpenFault::NoMatch) => Err(FileFault::NotForUs),
        Err(_) => Err(FileFault::Damaged),
    }
}

/// Facts of a device: the content of a segment or a snapshot.
#[derive(Debug, Serialize, Deserialize)]
pub struct Facts {
    /// `augu.seg.1` or `augu.snap.1`.
    pub kind: String,
    /// The class.
    pub class: ClassId,
    /// The device.
    pub device: DeviceId,
    /// The number of the first fact.
    pub first: u64,
    /// The number of the last fact.
    pub last: u64,
    /// The link of the chain before the first fact.
    pub before: String,
    /// The facts' lines, in columns.
    pub facts: Box<RawValue>,
    /// Facts of the same person's devices that have no file of their own: from before keys existed, or from a copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Box<RawValue>>,
}

fn raw(text: String) -> Option<Box<RawValue>> {
    RawValue::from_string(text).ok()
}

impl Facts {
    /// The content for these lines, the first of which has the number `first`.
    pub fn of(
        kind: &str,
        class: ClassId,
        device: DeviceId,
        first: u64,
        before: &str,
        lines: &[String],
    ) -> Option<Self> {
        Some(Self {
            kind: kind.to_owned(),
            class,
            device,
            first,
            last: (first + lines.len() as u64).checked_sub(1)?,
            before: before.to_owned(),
            facts: raw(write_columns(lines))?,
            carried: None,
        })
    }

    /// With facts of other devices of the person.
    pub fn carrying(mut self, lines: &[String]) -> Self {
        self.carried = if lines.is_empty() { None } else { raw(write_columns(lines)) };
        self
    }

    /// The facts, checked: all of this device and person, without gaps, from `first` to `last`.
    pub fn entries(&self, person: PersonId) -> Result<Vec<Entry>, FileFault> {
        let lines = read_columns(self.facts.get()).ok_or(FileFault::Forged)?;
        if self.first == 0 || lines.len() as u64 != self.last.saturating_add(1).saturating_sub(self.first) {
            return Err(FileFault::Forged);
        }
        let entries: Vec<Entry> =
            lines.iter().map(|line| Entry::read(line)).collect::<Result<_, _>>().map_err(|_| FileFault::Forged)?;
        let right = entries.iter().zip(&lines).enumerate().all(|(at, (entry, line))| {
            entry.stamp.device == self.device
                && entry.stamp.author == person
                && entry.stamp.sequence == self.first + at as u64
                && entry.line() == *line
        });
        if right { Ok(entries) } else { Err(FileFault::Forged) }
    }

    /// The carried facts, checked: of the same person and of other devices.
    pub fn carried_entries(&self, person: PersonId) -> Result<Vec<Entry>, FileFault> {
        let Some(carried) = &self.carried else { return Ok(Vec::new()) };
        let lines = read_columns(carried.get()).ok_or(FileFault::Forged)?;
        let entries: Vec<Entry> =
            lines.iter().map(|line| Entry::read(line)).collect::<Result<_, _>>().map_err(|_| FileFault::Forged)?;
        let right = entries.iter().all(|entry| entry.stamp.author == person && entry.stamp.device != self.device);
        if right { Ok(entries) } else { Err(FileFault::Forged) }
    }
}

/// Where a device stands: the content of `C.head.D`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// `augu.head.1`.
    pub kind: String,
    /// The class.
    pub class: ClassId,
    /// The device.
    pub device: DeviceId,
    /// When it was written; each head of a device is later than the one before.
    pub time: HybridTime,
    /// The number of the newest fact shared.
    pub sequence: u64,
    /// The link of the chain there.
    pub tip: String,
    /// Snapshots, in order; together with the segments they hold all facts from 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub snaps: Vec<Edition>,
    /// Segments since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segs: Vec<Edition>,
    /// What only a staff device's head says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffHead>,
}

/// What only a staff device's head says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffHead {
    /// The device's certificate, so that a newcomer who knows the root can check this head.
    pub certificate: Certificate,
    /// The current card.
    pub card: Edition,
    /// The current roster.
    pub roster: Edition,
    /// The newest class snapshot, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Edition>,
    /// For each device how far this one has read and checked it: number and link.
    pub checkpoint: BTreeMap<DeviceId, (u64, String)>,
    /// Whether every head was read without fault when the checkpoint was made.
    pub complete: bool,
    /// Letters: for each device the digest of what is said and the file.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub letters: BTreeMap<DeviceId, (String, Edition)>,
    /// A staff page is open until then, by this device's clock: devices share at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_until: Option<HybridTime>,
}

/// What somebody may do in a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Teaches the subject; admits pupils.
    #[serde(rename = "teacher")]
    Teacher,
    /// The class tutor.
    #[serde(rename = "tutor")]
    Tutor,
    /// A specialist who helps pupils.
    #[serde(rename = "specialist")]
    Specialist,
    /// The head of the school.
    #[serde(rename = "head")]
    Head,
}

/// A staff member on the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffEntry {
    /// The keys.
    pub keys: PublicPerson,
    /// The role.
    pub role: Role,
    /// False once the person has left or was removed.
    pub active: bool,
}

/// The last word of a device that was lost: what it wrote beyond this does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// The number of its last valid fact.
    pub sequence: u64,
    /// The link there.
    pub tip: String,
}

/// A device as staff know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceEntry {
    /// Its certificate.
    pub certificate: Certificate,
    /// Whether its facts are for the whole class (assignments) and not for staff alone.
    #[serde(default, skip_serializing_if = "is_false")]
    pub board: bool,
    /// If it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revocation>,
}

fn is_false(it: &bool) -> bool {
    !*it
}

/// Staff keys and roles: the content of `C.card.N-H`. Public, without names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// `augu.card.1`.
    pub kind: String,
    /// The class.
    pub class: ClassId,
    /// Staff.
    pub staff: Registers<PersonId, StaffEntry>,
    /// Their devices.
    pub devices: Registers<DeviceId, DeviceEntry>,
    /// The class's public reading keys by epoch; the one of the highest number, then the smallest, is in use.
    pub epochs: BTreeMap<u32, Vec<Recipient>>,
}

impl Card {
    /// The key to seal for the class with.
    pub fn class_key(&self) -> Option<Recipient> {
        self.epochs.values().next_back()?.iter().min().copied()
    }

    /// The certificate of a staff device that may sign now: its person is active and certified it with the keys on the
    /// card, and it is not revoked.
    pub fn signer(&self, device: DeviceId) -> Option<&Certificate> {
        let entry = &self.devices.get(&device)?.value;
        let certificate = &entry.certificate;
        let person = &self.staff.get(&certificate.person())?.value;
        let holds = person.active && person.keys == certificate.keys() && certificate.device() == device;
        (holds && entry.revoked.is_none()).then_some(certificate)
    }

    /// Merges another card in. True if anything changed.
    pub fn merge(&mut self, other: &Card) -> bool {
        let mut changed = super::register::merge(&mut self.staff, &other.staff);
        changed |= super::register::merge(&mut self.devices, &other.devices);
        for (number, keys) in &other.epochs {
            let known = self.epochs.entry(*number).or_default();
            for key in keys {
                if !known.contains(key) {
                    known.push(*key);
                    known.sort();
                    changed = true;
                }
            }
        }
        changed
    }
}

/// A place on the class list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The pupil's name, as staff wrote it.
    pub name: String,
    /// A group within the class; empty: none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// False once the place was taken off the list.
    pub active: bool,
}

/// How a person belongs to a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Belonging {
    /// Admitted.
    #[serde(rename = "in")]
    Member,
    /// Left, or was removed: writes nothing more here.
    #[serde(rename = "out")]
    Left,
    /// Everything about the person is to be erased: every device drops the journal. Signed with the roster.
    #[serde(rename = "erased")]
    Erased,
}

/// A person at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The place. A pupil who lost all keys comes back as a new person at the same place.
    pub place: PlaceId,
    /// The keys.
    pub keys: PublicPerson,
    /// How the person belongs.
    pub belonging: Belonging,
    /// Who the same pupil was before, with keys that were lost: their facts are this pupil's, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<PersonId>,
}

/// A parent's link as staff and the pupil know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkEntry {
    /// Whom it shows.
    pub person: PersonId,
    /// Its secret, base64url, so that staff can read replies and revoke it.
    pub secret: String,
    /// Whether it was revoked.
    pub revoked: bool,
    /// After this it shows nothing.
    #[serde(default)]
    pub until: Moment,
}

/// Members and what belongs to them: the content of `C.roster.N-H`. For staff alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Roster {
    /// `augu.roster.1`.
    pub kind: String,
    /// The class.
    pub class: ClassId,
    /// What the class is called.
    pub title: Registers<u8, String>,
    /// Names on the list.
    pub places: Registers<PlaceId, Place>,
    /// Who took them.
    pub members: Registers<PersonId, Member>,
    /// Their devices.
    pub devices: Registers<DeviceId, DeviceEntry>,
    /// Parents' links.
    pub links: Registers<String, LinkEntry>,
    /// The secret halves of the class's reading keys.
    pub class_keys: Vec<ReadingKey>,
}

impl Roster {
    /// Merges another roster in. True if anything changed.
    pub fn merge(&mut self, other: &Roster) -> bool {
        use super::register::merge;
        let mut changed = merge(&mut self.title, &other.title);
        changed |= merge(&mut self.places, &other.places);
        changed |= merge(&mut self.members, &other.members);
        changed |= merge(&mut self.devices, &other.devices);
        changed |= merge(&mut self.links, &other.links);
        for key in &other.class_keys {
            if !self.class_keys.contains(key) {
                self.class_keys.push(key.clone());
                self.class_keys.sort_by_key(ReadingKey::public);
                changed = true;
            }
        }
        changed
    }

    /// Who somebody was before, if this is a member who came back with new keys.
    pub fn earlier_of(&self, person: PersonId) -> &[PersonId] {
        self.members.get(&person).map_or(&[], |member| &member.value.earlier)
    }

    /// Who this person is now: after coming back with new keys, somebody else by name of the keys.
    pub fn now_of(&self, person: PersonId) -> PersonId {
        let mut later = self.members.iter().filter(|(_, member)| member.value.earlier.contains(&person));
        later.next().map_or(person, |(later, _)| *later)
    }

    /// Whether this person is a member, or was one whom a member is the same pupil as.
    pub fn counts(&self, person: PersonId) -> bool {
        let is_in = |member: &Member| member.belonging == Belonging::Member;
        self.members.get(&person).is_some_and(|member| is_in(&member.value))
            || self.members.values().any(|member| is_in(&member.value) && member.value.earlier.contains(&person))
    }

    /// The member whom a device belongs to, if its certificate is of no later generation than the keys on the roster. Staff
    /// put each device there: who changes the keys after a loss, on one device or on two, does not lose those that are left.
    pub fn member_of(&self, device: DeviceId) -> Option<(PersonId, &Member, &DeviceEntry)> {
        let entry = &self.devices.get(&device)?.value;
        let person = entry.certificate.person();
        let member = &self.members.get(&person)?.value;
        let hold = entry.certificate.keys().generation <= member.keys.generation;
        (hold && entry.certificate.device() == device).then_some((person, member, entry))
    }
}

/// What a teacher's first screen and the head of the school need: the content of `C.class.N-H`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassSnapshot {
    /// `augu.class.1`.
    pub kind: String,
    /// The class.
    pub class: ClassId,
    /// When it was made: "as of".
    pub at: Moment,
    /// Up to which fact of each device: number and link.
    pub upto: BTreeMap<DeviceId, (u64, String)>,
    /// What `insights` says of each person, as JSON.
    pub people: BTreeMap<PersonId, serde_json::Value>,
}

/// What staff tell one device: the content of `C.letter.D.N-H`, sealed for its person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    /// `augu.letter.1`.
    pub kind: String,
    /// The class.
    pub class: ClassId,
    /// The device.
    pub device: DeviceId,
    /// How the person belongs.
    pub belonging: Belonging,
    /// What the class is called.
    pub title: String,
    /// The name on the list.
    pub name: String,
    /// The place on the list, for assignments that are for some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// All devices of the person, this one too.
    pub devices: Vec<DeviceEntry>,
    /// The history of the place from before these keys, if there is one: facts of earlier keys, given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<Box<History>>,
}

/// History given back, in columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct History(pub String);

impl Letter {
    /// The digest that tells whether a new letter would say something else.
    pub fn digest(&self) -> String {
        short_digest(serde_json::to_string(self).unwrap_or_default().as_bytes())
    }

    /// The history's facts.
    pub fn history_entries(&self) -> Vec<Entry> {
        let lines = self.history.as_ref().and_then(|history| read_columns(&history.0)).unwrap_or_default();
        lines.iter().filter_map(|line| Entry::read(line).ok()).collect()
    }
}
