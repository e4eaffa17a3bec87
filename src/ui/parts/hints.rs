//! The hints opened so far, oldest first. Asking for one is never punished, and the list says no word of counting.

use super::icon::{Icon, icon};
use super::rich_text::rich_blocks;
use crate::exercises::Rich;
use crate::words;
use leptos::prelude::*;

/// The list. It shows the first `shown` hints; a fresh one is said to a screen reader.
#[component]
pub fn HintList(
    /// All hints in order; they may change with the language.
    #[prop(into)]
    hints: Signal<Vec<Rich>>,
    /// How many are open.
    #[prop(into)]
    shown: Signal<usize>,
) -> impl IntoView {
    let total = move || hints.with(Vec::len);
    view! {
        <ol class="hints" role="list" aria-live="polite" aria-label=words!(parts.hints.title)>
            <For each=move || 0..shown.get().min(total()) key=|at| *at let:at>
                <li class="hint">
                    <span class="hint-sign">{icon(Icon::Hint)}</span>
                    <div class="hint-body">
                        <p class="hint-number">{words!(parts.hints.number, n = at + 1, total = total())}</p>
                        <div class="rich">{move || hints.with(|hints| hints.get(at).map(rich_blocks))}</div>
                    </div>
                </li>
            </For>
        </ol>
    }
}
