//! The sentences of the interface in two languages, from `locales/<language>/<page>.json`.
//!
//! The build makes a constant of each sentence, so a missing one does not compile. A view writes
//! `words!(practice.submit)` for a label that follows the language, with values `words!(order.moved, place = 2)`;
//! a closure writes `say!(...)`, which gives the `String` at once. Absent: the sentences of content, which come with
//! the packs, and the printing of numbers and days, which is `base::format`.

use crate::base::Lang;
use leptos::prelude::*;
use std::sync::LazyLock;

/// A sentence in both languages; places for values as in [`crate::base::fill`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// In Lithuanian.
    pub lt: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Words {
    /// The sentence in `lang`, its places still open.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Lt => self.lt,
            Lang::En => self.en,
        }
    }
}

/// The sentences, a module a page: `table::practice::submit`.
#[allow(missing_docs, non_upper_case_globals, unused_imports)]
pub mod table {
    use super::Words;
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

static LANG: LazyLock<ArcRwSignal<Lang>> = LazyLock::new(|| ArcRwSignal::new(Lang::default()));

/// The language the screen speaks now; whatever calls this while it is drawn is drawn again when it changes.
pub fn lang() -> Lang {
    // In an event handler nobody follows: asking to be told of changes there would only earn a warning.
    if leptos::reactive::graph::Observer::get().is_some() { LANG.get() } else { LANG.get_untracked() }
}

/// Lets the screen speak `lang`.
pub fn speak(lang: Lang) {
    if LANG.get_untracked() != lang {
        LANG.set(lang);
    }
}

/// A sentence in the language of the screen, at once: `say!(parts.order.moved, place = 2, total = 4)` is a `String`.
/// Where it is called while drawing, the language is followed.
#[macro_export]
macro_rules! say {
    ($($key:ident).+ $(,)?) => {
        $crate::ui::words::table::$($key)::+.get($crate::ui::words::lang()).to_owned()
    };
    ($($key:ident).+, $($name:ident = $value:expr),+ $(,)?) => {{
        let lang = $crate::ui::words::lang();
        $crate::base::fill(
            $crate::ui::words::table::$($key)::+.get(lang),
            lang,
            &[$((stringify!($name), $crate::base::Filling::from($value))),+],
        )
    }};
}

/// A sentence in a given language: `tell!(lang, family.good.regular, n = 3)` is a `String`. For what is drawn without signals.
#[macro_export]
macro_rules! tell {
    ($lang:expr, $($key:ident).+ $(,)?) => {
        $crate::ui::words::table::$($key)::+.get($lang).to_owned()
    };
    ($lang:expr, $($key:ident).+, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::base::fill(
            $crate::ui::words::table::$($key)::+.get($lang),
            $lang,
            &[$((stringify!($name), $crate::base::Filling::from($value))),+],
        )
    };
}

/// A sentence as a signal that follows the language and its values: what every label of a part takes.
#[macro_export]
macro_rules! words {
    ($($key:ident).+ $(,)?) => {
        $crate::ui::words::signal($crate::ui::words::table::$($key)::+)
    };
    ($($key:ident).+, $($name:ident = $value:expr),+ $(,)?) => {
        leptos::prelude::Signal::derive(move || $crate::say!($($key).+, $($name = $value),+))
    };
}

pub use crate::{say, words};

/// A plain sentence as a signal.
pub fn signal(words: Words) -> Signal<String> {
    Signal::derive(move || words.get(lang()).to_owned())
}
