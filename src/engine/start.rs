//! Where a pupil begins of whom nothing is known but, perhaps, the grade.

use super::catalogue::Catalogue;
use super::choose::least;
use crate::skills::{SkillGraph, SkillId};

/// The topic to begin with: one of the grade before, which most pupils of this grade can do in part, on which much of
/// what follows rests; where there is none, the nearest. `None` only if there is no task at all.
///
/// Without a grade, as in grade 7. Equal topics go in the order of the map.
pub fn start_for_grade(graph: &SkillGraph, catalogue: &Catalogue, grade: Option<u8>) -> Option<SkillId> {
    let before = i16::from(grade.unwrap_or(7)) - 1;
    let rows = graph.all().iter().filter_map(|skill| catalogue.shelf(&skill.id).map(|shelf| (skill, shelf)));
    let distances = rows.map(|(skill, shelf)| {
        let apart = i16::from(skill.grade) - before;
        // Too early is dull, too late is discouraging.
        let apart = if apart > 0 { 2.0 * f64::from(apart) } else { -f64::from(apart) };
        (apart - 0.4 * libm::log1p(f64::from(shelf.opens)), &skill.id)
    });
    least(distances).cloned().or_else(|| catalogue.shelves().next().map(|(skill, _)| skill.clone()))
}
