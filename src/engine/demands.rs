//! What the pupil, a test to come or an adult wants, in the engine's own plain words; and what was just answered.

use crate::base::{Day, Moment};
use crate::exercises::AnswerKind;
use crate::skills::SkillId;

/// What is wanted of the choice beside the learner's own needs. All of it may be empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Demands {
    /// "Ką dabar mokotės?": the topic of the lessons now.
    pub chosen_topic: Option<SkillId>,
    /// Only these are asked: a practice set, or what the address names.
    pub only: Only,
    /// Tests to come.
    pub tests: Vec<TestDay>,
    /// Topics given by a teacher.
    pub assigned: Vec<Assigned>,
    /// Minutes for today; 0: the usual fifteen.
    pub minutes_today: u16,
    /// "Praleisk savaitę": nothing is planned before this day. Tasks come all the same where they are asked for.
    pub rest_until: Option<Day>,
    /// "Ne dabar": topics to leave alone for now.
    pub not_now: Vec<SkillId>,
    /// Only situations from life.
    pub life_only: bool,
}

/// A narrowing of what is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Only {
    /// These topics; empty: any.
    pub skills: Vec<SkillId>,
    /// This kind of answer; `None`: any.
    pub kind: Option<AnswerKind>,
}

/// A test to come.
#[derive(Clone, Debug, PartialEq)]
pub struct TestDay {
    /// Its day.
    pub day: Day,
    /// Its topics.
    pub skills: Vec<SkillId>,
}

/// Topics given by a teacher.
#[derive(Clone, Debug, PartialEq)]
pub struct Assigned {
    /// The last day, if one was set.
    pub due: Option<Day>,
    /// The topics.
    pub skills: Vec<SkillId>,
    /// So much was asked for, which is not done yet: the topic comes even where it is held.
    pub until_done: bool,
}

/// A first try of the past. Lists of these run from the oldest to the newest.
#[derive(Clone, Debug, PartialEq)]
pub struct Recent {
    /// The topic.
    pub skill: SkillId,
    /// The template's id.
    pub template: String,
    /// Whether it was right.
    pub right: bool,
    /// When.
    pub at: Moment,
}
