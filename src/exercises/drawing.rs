//! A drawing as lines, curves, areas and words on a sheet of fixed size: what figures and boards come to, and what a
//! screen turns into SVG. Lengths are in units of the sheet, x to the right and y down. Floats only here: nothing is
//! judged by them.

use crate::base::Text;

/// A place on the sheet.
pub type Place = (f64, f64);

/// How a stroke or an area looks; the style sheet gives each its colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The outline of a shape.
    Outline,
    /// A thin line beside the outline: a height, a mark of an angle.
    Thin,
    /// A line that is hidden behind the solid.
    Hidden,
    /// A line of the grid.
    Grid,
    /// An axis.
    Axis,
    /// What is given in a board: a graph, a point.
    Given,
    /// What the pupil draws.
    Drawn,
    /// A point of what is drawn.
    Dot,
    /// A point that does not belong: hollow.
    Hollow,
    /// The area of a shape.
    Area,
    /// An area of the chart by its number from 0; after the sixth they begin anew.
    Part(u8),
}

impl Look {
    /// The class of the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Look::Outline => "d-outline",
            Look::Thin => "d-thin",
            Look::Hidden => "d-hidden",
            Look::Grid => "d-grid",
            Look::Axis => "d-axis",
            Look::Given => "d-given",
            Look::Drawn => "d-drawn",
            Look::Dot => "d-dot",
            Look::Hollow => "d-hollow",
            Look::Area => "d-area",
            Look::Part(number) => match number % 6 {
                0 => "d-part d-part-0",
                1 => "d-part d-part-1",
                2 => "d-part d-part-2",
                3 => "d-part d-part-3",
                4 => "d-part d-part-4",
                _ => "d-part d-part-5",
            },
        }
    }
}

/// Where a word stands from its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It begins there.
    After,
    /// Its middle is there.
    Middle,
    /// It ends there.
    Before,
}

/// A stroke, an area or a word.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// From place to place; an area if it is closed.
    Path {
        /// The places, two or more.
        places: Vec<Place>,
        /// Whether it leads back to the first.
        closed: bool,
        /// How it looks.
        look: Look,
    },
    /// A circle, filled where the look is an area.
    Circle {
        /// Its middle.
        at: Place,
        /// Its radius.
        radius: f64,
        /// How it looks.
        look: Look,
    },
    /// A word, its middle line at the place.
    Word {
        /// Where.
        at: Place,
        /// What, in both languages.
        text: Text,
        /// Which way from the place.
        side: Side,
        /// Smaller and softer: numbers at an axis.
        small: bool,
    },
}

/// A drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Width of the sheet.
    pub width: f64,
    /// Height of the sheet.
    pub height: f64,
    /// What stands on it, the lowest first.
    pub marks: Vec<Mark>,
    /// The same in words, for those who do not see it: it holds every word of the drawing.
    pub told: Text,
}

impl Drawing {
    /// An empty sheet.
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, marks: Vec::new(), told: Text::new("", "") }
    }

    /// Draws a line through these places.
    pub fn path(&mut self, places: Vec<Place>, closed: bool, look: Look) {
        self.marks.push(Mark::Path { places, closed, look });
    }

    /// Draws a straight line.
    pub fn line(&mut self, from: Place, to: Place, look: Look) {
        self.path(vec![from, to], false, look);
    }

    /// Draws an arc of an ellipse from one angle to another, in degrees, counted from the right and against the clock.
    pub fn arc(&mut self, at: Place, radii: (f64, f64), from: f64, to: f64, look: Look) {
        self.path(arc(at, radii, from, to), false, look);
    }

    /// Writes a word in both languages.
    pub fn word(&mut self, at: Place, text: Text, side: Side, small: bool) {
        self.marks.push(Mark::Word { at, text, side, small });
    }

    /// The words of the drawing in the language, from the lowest.
    pub fn words(&self, lang: crate::base::Lang) -> Vec<&str> {
        self.marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Word { text, .. } => Some(text.get(lang)),
                _ => None,
            })
            .collect()
    }
}

/// The places of an arc, close enough for the eye.
pub fn arc(at: Place, radii: (f64, f64), from: f64, to: f64) -> Vec<Place> {
    let steps = libm::ceil((to - from).abs() / 5.0).clamp(1.0, 90.0) as u32;
    (0..=steps).map(|step| around(at, radii, from + (to - from) * f64::from(step) / f64::from(steps))).collect()
}

/// The place on an ellipse at this angle in degrees.
pub fn around(at: Place, radii: (f64, f64), degrees: f64) -> Place {
    let angle = degrees * core::f64::consts::PI / 180.0;
    (at.0 + radii.0 * libm::cos(angle), at.1 - radii.1 * libm::sin(angle))
}
