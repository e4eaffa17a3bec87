//! Sets of numbers made of intervals, and their one canonical form: sorted, merged, none touching. Ends are exact
//! expressions; they are ordered by `equality::compare`. Not here: how intervals are typed (`answer`).

use super::display::Display;
use super::equality::compare;
use super::expr::{Constant, Expr, Relation};
use super::solve::Condition;
use std::cmp::Ordering;

/// A finite end of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The number, as typed.
    pub at: Expr,
    /// Whether it belongs to the interval: a square bracket.
    pub closed: bool,
}

/// An interval. One point is an interval whose ends are both that point, closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The left end; nothing for −∞.
    pub low: Option<End>,
    /// The right end; nothing for +∞.
    pub high: Option<End>,
}

/// A union of intervals; none: the empty set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntervalSet {
    /// As typed, in any order.
    pub parts: Vec<Interval>,
}

/// Which of two left ends starts earlier. A closed end starts before an open one at the same number.
fn compare_low(one: &Option<End>, other: &Option<End>) -> Option<Ordering> {
    Some(match (one, other) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Less,
        (_, None) => Ordering::Greater,
        (Some(one), Some(other)) => compare(&one.at, &other.at)?.then(other.closed.cmp(&one.closed)),
    })
}

/// Which of two right ends stops earlier. An open end stops before a closed one at the same number.
fn compare_high(one: &Option<End>, other: &Option<End>) -> Option<Ordering> {
    Some(match (one, other) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Greater,
        (_, None) => Ordering::Less,
        (Some(one), Some(other)) => compare(&one.at, &other.at)?.then(one.closed.cmp(&other.closed)),
    })
}

/// Whether an interval that ends with `high` and one that starts with `low` leave nothing between them.
fn touch(high: &Option<End>, low: &Option<End>) -> Option<bool> {
    let (Some(high), Some(low)) = (high, low) else { return Some(true) };
    Some(match compare(&low.at, &high.at)? {
        Ordering::Less => true,
        Ordering::Equal => low.closed || high.closed,
        Ordering::Greater => false,
    })
}

impl IntervalSet {
    /// All real numbers.
    pub fn all() -> Self {
        Self { parts: vec![Interval { low: None, high: None }] }
    }

    /// The same set, sorted and merged. Nothing where two ends cannot be compared (they hold letters).
    pub fn canonical(&self) -> Option<Self> {
        let mut parts: Vec<Interval> = Vec::new();
        for part in &self.parts {
            let mut at = 0;
            for (place, known) in parts.iter().enumerate() {
                if compare_low(&known.low, &part.low)? == Ordering::Less {
                    at = place + 1;
                }
            }
            parts.insert(at, part.clone());
        }
        let mut merged: Vec<Interval> = Vec::new();
        for part in parts {
            match merged.last_mut() {
                Some(last) if touch(&last.high, &part.low)? => {
                    if compare_high(&last.high, &part.high)? == Ordering::Less {
                        last.high = part.high;
                    }
                }
                _ => merged.push(part),
            }
        }
        Some(Self { parts: merged })
    }

    /// What both hold. Nothing where ends cannot be compared.
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        let mut parts = Vec::new();
        for one in &self.parts {
            for two in &other.parts {
                let low = if compare_low(&one.low, &two.low)? == Ordering::Less { &two.low } else { &one.low };
                let high = if compare_high(&one.high, &two.high)? == Ordering::Less { &one.high } else { &two.high };
                let empty = match (low, high) {
                    (Some(low), Some(high)) => match compare(&low.at, &high.at)? {
                        Ordering::Less => false,
                        Ordering::Equal => !(low.closed && high.closed),
                        Ordering::Greater => true,
                    },
                    _ => false,
                };
                if !empty {
                    parts.push(Interval { low: low.clone(), high: high.clone() });
                }
            }
        }
        Some(Self { parts })
    }

    /// Whether both are the same set, whatever the way they are written. Nothing where ends cannot be compared.
    pub fn same(&self, other: &Self) -> Option<bool> {
        let (one, two) = (self.canonical()?, other.canonical()?);
        if one.parts.len() != two.parts.len() {
            return Some(false);
        }
        for (left, right) in one.parts.iter().zip(&two.parts) {
            let lows = compare_low(&left.low, &right.low)?;
            let highs = compare_high(&left.high, &right.high)?;
            if lows != Ordering::Equal || highs != Ordering::Equal {
                return Some(false);
            }
        }
        Some(true)
    }

    /// The same as a condition on this letter.
    pub fn condition(&self, letter: &str) -> Condition {
        let compare = |relation: Relation, at: &Expr| Condition::Compare(Expr::letter(letter), relation, at.clone());
        let part = |part: &Interval| {
            let low = part
                .low
                .as_ref()
                .map(|end| compare(if end.closed { Relation::GreaterEqual } else { Relation::Greater }, &end.at));
            let high = part
                .high
                .as_ref()
                .map(|end| compare(if end.closed { Relation::LessEqual } else { Relation::Less }, &end.at));
            Condition::All(low.into_iter().chain(high).collect())
        };
        Condition::Any(self.parts.iter().map(part).collect())
    }

    /// The finite ends, in the order typed.
    pub fn ends(&self) -> Vec<&Expr> {
        self.parts.iter().flat_map(|part| [&part.low, &part.high]).flatten().map(|end| &end.at).collect()
    }

    /// In interval notation.
    pub fn display(&self) -> Display {
        let infinity = || Expr::Constant(Constant::Infinity);
        let mut parts: Vec<Display> = self
            .parts
            .iter()
            .map(|part| {
                if let (Some(low), Some(high)) = (&part.low, &part.high)
                    && low == high
                {
                    return Display::Set(vec![Display::Expr(low.at.clone())]);
                }
                let (low, open) = match &part.low {
                    Some(end) => (end.at.clone(), if end.closed { '[' } else { '(' }),
                    None => (infinity().negated(), '('),
                };
                let (high, close) = match &part.high {
                    Some(end) => (end.at.clone(), if end.closed { ']' } else { ')' }),
                    None => (Expr::Positive(Box::new(infinity())), ')'),
                };
                Display::Tuple { name: None, open, members: vec![Display::Expr(low), Display::Expr(high)], close }
            })
            .collect();
        match parts.len() {
            0 => Display::EmptySet,
            1 => parts.remove(0),
            more => Display::Joined(parts, vec![true; more - 1]),
        }
    }
}
