//! Which template of a topic: the level moves after a run of right or wrong answers, and among what is left the one
//! whose predicted chance lies nearest to the aim, with variety.

use super::choose::{Run, Scene, least};
use super::demands::Recent;
use super::mastery::TopicState;
use super::observation::TaskView;
use super::reason::Reason;
use crate::base::Rng;
use crate::exercises::{Level, TaskInfo};

/// Picks one of these templates, all of one topic that comes for this reason; with it, what just happened if that led
/// to the level or the template.
pub(super) fn pick_task<'a>(
    scene: &Scene,
    tasks: &[&'a TaskInfo],
    sitting: &[Recent],
    reason: &Reason,
    rng: &mut Rng,
) -> Option<(&'a TaskInfo, Option<Reason>)> {
    let skill = &tasks.first()?.skill;
    let run = sitting.last().filter(|last| last.skill == *skill).map(|last| Run::of(sitting, last));
    let misses = run.as_ref().map_or(0, |run| run.misses);
    let state = scene.learner.state(skill).filter(|state| state.answers > 0);
    let last_level = state.and_then(|state| Level::of_number(state.level));
    let last_template = scene.recent.iter().rev().find(|recent| recent.skill == *skill).map(|recent| &recent.template);

    if misses == 1
        && let Some(twin) = tasks.iter().find(|task| Some(&task.template) == last_template)
    {
        return Some((twin, Some(Reason::Twin)));
    }

    let params = scene.params;
    let answers = state.map_or(0, |state| state.answers);
    let held = matches!(scene.mastery(skill).state, TopicState::Held);
    // A foundation is for getting back on firm ground, not for going up.
    let firm_ground = matches!(reason, Reason::Repair { .. });
    let aim = if answers < params.new_answers || misses >= 2 || firm_ground {
        params.aim_new
    } else if held && state.is_some_and(|state| state.run >= params.run_to_move) {
        params.aim_confident
    } else {
        params.aim_learning
    };
    let chance = |task: &TaskInfo| scene.learner.predict(params, &TaskView::of(task, scene.graph), scene.now);

    let run_level = state.map_or(0, |state| state.run_level);
    let mut allowed: Vec<&'a TaskInfo> = tasks.to_vec();
    let mut step = None;
    if let Some(last) = last_level {
        let lower = || tasks.iter().map(|task| task.level).filter(|level| *level < last).max();
        let higher = || tasks.iter().map(|task| task.level).filter(|level| *level > last).min();
        if misses >= 2 || run_level <= 1 - scene.params.run_to_move {
            if let Some(level) = lower() {
                allowed.retain(|task| task.level == level);
                step = Some(Reason::Easier);
            } else {
                allowed.retain(|task| task.level <= last);
            }
        } else if run_level >= scene.params.run_to_move
            && !firm_ground
            && let Some(level) = higher()
        {
            allowed.retain(|task| task.level == level);
            step = Some(Reason::Harder);
        } else {
            // Without a run the level stays near, and goes up only where the next one is no harder than aimed at.
            allowed.retain(|task| {
                let apart = i16::from(task.level.number()) - i16::from(last.number());
                apart == 0 || apart == -1 || apart == 1 && chance(task) >= aim - 0.05
            });
        }
        if allowed.is_empty() {
            allowed = tasks.to_vec();
        }
    }
    // Not the same template twice in a row, unless there is only this one; a level with a single template borrows from
    // its neighbours where those are not too hard.
    let other = |task: &&&TaskInfo| Some(&task.template) != last_template;
    if allowed.iter().any(|task| other(&task)) {
        allowed.retain(|task| other(&task));
    } else if step.is_none()
        && let Some(last) = last_level
    {
        let near = |task: &&&TaskInfo| task.level.number().abs_diff(last.number()) <= 1 && chance(task) >= aim - 0.25;
        let borrowed: Vec<_> = tasks.iter().filter(other).filter(near).copied().collect();
        if !borrowed.is_empty() {
            allowed = borrowed;
        }
    }

    let last_kind = sitting.last().and_then(|last| scene.catalogue.task(&last.skill, &last.template)).map(|it| it.kind);
    let distances = allowed.iter().map(|task| {
        let seen = scene.recent.iter().rev().filter(|recent| recent.skill == *skill).take(4);
        let ago = seen.enumerate().find(|(_, recent)| recent.template == task.template).map(|(ago, _)| ago);
        let worn = ago.map_or(0.0, |ago| 0.2 / (ago as f64 + 1.0));
        let same_kind = if Some(task.kind) == last_kind { 0.03 } else { 0.0 };
        // A level that was reached is not left without a reason.
        let back = if run_level > 0 && last_level.is_some_and(|last| task.level < last) { 0.15 } else { 0.0 };
        ((chance(task) - aim).abs() + worn + same_kind + back + 0.04 * rng.unit(), *task)
    });
    let distances: Vec<_> = distances.collect();
    let task = least(distances.into_iter())?;
    Some((task, step))
}
