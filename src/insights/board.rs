//! What the boards of a pupil's classes ask of the pupil's practice: assignments that are not done yet, and the teacher's
//! wishes. In few words, so that they are kept on the pupil's device and stand there before any network is asked.
//!
//! The pupil's own choice is never taken away: the topic that the pupil chose stays, and who asks for a plan in a week
//! without one has it. Absent: how the boards come here.

use crate::base::{ClassId, Day, PlaceId};
use crate::engine::{Assigned, Demands};
use crate::school::assignment::{AssignmentState, Assignments, Wish, Wishes};
use crate::skills::SkillId;
use serde::{Deserialize, Serialize};

use super::class::PupilInClass;

/// A topic that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenTopic {
    /// The topic.
    #[serde(rename = "s")]
    pub skill: SkillId,
    /// The last day.
    #[serde(rename = "d")]
    pub due: Day,
    /// So much was asked for, and that is not done yet; else the topic is wanted only until it is held.
    #[serde(rename = "n", default, skip_serializing_if = "is_false")]
    pub until_done: bool,
}

fn is_false(it: &bool) -> bool {
    !*it
}

/// What the boards of a pupil's classes ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Given {
    /// Topics given, those due first in front.
    pub topics: Vec<GivenTopic>,
    /// Topics to leave alone, each up to a day that no longer counts.
    pub not_now: Vec<(SkillId, Day)>,
    /// Nothing is planned: since the day it was said, up to a day that no longer counts.
    pub rest: Option<(Day, Day)>,
}

impl Given {
    /// What is asked of the pupil at this place of a class, who has done so much so far.
    pub fn of(
        assignments: &Assignments,
        wishes: &Wishes,
        class: ClassId,
        place: PlaceId,
        pupil: &PupilInClass,
        today: Day,
    ) -> Given {
        let mut given = Given::default();
        for assignment in assignments.of(class, place).filter(|given| given.due >= today) {
            let (tasks, minutes) = pupil.since(&assignment.skill, assignment.from);
            if assignment.state(tasks, minutes) != AssignmentState::Done {
                let (skill, due) = (assignment.skill.clone(), assignment.due);
                given.topics.push(GivenTopic { skill, due, until_done: true });
            }
        }
        for said in wishes.of(class, place, today) {
            match &said.wish {
                Wish::This(skill) => {
                    let due = Day(said.until.0.saturating_sub(1));
                    given.topics.push(GivenTopic { skill: skill.clone(), due, until_done: false });
                }
                Wish::NotNow(skill) => given.not_now.push((skill.clone(), said.until)),
                Wish::Rest => {
                    let until = given.rest.map_or(said.until, |(_, until)| until.max(said.until));
                    given.rest = Some((said.from, until));
                }
            }
        }
        given.topics.sort_by(|one, two| (one.due, &one.skill).cmp(&(two.due, &two.skill)));
        given
    }

    /// Takes in what another class asks.
    pub fn join(&mut self, other: Given) {
        self.topics.extend(other.topics);
        self.topics.sort_by(|one, two| (one.due, &one.skill).cmp(&(two.due, &two.skill)));
        self.not_now.extend(other.not_now);
        self.rest = match (self.rest, other.rest) {
            (Some((from, until)), Some((since, end))) => Some((from.max(since), until.max(end))),
            (mine, theirs) => mine.or(theirs),
        };
    }

    /// The first day that is planned again, where the board asked for rest and the pupil did not ask for a plan since.
    /// `own`: the same as the pupil said it last; a day that is past is the pupil's wish for a plan.
    pub fn rest_until(&self, own: Option<Day>, today: Day) -> Option<Day> {
        let (from, until) = self.rest?;
        (today < until && own.is_none_or(|own| own < from)).then_some(until)
    }

    /// The pupil's own demands with these.
    pub fn join_to(&self, own: Demands, today: Day) -> Demands {
        let mut demands = own;
        for given in self.topics.iter().filter(|given| given.due >= today) {
            let (due, skills) = (Some(given.due), vec![given.skill.clone()]);
            demands.assigned.push(Assigned { due, skills, until_done: given.until_done });
        }
        for (skill, _) in self.not_now.iter().filter(|(_, until)| today < *until) {
            if demands.chosen_topic.as_ref() != Some(skill) && !demands.not_now.contains(skill) {
                demands.not_now.push(skill.clone());
            }
        }
        let own = demands.rest_until;
        demands.rest_until = self.rest_until(own, today).or(own);
        demands
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{DeviceId, HybridTime, PersonId, Stamp};
    use crate::school::assignment::{Amount, AssignmentFact};

    #[test]
    fn a_teachers_wishes_join_the_pupils() {
        let (one, two) = (PlaceId::from_bits(1), PlaceId::from_bits(2));
        let stamp = |sequence: u64| Stamp {
            author: PersonId::from_bits(9),
            device: DeviceId::from_bits(9),
            time: HybridTime { ms: 1_800_000_000_000, count: 0 },
            sequence,
        };
        let (class, other, today) = (ClassId::from_bits(1), ClassId::from_bits(2), stamp(1).time.moment().day());
        let wished = |class, wish, days, whom: &[PlaceId]| AssignmentFact::Wished {
            class,
            wish,
            until: today.plus(days),
            whom: whom.to_vec(),
        };
        let set = |skill: &str, tasks| AssignmentFact::Set {
            class,
            skill: skill.into(),
            amount: Amount::Tasks(tasks),
            due: today.plus(3),
            whom: vec![],
        };
        let facts = [
            set("ratio", 5),
            // So much was done before it was asked for.
            set("angles", 0),
            wished(class, Wish::This("proportion".into()), 7, &[]),
            wished(class, Wish::NotNow("square-root".into()), 7, &[one]),
            wished(class, Wish::NotNow("intervals".into()), 7, &[]),
            wished(class, Wish::Rest, 5, &[two]),
            wished(class, Wish::Rest, 9, &[]),
            // The same teacher's other class is no concern of these two.
            wished(other, Wish::Rest, 20, &[]),
        ];
        let (mut assignments, mut wishes) = (Assignments::default(), Wishes::default());
        for (at, fact) in (1..).zip(&facts) {
            assignments.apply(&stamp(at), fact);
            wishes.apply(&stamp(at), fact);
        }
        let taken_back = AssignmentFact::Dropped { assignment: wishes.0[4].id, dropped: true };
        wishes.apply(&stamp(9), &taken_back);
        let of = |place, day| Given::of(&assignments, &wishes, class, place, &PupilInClass::default(), day);
        let own = Demands { chosen_topic: Some("intervals".into()), ..Demands::default() };
        let demands = |place, day| of(place, day).join_to(own.clone(), day);
        let names = |demands: &Demands| {
            let named =
                demands.assigned.iter().flat_map(|given| given.skills.iter().map(move |it| (it.to_string(), given)));
            named.map(|(skill, given)| (skill, given.until_done)).collect::<Vec<_>>()
        };
        let for_one = demands(one, today);
        assert_eq!(names(&for_one), [("ratio".to_owned(), true), ("proportion".to_owned(), false)]);
        assert_eq!(for_one.not_now, ["square-root".into()], "the topic that the pupil chose stays");
        assert_eq!(for_one.rest_until, None);
        let for_two = demands(two, today);
        assert!(for_two.not_now.is_empty());
        assert_eq!(for_two.rest_until, Some(today.plus(5)));
        // When their days are over, nothing is left of them, even if what is kept is days old.
        let later = of(two, today).join_to(own.clone(), today.plus(7));
        assert_eq!((names(&later), later.rest_until), (vec![], None));
        // Kept as text and read again, it is the same.
        let kept = serde_json::to_string(&of(two, today)).unwrap();
        assert_eq!(serde_json::from_str::<Given>(&kept).unwrap(), of(two, today));
        let mut both = of(one, today);
        both.join(of(two, today));
        assert_eq!((both.topics.len(), both.not_now.len(), both.rest.is_some()), (4, 3, true));
    }

    #[test]
    fn who_asks_for_a_plan_in_a_week_without_one_has_it() {
        let given = Given { rest: Some((Day(10), Day(17))), ..Given::default() };
        for (own, today, expected) in [
            (None, 12, Some(17)),
            // Asked for a plan long before, and since.
            (Some(9), 12, Some(17)),
            (Some(12), 12, None),
            (None, 17, None),
        ] {
            assert_eq!(given.rest_until(own.map(Day), Day(today)), expected.map(Day), "{own:?} on {today}");
        }
        // A longer rest of the pupil's own stays.
        let own = Demands { rest_until: Some(Day(30)), ..Demands::default() };
        assert_eq!(given.join_to(own, Day(12)).rest_until, Some(Day(30)));
    }
}
