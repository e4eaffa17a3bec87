//! What names an item, what a pupil gave as its answer, and the four verdicts. All three are kept in journals for
//! years, so their form at rest never changes its meaning.

use crate::skills::SkillId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The name of an item: who has the content at that version recomputes the item from it, bit for bit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ItemRef {
    /// The topic.
    #[serde(rename = "s")]
    pub skill: SkillId,
    /// The template's id within the topic.
    #[serde(rename = "t")]
    pub template: String,
    /// The template's version.
    #[serde(rename = "v")]
    pub version: u32,
    /// The seed of its numbers.
    #[serde(rename = "n")]
    pub seed: u64,
}

impl fmt::Display for ItemRef {
    /// `linear-equation/two-sided@1#42`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}@{}#{}", self.skill, self.template, self.version, self.seed)
    }
}

/// An answer as given. Options, left and right sides are named by their place in the template, which shuffling on the
/// screen does not change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Answer {
    /// What was typed, as it was.
    #[serde(rename = "t")]
    Typed(String),
    /// One option.
    #[serde(rename = "o")]
    Option(usize),
    /// Several options, in any order.
    #[serde(rename = "m")]
    Options(Vec<usize>),
    /// All options in an order.
    #[serde(rename = "q")]
    Order(Vec<usize>),
    /// Left joined to right.
    #[serde(rename = "p")]
    Pairs(Vec<(usize, usize)>),
}

/// What the judging of an answer comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// Right.
    #[serde(rename = "right")]
    Right,
    /// Right in value, but not yet in the form asked for.
    #[serde(rename = "form")]
    RightButForm,
    /// Not right yet.
    #[serde(rename = "wrong")]
    Wrong,
    /// It cannot be read; this costs nothing.
    #[serde(rename = "unreadable")]
    Unreadable,
}

impl Verdict {
    /// `right`, `form`, `wrong` or `unreadable`, as at rest and in `data-verdict`.
    pub const fn key(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::RightButForm => "form",
            Verdict::Wrong => "wrong",
            Verdict::Unreadable => "unreadable",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_at_rest_stays() {
        let rows = [
            (Answer::Typed("x = 5".into()), r#"{"t":"x = 5"}"#),
            (Answer::Option(2), r#"{"o":2}"#),
            (Answer::Options(vec![0, 3]), r#"{"m":[0,3]}"#),
            (Answer::Order(vec![1, 0]), r#"{"q":[1,0]}"#),
            (Answer::Pairs(vec![(0, 1)]), r#"{"p":[[0,1]]}"#),
        ];
        for (answer, text) in rows {
            assert_eq!(serde_json::to_string(&answer).expect("JSON"), text);
            assert_eq!(serde_json::from_str::<Answer>(text).expect("an answer"), answer);
        }
        for verdict in [Verdict::Right, Verdict::RightButForm, Verdict::Wrong, Verdict::Unreadable] {
            assert_eq!(serde_json::to_string(&verdict).expect("JSON"), format!("\"{}\"", verdict.key()));
        }
        let item = ItemRef { skill: "ratio".into(), template: "share".into(), version: 2, seed: u64::MAX };
        assert_eq!(item.to_string(), "ratio/share@2#18446744073709551615");
        let text = serde_json::to_string(&item).expect("JSON");
        assert_eq!(text, r#"{"s":"ratio","t":"share","v":2,"n":18446744073709551615}"#);
        assert_eq!(serde_json::from_str::<ItemRef>(&text).expect("an item"), item);
    }
}
