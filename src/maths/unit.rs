//! The unit, or another word, behind a number: `12 cm²`, `5 Eur`, `3 obuoliai`. Only cut off and kept as typed; what a
//! unit means is judged elsewhere.

use super::token::is_space;

/// Units of one or two letters and signs. Longer words are taken as they come.
const SHORT: &[&str] = &[
    "m", "g", "t", "l", "s", "h", "a", "c", "d", "cm", "mm", "dm", "km", "kg", "mg", "ml", "dl", "cl", "ha", "ar",
    "Eur", "EUR", "eur", "€", "ct", "c.", "min", "sek", "val", "vnt", "d.", "m.", "°", "°C", "V", "W", "N", "J", "Pa",
];

/// Names that are mathematics, not words.
const MATHEMATICS: &[&str] = &[
    "sin", "cos", "tan", "ctg", "sec", "csc", "exp", "cot", "log", "sqrt", "cbrt", "abs", "inf", "arcsin", "arccos",
    "arctg", "arcctg", "arba", "and",
];

/// The text without the unit behind it, and the unit.
pub(super) fn split(text: &str) -> (&str, Option<String>) {
    let mut before: Option<char> = None;
    let degrees_inside = MATHEMATICS.iter().chain(&["tg"]).any(|name| text.contains(name));
    for (at, c) in text.char_indices() {
        let starts = c.is_alphabetic() || matches!(c, '€' | '°');
        let after_number = before.is_some_and(|c| {
            c.is_ascii_digit() || is_space(c) || matches!(c, ')' | '.' | ',' | 'π' | '%') || "²³½⅓¼¾⅔".contains(c)
        });
        if starts && after_number && at > 0 {
            let (number, unit) = text.split_at(at);
            let angle = unit.starts_with('°') && !unit.starts_with("°C");
            if is_unit(unit)
                && !(angle && degrees_inside)
                && number.chars().any(|c| c.is_ascii_digit() || "½⅓¼¾⅔π".contains(c))
            {
                return (number, Some(unit.trim_end().to_owned()));
            }
        }
        before = Some(c);
    }
    (text, None)
}

fn is_unit(text: &str) -> bool {
    let text = text.trim_end_matches(is_space);
    let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [] => false,
        [one] => one.split('/').count() <= 2 && one.split('/').all(is_word),
        // Several words are words: "3 dideli obuoliai".
        more => more.len() <= 5 && more.iter().all(|word| word.chars().count() >= 2 && is_long_word(word)),
    }
}

fn is_word(part: &str) -> bool {
    let bare = part.trim_end_matches('.');
    let bare = ["²", "³", "^2", "^3", "2", "3"].iter().find_map(|power| bare.strip_suffix(power)).unwrap_or(bare);
    SHORT.contains(&bare) || (bare.chars().count() >= 3 && is_long_word(bare))
}

fn is_long_word(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    let lower = word.to_lowercase();
    word.chars().all(char::is_alphabetic) && !MATHEMATICS.contains(&lower.as_str())
}
