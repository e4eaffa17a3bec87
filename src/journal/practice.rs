//! Facts of practice: an answer as it was given *and* as it was judged then, so that content and judging may improve
//! without changing anybody's past. Keys are one letter long: a pupil's year is thousands of these.

use crate::base::Day;
use crate::exercises::{Answer, AnswerKind, ItemRef, Level, Verdict};
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};

/// A judged answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// The item: recomputed from this, bit for bit, where its template's version is still known.
    #[serde(rename = "i")]
    pub item: ItemRef,
    /// What was given.
    #[serde(rename = "w")]
    pub answer: Answer,
    /// What was judged then.
    #[serde(rename = "v")]
    pub verdict: Verdict,
    /// The mistake that was named.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub mistake: Option<String>,
    /// The topic that the mistake leads back to.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub blame: Option<SkillId>,
    /// Further topics that the task practised beside its own.
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<SkillId>,
    /// The grade of the topic.
    #[serde(rename = "g")]
    pub grade: u8,
    /// The level of the template.
    #[serde(rename = "l")]
    pub level: Level,
    /// The kind of answer.
    #[serde(rename = "k")]
    pub kind: AnswerKind,
    /// Working time, in tenths of a second; time away from the page is not counted.
    #[serde(rename = "s")]
    pub tenths: u32,
    /// The time an able pupil needs, in seconds.
    #[serde(rename = "x")]
    pub seconds_expected: u16,
    /// Hints taken before this answer.
    #[serde(rename = "h", default, skip_serializing_if = "is_zero")]
    pub hints: u8,
    /// 1 for the first judged try at this item.
    #[serde(rename = "n", default = "one", skip_serializing_if = "is_one")]
    pub attempt: u8,
    /// Whether the worked solution had been shown.
    #[serde(rename = "z", default, skip_serializing_if = "is_false")]
    pub solution_seen: bool,
}

fn is_zero(n: &u8) -> bool {
    *n == 0
}
fn one() -> u8 {
    1
}
fn is_one(n: &u8) -> bool {
    *n == 1
}
fn is_false(it: &bool) -> bool {
    !*it
}

/// What a pupil chose after an answer that was not right yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NextStep {
    /// Tried again.
    #[serde(rename = "retry")]
    Retry,
    /// Took a hint.
    #[serde(rename = "hint")]
    Hint,
    /// Looked at the worked solution.
    #[serde(rename = "solution")]
    Solution,
    /// Took a twin task: the same with new numbers.
    #[serde(rename = "twin")]
    Twin,
    /// Went to the topic's explanation, or back to what it rests on.
    #[serde(rename = "explain")]
    Explanation,
    /// Went on to another task.
    #[serde(rename = "other")]
    Other,
}

/// What happened in practice beside answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PracticeFact {
    /// The step chosen after an answer that was not right yet.
    #[serde(rename = "step")]
    Stepped {
        /// The item.
        item: ItemRef,
        /// The step.
        step: NextStep,
    },
    /// An item was left without a judged answer.
    #[serde(rename = "left")]
    Left {
        /// The item.
        item: ItemRef,
        /// Hints taken.
        #[serde(default, skip_serializing_if = "is_zero")]
        hints: u8,
        /// Whether its solution was shown.
        #[serde(default, skip_serializing_if = "is_false")]
        solution_seen: bool,
    },
    /// "Ką dabar mokotės?": the topic of the lessons now; `None`: none in particular.
    #[serde(rename = "topic")]
    TopicChosen {
        /// The topic.
        skill: Option<SkillId>,
    },
    /// "Ne dabar": the topic is left alone until this day.
    #[serde(rename = "later")]
    PutOff {
        /// The topic.
        skill: SkillId,
        /// The first day on which it may come again.
        until: Day,
    },
    /// Nothing is planned before this day: "praleisk savaitę". Practice stays open all the same.
    #[serde(rename = "rest")]
    Rested {
        /// The first day that is planned again.
        until: Day,
    },
    /// The pupil says that a task is faulty. The item leaves the learner model.
    #[serde(rename = "fault")]
    FaultReported {
        /// The item.
        item: ItemRef,
        /// What is wrong, in the pupil's words; may be empty.
        words: String,
    },
}
