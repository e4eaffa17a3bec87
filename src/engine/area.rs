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
        let (low, high) = (mark_of(span.points(-RANGE_DEVIATIONS)), mark_of(span.points(RANGE_DEVIATIONS)));
        // The range in marks is wider than the range in points: what it covers is looked for by walking outwards.
        let covered = |from: f64| {
            let mut deviations = 0.0;
            let mark = mark_of(span.points(from));
            while deviations < 4.0 && mark_of(span.points(from + from.signum() * (deviations + 0.05))) == mark {
                deviations += 0.05;
            }
            from.abs() + deviations
        };
        let below = normal(-covered(-RANGE_DEVIATIONS));
        let above = normal(-covered(RANGE_DEVIATIONS));
        Some(MarkRange { low, high: high.max(low), sure: (1.0 - below - above).clamp(0.0, 1.0) })
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
        let (_, overall, _) = self.overall(params);
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
                Some(share * Outlook::of(outlook.z + moved, outlook.variance, outlook.low, outlook.high).chance)
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

/// The mark for a share of points: the project's table for practice (of 50 points: 4 from 14, 5 from 19, 6 from 24,
/// 7 from 30, 8 from 36, 9 from 42, 10 from 47; 3 from 9, 2 from 4).
fn mark_of(share: f64) -> u8 {
    let points = share * 50.0;
    let table = [(47.0, 10), (42.0, 9), (36.0, 8), (30.0, 7), (24.0, 6), (19.0, 5), (14.0, 4), (9.0, 3), (4.0, 2)];
    table.into_iter().find(|(from, _)| points >= *from).map_or(1, |(_, mark)| mark)
}

/// The normal distribution's share below `z`.
fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}
