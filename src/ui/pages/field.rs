//! Where an answer is given, whatever its kind: typed here, picked in a part of the program that loads when it is needed.

use crate::base::Lang;
use crate::exercises::{Answer, Block, Inline, Item, Rich, formulas};
use crate::maths::MathNode;
use crate::ui::desk::use_desk;
use crate::ui::lazy;
use crate::ui::parts::{Button, FieldReading, KeypadKind, MathField, touches};
use crate::ui::words::lang;
use leptos::prelude::*;

/// The field's task and what is to be done with the answer.
#[derive(Clone)]
pub struct FieldTask {
    /// The item.
    pub item: Item,
    /// The id of the element that asks.
    pub ask_id: String,
    /// The task is done: nothing can be given any more.
    pub done: Signal<bool>,
    /// Takes the answer.
    pub submit: Callback<Answer>,
    /// What was typed or picked before.
    pub draft: Option<Answer>,
    /// Keeps what is typed or picked, at every change.
    pub keep: Callback<Answer>,
    /// What the button says.
    pub submit_label: Signal<String>,
}

/// Where the answer is given, by its kind. What is typed or picked is kept at every change.
#[component]
pub fn AnswerField(
    /// The task, and what is to be done with its answer.
    task: FieldTask,
) -> impl IntoView {
    let drawing = task.item.has_figure().then(|| {
        let item = task.item.clone();
        lazy::view(move || {
            let item = item.clone();
            Box::pin(async move { Ok((lazy::fields().await?.figure)(item)) })
        })
    });
    if task.item.kind.is_typed() {
        return view! { {drawing} <TypedField task/> }.into_any();
    }
    let field = lazy::view(move || {
        let task = task.clone();
        Box::pin(async move { Ok((lazy::fields().await?.field)(task)) })
    });
    view! { {drawing} {field} }.into_any()
}

/// The letters of the task's formulas, for keys of their own.
pub(super) fn letters_of(item: &Item) -> Vec<char> {
    let ask = item.ask.rich(Lang::Lt);
    let mut letters: Vec<char> = formulas(&ask)
        .into_iter()
        .flat_map(|formula| formula.expressions())
        .flat_map(|expression| expression.letters())
        .filter_map(|name| name.chars().next().filter(|_| name.chars().count() == 1))
        .collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

/// A short text beside the field, as a formula: `x =`, `cm`.
fn node_of_words(text: &Rich) -> Option<MathNode> {
    let Some(Block::Paragraph(line)) = text.first() else { return None };
    let piece = |piece: &Inline| match piece {
        Inline::Formula(formula) => formula.mathml(),
        Inline::Text(text) | Inline::Strong(text) => {
            MathNode { tag: "mtext", text: text.clone(), ..MathNode::default() }
        }
    };
    match line.as_slice() {
        [one] => Some(piece(one)),
        several => Some(MathNode { tag: "mrow", children: several.iter().map(piece).collect(), ..MathNode::default() }),
    }
}

#[component]
fn TypedField(task: FieldTask) -> impl IntoView {
    let FieldTask { item, ask_id, done, submit, draft, keep, submit_label } = task;
    let desk = use_desk();
    let value = RwSignal::new(match draft {
        Some(Answer::Typed(text)) => text,
        _ => String::new(),
    });
    let first = StoredValue::new(true);
    Effect::new(move |_| {
        let text = value.get();
        if !first.get_value() {
            keep.run(Answer::Typed(text));
        }
        first.set_value(false);
    });
    let kind = item.kind;
    let letters = letters_of(&item);
    let (before, after) = (item.before.clone(), item.after.clone());
    let node_of = |words: Option<crate::exercises::Words>| {
        Signal::derive(move || words.as_ref().and_then(|words| node_of_words(&words.rich(lang()))))
    };
    let shared = StoredValue::new(item);
    let reading = Signal::derive(move || {
        let typed = value.get();
        desk.judges.track();
        let Some(judging) = lazy::judging_now() else { return FieldReading::default() };
        let read = shared.with_value(|item| (judging.read)(item, &typed));
        FieldReading { formula: read.formula.as_ref().map(|formula| formula.mathml()), remark: read.remark(lang()) }
    });
    let press = Callback::new(move |()| submit.run(Answer::Typed(value.get_untracked())));
    let input = NodeRef::<leptos::html::Input>::new();
    // Once for this field, and for as long as the field lives rather than this effect's turn.
    let owner = Owner::current().unwrap_or_default();
    Effect::new(move |laid_out: Option<bool>| {
        desk.judges.track();
        match (lazy::judging_now(), input.get()) {
            (Some(judging), Some(input)) if laid_out != Some(true) => {
                untrack(|| owner.with(|| (judging.lay_out)(input, value)));
                true
            }
            _ => laid_out == Some(true),
        }
    });
    view! {
        <MathField
            node_ref=input
            value
            reading
            on_submit=press
            keypad=KeypadKind::of(kind.key())
            letters
            before=node_of(before)
            after=node_of(after)
            asked_by=ask_id
            disabled=done
            autofocus=!touches()
        >
            <div class="practice-submit">
                <Button label=submit_label on_press=press disabled=done testid="submit"/>
            </div>
        </MathField>
    }
}
