//! Whole classes over a school year's half: what the choice is worth against a fixed sequence and against the lowest
//! mastery first (the rule of OATutor), and whether anything that is due is left lying.

use super::*;
use crate::engine::simulated::{Nature, SimulatedPupil};
use std::collections::BTreeMap;

const DAYS: i64 = 180;
const TASKS_A_DAY: i64 = 10;

/// How the next task is found.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Policy {
    /// The app's.
    Engine,
    /// Topic after topic in the order of the map, twelve tasks of each from the easiest to the hardest, and again.
    Sequence,
    /// The topic with the lowest estimated chance, any task of it.
    LowestFirst,
}

/// The mean true chance on typical tasks of levels one to three over all topics.
fn known(world: &World, pupil: &mut SimulatedPupil, at: Moment) -> f64 {
    let mut sum = 0.0;
    let mut count = 0.0;
    for (skill, shelf) in world.catalogue.shelves() {
        for level in [Level::One, Level::Two, Level::Three] {
            sum += pupil.chance(&world.params, &TaskView::typical(skill, shelf.grade, level), at);
            count += 1.0;
        }
    }
    sum / count
}

/// What half a year brings to one pupil: the mean true chance at its end less that at its beginning.
fn gain(world: &World, policy: Policy, seed: u64) -> f64 {
    let grade = 6 + (seed % 3) as u8;
    let mut pupil = SimulatedPupil::new(&world.params, Nature::CLASS, grade, 500 + seed);
    let mut practice = Practice::new(world, Some(grade));
    practice.rng = Rng::new(seed);
    let before = known(world, &mut pupil, noon(0));
    let sequence: Vec<&TaskInfo> = world
        .graph
        .in_order_of_needs()
        .flat_map(|skill| world.catalogue.tasks(&skill.id).iter().flat_map(|task| [task, task]))
        .collect();
    let mut place = 0;
    for day in (0..DAYS).filter(|day| day % 7 < 5) {
        practice.now = noon(day);
        for _ in 0..TASKS_A_DAY {
            let task = match policy {
                Policy::Engine => {
                    let choice = practice.choose();
                    practice.task(&choice)
                }
                Policy::Sequence => {
                    place += 1;
                    sequence[(place - 1) % sequence.len()]
                }
                Policy::LowestFirst => {
                    let chance = |skill: &SkillId, grade| {
                        let typical = TaskView::typical(skill, grade, Level::Two);
                        practice.learner.predict(&world.params, &typical, practice.now)
                    };
                    let shelves = world.catalogue.shelves();
                    let lowest = shelves.min_by(|a, b| chance(a.0, a.1.grade).total_cmp(&chance(b.0, b.1.grade)));
                    let tasks = &lowest.expect("a topic").1.tasks;
                    &tasks[practice.rng.below(tasks.len() as u64) as usize]
                }
            };
            let seen = pupil.answer(&world.params, &world.graph, task, practice.now);
            practice.take(seen);
        }
    }
    known(world, &mut pupil, noon(DAYS)) - before
}

#[test]
fn a_class_gains_more_than_by_a_fixed_sequence_or_the_lowest_first() {
    let world = World::new();
    let pupils = if std::env::var_os("AUGU_LONG").is_some() { 30 } else { 6 };
    let mean = |policy| (0..pupils).map(|seed| gain(&world, policy, seed)).sum::<f64>() / pupils as f64;
    let [engine, sequence, lowest] = [Policy::Engine, Policy::Sequence, Policy::LowestFirst].map(mean);
    println!(
        "{pupils} pupils, gain in the true chance: engine {engine:.3}, sequence {sequence:.3}, lowest first {lowest:.3}"
    );
    assert!(engine > sequence && engine > lowest, "engine {engine}, sequence {sequence}, lowest first {lowest}");
}

/// Topics that become due are reviewed within a week, whoever answers.
#[test]
fn no_due_review_starves() {
    let world = World::new();
    let held = ["ratio", "proportion", "percent-of-number", "letter-expressions", "power-rules", "square-root"];
    for share_right in [10, 8, 5] {
        let mut practice = Practice::new(&world, Some(8));
        for skill in held {
            practice.hold(skill);
        }
        let first = practice.now;
        let mut due_since: BTreeMap<&str, i64> = BTreeMap::new();
        for day in 0..120 {
            practice.now = first.plus_ms(day * 86_400_000);
            for skill in held {
                if practice.state(skill) == TopicState::WorthReview {
                    let since = *due_since.entry(skill).or_insert(day);
                    assert!(day - since <= 7, "{skill} is due since day {since}, now it is day {day}");
                }
            }
            for _ in 0..TASKS_A_DAY {
                let choice = practice.choose();
                if let Some(skill) = held.iter().find(|skill| **skill == choice.skill.as_str()) {
                    due_since.remove(skill);
                }
                let right = practice.rng.below(10) < share_right;
                practice.answer(&choice, right);
            }
        }
    }
}
