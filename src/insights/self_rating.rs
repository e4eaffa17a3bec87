//! How a pupil's own rating of topics fits what the work shows: in three words, never as a score.
//!
//! A rating says 1 "dar nesuprantu" to 4 "galėčiau paaiškinti kitam"; the work is laid on the same scale by where the
//! topic stands. Up to one step apart is a good fit: nobody judges oneself finer than that.

use super::pupil::Pupil;
use crate::engine::{Mastery, TopicState};
use crate::skills::SkillId;

/// How a rating fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatingFit {
    /// "Vertini save griežčiau, nei rodo darbai."
    Strict,
    /// "Savo jėgas vertini taikliai."
    Fitting,
    /// The work has not shown yet what one feels to know.
    Mild,
}

/// Steps apart that still fit.
const APART: f64 = 1.0;
/// Rated topics below which nothing is said of all of them together.
const RATED_MIN: usize = 3;

/// How one rating (1 to 4) fits what is known of the topic.
pub fn rating_fit(rating: u8, mastery: &Mastery) -> RatingFit {
    let shown = match mastery.state {
        TopicState::Held | TopicState::WorthReview => 3.5,
        TopicState::NotYet => 1.5,
        TopicState::New | TopicState::Learning => 1.0 + 3.0 * mastery.chance,
    };
    let difference = f64::from(rating.clamp(1, 4)) - shown;
    if difference < -APART {
        RatingFit::Strict
    } else if difference > APART {
        RatingFit::Mild
    } else {
        RatingFit::Fitting
    }
}

/// How the latest ratings of all topics fit: what more than half of them say, else that they fit. `None` below three rated
/// topics that were practised.
pub fn ratings_fit(pupil: &Pupil, mastery: impl Fn(&SkillId) -> Mastery) -> Option<RatingFit> {
    let rated = pupil.reflections.ratings.iter().filter_map(|(skill, ratings)| Some((skill, ratings.last()?.rating)));
    let rated = rated.map(|(skill, rating)| (rating, mastery(skill))).filter(|(_, mastery)| mastery.answers > 0);
    let fits: Vec<RatingFit> = rated.map(|(rating, mastery)| rating_fit(rating, &mastery)).collect();
    let most = |fit: RatingFit| fits.iter().filter(|one| **one == fit).count() * 2 > fits.len();
    (fits.len() >= RATED_MIN).then(|| {
        let one_sided = [RatingFit::Strict, RatingFit::Mild].into_iter().find(|fit| most(*fit));
        one_sided.unwrap_or(RatingFit::Fitting)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Moment;
    use crate::school::reflection::Rating;

    fn known(state: TopicState, chance: f64) -> Mastery {
        Mastery { level: None, chance, doubt: 0.1, state, answers: 5, rights: 3, last: None, rest_days: 1.0, run: 0 }
    }

    #[test]
    fn a_rating_fits_within_a_step() {
        use RatingFit::{Fitting, Mild, Strict};
        use TopicState::{Held, Learning, NotYet, WorthReview};
        // Where the topic stands, the chance; how ratings 1, 2, 3, 4 fit.
        let rows = [
            (Held, 0.9, [Strict, Strict, Fitting, Fitting]),
            (WorthReview, 0.7, [Strict, Strict, Fitting, Fitting]),
            (Learning, 0.5, [Strict, Fitting, Fitting, Mild]),
            (Learning, 0.1, [Fitting, Fitting, Mild, Mild]),
            (NotYet, 0.3, [Fitting, Fitting, Mild, Mild]),
        ];
        for (state, chance, fits) in rows {
            let told = [1, 2, 3, 4].map(|rating| rating_fit(rating, &known(state, chance)));
            assert_eq!(told, fits, "{state:?} {chance}");
        }
    }

    #[test]
    fn all_ratings_together_are_told_once_there_are_three() {
        let mut pupil = Pupil::default();
        let mut rate = |skill: &str, rating: u8| {
            let ratings = pupil.reflections.ratings.entry(skill.into()).or_default();
            ratings.push(Rating { at: Moment(0), rating });
            ratings_fit(&pupil, |_| known(TopicState::Held, 0.9))
        };
        assert_eq!(rate("a", 4), None);
        assert_eq!(rate("b", 1), None);
        assert_eq!(rate("c", 1), Some(RatingFit::Strict));
        assert_eq!(rate("b", 4), Some(RatingFit::Fitting), "the latest counts");
        assert_eq!(ratings_fit(&pupil, |_| Mastery { answers: 0, ..known(TopicState::New, 0.5) }), None);
    }
}
