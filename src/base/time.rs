//! Moments and days. A school day is a day in Lithuania: the offset of Europe/Vilnius is computed here from the rule
//! in force since 2003 (Directive 2000/84/EC), so that every device folds a fact into the same day and week.

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// A calendar day: days since 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

/// A week from Monday to Sunday: weeks since the week of Monday 1969-12-29.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Week(pub i32);

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

impl Moment {
    /// The school day this moment falls in (Europe/Vilnius).
    pub const fn day(self) -> Day {
        Day(clamp_day((self.0.saturating_add(vilnius_offset_ms(self))).div_euclid(DAY_MS)))
    }

    /// Minutes since midnight in Vilnius.
    pub const fn minute_of_day(self) -> u16 {
        ((self.0.saturating_add(vilnius_offset_ms(self))).rem_euclid(DAY_MS) / 60_000) as u16
    }

    /// Days from `earlier` to this moment; 0 if `earlier` is later.
    pub fn days_since(self, earlier: Moment) -> f64 {
        self.0.saturating_sub(earlier.0).max(0) as f64 / DAY_MS as f64
    }

    /// This moment and `ms` milliseconds.
    pub const fn plus_ms(self, ms: i64) -> Moment {
        Moment(self.0.saturating_add(ms))
    }
}

const fn clamp_day(days: i64) -> i32 {
    if days > i32::MAX as i64 {
        i32::MAX
    } else if days < i32::MIN as i64 {
        i32::MIN
    } else {
        days as i32
    }
}

/// 2 hours in winter, 3 in summer time (last Sunday of March 01:00 UTC to last Sunday of October 01:00 UTC).
const fn vilnius_offset_ms(at: Moment) -> i64 {
    let day = Day(clamp_day(at.0.div_euclid(DAY_MS)));
    let (year, _, _) = day.date();
    let starts = last_sunday(year, 3).0 as i64 * DAY_MS + HOUR_MS;
    let ends = last_sunday(year, 10).0 as i64 * DAY_MS + HOUR_MS;
    if at.0 >= starts && at.0 < ends { 3 * HOUR_MS } else { 2 * HOUR_MS }
}

const fn last_sunday(year: i32, month: u32) -> Day {
    let last = Day::of_date(year, month, 31);
    Day(last.0.saturating_sub((last.weekday() as i32 + 1) % 7))
}

impl Day {
    /// The day of this date of the Gregorian calendar (Hinnant's `days_from_civil`).
    pub const fn of_date(year: i32, month: u32, day: u32) -> Day {
        let y = if month <= 2 { year as i64 - 1 } else { year as i64 };
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let month_from_march = (month as i64 + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + day as i64 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Day(clamp_day(era * 146_097 + day_of_era - 719_468))
    }

    /// Year, month 1 to 12, day of the month (Hinnant's `civil_from_days`).
    pub const fn date(self) -> (i32, u32, u32) {
        let z = self.0 as i64 + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 } as u32;
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        (year as i32, month, day)
    }

    /// 0 Monday to 6 Sunday.
    pub const fn weekday(self) -> u8 {
        (self.0 as i64 + 3).rem_euclid(7) as u8
    }

    /// The week it belongs to.
    pub const fn week(self) -> Week {
        Week((self.0 as i64 + 3).div_euclid(7) as i32)
    }

    /// `2026-11-22`.
    pub fn iso(self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Reads `2026-11-22`; `None` if there is no such day.
    pub fn from_iso(text: &str) -> Option<Day> {
        let mut parts = text.splitn(3, '-');
        let mut part = || parts.next()?.parse::<u32>().ok();
        let (year, month, day) = (part()?, part()?, part()?);
        if year > 9999 || month == 0 || month > 12 || day == 0 || day > 31 {
            return None;
        }
        let found = Day::of_date(year as i32, month, day);
        (found.date() == (year as i32, month, day)).then_some(found)
    }

    /// This day and `days` more.
    pub const fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl Week {
    /// Its Monday.
    pub const fn monday(self) -> Day {
        Day(clamp_day(self.0 as i64 * 7 - 3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_turn_around() {
        for days in (-800_000..800_000).step_by(97) {
            let (y, m, d) = Day(days).date();
            assert_eq!(Day::of_date(y, m, d), Day(days));
        }
        assert_eq!(Day::of_date(2026, 11, 22).weekday(), 6);
        assert_eq!(Day::of_date(2026, 11, 22).week().monday().iso(), "2026-11-16");
        assert_eq!(Day::from_iso("2026-11-22"), Some(Day::of_date(2026, 11, 22)));
        for broken in ["2026-02-30", "2026-13-01", "x", "", "2026-1"] {
            assert_eq!(Day::from_iso(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_vilnius() {
        let at = |day: Day, hour: i64, minute: i64| Moment(day.0 as i64 * DAY_MS + hour * HOUR_MS + minute * 60_000);
        let winter = Day::of_date(2026, 1, 15);
        assert_eq!(at(winter, 21, 59).day(), winter);
        assert_eq!(at(winter, 22, 0).day(), winter.plus(1));
        let summer = Day::of_date(2026, 6, 15);
        assert_eq!(at(summer, 20, 59).day(), summer);
        assert_eq!(at(summer, 21, 0).day(), summer.plus(1));
        let change = Day::of_date(2026, 3, 29);
        assert_eq!(at(change, 0, 59).minute_of_day(), 2 * 60 + 59);
        assert_eq!(at(change, 1, 0).minute_of_day(), 4 * 60);
        assert_eq!(last_sunday(2026, 10), Day::of_date(2026, 10, 25));
        for extreme in [i64::MIN, i64::MAX] {
            let _ = Moment(extreme).day();
        }
    }
}
