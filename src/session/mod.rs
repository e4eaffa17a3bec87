//! One sitting of practice: `(state, intent, now, seed) -> outcome`. Nothing here waits: what is missing is named in
//! the outcome, and the caller fetches it and comes back.

mod placement;
mod practice;
mod world;

pub use placement::{PlacementAsked, PlacementIntent, PlacementSitting, PlacementStep, how_sure};
pub use practice::{Asked, Intent, Only, Outcome, Sitting};
pub use world::World;
