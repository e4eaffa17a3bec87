//! Who learns here: a name for the "who are you" screen, the grade, the language. The least a pupil can be asked.

use crate::base::{Lang, Stamp};
use serde::{Deserialize, Serialize};

/// The lowest and highest grade of the maths map.
pub const GRADES: std::ops::RangeInclusive<u8> = 5..=12;

/// The longest name kept, in characters.
pub const NAME_CHARS_MAX: usize = 60;

/// What was said about the profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProfileFact {
    /// The pupil is called so on this device; never leaves it unless shared.
    #[serde(rename = "name")]
    Named(String),
    /// The pupil's grade, 5 to 12; `None`: would rather not say.
    #[serde(rename = "grade")]
    InGrade(Option<u8>),
    /// The language of the interface.
    #[serde(rename = "lang")]
    Speaks(Lang),
    /// The first-visit guide was seen or passed over.
    #[serde(rename = "guide")]
    GuideSeen,
    /// Estimated marks are shown (they are off until asked for).
    #[serde(rename = "estimate")]
    WantsEstimate(bool),
}

/// The profile as folded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// The name, if one was given.
    pub name: Option<String>,
    /// The grade, if it was said.
    pub grade: Option<u8>,
    /// Whether the question about the grade was answered, with a grade or with "rather not".
    pub grade_asked: bool,
    /// The language, if it was chosen.
    pub lang: Option<Lang>,
    /// Whether the guide was seen.
    pub guide_seen: bool,
    /// Whether estimated marks are shown.
    pub estimate: bool,
}

impl Profile {
    /// Folds one fact in.
    pub fn apply(&mut self, _stamp: &Stamp, fact: &ProfileFact) {
        match fact {
            ProfileFact::Named(name) => {
                let name: String = name.trim().chars().take(NAME_CHARS_MAX).collect();
                self.name = (!name.is_empty()).then_some(name);
            }
            ProfileFact::InGrade(grade) => {
                self.grade = grade.filter(|grade| GRADES.contains(grade));
                self.grade_asked = true;
            }
            ProfileFact::Speaks(lang) => self.lang = Some(*lang),
            ProfileFact::GuideSeen => self.guide_seen = true,
            ProfileFact::WantsEstimate(wanted) => self.estimate = *wanted,
        }
    }
}
