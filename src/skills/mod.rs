//! The map of skills: what is learned in grades 5 to 12, in which area, and what must be held before what.
//!
//! Absent: tasks and pupils. A skill is a *tema* to a pupil. The data stands in `content/skills.tsv`; [`read_table`]
//! reads it for the native tools, and the app gets the same map, already checked, inside the index pack.

mod graph;
mod skill;
mod table;

pub use graph::{GraphFault, SkillGraph};
pub use skill::{Area, Skill, SkillId};
pub use table::read_table;
