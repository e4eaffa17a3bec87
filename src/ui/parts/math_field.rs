//! Where a pupil types mathematics: a native input, below it how we read it, and a keypad for touch.
//!
//! The typed text belongs to the page (`value`) and outlives this part, so it is never lost. A physical keyboard
//! always works; Enter hands the answer in. On a touch screen our keypad comes first and the system's keyboard stays
//! folded (`inputmode="none"`) until it is asked for. Absent: judging and reading, which the page passes in.

use super::formula::formula;
use super::icon::{Icon, icon};
use super::keypad::{Keypad, KeypadKind, Stroke};
use super::markup::Markup;
use crate::browser::page;
use crate::maths::MathNode;
use crate::say;
use crate::words;
use leptos::html::Input;
use leptos::prelude::*;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// How what is typed was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldReading {
    /// The formula as read; `None` while nothing can be read.
    pub formula: Option<MathNode>,
    /// One sentence about what is missing, in the language of the screen.
    pub remark: Option<String>,
}

/// What does a keypad's stroke with fractions, powers and roots in mind, once the part of the program that lays them out
/// is there; false where it leaves the stroke to the field.
pub static STRUCTURED: OnceLock<fn(&leptos::web_sys::HtmlInputElement, Stroke) -> bool> = OnceLock::new();

static COUNT: AtomicU32 = AtomicU32::new(0);

/// An id that no other part of the page has.
pub fn fresh_id(stem: &str) -> String {
    format!("{stem}-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Whether the main pointer is a finger.
pub fn touches() -> bool {
    window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches())
}

/// The field. Its children, usually the row of buttons, stand between the reading and the keypad, so that on a phone
/// the keypad is nearest to the thumb.
#[component]
pub fn MathField(
    /// The typed text; the page keeps it.
    value: RwSignal<String>,
    /// How it is read, computed by the page at every change.
    #[prop(into)]
    reading: Signal<FieldReading>,
    /// Enter was pressed.
    #[prop(into)]
    on_submit: Callback<()>,
    /// Which keys the keypad has.
    #[prop(optional)]
    keypad: KeypadKind,
    /// The letters that occur in the task, each a key.
    #[prop(optional)]
    letters: Vec<char>,
    /// What is asked for, shown above the field; "Answer" if not given.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
    /// Shown before the field, e.g. `x =`.
    #[prop(optional, into)]
    before: Option<Signal<Option<MathNode>>>,
    /// Shown after the field, e.g. a unit.
    #[prop(optional, into)]
    after: Option<Signal<Option<MathNode>>>,
    /// The id of the element that asks, so that a screen reader says the question on entering the field.
    #[prop(optional, into)]
    asked_by: Option<String>,
    /// No typing for now: the answer is judged.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Takes the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// The input, for whoever must give it the focus.
    #[prop(optional)]
    node_ref: NodeRef<Input>,
    /// The name that measuring finds it by.
    #[prop(default = "answer")]
    testid: &'static str,
    /// The row of buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let touch = touches();
    let keypad_shown = RwSignal::new(touch);
    let id = fresh_id("field");
    let (remark_id, pad_id) = (format!("{id}-remark"), format!("{id}-pad"));
    let described = match asked_by {
        Some(asked) => format!("{asked} {remark_id}"),
        None => remark_id.clone(),
    };
    let label = label.unwrap_or_else(|| words!(parts.field.label));

    let on_stroke = Callback::new(move |(stroke, by_pointer): (Stroke, bool)| {
        if disabled.get_untracked() {
            return;
        }
        if stroke == Stroke::Enter {
            on_submit.run(());
            return;
        }
        let Some(input) = node_ref.get_untracked() else { return };
        if !STRUCTURED.get().is_some_and(|press| press(&input, stroke)) {
            apply(&input, stroke);
        }
        value.set(input.value());
        if by_pointer {
            let _ = input.focus();
        }
    });
    let toggle = move |_| {
        keypad_shown.update(|shown| *shown = !*shown);
        if let Some(input) = node_ref.get_untracked() {
            let _ = input.focus();
        }
    };
    let to_system = Callback::new(move |()| {
        keypad_shown.set(false);
        if let Some(input) = node_ref.get_untracked() {
            // The system's keyboard opens only for a field that gains the focus anew after `inputmode` has changed.
            let _ = input.set_attribute("inputmode", "text");
            let _ = input.blur();
            let _ = input.focus();
        }
    });
    if autofocus {
        Effect::new(move |_| {
            // Behind the frame that shows the task: giving the focus makes the browser lay the page out once more.
            if let Some(input) = node_ref.get() {
                page::after_frame(move || {
                    let _ = input.focus();
                });
            }
        });
    }
    let label_for = id.clone();
    let pad_named = pad_id.clone();
    view! {
        <div class="math-field" class:math-field-disabled=disabled>
            <label class="field-label" for=label_for>{label}</label>
            <div class="math-field-row">
                {move || side(before)}
                <div class="math-input-box"><input
                    id=id
                    class="math-input"
                    type="text"
                    data-testid=testid
                    inputmode=move || if touch && keypad_shown.get() { "none" } else { "text" }
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    enterkeyhint="go"
                    aria-describedby=described
                    aria-invalid=move || reading.with(|reading| reading.remark.is_some()).then_some("true")
                    node_ref=node_ref
                    prop:value=value
                    readonly=disabled
                    on:input=move |event| value.set(event_target_value(&event))
                    on:keydown=move |event| {
                        if event.key() == "Enter" && !event.is_composing() {
                            event.prevent_default();
                            if !disabled.get_untracked() {
                                on_submit.run(());
                            }
                        }
                    }
                />
                <button
                    type="button"
                    class="math-field-toggle"
                    aria-expanded=move || keypad_shown.get().to_string()
                    aria-controls=pad_named
                    aria-label=move || {
                        if keypad_shown.get() {
                            say!(parts.field.keypad_hide)
                        } else {
                            say!(parts.field.keypad_show)
                        }
                    }
                    on:click=toggle
                >
                    {icon(Icon::Keypad)}
                </button>
                </div>
                {move || side(after)}
            </div>
            <div class="reading" class:reading-open=move || !value.with(|text| text.trim().is_empty())>
                <span class="reading-label">{words!(parts.field.reads)}</span>
                <span class="reading-formula">
                    {move || reading.with(|reading| reading.formula.as_ref().map(|node| formula(node, false)))}
                </span>
                <span class="reading-remark" id=remark_id>
                    {move || reading.with(|reading| reading.remark.clone())}
                </span>
            </div>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
            <Show when=move || keypad_shown.get() && !disabled.get()>
                <Keypad
                    kind=keypad
                    letters=letters.clone()
                    id=pad_id.clone()
                    on_stroke=on_stroke
                    on_system=to_system
                />
            </Show>
        </div>
    }
}

fn side(node: Option<Signal<Option<MathNode>>>) -> Option<Markup> {
    let node = node?.get()?;
    Some(Markup::element("span").class("math-field-side").child(formula(&node, false)))
}

/// Does a stroke at the input's cursor; places are counted in UTF-16 units, as the document counts them.
pub(super) fn apply(input: &leptos::web_sys::HtmlInputElement, stroke: Stroke) {
    let text: Vec<u16> = input.value().encode_utf16().collect();
    let length = text.len() as u32;
    let start = input.selection_start().ok().flatten().unwrap_or(length).min(length);
    let end = input.selection_end().ok().flatten().unwrap_or(length).clamp(start, length);
    let place = |at: u32| {
        let _ = input.set_selection_range(at, at);
    };
    let replace = |with: &str, from: u32, to: u32, back: u32| {
        let mut fresh: Vec<u16> = text[..from as usize].to_vec();
        fresh.extend(with.encode_utf16());
        let cursor = fresh.len() as u32 - back;
        fresh.extend_from_slice(&text[to as usize..]);
        input.set_value(&String::from_utf16_lossy(&fresh));
        place(cursor);
    };
    match stroke {
        Stroke::Insert { text: put, back } => replace(put, start, end, back),
        Stroke::Letter(letter) => replace(letter.encode_utf8(&mut [0; 4]), start, end, 0),
        Stroke::Backspace if start < end => replace("", start, end, 0),
        Stroke::Backspace if start > 0 => replace("", start - 1, end, 0),
        Stroke::Left => place(if start < end { start } else { start.saturating_sub(1) }),
        Stroke::Right => place(if start < end { end } else { (end + 1).min(length) }),
        Stroke::Clear => replace("", 0, length, 0),
        Stroke::Backspace | Stroke::Enter => {}
    }
}
