//! `cargo xtask pack`: checks the content and writes its packs to `target/packs/`.
//!
//! A pack is JSON whose name ends with a digest of its content: `index.….json` with the map of skills and the list of
//! tasks, and `TOPIC.….json` for each topic. `--only ID` checks one topic and writes nothing; `--show ID`
//! prints items of a topic as a pupil would read them. Content that was checked before is not checked again, unless `--again`
//! is given.

use crate::digest;
use crate::project::{self, Options, Outcome};
use augu::base::{Lang, Text};
use augu::exercises::inspect::{Gravity, Inspection, inspect};
use augu::exercises::{Answer, Index, TaskInfo, Topic, check, make, plain, rich};
use augu::session::World;
use augu::skills::{SkillGraph, SkillId, read_table};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// So many items of each template are tried.
const SEEDS: u64 = 1000;
/// So many items of each template are shown by `--show`.
const SEEDS_SHOWN: u64 = 2;

/// Says of which content, checked by which program, the packs are.
const CHECKED: &str = "target/packs.checked";

/// A topic and the file it came from, as a path from the project's folder.
struct Source {
    file: PathBuf,
    topic: Topic,
}

/// Runs the command.
pub fn run(arguments: &[String]) -> Outcome {
    let mut options = Options::new("cargo xtask pack", arguments);
    let only = options.value("--only")?;
    let show = options.value("--show")?;
    let template = options.value("--template")?;
    let again = options.flag("--again");
    let seeds = options.value("--seeds")?.map(|text| text.parse::<u64>()).transpose();
    let seeds = seeds.map_err(|_| "`--seeds` takes a whole number".to_owned())?;
    options.end()?;
    let is_usual = only.is_none() && show.is_none() && seeds.is_none();
    if is_usual && !again && is_checked()? {
        println!("the content is as it was when it was last checked; its packs stand in target/packs/");
        return Ok(());
    }
    let graph = read_graph()?;
    let wanted = only.as_deref().or(show.as_deref());
    let (sources, mut faults) = read_sources(wanted)?;
    if let Some(id) = wanted
        && sources.is_empty()
        && faults.is_empty()
    {
        return Err(format!("there is no file content/*/{id}.toml"));
    }
    if show.is_some() && faults.is_empty() {
        for source in &sources {
            show_topic(&source.topic, template.as_deref(), seeds.unwrap_or(SEEDS_SHOWN));
        }
        return Ok(());
    }
    let inspections = inspect_all(&sources, &graph, seeds.unwrap_or(SEEDS));
    faults.extend(faults_between(&sources));
    let mut remarks = 0;
    for (source, inspection) in sources.iter().zip(&inspections) {
        for finding in &inspection.findings {
            let template = finding.template.as_ref().map_or_else(String::new, |id| format!(" [{id}]"));
            let seed = finding.seed.map_or_else(String::new, |seed| format!(" seed {seed}:"));
            let sentence = format!("{}{template}{seed} {}", source.file.display(), finding.what);
            match finding.gravity {
                Gravity::Error => faults.push(sentence),
                Gravity::Remark => {
                    remarks += 1;
                    println!("remark  {sentence}");
                }
            }
        }
    }
    for fault in &faults {
        println!("ERROR   {fault}");
    }
    report(&sources, &inspections, &graph, wanted.is_some(), faults.len(), remarks);
    if !faults.is_empty() {
        return Err(format!("the content has {} to repair; each stands above", count(faults.len(), "fault")));
    }
    if wanted.is_some() {
        return Ok(());
    }
    write_packs(sources, graph)?;
    if is_usual { project::write(&project::at(CHECKED), fingerprint()?) } else { Ok(()) }
}

/// Whether the packs are those of this content, checked by this very program.
fn is_checked() -> Result<bool, String> {
    let stamp = std::fs::read_to_string(project::at(CHECKED)).unwrap_or_default();
    let has_index = project::files_below(&project::at("target/packs"))
        .iter()
        .any(|file| file.to_string_lossy().starts_with("index."));
    Ok(has_index && stamp == fingerprint()?)
}

/// A digest of all that a check depends on: the content and this program.
fn fingerprint() -> Result<String, String> {
    let content = project::at("content");
    let mut all = String::new();
    for file in project::files_below(&content) {
        all.push_str(&format!("{} {}\n", file.display(), digest::short(&project::read_bytes(&content.join(&file))?)));
    }
    let program = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    all.push_str(&digest::short(&project::read_bytes(&program)?));
    Ok(digest::short(all.as_bytes()))
}

/// All topics, or the one wanted; and a sentence for each file that cannot be read.
fn read_sources(wanted: Option<&str>) -> Result<(Vec<Source>, Vec<String>), String> {
    let content = project::at("content");
    let mut sources = Vec::new();
    let mut faults = Vec::new();
    for file in project::files_below(&content) {
        let is_topic = file.extension().is_some_and(|end| end == "toml");
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if !is_topic || wanted.is_some_and(|id| id != stem) {
            continue;
        }
        let text = project::read(&content.join(&file))?;
        let file = Path::new("content").join(file);
        match toml::from_str::<Topic>(&text) {
            Ok(topic) => {
                let folder = file.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
                if topic.id.as_str() != stem {
                    faults.push(format!("{}: the file is named unlike its id `{}`", file.display(), topic.id));
                }
                if folder.as_deref() != Some(topic.area.key()) {
                    faults.push(format!("{}: it belongs into the folder `{}`", file.display(), topic.area.key()));
                }
                sources.push(Source { file, topic });
            }
            Err(error) => {
                let line = error.span().map_or(0, |span| text.get(..span.start).unwrap_or("").lines().count().max(1));
                faults.push(format!("{}:{line}: {}", file.display(), error.message()));
            }
        }
    }
    Ok((sources, faults))
}

/// Inspects the topics on all cores.
fn inspect_all(sources: &[Source], graph: &SkillGraph, seeds: u64) -> Vec<Inspection> {
    let done = Mutex::new(vec![Inspection::default(); sources.len()]);
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(source) = sources.get(at) else { return };
                    let inspection = inspect(&source.topic, graph, seeds);
                    if let Ok(mut done) = done.lock() {
                        done[at] = inspection;
                    }
                }
            });
        }
    });
    done.into_inner().unwrap_or_default()
}

/// What only shows when all topics are seen together.
fn faults_between(sources: &[Source]) -> Vec<String> {
    let mut files = BTreeMap::new();
    let mut faults = Vec::new();
    for source in sources {
        if let Some(other) = files.insert(&source.topic.id, &source.file) {
            faults.push(format!("{} and {} are of the same skill", other.display(), source.file.display()));
        }
    }
    faults
}

fn report(
    sources: &[Source],
    inspections: &[Inspection],
    graph: &SkillGraph,
    one: bool,
    errors: usize,
    remarks: usize,
) {
    println!();
    println!("{:<32} {:>5} {:>5}  {:<11} {:<8} kinds", "topic", "grade", "tasks", "levels", "from life");
    let mut kinds = BTreeMap::<&str, usize>::new();
    let mut levels = BTreeMap::<u8, usize>::new();
    let mut tasks = 0;
    for source in sources {
        let topic = &source.topic;
        let mut own_kinds = BTreeMap::<&str, usize>::new();
        let mut own_levels = BTreeMap::<u8, usize>::new();
        for task in &topic.tasks {
            *own_kinds.entry(task.kind.key()).or_default() += 1;
            *own_levels.entry(task.level.number()).or_default() += 1;
        }
        let life = topic.tasks.iter().filter(|task| task.life).count();
        let own_levels_text: Vec<String> =
            (1..=4).map(|level| own_levels.get(&level).unwrap_or(&0).to_string()).collect();
        let own_kinds_text: Vec<String> = own_kinds.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
        println!(
            "{:<32} {:>5} {:>5}  {:<11} {:<8}  {}",
            topic.id.as_str(),
            topic.grade,
            topic.tasks.len(),
            own_levels_text.join("/"),
            life,
            own_kinds_text.join(", ")
        );
        tasks += topic.tasks.len();
        own_kinds.into_iter().for_each(|(kind, n)| *kinds.entry(kind).or_default() += n);
        own_levels.into_iter().for_each(|(level, n)| *levels.entry(level).or_default() += n);
    }
    if one {
        for figures in inspections.iter().flat_map(|inspection| &inspection.figures) {
            let named: Vec<String> =
                figures.named.iter().map(|(id, share)| format!("{id} {:.0} %", share * 100.0)).collect();
            println!(
                "  {:<28} {:>4} different, {:.1} draws each; named: {}",
                figures.template,
                figures.distinct,
                figures.draws_mean,
                if named.is_empty() { "nothing".to_owned() } else { named.join(", ") }
            );
        }
    } else {
        let kinds: Vec<String> = kinds.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
        let levels: Vec<String> = levels.iter().map(|(level, n)| format!("{level}: {n}")).collect();
        println!();
        println!(
            "{} with {}; {} in the map",
            count(sources.len(), "topic"),
            count(tasks, "task"),
            count(graph.len(), "skill")
        );
        println!("kinds of answer: {}", kinds.join(", "));
        println!("levels: {}", levels.join(", "));
        let known: BTreeSet<&SkillId> = sources.iter().map(|source| &source.topic.id).collect();
        let mut missing = BTreeMap::<u8, usize>::new();
        for skill in graph.all().iter().filter(|skill| !known.contains(&skill.id)) {
            *missing.entry(skill.grade).or_default() += 1;
        }
        let missing: Vec<String> = missing.iter().map(|(grade, n)| format!("grade {grade}: {n}")).collect();
        println!("skills without tasks yet: {}", missing.join(", "));
    }
    println!("{}, {}", count(errors, "error"), count(remarks, "remark"));
}

/// The map and all topics as they stand, unchecked, for commands that practise with them.
pub fn world() -> Result<World, String> {
    let graph = read_graph()?;
    let (sources, faults) = read_sources(None)?;
    if let Some(fault) = faults.first() {
        return Err(fault.clone());
    }
    let topics: Vec<Topic> = sources.into_iter().map(|source| source.topic).collect();
    let mut world = World::new(index_of(graph, &topics, BTreeMap::new()));
    world.add(topics);
    Ok(world)
}

fn read_graph() -> Result<SkillGraph, String> {
    let table = project::read(&project::at("content/skills.tsv"))?;
    read_table(&table).map_err(|fault| format!("content/skills.tsv: {fault}"))
}

fn index_of(graph: SkillGraph, topics: &[Topic], packs: BTreeMap<SkillId, String>) -> Index {
    let place = |topic: &&Topic| graph.place(&topic.id).unwrap_or(usize::MAX);
    let mut topics: Vec<&Topic> = topics.iter().collect();
    topics.sort_by_key(place);
    let tasks = topics.iter().flat_map(|topic| topic.tasks.iter().map(|task| TaskInfo::of(topic, task))).collect();
    Index { version: Index::VERSION, graph, tasks, packs }
}

/// Writes the packs and takes away those of earlier runs.
fn write_packs(sources: Vec<Source>, graph: SkillGraph) -> Outcome {
    let folder = project::at("target/packs");
    let mut topics: Vec<Topic> = sources.into_iter().map(|source| source.topic).collect();
    topics.sort_by_key(|topic| graph.place(&topic.id));
    let mut files = Vec::new();
    let mut packs = BTreeMap::new();
    for topic in &topics {
        let json = written(serde_json::to_string(topic))?;
        let digest = digest::short(json.as_bytes());
        files.push((Index::pack_name(&topic.id, &digest), json));
        packs.insert(topic.id.clone(), digest);
    }
    let index = written(serde_json::to_string(&index_of(graph, &topics, packs)))?;
    files.push((format!("index.{}.json", digest::short(index.as_bytes())), index));
    for old in project::files_below(&folder) {
        if !files.iter().any(|(name, _)| Path::new(name) == old) {
            let old = folder.join(old);
            std::fs::remove_file(&old).map_err(|error| format!("cannot take away {}: {error}", old.display()))?;
        }
    }
    for (name, json) in files {
        println!("{:>8} bytes  target/packs/{name}", json.len());
        project::write(&folder.join(name), json)?;
    }
    Ok(())
}

fn written(json: Result<String, serde_json::Error>) -> Result<String, String> {
    json.map_err(|error| format!("a pack cannot be written: {error}"))
}

/// Prints items of a topic as plain text, in both languages.
fn show_topic(topic: &Topic, only: Option<&str>, seeds: u64) {
    if only.is_none() {
        show_explanation(topic);
    }
    for template in topic.tasks.iter().filter(|template| only.is_none_or(|id| id == template.id)) {
        for seed in 1..=seeds {
            println!(
                "──── {}/{}@{}#{seed}  {} {}{}",
                topic.id,
                template.id,
                template.version,
                template.kind.key(),
                template.level.name(Lang::Lt),
                if template.life { "  iš gyvenimo" } else { "" }
            );
            let item = match make(topic, template, seed) {
                Ok(item) => item,
                Err(fault) => {
                    println!("ERROR {fault}");
                    continue;
                }
            };
            for lang in [Lang::Lt, Lang::En] {
                let tag = lang.tag();
                println!("{tag}  {}", item.ask.plain(lang));
                for (sides, sign) in [(&item.options, '○'), (&item.lefts, '◁'), (&item.rights, '▷')] {
                    for option in sides {
                        println!("      {sign} {} {}", option.id, option.words.plain(lang));
                    }
                }
                println!("    = {}", plain(&item.right_words(lang)).replace('\n', "\n      "));
                for (at, hint) in item.hints.iter().enumerate() {
                    println!("    {}. {}", at + 1, hint.plain(lang));
                }
                for step in &item.solution {
                    let formula = step.formula().map_or_else(String::new, |formula| formula.plain());
                    println!("    > {formula:<28} {}", step.text.plain(lang));
                }
                for answer in item.mistaken_answers() {
                    let judgement = check(&item, &answer);
                    let given = match &answer {
                        Answer::Typed(text) => text.clone(),
                        other => format!("{other:?}"),
                    };
                    let named = judgement.mistake.clone().unwrap_or_else(|| judgement.verdict.key().to_owned());
                    println!("    ✗ {given:<18} {named}: {}", judgement.message(lang));
                }
            }
        }
    }
}

/// Prints what a topic teaches, as a pupil would read it.
fn show_explanation(topic: &Topic) {
    for lang in [Lang::Lt, Lang::En] {
        let read = |text: &Text| plain(&rich(text.get(lang)));
        println!("════ {}  {}", lang.tag(), topic.name.get(lang));
        println!("{}", read(&topic.explanation));
        for example in &topic.examples {
            println!("──── {}", read(&example.ask));
            for step in &example.steps {
                let formula = step.math.as_ref().map_or_else(String::new, |math| plain(&rich(&format!("${math}$"))));
                println!("    > {formula:<28} {}", read(&Text::new(step.lt.as_str(), step.en.as_str())));
            }
        }
        println!("──── {}", if lang == Lang::Lt { "Prisimink" } else { "Remember" });
        println!("{}", read(&topic.recall));
        for mistake in &topic.mistakes {
            println!("    ✗ {}: {} → {}", mistake.id, read(&mistake.believes), read(&mistake.repair));
        }
    }
}

fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
