//! The two languages of the app, and a text in both.

use serde::{Deserialize, Serialize};

/// A language of the interface: Lithuanian first, English second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Lithuanian.
    #[default]
    Lt,
    /// English.
    En,
}

impl Lang {
    /// The BCP 47 tag: `lt` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Lt => "lt",
            Lang::En => "en",
        }
    }
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In Lithuanian.
    pub lt: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// A text of the two given.
    pub fn new(lt: impl Into<String>, en: impl Into<String>) -> Self {
        Self { lt: lt.into(), en: en.into() }
    }

    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Lt => &self.lt,
            Lang::En => &self.en,
        }
    }
}

/// Which form of a counted noun goes with the whole number `n` (Unicode CLDR plural rules).
///
/// Lithuanian: 0 "one" (1, 21, 31), 1 "few" (2 to 9, 22 to 29), 3 "other" (0, 10 to 20, 30). English: 0 for 1, else 1.
/// Form 2 of Lithuanian, "many", is for fractions (1,5 minutės) and is given for `None`.
pub const fn plural_form(lang: Lang, n: Option<u64>) -> usize {
    match (lang, n) {
        (Lang::Lt, None) => 2,
        (Lang::Lt, Some(n)) => {
            let (tens, ones) = (n % 100, n % 10);
            if tens >= 11 && tens <= 19 || ones == 0 {
                3
            } else if ones == 1 {
                0
            } else {
                1
            }
        }
        (Lang::En, Some(1)) => 0,
        (Lang::En, _) => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lithuanian_counts() {
        for (n, form) in
            [(0, 3), (1, 0), (2, 1), (9, 1), (10, 3), (11, 3), (19, 3), (20, 3), (21, 0), (22, 1), (101, 0), (111, 3)]
        {
            assert_eq!(plural_form(Lang::Lt, Some(n)), form, "{n}");
        }
        assert_eq!(plural_form(Lang::Lt, None), 2);
        assert_eq!((plural_form(Lang::En, Some(1)), plural_form(Lang::En, Some(0))), (0, 1));
    }
}
