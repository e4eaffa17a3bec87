//! The graph of skills, checked once: every need exists, nothing needs itself in a circle. After that every question
//! about it has an answer without errors.

use super::{Area, Skill, SkillId};
use crate::base::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// The skills and what each needs. Skills keep the order they were given in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkillGraph {
    skills: Vec<Skill>,
    places_by_id: BTreeMap<SkillId, usize>,
    needs: Vec<Vec<usize>>,
    leads_to: Vec<Vec<usize>>,
    /// Places in an order where every need stands before what needs it; the given order where it is free.
    order: Vec<usize>,
    depths: Vec<u16>,
}

/// Why a list of skills is no graph of skills.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GraphFault {
    /// Two skills share an id.
    #[error("the skill `{0}` stands twice in the map")]
    Twice(SkillId),
    /// An id that is not lower-case words with hyphens.
    #[error("`{0}` is no id of a skill: write lower-case words with hyphens between them")]
    Id(String),
    /// A skill that needs one the map does not have.
    #[error("`{skill}` needs `{need}`, which is not in the map")]
    Unknown {
        /// The skill with the need.
        skill: SkillId,
        /// What is missing.
        need: SkillId,
    },
    /// A skill that names one need twice.
    #[error("`{skill}` names `{need}` twice among its needs")]
    Repeated {
        /// The skill with the need.
        skill: SkillId,
        /// What stands twice.
        need: SkillId,
    },
    /// A skill that needs one of a later grade.
    #[error("`{skill}` needs `{need}`, which comes in a later grade")]
    Later {
        /// The skill with the need.
        skill: SkillId,
        /// What comes later.
        need: SkillId,
    },
    /// A grade outside 5 to 12.
    #[error("`{0}` has a grade outside 5 to 12")]
    Grade(SkillId),
    /// A skill without a name in one of the languages.
    #[error("`{0}` has no name in one of the languages")]
    Nameless(SkillId),
    /// Skills that need each other in a circle.
    #[error("these skills need each other in a circle: {0:?}")]
    Circle(Vec<SkillId>),
    /// A line of the table that cannot be read.
    #[error("line {line} of the map: {what}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
}

impl SkillGraph {
    /// The graph of these skills, or the first fault found.
    pub fn from_skills(skills: Vec<Skill>) -> Result<SkillGraph, GraphFault> {
        let mut places_by_id = BTreeMap::new();
        for (place, skill) in skills.iter().enumerate() {
            if !SkillId::is_well_formed(skill.id.as_str()) {
                return Err(GraphFault::Id(skill.id.to_string()));
            }
            if !(5..=12).contains(&skill.grade) {
                return Err(GraphFault::Grade(skill.id.clone()));
            }
            if skill.name.lt.is_empty() || skill.name.en.is_empty() {
                return Err(GraphFault::Nameless(skill.id.clone()));
            }
            if places_by_id.insert(skill.id.clone(), place).is_some() {
                return Err(GraphFault::Twice(skill.id.clone()));
            }
        }
        let mut needs = Vec::with_capacity(skills.len());
        let mut leads_to = vec![Vec::new(); skills.len()];
        for (place, skill) in skills.iter().enumerate() {
            let mut places = Vec::with_capacity(skill.needs.len());
            for need in &skill.needs {
                let pair = || (skill.id.clone(), need.clone());
                let Some(&at) = places_by_id.get(need) else {
                    let (skill, need) = pair();
                    return Err(GraphFault::Unknown { skill, need });
                };
                if places.contains(&at) {
                    let (skill, need) = pair();
                    return Err(GraphFault::Repeated { skill, need });
                }
                if skills[at].grade > skill.grade {
                    let (skill, need) = pair();
                    return Err(GraphFault::Later { skill, need });
                }
                places.push(at);
                leads_to[at].push(place);
            }
            needs.push(places);
        }
        let (order, depths) = order_by_needs(&needs);
        if order.len() < skills.len() {
            let mut circle: Vec<SkillId> = skills.iter().map(|skill| skill.id.clone()).collect();
            for &place in &order {
                circle.retain(|id| *id != skills[place].id);
            }
            return Err(GraphFault::Circle(circle));
        }
        Ok(SkillGraph { skills, places_by_id, needs, leads_to, order, depths })
    }

    /// The skill of this id.
    pub fn get(&self, id: &SkillId) -> Option<&Skill> {
        self.place(id).and_then(|place| self.skills.get(place))
    }

    /// All skills, in the order of the map: by grade, then as taught.
    pub fn all(&self) -> &[Skill] {
        &self.skills
    }

    /// How many skills there are.
    pub fn len(&self) -> usize {
        self.skills.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.skills.is_empty()
    }

    /// Where the skill stands in [`SkillGraph::all`].
    pub fn place(&self, id: &SkillId) -> Option<usize> {
        self.places_by_id.get(id).copied()
    }

    /// What the skill needs directly. Nothing for an unknown id.
    pub fn needs(&self, id: &SkillId) -> impl Iterator<Item = &Skill> {
        self.at(&self.needs, id)
    }

    /// What needs the skill directly. Nothing for an unknown id.
    pub fn leads_to(&self, id: &SkillId) -> impl Iterator<Item = &Skill> {
        self.at(&self.leads_to, id)
    }

    /// Places in [`SkillGraph::all`] of what the skill at `place` needs directly.
    pub fn needs_at(&self, place: usize) -> &[usize] {
        self.needs.get(place).map_or(&[], Vec::as_slice)
    }

    /// Places in [`SkillGraph::all`] of what needs the skill at `place` directly.
    pub fn leads_to_at(&self, place: usize) -> &[usize] {
        self.leads_to.get(place).map_or(&[], Vec::as_slice)
    }

    /// Everything the skill needs, directly or through others, needs first. Nothing for an unknown id.
    pub fn ancestors(&self, id: &SkillId) -> Vec<&Skill> {
        let mut wanted = vec![false; self.skills.len()];
        let mut open: Vec<usize> = self.place(id).map_or(Vec::new(), |place| self.needs_at(place).to_vec());
        while let Some(place) = open.pop() {
            if !std::mem::replace(&mut wanted[place], true) {
                open.extend_from_slice(self.needs_at(place));
            }
        }
        self.order.iter().filter(|&&place| wanted[place]).map(|&place| &self.skills[place]).collect()
    }

    /// All skills, every need before what needs it.
    pub fn in_order_of_needs(&self) -> impl Iterator<Item = &Skill> {
        self.order.iter().map(|&place| &self.skills[place])
    }

    /// The length of the longest chain of needs under the skill: 0 for one that needs nothing and for an unknown id.
    pub fn depth(&self, id: &SkillId) -> u16 {
        self.place(id).and_then(|place| self.depths.get(place).copied()).unwrap_or(0)
    }

    /// The skills of a grade, in the order of the map.
    pub fn of_grade(&self, grade: u8) -> impl Iterator<Item = &Skill> {
        self.skills.iter().filter(move |skill| skill.grade == grade)
    }

    /// The skills of an area, in the order of the map.
    pub fn of_area(&self, area: Area) -> impl Iterator<Item = &Skill> {
        self.skills.iter().filter(move |skill| skill.area == area)
    }

    fn at<'a>(&'a self, links: &'a [Vec<usize>], id: &SkillId) -> impl Iterator<Item = &'a Skill> + use<'a> {
        let places = self.place(id).and_then(|place| links.get(place)).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|&place| self.skills.get(place))
    }
}

/// Kahn's order (1962), the earliest given skill first, and the depth of each. Shorter than `needs` if there is a circle.
fn order_by_needs(needs: &[Vec<usize>]) -> (Vec<usize>, Vec<u16>) {
    let mut order = Vec::with_capacity(needs.len());
    let mut placed = vec![false; needs.len()];
    let mut depths = vec![0u16; needs.len()];
    loop {
        let before = order.len();
        for (place, wants) in needs.iter().enumerate() {
            if !placed[place] && wants.iter().all(|&need| placed[need]) {
                depths[place] = wants.iter().map(|&need| depths[need].saturating_add(1)).max().unwrap_or(0);
                placed[place] = true;
                order.push(place);
            }
        }
        if order.len() == before {
            return (order, depths);
        }
    }
}

/// The graph at rest: columns, because equal things side by side pack better.
#[derive(Serialize, Deserialize)]
struct Columns {
    id: Vec<SkillId>,
    grade: Vec<u8>,
    area: Vec<u8>,
    exam: Vec<u8>,
    lt: Vec<String>,
    en: Vec<String>,
    /// Places of the needs.
    needs: Vec<Vec<usize>>,
}

impl Serialize for SkillGraph {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let skills = &self.skills;
        Columns {
            id: skills.iter().map(|skill| skill.id.clone()).collect(),
            grade: skills.iter().map(|skill| skill.grade).collect(),
            area: skills.iter().map(|skill| skill.area as u8).collect(),
            exam: skills.iter().map(|skill| u8::from(skill.exam)).collect(),
            lt: skills.iter().map(|skill| skill.name.lt.clone()).collect(),
            en: skills.iter().map(|skill| skill.name.en.clone()).collect(),
            needs: self.needs.clone(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SkillGraph {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let Columns { id, grade, area, exam, lt, en, needs } = Columns::deserialize(deserializer)?;
        let same =
            [grade.len(), area.len(), exam.len(), lt.len(), en.len(), needs.len()].iter().all(|&n| n == id.len());
        if !same {
            return Err(D::Error::custom("the columns of the map of skills differ in length"));
        }
        let mut skills = Vec::with_capacity(id.len());
        let rest = grade.into_iter().zip(area).zip(exam).zip(lt).zip(en).zip(needs);
        for (own, (((((grade, area), exam), lt), en), needs)) in id.iter().zip(rest) {
            let area = Area::ALL.get(usize::from(area)).copied().ok_or_else(|| D::Error::custom("an unknown area"))?;
            let needs: Option<Vec<SkillId>> = needs.into_iter().map(|place| id.get(place).cloned()).collect();
            let needs = needs.ok_or_else(|| D::Error::custom("a need outside the map"))?;
            skills.push(Skill { id: own.clone(), grade, area, name: Text { lt, en }, needs, exam: exam != 0 });
        }
        SkillGraph::from_skills(skills).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skill(id: &str, grade: u8, needs: &[&str]) -> Skill {
        Skill {
            id: id.into(),
            grade,
            area: Area::Modeliai,
            name: Text::new(id, id),
            needs: needs.iter().map(|&need| need.into()).collect(),
            exam: grade < 9,
        }
    }

    fn ids<'a>(skills: impl IntoIterator<Item = &'a Skill>) -> String {
        skills.into_iter().map(|skill| skill.id.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_graph_answers_from_both_sides() {
        let graph = SkillGraph::from_skills(vec![
            skill("d", 7, &["b", "c"]),
            skill("a", 5, &[]),
            skill("b", 6, &["a"]),
            skill("c", 6, &["a"]),
        ])
        .expect("a graph");
        assert_eq!(ids(graph.needs(&"d".into())), "b c");
        assert_eq!(ids(graph.leads_to(&"a".into())), "b c");
        assert_eq!(ids(graph.ancestors(&"d".into())), "a b c");
        assert_eq!(ids(graph.in_order_of_needs()), "a b c d");
        assert_eq!(ids(graph.of_grade(6)), "b c");
        assert_eq!((graph.depth(&"a".into()), graph.depth(&"d".into())), (0, 2));
        assert_eq!(ids(graph.needs(&"x".into())) + &ids(graph.ancestors(&"x".into())), "");
        assert!(graph.get(&"x".into()).is_none());
        let text = serde_json::to_string(&graph).expect("JSON");
        assert_eq!(serde_json::from_str::<SkillGraph>(&text).expect("a graph"), graph);
    }

    #[test]
    fn a_faulty_map_is_told_in_a_sentence() {
        let check = |skills: Vec<Skill>, sentence: &str| {
            assert_eq!(SkillGraph::from_skills(skills).map_err(|fault| fault.to_string()), Err(sentence.to_owned()));
        };
        check(vec![skill("a", 5, &[]), skill("a", 5, &[])], "the skill `a` stands twice in the map");
        check(vec![skill("a", 5, &["b"])], "`a` needs `b`, which is not in the map");
        check(vec![skill("a", 5, &["a"])], "these skills need each other in a circle: [a]");
        check(vec![skill("b", 9, &[]), skill("a", 5, &["b"])], "`a` needs `b`, which comes in a later grade");
        check(vec![skill("b", 5, &[]), skill("a", 5, &["b", "b"])], "`a` names `b` twice among its needs");
        check(vec![skill("a", 4, &[])], "`a` has a grade outside 5 to 12");
        check(
            vec![skill("A b", 5, &[])],
            "`A b` is no id of a skill: write lower-case words with hyphens between them",
        );
    }

    #[test]
    fn columns_of_different_length_are_refused() {
        let text = r#"{"id":["a"],"grade":[],"area":[0],"exam":[0],"lt":["a"],"en":["a"],"needs":[[]]}"#;
        assert!(serde_json::from_str::<SkillGraph>(text).is_err());
        let text = r#"{"id":["a"],"grade":[5],"area":[9],"exam":[0],"lt":["a"],"en":["a"],"needs":[[]]}"#;
        assert!(serde_json::from_str::<SkillGraph>(text).is_err());
    }
}
