//! The index pack: the first file the app reads. It has the whole graph of skills, which tasks there are, and in
//! which file each topic stands; no texts.

use super::{AnswerKind, Level, Template, Topic};
use crate::skills::{SkillGraph, SkillId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// What the engine must know of a template to choose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskInfo {
    /// The topic.
    pub skill: SkillId,
    /// The template's id within the topic.
    pub template: String,
    /// Its version.
    pub version: u32,
    /// Its level.
    pub level: Level,
    /// The kind of its answer.
    pub kind: AnswerKind,
    /// Whether it is a situation from life.
    pub life: bool,
    /// What an able pupil of the grade needs, in seconds.
    pub seconds: u16,
}

/// The index of all content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The version of this file's form; the app reads version 1.
    pub version: u32,
    /// All skills of the map, with tasks or without.
    pub graph: SkillGraph,
    /// All templates, those of one skill side by side, skills in the order of the map.
    pub tasks: Vec<TaskInfo>,
    /// The digest in the file name of each topic's pack, for the skills that have tasks.
    pub packs: BTreeMap<SkillId, String>,
}

impl TaskInfo {
    /// The row of this template.
    pub fn of(topic: &Topic, template: &Template) -> Self {
        Self {
            skill: topic.id.clone(),
            template: template.id.clone(),
            version: template.version,
            level: template.level,
            kind: template.kind,
            life: template.life,
            seconds: template.seconds,
        }
    }
}

impl Index {
    /// The version this code writes and reads.
    pub const VERSION: u32 = 1;

    /// The templates of one skill; empty for a skill without tasks.
    pub fn tasks_of(&self, skill: &SkillId) -> &[TaskInfo] {
        let Some(from) = self.tasks.iter().position(|task| task.skill == *skill) else { return &[] };
        let rest = self.tasks.get(from..).unwrap_or(&[]);
        let count = rest.iter().take_while(|task| task.skill == *skill).count();
        rest.get(..count).unwrap_or(&[])
    }

    /// The skills that have tasks, in the order of the map.
    pub fn topics(&self) -> Vec<SkillId> {
        let mut topics: Vec<SkillId> = Vec::new();
        for task in &self.tasks {
            if topics.last() != Some(&task.skill) {
                topics.push(task.skill.clone());
            }
        }
        topics
    }

    /// The file name of the topic's pack, if the skill has tasks.
    pub fn pack_of(&self, skill: &SkillId) -> Option<String> {
        self.packs.get(skill).map(|digest| Self::pack_name(skill, digest))
    }

    /// The file name of a topic's pack: one file a topic, so that the first task costs the browser one topic only.
    pub fn pack_name(skill: &SkillId, digest: &str) -> String {
        format!("{skill}.{digest}.json")
    }
}

/// The index at rest. A task is `[template, version, level, kind, life, seconds]` under the place of its skill and the
/// digest of its pack.
#[derive(Serialize, Deserialize)]
struct Stored {
    v: u32,
    skills: SkillGraph,
    tasks: Vec<(usize, String, Vec<StoredTask>)>,
}

type StoredTask = (String, u32, Level, AnswerKind, u8, u16);

impl Serialize for Index {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tasks: Vec<(usize, String, Vec<_>)> = Vec::new();
        for task in &self.tasks {
            let place = self.graph.place(&task.skill);
            let place = place.ok_or_else(|| serde::ser::Error::custom("a task of a skill outside the map"))?;
            let row = (task.template.clone(), task.version, task.level, task.kind, u8::from(task.life), task.seconds);
            match tasks.last_mut() {
                Some((last, _, rows)) if *last == place => rows.push(row),
                _ => tasks.push((place, self.packs.get(&task.skill).cloned().unwrap_or_default(), vec![row])),
            }
        }
        Stored { v: self.version, skills: self.graph.clone(), tasks }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Index {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let stored = Stored::deserialize(deserializer)?;
        let (mut tasks, mut packs) = (Vec::new(), BTreeMap::new());
        for (place, digest, rows) in stored.tasks {
            let skill = stored.skills.all().get(place).ok_or_else(|| D::Error::custom("a task outside the map"))?;
            packs.insert(skill.id.clone(), digest);
            for (template, version, level, kind, life, seconds) in rows {
                let skill = skill.id.clone();
                tasks.push(TaskInfo { skill, template, version, level, kind, life: life != 0, seconds });
            }
        }
        Ok(Index { version: stored.v, graph: stored.skills, tasks, packs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_reads_back() {
        let head = "id\tgrade\tarea\tname_lt\tname_en\tneeds\texam\n";
        let table = format!("{head}a\t5\tskaiciai\tA\tA\t\tdirect\nb\t6\tmodeliai\tB\tB\ta\tdirect\n");
        let task = |skill: &str, template: &str, life| TaskInfo {
            skill: skill.into(),
            template: template.into(),
            version: 1,
            level: Level::Two,
            kind: AnswerKind::Number,
            life,
            seconds: 40,
        };
        let index = Index {
            version: Index::VERSION,
            graph: crate::skills::read_table(&table).expect("a graph"),
            tasks: vec![task("a", "one", false), task("a", "two", true), task("b", "one", false)],
            packs: BTreeMap::from([("a".into(), "1".into()), ("b".into(), "2".into())]),
        };
        let text = serde_json::to_string(&index).expect("JSON");
        assert_eq!(serde_json::from_str::<Index>(&text).expect("an index"), index);
        assert_eq!(index.tasks_of(&"a".into()).len(), 2);
        assert_eq!(index.tasks_of(&"x".into()), []);
        assert_eq!(index.topics(), [SkillId::new("a"), SkillId::new("b")]);
        assert_eq!(index.pack_of(&"b".into()).as_deref(), Some("b.2.json"));
    }
}
