//! The data host of `cargo xtask serve`, at `/data/`: one folder of files by names of classes, kept by the `object_store`
//! crate, whose writes to disk are whole or not at all. With faults on demand, for tests.
//!
//! What is not here: erasing and listing. Whoever knows a name may read it and, with the password if one was set, write
//! it; every file is sealed or signed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use augu::base::Rng;
use augu::sync::FileName;
use futures_executor::block_on;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use tiny_http::{Header, Method, Request, Response, StatusCode};

use crate::serve::respond;

/// The largest file that is taken: segments and snapshots stay below 1 MiB.
const FILE_BYTES_MAX: usize = 4 << 20;
/// All files together: some thousand pupils' years.
const FOLDER_BYTES_MAX: u64 = 4 << 30;

/// How often what goes wrong, in percent; `slow` in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Requests answered with 500.
    pub fails: u64,
    /// Downloads and uploads cut in the middle.
    pub cuts: u64,
    /// Downloads that serve the version before.
    pub stale: u64,
    /// Whether every file is served as it was when this was set.
    pub rolled_back: bool,
    /// A pause before each answer, milliseconds.
    pub slow: u64,
}

impl Faults {
    /// Reads `500=10,cut=5,stale=20,slow=300,rolled-back`; an empty text is no faults.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut faults = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, "100"));
            let number: u64 = value.parse().map_err(|_| format!("`{part}`: a number is wanted"))?;
            match name {
                "500" => faults.fails = number,
                "cut" => faults.cuts = number,
                "stale" => faults.stale = number,
                "slow" => faults.slow = number,
                "rolled-back" => faults.rolled_back = true,
                other => return Err(format!("`{other}` is no fault: 500, cut, stale, slow, rolled-back")),
            }
        }
        Ok(faults)
    }
}

#[derive(Default)]
struct State {
    faults: Faults,
    rng: Option<Rng>,
    /// The version before the current one.
    before: BTreeMap<String, Vec<u8>>,
    /// Every file as it was when `rolled-back` was set: what changed since, by its old bytes.
    frozen: BTreeMap<String, Option<Vec<u8>>>,
    bytes: u64,
}

/// The data host.
#[derive(Clone)]
pub struct Data {
    store: Arc<LocalFileSystem>,
    state: Arc<Mutex<State>>,
    password: Option<String>,
    /// Whether faults may be changed by a request.
    controlled: bool,
}

impl Data {
    /// Over a folder, which is made if it is missing. `faults`: none may be asked for unless this is given.
    pub fn open(folder: &Path, password: Option<String>, faults: Option<Faults>) -> Result<Self, String> {
        let say = |error: &dyn std::fmt::Display| format!("the data folder {}: {error}", folder.display());
        std::fs::create_dir_all(folder).map_err(|error| say(&error))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| say(&error))?;
        let bytes = std::fs::read_dir(folder)
            .map_err(|error| say(&error))?
            .flatten()
            .filter_map(|entry| entry.metadata().ok())
            .map(|about| about.len())
            .sum();
        let state = State { faults: faults.unwrap_or_default(), rng: Some(Rng::new(1)), bytes, ..State::default() };
        Ok(Self { store: Arc::new(store), state: Arc::new(Mutex::new(state)), password, controlled: faults.is_some() })
    }

    /// Answers a request for `name` below `/data/`.
    pub fn answer(&self, mut request: Request, name: &str) -> std::io::Result<()> {
        if name == ".faults" && self.controlled && *request.method() == Method::Put {
            let mut text = String::new();
            let _ = request.as_reader().take(1000).read_to_string(&mut text);
            let outcome = Faults::read(&text).map(|faults| self.set_faults(faults));
            return respond(request, plain(if outcome.is_ok() { 204 } else { 400 }));
        }
        let Ok(file) = name.parse::<FileName>() else { return respond(request, plain(404)) };
        let (faults, draw) = self.draw();
        if faults.slow > 0 {
            std::thread::sleep(Duration::from_millis(faults.slow));
        }
        if draw < faults.fails {
            return respond(request, plain(500));
        }
        let cuts = draw >= faults.fails && draw < faults.fails + faults.cuts;
        match request.method().clone() {
            Method::Get | Method::Head => self.give(request, &file, cuts, faults, draw),
            Method::Put => self.take(request, &file, cuts),
            Method::Options => respond(request, plain(204)),
            _ => respond(request, plain(405)),
        }
    }

    fn set_faults(&self, faults: Faults) {
        if let Ok(mut state) = self.state.lock() {
            if !faults.rolled_back {
                state.frozen.clear();
            }
            state.faults = faults;
        }
    }

    fn draw(&self) -> (Faults, u64) {
        let Ok(mut state) = self.state.lock() else { return (Faults::default(), 0) };
        let draw = state.rng.as_mut().map_or(0, |rng| rng.below(100));
        (state.faults, draw)
    }

    fn read(&self, name: &str) -> Option<Vec<u8>> {
        let key = Key::from(name);
        block_on(async { self.store.get(&key).await.ok()?.bytes().await.ok() }).map(|bytes| bytes.to_vec())
    }

    fn give(&self, request: Request, file: &FileName, cuts: bool, faults: Faults, draw: u64) -> std::io::Result<()> {
        let name = file.to_string();
        let mut bytes = self.read(&name);
        if let Ok(state) = self.state.lock() {
            if faults.rolled_back && state.frozen.contains_key(&name) {
                bytes = state.frozen.get(&name).cloned().flatten();
            } else if draw >= 100 - faults.stale.min(100) && state.before.contains_key(&name) {
                bytes = state.before.get(&name).cloned();
            }
        }
        let Some(mut bytes) = bytes else { return respond(request, plain(404)) };
        if cuts {
            bytes.truncate(bytes.len() / 2);
        }
        let cache = if file.is_immutable() { crate::headers::FOR_EVER } else { "no-store" };
        let mut response = Response::from_data(bytes);
        for (name, value) in inert().into_iter().chain([("Cache-Control", cache)]) {
            response.add_header(header(name, value));
        }
        respond(request, response.with_chunked_threshold(usize::MAX))
    }

    fn take(&self, mut request: Request, file: &FileName, cuts: bool) -> std::io::Result<()> {
        if let Some(password) = &self.password {
            let said = request.headers().iter().find(|header| header.field.equiv("Authorization"));
            let wanted = augu::sync::headers(
                &augu::sync::Credential::Basic { user: "augu".to_owned(), password: password.clone() },
                "PUT",
                "",
                b"",
                augu::base::Moment(0),
            );
            let given = said.map(|header| header.value.as_str().to_owned()).unwrap_or_default();
            if wanted.first().map(|(_, value)| value) != Some(&given) {
                let asks = header("WWW-Authenticate", "Basic realm=\"augu\"");
                return respond(request, plain(401).with_header(asks));
            }
        }
        if request.body_length().is_some_and(|length| length > FILE_BYTES_MAX) {
            return respond(request, plain(413));
        }
        let wanted = request.body_length();
        let mut bytes = Vec::new();
        let read = request.as_reader().take(FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes);
        // An upload that broke off is not kept.
        if read.is_err() || wanted.is_some_and(|length| length != bytes.len()) || cuts {
            return respond(request, plain(400));
        }
        if bytes.len() > FILE_BYTES_MAX {
            return respond(request, plain(413));
        }
        let name = file.to_string();
        let only_new = request.headers().iter().any(|header| header.field.equiv("If-None-Match"));
        let before = self.read(&name);
        // A name with a digest holds that file for good.
        if (only_new || file.is_immutable()) && before.is_some() {
            let same = before.as_ref() == Some(&bytes) && !only_new;
            return respond(request, plain(if same { 204 } else { 412 }));
        }
        if !file.fits(&bytes) {
            return respond(request, plain(409));
        }
        let status = {
            let Ok(mut state) = self.state.lock() else { return respond(request, plain(500)) };
            if state.bytes + bytes.len() as u64 > FOLDER_BYTES_MAX {
                507
            } else {
                state.bytes += bytes.len() as u64;
                if state.faults.rolled_back {
                    state.frozen.entry(name.clone()).or_insert(before.clone());
                }
                if let Some(before) = before {
                    state.before.insert(name.clone(), before);
                }
                let options = PutOptions { mode: PutMode::Overwrite, ..PutOptions::default() };
                let put = block_on(self.store.put_opts(&Key::from(name), PutPayload::from(bytes), options));
                if put.is_ok() { 201 } else { 500 }
            }
        };
        respond(request, plain(status))
    }
}

/// What keeps an uploaded page from running.
fn inert() -> [(&'static str, &'static str); 3] {
    [
        ("Content-Type", "application/octet-stream"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ]
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).unwrap_or_else(|()| unreachable!("our own headers are plain ASCII"))
}

fn plain(status: u16) -> Response<Cursor<Vec<u8>>> {
    let mut response = Response::from_data(Vec::new()).with_status_code(StatusCode(status));
    for (name, value) in inert().into_iter().chain([("Cache-Control", "no-store")]) {
        response.add_header(header(name, value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_read() {
        let all = Faults { fails: 10, cuts: 5, stale: 20, rolled_back: true, slow: 300 };
        let cases = [
            ("", Ok(Faults::default())),
            ("500=10,cut=5,stale=20,slow=300,rolled-back", Ok(all)),
            ("rain=3", Err("`rain` is no fault: 500, cut, stale, slow, rolled-back".to_owned())),
            ("cut=x", Err("`cut=x`: a number is wanted".to_owned())),
        ];
        for (text, read) in cases {
            assert_eq!(Faults::read(text), read, "{text}");
        }
    }
}
