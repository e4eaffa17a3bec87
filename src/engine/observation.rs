//! What the model is told: one judged answer, and a task about which it is asked. No events, no texts.

use crate::base::Moment;
use crate::exercises::{AnswerKind, Level, TaskInfo};
use crate::skills::{SkillGraph, SkillId};

/// One judged answer. Answers that could not be read, and items reported as faulty, never become observations; when an
/// item is found faulty later, the caller folds again without it.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// The main skill of the task.
    pub skill: SkillId,
    /// Further skills of the task, if it has several.
    pub also: Vec<SkillId>,
    /// The grade of the main skill, 5 to 12.
    pub grade: u8,
    /// The template's id.
    pub template: String,
    /// The template's level.
    pub level: Level,
    /// The kind of answer.
    pub kind: AnswerKind,
    /// Whether it was right ("right value, other form" is right).
    pub right: bool,
    /// Which judged try at this item it was; 1 is the first.
    pub attempt: u8,
    /// Hints taken before it.
    pub hints: u8,
    /// Whether the worked solution was seen before it. With `right == false` and `attempt == 1`: the pupil opened the
    /// solution instead of answering.
    pub solution_seen: bool,
    /// Seconds from showing to answer.
    pub seconds: f32,
    /// Seconds that an able pupil needs; 0 if unknown.
    pub seconds_expected: u16,
    /// The skill that the named mistake blames, if one was named.
    pub blame: Option<SkillId>,
    /// When.
    pub at: Moment,
    /// Whether it was a placement sitting, where nothing is said about right or wrong and so nothing is learned.
    pub placement: bool,
}

impl Observation {
    /// The task it answered.
    pub fn task(&self) -> TaskView<'_> {
        TaskView { skill: &self.skill, grade: self.grade, level: self.level, kind: self.kind, template: &self.template }
    }
}

/// What the model needs to know of a task in order to predict its answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaskView<'a> {
    /// The main skill.
    pub skill: &'a SkillId,
    /// Its grade, 5 to 12.
    pub grade: u8,
    /// The template's level.
    pub level: Level,
    /// The kind of answer.
    pub kind: AnswerKind,
    /// The template's id.
    pub template: &'a str,
}

impl<'a> TaskView<'a> {
    /// The view of a template of the index; a skill unknown to the graph counts as one of grade 7.
    pub fn of(task: &'a TaskInfo, graph: &SkillGraph) -> Self {
        let grade = graph.get(&task.skill).map_or(7, |skill| skill.grade);
        Self { skill: &task.skill, grade, level: task.level, kind: task.kind, template: &task.template }
    }

    /// A typical task of a skill: a typed number, nothing known of its template.
    pub fn typical(skill: &'a SkillId, grade: u8, level: Level) -> Self {
        Self { skill, grade, level, kind: AnswerKind::Number, template: "" }
    }
}
