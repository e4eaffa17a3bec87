//! `cargo xtask test`: formatting, lints and all tests, each suite with its time beside its budget.
//!
//! A suite tells how many checks passed and failed; one that ends badly without a count has failed once. The last line
//! is the sum over all suites.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::build::{self, Kind};
use crate::data::{Data, Faults};
use crate::program::WASM;
use crate::project::{self, Options, Outcome};
use crate::serve::{self, Place};
use crate::{pack, tools};

/// One part of the tests.
struct Suite {
    name: &'static str,
    /// Minutes it may take on a bare machine with two cores, its cold builds counted, the tools' installation not.
    budget_minutes: u32,
    what: &'static str,
    run: fn(long: bool) -> Count,
}

/// In this order: what is quick and often wrong comes first. Later work adds to the budgets; all together stay under
/// 25 minutes, so that a bare machine, which installs the tools first, is done in 45.
const SUITES: [Suite; 7] = [
    Suite { name: "format", budget_minutes: 1, what: "the formatting of all Rust files", run: format },
    Suite { name: "lint", budget_minutes: 4, what: "clippy, for this machine and for the browser", run: lint },
    Suite { name: "native", budget_minutes: 4, what: "the tests of the core and of these commands", run: native },
    Suite { name: "judges", budget_minutes: 2, what: "other programs open and verify the app's files", run: judges },
    Suite { name: "packs", budget_minutes: 2, what: "every template of the content, many times", run: packs },
    Suite { name: "browser", budget_minutes: 4, what: "the store and the pages, inside a browser", run: browser },
    Suite { name: "journeys", budget_minutes: 8, what: "whole journeys through the release build", run: journeys },
];

/// How many checks passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    passed: u32,
    failed: u32,
}

impl Count {
    const PASSED: Count = Count { passed: 1, failed: 0 };
    const FAILED: Count = Count { passed: 0, failed: 1 };

    fn plus(self, other: Count) -> Count {
        Count { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }

    /// A runner that ends badly has failed, whatever it counted.
    fn with_end(self, ended_well: bool) -> Count {
        if !ended_well && self.failed == 0 { self.plus(Count::FAILED) } else { self }
    }
}

/// Runs the command.
pub fn run(arguments: &[String]) -> Outcome {
    let mut options = Options::new("test", arguments);
    let long = options.flag("--long");
    let only = options.value("--only")?;
    options.end()?;
    let names: Vec<&str> = SUITES.iter().map(|suite| suite.name).collect();
    if let Some(only) = only.as_deref().filter(|only| !names.contains(only)) {
        return Err(format!("there is no suite `{only}`; there are {}", names.join(", ")));
    }
    let mut total = Count::default();
    let mut lines = Vec::new();
    for suite in SUITES.iter().filter(|suite| only.as_deref().is_none_or(|only| only == suite.name)) {
        project::say(&format!("{}: {}", suite.name, suite.what));
        let start = Instant::now();
        let count = (suite.run)(long);
        let minutes = start.elapsed().as_secs_f64() / 60.0;
        total = total.plus(count);
        lines.push(line(suite, count, minutes, long));
    }
    println!("\nsuite      passed  failed  minutes  budget");
    lines.iter().for_each(|line| println!("{line}"));
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { Ok(()) } else { Err("not all is well; the suites that failed say more above".to_owned()) }
}

fn line(suite: &Suite, count: Count, minutes: f64, long: bool) -> String {
    let over = minutes > f64::from(suite.budget_minutes) && !long;
    let warning = if over { "   over its budget" } else { "" };
    format!(
        "{:<9} {:>7} {:>7} {:>8.1} {:>7}{warning}",
        suite.name, count.passed, count.failed, minutes, suite.budget_minutes
    )
}

fn format(_long: bool) -> Count {
    match tools::for_lints() {
        Err(sentence) => cannot_run(&sentence),
        Ok(()) => checked(project::program("cargo").args(["fmt", "--all", "--check"])),
    }
}

fn lint(_long: bool) -> Count {
    if let Err(sentence) = tools::for_lints() {
        return cannot_run(&sentence);
    }
    let here = ["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"];
    let browser = [
        "clippy",
        "--package",
        "augu",
        "--target",
        WASM,
        "--lib",
        "--bins",
        "--test",
        "browser",
        "--",
        "--deny",
        "warnings",
    ];
    checked(project::program("cargo").args(here)).plus(checked(project::program("cargo").args(browser)))
}

fn native(long: bool) -> Count {
    let mut cargo = project::program("cargo");
    // The profile that these commands themselves are built with: its dependencies are there already.
    cargo.args(["test", "--profile", "native", "--workspace", "--exclude", "judges", "--no-fail-fast"]);
    if long {
        // Tests with a short and a full count read the first; proptest reads the second.
        cargo.env("AUGU_LONG", "1").env("PROPTEST_CASES", "20000");
    }
    counted(&mut cargo, of_rust_line)
}

fn judges(long: bool) -> Count {
    if let Err(sentence) = tools::for_judges() {
        return cannot_run(&sentence);
    }
    let mut cargo = project::program("cargo");
    cargo.args(["test", "--profile", "native", "--package", "judges", "--no-fail-fast"]);
    if let Ok(this) = std::env::current_exe() {
        cargo.env("AUGU_XTASK", this);
    }
    if long {
        cargo.env("AUGU_LONG", "1");
    }
    counted(&mut cargo, of_rust_line)
}

fn packs(_long: bool) -> Count {
    match pack::run(&[]) {
        Ok(()) => Count::PASSED,
        Err(sentence) => cannot_run(&sentence),
    }
}

fn browser(_long: bool) -> Count {
    if let Err(sentence) = tools::for_build().and_then(|()| tools::for_browser_tests()) {
        return cannot_run(&sentence);
    }
    let mut cargo = project::program("cargo");
    cargo.args(["test", "--package", "augu", "--target", WASM, "--test", "browser"]);
    // Built once for a few runs: optimising the dependencies would cost more than it saves.
    cargo.args(["--config", "profile.dev.package.'*'.opt-level=0", "--config", "profile.dev.debug=false"]);
    cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    counted(&mut cargo, of_rust_line)
}

fn journeys(long: bool) -> Count {
    let log = project::at("target/journeys-requests.log");
    let address = tools::for_build()
        .and_then(|()| tools::for_browser_tests())
        .and_then(|()| build::site(Kind::Release))
        .and_then(|()| {
            let folder = project::at("target/journeys-data");
            let _ = std::fs::remove_dir_all(&folder);
            Data::open(&folder, None, Some(Faults::default()))
        })
        .and_then(|data| {
            let _ = std::fs::remove_file(&log);
            serve::start(Place::new(None).with_data(data).with_log(log.clone()), 0)
        });
    let address = match address {
        Ok(address) => address,
        Err(sentence) => return cannot_run(&sentence),
    };
    let mut playwright = project::program("playwright");
    playwright
        .args(["test", "--config", "tests/e2e/playwright.config.ts"])
        .env("AUGU_URL", address)
        .env("AUGU_HOST_LOG", &log);
    if long {
        playwright.env("AUGU_LONG", "1");
    }
    if let Some(chromium) = project::which("chromium") {
        playwright.env("AUGU_CHROMIUM", chromium);
    }
    counted(&mut playwright, of_playwright_line)
}

/// A suite that cannot run has failed once, and says why.
fn cannot_run(sentence: &str) -> Count {
    eprintln!("xtask: {sentence}");
    Count::FAILED
}

/// A program that is itself one check.
fn checked(command: &mut Command) -> Count {
    match project::run(command, "this check") {
        Ok(()) => Count::PASSED,
        Err(sentence) => cannot_run(&sentence),
    }
}

/// Runs a test runner, shows what it prints and adds up what its closing lines tell.
fn counted(command: &mut Command, of_line: fn(&str) -> Option<Count>) -> Count {
    let mut child = match command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(error) => return cannot_run(&format!("the test runner could not start: {error}")),
    };
    let mut count = Count::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            count = count.plus(of_line(&line).unwrap_or_default());
            println!("{line}");
            let _ = std::io::stdout().flush();
        }
    }
    let ended_well = child.wait().is_ok_and(|status| status.success());
    count.with_end(ended_well)
}

/// `test result: ok. 12 passed; 0 failed; ...`, of cargo and of wasm-bindgen's runner alike.
fn of_rust_line(line: &str) -> Option<Count> {
    let (_, counts) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
    let number = |word: &str| {
        counts.split(';').find_map(|part| part.trim().strip_suffix(word)?.trim().parse::<u32>().ok()).unwrap_or(0)
    };
    Some(Count { passed: number("passed"), failed: number("failed") })
}

/// `12 passed (1.2m)`, `1 failed`, `1 flaky`, `2 did not run`, `1 interrupted`: each on a line of its own.
fn of_playwright_line(line: &str) -> Option<Count> {
    let (number, words) = line.trim().split_once(' ')?;
    let number = number.parse::<u32>().ok()?;
    let word = words.split(" (").next().unwrap_or_default();
    match word {
        "passed" => Some(Count { passed: number, failed: 0 }),
        "failed" | "flaky" | "did not run" | "interrupted" | "timed out" => Some(Count { passed: 0, failed: number }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(passed: u32, failed: u32) -> Option<Count> {
        Some(Count { passed, failed })
    }

    #[test]
    fn closing_lines_are_read() {
        let rust = [
            ("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out", count(12, 0)),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured", count(3, 2)),
            ("test result::tests::a ... ok", None),
            ("running 12 tests", None),
        ];
        for (line, expected) in rust {
            assert_eq!(of_rust_line(line), expected, "{line}");
        }
        let playwright = [
            ("  12 passed (1.2m)", count(12, 0)),
            ("  1 failed", count(0, 1)),
            ("  2 did not run", count(0, 2)),
            ("  1 flaky", count(0, 1)),
            ("  ok 3 [desktop] practice.spec.ts:12:1 3 passed questions (2s)", None),
            ("Running 12 tests using 2 workers", None),
        ];
        for (line, expected) in playwright {
            assert_eq!(of_playwright_line(line), expected, "{line}");
        }
    }

    #[test]
    fn a_runner_that_ends_badly_has_failed() {
        let cases = [
            (Count { passed: 3, failed: 0 }, true, Count { passed: 3, failed: 0 }),
            (Count { passed: 3, failed: 0 }, false, Count { passed: 3, failed: 1 }),
            (Count { passed: 3, failed: 2 }, false, Count { passed: 3, failed: 2 }),
            (Count::default(), false, Count::FAILED),
        ];
        for (counted, ended_well, expected) in cases {
            assert_eq!(counted.with_end(ended_well), expected);
        }
    }

    #[test]
    fn all_suites_fit_into_their_time() {
        let minutes: u32 = SUITES.iter().map(|suite| suite.budget_minutes).sum();
        assert!(minutes <= 25, "the suites' budgets sum up to {minutes} minutes");
    }
}
