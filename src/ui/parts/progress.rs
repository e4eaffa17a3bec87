//! Shares as pictures: a ring, a bar, the badge of a level. Each carries its words; the picture alone says nothing.

use super::markup::Markup;
use crate::base::format;
use crate::exercises::Level;
use crate::say;
use crate::ui::words::lang;
use leptos::prelude::*;

/// The colour of a share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShareLook {
    /// Growth.
    #[default]
    Leaf,
    /// Worth another look.
    Amber,
    /// Neither.
    Plain,
}

impl ShareLook {
    const fn class(self) -> &'static str {
        match self {
            ShareLook::Leaf => "share-leaf",
            ShareLook::Amber => "share-amber",
            ShareLook::Plain => "share-plain",
        }
    }
}

/// A ring around a figure or a word.
#[component]
pub fn ProgressRing(
    /// The share done, 0 to 1; anything outside is drawn as the nearer end.
    #[prop(into)]
    share: Signal<f64>,
    /// What it is a share of, for a screen reader: "This week's goal: 3 of 5 days".
    #[prop(into)]
    label: Signal<String>,
    /// What stands inside; the percentage if not given.
    #[prop(optional, into)]
    inside: Option<Signal<String>>,
    /// Its colour.
    #[prop(optional)]
    look: ShareLook,
) -> impl IntoView {
    let ring = move || {
        let circle = |class: &'static str| {
            Markup::element("circle")
                .class(class)
                .with("cx", "32")
                .with("cy", "32")
                .with("r", "27")
                .with("pathLength", "100")
        };
        let length = share.get().clamp(0.0, 1.0) * 100.0;
        let picture = Markup::element("svg")
            .class(format!("ring-picture {}", look.class()))
            .with("viewBox", "0 0 64 64")
            .with("aria-hidden", "true")
            .child(circle("share-rest"));
        if length > 0.0 {
            picture.child(
                circle("share-done")
                    .with("stroke-dasharray", format!("{length:.1} 100"))
                    .with("transform", "rotate(-90 32 32)"),
            )
        } else {
            picture
        }
    };
    let inside = inside.unwrap_or_else(|| Signal::derive(move || format::percent(share.get(), 0, lang())));
    view! {
        <div class="ring" role="img" aria-label=label>
            {ring}
            <span class="ring-inside" aria-hidden="true">{inside}</span>
        </div>
    }
}

/// A bar with its words above it.
#[component]
pub fn ProgressBar(
    /// The share done, 0 to 1.
    #[prop(into)]
    share: Signal<f64>,
    /// What it is a share of.
    #[prop(into)]
    label: Signal<String>,
    /// The figure at its end; the percentage if not given.
    #[prop(optional, into)]
    figure: Option<Signal<String>>,
    /// Its colour.
    #[prop(optional)]
    look: ShareLook,
) -> impl IntoView {
    let figure = figure.unwrap_or_else(|| Signal::derive(move || format::percent(share.get(), 0, lang())));
    view! {
        <div class="bar">
            <div class="bar-words">
                <span>{label}</span>
                <span class="bar-figure">{figure}</span>
            </div>
            {move || bar(share.get(), look)}
        </div>
    }
}

/// The bar alone, hidden from screen readers: for tables and lists whose words stand beside it.
pub fn bar(share: f64, look: ShareLook) -> Markup {
    let stripe = |class: &'static str, width: f64| {
        Markup::element("rect").class(class).with("height", "8").with("width", format!("{width:.1}"))
    };
    let picture = Markup::element("svg")
        .class(format!("bar-picture {}", look.class()))
        .with("viewBox", "0 0 240 8")
        .with("preserveAspectRatio", "none")
        .with("aria-hidden", "true")
        .child(stripe("share-rest", 240.0));
    let width = share.clamp(0.0, 1.0) * 240.0;
    if width > 0.0 { picture.child(stripe("share-done", width.max(3.0))) } else { picture }
}

/// A level as four leaves of which some are green, and its name if wanted. It says what a task asks, not what one is.
#[component]
pub fn LevelBadge(
    /// The level.
    level: Level,
    /// Shows the name beside the leaves.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let name = move || level.name(lang());
    let leaves = (0..4_u8).fold(
        Markup::element("svg").class("level-leaves").with("viewBox", "0 0 52 14").with("aria-hidden", "true"),
        |picture, at| {
            let x = u32::from(at) * 13;
            picture.child(
                Markup::element("path")
                    .class(if at < level.number() { "level-leaf level-leaf-on" } else { "level-leaf" })
                    .with("d", "M1 12.5C1 5 4.5 1.5 12 1.5 12 9 8.5 12.5 1 12.5Z")
                    .with("transform", format!("translate({x} 0)")),
            )
        },
    );
    let spoken = move || say!(parts.level.label, name = name());
    view! {
        <span class="level" title=spoken>
            {leaves}
            <span class:unseen=!named>{if named { Signal::derive(move || name().to_owned()) } else { Signal::derive(spoken) }}</span>
        </span>
    }
}
