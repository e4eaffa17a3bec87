//! The real solutions of conditions in one letter, decided exactly: the line is cut at the roots of all polynomials in
//! the conditions (isolated by Sturm's theorem, 1829), and each condition is true or false on every cut and between two
//! of them (Collins 1975, in one dimension). Square roots, absolute values and roots of numbers are cleared by
//! multiplying with the conjugate. Not here: several letters, logarithms and sines; those have no answer here.

use super::ball::{Ball, enclose, enclose_at};
use super::display::{Display, Separator};
use super::expr::{Expr, Joint, Relation, Term};
use super::normal::normal;
use super::number::Number;
use super::polynomial::Polynomial;
use super::roots::{Dense, Root, simplest_between};
use crate::base::Rng;
use std::collections::BTreeMap;

/// Polynomials of a higher degree are not cut at.
const DEGREE_MAX: usize = 40;
/// Polynomials of a higher degree are not looked at for turns.
const TURNS_MAX: usize = 12;
/// Points at which conditions are tried where no polynomial tells.
const POINTS: usize = 40;
/// Bits to which an irrational root is known where something is worked out at it.
const ROOT_BITS: u32 = 220;

/// A condition.
#[allow(clippy::large_enum_variant, reason = "conditions are few and soon gone")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Two sides and the relation between: one of = ≠ < ≤ > ≥.
    Compare(Expr, Relation, Expr),
    /// All of them hold; of none, always.
    All(Vec<Condition>),
    /// One of them holds; of none, never.
    Any(Vec<Condition>),
}

/// How the solutions of one condition differ from those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// A solution of the first is none of the second.
    pub lost: bool,
    /// A solution of the second is none of the first.
    pub gained: bool,
}

impl Condition {
    /// A chain of sides with relations between, one fewer. Nothing where a relation is none of = ≠ < ≤ > ≥.
    pub fn chain(sides: &[Expr], relations: &[Relation]) -> Option<Condition> {
        let known =
            |relation: &Relation| relation.is_order() || matches!(relation, Relation::Equal | Relation::NotEqual);
        if !relations.iter().all(known) || sides.len() != relations.len() + 1 {
            return None;
        }
        let mut parts: Vec<Condition> = sides
            .windows(2)
            .zip(relations)
            .filter_map(|(two, relation)| match two {
                [left, right] => Some(Condition::Compare(left.clone(), *relation, right.clone())),
                _ => None,
            })
            .collect();
        Some(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
    }

    /// The letters in it.
    pub fn letters(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.each(&mut |left, _, right| {
            found.extend(left.letters());
            found.extend(right.letters());
        });
        found.sort();
        found.dedup();
        found
    }

    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr, Relation, &'a Expr)) {
        match self {
            Condition::Compare(left, relation, right) => visit(left, *relation, right),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.each(visit)),
        }
    }

    /// All sides, in the order of reading.
    pub fn sides(&self) -> Vec<&Expr> {
        let mut found = Vec::new();
        self.each(&mut |left, _, right| found.extend([left, right]));
        found
    }

    /// The same with the letters renamed by `change`.
    pub fn map(&self, change: &dyn Fn(&Expr) -> Expr) -> Condition {
        let all = |parts: &[Condition]| parts.iter().map(|part| part.map(change)).collect();
        match self {
            Condition::Compare(left, relation, right) => Condition::Compare(change(left), *relation, change(right)),
            Condition::All(parts) => Condition::All(all(parts)),
            Condition::Any(parts) => Condition::Any(all(parts)),
        }
    }

    /// With "ir" and "arba" between.
    pub fn display(&self) -> Display {
        let joined = |parts: &[Condition], separator: Separator| {
            let mut parts: Vec<Display> = parts.iter().map(Condition::display).collect();
            match parts.len() {
                1 => parts.remove(0),
                count => Display::List(parts, vec![separator; count.saturating_sub(1)]),
            }
        };
        match self {
            Condition::Compare(left, relation, right) => {
                Display::Chain(vec![Display::Expr(left.clone()), Display::Expr(right.clone())], vec![*relation])
            }
            Condition::All(parts) => joined(parts, Separator::And),
            Condition::Any(parts) => joined(parts, Separator::Or),
        }
    }

    fn holds(&self, at: &dyn Fn(&Expr, Relation, &Expr) -> Option<bool>) -> Option<bool> {
        match self {
            Condition::Compare(left, relation, right) => at(left, *relation, right),
            Condition::All(parts) => parts.iter().try_fold(true, |known, part| Some(part.holds(at)? && known)),
            Condition::Any(parts) => parts.iter().try_fold(false, |known, part| Some(part.holds(at)? || known)),
        }
    }
}

/// How the solutions in this letter differ. Nothing where that cannot be decided: other letters, functions, degrees
/// beyond the bounds.
pub fn difference(one: &Condition, other: &Condition, letter: &str) -> Option<Difference> {
    let truths = truths(&[one, other], letter)?;
    let [one, other] = truths.as_slice() else { return None };
    let pairs = || one.iter().zip(other);
    Some(Difference {
        lost: pairs().any(|(one, other)| *one && !*other),
        gained: pairs().any(|(one, other)| !*one && *other),
    })
}

/// Whether two conditions in this letter hold for the same numbers, where no polynomial tells: 2ˣ > 8 and x > 3. They are
/// tried at the ends that either of them names, on both sides of each, and at seeded points. "No" is certain, each truth
/// being worked out exactly or in balls that exclude 0; "yes" is said only where one of them is solved, so that all its
/// ends are known, and every end was decided. Nothing otherwise.
pub(super) fn same_truths(one: &Condition, other: &Condition, letter: &str) -> Option<bool> {
    let is_letter = |side: &Expr| matches!(side.bare(), Expr::Letter(name) if name == letter);
    let mut ends: Vec<&Expr> = Vec::new();
    let mut unsolved = [0, 0];
    for (count, condition) in unsolved.iter_mut().zip([one, other]) {
        condition.each(&mut |left, _, right| match (is_letter(left), is_letter(right)) {
            (true, false) if right.letters().is_empty() => ends.push(right),
            (false, true) if left.letters().is_empty() => ends.push(left),
            _ => *count += 1,
        });
    }
    let truth = |condition: &Condition, value: &Expr| {
        condition.holds(&|left, relation, right| holds_with(left, relation, right, letter, value))
    };
    let agree = |value: &Expr| Some(truth(one, value)? == truth(other, value)?);
    let mut decided = true;
    let near = Number::ratio(1, 1 << 20).unwrap_or_default();
    let mut beside = Vec::new();
    for end in ends {
        match agree(end) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => decided = false,
        }
        let (low, high) = enclose(end, &BTreeMap::new()).ok()?.bounds();
        beside.extend([&low - &near, &high + &near]);
    }
    let mut rng = Rng::new(0x5EED_0F5A_3B20);
    let drawn = (0..POINTS).filter_map(|_| {
        let size = if rng.below(2) == 0 { 12 } else { 900 };
        Number::ratio(rng.between(-size, size), rng.between(1, 9))
    });
    let mut agreed = 0;
    for value in beside.into_iter().chain(drawn) {
        match agree(&Expr::of_number(&value, super::NumberStyle::Fraction).in_brackets()) {
            Some(true) => agreed += 1,
            Some(false) => return Some(false),
            None => {}
        }
    }
    (decided && agreed >= POINTS / 2 && unsolved.contains(&0)).then_some(true)
}

/// Whether it holds with this value in place of the letter. What has no value there does not.
fn holds_with(left: &Expr, relation: Relation, right: &Expr, letter: &str, value: &Expr) -> Option<bool> {
    let none = BTreeMap::new();
    let put = |side: &Expr| {
        side.rebuilt(&|part| match &part {
            Expr::Letter(name) if name == letter => value.clone().in_brackets(),
            _ => part,
        })
    };
    let (left, right) = (put(left), put(right));
    let balls = [&left, &right].map(|side| enclose(side, &none));
    if let [Ok(one), Ok(other)] = &balls
        && let Some(sign) = one.minus(other).ok().and_then(|ball| ball.sign())
    {
        return Some(by_sign(sign, relation));
    }
    let certain = |why: &super::Undefined| why.is_certain();
    if balls.iter().any(|ball| ball.as_ref().is_err_and(certain)) {
        return Some(false);
    }
    match (normal(&left, &none), normal(&right, &none)) {
        (Ok(one), Ok(other)) => Some(by_sign(one.minus(&other).ok()?.as_number()?.signum(), relation)),
        (Err(why), _) | (_, Err(why)) if certain(&why) => Some(false),
        _ => None,
    }
}

/// Whether it holds for all numbers (true), for none (false), or for some (nothing); the outer nothing: not decided.
pub fn always(condition: &Condition, letter: &str) -> Option<Option<bool>> {
    let truths = truths(&[condition], letter)?;
    let cells = truths.first()?;
    let first = *cells.first()?;
    Some(cells.iter().all(|cell| *cell == first).then_some(first))
}

/// For each condition, whether it holds on each cell of the line: before the first cut, on it, behind it ...
fn truths(conditions: &[&Condition], letter: &str) -> Option<Vec<Vec<bool>>> {
    let mut cuts = Cuts { letter, polynomials: Vec::new(), undefined: Vec::new() };
    for condition in conditions {
        if condition.letters().iter().any(|name| name != letter) {
            return None;
        }
        let mut outcome = Some(());
        condition.each(&mut |left, _, right| {
            if outcome.is_some() {
                outcome = cuts.compare(left, right);
            }
        });
        outcome?;
    }
    let mut product = Dense::one();
    for polynomial in &cuts.polynomials {
        // Each factor once.
        let common = product.common_divisor(polynomial);
        let more = polynomial.over(&common);
        product = product.times(&more);
        if product.degree() > DEGREE_MAX {
            return None;
        }
    }
    let product = product.squarefree();
    let roots = product.roots()?;
    let mut rows = vec![Vec::new(); conditions.len()];
    let mut visit = |at: &dyn Fn(&Expr, Relation, &Expr) -> Option<bool>| -> Option<()> {
        for (row, condition) in rows.iter_mut().zip(conditions) {
            row.push(condition.holds(at)?);
        }
        Some(())
    };
    for place in 0..=roots.len() {
        let before = place.checked_sub(1).and_then(|before| roots.get(before));
        let sample = match (before, roots.get(place)) {
            (None, None) => Number::zero(),
            (None, Some(root)) => &root.low().floor() - &Number::one(),
            (Some(root), None) => &root.high().ceil() + &Number::one(),
            (Some(one), Some(other)) => between(one, other)?,
        };
        visit(&|left, relation, right| holds_at(left, relation, right, letter, &sample))?;
        match roots.get(place) {
            None => {}
            Some(Root::Exact(value)) => visit(&|left, relation, right| holds_at(left, relation, right, letter, value))?,
            Some(root) => {
                let undefined = |part: &Expr| {
                    cuts.undefined.iter().any(|(owner, polynomial)| owner == part && polynomial.vanishes_at(root))
                };
                let fine = root.refined(&product, ROOT_BITS)?;
                visit(&|left, relation, right| {
                    if undefined(left) || undefined(right) {
                        return Some(false);
                    }
                    let norm = cuts.norm_of_difference(left, right)?;
                    holds_near(left, relation, right, letter, &fine, norm.vanishes_at(root))
                })?;
            }
        }
    }
    Some(rows)
}

/// A number between two neighbouring roots, of few digits.
fn between(one: &Root, other: &Root) -> Option<Number> {
    let (low, high) = (one.high(), other.low());
    // Equal only where both are irrational: then it is no root.
    let quarter = &(&high - &low) * &Number::ratio(1, 4)?;
    Some(simplest_between(&(&low + &quarter), &(&high - &quarter)))
}

/// Numbers between the roots of all these parts and beyond them, two in each gap: whatever turns at a root shows itself
/// there. Parts whose roots cannot be found are passed over; without roots there is nothing to show.
pub(super) fn between_turns(parts: &[Expr], letter: &str) -> Vec<Number> {
    let cuts = Cuts { letter, polynomials: Vec::new(), undefined: Vec::new() };
    let mut product = Dense::one();
    for part in parts {
        let Ok(quotient) = normal(part, &BTreeMap::new()) else { continue };
        for polynomial in [&quotient.top, &quotient.bottom] {
            let Some(polynomial) = cuts.norm(polynomial).filter(|polynomial| polynomial.degree() > 0) else { continue };
            let more = polynomial.over(&product.common_divisor(&polynomial));
            if product.degree() + more.degree() <= TURNS_MAX {
                product = product.times(&more);
            }
        }
    }
    let roots = product.squarefree().roots().unwrap_or_default();
    let (Some(first), Some(last)) = (roots.first(), roots.last()) else { return Vec::new() };
    let share = |top: i64, bottom: i64| Number::ratio(top, bottom).unwrap_or_default();
    let mut samples = vec![&first.low() - &share(5, 7), &first.low() - &share(40, 3)];
    for two in roots.windows(2) {
        if let [one, other] = two {
            let (low, gap) = (one.high(), &other.low() - &one.high());
            samples.extend([(1, 3), (3, 4)].map(|(top, bottom)| &low + &(&gap * &share(top, bottom))));
        }
    }
    samples.extend([&last.high() + &share(5, 7), &last.high() + &share(40, 3)]);
    samples
}

fn minus(left: &Expr, right: &Expr) -> Expr {
    Expr::Sum(vec![
        Term { minus: false, expr: left.clone().in_brackets() },
        Term { minus: true, expr: right.clone().in_brackets() },
    ])
}

fn by_sign(sign: i32, relation: Relation) -> bool {
    match relation {
        Relation::Equal => sign == 0,
        Relation::NotEqual => sign != 0,
        Relation::Less => sign < 0,
        Relation::LessEqual => sign <= 0,
        Relation::Greater => sign > 0,
        Relation::GreaterEqual => sign >= 0,
        _ => false,
    }
}

/// Whether it holds at a rational number. What has no value there does not.
fn holds_at(left: &Expr, relation: Relation, right: &Expr, letter: &str, value: &Number) -> Option<bool> {
    let letters = BTreeMap::from([(letter.to_owned(), value.clone())]);
    let mut sides = Vec::new();
    for side in [left, right] {
        match normal(side, &letters) {
            Ok(side) => sides.push(side),
            Err(why) if why.is_certain() => return Some(false),
            Err(_) => return None,
        }
    }
    let [one, other] = sides.as_slice() else { return None };
    let difference = one.minus(other).ok()?;
    if let Some(number) = difference.as_number() {
        return Some(by_sign(number.signum(), relation));
    }
    let ball = enclose(&minus(left, right), &letters).ok()?;
    Some(by_sign(ball.sign()?, relation))
}

/// Whether it holds at an irrational root of which a narrow ball is known. `may_vanish`: the difference multiplied with
/// its conjugates is 0 there, so that a ball around 0 means 0.
fn holds_near(
    left: &Expr,
    relation: Relation,
    right: &Expr,
    letter: &str,
    at: &Ball,
    may_vanish: bool,
) -> Option<bool> {
    for side in [left, right] {
        match enclose_at(side, letter, at) {
            Ok(_) => {}
            Err(why) if why.is_certain() => return Some(false),
            Err(_) => return None,
        }
    }
    let ball = enclose_at(&minus(left, right), letter, at).ok()?;
    match ball.sign() {
        Some(sign) => Some(by_sign(sign, relation)),
        None if may_vanish && ball.is_tiny() => Some(by_sign(0, relation)),
        None => None,
    }
}

/// The polynomials at whose roots something may change.
struct Cuts<'l> {
    letter: &'l str,
    polynomials: Vec<Dense>,
    /// Sides, and polynomials at whose roots they have no value.
    undefined: Vec<(Expr, Dense)>,
}

impl Cuts<'_> {
    fn compare(&mut self, left: &Expr, right: &Expr) -> Option<()> {
        let polynomial = self.norm_of_difference(left, right)?;
        self.polynomials.push(polynomial);
        for side in [left, right] {
            self.domain(side, side, 0)?;
        }
        Some(())
    }

    fn norm_of_difference(&self, left: &Expr, right: &Expr) -> Option<Dense> {
        let difference = normal(left, &BTreeMap::new()).ok()?.minus(&normal(right, &BTreeMap::new()).ok()?).ok()?;
        self.norm(&difference.top)
    }

    /// Denominators, what stands under even roots, what stands between bars.
    fn domain(&mut self, part: &Expr, side: &Expr, depth: usize) -> Option<()> {
        if depth > 60 {
            return None;
        }
        let below = match part {
            Expr::Fraction(_, bottom) => vec![bottom.as_ref()],
            Expr::Product(factors) => {
                factors.iter().filter(|factor| factor.joint == Joint::Divide).map(|factor| &factor.expr).collect()
            }
            Expr::Power(base, exponent) => {
                let exponent = super::normal::evaluate(exponent, &BTreeMap::new()).ok();
                match exponent {
                    Some(exponent) if exponent.is_integer() && !exponent.is_negative() => vec![],
                    // A letter in the exponent, or a root written as a power.
                    Some(_) => vec![base.as_ref()],
                    None => return None,
                }
            }
            _ => vec![],
        };
        for below in below.into_iter().filter(|below| !below.letters().is_empty()) {
            let quotient = normal(below, &BTreeMap::new()).ok()?;
            for polynomial in [&quotient.top, &quotient.bottom] {
                let polynomial = self.norm(polynomial)?;
                if polynomial.degree() > 0 {
                    self.undefined.push((side.clone(), polynomial.clone()));
                    self.polynomials.push(polynomial);
                }
            }
        }
        if let Expr::Root(_, inner) | Expr::Absolute(inner) = part {
            let quotient = normal(inner, &BTreeMap::new()).ok()?;
            for polynomial in [&quotient.top, &quotient.bottom] {
                let polynomial = self.norm(polynomial)?;
                self.polynomials.push(polynomial);
            }
        }
        part.parts().into_iter().try_for_each(|inner| self.domain(inner, side, depth + 1))
    }

    /// A polynomial with rational coefficients that is 0 wherever this one is.
    fn norm(&self, polynomial: &Polynomial) -> Option<Dense> {
        let mut polynomial = polynomial.clone();
        for _ in 0..8 {
            let Some(base) = polynomial.first_surd() else {
                let powers = polynomial.by_powers_of(self.letter)?;
                let numbers = powers.iter().map(Polynomial::as_number).collect::<Option<Vec<_>>>()?;
                return Some(Dense::of(&numbers));
            };
            polynomial = polynomial.times_conjugate(&base)?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths::{AnswerShape, Value, read_answer};

    fn condition(text: &str) -> Condition {
        match read_answer(AnswerShape::Inequality, text).value {
            Some(Value::Inequality(sides, relations)) => Condition::chain(&sides, &relations).expect(text),
            Some(Value::Conditions(condition)) => condition,
            Some(Value::Intervals(set)) => set.condition("x"),
            other => match read_answer(AnswerShape::Equation, text).value {
                Some(Value::Equation(left, right)) => Condition::Compare(left, Relation::Equal, right),
                _ => panic!("{text}: {other:?}"),
            },
        }
    }

    #[test]
    fn solutions_are_compared_exactly() {
        for (one, other, lost, gained) in [
            ("2x > 6", "x > 3", false, false),
            ("-2x > 6", "x < -3", false, false),
            ("-2x > 6", "x > -3", true, true),
            ("x^2 < 9", "-3 < x < 3", false, false),
            ("x^2 < 9", "x < 3", false, true),
            ("x^2 > 2", "x < -√2 or x > √2", false, false),
            ("x^2 ≥ 2", "x < -√2 or x > √2", true, false),
            ("x^2 = 4", "x = 2", true, false),
            ("x = 2", "x^2 = 4", false, true),
            ("x^2 = 5x", "x = 5", true, false),
            ("(x-1)/(x+2) ≥ 0", "(-∞; -2)∪[1; +∞)", false, false),
            ("(x-1)/(x+2) ≥ 0", "(-∞; -2]∪[1; +∞)", false, true),
            ("|x - 1| < 3", "(-2; 4)", false, false),
            ("|x| = 3", "x^2 = 9", false, false),
            ("√x = 3", "x = 9", false, false),
            ("√(x+2) = x", "x + 2 = x^2", false, true),
            ("√(x+2) = x", "x = 2", false, false),
            ("√2·x = 2", "x = √2", false, false),
            ("√2·x > 2", "x > √2", false, false),
            ("1/x > 0", "x > 0", false, false),
            ("1/x < 1", "x < 0 or x > 1", false, false),
            ("x/(x^2-3) > 0", "-√3 < x < 0 or x > √3", false, false),
            ("(x^2-4)/(x-2) = 0", "x = -2", false, false),
            ("x^3 = 2x", "x(x-√2)(x+√2) = 0", false, false),
            ("x^4 - 10x^2 + 1 = 0", "(x^2 - 5)^2 = 24", false, false),
            ("x^2 + 1 > 0", "(-∞; +∞)", false, false),
            ("x^2 ≠ 4", "x ≠ 2 and x ≠ -2", false, false),
        ] {
            let found = difference(&condition(one), &condition(other), "x");
            assert_eq!(found, Some(Difference { lost, gained }), "{one} and {other}");
        }
        assert_eq!(difference(&condition("sin x > 0"), &condition("x > 0"), "x"), None);
    }
}
