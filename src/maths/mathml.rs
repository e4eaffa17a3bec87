//! Expressions and formulas as MathML Core, in school writing. A tree of nodes, no strings of markup: whoever draws
//! makes elements of it, so nothing that was typed can become markup.

use super::display::{Display, Separator};
use super::expr::{Expr, Factor, Function, Joint, Relation};
use super::print;
use crate::base::Lang;

/// An element: its tag, attributes, children in order, and its text where it has no children.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MathNode {
    /// `mrow`, `mfrac`, `mn` ...
    pub tag: &'static str,
    /// Names and values.
    pub attributes: Vec<(&'static str, String)>,
    /// Elements inside.
    pub children: Vec<MathNode>,
    /// Text inside; empty where there are children.
    pub text: String,
}

impl MathNode {
    fn leaf(tag: &'static str, text: impl Into<String>) -> Self {
        Self { tag, text: text.into(), ..Self::default() }
    }

    fn of(tag: &'static str, children: Vec<MathNode>) -> Self {
        Self { tag, children, ..Self::default() }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push((name, value.to_owned()));
        self
    }

    /// All text in it, in the order of reading.
    pub fn all_text(&self) -> String {
        let mut text = self.text.clone();
        for child in &self.children {
            text.push_str(&child.all_text());
        }
        text
    }
}

fn operator(sign: impl Into<String>) -> MathNode {
    MathNode::leaf("mo", sign)
}

fn minus_before(inner: MathNode) -> MathNode {
    MathNode::of("mrow", vec![operator(print::MINUS).with("form", "prefix"), inner])
}

fn fenced(open: char, inner: Vec<MathNode>, close: char) -> MathNode {
    let mut children = vec![operator(open).with("form", "prefix").with("fence", "true").with("stretchy", "true")];
    children.extend(inner);
    children.push(operator(close).with("form", "postfix").with("fence", "true").with("stretchy", "true"));
    MathNode::of("mrow", children)
}

fn row(mut children: Vec<MathNode>) -> MathNode {
    match children.len() {
        1 => children.remove(0),
        _ => MathNode::of("mrow", children),
    }
}

/// The element `math` around an expression.
pub fn mathml(expr: &Expr) -> MathNode {
    MathNode::of("math", vec![expr.node()])
}

impl Display {
    /// The element `math` around the formula, words between formulas in Lithuanian.
    pub fn mathml(&self) -> MathNode {
        self.mathml_in(Lang::Lt)
    }

    /// The element `math` around the formula, words between formulas in this language.
    pub fn mathml_in(&self, lang: Lang) -> MathNode {
        MathNode::of("math", vec![self.node(lang)])
    }

    fn node(&self, lang: Lang) -> MathNode {
        let nodes = |parts: &[Display]| {
            let mut children = Vec::new();
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    children.push(separator(";"));
                }
                children.push(part.node(lang));
            }
            children
        };
        match self {
            Display::Expr(expr) => expr.node(),
            Display::PlusMinus(expr) => MathNode::of("mrow", vec![operator('±').with("form", "prefix"), expr.node()]),
            Display::Chain(sides, relations) => {
                let mut children = Vec::new();
                for (at, side) in sides.iter().enumerate() {
                    if let Some(relation) = at.checked_sub(1).and_then(|before| relations.get(before)) {
                        children.push(relation_node(*relation));
                    }
                    children.push(side.node(lang));
                }
                row(children)
            }
            Display::List(items, separators) => {
                let mut children = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    match at.checked_sub(1).and_then(|before| separators.get(before)) {
                        Some(Separator::Semicolon) => children.push(separator(";")),
                        Some(Separator::Comma) => children.push(separator(",")),
                        Some(Separator::Or) => children.push(words(if lang == Lang::Lt { " arba " } else { " or " })),
                        Some(Separator::And) => children.push(words(if lang == Lang::Lt { " ir " } else { " and " })),
                        Some(Separator::Space) => children.push(words(" ")),
                        None => {}
                    }
                    children.push(item.node(lang));
                }
                row(children)
            }
            Display::System(rows) => {
                let rows = rows
                    .iter()
                    .map(|row| {
                        let cell = MathNode::of("mtd", vec![row.node(lang)]).with("style", "text-align: left");
                        MathNode::of("mtr", vec![cell])
                    })
                    .collect();
                let brace = operator('{').with("form", "prefix").with("fence", "true").with("stretchy", "true");
                MathNode::of("mrow", vec![brace, MathNode::of("mtable", rows)])
            }
            Display::Set(members) => fenced('{', nodes(members), '}'),
            Display::Tuple { name, open, members, close } => {
                let tuple = fenced(*open, nodes(members), *close);
                match name {
                    Some(name) => MathNode::of("mrow", vec![letter(name), tuple]),
                    None => tuple,
                }
            }
            Display::Joined(parts, signs) => {
                let mut children = Vec::new();
                for (at, part) in parts.iter().enumerate() {
                    if let Some(union) = at.checked_sub(1).and_then(|before| signs.get(before)) {
                        children.push(operator(if *union { '∪' } else { '∩' }));
                    }
                    children.push(part.node(lang));
                }
                row(children)
            }
            Display::EmptySet => MathNode::leaf("mi", "∅"),
            Display::Reals => MathNode::leaf("mi", "ℝ"),
            Display::Text(text) => words(text),
        }
    }
}

fn separator(sign: &str) -> MathNode {
    operator(sign).with("separator", "true")
}

fn relation_node(relation: Relation) -> MathNode {
    operator(relation.sign())
}

/// Spaces at the ends of text in MathML are dropped; fixed ones stay.
fn words(text: &str) -> MathNode {
    MathNode::leaf("mtext", text.replace(' ', "\u{a0}"))
}

fn letter(name: &str) -> MathNode {
    match name.split_once('_') {
        Some((letter, index)) => {
            MathNode::of("msub", vec![MathNode::leaf("mi", letter), MathNode::leaf("mn", index)])
        }
        None => MathNode::leaf("mi", name),
    }
}

fn whole(number: &super::Number) -> MathNode {
    Expr::of_number(number, super::NumberStyle::Fraction).node()
}

impl Expr {
    pub(super) fn node(&self) -> MathNode {
        match self {
            Expr::Number(number) => MathNode::leaf("mn", print::literal(number)),
            Expr::Mixed(whole_part, top, bottom) => {
                MathNode::of("mrow", vec![whole(whole_part), MathNode::of("mfrac", vec![whole(top), whole(bottom)])])
            }
            Expr::Letter(name) => letter(name),
            Expr::Constant(constant) => MathNode::leaf("mi", print::constant(*constant)),
            Expr::Negative(inner) => minus_before(inner.node_in(matches!(**inner, Expr::Sum(_)))),
            Expr::Sum(terms) => {
                let mut children = Vec::new();
                for (at, term) in terms.iter().enumerate() {
                    let node = term.expr.node_in(matches!(term.expr, Expr::Sum(_)));
                    match (at, term.minus) {
                        (0, true) => children.push(minus_before(node)),
                        (0, false) => children.push(node),
                        (_, minus) => {
                            children.push(operator(if minus { print::MINUS } else { '+' }));
                            children.push(node);
                        }
                    }
                }
                row(children)
            }
            Expr::Product(factors) => product(factors),
            Expr::Fraction(top, bottom) => MathNode::of("mfrac", vec![top.node(), bottom.node()]),
            Expr::Power(base, exponent) => {
                MathNode::of("msup", vec![base.node_in(!base.is_tight()), exponent.node()])
            }
            Expr::Root(2, inner) => MathNode::of("msqrt", vec![inner.node()]),
            Expr::Root(index, inner) => {
                MathNode::of("mroot", vec![inner.node(), MathNode::leaf("mn", index.to_string())])
            }
            Expr::Absolute(inner) => fenced('|', vec![inner.node()], '|'),
            Expr::Function(function, arguments) => self.function_node(*function, arguments),
            Expr::Percent(inner) => {
                MathNode::of("mrow", vec![inner.node(), MathNode::leaf("mtext", format!("{}%", print::FIXED_SPACE))])
            }
            Expr::Degrees(inner) => MathNode::of("mrow", vec![inner.node(), MathNode::leaf("mtext", "°")]),
            Expr::Brackets(inner) => fenced('(', vec![inner.node()], ')'),
            Expr::Quantity(inner, unit) => {
                MathNode::of("mrow", vec![inner.node(), words(&format!(" {unit}"))])
            }
            Expr::Hole(hole) => MathNode::leaf("mtext", format!("{{{}}}", hole.value.plain())),
            Expr::Blank => MathNode::leaf("mi", "?").with("class", "blank"),
            Expr::Ellipsis => MathNode::leaf("mi", "…"),
        }
    }

    fn node_in(&self, brackets: bool) -> MathNode {
        if brackets { fenced('(', vec![self.node()], ')') } else { self.node() }
    }

    fn function_node(&self, function: Function, arguments: &[Expr]) -> MathNode {
        let (name, argument) = match arguments {
            [base, argument, ..] => (MathNode::of("msub", vec![MathNode::leaf("mi", "log"), base.node()]), argument),
            [argument] => (MathNode::leaf("mi", function.name()), argument),
            [] => return MathNode::leaf("mi", function.name()),
        };
        let simple = match argument {
            Expr::Product(factors) => {
                factors.iter().enumerate().all(|(at, factor)| {
                    (at == 0 || factor.joint == Joint::Beside) && factor.expr.is_tight() && !matches!(factor.expr, Expr::Brackets(_))
                })
            }
            Expr::Degrees(inner) => inner.is_tight(),
            Expr::Fraction(..) | Expr::Power(..) => true,
            other => other.is_tight() && !matches!(other, Expr::Brackets(_)),
        };
        // U+2061, "apply the function": a screen reader says "of", and browsers leave the right gap.
        MathNode::of("mrow", vec![name, operator('\u{2061}'), argument.node_in(!simple)])
    }
}

fn product(factors: &[Factor]) -> MathNode {
    let mut children = Vec::new();
    for (at, factor) in factors.iter().enumerate() {
        if at > 0 {
            children.push(match factor.joint {
                Joint::Times => operator('·'),
                Joint::Divide => operator(':'),
                // U+2062, a product that is heard, not seen.
                Joint::Beside => operator('\u{2062}'),
            });
        }
        let brackets = match &factor.expr {
            Expr::Sum(_) => true,
            Expr::Negative(_) => at > 0,
            Expr::Product(members) => {
                !(factor.joint == Joint::Divide && members.iter().skip(1).all(|member| member.joint == Joint::Beside))
            }
            Expr::Number(_) | Expr::Mixed(..) => at > 0 && factor.joint == Joint::Beside,
            _ => false,
        };
        children.push(factor.expr.node_in(brackets));
    }
    row(children)
}
