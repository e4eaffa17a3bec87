//! The test that guards everything: live state = fold of the stored journal, for random intents on real content, and
//! after any merge order of two devices.

use augu::base::{DeviceId, Moment, PersonId, Rng};
use augu::exercises::{Answer, AnswerKind, Index, TaskInfo, Topic};
use augu::insights::Pupil;
use augu::journal::{
    Backup, BackupFault, Entry, Event, Journal, Pen, PlacementVerdict, PracticeFact, read_backup, write_backup,
};
use augu::school::goal::{GoalFact, Measure};
use augu::school::profile::ProfileFact;
use augu::school::week_plan::WeekPlanFact;
use augu::session::{Intent, Only, Outcome, PlacementIntent, PlacementSitting, PlacementStep, Sitting, World};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let topics: Vec<Topic> = super::content::topics();
    let tasks = topics.iter().flat_map(|topic| topic.tasks.iter().map(|task| TaskInfo::of(topic, task))).collect();
    let index = Index { version: Index::VERSION, graph: super::content::graph(), tasks, ..Index::default() };
    let mut world = World::new(index);
    world.add(topics);
    world
});

/// One device of a pupil: what the desk holds, without a browser.
struct Device {
    pen: Pen,
    journal: Journal,
    pupil: Pupil,
    sitting: Sitting,
    placement: PlacementSitting,
}

impl Device {
    fn new(number: u128) -> Device {
        let pen = Pen {
            author: PersonId::from_bits(7),
            device: DeviceId::from_bits(number),
            newest: Default::default(),
            sequence: 0,
        };
        Device {
            pen,
            journal: Journal::default(),
            pupil: Pupil::default(),
            sitting: Sitting::default(),
            placement: PlacementSitting::default(),
        }
    }

    fn write(&mut self, now: Moment, event: Event) {
        let entry = self.pen.write(now, event);
        self.pupil.apply(&entry);
        self.journal.append(entry);
        if self.pupil.stale {
            self.pupil = Pupil::fold(self.journal.entries().iter());
        }
    }

    fn act(&mut self, kind: u8, now: Moment, seed: u64) {
        let mut rng = Rng::new(seed);
        let item = self.sitting.item(&WORLD);
        let right = item.as_ref().map_or(Answer::Option(0), |item| item.right_answer());
        let skills: Vec<_> = WORLD.index.topics();
        let skill = skills[rng.below(skills.len() as u64) as usize].clone();
        let intent = match kind {
            0 => Intent::Begin(Only::default()),
            1 => Intent::Begin(Only { skills: vec![skill], kind: Some(AnswerKind::Number), life: false }),
            2..=5 => return self.answer(right, rng.below(90_000) as u32, now),
            6..=8 => return self.answer(Answer::Typed(rng.between(-30, 30).to_string()), 4_000, now),
            9 => return self.answer(Answer::Typed("2x + (".into()), 900, now),
            10 => Intent::Hint,
            11 => Intent::Solution(12_000),
            12 => Intent::Twin,
            13 => Intent::Rate(Some(rng.below(6) as u8)),
            14 => Intent::Report("skaičiai".into()),
            15 => Intent::PutOff,
            16 => return self.write(now, Event::Profile(ProfileFact::InGrade(Some(rng.below(14) as u8)))),
            17 => {
                let measure = Measure::WithoutHints(rng.below(20) as u32);
                let set = GoalFact::Set { what: "tikslas".into(), measure, until: now.day().plus(7) };
                return self.write(now, Event::Goal(set));
            }
            18 => {
                let plan = WeekPlanFact::Planned { days: rng.next_u64() as u8, minutes: rng.below(200) as u16 };
                return self.write(now, Event::WeekPlan(plan));
            }
            19 => return self.place(PlacementIntent::Begin, now, rng.next_u64()),
            20 => return self.place(PlacementIntent::NotYet(3_000), now, rng.next_u64()),
            21 => {
                if let Some(item) = self.placement.item(&WORLD) {
                    self.place_answer(item.right_answer(), now, rng.next_u64());
                }
                return;
            }
            22 => return self.place(PlacementIntent::Enough, now, rng.next_u64()),
            23 => {
                let until = now.day().plus(rng.below(9) as i32);
                return self.write(now, Event::Practice(PracticeFact::Rested { until }));
            }
            _ => Intent::Next,
        };
        let outcome = self.sitting.step(&WORLD, &self.pupil, intent, now, rng.next_u64());
        assert!(outcome.wants.is_none() && !outcome.empty, "all topics are loaded, so there is always a task");
        self.take(outcome, now);
    }

    fn answer(&mut self, answer: Answer, ms: u32, now: Moment) {
        let outcome = self.sitting.answer(&WORLD, &self.pupil, answer, ms, now);
        self.take(outcome, now);
    }

    fn place(&mut self, intent: PlacementIntent, now: Moment, seed: u64) {
        let step = self.placement.step(&WORLD, &self.pupil, intent, now, seed);
        self.placed(step, now);
    }

    fn place_answer(&mut self, answer: Answer, now: Moment, seed: u64) {
        let step = self.placement.answer(&WORLD, &self.pupil, answer, 9_000, now, seed);
        self.placed(step, now);
    }

    fn placed(&mut self, step: PlacementStep, now: Moment) {
        assert!(step.wants.is_none(), "all topics are loaded");
        for event in step.events {
            self.write(now, event);
        }
        // As after a reload: what was kept, without the picture.
        let kept = serde_json::to_string(&self.placement).expect("a sitting is JSON");
        self.placement = serde_json::from_str(&kept).expect("a sitting");
    }

    fn take(&mut self, outcome: Outcome, now: Moment) {
        for event in outcome.events {
            self.write(now, event);
        }
        let kept = serde_json::to_string(&self.sitting).expect("a sitting is JSON");
        assert_eq!(serde_json::from_str::<Sitting>(&kept).expect("a sitting"), self.sitting, "a sitting reads back");
    }
}

/// As the store keeps them and gives them back.
fn stored(journal: &Journal) -> Vec<Entry> {
    journal.entries().iter().map(|entry| Entry::read(&entry.line()).expect("a line reads back")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn live_state_is_the_fold_of_the_stored_journal(
        steps in prop::collection::vec((0u8..26, any::<bool>(), 0i64..40_000_000, any::<u64>()), 1..120)
    ) {
        let mut devices = [Device::new(1), Device::new(2)];
        let mut clock = Moment(1_790_000_000_000);
        for (kind, second, passed, seed) in steps {
            // Now and then a clock is set back by some minutes.
            clock = clock.plus_ms(if seed % 29 == 0 { -600_000 } else { passed });
            devices[usize::from(second)].act(kind, clock, seed);
        }
        for device in &devices {
            let read = Journal::of(stored(&device.journal));
            prop_assert_eq!(&read, &device.journal);
            let folded = Pupil::fold(read.entries().iter());
            prop_assert_eq!(&folded, &device.pupil);
            let snapshot = device.pupil.to_json().and_then(|text| Pupil::from_json(&text));
            prop_assert_eq!(snapshot.as_ref(), Some(&device.pupil));
        }
        let [one, two] = devices.map(|device| stored(&device.journal));
        let mut forward = Journal::of(one.clone());
        forward.merge(two.clone());
        let mut backward = Journal::of(two.clone());
        for entry in one.iter().rev() {
            backward.merge(vec![entry.clone()]);
        }
        backward.merge(two);
        prop_assert_eq!(&forward, &backward);
        prop_assert_eq!(Pupil::fold(forward.entries().iter()), Pupil::fold(backward.entries().iter()));
    }

    #[test]
    fn two_facts_of_one_name_settle_the_same_everywhere(grades in prop::collection::vec(5u8..13, 2..6)) {
        let entries: Vec<Entry> = grades.iter().map(|grade| {
            let mut device = Device::new(3);
            device.write(Moment(1_790_000_000_000), Event::Profile(ProfileFact::InGrade(Some(*grade))));
            device.journal.entries()[0].clone()
        }).collect();
        let forward = Journal::of(entries.clone());
        let mut backward = Journal::default();
        for entry in entries.into_iter().rev() {
            backward.merge(vec![entry]);
        }
        prop_assert_eq!(forward, backward);
    }

    #[test]
    fn no_bytes_upset_the_reading_of_a_backup(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read_backup(&bytes).is_err());
    }

    #[test]
    fn a_damaged_backup_is_refused_or_holds_whole_facts(at in 0usize..4000, byte in any::<u8>(), cut in any::<bool>()) {
        let (text, entries) = sample();
        let mut bytes = text.into_bytes();
        let at = at % bytes.len();
        if cut {
            bytes.truncate(at);
            prop_assert!(read_backup(&bytes).is_err(), "cut at {at}");
        } else {
            bytes[at] = byte;
            if let Ok(Backup { entries: read, .. }) = read_backup(&bytes) {
                prop_assert_eq!(read.len(), entries);
            }
        }
    }
}

/// A pupil who solves what is asked except where `open` says otherwise.
fn place_on(device: &mut Device, clock: &mut Moment, open: impl Fn(&str) -> bool) {
    if let Some(item) = device.placement.item(&WORLD) {
        *clock = clock.plus_ms(60_000);
        let seed = clock.0 as u64;
        match open(item.reference.skill.as_str()) {
            true => device.place(PlacementIntent::NotYet(5_000), *clock, seed),
            false => device.place_answer(item.right_answer(), *clock, seed),
        }
    }
}

#[test]
fn a_placement_goes_on_after_days_and_on_another_device() {
    let open = |skill: &str| skill.contains("negative") || skill.contains("equation");
    let run = |paused: bool| {
        let mut clock = Moment(1_790_000_000_000);
        let mut device = Device::new(1);
        device.write(clock, Event::Profile(ProfileFact::InGrade(Some(8))));
        device.place(PlacementIntent::Begin, clock, 99);
        for at in 0..40 {
            if paused && at == 3 {
                // Another device, with nothing but the journal, days later.
                let mut other = Device::new(2);
                for entry in stored(&device.journal) {
                    other.pen.newest = other.pen.newest.max(entry.stamp.time);
                    other.pupil.apply(&entry);
                    other.journal.append(entry);
                }
                device = other;
                clock = clock.plus_ms(3 * 86_400_000);
                device.place(PlacementIntent::Begin, clock, 7);
            }
            place_on(&mut device, &mut clock, open);
            let shown = device.placement.progress();
            assert!((0.0..=1.0).contains(&shown));
        }
        device.pupil.placements.clone()
    };
    let (whole, paused) = (run(false), run(true));
    for placements in [&whole, &paused] {
        assert!(placements.open.is_none());
        let ended = placements.ended.as_ref().expect("it ends by itself");
        assert!((3..=25).contains(&ended.answers.len()), "{} questions", ended.answers.len());
        assert!(ended.answers.iter().any(|answer| answer.verdict == PlacementVerdict::Right));
        assert!(!ended.likely.is_empty());
    }
    let asked = |placements: &augu::insights::Placements| {
        placements.ended.iter().flat_map(|it| &it.answers).map(|it| it.item.skill.clone()).collect::<Vec<_>>()
    };
    assert_eq!(asked(&whole), asked(&paused), "a pause changes no question");
}

#[test]
fn enough_is_enough_at_any_time() {
    let mut clock = Moment(1_790_000_000_000);
    let mut device = Device::new(1);
    assert!(!device.pupil.placements.offered(0, clock.day()), "first some ordinary tasks");
    assert!(device.pupil.placements.offered(5, clock.day()));
    device.place(PlacementIntent::Later, clock, 1);
    assert!(!device.pupil.placements.offered(5, clock.day()));
    device.place(PlacementIntent::Begin, clock, 99);
    let topics_seen = device.pupil.learner.practised().count();
    place_on(&mut device, &mut clock, |_| false);
    assert_eq!(device.pupil.learner.practised().count(), topics_seen, "the model waits for the end");
    let answers = device.journal.entries().len();
    device.place_answer(Answer::Typed("2x + (".into()), clock, 5);
    device.place(PlacementIntent::Enough, clock, 100);
    let ended = device.pupil.placements.ended.as_ref().expect("a usable result");
    assert!(ended.likely.values().all(|likely| *likely <= 1000));
    assert!(device.journal.entries().len() > answers);
    assert!(device.pupil.learner.practised().count() > topics_seen);
    assert!(!device.pupil.placements.offered(50, clock.day().plus(60)), "offered once");
}

fn sample() -> (String, usize) {
    let mut device = Device::new(4);
    for step in 0..30 {
        device.act(
            [0, 3, 19, 7, 10, 3, 19, 17][step % 8],
            Moment(1_790_000_000_000 + step as i64 * 60_000),
            step as u64,
        );
    }
    let entries = device.journal.entries();
    (write_backup(device.pen.author, Some("Mokinys A"), Moment(1_790_000_900_000), entries), entries.len())
}

#[test]
fn a_backup_reads_back() {
    let (text, facts) = sample();
    let backup = read_backup(text.as_bytes()).expect("a backup");
    assert_eq!((backup.entries.len(), backup.name.as_deref()), (facts, Some("Mokinys A")));
    let journal = Journal::of(backup.entries);
    assert_eq!(write_backup(backup.person, backup.name.as_deref(), backup.made, journal.entries()), text);
}

#[test]
fn each_broken_file_gets_its_own_sentence() {
    let (text, _) = sample();
    let newer = text.replacen("\"version\":1", "\"version\":9", 1);
    let broken = text.replacen("\"n\":3,", "\"n\":-3,", 1);
    let nest = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let head = text.lines().next().unwrap_or_default();
    let deep = format!("{head}{nest}]}}");
    let rows: BTreeMap<&str, (Vec<u8>, BackupFault)> = BTreeMap::from([
        ("empty", (Vec::new(), BackupFault::NotABackup)),
        ("a picture", (vec![0x89, b'P', b'N', b'G'], BackupFault::NotABackup)),
        ("other JSON", (b"{\"a\":1}".to_vec(), BackupFault::NotABackup)),
        ("cut", (text.as_bytes()[..text.len() / 2].to_vec(), BackupFault::Cut)),
        ("newer", (newer.into_bytes(), BackupFault::Newer(9))),
        ("a broken fact", (broken.into_bytes(), BackupFault::BrokenFact(3))),
        ("nested deeply", (deep.into_bytes(), BackupFault::BrokenFact(1))),
    ]);
    for (what, (bytes, fault)) in rows {
        assert_eq!(read_backup(&bytes), Err(fault.clone()), "{what}");
        for lang in [augu::base::Lang::Lt, augu::base::Lang::En] {
            assert!(fault.sentence(lang).ends_with('.'), "{what} has a sentence");
        }
    }
}
