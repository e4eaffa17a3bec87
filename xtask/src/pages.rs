//! The pages of the site: one `index.html` a route, so that every address opens on any static host without rewrite
//! rules; the service worker with its list of files; the page for a wrong address; the headers for hosts that take them.
//!
//! All addresses are relative: the site works at a root and under any path.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::build::Kind;
use crate::bundle::Site;
use crate::digest;
use crate::headers::{self, POLICY};
use crate::program::Program;
use crate::project::{self, Outcome};

/// The pages besides the skills' own, by path. Their titles are those of the app's menu.
const ROUTES: [&str; 15] = [
    "",
    "practice",
    "progress",
    "skills",
    "goals",
    "tests",
    "placement",
    "mistakes",
    "settings",
    "how",
    "judging",
    "working",
    "help",
    "class",
    "join",
];

const DESCRIPTION: &str = "Augu: matematikos pratybos 5–12 klasei. Užduotys parenkamos tau, klaidos paaiškinamos, \
                           viskas lieka tavo įrenginyje ir veikia be interneto.";

/// The names of the built files, as the pages mention them.
pub struct Names {
    pub program: Program,
    /// The table of judged answers, which the page about judging shows.
    pub answers: String,
    pub chart_script: String,
    /// The style sheet that the first task needs.
    pub style: String,
    /// The style sheet of all that loads later.
    pub later_style: String,
    pub packs: String,
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
    let boot = project::read_bytes(&project::at("xtask/web/boot.js"))?;
    let boot_name = site.add_by_digest("boot", "js", boot.clone());
    let precached: Vec<(String, String)> = site
        .files()
        .filter(|(path, _)| !path.starts_with("licences/"))
        .map(|(path, bytes)| (path.to_owned(), digest::integrity(bytes)))
        .collect();
    let menu: serde_json::Value = serde_json::from_str(&project::read(&project::at("locales/lt/shell.json"))?)
        .map_err(|error| format!("locales/lt/shell.json: {error}"))?;
    let title_of = |path: &str| menu["nav"][path].as_str().map(str::to_owned);
    let mut routes: Vec<(String, Option<String>)> =
        ROUTES.iter().map(|path| ((*path).to_owned(), title_of(path))).collect();
    routes.extend(skills()?.into_iter().map(|(id, name)| (format!("skills/{id}"), Some(name))));
    let packs_by_skill = packs_by_skill(site, &names.packs);
    let frame = Frame { template: template_lines(&template), kind, names, boot: boot_name, packs_by_skill };
    for (path, title) in &routes {
        let page = page(site, &frame, path, title.as_deref());
        let folder = if path.is_empty() { String::new() } else { format!("{path}/") };
        site.add(format!("{folder}index.html"), page);
        site.add(format!("{folder}{}", frame.boot), boot.clone());
    }
    site.add("404.html", wrong_address());
    site.add("_headers", headers::example(site));
    site.add("sw.js", service_worker(site, kind, precached)?);
    Ok(())
}

/// The template without the comment at its head.
fn template_lines(template: &str) -> String {
    match (template.find("<!-- "), template.find("-->\n")) {
        (Some(start), Some(end)) if start < end => format!("{}{}", &template[..start], &template[end + 4..]),
        _ => template.to_owned(),
    }
}

/// The pack that holds each skill's topic, as paths of the site; from the index that the app reads. Only hints what to
/// load early, so an index of another form gives none.
fn packs_by_skill(site: &Site, index: &str) -> BTreeMap<String, String> {
    let index: serde_json::Value = site
        .files()
        .find(|(path, _)| *path == index)
        .and_then(|(_, bytes)| serde_json::from_slice(bytes).ok())
        .unwrap_or_default();
    let pack_of = |task: &serde_json::Value| {
        let place = usize::try_from(task[0].as_u64()?).ok()?;
        let (id, digest) = (index["skills"]["id"][place].as_str()?, task[1].as_str()?);
        Some((id.to_owned(), format!("packs/{id}.{digest}.json")))
    };
    index["tasks"].as_array().into_iter().flatten().filter_map(pack_of).collect()
}

/// What all pages have in common.
struct Frame<'a> {
    template: String,
    kind: Kind,
    names: &'a Names,
    boot: String,
    packs_by_skill: BTreeMap<String, String>,
}

/// The page at a path of the site.
fn page(site: &Site, frame: &Frame, path: &str, title: Option<&str>) -> String {
    let Frame { template, kind, names, boot, packs_by_skill } = frame;
    let depth = if path.is_empty() { 0 } else { path.matches('/').count() + 1 };
    let up = "../".repeat(depth);
    let title = title.map_or_else(|| "Augu".to_owned(), |title| format!("{title} · Augu"));
    let mut head = String::new();
    let mut line = |text: String| {
        let _ = writeln!(head, "{text}");
    };
    line(format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">"));
    line(format!("<title>{}</title>", escaped(&title)));
    line(format!("<meta name=\"description\" content=\"{DESCRIPTION}\">"));
    line("<meta name=\"referrer\" content=\"no-referrer\">".to_owned());
    line("<meta name=\"color-scheme\" content=\"light dark\">".to_owned());
    line("<meta name=\"theme-color\" content=\"#f7f3e9\" media=\"(prefers-color-scheme: light)\">".to_owned());
    line("<meta name=\"theme-color\" content=\"#141a17\" media=\"(prefers-color-scheme: dark)\">".to_owned());
    let wasm = names.program.wasm.as_str();
    let asset = |path: &str| format!("href=\"{up}{path}\" integrity=\"{}\"", site.integrity(path));
    line(format!("<link rel=\"stylesheet\" {}>", asset(&names.style)));
    // Every page but practice needs the later sheet and the part of the program with the pages at once.
    if path != "practice" {
        line(format!("<link rel=\"stylesheet\" {}>", asset(&names.later_style)));
    }
    // Browsers check no integrity on a preload of this kind yet; the start script checks it as it fetches.
    line(format!(
        "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin id=\"app-program\" \
         href=\"{up}{wasm}\" data-integrity=\"{}\">",
        site.integrity(wasm)
    ));
    line(format!("<link rel=\"modulepreload\" id=\"app-script\" {}>", asset(&names.program.script)));
    let mut early = vec![names.packs.as_str()];
    early.extend(path.strip_prefix("skills/").and_then(|id| packs_by_skill.get(id)).map(String::as_str));
    let part =
        |wanted: &str| names.program.parts.iter().find(|(name, _)| name == wanted).map(|(_, path)| path.as_str());
    early.extend(part("later_pages").filter(|_| path != "practice"));
    for file in early {
        line(format!("<link rel=\"preload\" as=\"fetch\" crossorigin href=\"{up}{file}\">"));
    }
    for (name, path) in [("chartjs", &names.chart_script), ("later-style", &names.later_style)] {
        let integrity = site.integrity(path);
        line(format!("<meta name=\"augu:{name}\" content=\"{path}\" data-integrity=\"{integrity}\">"));
    }
    let mut name = |name: &str, path: &str| line(format!("<meta name=\"augu:{name}\" content=\"{path}\">"));
    name("index", &names.packs);
    if let Some(keeping) = part("keeping") {
        name("keeping", keeping);
    }
    name("answers", &names.answers);
    if path == "practice" {
        // `?skill=ID` tells the start script which of these to load early.
        let mut skills_by_pack: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        packs_by_skill.iter().for_each(|(id, pack)| skills_by_pack.entry(pack).or_default().push(id));
        for (pack, skills) in skills_by_pack {
            name(&format!("pack:{}", skills.join(",")), pack);
        }
    }
    line(format!("<script src=\"./{boot}\" integrity=\"{}\"></script>", site.integrity(boot)));
    // From here on the start script has told the page where the root is.
    line("<link rel=\"icon\" href=\"icons/augu.svg\" type=\"image/svg+xml\">".to_owned());
    line("<link rel=\"apple-touch-icon\" href=\"icons/augu-180.png\">".to_owned());
    line("<link rel=\"manifest\" href=\"manifest.webmanifest\">".to_owned());
    let build = if *kind == Kind::Dev { " data-build=\"dev\"" } else { "" };
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
    let routes = serde_json::to_string(&ROUTES).map_err(|error| format!("the list of routes: {error}"))?;
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comment_for_people_reaches_no_browser() {
        let template = "<!doctype html>\n<!-- explained\n here -->\n<html>\n<!--augu:head-->\n</html>\n";
        assert_eq!(template_lines(template), "<!doctype html>\n<html>\n<!--augu:head-->\n</html>\n");
        assert_eq!(template_lines("<html>"), "<html>");
    }
}
