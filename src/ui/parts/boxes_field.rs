//! Fractions, powers and roots laid out over a maths field while they are typed, with the caret in its box.
//!
//! The field stays what it is, a native input with its linear text: this only shows that text in two dimensions over it
//! once there is something to lay out, leads the arrow keys in and out of the boxes, and puts the caret where a finger
//! taps. Loaded after the first task; a field without it works as before. Absent: reading and judging.

use super::keypad::Stroke;
use super::markup::Markup;
use super::math_field::STRUCTURED;
use crate::maths::boxes::{Row, Template, Walk, What, boxes, template};
use js_sys::Function;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent};

/// What is chosen in the field: from, to; the same where only the caret stands.
type Chosen = (usize, usize);

/// Lays the field out from now on, for as long as what called this lives.
pub fn lay_out_field(input: HtmlInputElement, value: RwSignal<String>) {
    let _ = STRUCTURED.set(press);
    let Some(place) = input.parent_element().and_then(|parent| parent.dyn_into::<HtmlElement>().ok()) else { return };
    let chosen = RwSignal::new(chosen_in(&input));
    let row = Memo::new(move |_| value.with(|text| boxes(text)));
    let shown = Memo::new(move |_| row.with(Row::has_boxes));
    let field = StoredValue::new_local(input.clone());
    let look_again = move || {
        request_animation_frame(move || {
            if let (Some(now), Some(before)) = (field.try_with_value(chosen_in), chosen.try_get_untracked())
                && now != before
            {
                chosen.set(now);
            }
        });
    };
    Effect::new(move |_| {
        value.track();
        look_again();
    });
    Effect::new(move |_| {
        let boxed = shown.get();
        field.with_value(|input| {
            let _ = input.class_list().toggle_with_force("math-input-boxed", boxed);
        });
    });
    let overlay = mount_to(place, move || {
        let drawn = move || {
            shown.get().then(|| {
                request_animation_frame(show_caret);
                row.with(|row| drawn(row, chosen.get()))
            })
        };
        view! { <div class="boxes" aria-hidden="true">{drawn}</div> }
    });
    let on_key = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>()
            && shown.try_get_untracked() == Some(true)
        {
            field.with_value(|input| key(input, event, value));
        }
        look_again();
    });
    let on_click = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if let Some(event) = event.dyn_ref::<MouseEvent>()
            && shown.try_get_untracked() == Some(true)
            && chosen_in(&field.get_value()).0 == chosen_in(&field.get_value()).1
        {
            field.with_value(|input| tap(input, f64::from(event.client_x()), f64::from(event.client_y())));
        }
        look_again();
    });
    let on_change = Closure::<dyn FnMut(Event)>::new(move |_: Event| look_again());
    let listening = [("keydown", &on_key), ("click", &on_click)].into_iter();
    let watching = ["keyup", "focus", "select", "pointerup"].map(|name| (name, &on_change));
    let listening: Vec<_> =
        listening.chain(watching).map(|(name, closure)| Listening::new(&input, name, closure)).collect();
    // They go when the task goes: the listeners first, since the key that leads on is heard here after the task is gone.
    StoredValue::new_local((listening, overlay, on_key, on_click, on_change));
}

/// A listener, for as long as this lives.
struct Listening {
    input: HtmlInputElement,
    name: &'static str,
    callback: Function,
}

impl Listening {
    fn new(input: &HtmlInputElement, name: &'static str, closure: &Closure<dyn FnMut(Event)>) -> Self {
        let callback: Function = closure.as_ref().unchecked_ref::<Function>().clone();
        let _ = input.add_event_listener_with_callback(name, &callback);
        Listening { input: input.clone(), name, callback }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.input.remove_event_listener_with_callback(self.name, &self.callback);
    }
}

fn chosen_in(input: &HtmlInputElement) -> Chosen {
    let from = input.selection_start().ok().flatten().unwrap_or(0) as usize;
    let to = input.selection_end().ok().flatten().unwrap_or(0) as usize;
    (from, to.max(from))
}

fn put_caret(input: &HtmlInputElement, place: usize) {
    let _ = input.set_selection_range(place as u32, place as u32);
}

/// Puts a text in place of a part of what is typed, and the caret so far behind its beginning.
fn replace(input: &HtmlInputElement, (from, to): Chosen, with: &str, caret: usize) {
    let text: Vec<u16> = input.value().encode_utf16().collect();
    let (from, to) = (from.min(text.len()), to.min(text.len()));
    let mut fresh: Vec<u16> = text.get(..from).unwrap_or_default().to_vec();
    fresh.extend(with.encode_utf16());
    fresh.extend_from_slice(text.get(to..).unwrap_or_default());
    input.set_value(&String::from_utf16_lossy(&fresh));
    put_caret(input, from + caret);
}

fn key(input: &HtmlInputElement, event: &KeyboardEvent, value: RwSignal<String>) {
    if event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
        return;
    }
    let (from, to) = chosen_in(input);
    if from != to {
        return;
    }
    let row = boxes(&input.value());
    let walk = match event.key().as_str() {
        "ArrowLeft" => Walk::Left,
        "ArrowRight" => Walk::Right,
        "ArrowUp" => Walk::Up,
        "ArrowDown" => Walk::Down,
        "Backspace" if !input.read_only() => {
            if let Some(gone) = row.rub_out(from) {
                event.prevent_default();
                replace(input, gone, "", 0);
                value.set(input.value());
            }
            return;
        }
        _ => return,
    };
    if let Some(to) = row.walk(from, walk) {
        event.prevent_default();
        put_caret(input, to);
    }
}

/// A stroke of the keypad: boxes are put in whole, arrows walk from box to box.
fn press(input: &HtmlInputElement, stroke: Stroke) -> bool {
    let (from, to) = chosen_in(input);
    let text: Vec<u16> = input.value().encode_utf16().collect();
    let part = |from: usize, to: usize| String::from_utf16_lossy(text.get(from..to).unwrap_or_default());
    let put = |key: Template| {
        let (fresh, caret) = template(key, &part(0, from), &part(from, to));
        replace(input, (from, to), &fresh, caret);
        true
    };
    let walk = |walk: Walk| {
        let Some(next) = boxes(&input.value()).walk(from, walk).filter(|_| from == to) else { return false };
        put_caret(input, next);
        true
    };
    let done = match stroke {
        Stroke::Insert { text: "/", .. } => put(Template::Fraction),
        Stroke::Insert { text: "^", .. } => put(Template::Power),
        Stroke::Insert { text: "√()", .. } => put(Template::Root),
        Stroke::Left => walk(Walk::Left),
        Stroke::Right => walk(Walk::Right),
        Stroke::Backspace if from == to => match boxes(&input.value()).rub_out(from) {
            Some(gone) => {
                replace(input, gone, "", 0);
                true
            }
            None => false,
        },
        _ => false,
    };
    if let Ok(moved) = Event::new("select") {
        let _ = input.dispatch_event(&moved);
    }
    done
}

/// Puts the caret where the view was tapped.
fn tap(input: &HtmlInputElement, x: f64, y: f64) {
    let Some(view) = input.parent_element().and_then(|parent| parent.query_selector(".boxes").ok().flatten()) else {
        return;
    };
    let Ok(all) = view.query_selector_all("[data-at]") else { return };
    let mut best: Option<(f64, usize)> = None;
    for at in 0..all.length() {
        let Some(piece) = all.item(at).and_then(|piece| piece.dyn_into::<Element>().ok()) else { continue };
        let place = piece.get_bounding_client_rect();
        let outside = |value: f64, low: f64, high: f64| (low - value).max(value - high).max(0.0);
        let (across, up) = (outside(x, place.left(), place.right()), outside(y, place.top(), place.bottom()));
        // The right row counts for more than the right column.
        let far = across * across + 9.0 * up * up;
        let before = x < (place.left() + place.right()) / 2.0;
        let name = if before { "data-at" } else { "data-end" };
        let stop = piece.get_attribute(name).and_then(|stop| stop.parse::<usize>().ok());
        if let Some(stop) = stop
            && best.is_none_or(|(nearest, _)| far < nearest)
        {
            best = Some((far, stop));
        }
    }
    if let Some((_, stop)) = best {
        put_caret(input, stop);
    }
}

/// Scrolls a long formula so that its caret is seen.
fn show_caret() {
    let Ok(Some(caret)) = document().query_selector(".math-input:focus ~ .boxes .b-caret") else { return };
    let Ok(Some(view)) = caret.closest(".boxes") else { return };
    let (here, frame) = (caret.get_bounding_client_rect(), view.get_bounding_client_rect());
    let by = (here.right() - frame.right() + 24.0).max(0.0) - (frame.left() - here.left() + 24.0).max(0.0);
    if by != 0.0 {
        view.set_scroll_left(view.scroll_left() + by as i32);
    }
}

fn drawn(row: &Row, (from, to): Chosen) -> Markup {
    let mut caret = (from == to).then(|| row.stop_at(from));
    drawn_row(row, "b-row", (from, to), &mut caret)
}

fn drawn_row(row: &Row, class: &'static str, chosen: Chosen, caret: &mut Option<usize>) -> Markup {
    let mut line = Markup::element("span").class(class);
    let mark = || Markup::element("span").class("b-caret");
    if row.pieces.is_empty() {
        let mut empty = Markup::element("span")
            .class("b-empty")
            .with("data-at", row.from.to_string())
            .with("data-end", row.from.to_string());
        if *caret == Some(row.from) {
            *caret = None;
            empty = empty.child(mark());
        }
        return line.child(empty);
    }
    for piece in &row.pieces {
        // The innermost box that the caret stands in is where typing goes.
        if let Some(place) = *caret
            && place == piece.from
            && !piece.rows().iter().any(|row| row.stops().contains(&place))
        {
            *caret = None;
            line = line.child(mark());
        }
        let own = piece.from >= chosen.0 && piece.to <= chosen.1 && chosen.0 < chosen.1;
        let sign = |sign: char, from: usize, to: usize| {
            let class = match (sign.is_alphabetic(), own) {
                (true, true) => "b-sign b-letter b-chosen",
                (true, false) => "b-sign b-letter",
                (false, true) => "b-sign b-chosen",
                (false, false) => "b-sign",
            };
            let shown = match sign {
                '-' => '−',
                '*' => '·',
                ' ' => '\u{a0}',
                other => other,
            };
            Markup::element("span")
                .class(class)
                .with("data-at", from.to_string())
                .with("data-end", to.to_string())
                .says(shown.to_string())
        };
        match &piece.what {
            What::Sign(shown) => line = line.child(sign(*shown, piece.from, piece.to)),
            What::Fraction(top, bottom) => {
                let top = drawn_row(top, "b-row b-top", chosen, caret);
                let bottom = drawn_row(bottom, "b-row b-bottom", chosen, caret);
                line = line.child(Markup::element("span").class("b-fraction").child(top).child(bottom));
            }
            What::Power(exponent) => line = line.child(drawn_row(exponent, "b-row b-power", chosen, caret)),
            What::Root(inside) => {
                let roof = drawn_row(inside, "b-row b-roof", chosen, caret);
                let root = Markup::element("span").class("b-root").child(sign('√', piece.from, inside.from));
                line = line.child(root.child(roof));
            }
            What::Brackets(inside, closed) => {
                line = line.child(sign('(', piece.from, piece.from + 1));
                line = if inside.pieces.is_empty() && *caret != Some(inside.from) {
                    line
                } else {
                    line.child(drawn_row(inside, "b-row", chosen, caret))
                };
                if *closed {
                    line = line.child(sign(')', inside.to, piece.to));
                }
            }
        }
    }
    if *caret == Some(row.to) {
        *caret = None;
        line = line.child(mark());
    }
    line
}
