//! Polynomials with rational coefficients in several bases: letters, π, e, roots of primes, and opaque parts. Not here:
//! how an expression becomes one (`normal`).
//!
//! Powers of different primes with exponents between 0 and 1 are linearly independent over the rationals (Besicovitch
//! 1940), so a polynomial in letters, one of π or e, and roots of primes is zero only if all its coefficients are.

use super::expr::Function;
use super::normal::Undefined;
use super::number::Number;
use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::{One, Signed, Zero};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// More members than this: the normal form is given up and equality takes another road.
pub const TERMS_MAX: usize = 300;
/// A product of polynomials with more pairs of members than this is not carried out.
const PRODUCTS_MAX: usize = 6000;
/// A higher total degree than this: likewise.
pub const DEGREE_MAX: i64 = 60;

/// An exponent: whole, but for primes between 0 and 1.
pub type Exponent = Ratio<i64>;

/// What a polynomial is made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base {
    /// A letter.
    Letter(String),
    /// π
    Pi,
    /// e
    E,
    /// A prime, to a power between 0 and 1.
    Prime(u64),
    /// The natural logarithm of a prime.
    LogOfPrime(u64),
    /// A root that cannot be taken: its index and what stands under it.
    Root(u32, Box<Polynomial>),
    /// An absolute value of something whose sign is not known.
    Absolute(Box<Polynomial>),
    /// A function whose value is not known.
    Function(Function, Box<Quotient>),
    /// A power whose exponent is not known.
    Power(Box<Quotient>, Box<Quotient>),
}

impl Base {
    /// Whether nothing is known of its relations to other bases.
    fn is_opaque(&self) -> bool {
        !matches!(self, Base::Letter(_) | Base::Pi | Base::E | Base::Prime(_))
    }
}

/// A product of bases, sorted, exponents not 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Monomial(Vec<(Base, Exponent)>);

impl Monomial {
    /// One base to a power.
    pub fn of(base: Base, exponent: Exponent) -> Self {
        if exponent.is_zero() { Self::default() } else { Self(vec![(base, exponent)]) }
    }

    /// The bases and their exponents.
    pub fn powers(&self) -> &[(Base, Exponent)] {
        &self.0
    }

    /// Whether it is the empty product, 1.
    pub fn is_one(&self) -> bool {
        self.0.is_empty()
    }

    /// The sum of all exponents of letters.
    pub fn degree(&self) -> i64 {
        self.0
            .iter()
            .filter(|(base, _)| matches!(base, Base::Letter(_)))
            .map(|(_, exponent)| exponent.to_integer())
            .fold(0, i64::saturating_add)
    }

    fn times(&self, other: &Monomial) -> Monomial {
        // Both are sorted: one walk over the two.
        let mut powers = Vec::with_capacity(self.0.len() + other.0.len());
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (Some((one, _)), Some((two, _))) => one.cmp(two),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            let taken = if order == Ordering::Greater { right.next() } else { left.next() };
            let Some((base, exponent)) = taken else { break };
            let more = if order == Ordering::Equal { right.next().map(|(_, exponent)| *exponent) } else { None };
            let exponent = *exponent + more.unwrap_or_else(Exponent::zero);
            if !exponent.is_zero() {
                powers.push((base.clone(), exponent));
            }
        }
        Monomial(powers)
    }
}

/// A sum of monomials with coefficients; none is 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Polynomial(BTreeMap<Monomial, Number>);

/// A polynomial over another, which is not 0. Not reduced: equality multiplies across.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quotient {
    /// Above the line.
    pub top: Polynomial,
    /// Below the line.
    pub bottom: Polynomial,
}

impl Polynomial {
    /// Zero.
    pub fn zero() -> Self {
        Self::default()
    }

    /// A number.
    pub fn constant(value: Number) -> Self {
        Self::term(Monomial::default(), value)
    }

    /// A monomial with a coefficient.
    pub fn term(monomial: Monomial, coefficient: Number) -> Self {
        let mut terms = BTreeMap::new();
        if !coefficient.is_zero() {
            terms.insert(monomial, coefficient);
        }
        Self(terms)
    }

    /// One base.
    pub fn base(base: Base) -> Self {
        Self::term(Monomial::of(base, Exponent::one()), Number::one())
    }

    /// The members: monomials and their coefficients.
    pub fn terms(&self) -> impl Iterator<Item = (&Monomial, &Number)> {
        self.0.iter()
    }

    /// How many members it has.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The number it is, if it is one.
    pub fn as_number(&self) -> Option<Number> {
        match self.0.len() {
            0 => Some(Number::zero()),
            1 => self.0.iter().next().filter(|(monomial, _)| monomial.is_one()).map(|(_, value)| value.clone()),
            _ => None,
        }
    }

    /// Its only member, if it has one.
    pub fn as_term(&self) -> Option<(&Monomial, &Number)> {
        if self.0.len() == 1 { self.0.iter().next() } else { None }
    }

    /// The member that stands last in the order of monomials, and its coefficient.
    pub fn leading(&self) -> Option<(&Monomial, &Number)> {
        self.0.iter().next_back()
    }

    /// The highest total degree in the letters.
    pub fn degree(&self) -> i64 {
        self.0.keys().map(Monomial::degree).max().unwrap_or(0)
    }

    /// Whether any base satisfies `asked`, those inside opaque parts included.
    pub fn any(&self, asked: &dyn Fn(&Base) -> bool) -> bool {
        self.0.keys().flat_map(Monomial::powers).any(|(base, _)| {
            asked(base)
                || match base {
                    Base::Root(_, inner) | Base::Absolute(inner) => inner.any(asked),
                    Base::Function(_, inner) => inner.any(asked),
                    Base::Power(one, other) => one.any(asked) || other.any(asked),
                    _ => false,
                }
        })
    }

    /// Whether it is zero exactly when all coefficients are.
    pub fn is_exact(&self) -> bool {
        let opaque = self.any(&Base::is_opaque);
        let both = self.any(&|base| *base == Base::Pi) && self.any(&|base| *base == Base::E);
        !opaque && !both
    }

    /// Whether it holds a letter.
    pub fn has_letters(&self) -> bool {
        self.any(&|base| matches!(base, Base::Letter(_)))
    }

    /// The letters that stand free in it, sorted.
    pub fn letters(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for (base, _) in self.0.keys().flat_map(Monomial::powers) {
            if let Base::Letter(name) = base
                && !found.contains(name)
            {
                found.push(name.clone());
            }
        }
        found.sort();
        found
    }

    fn add_term(&mut self, monomial: Monomial, coefficient: Number) {
        if coefficient.is_zero() {
            return;
        }
        match self.0.get_mut(&monomial) {
            Some(known) => {
                let sum = &*known + &coefficient;
                if sum.is_zero() {
                    self.0.remove(&monomial);
                } else {
                    *known = sum;
                }
            }
            None => {
                self.0.insert(monomial, coefficient);
            }
        }
    }

    /// The sum.
    pub fn plus(&self, other: &Polynomial) -> Result<Polynomial, Undefined> {
        let (mut sum, less) = if self.count() < other.count() { (other.clone(), self) } else { (self.clone(), other) };
        for (monomial, coefficient) in &less.0 {
            sum.add_term(monomial.clone(), coefficient.clone());
        }
        sum.bounded()
    }

    /// The difference.
    pub fn minus(&self, other: &Polynomial) -> Result<Polynomial, Undefined> {
        self.plus(&other.scaled(&Number::from(-1)))
    }

    /// Every coefficient times a number.
    pub fn scaled(&self, by: &Number) -> Polynomial {
        if by.is_zero() {
            return Self::zero();
        }
        Self(self.0.iter().map(|(monomial, value)| (monomial.clone(), value * by)).collect())
    }

    fn bounded(self) -> Result<Polynomial, Undefined> {
        let small = self.0.values().all(|value| value.bits() <= super::number::BITS_MAX);
        if small && self.count() <= TERMS_MAX && self.degree().abs() <= DEGREE_MAX {
            Ok(self)
        } else {
            Err(Undefined::TooBig)
        }
    }

    /// The product.
    pub fn times(&self, other: &Polynomial) -> Result<Polynomial, Undefined> {
        let (Some(_), Some(_)) = (self.leading(), other.leading()) else { return Ok(Self::zero()) };
        if self.count().saturating_mul(other.count()) > PRODUCTS_MAX
            || self.degree().saturating_add(other.degree()) > DEGREE_MAX
        {
            return Err(Undefined::TooBig);
        }
        let mut product = Self::zero();
        let mut unfinished = false;
        for (one, a) in &self.0 {
            for (two, b) in &other.0 {
                let mut monomial = one.times(two);
                let mut coefficient = a * b;
                for (base, exponent) in &mut monomial.0 {
                    match base {
                        // 2^(1/2) · 2^(3/4) = 2 · 2^(1/4)
                        Base::Prime(prime) => {
                            let whole = exponent.floor().to_integer();
                            *exponent -= Exponent::from_integer(whole);
                            let power = Number::from(i64::try_from(*prime).unwrap_or(i64::MAX)).power(whole);
                            coefficient = &coefficient * &power.ok_or(Undefined::TooBig)?;
                        }
                        Base::Root(index, _) => unfinished |= exponent.to_integer() >= i64::from(*index),
                        Base::Absolute(_) => unfinished |= exponent.to_integer() >= 2,
                        _ => {}
                    }
                }
                monomial.0.retain(|(_, exponent)| !exponent.is_zero());
                product.add_term(monomial, coefficient);
            }
            if product.count() > 2 * TERMS_MAX {
                return Err(Undefined::TooBig);
            }
        }
        if unfinished { product.with_roots_taken() } else { product.bounded() }
    }

    /// √a · √a = a and |a|² = a², in every member.
    fn with_roots_taken(&self) -> Result<Polynomial, Undefined> {
        let mut sum = Self::zero();
        for (monomial, coefficient) in &self.0 {
            let mut rest = Vec::new();
            let mut taken: Option<Polynomial> = None;
            for (base, exponent) in &monomial.0 {
                let (count, inner) = match base {
                    Base::Root(index, inner) => (i64::from(*index), inner.as_ref().clone()),
                    Base::Absolute(inner) => (2, inner.times(inner)?),
                    _ => (0, Self::zero()),
                };
                let whole = exponent.to_integer();
                if count > 0 && whole >= count {
                    let power = inner.power(whole / count)?;
                    taken = Some(match taken {
                        Some(taken) => taken.times(&power)?,
                        None => power,
                    });
                    if whole % count != 0 {
                        rest.push((base.clone(), Exponent::from_integer(whole % count)));
                    }
                } else {
                    rest.push((base.clone(), *exponent));
                }
            }
            let rest = Self::term(Monomial(rest), coefficient.clone());
            let term = match taken {
                Some(taken) => rest.times(&taken)?,
                None => rest,
            };
            sum = sum.plus(&term)?;
        }
        sum.bounded()
    }

    /// A whole power, not negative; the power 0 is 1.
    pub fn power(&self, exponent: i64) -> Result<Polynomial, Undefined> {
        if let Some(number) = self.as_number() {
            if exponent == 0 {
                return Ok(Self::constant(Number::one()));
            }
            return number.power(exponent).map(Self::constant).ok_or(Undefined::TooBig);
        }
        if exponent.saturating_mul(self.degree().max(0)) > DEGREE_MAX {
            return Err(Undefined::TooBig);
        }
        // A power of m members has at most C(m + n − 1, n): where that is too many, no work is begun.
        let mut members = 1u64;
        for at in 1..self.count() as u64 {
            members = members.saturating_mul(exponent.max(0) as u64 + at) / at;
        }
        if members > 2 * TERMS_MAX as u64 {
            return Err(Undefined::TooBig);
        }
        let mut power = Self::constant(Number::one());
        let mut square = self.clone();
        let mut left = exponent.max(0);
        while left > 0 {
            if left & 1 == 1 {
                power = power.times(&square)?;
            }
            left >>= 1;
            if left > 0 {
                square = square.times(&square)?;
            }
        }
        Ok(power)
    }

    /// The positive rational that all coefficients are whole multiples of, without common divisor: of 4x + 6, 2.
    pub fn content(&self) -> Number {
        let mut top = BigInt::zero();
        let mut bottom = BigInt::one();
        for value in self.0.values() {
            top = top.gcd(&value.numerator());
            bottom = bottom.lcm(&value.denominator());
        }
        Number::ratio(top.abs(), bottom).filter(|content| !content.is_zero()).unwrap_or_else(Number::one)
    }

    /// `self / other`, where that leaves no remainder and both are ordinary polynomials in one letter or more.
    pub fn divided_by(&self, other: &Polynomial) -> Option<Polynomial> {
        let (lead, coefficient) = other.leading_by_letters()?;
        let mut rest = self.clone();
        let mut quotient = Self::zero();
        for _ in 0..4 * TERMS_MAX {
            if rest.is_zero() {
                return Some(quotient);
            }
            let (monomial, value) = rest.leading_by_letters()?;
            let step = Self::term(monomial.over(&lead)?, value.over(&coefficient)?);
            rest = rest.minus(&step.times(other).ok()?).ok()?;
            quotient = quotient.plus(&step).ok()?;
        }
        None
    }

    /// A square root or absolute value in it; nothing where there is none. Everything else but letters and numbers is
    /// given as it stands: no conjugate clears it.
    pub fn first_surd(&self) -> Option<Base> {
        // The outermost first: those within it come to light behind.
        let bases = || self.0.keys().flat_map(Monomial::powers).map(|(base, _)| base);
        let other = bases().find(|base| !matches!(base, Base::Letter(_) | Base::Prime(_)));
        other.or_else(|| bases().find(|base| matches!(base, Base::Prime(_)))).cloned()
    }

    /// a + b√c times a − b√c. Nothing where the base is no square root, absolute value or root of a prime.
    pub fn times_conjugate(&self, surd: &Base) -> Option<Polynomial> {
        let (square, exponent) = match surd {
            Base::Root(2, inner) => (inner.as_ref().clone(), Exponent::one()),
            Base::Absolute(inner) => (inner.times(inner).ok()?, Exponent::one()),
            Base::Prime(prime) => (Self::constant(Number::from(i64::try_from(*prime).ok()?)), Exponent::new(1, 2)),
            _ => return None,
        };
        let (mut with, mut without) = (Self::zero(), Self::zero());
        for (monomial, value) in &self.0 {
            match monomial.0.iter().find(|(base, _)| base == surd) {
                None => without.add_term(monomial.clone(), value.clone()),
                Some((_, found)) if *found == exponent => {
                    let rest = monomial.0.iter().filter(|(base, _)| base != surd).cloned().collect();
                    with.add_term(Monomial(rest), value.clone());
                }
                Some(_) => return None,
            }
        }
        without.times(&without).ok()?.minus(&with.times(&with).ok()?.times(&square).ok()?).ok()
    }

    /// With a number put in place of a letter.
    pub fn with_letter(&self, letter: &str, value: &Number) -> Option<Polynomial> {
        let mut sum = Self::zero();
        for (at, part) in self.by_powers_of(letter)?.into_iter().enumerate() {
            let power = if at == 0 { Number::one() } else { value.power(i64::try_from(at).ok()?).unwrap_or_default() };
            sum = sum.plus(&part.scaled(&power)).ok()?;
        }
        Some(sum)
    }

    /// With a letter of its own in place of every part of which nothing is known: sin² x − sin x is t² − t. Roots of
    /// numbers, π and e stay.
    pub fn with_opaque_letters(&self) -> Polynomial {
        if !self.any(&Base::is_opaque) {
            return self.clone();
        }
        let mut names: Vec<Base> = Vec::new();
        let mut renamed = Self::zero();
        for (monomial, value) in &self.0 {
            let mut powers = Vec::new();
            for (base, exponent) in &monomial.0 {
                let base = if base.is_opaque() {
                    let at = names.iter().position(|known| known == base).unwrap_or_else(|| {
                        names.push(base.clone());
                        names.len() - 1
                    });
                    Base::Letter(format!("\u{1}{at}"))
                } else {
                    base.clone()
                };
                powers.push((base, *exponent));
            }
            powers.sort();
            renamed.add_term(Monomial(powers), value.clone());
        }
        renamed
    }

    /// A ball around its value, where it holds no letters and nothing opaque.
    pub fn enclosed(&self) -> Option<super::ball::Ball> {
        use super::expr::{Constant, Expr, NumberStyle};
        let mut sum = super::ball::Ball::of_number(&Number::zero()).ok()?;
        for (monomial, value) in &self.0 {
            let mut product = super::ball::Ball::of_number(value).ok()?;
            for (base, exponent) in &monomial.0 {
                let base = match base {
                    Base::Pi => Expr::Constant(Constant::Pi),
                    Base::E => Expr::Constant(Constant::E),
                    Base::Prime(prime) => Expr::whole(i64::try_from(*prime).ok()?),
                    _ => return None,
                };
                let exponent = Number::ratio(*exponent.numer(), *exponent.denom())?;
                let power = Expr::power_of(base, Expr::of_number(&exponent, NumberStyle::Fraction));
                product = product.times(&super::ball::enclose(&power, &BTreeMap::new()).ok()?).ok()?;
            }
            sum = sum.plus(&product).ok()?;
        }
        Some(sum)
    }

    /// The greatest common divisor, up to a number, of ordinary polynomials in any letters: Euclid's algorithm with
    /// pseudo-remainders in one letter, its coefficients being polynomials in the others (Knuth 4.6.1). Nothing where
    /// it grows beyond the bounds.
    pub fn common_divisor(&self, other: &Polynomial) -> Option<Polynomial> {
        self.common_divisor_within(other, 6)
    }

    fn common_divisor_within(&self, other: &Polynomial, letters_left: usize) -> Option<Polynomial> {
        let one = || Self::constant(Number::one());
        if self.is_zero() || other.is_zero() {
            return Some(if self.is_zero() { other.clone() } else { self.clone() });
        }
        if letters_left == 0 {
            return None;
        }
        let Some(letter) = self.letters().into_iter().chain(other.letters()).min() else { return Some(one()) };
        let divisor = |parts: &[Polynomial]| {
            parts.iter().try_fold(Self::zero(), |known, part| known.common_divisor_within(part, letters_left - 1))
        };
        let primitive = |polynomial: &Polynomial| -> Option<(Polynomial, Polynomial)> {
            let content = divisor(&polynomial.by_powers_of(&letter)?)?;
            let bare = polynomial.divided_by(&content)?;
            Some((bare.scaled(&bare.content().reciprocal()?), content))
        };
        let (mut greater, content) = primitive(self)?;
        let (mut less, other_content) = primitive(other)?;
        let content = content.common_divisor_within(&other_content, letters_left - 1)?;
        let degree = |polynomial: &Polynomial| polynomial.by_powers_of(&letter).map(|powers| powers.len());
        if degree(&greater)? < degree(&less)? {
            std::mem::swap(&mut greater, &mut less);
        }
        for _ in 0..=DEGREE_MAX {
            if degree(&less)? <= 1 {
                // No power of the letter is left: the two have only contents in common.
                return Some(content);
            }
            let rest = greater.pseudo_remainder(&less, &letter)?;
            if rest.is_zero() {
                return less.times(&content).ok();
            }
            greater = less;
            less = primitive(&rest)?.0;
        }
        None
    }

    fn pseudo_remainder(&self, by: &Polynomial, letter: &str) -> Option<Polynomial> {
        let powers = by.by_powers_of(letter)?;
        let (lead, degree) = (powers.last()?, powers.len());
        let mut rest = self.clone();
        loop {
            let rest_powers = rest.by_powers_of(letter)?;
            if rest.is_zero() || rest_powers.len() < degree {
                return Some(rest);
            }
            let shift = i64::try_from(rest_powers.len() - degree).ok()?;
            let power = Monomial::of(Base::Letter(letter.to_owned()), Exponent::from_integer(shift));
            let step = rest_powers.last()?.times(&Self::term(power, Number::one())).ok()?;
            rest = rest.times(lead).ok()?.minus(&step.times(by).ok()?).ok()?;
        }
    }

    /// The leading member in the lexicographic order of letters, which products respect.
    fn leading_by_letters(&self) -> Option<(Monomial, Number)> {
        let mut letters = self.letters();
        letters.sort();
        let key =
            |monomial: &Monomial| -> Vec<i64> { letters.iter().map(|letter| monomial.exponent_of(letter)).collect() };
        self.0
            .iter()
            .max_by_key(|(monomial, _)| key(monomial))
            .map(|(monomial, value)| (monomial.clone(), value.clone()))
    }

    /// The coefficients of the powers of a letter, from power 0 up, as polynomials in the rest. Nothing for negative
    /// exponents.
    pub fn by_powers_of(&self, letter: &str) -> Option<Vec<Polynomial>> {
        let mut coefficients = vec![Self::zero()];
        for (monomial, value) in &self.0 {
            let exponent = usize::try_from(monomial.exponent_of(letter)).ok()?;
            if coefficients.len() <= exponent {
                coefficients.resize(exponent + 1, Self::zero());
            }
            let rest = monomial.0.iter().filter(|(base, _)| !matches!(base, Base::Letter(name) if name == letter));
            coefficients.get_mut(exponent)?.add_term(Monomial(rest.cloned().collect()), value.clone());
        }
        Some(coefficients)
    }
}

impl Monomial {
    /// The exponent of a letter, 0 if it does not occur.
    pub fn exponent_of(&self, letter: &str) -> i64 {
        let found = self.0.iter().find(|(base, _)| matches!(base, Base::Letter(name) if name == letter));
        found.map_or(0, |(_, exponent)| exponent.to_integer())
    }

    /// The quotient, if no exponent would become negative.
    fn over(&self, other: &Monomial) -> Option<Monomial> {
        let negative = Monomial(other.0.iter().map(|(base, exponent)| (base.clone(), -exponent)).collect());
        let quotient = self.times(&negative);
        quotient.0.iter().all(|(_, exponent)| exponent.is_positive()).then_some(quotient)
    }
}

impl Quotient {
    /// A number.
    pub fn constant(value: Number) -> Self {
        Self::whole(Polynomial::constant(value))
    }

    /// A polynomial over 1.
    pub fn whole(top: Polynomial) -> Self {
        Self { top, bottom: Polynomial::constant(Number::one()) }
    }

    /// `top / bottom`.
    pub fn new(top: Polynomial, bottom: Polynomial) -> Result<Self, Undefined> {
        if bottom.is_zero() {
            return Err(Undefined::DivisionByZero);
        }
        if top.is_zero() {
            return Ok(Self::constant(Number::zero()));
        }
        match bottom.as_number().and_then(|number| number.reciprocal()) {
            Some(reciprocal) => Ok(Self::whole(top.scaled(&reciprocal))),
            None => Ok(Self { top, bottom }),
        }
    }

    /// The sum.
    pub fn plus(&self, other: &Quotient) -> Result<Quotient, Undefined> {
        if self.bottom == other.bottom {
            return Quotient::new(self.top.plus(&other.top)?, self.bottom.clone());
        }
        let top = self.top.times(&other.bottom)?.plus(&other.top.times(&self.bottom)?)?;
        Quotient::new(top, self.bottom.times(&other.bottom)?)
    }

    /// The difference.
    pub fn minus(&self, other: &Quotient) -> Result<Quotient, Undefined> {
        self.plus(&other.negated())
    }

    /// The opposite.
    pub fn negated(&self) -> Quotient {
        Quotient { top: self.top.scaled(&Number::from(-1)), bottom: self.bottom.clone() }
    }

    /// The product.
    pub fn times(&self, other: &Quotient) -> Result<Quotient, Undefined> {
        Quotient::new(self.top.times(&other.top)?, self.bottom.times(&other.bottom)?)
    }

    /// The quotient of two.
    pub fn over(&self, other: &Quotient) -> Result<Quotient, Undefined> {
        if other.top.is_zero() {
            return Err(Undefined::DivisionByZero);
        }
        Quotient::new(self.top.times(&other.bottom)?, self.bottom.times(&other.top)?)
    }

    /// A whole power. 0 to the power 0 or less has no value.
    pub fn power(&self, exponent: i64) -> Result<Quotient, Undefined> {
        if self.top.is_zero() && exponent <= 0 {
            return Err(Undefined::DivisionByZero);
        }
        let size = i64::try_from(exponent.unsigned_abs()).map_err(|_| Undefined::TooBig)?;
        let (top, bottom) = (self.top.power(size)?, self.bottom.power(size)?);
        if exponent < 0 { Quotient::new(bottom, top) } else { Quotient::new(top, bottom) }
    }

    /// The numerator without the factors it shares with the denominator, as far as they are found.
    pub fn reduced_top(&self) -> Polynomial {
        let letters_only = |polynomial: &Polynomial| !polynomial.any(&|base| !matches!(base, Base::Letter(_)));
        if self.bottom.as_number().is_some() || !letters_only(&self.top) || !letters_only(&self.bottom) {
            return self.top.clone();
        }
        let mut top = self.top.clone();
        let mut bottom = self.bottom.clone();
        // A factor may be shared more than once.
        for _ in 0..8 {
            let Some(common) = top.common_divisor(&bottom).filter(|common| common.as_number().is_none()) else { break };
            let (Some(less), Some(rest)) = (top.divided_by(&common), bottom.divided_by(&common)) else { break };
            (top, bottom) = (less, rest);
        }
        top
    }

    /// The rational number it is, if it is one: also (√8)/(√2).
    pub fn as_number(&self) -> Option<Number> {
        if let (Some(top), Some(bottom)) = (self.top.as_number(), self.bottom.as_number()) {
            return top.over(&bottom);
        }
        let (one, two) = (self.top.leading()?, self.bottom.leading()?);
        let ratio = one.1.over(two.1)?;
        let rest = self.top.minus(&self.bottom.scaled(&ratio)).ok()?;
        rest.is_zero().then_some(ratio)
    }

    /// Whether any base satisfies `asked`.
    pub fn any(&self, asked: &dyn Fn(&Base) -> bool) -> bool {
        self.top.any(asked) || self.bottom.any(asked)
    }

    /// Whether it holds a letter.
    pub fn has_letters(&self) -> bool {
        self.top.has_letters() || self.bottom.has_letters()
    }
}
