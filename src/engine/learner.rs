//! What is believed of one pupil: an overall ability and one a topic, each with its doubt, and how both change by
//! answers and by rest.
//!
//! The chance of a right answer is `c + (d - c) * sigmoid(k * z + w . x)`, where `z` is overall ability plus ability in
//! the topic less difficulty, `x` what the recent past says beside it ([`super::Feature`]), `c` the chance to guess,
//! `1 - d` the chance to slip, and `k = 1 / sqrt(1 + pi/8 * V)`, which draws the chance towards the middle while the
//! variance `V` of `z` is large (MacKay 1992). An answer moves mean
//! and variance by one assumed-density step, as Glicko does (Glickman 1999; Elo in education: Pelánek 2016). Rest lets
//! ability fade by a power law and doubt grow; how fast depends on how often the topic was met again after a rest.
//!
//! Absent: events and storage. A learner is a fold of observations in their order: equal observations give equal bits
//! on every device, because sums run in a fixed order and only `libm` is used.

use super::evidence::{Row, may_stop};
use super::features::{self, Lately};
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
    pub(super) overall: Option<Overall>,
    #[serde(rename = "s", default)]
    skills: BTreeMap<SkillId, SkillState>,
}

/// The overall ability, beside that of the grade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Overall {
    /// Logits above what is expected of the grade.
    pub mean: f32,
    /// Logits².
    pub variance: f32,
    /// Sums of the surprises, fading over about five, twenty and a hundred answers.
    pub form: [f32; 3],
    /// First tries in all.
    pub answers: u32,
    /// Right ones among them.
    pub rights: u32,
    /// The last practice.
    pub last: Moment,
    /// Days between the last two days of practice.
    pub gap_days: u16,
    /// First tries in the sitting of the last one.
    pub sitting: u16,
    /// Whether the last one was right.
    pub last_right: bool,
}

/// What is believed of one topic. At most 64 bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct SkillState {
    /// Logits beside the overall ability, as of `last`.
    pub mean: f32,
    /// Logits², as of `last`.
    pub variance: f32,
    /// Sum of the surprises, fading over about three answers.
    pub form: f32,
    /// The same over about ten.
    pub form_long: f32,
    /// Right and wrong answers of late.
    pub lately: Lately,
    /// First tries of the pupil in all when the topic was met last.
    pub seen_at: u32,
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
    /// The weight of the abilities in the sum.
    pub weight: f64,
    /// What is added to them, logits.
    pub added: f64,
    /// The chance to know how by the abilities alone: sigmoid of the shrunk `z`.
    pub alone: f64,
    /// By how much doubt draws `z` to the middle, 0 to 1.
    pub shrink: f64,
    /// The variance of `z`, logits².
    pub variance: f64,
    /// The chance to guess.
    pub low: f64,
    /// One less the chance to slip.
    pub high: f64,
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
    /// The moment; none: as the last answer left it.
    pub at: Option<Moment>,
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
        // Looked up once: this runs for every answer ever given.
        let difficulty = params.difficulty(&task);
        let outlook = self.outlook_alone(params, &task, topic, difficulty);
        let news = News::of(&outlook, seen.right, weight);
        let blamed = seen.blame.as_ref().filter(|skill| !seen.right && **skill != seen.skill);
        let share_main = if blamed.is_some() { 1.0 - params.share_blame } else { 1.0 };

        let surprise = self.surprise(params, &task, difficulty, seen.right);
        self.observe_overall(params, seen, surprise, &news);

        let known = self.skills.get(&seen.skill).copied();
        let mut state = known.unwrap_or_else(|| SkillState::new(params));
        let days = if state.last == NEVER { 0.0 } else { seen.at.days_since(state.last) };
        state.mean = (topic.mean - topic.faded) as f32;
        state.variance = topic.variance as f32;
        state.take(&news, share_main);
        state.variance = (f64::from(state.variance) + params.skill_drift).min(params.skill_variance) as f32;
        if seen.attempt <= 1 {
            if !seen.placement {
                let gain = params.practice_gain * (1.0 - outlook.alone);
                state.mean = (f64::from(state.mean) + gain).clamp(-ABILITY_MAX, ABILITY_MAX) as f32;
            }
            if weight > 0.0 {
                state.form = faded_sum(state.form, features::TOPIC_FORM_KEEP, weight * surprise);
                state.form_long = faded_sum(state.form_long, features::TOPIC_FORM_LONG_KEEP, weight * surprise);
                state.lately = state.lately.after(seen.right, days);
                state.count(params, seen, days);
                state.seen_at = self.answers();
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
            let state = self.skill_mut(params, further);
            state.take(&news, share_also);
            // An unaided success refreshes what it rests on: a part of the wait for its next review begins anew.
            if seen.right && seen.attempt <= 1 && seen.hints == 0 && weight > 0.0 && state.answers > 0 {
                let waited = seen.at.0.saturating_sub(state.last.0).max(0);
                state.last = Moment(state.last.0.saturating_add((waited as f64 * params.review_share) as i64));
            }
        }
    }

    /// Takes in what a placement inferred of a topic (the chance that it is held, 0 to 1) without asking it. Only where the
    /// topic was never practised; it says where to begin and settles nothing.
    pub fn expect(&mut self, params: &Params, skill: &SkillId, chance: f64) {
        let state = self.skill_mut(params, skill);
        if state.answers > 0 || !chance.is_finite() {
            return;
        }
        let chance = chance.clamp(0.01, 0.99);
        let logit = libm::log(chance / (1.0 - chance));
        state.mean = (params.placement_trust * logit).clamp(-1.0, 1.0) as f32;
        state.variance = state.variance.min((0.8 * params.skill_variance) as f32);
    }

    fn observe_overall(&mut self, params: &Params, seen: &Observation, surprise: f64, news: &News) {
        let variance = self.overall_variance_first(params);
        let mut overall = self.overall.unwrap_or(Overall {
            mean: 0.0,
            variance: variance as f32,
            form: [0.0; 3],
            answers: 0,
            rights: 0,
            last: seen.at,
            gap_days: 0,
            sitting: 0,
            last_right: false,
        });
        let (mean, left) = news.step(f64::from(overall.mean), f64::from(overall.variance), 1.0);
        overall.mean = mean as f32;
        overall.variance = (left + params.ability_drift).min(variance) as f32;
        overall.gap_days = gap_days(overall.gap_days, overall.last, seen.at);
        if seen.at.0.saturating_sub(overall.last.0) > features::SITTING_MS {
            overall.sitting = 0;
        }
        overall.last = overall.last.max(seen.at);
        if seen.attempt <= 1 && news.weight > 0.0 {
            overall.answers = overall.answers.saturating_add(1);
            overall.rights = overall.rights.saturating_add(u32::from(seen.right));
            overall.sitting = overall.sitting.saturating_add(1);
            overall.last_right = seen.right;
            for (form, keep) in overall.form.iter_mut().zip(features::FORM_KEEP) {
                *form = faded_sum(*form, keep, news.weight * surprise);
            }
        }
        self.overall = Some(overall);
    }

    /// Moves the topic between open, held and stuck. Held and stuck come from answers in the topic only.
    fn settle_standing(&mut self, params: &Params, seen: &Observation) {
        let Some(state) = self.skills.get(&seen.skill) else { return };
        // Asked only where it decides: this runs for every answer ever given.
        let chance = |level| {
            let typical = TaskView::typical(&seen.skill, seen.grade, level);
            self.outlook(params, &typical, self.topic(params, &seen.skill, None)).chance
        };
        let mut standing = state.standing;
        if seen.right {
            if standing == Standing::Stuck && (state.run >= params.stuck_run || chance(Level::One) >= params.reached) {
                standing = Standing::Open;
            }
            if standing != Standing::Held
                && state.best >= params.held_level
                && state.row.rights() >= 2
                && chance(Level::Two) >= params.reached
                && may_stop(state.row, params.held_patience, TASKS_AHEAD)
            {
                standing = Standing::Held;
            }
        } else {
            if standing == Standing::Held && chance(Level::Two) < params.let_go {
                standing = Standing::Open;
            }
            if state.run <= -params.stuck_run && chance(Level::One) < params.reached {
                standing = Standing::Stuck;
            }
        }
        if let Some(state) = self.skills.get_mut(&seen.skill) {
            state.standing = standing;
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

    /// Mean beside the grade, variance.
    pub(super) fn overall(&self, params: &Params) -> (f64, f64) {
        match self.overall {
            Some(overall) => (f64::from(overall.mean), f64::from(overall.variance)),
            None => (0.0, self.overall_variance_first(params)),
        }
    }

    /// The ability in the topic at this moment, or, without one, as it was left by its last answer.
    pub(super) fn topic(&self, params: &Params, skill: &SkillId, at: Option<Moment>) -> Topic {
        let Some(state) = self.skills.get(skill) else {
            return Topic { mean: 0.0, faded: 0.0, variance: params.skill_variance, at };
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
            at,
        }
    }

    /// What the abilities alone say.
    fn outlook_alone(&self, params: &Params, task: &TaskView, topic: Topic, difficulty: f64) -> Outlook {
        let (mean, variance) = self.overall(params);
        let ability = self.ability_of_grade(params) + mean + topic.mean - topic.faded;
        let variance = variance + topic.variance;
        Outlook::of(ability - difficulty, variance, params.guess(task.kind), 1.0 - params.slip)
    }

    pub(super) fn outlook(&self, params: &Params, task: &TaskView, topic: Topic) -> Outlook {
        let fit = params.template(task);
        let alone = self.outlook_alone(params, task, topic, params.difficulty_with(task, fit));
        let variance = alone.variance;
        let (weight, mut added) = self.recent(params, task, fit, topic.at);
        if params.doubt_weight != 0.0 {
            added += params.doubt_weight * libm::sqrt(variance);
        }
        alone.with(weight, added)
    }

    /// What the abilities alone say of this task, in logits and drawn to the middle by doubt, and that doubt: the standard
    /// deviation of the abilities. For fitting what is added to them.
    pub fn ability(&self, params: &Params, task: &TaskView, at: Moment) -> (f64, f64) {
        let topic = self.topic(params, task.skill, Some(at));
        let Outlook { z, shrink, variance, .. } = self.outlook_alone(params, task, topic, params.difficulty(task));
        (z * shrink, libm::sqrt(variance))
    }

    /// By how much this answer surprises who knows nothing of the pupil: right (1) or wrong (0) less the chance of any.
    fn surprise(&self, params: &Params, task: &TaskView, difficulty: f64, right: bool) -> f64 {
        let variance = params.ability_variance + params.skill_variance;
        let (low, high) = (params.guess(task.kind), 1.0 - params.slip);
        let any = Outlook::of(self.ability_of_grade(params) - difficulty, variance, low, high);
        f64::from(u8::from(right)) - any.chance
    }
}

impl Outlook {
    /// By the abilities alone.
    pub(super) fn of(z: f64, variance: f64, low: f64, high: f64) -> Outlook {
        let shrink = 1.0 / libm::sqrt(1.0 + std::f64::consts::PI / 8.0 * variance);
        let alone = sigmoid((z * shrink).clamp(-SUM_MAX, SUM_MAX));
        Outlook { z, weight: 1.0, added: 0.0, alone, shrink, variance, low, high, chance: low + (high - low) * alone }
    }

    /// The same with something added to the abilities.
    pub(super) fn with(self, weight: f64, added: f64) -> Outlook {
        let sum = weight * self.z * self.shrink + added;
        // A constant that is no number says nothing.
        let sum = if sum.is_finite() { sum } else { self.z * self.shrink };
        let knows = sigmoid(sum.clamp(-SUM_MAX, SUM_MAX));
        Outlook { weight, added, chance: self.low + (self.high - self.low) * knows, ..self }
    }

    /// The same with the abilities moved and another doubt about them.
    pub(super) fn moved(self, by: f64, variance: f64) -> Outlook {
        Outlook::of(self.z + by, variance, self.low, self.high).with(self.weight, self.added)
    }
}

/// Beyond so many logits the sigmoid is 0 or 1 to the last bit; the chance has to stay inside.
const SUM_MAX: f64 = 30.0;

/// What an answer says about the sum of abilities behind it: slope and curvature of the logarithm of its chance.
#[derive(Clone, Copy, Debug)]
struct News {
    slope: f64,
    curvature: f64,
    weight: f64,
}

impl News {
    fn of(outlook: &Outlook, right: bool, weight: f64) -> News {
        // The abilities learn from what they themselves expected.
        let Outlook { low, high, alone, shrink, .. } = *outlook;
        let chance = low + (high - low) * alone;
        let steep = (high - low) * shrink * alone * (1.0 - alone);
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
            form_long: 0.0,
            lately: Lately::default(),
            seen_at: 0,
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

/// A sum that fades with each answer, after one more.
fn faded_sum(sum: f32, keep: f64, more: f64) -> f32 {
    (f64::from(sum) * keep + more) as f32
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

type OverallRow = (u32, u32, [u32; 3], u32, u32, i64, u16, u16, bool);
type SkillRow = (u32, u32, u32, u32, i64, u16, u16, u16, i8, i8, u8, u8, u8, (u32, u8), (u32, [u16; 4], u32));

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
            self.form.map(f32::to_bits),
            self.answers,
            self.rights,
            self.last.0,
            self.gap_days,
            self.sitting,
            self.last_right,
        );
        row.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Overall {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mean, variance, form, answers, rights, last, gap_days, sitting, last_right) =
            OverallRow::deserialize(deserializer)?;
        Ok(Self {
            mean: float(mean, 0.0),
            variance: float(variance, 1.0).max(VARIANCE_MIN as f32),
            form: form.map(|form| float(form, 0.0)),
            answers,
            rights,
            last: Moment(last),
            gap_days,
            sitting,
            last_right,
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
            (self.form_long.to_bits(), self.lately.0, self.seen_at),
        );
        row.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SkillState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (
            mean,
            variance,
            form,
            rest,
            last,
            answers,
            rights,
            gap_days,
            run,
            run_level,
            level,
            best,
            standing,
            row,
            more,
        ) = SkillRow::deserialize(deserializer)?;
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
            form_long: float(more.0, 0.0),
            lately: Lately(more.1),
            seen_at: more.2,
        })
    }
}
