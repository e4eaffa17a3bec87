//! What a staff device does before a class page shows: heads, card, roster and snapshot of thirty pupils checked, opened
//! and summed up.

use crate::{Clock, Figure, done};
use augu::base::{ClassId, DeviceId, HybridTime, Moment, PersonId, PlaceId, Rng};
use augu::engine::simulated::six_tasks;
use augu::exercises::{Answer, ItemRef, Verdict};
use augu::insights::{PupilInClass, class_says};
use augu::journal::{Answered, Entry, Event, Journal, Pen};
use augu::keys::{Entropy, PersonKeys, RecoveryCode, SigningKey};
use augu::skills::SkillId;
use augu::sync::{Ask, Belonging, Bundle, DeviceEntry, Member, Membership, Register, Role, Signer, StaffEntry, Told};
use std::collections::BTreeMap;

const NOON: i64 = 1_788_253_200_000;
const PUPILS: u8 = 30;
/// A year of practice, in answers, over so many topics.
const YEAR: i64 = 3000;
const TOPICS: u64 = 28;
/// How often it is measured; the middle one counts.
const TIMES: usize = 5;

fn signer(code: u8) -> (Signer, PersonKeys) {
    let (person, device) = (PersonId::from_bits(code.into()), DeviceId::from_bits(code.into()));
    let keys = PersonKeys::of(&RecoveryCode::of_bits([code; 16]), 1);
    let key = SigningKey::of_seed([code; 32]);
    let certificate = keys.certify(person, device, key.public(), Moment(1));
    (Signer { device, key, certificate }, keys)
}

/// Later than what staff themselves wrote.
fn register_of<T>(value: T) -> Register<T> {
    Register { value, time: HybridTime { ms: NOON + 100_000, count: 0 }, by: DeviceId::from_bits(1) }
}

/// A year of answers: two in three are right, and the last ones of a topic may all be wrong.
fn year(signer: &Signer) -> Vec<Entry> {
    let author = signer.certificate.person();
    let mut rng = Rng::new(author.bits() as u64);
    let mut pen = Pen { author, device: signer.device, newest: HybridTime::default(), sequence: 0 };
    let tasks: Vec<_> =
        (0..TOPICS).flat_map(|topic| six_tasks(&SkillId::from(format!("topic-{topic}").as_str()))).collect();
    (0..YEAR)
        .map(|at| {
            let task = &tasks[rng.below(tasks.len() as u64) as usize];
            let right = rng.below(3) > 0;
            let item = ItemRef {
                skill: task.skill.clone(),
                template: task.template.clone(),
                version: 1,
                seed: rng.below(1 << 32),
            };
            let event = Event::Answered(Answered {
                item,
                answer: Answer::Typed(rng.between(-20, 20).to_string()),
                verdict: if right { Verdict::Right } else { Verdict::Wrong },
                mistake: None,
                blame: None,
                further: Vec::new(),
                grade: 7,
                level: task.level,
                kind: task.kind,
                tenths: 100 + rng.below(600) as u32,
                seconds_expected: 40,
                hints: 0,
                attempt: 1,
                solution_seen: false,
            });
            pen.write(Moment(NOON - (YEAR - at) * 10_000_000), event)
        })
        .collect()
}

/// One round with the host; how many bytes were read.
fn round(one: &mut Membership, host: &mut Bundle, journal: &Journal, now: i64) -> usize {
    let mut entropy = Entropy::of_seed([now as u8; 32]);
    let mut read = 0;
    let mut asks = one.wake(Moment(now), false);
    while let Some(ask) = asks.pop() {
        let told = match host.answer(&ask) {
            Told::Failed => Told::Absent,
            told => told,
        };
        if let (Ask::Get { .. }, Told::Found(bytes)) = (&ask, &told) {
            read += bytes.len();
        }
        asks.extend(one.told(ask.name(), told, Moment(now), journal, &mut entropy));
    }
    read
}

/// The first screen of a class of thirty on a staff device that has read nothing yet.
pub fn first_screen(clock: &Clock) -> Vec<Figure> {
    let (teacher, teacher_keys) = signer(1);
    let mut entropy = Entropy::of_seed([1; 32]);
    let class = ClassId::from_bits(1);
    let mut staff = Membership::found(class, "7a", teacher, teacher_keys.reading, Moment(NOON), &mut entropy);
    let mut host = Bundle::default();
    let none = Journal::default();
    round(&mut staff, &mut host, &none, NOON);
    let mut people = BTreeMap::new();
    for code in 10..10 + PUPILS {
        let (signer, keys) = signer(code);
        let person = signer.certificate.person();
        if let Some(roster) = staff.roster.as_mut() {
            let place = PlaceId::from_bits(code.into());
            let keys = signer.certificate.keys();
            roster
                .members
                .insert(person, register_of(Member { place, keys, belonging: Belonging::Member, earlier: Vec::new() }));
            let entry = DeviceEntry { certificate: signer.certificate.clone(), board: false, revoked: None };
            roster.devices.insert(signer.device, register_of(entry));
        }
        let year = year(&signer);
        people.insert(person, PupilInClass::fold(&year).for_snapshot());
        // What is read anew beside the snapshot is the heads; a head is as long after a day as after a year.
        let journal = Journal::of(year.into_iter().take(40).collect());
        let card = staff.card.clone();
        let mut pupil = Membership::new(class, signer, vec![keys.reading], card, Belonging::Member);
        round(&mut pupil, &mut host, &journal, NOON + 1_000);
    }
    round(&mut staff, &mut host, &none, NOON + 1_000_000_000);
    staff.set_class_snapshot(people, Moment(NOON + 1_000_000_000), &mut entropy);
    let (second, keys) = signer(2);
    let public = second.certificate.keys();
    staff
        .card
        .staff
        .insert(second.certificate.person(), register_of(StaffEntry { keys: public, role: Role::Tutor, active: true }));
    let entry = DeviceEntry { certificate: second.certificate.clone(), board: false, revoked: None };
    staff.card.devices.insert(second.device, register_of(entry));
    round(&mut staff, &mut host, &none, NOON + 1_800_000_000);
    let card = staff.card.clone();
    let mut second = Membership::new(class, second, vec![keys.reading], card, Belonging::Member);
    second.become_staff();
    let mut times: Vec<f64> = (0..TIMES)
        .map(|_| {
            let (mut reader, mut host) = (second.clone(), host.clone());
            let begun = clock();
            let bytes = round(&mut reader, &mut host, &none, NOON + 2_000_000_000);
            let people = reader.take().people;
            let pupils: Vec<(PersonId, PupilInClass)> = people
                .into_iter()
                .filter_map(|(person, part)| Some((person, serde_json::from_value(part).ok()?)))
                .collect();
            assert_eq!(pupils.len(), usize::from(PUPILS), "{bytes} bytes read");
            done(class_says(&pupils, Moment(NOON + 2_000_000_000).day()));
            (clock() - begun) * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let us = times.get(TIMES / 2).copied().unwrap_or_default();
    vec![Figure { what: "a class's first screen: 30 pupils with a year each", asked_us: Some(2_000_000.0), us }]
}
