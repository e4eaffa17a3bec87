//! The desk of classes: the shell between the classes' pages and `browser::sharing`. Intents come in, signals go out.
//!
//! It shares in the background once a second at most, and only when something is due: on opening, on leaving, some seconds
//! after an answer while a staff page is open, else every minute of work and every few minutes of rest. What fails waits
//! longer each time and is told; practice never waits for it. One window shares: the one that writes.
//!
//! Absent: decisions about files, which are in `sync`, and drawing.

use super::desk::Desk;
use super::key_ring;
use super::words::lang;
use crate::base::{ClassId, Day, DeviceId, FactId, HybridTime, Moment, PersonId, PlaceId};
use crate::browser::sharing::{Pace, Sharing, fresh_entropy, join_by_hand, join_step};
use crate::browser::store::StoreFault;
use crate::browser::{clock, page};
use crate::insights::{Given, Pupil, PupilInClass};
use crate::journal::{Entry, Event, Journal, Pen};
use crate::keys::{Entropy, Recipient, word_pair};
use crate::say;
use crate::school::assignment::{Amount, Assignment, AssignmentFact, Assignments, GivenWish, Wish, Wishes};
use crate::school::membership::{Consenter, MembershipFact, Purpose};
use crate::school::profile::ProfileFact;
use crate::school::sharing::FamilyReply;
use crate::skills::SkillId;
use crate::sync::{
    Alarm, Ask, Belonging, Bundle, CODE_MS_MAX, HostPlace, JoinLink, JoinRequest, JoinState, Joining, KeyRing, Kind,
    Letter, Membership, Place, Role, ShortCode, Standing, Told,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// Milliseconds between rounds while a class joins.
const JOINING_MS: i64 = 1_500;
/// Milliseconds between rounds while the class's page is open.
const LIVE_MS: i64 = 3_000;
/// Milliseconds between rounds while a pupil looks at the class's page.
const LOOK_MS: i64 = 15_000;
/// Milliseconds between looks at the requests of latecomers.
const LATE_MS: i64 = 30_000;
/// How long a pupil's new answer waits for the next one while a staff page is open, milliseconds.
const SOON_MS: i64 = 2_000;
/// Milliseconds between rounds while somebody works.
const WORK_MS: i64 = 60_000;
/// Milliseconds between rounds at rest.
const REST_MS: i64 = 5 * 60_000;
/// How long ago the last answer may be for somebody to count as working, milliseconds.
const WORKING_MS: i64 = 5 * 60_000;
/// For how long an open staff page says that it is open, and when it says so again, milliseconds.
const LIVE_FOR_MS: (i64, i64) = (4 * 60_000, 2 * 60_000);
/// Milliseconds between questions of a device that waits for admission.
const ASK_MS: i64 = 2_500;
/// A link for joining late is good for a week, milliseconds.
const LATE_LINK_MS: i64 = 7 * 86_400_000;
/// How often a free moment between rounds is waited for, a tenth of a second each time.
const FREE_TRIES: u32 = 300;
/// The class snapshot for other staff is made anew at most so often, milliseconds.
const SNAPSHOT_MS: i64 = 10 * 60_000;

thread_local! {
    static THE_DESK: RefCell<Option<ClassDesk>> = const { RefCell::new(None) };
}

/// A name on the class's list, and who took it.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberView {
    /// The place on the list.
    pub place: PlaceId,
    /// The name.
    pub name: String,
    /// A group within the class; may be empty.
    pub group: String,
    /// The members at this place: one as a rule.
    pub people: Vec<PersonId>,
    /// What was done, all at this place together.
    pub pupil: Arc<PupilInClass>,
}

/// A request to join that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestView {
    /// Of which device.
    pub device: DeviceId,
    /// The place that was picked, or that has the typed name.
    pub place: Option<PlaceId>,
    /// The name to show.
    pub name: String,
    /// The role that is asked for; nothing: a pupil's.
    pub role: Option<Role>,
    /// The two words to compare.
    pub words: [&'static str; 2],
    /// The longer number, for joining from afar.
    pub fingerprint: String,
    /// Somebody else asks for the same place, or has it.
    pub conflict: bool,
}

/// An invitation that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteView {
    /// The short code as shown on the board.
    pub code: String,
    /// The address that leads straight to it.
    pub address: String,
    /// What is to be typed where the class's files lie beside the usual folder: the code alone would not find them.
    pub elsewhere: Option<String>,
    /// Good until then.
    pub until: Moment,
}

/// A staff member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffView {
    /// Who.
    pub person: PersonId,
    /// The role.
    pub role: Role,
    /// Whether it is the person at this screen.
    pub me: bool,
}

/// Everything that the pages show of a class.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassView {
    /// The class.
    pub class: ClassId,
    /// What it is called.
    pub title: String,
    /// The person's role, if staff.
    pub role: Option<Role>,
    /// How the person belongs.
    pub belonging: Belonging,
    /// How the sharing goes.
    pub standing: Standing,
    /// Facts that wait to be shared.
    pub waiting: u64,
    /// What was noticed, with whose it is.
    pub alarms: Vec<(Alarm, String)>,
    /// The list, by name. Staff alone have it.
    pub members: Vec<MemberView>,
    /// Requests that wait.
    pub requests: Vec<RequestView>,
    /// The open invitation.
    pub invite: Option<InviteView>,
    /// Staff.
    pub staff: Vec<StaffView>,
    /// What was assigned and not taken back, newest first.
    pub assignments: Vec<Assignment>,
    /// What else staff wish of the app's choice, and did not take back, newest first.
    pub wishes: Vec<GivenWish>,
    /// This person's place on the list.
    pub place: Option<PlaceId>,
    /// Whether a staff page is open, so that answers are shared at once.
    pub watched: bool,
}

impl ClassView {
    /// The pupil at this place of the list.
    pub fn member(&self, place: PlaceId) -> Option<&MemberView> {
        self.members.iter().find(|member| member.place == place)
    }

    /// What the boards ask of the pupil at this place.
    pub fn given_at(&self, place: PlaceId) -> Given {
        let (assignments, wishes) = (Assignments(self.assignments.clone()), Wishes(self.wishes.clone()));
        let member = self.member(place);
        let work = member.map(|member| member.pupil.clone()).unwrap_or_default();
        Given::of(&assignments, &wishes, self.class, place, &work, clock::now().day())
    }
}

/// A pupil as far as staff have read the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct PupilSeen {
    /// The facts.
    pub journal: Arc<Journal>,
    /// Everything folded from them.
    pub pupil: Arc<Pupil>,
}

/// Where a joining stands, for the page.
#[derive(Clone, Debug, PartialEq)]
pub enum JoinView {
    /// The code or link is being looked up.
    LookingUp,
    /// Nothing stands under the code, or it is too old.
    NotFound,
    /// The host does not answer.
    NoHost,
    /// The link is here; the name is to be picked.
    Picking(JoinLink),
    /// The request was sent; the words can be compared.
    Waiting {
        /// The two words.
        words: [&'static str; 2],
        /// The longer number.
        fingerprint: String,
        /// Where it stands.
        state: JoinState,
    },
    /// Admitted.
    Joined(ClassId),
}

/// A change that waits for the round under way to end.
type Act = Box<dyn FnOnce(&mut Sharing, Moment, &mut Entropy)>;

/// An invitation that is open, and what closes it.
struct OpenInvite {
    code: ShortCode,
    place: HostPlace,
    view: InviteView,
}

struct Room {
    /// `None` while a round is under way.
    sharing: Option<Sharing>,
    acts: Vec<Act>,
    pupils: BTreeMap<PersonId, Arc<PupilInClass>>,
    pupils_kept: bool,
    given: Vec<Entry>,
    requests: BTreeMap<DeviceId, JoinRequest>,
    invite: Option<OpenInvite>,
    late_until: Moment,
    last_look_for_latecomers: Moment,
    title: String,
    last_round: Moment,
    last_snapshot: Moment,
    wanted: bool,
    /// The person is leaving: that is shared, then the room is closed.
    leaving: bool,
    newest: u64,
    newest_at: Moment,
}

impl Room {
    /// What was folded of a pupil anew. Replies to the staff's own links stand in no journal, so the known ones stay.
    fn take_anew(&mut self, person: PersonId, mut pupil: PupilInClass) {
        let known = self.pupils.get(&person).map(|known| known.family.clone()).unwrap_or_default();
        known.into_iter().for_each(|reply| pupil.note_reply(reply));
        self.pupils.insert(person, Arc::new(pupil));
    }
}

#[derive(Default)]
struct Drawer {
    rooms: BTreeMap<ClassId, Room>,
    joining: Option<Joining>,
    joining_asked: Moment,
    joining_busy: bool,
    /// The page of this class is open.
    open: Option<ClassId>,
    own: Option<Rc<Journal>>,
    /// The own work topic by topic, folded from so many facts.
    own_work: Option<(usize, Rc<PupilInClass>)>,
}

/// What the boards of a class say.
#[derive(Clone, Debug, Default, PartialEq)]
struct Boards {
    assignments: Assignments,
    wishes: Wishes,
}

impl Boards {
    fn of<'a>(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut given: Vec<&Entry> = entries.collect();
        given.sort_by_key(|entry| entry.stamp.order());
        given.dedup_by_key(|entry| entry.stamp.id());
        let mut boards = Boards::default();
        for entry in given {
            if let Event::Assignment(fact) = &entry.event {
                boards.assignments.apply(&entry.stamp, fact);
                boards.wishes.apply(&entry.stamp, fact);
            }
        }
        boards
    }
}

/// What was folded of the members, as it is kept.
#[derive(Serialize, Deserialize)]
struct PupilsKept {
    upto: BTreeMap<DeviceId, u64>,
    pupils: BTreeMap<PersonId, PupilInClass>,
}

/// What is remembered of a joining, so that the page may be loaded anew.
#[derive(Serialize, Deserialize)]
struct JoiningKept {
    link: JoinLink,
    place: Option<PlaceId>,
    name: String,
    since: Moment,
}

/// The desk of classes. Cheap to copy.
#[derive(Clone, Copy)]
pub struct ClassDesk {
    /// The desk of the app.
    pub desk: Desk,
    /// Whether what is kept of classes was read.
    pub ready: RwSignal<bool>,
    /// The classes this person is in.
    pub classes: RwSignal<Vec<ClassView>>,
    /// A joining under way.
    pub joining: RwSignal<Option<JoinView>>,
    /// The recovery code of keys that were just made: shown until it is put away, and from then on among the keys.
    pub code: RwSignal<Option<String>>,
    drawer: StoredValue<Drawer, LocalStorage>,
}

fn joining_key(person: PersonId) -> String {
    format!("augu.joining.{person}")
}

/// Where a class's files lie, if not in the usual folder: the path under the app's own address.
fn place_elsewhere(place: &HostPlace) -> Option<String> {
    let origin = page::origin();
    let path = place.url.strip_prefix(&origin).unwrap_or(&place.url).to_owned();
    (place.url != page::data_folder()).then_some(path)
}

/// Whether the app may reach a host at this address: its own one alone, which the policy of the page sees to.
pub fn is_reachable(url: &str) -> bool {
    let origin = page::origin();
    url.strip_prefix(&origin).is_some_and(|path| path.starts_with('/') && path.ends_with('/'))
}

/// The address under which an invitation is opened; the code stands in its fragment, which no host sees.
fn invite_address(fragment: &str) -> String {
    format!("{}#{fragment}", page::whole_address("join/"))
}

impl ClassDesk {
    /// The desk of classes; made, and begun, at the first call.
    pub fn of(desk: Desk) -> ClassDesk {
        if let Some(known) = THE_DESK.with_borrow(|known| *known) {
            return known;
        }
        let make = || ClassDesk {
            desk,
            ready: RwSignal::new(false),
            classes: RwSignal::new(Vec::new()),
            joining: RwSignal::new(None),
            code: RwSignal::new(None),
            drawer: StoredValue::new_local(Drawer::default()),
        };
        let made = desk.root.with_value(|root| root.as_ref().map(|root| root.with(make))).unwrap_or_else(make);
        THE_DESK.with_borrow_mut(|known| *known = Some(made));
        page::on_document("visibilitychange", move |_| made.want_all());
        page::on_window("online", move |_| made.want_all());
        spawn_local(async move {
            made.open_all().await;
            made.ready.set(true);
            loop {
                gloo_timers::future::TimeoutFuture::new(1_000).await;
                made.tick();
            }
        });
        made
    }

    fn with_room<R>(self, class: ClassId, act: impl FnOnce(&mut Room) -> R) -> Option<R> {
        self.drawer.try_update_value(|drawer| drawer.rooms.get_mut(&class).map(act)).flatten()
    }

    fn person(self) -> PersonId {
        self.desk.person().map_or(PersonId::from_bits(0), |person| person.id)
    }

    // --- Opening -----------------------------------------------------------------------------------------------------

    async fn open_all(self) {
        let classes = self.desk.pupil.with_untracked(|pupil| pupil.memberships.classes.clone());
        for (class, title) in classes {
            self.open(class, title).await;
        }
        let person = self.person();
        let kept = self.desk.remembered(&joining_key(person));
        if let Some(kept) = kept.and_then(|text| serde_json::from_str::<JoiningKept>(&text).ok())
            && let Ok(Some(ring)) = key_ring::held(self.desk).await
        {
            self.begin_joining(kept, &ring);
        }
    }

    async fn open(self, class: ClassId, title: String) {
        let Some(store) = self.desk.store() else { return };
        match Sharing::open(class, self.person(), store).await {
            Ok(Some(sharing)) => self.enter(sharing, title).await,
            Ok(None) => {}
            Err(fault) => self.desk.toasts.say(fault.sentence(lang())),
        }
    }

    /// Makes a room for a class whose state is kept.
    async fn enter(self, mut sharing: Sharing, title: String) {
        let class = sharing.membership.class;
        let kept: Option<PupilsKept> =
            sharing.pupils().await.ok().flatten().and_then(|text| serde_json::from_str(&text).ok());
        let (upto, known) = kept.map_or_else(Default::default, |kept| (kept.upto, kept.pupils));
        let mut pupils: BTreeMap<PersonId, Arc<PupilInClass>> =
            known.into_iter().map(|(person, pupil)| (person, Arc::new(pupil))).collect();
        let mut given = Vec::new();
        for person in people_of(&sharing.membership) {
            let fresh = devices_of(&sharing.membership, person).all(|device| {
                upto.get(&device).copied() == sharing.membership.peers().get(&device).map(|peer| peer.sequence)
            });
            if fresh && pupils.contains_key(&person) {
                continue;
            }
            if sharing.membership.lacks(person) {
                // What a snapshot told was lost: everything is read.
                sharing.membership.want(person);
            } else if let Ok(journal) = sharing.journal_of(person).await {
                pupils.insert(person, Arc::new(PupilInClass::fold(journal.entries())));
            }
        }
        for person in sharing.membership.card.staff.keys() {
            if let Ok(journal) = sharing.journal_of(*person).await {
                given.extend(journal.entries().iter().filter(|entry| is_assignment(entry)).cloned());
            }
        }
        let room = Room {
            sharing: Some(sharing),
            acts: Vec::new(),
            pupils,
            pupils_kept: true,
            given,
            requests: BTreeMap::new(),
            invite: None,
            late_until: Moment(0),
            last_look_for_latecomers: Moment(0),
            title,
            last_round: Moment(0),
            last_snapshot: Moment(0),
            wanted: true,
            leaving: false,
            newest: 0,
            newest_at: Moment(0),
        };
        self.drawer.update_value(|drawer| {
            drawer.rooms.insert(class, room);
        });
        self.show();
    }

    /// The keys of this person on this device; made now if there are none. Their code is shown until it is put away.
    async fn ring(self) -> Result<KeyRing, StoreFault> {
        let had = key_ring::held(self.desk).await?.is_some();
        let ring = key_ring::hold(self.desk).await?;
        self.code.set(ring.code().filter(|_| !had).map(|code| code.written()));
        Ok(ring)
    }

    // --- Sharing -----------------------------------------------------------------------------------------------------

    fn want_all(self) {
        self.drawer.update_value(|drawer| drawer.rooms.values_mut().for_each(|room| room.wanted = true));
    }

    /// The page of a class is open, or no more.
    pub fn look_at(self, class: Option<ClassId>) {
        // An invitation is good only while its page is open.
        let left: Vec<ClassId> = self.drawer.with_value(|drawer| {
            let others = drawer.rooms.iter().filter(|(known, room)| Some(**known) != class && room.invite.is_some());
            others.map(|(known, _)| *known).collect()
        });
        left.into_iter().for_each(|left| self.close_invite(left));
        self.drawer.update_value(|drawer| {
            drawer.open = class;
            if let Some(room) = class.and_then(|class| drawer.rooms.get_mut(&class)) {
                room.wanted = true;
            }
        });
    }

    /// Shares now.
    pub fn share_now(self) {
        self.drawer.update_value(|drawer| {
            for room in drawer.rooms.values_mut() {
                room.wanted = true;
                if let Some(sharing) = &mut room.sharing {
                    sharing.membership.standing.next = Moment(0);
                }
            }
        });
        self.tick();
    }

    fn tick(self) {
        let now = clock::now();
        let Some(newest) = self.desk.newest_kept() else { return };
        let visible = page::visible();
        let (mut due, mut over, mut grew) = (Vec::new(), Vec::new(), false);
        self.drawer.update_value(|drawer| {
            let open = drawer.open;
            for (class, room) in &mut drawer.rooms {
                if room.newest != newest {
                    room.newest = newest;
                    room.newest_at = now;
                    grew = true;
                }
                if room.invite.as_ref().is_some_and(|invite| invite.view.until <= now) {
                    over.push(*class);
                }
                let Some(sharing) = &room.sharing else { continue };
                let since = now.0 - room.last_round.0;
                let waiting = newest > sharing.membership.shared();
                let working = now.0 - room.newest_at.0 < WORKING_MS;
                let here = open == Some(*class) && visible;
                let wait = if room.invite.is_some() {
                    JOINING_MS
                } else if here && sharing.membership.role().is_some() {
                    LIVE_MS
                } else if here {
                    LOOK_MS
                } else if waiting && sharing.is_watched() {
                    SOON_MS
                } else if working && (waiting || sharing.membership.role().is_none()) {
                    WORK_MS
                } else {
                    REST_MS
                };
                let patient = now < sharing.standing().next && room.invite.is_none();
                if (room.wanted || since >= wait) && !patient {
                    due.push(*class);
                }
            }
        });
        over.into_iter().for_each(|class| self.close_invite(class));
        for class in due {
            spawn_local(self.round(class));
        }
        if grew {
            self.tell_given(now);
        }
        self.ask_to_join(now);
    }

    /// This person's own journal, read anew only when it grew.
    async fn own(self) -> Option<Rc<Journal>> {
        self.desk.read_whole().await.ok()?;
        let count = self.desk.look_at_journal(|journal| journal.entries().len())?;
        let known = self.drawer.with_value(|drawer| drawer.own.clone());
        if let Some(known) = known.filter(|known| known.entries().len() == count) {
            return Some(known);
        }
        let own = Rc::new(self.desk.look_at_journal(Journal::clone)?);
        self.drawer.update_value(|drawer| drawer.own = Some(own.clone()));
        Some(own)
    }

    /// Keys that were changed on this device hold in the class, too.
    async fn renew_keys(self, sharing: &mut Sharing, own: &Journal) {
        let membership = &mut sharing.membership;
        if membership.learn_keys(own) > membership.signer.certificate.keys().generation
            && let Ok(Some(ring)) = super::key_ring::held(self.desk).await
            && membership.renew(&ring)
        {
            let certificate = ring.signer.certificate.signed();
            let tells = |entry: &Entry| matches!(&entry.event, Event::Membership(MembershipFact::Keyed { certificate: Some(told), .. }) if told == certificate);
            if !own.entries().iter().any(tells) {
                super::key_ring::tell(self.desk, &ring);
            }
        }
    }

    async fn round(self, class: ClassId) {
        let now = clock::now();
        let Some(mut sharing) = self.with_room(class, |room| room.sharing.take()).flatten() else { return };
        let open = self.drawer.with_value(|drawer| drawer.open == Some(class)) && page::visible();
        let admitting = self
            .with_room(class, |room| {
                room.wanted = false;
                room.last_round = now;
                let late = (open || now < room.late_until) && now.0 - room.last_look_for_latecomers.0 >= LATE_MS;
                if late {
                    room.last_look_for_latecomers = now;
                }
                room.invite.is_some() || late
            })
            .unwrap_or(false);
        let is_staff = sharing.membership.role().is_some();
        if is_staff {
            sharing.membership.become_staff();
            if open && sharing.membership.live_until.is_none_or(|until| until.ms < now.0 + LIVE_FOR_MS.1) {
                sharing.membership.live_until = Some(HybridTime { ms: now.0 + LIVE_FOR_MS.0, count: 0 });
            }
        }
        let pace = match (is_staff && admitting, is_staff && open) {
            (true, _) => Pace::Admitting,
            (false, true) => Pace::Live,
            (false, false) => Pace::Whole,
        };
        let outcome = match self.own().await {
            Some(own) => {
                self.renew_keys(&mut sharing, &own).await;
                sharing.round(&own, pace).await
            }
            None => Err(StoreFault::Unavailable),
        };
        match outcome {
            Ok(taken) => {
                self.take(&mut sharing, class, taken).await;
            }
            Err(fault) => {
                sharing.membership.abandon(clock::now());
                self.desk.toasts.say(fault.sentence(lang()));
            }
        }
        let (place, reader) = (sharing.place.clone(), sharing.membership.card.class_key());
        let reached = sharing.standing().failures == 0;
        self.put_back(class, sharing).await;
        if reached {
            super::live_links::round(self.desk, class, &place, reader).await;
            if is_staff && open {
                super::class_links::round(self, class).await;
            }
        }
    }

    /// What a round brought.
    async fn take(self, sharing: &mut Sharing, class: ClassId, taken: crate::sync::Taken) {
        let mut own = false;
        let mut fresh: BTreeMap<PersonId, Vec<Entry>> = BTreeMap::new();
        let (mut given, mut gone, mut lost) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        let mut keyed = Vec::new();
        for entry in taken.facts {
            if sharing.membership.is_own(entry.stamp.author) {
                own = true;
            } else if is_assignment(&entry) {
                // Only staff give tasks: a pupil's journal may say what it likes.
                if sharing.membership.card.staff.contains_key(&entry.stamp.author) {
                    given.push(entry);
                }
            } else {
                if let Event::Membership(MembershipFact::Left { class: left }) = &entry.event
                    && *left == class
                {
                    gone.insert(entry.stamp.author);
                }
                if let Event::Membership(MembershipFact::Keyed { certificate: Some(certificate), .. }) = &entry.event {
                    keyed.push((entry.stamp.device, certificate.clone()));
                }
                if let Event::Membership(MembershipFact::Lost { device, .. }) = &entry.event {
                    lost.insert((entry.stamp.author, *device));
                }
                fresh.entry(entry.stamp.author).or_default().push(entry);
            }
        }
        if own {
            self.desk.catch_up().await;
        }
        // The head of the school sees what snapshots say; facts that were asked for stand behind it.
        if !sharing.membership.reads_all() {
            fresh.clear();
        }
        let mut refold = Vec::new();
        // Work of an earlier self is work of who came back.
        let now_of =
            |person: PersonId| sharing.membership.roster.as_ref().map_or(person, |roster| roster.now_of(person));
        let came_back = |person: PersonId| {
            sharing.membership.roster.as_ref().is_some_and(|roster| !roster.earlier_of(person).is_empty())
        };
        self.with_room(class, |room| {
            room.given.extend(given);
            room.pupils_kept &= fresh.is_empty() && taken.people.is_empty();
            for (person, said) in taken.people {
                if let Ok(pupil) = serde_json::from_value::<PupilInClass>(said) {
                    room.take_anew(person, pupil);
                }
            }
            for (person, mut entries) in fresh {
                entries.sort_by_key(|entry| entry.stamp.order());
                let known = room.pupils.contains_key(&person);
                if now_of(person) != person || !known && came_back(person) {
                    refold.push(now_of(person));
                    continue;
                }
                let pupil = room.pupils.entry(person).or_default();
                if entries.first().is_some_and(|entry| entry.stamp.time.moment() < pupil.active) {
                    refold.push(person);
                } else {
                    let pupil = Arc::make_mut(pupil);
                    entries.iter().for_each(|entry| pupil.apply(entry));
                }
            }
            for person in &taken.erase {
                room.pupils.remove(person);
            }
        });
        for person in refold {
            if sharing.membership.lacks(person) {
                sharing.membership.want(person);
                self.with_room(class, |room| room.wanted = true);
            } else if let Ok(journal) = sharing.journal_of(person).await {
                let pupil = PupilInClass::fold(journal.entries());
                self.with_room(class, |room| room.take_anew(person, pupil));
            }
        }
        let now = clock::now();
        let mut changed = false;
        // Who left by themselves are off the list, so that nothing more is sealed for them.
        let members = people_of(&sharing.membership);
        for person in gone.into_iter().filter(|person| members.contains(person)) {
            // Who left and came back said so later.
            let journal = sharing.journal_of(person).await.unwrap_or_default();
            let mut said = journal.entries().iter().rev().filter_map(|entry| match &entry.event {
                Event::Membership(MembershipFact::Left { class: of }) if *of == class => Some(true),
                Event::Membership(MembershipFact::Joined { class: of, .. }) if *of == class => Some(false),
                _ => None,
            });
            if said.next() != Some(true) {
                continue;
            }
            if let Ok(mut entropy) = fresh_entropy() {
                sharing.membership.set_belonging(person, Belonging::Left, now, &mut entropy);
                changed = true;
            }
        }
        // Who lost a device says so from another one: what the lost one writes from now on does not count.
        for (person, device) in lost {
            if let Ok(mut entropy) = fresh_entropy() {
                changed |= sharing.membership.lose_device(person, device, now, &mut entropy);
            }
        }
        // Who changed the keys goes on with the new ones, and is known by them.
        for (device, certificate) in keyed {
            changed |= sharing.membership.renew_member(device, &certificate, now);
        }
        if changed {
            self.with_room(class, |room| room.wanted = true);
        }
        for request in taken.requests {
            if sharing.membership.is_further_device(&request) && !has_newer_keys(sharing, &request).await {
                let place = sharing.membership.roster.as_ref().and_then(|roster| {
                    roster.members.get(&request.certificate.person()).map(|member| member.value.place)
                });
                if let Some(place) = place {
                    sharing.membership.admit(&request, place, now);
                    self.with_room(class, |room| room.wanted = true);
                }
                continue;
            }
            self.with_room(class, |room| room.requests.insert(request.certificate.device(), request));
        }
        // Facts come once: what follows from them is kept with them.
        if changed && let Err(fault) = sharing.keep().await {
            self.desk.toasts.say(fault.sentence(lang()));
        }
        // Who was taken off by staff may be taken in again, even at once; what was erased stays erased.
        if sharing.membership.belonging == Belonging::Erased {
            self.depart(class);
        }
        self.keep_pupils(sharing, class, now).await;
    }

    /// Keeps what was folded of the members, and makes the class snapshot for other staff from time to time.
    async fn keep_pupils(self, sharing: &mut Sharing, class: ClassId, now: Moment) {
        if sharing.membership.roster.is_none() {
            return;
        }
        let work = self
            .with_room(class, |room| {
                let snapshot = !room.pupils_kept && now.0 - room.last_snapshot.0 >= SNAPSHOT_MS;
                if snapshot {
                    room.last_snapshot = now;
                }
                (!std::mem::replace(&mut room.pupils_kept, true)).then(|| (room.pupils.clone(), snapshot))
            })
            .flatten();
        let Some((pupils, snapshot)) = work else { return };
        let upto = sharing.membership.peers().iter().map(|(device, peer)| (*device, peer.sequence)).collect();
        if snapshot && let Ok(mut entropy) = fresh_entropy() {
            let members: BTreeSet<PersonId> = people_of(&sharing.membership).into_iter().collect();
            let of_members = pupils.iter().filter(|(person, _)| members.contains(person));
            let people = of_members.map(|(person, pupil)| (*person, pupil.for_snapshot())).collect();
            sharing.membership.set_class_snapshot(people, now, &mut entropy);
        }
        let pupils = pupils.into_iter().map(|(person, pupil)| (person, PupilInClass::clone(&pupil))).collect();
        if let Ok(text) = serde_json::to_string(&PupilsKept { upto, pupils }) {
            // Losing it costs time only.
            let _ = sharing.keep_pupils(text).await;
        }
    }

    pub(super) async fn put_back(self, class: ClassId, mut sharing: Sharing) {
        let acts = self.with_room(class, |room| std::mem::take(&mut room.acts)).unwrap_or_default();
        if !acts.is_empty()
            && let Ok(mut entropy) = fresh_entropy()
        {
            for act in acts {
                act(&mut sharing, clock::now(), &mut entropy);
            }
            if let Err(fault) = sharing.keep().await {
                self.desk.toasts.say(fault.sentence(lang()));
            }
            self.with_room(class, |room| room.wanted = true);
        }
        let told = sharing.membership.belonging != Belonging::Member
            || self.desk.newest_kept().is_some_and(|newest| newest <= sharing.membership.shared());
        let left = self.with_room(class, |room| room.leaving && told).unwrap_or(false);
        if left {
            self.drawer.update_value(|drawer| {
                drawer.rooms.remove(&class);
            });
        } else {
            self.with_room(class, |room| room.sharing = Some(sharing));
        }
        self.show();
    }

    /// Changes something about a class: at once, or after the round under way; the next round tells everybody.
    fn act(self, class: ClassId, act: impl FnOnce(&mut Sharing, Moment, &mut Entropy) + 'static) {
        let free = self.with_room(class, |room| {
            room.acts.push(Box::new(act));
            room.sharing.take()
        });
        if let Some(Some(sharing)) = free {
            spawn_local(self.put_back(class, sharing));
        }
    }

    fn depart(self, class: ClassId) {
        if self.desk.pupil.with_untracked(|pupil| pupil.memberships.classes.contains_key(&class)) {
            self.desk.record(Event::Membership(MembershipFact::Left { class }));
            super::live_links::leave(self.desk, class);
        }
    }

    // --- Showing -----------------------------------------------------------------------------------------------------

    /// Brings the signals up to date with what is known.
    fn show(self) {
        let newest = self.desk.newest_kept();
        let now = clock::now();
        let shown = self.classes.get_untracked();
        let own_given: Vec<Entry> = self
            .desk
            .look_at_journal(|journal| journal.entries().iter().filter(|entry| is_assignment(entry)).cloned().collect())
            .unwrap_or_default();
        let views = self.drawer.with_value(|drawer| {
            let view = |(class, room): (&ClassId, &Room)| match &room.sharing {
                Some(sharing) => Some(view_of(room, sharing, newest, now, &own_given)),
                None => shown.iter().find(|view| view.class == *class).cloned(),
            };
            drawer.rooms.iter().filter(|(_, room)| !room.leaving).filter_map(view).collect::<Vec<_>>()
        });
        if views != shown {
            self.classes.set(views);
        }
        self.tell_given(now);
    }

    /// What the boards of this person's classes ask, for the plan and the choice of tasks. Where a round is under way,
    /// what was told last stands.
    fn tell_given(self, now: Moment) {
        // While the classes are still being opened, what was kept stands.
        if !self.ready.get_untracked() {
            return;
        }
        let today = now.day();
        let work = self.own_work();
        let given = self.drawer.with_value(|drawer| {
            let mut all = Given::default();
            for (class, room) in drawer.rooms.iter().filter(|(_, room)| !room.leaving) {
                let membership = &room.sharing.as_ref()?.membership;
                if membership.role().is_some() || membership.belonging != Belonging::Member {
                    continue;
                }
                let Some(place) = membership.place else { continue };
                let boards = Boards::of(room.given.iter());
                let none = boards.assignments.0.is_empty() && boards.wishes.0.is_empty();
                if !none {
                    let work = work.as_deref()?;
                    all.join(Given::of(&boards.assignments, &boards.wishes, *class, place, work, today));
                }
            }
            Some(all)
        });
        if let Some(given) = given
            && let Ok(text) = serde_json::to_string(&given)
        {
            self.desk.take_given(given, &text);
        }
    }

    /// The own work topic by topic, once the whole journal was read.
    fn own_work(self) -> Option<Rc<PupilInClass>> {
        self.drawer.with_value(|drawer| drawer.own.as_ref().map(|_| ()))?;
        let count = self.desk.look_at_journal(|journal| journal.entries().len())?;
        let known = self.drawer.with_value(|drawer| drawer.own_work.clone());
        if let Some((_, work)) = known.filter(|(known, _)| *known == count) {
            return Some(work);
        }
        let work = Rc::new(self.desk.look_at_journal(|journal| PupilInClass::fold(journal.entries()))?);
        self.drawer.update_value(|drawer| drawer.own_work = Some((count, work.clone())));
        Some(work)
    }

    // --- Staff -------------------------------------------------------------------------------------------------------

    /// Founds a class with these names on its list.
    pub async fn found(self, title: String, names: Vec<String>, host: HostPlace) -> Result<ClassId, StoreFault> {
        let ring = self.ring().await?;
        let store = self.desk.store().ok_or(StoreFault::Unavailable)?;
        let mut entropy = fresh_entropy()?;
        let (class, now) = (ClassId::from_bits(entropy.draw_bits()), clock::now());
        let mut membership =
            Membership::found(class, &title, ring.signer.clone(), ring.reading.clone(), now, &mut entropy);
        for name in names {
            let place = Place { name, group: String::new(), active: true };
            membership.set_place(PlaceId::from_bits(entropy.draw_bits()), place, now);
        }
        let mut sharing = Sharing::begin(host, membership, store).await?;
        sharing.begin_board(&ring.board);
        sharing.keep().await?;
        self.desk.record(Event::Membership(MembershipFact::Joined { class, title: title.clone() }));
        self.enter(sharing, title).await;
        self.share_now();
        Ok(class)
    }

    /// Opens an invitation for a quarter of an hour: a short code, and its file on the host. False if the host did not take it.
    pub async fn invite(self, class: ClassId, role: Option<Role>) -> bool {
        let now = clock::now();
        let Ok(mut entropy) = fresh_entropy() else { return false };
        let until = now.plus_ms(CODE_MS_MAX);
        let Some(sharing) = self.free(class).await else { return false };
        let link = sharing.membership.join_link(sharing.place.clone(), role, until);
        let places = if role.is_some() { Vec::new() } else { free_places(&sharing.membership) };
        let place = sharing.place.clone();
        self.put_back(class, sharing).await;
        let Some(link) = link else { return false };
        let code = ShortCode::new(&mut entropy);
        let (name, bytes) = code.file(&JoinLink { places, ..link }, &mut entropy);
        let ask = Ask::Put { name, bytes };
        if crate::browser::transport::ask(&place, &ask, now).await != Told::Stored {
            return false;
        }
        let written = code.written();
        let short = written.replace('-', "");
        let (fragment, elsewhere) = match place_elsewhere(&place) {
            None => (short, None),
            Some(path) => (format!("{short}@{path}"), Some(format!("{written}@{path}"))),
        };
        let view = InviteView { address: invite_address(&fragment), code: written, elsewhere, until };
        self.with_room(class, |room| room.invite = Some(OpenInvite { code, place, view }));
        self.show();
        true
    }

    /// Closes the invitation: the file under the code is overwritten with nothing.
    pub fn close_invite(self, class: ClassId) {
        let taken = self.with_room(class, |room| room.invite.take()).flatten();
        self.show();
        let Some(OpenInvite { code, place, .. }) = taken else { return };
        spawn_local(async move {
            let ask = Ask::Put { name: code.name(), bytes: Vec::new() };
            crate::browser::transport::ask(&place, &ask, clock::now()).await;
        });
    }

    /// A link for joining later or from afar, good for a week. It carries no names.
    pub async fn late_link(self, class: ClassId, role: Option<Role>) -> Option<String> {
        let until = clock::now().plus_ms(LATE_LINK_MS);
        self.with_room(class, |room| room.late_until = until);
        let sharing = self.free(class).await?;
        let link = sharing.membership.join_link(sharing.place.clone(), role, until);
        self.put_back(class, sharing).await;
        link.map(|link| invite_address(&link.written()))
    }

    /// Admits these requests, each at its place; who typed a new name gets a new place.
    pub fn admit(self, class: ClassId, requests: Vec<RequestView>) {
        for view in requests {
            let Some(Some(request)) = self.with_room(class, |room| room.requests.remove(&view.device)) else {
                continue;
            };
            self.act(class, move |sharing, now, entropy| {
                let membership = &mut sharing.membership;
                if let Some(role) = request.role {
                    return membership.admit_staff(&request, role, now);
                }
                let place = view.place.unwrap_or_else(|| {
                    let place = PlaceId::from_bits(entropy.draw_bits());
                    let named = Place { name: view.name.clone(), group: String::new(), active: true };
                    membership.set_place(place, named, now);
                    place
                });
                membership.admit(&request, place, now);
            });
        }
        self.show();
    }

    /// "Tai tas pats mokinys": admits a request at a place that somebody has, and gives the history of the earlier self back.
    pub fn admit_again(self, class: ClassId, view: RequestView, place: PlaceId) {
        let Some(Some(request)) = self.with_room(class, |room| room.requests.remove(&view.device)) else { return };
        let before: Vec<PersonId> = self.classes.with_untracked(|classes| {
            let known = classes.iter().find(|known| known.class == class);
            let member = known.and_then(|known| known.member(place));
            member.map(|member| member.people.clone()).unwrap_or_default()
        });
        spawn_local(async move {
            let mut history = Vec::new();
            for person in &before {
                let journal = self.journal_of(class, *person).await;
                history.extend(journal.iter().flat_map(|journal| journal.entries().to_vec()));
            }
            let person = request.certificate.person();
            let work = Arc::new(PupilInClass::fold(Journal::of(history.clone()).entries()));
            self.with_room(class, |room| room.pupils.insert(person, work));
            self.act(class, move |sharing, now, entropy| {
                sharing.membership.admit_again(&request, place, &before, &history, now, entropy);
            });
        });
    }

    /// Passes a request over.
    pub fn dismiss(self, class: ClassId, device: DeviceId) {
        self.with_room(class, |room| room.requests.remove(&device));
        self.show();
    }

    /// Changes how a member belongs.
    pub fn set_belonging(self, class: ClassId, person: PersonId, belonging: Belonging) {
        self.act(class, move |sharing, now, entropy| sharing.membership.set_belonging(person, belonging, now, entropy));
    }

    /// Takes a staff member off.
    pub fn remove_staff(self, class: ClassId, person: PersonId) {
        self.act(class, move |sharing, now, entropy| sharing.membership.remove_staff(person, now, entropy));
    }

    /// Puts a name on the list, changes it, or takes it off.
    pub fn set_place(self, class: ClassId, place: Option<PlaceId>, named: Place) {
        self.act(class, move |sharing, now, entropy| {
            let place = place.unwrap_or_else(|| PlaceId::from_bits(entropy.draw_bits()));
            sharing.membership.set_place(place, named, now);
        });
    }

    /// Leaves a class: what was shared stays with its staff, nothing more is shared.
    pub fn leave(self, class: ClassId) {
        self.depart(class);
        self.with_room(class, |room| {
            room.leaving = true;
            room.wanted = true;
        });
        self.classes.update(|views| views.retain(|view| view.class != class));
    }

    /// The journal of a member, as far as it is here: for the wrong answers behind a cell.
    pub async fn journal_of(self, class: ClassId, person: PersonId) -> Option<Journal> {
        let mut sharing = self.free(class).await?;
        if sharing.membership.lacks(person) {
            // Only a snapshot stands for it here: the facts are fetched now, where the host can be reached.
            sharing.membership.want(person);
            if let Some(own) = self.own().await
                && let Ok(taken) = sharing.round(&own, Pace::Whole).await
            {
                self.take(&mut sharing, class, taken).await;
            }
        }
        let journal = sharing.journal_of(person).await.ok();
        self.put_back(class, sharing).await;
        journal
    }

    /// A member's latest answer that is known; zero: none.
    pub(super) fn active_at(self, class: ClassId, person: PersonId) -> Moment {
        self.with_room(class, |room| room.pupils.get(&person).map(|pupil| pupil.active)).flatten().unwrap_or_default()
    }

    /// Whether staff ever gave a family of the class a link.
    pub(super) fn has_family_links(self, class: ClassId) -> bool {
        let given = self.with_room(class, |room| {
            let roster = room.sharing.as_ref().and_then(|sharing| sharing.membership.roster.as_ref());
            roster.is_some_and(|roster| !roster.links.is_empty())
        });
        given.unwrap_or(false)
    }

    /// A family's reply to a link of the staff's.
    pub(super) fn note_reply(self, class: ClassId, person: PersonId, reply: FamilyReply) {
        self.with_room(class, |room| {
            room.pupils_kept = false;
            Arc::make_mut(room.pupils.entry(person).or_default()).note_reply(reply);
        });
        self.show();
    }

    /// Waits until no round is under way, and takes the sharing; it must be put back.
    pub(super) async fn free(self, class: ClassId) -> Option<Sharing> {
        for _ in 0..FREE_TRIES {
            if let Some(sharing) = self.with_room(class, |room| room.sharing.take())? {
                return Some(sharing);
            }
            gloo_timers::future::TimeoutFuture::new(100).await;
        }
        None
    }

    /// Where a class's files lie, and the key with which its staff read; `None`: nothing is kept of it here.
    pub async fn host_and_reader(self, class: ClassId) -> Option<(HostPlace, Option<Recipient>)> {
        let sharing = self.free(class).await?;
        let known = (sharing.place.clone(), sharing.membership.card.class_key());
        self.put_back(class, sharing).await;
        Some(known)
    }

    /// "Skirti užduotį": a fact on this staff member's board.
    pub async fn assign(self, class: ClassId, skill: SkillId, amount: Amount, due: Day, whom: Vec<PlaceId>) {
        let fact = AssignmentFact::Set { class, skill, amount, due, whom };
        self.record_on_board(class, fact).await;
    }

    /// A wish about what the app chooses for these places, or for all, up to a day. Gives the fact that says it.
    pub async fn wish(self, class: ClassId, wish: Wish, until: Day, whom: Vec<PlaceId>) -> Option<FactId> {
        self.record_on_board(class, AssignmentFact::Wished { class, wish, until, whom }).await
    }

    /// The journals of the members at a place, as far as they are here, and everything folded from them.
    pub async fn pupil_at(self, class: ClassId, place: PlaceId) -> Option<PupilSeen> {
        let people = self.classes.with_untracked(|classes| {
            let view = classes.iter().find(|known| known.class == class)?;
            Some(view.member(place)?.people.clone())
        })?;
        let mut journal = Journal::default();
        for person in people {
            journal.merge(self.journal_of(class, person).await?.entries().to_vec());
        }
        let pupil = Arc::new(Pupil::fold(journal.entries().iter()));
        Some(PupilSeen { journal: Arc::new(journal), pupil })
    }

    /// Takes an assignment or a wish back, or undoes that.
    pub fn drop_assignment(self, class: ClassId, assignment: FactId, dropped: bool) {
        spawn_local(async move {
            self.record_on_board(class, AssignmentFact::Dropped { assignment, dropped }).await;
        });
    }

    async fn record_on_board(self, class: ClassId, fact: AssignmentFact) -> Option<FactId> {
        let written = async {
            let ring = self.ring().await?;
            let board = ring.board.clone();
            self.act(class, move |sharing, _, _| sharing.begin_board(&board));
            let own = self.own().await.ok_or(StoreFault::Unavailable)?;
            let device = ring.board.device;
            let newest = own.entries().last().map(|entry| entry.stamp.time).unwrap_or_default();
            let mut pen = Pen { author: self.person(), device, newest, sequence: own.newest_of(device) };
            let entry = pen.write(clock::now(), Event::Assignment(fact));
            let store = self.desk.store().ok_or(StoreFault::Unavailable)?;
            store.merge(&[entry.written()]).await.map(|()| entry.stamp.id())
        };
        match written.await {
            Ok(id) => {
                self.desk.catch_up().await;
                self.show();
                self.share_now();
                Some(id)
            }
            Err(fault) => {
                self.desk.toasts.say(fault.sentence(lang()));
                None
            }
        }
    }

    // --- Joining -----------------------------------------------------------------------------------------------------

    /// Looks up what was typed or stood in the address: a short code, or a whole link.
    pub fn look_up(self, text: String) {
        if let Some(link) = JoinLink::read(&text) {
            let old = clock::now() > link.until;
            return self.joining.set(Some(if old { JoinView::NotFound } else { JoinView::Picking(link) }));
        }
        // Behind the code may stand where the class's files lie: a path under the app's own address.
        let text = text.trim_start_matches('#');
        let (code, path) = text.split_once('@').map_or((text, None), |(code, path)| (code, Some(path.trim())));
        let origin = page::origin();
        let url = path.map_or_else(page::data_folder, |path| format!("{origin}{path}"));
        let Some(code) = ShortCode::read(code).filter(|_| is_reachable(&url)) else {
            return self.joining.set(Some(JoinView::NotFound));
        };
        self.joining.set(Some(JoinView::LookingUp));
        spawn_local(async move {
            // The words on the screen first: the key is stretched for a while.
            gloo_timers::future::TimeoutFuture::new(30).await;
            let place = HostPlace { url, credential: Default::default() };
            let ask = Ask::Get { name: code.name(), fresh: true };
            let found = match crate::browser::transport::ask(&place, &ask, clock::now()).await {
                Told::Found(bytes) => code.open(&bytes, clock::now()).map_or(JoinView::NotFound, JoinView::Picking),
                Told::Absent => JoinView::NotFound,
                _ => JoinView::NoHost,
            };
            self.joining.set(Some(found));
        });
    }

    /// Asks to join, with the consent that was given.
    pub fn ask(self, link: JoinLink, place: Option<PlaceId>, name: String, by: Consenter) {
        spawn_local(async move {
            match self.ring().await {
                Ok(ring) => {
                    if link.role.is_none() {
                        let consent = MembershipFact::Consented { purpose: Purpose::Class, by, given: true };
                        self.desk.record(Event::Membership(consent));
                    }
                    let kept = JoiningKept { link, place, name, since: clock::now() };
                    if let Ok(text) = serde_json::to_string(&kept) {
                        self.desk.remember(&joining_key(self.person()), text);
                    }
                    self.begin_joining(kept, &ring);
                }
                Err(fault) => self.desk.toasts.say(fault.sentence(lang())),
            }
        });
    }

    fn begin_joining(self, kept: JoiningKept, ring: &KeyRing) {
        let (signer, reading) = (ring.signer.clone(), ring.reading.clone());
        let joining = Joining::new(kept.link, signer, reading, kept.place, &kept.name, kept.since);
        self.drawer.update_value(|drawer| {
            drawer.joining = Some(joining);
            drawer.joining_asked = Moment(0);
        });
        self.show_joining();
    }

    fn show_joining(self) {
        let view = self.drawer.with_value(|drawer| {
            let joining = drawer.joining.as_ref()?;
            let certificate = &joining.request.certificate;
            let words = word_pair(certificate.keys().root.bytes(), certificate.key().bytes());
            Some(JoinView::Waiting { words, fingerprint: joining.request.fingerprint(), state: joining.state })
        });
        if view.is_some() && view != self.joining.get_untracked() {
            self.joining.set(view);
        }
    }

    /// Gives the joining up.
    pub fn give_up(self) {
        page::forget(&joining_key(self.person()));
        self.drawer.update_value(|drawer| drawer.joining = None);
        self.joining.set(None);
    }

    fn ask_to_join(self, now: Moment) {
        let due = self
            .drawer
            .try_update_value(|drawer| {
                let due = drawer.joining.is_some() && !drawer.joining_busy && now.0 - drawer.joining_asked.0 >= ASK_MS;
                if due {
                    drawer.joining_asked = now;
                    drawer.joining_busy = true;
                }
                due.then(|| drawer.joining.take()).flatten()
            })
            .flatten();
        let Some(mut joining) = due else { return };
        spawn_local(async move {
            let admitted = join_step(&mut joining).await;
            let host = joining.link.host.clone();
            self.drawer.update_value(|drawer| {
                drawer.joining_busy = false;
                // Given up meanwhile: what is remembered is gone.
                if admitted.is_none() && page::remembered(&joining_key(self.person())).is_some() {
                    drawer.joining = Some(joining);
                }
            });
            match admitted {
                Some((membership, letter)) => self.admitted(host, membership, letter, None).await,
                None => self.show_joining(),
            }
        });
    }

    /// Staff admitted this device; what they gave along by hand is taken in at once.
    async fn admitted(self, host: HostPlace, membership: Membership, letter: Letter, files: Option<Bundle>) {
        let Some(store) = self.desk.store() else { return };
        let class = membership.class;
        match Sharing::begin(host, membership, store).await {
            Ok(sharing) => {
                page::forget(&joining_key(self.person()));
                let title = letter.title.clone();
                let mut events = vec![Event::Membership(MembershipFact::Joined { class, title: title.clone() })];
                if self.desk.pupil.with_untracked(|pupil| pupil.profile.name.is_none()) && !letter.name.is_empty() {
                    events.push(Event::Profile(ProfileFact::Named(letter.name.clone())));
                }
                self.desk.record_all(events);
                self.enter(sharing, title).await;
                self.joining.set(Some(JoinView::Joined(class)));
                if let Some(files) = files {
                    self.import_bundle(class, files).await;
                }
                self.share_now();
            }
            Err(fault) => self.desk.toasts.say(fault.sentence(lang())),
        }
    }

    // --- Without a host ------------------------------------------------------------------------------------------------

    /// Everything that a class's host would hold of this device and what it read, as one file to carry by hand.
    pub fn export_files(self, class: ClassId) {
        spawn_local(async move {
            let Some(own) = self.own().await else { return };
            let Some(mut sharing) = self.free(class).await else {
                return self.desk.toasts.say(say!(classes.busy));
            };
            let written = sharing.round_by_hand(Bundle::default(), &own).await;
            self.put_back(class, sharing).await;
            let Ok((_, bundle)) = written else { return };
            self.download_bundle("augu-klase", &bundle);
        });
    }

    /// Takes such a file in: a round over it instead of the host. Gives how many facts were new; `None`: it is no such file.
    pub async fn import_files(self, class: ClassId, bytes: &[u8]) -> Option<usize> {
        self.import_bundle(class, Bundle::read(bytes)?).await
    }

    async fn import_bundle(self, class: ClassId, bundle: Bundle) -> Option<usize> {
        let own = self.own().await?;
        let mut sharing = self.free(class).await?;
        let taken = sharing.round_by_hand(bundle, &own).await.ok();
        let count = taken.as_ref().map(|(taken, _)| taken.facts.len());
        if let Some((taken, _)) = taken {
            self.take(&mut sharing, class, taken).await;
        }
        self.put_back(class, sharing).await;
        count
    }

    /// Waits until no request of the joining is under way, and takes it.
    async fn free_joining(self) -> Option<Joining> {
        for _ in 0..FREE_TRIES {
            let taken = self.drawer.try_update_value(|drawer| drawer.joining.take()).flatten();
            if taken.is_some() {
                return taken;
            }
            gloo_timers::future::TimeoutFuture::new(100).await;
        }
        None
    }

    /// The request to join, as a file for the teacher.
    pub fn export_request(self) {
        spawn_local(async move {
            let Some(mut joining) = self.free_joining().await else { return };
            let mut files = Bundle::default();
            join_by_hand(&mut joining, &mut files);
            self.drawer.update_value(|drawer| drawer.joining = Some(joining));
            self.download_bundle("augu-prasymas", &files);
        });
    }

    /// Takes the teacher's files in. `Some(true)`: admitted; `Some(false)`: these files do not admit this device;
    /// `None`: it is no such file.
    pub async fn import_admission(self, bytes: &[u8]) -> Option<bool> {
        let mut files = Bundle::read(bytes)?;
        let mut joining = self.free_joining().await?;
        let admitted = join_by_hand(&mut joining, &mut files);
        let host = joining.link.host.clone();
        let Some((membership, letter)) = admitted else {
            self.drawer.update_value(|drawer| drawer.joining = Some(joining));
            return Some(false);
        };
        self.admitted(host, membership, letter, Some(files)).await;
        Some(true)
    }

    fn download_bundle(self, what: &str, files: &Bundle) {
        let name = format!("{what}-{}.json", clock::now().day().iso());
        if page::download(&name, "application/json", &files.written()).is_err() {
            self.desk.toasts.say(say!(classes.not_downloaded));
        }
    }
}

fn is_assignment(entry: &Entry) -> bool {
    matches!(entry.event, Event::Assignment(_))
}

/// Whether this member's facts tell of newer keys than the request's: after a loss the old ones may be anybody's, so a
/// person compares the words.
async fn has_newer_keys(sharing: &Sharing, request: &JoinRequest) -> bool {
    let asked = request.certificate.keys().generation;
    let person = request.certificate.person();
    // What is not known here might say so.
    let Ok(told) = sharing.journal_of(person).await else { return true };
    if sharing.membership.lacks(person) {
        return true;
    }
    let newer = |fact: &MembershipFact| matches!(fact, MembershipFact::Keyed { generation, .. } if *generation > asked);
    told.entries().iter().any(|entry| matches!(&entry.event, Event::Membership(fact) if newer(fact)))
}

/// The members of a class but staff.
fn people_of(membership: &Membership) -> Vec<PersonId> {
    let members = membership.roster.iter().flat_map(|roster| &roster.members);
    let pupils = members.filter(|(person, member)| {
        member.value.belonging == Belonging::Member && !membership.card.staff.contains_key(person)
    });
    pupils.map(|(person, _)| *person).collect()
}

fn devices_of(membership: &Membership, person: PersonId) -> impl Iterator<Item = DeviceId> {
    let devices = membership.roster.iter().flat_map(|roster| &roster.devices);
    devices.filter(move |(_, entry)| entry.value.certificate.person() == person).map(|(device, _)| *device)
}

/// The names that nobody has taken yet.
fn free_places(membership: &Membership) -> Vec<(PlaceId, String)> {
    let Some(roster) = &membership.roster else { return Vec::new() };
    let taken: BTreeSet<PlaceId> = roster
        .members
        .values()
        .filter(|member| member.value.belonging == Belonging::Member)
        .map(|member| member.value.place)
        .collect();
    let mut free: Vec<(PlaceId, String)> = roster
        .places
        .iter()
        .filter(|(place, entry)| entry.value.active && !taken.contains(place))
        .map(|(place, entry)| (*place, entry.value.name.clone()))
        .collect();
    free.sort_by(|(_, one), (_, two)| one.cmp(two));
    free
}

fn view_of(room: &Room, sharing: &Sharing, newest: Option<u64>, now: Moment, own_given: &[Entry]) -> ClassView {
    let membership = &sharing.membership;
    let roster = membership.roster.as_ref();
    let title = roster.and_then(|roster| roster.title.get(&0)).map(|title| title.value.clone());
    let mut members: Vec<MemberView> = Vec::new();
    for (place, entry) in roster.iter().flat_map(|roster| &roster.places).filter(|(_, entry)| entry.value.active) {
        let at_place = roster
            .iter()
            .flat_map(|roster| &roster.members)
            .filter(|(_, member)| member.value.place == *place && member.value.belonging == Belonging::Member);
        let people: Vec<PersonId> = at_place.map(|(person, _)| *person).collect();
        let pupil = people.iter().filter_map(|person| room.pupils.get(person)).max_by_key(|pupil| pupil.active);
        members.push(MemberView {
            place: *place,
            name: entry.value.name.clone(),
            group: entry.value.group.clone(),
            pupil: pupil.cloned().unwrap_or_default(),
            people,
        });
    }
    members.sort_by(|one, two| one.name.cmp(&two.name));
    let known = |request: &&JoinRequest| {
        let (person, device) = (request.certificate.person(), request.certificate.device());
        !roster.is_some_and(|roster| {
            let member = roster.members.get(&person).is_some_and(|member| member.value.belonging == Belonging::Member);
            let key = |entry: &crate::sync::DeviceEntry| entry.certificate.key() == request.certificate.key();
            member && roster.devices.get(&device).is_some_and(|entry| key(&entry.value))
        })
    };
    let picked = |request: &JoinRequest| {
        let by_name = || {
            let name = request.name.trim().to_lowercase();
            members.iter().find(|member| member.name.to_lowercase() == name).map(|member| member.place)
        };
        request.place.filter(|place| members.iter().any(|member| member.place == *place)).or_else(by_name)
    };
    let waiting: Vec<(&JoinRequest, Option<PlaceId>)> =
        room.requests.values().filter(known).map(|request| (request, picked(request))).collect();
    let view = |(request, place): &(&JoinRequest, Option<PlaceId>)| {
        let member = place.and_then(|place| members.iter().find(|member| member.place == place));
        let rivals = waiting.iter().filter(|(_, other)| place.is_some() && other == place).count();
        RequestView {
            device: request.certificate.device(),
            place: *place,
            name: member.map_or_else(|| request.name.clone(), |member| member.name.clone()),
            role: request.role,
            words: request.words(),
            fingerprint: request.fingerprint(),
            conflict: rivals > 1 || member.is_some_and(|member| !member.people.is_empty()),
        }
    };
    let mut requests: Vec<RequestView> = waiting.iter().map(view).collect();
    requests.sort_by(|one, two| one.name.cmp(&two.name));
    // A pupil's own facts give nobody tasks.
    let own_given = if membership.role().is_some() { own_given } else { &[] };
    let Boards { assignments, wishes } = Boards::of(room.given.iter().chain(own_given));
    let stands = |assignment: &Assignment| assignment.class == membership.class && !assignment.dropped;
    let assignments: Vec<Assignment> = assignments.0.into_iter().rev().filter(stands).collect();
    let stands = |wish: &GivenWish| wish.class == membership.class && !wish.dropped && now.day() < wish.until;
    let wishes: Vec<GivenWish> = wishes.0.into_iter().rev().filter(stands).collect();
    let person_name = |person: PersonId| {
        let member = members.iter().find(|member| member.people.contains(&person));
        member.map(|member| member.name.clone())
    };
    let owner = |device: DeviceId| {
        let certificate = roster.and_then(|roster| roster.devices.get(&device)).map(|entry| &entry.value.certificate);
        certificate.and_then(|certificate| person_name(certificate.person())).unwrap_or_else(|| device.to_string())
    };
    let whose = |alarm: &Alarm| match alarm {
        Alarm::Rollback { device } | Alarm::Withheld { device } | Alarm::Fork { device } => owner(*device),
        Alarm::Forged { name } | Alarm::Swapped { name } | Alarm::Damaged { name } => {
            match name.parse::<crate::sync::FileName>().map(|name| name.kind) {
                Ok(Kind::Head(device) | Kind::Segment(device, _) | Kind::Snapshot(device, _)) => owner(device),
                _ => name.clone(),
            }
        }
    };
    let invite = room.invite.as_ref().map(|invite| invite.view.clone()).filter(|view| now < view.until);
    ClassView {
        class: membership.class,
        title: title.filter(|title| !title.is_empty()).unwrap_or_else(|| room.title.clone()),
        role: membership.role(),
        belonging: membership.belonging,
        standing: membership.standing.clone(),
        waiting: newest.unwrap_or(room.newest).saturating_sub(membership.shared()),
        alarms: membership.alarms().into_iter().map(|alarm| (alarm.clone(), whose(&alarm))).collect(),
        requests,
        invite,
        staff: membership
            .card
            .staff
            .iter()
            .filter(|(_, entry)| entry.value.active)
            .map(|(person, entry)| StaffView {
                person: *person,
                role: entry.value.role,
                me: *person == membership.person,
            })
            .collect(),
        assignments,
        wishes,
        place: membership.place,
        watched: sharing.is_watched(),
        members,
    }
}
