//! The only room with `web-sys`: IndexedDB, clock, entropy, locks between windows, the page and its files.
//!
//! Absent: decisions. Each file is one effect, worded as plain functions for `ui::desk`.

pub mod chartjs;
pub mod class_store;
pub mod clock;
pub mod entropy;
pub mod key_ring;
pub mod page;
pub mod people;
pub mod sharing;
pub mod store;
pub mod transport;
pub mod turn;
pub mod worker;
