//! Keys, classes and consents of a person, as facts in the person's own journal. A person can practise for years with
//! none of these; gaining them changes no earlier fact.

use crate::base::{ClassId, DeviceId, Moment, Stamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a consent is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Purpose {
    /// The class's staff see the pupil's practice.
    #[serde(rename = "class")]
    Class,
    /// A parent sees the pupil's progress through a link.
    #[serde(rename = "parent")]
    Parent,
}

/// Who consented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Consenter {
    /// The pupil: from 14 years on.
    #[serde(rename = "self")]
    Pupil,
    /// A parent, for a younger pupil.
    #[serde(rename = "parent")]
    Parent,
}

/// What happened to keys, classes and consents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MembershipFact {
    /// A recovery code was made, or its keys were changed.
    #[serde(rename = "keys")]
    Keyed {
        /// 1 for the first keys.
        generation: u32,
        /// The thumbprint of the root key.
        root: String,
        /// The new certificate of the device that changed the keys, signed: by it staff know the device on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        certificate: Option<String>,
    },
    /// A device was lost: what it wrote beyond the number known then does not count.
    #[serde(rename = "lost")]
    Lost {
        /// The device.
        device: DeviceId,
        /// The number of its newest fact that was known.
        sequence: u64,
    },
    /// A class was joined, or founded.
    #[serde(rename = "join")]
    Joined {
        /// The class.
        class: ClassId,
        /// What it is called.
        title: String,
    },
    /// A class was left.
    #[serde(rename = "leave")]
    Left {
        /// The class.
        class: ClassId,
    },
    /// A consent was given or taken back.
    #[serde(rename = "consent")]
    Consented {
        /// What about.
        purpose: Purpose,
        /// Who said it.
        by: Consenter,
        /// True: given. False: taken back.
        given: bool,
    },
}

/// Keys, classes and consents as folded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memberships {
    /// The generation and the root's thumbprint, once there are keys.
    pub keys: Option<(u32, String)>,
    /// Devices lost, with the number of the newest fact known then.
    pub lost: BTreeMap<DeviceId, u64>,
    /// Classes joined and not left, with their titles.
    pub classes: BTreeMap<ClassId, String>,
    /// Consents that stand: by whom, since when.
    pub consents: BTreeMap<Purpose, (Consenter, Moment)>,
}

impl Memberships {
    /// Folds one fact in.
    pub fn apply(&mut self, stamp: &Stamp, fact: &MembershipFact) {
        match fact {
            MembershipFact::Keyed { generation, root, .. } => {
                if self.keys.as_ref().is_none_or(|(known, _)| generation >= known) {
                    self.keys = Some((*generation, root.clone()));
                }
            }
            MembershipFact::Lost { device, sequence } => {
                self.lost.entry(*device).or_insert(*sequence);
            }
            MembershipFact::Joined { class, title } => {
                self.classes.insert(*class, title.clone());
            }
            MembershipFact::Left { class } => {
                self.classes.remove(class);
            }
            MembershipFact::Consented { purpose, by, given: true } => {
                self.consents.insert(*purpose, (*by, stamp.time.moment()));
            }
            MembershipFact::Consented { purpose, given: false, .. } => {
                self.consents.remove(purpose);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{HybridTime, PersonId};

    #[test]
    fn the_last_word_on_each_thing_stands() {
        let class = ClassId::from_bits(1);
        let stamp = |sequence: u64| Stamp {
            author: PersonId::from_bits(1),
            device: DeviceId::from_bits(1),
            time: HybridTime { ms: sequence as i64, count: 0 },
            sequence,
        };
        let consent = |given| MembershipFact::Consented { purpose: Purpose::Class, by: Consenter::Parent, given };
        let joined = MembershipFact::Joined { class, title: "7a".into() };
        let keyed =
            |generation| MembershipFact::Keyed { generation, root: format!("root {generation}"), certificate: None };
        let lost = |sequence| MembershipFact::Lost { device: DeviceId::from_bits(9), sequence };
        let mut folded = Memberships::default();
        folded.apply(&stamp(1), &lost(7));
        folded.apply(&stamp(2), &lost(9));
        assert_eq!(folded.lost[&DeviceId::from_bits(9)], 7);
        for (at, fact) in [keyed(2), keyed(1), consent(true), joined].iter().enumerate() {
            folded.apply(&stamp(at as u64 + 1), fact);
        }
        assert_eq!(folded.keys, Some((2, "root 2".into())));
        assert_eq!(folded.consents[&Purpose::Class], (Consenter::Parent, Moment(3)));
        assert_eq!(folded.classes[&class], "7a");
        folded.apply(&stamp(5), &consent(false));
        folded.apply(&stamp(6), &MembershipFact::Left { class });
        assert!(folded.consents.is_empty() && folded.classes.is_empty());
    }
}
