//! Many lines of facts as one small JSON text: each line is split into its shape and the values that fill the shape, and
//! the values of one place stand together in a column. After deflate a year of practice takes a third of what its lines
//! would. Lossless to the byte, for facts of any version; nothing here knows what a fact means.
//!
//! ```text
//! {"shapes": [["{\"d\":\u0001,\"n\":\u0001 …}", [0, 1, …]], …],   text with U+0001 for each value, and each value's column
//!  "rows": "AAB…", "width": 1,                                 the shape of each line
//!  "columns": [COLUMN, …]}
//! ```
//!
//! A column is one of: `{"k":V}` the same value everywhere; `{"d":[…]}` whole numbers, each as the difference from the
//! one before; `{"p":"…","w":N}` whole numbers of N digits of base64url, the lowest first; `{"t":[V…],"p":"…","w":N}`
//! the values of a table by such a number; `{"t":[V…],"by":[J…]}` a value that follows from the values which the columns
//! J (one or two) have in the same line: the first pair of those met has the first value of `t`, and so on;
//! `{"v":[V…]}` as they are. A value V is its JSON text, as a string.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most that lines may come to in all, in bytes with their ends: 1 MiB.
pub const LINES_BYTES_MAX: usize = 1 << 20;

const HOLE: char = '\u{1}';
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Whole numbers beyond this are kept as text: not every reader of JSON keeps them exact.
const WHOLE_MAX: i64 = (1 << 53) - 1;

#[derive(Serialize, Deserialize, Default)]
struct Packed {
    shapes: Vec<(String, Vec<usize>)>,
    rows: String,
    width: usize,
    columns: Vec<Column>,
}

#[derive(Serialize, Deserialize, Default)]
struct Column {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    k: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    d: Option<Vec<i64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    v: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p: Option<String>,
    #[serde(default, skip_serializing_if = "is_zero")]
    w: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    by: Vec<usize>,
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// The lines as one JSON text. Each line is one JSON object without a line end.
pub fn write_columns(lines: &[String]) -> String {
    let mut packed = Packed::default();
    let mut shape_numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut column_numbers: BTreeMap<String, usize> = BTreeMap::new();
    // For each column, its values with the line each stands in.
    let mut values: Vec<Vec<(usize, &str)>> = Vec::new();
    let mut rows = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let (text, holes) = split(line);
        let mut columns = Vec::new();
        for (path, token) in holes {
            let next = column_numbers.len();
            let column = *column_numbers.entry(path).or_insert(next);
            if column == values.len() {
                values.push(Vec::new());
            }
            values[column].push((row, token));
            columns.push(column);
        }
        let next = shape_numbers.len();
        let shape = *shape_numbers.entry(text.clone()).or_insert(next);
        if shape == packed.shapes.len() {
            packed.shapes.push((text, columns));
        }
        rows.push(shape as u64);
    }
    packed.width = width_of(packed.shapes.len().saturating_sub(1) as u64);
    packed.rows = rows.iter().map(|row| digits(*row, packed.width)).collect();
    packed.columns = write_all(&values, lines.len());
    // Strings and numbers always have a JSON form.
    serde_json::to_string(&packed).unwrap_or_default()
}

/// The shape of a line, with [`HOLE`] for each string or number in the place of a value, and those with their paths.
fn split(line: &str) -> (String, Vec<(String, &str)>) {
    let bytes = line.as_bytes();
    let (mut text, mut holes) = (String::with_capacity(line.len()), Vec::new());
    // For each open bracket: whether it is an object; the path to the value that comes next; is a key due?
    let mut open: Vec<(bool, usize)> = Vec::new();
    let mut path = String::new();
    let mut key_due = false;
    let mut at = 0;
    while at < bytes.len() {
        let from = at;
        let is_value = match bytes[at] {
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at = (at + 1).min(bytes.len());
                true
            }
            b'-' | b'0'..=b'9' => {
                while at < bytes.len() && matches!(bytes[at], b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') {
                    at += 1;
                }
                true
            }
            _ => {
                at += 1;
                false
            }
        };
        // The line is JSON, so what ends inside a character cannot be; it would be kept as shape.
        let piece = line.get(from..at).unwrap_or_default();
        if is_value && !(key_due && bytes[from] == b'"') {
            holes.push((path.clone(), piece));
            text.push(HOLE);
            continue;
        }
        if is_value {
            let keep = open.last().map_or(0, |(_, keep)| *keep);
            path.truncate(keep);
            path.push_str(piece);
            key_due = false;
        }
        match bytes[from] {
            b'{' => {
                open.push((true, path.len()));
                key_due = true;
            }
            b'[' => {
                path.push(']');
                open.push((false, path.len()));
                key_due = false;
            }
            b'}' | b']' => {
                open.pop();
                path.truncate(open.last().map_or(0, |(_, keep)| *keep));
                key_due = false;
            }
            b',' => key_due = open.last().is_some_and(|(object, _)| *object),
            _ => {}
        }
        match std::str::from_utf8(&bytes[from..at]) {
            Ok(piece) => text.push_str(piece),
            // One byte of a longer character outside of a string: not JSON; taken whole.
            Err(_) => {
                while at < bytes.len() && !line.is_char_boundary(at) {
                    at += 1;
                }
                text.push_str(line.get(from..at).unwrap_or_default());
            }
        }
    }
    (text, holes)
}

fn whole(token: &str) -> Option<i64> {
    let number: i64 = token.parse().ok()?;
    (number.to_string() == token && number.abs() <= WHOLE_MAX).then_some(number)
}

fn width_of(most: u64) -> usize {
    (1..11).find(|width| most >> (6 * width) == 0).unwrap_or(11)
}

fn digits(number: u64, width: usize) -> String {
    (0..width).map(|place| char::from(DIGITS[(number >> (6 * place) & 63) as usize])).collect()
}

fn write_all(values: &[Vec<(usize, &str)>], lines: usize) -> Vec<Column> {
    let distinct: Vec<usize> =
        values.iter().map(|column| column.iter().map(|(_, token)| token).collect::<BTreeSet<_>>().len()).collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|column| std::cmp::Reverse(distinct[*column]));
    let mut columns: Vec<Column> = values.iter().map(|_| Column::default()).collect();
    // Columns from which others may follow: their value in each line.
    let mut bases: Vec<(usize, Vec<Option<&str>>)> = Vec::new();
    for number in order {
        let column = &values[number];
        let Some((_, first)) = column.first() else { continue };
        let tokens: Vec<&str> = column.iter().map(|(_, token)| *token).collect();
        if distinct[number] == 1 {
            columns[number].k = Some((*first).to_owned());
            continue;
        }
        let wholes: Option<Vec<i64>> = tokens.iter().map(|token| whole(token)).collect();
        let repeats = distinct[number] * 4 <= tokens.len();
        let once_a_line = column.windows(2).all(|two| two[0].0 != two[1].0);
        if repeats
            && once_a_line
            && let Some((by, table)) = follows(column, &bases)
        {
            columns[number] = Column { t: Some(table), by, ..Column::default() };
            continue;
        }
        columns[number] = match wholes {
            Some(wholes) if !repeats => write_wholes(&wholes),
            _ if repeats => write_table(&tokens),
            _ => Column { v: Some(tokens.iter().map(|token| (*token).to_owned()).collect()), ..Column::default() },
        };
        if repeats && once_a_line {
            let mut by_line = vec![None; lines];
            column.iter().for_each(|(row, token)| by_line[*row] = Some(*token));
            bases.push((number, by_line));
        }
    }
    columns
}

fn write_wholes(wholes: &[i64]) -> Column {
    let mut before = 0i64;
    let differences: Vec<i64> = wholes
        .iter()
        .map(|number| {
            let difference = number - before;
            before = *number;
            difference
        })
        .collect();
    let kinds: BTreeSet<i64> = differences.iter().copied().collect();
    // What each way costs after deflate, in bits: a decimal digit and its comma about 3.5, a base64 digit 6.
    let written: usize = differences.iter().map(|number| number.to_string().len() + 1).sum();
    let width = width_of(wholes.iter().copied().max().unwrap_or(0).unsigned_abs());
    let negative = wholes.iter().any(|number| *number < 0);
    if negative || kinds.len() * 4 <= wholes.len() || written * 7 <= wholes.len() * width * 12 {
        Column { d: Some(differences), ..Column::default() }
    } else {
        let packed = wholes.iter().map(|number| digits(number.unsigned_abs(), width)).collect();
        Column { p: Some(packed), w: width, ..Column::default() }
    }
}

fn write_table(tokens: &[&str]) -> Column {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    tokens.iter().for_each(|token| *counts.entry(token).or_default() += 1);
    let mut table: Vec<&str> = counts.keys().copied().collect();
    // The most frequent first: their numbers then look alike, which deflate likes.
    table.sort_by_key(|token| std::cmp::Reverse(counts[token]));
    let numbers: BTreeMap<&str, u64> = table.iter().enumerate().map(|(at, token)| (*token, at as u64)).collect();
    let width = width_of(table.len().saturating_sub(1) as u64);
    // All first digits, then all second ones, would be smaller still by little; one after another is simpler.
    let packed = tokens.iter().map(|token| digits(numbers[token], width)).collect();
    let table = table.into_iter().map(str::to_owned).collect();
    Column { t: Some(table), p: Some(packed), w: width, ..Column::default() }
}

/// The columns, one or two, from whose values those of `column` follow, and the table of its values.
fn follows(column: &[(usize, &str)], bases: &[(usize, Vec<Option<&str>>)]) -> Option<(Vec<usize>, Vec<String>)> {
    let table_by = |chosen: &[usize]| -> Option<Vec<String>> {
        let mut met: BTreeMap<Vec<&str>, &str> = BTreeMap::new();
        let mut table = Vec::new();
        for (row, token) in column {
            let key: Vec<&str> = chosen.iter().map(|base| bases[*base].1[*row]).collect::<Option<_>>()?;
            match met.get(&key) {
                Some(known) if known == token => {}
                Some(_) => return None,
                None => {
                    met.insert(key, token);
                    table.push((*token).to_owned());
                    if table.len() * 4 > column.len() {
                        return None;
                    }
                }
            }
        }
        Some(table)
    };
    let named = |chosen: &[usize]| chosen.iter().map(|base| bases[*base].0).collect();
    let ones = (0..bases.len()).find_map(|one| Some((named(&[one]), table_by(&[one])?)));
    ones.or_else(|| {
        let few = bases.len().min(12);
        (0..few)
            .flat_map(|one| (one + 1..few).map(move |two| [one, two]))
            .find_map(|two| Some((named(&two), table_by(&two)?)))
    })
}

/// Reads what [`write_columns`] wrote. `None` if it is anything else, or if the lines come to more than
/// [`LINES_BYTES_MAX`].
pub fn read_columns(text: &str) -> Option<Vec<String>> {
    let packed: Packed = serde_json::from_str(text).ok()?;
    let rows = read_digits(&packed.rows, packed.width)?;
    let mut cursors: Vec<Cursor<'_>> = packed.columns.iter().map(Cursor::of).collect::<Option<_>>()?;
    let (mut lines, mut size) = (Vec::new(), 0usize);
    for row in rows {
        let (text, holes) = packed.shapes.get(usize::try_from(row).ok()?)?;
        let mut found: Vec<Option<String>> = Vec::with_capacity(holes.len());
        for column in holes {
            found.push(if packed.columns.get(*column)?.by.is_empty() { Some(cursors[*column].next()?) } else { None });
        }
        for (place, column) in holes.iter().enumerate() {
            let by = &packed.columns[*column].by;
            if by.is_empty() {
                continue;
            }
            let key = by.iter().map(|base| {
                let at = holes.iter().position(|hole| hole == base)?;
                packed.columns.get(*base).filter(|base| base.by.is_empty())?;
                found[at].clone()
            });
            let key: Vec<String> = key.collect::<Option<_>>()?;
            found[place] = Some(cursors[*column].following(key)?);
        }
        let mut line = String::new();
        let mut values = found.into_iter();
        for sign in text.chars() {
            if sign == HOLE {
                line.push_str(&values.next()??);
            } else {
                line.push(sign);
            }
            if size + line.len() >= LINES_BYTES_MAX {
                return None;
            }
        }
        if values.next().is_some() {
            return None;
        }
        size += line.len() + 1;
        lines.push(line);
    }
    cursors.iter().all(Cursor::at_end).then_some(lines)
}

fn read_digits(text: &str, width: usize) -> Option<Vec<u64>> {
    if width == 0 || width > 10 {
        return text.is_empty().then(Vec::new);
    }
    let number = |signs: &[u8]| {
        signs.iter().enumerate().try_fold(0u64, |number, (place, sign)| {
            let digit = DIGITS.iter().position(|known| known == sign)? as u64;
            Some(number | digit << (6 * place))
        })
    };
    text.len().is_multiple_of(width).then(|| text.as_bytes().chunks(width).map(number).collect())?
}

/// A column while it is read.
struct Cursor<'a> {
    column: &'a Column,
    numbers: Vec<u64>,
    at: usize,
    before: i64,
    met: BTreeMap<Vec<String>, usize>,
}

impl<'a> Cursor<'a> {
    fn of(column: &'a Column) -> Option<Self> {
        let numbers = match &column.p {
            Some(text) => read_digits(text, column.w)?,
            None => Vec::new(),
        };
        Some(Self { column, numbers, at: 0, before: 0, met: BTreeMap::new() })
    }

    fn next(&mut self) -> Option<String> {
        let at = self.at;
        self.at += 1;
        if let Some(same) = &self.column.k {
            return Some(same.clone());
        }
        if let Some(differences) = &self.column.d {
            self.before = self.before.checked_add(*differences.get(at)?)?;
            return Some(self.before.to_string());
        }
        if let Some(values) = &self.column.v {
            return values.get(at).cloned();
        }
        let number = *self.numbers.get(at)?;
        match &self.column.t {
            Some(table) => table.get(usize::try_from(number).ok()?).cloned(),
            None => Some(number.to_string()),
        }
    }

    fn following(&mut self, key: Vec<String>) -> Option<String> {
        let next = self.met.len();
        let number = *self.met.entry(key).or_insert(next);
        self.column.t.as_ref()?.get(number).cloned()
    }

    fn at_end(&self) -> bool {
        let length = match (&self.column.d, &self.column.v) {
            (Some(differences), _) => differences.len(),
            (_, Some(values)) => values.len(),
            _ => self.numbers.len(),
        };
        self.column.k.is_some() || !self.column.by.is_empty() || self.at == length
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Rng;

    fn check(lines: &[String]) {
        let text = write_columns(lines);
        assert_eq!(read_columns(&text).as_deref(), Some(lines), "{text:.300}");
    }

    #[test]
    fn lines_come_back_to_the_byte() {
        check(&[]);
        let odd = [
            r#"{}"#,
            r#"{"d":"x","n":1}"#,
            r#"{"d":"x","n":2}"#,
            r#"{ "d" : "x",  "n":3.50, "e":{"a":[1,-2,{"b":null,"c":"q\"\\"}],"ąž":"ąž"}}"#,
            r#"{"d":"x","n":9007199254740993,"m":-0,"k":01e5}"#,
            r#"{"a":[[],[1],["1"],{"a":{"a":1}}],"b":true}"#,
            r#"[1,2,"3"]"#,
            r#""ž""#,
        ];
        check(&odd.map(str::to_owned));
        let mut rng = Rng::new(4);
        for length in [1, 2, 7, 60, 400] {
            let line = |rng: &mut Rng, at: usize| {
                let (topic, task) = (rng.below(5), rng.below(3));
                format!(
                    "{{\"n\":{},\"t\":{},\"s\":\"topic-{topic}\",\"i\":\"t{task}\",\"x\":{},\"seed\":{},\"w\":\"{}\"}}",
                    at + 1,
                    1_790_000_000_000 + at as u64 * 30_000 + rng.below(9999),
                    topic * 10 + task,
                    rng.next_u64() >> 11,
                    rng.between(-20, 20)
                )
            };
            check(&(0..length).map(|at| line(&mut rng, at)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_small_text_cannot_grow_without_bound() {
        let big = "a".repeat(1000);
        let shapes = format!("[[\"{big}\\u0001\",[0]]]");
        for (rows, fits) in [(900, true), (1100, false), (1_000_000, false)] {
            let text = format!(
                "{{\"shapes\":{shapes},\"rows\":\"{}\",\"width\":1,\"columns\":[{{\"k\":\"1\"}}]}}",
                "A".repeat(rows)
            );
            assert_eq!(read_columns(&text).is_some(), fits, "{rows}");
        }
    }

    #[test]
    fn broken_texts_are_refused() {
        for text in [
            "",
            "{}",
            r#"{"shapes":[],"rows":"A","width":1,"columns":[]}"#,
            r#"{"shapes":[["a",[]]],"rows":"A","width":99,"columns":[]}"#,
            r#"{"shapes":[["a",[]]],"rows":"ž","width":1,"columns":[]}"#,
            r#"{"shapes":[["\u0001",[0]]],"rows":"A","width":1,"columns":[]}"#,
            r#"{"shapes":[["\u0001",[0]]],"rows":"A","width":1,"columns":[{"t":["1"],"by":[0]}]}"#,
            r#"{"shapes":[["\u0001",[0]]],"rows":"A","width":1,"columns":[{"d":[1,2]}]}"#,
            r#"{"shapes":[["\u0001",[0]]],"rows":"AA","width":1,"columns":[{"d":[9223372036854775807,1]}]}"#,
            r#"{"shapes":[["\u0001",[0,0]]],"rows":"A","width":1,"columns":[{"k":"1"}]}"#,
        ] {
            assert_eq!(read_columns(text), None, "{text}");
        }
    }
}
