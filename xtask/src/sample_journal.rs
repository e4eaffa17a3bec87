//! `cargo xtask sample-journal`: writes a backup file with many answers.

use crate::project::Outcome;

/// Runs the command.
pub fn run(_arguments: &[String]) -> Outcome {
    Err("sample journals cannot be written yet".to_owned())
}
