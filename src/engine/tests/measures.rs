//! What the model is worth on simulated pupils with known truth. The figures that `docs/engine.md` gives come from here
//! and from the commands named there; the bounds leave room for chance, not for faults.

use super::*;
use crate::engine::simulated::{Nature, SimulatedPupil};

/// What predictions were worth.
struct Worth {
    log_loss: f64,
    /// Log loss of one chance for all answers: the share of right ones.
    log_loss_flat: f64,
    /// Mean distance of predicted and seen shares over ten classes of predictions, weighed by their size.
    calibration: f64,
    /// Correlation of the pupil's true and estimated chance on what was practised.
    correlation: f64,
    /// The share of right answers.
    right: f64,
}

/// So many pupils, each with so many tasks as the engine chooses them, twelve a day on every second day.
fn practised(nature: Nature, grade_known: bool, pupils: u64, tasks: i64) -> Worth {
    let world = World::new();
    let mut told: Vec<(f64, bool)> = Vec::new();
    let mut pairs: Vec<(f64, f64)> = Vec::new();
    for seed in 0..pupils {
        let grade = 5 + (seed % 6) as u8;
        let mut pupil = SimulatedPupil::new(&world.params, nature, grade, 1000 + seed);
        let mut practice = Practice::new(&world, grade_known.then_some(grade));
        for at in 0..tasks {
            if at % 12 == 0 {
                practice.now = noon(2 * at / 12);
            }
            let choice = practice.choose();
            let task = practice.task(&choice);
            let seen = pupil.answer(&world.params, &world.graph, task, practice.now);
            told.push((choice.difficulty, seen.right));
            practice.take(seen);
        }
        let topics: Vec<SkillId> = practice.learner.practised().cloned().collect();
        for topic in topics {
            let grade = world.graph.get(&topic).map_or(7, |skill| skill.grade);
            let task = TaskView::typical(&topic, grade, Level::Two);
            let guessed = practice.learner.predict(&world.params, &task, practice.now);
            pairs.push((pupil.chance(&world.params, &task, practice.now), guessed));
        }
    }
    worth(&told, &pairs)
}

fn worth(told: &[(f64, bool)], pairs: &[(f64, f64)]) -> Worth {
    let count = told.len() as f64;
    let loss = |chance: f64, right: bool| -libm::log(if right { chance } else { 1.0 - chance });
    let right = told.iter().filter(|(_, right)| *right).count() as f64 / count;
    let log_loss = told.iter().map(|(chance, right)| loss(*chance, *right)).sum::<f64>() / count;
    let log_loss_flat = told.iter().map(|(_, was)| loss(right, *was)).sum::<f64>() / count;
    let mut classes = [(0.0, 0.0); 10];
    for (chance, right) in told {
        let class = &mut classes[((chance * 10.0) as usize).min(9)];
        class.0 += chance;
        class.1 += f64::from(u8::from(*right));
    }
    let calibration = classes.iter().map(|(told, seen)| (told - seen).abs()).sum::<f64>() / count;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / pairs.len() as f64;
    let (x, y) = (mean(&|pair| pair.0), mean(&|pair| pair.1));
    let together = mean(&|pair| (pair.0 - x) * (pair.1 - y));
    let (own_x, own_y) = (mean(&|pair| (pair.0 - x) * (pair.0 - x)), mean(&|pair| (pair.1 - y) * (pair.1 - y)));
    Worth { log_loss, log_loss_flat, calibration, correlation: together / libm::sqrt(own_x * own_y), right }
}

#[test]
fn predictions_are_calibrated_and_worth_more_than_the_average() {
    let rows = [
        ("still, grade known", Nature::STILL, true),
        ("still, grade unknown", Nature::STILL, false),
        ("learning and forgetting, grade known", Nature::ALIVE, true),
        ("learning and forgetting, grade unknown", Nature::ALIVE, false),
    ];
    for (what, nature, grade_known) in rows {
        let worth = practised(nature, grade_known, 120, 96);
        println!(
            "{what}: log loss {:.3} (flat {:.3}), calibration {:.3}, correlation {:.2}, right {:.2}",
            worth.log_loss, worth.log_loss_flat, worth.calibration, worth.correlation, worth.right
        );
        assert!(worth.log_loss < worth.log_loss_flat - 0.01, "{what}: {} {}", worth.log_loss, worth.log_loss_flat);
        assert!(worth.calibration < 0.05, "{what}: calibration {}", worth.calibration);
        assert!(worth.correlation > 0.6, "{what}: correlation {}", worth.correlation);
    }
}

#[test]
fn abler_pupils_are_estimated_higher() {
    let world = World::new();
    let topics = ["ratio", "linear-equation", "power-rules", "expand-brackets"];
    let mut before = -1.0;
    for ability in [-2.0, -1.0, 0.0, 1.0, 2.0] {
        let mut mean = 0.0;
        for seed in 0..40 {
            let nature = Nature { spread: 0.0, spread_topics: 0.3, ..Nature::STILL };
            let mut pupil = SimulatedPupil::new(&world.params, nature, 7, seed);
            pupil.ability += ability;
            let mut learner = Learner::new(Some(7));
            for at in 0..24 {
                let task = &world.catalogue.tasks(&topics[at % 4].into())[at % 6];
                let seen = pupil.answer(&world.params, &world.graph, task, noon(at as i64));
                learner.observe(&world.params, &seen);
            }
            let task = TaskView::typical(&"linear-equation".into(), 6, Level::Two).skill.clone();
            mean += learner.predict(&world.params, &TaskView::typical(&task, 6, Level::Two), noon(24)) / 40.0;
        }
        assert!(mean > before + 0.04, "{mean} at {ability}, {before} below it");
        before = mean;
    }
}

#[test]
fn who_is_always_right_reaches_the_top_and_who_is_always_wrong_is_not_lost() {
    let world = World::new();
    for right in [true, false] {
        let mut practice = Practice::new(&world, Some(7));
        for at in 0..400 {
            if at % 15 == 0 {
                practice.now = noon(at / 15);
            }
            let choice = practice.choose();
            practice.answer(&choice, right);
        }
        let states = TOPICS.split_whitespace().map(|topic| practice.state(topic));
        let held = states.filter(|state| matches!(state, TopicState::Held | TopicState::WorthReview)).count();
        let mark = practice.learner.mark_estimate(&world.params, &world.graph, practice.now);
        if right {
            assert!(held >= 20, "{held} held");
            assert!(mark.is_some_and(|mark| mark.high >= 9), "{mark:?}");
        } else {
            assert_eq!(held, 0);
            let tried = practice.learner.practised().count();
            assert!(tried >= 8, "only {tried} topics are tried");
            assert!(mark.is_some_and(|mark| mark.low <= 2), "{mark:?}");
            let next = practice.choose();
            assert_eq!(next.level, Level::One, "the easiest there is");
        }
    }
}

#[test]
fn areas_and_marks_follow_what_is_known() {
    use crate::skills::Area;
    let world = World::new();
    let mut practice = Practice::new(&world, Some(7));
    let area = |practice: &Practice, area| {
        practice.learner.area(&world.params, &world.graph, &world.catalogue, area, practice.now)
    };
    assert_eq!(practice.learner.mark_estimate(&world.params, &world.graph, practice.now), None);
    let before = area(&practice, Area::Skaiciai);
    assert!(before.low <= before.level && before.level <= before.high);
    assert_eq!((before.known_share, before.practised), (0.0, 0));
    for topic in TOPICS.split_whitespace() {
        practice.hold(topic);
    }
    let after = area(&practice, Area::Skaiciai);
    assert!(after.level > before.level && after.known_share > 0.2, "{after:?}");
    let mark = practice.learner.mark_estimate(&world.params, &world.graph, practice.now).expect("enough evidence");
    assert!(mark.low <= mark.high && mark.sure >= 0.7 && mark.low >= 5, "{mark:?}");
}

#[test]
fn the_choice_is_quick_and_the_same_on_every_device() {
    let world = World::new();
    let run = || {
        let mut practice = Practice::new(&world, Some(8));
        let mut sum = 0.0;
        for at in 0..60 {
            let choice = practice.choose();
            sum += choice.difficulty;
            practice.answer(&choice, at % 3 != 1);
        }
        (practice.learner, sum.to_bits())
    };
    assert_eq!(run(), run());
}

/// Templates that are harder or easier than their level: a class's answers tell which, and others are predicted better.
#[test]
fn a_class_tells_how_hard_single_templates_are() {
    let world = World::new();
    let (mut truth, mut draw) = (world.params.clone(), Rng::new(17));
    let topics: Vec<SkillId> = TOPICS.split_whitespace().take(6).map(SkillId::new).collect();
    let tasks: Vec<&TaskInfo> = topics.iter().flat_map(|topic| world.catalogue.tasks(topic)).collect();
    for task in &tasks {
        let difficulty = 0.6 * crate::engine::simulated::normal(&mut draw);
        let fit = TemplateFit { difficulty, ..TemplateFit::default() };
        truth.templates.entry(task.skill.clone()).or_default().insert(task.template.clone(), fit);
    }
    let mut class = |seeds: std::ops::Range<u64>| -> Vec<(Option<u8>, Vec<Observation>)> {
        seeds
            .map(|seed| {
                let mut pupil = SimulatedPupil::new(&world.params, Nature::STILL, 7, seed);
                let answers = (0..90).map(|at| {
                    let task = tasks[draw.below(tasks.len() as u64) as usize];
                    pupil.answer(&truth, &world.graph, task, noon(at / 10).plus_ms(at * 60_000))
                });
                (Some(7), answers.collect())
            })
            .collect()
    };
    let (taught, others) = (class(0..30), class(100..160));
    let templates = pooled_difficulties(&world.params, &taught);
    let told =
        |task: &TaskInfo| templates.get(&task.skill).and_then(|of| of.get(&task.template)).map(|fit| fit.difficulty);
    let off = |guess: &dyn Fn(&TaskInfo) -> f64| {
        let squares = tasks.iter().map(|task| guess(task) - truth.templates[&task.skill][&task.template].difficulty);
        libm::sqrt(squares.map(|off| off * off).sum::<f64>() / tasks.len() as f64)
    };
    let (by_level, by_class) = (off(&|_| 0.0), off(&|task| told(task).unwrap_or(0.0)));
    assert!(by_class < 0.75 * by_level, "off by {by_class}, by {by_level} with the level alone");
    let loss = |params: &Params| {
        let mut rows = Vec::new();
        for (grade, answers) in &others {
            let mut learner = Learner::new(*grade);
            for seen in answers {
                rows.push((learner.predict(params, &seen.task(), seen.at), seen.right));
                learner.observe(params, seen);
            }
        }
        worth(&rows, &[(0.0, 0.0)]).log_loss
    };
    let with = Params { templates: templates.clone(), ..world.params.clone() };
    let (before, after) = (loss(&world.params), loss(&with));
    println!("templates off by {by_level:.2}, then {by_class:.2}; log loss of others {before:.3}, then {after:.3}");
    assert!(after < before - 0.005, "{after} with the class's answers, {before} without");
    // What four pupils met stays as its author meant it.
    assert!(pooled_difficulties(&world.params, &taught[..4]).is_empty());
}
