//! Powers of e, logarithms, sines and arc tangents of numbers with 256 bits behind the point, each with a bound of its
//! error. A floating guess may choose where a series is begun; it is then a number like any other, and what the series
//! gives is bounded whatever was guessed. Not here: numbers that are not known exactly (`ball`).

use super::bound::Bound;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Bits behind the point.
pub(super) const BITS: u64 = 256;
/// Halvings before the series of sine and cosine, doublings after it.
const ANGLE_HALVINGS: u32 = 10;
/// Halvings before the series of the power of e, squarings after it.
const EXPONENT_HALVINGS: u32 = 8;
/// Members after which a series that should be over by then is given up.
const MEMBERS_MAX: u32 = 64;

/// ⌊2²⁵⁶ ln 2⌋ in words of 32 bits, the lowest first; a test computes it again.
const LOG_OF_TWO: [u32; 8] =
    [0x8baa_fa2b, 0x8a0d_175b, 0x7298_b62d, 0x40f3_4326, 0x03f2_f6af, 0xc9e3_b398, 0xd1cf_79ab, 0xb172_17f7];
/// ⌊2²⁵⁶ π⌋, likewise.
const PI: [u32; 9] = [
    0xec4e_6c89,
    0x082e_fa98,
    0x299f_31d0,
    0xa409_3822,
    0x0370_7344,
    0x1319_8a2e,
    0x85a3_08d3,
    0x243f_6a88,
    0x0000_0003,
];

/// ln 2, off by less than one unit.
pub(super) fn log_of_two() -> BigInt {
    BigInt::from_slice(Sign::Plus, &LOG_OF_TWO)
}

/// π, off by less than one unit.
pub(super) fn pi() -> BigInt {
    BigInt::from_slice(Sign::Plus, &PI)
}

pub(super) fn one() -> BigInt {
    BigInt::one() << BITS
}

fn times(one: &BigInt, other: &BigInt) -> BigInt {
    (one * other) >> BITS
}

/// A floating number of size 2⁹ or less, exactly, as far as its bits reach.
fn of_float(value: f64) -> BigInt {
    // 2⁵⁴ times it is whole enough for a guess.
    BigInt::from((value * 18_014_398_509_481_984.0) as i64) << (BITS - 54)
}

/// The nearest floating number, cut to the largest finite.
pub(super) fn to_float(value: &BigInt) -> f64 {
    let near = match value.bits() {
        0..1000 => libm::ldexp(value.to_f64().unwrap_or(0.0), -(BITS as i32)),
        _ => (value >> BITS).to_f64().unwrap_or(0.0),
    };
    near.clamp(f64::MIN, f64::MAX)
}

/// The sine, the cosine, and how far off each is at most. The angle is under 2²⁰ in size.
pub(super) fn sine_cosine(angle: &BigInt) -> (BigInt, BigInt, Bound) {
    let turn = pi() << 1u32;
    let turns = angle.div_floor(&turn);
    let small: BigInt = (angle - &turns * &turn) >> ANGLE_HALVINGS;
    // xⁿ/n!, the even members to 1 − cos x, which is small, the odd ones to sin x.
    let (mut sine, mut versed, mut member) = (small.clone(), BigInt::zero(), small.clone());
    let mut count = 1u32;
    while !member.is_zero() && count < MEMBERS_MAX {
        count += 1;
        member = times(&member, &small) / count;
        let sum = if count.is_multiple_of(2) { &mut versed } else { &mut sine };
        if matches!(count % 4, 1 | 2) {
            *sum += &member;
        } else {
            *sum -= &member;
        }
    }
    // Each member is off by two units at most, and so is all that follows; the halving cut off one.
    let mut off = Bound::of(2 * u64::from(count) + 4);
    for _ in 0..ANGLE_HALVINGS {
        // 1 − cos 2x = 2 sin² x, sin 2x = 2 sin x − 2 sin x (1 − cos x)
        let twice: BigInt = &sine << 1u32;
        let square = times(&twice, &sine);
        sine = &twice - times(&twice, &versed);
        versed = square;
        off = off.doubled(2).plus(Bound::of(4));
    }
    // 2π is off by two units, each turn anew.
    (sine, one() - versed, off.plus(Bound::above(&turns).doubled(1)))
}

/// e to this power, and how far off that is at most. The power is under 2¹² in size.
pub(super) fn exponential(power: &BigInt) -> (BigInt, Bound) {
    let log = log_of_two();
    let doublings = power.div_floor(&log);
    let small: BigInt = (power - &doublings * &log) >> EXPONENT_HALVINGS;
    let (mut sum, mut member) = (one() + &small, small.clone());
    let mut count = 1u32;
    while !member.is_zero() && count < MEMBERS_MAX {
        count += 1;
        member = times(&member, &small) / count;
        sum += &member;
    }
    let mut off = Bound::of(2 * u64::from(count) + 4);
    for _ in 0..EXPONENT_HALVINGS {
        // Under 2 in the end: (v + e)² = v² + (2v + e)e, and 2v + e is under 4 where all is added up.
        sum = times(&sum, &sum);
        off = off.doubled(2).plus(Bound::of(2));
    }
    // ln 2 is off by one unit, each doubling anew, and so is the power; its e is under 2.
    off = off.plus(Bound::above(&doublings).doubled(1));
    let doublings = doublings.to_i64().unwrap_or(0);
    let size = doublings.unsigned_abs() as u32;
    if doublings >= 0 { (sum << size, off.doubled(size)) } else { (sum >> size, off.halved(size).plus(Bound::of(1))) }
}

/// The natural logarithm of a positive number, and how far off it is at most.
pub(super) fn logarithm(value: &BigInt) -> Option<(BigInt, Bound)> {
    let shift = i64::try_from(value.bits()).ok()? - BITS as i64;
    // In [1/2, 1); what the shift cuts off counts for two units at most.
    let mantissa: BigInt = if shift >= 0 { value >> shift } else { value << -shift };
    let guess = of_float(libm::log(to_float(&mantissa)));
    // ln m = y + ln(m e^(−y)), where m e^(−y) is nearly 1.
    let (power, off_power) = exponential(&-&guess);
    let near = times(&mantissa, &power);
    let (log, off) = twice_artanh(&((&near - one()) << BITS).div_floor(&(&near + one())))?;
    let off = off.plus(off_power.doubled(1)).plus(Bound::of(6 + shift.unsigned_abs()));
    Some((guess + log + log_of_two() * shift, off))
}

/// 2 (y + y³/3 + y⁵/5 + ...), and how far off it is at most.
fn twice_artanh(y: &BigInt) -> Option<(BigInt, Bound)> {
    let (sum, off) = odd_series(y, false)?;
    Some((sum << 1u32, off.doubled(1)))
}

/// y ± y³/3 + y⁵/5 ± ..., the signs alternating or not, and how far off it is at most. Nothing where |y| ≥ 1/2.
fn odd_series(y: &BigInt, alternating: bool) -> Option<(BigInt, Bound)> {
    if y.bits() >= BITS {
        return None;
    }
    let square = times(y, y);
    let (mut sum, mut power) = (y.clone(), y.clone());
    for at in 1..2 * MEMBERS_MAX {
        power = times(&power, &square);
        let member = &power / (2 * at + 1);
        if member.bits() <= 1 {
            // What is left out is less than the last power; each member is off by two units at most.
            let rest = Bound::above(&power);
            return Some((sum, rest.plus(Bound::of(4 + 2 * u64::from(at)))));
        }
        if alternating && at % 2 == 1 {
            sum -= member;
        } else {
            sum += member;
        }
    }
    None
}

/// The arc tangent, and how far off it is at most.
pub(super) fn arc_tangent(value: &BigInt) -> Option<(BigInt, Bound)> {
    let guess = of_float(libm::atan(to_float(value)));
    // arctan x = t + arctan((x cos t − sin t)/(cos t + x sin t)), which is small where t is nearly right.
    let (sine, cosine, off) = sine_cosine(&guess);
    let top = times(value, &cosine) - &sine;
    let bottom = cosine + times(value, &sine);
    // Both are off by (|x| + 1) times as much as sine and cosine, and a unit; the quotient is small.
    let off = off.times(Bound::above(value).plus(Bound::above(&one()))).halved(BITS as u32).plus(Bound::of(1));
    let least = bottom - off.units();
    if !least.is_positive() {
        return None;
    }
    let small = (&top << BITS).div_floor(&least);
    let (tangent, rest) = odd_series(&small, true)?;
    Some((guess + tangent, rest.plus(off.doubled(BITS as u32 + 2).over(&least)).plus(Bound::of(1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_what_their_series_give() {
        // ln 2 = 2 artanh(1/3); π = 16 arctan(1/5) − 4 arctan(1/239) (Machin 1706).
        let (log, off) = twice_artanh(&(one() / 3)).unwrap();
        assert!((log - log_of_two()).abs() <= off.units() + 2 && off.bits() < 12);
        let part = |by: u32, times: u32| odd_series(&(one() / by), true).map(|(sum, _)| sum * times).unwrap();
        assert!((part(5, 16) - part(239, 4) - pi()).bits() < 16);
    }

    #[test]
    fn errors_are_bounded_by_what_is_said() {
        // What must be 0 by the laws of these functions, at numbers of many sizes and both signs.
        for size in 0..300u32 {
            let value = (BigInt::from(0x9E37_79B9_7F4A_7C15_u64) << size) >> 40u32;
            for value in [value.clone(), -value] {
                if value.bits() < BITS + 20 {
                    let (sine, cosine, off) = sine_cosine(&value);
                    let unit = times(&sine, &sine) + times(&cosine, &cosine) - one();
                    assert!(off.bits() < 40 && unit.abs() <= off.doubled(2).units(), "sin² + cos² of {value}");
                }
                if value.bits() < BITS + 11 {
                    let ((power, off), (inverse, inverse_off)) = (exponential(&value), exponential(&-&value));
                    let product = times(&power, &inverse) - one();
                    let slack = off.times(Bound::above(&inverse)).plus(inverse_off.times(Bound::above(&power)));
                    let slack = slack.halved(BITS as u32).plus(Bound::of(2));
                    assert!(product.abs() <= slack.units(), "e^x e^(−x) of {value}");
                    if power.is_positive() {
                        let (log, log_off) = logarithm(&power).unwrap();
                        let slack = log_off.plus(off.doubled(BITS as u32 + 1).over(&power));
                        assert!((log - &value).abs() <= slack.units(), "ln e^x of {value}");
                    }
                }
                let (angle, off) = arc_tangent(&value).unwrap();
                let (sine, cosine, more) = sine_cosine(&angle);
                let rest = times(&value, &cosine) - sine;
                let slack = off.plus(more).times(Bound::above(&value).plus(Bound::above(&one()))).halved(BITS as u32);
                assert!(off.bits() < 60 && rest.abs() <= slack.plus(Bound::of(4)).units(), "tg arctg of {value}");
            }
        }
    }
}
