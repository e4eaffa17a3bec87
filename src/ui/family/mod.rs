//! The family's side: the report as a family sees it, and the parent's page, which is a small program of its own.
//!
//! | file | what it holds |
//! |---|---|
//! | `report` | the report drawn; the pupil's preview shows the same |
//! | `charts` | two small pictures |
//! | `opened` | links as opened: whose they are, or why they do not open |
//! | `page` | the parent's page, with "pritariu", a comment, a question back |
//!
//! Absent from the parent's program: signals, the router, the database, the desk, everything that judges or chooses. It
//! keeps nothing unless the parent says so.

mod charts;
mod opened;
mod page;
mod report;

pub use report::{TopicNames, about, child_name, draw};

/// Starts the parent's page in the page's body, in place of the first paint.
pub fn start() {
    page::start();
    crate::browser::page::uncover();
}
