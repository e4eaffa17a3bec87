//! The learner model, the choice of the next task, the placement: over the real map of skills, six templates for each.

use crate::{Clock, Figure, done, mean_us};
use augu::base::{Moment, Rng};
use augu::engine::placement::{Outcome, Placed, Placement};
use augu::engine::simulated::{Nature, SimulatedPupil, six_tasks};
use augu::engine::{Catalogue, Demands, Learner, Observation, Params, Recent, choose, plan_today};
use augu::exercises::{AnswerKind, TaskInfo};
use augu::skills::{SkillGraph, read_table};

const NOON: i64 = 1_788_253_200_000;
/// A year of practice, in answers.
const YEAR: i64 = 3000;
/// How long each thing is measured, in milliseconds.
const SPAN_MS: f64 = 600.0;

struct World {
    params: Params,
    graph: SkillGraph,
    catalogue: Catalogue,
    tasks: Vec<TaskInfo>,
}

impl World {
    fn new() -> World {
        let graph = read_table(include_str!("../../content/skills.tsv")).unwrap_or_default();
        let tasks: Vec<TaskInfo> = graph.all().iter().flat_map(|skill| six_tasks(&skill.id)).collect();
        let catalogue = Catalogue::new(&graph, &tasks);
        World { params: Params::default(), graph, catalogue, tasks }
    }

    /// A year of practice over all topics up to grade 9.
    fn year(&self) -> Vec<Observation> {
        let mut rng = Rng::new(1);
        let mut pupil = SimulatedPupil::new(&self.params, Nature::ALIVE, 9, 1);
        let within = |task: &&TaskInfo| self.graph.get(&task.skill).is_some_and(|skill| skill.grade <= 9);
        let within: Vec<&TaskInfo> = self.tasks.iter().filter(within).collect();
        (0..YEAR)
            .map(|at| {
                let task = within[rng.below(within.len() as u64) as usize];
                pupil.answer(&self.params, &self.graph, task, Moment(NOON + at * 7_200_000))
            })
            .collect()
    }
}

/// The model and the choice.
pub fn model_and_choice(clock: &Clock) -> Vec<Figure> {
    let world = World::new();
    let World { params, graph, catalogue, .. } = &world;
    let year = world.year();
    let fold = || {
        let mut learner = Learner::new(Some(9));
        year.iter().for_each(|seen| learner.observe(params, seen));
        learner
    };
    let learner = fold();
    let now = Moment(NOON + (YEAR + 1) * 7_200_000);
    let predict = mean_us(clock, SPAN_MS, year.len(), || {
        for seen in &year {
            done(learner.predict(params, &seen.task(), now));
        }
    });
    let both = mean_us(clock, SPAN_MS, year.len(), || {
        let mut learner = Learner::new(Some(9));
        for seen in &year {
            done(learner.predict(params, &seen.task(), seen.at));
            learner.observe(params, seen);
        }
    });
    let folding = mean_us(clock, SPAN_MS, 1, || done(fold()));
    let recent: Vec<Recent> = year[year.len() - 50..]
        .iter()
        .map(|seen| Recent {
            skill: seen.skill.clone(),
            template: seen.template.clone(),
            right: seen.right,
            at: seen.at,
        })
        .collect();
    let demands = Demands::default();
    let mut seed = 0;
    let next = mean_us(clock, SPAN_MS, 1, || {
        seed += 1;
        done(choose(&learner, params, graph, catalogue, &demands, &recent, now, &mut Rng::new(seed)));
    });
    let plan = mean_us(clock, SPAN_MS, 1, || {
        done(plan_today(&learner, params, graph, catalogue, &demands, &recent, now));
    });
    vec![
        Figure { what: "a prediction", asked_us: None, us: predict },
        Figure { what: "a prediction and its update", asked_us: Some(10.0), us: both },
        Figure { what: "folding a year: 3 000 answers", asked_us: None, us: folding },
        Figure { what: "the next task among 1 338 of 223 topics", asked_us: Some(10_000.0), us: next },
        Figure { what: "the plan of the day", asked_us: None, us: plan },
    ]
}

/// The placement.
pub fn placement(clock: &Clock) -> Vec<Figure> {
    let World { params, graph, catalogue, .. } = World::new();
    let now = Moment(NOON);
    let begin = || Placement::new(&Learner::new(Some(9)), &params, &graph, &catalogue, now, 5);
    let beginning = mean_us(clock, SPAN_MS, 1, || done(begin()));
    let placement = begin();
    let next = mean_us(clock, SPAN_MS, 1, || done(placement.question(&params, &catalogue)));
    let answer = Placed { skill: "ratio".into(), kind: AnswerKind::Number, outcome: Outcome::Right };
    let taking = mean_us(clock, SPAN_MS, 1, || {
        let mut placement = placement.clone();
        placement.take(&params, &answer);
        done(placement);
    });
    vec![
        Figure { what: "beginning a placement over 223 topics", asked_us: None, us: beginning },
        Figure { what: "its next question", asked_us: Some(30_000.0), us: next },
        Figure { what: "taking an answer of it", asked_us: None, us: taking },
    ]
}
