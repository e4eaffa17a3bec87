//! The promises made to pupils, each as a row or a short story.

use super::*;
use crate::base::{Day, Lang};

#[test]
fn a_fresh_profile_of_every_grade_has_a_sensible_first_task() {
    let world = World::new();
    for grade in [None, Some(5), Some(6), Some(7), Some(8), Some(9), Some(10), Some(11), Some(12)] {
        let mut practice = Practice::new(&world, grade);
        let first = practice.choose();
        assert_eq!(Some(&first.skill), start_for_grade(&world.graph, &world.catalogue, grade).as_ref(), "{grade:?}");
        assert!((0.65..=0.95).contains(&first.difficulty), "{grade:?}: chance {}", first.difficulty);
        assert_eq!(first.level, Level::One, "{grade:?}");
        let own = world.graph.get(&first.skill).map_or(0, |skill| skill.grade);
        assert!(own <= grade.unwrap_or(7), "{grade:?}: {} is of grade {own}", first.skill);
    }
}

#[test]
fn while_there_is_a_task_there_is_a_choice() {
    let world = World::new();
    let wishes = [
        ("nothing", Demands::default()),
        ("a kind nobody asks", only(&[], Some(AnswerKind::Ratio))),
        ("a topic without tasks", only(&["place-value-natural"], None)),
        ("a topic that does not exist", Demands { chosen_topic: Some("no-such-topic".into()), ..Demands::default() }),
        (
            "a picked topic without tasks",
            Demands { chosen_topic: Some("quadratic-equation".into()), ..Demands::default() },
        ),
        (
            "everything put off",
            Demands { not_now: TOPICS.split_whitespace().map(SkillId::new).collect(), ..Demands::default() },
        ),
        ("life in a kind that has none", Demands { life_only: true, ..only(&[], Some(AnswerKind::Choice)) }),
    ];
    for (what, demands) in wishes {
        for right in [true, false] {
            let mut practice = Practice::new(&world, Some(8));
            practice.demands = demands.clone();
            for _ in 0..150 {
                let choice = practice.choose();
                assert!(world.catalogue.task(&choice.skill, &choice.template).is_some(), "{what}");
                practice.answer(&choice, right);
            }
        }
    }
    let empty = Catalogue::default();
    let none = choose(
        &Learner::new(None),
        &world.params,
        &world.graph,
        &empty,
        &Demands::default(),
        &[],
        noon(0),
        &mut Rng::new(1),
    );
    assert_eq!(none, None);
}

fn only(skills: &[&str], kind: Option<AnswerKind>) -> Demands {
    let skills = skills.iter().map(|skill| SkillId::new(skill)).collect();
    Demands { only: Only { skills, kind }, ..Demands::default() }
}

#[test]
fn what_the_address_names_is_all_that_comes() {
    let world = World::new();
    let mut practice = Practice::new(&world, None);
    practice.demands = only(&["linear-equation"], Some(AnswerKind::Number));
    for at in 0..60 {
        let choice = practice.choose();
        assert_eq!(choice.skill.as_str(), "linear-equation");
        assert_eq!(choice.kind, AnswerKind::Number);
        practice.answer(&choice, at % 4 == 0);
    }
    practice.demands = only(&["ratio", "proportion", "percent-ratio"], None);
    let mut seen = std::collections::BTreeSet::new();
    for at in 0..30 {
        let choice = practice.choose();
        assert!(practice.demands.only.skills.contains(&choice.skill));
        seen.insert(choice.skill.clone());
        practice.answer(&choice, at % 4 != 0);
    }
    assert_eq!(seen.len(), 3, "a practice set mixes its topics");
}

#[test]
fn the_pupils_own_choice_comes_first() {
    let world = World::new();
    let mut practice = Practice::new(&world, Some(8));
    practice.hold("ratio");
    practice.now = practice.now.plus_ms(90 * 86_400_000);
    practice.demands.chosen_topic = Some("linear-inequality".into());
    // A test next week does not push it aside either.
    practice.demands.tests = vec![TestDay { day: practice.now.day().plus(5), skills: vec!["proportion".into()] }];
    let mut of_topic = 0;
    for at in 0..20 {
        let choice = practice.choose();
        if at == 0 {
            assert_eq!((choice.skill.as_str(), &choice.reason), ("linear-inequality", &Reason::Chosen));
        }
        of_topic += usize::from(choice.skill.as_str() == "linear-inequality");
        practice.answer(&choice, true);
    }
    assert!(of_topic >= 16, "{of_topic} of 20");
    // Picked in the middle of another topic, it comes at once, even after a mistake there.
    practice.told("ratio", "c", false);
    let choice = practice.choose();
    assert_eq!(choice.skill.as_str(), "linear-inequality");
}

#[test]
fn a_mistake_brings_a_twin_two_bring_an_easier_task_three_the_foundation() {
    let world = World::new();
    let mut practice = Practice::new(&world, Some(8));
    practice.demands.chosen_topic = Some("linear-equation".into());
    practice.told("linear-equation", "c", true);
    practice.told("linear-equation", "e", false);
    let twin = practice.choose();
    assert_eq!((twin.template.as_str(), &twin.reason), ("e", &Reason::Twin));
    assert_eq!(twin.further, [Reason::Chosen]);
    practice.answer(&twin, false);
    let easier = practice.choose();
    assert_eq!((easier.level, &easier.reason), (Level::Two, &Reason::Easier));
    assert!(
        easier.difficulty
            > practice.learner.predict(&world.params, &TaskView::of(practice.task(&twin), &world.graph), practice.now)
    );
    practice.answer(&easier, false);
    let foundation = practice.choose();
    assert_eq!(foundation.reason, Reason::Repair { blocks: "linear-equation".into() });
    assert!(world.catalogue.needs(&"linear-equation".into()).contains(&foundation.skill));
    // It stays there for a little, and then goes back.
    practice.answer(&foundation, true);
    let again = practice.choose();
    assert_eq!(again.skill, foundation.skill);
    practice.answer(&again, true);
    let back = practice.choose();
    assert_eq!(back.skill.as_str(), "linear-equation");
    assert!(std::iter::once(&back.reason).chain(&back.further).any(|reason| matches!(reason, Reason::Back { .. })));
}

#[test]
fn a_foundation_without_tasks_never_blocks() {
    let topics = ["linear-equation-two-unknowns", "system-substitution"].map(SkillId::new);
    let world = World::of(&topics);
    let mut practice = Practice::new(&world, Some(8));
    for _ in 0..40 {
        let choice = practice.choose();
        assert!(topics.contains(&choice.skill));
        practice.answer(&choice, false);
    }
    // Needs are looked through: what lies under a skill without tasks is the foundation.
    let ends = World::of(&["letter-expressions", "linear-equation"].map(SkillId::new));
    assert_eq!(ends.catalogue.needs(&"linear-equation".into()), [SkillId::new("letter-expressions")]);
    assert!(ends.catalogue.rests_on(&"linear-equation".into(), &"letter-expressions".into()));
}

#[test]
fn the_level_moves_after_a_run() {
    let world = World::new();
    let mut practice = Practice::new(&world, Some(7));
    practice.demands = only(&["linear-equation"], None);
    let mut highest = Level::One;
    for _ in 0..14 {
        let choice = practice.choose();
        highest = highest.max(choice.level);
        practice.answer(&choice, true);
    }
    assert_eq!(highest, Level::Four, "always right leads to the top");
    let mut lowest = Level::Four;
    for _ in 0..14 {
        let choice = practice.choose();
        lowest = lowest.min(choice.level);
        practice.answer(&choice, false);
    }
    assert_eq!(lowest, Level::One, "always wrong leads to the bottom");
}

#[test]
fn a_new_topic_begins_in_a_block_of_easy_tasks_and_is_mixed_once_held() {
    let world = World::new();
    let mut practice = Practice::new(&world, Some(7));
    let first = practice.choose();
    practice.answer(&first, true);
    let second = practice.choose();
    assert_eq!(second.skill, first.skill);
    practice.answer(&second, true);
    let third = practice.choose();
    assert_eq!(third.skill, first.skill);
    for choice in [&first, &second, &third] {
        assert!(choice.difficulty >= 0.65, "{}", choice.difficulty);
    }
    for skill in ["ratio", "proportion", "percent-of-number", "letter-expressions"] {
        practice.hold(skill);
    }
    let mut practised = Vec::new();
    for _ in 0..30 {
        let choice = practice.choose();
        practised.push(choice.skill.clone());
        practice.answer(&choice, true);
    }
    let changes = practised.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(changes >= 8, "{changes} changes in 30 tasks");
}

#[test]
fn no_template_comes_twice_in_a_row_except_as_a_twin() {
    let world = World::new();
    let mut practice = Practice::new(&world, Some(7));
    let mut before: Option<Choice> = None;
    for at in 0..200 {
        let choice = practice.choose();
        if let Some(before) = &before {
            let same = before.skill == choice.skill && before.template == choice.template;
            assert!(!same || choice.reason == Reason::Twin, "task {at}: {choice:?}");
        }
        practice.answer(&choice, at % 3 != 0);
        before = Some(choice);
    }
}

#[test]
fn time_alone_never_makes_a_topic_not_learned() {
    let world = World::new();
    let mut practice = Practice::new(&world, Some(7));
    assert_eq!(practice.state("ratio"), TopicState::New);
    practice.told("ratio", "a", true);
    assert_eq!(practice.state("ratio"), TopicState::Learning);
    practice.hold("ratio");
    let held_at = practice.now;
    let states: Vec<TopicState> = [0, 1, 5, 30, 365, 3650]
        .into_iter()
        .map(|days| {
            practice.now = held_at.plus_ms(days * 86_400_000);
            practice.state("ratio")
        })
        .collect();
    assert!(states.iter().all(|state| matches!(state, TopicState::Held | TopicState::WorthReview)), "{states:?}");
    assert_eq!(states.last(), Some(&TopicState::WorthReview));
    // Only wrong answers do, and not one alone; right ones lead out again.
    let rows = [("a", false), ("a", false), ("b", false), ("b", true), ("a", true)];
    let states: Vec<TopicState> = rows
        .into_iter()
        .map(|(template, right)| {
            practice.told("proportion", template, right);
            practice.state("proportion")
        })
        .collect();
    use TopicState::{Learning, NotYet};
    assert_eq!(states, [Learning, NotYet, NotYet, NotYet, Learning]);
}

#[test]
fn after_a_pause_the_backlog_is_capped() {
    let world = World::new();
    let mut practice = Practice::new(&world, Some(8));
    let topics: Vec<&str> = TOPICS.split_whitespace().take(14).collect();
    for topic in &topics {
        practice.hold(topic);
    }
    practice.now = noon(300);
    let World { graph, catalogue, params } = &world;
    let due = topics.iter().filter(|topic| practice.state(topic) == TopicState::WorthReview).count();
    assert!(due > 10, "{due} are due");
    let plan =
        plan_today(&practice.learner, params, graph, catalogue, &practice.demands, &practice.recent, practice.now);
    let planned = plan.blocks.iter().filter(|block| matches!(block.reason, Reason::Review { .. })).count();
    assert!((1..=params.reviews_after_pause).contains(&planned), "{planned} reviews planned");
    let mut reviews = 0;
    for _ in 0..40 {
        let choice = practice.choose();
        reviews += usize::from(matches!(choice.reason, Reason::Review { .. }));
        practice.answer(&choice, true);
    }
    assert!((1..=params.reviews_after_pause).contains(&reviews), "{reviews} reviews on the first day");
    // The rest is spread over the days that follow.
    let days: Vec<_> = (1..=10).map(|day| (practice.now.day().plus(day), 15)).collect();
    let ahead = outlook(&practice.learner, params, graph, catalogue, &practice.demands, &days, practice.now);
    for day in &ahead {
        assert!(day.skills.len() <= 5, "{day:?}");
    }
    let served: std::collections::BTreeSet<_> = ahead.iter().flat_map(|day| &day.skills).collect();
    assert!(served.len() >= 8, "{served:?}");
}

#[test]
fn every_due_review_is_served_in_the_end() {
    let world = World::new();
    let mut practice = Practice::new(&world, Some(8));
    let topics: Vec<&str> = TOPICS.split_whitespace().take(12).collect();
    for topic in &topics {
        practice.hold(topic);
    }
    let from = practice.now.plus_ms(60 * 86_400_000);
    let mut served = std::collections::BTreeSet::new();
    for day in 0..14 {
        practice.now = from.plus_ms(day * 86_400_000);
        for _ in 0..15 {
            let choice = practice.choose();
            if matches!(choice.reason, Reason::Review { .. }) {
                served.insert(choice.skill.clone());
            }
            practice.answer(&choice, true);
        }
    }
    for topic in topics {
        assert!(served.contains(topic), "{topic} was never reviewed");
    }
}

#[test]
fn a_test_tomorrow_comes_before_what_the_engine_finds_best() {
    let world = World::new();
    let mut practice = Practice::new(&world, Some(7));
    for skill in ["letter-expressions", "equation-basic", "ratio"] {
        practice.hold(skill);
    }
    let tomorrow = practice.now.day().plus(1);
    practice.demands.tests = vec![TestDay { day: tomorrow, skills: vec!["ratio".into(), "percent-ratio".into()] }];
    let mut of_test = 0;
    for _ in 0..10 {
        let choice = practice.choose();
        of_test += usize::from(practice.demands.tests[0].skills.contains(&choice.skill));
        practice.answer(&choice, true);
    }
    assert!(of_test >= 6, "{of_test} of 10");
    let plan = plan_today(
        &practice.learner,
        &world.params,
        &world.graph,
        &world.catalogue,
        &practice.demands,
        &practice.recent,
        practice.now,
    );
    assert_eq!(plan.blocks.first().map(|block| &block.reason), Some(&Reason::TestSoon { days: 1 }));
}

#[test]
fn a_plan_has_three_to_five_blocks_within_its_minutes() {
    let world = World::new();
    for (minutes, blocks, in_all) in [(0, 3..=5, 15), (15, 3..=5, 15), (20, 3..=5, 20), (60, 3..=5, 60), (5, 1..=1, 5)]
    {
        for held in [0, 6, 20] {
            let mut practice = Practice::new(&world, Some(8));
            for topic in TOPICS.split_whitespace().take(held) {
                practice.hold(topic);
            }
            practice.demands.minutes_today = minutes;
            practice.demands.chosen_topic = Some("standard-form".into());
            let plan = plan_today(
                &practice.learner,
                &world.params,
                &world.graph,
                &world.catalogue,
                &practice.demands,
                &[],
                practice.now,
            );
            assert!(blocks.contains(&plan.blocks.len()), "{minutes} minutes, {held} held: {plan:?}");
            assert_eq!(plan.minutes, in_all, "{plan:?}");
            assert!(plan.blocks.iter().all(|block| block.minutes >= 2 && block.tasks >= 2), "{plan:?}");
            assert_eq!(plan.blocks[0].reason, Reason::Chosen);
        }
    }
}

#[test]
fn readiness_says_what_is_held_first() {
    let world = World::new();
    let mut practice = Practice::new(&world, Some(7));
    let topics = ["ratio", "proportion", "percent-ratio", "place-value-natural"].map(SkillId::new);
    let sentence = |practice: &Practice, topics: &[SkillId]| {
        readiness(&practice.learner, &world.params, &world.graph, &world.catalogue, topics, practice.now)
            .sentence(Lang::Lt)
    };
    assert_eq!(
        sentence(&practice, &topics),
        "Dar nesprendei šių temų užduočių. Išspręsk kelias, ir bus aišku, kam skirti laiko."
    );
    practice.hold("ratio");
    practice.now = practice.now.plus_ms(-2 * 86_400_000);
    for template in ["a", "c", "d"] {
        practice.told("proportion", template, false);
    }
    let found = readiness(&practice.learner, &world.params, &world.graph, &world.catalogue, &topics, practice.now);
    assert_eq!(found.ready, [topics[0].clone()]);
    assert_eq!(found.not_yet, [topics[1].clone(), topics[2].clone()]);
    assert_eq!(found.unknown, [topics[3].clone()]);
    assert!(found.chance > 0.2 && found.chance < 0.9 && found.doubt > 0.0);
    assert_eq!(sentence(&practice, &topics), "Jau moki 1 temą, 2 temoms dar reikia laiko.");
    assert_eq!(sentence(&practice, &topics[..1]), "Visas šias temas jau moki. Trumpai pakartok ir ilsėkis.");
    assert_eq!(sentence(&practice, &topics[3..]), "Apie šias temas dar nieko nežinome: užduočių joms kol kas nėra.");
}

#[test]
fn what_only_helps_holds_nothing_back() {
    // Between the two lies a topic without tasks.
    let world = World::of(&["letter-expressions", "linear-equation"].map(SkillId::new));
    let shelf = world.catalogue.shelf(&"linear-equation".into()).expect("tasks");
    assert_eq!((shelf.needs.len(), shelf.helps.len()), (1, 1));
    let whole = World::new();
    let shelf = whole.catalogue.shelf(&"linear-equation".into()).expect("tasks");
    assert!(shelf.helps.len() < shelf.needs.len(), "direct needs with tasks are needs: {shelf:?}");
    // However badly the helping topic went, the other still comes.
    let mut practice = Practice::new(&world, Some(8));
    for _ in 0..4 {
        practice.told("letter-expressions", "a", false);
    }
    practice.now = practice.now.plus_ms(86_400_000);
    let mut came = std::collections::BTreeSet::new();
    for _ in 0..30 {
        let choice = practice.choose();
        came.insert(choice.skill.clone());
        practice.answer(&choice, false);
    }
    assert_eq!(came.len(), 2);
}

#[test]
fn one_review_serves_several_topics() {
    let world = World::new();
    let base = "linear-equation";
    let over =
        world.catalogue.shelves().find(|(_, shelf)| shelf.helps.is_empty() && shelf.needs.contains(&base.into()));
    let (over, _) = over.expect("a topic on it");
    assert!(world.catalogue.further(over, Level::Three).contains(&base.into()));
    assert!(world.catalogue.further(over, Level::One).is_empty());
    let mut practice = Practice::new(&world, Some(9));
    practice.hold(base);
    practice.now = practice.now.plus_ms(40 * 86_400_000);
    assert_eq!(practice.state(base), TopicState::WorthReview);
    let refreshed = |right: bool, hints: u8| {
        let mut learner = practice.learner.clone();
        let told =
            Observation { also: vec![base.into()], hints, ..seen(over.as_str(), Level::Three, right, practice.now) };
        learner.observe(&world.params, &told);
        let World { graph, params, .. } = &world;
        learner.mastery(params, graph, &base.into(), &[], practice.now).last
    };
    let before = refreshed(false, 0);
    assert!(refreshed(true, 0) > before, "a success refreshes what it rests on");
    assert_eq!(refreshed(true, 1), before, "a success with a hint does not");
}

#[test]
fn a_week_may_be_skipped() {
    let world = World::new();
    let World { graph, catalogue, params } = &world;
    let mut practice = Practice::new(&world, Some(7));
    practice.demands.rest_until = Some(practice.now.day().plus(7));
    let plan = plan_today(&practice.learner, params, graph, catalogue, &practice.demands, &[], practice.now);
    assert!(plan.blocks.is_empty());
    let days: Vec<(Day, u16)> = (0..9).map(|at| (practice.now.day().plus(at), 15)).collect();
    let ahead = outlook(&practice.learner, params, graph, catalogue, &practice.demands, &days, practice.now);
    assert!(ahead[..7].iter().all(|day| day.minutes == 0 && day.skills.is_empty()));
    assert!(ahead[7..].iter().all(|day| day.minutes == 15 && !day.skills.is_empty()));
    // Who opens practice all the same gets a task.
    practice.choose();
}

#[test]
fn the_days_ahead_have_topics_even_where_all_is_held() {
    let world = World::new();
    let World { graph, catalogue, params } = &world;
    let mut practice = Practice::new(&world, Some(8));
    TOPICS.split_whitespace().for_each(|topic| practice.hold(topic));
    let days: Vec<(Day, u16)> = (1..=7).map(|at| (practice.now.day().plus(at), if at == 3 { 0 } else { 15 })).collect();
    let ahead = outlook(&practice.learner, params, graph, catalogue, &practice.demands, &days, practice.now);
    for day in &ahead {
        assert_eq!(day.skills.is_empty(), day.minutes == 0, "{day:?}");
        assert!(day.skills.len() <= 5, "{day:?}");
    }
    assert!(ahead.windows(2).any(|pair| pair[0].skills != pair[1].skills), "not the same every day");
}

#[test]
fn put_off_topics_stay_away() {
    let world = World::new();
    let mut practice = Practice::new(&world, Some(7));
    let first = practice.choose();
    practice.demands.not_now = vec![first.skill.clone()];
    for at in 0..30 {
        let choice = practice.choose();
        assert_ne!(choice.skill, first.skill);
        practice.answer(&choice, at % 2 == 0);
    }
}

#[test]
fn only_life_when_asked_for() {
    let world = World::new();
    let mut practice = Practice::new(&world, Some(7));
    practice.demands.life_only = true;
    for at in 0..30 {
        let choice = practice.choose();
        assert!(practice.task(&choice).life);
        practice.answer(&choice, at % 3 != 0);
    }
}

#[test]
fn reasons_speak_warmly() {
    let world = World::new();
    let topic = || SkillId::new("ratio");
    let rows = [
        (Reason::Chosen, "Tai tavo pasirinkta tema."),
        (Reason::Frontier { from: None }, "Nuo šios temos patogu pradėti."),
        (
            Reason::Frontier { from: Some(topic()) },
            "Temą „Santykis ir jo prastinimas“ jau moki, tad gali žengti toliau.",
        ),
        (
            Reason::Repair { blocks: topic() },
            "Tai pagrindai: juos pakartojus, lengviau seksis tema „Santykis ir jo prastinimas“.",
        ),
        (
            Reason::Review { days: 1 },
            "Šią temą jau moki. Paskutinį kartą ją sprendei prieš 1 dieną, tad verta pasikartoti.",
        ),
        (
            Reason::Review { days: 12 },
            "Šią temą jau moki. Paskutinį kartą ją sprendei prieš 12 dienų, tad verta pasikartoti.",
        ),
        (Reason::TestSoon { days: 0 }, "Šiandien atsiskaitymas iš šios temos."),
        (Reason::TestSoon { days: 1 }, "Rytoj atsiskaitymas, ir jame bus ši tema."),
        (Reason::TestSoon { days: 3 }, "Po 3 dienų atsiskaitymas, ir jame bus ši tema."),
    ];
    for (reason, sentence) in rows {
        assert_eq!(reason.sentence(&world.graph, Lang::Lt), sentence);
        assert!(!reason.sentence(&world.graph, Lang::En).is_empty());
    }
    let all = [
        Reason::Continue,
        Reason::Return,
        Reason::Back { from: topic() },
        Reason::Assigned,
        Reason::Twin,
        Reason::Harder,
        Reason::Easier,
        Reason::Sample,
        Reason::Interleave,
    ];
    for reason in all {
        for lang in [Lang::Lt, Lang::En] {
            for text in [reason.sentence(&world.graph, lang), reason.for_teacher(&world.graph, lang)] {
                assert!(text.ends_with('.') && !text.contains("sprag") && !text.contains("klasė"), "{text}");
            }
        }
    }
    assert_eq!(Day::of_date(2026, 9, 1), noon(0).day());
}
