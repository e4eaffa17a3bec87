//! Levels of whole areas and the estimated mark: the topics' estimates weighed by the programme, always with a range.
//!
//! A skill without tasks counts by its prior. Nothing here is ever shown as a measured mark: it is called an estimate.

use super::catalogue::Catalogue;
use super::learner::{Learner, Outlook};
use super::mastery::TopicState;
use super::observation::TaskView;
use super::params::Params;
use super::readiness::POINTS_BY_LEVEL;
use crate::base::Moment;
use crate::exercises::Level;
use crate::skills::{Area, SkillGraph};

/// Standard deviations on each side of a range: an 80 % interval.
const RANGE_DEVIATIONS: f64 = 1.28;
/// How far the points of one test scatter for a pupil of known ability, share of points: about 25 tasks of two points.
const TEST_DEVIATION: f64 = 0.08;
/// First tries below which no mark is estimated.
const MARK_ANSWERS_MIN: u32 = 40;
/// Topics with at least three first tries below which no mark is estimated.
const MARK_TOPICS_MIN: usize = 6;

/// The level of an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AreaLevel {
    /// The area.
    pub area: Area,
    /// The highest level at which the mean chance over the area's topics is reached; `None`: below the first.
    pub level: Option<Level>,
    /// The same if the pupil is less able than it seems (80 % range).
    pub low: Option<Level>,
    /// The same if the pupil is more able than it seems.
    pub high: Option<Level>,
    /// The share of the area's topics up to the pupil's grade that are held, 0 to 1, the own grade's counting most.
    pub known_share: f64,
    /// Topics up to the pupil's grade.
    pub topics: u32,
    /// Topics among them with at least one first try.
    pub practised: u32,
    /// Topics among them that have tasks.
    pub with_tasks: u32,
}

/// An estimated mark, always a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarkRange {
    /// The lowest mark that is likely, 1 to 10.
    pub low: u8,
    /// The highest, at least `low`.
    pub high: u8,
    /// How probable it is, by the model, that a test over the grade's topics today gives a mark in the range, 0 to 1.
    pub sure: f64,
}

/// Means over topics: at the expected ability, and that ability's standard deviation.
struct Span {
    deviation: f64,
    rows: Vec<(f64, Vec<Outlook>)>,
    weight: f64,
}

impl Learner {
    /// The level of an area: its topics up to the pupil's grade (the grade assumed, if none was said), the own grade's
    /// with weight 1, each grade before with half of the next.
    pub fn area(
        &self,
        params: &Params,
        graph: &SkillGraph,
        catalogue: &Catalogue,
        area: Area,
        at: Moment,
    ) -> AreaLevel {
        let span = self.span(params, graph, Some(area), at);
        let (mut known, mut topics, mut practised, mut with_tasks) = (0.0, 0, 0, 0);
        for (skill, weight) in self.programme(params, graph, Some(area)) {
            let mastery = self.mastery(params, graph, &skill.id, &[], at);
            topics += 1;
            with_tasks += u32::from(catalogue.has(&skill.id));
            practised += u32::from(mastery.answers > 0);
            if matches!(mastery.state, TopicState::Held | TopicState::WorthReview) {
                known += weight;
            }
        }
        AreaLevel {
            area,
            level: span.level(params, 0.0),
            low: span.level(params, -RANGE_DEVIATIONS),
            high: span.level(params, RANGE_DEVIATIONS),
            known_share: if span.weight > 0.0 { known / span.weight } else { 0.0 },
            topics,
            practised,
            with_tasks,
        }
    }

    /// The mark that a test over the topics up to the pupil's grade would probably give today; `None` while there is too
    /// little evidence: fewer than 40 first tries, or fewer than six topics with three.
    pub fn mark_estimate(&self, params: &Params, graph: &SkillGraph, at: Moment) -> Option<MarkRange> {
        let solid = graph.all().iter().filter(|skill| self.mastery(params, graph, &skill.id, &[], at).answers >= 3);
        if self.answers() < MARK_ANSWERS_MIN || solid.count() < MARK_TOPICS_MIN {
            return None;
        }
        let span = self.span(params, graph, None, at);
        let expected = span.points(0.0);
        let of_ability = (span.points(1.0) - span.points(-1.0)) / 2.0;
        let deviation = libm::sqrt(of_ability * of_ability + TEST_DEVIATION * TEST_DEVIATION);
        let low = mark_of(expected - RANGE_DEVIATIONS * deviation);
        let high = mark_of(expected + RANGE_DEVIATIONS * deviation);
        let (from, _) = points_of_mark(low);
        let (_, to) = points_of_mark(high);
        let sure = normal((to - expected) / deviation) - normal((from - expected) / deviation);
        Some(MarkRange { low, high, sure: sure.clamp(0.0, 1.0) })
    }

    /// The skills that count for the pupil's grade, with their weights.
    fn programme<'a>(
        &self,
        params: &Params,
        graph: &'a SkillGraph,
        area: Option<Area>,
    ) -> impl Iterator<Item = (&'a crate::skills::Skill, f64)> + use<'a> {
        let grade = self.grade().unwrap_or(params.grade_assumed);
        let counts =
            move |skill: &&crate::skills::Skill| skill.grade <= grade && area.is_none_or(|area| skill.area == area);
        graph.all().iter().filter(counts).map(move |skill| {
            let weight = libm::pow(0.5, f64::from(grade.saturating_sub(skill.grade)));
            (skill, weight)
        })
    }

    fn span(&self, params: &Params, graph: &SkillGraph, area: Option<Area>, at: Moment) -> Span {
        let (_, overall) = self.overall(params);
        let (mut own, mut weight, mut rows) = (0.0, 0.0, Vec::new());
        for (skill, share) in self.programme(params, graph, area) {
            let topic = self.topic(params, &skill.id, Some(at));
            let outlooks = POINTS_BY_LEVEL
                .iter()
                .map(|(level, _)| self.outlook(params, &TaskView::typical(&skill.id, skill.grade, *level), topic));
            rows.push((share, outlooks.collect()));
            own += share * share * topic.variance;
            weight += share;
        }
        // Doubts about single topics average out, the doubt about the overall ability does not.
        let own = if weight > 0.0 { own / (weight * weight) } else { 0.0 };
        Span { deviation: libm::sqrt(overall + own), rows, weight }
    }
}

impl Span {
    /// The mean chance at one level, with the ability moved by so many standard deviations.
    fn chance(&self, level: usize, deviations: f64) -> f64 {
        let moved = deviations * self.deviation;
        let sum: f64 = self
            .rows
            .iter()
            .filter_map(|(share, outlooks)| {
                let outlook = outlooks.get(level)?;
                Some(share * outlook.moved(moved, outlook.variance).chance)
            })
            .sum();
        if self.weight > 0.0 { sum / self.weight } else { 0.0 }
    }

    fn level(&self, params: &Params, deviations: f64) -> Option<Level> {
        let levels = Level::ALL.into_iter().enumerate();
        levels.take_while(|(at, _)| self.chance(*at, deviations) >= params.reached).map(|(_, level)| level).last()
    }

    /// The expected share of points.
    fn points(&self, deviations: f64) -> f64 {
        POINTS_BY_LEVEL.iter().enumerate().map(|(at, (_, share))| share * self.chance(at, deviations)).sum()
    }
}

/// The points, of 50, from which each mark from 2 to 10 is given: the project's table for practice, a fit to the known
/// averages of the exam after grade 10.
const POINTS_FROM: [f64; 9] = [4.0, 9.0, 14.0, 19.0, 24.0, 30.0, 36.0, 42.0, 47.0];

/// The mark for a share of points.
fn mark_of(share: f64) -> u8 {
    POINTS_FROM.iter().fold(1, |mark, from| mark + u8::from(share * 50.0 >= *from))
}

/// The shares of points between which a mark is given; without end at both ends of the scale.
fn points_of_mark(mark: u8) -> (f64, f64) {
    let edge = |mark: usize| POINTS_FROM.get(mark.wrapping_sub(2)).map(|points| points / 50.0);
    let mark = usize::from(mark);
    (edge(mark).unwrap_or(f64::NEG_INFINITY), edge(mark + 1).unwrap_or(f64::INFINITY))
}

/// The normal distribution's share below `z`.
fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}
