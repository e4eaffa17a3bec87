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
                        let cell = MathNode::of("mtd", vec![row.node(lang)]).with("class", "system-row");
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
            Display::Nothing => MathNode::of("mrow", Vec::new()),
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
        Some((letter, index)) => MathNode::of("msub", vec![MathNode::leaf("mi", letter), MathNode::leaf("mn", index)]),
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
                // U+2064, a plus that is heard, not seen: "two and one third".
                let fraction = MathNode::of("mfrac", vec![whole(top), whole(bottom)]);
                MathNode::of("mrow", vec![whole(whole_part), operator('\u{2064}'), fraction])
            }
            Expr::Letter(name) => letter(name),
            Expr::Constant(constant) => MathNode::leaf("mi", print::constant(*constant)),
            Expr::Negative(inner) => minus_before(inner.node_in(matches!(**inner, Expr::Sum(_)))),
            Expr::Positive(inner) => {
                let inner = inner.node_in(matches!(**inner, Expr::Sum(_)));
                MathNode::of("mrow", vec![operator('+').with("form", "prefix"), inner])
            }
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
            Expr::Power(base, exponent) => MathNode::of("msup", vec![base.node_in(!base.is_tight()), exponent.node()]),
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
            Expr::Quantity(inner, unit) => MathNode::of("mrow", vec![inner.node(), words(&format!(" {unit}"))]),
            Expr::Hole(hole) => MathNode::leaf("mtext", format!("{{{}}}", hole.value.plain())),
            Expr::Blank => MathNode::leaf("mi", "?").with("class", "blank"),
            Expr::Ellipsis => MathNode::leaf("mi", "…"),
        }
    }

    fn node_in(&self, brackets: bool) -> MathNode {
        if brackets { fenced('(', vec![self.node()], ')') } else { self.node() }
    }

    fn function_node(&self, function: Function, arguments: &[Expr]) -> MathNode {
        if function == Function::Factorial {
            let argument = arguments.first().map(|argument| argument.node_in(!argument.is_tight()));
            return MathNode::of("mrow", argument.into_iter().chain([operator('!')]).collect());
        }
        let (name, argument) = match arguments {
            [base, argument, ..] => (MathNode::of("msub", vec![MathNode::leaf("mi", "log"), base.node()]), argument),
            [argument] => (MathNode::leaf("mi", function.name()), argument),
            [] => return MathNode::leaf("mi", function.name()),
        };
        let simple = match argument {
            Expr::Product(factors) => factors.iter().enumerate().all(|(at, factor)| {
                (at == 0 || factor.joint == Joint::Beside)
                    && factor.expr.is_tight()
                    && !matches!(factor.expr, Expr::Brackets(_))
            }),
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

#[cfg(test)]
mod tests {
    use super::MathNode;
    use crate::base::Lang;
    use crate::maths::read_display;

    /// Tags and texts in one line: `mfrac[mn(1) mn(2)]`; invisible signs by their names.
    fn outline(node: &MathNode) -> String {
        if node.children.is_empty() {
            let text = node.text.replace('\u{2062}', "times").replace('\u{2061}', "of").replace('\u{2064}', "and");
            return format!("{}({text})", node.tag);
        }
        let children: Vec<String> = node.children.iter().map(outline).collect();
        format!("{}[{}]", node.tag, children.join(" "))
    }

    #[test]
    fn formulas_become_elements() {
        for (text, expected) in [
            ("1/2", "math[mfrac[mn(1) mn(2)]]"),
            ("12 : 4", "math[mrow[mn(12) mo(:) mn(4)]]"),
            ("3*4", "math[mrow[mn(3) mo(·) mn(4)]]"),
            ("2x", "math[mrow[mn(2) mo(times) mi(x)]]"),
            ("-3", "math[mrow[mo(−) mn(3)]]"),
            ("x^2", "math[msup[mi(x) mn(2)]]"),
            ("x^(n+1)", "math[msup[mi(x) mrow[mi(n) mo(+) mn(1)]]]"),
            ("√2", "math[msqrt[mn(2)]]"),
            ("∛x", "math[mroot[mi(x) mn(3)]]"),
            ("(x+1)/2", "math[mfrac[mrow[mi(x) mo(+) mn(1)] mn(2)]]"),
            ("2 1/3", "math[mrow[mn(2) mo(and) mfrac[mn(1) mn(3)]]]"),
            ("5!", "math[mrow[mn(5) mo(!)]]"),
            ("(n+1)!", "math[mrow[mrow[mo(() mrow[mi(n) mo(+) mn(1)] mo())] mo(!)]]"),
            ("1 250 000", "math[mn(1\u{202f}250\u{202f}000)]"),
            ("0,(3)", "math[mn(0,(3))]"),
            ("4,5*10^6", "math[mrow[mn(4,5) mo(·) msup[mn(10) mn(6)]]]"),
            ("2x : 3", "math[mrow[mn(2) mo(times) mi(x) mo(:) mn(3)]]"),
            ("-x^2", "math[mrow[mo(−) msup[mi(x) mn(2)]]]"),
            ("(-3)^2", "math[msup[mrow[mo(() mrow[mo(−) mn(3)] mo())] mn(2)]]"),
            ("√(x+1)", "math[msqrt[mrow[mi(x) mo(+) mn(1)]]]"),
            ("tg x", "math[mrow[mi(tg) mo(of) mi(x)]]"),
            ("x ≥ -1/2", "math[mrow[mi(x) mo(≥) mrow[mo(−) mfrac[mn(1) mn(2)]]]]"),
            ("12500,5", "math[mn(12\u{202f}500,5)]"),
            ("1234", "math[mn(1234)]"),
            ("x_1", "math[msub[mi(x) mn(1)]]"),
            ("|x|", "math[mrow[mo(|) mi(x) mo(|)]]"),
            ("sin 30°", "math[mrow[mi(sin) mo(of) mrow[mn(30) mtext(°)]]]"),
            ("log2(8)", "math[mrow[msub[mi(log) mn(2)] mo(of) mn(8)]]"),
            ("20%", "math[mrow[mn(20) mtext(\u{a0}%)]]"),
            ("5 cm", "math[mrow[mn(5) mtext(\u{a0}cm)]]"),
            ("x = ?", "math[mrow[mi(x) mo(=) mi(?)]]"),
            ("x =", "math[mrow[mi(x) mo(=) mrow()]]"),
            ("[2; 5)", "math[mrow[mo([) mn(2) mo(;) mn(5) mo())]]"),
            ("x in", "math[mrow[mi(x) mo(times) mi(i) mo(times) mi(n)]]"),
            ("x ∈ ∅", "math[mrow[mi(x) mo(∈) mi(∅)]]"),
            ("set(2; 3)", "math[mrow[mo({) mn(2) mo(;) mn(3) mo(})]]"),
            (
                "system(x = 1; y = 2)",
                "math[mrow[mo({) mtable[mtr[mtd[mrow[mi(x) mo(=) mn(1)]]] mtr[mtd[mrow[mi(y) mo(=) mn(2)]]]]]]",
            ),
            ("x = 2 arba x = 3", "math[mrow[mrow[mi(x) mo(=) mn(2)] mtext(\u{a0}arba\u{a0}) mrow[mi(x) mo(=) mn(3)]]]"),
            ("\"<b>\"", "math[mtext(<b>)]"),
        ] {
            let read = read_display(text);
            let formula = read.value.unwrap_or_else(|| panic!("{text}: {:?}", read.remarks));
            assert_eq!(outline(&formula.mathml()), expected, "{text}");
        }
        let either = read_display("x = 2 arba x = 3").value.map(|formula| formula.mathml_in(Lang::En).all_text());
        assert_eq!(either.as_deref(), Some("x=2\u{a0}or\u{a0}x=3"));
    }
}
