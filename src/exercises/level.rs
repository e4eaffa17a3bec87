//! The level of a task and the kind of its answer.

use crate::base::Lang;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The level of a task: the programme's four. At rest a number from 1 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Slenkstinis: the smallest real step of the topic.
    One,
    /// Patenkinamas.
    Two,
    /// Pagrindinis.
    Three,
    /// Aukštesnysis: wants thought, not big numbers.
    Four,
}

impl Level {
    /// All four, from the first.
    pub const ALL: [Level; 4] = [Level::One, Level::Two, Level::Three, Level::Four];

    /// 1 to 4.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The level of this number, 1 to 4.
    pub const fn of_number(number: u8) -> Option<Level> {
        match number {
            1 => Some(Level::One),
            2 => Some(Level::Two),
            3 => Some(Level::Three),
            4 => Some(Level::Four),
            _ => None,
        }
    }

    /// The programme's word for it, with a small first letter.
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Level::One, Lang::Lt) => "slenkstinis",
            (Level::One, Lang::En) => "threshold",
            (Level::Two, Lang::Lt) => "patenkinamas",
            (Level::Two, Lang::En) => "satisfactory",
            (Level::Three, Lang::Lt) => "pagrindinis",
            (Level::Three, Lang::En) => "main",
            (Level::Four, Lang::Lt) => "aukštesnysis",
            (Level::Four, Lang::En) => "advanced",
        }
    }
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.number())
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u8::deserialize(deserializer)?;
        Level::of_number(number).ok_or_else(|| serde::de::Error::custom("a level is 1, 2, 3 or 4"))
    }
}

/// What a task wants as its answer. At rest, in files and in addresses its [`AnswerKind::key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerKind {
    /// A number.
    Number,
    /// An expression in letters.
    Expression,
    /// An equation.
    Equation,
    /// The solutions of an equation: some, none or all numbers.
    Set,
    /// An interval or several; an inequality may be typed instead.
    Interval,
    /// A pair of numbers, such as a point or the solution of a system.
    Pair,
    /// A ratio of numbers.
    Ratio,
    /// An inequality or a system of them, by its solutions.
    Inequality,
    /// A number with its unit of measure, in any unit that measures the same.
    Quantity,
    /// A time: of day, or how long something takes.
    Time,
    /// Values in their order.
    List,
    /// One option of several.
    Choice,
    /// All right options of several.
    Choices,
    /// The options in an order.
    Order,
    /// Left and right joined in pairs.
    Match,
    /// A point drawn on a plane.
    Point,
    /// A straight line drawn on a plane.
    Line,
    /// A parabola drawn on a plane.
    Parabola,
    /// A point drawn on a number line.
    #[serde(rename = "axis-point")]
    AxisPoint,
    /// An interval drawn on a number line.
    #[serde(rename = "axis-interval")]
    AxisInterval,
    /// Cells chosen on a grid.
    Cells,
    /// Working, line by line.
    Working,
}

impl AnswerKind {
    /// Every kind.
    pub const ALL: [AnswerKind; 22] = [
        AnswerKind::Number,
        AnswerKind::Expression,
        AnswerKind::Equation,
        AnswerKind::Set,
        AnswerKind::Interval,
        AnswerKind::Pair,
        AnswerKind::Ratio,
        AnswerKind::Inequality,
        AnswerKind::Quantity,
        AnswerKind::Time,
        AnswerKind::List,
        AnswerKind::Choice,
        AnswerKind::Choices,
        AnswerKind::Order,
        AnswerKind::Match,
        AnswerKind::Point,
        AnswerKind::Line,
        AnswerKind::Parabola,
        AnswerKind::AxisPoint,
        AnswerKind::AxisInterval,
        AnswerKind::Cells,
        AnswerKind::Working,
    ];

    /// The word in files and addresses: `number`.
    pub const fn key(self) -> &'static str {
        match self {
            AnswerKind::Number => "number",
            AnswerKind::Expression => "expression",
            AnswerKind::Equation => "equation",
            AnswerKind::Set => "set",
            AnswerKind::Interval => "interval",
            AnswerKind::Pair => "pair",
            AnswerKind::Ratio => "ratio",
            AnswerKind::Inequality => "inequality",
            AnswerKind::Quantity => "quantity",
            AnswerKind::Time => "time",
            AnswerKind::List => "list",
            AnswerKind::Choice => "choice",
            AnswerKind::Choices => "choices",
            AnswerKind::Order => "order",
            AnswerKind::Match => "match",
            AnswerKind::Point => "point",
            AnswerKind::Line => "line",
            AnswerKind::Parabola => "parabola",
            AnswerKind::AxisPoint => "axis-point",
            AnswerKind::AxisInterval => "axis-interval",
            AnswerKind::Cells => "cells",
            AnswerKind::Working => "working",
        }
    }

    /// The kind of this word.
    pub fn of_key(key: &str) -> Option<AnswerKind> {
        AnswerKind::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Whether the answer is typed into one field.
    pub const fn is_typed(self) -> bool {
        !self.is_picked() && !self.is_drawn() && !matches!(self, AnswerKind::Working)
    }

    /// Whether the answer is picked from what is there.
    pub const fn is_picked(self) -> bool {
        matches!(self, AnswerKind::Choice | AnswerKind::Choices | AnswerKind::Order | AnswerKind::Match)
    }

    /// Whether the answer is drawn on a board.
    pub const fn is_drawn(self) -> bool {
        matches!(
            self,
            AnswerKind::Point
                | AnswerKind::Line
                | AnswerKind::Parabola
                | AnswerKind::AxisPoint
                | AnswerKind::AxisInterval
                | AnswerKind::Cells
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_numbers_read_back() {
        for kind in AnswerKind::ALL {
            assert_eq!(AnswerKind::of_key(kind.key()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).expect("JSON"), format!("\"{}\"", kind.key()));
        }
        for level in Level::ALL {
            assert_eq!(serde_json::from_str::<Level>(&level.number().to_string()).expect("a level"), level);
        }
        assert!(serde_json::from_str::<Level>("5").is_err());
    }
}
