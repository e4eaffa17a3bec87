//! Compressed copies of the built files, outside `dist/`, so that our own server sends what a good host would send.

use std::path::{Path, PathBuf};

use crate::project::{self, Outcome};

/// Where the copies lie: each file's path with `.br` or `.gz` behind it.
pub fn folder() -> PathBuf {
    project::at("target/compressed")
}

/// Writes the copies of all files of `dist` that shrink.
pub fn beside(dist: &Path) -> Outcome {
    let mut node = project::program("node");
    node.arg("xtask/web/compress.mjs").arg(dist).arg(folder());
    project::run(&mut node, "compressing")
}
