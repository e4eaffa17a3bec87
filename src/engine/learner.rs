//! What is believed of one pupil: an overall ability and one a topic, each with its doubt, and how both change by
//! answers and by rest.
//!
//! The chance of a right answer is `c + (d - c) * sigmoid(k * z)`, where `z` is overall ability plus ability in the
//! topic plus recent form less difficulty, `c` the chance to guess, `1 - d` the chance to slip, and `k = 1 / sqrt(1 + pi/8 * V)`,
//! which draws the chance towards the middle while the variance `V` of `z` is large (MacKay 1992). An answer moves mean
//! and variance by one assumed-density step, as Glicko does (Glickman 1999; Elo in education: Pelánek 2016). Rest lets
//! ability fade by a power law and doubt grow; how fast depends on how often the topic was met again after a rest.
//!
//! Absent: events and storage. A learner is a fold of observations in their order: equal observations give equal bits
//! on every device, because sums run in a fixed order and only `libm` is used.

use super::evidence::{Row, may_stop};
use super::observation::{Observation, TaskView};
use super::params::Params;
use super::rest::rest_after;
use crate::base::{Day, Moment};
use crate::exercises::Level;
use crate::skills::SkillId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// The model of one pupil.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Learner {
    /// The grade that was said, 5 to 12.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    grade: Option<u8>,
    /// What is believed beside the grade; nothing before the first answer.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    overall: Option<Overall>,
    #[serde(rename = "s", default)]
    skills: BTreeMap<SkillId, SkillState>,
}

/// The overall ability, beside that of the grade.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Overall {
    /// Logits above what is expected of the grade.
    mean: f32,
    /// Logits².
    variance: f32,
    /// Average surprise of the last answers, -1 to 1.
    form: f32,
    /// First tries in all.
    answers: u32,
    /// The last practice.
    last: Moment,
    /// Days between the last two days of practice.
    gap_days: u16,
}

/// What is believed of one topic. At most 64 bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct SkillState {
    /// Logits beside the overall ability, as of `last`.
    pub mean: f32,
    /// Logits², as of `last`.
    pub variance: f32,
    /// Average surprise of the last answers, -1 to 1.
    pub form: f32,
    /// Days until a review is worth while.
    pub rest_days: f32,
    /// The last practice; `NEVER` if only other topics' tasks touched it.
    pub last: Moment,
    /// First tries.
    pub answers: u16,
    /// Right ones among them.
    pub rights: u16,
    /// Days between the last two days of practice.
    pub gap_days: u16,
    /// Right (positive) or wrong (negative) first tries in a row.
    pub run: i8,
    /// The same at the level of the last task.
    pub run_level: i8,
    /// The level of the last first try, 1 to 4; 0 before any.
    pub level: u8,
    /// The highest level of a right first try, 1 to 4; 0 before any.
    pub best: u8,
    /// Where the topic stands by its answers.
    pub standing: Standing,
    /// The latest unaided first tries.
    pub row: Row,
}

/// Where a topic stands; changed by answers in this topic alone, never by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Neither of the others.
    Open,
    /// Shown to be held.
    Held,
    /// Wrong answers showed that it is not learned yet.
    Stuck,
}

/// So many more tasks of a topic are thought of when asking whether it is held: practice does not end with a sitting.
const TASKS_AHEAD: u8 = 20;

const NEVER: Moment = Moment(i64::MIN);

/// The smallest variance kept, logits²: nobody is known exactly.
const VARIANCE_MIN: f64 = 0.02;
/// Abilities are kept within this many logits of the expected.
const ABILITY_MAX: f64 = 6.0;

/// A prediction on its way: what the chance is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outlook {
    /// Expected ability minus difficulty, logits.
    pub z: f64,
    /// By how much doubt draws `z` to the middle, 0 to 1.
    pub shrink: f64,
    /// The variance of `z`, logits².
    pub variance: f64,
    /// The chance to guess.
    pub low: f64,
    /// One less the chance to slip.
    pub high: f64,
    /// The chance to know how: sigmoid of the shrunk `z`.
    pub knows: f64,
    /// The chance of a right answer.
    pub chance: f64,
}

/// The ability in a topic at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Topic {
    /// Logits beside the overall ability, without fading.
    pub mean: f64,
    /// Logits lost by rest; 0 or more.
    pub faded: f64,
    /// Logits².
    pub variance: f64,
    /// Average surprise of the last answers in the topic.
    pub form: f64,
}

pub(super) fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-z))
}

impl Learner {
    /// A pupil of this grade (5 to 12, if said) of whom nothing else is known.
    pub fn new(grade: Option<u8>) -> Self {
        Self { grade: grade.filter(|grade| (1..=12).contains(grade)), ..Self::default() }
    }

    /// The grade that was said.
    pub fn grade(&self) -> Option<u8> {
        self.grade
    }

    /// First tries in all.
    pub fn answers(&self) -> u32 {
        self.overall.map_or(0, |overall| overall.answers)
    }

    /// The last practice, if there was any.
    pub fn last(&self) -> Option<Moment> {
        self.overall.map(|overall| overall.last)
    }

    /// The topics that were practised, by id.
    pub fn practised(&self) -> impl Iterator<Item = &SkillId> {
        self.skills.iter().filter(|(_, state)| state.answers > 0).map(|(skill, _)| skill)
    }

    /// Takes a newly said grade. It moves the ability as far as answers have not yet settled it: a grade is a prior.
    pub fn set_grade(&mut self, params: &Params, grade: Option<u8>) {
        let before = self.ability_of_grade(params);
        let doubt_before = self.overall_variance_first(params);
        self.grade = grade.filter(|grade| (1..=12).contains(grade));
        let after = self.ability_of_grade(params);
        if let Some(overall) = &mut self.overall {
            let open = (f64::from(overall.variance) / doubt_before).clamp(0.0, 1.0);
            let mean = f64::from(overall.mean) + (before - after) * (1.0 - open);
            overall.mean = mean.clamp(-ABILITY_MAX, ABILITY_MAX) as f32;
        }
    }

    /// The chance that this task is answered rightly at the first try, without hints, at this moment. Always between
    /// the chance to guess and one less the chance to slip.
    pub fn predict(&self, params: &Params, task: &TaskView, at: Moment) -> f64 {
        self.outlook(params, task, self.topic(params, task.skill, Some(at))).chance
    }

    /// Takes one judged answer in.
    pub fn observe(&mut self, params: &Params, seen: &Observation) {
        let task = seen.task();
        let weight = params.weight(seen);
        let topic = self.topic(params, &seen.skill, Some(seen.at));
        let outlook = self.outlook(params, &task, topic);
        let news = News::of(&outlook, seen.right, weight);
        let blamed = seen.blame.as_ref().filter(|skill| !seen.right && **skill != seen.skill);
        let share_main = if blamed.is_some() { 1.0 - params.share_blame } else { 1.0 };

        self.observe_overall(params, seen, &outlook, &news);

        let known = self.skills.get(&seen.skill).copied();
        let mut state = known.unwrap_or_else(|| SkillState::new(params));
        let days = if state.last == NEVER { 0.0 } else { seen.at.days_since(state.last) };
        state.mean = (topic.mean - topic.faded) as f32;
        state.variance = topic.variance as f32;
        state.take(&news, share_main);
        state.variance = (f64::from(state.variance) + params.skill_drift).min(params.skill_variance) as f32;
        if seen.attempt <= 1 {
            if !seen.placement {
                let gain = params.practice_gain * (1.0 - outlook.knows);
                state.mean = (f64::from(state.mean) + gain).clamp(-ABILITY_MAX, ABILITY_MAX) as f32;
            }
            state.form = form_after(state.form, params.form_skill_keep, seen.right, outlook.chance, weight);
            if weight > 0.0 {
                state.count(params, seen, days);
            }
        }
        state.gap_days = gap_days(state.gap_days, state.last, seen.at);
        state.last = state.last.max(seen.at);
        match self.skills.get_mut(&seen.skill) {
            Some(known) => *known = state,
            None => drop(self.skills.insert(seen.skill.clone(), state)),
        }
        if seen.attempt <= 1 && weight > 0.0 {
            self.settle_standing(params, seen);
        }

        if let Some(blamed) = blamed {
            self.skill_mut(params, blamed).take(&news, params.share_blame);
        }
        let share_also = params.share_also / seen.also.len().max(1) as f64;
        for further in seen.also.iter().filter(|further| **further != seen.skill && Some(*further) != blamed) {
            self.skill_mut(params, further).take(&news, share_also);
        }
    }

    fn observe_overall(&mut self, params: &Params, seen: &Observation, outlook: &Outlook, news: &News) {
        let variance = self.overall_variance_first(params);
        let mut overall = self.overall.unwrap_or(Overall {
            mean: 0.0,
            variance: variance as f32,
            form: 0.0,
            answers: 0,
            last: seen.at,
            gap_days: 0,
        });
        let (mean, left) = news.step(f64::from(overall.mean), f64::from(overall.variance), 1.0);
        overall.mean = mean as f32;
        overall.variance = (left + params.ability_drift).min(variance) as f32;
        overall.gap_days = gap_days(overall.gap_days, overall.last, seen.at);
        overall.last = overall.last.max(seen.at);
        if seen.attempt <= 1 {
            overall.answers = overall.answers.saturating_add(u32::from(news.weight > 0.0));
            overall.form = form_after(overall.form, params.form_all_keep, seen.right, outlook.chance, news.weight);
        }
        self.overall = Some(overall);
    }

    /// Moves the topic between open, held and stuck. Held and stuck come from answers in the topic only.
    fn settle_standing(&mut self, params: &Params, seen: &Observation) {
        let chance = |level| {
            let typical = TaskView::typical(&seen.skill, seen.grade, level);
            self.outlook(params, &typical, self.topic(params, &seen.skill, None)).chance
        };
        let (easy, usual) = (chance(Level::One), chance(Level::Two));
        let Some(state) = self.skills.get_mut(&seen.skill) else { return };
        if seen.right {
            if state.standing == Standing::Stuck && (state.run >= params.stuck_run || easy >= params.reached) {
                state.standing = Standing::Open;
            }
            let shown = || may_stop(state.row, params.held_patience, TASKS_AHEAD);
            if state.best >= params.held_level && usual >= params.reached && shown() {
                state.standing = Standing::Held;
            }
        } else {
            if state.standing == Standing::Held && usual < params.let_go {
                state.standing = Standing::Open;
            }
            if state.run <= -params.stuck_run && easy < params.reached {
                state.standing = Standing::Stuck;
            }
        }
    }

    fn skill_mut(&mut self, params: &Params, skill: &SkillId) -> &mut SkillState {
        self.skills.entry(skill.clone()).or_insert_with(|| SkillState::new(params))
    }

    pub(super) fn state(&self, skill: &SkillId) -> Option<&SkillState> {
        self.skills.get(skill)
    }

    /// Whole days without practice before the last day of practice.
    pub(super) fn gap_days(&self) -> u16 {
        self.overall.map_or(0, |overall| overall.gap_days)
    }

    /// What a pupil of this grade is expected to bring along, logits.
    pub(super) fn ability_of_grade(&self, params: &Params) -> f64 {
        params.ability_of_grade(self.grade.unwrap_or(params.grade_assumed))
    }

    fn overall_variance_first(&self, params: &Params) -> f64 {
        if self.grade.is_some() { params.ability_variance } else { params.ability_variance_unknown }
    }

    /// Mean beside the grade, variance, form.
    pub(super) fn overall(&self, params: &Params) -> (f64, f64, f64) {
        match self.overall {
            Some(overall) => (f64::from(overall.mean), f64::from(overall.variance), f64::from(overall.form)),
            None => (0.0, self.overall_variance_first(params), 0.0),
        }
    }

    /// The ability in the topic at this moment, or, without one, as it was left by its last answer.
    pub(super) fn topic(&self, params: &Params, skill: &SkillId, at: Option<Moment>) -> Topic {
        let Some(state) = self.skills.get(skill) else {
            return Topic { mean: 0.0, faded: 0.0, variance: params.skill_variance, form: 0.0 };
        };
        let days = match at {
            Some(at) if state.last != NEVER => at.days_since(state.last),
            _ => 0.0,
        };
        let rest = f64::from(state.rest_days).max(0.1);
        let variance = f64::from(state.variance) + params.rest_drift * libm::log1p(days);
        let mean = f64::from(state.mean);
        Topic {
            mean,
            faded: (params.fade * libm::log1p(days / rest)).min((mean + ABILITY_MAX).max(0.0)),
            variance: variance.min(params.skill_variance.max(f64::from(state.variance))),
            form: f64::from(state.form),
        }
    }

    pub(super) fn outlook(&self, params: &Params, task: &TaskView, topic: Topic) -> Outlook {
        let (mean, variance, form) = self.overall(params);
        let ability = self.ability_of_grade(params) + mean + topic.mean - topic.faded;
        let form = params.form_skill_weight * topic.form + params.form_all_weight * form;
        let variance = variance + topic.variance;
        Outlook::of(ability + form - params.difficulty(task), variance, params.guess(task.kind), 1.0 - params.slip)
    }
}

impl Outlook {
    pub(super) fn of(z: f64, variance: f64, low: f64, high: f64) -> Outlook {
        let shrink = 1.0 / libm::sqrt(1.0 + std::f64::consts::PI / 8.0 * variance);
        // Beyond 30 logits the sigmoid is 0 or 1 to the last bit; the chance has to stay inside.
        let knows = sigmoid((z * shrink).clamp(-30.0, 30.0));
        Outlook { z, shrink, variance, low, high, knows, chance: low + (high - low) * knows }
    }
}

/// What an answer says about the sum of abilities behind it: slope and curvature of the logarithm of its chance.
#[derive(Clone, Copy, Debug)]
struct News {
    slope: f64,
    curvature: f64,
    weight: f64,
}

impl News {
    fn of(outlook: &Outlook, right: bool, weight: f64) -> News {
        let Outlook { low, high, knows, chance, shrink, .. } = *outlook;
        let steep = (high - low) * shrink * knows * (1.0 - knows);
        let spread = (chance * (1.0 - chance)).max(1e-9);
        let surprise = if right { 1.0 - chance } else { -chance };
        News { slope: weight * surprise * steep / spread, curvature: weight * steep * steep / spread, weight }
    }

    /// Mean and variance after the news, for a part of the sum that takes this share of it.
    fn step(&self, mean: f64, variance: f64, share: f64) -> (f64, f64) {
        let moved = mean + share * variance * self.slope;
        let left = variance - share * share * variance * variance * self.curvature;
        (moved.clamp(-ABILITY_MAX, ABILITY_MAX), left.max(VARIANCE_MIN))
    }
}

impl SkillState {
    fn new(params: &Params) -> Self {
        Self {
            mean: 0.0,
            variance: params.skill_variance as f32,
            form: 0.0,
            rest_days: params.rest_first_days as f32,
            last: NEVER,
            answers: 0,
            rights: 0,
            gap_days: 0,
            run: 0,
            run_level: 0,
            level: 0,
            best: 0,
            standing: Standing::Open,
            row: Row::default(),
        }
    }

    fn take(&mut self, news: &News, share: f64) {
        let (mean, variance) = news.step(f64::from(self.mean), f64::from(self.variance), share);
        self.mean = mean as f32;
        self.variance = variance as f32;
    }

    /// Counts a first try that brought news, `days` after the practice before it.
    fn count(&mut self, params: &Params, seen: &Observation, days: f64) {
        let level = seen.level.number();
        self.run = run_after(self.run, seen.right);
        self.run_level = run_after(if level == self.level { self.run_level } else { 0 }, seen.right);
        self.level = level;
        self.answers = self.answers.saturating_add(1);
        if !seen.right || seen.hints == 0 {
            self.row = self.row.and(seen.right);
        }
        let rest = f64::from(self.rest_days);
        let (rights, tries) = (u32::from(self.rights), u32::from(self.answers).saturating_sub(1));
        if seen.right {
            self.rights = self.rights.saturating_add(1);
            self.best = self.best.max(level);
            if seen.hints == 0 {
                self.rest_days = rest_after(params, rest, days, true, rights, tries) as f32;
            }
        } else if seen.level <= Level::Two {
            // A hard task missed says nothing about forgetting. (Whether it was hard is asked of the level and not of the
            // estimate: otherwise a right answer before could make a wrong one later cost more.)
            self.rest_days = rest_after(params, rest, days, false, rights, tries) as f32;
        }
    }

    /// The last day of practice.
    pub(super) fn last_day(&self) -> Option<Day> {
        (self.last != NEVER).then(|| self.last.day())
    }
}

fn run_after(run: i8, right: bool) -> i8 {
    match (right, run > 0) {
        (true, true) => run.saturating_add(1),
        (true, false) => 1,
        (false, false) if run < 0 => run.saturating_sub(1),
        (false, _) => -1,
    }
}

/// The average surprise after one more answer. It moves only the way of the answer: a wrong one that was expected does
/// not make up for an earlier surprise.
fn form_after(form: f32, keep: f64, right: bool, chance: f64, weight: f64) -> f32 {
    let form = f64::from(form);
    if right {
        form.max(form * keep + (1.0 - chance) * (1.0 - keep) * weight) as f32
    } else {
        form.min(form * keep - chance * (1.0 - keep) * weight) as f32
    }
}

fn gap_days(gap: u16, last: Moment, at: Moment) -> u16 {
    // Days begin on the hour, so within an hour there is nothing to work out; this runs for every answer ever given.
    const HOUR_MS: i64 = 3_600_000;
    if last == NEVER || last.0.div_euclid(HOUR_MS) == at.0.div_euclid(HOUR_MS) {
        return gap;
    }
    let between = at.day().0.saturating_sub(last.day().0);
    if between > 0 { u16::try_from(between).unwrap_or(u16::MAX) } else { gap }
}

// At rest a state is a row of whole numbers: floats as their bits, so that reading gives back the very same state.

type OverallRow = (u32, u32, u32, u32, i64, u16);
type SkillRow = (u32, u32, u32, u32, i64, u16, u16, u16, i8, i8, u8, u8, u8, (u32, u8));

/// The float of these bits; `instead` for bits that are no number, which only a damaged file holds.
fn float(bits: u32, instead: f32) -> f32 {
    let read = f32::from_bits(bits);
    if read.is_finite() { read } else { instead }
}

impl Serialize for Overall {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row: OverallRow = (
            self.mean.to_bits(),
            self.variance.to_bits(),
            self.form.to_bits(),
            self.answers,
            self.last.0,
            self.gap_days,
        );
        row.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Overall {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mean, variance, form, answers, last, gap_days) = OverallRow::deserialize(deserializer)?;
        Ok(Self {
            mean: float(mean, 0.0),
            variance: float(variance, 1.0).max(VARIANCE_MIN as f32),
            form: float(form, 0.0),
            answers,
            last: Moment(last),
            gap_days,
        })
    }
}

impl Serialize for SkillState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row: SkillRow = (
            self.mean.to_bits(),
            self.variance.to_bits(),
            self.form.to_bits(),
            self.rest_days.to_bits(),
            self.last.0,
            self.answers,
            self.rights,
            self.gap_days,
            self.run,
            self.run_level,
            self.level,
            self.best,
            self.standing as u8,
            self.row.parts(),
        );
        row.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SkillState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mean, variance, form, rest, last, answers, rights, gap_days, run, run_level, level, best, standing, row) =
            SkillRow::deserialize(deserializer)?;
        Ok(Self {
            mean: float(mean, 0.0),
            variance: float(variance, 1.0).max(VARIANCE_MIN as f32),
            form: float(form, 0.0),
            rest_days: float(rest, 1.0),
            last: Moment(last),
            answers,
            rights,
            gap_days,
            run,
            run_level,
            level,
            best,
            standing: match standing {
                1 => Standing::Held,
                2 => Standing::Stuck,
                _ => Standing::Open,
            },
            row: Row::of_parts(row.0, row.1),
        })
    }
}
