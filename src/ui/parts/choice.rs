//! One answer of several, or several of several: native radio buttons and check boxes under large labels.
//!
//! The number keys 1 to 9 choose wherever the focus is, unless one is typing; Enter hands in.

use super::icon::{Icon, icon};
use super::math_field::fresh_id;
use super::rich_text::{rich_inline, spoken};
use crate::exercises::Rich;
use crate::ui::words::lang;
use crate::words;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

/// What is shown on an option once the answer is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionMark {
    /// It belongs to the right answer.
    Right,
    /// It was chosen and does not fit.
    NotThis,
}

/// An option: its stable id, what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceOption {
    /// The id that the answer names.
    pub id: usize,
    /// What it says, drawn in one line or more.
    pub text: Rich,
}

/// One answer of several.
#[component]
pub fn ChoiceField(
    /// The options in the order shown.
    options: Vec<ChoiceOption>,
    /// The chosen option's id; the page keeps it.
    chosen: RwSignal<Option<usize>>,
    /// Enter was pressed on an option.
    #[prop(into)]
    on_submit: Callback<()>,
    /// The id of the element that asks.
    #[prop(optional, into)]
    asked_by: Option<String>,
    /// No choosing for now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What to mark after judging, by id.
    #[prop(optional, into)]
    marks: Signal<Vec<(usize, OptionMark)>>,
) -> impl IntoView {
    options_view(
        options,
        "radio",
        words!(parts.choice.one),
        Signal::derive(move || chosen.get().into_iter().collect()),
        Callback::new(move |(id, _): (usize, bool)| chosen.set(Some(id))),
        on_submit,
        asked_by,
        disabled,
        marks,
    )
}

/// Several answers of several.
#[component]
pub fn ChoicesField(
    /// The options in the order shown.
    options: Vec<ChoiceOption>,
    /// The chosen options' ids, ascending; the page keeps them.
    chosen: RwSignal<Vec<usize>>,
    /// Enter was pressed on an option.
    #[prop(into)]
    on_submit: Callback<()>,
    /// The id of the element that asks.
    #[prop(optional, into)]
    asked_by: Option<String>,
    /// No choosing for now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What to mark after judging, by id.
    #[prop(optional, into)]
    marks: Signal<Vec<(usize, OptionMark)>>,
) -> impl IntoView {
    let set = Callback::new(move |(id, on): (usize, bool)| {
        chosen.update(|chosen| {
            chosen.retain(|&known| known != id);
            if on {
                chosen.push(id);
                chosen.sort_unstable();
            }
        });
    });
    let legend = words!(parts.choice.several);
    options_view(options, "checkbox", legend, chosen.into(), set, on_submit, asked_by, disabled, marks)
}

#[allow(clippy::too_many_arguments, reason = "the props of the two parts above, side by side")]
fn options_view(
    options: Vec<ChoiceOption>,
    kind: &'static str,
    legend: Signal<String>,
    chosen: Signal<Vec<usize>>,
    set: Callback<(usize, bool)>,
    on_submit: Callback<()>,
    asked_by: Option<String>,
    disabled: Signal<bool>,
    marks: Signal<Vec<(usize, OptionMark)>>,
) -> AnyView {
    let name = fresh_id("choice");
    let ids: Vec<usize> = options.iter().map(|option| option.id).collect();
    let shortcut = window_event_listener(leptos::ev::keydown, move |event| {
        let Some(number) = shortcut_number(&event) else { return };
        if disabled.get_untracked() {
            return;
        }
        if let Some(&id) = number.checked_sub(1).and_then(|at| ids.get(at)) {
            event.prevent_default();
            set.run((id, kind == "radio" || !chosen.get_untracked().contains(&id)));
        }
    });
    on_cleanup(move || shortcut.remove());
    let rows: Vec<AnyView> = options
        .into_iter()
        .enumerate()
        .map(|(at, ChoiceOption { id, text })| {
            let said = text.clone();
            let name_of = move || spoken(&said, lang());
            let mark = move || marks.with(|marks| marks.iter().find(|(known, _)| *known == id).map(|(_, mark)| *mark));
            view! {
                <label
                    class="choice"
                    class:choice-right=move || mark() == Some(OptionMark::Right)
                    class:choice-not-this=move || mark() == Some(OptionMark::NotThis)
                >
                    <input
                        class="choice-input"
                        type=kind
                        aria-label=name_of
                        name=name.clone()
                        data-testid="option"
                        data-option=id.to_string()
                        prop:checked=move || chosen.with(|chosen| chosen.contains(&id))
                        disabled=disabled
                        on:change=move |event| {
                            let on = event.target().is_some_and(|target| target.unchecked_into::<HtmlInputElement>().checked());
                            set.run((id, on));
                        }
                        on:keydown=move |event| {
                            if event.key() == "Enter" {
                                event.prevent_default();
                                on_submit.run(());
                            }
                        }
                    />
                    <span class="choice-key" aria-hidden="true">{at + 1}</span>
                    <span class="choice-text">{rich_inline(&text)}</span>
                    {move || {
                        mark().map(|mark| match mark {
                            OptionMark::Right => view! {
                                <span class="choice-mark">
                                    {icon(Icon::Check)} <span class="unseen">{words!(parts.choice.right)}</span>
                                </span>
                            },
                            OptionMark::NotThis => view! {
                                <span class="choice-mark">
                                    {icon(Icon::Undo)} <span class="unseen">{words!(parts.choice.not_this)}</span>
                                </span>
                            },
                        })
                    }}
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="choices" aria-describedby=asked_by>
            <legend class="field-label">{legend}</legend>
            {rows}
        </fieldset>
    }
    .into_any()
}

/// The digit 1 to 9 of a key press that means a shortcut: no modifier, and nobody is typing.
pub(super) fn shortcut_number(event: &leptos::ev::KeyboardEvent) -> Option<usize> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return None;
    }
    let typing =
        event.target().and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok()).is_some_and(|at| {
            let typed_input =
                at.tag_name() == "INPUT" && !matches!(at.get_attribute("type").as_deref(), Some("radio" | "checkbox"));
            typed_input
                || at.tag_name() == "TEXTAREA"
                || at.tag_name() == "SELECT"
                || at.closest("dialog").ok().flatten().is_some()
        });
    let number = event.key().parse::<usize>().ok()?;
    (!typing && (1..=9).contains(&number)).then_some(number)
}
