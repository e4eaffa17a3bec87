//! A sheet of paper on the desk: the frame of whatever belongs together.

use leptos::prelude::*;

/// How a card looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardLook {
    /// A plain sheet.
    #[default]
    Sheet,
    /// A squared sheet from a maths notebook: for the task itself.
    Squared,
    /// Sunk into the page: for what is beside the point.
    Sunk,
    /// In the colour of growth: for the one thing to start.
    Leaf,
    /// In amber: what is worth another look.
    Amber,
    /// Raised above the others: the plan.
    Plan,
}

impl CardLook {
    const fn class(self) -> &'static str {
        match self {
            CardLook::Sheet => "card",
            CardLook::Squared => "card card-squared",
            CardLook::Sunk => "card card-sunk",
            CardLook::Leaf => "card card-leaf",
            CardLook::Amber => "card card-amber",
            CardLook::Plan => "card card-plan",
        }
    }
}

/// A card, with a heading of the second level if it has a title.
#[component]
pub fn Card(
    /// Its heading.
    #[prop(optional, into)]
    title: Option<Signal<String>>,
    /// How it looks.
    #[prop(optional)]
    look: CardLook,
    /// The name that measuring finds it by.
    #[prop(optional, into)]
    testid: Option<&'static str>,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    view! {
        <section class=look.class() data-testid=testid>
            {title.map(|title| view! { <h2 class="card-title">{title}</h2> })}
            {children()}
        </section>
    }
}

/// The calm sentence in place of a list that is still empty, with the sprout above it and a step below if there is one.
#[component]
pub fn EmptyState(
    /// What will be here, in one short line.
    #[prop(into)]
    title: Signal<String>,
    /// How it comes to be, in one sentence.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    /// The step that fills it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {super::icon::sprout(false)}
            <p class="empty-title">{title}</p>
            {note.map(|note| view! { <p class="empty-note">{note}</p> })}
            {children.map(|children| view! { <div class="actions actions-centred">{children()}</div> })}
        </div>
    }
}
