//! Figures beside a question: triangles, quadrilaterals, circles, solids in projection, charts. Each is drawn from the
//! numbers of its item and told in words from the same lines, so the words name whatever the drawing shows.
//!
//! An author gives a figure line by line, a shape and its labels; `docs/writing-tasks.md` has all of them. The shape is
//! true to scale. Not here: colours and pixels.

use super::draw::Values;
use super::drawing::{Drawing, Look, Mark, Place, Side, around};
use super::item::{Item, TemplateFault};
use super::rich::Words;
use crate::base::{Lang, Text};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The longer side of a shape on the sheet.
const SIZE: f64 = 210.0;
/// The room around a shape.
const EDGE: f64 = 14.0;
/// The width of a letter, on average.
const LETTER: f64 = 8.6;

/// The figure of an item; nothing where it has none. `inspect` finds faults before a pupil does.
pub fn figure(item: &Item) -> Option<Result<Drawing, TemplateFault>> {
    item.has_figure().then(|| draw(&item.figure, &item.values))
}

/// A shape with what is written at it.
struct Shape {
    kind: Kind,
    /// The letters of its corners, or of its middle.
    name: String,
    labels: Vec<(String, Text)>,
}

enum Kind {
    /// Corners in order, y upwards; those with a mark of a right angle.
    Polygon { noun: (&'static str, &'static str), corners: Vec<Place>, right: Vec<usize> },
    /// A radius, and the angle of the sector if it is one.
    Round { radius: f64, sector: Option<f64> },
    /// Length, width, height.
    Cuboid(f64, f64, f64),
    /// Radius and height.
    Cylinder(f64, f64),
    /// Radius and height.
    Cone(f64, f64),
    /// A radius.
    Sphere(f64),
    /// The side of the square base, and the height.
    Pyramid(f64, f64),
    /// Columns, rows, how many are filled.
    Cells(i64, i64, i64),
    /// Data.
    Chart { look: Chart, rows: Vec<Row>, unit: Text },
}

#[derive(Clone, Copy, PartialEq)]
enum Chart {
    Bars,
    Pie,
    Graph,
}

/// A row of data.
struct Row {
    value: f64,
    /// The value as written, or a question mark.
    written: Text,
    label: Text,
}

type Parts<'a> = BTreeMap<&'a str, f64>;

fn draw(lines: &[String], values: &Arc<Values>) -> Result<Drawing, TemplateFault> {
    let fault = |line: &str, what: &str| TemplateFault::Expression { line: line.to_owned(), what: what.to_owned() };
    let words = |text: &str| -> Text {
        let (lt, en) = text.split_once(" | ").unwrap_or((text, text));
        let words = Words::new(Text::new(lt.trim(), en.trim()), values.clone());
        Text::new(words.plain(Lang::Lt), words.plain(Lang::En))
    };
    let mut shapes: Vec<Shape> = Vec::new();
    for line in lines {
        let (head, rest) = line.split_once(':').ok_or_else(|| fault(line, "a line of a figure is `word: what`"))?;
        let (head, rest) = (head.trim(), rest.trim());
        let (word, name) = head.split_once(' ').map_or((head, ""), |(word, name)| (word, name.trim()));
        let number = |text: &str| -> Result<f64, TemplateFault> {
            let value = values.number(text.trim()).map_err(|what| fault(line, &what))?.to_f64();
            if value.is_finite() { Ok(value) } else { Err(fault(line, "a number is too big")) }
        };
        let parts = || -> Result<Parts<'_>, TemplateFault> {
            let mut parts = BTreeMap::new();
            for part in rest.split(',') {
                let (name, value) =
                    part.split_once('=').ok_or_else(|| fault(line, "the parts are `AB = 5, BC = a`"))?;
                parts.insert(name.trim(), number(value)?);
            }
            Ok(parts)
        };
        let part = |parts: &Parts<'_>, name: &str| -> Result<f64, TemplateFault> {
            let found = parts.get(name).copied().filter(|value| *value > 0.0);
            found.ok_or_else(|| fault(line, &format!("`{name}` is missing or not above zero")))
        };
        let kind = match word {
            "label" => {
                let shape = shapes.last_mut().ok_or_else(|| fault(line, "a label comes after its shape"))?;
                if !shape.takes(name) {
                    return Err(fault(line, "the shape has no such part"));
                }
                shape.labels.push((name.to_owned(), words(rest)));
                continue;
            }
            "bar" | "slice" | "at" => {
                let rows = shapes.last_mut().and_then(|shape| match &mut shape.kind {
                    Kind::Chart { rows, look, unit } => {
                        let own = [("bar", Chart::Bars), ("slice", Chart::Pie), ("at", Chart::Graph)];
                        own.contains(&(word, *look)).then_some((rows, unit))
                    }
                    _ => None,
                });
                let (rows, unit) = rows.ok_or_else(|| fault(line, "it comes after its chart: bars, pie, graph"))?;
                let hidden = name.starts_with('?');
                let source = name.trim_start_matches('?');
                let value = number(source)?;
                let written = if hidden {
                    Text::new("?", "?")
                } else {
                    words(&format!("{{{source}}}{} | {{{source}}}{}", unit.lt, unit.en))
                };
                rows.push(Row { value: value.max(0.0), written, label: words(rest) });
                continue;
            }
            "unit" => {
                match shapes.last_mut().map(|shape| &mut shape.kind) {
                    Some(Kind::Chart { unit, .. }) => {
                        let own = words(rest);
                        *unit = Text::new(format!("\u{a0}{}", own.lt), format!("\u{a0}{}", own.en));
                    }
                    _ => return Err(fault(line, "a unit comes after its chart")),
                }
                continue;
            }
            "bars" | "pie" | "graph" => {
                let look = match word {
                    "bars" => Chart::Bars,
                    "pie" => Chart::Pie,
                    _ => Chart::Graph,
                };
                let chart = Kind::Chart { look, rows: Vec::new(), unit: Text::new("", "") };
                shapes.push(Shape { kind: chart, name: String::new(), labels: vec![("title".into(), words(rest))] });
                continue;
            }
            "circle" => Kind::Round { radius: part(&parts()?, "radius")?, sector: None },
            "sector" => {
                let parts = parts()?;
                Kind::Round { radius: part(&parts, "radius")?, sector: Some(part(&parts, "angle")?.min(360.0)) }
            }
            "cuboid" => {
                let parts = parts()?;
                Kind::Cuboid(part(&parts, "length")?, part(&parts, "width")?, part(&parts, "height")?)
            }
            "cylinder" | "cone" => {
                let parts = parts()?;
                let (radius, height) = (part(&parts, "radius")?, part(&parts, "height")?);
                if word == "cone" { Kind::Cone(radius, height) } else { Kind::Cylinder(radius, height) }
            }
            "sphere" => Kind::Sphere(part(&parts()?, "radius")?),
            "pyramid" => {
                let parts = parts()?;
                Kind::Pyramid(part(&parts, "side")?, part(&parts, "height")?)
            }
            "cells" => {
                let parts = parts()?;
                let whole = |name: &str| parts.get(name).map(|value| libm::round(*value) as i64);
                let (columns, rows) = (whole("columns").unwrap_or(0), whole("rows").unwrap_or(0));
                if !(1..=20).contains(&columns) || !(1..=20).contains(&rows) {
                    return Err(fault(line, "1 to 20 columns and rows"));
                }
                Kind::Cells(columns, rows, whole("filled").unwrap_or(0).clamp(0, columns * rows))
            }
            _ => polygon(word, name, &parts()?).map_err(|what| fault(line, &what))?,
        };
        shapes.push(Shape { kind, name: name.to_owned(), labels: Vec::new() });
    }
    if shapes.is_empty() {
        return Err(TemplateFault::Part("a figure wants a shape".into()));
    }
    Ok(together(&shapes))
}

/// A triangle or quadrilateral of these parts. The first two corners lie on the ground.
fn polygon(word: &str, name: &str, parts: &Parts<'_>) -> Result<Kind, String> {
    let letters: Vec<char> = name.chars().collect();
    let side = |from: usize, to: usize| -> Option<f64> {
        let (from, to) = (letters.get(from)?, letters.get(to)?);
        parts.get(format!("{from}{to}").as_str()).or_else(|| parts.get(format!("{to}{from}").as_str())).copied()
    };
    let angle = |at: usize| letters.get(at).and_then(|letter| parts.get(letter.to_string().as_str())).copied();
    let wanted = |found: Option<f64>, what: &str| {
        found.filter(|value| *value > 0.0).ok_or_else(|| format!("`{what}` is missing or not above zero"))
    };
    let corner = |from: Place, length: f64, degrees: f64| around((from.0, 0.0), (length, length), degrees);
    let up = |place: Place, base: f64| (place.0, base - place.1);
    let slanted = |bottom: f64, edge: f64, degrees: f64| {
        let top = up(corner((0.0, 0.0), edge, degrees), 0.0);
        vec![(0.0, 0.0), (bottom, 0.0), (bottom + top.0, top.1), top]
    };
    if !["triangle", "square", "rectangle", "parallelogram", "rhombus", "trapezium"].contains(&word) {
        return Err(format!("no such shape: `{word}`"));
    }
    let count = if word == "triangle" { 3 } else { 4 };
    if letters.len() != count {
        return Err(format!("`{word}` names its {count} corners: `{word} ABC`"));
    }
    Ok(match word {
        "triangle" => {
            let sides = (side(0, 1), side(1, 2), side(2, 0));
            let angles = (angle(0), angle(1), angle(2));
            let (c, a, b) = solve_triangle(sides, angles).ok_or("three parts that make a triangle are wanted")?;
            let x = (c * c + b * b - a * a) / (2.0 * c);
            let y = libm::sqrt((b * b - x * x).max(0.0));
            let right = (0..3).filter(|at| angle(*at) == Some(90.0)).collect();
            Kind::Polygon { noun: ("Trikampis", "Triangle"), corners: vec![(0.0, 0.0), (c, 0.0), (x, y)], right }
        }
        "square" => {
            let a = wanted(side(0, 1), "AB")?;
            let corners = vec![(0.0, 0.0), (a, 0.0), (a, a), (0.0, a)];
            Kind::Polygon { noun: ("Kvadratas", "Square"), corners, right: Vec::new() }
        }
        "rectangle" => {
            let (a, b) = (wanted(side(0, 1), "AB")?, wanted(side(1, 2), "BC")?);
            let corners = vec![(0.0, 0.0), (a, 0.0), (a, b), (0.0, b)];
            Kind::Polygon { noun: ("Stačiakampis", "Rectangle"), corners, right: Vec::new() }
        }
        "parallelogram" => {
            let corners = slanted(wanted(side(0, 1), "AB")?, wanted(side(0, 3), "AD")?, wanted(angle(0), "A")?);
            Kind::Polygon { noun: ("Lygiagretainis", "Parallelogram"), corners, right: Vec::new() }
        }
        "rhombus" => {
            let a = wanted(side(0, 1), "AB")?;
            let corners = slanted(a, a, wanted(angle(0), "A")?);
            Kind::Polygon { noun: ("Rombas", "Rhombus"), corners, right: Vec::new() }
        }
        "trapezium" => {
            let (a, b) = (wanted(side(0, 1), "AB")?, wanted(side(2, 3), "CD")?);
            let h = wanted(parts.get("height").copied(), "height")?;
            let x = (a - b) / 2.0;
            let corners = vec![(0.0, 0.0), (a, 0.0), (x + b, h), (x, h)];
            Kind::Polygon { noun: ("Trapecija", "Trapezium"), corners, right: Vec::new() }
        }
        _ => return Err("no such shape".into()),
    })
}

/// The three sides AB, BC, CA out of three parts.
fn solve_triangle(
    (ab, bc, ca): (Option<f64>, Option<f64>, Option<f64>),
    (a, b, c): (Option<f64>, Option<f64>, Option<f64>),
) -> Option<(f64, f64, f64)> {
    let radians = |degrees: f64| degrees * core::f64::consts::PI / 180.0;
    let opposite = |one: f64, other: f64, degrees: f64| {
        libm::sqrt((one * one + other * other - 2.0 * one * other * libm::cos(radians(degrees))).max(0.0))
    };
    let sides = match (ab, bc, ca, a, b, c) {
        (Some(ab), Some(bc), Some(ca), ..) => (ab, bc, ca),
        (Some(ab), _, Some(ca), Some(a), ..) => (ab, opposite(ab, ca, a), ca),
        (Some(ab), Some(bc), _, _, Some(b), _) => (ab, bc, opposite(ab, bc, b)),
        (_, Some(bc), Some(ca), _, _, Some(c)) => (opposite(bc, ca, c), bc, ca),
        // A right angle at C, the hypotenuse and a leg.
        (Some(ab), Some(bc), None, _, _, Some(90.0)) => (ab, bc, libm::sqrt((ab * ab - bc * bc).max(0.0))),
        (Some(ab), None, Some(ca), _, _, Some(90.0)) => (ab, libm::sqrt((ab * ab - ca * ca).max(0.0)), ca),
        (Some(ab), _, _, Some(a), Some(b), _) => {
            let whole = libm::sin(radians(180.0 - a - b));
            (ab, ab * libm::sin(radians(a)) / whole, ab * libm::sin(radians(b)) / whole)
        }
        _ => return None,
    };
    let (ab, bc, ca) = sides;
    let long = ab.max(bc).max(ca);
    (ab > 0.0 && bc > 0.0 && ca > 0.0 && 2.0 * long < (ab + bc + ca) * 0.9999 && long.is_finite()).then_some(sides)
}

impl Shape {
    /// Whether it has the part that a label names.
    fn takes(&self, part: &str) -> bool {
        let of = |names: &[&str]| names.contains(&part);
        match &self.kind {
            Kind::Polygon { .. } => {
                let known = part.chars().all(|letter| self.name.contains(letter));
                part == "height" || !part.is_empty() && known && part.chars().count() <= 2
            }
            Kind::Round { sector: None, .. } => of(&["radius", "diameter"]),
            Kind::Round { .. } => of(&["radius", "angle"]),
            Kind::Cuboid(..) => of(&["length", "width", "height"]),
            Kind::Cylinder(..) | Kind::Cone(..) => of(&["radius", "height"]),
            Kind::Sphere(..) => of(&["radius"]),
            Kind::Pyramid(..) => of(&["side", "height"]),
            Kind::Cells(..) => false,
            Kind::Chart { .. } => of(&["title"]),
        }
    }

    fn label(&self, part: &str) -> Option<&Text> {
        self.labels.iter().find(|(name, _)| name == part).map(|(_, text)| text)
    }

    /// Its width and height in its own units; nothing for those whose size says nothing.
    fn size(&self) -> Option<(f64, f64)> {
        Some(match &self.kind {
            Kind::Polygon { corners, .. } => bounds(corners),
            Kind::Round { radius, .. } | Kind::Sphere(radius) => (2.0 * radius, 2.0 * radius),
            Kind::Cuboid(length, width, height) => (length + width * 0.45, height + width * 0.35),
            Kind::Cylinder(radius, height) | Kind::Cone(radius, height) => (2.0 * radius, height + radius * 0.6),
            Kind::Pyramid(side, height) => (side * 1.45, height + side * 0.35),
            Kind::Cells(..) | Kind::Chart { .. } => return None,
        })
    }

    fn draw(&self, scale: f64) -> Drawing {
        let mut sheet = Drawing::new(0.0, 0.0);
        match &self.kind {
            Kind::Polygon { corners, right, .. } => self.polygon(corners, right, scale, &mut sheet),
            Kind::Round { radius, sector } => self.round(radius * scale, *sector, &mut sheet),
            Kind::Cuboid(length, width, height) => {
                let (a, b, c) = (length * scale, width * scale, height * scale);
                let back = (b * 0.45, -b * 0.35);
                let front = [(0.0, 0.0), (a, 0.0), (a, -c), (0.0, -c)];
                let moved = |place: Place| (place.0 + back.0, place.1 + back.1);
                sheet.path(front.to_vec(), true, Look::Outline);
                sheet.path(vec![front[3], moved(front[3]), moved(front[2]), front[2]], false, Look::Outline);
                sheet.path(vec![moved(front[2]), moved(front[1]), front[1]], false, Look::Outline);
                for place in [front[0], moved(front[1]), moved(front[3])] {
                    sheet.line(moved(front[0]), place, Look::Hidden);
                }
                self.write("length", (a / 2.0, 18.0), Side::Middle, &mut sheet);
                self.write("width", (a + back.0 / 2.0 + 10.0, back.1 / 2.0 + 6.0), Side::After, &mut sheet);
                self.write("height", (-10.0, -c / 2.0), Side::Before, &mut sheet);
            }
            Kind::Cylinder(radius, height) => {
                let (r, h) = (radius * scale, height * scale);
                let flat = (r, r * 0.3);
                sheet.arc((0.0, 0.0), flat, 180.0, 360.0, Look::Outline);
                sheet.arc((0.0, 0.0), flat, 0.0, 180.0, Look::Hidden);
                sheet.arc((0.0, -h), flat, 0.0, 360.0, Look::Outline);
                sheet.line((-r, 0.0), (-r, -h), Look::Outline);
                sheet.line((r, 0.0), (r, -h), Look::Outline);
                if self.label("radius").is_some() {
                    sheet.line((0.0, -h), (r, -h), Look::Thin);
                }
                self.write("radius", (r / 2.0, -h - 13.0), Side::Middle, &mut sheet);
                self.write("height", (r + 10.0, -h / 2.0), Side::After, &mut sheet);
            }
            Kind::Cone(radius, height) => {
                let (r, h) = (radius * scale, height * scale);
                sheet.arc((0.0, 0.0), (r, r * 0.3), 180.0, 360.0, Look::Outline);
                sheet.arc((0.0, 0.0), (r, r * 0.3), 0.0, 180.0, Look::Hidden);
                sheet.path(vec![(-r, 0.0), (0.0, -h), (r, 0.0)], false, Look::Outline);
                if self.label("height").is_some() {
                    sheet.line((0.0, 0.0), (0.0, -h), Look::Hidden);
                }
                if self.label("radius").is_some() {
                    sheet.line((0.0, 0.0), (r, 0.0), Look::Hidden);
                }
                self.write("radius", (r / 2.0, 14.0), Side::Middle, &mut sheet);
                self.write("height", (8.0, -h / 2.0), Side::After, &mut sheet);
            }
            Kind::Sphere(radius) => {
                let r = radius * scale;
                sheet.marks.push(Mark::Circle { at: (0.0, 0.0), radius: r, look: Look::Outline });
                sheet.arc((0.0, 0.0), (r, r * 0.3), 180.0, 360.0, Look::Thin);
                sheet.arc((0.0, 0.0), (r, r * 0.3), 0.0, 180.0, Look::Hidden);
                if self.label("radius").is_some() {
                    sheet.line((0.0, 0.0), (r, 0.0), Look::Thin);
                }
                self.write("radius", (r / 2.0, -13.0), Side::Middle, &mut sheet);
            }
            Kind::Pyramid(side, height) => {
                let (a, h) = (side * scale, height * scale);
                let back = (a * 0.45, -a * 0.35);
                let base = [(0.0, 0.0), (a, 0.0), (a + back.0, back.1), back];
                let middle = ((a + back.0) / 2.0, back.1 / 2.0);
                let top = (middle.0, middle.1 - h);
                sheet.path(vec![base[0], base[1], base[2]], false, Look::Outline);
                sheet.path(vec![base[0], base[3], base[2]], false, Look::Hidden);
                for (at, corner) in base.iter().enumerate() {
                    sheet.line(*corner, top, if at == 3 { Look::Hidden } else { Look::Outline });
                }
                if self.label("height").is_some() {
                    sheet.line(middle, top, Look::Hidden);
                }
                self.write("side", (a / 2.0, 18.0), Side::Middle, &mut sheet);
                self.write("height", (middle.0 + 8.0, middle.1 - h * 0.4), Side::After, &mut sheet);
            }
            Kind::Cells(columns, rows, filled) => {
                let cell = (SIZE / *columns.max(rows) as f64).min(32.0);
                for at in 0..columns * rows {
                    let (x, y) = ((at % columns) as f64 * cell, (at / columns) as f64 * cell);
                    let corners = vec![(x, y), (x + cell, y), (x + cell, y + cell), (x, y + cell)];
                    sheet.path(corners, true, if at < *filled { Look::Part(0) } else { Look::Thin });
                }
            }
            Kind::Chart { look, rows, .. } => self.chart(*look, rows, &mut sheet),
        }
        sheet
    }

    fn write(&self, part: &str, at: Place, side: Side, sheet: &mut Drawing) {
        if let Some(text) = self.label(part) {
            sheet.word(at, text.clone(), side, false);
        }
    }

    fn polygon(&self, corners: &[Place], right: &[usize], scale: f64, sheet: &mut Drawing) {
        let places: Vec<Place> = corners.iter().map(|corner| (corner.0 * scale, -corner.1 * scale)).collect();
        let count = places.len();
        let middle = places.iter().fold((0.0, 0.0), |sum, place| (sum.0 + place.0, sum.1 + place.1));
        let middle = (middle.0 / count as f64, middle.1 / count as f64);
        let towards = |from: Place, to: Place, length: f64| {
            let (x, y) = (to.0 - from.0, to.1 - from.1);
            let whole = libm::sqrt(x * x + y * y).max(1e-9);
            (from.0 + x / whole * length, from.1 + y / whole * length)
        };
        sheet.path(places.clone(), true, Look::Area);
        for (at, letter) in self.name.chars().enumerate() {
            let Some(here) = places.get(at).copied() else { continue };
            let (before, after) = (places[(at + count - 1) % count], places[(at + 1) % count]);
            sheet.word(towards(here, middle, -14.0), Text::new(letter, letter), Side::Middle, false);
            if right.contains(&at) {
                let (one, other) = (towards(here, before, 13.0), towards(here, after, 13.0));
                sheet.path(vec![one, (one.0 + other.0 - here.0, one.1 + other.1 - here.1), other], false, Look::Thin);
            }
            if let Some(text) = self.label(&letter.to_string()) {
                let degrees = |to: Place| libm::atan2(here.1 - to.1, to.0 - here.0) * 180.0 / core::f64::consts::PI;
                let (mut from, mut to) = (degrees(after), degrees(before));
                if to < from {
                    to += 360.0;
                }
                if to - from > 180.0 {
                    (from, to) = (to, from + 360.0);
                }
                sheet.arc(here, (24.0, 24.0), from, to, Look::Thin);
                let wide = LETTER * text.lt.chars().count() as f64;
                let at = around(here, (34.0 + wide / 2.0, 36.0), (from + to) / 2.0);
                sheet.word(at, text.clone(), Side::Middle, false);
            }
            let next = self.name.chars().nth((at + 1) % count).unwrap_or(letter);
            let side = self.label(&format!("{letter}{next}")).or_else(|| self.label(&format!("{next}{letter}")));
            if let Some(text) = side {
                let half = ((here.0 + after.0) / 2.0, (here.1 + after.1) / 2.0);
                // Away from the inside, further where the word lies along the way.
                let along = (after.1 - here.1, here.0 - after.0);
                let length = libm::sqrt(along.0 * along.0 + along.1 * along.1).max(1e-9);
                let mut out = (along.0 / length, along.1 / length);
                if out.0 * (half.0 - middle.0) + out.1 * (half.1 - middle.1) < 0.0 {
                    out = (-out.0, -out.1);
                }
                let wide = LETTER * text.lt.chars().count() as f64 / 2.0;
                let away = 11.0 + out.0.abs() * wide + out.1.abs() * 4.0;
                sheet.word((half.0 + out.0 * away, half.1 + out.1 * away), text.clone(), Side::Middle, false);
            }
        }
        if let Some(text) = self.label("height") {
            let top = places[count - 1];
            let foot = (top.0, places[0].1);
            sheet.line(top, foot, Look::Hidden);
            sheet.path(
                vec![(foot.0, foot.1 - 10.0), (foot.0 + 10.0, foot.1 - 10.0), (foot.0 + 10.0, foot.1)],
                false,
                Look::Thin,
            );
            sheet.word((top.0 + 7.0, (top.1 + foot.1) / 2.0 + 8.0), text.clone(), Side::After, false);
        }
    }

    fn round(&self, radius: f64, sector: Option<f64>, sheet: &mut Drawing) {
        let middle = (0.0, 0.0);
        match sector {
            None => sheet.marks.push(Mark::Circle { at: middle, radius, look: Look::Area }),
            Some(angle) => {
                let mut places = super::drawing::arc(middle, (radius, radius), 0.0, angle);
                places.push(middle);
                sheet.path(places, true, Look::Area);
                if self.label("angle").is_some() {
                    sheet.arc(middle, (26.0, 26.0), 0.0, angle, Look::Thin);
                }
                self.write("angle", around(middle, (46.0, 42.0), angle / 2.0), Side::Middle, sheet);
            }
        }
        sheet.marks.push(Mark::Circle { at: middle, radius: 2.5, look: Look::Given });
        if !self.name.is_empty() {
            sheet.word((-10.0, 12.0), Text::new(self.name.as_str(), self.name.as_str()), Side::Middle, false);
        }
        if self.label("radius").is_some() {
            sheet.line(middle, (radius, 0.0), Look::Outline);
        }
        let below = if sector.is_some() { 15.0 } else { -13.0 };
        self.write("radius", (radius * 0.55, below), Side::Middle, sheet);
        if self.label("diameter").is_some() {
            sheet.line((-radius, 0.0), (radius, 0.0), Look::Outline);
        }
        self.write("diameter", (0.0, -13.0), Side::Middle, sheet);
    }

    fn chart(&self, look: Chart, rows: &[Row], sheet: &mut Drawing) {
        let most = rows.iter().map(|row| row.value).fold(0.0, f64::max).max(1e-9);
        let total: f64 = rows.iter().map(|row| row.value).sum::<f64>().max(1e-9);
        let longest = rows.iter().map(|row| row.label.lt.chars().count().max(row.label.en.chars().count()));
        let step = (longest.max().unwrap_or(0) as f64 * LETTER * 0.82 + 14.0).clamp(46.0, 110.0);
        let both = |row: &Row| {
            let joined = |label: &str, written: &str| format!("{label} – {written}");
            Text::new(joined(&row.label.lt, &row.written.lt), joined(&row.label.en, &row.written.en))
        };
        match look {
            Chart::Bars | Chart::Graph => {
                let wide = rows.len() as f64 * step;
                sheet.line((0.0, 0.0), (wide, 0.0), Look::Axis);
                let mut places = Vec::new();
                for (at, row) in rows.iter().enumerate() {
                    let (x, high) = ((at as f64 + 0.5) * step, row.value / most * 150.0);
                    if look == Chart::Bars {
                        let half = step * 0.3;
                        let corners = vec![(x - half, 0.0), (x - half, -high), (x + half, -high), (x + half, 0.0)];
                        sheet.path(corners, true, Look::Part(0));
                    }
                    places.push((x, -high));
                    sheet.word((x, -high - 13.0), row.written.clone(), Side::Middle, false);
                    sheet.word((x, 16.0), row.label.clone(), Side::Middle, true);
                }
                if look == Chart::Graph {
                    sheet.path(places.clone(), false, Look::Drawn);
                    for at in places {
                        sheet.marks.push(Mark::Circle { at, radius: 4.0, look: Look::Given });
                    }
                }
                self.write("title", (0.0, -190.0), Side::After, sheet);
            }
            Chart::Pie => {
                let radius = 88.0;
                let mut from = 90.0;
                for (at, row) in rows.iter().enumerate() {
                    let to = from - row.value / total * 360.0;
                    let mut places = super::drawing::arc((0.0, 0.0), (radius, radius), from, to);
                    places.push((0.0, 0.0));
                    sheet.path(places, true, Look::Part(at as u8));
                    from = to;
                    let y = (at as f64 - (rows.len() as f64 - 1.0) / 2.0) * 28.0;
                    let x = radius + 26.0;
                    let square = vec![(x, y - 8.0), (x + 16.0, y - 8.0), (x + 16.0, y + 8.0), (x, y + 8.0)];
                    sheet.path(square, true, Look::Part(at as u8));
                    sheet.word((x + 24.0, y), both(row), Side::After, false);
                }
                self.write("title", (-radius, -radius - 20.0), Side::After, sheet);
            }
        }
    }

    /// The shape in words.
    fn told(&self, lang: Lang) -> String {
        let say = |lt: &'static str, en: &'static str| if lang == Lang::Lt { lt } else { en };
        let noun = match &self.kind {
            Kind::Polygon { noun, .. } => say(noun.0, noun.1),
            Kind::Round { sector: None, .. } => say("Apskritimas, centras", "Circle, centre"),
            Kind::Round { .. } => say("Skritulio išpjova, centras", "Sector, centre"),
            Kind::Cuboid(..) => say("Stačiakampis gretasienis", "Cuboid"),
            Kind::Cylinder(..) => say("Ritinys", "Cylinder"),
            Kind::Cone(..) => say("Kūgis", "Cone"),
            Kind::Sphere(..) => say("Rutulys", "Sphere"),
            Kind::Pyramid(..) => say("Taisyklingoji keturkampė piramidė", "Square pyramid"),
            Kind::Cells(columns, rows, filled) => {
                return if lang == Lang::Lt {
                    format!("Langelių stačiakampis: {columns} stulp., {rows} eil. Nuspalvinta langelių: {filled}.")
                } else {
                    format!("A grid of cells: {columns} columns, {rows} rows. Cells coloured: {filled}.")
                };
            }
            Kind::Chart { look, rows, .. } => {
                let noun = match look {
                    Chart::Bars => say("Stulpelinė diagrama", "Bar chart"),
                    Chart::Pie => say("Skritulinė diagrama", "Pie chart"),
                    Chart::Graph => say("Linijinė diagrama", "Line chart"),
                };
                let title = self.label("title").map_or("", |title| title.get(lang));
                let title = if title.is_empty() { String::new() } else { format!(" ({title})") };
                let rows: Vec<String> =
                    rows.iter().map(|row| format!("{} – {}", row.label.get(lang), row.written.get(lang))).collect();
                return format!("{noun}{title}: {}.", rows.join("; "));
            }
        };
        let mut parts: Vec<String> = Vec::new();
        if let Kind::Polygon { right, .. } = &self.kind {
            for letter in right.iter().filter_map(|at| self.name.chars().nth(*at)) {
                parts.push(format!("{} {letter} {}", say("kampas", "the angle"), say("status", "is right")));
            }
        }
        for (part, text) in &self.labels {
            let name = match part.as_str() {
                "radius" => say("spindulys", "radius").to_owned(),
                "diameter" => say("skersmuo", "diameter").to_owned(),
                "height" => say("aukštinė", "height").to_owned(),
                "length" => say("ilgis", "length").to_owned(),
                "width" => say("plotis", "width").to_owned(),
                "side" => say("pagrindo kraštinė", "base side").to_owned(),
                "angle" => say("kampas", "angle").to_owned(),
                corner if corner.chars().count() == 1 => format!("{} {corner}", say("kampas", "angle")),
                side => side.to_owned(),
            };
            let solid = matches!(self.kind, Kind::Cuboid(..) | Kind::Cylinder(..));
            let name = if part == "height" && solid && lang == Lang::Lt { "aukštis".to_owned() } else { name };
            parts.push(format!("{name} – {}", text.get(lang)));
        }
        let head = [noun, &self.name].iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" ");
        if parts.is_empty() { format!("{head}.") } else { format!("{head}: {}.", parts.join(", ")) }
    }
}

fn bounds(places: &[Place]) -> (f64, f64) {
    let fold = |of: fn(&Place) -> f64| {
        let (low, high) = places
            .iter()
            .map(of)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        high - low
    };
    (fold(|place| place.0), fold(|place| place.1))
}

/// The left, upper, right and lower edge of what is drawn, words by their usual width.
fn edges(marks: &[Mark]) -> (f64, f64, f64, f64) {
    let mut edges = (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
    let mut take = |x: f64, y: f64| {
        edges = (edges.0.min(x), edges.1.min(y), edges.2.max(x), edges.3.max(y));
    };
    for mark in marks {
        match mark {
            Mark::Path { places, .. } => places.iter().for_each(|place| take(place.0, place.1)),
            Mark::Circle { at, radius, .. } => {
                take(at.0 - radius, at.1 - radius);
                take(at.0 + radius, at.1 + radius);
            }
            Mark::Word { at, text, side, small } => {
                let letters = text.lt.chars().count().max(text.en.chars().count()) as f64;
                let wide = letters * if *small { LETTER * 0.82 } else { LETTER };
                let left = match side {
                    Side::After => at.0,
                    Side::Middle => at.0 - wide / 2.0,
                    Side::Before => at.0 - wide,
                };
                take(left, at.1 - 10.0);
                take(left + wide, at.1 + 10.0);
            }
        }
    }
    edges
}

fn shift(mark: &mut Mark, by: Place) {
    match mark {
        Mark::Path { places, .. } => {
            places.iter_mut().for_each(|place| *place = (place.0 + by.0, place.1 + by.1));
        }
        Mark::Circle { at, .. } | Mark::Word { at, .. } => *at = (at.0 + by.0, at.1 + by.1),
    }
}

/// The shapes side by side, all to one scale.
fn together(shapes: &[Shape]) -> Drawing {
    let biggest = shapes.iter().filter_map(Shape::size).map(|(wide, high)| wide.max(high * 1.25)).fold(0.0, f64::max);
    let scale = if biggest > 0.0 { SIZE / biggest } else { 1.0 };
    let mut whole = Drawing::new(0.0, 0.0);
    for shape in shapes {
        let drawn = shape.draw(scale);
        let (left, upper, right, lower) = edges(&drawn.marks);
        let x = if whole.width > 0.0 { whole.width + EDGE } else { EDGE };
        for mut mark in drawn.marks {
            // All stand on one ground.
            shift(&mut mark, (x - left, -lower));
            whole.marks.push(mark);
        }
        whole.width = x + right - left + EDGE;
        whole.height = whole.height.max(lower - upper + 2.0 * EDGE);
        for (told, lang) in [(&mut whole.told.lt, Lang::Lt), (&mut whole.told.en, Lang::En)] {
            let own = shape.told(lang);
            *told = if told.is_empty() { own } else { format!("{told} {own}") };
        }
    }
    let down = whole.height - EDGE;
    whole.marks.iter_mut().for_each(|mark| shift(mark, (0.0, down)));
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercises::tests::item;

    /// The figure's lines, what it says, and that all it shows is said.
    fn check(lines: &[&str], lt: &str, en: &str) {
        let lines = serde_json::to_string(lines).expect("JSON");
        let template =
            format!("kind = 'number'\nlet = ['a = 3', 'b = 4', 'c = 5', 'h = 3/2']\nanswer = 'a'\nfigure = {lines}");
        let drawing = figure(&item(&template)).expect("a figure").expect("no fault");
        let plain = |told: &str| told.replace('\u{a0}', " ");
        assert_eq!((plain(&drawing.told.lt).as_str(), plain(&drawing.told.en).as_str()), (lt, en));
        for lang in [Lang::Lt, Lang::En] {
            let told = drawing.told.get(lang);
            for word in drawing.words(lang) {
                assert!(told.contains(word), "the drawing shows `{word}`, which is not said: {told}");
            }
        }
        let (left, upper, right, lower) = edges(&drawing.marks);
        assert!(left >= 0.0 && upper >= 0.0 && right <= drawing.width && lower <= drawing.height, "{drawing:?}");
        assert!((60.0..=760.0).contains(&drawing.width) && (30.0..=420.0).contains(&drawing.height), "{drawing:?}");
    }

    #[test]
    fn shapes_of_the_plane() {
        check(
            &["triangle ABC: CA = b, BC = a, C = 90", "label CA: {b} cm", "label BC: {a} cm", "label AB: ?"],
            "Trikampis ABC: kampas C status, CA – 4 cm, BC – 3 cm, AB – ?.",
            "Triangle ABC: the angle C is right, CA – 4 cm, BC – 3 cm, AB – ?.",
        );
        check(
            &["triangle KLM: KL = a, LM = b, MK = c", "label K: 53°", "label height: {h} m"],
            "Trikampis KLM: kampas K – 53°, aukštinė – 1,5 m.",
            "Triangle KLM: angle K – 53°, height – 1,5 m.",
        );
        check(
            &["triangle ABC: AB = a, A = 60, B = 60", "triangle DEF: DE = c, D = 60, E = 60", "label DE: {c}"],
            "Trikampis ABC. Trikampis DEF: DE – 5.",
            "Triangle ABC. Triangle DEF: DE – 5.",
        );
        check(
            &["rectangle ABCD: AB = c, BC = a", "label AB: {c} cm", "label BC: {a} cm"],
            "Stačiakampis ABCD: AB – 5 cm, BC – 3 cm.",
            "Rectangle ABCD: AB – 5 cm, BC – 3 cm.",
        );
        for (line, lt, en) in [
            ("square ABCD: AB = a", "Kvadratas ABCD.", "Square ABCD."),
            ("parallelogram ABCD: AB = c, AD = a, A = 60", "Lygiagretainis ABCD.", "Parallelogram ABCD."),
            ("rhombus ABCD: AB = c, A = 50", "Rombas ABCD.", "Rhombus ABCD."),
            ("trapezium ABCD: AB = c, CD = a, height = b", "Trapecija ABCD.", "Trapezium ABCD."),
        ] {
            check(&[line], lt, en);
        }
        check(
            &["circle O: radius = a", "label radius: {a} cm"],
            "Apskritimas, centras O: spindulys – 3 cm.",
            "Circle, centre O: radius – 3 cm.",
        );
        check(
            &["circle O: radius = a", "label diameter: {2*a} cm"],
            "Apskritimas, centras O: skersmuo – 6 cm.",
            "Circle, centre O: diameter – 6 cm.",
        );
        check(
            &["sector O: radius = a, angle = 60", "label angle: 60°", "label radius: {a} cm"],
            "Skritulio išpjova, centras O: kampas – 60°, spindulys – 3 cm.",
            "Sector, centre O: angle – 60°, radius – 3 cm.",
        );
    }

    #[test]
    fn solids_in_projection() {
        check(
            &[
                "cuboid: length = c, width = b, height = a",
                "label length: {c} m",
                "label width: {b} m",
                "label height: {a} m",
            ],
            "Stačiakampis gretasienis: ilgis – 5 m, plotis – 4 m, aukštis – 3 m.",
            "Cuboid: length – 5 m, width – 4 m, height – 3 m.",
        );
        check(
            &["cylinder: radius = a, height = c", "label radius: {a} cm", "label height: {c} cm"],
            "Ritinys: spindulys – 3 cm, aukštis – 5 cm.",
            "Cylinder: radius – 3 cm, height – 5 cm.",
        );
        check(
            &["cone: radius = a, height = c", "label radius: {a} cm", "label height: ?"],
            "Kūgis: spindulys – 3 cm, aukštinė – ?.",
            "Cone: radius – 3 cm, height – ?.",
        );
        check(&["sphere: radius = a", "label radius: {a} dm"], "Rutulys: spindulys – 3 dm.", "Sphere: radius – 3 dm.");
        check(
            &["pyramid: side = c, height = b", "label side: {c} cm", "label height: {b} cm"],
            "Taisyklingoji keturkampė piramidė: pagrindo kraštinė – 5 cm, aukštinė – 4 cm.",
            "Square pyramid: base side – 5 cm, height – 4 cm.",
        );
    }

    #[test]
    fn charts_of_data() {
        check(
            &["bars: Knygos | Books", "bar a: Ona", "bar b: Jonas", "bar ?c: Rasa"],
            "Stulpelinė diagrama (Knygos): Ona – 3; Jonas – 4; Rasa – ?.",
            "Bar chart (Books): Ona – 3; Jonas – 4; Rasa – ?.",
        );
        check(
            &["pie: Sportas | Sport", "unit: % | %", "slice 10*a: Tenisas | Tennis", "slice 70: Kita | Other"],
            "Skritulinė diagrama (Sportas): Tenisas – 30 %; Kita – 70 %.",
            "Pie chart (Sport): Tennis – 30 %; Other – 70 %.",
        );
        check(
            &["graph: Temperatūra | Temperature", "unit: °C", "at h: Pr. | Mon", "at a: An. | Tue"],
            "Linijinė diagrama (Temperatūra): Pr. – 1,5 °C; An. – 3 °C.",
            "Line chart (Temperature): Mon – 1,5 °C; Tue – 3 °C.",
        );
        check(
            &["cells: columns = c, rows = b, filled = a"],
            "Langelių stačiakampis: 5 stulp., 4 eil. Nuspalvinta langelių: 3.",
            "A grid of cells: 5 columns, 4 rows. Cells coloured: 3.",
        );
    }

    #[test]
    fn a_faulty_line_is_told() {
        for (line, wanted) in [
            ("triangle ABC: AB = 1, BC = 1, CA = 5", "three parts"),
            ("triangle AB: AB = 1", "corners"),
            ("square ABCD: AB = 0", "not above zero"),
            ("label AB: 5", "after its shape"),
            ("bar 5: Ona", "after its chart"),
            ("heap: A = 5", "no such shape"),
            ("circle O: radius = q", "q"),
            ("circle", "word"),
        ] {
            let lines = serde_json::to_string(&[line]).expect("JSON");
            let template = format!("kind = 'number'\nanswer = '1'\nfigure = {lines}");
            let fault = figure(&item(&template)).expect("a figure").expect_err(line).to_string();
            assert!(fault.contains(wanted), "{line}: {fault}");
        }
    }
}
