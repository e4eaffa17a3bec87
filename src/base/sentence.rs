//! A sentence with places for values: `Dar {n} {n # užduotis | užduotys | užduoties | užduočių}`.
//!
//! The same places as authors of tasks know: `{name}` is replaced by a value, `{name # one | few | many | other}` by
//! the form of the noun that goes with the value (English: one, other). Absent: where sentences come from.

use super::format::whole;
use super::{Lang, plural_form};

/// A value for a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filling {
    /// A count, which also chooses the form of a noun.
    Count(u64),
    /// A text, put in as it is; a noun beside it takes the form for fractions.
    Text(String),
}

impl From<u64> for Filling {
    fn from(count: u64) -> Self {
        Filling::Count(count)
    }
}

impl From<u32> for Filling {
    fn from(count: u32) -> Self {
        Filling::Count(count.into())
    }
}

impl From<usize> for Filling {
    fn from(count: usize) -> Self {
        Filling::Count(count as u64)
    }
}

impl From<String> for Filling {
    fn from(text: String) -> Self {
        Filling::Text(text)
    }
}

impl From<&str> for Filling {
    fn from(text: &str) -> Self {
        Filling::Text(text.to_owned())
    }
}

/// The sentence with its values. A place without a value, or one that is not closed, stays as written.
pub fn fill(sentence: &str, lang: Lang, values: &[(&str, Filling)]) -> String {
    let mut filled = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((hole, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let (name, forms) = hole.split_once('#').map_or((hole, None), |(name, forms)| (name, Some(forms)));
        match (values.iter().find(|(known, _)| *known == name.trim()).map(|(_, value)| value), forms) {
            (Some(Filling::Count(count)), None) => filled.push_str(&whole(i64::try_from(*count).unwrap_or(i64::MAX))),
            (Some(Filling::Text(text)), None) => filled.push_str(text),
            (Some(value), Some(forms)) => {
                let count = if let Filling::Count(count) = value { Some(*count) } else { None };
                let form = plural_form(lang, count);
                filled.push_str(forms.split('|').nth(form).or(forms.split('|').next_back()).unwrap_or_default().trim());
            }
            (None, _) => {
                filled.push('{');
                filled.push_str(hole);
                filled.push('}');
            }
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_filled() {
        let task = "Dar {n} {n # užduotis | užduotys | užduoties | užduočių}";
        let left = "{n} {n # task | tasks} left";
        for (sentence, lang, value, filled) in [
            (task, Lang::Lt, Filling::from(1_usize), "Dar 1 užduotis"),
            (task, Lang::Lt, Filling::from(3_u32), "Dar 3 užduotys"),
            (task, Lang::Lt, Filling::from(11_u64), "Dar 11 užduočių"),
            (task, Lang::Lt, Filling::from(21_u64), "Dar 21 užduotis"),
            (task, Lang::Lt, Filling::from("1,5"), "Dar 1,5 užduoties"),
            (left, Lang::En, Filling::from(1_u64), "1 task left"),
            (left, Lang::En, Filling::from(12_500_u64), "12\u{202f}500 tasks left"),
            ("{name}, labas", Lang::Lt, Filling::from(2_u64), "{name}, labas"),
            ("niekas {n", Lang::Lt, Filling::from(2_u64), "niekas {n"),
            ("{n # }", Lang::Lt, Filling::from(2_u64), ""),
            ("", Lang::Lt, Filling::from(2_u64), ""),
        ] {
            assert_eq!(fill(sentence, lang, &[("n", value)]), filled, "{sentence}");
        }
    }
}
