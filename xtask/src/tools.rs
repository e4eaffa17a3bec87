//! Brings in the tools that are missing: into the project's own folders where that can be, else through rustup or the
//! system's packages. Quick when nothing is missing; every step says what it does and why.
//!
//! What is not here: prebuilt programs from the network. Tools come through cargo, rustup, npm and the system's
//! packages alone.

use std::path::Path;
use std::process::Command;

use crate::digest;
use crate::project::{self, Outcome};

/// The splitter of the same line as `wasm_split_helpers` in Cargo.lock.
const SPLITTER: &str = "0.2.4";

/// What the web build needs: no root, no browser.
pub fn for_build() -> Outcome {
    wasm_target()?;
    npm_packages()?;
    wasm_bindgen()?;
    splitter()
}

/// What formatting and lints need.
pub fn for_lints() -> Outcome {
    wasm_target()?;
    component("rustfmt", "fmt", "the formatting is checked")?;
    component("clippy", "clippy", "the lints are checked")
}

/// What tests in a browser need: Chromium with its driver, from the system's packages.
pub fn for_browser_tests() -> Outcome {
    from_the_system(
        &[("chromium", "chromium"), ("chromedriver", "chromium-driver")],
        "the tests open the app in a browser",
    )
}

/// Judges from elsewhere: `age` from the system's packages, and Python's `jwcrypto` in the project's own folder.
/// (npm's judges come with the other packages.)
pub fn for_judges() -> Outcome {
    npm_packages()?;
    from_the_system(
        &[
            ("age", "age"),
            ("lighttpd", "lighttpd"),
            ("/usr/lib/lighttpd/mod_webdav.so", "lighttpd-mod-webdav"),
            ("nginx", "nginx-light"),
        ],
        "independent programs open the app's files and serve as its hosts",
    )?;
    python_packages()
}

/// PyPI's packages for the judges, each with the version that was tried.
const PYTHON: [&str; 1] = ["jwcrypto==1.6.1"];

fn python_packages() -> Outcome {
    let stamp = project::at(".tools/python/.augu-packages");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == PYTHON.join(" ")) {
        return Ok(());
    }
    if project::output(project::program("python3").args(["-m", "pip", "--version"])).is_none() {
        from_the_system(&[("pip3", "python3-pip")], "Python's packages come through pip")?;
    }
    project::say("installing jwcrypto from PyPI into .tools/python: it verifies the app's signatures");
    let mut pip = project::program("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", ".tools/python"])
        .args(PYTHON);
    project::run(&mut pip, "pip")?;
    project::write(&stamp, PYTHON.join(" "))
}

/// Installs the system's packages whose programs are missing: pairs of program and package.
fn from_the_system(programs: &[(&str, &str)], why: &str) -> Outcome {
    let missing: Vec<&str> =
        programs.iter().filter(|(program, _)| project::which(program).is_none()).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" and ");
    let remedy = format!("these tests need {list}; a person with root must run: apt-get install {}", missing.join(" "));
    let as_root: &[&str] = match (is_root(), may_sudo()) {
        (true, _) => &[],
        (false, true) => &["sudo", "-n"],
        (false, false) => return Err(remedy),
    };
    if project::which("apt-get").is_none() {
        return Err(format!("these tests need {list}; install them with this system's package manager"));
    }
    project::say(&format!("installing {list} from the system's packages: {why}"));
    let apt = |arguments: &[&str]| {
        let mut words = as_root.to_vec();
        words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120", "-q"]);
        words.extend(arguments);
        let mut command = project::program(words.remove(0));
        command.args(words);
        project::run(&mut command, "apt-get")
    };
    apt(&["update"]).map_err(|_| remedy.clone())?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(missing);
    apt(&install).map_err(|_| remedy)
}

/// The version of wasm-bindgen in Cargo.lock: its command-line tool must be of the very same version.
pub fn wasm_bindgen_version() -> Result<String, String> {
    let lock = project::read(&project::at("Cargo.lock"))?;
    locked_version(&lock, "wasm-bindgen")
        .ok_or_else(|| "Cargo.lock names no wasm-bindgen; run `cargo generate-lockfile`".to_owned())
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    let wanted = format!("name = \"{package}\"");
    lines.find(|line| *line == wanted)?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

fn wasm_target() -> Outcome {
    const TARGET: &str = "wasm32-unknown-unknown";
    let sysroot = project::output(Command::new("rustc").args(["--print", "sysroot"]))
        .ok_or("rustc does not answer: install Rust 1.95 from https://rustup.rs")?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir() {
        return Ok(());
    }
    project::say("adding the WebAssembly target to Rust: the app is compiled to WebAssembly");
    project::run(project::program("rustup").args(["target", "add", TARGET]), "rustup")
        .map_err(|_| format!("Rust lacks the target {TARGET}; install it, for example: rustup target add {TARGET}"))
}

fn component(name: &str, subcommand: &str, why: &str) -> Outcome {
    if project::output(project::program("cargo").args([subcommand, "--version"])).is_some() {
        return Ok(());
    }
    project::say(&format!("adding {name} to Rust: {why}"));
    project::run(project::program("rustup").args(["component", "add", name]), "rustup")
        .map_err(|_| format!("Rust lacks {name}; install it, for example: rustup component add {name}"))
}

fn npm_packages() -> Outcome {
    let node = project::output(project::program("node").arg("--version"))
        .ok_or("Node.js does not answer: install Node 20 or later with npm, from https://nodejs.org")?;
    let major = node.trim().trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        return Err(format!("Node.js here is {}; Augu's build needs Node 20 or later", node.trim()));
    }
    let lock = digest::short(&project::read_bytes(&project::at("package-lock.json"))?);
    let stamp = project::at("node_modules/.augu-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    project::say(
        "npm ci: the charts' library, the mathematics font, wasm-opt and the test runner, pinned by the lock file",
    );
    let mut npm = project::program("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    project::run(&mut npm, "npm ci")?;
    project::write(&stamp, lock)
}

fn wasm_bindgen() -> Outcome {
    let version = wasm_bindgen_version()?;
    cargo_tool(
        "wasm-bindgen-cli",
        &version,
        "wasm-bindgen",
        &[],
        "it writes the JavaScript between the browser and the app",
    )
}

fn splitter() -> Outcome {
    let options = ["--locked", "--features", "build-binary"];
    cargo_tool(
        "wasm_split_cli_support",
        SPLITTER,
        "wasm-split-cli",
        &options,
        "it splits off the parts of the app that load later",
    )
}

/// Installs one program of crates.io into `.tools/`, unless that very version is there.
fn cargo_tool(package: &str, version: &str, program: &str, options: &[&str], why: &str) -> Outcome {
    let installed = std::fs::read_to_string(project::at(".tools/.crates.toml")).unwrap_or_default();
    let there = project::at(".tools/bin").join(program).with_extension(std::env::consts::EXE_EXTENSION).is_file();
    if there && installed.contains(&format!("\"{package} {version} ")) {
        return Ok(());
    }
    project::say(&format!("installing {package} {version} into .tools/, some minutes once: {why}"));
    let mut cargo = project::program("cargo");
    cargo.args(["install", package, "--version", version, "--root", ".tools", "--force"]).args(options);
    // A tool that runs for a second need not be optimised for minutes. Its half-built parts survive an interruption.
    cargo
        .env("CARGO_TARGET_DIR", project::at(".tools/target"))
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS", "fallback");
    project::run(&mut cargo, &format!("installing {package}"))?;
    std::fs::remove_dir_all(project::at(".tools/target"))
        .map_err(|error| format!("cannot clear .tools/target: {error}"))
}

fn is_root() -> bool {
    project::output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

fn may_sudo() -> bool {
    project::which("sudo").is_some() && project::output(Command::new("sudo").args(["-n", "true"])).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_package_itself() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n[[package]]\n\
                    name = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        let cases = [("wasm-bindgen", Some("0.2.130")), ("wasm-bindgen-macro", Some("9.9.9")), ("absent", None)];
        for (package, version) in cases {
            assert_eq!(locked_version(lock, package).as_deref(), version, "{package}");
        }
    }
}
