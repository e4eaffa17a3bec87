//! The knowledge space of one pupil in doubt: a cloud of possible states, moved by noisy answers, and the question that
//! would clear most of the doubt (Doignon, Falmagne 1985; the cloud is moved as in resample-move, Gilks, Berzuini 2001).
//!
//! A state says of each skill whether it is held; a skill is held only if all it needs are. Skills are numbers here,
//! needs before what needs them or in any order without circles. Beside its state each member of the cloud has an
//! ability and guesses of its own about how steeply skills grow harder, so that nothing has to be known of how hard each
//! skill is. The cloud is kept by columns, one bit a member, so that how often two skills go together is counted 64
//! members at a time.
//!
//! Absent: pupils, tasks, words. Equal seeds and answers give equal clouds on every device.

use super::simulated::normal;
use crate::base::Rng;
use std::sync::Arc;

/// What is assumed before the first answer. The app's values: [`SpacePrior::default`].
#[derive(Clone, Debug, PartialEq)]
pub struct SpacePrior {
    /// Members of the cloud; rounded up to whole words of 64. Count, 256 to 4096.
    pub members: usize,
    /// Standard deviation of ability. Logit, 0.5 to 3.
    pub ability_spread: f64,
    /// Standard deviation of the guess about how easy all skills are together. Logit, 0 to 2.
    pub ease_spread: f64,
    /// How much harder a skill is for each step of depth in the graph, beside what it needs: mean and standard deviation.
    /// Logit a step.
    pub depth_step: (f64, f64),
    /// Moves of each member after an answer. Count, 1 to 4.
    pub sweeps: usize,
    /// What the doubt about "may be learned next" counts beside the doubt about "is held". 0 to 2.
    pub fringe_weight: f64,
}

impl Default for SpacePrior {
    fn default() -> Self {
        Self {
            members: 512,
            ability_spread: 1.5,
            ease_spread: 0.7,
            depth_step: (0.4, 0.25),
            sweeps: 1,
            fringe_weight: 0.25,
        }
    }
}

/// One answer: how likely it was if the skill is held and if it is not. Both strictly between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// The skill's number.
    pub skill: usize,
    /// The chance of this answer if the skill is held.
    pub if_held: f64,
    /// The chance of this answer if it is not.
    pub if_not: f64,
}

impl Evidence {
    /// A slip is believed to be at least this likely, whatever was assumed: who trusts too much in each wrong answer is
    /// led astray by the first slip. Probability; measured (docs/engine.md).
    pub const SLIP_MIN: f64 = 0.06;

    /// An answer judged right or wrong, with this chance to guess and to slip.
    pub fn judged(skill: usize, right: bool, guess: f64, slip: f64) -> Evidence {
        let (guess, slip) = (guess.clamp(0.01, 0.9), slip.clamp(Self::SLIP_MIN, 0.9));
        match right {
            true => Evidence { skill, if_held: 1.0 - slip, if_not: guess },
            false => Evidence { skill, if_held: slip, if_not: 1.0 - guess },
        }
    }
}

/// The graph as the cloud sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    needs: Vec<Vec<usize>>,
    leads: Vec<Vec<usize>>,
    /// Needs before what needs them.
    order: Vec<usize>,
    /// The longest way down, in steps.
    depths: Vec<usize>,
    /// The mean of these over all skills.
    depth_mean: f64,
    /// What is known of each skill beside its place: the factor on the odds to hold it.
    ease: Vec<f64>,
}

impl Space {
    /// The space over this graph; `ease` in logits, 0 where nothing is known. Needs outside the graph, on itself or in a
    /// circle are left out.
    pub fn new(needs: &[Vec<usize>], ease: &[f64]) -> Space {
        let count = needs.len();
        let mut kept: Vec<Vec<usize>> = vec![Vec::new(); count];
        let (mut order, mut placed) = (Vec::with_capacity(count), vec![false; count]);
        // Skills whose needs stand; where only circles are left, the first of them is freed of its needs.
        while order.len() < count {
            let ready = |at: &usize| {
                !placed[*at] && needs[*at].iter().all(|need| *need >= count || *need == *at || placed[*need])
            };
            let free = (0..count).find(ready);
            let Some(next) = free.or_else(|| (0..count).find(|at| !placed[*at])) else { break };
            let standing = needs[next].iter().copied().filter(|need| *need < count && placed[*need]);
            kept[next] = standing.collect();
            kept[next].sort_unstable();
            kept[next].dedup();
            placed[next] = true;
            order.push(next);
        }
        let mut leads = vec![Vec::new(); count];
        let mut depths = vec![0usize; count];
        for &skill in &order {
            for &need in &kept[skill] {
                leads[need].push(skill);
                depths[skill] = depths[skill].max(depths[need] + 1);
            }
        }
        let depth_mean = depths.iter().sum::<usize>() as f64 / count.max(1) as f64;
        let ease = (0..count).map(|at| ease.get(at).copied().filter(|it| it.is_finite()).unwrap_or(0.0));
        let ease = ease.map(|ease| libm::exp(ease.clamp(-8.0, 8.0))).collect();
        Space { needs: kept, leads, order, depths, depth_mean, ease }
    }

    /// How many skills there are.
    pub fn len(&self) -> usize {
        self.needs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.needs.is_empty()
    }
}

/// The cloud of possible states.
#[derive(Clone, Debug)]
pub struct Cloud {
    space: Arc<Space>,
    prior: SpacePrior,
    members: usize,
    words: usize,
    /// Column by column: the bit of a member says that it holds the skill.
    held: Vec<u64>,
    ability: Vec<f64>,
    step: Vec<f64>,
    /// By skill, the product over its answers: as likely if held as if not.
    told: Vec<f64>,
    rng: Rng,
}

/// The odds of one member to hold each skill, given that it holds what the skill needs.
struct Odds<'a> {
    space: &'a Space,
    /// By depth.
    by_depth: Vec<f64>,
}

impl<'a> Odds<'a> {
    fn new(space: &'a Space, ability: f64, step: f64) -> Odds<'a> {
        let deepest = space.depths.iter().copied().max().unwrap_or(0);
        let factor = libm::exp(-step);
        let mut odds = libm::exp(ability + step * space.depth_mean);
        let mut by_depth = Vec::with_capacity(deepest + 1);
        for _ in 0..=deepest {
            by_depth.push(odds);
            odds *= factor;
        }
        Odds { space, by_depth }
    }

    /// Kept in bounds within which products of eight cannot overflow.
    fn of(&self, skill: usize) -> f64 {
        (self.by_depth[self.space.depths[skill]] * self.space.ease[skill]).clamp(1e-12, 1e12)
    }

    /// The logarithm of the chance of this state among the skills that are open.
    fn worth(&self, open: &[usize], state: &[bool]) -> f64 {
        let mut sum = 0.0;
        for some in open.chunks(8) {
            let product = some.iter().fold(1.0, |product, skill| {
                let odds = self.of(*skill);
                product * if state[*skill] { 1.0 + 1.0 / odds } else { 1.0 + odds }
            });
            sum -= libm::log(product);
        }
        sum
    }
}

const ABILITY_MAX: f64 = 10.0;

impl Cloud {
    /// The cloud before the first answer.
    pub fn new(space: Arc<Space>, prior: SpacePrior, seed: u64) -> Cloud {
        let words = prior.members.clamp(64, 1 << 16).div_ceil(64);
        let members = words * 64;
        let mut cloud = Cloud {
            members,
            words,
            held: vec![0; words * space.len()],
            ability: Vec::with_capacity(members),
            step: Vec::with_capacity(members),
            told: vec![1.0; space.len()],
            space: Arc::clone(&space),
            prior,
            rng: Rng::new(seed),
        };
        let spread = cloud.spread();
        let (step_mean, step_spread) = cloud.prior.depth_step;
        let mut state = vec![false; space.len()];
        for member in 0..members {
            // Evenly through the distribution instead of by chance: so the cloud has no lean of its own.
            let ability = spread * quantile((member as f64 + cloud.rng.unit()) / members as f64);
            let ability = ability.clamp(-ABILITY_MAX, ABILITY_MAX);
            let step = step_mean + step_spread * normal(&mut cloud.rng);
            let odds = Odds::new(&space, ability, step);
            for &skill in &space.order {
                let ready = space.needs[skill].iter().all(|need| state[*need]);
                state[skill] = ready && cloud.rng.unit() * (1.0 + odds.of(skill)) < odds.of(skill);
                if state[skill] {
                    cloud.held[skill * words + member / 64] |= 1 << (member % 64);
                }
            }
            cloud.ability.push(ability);
            cloud.step.push(step);
        }
        cloud
    }

    fn spread(&self) -> f64 {
        libm::hypot(self.prior.ability_spread, self.prior.ease_spread).max(0.01)
    }

    fn holds(&self, skill: usize, member: usize) -> bool {
        self.held[skill * self.words + member / 64] >> (member % 64) & 1 == 1
    }

    fn column(&self, skill: usize) -> &[u64] {
        &self.held[skill * self.words..(skill + 1) * self.words]
    }

    fn count(&self, skill: usize) -> f64 {
        f64::from(self.column(skill).iter().map(|word| word.count_ones()).sum::<u32>())
    }

    /// The chance that the skill is held.
    pub fn chance(&self, skill: usize) -> f64 {
        if skill >= self.space.len() { 0.0 } else { self.count(skill) / self.members as f64 }
    }

    /// The chance that the skill may be learned next: not held, and all it needs are.
    pub fn chance_next(&self, skill: usize) -> f64 {
        if skill >= self.space.len() {
            return 0.0;
        }
        f64::from(self.fringe(skill).iter().map(|word| word.count_ones()).sum::<u32>()) / self.members as f64
    }

    fn fringe(&self, skill: usize) -> Vec<u64> {
        let mut column: Vec<u64> = self.column(skill).iter().map(|word| !word).collect();
        for need in &self.space.needs[skill] {
            for (word, held) in column.iter_mut().zip(self.column(*need)) {
                *word &= held;
            }
        }
        column
    }

    /// How much is open: the mean over all skills of the chance to be mistaken about them, 0 to .5.
    pub fn doubt(&self) -> f64 {
        let sum: f64 =
            (0..self.space.len()).map(|skill| self.chance(skill)).map(|chance| chance.min(1.0 - chance)).sum();
        sum / self.space.len().max(1) as f64
    }

    /// Takes an answer in.
    pub fn take(&mut self, answer: Evidence) {
        let (Some(told), true) = (self.told.get_mut(answer.skill), answer.if_held > 0.0 && answer.if_not > 0.0) else {
            return;
        };
        *told = (*told * answer.if_held / answer.if_not).clamp(1e-12, 1e12);
        self.resample(&answer);
        for _ in 0..self.prior.sweeps {
            self.sweep();
        }
    }

    /// Members that explain the answer multiply, others go (systematic resampling).
    fn resample(&mut self, answer: &Evidence) {
        let largest = answer.if_held.max(answer.if_not);
        let weights: Vec<f64> = (0..self.members)
            .map(|member| if self.holds(answer.skill, member) { answer.if_held } else { answer.if_not } / largest)
            .collect();
        let whole: f64 = weights.iter().sum();
        let stride = whole / self.members as f64;
        let mut parents = Vec::with_capacity(self.members);
        let (mut next, mut passed) = (self.rng.unit() * stride, 0.0);
        for (member, weight) in weights.iter().enumerate() {
            passed += weight;
            while next < passed && parents.len() < self.members {
                parents.push(member);
                next += stride;
            }
        }
        parents.resize(self.members, self.members - 1);
        for skill in 0..self.space.len() {
            let from: Vec<u64> = self.column(skill).to_vec();
            let column = &mut self.held[skill * self.words..(skill + 1) * self.words];
            for (word, parents) in column.iter_mut().zip(parents.chunks(64)) {
                let bits = parents.iter().enumerate();
                *word = bits.fold(0, |word, (bit, parent)| word | (from[parent / 64] >> (parent % 64) & 1) << bit);
            }
        }
        self.ability = parents.iter().map(|parent| self.ability[*parent]).collect();
        self.step = parents.iter().map(|parent| self.step[*parent]).collect();
    }

    /// Lets every member take one random step that keeps the distribution: its ability, then each skill that may change.
    fn sweep(&mut self) {
        let spread = self.spread();
        let (step_mean, step_spread) = (self.prior.depth_step.0, self.prior.depth_step.1.max(1e-6));
        let space = Arc::clone(&self.space);
        let space = space.as_ref();
        let mut state = vec![false; space.len()];
        let mut open = Vec::with_capacity(space.len());
        for member in 0..self.members {
            for (skill, held) in state.iter_mut().enumerate() {
                *held = self.holds(skill, member);
            }
            // Only skills whose needs are held say something about ability.
            open.clear();
            open.extend((0..space.len()).filter(|skill| space.needs[*skill].iter().all(|need| state[*need])));
            let before = |ability: f64, step: f64| {
                let (a, s) = (ability / spread, (step - step_mean) / step_spread);
                -0.5 * (a * a + s * s)
            };
            let (ability, step) = (self.ability[member], self.step[member]);
            let mut odds = Odds::new(space, ability, step);
            let other = (ability + 0.7 * normal(&mut self.rng), step + 0.7 * step_spread * normal(&mut self.rng));
            let odds_other = Odds::new(space, other.0, other.1);
            let gain = before(other.0, other.1) + odds_other.worth(&open, &state)
                - before(ability, step)
                - odds.worth(&open, &state);
            if other.0.abs() <= ABILITY_MAX && libm::log(1.0 - self.rng.unit()) < gain {
                (self.ability[member], self.step[member]) = other;
                odds = odds_other;
            }
            for skill in 0..space.len() {
                let needs_held = space.needs[skill].iter().all(|need| state[*need]);
                if !needs_held || space.leads[skill].iter().any(|lead| state[*lead]) {
                    continue;
                }
                let mut held_odds = odds.of(skill) * self.told[skill];
                // Held, it would open others, which this member does not hold.
                for &lead in &space.leads[skill] {
                    if space.needs[lead].iter().all(|need| *need == skill || state[*need]) {
                        held_odds /= 1.0 + odds.of(lead);
                    }
                }
                let held = self.rng.unit() * (1.0 + held_odds) < held_odds;
                if held != state[skill] {
                    state[skill] = held;
                    self.held[skill * self.words + member / 64] ^= 1 << (member % 64);
                }
            }
        }
    }

    /// The question among `may_ask` after whose answer least doubt is expected, with the doubt it is expected to take
    /// away; `None` if nothing may be asked. `noise` gives guess and slip of a question about the skill.
    pub fn question(&self, may_ask: &[usize], noise: impl Fn(usize) -> (f64, f64)) -> Option<(usize, f64)> {
        let count = self.members as f64;
        let columns: Vec<(f64, f64, Vec<u64>)> = (0..self.space.len())
            .map(|skill| (self.count(skill), 1.0, self.column(skill).to_vec()))
            .chain((0..self.space.len()).filter(|_| self.prior.fringe_weight > 0.0).map(|skill| {
                let column = self.fringe(skill);
                let held = f64::from(column.iter().map(|word| word.count_ones()).sum::<u32>());
                (held, self.prior.fringe_weight, column)
            }))
            // What is certain stays so.
            .filter(|(held, _, _)| *held > 0.0 && *held < count)
            .collect();
        let mut best: Option<(usize, f64)> = None;
        for &skill in may_ask.iter().filter(|skill| **skill < self.space.len()) {
            let held = self.count(skill);
            let (guess, slip) = noise(skill);
            let right_all = (1.0 - slip) * held + guess * (count - held);
            let wrong_all = count - right_all;
            if right_all <= 0.0 || wrong_all <= 0.0 {
                continue;
            }
            let asked = self.column(skill);
            let mut gain = 0.0;
            for (of_column, weight, column) in &columns {
                let both: u32 = asked.iter().zip(column).map(|(a, b)| (a & b).count_ones()).sum();
                let both = f64::from(both);
                let right = (1.0 - slip) * both + guess * (of_column - both);
                // The variance of "held or not" falls by the variance of its expectation.
                let apart = right / right_all - (of_column - right) / wrong_all;
                gain += weight * apart * apart;
            }
            gain *= right_all * wrong_all / (count * count);
            if best.is_none_or(|(_, largest)| gain > largest) {
                best = Some((skill, gain));
            }
        }
        best
    }
}

/// The standard normal quantile, to 1e-4 (a logistic start and two steps of Newton).
fn quantile(p: f64) -> f64 {
    let p = p.clamp(1e-9, 1.0 - 1e-9);
    let mut z = libm::log(p / (1.0 - p)) / 1.702;
    for _ in 0..4 {
        let below = 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
        let density = libm::exp(-0.5 * z * z) / libm::sqrt(std::f64::consts::TAU);
        z -= ((below - p) / density.max(1e-9)).clamp(-1.0, 1.0);
    }
    z
}
