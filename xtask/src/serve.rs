//! `cargo xtask serve`: builds the app and serves `dist/` on this machine alone, with the headers and the compression
//! that a good static host gives.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tiny_http::{HTTPVersion, Header, Method, Request, Response, Server};

use crate::build::{self, Kind};
use crate::data::{Data, Faults};
use crate::project::{self, Options, Outcome};
use crate::{compress, headers, tools, watch};

const USUAL_PORT: u16 = 8080;

/// Runs the command; it ends when it is interrupted.
pub fn run(arguments: &[String]) -> Outcome {
    let mut options = Options::new("serve", arguments);
    let dev = options.flag("--dev");
    let as_it_stands = options.flag("--no-build");
    let under = options.value("--under")?;
    let port = match options.value("--port")? {
        None => USUAL_PORT,
        Some(text) => text.parse().map_err(|_| format!("`{text}` is no port: give a number from 0 to 65535"))?,
    };
    let folder = options.value("--data")?.map_or_else(|| project::at("target/data"), PathBuf::from);
    let password = options.value("--data-password")?;
    let faults = options.value("--faults")?.map(|text| Faults::read(&text)).transpose()?;
    let only_data = options.flag("--only-data");
    options.end()?;
    let data = Data::open(&folder, password, faults)?;
    if only_data {
        println!("the data host is at {}data/   (Ctrl+C ends)", start(Place::nowhere().with_data(data), port)?);
        loop {
            std::thread::park();
        }
    }
    let kind = if dev { Kind::Dev } else { Kind::Release };
    if !as_it_stands {
        tools::for_build()?;
        build::site(kind)?;
    } else if !project::at("dist/index.html").is_file() {
        return Err("there is no dist/ yet; leave out --no-build".to_owned());
    }
    let site = Place::new(under.as_deref()).with_data(data);
    let address = start(site, port)?;
    println!("Augu is at {address}   (Ctrl+C ends)");
    if dev {
        watch::build_on_change(kind);
    }
    loop {
        std::thread::park();
    }
}

/// Which folder is served, and under which path.
#[derive(Clone)]
pub struct Place {
    dist: PathBuf,
    compressed: PathBuf,
    /// `/`, or `/name/`.
    under: String,
    /// The data host at `/data/`, if there is one.
    data: Option<Data>,
    /// Where every request is written down, as a host's access log does, with all headers: for tests that search it.
    log: Option<PathBuf>,
}

impl Place {
    /// The project's `dist/`, at the root or under a name.
    pub fn new(under: Option<&str>) -> Self {
        let under = match under.map(|name| name.trim_matches('/')).filter(|name| !name.is_empty()) {
            None => "/".to_owned(),
            Some(name) => format!("/{name}/"),
        };
        Self { dist: project::at("dist"), compressed: compress::folder(), under, data: None, log: None }
    }

    /// No site at all.
    pub fn nowhere() -> Self {
        Self { dist: project::at("target/no-site"), ..Self::new(None) }
    }

    /// With a data host at `/data/`.
    pub fn with_data(self, data: Data) -> Self {
        Self { data: Some(data), ..self }
    }

    /// With a log of every request.
    pub fn with_log(self, log: PathBuf) -> Self {
        Self { log: Some(log), ..self }
    }

    fn note(&self, request: &Request) {
        let Some(log) = &self.log else { return };
        let headers: Vec<String> =
            request.headers().iter().map(|header| format!("{}: {}", header.field, header.value)).collect();
        let line = format!("{} {} {}\n", request.method(), request.url(), headers.join(" | "));
        // One write a line, so that threads do not cut each other's short.
        let file = std::fs::OpenOptions::new().create(true).append(true).open(log);
        let _ = file.and_then(|mut file| file.write_all(line.as_bytes()));
    }
}

/// Starts serving on threads of its own; port 0 takes any free one. Returns the address to open.
pub fn start(site: Place, port: u16) -> Result<String, String> {
    let server = Server::http(("127.0.0.1", port)).map_err(|error| {
        format!("cannot serve on port {port}: {error}; another port can be named, for example --port 8081")
    })?;
    let port = server.server_addr().to_ip().map_or(port, |address| address.port());
    let address = format!("http://127.0.0.1:{port}{}", site.under);
    let server = Arc::new(server);
    for _ in 0..8 {
        let (server, site) = (Arc::clone(&server), site.clone());
        std::thread::spawn(move || {
            while let Ok(request) = server.recv() {
                // A browser that hangs up in the middle of a file is no fault of ours.
                let _ = answer(request, &site);
            }
        });
    }
    Ok(address)
}

fn answer(request: Request, site: &Place) -> std::io::Result<()> {
    site.note(&request);
    if let (Some(data), Some(name)) = (&site.data, request.url().strip_prefix("/data/").map(str::to_owned)) {
        return data.answer(request, name.split(['?', '#']).next().unwrap_or_default());
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        return respond(request, plain(405, "only GET and HEAD"));
    }
    let path = request.url().split(['?', '#']).next().unwrap_or_default().to_owned();
    let Some(inside) = path.strip_prefix(site.under.as_str()) else {
        let to = (format!("{path}/") == site.under).then(|| site.under.clone());
        return match to {
            Some(to) => respond(request, moved(&to)),
            None => respond(request, plain(404, "nothing is served here")),
        };
    };
    match find(&site.dist, inside) {
        Found::File(file) => send(request, site, &file, 200),
        Found::Folder => {
            let query = request.url().split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
            respond(request, moved(&format!("{path}/{query}")))
        }
        Found::Nothing => send(request, site, "404.html", 404),
    }
}

/// Sends an answer and closes the connection. The library gives each open connection a thread and starts too few of them
/// when a browser opens several at once: one that is kept open would leave another waiting for good.
pub fn respond(request: Request, response: Response<Cursor<Vec<u8>>>) -> std::io::Result<()> {
    let head_only = *request.method() == Method::Head;
    let mut bytes = Vec::new();
    response.raw_print(&mut bytes, HTTPVersion(1, 1), request.headers(), head_only, None)?;
    let head = bytes.windows(2).position(|two| two == b"\r\n").map_or(0, |end| end + 2);
    let mut writer = request.into_writer();
    writer.write_all(&bytes[..head])?;
    writer.write_all(b"Connection: close\r\n")?;
    writer.write_all(&bytes[head..])?;
    writer.flush()
}

/// What a path of the site leads to.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// A file, by its path in `dist/`.
    File(String),
    /// A folder with a page, asked for without the closing slash.
    Folder,
    /// Nothing, or something outside the site.
    Nothing,
}

fn find(dist: &Path, inside: &str) -> Found {
    // No name of ours needs an escape; so whatever has one, or climbs, leads nowhere.
    if inside.contains(['%', '\\']) || inside.split('/').any(|part| part == ".." || part == ".") {
        return Found::Nothing;
    }
    let file = dist.join(inside);
    if inside.is_empty() || inside.ends_with('/') {
        let page = format!("{inside}index.html");
        if dist.join(&page).is_file() { Found::File(page) } else { Found::Nothing }
    } else if file.is_file() {
        Found::File(inside.to_owned())
    } else if file.join("index.html").is_file() {
        Found::Folder
    } else {
        Found::Nothing
    }
}

fn send(request: Request, site: &Place, path: &str, status: u16) -> std::io::Result<()> {
    let accepted = request
        .headers()
        .iter()
        .find(|header| header.field.equiv("Accept-Encoding"))
        .map(|header| header.value.as_str().to_owned())
        .unwrap_or_default();
    let encodings = [("br", "br"), ("gzip", "gz")];
    let compressed = encodings.into_iter().find_map(|(encoding, ending)| {
        let accepts =
            accepted.split(',').any(|word| word.split(';').next().is_some_and(|name| name.trim() == encoding));
        let copy = site.compressed.join(format!("{path}.{ending}"));
        accepts.then(|| std::fs::read(copy).ok()).flatten().map(|bytes| (encoding, bytes))
    });
    let (encoding, bytes) = match compressed {
        Some((encoding, bytes)) => (Some(encoding), bytes),
        None => match std::fs::read(site.dist.join(path)) {
            Ok(bytes) => (None, bytes),
            Err(_) => return respond(request, plain(404, "that file has just gone")),
        },
    };
    let tag = format!("\"{}\"", crate::digest::short(&bytes));
    let known = request
        .headers()
        .iter()
        .any(|header| header.field.equiv("If-None-Match") && header.value.as_str().contains(&tag));
    let mut response = if known && status == 200 {
        Response::new(tiny_http::StatusCode(304), Vec::new(), Cursor::new(Vec::new()), Some(0), None)
    } else {
        Response::from_data(bytes).with_status_code(status)
    };
    for (name, value) in headers::all() {
        response.add_header(header(name, &value));
    }
    response.add_header(header("Content-Type", media_type(path)));
    response.add_header(header("Cache-Control", headers::cache_rule(path)));
    response.add_header(header("Vary", "Accept-Encoding"));
    response.add_header(header("ETag", &tag));
    if let Some(encoding) = encoding {
        response.add_header(header("Content-Encoding", encoding));
    }
    // Without this a large file would be sent in chunks, and its progress could not be shown.
    respond(request, response.with_chunked_threshold(usize::MAX))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn plain(status: u16, words: &str) -> Response<Cursor<Vec<u8>>> {
    Response::from_string(words).with_status_code(status)
}

fn moved(to: &str) -> Response<Cursor<Vec<u8>>> {
    plain(301, "").with_header(header("Location", to)).with_header(header("Cache-Control", headers::ASK_FIRST))
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).unwrap_or_else(|()| unreachable!("our own headers are plain ASCII"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_a_file_a_folder_or_nowhere() {
        let dist = std::env::temp_dir().join(format!("augu-serve-{}", std::process::id()));
        for path in ["index.html", "app.css", "practice/index.html"] {
            project::write(&dist.join(path), "x").expect("a folder for the test");
        }
        let cases = [
            ("", Found::File("index.html".to_owned())),
            ("app.css", Found::File("app.css".to_owned())),
            ("practice", Found::Folder),
            ("practice/", Found::File("practice/index.html".to_owned())),
            ("absent", Found::Nothing),
            ("absent/", Found::Nothing),
            ("../secret", Found::Nothing),
            ("practice/../../secret", Found::Nothing),
            ("%2e%2e/secret", Found::Nothing),
        ];
        for (inside, found) in cases {
            assert_eq!(find(&dist, inside), found, "{inside}");
        }
        std::fs::remove_dir_all(&dist).expect("the test's folder goes");
    }

    #[test]
    fn many_connections_at_once_are_all_answered() {
        use std::io::Read;
        use std::net::TcpStream;
        use std::time::Duration;

        let dist = std::env::temp_dir().join(format!("augu-serve-many-{}", std::process::id()));
        project::write(&dist.join("index.html"), "<p>Augu</p>").expect("a folder for the test");
        let site = Place { dist: dist.clone(), compressed: dist.join("none"), ..Place::new(None) };
        let address = start(site, 0).expect("a free port");
        let host = address.trim_start_matches("http://").trim_end_matches('/').to_owned();
        for _ in 0..20 {
            let streams: Vec<TcpStream> = (0..12).map(|_| TcpStream::connect(&host).expect("it listens")).collect();
            // As a browser does: each asks, takes its answer, and hangs up when the answer says so.
            let answers = streams.into_iter().map(|mut stream| {
                std::thread::spawn(move || {
                    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
                    stream.write_all(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n").expect("it takes requests");
                    let (mut answer, mut part) = (String::new(), [0; 4096]);
                    while !answer.ends_with("<p>Augu</p>") {
                        let length = stream.read(&mut part).expect("an answer in time");
                        assert!(length > 0, "cut short: {answer}");
                        answer.push_str(&String::from_utf8_lossy(&part[..length]));
                    }
                    answer
                })
            });
            for answer in answers.collect::<Vec<_>>() {
                let answer = answer.join().expect("every connection is answered");
                assert!(answer.starts_with("HTTP/1.1 200 OK\r\nConnection: close\r\n"), "{answer}");
            }
        }
        std::fs::remove_dir_all(&dist).expect("the test's folder goes");
    }
}
