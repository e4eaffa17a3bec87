//! Tests of the whole, run natively: the house's order, and the content as it ships.

mod answers;
mod content;
mod fuzz;
mod journal;
mod malformed;
mod same_state;
mod sentences;
mod sync;
mod tidy;
