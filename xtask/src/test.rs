//! `cargo xtask test`: formatting, lints, and all tests.

use crate::project::{Options, Outcome};

/// Runs the command.
pub fn run(arguments: &[String]) -> Outcome {
    let mut options = Options::new("test", arguments);
    let _long = options.flag("--long");
    options.end()
}
