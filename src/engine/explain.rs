//! "Kodėl 62 %": a prediction taken apart into a few named terms that add up.

use super::learner::{Learner, Outlook, sigmoid};
use super::observation::TaskView;
use super::params::Params;
use crate::base::{Lang, Moment};

/// One term of a prediction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// What it is.
    pub name: TermName,
    /// Its part, logits; above 0 speaks for a right answer.
    pub value: f64,
}

/// The terms of a prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermName {
    /// The pupil's grade against the topic's.
    Grade,
    /// The overall ability beside what the grade lets expect.
    Overall,
    /// The ability in this topic beside the overall one.
    Topic,
    /// What rest has taken from it.
    Rest,
    /// The last answers, better or worse than expected.
    Form,
    /// The level of the task and what is known of its template.
    Task,
    /// What doubt takes from a sure prediction in either direction.
    Doubt,
}

impl TermName {
    /// The name that a teacher reads.
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (TermName::Grade, Lang::Lt) => "mokinio klasė ir temos klasė",
            (TermName::Grade, Lang::En) => "pupil's grade and topic's grade",
            (TermName::Overall, Lang::Lt) => "bendra matematikos patirtis",
            (TermName::Overall, Lang::En) => "experience in mathematics overall",
            (TermName::Topic, Lang::Lt) => "patirtis šioje temoje",
            (TermName::Topic, Lang::En) => "experience in this topic",
            (TermName::Rest, Lang::Lt) => "laikas nuo paskutinio karto",
            (TermName::Rest, Lang::En) => "time since the last practice",
            (TermName::Form, Lang::Lt) => "paskutiniai atsakymai",
            (TermName::Form, Lang::En) => "the last answers",
            (TermName::Task, Lang::Lt) => "užduoties lygis",
            (TermName::Task, Lang::En) => "level of the task",
            (TermName::Doubt, Lang::Lt) => "kiek dar nežinome",
            (TermName::Doubt, Lang::En) => "what we do not know yet",
        }
    }
}

/// A prediction and what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The chance of a right answer: `guess + (1 - slip - guess) * sigmoid(sum of the terms)`.
    pub chance: f64,
    /// The chance to guess.
    pub guess: f64,
    /// The chance to slip.
    pub slip: f64,
    /// The chance if the pupil is less able than expected by one standard deviation of the doubt.
    pub low: f64,
    /// The same if more able.
    pub high: f64,
    /// The terms, in the order of [`TermName`].
    pub terms: Vec<Term>,
}

impl Explanation {
    /// The sum of the terms, logits.
    pub fn sum(&self) -> f64 {
        self.terms.iter().map(|term| term.value).sum()
    }

    /// The chance that would be told if this term were not there: what the term does, in the words of a chance.
    pub fn without(&self, name: TermName) -> f64 {
        let left: f64 = self.terms.iter().filter(|term| term.name != name).map(|term| term.value).sum();
        self.guess + (1.0 - self.slip - self.guess) * sigmoid(left)
    }
}

impl Learner {
    /// Takes the prediction for this task apart.
    pub fn explain(&self, params: &Params, task: &TaskView, at: Moment) -> Explanation {
        let topic = self.topic(params, task.skill, Some(at));
        let outlook = self.outlook(params, task, topic);
        let Outlook { z, shrink, weight, added, low, high, chance, .. } = outlook;
        let deviation = libm::sqrt(outlook.variance);
        let (mean, _) = self.overall(params);
        let of_topic_grade = params.ability_of_grade(task.grade);
        let term = |name, value| Term { name, value };
        let terms = vec![
            term(TermName::Grade, self.ability_of_grade(params) - of_topic_grade),
            term(TermName::Overall, mean),
            term(TermName::Topic, topic.mean),
            term(TermName::Rest, -topic.faded),
            term(TermName::Form, added),
            term(TermName::Task, of_topic_grade - params.difficulty(task)),
            term(TermName::Doubt, weight * z * shrink - z),
        ];
        Explanation {
            chance,
            guess: low,
            slip: 1.0 - high,
            low: outlook.moved(-deviation, 0.0).chance,
            high: outlook.moved(deviation, 0.0).chance,
            terms,
        }
    }
}
