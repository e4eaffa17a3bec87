//! The kinds of field that are not typed into: one option, several options, an order, pairs.
//!
//! A part of the program that loads with the first task of such a kind (see `ui::lazy`).

use super::field::FieldTask;
use crate::base::Lang;
use crate::exercises::{Answer, AnswerKind, ItemOption};
use crate::ui::parts::{Button, ChoiceField, ChoiceOption, ChoicesField, MatchField, MatchRow, OrderField, OrderRow};
use crate::ui::words::lang;
use leptos::prelude::*;

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
        // Typed kinds have a field of their own.
        _ => ().into_any(),
    }
}
