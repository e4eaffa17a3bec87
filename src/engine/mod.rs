//! The learner model, what to ask next and why, mastery, the plan of the day.
//!
//! Follow one answer. It comes as an [`Observation`]; [`Learner::observe`] moves what is believed of the pupil;
//! [`Learner::mastery`] says it in the school's words; [`choose`] takes the learner, the [`Catalogue`] of tasks and the
//! [`Demands`] of pupil and school, and gives a [`Choice`] with its [`Reason`]. Every constant stands in [`Params`].
//! The model in words, its figures and their commands: `docs/engine.md`.
//!
//! Absent: events, school records, storage, a clock. Simulated pupils and public data sets feed the same code.

mod aim;
mod area;
mod catalogue;
mod choose;
mod demands;
pub mod evidence;
mod explain;
mod features;
mod learner;
mod mastery;
mod observation;
mod params;
pub mod placement;
mod plan;
mod pooled;
mod readiness;
mod reason;
pub mod rest;
pub mod simulated;
pub mod space;
mod start;
#[cfg(test)]
mod tests;

pub use area::{AreaLevel, MarkRange};
pub use catalogue::{Catalogue, Shelf};
pub use choose::{Choice, choose, why_topic};
pub use demands::{Assigned, Demands, Only, Recent, TestDay};
pub use explain::{Explanation, Term, TermName};
pub use features::Feature;
pub use learner::Learner;
pub use mastery::{Mastery, TopicState};
pub use observation::{Observation, TaskView};
pub use params::{Params, SkillFit, TemplateFit};
pub use plan::{MINUTES_USUAL, OutlookDay, Plan, PlanBlock, outlook, plan_today};
pub use pooled::pooled_difficulties;
pub use readiness::{Readiness, readiness};
pub use reason::Reason;
pub use start::start_for_grade;
