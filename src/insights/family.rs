//! What a family sees of a child: a small report made of the pupil's own journal, short enough to travel in a link.
//!
//! It holds figures and the names of topics, never single answers, times of day or anything about other pupils. What it
//! *means* is worked out from it where it is shown, by the same rules in the pupil's preview and on the parent's page:
//! one good thing, what is hard and why, one thing to do at home. Absent: sentences and drawing.

use super::goals::goal_progress;
use super::home::Activity;
use super::pupil::Pupil;
use crate::base::{Day, Moment};
use crate::engine::{Catalogue, Params, TopicState};
use crate::exercises::Verdict;
use crate::school::goal::{GoalState, Measure};
use crate::skills::{SkillGraph, SkillId};
use serde::{Deserialize, Serialize};

/// The newest form of the report that this program reads and the one it writes.
pub const VERSION: u32 = 1;

/// Weeks in a report at most: a link must stay short.
pub const WEEKS_MAX: i32 = 13;

/// Topics of each kind named at most, in the order of [`FamilyState`].
const NAMED_MAX: [usize; 5] = [4, 3, 3, 2, 3];

/// First tries on a topic up to which it still counts as fresh.
const FRESH_TRIES: u32 = 6;

/// What the pupil chose to share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyChoice {
    /// So many weeks up to today, 1 to [`WEEKS_MAX`].
    pub weeks: i32,
    /// With the name.
    pub named: bool,
    /// With the plan of the week, goals and tests to come.
    pub planned: bool,
}

/// One week in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyWeek(
    /// Tasks begun.
    pub u32,
    /// Tasks right at the first try and without hints.
    pub u32,
    /// Minutes of work.
    pub u32,
    /// Days with at least five tasks.
    pub u32,
    /// Topics held at its end, of all ever practised.
    pub u32,
);

/// Where a topic stands, for a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FamilyState {
    /// Learned within the time shown.
    Learned,
    /// Being learned.
    Learning,
    /// Hard for now.
    Hard,
    /// Learned before, and worth another look.
    Review,
    /// Learned before, practised again within the time shown, and it still works.
    Kept,
}

impl FamilyState {
    /// All of them, in the order in which a link names them.
    pub const ALL: [FamilyState; 5] =
        [FamilyState::Learned, FamilyState::Learning, FamilyState::Hard, FamilyState::Review, FamilyState::Kept];
}

impl Serialize for FamilyState {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(*self as u8)
    }
}

impl<'de> Deserialize<'de> for FamilyState {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let at = u8::deserialize(deserializer)?;
        let found = Self::ALL.into_iter().nth(usize::from(at));
        found.ok_or_else(|| serde::de::Error::custom("no such state of a topic"))
    }
}

/// A topic with its latest tries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyTopic(
    /// The topic.
    pub SkillId,
    /// Where it stands.
    pub FamilyState,
    /// The latest first tries, at most twelve.
    pub u32,
    /// The right ones among them.
    pub u32,
    /// What it rests on, where that is what does not hold yet.
    pub Option<SkillId>,
);

/// A goal of the pupil.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FamilyGoal(
    /// In the pupil's own words; may be empty.
    pub String,
    /// How it is measured.
    pub Measure,
    /// Done, in the measure's unit.
    pub u32,
    /// The last day that counts.
    pub Day,
);

/// What is planned.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FamilyPlan {
    /// Bit 0 Monday to bit 6 Sunday.
    #[serde(rename = "d")]
    pub days: u8,
    /// Minutes on each of these days.
    #[serde(rename = "m")]
    pub minutes: u16,
    /// Whether the pupil made the plan; otherwise it is the app's suggestion.
    #[serde(rename = "o")]
    pub own: bool,
    /// Goals that are open.
    #[serde(rename = "g", default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<FamilyGoal>,
    /// Tests to come: the day and the name, which may be empty.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<(Day, String)>,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FamilyReport {
    /// The form of the report: [`VERSION`].
    #[serde(rename = "v")]
    pub version: u32,
    /// The child's name, if it is shared.
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The grade, 5 to 12, if the pupil said it.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<u8>,
    /// The first day shown: a Monday.
    #[serde(rename = "f")]
    pub from: Day,
    /// The last day shown: the day on which the report was made.
    #[serde(rename = "u")]
    pub until: Day,
    /// The weeks, oldest first; the last one may still be under way.
    #[serde(rename = "w")]
    pub weeks: Vec<FamilyWeek>,
    /// Topics ever begun.
    #[serde(rename = "b")]
    pub begun: u32,
    /// The topics worth naming, by state, the most important first.
    #[serde(rename = "t", default)]
    pub topics: Vec<FamilyTopic>,
    /// The plan, if it is shared.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<FamilyPlan>,
}

/// The one good thing that stands first.
#[derive(Clone, Debug, PartialEq)]
pub enum Good {
    /// A topic was learned, and so many others beside it.
    Learned(SkillId, u32),
    /// More is solved alone than before; shares of one.
    MoreAlone(f64, f64),
    /// So many days of practice in the fullest of the last two weeks.
    Regular(u32),
    /// So many tasks solved without help in the time shown.
    Worked(u32),
    /// Nothing was practised in this time.
    Nothing,
}

/// What a hard topic rests on, or why else it may be hard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyHard {
    /// An earlier topic does not hold yet.
    Base(SkillId),
    /// It was only just begun.
    Fresh,
    /// It was tried often.
    Often,
}

/// A weak figure: it never stands without what it means and what helps.
#[derive(Clone, Debug, PartialEq)]
pub enum Concern {
    /// A topic does not work yet: the topic, tries, right ones, why.
    Topic(SkillId, u32, u32, WhyHard),
    /// Few days of practice against the pupil's own plan: days, planned days.
    FewDays(u32, u32),
    /// Few tasks are solved without help: the share of one.
    LittleAlone(f64),
    /// Nothing was practised for at least two weeks.
    Pause,
}

/// What to do at home this week, and for which topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeStep {
    /// The activity.
    pub activity: Activity,
    /// The topic it helps.
    pub topic: Option<SkillId>,
}

impl FamilyReport {
    /// The report of a pupil as of `now`.
    pub fn of(
        pupil: &Pupil,
        graph: &SkillGraph,
        catalogue: &Catalogue,
        params: &Params,
        choice: FamilyChoice,
        now: Moment,
    ) -> FamilyReport {
        let until = now.day();
        let weeks = choice.weeks.clamp(1, WEEKS_MAX);
        let from = until.week().monday().plus(-7 * (weeks - 1));
        let held_by = |day: Day| {
            let topics = pupil.history.topics.values();
            topics.filter(|topic| topic.held_on.is_some_and(|held| held <= day)).count() as u32
        };
        let week = |(week, sum): (crate::base::Week, super::WeekWork)| {
            let end = week.monday().plus(6).min(until);
            FamilyWeek(sum.work.tasks, sum.work.alone, sum.work.minutes() as u32, sum.days, held_by(end))
        };
        let mut topics: Vec<(FamilyTopic, Moment)> = Vec::new();
        for (skill, topic) in &pupil.history.topics {
            let levels = catalogue.shelf(skill).map(|shelf| shelf.levels()).unwrap_or_default();
            let mastery = |skill: &SkillId| pupil.learner.mastery(params, graph, skill, &levels, now);
            let seen: Vec<bool> = topic
                .latest
                .iter()
                .filter(|seen| seen.attempt <= 1)
                .map(|seen| matches!(seen.verdict, Verdict::Right | Verdict::RightButForm))
                .collect();
            let (tries, rights) = (seen.len() as u32, seen.iter().filter(|right| **right).count() as u32);
            let known = mastery(skill);
            let new = topic.held_on.is_some_and(|day| day >= from);
            let weak = tries >= 5 && rights * 2 < tries;
            let state = match known.state {
                TopicState::Held | TopicState::WorthReview if new => FamilyState::Learned,
                TopicState::WorthReview => FamilyState::Review,
                TopicState::Held if topic.last.day() >= from => FamilyState::Kept,
                TopicState::NotYet => FamilyState::Hard,
                TopicState::Learning if weak => FamilyState::Hard,
                TopicState::Learning if topic.last.day() >= from => FamilyState::Learning,
                _ => continue,
            };
            let base = (state == FamilyState::Hard)
                .then(|| graph.get(skill))
                .flatten()
                .and_then(|known| known.needs.iter().find(|need| shaky(pupil, params, graph, need, now)).cloned());
            topics.push((FamilyTopic(skill.clone(), state, tries, rights, base), topic.last));
        }
        topics.sort_by_key(|(topic, last)| (topic.1, std::cmp::Reverse(*last)));
        let mut named = [0usize; NAMED_MAX.len()];
        topics.retain(|(topic, _)| {
            let so_far = &mut named[topic.1 as usize];
            *so_far += 1;
            *so_far <= NAMED_MAX[topic.1 as usize]
        });
        FamilyReport {
            version: VERSION,
            name: pupil.profile.name.clone().filter(|_| choice.named),
            grade: pupil.profile.grade,
            from,
            until,
            weeks: pupil.history.weeks(until.week(), weeks).into_iter().map(week).collect(),
            begun: pupil.history.topics.len() as u32,
            topics: topics.into_iter().map(|(topic, _)| topic).collect(),
            plan: choice.planned.then(|| plan(pupil, until)),
        }
    }

    /// The topics in this state.
    pub fn topics_in(&self, state: FamilyState) -> impl Iterator<Item = &FamilyTopic> {
        self.topics.iter().filter(move |topic| topic.1 == state)
    }

    /// Tasks, tasks solved alone, minutes, days of practice in the time shown.
    pub fn sums(&self) -> (u32, u32, u32, u32) {
        self.weeks.iter().fold((0, 0, 0, 0), |sum, week| {
            let add = |so_far: u32, more: u32| so_far.saturating_add(more);
            (add(sum.0, week.0), add(sum.1, week.1), add(sum.2, week.2), add(sum.3, week.3))
        })
    }

    /// Topics held at the end.
    pub fn held(&self) -> u32 {
        self.weeks.last().map_or(0, |week| week.4)
    }

    /// Whether nothing was practised in the time shown.
    pub fn is_empty(&self) -> bool {
        self.sums().0 == 0
    }

    /// The one good thing: what was learned, else what got better, else that there was work at all.
    pub fn good(&self) -> Good {
        let mut learned = self.topics_in(FamilyState::Learned);
        if let Some(first) = learned.next() {
            return Good::Learned(first.0.clone(), learned.count() as u32);
        }
        let (earlier, latest) = self.weeks.split_at(self.weeks.len().saturating_sub(2));
        if let (Some(before), Some(now)) = (alone_share(earlier), alone_share(latest))
            && now >= before + 0.05
        {
            return Good::MoreAlone(before, now);
        }
        let days = latest.iter().map(|week| week.3).max().unwrap_or(0);
        let (tasks, alone, ..) = self.sums();
        match (days, alone, tasks) {
            (3.., _, _) => Good::Regular(days),
            (_, 1.., _) => Good::Worked(alone),
            (_, 0, 1..) => Good::Worked(tasks),
            _ => Good::Nothing,
        }
    }

    /// What is hard, each with why, at most four; none is listed without something that helps.
    pub fn concerns(&self) -> Vec<Concern> {
        let mut found: Vec<Concern> = Vec::new();
        let (before, latest) = self.weeks.split_at(self.weeks.len().saturating_sub(2));
        let paused = latest.len() == 2 && latest.iter().all(|week| week.0 == 0);
        if paused && (before.iter().any(|week| 0 < week.0) || 0 < self.begun) {
            found.push(Concern::Pause);
        }
        found.extend(self.topics_in(FamilyState::Hard).map(|topic| {
            let FamilyTopic(skill, _, tries, rights, base) = topic;
            let why = match base {
                Some(base) => WhyHard::Base(base.clone()),
                None if *tries <= FRESH_TRIES => WhyHard::Fresh,
                None => WhyHard::Often,
            };
            Concern::Topic(skill.clone(), *tries, *rights, why)
        }));
        // The week under way is not counted against anybody.
        let whole = &self.weeks[..self.weeks.len().saturating_sub(1)];
        if let Some(plan) = self.plan.as_ref().filter(|plan| plan.own && !paused)
            && let Some(last) = whole.last()
        {
            let planned = (plan.days & 0b111_1111).count_ones();
            if last.3 * 2 < planned {
                found.push(Concern::FewDays(last.3, planned));
            }
        }
        if let Some(share) = alone_share(latest).filter(|share| *share < 0.5)
            && latest.iter().map(|week| week.0).sum::<u32>() >= 20
        {
            found.push(Concern::LittleAlone(share));
        }
        found.truncate(4);
        found
    }

    /// One thing to do at home this week, in five minutes.
    pub fn home(&self) -> HomeStep {
        let order =
            [FamilyState::Hard, FamilyState::Learning, FamilyState::Review, FamilyState::Learned, FamilyState::Kept];
        let topic = order.into_iter().find_map(|state| self.topics_in(state).next());
        let topic = topic.map(|topic| topic.4.clone().unwrap_or_else(|| topic.0.clone()));
        HomeStep { activity: topic.as_ref().map_or(Activity::Talk, Activity::of), topic }
    }
}

/// The share of tasks solved alone; `None` below five tasks, where it would say nothing.
fn alone_share(weeks: &[FamilyWeek]) -> Option<f64> {
    let sum = |of: fn(&FamilyWeek) -> u32| weeks.iter().fold(0u32, |sum, week| sum.saturating_add(of(week)));
    let (tasks, alone) = (sum(|week| week.0), sum(|week| week.1));
    (tasks >= 5).then(|| f64::from(alone.min(tasks)) / f64::from(tasks))
}

/// Whether an earlier topic does not hold: shown so by answers, or expected so by the model.
fn shaky(pupil: &Pupil, params: &Params, graph: &SkillGraph, skill: &SkillId, now: Moment) -> bool {
    let known = pupil.learner.mastery(params, graph, skill, &[], now);
    match known.state {
        TopicState::NotYet | TopicState::Learning => true,
        TopicState::New => known.chance < 0.5,
        TopicState::Held | TopicState::WorthReview => false,
    }
}

fn plan(pupil: &Pupil, today: Day) -> FamilyPlan {
    let goals = pupil.goals.kept().map(|goal| (goal, goal_progress(pupil, goal, today)));
    let open = goals.filter(|(_, progress)| progress.state == GoalState::Open);
    FamilyPlan {
        days: pupil.week_plan.days,
        minutes: pupil.week_plan.minutes,
        own: pupil.week_plan.own,
        goals: open
            .map(|(goal, progress)| FamilyGoal(goal.what.clone(), goal.measure.clone(), progress.done, goal.until))
            .take(3)
            .collect(),
        tests: pupil.assessments.ahead(today).into_iter().map(|test| (test.day, test.title.clone())).take(3).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weeks, topics, and what follows from them.
    type Case<T> = (&'static [[u32; 5]], Vec<FamilyTopic>, T);

    fn report(weeks: &[[u32; 5]], topics: Vec<FamilyTopic>) -> FamilyReport {
        FamilyReport {
            version: VERSION,
            name: Some("Ona".into()),
            grade: Some(7),
            from: Day(20_000),
            until: Day(20_020),
            weeks: weeks.iter().map(|w| FamilyWeek(w[0], w[1], w[2], w[3], w[4])).collect(),
            begun: 4,
            topics,
            plan: Some(FamilyPlan { days: 0b1_1111, minutes: 15, own: true, ..FamilyPlan::default() }),
        }
    }

    fn topic(id: &str, state: FamilyState, tries: u32, rights: u32, base: Option<&str>) -> FamilyTopic {
        FamilyTopic(SkillId::new(id), state, tries, rights, base.map(SkillId::new))
    }

    #[test]
    fn the_first_line_is_always_the_best_there_is_to_say() {
        let learned = topic("ratio", FamilyState::Learned, 8, 7, None);
        let cases: [Case<Good>; 6] = [
            (&[[10, 5, 12, 2, 1]], vec![learned.clone()], Good::Learned(SkillId::new("ratio"), 0)),
            (&[[10, 4, 0, 2, 0], [10, 8, 0, 1, 0], [10, 8, 0, 1, 0]], vec![], Good::MoreAlone(0.4, 0.8)),
            (&[[10, 4, 0, 4, 0]], vec![], Good::Regular(4)),
            (&[[10, 4, 0, 1, 0]], vec![], Good::Worked(4)),
            (&[[3, 0, 0, 0, 0]], vec![], Good::Worked(3)),
            (&[], vec![], Good::Nothing),
        ];
        for (weeks, topics, good) in cases {
            assert_eq!(report(weeks, topics).good(), good, "{weeks:?}");
        }
    }

    #[test]
    fn a_weak_figure_tells_why() {
        let hard = |tries, base| topic("linear-equation", FamilyState::Hard, tries, 1, base);
        let skill = SkillId::new("linear-equation");
        let full: &'static [[u32; 5]] = &[[10, 9, 30, 5, 0], [10, 9, 30, 5, 0]];
        let cases: [Case<Vec<Concern>>; 6] = [
            (full, vec![], vec![]),
            (full, vec![hard(4, None)], vec![Concern::Topic(skill.clone(), 4, 1, WhyHard::Fresh)]),
            (full, vec![hard(9, None)], vec![Concern::Topic(skill.clone(), 9, 1, WhyHard::Often)]),
            (
                full,
                vec![hard(9, Some("equation-basic"))],
                vec![Concern::Topic(skill.clone(), 9, 1, WhyHard::Base(SkillId::new("equation-basic")))],
            ),
            (&[[20, 19, 9, 5, 0], [0; 5], [0; 5]], vec![], vec![Concern::Pause]),
            (&[[20, 8, 9, 2, 0], [10, 4, 9, 1, 0]], vec![], vec![Concern::FewDays(2, 5), Concern::LittleAlone(0.4)]),
        ];
        for (weeks, topics, concerns) in cases {
            assert_eq!(report(weeks, topics).concerns(), concerns, "{weeks:?}");
        }
    }

    #[test]
    fn the_step_at_home_starts_where_help_is_needed_most() {
        let topics = vec![
            topic("percent-of-number", FamilyState::Learning, 5, 4, None),
            topic("linear-equation", FamilyState::Hard, 9, 1, Some("equation-basic")),
        ];
        let home = report(&[[10, 9, 30, 5, 0]], topics).home();
        assert_eq!(home, HomeStep { activity: Activity::Equation, topic: Some(SkillId::new("equation-basic")) });
        let none = report(&[], Vec::new()).home();
        assert_eq!(none, HomeStep { activity: Activity::Talk, topic: None });
    }

    #[test]
    fn a_report_reads_back_and_a_forged_one_breaks_nothing() {
        let mut whole = report(&[[10, 9, 30, 5, 3]; 4], vec![topic("ratio", FamilyState::Review, 3, 3, None)]);
        if let Some(plan) = &mut whole.plan {
            plan.goals.push(FamilyGoal("Suprasti lygtis".into(), Measure::Right(20), 5, Day(20_040)));
            plan.tests.push((Day(20_030), "Kontrolinis".into()));
        }
        let text = serde_json::to_string(&whole).expect("JSON");
        assert_eq!(serde_json::from_str::<FamilyReport>(&text).expect("the same"), whole);
        assert!(serde_json::from_str::<FamilyReport>(&text.replace("\"ratio\",3", "\"ratio\",9")).is_err());
        let huge = report(&[[u32::MAX; 5]; 3], vec![topic("x", FamilyState::Hard, u32::MAX, u32::MAX, None)]);
        let _ = (huge.sums(), huge.good(), huge.home());
    }
}
