//! One device in one class: what it knows, what it shared, and the round by which it reads and shares more. A pure state
//! machine: answers of the host in, questions to the host out.
//!
//! A round goes: heads of the devices it watches; cards, rosters, letters and facts that those heads name and it lacks;
//! its own new facts; its own head; that head read back. Whatever fails is asked again in a later round; nothing is
//! believed that is not signed by a key it knows; what it shared counts as shared only once the head was read back.
//!
//! Absent: waiting, the network, the clock. The caller keeps the facts that come ([`Membership::take`]) and this state
//! together, facts first, so that a crash between the two only makes it ask again.

use super::alarm::{Alarm, Patience, Suspicion};
use super::files::{
    Belonging, Card, DeviceEntry, Facts, FileFault, Head, History, Letter, Role, Roster, Signer, StaffHead, chain_next,
    chain_start, read_sealed, read_signed, write_sealed, write_signed,
};
use super::join::{JoinRequest, read_request};
use super::key_ring::KeyRing;
use super::name::{Edition, FileName, Kind, SLOTS};
use crate::base::{ClassId, DeviceId, HybridTime, Moment, PersonId, PlaceId};
use crate::journal::{Entry, Event, Heads, Journal};
use crate::keys::{Certificate, Entropy, ReadingKey, Recipient, Unverified, VerifyingKey, open};
use crate::school::membership::MembershipFact;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A question to the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// GET. `fresh`: past every cache.
    Get {
        /// Which file.
        name: FileName,
        /// Whether caches must be passed by.
        fresh: bool,
    },
    /// PUT.
    Put {
        /// Which file.
        name: FileName,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

impl Ask {
    /// The file asked about.
    pub const fn name(&self) -> &FileName {
        match self {
            Ask::Get { name, .. } | Ask::Put { name, .. } => name,
        }
    }
}

/// The host's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// To a GET: the bytes.
    Found(Vec<u8>),
    /// To a GET: 404 or 410.
    Absent,
    /// To a PUT: stored.
    Stored,
    /// Refused with this status.
    Refused(u16),
    /// No answer, or a fault of the host.
    Failed,
}

/// A file of own facts, and which facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Piece {
    edition: Edition,
    first: u64,
}

/// How far another device was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The number of the newest fact read and checked.
    pub sequence: u64,
    /// The link of the chain there.
    pub tip: String,
    /// The time of its newest head seen.
    pub time: HybridTime,
    /// That head was carried by hand: the host cannot know it yet, and is not to blame for an older one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) by_hand: bool,
}

impl Position {
    /// Before the first fact of a device.
    fn start(device: DeviceId, time: HybridTime, by_hand: bool) -> Position {
        Position { sequence: 0, tip: chain_start(device), time, by_hand }
    }

    /// A head of that time was seen. The same one from the host as well: from now on the host has to show it.
    fn saw(&mut self, time: HybridTime, by_hand: bool) {
        if time > self.time {
            (self.time, self.by_hand) = (time, by_hand);
        } else if time == self.time {
            self.by_hand &= by_hand;
        }
    }
}

fn is_false(it: &bool) -> bool {
    !*it
}

/// A staff head's checkpoint that is ahead of what the host shows, or behind what was shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Lag {
    /// The number that must be reached.
    sequence: u64,
    since: Moment,
    times: u32,
}

/// What the newest head of a staff device named when it was last merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Merged {
    card: Option<Edition>,
    roster: Option<Edition>,
    letter: Option<Edition>,
    /// Digests of what its letters say, by device.
    letters: BTreeMap<DeviceId, (String, Edition)>,
    live_until: Option<HybridTime>,
    pub(super) class: Option<Edition>,
}

/// A document of staff as last written or adopted: the digest of what it says, and the file.
type Published = Option<(String, Edition)>;

/// How the sharing goes, for the line under the pupil's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// When the host last answered a whole round.
    pub reached: Option<Moment>,
    /// Rounds since then that failed.
    pub failures: u32,
    /// The next round is not before this.
    pub next: Moment,
    /// The status with which the host last refused to keep something, until it keeps something again.
    pub refused: Option<u16>,
}

/// What a round brought, for the caller to keep and to show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// Facts of others, or of this person's other devices. To be kept before this state is.
    pub facts: Vec<Entry>,
    /// Newly noticed.
    pub alarms: Vec<Alarm>,
    /// Requests to join, while admitting.
    pub requests: Vec<JoinRequest>,
    /// A new letter from staff.
    pub letter: Option<Letter>,
    /// People whose journals are to be erased from this device.
    pub erase: Vec<PersonId>,
    /// What a class snapshot says of people whose facts were not read: as `insights` wrote it.
    pub people: BTreeMap<PersonId, serde_json::Value>,
}

/// Milliseconds of the first pause after a failed round; each further one doubles it.
const PAUSE_MS: i64 = 5_000;
/// The longest pause.
const PAUSE_MS_MAX: i64 = 15 * 60_000;
/// Who shared something within these milliseconds is looked at in every round of an open page.
const ACTIVE_MS: i64 = 10 * 60_000;
/// Segments beside the snapshots; one more, and they are put together.
const SEGMENTS_MAX: usize = 16;
/// Facts in one file.
const FACTS_MAX: usize = 3_500;
/// Bytes of lines in one file.
const LINES_BYTES: usize = 900_000;
/// A staff device with an open page writes its head anew after so long, even if nothing else changed.
const STAFF_HEAD_MS: i64 = 10 * 60_000;
const LAG: Patience = Patience { times: 3, ms: 30 * 60_000 };

/// One device's membership of one class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// The class.
    pub class: ClassId,
    /// Whose device it is.
    pub person: PersonId,
    /// What the device signs with.
    pub signer: Signer,
    /// The person's reading keys, of all generations.
    pub reading: Vec<ReadingKey>,
    /// Staff keys and roles.
    pub card: Card,
    /// Members; on staff devices alone.
    pub roster: Option<Roster>,
    /// Whether this device's facts are for the whole class.
    pub board: bool,
    /// How this person belongs.
    pub belonging: Belonging,
    /// This person's place on the list.
    #[serde(default)]
    pub place: Option<PlaceId>,
    /// The person's own devices as staff know them.
    pub devices: Vec<DeviceEntry>,
    /// Thumbprints of the root keys that the person has had, by the person's own facts.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    roots: BTreeSet<String>,
    /// How the sharing goes.
    pub standing: Standing,
    /// Until when a staff page is open here.
    #[serde(default)]
    pub live_until: Option<HybridTime>,
    /// The newest class snapshot written here.
    #[serde(default)]
    pub class_snapshot: Option<Edition>,
    /// Its bytes, until they are on the host.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) class_snapshot_bytes: Vec<u8>,
    /// Devices of which facts 1 to this number, with this link, are not here: a class snapshot stands for them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) behind: BTreeMap<DeviceId, (u64, String)>,
    /// Devices whose facts are wanted from the first one on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) wanted: BTreeSet<DeviceId>,
    /// The class snapshot that was read last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) class_read: Option<Edition>,
    pub(super) time: HybridTime,
    shared: u64,
    tip: String,
    snaps: Vec<Piece>,
    segs: Vec<Piece>,
    /// Facts of devices without files of their own that were carried along.
    carried: Heads,
    /// For whom the pieces of a board were sealed.
    readers: Vec<Recipient>,
    pub(super) peers: BTreeMap<DeviceId, Position>,
    pub(super) merged: BTreeMap<DeviceId, Merged>,
    published_card: Published,
    published_roster: Published,
    published_letters: BTreeMap<DeviceId, (String, Edition)>,
    /// The staff part of the own head as last written.
    said: Option<StaffHead>,
    lags: BTreeMap<String, Lag>,
    suspicions: BTreeMap<String, Suspicion>,
    /// History to give back to members who came anew, by person.
    histories: BTreeMap<PersonId, History>,
    /// The own device was copied: it shares nothing more until it is a new device.
    forked: bool,
    #[serde(skip)]
    round: Option<Round>,
    #[serde(skip)]
    pub(super) taken: Taken,
    /// Whether the own head was compared with the host's since this state was loaded.
    #[serde(skip)]
    sure: bool,
    /// The round under way goes over files that were carried by hand.
    #[serde(skip)]
    by_hand: bool,
    /// Rounds with an open page, for taking turns.
    #[serde(skip)]
    live_rounds: u64,
    /// Heads that were checked already, with the digest of their bytes and the key that signed them.
    #[serde(skip)]
    checked: BTreeMap<DeviceId, (String, VerifyingKey, Head)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Heads,
    Files,
    Uploads,
    Head,
    ReadBack,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Round {
    phase: Phase,
    waiting: BTreeSet<FileName>,
    pub(super) heads: BTreeMap<DeviceId, Head>,
    pub(super) files: BTreeMap<FileName, Vec<u8>>,
    pub(super) asked: BTreeSet<FileName>,
    /// Something was not answered while reading.
    unread: bool,
    /// Something was not answered in the phase under way.
    failed: bool,
    /// Whether every head was read and every named fact taken.
    complete: bool,
    own: Option<Told>,
    /// The head that was put, for comparing.
    put: Vec<u8>,
    next_head: Option<Head>,
    uploads: Uploads,
    admitting: bool,
    /// Heads that this round leaves to the next one.
    passed_over: BTreeSet<FileName>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Uploads {
    files: BTreeMap<FileName, Vec<u8>>,
    snaps: Vec<Piece>,
    segs: Vec<Piece>,
    shared: u64,
    tip: String,
    carried: Heads,
    readers: Vec<Recipient>,
    card: Published,
    roster: Published,
    letters: BTreeMap<DeviceId, (String, Edition)>,
}

/// Whose key a device signs with.
pub(super) struct Known {
    pub(super) person: PersonId,
    key: VerifyingKey,
    /// Whether its facts are read here.
    pub(super) read: bool,
    /// Nothing counts beyond this number.
    until: Option<u64>,
}

impl Membership {
    /// A membership that knows only this card; everything else comes with the first rounds.
    pub fn new(class: ClassId, signer: Signer, reading: Vec<ReadingKey>, card: Card, belonging: Belonging) -> Self {
        let (person, device) = (signer.certificate.person(), signer.device);
        Self {
            class,
            person,
            signer,
            reading,
            card,
            roster: None,
            board: false,
            belonging,
            place: None,
            devices: Vec::new(),
            roots: BTreeSet::new(),
            standing: Standing::default(),
            live_until: None,
            class_snapshot: None,
            class_snapshot_bytes: Vec::new(),
            behind: BTreeMap::new(),
            wanted: BTreeSet::new(),
            class_read: None,
            time: HybridTime::default(),
            shared: 0,
            tip: chain_start(device),
            snaps: Vec::new(),
            segs: Vec::new(),
            carried: Heads::new(),
            readers: Vec::new(),
            peers: BTreeMap::new(),
            merged: BTreeMap::new(),
            published_card: None,
            published_roster: None,
            published_letters: BTreeMap::new(),
            said: None,
            lags: BTreeMap::new(),
            suspicions: BTreeMap::new(),
            histories: BTreeMap::new(),
            forked: false,
            round: None,
            taken: Taken::default(),
            sure: false,
            by_hand: false,
            live_rounds: 0,
            checked: BTreeMap::new(),
        }
    }

    /// This state as it would be after it was kept and loaded again: without the round under way.
    pub fn kept(&self) -> Self {
        Self {
            round: None,
            taken: Taken::default(),
            sure: false,
            by_hand: false,
            live_rounds: 0,
            checked: BTreeMap::new(),
            ..self.clone()
        }
    }

    /// The device.
    pub const fn device(&self) -> DeviceId {
        self.signer.device
    }

    /// Learns from the person's own facts which keys the person has had. Gives the number of the newest ones; 0: none.
    pub fn learn_keys(&mut self, own: &Journal) -> u32 {
        let mut newest = 0;
        for entry in own.entries().iter().filter(|entry| entry.stamp.author == self.person) {
            if let Event::Membership(MembershipFact::Keyed { generation, root, .. }) = &entry.event {
                newest = newest.max(*generation);
                self.roots.insert(root.clone());
            }
        }
        newest
    }

    /// Goes on with the person's next keys on the same device: what it shares from now on, and anew what it shared before,
    /// is sealed for these, so that a device that was lost reads no more. True if that is new.
    pub fn renew(&mut self, ring: &KeyRing) -> bool {
        let signer = &ring.signer;
        let (old, new) = (&self.signer.certificate, &signer.certificate);
        let later = new.keys().generation > old.keys().generation;
        let same = signer.device == self.device() && new.person() == self.person && new.key() == old.key();
        if !later || !same || self.is_on_card() {
            return false;
        }
        self.roots.insert(old.keys().root.thumbprint().0);
        self.signer = signer.clone();
        for reading in ring.earlier.iter().chain([&ring.reading]) {
            if !self.reading.contains(reading) {
                self.reading.push(reading.clone());
            }
        }
        true
    }

    /// Whether this person is staff by the card: their keys stand on it and in links, and change only with it.
    fn is_on_card(&self) -> bool {
        self.card.staff.contains_key(&self.person)
    }

    /// How many of this device's facts were shared: the host has them, and a head that was read back names them.
    pub const fn shared(&self) -> u64 {
        self.shared
    }

    /// Whether the own head is known to stand on the host as it was read back. After an upload of it that failed, and
    /// after this state was loaded, it is not, until the next round.
    pub const fn is_sure(&self) -> bool {
        self.sure
    }

    /// How many facts wait to be shared.
    pub fn waiting(&self, journal: &Journal) -> u64 {
        journal.newest_of(self.device()).saturating_sub(self.shared)
    }

    /// Whether facts of this author are the own person's: on a pupil's device also those that staff gave back, of the
    /// person's earlier self. Others' facts that come there are of staff.
    pub fn is_own(&self, author: PersonId) -> bool {
        author == self.person || self.roster.is_none() && !self.card.staff.contains_key(&author)
    }

    /// How far each other device was read.
    pub const fn peers(&self) -> &BTreeMap<DeviceId, Position> {
        &self.peers
    }

    /// Everything that was noticed and has not gone away.
    pub fn alarms(&self) -> Vec<Alarm> {
        self.suspicions.values().filter(|suspicion| suspicion.told).map(|suspicion| suspicion.alarm.clone()).collect()
    }

    /// Whether some staff page is open now, so that new facts are to be shared at once (within 5 to 8 seconds).
    pub fn is_watched(&self, now: Moment) -> bool {
        self.merged.values().filter_map(|merged| merged.live_until).any(|until| until.ms > now.0)
    }

    /// What the rounds brought since this was last asked.
    pub fn take(&mut self) -> Taken {
        std::mem::take(&mut self.taken)
    }

    /// Whether a round is under way.
    pub const fn is_busy(&self) -> bool {
        self.round.is_some()
    }

    /// Gives up the round under way, as when the page is closed or the network hangs.
    pub fn abandon(&mut self, now: Moment) {
        if self.round.take().is_some() {
            self.fail(now);
        }
    }

    /// The rounds until [`Membership::leave_hand`] go over files that were carried by hand, to and fro: everything of this
    /// device is written anew, and no host is judged by what is missing or newer there.
    pub fn take_in_hand(&mut self) {
        self.round = None;
        self.by_hand = true;
        self.sure = true;
        self.standing.next = Moment(0);
        self.forget_shared();
    }

    /// Back to the host, which has none of what was written meanwhile: the next round shares it there.
    pub fn leave_hand(&mut self) {
        self.round = None;
        self.by_hand = false;
        self.forget_shared();
    }

    /// The role on the card, if this person is active staff.
    pub fn role(&self) -> Option<Role> {
        self.card.staff.get(&self.person).filter(|entry| entry.value.active).map(|entry| entry.value.role)
    }

    pub(super) fn taken_erase(&mut self, person: PersonId) {
        self.taken.erase.push(person);
    }

    pub(super) fn set_history(&mut self, person: PersonId, history: History) {
        self.histories.insert(person, history);
    }

    pub(super) fn name(&self, kind: Kind) -> FileName {
        FileName { class: self.class, kind }
    }

    pub(super) fn is_staff(&self) -> bool {
        self.roster.is_some() && !self.board
    }

    fn class_keys(&self) -> Vec<ReadingKey> {
        let class = self.roster.iter().flat_map(|roster| roster.class_keys.iter().cloned());
        self.reading.iter().cloned().chain(class).collect()
    }

    pub(super) fn known(&self, device: DeviceId) -> Option<Known> {
        if let Some(certificate) = self.card.signer(device) {
            let board = self.card.devices[&device].value.board;
            let (person, key) = (certificate.person(), certificate.key());
            return Some(Known { person, key, read: board || self.roster.is_some(), until: None });
        }
        if let Some(roster) = &self.roster {
            let (person, _, entry) = roster.member_of(device)?;
            let until = entry.revoked.as_ref().map(|revoked| revoked.sequence);
            return roster.counts(person).then_some(Known { person, key: entry.certificate.key(), read: true, until });
        }
        let entry = self.devices.iter().find(|entry| entry.certificate.device() == device)?;
        let keys = entry.certificate.keys();
        let own = entry.certificate.person() == self.person
            && (keys.root == self.signer.certificate.keys().root || self.roots.contains(&keys.root.thumbprint().0));
        let until = entry.revoked.as_ref().map(|revoked| revoked.sequence);
        own.then_some(Known { person: self.person, key: entry.certificate.key(), read: true, until })
    }

    /// The other devices whose heads are read.
    fn watched(&self) -> Vec<DeviceId> {
        // A board only writes; its staff device reads.
        if self.board {
            return Vec::new();
        }
        let mut devices: BTreeSet<DeviceId> = self.card.devices.keys().copied().collect();
        devices.extend(self.devices.iter().map(|entry| entry.certificate.device()));
        devices.extend(self.roster.iter().flat_map(|roster| roster.devices.keys().copied()));
        devices.remove(&self.device());
        let wanted = |device: &DeviceId| {
            self.known(*device).is_some_and(|known| {
                self.wanted.contains(device)
                    || self.reads_along(*device)
                        && known
                            .until
                            .is_none_or(|until| self.peers.get(device).is_none_or(|peer| peer.sequence < until))
            })
        };
        devices.into_iter().filter(wanted).collect()
    }

    /// Whose staff signed this, if it is signed by a key on the card that may sign.
    fn staff_key(&self, signed: &[u8]) -> Option<VerifyingKey> {
        let kid = Unverified::read(signed).ok()?.kid;
        let signers = self.card.devices.keys().filter_map(|device| self.card.signer(*device));
        signers.map(Certificate::key).find(|key| key.thumbprint() == kid)
    }

    /// Begins a round as the page of the class is open: it looks at those who were active lately, and at every second of
    /// the others in turn, so that nobody who begins waits for more than two rounds.
    pub fn wake_live(&mut self, now: Moment) -> Vec<Ask> {
        self.live_rounds = self.live_rounds.wrapping_add(1);
        let turn = u128::from(self.live_rounds);
        let mut passed_over = self.watched();
        let active = |device: &DeviceId| {
            let shown = self.peers.get(device).map_or(0, |peer| peer.time.ms);
            let staff = self.card.devices.contains_key(device);
            staff || now.0.saturating_sub(shown) < ACTIVE_MS || device.bits().wrapping_add(turn) % 2 == 0
        };
        passed_over.retain(|device| !active(device) && !self.wanted.contains(device));
        self.begin(now, false, &passed_over)
    }

    /// Begins a round, unless one is under way or it is too early. `admitting`: also read requests to join.
    pub fn wake(&mut self, now: Moment, admitting: bool) -> Vec<Ask> {
        self.begin(now, admitting, &[])
    }

    /// `passed_over`: devices that this round leaves to the next one.
    fn begin(&mut self, now: Moment, admitting: bool, passed_over: &[DeviceId]) -> Vec<Ask> {
        // While a class joins, a host that fails now and then is asked again at once.
        if self.round.is_some() || !admitting && now < self.standing.next {
            return Vec::new();
        }
        let mut round = Round {
            phase: Phase::Heads,
            waiting: BTreeSet::new(),
            heads: BTreeMap::new(),
            files: BTreeMap::new(),
            asked: BTreeSet::new(),
            unread: false,
            failed: false,
            complete: true,
            own: None,
            put: Vec::new(),
            next_head: None,
            uploads: Uploads::default(),
            admitting,
            passed_over: passed_over.iter().map(|device| self.name(Kind::Head(*device))).collect(),
        };
        let watched = self.watched().into_iter().filter(|device| !passed_over.contains(device));
        let mut asks: Vec<Ask> = watched.map(|device| self.ask_head(device)).collect();
        // Who watches nobody looks at the own head: a round without a question would never end.
        if !self.sure || asks.is_empty() {
            asks.push(self.ask_head(self.device()));
        }
        if admitting && self.is_staff() {
            asks.extend((0..SLOTS).map(|slot| Ask::Get { name: self.name(Kind::Join(slot)), fresh: true }));
        }
        round.waiting = asks.iter().map(|ask| ask.name().clone()).collect();
        round.asked = round.waiting.clone();
        self.round = Some(round);
        asks
    }

    fn ask_head(&self, device: DeviceId) -> Ask {
        Ask::Get { name: self.name(Kind::Head(device)), fresh: true }
    }

    /// Takes an answer of the host. An answer that was not waited for changes nothing.
    pub fn told(
        &mut self,
        name: &FileName,
        told: Told,
        now: Moment,
        journal: &Journal,
        entropy: &mut Entropy,
    ) -> Vec<Ask> {
        let Some(mut round) = self.round.take() else { return Vec::new() };
        if !round.waiting.remove(name) {
            self.round = Some(round);
            return Vec::new();
        }
        let mut asks = self.note(&mut round, name, told, now);
        if round.waiting.is_empty() && asks.is_empty() {
            asks = self.advance(&mut round, now, journal, entropy);
        }
        round.waiting.extend(asks.iter().map(|ask| ask.name().clone()));
        round.asked.extend(asks.iter().map(|ask| ask.name().clone()));
        if round.waiting.is_empty() {
            self.end(&round, now);
        } else {
            self.round = Some(round);
        }
        asks
    }

    fn fail(&mut self, now: Moment) {
        self.standing.failures = self.standing.failures.saturating_add(1);
        let pause = PAUSE_MS.saturating_mul(1 << self.standing.failures.min(16)).min(PAUSE_MS_MAX);
        self.standing.next = now.plus_ms(pause / 2);
    }

    fn end(&mut self, round: &Round, now: Moment) {
        if round.failed || round.unread {
            self.fail(now);
        } else {
            self.standing.failures = 0;
            self.standing.next = Moment(0);
            self.standing.reached = Some(now);
        }
    }

    /// Notes one answer; may ask about the same file again.
    fn note(&mut self, round: &mut Round, name: &FileName, told: Told, now: Moment) -> Vec<Ask> {
        match (round.phase, told) {
            (Phase::Heads, told) if name.kind == Kind::Head(self.device()) => {
                round.failed |= matches!(told, Told::Failed | Told::Refused(_));
                round.own = Some(told);
            }
            (Phase::Heads, Told::Found(bytes)) => match name.kind {
                Kind::Head(device) => self.note_head(round, device, &bytes, now),
                Kind::Join(_) => {
                    let keys = self.class_keys();
                    let request = read_request(&bytes, self.class, &keys);
                    self.taken.requests.extend(request.ok().filter(|request| !self.is_admitted(request)));
                }
                _ => {}
            },
            // A slot that was not read is read in the next round.
            (Phase::Heads, _) if matches!(name.kind, Kind::Join(_)) => {}
            (Phase::Heads, Told::Absent) => {
                if let Kind::Head(device) = name.kind
                    && !self.by_hand
                    && self.peers.get(&device).is_some_and(|peer| peer.time > HybridTime::default() && !peer.by_hand)
                {
                    round.complete = false;
                    // An upload that broke off may leave none until the device is back.
                    self.suspect("missing", Alarm::Damaged { name: name.to_string() }, None, now);
                }
            }
            (Phase::Files, Told::Found(bytes)) => {
                round.files.insert(name.clone(), bytes);
            }
            (Phase::Files, Told::Absent) => {
                round.complete = false;
                let device = match &name.kind {
                    Kind::Segment(device, _) | Kind::Snapshot(device, _) | Kind::Letter(device, _) => *device,
                    _ => self.device(),
                };
                self.suspect("absent", Alarm::Withheld { device }, None, now);
            }
            (Phase::Uploads, Told::Stored) => {
                self.standing.refused = None;
                self.note_stored(round, name);
            }
            // Some hosts refuse to overwrite. If what stands there is the same, all is well.
            (Phase::Uploads, Told::Refused(403 | 409 | 412)) if name.is_immutable() => {
                return vec![Ask::Get { name: name.clone(), fresh: true }];
            }
            // A name that cannot be written and holds nothing.
            (Phase::Uploads, Told::Absent) => {
                if let Kind::Card(edition) = &name.kind {
                    self.published_card = Some((String::new(), edition.clone()));
                }
                round.failed = true;
            }
            (Phase::Uploads, Told::Found(bytes)) => {
                if round.uploads.files.get(name) == Some(&bytes) {
                    self.note_stored(round, name);
                } else {
                    // Half a file stands there and cannot be overwritten. What is sealed gets another name by itself;
                    // a card needs the next number.
                    if let Kind::Card(edition) = &name.kind {
                        self.published_card = Some((String::new(), edition.clone()));
                    }
                    round.failed = true;
                }
            }
            (Phase::Head, Told::Stored) => self.standing.refused = None,
            (Phase::ReadBack, Told::Found(bytes)) => {
                if bytes == round.put {
                    self.confirm(round);
                } else {
                    round.failed = true;
                    self.sure = false;
                }
            }
            (_, Told::Refused(status)) => {
                if matches!(round.phase, Phase::Uploads | Phase::Head) {
                    self.standing.refused = Some(status);
                }
                round.failed = true;
                round.complete = false;
            }
            _ => {
                round.failed = true;
                round.complete = false;
            }
        }
        Vec::new()
    }

    /// What staff say is remembered file by file, so that after a fault only the rest is uploaded again.
    fn note_stored(&mut self, round: &Round, name: &FileName) {
        match &name.kind {
            Kind::Card(_) => self.published_card.clone_from(&round.uploads.card),
            Kind::Roster(_) => self.published_roster.clone_from(&round.uploads.roster),
            Kind::Class(_) => self.class_snapshot_bytes.clear(),
            Kind::Letter(device, _) => {
                let letter = round.uploads.letters.get(device);
                self.published_letters.extend(letter.map(|letter| (*device, letter.clone())));
            }
            _ => {}
        }
    }

    fn is_admitted(&self, request: &JoinRequest) -> bool {
        let device = request.certificate.device();
        self.known(device).is_some_and(|known| known.key == request.certificate.key())
    }

    fn note_head(&mut self, round: &mut Round, device: DeviceId, bytes: &[u8], now: Moment) {
        let name = self.name(Kind::Head(device)).to_string();
        let Some(known) = self.known(device) else { return };
        let digest = crate::keys::short_digest(bytes);
        let before = self.checked.get(&device).filter(|(seen, key, _)| *seen == digest && *key == known.key);
        let read = match before {
            Some((.., head)) => Ok(head.clone()),
            None => read_signed::<Head>(bytes, &known.key).and_then(|head| {
                let right = head.kind == HEAD_KIND && head.class == self.class && head.device == device;
                if right { Ok(head) } else { Err(FileFault::Swapped) }
            }),
        };
        let head = match read {
            Ok(head) => head,
            Err(fault) => {
                round.complete = false;
                let fault = if fault == FileFault::Forged { self.forged_or_swapped(bytes) } else { fault };
                return self.suspect_file(name, fault, now);
            }
        };
        self.checked.insert(device, (digest, known.key, head.clone()));
        self.clear(&["missing"], &Alarm::Damaged { name: name.clone() });
        self.clear(&["missing"], &Alarm::Withheld { device });
        for alarm in
            [Alarm::Damaged { name: name.clone() }, Alarm::Forged { name: name.clone() }, Alarm::Swapped { name }]
        {
            self.clear(&["file"], &alarm);
        }
        if let Some(peer) = self.peers.get(&device) {
            if head.time < peer.time {
                round.complete = false;
                if peer.by_hand {
                    return;
                }
                // A cache serves one old version for some minutes, and another one later; a host that went back serves
                // the same one again and again.
                let version = format!("head {} {}", head.time.ms, head.time.count);
                return self.suspect(&version, Alarm::Rollback { device }, None, now);
            }
            if head.sequence == peer.sequence && head.tip != peer.tip && !peer.tip.is_empty() {
                return self.suspect("head", Alarm::Fork { device }, None, now);
            }
            if head.sequence < peer.sequence {
                return self.suspect("head", Alarm::Fork { device }, None, now);
            }
        }
        self.suspicions.retain(|_, suspicion| suspicion.alarm != Alarm::Rollback { device });
        round.heads.insert(device, head);
    }

    /// A file that the expected key did not sign: a genuine one of another known device, or a forgery?
    fn forged_or_swapped(&self, signed: &[u8]) -> FileFault {
        let Ok(unverified) = Unverified::read(signed) else { return FileFault::Damaged };
        let devices = self.watched().into_iter().filter_map(|device| self.known(device)).map(|known| known.key);
        let mut keys = devices.chain([self.signer.key.public()]);
        if keys.any(|key| unverified.verify(&key).is_ok()) { FileFault::Swapped } else { FileFault::Forged }
    }

    pub(super) fn suspect_file(&mut self, name: String, fault: FileFault, now: Moment) {
        let alarm = match fault {
            FileFault::Damaged => Alarm::Damaged { name },
            FileFault::Forged => Alarm::Forged { name },
            FileFault::Swapped => Alarm::Swapped { name },
            FileFault::NotForUs | FileFault::Fork => return,
        };
        self.suspect("file", alarm, None, now);
    }

    fn suspect(&mut self, cause: &str, alarm: Alarm, patience: Option<Patience>, now: Moment) {
        let patience = patience.unwrap_or(alarm.patience());
        let key = suspicion_key(cause, &alarm);
        let suspicion =
            self.suspicions.entry(key).or_insert(Suspicion { alarm: alarm.clone(), since: now, times: 0, told: false });
        suspicion.times = suspicion.times.saturating_add(1);
        let lasted = now.0.saturating_sub(suspicion.since.0);
        if !suspicion.told && suspicion.times >= patience.times && lasted >= patience.ms {
            suspicion.told = true;
            self.taken.alarms.push(alarm);
        }
    }

    fn clear(&mut self, causes: &[&str], alarm: &Alarm) {
        for cause in causes {
            self.suspicions.remove(&suspicion_key(cause, alarm));
        }
    }

    fn advance(&mut self, round: &mut Round, now: Moment, journal: &Journal, entropy: &mut Entropy) -> Vec<Ask> {
        match round.phase {
            Phase::Heads => {
                if let Some(own) = round.own.take() {
                    self.compare_own_head(round, own, now, journal);
                }
                let asks = self.missing_files(round);
                if !asks.is_empty() {
                    round.phase = Phase::Files;
                    return asks;
                }
                self.publish(round, now, journal, entropy)
            }
            Phase::Files => {
                let more = self.absorb(round, now, journal);
                if !more.is_empty() {
                    return more;
                }
                self.publish(round, now, journal, entropy)
            }
            Phase::Uploads => {
                if round.failed {
                    return Vec::new();
                }
                self.put_head(round)
            }
            Phase::Head => {
                if round.failed {
                    self.sure = false;
                    return Vec::new();
                }
                round.phase = Phase::ReadBack;
                vec![self.ask_head(self.device())]
            }
            Phase::ReadBack => Vec::new(),
        }
    }

    /// After this state was loaded: does the host's copy of the own head go with it?
    fn compare_own_head(&mut self, round: &mut Round, own: Told, now: Moment, journal: &Journal) {
        let device = self.device();
        let bytes = match own {
            Told::Found(bytes) => bytes,
            Told::Absent => {
                // Nothing was put there yet, or the host lost it: everything is put there anew.
                self.forget_shared();
                self.sure = true;
                return;
            }
            _ => return,
        };
        let Ok(head) = read_signed::<Head>(&bytes, &self.signer.key.public()) else {
            // A cut upload, or somebody's forgery: it is overwritten.
            self.forget_shared();
            self.sure = true;
            return;
        };
        if head.class != self.class || head.device != device {
            let name = self.name(Kind::Head(device)).to_string();
            self.suspect_file(name, FileFault::Swapped, now);
            self.sure = true;
            return;
        }
        if head.time < self.time {
            // An older one than was read back before: put everything there anew, in case files went with it.
            let version = format!("own {} {}", head.time.ms, head.time.count);
            self.suspect(&version, Alarm::Rollback { device }, None, now);
            self.forget_shared();
            self.sure = true;
            return;
        }
        self.suspicions.retain(|_, suspicion| suspicion.alarm != Alarm::Rollback { device });
        let newest = journal.newest_of(device);
        if head.sequence > newest {
            // The host knows more of this device than the device itself: it was restored from an old copy. What is
            // missing is read back like another device's facts.
            let sequence = newest;
            let tip = chain_at(journal, device, newest);
            self.peers.insert(device, Position { sequence, tip, time: head.time, by_hand: false });
            round.heads.insert(device, head);
            return;
        }
        self.peers.remove(&device);
        if self.own_link(journal, head.sequence) != head.tip {
            self.forked = true;
            return self.suspect("own", Alarm::Fork { device }, None, now);
        }
        if head.time > self.time {
            // The crash came between the host's yes and the keeping of this state.
            self.time = head.time;
            self.shared = head.sequence;
            self.tip = head.tip;
            let firsts = |pieces: Vec<Edition>, next: &mut u64| {
                let piece = |edition: Edition| {
                    let first = *next;
                    *next = edition.number + 1;
                    Piece { edition, first }
                };
                pieces.into_iter().map(piece).collect()
            };
            let mut next = 1;
            self.snaps = firsts(head.snaps, &mut next);
            self.segs = firsts(head.segs, &mut next);
            self.said = None;
        }
        self.sure = true;
    }

    fn own_link(&self, journal: &Journal, sequence: u64) -> String {
        if sequence == self.shared { self.tip.clone() } else { chain_at(journal, self.device(), sequence) }
    }

    fn forget_shared(&mut self) {
        self.shared = 0;
        self.tip = chain_start(self.device());
        self.snaps.clear();
        self.segs.clear();
        self.carried.clear();
        self.said = None;
        self.published_card = None;
        self.published_roster = None;
        self.published_letters.clear();
    }

    /// How far a device was read: from the start, where all its facts are wanted.
    fn position(&self, device: DeviceId) -> Position {
        let known = self.peers.get(&device).filter(|_| !self.wanted.contains(&device));
        known.cloned().unwrap_or_else(|| Position::start(device, HybridTime::default(), false))
    }

    /// Files that the heads name and that are needed.
    fn missing_files(&self, round: &Round) -> Vec<Ask> {
        let mut names = Vec::new();
        for (device, head) in &round.heads {
            let merged = self.merged.get(device);
            if let Some(staff) = &head.staff {
                if merged.and_then(|merged| merged.card.as_ref()) != Some(&staff.card) {
                    names.push(self.name(Kind::Card(staff.card.clone())));
                }
                if self.roster.is_some() && merged.and_then(|merged| merged.roster.as_ref()) != Some(&staff.roster) {
                    names.push(self.name(Kind::Roster(staff.roster.clone())));
                }
                let letter = staff.letters.get(&self.device()).map(|(_, edition)| edition);
                if let Some(letter) = letter
                    && merged.and_then(|merged| merged.letter.as_ref()) != Some(letter)
                {
                    names.push(self.name(Kind::Letter(self.device(), letter.clone())));
                }
            }
            let own = *device == self.device();
            if own || self.known(*device).is_some_and(|known| known.read) && !self.waits_for_snapshot(round, *device) {
                names.extend(self.needed_pieces(*device, head));
            }
        }
        names.extend(self.needed_snapshot(round));
        let names: BTreeSet<FileName> = names.into_iter().filter(|name| !round.asked.contains(name)).collect();
        names.into_iter().map(|name| Ask::Get { name, fresh: false }).collect()
    }

    fn needed_pieces(&self, device: DeviceId, head: &Head) -> Vec<FileName> {
        let read = self.position(device).sequence;
        let snaps = head.snaps.iter().map(|edition| Kind::Snapshot(device, edition.clone()));
        let segs = head.segs.iter().map(|edition| Kind::Segment(device, edition.clone()));
        let names = snaps.chain(segs).map(|kind| self.name(kind));
        names.filter(|name| name.edition().is_some_and(|edition| edition.number > read)).collect()
    }

    /// Takes in the files that came. Asks for more if a card or roster brought devices that were not known.
    fn absorb(&mut self, round: &mut Round, now: Moment, journal: &Journal) -> Vec<Ask> {
        let heads = round.heads.clone();
        for (device, head) in &heads {
            if let Some(staff) = &head.staff {
                self.absorb_card(round, *device, staff, now);
            }
        }
        for (device, head) in &heads {
            if let Some(staff) = &head.staff {
                self.absorb_roster_and_letter(round, *device, staff, now);
            }
        }
        self.absorb_snapshot(round, now);
        let mut more: Vec<Ask> = self
            .watched()
            .into_iter()
            .map(|device| self.ask_head(device))
            .filter(|ask| !round.asked.contains(ask.name()) && !round.passed_over.contains(ask.name()))
            .collect();
        if !more.is_empty() {
            round.phase = Phase::Heads;
            return more;
        }
        more = self.missing_files(round);
        if !more.is_empty() {
            return more;
        }
        for (device, head) in &heads {
            let own = *device == self.device();
            if own || self.known(*device).is_some_and(|known| known.read) {
                self.absorb_facts(round, *device, head, now, journal);
            } else {
                self.remember_head(*device, head);
            }
        }
        Vec::new()
    }

    fn remember_head(&mut self, device: DeviceId, head: &Head) {
        let start = Position::start(device, head.time, self.by_hand);
        let peer = self.peers.entry(device).or_insert(start);
        peer.saw(head.time, self.by_hand);
    }

    /// A file that came, if its digest is the one in its name.
    pub(super) fn file<'a>(&mut self, round: &'a mut Round, name: &FileName, now: Moment) -> Option<&'a Vec<u8>> {
        let bytes = round.files.get(name)?;
        if name.fits(bytes) {
            self.clear(&["file"], &Alarm::Damaged { name: name.to_string() });
            return Some(bytes);
        }
        round.complete = false;
        // Is it some other genuine file, or just broken?
        let keys = self.class_keys();
        let fault = match open(bytes, &keys) {
            Ok(signed) => self.forged_or_swapped(&signed),
            Err(_) if Unverified::read(bytes).is_ok() => self.forged_or_swapped(bytes),
            Err(_) => FileFault::Damaged,
        };
        self.suspect_file(name.to_string(), fault, now);
        None
    }

    fn absorb_card(&mut self, round: &mut Round, device: DeviceId, staff: &StaffHead, now: Moment) {
        let name = self.name(Kind::Card(staff.card.clone()));
        let Some(bytes) = self.file(round, &name, now).cloned() else { return };
        let Some(key) = self.staff_key(&bytes) else {
            return self.suspect_file(name.to_string(), FileFault::Forged, now);
        };
        match read_signed::<Card>(&bytes, &key) {
            Ok(card) if card.kind == CARD_KIND && card.class == self.class => {
                self.card.merge(&card);
                self.merged.entry(device).or_default().card = Some(staff.card.clone());
            }
            Ok(_) => self.suspect_file(name.to_string(), FileFault::Swapped, now),
            Err(fault) => self.suspect_file(name.to_string(), fault, now),
        }
    }

    fn absorb_roster_and_letter(&mut self, round: &mut Round, device: DeviceId, staff: &StaffHead, now: Moment) {
        let merged = self.merged.entry(device).or_default();
        merged.letters = staff.letters.clone();
        merged.live_until = staff.live_until;
        merged.class = staff.class.clone();
        let name = self.name(Kind::Roster(staff.roster.clone()));
        if let Some(bytes) = self.file(round, &name, now).cloned() {
            match self.read_staff::<Roster>(&bytes) {
                Ok(roster) if roster.kind == ROSTER_KIND && roster.class == self.class => {
                    if let Some(mine) = &mut self.roster {
                        mine.merge(&roster);
                    }
                    self.merged.entry(device).or_default().roster = Some(staff.roster.clone());
                }
                Ok(_) => self.suspect_file(name.to_string(), FileFault::Swapped, now),
                Err(fault) => self.suspect_file(name.to_string(), fault, now),
            }
        }
        let Some((_, letter)) = staff.letters.get(&self.device()) else { return };
        let name = self.name(Kind::Letter(self.device(), letter.clone()));
        let Some(bytes) = self.file(round, &name, now).cloned() else { return };
        match self.read_staff::<Letter>(&bytes) {
            Ok(read) if read.kind == LETTER_KIND && read.class == self.class && read.device == self.device() => {
                self.merged.entry(device).or_default().letter = Some(letter.clone());
                self.devices.clone_from(&read.devices);
                self.belonging = read.belonging;
                self.place = read.place;
                if read.belonging == Belonging::Erased {
                    self.taken.erase.push(self.person);
                }
                self.taken.facts.extend(read.history_entries());
                self.taken.letter = Some(read);
            }
            Ok(_) => self.suspect_file(name.to_string(), FileFault::Swapped, now),
            Err(fault) => self.suspect_file(name.to_string(), fault, now),
        }
    }

    /// Opens and checks what some active staff device signed.
    pub(super) fn read_staff<T: serde::de::DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, FileFault> {
        let signed = open(bytes, &self.class_keys()).map_err(|fault| match fault {
            crate::keys::OpenFault::NoMatch => FileFault::NotForUs,
            _ => FileFault::Damaged,
        })?;
        let key = self.staff_key(&signed).ok_or(FileFault::Forged)?;
        read_signed(&signed, &key)
    }

    /// Takes in the facts of a device, piece by piece along its chain.
    fn absorb_facts(&mut self, round: &mut Round, device: DeviceId, head: &Head, now: Moment, journal: &Journal) {
        let own = device == self.device();
        let known = if own {
            Known { person: self.person, key: self.signer.key.public(), read: true, until: None }
        } else {
            let Some(known) = self.known(device) else { return };
            known
        };
        let mut peer = self.position(device);
        let from_the_first = self.wanted.contains(&device);
        let mut whole = true;
        for name in self.needed_pieces(device, head) {
            if !round.files.contains_key(&name) {
                whole = false;
                break;
            }
            let Some(bytes) = self.file(round, &name, now).cloned() else {
                whole = false;
                break;
            };
            match self.read_piece(&name, &bytes, &known, &peer) {
                Ok((entries, carried, sequence, tip)) => {
                    self.clear(&["absent"], &Alarm::Withheld { device });
                    let until = known.until.unwrap_or(u64::MAX);
                    self.taken.facts.extend(entries.into_iter().filter(|entry| entry.stamp.sequence <= until));
                    // Devices that share their own facts need nobody to carry them.
                    let mut carried = carried;
                    carried.retain(|entry| {
                        entry.stamp.device != self.device() && self.known(entry.stamp.device).is_none()
                    });
                    self.taken.facts.extend(carried);
                    (peer.sequence, peer.tip) = (sequence, tip);
                }
                Err(FileFault::NotForUs) => {
                    whole = false;
                    break;
                }
                Err(FileFault::Fork) => {
                    self.suspect("head", Alarm::Fork { device }, None, now);
                    whole = false;
                    break;
                }
                Err(fault) => {
                    self.suspect_file(name.to_string(), fault, now);
                    whole = false;
                    break;
                }
            }
        }
        if whole && (peer.sequence, &peer.tip) != (head.sequence, &head.tip) {
            self.suspect("head", Alarm::Fork { device }, None, now);
            whole = false;
        }
        round.complete &= whole;
        if from_the_first {
            // All or nothing: what was read before stands until everything is here.
            if !whole {
                return;
            }
            self.wanted.remove(&device);
            self.behind.remove(&device);
        }
        if whole || peer.sequence > 0 {
            if whole {
                peer.saw(head.time, self.by_hand);
            }
            if own && whole && chain_at(journal, device, journal.newest_of(device)) == peer.tip {
                self.peers.remove(&device);
            } else {
                self.peers.insert(device, peer);
            }
        }
    }

    #[allow(clippy::type_complexity, reason = "what a piece brings, taken apart at once")]
    fn read_piece(
        &self,
        name: &FileName,
        bytes: &[u8],
        known: &Known,
        peer: &Position,
    ) -> Result<(Vec<Entry>, Vec<Entry>, u64, String), FileFault> {
        let (kind, device, edition) = match &name.kind {
            Kind::Segment(device, edition) => (SEGMENT_KIND, *device, edition),
            Kind::Snapshot(device, edition) => (SNAPSHOT_KIND, *device, edition),
            _ => return Err(FileFault::Swapped),
        };
        let facts: Facts = read_sealed(bytes, &self.class_keys(), &known.key)?;
        if facts.kind != kind || facts.class != self.class || facts.device != device || facts.last != edition.number {
            return Err(FileFault::Swapped);
        }
        let entries = facts.entries(known.person)?;
        let carried = facts.carried_entries(known.person)?;
        if facts.first > peer.sequence + 1 {
            return Err(FileFault::Fork);
        }
        let mut link = facts.before.clone();
        if facts.first == 1 && link != chain_start(device) {
            return Err(FileFault::Fork);
        }
        let mut at = facts.first - 1;
        let mut fresh = Vec::new();
        for entry in entries {
            if at == peer.sequence && link != peer.tip {
                return Err(FileFault::Fork);
            }
            link = chain_next(&link, &entry.line());
            at += 1;
            if at > peer.sequence {
                fresh.push(entry);
            }
        }
        if at == peer.sequence && link != peer.tip {
            return Err(FileFault::Fork);
        }
        Ok((fresh, carried, at.max(peer.sequence), if at >= peer.sequence { link } else { peer.tip.clone() }))
    }

    /// Compares the checkpoints of staff heads with what the host showed.
    fn compare_checkpoints(&mut self, round: &Round, now: Moment, journal: &Journal) {
        let mut seen = Vec::new();
        for (staff_device, head) in &round.heads {
            let Some(staff) = &head.staff else { continue };
            let device = self.device();
            let own = (0, chain_start(device));
            let (sequence, tip) = staff.checkpoint.get(&device).unwrap_or(&own);
            let key = format!("{staff_device} {device}");
            if *sequence <= journal.newest_of(device) {
                if self.own_link(journal, *sequence) != *tip {
                    self.forked = true;
                    self.suspect("checkpoint", Alarm::Fork { device }, None, now);
                }
                let news = self.is_news(&key, head.time);
                if staff.complete && news {
                    // What staff had read when they wrote this: it may have been long before it came here.
                    let at = Moment(head.time.ms);
                    seen.push((key, device, *sequence < self.shared, *sequence, self.shared, at));
                }
            }
            for (device, (sequence, tip)) in &staff.checkpoint {
                let key = format!("{staff_device} {device}");
                if *device == self.device() {
                    continue;
                } else if let Some(peer) = self.peers.get(device).cloned()
                    && self.known(*device).is_some_and(|known| known.read)
                {
                    if *sequence == peer.sequence && *tip != peer.tip && !peer.tip.is_empty() {
                        self.suspect("checkpoint", Alarm::Fork { device: *device }, None, now);
                    }
                    let read = peer.sequence;
                    // Only what the host shows whole can lag; what was cut on the way is asked for again.
                    if !round.unread && round.heads.get(device).is_some_and(|head| head.sequence == read) {
                        seen.push((key, *device, read < *sequence, read, *sequence, now));
                    }
                } else if *sequence > 0
                    && self.known(*device).is_some_and(|known| known.read)
                    && !round.unread
                    && round.heads.get(device).is_some_and(|head| head.sequence == 0)
                {
                    seen.push((key, *device, true, 0, *sequence, now));
                }
            }
        }
        for (key, device, behind, reached, wanted, at) in seen {
            let told = self.lags.get(&key).filter(|lag| behind && reached < lag.sequence).cloned();
            if !behind {
                self.lags.remove(&key);
                self.clear(&["lag"], &Alarm::Withheld { device });
                continue;
            }
            // A clock that goes ahead takes the times of all heads with it.
            let since = Moment(if device == self.device() { now.0.max(self.time.ms) } else { now.0 });
            let mut lag = told.unwrap_or(Lag { sequence: wanted, since, times: 0 });
            lag.times += 1;
            if lag.times >= LAG.times && at.0.saturating_sub(lag.since.0) >= LAG.ms {
                self.suspect("lag", Alarm::Withheld { device }, Some(Patience { times: 1, ms: 0 }), now);
            }
            self.lags.insert(key, lag);
        }
    }

    /// Whether this head is newer than the one whose checkpoint was last compared for the own device.
    fn is_news(&mut self, key: &str, time: HybridTime) -> bool {
        let mark = format!("{key} at");
        let known = self.lags.get(&mark).map(|lag| (lag.since.0, lag.times));
        let news = known.is_none_or(|known| known < (time.ms, time.count));
        if news {
            self.lags.insert(mark, Lag { sequence: 0, since: Moment(time.ms), times: time.count });
        }
        news
    }

    /// Decides what to upload, and asks for it.
    fn publish(&mut self, round: &mut Round, now: Moment, journal: &Journal, entropy: &mut Entropy) -> Vec<Ask> {
        // What was not read does not keep own facts from being shared.
        round.unread |= std::mem::take(&mut round.failed);
        self.compare_checkpoints(round, now, journal);
        // What there was nothing to fetch for is remembered here.
        for (device, head) in round.heads.clone() {
            if device == self.device() {
                continue;
            }
            if self.known(device).is_some_and(|known| !known.read || self.needed_pieces(device, &head).is_empty()) {
                let read = self.peers.get(&device).map_or(0, |peer| peer.sequence);
                if head.sequence == read || self.known(device).is_some_and(|known| !known.read) {
                    self.remember_head(device, &head);
                }
            }
            if let Some(staff) = &head.staff {
                let merged = self.merged.entry(device).or_default();
                merged.letters = staff.letters.clone();
                merged.live_until = staff.live_until;
                merged.class = staff.class.clone();
            }
        }
        if !self.sure || self.forked || self.belonging != Belonging::Member {
            return Vec::new();
        }
        let mut uploads = Uploads {
            snaps: self.snaps.clone(),
            segs: self.segs.clone(),
            shared: self.shared,
            tip: self.tip.clone(),
            carried: self.carried.clone(),
            readers: self.readers.clone(),
            card: self.published_card.clone(),
            roster: self.published_roster.clone(),
            letters: self.published_letters.clone(),
            ..Uploads::default()
        };
        self.add_facts(&mut uploads, journal, entropy);
        let staff = if self.is_staff() { Some(self.staff_part(&mut uploads, round, entropy)) } else { None };
        let same_staff = match (&staff, &self.said) {
            (None, _) => true,
            (Some(next), Some(said)) => next == said,
            (Some(_), None) => false,
        };
        let nothing_yet = self.time == HybridTime::default();
        // While a staff page is open its head is never older than some minutes: others see until when it has read.
        let quiet = now.0.saturating_sub(self.time.ms) < STAFF_HEAD_MS;
        if uploads.files.is_empty() && same_staff && !nothing_yet && (staff.is_none() || quiet) {
            return Vec::new();
        }
        let newest = round.heads.values().map(|head| head.time).max().unwrap_or_default();
        let time = if newest.ms.saturating_sub(now.0) <= HybridTime::AHEAD_MS_MAX { newest } else { self.time };
        round.next_head = Some(Head {
            kind: HEAD_KIND.to_owned(),
            class: self.class,
            device: self.device(),
            time: later(self.time, time.max(self.time).next(now)),
            sequence: uploads.shared,
            tip: uploads.tip.clone(),
            snaps: uploads.snaps.iter().map(|piece| piece.edition.clone()).collect(),
            segs: uploads.segs.iter().map(|piece| piece.edition.clone()).collect(),
            staff,
        });
        let asks: Vec<Ask> =
            uploads.files.iter().map(|(name, bytes)| Ask::Put { name: name.clone(), bytes: bytes.clone() }).collect();
        round.uploads = uploads;
        round.phase = Phase::Uploads;
        if asks.is_empty() { self.put_head(round) } else { asks }
    }

    fn put_head(&self, round: &mut Round) -> Vec<Ask> {
        let Some(head) = &round.next_head else { return Vec::new() };
        round.put = write_signed(head, &self.signer.key);
        round.phase = Phase::Head;
        vec![Ask::Put { name: self.name(Kind::Head(self.device())), bytes: round.put.clone() }]
    }

    /// The head was read back as it was put: what it names is shared.
    fn confirm(&mut self, round: &mut Round) {
        let uploads = std::mem::take(&mut round.uploads);
        let Some(head) = round.next_head.take() else { return };
        self.time = head.time;
        self.shared = uploads.shared;
        self.tip = uploads.tip;
        self.snaps = uploads.snaps;
        self.segs = uploads.segs;
        self.carried = uploads.carried;
        self.readers = uploads.readers;
        self.published_card = uploads.card;
        self.published_roster = uploads.roster;
        self.published_letters = uploads.letters;
        self.said = head.staff;
    }

    /// Whom the facts of this device are sealed for.
    fn fact_readers(&self) -> Vec<Recipient> {
        let mut readers: BTreeSet<Recipient> = self.reading.last().map(ReadingKey::public).into_iter().collect();
        readers.extend(self.card.class_key());
        if self.board {
            let members = self.roster.iter().flat_map(|roster| roster.members.values());
            let members = members.filter(|member| member.value.belonging == Belonging::Member);
            readers.extend(members.map(|member| member.value.keys.reading));
            // A member's other devices may have the keys of before.
            let roster = self.roster.iter();
            let devices =
                roster.flat_map(|roster| roster.devices.keys().filter_map(|device| roster.member_of(*device)));
            let counting =
                devices.filter(|(_, member, entry)| member.belonging == Belonging::Member && entry.revoked.is_none());
            readers.extend(counting.map(|(.., entry)| entry.certificate.keys().reading));
        }
        readers.into_iter().collect()
    }

    fn add_facts(&self, uploads: &mut Uploads, journal: &Journal, entropy: &mut Entropy) {
        let device = self.device();
        let newest = journal.newest_of(device);
        let readers = self.fact_readers();
        // A newcomer must be able to read what a board said before, and a device with the person's new keys what was
        // said under the old ones: it is put together anew for all.
        let own = self.reading.last().map(ReadingKey::public);
        let renewed = self.reading.len() > 1 && own.is_some_and(|own| !uploads.readers.contains(&own));
        let anew = newest > 0 && if self.board { readers != uploads.readers } else { renewed };
        let carried = self.to_carry(journal);
        if newest <= uploads.shared && !anew && carried.iter().all(|(device, n)| uploads.carried.get(device) >= Some(n))
        {
            return;
        }
        let gather = anew || uploads.segs.len() >= SEGMENTS_MAX;
        let mut from = uploads.shared + 1;
        if gather {
            uploads.segs.clear();
            if anew {
                uploads.snaps.clear();
            }
            from = uploads.snaps.last().map_or(1, |piece| piece.edition.number + 1);
            // Snapshots that are not much longer than what comes are taken up again, so that each fact is put together
            // anew a few times only, and whoever reads along fetches little.
            while let Some(piece) = uploads.snaps.last()
                && piece.edition.number + 1 - piece.first <= 2 * (newest + 1 - from)
                && newest + 1 - piece.first <= FACTS_MAX as u64
            {
                from = piece.first;
                uploads.snaps.pop();
            }
        }
        let mut link =
            if from == uploads.shared + 1 { uploads.tip.clone() } else { chain_at(journal, device, from - 1) };
        let (kind, mut carry) = if gather {
            (SNAPSHOT_KIND, self.carried_lines(journal, &Heads::new(), &carried))
        } else {
            (SEGMENT_KIND, self.carried_lines(journal, &uploads.carried, &carried))
        };
        let lines: Vec<String> = journal.lines_of(device, from, newest);
        for part in parts(&lines) {
            let Some(facts) = Facts::of(kind, self.class, device, from, &link, part) else { return };
            let bytes = write_sealed(&facts.carrying(&std::mem::take(&mut carry)), &self.signer.key, &readers, entropy);
            let last = from + part.len() as u64 - 1;
            let edition = Edition::of(last, &bytes);
            let piece = Piece { edition: edition.clone(), first: from };
            if gather {
                uploads.snaps.push(piece);
                uploads.files.insert(self.name(Kind::Snapshot(device, edition)), bytes);
            } else {
                uploads.segs.push(piece);
                uploads.files.insert(self.name(Kind::Segment(device, edition)), bytes);
            }
            for line in part {
                link = chain_next(&link, line);
            }
            from = last + 1;
        }
        if !lines.is_empty() {
            uploads.carried = carried;
        }
        uploads.shared = newest;
        uploads.tip = link;
        uploads.readers = readers;
    }

    /// Devices of this person that share nothing themselves, and their newest facts here.
    fn to_carry(&self, journal: &Journal) -> Heads {
        let mut heads = Heads::new();
        // What an earlier self wrote was given back by staff, who have it.
        for stamp in journal.entries().iter().map(|entry| entry.stamp).filter(|stamp| stamp.author == self.person) {
            let head = heads.entry(stamp.device).or_default();
            *head = stamp.sequence.max(*head);
        }
        heads.retain(|device, _| {
            *device != self.device() && self.known(*device).is_none() && !self.peers.contains_key(device)
        });
        heads
    }

    fn carried_lines(&self, journal: &Journal, known: &Heads, carried: &Heads) -> Vec<String> {
        let mut lines = Vec::new();
        for (device, newest) in carried {
            let from = known.get(device).copied().unwrap_or(0) + 1;
            let of_person = journal.entries().iter().filter(|entry| {
                entry.stamp.device == *device
                    && entry.stamp.author == self.person
                    && (from..=*newest).contains(&entry.stamp.sequence)
            });
            lines.extend(of_person.map(Entry::line));
        }
        parts(&lines).next().map(<[String]>::to_vec).unwrap_or_default()
    }

    fn staff_part(&self, uploads: &mut Uploads, round: &Round, entropy: &mut Entropy) -> StaffHead {
        let others = || self.merged.values();
        let number = |own: &Published, other: Option<u64>| {
            own.as_ref().map_or(0, |(_, edition)| edition.number).max(other.unwrap_or(0)) + 1
        };
        let digest = |text: String| crate::keys::short_digest(text.as_bytes());
        let card_digest = digest(serde_json::to_string(&self.card).unwrap_or_default());
        if uploads.card.as_ref().map(|(digest, _)| digest) != Some(&card_digest) {
            let bytes = write_signed(&self.card, &self.signer.key);
            let newest = others().filter_map(|merged| merged.card.as_ref()).map(|edition| edition.number).max();
            let edition = Edition::of(number(&uploads.card, newest), &bytes);
            uploads.files.insert(self.name(Kind::Card(edition.clone())), bytes);
            uploads.card = Some((card_digest, edition));
        }
        if let Some(roster) = &self.roster {
            let readers: BTreeSet<Recipient> = self
                .card
                .staff
                .values()
                .filter(|entry| entry.value.active)
                .map(|entry| entry.value.keys.reading)
                .chain(self.reading.last().map(ReadingKey::public))
                .collect();
            let said = (serde_json::to_string(roster).unwrap_or_default(), &readers);
            let roster_digest = digest(serde_json::to_string(&said).unwrap_or_default());
            if uploads.roster.as_ref().map(|(digest, _)| digest) != Some(&roster_digest) {
                let readers: Vec<Recipient> = readers.into_iter().collect();
                let bytes = write_sealed(roster, &self.signer.key, &readers, entropy);
                let newest = others().filter_map(|merged| merged.roster.as_ref()).map(|edition| edition.number).max();
                let edition = Edition::of(number(&uploads.roster, newest), &bytes);
                uploads.files.insert(self.name(Kind::Roster(edition.clone())), bytes);
                uploads.roster = Some((roster_digest, edition));
            }
            for letter in self.letters(roster) {
                let said = letter.digest();
                let device = letter.device;
                let known = |(digest, _): &&(String, Edition)| *digest == said;
                if uploads.letters.get(&device).as_ref().is_some_and(known) {
                    continue;
                }
                // Another staff device may have said the same already.
                let other = others().filter_map(|merged| merged.letters.get(&device)).find(known);
                if let Some(other) = other {
                    uploads.letters.insert(device, other.clone());
                    continue;
                }
                let own = |entry: &&DeviceEntry| entry.certificate.device() == device;
                let Some(entry) = letter.devices.iter().find(own) else { continue };
                let reader = entry.certificate.keys().reading;
                let bytes = write_sealed(&letter, &self.signer.key, &[reader], entropy);
                let next = uploads.letters.get(&device).map_or(0, |(_, edition)| edition.number) + 1;
                let edition = Edition::of(next, &bytes);
                uploads.files.insert(self.name(Kind::Letter(device, edition.clone())), bytes);
                uploads.letters.insert(device, (said, edition));
            }
        }
        if let Some(edition) = self.class_snapshot.clone().filter(|_| !self.class_snapshot_bytes.is_empty()) {
            uploads.files.insert(self.name(Kind::Class(edition)), self.class_snapshot_bytes.clone());
        }
        let mut checkpoint: BTreeMap<DeviceId, (u64, String)> =
            self.peers.iter().map(|(device, peer)| (*device, (peer.sequence, peer.tip.clone()))).collect();
        // What was carried by hand is no ground to suspect the host: there the last word about the host stays.
        for (device, _) in self.peers.iter().filter(|(_, peer)| peer.by_hand) {
            match self.said.as_ref().and_then(|said| said.checkpoint.get(device)) {
                Some(said) => checkpoint.insert(*device, said.clone()),
                None => checkpoint.remove(device),
            };
        }
        checkpoint.retain(|device, (sequence, _)| *sequence > 0 && self.known(*device).is_some());
        checkpoint.insert(self.device(), (uploads.shared, uploads.tip.clone()));
        let none = || Edition { number: 0, digest: String::new() };
        // Whoever has not read a roster yet does not know whom to read.
        let knows_all = self.roster.as_ref().is_some_and(|roster| !roster.class_keys.is_empty());
        let whole = knows_all && round.complete && !round.unread;
        let said = self.said.as_ref().is_some_and(|said| said.complete);
        StaffHead {
            certificate: self.signer.certificate.clone(),
            card: uploads.card.as_ref().map_or_else(none, |(_, edition)| edition.clone()),
            roster: uploads.roster.as_ref().map_or_else(none, |(_, edition)| edition.clone()),
            class: self.class_snapshot.clone(),
            checkpoint,
            // A round that leaves some to the next one says what the one before said.
            complete: whole && if round.passed_over.is_empty() { self.reads_all() } else { said },
            letters: uploads.letters.clone(),
            live_until: self.live_until,
        }
    }

    /// What each member's devices should be told.
    fn letters(&self, roster: &Roster) -> Vec<Letter> {
        let title = roster.title.get(&0).map(|title| title.value.clone()).unwrap_or_default();
        let mut letters = Vec::new();
        for device in roster.devices.keys() {
            let Some((person, member, entry)) = roster.member_of(*device) else { continue };
            if entry.revoked.is_some() {
                continue;
            }
            let devices = roster.devices.keys().filter_map(|other| roster.member_of(*other));
            let devices = devices.filter(|(owner, ..)| *owner == person).map(|(.., entry)| entry.clone()).collect();
            let place = roster.places.get(&member.place).map(|place| place.value.name.clone());
            letters.push(Letter {
                kind: LETTER_KIND.to_owned(),
                class: self.class,
                device: *device,
                belonging: member.belonging,
                title: title.clone(),
                name: place.unwrap_or_default(),
                place: Some(member.place),
                devices,
                history: self.histories.get(&person).cloned().map(Box::new),
            });
        }
        letters
    }
}

fn later(than: HybridTime, time: HybridTime) -> HybridTime {
    if time > than { time } else { HybridTime { ms: than.ms, count: than.count.saturating_add(1) } }
}

fn suspicion_key(cause: &str, alarm: &Alarm) -> String {
    format!("{cause} {}", serde_json::to_string(alarm).unwrap_or_default())
}

/// Lines in parts that fit one file each.
fn parts(lines: &[String]) -> impl Iterator<Item = &[String]> {
    let mut rest = lines;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |line: &&String| {
            bytes += line.len() + 1;
            bytes <= LINES_BYTES
        };
        let count = rest.iter().take(FACTS_MAX).take_while(fits).count();
        let (part, after) = rest.split_at(count.max(1).min(rest.len()));
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

/// The link of a device's chain after its fact of this number; of no use if the journal lacks one before.
fn chain_at(journal: &Journal, device: DeviceId, sequence: u64) -> String {
    journal.lines_of(device, 1, sequence).iter().fold(chain_start(device), |link, line| chain_next(&link, line))
}

/// What each kind of file says it is.
pub(super) const HEAD_KIND: &str = "augu.head.1";
pub(super) const SEGMENT_KIND: &str = "augu.seg.1";
pub(super) const SNAPSHOT_KIND: &str = "augu.snap.1";
pub(super) const CARD_KIND: &str = "augu.card.1";
pub(super) const ROSTER_KIND: &str = "augu.roster.1";
pub(super) const LETTER_KIND: &str = "augu.letter.1";
