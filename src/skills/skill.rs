//! One skill: its id, grade, area, names and what it needs.

use crate::base::{Lang, Text};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// The id of a skill, as in `content/skills.tsv`: `linear-equation`. Cheap to clone; ordered by its text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SkillId(Arc<str>);

impl SkillId {
    /// The id of this text. Any text is taken; whether the skill exists is known to [`super::SkillGraph`] alone.
    pub fn new(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the text is fit for an id: lower-case letters, digits and single hyphens between them.
    pub fn is_well_formed(text: &str) -> bool {
        text.split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
    }
}

impl fmt::Display for SkillId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SkillId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for SkillId {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl std::borrow::Borrow<str> for SkillId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for SkillId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SkillId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(&std::borrow::Cow::<'de, str>::deserialize(deserializer)?))
    }
}

/// An area of the programme's content (mokymo(si) turinio sritis).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Area {
    /// Numbers and calculation.
    Skaiciai,
    /// Models and relations: letters, equations, functions.
    Modeliai,
    /// Geometry and measurement.
    Geometrija,
    /// Data and probability.
    Duomenys,
}

impl Area {
    /// All four, in the programme's order.
    pub const ALL: [Area; 4] = [Area::Skaiciai, Area::Modeliai, Area::Geometrija, Area::Duomenys];

    /// The word used in files and addresses: `skaiciai`.
    pub const fn key(self) -> &'static str {
        match self {
            Area::Skaiciai => "skaiciai",
            Area::Modeliai => "modeliai",
            Area::Geometrija => "geometrija",
            Area::Duomenys => "duomenys",
        }
    }

    /// The area of this key.
    pub fn of_key(key: &str) -> Option<Area> {
        Area::ALL.into_iter().find(|area| area.key() == key)
    }

    /// The programme's name of the area.
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Area::Skaiciai, Lang::Lt) => "Skaičiai ir skaičiavimai",
            (Area::Skaiciai, Lang::En) => "Numbers and calculation",
            (Area::Modeliai, Lang::Lt) => "Modeliai ir sąryšiai",
            (Area::Modeliai, Lang::En) => "Models and relations",
            (Area::Geometrija, Lang::Lt) => "Geometrija ir matavimai",
            (Area::Geometrija, Lang::En) => "Geometry and measurement",
            (Area::Duomenys, Lang::Lt) => "Duomenys ir tikimybės",
            (Area::Duomenys, Lang::En) => "Data and probability",
        }
    }
}

/// One skill of the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    /// Its id.
    pub id: SkillId,
    /// The grade it is taught in, 5 to 12.
    pub grade: u8,
    /// The area it belongs to.
    pub area: Area,
    /// Its name.
    pub name: Text,
    /// What must be held before it, directly.
    pub needs: Vec<SkillId>,
    /// Whether it is in the programme of the exam after grade 10 (PUPP) or a foundation of something that is.
    pub exam: bool,
}
