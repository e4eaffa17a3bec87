//! The card after an answer: what is so, one pointer, one large next step and quiet roads beside it.
//!
//! Right is a quiet joy, another form is a success that asks one line more, wrong is "not yet" and never red.

use super::announce::announce;
use super::icon::{Icon, icon, sprout};
use super::rich_text::rich_blocks;
use crate::exercises::Rich;
use crate::say;
use crate::words;
use leptos::prelude::*;

/// What was found, as the card shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Right.
    Right,
    /// Right value, other form.
    Form,
    /// Not right yet.
    Wrong,
    /// Could not be read; no attempt was spent.
    Unreadable,
}

impl Tone {
    /// The word that measuring reads.
    pub const fn key(self) -> &'static str {
        match self {
            Tone::Right => "right",
            Tone::Form => "form",
            Tone::Wrong => "wrong",
            Tone::Unreadable => "unreadable",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Tone::Right => "feedback feedback-right",
            Tone::Form => "feedback feedback-form",
            Tone::Wrong => "feedback feedback-wrong",
            Tone::Unreadable => "feedback feedback-unreadable",
        }
    }
}

/// The card. Children are the buttons: the large step first, quiet ones after it.
///
/// It says its title and `spoken` to a screen reader when it appears; the page moves the focus, if anybody does.
#[component]
pub fn Feedback(
    /// What was found.
    tone: Tone,
    /// Another title than the usual one.
    #[prop(optional, into)]
    title: Option<Signal<String>>,
    /// The one pointer, with formulas.
    #[prop(optional, into)]
    pointer: Option<Signal<Rich>>,
    /// The pointer as one would say it.
    #[prop(optional, into)]
    spoken: Option<String>,
    /// A smaller line below: why, how often, what was gained.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    /// The buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let usual = Signal::derive(move || {
        match tone {
            Tone::Right => say!(parts.feedback.right),
            Tone::Form => say!(parts.feedback.form),
            Tone::Wrong => say!(parts.feedback.wrong),
            Tone::Unreadable => say!(parts.feedback.unreadable),
        }
        .to_owned()
    });
    let title = title.unwrap_or(usual);
    announce(&format!("{}. {}", title.get_untracked(), spoken.unwrap_or_default()));
    let sign = match tone {
        Tone::Right => sprout(true),
        Tone::Form => icon(Icon::Check),
        Tone::Wrong => icon(Icon::Again),
        Tone::Unreadable => icon(Icon::Keyboard),
    };
    view! {
        <section class=tone.class() data-testid="feedback" data-verdict=tone.key()>
            <span class="feedback-sign">{sign}</span>
            <div class="feedback-body">
                <h2 class="feedback-title">{title}</h2>
                {pointer.map(|pointer| view! { <div class="rich">{move || pointer.with(rich_blocks)}</div> })}
                {(tone == Tone::Unreadable)
                    .then(|| view! { <p class="feedback-note">{words!(parts.feedback.unreadable_note)}</p> })}
                {note.map(|note| view! { <p class="feedback-note">{note}</p> })}
            </div>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </section>
    }
}
