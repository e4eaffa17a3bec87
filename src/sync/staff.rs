//! What staff do with a class: begin it, keep the list of names, admit, remove, erase, revoke a lost device, bring in
//! other staff, change the class key. Each changes the card or the roster here; the next round tells everybody.

use super::files::{
    Belonging, Card, DeviceEntry, History, LinkEntry, Member, Place, Revocation, Role, Roster, Signer, StaffEntry,
};
use super::join::{JoinLink, JoinRequest};
use super::membership::{CARD_KIND, Membership, ROSTER_KIND};
use super::register::{Register, Registers};
use crate::base::{ClassId, DeviceId, HybridTime, Moment, PersonId, PlaceId};
use crate::journal::{Entry, write_columns};
use crate::keys::{Certificate, Entropy, ReadingKey};
use std::collections::BTreeMap;

impl Membership {
    /// A new class, whose first teacher this person is.
    pub fn found(
        class: ClassId,
        title: &str,
        signer: Signer,
        reading: ReadingKey,
        now: Moment,
        entropy: &mut Entropy,
    ) -> Self {
        let class_key = ReadingKey::of_seed(entropy.draw());
        let time = HybridTime::default().next(now);
        let (person, device) = (signer.certificate.person(), signer.device);
        let register = |value| Register { value, time, by: device };
        let staff = StaffEntry { keys: signer.certificate.keys(), role: Role::Teacher, active: true };
        let entry = DeviceEntry { certificate: signer.certificate.clone(), board: false, revoked: None };
        let card = Card {
            kind: CARD_KIND.to_owned(),
            class,
            staff: BTreeMap::from([(person, register(staff))]),
            devices: BTreeMap::from([(device, Register { value: entry, time, by: device })]),
            epochs: BTreeMap::from([(1, vec![class_key.public()])]),
        };
        let mut membership = Self::new(class, signer, vec![reading], card, Belonging::Member);
        membership.roster = Some(Roster {
            kind: ROSTER_KIND.to_owned(),
            class,
            title: BTreeMap::from([(0, Register { value: title.to_owned(), time, by: device })]),
            places: Registers::new(),
            members: Registers::new(),
            devices: Registers::new(),
            links: Registers::new(),
            class_keys: vec![class_key],
        });
        membership
    }

    /// The time of the next change: later than everything on the card and the roster.
    fn change_time(&self, now: Moment) -> HybridTime {
        fn newest<K, T>(registers: &Registers<K, T>) -> Option<HybridTime> {
            registers.values().map(|register| register.time).max()
        }
        let mut times = vec![newest(&self.card.staff), newest(&self.card.devices)];
        if let Some(roster) = &self.roster {
            times.extend([newest(&roster.title), newest(&roster.places), newest(&roster.members)]);
            times.extend([newest(&roster.devices), newest(&roster.links)]);
        }
        let newest = times.into_iter().flatten().max().unwrap_or_default();
        let next = newest.next(now);
        if next > newest { next } else { HybridTime { ms: newest.ms, count: newest.count.saturating_add(1) } }
    }

    fn register<T>(&self, value: T, now: Moment) -> Register<T> {
        Register { value, time: self.change_time(now), by: self.device() }
    }

    /// Puts a name on the list, or changes it.
    pub fn set_place(&mut self, id: PlaceId, place: Place, now: Moment) {
        let register = self.register(place, now);
        if let Some(roster) = &mut self.roster {
            roster.places.insert(id, register);
        }
    }

    /// Admits who asks, at a place on the list. The same place may be taken anew: "tai tas pats mokinys" gives the
    /// person's history back ([`Membership::give_back`]).
    pub fn admit(&mut self, request: &JoinRequest, place: PlaceId, now: Moment) {
        let certificate = request.certificate.clone();
        let (person, keys) = (certificate.person(), certificate.keys());
        let earlier = self.roster.iter().flat_map(|roster| roster.earlier_of(person)).copied().collect();
        let member = self.register(Member { place, keys, belonging: Belonging::Member, earlier }, now);
        let device = certificate.device();
        let entry = self.register(DeviceEntry { certificate, board: false, revoked: None }, now);
        if let Some(roster) = &mut self.roster {
            roster.members.insert(person, member);
            roster.devices.insert(device, entry);
        }
        self.settle_keys(person, now);
    }

    /// A member's keys are the newest among those of the devices that count: who is let in with older ones cuts nobody off,
    /// and what a device brought that is lost by now goes with it.
    fn settle_keys(&mut self, person: PersonId, now: Moment) {
        let Some(roster) = &self.roster else { return };
        let of_person = roster.devices.values().filter(|entry| entry.value.certificate.person() == person);
        let counting = of_person.filter(|entry| entry.value.revoked.is_none());
        let newest = counting.max_by_key(|entry| (entry.value.certificate.keys().generation, entry.time));
        let (Some(newest), Some(member)) = (newest, roster.members.get(&person)) else { return };
        let keys = newest.value.certificate.keys();
        if keys == member.value.keys {
            return;
        }
        let member = self.register(Member { keys, ..member.value.clone() }, now);
        if let Some(roster) = &mut self.roster {
            roster.members.insert(person, member);
        }
    }

    /// Admits who lost all keys as the same pupil as those who were at the place before: their devices count no more, their
    /// history is given back and stays the pupil's.
    pub fn admit_again(
        &mut self,
        request: &JoinRequest,
        place: PlaceId,
        before: &[PersonId],
        history: &[Entry],
        now: Moment,
        entropy: &mut Entropy,
    ) {
        let person = request.certificate.person();
        let mut earlier: Vec<PersonId> = Vec::new();
        for old in before.iter().filter(|old| **old != person) {
            let roster = self.roster.as_ref();
            earlier.extend(roster.iter().flat_map(|roster| roster.earlier_of(*old)));
            earlier.push(*old);
            let devices = roster.iter().flat_map(|roster| &roster.devices);
            let of_old = devices.filter(|(_, entry)| entry.value.certificate.person() == *old);
            let lost: Vec<DeviceId> = of_old.map(|(device, _)| *device).collect();
            for device in lost {
                self.revoke_device(device, now, entropy);
            }
            self.set_belonging(*old, Belonging::Left, now, entropy);
        }
        earlier.sort();
        earlier.dedup();
        self.admit(request, place, now);
        if let Some(member) = self.roster.as_mut().and_then(|roster| roster.members.get_mut(&person)) {
            member.value.earlier = earlier;
        }
        self.give_back(person, history);
    }

    /// Whether a request comes from a member already on the roster, with the member's own keys: a further device, added
    /// with the recovery code. It needs no comparing of words.
    pub fn is_further_device(&self, request: &JoinRequest) -> bool {
        let member = self.roster.as_ref().and_then(|roster| roster.members.get(&request.certificate.person()));
        member.is_some_and(|member| {
            member.value.keys == request.certificate.keys() && member.value.belonging == Belonging::Member
        })
    }

    /// Takes in that a member changed the keys: the device that tells it has this new certificate. True if the roster
    /// changed. The device key stays the same, and a generation follows the one before. Staff are known by the card alone.
    pub fn renew_member(&mut self, device: DeviceId, certificate: &str, now: Moment) -> bool {
        let Ok(certificate) = Certificate::read(certificate) else { return false };
        let known = self.roster.as_ref().and_then(|roster| roster.member_of(device));
        let Some((person, member, entry)) = known else { return false };
        let (keys, old) = (certificate.keys(), entry.certificate.keys());
        let same = certificate.person() == person
            && certificate.device() == device
            && certificate.key() == entry.certificate.key();
        let next = member.keys.generation.max(old.generation).saturating_add(1);
        let follows = keys.generation > old.generation && keys.generation <= next;
        if !same || !follows || entry.revoked.is_some() || self.card.staff.contains_key(&person) {
            return false;
        }
        let entry = self.register(DeviceEntry { certificate, ..entry.clone() }, now);
        if let Some(roster) = &mut self.roster {
            roster.devices.insert(device, entry);
        }
        self.settle_keys(person, now);
        true
    }

    /// Brings a person in as staff.
    pub fn admit_staff(&mut self, request: &JoinRequest, role: Role, now: Moment) {
        let certificate = request.certificate.clone();
        let staff = self.register(StaffEntry { keys: certificate.keys(), role, active: true }, now);
        let device = certificate.device();
        let entry = self.register(DeviceEntry { certificate, board: false, revoked: None }, now);
        self.card.staff.insert(request.certificate.person(), staff);
        self.card.devices.insert(device, entry.clone());
        // On the roster too, so that the newcomer is told by a letter.
        let keys = request.certificate.keys();
        let place = PlaceId::from_bits(0);
        let member = Member { place, keys, belonging: Belonging::Member, earlier: Vec::new() };
        let member = self.register(member, now);
        if let Some(roster) = &mut self.roster {
            roster.members.insert(request.certificate.person(), member);
            roster.devices.insert(device, entry);
        }
    }

    /// Makes this newly admitted staff member's device able to take in the roster.
    pub fn become_staff(&mut self) {
        if self.roster.is_none() && self.card.signer(self.device()).is_some() {
            self.roster = Some(Roster {
                kind: ROSTER_KIND.to_owned(),
                class: self.class,
                title: Registers::new(),
                places: Registers::new(),
                members: Registers::new(),
                devices: Registers::new(),
                links: Registers::new(),
                class_keys: Vec::new(),
            });
        }
    }

    /// A second device of this staff member in the same browser, whose facts the whole class reads: what is assigned.
    pub fn add_board(&mut self, signer: &Signer, now: Moment) {
        let entry = DeviceEntry { certificate: signer.certificate.clone(), board: true, revoked: None };
        let entry = self.register(entry, now);
        self.card.devices.insert(signer.device, entry);
    }

    /// The board's own membership, which shares its facts. It goes with the card and roster of the staff device.
    pub fn board(&self, signer: Signer) -> Self {
        let mut board = Self::new(self.class, signer, self.reading.clone(), self.card.clone(), Belonging::Member);
        board.roster.clone_from(&self.roster);
        board.board = true;
        board
    }

    /// Gives a board what the staff device knows now.
    pub fn inform_board(&self, board: &mut Self) {
        board.card.clone_from(&self.card);
        board.roster.clone_from(&self.roster);
    }

    /// Changes how a member belongs: leaving, removing, erasing, or undoing it. All but undoing begin a new epoch, so
    /// that what is written from now on is sealed with a key that the person's devices never had.
    pub fn set_belonging(&mut self, person: PersonId, belonging: Belonging, now: Moment, entropy: &mut Entropy) {
        let time = self.change_time(now);
        let by = self.device();
        let Some(roster) = &mut self.roster else { return };
        let Some(member) = roster.members.get_mut(&person) else { return };
        let value = Member { belonging, ..member.value.clone() };
        *member = Register { value, time, by };
        if belonging == Belonging::Erased {
            self.taken_erase(person);
        }
        if belonging != Belonging::Member {
            self.new_epoch(entropy);
        }
    }

    /// Takes a staff member off the card, and begins a new epoch.
    pub fn remove_staff(&mut self, person: PersonId, now: Moment, entropy: &mut Entropy) {
        let Some(known) = self.card.staff.get(&person) else { return };
        let register = self.register(StaffEntry { active: false, ..known.value.clone() }, now);
        self.card.staff.insert(person, register);
        self.new_epoch(entropy);
    }

    /// A new key pair for reading; from now on everybody seals with it.
    pub fn new_epoch(&mut self, entropy: &mut Entropy) {
        let key = ReadingKey::of_seed(entropy.draw());
        let next = self.card.epochs.keys().next_back().map_or(1, |number| number.saturating_add(1));
        self.card.epochs.insert(next, vec![key.public()]);
        if let Some(roster) = &mut self.roster {
            roster.class_keys.push(key);
            roster.class_keys.sort_by_key(ReadingKey::public);
        }
    }

    /// Says that a device was lost: what it writes beyond what was read here does not count. A new epoch begins.
    pub fn revoke_device(&mut self, device: DeviceId, now: Moment, entropy: &mut Entropy) {
        let position = self.peers().get(&device).map(|peer| (peer.sequence, peer.tip.clone()));
        let (sequence, tip) = position.unwrap_or((0, super::files::chain_start(device)));
        let revoked = Some(Revocation { sequence, tip });
        let time = self.change_time(now);
        let by = self.device();
        for devices in [Some(&mut self.card.devices), self.roster.as_mut().map(|roster| &mut roster.devices)] {
            if let Some(entry) = devices.and_then(|devices| devices.get_mut(&device)) {
                let value = DeviceEntry { revoked: revoked.clone(), ..entry.value.clone() };
                *entry = Register { value, time, by };
            }
        }
        self.new_epoch(entropy);
    }

    /// A pupil said so from another device: nothing counts that the lost one writes from now on. False, and nothing is
    /// changed, if it is not this pupil's device or was revoked before.
    pub fn lose_device(&mut self, person: PersonId, device: DeviceId, now: Moment, entropy: &mut Entropy) -> bool {
        let entry = self.roster.as_ref().and_then(|roster| roster.devices.get(&device)).map(|entry| &entry.value);
        let stands = entry.is_some_and(|entry| entry.certificate.person() == person && entry.revoked.is_none());
        if stands {
            self.revoke_device(device, now, entropy);
            self.settle_keys(person, now);
        }
        stands
    }

    /// Remembers a parent's link, or its revocation, for all staff.
    pub fn set_link(&mut self, name: String, link: LinkEntry, now: Moment) {
        let register = self.register(link, now);
        if let Some(roster) = &mut self.roster {
            roster.links.insert(name, register);
        }
    }

    /// Gives a newcomer the history of the place from the staff's copy: told in the letters to the person's devices.
    pub fn give_back(&mut self, person: PersonId, history: &[Entry]) {
        let lines: Vec<String> = history.iter().map(Entry::line).collect();
        self.set_history(person, History(write_columns(&lines)));
    }

    /// The link by which others join. `None` before the first round, or on a device that is not staff's.
    pub fn join_link(&self, host: super::join::Place, role: Option<Role>, until: Moment) -> Option<JoinLink> {
        self.roster.as_ref()?;
        Some(JoinLink {
            class: self.class,
            host,
            class_key: self.card.class_key()?,
            device: self.device(),
            root: self.signer.certificate.keys().root.thumbprint().short().to_owned(),
            checkpoint: self.time,
            until,
            role,
            places: Vec::new(),
        })
    }
}
