//! A field that several people may write: the last writer wins, by hybrid logical time (Kulkarni et al. 2014), then by
//! device. Merging is commutative, associative and idempotent.

use crate::base::{DeviceId, HybridTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A value with the time and the device of its writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register<T> {
    /// The value.
    #[serde(rename = "v")]
    pub value: T,
    /// When it was written.
    #[serde(rename = "t")]
    pub time: HybridTime,
    /// By which device.
    #[serde(rename = "d")]
    pub by: DeviceId,
}

impl<T: Clone + Serialize> Register<T> {
    /// Takes the later of two. True if this one changed.
    pub fn merge(&mut self, other: &Register<T>) -> bool {
        let (mine, theirs) = ((self.time, self.by), (other.time, other.by));
        let text = |value: &T| serde_json::to_string(value).unwrap_or_default();
        // One device writes one value at one time; if a copied device wrote two, all choose the same.
        let later = theirs > mine || theirs == mine && text(&other.value) < text(&self.value);
        if later {
            *self = other.clone();
        }
        later
    }
}

/// Registers by key.
pub type Registers<K, T> = BTreeMap<K, Register<T>>;

/// Merges registers into others. True if anything changed.
pub fn merge<K: Ord + Clone, T: Clone + Serialize>(into: &mut Registers<K, T>, from: &Registers<K, T>) -> bool {
    let mut changed = false;
    for (key, register) in from {
        match into.get_mut(key) {
            Some(known) => changed |= known.merge(register),
            None => {
                into.insert(key.clone(), register.clone());
                changed = true;
            }
        }
    }
    changed
}
