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
    for side in [&left, &right] {
        let certain = |why: super::Undefined| why.is_certain();
        if enclose(side, &none).is_err_and(certain) || normal(side, &none).is_err_and(certain) {
            return Some(false);
        }
    }
    let ball = enclose(&minus(&left, &right), &none);
    if let Some(sign) = ball.as_ref().ok().and_then(Ball::sign) {
        return Some(by_sign(sign, relation));
    }
    let difference = normal(&left, &none).ok()?.minus(&normal(&right, &none).ok()?).ok()?;
    Some(by_sign(difference.as_number()?.signum(), relation))
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
    let mut product = Dense(vec![Number::one()]);
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
            (None, Some(root)) => &root.low - &Number::one(),
            (Some(root), None) => &root.high + &Number::one(),
            (Some(one), Some(other)) => &(&one.high + &other.low) * &Number::ratio(1, 2)?,
        };
        visit(&|left, relation, right| holds_at(left, relation, right, letter, &sample))?;
        let Some(root) = roots.get(place) else { continue };
        if root.low == root.high {
            visit(&|left, relation, right| holds_at(left, relation, right, letter, &root.low))?;
        } else {
            let undefined = |part: &Expr| {
                cuts.undefined.iter().any(|(owner, polynomial)| owner == part && polynomial.vanishes_in(root))
            };
            let fine = root.refined(&product)?;
            visit(&|left, relation, right| {
                if undefined(left) || undefined(right) {
                    return Some(false);
                }
                let norm = cuts.norm_of_difference(left, right)?;
                holds_near(left, relation, right, letter, &fine, norm.vanishes_in(root))
            })?;
        }
    }
    Some(rows)
}

/// Numbers between the roots of all these parts and beyond them, two in each gap: whatever turns at a root shows itself
/// there. Parts whose roots cannot be found are passed over; without roots there is nothing to show.
pub(super) fn between_turns(parts: &[Expr], letter: &str) -> Vec<Number> {
    let cuts = Cuts { letter, polynomials: Vec::new(), undefined: Vec::new() };
    let mut product = Dense(vec![Number::one()]);
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
    let mut samples = vec![&first.low - &share(5, 7), &first.low - &share(40, 3)];
    for two in roots.windows(2) {
        if let [one, other] = two {
            let gap = &other.low - &one.high;
            samples.extend([(1, 3), (3, 4)].map(|(top, bottom)| &one.high + &(&gap * &share(top, bottom))));
        }
    }
    samples.extend([&last.high + &share(5, 7), &last.high + &share(40, 3)]);
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
                return Some(Dense(numbers).trimmed());
            };
            polynomial = polynomial.times_conjugate(&base)?;
        }
        None
    }
}

/// A polynomial in one letter by its coefficients, from the power 0 up; no zeros at the end. Zero has none.
#[derive(Clone, Debug, PartialEq)]
struct Dense(Vec<Number>);

/// A root: exact where both ends are the same, otherwise the only one between two numbers that are no roots.
#[derive(Clone, Debug)]
struct Root {
    low: Number,
    high: Number,
}

impl Dense {
    fn trimmed(mut self) -> Dense {
        while self.0.last().is_some_and(Number::is_zero) {
            self.0.pop();
        }
        // Small whole coefficients keep the work small.
        let mut top = num_bigint::BigInt::from(0);
        let mut bottom = num_bigint::BigInt::from(1);
        for value in &self.0 {
            top = num_integer::Integer::gcd(&top, &value.numerator());
            bottom = num_integer::Integer::lcm(&bottom, &value.denominator());
        }
        if let Some(scale) = Number::ratio(bottom, top) {
            self.0.iter_mut().for_each(|value| *value = &*value * &scale);
        }
        self
    }

    fn degree(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn value_at(&self, at: &Number) -> Number {
        self.0.iter().rev().fold(Number::zero(), |sum, coefficient| &(&sum * at) + coefficient)
    }

    fn times(&self, other: &Dense) -> Dense {
        if self.is_zero() || other.is_zero() {
            return Dense(Vec::new());
        }
        let mut product = vec![Number::zero(); self.0.len() + other.0.len() - 1];
        for (at, one) in self.0.iter().enumerate() {
            for (place, two) in other.0.iter().enumerate() {
                if let Some(slot) = product.get_mut(at + place) {
                    *slot = &*slot + &(one * two);
                }
            }
        }
        Dense(product).trimmed()
    }

    /// Quotient and remainder, exactly. The divisor is not 0.
    fn divided(&self, by: &Dense) -> (Dense, Dense) {
        let mut rest = self.0.clone();
        let mut quotient = vec![Number::zero(); self.0.len()];
        let Some(lead) = by.0.last().and_then(Number::reciprocal) else { return (self.clone(), self.clone()) };
        while rest.len() >= by.0.len() {
            let Some(last) = rest.last().cloned() else { break };
            let shift = rest.len() - by.0.len();
            let step = &last * &lead;
            for (at, coefficient) in by.0.iter().enumerate() {
                if let Some(slot) = rest.get_mut(at + shift) {
                    *slot = &*slot - &(&step * coefficient);
                }
            }
            if let Some(slot) = quotient.get_mut(shift) {
                *slot = step;
            }
            rest.pop();
        }
        let cut = |mut numbers: Vec<Number>| {
            while numbers.last().is_some_and(Number::is_zero) {
                numbers.pop();
            }
            Dense(numbers)
        };
        (cut(quotient), cut(rest))
    }

    fn over(&self, by: &Dense) -> Dense {
        self.divided(by).0.trimmed()
    }

    fn common_divisor(&self, other: &Dense) -> Dense {
        let (mut one, mut two) = (self.clone(), other.clone());
        while !two.is_zero() {
            let rest = one.divided(&two).1.trimmed();
            one = two;
            two = rest;
        }
        if one.is_zero() { Dense(vec![Number::one()]) } else { one.trimmed() }
    }

    fn slope(&self) -> Dense {
        let slope = self.0.iter().enumerate().skip(1);
        Dense(slope.map(|(at, coefficient)| coefficient * &Number::from(at as i64)).collect()).trimmed()
    }

    fn squarefree(&self) -> Dense {
        if self.degree() < 2 { self.clone() } else { self.over(&self.common_divisor(&self.slope())) }
    }

    /// Sturm's chain.
    fn chain(&self) -> Vec<Dense> {
        let mut chain = vec![self.clone(), self.slope()];
        while let [.., one, two] = chain.as_slice() {
            if two.is_zero() {
                chain.pop();
                break;
            }
            let rest = one.divided(two).1;
            let next = Dense(rest.0.iter().map(|value| -value).collect());
            // Scaled by a positive number only: the signs count.
            let next = next.trimmed_keeping_sign();
            chain.push(next);
        }
        chain
    }

    fn trimmed_keeping_sign(self) -> Dense {
        let negative = self.0.last().is_some_and(Number::is_negative);
        let trimmed = self.trimmed();
        if trimmed.0.last().is_some_and(Number::is_negative) == negative {
            trimmed
        } else {
            Dense(trimmed.0.iter().map(|value| -value).collect())
        }
    }

    /// The real roots of a polynomial without double ones, in rising order. Nothing where that takes too long.
    fn roots(&self) -> Option<Vec<Root>> {
        if self.degree() == 0 {
            return Some(Vec::new());
        }
        let chain = self.chain();
        let changes = |at: &Number| {
            let signs = chain.iter().map(|polynomial| polynomial.value_at(at).signum()).filter(|sign| *sign != 0);
            let signs: Vec<i32> = signs.collect();
            signs.windows(2).filter(|two| two.first() != two.last()).count()
        };
        // All roots lie within 1 + max |a_i / a_n| (Cauchy 1829), rounded up to a power of two.
        let lead = self.0.last()?;
        let largest = self.0.iter().filter_map(|value| value.abs().over(&lead.abs())).max()?;
        let mut bound = Number::from(2);
        while bound < &largest + &Number::one() {
            bound = &bound * &Number::from(2);
            if bound.bits() > 2000 {
                return None;
            }
        }
        let mut open = vec![(-&bound, bound.clone(), changes(&-&bound), changes(&bound))];
        let mut found: Vec<Root> = Vec::new();
        let half = Number::ratio(1, 2)?;
        let mut steps = 0;
        while let Some((low, high, before, behind)) = open.pop() {
            steps += 1;
            if steps > 2000 {
                return None;
            }
            let count = before.saturating_sub(behind);
            if count == 0 {
                continue;
            }
            if count == 1 && &high - &low < Number::ratio(1, 1024)? {
                found.push(self.named(Root { low, high }));
                continue;
            }
            let mut middle = &(&low + &high) * &half;
            // A cut must not be a root: the roots stay inside.
            let mut nudge = &(&high - &low) * &Number::ratio(1, 7)?;
            while self.value_at(&middle).is_zero() {
                middle = &middle + &nudge;
                nudge = &nudge * &half;
            }
            let between = changes(&middle);
            open.push((low, middle.clone(), before, between));
            open.push((middle, high, between, behind));
        }
        found.sort_by(|one, other| one.low.cmp(&other.low));
        Some(found)
    }

    /// The exact root, where it is a small fraction.
    fn named(&self, root: Root) -> Root {
        let Some(fine) = root.narrowed(self, 80) else { return root };
        let simple = simplest_between(&fine.low, &fine.high);
        if self.value_at(&simple).is_zero() { Root { low: simple.clone(), high: simple } } else { root }
    }

    fn vanishes_in(&self, root: &Root) -> bool {
        if self.is_zero() {
            return true;
        }
        if root.low == root.high {
            return self.value_at(&root.low).is_zero();
        }
        // The ends are no roots of the product of all factors, so a root of this factor changes its sign.
        let own = self.squarefree();
        own.value_at(&root.low).signum() != own.value_at(&root.high).signum()
    }
}

impl Root {
    /// The same root between numbers that lie closer than 2 to the power of −`bits`.
    fn narrowed(&self, of: &Dense, bits: u32) -> Option<Root> {
        let (mut low, mut high) = (self.low.clone(), self.high.clone());
        let rising = of.value_at(&low).signum();
        let width = Number::ratio(1, num_bigint::BigInt::from(1) << bits)?;
        let half = Number::ratio(1, 2)?;
        while &high - &low > width {
            let middle = &(&low + &high) * &half;
            let sign = of.value_at(&middle).signum();
            if sign == 0 {
                return Some(Root { low: middle.clone(), high: middle });
            }
            if sign == rising {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(Root { low, high })
    }

    fn refined(&self, of: &Dense) -> Option<Ball> {
        let fine = self.narrowed(of, ROOT_BITS)?;
        Ball::between(&fine.low, &fine.high)
    }
}

/// The fraction with the smallest denominator between two numbers, by continued fractions.
fn simplest_between(low: &Number, high: &Number) -> Number {
    let mut terms = Vec::new();
    let (mut low, mut high) = (low.clone(), high.clone());
    for _ in 0..200 {
        let whole = low.floor();
        if whole == low || whole < high.floor() {
            terms.push(if whole == low { whole } else { &whole + &Number::one() });
            break;
        }
        let (Some(next_low), Some(next_high)) = ((&high - &whole).reciprocal(), (&low - &whole).reciprocal()) else {
            terms.push(whole);
            break;
        };
        terms.push(whole);
        (low, high) = (next_low, next_high);
    }
    let mut value = terms.pop().unwrap_or_default();
    while let Some(term) = terms.pop() {
        value = &term + &value.reciprocal().unwrap_or_default();
    }
    value
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
