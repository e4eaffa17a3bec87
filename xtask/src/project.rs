//! Where the project's files are, and how its commands run other programs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a command ends with: nothing more to say, or one sentence for the person who started it.
pub type Outcome = Result<(), String>;

/// The project's folder: the one above this package.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A file or folder of the project by its path from the project's folder.
pub fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// Says on one line what is being done, and why where that is not plain.
pub fn say(sentence: &str) {
    eprintln!("\u{203a} {sentence}");
}

/// A program started in the project's folder, with the project's own tools first on its path.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root()).env("PATH", path_with_tools());
    command
}

/// Runs a program with its output shown; a failure becomes the sentence `what failed`.
pub fn run(command: &mut Command, what: &str) -> Outcome {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("{what} failed; its own words stand above")),
        Err(error) => Err(format!("{what} could not start: {error}")),
    }
}

/// What a program prints, if it starts and ends well.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Where a program would be found, with the project's own tools first.
pub fn which(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&path_with_tools()).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Reads a text file of the project, or says which one could not be read.
pub fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Reads any file of the project, or says which one could not be read.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Writes a file with the folders above it, or says which one could not be written.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Outcome {
    let written = match path.parent() {
        Some(folder) => std::fs::create_dir_all(folder).and_then(|()| std::fs::write(path, bytes)),
        None => std::fs::write(path, bytes),
    };
    written.map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// All files below a folder, as paths from that folder, in order of name; a folder that is missing has none.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(inside) = path.strip_prefix(folder) {
                found.push(inside.to_path_buf());
            }
        }
    }
    found.sort();
    found
}

/// Options of a command, taken from its arguments one by one; what is left over at the end is unknown.
pub struct Options {
    command: &'static str,
    left: Vec<String>,
}

impl Options {
    /// Starts with all arguments of `command`.
    pub fn new(command: &'static str, arguments: &[String]) -> Self {
        Self { command, left: arguments.to_vec() }
    }

    /// Whether `--name` was given.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.left.len();
        self.left.retain(|argument| argument != name);
        self.left.len() < before
    }

    /// The value after `--name`, if that was given.
    pub fn value(&mut self, name: &str) -> Result<Option<String>, String> {
        let Some(place) = self.left.iter().position(|argument| argument == name) else { return Ok(None) };
        if place + 1 >= self.left.len() {
            return Err(format!("`{name}` needs a value after it"));
        }
        self.left.remove(place);
        Ok(Some(self.left.remove(place)))
    }

    /// The first argument that is no option, if there is one. Options with values are to be taken before.
    pub fn word(&mut self) -> Result<Option<String>, String> {
        let place = self.left.iter().position(|argument| !argument.starts_with("--"));
        Ok(place.map(|place| self.left.remove(place)))
    }

    /// Ends the reading: whatever was not taken is an option this command does not know.
    pub fn end(self) -> Outcome {
        match self.left.first() {
            None => Ok(()),
            Some(unknown) => Err(format!(
                "`{}` does not know `{unknown}`; `cargo xtask help` lists what each command takes",
                self.command
            )),
        }
    }
}

fn path_with_tools() -> std::ffi::OsString {
    let mut folders = vec![at(".tools/bin"), at("node_modules/.bin")];
    folders.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));
    std::env::join_paths(&folders).unwrap_or_else(|_| std::env::var_os("PATH").unwrap_or_default())
}
