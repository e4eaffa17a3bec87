//! Why this task came: a line that opens on a touch, folded until asked for.

use super::icon::{Icon, icon};
use crate::words;
use leptos::prelude::*;

/// The line and what it opens.
#[component]
pub fn WhyCard(
    /// The reason in one sentence.
    #[prop(into)]
    reason: Signal<String>,
    /// More: what it was concluded from.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <details class="why" data-testid="why">
            <summary class="why-summary">
                {icon(Icon::Why)} <span>{words!(parts.why.title)}</span> <span class="why-turn">{icon(Icon::Down)}</span>
            </summary>
            <div class="why-body">
                <p>{reason}</p>
                {children.map(|children| children())}
            </div>
        </details>
    }
}
