//! One thing that a family can do at home for a topic: five minutes, nothing to buy, no mathematics teacher needed.
//! Which activity fits a topic follows from the topic's id; the sentences stand in `locales`.

use crate::skills::SkillId;

/// An activity for the kitchen table, the shop or the way to school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Activity {
    /// Percentages on price labels.
    Percent,
    /// The thermometer and debts: numbers below nought.
    Negative,
    /// Halves and quarters in the kitchen.
    Fraction,
    /// Receipts: decimals and rounding.
    Decimal,
    /// A recipe for another number of people: ratio and proportion.
    Ratio,
    /// Folding paper: powers and roots.
    Power,
    /// "I think of a number": equations.
    Equation,
    /// "At most, at least": inequalities and intervals.
    Inequality,
    /// A taxi's price: letters that stand for numbers.
    Letter,
    /// A taxi's price again, as a table: functions and graphs.
    Function,
    /// Telling a problem in one's own words.
    Story,
    /// Measuring the room: lengths, areas, volumes, shapes.
    Measure,
    /// A week's weather: data and averages.
    Data,
    /// Dice and coins.
    Chance,
    /// Explaining one example aloud: helps with every topic.
    Talk,
}

impl Activity {
    /// All of them.
    pub const ALL: [Activity; 15] = [
        Activity::Percent,
        Activity::Negative,
        Activity::Fraction,
        Activity::Decimal,
        Activity::Ratio,
        Activity::Power,
        Activity::Equation,
        Activity::Inequality,
        Activity::Letter,
        Activity::Function,
        Activity::Story,
        Activity::Measure,
        Activity::Data,
        Activity::Chance,
        Activity::Talk,
    ];

    /// The activity for a topic. The first row that has a word of the topic's id decides; no word known: talk.
    pub fn of(skill: &SkillId) -> Activity {
        const BY_WORD: [(&[&str], Activity); 15] = [
            (&["word", "problems", "mixtures"], Activity::Story),
            (&["percent", "interest", "budget", "loans", "discount"], Activity::Percent),
            (&["inequality", "inequalities", "intervals", "interval"], Activity::Inequality),
            (&["negatives", "negative", "rational", "real"], Activity::Negative),
            (&["equation", "system", "quadratic", "discriminant", "vieta"], Activity::Equation),
            (&["fraction", "fractions", "part", "mixed"], Activity::Fraction),
            (&["decimal", "decimals", "rounding", "natural", "value", "order"], Activity::Decimal),
            (&["ratio", "proportion", "proportional", "scale", "similarity", "similar"], Activity::Ratio),
            (&["power", "root", "form", "roots"], Activity::Power),
            (&["function", "graph", "relation", "sequence", "patterns", "coordinate"], Activity::Function),
            (
                &["letter", "terms", "brackets", "polynomial", "binomial", "factor", "squares", "square"],
                Activity::Letter,
            ),
            (&["probability", "combinatorics", "chance"], Activity::Chance),
            (&["mean", "median", "charts", "frequency", "histogram", "data", "sample", "scatter"], Activity::Data),
            (
                &[
                    "area",
                    "perimeter",
                    "volume",
                    "angle",
                    "angles",
                    "triangle",
                    "triangles",
                    "circle",
                    "units",
                    "solids",
                    "prism",
                    "cylinder",
                    "pythagoras",
                    "trig",
                    "vectors",
                    "polygons",
                    "symmetry",
                    "speed",
                ],
                Activity::Measure,
            ),
            (&[], Activity::Talk),
        ];
        let has = |words: &[&str]| skill.as_str().split('-').any(|part| words.contains(&part));
        BY_WORD.iter().find(|(words, _)| has(words)).map_or(Activity::Talk, |(_, activity)| *activity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_have_an_activity_that_fits() {
        let cases = [
            ("percent-of-number", Activity::Percent),
            ("number-from-percent", Activity::Percent),
            ("add-subtract-negatives", Activity::Negative),
            ("rational-operations", Activity::Negative),
            ("linear-equation", Activity::Equation),
            ("word-problem-linear-equation", Activity::Story),
            ("system-substitution", Activity::Equation),
            ("linear-inequality", Activity::Inequality),
            ("numeric-inequality-properties", Activity::Inequality),
            ("intervals", Activity::Inequality),
            ("expand-brackets", Activity::Letter),
            ("letter-expressions", Activity::Letter),
            ("standard-form", Activity::Power),
            ("square-root", Activity::Power),
            ("power-rules", Activity::Power),
            ("ratio", Activity::Ratio),
            ("proportion", Activity::Ratio),
            ("mean", Activity::Data),
            ("probability-concept", Activity::Chance),
            ("circle-area", Activity::Measure),
            ("compare-fractions", Activity::Fraction),
            ("some-new-topic", Activity::Talk),
        ];
        for (id, activity) in cases {
            assert_eq!(Activity::of(&SkillId::new(id)), activity, "{id}");
        }
    }
}
