//! Augu's own commands: `cargo xtask serve`, `build`, `test` and the smaller ones. One file a command.
//!
//! What is not here: anything the app itself does. The commands install what they miss, call the tools of the web
//! build in the right order, and print what they do in plain sentences.

#![allow(clippy::disallowed_methods, reason = "commands tell how long they took; the ban is for the core")]

mod bench;
mod build;
mod bundle;
mod check;
mod compress;
mod data;
mod digest;
mod evaluate;
mod headers;
mod host_check;
mod http_host;
mod inspect;
mod pack;
mod pages;
mod program;
mod project;
mod regression;
mod sample_journal;
mod serve;
mod simulate;
mod test;
mod tools;
mod watch;

use std::process::ExitCode;

const HELP: &str = "\
Augu's own commands. Each installs what it misses, into the project's folders where it can.

  cargo xtask serve [--port N]        build the release app and serve it on http://127.0.0.1:8080
      --dev                           a debug build instead, built again when a file changes
      --under NAME                    serve under http://127.0.0.1:8080/NAME/, as some hosts do
      --no-build                      serve dist/ as it stands
      --only-data                     serve the data host alone
      --data DIR                      the folder of the data host at /data/, target/data if not given
      --data-password WORD            writing there needs the user `augu` with this password
      --faults LIST                   let the data host fail: 500=10,cut=5,stale=20,slow=300,rolled-back
  cargo xtask build [--dev]           write the release (or debug) build to dist/
  cargo xtask test [--long]           formatting, lints, all tests; --long with the full counts
      --only SUITE                    one suite alone: format, lint, native, judges, packs, browser, journeys
  cargo xtask pack [...]              check the content and write its packs to target/packs/
  cargo xtask check FILE.tsv [--english]
                                      judge a table of answers, one line of JSON a row; --help has examples
  cargo xtask sample-journal --answers N [...]
                                      write a backup file with N answers, for trying things out
  cargo xtask evaluate DATA --track W|P|N [...]
                                      how well the learner model predicts recorded answers; one line of JSON
  cargo xtask simulate space|mastery|schedule [...]
                                      the engine's policies against pupils whose truth is known; one line of JSON
  cargo xtask bench [--web] [--times N]
                                      how quick the engine and the judging are; --web in Chromium, slowed 4 times
  cargo xtask bench --opening         how long the parents' page in dist/ takes to open on a slow phone
  cargo xtask inspect DIR --code CODE open and verify a host's files with a recovery code: facts as JSON lines
  cargo xtask host-check URL [--user NAME:PASSWORD | --s3 KEY:SECRET:REGION]
                                      try a host of files and say what is safe on it
  cargo xtask help                    this page";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        None => ("help", [].as_slice()),
        Some((command, rest)) => (command.as_str(), rest),
    };
    let outcome = match command {
        "serve" => serve::run(rest),
        "build" => build::run(rest),
        "test" => test::run(rest),
        "pack" => pack::run(rest),
        "check" => check::run(rest),
        "evaluate" => evaluate::run(rest),
        "simulate" => simulate::run(rest),
        "bench" => bench::run(rest),
        "inspect" => inspect::run(rest),
        "host-check" => host_check::run(rest),
        "sample-journal" => sample_journal::run(rest),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`; `cargo xtask help` lists those there are")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}
