//! The class snapshot: what a teacher's first screen and the head of the school need, made by a staff device that has read
//! everything, so that another one need not. A device that has read nothing of a pupil takes the snapshot's word for the
//! facts up to its number, reads what came since, and the rest only where a person asks for it.
//!
//! The word is a staff member's, signed; number and link of each device stand in it, so that what comes later must go on
//! from there, and what is read later must lead there. The head of the school reads snapshots alone.
//!
//! Absent: what a snapshot says of a person; `insights` writes and reads that.

use super::files::{ClassSnapshot, FileFault, Role, write_sealed};
use super::membership::{Membership, Position, Round};
use super::name::{Edition, FileName, Kind};
use crate::base::{DeviceId, HybridTime, Moment, PersonId};
use crate::keys::Entropy;
use std::collections::BTreeMap;

/// What a class snapshot says it is.
const CLASS_KIND: &str = "augu.class.1";

impl Membership {
    /// The newest class snapshot that staff name, for a teacher's first screen.
    pub fn newest_class_snapshot(&self) -> Option<FileName> {
        let editions = self.merged.values().filter_map(|merged| merged.class.as_ref()).chain(&self.class_snapshot);
        let newest = editions.max()?;
        Some(self.name(Kind::Class(newest.clone())))
    }

    /// Makes a class snapshot of what `insights` says of each person; the next round shares it. A device that
    /// reads only snapshots has nothing to add to them.
    pub fn set_class_snapshot(
        &mut self,
        people: BTreeMap<PersonId, serde_json::Value>,
        now: Moment,
        entropy: &mut Entropy,
    ) {
        let Some(class_key) = self.card.class_key().filter(|_| self.reads_all()) else { return };
        let upto = self.peers.iter().map(|(device, peer)| (*device, (peer.sequence, peer.tip.clone()))).collect();
        let snapshot = ClassSnapshot { kind: CLASS_KIND.to_owned(), class: self.class, at: now, upto, people };
        let bytes = write_sealed(&snapshot, &self.signer.key, &[class_key], entropy);
        let newest = self.newest_class_snapshot().and_then(|name| name.edition().map(|edition| edition.number));
        self.class_snapshot = Some(Edition::of(newest.unwrap_or(0) + 1, &bytes));
        self.class_snapshot_bytes = bytes;
    }

    /// Opens a class snapshot that [`Membership::newest_class_snapshot`] named. `None` if it is not what it should be.
    pub fn read_class_snapshot(&self, name: &FileName, bytes: &[u8]) -> Option<ClassSnapshot> {
        let snapshot: ClassSnapshot = self.read_staff(bytes).ok()?;
        (name.fits(bytes) && snapshot.kind == CLASS_KIND && snapshot.class == self.class).then_some(snapshot)
    }

    /// Whether facts of a person are not here, because a class snapshot stands for them.
    pub fn lacks(&self, person: PersonId) -> bool {
        let of = |device: &DeviceId| self.known(*device).is_some_and(|known| known.person == person);
        !self.reads_all() || self.behind.keys().any(of)
    }

    /// Asks for everything of a person; the next round reads it.
    pub fn want(&mut self, person: PersonId) {
        if !self.lacks(person) {
            return;
        }
        let all = !self.reads_all();
        let devices = self.roster.iter().flat_map(|roster| roster.devices.keys().copied());
        let of_person = devices.filter(|device| self.known(*device).is_some_and(|known| known.person == person));
        let wanted: Vec<DeviceId> = of_person.filter(|device| all || self.behind.contains_key(device)).collect();
        self.wanted.extend(wanted);
    }

    /// Whether this device reads the facts of all members by itself. The head of the school does not: of hundreds, the
    /// snapshots tell enough.
    pub fn reads_all(&self) -> bool {
        self.role() != Some(Role::Head)
    }

    /// Whether a device's head is read round after round.
    pub(super) fn reads_along(&self, device: DeviceId) -> bool {
        self.reads_all() || self.card.devices.contains_key(&device)
    }

    /// The class snapshot that the heads of this round name, if it should be read and was not.
    fn snapshot_to_read(&self, round: &Round) -> Option<Edition> {
        if !self.is_staff() {
            return None;
        }
        let named = round.heads.values().filter_map(|head| head.staff.as_ref()?.class.as_ref());
        let newest = named.max()?;
        let fresh = self.class_read.as_ref() != Some(newest) && self.class_snapshot.as_ref() != Some(newest);
        // Who reads along needs it only while there is somebody of whom nothing was read.
        let unread = |device: &DeviceId| self.is_unread(round, *device);
        (fresh && (!self.reads_all() || round.heads.keys().any(unread))).then(|| newest.clone())
    }

    /// Whether a pupil's device has facts, and none of them was read.
    fn is_unread(&self, round: &Round, device: DeviceId) -> bool {
        let pupil = device != self.device() && !self.card.devices.contains_key(&device);
        let has = round.heads.get(&device).is_some_and(|head| head.sequence > 0);
        pupil && has && !self.wanted.contains(&device) && self.peers.get(&device).is_none_or(|peer| peer.sequence == 0)
    }

    /// The snapshot comes before the facts of those whom it may stand for.
    pub(super) fn waits_for_snapshot(&self, round: &Round, device: DeviceId) -> bool {
        let Some(edition) = self.snapshot_to_read(round) else { return false };
        // What could not be read when it was asked for is not waited for.
        !round.asked.contains(&self.name(Kind::Class(edition))) && self.is_unread(round, device)
    }

    /// The snapshot, once somebody's facts wait for it.
    pub(super) fn needed_snapshot(&self, round: &Round) -> Option<FileName> {
        self.snapshot_to_read(round).map(|edition| self.name(Kind::Class(edition)))
    }

    /// Takes a snapshot in: people of whom nothing was read are as it says.
    pub(super) fn absorb_snapshot(&mut self, round: &mut Round, now: Moment) {
        let Some(edition) = self.snapshot_to_read(round) else { return };
        let name = self.name(Kind::Class(edition.clone()));
        let Some(bytes) = self.file(round, &name, now).cloned() else { return };
        let snapshot = match self.read_staff::<ClassSnapshot>(&bytes) {
            Ok(snapshot) if snapshot.kind == CLASS_KIND && snapshot.class == self.class => snapshot,
            Ok(_) => return self.suspect_file(name.to_string(), FileFault::Swapped, now),
            // What is sealed with a key that is not here yet is no suspicion; `suspect_file` passes it over.
            Err(fault) => return self.suspect_file(name.to_string(), fault, now),
        };
        self.class_read = Some(edition);
        let reads_all = self.reads_all();
        for (person, said) in snapshot.people {
            let roster = self.roster.iter().flat_map(|roster| &roster.devices);
            let of_person = roster.filter(|(_, entry)| entry.value.certificate.person() == person);
            let devices: Vec<DeviceId> = of_person.map(|(device, _)| *device).collect();
            let read = |device: &DeviceId| self.peers.get(device).is_some_and(|peer| peer.sequence > 0);
            if reads_all && (devices.iter().any(read) || devices.is_empty()) {
                continue;
            }
            for device in devices.iter().filter(|_| reads_all) {
                if let Some((sequence, tip)) = snapshot.upto.get(device).filter(|(sequence, _)| *sequence > 0) {
                    let time = self.peers.get(device).map_or(HybridTime::default(), |peer| peer.time);
                    let position = Position { sequence: *sequence, tip: tip.clone(), time, by_hand: false };
                    self.peers.insert(*device, position);
                    self.behind.insert(*device, (*sequence, tip.clone()));
                }
            }
            self.taken.people.insert(person, said);
        }
    }
}
