//! The pages of the site: one `index.html` a route, so that every address opens on any static host without rewrite
//! rules; the service worker with its list of files; the page for a wrong address; the headers for hosts that take them.
//!
//! All addresses are relative: the site works at a root and under any path.

use std::fmt::Write as _;

use crate::build::Kind;
use crate::bundle::Site;
use crate::digest;
use crate::project::{self, Outcome};

/// The pages besides the skills' own: path and Lithuanian title.
const ROUTES: [(&str, &str); 10] = [
    ("", "Augu"),
    ("practice", "Pratybos"),
    ("progress", "Pažanga"),
    ("skills", "Temų žemėlapis"),
    ("goals", "Tikslai"),
    ("tests", "Atsiskaitymai"),
    ("check", "Pasitikrinimas"),
    ("mistakes", "Klaidos"),
    ("settings", "Nustatymai"),
    ("help", "Pagalba"),
];

const DESCRIPTION: &str = "Augu: matematikos pratybos 5–12 klasei. Užduotys parenkamos tau, klaidos paaiškinamos, \
                           viskas lieka tavo įrenginyje ir veikia be interneto.";

/// What pages may load and do, the same in the pages and in the headers. Tables of words for the reader of this list:
/// nothing inline, no eval (compiling WebAssembly is not eval), nothing from elsewhere.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
                      font-src 'self'; object-src 'none'; base-uri 'self'; form-action 'none'";

/// Headers for every file; `frame-ancestors` counts only as a header.
pub fn headers() -> Vec<(&'static str, String)> {
    vec![
        ("Content-Security-Policy", format!("{POLICY}; frame-ancestors 'none'")),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()".to_owned()),
    ]
}

/// A file whose name carries its digest never changes: browsers may keep it for a year without asking.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A file whose name stays: browsers ask each time whether it has changed.
pub const ASK_FIRST: &str = "no-cache";

/// How long browsers may keep the file at this path of the site.
pub fn cache_rule(path: &str) -> &'static str {
    if has_digest(path) { FOR_EVER } else { ASK_FIRST }
}

/// Whether a name carries a digest: 16 hexadecimal digits between `-` or `.` and the rest of the name.
fn has_digest(path: &str) -> bool {
    path.rsplit('/')
        .next()
        .unwrap_or(path)
        .split(['-', '.', '_'])
        .any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)))
}

/// A compiled program: the script that starts it and the WebAssembly it starts, as paths of the site.
pub struct Program {
    pub script: String,
    pub wasm: String,
}

/// The names of the built files, as the pages mention them.
pub struct Names {
    pub program: Program,
    /// The charts' own program, if it is part of the build.
    pub charts: Option<Program>,
    pub chart_script: String,
    pub style: String,
    pub packs: String,
}

/// Takes a program out of trunk's folder, under names that tell the content as it is after optimisation.
pub fn program(site: &mut Site, name: &str) -> Result<Option<Program>, String> {
    let from = project::at("target/web/trunk");
    let wasm_name = format!("{name}_bg.wasm");
    if !from.join(&wasm_name).is_file() {
        return Ok(None);
    }
    let wasm = site.add_by_digest(name, "wasm", project::read_bytes(&from.join(&wasm_name))?);
    let script = project::read(&from.join(format!("{name}.js")))?;
    // Small pieces of JavaScript that crates bring along; the script imports them by a path with their own digest.
    for snippet in project::files_below(&from.join("snippets")) {
        let path = format!("snippets/{}", snippet.to_string_lossy());
        if script.contains(&path) {
            site.add(path, project::read_bytes(&from.join("snippets").join(&snippet))?);
        }
    }
    let script = site.add_by_digest(name, "js", script.replace(&wasm_name, &wasm));
    Ok(Some(Program { script, wasm }))
}

/// Copies what lies in `public/` as it is.
pub fn public_files(site: &mut Site) -> Outcome {
    let folder = project::at("public");
    for file in project::files_below(&folder) {
        site.add(file.to_string_lossy().into_owned(), project::read_bytes(&folder.join(&file))?);
    }
    Ok(())
}

/// Writes all pages, the service worker and the headers' example into the site.
pub fn write(site: &mut Site, kind: Kind, names: &Names) -> Outcome {
    let template = project::read(&project::at("index.html"))?;
    let template = template_lines(&template);
    let boot = project::read_bytes(&project::at("xtask/web/boot.js"))?;
    let boot_name = site.add_by_digest("boot", "js", boot.clone());
    let precached: Vec<(String, String)> = site
        .files()
        .filter(|(path, _)| !path.starts_with("licences/"))
        .map(|(path, bytes)| (path.to_owned(), digest::integrity(bytes)))
        .collect();
    let mut routes: Vec<(String, String)> =
        ROUTES.iter().map(|(path, title)| ((*path).to_owned(), (*title).to_owned())).collect();
    routes.extend(skills()?.into_iter().map(|(id, name)| (format!("skills/{id}"), name)));
    for (path, title) in &routes {
        let depth = if path.is_empty() { 0 } else { path.matches('/').count() + 1 };
        let page = page(site, &template, kind, names, &boot_name, depth, title);
        let folder = if path.is_empty() { String::new() } else { format!("{path}/") };
        site.add(format!("{folder}index.html"), page);
        site.add(format!("{folder}{boot_name}"), boot.clone());
    }
    site.add("404.html", wrong_address());
    site.add("_headers", headers_example(site));
    site.add("sw.js", service_worker(site, kind, precached)?);
    Ok(())
}

/// The template without the comment at its head and without trunk's lines.
fn template_lines(template: &str) -> String {
    let without_orders: String =
        template.lines().filter(|line| !line.starts_with("<link data-trunk")).map(|line| format!("{line}\n")).collect();
    match (without_orders.find("<!-- "), without_orders.find("-->\n")) {
        (Some(start), Some(end)) if start < end => {
            format!("{}{}", &without_orders[..start], &without_orders[end + 4..])
        }
        _ => without_orders,
    }
}

fn page(site: &Site, template: &str, kind: Kind, names: &Names, boot_name: &str, depth: usize, title: &str) -> String {
    let up = "../".repeat(depth);
    let title = if title == "Augu" { title.to_owned() } else { format!("{title} · Augu") };
    let mut head = String::new();
    let mut line = |text: String| {
        let _ = writeln!(head, "{text}");
    };
    line(format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">"));
    line(format!("<title>{}</title>", escaped(&title)));
    line(format!("<meta name=\"description\" content=\"{DESCRIPTION}\">"));
    line("<meta name=\"referrer\" content=\"no-referrer\">".to_owned());
    line("<meta name=\"color-scheme\" content=\"light dark\">".to_owned());
    line("<meta name=\"theme-color\" content=\"#f6f8f4\" media=\"(prefers-color-scheme: light)\">".to_owned());
    line("<meta name=\"theme-color\" content=\"#12211b\" media=\"(prefers-color-scheme: dark)\">".to_owned());
    let wasm = names.program.wasm.as_str();
    let asset = |path: &str| format!("href=\"{up}{path}\" integrity=\"{}\"", site.integrity(path));
    line(format!("<link rel=\"stylesheet\" {}>", asset(&names.style)));
    // Browsers check no integrity on a preload of this kind yet; the start script checks it as it fetches.
    line(format!(
        "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin id=\"app-program\" \
         href=\"{up}{wasm}\" data-integrity=\"{}\">",
        site.integrity(wasm)
    ));
    line(format!("<link rel=\"modulepreload\" id=\"app-script\" {}>", asset(&names.program.script)));
    line(format!("<link rel=\"preload\" as=\"fetch\" crossorigin href=\"{up}{}\">", names.packs));
    let mut name = |name: &str, path: &str| line(format!("<meta name=\"augu:{name}\" content=\"{path}\">"));
    name("index", &names.packs);
    name("chartjs", &names.chart_script);
    if let Some(charts) = &names.charts {
        name("charts", &charts.script);
        name("charts-program", &charts.wasm);
    }
    line(format!("<script src=\"./{boot_name}\" integrity=\"{}\"></script>", site.integrity(boot_name)));
    // From here on the start script has told the page where the root is.
    line("<link rel=\"icon\" href=\"icons/augu.svg\" type=\"image/svg+xml\">".to_owned());
    line("<link rel=\"apple-touch-icon\" href=\"icons/augu-180.png\">".to_owned());
    line("<link rel=\"manifest\" href=\"manifest.webmanifest\">".to_owned());
    let build = if kind == Kind::Dev { " data-build=\"dev\"" } else { "" };
    template.replace("data-depth=\"0\"", &format!("data-depth=\"{depth}\"{build}")).replace("<!--augu:head-->\n", &head)
}

/// The skills' ids and Lithuanian names, from the first columns of the skills' table.
fn skills() -> Result<Vec<(String, String)>, String> {
    let table = project::read(&project::at("content/skills.tsv"))?;
    let mut lines = table.lines().filter(|line| !line.starts_with('#'));
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| {
        header.iter().position(|title| *title == name).ok_or(format!("content/skills.tsv has no column `{name}`"))
    };
    let (id, name) = (column("id")?, column("name_lt")?);
    Ok(lines
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter_map(|cells| Some(((*cells.get(id)?).to_owned(), (*cells.get(name)?).to_owned())))
        .collect())
}

fn service_worker(site: &Site, kind: Kind, mut precached: Vec<(String, String)>) -> Result<Vec<u8>, String> {
    if kind == Kind::Dev {
        return project::read_bytes(&project::at("xtask/web/sw-dev.js"));
    }
    precached.push(("index.html".to_owned(), site.integrity("index.html")));
    precached.sort();
    let list = serde_json::to_string(&precached).map_err(|error| format!("the list of files: {error}"))?;
    let routes: Vec<&str> = ROUTES.iter().map(|(path, _)| *path).collect();
    let routes = serde_json::to_string(&routes).map_err(|error| format!("the list of routes: {error}"))?;
    let script = project::read(&project::at("xtask/web/sw.js"))?;
    let version = digest::short([script.as_bytes(), list.as_bytes(), routes.as_bytes()].concat().as_slice());
    Ok(script
        .replace("@VERSION@", &version)
        .replace("/*@FILES@*/[]", &list)
        .replace("/*@ROUTES@*/[]", &routes)
        .into_bytes())
}

/// The page a host shows for an address that is not there. It cannot know where the root is, so it loads nothing.
fn wrong_address() -> String {
    format!(
        "<!doctype html>\n<html lang=\"lt\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Tokio puslapio nėra · Augu</title>\n</head>\n\
         <body>\n<main>\n<h1>Tokio puslapio nėra</h1>\n\
         <p>Patikrink adresą arba <a href=\"./\">grįžk į pradžią</a>.</p>\n\
         <p lang=\"en\">There is no such page. Check the address or <a href=\"./\">go to the start</a>.</p>\n\
         </main>\n</body>\n</html>\n"
    )
}

/// `_headers` in the form that several static hosts read; an example for the others.
fn headers_example(site: &Site) -> String {
    let mut text = String::from("/*\n");
    for (name, value) in headers() {
        let _ = writeln!(text, "  {name}: {value}");
    }
    // The start script's copies beside the pages are left out: a few hundred lines for a small file.
    for (path, _) in site.files().filter(|(path, _)| has_digest(path) && !path.contains("/boot-")) {
        let _ = writeln!(text, "/{path}\n  Cache-Control: {FOR_EVER}");
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_digest_are_kept_for_ever() {
        let cases = [
            ("augu-0123456789abcdef.wasm", FOR_EVER),
            ("packs/grade-7.0123456789abcdef.json", FOR_EVER),
            ("index.html", ASK_FIRST),
            ("sw.js", ASK_FIRST),
            ("skills/linear-equation/index.html", ASK_FIRST),
            ("icons/augu-180.png", ASK_FIRST),
        ];
        for (path, rule) in cases {
            assert_eq!(cache_rule(path), rule, "{path}");
        }
    }

    #[test]
    fn orders_to_trunk_reach_no_browser() {
        let template =
            "<!doctype html>\n<!-- data-trunk\n explained -->\n<html>\n<!--augu:head-->\n<link data-trunk>\n</html>\n";
        assert_eq!(template_lines(template), "<!doctype html>\n<html>\n<!--augu:head-->\n</html>\n");
    }
}
