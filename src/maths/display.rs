//! A formula as an author writes it between dollar signs: chains of relations, systems, sets, intervals, points, lists,
//! around expressions. It may hold places for numbers. It is for showing; what pupils answer is read in `answer`.
//!
//! ```text
//! formula = item { (";" | "," | "or" | "and") item }
//! item    = [side] relation side | side { relation side } [relation]
//! side    = part { ("∪" | "∩") part }
//! part    = sum | [letter] ("(" | "[") formula ";" formula (")" | "]") | "set" "(" formula ")" | "∅" | "ℝ"
//!         | "system" "(" item { ";" item } ")" | "words in quotation marks"
//! ```

use super::expr::{Expr, Relation};
use super::number::Number;
use super::reader::{NESTING_MAX, Outcome, Reader, read_with};
use super::remark::{Reading, RemarkKind};
use super::substitute::substitute;
use super::token::{Kind, Language};
use std::collections::BTreeMap;

/// A formula for showing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Display {
    /// An expression.
    Expr(Expr),
    /// Sides with relations between: `3x = 15 ⇒ x = 5`. One side more than relations.
    Chain(Vec<Display>, Vec<Relation>),
    /// Formulas side by side with separators between, one fewer.
    List(Vec<Display>, Vec<Separator>),
    /// Formulas under each other behind a brace.
    System(Vec<Display>),
    /// Members between braces.
    Set(Vec<Display>),
    /// Two or more values between brackets: an interval `[2; 5)` or a point `A(2; 3)`.
    Tuple {
        /// The letter in front, if any.
        name: Option<String>,
        /// `(` or `[`
        open: char,
        /// What stands between the semicolons.
        members: Vec<Display>,
        /// `)` or `]`
        close: char,
    },
    /// Parts with ∪ (true) or ∩ (false) between, one fewer.
    Joined(Vec<Display>, Vec<bool>),
    /// ∅
    EmptySet,
    /// ℝ
    Reals,
    /// ±3
    PlusMinus(Expr),
    /// Words.
    Text(String),
    /// Nothing: the side of a relation that is not there, as in `x =` before a field.
    Nothing,
}

/// What stands between the members of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// "arba"
    Or,
    /// "ir"
    And,
    /// A space, between a formula and words.
    Space,
}

/// Reads a formula as an author writes it.
pub fn read_display(text: &str) -> Reading<Display> {
    read_with(text, Language::Formula, |reader| reader.whole_text(|reader| formula(reader, 0)))
}

fn separator(reader: &Reader<'_>) -> Option<Separator> {
    match reader.peek()? {
        Kind::Semicolon => Some(Separator::Semicolon),
        Kind::Comma => Some(Separator::Comma),
        Kind::Or => Some(Separator::Or),
        Kind::And => Some(Separator::And),
        Kind::Quoted(_) => Some(Separator::Space),
        _ => None,
    }
}

fn formula(reader: &mut Reader<'_>, depth: usize) -> Outcome<Display> {
    if depth > NESTING_MAX {
        return Err(reader.remark_here(RemarkKind::TooDeep));
    }
    let mut items = vec![item(reader, depth)?];
    let mut separators = Vec::new();
    loop {
        let found = separator(reader);
        let after_words = matches!(items.last(), Some(Display::Text(_)));
        match found {
            Some(Separator::Space) => {}
            Some(_) => reader.advance(),
            // Words stand between formulas as they are.
            None if after_words && !reader.at_end() && !matches!(reader.peek(), Some(Kind::Close(_))) => {}
            None => break,
        }
        separators.push(found.unwrap_or(Separator::Space));
        items.push(item(reader, depth)?);
    }
    Ok(if items.len() == 1 { items.remove(0) } else { Display::List(items, separators) })
}

fn item(reader: &mut Reader<'_>, depth: usize) -> Outcome<Display> {
    let starts = matches!(reader.peek(), Some(Kind::Relation(_)));
    let mut sides = vec![if starts { Display::Nothing } else { side(reader, depth)? }];
    let mut relations = Vec::new();
    while let Some(Kind::Relation(relation)) = reader.peek() {
        relations.push(*relation);
        reader.advance();
        sides.push(if reader.at_end() && !starts { Display::Nothing } else { side(reader, depth)? });
    }
    Ok(if sides.len() == 1 { sides.remove(0) } else { Display::Chain(sides, relations) })
}

fn side(reader: &mut Reader<'_>, depth: usize) -> Outcome<Display> {
    let mut parts = vec![part(reader, depth)?];
    let mut signs = Vec::new();
    while let Some(sign @ (Kind::Union | Kind::Intersection)) = reader.peek() {
        signs.push(*sign == Kind::Union);
        reader.advance();
        parts.push(part(reader, depth)?);
    }
    Ok(if parts.len() == 1 { parts.remove(0) } else { Display::Joined(parts, signs) })
}

/// Whether the brackets that open at the next token hold a semicolon, or close with another kind of bracket: then they
/// are those of an interval or a point.
pub(super) fn opens_tuple(reader: &Reader<'_>, ahead: usize) -> bool {
    let mut open: Vec<char> = Vec::new();
    let mut separated = false;
    let mut at = ahead;
    while let Some(kind) = reader.peek_at(at) {
        match kind {
            Kind::Open(bracket) => open.push(*bracket),
            Kind::Close(bracket) => {
                let Some(opened) = open.pop() else { return false };
                if open.is_empty() {
                    return separated || !matches!((opened, bracket), ('(', ')') | ('[', ']') | ('{', '}'));
                }
            }
            Kind::Semicolon | Kind::Comma if open.len() == 1 => separated = true,
            _ => {}
        }
        at += 1;
    }
    separated
}

fn part(reader: &mut Reader<'_>, depth: usize) -> Outcome<Display> {
    match (reader.peek().cloned(), reader.peek_at(1)) {
        (Some(Kind::Quoted(words)), _) => {
            reader.advance();
            Ok(Display::Text(words))
        }
        (Some(Kind::EmptySet), _) => {
            reader.advance();
            Ok(Display::EmptySet)
        }
        (Some(Kind::Reals), _) => {
            reader.advance();
            Ok(Display::Reals)
        }
        (Some(Kind::PlusMinus), _) => {
            reader.advance();
            Ok(Display::PlusMinus(reader.sum()?))
        }
        (Some(Kind::Word(word)), _) => {
            reader.advance();
            let members = members(reader, depth)?;
            Ok(if word == "set" { Display::Set(members.1) } else { Display::System(members.1) })
        }
        (Some(Kind::Open(_)), _) if opens_tuple(reader, 0) => {
            let (open, members, close) = members(reader, depth)?;
            Ok(Display::Tuple { name: None, open, members, close })
        }
        (Some(Kind::Name(name)), Some(Kind::Open('('))) if opens_tuple(reader, 1) => {
            reader.advance();
            let (open, members, close) = members(reader, depth)?;
            Ok(Display::Tuple { name: Some(name), open, members, close })
        }
        _ => Ok(Display::Expr(reader.sum()?)),
    }
}

/// What stands between brackets, apart at semicolons (and at commas, where an author wrote those).
fn members(reader: &mut Reader<'_>, depth: usize) -> Outcome<(char, Vec<Display>, char)> {
    let Some(Kind::Open(open)) = reader.peek().cloned() else {
        return Err(reader.remark_here(RemarkKind::MissingAfter));
    };
    if depth >= NESTING_MAX {
        return Err(reader.remark_here(RemarkKind::TooDeep));
    }
    reader.advance();
    let mut members = vec![item(reader, depth + 1)?];
    while reader.take(&Kind::Semicolon) || reader.take(&Kind::Comma) {
        members.push(item(reader, depth + 1)?);
    }
    match reader.peek() {
        Some(Kind::Close(close)) => {
            let close = *close;
            reader.advance();
            Ok((open, members, close))
        }
        _ => Err(reader.remark_here(RemarkKind::MissingClose(if open == '[' { ']' } else { ')' }))),
    }
}

impl Display {
    /// With numbers in all places for them, written as a person would. The error says to an author what has no value.
    pub fn substitute(&self, values: &BTreeMap<String, Number>) -> Result<Display, String> {
        self.change(&|expr| substitute(expr, values))
    }

    fn change(&self, to: &dyn Fn(&Expr) -> Result<Expr, String>) -> Result<Display, String> {
        let all = |parts: &[Display]| parts.iter().map(|part| part.change(to)).collect::<Result<Vec<_>, _>>();
        Ok(match self {
            Display::Expr(expr) => Display::Expr(to(expr)?),
            Display::PlusMinus(expr) => Display::PlusMinus(to(expr)?),
            Display::Chain(sides, relations) => Display::Chain(all(sides)?, relations.clone()),
            Display::List(items, separators) => Display::List(all(items)?, separators.clone()),
            Display::System(rows) => Display::System(all(rows)?),
            Display::Set(members) => Display::Set(all(members)?),
            Display::Tuple { name, open, members, close } => {
                Display::Tuple { name: name.clone(), open: *open, members: all(members)?, close: *close }
            }
            Display::Joined(parts, signs) => Display::Joined(all(parts)?, signs.clone()),
            Display::EmptySet | Display::Reals | Display::Text(_) | Display::Nothing => self.clone(),
        })
    }

    /// The expressions in it, in the order of reading.
    pub fn expressions(&self) -> Vec<&Expr> {
        match self {
            Display::Expr(expr) | Display::PlusMinus(expr) => vec![expr],
            Display::Chain(parts, _)
            | Display::List(parts, _)
            | Display::System(parts)
            | Display::Set(parts)
            | Display::Tuple { members: parts, .. }
            | Display::Joined(parts, _) => parts.iter().flat_map(Display::expressions).collect(),
            Display::EmptySet | Display::Reals | Display::Text(_) | Display::Nothing => Vec::new(),
        }
    }

    /// As plain text that reads back as the same formula.
    pub fn plain(&self) -> String {
        let joined = |parts: &[Display]| parts.iter().map(Display::plain).collect::<Vec<_>>().join("; ");
        match self {
            Display::Expr(expr) => expr.plain(),
            Display::PlusMinus(expr) => format!("±{}", expr.plain()),
            Display::Chain(sides, relations) => {
                let mut text = String::new();
                for (at, side) in sides.iter().enumerate() {
                    if let Some(relation) = at.checked_sub(1).and_then(|before| relations.get(before)) {
                        text.push_str(&format!(" {} ", relation.sign()));
                    }
                    text.push_str(&side.plain());
                }
                text
            }
            Display::List(items, separators) => {
                let mut text = String::new();
                for (at, item) in items.iter().enumerate() {
                    match at.checked_sub(1).and_then(|before| separators.get(before)) {
                        Some(Separator::Semicolon) => text.push_str("; "),
                        Some(Separator::Comma) => text.push_str(", "),
                        Some(Separator::Or) => text.push_str(" arba "),
                        Some(Separator::And) => text.push_str(" ir "),
                        Some(Separator::Space) => text.push(' '),
                        None => {}
                    }
                    text.push_str(&item.plain());
                }
                text
            }
            Display::System(rows) => format!("system({})", joined(rows)),
            Display::Set(members) => format!("set({})", joined(members)),
            Display::Tuple { name, open, members, close } => {
                format!("{}{open}{}{close}", name.as_deref().unwrap_or(""), joined(members))
            }
            Display::Joined(parts, signs) => {
                let mut text = String::new();
                for (at, part) in parts.iter().enumerate() {
                    if let Some(union) = at.checked_sub(1).and_then(|before| signs.get(before)) {
                        text.push_str(if *union { " ∪ " } else { " ∩ " });
                    }
                    text.push_str(&part.plain());
                }
                text
            }
            Display::EmptySet => "∅".to_owned(),
            Display::Reals => "ℝ".to_owned(),
            Display::Text(words) => format!("\"{words}\""),
            Display::Nothing => String::new(),
        }
    }
}
