//! "Kaip veikia": the model in words for teachers and parents, one picture, and how right it has proved.

use crate::exercises::rich;
use crate::ui::parts::{Card, CardLook, Markup, RichText};
use crate::ui::words::{Words, lang, table};
use crate::{say, words};
use leptos::prelude::*;

/// The page.
#[component]
pub fn HowPage() -> impl IntoView {
    use table::how as said;
    let part = |title: Words, text: Words| {
        let text = Signal::derive(move || rich(text.get(lang())));
        view! { <Card title=crate::ui::words::signal(title)><RichText text/></Card> }
    };
    view! {
        <h1>{words!(how.title)}</h1>
        <p class="page-lead">{words!(how.lead)}</p>
        {part(said::knows, said::knows_text)}
        <Card title=words!(how.chance)>
            <RichText text=Signal::derive(move || rich(said::chance_text.get(lang())))/>
            <figure class="curve">
                {move || curve()}
                <figcaption>{words!(how.curve_caption)}</figcaption>
            </figure>
        </Card>
        {part(said::answer, said::answer_text)}
        {part(said::next, said::next_text)}
        {part(said::review, said::review_text)}
        {part(said::levels, said::levels_text)}
        <Card title=words!(how.right) look=CardLook::Leaf>
            <RichText text=Signal::derive(move || rich(said::right_text.get(lang())))/>
        </Card>
        {part(said::limits, said::limits_text)}
    }
}

/// The chance of a right answer against ability less difficulty: guess .02, slip .04, as for typed answers.
fn curve() -> Markup {
    let (width, height, left, top) = (320.0, 150.0, 46.0, 12.0);
    let chance = |z: f64| 0.02 + (0.96 - 0.02) / (1.0 + libm::exp(-z));
    let at = |z: f64| (left + (z + 4.0) / 8.0 * width, top + (1.0 - chance(z)) * height);
    let points: Vec<String> = (0..=64)
        .map(|step| {
            let (x, y) = at(f64::from(step) / 8.0 - 4.0);
            format!("{x:.1},{y:.1}")
        })
        .collect();
    let text = |x: f64, y: f64, anchor: &'static str, words: String| {
        Markup::element("text")
            .class("curve-text")
            .with("x", format!("{x:.0}"))
            .with("y", format!("{y:.0}"))
            .with("text-anchor", anchor)
            .says(words)
    };
    let line = |chance: f64| {
        let y = top + (1.0 - chance) * height;
        Markup::element("line")
            .class("curve-grid")
            .with("x1", format!("{left:.0}"))
            .with("x2", format!("{:.0}", left + width))
            .with("y1", format!("{y:.1}"))
            .with("y2", format!("{y:.1}"))
    };
    let label =
        |chance: f64| text(left - 6.0, top + (1.0 - chance) * height + 4.0, "end", format!("{:.0} %", chance * 100.0));
    // Where learning goes best: a task that is solved seven to nine times out of ten.
    let (from, to) = (at(libm::log((0.7 - 0.02) / (0.96 - 0.7))).0, at(libm::log((0.87 - 0.02) / (0.96 - 0.87))).0);
    let band = Markup::element("rect")
        .class("curve-band")
        .with("x", format!("{from:.1}"))
        .with("y", format!("{top:.0}"))
        .with("width", format!("{:.1}", to - from))
        .with("height", format!("{height:.0}"));
    let drawn = Markup::element("polyline").class("curve-line").with("points", points.join(" "));
    let foot = top + height + 18.0;
    Markup::element("svg")
        .class("curve-picture")
        .with("viewBox", "0 0 378 192")
        .with("role", "img")
        .with("aria-label", say!(how.curve_alt))
        .child(band)
        .children([0.0, 0.25, 0.5, 0.75, 1.0].map(line))
        .children([0.0, 0.5, 1.0].map(label))
        .child(drawn)
        .child(text(left, foot, "start", say!(how.curve_hard)))
        .child(text(left + width, foot, "end", say!(how.curve_easy)))
}
