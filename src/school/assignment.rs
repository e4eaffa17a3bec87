//! "Skirti užduotį": a teacher assigns a topic, in tasks or minutes, until a day, to the whole class or to some; and a
//! teacher's other wishes about what the app chooses: this topic first, that one not now, a week without a plan. The facts
//! stand in the journal of the teacher's board, which the class reads. A pupil's own choice still comes first.

use crate::base::{ClassId, Day, FactId, PlaceId, Stamp};
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};

/// How much is assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Amount {
    /// So many tasks answered rightly or not.
    #[serde(rename = "tasks")]
    Tasks(u32),
    /// So many minutes of practice.
    #[serde(rename = "minutes")]
    Minutes(u32),
}

/// What a teacher wishes of the app's choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wish {
    /// "Noriu šito": this topic comes before what the app finds best.
    #[serde(rename = "this")]
    This(SkillId),
    /// "Ne dabar": this topic is left alone.
    #[serde(rename = "not")]
    NotNow(SkillId),
    /// "Praleisti savaitę": nothing is planned.
    #[serde(rename = "rest")]
    Rest,
}

/// What was said about an assignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssignmentFact {
    /// It was given.
    #[serde(rename = "set")]
    Set {
        /// To which class.
        class: ClassId,
        /// The topic.
        skill: SkillId,
        /// How much.
        amount: Amount,
        /// The last day.
        due: Day,
        /// To these places on the list; none: to all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        whom: Vec<PlaceId>,
    },
    /// Something else was wished of the app's choice.
    #[serde(rename = "wish")]
    Wished {
        /// For which class.
        class: ClassId,
        /// What.
        wish: Wish,
        /// Up to this day, which no longer counts.
        until: Day,
        /// For these places on the list; none: for all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        whom: Vec<PlaceId>,
    },
    /// An assignment or a wish was taken back, or that was undone.
    #[serde(rename = "drop")]
    Dropped {
        /// The fact that gave it.
        assignment: FactId,
        /// True: taken back.
        dropped: bool,
    },
}

/// An assignment as folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The fact that gave it.
    pub id: FactId,
    /// To which class.
    pub class: ClassId,
    /// The topic.
    pub skill: SkillId,
    /// How much.
    pub amount: Amount,
    /// The day it was given.
    pub from: Day,
    /// The last day.
    pub due: Day,
    /// To these places; none: to all.
    pub whom: Vec<PlaceId>,
    /// Whether it was taken back.
    pub dropped: bool,
}

/// Where a pupil stands with an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignmentState {
    /// "Nepradėjo".
    NotBegun,
    /// "Pradėjo".
    Begun,
    /// "Baigė".
    Done,
}

impl Assignment {
    /// Whether it is for the pupil at this place.
    pub fn is_for(&self, place: PlaceId) -> bool {
        self.whom.is_empty() || self.whom.contains(&place)
    }

    /// The state of a pupil who did so many tasks and so many minutes of the topic since it was given.
    pub fn state(&self, tasks: u32, minutes: u32) -> AssignmentState {
        let done = match self.amount {
            Amount::Tasks(wanted) => tasks >= wanted,
            Amount::Minutes(wanted) => minutes >= wanted,
        };
        match (done, tasks) {
            (true, _) => AssignmentState::Done,
            (false, 0) => AssignmentState::NotBegun,
            (false, _) => AssignmentState::Begun,
        }
    }
}

/// All assignments of a board, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Assignments(pub Vec<Assignment>);

impl Assignments {
    /// Folds one fact in; a fact about an assignment that is not known changes nothing.
    pub fn apply(&mut self, stamp: &Stamp, fact: &AssignmentFact) {
        match fact {
            AssignmentFact::Set { class, skill, amount, due, whom } => {
                let from = stamp.time.moment().day();
                self.0.push(Assignment {
                    id: stamp.id(),
                    class: *class,
                    skill: skill.clone(),
                    amount: *amount,
                    from,
                    due: (*due).max(from),
                    whom: whom.clone(),
                    dropped: false,
                });
            }
            AssignmentFact::Dropped { assignment, dropped } => {
                if let Some(known) = self.0.iter_mut().find(|known| known.id == *assignment) {
                    known.dropped = *dropped;
                }
            }
            AssignmentFact::Wished { .. } => {}
        }
    }

    /// Those for one pupil of a class that stand. A teacher's board holds those of all the teacher's classes.
    pub fn of(&self, class: ClassId, place: PlaceId) -> impl Iterator<Item = &Assignment> {
        let stands = move |given: &&Assignment| !given.dropped && given.class == class && given.is_for(place);
        self.0.iter().filter(stands)
    }
}

/// A wish as folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenWish {
    /// The fact that said it.
    pub id: FactId,
    /// For which class.
    pub class: ClassId,
    /// What.
    pub wish: Wish,
    /// The day it was said.
    pub from: Day,
    /// Up to this day, which no longer counts.
    pub until: Day,
    /// For these places; none: for all.
    pub whom: Vec<PlaceId>,
    /// Whether it was taken back.
    pub dropped: bool,
}

impl GivenWish {
    /// Whether it is for this place.
    pub fn is_for(&self, place: PlaceId) -> bool {
        self.whom.is_empty() || self.whom.contains(&place)
    }
}

/// All wishes of a board, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Wishes(pub Vec<GivenWish>);

impl Wishes {
    /// Folds one fact in; a fact about a wish that is not known changes nothing.
    pub fn apply(&mut self, stamp: &Stamp, fact: &AssignmentFact) {
        match fact {
            AssignmentFact::Wished { class, wish, until, whom } => self.0.push(GivenWish {
                id: stamp.id(),
                class: *class,
                wish: wish.clone(),
                from: stamp.time.moment().day(),
                until: *until,
                whom: whom.clone(),
                dropped: false,
            }),
            AssignmentFact::Dropped { assignment, dropped } => {
                if let Some(known) = self.0.iter_mut().find(|known| known.id == *assignment) {
                    known.dropped = *dropped;
                }
            }
            AssignmentFact::Set { .. } => {}
        }
    }

    /// Those for one pupil of a class that stand on this day.
    pub fn of(&self, class: ClassId, place: PlaceId, today: Day) -> impl Iterator<Item = &GivenWish> {
        let stands =
            move |wish: &&GivenWish| !wish.dropped && wish.class == class && today < wish.until && wish.is_for(place);
        self.0.iter().filter(stands)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{DeviceId, HybridTime, PersonId};

    #[test]
    fn an_assignment_is_for_those_named_and_has_three_states() {
        let (one, two) = (PlaceId::from_bits(1), PlaceId::from_bits(2));
        let stamp = |sequence: u64| Stamp {
            author: PersonId::from_bits(1),
            device: DeviceId::from_bits(1),
            time: HybridTime { ms: 1_800_000_000_000, count: 0 },
            sequence,
        };
        let set = |amount, whom: &[PlaceId]| AssignmentFact::Set {
            class: ClassId::from_bits(1),
            skill: "ratio".into(),
            amount,
            due: Day(0),
            whom: whom.to_vec(),
        };
        let mut folded = Assignments::default();
        folded.apply(&stamp(1), &set(Amount::Tasks(5), &[]));
        folded.apply(&stamp(2), &set(Amount::Minutes(10), &[one]));
        let (class, other) = (ClassId::from_bits(1), ClassId::from_bits(2));
        assert_eq!((folded.of(class, one).count(), folded.of(class, two).count()), (2, 1));
        assert_eq!(folded.of(other, one).count(), 0, "another class of the same teacher");
        assert!(folded.0[0].due >= folded.0[0].from);
        for (assignment, tasks, minutes, state) in [
            (0, 0, 0, AssignmentState::NotBegun),
            (0, 4, 90, AssignmentState::Begun),
            (0, 5, 1, AssignmentState::Done),
            (1, 9, 9, AssignmentState::Begun),
            (1, 9, 10, AssignmentState::Done),
        ] {
            assert_eq!(folded.0[assignment].state(tasks, minutes), state);
        }
        let id = folded.0[0].id;
        folded.apply(&stamp(3), &AssignmentFact::Dropped { assignment: id, dropped: true });
        assert_eq!(folded.of(class, two).count(), 0);
    }
}
