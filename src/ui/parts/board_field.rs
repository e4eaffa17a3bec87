//! Where an answer is drawn: a plane, a number line, a grid of cells.
//!
//! Each thing to set is a handle with the focus of its own: arrow keys move it by a step, the space bar sets it down or
//! turns an end, Delete takes it up again, Enter hands in. A finger or a mouse sets the next handle where it taps, or drags
//! the nearest one. What is drawn is said after each change. It belongs to the page, so it is never lost.

use super::announce::announce;
use super::button::{Button, Loudness};
use super::controls::Segmented;
use super::math_field::fresh_id;
use super::sheet::sheet;
use crate::browser::page;
use crate::exercises::board::{Board, Drawn, Field, Step, Stop};
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, PointerEvent};

/// The board and what is drawn on it.
#[derive(Clone, Copy)]
struct State {
    field: StoredValue<Field>,
    drawn: RwSignal<Drawn>,
    on_submit: Callback<()>,
    disabled: Signal<bool>,
    /// Names the handles of this board.
    stem: StoredValue<String>,
    /// The handle that follows the pointer.
    dragged: StoredValue<Option<usize>>,
    /// The end was where the pointer went down, so that a tap turns it.
    tapped_end: StoredValue<bool>,
    /// The cell that has the focus.
    cell: RwSignal<Step>,
    /// Whether cells under the pointer are filled or emptied.
    filling: StoredValue<Option<bool>>,
}

/// The board.
#[component]
pub fn BoardField(
    /// The board.
    field: Field,
    /// What is drawn; the page keeps it.
    drawn: RwSignal<Drawn>,
    /// Enter was pressed.
    #[prop(into)]
    on_submit: Callback<()>,
    /// The id of the element that asks.
    #[prop(optional, into)]
    asked_by: Option<String>,
    /// No drawing for now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let state = State {
        field: StoredValue::new(field.clone()),
        drawn,
        on_submit,
        disabled,
        stem: StoredValue::new(fresh_id("board")),
        dragged: StoredValue::new(None),
        tapped_end: StoredValue::new(false),
        cell: RwSignal::new((1, 1)),
        filling: StoredValue::new(None),
    };
    let background = StoredValue::new(field.background());
    let (width, height) = field.board.sheet();
    let how = {
        use crate::exercises::AnswerKind as Kind;
        match field.kind {
            Kind::Point => words!(board.how_point),
            Kind::Line => words!(board.how_line),
            Kind::Parabola => words!(board.how_parabola),
            Kind::AxisPoint => words!(board.how_axis_point),
            Kind::AxisInterval => words!(board.how_axis_interval),
            _ => words!(board.how_cells),
        }
    };
    let how_id = state.stem.with_value(|stem| format!("{stem}-how"));
    let described = asked_by.map_or_else(|| how_id.clone(), |asked| format!("{asked} {how_id}"));
    let blank = Memo::new(move |_| drawn.with(|drawn| state.field.with_value(|field| field.blank() == *drawn)));
    let rub_out = Callback::new(move |()| {
        drawn.set(state.field.with_value(Field::blank));
        announce(&say!(board.cleared));
        page::focus_svg(&format!("#{}-0", state.stem.get_value()));
    });
    let class = match field.board {
        Board::Plane(..) => "board board-plane",
        Board::Line(_) => "board board-axis",
        Board::Grid(..) => "board board-grid",
    };
    let handles = match &field.board {
        Board::Grid(columns, rows) => cells(state, *columns, *rows),
        _ => (0..count(&field.blank())).map(|at| handle(state, at)).collect_view().into_any(),
    };
    let ends = matches!(field.blank(), Drawn::Span(..)).then(|| {
        view! { <div class="board-ends">{end_choice(state, 0)} {end_choice(state, 1)}</div> }
    });
    view! {
        <div class=class class:board-disabled=disabled data-testid="board">
            <p class="field-note" id=how_id>{how}</p>
            <svg
                class="board-sheet"
                viewBox=format!("0 0 {width} {height}")
                role="group"
                aria-label=move || background.with_value(|sheet| sheet.told.get(lang()).to_owned())
                aria-describedby=described
                on:pointerdown=move |event| down(state, &event)
                on:pointermove=move |event| moved(state, &event)
                on:pointerup=move |_| up(state)
                on:pointercancel=move |_| up(state)
            >
                {move || background.with_value(|drawing| sheet(drawing, lang()))}
                {move || drawn.with(|drawn| state.field.with_value(|field| sheet(&field.foreground(drawn), lang())))}
                {handles}
            </svg>
            {ends}
            <div class="board-tools">
                {move || (!blank.get() && !disabled.get()).then(|| view! {
                    <Button label=words!(board.clear) on_press=rub_out loudness=Loudness::Quiet testid="rub-out"/>
                })}
            </div>
        </div>
    }
}

/// How many handles there are.
fn count(blank: &Drawn) -> usize {
    match blank {
        Drawn::Points(points) => points.len(),
        Drawn::Tick(_) => 1,
        Drawn::Span(..) => 2,
        Drawn::Cells(_) => 0,
    }
}

impl State {
    /// Where a handle stands; nothing while it is not set. An end without end stands beyond the line.
    fn step(self, at: usize) -> Option<Step> {
        let steps = self.field.with_value(|field| match &field.board {
            Board::Line(axis) => axis.steps,
            _ => 0,
        });
        self.drawn.with(|drawn| match drawn {
            Drawn::Points(points) => points.get(at).copied().flatten(),
            Drawn::Tick(step) => step.map(|step| (step, 0)),
            Drawn::Span(low, high) => match if at == 0 { low } else { high } {
                Stop::Unset => None,
                Stop::At(step, _) => Some((*step, 0)),
                Stop::Endless => Some((if at == 0 { -1 } else { steps + 1 }, 0)),
            },
            Drawn::Cells(_) => None,
        })
    }

    /// Where a handle waits before it is set.
    fn waits(self, at: usize) -> Step {
        self.field.with_value(|field| match &field.board {
            Board::Plane(x, y) => (x.middle(), y.middle()),
            Board::Line(axis) => {
                let middle = axis.middle();
                match count(&field.blank()) {
                    2 if at == 0 => ((middle - 1).max(0), 0),
                    2 => ((middle + 1).min(axis.steps), 0),
                    _ => (middle, 0),
                }
            }
            Board::Grid(..) => (1, 1),
        })
    }

    fn set(self, at: usize, step: Step) {
        let (across, up, span) = self.field.with_value(|field| match &field.board {
            Board::Plane(x, y) => (x.steps, y.steps, false),
            Board::Line(axis) => (axis.steps, 0, matches!(field.blank(), Drawn::Span(..))),
            Board::Grid(..) => (0, 0, false),
        });
        let inside = (step.0.clamp(0, across), step.1.clamp(0, up));
        self.drawn.update(|drawn| match drawn {
            Drawn::Points(points) => {
                if let Some(point) = points.get_mut(at) {
                    *point = Some(inside);
                }
            }
            Drawn::Tick(own) => *own = Some(inside.0),
            Drawn::Span(low, high) => {
                let closed = |stop: &Stop| !matches!(stop, Stop::At(_, false));
                let endless = span && if at == 0 { step.0 < 0 } else { step.0 > across };
                let own = if at == 0 { low } else { high };
                *own = if endless { Stop::Endless } else { Stop::At(inside.0, closed(own)) };
            }
            Drawn::Cells(_) => {}
        });
        self.say();
    }

    /// Takes a handle up again.
    fn take(self, at: usize) {
        self.drawn.update(|drawn| match drawn {
            Drawn::Points(points) => {
                if let Some(point) = points.get_mut(at) {
                    *point = None;
                }
            }
            Drawn::Tick(own) => *own = None,
            Drawn::Span(low, high) => *(if at == 0 { low } else { high }) = Stop::Unset,
            Drawn::Cells(cells) => cells.clear(),
        });
        self.say();
    }

    /// Turns an end from belonging to not belonging, and back.
    fn turn(self, at: usize) {
        self.drawn.update(|drawn| {
            if let Drawn::Span(low, high) = drawn
                && let Stop::At(_, closed) = if at == 0 { low } else { high }
            {
                *closed = !*closed;
            }
        });
        self.say();
    }

    fn say(self) {
        let told = self.drawn.with_untracked(|drawn| self.field.with_value(|field| field.told(drawn, lang())));
        announce(&told);
    }

    fn place(self, step: Step) -> (f64, f64) {
        self.field.with_value(|field| field.board.place(step))
    }

    fn focus(self, at: usize) {
        let id = format!("#{}-{at}", self.stem.get_value());
        request_animation_frame(move || {
            page::focus_svg(&id);
        });
    }
}

fn name(state: State, at: usize) -> String {
    use crate::exercises::AnswerKind as Kind;
    match (state.field.with_value(|field| field.kind), at) {
        (Kind::Line, 0) => say!(board.first),
        (Kind::Line, _) => say!(board.second),
        (Kind::Parabola, 0) => say!(board.vertex),
        (Kind::Parabola, _) => say!(board.through),
        (Kind::AxisInterval, 0) => say!(board.left),
        (Kind::AxisInterval, _) => say!(board.right),
        _ => say!(board.point),
    }
}

/// A handle on the plane or the number line.
fn handle(state: State, at: usize) -> AnyView {
    let step = Memo::new(move |_| state.step(at));
    let at_step = move || step.get().unwrap_or_else(|| state.waits(at));
    let stop = Memo::new(move |_| {
        state.drawn.with(|drawn| match drawn {
            Drawn::Span(low, high) => Some(if at == 0 { *low } else { *high }),
            _ => None,
        })
    });
    let value = move || {
        let Some(step) = step.get() else { return say!(board.unset) };
        state.field.with_value(|field| match (&field.board, stop.get()) {
            (Board::Plane(x, y), _) => format!("({}; {})", x.label(step.0), y.label(step.1)),
            (_, Some(Stop::Endless)) => say!(board.endless).to_lowercase(),
            (Board::Line(axis), Some(Stop::At(_, true))) => {
                format!("{}, {}", axis.label(step.0), say!(board.belongs).to_lowercase())
            }
            (Board::Line(axis), Some(_)) => format!("{}, {}", axis.label(step.0), say!(board.apart).to_lowercase()),
            (Board::Line(axis), None) => axis.label(step.0),
            (Board::Grid(..), _) => String::new(),
        })
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if state.disabled.get_untracked() || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let here = step.get_untracked();
        let from = here.unwrap_or_else(|| state.waits(at));
        let far = if event.shift_key() { 5 } else { 1 };
        let by = match event.key().as_str() {
            "ArrowLeft" => (-far, 0),
            "ArrowRight" => (far, 0),
            "ArrowUp" => (0, far),
            "ArrowDown" => (0, -far),
            " " => {
                event.prevent_default();
                return if here.is_some() { state.turn(at) } else { state.set(at, from) };
            }
            "Delete" | "Backspace" => {
                event.prevent_default();
                return state.take(at);
            }
            "Enter" => {
                event.prevent_default();
                return state.on_submit.run(());
            }
            _ => return,
        };
        event.prevent_default();
        let on_line = state.field.with_value(|field| matches!(field.board, Board::Line(_)));
        // On a number line up is more, too.
        let by = if on_line { (by.0 + by.1, 0) } else { by };
        state.set(at, (from.0 + by.0, from.1 + by.1));
    };
    let label = move || name(state, at);
    let most = state.field.with_value(|field| match &field.board {
        Board::Plane(x, _) => x.steps,
        Board::Line(axis) => axis.steps + 1,
        Board::Grid(..) => 0,
    });
    let id = format!("{}-{at}", state.stem.get_value());
    view! {
        <g
            id=id
            class="handle"
            class:handle-unset=move || step.get().is_none()
            class:handle-open=move || matches!(stop.get(), Some(Stop::At(_, false)))
            class:handle-endless=move || stop.get() == Some(Stop::Endless)
            role="slider"
            tabindex=move || if state.disabled.get() { "-1" } else { "0" }
            aria-label=label
            aria-valuenow=move || at_step().0.to_string()
            aria-valuemin="-1"
            aria-valuemax=most.to_string()
            aria-valuetext=value
            aria-disabled=move || state.disabled.get().to_string()
            data-testid="handle"
            transform=move || {
                let (x, y) = state.place(at_step());
                format!("translate({x} {y})")
            }
            on:keydown=on_key
        >
            <circle class="handle-reach" r="18"></circle>
            <circle class="handle-dot" r="7"></circle>
        </g>
    }
    .into_any()
}

/// Whether an end belongs, or is there at all: the same as the space bar and the edge, for all to see.
fn end_choice(state: State, at: usize) -> AnyView {
    let chosen = Signal::derive(move || {
        state.drawn.with(|drawn| match drawn {
            Drawn::Span(low, high) => match if at == 0 { low } else { high } {
                Stop::At(_, true) => 0,
                Stop::At(_, false) => 1,
                Stop::Endless => 2,
                // None of the three yet.
                Stop::Unset => usize::MAX,
            },
            _ => usize::MAX,
        })
    });
    let choose = Callback::new(move |choice: usize| {
        if state.disabled.get_untracked() {
            return;
        }
        let steps = state.field.with_value(|field| if let Board::Line(axis) = &field.board { axis.steps } else { 0 });
        let here = state.step(at).map(|step| step.0).filter(|step| (0..=steps).contains(step));
        let step = here.unwrap_or_else(|| state.waits(at).0);
        state.drawn.update(|drawn| {
            if let Drawn::Span(low, high) = drawn {
                *(if at == 0 { low } else { high }) = match choice {
                    0 => Stop::At(step, true),
                    1 => Stop::At(step, false),
                    _ => Stop::Endless,
                };
            }
        });
        state.say();
    });
    let options = vec![words!(board.belongs), words!(board.apart), words!(board.endless)];
    view! { <Segmented label=Signal::derive(move || name(state, at)) options chosen on_choose=choose/> }.into_any()
}

/// The cells of a grid: one stop for the Tab key, arrow keys walk.
fn cells(state: State, columns: i64, rows: i64) -> AnyView {
    let side = state.field.with_value(|field| field.board.cell());
    let is_on =
        move |step: Step| state.drawn.with(|drawn| matches!(drawn, Drawn::Cells(cells) if cells.contains(&step)));
    let all = (1..=rows).flat_map(|row| (1..=columns).map(move |column| (column, row)));
    let id_of = move |step: Step| format!("{}-{}", state.stem.get_value(), (step.1 - 1) * columns + step.0 - 1);
    let on_key = move |event: leptos::ev::KeyboardEvent, step: Step| {
        if state.disabled.get_untracked() || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let next = match event.key().as_str() {
            "ArrowLeft" => (step.0 - 1, step.1),
            "ArrowRight" => (step.0 + 1, step.1),
            "ArrowUp" => (step.0, step.1 - 1),
            "ArrowDown" => (step.0, step.1 + 1),
            "Home" => (1, step.1),
            "End" => (columns, step.1),
            " " => {
                event.prevent_default();
                fill(state, step, !is_on(step));
                return state.say();
            }
            "Enter" => {
                event.prevent_default();
                return state.on_submit.run(());
            }
            _ => return,
        };
        event.prevent_default();
        if (1..=columns).contains(&next.0) && (1..=rows).contains(&next.1) {
            state.cell.set(next);
            page::focus_svg(&format!("#{}", id_of(next)));
        }
    };
    all.map(|step| {
        let (x, y) = state.place(step);
        view! {
            <rect
                id=id_of(step)
                class="board-cell"
                class:board-cell-on=move || is_on(step)
                x=x.to_string()
                y=y.to_string()
                width=side.to_string()
                height=side.to_string()
                role="checkbox"
                aria-checked=move || is_on(step).to_string()
                aria-disabled=move || state.disabled.get().to_string()
                aria-label=move || say!(board.cell, row = step.1 as u32, column = step.0 as u32)
                tabindex=move || if state.cell.get() == step && !state.disabled.get() { "0" } else { "-1" }
                data-testid="cell"
                on:keydown=move |event| on_key(event, step)
                on:focus=move |_| state.cell.set(step)
            ></rect>
        }
    })
    .collect_view()
    .into_any()
}

fn fill(state: State, step: Step, on: bool) {
    state.drawn.update(|drawn| {
        if let Drawn::Cells(cells) = drawn {
            if on {
                cells.insert(step);
            } else {
                cells.remove(&step);
            }
        }
    });
}

/// Where the pointer is on the board.
fn pointed(state: State, event: &PointerEvent) -> Option<Step> {
    let board: Element = event.current_target()?.dyn_into().ok()?;
    let shown = board.get_bounding_client_rect();
    if shown.width() <= 0.0 || shown.height() <= 0.0 {
        return None;
    }
    state.field.with_value(|field| {
        let (width, height) = field.board.sheet();
        let x = (f64::from(event.client_x()) - shown.left()) / shown.width() * width;
        let y = (f64::from(event.client_y()) - shown.top()) / shown.height() * height;
        field.board.nearest((x, y))
    })
}

fn down(state: State, event: &PointerEvent) {
    if state.disabled.get_untracked() || event.button() != 0 {
        return;
    }
    let Some(step) = pointed(state, event) else { return };
    event.prevent_default();
    if let Some(board) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
        let _ = board.set_pointer_capture(event.pointer_id());
    }
    let blank = state.field.with_value(Field::blank);
    if let Drawn::Cells(_) = blank {
        let on = state.drawn.with_untracked(|drawn| matches!(drawn, Drawn::Cells(cells) if cells.contains(&step)));
        state.filling.set_value(Some(!on));
        fill(state, step, !on);
        state.cell.set(step);
        return state.say();
    }
    let all: Vec<Option<Step>> = untrack(|| (0..count(&blank)).map(|at| state.step(at)).collect());
    let same = all.iter().position(|own| *own == Some(step));
    let free = all.iter().position(Option::is_none);
    let near = || {
        let far = |own: &Option<Step>| own.map_or(i64::MAX, |own| (own.0 - step.0).pow(2) + (own.1 - step.1).pow(2));
        (0..all.len()).min_by_key(|at| all.get(*at).map(far))
    };
    let Some(mut at) = same.or(free).or_else(near) else { return };
    state.tapped_end.set_value(same.is_some() && matches!(blank, Drawn::Span(..)));
    if let (Drawn::Span(..), [low, high]) = (&blank, all.as_slice())
        && same.is_none()
        && free.is_some()
    {
        // Before the end that is set goes the left one, behind it the right one.
        at = match (low, high) {
            (Some(low), None) if step.0 < low.0 => swap(state),
            (None, Some(high)) if step.0 > high.0 => swap(state),
            (None, None) if step.0 > untrack(|| state.waits(1)).0.max(1) * 2 => 1,
            _ => at,
        };
    }
    if same.is_none() {
        state.set(at, step);
    }
    state.dragged.set_value(Some(at));
    state.focus(at);
}

/// The end that is set becomes the other one; returns which is free now.
fn swap(state: State) -> usize {
    let mut free = 0;
    state.drawn.update(|drawn| {
        if let Drawn::Span(low, high) = drawn {
            std::mem::swap(low, high);
            free = usize::from(*low != Stop::Unset);
        }
    });
    free
}

fn moved(state: State, event: &PointerEvent) {
    if event.buttons() == 0 || state.disabled.get_untracked() {
        return;
    }
    if let Some(on) = state.filling.get_value() {
        if let Some(step) = pointed(state, event) {
            fill(state, step, on);
        }
        return;
    }
    let (Some(at), Some(step)) = (state.dragged.get_value(), pointed(state, event)) else { return };
    if untrack(|| state.step(at)) != Some(step) {
        state.tapped_end.set_value(false);
        state.set(at, step);
    }
}

fn up(state: State) {
    if state.filling.get_value().is_some() {
        state.filling.set_value(None);
        state.say();
    }
    if let Some(at) = state.dragged.get_value() {
        if state.tapped_end.get_value() {
            state.turn(at);
        }
        state.tapped_end.set_value(false);
        state.dragged.set_value(None);
    }
}
