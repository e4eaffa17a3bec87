//! `cargo xtask bench [--web] [--times N]`: how quick the engine and the judging are, as one table. Natively; with `--web`
//! also in headless Chromium, compiled and optimised as the app is, with the processor slowed N times (4 if not said).
//!
//! `cargo xtask bench --opening`: how long the parents' page of the build in `dist/` takes to open on a slow phone.
//!
//! The work itself stands in the package `benches`, which is no part of the app. A figure is a mean over many rounds; no
//! test depends on it.

use std::process::Stdio;

use crate::program::{self, WASM};
use crate::project::{self, Options, Outcome};
use crate::serve::{self, Place};
use crate::{sample_journal, tools};

/// How often the parents' page is opened; the median counts.
const OPENINGS: &str = "5";
/// Answers of the pupil whom it shows.
const ANSWERS: &str = "400";

/// One row of what was measured.
struct Figure {
    what: String,
    asked_us: Option<f64>,
    us: f64,
}

/// Runs the command.
pub fn run(arguments: &[String]) -> Outcome {
    let mut options = Options::new("bench", arguments);
    let web = options.flag("--web");
    let opens = options.flag("--opening");
    let times = options.value("--times")?.map_or(Ok(4.0), |text| text.parse::<f64>());
    let times =
        times.ok().filter(|times| (1.0..=100.0).contains(times)).ok_or("`--times` takes a number from 1 to 100")?;
    options.end()?;
    if opens {
        return opening();
    }
    if web {
        tools::for_build()?;
        tools::for_browser_tests()?;
    }
    let native = native()?;
    let browser = if web { Some(browser(times)?) } else { None };
    print!("{}", table(&native, browser.as_deref(), times));
    Ok(())
}

fn opening() -> Outcome {
    tools::for_browser_tests()?;
    if !project::at("dist/parent/index.html").is_file() {
        return Err("there is no dist/ yet; `cargo xtask build` makes it".to_owned());
    }
    let folder = project::at("target/web");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{} could not be made: {error}", folder.display()))?;
    let copy = folder.join("opening.json").to_string_lossy().into_owned();
    sample_journal::run(&["--answers", ANSWERS, "--out", &copy].map(str::to_owned))?;
    let address = serve::start(Place::new(None), 0)?;
    let mut node = project::program("node");
    node.args(["xtask/web/opening.mjs", &address, OPENINGS, &copy]);
    if let Some(chromium) = project::which("chromium") {
        node.env("AUGU_CHROMIUM", chromium);
    }
    project::run(&mut node, "opening the parents' page")
}

fn native() -> Result<Vec<Figure>, String> {
    project::say("compiling the measures for this machine, as the app is compiled");
    let mut cargo = project::program("cargo");
    cargo.args(["build", "--release", "--locked", "--package", "benches", "--bin", "benches"]);
    cargo.arg("--target-dir").arg(project::at("target"));
    project::run(&mut cargo, "compiling the measures")?;
    project::say("measuring on this machine");
    told(project::program(project::at("target/release/benches")))
}

fn browser(times: f64) -> Result<Vec<Figure>, String> {
    project::say("compiling the measures for the browser: some minutes");
    let mut cargo = project::program("cargo");
    cargo.args(["build", "--release", "--locked", "--package", "benches", "--lib", "--target", WASM]);
    cargo.arg("--target-dir").arg(project::at("target"));
    project::run(&mut cargo, "compiling the measures")?;
    let folder = project::at("target/web/benches");
    let whole = project::at("target").join(WASM).join("release/benches.wasm");
    let mut bindgen = project::program("wasm-bindgen");
    bindgen.arg(whole).args(["--target", "web", "--no-typescript", "--out-name", "benches", "--out-dir"]).arg(&folder);
    project::run(&mut bindgen, "wasm-bindgen")?;
    program::optimise(&folder.join("benches_bg.wasm"))?;
    project::say(&format!("measuring in Chromium with the processor slowed {times} times"));
    let mut node = project::program("node");
    node.arg("xtask/web/measure.mjs").arg(&folder).arg(times.to_string());
    node.arg(project::which("chromium").unwrap_or_default());
    told(node)
}

/// What a measuring program prints: a line a group, each a list of rows.
fn told(mut program: std::process::Command) -> Result<Vec<Figure>, String> {
    let output = program.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("the measures could not start: {error}"))?;
    if !output.status.success() {
        return Err("the measures ended badly; their own words stand above".to_owned());
    }
    read(&String::from_utf8_lossy(&output.stdout))
}

fn read(lines: &str) -> Result<Vec<Figure>, String> {
    let mut figures = Vec::new();
    for line in lines.lines() {
        let rows: Vec<(String, Option<f64>, f64)> =
            serde_json::from_str(line).map_err(|fault| format!("the measures gave no table: {fault}"))?;
        figures.extend(rows.into_iter().map(|(what, asked_us, us)| Figure { what, asked_us, us }));
    }
    Ok(figures)
}

/// The table, in microseconds; what takes longer than is asked of the browser is marked.
fn table(native: &[Figure], browser: Option<&[Figure]>, times: f64) -> String {
    let head = format!("browser, {times} times slowed");
    let mut text = format!("{:42} {:>12} {:>28} {:>12}\n", "microseconds", "native", head, "asked");
    for (at, figure) in native.iter().enumerate() {
        let inside = browser.and_then(|browser| browser.get(at)).map(|found| found.us);
        let asked = figure.asked_us.map_or_else(String::new, spaced);
        let over = inside.zip(figure.asked_us).is_some_and(|(us, asked)| us > asked);
        let row = format!(
            "{:42} {:>12} {:>28} {:>12}{}",
            figure.what,
            spaced(figure.us),
            inside.map_or_else(|| "-".to_owned(), spaced),
            asked,
            if over { "  over" } else { "" }
        );
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

/// A number of microseconds with as many digits as mean something, thousands apart.
fn spaced(us: f64) -> String {
    if us < 100.0 {
        return if us < 10.0 { format!("{us:.2}") } else { format!("{us:.1}") };
    }
    let digits = format!("{us:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_with_the_digits_that_mean_something() {
        let rows = [(0.238, "0.24"), (12.34, "12.3"), (480.4, "480"), (2880.0, "2 880"), (1_234_567.0, "1 234 567")];
        for (us, text) in rows {
            assert_eq!(spaced(us), text);
        }
    }

    #[test]
    fn a_table_marks_what_takes_longer_than_asked() {
        let native = read("[[\"a\",10.0,1.5],[\"b\",null,2.0]]\n[[\"c\",5.0,3.0]]\n").unwrap();
        let browser = read("[[\"a\",10.0,12.5],[\"b\",null,4.0],[\"c\",5.0,4.0]]").unwrap();
        let text = table(&native, Some(&browser), 4.0);
        let over: Vec<&str> = text.lines().filter(|line| line.ends_with("over")).collect();
        assert_eq!(over.len(), 1, "{text}");
        assert!(over[0].starts_with("a ") && text.lines().count() == 4, "{text}");
        assert!(!table(&native, None, 4.0).contains("over"), "without the browser nothing is judged");
        assert!(read("no table").is_err());
    }
}
