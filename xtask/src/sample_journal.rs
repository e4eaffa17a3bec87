//! `cargo xtask sample-journal --answers N [--seed S] [--out FILE]`: a backup file with N answers of a simulated pupil,
//! made by the app's own sitting on the real content. For trying things out and for measuring; plainly sample data.

use crate::pack;
use crate::project::Outcome;
use augu::base::{DeviceId, Moment, PersonId, Rng};
use augu::exercises::{Answer, AnswerKind};
use augu::insights::Pupil;
use augu::journal::{Event, Journal, Pen, write_backup};
use augu::school::profile::ProfileFact;
use augu::session::{Intent, Only, Sitting};
use std::time::{SystemTime, UNIX_EPOCH};

/// Tasks that the pupil solves on a day of practice.
const TASKS_A_DAY: u64 = 12;

/// Runs the command.
pub fn run(arguments: &[String]) -> Outcome {
    let (mut answers, mut seed, mut out) = (None, 1u64, "sample-journal.json".to_owned());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().ok_or(format!("{argument} wants a value"));
        match argument.as_str() {
            "--answers" => answers = Some(value()?.parse::<u64>().map_err(|_| "--answers wants a whole number")?),
            "--seed" => seed = value()?.parse().map_err(|_| "--seed wants a whole number")?,
            "--out" => out = value()?.clone(),
            other => return Err(format!("sample-journal does not know `{other}`: --answers N, --seed S, --out FILE")),
        }
    }
    let answers = answers.ok_or("sample-journal wants --answers N")?;
    if answers > 200_000 {
        return Err("sample-journal writes at most 200 000 answers".into());
    }
    let today = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_millis() as i64);
    let (author, journal, done) = make(answers, seed, today)?;
    let text = write_backup(author, Some("Pavyzdinis mokinys"), Moment(today), journal.entries());
    std::fs::write(&out, &text).map_err(|fault| format!("{out} could not be written: {fault}"))?;
    println!("{out}: {done} answers, {} facts, {} bytes", journal.entries().len(), text.len());
    Ok(())
}

/// What the sample's pupil does next.
enum Act {
    Intent(Intent),
    /// An answer after so many milliseconds.
    Answer(Answer, u32),
}

/// The journal of a simulated pupil who has given so many answers by `today`, milliseconds since 1970.
pub fn make(answers: u64, seed: u64, today: i64) -> Result<(PersonId, Journal, u64), String> {
    let world = pack::world()?;
    let mut rng = Rng::new(seed);
    let id = |rng: &mut Rng| u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64());
    let (author, device) = (PersonId::from_bits(id(&mut rng)), DeviceId::from_bits(id(&mut rng)));
    let mut pen = Pen { author, device, newest: Default::default(), sequence: 0 };
    let (mut journal, mut pupil, mut sitting) = (Journal::default(), Pupil::default(), Sitting::default());
    let days = answers.div_ceil(TASKS_A_DAY) as i64;
    // Two days in three are days of practice; the last one was yesterday.
    let mut now = Moment(today - days * 36 * 3_600_000);
    let mut done = 0u64;
    let mut write = |event: Event, now: Moment, pupil: &mut Pupil| {
        let entry = pen.write(now, event);
        pupil.apply(&entry);
        journal.append(entry);
    };
    write(Event::Profile(ProfileFact::Named("Pavyzdinis mokinys".into())), now, &mut pupil);
    write(Event::Profile(ProfileFact::InGrade(Some(7))), now, &mut pupil);
    write(Event::Profile(ProfileFact::GuideSeen), now, &mut pupil);
    let mut act = Act::Intent(Intent::Begin(Only::default()));
    while done < answers {
        let seed = rng.next_u64();
        let outcome = match act {
            Act::Intent(intent) => sitting.step(&world, &pupil, intent, now, seed),
            Act::Answer(answer, ms) => sitting.answer(&world, &pupil, answer, ms, now),
        };
        for event in outcome.events {
            done += u64::from(matches!(event, Event::Answered(_)));
            write(event, now, &mut pupil);
        }
        let Some(item) = sitting.item(&world) else {
            return Err("the content gave no task".into());
        };
        let finished = sitting.asked.as_ref().is_none_or(|asked| asked.done);
        let chance = sitting.asked.as_ref().map_or(0.5, |asked| asked.chance);
        let seconds = 10 + rng.below(u64::from(item.seconds) * 2);
        now = now.plus_ms(seconds as i64 * 1000);
        act = if finished {
            if done.is_multiple_of(TASKS_A_DAY) {
                now = now.plus_ms(rng.between(20, 48) * 3_600_000).min(Moment(today));
            }
            Act::Intent(Intent::Next)
        } else if rng.unit() < 0.1 {
            Act::Intent(Intent::Hint)
        } else if rng.unit() < chance {
            Act::Answer(item.right_answer(), seconds as u32 * 1000)
        } else {
            let wrong = match item.kind {
                AnswerKind::Choice => Answer::Option(item.options.last().map_or(0, |option| option.id)),
                kind if !kind.is_picked() => Answer::Typed(rng.between(-20, 20).to_string()),
                _ => Answer::Options(Vec::new()),
            };
            match rng.below(3) {
                0 => Act::Intent(Intent::Solution(seconds as u32 * 1000)),
                _ => Act::Answer(wrong, seconds as u32 * 1000),
            }
        };
    }
    Ok((author, journal, done))
}

#[cfg(test)]
mod tests {
    use super::*;
    use augu::base::{ClassId, HybridTime};
    use augu::insights::PupilInClass;
    use augu::keys::{Entropy, PersonKeys, RecoveryCode, SigningKey};
    use augu::sync::{
        Ask, Belonging, Bundle, DeviceEntry, FileName, Kind, Member, Membership, Role, Signer, StaffEntry, Told,
    };
    use std::collections::BTreeMap;

    fn signer(code: u8, person: PersonId, device: DeviceId) -> (Signer, PersonKeys) {
        let keys = PersonKeys::of(&RecoveryCode::of_bits([code; 16]), 1);
        let key = SigningKey::of_seed([code; 32]);
        let certificate = keys.certify(person, device, key.public(), Moment(1));
        (Signer { device, key, certificate }, keys)
    }

    /// One round; how many requests it took and how many bytes went either way.
    fn round(one: &mut Membership, host: &mut Bundle, journal: &Journal, now: i64) -> (usize, usize) {
        let mut entropy = Entropy::of_seed([now as u8; 32]);
        let (mut requests, mut bytes) = (0, 0);
        let mut asks = one.wake(Moment(now), false);
        while let Some(ask) = asks.pop() {
            let told = match host.answer(&ask) {
                Told::Failed => Told::Absent,
                told => told,
            };
            requests += 1;
            bytes += match (&ask, &told) {
                (Ask::Put { bytes, .. }, _) | (_, Told::Found(bytes)) => bytes.len(),
                _ => 0,
            };
            asks.extend(one.told(ask.name(), told, Moment(now), journal, &mut entropy));
        }
        (requests, bytes)
    }

    fn sealed(host: &Bundle, device: DeviceId) -> usize {
        let of_device = |name: &&FileName| matches!(&name.kind, Kind::Segment(known, _) | Kind::Snapshot(known, _) if *known == device);
        host.0.keys().filter(of_device).map(|name| host.0[name].len()).sum()
    }

    /// The figures that a class's host and network must bear.
    #[test]
    fn a_year_of_practice_and_a_day_of_it_are_small() {
        let today = 1_800_000_000_000;
        let (person, journal, _) = make(3_040, 1, today).expect("a journal");
        let device = journal.entries()[0].stamp.device;
        let day_after = journal.entries().len() as u64 - 45;
        let year = Journal::of(journal.entries().iter().filter(|e| e.stamp.sequence <= day_after).cloned().collect());

        let class = ClassId::from_bits(1);
        let (teacher, teacher_keys) = signer(1, PersonId::from_bits(1), DeviceId::from_bits(1));
        let mut entropy = Entropy::of_seed([1; 32]);
        let mut staff = Membership::found(class, "7a", teacher, teacher_keys.reading, Moment(today), &mut entropy);
        let mut host = Bundle::default();
        let none = Journal::default();
        round(&mut staff, &mut host, &none, today);
        let (signer, keys) = signer(2, person, device);
        let mut pupil =
            Membership::new(class, signer.clone(), vec![keys.reading], staff.card.clone(), Belonging::Member);
        admit(&mut staff, &signer, person);

        round(&mut pupil, &mut host, &year, today + 1_000);
        assert_eq!(pupil.shared(), day_after);
        let answers = year.entries().iter().filter(|entry| matches!(entry.event, Event::Answered(_))).count();
        let size = sealed(&host, device);
        eprintln!("a year: {answers} answers of {day_after} facts, {size} bytes sealed");
        assert!(answers >= 2_990 && size <= 64 * 1024, "{answers} answers take {size} bytes");

        round(&mut staff, &mut host, &none, today + 2_000);
        assert_eq!(staff.peers()[&device].sequence, day_after);
        let heads = round(&mut pupil, &mut host, &year, today + 3_000);
        let (requests, _) = round(&mut pupil, &mut host, &journal, today + 4_000);
        let day = sealed(&host, device) - size;
        eprintln!("a day offline: {day} bytes; {} requests beside reading heads", requests - heads.0);
        assert!(requests - heads.0 <= 3, "{requests} requests, {} of them for heads", heads.0);
        let nothing = round(&mut staff, &mut host, &none, today + 900_000_000);
        assert!(nothing.0 > 0);
        let head = host.0.iter().find(|(name, _)| name.kind == Kind::Head(device)).map_or(0, |(_, bytes)| bytes.len());
        assert!(day + head <= 4 * 1024, "a day takes {day} and its head {head} bytes");

        // Three pupils with a year each, so that what every file has once is counted as such.
        let part = |journal: &Journal| PupilInClass::fold(journal.entries()).for_snapshot();
        let mut people = BTreeMap::from([(person, part(&journal))]);
        let mut of_one = None;
        for seed in [2, 3] {
            let (other, journal, _) = make(3_000, seed, today).expect("a journal");
            of_one.get_or_insert((other, journal.entries().len()));
            let device = journal.entries()[0].stamp.device;
            let (signer, keys) = self::signer(seed as u8 + 1, other, device);
            admit(&mut staff, &signer, other);
            let card = staff.card.clone();
            let mut pupil = Membership::new(class, signer, vec![keys.reading], card, Belonging::Member);
            round(&mut pupil, &mut host, &journal, today + 1_000);
            people.insert(other, part(&journal));
        }
        round(&mut staff, &mut host, &none, today + 1_000_000_000);
        staff.set_class_snapshot(people, Moment(today), &mut entropy);
        round(&mut staff, &mut host, &none, today + 1_800_000_000);
        let name = staff.newest_class_snapshot().expect("a class snapshot");
        let bytes = &host.0[&name];
        assert_eq!(staff.read_class_snapshot(&name, bytes).map(|read| read.people.len()), Some(3));
        let each = bytes.len() / 3;
        eprintln!("a pupil's part of the class snapshot: {each} bytes");
        assert!(each * 765 <= 1_000_000, "{each} bytes a pupil");

        // A second staff device, which has read nothing yet: its first screen, then one pupil's details.
        let (second, keys) = self::signer(9, PersonId::from_bits(9), DeviceId::from_bits(9));
        staff.card.staff.insert(PersonId::from_bits(9), {
            let public = second.certificate.keys();
            register_of(StaffEntry { keys: public, role: Role::Tutor, active: true })
        });
        let entry = DeviceEntry { certificate: second.certificate.clone(), board: false, revoked: None };
        staff.card.devices.insert(DeviceId::from_bits(9), register_of(entry));
        round(&mut staff, &mut host, &none, today + 1_900_000_000);
        let card = staff.card.clone();
        let mut second = Membership::new(class, second, vec![keys.reading], card, Belonging::Member);
        second.become_staff();
        let begun = std::time::Instant::now();
        let (requests, bytes) = round(&mut second, &mut host, &none, today + 2_000_000_000);
        let first_ms = begun.elapsed().as_secs_f64() * 1e3;
        let taken = second.take();
        assert_eq!((taken.people.len(), taken.facts.len()), (3, 0));
        eprintln!("first screen of three pupils: {requests} requests, {bytes} bytes, {first_ms:.0} ms on this machine");
        assert!(bytes * 10 <= 500_000, "{bytes} bytes for three");
        let (_, heads) = round(&mut second, &mut host, &none, today + 2_050_000_000);
        let (other, facts) = of_one.expect("another pupil");
        second.want(other);
        let (_, bytes) = round(&mut second, &mut host, &none, today + 2_100_000_000);
        assert_eq!(second.take().facts.len(), facts);
        let details = bytes.saturating_sub(heads);
        eprintln!("one pupil's details, 3 000 answers of {facts} facts: {details} bytes");
        assert!(details <= 64 * 1024, "{details} bytes");
    }

    fn register_of<T>(value: T) -> augu::sync::Register<T> {
        // Later than what staff themselves wrote.
        let time = HybridTime { ms: 1_800_000_100_000, count: 0 };
        augu::sync::Register { value, time, by: DeviceId::from_bits(1) }
    }

    /// Puts a pupil's device on the roster.
    fn admit(staff: &mut Membership, signer: &Signer, person: PersonId) {
        let roster = staff.roster.as_mut().expect("a roster");
        let (place, keys) = (augu::base::PlaceId::from_bits(1), signer.certificate.keys());
        let member = Member { place, keys, belonging: Belonging::Member, earlier: Vec::new() };
        roster.members.insert(person, register_of(member));
        let entry = DeviceEntry { certificate: signer.certificate.clone(), board: false, revoked: None };
        roster.devices.insert(signer.device, register_of(entry));
    }
}
