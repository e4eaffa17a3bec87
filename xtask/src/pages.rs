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
use crate::program::{FAMILY_FOLDER, Program};
use crate::project::{self, Outcome};

/// The pages besides the skills' own, by path. Their titles are those of the app's menu.
const ROUTES: [&str; 18] = [
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
    "share",
    "keys",
    "rights",
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

/// The names of the built files of the parent's page.
pub struct Family {
    pub program: Program,
    pub style: String,
    /// The names of the topics, by language; the first is the one that most parents read.
    pub topics: [(&'static str, String); 2],
}

/// What the parent's page is called.
const FAMILY_TITLE: &str = "Augu tėvams";

const FAMILY_DESCRIPTION: &str = "Kaip sekasi vaikui mokytis matematikos: kas jau pavyksta, kas sunku ir kuo padėti namie. \
                                  Be paskyros, viskas lieka nuorodoje ir Jūsų įrenginyje.";

/// Copies what lies in `public/` as it is.
pub fn public_files(site: &mut Site) -> Outcome {
    let folder = project::at("public");
    for file in project::files_below(&folder) {
        site.add(file.to_string_lossy().into_owned(), project::read_bytes(&folder.join(&file))?);
    }
    Ok(())
}

/// Writes all pages, the service worker and the headers' example into the site.
pub fn write(site: &mut Site, kind: Kind, names: &Names, family: &Family) -> Outcome {
    let template = project::read(&project::at("index.html"))?;
    let boot = without_comment_lines(&project::read(&project::at("xtask/web/boot.js"))?).into_bytes();
    let boot_name = site.add_by_digest("boot", "js", boot.clone());
    let precached: Vec<(String, String)> = site
        .files()
        .filter(|(path, _)| !path.starts_with("licences/") && !in_family(path))
        .map(|(path, bytes)| (path.to_owned(), digest::integrity(bytes)))
        .collect();
    let menu: serde_json::Value = serde_json::from_str(&project::read(&project::at("locales/lt/shell.json"))?)
        .map_err(|error| format!("locales/lt/shell.json: {error}"))?;
    let title_of = |path: &str| menu["nav"][path].as_str().map(str::to_owned);
    let mut routes: Vec<(String, Option<String>)> =
        ROUTES.iter().map(|path| ((*path).to_owned(), title_of(path))).collect();
    routes.extend(skills()?.into_iter().map(|(id, name, _)| (format!("skills/{id}"), Some(name))));
    let packs_by_skill = packs_by_skill(site, &names.packs);
    let frame = Frame { template: template_lines(&template), kind, names, boot: boot_name, packs_by_skill };
    for (path, title) in &routes {
        let page = page(site, &frame, path, title.as_deref());
        let folder = if path.is_empty() { String::new() } else { format!("{path}/") };
        site.add(format!("{folder}index.html"), page);
        site.add(format!("{folder}{}", frame.boot), boot.clone());
    }
    family_page(site, kind, family, &boot)?;
    site.add("404.html", wrong_address());
    site.add("_headers", headers::example(site));
    let worker = service_worker(site, kind, "", &ROUTES, precached)?;
    site.add("sw.js", worker);
    Ok(())
}

/// Whether a file belongs to the parent's page alone: the app does not keep it.
fn in_family(path: &str) -> bool {
    path.strip_prefix(FAMILY_FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

/// The parent's page: one address, its own service worker, which keeps its few files and nothing of the app.
fn family_page(site: &mut Site, kind: Kind, family: &Family, boot: &[u8]) -> Outcome {
    let template = template_lines(&project::read(&project::at("parent.html"))?);
    // The start script speaks to a pupil; a parent is addressed politely.
    let mut boot = String::from_utf8_lossy(boot).into_owned();
    for (to_pupil, to_parent) in [
        ("Atnaujink naršyklę arba atverk kitoje.", "Atnaujinkite naršyklę arba atverkite kitoje."),
        (
            "Patikrink ryšį ir atverk puslapį iš naujo: tavo atsakymai niekur nedingo.",
            "Patikrinkite ryšį ir atverkite puslapį iš naujo.",
        ),
        ("reload: your answers are safe.", "reload."),
    ] {
        if !boot.contains(to_pupil) {
            return Err(format!("xtask/web/boot.js no longer says: {to_pupil}"));
        }
        boot = boot.replace(to_pupil, to_parent);
    }
    let boot = site.add_by_digest(&format!("{FAMILY_FOLDER}/boot"), "js", boot);
    let boot_name = boot.trim_start_matches(FAMILY_FOLDER).trim_start_matches('/');
    let mut head = head_before(FAMILY_TITLE, FAMILY_DESCRIPTION);
    let mut line = |text: String| {
        let _ = writeln!(head, "{text}");
    };
    program_lines(site, &family.program, &family.style, "../").into_iter().for_each(&mut line);
    line(format!("<link rel=\"preload\" as=\"fetch\" crossorigin href=\"../{}\">", family.topics[0].1));
    for (lang, topics) in &family.topics {
        line(format!("<meta name=\"augu:topics-{lang}\" content=\"{topics}\">"));
    }
    line(format!("<script src=\"./{boot_name}\" integrity=\"{}\"></script>", site.integrity(&boot)));
    line("<link rel=\"icon\" href=\"icons/augu.svg\" type=\"image/svg+xml\">".to_owned());
    let page = with_head(&template, kind, 1, &head);
    let index = format!("{FAMILY_FOLDER}/index.html");
    site.add(index.clone(), page);
    let kept = site.files().filter(|(path, _)| in_family(path));
    let kept =
        kept.map(|(path, bytes)| (path[FAMILY_FOLDER.len() + 1..].to_owned(), digest::integrity(bytes))).collect();
    let worker = service_worker(site, kind, FAMILY_FOLDER, &[""], kept)?;
    site.add(format!("{FAMILY_FOLDER}/sw.js"), worker);
    Ok(())
}

/// What stands in the head of every page.
fn head_before(title: &str, description: &str) -> String {
    let title = escaped(title);
    format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<title>{title}</title>\n\
         <meta name=\"description\" content=\"{description}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"theme-color\" content=\"#f7f3e9\" media=\"(prefers-color-scheme: light)\">\n\
         <meta name=\"theme-color\" content=\"#141a17\" media=\"(prefers-color-scheme: dark)\">\n"
    )
}

/// The lines of the head that load a program and its style; `up` leads to the root.
fn program_lines(site: &Site, program: &Program, style: &str, up: &str) -> [String; 3] {
    let asset = |path: &str| format!("href=\"{up}{path}\" integrity=\"{}\"", site.integrity(path));
    let wasm = program.wasm.as_str();
    [
        format!("<link rel=\"stylesheet\" {}>", asset(style)),
        // Fetched by the start script, once there is something to see: what is seen first must not share its way with this.
        format!("<meta name=\"augu:program\" content=\"{up}{wasm}\" data-integrity=\"{}\">", site.integrity(wasm)),
        format!("<link rel=\"modulepreload\" id=\"app-script\" {}>", asset(&program.script)),
    ]
}

/// The template with its head, and with what it tells the start script.
fn with_head(template: &str, kind: Kind, depth: usize, head: &str) -> String {
    let build = if kind == Kind::Dev { " data-build=\"dev\"" } else { "" };
    template.replace("data-depth=\"0\"", &format!("data-depth=\"{depth}\"{build}")).replace("<!--augu:head-->\n", head)
}

/// A script without the lines that only explain it: every first visit fetches it.
fn without_comment_lines(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
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
    let mut head = head_before(&title, DESCRIPTION);
    let mut line = |text: String| {
        let _ = writeln!(head, "{text}");
    };
    program_lines(site, &names.program, &names.style, &up).into_iter().for_each(&mut line);
    // Every page but practice needs the later sheet and the part of the program with the pages at once.
    if path != "practice" {
        let integrity = site.integrity(&names.later_style);
        line(format!("<link rel=\"stylesheet\" href=\"{up}{}\" integrity=\"{integrity}\">", names.later_style));
    }
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
    with_head(template, *kind, depth, &head)
}

/// The skills' ids, Lithuanian and English names, from the first columns of the skills' table.
pub fn skills() -> Result<Vec<(String, String, String)>, String> {
    let table = project::read(&project::at("content/skills.tsv"))?;
    let mut lines = table.lines().filter(|line| !line.starts_with('#'));
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| {
        header.iter().position(|title| *title == name).ok_or(format!("content/skills.tsv has no column `{name}`"))
    };
    let (id, lt, en) = (column("id")?, column("name_lt")?, column("name_en")?);
    Ok(lines
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter_map(|cells| Some((cells.get(id)?.to_string(), cells.get(lt)?.to_string(), cells.get(en)?.to_string())))
        .collect())
}

/// The service worker of a folder of the site: what it keeps, by paths from that folder, and the pages it knows.
fn service_worker(
    site: &Site,
    kind: Kind,
    folder: &str,
    pages: &[&str],
    mut kept: Vec<(String, String)>,
) -> Result<Vec<u8>, String> {
    let (ours, index) = if folder.is_empty() {
        ("augu-".to_owned(), "index.html".to_owned())
    } else {
        (format!("{folder}-of-augu-"), format!("{folder}/index.html"))
    };
    let file = if kind == Kind::Dev { "xtask/web/sw-dev.js" } else { "xtask/web/sw.js" };
    let script = project::read(&project::at(file))?
        .replace("@OURS@", &ours)
        .replace("@MANY@", if folder.is_empty() { "true" } else { "false" });
    if kind == Kind::Dev {
        return Ok(script.into_bytes());
    }
    kept.retain(|(path, _)| path != "index.html");
    kept.push(("index.html".to_owned(), site.integrity(&index)));
    kept.sort();
    let list = serde_json::to_string(&kept).map_err(|error| format!("the list of files: {error}"))?;
    let routes = serde_json::to_string(pages).map_err(|error| format!("the list of routes: {error}"))?;
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
    fn a_script_keeps_what_it_does() {
        let script = "// What it is.\n(() => {\n  // Why.\n  go('https://a.b'); // and more\n\n})();\n";
        assert_eq!(without_comment_lines(script), "(() => {\ngo('https://a.b'); // and more\n})();\n");
    }

    #[test]
    fn the_comment_for_people_reaches_no_browser() {
        let template = "<!doctype html>\n<!-- explained\n here -->\n<html>\n<!--augu:head-->\n</html>\n";
        assert_eq!(template_lines(template), "<!doctype html>\n<html>\n<!--augu:head-->\n</html>\n");
        assert_eq!(template_lines("<html>"), "<html>");
    }
}
