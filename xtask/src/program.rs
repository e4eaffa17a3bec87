//! The compiled programs: cargo, then the parts that load later split off, then wasm-bindgen, then wasm-opt. The
//! parent's page is a second, small program of the same source; it is one file and nothing is split off.
//!
//! The parts are what `src/ui/lazy.rs` marks: functions that the first task does not need, with everything that only
//! they reach. The splitter reads the relocations that the linker leaves in the program, moves those functions into
//! files of their own, and writes the loaders. The loaders join the one script here, so that no file need name another
//! that names it; every part is fetched with its own integrity.

use std::path::{Path, PathBuf};

use crate::build::Kind;
use crate::bundle::Site;
use crate::project::{self, Outcome};

/// What the optimiser may use: what rustc's target allows, and every browser with WebAssembly and modules has.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What browsers run.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The program's name, and its files' stem.
const NAME: &str = "augu";

/// The name of the parent's program.
const FAMILY: &str = "family";

/// The folder of the parent's page in the site.
pub const FAMILY_FOLDER: &str = "parent";

/// The loaders' file, as the splitter writes it.
const LOADERS: &str = "__wasm_split.js";

/// The program in the site: the script that starts it and the WebAssembly it starts, as paths of the site.
pub struct Program {
    /// The script, with the loaders of the parts.
    pub script: String,
    /// What is loaded first.
    pub wasm: String,
    /// What is loaded later, by the name of the part.
    pub parts: Vec<(String, String)>,
}

/// Compiles the program and adds it to the site, under names that tell the content as it is after optimisation.
pub fn compile(site: &mut Site, kind: Kind) -> Result<Program, String> {
    let folder = project::at("target/web/program");
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("cannot clear {}: {error}", folder.display()))?;
    }
    let whole = cargo(kind, NAME)?;
    project::say("splitting off what the first task does not need, writing the browser's side of it");
    project::run(project::program("wasm-split-cli").arg(&whole).arg(&folder), "wasm-split-cli")?;
    let mut bindgen = project::program("wasm-bindgen");
    bindgen
        .arg(folder.join("main.wasm"))
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--no-demangle", "--out-name", NAME])
        .arg("--out-dir")
        .arg(&folder);
    project::run(&mut bindgen, "wasm-bindgen")?;
    let main = folder.join(format!("{NAME}_bg.wasm"));
    let mut parts: Vec<PathBuf> = project::files_below(&folder)
        .into_iter()
        .filter(|file| {
            let name = file.to_string_lossy();
            name.ends_with(".wasm") && (name.starts_with("split_") || name.starts_with("chunk_"))
        })
        .map(|file| folder.join(file))
        .collect();
    parts.sort();
    if kind == Kind::Release {
        project::say("making it small with wasm-opt");
        for file in parts.iter().chain([&main]) {
            optimise(file)?;
        }
    }
    let mut script = project::read(&folder.join(format!("{NAME}.js")))?;
    let mut loaders = project::read(&folder.join(LOADERS))?;
    let wasm = site.add_by_digest(NAME, "wasm", project::read_bytes(&main)?);
    let mut named = Vec::new();
    for part in &parts {
        let file_name = part.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let name = file_name.trim_end_matches(".wasm").trim_start_matches("split_").to_owned();
        let path = site.add_by_digest(&format!("{NAME}-{name}"), "wasm", project::read_bytes(part)?);
        loaders = replaced(
            &loaders,
            &format!("fetch(new URL(\"./{file_name}\", import.meta.url))"),
            &format!(
                "fetch(new URL(\"./{path}\", import.meta.url), {{ integrity: \"{}\", credentials: \"same-origin\" }})",
                site.integrity(&path)
            ),
        )?;
        named.push((name, path));
    }
    script = joined(&script, &loaders)?;
    script = replaced(&script, &format!("'{NAME}_bg.wasm'"), &format!("'{wasm}'"))?;
    // Small pieces of JavaScript that crates bring along; the script imports them by a path with their own digest.
    for snippet in project::files_below(&folder.join("snippets")) {
        let path = format!("snippets/{}", snippet.to_string_lossy());
        if script.contains(&path) {
            site.add(path, project::read_bytes(&folder.join("snippets").join(&snippet))?);
        }
    }
    let script = site.add_by_digest(NAME, "js", script);
    Ok(Program { script, wasm, parts: named })
}

/// Compiles the parent's page and adds it to the site, in its own folder.
pub fn compile_family(site: &mut Site, kind: Kind) -> Result<Program, String> {
    let folder = project::at("target/web").join(FAMILY);
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("cannot clear {}: {error}", folder.display()))?;
    }
    let whole = cargo(kind, FAMILY)?;
    let mut bindgen = project::program("wasm-bindgen");
    bindgen
        .arg(&whole)
        .args(["--target", "web", "--no-typescript", "--no-demangle", "--out-name", FAMILY])
        .arg("--out-dir")
        .arg(&folder);
    project::run(&mut bindgen, "wasm-bindgen")?;
    let file = folder.join(format!("{FAMILY}_bg.wasm"));
    if kind == Kind::Release {
        optimise(&file)?;
    }
    let wasm = site.add_by_digest(&format!("{FAMILY_FOLDER}/{FAMILY}"), "wasm", project::read_bytes(&file)?);
    let script = project::read(&folder.join(format!("{FAMILY}.js")))?;
    let beside = wasm.trim_start_matches(FAMILY_FOLDER).trim_start_matches('/').to_owned();
    let script = replaced(&script, &format!("'{FAMILY}_bg.wasm'"), &format!("'{beside}'"))?;
    if script.contains("snippets/") {
        return Err("the parent's page imports scripts of its own; the build copies none for it".to_owned());
    }
    let script = site.add_by_digest(&format!("{FAMILY_FOLDER}/{FAMILY}"), "js", script);
    Ok(Program { script, wasm, parts: Vec::new() })
}

/// Compiles a whole program with cargo; returns where it lies. The splitter needs the relocations of the app alone.
fn cargo(kind: Kind, name: &str) -> Result<PathBuf, String> {
    let mut cargo = project::program("cargo");
    cargo.args(["rustc", "--package", NAME, "--bin", name, "--locked", "--target", WASM]);
    cargo.arg("--target-dir").arg(project::at("target"));
    cargo.env("CARGO_ENCODED_RUSTFLAGS", compiler_flags()?.join("\u{1f}")).env_remove("RUSTFLAGS");
    let what = if name == NAME { "the app" } else { "the parent's page" };
    let profile = match kind {
        Kind::Release => {
            project::say(&format!("compiling {what} for release with cargo"));
            cargo.arg("--release");
            "release"
        }
        Kind::Dev => {
            project::say(&format!("compiling {what} for development with cargo"));
            "debug"
        }
    };
    if name == NAME {
        cargo.args(["--features", "parts", "--", "-Clink-arg=--emit-relocs"]);
    } else {
        cargo.arg("--no-default-features");
    }
    project::run(&mut cargo, &format!("compiling {what}"))?;
    Ok(project::at("target").join(WASM).join(profile).join(format!("{name}.wasm")))
}

/// What the compiler is told beside the profile; the same for both programs, so that what they share is built once. The
/// hash functions come without unrolled rounds: slower by little where it matters least, smaller by much. Flags
/// given so go before the project's own settings, so what stands there is said again. The places of
/// files on this machine stay out of the program: nobody needs them, and without them it is the same program everywhere.
fn compiler_flags() -> Result<Vec<String>, String> {
    let mut flags: Vec<String> =
        ["--cfg", "erase_components", "--cfg", "sha2_backend_soft=\"compact\""].map(str::to_owned).to_vec();
    // The crates' sources must be there before they can be named.
    project::run(project::program("cargo").args(["fetch", "--locked", "--quiet"]), "cargo fetch")?;
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"))?;
        Some(PathBuf::from(home).join(".cargo"))
    });
    let sources = home.map(|home| home.join("registry/src"));
    let registries = sources.iter().flat_map(std::fs::read_dir).flatten().flatten().map(|entry| entry.path());
    let mut places: Vec<PathBuf> = registries.chain([project::root()]).collect();
    places.sort();
    flags.extend(places.iter().map(|place| format!("--remap-path-prefix={}/=", place.display())));
    Ok(flags)
}

/// Makes a compiled program small, in its place.
pub fn optimise(file: &Path) -> Outcome {
    let mut wasm_opt = project::program("wasm-opt");
    wasm_opt
        .args(["-O3", "--low-memory-unused", "--zero-filled-memory"])
        .args(FEATURES)
        .args(["--strip-debug", "--strip-producers"])
        .arg(file)
        .arg("-o")
        .arg(file);
    project::run(&mut wasm_opt, "wasm-opt")
}

/// The script with the loaders inside it, in place of the imports of their file: one for each part.
fn joined(script: &str, loaders: &str) -> Result<String, String> {
    let mut names = Vec::new();
    let mut body = String::new();
    for line in loaders.lines().filter(|line| !line.starts_with("import ")) {
        let line = line.strip_prefix("export ").unwrap_or(line);
        if let Some(name) = line.strip_prefix("const ").and_then(|rest| rest.split([' ', '=']).next())
            && name.starts_with("__wasm_split_load_")
        {
            names.push(name.to_owned());
        }
        body.push_str(line);
        body.push('\n');
    }
    let mut imports = 0;
    let mut rest = String::new();
    for line in script.lines() {
        match line.strip_prefix("import * as ").and_then(|import| import.split_once(" from ")) {
            Some((binding, from)) if from.contains(LOADERS) => {
                imports += 1;
                body.push_str(&format!("const {binding} = {{ {} }};\n", names.join(", ")));
            }
            _ => {
                rest.push_str(line);
                rest.push('\n');
            }
        }
    }
    if imports == 0 || names.is_empty() {
        return Err("wasm-bindgen's script does not import the loaders of the parts".to_owned());
    }
    Ok(body + &rest)
}

/// The text with the one place that reads `from` replaced.
fn replaced(text: &str, from: &str, to: &str) -> Result<String, String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => Err(format!("the compiled script holds {count} times, not once: {from}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loaders_join_the_script() {
        let script = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\n\n\
                      class A {}\n";
        let loaders = "import { initSync } from \"./main.js\";\n\nfunction makeLoad() {}\nconst __chunk_0 = 1;\n\
                       export const __wasm_split_load_pages = wrap(\n[]);\n";
        let whole = joined(script, loaders).unwrap();
        assert_eq!(
            whole,
            "\nfunction makeLoad() {}\nconst __chunk_0 = 1;\nconst __wasm_split_load_pages = wrap(\n[]);\n\
             const import1 = { __wasm_split_load_pages };\nconst import2 = { __wasm_split_load_pages };\n\n\
             class A {}\n"
        );
        assert!(joined("class A {}", loaders).is_err());
        assert!(replaced("a b a", "a", "c").is_err());
        assert!(replaced("b", "a", "c").is_err());
    }
}
