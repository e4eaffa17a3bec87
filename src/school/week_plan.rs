//! The pupil's own plan of the week: which days, how many minutes. Days that pass without practice are not a fault.

use crate::base::{Day, Stamp};
use serde::{Deserialize, Serialize};

/// What was planned, from this week on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WeekPlanFact {
    /// These days and minutes, until planned anew.
    #[serde(rename = "set")]
    Planned {
        /// Bit 0 Monday to bit 6 Sunday.
        days: u8,
        /// Minutes on each of these days.
        minutes: u16,
    },
}

/// The plan in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekPlan {
    /// Bit 0 Monday to bit 6 Sunday.
    pub days: u8,
    /// Minutes on each of these days, 5 to 90.
    pub minutes: u16,
    /// Whether the pupil made it; otherwise it is the app's quiet suggestion.
    pub own: bool,
}

impl Default for WeekPlan {
    /// School days, 15 minutes: what the app suggests until the pupil plans.
    fn default() -> Self {
        WeekPlan { days: 0b001_1111, minutes: 15, own: false }
    }
}

impl WeekPlan {
    /// Folds one fact in.
    pub fn apply(&mut self, _stamp: &Stamp, fact: &WeekPlanFact) {
        let WeekPlanFact::Planned { days, minutes } = fact;
        *self = WeekPlan { days: days & 0b111_1111, minutes: (*minutes).clamp(5, 90), own: true };
    }

    /// Whether practice is planned on this weekday, 0 Monday to 6 Sunday.
    pub const fn on_weekday(self, weekday: u8) -> bool {
        weekday < 7 && self.days >> weekday & 1 == 1
    }

    /// Whether practice is planned on this day.
    pub const fn on(self, day: Day) -> bool {
        self.on_weekday(day.weekday())
    }

    /// Minutes planned for a whole week.
    pub const fn minutes_a_week(self) -> u32 {
        self.days.count_ones() * self.minutes as u32
    }
}
