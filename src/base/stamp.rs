//! The stamp of a fact: whose it is, which device wrote it, when, and as which in a row.

use super::{DeviceId, Moment, PersonId};
use serde::{Deserialize, Serialize};

/// A hybrid logical time (Kulkarni et al. 2014): the device's clock, and a counter for facts within one millisecond or
/// under a clock that was set back. Ordered by time, then counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HybridTime {
    /// Milliseconds since 1970 UTC; never smaller than that of any fact the device had seen.
    pub ms: i64,
    /// Counts facts with the same `ms`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub count: u32,
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

impl HybridTime {
    /// A fact of a clock more than this far ahead does not pull other clocks with it: 24 hours, in milliseconds.
    pub const AHEAD_MS_MAX: i64 = 24 * 3_600_000;

    /// The time of the next fact on a device whose newest known time is `self` and whose clock says `now`.
    pub const fn next(self, now: Moment) -> HybridTime {
        if now.0 > self.ms {
            HybridTime { ms: now.0, count: 0 }
        } else if self.ms - now.0 > Self::AHEAD_MS_MAX {
            // A clock far ahead once wrote here: do not follow it.
            HybridTime { ms: now.0, count: 0 }
        } else {
            HybridTime { ms: self.ms, count: self.count.saturating_add(1) }
        }
    }

    /// As a moment.
    pub const fn moment(self) -> Moment {
        Moment(self.ms)
    }
}

/// The name of a fact: the device that wrote it and its number there. Unique without any agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FactId {
    /// The device that wrote it.
    pub device: DeviceId,
    /// The how-manyth fact of that device, from 1.
    pub sequence: u64,
}

/// The stamp of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Who it is about and by: the person whose journal it stands in.
    pub author: PersonId,
    /// The device that wrote it.
    pub device: DeviceId,
    /// When, so that facts of several devices fall into one order.
    pub time: HybridTime,
    /// The how-manyth fact of that device, from 1, without gaps.
    pub sequence: u64,
}

impl Stamp {
    /// The fact's name.
    pub const fn id(&self) -> FactId {
        FactId { device: self.device, sequence: self.sequence }
    }

    /// The total order of facts: time, then device, then sequence.
    pub const fn order(&self) -> (HybridTime, DeviceId, u64) {
        (self.time, self.device, self.sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_forward_even_when_the_clock_is_set_back() {
        let first = HybridTime::default().next(Moment(1000));
        let second = first.next(Moment(900));
        assert!(second > first);
        assert_eq!(second, HybridTime { ms: 1000, count: 1 });
        assert_eq!(second.next(Moment(1001)), HybridTime { ms: 1001, count: 0 });
    }

    #[test]
    fn a_clock_far_ahead_is_not_followed() {
        let wild = HybridTime { ms: HybridTime::AHEAD_MS_MAX * 400, count: 0 };
        assert_eq!(wild.next(Moment(5)), HybridTime { ms: 5, count: 0 });
    }
}
