//! "Atsiskaitymas: data ir temos": a test to come, as the pupil enters it.

use crate::base::{Day, FactId, Stamp};
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};

/// What was said about a test to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssessmentFact {
    /// A test was entered, or entered anew in place of an earlier entry.
    #[serde(rename = "set")]
    Set {
        /// Its name; may be empty.
        title: String,
        /// Its day.
        day: Day,
        /// The topics it asks.
        skills: Vec<SkillId>,
        /// The entry it takes the place of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead: Option<FactId>,
    },
    /// A test was taken off the list, or that was undone.
    #[serde(rename = "drop")]
    Dropped {
        /// The fact that entered it.
        test: FactId,
        /// True: taken off. False: that was undone.
        dropped: bool,
    },
}

/// A test to come as folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The fact that entered it.
    pub id: FactId,
    /// Its name; may be empty.
    pub title: String,
    /// Its day.
    pub day: Day,
    /// The topics it asks.
    pub skills: Vec<SkillId>,
    /// Whether it was taken off the list.
    pub dropped: bool,
}

/// All tests entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Assessments(pub Vec<Assessment>);

impl Assessments {
    /// Folds one fact in.
    pub fn apply(&mut self, stamp: &Stamp, fact: &AssessmentFact) {
        match fact {
            AssessmentFact::Set { title, day, skills, instead } => {
                let entered = Assessment {
                    id: stamp.id(),
                    title: title.clone(),
                    day: *day,
                    skills: skills.clone(),
                    dropped: false,
                };
                match instead.and_then(|old| self.0.iter_mut().find(|known| known.id == old)) {
                    Some(known) => *known = entered,
                    None => self.0.push(entered),
                }
            }
            AssessmentFact::Dropped { test, dropped } => {
                if let Some(known) = self.0.iter_mut().find(|known| known.id == *test) {
                    known.dropped = *dropped;
                }
            }
        }
    }

    /// Tests on `today` or later, nearest first.
    pub fn ahead(&self, today: Day) -> Vec<&Assessment> {
        let mut ahead: Vec<_> = self.0.iter().filter(|test| !test.dropped && test.day >= today).collect();
        ahead.sort_by_key(|test| (test.day, test.id));
        ahead
    }

    /// Tests whose day has passed, newest first.
    pub fn past(&self, today: Day) -> Vec<&Assessment> {
        let mut past: Vec<_> = self.0.iter().filter(|test| !test.dropped && test.day < today).collect();
        past.sort_by_key(|test| (std::cmp::Reverse(test.day), test.id));
        past
    }
}
