//! Two columns whose rows belong together: choose left, then right.
//!
//! A pair carries the same number on both sides, so it never depends on colour. Number keys choose as well: first the
//! row on the left, then its partner on the right.

use super::announce::announce;
use super::choice::shortcut_number;
use super::rich_text::{rich_inline, spoken};
use crate::exercises::Rich;
use crate::say;
use crate::ui::words::lang;
use crate::words;
use leptos::prelude::*;

/// A row of one column: its stable id, what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchRow {
    /// The id that the answer names.
    pub id: usize,
    /// What it says.
    pub text: Rich,
}

/// The two columns. `pairs` holds (left id, right id), in the order made; the page keeps it.
#[component]
pub fn MatchField(
    /// The left column, top to bottom.
    left: Vec<MatchRow>,
    /// The right column, top to bottom.
    right: Vec<MatchRow>,
    /// The pairs made so far.
    pairs: RwSignal<Vec<(usize, usize)>>,
    /// Enter was pressed while no left row waits for a partner.
    #[prop(into)]
    on_submit: Callback<()>,
    /// The id of the element that asks.
    #[prop(optional, into)]
    asked_by: Option<String>,
    /// No pairing for now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let picked = RwSignal::new(None::<usize>);
    let left_ids: Vec<usize> = left.iter().map(|row| row.id).collect();
    let right_ids: Vec<usize> = right.iter().map(|row| row.id).collect();
    let columns = StoredValue::new((left.clone(), right.clone()));
    let text_of = move |id: usize, is_left: bool| {
        columns.with_value(|(left, right)| {
            let row = if is_left { left } else { right }.iter().find(|row| row.id == id);
            row.map_or_else(String::new, |row| spoken(&row.text, lang()))
        })
    };

    let numbers = StoredValue::new(left_ids.clone());
    // The number both sides of a pair carry: the place of its left row.
    let badge =
        move |left: usize| numbers.with_value(|ids| ids.iter().position(|&id| id == left).map_or(0, |at| at + 1));

    let press_left = move |id: usize| {
        if disabled.get_untracked() {
            return;
        }
        if pairs.with_untracked(|pairs| pairs.iter().any(|pair| pair.0 == id)) {
            pairs.update(|pairs| pairs.retain(|pair| pair.0 != id));
            announce(&say!(parts.pairs.parted));
        }
        let again = picked.get_untracked() == Some(id);
        picked.set((!again).then_some(id));
        if !again {
            announce(&say!(parts.pairs.picked));
        }
    };
    let press_right = move |id: usize| {
        if disabled.get_untracked() {
            return;
        }
        let held = pairs.with_untracked(|pairs| pairs.iter().any(|pair| pair.1 == id));
        if held {
            pairs.update(|pairs| pairs.retain(|pair| pair.1 != id));
        }
        match picked.get_untracked() {
            Some(left) => {
                pairs.update(|pairs| pairs.push((left, id)));
                picked.set(None);
                announce(&say!(parts.pairs.paired, other = text_of(left, true)));
            }
            None if held => announce(&say!(parts.pairs.parted)),
            None => {}
        }
    };
    let shortcut = window_event_listener(leptos::ev::keydown, move |event| {
        let Some(number) = shortcut_number(&event) else { return };
        let (ids, press): (&[usize], &dyn Fn(usize)) =
            if picked.get_untracked().is_none() { (&left_ids, &press_left) } else { (&right_ids, &press_right) };
        if let Some(&id) = number.checked_sub(1).and_then(|at| ids.get(at)) {
            event.prevent_default();
            press(id);
        }
    });
    on_cleanup(move || shortcut.remove());

    let row = move |at: usize, MatchRow { id, text }: MatchRow, is_left: bool| {
        let pair_badge = Memo::new(move |_| {
            pairs.with(|pairs| {
                pairs.iter().find(|pair| if is_left { pair.0 == id } else { pair.1 == id }).map(|pair| badge(pair.0))
            })
        });
        let partner = move || {
            pairs.with(|pairs| {
                let pair = pairs.iter().find(|pair| if is_left { pair.0 == id } else { pair.1 == id })?;
                Some(if is_left { text_of(pair.1, false) } else { text_of(pair.0, true) })
            })
        };
        let name_of = move || match partner() {
            Some(other) => format!("{}. {}", text_of(id, is_left), say!(parts.pairs.paired, other = other)),
            None => text_of(id, is_left),
        };
        view! {
            <li>
                <button
                    type="button"
                    class="pair-row"
                    class:pair-row-picked=move || is_left && picked.get() == Some(id)
                    class:pair-row-paired=move || pair_badge.get().is_some()
                    class:pair-row-open=move || !is_left && picked.get().is_some()
                    data-testid=if is_left { "pair-left" } else { "pair-right" }
                    data-option=id.to_string()
                    aria-label=name_of
                    aria-pressed=move || ((is_left && picked.get() == Some(id)) || pair_badge.get().is_some()).to_string()
                    disabled=disabled
                    on:click=move |_| if is_left { press_left(id) } else { press_right(id) }
                    on:keydown=move |event| {
                        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                            event.prevent_default();
                            on_submit.run(());
                        }
                    }
                >
                    <span class="pair-text">{rich_inline(&text)}</span>
                    <span class="pair-badge" class:pair-badge-on=move || pair_badge.get().is_some() aria-hidden="true">
                        {move || match pair_badge.get() {
                            Some(number) => number.to_string(),
                            None if is_left => (at + 1).to_string(),
                            None => String::new(),
                        }}
                    </span>
                </button>
            </li>
        }
        .into_any()
    };
    let lefts: Vec<AnyView> = left.into_iter().enumerate().map(|(at, entry)| row(at, entry, true)).collect();
    let rights: Vec<AnyView> = right.into_iter().enumerate().map(|(at, entry)| row(at, entry, false)).collect();
    view! {
        <div class="pairs" role="group" aria-label=words!(parts.pairs.legend) aria-describedby=asked_by>
            <p class="field-label">{words!(parts.pairs.how)}</p>
            <div class="pairs-columns">
                <ul class="pairs-column" aria-label=words!(parts.pairs.left)>{lefts}</ul>
                <ul class="pairs-column" aria-label=words!(parts.pairs.right)>{rights}</ul>
            </div>
        </div>
    }
}
