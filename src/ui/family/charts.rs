//! Two small charts for a family, drawn as pictures: bars by week and a line by week. Each has its numbers in a table
//! beside it, so the picture is only spoken as one sentence. Absent: a charting library.

use crate::ui::parts::Markup;

const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 150.0;
const LEFT: f64 = 30.0;
const TOP: f64 = 14.0;
const FOOT: f64 = 22.0;

/// A round number at least as large: 1, 2, 4, 5 or 10 times a power of ten.
fn ceiling(most: u32) -> u32 {
    let mut unit = 1u32;
    loop {
        for step in [1, 2, 4, 5, 10] {
            let round = unit.saturating_mul(step);
            if most <= round || round == u32::MAX {
                return round.max(4);
            }
        }
        unit = unit.saturating_mul(10);
    }
}

fn x_of(at: usize, count: usize) -> f64 {
    LEFT + (WIDTH - LEFT) * (at as f64 + 0.5) / count.max(1) as f64
}

fn y_of(value: u32, top: u32) -> f64 {
    TOP + (HEIGHT - TOP - FOOT) * (1.0 - f64::from(value.min(top)) / f64::from(top.max(1)))
}

fn text(x: f64, y: f64, anchor: &'static str, words: String) -> Markup {
    Markup::element("text")
        .class("family-tick")
        .with("x", format!("{x:.1}"))
        .with("y", format!("{y:.1}"))
        .with("text-anchor", anchor)
        .says(words)
}

fn rule(class: &'static str, y: f64) -> Markup {
    Markup::element("line")
        .class(class)
        .with("x1", format!("{LEFT:.0}"))
        .with("x2", format!("{WIDTH:.0}"))
        .with("y1", format!("{y:.1}"))
        .with("y2", format!("{y:.1}"))
}

/// The picture with its grid, its caption, and the weeks below: not more of them than there is room for.
fn frame(labels: &[(String, u32)], top: u32, title: String, spoken: String, drawn: Vec<Markup>) -> Markup {
    let every = labels.len().div_ceil(6).max(1);
    let last = labels.len().saturating_sub(1);
    let ticks = labels.iter().enumerate().filter(|(at, _)| (last - at).is_multiple_of(every));
    let ticks = ticks.map(|(at, (label, _))| text(x_of(at, labels.len()), HEIGHT - 6.0, "middle", label.clone()));
    let half = top / 2;
    let grid = [0, half, top].map(|value| rule("family-grid", y_of(value, top)));
    let figures = [0, half, top].map(|value| text(LEFT - 6.0, y_of(value, top) + 4.0, "end", value.to_string()));
    let picture = Markup::element("svg")
        .class("family-chart")
        .with("viewBox", format!("0 0 {WIDTH:.0} {HEIGHT:.0}"))
        .with("role", "img")
        .with("aria-label", format!("{title}. {spoken}"))
        .children(grid)
        .children(figures)
        .children(drawn)
        .children(ticks);
    Markup::element("figure").class("family-figure").child(Markup::element("figcaption").says(title)).child(picture)
}

/// Bars, a dashed line at the aim if there is one (not 0), and the aim in words above it.
pub fn bars(values: &[(String, u32)], aim: u32, title: String, spoken: String, aim_words: String) -> Markup {
    let top = ceiling(values.iter().map(|(_, value)| *value).chain([aim]).max().unwrap_or(0));
    let room = (WIDTH - LEFT) / values.len().max(1) as f64;
    let wide = (room * 0.62).min(36.0);
    let mut drawn: Vec<Markup> = values
        .iter()
        .enumerate()
        .filter(|(_, (_, value))| 0 < *value)
        .map(|(at, (_, value))| {
            let (x, y) = (x_of(at, values.len()) - wide / 2.0, y_of(*value, top));
            Markup::element("rect")
                .class("family-column")
                .with("x", format!("{x:.1}"))
                .with("y", format!("{y:.1}"))
                .with("width", format!("{wide:.1}"))
                .with("height", format!("{:.1}", (HEIGHT - FOOT - y).max(0.0)))
                .with("rx", "3")
        })
        .collect();
    if 0 < aim {
        let y = y_of(aim, top);
        drawn.push(rule("family-aim", y));
        drawn.push(text(WIDTH, y - 4.0, "end", aim_words));
    }
    frame(values, top, title, spoken, drawn)
}

/// A line through the ends of the weeks.
pub fn line(values: &[(String, u32)], title: String, spoken: String) -> Markup {
    let top = ceiling(values.iter().map(|(_, value)| *value).max().unwrap_or(0));
    let places: Vec<(f64, f64)> =
        values.iter().enumerate().map(|(at, (_, value))| (x_of(at, values.len()), y_of(*value, top))).collect();
    let points: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let mut drawn = vec![Markup::element("polyline").class("family-line").with("points", points.join(" "))];
    drawn.extend(places.iter().map(|(x, y)| {
        Markup::element("circle")
            .class("family-dot")
            .with("cx", format!("{x:.1}"))
            .with("cy", format!("{y:.1}"))
            .with("r", "3.5")
    }));
    frame(values, top, title, spoken, drawn)
}

/// A share as a short bar: the words beside it say the same.
pub fn share(part: u32, whole: u32) -> Markup {
    let full = f64::from(part.min(whole)) / f64::from(whole.max(1)) * 100.0;
    let bar = |class: &'static str, width: f64| {
        Markup::element("rect").class(class).with("width", format!("{width:.1}")).with("height", "6").with("rx", "3")
    };
    Markup::element("svg")
        .class("family-share")
        .with("viewBox", "0 0 100 6")
        .with("preserveAspectRatio", "none")
        .with("aria-hidden", "true")
        .child(bar("family-share-whole", 100.0))
        .child(bar("family-share-part", full))
}
