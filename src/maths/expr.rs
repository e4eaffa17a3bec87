//! The tree of an expression *as it was written*: decimals keep their places, fractions stay fractions, brackets stay.
//! Forms are judged on this tree; equality is judged on its normal form (`normal`). Not here: reading (`reader`) and
//! printing (`print`, `mathml`).

use super::number::Number;
use super::template::TemplateExpr;

/// A number typed with digits, never negative: `2`, `2,50`, `0,(3)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The exact value.
    pub value: Number,
    /// Digits typed after the decimal comma, those of the period included.
    pub places: u32,
    /// How many of the last digits repeat for ever; 0 for a decimal that ends.
    pub period: u32,
}

impl Literal {
    /// A literal of a number that is not negative; of other numbers, of their absolute value. A fraction that does not
    /// end as a decimal has no literal.
    pub fn of(value: &Number) -> Option<Self> {
        Some(Self { value: value.abs(), places: value.decimal_places()?, period: 0 })
    }

    /// A small whole number.
    pub fn whole(value: u32) -> Self {
        Self { value: Number::from(i64::from(value)), places: 0, period: 0 }
    }
}

/// A number with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Constant {
    /// π
    Pi,
    /// Euler's number e
    E,
    /// ∞, only as an end of an interval: it has no value.
    Infinity,
}

/// A function written by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Function {
    /// sin
    Sin,
    /// cos
    Cos,
    /// tg
    Tan,
    /// ctg
    Cot,
    /// arcsin
    Arcsin,
    /// arccos
    Arccos,
    /// arctg
    Arctan,
    /// arcctg
    Arccot,
    /// ln, the natural logarithm
    Ln,
    /// lg, the common logarithm; with two arguments, base first, the logarithm to that base
    Log,
    /// n!, written behind
    Factorial,
}

impl Function {
    /// The name as Lithuanian schools write it.
    pub const fn name(self) -> &'static str {
        match self {
            Function::Sin => "sin",
            Function::Cos => "cos",
            Function::Tan => "tg",
            Function::Cot => "ctg",
            Function::Arcsin => "arcsin",
            Function::Arccos => "arccos",
            Function::Arctan => "arctg",
            Function::Arccot => "arcctg",
            Function::Ln => "ln",
            Function::Log => "lg",
            Function::Factorial => "!",
        }
    }
}

/// A member of a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether a minus stands before it.
    pub minus: bool,
    /// What is added or taken away.
    pub expr: Expr,
}

/// How a factor is joined to those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// With a sign of multiplication: `2 · x`. The first factor of a product has this one, too.
    Times,
    /// Without any: `2x`.
    Beside,
    /// Divided, with `:`.
    Divide,
}

/// A member of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// How it is joined to what stands before.
    pub joint: Joint,
    /// What one multiplies or divides by.
    pub expr: Expr,
}

/// How a number put into a text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberStyle {
    /// `3/4`; whole numbers whole.
    #[default]
    Fraction,
    /// `0,75` where the decimals end within twelve places, else a fraction.
    Decimal,
    /// `2 1/3`.
    Mixed,
}

/// A place for a number: `{a}`, `{a - d}`, `{n:mixed}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Hole {
    /// What is put in.
    pub value: TemplateExpr,
    /// How it is written.
    pub style: NumberStyle,
}

impl Eq for Hole {}

/// An expression as written.
///
/// A fraction's top and bottom, an exponent, what stands under a root and a function's argument carry no brackets of
/// their own: there the place itself binds. Everywhere else brackets are `Brackets`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// A number of digits.
    Number(Literal),
    /// A mixed number: whole part, top, bottom, all whole and not negative, bottom not 0.
    Mixed(Number, Number, Number),
    /// A letter, or a letter with an index as `x_1`.
    Letter(String),
    /// π, e or ∞.
    Constant(Constant),
    /// With a minus in front.
    Negative(Box<Expr>),
    /// With a plus in front that an author wrote to be seen: `+5`, `+∞`; for display only. A pupil's plus goes unsaid.
    Positive(Box<Expr>),
    /// Two or more members.
    Sum(Vec<Term>),
    /// Two or more members, worked from left to right.
    Product(Vec<Factor>),
    /// A fraction with a bar.
    Fraction(Box<Expr>, Box<Expr>),
    /// Base and exponent.
    Power(Box<Expr>, Box<Expr>),
    /// A root and its index, at least 2.
    Root(u32, Box<Expr>),
    /// |x|
    Absolute(Box<Expr>),
    /// A function and its arguments.
    Function(Function, Vec<Expr>),
    /// A percentage: 20 % is 1/5.
    Percent(Box<Expr>),
    /// Degrees of an angle.
    Degrees(Box<Expr>),
    /// Brackets as typed.
    Brackets(Box<Expr>),
    /// With a unit or another word behind; for display, its value is that of the number.
    Quantity(Box<Expr>, String),
    /// A place for a number, in templates only.
    Hole(Box<Hole>),
    /// An empty place, shown as a box; for display only.
    Blank,
    /// "...", for display only.
    Ellipsis,
}

/// A relation between two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// =
    Equal,
    /// ≠
    NotEqual,
    /// <
    Less,
    /// ≤
    LessEqual,
    /// >
    Greater,
    /// ≥
    GreaterEqual,
    /// ≈
    Approximately,
    /// ∈
    In,
    /// ∉
    NotIn,
    /// ⇒
    Implies,
    /// ⇔
    Equivalent,
    /// →
    To,
}

impl Relation {
    /// Its sign.
    pub const fn sign(self) -> &'static str {
        match self {
            Relation::Equal => "=",
            Relation::NotEqual => "≠",
            Relation::Less => "<",
            Relation::LessEqual => "≤",
            Relation::Greater => ">",
            Relation::GreaterEqual => "≥",
            Relation::Approximately => "≈",
            Relation::In => "∈",
            Relation::NotIn => "∉",
            Relation::Implies => "⇒",
            Relation::Equivalent => "⇔",
            Relation::To => "→",
        }
    }

    /// Whether it is one of < ≤ > ≥.
    pub const fn is_order(self) -> bool {
        matches!(self, Relation::Less | Relation::LessEqual | Relation::Greater | Relation::GreaterEqual)
    }

    /// Whether it is < or ≤.
    pub const fn is_less(self) -> bool {
        matches!(self, Relation::Less | Relation::LessEqual)
    }

    /// Whether equal sides satisfy it.
    pub const fn holds_for_equal(self) -> bool {
        matches!(self, Relation::Equal | Relation::LessEqual | Relation::GreaterEqual | Relation::Approximately)
    }

    /// The relation read from right to left: < for >.
    pub const fn turned(self) -> Self {
        match self {
            Relation::Less => Relation::Greater,
            Relation::LessEqual => Relation::GreaterEqual,
            Relation::Greater => Relation::Less,
            Relation::GreaterEqual => Relation::LessEqual,
            same => same,
        }
    }
}

impl Expr {
    /// A small whole number; negative ones with a minus in front.
    pub fn whole(value: i64) -> Self {
        Self::of_number(&Number::from(value), NumberStyle::Fraction)
    }

    /// A number as a person writes it in this style: `3`, `−3`, `3/4`, `0,75`, `2 1/3`.
    pub fn of_number(value: &Number, style: NumberStyle) -> Self {
        let size = value.abs();
        let whole = |value: Number| Expr::Number(Literal { value, places: 0, period: 0 });
        let expr = if size.is_integer() {
            whole(size)
        } else if style == NumberStyle::Decimal
            && let Some(literal) = Literal::of(&size).filter(|literal| literal.places <= DECIMAL_PLACES_MAX)
        {
            Expr::Number(literal)
        } else if style == NumberStyle::Mixed && size > Number::one() {
            let part = size.floor();
            let rest = &size - &part;
            Expr::Mixed(part, Number::whole(rest.numerator()), Number::whole(rest.denominator()))
        } else {
            let top = whole(Number::whole(size.numerator()));
            Expr::Fraction(Box::new(top), Box::new(whole(Number::whole(size.denominator()))))
        };
        if value.is_negative() { Expr::Negative(Box::new(expr)) } else { expr }
    }

    /// A letter.
    pub fn letter(name: &str) -> Self {
        Expr::Letter(name.to_owned())
    }

    /// In brackets, unless it is in brackets already.
    pub fn in_brackets(self) -> Self {
        match self {
            Expr::Brackets(_) => self,
            other => Expr::Brackets(Box::new(other)),
        }
    }

    /// Without the brackets around all of it.
    pub fn without_brackets(self) -> Self {
        match self {
            Expr::Brackets(inner) => inner.without_brackets(),
            other => other,
        }
    }

    /// What stands inside all brackets around it.
    pub fn bare(&self) -> &Expr {
        match self {
            Expr::Brackets(inner) => inner.bare(),
            other => other,
        }
    }

    /// Whether it binds as tightly as a letter: nothing next to it can tear it apart.
    pub fn is_tight(&self) -> bool {
        matches!(
            self,
            Expr::Number(_)
                | Expr::Letter(_)
                | Expr::Constant(_)
                | Expr::Absolute(_)
                | Expr::Brackets(_)
                | Expr::Hole(_)
                | Expr::Blank
                | Expr::Ellipsis
        )
    }

    /// As a factor: sums and signs go into brackets.
    pub fn as_factor(self) -> Self {
        match self {
            Expr::Sum(_) | Expr::Negative(_) | Expr::Positive(_) | Expr::Quantity(..) => self.in_brackets(),
            other => other,
        }
    }

    /// As the base of a power: whatever is not tight goes into brackets.
    pub fn as_base(self) -> Self {
        if self.is_tight() { self } else { self.in_brackets() }
    }

    /// `self` with the opposite sign.
    pub fn negated(self) -> Self {
        match self {
            Expr::Negative(inner) => *inner,
            Expr::Positive(inner) => inner.negated(),
            Expr::Sum(_) => Expr::Negative(Box::new(self.in_brackets())),
            other => Expr::Negative(Box::new(other)),
        }
    }

    /// The sum of these members; one alone stands alone, none is 0.
    pub fn sum_of(mut terms: Vec<Term>) -> Self {
        match terms.len() {
            0 => Expr::whole(0),
            1 => match terms.pop() {
                Some(Term { minus: true, expr }) => Expr::Negative(Box::new(expr)),
                Some(Term { minus: false, expr }) => expr,
                None => Expr::whole(0),
            },
            _ => Expr::Sum(terms),
        }
    }

    /// The product of these members; one alone stands alone, none is 1.
    pub fn product_of(mut factors: Vec<Factor>) -> Self {
        match factors.len() {
            0 => Expr::whole(1),
            1 => factors.pop().map_or_else(|| Expr::whole(1), |factor| factor.expr),
            _ => Expr::Product(factors),
        }
    }

    /// `base` to the power of `exponent`.
    pub fn power_of(base: Expr, exponent: Expr) -> Self {
        Expr::Power(Box::new(base.as_base()), Box::new(exponent.without_brackets()))
    }

    /// The parts of this expression, in the order of reading.
    pub fn parts(&self) -> Vec<&Expr> {
        match self {
            Expr::Number(_)
            | Expr::Mixed(..)
            | Expr::Letter(_)
            | Expr::Constant(_)
            | Expr::Hole(_)
            | Expr::Blank
            | Expr::Ellipsis => Vec::new(),
            Expr::Negative(inner)
            | Expr::Positive(inner)
            | Expr::Root(_, inner)
            | Expr::Absolute(inner)
            | Expr::Percent(inner)
            | Expr::Degrees(inner)
            | Expr::Brackets(inner)
            | Expr::Quantity(inner, _) => vec![inner],
            Expr::Sum(terms) => terms.iter().map(|term| &term.expr).collect(),
            Expr::Product(factors) => factors.iter().map(|factor| &factor.expr).collect(),
            Expr::Fraction(one, other) | Expr::Power(one, other) => vec![one, other],
            Expr::Function(_, arguments) => arguments.iter().collect(),
        }
    }

    /// The same tree with `change` applied to every part of it, from the inside out.
    pub fn rebuilt(&self, change: &dyn Fn(Expr) -> Expr) -> Expr {
        let inside = |part: &Expr| Box::new(part.rebuilt(change));
        change(match self {
            Expr::Negative(inner) => Expr::Negative(inside(inner)),
            Expr::Positive(inner) => Expr::Positive(inside(inner)),
            Expr::Root(index, inner) => Expr::Root(*index, inside(inner)),
            Expr::Absolute(inner) => Expr::Absolute(inside(inner)),
            Expr::Percent(inner) => Expr::Percent(inside(inner)),
            Expr::Degrees(inner) => Expr::Degrees(inside(inner)),
            Expr::Brackets(inner) => Expr::Brackets(inside(inner)),
            Expr::Quantity(inner, unit) => Expr::Quantity(inside(inner), unit.clone()),
            Expr::Fraction(top, bottom) => Expr::Fraction(inside(top), inside(bottom)),
            Expr::Power(base, exponent) => Expr::Power(inside(base), inside(exponent)),
            Expr::Sum(terms) => {
                let term = |term: &Term| Term { minus: term.minus, expr: term.expr.rebuilt(change) };
                Expr::Sum(terms.iter().map(term).collect())
            }
            Expr::Product(factors) => {
                let factor = |factor: &Factor| Factor { joint: factor.joint, expr: factor.expr.rebuilt(change) };
                Expr::Product(factors.iter().map(factor).collect())
            }
            Expr::Function(function, arguments) => {
                Expr::Function(*function, arguments.iter().map(|argument| argument.rebuilt(change)).collect())
            }
            leaf => leaf.clone(),
        })
    }

    /// Whether this or any part of it satisfies `asked`.
    pub fn any(&self, asked: &dyn Fn(&Expr) -> bool) -> bool {
        asked(self) || self.parts().into_iter().any(|part| part.any(asked))
    }

    /// The letters in it, each once, in order of the alphabet.
    pub fn letters(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.gather_letters(&mut found);
        found.sort();
        found.dedup();
        found
    }

    fn gather_letters(&self, found: &mut Vec<String>) {
        if let Expr::Letter(name) = self {
            found.push(name.clone());
        }
        for part in self.parts() {
            part.gather_letters(found);
        }
    }

    /// Whether it holds places for numbers.
    pub fn has_holes(&self) -> bool {
        self.any(&|part| matches!(part, Expr::Hole(_)))
    }
}

/// A decimal with more places than this is printed as a fraction.
pub const DECIMAL_PLACES_MAX: u32 = 12;
