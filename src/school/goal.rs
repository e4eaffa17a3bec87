//! Goals that a pupil sets: what, how it is measured, until when. Reached and missed ones stay in the record.

use crate::base::{Day, FactId, Stamp};
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};

/// How progress towards a goal is measured; every measure is counted from the pupil's own attempts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// The topic is held ("moku").
    #[serde(rename = "topic")]
    Topic(SkillId),
    /// So many tasks solved rightly.
    #[serde(rename = "right")]
    Right(u32),
    /// So many tasks solved rightly at the first try and without hints.
    #[serde(rename = "alone")]
    WithoutHints(u32),
    /// So many days with at least five tasks.
    #[serde(rename = "days")]
    Days(u32),
    /// So many minutes of practice.
    #[serde(rename = "minutes")]
    Minutes(u32),
}

/// What was said about a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GoalFact {
    /// A goal was set.
    #[serde(rename = "set")]
    Set {
        /// In the pupil's own words; may be empty.
        what: String,
        /// How it is measured.
        measure: Measure,
        /// The last day that still counts.
        until: Day,
    },
    /// A goal was taken back, or its taking back undone.
    #[serde(rename = "drop")]
    Dropped {
        /// The fact that set it.
        goal: FactId,
        /// True: taken back. False: that was undone.
        dropped: bool,
    },
    /// The pupil wrote what helped or what got in the way.
    #[serde(rename = "look")]
    LookedBack {
        /// The fact that set it.
        goal: FactId,
        /// The pupil's words.
        words: String,
    },
}

/// A goal as folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// The fact that set it.
    pub id: FactId,
    /// In the pupil's own words; may be empty.
    pub what: String,
    /// How it is measured.
    pub measure: Measure,
    /// The day it was set.
    pub from: Day,
    /// The last day that still counts.
    pub until: Day,
    /// Whether it was taken back.
    pub dropped: bool,
    /// What the pupil wrote looking back.
    pub looked_back: Option<String>,
}

/// Where a goal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalState {
    /// There is time left.
    Open,
    /// The measure was reached in time.
    Reached,
    /// The last day passed before the measure was reached.
    Missed,
}

impl Goal {
    /// The goal's state on `today`, given the share of the measure done by its last day (1 and more: all of it).
    pub fn state(&self, share_done: f64, today: Day) -> GoalState {
        if share_done >= 1.0 {
            GoalState::Reached
        } else if today > self.until {
            GoalState::Missed
        } else {
            GoalState::Open
        }
    }
}

/// All goals, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Goals(pub Vec<Goal>);

impl Goals {
    /// Folds one fact in; a fact about a goal that is not known changes nothing.
    pub fn apply(&mut self, stamp: &Stamp, fact: &GoalFact) {
        match fact {
            GoalFact::Set { what, measure, until } => {
                let from = stamp.time.moment().day();
                self.0.push(Goal {
                    id: stamp.id(),
                    what: what.clone(),
                    measure: measure.clone(),
                    from,
                    until: (*until).max(from),
                    dropped: false,
                    looked_back: None,
                });
            }
            GoalFact::Dropped { goal, dropped } => {
                if let Some(known) = self.0.iter_mut().find(|known| known.id == *goal) {
                    known.dropped = *dropped;
                }
            }
            GoalFact::LookedBack { goal, words } => {
                if let Some(known) = self.0.iter_mut().find(|known| known.id == *goal) {
                    known.looked_back = Some(words.clone());
                }
            }
        }
    }

    /// The goals that were not taken back, oldest first.
    pub fn kept(&self) -> impl Iterator<Item = &Goal> {
        self.0.iter().filter(|goal| !goal.dropped)
    }
}
