//! Quantities as people type them: a number with a unit of measure, several in a row (`2 h 30 min`), a time of day
//! (`14:30`). Units are converted exactly. Not here: words behind a plain number, which are only cut off (`unit`).

use super::expr::{Constant, Expr, Factor, Joint, Term};
use super::number::Number;
use super::reader::{self, Outcome};
use super::remark::{Remark, RemarkKind};
use super::token::{Language, is_space};

/// Length, mass, time, angle, money, temperature, electric current: the dimensions of [`Unit::size`].
const DIMENSIONS: usize = 7;
const LENGTH: usize = 0;
const MASS: usize = 1;
const TIME: usize = 2;
const ANGLE: usize = 3;
const MONEY: usize = 4;
const HEAT: usize = 5;
const CURRENT: usize = 6;

/// At most so many quantities in a row.
const PARTS_MAX: usize = 4;

/// A unit of measure, with its prefix and power.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// As typed.
    pub name: String,
    /// How many of the base units of its dimension it is: metres, kilograms, seconds, degrees, euros, kelvins, amperes.
    pub factor: Number,
    /// The exponents of the base units.
    size: [i8; DIMENSIONS],
    /// Angles in radians: the factor is of radians.
    radians: bool,
    /// Degrees Celsius: 0 of them are 273,15 K.
    celsius: bool,
    /// A word that is no unit of measure, such as "obuoliai": its beginning, in small letters.
    pub word: Option<String>,
}

impl Unit {
    fn none() -> Self {
        let size = [0; DIMENSIONS];
        Self { name: String::new(), factor: Number::one(), size, radians: false, celsius: false, word: None }
    }

    /// Whether it is a mere share: per cent.
    pub fn is_bare(&self) -> bool {
        self.word.is_none() && self.size == [0; DIMENSIONS]
    }

    /// Whether one can be converted into the other.
    pub fn measures_the_same(&self, other: &Unit) -> bool {
        self.size == other.size && self.word == other.word
    }

    /// Whether both are one unit, whatever they are called: `h` and `val.`
    pub fn is_same(&self, other: &Unit) -> bool {
        self.measures_the_same(other)
            && self.factor == other.factor
            && self.radians == other.radians
            && self.celsius == other.celsius
    }
}

/// Numbers with their units, which add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// In the order typed. A bare number has no unit.
    pub parts: Vec<(Expr, Option<Unit>)>,
    /// Whether it was typed as a time of day, `14:30`; its parts are hours, minutes and seconds then.
    pub clock: bool,
}

/// Symbols, words (`*`: any ending), top and bottom of the factor, dimensions.
type UnitRow = (&'static str, &'static str, i64, i64, &'static [(usize, i8)]);

const UNITS: &[UnitRow] = &[
    ("m", "metr* meter meters metre metres", 1, 1, &[(LENGTH, 1)]),
    ("km", "kilometr* kilometer kilometers kilometre kilometres", 1000, 1, &[(LENGTH, 1)]),
    ("dm", "decimetr*", 1, 10, &[(LENGTH, 1)]),
    ("cm", "centimetr* centimeter centimeters centimetre centimetres", 1, 100, &[(LENGTH, 1)]),
    ("mm", "milimetr* millimeter millimeters millimetre millimetres", 1, 1000, &[(LENGTH, 1)]),
    ("µm μm", "mikrometr*", 1, 1_000_000, &[(LENGTH, 1)]),
    ("nm", "nanometr*", 1, 1_000_000_000, &[(LENGTH, 1)]),
    ("in", "inch inches coli*", 254, 10_000, &[(LENGTH, 1)]),
    ("ft", "foot feet", 3048, 10_000, &[(LENGTH, 1)]),
    ("yd", "yard yards", 9144, 10_000, &[(LENGTH, 1)]),
    ("mi", "mile miles", 1_609_344, 1000, &[(LENGTH, 1)]),
    ("a ar", "arai arų aras are ares", 100, 1, &[(LENGTH, 2)]),
    ("ha", "hektar* hectare hectares", 10_000, 1, &[(LENGTH, 2)]),
    ("l L", "litr* liter liters litre litres", 1, 1000, &[(LENGTH, 3)]),
    ("dl", "decilitr*", 1, 10_000, &[(LENGTH, 3)]),
    ("cl", "centilitr*", 1, 100_000, &[(LENGTH, 3)]),
    ("ml mL", "mililitr* milliliter milliliters millilitre millilitres", 1, 1_000_000, &[(LENGTH, 3)]),
    ("hl", "hektolitr*", 1, 10, &[(LENGTH, 3)]),
    ("kg", "kilogram*", 1, 1, &[(MASS, 1)]),
    ("g", "gram*", 1, 1000, &[(MASS, 1)]),
    ("mg", "miligram* milligram milligrams", 1, 1_000_000, &[(MASS, 1)]),
    ("t", "tona tonos tonų tonas ton tons tonne tonnes", 1000, 1, &[(MASS, 1)]),
    ("cnt", "centner*", 100, 1, &[(MASS, 1)]),
    ("lb", "pound pounds", 45_359_237, 100_000_000, &[(MASS, 1)]),
    ("oz", "ounce ounces", 45_359_237, 1_600_000_000, &[(MASS, 1)]),
    ("s sek sec", "sekund* second seconds", 1, 1, &[(TIME, 1)]),
    ("ms", "milisekund* millisecond milliseconds", 1, 1000, &[(TIME, 1)]),
    ("min", "minut* minuč* minute minutes mins", 60, 1, &[(TIME, 1)]),
    ("h val hr hrs", "valand* hour hours", 3600, 1, &[(TIME, 1)]),
    ("d", "par* dien* day days", 86_400, 1, &[(TIME, 1)]),
    ("sav", "savait* savaič* week weeks", 604_800, 1, &[(TIME, 1)]),
    ("°", "laipsn* degree degrees deg", 1, 1, &[(ANGLE, 1)]),
    ("′ '", "", 1, 60, &[(ANGLE, 1)]),
    ("″ \"", "", 1, 3600, &[(ANGLE, 1)]),
    ("rad", "radian*", 1, 1, &[(ANGLE, 1)]),
    ("€ Eur", "eur* euras", 1, 1, &[(MONEY, 1)]),
    ("ct", "centas centai centų centus cent cents", 1, 100, &[(MONEY, 1)]),
    ("°C", "", 1, 1, &[(HEAT, 1)]),
    ("K", "kelvin*", 1, 1, &[(HEAT, 1)]),
    ("N", "niuton* newton newtons", 1, 1, &[(MASS, 1), (LENGTH, 1), (TIME, -2)]),
    ("kN", "", 1000, 1, &[(MASS, 1), (LENGTH, 1), (TIME, -2)]),
    ("J", "džaul* joule joules", 1, 1, &[(MASS, 1), (LENGTH, 2), (TIME, -2)]),
    ("kJ", "", 1000, 1, &[(MASS, 1), (LENGTH, 2), (TIME, -2)]),
    ("MJ", "", 1_000_000, 1, &[(MASS, 1), (LENGTH, 2), (TIME, -2)]),
    ("MWh", "", 3_600_000_000, 1, &[(MASS, 1), (LENGTH, 2), (TIME, -2)]),
    ("kWh", "", 3_600_000, 1, &[(MASS, 1), (LENGTH, 2), (TIME, -2)]),
    ("W", "vat* watt watts", 1, 1, &[(MASS, 1), (LENGTH, 2), (TIME, -3)]),
    ("kW", "", 1000, 1, &[(MASS, 1), (LENGTH, 2), (TIME, -3)]),
    ("MW", "", 1_000_000, 1, &[(MASS, 1), (LENGTH, 2), (TIME, -3)]),
    ("Pa", "paskal*", 1, 1, &[(MASS, 1), (LENGTH, -1), (TIME, -2)]),
    ("kPa", "", 1000, 1, &[(MASS, 1), (LENGTH, -1), (TIME, -2)]),
    ("hPa", "", 100, 1, &[(MASS, 1), (LENGTH, -1), (TIME, -2)]),
    ("Hz", "herc*", 1, 1, &[(TIME, -1)]),
    ("kHz", "", 1000, 1, &[(TIME, -1)]),
    ("A", "amper*", 1, 1, &[(CURRENT, 1)]),
    ("mA", "", 1, 1000, &[(CURRENT, 1)]),
    ("kV", "", 1000, 1, &[(MASS, 1), (LENGTH, 2), (TIME, -3), (CURRENT, -1)]),
    ("V", "volt*", 1, 1, &[(MASS, 1), (LENGTH, 2), (TIME, -3), (CURRENT, -1)]),
    ("%", "procent* percent", 1, 100, &[]),
];

fn row_of(word: &str) -> Option<&'static UnitRow> {
    let lower = word.to_lowercase();
    let by_symbol = |wanted: &dyn Fn(&str) -> bool| UNITS.iter().find(|row| row.0.split(' ').any(wanted));
    let by_word = |name: &str| match name.strip_suffix('*') {
        Some(stem) => lower.strip_prefix(stem).is_some_and(|ending| ending.chars().count() <= 4),
        None => lower == name,
    };
    // Only then in any case: Cm, KM, VAL.
    by_symbol(&|symbol| symbol == word)
        .or_else(|| UNITS.iter().find(|row| row.1.split(' ').any(by_word)))
        .or_else(|| by_symbol(&|symbol| symbol.to_lowercase() == lower))
}

/// A unit at the beginning of a text, and how many bytes it takes. Words that are no units are taken only where
/// `words` says so.
fn unit_at(text: &str, words: bool) -> Option<(Unit, usize)> {
    let (mut unit, mut at) = factor_at(text, words)?;
    while unit.word.is_none() {
        let rest = text.get(at..)?;
        let space = rest.len() - rest.trim_start_matches(is_space).len();
        let rest = rest.get(space..)?;
        let (sign, length) = match rest.chars().next() {
            Some('/') => (-1, 1),
            Some(c @ ('·' | '*' | '⋅')) => (1, c.len_utf8()),
            _ if rest.starts_with("per ") => (-1, 4),
            _ => break,
        };
        let behind = rest.get(length..)?;
        let gap = behind.len() - behind.trim_start_matches(is_space).len();
        let Some((next, taken)) = factor_at(behind.get(gap..)?, false) else { break };
        let factor = if sign < 0 { next.factor.reciprocal()? } else { next.factor };
        unit.factor = &unit.factor * &factor;
        for (size, more) in unit.size.iter_mut().zip(next.size) {
            *size += sign * more;
        }
        at += space + length + gap + taken;
    }
    unit.name = text.get(..at)?.trim().to_owned();
    Some((unit, at))
}

/// One factor of a unit: `cm²`, `kv. m`, `val.`
fn factor_at(text: &str, words: bool) -> Option<(Unit, usize)> {
    for (name, power) in [
        ("kvadratini", 2),
        ("kubini", 3),
        ("kv.", 2),
        ("kv ", 2),
        ("kub.", 3),
        ("kub ", 3),
        ("square ", 2),
        ("sq. ", 2),
        ("sq ", 2),
        ("cubic ", 3),
    ] {
        if let Some(rest) = text.strip_prefix(name) {
            let rest = if name.ends_with('i') { rest.trim_start_matches(char::is_alphabetic) } else { rest };
            let rest = rest.trim_start_matches(is_space);
            let (unit, taken) = factor_at(rest, false)?;
            return Some((powered(unit, power)?, text.len() - rest.len() + taken));
        }
    }
    let mut length = 0;
    for c in text.chars() {
        let sign = matches!(c, '€' | '%' | '°' | 'º' | '′' | '\'' | '″' | '"' | '$' | '£');
        let celsius = text.get(..length) == Some("°") && c == 'C';
        if length > 0 && (sign || (!c.is_alphabetic()) || text.starts_with(['°', 'º', '%', '′', '\''])) && !celsius
        {
            break;
        }
        if !sign && !c.is_alphabetic() {
            break;
        }
        length += c.len_utf8();
    }
    let word = text.get(..length).filter(|word| !word.is_empty())?;
    let word = if word == "º" { "°" } else { word };
    let mut unit = Unit::none();
    match row_of(word) {
        Some((_, _, top, bottom, sizes)) => {
            unit.factor = Number::ratio(*top, *bottom)?;
            for (dimension, size) in *sizes {
                if let Some(known) = unit.size.get_mut(*dimension) {
                    *known += size;
                }
            }
            unit.radians = word.starts_with("rad");
            unit.celsius = word == "°C";
        }
        None if words && word.chars().count() >= 2 => {
            // Several words: "dideli obuoliai".
            let all = text.trim_end_matches(is_space);
            let is_words = all.chars().all(|c| c.is_alphabetic() || is_space(c) || c == '.');
            let last = all.split(is_space).next_back().unwrap_or(word).trim_end_matches('.');
            if !is_words || last.chars().count() < 2 {
                return None;
            }
            unit.word = Some(last.to_lowercase().chars().take(4).collect());
            return Some((unit, all.len()));
        }
        None if matches!(word, "$" | "£") => {
            unit.word = Some(word.to_owned());
            return Some((unit, length));
        }
        None => return None,
    }
    // "val." and "min." carry a stop.
    if text.get(length..).is_some_and(|rest| rest.starts_with('.')) && word.chars().all(char::is_alphabetic) {
        length += 1;
    }
    let rest = text.get(length..)?;
    for (sign, power) in
        [("²", 2), ("³", 3), ("⁻¹", -1), ("⁻²", -2), ("^2", 2), ("^3", 3), ("^-1", -1), ("^-2", -2), ("2", 2), ("3", 3)]
    {
        if let Some(after) = rest.strip_prefix(sign)
            && !after.starts_with(|c: char| c.is_ascii_digit() || c.is_alphabetic())
            && (word.is_ascii() || word.contains('µ'))
        {
            return Some((powered(unit, power)?, length + sign.len()));
        }
    }
    Some((unit, length))
}

fn powered(mut unit: Unit, power: i8) -> Option<Unit> {
    unit.factor = unit.factor.power(i64::from(power))?;
    unit.size.iter_mut().for_each(|size| *size *= power);
    unit.radians &= power == 1;
    unit.celsius &= power == 1;
    Some(unit)
}

/// The unit of this name, as a task may ask for it: `cm`, `km/h`, `val.`
pub fn read_unit(name: &str) -> Option<Unit> {
    let name = name.trim_matches(is_space);
    unit_at(name, true).filter(|(_, taken)| *taken == name.len()).map(|(unit, _)| unit)
}

/// A text cut into numbers and units.
fn cut(text: &str, parts_left: usize) -> Option<Vec<(&str, Option<Unit>)>> {
    let text = text.trim_matches(is_space);
    if parts_left == 0 || text.is_empty() {
        return None;
    }
    for (at, c) in text.char_indices() {
        if at == 0 || !(c.is_alphabetic() || "€%°º′'″\"$£".contains(c)) {
            continue;
        }
        let (number, rest) = text.split_at(at);
        let number = number.trim_end_matches(is_space);
        // A letter inside a name, as the m of "max", begins no unit.
        if number.ends_with(char::is_alphabetic) && !number.ends_with(['π', 'i', 'e']) {
            continue;
        }
        if read_number(number).is_err() {
            continue;
        }
        let Some((unit, taken)) = unit_at(rest, true) else { continue };
        let behind = rest.get(taken..)?.trim_start_matches(is_space);
        let behind = ["ir ", "and ", "+"].iter().find_map(|word| behind.strip_prefix(word)).unwrap_or(behind);
        let behind = behind.trim_matches(|c| is_space(c) || c == ',');
        if behind.is_empty() {
            return Some(vec![(number, Some(unit))]);
        }
        if unit.word.is_none()
            && behind.starts_with(|c: char| c.is_ascii_digit())
            && let Some(more) = cut(behind, parts_left - 1)
        {
            let mut parts = vec![(number, Some(unit))];
            parts.extend(more);
            return Some(parts);
        }
    }
    None
}

fn read_number(text: &str) -> Outcome<Expr> {
    let read = reader::read_with(text, Language::Pupil, |reader| reader.whole_text(|reader| reader.sum()));
    let expr = read.into_result()?;
    match expr.letters().first() {
        Some(letter) => Err(Remark { at: 0..text.len(), near: letter.clone(), kind: RemarkKind::LetterInNumber }),
        None if expr.any(&|part| matches!(part, Expr::Constant(Constant::Infinity))) => {
            Err(Remark { at: 0..text.len(), near: text.trim().to_owned(), kind: RemarkKind::NoValue })
        }
        None => Ok(expr),
    }
}

/// Behind a label: `S = 5 cm`, `t ≈ 2 h`.
fn without_label(text: &str) -> &str {
    match text.char_indices().find(|(_, c)| matches!(c, '=' | '≈')) {
        Some((at, c)) if text.get(..at).is_some_and(|label| label.chars().count() <= 12) => {
            text.get(at + c.len_utf8()..).unwrap_or("").trim_start_matches(is_space)
        }
        _ => text,
    }
}

/// Reads a quantity. A bare number is one without a unit.
pub(super) fn read_quantity(text: &str) -> Outcome<Quantity> {
    let body = without_label(text.trim_matches(is_space));
    // € 5, $5
    let moved;
    let body = match body.chars().next() {
        Some(sign @ ('€' | '$' | '£')) => {
            moved = format!("{} {sign}", body.get(sign.len_utf8()..).unwrap_or(""));
            moved.as_str()
        }
        _ => body,
    };
    if super::token::is_too_long(body) {
        return Err(super::token::too_long(body));
    }
    let Some(parts) = cut(body, PARTS_MAX) else {
        // Without a unit, or not to be read: the reader says why.
        return read_number(body).map(|expr| Quantity { parts: vec![(expr, None)], clock: false });
    };
    let mut read: Vec<(Expr, Option<Unit>)> = Vec::new();
    for (number, unit) in parts {
        let expr = read_number(number)?;
        if let (Some((_, Some(first))), Some(unit)) = (read.first(), &unit)
            && !first.measures_the_same(unit)
        {
            return Err(Remark { at: 0..text.len(), near: unit.name.clone(), kind: RemarkKind::MixedUnits });
        }
        read.push((expr, unit));
    }
    Ok(Quantity { parts: read, clock: false })
}

/// Reads a time: `2:30`, `14.30 val.`, `2 h 30 min`, `150 min`, `3:45 pm`.
pub(super) fn read_time(text: &str) -> Outcome<Quantity> {
    let body = without_label(text.trim_matches(is_space));
    if let Some(clock) = clock(body) {
        return Ok(clock);
    }
    // 1h30, 1 val 30
    let lower = body.to_lowercase();
    if let Some((hours, minutes)) = lower.split_once("val").or_else(|| lower.split_once('h')) {
        let minutes = minutes.trim_start_matches('.').trim();
        let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits(hours.trim()) && digits(minutes) {
            return read_quantity(&format!("{} h {minutes} min", hours.trim()));
        }
    }
    // 90' are minutes here.
    let body = if body.ends_with(['\'', '′']) && !body.contains('°') {
        format!("{} min", body.trim_end_matches(['\'', '′']))
    } else {
        body.to_owned()
    };
    let quantity = read_quantity(&body)?;
    if let Some((_, Some(unit))) = quantity.parts.first() {
        let mut size = [0; DIMENSIONS];
        if let Some(time) = size.get_mut(TIME) {
            *time = 1;
        }
        if unit.size != size || unit.word.is_some() {
            return Err(Remark { at: 0..text.len(), near: unit.name.clone(), kind: RemarkKind::NotATime });
        }
    }
    Ok(quantity)
}

fn clock(text: &str) -> Option<Quantity> {
    let lower = text.to_lowercase();
    let mut body = lower.trim();
    let mut half = None;
    for (word, hours) in [("p.m.", 12), ("p.m", 12), ("pm", 12), ("a.m.", 0), ("a.m", 0), ("am", 0)] {
        if let Some(rest) = body.strip_suffix(word) {
            half = Some(hours);
            body = rest.trim();
            break;
        }
    }
    let mut stop_is_sign = true;
    for word in ["val.", "val", "h"] {
        if let Some(rest) = body.strip_suffix(word) {
            // 2.30 h are hours with decimals; "14.30 val." is how a time of day is written.
            stop_is_sign = word != "h";
            body = rest.trim();
            break;
        }
    }
    let colon = body.contains(':');
    let has_sign = colon || stop_is_sign && body.contains('.');
    if !has_sign && half.is_none() {
        return None;
    }
    let fields: Vec<&str> = body.split(if colon { ':' } else { '.' }).collect();
    let number = |text: &str| -> Option<i64> {
        let fits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| text.parse().ok()).flatten()
    };
    let below = |text: &str| number(text).filter(|value| text.len() == 2 && *value < 60);
    let (hours, minutes, seconds) = match fields.as_slice() {
        [hours] if half.is_some() => (number(hours)?, 0, None),
        [hours, minutes] => (number(hours)?, below(minutes)?, None),
        [hours, minutes, seconds] => (number(hours)?, below(minutes)?, Some(below(seconds)?)),
        _ => return None,
    };
    let hours = match half {
        Some(more) if (1..=12).contains(&hours) => hours % 12 + more,
        Some(_) => return None,
        None => hours,
    };
    let part = |value: i64, name: &str| (Expr::whole(value), read_unit(name));
    let mut parts = vec![part(hours, "h"), part(minutes, "min")];
    parts.extend(seconds.map(|seconds| part(seconds, "s")));
    Some(Quantity { parts, clock: true })
}

impl Quantity {
    /// The unit, where there is one: of several, the first.
    pub fn unit(&self) -> Option<&Unit> {
        self.parts.first().and_then(|(_, unit)| unit.as_ref())
    }

    /// The number in front of the only unit.
    pub fn number(&self) -> Option<&Expr> {
        match self.parts.as_slice() {
            [(expr, _)] => Some(expr),
            _ => None,
        }
    }

    /// The value in base units; in `unit`s where one is given that measures the same.
    pub fn value_in(&self, unit: Option<&Unit>) -> Expr {
        let mut terms = Vec::new();
        let minus_all = matches!(self.parts.first(), Some((Expr::Negative(_), _)));
        for (at, (expr, own)) in self.parts.iter().enumerate() {
            let value = match own {
                Some(own) => own.to_base(expr),
                None => expr.clone(),
            };
            terms.push(Term { minus: minus_all && at > 0, expr: value.in_brackets() });
        }
        let sum = Expr::sum_of(terms);
        match unit {
            Some(unit) => unit.of_base(sum),
            None => sum,
        }
    }

    /// The value read as minutes and seconds, where it was typed as `2:30`.
    pub fn as_minutes(&self) -> Option<Quantity> {
        let [(minutes, _), (seconds, _)] = self.parts.as_slice() else { return None };
        self.clock.then(|| Quantity {
            parts: vec![(minutes.clone(), read_unit("min")), (seconds.clone(), read_unit("s"))],
            clock: false,
        })
    }
}

impl Unit {
    fn to_base(&self, expr: &Expr) -> Expr {
        let times = |expr: Expr, by: &Number| product(expr, Expr::of_number(by, super::NumberStyle::Fraction));
        if self.radians {
            // π radians are 180 degrees.
            let half_turns = Expr::Fraction(Box::new(expr.clone()), Box::new(Expr::Constant(Constant::Pi)));
            return times(half_turns, &Number::from(180));
        }
        let value = if self.factor.is_one() { expr.clone() } else { times(expr.clone(), &self.factor) };
        if self.celsius { shifted(value, false) } else { value }
    }

    fn of_base(&self, expr: Expr) -> Expr {
        let expr = if self.celsius { shifted(expr, true) } else { expr };
        if self.radians {
            let angle = product(expr, Expr::Constant(Constant::Pi));
            return Expr::Fraction(Box::new(angle), Box::new(Expr::whole(180)));
        }
        match self.factor.reciprocal() {
            Some(by) if !by.is_one() => product(expr, Expr::of_number(&by, super::NumberStyle::Fraction)),
            _ => expr,
        }
    }
}

fn product(one: Expr, other: Expr) -> Expr {
    let factor = |expr: Expr| Factor { joint: Joint::Times, expr: expr.in_brackets() };
    Expr::product_of(vec![factor(one), factor(other)])
}

/// 0 °C are 273,15 K.
fn shifted(expr: Expr, back: bool) -> Expr {
    let zero = Number::ratio(27_315, 100).unwrap_or_default();
    let zero = Expr::of_number(&zero, super::NumberStyle::Decimal);
    Expr::sum_of(vec![Term { minus: false, expr: expr.in_brackets() }, Term { minus: back, expr: zero }])
}
