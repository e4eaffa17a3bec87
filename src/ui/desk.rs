//! The desk: the one reactive shell. Intents come in, signals go out; the only shared writes and the only spawned
//! tasks of the interface are here.
//!
//! Opening: the list of people, the person's database, the kept snapshot and the facts after it, the index of the
//! content. An answer: `session` judges, the journal stamps, the projections fold, the screen repaints, all in one tick;
//! then one task keeps it, and `saving` tells when it is kept.

use super::lazy;
use super::look::Look;
use super::parts::Toasts;
use super::words::lang;
use crate::base::{DeviceId, Lang, Moment, PersonId};
use crate::browser::page::Keeping;
use crate::browser::people::Person;
use crate::browser::store::{Guard, Guarding, Store, StoreFault};
use crate::browser::turn::{Turn, TurnNews};
use crate::browser::{class_store, clock, entropy, page, people, store, worker};
use crate::exercises::{Answer, Index, Item, Topic};
use crate::insights::{Given, Pupil};
use crate::journal::{BackupFault, Entry, Event, Heads, Journal, Merged, Pen};
use crate::say;
use crate::school::profile::ProfileFact;
use crate::session::{Intent, Outcome, Sitting, World};
use crate::skills::SkillId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The form of the kept snapshot; a snapshot of another form is passed over and the journal folded from its beginning.
/// It rises whenever a projection or a constant of the model changes.
const SNAPSHOT_FORM: u32 = 5;

/// New facts after which the snapshot is kept anew.
const FACTS_A_SNAPSHOT: usize = 40;

/// How long after the first task the rest of the program is fetched, in milliseconds: the task comes first, and a
/// pupil reads it before typing. Whoever is quicker makes it come at once.
const PARTS_AFTER_MS: u32 = 400;

/// How long after opening the sharing with a class begins, in milliseconds.
const CLASSES_AFTER_MS: u32 = 2_500;

/// How long what was done waits before its bytes are written, in milliseconds: the frame that answers the pupil goes
/// first. A page that is hidden or left does not wait.
const KEEP_AFTER_MS: u32 = 24;

/// How many facts of this device a copy may hold that are not here: far more than anybody does.
const AHEAD_MAX: u64 = 100_000_000;

/// Waiting before keeping is tried again, in milliseconds: the first time and at most.
const RETRY_MS: (u32, u32) = (2_000, 60_000);

/// Where the app is between being opened and being ready.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Reading what is stored.
    Opening,
    /// Several people use this browser: who is it?
    WhoAreYou(Vec<Person>),
    /// What this person keeps here is locked by a PIN; what opens it.
    Locked(Person, String),
    /// Everything is there.
    Ready,
    /// The content could not be loaded; the reason, for the curious.
    NoContent(String),
}

/// What is kept of what was done.
#[derive(Clone, Debug, PartialEq)]
pub enum Saving {
    /// All of it.
    Saved,
    /// The newest facts are on their way.
    Underway,
    /// The newest facts are not kept yet, and why. They stay queued.
    Failed(StoreFault),
}

/// What an import brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Imported {
    /// So many new facts, and so many that were there already.
    Merged {
        /// New facts.
        added: usize,
        /// Facts that were there already.
        known: usize,
    },
    /// The file is another person's: merging needs a word from the pupil.
    AnotherPerson {
        /// The name in the file.
        name: Option<String>,
        /// Facts in the file.
        facts: usize,
    },
    /// The file was refused.
    Refused(BackupFault),
    /// It could not be kept.
    NotKept(StoreFault),
}

/// The folded state as it is kept.
#[derive(Serialize, Deserialize)]
pub struct Snapshot {
    form: u32,
    heads: Heads,
    pupil: Pupil,
}

impl Snapshot {
    /// The state folded from the facts up to `heads`, as text.
    pub fn write(heads: Heads, pupil: &Pupil) -> Option<String> {
        #[derive(Serialize)]
        struct Written<'a> {
            form: u32,
            heads: Heads,
            pupil: &'a Pupil,
        }
        serde_json::to_string(&Written { form: SNAPSHOT_FORM, heads, pupil }).ok()
    }

    /// The state out of text; `None` if it is none, or of another form.
    pub fn read(text: &str) -> Option<(Heads, Pupil)> {
        let kept: Snapshot = serde_json::from_str(text).ok()?;
        (kept.form == SNAPSHOT_FORM).then_some((kept.heads, kept.pupil))
    }
}

/// What the desk holds beside its signals.
struct Drawer {
    person: Person,
    pen: Pen,
    store: Option<Store>,
    turn: Option<Turn>,
    /// Facts that are folded but not kept yet.
    queue: Vec<Entry>,
    /// The facts read so far: the newest ones, or all.
    journal: Journal,
    /// Whether `journal` holds all facts.
    whole: bool,
    /// Up to which facts the state is folded.
    folded: Heads,
    /// New facts since the snapshot was kept.
    since_snapshot: usize,
    keeping: bool,
    retry_ms: u32,
    packs_asked: BTreeSet<String>,
    persist_asked: bool,
}

impl Drawer {
    /// Up to which facts the store is known to hold what is folded: all but the queue.
    fn kept(&self) -> Heads {
        let mut kept = self.folded.clone();
        if let Some(first) = self.queue.first() {
            kept.insert(first.stamp.device, first.stamp.sequence - 1);
        }
        kept
    }
}

/// The desk. Cheap to copy; pages take it from the context.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Where the app is.
    pub phase: RwSignal<Phase>,
    /// Everything folded from the journal.
    pub pupil: RwSignal<Pupil>,
    /// The content loaded so far.
    pub world: RwSignal<World>,
    /// The sitting.
    pub sitting: RwSignal<Sitting>,
    /// What is kept.
    pub saving: RwSignal<Saving>,
    /// Another window writes; this one follows it.
    pub follows: RwSignal<bool>,
    /// Content that could not be loaded: the topic that is missing.
    pub missing: RwSignal<Option<SkillId>>,
    /// There is no task at all.
    pub empty: RwSignal<bool>,
    /// A newer version of the app waits.
    pub update: RwSignal<bool>,
    /// How long this browser keeps things.
    pub lasting: RwSignal<Keeping>,
    /// How the page looks on this device.
    pub look: RwSignal<Look>,
    /// Short messages.
    pub toasts: Toasts,
    /// The part of the program that judges is there, so what is typed can be read as it is typed.
    pub judges: RwSignal<bool>,
    /// An answer waits for the part that judges.
    pub checking: RwSignal<bool>,
    /// Rises when the whole journal was read or changed, so that charts are drawn anew.
    pub journal_read: RwSignal<u32>,
    /// What lives as long as the app: the part for classes makes its signals in it.
    pub root: StoredValue<Option<Owner>>,
    parts_asked: StoredValue<bool>,
    /// The sitting is going to be kept.
    sitting_waits: StoredValue<bool>,
    drawer: StoredValue<Option<Drawer>, LocalStorage>,
    /// What seals and opens this person's values, once the PIN was typed.
    guarding: StoredValue<Guarding, LocalStorage>,
}

/// The desk from the context.
pub fn use_desk() -> Desk {
    expect_context::<Desk>()
}

fn sitting_key(person: PersonId) -> String {
    format!("augu.sitting.{person}")
}

/// Where what a person's classes ask is kept beside the journal.
fn given_key(person: PersonId) -> String {
    format!("augu.given.{person}")
}

/// Where the question in hand of a placement sitting is kept beside the journal.
pub fn placement_key(person: PersonId) -> String {
    format!("augu.placement.{person}")
}

impl Desk {
    /// The desk, put into the context; it begins to open at once.
    pub fn provide() -> Desk {
        let desk = Desk {
            phase: RwSignal::new(Phase::Opening),
            pupil: RwSignal::new(Pupil::default()),
            world: RwSignal::new(World::default()),
            sitting: RwSignal::new(Sitting::default()),
            saving: RwSignal::new(Saving::Saved),
            follows: RwSignal::new(false),
            missing: RwSignal::new(None),
            empty: RwSignal::new(false),
            update: RwSignal::new(false),
            lasting: RwSignal::new(Keeping::Lasting),
            look: RwSignal::new(Look::kept()),
            toasts: Toasts::new(),
            judges: RwSignal::new(false),
            checking: RwSignal::new(false),
            journal_read: RwSignal::new(0),
            root: StoredValue::new(Owner::current()),
            parts_asked: StoredValue::new(false),
            sitting_waits: StoredValue::new(false),
            drawer: StoredValue::new_local(None),
            guarding: StoredValue::new_local(Guarding::default()),
        };
        provide_context(desk);
        spawn_local(desk.open());
        worker::on_update(move || desk.update.set(true));
        page::on_document("visibilitychange", move |_| {
            if !page::visible() {
                desk.keep_sitting_now();
                desk.keep_snapshot();
            }
        });
        page::on_window("pagehide", move |_| desk.keep_sitting_now());
        desk
    }

    // --- Opening -----------------------------------------------------------------------------------------------------

    async fn open(self) {
        // The database and the content are waited for together.
        let content = load_index();
        let (loaded, opened) = futures_util::future::join(content, async {
            let everybody = everybody().await;
            let chosen = people::current().and_then(|id| everybody.iter().find(|person| person.id == id).cloned());
            let person = match (chosen, everybody.as_slice()) {
                (Some(person), _) => Some(person),
                (None, []) => {
                    // Listed at once: a second window is the same person's, and so is the next visit.
                    let person = fresh_person();
                    people::remember(&person);
                    Some(person)
                }
                (None, [one]) => Some(one.clone()),
                (None, _) => None,
            };
            match person {
                Some(person) => self.open_person(person).await,
                None => {
                    self.phase.set(Phase::WhoAreYou(everybody));
                    Ok(())
                }
            }
        })
        .await;
        match loaded.and_then(|index| opened.map(|()| index).map_err(|fault| fault.to_string())) {
            Ok(index) => {
                page::give_way().await;
                self.world
                    .update(|world| *world = World { given: std::mem::take(&mut world.given), ..World::new(index) });
                page::give_way().await;
                if self.drawer.with_value(Option::is_some) {
                    self.phase.set(Phase::Ready);
                }
            }
            Err(fault) => self.phase.set(Phase::NoContent(fault)),
        }
        self.lasting.set(page::keeping().await);
    }

    /// Goes on as this person, chosen on the "who are you" screen.
    pub fn be(self, person: Person) {
        people::choose(person.id);
        self.phase.set(Phase::Opening);
        spawn_local(async move {
            if let Err(fault) = self.open_person(person).await {
                self.phase.set(Phase::NoContent(fault.to_string()));
                return;
            }
            let there = self.drawer.with_value(Option::is_some);
            if there && !self.world.with_untracked(|world| world.index.tasks.is_empty()) {
                self.phase.set(Phase::Ready);
            }
        });
    }

    /// Goes on as somebody new.
    pub fn be_new(self) {
        let person = fresh_person();
        people::remember(&person);
        self.be(person);
    }

    /// Back to the "who are you" screen, for another pupil at this device.
    pub fn change_person(self) {
        spawn_local(async move {
            self.flush().await;
            people::leave();
            page::remember_for_window("augu.ask-who", "1");
            if let Some(window) = page::window() {
                let _ = window.location().set_href(&super::routes::href(""));
            }
        });
    }

    /// Reads what is kept of this person. What is kept can be read only with the part of the program for it.
    async fn open_person(self, person: Person) -> Result<(), lazy::Missing> {
        let ask_who = page::remembered_for_window("augu.ask-who").is_some();
        if ask_who && people::current().is_none() {
            page::forget_for_window("augu.ask-who");
            self.phase.set(Phase::WhoAreYou(people::everybody()));
            return Ok(());
        }
        let opened = Store::open(person.id).await;
        let (store, fault) = match opened {
            Ok(store) => (Some(store.guarded_by(self.guarding.get_value())), None),
            Err(fault) => (None, Some(fault)),
        };
        let (mut pupil, mut folded, mut journal) = (Pupil::default(), Heads::new(), Journal::default());
        let mut whole = true;
        if let Some(store) = &store
            && let Ok(loaded) = store.load().await
        {
            if let Some(lock) = loaded.lock
                && !store.is_guarded()
            {
                store.clone().close();
                self.phase.set(Phase::Locked(person, lock));
                return Ok(());
            }
            if let Some(text) = loaded.snapshot
                && let Some((heads, kept)) = (lazy::keeping().await?.read_snapshot)(&text)
            {
                whole = heads.is_empty();
                pupil = kept;
                folded = heads;
            }
            match read_after(store, &folded, &loaded.heads).await? {
                Ok((entries, broken)) => {
                    if broken > 0 {
                        log(&format!("{broken} facts could not be read"));
                    }
                    (pupil, journal) = if whole {
                        let journal = journal_of(entries);
                        (Pupil::fold(journal.entries().iter()), journal)
                    } else {
                        let journal = journal_of(entries);
                        for entry in journal.entries() {
                            pupil.apply(entry);
                        }
                        (pupil, journal)
                    };
                    folded = loaded.heads;
                }
                Err(fault) => log(&fault.to_string()),
            }
        }
        let sequence = folded.get(&person.device).copied().unwrap_or(0);
        let pen = Pen { author: person.id, device: person.device, newest: pupil.newest, sequence };
        let sitting = match self.remembered(&sitting_key(person.id)) {
            Some(text) => (lazy::keeping().await?.read_sitting)(&text),
            None => None,
        };
        let given = match self.remembered(&given_key(person.id)) {
            Some(text) => (lazy::keeping().await?.read_given)(&text),
            None => None,
        };
        self.world.update(|world| world.given = given.unwrap_or_default());
        // A device on which nobody chose a language speaks the pupil's.
        if let Some(lang) = pupil.profile.lang
            && self.look.with_untracked(|look| look.lang.is_none())
        {
            self.look.update(|look| look.lang = Some(lang));
            self.look.get_untracked().show();
        }
        let known = !folded.is_empty();
        let person = Person { seen: clock::now(), ..person };
        if known {
            people::remember(&person);
        }
        let stale = pupil.stale;
        self.pupil.set(pupil);
        self.sitting.set(sitting.unwrap_or_default());
        let id = person.id;
        let has_store = store.is_some();
        self.drawer.set_value(Some(Drawer {
            person,
            pen,
            store,
            turn: None,
            queue: Vec::new(),
            journal,
            whole,
            folded,
            since_snapshot: if whole { FACTS_A_SNAPSHOT } else { 0 },
            keeping: false,
            retry_ms: RETRY_MS.0,
            packs_asked: BTreeSet::new(),
            persist_asked: false,
        }));
        if let Some(fault) = fault {
            self.saving.set(Saving::Failed(fault));
        }
        if stale {
            spawn_local(self.fold_anew());
        }
        self.bring_classes();
        if has_store {
            let turn = Turn::join(id, move |news| self.hear(news));
            self.in_drawer(|drawer| drawer.turn = Some(turn));
        }
        Ok(())
    }

    /// Keeps a small text of this person's in this browser profile, sealed where there is a PIN; false if there is no room.
    pub fn remember(self, key: &str, text: String) -> bool {
        page::remember(key, &self.guarding.with_value(|guarding| guarding.seal(key, text)))
    }

    /// A small text of this person's that was kept.
    pub fn remembered(self, key: &str) -> Option<String> {
        let kept = page::remembered(key)?;
        self.guarding.with_value(|guarding| guarding.open(key, kept))
    }

    /// The PIN was right: opens this person's journal with what seals and opens its values.
    pub fn unlock(self, person: Person, guard: Guard) {
        self.guarding.with_value(|guarding| guarding.begin(guard));
        self.be(person);
    }

    /// Sets, changes or takes away the lock. `guard`: what seals from now on, if nothing did before. The lock is kept before
    /// anything is sealed and goes when nothing is, so that a window that closes in between loses nothing.
    pub async fn relock(self, lock: Option<String>, guard: Option<Guard>) -> Result<(), StoreFault> {
        self.flush().await;
        let (Some(store), Some(person)) = (self.store(), self.person()) else { return Err(StoreFault::Unavailable) };
        let (guarding, unlocked) = (store.guarding(), lock.is_none());
        if let Some(lock) = lock {
            store.keep_lock(lock).await?;
            if let Some(guard) = guard {
                guarding.begin(guard);
            }
        }
        guarding.set_sealing(!unlocked);
        let written = async {
            class_store::write_anew(person.id, &guarding).await?;
            // What is half done, such as a sitting, is this person's as well.
            let own = person.id.to_string();
            for key in page::remembered_keys().into_iter().filter(|key| key.ends_with(&own)) {
                if let Some(text) = self.remembered(&key) {
                    self.remember(&key, text);
                }
            }
            self.keep_sitting_now();
            store.write_anew(unlocked).await
        };
        let outcome = written.await;
        guarding.set_sealing(guarding.is_on());
        self.in_drawer(|drawer| {
            if let Some(turn) = &drawer.turn {
                turn.tell_wrote();
            }
        });
        outcome
    }

    /// Locks at once: keeps what is not kept yet, then begins anew, which forgets everything opened.
    pub fn lock(self) {
        spawn_local(async move {
            self.keep_sitting_now();
            self.flush().await;
            page::reload();
        });
    }

    fn hear(self, news: TurnNews) {
        match news {
            TurnNews::Writes => {
                self.follows.set(false);
                spawn_local(async move {
                    self.catch_up().await;
                    self.flush().await;
                });
            }
            TurnNews::Follows => self.follows.set(true),
            TurnNews::AskedToLetGo => spawn_local(async move {
                self.flush().await;
                if let Some(turn) = self.drawer.with_value(|drawer| drawer.as_ref().and_then(|d| d.turn.clone())) {
                    turn.let_go();
                }
            }),
            TurnNews::Wrote => spawn_local(self.catch_up()),
        }
    }

    /// This window takes the turn to write.
    pub fn take_turn(self) {
        if let Some(turn) = self.drawer.with_value(|drawer| drawer.as_ref().and_then(|d| d.turn.clone())) {
            turn.ask();
        }
    }

    /// Reads what other windows kept meanwhile, and folds it in; facts not kept yet get new numbers behind it.
    pub async fn catch_up(self) {
        let Some((store, kept)) =
            self.drawer.with_value(|drawer| drawer.as_ref().and_then(|d| Some((d.store.clone()?, d.kept()))))
        else {
            return;
        };
        let Ok(loaded) = store.load().await else { return };
        // Another window set a PIN or took it away: begin anew, or this one would write what nobody can read.
        if loaded.lock.is_some() != store.is_guarded() {
            page::reload();
            return;
        }
        let Ok(Ok((entries, _))) = read_after(&store, &kept, &loaded.heads).await else { return };
        if entries.is_empty() {
            return;
        }
        let mut late = false;
        let mut fresh = Vec::new();
        self.in_drawer(|drawer| {
            let queued: Vec<Entry> = std::mem::take(&mut drawer.queue);
            // What this window was keeping while it read is here already.
            let (known, news): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| queued.contains(entry));
            let unkept: Vec<Entry> = queued.into_iter().filter(|entry| !known.contains(entry)).collect();
            let folded: Vec<Entry> =
                drawer.journal.entries().iter().filter(|entry| !unkept.contains(entry)).cloned().collect();
            drawer.journal = journal_of(folded);
            late = merge(&mut drawer.journal, news.clone()).late || (!unkept.is_empty() && !news.is_empty());
            for (device, newest) in &loaded.heads {
                drawer.folded.insert(*device, *newest);
            }
            drawer.pen.sequence = loaded.heads.get(&drawer.pen.device).copied().unwrap_or(0);
            for entry in &news {
                drawer.pen.newest = drawer.pen.newest.max(entry.stamp.time);
            }
            for entry in unkept {
                // A number that is still free stays: the fact may be on its way to the store under it.
                let again = if entry.stamp.sequence == drawer.pen.sequence + 1 {
                    drawer.pen.sequence += 1;
                    entry
                } else {
                    drawer.pen.write(entry.stamp.time.moment(), entry.event)
                };
                drawer.folded.insert(again.stamp.device, again.stamp.sequence);
                drawer.journal.append(again.clone());
                drawer.queue.push(again);
            }
            fresh = news;
        });
        if late {
            self.fold_anew().await;
        } else {
            self.pupil.update(|pupil| {
                for entry in &fresh {
                    pupil.apply(entry);
                }
            });
        }
        self.journal_read.update(|count| *count += 1);
    }

    fn in_drawer(self, act: impl FnOnce(&mut Drawer)) {
        self.drawer.update_value(|drawer| {
            if let Some(drawer) = drawer {
                act(drawer);
            }
        });
    }

    // --- Doing -------------------------------------------------------------------------------------------------------

    /// Takes one intent of the sitting: stamped, folded and shown at once; kept right after.
    pub fn dispatch(self, intent: Intent) {
        let (now, seed) = (clock::now(), entropy::random_seed());
        let mut sitting = self.sitting.get_untracked();
        let outcome = self
            .world
            .with_untracked(|world| self.pupil.with_untracked(|pupil| sitting.step(world, pupil, intent, now, seed)));
        self.take(sitting, outcome);
    }

    /// Takes an answer after so much working time, in milliseconds: judged, stamped, folded and shown at once. Where
    /// the part of the program that judges is still on its way, the answer waits for it.
    pub fn answer(self, answer: Answer, ms: u32) {
        self.with_judging(move || self.judge(answer, ms));
    }

    fn judge(self, answer: Answer, ms: u32) {
        let Some(judging) = lazy::judging_now() else { return };
        let now = clock::now();
        let mut sitting = self.sitting.get_untracked();
        let outcome = self.world.with_untracked(|world| {
            self.pupil.with_untracked(|pupil| (judging.answer)(&mut sitting, world, pupil, answer, ms, now))
        });
        self.take(sitting, outcome);
    }

    fn take(self, sitting: Sitting, outcome: Outcome) {
        self.write(outcome.events);
        self.sitting.set(sitting);
        self.keep_sitting();
        self.empty.set(outcome.empty);
        if let Some(skill) = outcome.wants {
            spawn_local(async move {
                if self.load_topic(skill).await {
                    self.dispatch(Intent::Arrived);
                }
            });
        }
    }

    /// Fetches the rest of the program soon: what judges, what keeps. Called when a task is on the screen.
    pub fn bring_parts(self) {
        if self.parts_asked.get_value() {
            return;
        }
        self.parts_asked.set_value(true);
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(PARTS_AFTER_MS).await;
            if lazy::judging().await.is_ok() {
                self.judges.set(true);
            }
            if lazy::keeping().await.is_ok() {
                self.keep_sitting();
            }
        });
    }

    /// Keeps what is being typed or picked. It changes nothing that is shown elsewhere: no signal, only the kept copy.
    pub fn keep_draft(self, draft: Answer) {
        self.sitting.update_untracked(|sitting| sitting.keep_draft(draft));
        self.keep_sitting();
    }

    /// Keeps facts that happened now: profile, goals, tests, plans.
    pub fn record(self, event: Event) {
        self.write(vec![event]);
    }

    /// Keeps several facts that happened now, in their order.
    pub fn record_all(self, events: Vec<Event>) {
        self.write(events);
    }

    fn write(self, events: Vec<Event>) {
        if events.is_empty() {
            return;
        }
        let now = clock::now();
        if self.saving.get_untracked() == Saving::Saved {
            self.saving.set(Saving::Underway);
        }
        let mut entries = Vec::new();
        self.in_drawer(|drawer| {
            for event in events {
                let entry = drawer.pen.write(now, event);
                drawer.folded.insert(entry.stamp.device, entry.stamp.sequence);
                drawer.journal.append(entry.clone());
                drawer.queue.push(entry.clone());
                drawer.since_snapshot += 1;
                entries.push(entry);
            }
        });
        let mut stale = false;
        self.pupil.update(|pupil| {
            for entry in &entries {
                pupil.apply(entry);
            }
            stale = pupil.stale;
        });
        if self.follows.get_untracked() {
            self.take_turn();
        }
        spawn_local(async move {
            if page::visible() {
                gloo_timers::future::TimeoutFuture::new(KEEP_AFTER_MS).await;
            }
            self.flush().await;
            if stale {
                self.fold_anew().await;
            }
        });
    }

    /// Keeps what is queued. One at a time; what fails stays queued, is said, and is tried again.
    async fn flush(self) {
        loop {
            let mut work = None;
            self.in_drawer(|drawer| {
                let writes = drawer.turn.as_ref().is_some_and(Turn::writes);
                if !drawer.keeping
                    && writes
                    && !drawer.queue.is_empty()
                    && let Some(store) = &drawer.store
                {
                    drawer.keeping = true;
                    work = Some((store.clone(), drawer.queue.clone(), drawer.person.clone()));
                }
            });
            let Some((store, entries, person)) = work else { return };
            if self.saving.get_untracked() == Saving::Saved {
                self.saving.set(Saving::Underway);
            }
            let kept = match lazy::keeping().await {
                Ok(keeping) => store.append(&(keeping.write_lines)(&entries)).await,
                Err(missing) => Err(missing.into()),
            };
            let mut retry = None;
            let mut overtaken = false;
            self.in_drawer(|drawer| {
                drawer.keeping = false;
                match &kept {
                    Ok(()) => {
                        drawer.queue.retain(|queued| !entries.contains(queued));
                        drawer.retry_ms = RETRY_MS.0;
                        if let Some(turn) = &drawer.turn {
                            turn.tell_wrote();
                        }
                    }
                    Err(StoreFault::Overtaken) => overtaken = true,
                    Err(_) => {
                        retry = Some(drawer.retry_ms);
                        drawer.retry_ms = (drawer.retry_ms * 2).min(RETRY_MS.1);
                    }
                }
            });
            match kept {
                Ok(()) => {
                    self.after_kept(person);
                    self.saving.set(Saving::Saved);
                }
                Err(_) if overtaken => {
                    self.catch_up().await;
                    continue;
                }
                Err(fault) => {
                    self.saving.set(Saving::Failed(fault));
                    if let Some(ms) = retry {
                        spawn_local(async move {
                            gloo_timers::future::TimeoutFuture::new(ms).await;
                            self.flush_boxed().await;
                        });
                    }
                    return;
                }
            }
        }
    }

    /// `flush` behind a pointer, so that it may start itself again.
    fn flush_boxed(self) -> std::pin::Pin<Box<dyn std::future::Future<Output = ()>>> {
        Box::pin(self.flush())
    }

    /// What follows the first and later successes of keeping: the person is listed, the browser is asked to keep the
    /// data for good (once there is something worth keeping), the snapshot is renewed.
    fn after_kept(self, person: Person) {
        let name = self.pupil.with_untracked(|pupil| pupil.profile.name.clone());
        let answers = self.pupil.with_untracked(|pupil| pupil.history.tasks());
        people::remember(&Person { name, seen: clock::now(), ..person });
        let mut ask = false;
        let mut snapshot = false;
        self.in_drawer(|drawer| {
            if answers >= 3 && !drawer.persist_asked {
                drawer.persist_asked = true;
                ask = true;
            }
            snapshot = drawer.since_snapshot >= FACTS_A_SNAPSHOT;
        });
        if ask {
            spawn_local(async {
                page::ask_to_persist().await;
            });
        }
        if snapshot {
            self.keep_snapshot();
        }
    }

    /// Keeps the folded state, so that the next opening is quick.
    fn keep_snapshot(self) {
        let mut work = None;
        self.in_drawer(|drawer| {
            let writes = drawer.turn.as_ref().is_some_and(Turn::writes);
            if writes
                && drawer.queue.is_empty()
                && drawer.since_snapshot > 0
                && let Some(store) = &drawer.store
            {
                drawer.since_snapshot = 0;
                work = Some((store.clone(), drawer.folded.clone()));
            }
        });
        let Some((store, heads)) = work else { return };
        if self.pupil.with_untracked(|pupil| pupil.stale) {
            return;
        }
        let Some(keeping) = lazy::keeping_now() else { return };
        if let Some(text) = self.pupil.with_untracked(|pupil| (keeping.write_snapshot)(heads, pupil)) {
            spawn_local(async move {
                if let Err(fault) = store.keep_snapshot(text).await {
                    log(&fault.to_string());
                }
            });
        }
    }

    /// Keeps the sitting soon, once for all that happens until then.
    fn keep_sitting(self) {
        if self.sitting_waits.get_value() {
            return;
        }
        self.sitting_waits.set_value(true);
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(KEEP_AFTER_MS).await;
            if self.sitting_waits.get_value() {
                self.keep_sitting_now();
            }
        });
    }

    fn keep_sitting_now(self) {
        self.sitting_waits.set_value(false);
        let Some(keeping) = lazy::keeping_now() else { return };
        let Some(person) = self.drawer.with_value(|drawer| drawer.as_ref().map(|d| d.person.id)) else { return };
        if let Some(text) = self.sitting.with_untracked(keeping.write_sitting) {
            self.remember(&sitting_key(person), text);
        }
    }

    // --- The whole journal ---------------------------------------------------------------------------------------------

    /// Reads all facts into memory, once.
    pub async fn read_whole(self) -> Result<(), StoreFault> {
        let Some((store, whole)) = self.drawer.with_value(|drawer| drawer.as_ref().map(|d| (d.store.clone(), d.whole)))
        else {
            return Ok(());
        };
        let Some(store) = store.filter(|_| !whole) else { return Ok(()) };
        let loaded = store.load().await?;
        let (entries, _) = read_after(&store, &Heads::new(), &loaded.heads).await??;
        self.in_drawer(|drawer| {
            merge(&mut drawer.journal, entries);
            drawer.whole = true;
        });
        Ok(())
    }

    async fn fold_anew(self) {
        if self.read_whole().await.is_err() {
            return;
        }
        let mut pupil = None;
        self.in_drawer(|drawer| {
            pupil = Some(Pupil::fold(drawer.journal.entries().iter()));
            drawer.since_snapshot = FACTS_A_SNAPSHOT;
        });
        if let Some(pupil) = pupil {
            self.pupil.set(pupil);
            self.keep_snapshot();
        }
    }

    /// Looks at the journal as far as it is in memory ([`Desk::read_whole`]).
    pub fn look_at_journal<R>(self, look: impl FnOnce(&Journal) -> R) -> Option<R> {
        self.drawer.with_value(|drawer| drawer.as_ref().map(|drawer| look(&drawer.journal)))
    }

    /// Reads the whole journal, then gives it to `act`; for charts and exports.
    pub fn with_journal(self, act: impl FnOnce(&[Entry]) + 'static) {
        spawn_local(async move {
            if let Err(fault) = self.read_whole().await {
                self.toasts.say(fault.sentence(lang()));
            }
            self.drawer.with_value(|drawer| {
                if let Some(drawer) = drawer {
                    act(drawer.journal.entries());
                }
            });
        });
    }

    /// Offers the whole journal as a file.
    pub fn export(self) {
        spawn_local(async move {
            if let Err(fault) = self.read_whole().await {
                self.toasts.say(fault.sentence(lang()));
                return;
            }
            let now = clock::now();
            let Ok(keeping) = lazy::keeping().await else {
                self.toasts.say(say!(gate.no_part));
                return;
            };
            let text = self.drawer.with_value(|drawer| {
                let drawer = drawer.as_ref()?;
                let name = self.pupil.with_untracked(|pupil| pupil.profile.name.clone());
                Some((keeping.write_backup)(drawer.person.id, name.as_deref(), now, drawer.journal.entries()))
            });
            let Some(text) = text else { return };
            let file_name = format!("augu-{}.json", now.day().iso());
            if let Err(fault) = page::download(&file_name, "application/json", &text) {
                log(&fault);
                let said = match lang() {
                    Lang::Lt => "Naršyklė neleido išsaugoti failo.",
                    Lang::En => "The browser did not allow the file to be saved.",
                };
                self.toasts.say(said);
            }
        });
    }

    /// Takes a backup file in: a union with what is there. Another person's file waits for `merge_anyway`.
    pub async fn import(self, bytes: Vec<u8>, merge_anyway: bool) -> Imported {
        let keeping = match lazy::keeping().await {
            Ok(keeping) => keeping,
            Err(missing) => return Imported::NotKept(missing.into()),
        };
        let backup = match (keeping.read_backup)(&bytes) {
            Ok(backup) => backup,
            Err(fault) => return Imported::Refused(fault),
        };
        let mine = self.drawer.with_value(|drawer| drawer.as_ref().map(|d| d.person.id));
        let fresh = self.pupil.with_untracked(Pupil::is_fresh);
        if !merge_anyway && !fresh && mine != Some(backup.person) {
            return Imported::AnotherPerson { name: backup.name, facts: backup.entries.len() };
        }
        // A fact of this very device far ahead of its own count is forged: the count could not go on behind it.
        let (device, next) = self.drawer.with_value(|drawer| {
            drawer.as_ref().map_or((None, 0), |d| (Some(d.pen.device), d.pen.sequence + AHEAD_MAX))
        });
        let forged = |entry: &Entry| Some(entry.stamp.device) == device && entry.stamp.sequence > next;
        if let Some(at) = backup.entries.iter().position(forged) {
            return Imported::Refused(BackupFault::BrokenFact(at + 1));
        }
        if let Err(fault) = self.read_whole().await {
            return Imported::NotKept(fault);
        }
        self.flush().await;
        let store = self.drawer.with_value(|drawer| drawer.as_ref().and_then(|d| d.store.clone()));
        let known: BTreeSet<_> = self.drawer.with_value(|drawer| {
            drawer.iter().flat_map(|d| d.journal.entries()).map(|entry| entry.stamp.id()).collect()
        });
        let new: Vec<Entry> =
            backup.entries.iter().filter(|entry| !known.contains(&entry.stamp.id())).cloned().collect();
        if let Some(store) = &store
            && let Err(fault) = store.merge(&(keeping.write_lines)(&new)).await
        {
            return Imported::NotKept(fault);
        }
        let mut merged = Merged::default();
        self.in_drawer(|drawer| {
            merged = merge(&mut drawer.journal, new);
            for (device, newest) in drawer.journal.heads() {
                drawer.folded.insert(device, newest);
            }
            if let Some(newest) = drawer.journal.entries().last() {
                drawer.pen.newest = drawer.pen.newest.max(newest.stamp.time);
            }
            drawer.pen.sequence = drawer.folded.get(&drawer.pen.device).copied().unwrap_or(0);
        });
        self.fold_anew().await;
        let person = self.drawer.with_value(|drawer| drawer.as_ref().map(|d| d.person.clone()));
        if let Some(person) = person {
            self.after_kept(person);
        }
        self.journal_read.update(|count| *count += 1);
        Imported::Merged { added: merged.added, known: backup.entries.len() - merged.added }
    }

    /// Erases everything of this person from this browser, then opens the app anew.
    pub fn erase(self) {
        spawn_local(async move {
            let mut gone = None;
            self.drawer.update_value(|drawer| gone = drawer.take());
            let Some(drawer) = gone else { return };
            if let Some(turn) = &drawer.turn {
                turn.close();
            }
            if let Some(store) = drawer.store {
                store.close();
            }
            people::forget(drawer.person.id);
            page::forget(&sitting_key(drawer.person.id));
            page::forget(&placement_key(drawer.person.id));
            page::forget(&given_key(drawer.person.id));
            page::forget(&super::pages::working::draft_key(drawer.person.id));
            if let Err(fault) = store::erase(drawer.person.id).await {
                log(&fault.to_string());
            }
            if let Some(window) = page::window() {
                let _ = window.location().set_href(&super::routes::href(""));
            }
        });
    }

    // --- Content -------------------------------------------------------------------------------------------------------

    /// The topic, if it is loaded; otherwise it is fetched, and this is asked again when it is there.
    pub fn topic(self, skill: &SkillId) -> Option<Arc<Topic>> {
        let found = self.world.with(|world| world.topics.get(skill).cloned());
        if found.is_none() && self.world.with(|world| world.catalogue.has(skill)) {
            let skill = skill.clone();
            spawn_local(async move {
                self.load_topic(skill).await;
            });
        }
        found
    }

    /// Fetches a topic, unless it is there, then tells whether it is there now.
    pub fn bring_topic(self, skill: SkillId, then: impl FnOnce(bool) + 'static) {
        spawn_local(async move { then(self.load_topic(skill).await) });
    }

    /// Fetches a file that the page names in its head, then hands over its text or what went wrong.
    pub fn fetch_named(self, name: &'static str, then: impl FnOnce(Result<String, String>) + 'static) {
        spawn_local(async move {
            let text = match page::meta(name) {
                Some(file) => page::fetch_text(&file).await,
                None => Err(format!("the page names no {name}")),
            };
            then(text);
        });
    }

    /// Acts once the part of the program that judges is there; if it does not come, that is said and nothing happens.
    pub fn with_judging(self, act: impl FnOnce() + 'static) {
        if lazy::judging_now().is_some() {
            return act();
        }
        self.checking.set(true);
        spawn_local(async move {
            let came = lazy::judging().await;
            self.checking.set(false);
            match came {
                Ok(_) => {
                    self.judges.set(true);
                    act();
                }
                Err(_) => self.toasts.say(say!(practice.not_checked)),
            }
        });
    }

    /// Fetches the topic's pack; false if that failed, which `missing` tells then.
    async fn load_topic(self, skill: SkillId) -> bool {
        if self.world.with_untracked(|world| world.topics.contains_key(&skill)) {
            return true;
        }
        let file = self.world.with_untracked(|world| world.index.pack_of(&skill));
        let Some(file) = file else { return false };
        let mut asked_before = false;
        self.in_drawer(|drawer| asked_before = !drawer.packs_asked.insert(file.clone()));
        if asked_before {
            return false;
        }
        let topic = match page::fetch_text(&format!("packs/{file}")).await {
            Ok(text) => serde_json::from_str::<Topic>(&text).map_err(|fault| fault.to_string()),
            Err(fault) => Err(fault),
        };
        page::give_way().await;
        match topic {
            Ok(topic) => {
                self.world.update(|world| world.add(vec![topic]));
                self.missing.set(None);
                true
            }
            Err(fault) => {
                log(&fault);
                self.in_drawer(|drawer| {
                    drawer.packs_asked.remove(&file);
                });
                self.missing.set(Some(skill));
                false
            }
        }
    }

    /// Tries again to fetch a topic that could not be loaded.
    pub fn try_topic_again(self, skill: SkillId) {
        spawn_local(async move {
            if self.load_topic(skill).await {
                self.dispatch(Intent::Arrived);
            }
        });
    }

    /// The task in hand. It is made anew only when another is asked, or when its topic has come.
    pub fn item(self) -> Memo<Option<Item>> {
        let reference =
            Memo::new(move |_| self.sitting.with(|sitting| sitting.asked.as_ref().map(|asked| asked.item.clone())));
        Memo::new(move |_| reference.with(|reference| self.world.with(|world| world.item(reference.as_ref()?))))
    }

    // --- Who and how ---------------------------------------------------------------------------------------------------

    /// Chooses the language on this device, and remembers it as the pupil's.
    pub fn speak(self, lang: Lang) {
        self.look.update(|look| look.lang = Some(lang));
        self.look.get_untracked().show();
        self.record(Event::Profile(ProfileFact::Speaks(lang)));
    }

    /// The person at this window.
    pub fn person(self) -> Option<Person> {
        self.drawer.with_value(|drawer| drawer.as_ref().map(|drawer| drawer.person.clone()))
    }

    /// The person's database, where there is one.
    pub fn store(self) -> Option<Store> {
        self.drawer.with_value(|drawer| drawer.as_ref().and_then(|drawer| drawer.store.clone()))
    }

    /// Whether this window writes, and all that was done is kept; else the number of this device's newest fact is unknown.
    pub fn newest_kept(self) -> Option<u64> {
        self.drawer.with_value(|drawer| {
            let drawer = drawer.as_ref()?;
            let writes = drawer.turn.as_ref().is_some_and(Turn::writes) && drawer.queue.is_empty();
            writes.then_some(drawer.pen.sequence)
        })
    }

    /// Fetches the part for classes if this person is in one: a while after the page, so that nothing waits for it.
    fn bring_classes(self) {
        if self.pupil.with_untracked(|pupil| pupil.memberships.classes.is_empty()) {
            return;
        }
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(CLASSES_AFTER_MS).await;
            if let Ok(classes) = lazy::classes().await {
                (classes.begin)(self);
            }
        });
    }

    /// What this person's classes ask, as their boards say it now; `text`: the same, to be kept.
    pub fn take_given(self, given: Given, text: &str) {
        if self.world.with_untracked(|world| world.given == given) {
            return;
        }
        if let Some(person) = self.person() {
            self.remember(&given_key(person.id), text.to_owned());
        }
        self.world.update(|world| world.given = given);
    }

    /// Lets a waiting newer version of the app take over.
    pub fn take_update(self) {
        spawn_local(async move {
            self.flush().await;
            worker::take_update();
        });
    }
}

/// Everybody on the list, and everybody whose journal is here though the list does not know them: a browser that is
/// killed may lose the list's newest lines, never a kept journal.
async fn everybody() -> Vec<Person> {
    for id in store::people().await {
        let listed = people::everybody().iter().any(|person| person.id == id);
        if !listed && store::holds_facts(id).await {
            people::remember(&Person { id, seen: Moment::default(), ..fresh_person() });
        }
    }
    people::everybody()
}

/// The journal of these facts. Whoever has read facts has the part of the program for it; no facts need none.
fn journal_of(entries: Vec<Entry>) -> Journal {
    lazy::keeping_now().map(|keeping| (keeping.journal)(entries)).unwrap_or_default()
}

/// Takes facts into a journal; see [`journal_of`].
fn merge(journal: &mut Journal, entries: Vec<Entry>) -> Merged {
    lazy::keeping_now().map(|keeping| (keeping.merge)(journal, entries)).unwrap_or_default()
}

/// The facts after `known` of each device, and how many could not be read.
async fn read_after(
    store: &Store,
    known: &Heads,
    heads: &Heads,
) -> Result<Result<(Vec<Entry>, usize), StoreFault>, lazy::Missing> {
    let (lines, broken) = match store.after(known, heads).await {
        Ok(read) => read,
        Err(fault) => return Ok(Err(fault)),
    };
    if lines.is_empty() {
        return Ok(Ok((Vec::new(), broken)));
    }
    let (entries, unread) = (lazy::keeping().await?.read_lines)(&lines);
    Ok(Ok((entries, broken + unread)))
}

fn fresh_person() -> Person {
    Person {
        id: PersonId::from_bits(entropy::random_bits()),
        device: DeviceId::from_bits(entropy::random_bits()),
        name: None,
        seen: clock::now(),
    }
}

async fn load_index() -> Result<Index, String> {
    let file = page::meta("augu:index").ok_or("the page does not name the index of the content")?;
    let text = page::fetch_text(&file).await?;
    let index: Index = serde_json::from_str(&text).map_err(|fault| fault.to_string())?;
    if index.version == Index::VERSION { Ok(index) } else { Err(format!("index of version {}", index.version)) }
}

fn log(words: &str) {
    leptos::logging::warn!("{words}");
}
