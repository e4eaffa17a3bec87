//! How quick the engine is: `cargo bench --bench engine`. Prints the mean of many rounds, in time on the processor where
//! the system tells it; the figures stand in `docs/engine.md`. No test depends on time.

#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]

use augu::base::{Moment, Rng};
use augu::engine::placement::{Outcome, Placed, Placement};
use augu::engine::simulated::{Nature, SimulatedPupil, six_tasks};
use augu::engine::{Catalogue, Demands, Learner, Observation, Params, Recent, choose};
use augu::exercises::{AnswerKind, TaskInfo};
use augu::skills::{SkillGraph, read_table};
use std::hint::black_box;
use std::time::Instant;

const NOON: i64 = 1_788_253_200_000;

/// The real map, six templates for every one of its skills.
fn world() -> (SkillGraph, Catalogue, Vec<TaskInfo>) {
    let graph = read_table(include_str!("../content/skills.tsv")).expect("the map of skills");
    let tasks: Vec<TaskInfo> = graph.all().iter().flat_map(|skill| six_tasks(&skill.id)).collect();
    let catalogue = Catalogue::new(&graph, &tasks);
    (graph, catalogue, tasks)
}

/// Time that this program has had the processor, in nanoseconds.
fn busy_ns() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
}

/// The mean over `rounds` rounds, in microseconds for each of `count` things that a round does.
fn told(what: &str, rounds: usize, count: usize, mut round: impl FnMut()) {
    round();
    let (wall, busy) = (Instant::now(), busy_ns());
    (0..rounds).for_each(|_| round());
    let passed_us = match (busy, busy_ns()) {
        (Some(before), Some(after)) => after.saturating_sub(before) as f64 / 1e3,
        _ => wall.elapsed().as_secs_f64() * 1e6,
    };
    println!("{what:55} {:10.2} us", passed_us / (rounds * count) as f64);
}

fn main() {
    let params = Params::default();
    let (graph, catalogue, tasks) = world();
    // A year of practice: 3 000 answers over all topics up to grade 9.
    let mut rng = Rng::new(1);
    let mut pupil = SimulatedPupil::new(&params, Nature::ALIVE, 9, 1);
    let within: Vec<&TaskInfo> =
        tasks.iter().filter(|task| graph.get(&task.skill).is_some_and(|skill| skill.grade <= 9)).collect();
    let year: Vec<Observation> = (0..3000i64)
        .map(|at| {
            let task = within[rng.below(within.len() as u64) as usize];
            pupil.answer(&params, &graph, task, Moment(NOON + at * 7_200_000))
        })
        .collect();
    let fold = || {
        let mut learner = Learner::new(Some(9));
        year.iter().for_each(|seen| learner.observe(&params, seen));
        learner
    };
    let learner = fold();
    let now = Moment(NOON + 3001 * 7_200_000);

    told("predict", 201, year.len(), || {
        for seen in &year {
            black_box(learner.predict(&params, &seen.task(), now));
        }
    });
    told("predict and observe", 201, year.len(), || {
        let mut learner = Learner::new(Some(9));
        for seen in &year {
            black_box(learner.predict(&params, &seen.task(), seen.at));
            learner.observe(&params, seen);
        }
    });
    told("folding a year of 3000 answers", 51, 1, || drop(black_box(fold())));

    let recent: Vec<Recent> = year[2950..]
        .iter()
        .map(|seen| Recent {
            skill: seen.skill.clone(),
            template: seen.template.clone(),
            right: seen.right,
            at: seen.at,
        })
        .collect();
    let demands = Demands::default();
    told("the next task among 1338 of 223 topics", 1001, 1, || {
        black_box(choose(&learner, &params, &graph, &catalogue, &demands, &recent, now, &mut Rng::new(7)));
    });

    let begin = || Placement::new(&Learner::new(Some(9)), &params, &graph, &catalogue, now, 5);
    told("beginning a placement over 223 topics", 21, 1, || drop(black_box(begin())));
    let placement = begin();
    told("the next question of a placement", 51, 1, || drop(black_box(placement.question(&params, &catalogue))));
    let answer = Placed { skill: "ratio".into(), kind: AnswerKind::Number, outcome: Outcome::Right };
    told("taking an answer of a placement", 21, 1, || {
        let mut placement = placement.clone();
        placement.take(&params, &answer);
        black_box(&placement);
    });
}
