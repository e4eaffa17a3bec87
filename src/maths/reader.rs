//! From tokens to expressions. The grammar, with every decision about ambiguous writing (docs/reading.md says why):
//!
//! ```text
//! sum      = ["+" | "−"] product { ("+" | "−") product }
//! product  = joined { ("·" | ":") signed joined }
//! joined   = power { ["/" signed] power }       left to right: 1/2x is (1/2)·x, 3x/4y is (3x/4)·y
//! power    = postfix [ ("^" signed power) | raised ]
//! postfix  = primary { "%" | "°" | unit }
//! primary  = number | mixed | letter | constant | "(" sum ")" | "|" sum "|" | root power | function
//! mixed    = whole " " whole "/" whole
//! function = name ["^" n] ( "(" sum ")" | powers side by side, up to the next function or sign )
//! ```
//!
//! So −3² is −(3²), `a : bc` divides by the whole product bc, and `√x²` takes the root of x².

use super::expr::{Constant, Expr, Factor, Function, Joint, Literal, Term};
use super::expr::{Hole, NumberStyle};
use super::number::Number;
use super::remark::{Reading, Remark, RemarkKind};
use super::template;
use super::token::{self, Kind, Language, Token};

/// Brackets within brackets, signs before signs: at most this deep.
pub const NESTING_MAX: usize = 60;

/// A reader over the tokens of a text. Every method leaves `next` behind what it read, or returns a remark.
pub(super) struct Reader<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    next: usize,
    language: Language,
    depth: usize,
    /// How many absolute values are open here: a bar closes one if there is any.
    bars: usize,
    /// What ± stands for in this reading: minus (true), plus (false), or it may not stand here.
    minus_of_both: Option<bool>,
}

pub(super) type Outcome<T> = Result<T, Remark>;

/// Reads an expression as a pupil types it. At most 400 characters, numbers of 60 digits, 60 nested brackets; beyond
/// that, as for anything unreadable, a remark says what to do.
pub fn read_expression(text: &str) -> Reading<Expr> {
    read_with(text, Language::Pupil, |reader| reader.whole_text(Reader::sum))
}

/// Runs `read` over the tokens of `text`.
pub(super) fn read_with<T>(
    text: &str,
    language: Language,
    read: impl FnOnce(&mut Reader<'_>) -> Outcome<T>,
) -> Reading<T> {
    match Reader::new(text, language).and_then(|mut reader| read(&mut reader)) {
        Ok(value) => Reading { value: Some(value), remarks: Vec::new() },
        Err(remark) => Reading { value: None, remarks: vec![remark] },
    }
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, language: Language) -> Outcome<Self> {
        let tokens = token::tokens(text, language)?;
        Ok(Self { text, tokens, next: 0, language, depth: 0, bars: 0, minus_of_both: None })
    }

    pub(super) fn peek(&self) -> Option<&Kind> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<&Kind> {
        self.tokens.get(self.next + ahead).map(|token| &token.kind)
    }

    /// What the token at this position is.
    pub(super) fn kind_at(&self, position: usize) -> Option<&Kind> {
        self.tokens.get(position).map(|token| &token.kind)
    }

    /// The next six tokens, if there are so many.
    pub(super) fn next_kinds(&self) -> Option<[Kind; 6]> {
        let kinds: Vec<Kind> = self.tokens.iter().skip(self.next).take(6).map(|token| token.kind.clone()).collect();
        kinds.try_into().ok()
    }

    pub(super) fn position(&self) -> usize {
        self.next
    }

    pub(super) fn go_to(&mut self, position: usize) {
        self.next = position;
    }

    pub(super) fn advance(&mut self) {
        self.next += 1;
    }

    /// Steps over the next token if it is this one.
    pub(super) fn take(&mut self, kind: &Kind) -> bool {
        let found = self.peek() == Some(kind);
        if found {
            self.next += 1;
        }
        found
    }

    pub(super) fn at_end(&self) -> bool {
        self.next >= self.tokens.len()
    }

    /// Reads all tokens by `read`; whatever is left over gets a remark.
    pub(super) fn whole_text<T>(&mut self, read: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        if self.tokens.is_empty() {
            return Err(Remark { at: 0..self.text.len(), near: String::new(), kind: RemarkKind::Empty });
        }
        let value = read(self)?;
        if self.at_end() { Ok(value) } else { Err(self.left_over()) }
    }

    /// The text of the tokens from `from` up to, not including, `to`.
    pub(super) fn text_of(&self, from: usize, to: usize) -> &'t str {
        let start = self.tokens.get(from).map_or(self.text.len(), |token| token.at.start);
        let end = to.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.at.end);
        self.text.get(start..end.max(start)).unwrap_or("")
    }

    /// A remark on the tokens from `from` up to, not including, `to`, which it quotes.
    pub(super) fn remark(&self, from: usize, to: usize, kind: RemarkKind) -> Remark {
        let near = self.text_of(from, to);
        let start = self.tokens.get(from).map_or(self.text.len(), |token| token.at.start);
        Remark { at: start..start + near.len(), near: near.trim().to_owned(), kind }
    }

    /// A remark on the place before the next token; quotes up to 16 characters of what stands before it.
    pub(super) fn remark_here(&self, kind: RemarkKind) -> Remark {
        let end = self.next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |token| token.at.end);
        let before = self.text.get(..end).unwrap_or("").trim();
        let skip = before.chars().count().saturating_sub(16);
        let near: String = before.chars().skip(skip).collect();
        Remark { at: end..end, near: near.trim().to_owned(), kind }
    }

    /// The remark on a token that nothing could take.
    pub(super) fn left_over(&self) -> Remark {
        let kind = match self.peek() {
            Some(Kind::Close(bracket)) => RemarkKind::UnexpectedClose(*bracket),
            Some(Kind::Bar) => RemarkKind::UnexpectedClose('|'),
            Some(Kind::Relation(_)) => RemarkKind::NotAnExpression,
            Some(kind) if starts_value(kind) => {
                return self.remark(self.next.saturating_sub(1), self.next + 1, RemarkKind::MissingSign);
            }
            Some(_) => RemarkKind::UnexpectedSign,
            None => RemarkKind::MissingAfter,
        };
        self.remark(self.next, self.next + 1, kind)
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        if self.depth >= NESTING_MAX {
            return Err(self.remark_here(RemarkKind::TooDeep));
        }
        self.depth += 1;
        let outcome = read(self);
        self.depth -= 1;
        outcome
    }

    /// A sum; the whole of an expression.
    pub(super) fn sum(&mut self) -> Outcome<Expr> {
        self.deeper(|reader| {
            let mut terms = Vec::new();
            let sign = reader.sign()?;
            let first = reader.product()?;
            terms.push(match sign {
                // What an author writes is shown as written: +5, +∞.
                Some(false) if reader.language == Language::Formula => {
                    Term { minus: false, expr: Expr::Positive(Box::new(first)) }
                }
                sign => Term { minus: sign.unwrap_or(false), expr: first },
            });
            while let Some(minus) = reader.sign()? {
                terms.push(Term { minus, expr: reader.product()? });
            }
            Ok(Expr::sum_of(terms))
        })
    }

    /// Steps over a sign of addition; whether it is a minus.
    fn sign(&mut self) -> Outcome<Option<bool>> {
        let minus = match (self.peek(), self.minus_of_both) {
            (Some(Kind::Plus), _) => false,
            (Some(Kind::Minus), _) => true,
            (Some(Kind::PlusMinus), Some(minus)) => minus,
            (Some(Kind::PlusMinus), None) => return Err(self.remark(self.next, self.next + 1, RemarkKind::PlusMinus)),
            _ => return Ok(None),
        };
        self.advance();
        Ok(Some(minus))
    }

    /// A sum, or two where a ± stands in it: first with plus, then with minus.
    pub(super) fn sums(&mut self) -> Outcome<Vec<Expr>> {
        let start = self.next;
        self.minus_of_both = Some(false);
        let plus = self.sum();
        let end = self.next;
        self.minus_of_both = Some(true);
        self.next = start;
        let minus = self.sum();
        self.minus_of_both = None;
        self.next = end;
        let (plus, minus) = (plus?, minus?);
        Ok(if plus == minus { vec![plus] } else { vec![plus, minus] })
    }

    /// A member of a product that stands together: `3x`, `−2/3`.
    pub(super) fn term(&mut self) -> Outcome<Expr> {
        self.signed(Self::joined)
    }

    fn product(&mut self) -> Outcome<Expr> {
        let mut factors = Vec::new();
        factors.push(Factor { joint: Joint::Times, expr: self.signed(Self::joined)? });
        loop {
            let joint = match self.peek() {
                Some(Kind::Times) => Joint::Times,
                Some(Kind::Colon) => Joint::Divide,
                _ => break,
            };
            self.advance();
            let expr = self.signed(Self::joined)?;
            factors.push(Factor { joint, expr });
        }
        // 2x · 3 is one product of three members; what is divided by stays together.
        let mut flat = Vec::new();
        for Factor { joint, expr } in factors {
            match expr {
                Expr::Product(members) if joint == Joint::Times => {
                    let mut joint = joint;
                    for member in members {
                        flat.push(Factor { joint, expr: member.expr });
                        joint = Joint::Beside;
                    }
                }
                expr => flat.push(Factor { joint, expr }),
            }
        }
        Ok(Expr::product_of(flat))
    }

    /// Signs in front of a value: `2 · −3`, `x^−1`, `3 − −2`.
    fn signed(&mut self, read: fn(&mut Self) -> Outcome<Expr>) -> Outcome<Expr> {
        match self.peek() {
            Some(Kind::Minus) => {
                self.advance();
                self.deeper(|reader| Ok(Expr::Negative(Box::new(reader.signed(read)?))))
            }
            Some(Kind::Plus) => {
                self.advance();
                self.deeper(|reader| {
                    let value = reader.signed(read)?;
                    Ok(if reader.language == Language::Formula { Expr::Positive(Box::new(value)) } else { value })
                })
            }
            _ => read(self),
        }
    }

    fn joined(&mut self) -> Outcome<Expr> {
        let first = self.power()?;
        self.joined_after(first)
    }

    fn joined_after(&mut self, first: Expr) -> Outcome<Expr> {
        let mut factors = vec![Factor { joint: Joint::Times, expr: first }];
        loop {
            if self.take(&Kind::Slash) {
                let bottom = self.signed(Self::power)?;
                let top = Expr::product_of(std::mem::take(&mut factors));
                factors.push(Factor { joint: Joint::Times, expr: fraction(strip(top), strip(bottom)) });
                continue;
            }
            if !self.starts_factor() {
                break;
            }
            self.check_neighbours()?;
            let expr = self.power()?;
            factors.push(Factor { joint: Joint::Beside, expr });
        }
        Ok(Expr::product_of(factors))
    }

    /// Whether the next token can stand beside a factor as another one.
    fn starts_factor(&self) -> bool {
        match self.peek() {
            Some(Kind::Bar) => self.bars == 0,
            Some(kind) => starts_value(kind),
            None => false,
        }
    }

    /// Digits may not follow a value without a sign: `2 3`, `x2`, `)2`.
    fn check_neighbours(&self) -> Outcome<()> {
        let digits = matches!(self.peek(), Some(Kind::Number(_) | Kind::Vulgar(..)));
        if !digits {
            return Ok(());
        }
        let before = self.next.checked_sub(1).and_then(|last| self.tokens.get(last)).map(|token| &token.kind);
        match before {
            Some(Kind::Name(_) | Kind::Constant(_)) => {
                Err(self.remark(self.next - 1, self.next + 1, RemarkKind::LetterThenNumber))
            }
            // (x + 1)2 and 3^2 5: a person may have meant a power or a sign.
            Some(_) => Err(self.remark(self.next - 1, self.next + 1, RemarkKind::MissingSign)),
            None => Ok(()),
        }
    }

    fn power(&mut self) -> Outcome<Expr> {
        let base = self.postfix()?;
        self.power_of(base)
    }

    fn power_of(&mut self, base: Expr) -> Outcome<Expr> {
        self.power_before(base, Self::postfix_after)
    }

    /// What stands as an exponent: a unit behind it belongs to the whole power, `5^2 cm` is so many centimetres.
    fn raised(&mut self) -> Outcome<Expr> {
        let primary = self.factorial()?;
        let base = self.sign_after(primary)?;
        self.power_before(base, Self::sign_after)
    }

    /// A power of this base, if an exponent follows, and what `after` takes behind it.
    fn power_before(&mut self, base: Expr, after: fn(&mut Self, Expr) -> Outcome<Expr>) -> Outcome<Expr> {
        let Some(exponent) = self.exponent()? else {
            return Ok(base);
        };
        if matches!(self.peek(), Some(Kind::Caret | Kind::Superscript(_))) {
            return Err(self.remark(self.next, self.next + 1, RemarkKind::UnexpectedSign));
        }
        // 2 1/3 to a power, 20 % to a power: the whole of it, as the preview shows.
        let power = Expr::Power(Box::new(base.as_base()), Box::new(exponent));
        // 3²% and x²°: postfix signs behind a power.
        after(self, power)
    }

    fn exponent(&mut self) -> Outcome<Option<Expr>> {
        match self.peek() {
            Some(Kind::Caret) => {
                self.advance();
                let exponent = self.deeper(|reader| reader.signed(Self::raised))?;
                Ok(Some(strip(exponent)))
            }
            Some(Kind::Superscript(raised)) => {
                let raised = raised.clone();
                let at = self.next;
                self.advance();
                let mut inner = Reader::new(&raised, Language::Pupil)?;
                let exponent = inner.whole_text(|inner| inner.sum());
                exponent.map(Some).map_err(|remark| self.remark(at, at + 1, remark.kind))
            }
            _ => Ok(None),
        }
    }

    fn postfix(&mut self) -> Outcome<Expr> {
        let primary = self.factorial()?;
        self.postfix_after(primary)
    }

    fn sign_after(&mut self, value: Expr) -> Outcome<Expr> {
        match self.peek() {
            Some(Kind::Percent | Kind::Degree) => self.postfix_after(value),
            _ => Ok(value),
        }
    }

    /// A value, and what its factorial is where `!` stands behind. 5!! says nothing in school.
    fn factorial(&mut self) -> Outcome<Expr> {
        let primary = self.primary()?;
        if !self.take(&Kind::Factorial) {
            return Ok(primary);
        }
        if self.peek() == Some(&Kind::Factorial) {
            return Err(self.remark(self.next, self.next + 1, RemarkKind::UnexpectedSign));
        }
        Ok(Expr::Function(Function::Factorial, vec![strip(primary)]))
    }

    fn postfix_after(&mut self, value: Expr) -> Outcome<Expr> {
        let value = match self.peek() {
            Some(Kind::Percent) => Expr::Percent(Box::new(before_sign(value))),
            Some(Kind::Degree) => Expr::Degrees(Box::new(before_sign(value))),
            // 5 "obuoliai" is a quantity; in x = 5 "kai" y = 2 the word stands between two formulas.
            Some(Kind::Quoted(_)) if self.peek_at(1).is_some_and(starts_value) => return Ok(value),
            // (5 cm) "aukščio" is a quantity and a word.
            Some(Kind::Quoted(_)) if matches!(value.bare(), Expr::Quantity(..)) => return Ok(value),
            Some(Kind::Unit(unit) | Kind::Quoted(unit)) if self.language == Language::Formula => {
                let mut unit = unit.clone();
                // cm², cm^3
                match (self.peek_at(1), self.peek_at(2)) {
                    (Some(Kind::Superscript(raised)), _) if raised == "2" || raised == "3" => {
                        unit.push(if raised == "2" { '²' } else { '³' });
                        self.advance();
                    }
                    (Some(Kind::Caret), Some(Kind::Number(literal))) if literal.value == 2 || literal.value == 3 => {
                        unit.push(if literal.value == 2 { '²' } else { '³' });
                        self.next += 2;
                    }
                    _ => {}
                }
                Expr::Quantity(Box::new(value), unit)
            }
            _ => return Ok(value),
        };
        self.advance();
        // 5 %% and 5 cm cm say nothing.
        if matches!(self.peek(), Some(Kind::Percent | Kind::Degree | Kind::Unit(_))) {
            return Err(self.remark(self.next, self.next + 1, RemarkKind::UnexpectedSign));
        }
        Ok(value)
    }

    fn primary(&mut self) -> Outcome<Expr> {
        let at = self.next;
        let Some(kind) = self.peek().cloned() else {
            return Err(self.missing());
        };
        match kind {
            Kind::Number(literal) => {
                self.advance();
                Ok(self.mixed(literal))
            }
            Kind::Vulgar(top, bottom) => {
                self.advance();
                Ok(Expr::Fraction(Box::new(Expr::whole(top)), Box::new(Expr::whole(bottom))))
            }
            Kind::Name(name) => {
                self.advance();
                Ok(Expr::Letter(name))
            }
            Kind::Constant(constant) => {
                self.advance();
                Ok(Expr::Constant(constant))
            }
            Kind::Blank if self.language == Language::Formula => {
                self.advance();
                Ok(Expr::Blank)
            }
            Kind::Ellipsis if self.language == Language::Formula => {
                self.advance();
                Ok(Expr::Ellipsis)
            }
            Kind::Hole(text) => {
                self.advance();
                self.hole(&text, at)
            }
            Kind::Open(open) => self.brackets(open),
            Kind::Bar => {
                if self.bars > 0 && self.next > 0 {
                    // A bar where a value should start closes an empty or unfinished absolute value: ||x|| is read
                    // from outside in.
                    let before = self.tokens.get(self.next - 1).map(|token| &token.kind);
                    if before.is_some_and(token::ends_value) && before != Some(&Kind::Bar) {
                        return Err(self.missing());
                    }
                }
                self.advance();
                let bars = std::mem::replace(&mut self.bars, 1);
                let inner = self.sum()?;
                self.bars = bars;
                if !self.take(&Kind::Bar) {
                    return Err(self.remark_here(RemarkKind::MissingClose('|')));
                }
                Ok(Expr::Absolute(Box::new(inner)))
            }
            Kind::Root(index) => {
                self.advance();
                let inner = self.deeper(|reader| {
                    if matches!(reader.peek(), Some(Kind::Open('('))) {
                        // √(16)² is (√16)²; only a root without brackets takes the power with it.
                        reader.primary()
                    } else {
                        reader.signed(Self::power)
                    }
                })?;
                Ok(Expr::Root(index, Box::new(strip(inner))))
            }
            Kind::Absolute => {
                self.advance();
                let inner = self.primary()?;
                Ok(Expr::Absolute(Box::new(strip(inner))))
            }
            Kind::Function(function) => {
                self.advance();
                self.deeper(|reader| reader.function(function))
            }
            Kind::Reciprocal(function) => {
                self.advance();
                let below = self.deeper(|reader| reader.function(function))?;
                Ok(Expr::Fraction(Box::new(Expr::whole(1)), Box::new(below)).in_brackets())
            }
            Kind::Exponential => {
                self.advance();
                let exponent = strip(self.primary()?);
                Ok(Expr::Power(Box::new(Expr::Constant(Constant::E)), Box::new(exponent)))
            }
            Kind::Close(_) if at > 0 => Err(match self.tokens.get(at - 1).map(|token| &token.kind) {
                Some(Kind::Open(_)) => self.remark(at - 1, at + 1, RemarkKind::EmptyBrackets),
                _ => self.missing(),
            }),
            Kind::PlusMinus => Err(self.remark(at, at + 1, RemarkKind::PlusMinus)),
            Kind::Blank | Kind::Ellipsis | Kind::Unit(_) | Kind::Quoted(_) => {
                Err(self.remark(at, at + 1, RemarkKind::UnknownCharacter))
            }
            _ => Err(self.missing()),
        }
    }

    /// A value is missing here: after what stands before, or else before what comes.
    fn missing(&self) -> Remark {
        if self.next == 0 || matches!(self.tokens.get(self.next - 1).map(|token| &token.kind), Some(Kind::Semicolon)) {
            if self.at_end() {
                return self.remark_here(RemarkKind::MissingAfter);
            }
            return self.remark(self.next, self.next + 1, RemarkKind::MissingBefore);
        }
        self.remark_here(RemarkKind::MissingAfter)
    }

    fn brackets(&mut self, open: char) -> Outcome<Expr> {
        let close = match open {
            '(' => ')',
            '[' => ']',
            _ => '}',
        };
        self.advance();
        let bars = std::mem::replace(&mut self.bars, 0);
        let inner = self.sum()?;
        self.bars = bars;
        match self.peek() {
            Some(Kind::Close(found)) if *found == close => {
                self.advance();
                Ok(Expr::Brackets(Box::new(inner)))
            }
            Some(Kind::Close(found)) => Err(self.remark(self.next, self.next + 1, RemarkKind::UnexpectedClose(*found))),
            None | Some(Kind::Relation(_) | Kind::Semicolon | Kind::Comma) => {
                Err(self.remark_here(RemarkKind::MissingClose(close)))
            }
            _ => Err(self.left_over()),
        }
    }

    /// `2 1/3` after the 2 was read, or 2½; otherwise the number alone.
    fn mixed(&mut self, literal: Literal) -> Expr {
        let whole = |token: Option<&Token>, spaced: bool| match token {
            Some(Token { kind: Kind::Number(literal), spaced: found, .. })
                if literal.places == 0 && (!spaced || *found) =>
            {
                Some(literal.value.clone())
            }
            _ => None,
        };
        if literal.places > 0 {
            return Expr::Number(literal);
        }
        if let Some(Kind::Vulgar(top, bottom)) = self.peek() {
            let mixed = Expr::Mixed(literal.value, Number::from(*top), Number::from(*bottom));
            self.advance();
            return mixed;
        }
        let slash = self.peek_at(1) == Some(&Kind::Slash);
        let (top, bottom) = (whole(self.tokens.get(self.next), true), whole(self.tokens.get(self.next + 2), false));
        if let (true, Some(top), Some(bottom)) = (slash, top, bottom)
            && !bottom.is_zero()
        {
            self.next += 3;
            return Expr::Mixed(literal.value, top, bottom);
        }
        Expr::Number(literal)
    }

    fn hole(&mut self, text: &str, at: usize) -> Outcome<Expr> {
        let (value, style) = match text.rsplit_once(':') {
            Some((value, style)) => match style.trim() {
                "fraction" => (value, NumberStyle::Fraction),
                "decimal" => (value, NumberStyle::Decimal),
                "mixed" => (value, NumberStyle::Mixed),
                _ => (text, NumberStyle::Fraction),
            },
            None => (text, NumberStyle::Fraction),
        };
        let value = template::read_template_expression(value).into_result();
        value
            .map(|value| Expr::Hole(Box::new(Hole { value, style })))
            .map_err(|remark| self.remark(at, at + 1, remark.kind))
    }

    fn function(&mut self, function: Function) -> Outcome<Expr> {
        // sin²x is (sin x)²
        let raised =
            if matches!(self.peek(), Some(Kind::Superscript(_) | Kind::Caret)) { self.exponent()? } else { None };
        // sin⁻¹ x is the arc sine to some and 1/sin x to others.
        if raised.as_ref().is_some_and(|raised| matches!(raised, Expr::Negative(_))) {
            return Err(self.remark(self.next.saturating_sub(1), self.next, RemarkKind::InverseOrPower));
        }
        let base = if function == Function::Log { self.base()? } else { None };
        let argument = if matches!(self.peek(), Some(Kind::Open('('))) {
            strip(self.primary()?)
        } else if matches!(self.peek(), Some(Kind::Bar)) {
            self.primary()?
        } else {
            let minus = self.take(&Kind::Minus);
            let mut factors = vec![Factor { joint: Joint::Times, expr: self.power()? }];
            loop {
                // sin π/6 is the sine of π/6; but sin x/2 is half of the sine, and ln 8/ln 2 a quotient.
                let angle = factors.iter().any(|factor| matches!(factor.expr, Expr::Constant(Constant::Pi)));
                if angle && self.peek() == Some(&Kind::Slash) && matches!(self.peek_at(1), Some(Kind::Number(_))) {
                    self.advance();
                    let bottom = strip(self.power()?);
                    let top = strip(Expr::product_of(std::mem::take(&mut factors)));
                    factors.push(Factor { joint: Joint::Times, expr: Expr::Fraction(Box::new(top), Box::new(bottom)) });
                } else if self.starts_factor()
                    && !matches!(self.peek(), Some(Kind::Function(_) | Kind::Reciprocal(_) | Kind::Open(_) | Kind::Bar))
                {
                    self.check_neighbours()?;
                    factors.push(Factor { joint: Joint::Beside, expr: self.power()? });
                } else {
                    break;
                }
            }
            let argument = Expr::product_of(factors);
            if minus { Expr::Negative(Box::new(argument)) } else { argument }
        };
        let arguments = base.into_iter().chain([argument]).collect();
        let value = Expr::Function(function, arguments);
        Ok(match raised {
            Some(exponent) => Expr::Power(Box::new(value.in_brackets()), Box::new(exponent)),
            None => value,
        })
    }

    /// The base of a logarithm: log_2 8, log₂ 8, log2(8).
    fn base(&mut self) -> Outcome<Option<Expr>> {
        if self.take(&Kind::Low) {
            let base = match self.peek().cloned() {
                Some(Kind::Number(literal)) => {
                    self.advance();
                    Expr::Number(literal)
                }
                _ => strip(self.primary()?),
            };
            return Ok(Some(base));
        }
        let Some(Token { kind: Kind::Number(literal), spaced: false, .. }) = self.tokens.get(self.next) else {
            return Ok(None);
        };
        // log2(8), log2 8 and log2 x; but log2x is the logarithm of 2x.
        let behind = self.tokens.get(self.next + 1);
        let apart = behind.is_some_and(|token| token.spaced && starts_value(&token.kind));
        if literal.places > 0 || !(apart || matches!(self.peek_at(1), Some(Kind::Open('(')))) {
            return Ok(None);
        }
        let base = Expr::Number(literal.clone());
        self.advance();
        Ok(Some(base))
    }
}

/// A fraction. What stands behind one of two numbers belongs to all of it: 1/2 % is half a per cent, 1/2 cm half a
/// centimetre.
fn fraction(top: Expr, bottom: Expr) -> Expr {
    if !matches!(top, Expr::Number(_)) {
        return Expr::Fraction(Box::new(top), Box::new(bottom));
    }
    let of = |inner: Box<Expr>| Box::new(Expr::Fraction(Box::new(top.clone()), inner));
    match bottom {
        Expr::Percent(inner) if matches!(*inner, Expr::Number(_)) => Expr::Percent(of(inner)),
        Expr::Degrees(inner) if matches!(*inner, Expr::Number(_)) => Expr::Degrees(of(inner)),
        Expr::Quantity(inner, unit) if matches!(*inner, Expr::Number(_)) => Expr::Quantity(of(inner), unit),
        bottom => Expr::Fraction(Box::new(top), Box::new(bottom)),
    }
}

/// Without one pair of brackets around all of it: the place binds by itself.
pub(super) fn strip(expr: Expr) -> Expr {
    match expr {
        Expr::Brackets(inner) => *inner,
        other => other,
    }
}

/// Before `%` and `°` the place itself binds a power whose exponent would take the sign: (aⁿ) % and aⁿ % are the same.
fn before_sign(value: Expr) -> Expr {
    match value {
        Expr::Brackets(inner) if inner.ends_raised() => *inner,
        other => other,
    }
}

fn starts_value(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Number(_)
            | Kind::Vulgar(..)
            | Kind::Name(_)
            | Kind::Function(_)
            | Kind::Reciprocal(_)
            | Kind::Exponential
            | Kind::Root(_)
            | Kind::Absolute
            | Kind::Constant(Constant::Pi | Constant::E | Constant::Infinity)
            | Kind::Hole(_)
            | Kind::Open('(' | '[' | '{')
            | Kind::Bar
            | Kind::Blank
            | Kind::Ellipsis
    )
}
