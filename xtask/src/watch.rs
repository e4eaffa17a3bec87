//! Builds again when a file changes, for `cargo xtask serve --dev`. Looks at the times of the files once a moment:
//! no service of the system is needed, and it works on every file system.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use crate::build::{self, Kind};
use crate::project;

const WATCHED: [&str; 9] =
    ["src", "content", "locales", "public", "style", "xtask/web", "index.html", "Cargo.toml", "build.rs"];
const LOOK_EVERY: Duration = Duration::from_millis(700);

/// Never returns; each build's trouble is shown, and the next change tries again.
pub fn build_on_change(kind: Kind) {
    let mut seen = newest();
    project::say("watching for changes; reload the page after a build");
    loop {
        std::thread::sleep(LOOK_EVERY);
        let now = newest();
        if now == seen {
            continue;
        }
        // An editor writes several files at once: wait until it is quiet.
        std::thread::sleep(LOOK_EVERY);
        seen = newest();
        match build::site(kind) {
            Ok(()) => project::say("built again: reload the page"),
            Err(sentence) => eprintln!("xtask: {sentence}"),
        }
    }
}

/// How many files are watched, and the time of the newest.
fn newest() -> (usize, Option<SystemTime>) {
    let files: Vec<PathBuf> = WATCHED
        .iter()
        .flat_map(|name| {
            let path = project::at(name);
            let below: Vec<PathBuf> = project::files_below(&path).into_iter().map(|file| path.join(file)).collect();
            if path.is_file() { vec![path] } else { below }
        })
        .collect();
    let newest = files.iter().filter_map(|file| file.metadata().ok()?.modified().ok()).max();
    (files.len(), newest)
}
