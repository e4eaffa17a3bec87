//! What was practised: counts by day and by topic, the latest answers. Compared only with the pupil's own past.

use crate::base::{Day, Moment, Week};
use crate::engine::Recent;
use crate::exercises::{Answer, ItemRef, Level, Verdict};
use crate::journal::Answered;
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many latest answers are kept for each topic.
const LATEST_MAX: usize = 12;

/// So many latest first tries are kept for the choice of the next task.
const RECENT_MAX: usize = 60;

/// Tasks on a day from which it counts as a day of practice.
pub const TASKS_OF_A_DAY: u32 = 5;

/// The work of one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayWork {
    /// Tasks begun: first judged tries.
    #[serde(rename = "n")]
    pub tasks: u32,
    /// Tasks solved in the end, at whichever try, without having seen the solution.
    #[serde(rename = "r")]
    pub solved: u32,
    /// Tasks right at the first try and without hints.
    #[serde(rename = "a")]
    pub alone: u32,
    /// Working time, in tenths of a second.
    #[serde(rename = "t")]
    pub tenths: u64,
}

impl DayWork {
    fn add(&mut self, other: &DayWork) {
        self.tasks += other.tasks;
        self.solved += other.solved;
        self.alone += other.alone;
        self.tenths += other.tenths;
    }

    /// Working time in minutes.
    pub fn minutes(&self) -> f64 {
        self.tenths as f64 / 600.0
    }
}

/// The work of one week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WeekWork {
    /// Its sum.
    pub work: DayWork,
    /// Days with at least five tasks.
    pub days: u32,
}

impl WeekWork {
    /// The share of tasks solved at the first try and without hints; `None` below five tasks, where it would say nothing.
    pub fn alone_share(&self) -> Option<f64> {
        (self.work.tasks >= 5).then(|| f64::from(self.work.alone) / f64::from(self.work.tasks))
    }
}

/// One answer, for the topic's own history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerSeen {
    /// The item.
    #[serde(rename = "i")]
    pub item: ItemRef,
    /// What was given.
    #[serde(rename = "w")]
    pub answer: Answer,
    /// What was judged.
    #[serde(rename = "v")]
    pub verdict: Verdict,
    /// Which try.
    #[serde(rename = "n")]
    pub attempt: u8,
    /// Hints taken.
    #[serde(rename = "h")]
    pub hints: u8,
    /// Its level.
    #[serde(rename = "l")]
    pub level: Level,
    /// Working time, in tenths of a second.
    #[serde(rename = "s")]
    pub tenths: u32,
    /// When.
    #[serde(rename = "t")]
    pub at: Moment,
}

/// What was done in one topic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TopicHistory {
    /// Its work in all.
    pub work: DayWork,
    /// The first answer.
    pub first: Moment,
    /// The latest answer.
    pub last: Moment,
    /// The latest answers, oldest first.
    pub latest: Vec<AnswerSeen>,
    /// The first tries that were right, earliest ones: seconds and hints, for "a month ago".
    pub early: Vec<(Moment, u32, u8)>,
    /// The day on which the topic was first shown to be held.
    pub held_on: Option<Day>,
}

/// What was practised.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct History {
    /// By day.
    pub days: BTreeMap<Day, DayWork>,
    /// By topic.
    pub topics: BTreeMap<SkillId, TopicHistory>,
    /// The latest first tries: topic, template, right, when; oldest first.
    recent: Vec<(SkillId, String, bool, Moment)>,
    /// The items of today that were not solved yet, so that a later right try counts once.
    open: Vec<ItemRef>,
}

impl History {
    /// Takes a judged answer in.
    pub(super) fn take(&mut self, at: Moment, answered: &Answered) {
        let right = matches!(answered.verdict, Verdict::Right | Verdict::RightButForm);
        let first = answered.attempt <= 1;
        let mut work = DayWork { tenths: u64::from(answered.tenths), ..DayWork::default() };
        if first {
            work.tasks = 1;
            work.alone = u32::from(right && answered.hints == 0 && !answered.solution_seen);
        }
        let was_open = self.open.iter().position(|item| *item == answered.item);
        if right && !answered.solution_seen && (first || was_open.is_some()) {
            work.solved = 1;
            if let Some(place) = was_open {
                self.open.remove(place);
            }
        } else if !right && was_open.is_none() && first {
            if self.open.len() >= 20 {
                self.open.remove(0);
            }
            self.open.push(answered.item.clone());
        }
        self.days.entry(at.day()).or_default().add(&work);
        let topic = self.topics.entry(answered.item.skill.clone()).or_default();
        if topic.latest.is_empty() {
            topic.first = at;
        }
        topic.work.add(&work);
        topic.last = topic.last.max(at);
        if topic.latest.len() >= LATEST_MAX {
            topic.latest.remove(0);
        }
        topic.latest.push(AnswerSeen {
            item: answered.item.clone(),
            answer: answered.answer.clone(),
            verdict: answered.verdict,
            attempt: answered.attempt,
            hints: answered.hints,
            level: answered.level,
            tenths: answered.tenths,
            at,
        });
        if first && right && topic.early.len() < 5 {
            topic.early.push((at, answered.tenths, answered.hints));
        }
        if first {
            if self.recent.len() >= RECENT_MAX {
                self.recent.remove(0);
            }
            self.recent.push((answered.item.skill.clone(), answered.item.template.clone(), right, at));
        }
    }

    /// The latest first tries, oldest first, as the choice wants them.
    pub fn recent(&self) -> Vec<Recent> {
        let view = |(skill, template, right, at): &(SkillId, String, bool, Moment)| Recent {
            skill: skill.clone(),
            template: template.clone(),
            right: *right,
            at: *at,
        };
        self.recent.iter().map(view).collect()
    }

    /// The sum of the days from `from` to `until`, both included.
    pub fn between(&self, from: Day, until: Day) -> WeekWork {
        let mut sum = WeekWork::default();
        if from <= until {
            for work in self.days.range(from..=until).map(|(_, work)| work) {
                sum.work.add(work);
                sum.days += u32::from(work.tasks >= TASKS_OF_A_DAY);
            }
        }
        sum
    }

    /// The work of one week.
    pub fn week(&self, week: Week) -> WeekWork {
        self.between(week.monday(), week.monday().plus(6))
    }

    /// The last `count` weeks up to `now`, oldest first; weeks without practice are there, too, as zeros.
    pub fn weeks(&self, now: Week, count: i32) -> Vec<(Week, WeekWork)> {
        (0..count).rev().map(|back| Week(now.0 - back)).map(|week| (week, self.week(week))).collect()
    }

    /// All tasks begun so far.
    pub fn tasks(&self) -> u32 {
        self.days.values().map(|work| work.tasks).sum()
    }

    /// "Before, so many seconds and hints; now, so many": the median of the earliest right first tries of a topic
    /// against the median of the latest three, where at least a week lies between and the time fell by a fifth or the
    /// hints fell. Seconds and hints, before and now.
    pub fn faster(&self, skill: &SkillId) -> Option<((u32, u8), (u32, u8))> {
        let topic = self.topics.get(skill)?;
        let right: Vec<&AnswerSeen> =
            topic.latest.iter().filter(|seen| seen.attempt <= 1 && seen.verdict == Verdict::Right).collect();
        let latest = right.get(right.len().checked_sub(3)?..)?;
        let early = topic.early.get(..3)?;
        if latest.first()?.at.days_since(early.last()?.0) < 7.0 {
            return None;
        }
        let median = |mut times: Vec<u32>| {
            times.sort_unstable();
            times.get(times.len() / 2).map(|tenths| tenths.div_ceil(10))
        };
        let before = median(early.iter().map(|(_, tenths, _)| *tenths).collect())?;
        let now = median(latest.iter().map(|seen| seen.tenths).collect())?;
        let hints_before = early.iter().map(|(_, _, hints)| *hints).max()?;
        let hints_now = latest.iter().map(|seen| seen.hints).max()?;
        let better = (f64::from(now) < f64::from(before) * 0.8 && hints_now <= hints_before)
            || (hints_now < hints_before && now <= before);
        better.then_some(((before, hints_before), (now, hints_now)))
    }
}
