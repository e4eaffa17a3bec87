//! Expressions and numbers as plain text in school writing: decimal comma, narrow spaces in thousands, `·`, `:`, the
//! long minus. What is printed reads back as the same tree. Two-dimensional printing is in `mathml`.

use super::expr::{Constant, Expr, Factor, Function, Joint, Literal, NumberStyle};
use super::number::Number;
use super::token::{ends_with_name, is_known_unit};

/// The space between groups of three digits: narrow, and no line breaks there.
pub const THOUSANDS_SPACE: char = '\u{202f}';
/// A space where no line breaks.
pub const FIXED_SPACE: char = '\u{a0}';
/// The minus sign.
pub const MINUS: char = '−';

/// A number as text in a style: `12 500`, `−0,75`, `3/4`, `2 1/3`.
pub fn print_number(value: &Number, style: NumberStyle) -> String {
    Expr::of_number(value, style).plain()
}

/// Digits with spaces between groups of three, where there are five or more.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len() - at;
        if at > 0 && left.is_multiple_of(3) && digits.len() >= 5 {
            text.push(THOUSANDS_SPACE);
        }
        text.push(digit);
    }
    text
}

/// The digits of a literal without spaces between thousands: where the space would tear the number apart.
fn unspaced(number: &Literal) -> String {
    literal(number).chars().filter(|c| *c != THOUSANDS_SPACE).collect()
}

/// The digits of a literal, as typed.
pub(super) fn literal(literal: &Literal) -> String {
    let places = literal.places as usize;
    if places == 0 {
        return grouped(&literal.value.abs().numerator().to_string());
    }
    // 0,1(6) is 15/90: cut behind the period, which repeats 16 − 1 over 90.
    let scale = Number::power_of_ten(literal.places);
    let shown = (&literal.value.abs() * &scale).floor().numerator().to_string();
    let shown = format!("{shown:0>width$}", width = places + 1);
    let (whole, after) = shown.split_at(shown.len() - places);
    if literal.period == 0 {
        return format!("{},{after}", grouped(whole));
    }
    let (once, again) = after.split_at(after.len().saturating_sub(literal.period as usize));
    format!("{},{once}({again})", grouped(whole))
}

/// A raised number, if all of it can be raised.
fn raised(exponent: &Expr) -> Option<String> {
    let (sign, number) = match exponent {
        Expr::Negative(inner) => ("⁻", inner.as_ref()),
        other => ("", other),
    };
    let Expr::Number(literal) = number else { return None };
    if literal.places > 0 {
        return None;
    }
    let digits: String = literal
        .value
        .to_string()
        .chars()
        .filter_map(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit.to_digit(10)? as usize))
        .collect();
    Some(format!("{sign}{digits}"))
}

/// The name of a constant.
pub(super) const fn constant(constant: Constant) -> &'static str {
    match constant {
        Constant::Pi => "π",
        Constant::E => "e",
        Constant::Infinity => "∞",
    }
}

impl Expr {
    /// As plain text that a person, a screen reader or this room's own reader can read.
    pub fn plain(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Expr::Number(number) => text.push_str(&literal(number)),
            Expr::Mixed(whole, top, bottom) => {
                text.push_str(&grouped(&whole.to_string()));
                let fraction = format!("{top}/{bottom}");
                // Three digits after a single space are thousands to the reader, unless the fraction is a proper one.
                text.push_str(if fraction.find('/') == Some(3) && top >= bottom { "  " } else { " " });
                text.push_str(&fraction);
            }
            Expr::Letter(name) => text.push_str(name),
            Expr::Constant(which) => text.push_str(constant(*which)),
            Expr::Negative(inner) => {
                text.push(MINUS);
                // −(a + b) has its brackets; a sum without them was built by hand.
                inner.write_in(text, matches!(**inner, Expr::Sum(_)));
            }
            Expr::Positive(inner) => {
                text.push('+');
                inner.write_in(text, matches!(**inner, Expr::Sum(_)));
            }
            Expr::Sum(terms) => {
                for (at, term) in terms.iter().enumerate() {
                    match (at, term.minus) {
                        (0, false) => {}
                        (0, true) => text.push(MINUS),
                        (_, false) => text.push_str(" + "),
                        (_, true) => {
                            text.push(' ');
                            text.push(MINUS);
                            text.push(' ');
                        }
                    }
                    term.expr.write_in(text, matches!(term.expr, Expr::Sum(_)));
                }
            }
            Expr::Product(factors) => write_product(factors, text),
            Expr::Fraction(top, bottom) => {
                for (at, part) in [top, bottom].into_iter().enumerate() {
                    if at == 1 {
                        text.push('/');
                    }
                    match part.as_ref() {
                        // Without spaces: 12 500/700 would read as 12 and 500/700.
                        Expr::Number(number) => text.push_str(&unspaced(number)),
                        part => part.write_in(text, !if at == 0 { part.stands_above() } else { part.stands_below() }),
                    }
                }
            }
            Expr::Power(base, exponent) => {
                base.write_in(text, !base.is_tight());
                match raised(exponent) {
                    Some(raised) => text.push_str(&raised),
                    None => {
                        text.push('^');
                        exponent.write_in(text, !exponent.is_tight() || matches!(**exponent, Expr::Brackets(_)));
                    }
                }
            }
            Expr::Root(index, inner) => {
                let brackets = !matches!(**inner, Expr::Number(_) | Expr::Letter(_) | Expr::Hole(_) | Expr::Blank);
                text.push(root_sign(*index));
                inner.write_in(text, brackets);
            }
            Expr::Absolute(inner) => {
                // Bars within bars have no direction.
                let nested = inner.any(&|part| matches!(part, Expr::Absolute(_)));
                text.push_str(if nested { "abs(" } else { "|" });
                inner.write(text);
                text.push(if nested { ')' } else { '|' });
            }
            Expr::Function(Function::Factorial, arguments) => {
                arguments.iter().for_each(|argument| argument.write_in(text, !argument.is_tight()));
                text.push('!');
            }
            Expr::Function(function, arguments) => {
                let (base, argument) = match arguments.as_slice() {
                    [argument] => (None, Some(argument)),
                    [base, argument, ..] => (Some(base), Some(argument)),
                    [] => (None, None),
                };
                match base {
                    Some(base) => {
                        text.push_str("log");
                        match base {
                            // Without spaces: log1 000(x) has the base 1.
                            Expr::Number(number) if number.places == 0 => {
                                text.push_str(&unspaced(number));
                            }
                            // log_(1,5)(2), not log_1,5(2): the 2 would be a period.
                            base => {
                                text.push('_');
                                base.write_in(text, !matches!(base, Expr::Letter(_)));
                            }
                        }
                    }
                    None => text.push_str(function.name()),
                }
                if let Some(argument) = argument {
                    argument.write_in(text, true);
                }
            }
            Expr::Percent(inner) => {
                inner.write_before_sign(text, inner.ends_raised());
                text.push(FIXED_SPACE);
                text.push('%');
            }
            Expr::Degrees(inner) => {
                inner.write_before_sign(text, inner.ends_raised());
                text.push('°');
            }
            Expr::Brackets(inner) => inner.write_in(text, true),
            Expr::Quantity(inner, unit) => {
                inner.write_before_sign(text, false);
                // Words of an author's own carry their quotation marks, or they would read as letters; behind a bar,
                // which may as well open, so does each unit.
                let known = is_known_unit(unit) && !text.ends_with('|');
                text.push(FIXED_SPACE);
                if known { text.push_str(unit) } else { text.push_str(&format!("\"{unit}\"")) }
            }
            Expr::Hole(hole) => {
                text.push('{');
                text.push_str(&hole.value.plain());
                text.push_str(match hole.style {
                    NumberStyle::Fraction => "",
                    NumberStyle::Decimal => ":decimal",
                    NumberStyle::Mixed => ":mixed",
                });
                text.push('}');
            }
            Expr::Blank => text.push('?'),
            Expr::Ellipsis => text.push('…'),
        }
    }

    fn write_in(&self, text: &mut String, brackets: bool) {
        if brackets {
            text.push('(');
        }
        self.write(text);
        if brackets {
            text.push(')');
        }
    }

    /// As it stands before `%`, `°` or a unit: √(3) %, since in √3 % the sign belongs to the 3. `brackets`: in any case.
    fn write_before_sign(&self, text: &mut String, brackets: bool) {
        match self {
            Expr::Root(index, inner) => {
                text.push(root_sign(*index));
                inner.write_in(text, true);
            }
            other => other.write_in(text, brackets || !other.takes_sign_behind()),
        }
    }

    /// Whether it ends in an exponent that would take `%` or `°` for its own: a^n % is a to the n per cent.
    pub(super) fn ends_raised(&self) -> bool {
        matches!(self, Expr::Power(_, exponent) if raised(exponent).is_none())
    }

    /// Whether `%`, `°` or a unit behind it belongs to all of it.
    fn takes_sign_behind(&self) -> bool {
        match self {
            Expr::Fraction(top, bottom) => {
                matches!((top.as_ref(), bottom.as_ref()), (Expr::Number(_), Expr::Number(_)))
            }
            Expr::Mixed(..) | Expr::Power(..) | Expr::Root(..) | Expr::Function(..) => true,
            other => other.is_tight(),
        }
    }

    /// Whether a sign of its own tears it from what stands beside it.
    fn is_apart(&self) -> bool {
        matches!(self, Expr::Negative(_) | Expr::Positive(_) | Expr::Sum(_) | Expr::Product(_))
    }

    /// Whether it may stand left of `/` without brackets.
    fn stands_above(&self) -> bool {
        match self {
            Expr::Product(factors) => {
                factors.iter().skip(1).all(|factor| factor.joint == Joint::Beside)
                    && factors.iter().all(|factor| !factor.expr.is_apart())
            }
            Expr::Fraction(..) | Expr::Power(..) | Expr::Function(..) | Expr::Root(..) => true,
            Expr::Percent(inner) => inner.is_tight(),
            // Brackets of its own would be taken for those of the place.
            Expr::Brackets(_) => false,
            other => other.is_tight(),
        }
    }

    /// Whether it may stand right of `/` without brackets.
    fn stands_below(&self) -> bool {
        match self {
            Expr::Power(..) | Expr::Root(..) => true,
            Expr::Percent(inner) | Expr::Degrees(inner) => inner.is_tight(),
            Expr::Brackets(_) => false,
            other => other.is_tight(),
        }
    }
}

fn root_sign(index: u32) -> char {
    match index {
        3 => '∛',
        4 => '∜',
        _ => '√',
    }
}

/// The letter an expression begins with, if it begins with one.
fn first_letter(expr: &Expr) -> Option<char> {
    match expr {
        Expr::Letter(name) => name.chars().next(),
        Expr::Constant(which) => constant(*which).chars().next().filter(|c| c.is_alphabetic()),
        Expr::Power(base, _) if base.is_tight() => first_letter(base),
        Expr::Percent(inner) | Expr::Degrees(inner) | Expr::Quantity(inner, _) if inner.is_tight() => {
            first_letter(inner)
        }
        _ => None,
    }
}

fn write_product(factors: &[Factor], text: &mut String) {
    for (at, factor) in factors.iter().enumerate() {
        let expr = &factor.expr;
        if at > 0 {
            match factor.joint {
                Joint::Times => text.push_str(" · "),
                Joint::Divide => text.push_str(" : "),
                Joint::Beside => {
                    // 1/2 x, not 1/2x: the eye would put the x below.
                    // 5 cm e, not 5 cme: the unit would be lost among the letters.
                    let before = factors.get(at - 1).map(|factor| &factor.expr);
                    if matches!(before, Some(Expr::Fraction(..) | Expr::Mixed(..) | Expr::Quantity(..)))
                        && !matches!(expr, Expr::Brackets(_))
                    {
                        text.push(' ');
                    }
                    // s · i · n is not sin.
                    let start = text.trim_end_matches(char::is_alphabetic).len();
                    if let Some(letter) = first_letter(expr)
                        && start < text.len()
                        && ends_with_name(&format!("{}{letter}", text.get(start..).unwrap_or("")))
                    {
                        text.push(' ');
                    }
                    // ab sin(b), not absin(b).
                    if matches!(expr, Expr::Function(function, _) if *function != Function::Factorial)
                        && text.ends_with(char::is_alphabetic)
                    {
                        text.push(' ');
                    }
                }
            }
        }
        let brackets = match expr {
            Expr::Sum(_) => true,
            Expr::Product(members) => {
                // a : bc keeps its parts together by standing side by side.
                !(factor.joint == Joint::Divide && members.iter().skip(1).all(|member| member.joint == Joint::Beside))
            }
            Expr::Fraction(..) | Expr::Number(_) | Expr::Mixed(..) | Expr::Negative(_) | Expr::Positive(_) => {
                at > 0 && factor.joint == Joint::Beside
            }
            _ => false,
        };
        let start = text.len();
        match expr {
            // n(1)!, not n1!: the digit would be a name's.
            Expr::Function(Function::Factorial, arguments)
                if at > 0 && factor.joint == Joint::Beside && matches!(arguments.as_slice(), [Expr::Number(_)]) =>
            {
                arguments.iter().for_each(|argument| argument.write_in(text, true));
                text.push('!');
            }
            _ => expr.write_in(text, brackets),
        }
        // 0,5 (2), not 0,5(2): the digits in brackets would be a period.
        if factor.joint == Joint::Beside && at > 0 && is_period_behind(text, start) {
            text.insert(start, ' ');
        }
    }
}

/// Whether a decimal stands before this place of the text and digits in brackets behind it.
fn is_period_behind(text: &str, place: usize) -> bool {
    let (before, behind) = text.split_at_checked(place).unwrap_or((text, ""));
    let places = before.trim_end_matches(|c: char| c.is_ascii_digit());
    places.len() < before.len()
        && places.ends_with(',')
        && behind
            .strip_prefix('(')
            .is_some_and(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(')'))
}
