//! The cloud of possible states against the exact sum over all states of small graphs, and the placement built on it.

use super::super::placement::{Outcome, Placed, Placement, QUESTIONS_MAX};
use super::super::space::{Cloud, Evidence, Space, SpacePrior};
use super::*;
use std::sync::Arc;

/// Graphs small enough for every state to be counted.
fn small_graphs() -> Vec<Vec<Vec<usize>>> {
    vec![
        vec![vec![]],
        vec![vec![], vec![0]],
        vec![vec![], vec![], vec![0, 1]],
        vec![vec![], vec![0], vec![0], vec![1, 2]],
        vec![vec![], vec![0], vec![1], vec![2], vec![], vec![4, 1]],
    ]
}

/// The chance of each state: abilities on a fine grid, steps of depth fixed.
fn exact(needs: &[Vec<usize>], prior: &SpacePrior, answers: &[Evidence]) -> Vec<(Vec<bool>, f64)> {
    let count = needs.len();
    let mut depth = vec![0.0f64; count];
    for skill in 0..count {
        depth[skill] = needs[skill].iter().map(|need| depth[*need] + 1.0).fold(0.0, f64::max);
    }
    let mean = depth.iter().sum::<f64>() / count as f64;
    let spread = libm::hypot(prior.ability_spread, prior.ease_spread);
    let states = (0..1u32 << count).map(|code| (0..count).map(|at| code >> at & 1 == 1).collect::<Vec<bool>>());
    let whole = |state: &Vec<bool>| {
        let mut sum = 0.0;
        for at in -60..=60 {
            let ability = spread * f64::from(at) / 15.0;
            let mut chance = libm::exp(-0.5 * (ability / spread) * (ability / spread));
            for skill in 0..count {
                let open = needs[skill].iter().all(|need| state[*need]);
                let held = 1.0 / (1.0 + libm::exp(-(ability - prior.depth_step.0 * (depth[skill] - mean))));
                chance *= match (open, state[skill]) {
                    (true, true) => held,
                    (true, false) => 1.0 - held,
                    (false, true) => 0.0,
                    (false, false) => 1.0,
                };
            }
            sum += chance;
        }
        answers.iter().fold(sum, |sum, it| sum * if state[it.skill] { it.if_held } else { it.if_not })
    };
    let weighed: Vec<(Vec<bool>, f64)> = states.map(|state| (state.clone(), whole(&state))).collect();
    let all: f64 = weighed.iter().map(|(_, weight)| weight).sum();
    weighed.into_iter().map(|(state, weight)| (state, weight / all)).collect()
}

fn chance(states: &[(Vec<bool>, f64)], is: impl Fn(&[bool]) -> bool) -> f64 {
    states.iter().filter(|(state, _)| is(state)).map(|(_, weight)| weight).sum()
}

fn prior() -> SpacePrior {
    SpacePrior { members: 16_384, depth_step: (0.4, 0.0), sweeps: 3, ..SpacePrior::default() }
}

#[test]
fn the_cloud_agrees_with_the_sum_over_all_states() {
    for (number, needs) in small_graphs().into_iter().enumerate() {
        let space = Arc::new(Space::new(&needs, &[]));
        let mut cloud = Cloud::new(Arc::clone(&space), prior(), 7);
        let mut answers = Vec::new();
        for step in 0..5 {
            let states = exact(&needs, &prior(), &answers);
            for skill in 0..needs.len() {
                let told = [cloud.chance(skill), cloud.chance_next(skill)];
                let next = |state: &[bool]| !state[skill] && needs[skill].iter().all(|need| state[*need]);
                let held = [chance(&states, |state| state[skill]), chance(&states, next)];
                for (told, held) in told.into_iter().zip(held) {
                    assert!(
                        (told - held).abs() < 0.025,
                        "graph {number}, skill {skill}, step {step}: {told}, not {held}"
                    );
                }
            }
            let answer = Evidence::judged((step * 2 + number) % needs.len(), step % 3 != 1, 0.15, 0.08);
            answers.push(answer);
            cloud.take(answer);
        }
    }
}

#[test]
fn the_question_is_the_best_of_all_questions() {
    for needs in small_graphs() {
        let count = needs.len();
        let mut cloud = Cloud::new(Arc::new(Space::new(&needs, &[])), prior(), 3);
        let answers = [Evidence::judged(0, true, 0.15, 0.08)];
        cloud.take(answers[0]);
        let states = exact(&needs, &prior(), &answers);
        // The expected fall of the variance of everything that is told, answer by answer.
        let worth = |asked: usize| {
            let mut fall = 0.0;
            for skill in 0..count {
                for (weight, fringe) in [(1.0, false), (prior().fringe_weight, true)] {
                    let is = |state: &[bool]| match fringe {
                        false => state[skill],
                        true => !state[skill] && needs[skill].iter().all(|need| state[*need]),
                    };
                    let before = chance(&states, is);
                    let mut after = 0.0;
                    for right in [true, false] {
                        let of = Evidence::judged(asked, right, 0.15, 0.08);
                        let moved: Vec<(Vec<bool>, f64)> = states
                            .iter()
                            .map(|(state, chance)| {
                                (state.clone(), chance * if state[asked] { of.if_held } else { of.if_not })
                            })
                            .collect();
                        let whole: f64 = moved.iter().map(|(_, chance)| chance).sum();
                        let then = chance(&moved, is) / whole;
                        after += whole * then * (1.0 - then);
                    }
                    fall += weight * (before * (1.0 - before) - after);
                }
            }
            fall
        };
        let all: Vec<usize> = (0..count).collect();
        let (asked, gain) = cloud.question(&all, |_| (0.15, 0.08)).expect("a question");
        let best = all.iter().map(|skill| worth(*skill)).fold(0.0, f64::max);
        assert!(worth(asked) >= best * 0.9, "{needs:?}: {asked} is worth {}, the best {best}", worth(asked));
        assert!((gain - worth(asked)).abs() < 0.02, "{gain} expected, {} by counting", worth(asked));
    }
}

#[test]
fn graphs_with_faults_do_no_harm() {
    let needs = [vec![1, 9], vec![0], vec![2, 1], vec![]];
    let space = Arc::new(Space::new(&needs, &[f64::NAN, 1e300]));
    let mut cloud = Cloud::new(space, SpacePrior::default(), 1);
    cloud.take(Evidence { skill: 77, if_held: 0.5, if_not: 0.5 });
    cloud.take(Evidence { skill: 1, if_held: 0.0, if_not: 0.5 });
    cloud.take(Evidence::judged(2, true, 2.0, -1.0));
    assert!((0..5).all(|skill| (0.0..=1.0).contains(&cloud.chance(skill))));
    assert!(cloud.question(&[], |_| (0.1, 0.1)).is_none());
    let none = Cloud::new(Arc::new(Space::new(&[], &[])), SpacePrior::default(), 1);
    assert_eq!((none.doubt(), none.question(&[0], |_| (0.1, 0.1))), (0.0, None));
}

/// A sitting with a pupil who holds what `holds` says; never a slip.
fn sitting(world: &World, grade: Option<u8>, holds: impl Fn(&str) -> bool) -> (Placement, Vec<Placed>) {
    let learner = Learner::new(grade);
    let mut placement = Placement::new(&learner, &world.params, &world.graph, &world.catalogue, noon(0), 5);
    let mut answers = Vec::new();
    while let Some(question) = placement.question(&world.params, &world.catalogue) {
        assert!(world.catalogue.task(&question.skill, &question.template).is_some());
        let outcome = if holds(question.skill.as_str()) { Outcome::Right } else { Outcome::NotYet };
        let placed = Placed { skill: question.skill.clone(), kind: question.kind, outcome };
        placement.take(&world.params, &placed);
        answers.push(placed);
        assert!(answers.len() <= QUESTIONS_MAX);
    }
    (placement, answers)
}

#[test]
fn a_placement_finds_what_is_held_and_what_to_start_with() {
    let world = World::new();
    let negatives = ["add-subtract-negatives", "multiply-divide-negatives", "rational-operations", "linear-equation"];
    type Told = Box<dyn Fn(&str) -> bool>;
    let rows: [(&str, Option<u8>, Told); 4] = [
        ("nothing", Some(8), Box::new(|_| false)),
        ("everything", Some(5), Box::new(|_| true)),
        // A hole far below the grade is found.
        ("all but negatives", Some(9), Box::new(move |skill| !negatives.contains(&skill) && !skill.contains("power"))),
        ("unknown grade", None, Box::new(|skill| skill.contains("ratio") || skill.contains("percent"))),
    ];
    for (what, grade, told) in rows {
        // What rests on something open is open too.
        let holds = |skill: &str| {
            told(skill)
                && world
                    .graph
                    .ancestors(&skill.into())
                    .iter()
                    .all(|base| !world.catalogue.has(&base.id) || told(base.id.as_str()))
        };
        let (placement, answers) = sitting(&world, grade, holds);
        let summary = placement.summary();
        assert!((5..=QUESTIONS_MAX).contains(&answers.len()), "{what}: {} questions", answers.len());
        let with_tasks =
            |list: &[SkillId]| list.iter().filter(|id| world.catalogue.has(id)).cloned().collect::<Vec<_>>();
        let (held, open) = (with_tasks(&summary.held), with_tasks(&summary.open));
        let wrong =
            held.iter().filter(|id| !holds(id.as_str())).count() + open.iter().filter(|id| holds(id.as_str())).count();
        assert!(wrong <= 4, "{what}: {wrong} told wrongly; held {held:?}, open {open:?}");
        assert!((0.5..=1.0).contains(&summary.sure) && summary.start.len() <= 5);
        assert_eq!(summary.chances.len(), world.graph.len());
        assert!((0.0..=1.0).contains(&placement.progress()));
        // Resumed from its answers it is the same.
        let mut again = Placement::new(&Learner::new(grade), &world.params, &world.graph, &world.catalogue, noon(0), 5);
        answers.iter().for_each(|placed| again.take(&world.params, placed));
        assert_eq!(again.summary(), summary, "{what}");
    }
}
