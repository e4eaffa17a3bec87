//! A question over the page: the browser's own `dialog`, which keeps the focus inside and closes on Escape.

use super::icon::{Icon, icon};
use super::math_field::fresh_id;
use crate::words;
use leptos::prelude::*;

/// A dialog. The page opens and closes it through `open`; Escape, the cross and a press outside close it too.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// What it asks; made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let id = fresh_id("dialog");
    let named_by = id.clone();
    let children = StoredValue::new(children);
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = dialog.get() else { return };
        if wanted && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            class="dialog"
            aria-labelledby=named_by
            node_ref=dialog
            on:close=move |_| open.set(false)
            on:click=move |event| {
                // Only a press on the veil hits the dialog itself: its content covers all of the box.
                let on_veil = event.target() == dialog.get_untracked().map(Into::into);
                if on_veil {
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()>
                <div class="dialog-sheet">
                    <div class="dialog-head">
                        <h2 class="dialog-title" id=id.clone()>{title}</h2>
                        <button
                            type="button"
                            class="icon-button"
                            aria-label=words!(parts.dialog.close)
                            on:click=move |_| open.set(false)
                        >
                            {icon(Icon::Close)}
                        </button>
                    </div>
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </dialog>
    }
}
