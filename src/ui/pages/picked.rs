//! The kinds of field that are not one typed line: one option, several options, an order, pairs, boards to draw on, lines
//! of working; and the figures beside questions.
//!
//! A part of the program that loads with the first task of such a kind (see `ui::lazy`).

use super::field::FieldTask;
use crate::base::Lang;
use crate::exercises::{Answer, AnswerKind, Item, ItemOption, Preview, board, figure, working};
use crate::ui::desk::use_desk;
use crate::ui::parts::{
    BoardField, Button, ChoiceField, ChoiceOption, ChoicesField, FieldReading, MatchField, MatchRow, OrderField,
    OrderRow, WorkingLine, WorkingLines, told_sheet,
};
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;

/// The figure beside the question, told in words.
pub fn item_figure(item: Item) -> AnyView {
    match figure::figure(&item) {
        Some(Ok(drawing)) => (move || told_sheet(&drawing, lang())).into_any(),
        _ => ().into_any(),
    }
}

/// The field. What is picked is kept at every change.
pub fn picked_field(field: FieldTask) -> AnyView {
    let FieldTask { item, ask_id, done, submit, draft, keep, submit_label } = field;
    let texts = |options: &[ItemOption], lang: Lang| {
        options.iter().map(|option| (option.id, option.words.rich(lang))).collect::<Vec<_>>()
    };
    let button = move |press: Callback<()>| {
        view! {
            <div class="practice-submit">
                <Button label=submit_label on_press=press disabled=done testid="submit"/>
            </div>
        }
    };
    match item.kind {
        AnswerKind::Choice => {
            let chosen = RwSignal::new(match draft {
                Some(Answer::Option(id)) => Some(id),
                _ => None,
            });
            Effect::new(move |_| {
                if let Some(id) = chosen.get() {
                    keep.run(Answer::Option(id));
                }
            });
            let press = Callback::new(move |()| {
                submit.run(chosen.get_untracked().map_or(Answer::Options(Vec::new()), Answer::Option));
            });
            let shown = item.clone();
            view! {
                {move || {
                    let options = texts(&shown.options, lang()).into_iter().map(|(id, text)| ChoiceOption { id, text }).collect();
                    view! { <ChoiceField options chosen on_submit=press asked_by=ask_id.clone() disabled=done/> }
                }}
                {button(press)}
            }
            .into_any()
        }
        AnswerKind::Choices => {
            let chosen = RwSignal::new(match draft {
                Some(Answer::Options(ids)) => ids,
                _ => Vec::new(),
            });
            Effect::new(move |_| keep.run(Answer::Options(chosen.get())));
            let press = Callback::new(move |()| submit.run(Answer::Options(chosen.get_untracked())));
            let shown = item.clone();
            view! {
                {move || {
                    let options = texts(&shown.options, lang()).into_iter().map(|(id, text)| ChoiceOption { id, text }).collect();
                    view! { <ChoicesField options chosen on_submit=press asked_by=ask_id.clone() disabled=done/> }
                }}
                {button(press)}
            }
            .into_any()
        }
        AnswerKind::Order => {
            let ids: Vec<usize> = item.options.iter().map(|option| option.id).collect();
            let order = RwSignal::new(match draft {
                Some(Answer::Order(order)) if order.len() == ids.len() => order,
                _ => ids,
            });
            Effect::new(move |_| keep.run(Answer::Order(order.get())));
            let press = Callback::new(move |()| submit.run(Answer::Order(order.get_untracked())));
            let shown = item.clone();
            view! {
                {move || {
                    let rows = texts(&shown.options, lang()).into_iter().map(|(id, text)| OrderRow { id, text }).collect();
                    view! { <OrderField rows order on_submit=press asked_by=ask_id.clone() disabled=done/> }
                }}
                {button(press)}
            }
            .into_any()
        }
        AnswerKind::Match => {
            let pairs = RwSignal::new(match draft {
                Some(Answer::Pairs(pairs)) => pairs,
                _ => Vec::new(),
            });
            Effect::new(move |_| keep.run(Answer::Pairs(pairs.get())));
            let press = Callback::new(move |()| submit.run(Answer::Pairs(pairs.get_untracked())));
            let shown = item.clone();
            view! {
                {move || {
                    let rows = |options| texts(options, lang()).into_iter().map(|(id, text)| MatchRow { id, text }).collect();
                    let (left, right) = (rows(&shown.lefts), rows(&shown.rights));
                    view! { <MatchField left right pairs on_submit=press asked_by=ask_id.clone() disabled=done/> }
                }}
                {button(press)}
            }
            .into_any()
        }
        AnswerKind::Working => {
            let first = working::first_line(&item);
            let before = match draft {
                Some(Answer::Typed(text)) => text,
                _ => String::new(),
            };
            let own: Vec<String> = before.lines().map(str::to_owned).collect();
            let own = if own.is_empty() { vec![String::new()] } else { own };
            let lines = RwSignal::new(WorkingLine::of(std::iter::once(first).chain(own)));
            let texts =
                Memo::new(move |_| lines.with(|lines| lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>()));
            let text = move || texts.with(|texts| texts.iter().skip(1).cloned().collect::<Vec<_>>().join("\n"));
            Effect::new(move |_| keep.run(Answer::Typed(text())));
            let press = Callback::new(move |()| submit.run(Answer::Typed(untrack(text))));
            let readings = Signal::derive(move || {
                texts.with(|texts| {
                    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                    let shown = |preview: &Preview| FieldReading {
                        formula: preview.formula.as_ref().map(|formula| formula.mathml_in(lang())),
                        remark: preview.remark(lang()),
                    };
                    working::previews(&texts).iter().map(shown).collect::<Vec<_>>()
                })
            });
            let toasts = use_desk().toasts;
            let removed = Callback::new(move |(at, text): (usize, String)| {
                let back = move || {
                    let _ = lines.try_update(|lines| {
                        let id = lines.iter().map(|line| line.id + 1).max().unwrap_or(0);
                        lines.insert(at.min(lines.len()), WorkingLine { id, text: text.clone() });
                    });
                };
                toasts.say_with_undo(say!(working.line_taken), back);
            });
            let letters = super::field::letters_of(&item);
            view! {
                <p class="field-note">{words!(board.work_given)}</p>
                <WorkingLines
                    lines
                    readings
                    marks=Signal::stored(Vec::new())
                    on_removed=removed
                    on_submit=press
                    letters=Signal::stored(letters)
                    given=1
                    asked_by=ask_id
                    disabled=done
                >
                    <Button label=submit_label on_press=press disabled=done testid="submit"/>
                </WorkingLines>
            }
            .into_any()
        }
        // Drawn kinds; typed ones have a field of their own.
        _ => {
            let Some(Ok(field)) = board::field(&item) else { return ().into_any() };
            let before = match draft {
                Some(Answer::Typed(text)) => field.drawn(&text),
                _ => None,
            };
            let drawn = RwSignal::new(before.unwrap_or_else(|| field.blank()));
            let shared = StoredValue::new(field.clone());
            let text = move || drawn.with(|drawn| shared.with_value(|field| field.text(drawn)).unwrap_or_default());
            Effect::new(move |_| keep.run(Answer::Typed(text())));
            let press = Callback::new(move |()| submit.run(Answer::Typed(untrack(text))));
            view! {
                <BoardField field drawn on_submit=press asked_by=ask_id disabled=done/>
                {button(press)}
            }
            .into_any()
        }
    }
}
