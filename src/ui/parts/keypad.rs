//! The maths keypad: which keys an answer needs, and the keys themselves.
//!
//! It knows nothing of answers: a press is handed to the field above as a [`Stroke`]. One stop for the Tab key, arrow
//! keys walk between the keys; a press by a pointer never takes the focus away from the field.

use super::icon::{Icon, icon};
use crate::browser::page;
use crate::say;
use crate::words;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Which keys are shown beside the digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeypadKind {
    /// A number: fractions, powers, roots.
    #[default]
    Number,
    /// An expression in letters.
    Expression,
    /// An equation: letters and `=`.
    Equation,
    /// A set of solutions: `;` and `∅`.
    Set,
    /// Intervals and inequalities.
    Interval,
    /// A pair or a list.
    Pair,
    /// A ratio `a : b`.
    Ratio,
    /// Lines of working: equations and inequalities.
    Working,
}

impl KeypadKind {
    /// The keypad for an answer kind's key, as it stands in addresses (`?kind=number`).
    pub fn of(kind: &str) -> Self {
        match kind {
            "expression" => KeypadKind::Expression,
            "equation" => KeypadKind::Equation,
            "set" => KeypadKind::Set,
            "interval" | "inequality" => KeypadKind::Interval,
            "pair" | "list" => KeypadKind::Pair,
            "ratio" => KeypadKind::Ratio,
            _ => KeypadKind::Number,
        }
    }

    /// The signs above the digits, at most six in a row.
    const fn extras(self) -> &'static [&'static str] {
        match self {
            KeypadKind::Number | KeypadKind::Ratio => &[],
            KeypadKind::Expression => &[],
            KeypadKind::Equation => &["="],
            KeypadKind::Set => &["=", ";", "∅"],
            KeypadKind::Interval => &["<", "≤", "≥", ">", "∅", "[", "]", ";", "∞", "∪"],
            KeypadKind::Pair => &["=", ";"],
            KeypadKind::Working => &["=", "<", "≤", "≥", ">", ";", "±"],
        }
    }

    const fn letters(self) -> bool {
        matches!(
            self,
            KeypadKind::Expression
                | KeypadKind::Equation
                | KeypadKind::Set
                | KeypadKind::Interval
                | KeypadKind::Pair
                | KeypadKind::Working
        )
    }
}

/// What a key does to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// Puts a text at the cursor and leaves the cursor `back` characters before its end.
    Insert {
        /// The text.
        text: &'static str,
        /// Characters from the end of the text to the cursor.
        back: u32,
    },
    /// Puts a letter at the cursor.
    Letter(char),
    /// Removes what is selected, or the character before the cursor.
    Backspace,
    /// Moves the cursor one character left.
    Left,
    /// Moves the cursor one character right.
    Right,
    /// Removes everything.
    Clear,
    /// Hands the answer in.
    Enter,
}

const fn put(text: &'static str) -> Stroke {
    Stroke::Insert { text, back: 0 }
}

/// The four rows of the main block, six keys a row: what is shown, what is done.
const MAIN: [&[(&str, Stroke)]; 4] = [
    &[
        ("7", put("7")),
        ("8", put("8")),
        ("9", put("9")),
        ("a⁄b", put("/")),
        ("xⁿ", put("^")),
        ("√", Stroke::Insert { text: "√()", back: 1 }),
    ],
    &[("4", put("4")), ("5", put("5")), ("6", put("6")), ("+", put("+")), ("·", put("·")), ("(", put("("))],
    &[("1", put("1")), ("2", put("2")), ("3", put("3")), ("−", put("−")), (":", put(":")), (")", put(")"))],
    &[("0", put("0")), (",", put(","))],
];

/// How many keypads are out. A page in its turn may show the next one before the last one is gone.
static OUT: AtomicUsize = AtomicUsize::new(0);

fn tell_out(count: usize) {
    page::set_root_attribute("data-keypad", if count > 0 { "out" } else { "away" });
}

/// The keypad under a maths field. While it is out, the page's root says so to the style sheets.
#[component]
pub fn Keypad(
    /// Which keys it has.
    kind: KeypadKind,
    /// The letters of the task, each a key.
    letters: Vec<char>,
    /// The id by which the field's button names it.
    id: String,
    /// Takes a stroke; `true` when a pointer pressed the key, so the field shall keep the focus.
    on_stroke: Callback<(Stroke, bool)>,
    /// Goes back to the system's own keyboard.
    on_system: Callback<()>,
    /// What the last key does, where it does not hand in: it leads to the next line then.
    #[prop(optional)]
    next_line: Option<Signal<String>>,
) -> impl IntoView {
    let spoken = move |sign: &str| -> String {
        match sign {
            "," => say!(parts.key.comma),
            "−" => say!(parts.key.minus),
            "+" => say!(parts.key.plus),
            "·" => say!(parts.key.times),
            ":" => say!(parts.key.divide),
            "a⁄b" => say!(parts.key.fraction),
            "xⁿ" => say!(parts.key.power),
            "√" => say!(parts.key.root),
            "(" => say!(parts.key.open),
            ")" => say!(parts.key.close),
            "[" => say!(parts.key.open_square),
            "]" => say!(parts.key.close_square),
            ";" => say!(parts.key.semicolon),
            "=" => say!(parts.key.equals),
            "<" => say!(parts.key.less),
            "≤" => say!(parts.key.at_most),
            "≥" => say!(parts.key.at_least),
            ">" => say!(parts.key.more),
            "∞" => say!(parts.key.infinity),
            "∪" => say!(parts.key.union),
            "∅" => say!(parts.key.empty_set),
            "±" => say!(parts.key.plus_minus),
            other => return other.to_owned(),
        }
        .to_owned()
    };
    tell_out(OUT.fetch_add(1, Ordering::Relaxed) + 1);
    on_cleanup(|| tell_out(OUT.fetch_sub(1, Ordering::Relaxed) - 1));
    let first = StoredValue::new(true);
    let key = move |shown: String, stroke: Stroke, class: &'static str| {
        let stop = first.get_value();
        first.set_value(false);
        let name = shown.clone();
        view! {
            <button
                type="button"
                class=class
                tabindex=if stop { "0" } else { "-1" }
                aria-label=move || spoken(&name)
                on:click=move |event| on_stroke.run((stroke, event.detail() > 0))
            >
                {shown}
            </button>
        }
        .into_any()
    };
    let action = move |name: Signal<String>, stroke: Stroke, class: &'static str, sign: Icon| {
        view! {
            <button
                type="button"
                class=class
                tabindex="-1"
                aria-label=name
                on:click=move |event| on_stroke.run((stroke, event.detail() > 0))
            >
                {icon(sign)}
            </button>
        }
        .into_any()
    };
    let mut extras: Vec<AnyView> = Vec::new();
    if kind.letters() {
        let shown = if letters.is_empty() { vec!['x'] } else { letters };
        for letter in shown {
            extras.push(key(letter.to_string(), Stroke::Letter(letter), "key key-letter"));
        }
    }
    for sign in kind.extras() {
        extras.push(key((*sign).to_owned(), put(sign), "key key-sign"));
    }
    let main: Vec<AnyView> = MAIN
        .iter()
        .flat_map(|row| row.iter())
        .map(|(shown, stroke)| {
            let digit = shown.starts_with(|first: char| first.is_ascii_digit() || first == ',');
            key((*shown).to_owned(), *stroke, if digit { "key key-digit" } else { "key key-sign" })
        })
        .collect();
    view! {
        <div
            id=id
            class="keypad"
            role="group"
            aria-label=words!(parts.field.keypad)
            on:pointerdown=|event| event.prevent_default()
            on:mousedown=|event| event.prevent_default()
            on:keydown=walk
        >
            <div class="keypad-bar">
                <button type="button" class="keypad-switch" on:click=move |_| on_system.run(())>
                    {icon(Icon::Keyboard)}
                    <span>{words!(parts.field.system_keyboard)}</span>
                </button>
                {action(words!(parts.key.left), Stroke::Left, "key key-bar", Icon::Left)}
                {action(words!(parts.key.right), Stroke::Right, "key key-bar", Icon::Right)}
                <button
                    type="button"
                    class="keypad-switch"
                    tabindex="-1"
                    on:click=move |event| on_stroke.run((Stroke::Clear, event.detail() > 0))
                >
                    {words!(parts.key.clear)}
                </button>
            </div>
            {(!extras.is_empty()).then(|| view! { <div class="keypad-keys">{extras}</div> })}
            <div class="keypad-keys">
                {main}
                {action(words!(parts.key.backspace), Stroke::Backspace, "key key-sign key-double", Icon::Backspace)}
                <button
                    type="button"
                    class="key key-enter key-double"
                    tabindex="-1"
                    aria-label=next_line.unwrap_or_else(|| words!(parts.field.check))
                    on:click=move |event| on_stroke.run((Stroke::Enter, event.detail() > 0))
                >
                    {icon(if next_line.is_some() { Icon::Down } else { Icon::Check })}
                </button>
            </div>
        </div>
    }
}

/// Arrow keys walk from key to key: left and right by one, up and down by a row of six.
fn walk(event: leptos::ev::KeyboardEvent) {
    let step: i32 = match event.key().as_str() {
        "ArrowLeft" => -1,
        "ArrowRight" => 1,
        "ArrowUp" => -6,
        "ArrowDown" => 6,
        _ => return,
    };
    let Some(here) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Ok(Some(pad)) = here.closest(".keypad") else { return };
    let Ok(keys) = pad.query_selector_all("button") else { return };
    let count = keys.length() as i32;
    let at = (0..count).find(|&at| keys.item(at as u32).is_some_and(|key| key.is_same_node(Some(&here))));
    let Some(next) = at.map(|at| at + step).filter(|next| (0..count).contains(next)) else { return };
    if let Some(key) = keys.item(next as u32).and_then(|key| key.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        let _ = key.focus();
    }
}
