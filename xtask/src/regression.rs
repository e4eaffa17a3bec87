//! Logistic regression with shrunken parts by skill and by item: the fitting code of `evaluate`. For measuring only;
//! nothing that it finds ships.
//!
//! The most likely weights under a normal prior, by stochastic steps whose size falls with what each weight has seen
//! (Duchi, Hazan, Singer 2011), averaged over the second half of the passes (Polyak).

use augu::base::Rng;

/// One answer to learn from.
#[derive(Clone, Copy)]
pub struct Example {
    pub skill: u32,
    pub item: u32,
    pub right: bool,
}

/// What is fitted, and how closely it is held to 0.
#[derive(Clone, Copy)]
pub struct Shape {
    /// Shared columns.
    pub columns: usize,
    /// Which of them have a slope of their own by skill.
    pub by_skill: &'static [usize],
    /// Which of them have a slope of their own by item.
    pub by_item: &'static [usize],
    pub skills: usize,
    pub items: usize,
    /// Whether skills and items have an ease of their own at all.
    pub own_ease: bool,
    /// Standard deviations of the priors: shared weights, ease of skills and items, slopes by skill and by item.
    pub spread: Spread,
    pub passes: usize,
    /// The chance to guess, and one less the chance to slip: a right answer has the chance low + (high - low) * sigmoid.
    pub low: f64,
    pub high: f64,
}

impl Shape {
    /// The chance of this answer, and by how much its logarithm grows with the sum of the weights.
    fn chance(&self, sum: f64, right: bool) -> (f64, f64) {
        let inside = sigmoid(sum);
        let of_right = (self.low + (self.high - self.low) * inside).clamp(1e-9, 1.0 - 1e-9);
        let steep = (self.high - self.low) * inside * (1.0 - inside);
        match right {
            true => (of_right, steep / of_right),
            false => (1.0 - of_right, -steep / (1.0 - of_right)),
        }
    }
}

#[derive(Clone, Copy)]
pub struct Spread {
    pub shared: f64,
    pub skill: f64,
    pub item: f64,
    pub skill_slope: f64,
    pub item_slope: f64,
}

/// All weights in one row: bias, shared, skills, items, slopes by skill, slopes by item.
#[derive(Clone)]
pub struct Weights {
    shape: Shape,
    pub all: Vec<f64>,
}

impl Weights {
    fn new(shape: Shape) -> Weights {
        let count =
            1 + shape.columns + shape.skills * (1 + shape.by_skill.len()) + shape.items * (1 + shape.by_item.len());
        Weights { shape, all: vec![0.0; count] }
    }

    pub fn bias(&self) -> f64 {
        self.all[0]
    }

    pub fn shared(&self, column: usize) -> f64 {
        self.all[1 + column]
    }

    fn skill_at(&self, skill: usize) -> usize {
        1 + self.shape.columns + skill
    }

    fn item_at(&self, item: usize) -> usize {
        1 + self.shape.columns + self.shape.skills + item
    }

    fn skill_slope_at(&self, skill: usize, which: usize) -> usize {
        1 + self.shape.columns + self.shape.skills + self.shape.items + skill * self.shape.by_skill.len() + which
    }

    fn item_slope_at(&self, item: usize, which: usize) -> usize {
        let before = 1 + self.shape.columns + self.shape.skills * (1 + self.shape.by_skill.len()) + self.shape.items;
        before + item * self.shape.by_item.len() + which
    }

    pub fn skill(&self, skill: usize) -> f64 {
        self.all[self.skill_at(skill)]
    }

    pub fn item(&self, item: usize) -> f64 {
        self.all[self.item_at(item)]
    }

    pub fn skill_slope(&self, skill: usize, which: usize) -> f64 {
        self.all[self.skill_slope_at(skill, which)]
    }

    pub fn item_slope(&self, item: usize, which: usize) -> f64 {
        self.all[self.item_slope_at(item, which)]
    }
}

/// The examples with their rows of columns.
pub struct Problem<'a> {
    pub shape: Shape,
    pub examples: &'a [Example],
    /// Row by row.
    pub columns: &'a [f32],
}

impl Problem<'_> {
    fn row(&self, at: usize) -> &[f32] {
        &self.columns[at * self.shape.columns..(at + 1) * self.shape.columns]
    }

    /// Calls `with` for each weight that the example touches: its place, what it is multiplied by, and the share of its
    /// prior that falls to one example (1 / (spread² · how many examples touch it)).
    fn touched(&self, at: usize, weights: &Weights, counts: &Counts, mut with: impl FnMut(usize, f64, f64)) {
        let Example { skill, item, .. } = self.examples[at];
        let (skill, item) = (skill as usize, item as usize);
        let Spread { shared, skill: of_skill, item: of_item, skill_slope, item_slope } = self.shape.spread;
        let share = |spread: f64, count: f64| 1.0 / (spread * spread * count.max(1.0));
        with(0, 1.0, 0.0);
        let row = self.row(at);
        let all = share(shared, self.examples.len() as f64);
        for (column, value) in row.iter().enumerate().filter(|(_, value)| **value != 0.0) {
            with(1 + column, f64::from(*value), all);
        }
        if self.shape.own_ease {
            with(weights.skill_at(skill), 1.0, share(of_skill, counts.skill[skill]));
            with(weights.item_at(item), 1.0, share(of_item, counts.item[item]));
            for (which, column) in self.shape.by_skill.iter().enumerate().filter(|(_, column)| row[**column] != 0.0) {
                with(
                    weights.skill_slope_at(skill, which),
                    f64::from(row[*column]),
                    share(skill_slope, counts.skill[skill]),
                );
            }
            for (which, column) in self.shape.by_item.iter().enumerate().filter(|(_, column)| row[**column] != 0.0) {
                with(weights.item_slope_at(item, which), f64::from(row[*column]), share(item_slope, counts.item[item]));
            }
        }
    }

    fn logit(&self, at: usize, weights: &Weights, counts: &Counts) -> f64 {
        let mut sum = 0.0;
        self.touched(at, weights, counts, |place, value, _| sum += weights.all[place] * value);
        sum
    }

    /// The most likely weights.
    pub fn fit(&self) -> Weights {
        let counts = Counts::of(self);
        let mut weights = Weights::new(self.shape);
        let rights = self.examples.iter().filter(|example| example.right).count() as f64 + 1.0;
        let wrongs = self.examples.len() as f64 + 2.0 - rights;
        weights.all[0] = libm::log(rights / wrongs);
        let mut seen = vec![1e-2; weights.all.len()];
        let mut mean = vec![0.0; weights.all.len()];
        let mut order: Vec<usize> = (0..self.examples.len()).collect();
        let mut rng = Rng::new(1);
        let (mut averaged, mut steps) = (0.0, Vec::new());
        for pass in 0..self.shape.passes {
            rng.shuffle(&mut order);
            let rate = if pass * 10 < self.shape.passes * 6 { 0.08 } else { 0.024 };
            for &at in &order {
                let (_, error) = self.shape.chance(self.logit(at, &weights, &counts), self.examples[at].right);
                steps.clear();
                self.touched(at, &weights, &counts, |place, value, share| {
                    steps.push((place, error * value - share * weights.all[place]));
                });
                for &(place, slope) in &steps {
                    seen[place] += slope * slope;
                    weights.all[place] += rate * slope / libm::sqrt(seen[place]);
                }
            }
            if pass * 2 >= self.shape.passes {
                mean.iter_mut().zip(&weights.all).for_each(|(mean, weight)| *mean += weight);
                averaged += 1.0;
            }
        }
        if averaged > 0.0 {
            weights.all = mean.into_iter().map(|sum| sum / averaged).collect();
        }
        weights
    }
}

/// How many examples touch each skill and item.
struct Counts {
    skill: Vec<f64>,
    item: Vec<f64>,
}

impl Counts {
    fn of(problem: &Problem) -> Counts {
        let mut counts = Counts { skill: vec![0.0; problem.shape.skills], item: vec![0.0; problem.shape.items] };
        for example in problem.examples {
            counts.skill[example.skill as usize] += 1.0;
            counts.item[example.item as usize] += 1.0;
        }
        counts
    }
}

pub fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-z))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: Shape = Shape {
        columns: 3,
        by_skill: &[0, 2],
        by_item: &[1],
        skills: 4,
        items: 7,
        own_ease: true,
        spread: Spread { shared: 3.0, skill: 1.0, item: 0.7, skill_slope: 0.3, item_slope: 0.2 },
        passes: 40,
        low: 0.05,
        high: 0.97,
    };

    fn examples(count: usize) -> (Vec<Example>, Vec<f32>) {
        let mut rng = Rng::new(5);
        let (mut examples, mut columns) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let (skill, item) = (rng.below(4) as u32, rng.below(7) as u32);
            let row = [rng.unit() as f32 - 0.5, rng.below(2) as f32, rng.unit() as f32];
            let z = 2.0 * f64::from(row[0]) - f64::from(row[1]) + 0.4 * f64::from(skill) - 0.3 * f64::from(item);
            examples.push(Example { skill, item, right: rng.unit() < 0.05 + 0.92 * sigmoid(z) });
            columns.extend(row);
        }
        (examples, columns)
    }

    /// What is made small: less the logarithm of the chance of the answers, and the priors.
    fn loss(problem: &Problem, weights: &Weights, counts: &Counts) -> f64 {
        let mut sum = 0.0;
        for at in 0..problem.examples.len() {
            let z = problem.logit(at, weights, counts);
            sum -= libm::log(problem.shape.chance(z, problem.examples[at].right).0);
            problem.touched(at, weights, counts, |place, _, share| {
                sum += 0.5 * share * weights.all[place] * weights.all[place]
            });
        }
        sum
    }

    #[test]
    fn the_gradient_is_the_numeric_one() {
        let (examples, columns) = examples(60);
        let problem = Problem { shape: SHAPE, examples: &examples, columns: &columns };
        let counts = Counts::of(&problem);
        let mut weights = Weights::new(SHAPE);
        let mut rng = Rng::new(9);
        weights.all.iter_mut().for_each(|weight| *weight = rng.unit() - 0.5);
        let mut slopes = vec![0.0; weights.all.len()];
        for (at, example) in examples.iter().enumerate() {
            let (_, error) = SHAPE.chance(problem.logit(at, &weights, &counts), example.right);
            problem.touched(at, &weights, &counts, |place, value, share| {
                slopes[place] += error * value - share * weights.all[place];
            });
        }
        for (place, slope) in slopes.iter().enumerate() {
            let moved = |by: f64| {
                let mut other = weights.clone();
                other.all[place] += by;
                loss(&problem, &other, &counts)
            };
            let numeric = -(moved(1e-5) - moved(-1e-5)) / 2e-5;
            assert!((numeric - slope).abs() < 1e-5, "weight {place}: {slope} against {numeric}");
        }
    }

    #[test]
    fn known_weights_are_found_again() {
        let (examples, columns) = examples(20_000);
        let problem = Problem { shape: SHAPE, examples: &examples, columns: &columns };
        let weights = problem.fit();
        // A slope that all skills or items have may stand in the shared weight or in each of their own.
        let slope = weights.shared(0) + (0..4).map(|skill| weights.skill_slope(skill, 0)).sum::<f64>() / 4.0;
        assert!((slope - 2.0).abs() < 0.3, "{slope}");
        let slope = weights.shared(1) + (0..7).map(|item| weights.item_slope(item, 0)).sum::<f64>() / 7.0;
        assert!((slope + 1.0).abs() < 0.3, "{slope}");
        let ease = |skill| weights.skill(skill);
        assert!((ease(3) - ease(0) - 1.2).abs() < 0.3, "{} {}", ease(3), ease(0));
        assert!((weights.item(6) - weights.item(0) + 1.8).abs() < 0.4);
    }
}
