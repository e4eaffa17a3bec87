//! What goes out to other programs, in open formats: so far everything about one person on request.
//!
//! Absent: the network, and the journal's own backup, which is `journal`.

mod person;

pub use person::{answers_table, facts_table};
