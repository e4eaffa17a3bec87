//! How far a goal is: counted from the pupil's own attempts between the day it was set and its last day.

use super::pupil::Pupil;
use crate::base::Day;
use crate::school::goal::{Goal, GoalState, Measure};

/// How far a goal is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoalProgress {
    /// What was done, in the measure's own unit.
    pub done: u32,
    /// What was aimed at, in the same unit, at least 1.
    pub aim: u32,
    /// Where it stands.
    pub state: GoalState,
}

impl GoalProgress {
    /// Done against aimed at, 0 to 1.
    pub fn share(&self) -> f64 {
        (f64::from(self.done) / f64::from(self.aim.max(1))).min(1.0)
    }
}

/// How far the goal is on `today`.
pub fn goal_progress(pupil: &Pupil, goal: &Goal, today: Day) -> GoalProgress {
    let sum = pupil.history.between(goal.from, goal.until.min(today));
    let (done, aim) = match &goal.measure {
        Measure::Topic(skill) => {
            let held = pupil.history.topics.get(skill).and_then(|topic| topic.held_on);
            (u32::from(held.is_some_and(|day| day <= goal.until)), 1)
        }
        Measure::Right(count) => (sum.work.solved, *count),
        Measure::WithoutHints(count) => (sum.work.alone, *count),
        Measure::Days(count) => (sum.days, *count),
        Measure::Minutes(count) => (sum.work.minutes() as u32, *count),
    };
    let aim = aim.max(1);
    let state = goal.state(f64::from(done) / f64::from(aim), today);
    GoalProgress { done, aim, state }
}
