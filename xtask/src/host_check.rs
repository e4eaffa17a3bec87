//! `cargo xtask host-check URL`: tries a host of files and says what is safe on it. Writes a few small files under names
//! that belong to no class; the host has no way to erase them, so they stay.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use augu::base::{ClassId, DeviceId};
use augu::keys::short_digest;
use augu::sync::{Credential, Edition, FileName, Kind, headers};

use crate::http_host::HttpHost;
use crate::project::{Options, Outcome};

/// One row of the table.
pub struct Row {
    /// What was tried.
    pub what: &'static str,
    /// Whether classes can work there without it.
    pub needed: bool,
    /// Whether it is so.
    pub holds: bool,
    /// What was seen.
    pub seen: String,
}

/// Runs the command.
pub fn run(arguments: &[String]) -> Outcome {
    let mut options = Options::new("host-check", arguments);
    let credential = credential(&mut options)?;
    let url = options.word()?.ok_or("`host-check` needs the address of the folder")?;
    options.end()?;
    let rows = check(&HttpHost::new(&url, credential));
    let mut missing = 0;
    println!("{:<58} {:<7} seen", "what a class needs of its host", "");
    for row in &rows {
        let word = match (row.holds, row.needed) {
            (true, _) => "yes",
            (false, true) => "NO",
            (false, false) => "no",
        };
        missing += usize::from(row.needed && !row.holds);
        println!("{:<58} {word:<7} {}", row.what, row.seen);
    }
    if missing == 0 {
        println!("A class can work on this host. What says `no` in small letters is not needed: nothing relies on it.");
        Ok(())
    } else {
        Err(format!("{missing} of the things a class needs are missing; see docs/hosting.md"))
    }
}

/// `--user NAME:PASSWORD`, or `--s3 KEY:SECRET:REGION`.
fn credential(options: &mut Options) -> Result<Credential, String> {
    let parts = |text: String| -> Vec<String> { text.split(':').map(str::to_owned).collect() };
    if let Some(user) = options.value("--user")?.map(parts) {
        let [user, password] = user.try_into().map_err(|_| "`--user` is NAME:PASSWORD")?;
        return Ok(Credential::Basic { user, password });
    }
    if let Some(key) = options.value("--s3")?.map(parts) {
        let [key, secret, region] = key.try_into().map_err(|_| "`--s3` is KEY:SECRET:REGION")?;
        return Ok(Credential::S3 { key, secret, region });
    }
    Ok(Credential::None)
}

/// Tries everything.
pub fn check(host: &HttpHost) -> Vec<Row> {
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_nanos());
    let class = ClassId::from_bits(seed ^ u128::from(std::process::id()) << 96);
    let name = |kind| FileName { class, kind }.to_string();
    let head = name(Kind::Head(DeviceId::from_bits(1)));
    let (first, second) = (b"first".as_slice(), b"second, which is longer".as_slice());
    let mut rows = Vec::new();
    let mut row = |what, needed, holds, seen: String| rows.push(Row { what, needed, holds, seen });

    let missing = host.ask("GET", &name(Kind::Join(9)), b"", &[]);
    row("a file that is not there is told as 404", true, missing.status == 404, format!("{}", missing.status));
    let put = host.ask("PUT", &head, first, &[]);
    row("PUT stores a file without a folder being made", true, is_well(put.status), format!("{}", put.status));
    let got = host.ask("GET", &head, b"", &[]);
    row("GET gives the same bytes", true, got.status == 200 && got.body == first, format!("{}", got.status));
    let asked = host.ask("HEAD", &head, b"", &[]);
    row("HEAD answers", true, asked.status == 200 && asked.body.is_empty(), format!("{}", asked.status));
    let again = host.ask("PUT", &head, second, &[]);
    let got = host.ask("GET", &head, b"", &[("Cache-Control", "no-cache")]);
    let overwritten = is_well(again.status) && got.body == second;
    row("PUT overwrites, and GET gives the new bytes at once", true, overwritten, format!("{}", again.status));

    let only_new = host.ask("PUT", &head, first, &[("If-None-Match", "*")]);
    row("PUT can be asked to create only", false, only_new.status == 412, format!("{}", only_new.status));
    if only_new.status != 412 {
        let _ = host.ask("PUT", &head, second, &[]);
    }
    let cut = cut_upload(host, &head);
    let left = host.ask("GET", &head, b"", &[("Cache-Control", "no-cache")]);
    let kept = left.body == second;
    let seen = match (&cut, left.status) {
        (Err(error), _) => error.clone(),
        (_, 200) if kept => "the old file is kept".to_owned(),
        (_, 200) => format!("{} bytes are served", left.body.len()),
        (_, status) => format!("{status}"),
    };
    row("an upload that breaks off leaves the old file", false, cut.is_ok() && kept, seen);

    let page = b"<!doctype html><script>document.title='run'</script>";
    let slot = name(Kind::Join(0));
    let put = host.ask("PUT", &slot, page, &[("Content-Type", "text/html")]);
    let got = host.ask("GET", &slot, b"", &[]);
    let kind = got.header("content-type").to_owned();
    let plain = kind.starts_with("application/octet-stream") || kind.starts_with("binary/octet-stream");
    row("an uploaded page is served as plain bytes", true, is_well(put.status) && plain, kind);
    let sniff = got.header("x-content-type-options").to_owned();
    row("browsers are told not to guess (nosniff)", true, sniff == "nosniff", sniff);
    let policy = got.header("content-security-policy").to_owned();
    row("an uploaded page is shut in (CSP sandbox)", true, policy.contains("sandbox"), policy);

    let bytes = vec![7u8; 3 << 20];
    let big = name(Kind::Segment(DeviceId::from_bits(1), Edition { number: 1, digest: short_digest(&bytes) }));
    let put = host.ask("PUT", &big, &bytes, &[]);
    let got = host.ask("GET", &big, b"", &[]);
    row("a file of 3 MiB fits", true, is_well(put.status) && got.body == bytes, format!("{}", put.status));
    let huge = host.ask("PUT", &name(Kind::Join(1)), &vec![7u8; 40 << 20], &[]);
    row("a file of 40 MiB does not", false, !is_well(huge.status), format!("{}", huge.status));
    let listed = host.ask("GET", "", b"", &[]);
    let lists = listed.status == 200 && String::from_utf8_lossy(&listed.body).contains(&class.to_string());
    row("the folder is not listed to strangers", false, !lists, format!("{}", listed.status));
    let erased = host.ask("DELETE", &slot, b"", &[]);
    let still = host.ask("GET", &slot, b"", &[]).status == 200;
    row("files cannot be erased", false, still, format!("{}", erased.status));
    rows
}

fn is_well(status: u16) -> bool {
    (200..300).contains(&status)
}

/// Begins to upload and breaks off in the middle. Only over plain HTTP, where that is simple to do.
fn cut_upload(host: &HttpHost, name: &str) -> Result<(), String> {
    let url = format!("{}{name}", host.url);
    let Some(rest) = url.strip_prefix("http://") else { return Err("not tried over https".to_owned()) };
    let (address, path) = rest.split_once('/').unwrap_or((rest, ""));
    let full = if address.contains(':') { address.to_owned() } else { format!("{address}:80") };
    let text = |error: std::io::Error| error.to_string();
    let mut stream = TcpStream::connect(full).map_err(text)?;
    let mut head = format!("PUT /{path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: 1000\r\n");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_millis() as i64);
    for (name, value) in headers(&host.credential, "PUT", &url, &[b'x'; 1000], augu::base::Moment(now)) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n{}", "x".repeat(300)).as_bytes()).map_err(text)?;
    stream.flush().map_err(text)?;
    std::thread::sleep(Duration::from_millis(300));
    stream.shutdown(std::net::Shutdown::Write).map_err(text)?;
    stream.set_read_timeout(Some(Duration::from_millis(700))).map_err(text)?;
    let _ = stream.read(&mut [0u8; 256]);
    drop(stream);
    std::thread::sleep(Duration::from_millis(300));
    Ok(())
}
