//! A class as its staff see it: for each pupil what was done topic by topic, and the three sentences that open the class
//! page: who has not begun, who is stuck, what to teach again.
//!
//! A pupil's part is small, because a head of school reads those of hundreds: the wrong answers behind a cell stay in the
//! pupil's journal. Absent: comparing pupils with each other, and names.

use crate::base::{Day, Moment};
use crate::exercises::{Answer, ItemRef, Verdict};
use crate::journal::{Entry, Event};
use crate::school::sharing::{FamilyReply, SharingFact};
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many wrong answers on one topic in a row, and the pupil is stuck there.
pub const STUCK_AT: u8 = 3;
/// Days without an answer from which a pupil has not begun.
pub const IDLE_DAYS: i32 = 7;
/// Latest first tries that a cell tells about.
const LATEST_MAX: u32 = 8;
/// First tries below which a cell says nothing yet.
const TELLING: u32 = 3;
/// Replies of a family that are kept.
const REPLIES_KEPT: usize = 5;
/// Days of work that are kept by day, for assignments.
const RECENT_DAYS: i32 = 28;

/// The answer at which a pupil is stuck.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StuckOn {
    /// The item.
    #[serde(rename = "i")]
    pub item: ItemRef,
    /// What was given.
    #[serde(rename = "w")]
    pub answer: Answer,
}

/// What one pupil did in one topic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TopicInClass {
    /// Tasks begun.
    #[serde(rename = "n")]
    pub tasks: u32,
    /// The latest eight first tries as bits, the newest lowest, 1 for right; above them a 1 that marks how many there are.
    #[serde(rename = "b")]
    latest: u32,
    /// Wrong answers in a row up to now.
    #[serde(rename = "x", default, skip_serializing_if = "is_zero")]
    pub wrong_in_row: u8,
    /// The day of the latest answer.
    #[serde(rename = "d")]
    pub last: Day,
    /// The latest wrong answer, if the pupil is stuck.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub stuck_on: Option<StuckOn>,
}

fn is_zero(n: &u8) -> bool {
    *n == 0
}

/// How a pupil does in a topic, for a cell's colour and word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Too few tries to say.
    Begun,
    /// Most of the latest tries are wrong, or three answers in a row.
    Hard,
    /// In between.
    Learning,
    /// Most of the latest tries are right.
    Well,
}

impl TopicInClass {
    /// The latest first tries: how many, and how many of them right.
    pub fn latest(&self) -> (u32, u32) {
        let count = self.latest.checked_ilog2().unwrap_or(0);
        (count, (self.latest & !(1 << count)).count_ones())
    }

    /// How the pupil does.
    pub fn standing(&self) -> Standing {
        let (count, right) = self.latest();
        match () {
            () if self.wrong_in_row >= STUCK_AT => Standing::Hard,
            () if count < TELLING => Standing::Begun,
            () if right * 2 < count => Standing::Hard,
            () if right * 4 >= count * 3 => Standing::Well,
            () => Standing::Learning,
        }
    }

    fn note_first(&mut self, right: bool) {
        let (count, _) = self.latest();
        let bits = if self.latest == 0 { 1 } else { self.latest };
        let next = bits << 1 | u32::from(right);
        self.latest = if count >= LATEST_MAX { next & ((1 << LATEST_MAX) - 1) | 1 << LATEST_MAX } else { next };
    }
}

/// Work of one day in one topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayInTopic {
    /// Tasks begun.
    pub tasks: u32,
    /// Working time, tenths of a second.
    pub tenths: u32,
}

/// Days of work as they are written: for each topic a flat list of three numbers a day, which are the days since the day
/// before in the list (the first: since 1970), the tasks, and the working time in half minutes.
mod by_day {
    use super::{Day, DayInTopic, SkillId};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    type Days = BTreeMap<SkillId, BTreeMap<Day, DayInTopic>>;

    pub fn serialize<S: Serializer>(topics: &Days, to: S) -> Result<S::Ok, S::Error> {
        let flat = |days: &BTreeMap<Day, DayInTopic>| {
            let mut before = 0;
            let three = |(day, work): (&Day, &DayInTopic)| {
                let gap = i64::from(day.0) - i64::from(before);
                before = day.0;
                [gap, work.tasks.into(), (work.tenths.saturating_add(150) / 300).into()]
            };
            days.iter().flat_map(three).collect::<Vec<i64>>()
        };
        topics.iter().map(|(skill, days)| (skill, flat(days))).collect::<BTreeMap<_, _>>().serialize(to)
    }

    pub fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Days, D::Error> {
        let flat = BTreeMap::<SkillId, Vec<i64>>::deserialize(from)?;
        let whole = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
        let days = |numbers: Vec<i64>| {
            let mut day = 0_i64;
            let mut read = BTreeMap::new();
            for three in numbers.chunks_exact(3) {
                day = day.saturating_add(three[0]);
                let Ok(day) = i32::try_from(day) else { break };
                read.insert(
                    Day(day),
                    DayInTopic { tasks: whole(three[1]), tenths: whole(three[2]).saturating_mul(300) },
                );
            }
            read
        };
        Ok(flat.into_iter().map(|(skill, numbers)| (skill, days(numbers))).collect())
    }
}

/// One pupil as staff see the pupil.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PupilInClass {
    /// By topic.
    #[serde(rename = "s")]
    pub topics: BTreeMap<SkillId, TopicInClass>,
    /// The latest answer; 0: none yet.
    #[serde(rename = "a")]
    pub active: Moment,
    /// The work of the last four weeks by topic and day.
    #[serde(rename = "r", default, skip_serializing_if = "BTreeMap::is_empty", with = "by_day")]
    recent: BTreeMap<SkillId, BTreeMap<Day, DayInTopic>>,
    /// What the family answered lately, oldest first. Kept on staff devices, not in class snapshots.
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub family: Vec<FamilyReply>,
}

impl PupilInClass {
    /// Folds facts of the pupil, oldest first.
    pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut pupil = Self::default();
        entries.into_iter().for_each(|entry| pupil.apply(entry));
        pupil
    }

    /// Takes a family's reply in; the same one counts once, and only the latest are kept.
    pub fn note_reply(&mut self, reply: FamilyReply) {
        if self.family.contains(&reply) {
            return;
        }
        self.family.push(reply);
        self.family.sort_by_key(|reply| reply.at);
        let over = self.family.len().saturating_sub(REPLIES_KEPT);
        self.family.drain(..over);
    }

    /// Folds one fact in.
    pub fn apply(&mut self, entry: &Entry) {
        if let Event::Sharing(SharingFact::Answered { agreed, words, at, .. }) = &entry.event {
            self.note_reply(FamilyReply { agreed: *agreed, words: words.clone(), at: *at });
        }
        let Event::Answered(answered) = &entry.event else { return };
        let right = match answered.verdict {
            Verdict::Right | Verdict::RightButForm => true,
            Verdict::Wrong => false,
            Verdict::Unreadable => return,
        };
        let at = entry.stamp.time.moment();
        let day = at.day();
        self.active = self.active.max(at);
        let topic = self.topics.entry(answered.item.skill.clone()).or_default();
        topic.last = topic.last.max(day);
        let first = answered.attempt <= 1;
        if first {
            topic.tasks += 1;
            topic.note_first(right);
        }
        if right {
            topic.wrong_in_row = 0;
            topic.stuck_on = None;
        } else {
            topic.wrong_in_row = topic.wrong_in_row.saturating_add(1);
            if topic.wrong_in_row >= STUCK_AT {
                topic.stuck_on = Some(StuckOn { item: answered.item.clone(), answer: answered.answer.clone() });
            }
        }
        let days = self.recent.entry(answered.item.skill.clone()).or_default();
        let work = days.entry(day).or_default();
        work.tasks += u32::from(first);
        work.tenths = work.tenths.saturating_add(answered.tenths);
        let newest = self.active.day();
        for days in self.recent.values_mut() {
            days.retain(|day, _| newest.0 - day.0 < RECENT_DAYS);
        }
        self.recent.retain(|_, days| !days.is_empty());
    }

    /// Tasks and whole minutes in a topic from a day on, as far as the last four weeks go.
    pub fn since(&self, skill: &SkillId, from: Day) -> (u32, u32) {
        let works = self.recent.get(skill).into_iter().flat_map(|days| days.range(from..)).map(|(_, work)| work);
        let (tasks, tenths) =
            works.fold((0, 0u64), |(tasks, tenths), work| (tasks + work.tasks, tenths + u64::from(work.tenths)));
        (tasks, u32::try_from(tenths / 600).unwrap_or(u32::MAX))
    }

    /// Tasks begun in the last days, today included.
    pub fn tasks_in(&self, today: Day, days: i32) -> u32 {
        let from = Day(today.0 - days + 1);
        self.recent.values().flat_map(|days| days.range(from..)).map(|(_, work)| work.tasks).sum()
    }

    /// Whether nothing was answered for a week.
    pub fn is_idle(&self, today: Day) -> bool {
        self.active == Moment::default() || today.0 - self.active.day().0 >= IDLE_DAYS
    }

    /// This pupil's part of a class snapshot.
    pub fn for_snapshot(&self) -> serde_json::Value {
        let part = Self { family: Vec::new(), ..self.clone() };
        serde_json::to_value(part).unwrap_or_default()
    }
}

/// The three sentences that open the class page, as values. `P` names a pupil.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassSays<P> {
    /// Who has not answered for a week, or never.
    pub not_begun: Vec<P>,
    /// Who is stuck, where, and at which answer; the latest first.
    pub stuck: Vec<(P, SkillId, StuckOn)>,
    /// The topic that is hard for most, if it is for two at least, and for whom.
    pub again: Option<(SkillId, Vec<P>)>,
}

/// What a class says on a day.
pub fn class_says<P: Clone>(pupils: &[(P, PupilInClass)], today: Day) -> ClassSays<P> {
    let not_begun = pupils.iter().filter(|(_, pupil)| pupil.is_idle(today)).map(|(who, _)| who.clone()).collect();
    let fresh = |topic: &TopicInClass| today.0 - topic.last.0 < IDLE_DAYS;
    let mut stuck = Vec::new();
    let mut hard: BTreeMap<&SkillId, Vec<P>> = BTreeMap::new();
    for (who, pupil) in pupils {
        for (skill, topic) in pupil.topics.iter().filter(|(_, topic)| fresh(topic)) {
            if let Some(on) = &topic.stuck_on {
                stuck.push((topic.last, who.clone(), skill.clone(), on.clone()));
            }
            if topic.standing() == Standing::Hard {
                hard.entry(skill).or_default().push(who.clone());
            }
        }
    }
    stuck.sort_by_key(|(last, ..)| std::cmp::Reverse(*last));
    let again = hard.into_iter().filter(|(_, who)| who.len() >= 2).max_by_key(|(_, who)| who.len());
    ClassSays {
        not_begun,
        stuck: stuck.into_iter().map(|(_, who, skill, on)| (who, skill, on)).collect(),
        again: again.map(|(skill, who)| (skill.clone(), who)),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::base::{DeviceId, HybridTime, PersonId, Stamp};
    use crate::exercises::{AnswerKind, Level};
    use crate::journal::Answered;

    const DAY_MS: i64 = 86_400_000;

    pub fn answers(skill: &str, day: i64, verdicts: &str) -> Vec<Entry> {
        let one = |(at, verdict): (usize, char)| {
            let time = HybridTime { ms: day * DAY_MS + at as i64, count: 0 };
            let (author, device) = (PersonId::from_bits(1), DeviceId::from_bits(1));
            let answered = Answered {
                item: ItemRef { skill: skill.into(), template: "t".into(), version: 1, seed: at as u64 },
                answer: Answer::Typed(format!("{at}")),
                verdict: match verdict {
                    'r' => Verdict::Right,
                    'f' => Verdict::RightButForm,
                    'w' => Verdict::Wrong,
                    _ => Verdict::Unreadable,
                },
                mistake: None,
                blame: None,
                further: Vec::new(),
                grade: 7,
                level: Level::One,
                kind: AnswerKind::Number,
                tenths: 300,
                seconds_expected: 30,
                hints: 0,
                attempt: 1,
                solution_seen: false,
            };
            Entry::new(Stamp { author, device, time, sequence: at as u64 + 1 }, Event::Answered(answered))
        };
        verdicts.chars().enumerate().map(one).collect()
    }

    #[test]
    fn a_cell_tells_how_the_latest_tries_went() {
        for (verdicts, latest, standing) in [
            ("", (0, 0), Standing::Begun),
            ("r", (1, 1), Standing::Begun),
            ("rw", (2, 1), Standing::Begun),
            ("u", (0, 0), Standing::Begun),
            ("rrf", (3, 3), Standing::Well),
            ("rrw", (3, 2), Standing::Learning),
            ("rwwr", (4, 2), Standing::Learning),
            ("rrwww", (5, 2), Standing::Hard),
            ("wwwwrrrrrrrr", (8, 8), Standing::Well),
            ("rrrrrrrrwwww", (8, 4), Standing::Hard),
        ] {
            let pupil = PupilInClass::fold(&answers("ratio", 20_000, verdicts));
            let topic = pupil.topics.get(&SkillId::new("ratio")).cloned().unwrap_or_default();
            assert_eq!((topic.latest(), topic.standing()), (latest, standing), "{verdicts}");
        }
    }

    #[test]
    fn the_latest_replies_of_a_family_stay_with_the_staff() {
        let reply = |at: i64| FamilyReply { agreed: at % 2 == 0, words: format!("{at}"), at: Moment(at) };
        let mut pupil = PupilInClass::default();
        for at in [9, 3, 9, 1, 7, 5, 4, 9] {
            pupil.note_reply(reply(at));
        }
        assert_eq!(pupil.family, [3, 4, 5, 7, 9].map(reply));
        let stamp = answers("ratio", 20_000, "r")[0].stamp;
        let link = stamp.id();
        let answered = SharingFact::Answered { link, agreed: true, words: "Ačiū".into(), at: Moment(11) };
        pupil.apply(&Entry::new(stamp, Event::Sharing(answered)));
        assert_eq!(pupil.family.last().map(|reply| reply.words.as_str()), Some("Ačiū"));
        let snapshot = pupil.for_snapshot().to_string();
        assert!(!snapshot.contains("Ačiū") && !snapshot.contains("\"f\""), "{snapshot}");
    }

    #[test]
    fn the_three_sentences_name_those_they_should() {
        let fold = |skill, day, verdicts| PupilInClass::fold(&answers(skill, day, verdicts));
        let pupils = [
            ("none", PupilInClass::default()),
            ("away", fold("ratio", 20_000, "rrr")),
            ("stuck", fold("ratio", 20_009, "rwww")),
            ("weak", fold("ratio", 20_010, "rwwwr")),
            ("well", fold("ratio", 20_010, "rrrrr")),
            ("long ago", fold("angles", 20_001, "wwww")),
        ];
        let says = class_says(&pupils, Day(20_010));
        assert_eq!(says.not_begun, ["none", "away", "long ago"]);
        let stuck: Vec<_> = says.stuck.iter().map(|(who, skill, on)| (*who, skill.as_str(), on.item.seed)).collect();
        assert_eq!(stuck, [("stuck", "ratio", 3)]);
        assert_eq!(says.again, Some(("ratio".into(), vec!["stuck", "weak"])));
        assert_eq!(class_says(&pupils[..3], Day(20_010)).again, None, "one pupil is no reason to teach all again");
    }

    #[test]
    fn an_assignment_sees_the_work_since_its_day() {
        let mut entries = answers("ratio", 20_000, "rw");
        entries.extend(answers("ratio", 20_005, "rrr"));
        let pupil = PupilInClass::fold(&entries);
        assert_eq!(pupil.since(&"ratio".into(), Day(20_000)), (5, 2));
        assert_eq!(pupil.since(&"ratio".into(), Day(20_001)), (3, 1));
        assert_eq!(pupil.since(&"angles".into(), Day(0)), (0, 0));
        assert_eq!((pupil.tasks_in(Day(20_005), 7), pupil.tasks_in(Day(20_006), 2)), (5, 3));
        let mut later = pupil.clone();
        answers("angles", 20_040, "r").iter().for_each(|entry| later.apply(entry));
        assert_eq!(later.since(&"ratio".into(), Day(0)), (0, 0), "only four weeks are kept by day");
        let read: PupilInClass = serde_json::from_value(pupil.for_snapshot()).unwrap();
        let days = |pupil: &PupilInClass| {
            let tasks = |days: &BTreeMap<Day, DayInTopic>| {
                days.iter().map(|(day, work)| (*day, work.tasks)).collect::<Vec<_>>()
            };
            pupil.recent.iter().map(|(skill, work)| (skill.clone(), tasks(work))).collect::<Vec<_>>()
        };
        assert_eq!(days(&read), days(&pupil));
        assert!(!days(&read).is_empty());
        assert_eq!((read.topics, read.active), (pupil.topics, pupil.active));
    }
}
