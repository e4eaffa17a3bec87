//! `cargo xtask evaluate DATA.csv[.gz] --track W|P|N [--out PRED.csv] [--tries N] [--as-shipped]`: how well the learner
//! model predicts the answers of pupils it has never seen, each from that pupil's own past.
//!
//! The data are `student,skill,item,correct,order[,timestamp_s]`, a student's rows together and in order. A student
//! tests if FNV-1a-64 of the id, modulo 5, is 0; of the others, those with (hash div 5) modulo 5 = 0 validate. Track N
//! knows nothing of items and skills; P knows a level out of five for each (training means, cut); W fits difficulties and
//! slopes for each on the training students. In every track the constants that all pupils share are fitted on training
//! students; `--as-shipped` leaves them as the app has them. What was fitted becomes [`Params`], and the predictions are
//! those of the app's own [`Learner`]. Nothing that is fitted here ships. One line of JSON comes out.

use crate::project::{Options, Outcome};
use crate::regression::{Example, Problem, Shape, Spread, Weights};
use augu::base::{Moment, Rng};
use augu::engine::{Feature, Learner, Observation, Params, SkillFit, TemplateFit};
use augu::exercises::{AnswerKind, Level};
use augu::skills::SkillId;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs the command.
pub fn run(arguments: &[String]) -> Outcome {
    let mut options = Options::new("cargo xtask evaluate", arguments);
    let track = options.value("--track")?.ok_or("`evaluate` wants `--track W`, `P` or `N`")?;
    let track = match track.as_str() {
        "W" => Track::Whole,
        "P" => Track::Priors,
        "N" => Track::Nothing,
        other => return Err(format!("there is no track `{other}`: W, P or N")),
    };
    let out = options.value("--out")?;
    let tries = options.value("--tries")?.map(|text| text.parse::<u32>()).transpose();
    let tries = tries.map_err(|_| "`--tries` takes a whole number")?.unwrap_or(24);
    let validating = options.flag("--validate");
    let as_shipped = options.flag("--as-shipped");
    let file = options.word()?.ok_or("`evaluate` wants a file of answers")?;
    options.end()?;

    let started = Instant::now();
    let mut data = Data::read(&file)?;
    eprintln!("{}: {} answers of {} students", file, data.rows.len(), data.students.len());
    // With `--validate` the validating students stand for the testing ones, who stay unseen: for choosing what to fit.
    let (taught, judged): (fn(Group) -> bool, Group) = match validating {
        true => (|group| group == Group::Train, Group::Validate),
        false => (|group| group != Group::Test, Group::Test),
    };
    let mut setting = Setting::shipped(&data);
    let mut told_params = None;
    if !as_shipped {
        // Whoever validates may not have been seen, not even in the means that are cut into levels.
        data.average(|student| student.group == Group::Train);
        setting = search(&data, track, setting, tries);
        data.average(|student| taught(student.group));
        told_params = Some(learn(&mut data, track, &setting, taught));
        eprintln!("  weights fitted, {:.0} s", started.elapsed().as_secs_f64());
    }
    let fitted = told_params.unwrap_or_else(|| difficulties(&data, track, &setting, |student| taught(student.group)));
    let (told, taken) = predict_timed(&data, &fitted, |student| student.group == judged);
    if told.is_empty() {
        let count = data.students.len();
        return Err(format!(
            "{file}: by the protocol none of its {count} students tests (the hash of the id, modulo 5, is 0)"
        ));
    }
    let us_per_answer = taken.as_secs_f64() * 1e6 / told.len().max(1) as f64;
    if let Some(out) = out {
        write_predictions(&out, &data, &told)?;
    }
    let all = Figures::of(told.iter());
    let slice = |keep: &dyn Fn(&Told) -> bool| {
        let figures = Figures::of(told.iter().filter(|one| keep(one)));
        serde_json::json!({ "n": figures.n, "auc": figures.auc, "log_loss": figures.log_loss, "ece": figures.ece })
    };
    let line = serde_json::json!({
        "n": all.n, "auc": all.auc, "accuracy": all.accuracy, "log_loss": all.log_loss, "rmse": all.rmse, "ece": all.ece,
        "slices": {
            "first_time_item": slice(&|one| one.first_of_item),
            "first_time_skill": slice(&|one| one.first_of_skill),
            "first_10_of_student": slice(&|one| one.order < 10),
            "later_than_100": slice(&|one| one.order >= 100),
        },
        "us_per_answer": us_per_answer, "seconds": started.elapsed().as_secs_f64(),
    });
    println!("{line}");
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Track {
    Whole,
    Priors,
    Nothing,
}

#[derive(Clone, Copy, PartialEq)]
enum Group {
    Train,
    Validate,
    Test,
}

struct Student {
    id: String,
    group: Group,
    rows: std::ops::Range<usize>,
}

struct Row {
    skill: usize,
    item: usize,
    right: bool,
    at: Moment,
}

struct Data {
    rows: Vec<Row>,
    students: Vec<Student>,
    skills: Vec<SkillId>,
    items: Vec<String>,
    /// Whether the times of answers are known.
    timed: bool,
    /// Share of right answers of the training students.
    mean: f64,
    /// Training means of skills and items, shrunk where there are few answers, cut into five levels of equal weight: -2
    /// (hardest) to 2.
    skill_levels: Vec<f64>,
    item_levels: Vec<f64>,
}

fn fnv1a64(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn group_of(id: &str) -> Group {
    let hash = fnv1a64(id.as_bytes());
    match (hash % 5, hash / 5 % 5) {
        (0, _) => Group::Test,
        (_, 0) => Group::Validate,
        _ => Group::Train,
    }
}

fn text_of(file: &str) -> Result<String, String> {
    let fault = |error: std::io::Error| format!("{file} cannot be read: {error}");
    if !file.ends_with(".gz") {
        return std::fs::read_to_string(file).map_err(fault);
    }
    let unpacked = Command::new("gzip").args(["-dc", "--", file]).stderr(Stdio::null()).output().map_err(fault)?;
    if !unpacked.status.success() {
        return Err(format!("{file} cannot be unpacked with gzip"));
    }
    let mut text = String::new();
    unpacked.stdout.as_slice().read_to_string(&mut text).map_err(fault)?;
    Ok(text)
}

impl Data {
    fn read(file: &str) -> Result<Data, String> {
        Self::parse(&text_of(file)?).map_err(|(line, what)| format!("{file}, line {line}: {what}"))
    }

    /// A fault comes with the number of its line, from 1.
    fn parse(text: &str) -> Result<Data, (usize, String)> {
        let mut lines = text.lines().enumerate();
        let head = lines.next().map_or("", |(_, head)| head);
        let timed = match head.trim_end() {
            "student,skill,item,correct,order" => false,
            "student,skill,item,correct,order,timestamp_s" => true,
            _ => return Err((1, "the first line must be student,skill,item,correct,order[,timestamp_s]".into())),
        };
        let (mut rows, mut students, mut seen) = (Vec::new(), Vec::<Student>::new(), BTreeSet::new());
        let (mut skills, mut items) = (BTreeMap::new(), BTreeMap::new());
        for (at, line) in lines {
            let fault = |what: &str| (at + 1, what.to_owned());
            let cells: Vec<&str> = line.trim_end().split(',').collect();
            let (&[id, skill, item, correct, order], rest) =
                cells.split_first_chunk::<5>().ok_or_else(|| fault("it has fewer than five columns"))?;
            let right = match correct {
                "0" => false,
                "1" => true,
                _ => return Err(fault("`correct` must be 0 or 1")),
            };
            let order: usize = order.parse().map_err(|_| fault("`order` must be a whole number"))?;
            let seconds = match (timed, rest.first()) {
                (false, _) => rows.len() as f64 * 60.0,
                (true, Some(cell)) => cell.parse().map_err(|_| fault("`timestamp_s` must be a number"))?,
                (true, None) => return Err(fault("`timestamp_s` is missing")),
            };
            if students.last().is_none_or(|student| student.id != id) {
                if !seen.insert(id.to_owned()) {
                    return Err(fault("this student's rows do not stand together"));
                }
                students.push(Student { id: id.to_owned(), group: group_of(id), rows: rows.len()..rows.len() });
            }
            let Some(student) = students.last_mut() else { continue };
            if order != student.rows.len() {
                return Err(fault("`order` must run 0, 1, 2, ... for each student"));
            }
            student.rows.end += 1;
            let next = skills.len();
            let skill = *skills.entry(skill.to_owned()).or_insert(next);
            let next = items.len();
            let item = *items.entry(item.to_owned()).or_insert(next);
            rows.push(Row { skill, item, right, at: Moment((seconds * 1000.0) as i64) });
        }
        if rows.is_empty() {
            return Err((2, "there are no answers".into()));
        }
        let names = |map: BTreeMap<String, usize>| {
            let mut names = vec![String::new(); map.len()];
            for (name, at) in map {
                names[at] = name;
            }
            names
        };
        let skills = names(skills).iter().map(|name| SkillId::new(name)).collect();
        let mut data = Data {
            rows,
            students,
            skills,
            items: names(items),
            timed,
            mean: 0.0,
            skill_levels: Vec::new(),
            item_levels: Vec::new(),
        };
        data.average(|student| student.group != Group::Test);
        Ok(data)
    }

    /// Takes the means of skills and items over these students.
    fn average(&mut self, keep: impl Fn(&Student) -> bool) {
        let (mut by_skill, mut by_item) = (vec![(0.0, 0.0); self.skills.len()], vec![(0.0, 0.0); self.items.len()]);
        let mut skill_of_item = vec![0; self.items.len()];
        let (mut right, mut count) = (0.0, 0.0);
        for row in &self.rows {
            skill_of_item[row.item] = row.skill;
        }
        for student in self.students.iter().filter(|student| keep(student)) {
            for row in &self.rows[student.rows.clone()] {
                let one = f64::from(u8::from(row.right));
                for sum in [&mut by_skill[row.skill], &mut by_item[row.item]] {
                    sum.0 += one;
                    sum.1 += 1.0;
                }
                right += one;
                count += 1.0;
            }
        }
        self.mean = (right + 1.0) / (count + 2.0);
        let skills: Vec<f64> = by_skill.iter().map(|(sum, n)| (sum + 20.0 * self.mean) / (n + 20.0)).collect();
        let items =
            by_item.iter().zip(&skill_of_item).map(|((sum, n), skill)| (sum + 8.0 * skills[*skill]) / (n + 8.0));
        let items: Vec<f64> = items.collect();
        let weight = |sums: &[(f64, f64)]| sums.iter().map(|(_, n)| *n).collect::<Vec<f64>>();
        self.skill_levels = five_levels(&skills, &weight(&by_skill));
        self.item_levels = five_levels(&items, &weight(&by_item));
    }
}

/// -2 (hardest) to 2 (easiest), each level with a fifth of the weight. What no training student met (weight 0) goes by its
/// mean all the same, which is then that of its skill.
fn five_levels(means: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..means.len()).collect();
    order.sort_by(|a, b| means[*a].total_cmp(&means[*b]));
    let whole: f64 = weights.iter().sum();
    let mut levels = vec![0.0; means.len()];
    let mut passed = 0.0;
    for at in order {
        let middle = (passed + weights[at] / 2.0) / whole;
        levels[at] = (middle * 5.0).floor().min(4.0) - 2.0;
        passed += weights[at];
    }
    levels
}

/// What is tried: the model's constants, and how items and skills come in.
#[derive(Clone)]
struct Setting {
    params: Params,
    /// Ease of an average task for an average student, logits.
    ease: f64,
    /// Ease of one step between the five levels, logits (P).
    item_scale: f64,
    skill_scale: f64,
    /// Steps of the fit of difficulties (W), logits.
    item_rate: f64,
    skill_rate: f64,
}

impl Setting {
    fn shipped(data: &Data) -> Setting {
        Setting {
            params: Params::default(),
            ease: 1.15 * logit(data.mean),
            item_scale: 0.55,
            skill_scale: 0.35,
            item_rate: 0.3,
            skill_rate: 0.1,
        }
    }

    /// A neighbour: some numbers a little larger or smaller.
    fn near(&self, rng: &mut Rng) -> Setting {
        let mut other = self.clone();
        let Setting { params, ease, item_scale, skill_scale, item_rate, skill_rate } = &mut other;
        let numbers: [(&mut f64, f64, f64); 11] = [
            (&mut params.skill_variance, 0.05, 4.0),
            (&mut params.ability_variance_unknown, 0.05, 4.0),
            (&mut params.skill_drift, 1e-4, 0.3),
            (&mut params.ability_drift, 1e-5, 0.1),
            (&mut params.practice_gain, 1e-3, 0.5),
            (&mut params.fade, 1e-4, 0.3),
            (&mut params.slip, 1e-3, 0.2),
            (&mut params.guess_typed, 1e-3, 0.3),
            (item_scale, 0.05, 3.0),
            (skill_scale, 0.05, 3.0),
            (item_rate, 0.02, 1.5),
        ];
        for (number, low, high) in numbers {
            if rng.below(3) == 0 {
                *number = (*number * libm::exp(0.5 * (rng.unit() + rng.unit() - 1.0) * 2.0)).clamp(low, high);
            }
        }
        *skill_rate = (*skill_rate * libm::exp(rng.unit() - 0.5)).clamp(0.01, 1.0);
        *ease += 0.3 * (rng.unit() - 0.5);
        other
    }
}

/// Tries neighbours of the best setting so far on the validating students.
fn search(data: &Data, track: Track, first: Setting, tries: u32) -> Setting {
    let worth = |setting: &Setting| {
        let fitted = difficulties(data, track, setting, |student| student.group == Group::Train);
        Figures::of(predict(data, &fitted, |student| student.group == Group::Validate).iter()).log_loss
    };
    let mut rng = Rng::new(1);
    let mut best = (worth(&first), first);
    for at in 1..=tries {
        let next = best.1.near(&mut rng);
        let loss = worth(&next);
        if loss < best.0 {
            best = (loss, next);
        }
        if at % 10 == 0 {
            eprintln!("  {at} of {tries} settings tried, log loss {:.4} on the validating students", best.0);
        }
    }
    best.1
}

/// The constants with the difficulties of all items, fitted on the students of `keep` where the track allows it.
fn difficulties(data: &Data, track: Track, setting: &Setting, keep: impl Fn(&Student) -> bool) -> Params {
    let mut params = setting.params.clone();
    // A typical task of level two in a topic of grade 7 has this difficulty; the ease is told against it.
    let [_, middle, _, _] = params.level_difficulty;
    let base = -middle - setting.ease;
    let scaled = |values: &[f64], scale: f64| values.iter().map(|value| -value * scale).collect::<Vec<f64>>();
    let (mut skills, mut items) = match track {
        Track::Nothing | Track::Whole => (vec![0.0; data.skills.len()], vec![0.0; data.items.len()]),
        Track::Priors => {
            (scaled(&data.skill_levels, setting.skill_scale), scaled(&data.item_levels, setting.item_scale))
        }
    };
    if track == Track::Whole {
        let (mut n_skills, mut n_items) = (vec![0.0; skills.len()], vec![0.0; items.len()]);
        for _ in 0..2 {
            for student in data.students.iter().filter(|student| keep(student)) {
                let mut learner = Learner::new(None);
                for row in &data.rows[student.rows.clone()] {
                    let difficulty = base + skills[row.skill] + items[row.item];
                    let seen = observation(data, row);
                    set(&mut params, data, row, difficulty);
                    let chance = learner.predict(&params, &seen.task(), row.at);
                    learner.observe(&params, &seen);
                    let surprise = f64::from(u8::from(row.right)) - chance;
                    items[row.item] -= setting.item_rate / (1.0 + 0.06 * n_items[row.item]) * surprise;
                    skills[row.skill] -= setting.skill_rate / (1.0 + 0.03 * n_skills[row.skill]) * surprise;
                    n_items[row.item] += 1.0;
                    n_skills[row.skill] += 1.0;
                }
            }
        }
    }
    for row in &data.rows {
        set(&mut params, data, row, base + skills[row.skill] + items[row.item]);
    }
    params
}

/// Columns before the features: what the abilities say, and how doubtful that is.
const ABILITY: usize = 0;
const DOUBT: usize = 1;
const FEATURES: usize = 2;
/// After them: the five levels of the item and of the skill.
const LEVELS: usize = FEATURES + Feature::ALL.len();
const COLUMNS: usize = LEVELS + 10;

/// Slopes of their own: for skills of all columns but the doubt; for items, which have fewer answers each, of those that
/// won most on validating students.
const BY_SKILL: [usize; Feature::ALL.len() + 1] = {
    let mut columns = [ABILITY; Feature::ALL.len() + 1];
    let mut at = 1;
    while at < columns.len() {
        columns[at] = FEATURES + at - 1;
        at += 1;
    }
    columns
};
const BY_ITEM: [usize; 9] = [
    ABILITY,
    FEATURES + Feature::Last.place(),
    FEATURES + Feature::Form.place(),
    FEATURES + Feature::FormLong.place(),
    FEATURES + Feature::TopicLast.place(),
    FEATURES + Feature::TopicForm.place(),
    FEATURES + Feature::SameTopic.place(),
    FEATURES + Feature::SameTopicLast.place(),
    FEATURES + Feature::AllRights.place(),
];

/// The place of a column among the slopes of the model.
const fn slope_of(column: usize) -> usize {
    if column == ABILITY { 0 } else { column - FEATURES + 1 }
}

/// Fits the weights of all that is added to the abilities, on the students of `keep`, and gives the whole as constants
/// of the model.
fn learn(data: &mut Data, track: Track, setting: &Setting, keep: impl Fn(Group) -> bool) -> Params {
    let taught = |student: &Student| keep(student.group);
    let whole = difficulties(data, track, setting, taught);
    let (mut examples, mut columns) = (Vec::new(), Vec::new());
    // Difficulties and levels are told to a student's answers without that student's own contribution, as it will be for
    // students never seen.
    for fold in 0..FOLDS {
        let apart = |student: &Student| fnv1a64(student.id.as_bytes()) / 25 % FOLDS == fold;
        data.average(|student| taught(student) && !apart(student));
        let others = difficulties(data, track, setting, |student| taught(student) && !apart(student));
        lay_out(data, &others, |student| taught(student) && apart(student), &mut examples, &mut columns);
    }
    data.average(taught);
    let rows = examples.len().max(1);
    let mut spreads = vec![0.0f64; COLUMNS];
    for (column, spread) in spreads.iter_mut().enumerate() {
        let values = || columns.iter().skip(column).step_by(COLUMNS).map(|value| f64::from(*value));
        let mean = values().sum::<f64>() / rows as f64;
        *spread = libm::sqrt(values().map(|value| (value - mean) * (value - mean)).sum::<f64>() / rows as f64);
        if *spread < 1e-9 || track != Track::Priors && column >= LEVELS {
            *spread = 0.0;
        }
    }
    for row in columns.chunks_mut(COLUMNS) {
        for (value, spread) in row.iter_mut().zip(&spreads) {
            *value = if *spread > 0.0 { (f64::from(*value) / spread) as f32 } else { 0.0 };
        }
    }
    let shape = Shape {
        columns: COLUMNS,
        by_skill: &BY_SKILL,
        by_item: &BY_ITEM,
        skills: data.skills.len(),
        items: data.items.len(),
        own_ease: track == Track::Whole,
        spread: Spread { shared: 3.0, skill: 1.0, item: 1.0, skill_slope: 0.2, item_slope: 0.2 },
        passes: 16,
        low: whole.guess(AnswerKind::Number),
        high: 1.0 - whole.slip,
    };
    let weights = Problem { shape, examples: &examples, columns: &columns }.fit();
    constants(data, whole, &weights, &spreads)
}

const FOLDS: u64 = 5;

/// A row of columns for every answer of the students of `keep`, each told before the answer is shown to the model.
fn lay_out(
    data: &Data,
    params: &Params,
    keep: impl Fn(&Student) -> bool,
    examples: &mut Vec<Example>,
    columns: &mut Vec<f32>,
) {
    for student in data.students.iter().filter(|student| keep(student)) {
        let mut learner = Learner::new(None);
        for row in &data.rows[student.rows.clone()] {
            let seen = observation(data, row);
            columns.extend(columns_of(data, params, &learner, row, &seen));
            examples.push(Example { skill: row.skill as u32, item: row.item as u32, right: row.right });
            learner.observe(params, &seen);
        }
    }
}

fn columns_of(data: &Data, params: &Params, learner: &Learner, row: &Row, seen: &Observation) -> [f32; COLUMNS] {
    let mut columns = [0.0; COLUMNS];
    let (ability, doubt) = learner.ability(params, &seen.task(), row.at);
    columns[ABILITY] = ability as f32;
    columns[DOUBT] = doubt as f32;
    let features = learner.features(&seen.skill, row.at);
    for (feature, value) in Feature::ALL.iter().zip(features) {
        if data.timed || !feature.wants_time() {
            columns[FEATURES + feature.place()] = value as f32;
        }
    }
    columns[LEVELS + (data.item_levels[row.item] + 2.0) as usize] = 1.0;
    columns[LEVELS + 5 + (data.skill_levels[row.skill] + 2.0) as usize] = 1.0;
    columns
}

/// The fitted weights as constants of the model.
fn constants(data: &Data, mut params: Params, weights: &Weights, spreads: &[f64]) -> Params {
    let of_column = |column: usize| if spreads[column] > 0.0 { weights.shared(column) / spreads[column] } else { 0.0 };
    let scaled = |slope: f64, column: usize| if spreads[column] > 0.0 { slope / spreads[column] } else { 0.0 };
    params.ability_weight = of_column(ABILITY);
    params.doubt_weight = of_column(DOUBT);
    for (feature, weight) in Feature::ALL.iter().zip(&mut params.weights) {
        *weight = of_column(FEATURES + feature.place());
    }
    for (at, skill) in data.skills.iter().enumerate() {
        let level = of_column(LEVELS + 5 + (data.skill_levels[at] + 2.0) as usize);
        let mut slopes = [0.0; Feature::ALL.len() + 1];
        for (which, column) in BY_SKILL.iter().enumerate() {
            slopes[slope_of(*column)] = scaled(weights.skill_slope(at, which), *column);
        }
        params.skill_fits.insert(skill.clone(), SkillFit { shift: weights.bias() + weights.skill(at) + level, slopes });
    }
    for row in &data.rows {
        let of_skill = params.templates.get_mut(&data.skills[row.skill]);
        if let Some(fit) = of_skill.and_then(|of_skill| of_skill.get_mut(&data.items[row.item])) {
            fit.shift = weights.item(row.item) + of_column(LEVELS + (data.item_levels[row.item] + 2.0) as usize);
            let mut slopes = [0.0; Feature::ALL.len() + 1];
            for (which, column) in BY_ITEM.iter().enumerate() {
                slopes[slope_of(*column)] = scaled(weights.item_slope(row.item, which), *column);
            }
            fit.slopes = slopes.iter().any(|slope| *slope != 0.0).then(|| Box::new(slopes));
        }
    }
    params
}

fn set(params: &mut Params, data: &Data, row: &Row, difficulty: f64) {
    let fit = TemplateFit { difficulty, ..TemplateFit::default() };
    let of_skill = match params.templates.get_mut(&data.skills[row.skill]) {
        Some(of_skill) => of_skill,
        None => params.templates.entry(data.skills[row.skill].clone()).or_default(),
    };
    match of_skill.get_mut(&data.items[row.item]) {
        Some(known) => *known = fit,
        None => drop(of_skill.insert(data.items[row.item].clone(), fit)),
    }
}

fn observation(data: &Data, row: &Row) -> Observation {
    Observation {
        skill: data.skills[row.skill].clone(),
        also: Vec::new(),
        grade: 7,
        template: data.items[row.item].clone(),
        level: Level::Two,
        kind: AnswerKind::Number,
        right: row.right,
        attempt: 1,
        hints: 0,
        solution_seen: false,
        seconds: 30.0,
        seconds_expected: 0,
        blame: None,
        at: row.at,
        placement: false,
    }
}

/// A prediction and what came.
struct Told {
    student: usize,
    order: usize,
    chance: f64,
    right: bool,
    first_of_item: bool,
    first_of_skill: bool,
}

/// A clock that stands still while other programs have the processor, where the system tells so.
struct Clock {
    busy_ns: Option<u64>,
    wall: Instant,
}

impl Clock {
    fn now() -> Clock {
        Clock { busy_ns: Self::busy_ns(), wall: Instant::now() }
    }

    fn busy_ns() -> Option<u64> {
        std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
    }

    fn passed(&self) -> Duration {
        match (self.busy_ns, Self::busy_ns()) {
            (Some(before), Some(after)) => Duration::from_nanos(after.saturating_sub(before)),
            _ => self.wall.elapsed(),
        }
    }
}

/// Predicts each answer of the students of `keep` from that student's own past.
fn predict(data: &Data, params: &Params, keep: impl Fn(&Student) -> bool) -> Vec<Told> {
    predict_timed(data, params, keep).0
}

/// The same, with the time that the model took.
fn predict_timed(data: &Data, params: &Params, keep: impl Fn(&Student) -> bool) -> (Vec<Told>, Duration) {
    let (mut told, mut taken) = (Vec::new(), Duration::ZERO);
    for (at, student) in data.students.iter().enumerate().filter(|(_, student)| keep(student)) {
        let rows = &data.rows[student.rows.clone()];
        let all: Vec<Observation> = rows.iter().map(|row| observation(data, row)).collect();
        let mut learner = Learner::new(None);
        let mut chances = Vec::with_capacity(all.len());
        let before = Clock::now();
        for seen in &all {
            // The prediction is made before the answer is shown to the model.
            chances.push(learner.predict(params, &seen.task(), seen.at));
            learner.observe(params, seen);
        }
        taken += before.passed();
        let (mut items, mut skills) = (BTreeSet::new(), BTreeSet::new());
        for (order, (row, chance)) in rows.iter().zip(chances).enumerate() {
            let (first_of_item, first_of_skill) = (items.insert(row.item), skills.insert(row.skill));
            told.push(Told { student: at, order, chance, right: row.right, first_of_item, first_of_skill });
        }
    }
    (told, taken)
}

fn logit(p: f64) -> f64 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    libm::log(p / (1.0 - p))
}

/// What predictions were worth.
struct Figures {
    n: usize,
    auc: f64,
    accuracy: f64,
    log_loss: f64,
    rmse: f64,
    ece: f64,
}

impl Figures {
    fn of<'a>(told: impl Iterator<Item = &'a Told>) -> Figures {
        let mut rows: Vec<(f64, bool)> = told.map(|one| (one.chance, one.right)).collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        let count = rows.len().max(1) as f64;
        let (mut log_loss, mut square, mut hits) = (0.0, 0.0, 0.0);
        let mut classes = [(0.0, 0.0); 15];
        for (chance, right) in &rows {
            let one = f64::from(u8::from(*right));
            let safe = chance.clamp(1e-6, 1.0 - 1e-6);
            log_loss -= libm::log(if *right { safe } else { 1.0 - safe });
            square += (one - chance) * (one - chance);
            hits += f64::from(u8::from((*chance >= 0.5) == *right));
            let class = &mut classes[((chance * 15.0) as usize).min(14)];
            class.0 += chance;
            class.1 += one;
        }
        // Mean ranks, equal predictions sharing theirs.
        let (mut ranks, mut rights, mut from) = (0.0, 0.0, 0);
        while from < rows.len() {
            let same = rows[from..].iter().take_while(|row| row.0 == rows[from].0).count();
            let right = rows[from..from + same].iter().filter(|row| row.1).count() as f64;
            ranks += right * (from as f64 + (same as f64 + 1.0) / 2.0);
            rights += right;
            from += same;
        }
        let pairs = rights * (rows.len() as f64 - rights);
        Figures {
            n: rows.len(),
            auc: if pairs > 0.0 { (ranks - rights * (rights + 1.0) / 2.0) / pairs } else { 0.5 },
            accuracy: hits / count,
            log_loss: log_loss / count,
            rmse: libm::sqrt(square / count),
            ece: classes.iter().map(|(told, came): &(f64, f64)| (told - came).abs()).sum::<f64>() / count,
        }
    }
}

fn write_predictions(out: &str, data: &Data, told: &[Told]) -> Outcome {
    let fault = |error: std::io::Error| format!("{out} cannot be written: {error}");
    let mut file = std::io::BufWriter::new(std::fs::File::create(out).map_err(fault)?);
    writeln!(file, "student,order,prob").map_err(fault)?;
    for one in told {
        writeln!(file, "{},{},{:.6}", data.students[one.student].id, one.order, one.chance).map_err(fault)?;
    }
    file.flush().map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regression::sigmoid;

    #[test]
    fn faults_name_their_line() {
        let head = "student,skill,item,correct,order\n";
        let rows = [
            ("x,y\n", 1, "the first line must be"),
            (head, 2, "there are no answers"),
            (&format!("{head}a,k,i,1,0\na,k,i,2,1\n"), 3, "`correct` must be 0 or 1"),
            (&format!("{head}a,k,i,1,0\na,k,i,1,2\n"), 3, "`order` must run"),
            (&format!("{head}a,k,i,1,0\nb,k,i,1,0\na,k,i,1,1\n"), 4, "do not stand together"),
            (&format!("{head}a,k,i,1\n"), 2, "fewer than five columns"),
        ];
        for (text, line, what) in rows {
            let (at, sentence) = Data::parse(text).err().expect("a fault");
            assert_eq!(at, line, "{sentence}");
            assert!(sentence.contains(what), "{sentence}");
        }
    }

    #[test]
    fn groups_are_those_of_the_protocol() {
        assert_eq!(fnv1a64(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a64(b"a"), 0xaf63_dc4c_8601_ec8c);
        let told =
            |chance, right| Told { student: 0, order: 0, chance, right, first_of_item: true, first_of_skill: true };
        let rows = [told(0.9, true), told(0.2, false), told(0.6, true), told(0.6, false)];
        let figures = Figures::of(rows.iter());
        assert!((figures.auc - 0.875).abs() < 1e-12, "{}", figures.auc);
        assert_eq!(figures.accuracy, 0.75);
    }

    /// Students who toss coins: 300 of them, 20 answers each.
    fn coins() -> Data {
        let mut text = String::from("student,skill,item,correct,order\n");
        let mut rng = Rng::new(3);
        for student in 0..300 {
            for order in 0..20 {
                text.push_str(&format!("s{student},k,i{},{},{order}\n", order % 5, rng.below(2)));
            }
        }
        Data::parse(&text).expect("data")
    }

    #[test]
    fn no_prediction_sees_its_own_answer() {
        let mut data = coins();
        for track in [Track::Whole, Track::Priors, Track::Nothing] {
            let setting = Setting::shipped(&data);
            let fitted = learn(&mut data, track, &setting, |group| group != Group::Test);
            let figures = Figures::of(predict(&data, &fitted, |student| student.group == Group::Test).iter());
            assert!((figures.auc - 0.5).abs() < 0.06, "coins have no past: {}", figures.auc);
        }
    }

    /// The columns of an answer are the same whatever the answer will be; and where one is planted that is not, this
    /// finds it.
    #[test]
    fn a_planted_leak_is_found() {
        let data = coins();
        let params = difficulties(&data, Track::Whole, &Setting::shipped(&data), |_| true);
        let leaks = |planted: bool| {
            let mut found = 0;
            for student in data.students.iter().take(20) {
                let mut learner = Learner::new(None);
                for row in &data.rows[student.rows.clone()] {
                    let told = [true, false].map(|right| {
                        let row = Row { right, ..*row };
                        let seen = observation(&data, &row);
                        let mut before = learner.clone();
                        if planted {
                            before.observe(&params, &seen);
                        }
                        (
                            columns_of(&data, &params, &before, &row, &seen),
                            before.predict(&params, &seen.task(), row.at),
                        )
                    });
                    found += usize::from(told[0] != told[1]);
                    learner.observe(&params, &observation(&data, row));
                }
            }
            found
        };
        assert_eq!(leaks(false), 0);
        assert_eq!(leaks(true), 400);
    }

    /// What the fit believed of an answer is what the learner says with the constants made of it.
    #[test]
    fn the_learner_says_what_was_fitted() {
        let mut data = coins();
        let setting = Setting::shipped(&data);
        let fitted = learn(&mut data, Track::Whole, &setting, |group| group != Group::Test);
        for student in data.students.iter().take(5) {
            let mut learner = Learner::new(None);
            for row in &data.rows[student.rows.clone()] {
                let seen = observation(&data, row);
                let columns = columns_of(&data, &fitted, &learner, row, &seen);
                let column = |at: usize| f64::from(columns[at]);
                let of_skill = &fitted.skill_fits[&data.skills[row.skill]];
                let of_item = &fitted.templates[&data.skills[row.skill]][&data.items[row.item]];
                let slope_of_item = |at: usize| of_item.slopes.as_ref().map_or(0.0, |slopes| slopes[at]);
                let mut z = of_skill.shift + of_item.shift + fitted.doubt_weight * column(DOUBT);
                z += fitted.ability_weight * column(ABILITY);
                for (feature, weight) in Feature::ALL.iter().zip(&fitted.weights) {
                    z += weight * column(FEATURES + feature.place());
                }
                z += BY_SKILL.iter().map(|at| of_skill.slopes[slope_of(*at)] * column(*at)).sum::<f64>();
                z += BY_ITEM.iter().map(|at| slope_of_item(slope_of(*at)) * column(*at)).sum::<f64>();
                let (guess, slip) = (fitted.guess(AnswerKind::Number), fitted.slip);
                let told = guess + (1.0 - slip - guess) * sigmoid(z);
                assert!((learner.predict(&fitted, &seen.task(), row.at) - told).abs() < 1e-4);
                learner.observe(&fitted, &seen);
            }
        }
    }
}
