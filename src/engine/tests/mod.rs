//! Tests of the room: laws of the model, promises of the choice, measures against simulated pupils.

mod classroom;
mod laws;
mod measures;
mod promises;
mod references;
mod spaces;

use super::simulated::six_tasks;
use super::*;
use crate::base::{Moment, Rng};
use crate::exercises::{AnswerKind, Level, TaskInfo};
use crate::skills::{SkillGraph, SkillId, read_table};

/// The first topics with tasks.
const TOPICS: &str = "letter-expressions equation-basic negative-numbers-concept linear-equation-two-unknowns \
    percent-of-number number-from-percent percent-ratio percent-change ratio proportion add-subtract-negatives \
    multiply-divide-negatives rational-operations collect-like-terms expand-brackets linear-equation \
    word-problem-linear-equation numeric-inequality-properties intervals linear-inequality power-natural-exponent \
    power-rules power-integer-exponent standard-form monomial-polynomial polynomial-multiplication \
    system-substitution square-root";

/// The real map of skills, and six templates for each of the first topics.
struct World {
    graph: SkillGraph,
    catalogue: Catalogue,
    params: Params,
}

impl World {
    fn new() -> World {
        Self::of(&TOPICS.split_whitespace().map(SkillId::new).collect::<Vec<_>>())
    }

    fn of(topics: &[SkillId]) -> World {
        let graph = read_table(include_str!("../../../content/skills.tsv")).expect("the map of skills");
        let tasks: Vec<TaskInfo> = topics.iter().flat_map(six_tasks).collect();
        let catalogue = Catalogue::new(&graph, &tasks);
        World { graph, catalogue, params: Params::default() }
    }
}

/// Noon in Vilnius, so many days after 1 September 2026.
fn noon(day: i64) -> Moment {
    Moment(1_788_253_200_000 + day * 86_400_000)
}

/// A first try without anything special.
fn seen(skill: &str, level: Level, right: bool, at: Moment) -> Observation {
    Observation {
        skill: skill.into(),
        also: Vec::new(),
        grade: 6,
        template: "c".into(),
        level,
        kind: AnswerKind::Number,
        right,
        attempt: 1,
        hints: 0,
        solution_seen: false,
        seconds: 40.0,
        seconds_expected: 60,
        blame: None,
        at,
        placement: false,
    }
}

/// One sitting after another with the engine's own choices; `answer` says whether a choice is answered rightly.
struct Practice<'a> {
    world: &'a World,
    learner: Learner,
    demands: Demands,
    recent: Vec<Recent>,
    now: Moment,
    rng: Rng,
}

impl<'a> Practice<'a> {
    fn new(world: &'a World, grade: Option<u8>) -> Self {
        let demands = Demands::default();
        Self { world, learner: Learner::new(grade), demands, recent: Vec::new(), now: noon(0), rng: Rng::new(5) }
    }

    fn choose(&mut self) -> Choice {
        let World { graph, catalogue, params } = self.world;
        choose(&self.learner, params, graph, catalogue, &self.demands, &self.recent, self.now, &mut self.rng)
            .expect("always a task")
    }

    fn task(&self, choice: &Choice) -> &'a TaskInfo {
        self.world.catalogue.task(&choice.skill, &choice.template).expect("a task of the catalogue")
    }

    fn take(&mut self, seen: Observation) {
        self.recent.push(Recent {
            skill: seen.skill.clone(),
            template: seen.template.clone(),
            right: seen.right,
            at: seen.at,
        });
        self.learner.observe(&self.world.params, &seen);
        self.now = self.now.plus_ms(60_000);
    }

    /// Answers a choice.
    fn answer(&mut self, choice: &Choice, right: bool) {
        let task = self.task(choice);
        let grade = self.world.graph.get(&choice.skill).map_or(7, |skill| skill.grade);
        let told = Observation {
            grade,
            template: choice.template.clone(),
            kind: task.kind,
            ..seen(choice.skill.as_str(), task.level, right, self.now)
        };
        self.take(told);
    }

    /// Answers a task of this topic, whatever would have been chosen.
    fn told(&mut self, skill: &str, template: &str, right: bool) {
        let task = self.world.catalogue.task(&skill.into(), template).expect("a task");
        let grade = self.world.graph.get(&skill.into()).map_or(7, |skill| skill.grade);
        let told = Observation {
            grade,
            template: template.into(),
            kind: task.kind,
            ..seen(skill, task.level, right, self.now)
        };
        self.take(told);
    }

    /// Makes a topic held by four right answers a day on three days.
    fn hold(&mut self, skill: &str) {
        for _ in 0..3 {
            for template in ["a", "c", "d", "e"] {
                self.told(skill, template, true);
            }
            self.now = self.now.plus_ms(2 * 86_400_000);
        }
    }

    fn state(&self, skill: &str) -> TopicState {
        let World { graph, params, .. } = self.world;
        self.learner.mastery(params, graph, &skill.into(), &[], self.now).state
    }
}
