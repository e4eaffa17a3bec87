//! The points at which two expressions are tried against each other: seeded, of several kinds and signs, and on both
//! sides of every place where an absolute value, a root or a logarithm changes its nature. Not here: what is found there
//! (`equality`).

use super::equality::with_letters;
use super::expr::{Expr, Function, NumberStyle};
use super::number::Number;
use super::solve;
use crate::base::Rng;
use std::collections::BTreeMap;

/// This many points are looked at in any case: all signs of three letters, twice.
const POINTS_FIRST: usize = 16;
/// At this many points they are looked for.
const POINTS_MOST: usize = 40;
/// At most so many parts that turn are looked at.
const TURNS_MOST: usize = 12;

/// The points at which two expressions are compared.
pub(super) struct Points<'e> {
    /// The letters of both, sorted.
    pub(super) names: Vec<String>,
    sides: [&'e Expr; 2],
    seed: u64,
}

impl<'e> Points<'e> {
    /// For these two, by this seed.
    pub(super) fn of(one: &'e Expr, other: &'e Expr, seed: u64) -> Self {
        let mut names = one.letters();
        names.extend(other.letters());
        names.sort();
        names.dedup();
        Self { names, sides: [one, other], seed }
    }

    fn drawn(&self, from: usize, to: usize) -> impl Iterator<Item = BTreeMap<String, Number>> + '_ {
        let mut rng = Rng::new(self.seed);
        let factorial = |part: &Expr| matches!(part, Expr::Function(Function::Factorial, _));
        let whole = self.sides.iter().any(|side| side.any(&factorial));
        let point = move |point| {
            let at = |(at, name): (usize, &String)| {
                // Only whole numbers have factorials.
                let value = if whole { Number::from(rng.between(0, 20)) } else { sample(&mut rng, point, at) };
                (name.clone(), value)
            };
            self.names.iter().enumerate().map(at).collect()
        };
        // The first are drawn, too, so that each point is the same whoever asks.
        let most = if self.names.is_empty() { 1 } else { to };
        (0..most).map(point).skip(from)
    }

    /// All signs twice, then both sides of every turn, then spare ones (true) for where too few have shown anything.
    pub(super) fn walk(&self) -> impl Iterator<Item = (bool, BTreeMap<String, Number>)> + '_ {
        let turns = std::iter::once_with(|| self.at_turns()).flatten();
        let needed = self.drawn(0, POINTS_FIRST).chain(turns).map(|point| (false, point));
        needed.chain(self.drawn(POINTS_FIRST, POINTS_MOST).map(|point| (true, point)))
    }

    /// Two points on either side of every turn, letter by letter, the other letters standing still.
    fn at_turns(&self) -> Vec<BTreeMap<String, Number>> {
        let mut turning = Vec::new();
        self.sides.iter().for_each(|side| gather_turning(side, &mut turning));
        let mut points = Vec::new();
        if turning.is_empty() {
            return points;
        }
        let still: Vec<BTreeMap<String, Number>> = self.drawn(0, 2).collect();
        for letters in still.iter().take(if self.names.len() > 1 { 2 } else { 1 }) {
            for name in self.names.iter().take(4) {
                let others = |other: &str| {
                    let value = letters.get(other).filter(|_| other != name);
                    value.map(|value| Expr::of_number(value, NumberStyle::Fraction).in_brackets())
                };
                let parts: Vec<Expr> = turning.iter().map(|part| with_letters(part, &others)).collect();
                for value in solve::between_turns(&parts, name) {
                    let mut point = letters.clone();
                    point.insert(name.clone(), value);
                    points.push(point);
                }
            }
        }
        points
    }
}

/// What stands between bars, under roots, below lines and in logarithms, where it holds letters.
fn gather_turning<'e>(expr: &'e Expr, found: &mut Vec<&'e Expr>) {
    let turning: Vec<&Expr> = match expr {
        Expr::Absolute(inner) => vec![inner],
        Expr::Root(index, inner) if index % 2 == 0 => vec![inner],
        Expr::Function(Function::Ln | Function::Log, arguments) => arguments.iter().collect(),
        // A power that is no polynomial.
        Expr::Power(base, exponent) if !matches!(exponent.bare(), Expr::Number(_)) => vec![base],
        _ => vec![],
    };
    for part in turning {
        if !part.letters().is_empty() && !found.contains(&part) && found.len() < TURNS_MOST {
            found.push(part);
        }
    }
    expr.parts().into_iter().for_each(|part| gather_turning(part, found));
}

/// A value for the letter at place `at`. The first 24 points go three times through all signs of three letters, the
/// rest are positive; sizes are of four kinds.
fn sample(rng: &mut Rng, point: usize, at: usize) -> Number {
    let (top, bottom) = match rng.below(4) {
        0 => (rng.between(1, 12), 1),
        1 => (rng.between(1, 40), rng.between(2, 9)),
        2 => (rng.between(1, 96), 97),
        _ => (rng.between(1, 900), rng.between(1, 30)),
    };
    let minus = point < 24 && (point >> (at % 3)) & 1 == 1;
    Number::ratio(if minus { -top } else { top }, bottom).unwrap_or_default()
}
