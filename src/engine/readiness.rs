//! How ready a pupil is for a test of some topics, in words.

use super::catalogue::Catalogue;
use super::learner::Learner;
use super::mastery::TopicState;
use super::observation::TaskView;
use super::params::Params;
use crate::base::{Lang, Moment, plural_form};
use crate::exercises::Level;
use crate::skills::{SkillGraph, SkillId};

/// How ready a pupil is for a test of some topics.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readiness {
    /// Held topics.
    pub ready: Vec<SkillId>,
    /// Topics in which typical tasks would probably go well, or that are worth a review.
    pub nearly: Vec<SkillId>,
    /// Topics that need practice.
    pub not_yet: Vec<SkillId>,
    /// Topics of which nothing can be said: no tasks yet, no answers.
    pub unknown: Vec<SkillId>,
    /// The expected share of a test's points, 0 to 1: all topics alike, in each 20, 30, 30 and 20 % of the
    /// points at the levels one to four.
    pub chance: f64,
    /// How uncertain that share is, one standard deviation, 0 to 0.5.
    pub doubt: f64,
    /// First tries behind it.
    pub answers: u32,
}

/// The share of points by level in a test: slenkstinis 20 %, patenkinamas 30 %, pagrindinis 30 %, aukštesnysis 20 %.
pub(super) const POINTS_BY_LEVEL: [(Level, f64); 4] =
    [(Level::One, 0.2), (Level::Two, 0.3), (Level::Three, 0.3), (Level::Four, 0.2)];

/// How ready the pupil is for a test of these topics at this moment.
pub fn readiness(
    learner: &Learner,
    params: &Params,
    graph: &SkillGraph,
    catalogue: &Catalogue,
    skills: &[SkillId],
    at: Moment,
) -> Readiness {
    let mut result = Readiness::default();
    let (mut points, mut variance) = (0.0, 0.0);
    for skill in skills {
        let grade = graph.get(skill).map_or(7, |skill| skill.grade);
        let mastery = learner.mastery_in_grade(params, skill, grade, &[], at);
        let chance = |level| learner.predict(params, &TaskView::typical(skill, grade, level), at);
        points += POINTS_BY_LEVEL.iter().map(|(level, share)| share * chance(*level)).sum::<f64>();
        variance += mastery.doubt * mastery.doubt;
        result.answers = result.answers.saturating_add(mastery.answers);
        let usual = chance(Level::Two);
        let list = match mastery.state {
            TopicState::Held => &mut result.ready,
            TopicState::WorthReview => &mut result.nearly,
            TopicState::Learning if usual >= 0.6 => &mut result.nearly,
            TopicState::New if !catalogue.has(skill) => &mut result.unknown,
            TopicState::New | TopicState::Learning | TopicState::NotYet => &mut result.not_yet,
        };
        list.push(skill.clone());
    }
    if !skills.is_empty() {
        let count = skills.len() as f64;
        result.chance = points / count;
        // Topics share the doubt about the overall ability: their errors go the same way, so they do not average out.
        result.doubt = libm::sqrt(variance / count).min(0.5);
    }
    result
}

impl Readiness {
    /// To the pupil, in words, beginning with what is held.
    pub fn sentence(&self, lang: Lang) -> String {
        let lt = lang == Lang::Lt;
        let pick = |in_lt: &str, in_en: &str| String::from(if lt { in_lt } else { in_en });
        let (ready, nearly, open) = (self.ready.len(), self.nearly.len(), self.not_yet.len());
        let known = ready + nearly + open;
        if known == 0 {
            return pick(
                "Apie šias temas dar nieko nežinome: užduočių joms kol kas nėra.",
                "Nothing is known of these topics yet: there are no tasks for them so far.",
            );
        }
        if self.answers == 0 {
            return pick(
                "Dar nesprendei šių temų užduočių. Išspręsk kelias, ir bus aišku, kam skirti laiko.",
                "You have not solved tasks of these topics yet. Solve a few to see where time is needed.",
            );
        }
        if ready == known {
            return pick(
                "Visas šias temas jau moki. Trumpai pakartok ir ilsėkis.",
                "You know all these topics. A short review, then rest.",
            );
        }
        let mut parts = Vec::new();
        if ready > 0 {
            parts.push(if lt {
                format!("jau moki {}", topics(ready, ACCUSATIVE))
            } else {
                format!("you know {}", topics_en(ready))
            });
        }
        if nearly > 0 {
            let need = if nearly == 1 { "needs" } else { "need" };
            parts.push(if lt {
                format!("{} verta trumpai pakartoti", topics(nearly, ACCUSATIVE))
            } else {
                format!("{} {need} a short review", topics_en(nearly))
            });
        }
        if open > 0 {
            let need = if open == 1 { "needs" } else { "need" };
            parts.push(if lt {
                format!("{} dar reikia laiko", topics(open, DATIVE))
            } else {
                format!("{} {need} more practice", topics_en(open))
            });
        }
        let mut sentence = parts.join(", ");
        if let Some(first) = sentence.get(..1).map(str::to_uppercase) {
            sentence.replace_range(..1, &first);
        }
        sentence.push('.');
        sentence
    }
}

const ACCUSATIVE: [&str; 4] = ["temą", "temas", "temos", "temų"];
const DATIVE: [&str; 4] = ["temai", "temoms", "temos", "temų"];

fn topics(n: usize, forms: [&str; 4]) -> String {
    format!("{n} {}", forms.get(plural_form(Lang::Lt, Some(n as u64))).copied().unwrap_or("temų"))
}

fn topics_en(n: usize) -> String {
    if n == 1 { String::from("1 topic") } else { format!("{n} topics") }
}
