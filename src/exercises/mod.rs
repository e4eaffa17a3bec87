//! What is asked and how an answer is judged: content packs as read, templates, items made from them, answers,
//! verdicts, mistakes, hints, solutions.
//!
//! Follow one item. The [`Index`] says which templates there are; a grade's pack is a list of [`Topic`]s; [`make`]
//! draws the numbers of a [`Template`] from a seed and gives an [`Item`]; while the pupil types, [`preview`] shows
//! what is read; [`check`] judges the [`Answer`]. `docs/writing-tasks.md` is the authors' side of it.
//!
//! Absent: any probability, and what was answered before.

mod answer;
pub mod board;
mod draw;
pub mod drawing;
pub mod figure;
mod index;
pub mod inspect;
mod item;
mod judge;
pub mod keyed;
mod level;
mod misread;
mod preview;
mod rich;
mod sentences;
mod slips;
#[cfg(test)]
mod tests;
mod topic;
mod typed;
pub mod working;

pub use answer::{Answer, ItemRef, Verdict};
pub use draw::Values;
pub use index::{Index, TaskInfo};
pub use item::{Item, ItemOption, Step, TemplateFault, make};
pub use judge::{Judgement, check};
pub use level::{AnswerKind, Level};
pub use preview::{Preview, preview};
pub use rich::{Block, Inline, Rich, TextFault, Words, formulas, plain, rich};
pub use topic::{Example, MistakeInfo, MistakeLine, OptionText, PairText, StepText, Template, Topic, Video};
