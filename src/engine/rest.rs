//! When to come back: how long a held topic may rest, and what a day with few minutes reviews first.
//!
//! The rest of a topic is the number of days after which a review is worth while. It begins short, grows by each success
//! after a wait, by more the longer the wait was, and shrinks by a miss. A day takes what is most overdue for its rest,
//! because that is likeliest to be forgotten; whatever room is left goes to new topics.
//!
//! Absent: pupils, tasks, what a topic is.

use super::params::Params;

/// The rest after an answer `days` after the one before. `rights` of `answers` tries so far were right, this one not yet
/// counted: what was often missed grows more slowly.
pub fn rest_after(params: &Params, rest_days: f64, days: f64, right: bool, rights: u32, answers: u32) -> f64 {
    if !right {
        return (rest_days * params.rest_after_wrong).max(params.rest_first_days);
    }
    let waited = (days / rest_days.max(0.1)).clamp(0.0, 1.0);
    let share = (f64::from(rights.min(answers)) + 1.0) / (f64::from(answers) + 1.0);
    (rest_days * (1.0 + params.rest_growth * share * share * waited)).min(params.rest_max_days)
}

/// What a day may do about one topic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resting {
    /// Its rest. Days.
    pub rest_days: f64,
    /// Since its last practice. Days.
    pub days: f64,
}

impl Resting {
    /// How much of the rest is over; 1 is just due.
    pub fn over(&self) -> f64 {
        self.days / self.rest_days.max(0.1)
    }
}

/// The order in which held topics should be reviewed today, as places in `topics`: those due, the ones most overdue for
/// their rest first; `ahead` (0 to 0.9) takes also those of whose rest only that share is left. Nothing practised today.
pub fn reviews(topics: &[Resting], ahead: f64) -> Vec<usize> {
    let mut due: Vec<(f64, usize)> = topics
        .iter()
        .enumerate()
        .filter(|(_, topic)| topic.days >= 1.0 && topic.over() >= 1.0 - ahead.clamp(0.0, 0.9))
        .map(|(place, topic)| (topic.over(), place))
        .collect();
    due.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    due.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_grow_by_waiting_and_shrink_by_misses() {
        let params = Params::default();
        for rest in [1.0, 2.5, 40.0] {
            let grown = |days| rest_after(&params, rest, days, true, 3, 3);
            assert!((grown(0.0) - rest).abs() < 1e-12, "practice on the same day teaches nothing about rest");
            assert!(rest_after(&params, rest, rest, true, 1, 3) < grown(rest), "what was missed grows more slowly");
            assert!(grown(rest) > grown(rest / 2.0) && grown(rest / 2.0) > rest);
            assert!(rest_after(&params, rest, rest, false, 3, 3) <= rest);
        }
        assert!(rest_after(&params, 1e9, 1e9, true, 3, 3) <= params.rest_max_days);
    }

    /// Against the plain reading of the rule on all days of up to four topics.
    #[test]
    fn what_is_most_overdue_comes_first() {
        let rests = [1.0, 2.0, 4.0, 8.0];
        for code in 0..10_000u32 {
            let topics: Vec<Resting> = (0..4)
                .map(|at| Resting { rest_days: rests[at as usize], days: f64::from(code / 10u32.pow(at) % 10) })
                .collect();
            let order = reviews(&topics, 0.0);
            let due = |place: &usize| topics[*place].days >= 1.0 && topics[*place].days >= topics[*place].rest_days;
            assert_eq!((0..4).filter(|place| due(place)).count(), order.len());
            assert!(order.iter().all(due));
            assert!(order.windows(2).all(|pair| topics[pair[0]].over() >= topics[pair[1]].over()));
        }
    }
}
