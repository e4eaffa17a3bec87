//! A formula as the browser's own MathML.
//!
//! Long chains (`a = b = c`) are cut before their relation signs into several `math` elements, so that they wrap on a
//! narrow phone instead of running out of the page. Absent: reading and typesetting, which are `maths`.

use super::markup::Markup;
use crate::maths::MathNode;
use leptos::prelude::*;

/// Leaves (numbers, letters, signs) a formula may have before it is cut at its relation signs.
const LEAVES_UNCUT_MAX: usize = 12;

/// A formula. `block` puts it on a line of its own, centred and larger.
///
/// Screen readers read MathML by themselves; nothing is hidden from them and nothing is repeated.
#[component]
pub fn Formula(
    /// The formula's tree; its root may or may not be `math`.
    #[prop(into)]
    node: Signal<MathNode>,
    /// On a line of its own.
    #[prop(optional)]
    block: bool,
) -> impl IntoView {
    move || node.with(|node| formula(node, block))
}

/// The formula as a still piece of the document; `block` puts it on its own line.
pub fn formula(node: &MathNode, block: bool) -> Markup {
    let pieces = pieces(node);
    let grows = tall(node);
    let look = match (block, pieces.len() > 1) {
        (false, false) => "formula",
        (false, true) => "formula formula-cut",
        (true, false) => "formula formula-block",
        (true, true) => "formula formula-block formula-cut",
    };
    let maths = pieces.into_iter().map(|piece| {
        let math = Markup::element("math").children(piece.into_iter().map(|node| markup(node, grows)));
        if block { math.with("displaystyle", "true") } else { math }
    });
    Markup::element("span").class(look).children(maths)
}

/// A stretched bracket is a wider glyph with more room around it, even where nothing is tall: around `x − 4` brackets
/// stay as they are, around a fraction they grow.
fn markup(node: &MathNode, grows: bool) -> Markup {
    // A formula inside a line of others is a row of it.
    let mut element = Markup::element(if node.tag == "math" { "mrow" } else { node.tag });
    if relates(node) && !node.attributes.iter().any(|(name, _)| *name == "form") {
        // At the end of `x =`, or at the head of a cut piece, the sign would lose its room on both sides.
        element = element.with("form", "infix");
    }
    for (name, value) in &node.attributes {
        let value = if *name == "stretchy" && !grows { "false".to_owned() } else { value.clone() };
        element = element.with(name, value);
    }
    if !node.text.is_empty() {
        // MathML drops the spaces at the ends of a text.
        element = element.says(if node.tag == "mtext" { node.text.replace(' ', "\u{a0}") } else { node.text.clone() });
    }
    let grows = tall(node);
    element.children(node.children.iter().map(|child| markup(child, grows)))
}

/// Whether it is the sign of a relation.
fn relates(node: &MathNode) -> bool {
    let sign = node.text.as_str();
    node.tag == "mo" && matches!(sign, "=" | "≈" | "⇒" | "⇔" | "<" | ">" | "≤" | "≥" | "≠" | "→")
}

/// Whether something in it is higher than a line: brackets around it must grow.
fn tall(node: &MathNode) -> bool {
    matches!(node.tag, "mfrac" | "msqrt" | "mroot" | "mtable") || node.children.iter().any(tall)
}

fn leaves(node: &MathNode) -> usize {
    if node.children.is_empty() { 1 } else { node.children.iter().map(leaves).sum() }
}

/// The nodes of each `math` element to draw.
fn pieces(node: &MathNode) -> Vec<Vec<&MathNode>> {
    let mut top: Vec<&MathNode> = vec![node];
    while let [only] = top[..] {
        if (only.tag == "math" || only.tag == "mrow") && !only.children.is_empty() {
            top = only.children.iter().collect();
        } else {
            break;
        }
    }
    if leaves(node) <= LEAVES_UNCUT_MAX {
        return vec![top];
    }
    let mut pieces: Vec<Vec<&MathNode>> = vec![Vec::new()];
    for node in top {
        if relates(node) && pieces.last().is_some_and(|piece| !piece.is_empty()) {
            pieces.push(Vec::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(node);
        }
    }
    pieces
}
