//! What always holds of the model, whatever is answered.

use super::*;
use proptest::prelude::*;

fn level() -> impl Strategy<Value = Level> {
    (1u8..=4).prop_map(|number| Level::of_number(number).expect("1 to 4"))
}

fn kind() -> impl Strategy<Value = AnswerKind> {
    (0..AnswerKind::ALL.len()).prop_map(|at| AnswerKind::ALL[at])
}

/// Any observation, sensible or not.
fn observation() -> impl Strategy<Value = Observation> {
    let task = ("[ab]", 5u8..=12, level(), kind(), prop::option::of("[abc]"), prop::collection::vec("[abc]", 0..3));
    let answer = (any::<bool>(), 0u8..4, 0u8..4, any::<bool>(), 0f32..2000.0, 0u16..300, -5i64..400, any::<bool>());
    (task, answer).prop_map(|((skill, grade, level, kind, blame, also), answer)| {
        let (right, attempt, hints, solution_seen, seconds, seconds_expected, day, placement) = answer;
        Observation {
            skill: skill.as_str().into(),
            also: also.iter().map(|skill| skill.as_str().into()).collect(),
            grade,
            template: "t".into(),
            level,
            kind,
            right,
            attempt,
            hints,
            solution_seen,
            seconds,
            seconds_expected,
            blame: blame.map(|skill| skill.as_str().into()),
            at: noon(day),
            placement,
        }
    })
}

fn history() -> impl Strategy<Value = Vec<Observation>> {
    prop::collection::vec(observation(), 0..40).prop_map(|mut all| {
        all.sort_by_key(|seen| seen.at);
        all
    })
}

/// First tries without anything special, over 120 days.
fn plain() -> impl Strategy<Value = Vec<Observation>> {
    let answer = ("[ab]", level(), kind(), any::<bool>(), 0i64..120);
    prop::collection::vec(answer, 1..30).prop_map(|all| {
        let answers = all.into_iter().map(|(skill, level, kind, right, day)| Observation {
            kind,
            grade: 7,
            ..seen(&skill, level, right, noon(day))
        });
        let mut answers: Vec<_> = answers.collect();
        answers.sort_by_key(|seen| seen.at);
        answers
    })
}

fn fold(grade: Option<u8>, history: &[Observation]) -> Learner {
    let mut learner = Learner::new(grade);
    for seen in history {
        learner.observe(&Params::default(), seen);
    }
    learner
}

const CASES: u32 = 256;

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_chance_lies_between_guess_and_slip(history in history(), next in observation(), days in 0i64..4000) {
        let params = Params::default();
        let learner = fold(Some(7), &history);
        let at = noon(days);
        let chance = learner.predict(&params, &next.task(), at);
        prop_assert!(chance > params.guess(next.kind) && chance < 1.0 - params.slip, "{chance}");
        let explained = learner.explain(&params, &next.task(), at);
        let sum: f64 = explained.terms.iter().map(|term| term.value).sum();
        let rebuilt = explained.guess + (1.0 - explained.slip - explained.guess) / (1.0 + libm::exp(-sum));
        prop_assert!((rebuilt - chance).abs() < 1e-9, "{rebuilt} is not {chance}");
        prop_assert!(explained.low <= explained.high);
        for term in &explained.terms {
            // A term that speaks for a right answer is missed where it is left out.
            let missed = explained.chance - explained.without(term.name);
            prop_assert!(missed * term.value >= -1e-12, "{term:?} makes {missed}");
        }
    }

    #[test]
    fn a_right_answer_never_lowers_and_a_wrong_one_never_raises(history in history(), mut next in observation()) {
        let params = Params::default();
        let before = fold(Some(7), &history);
        next.at = noon(400);
        next.placement = true; // without the gain of practice
        let chance = |learner: &Learner, level| {
            learner.predict(&params, &TaskView { level, ..next.task() }, next.at)
        };
        let (mut after_right, mut after_wrong) = (before.clone(), before.clone());
        after_right.observe(&params, &Observation { right: true, ..next.clone() });
        after_wrong.observe(&params, &Observation { right: false, ..next.clone() });
        let ability = |learner: &Learner| {
            let topic = learner.topic(&params, &next.skill, Some(next.at));
            learner.outlook(&params, &next.task(), topic).z
        };
        prop_assert!(ability(&after_right) >= ability(&after_wrong) - 1e-6);
        for level in Level::ALL {
            // Doubt shrinks by different amounts, which may move a chance a little in either direction.
            let (right, wrong) = (chance(&after_right, level), chance(&after_wrong, level));
            prop_assert!(right >= wrong - 0.01, "level {level:?}: {right} after right, {wrong} after wrong");
        }
        // On the task itself, where doubt shrinks too.
        let same = |learner: &Learner| learner.predict(&params, &next.task(), next.at);
        prop_assert!(same(&after_right) >= same(&before) - 0.01, "{} then {}", same(&before), same(&after_right));
        prop_assert!(same(&after_wrong) <= same(&before) + 0.01, "{} then {}", same(&before), same(&after_wrong));
    }

    #[test]
    fn a_right_answer_in_place_of_a_wrong_one_never_lowers_the_estimate(history in plain(), at in 0usize..30) {
        let params = Params::default();
        let Some(changed) = history.get(at) else { return Ok(()) };
        let (mut worse, mut better) = (history.clone(), history.clone());
        worse[at].right = false;
        better[at].right = true;
        let task = TaskView::typical(&changed.skill, 7, Level::Two);
        let now = noon(130);
        let (worse, better) = (fold(Some(7), &worse), fold(Some(7), &better));
        let (worse, better) = (worse.predict(&params, &task, now), better.predict(&params, &task, now));
        prop_assert!(better >= worse - 1e-6, "{better} after right, {worse} after wrong");
    }

    #[test]
    fn doubt_shrinks_with_evidence_and_grows_with_time(rights in prop::collection::vec(any::<bool>(), 1..30)) {
        let world = World::new();
        let mut learner = Learner::new(Some(7));
        let skill = SkillId::new("linear-equation");
        let deviation = |learner: &Learner, day| {
            let topic = learner.topic(&world.params, &skill, Some(noon(day)));
            topic.variance
        };
        let mut before = deviation(&learner, 0);
        for (at, right) in rights.iter().enumerate() {
            learner.observe(&world.params, &seen(skill.as_str(), Level::Two, *right, noon(0).plus_ms(at as i64 * 60_000)));
            let after = deviation(&learner, 0);
            prop_assert!(after <= before + world.params.skill_drift + 1e-6);
            before = after;
        }
        prop_assert!(before < world.params.skill_variance);
        let mut rested = before;
        for day in [1, 7, 30, 120] {
            let later = deviation(&learner, day);
            prop_assert!(later >= rested - 1e-9, "{later} after {day} days, {rested} before");
            rested = later;
        }
    }

    #[test]
    fn a_snapshot_reads_back_to_the_last_bit(history in history(), more in history()) {
        let learner = fold(Some(8), &history);
        let text = serde_json::to_string(&learner).expect("JSON");
        let mut read: Learner = serde_json::from_str(&text).expect("a learner");
        prop_assert_eq!(&read, &learner);
        let mut kept = learner;
        for seen in &more {
            kept.observe(&Params::default(), seen);
            read.observe(&Params::default(), seen);
        }
        prop_assert_eq!(read, kept);
    }

    #[test]
    fn time_alone_moves_a_topic_only_between_held_and_worth_review(history in history(), days in 0i64..2000) {
        let world = World::new();
        let learner = fold(Some(7), &history);
        for skill in ["a", "b", "c"] {
            let skill = SkillId::new(skill);
            let at = |day| learner.mastery(&world.params, &world.graph, &skill, &[], noon(day));
            let (now, later) = (at(400), at(400 + days));
            let calm = |state| match state { TopicState::WorthReview => TopicState::Held, state => state };
            prop_assert_eq!(calm(now.state), calm(later.state));
            prop_assert_eq!(now.level, later.level);
            prop_assert!(later.state != TopicState::Held || now.state == TopicState::Held);
            prop_assert!(later.chance <= now.chance.max(0.5) + 1e-9);
            prop_assert!((0.0..=0.5).contains(&later.doubt) && later.chance.is_finite());
        }
    }
}

#[test]
fn numbers_out_of_all_bounds_do_no_harm() {
    let params = Params::default();
    let mut learner = Learner::new(Some(200));
    assert_eq!(learner.grade(), None);
    for (at, seconds) in [(i64::MIN, f32::NAN), (i64::MAX, f32::INFINITY), (0, -1.0), (i64::MIN, 0.0)] {
        for right in [true, false] {
            let wild = Observation { grade: 255, hints: 255, seconds, ..seen("a", Level::Four, right, Moment(at)) };
            learner.observe(&params, &wild);
            let chance = learner.predict(&params, &wild.task(), Moment(i64::MAX));
            assert!(chance > 0.0 && chance < 1.0, "{chance}");
        }
    }
    let damaged = r#"{"g":7,"a":[4294967295,4294967295,[0,4294967295,0],1,9,0,0,1,true],"s":{"a":[4294967295,0,4294967295,4294967295,0,1,1,1,1,1,9,9,9,[4294967295,255],[4294967295,[65535,65535,65535,65535],77]]}}"#;
    let learner: Learner = serde_json::from_str(damaged).expect("a learner");
    let chance = learner.predict(&params, &TaskView::typical(&"a".into(), 7, Level::Two), noon(0));
    assert!(chance > 0.0 && chance < 1.0, "{chance}");
}

#[test]
fn a_skill_takes_at_most_64_bytes() {
    assert!(std::mem::size_of::<super::super::learner::SkillState>() <= 64);
}

#[test]
fn what_an_answer_weighs() {
    let params = Params::default();
    let first = |right| seen("a", Level::Two, right, noon(0));
    let rows = [
        ("right at once", first(true), 1.0),
        ("wrong at once", first(false), 1.0),
        ("right with a hint", Observation { hints: 1, ..first(true) }, 0.5),
        ("right with two hints", Observation { hints: 2, ..first(true) }, 0.25),
        ("wrong with a hint", Observation { hints: 1, ..first(false) }, 1.0),
        ("right at the second try", Observation { attempt: 2, ..first(true) }, 0.2),
        ("wrong at the second try", Observation { attempt: 2, ..first(false) }, 0.15),
        ("right after the solution", Observation { solution_seen: true, ..first(true) }, 0.0),
        ("the solution instead of an answer", Observation { solution_seen: true, ..first(false) }, 0.5),
        ("right in a flash", Observation { seconds: 1.0, ..first(true) }, 1.0),
        ("wrong in a flash", Observation { seconds: 1.0, ..first(false) }, 0.5),
        ("right after a long while", Observation { seconds: 900.0, ..first(true) }, 0.8),
        ("wrong after a long while", Observation { seconds: 900.0, ..first(false) }, 0.8),
        ("the usual time unknown", Observation { seconds_expected: 0, ..first(true) }, 1.0),
    ];
    for (what, seen, weight) in rows {
        assert_eq!(params.weight(&seen), weight, "{what}");
    }
    // Slowness never lowers anybody.
    let chance = |seen: &Observation| {
        let mut learner = Learner::new(Some(6));
        learner.observe(&params, seen);
        learner.predict(&params, &seen.task(), noon(0))
    };
    let before = Learner::new(Some(6)).predict(&params, &first(true).task(), noon(0));
    assert!(chance(&Observation { seconds: 900.0, ..first(true) }) > before);
}

#[test]
fn a_hint_followed_by_an_unaided_success_counts_fully() {
    let params = Params::default();
    let mut aided = Learner::new(Some(6));
    aided.observe(&params, &Observation { hints: 3, ..seen("a", Level::Two, true, noon(0)) });
    let mut fresh = Learner::new(Some(6));
    let task = TaskView::typical(&"a".into(), 6, Level::Two).skill.clone();
    let task = TaskView::typical(&task, 6, Level::Two);
    fresh.observe(&params, &seen("a", Level::Two, true, noon(0)));
    aided.observe(&params, &seen("a", Level::Two, true, noon(0).plus_ms(60_000)));
    let chance = |learner: &Learner| learner.predict(&params, &task, noon(0));
    assert!(chance(&aided) >= chance(&fresh), "{} {}", chance(&aided), chance(&fresh));
}

#[test]
fn a_named_mistake_blames_the_skill_it_names() {
    let params = Params::default();
    let wrong = seen("linear-equation", Level::Two, false, noon(0));
    let blaming = Observation { blame: Some("expand-brackets".into()), ..wrong.clone() };
    let after = |seen: &Observation, skill: &str| {
        let mut learner = Learner::new(Some(6));
        learner.observe(&params, seen);
        learner.predict(&params, &TaskView::typical(&skill.into(), 6, Level::Two), noon(0))
    };
    assert!(after(&blaming, "expand-brackets") < after(&wrong, "expand-brackets"));
    assert!(after(&blaming, "linear-equation") > after(&wrong, "linear-equation"));
    // Further skills of the task share the news, right or wrong.
    let several = |right| Observation { also: vec!["ratio".into()], right, ..wrong.clone() };
    assert!(after(&several(true), "ratio") > after(&Observation { right: true, ..wrong.clone() }, "ratio"));
    assert!(after(&several(false), "ratio") < after(&wrong, "ratio"));
}

#[test]
fn a_grade_said_later_is_a_prior_and_no_wall() {
    let params = Params::default();
    let chance = |learner: &Learner| learner.predict(&params, &TaskView::typical(&"a".into(), 7, Level::Two), noon(0));
    let mut late = Learner::new(None);
    late.set_grade(&params, Some(10));
    assert_eq!(late, Learner::new(Some(10)));
    let mut practised = Learner::new(Some(6));
    for at in 0..40 {
        practised.observe(&params, &seen("a", Level::Two, at % 2 == 0, noon(0).plus_ms(at * 60_000)));
    }
    let before = chance(&practised);
    practised.set_grade(&params, Some(12));
    assert!((chance(&practised) - before).abs() < 0.12, "{before} then {}", chance(&practised));
}
