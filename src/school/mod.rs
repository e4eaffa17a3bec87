//! What a school's forms hold about one pupil: who learns, own goals, assessments to come, the plan of the week, and
//! how it went in the pupil's own words. One file a record family: its facts, its fold over `(&Stamp, &Fact)`, its rules.
//!
//! Absent: figures over many pupils, and anything computed from answers (that is `insights`).

pub mod assessment;
pub mod assignment;
pub mod goal;
pub mod membership;
pub mod names;
pub mod profile;
pub mod reflection;
pub mod sharing;
pub mod week_plan;
