//! What settings and forms are made of: segments, toggles, lines of text, days, small numbers.
//!
//! Each has a visible label, a native control where the browser has a good one, and an optional line of help.

use super::icon::{Icon, icon};
use super::math_field::fresh_id;
use crate::base::Day;
use crate::browser::page;
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// One of a few: native radio buttons side by side. `T` is what is chosen.
#[component]
pub fn Segmented(
    /// What is chosen between.
    #[prop(into)]
    label: Signal<String>,
    /// The words, in order.
    options: Vec<Signal<String>>,
    /// The place of the chosen one.
    #[prop(into)]
    chosen: Signal<usize>,
    /// Another was chosen.
    #[prop(into)]
    on_choose: Callback<usize>,
    /// The label is only spoken.
    #[prop(optional)]
    label_unseen: bool,
) -> impl IntoView {
    let name = fresh_id("segment");
    let segments: Vec<_> = options
        .into_iter()
        .enumerate()
        .map(|(at, option)| {
            view! {
                <label class="segment">
                    <input
                        type="radio"
                        class="unseen"
                        name=name.clone()
                        value=at.to_string()
                        prop:checked=move || chosen.get() == at
                        on:change=move |_| on_choose.run(at)
                    />
                    <span>{option}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="segmented">
            <legend class="field-label" class:unseen=label_unseen>{label}</legend>
            <div class="segments">{segments}</div>
        </fieldset>
    }
}

/// On or off, at once.
#[component]
pub fn Toggle(
    /// What is switched.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// It was switched.
    #[prop(into)]
    on_switch: Callback<bool>,
    /// One line about it.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
) -> impl IntoView {
    let id = fresh_id("toggle");
    let note_id = format!("{id}-note");
    view! {
        <div class="toggle">
            <label class="toggle-label" for=id.clone()>{label}</label>
            <input
                id=id
                class="toggle-input"
                type="checkbox"
                role="switch"
                aria-describedby=note.is_some().then(|| note_id.clone())
                prop:checked=on
                on:change=move |event| on_switch.run(event_target_checked(&event))
            />
            {note.map(|note| view! { <p class="field-note" id=note_id>{note}</p> })}
        </div>
    }
}

/// A line of text.
#[component]
pub fn TextInput(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// The text; the page keeps it.
    value: RwSignal<String>,
    /// One line about it.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    /// What is wrong with it, if anything.
    #[prop(optional, into)]
    fault: Signal<Option<String>>,
    /// Characters at most.
    #[prop(default = 200)]
    length_max: u32,
    /// Several lines.
    #[prop(optional)]
    lines: Option<u32>,
    /// A PIN: digits that a neighbour does not read.
    #[prop(optional)]
    pin: bool,
    /// The name that measuring finds it by.
    #[prop(optional, into)]
    testid: Option<&'static str>,
) -> impl IntoView {
    let id = fresh_id("text");
    let note_id = format!("{id}-note");
    let label_for = id.clone();
    let described = note_id.clone();
    let on_input = move |event: leptos::ev::Event| value.set(event_target_value(&event));
    let invalid = move || fault.with(Option::is_some).then_some("true");
    let control = match lines {
        Some(lines) => view! {
            <textarea
                id=id
                class="text-input"
                rows=lines.to_string()
                maxlength=length_max.to_string()
                aria-describedby=described
                aria-invalid=invalid
                data-testid=testid
                prop:value=value
                on:input=on_input
            ></textarea>
        }
        .into_any(),
        None => view! {
            <input
                id=id
                class="text-input"
                class:pin-input=pin
                type=if pin { "password" } else { "text" }
                inputmode=pin.then_some("numeric")
                autocomplete=if pin { "new-password" } else { "off" }
                maxlength=length_max.to_string()
                aria-describedby=described
                aria-invalid=invalid
                data-testid=testid
                prop:value=value
                on:input=on_input
            />
        }
        .into_any(),
    };
    view! {
        <div class="field">
            <label class="field-label" for=label_for>{label}</label>
            {control}
            <div class="field-note" id=note_id>
                {note}
                {move || fault.get().map(|fault| view! { <p class="field-fault">{fault}</p> })}
            </div>
        </div>
    }
}

/// A file of the app's own, picked from the device.
#[component]
pub fn FilePicker(
    /// Which file is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// A file was picked: its bytes; nothing if it cannot be read.
    #[prop(into)]
    on_pick: Callback<Option<Vec<u8>>>,
    /// One line about it.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    /// Nothing can be picked now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The name that measuring finds it by.
    #[prop(optional, into)]
    testid: Option<&'static str>,
) -> impl IntoView {
    let id = fresh_id("file");
    let note_id = format!("{id}-note");
    let input = |event: &leptos::ev::Event| event_target::<web_sys::HtmlInputElement>(event);
    let picked = move |event: leptos::ev::Event| {
        let Some(file) = input(&event).files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move { on_pick.run(page::read_file(&file).await.ok()) });
    };
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <input
                id=id
                type="file"
                accept=".json,application/json"
                aria-describedby=note.is_some().then(|| note_id.clone())
                data-testid=testid
                disabled=disabled
                // The same file may be picked again.
                on:click=move |event| input(&event).set_value("")
                on:change=picked
            />
            {note.map(|note| view! { <p class="field-note" id=note_id>{note}</p> })}
        </div>
    }
}

/// A day: the browser's own calendar, with the day in words below it by the page if it wants.
#[component]
pub fn DateInput(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// The day; the page keeps it.
    value: RwSignal<Option<Day>>,
    /// The earliest day that may be chosen.
    #[prop(optional, into)]
    earliest: Option<Day>,
    /// The latest day that may be chosen.
    #[prop(optional, into)]
    latest: Option<Day>,
    /// The name that measuring finds it by.
    #[prop(optional, into)]
    testid: Option<&'static str>,
) -> impl IntoView {
    let id = fresh_id("day");
    let note_id = format!("{id}-note");
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <input
                id=id
                class="text-input date-input"
                type="date"
                min=earliest.map(Day::iso)
                max=latest.map(Day::iso)
                aria-describedby=note_id.clone()
                data-testid=testid
                prop:value=move || value.get().map(Day::iso).unwrap_or_default()
                on:change=move |event| value.set(Day::from_iso(&event_target_value(&event)))
            />
            <p class="field-note" id=note_id>
                {move || value.get().map(|day| crate::base::format::date_long(day, crate::ui::words::lang()))}
            </p>
        </div>
    }
}

/// A small whole number with a step down and a step up.
#[component]
pub fn NumberStepper(
    /// What is counted.
    #[prop(into)]
    label: Signal<String>,
    /// The number.
    value: RwSignal<u32>,
    /// The least.
    #[prop(default = 0)]
    least: u32,
    /// The most.
    #[prop(default = 999)]
    most: u32,
    /// By how much a step changes it.
    #[prop(default = 1)]
    step: u32,
    /// The word after the number, which may follow it: "3 dienos".
    #[prop(optional, into)]
    unit: Option<Signal<String>>,
    /// The name that measuring finds it by.
    #[prop(optional, into)]
    testid: Option<&'static str>,
) -> impl IntoView {
    let id = fresh_id("stepper");
    let down = move |_: leptos::ev::MouseEvent| value.update(|value| *value = value.saturating_sub(step).max(least));
    let up = move |_: leptos::ev::MouseEvent| value.update(|value| *value = value.saturating_add(step).min(most));
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <div class="stepper">
                <button
                    type="button"
                    class="stepper-step"
                    aria-label=words!(parts.stepper.less)
                    disabled=move || value.get() <= least
                    on:click=down
                >
                    {icon(Icon::Minus)}
                </button>
                <input
                    id=id
                    class="stepper-number"
                    type="number"
                    inputmode="numeric"
                    min=least.to_string()
                    max=most.to_string()
                    step=step.to_string()
                    data-testid=testid
                    prop:value=move || value.get().to_string()
                    on:change=move |event| {
                        if let Ok(number) = event_target_value(&event).trim().parse::<u32>() {
                            value.set(number.clamp(least, most));
                        } else {
                            value.update(|_| {});
                        }
                    }
                />
                {unit.map(|unit| view! { <span class="stepper-unit">{unit}</span> })}
                <button
                    type="button"
                    class="stepper-step"
                    aria-label=words!(parts.stepper.more)
                    disabled=move || most <= value.get()
                    on:click=up
                >
                    {icon(Icon::Plus)}
                </button>
            </div>
        </div>
    }
}
