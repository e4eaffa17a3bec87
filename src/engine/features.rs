//! What the recent past says beside ability: a few named numbers, the same for all pupils and topics, each with one weight.
//!
//! They come from the logistic models that predict best on public data: counts of right and wrong (Best-LR: Gervet and
//! others 2020), what of them is recent (DAS3H: Choffin and others 2019), and averages of the last surprises. None sees
//! the answer that it helps to predict: they are read from what earlier answers left behind, and a test plants one that
//! does. The app ships a weight for one of them and leaves the others at 0; an evaluation fits all.

use super::learner::{Learner, Overall, SkillState};
use super::observation::TaskView;
use super::params::{Params, TemplateFit};
use crate::base::Moment;
use crate::skills::SkillId;

/// A feature. Counts go in as ln(1 + n); "surprise" is right (1) or wrong (0) less the chance of a pupil of whom nothing
/// is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// Right first tries in the topic. Logarithm of the count.
    TopicRights,
    /// Wrong first tries in the topic. Logarithm of the count.
    TopicMisses,
    /// Right first tries in all. Logarithm of the count.
    AllRights,
    /// Wrong first tries in all. Logarithm of the count.
    AllMisses,
    /// The average surprise in the topic, about three answers long. -1 to 1.
    TopicForm,
    /// The same, about ten answers long. -1 to 1.
    TopicFormLong,
    /// The average surprise in all topics, about five answers long. -1 to 1.
    Form,
    /// The same, about twenty answers long. -1 to 1.
    FormLong,
    /// The same, about a hundred answers long. -1 to 1.
    FormLongest,
    /// The last answer in the topic: 1 right, -1 wrong, 0 none.
    TopicLast,
    /// The last answer: 1 right, -1 wrong, 0 none.
    Last,
    /// Whether the last answer was in this topic. 0 or 1.
    SameTopic,
    /// The last answer, if it was in this topic. 1, -1 or 0.
    SameTopicLast,
    /// Whether the topic is met for the first time. 0 or 1.
    NewTopic,
    /// Answers since the topic was met last. Logarithm of the count.
    Between,
    /// The share of right answers in the topic, less one half, drawn to it by two answers. -0.5 to 0.5.
    TopicShare,
    /// The share of right answers in all, less one half, drawn to it by four. -0.5 to 0.5.
    AllShare,
    /// Time since the topic was met last. Logarithm of 1 + seconds, a tenth of it.
    TopicRest,
    /// Time since the last answer. Logarithm of 1 + seconds, a tenth of it.
    Rest,
    /// Answers in this sitting. Logarithm of the count.
    Sitting,
    /// Right answers in the topic, fading within a day. Logarithm of the count.
    DayRights,
    /// Wrong answers in the topic, fading within a day. Logarithm of the count.
    DayMisses,
    /// Right answers in the topic, fading within a month. Logarithm of the count.
    MonthRights,
    /// Wrong answers in the topic, fading within a month. Logarithm of the count.
    MonthMisses,
}

impl Feature {
    /// All, in the order of their weights.
    pub const ALL: [Feature; 24] = [
        Feature::TopicRights,
        Feature::TopicMisses,
        Feature::AllRights,
        Feature::AllMisses,
        Feature::TopicForm,
        Feature::TopicFormLong,
        Feature::Form,
        Feature::FormLong,
        Feature::FormLongest,
        Feature::TopicLast,
        Feature::Last,
        Feature::SameTopic,
        Feature::SameTopicLast,
        Feature::NewTopic,
        Feature::Between,
        Feature::TopicShare,
        Feature::AllShare,
        Feature::TopicRest,
        Feature::Rest,
        Feature::Sitting,
        Feature::DayRights,
        Feature::DayMisses,
        Feature::MonthRights,
        Feature::MonthMisses,
    ];

    /// Whether it says something only where the times of answers are known.
    pub const fn wants_time(self) -> bool {
        matches!(
            self,
            Feature::TopicRest
                | Feature::Rest
                | Feature::Sitting
                | Feature::DayRights
                | Feature::DayMisses
                | Feature::MonthRights
                | Feature::MonthMisses
        )
    }

    /// Whether it is about the answers of the last time, which a teacher reads as "the last answers".
    pub const fn place(self) -> usize {
        self as usize
    }
}

/// How much of an average remains after one more answer.
pub(super) const TOPIC_FORM_KEEP: f64 = 0.6;
pub(super) const TOPIC_FORM_LONG_KEEP: f64 = 0.9;
pub(super) const FORM_KEEP: [f64; 3] = [0.8, 0.95, 0.99];
/// Answers without surprise that are thought before the first, so that a single one does not weigh all.
const THOUGHT_BEFORE: [f64; 5] = [1.0, 2.0, 2.0, 4.0, 8.0];
/// The times within which what is recent fades. Days.
pub(super) const FADES: [f64; 2] = [1.0, 30.0];
/// Answers further apart than this belong to different sittings. Milliseconds.
pub(super) const SITTING_MS: i64 = 3_600_000;

/// Counts that fade with time, in steps of 1/512: right and wrong ones, within a day and within a month.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Lately(pub [u16; 4]);

const STEPS: f64 = 512.0;

impl Lately {
    fn at(self, which: usize, days: f64) -> f64 {
        f64::from(self.0[which]) / STEPS * libm::exp(-days / FADES[which / 2])
    }

    /// After one more answer, `days` after the one before.
    pub fn after(self, right: bool, days: f64) -> Lately {
        let mut next = [0; 4];
        for (which, next) in next.iter_mut().enumerate() {
            let counts = (which % 2 == 0) == right;
            let count = self.at(which, days) + f64::from(u8::from(counts));
            *next = libm::round((count * STEPS).clamp(0.0, 65_535.0)) as u16;
        }
        Lately(next)
    }
}

/// An average of surprises whose sum was kept with `keep`, after `count` answers.
fn average(sum: f32, keep: f64, count: u32, thought: f64) -> f64 {
    let weights = (1.0 - power(keep, count.min(4_096))) / (1.0 - keep);
    f64::from(sum) / (weights + thought)
}

/// A whole power by squaring: a tenth of the time of the general one, and this runs for every answer ever given.
fn power(base: f64, mut times: u32) -> f64 {
    let (mut result, mut square) = (1.0, base);
    while times > 0 {
        if times & 1 == 1 {
            result *= square;
        }
        square *= square;
        times >>= 1;
    }
    result
}

impl Learner {
    /// The feature's value for an answer in this topic at this moment; without one, as the last answer left it.
    pub(super) fn feature(
        &self,
        feature: Feature,
        state: Option<&SkillState>,
        overall: Option<&Overall>,
        at: Option<Moment>,
    ) -> f64 {
        let count = |count: u32| libm::log1p(f64::from(count));
        let (answers, rights) = state.map_or((0, 0), |state| (u32::from(state.answers), u32::from(state.rights)));
        let (all, all_rights) = overall.map_or((0, 0), |overall| (overall.answers, overall.rights));
        let met = state.filter(|state| state.answers > 0);
        let just_now = met.is_some_and(|state| state.seen_at == all);
        let sign = |right: bool| if right { 1.0 } else { -1.0 };
        let last = overall.filter(|overall| overall.answers > 0).map_or(0.0, |overall| sign(overall.last_right));
        let topic_last = met.map_or(0.0, |state| sign(state.run > 0));
        let seconds = |since: Moment| at.map_or(0.0, |at| at.days_since(since) * 86_400.0);
        let days = |state: &SkillState| at.map_or(0.0, |at| at.days_since(state.last));
        let lately = |which: usize| met.map_or(0.0, |state| libm::log1p(state.lately.at(which, days(state))));
        match feature {
            Feature::TopicRights => count(rights),
            Feature::TopicMisses => count(answers - rights.min(answers)),
            Feature::AllRights => count(all_rights),
            Feature::AllMisses => count(all - all_rights.min(all)),
            Feature::TopicForm => {
                met.map_or(0.0, |state| average(state.form, TOPIC_FORM_KEEP, answers, THOUGHT_BEFORE[0]))
            }
            Feature::TopicFormLong => {
                met.map_or(0.0, |state| average(state.form_long, TOPIC_FORM_LONG_KEEP, answers, THOUGHT_BEFORE[1]))
            }
            Feature::Form | Feature::FormLong | Feature::FormLongest => {
                let which = feature.place() - Feature::Form.place();
                overall.map_or(0.0, |overall| {
                    average(overall.form[which], FORM_KEEP[which], all, THOUGHT_BEFORE[2 + which])
                })
            }
            Feature::TopicLast => topic_last,
            Feature::Last => last,
            Feature::SameTopic => f64::from(u8::from(just_now)),
            Feature::SameTopicLast => {
                if just_now {
                    last
                } else {
                    0.0
                }
            }
            Feature::NewTopic => f64::from(u8::from(met.is_none())),
            Feature::Between => met.map_or(0.0, |state| count(all - state.seen_at.min(all))),
            Feature::TopicShare => (f64::from(rights) + 1.0) / (f64::from(answers) + 2.0) - 0.5,
            Feature::AllShare => (f64::from(all_rights) + 2.0) / (f64::from(all) + 4.0) - 0.5,
            Feature::TopicRest => met.map_or(0.0, |state| libm::log1p(seconds(state.last)) / 10.0),
            Feature::Rest => overall.map_or(0.0, |overall| libm::log1p(seconds(overall.last)) / 10.0),
            Feature::Sitting => overall.map_or(0.0, |overall| {
                let over = at.is_some_and(|at| at.0.saturating_sub(overall.last.0) > SITTING_MS);
                if over { 0.0 } else { count(u32::from(overall.sitting)) }
            }),
            Feature::DayRights => lately(0),
            Feature::DayMisses => lately(1),
            Feature::MonthRights => lately(2),
            Feature::MonthMisses => lately(3),
        }
    }

    /// All features for an answer in this topic at this moment, in the order of [`Feature::ALL`].
    pub fn features(&self, skill: &SkillId, at: Moment) -> [f64; Feature::ALL.len()] {
        let (state, overall) = (self.state(skill), self.overall.as_ref());
        Feature::ALL.map(|feature| self.feature(feature, state, overall, Some(at)))
    }

    /// The weight of the abilities in a prediction for this task, and what the features and the fitted parts add to them,
    /// logits.
    pub(super) fn recent(
        &self,
        params: &Params,
        task: &TaskView,
        of_template: Option<&TemplateFit>,
        at: Option<Moment>,
    ) -> (f64, f64) {
        let (state, overall) = (self.state(task.skill), self.overall.as_ref());
        let of_skill = params.skill_fits.get(task.skill);
        let of_slopes = of_template.and_then(|fit| fit.slopes.as_ref());
        let own = |which: usize| {
            of_skill.map_or(0.0, |fit| fit.slopes[which]) + of_slopes.map_or(0.0, |slopes| slopes[which])
        };
        let mut sum = of_skill.map_or(0.0, |fit| fit.shift) + of_template.map_or(0.0, |fit| fit.shift);
        for (feature, weight) in Feature::ALL.iter().zip(&params.weights) {
            let weight = weight + own(1 + feature.place());
            if weight != 0.0 {
                sum += weight * self.feature(*feature, state, overall, at);
            }
        }
        (params.ability_weight + own(0), sum)
    }
}
