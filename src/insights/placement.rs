//! Placement sittings folded from the journal: the one that is open, and what the last one found.

use crate::base::{Day, Moment};
use crate::engine::placement::{Outcome, Placed};
use crate::engine::{Learner, Observation, Params};
use crate::exercises::{Answer, AnswerKind, ItemRef, Level};
use crate::journal::{PlacementFact, PlacementVerdict};
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// First tries in ordinary practice after which a placement is offered.
pub const OFFERED_AFTER: u32 = 5;

/// An answer of a sitting, for the closing page and for resuming.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacementAnswer {
    /// The item.
    pub item: ItemRef,
    /// What was given; nothing for "dar nemoku".
    pub answer: Option<Answer>,
    /// What was judged then.
    pub verdict: PlacementVerdict,
    /// The grade of the topic.
    pub grade: u8,
    /// The level of the template.
    pub level: Level,
    /// The kind of answer.
    pub kind: AnswerKind,
    /// Working time, in tenths of a second.
    pub tenths: u32,
    /// When.
    pub at: Moment,
}

impl PlacementAnswer {
    /// As the engine takes it.
    pub fn placed(&self) -> Placed {
        let outcome = match self.verdict {
            PlacementVerdict::Right => Outcome::Right,
            PlacementVerdict::Wrong => Outcome::Wrong,
            PlacementVerdict::NotYet => Outcome::NotYet,
        };
        Placed { skill: self.item.skill.clone(), kind: self.kind, outcome }
    }

    fn observation(&self) -> Observation {
        Observation {
            skill: self.item.skill.clone(),
            also: Vec::new(),
            grade: self.grade,
            template: self.item.template.clone(),
            level: self.level,
            kind: self.kind,
            right: self.verdict == PlacementVerdict::Right,
            attempt: 1,
            hints: 0,
            solution_seen: false,
            // "Dar nemoku" may come at once; it is no hasty answer.
            seconds: if self.verdict == PlacementVerdict::NotYet { 60.0 } else { self.tenths as f32 / 10.0 },
            seconds_expected: 0,
            blame: None,
            at: self.at,
            placement: true,
        }
    }
}

/// A sitting that is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenPlacement {
    /// The seed of its picture.
    pub seed: u64,
    /// When it was begun.
    pub begun: Moment,
    /// Its answers, oldest first.
    pub answers: Vec<PlacementAnswer>,
}

/// A sitting that ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EndedPlacement {
    /// When it ended.
    pub at: Moment,
    /// Its answers, oldest first: they can be looked at now.
    pub answers: Vec<PlacementAnswer>,
    /// The chance that each topic is held, in thousandths.
    pub likely: BTreeMap<SkillId, u16>,
}

/// The placements of a pupil.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Placements {
    /// The one that is open.
    pub open: Option<OpenPlacement>,
    /// The last that ended.
    pub ended: Option<EndedPlacement>,
    /// The first day on which it may be offered again.
    pub put_off_until: Option<Day>,
}

impl Placements {
    /// Folds one fact in. The learner takes the answers when the sitting ends: until then the picture of an open sitting
    /// rests on what was known before it.
    pub(super) fn apply(&mut self, at: Moment, fact: &PlacementFact, learner: &mut Learner, params: &Params) {
        match fact {
            PlacementFact::Begun { seed } => {
                self.open = Some(OpenPlacement { seed: *seed, begun: at, answers: Vec::new() });
            }
            PlacementFact::Answered { item, answer, verdict, grade, level, kind, tenths } => {
                if let Some(open) = &mut self.open {
                    let (item, answer) = (item.clone(), answer.clone());
                    let (verdict, grade, level, kind, tenths) = (*verdict, *grade, *level, *kind, *tenths);
                    open.answers.push(PlacementAnswer { item, answer, verdict, grade, level, kind, tenths, at });
                }
            }
            PlacementFact::Ended { likely } => {
                let answers = self.open.take().map(|open| open.answers).unwrap_or_default();
                for answer in &answers {
                    learner.observe(params, &answer.observation());
                }
                for (skill, thousandths) in likely {
                    learner.expect(params, skill, f64::from((*thousandths).min(1000)) / 1000.0);
                }
                self.ended = Some(EndedPlacement { at, answers, likely: likely.clone() });
            }
            PlacementFact::PutOff { until } => self.put_off_until = Some(*until),
        }
    }

    /// Whether a placement should be offered on this day, after so many first tries in all: once, after a few ordinary
    /// tasks, unless it was put off.
    pub fn offered(&self, answers: u32, today: Day) -> bool {
        self.open.is_none()
            && self.ended.is_none()
            && answers >= OFFERED_AFTER
            && self.put_off_until.is_none_or(|until| until <= today)
    }
}
