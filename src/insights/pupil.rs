//! One pupil: everything folded from the journal. The state the app shows, and the one kept as a snapshot.

use super::history::History;
use super::mistakes::MistakeCards;
use super::placement::Placements;
use crate::base::{Day, HybridTime, Moment};
use crate::engine::{Learner, Observation, Params, TopicState};
use crate::exercises::{ItemRef, Verdict};
use crate::journal::{Answered, Entry, Event, PracticeFact};
use crate::school::assessment::Assessments;
use crate::school::goal::Goals;
use crate::school::membership::Memberships;
use crate::school::profile::{Profile, ProfileFact};
use crate::school::reflection::Reflections;
use crate::school::sharing::Sharings;
use crate::school::week_plan::WeekPlan;
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A task that the pupil says is faulty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultReport {
    /// When.
    pub at: Moment,
    /// The item.
    pub item: ItemRef,
    /// The pupil's words; may be empty.
    pub words: String,
}

/// Everything folded from one journal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pupil {
    /// Who learns.
    pub profile: Profile,
    /// Own goals.
    pub goals: Goals,
    /// Tests to come.
    pub assessments: Assessments,
    /// Self-ratings and the pulse.
    pub reflections: Reflections,
    /// The plan of the week.
    pub week_plan: WeekPlan,
    /// Keys, classes, consents.
    pub memberships: Memberships,
    /// Links for the family and its replies.
    pub sharings: Sharings,
    /// The learner model.
    pub learner: Learner,
    /// What was practised.
    pub history: History,
    /// Named mistakes.
    pub mistakes: MistakeCards,
    /// Tasks reported as faulty.
    pub faults: Vec<FaultReport>,
    /// The topic of the lessons now, as the pupil chose it.
    pub topic_now: Option<SkillId>,
    /// Topics put off, and the first day on which they may come again.
    pub put_off: BTreeMap<SkillId, Day>,
    /// Placement sittings.
    pub placements: Placements,
    /// The first day that is planned again after a rest that the pupil took.
    pub rest_until: Option<Day>,
    /// Whether an answer to an item that was reported later has been folded in, so that the journal must be folded anew.
    pub stale: bool,
    /// The time of the newest fact.
    pub newest: HybridTime,
    /// Items known to be faulty before folding began.
    faulty: BTreeSet<ItemRef>,
    #[serde(skip)]
    params: Params,
}

/// The observation that a judged answer is for the learner model. Unreadable ones are none.
pub fn observation_of(at: Moment, answered: &Answered) -> Option<Observation> {
    let right = match answered.verdict {
        Verdict::Right | Verdict::RightButForm => true,
        Verdict::Wrong => false,
        Verdict::Unreadable => return None,
    };
    Some(Observation {
        skill: answered.item.skill.clone(),
        also: answered.further.clone(),
        grade: answered.grade,
        template: answered.item.template.clone(),
        level: answered.level,
        kind: answered.kind,
        right,
        attempt: answered.attempt,
        hints: answered.hints,
        solution_seen: answered.solution_seen,
        seconds: answered.tenths as f32 / 10.0,
        seconds_expected: answered.seconds_expected,
        blame: answered.blame.clone(),
        at,
        placement: false,
    })
}

impl Pupil {
    /// Folds a whole journal, in its order. Items reported as faulty are known beforehand and never counted.
    pub fn fold<'a>(entries: impl Iterator<Item = &'a Entry> + Clone) -> Pupil {
        let mut pupil = Pupil::default();
        for entry in entries.clone() {
            if let Event::Practice(PracticeFact::FaultReported { item, .. }) = &entry.event {
                pupil.faulty.insert(item.clone());
            }
        }
        for entry in entries {
            pupil.apply(entry);
        }
        pupil
    }

    /// Folds one fact in: the next one in the journal's order.
    pub fn apply(&mut self, entry: &Entry) {
        let stamp = &entry.stamp;
        self.newest = self.newest.max(stamp.time);
        let at = stamp.time.moment();
        match &entry.event {
            Event::Answered(answered) => self.take(at, answered),
            Event::Practice(fact) => self.take_practice(at, fact),
            Event::Placement(fact) => self.placements.apply(at, fact, &mut self.learner, &self.params),
            Event::Profile(fact) => {
                self.profile.apply(stamp, fact);
                if let ProfileFact::InGrade(_) = fact {
                    self.learner.set_grade(&self.params, self.profile.grade);
                }
            }
            Event::Goal(fact) => self.goals.apply(stamp, fact),
            Event::Assessment(fact) => self.assessments.apply(stamp, fact),
            Event::WeekPlan(fact) => self.week_plan.apply(stamp, fact),
            Event::Reflection(fact) => self.reflections.apply(stamp, fact),
            Event::Membership(fact) => self.memberships.apply(stamp, fact),
            Event::Sharing(fact) => self.sharings.apply(stamp, fact),
            // Assignments are read from the teacher's board, whose journal is another one.
            Event::Assignment(_) | Event::Unknown => {}
        }
    }

    fn take(&mut self, at: Moment, answered: &Answered) {
        if self.faulty.contains(&answered.item) {
            return;
        }
        let Some(seen) = observation_of(at, answered) else { return };
        self.learner.observe(&self.params, &seen);
        self.history.take(at, answered);
        self.mistakes.take(at, answered);
        let skill = &answered.item.skill;
        if self.history.topics.get(skill).is_some_and(|topic| topic.held_on.is_none()) {
            let mastery = self.learner.mastery_in_grade(&self.params, skill, answered.grade, &[], at);
            if mastery.state == TopicState::Held
                && let Some(topic) = self.history.topics.get_mut(skill)
            {
                topic.held_on = Some(at.day());
            }
        }
    }

    fn take_practice(&mut self, at: Moment, fact: &PracticeFact) {
        match fact {
            PracticeFact::TopicChosen { skill } => {
                self.topic_now.clone_from(skill);
                if let Some(skill) = skill {
                    self.put_off.remove(skill);
                }
            }
            PracticeFact::PutOff { skill, until } => {
                self.put_off.insert(skill.clone(), *until);
                if self.topic_now.as_ref() == Some(skill) {
                    self.topic_now = None;
                }
            }
            PracticeFact::Rested { until } => self.rest_until = Some(*until),
            PracticeFact::FaultReported { item, words } => {
                if self.faulty.insert(item.clone()) {
                    // Its answers, if there were any, are already in: only folding anew takes them out.
                    self.stale = true;
                }
                self.faults.push(FaultReport { at, item: item.clone(), words: words.clone() });
            }
            PracticeFact::Stepped { .. } | PracticeFact::Left { .. } => {}
        }
    }

    /// Topics put off on `today`.
    pub fn put_off_on(&self, today: Day) -> Vec<SkillId> {
        self.put_off.iter().filter(|(_, until)| today < **until).map(|(skill, _)| skill.clone()).collect()
    }

    /// Whether nothing was answered yet.
    pub fn is_fresh(&self) -> bool {
        self.history.days.is_empty()
    }

    /// The bytes of the snapshot.
    pub fn to_json(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// Reads a snapshot; `None` if another version of the app wrote it.
    pub fn from_json(text: &str) -> Option<Pupil> {
        serde_json::from_str(text).ok()
    }
}
