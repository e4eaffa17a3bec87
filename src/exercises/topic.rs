//! A topic as its author wrote it: the content of one file `content/<area>/<skill-id>.toml`, and the same as JSON in
//! a grade's pack. Nothing is computed here; `docs/writing-tasks.md` tells authors what each field means.

use super::{AnswerKind, Level};
use crate::base::Text;
use crate::skills::{Area, SkillId};
use serde::{Deserialize, Serialize};

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// All that is taught and asked of one skill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The skill.
    pub id: SkillId,
    /// Its grade, 5 to 12, as in the map.
    pub grade: u8,
    /// Its area, as in the map.
    pub area: Area,
    /// Its name, as short as a heading.
    pub name: Text,
    /// What it needs, as in the map.
    #[serde(default, skip_serializing_if = "is_default")]
    pub needs: Vec<SkillId>,
    /// The year of the programme it follows.
    pub curriculum: u16,
    /// Who wrote it.
    pub author: String,
    /// The day of the last review, `2026-11-22`.
    pub reviewed: String,
    /// What one can do who holds it: completes "Moki ...".
    pub can: Text,
    /// Three short lines for somebody sent back here from a later topic.
    pub recall: Text,
    /// The explanation: paragraphs, lists, bold, formulas.
    pub explanation: Text,
    /// A video on the same host, if there is one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub video: Option<Video>,
    /// Worked examples.
    #[serde(rename = "example", default, skip_serializing_if = "is_default")]
    pub examples: Vec<Example>,
    /// Typical wrong ideas.
    #[serde(rename = "mistake", default, skip_serializing_if = "is_default")]
    pub mistakes: Vec<MistakeInfo>,
    /// The templates of its tasks.
    #[serde(rename = "task", default, skip_serializing_if = "is_default")]
    pub tasks: Vec<Template>,
}

impl Topic {
    /// The template of this id.
    pub fn template(&self, id: &str) -> Option<&Template> {
        self.tasks.iter().find(|template| template.id == id)
    }

    /// The mistake of this id.
    pub fn mistake(&self, id: &str) -> Option<&MistakeInfo> {
        self.mistakes.iter().find(|mistake| mistake.id == id)
    }
}

/// A video of a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Video {
    /// The file's name on the app's own host.
    pub file: String,
    /// The file of the captions.
    pub captions: Text,
    /// What it shows, for those who cannot watch it.
    pub told: Text,
}

/// A worked example: a task with fixed numbers and all its steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Whether it is a situation from life.
    #[serde(default, skip_serializing_if = "is_default")]
    pub life: bool,
    /// What is asked.
    pub ask: Text,
    /// The steps.
    pub steps: Vec<StepText>,
}

/// A step of a solution as written: a formula, a sentence, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepText {
    /// The formula, without `$`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub math: Option<String>,
    /// The sentence in Lithuanian.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lt: String,
    /// The sentence in English.
    #[serde(default, skip_serializing_if = "is_default")]
    pub en: String,
}

/// A typical wrong idea.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MistakeInfo {
    /// Its id, the same wherever this mistake is meant.
    pub id: String,
    /// What the pupil seems to believe: completes "Atrodo, kad manai: ...".
    pub believes: Text,
    /// What to do instead.
    pub repair: Text,
    /// The topic to go back to.
    #[serde(default, skip_serializing_if = "is_default")]
    pub back: Option<SkillId>,
}

/// A template: a task whose numbers are drawn from a seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its id within the topic.
    pub id: String,
    /// Rises whenever what it asks or takes as right changes.
    pub version: u32,
    /// Its level.
    pub level: Level,
    /// The kind of its answer.
    pub kind: AnswerKind,
    /// Whether it is a situation from life.
    #[serde(default, skip_serializing_if = "is_default")]
    pub life: bool,
    /// What an able pupil of the grade needs, in seconds.
    pub seconds: u16,
    /// How its numbers are drawn and computed, in order: `a = int(2, 9)`.
    #[serde(rename = "let", default, skip_serializing_if = "is_default")]
    pub numbers: Vec<String>,
    /// What must hold for them, all of it.
    #[serde(rename = "where", default, skip_serializing_if = "is_default")]
    pub conditions: Vec<String>,
    /// What is asked.
    pub ask: Text,
    /// A formula before the field.
    #[serde(default, skip_serializing_if = "is_default")]
    pub before: Option<String>,
    /// A text behind the field.
    #[serde(default, skip_serializing_if = "is_default")]
    pub after: Option<Text>,
    /// The right answer of a typed kind.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answer: Option<String>,
    /// The board of an answer that is drawn, line by line.
    #[serde(default, skip_serializing_if = "is_default")]
    pub board: Vec<String>,
    /// The figure beside the question, line by line.
    #[serde(default, skip_serializing_if = "is_default")]
    pub figure: Vec<String>,
    /// The form asked for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub form: Option<String>,
    /// Whether another form counts as right, with a remark.
    #[serde(default, skip_serializing_if = "is_default")]
    pub form_wished: bool,
    /// The answer is rounded to so many decimal places.
    #[serde(default, skip_serializing_if = "is_default")]
    pub places: Option<u32>,
    /// How far off is still right: a number or an expression of the names.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tolerance: Option<String>,
    /// The unit behind the field; it may be typed or not.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unit: Option<Text>,
    /// The options of `choice`, `choices` and `order`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub options: Vec<OptionText>,
    /// The pairs of `match`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pairs: Vec<PairText>,
    /// Wrong answers that show a typical mistake.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mistakes: Vec<MistakeLine>,
    /// Hints, from a nudge to the next step.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hints: Vec<Text>,
    /// The worked solution.
    #[serde(default, skip_serializing_if = "is_default")]
    pub solution: Vec<StepText>,
}

/// An option as written: a formula or a text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionText {
    /// A formula, without `$`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub math: Option<String>,
    /// The text in Lithuanian.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lt: String,
    /// The text in English.
    #[serde(default, skip_serializing_if = "is_default")]
    pub en: String,
    /// The mistake that choosing it shows.
    #[serde(default, skip_serializing_if = "is_default")]
    pub is: Option<String>,
    /// Whether it is right; for `choices`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub right: bool,
}

impl OptionText {
    /// The option as a text with its formula between `$`.
    pub fn text(&self) -> Text {
        match &self.math {
            Some(formula) => Text::new(format!("${formula}$"), format!("${formula}$")),
            None => Text::new(self.lt.as_str(), self.en.as_str()),
        }
    }
}

/// A pair of `match` as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairText {
    /// What stands on the left.
    pub left: OptionText,
    /// What belongs to it.
    pub right: OptionText,
}

/// A wrong answer that shows a typical mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MistakeLine {
    /// The wrong answer, written like the right one.
    pub answer: String,
    /// The mistake's id.
    pub is: String,
    /// For which numbers it is meant; for all without it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub when: Option<String>,
    /// A pointer with this item's numbers, said in place of the mistake's own repair: in Lithuanian.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lt: String,
    /// The same in English.
    #[serde(default, skip_serializing_if = "is_default")]
    pub en: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_reads_as_its_author_wrote_it_and_packs_without_what_is_not_there() {
        let file = r#"
id = "ratio"
grade = 6
area = "skaiciai"
name = { lt = 'Santykis', en = 'Ratio' }
needs = ["part-of-number"]
curriculum = 2022
author = "Augu"
reviewed = "2026-11-22"
can = { lt = 'a', en = 'b' }
recall = { lt = 'a', en = 'b' }
explanation = { lt = 'a', en = 'b' }
[[example]]
ask = { lt = 'a', en = 'b' }
steps = [{ math = 'x = 5', lt = 'a', en = 'b' }]
[[mistake]]
id = "m"
believes = { lt = 'a', en = 'b' }
repair = { lt = 'a', en = 'b' }
[[task]]
id = "t"
version = 1
level = 2
kind = "number"
seconds = 30
let = ['a = int(2, 9)']
where = ['a != 3']
ask = { lt = '{a}?', en = '{a}?' }
answer = 'a'
mistakes = [{ answer = '2*a', is = "m" }]
hints = [{ lt = 'a', en = 'b' }]
solution = [{ math = '{a}', lt = 'a', en = 'b' }]
"#;
        let topic: Topic = toml::from_str(file).expect("a topic");
        let text = serde_json::to_string(&topic).expect("JSON");
        assert_eq!(serde_json::from_str::<Topic>(&text).expect("a topic"), topic);
        assert!(!text.contains("null") && !text.contains("tolerance"), "{text}");
        assert_eq!(topic.template("t").map(|template| template.numbers.len()), Some(1));
        assert!(topic.mistake("m").is_some() && topic.mistake("n").is_none());
        let unknown = file.replace("seconds = 30", "seconds = 30\ncolour = 3");
        assert!(toml::from_str::<Topic>(&unknown).is_err(), "an unknown field is an error");
    }
}
