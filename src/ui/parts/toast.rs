//! Short messages at the edge of the screen, with a way back where there is one.
//!
//! A message stays until it is closed or its time is over; resting the pointer or the focus on it stops the time.
//! Nothing that matters stands only here.

use super::icon::{Icon, icon};
use crate::words;
use leptos::prelude::*;
use std::time::Duration;

/// A message.
#[derive(Clone)]
pub struct Toast {
    /// Counts the messages of a page.
    id: u32,
    /// The sentence.
    text: String,
    /// Takes back what was done.
    undo: Option<Callback<()>>,
}

/// The messages shown now; the frame provides it, pages take it with `use_context::<Toasts>()`.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    count: StoredValue<u32>,
    held: RwSignal<bool>,
    /// Where the messages live: longer than whoever shows one, so that what they take back can still be taken back.
    owner: StoredValue<Owner>,
}

/// How long a message stays, in seconds.
const STAYS_S: u64 = 8;

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}

impl Toasts {
    /// None yet.
    pub fn new() -> Self {
        Self {
            shown: RwSignal::new(Vec::new()),
            count: StoredValue::new(0),
            held: RwSignal::new(false),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// Shows a sentence.
    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), None);
    }

    /// Shows a sentence with a button that takes back what was done. A plain closure, and no callback: one made by a page
    /// or a row lives only as long as that, and the message outlives both.
    pub fn say_with_undo(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        let undo = self.owner.with_value(|owner| owner.with(|| Callback::new(move |()| undo())));
        self.show(text.into(), Some(undo));
    }

    fn show(self, text: String, undo: Option<Callback<()>>) {
        let id = self.count.try_update_value(|count| {
            *count += 1;
            *count
        });
        let id = id.unwrap_or_default();
        self.shown.update(|shown| {
            shown.push(Toast { id, text, undo });
            if shown.len() > 3 {
                shown.remove(0);
            }
        });
        self.close_later(id);
    }

    fn close_later(self, id: u32) {
        set_timeout(
            move || {
                if self.held.try_get_untracked().unwrap_or(false) {
                    self.close_later(id);
                } else {
                    self.close(id);
                }
            },
            Duration::from_secs(STAYS_S),
        );
    }

    fn close(self, id: u32) {
        self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Where the messages appear; the frame holds it once.
#[component]
pub fn ToastRegion(
    /// The messages.
    toasts: Toasts,
) -> impl IntoView {
    view! {
        <div
            class="toasts"
            role="region"
            aria-label=words!(parts.toast.region)
            on:pointerenter=move |_| toasts.held.set(true)
            on:pointerleave=move |_| toasts.held.set(false)
            on:focusin=move |_| toasts.held.set(true)
            on:focusout=move |_| toasts.held.set(false)
        >
            <div role="status">
                <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                    <div class="toast">
                        <p>{toast.text.clone()}</p>
                        {toast.undo.map(|undo| view! {
                            <button
                                type="button"
                                class="toast-undo"
                                on:click=move |_| {
                                    undo.run(());
                                    toasts.held.set(false);
                                    toasts.close(toast.id);
                                }
                            >
                                {words!(parts.toast.undo)}
                            </button>
                        })}
                        <button
                            type="button"
                            class="icon-button"
                            aria-label=words!(parts.toast.close)
                            on:click=move |_| {
                                toasts.held.set(false);
                                toasts.close(toast.id);
                            }
                        >
                            {icon(Icon::Close)}
                        </button>
                    </div>
                </For>
            </div>
        </div>
    }
}
