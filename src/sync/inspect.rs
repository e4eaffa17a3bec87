//! Opens and verifies a whole folder of files with a person's keys: what a school's administrator or a program of
//! somebody else does to see what lies on a host. The same reading as a device's, over files that are all there.

use super::alarm::Alarm;
use super::files::{Belonging, Card, Letter, Roster, Signer, read_signed};
use super::membership::{Ask, CARD_KIND, LETTER_KIND, Membership, ROSTER_KIND, Told};
use super::name::{FileName, Kind};
use crate::base::{ClassId, DeviceId, Moment};
use crate::journal::{Entry, Journal};
use crate::keys::{Certificate, Entropy, PersonKeys, Unverified, derive, open};
use std::collections::{BTreeMap, BTreeSet};

/// What was found in a folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inspection {
    /// Facts, by class, in each journal's order.
    pub facts: Vec<(ClassId, Entry)>,
    /// What is wrong.
    pub alarms: BTreeSet<Alarm>,
    /// Classes that the keys belong to.
    pub classes: Vec<ClassId>,
}

/// Opens a folder with the keys of one person, of any generations.
pub fn inspect(files: &BTreeMap<FileName, Vec<u8>>, keys: &[PersonKeys]) -> Inspection {
    let mut found = Inspection::default();
    let classes: BTreeSet<ClassId> = files.keys().map(|name| name.class).collect();
    for class in classes {
        for (name, bytes) in files.iter().filter(|(name, _)| name.class == class) {
            if !name.fits(bytes) {
                found.alarms.insert(Alarm::Damaged { name: name.to_string() });
            }
        }
        if let Some(reader) = reader_of(class, files, keys) {
            found.classes.push(class);
            read(reader, files, &mut found);
        }
    }
    found
}

/// The cards that some signer of their own signed, merged, if they name the person as staff; else all such cards, which
/// then say who may have written letters.
fn reader_of(class: ClassId, files: &BTreeMap<FileName, Vec<u8>>, keys: &[PersonKeys]) -> Option<Membership> {
    let newest = keys.last()?;
    let reading: Vec<_> = keys.iter().map(|keys| keys.reading.clone()).collect();
    let mut card: Option<Card> = None;
    for (name, bytes) in files.iter().filter(|(name, _)| name.class == class && matches!(name.kind, Kind::Card(_))) {
        let read = Unverified::read(bytes).ok().and_then(|unverified| {
            let claimed: Card = serde_json::from_str(&unverified.peek().ok()?).ok()?;
            let mut signers = claimed.devices.keys().filter_map(|device| claimed.signer(*device)).map(Certificate::key);
            let key = signers.find(|key| key.thumbprint() == unverified.kid)?;
            read_signed::<Card>(bytes, &key).ok()
        });
        let Some(read) = read.filter(|read| name.fits(bytes) && read.kind == CARD_KIND && read.class == class) else {
            continue;
        };
        match &mut card {
            Some(card) => {
                card.merge(&read);
            }
            None => card = Some(read),
        }
    }
    let card = card?;
    let ours = |keys: &crate::keys::PublicPerson| *keys == newest.public();
    let staff = card.staff.iter().find(|(_, entry)| ours(&entry.value.keys)).map(|(person, _)| *person);
    let signed_by_staff = |bytes: &[u8]| {
        let signed = open(bytes, &reading).ok()?;
        let kid = Unverified::read(&signed).ok()?.kid;
        let mut signers = card.devices.keys().filter_map(|device| card.signer(*device)).map(Certificate::key);
        let key = signers.find(|key| key.thumbprint() == kid)?;
        Some((signed, key))
    };
    let of_class = || files.iter().filter(|(name, _)| name.class == class);
    let mut roster: Option<Roster> = None;
    let mut devices = Vec::new();
    let mut person = staff;
    for (name, bytes) in of_class() {
        match name.kind {
            Kind::Roster(_) if staff.is_some() => {
                let read = signed_by_staff(bytes).and_then(|(signed, key)| read_signed::<Roster>(&signed, &key).ok());
                if let Some(read) = read.filter(|read| read.kind == ROSTER_KIND && read.class == class) {
                    match &mut roster {
                        Some(roster) => {
                            roster.merge(&read);
                        }
                        None => roster = Some(read),
                    }
                }
            }
            Kind::Letter(..) => {
                let read = signed_by_staff(bytes).and_then(|(signed, key)| read_signed::<Letter>(&signed, &key).ok());
                if let Some(letter) = read.filter(|read| read.kind == LETTER_KIND && read.class == class) {
                    let own = |entry: &&super::files::DeviceEntry| ours(&entry.certificate.keys());
                    devices.extend(letter.devices.iter().filter(own).cloned());
                    person = person.or(letter.devices.iter().find(own).map(|entry| entry.certificate.person()));
                }
            }
            _ => {}
        }
    }
    let person = person?;
    // A device of its own that writes nothing; it only reads as the person may.
    let device = DeviceId::from_bits(0);
    let key = crate::keys::SigningKey::of_seed(derive(b"augu", "augu.inspect.1"));
    let certificate = newest.certify(person, device, key.public(), Moment(0));
    let mut reader = Membership::new(class, Signer { device, key, certificate }, reading, card, Belonging::Left);
    reader.roster = roster;
    reader.devices = devices;
    Some(reader)
}

/// Reads round after round, days apart, so that what stays wrong is told.
fn read(mut reader: Membership, files: &BTreeMap<FileName, Vec<u8>>, found: &mut Inspection) {
    // Nothing is sealed while reading.
    let mut entropy = Entropy::of_seed([0; 32]);
    let journal = Journal::default();
    let mut facts: BTreeMap<crate::base::PersonId, Journal> = BTreeMap::new();
    for round in 1..6 {
        let now = Moment(round * 2 * 24 * 3_600_000);
        let mut asks = reader.wake(now, false);
        while let Some(ask) = asks.pop() {
            let told = match &ask {
                Ask::Get { name, .. } => files.get(name).map_or(Told::Absent, |bytes| Told::Found(bytes.clone())),
                Ask::Put { .. } => Told::Failed,
            };
            asks.extend(reader.told(ask.name(), told, now, &journal, &mut entropy));
        }
        let taken = reader.take();
        found.alarms.extend(taken.alarms);
        for entry in taken.facts {
            facts.entry(entry.stamp.author).or_default().merge(vec![entry]);
        }
    }
    let class = reader.class;
    found.facts.extend(facts.values().flat_map(|journal| journal.entries().iter().map(|entry| (class, entry.clone()))));
}
