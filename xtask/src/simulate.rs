//! `cargo xtask simulate space|mastery|schedule [--seed N] [--seeds K] [--learners N] [--graph FILE --states FILE]`: the
//! engine's policies against pupils whose truth is known. One line of JSON a task, means over the seeds.
//!
//! * `space`: placement over 60 skills in 10 layers; the policy knows the graph and a guess and slip, nothing of how hard
//!   skills are. `--guess`, `--slip` and `--spread` let it assume wrong ones.
//! * `mastery`: when practice stops, with learners who differ in what they know, how quickly they learn, guess and slip.
//! * `schedule`: 180 days of 20 minutes, 200 skills; recall is that of an FSRS-6 learner with default parameters.
//!
//! The policies are the functions that the app calls; what stands here are the pupils and the counting.

use crate::project::{Options, Outcome};
use augu::base::Rng;
use augu::engine::Params;
use augu::engine::evidence::{self, Row};
use augu::engine::placement::{DOUBT_ENOUGH, QUESTIONS_MAX};
use augu::engine::rest::{Resting, rest_after, reviews};
use augu::engine::simulated::normal;
use augu::engine::space::{Cloud, Evidence, Space, SpacePrior};
use std::sync::Arc;

/// Runs the command.
pub fn run(arguments: &[String]) -> Outcome {
    let mut options = Options::new("cargo xtask simulate", arguments);
    let whole = |options: &mut Options, name: &str| -> Result<Option<u64>, String> {
        let text = options.value(name)?;
        text.map(|text| text.parse().map_err(|_| format!("`{name}` takes a whole number"))).transpose()
    };
    let (seed, seeds) = (whole(&mut options, "--seed")?.unwrap_or(1), whole(&mut options, "--seeds")?.unwrap_or(1));
    let learners = whole(&mut options, "--learners")?.map(|count| count.clamp(1, 10_000_000) as usize);
    let number = |options: &mut Options, name: &str, usual: f64| -> Result<f64, String> {
        let text = options.value(name)?;
        text.map_or(Ok(usual), |text| text.parse().map_err(|_| format!("`{name}` takes a number")))
    };
    let (guess, slip) = (number(&mut options, "--guess", GUESS)?, number(&mut options, "--slip", SLIP)?);
    let spread = number(&mut options, "--spread", SpacePrior::default().ability_spread)?;
    let (graph, states) = (options.value("--graph")?, options.value("--states")?);
    let task = options.word()?.ok_or("`simulate` wants a task: space, mastery or schedule")?;
    options.end()?;
    let seeds: Vec<u64> = (seed..seed.saturating_add(seeds.max(1))).collect();
    let line = match (task.as_str(), graph, states) {
        ("space", graph, states) => {
            let files = match (graph, states) {
                (Some(graph), Some(states)) => Some(SpaceTruth::read(&graph, &states)?),
                (None, None) => None,
                _ => return Err("`--graph` and `--states` go together".into()),
            };
            space(&seeds, files, learners, Assumed { guess, slip, spread })
        }
        (_, Some(_), _) | (_, _, Some(_)) => return Err("only `space` reads files".into()),
        ("mastery", ..) => mastery(&seeds, learners.unwrap_or(200_000)),
        ("schedule", ..) => schedule(&seeds, learners.unwrap_or(1)),
        (other, ..) => return Err(format!("there is no task `{other}`: space, mastery or schedule")),
    };
    println!("{line}");
    Ok(())
}

/// The means of equal rows of numbers.
fn means(rows: &[Vec<f64>]) -> Vec<f64> {
    let columns = rows.first().map_or(0, Vec::len);
    (0..columns).map(|at| rows.iter().map(|row| row[at]).sum::<f64>() / rows.len() as f64).collect()
}

// Placement.

/// The truth of the task: a guess and a slip.
const GUESS: f64 = 0.15;
const SLIP: f64 = 0.08;
const ASKED: usize = 30;
const TOLD_AT: [usize; 7] = [5, 10, 12, 15, 17, 20, 30];

/// What the policy believes of answers and pupils.
#[derive(Clone, Copy)]
struct Assumed {
    guess: f64,
    slip: f64,
    spread: f64,
}

struct SpaceTruth {
    needs: Vec<Vec<usize>>,
    learners: Vec<Vec<bool>>,
}

/// A layered graph: each skill needs one or two of the layer before, and some one more from further down.
fn layered(rng: &mut Rng, layers: usize, wide: usize) -> Vec<Vec<usize>> {
    let mut needs = vec![Vec::new(); layers * wide];
    for (skill, needs) in needs.iter_mut().enumerate().skip(wide) {
        let layer = skill / wide;
        let mut before: Vec<usize> = ((layer - 1) * wide..layer * wide).collect();
        rng.shuffle(&mut before);
        before.truncate(1 + rng.below(2) as usize);
        before.sort_unstable();
        if layer > 1 && rng.unit() < 0.3 {
            before.push(rng.below(((layer - 1) * wide) as u64) as usize);
        }
        *needs = before;
    }
    needs
}

impl SpaceTruth {
    /// As `sim_ks.py` draws it.
    fn drawn(seed: u64, learners: usize) -> SpaceTruth {
        let mut rng = Rng::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(11));
        let needs = layered(&mut rng, 10, 6);
        let hard: Vec<f64> =
            (0..needs.len()).map(|skill| -2.2 + 0.5 * (skill / 6) as f64 + 0.4 * normal(&mut rng)).collect();
        let learners = (0..learners).map(|_| {
            let ability = 1.5 * normal(&mut rng);
            let mut held = vec![false; needs.len()];
            for skill in 0..needs.len() {
                let chance = 1.0 / (1.0 + libm::exp(-(ability + 1.6 - hard[skill])));
                let lucky = rng.unit() < chance;
                held[skill] = lucky && needs[skill].iter().all(|need| held[*need]);
            }
            held
        });
        let learners = learners.collect();
        SpaceTruth { needs, learners }
    }

    fn read(graph: &str, states: &str) -> Result<SpaceTruth, String> {
        let text =
            |file: &str| std::fs::read_to_string(file).map_err(|error| format!("{file} cannot be read: {error}"));
        let value: serde_json::Value =
            serde_json::from_str(&text(graph)?).map_err(|error| format!("{graph}, line {}: {error}", error.line()))?;
        let rows = value.get("prereq").and_then(|it| it.as_array()).ok_or(format!("{graph} has no list `prereq`"))?;
        let row = |row: &serde_json::Value| -> Option<Vec<usize>> {
            row.as_array()?.iter().map(|need| need.as_u64().map(|need| need as usize)).collect()
        };
        let needs: Vec<Vec<usize>> = rows
            .iter()
            .map(row)
            .collect::<Option<_>>()
            .ok_or(format!("{graph}: `prereq` holds lists of whole numbers"))?;
        if needs.iter().flatten().any(|need| *need >= needs.len()) {
            return Err(format!("{graph}: `prereq` names a skill beyond its {} skills", needs.len()));
        }
        let mut learners = Vec::new();
        for (at, line) in text(states)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let cells = line.split(',').map(|cell| match cell.trim() {
                "0" => Some(false),
                "1" => Some(true),
                _ => None,
            });
            let state = cells.collect::<Option<Vec<bool>>>().filter(|state| state.len() == needs.len());
            learners.push(state.ok_or(format!("{states}, line {}: it wants {} of 0 and 1", at + 1, needs.len()))?);
        }
        if learners.is_empty() {
            return Err(format!("{states}, line 1: there are no learners"));
        }
        Ok(SpaceTruth { needs, learners })
    }
}

fn space(seeds: &[u64], files: Option<SpaceTruth>, learners: Option<usize>, assumed: Assumed) -> serde_json::Value {
    let started = std::time::Instant::now();
    let mut rows = Vec::new();
    for seed in seeds {
        let drawn;
        let truth = match &files {
            Some(files) => files,
            None => {
                drawn = SpaceTruth::drawn(*seed, learners.unwrap_or(400));
                &drawn
            }
        };
        let space = Arc::new(Space::new(&truth.needs, &[]));
        let all: Vec<(usize, &Vec<bool>)> =
            truth.learners.iter().take(learners.unwrap_or(usize::MAX)).enumerate().collect();
        let half = all.len().div_ceil(2);
        // Two threads: the machine these commands are made for has two cores.
        let told: Vec<Vec<f64>> = std::thread::scope(|scope| {
            let halves = all.chunks(half.max(1)).map(|part| {
                let space = &space;
                scope.spawn(move || part.iter().map(|(at, held)| placed(space, held, *seed, *at, assumed)).collect())
            });
            let halves: Vec<_> = halves.collect();
            let joined = halves.into_iter().map(|half| half.join().unwrap_or_default());
            joined.collect::<Vec<Vec<Vec<f64>>>>().concat()
        });
        rows.push(means(&told));
        eprintln!("  seed {seed}: {} learners placed, {:.0} s", told.len(), started.elapsed().as_secs_f64());
    }
    let mean = means(&rows);
    let accuracy: serde_json::Map<String, serde_json::Value> =
        TOLD_AT.iter().zip(&mean).map(|(at, value)| (at.to_string(), (*value).into())).collect();
    let at = |back: usize| mean.get(mean.len().wrapping_sub(back)).copied().unwrap_or(0.0);
    serde_json::json!({ "accuracy_at": accuracy, "stop_questions": at(2), "stop_accuracy": at(1) })
}

/// One learner: the share of skills told rightly after some numbers of questions, then where the sitting ended by itself.
fn placed(space: &Arc<Space>, held: &[bool], seed: u64, at: usize, assumed: Assumed) -> Vec<f64> {
    let mut nature = Rng::new(seed ^ (at as u64 + 1).wrapping_mul(0x2545_f491_4f6c_dd1d));
    let prior = SpacePrior { ability_spread: assumed.spread, ..SpacePrior::default() };
    let mut cloud = Cloud::new(Arc::clone(space), prior, nature.next_u64());
    let all: Vec<usize> = (0..space.len()).collect();
    let right = |cloud: &Cloud| {
        held.iter().enumerate().filter(|(skill, held)| (cloud.chance(*skill) >= 0.5) == **held).count() as f64
            / held.len().max(1) as f64
    };
    let (mut told, mut stopped) = (Vec::new(), None);
    for asked in 1..=ASKED {
        let question = cloud.question(&all, |_| (assumed.guess, assumed.slip));
        if let Some((skill, _)) = question {
            let chance = if held[skill] { 1.0 - SLIP } else { GUESS };
            cloud.take(Evidence::judged(skill, nature.unit() < chance, assumed.guess, assumed.slip));
        }
        if TOLD_AT.contains(&asked) {
            told.push(right(&cloud));
        }
        if stopped.is_none() && (cloud.doubt() <= DOUBT_ENOUGH || asked >= QUESTIONS_MAX) {
            stopped = Some((asked as f64, right(&cloud)));
        }
    }
    let (asked, accuracy) = stopped.unwrap_or((ASKED as f64, right(&cloud)));
    told.extend([asked, accuracy]);
    told
}

// Mastery.

/// Tasks at most.
const TASKS: u8 = 30;
/// What stopping too early costs, in tasks: with the one a little over, with the other a little under two in a hundred
/// stop too early. The best rule at a bound between two such rules is a lot between them.
const PATIENCE: (f64, f64) = (49.4, 49.95);
/// The share of learners who get the stricter one, so that a little under two in a hundred stop too early: between what the
/// bound leaves in tasks and in learners, 16 million of them counted.
const STRICT: f64 = 0.587;

/// A whole-numbered gamma draw.
fn gamma(rng: &mut Rng, shape: u32) -> f64 {
    (0..shape).map(|_| -libm::log(1.0 - rng.unit())).sum()
}

fn beta(rng: &mut Rng, a: u32, b: u32) -> f64 {
    let (x, y) = (gamma(rng, a), gamma(rng, b));
    x / (x + y)
}

fn mastery(seeds: &[u64], learners: usize) -> serde_json::Value {
    let mut rows = Vec::new();
    for seed in seeds {
        let mut rng = Rng::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(7));
        let (mut tasks, mut over, mut early, mut declared) = (0.0, 0.0, 0.0, 0.0);
        for _ in 0..learners {
            let known_first = beta(&mut rng, 2, 3);
            let learns = beta(&mut rng, 2, 8).clamp(0.02, 0.6);
            let (guess, slip) = (0.05 + 0.25 * rng.unit(), 0.02 + 0.13 * rng.unit());
            let patience = if rng.unit() < STRICT { PATIENCE.1 } else { PATIENCE.0 };
            let mut learned = (rng.unit() < known_first).then_some(0u8);
            let (mut row, mut stopped) = (Row::default(), None);
            for task in 1..=TASKS {
                let right = rng.unit() < if learned.is_some() { 1.0 - slip } else { guess };
                if learned.is_none() && rng.unit() < learns {
                    learned = Some(task);
                }
                row = row.and(right);
                if stopped.is_none() && evidence::may_stop(row, patience, TASKS - task) {
                    stopped = Some(task);
                }
            }
            let done = stopped.unwrap_or(TASKS);
            tasks += f64::from(done);
            over += learned.filter(|learned| *learned <= done).map_or(0.0, |learned| f64::from(done - learned));
            declared += f64::from(u8::from(stopped.is_some()));
            early += f64::from(u8::from(stopped.is_some() && learned.is_none_or(|learned| learned > done)));
        }
        let count = learners as f64;
        rows.push(vec![tasks / count, over / count, early / f64::max(declared, 1.0)]);
        eprintln!("  seed {seed}: {learners} learners practised");
    }
    let mean = means(&rows);
    serde_json::json!({ "items": mean[0], "over_practice": mean[1], "premature": mean[2] })
}

// Schedule.

const DAYS: u32 = 180;
const MINUTES: u32 = 20;
const LESSON: u32 = 5;
const REVIEW: u32 = 1;
const HELD: f64 = 0.9;

/// The memory of an FSRS-6 learner with default parameters (open-spaced-repetition, 2025). The crate `rs-fsrs` 1.2.1
/// still speaks FSRS-5, so the published formulas stand here.
#[derive(Clone, Copy)]
struct Memory {
    stability: f64,
    difficulty: f64,
    last: u32,
}

const W: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
    1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];

impl Memory {
    /// After a first lesson that went well.
    fn new(day: u32) -> Memory {
        Memory { stability: W[2], difficulty: Self::difficulty_first(3.0), last: day }
    }

    fn difficulty_first(grade: f64) -> f64 {
        (W[4] - libm::exp(W[5] * (grade - 1.0)) + 1.0).clamp(1.0, 10.0)
    }

    fn recall(&self, day: u32) -> f64 {
        let factor = libm::pow(0.9, -1.0 / W[20]) - 1.0;
        libm::pow(1.0 + factor * f64::from(day - self.last) / self.stability, -W[20])
    }

    fn reviewed(&mut self, day: u32, right: bool) {
        let recall = self.recall(day);
        let (s, d) = (self.stability, self.difficulty);
        let grade = if right { 3.0 } else { 1.0 };
        self.stability = if day == self.last {
            s * libm::exp(W[17] * (grade - 3.0 + W[18])) * libm::pow(s, -W[19])
        } else if right {
            let growth = libm::exp(W[8]) * (11.0 - d) * libm::pow(s, -W[9]) * (libm::exp((1.0 - recall) * W[10]) - 1.0);
            s * (1.0 + growth)
        } else {
            let fallen =
                W[11] * libm::pow(d, -W[12]) * (libm::pow(s + 1.0, W[13]) - 1.0) * libm::exp((1.0 - recall) * W[14]);
            fallen.min(s)
        }
        .clamp(0.001, 36_500.0);
        let moved = d - W[6] * (grade - 3.0) * (10.0 - d) / 9.0;
        self.difficulty = (W[7] * Self::difficulty_first(4.0) + (1.0 - W[7]) * moved).clamp(1.0, 10.0);
        self.last = day;
    }
}

/// Who decides when to come back.
#[derive(Clone, Copy, PartialEq)]
enum Scheduler {
    /// The app's rests.
    Rests,
    /// Fixed intervals, from the first again after a miss.
    Fixed,
    /// FSRS that knows the truth's parameters, at retention .9.
    Fsrs,
}

const FIXED: [u32; 6] = [1, 3, 7, 14, 30, 60];

/// What a scheduler remembers of a skill.
#[derive(Clone, Copy)]
struct Kept {
    last: u32,
    rest_days: f64,
    step: usize,
    rights: u32,
    answers: u32,
    memory: Memory,
}

type Skills = Vec<Option<(Memory, Kept)>>;

fn schedule(seeds: &[u64], learners: usize) -> serde_json::Value {
    let params = Params::default();
    let of = |scheduler: Scheduler| {
        let rows = seeds.iter().flat_map(|seed| (0..learners as u64).map(move |at| (*seed, at)));
        let rows: Vec<Vec<f64>> = rows.map(|(seed, at)| half_year(&params, scheduler, seed, at)).collect();
        means(&rows)
    };
    let (own, fixed, fsrs) = (of(Scheduler::Rests), of(Scheduler::Fixed), of(Scheduler::Fsrs));
    serde_json::json!({
        "held": own[0], "minutes": own[1],
        "fixed": { "held": fixed[0], "minutes": fixed[1] },
        "fsrs": { "held": fsrs[0], "minutes": fsrs[1] },
    })
}

/// Half a year: skills held at its end, minutes used.
fn half_year(params: &Params, scheduler: Scheduler, seed: u64, at: u64) -> Vec<f64> {
    let mut rng = Rng::new(seed.wrapping_mul(0x9e37_79b9).wrapping_add(at.wrapping_mul(0x1_0001)).wrapping_add(3));
    let needs = layered(&mut rng, 10, 20);
    let mut nature = Rng::new(rng.next_u64());
    let mut skills: Skills = vec![None; needs.len()];
    let mut minutes = 0;
    let mut review = |skills: &mut Skills, left: &mut u32, day: u32, ahead: f64| {
        for skill in due_today(scheduler, skills, day, ahead) {
            let Some((memory, kept)) = skills[skill].as_mut().filter(|_| *left >= REVIEW) else { continue };
            *left -= REVIEW;
            let right = nature.unit() < memory.recall(day);
            memory.reviewed(day, right);
            kept.memory.reviewed(day, right);
            kept.rest_days =
                rest_after(params, kept.rest_days, f64::from(day - kept.last), right, kept.rights, kept.answers);
            kept.rights += u32::from(right);
            kept.answers += 1;
            kept.step = if right { (kept.step + 1).min(FIXED.len() - 1) } else { 0 };
            kept.last = day;
        }
    };
    for day in 0..DAYS {
        let mut left = MINUTES;
        review(&mut skills, &mut left, day, 0.0);
        while left >= LESSON {
            let open =
                |skill: &usize| skills[*skill].is_none() && needs[*skill].iter().all(|need| skills[*need].is_some());
            let Some(skill) = (0..skills.len()).find(open) else { break };
            left -= LESSON;
            let memory = Memory::new(day);
            skills[skill] = Some((
                memory,
                Kept { last: day, rest_days: params.rest_first_days, step: 0, rights: 0, answers: 0, memory },
            ));
        }
        if scheduler == Scheduler::Rests {
            review(&mut skills, &mut left, day, params.review_ahead);
        }
        minutes += MINUTES - left;
    }
    let held = skills.iter().flatten().filter(|(memory, _)| memory.recall(DAYS) >= HELD).count();
    vec![held as f64, f64::from(minutes)]
}

/// The skills to review, the most pressing first.
fn due_today(scheduler: Scheduler, skills: &[Option<(Memory, Kept)>], day: u32, ahead: f64) -> Vec<usize> {
    let begun: Vec<(usize, &Kept)> =
        skills.iter().enumerate().filter_map(|(skill, it)| it.as_ref().map(|(_, kept)| (skill, kept))).collect();
    if scheduler == Scheduler::Rests {
        let resting =
            begun.iter().map(|(_, kept)| Resting { rest_days: kept.rest_days, days: f64::from(day - kept.last) });
        let order = reviews(&resting.collect::<Vec<_>>(), ahead);
        return order.into_iter().map(|place| begun[place].0).collect();
    }
    let mut due: Vec<(f64, usize)> = begun
        .iter()
        .filter(|(_, kept)| {
            let interval = match scheduler {
                Scheduler::Fixed => FIXED[kept.step],
                _ => libm::round(kept.memory.stability).max(1.0) as u32,
            };
            day - kept.last >= interval
        })
        .map(|(skill, kept)| (kept.memory.recall(day), *skill))
        .collect();
    due.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    due.into_iter().map(|(_, skill)| skill).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_give_equal_lines() {
        let assumed = Assumed { guess: GUESS, slip: SLIP, spread: 1.5 };
        assert_eq!(space(&[3], None, Some(6), assumed), space(&[3], None, Some(6), assumed));
        assert_eq!(mastery(&[3, 4], 300), mastery(&[3, 4], 300));
        assert_eq!(schedule(&[3], 1), schedule(&[3], 1));
    }

    #[test]
    fn the_lines_have_the_promised_keys() {
        let keys =
            |value: &serde_json::Value| value.as_object().map(|it| it.keys().cloned().collect::<Vec<_>>().join(" "));
        let told = space(&[1], None, Some(2), Assumed { guess: GUESS, slip: SLIP, spread: 1.5 });
        assert_eq!(keys(&told).as_deref(), Some("accuracy_at stop_accuracy stop_questions"));
        assert_eq!(keys(&told["accuracy_at"]).as_deref(), Some("10 12 15 17 20 30 5"));
        assert_eq!(keys(&mastery(&[1], 20)).as_deref(), Some("items over_practice premature"));
        assert_eq!(keys(&schedule(&[1], 1)).as_deref(), Some("fixed fsrs held minutes"));
    }

    /// A skill reviewed at recall .9 keeps its promise: recall is .9 when its stability is over, and success lengthens it.
    #[test]
    fn the_memory_is_that_of_fsrs() {
        let mut memory = Memory { stability: 10.0, difficulty: 5.0, last: 0 };
        assert!((memory.recall(10) - 0.9).abs() < 1e-12);
        assert!((Memory::difficulty_first(3.0) - 2.118_104).abs() < 1e-6, "{}", Memory::difficulty_first(3.0));
        memory.reviewed(10, true);
        let longer = memory.stability;
        assert!(longer > 10.0);
        memory.reviewed(10 + longer as u32, false);
        assert!(memory.stability < longer && memory.difficulty > 5.0);
    }
}
