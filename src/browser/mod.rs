//! The only room with `web-sys`: IndexedDB, clock, entropy, locks between windows, the page and its files.
//!
//! Absent: decisions. Each file is one effect, worded as plain functions for `ui::desk`.

pub mod chartjs;
pub mod clock;
pub mod entropy;
pub mod page;
pub mod people;
pub mod store;
pub mod turn;
pub mod worker;
