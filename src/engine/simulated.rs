//! Simulated pupils with known truth, by which the model and the choice are tested and measured.
//!
//! Their truth is not the model: abilities stand still or grow by practice, fade by rest with a constant of their own,
//! and answers come from one logistic with guesses and slips. They know nothing of the learner model.

use super::observation::{Observation, TaskView};
use super::params::Params;
use crate::base::{Moment, Rng};
use crate::exercises::{AnswerKind, Level, TaskInfo};
use crate::skills::{SkillGraph, SkillId};
use std::collections::BTreeMap;

/// The tasks of a topic as trials use them: all levels, kinds that can be guessed and not, one from life.
pub fn six_tasks(skill: &SkillId) -> [TaskInfo; 6] {
    let templates = [
        ("a", Level::One, AnswerKind::Number),
        ("b", Level::One, AnswerKind::Choice),
        ("c", Level::Two, AnswerKind::Number),
        ("d", Level::Two, AnswerKind::Expression),
        ("e", Level::Three, AnswerKind::Number),
        ("f", Level::Four, AnswerKind::Number),
    ];
    templates.map(|(template, level, kind)| TaskInfo {
        skill: skill.clone(),
        template: template.to_owned(),
        version: 1,
        level,
        kind,
        life: template == "c",
        seconds: 60,
    })
}

/// How simulated pupils differ and change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nature {
    /// Standard deviation of the overall ability among pupils of a grade, logits.
    pub spread: f64,
    /// Standard deviation between the topics of one pupil, logits.
    pub spread_topics: f64,
    /// What one task adds to a topic of which nothing is known, logits; less the more is known.
    pub learning: f64,
    /// What rest takes: logits for each ln(1 + days / 3).
    pub forgetting: f64,
    /// The chance of a slip.
    pub slip: f64,
    /// How much of what could be learned is lost where a foundation is not known at all. Share, 0 to 1.
    pub rests_on: f64,
    /// Whether rest takes only what practice has added, and the less the oftener it was met again; otherwise it takes from
    /// the whole.
    pub only_learned_fades: bool,
    /// Whether tasks that are far too hard or far too easy teach little; otherwise the harder, the more.
    pub within_reach: bool,
}

impl Nature {
    /// Pupils who neither learn nor forget.
    pub const STILL: Nature = Nature {
        spread: 0.85,
        spread_topics: 0.8,
        learning: 0.0,
        forgetting: 0.0,
        slip: 0.05,
        rests_on: 0.0,
        only_learned_fades: false,
        within_reach: false,
    };
    /// Pupils who learn and forget.
    pub const ALIVE: Nature = Nature { learning: 0.15, forgetting: 0.2, ..Nature::STILL };
    /// A class that learns what lies within reach and rests on what is known.
    pub const CLASS: Nature = Nature { rests_on: 0.8, within_reach: true, only_learned_fades: true, ..Nature::ALIVE };
}

/// A pupil whose truth is known.
#[derive(Clone, Debug)]
pub struct SimulatedPupil {
    nature: Nature,
    /// True overall ability, logits on the scale of [`Params::ability_of_grade`].
    pub ability: f64,
    topics: BTreeMap<SkillId, TrueTopic>,
    rng: Rng,
}

#[derive(Clone, Copy, Debug)]
struct TrueTopic {
    ability: f64,
    /// What practice has added to it.
    learned: f64,
    /// Days after which rest begins to tell: longer with every day of practice.
    lasting: f64,
    last: Option<Moment>,
}

impl SimulatedPupil {
    /// A pupil of this grade, drawn by the seed.
    pub fn new(params: &Params, nature: Nature, grade: u8, seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let ability = params.ability_of_grade(grade) + nature.spread * normal(&mut rng);
        Self { nature, ability, topics: BTreeMap::new(), rng }
    }

    /// The true ability in the topic beside the overall one, logits, faded to this moment.
    pub fn topic(&mut self, skill: &SkillId, at: Moment) -> f64 {
        let (spread, rng) = (self.nature.spread_topics, &mut self.rng);
        let drawn = || TrueTopic { ability: spread * normal(rng), learned: 0.0, lasting: 3.0, last: None };
        let topic = self.topics.entry(skill.clone()).or_insert_with(drawn);
        topic.at(&self.nature, at)
    }

    /// The true chance of a right answer.
    pub fn chance(&mut self, params: &Params, task: &TaskView, at: Moment) -> f64 {
        let z = self.ability + self.topic(task.skill, at) - params.difficulty(task);
        let guess = params.guess(task.kind);
        guess + (1.0 - self.nature.slip - guess) / (1.0 + libm::exp(-z))
    }

    /// Answers a task at the first try, and learns from it.
    pub fn answer(&mut self, params: &Params, graph: &SkillGraph, task: &TaskInfo, at: Moment) -> Observation {
        let view = TaskView::of(task, graph);
        let chance = self.chance(params, &view, at);
        let before = self.topic(&task.skill, at);
        let mut learned = self.nature.learning * (1.0 - chance);
        if self.nature.within_reach {
            learned *= 4.0 * chance;
        }
        if self.nature.rests_on > 0.0 {
            let needs: Vec<(SkillId, u8)> =
                graph.needs(&task.skill).map(|need| (need.id.clone(), need.grade)).collect();
            let of_needs = needs
                .iter()
                .map(|(need, grade)| self.chance(params, &TaskView::typical(need, *grade, Level::Two), at))
                .fold(1.0, f64::min);
            learned *= 1.0 - self.nature.rests_on * (1.0 - of_needs);
        }
        if let Some(topic) = self.topics.get_mut(&task.skill) {
            let apart = topic.last.is_some_and(|last| last.day() < at.day());
            if self.nature.only_learned_fades {
                topic.learned = (before - topic.ability).max(0.0) + learned;
                topic.lasting *= if apart { 1.6 } else { 1.0 };
            } else {
                topic.ability = before + learned;
            }
            topic.last = Some(at);
        }
        let right = self.rng.unit() < chance;
        Observation {
            skill: task.skill.clone(),
            also: Vec::new(),
            grade: view.grade,
            template: task.template.clone(),
            level: task.level,
            kind: task.kind,
            right,
            attempt: 1,
            hints: 0,
            solution_seen: false,
            seconds: f32::from(task.seconds),
            seconds_expected: task.seconds,
            blame: None,
            at,
            placement: false,
        }
    }
}

impl TrueTopic {
    /// The ability as rest has left it.
    fn at(&self, nature: &Nature, at: Moment) -> f64 {
        let days = self.last.map_or(0.0, |last| at.days_since(last));
        let taken = nature.forgetting * libm::log1p(days / self.lasting);
        if nature.only_learned_fades { self.ability + (self.learned - taken).max(0.0) } else { self.ability - taken }
    }
}

/// A draw from the standard normal distribution (Box and Muller 1958).
pub fn normal(rng: &mut Rng) -> f64 {
    let far = libm::sqrt(-2.0 * libm::log(1.0 - rng.unit()));
    far * libm::cos(std::f64::consts::TAU * rng.unit())
}
