//! Facts of a placement sitting: begun, each answer as it was given and judged, ended. The sitting is resumed, on another
//! day or device, by folding them; what it found stands in the last one, so that a better model changes nobody's past.

use crate::base::Day;
use crate::exercises::{Answer, AnswerKind, ItemRef, Level};
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an answer of the sitting was worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlacementVerdict {
    /// Right, in whatever form.
    #[serde(rename = "r")]
    Right,
    /// Not right.
    #[serde(rename = "w")]
    Wrong,
    /// "Dar nemoku".
    #[serde(rename = "n")]
    NotYet,
}

/// What happened in a placement sitting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PlacementFact {
    /// A sitting was begun; one that was open before is over without a result.
    #[serde(rename = "begun")]
    Begun {
        /// The seed of its picture, 53 bits.
        seed: u64,
    },
    /// A question was answered.
    #[serde(rename = "a")]
    Answered {
        /// The item.
        #[serde(rename = "i")]
        item: ItemRef,
        /// What was given; nothing for "dar nemoku".
        #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
        answer: Option<Answer>,
        /// What was judged then. The pupil was not told.
        #[serde(rename = "v")]
        verdict: PlacementVerdict,
        /// The grade of the topic.
        #[serde(rename = "g")]
        grade: u8,
        /// The level of the template.
        #[serde(rename = "l")]
        level: Level,
        /// The kind of answer.
        #[serde(rename = "k")]
        kind: AnswerKind,
        /// Working time, in tenths of a second.
        #[serde(rename = "s")]
        tenths: u32,
    },
    /// The sitting ended, by itself or by "užteks".
    #[serde(rename = "ended")]
    Ended {
        /// The chance that each topic is held, in thousandths; topics of which nothing can be said are left out.
        likely: BTreeMap<SkillId, u16>,
    },
    /// The offer was put aside until this day.
    #[serde(rename = "later")]
    PutOff {
        /// The first day on which it may be offered again.
        until: Day,
    },
}
