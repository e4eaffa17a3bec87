//! Mastery over time by area: the journal folded once more, with a look at the end of each week. For a chart, so it is
//! worked out when the chart is opened, not kept.

use super::pupil::Pupil;
use crate::base::Week;
use crate::engine::{Catalogue, Params, TopicState};
use crate::journal::Entry;
use crate::skills::{Area, SkillGraph};
use std::collections::BTreeMap;

/// The end of a week in one area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrowthPoint {
    /// The week.
    pub week: Week,
    /// Topics held at its end ("moku" or "verta pasikartoti").
    pub held: u32,
    /// Topics begun by then.
    pub begun: u32,
}

/// For each area in which something was practised: the end of each week from the first one practised to the last.
pub fn growth_by_area(
    entries: &[Entry],
    graph: &SkillGraph,
    catalogue: &Catalogue,
    params: &Params,
) -> BTreeMap<Area, Vec<GrowthPoint>> {
    let mut growth: BTreeMap<Area, Vec<GrowthPoint>> = BTreeMap::new();
    let mut pupil = Pupil::default();
    let mut current: Option<Week> = None;
    let mut look = |pupil: &Pupil, week: Week| {
        let at = pupil.newest.moment();
        let mut by_area: BTreeMap<Area, (u32, u32)> = BTreeMap::new();
        for skill in pupil.learner.practised() {
            let Some(known) = graph.get(skill) else { continue };
            let levels = catalogue.shelf(skill).map(|shelf| shelf.levels()).unwrap_or_default();
            let mastery = pupil.learner.mastery(params, graph, skill, &levels, at);
            let sums = by_area.entry(known.area).or_default();
            sums.1 += 1;
            sums.0 += u32::from(matches!(mastery.state, TopicState::Held | TopicState::WorthReview));
        }
        for (area, (held, begun)) in by_area {
            growth.entry(area).or_default().push(GrowthPoint { week, held, begun });
        }
    };
    for entry in entries {
        let week = entry.stamp.time.moment().day().week();
        if let Some(before) = current
            && before < week
        {
            // A pause is drawn as a level line, at most a school year long.
            for week in (before.0..week.0).take(60) {
                look(&pupil, Week(week));
            }
        }
        current = Some(week);
        pupil.apply(entry);
    }
    if let Some(week) = current {
        look(&pupil, week);
    }
    growth
}
