//! `cargo xtask build`: the whole web build, from the content and the program to the folder `dist/`.

use std::time::Instant;

use crate::bundle::{self, Site};
use crate::pages::{self, Family, Names};
use crate::project::{self, Options, Outcome};
use crate::{compress, pack, program, tools};

/// How the app is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Small and quick to load, with everything for offline use: what people get.
    Release,
    /// Quick to build, with names for debugging, without a service worker.
    Dev,
}

/// Runs the command.
pub fn run(arguments: &[String]) -> Outcome {
    let mut options = Options::new("build", arguments);
    let kind = if options.flag("--dev") { Kind::Dev } else { Kind::Release };
    options.end()?;
    tools::for_build()?;
    site(kind)
}

/// Builds the site into `dist/`; the tools must be there.
pub fn site(kind: Kind) -> Outcome {
    let start = Instant::now();
    project::say("checking the content and writing its packs");
    pack::run(&[])?;
    let mut site = Site::default();
    let packs = bundle::packs(&mut site)?;
    let style = bundle::style_sheet(&mut site)?;
    let later_style = bundle::later_style_sheet(&mut site)?;
    let chart_script = bundle::chart_script(&mut site)?;
    let answers = bundle::answers(&mut site)?;
    let program = program::compile(&mut site, kind)?;
    let family = Family {
        program: program::compile_family(&mut site, kind)?,
        style: bundle::family_style_sheet(&mut site)?,
        topics: bundle::topic_names(&mut site)?,
    };
    pages::public_files(&mut site)?;
    bundle::licences(&mut site)?;
    pages::write(&mut site, kind, &Names { program, answers, chart_script, style, later_style, packs }, &family)?;
    let dist = project::at("dist");
    site.write(&dist)?;
    compress::beside(&dist)?;
    let seconds = start.elapsed().as_secs();
    project::say(&format!("dist/ holds {} files, built in {seconds} s", site.files().count()));
    Ok(())
}
