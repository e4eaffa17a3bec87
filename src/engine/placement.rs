//! Placement: from a few answers to a picture of all skills. The real map becomes a knowledge space, what is known of the
//! pupil becomes its prior, each answer moves the cloud of possible states, and the next question is the one that would
//! clear most of the doubt about what is held and what may be learned next.
//!
//! A grade and earlier practice are priors, never walls: a pupil of grade 9 with a hole in fractions is led to grade 5. A
//! skill without tasks counts by its prior and by its neighbours and never blocks. "Dar nemoku" is an honest answer that
//! says more than a wrong one. Nothing is kept: equal answers in the same order give the same picture, so a sitting is
//! resumed by giving them again.
//!
//! Absent: the journal and the sitting (`session::placement`), words.

use super::catalogue::Catalogue;
use super::learner::Learner;
use super::observation::TaskView;
use super::params::Params;
use super::space::{Cloud, Evidence, Space, SpacePrior};
use crate::base::Moment;
use crate::exercises::{AnswerKind, Level, TaskInfo};
use crate::skills::{SkillGraph, SkillId};
use std::sync::Arc;

/// Questions at most.
pub const QUESTIONS_MAX: usize = 25;
/// Questions before which the sitting does not end by itself, while there is something to ask.
pub const QUESTIONS_MIN: usize = 6;
/// The mean chance to be mistaken about a skill at which there is nothing more worth asking. Probability; measured:
/// twelve questions on the simulated space of 60 skills (docs/engine.md).
pub const DOUBT_ENOUGH: f64 = 0.05;
/// Expected doubt taken away by the best question, as a sum over skills, under which asking on is not worth a pupil's
/// minute.
const GAIN_MIN: f64 = 0.01;
/// From this chance a skill is told as held, and under one less it as open.
const SURE: f64 = 0.75;
/// Questions about one skill at most.
const ASKED_MAX: usize = 2;
/// Chances of "dar nemoku" where the skill is held and where it is not. Author's prior: modesty is rare, honesty is not.
const NOT_YET: (f64, f64) = (0.03, 0.6);
/// How much steeper "holds the skill" is in ability than "answers one task rightly". Factor.
const STEEPER: f64 = 1.4;
/// A skill whose needs are held is likelier to be held than its own difficulty says. Logit.
const NEEDS_HELD: f64 = 1.0;

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Rightly.
    Right,
    /// Wrongly.
    Wrong,
    /// "Dar nemoku".
    NotYet,
}

/// An answer of the sitting.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The topic asked.
    pub skill: SkillId,
    /// The kind of its answer.
    pub kind: AnswerKind,
    /// What came.
    pub outcome: Outcome,
}

/// What to ask next.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The topic.
    pub skill: SkillId,
    /// The template's id.
    pub template: String,
    /// Its version.
    pub version: u32,
    /// Its level.
    pub level: Level,
    /// The kind of its answer.
    pub kind: AnswerKind,
    /// The chance that the topic is held, as believed now.
    pub chance: f64,
}

/// What the sitting found. Lists are in the order of the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacementSummary {
    /// Likely held.
    pub held: Vec<SkillId>,
    /// Likely not held yet.
    pub open: Vec<SkillId>,
    /// Neither is likely.
    pub unsure: Vec<SkillId>,
    /// What to start with: topics with tasks whose foundations are likely held and that are not, the likeliest first;
    /// at most five.
    pub start: Vec<SkillId>,
    /// How likely what is said of a topic with tasks is right, on average. 0.5 to 1.
    pub sure: f64,
    /// For every skill of the map, in its order, the chance that it is held.
    pub chances: Vec<(SkillId, f64)>,
}

/// The picture as it stands after some answers.
#[derive(Clone, Debug)]
pub struct Placement {
    ids: Vec<SkillId>,
    cloud: Cloud,
    /// Skills with tasks, as numbers.
    askable: Vec<usize>,
    asked: Vec<usize>,
    answers: usize,
    doubt_first: f64,
}

impl Placement {
    /// The picture before the first answer. Equal seeds give equal pictures.
    pub fn new(
        learner: &Learner,
        params: &Params,
        graph: &SkillGraph,
        catalogue: &Catalogue,
        now: Moment,
        seed: u64,
    ) -> Placement {
        let ids: Vec<SkillId> = graph.all().iter().map(|skill| skill.id.clone()).collect();
        let place = |id: &SkillId| graph.place(id);
        let needs: Vec<Vec<usize>> =
            graph.all().iter().map(|skill| skill.needs.iter().filter_map(place).collect()).collect();
        let ease: Vec<f64> = graph
            .all()
            .iter()
            .map(|skill| {
                let typical = TaskView::typical(&skill.id, skill.grade, Level::Two);
                let outlook = learner.outlook(params, &typical, learner.topic(params, &skill.id, Some(now)));
                STEEPER * outlook.z + NEEDS_HELD
            })
            .collect();
        let (_, variance) = learner.overall(params);
        let prior = SpacePrior {
            ability_spread: STEEPER * libm::sqrt(variance),
            ease_spread: 0.5,
            // The grades already say most of how skills grow harder.
            depth_step: (0.05, 0.1),
            ..SpacePrior::default()
        };
        let cloud = Cloud::new(Arc::new(Space::new(&needs, &ease)), prior, seed);
        let askable = (0..ids.len()).filter(|at| catalogue.has(&ids[*at])).collect();
        let doubt_first = cloud.doubt();
        Placement { asked: vec![0; ids.len()], ids, cloud, askable, answers: 0, doubt_first }
    }

    /// Takes an answer in. One about a skill that the map does not have counts as asked and says nothing.
    pub fn take(&mut self, params: &Params, placed: &Placed) {
        self.answers += 1;
        let Some(skill) = self.ids.iter().position(|id| *id == placed.skill) else { return };
        self.asked[skill] += 1;
        let guess = params.guess(placed.kind);
        self.cloud.take(match placed.outcome {
            Outcome::Right => Evidence::judged(skill, true, guess, params.slip),
            Outcome::Wrong => Evidence::judged(skill, false, guess, params.slip),
            Outcome::NotYet => Evidence { skill, if_held: NOT_YET.0, if_not: NOT_YET.1 },
        });
    }

    /// Answers taken so far.
    pub fn answers(&self) -> usize {
        self.answers
    }

    /// The next question; `None` when the sitting is over.
    pub fn question(&self, params: &Params, catalogue: &Catalogue) -> Option<Question> {
        if self.answers >= QUESTIONS_MAX || self.answers >= QUESTIONS_MIN && self.doubt() <= DOUBT_ENOUGH {
            return None;
        }
        let may_ask: Vec<usize> = self.askable.iter().copied().filter(|at| self.asked[*at] < ASKED_MAX).collect();
        let task = |at: usize| question_task(catalogue, &self.ids[at], self.asked[at]);
        let noise = |at: usize| (task(at).map_or(0.1, |task| params.guess(task.kind)), params.slip);
        let (skill, gain) = self.cloud.question(&may_ask, noise)?;
        if self.answers >= QUESTIONS_MIN && gain < GAIN_MIN {
            return None;
        }
        let task = task(skill)?;
        Some(Question {
            skill: task.skill.clone(),
            template: task.template.clone(),
            version: task.version,
            level: task.level,
            kind: task.kind,
            chance: self.cloud.chance(skill),
        })
    }

    /// The mean chance to be mistaken about a skill with tasks, 0 to 0.5.
    pub fn doubt(&self) -> f64 {
        let sum: f64 = self.askable.iter().map(|at| self.cloud.chance(*at)).map(|it| it.min(1.0 - it)).sum();
        sum / self.askable.len().max(1) as f64
    }

    /// How far the sitting is, 0 to 1: by the doubt that was cleared and by the questions that are left, whichever is
    /// further. For the bar, which must not run back, take the largest so far.
    pub fn progress(&self) -> f64 {
        let open = (self.doubt_first - DOUBT_ENOUGH).max(1e-6);
        let cleared = 1.0 - (self.doubt() - DOUBT_ENOUGH) / open;
        cleared.max(self.answers as f64 / QUESTIONS_MAX as f64).clamp(0.0, 1.0)
    }

    /// What was found so far. A usable result at any time.
    pub fn summary(&self) -> PlacementSummary {
        let mut summary = PlacementSummary::default();
        for (at, id) in self.ids.iter().enumerate() {
            let chance = self.cloud.chance(at);
            summary.chances.push((id.clone(), chance));
            let list = match chance {
                chance if chance >= SURE => &mut summary.held,
                chance if chance <= 1.0 - SURE => &mut summary.open,
                _ => &mut summary.unsure,
            };
            list.push(id.clone());
        }
        let mut start: Vec<(f64, usize)> = self
            .askable
            .iter()
            .map(|at| (self.cloud.chance_next(*at), *at))
            .filter(|(chance, _)| *chance > 0.2)
            .collect();
        start.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        summary.start = start.into_iter().take(5).map(|(_, at)| self.ids[at].clone()).collect();
        summary.sure = 1.0 - self.doubt();
        summary
    }
}

/// The task by which a skill is asked: of level two where there is one, typed before chosen, another one the second time.
fn question_task<'a>(catalogue: &'a Catalogue, skill: &SkillId, asked: usize) -> Option<&'a TaskInfo> {
    let mut tasks: Vec<&TaskInfo> = catalogue.tasks(skill).iter().collect();
    tasks.sort_by_key(|task| {
        let apart = task.level.number().abs_diff(Level::Two.number());
        (apart, task.kind == AnswerKind::Choice, task.seconds)
    });
    tasks.get(asked.min(tasks.len().saturating_sub(1))).copied()
}
