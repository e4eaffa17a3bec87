//! Texts with formulas, drawn: paragraphs, lists, weight, formulas.
//!
//! Absent: reading such texts (`exercises`) and any HTML in them: every word becomes a text node.

use super::formula::formula;
use super::markup::Markup;
use crate::exercises::{Block, Inline, Rich};
use leptos::prelude::*;

/// A text in blocks, in its own box of class `rich`.
#[component]
pub fn RichText(
    /// The text; it may change with the language.
    #[prop(into)]
    text: Signal<Rich>,
    /// The id by which a field names it as its question.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    view! { <div class="rich" id=id>{move || text.with(|text| rich_blocks(text))}</div> }
}

/// The blocks, one below the other.
pub fn rich_blocks(text: &Rich) -> Markup {
    Markup::element("div").class("rich-blocks").children(text.iter().map(|block| {
        match block {
            Block::Paragraph(line) => match &line[..] {
                [Inline::Formula(alone)] => {
                    Markup::element("p").class("rich-display").child(formula(&alone.mathml(), true))
                }
                _ => Markup::element("p").children(line.iter().map(inline)),
            },
            Block::List(items) => Markup::element("ul")
                .children(items.iter().map(|item| Markup::element("li").children(item.iter().map(inline)))),
        }
    }))
}

/// All of it in one line, for options, rows and buttons, where paragraphs may not stand.
pub fn rich_inline(text: &Rich) -> Markup {
    let mut line = Markup::element("span").class("rich-inline");
    for (at, block) in text.iter().enumerate() {
        if at > 0 {
            line = line.says(" ");
        }
        line = match block {
            Block::Paragraph(pieces) => line.children(pieces.iter().map(inline)),
            Block::List(items) => line.children(items.iter().flatten().map(inline)),
        };
    }
    line
}

fn inline(piece: &Inline) -> Markup {
    match piece {
        Inline::Text(text) => Markup::text(text.clone()),
        Inline::Strong(text) => Markup::element("strong").says(text.clone()),
        Inline::Formula(display) => formula(&display.mathml(), false),
    }
}
