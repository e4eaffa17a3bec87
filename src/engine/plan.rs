//! A plan for today and an outlook for the days after: a few blocks, each with its reason, within the minutes there are.
//!
//! The plan is a promise of order, not a fence: the choice of each task follows the same benefits and may leave the plan
//! when answers ask for it. What has waited through a pause is spread over the days, a few reviews each.

use super::catalogue::Catalogue;
use super::choose::Scene;
use super::demands::{Demands, Recent};
use super::learner::Learner;
use super::mastery::TopicState;
use super::params::Params;
use super::reason::Reason;
use super::start::start_for_grade;
use crate::base::{Day, Moment};
use crate::skills::{SkillGraph, SkillId};

/// Minutes of a day for which none were said.
pub const MINUTES_USUAL: u16 = 15;
/// Blocks of a day at most.
const BLOCKS_MAX: usize = 5;
/// Held topics on a day of the outlook on which nothing else waits.
const MIXED: usize = 3;
/// A task takes this many times what an able pupil needs, with reading and feedback.
const TIME_FACTOR: f64 = 1.6;

/// What to do today.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// In their order; usually three to five, fewer where there is little to ask.
    pub blocks: Vec<PlanBlock>,
    /// Minutes in all.
    pub minutes: u16,
}

/// A part of the plan: one topic.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanBlock {
    /// The topic.
    pub skill: SkillId,
    /// Minutes for it; at least 2.
    pub minutes: u16,
    /// About how many tasks that is; at least 2.
    pub tasks: u16,
    /// Why it stands there.
    pub reason: Reason,
}

/// One day of the outlook.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlookDay {
    /// The day.
    pub day: Day,
    /// Minutes planned for it.
    pub minutes: u16,
    /// Its topics.
    pub skills: Vec<SkillId>,
}

/// The plan for the day of `now`. Empty if there are no tasks, and while the pupil rests.
pub fn plan_today(
    learner: &Learner,
    params: &Params,
    graph: &SkillGraph,
    catalogue: &Catalogue,
    demands: &Demands,
    recent: &[Recent],
    now: Moment,
) -> Plan {
    let scene = Scene { learner, params, graph, catalogue, demands, recent, now };
    if demands.rest_until.is_some_and(|until| now.day() < until) {
        return Plan::default();
    }
    let minutes = budget(demands.minutes_today);
    // A block of less than three minutes is no block.
    let most = usize::from(minutes / 3).clamp(1, BLOCKS_MAX);
    let mut picked: Vec<(&SkillId, Reason, f64)> = Vec::new();
    let mut new = 0;
    let (useful, late) = ranked(&scene);
    // Reviews beyond the cap only where there is nothing else.
    for (skill, reason) in if useful.is_empty() { late } else { useful } {
        if picked.len() >= most {
            break;
        }
        let state = scene.mastery(skill).state;
        let asked = matches!(reason, Reason::Chosen | Reason::TestSoon { .. } | Reason::Assigned);
        if state == TopicState::New && !asked {
            // One new topic a day, two where there is an hour's half.
            if new > usize::from(minutes >= 30) && picked.len() >= 3.min(most) {
                continue;
            }
            new += 1;
        }
        let weight = match (&reason, state) {
            (Reason::Chosen, _) => 2.0,
            (_, TopicState::WorthReview | TopicState::Held) => 0.7,
            _ => 1.4,
        };
        picked.push((skill, reason, weight));
    }
    let weights: f64 = picked.iter().map(|(_, _, weight)| weight).sum();
    let mut blocks = Vec::with_capacity(picked.len());
    let mut left = minutes;
    let count = picked.len();
    for (at, (skill, reason, weight)) in picked.into_iter().enumerate() {
        let later = 2 * (count - at - 1) as u16;
        let share = libm::round(f64::from(minutes) * weight / weights.max(0.1)) as u16;
        let own = if at + 1 == count { left } else { share.clamp(2, left.saturating_sub(later).max(2)) }.max(2);
        left = left.saturating_sub(own);
        let seconds = catalogue.shelf(skill).map_or(60.0, |shelf| shelf.seconds()) * TIME_FACTOR;
        let tasks = libm::round(f64::from(own) * 60.0 / seconds).clamp(2.0, 60.0) as u16;
        blocks.push(PlanBlock { skill: skill.clone(), minutes: own, tasks, reason });
    }
    let minutes = blocks.iter().map(|block| block.minutes).sum();
    Plan { blocks, minutes }
}

/// What the given days will probably ask, with the minutes planned for each (0: none that day, and it stays empty).
/// Days are taken in the order given. Reviews fall on the first day they are due that has room; a day for which nothing
/// waits mixes held topics.
pub fn outlook(
    learner: &Learner,
    params: &Params,
    graph: &SkillGraph,
    catalogue: &Catalogue,
    demands: &Demands,
    days: &[(Day, u16)],
    now: Moment,
) -> Vec<OutlookDay> {
    let scene = Scene { learner, params, graph, catalogue, demands, recent: &[], now };
    // Here what is beyond today's cap counts, too: the days ahead are what it is spread over.
    let (ranked, late) = ranked(&scene);
    let mut waiting: Vec<(i64, &SkillId)> = Vec::new();
    let mut going_on: Vec<&SkillId> = Vec::new();
    for (skill, _) in ranked.iter().chain(&late) {
        let mastery = scene.mastery(skill);
        match (mastery.state, mastery.last) {
            (TopicState::Held | TopicState::WorthReview, Some(last)) => {
                let rest_ms = libm::ceil(mastery.rest_days.clamp(0.0, 4000.0) * 86_400_000.0) as i64;
                waiting.push((last.0.saturating_add(rest_ms), skill));
            }
            _ => going_on.push(skill),
        }
    }
    waiting.sort();
    let held: Vec<&SkillId> = waiting.iter().map(|(_, skill)| *skill).collect();
    let mut going_on = going_on.into_iter();
    let mut current = going_on.next();
    let mut days_on_current = 0;
    let mut mixed = 0;
    days.iter()
        .map(|&(day, minutes)| {
            let minutes = if demands.rest_until.is_some_and(|until| day < until) { 0 } else { minutes };
            let mut skills: Vec<SkillId> = Vec::new();
            let room = usize::from(minutes / 3).min(BLOCKS_MAX);
            let push = |skills: &mut Vec<SkillId>, skill: &SkillId| {
                if skills.len() < room && !skills.contains(skill) {
                    skills.push(skill.clone());
                }
            };
            if let Some(chosen) = demands.chosen_topic.as_ref().filter(|chosen| catalogue.has(chosen)) {
                push(&mut skills, chosen);
            }
            for test in &demands.tests {
                let ahead = test.day.0.saturating_sub(day.0);
                if (0..=params.test_days).contains(&ahead) {
                    let open = test.skills.iter().filter(|skill| catalogue.has(skill));
                    // A different one first each day.
                    let open: Vec<_> = open.collect();
                    let turn = (ahead as usize) % open.len().max(1);
                    for skill in open.iter().cycle().skip(turn).take(open.len().min(2)) {
                        push(&mut skills, skill);
                    }
                }
            }
            if let Some(skill) = current {
                push(&mut skills, skill);
                days_on_current += 1;
                if days_on_current >= 2 && minutes > 0 {
                    current = going_on.next();
                    days_on_current = 0;
                }
            }
            let mut reviews = 0;
            waiting.retain(|(due, skill)| {
                let is_due = Moment(*due).day() <= day;
                if !is_due || skills.len() >= room || reviews >= params.reviews_after_pause.max(1) {
                    return true;
                }
                reviews += 1;
                push(&mut skills, skill);
                false
            });
            if skills.is_empty() {
                // Nothing is begun or due: held topics are mixed, those first that will be due soonest.
                let turn = held.iter().cycle().skip(mixed).take(MIXED.min(held.len()));
                turn.for_each(|skill| push(&mut skills, skill));
                mixed += skills.len();
            }
            OutlookDay { day, minutes, skills }
        })
        .collect()
}

fn budget(minutes: u16) -> u16 {
    if minutes == 0 { MINUTES_USUAL } else { minutes.clamp(3, 240) }
}

/// Topics in an order, each with its reason.
type Ranked<'a> = Vec<(&'a SkillId, Reason)>;

/// The topics with tasks, the most useful first, each with its reason; apart from them the reviews beyond today's cap.
fn ranked<'a>(scene: &Scene<'a>) -> (Ranked<'a>, Ranked<'a>) {
    let demands = scene.demands;
    let mut reviews_left = scene.reviews_left();
    let first = (scene.learner.answers() == 0)
        .then(|| start_for_grade(scene.graph, scene.catalogue, scene.learner.grade()))
        .flatten();
    let rows = scene
        .catalogue
        .shelves()
        .filter(|(skill, _)| !demands.not_now.contains(skill) || demands.chosen_topic.as_ref() == Some(skill));
    let mut rows: Vec<(f64, &SkillId)> = rows
        .map(|(skill, shelf)| {
            let mut benefit = scene.benefit(skill, shelf, usize::MAX);
            if demands.chosen_topic.as_ref() == Some(skill) {
                benefit += 10.0;
            }
            if first.as_ref() == Some(skill) {
                benefit += 5.0;
            }
            (benefit, skill)
        })
        .collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut late = Vec::new();
    let mut result = Vec::with_capacity(rows.len());
    for (_, skill) in rows {
        let reason = scene.reason(skill);
        if matches!(reason, Reason::Review { .. }) {
            if reviews_left == 0 {
                late.push((skill, reason));
                continue;
            }
            reviews_left -= 1;
        }
        result.push((skill, reason));
    }
    (result, late)
}
