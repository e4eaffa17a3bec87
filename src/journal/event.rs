//! `Event`: every fact there is, in the past tense. A fact of a newer version of the app is kept byte for byte.

use super::placement::PlacementFact;
use super::practice::{Answered, PracticeFact};
use crate::school::assessment::AssessmentFact;
use crate::school::assignment::AssignmentFact;
use crate::school::goal::GoalFact;
use crate::school::membership::MembershipFact;
use crate::school::profile::ProfileFact;
use crate::school::reflection::ReflectionFact;
use crate::school::sharing::SharingFact;
use crate::school::week_plan::WeekPlanFact;
use serde::{Deserialize, Serialize};

/// A fact. Written as an object with one key, the family: `{"a":{…}}`, `{"goal":{"set":{…}}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// A judged answer; by far the most frequent fact.
    #[serde(rename = "a")]
    Answered(Answered),
    /// What else happened in practice.
    #[serde(rename = "p")]
    Practice(PracticeFact),
    /// Placement sittings.
    #[serde(rename = "place")]
    Placement(PlacementFact),
    /// Who learns.
    #[serde(rename = "who")]
    Profile(ProfileFact),
    /// Own goals.
    #[serde(rename = "goal")]
    Goal(GoalFact),
    /// Tests to come.
    #[serde(rename = "test")]
    Assessment(AssessmentFact),
    /// The plan of the week.
    #[serde(rename = "week")]
    WeekPlan(WeekPlanFact),
    /// Self-ratings and the pulse.
    #[serde(rename = "self")]
    Reflection(ReflectionFact),
    /// Keys, classes, consents.
    #[serde(rename = "member")]
    Membership(MembershipFact),
    /// What was shared with the family, and its replies.
    #[serde(rename = "share")]
    Sharing(SharingFact),
    /// What a teacher assigned.
    #[serde(rename = "task")]
    Assignment(AssignmentFact),
    /// A fact that this version does not know; its bytes stand in the entry.
    #[serde(skip)]
    Unknown,
}
