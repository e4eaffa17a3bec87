//! From characters to tokens. What each character means stands here once: every dash is a minus, every dot in the
//! middle a product, every kind of space a space. Not here: what tokens mean together (`reader`).

use super::expr::{Constant, Function, Literal, Relation};
use super::number::Number;
use super::remark::{Remark, RemarkKind};
use num_bigint::BigInt;
use std::ops::Range;
use std::str::FromStr;

/// At most this many characters are read.
pub const TEXT_MAX: usize = 400;
/// At most this many digits in a number.
pub const DIGITS_MAX: usize = 60;

/// Whose writing is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A pupil's: letters stand alone, `{` is a bracket.
    Pupil,
    /// An author's formula: the pupil's language with `{places for numbers}`, "words", units, blanks.
    Formula,
    /// The arithmetic of templates: names of several letters.
    Template,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Digits.
    Number(Literal),
    /// One sign for a fraction: ½.
    Vulgar(i64, i64),
    /// A letter, or a name in a template.
    Name(String),
    /// A function's name.
    Function(Function),
    /// One over a function: `sec`, `csc`.
    Reciprocal(Function),
    /// `exp`
    Exponential,
    /// `_`, before the base of a logarithm.
    Low,
    /// ℤ
    Integers,
    /// `√`, `∛`, `sqrt`.
    Root(u32),
    /// `abs`
    Absolute,
    /// π, e, ∞
    Constant(Constant),
    /// `set` or `system` in formulas.
    Word(&'static str),
    /// "arba", "or"
    Or,
    /// "ir", "and"
    And,
    /// A unit known by name, in formulas.
    Unit(String),
    /// Text in quotation marks, in formulas.
    Quoted(String),
    /// The text between braces, in formulas.
    Hole(String),
    /// +
    Plus,
    /// −
    Minus,
    /// ±
    PlusMinus,
    /// ·
    Times,
    /// `:`
    Colon,
    /// `/`
    Slash,
    /// ^
    Caret,
    /// Raised digits, as ordinary characters.
    Superscript(String),
    /// ( [ {
    Open(char),
    /// ) ] }
    Close(char),
    /// |
    Bar,
    /// `;`
    Semicolon,
    /// A comma that is not part of a number.
    Comma,
    /// = < ≤ ...
    Relation(Relation),
    /// ! behind a value
    Factorial,
    /// %
    Percent,
    /// °
    Degree,
    /// ∪
    Union,
    /// ∩
    Intersection,
    /// \ between sets
    Without,
    /// ∅
    EmptySet,
    /// ℝ
    Reals,
    /// ? or ☐
    Blank,
    /// ...
    Ellipsis,
}

/// A token, its place in bytes, and whether a space stands before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub at: Range<usize>,
    /// Whether there is a space before it.
    pub spaced: bool,
}

const FUNCTIONS: &[(&str, Kind)] = &[
    ("arcsin", Kind::Function(Function::Arcsin)),
    ("arccos", Kind::Function(Function::Arccos)),
    ("cosec", Kind::Reciprocal(Function::Sin)),
    ("csc", Kind::Reciprocal(Function::Sin)),
    ("sec", Kind::Reciprocal(Function::Cos)),
    ("exp", Kind::Exponential),
    ("arcctg", Kind::Function(Function::Arccot)),
    ("arctan", Kind::Function(Function::Arctan)),
    ("arctg", Kind::Function(Function::Arctan)),
    ("sqrt", Kind::Root(2)),
    ("cbrt", Kind::Root(3)),
    ("sin", Kind::Function(Function::Sin)),
    ("cos", Kind::Function(Function::Cos)),
    ("ctg", Kind::Function(Function::Cot)),
    ("cot", Kind::Function(Function::Cot)),
    ("tan", Kind::Function(Function::Tan)),
    ("abs", Kind::Absolute),
    ("log", Kind::Function(Function::Log)),
    ("inf", Kind::Constant(Constant::Infinity)),
    ("tg", Kind::Function(Function::Tan)),
    ("ln", Kind::Function(Function::Ln)),
    ("lg", Kind::Function(Function::Log)),
    ("pi", Kind::Constant(Constant::Pi)),
];

/// Units an author may write in a formula without quotation marks: those that cannot be taken for a product of letters.
const UNITS: &[&str] =
    &["cm", "mm", "dm", "km", "kg", "mg", "ml", "min", "Eur", "ct", "val", "km/h", "m/s", "eur", "EUR", "proc"];

/// Whether a run of letters ends with a name that is more than its letters: `sin`, `or`, `km`.
pub fn ends_with_name(run: &str) -> bool {
    let run = run.to_lowercase();
    let functions = FUNCTIONS.iter().map(|(name, _)| *name);
    let words = ["or", "ir", "and", "arba", "set", "system"];
    functions.chain(words).chain(UNITS.iter().copied()).any(|name| run.ends_with(&name.to_lowercase()))
}

/// Whether an author may write this unit without quotation marks.
pub fn is_known_unit(unit: &str) -> bool {
    let bare = ['²', '³'].iter().find_map(|power| unit.strip_suffix(*power)).unwrap_or(unit);
    UNITS.contains(&bare) || bare == "€"
}

/// Whether it is some kind of space, or a character that is not seen.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}

/// Digits raised or lowered: (raised, the ordinary character).
fn small_digit(c: char) -> Option<(bool, char)> {
    let raised = match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴'..='⁹' => return char::from_digit(c as u32 - '⁴' as u32 + 4, 10).map(|digit| (true, digit)),
        '⁻' => '-',
        '⁺' => '+',
        'ⁿ' => 'n',
        '₀'..='₉' => return char::from_digit(c as u32 - '₀' as u32, 10).map(|digit| (false, digit)),
        _ => return None,
    };
    Some((true, raised))
}

fn vulgar(c: char) -> Option<(i64, i64)> {
    Some(match c {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    })
}

struct Lexer<'t> {
    text: &'t str,
    language: Language,
    at: usize,
    tokens: Vec<Token>,
}

/// Whether a text is beyond the bound of what is read.
pub fn is_too_long(text: &str) -> bool {
    // A character takes at most four bytes: a text far beyond the bound is refused without counting.
    text.len() > 4 * TEXT_MAX || text.chars().count() > TEXT_MAX
}

/// The remark on such a text.
pub fn too_long(text: &str) -> Remark {
    Remark { at: 0..text.len(), near: String::new(), kind: RemarkKind::TooLong(TEXT_MAX) }
}

/// The tokens of a text, or what stands in the way.
pub fn tokens(text: &str, language: Language) -> Result<Vec<Token>, Remark> {
    if is_too_long(text) {
        return Err(too_long(text));
    }
    let mut lexer = Lexer { text, language, at: 0, tokens: Vec::new() };
    let mut spaced = false;
    while let Some(c) = lexer.peek(0) {
        if is_space(c) {
            lexer.at += c.len_utf8();
            spaced = true;
        } else {
            let start = lexer.at;
            let count = lexer.tokens.len();
            lexer.token(c)?;
            debug_assert!(lexer.at > start);
            if let Some(token) = lexer.tokens.get_mut(count) {
                token.spaced = spaced;
            }
            spaced = false;
        }
    }
    Ok(lexer.tokens)
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self, skip: usize) -> Option<char> {
        self.rest().chars().nth(skip)
    }

    fn push(&mut self, kind: Kind, length: usize) {
        self.tokens.push(Token { kind, at: self.at..self.at + length, spaced: false });
        self.at += length;
    }

    fn remark(&self, kind: RemarkKind, length: usize) -> Remark {
        let at = self.at..(self.at + length).min(self.text.len());
        Remark { near: self.text.get(at.clone()).unwrap_or("").to_owned(), at, kind }
    }

    /// Reads one token that starts with `c`.
    fn token(&mut self, c: char) -> Result<(), Remark> {
        let starts_decimal = matches!(c, '.' | ',') && self.peek(1).is_some_and(|next| next.is_ascii_digit());
        let after_number =
            self.tokens.last().is_some_and(|last| matches!(last.kind, Kind::Number(_)) && last.at.end == self.at);
        if c.is_ascii_digit() || (starts_decimal && c == '.' && !after_number) {
            return self.number();
        }
        if let Some((raised, _)) = small_digit(c) {
            return self.small(raised);
        }
        if let Some((top, bottom)) = vulgar(c) {
            self.push(Kind::Vulgar(top, bottom), c.len_utf8());
            return Ok(());
        }
        for (sign, kind) in [
            ("...", Kind::Ellipsis),
            (
                "=>",
                if self.language == Language::Formula {
                    Kind::Relation(Relation::Implies)
                } else {
                    Kind::Relation(Relation::GreaterEqual)
                },
            ),
            ("=<", Kind::Relation(Relation::LessEqual)),
            ("==", Kind::Relation(Relation::Equal)),
            ("!=", Kind::Relation(Relation::NotEqual)),
            ("<>", Kind::Relation(Relation::NotEqual)),
            ("<=", Kind::Relation(Relation::LessEqual)),
            (">=", Kind::Relation(Relation::GreaterEqual)),
            ("~=", Kind::Relation(Relation::Approximately)),
            ("->", Kind::Relation(Relation::To)),
            ("+-", Kind::PlusMinus),
            ("**", Kind::Caret),
        ] {
            // `5 +-3` is a sum; only at the start of a value is it ±.
            let sum = sign == "+-" && self.tokens.last().is_some_and(|last| ends_value(&last.kind));
            if self.rest().starts_with(sign) && !sum {
                self.push(kind, sign.len());
                return Ok(());
            }
        }
        let kind = match c {
            '+' | '＋' => Kind::Plus,
            '-' | '−' | '–' | '—' | '‐' | '‑' | '‒' | '―' | '－' => Kind::Minus,
            '±' => Kind::PlusMinus,
            '*' | '·' | '×' | '∙' | '⋅' | '•' | '✕' | '✖' | '＊' => Kind::Times,
            ':' | '÷' | '∶' => Kind::Colon,
            '/' | '⁄' | '∕' => Kind::Slash,
            '^' | '˄' | 'ˆ' => Kind::Caret,
            '(' | '[' => Kind::Open(c),
            ')' | ']' => Kind::Close(c),
            '{' if self.language == Language::Formula => return self.quoted('}'),
            '{' => Kind::Open(c),
            '}' => Kind::Close(c),
            '"' if self.language == Language::Formula => return self.quoted('"'),
            '|' | '∣' => Kind::Bar,
            ';' => Kind::Semicolon,
            ',' => Kind::Comma,
            '=' | '＝' => Kind::Relation(Relation::Equal),
            '≠' => Kind::Relation(Relation::NotEqual),
            '<' => Kind::Relation(Relation::Less),
            '≤' | '⩽' | '≦' => Kind::Relation(Relation::LessEqual),
            '>' => Kind::Relation(Relation::Greater),
            '≥' | '⩾' | '≧' => Kind::Relation(Relation::GreaterEqual),
            '≈' | '~' => Kind::Relation(Relation::Approximately),
            '∈' => Kind::Relation(Relation::In),
            '∉' => Kind::Relation(Relation::NotIn),
            '⇒' => Kind::Relation(Relation::Implies),
            '⇔' => Kind::Relation(Relation::Equivalent),
            '→' => Kind::Relation(Relation::To),
            '!' if self.language != Language::Template => Kind::Factorial,
            '%' => Kind::Percent,
            '°' | 'º' => Kind::Degree,
            '√' => Kind::Root(2),
            '∛' => Kind::Root(3),
            '∜' => Kind::Root(4),
            '∪' => Kind::Union,
            '∩' => Kind::Intersection,
            '\\' | '∖' => Kind::Without,
            '∅' | 'Ø' | 'ø' | '⌀' => Kind::EmptySet,
            '∞' => Kind::Constant(Constant::Infinity),
            'π' => Kind::Constant(Constant::Pi),
            'ℝ' => Kind::Reals,
            'ℤ' => Kind::Integers,
            '_' if self.is_after_logarithm() => Kind::Low,
            '?' | '☐' | '□' => Kind::Blank,
            '…' => Kind::Ellipsis,
            '€' => Kind::Unit("€".to_owned()),
            letter if letter.is_alphabetic() => return self.word(),
            _ => return Err(self.remark(RemarkKind::UnknownCharacter, c.len_utf8())),
        };
        self.push(kind, c.len_utf8());
        Ok(())
    }

    /// Text up to `end`: a word in quotation marks, or a place for a number.
    fn quoted(&mut self, end: char) -> Result<(), Remark> {
        let inner = self.rest().get(1..).unwrap_or("");
        let Some(length) = inner.find(end) else {
            return Err(self.remark(RemarkKind::NotClosed(end), self.rest().len()));
        };
        let inner = inner.get(..length).unwrap_or("").to_owned();
        let kind = if end == '"' { Kind::Quoted(inner) } else { Kind::Hole(inner) };
        self.push(kind, length + 2);
        Ok(())
    }

    /// A run of raised digits is an exponent; of lowered ones, the index of the letter before it.
    fn small(&mut self, raised: bool) -> Result<(), Remark> {
        let run: String =
            self.rest().chars().map_while(small_digit).take_while(|(up, _)| *up == raised).map(|(_, c)| c).collect();
        let length = self.rest().chars().take(run.len()).map(char::len_utf8).sum();
        if raised {
            self.push(Kind::Superscript(run), length);
            return Ok(());
        }
        self.index(&run, length)
    }

    fn is_after_logarithm(&self) -> bool {
        self.tokens.last().is_some_and(|last| last.kind == Kind::Function(Function::Log) && last.at.end == self.at)
    }

    fn index(&mut self, digits: &str, length: usize) -> Result<(), Remark> {
        if self.is_after_logarithm()
            && let Ok(base) = digits.parse::<u32>()
        {
            // log₂ 8
            self.tokens.push(Token { kind: Kind::Low, at: self.at..self.at, spaced: false });
            self.push(Kind::Number(Literal::whole(base)), length);
            return Ok(());
        }
        let remark = self.remark(RemarkKind::UnknownCharacter, length);
        match self.tokens.last_mut() {
            Some(Token { kind: Kind::Name(name), at, .. })
                if at.end == self.at && !name.contains('_') && digits.len() <= 3 =>
            {
                name.push('_');
                name.push_str(digits);
                at.end += length;
                self.at += length;
                Ok(())
            }
            _ => Err(remark),
        }
    }

    fn word(&mut self) -> Result<(), Remark> {
        if self.language == Language::Template {
            let length = self.rest().find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest().len());
            let name = self.rest().get(..length).unwrap_or("").to_owned();
            let kind = match name.as_str() {
                "or" => Kind::Or,
                "and" => Kind::And,
                _ => Kind::Name(name),
            };
            self.push(kind, length);
            return Ok(());
        }
        // Signs that count as letters to Unicode: ⁿ is an exponent, º a degree, ℝ a set.
        let ends = |c: char| !c.is_alphabetic() || small_digit(c).is_some() || matches!(c, 'ℝ' | 'ℤ' | 'Ø' | 'ø' | 'º');
        let length = self.rest().find(ends).unwrap_or(self.rest().len());
        let run = self.rest().get(..length).unwrap_or("").to_owned();
        match run.to_lowercase().as_str() {
            "arba" | "or" => {
                self.push(Kind::Or, length);
                return Ok(());
            }
            "ir" | "and" => {
                self.push(Kind::And, length);
                return Ok(());
            }
            _ => {}
        }
        if self.language == Language::Formula {
            // Longest first, so that km/h is not km.
            for unit in ["km/h", "m/s"].iter().chain(UNITS) {
                let end = self.rest().strip_prefix(unit);
                // A bar may as well open: |cm| are two letters.
                let after_value =
                    self.tokens.last().is_some_and(|last| ends_value(&last.kind) && last.kind != Kind::Bar);
                if after_value && end.is_some_and(|end| !end.starts_with(char::is_alphabetic)) {
                    self.push(Kind::Unit((*unit).to_owned()), unit.len());
                    return Ok(());
                }
            }
            for word in ["set", "system"] {
                if run == word && self.rest().get(length..).is_some_and(|rest| rest.trim_start().starts_with('(')) {
                    self.push(Kind::Word(word), length);
                    return Ok(());
                }
            }
        }
        self.letters(&run);
        // An index: x_1 everywhere, x1 only where no pupil can have meant x·1 or a power.
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = self.rest();
        let (skip, count) = match rest.strip_prefix('_') {
            Some(rest) => (1, digits(rest)),
            None if self.language == Language::Formula => (0, digits(rest)),
            None => (0, 0),
        };
        if count > 0 && matches!(self.tokens.last(), Some(Token { kind: Kind::Name(_), .. })) {
            let index = self.rest().get(skip..skip + count).unwrap_or("").to_owned();
            return self.index(&index, skip + count);
        }
        Ok(())
    }

    /// Takes a run of letters apart into known names and single letters.
    fn letters(&mut self, run: &str) {
        let end = self.at + run.len();
        while self.at < end {
            let rest = self.text.get(self.at..end).unwrap_or("");
            let known = FUNCTIONS
                .iter()
                .find(|(name, _)| rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
                // Only exp( is the function: e·x·p otherwise.
                .filter(|(name, kind)| {
                    *kind != Kind::Exponential
                        || self.text.get(self.at + name.len()..).is_some_and(|rest| rest.starts_with('('))
                });
            if let Some((name, kind)) = known {
                self.push(kind.clone(), name.len());
            } else if let Some(letter) = rest.chars().next() {
                let kind = match letter {
                    'e' => Kind::Constant(Constant::E),
                    'π' => Kind::Constant(Constant::Pi),
                    _ => Kind::Name(letter.to_string()),
                };
                self.push(kind, letter.len_utf8());
            } else {
                return;
            }
        }
    }

    fn number(&mut self) -> Result<(), Remark> {
        let bytes = self.rest().as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let run = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
        let mut end = run(0);
        let mut digits = self.rest().get(..end).unwrap_or("").to_owned();
        // Groups of three after a single space of any kind: 12 500. A proper fraction behind makes it mixed: 1 234/1000.
        // The base of a logarithm ends with its digits: log_2 128.
        let is_base = matches!(self.tokens.last(), Some(Token { kind: Kind::Low, .. }));
        if (1..=3).contains(&end) && !digits.starts_with('0') && !is_base {
            let mut groups = Vec::new();
            let mut at = end;
            while let Some(space) = self.rest().get(at..).and_then(|rest| rest.chars().next()).filter(|c| is_space(*c))
            {
                let start = at + space.len_utf8();
                if run(start) != 3 {
                    break;
                }
                groups.push(start);
                at = start + 3;
            }
            // The last group is then the top of that fraction: 1 674 139/236 is 1674 and 139/236.
            let mixed = !groups.is_empty() && {
                let rest = self.rest().get(at..).unwrap_or("").trim_start_matches(is_space);
                let bottom = rest.strip_prefix('/').map_or("", |rest| rest.trim_start_matches(is_space));
                let bottom: String = bottom.chars().take_while(char::is_ascii_digit).collect();
                let top = self.rest().get(at - 3..at).unwrap_or("");
                (bottom.len(), bottom.as_str()) > (3, top)
            };
            if mixed {
                groups.pop();
            }
            for start in groups {
                digits.push_str(self.rest().get(start..start + 3).unwrap_or(""));
                end = start + 3;
            }
        }
        let mut places = 0;
        let mut period = 0;
        let separator = bytes.get(end).filter(|byte| matches!(byte, b',' | b'.'));
        if separator.is_some() && digit(end + 1) {
            let count = run(end + 1);
            digits.push_str(self.rest().get(end + 1..end + 1 + count).unwrap_or(""));
            places = count;
            end += 1 + count;
            // A second comma or point: 1,5,2 or 1.234,5.
            if bytes.get(end).is_some_and(|byte| matches!(byte, b',' | b'.')) && digit(end + 1) {
                let length = end + 1 + run(end + 1);
                return Err(self.remark(RemarkKind::TwoCommas, length));
            }
        }
        // The period of an endless decimal: 0,(3) or 0,1(6).
        let open = if places > 0 { end } else { end + 1 };
        if (places > 0 || separator.is_some()) && bytes.get(open) == Some(&b'(') && self.language != Language::Template
        {
            let count = run(open + 1);
            if count > 0 && bytes.get(open + 1 + count) == Some(&b')') {
                digits.push_str(self.rest().get(open + 1..open + 1 + count).unwrap_or(""));
                places += count;
                period = count;
                end = open + count + 2;
            }
        }
        if digits.len() > DIGITS_MAX {
            return Err(self.remark(RemarkKind::TooManyDigits(DIGITS_MAX), end));
        }
        let all = BigInt::from_str(&digits).unwrap_or_default();
        let scale = Number::power_of_ten(places as u32);
        let value = if period == 0 {
            Number::whole(all).over(&scale)
        } else {
            // 0,1(6) = (16 − 1) / 90
            let once = BigInt::from_str(digits.get(..digits.len() - period).unwrap_or("")).unwrap_or_default();
            let nines = &scale - &Number::power_of_ten((places - period) as u32);
            Number::whole(all - once).over(&nines)
        };
        let literal = Literal { value: value.unwrap_or_default(), places: places as u32, period: period as u32 };
        let start = self.at;
        self.push(Kind::Number(literal), end);
        if let Some(length) = self.power_of_ten(start) {
            self.at += length;
        }
        Ok(())
    }
}

impl Lexer<'_> {
    /// 4.5E6, as calculators write it: the number before becomes (4,5 · 10⁶). How many bytes are taken.
    fn power_of_ten(&mut self, start: usize) -> Option<usize> {
        let rest = self.rest().strip_prefix('E').filter(|_| self.language == Language::Pupil)?;
        let (minus, digits) = match rest.strip_prefix(['-', '−']) {
            Some(digits) => (true, digits),
            None => (false, rest.strip_prefix('+').unwrap_or(rest)),
        };
        let count = digits.bytes().take_while(u8::is_ascii_digit).count();
        let exponent = digits.get(..count).filter(|_| count <= 4)?.parse::<u32>().ok()?;
        let length = 1 + rest.len() - digits.len() + count;
        let at = start..self.at + length;
        let number = self.tokens.pop()?.kind;
        let sign = if minus { vec![Kind::Minus] } else { vec![] };
        let before = [Kind::Open('('), number, Kind::Times, Kind::Number(Literal::whole(10)), Kind::Caret];
        let after = [Kind::Number(Literal::whole(exponent)), Kind::Close(')')];
        for kind in before.into_iter().chain(sign).chain(after) {
            self.tokens.push(Token { kind, at: at.clone(), spaced: false });
        }
        Some(length)
    }
}

/// Whether a value may end with this token, so that a sign behind it joins two values.
pub fn ends_value(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Number(_)
            | Kind::Vulgar(..)
            | Kind::Name(_)
            | Kind::Constant(_)
            | Kind::Hole(_)
            | Kind::Superscript(_)
            | Kind::Close(_)
            | Kind::Bar
            | Kind::Factorial
            | Kind::Percent
            | Kind::Degree
            | Kind::Blank
            | Kind::Ellipsis
            | Kind::Unit(_)
    )
}
