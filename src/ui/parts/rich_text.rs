//! Texts with formulas, drawn: paragraphs, lists, weight, formulas.
//!
//! Absent: reading such texts (`exercises`) and any HTML in them: every word becomes a text node.

use super::formula::formula;
use super::markup::Markup;
use crate::base::Lang;
use crate::exercises::{self, Block, Inline, Rich};
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
    view! { <div class="rich" id=id>{move || text.with(rich_blocks)}</div> }
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

/// The text as one would say it: the name of a control whose label holds formulas, because a screen reader reads a name
/// as flat text and would lose every power and fraction.
pub fn spoken(text: &Rich, lang: Lang) -> String {
    let plain = exercises::plain(text);
    let signs: [(&str, &str, &str); 11] = [
        ("^2", " kvadratu", " squared"),
        ("^3", " kubu", " cubed"),
        ("^", " laipsniu ", " to the power "),
        ("sqrt", "šaknis iš ", "the root of "),
        ("√", "šaknis iš ", "the root of "),
        ("/", " dalyta iš ", " over "),
        (" : ", " dalyta iš ", " divided by "),
        ("·", " kart ", " times "),
        ("≤", "mažiau arba lygu", "at most"),
        ("≥", "daugiau arba lygu", "at least"),
        ("\u{2212}", "minus ", "minus "),
    ];
    signs.iter().fold(plain, |said, (sign, lt, en)| said.replace(sign, if lang == Lang::Lt { lt } else { en }))
}

fn inline(piece: &Inline) -> Markup {
    match piece {
        Inline::Text(text) => Markup::text(text.clone()),
        Inline::Strong(text) => Markup::element("strong").says(text.clone()),
        Inline::Formula(display) => formula(&display.mathml(), false),
    }
}
