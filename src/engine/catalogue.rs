//! The tasks there are, by skill, and how the skills with tasks lean on each other once skills without tasks are looked
//! through. Made once, when the index of the content is read.

use crate::exercises::{AnswerKind, Level, TaskInfo};
use crate::skills::{SkillGraph, SkillId};
use std::collections::{BTreeMap, BTreeSet};

/// The tasks there are, by skill.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    shelves: BTreeMap<SkillId, Shelf>,
    /// For skills without tasks: the nearest skills with tasks under them.
    bases: BTreeMap<SkillId, Vec<SkillId>>,
}

/// What the catalogue holds of one skill with tasks.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelf {
    /// The skill's grade, 5 to 12.
    pub grade: u8,
    /// Its place in the map of skills; skills unknown to the map come last.
    pub place: usize,
    /// Its templates, at least one.
    pub tasks: Vec<TaskInfo>,
    /// The nearest skills with tasks that it rests on: a need without tasks is looked through and never blocks.
    pub needs: Vec<SkillId>,
    /// Those of them that only help: they were found by looking through a need without tasks, so nobody can show whether
    /// what lies between is held. They lead to repair and explain a choice, but they hold nothing back.
    pub helps: Vec<SkillId>,
    /// How many skills with tasks rest on it, directly or through others.
    pub opens: u16,
}

impl Shelf {
    /// The levels at which it has tasks, from the lowest.
    pub fn levels(&self) -> Vec<Level> {
        Level::ALL.into_iter().filter(|level| self.tasks.iter().any(|task| task.level == *level)).collect()
    }

    /// Seconds that an able pupil needs for one of its tasks, on average; at least 10.
    pub fn seconds(&self) -> f64 {
        let sum: f64 = self.tasks.iter().map(|task| f64::from(task.seconds)).sum();
        (sum / self.tasks.len().max(1) as f64).max(10.0)
    }
}

impl Catalogue {
    /// The catalogue of these templates.
    pub fn new<'a>(graph: &SkillGraph, tasks: impl IntoIterator<Item = &'a TaskInfo>) -> Self {
        let mut shelves: BTreeMap<SkillId, Shelf> = BTreeMap::new();
        for task in tasks {
            let shelf = shelves.entry(task.skill.clone()).or_insert_with(|| Shelf {
                grade: graph.get(&task.skill).map_or(7, |skill| skill.grade),
                place: graph.place(&task.skill).unwrap_or(usize::MAX),
                tasks: Vec::new(),
                needs: Vec::new(),
                helps: Vec::new(),
                opens: 0,
            });
            shelf.tasks.push(task.clone());
        }
        // Needs come before what needs them, so what lies under a skill without tasks is already known.
        let mut bases: BTreeMap<SkillId, Vec<SkillId>> = BTreeMap::new();
        let mut under: BTreeMap<SkillId, BTreeSet<SkillId>> = BTreeMap::new();
        for skill in graph.in_order_of_needs() {
            let mut near: BTreeSet<SkillId> = BTreeSet::new();
            for need in &skill.needs {
                match bases.get(need) {
                    Some(through) => near.extend(through.iter().cloned()),
                    None => drop(near.insert(need.clone())),
                }
            }
            let mut all = near.clone();
            for need in &near {
                all.extend(under.get(need).into_iter().flatten().cloned());
            }
            let near = Vec::from_iter(near);
            if let Some(shelf) = shelves.get_mut(&skill.id) {
                shelf.helps = near.iter().filter(|base| !skill.needs.contains(base)).cloned().collect();
                shelf.needs = near;
                for base in &all {
                    if let Some(base) = shelves.get_mut(base) {
                        base.opens = base.opens.saturating_add(1);
                    }
                }
                under.insert(skill.id.clone(), all);
            } else {
                bases.insert(skill.id.clone(), near);
            }
        }
        Self { shelves, bases }
    }

    /// Whether there is no task at all.
    pub fn is_empty(&self) -> bool {
        self.shelves.is_empty()
    }

    /// Whether the skill has tasks.
    pub fn has(&self, skill: &SkillId) -> bool {
        self.shelves.contains_key(skill)
    }

    /// What there is of this skill, if it has tasks.
    pub fn shelf(&self, skill: &SkillId) -> Option<&Shelf> {
        self.shelves.get(skill)
    }

    /// The skill's templates; none for a skill without tasks.
    pub fn tasks(&self, skill: &SkillId) -> &[TaskInfo] {
        self.shelves.get(skill).map_or(&[], |shelf| &shelf.tasks)
    }

    /// The template of this id.
    pub fn task(&self, skill: &SkillId, template: &str) -> Option<&TaskInfo> {
        self.tasks(skill).iter().find(|task| task.template == template)
    }

    /// All skills with tasks, by id.
    pub fn shelves(&self) -> impl Iterator<Item = (&SkillId, &Shelf)> {
        self.shelves.iter()
    }

    /// The nearest skills with tasks under this one, whether it has tasks itself or not.
    pub fn needs(&self, skill: &SkillId) -> &[SkillId] {
        match self.shelves.get(skill) {
            Some(shelf) => &shelf.needs,
            None => self.bases.get(skill).map_or(&[], Vec::as_slice),
        }
    }

    /// The further topics that a task of this topic and level practises beside its own: at the main level and above, what
    /// the topic needs directly, at most two. Below, a task is about its own topic alone.
    pub fn further(&self, skill: &SkillId, level: Level) -> &[SkillId] {
        let Some(shelf) = self.shelves.get(skill).filter(|_| level >= Level::Three) else { return &[] };
        if shelf.helps.is_empty() { shelf.needs.get(..shelf.needs.len().min(2)).unwrap_or(&[]) } else { &[] }
    }

    /// Whether `skill` rests on `base`, directly or through others with tasks.
    pub fn rests_on(&self, skill: &SkillId, base: &SkillId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&SkillId> = self.needs(skill).iter().collect();
        while let Some(need) = open.pop() {
            if need == base {
                return true;
            }
            if seen.insert(need) {
                open.extend(self.needs(need));
            }
        }
        false
    }

    /// The kinds of answer that the skill's tasks ask.
    pub fn kinds(&self, skill: &SkillId) -> Vec<AnswerKind> {
        AnswerKind::ALL.into_iter().filter(|kind| self.tasks(skill).iter().any(|task| task.kind == *kind)).collect()
    }
}
