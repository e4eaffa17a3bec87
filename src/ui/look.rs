//! How the page looks on this device: colours, size of text, motion, language.
//!
//! It is a property of the browser, not of a pupil, and is needed before the program has arrived: `public/boot.js`
//! reads the same record and sets the same attributes before the first paint.

use crate::base::Lang;
use crate::browser::page;
use serde::{Deserialize, Serialize};

/// The name of the record in what the browser remembers.
const RECORD: &str = "augu.look";

/// The colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the device has it.
    #[default]
    Auto,
    /// Paper.
    Light,
    /// Night.
    Dark,
    /// Black on white.
    Contrast,
}

impl Theme {
    /// All of them, in the order shown.
    pub const ALL: [Theme; 4] = [Theme::Auto, Theme::Light, Theme::Dark, Theme::Contrast];

    const fn key(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Contrast => "contrast",
        }
    }
}

/// How much may move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Motion {
    /// As the device has it.
    #[default]
    Auto,
    /// As little as possible.
    Less,
}

/// The look of this device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// The colours.
    pub theme: Theme,
    /// The size of text: 0 usual to 3 very large.
    pub text: u8,
    /// How much may move.
    pub motion: Motion,
    /// The language chosen on this device; `None` until somebody chose.
    pub lang: Option<Lang>,
}

impl Look {
    /// The look kept on this device; the usual one if none is kept or it cannot be read.
    pub fn kept() -> Look {
        let look: Look = page::remembered(RECORD).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Look { text: look.text.min(3), ..look }
    }

    /// Shows this look and keeps it. A browser that keeps nothing still shows it.
    pub fn show(self) {
        self.wear();
        super::words::speak(self.lang.unwrap_or_default());
    }

    /// Shows this look and keeps it, without telling the sentences on the screen: for a page that draws itself anew.
    pub fn wear(self) {
        page::set_root_attribute("data-theme", self.theme.key());
        page::set_root_attribute("data-text", &self.text.to_string());
        page::set_root_attribute("data-motion", if self.motion == Motion::Less { "less" } else { "auto" });
        page::set_root_attribute("lang", self.lang.unwrap_or_default().tag());
        if let Ok(text) = serde_json::to_string(&self) {
            page::remember(RECORD, &text);
        }
    }
}
