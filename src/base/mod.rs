//! What every room may use: ids, time, stamps, the seeded generator of random numbers, the two languages.
//!
//! Absent: a clock and a source of entropy. `now` and seeds are arguments, given by `browser`.

pub mod format;
mod id;
mod lang;
mod rng;
mod sentence;
mod stamp;
mod time;

pub use id::{ClassId, DeviceId, PersonId, PlaceId};
pub use lang::{Lang, Text, plural_form};
pub use rng::Rng;
pub use sentence::{Filling, fill};
pub use stamp::{FactId, HybridTime, Stamp};
pub use time::{Day, Moment, Week};
