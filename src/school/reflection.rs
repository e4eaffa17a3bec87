//! How it went, in the pupil's own judgement: self-rating of a topic, and the short weekly pulse.

use crate::base::{Moment, Stamp, Week};
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReflectionFact {
    /// The pupil rated a topic, 1 "dar nesuprantu" to 4 "galėčiau paaiškinti kitam".
    #[serde(rename = "rate")]
    Rated {
        /// The topic.
        skill: SkillId,
        /// 1 to 4.
        rating: u8,
    },
    /// The weekly pulse: each from 1 (not at all) to 5 (very).
    #[serde(rename = "pulse")]
    Pulse {
        /// "Pasitikiu savimi spręsdamas (spręsdama)."
        confidence: u8,
        /// "Noriu mokytis."
        motivation: u8,
        /// "Susitvarkau savarankiškai."
        independence: u8,
    },
}

/// A self-rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// When.
    #[serde(rename = "t")]
    pub at: Moment,
    /// 1 to 4.
    #[serde(rename = "r")]
    pub rating: u8,
}

/// An answered pulse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pulse {
    /// The week it was answered in.
    pub week: Week,
    /// 1 to 5.
    pub confidence: u8,
    /// 1 to 5.
    pub motivation: u8,
    /// 1 to 5.
    pub independence: u8,
}

/// Ratings by topic, oldest first, and pulses by week; a later pulse of the same week takes the earlier one's place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reflections {
    /// Ratings by topic, oldest first.
    pub ratings: BTreeMap<SkillId, Vec<Rating>>,
    /// Pulses, oldest first, one a week.
    pub pulses: Vec<Pulse>,
}

impl Reflections {
    /// Folds one fact in; values out of range are brought to the nearest end.
    pub fn apply(&mut self, stamp: &Stamp, fact: &ReflectionFact) {
        match fact {
            ReflectionFact::Rated { skill, rating } => {
                let rating = Rating { at: stamp.time.moment(), rating: (*rating).clamp(1, 4) };
                self.ratings.entry(skill.clone()).or_default().push(rating);
            }
            ReflectionFact::Pulse { confidence, motivation, independence } => {
                let week = stamp.time.moment().day().week();
                let pulse = Pulse {
                    week,
                    confidence: (*confidence).clamp(1, 5),
                    motivation: (*motivation).clamp(1, 5),
                    independence: (*independence).clamp(1, 5),
                };
                match self.pulses.iter_mut().find(|known| known.week == week) {
                    Some(known) => *known = pulse,
                    None => {
                        self.pulses.push(pulse);
                        self.pulses.sort_by_key(|pulse| pulse.week);
                    }
                }
            }
        }
    }
}
