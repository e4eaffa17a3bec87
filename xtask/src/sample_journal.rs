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
    let world = pack::world()?;
    let mut rng = Rng::new(seed);
    let id = |rng: &mut Rng| u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64());
    let (author, device) = (PersonId::from_bits(id(&mut rng)), DeviceId::from_bits(id(&mut rng)));
    let mut pen = Pen { author, device, newest: Default::default(), sequence: 0 };
    let (mut journal, mut pupil, mut sitting) = (Journal::default(), Pupil::default(), Sitting::default());
    let today = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_millis() as i64);
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
