//! Exact rational numbers of any size. Not: roots, π or anything else irrational (see `normal`).

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};
use std::str::FromStr;

/// Numbers with more bits than this, above or below the line, are refused where numbers are made out of what people
/// write: 2^20000 has about 6 000 digits.
pub const BITS_MAX: u64 = 20_000;

/// An exact rational number, always in lowest terms with a positive denominator.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(BigRational);

impl Number {
    /// Zero.
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// One.
    pub fn one() -> Self {
        Self(BigRational::one())
    }

    /// A whole number of any size.
    pub fn whole(value: BigInt) -> Self {
        Self(BigRational::from_integer(value))
    }

    /// `top / bottom`; nothing if `bottom` is 0.
    pub fn ratio(top: impl Into<BigInt>, bottom: impl Into<BigInt>) -> Option<Self> {
        let bottom = bottom.into();
        if bottom.is_zero() { None } else { Some(Self(BigRational::new(top.into(), bottom))) }
    }

    /// Ten to the power of `places`.
    pub fn power_of_ten(places: u32) -> Self {
        Self::whole(BigInt::from(10u8).pow(places))
    }

    /// Above the line, with the sign.
    pub fn numerator(&self) -> BigInt {
        self.0.numer().clone()
    }

    /// Below the line, at least 1.
    pub fn denominator(&self) -> BigInt {
        self.0.denom().clone()
    }

    /// Whether it is whole.
    pub fn is_integer(&self) -> bool {
        self.0.denom().is_one()
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is 1.
    pub fn is_one(&self) -> bool {
        self.0.is_one()
    }

    /// Whether it is less than 0.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// -1, 0 or 1.
    pub fn signum(&self) -> i32 {
        match self.0.numer().sign() {
            Sign::Minus => -1,
            Sign::NoSign => 0,
            Sign::Plus => 1,
        }
    }

    /// Without the sign.
    pub fn abs(&self) -> Self {
        Self(self.0.abs())
    }

    /// The greatest whole number not above it.
    pub fn floor(&self) -> Self {
        Self(self.0.floor())
    }

    /// The smallest whole number not below it.
    pub fn ceil(&self) -> Self {
        Self(self.0.ceil())
    }

    /// `1 / self`; nothing for 0.
    pub fn reciprocal(&self) -> Option<Self> {
        if self.is_zero() { None } else { Some(Self(self.0.recip())) }
    }

    /// `self / other`; nothing if `other` is 0.
    pub fn over(&self, other: &Number) -> Option<Self> {
        if other.is_zero() { None } else { Some(Self(&self.0 / &other.0)) }
    }

    /// `self` to a whole power. Nothing for 0 to the power 0 or less, and where the outcome would pass [`BITS_MAX`].
    pub fn power(&self, exponent: i64) -> Option<Self> {
        if self.is_zero() && exponent <= 0 {
            return None;
        }
        let size = self.bits().saturating_sub(1).saturating_mul(exponent.unsigned_abs());
        let trivial = self.abs().is_one();
        if !trivial && size > BITS_MAX {
            return None;
        }
        // Of 1 and -1 only the parity of the exponent matters.
        let exponent = if trivial { exponent % 2 } else { exponent };
        let power = Pow::pow(&self.0, exponent.unsigned_abs() as u32);
        Some(Self(if exponent < 0 { power.recip() } else { power }))
    }

    /// The bits of the longer of numerator and denominator.
    pub fn bits(&self) -> u64 {
        self.0.numer().bits().max(self.0.denom().bits())
    }

    /// Rounded to `places` after the decimal comma (at most 200), halves away from zero, as school rounds.
    pub fn round_to_places(&self, places: u32) -> Self {
        let scale = Self::power_of_ten(places.min(200)).0;
        Self((&self.0 * &scale).round() / scale)
    }

    /// How many places after the comma it needs; nothing if the decimals never end (or need more than 400 places).
    pub fn decimal_places(&self) -> Option<u32> {
        let (mut rest, mut twos, mut fives) = (self.denominator(), 0u32, 0u32);
        for (prime, count) in [(2u8, &mut twos), (5, &mut fives)] {
            loop {
                let (quotient, remainder) = rest.div_rem(&BigInt::from(prime));
                if !remainder.is_zero() {
                    break;
                }
                rest = quotient;
                *count += 1;
                if *count > 400 {
                    return None;
                }
            }
        }
        rest.is_one().then_some(twos.max(fives))
    }

    /// The exact root of index `index` (2: square root), if it is rational. Negative numbers have odd roots only.
    pub fn root_exact(&self, index: u32) -> Option<Self> {
        if index == 0 || (self.is_negative() && index.is_even()) {
            return None;
        }
        let exact = |n: &BigInt| {
            let root = n.nth_root(index);
            (Pow::pow(&root, index) == *n).then_some(root)
        };
        Number::ratio(exact(self.0.numer())?, exact(self.0.denom())?)
    }

    /// The exact square root, if it is rational.
    pub fn sqrt_exact(&self) -> Option<Self> {
        self.root_exact(2)
    }

    /// The nearest binary64; infinities are cut to the largest finite.
    pub fn to_f64(&self) -> f64 {
        let near = self.0.to_f64().unwrap_or(0.0);
        if near.is_finite() { near } else { f64::MAX * f64::from(self.signum()) }
    }

    /// As a small whole number, if it is one.
    pub fn to_i64(&self) -> Option<i64> {
        if self.is_integer() { self.0.numer().to_i64() } else { None }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::whole(BigInt::from(value))
    }
}

impl Default for Number {
    fn default() -> Self {
        Self::zero()
    }
}

macro_rules! operation {
    ($trait:ident, $method:ident) => {
        impl $trait<&Number> for &Number {
            type Output = Number;
            fn $method(self, other: &Number) -> Number {
                // Most numbers are whole, and these have nothing to be reduced.
                if self.is_integer() && other.is_integer() {
                    return Number::whole($trait::$method(self.0.numer(), other.0.numer()));
                }
                Number($trait::$method(&self.0, &other.0))
            }
        }
        impl $trait for Number {
            type Output = Number;
            fn $method(self, other: Number) -> Number {
                $trait::$method(&self, &other)
            }
        }
    };
}
operation!(Add, add);
operation!(Sub, sub);
operation!(Mul, mul);

impl Neg for &Number {
    type Output = Number;
    fn neg(self) -> Number {
        Number(-&self.0)
    }
}

impl Neg for Number {
    type Output = Number;
    fn neg(self) -> Number {
        Number(-self.0)
    }
}

impl PartialEq<i64> for Number {
    fn eq(&self, other: &i64) -> bool {
        self.to_i64() == Some(*other)
    }
}

impl PartialOrd<i64> for Number {
    fn partial_cmp(&self, other: &i64) -> Option<Ordering> {
        Some(self.cmp(&Number::from(*other)))
    }
}

/// Plain ASCII, for logs and files: `-3/4`, `12500`. What a person sees is made by `print_number`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Number {
    type Err = &'static str;

    /// Reads what `Display` writes, and decimals with a point: `-3/4`, `12500`, `-0.25`. At most 6 000 digits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "a number is written like -3/4, 12500 or -0.25";
        let whole = |part: &str| {
            let digits = part.strip_prefix('-').unwrap_or(part);
            if digits.is_empty() || digits.len() > 6000 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(wrong);
            }
            BigInt::from_str(part).map_err(|_| wrong)
        };
        if let Some((top, bottom)) = text.split_once('/') {
            return Number::ratio(whole(top)?, whole(bottom)?).ok_or(wrong);
        }
        let Some((before, after)) = text.split_once('.') else {
            return Ok(Number::whole(whole(text)?));
        };
        if after.starts_with('-') {
            return Err(wrong);
        }
        let digits = whole(&format!("{before}{after}"))?;
        whole(before)?;
        Ok(Number(BigRational::new(digits, Number::power_of_ten(after.len() as u32).numerator())))
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().unwrap_or_else(|why| panic!("{text}: {why}"))
    }

    #[test]
    fn numbers_are_exact_and_total() {
        assert_eq!(number("0.1") + number("0.2"), number("3/10"));
        assert_eq!(Number::ratio(1, 0), None);
        assert_eq!(number("5").over(&Number::zero()), None);
        assert_eq!(number("2").power(-3), Some(number("1/8")));
        assert_eq!(number("-1").power(i64::MIN), Some(number("1")));
        assert_eq!(number("-1").power(i64::MAX), Some(number("-1")));
        assert_eq!(number("3").power(1_000_000_000_000), None);
        assert_eq!(number("0").power(0), None);
        assert_eq!(number("4/9").sqrt_exact(), Some(number("2/3")));
        assert_eq!(number("-8").root_exact(3), Some(number("-2")));
        assert_eq!(number("-4").sqrt_exact(), None);
        assert_eq!(number("8").sqrt_exact(), None);
    }

    #[test]
    fn halves_round_away_from_zero() {
        for (from, places, to) in [("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("0.5", 0, "1"), ("1/3", 3, "0.333")] {
            assert_eq!(number(from).round_to_places(places), number(to), "{from}");
        }
        assert_eq!(number("3/8").decimal_places(), Some(3));
        assert_eq!(number("1/6").decimal_places(), None);
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in ["-3/4", "0", "12500", "-1"] {
            assert_eq!(number(text).to_string(), text);
        }
        for wrong in ["", "-", "1/0", "1/", ".5", "1.-5", "1e5", "ą", "--1"] {
            assert!(wrong.parse::<Number>().is_err(), "{wrong}");
        }
    }
}
