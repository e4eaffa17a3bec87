//! How far off a number may be at most: a bound with 32 significant bits, rounded up by every operation (the magnitudes
//! of Johansson 2017). Not here: what it bounds (`ball`).

use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// `mantissa · 2^exponent` units, the mantissa under 2³².
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    mantissa: u64,
    exponent: u32,
}

/// Bits of a mantissa.
const BITS: u32 = 32;

impl Bound {
    /// Not off at all.
    pub(super) const ZERO: Bound = Bound { mantissa: 0, exponent: 0 };

    /// So many units.
    pub(super) const fn of(units: u64) -> Bound {
        Self::rounded(units, 0)
    }

    /// The size of this number of units.
    pub(super) fn above(units: &BigInt) -> Bound {
        let size = units.magnitude();
        let exponent = size.bits().saturating_sub(u64::from(BITS)) as u32;
        let top = (size >> exponent).to_u64().unwrap_or(u64::MAX);
        if exponent == 0 { Self::rounded(top, 0) } else { Self::rounded(top + 1, exponent) }
    }

    const fn rounded(mut mantissa: u64, mut exponent: u32) -> Bound {
        while mantissa >> BITS != 0 {
            let more = u64::BITS - mantissa.leading_zeros() - BITS;
            mantissa = shifted_up(mantissa, more);
            exponent = exponent.saturating_add(more);
        }
        Bound { mantissa, exponent }
    }

    /// Whether it is nothing.
    pub(super) const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// It lies under 2 to this power.
    pub(super) const fn bits(self) -> u64 {
        (u64::BITS - self.mantissa.leading_zeros()) as u64 + self.exponent as u64
    }

    /// As a whole number of units.
    pub(super) fn units(self) -> BigInt {
        BigInt::from(self.mantissa) << self.exponent
    }

    /// Both together.
    pub(super) const fn plus(self, other: Bound) -> Bound {
        let (high, low) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        if high.mantissa == 0 {
            return low;
        }
        Self::rounded(high.mantissa + shifted_up(low.mantissa, high.exponent - low.exponent), high.exponent)
    }

    /// The product.
    pub(super) const fn times(self, other: Bound) -> Bound {
        Self::rounded(self.mantissa * other.mantissa, self.exponent.saturating_add(other.exponent))
    }

    /// Times 2 to this power.
    pub(super) const fn doubled(self, times: u32) -> Bound {
        Bound { mantissa: self.mantissa, exponent: self.exponent.saturating_add(times) }
    }

    /// Divided by 2 to this power.
    pub(super) const fn halved(self, times: u32) -> Bound {
        if times <= self.exponent {
            return Bound { mantissa: self.mantissa, exponent: self.exponent - times };
        }
        Bound { mantissa: shifted_up(self.mantissa, times - self.exponent), exponent: 0 }
    }

    /// Divided by a number that is at least as great as `least`, which is positive.
    pub(super) fn over(self, least: &BigInt) -> Bound {
        let less = least.bits().saturating_sub(u64::from(BITS)) as u32;
        let below = (least.magnitude() >> less).to_u64().unwrap_or(1).max(1);
        let quotient = (self.mantissa << BITS) / below + 1;
        Self::rounded(quotient, self.exponent).halved(less.saturating_add(BITS))
    }
}

/// Divided by 2 to this power, rounded up.
const fn shifted_up(value: u64, by: u32) -> u64 {
    if value == 0 || by == 0 {
        value
    } else if by >= u64::BITS {
        1
    } else {
        (value >> by) + (value & ((1 << by) - 1) != 0) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Rng;

    #[test]
    fn a_bound_is_never_less_than_what_it_bounds_and_hardly_more() {
        let mut rng = Rng::new(7);
        let mut drawn = || BigInt::from(rng.next_u64() >> rng.below(64)) << rng.below(90);
        let check = |what: &str, bound: Bound, exact: BigInt| {
            let units = bound.units();
            assert!(units >= exact, "{what}: {units} bounds {exact}");
            assert!(units <= &exact + (&exact >> 28u32) + 1, "{what}: {units} is near {exact}");
        };
        for _ in 0..2000 {
            let (one, other) = (drawn(), drawn());
            let (a, b) = (Bound::above(&one), Bound::above(&other));
            check("above", a, one.clone());
            check("sum", a.plus(b), &one + &other);
            check("product", a.times(b), &one * &other);
            check("halved", a.halved(17), (&one + 0x1_ffffu32) >> 17u32);
            check("doubled", a.doubled(17), &one << 17u32);
            if other > BigInt::from(0) {
                check("quotient", a.over(&other), (&one + &other - 1) / &other);
            }
        }
        assert_eq!(Bound::of(u64::MAX).bits(), 65);
        assert!(Bound::of(0).is_zero() && Bound::ZERO.plus(Bound::of(3)) == Bound::of(3));
    }
}
