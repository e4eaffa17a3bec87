//! What the model says of a topic in the school's words: the level reached, with its doubt, and where the topic stands.
//!
//! A level is reached when the predicted chance on a typical task of it is at least [`Params::reached`]. Time alone
//! takes nothing away: level and standing are those of the last answer, and rest only adds "verta pasikartoti".

use super::learner::{Learner, Outlook, Standing};
use super::observation::TaskView;
use super::params::Params;
use crate::base::Moment;
use crate::exercises::Level;
use crate::skills::{SkillGraph, SkillId};

/// Where a topic stands for the pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TopicState {
    /// "Dar nespręsta": nothing was answered.
    New,
    /// "Dar neišmokta": wrong answers, and only they, led here.
    NotYet,
    /// "Mokausi": begun, and neither of the others.
    Learning,
    /// "Verta pasikartoti": held, and rested long enough for a review.
    WorthReview,
    /// "Moku": shown to be held.
    Held,
}

/// What is known of one topic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mastery {
    /// The highest level reached, as of the last answer; `None`: "dar ne".
    pub level: Option<Level>,
    /// The chance, now, on a typical task of level three, 0 to 1.
    pub chance: f64,
    /// How uncertain that chance is: half of the distance between one standard deviation above and below, 0 to 0.5.
    pub doubt: f64,
    /// Where the topic stands.
    pub state: TopicState,
    /// First tries.
    pub answers: u32,
    /// Right ones among them.
    pub rights: u32,
    /// The last practice, if there was any.
    pub last: Option<Moment>,
    /// Days after the last practice from which a review is worth while.
    pub rest_days: f64,
    /// The run of right (positive) or wrong (negative) first tries up to now.
    pub run: i8,
}

impl Learner {
    /// What is known of a topic. `levels` are those at which it has tasks: nothing above the highest of them is
    /// claimed; empty means all four. A skill unknown to the graph counts as one of grade 7.
    pub fn mastery(
        &self,
        params: &Params,
        graph: &SkillGraph,
        skill: &SkillId,
        levels: &[Level],
        at: Moment,
    ) -> Mastery {
        let grade = graph.get(skill).map_or(7, |skill| skill.grade);
        self.mastery_in_grade(params, skill, grade, levels, at)
    }

    /// The same for a topic whose grade (5 to 12) is known to the caller, without the graph.
    pub fn mastery_in_grade(
        &self,
        params: &Params,
        skill: &SkillId,
        grade: u8,
        levels: &[Level],
        at: Moment,
    ) -> Mastery {
        let state = self.state(skill);
        let settled = self.topic(params, skill, None);
        let reached = Level::ALL
            .into_iter()
            .take_while(|level| {
                let typical = TaskView::typical(skill, grade, *level);
                self.outlook(params, &typical, settled).chance >= params.reached
            })
            .filter(|level| levels.is_empty() || levels.contains(level))
            .last();
        let now = self.topic(params, skill, Some(at));
        let outlook = self.outlook(params, &TaskView::typical(skill, grade, Level::Three), now);
        let answered = state.filter(|state| state.answers > 0);
        Mastery {
            level: reached,
            chance: outlook.chance,
            doubt: doubt(&outlook),
            state: answered.map_or(TopicState::New, |state| match state.standing {
                Standing::Stuck => TopicState::NotYet,
                Standing::Open => TopicState::Learning,
                Standing::Held if at.days_since(state.last) >= f64::from(state.rest_days) => TopicState::WorthReview,
                Standing::Held => TopicState::Held,
            }),
            answers: answered.map_or(0, |state| u32::from(state.answers)),
            rights: answered.map_or(0, |state| u32::from(state.rights)),
            last: answered.map(|state| state.last),
            rest_days: answered.map_or(0.0, |state| f64::from(state.rest_days)),
            run: answered.map_or(0, |state| state.run),
        }
    }
}

/// Half of the distance between the chances one standard deviation above and below.
fn doubt(outlook: &Outlook) -> f64 {
    let deviation = libm::sqrt(outlook.variance);
    (outlook.moved(deviation, 0.0).chance - outlook.moved(-deviation, 0.0).chance) / 2.0
}
