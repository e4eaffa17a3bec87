//! Numbers, shares, days and minutes as they are written in Lithuanian: `12 500`, `3,14`, `56,1 %`, `−5`,
//! `2026 m. lapkričio 22 d.`
//!
//! The decimal comma, the space before `%` and the minus sign stay the same in English, because the pupil's notebook
//! and the tasks have them so; only words change. Absent: formulas, which are `maths`, and parsing.

use super::{Day, Lang, Moment, plural_form};

const MINUS: char = '\u{2212}';
const THOUSANDS: char = '\u{202f}';
const NO_BREAK: char = '\u{a0}';

/// A whole number; from five digits on with narrow spaces between thousands: `1250`, `12 500`.
pub fn whole(n: i64) -> String {
    let mut text = String::new();
    if n < 0 {
        text.push(MINUS);
    }
    group(&mut text, &n.unsigned_abs().to_string());
    text
}

fn group(text: &mut String, digits: &str) {
    let count = digits.len();
    for (at, digit) in digits.chars().enumerate() {
        if count > 4 && at > 0 && (count - at).is_multiple_of(3) {
            text.push(THOUSANDS);
        }
        text.push(digit);
    }
}

/// A number rounded to `places` (at most 9) after the comma, half away from zero; noughts at the end are left out.
/// What is no number becomes `–`.
pub fn number(value: f64, places: u32) -> String {
    if !value.is_finite() || libm::fabs(value) >= 1e15 {
        return "–".to_owned();
    }
    let places = places.min(9);
    let scale = 10_u64.pow(places);
    let scaled = libm::round(libm::fabs(value) * scale as f64);
    // Above 2^63 the cast saturates, and a value so large has no places worth showing.
    let scaled = scaled as u64;
    let mut text = String::new();
    if value < 0.0 && scaled > 0 {
        text.push(MINUS);
    }
    group(&mut text, &(scaled / scale).to_string());
    let part = format!("{:0width$}", scaled % scale, width = places as usize);
    let part = part.trim_end_matches('0');
    if places > 0 && !part.is_empty() {
        text.push(',');
        text.push_str(part);
    }
    text
}

/// A share of one as percent, `places` after the comma: `0.561` is `56,1 %`.
pub fn percent(share: f64, places: u32, _lang: Lang) -> String {
    format!("{}{NO_BREAK}%", number(share * 100.0, places))
}

/// `2026 m. lapkričio 22 d.`, `22 November 2026`.
pub fn date_long(day: Day, lang: Lang) -> String {
    let (year, _, date) = day.date();
    match lang {
        Lang::Lt => format!("{year}{NO_BREAK}m. {} {date}{NO_BREAK}d.", month(day, lang)),
        Lang::En => format!("{date}{NO_BREAK}{} {year}", month(day, lang)),
    }
}

/// Without the year: `lapkričio 22 d.`, `22 November`.
pub fn date_of_year(day: Day, lang: Lang) -> String {
    let (_, _, date) = day.date();
    match lang {
        Lang::Lt => format!("{} {date}{NO_BREAK}d.", month(day, lang)),
        Lang::En => format!("{date}{NO_BREAK}{}", month(day, lang)),
    }
}

/// `2026-11-22`, in both languages.
pub fn date_short(day: Day) -> String {
    day.iso()
}

/// `11-22`, for the ends of a chart.
pub fn date_tick(day: Day) -> String {
    let (_, month, date) = day.date();
    format!("{month:02}-{date:02}")
}

/// The month, in Lithuanian in the genitive as dates have it: `lapkričio`, `November`.
pub fn month(day: Day, lang: Lang) -> &'static str {
    const LT: [&str; 12] = [
        "sausio",
        "vasario",
        "kovo",
        "balandžio",
        "gegužės",
        "birželio",
        "liepos",
        "rugpjūčio",
        "rugsėjo",
        "spalio",
        "lapkričio",
        "gruodžio",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (_, month, _) = day.date();
    let names = match lang {
        Lang::Lt => &LT,
        Lang::En => &EN,
    };
    names.get(month as usize - 1).copied().unwrap_or_default()
}

/// The day of the week: `sekmadienis`, `Sunday`.
pub fn weekday(day: Day, lang: Lang) -> &'static str {
    const LT: [&str; 7] =
        ["pirmadienis", "antradienis", "trečiadienis", "ketvirtadienis", "penktadienis", "šeštadienis", "sekmadienis"];
    const EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let names = match lang {
        Lang::Lt => &LT,
        Lang::En => &EN,
    };
    names.get(usize::from(day.weekday())).copied().unwrap_or_default()
}

/// The day of the week in two letters for a calendar or a chart: `Pr`, `Mo`.
pub fn weekday_short(day: Day, lang: Lang) -> &'static str {
    const LT: [&str; 7] = ["Pr", "An", "Tr", "Kt", "Pn", "Št", "Sk"];
    const EN: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    let names = match lang {
        Lang::Lt => &LT,
        Lang::En => &EN,
    };
    names.get(usize::from(day.weekday())).copied().unwrap_or_default()
}

/// A day seen from today: `šiandien`, `vakar`, `rytoj`, `prieš 3 dienas`, `po 5 dienų`, further away the date.
pub fn day_from(day: Day, today: Day, lang: Lang) -> String {
    let ahead = i64::from(day.0) - i64::from(today.0);
    let n = ahead.unsigned_abs();
    match (lang, ahead) {
        (Lang::Lt, 0) => "šiandien".to_owned(),
        (Lang::Lt, -1) => "vakar".to_owned(),
        (Lang::Lt, 1) => "rytoj".to_owned(),
        (Lang::En, 0) => "today".to_owned(),
        (Lang::En, -1) => "yesterday".to_owned(),
        (Lang::En, 1) => "tomorrow".to_owned(),
        (Lang::Lt, -13..=-2) => format!("prieš {}", counted(n, lang, &["dieną", "dienas", "dienos", "dienų"])),
        (Lang::Lt, 2..=13) => format!("po {}", counted(n, lang, &["dienos", "dienų", "dienos", "dienų"])),
        (Lang::En, -13..=-2) => format!("{n}{NO_BREAK}days ago"),
        (Lang::En, 2..=13) => format!("in {n}{NO_BREAK}days"),
        _ if day.date().0 == today.date().0 => date_of_year(day, lang),
        _ => date_long(day, lang),
    }
}

/// The time of day: `14.30 val.`, `14:30`.
pub fn time(at: Moment, lang: Lang) -> String {
    let minutes = at.minute_of_day();
    match lang {
        Lang::Lt => format!("{}.{:02}{NO_BREAK}val.", minutes / 60, minutes % 60),
        Lang::En => format!("{}:{:02}", minutes / 60, minutes % 60),
    }
}

/// Minutes short: `25 min.`, from an hour on `1 val. 5 min.`; in English without points.
pub fn minutes(n: u64, lang: Lang) -> String {
    let (hour, minute) = match lang {
        Lang::Lt => ("val.", "min."),
        Lang::En => ("h", "min"),
    };
    match (n / 60, n % 60) {
        (0, rest) => format!("{rest}{NO_BREAK}{minute}"),
        (hours, 0) => format!("{}{NO_BREAK}{hour}", whole(hours as i64)),
        (hours, rest) => format!("{}{NO_BREAK}{hour} {rest}{NO_BREAK}{minute}", whole(hours as i64)),
    }
}

/// Seconds short: `45 s`, from two minutes on as minutes, rounded.
pub fn seconds(n: u64, lang: Lang) -> String {
    if n < 120 { format!("{n}{NO_BREAK}s") } else { minutes(n.saturating_add(30) / 60, lang) }
}

/// A whole number and its noun: forms as in `plural_form` (Lithuanian one, few, many, other; English one, other).
///
/// ```
/// use augu::base::{Lang, format::counted};
/// assert_eq!(counted(21, Lang::Lt, &["užduotis", "užduotys", "užduoties", "užduočių"]), "21\u{a0}užduotis");
/// ```
pub fn counted(n: u64, lang: Lang, forms: &[&str]) -> String {
    let form = plural_form(lang, Some(n)).min(forms.len().saturating_sub(1));
    format!("{}{NO_BREAK}{}", whole(i64::try_from(n).unwrap_or(i64::MAX)), forms.get(form).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (value, places, written) in [
            (2.71928, 2, "2,72"),
            (3.0, 2, "3"),
            (0.5, 0, "1"),
            (2.5, 0, "3"),
            (-2.5, 0, "−3"),
            (-0.001, 2, "0"),
            (1250.0, 0, "1250"),
            (12500.0, 0, "12\u{202f}500"),
            (-1234567.891, 1, "−1\u{202f}234\u{202f}567,9"),
            (0.05, 2, "0,05"),
            (9.999, 2, "10"),
            (f64::NAN, 2, "–"),
            (f64::INFINITY, 2, "–"),
            (1e300, 9, "–"),
        ] {
            assert_eq!(number(value, places), written, "{value}");
        }
        for (n, written) in [
            (0, "0"),
            (-5, "−5"),
            (9999, "9999"),
            (10_000, "10\u{202f}000"),
            (i64::MIN, "−9\u{202f}223\u{202f}372\u{202f}036\u{202f}854\u{202f}775\u{202f}808"),
        ] {
            assert_eq!(whole(n), written);
        }
        assert_eq!(percent(0.561, 1, Lang::Lt), "56,1\u{a0}%");
        assert_eq!(percent(1.0, 0, Lang::En), "100\u{a0}%");
    }

    #[test]
    fn days_and_times() {
        let day = Day::of_date(2026, 11, 22);
        assert_eq!(date_long(day, Lang::Lt), "2026\u{a0}m. lapkričio 22\u{a0}d.");
        assert_eq!(date_long(day, Lang::En), "22\u{a0}November 2026");
        assert_eq!((date_short(day), date_tick(day)), ("2026-11-22".to_owned(), "11-22".to_owned()));
        assert_eq!((weekday(day, Lang::Lt), weekday_short(day, Lang::En)), ("sekmadienis", "Su"));
        for (ahead, lt, en) in [
            (0, "šiandien", "today"),
            (1, "rytoj", "tomorrow"),
            (-1, "vakar", "yesterday"),
            (-3, "prieš 3\u{a0}dienas", "3\u{a0}days ago"),
            (-11, "prieš 11\u{a0}dienų", "11\u{a0}days ago"),
            (5, "po 5\u{a0}dienų", "in 5\u{a0}days"),
            (30, "gruodžio 22\u{a0}d.", "22\u{a0}December"),
            (60, "2027\u{a0}m. sausio 21\u{a0}d.", "21\u{a0}January 2027"),
        ] {
            assert_eq!(day_from(day.plus(ahead), day, Lang::Lt), lt);
            assert_eq!(day_from(day.plus(ahead), day, Lang::En), en);
        }
        assert_eq!(time(Moment(1_795_350_600_000), Lang::En).len(), 5);
        for (n, lt, en) in [
            (0, "0\u{a0}min.", "0\u{a0}min"),
            (60, "1\u{a0}val.", "1\u{a0}h"),
            (65, "1\u{a0}val. 5\u{a0}min.", "1\u{a0}h 5\u{a0}min"),
        ] {
            assert_eq!(minutes(n, Lang::Lt), lt);
            assert_eq!(minutes(n, Lang::En), en);
        }
        assert_eq!((seconds(45, Lang::Lt), seconds(150, Lang::Lt)), ("45\u{a0}s".to_owned(), "3\u{a0}min.".to_owned()));
        for extreme in [i32::MIN, i32::MAX] {
            assert!(!day_from(Day(extreme), day, Lang::Lt).is_empty());
        }
    }
}
