//! Judges from elsewhere: programs and libraries that know nothing of Augu open its sealed files, verify its signatures,
//! and serve as its hosts. Not part of `cargo test`: `cargo xtask test --only judges` installs what these need.

#![cfg(test)]

mod age_files;
mod class_files;
mod hosts;
mod signatures;
mod stores;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The project's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the project's folder")
}

/// The project's own commands, as built with these tests.
fn xtask() -> PathBuf {
    let given = std::env::var_os("AUGU_XTASK").map(PathBuf::from);
    given.unwrap_or_else(|| {
        let here = std::env::current_exe().expect("this program");
        here.ancestors().nth(2).expect("the profile's folder").join("xtask")
    })
}

/// A folder of its own for one test, emptied.
fn folder(name: &str) -> PathBuf {
    let folder = root().join("target/judges").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// Runs a program and fails with its own words if it does.
fn run(command: &mut Command) -> Output {
    let output = command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?} failed: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// A script for Node, whose imports are the project's own packages.
fn node(script: &str, arguments: &[&Path]) -> String {
    let file = root().join("target/judges").join(format!("{}.mjs", augu::keys::short_digest(script.as_bytes())));
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder for scripts");
    std::fs::write(&file, script).expect("the script is written");
    let output = run(Command::new("node").current_dir(root()).arg(file).args(arguments));
    String::from_utf8(output.stdout).expect("text")
}

/// A script for Python with the packages that the test command installs.
fn python(script: &str, arguments: &[&Path]) -> String {
    let packages = root().join(".tools/python");
    let output = run(Command::new("python3").env("PYTHONPATH", packages).arg("-c").arg(script).args(arguments));
    String::from_utf8(output.stdout).expect("text")
}
