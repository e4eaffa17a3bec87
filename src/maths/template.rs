//! The arithmetic inside task templates: names of several letters, random draws, conditions. Exact numbers only. Not
//! here: which name has which value, and what a task does with it.
//!
//! ```text
//! or         = and { "or" and }
//! and        = relation { "and" relation }
//! relation   = sum [ ("==" | "=" | "!=" | "<" | "<=" | ">" | ">=") sum ]
//! sum        = product { ("+" | "−") product }
//! product    = signed { ("*" | "/" | ":") signed }
//! signed     = { "−" | "+" } power
//! power      = value [ "^" signed ]
//! value      = number | name | function "(" or { ("," | ";") or } ")" | "(" or ")" | number name
//! ```
//!
//! A comma between two digits is a decimal comma; between arguments a space follows it: `int(2, 9)`.

use super::expr::Relation;
use super::number::{BITS_MAX, Number};
use super::reader::{NESTING_MAX, Outcome, Reader, read_with};
use super::remark::{Reading, RemarkKind};
use super::token::{Kind, Language};
use crate::base::Rng;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use std::collections::BTreeMap;

/// An expression of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum TemplateExpr {
    /// An exact number.
    Number(Number),
    /// A name given before.
    Name(String),
    /// The opposite.
    Negative(Box<TemplateExpr>),
    /// Two values joined.
    Join(Box<TemplateExpr>, Operation, Box<TemplateExpr>),
    /// A function and its arguments.
    Call(Call, Vec<TemplateExpr>),
    /// A relation: 1 where it holds, else 0.
    Relation(Box<TemplateExpr>, Relation, Box<TemplateExpr>),
    /// Whether one of them holds.
    Or(Vec<TemplateExpr>),
    /// Whether all of them hold.
    And(Vec<TemplateExpr>),
}

/// How two values are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// +
    Plus,
    /// −
    Minus,
    /// *
    Times,
    /// /
    Over,
    /// ^
    Power,
}

macro_rules! calls {
    ($($(#[$doc:meta])* $case:ident = $name:literal, $least:literal..=$most:literal;)*) => {
        /// A function of templates.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Call { $($(#[$doc])* $case),* }

        impl Call {
            /// The function of this name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Call::$case),)* _ => None }
            }

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(Call::$case => $name),* }
            }

            /// The least and the greatest number of arguments.
            pub const fn arguments(self) -> (usize, usize) {
                match self { $(Call::$case => ($least, $most)),* }
            }
        }
    };
}

calls! {
    /// A random whole number, both ends included.
    Int = "int", 2..=2;
    /// One of its arguments at random.
    Pick = "pick", 1..=64;
    /// Without the sign.
    Abs = "abs", 1..=1;
    /// The smallest.
    Min = "min", 1..=64;
    /// The greatest.
    Max = "max", 1..=64;
    /// The greatest common divisor of whole numbers.
    Gcd = "gcd", 1..=64;
    /// The least common multiple of whole numbers.
    Lcm = "lcm", 1..=64;
    /// The remainder of whole numbers, never negative.
    Mod = "mod", 2..=2;
    /// The greatest whole number not above it.
    Floor = "floor", 1..=1;
    /// The smallest whole number not below it.
    Ceil = "ceil", 1..=1;
    /// Rounded to so many places (0 if not said), halves away from zero.
    Round = "round", 1..=2;
    /// -1, 0 or 1.
    Sign = "sign", 1..=1;
    /// The square root, where it is rational.
    Sqrt = "sqrt", 1..=1;
    /// Whether it is whole.
    IsInteger = "is_integer", 1..=1;
    /// How many digits the whole number has.
    Digits = "digits", 1..=1;
    /// How many places after the comma it needs.
    Places = "places", 1..=1;
    /// Above the line, in lowest terms.
    Numerator = "numerator", 1..=1;
    /// Below the line, in lowest terms.
    Denominator = "denominator", 1..=1;
    /// Whether the decimals end.
    IsDecimal = "is_decimal", 1..=1;
    /// Whether it is the square of a rational number.
    IsSquare = "is_square", 1..=1;
    /// Whether it is a prime number (up to ten million).
    IsPrime = "is_prime", 1..=1;
    /// Whether the relation does not hold.
    Not = "not", 1..=1;
}

/// Reads an expression or a condition of a template.
pub fn read_template_expression(text: &str) -> Reading<TemplateExpr> {
    read_with(text, Language::Template, |reader| reader.whole_text(|reader| any(reader, 0)))
}

/// Reads `name = expression`.
pub fn read_assignment(text: &str) -> Reading<(String, TemplateExpr)> {
    read_with(text, Language::Template, |reader| {
        reader.whole_text(|reader| {
            let name = match (reader.peek(), reader.peek_at(1)) {
                (Some(Kind::Name(name)), Some(Kind::Relation(Relation::Equal))) => name.clone(),
                _ => return Err(reader.remark(0, 1, RemarkKind::NotAnEquation)),
            };
            reader.go_to(2);
            Ok((name, any(reader, 0)?))
        })
    })
}

fn any(reader: &mut Reader<'_>, depth: usize) -> Outcome<TemplateExpr> {
    if depth > NESTING_MAX {
        return Err(reader.remark_here(RemarkKind::TooDeep));
    }
    let mut cases = vec![all(reader, depth)?];
    while reader.take(&Kind::Or) {
        cases.push(all(reader, depth)?);
    }
    Ok(if cases.len() == 1 { cases.remove(0) } else { TemplateExpr::Or(cases) })
}

fn all(reader: &mut Reader<'_>, depth: usize) -> Outcome<TemplateExpr> {
    let mut cases = vec![relation(reader, depth)?];
    while reader.take(&Kind::And) {
        cases.push(relation(reader, depth)?);
    }
    Ok(if cases.len() == 1 { cases.remove(0) } else { TemplateExpr::And(cases) })
}

fn relation(reader: &mut Reader<'_>, depth: usize) -> Outcome<TemplateExpr> {
    let left = sum(reader, depth)?;
    let Some(Kind::Relation(relation)) = reader.peek() else {
        return Ok(left);
    };
    let relation = *relation;
    if !(relation.is_order() || matches!(relation, Relation::Equal | Relation::NotEqual)) {
        return Err(reader.left_over());
    }
    reader.advance();
    let right = sum(reader, depth)?;
    Ok(TemplateExpr::Relation(Box::new(left), relation, Box::new(right)))
}

fn sum(reader: &mut Reader<'_>, depth: usize) -> Outcome<TemplateExpr> {
    let mut left = product(reader, depth)?;
    loop {
        let operation = match reader.peek() {
            Some(Kind::Plus) => Operation::Plus,
            Some(Kind::Minus) => Operation::Minus,
            _ => return Ok(left),
        };
        reader.advance();
        left = TemplateExpr::Join(Box::new(left), operation, Box::new(product(reader, depth)?));
    }
}

fn product(reader: &mut Reader<'_>, depth: usize) -> Outcome<TemplateExpr> {
    let mut left = signed(reader, depth)?;
    loop {
        let operation = match reader.peek() {
            Some(Kind::Times) => Operation::Times,
            Some(Kind::Slash | Kind::Colon) => Operation::Over,
            _ => return Ok(left),
        };
        reader.advance();
        left = TemplateExpr::Join(Box::new(left), operation, Box::new(signed(reader, depth)?));
    }
}

fn signed(reader: &mut Reader<'_>, depth: usize) -> Outcome<TemplateExpr> {
    let mut minus = false;
    loop {
        if reader.take(&Kind::Minus) {
            minus = !minus;
        } else if !reader.take(&Kind::Plus) {
            break;
        }
    }
    let value = power(reader, depth)?;
    Ok(if minus { TemplateExpr::Negative(Box::new(value)) } else { value })
}

fn power(reader: &mut Reader<'_>, depth: usize) -> Outcome<TemplateExpr> {
    if depth > NESTING_MAX {
        return Err(reader.remark_here(RemarkKind::TooDeep));
    }
    let base = value(reader, depth)?;
    if !reader.take(&Kind::Caret) {
        return Ok(base);
    }
    let exponent = signed(reader, depth + 1)?;
    Ok(TemplateExpr::Join(Box::new(base), Operation::Power, Box::new(exponent)))
}

fn value(reader: &mut Reader<'_>, depth: usize) -> Outcome<TemplateExpr> {
    let at = reader.position();
    match reader.peek().cloned() {
        Some(Kind::Number(literal)) => {
            reader.advance();
            let number = TemplateExpr::Number(literal.value);
            // 2a
            if matches!(reader.peek(), Some(Kind::Name(_))) {
                let name = power(reader, depth + 1)?;
                return Ok(TemplateExpr::Join(Box::new(number), Operation::Times, Box::new(name)));
            }
            Ok(number)
        }
        Some(Kind::Name(name)) => {
            reader.advance();
            if reader.peek() != Some(&Kind::Open('(')) {
                return Ok(TemplateExpr::Name(name));
            }
            let Some(call) = Call::named(&name) else {
                return Err(reader.remark(at, at + 1, RemarkKind::UnknownName(name)));
            };
            reader.advance();
            let mut arguments = Vec::new();
            if reader.peek() != Some(&Kind::Close(')')) {
                arguments.push(any(reader, depth + 1)?);
                while reader.take(&Kind::Comma) || reader.take(&Kind::Semicolon) {
                    arguments.push(any(reader, depth + 1)?);
                }
            }
            if !reader.take(&Kind::Close(')')) {
                return Err(reader.remark_here(RemarkKind::MissingClose(')')));
            }
            let (least, most) = call.arguments();
            if !(least..=most).contains(&arguments.len()) {
                return Err(reader.remark(at, at + 1, RemarkKind::WrongArguments(name)));
            }
            Ok(TemplateExpr::Call(call, arguments))
        }
        Some(Kind::Open('(')) => {
            reader.advance();
            let inner = any(reader, depth + 1)?;
            if !reader.take(&Kind::Close(')')) {
                return Err(reader.remark_here(RemarkKind::MissingClose(')')));
            }
            Ok(inner)
        }
        Some(_) => Err(reader.remark(at, at + 1, RemarkKind::UnexpectedSign)),
        None => Err(reader.remark_here(RemarkKind::MissingAfter)),
    }
}

impl TemplateExpr {
    /// The value with these names. `rng` serves `int` and `pick`. The error says in English, to an author, what has no
    /// value: a name that is not there, a division by zero, a root that is not rational.
    pub fn evaluate(&self, names: &BTreeMap<String, Number>, rng: &mut Rng) -> Result<Number, String> {
        let value = self.value(names, &mut Some(rng))?;
        if value.bits() > BITS_MAX { Err("the number grows too big".to_owned()) } else { Ok(value) }
    }

    /// The value where nothing is random: `int` and `pick` are errors.
    pub fn value_of(&self, names: &BTreeMap<String, Number>) -> Result<Number, String> {
        self.value(names, &mut None)
    }

    /// Whether the condition holds. A condition without a value (a division by zero) does not hold; a name that is not
    /// there is an error.
    pub fn holds(&self, names: &BTreeMap<String, Number>) -> Result<bool, String> {
        if let Some(missing) = self.names().into_iter().find(|name| !names.contains_key(name)) {
            return Err(format!("the name `{missing}` is not known"));
        }
        Ok(self.value_of(names).is_ok_and(|value| !value.is_zero()))
    }

    /// As text that reads back as the same tree.
    pub fn plain(&self) -> String {
        match self {
            TemplateExpr::Number(number) if number.is_integer() && !number.is_negative() => number.to_string(),
            TemplateExpr::Number(number) => match number.decimal_places() {
                Some(places) if !number.is_negative() => {
                    let digits = format!(
                        "{:0>width$}",
                        (number * &Number::power_of_ten(places)).to_string(),
                        width = places as usize + 1
                    );
                    let (whole, after) = digits.split_at(digits.len() - places as usize);
                    format!("{whole},{after}")
                }
                _ => format!("({number})"),
            },
            TemplateExpr::Name(name) => name.clone(),
            TemplateExpr::Negative(inner) => format!("(-{})", inner.plain()),
            TemplateExpr::Join(left, operation, right) => {
                let sign = match operation {
                    Operation::Plus => "+",
                    Operation::Minus => "-",
                    Operation::Times => "*",
                    Operation::Over => "/",
                    Operation::Power => "^",
                };
                format!("({} {sign} {})", left.plain(), right.plain())
            }
            TemplateExpr::Call(call, arguments) => format!("{}({})", call.name(), joined(arguments, "; ")),
            TemplateExpr::Relation(left, relation, right) => {
                format!("({} {} {})", left.plain(), relation.sign(), right.plain())
            }
            TemplateExpr::Or(cases) => format!("({})", joined(cases, " or ")),
            TemplateExpr::And(cases) => format!("({})", joined(cases, " and ")),
        }
    }

    /// The names in it, each once.
    pub fn names(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.gather_names(&mut found);
        found.sort();
        found.dedup();
        found
    }

    fn gather_names(&self, found: &mut Vec<String>) {
        match self {
            TemplateExpr::Number(_) => {}
            TemplateExpr::Name(name) => found.push(name.clone()),
            TemplateExpr::Negative(inner) => inner.gather_names(found),
            TemplateExpr::Join(left, _, right) | TemplateExpr::Relation(left, _, right) => {
                left.gather_names(found);
                right.gather_names(found);
            }
            TemplateExpr::Call(_, parts) | TemplateExpr::Or(parts) | TemplateExpr::And(parts) => {
                parts.iter().for_each(|part| part.gather_names(found));
            }
        }
    }

    fn value(&self, names: &BTreeMap<String, Number>, rng: &mut Option<&mut Rng>) -> Result<Number, String> {
        let truth = |holds: bool| Number::from(i64::from(holds));
        let value = match self {
            TemplateExpr::Number(number) => number.clone(),
            TemplateExpr::Name(name) => {
                names.get(name).cloned().ok_or_else(|| format!("the name `{name}` is not known"))?
            }
            TemplateExpr::Negative(inner) => -inner.value(names, rng)?,
            TemplateExpr::Join(left, operation, right) => {
                let (left, right) = (left.value(names, rng)?, right.value(names, rng)?);
                match operation {
                    Operation::Plus => left + right,
                    Operation::Minus => left - right,
                    Operation::Times => left * right,
                    Operation::Over => left.over(&right).ok_or("division by zero")?,
                    Operation::Power => {
                        rational_power(&left, &right).ok_or_else(|| format!("{left}^({right}) has no exact value"))?
                    }
                }
            }
            TemplateExpr::Relation(left, relation, right) => {
                let (left, right) = (left.value(names, rng)?, right.value(names, rng)?);
                truth(match relation {
                    Relation::NotEqual => left != right,
                    Relation::Less => left < right,
                    Relation::LessEqual => left <= right,
                    Relation::Greater => left > right,
                    Relation::GreaterEqual => left >= right,
                    _ => left == right,
                })
            }
            TemplateExpr::Or(cases) => {
                // A case without a value is one that does not hold: x == 0 or 1/x > 2.
                truth(cases.iter().any(|case| case.value(names, rng).is_ok_and(|value| !value.is_zero())))
            }
            TemplateExpr::And(cases) => {
                let mut holds = true;
                for case in cases {
                    holds = holds && !case.value(names, rng)?.is_zero();
                }
                truth(holds)
            }
            TemplateExpr::Call(Call::Pick, choices) => {
                let rng = rng.as_deref_mut().ok_or("nothing random can stand here")?;
                let at = rng.below(choices.len() as u64) as usize;
                choices.get(at).ok_or("nothing to pick from")?.value(names, &mut Some(rng))?
            }
            TemplateExpr::Call(call, arguments) => {
                let arguments: Vec<Number> =
                    arguments.iter().map(|argument| argument.value(names, rng)).collect::<Result<_, _>>()?;
                apply(*call, &arguments, rng)?
            }
        };
        // Twice the bound: intermediate results may be larger than what may stay.
        if value.bits() > 2 * BITS_MAX { Err("the number grows too big".to_owned()) } else { Ok(value) }
    }
}

fn joined(parts: &[TemplateExpr], between: &str) -> String {
    parts.iter().map(TemplateExpr::plain).collect::<Vec<_>>().join(between)
}

/// `base^exponent` where it is rational; roots of negative numbers only with odd denominators of the exponent.
pub(super) fn rational_power(base: &Number, exponent: &Number) -> Option<Number> {
    let index = exponent.denominator().to_u32().filter(|index| *index <= 1000)?;
    let power = exponent.numerator().to_i64()?;
    let root = if index == 1 { base.clone() } else { base.root_exact(index)? };
    root.power(power)
}

fn apply(call: Call, arguments: &[Number], rng: &mut Option<&mut Rng>) -> Result<Number, String> {
    let name = call.name();
    let first = arguments.first().ok_or("no argument")?;
    let whole = |number: &Number| -> Result<BigInt, String> {
        if number.is_integer() { Ok(number.numerator()) } else { Err(format!("{name}: {number} is not whole")) }
    };
    let truth = |holds: bool| Ok(Number::from(i64::from(holds)));
    match call {
        Call::Int => {
            let rng = rng.as_deref_mut().ok_or("nothing random can stand here")?;
            let (low, high) = match arguments {
                [low, high] => (low.to_i64(), high.to_i64()),
                _ => (None, None),
            };
            match (low, high) {
                (Some(low), Some(high)) if low <= high => Ok(Number::from(rng.between(low, high))),
                _ => Err("int takes two whole numbers, the smaller first".to_owned()),
            }
        }
        Call::Pick => Err("pick needs a choice".to_owned()),
        Call::Abs => Ok(first.abs()),
        Call::Min => Ok(arguments.iter().min().unwrap_or(first).clone()),
        Call::Max => Ok(arguments.iter().max().unwrap_or(first).clone()),
        Call::Gcd | Call::Lcm => {
            let mut value = whole(first)?.abs();
            for argument in arguments {
                let argument = whole(argument)?;
                value = if call == Call::Gcd { value.gcd(&argument) } else { value.lcm(&argument) };
            }
            Ok(Number::whole(value))
        }
        Call::Mod => {
            let (value, by) = (whole(first)?, whole(arguments.get(1).ok_or("mod takes two numbers")?)?);
            if by.is_zero() { Err("mod by zero".to_owned()) } else { Ok(Number::whole(value.mod_floor(&by.abs()))) }
        }
        Call::Floor => Ok(first.floor()),
        Call::Ceil => Ok(first.ceil()),
        Call::Round => {
            let places = match arguments.get(1) {
                Some(places) => places.to_i64().and_then(|places| u32::try_from(places).ok()),
                None => Some(0),
            };
            let places =
                places.filter(|places| *places <= 100).ok_or("round: the places are a whole number up to 100")?;
            Ok(first.round_to_places(places))
        }
        Call::Sign => Ok(Number::from(i64::from(first.signum()))),
        Call::Sqrt => first.sqrt_exact().ok_or_else(|| format!("the square root of {first} is not rational")),
        Call::IsInteger => truth(first.is_integer()),
        Call::Digits => Ok(Number::from(whole(first)?.abs().to_string().len() as i64)),
        Call::Places => first
            .decimal_places()
            .map(|places| Number::from(i64::from(places)))
            .ok_or_else(|| format!("the decimals of {first} never end")),
        Call::Numerator => Ok(Number::whole(first.numerator())),
        Call::Denominator => Ok(Number::whole(first.denominator())),
        Call::IsDecimal => truth(first.decimal_places().is_some()),
        Call::IsSquare => truth(first.sqrt_exact().is_some()),
        Call::IsPrime => {
            let number = first.to_i64().unwrap_or(0);
            if number > 10_000_000 {
                return Err(format!("{number} is too big for is_prime"));
            }
            truth(number > 1 && (2..).take_while(|by| by * by <= number).all(|by| number % by != 0))
        }
        Call::Not => truth(first.is_zero()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> BTreeMap<String, Number> {
        [("a", 3), ("b", -4), ("x1", 5), ("price", 200)]
            .map(|(name, value)| (name.to_owned(), Number::from(value)))
            .into()
    }

    #[test]
    fn templates_compute_exactly() {
        for (text, value) in [
            ("(a - b)*x1 + 2", "37"),
            ("2a + 1", "7"),
            ("2a^2", "18"),
            ("-a^2", "-9"),
            ("price*15/100", "30"),
            ("0,5 + 1/3", "5/6"),
            ("2^-2", "1/4"),
            ("4^(1/2)", "2"),
            ("gcd(12, 18, -27)", "3"),
            ("lcm(4, 6)", "12"),
            ("mod(-7, 3)", "2"),
            ("round(2,345; 2)", "2.35"),
            ("floor(-1/2)", "-1"),
            ("max(a, b) - min(a, b)", "7"),
            ("sqrt(16/9)", "4/3"),
            ("digits(12500)", "5"),
            ("a == 3 and b < 0", "1"),
            ("a = 2 or 1/(a - 3) > 1", "0"),
            ("not(is_integer(a/2))", "1"),
            ("is_prime(97)", "1"),
            ("sign(b)", "-1"),
            ("12 : 4 : 3", "1"),
        ] {
            let read = read_template_expression(text);
            let value: Number = value.parse().unwrap();
            assert_eq!(read.value.expect(text).value_of(&names()), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_has_no_value_says_so() {
        for text in ["a/0", "y + 1", "sqrt(2)", "int(1, 2)", "0^0", "gcd(1/2, 3)", "9^9^9^9", "mod(1, 0)"] {
            let read = read_template_expression(text).value.expect(text);
            assert!(read.value_of(&names()).is_err(), "{text}");
        }
        for text in ["", "a +", "(a", "f(2)", "int(2,9)", "round()", "a b", "2 3", "a ≈ 2", "a)"] {
            assert!(read_template_expression(text).value.is_none(), "{text}");
        }
    }

    #[test]
    fn draws_stay_in_their_range() {
        let (name, draw) = read_assignment("x1 = int(-2, 2) * pick(1, 10)").value.unwrap();
        assert_eq!(name, "x1");
        let mut rng = Rng::new(1);
        for _ in 0..200 {
            let value = draw.evaluate(&names(), &mut rng).unwrap().to_i64().unwrap();
            assert!([-20, -10, -2, -1, 0, 1, 2, 10, 20].contains(&value), "{value}");
        }
    }
}
