//! A class under every fault at once: several people and devices, clocks that differ, a host that fails, cuts, loses
//! answers, serves old files, and, in some schedules, lies. Deterministic: a schedule is its seed.
//!
//! Two thousand schedules in the short run, a hundred thousand with `AUGU_LONG`.

use augu::base::{ClassId, DeviceId, FactId, HybridTime, Moment, PersonId, PlaceId, Rng};
use augu::journal::{Entry, Event, Journal, Pen};
use augu::keys::{Entropy, PersonKeys, ReadingKey, RecoveryCode, SigningKey};
use augu::school::membership::MembershipFact;
use augu::school::profile::ProfileFact;
use augu::sync::{
    Alarm, Ask, Belonging, FileName, HostPlace, JoinLink, JoinState, Joining, KeyRing, Kind, Membership, Place, Signer,
    Told,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

const MINUTE: i64 = 60_000;
/// What a cache on the way may still serve of an overwritten file.
const STALE_MS: i64 = 8 * MINUTE;

/// How often the host does what, in percent.
#[derive(Clone, Copy, Debug, Default)]
struct Faults {
    fails: u64,
    loses_answer: u64,
    cuts_upload: u64,
    cuts_download: u64,
    serves_old: u64,
    refuses_overwrite: bool,
}

/// What a host that lies does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attack {
    None,
    /// Everything goes back to an earlier state.
    Rollback,
    /// One device's new files are kept from all others.
    Withhold,
    /// One device is copied, and both go on.
    Fork,
    /// A head is replaced by one signed by a stranger.
    Forge,
    /// A head is replaced by another device's.
    Swap,
}

/// The versions of each file, the newest last.
type Files = BTreeMap<FileName, Vec<(i64, Option<Vec<u8>>)>>;

#[derive(Clone, Default)]
struct Host {
    files: Files,
    faults: Faults,
    /// Whose files are pinned to which state, for everybody else.
    pinned: Option<(DeviceId, Files)>,
    forged: BTreeMap<FileName, Vec<u8>>,
}

impl Host {
    fn current(files: &Files, name: &FileName) -> Option<Vec<u8>> {
        files.get(name).and_then(|versions| versions.last()).and_then(|(_, bytes)| bytes.clone())
    }

    fn put(&mut self, name: &FileName, bytes: Option<Vec<u8>>, at: i64) {
        self.files.entry(name.clone()).or_default().push((at, bytes));
    }

    fn owner(name: &FileName) -> Option<DeviceId> {
        match &name.kind {
            Kind::Head(device) | Kind::Segment(device, _) | Kind::Snapshot(device, _) => Some(*device),
            _ => None,
        }
    }

    fn answer(&mut self, asker: DeviceId, ask: &Ask, at: i64, rng: &mut Rng) -> Told {
        let chance = |percent: u64, rng: &mut Rng| rng.below(100) < percent;
        if chance(self.faults.fails, rng) {
            return if rng.below(2) == 0 { Told::Failed } else { Told::Refused(500) };
        }
        match ask {
            Ask::Get { name, .. } => {
                if let Some(bytes) = self.forged.get(name).filter(|_| Host::owner(name) != Some(asker)) {
                    return Told::Found(bytes.clone());
                }
                let pinned =
                    self.pinned.as_ref().filter(|(device, _)| Host::owner(name) == Some(*device) && asker != *device);
                let found = match pinned {
                    Some((_, files)) => Host::current(files, name),
                    None => {
                        let versions = self.files.get(name).map(Vec::as_slice).unwrap_or_default();
                        let fresh_enough = |index: &usize| {
                            // A version may be served for some minutes after the next one came.
                            versions.get(index + 1).is_none_or(|(next, _)| at - next <= STALE_MS)
                        };
                        let old = (0..versions.len()).find(fresh_enough);
                        match old.filter(|_| chance(self.faults.serves_old, rng)) {
                            Some(index) => versions[index].1.clone(),
                            None => Host::current(&self.files, name),
                        }
                    }
                };
                match found {
                    None => Told::Absent,
                    Some(bytes) if chance(self.faults.cuts_download, rng) => {
                        Told::Found(bytes[..rng.below(bytes.len() as u64) as usize].to_vec())
                    }
                    Some(bytes) => Told::Found(bytes),
                }
            }
            Ask::Put { name, bytes } => {
                if self.faults.refuses_overwrite && name.is_immutable() && Host::current(&self.files, name).is_some() {
                    return Told::Refused(412);
                }
                if chance(self.faults.cuts_upload, rng) {
                    // What hosts do with an upload that breaks off: keep the old file, lose it, serve half a file. Those
                    // that refuse to overwrite are those that keep the old one.
                    match if self.faults.refuses_overwrite { 0 } else { rng.below(3) } {
                        0 => {}
                        1 => self.put(name, None, at),
                        _ => self.put(name, Some(bytes[..rng.below(bytes.len() as u64) as usize].to_vec()), at),
                    }
                    return Told::Failed;
                }
                self.put(name, Some(bytes.clone()), at);
                if chance(self.faults.loses_answer, rng) { Told::Failed } else { Told::Stored }
            }
        }
    }
}

/// One device: what is kept on its disk, and what is in memory.
#[derive(Clone)]
struct Device {
    /// On the disk: facts first, then the state.
    journals: BTreeMap<PersonId, Journal>,
    kept: Membership,
    /// In memory.
    live: Membership,
    /// Milliseconds by which its clock is wrong.
    clock: i64,
    /// How many facts were shown as shared, at most.
    acknowledged: u64,
    alarms: BTreeSet<Alarm>,
    lost: bool,
}

impl Device {
    fn new(membership: Membership, clock: i64) -> Device {
        Device {
            journals: BTreeMap::new(),
            kept: membership.kept(),
            live: membership,
            clock,
            acknowledged: 0,
            alarms: BTreeSet::new(),
            lost: false,
        }
    }

    fn id(&self) -> DeviceId {
        self.live.device()
    }

    fn now(&self, at: i64) -> Moment {
        Moment(at + self.clock)
    }

    fn own(&self) -> Journal {
        self.journals.get(&self.live.person).cloned().unwrap_or_default()
    }

    /// Writes facts; each is on the disk before anything else happens.
    fn write(&mut self, at: i64, count: u64, rng: &mut Rng) {
        let now = self.now(at);
        let (author, device) = (self.live.person, self.id());
        let journal = self.journals.entry(author).or_default();
        let newest = journal.entries().last().map_or(HybridTime::default(), |entry| entry.stamp.time);
        let mut pen = Pen { author, device, newest, sequence: journal.newest_of(device) };
        for _ in 0..count {
            let event = Event::Profile(ProfileFact::InGrade(Some(5 + rng.below(8) as u8)));
            let entry = pen.write(now, event);
            // Some are of a newer version of the app, with fields that this one does not know.
            let newer = rng.below(4) == 0;
            let line = entry.line();
            let line = if newer { line.replace("{\"who\"", "{ \"of-2031\":[1.50], \"who\"") } else { line };
            journal.append(Entry::read(&line).expect("a fact"));
        }
    }

    fn keep(&mut self, crash_between: bool) {
        let taken = self.live.take();
        for entry in taken.facts {
            self.journals.entry(entry.stamp.author).or_default().merge(vec![entry]);
        }
        self.alarms.extend(taken.alarms);
        if !crash_between {
            self.kept = self.live.kept();
        }
    }

    /// One round, with answers in any order; it may break off anywhere.
    fn round(&mut self, host: &mut Host, at: i64, breaks: bool, rng: &mut Rng) {
        if self.lost {
            return;
        }
        let mut seed = [0u8; 32];
        seed.iter_mut().for_each(|byte| *byte = rng.next_u64() as u8);
        let mut entropy = Entropy::of_seed(seed);
        let breaks_after = if breaks && rng.below(4) == 0 { rng.below(12) } else { u64::MAX };
        let mut asks = self.live.wake(self.now(at), false);
        let mut steps = 0;
        while !asks.is_empty() {
            let ask = asks.swap_remove(rng.below(asks.len() as u64) as usize);
            let told = host.answer(self.id(), &ask, at, rng);
            let own = self.own();
            asks.extend(self.live.told(ask.name(), told, self.now(at), &own, &mut entropy));
            steps += 1;
            if steps > breaks_after {
                match rng.below(3) {
                    0 => self.live.abandon(self.now(at)),
                    // Killed, before or between the two writes to the disk.
                    1 => {}
                    _ => self.keep(true),
                }
                if self.live.is_busy() {
                    self.live = self.kept.kept();
                }
                break;
            }
            self.keep(false);
        }
        assert!(!self.live.is_busy() || breaks_after < u64::MAX, "a round ends");
        self.keep(false);
        // While the own head may be broken on the host, nothing is shown as shared.
        self.acknowledged = if self.live.is_sure() { self.acknowledged.max(self.live.shared()) } else { 0 };
    }
}

#[derive(Clone)]
struct Class {
    host: Host,
    devices: Vec<Device>,
    at: i64,
}

fn signer(person: u128, device: u128, keys: &PersonKeys) -> Signer {
    let key = SigningKey::of_seed([device as u8; 32]);
    let device = DeviceId::from_bits(device);
    let certificate = keys.certify(PersonId::from_bits(person), device, key.public(), Moment(1));
    Signer { device, key, certificate }
}

fn person_keys(person: u128) -> PersonKeys {
    PersonKeys::of(&RecoveryCode::of_bits([person as u8; 16]), 1)
}

/// Lets a device join as in a classroom: request, admission, letter.
fn join(class: &mut Class, link: &JoinLink, person: u128, device: u128, place: PlaceId, staff: bool) -> Membership {
    join_by(class, link, &person_keys(person), (person, device), place, staff)
}

/// The same with these keys.
fn join_by(
    class: &mut Class,
    link: &JoinLink,
    keys: &PersonKeys,
    (person, device): (u128, u128),
    place: PlaceId,
    staff: bool,
) -> Membership {
    let mut rng = Rng::new(device as u64);
    let mut entropy = Entropy::of_seed([device as u8; 32]);
    let mut joining = Joining::new(
        link.clone(),
        signer(person, device, keys),
        keys.reading.clone(),
        Some(place),
        "Ona",
        Moment(class.at),
    );
    let id = DeviceId::from_bits(device);
    for _ in 0..40 {
        class.at += 3_000;
        let mut ask = joining.wake(Moment(class.at), &mut entropy);
        while let Some(asked) = ask {
            let told = class.host.answer(id, &asked, class.at, &mut rng);
            let (next, admitted) = joining.told(asked.name(), told);
            if let Some((mut membership, letter)) = admitted {
                assert_eq!(letter.title, "7a");
                if staff {
                    membership.become_staff();
                }
                return membership;
            }
            ask = next;
        }
        let teacher = &mut class.devices[0];
        let now = teacher.now(class.at);
        let own = teacher.own();
        let mut asks = teacher.live.wake(now, true);
        while let Some(asked) = asks.pop() {
            let told = class.host.answer(teacher.id(), &asked, class.at, &mut rng);
            asks.extend(teacher.live.told(asked.name(), told, now, &own, &mut entropy));
        }
        for request in teacher.live.take().requests {
            assert_eq!(request.words(), joining.request.words(), "the words on both screens");
            if staff {
                teacher.live.admit_staff(&request, augu::sync::Role::Tutor, now);
            } else {
                teacher.live.admit(&request, place, now);
            }
        }
        teacher.kept = teacher.live.kept();
    }
    panic!("{person} was not admitted: {:?}", joining.state);
}

/// A class of a teacher, a tutor, a pupil with two devices and a pupil with one, made the way real ones are.
static CLASS: LazyLock<Class> = LazyLock::new(|| {
    let at = 1_800_000_000_000;
    let keys = person_keys(1);
    let mut entropy = Entropy::of_seed([1; 32]);
    let id = ClassId::from_bits(77);
    let teacher = Membership::found(id, "7a", signer(1, 11, &keys), keys.reading.clone(), Moment(at), &mut entropy);
    let mut class = Class { host: Host::default(), devices: vec![Device::new(teacher, 0)], at };
    let mut rng = Rng::new(1);
    class.devices[0].round(&mut class.host, at, false, &mut rng);
    let (ona, jonas) = (PlaceId::from_bits(301), PlaceId::from_bits(302));
    for (place, name) in [(ona, "Ona"), (jonas, "Jonas")] {
        let place_of = Place { name: name.into(), group: String::new(), active: true };
        class.devices[0].live.set_place(place, place_of, Moment(at));
    }
    let host = HostPlace { url: "http://127.0.0.1/".into(), credential: Default::default() };
    let until = Moment(at + 60 * MINUTE);
    let link = class.devices[0].live.join_link(host.clone(), None, until).expect("a link");
    assert_eq!(JoinLink::read(&link.written()), Some(link.clone()));
    let staff_link = JoinLink { role: Some(augu::sync::Role::Tutor), ..link.clone() };
    for (person, device, place, staff) in
        [(2, 21, ona, true), (3, 31, ona, false), (3, 32, ona, false), (4, 41, jonas, false)]
    {
        let link = if staff { &staff_link } else { &link };
        let membership = join(&mut class, link, person, device, place, staff);
        class.devices.push(Device::new(membership, 0));
    }
    class
});

fn entries_of(device: &Device, person: PersonId) -> BTreeMap<FactId, String> {
    let journal = device.journals.get(&person);
    journal.map(Journal::entries).unwrap_or_default().iter().map(|entry| (entry.stamp.id(), entry.line())).collect()
}

/// Runs one schedule; returns the devices at its end.
fn schedule(seed: u64, attack: Attack) -> Vec<Device> {
    let mut rng = Rng::new(seed);
    let rng = &mut rng;
    let Class { mut host, mut devices, mut at } = CLASS.clone();
    for device in &mut devices {
        device.clock = rng.between(-5 * MINUTE, 5 * MINUTE);
    }
    host.faults = Faults {
        fails: rng.below(25),
        loses_answer: rng.below(15),
        cuts_upload: rng.below(15),
        cuts_download: rng.below(10),
        serves_old: rng.below(30),
        refuses_overwrite: rng.below(2) == 0,
    };
    let loser = rng.below(8);
    for step in 0..rng.between(16, 40) {
        at += rng.between(1, 45 * MINUTE);
        let which = rng.below(devices.len() as u64) as usize;
        let count = rng.between(0, 4) as u64;
        devices[which].write(at, count, rng);
        if rng.below(12) == 0 && step > 3 {
            // Days offline, and a clock set anew.
            at += rng.between(1, 40) * 60 * MINUTE;
            devices[which].clock = rng.between(-5 * MINUTE, 5 * MINUTE);
        } else {
            devices[which].round(&mut host, at, true, rng);
        }
    }
    // One pupil's second device may be lost for good, with what it had not shared.
    if loser == 0 && attack == Attack::None {
        devices[3].lost = true;
    }
    let quiet = |host: &mut Host, devices: &mut Vec<Device>, at: &mut i64, times: usize, rng: &mut Rng| {
        host.faults = Faults { refuses_overwrite: host.faults.refuses_overwrite, ..Faults::default() };
        for _ in 0..times {
            for device in devices.iter_mut() {
                *at += 4 * MINUTE;
                device.round(host, *at, false, rng);
            }
        }
    };
    let target = devices[4].id();
    match attack {
        Attack::None => quiet(&mut host, &mut devices, &mut at, 3, rng),
        Attack::Rollback => {
            quiet(&mut host, &mut devices, &mut at, 2, rng);
            let before = host.files.clone();
            devices[4].write(at, 2, rng);
            quiet(&mut host, &mut devices, &mut at, 3, rng);
            host.files = before;
            quiet(&mut host, &mut devices, &mut at, 5, rng);
        }
        Attack::Withhold => {
            quiet(&mut host, &mut devices, &mut at, 2, rng);
            host.pinned = Some((target, host.files.clone()));
            devices[4].write(at, 3, rng);
            quiet(&mut host, &mut devices, &mut at, 8, rng);
        }
        Attack::Fork => {
            quiet(&mut host, &mut devices, &mut at, 2, rng);
            let mut copy = devices[4].clone();
            copy.live = copy.kept.kept();
            copy.write(at, 1, rng);
            at += 7;
            devices[4].write(at, 1 + rng.below(2), rng);
            devices.push(copy);
            quiet(&mut host, &mut devices, &mut at, 3, rng);
        }
        Attack::Forge | Attack::Swap => {
            quiet(&mut host, &mut devices, &mut at, 2, rng);
            let name = FileName { class: devices[0].live.class, kind: Kind::Head(target) };
            let other = FileName { class: devices[0].live.class, kind: Kind::Head(devices[2].id()) };
            let bytes = if attack == Attack::Swap {
                Host::current(&host.files, &other).expect("a head")
            } else {
                let bytes = Host::current(&host.files, &name).expect("a head");
                let json = augu::keys::Unverified::read(&bytes).and_then(|read| read.peek()).expect("JSON");
                augu::keys::sign(&SigningKey::of_seed([200; 32]), &json).into_bytes()
            };
            host.forged.insert(name, bytes);
            quiet(&mut host, &mut devices, &mut at, 2, rng);
        }
    }
    devices
}

fn check_converged(seed: u64, devices: &[Device]) {
    for device in devices {
        let false_alarms: Vec<_> =
            device.alarms.iter().filter(|alarm| !matches!(alarm, Alarm::Damaged { .. })).collect();
        assert!(false_alarms.is_empty(), "schedule {seed}: {} told {false_alarms:?}", device.id());
        assert!(
            device.lost || device.live.standing.failures == 0,
            "schedule {seed}: {} is well again: {:?}",
            device.id(),
            device.live.standing
        );
    }
    let staff = &devices[..2];
    for pupil in &devices[2..] {
        let person = pupil.live.person;
        let own = entries_of(pupil, person);
        let written = pupil.own().newest_of(pupil.id());
        if !pupil.lost {
            assert_eq!(pupil.live.shared(), written, "schedule {seed}: {} shared all", pupil.id());
        }
        for reader in staff {
            let read = entries_of(reader, person);
            for (id, line) in &own {
                if pupil.lost && id.device == pupil.id() && id.sequence > pupil.acknowledged {
                    continue;
                }
                assert_eq!(read.get(id), Some(line), "schedule {seed}: {} lacks {id:?}", reader.id());
            }
            let newest = reader.journals.get(&person).map_or(0, |journal| journal.newest_of(pupil.id()));
            assert!(newest <= written, "schedule {seed}: nothing is there twice or from nowhere");
        }
    }
    // Two devices of one pupil hold the same, and the tutor and the teacher read each other.
    if !devices[3].lost {
        let person = devices[2].live.person;
        assert_eq!(entries_of(&devices[2], person), entries_of(&devices[3], person), "schedule {seed}: two devices");
    }
    for (reader, writer) in [(0, 1), (1, 0)] {
        let person = devices[writer].live.person;
        assert_eq!(
            entries_of(&devices[reader], person),
            entries_of(&devices[writer], person),
            "schedule {seed}: staff read each other"
        );
    }
    // A pupil reads no other pupil.
    let other = devices[2].live.person;
    assert!(!devices[4].journals.contains_key(&other), "schedule {seed}: a pupil reads another");
}

fn all_alarms(devices: &[Device]) -> BTreeSet<Alarm> {
    devices.iter().flat_map(|device| device.alarms.iter().cloned()).collect()
}

fn check_detected(seed: u64, attack: Attack, devices: &[Device]) {
    let target = devices[4].id();
    let alarms = all_alarms(devices);
    let detected = alarms.iter().any(|alarm| match (attack, alarm) {
        (Attack::Rollback, Alarm::Rollback { .. } | Alarm::Withheld { .. }) => true,
        (Attack::Withhold, Alarm::Withheld { device } | Alarm::Rollback { device }) => *device == target,
        (Attack::Fork, Alarm::Fork { device }) => *device == target,
        (Attack::Forge, Alarm::Forged { name }) | (Attack::Swap, Alarm::Swapped { name }) => {
            name.contains(&target.to_string())
        }
        _ => false,
    });
    assert!(detected, "schedule {seed}: {attack:?} was not noticed; alarms: {alarms:?}");
}

fn schedules() -> u64 {
    if std::env::var_os("AUGU_LONG").is_some() { 100_000 } else { 2_000 }
}

/// All schedules, on as many threads as the machine has.
fn over_all(check: impl Fn(u64) + Sync) {
    let threads = std::thread::available_parallelism().map_or(2, |count| count.get() as u64);
    LazyLock::force(&CLASS);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let check = &check;
            scope.spawn(move || (thread..schedules()).step_by(threads as usize).for_each(check));
        }
    });
}

#[test]
fn devices_converge_under_every_fault_and_lies_are_noticed() {
    over_all(|seed| {
        let attacks = [Attack::Rollback, Attack::Withhold, Attack::Fork, Attack::Forge, Attack::Swap];
        // Three schedules in four have an honest host, with all its faults; the fourth one lies as well.
        if seed % 4 != 3 {
            check_converged(seed, &schedule(seed, Attack::None));
        } else {
            let attack = attacks[(seed / 4 % attacks.len() as u64) as usize];
            check_detected(seed, attack, &schedule(seed, attack));
        }
    });
}

#[test]
fn twenty_eight_join_at_once() {
    let mut class = CLASS.clone();
    let rng = &mut Rng::new(28);
    let mut entropy = Entropy::of_seed([28; 32]);
    let start = class.at;
    let until = Moment(start + 10 * MINUTE);
    let host = HostPlace { url: "http://127.0.0.1/".into(), credential: Default::default() };
    let link = class.devices[0].live.join_link(host, None, until).expect("a link");
    let mut joining: Vec<Joining> = (0..28u128)
        .map(|at| {
            let keys = person_keys(100 + at);
            let place = PlaceId::from_bits(1000 + at);
            let signer = signer(100 + at, 200 + at, &keys);
            Joining::new(link.clone(), signer, keys.reading, Some(place), "", Moment(start))
        })
        .collect();
    let mut members = Vec::new();
    class.host.faults = Faults { fails: 5, loses_answer: 5, cuts_upload: 5, ..Faults::default() };
    while members.len() < 28 {
        class.at += 3_000;
        assert!(class.at - start < 3 * MINUTE, "28 are in within three minutes; {} are", members.len());
        // All at once: everybody's uploads come before anybody reads back.
        let mut open: Vec<(usize, Ask)> = joining
            .iter_mut()
            .enumerate()
            .filter_map(|(at, one)| Some((at, one.wake(Moment(class.at), &mut entropy)?)))
            .collect();
        let mut done = Vec::new();
        while !open.is_empty() {
            let mut next = Vec::new();
            for (at, ask) in open {
                let id = joining[at].request.certificate.device();
                let told = class.host.answer(id, &ask, class.at, rng);
                let (more, admitted) = joining[at].told(ask.name(), told);
                next.extend(more.map(|more| (at, more)));
                if let Some((membership, _)) = admitted {
                    members.push(membership.person);
                    done.push(at);
                }
            }
            open = next;
        }
        done.sort_unstable();
        done.into_iter().rev().for_each(|at| drop(joining.remove(at)));
        let teacher = &mut class.devices[0];
        let now = teacher.now(class.at);
        let own = teacher.own();
        let mut asks = teacher.live.wake(now, true);
        while let Some(asked) = asks.pop() {
            let told = class.host.answer(teacher.id(), &asked, class.at, rng);
            asks.extend(teacher.live.told(asked.name(), told, now, &own, &mut entropy));
        }
        for request in teacher.live.take().requests {
            let place = request.place.expect("the picked name");
            teacher.live.admit(&request, place, now);
        }
    }
    assert_eq!(members.iter().collect::<BTreeSet<_>>().len(), 28);
}

#[test]
fn a_link_that_leads_to_another_teacher_is_not_followed() {
    let class = CLASS.clone();
    let host = HostPlace { url: "http://127.0.0.1/".into(), credential: Default::default() };
    let link = class.devices[0].live.join_link(host, None, Moment(class.at + MINUTE)).expect("a link");
    let keys = person_keys(9);
    let stranger = augu::keys::SigningKey::of_seed([9; 32]).public().thumbprint().short().to_owned();
    let wrong = JoinLink { root: stranger, ..link.clone() };
    for (link, at, state) in [
        (link.clone(), class.at, JoinState::Waiting),
        (wrong, class.at, JoinState::Untrusted),
        (link, class.at + 2 * MINUTE, JoinState::Expired),
    ] {
        let mut host = class.host.clone();
        let mut entropy = Entropy::of_seed([3; 32]);
        let signer = signer(9, 91, &keys);
        let mut joining = Joining::new(link, signer, keys.reading.clone(), None, "", Moment(at));
        for step in 0..4 {
            let mut ask = joining.wake(Moment(at + step * 1_000), &mut entropy);
            while let Some(asked) = ask {
                let told = host.answer(DeviceId::from_bits(91), &asked, at, &mut Rng::new(1));
                ask = joining.told(asked.name(), told).0;
            }
        }
        assert_eq!(joining.state, state);
    }
}

#[test]
fn what_was_removed_reads_and_writes_nothing_new() {
    let Class { mut host, mut devices, mut at } = CLASS.clone();
    let rng = &mut Rng::new(5);
    let rounds = |devices: &mut Vec<Device>, host: &mut Host, at: &mut i64, rng: &mut Rng| {
        for _ in 0..3 {
            for device in devices.iter_mut() {
                *at += MINUTE;
                device.round(host, *at, false, rng);
            }
        }
    };
    devices[4].write(at, 3, rng);
    rounds(&mut devices, &mut host, &mut at, rng);
    let removed = devices[4].live.person;
    let old_key = devices[2].live.card.class_key();
    let now = devices[0].now(at);
    let mut entropy = Entropy::of_seed([6; 32]);
    devices[0].live.set_belonging(removed, Belonging::Erased, now, &mut entropy);
    rounds(&mut devices, &mut host, &mut at, rng);
    assert_eq!(devices[4].live.belonging, Belonging::Erased);
    assert_ne!(devices[2].live.card.class_key(), old_key, "what comes now is sealed with a new key");
    devices[4].write(at, 2, rng);
    rounds(&mut devices, &mut host, &mut at, rng);
    assert_eq!(devices[0].journals[&removed].newest_of(devices[4].id()), 3, "nothing more is taken from there");
    // The others go on, and staff read them with the new key.
    devices[2].write(at, 2, rng);
    rounds(&mut devices, &mut host, &mut at, rng);
    let person = devices[2].live.person;
    assert_eq!(entries_of(&devices[1], person), entries_of(&devices[2], person));
}

#[test]
fn a_lost_device_counts_up_to_its_last_word() {
    let Class { mut host, mut devices, mut at } = CLASS.clone();
    let rng = &mut Rng::new(6);
    devices[3].write(at, 2, rng);
    for _ in 0..2 {
        for device in &mut devices {
            at += MINUTE;
            device.round(&mut host, at, false, rng);
        }
    }
    let (lost, person) = (devices[3].id(), devices[3].live.person);
    let now = devices[0].now(at);
    let mut entropy = Entropy::of_seed([8; 32]);
    let (other, epoch) = (devices[4].live.person, devices[0].live.card.class_key());
    assert!(!devices[0].live.lose_device(other, lost, now, &mut entropy), "nobody tells of another's device");
    assert_eq!(devices[0].live.card.class_key(), epoch);
    assert!(devices[0].live.lose_device(person, lost, now, &mut entropy));
    assert!(!devices[0].live.lose_device(person, lost, now, &mut entropy), "what was said first stays");
    // The finder goes on writing with the device's key.
    devices[3].write(at, 4, rng);
    for _ in 0..3 {
        for which in [3, 0, 1, 2, 4] {
            at += MINUTE;
            devices[which].round(&mut host, at, false, rng);
        }
    }
    for reader in [0, 1, 2] {
        assert_eq!(devices[reader].journals[&person].newest_of(lost), 2, "{reader}");
    }
    assert!(all_alarms(&devices).is_empty());
}

/// Keys changed after a loss: the device that is left goes on in the class, a third one comes by the new code; the old code
/// and the lost device bring and read nothing new.
#[test]
fn changed_keys_go_on_in_the_class() {
    let mut class = CLASS.clone();
    let rng = &mut Rng::new(9);
    let mut entropy = Entropy::of_seed([9; 32]);
    let rounds = |class: &mut Class, rng: &mut Rng| {
        for which in [3, 2, 0, 1, 4, 5].iter().cycle().take(24) {
            class.at += MINUTE;
            if let Some(device) = class.devices.get_mut(*which) {
                device.round(&mut class.host, class.at, false, rng);
            }
        }
    };
    class.devices[2].write(class.at, 3, rng);
    class.devices[3].write(class.at, 2, rng);
    rounds(&mut class, rng);
    let (left, lost, person) = (class.devices[2].id(), class.devices[3].id(), class.devices[2].live.person);

    let next = PersonKeys::of(&RecoveryCode::of_bits([33; 16]), 2);
    let renewed = signer(3, 31, &next);
    let root = next.public().root.thumbprint().0;
    let certificate = Some(renewed.certificate.signed().to_owned());
    let keyed = Event::Membership(MembershipFact::Keyed { generation: 2, root, certificate: certificate.clone() });
    let device = &mut class.devices[2];
    let newest = device.own().entries().last().map_or(HybridTime::default(), |entry| entry.stamp.time);
    let mut pen = Pen { author: person, device: left, newest, sequence: device.own().newest_of(left) };
    device.journals.entry(person).or_default().append(pen.write(Moment(class.at), keyed));
    assert_eq!(device.live.learn_keys(&device.own()), 2);
    let ring = |signer: Signer| {
        let code = RecoveryCode::of_bits([33; 16]);
        let mut ring = KeyRing::of_code(&code, 2, person, left, Moment(1), &mut Entropy::of_seed([3; 32]));
        ring.signer = signer;
        ring
    };
    assert!(!device.live.renew(&ring(signer(3, 32, &next))), "another device's");
    assert!(device.live.renew(&ring(renewed.clone())) && !device.live.renew(&ring(renewed.clone())));
    let now = Moment(class.at);
    assert!(class.devices[0].live.lose_device(person, lost, now, &mut entropy));
    rounds(&mut class, rng);
    let told = class.devices[0].journals[&person].entries().iter().any(|entry| entry.stamp.device == left && {
        matches!(&entry.event, Event::Membership(MembershipFact::Keyed { certificate: told, .. }) if *told == certificate)
    });
    assert!(told, "staff read what the device says of its keys");
    let (now, text) = (Moment(class.at), renewed.certificate.signed());
    let teacher = &mut class.devices[0].live;
    assert!(!teacher.renew_member(lost, text, now), "it is another device's");
    assert!(
        !teacher.renew_member(left, signer(3, 99, &next).certificate.signed(), now),
        "and must be the device's own"
    );
    assert!(teacher.renew_member(left, text, now) && !teacher.renew_member(left, text, now));
    rounds(&mut class, rng);

    let host = HostPlace { url: "http://127.0.0.1/".into(), credential: Default::default() };
    let link = class.devices[0].live.join_link(host, None, Moment(class.at + 90 * MINUTE)).expect("a link");
    let place = PlaceId::from_bits(301);
    let request = |keys: &PersonKeys| {
        let (link, signer) = (link.clone(), signer(3, 33, keys));
        Joining::new(link, signer, keys.reading.clone(), Some(place), "Ona", Moment(class.at)).request
    };
    assert!(class.devices[0].live.is_further_device(&request(&next)));
    assert!(!class.devices[0].live.is_further_device(&request(&person_keys(3))), "the old code is anybody's");
    let third = join_by(&mut class, &link, &next, (3, 33), place, false);
    let third_id = third.device();
    class.devices.push(Device::new(third, 0));
    class.devices[5].write(class.at, 2, rng);
    class.devices[2].write(class.at, 1, rng);
    // The finder goes on.
    class.devices[3].write(class.at, 4, rng);
    rounds(&mut class, rng);
    for reader in [0, 1, 2, 5] {
        let journal = &class.devices[reader].journals[&person];
        assert_eq!((journal.newest_of(left), journal.newest_of(third_id)), (5, 2), "{reader}");
        assert!(journal.newest_of(lost) <= 2, "{reader}");
    }
    // What the device that is left wrote after the change is not for the lost one.
    assert_eq!(class.devices[3].journals[&person].newest_of(left), 3);
    assert_eq!(all_alarms(&class.devices), BTreeSet::new());
}

/// What a device says of keys goes with it when it is lost; two devices that change the keys at the same time both go on;
/// staff are known by the card.
#[test]
fn keys_that_a_finder_brings_go_with_the_lost_device() {
    let mut class = CLASS.clone();
    let rng = &mut Rng::new(10);
    let mut entropy = Entropy::of_seed([10; 32]);
    for device in [2, 3] {
        class.devices[device].write(class.at, 1, rng);
        class.devices[device].round(&mut class.host, class.at, false, rng);
    }
    class.devices[0].round(&mut class.host, class.at, false, rng);
    let (left, lost, person) = (class.devices[2].id(), class.devices[3].id(), class.devices[2].live.person);
    let now = Moment(class.at);
    let host = HostPlace { url: "http://127.0.0.1/".into(), credential: Default::default() };
    let link = class.devices[0].live.join_link(host, None, Moment(class.at + 90 * MINUTE)).expect("a link");
    let request = |keys: &PersonKeys| {
        let (link, signer) = (link.clone(), signer(3, 35, keys));
        Joining::new(link, signer, keys.reading.clone(), None, "Ona", now).request
    };
    let keys = |code: u8, generation: u32| PersonKeys::of(&RecoveryCode::of_bits([code; 16]), generation);
    let certificate = |device: u128, keys: &PersonKeys| signer(3, device, keys).certificate.signed().to_owned();
    let member_keys = |live: &Membership| live.roster.as_ref().expect("a roster").members[&person].value.keys;
    let counts = |live: &Membership, device| live.roster.as_ref().expect("a roster").member_of(device).is_some();

    let teacher = &mut class.devices[0].live;
    assert!(!teacher.renew_member(lost, &certificate(32, &keys(66, 4_000_000_000)), now), "far ahead");
    let before = member_keys(teacher);
    assert!(teacher.renew_member(lost, &certificate(32, &keys(66, 2)), now));
    assert_eq!(member_keys(teacher), keys(66, 2).public());
    assert!(counts(teacher, left), "the owner's device counts all the same");
    assert!(teacher.lose_device(person, lost, now, &mut entropy));
    assert_eq!(member_keys(teacher), before);
    assert!(!teacher.is_further_device(&request(&keys(66, 2))), "the finder brings no further device");
    assert!(teacher.renew_member(left, &certificate(31, &keys(33, 2)), now));
    assert!(teacher.is_further_device(&request(&keys(33, 2))));
    assert!(!teacher.renew_member(lost, &certificate(32, &keys(66, 3)), now), "a lost device says nothing more");

    let mut other = CLASS.clone();
    other.devices[0].live.renew_member(left, &certificate(31, &keys(33, 2)), now);
    assert!(other.devices[0].live.renew_member(lost, &certificate(32, &keys(44, 2)), now));
    assert!(counts(&other.devices[0].live, left) && counts(&other.devices[0].live, lost));
    let tutor = PersonKeys::of(&RecoveryCode::of_bits([2; 16]), 2);
    let tutor = signer(2, 21, &tutor).certificate;
    assert!(!other.devices[0].live.renew_member(tutor.device(), tutor.signed(), now), "staff stand on the card");
}

#[test]
fn who_lost_all_keys_gets_the_history_back_from_staff() {
    let mut class = CLASS.clone();
    let rng = &mut Rng::new(7);
    class.devices[4].write(class.at, 5, rng);
    for device in &mut class.devices {
        class.at += MINUTE;
        device.round(&mut class.host, class.at, false, rng);
    }
    class.devices[0].round(&mut class.host, class.at, false, rng);
    let old = class.devices[4].live.person;
    let history = class.devices[0].journals[&old].entries().to_vec();
    assert_eq!(history.len(), 5);
    class.devices[0].live.give_back(PersonId::from_bits(14), &history);
    let host = HostPlace { url: "http://127.0.0.1/".into(), credential: Default::default() };
    let link = class.devices[0].live.join_link(host, None, Moment(class.at + 30 * MINUTE)).expect("a link");
    let membership = join(&mut class, &link, 14, 141, PlaceId::from_bits(302), false);
    let mut pupil = Device::new(membership, 0);
    pupil.round(&mut class.host, class.at, false, rng);
    assert_eq!(pupil.journals[&old].entries(), history.as_slice());
}

/// "Tai tas pats mokinys": the devices of before count no more, their facts stay the pupil's, for every staff member.
#[test]
fn who_comes_back_is_the_same_pupil_to_all_staff() {
    let mut class = CLASS.clone();
    let rng = &mut Rng::new(8);
    class.devices[4].write(class.at, 5, rng);
    for _ in 0..2 {
        for device in &mut class.devices {
            class.at += MINUTE;
            device.round(&mut class.host, class.at, false, rng);
        }
    }
    let (old, place) = (class.devices[4].live.person, PlaceId::from_bits(302));
    let history = class.devices[0].journals[&old].entries().to_vec();
    let host = HostPlace { url: "http://127.0.0.1/".into(), credential: Default::default() };
    let link = class.devices[0].live.join_link(host, None, Moment(class.at + 90 * MINUTE)).expect("a link");
    let new = PersonId::from_bits(14);
    let membership = join(&mut class, &link, 14, 141, place, false);
    let keys = person_keys(14);
    let request = Joining::new(link, signer(14, 141, &keys), keys.reading, Some(place), "", now_of(&class)).request;
    let now = class.devices[0].now(class.at);
    let mut entropy = Entropy::of_seed([14; 32]);
    class.devices[0].live.admit_again(&request, place, &[old], &history, now, &mut entropy);
    let roster = class.devices[0].live.roster.as_ref().expect("a roster");
    assert_eq!([roster.now_of(old), roster.now_of(new)], [new, new]);
    let mut pupil = Device::new(membership, 0);
    pupil.write(class.at, 2, rng);
    // Somebody found the lost device and goes on with it.
    class.devices[4].write(class.at, 3, rng);
    for _ in 0..3 {
        class.at += MINUTE;
        class.devices[0].round(&mut class.host, class.at, false, rng);
        pupil.round(&mut class.host, class.at, false, rng);
        for device in &mut class.devices[1..] {
            class.at += MINUTE;
            device.round(&mut class.host, class.at, false, rng);
        }
    }
    assert_eq!(pupil.journals[&old].entries(), history.as_slice(), "the history is back");
    assert!(pupil.live.is_own(old) && !pupil.live.is_own(class.devices[0].live.person));
    for staff in [0, 1] {
        let device = &class.devices[staff];
        let roster = device.live.roster.as_ref().expect("a roster");
        assert_eq!(roster.earlier_of(new), [old], "{staff}");
        assert_eq!(device.journals[&old].entries().len(), 5, "{staff}: nothing more of the lost device");
        assert_eq!(device.journals[&new].newest_of(DeviceId::from_bits(141)), 2, "{staff}");
    }
    // A staff device that joins only now reads both.
    let mut later = fresh_staff(&class, 1);
    for _ in 0..2 {
        class.at += MINUTE;
        later.round(&mut class.host, class.at, false, rng);
    }
    assert_eq!(later.journals[&old].entries(), history.as_slice());
    assert_eq!(later.journals[&new].newest_of(DeviceId::from_bits(141)), 2);
}

fn now_of(class: &Class) -> Moment {
    Moment(class.at)
}

/// The same staff device with nothing read yet: as after admission.
fn fresh_staff(class: &Class, which: usize) -> Device {
    let live = &class.devices[which].live;
    let (signer, reading) = (live.signer.clone(), live.reading.clone());
    let mut fresh = Membership::new(live.class, signer, reading, live.card.clone(), Belonging::Member);
    fresh.become_staff();
    Device::new(fresh, 0)
}

/// The second staff member takes the snapshot's word for what was before it, reads what came since, and one pupil's
/// facts on demand; the head of the school reads snapshots alone.
#[test]
fn a_snapshot_stands_for_what_was_before_it() {
    let mut class = CLASS.clone();
    let rng = &mut Rng::new(80);
    let all_rounds = |class: &mut Class, rng: &mut Rng| {
        for device in &mut class.devices {
            class.at += MINUTE;
            device.round(&mut class.host, class.at, false, rng);
        }
    };
    for pupil in [2, 4] {
        class.devices[pupil].write(class.at, 6, rng);
    }
    all_rounds(&mut class, rng);
    all_rounds(&mut class, rng);
    let (ona, jonas) = (class.devices[2].live.person, class.devices[4].live.person);
    let people = BTreeMap::from([(ona, serde_json::json!({"n": 6})), (jonas, serde_json::json!({"n": 6}))]);
    let now = Moment(class.at);
    class.devices[0].live.set_class_snapshot(people.clone(), now, &mut Entropy::of_seed([80; 32]));
    all_rounds(&mut class, rng);
    class.devices[4].write(class.at, 2, rng);
    all_rounds(&mut class, rng);

    let mut later = fresh_staff(&class, 1);
    class.at += MINUTE;
    let (asked, taken) = read_round(&mut later, &mut class.host, class.at);
    assert_eq!(taken.people, people, "as the snapshot says");
    let of = |taken: &augu::sync::Taken, person| taken.facts.iter().filter(|it| it.stamp.author == person).count();
    assert_eq!((of(&taken, ona), of(&taken, jonas)), (0, 2), "only what came since");
    let pieces = |asked: &[Kind], device: DeviceId| {
        let of = |kind: &&Kind| matches!(kind, Kind::Segment(id, _) | Kind::Snapshot(id, _) if *id == device);
        asked.iter().filter(of).count()
    };
    assert_eq!((pieces(&asked, class.devices[2].id()), pieces(&asked, class.devices[4].id())), (0, 1));
    assert!(later.live.lacks(ona) && later.live.lacks(jonas));
    let kept = serde_json::to_string(&later.live.kept()).expect("JSON");
    later.live = serde_json::from_str(&kept).expect("a membership");
    assert!(later.live.lacks(jonas), "kept and read again");

    // One pupil's details, and nobody else's.
    later.live.want(jonas);
    class.at += MINUTE;
    let (asked, taken) = read_round(&mut later, &mut class.host, class.at);
    assert_eq!((of(&taken, ona), of(&taken, jonas)), (0, 8));
    assert_eq!(pieces(&asked, class.devices[2].id()), 0);
    assert!(later.live.lacks(ona) && !later.live.lacks(jonas));
    // From then on as ever.
    for pupil in [2, 4] {
        class.devices[pupil].write(class.at, 1, rng);
    }
    all_rounds(&mut class, rng);
    class.at += MINUTE;
    let (_, taken) = read_round(&mut later, &mut class.host, class.at);
    assert_eq!((of(&taken, ona), of(&taken, jonas)), (1, 1));
    assert_eq!(later.live.alarms(), []);

    // The head of the school.
    let keys = person_keys(6);
    let head_signer = signer(6, 61, &keys);
    let host = HostPlace { url: "http://127.0.0.1/".into(), credential: Default::default() };
    let link = class.devices[0].live.join_link(host, None, Moment(class.at + MINUTE)).expect("a link");
    let request = Joining::new(link, head_signer.clone(), keys.reading.clone(), None, "", now_of(&class)).request;
    class.devices[0].live.admit_staff(&request, augu::sync::Role::Head, now);
    all_rounds(&mut class, rng);
    let card = class.devices[0].live.card.clone();
    let mut head =
        Membership::new(class.devices[0].live.class, head_signer, vec![keys.reading], card, Belonging::Member);
    head.become_staff();
    let mut head = Device::new(head, 0);
    class.at += MINUTE;
    let (asked, taken) = read_round(&mut head, &mut class.host, class.at);
    assert_eq!((taken.people.len(), taken.facts.len()), (2, 0));
    let pupils: BTreeSet<DeviceId> = class.devices[2..].iter().map(Device::id).collect();
    let of_pupils = |kind: &&Kind| matches!(kind, Kind::Head(device) if pupils.contains(device));
    assert_eq!(asked.iter().find(of_pupils), None, "no pupil's head is asked for");
    head.live.want(ona);
    class.at += MINUTE;
    let (_, taken) = read_round(&mut head, &mut class.host, class.at);
    assert_eq!((of(&taken, ona), of(&taken, jonas)), (7, 0));
    // Nobody takes the head of the school for somebody who holds things back.
    for _ in 0..200 {
        class.at += 20 * MINUTE;
        all_rounds(&mut class, rng);
        head.round(&mut class.host, class.at, false, rng);
        later.round(&mut class.host, class.at, false, rng);
    }
    assert_eq!(all_alarms(&class.devices), BTreeSet::new());
    assert_eq!((head.alarms, later.alarms), Default::default());
}

/// One round: what was asked for, and what it brought.
fn read_round(device: &mut Device, host: &mut Host, at: i64) -> (Vec<Kind>, augu::sync::Taken) {
    let (own, mut asked) = (device.own(), Vec::new());
    let (mut entropy, mut rng) = (Entropy::of_seed([90; 32]), Rng::new(90));
    let mut asks = device.live.wake(Moment(at), false);
    while let Some(ask) = asks.pop() {
        asked.push(ask.name().kind.clone());
        let told = host.answer(device.id(), &ask, at, &mut rng);
        asks.extend(device.live.told(ask.name(), told, Moment(at), &own, &mut entropy));
    }
    (asked, device.live.take())
}

/// An open page asks for those who were active lately in every round, and for everybody in two.
#[test]
fn an_open_page_asks_for_those_who_are_active() {
    let mut class = CLASS.clone();
    let rng = &mut Rng::new(81);
    class.at += 60 * MINUTE;
    class.devices[4].write(class.at, 1, rng);
    for which in [4, 0, 1, 0] {
        class.devices[which].round(&mut class.host, class.at, false, rng);
    }
    let active = class.devices[4].id();
    let pupils: BTreeSet<DeviceId> = class.devices[2..].iter().map(Device::id).collect();
    let mut seen = Vec::new();
    for step in 0..6 {
        let at = class.at + step * 3_000;
        let teacher = &mut class.devices[0];
        let own = teacher.own();
        let mut entropy = Entropy::of_seed([81; 32]);
        let mut asks = teacher.live.wake_live(Moment(at));
        let mut heads = BTreeSet::new();
        while let Some(ask) = asks.pop() {
            match (&ask, &ask.name().kind) {
                (Ask::Get { .. }, Kind::Head(device)) if pupils.contains(device) => assert!(heads.insert(*device)),
                (Ask::Put { .. }, kind) => assert!(step == 0, "{kind:?} again: nothing is new"),
                _ => {}
            }
            let told = class.host.answer(teacher.id(), &ask, at, rng);
            asks.extend(teacher.live.told(ask.name(), told, Moment(at), &own, &mut entropy));
        }
        assert!(heads.contains(&active), "round {step}");
        seen.push(heads);
    }
    for two in seen.windows(2) {
        assert_eq!(two[0].union(&two[1]).copied().collect::<BTreeSet<_>>(), pupils, "everybody in two rounds");
    }
    assert!(seen.iter().any(|heads| heads.len() < pupils.len()), "not everybody each time");
}

#[test]
fn the_state_reads_back_as_it_was_kept() {
    for device in schedule(12, Attack::None) {
        let text = serde_json::to_string(&device.live).expect("JSON");
        let read: Membership = serde_json::from_str(&text).expect("a membership");
        assert_eq!(read.kept(), device.live.kept());
    }
}

/// Every file of a small class.
fn fixture() -> (Class, BTreeMap<FileName, Vec<u8>>) {
    let Class { mut host, mut devices, mut at } = CLASS.clone();
    let rng = &mut Rng::new(9);
    for _ in 0..2 {
        for device in &mut devices {
            at += 11 * MINUTE;
            device.write(at, 2, rng);
            device.round(&mut host, at, false, rng);
        }
    }
    let files: BTreeMap<FileName, Vec<u8>> =
        host.files.keys().filter_map(|name| Some((name.clone(), Host::current(&host.files, name)?))).collect();
    (Class { host, devices, at }, files)
}

/// What a fresh reader with the keys of `device` takes from these files.
fn taken_by(class: &Class, device: usize, files: &BTreeMap<FileName, Vec<u8>>) -> (Vec<String>, Membership) {
    let mut host = Host::default();
    for (name, bytes) in files {
        host.put(name, Some(bytes.clone()), 0);
    }
    let mut reader = Device::new(CLASS.devices[device].kept.kept(), 0);
    let rng = &mut Rng::new(3);
    for round in 1..3 {
        reader.round(&mut host, class.at + round * 20 * MINUTE, false, rng);
    }
    let lines = reader.journals.values().flat_map(|journal| journal.entries().iter().map(Entry::line)).collect();
    (lines, reader.live)
}

#[test]
fn no_file_is_accepted_under_another_name() {
    let (class, files) = fixture();
    for device in [0, 2] {
        let (right, _) = taken_by(&class, device, &files);
        assert!(!right.is_empty());
        let genuine: BTreeSet<String> = right.into_iter().collect();
        let mut tried = 0;
        for name in files.keys() {
            for (other, bytes) in &files {
                if name == other || files[name] == *bytes {
                    continue;
                }
                tried += 1;
                // A name that carries a digest fits its own bytes alone; the other names need a whole reading.
                if name.is_immutable() {
                    assert!(!name.fits(bytes), "{other} fits the name {name}");
                    continue;
                }
                let mut swapped = files.clone();
                swapped.insert(name.clone(), bytes.clone());
                let (lines, state) = taken_by(&class, device, &swapped);
                assert!(lines.iter().all(|line| genuine.contains(line)), "{other} was taken for {name}");
                if let Kind::Segment(owner, _) | Kind::Head(owner) = &name.kind
                    && *owner != state.device()
                    && state.peers().get(owner).is_some()
                {
                    let facts = lines.iter().filter(|line| line.contains(&owner.to_string())).count();
                    let before = genuine.iter().filter(|line| line.contains(&owner.to_string())).count();
                    assert!(facts <= before);
                }
            }
        }
        assert!(tried > 300, "{tried}");
    }
}

#[test]
fn no_changed_bit_and_no_cut_is_accepted() {
    let (class, files) = fixture();
    let teacher = &class.devices[0].live;
    let long = std::env::var_os("AUGU_LONG").is_some();
    for (name, bytes) in &files {
        let owner = Host::owner(name);
        if name.is_immutable() {
            // The name carries the digest, so no changed file fits it; and no changed file opens or verifies either.
            for bit in (0..bytes.len() * 8).step_by(if long { 1 } else { 7 }) {
                let mut changed = bytes.clone();
                changed[bit / 8] ^= 1 << (bit % 8);
                assert!(!name.fits(&changed), "{name} bit {bit}");
            }
            for length in 0..bytes.len() {
                assert!(!name.fits(&bytes[..length]), "{name} cut to {length}");
            }
        } else if let (Kind::Head(_), Some(owner)) = (&name.kind, owner) {
            let key =
                class.devices.iter().find(|device| device.id() == owner).expect("its device").live.signer.key.public();
            assert!(augu::sync::read_signed::<augu::sync::Head>(bytes, &key).is_ok());
            for bit in (0..bytes.len() * 8).step_by(if long { 1 } else { 3 }) {
                let mut changed = bytes.clone();
                changed[bit / 8] ^= 1 << (bit % 8);
                assert!(augu::sync::read_signed::<augu::sync::Head>(&changed, &key).is_err(), "{name} bit {bit}");
            }
            for length in 0..bytes.len() {
                assert!(augu::sync::read_signed::<augu::sync::Head>(&bytes[..length], &key).is_err());
            }
        }
    }
    assert!(teacher.alarms().is_empty());
}

#[test]
fn keys_open_what_they_should_and_nothing_else() {
    let (class, files) = fixture();
    let class_keys = class.devices[0].live.roster.as_ref().expect("a roster").class_keys.clone();
    // Whose key opens what: the person's own facts and letters; the class's, everybody's facts; staff's, the roster.
    let people: Vec<(PersonId, bool, ReadingKey)> = [0, 1, 2, 4]
        .map(|at| {
            let live = &class.devices[at].live;
            (live.person, live.roster.is_some(), live.reading[0].clone())
        })
        .to_vec();
    let owner_of =
        |device: DeviceId| class.devices.iter().find(|known| known.id() == device).map(|known| known.live.person);
    let mut opened = 0;
    for (name, bytes) in &files {
        for (person, staff, key) in &people {
            let opens = augu::keys::open(bytes, std::slice::from_ref(key)).is_ok();
            let should = match &name.kind {
                Kind::Segment(device, _) | Kind::Snapshot(device, _) | Kind::Letter(device, _) => {
                    owner_of(*device) == Some(*person)
                }
                Kind::Roster(edition) => *staff && (*person == PersonId::from_bits(1) || edition.number > 1) && opens,
                _ => false,
            };
            assert_eq!(opens, should, "{name} with the key of {person}");
            opened += usize::from(opens);
        }
        let by_class = augu::keys::open(bytes, &class_keys).is_ok();
        assert_eq!(by_class, matches!(name.kind, Kind::Segment(..) | Kind::Snapshot(..) | Kind::Join(_)), "{name}");
    }
    assert!(opened > 10, "{opened}");
}

#[test]
fn a_teacher_who_is_alone_shares_round_after_round() {
    let keys = person_keys(50);
    let mut entropy = Entropy::of_seed([50; 32]);
    let at = 1_800_000_000_000;
    let id = ClassId::from_bits(50);
    let alone = Membership::found(id, "5a", signer(50, 51, &keys), keys.reading.clone(), Moment(at), &mut entropy);
    let (mut host, mut device, rng) = (Host::default(), Device::new(alone, 0), &mut Rng::new(50));
    for round in 0..4 {
        device.write(at + round * MINUTE, 2, rng);
        device.round(&mut host, at + round * MINUTE, false, rng);
        assert_eq!(device.live.shared(), (round as u64 + 1) * 2);
        assert!(!device.live.is_busy());
    }
}

#[test]
fn a_board_is_read_by_the_whole_class_and_reads_nothing() {
    let mut class = CLASS.clone();
    let rng = &mut Rng::new(60);
    let keys = person_keys(1);
    let signer = signer(1, 19, &keys);
    let now = Moment(class.at);
    class.devices[0].live.add_board(&signer, now);
    let board = class.devices[0].live.board(signer);
    let mut board = Device::new(board, 0);
    board.write(class.at, 3, rng);
    let id = board.id();
    for step in 1..4 {
        let at = class.at + step * MINUTE;
        class.devices[0].round(&mut class.host, at, false, rng);
        class.devices[0].live.inform_board(&mut board.live);
        board.round(&mut class.host, at, false, rng);
        for device in &mut class.devices[1..] {
            device.round(&mut class.host, at, false, rng);
        }
    }
    assert_eq!((board.live.shared(), board.live.peers().len()), (3, 0));
    let author = board.live.person;
    for device in &class.devices[1..] {
        let read = device.journals.get(&author).map_or(0, |journal| journal.newest_of(id));
        assert_eq!(read, 3, "{}", device.id());
        assert_eq!(device.alarms, BTreeSet::new());
    }
}

/// Files carried by hand from a pupil to the teacher and back, while the host is older than what was carried.
#[test]
fn files_carried_by_hand_bring_facts_and_no_suspicion() {
    let mut class = CLASS.clone();
    let rng = &mut Rng::new(70);
    let mut entropy = Entropy::of_seed([70; 32]);
    for device in &mut class.devices {
        device.write(class.at, 2, rng);
        device.round(&mut class.host, class.at, false, rng);
    }
    class.at += MINUTE;
    class.devices.iter_mut().for_each(|device| device.round(&mut class.host, class.at, false, rng));
    let pupil = class.devices.len() - 1;
    class.devices[pupil].write(class.at, 5, rng);
    let mut bundle = augu::sync::Bundle::default();
    let mut by_hand = |device: &mut Device, at: i64, bundle: &mut augu::sync::Bundle| {
        device.live.take_in_hand();
        let own = device.own();
        let mut asks = device.live.wake(Moment(at), true);
        while let Some(ask) = asks.pop() {
            let told = bundle.answer(&ask);
            asks.extend(device.live.told(ask.name(), told, Moment(at), &own, &mut entropy));
        }
        device.live.leave_hand();
        device.keep(false);
    };
    class.at += MINUTE;
    by_hand(&mut class.devices[pupil], class.at, &mut bundle);
    let read = augu::sync::Bundle::read(bundle.written().as_bytes()).expect("a bundle");
    assert_eq!(read, bundle);
    by_hand(&mut class.devices[0], class.at + MINUTE, &mut bundle);
    let (author, id) = (class.devices[pupil].live.person, class.devices[pupil].id());
    assert_eq!(class.devices[0].journals[&author].newest_of(id), 7, "carried facts are there");
    // For days the host shows the older head of the pupil, whose device stays without a network.
    for step in 0..200 {
        class.at += 20 * MINUTE;
        for device in &mut class.devices[..pupil] {
            device.round(&mut class.host, class.at, false, rng);
        }
        assert!(step > 0 || class.devices[0].live.alarms().is_empty());
    }
    for device in &class.devices {
        assert_eq!(device.alarms, BTreeSet::new(), "{}", device.id());
    }
    // Back on the network, everything is shared and read as ever.
    class.devices[pupil].write(class.at, 1, rng);
    for _ in 0..3 {
        class.at += MINUTE;
        class.devices.iter_mut().for_each(|device| device.round(&mut class.host, class.at, false, rng));
    }
    for device in &class.devices[..2] {
        assert_eq!(device.journals[&author].newest_of(id), 8);
        assert_eq!(device.alarms, BTreeSet::new(), "{}", device.id());
    }
}
