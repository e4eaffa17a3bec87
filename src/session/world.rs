//! What a sitting works with and never changes: the map, the tasks there are, the topics loaded so far, what the pupil's
//! classes ask.

use crate::base::{Day, Lang, Moment};
use crate::engine::{Catalogue, Demands, Mastery, Params, TestDay};
use crate::exercises::{Index, Item, ItemRef, Topic, make};
use crate::insights::{FamilyChoice, FamilyReport, Given, Pupil};
use crate::skills::SkillId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The content as loaded so far.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The map and the list of tasks.
    pub index: Arc<Index>,
    /// The tasks by topic, as the engine chooses among them.
    pub catalogue: Arc<Catalogue>,
    /// The constants of the model.
    pub params: Arc<Params>,
    /// The topics loaded so far.
    pub topics: BTreeMap<SkillId, Arc<Topic>>,
    /// What the boards of the pupil's classes ask.
    pub given: Given,
}

impl World {
    /// The world of this index; no topic is loaded yet.
    pub fn new(index: Index) -> World {
        let catalogue = Catalogue::new(&index.graph, &index.tasks);
        World {
            index: Arc::new(index),
            catalogue: Arc::new(catalogue),
            params: Arc::new(Params::default()),
            topics: BTreeMap::new(),
            given: Given::default(),
        }
    }

    /// Takes loaded topics in.
    pub fn add(&mut self, topics: Vec<Topic>) {
        for topic in topics {
            self.topics.insert(topic.id.clone(), Arc::new(topic));
        }
    }

    /// What a link shows a pupil's family.
    pub fn family_report(&self, pupil: &Pupil, choice: FamilyChoice, now: Moment) -> FamilyReport {
        FamilyReport::of(pupil, &self.index.graph, &self.catalogue, &self.params, choice, now)
    }

    /// What a topic is called: the short name of its loaded text, else that of the map, else its id.
    pub fn topic_name(&self, skill: &SkillId, lang: Lang) -> String {
        let short = self.topics.get(skill).map(|topic| topic.name.get(lang).to_owned());
        short
            .or_else(|| self.index.graph.get(skill).map(|known| known.name.get(lang).to_owned()))
            .unwrap_or_else(|| skill.to_string())
    }

    /// The item of this name; `None` if its topic is not loaded or its template has changed since.
    pub fn item(&self, reference: &ItemRef) -> Option<Item> {
        let topic = self.topics.get(&reference.skill)?;
        let template = topic.template(&reference.template).filter(|template| template.version == reference.version)?;
        make(topic, template, reference.seed).ok()
    }

    /// What is known of a topic.
    pub fn mastery(&self, pupil: &Pupil, skill: &SkillId, now: Moment) -> Mastery {
        let levels = self.catalogue.shelf(skill).map(|shelf| shelf.levels()).unwrap_or_default();
        pupil.learner.mastery(&self.params, &self.index.graph, skill, &levels, now)
    }

    /// What the pupil and the pupil's classes want, in the engine's words.
    pub fn demands(&self, pupil: &Pupil, now: Moment) -> Demands {
        self.demands_with(pupil, &self.given, now)
    }

    /// The same with what classes ask of another pupil, for a teacher's eyes.
    pub fn demands_with(&self, pupil: &Pupil, given: &Given, now: Moment) -> Demands {
        let today = now.day();
        let tests = pupil.assessments.ahead(today);
        let own = Demands {
            chosen_topic: pupil.topic_now.clone(),
            tests: tests.iter().map(|test| TestDay { day: test.day, skills: test.skills.clone() }).collect(),
            minutes_today: pupil.week_plan.minutes,
            not_now: pupil.put_off_on(today),
            rest_until: pupil.rest_until,
            ..Demands::default()
        };
        given.join_to(own, today)
    }

    /// The first day that is planned again while the pupil rests; and whether it was the school that said so.
    pub fn resting(&self, pupil: &Pupil, today: Day) -> Option<(Day, bool)> {
        let own = pupil.rest_until;
        let at_school = self.given.rest_until(own, today).map(|until| (until, true));
        at_school.or_else(|| own.filter(|until| today < *until).map(|until| (until, false)))
    }
}
