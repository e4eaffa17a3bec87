//! What a journal means: from events to observations, one pupil's progress and history.
//!
//! A projection is `Default` and `apply(&mut self, &Entry)`, folded in the journal's order. All of them stand in
//! [`Pupil`]: live state = fold of the stored journal; a class's staff see each pupil as [`PupilInClass`]. Absent: drawing.

mod board;
mod class;
mod evenness;
mod family;
mod goals;
mod growth;
mod history;
mod home;
mod mistakes;
mod placement;
mod pupil;
mod self_rating;

pub use board::{Given, GivenTopic};
pub use class::{
    ClassSays, DayInTopic, IDLE_DAYS, PupilInClass, STUCK_AT, Standing, StuckOn, TopicInClass, class_says,
};
pub use evenness::{ClassSums, PUPILS_MIN, class_sums};
pub use family::{
    Concern, FamilyChoice, FamilyGoal, FamilyPlan, FamilyReport, FamilyState, FamilyTopic, FamilyWeek, Good, HomeStep,
    VERSION as FAMILY_VERSION, WEEKS_MAX as FAMILY_WEEKS_MAX, WhyHard,
};
pub use goals::{GoalProgress, goal_progress};
pub use growth::{GrowthPoint, growth_by_area};
pub use history::{AnswerSeen, DayWork, History, TopicHistory, WeekWork};
pub use home::Activity;
pub use mistakes::{MistakeCard, MistakeCards, TAMED_BY};
pub use placement::{EndedPlacement, OpenPlacement, PlacementAnswer, Placements};
pub use pupil::{FaultReport, Pupil, observation_of};
pub use self_rating::{RatingFit, rating_fit, ratings_fit};
