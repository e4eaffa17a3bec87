//! What a class's board demands of one pupil's practice, in the engine's words: assignments that stand and the teacher's
//! wishes, beside what the pupil wants. The pupil's own choice is never taken away.
//!
//! Absent: how the board comes here.

use crate::base::{Day, PlaceId};
use crate::engine::{Assigned, Demands};
use crate::school::assignment::{Assignments, Wish, Wishes};

/// The pupil's own demands with those of the board for the pupil at this place.
pub fn demands_at_school(
    own: Demands,
    assignments: &Assignments,
    wishes: &Wishes,
    place: PlaceId,
    today: Day,
) -> Demands {
    let mut demands = own;
    let open = assignments.of(place).filter(|given| given.due >= today);
    demands.assigned.extend(open.map(|given| Assigned { due: Some(given.due), skills: vec![given.skill.clone()] }));
    for given in wishes.of(place, today) {
        match &given.wish {
            Wish::This(skill) => demands
                .assigned
                .push(Assigned { due: Some(Day(given.until.0.saturating_sub(1))), skills: vec![skill.clone()] }),
            Wish::NotNow(skill) => {
                if demands.chosen_topic.as_ref() != Some(skill) && !demands.not_now.contains(skill) {
                    demands.not_now.push(skill.clone());
                }
            }
            Wish::Rest => demands.rest_until = demands.rest_until.max(Some(given.until)),
        }
    }
    demands
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ClassId, DeviceId, HybridTime, PersonId, Stamp};
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
        let (class, today) = (ClassId::from_bits(1), stamp(1).time.moment().day());
        let wished = |wish, days, whom: &[PlaceId]| AssignmentFact::Wished {
            class,
            wish,
            until: today.plus(days),
            whom: whom.to_vec(),
        };
        let facts = [
            AssignmentFact::Set {
                class,
                skill: "ratio".into(),
                amount: Amount::Tasks(5),
                due: today.plus(3),
                whom: vec![],
            },
            wished(Wish::This("proportion".into()), 7, &[]),
            wished(Wish::NotNow("square-root".into()), 7, &[one]),
            wished(Wish::NotNow("intervals".into()), 7, &[]),
            wished(Wish::Rest, 5, &[two]),
            wished(Wish::Rest, 9, &[]),
        ];
        let (mut assignments, mut wishes) = (Assignments::default(), Wishes::default());
        for (at, fact) in (1..).zip(&facts) {
            assignments.apply(&stamp(at), fact);
            wishes.apply(&stamp(at), fact);
        }
        // The last one is taken back.
        let taken_back = AssignmentFact::Dropped { assignment: wishes.0[4].id, dropped: true };
        wishes.apply(&stamp(7), &taken_back);
        let own = Demands { chosen_topic: Some("intervals".into()), ..Demands::default() };
        let of = |place, day| demands_at_school(own.clone(), &assignments, &wishes, place, day);
        let names = |demands: &Demands| {
            demands.assigned.iter().flat_map(|given| &given.skills).map(|skill| skill.to_string()).collect::<Vec<_>>()
        };
        let for_one = of(one, today);
        assert_eq!(names(&for_one), ["ratio", "proportion"]);
        assert_eq!(for_one.not_now, ["square-root".into()], "the topic that the pupil chose stays");
        assert_eq!(for_one.rest_until, None);
        let for_two = of(two, today);
        assert!(for_two.not_now.is_empty());
        assert_eq!(for_two.rest_until, Some(today.plus(5)));
        // When their days are over, nothing is left of them.
        let later = of(two, today.plus(7));
        assert_eq!((names(&later), later.rest_until), (vec![], None));
    }
}
