//! The choice against a plain reading of its rules: on tiny maps every way to answer is gone through, and at each step the
//! topic that came must be one that the rules allow, found by looking at all topics; likewise the level of its task, and
//! the plan of the day against all plans there could be.

use super::*;
use crate::engine::choose::Scene;
use std::collections::BTreeSet;

/// Tiny maps: rows of id, grade, needs; topics in capitals have no tasks.
const MAPS: [&[(&str, u8, &str)]; 4] = [
    &[("a", 5, ""), ("b", 6, "a"), ("c", 7, "b")],
    &[("a", 6, ""), ("b", 7, "a"), ("c", 7, "a")],
    &[("a", 5, ""), ("b", 6, ""), ("c", 7, "a,b")],
    &[("a", 5, ""), ("GAP", 6, "a"), ("c", 7, "GAP")],
];
/// Answers gone through in every way.
const ANSWERS: u32 = 9;

fn world(map: &[(&str, u8, &str)]) -> World {
    let mut table = String::from("id\tgrade\tarea\tname_lt\tname_en\tneeds\texam\n");
    for (id, grade, needs) in map {
        let (id, needs) = (id.to_lowercase(), needs.to_lowercase());
        table.push_str(&format!("{id}\t{grade}\tskaiciai\t{id}\t{id}\t{needs}\tdirect\n"));
    }
    let graph = read_table(&table).expect("a tiny map");
    let mut tasks = Vec::new();
    for (id, ..) in map.iter().filter(|(id, ..)| id.to_lowercase() == *id) {
        for (template, level) in [("p", Level::One), ("q", Level::One), ("r", Level::Two), ("s", Level::Three)] {
            tasks.push(TaskInfo {
                skill: (*id).into(),
                template: template.into(),
                version: 1,
                level,
                kind: AnswerKind::Number,
                life: false,
                seconds: 60,
            });
        }
    }
    let catalogue = Catalogue::new(&graph, &tasks);
    World { graph, catalogue, params: Params::default() }
}

/// What the rules look at, read off the list of answers each time.
struct Reading<'a> {
    practice: &'a Practice<'a>,
    sitting: Vec<&'a Recent>,
}

impl<'a> Reading<'a> {
    fn new(practice: &'a Practice<'a>) -> Self {
        // Answers belong together while no more than the pause lies between them.
        let mut sitting = Vec::new();
        let mut next = practice.now;
        for recent in practice.recent.iter().rev() {
            if next.0 - recent.at.0 > practice.world.params.sitting_minutes * 60_000 {
                break;
            }
            next = recent.at;
            sitting.insert(0, recent);
        }
        Self { practice, sitting }
    }

    fn scene(&self) -> Scene<'_> {
        let Practice { world, learner, demands, recent, now, .. } = self.practice;
        let World { graph, catalogue, params } = world;
        Scene { learner, params, graph, catalogue, demands, recent, now: *now }
    }

    fn state(&self, skill: &SkillId) -> TopicState {
        self.practice.state(skill.as_str())
    }

    fn chance(&self, skill: &SkillId) -> f64 {
        self.scene().usual_chance(skill)
    }

    /// Topics that may come at all.
    fn pool(&self) -> BTreeSet<SkillId> {
        let Demands { not_now, chosen_topic, .. } = &self.practice.demands;
        let all: BTreeSet<SkillId> = self.practice.world.catalogue.shelves().map(|(skill, _)| skill.clone()).collect();
        let left = all.iter().filter(|skill| !not_now.contains(skill) || chosen_topic.as_ref() == Some(skill));
        let left: BTreeSet<SkillId> = left.cloned().collect();
        if left.is_empty() { all } else { left }
    }

    /// The latest answers in one topic: the topic, how many, wrong ones at the end, right ones at the end, and the answer
    /// before them.
    fn run(&self) -> Option<(SkillId, usize, usize, usize, Option<&'a Recent>)> {
        let skill = self.sitting.last()?.skill.clone();
        let length = self.sitting.iter().rev().take_while(|recent| recent.skill == skill).count();
        let own = &self.sitting[self.sitting.len() - length..];
        let misses = own.iter().rev().take_while(|recent| !recent.right).count();
        let rights = own.iter().rev().take_while(|recent| recent.right).count();
        let before = (self.sitting.len() - length).checked_sub(1).map(|at| self.sitting[at]);
        Some((skill, length, misses, rights, before))
    }

    /// The foundations with the lowest chance that are not surely held and were not practised much in this sitting.
    fn weakest(&self, skill: &SkillId) -> BTreeSet<SkillId> {
        let catalogue = &self.practice.world.catalogue;
        let mut rows: Vec<(f64, SkillId)> = Vec::new();
        for base in catalogue.needs(skill) {
            let times = self.sitting.iter().filter(|recent| recent.skill == *base).count();
            let held = matches!(self.state(base), TopicState::Held | TopicState::WorthReview);
            let surely = self.state(base) == TopicState::Held && self.chance(base) >= 0.75;
            if times < 3 && !surely && !self.practice.demands.not_now.contains(base) {
                rows.push((self.chance(base) + if held { 0.15 } else { 0.0 }, base.clone()));
            }
        }
        let lowest = rows.iter().map(|row| row.0).fold(f64::INFINITY, f64::min);
        rows.into_iter().filter(|row| row.0 <= lowest).map(|row| row.1).collect()
    }

    /// Whether the topic is not learned and its easiest tasks were asked last.
    fn at_the_bottom(&self, skill: &SkillId) -> bool {
        let last = self.practice.recent.iter().rev().find(|recent| recent.skill == *skill);
        let level =
            last.and_then(|last| self.practice.world.catalogue.task(skill, &last.template)).map(|task| task.level);
        self.state(skill) == TopicState::NotYet && level == Some(Level::One)
    }

    /// The topics that the rules allow next.
    fn topics(&self) -> BTreeSet<SkillId> {
        let catalogue = &self.practice.world.catalogue;
        let (pool, chosen) = (self.pool(), self.practice.demands.chosen_topic.clone());
        let only = |skill: &SkillId| BTreeSet::from([skill.clone()]);
        let run = self.run();
        if let Some((skill, length, misses, rights, before)) = &run {
            let just_picked = chosen
                .as_ref()
                .is_some_and(|chosen| chosen != skill && !catalogue.rests_on(chosen, skill) && pool.contains(chosen));
            let stuck = before.filter(|before| !before.right && catalogue.rests_on(&before.skill, skill));
            if just_picked {
                // What went before does not count.
            } else if let Some(stuck) = stuck.filter(|_| *rights >= 2 || *length >= 4) {
                return only(&stuck.skill);
            } else if stuck.is_some() && *misses < 3 {
                return only(skill);
            } else {
                if *misses >= 3 || *misses == 2 && self.at_the_bottom(skill) {
                    let weakest = self.weakest(skill);
                    if !weakest.is_empty() {
                        return weakest;
                    }
                }
                if (1..3).contains(misses) && pool.contains(skill) {
                    return only(skill);
                }
                let begun = matches!(self.state(skill), TopicState::Learning | TopicState::NotYet);
                let goes_on = *misses == 0 && begun && chosen.is_none() && *length < self.practice.world.params.block;
                if goes_on && pool.contains(skill) {
                    return only(skill);
                }
            }
        }
        if let Some(chosen) = chosen {
            if pool.contains(&chosen) {
                let full = run.as_ref().is_some_and(|run| run.0 == chosen && run.1 >= self.practice.world.params.block);
                let due = |skill: &&SkillId| {
                    self.state(skill) == TopicState::WorthReview
                        && self.sitting.iter().all(|recent| recent.skill != **skill)
                };
                let due: BTreeSet<SkillId> = pool.iter().filter(due).cloned().collect();
                let review = full && !due.is_empty() && self.scene().reviews_left() > 0;
                return if review { due } else { only(&chosen) };
            }
            let bases = catalogue.needs(&chosen).iter().filter(|base| pool.contains(*base));
            let lowest = bases.min_by(|one, other| self.chance(one).total_cmp(&self.chance(other)));
            if let Some(lowest) = lowest {
                return only(lowest);
            }
        }
        self.most_useful(&pool)
    }

    /// Every topic whose benefit comes within the draw of the largest.
    fn most_useful(&self, pool: &BTreeSet<SkillId>) -> BTreeSet<SkillId> {
        let scene = self.scene();
        if self.practice.learner.answers() == 0 {
            let World { graph, catalogue, .. } = self.practice.world;
            let first = start_for_grade(graph, catalogue, self.practice.learner.grade());
            if let Some(first) = first.filter(|first| pool.contains(first)) {
                return BTreeSet::from([first]);
            }
        }
        let run = self.run();
        let worth = |skill: &SkillId| {
            let shelf = self.practice.world.catalogue.shelf(skill).expect("a topic of the pool has tasks");
            let just_now = self.sitting.iter().rev().take(6).filter(|recent| recent.skill == *skill).count();
            let again = match &run {
                Some((last, _, misses, ..)) if last == skill && pool.len() > 1 => {
                    if *misses >= 3 {
                        5.0
                    } else {
                        0.6
                    }
                }
                _ => 0.0,
            };
            scene.benefit(skill, shelf, scene.reviews_left()) - 0.15 * just_now as f64 - again
        };
        let best = pool.iter().map(worth).fold(f64::NEG_INFINITY, f64::max);
        pool.iter().filter(|skill| worth(skill) >= best - 0.05).cloned().collect()
    }

    /// The levels that may come of this topic, and whether the template of the last time must, may or may not.
    fn levels(&self, choice: &Choice) -> BTreeSet<u8> {
        let tasks = self.practice.world.catalogue.tasks(&choice.skill);
        let all: BTreeSet<u8> = tasks.iter().map(|task| task.level.number()).collect();
        let state = self.practice.learner.state(&choice.skill).filter(|state| state.answers > 0);
        let Some(state) = state else { return all };
        let run = self.run().filter(|run| run.0 == choice.skill);
        let misses = run.map_or(0, |run| run.2);
        let last = state.level;
        if misses == 1 {
            return BTreeSet::from([last]);
        }
        let lower = all.iter().copied().filter(|level| *level < last).max();
        let higher = all.iter().copied().filter(|level| *level > last).min();
        if misses >= 2 || state.run_level <= -2 {
            return BTreeSet::from([lower.unwrap_or(last)]);
        }
        let repair = matches!(choice.reason, Reason::Repair { .. })
            || choice.further.iter().any(|reason| matches!(reason, Reason::Repair { .. }));
        match higher.filter(|_| state.run_level >= 3 && !repair) {
            Some(higher) => BTreeSet::from([higher]),
            None => all.into_iter().filter(|level| level.abs_diff(last) <= 1).collect(),
        }
    }
}

#[test]
fn every_topic_and_level_is_one_that_the_rules_allow() {
    let wishes: [fn(&mut Practice); 4] = [
        |_| {},
        |practice| practice.demands.chosen_topic = Some("c".into()),
        |practice| practice.demands.not_now = vec!["a".into()],
        // Everything was held and rested long: the reviews of a new day.
        |practice| {
            for skill in ["a", "b", "c"] {
                if practice.world.catalogue.has(&skill.into()) {
                    for template in ["p", "r", "s", "q", "r", "s"] {
                        practice.told(skill, template, true);
                    }
                }
            }
            practice.now = practice.now.plus_ms(9 * 86_400_000);
        },
    ];
    let mut steps = 0;
    for (number, map) in MAPS.iter().enumerate() {
        let world = world(map);
        for (wish, set) in wishes.iter().enumerate() {
            for code in 0..1u32 << ANSWERS {
                let mut practice = Practice::new(&world, Some(7));
                practice.rng = Rng::new(u64::from(code));
                set(&mut practice);
                for at in 0..ANSWERS {
                    let (learner, recent, demands, now) =
                        (practice.learner.clone(), practice.recent.clone(), practice.demands.clone(), practice.now);
                    let choice = practice.choose();
                    let before = Practice { world: &world, learner, demands, recent, now, rng: Rng::new(0) };
                    let reading = Reading::new(&before);
                    let told = format!("map {number}, wish {wish}, answers {code:b}, task {at}: {choice:?}");
                    let topics = reading.topics();
                    assert!(topics.contains(&choice.skill), "{told}; allowed: {topics:?}");
                    let levels = reading.levels(&choice);
                    assert!(levels.contains(&choice.level.number()), "{told}; allowed: {levels:?}");
                    steps += 1;
                    practice.answer(&choice, code >> at & 1 == 1);
                }
            }
        }
    }
    assert_eq!(steps, 4 * 4 * (1 << ANSWERS) * ANSWERS);
}

/// The plan holds the most useful topics: no topic that was left out could take the place of one of its topics and make
/// the plan more useful, within its caps for reviews and new topics.
#[test]
fn no_other_plan_of_the_day_is_more_useful() {
    let topics: Vec<&str> = TOPICS.split_whitespace().collect();
    let world = World::new();
    for held in [0, 3, 7, 11] {
        for days in [0, 1, 5, 12] {
            let mut practice = Practice::new(&world, Some(7));
            topics.iter().take(held).for_each(|topic| practice.hold(topic));
            practice.now = practice.now.plus_ms(days * 86_400_000);
            let World { graph, catalogue, params } = &world;
            let Practice { learner, demands, recent, now, .. } = &practice;
            let plan = plan_today(learner, params, graph, catalogue, demands, recent, *now);
            let scene = Scene { learner, params, graph, catalogue, demands, recent, now: *now };
            let worth = |skill: &SkillId| scene.benefit(skill, catalogue.shelf(skill).expect("tasks"), usize::MAX);
            let is_new = |skill: &SkillId| scene.mastery(skill).state == TopicState::New;
            let is_review = |skill: &SkillId| matches!(scene.reason(skill), Reason::Review { .. });
            let first = start_for_grade(graph, catalogue, Some(7)).filter(|_| learner.answers() == 0);
            for block in &plan.blocks {
                for (other, _) in catalogue.shelves() {
                    let planned = |skill: &SkillId| plan.blocks.iter().any(|block| block.skill == *skill);
                    if planned(other) || first.as_ref() == Some(&block.skill) {
                        continue;
                    }
                    let swapped = || plan.blocks.iter().map(|it| if it == block { other } else { &it.skill });
                    let reviews = swapped().filter(|skill| is_review(skill)).count();
                    let fits = reviews <= scene.reviews_left()
                        && swapped().filter(|skill| is_new(skill)).count()
                            <= plan.blocks.iter().filter(|block| is_new(&block.skill)).count();
                    assert!(
                        !fits || worth(other) <= worth(&block.skill) + 1e-9,
                        "{held} held, {days} days: {other} is worth {}, {} in the plan {}",
                        worth(other),
                        block.skill,
                        worth(&block.skill)
                    );
                }
            }
        }
    }
}
