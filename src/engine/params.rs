//! The constants of the learner model, each with its meaning, unit, range and source.
//!
//! None is fitted to anybody's answers: they are author's priors, taken from the named sources or chosen so that
//! simulated pupils with known truth are predicted with a calibration error under the bound of the tests. They are a
//! value, so that an evaluation may try others; the app ships [`Params::default`]. "Logit" is the unit of ability and
//! difficulty: a difference of 1 turns even chances into 73 %.

use super::features::Feature;
use super::observation::{Observation, TaskView};
use crate::exercises::{AnswerKind, Level};
use crate::skills::SkillId;
use std::collections::BTreeMap;

/// The constants of the model and of the choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    // Where everybody starts.
    /// Difficulty added by one grade. Logit a grade, 0.1 to 0.6. Growth in mathematics between grades 5 and 9 is .22
    /// to .41 of a standard deviation a year (Hill, Bloom, Black, Lipsey 2008, table 1); a deviation is about 1.1 here.
    pub grade_step: f64,
    /// The grade assumed when none was said. Grade, 5 to 12. The middle of the pupils for whom the app is made.
    pub grade_assumed: u8,
    /// Doubt about the overall ability of a pupil whose grade is known. Logit², 0.2 to 2. Author's prior: with
    /// `skill_variance` it makes the standard deviation between pupils of a grade about 1.2 on one topic.
    pub ability_variance: f64,
    /// The same while the grade is not known. Logit², 0.5 to 4. Adds the spread of grades 5 to 9.
    pub ability_variance_unknown: f64,
    /// Doubt about a topic beside the overall ability. Logit², 0.2 to 2. Author's prior.
    pub skill_variance: f64,

    // The task.
    /// Difficulty of the levels one to four for a pupil of the topic's grade. Logit, rising. Author's prior: chances of
    /// about 3/4, 3/5, 2/5 and 1/4 before the topic is practised, as the programme words its levels.
    pub level_difficulty: [f64; 4],
    /// What is known of single templates beside their level, by skill and template id. Empty in the app; a class that
    /// pools answers, or an evaluation, fills it.
    pub templates: BTreeMap<SkillId, BTreeMap<String, TemplateFit>>,
    /// What is known of single skills beside their grade. Empty in the app; an evaluation fills it.
    pub skill_fits: BTreeMap<SkillId, SkillFit>,
    /// Chance to be right without knowing how, among four options. 1/4 by counting.
    pub guess_choice: f64,
    /// The same for several choices, ordering and matching. Probability, 0 to 0.2. Sixteen subsets, 24 orders; pupils
    /// rule out some: 0.08.
    pub guess_arranged: f64,
    /// The same for typed answers. Probability, 0 to 0.1. Small whole numbers are sometimes hit.
    pub guess_typed: f64,
    /// Chance to be wrong though one knows how: a slip of attention or typing. Probability, 0 to 0.1. Author's prior;
    /// the simulated pupils of `mastery` draw .02 to .15.
    pub slip: f64,

    // What is added to the abilities (the features of Best-LR and DAS3H).
    /// The weight of the abilities, drawn to the middle by doubt, in the sum. 0.5 to 2; 1 in the app: the sum is theirs.
    pub ability_weight: f64,
    /// The weight of the doubt (standard deviation of the abilities). Logit a logit, -1 to 1; 0 in the app.
    pub doubt_weight: f64,
    /// The weight of each [`Feature`], in their order. Logits a unit of the feature, -2 to 2. The app uses one: the average
    /// surprise of the last answers in the topic (.3). Author's prior: simulated pupils are predicted as well with it as
    /// without, recorded ones better (Gervet et al. 2020). The others are 0 until answers of this app's own pupils speak
    /// for them.
    pub weights: [f64; Feature::ALL.len()],

    // Learning and forgetting.
    /// What practising one task with feedback adds to the topic where nothing of it is known; shrinks with the chance
    /// to be right. Logit, 0 to 0.3. Reference fits of `kf` range .01 to .3.
    pub practice_gain: f64,
    /// Doubt that one answer adds to the topic (the pupil changes). Logit², 0 to 0.05.
    pub skill_drift: f64,
    /// Doubt that one answer adds to the overall ability. Logit², 0 to 0.02.
    pub ability_drift: f64,
    /// Doubt that rest adds to the topic, times ln(1 + days). Logit², 0 to 0.1.
    pub rest_drift: f64,
    /// Ability lost by rest, times ln(1 + days / rest of the topic). Logit, 0 to 0.1. A power law of forgetting (Wixted,
    /// Carpenter 2007) seen through the logistic; small, as in all reference models that were measured: school topics are
    /// met again in later ones. When a review is due does not depend on it.
    pub fade: f64,
    /// The first rest of a topic: days until it is worth reviewing. Days, 0.5 to 3.
    pub rest_first_days: f64,
    /// How the rest grows by a success after a full rest: 1 + this, less where answers were missed. Factor, 0.5 to 2. Expanding practice of about
    /// 1, 2.5, 6, 15, 40 days; between Leitner's doubling and FSRS at retention .9.
    pub rest_growth: f64,
    /// What remains of the rest after a wrong answer. Share, 0.1 to 0.5. A lapse shows that the rest was far too long: the
    /// published memory models let it fall to a few days whatever it was (FSRS-6, defaults).
    pub rest_after_wrong: f64,
    /// The part of the wait for its next review that begins anew for a topic on which a task rested that was solved without
    /// help. Share, 0 to 1: one review serves several topics, its own most.
    pub review_share: f64,
    /// On a day with minutes to spare, reviews may come while this share of their rest is left. Share, 0 to 0.5.
    /// Measured by `cargo xtask simulate schedule`.
    pub review_ahead: f64,
    /// The longest rest. Days, 60 to 365. Half a school year.
    pub rest_max_days: f64,

    // What one answer weighs.
    /// A right answer for each hint taken. Share, 0.3 to 0.9. Half as much news about unaided work.
    pub weight_hint: f64,
    /// A right answer on a later try at the same item. Share, 0 to 0.5. The first try is the observation.
    pub weight_retry_right: f64,
    /// A wrong answer on a later try. Share, 0 to 0.5.
    pub weight_retry_wrong: f64,
    /// Giving up by opening the solution before a first answer. Share, 0.2 to 1: it may be curiosity.
    pub weight_gave_up: f64,
    /// A wrong answer faster than `hasty_share` of the usual time. Share, 0.2 to 1. Rapid guessing says little
    /// (Wise, Kong 2005).
    pub weight_hasty: f64,
    /// What counts as hasty: share of the expected time, 0.03 to 0.15; and always less than three seconds' work.
    pub hasty_share: f64,
    /// An answer, right or wrong, after more than `slow_times` the usual time: other things went on. Share, 0.5 to 1.
    pub weight_slow: f64,
    /// What counts as far beyond usual: times the expected time, 5 to 20.
    pub slow_times: f64,
    /// The part of the news that goes to each further skill of a task with several, relative to the main one. 0 to 1.
    pub share_also: f64,
    /// The part of a wrong answer's news that goes to the skill which the named mistake blames; the main one keeps the
    /// rest. Share, 0.3 to 0.8: a named mistake is a guess.
    pub share_blame: f64,

    /// How far a placement moves a topic that it did not ask: logits for each logit of the chance that the topic is held.
    /// 0 to 0.5. Author's prior: the answers of the sitting have moved the overall ability already.
    pub placement_trust: f64,

    // When something is known.
    /// The chance on a typical task from which a level counts as reached. Probability. The project's definition: .7.
    pub reached: f64,
    /// The chance on a typical task of level two below which a held topic is open again, after a wrong answer only.
    /// Probability, 0.4 to 0.65. Under `reached`, so that one slip takes nothing away.
    pub let_go: f64,
    /// What it costs to call a topic held too early, in tasks ([`super::evidence`]). Tasks, 20 to 100. At 52 three right
    /// answers in a row suffice from the start, more are wanted after a changeful row; of simulated learners 1.5 % are
    /// let go too early.
    pub held_patience: f64,
    /// The level at which one first try must have been right before a topic can be held. Level, 1 to 3: more than the
    /// smallest step of the topic.
    pub held_level: u8,
    /// Wrong first tries in a row after which a topic can become "dar neišmokta". Count, 2 or 3.
    pub stuck_run: i8,

    // The choice.
    /// Chance aimed at while a topic is new or after two misses. Probability, .85 to .9 (people page).
    pub aim_new: f64,
    /// Chance aimed at while it is being learned. Probability, .75 to .85.
    pub aim_learning: f64,
    /// Chance aimed at by the confident. Probability, .7.
    pub aim_confident: f64,
    /// First tries for which a topic counts as new. Count, 2 to 4.
    pub new_answers: u16,
    /// Tasks of one topic in a row while it is new or being learned. Count, 3 to 8.
    pub block: usize,
    /// Right (or wrong) first tries in a row at one level after which the level moves. Count; wrong ones need one fewer.
    pub run_to_move: i8,
    /// Reviews a day at most. Count, 3 to 12.
    pub reviews_a_day: usize,
    /// Reviews a day at most on the first days after a pause. Count, 2 to 5.
    pub reviews_after_pause: usize,
    /// Days without practice that make a pause. Days, 7 to 30.
    pub pause_days: i32,
    /// Days before a test from which its topics come first. Days, 3 to 14.
    pub test_days: i32,
    /// Answers further apart than this belong to different sittings. Minutes, 30 to 240.
    pub sitting_minutes: i64,
}

/// What was fitted for one template.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TemplateFit {
    /// Difficulty beside that of its level, as the abilities meet it. Logit.
    pub difficulty: f64,
    /// Ease beside that, in the sum. Logit.
    pub shift: f64,
    /// By how much the weight of the abilities, and then of each feature, differs for this template; none: by nothing.
    pub slopes: Option<Box<[f64; Feature::ALL.len() + 1]>>,
}

/// What was fitted for one skill.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SkillFit {
    /// Ease in the sum. Logit.
    pub shift: f64,
    /// By how much the weight of the abilities, and then of each feature, differs for this skill.
    pub slopes: [f64; Feature::ALL.len() + 1],
}

impl Default for Params {
    fn default() -> Self {
        Self {
            grade_step: 0.35,
            grade_assumed: 7,
            ability_variance: 0.7,
            ability_variance_unknown: 1.5,
            skill_variance: 0.7,
            level_difficulty: [-1.2, -0.5, 0.3, 1.2],
            templates: BTreeMap::new(),
            skill_fits: BTreeMap::new(),
            guess_choice: 0.25,
            guess_arranged: 0.08,
            guess_typed: 0.02,
            slip: 0.04,
            ability_weight: 1.0,
            doubt_weight: 0.0,
            weights: {
                let mut weights = [0.0; Feature::ALL.len()];
                weights[Feature::TopicForm.place()] = 0.3;
                weights
            },
            practice_gain: 0.08,
            skill_drift: 0.01,
            ability_drift: 0.002,
            rest_drift: 0.02,
            fade: 0.05,
            rest_first_days: 1.0,
            rest_growth: 1.5,
            rest_after_wrong: 0.15,
            review_share: 0.6,
            review_ahead: 0.7,
            rest_max_days: 180.0,
            weight_hint: 0.5,
            weight_retry_right: 0.2,
            weight_retry_wrong: 0.15,
            weight_gave_up: 0.5,
            weight_hasty: 0.5,
            hasty_share: 0.06,
            weight_slow: 0.8,
            slow_times: 10.0,
            share_also: 0.4,
            share_blame: 0.6,
            placement_trust: 0.3,
            reached: 0.7,
            let_go: 0.55,
            held_patience: 52.0,
            held_level: 2,
            stuck_run: 2,
            aim_new: 0.87,
            aim_learning: 0.8,
            aim_confident: 0.7,
            new_answers: 3,
            block: 5,
            run_to_move: 3,
            reviews_a_day: 6,
            reviews_after_pause: 3,
            pause_days: 10,
            test_days: 7,
            sitting_minutes: 90,
        }
    }
}

impl Params {
    /// Difficulty of a task, logits: its level, how far its topic's grade lies from the grade 7 in the middle of the
    /// scale, and what is known of its template.
    pub fn difficulty(&self, task: &TaskView) -> f64 {
        self.difficulty_with(task, self.template(task))
    }

    /// The same where what is known of the template was looked up already.
    pub(super) fn difficulty_with(&self, task: &TaskView, fit: Option<&TemplateFit>) -> f64 {
        let known = fit.map_or(0.0, |fit| fit.difficulty);
        self.typical_difficulty(task.grade, task.level) + if known.is_finite() { known } else { 0.0 }
    }

    /// What is known of the task's template.
    pub(super) fn template(&self, task: &TaskView) -> Option<&TemplateFit> {
        if self.templates.is_empty() || task.template.is_empty() {
            return None;
        }
        self.templates.get(task.skill)?.get(task.template)
    }

    /// Difficulty of a typical task of this level in a topic of this grade, logits.
    pub fn typical_difficulty(&self, grade: u8, level: Level) -> f64 {
        let [one, two, three, four] = self.level_difficulty;
        let of_level = match level {
            Level::One => one,
            Level::Two => two,
            Level::Three => three,
            Level::Four => four,
        };
        of_level + self.ability_of_grade(grade)
    }

    /// The overall ability expected of a pupil of this grade, logits; 0 in grade 7.
    pub fn ability_of_grade(&self, grade: u8) -> f64 {
        self.grade_step * (f64::from(grade.clamp(1, 13)) - 7.0)
    }

    /// The chance to be right by guessing.
    pub fn guess(&self, kind: AnswerKind) -> f64 {
        match kind {
            AnswerKind::Choice => self.guess_choice,
            AnswerKind::Choices | AnswerKind::Order | AnswerKind::Match => self.guess_arranged,
            _ => self.guess_typed,
        }
    }

    fn hinted(&self, hints: u8) -> f64 {
        if hints == 0 { 1.0 } else { libm::pow(self.weight_hint, f64::from(hints)) }
    }

    /// How much news an answer brings: 1 for a first unaided try, 0 for none.
    pub fn weight(&self, seen: &Observation) -> f64 {
        let expected = f64::from(seen.seconds_expected);
        let seconds = f64::from(seen.seconds);
        let mut weight = match (seen.attempt <= 1, seen.right) {
            // Copying what was shown says nothing.
            (_, true) if seen.solution_seen => return 0.0,
            (true, true) => self.hinted(seen.hints),
            (true, false) if seen.solution_seen => self.weight_gave_up,
            (true, false) if seconds < 3.0 || seconds < expected * self.hasty_share => self.weight_hasty,
            (true, false) => 1.0,
            (false, true) => self.weight_retry_right * self.hinted(seen.hints),
            (false, false) if seen.solution_seen => return 0.0,
            (false, false) => self.weight_retry_wrong,
        };
        if expected > 0.0 && seconds > expected * self.slow_times {
            weight *= self.weight_slow;
        }
        weight.clamp(0.0, 1.0)
    }
}
