//! What a device noticed that an honest host and honest people would not do, as a value with a sentence for a teacher.
//!
//! A single odd answer is no alarm: networks cut files off and caches serve old ones. An oddity becomes an alarm when it
//! was met again and again for a while; only what an honest host cannot do by accident is told at once.

use crate::base::{DeviceId, Lang, Moment};
use serde::{Deserialize, Serialize};

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Alarm {
    /// The host serves an older state of a device than was seen before.
    Rollback {
        /// The device.
        device: DeviceId,
    },
    /// The host does not give something that must exist.
    Withheld {
        /// Whose it is.
        device: DeviceId,
    },
    /// A device said two things that exclude each other: it was copied, or restored from an old copy.
    Fork {
        /// The device.
        device: DeviceId,
    },
    /// A file is signed wrongly or by somebody who may not.
    Forged {
        /// Its name.
        name: String,
    },
    /// A genuine file stands under another file's name.
    Swapped {
        /// The name it stands under.
        name: String,
    },
    /// A file has been damaged or missing for a while.
    Damaged {
        /// Its name.
        name: String,
    },
}

impl Alarm {
    /// The sentence for a teacher: what happened, what it means, what to do. `whose` is the person's name or the
    /// device's.
    pub fn sentence(&self, lang: Lang, whose: &str) -> String {
        match (lang, self) {
            (Lang::Lt, Self::Rollback { .. }) => format!(
                "Duomenų saugykla grąžino senesnius „{whose}“ duomenis, nei jau buvo matyti. Nieko neprarasta: čia liko \
                 naujesni. Jei saugykla neseniai atkurta iš kopijos, palauk, kol įrenginys vėl prisijungs; jei ne, \
                 pasakyk ją prižiūrinčiam žmogui."
            ),
            (Lang::En, Self::Rollback { .. }) => format!(
                "The data host returned older data of “{whose}” than was seen before. Nothing is lost: the newer data \
                 are kept here. If the host was restored from a copy, wait until the device connects again; if not, \
                 tell the person who looks after it."
            ),
            (Lang::Lt, Self::Withheld { .. }) => format!(
                "Duomenų saugykla neatiduoda „{whose}“ duomenų, kurie joje turi būti. Tai, ką matai, gali būti nepilna. \
                 Jei taip liks ir rytoj, pasakyk saugyklą prižiūrinčiam žmogui."
            ),
            (Lang::En, Self::Withheld { .. }) => format!(
                "The data host does not give data of “{whose}” that must be there. What you see may be incomplete. If \
                 it is still so tomorrow, tell the person who looks after the host."
            ),
            (Lang::Lt, Self::Fork { .. }) => format!(
                "„{whose}“ įrenginys pasakė du nesuderinamus dalykus: greičiausiai jis buvo nukopijuotas arba atkurtas iš \
                 senos kopijos. Paprašyk prisijungti iš naujo su atkūrimo kodu."
            ),
            (Lang::En, Self::Fork { .. }) => format!(
                "A device of “{whose}” said two things that exclude each other: most likely it was copied or restored \
                 from an old copy. Ask them to join again with the recovery code."
            ),
            (Lang::Lt, Self::Forged { .. }) => format!(
                "Saugykloje rastas svetimas arba pakeistas „{whose}“ failas. Jis nepriimtas. Pasakyk saugyklą \
                 prižiūrinčiam žmogui: kažkas, kam nedera, turi teisę į ją rašyti."
            ),
            (Lang::En, Self::Forged { .. }) => format!(
                "A file of “{whose}” on the host is not genuine or was changed. It was not accepted. Tell the person \
                 who looks after the host: somebody who should not can write there."
            ),
            (Lang::Lt, Self::Swapped { .. }) => format!(
                "Saugykla „{whose}“ failo vietoje davė kitą failą. Jis nepriimtas. Pasakyk saugyklą prižiūrinčiam žmogui."
            ),
            (Lang::En, Self::Swapped { .. }) => format!(
                "In place of a file of “{whose}” the host gave another one. It was not accepted. Tell the person who \
                 looks after the host."
            ),
            (Lang::Lt, Self::Damaged { .. }) => format!(
                "„{whose}“ failas saugykloje sugadintas arba dingęs. Įrenginys jį atkurs, kai vėl prisijungs prie interneto."
            ),
            (Lang::En, Self::Damaged { .. }) => format!(
                "A file of “{whose}” on the host is damaged or missing. The device will restore it when it is online again."
            ),
        }
    }

    /// How often and for how long it must be met before it is told. Nothing for what no accident can do.
    pub(super) fn patience(&self) -> Patience {
        let minutes = |minutes: i64| minutes * 60_000;
        match self {
            // A cache on the way may serve an old head for some minutes.
            Self::Rollback { .. } => Patience { times: 3, ms: minutes(10) },
            Self::Withheld { .. } => Patience { times: 3, ms: minutes(30) },
            // A cut upload may leave a head missing or broken until its device is back: some days.
            Self::Damaged { .. } => Patience { times: 3, ms: minutes(3 * 24 * 60) },
            Self::Fork { .. } | Self::Forged { .. } | Self::Swapped { .. } => Patience { times: 1, ms: 0 },
        }
    }
}

/// How often and for how long an oddity must be met before it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Patience {
    /// Times.
    pub times: u32,
    /// Milliseconds between the first and the last time.
    pub ms: i64,
}

/// An oddity that was met and has not gone away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Suspicion {
    /// What it may be.
    pub alarm: Alarm,
    /// Since when.
    pub since: Moment,
    /// In how many rounds.
    pub times: u32,
    /// Whether it was told.
    pub told: bool,
}
