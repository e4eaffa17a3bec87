//! How hard single templates are, from the answers of many pupils: the author's level is the prior, and what a class
//! shares moves it.
//!
//! Each pupil's answers are predicted one after another from that pupil's own past; what comes more or less often than
//! predicted moves the template's difficulty by the most likely step under a normal prior (Newton's, a few rounds, as
//! abilities follow difficulties). Only plain first tries count. A template that few pupils met keeps its level, so that
//! nobody's single answer can be read off.
//!
//! Absent: where the answers come from and who may share them.

use super::learner::Learner;
use super::observation::Observation;
use super::params::{Params, TemplateFit};
use crate::skills::SkillId;
use std::collections::BTreeMap;

/// How far the levels of authors lie off, logits². Author's prior: half a logit.
const OFF_VARIANCE: f64 = 0.25;
/// A difficulty moves at most so far from its level, logits.
const OFF_MAX: f64 = 1.5;
/// Pupils who must have met a template.
const PUPILS_MIN: u32 = 5;
/// Rounds.
const ROUNDS: usize = 4;

/// What the answers say of one template.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    /// Wrong answers beyond those predicted.
    harder: f64,
    /// How closely they settle it.
    settled: f64,
    pupils: u32,
}

/// Difficulties beside those of the levels, by skill and template, as [`Params::templates`] takes them. Each pupil is a
/// grade, if it was said, and the answers in their order.
pub fn pooled_difficulties(
    params: &Params,
    pupils: &[(Option<u8>, Vec<Observation>)],
) -> BTreeMap<SkillId, BTreeMap<String, TemplateFit>> {
    let mut params = Params { templates: BTreeMap::new(), ..params.clone() };
    for _ in 0..ROUNDS {
        let told = surprises(&params, pupils);
        for ((skill, template), told) in told {
            if told.pupils < PUPILS_MIN {
                continue;
            }
            let fit = params.templates.entry(skill).or_default().entry(template).or_default();
            let step = (told.harder - fit.difficulty / OFF_VARIANCE) / (told.settled + 1.0 / OFF_VARIANCE);
            fit.difficulty = (fit.difficulty + step).clamp(-OFF_MAX, OFF_MAX);
        }
    }
    params.templates
}

fn surprises(params: &Params, pupils: &[(Option<u8>, Vec<Observation>)]) -> BTreeMap<(SkillId, String), Told> {
    let mut all: BTreeMap<(SkillId, String), Told> = BTreeMap::new();
    for (grade, answers) in pupils {
        let mut learner = Learner::new(*grade);
        let mut own: BTreeMap<(SkillId, String), Told> = BTreeMap::new();
        for seen in answers {
            if seen.attempt <= 1 && seen.hints == 0 && params.weight(seen) >= 1.0 {
                let chance = learner.predict(params, &seen.task(), seen.at);
                let told = own.entry((seen.skill.clone(), seen.template.clone())).or_default();
                told.harder += chance - f64::from(u8::from(seen.right));
                told.settled += chance * (1.0 - chance);
            }
            learner.observe(params, seen);
        }
        for (template, told) in own {
            let sum = all.entry(template).or_default();
            sum.harder += told.harder;
            sum.settled += told.settled;
            sum.pupils += 1;
        }
    }
    all
}
