//! When practice of a topic may stop: what the row of first tries says about whether the topic is learned.
//!
//! The pupil is thought of as one of eight kinds, who differ in how quickly they learn and how often they guess; for
//! each, "learned" and "not yet" are followed through the answers as Corbett and Anderson (1995) do. The kinds are mixed
//! by how well each explains the row. Stopping too early is counted as `patience` tasks; the rule asks on while that
//! pays, looking three answers ahead. It is a rule of stopping, not an estimate: the estimate is the learner's.
//!
//! Absent: levels, topics, time. What a row of answers may mean for a topic is decided by the learner.

/// The row of the latest first tries in a topic, right or wrong; at most 32, the newest last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    bits: u32,
    length: u8,
}

/// Tries that the row keeps.
const LENGTH_MAX: u8 = 32;

impl Row {
    /// The row of these answers, oldest first.
    pub fn of(answers: impl IntoIterator<Item = bool>) -> Row {
        answers.into_iter().fold(Row::default(), Row::and)
    }

    /// The row with one more answer; the oldest goes if it is full.
    #[must_use]
    pub fn and(self, right: bool) -> Row {
        Row { bits: self.bits << 1 | u32::from(right), length: (self.length + 1).min(LENGTH_MAX) }
    }

    /// How many answers it has.
    pub fn len(self) -> u8 {
        self.length
    }

    /// Whether it has none.
    pub fn is_empty(self) -> bool {
        self.length == 0
    }

    /// Right answers at its end.
    pub fn rights(self) -> u32 {
        self.bits.trailing_ones().min(u32::from(self.length))
    }

    fn answers(self) -> impl Iterator<Item = bool> {
        (0..self.length).rev().map(move |back| self.bits >> back & 1 == 1)
    }

    /// Its bits and its length, to be kept.
    pub(super) fn parts(self) -> (u32, u8) {
        (self.bits, self.length)
    }

    /// The row of these parts; bits beyond the length are cleared.
    pub(super) fn of_parts(bits: u32, length: u8) -> Row {
        let length = length.min(LENGTH_MAX);
        let kept = if length >= 32 { u32::MAX } else { (1 << length) - 1 };
        Row { bits: bits & kept, length }
    }
}

/// A kind of pupil: the chance that one task teaches the topic, and that a right answer is a guess.
struct Kind {
    learns: f64,
    guesses: f64,
}

/// The chance that the topic was known beforehand. Author's prior: two in five.
const KNOWN_FIRST: f64 = 0.4;
/// The chance of a slip. Author's prior: .02 to .15, the more careful counting more.
const SLIP: f64 = 0.075;
/// Slow to quick learners, each guessing seldom or often. Author's prior: what is usual lies about Beta(2, 8) (one task in
/// five teaches), guesses .05 to .30; eight kinds so placed that the rule comes nearest to the best one for simulated
/// learners so spread (`cargo xtask simulate mastery`).
const KINDS: [Kind; 8] = [
    Kind { learns: 0.045, guesses: 0.11 },
    Kind { learns: 0.045, guesses: 0.215 },
    Kind { learns: 0.13, guesses: 0.11 },
    Kind { learns: 0.13, guesses: 0.215 },
    Kind { learns: 0.19, guesses: 0.11 },
    Kind { learns: 0.19, guesses: 0.215 },
    Kind { learns: 0.3, guesses: 0.11 },
    Kind { learns: 0.3, guesses: 0.215 },
];
/// Answers that the rule looks ahead.
const AHEAD: u8 = 3;
/// Tasks that going on costs beyond that: where the topic is learned, and where it is not.
const THEN: (f64, f64) = (2.5, 6.2);

/// By kind, the chance that it fits the row and the topic is learned, and that it fits and is not.
type Belief = [(f64, f64); KINDS.len()];

fn before() -> Belief {
    let share = 1.0 / KINDS.len() as f64;
    [(KNOWN_FIRST * share, (1.0 - KNOWN_FIRST) * share); KINDS.len()]
}

fn after(belief: &Belief, right: bool) -> Belief {
    let mut next = *belief;
    for ((learned, not), kind) in next.iter_mut().zip(&KINDS) {
        let (if_learned, if_not) = if right { (1.0 - SLIP, kind.guesses) } else { (SLIP, 1.0 - kind.guesses) };
        (*learned, *not) = (*learned * if_learned, *not * if_not);
        let taught = *not * kind.learns;
        (*learned, *not) = (*learned + taught, *not - taught);
    }
    next
}

fn sums(belief: &Belief) -> (f64, f64) {
    belief.iter().fold((0.0, 0.0), |(learned, not), (one, other)| (learned + one, not + other))
}

fn belief(row: Row) -> Belief {
    row.answers().fold(before(), |belief, right| {
        let mut next = after(&belief, right);
        let (learned, not) = sums(&next);
        let whole = learned + not;
        next.iter_mut().for_each(|(learned, not)| (*learned, *not) = (*learned / whole, *not / whole));
        next
    })
}

/// The chance that the topic is learned, after the last of these answers and what it taught.
pub fn chance_learned(row: Row) -> f64 {
    let (learned, not) = sums(&belief(row));
    learned / (learned + not)
}

/// Whether practice may stop here. `patience` is what stopping too early costs, in tasks (10 to 200); `left` how many
/// more tasks there may be at most. Only after a right answer, and not after a single one.
pub fn may_stop(row: Row, patience: f64, left: u8) -> bool {
    if row.rights() == 0 || row.length < 2 {
        return false;
    }
    let belief = belief(row);
    let (_, not) = sums(&belief);
    patience * not <= cost(&belief, patience, AHEAD, left, true)
}

/// The expected cost, in tasks, of asking on (`asking`) or of the better of the two.
fn cost(belief: &Belief, patience: f64, ahead: u8, left: u8, asking: bool) -> f64 {
    let (learned, not) = sums(belief);
    let stop = patience * not;
    if left == 0 {
        // Nothing more comes: practice ends without saying so.
        return 0.0;
    }
    let on = if ahead == 0 {
        (learned * THEN.0 + not * THEN.1).min((learned + not) * f64::from(left))
    } else {
        let branch = |right| cost(&after(belief, right), patience, ahead - 1, left - 1, false);
        learned + not + branch(true) + branch(false)
    };
    if asking { on } else { on.min(stop) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Row {
        Row::of(text.bytes().map(|sign| sign == b'+'))
    }

    #[test]
    fn rows_keep_their_newest_answers() {
        let long = row("-+-+-++++-+-+-+-+-+-+-+-+-+-+-+-+-+-+++");
        assert_eq!((long.len(), long.rights()), (32, 3));
        assert_eq!(Row::of_parts(long.parts().0, long.parts().1), long);
        assert_eq!(row("++-").rights(), 0);
        assert_eq!(Row::of_parts(u32::MAX, 2), row("++"));
        assert!(Row::default().is_empty());
    }

    #[test]
    fn practice_stops_when_the_row_says_enough() {
        // Answers; may it stop.
        let rows = [
            ("", false),
            ("+", false),
            ("-", false),
            ("++", false),
            ("+++", true),
            ("-++", false),
            ("-+++", true),
            ("--+++", true),
            ("+-++", false),
            ("++-", false),
            ("+++++", true),
            ("-----", false),
        ];
        for (text, stops) in rows {
            assert_eq!(may_stop(row(text), 52.0, 30), stops, "{text}: {}", chance_learned(row(text)));
        }
        assert!(may_stop(row("++"), 20.0, 30), "with little patience sooner");
        assert!(!may_stop(row("+++"), 52.0, 0), "where nothing more comes, nothing is claimed");
    }

    /// Over all rows of six answers, the mixture is the plain sum over paths of "learned after so many tasks".
    #[test]
    fn the_chance_equals_the_sum_over_all_ways_to_learn() {
        for bits in 0u32..64 {
            let answers: Vec<bool> = (0..6).map(|at| bits >> at & 1 == 1).collect();
            let (mut learned, mut whole) = (0.0, 0.0);
            for kind in &KINDS {
                // Learned before answer `at`; 7: never; 6: by the last one.
                for at in 0..=7usize {
                    let mut chance = match at {
                        0 => KNOWN_FIRST,
                        7 => (1.0 - KNOWN_FIRST) * libm::pow(1.0 - kind.learns, 6.0),
                        _ => (1.0 - KNOWN_FIRST) * libm::pow(1.0 - kind.learns, at as f64 - 1.0) * kind.learns,
                    };
                    for (place, right) in answers.iter().enumerate() {
                        let known = at <= place;
                        let is_right = if known { 1.0 - SLIP } else { kind.guesses };
                        chance *= if *right { is_right } else { 1.0 - is_right };
                    }
                    whole += chance;
                    learned += if at <= 6 { chance } else { 0.0 };
                }
            }
            let told = chance_learned(Row::of(answers.iter().copied()));
            assert!((told - learned / whole).abs() < 1e-12, "{bits:b}: {told} {}", learned / whole);
        }
    }

    /// What to do after each answer: stop, or ask on and then the one or the other. Where looking ahead ends, what comes
    /// then is guessed.
    enum Plan {
        Stop,
        Then,
        On(Box<[Plan; 2]>),
    }

    fn plans(ahead: u8) -> Vec<Plan> {
        if ahead == 0 {
            return vec![Plan::Then, Plan::Stop];
        }
        let next = || plans(ahead - 1);
        let mut all = vec![Plan::Stop];
        for right in 0..next().len() {
            for wrong in 0..next().len() {
                all.push(Plan::On(Box::new([next().swap_remove(right), next().swap_remove(wrong)])));
            }
        }
        all
    }

    /// What a plan costs one pupil of this kind, who has learned the topic or not, in expectation over what comes.
    fn plan_cost(plan: &Plan, kind: &Kind, learned: bool, patience: f64) -> f64 {
        match plan {
            Plan::Stop => patience * f64::from(u8::from(!learned)),
            Plan::Then => {
                if learned {
                    THEN.0
                } else {
                    THEN.1
                }
            }
            Plan::On(next) => {
                let right = if learned { 1.0 - SLIP } else { kind.guesses };
                [(right, &next[0]), (1.0 - right, &next[1])]
                    .into_iter()
                    .map(|(chance, next)| {
                        let stays = plan_cost(next, kind, learned, patience);
                        let then = match learned {
                            true => stays,
                            false => (1.0 - kind.learns) * stays + kind.learns * plan_cost(next, kind, true, patience),
                        };
                        chance * then
                    })
                    .sum::<f64>()
                    + 1.0
            }
        }
    }

    /// The rule stops where no plan of asking on is worth more: all plans are gone through, for every row of six answers.
    #[test]
    fn the_rule_is_the_best_of_all_plans() {
        let plans: Vec<Plan> = plans(AHEAD).into_iter().filter(|plan| matches!(plan, Plan::On(_))).collect();
        for bits in 0u32..64 {
            let row = Row::of((0..6).map(|at| bits >> at & 1 == 1));
            let belief = belief(row);
            let (_, not) = sums(&belief);
            let expected = |plan: &Plan| -> f64 {
                let pupils = belief.iter().zip(&KINDS);
                pupils
                    .map(|((yes, no), kind)| {
                        yes * plan_cost(plan, kind, true, 52.0) + no * plan_cost(plan, kind, false, 52.0)
                    })
                    .sum()
            };
            let best = plans.iter().map(expected).fold(f64::INFINITY, f64::min);
            let told = cost(&belief, 52.0, AHEAD, 30, true);
            assert!((told - best).abs() < 1e-9, "{bits:b}: {told}, the best plan {best}");
            let stops = row.rights() > 0 && 52.0 * not <= best;
            assert_eq!(may_stop(row, 52.0, 30), stops, "{bits:b}");
        }
    }
}
