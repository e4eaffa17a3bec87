//! Half a year of a simulated pupil as the engine sees it, in one number: every choice, every state and a placement. It is
//! the same natively and in the browser, or the same journal would not give the same state on every device.

use augu::base::{Moment, Rng};
use augu::engine::placement::{Outcome, Placed, Placement};
use augu::engine::simulated::{Nature, SimulatedPupil, six_tasks};
use augu::engine::{Catalogue, Demands, Learner, Params, Recent, choose};
use augu::exercises::TaskInfo;
use augu::skills::read_table;

/// What [`half_year`] comes to. It changes when a constant of the model, a rule of the choice or the map of skills does.
pub const HALF_YEAR: u64 = 0x491f_acc9_3da8_a18b;

/// The number.
pub fn half_year() -> u64 {
    let params = Params::default();
    let graph = read_table(include_str!("../../content/skills.tsv")).expect("the map of skills");
    let tasks: Vec<TaskInfo> = graph.all().iter().take(120).flat_map(|skill| six_tasks(&skill.id)).collect();
    let catalogue = Catalogue::new(&graph, &tasks);
    let mut digest = Digest(0xcbf2_9ce4_8422_2325);
    let mut pupil = SimulatedPupil::new(&params, Nature::CLASS, 7, 4);
    let (mut learner, mut recent, mut rng) = (Learner::new(Some(7)), Vec::new(), Rng::new(11));
    for at in 0..600i64 {
        let now = Moment(1_788_253_200_000 + at / 8 * 172_800_000 + at % 8 * 70_000);
        let choice = choose(&learner, &params, &graph, &catalogue, &Demands::default(), &recent, now, &mut rng);
        let choice = choice.expect("a task");
        digest.take(format!("{} {} {:x}", choice.skill, choice.template, choice.difficulty.to_bits()).as_bytes());
        let task = catalogue.task(&choice.skill, &choice.template).expect("a task of the catalogue");
        let seen = pupil.answer(&params, &graph, task, now);
        recent.push(Recent { skill: choice.skill, template: choice.template, right: seen.right, at: now });
        learner.observe(&params, &seen);
    }
    // The state is kept as whole numbers: floats by their bits.
    digest.take(serde_json::to_string(&learner).expect("the state as text").as_bytes());
    let now = Moment(1_788_253_200_000 + 200 * 86_400_000);
    let mut placement = Placement::new(&learner, &params, &graph, &catalogue, now, 3);
    for at in 0..8 {
        let Some(question) = placement.question(&params, &catalogue) else { break };
        digest.take(question.skill.as_str().as_bytes());
        let outcome = [Outcome::Right, Outcome::Wrong, Outcome::NotYet][at % 3];
        placement.take(&params, &Placed { skill: question.skill, kind: question.kind, outcome });
    }
    for (skill, chance) in &placement.summary().chances {
        digest.take(format!("{skill} {:x}", chance.to_bits()).as_bytes());
    }
    digest.0
}

/// FNV-1a of 64 bits.
struct Digest(u64);

impl Digest {
    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
