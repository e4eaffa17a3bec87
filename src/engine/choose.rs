//! What to ask next, and why.
//!
//! The order of the rules is the promise made to pupils (the page on how the app treats people): what the pupil picked
//! comes before what the engine finds best; a mistake is followed by a twin, two by an easier task, three by the
//! foundation that is weakest; a topic is begun in a block and mixed with others once it is held; a foundation without
//! tasks never blocks; while there is any task at all, something is chosen.
//!
//! Absent: the seed of the item. The caller draws it, anew each time, so equal numbers do not come twice in a row.

use super::aim::pick_task;
use super::catalogue::{Catalogue, Shelf};
use super::demands::{Assigned, Demands, Recent};
use super::learner::Learner;
use super::mastery::{Mastery, TopicState};
use super::observation::TaskView;
use super::params::Params;
use super::reason::Reason;
use super::rest::Resting;
use super::start::start_for_grade;
use crate::base::{Moment, Rng};
use crate::exercises::{AnswerKind, Level, TaskInfo};
use crate::skills::{SkillGraph, SkillId};
use std::collections::BTreeMap;

/// The next task and why it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The topic.
    pub skill: SkillId,
    /// The template's id.
    pub template: String,
    /// Its version.
    pub version: u32,
    /// Its level.
    pub level: Level,
    /// Its kind of answer.
    pub kind: AnswerKind,
    /// The predicted chance of a right answer at the first try, 0 to 1.
    pub difficulty: f64,
    /// Why it came, first of all.
    pub reason: Reason,
    /// What else spoke for it, for the fuller explanation.
    pub further: Vec<Reason>,
}

/// All that a choice looks at.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub learner: &'a Learner,
    pub params: &'a Params,
    pub graph: &'a SkillGraph,
    pub catalogue: &'a Catalogue,
    pub demands: &'a Demands,
    /// First tries, oldest first.
    pub recent: &'a [Recent],
    pub now: Moment,
}

/// The templates that may come, by skill.
pub(super) type Pool<'a> = BTreeMap<&'a SkillId, Vec<&'a TaskInfo>>;

/// Chooses the next task. `recent` holds first tries from the oldest to the newest (those of the last days suffice).
/// `None` only if there is no task at all: where nothing fits the demands, they are loosened one by one.
#[allow(clippy::too_many_arguments)] // Each is a different thing, and the caller has each by itself.
pub fn choose(
    learner: &Learner,
    params: &Params,
    graph: &SkillGraph,
    catalogue: &Catalogue,
    demands: &Demands,
    recent: &[Recent],
    now: Moment,
    rng: &mut Rng,
) -> Option<Choice> {
    let scene = Scene { learner, params, graph, catalogue, demands, recent, now };
    let pool = scene.pool();
    let sitting = scene.sitting();
    let (skill, reason) = scene.topic(&pool, sitting, rng)?;
    let foundation;
    let tasks = match pool.get(&skill) {
        Some(tasks) => tasks,
        // A foundation from outside the pool.
        None => {
            foundation = catalogue.tasks(&skill).iter().collect();
            &foundation
        }
    };
    let (task, step) = pick_task(&scene, tasks, sitting, &reason, rng)?;
    let further = if step.is_some() { vec![reason.clone()] } else { Vec::new() };
    Some(Choice {
        skill: task.skill.clone(),
        template: task.template.clone(),
        version: task.version,
        level: task.level,
        kind: task.kind,
        difficulty: learner.predict(params, &TaskView::of(task, graph), now),
        reason: step.unwrap_or(reason),
        further,
    })
}

/// Why this topic would come now, apart from what was just answered: the first reason that the choice would give for it.
#[allow(clippy::too_many_arguments)] // As above.
pub fn why_topic(
    learner: &Learner,
    params: &Params,
    graph: &SkillGraph,
    catalogue: &Catalogue,
    demands: &Demands,
    recent: &[Recent],
    skill: &SkillId,
    now: Moment,
) -> Reason {
    Scene { learner, params, graph, catalogue, demands, recent, now }.reason(skill)
}

impl<'a> Scene<'a> {
    /// The templates that fit the demands; where none does, the demand that weighs least is dropped.
    fn pool(&self) -> Pool<'a> {
        let Demands { only, not_now, life_only, chosen_topic, .. } = self.demands;
        let fitting = |life: bool, kind: bool, skills: bool, later: bool| -> Pool<'a> {
            let mut pool = Pool::new();
            for (skill, shelf) in self.catalogue.shelves() {
                if skills && !only.skills.is_empty() && !only.skills.contains(skill) {
                    continue;
                }
                let wanted = chosen_topic.as_ref() == Some(skill) || only.skills.contains(skill);
                if later && not_now.contains(skill) && !wanted {
                    continue;
                }
                let fits = |task: &&TaskInfo| {
                    (!life || !life_only || task.life) && (!kind || only.kind.is_none_or(|kind| task.kind == kind))
                };
                let tasks: Vec<&TaskInfo> = shelf.tasks.iter().filter(fits).collect();
                if !tasks.is_empty() {
                    pool.insert(skill, tasks);
                }
            }
            pool
        };
        let loosened = [
            (true, true, true, true),
            (false, true, true, true),
            (false, false, true, true),
            (false, false, false, true),
            (false, false, false, false),
        ];
        let pools = loosened.into_iter().map(|(life, kind, skills, later)| fitting(life, kind, skills, later));
        pools.into_iter().find(|pool| !pool.is_empty()).unwrap_or_default()
    }

    /// The first tries of the sitting that goes on now.
    fn sitting(&self) -> &'a [Recent] {
        let rest_ms = self.params.sitting_minutes.saturating_mul(60_000);
        let mut from = self.recent.len();
        let mut next = self.now;
        while let Some(before) = from.checked_sub(1).and_then(|at| self.recent.get(at)) {
            if next.0.saturating_sub(before.at.0) > rest_ms {
                break;
            }
            next = before.at;
            from -= 1;
        }
        self.recent.get(from..).unwrap_or(&[])
    }

    /// The topic of the next task, and why it.
    fn topic(&self, pool: &Pool, sitting: &[Recent], rng: &mut Rng) -> Option<(SkillId, Reason)> {
        let only = &self.demands.only.skills;
        let narrowed = !only.is_empty() && pool.keys().all(|skill| only.contains(skill));
        let chosen = self.demands.chosen_topic.as_ref().filter(|_| !narrowed);
        let run = sitting.last().map(|last| Run::of(sitting, last));

        if let Some(run) = &run {
            let foreign = chosen.is_some_and(|chosen| {
                *chosen != run.skill && !self.catalogue.rests_on(chosen, &run.skill) && pool.contains_key(chosen)
            });
            // A topic picked just now does not wait for what went before.
            if !foreign && let Some(next) = self.follow_up(pool, sitting, run, narrowed, chosen) {
                return Some(next);
            }
        }
        if narrowed {
            return self.narrowed(pool, run.as_ref(), rng);
        }
        if let Some(chosen) = chosen {
            if pool.contains_key(chosen) {
                let full = run.as_ref().is_some_and(|run| run.skill == *chosen && run.length >= self.params.block);
                let review = if full { self.review_due(pool, sitting) } else { None };
                return Some(review.unwrap_or_else(|| (chosen.clone(), Reason::Chosen)));
            }
            // The topic has no tasks yet: what it rests on has.
            let bases = self.catalogue.needs(chosen).iter().filter(|base| pool.contains_key(base));
            if let Some(base) = least(bases.map(|base| (self.usual_chance(base), base))) {
                return Some((base.clone(), Reason::Repair { blocks: chosen.clone() }));
            }
        }
        self.best(pool, sitting, run.as_ref(), rng)
    }

    /// What the last answers ask for: a foundation, its topic again, or the same topic on.
    fn follow_up(
        &self,
        pool: &Pool,
        sitting: &[Recent],
        run: &Run,
        narrowed: bool,
        chosen: Option<&SkillId>,
    ) -> Option<(SkillId, Reason)> {
        if let Some(stuck) = run.before.filter(|before| {
            !before.right && self.catalogue.rests_on(&before.skill, &run.skill) && self.catalogue.has(&before.skill)
        }) {
            // A foundation is being practised: two right ones in a row, or four in all, and back.
            if run.rights >= 2 || run.length >= 4 {
                return Some((stuck.skill.clone(), Reason::Back { from: run.skill.clone() }));
            }
            if run.misses < 3 {
                return Some((run.skill.clone(), Reason::Repair { blocks: stuck.skill.clone() }));
            }
        }
        if !narrowed && (run.misses >= 3 || run.misses == 2 && self.at_the_bottom(&run.skill)) {
            if let Some(base) = self.weakest_foundation(&run.skill, sitting) {
                return Some((base, Reason::Repair { blocks: run.skill.clone() }));
            }
            if run.misses >= 3 {
                return None;
            }
        }
        if !pool.contains_key(&run.skill) {
            return None;
        }
        let stay = || Some((run.skill.clone(), self.reason(&run.skill)));
        if run.misses > 0 && run.misses < 3 {
            return stay();
        }
        let picked = narrowed || chosen == Some(&run.skill);
        let learning = matches!(self.mastery(&run.skill).state, TopicState::Learning | TopicState::NotYet);
        if run.misses == 0 && !picked && chosen.is_none() && learning && run.length < self.params.block {
            return stay();
        }
        None
    }

    /// Whether the topic is not learned yet and its easiest tasks were asked last: there is no easier one to give.
    fn at_the_bottom(&self, skill: &SkillId) -> bool {
        let lowest = self.catalogue.tasks(skill).iter().map(|task| task.level.number()).min();
        let last = self.learner.state(skill).map(|state| state.level);
        self.mastery(skill).state == TopicState::NotYet && lowest.is_some() && lowest == last
    }

    /// The foundation with tasks that is least sure, if any is unsure and was not practised in this sitting already.
    fn weakest_foundation(&self, skill: &SkillId, sitting: &[Recent]) -> Option<SkillId> {
        let unsure = self.catalogue.needs(skill).iter().filter(|base| {
            let practised = sitting.iter().filter(|recent| recent.skill == **base).count();
            practised < 3 && !self.demands.not_now.contains(base)
        });
        let unsure = unsure.filter_map(|base| {
            let chance = self.usual_chance(base);
            match self.mastery(base).state {
                // Held by evidence and by estimate: then it is not what is missing.
                TopicState::Held if chance >= 0.75 => None,
                // What was shown to be held is less likely to be missing than what was never tried.
                TopicState::Held | TopicState::WorthReview => Some((chance + 0.15, base)),
                _ => Some((chance, base)),
            }
        });
        least(unsure).cloned()
    }

    /// Within a practice set: what needs practice most, mixed.
    fn narrowed(&self, pool: &Pool, run: Option<&Run>, rng: &mut Rng) -> Option<(SkillId, Reason)> {
        let several = pool.len() > 1;
        let wanted = pool.keys().filter(|skill| !(several && run.is_some_and(|run| run.skill == ***skill)));
        let need = wanted.map(|skill| {
            let mastery = self.mastery(skill);
            let rested = mastery.last.map_or(1.0, |last| (self.now.days_since(last) * 24.0).min(1.0));
            (self.usual_chance(skill) - 0.5 * rested + 0.05 * rng.unit(), *skill)
        });
        let need: Vec<_> = need.collect();
        let skill = least(need.into_iter())?;
        Some((skill.clone(), self.reason(skill)))
    }

    /// A review between tasks of the picked topic.
    fn review_due(&self, pool: &Pool, sitting: &[Recent]) -> Option<(SkillId, Reason)> {
        if self.reviews_left() == 0 {
            return None;
        }
        let fresh = pool.keys().filter(|skill| !sitting.iter().any(|recent| recent.skill == ***skill));
        let due = fresh.filter(|skill| self.mastery(skill).state == TopicState::WorthReview);
        let due = least(due.map(|skill| (-self.overdue(skill), *skill)))?;
        Some((due.clone(), self.reason(due)))
    }

    /// With nothing picked: the topic from which most is gained.
    fn best(&self, pool: &Pool, sitting: &[Recent], run: Option<&Run>, rng: &mut Rng) -> Option<(SkillId, Reason)> {
        if self.learner.answers() == 0
            && let Some(first) = start_for_grade(self.graph, self.catalogue, self.learner.grade())
            && pool.contains_key(&first)
        {
            return Some((first, Reason::Frontier { from: None }));
        }
        let reviews_left = self.reviews_left();
        let several = pool.len() > 1;
        let benefit = |skill: &SkillId, rng: &mut Rng| {
            let Some(shelf) = self.catalogue.shelf(skill) else { return 0.0 };
            let mut benefit = self.benefit(skill, shelf, reviews_left) + 0.05 * rng.unit();
            // Mixing: what was just done waits a little; what was missed three times waits for another sitting.
            let just_now = sitting.iter().rev().take(6).filter(|recent| recent.skill == *skill).count();
            benefit -= 0.15 * just_now as f64;
            if several && let Some(run) = run.filter(|run| run.skill == *skill) {
                benefit -= if run.misses >= 3 { 5.0 } else { 0.6 };
            }
            benefit
        };
        let gains: Vec<_> = pool.keys().map(|skill| (-benefit(skill, rng), *skill)).collect();
        let skill = least(gains.into_iter())?;
        Some((skill.clone(), self.reason(skill)))
    }

    /// What is gained by practising this topic now; only the order matters.
    pub(super) fn benefit(&self, skill: &SkillId, shelf: &Shelf, reviews_left: usize) -> f64 {
        let mastery = self.mastery(skill);
        let unlocks = 0.1 * libm::log1p(f64::from(shelf.opens));
        // What was missed many times in a row waits longer and longer, so that other doors are tried too.
        let tired = 0.1 * (-f64::from(mastery.run) - 3.0).clamp(0.0, 25.0);
        let by_state = match mastery.state {
            // One review that refreshes several due topics comes before one that refreshes itself alone.
            TopicState::WorthReview if reviews_left > 0 => {
                // What is late by days comes before what is begun, so nothing that is due is left lying.
                let late = (self.overdue(skill) - 1.0).max(0.0) * mastery.rest_days;
                let waited = 0.1 * self.overdue(skill).min(5.0) + 0.15 * late.min(10.0);
                1.5 + waited + 0.12 * self.covers(skill, shelf) as f64
            }
            TopicState::WorthReview => 0.3,
            TopicState::NotYet if mastery.last.is_some_and(|last| last.day() < self.now.day()) => 1.6 + unlocks - tired,
            TopicState::NotYet => 1.0 + unlocks - tired,
            TopicState::Learning => 1.4 + unlocks,
            TopicState::New => {
                let grade = self.learner.grade().unwrap_or(self.params.grade_assumed);
                let above = f64::from(shelf.grade.saturating_sub(grade));
                let below = f64::from(grade.saturating_sub(shelf.grade));
                let tried = shelf.needs.iter().all(|base| self.mastery(base).state != TopicState::New);
                let ready = match (self.foundations_ready(shelf), tried) {
                    (true, true) => 0.0,
                    // Likely, but nobody has seen it.
                    (true, false) => 0.2,
                    (false, _) => 0.8,
                };
                let too_hard = 1.5 * (0.75 - self.chance(skill, shelf.grade, Level::One)).max(0.0);
                1.1 + unlocks - 0.4 * above - 0.08 * below - ready - too_hard
            }
            // Nothing else to do: what will be due soonest.
            TopicState::Held if self.overdue(skill) >= 1.0 - self.params.review_ahead => 0.25,
            TopicState::Held => 0.2,
        };
        let asked = match self.test_in_days(skill) {
            Some(days) => 3.0 - 0.1 * f64::from(days) - self.usual_chance(skill),
            None if self.assigned(skill) => 2.2 - 0.5 * self.usual_chance(skill),
            None => 0.0,
        };
        by_state + asked
    }

    /// Whether what the topic needs is held or likely to be. What only helps holds nothing back.
    fn foundations_ready(&self, shelf: &Shelf) -> bool {
        shelf.needs.iter().filter(|base| !shelf.helps.contains(base)).all(|base| match self.mastery(base).state {
            TopicState::Held | TopicState::WorthReview => true,
            TopicState::NotYet => false,
            TopicState::New | TopicState::Learning => {
                let grade = self.graph.get(base).map_or(7, |skill| skill.grade);
                self.chance(base, grade, Level::One) >= self.params.reached
            }
        })
    }

    /// How many due foundations a task of this topic would refresh beside it.
    fn covers(&self, skill: &SkillId, shelf: &Shelf) -> usize {
        let further =
            shelf.tasks.iter().map(|task| self.catalogue.further(skill, task.level)).max_by_key(|it| it.len());
        let due = |base: &&SkillId| self.mastery(base).state == TopicState::WorthReview;
        further.map_or(0, |further| further.iter().filter(due).count())
    }

    /// Why this topic, apart from what just happened.
    pub(super) fn reason(&self, skill: &SkillId) -> Reason {
        if self.demands.chosen_topic.as_ref() == Some(skill) {
            return Reason::Chosen;
        }
        if let Some(days) = self.test_in_days(skill) {
            return Reason::TestSoon { days };
        }
        if self.demands.only.skills.contains(skill) {
            return Reason::Chosen;
        }
        if self.assigned(skill) {
            return Reason::Assigned;
        }
        let mastery = self.mastery(skill);
        let rested_days = mastery.last.map_or(0, |last| self.now.day().0.saturating_sub(last.day().0).max(0));
        match mastery.state {
            TopicState::New => self.reason_of_new(skill),
            TopicState::Learning => Reason::Continue,
            TopicState::NotYet if rested_days > 0 => Reason::Return,
            TopicState::NotYet => Reason::Continue,
            TopicState::WorthReview => Reason::Review { days: u32::try_from(rested_days).unwrap_or(0).max(1) },
            TopicState::Held => Reason::Interleave,
        }
    }

    fn reason_of_new(&self, skill: &SkillId) -> Reason {
        let held = self
            .catalogue
            .needs(skill)
            .iter()
            .filter(|base| matches!(self.mastery(base).state, TopicState::Held | TopicState::WorthReview));
        if let Some(from) = least(held.map(|base| (-self.usual_chance(base), base))) {
            return Reason::Frontier { from: Some(from.clone()) };
        }
        let first = || start_for_grade(self.graph, self.catalogue, self.learner.grade());
        if self.catalogue.needs(skill).is_empty() || first().as_ref() == Some(skill) {
            Reason::Frontier { from: None }
        } else {
            Reason::Sample
        }
    }

    /// How many reviews may still come today.
    pub(super) fn reviews_left(&self) -> usize {
        let today = self.now.day();
        let done = self.catalogue.shelves().filter_map(|(skill, _)| self.learner.state(skill));
        let done = done.filter(|state| state.last_day() == Some(today) && state.gap_days > 0).count();
        let cap = if self.after_pause() { self.params.reviews_after_pause } else { self.params.reviews_a_day };
        cap.saturating_sub(done)
    }

    /// Whether today is the first day of practice after a pause.
    pub(super) fn after_pause(&self) -> bool {
        let Some(last) = self.learner.last() else { return false };
        let rested = self.now.day().0.saturating_sub(last.day().0);
        let rested = if rested > 0 { rested } else { i32::from(self.learner.gap_days()) };
        rested >= self.params.pause_days
    }

    /// How long the topic has rested, in rests; 1 is just due.
    pub(super) fn overdue(&self, skill: &SkillId) -> f64 {
        let mastery = self.mastery(skill);
        let resting = |last| Resting { rest_days: mastery.rest_days, days: self.now.days_since(last) };
        mastery.last.map_or(0.0, |last| resting(last).over())
    }

    /// Days until the nearest test of this topic, if it is near enough to matter.
    pub(super) fn test_in_days(&self, skill: &SkillId) -> Option<u32> {
        let today = self.now.day();
        let days = self.demands.tests.iter().filter(|test| test.skills.contains(skill));
        let days = days.map(|test| test.day.0.saturating_sub(today.0));
        let days = days.filter(|days| (0..=self.params.test_days).contains(days)).min()?;
        u32::try_from(days).ok()
    }

    pub(super) fn assigned(&self, skill: &SkillId) -> bool {
        let today = self.now.day();
        let held = self.mastery(skill).state == TopicState::Held;
        let open = |given: &&Assigned| given.due.is_none_or(|due| due >= today) && (given.until_done || !held);
        self.demands.assigned.iter().filter(open).any(|given| given.skills.contains(skill))
    }

    pub(super) fn mastery(&self, skill: &SkillId) -> Mastery {
        let grade = self.graph.get(skill).map_or(7, |skill| skill.grade);
        self.learner.mastery_in_grade(self.params, skill, grade, &[], self.now)
    }

    pub(super) fn chance(&self, skill: &SkillId, grade: u8, level: Level) -> f64 {
        self.learner.predict(self.params, &TaskView::typical(skill, grade, level), self.now)
    }

    /// The chance on a typical task of level two.
    pub(super) fn usual_chance(&self, skill: &SkillId) -> f64 {
        let grade = self.graph.get(skill).map_or(7, |skill| skill.grade);
        self.chance(skill, grade, Level::Two)
    }
}

/// The answers in a row in one topic, up to now.
pub(super) struct Run<'a> {
    pub skill: SkillId,
    /// How many.
    pub length: usize,
    /// Wrong ones at its end.
    pub misses: usize,
    /// Right ones at its end.
    pub rights: usize,
    /// The answer before the row.
    pub before: Option<&'a Recent>,
}

impl<'a> Run<'a> {
    pub(super) fn of(sitting: &'a [Recent], last: &'a Recent) -> Run<'a> {
        let row = || sitting.iter().rev().take_while(|recent| recent.skill == last.skill);
        let length = row().count();
        Run {
            skill: last.skill.clone(),
            length,
            misses: row().take_while(|recent| !recent.right).count(),
            rights: row().take_while(|recent| recent.right).count(),
            before: sitting.len().checked_sub(length + 1).and_then(|at| sitting.get(at)),
        }
    }
}

/// The thing with the smallest number; the first of equals. Numbers that are none count as largest.
pub(super) fn least<T>(things: impl Iterator<Item = (f64, T)>) -> Option<T> {
    let mut best: Option<(f64, T)> = None;
    for (number, thing) in things {
        if best.as_ref().is_none_or(|(lowest, _)| number < *lowest) {
            best = Some((number, thing));
        }
    }
    best.map(|(_, thing)| thing)
}
