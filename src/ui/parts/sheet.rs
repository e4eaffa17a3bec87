//! A drawing as SVG: figures beside questions, boards to draw on. Its colours come from the style sheet, its words from
//! the drawing. Absent: what is drawn and why, which is `exercises`.

use super::markup::Markup;
use crate::base::Lang;
use crate::exercises::drawing::{Drawing, Mark, Side};

/// The drawing, silent: whoever shows it says what it is.
pub fn sheet(drawing: &Drawing, lang: Lang) -> Markup {
    let (width, height) = (figure(drawing.width), figure(drawing.height));
    Markup::element("svg")
        .class("drawing")
        .with("viewBox", format!("0 0 {width} {height}"))
        .with("width", width)
        .with("height", height)
        .with("aria-hidden", "true")
        .with("focusable", "false")
        .children(drawing.marks.iter().map(|mark| drawn(mark, lang)))
}

/// A drawing that is told in its own words.
pub fn told_sheet(drawing: &Drawing, lang: Lang) -> Markup {
    Markup::element("div")
        .class("figure-sheet")
        .with("role", "img")
        .with("data-testid", "figure")
        .with("aria-label", drawing.told.get(lang).to_owned())
        .child(sheet(drawing, lang))
}

fn drawn(mark: &Mark, lang: Lang) -> Markup {
    match mark {
        Mark::Path { places, closed, look } => {
            let mut way = String::new();
            for (at, place) in places.iter().enumerate() {
                way.push(if at == 0 { 'M' } else { 'L' });
                way.push_str(&format!("{} {}", figure(place.0), figure(place.1)));
            }
            if *closed {
                way.push('Z');
            }
            Markup::element("path").class(look.class()).with("d", way)
        }
        Mark::Circle { at, radius, look } => Markup::element("circle")
            .class(look.class())
            .with("cx", figure(at.0))
            .with("cy", figure(at.1))
            .with("r", figure(*radius)),
        Mark::Word { at, text, side, small } => Markup::element("text")
            .class(if *small { "d-word d-small" } else { "d-word" })
            .with("x", figure(at.0))
            .with("y", figure(at.1))
            .with(
                "text-anchor",
                match side {
                    Side::After => "start",
                    Side::Middle => "middle",
                    Side::Before => "end",
                },
            )
            .with("dominant-baseline", "central")
            .says(text.get(lang).to_owned()),
    }
}

/// A length with one place, as SVG writes it.
fn figure(value: f64) -> String {
    format!("{}", libm::round(value * 10.0) / 10.0)
}
