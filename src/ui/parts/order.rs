//! Rows to put in order: by dragging, by two buttons on each row, by the arrow keys.
//!
//! A dragged row changes places with the one under the pointer at once, so nothing floats and nothing can be dropped
//! beside the list. Every move is also said.

use super::announce::announce;
use super::icon::{Icon, icon};
use super::rich_text::{rich_inline, spoken};
use crate::exercises::Rich;
use crate::say;
use crate::ui::words::lang;
use crate::words;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// A row: its stable id, what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderRow {
    /// The id that the answer names.
    pub id: usize,
    /// What it says.
    pub text: Rich,
}

/// The list. `order` holds the ids from top to bottom; the page fills it with the order first shown and keeps it.
#[component]
pub fn OrderField(
    /// The rows, in any order.
    rows: Vec<OrderRow>,
    /// Ids from top to bottom.
    order: RwSignal<Vec<usize>>,
    /// Enter was pressed on a row.
    #[prop(into)]
    on_submit: Callback<()>,
    /// The id of the element that asks.
    #[prop(optional, into)]
    asked_by: Option<String>,
    /// No moving for now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let total = rows.len();
    let rows = StoredValue::new(rows);
    let list = NodeRef::<leptos::html::Ol>::new();
    let dragged = RwSignal::new(None::<usize>);
    let place_of = move |id: usize| order.with_untracked(|order| order.iter().position(|&known| known == id));

    let move_to = move |id: usize, to: usize, by_hand: bool| {
        let Some(from) = place_of(id) else { return };
        if disabled.get_untracked() || to >= total || from == to {
            return;
        }
        order.update(|order| {
            let id = order.remove(from);
            order.insert(to.min(order.len()), id);
        });
        announce(&say!(parts.order.moved, place = to + 1, total = total));
        if by_hand && let Some(list) = list.get_untracked() {
            // A keyed list may take the row out of the page for a moment, and the focus with it: give it back.
            request_animation_frame(move || {
                let grip = list.query_selector(&format!("[data-row=\"{id}\"] .order-grip")).ok().flatten();
                if let Some(grip) = grip.and_then(|grip| grip.dyn_into::<HtmlElement>().ok()) {
                    let _ = grip.focus();
                }
            });
        }
    };
    let on_pointer_move = move |event: leptos::ev::PointerEvent| {
        let (Some(id), Some(list)) = (dragged.get_untracked(), list.get_untracked()) else { return };
        event.prevent_default();
        let y = f64::from(event.client_y());
        let children = list.children();
        for at in 0..children.length() {
            let Some(row) = children.item(at) else { continue };
            let place = row.get_bounding_client_rect();
            if y >= place.top() && y < place.bottom() {
                // Rows differ in height: change places only past the middle, or the two would swap for ever.
                let from = place_of(id).unwrap_or(0) as u32;
                let middle = (place.top() + place.bottom()) / 2.0;
                if (at > from && y > middle) || (at < from && y < middle) {
                    move_to(id, at as usize, false);
                }
                break;
            }
        }
    };
    let row_view = move |id: usize| {
        let text = rows.with_value(|rows| rows.iter().find(|row| row.id == id).map(|row| rich_inline(&row.text)));
        let said = move || {
            rows.with_value(|rows| {
                rows.iter().find(|row| row.id == id).map_or_else(String::new, |row| spoken(&row.text, lang()))
            })
        };
        let place = Memo::new(move |_| order.with(|order| order.iter().position(|&known| known == id).unwrap_or(0)));
        view! {
            <li class="order-row" class:order-row-dragged=move || dragged.get() == Some(id) data-row=id.to_string()>
                <button
                    type="button"
                    class="order-grip"
                    aria-label=move || {
                        format!("{}. {}", said(), say!(parts.order.row, place = place.get() + 1, total = total))
                    }
                    disabled=disabled
                    on:pointerdown=move |event| {
                        if disabled.get_untracked() {
                            return;
                        }
                        dragged.set(Some(id));
                        if let Some(grip) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
                            let _ = grip.set_pointer_capture(event.pointer_id());
                        }
                    }
                    on:keydown=move |event| match event.key().as_str() {
                        "ArrowUp" => {
                            event.prevent_default();
                            move_to(id, place.get_untracked().wrapping_sub(1), true);
                        }
                        "ArrowDown" => {
                            event.prevent_default();
                            move_to(id, place.get_untracked() + 1, true);
                        }
                        "Enter" => {
                            event.prevent_default();
                            on_submit.run(());
                        }
                        _ => {}
                    }
                >
                    {icon(Icon::Grip)}
                </button>
                <span class="order-place" aria-hidden="true">{move || place.get() + 1}</span>
                <span class="order-text">{text}</span>
                <button
                    type="button"
                    class="order-step"
                    tabindex="-1"
                    aria-label=words!(parts.order.up)
                    disabled=move || disabled.get() || place.get() == 0
                    on:click=move |_| move_to(id, place.get_untracked().wrapping_sub(1), false)
                >
                    {icon(Icon::Up)}
                </button>
                <button
                    type="button"
                    class="order-step"
                    tabindex="-1"
                    aria-label=words!(parts.order.down)
                    disabled=move || disabled.get() || total <= place.get() + 1
                    on:click=move |_| move_to(id, place.get_untracked() + 1, false)
                >
                    {icon(Icon::Down)}
                </button>
            </li>
        }
    };
    view! {
        <div
            class="order"
            role="group"
            aria-label=words!(parts.order.legend)
            aria-describedby=asked_by
            on:pointermove=on_pointer_move
            on:pointerup=move |_| dragged.set(None)
            on:pointercancel=move |_| dragged.set(None)
        >
            <p class="field-label">{words!(parts.order.how)}</p>
            <ol class="order-list" node_ref=list>
                <For each=move || order.get() key=|id| *id children=row_view />
            </ol>
        </div>
    }
}
