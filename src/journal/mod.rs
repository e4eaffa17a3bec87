//! The journal: all facts of one person, in one total order, and their bytes at rest.
//!
//! A fact is never changed and never removed; merging two journals is a union. Absent: meaning (that is `insights`).

mod backup;
mod columns;
mod entry;
mod event;
mod placement;
mod practice;

pub use backup::{Backup, BackupFault, read_backup, write_backup};
pub use columns::{LINES_BYTES_MAX, read_columns, write_columns};
pub use entry::{Entry, EntryFault, Line};
pub use event::Event;
pub use placement::{PlacementFact, PlacementVerdict};
pub use practice::{Answered, NextStep, PracticeFact};

use crate::base::{DeviceId, FactId, HybridTime, Moment, PersonId, Stamp};
use std::collections::BTreeMap;

/// For each device, the number of its newest fact.
pub type Heads = BTreeMap<DeviceId, u64>;

/// Facts of one person from all devices, each once, in their total order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journal {
    /// Sorted by `Stamp::order`.
    entries: Vec<Entry>,
    /// The time of each fact, through which its place in `entries` is found.
    known: BTreeMap<FactId, HybridTime>,
}

/// What a merge brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Facts that were not there before.
    pub added: usize,
    /// Facts that were there already.
    pub known: usize,
    /// Facts that claim the name of another fact (a copied device): one of the two was kept, the same one everywhere.
    pub conflicts: usize,
    /// Whether a new fact stands before an older known one, so that what was folded must be folded anew.
    pub late: bool,
}

impl Journal {
    /// The journal of these facts.
    pub fn of(entries: Vec<Entry>) -> Self {
        let mut journal = Journal::default();
        journal.merge(entries);
        journal
    }

    /// All facts in their total order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// For each device, the number of its newest fact.
    pub fn heads(&self) -> Heads {
        let mut heads = Heads::new();
        for id in self.known.keys() {
            let head = heads.entry(id.device).or_default();
            *head = (*head).max(id.sequence);
        }
        heads
    }

    /// Takes facts in. A union: commutative, associative, idempotent. Of two different facts of one name, the one
    /// whose bytes are smaller stays, on every device.
    pub fn merge(&mut self, entries: Vec<Entry>) -> Merged {
        let mut merged = Merged::default();
        let newest = self.entries.last().map(|entry| entry.stamp.order());
        let mut fresh: BTreeMap<FactId, Entry> = BTreeMap::new();
        for entry in entries {
            let id = entry.stamp.id();
            let standing = fresh.get(&id).or_else(|| self.find(id));
            match standing {
                None => merged.added += 1,
                Some(standing) if *standing == entry => {
                    merged.known += 1;
                    continue;
                }
                Some(standing) => {
                    merged.conflicts += 1;
                    if entry.line() >= standing.line() {
                        continue;
                    }
                }
            }
            fresh.insert(id, entry);
        }
        if fresh.is_empty() {
            return merged;
        }
        let replaces = fresh.keys().any(|id| self.known.contains_key(id));
        if replaces {
            self.entries.retain(|entry| !fresh.contains_key(&entry.stamp.id()));
        }
        merged.late = replaces || fresh.values().any(|entry| Some(entry.stamp.order()) < newest);
        for (id, entry) in fresh {
            self.known.insert(id, entry.stamp.time);
            self.entries.push(entry);
        }
        self.entries.sort_by_key(|entry| entry.stamp.order());
        merged
    }

    /// The fact of this name.
    pub fn find(&self, id: FactId) -> Option<&Entry> {
        let order = (*self.known.get(&id)?, id.device, id.sequence);
        let at = self.entries.binary_search_by_key(&order, |entry| entry.stamp.order()).ok()?;
        self.entries.get(at)
    }

    /// The number of a device's newest fact here; 0 if there is none.
    pub fn newest_of(&self, device: DeviceId) -> u64 {
        let last = FactId { device, sequence: u64::MAX };
        let first = FactId { device, sequence: 0 };
        self.known.range(first..=last).next_back().map_or(0, |(id, _)| id.sequence)
    }

    /// The lines of a device's facts from one number to another, both included, as far as they are here.
    pub fn lines_of(&self, device: DeviceId, from: u64, to: u64) -> Vec<String> {
        if from > to {
            return Vec::new();
        }
        let ids = self.known.range(FactId { device, sequence: from }..=FactId { device, sequence: to });
        ids.filter_map(|(id, _)| self.find(*id)).map(Entry::line).collect()
    }

    /// Takes in a fact that this device has just written: cheap, because it is the newest as a rule. A fact of a name that
    /// is known stays as it is; a pen gives no name twice.
    pub fn append(&mut self, entry: Entry) {
        if self.known.contains_key(&entry.stamp.id()) {
            return;
        }
        let order = entry.stamp.order();
        let at = self.entries.partition_point(|known| known.stamp.order() < order);
        self.known.insert(entry.stamp.id(), entry.stamp.time);
        self.entries.insert(at, entry);
    }
}

/// The pen of one device: gives each new fact its stamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pen {
    /// Whose journal it writes in.
    pub author: PersonId,
    /// The device that writes.
    pub device: DeviceId,
    /// The newest time seen in the journal.
    pub newest: HybridTime,
    /// The number of the device's newest fact; 0 before the first.
    pub sequence: u64,
}

impl Pen {
    /// Stamps a fact that happened `now`.
    pub fn write(&mut self, now: Moment, event: Event) -> Entry {
        self.newest = self.newest.next(now);
        self.sequence += 1;
        let stamp = Stamp { author: self.author, device: self.device, time: self.newest, sequence: self.sequence };
        Entry::new(stamp, event)
    }
}
