//! Lines of working, one below the other: each a native input with how it is read below it, and one keypad for all.
//!
//! Enter leads to the next line and makes one where there is none; arrows up and down walk between the lines; the
//! backspace key takes an empty line away. What was pasted in several lines becomes several lines. The lines belong to
//! the page, so nothing typed is lost with this part. Absent: reading and judging, which the page passes in.

use super::announce::announce;
use super::button::IconButton;
use super::formula::formula;
use super::icon::{Icon, icon};
use super::keypad::{Keypad, KeypadKind, Stroke};
use super::math_field::{FieldReading, apply, fresh_id, touches};
use crate::{say, words};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

/// A line: a number that stays its own while lines come and go, and its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingLine {
    /// Tells it from the other lines of the page.
    pub id: u32,
    /// What is typed.
    pub text: String,
}

impl WorkingLine {
    /// Lines of these texts; at least one, be it empty.
    pub fn of(texts: impl IntoIterator<Item = String>) -> Vec<WorkingLine> {
        let mut lines: Vec<WorkingLine> =
            texts.into_iter().zip(0..).map(|(text, id)| WorkingLine { id, text }).collect();
        if lines.is_empty() {
            lines.push(WorkingLine::default());
        }
        lines
    }
}

/// What is said of a line that was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineMark {
    /// Whether the working breaks here.
    pub breaks: bool,
    /// The sentence, in the language of the screen.
    pub text: String,
}

/// The lines.
#[component]
pub fn WorkingLines(
    /// The lines; the page keeps them.
    lines: RwSignal<Vec<WorkingLine>>,
    /// How each is read, in their order.
    #[prop(into)]
    readings: Signal<Vec<FieldReading>>,
    /// What is said of each after judging, in their order; nothing for those that were not judged.
    #[prop(into)]
    marks: Signal<Vec<Option<LineMark>>>,
    /// A line was taken away: its place and its text, for a way back.
    #[prop(into)]
    on_removed: Callback<(usize, String)>,
    /// Control and Enter were pressed.
    #[prop(into)]
    on_submit: Callback<()>,
    /// The letters of the task, each a key.
    #[prop(into)]
    letters: Signal<Vec<char>>,
    /// So many lines at the head are given and cannot be changed.
    #[prop(optional)]
    given: usize,
    /// Most lines there may be.
    #[prop(default = 40)]
    lines_max: usize,
    /// The id of the element that asks.
    #[prop(optional, into)]
    asked_by: Option<String>,
    /// No typing for now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The buttons, between the lines and the keypad: on a phone the keypad is nearest to the thumb.
    children: Children,
) -> impl IntoView {
    let stem = StoredValue::new(fresh_id("working"));
    let asked_by = StoredValue::new(asked_by);
    let touch = touches();
    let keypad_shown = RwSignal::new(touch);
    let own_keyboard = RwSignal::new(false);
    let active = StoredValue::new(None::<u32>);
    let input_of = move |id: u32| {
        let found = document().get_element_by_id(&format!("{}-{id}", stem.get_value()));
        found.and_then(|element| element.dyn_into::<HtmlInputElement>().ok())
    };
    let focus = move |id: u32, at_end: bool| {
        request_animation_frame(move || {
            if let Some(input) = input_of(id) {
                let _ = input.focus();
                let end = input.value().encode_utf16().count() as u32;
                let place = if at_end { end } else { 0 };
                let _ = input.set_selection_range(place, place);
            }
        });
    };
    let place_of = move |id: u32| lines.with_untracked(|lines| lines.iter().position(|line| line.id == id));
    let insert = move |at: usize, texts: Vec<String>| {
        let mut last = None;
        lines.update(|lines| {
            let room = lines_max.saturating_sub(lines.len());
            let first = lines.iter().map(|line| line.id + 1).max().unwrap_or(0);
            for ((offset, text), id) in texts.into_iter().take(room).enumerate().zip(first..) {
                lines.insert((at + offset).min(lines.len()), WorkingLine { id, text });
                last = Some(id);
            }
        });
        if let Some(id) = last {
            focus(id, true);
        }
    };
    let remove = move |id: u32| {
        let Some(at) = place_of(id).filter(|at| *at >= given) else { return };
        let mut gone = String::new();
        let mut near = None;
        lines.update(|lines| {
            if lines.len() - given > 1 {
                gone = lines.remove(at).text;
            } else if let Some(line) = lines.get_mut(at) {
                gone = std::mem::take(&mut line.text);
            }
            near = lines.get(at.max(given + 1) - 1).map(|line| line.id);
        });
        if let Some(near) = near {
            focus(near, true);
        }
        if gone.trim().is_empty() {
            announce(&say!(working.line_gone, n = at as u32 + 1));
        } else {
            on_removed.run((at, gone));
        }
    };
    let walk = move |id: u32, step: isize| {
        let next = place_of(id).and_then(|at| at.checked_add_signed(step)).filter(|at| *at >= given);
        let next = next.and_then(|at| lines.with_untracked(|lines| lines.get(at).map(|line| line.id)));
        if let Some(next) = next {
            focus(next, true);
        }
        next.is_some()
    };
    let on_enter = move |id: u32| {
        if !walk(id, 1) {
            insert(place_of(id).map_or(0, |at| at + 1), vec![String::new()]);
        }
    };
    let set = move |id: u32, text: String| {
        lines.update(|lines| {
            if let Some(line) = lines.iter_mut().find(|line| line.id == id) {
                line.text = text;
            }
        });
    };
    let on_key = move |event: leptos::ev::KeyboardEvent, id: u32| {
        if event.is_composing() || disabled.get_untracked() {
            return;
        }
        let empty =
            move || lines.with_untracked(|lines| lines.iter().any(|line| line.id == id && line.text.is_empty()));
        let done = match event.key().as_str() {
            "Enter" if event.ctrl_key() || event.meta_key() => {
                on_submit.run(());
                true
            }
            "Enter" => {
                on_enter(id);
                true
            }
            "ArrowUp" => walk(id, -1),
            "ArrowDown" => walk(id, 1),
            "Backspace" if empty() && lines.with_untracked(|lines| lines.len() > given + 1) => {
                remove(id);
                true
            }
            _ => false,
        };
        if done {
            event.prevent_default();
        }
    };
    let on_paste = move |event: leptos::ev::Event, id: u32| {
        // An input drops the line ends of what is pasted: then its lines are told by the clipboard alone.
        let data = pasted_text(&event);
        let Some(text) = data.filter(|text| text.trim().contains('\n')) else { return };
        event.prevent_default();
        let mut pasted: Vec<String> =
            text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        let Some(at) = place_of(id) else { return };
        if lines.with_untracked(|lines| lines.get(at).is_some_and(|line| line.text.trim().is_empty())) {
            set(id, pasted.remove(0));
        }
        insert(at + 1, pasted);
    };
    let on_stroke = Callback::new(move |(stroke, by_pointer): (Stroke, bool)| {
        let first = || lines.with_untracked(|lines| lines.last().map(|line| line.id));
        let Some(id) = active.get_value().filter(|id| place_of(*id).is_some()).or_else(first) else { return };
        if disabled.get_untracked() {
            return;
        }
        if stroke == Stroke::Enter {
            return on_enter(id);
        }
        let Some(input) = input_of(id) else { return };
        apply(&input, stroke);
        set(id, input.value());
        if by_pointer {
            let _ = input.focus();
        }
    });
    let to_system = Callback::new(move |()| {
        keypad_shown.set(false);
        own_keyboard.set(true);
        if let Some(input) = active.get_value().and_then(input_of) {
            let _ = input.set_attribute("inputmode", "text");
            let _ = input.blur();
            let _ = input.focus();
        }
    });
    let pad_id = stem.with_value(|stem| format!("{stem}-pad"));
    let pad_named = pad_id.clone();
    let row = move |line: WorkingLine| {
        let id = line.id;
        let at = Memo::new(move |_| lines.with(|lines| lines.iter().position(|line| line.id == id).unwrap_or(0)));
        let text = Memo::new(move |_| {
            lines
                .with(|lines| lines.iter().find(|line| line.id == id).map(|line| line.text.clone()).unwrap_or_default())
        });
        let reading = Memo::new(move |_| readings.with(|all| all.get(at.get()).cloned().unwrap_or_default()));
        let mark = Memo::new(move |_| marks.with(|all| all.get(at.get()).cloned().flatten()));
        let fixed = move || at.get() < given;
        let own = stem.with_value(|stem| format!("{stem}-{id}"));
        let said_id = format!("{own}-said");
        let described = match asked_by.get_value() {
            Some(asked) => format!("{asked} {said_id}"),
            None => said_id.clone(),
        };
        let named = own.clone();
        view! {
            <li
                class="work-line"
                class:work-line-breaks=move || mark.with(|mark| mark.as_ref().is_some_and(|mark| mark.breaks))
                class:work-line-fits=move || mark.with(|mark| mark.as_ref().is_some_and(|mark| !mark.breaks))
                data-testid="work-line"
            >
                <label class="work-number" for=named>
                    <span class="unseen">{move || say!(working.line, n = at.get() as u32 + 1)}</span>
                    <span aria-hidden="true">{move || at.get() + 1}</span>
                </label>
                <div class="work-body">
                    <input
                        id=own
                        class="math-input work-input"
                        type="text"
                        data-testid="work-input"
                        inputmode=move || if touch && !own_keyboard.get() { "none" } else { "text" }
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        enterkeyhint="next"
                        aria-describedby=described
                        aria-invalid=move || reading.with(|reading| reading.remark.is_some()).then_some("true")
                        prop:value=text
                        readonly=move || disabled.get() || fixed()
                        on:focus=move |_| active.set_value(Some(id))
                        on:input=move |event| set(id, event_target_value(&event))
                        on:paste=move |event| on_paste(event.unchecked_into(), id)
                        on:keydown=move |event| on_key(event, id)
                    />
                    <div class="work-reading" class:reading-open=move || text.with(|text| !text.trim().is_empty())>
                        <span class="reading-label">{words!(parts.field.reads)}</span>
                        <span class="reading-formula">
                            {move || reading.with(|reading| reading.formula.as_ref().map(|node| formula(node, false)))}
                        </span>
                    </div>
                    <p class="work-said" id=said_id>
                        {move || {
                            let remark = reading.with(|reading| reading.remark.clone());
                            let said = mark.get().map(|mark| mark.text);
                            said.or(remark)
                        }}
                    </p>
                </div>
                <div class="work-tools">
                    <IconButton
                        label=Signal::derive(move || say!(working.insert, n = at.get() as u32 + 1))
                        sign=Icon::Plus
                        on_press=move |_| {
                            let full = lines.with_untracked(|lines| lines.len() >= lines_max);
                            if !full {
                                insert(at.get_untracked() + 1, vec![String::new()]);
                            }
                        }
                        disabled=disabled
                        testid="work-insert"
                    />
                    <IconButton
                        label=Signal::derive(move || say!(working.remove, n = at.get() as u32 + 1))
                        sign=Icon::Close
                        on_press=move |_| remove(id)
                        disabled=Signal::derive(move || disabled.get() || fixed())
                        testid="work-remove"
                    />
                </div>
            </li>
        }
    };
    view! {
        <div class="working" class:math-field-disabled=disabled>
            <ol class="work-lines" role="list">
                <For each=move || lines.get() key=|line| line.id children=row/>
            </ol>
            <div class="actions practice-submit">
                {children()}
                <button
                    type="button"
                    class="keypad-switch"
                    aria-expanded=move || keypad_shown.get().to_string()
                    aria-controls=pad_named
                    on:click=move |_| {
                        keypad_shown.update(|shown| *shown = !*shown);
                        own_keyboard.set(false);
                    }
                >
                    {icon(Icon::Keypad)}
                    <span>{move || if keypad_shown.get() { say!(parts.field.keypad_hide) } else { say!(parts.field.keypad_show) }}</span>
                </button>
            </div>
            {move || (keypad_shown.get() && !disabled.get()).then(|| view! {
                <Keypad
                    kind=KeypadKind::Working
                    letters=letters.get()
                    id=pad_id.clone()
                    on_stroke=on_stroke
                    on_system=to_system
                    next_line=words!(working.next_line)
                />
            })}
        </div>
    }
}

/// The plain text of what is pasted.
fn pasted_text(event: &leptos::ev::Event) -> Option<String> {
    let data = js_sys::Reflect::get(event, &"clipboardData".into()).ok()?;
    let get: js_sys::Function = js_sys::Reflect::get(&data, &"getData".into()).ok()?.dyn_into().ok()?;
    get.call1(&data, &"text/plain".into()).ok()?.as_string()
}
