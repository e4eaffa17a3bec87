//! What is asked and how an answer is judged: content packs as read, templates, items made from them, answers,
//! verdicts, mistakes, hints, solutions.
//!
//! Follow one item. The [`Index`] says which templates there are; a grade's pack is a list of [`Topic`]s; [`make`]
//! draws the numbers of a [`Template`] from a seed and gives an [`Item`]; while the pupil types, [`preview`] shows
//! what is read; [`check`] judges the [`Answer`]. `docs/writing-tasks.md` is the authors' side of it.
//!
//! Absent: any probability, and what was answered before.

mod answer;
mod index;
mod level;

pub use answer::{Answer, ItemRef, Verdict};
pub use index::{Index, TaskInfo};
pub use level::{AnswerKind, Level};
