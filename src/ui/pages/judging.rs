//! "Kaip vertinami atsakymai": the table by which the judging of answers is tested, as people read it.

use crate::base::Lang;
use crate::ui::desk::use_desk;
use crate::ui::parts::{Button, Card, CardLook, EmptyState};
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use serde::Deserialize;

/// A row of the table, as the build writes it: kind, form, key, typed, options, verdict, remark in Lithuanian, in English.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Row(String, String, String, String, String, String, String, String);

/// The kinds in the order of the page, and their names.
fn kind_name(kind: &str) -> Option<String> {
    Some(match kind {
        "number" => say!(judging.number),
        "expression" => say!(judging.expression),
        "equation" => say!(judging.equation),
        "inequality" => say!(judging.inequality),
        "set" => say!(judging.set),
        "interval" => say!(judging.interval),
        "pair" => say!(judging.pair),
        "quantity" => say!(judging.quantity),
        "time" => say!(judging.time),
        "ratio" => say!(judging.ratio),
        "list" => say!(judging.list),
        _ => return None,
    })
}

/// The form that a row asks for; nothing where any will do.
fn form_name(form: &str) -> Option<String> {
    Some(match form {
        "expanded" => say!(judging.expanded),
        "factored" => say!(judging.factored),
        "simplest" => say!(judging.simplest),
        "lowest-terms" => say!(judging.lowest_terms),
        "single-fraction" => say!(judging.single_fraction),
        "completed-square" => say!(judging.completed_square),
        "rationalised" => say!(judging.rationalised),
        "standard-form" => say!(judging.standard_form),
        "decimal-places" => say!(judging.decimal_places),
        "significant-figures" => say!(judging.significant_figures),
        "positive-exponents" => say!(judging.positive_exponents),
        "collected" => say!(judging.collected),
        _ => return None,
    })
}

/// The page.
#[component]
pub fn JudgingPage() -> impl IntoView {
    let desk = use_desk();
    let (rows, missing) = (RwSignal::new(None::<Vec<Row>>), RwSignal::new(false));
    let load = move || {
        missing.set(false);
        desk.fetch_named("augu:answers", move |text| {
            match text.and_then(|text| serde_json::from_str::<Vec<Row>>(&text).map_err(|fault| fault.to_string())) {
                Ok(read) => rows.set(Some(read)),
                Err(_) => missing.set(true),
            }
        });
    };
    load();
    let kinds = Memo::new(move |_| {
        let mut kinds: Vec<String> = Vec::new();
        rows.with(|rows| {
            for row in rows.iter().flatten() {
                if !kinds.contains(&row.0) {
                    kinds.push(row.0.clone());
                }
            }
        });
        kinds
    });
    let again = Callback::new(move |()| load());
    view! {
        <h1>{words!(judging.title)}</h1>
        <p class="page-lead">{words!(judging.lead)}</p>
        <Card look=CardLook::Leaf>
            <ul class="bullets">
                <li>{words!(judging.rule_value)}</li>
                <li>{words!(judging.rule_form)}</li>
                <li>{words!(judging.rule_unreadable)}</li>
                <li>{words!(judging.rule_rounding)}</li>
                <li>{words!(judging.rule_unit)}</li>
            </ul>
        </Card>
        {move || missing.get().then(|| view! {
            <EmptyState title=words!(judging.missing)><Button label=words!(practice.try_again) on_press=again/></EmptyState>
        })}
        <div class="stack">
            {move || kinds.get().into_iter().map(|kind| view! { <Kind kind rows/> }).collect_view()}
        </div>
    }
}

/// The rows of one kind, folded until asked for: the table is long.
#[component]
fn Kind(kind: String, rows: RwSignal<Option<Vec<Row>>>) -> impl IntoView {
    let shown = RwSignal::new(false);
    let own = kind.clone();
    let mine = Memo::new(move |_| {
        rows.with(|rows| rows.iter().flatten().filter(|row| row.0 == own).cloned().collect::<Vec<_>>())
    });
    let named = kind.clone();
    let title = move || kind_name(&named).unwrap_or_else(|| named.clone());
    let line = |row: Row| {
        let Row(_, form, key, typed, options, verdict, lt, en) = row;
        let (said, class) = match verdict.as_str() {
            "right" => (say!(judging.right), "seen-right"),
            "form" => (say!(judging.form), "seen-form"),
            "wrong" => (say!(judging.wrong), "seen-wrong"),
            _ => (say!(judging.unreadable), "seen-wrong"),
        };
        let remark = match lang() {
            Lang::Lt => lt,
            Lang::En => en,
        };
        let asked = form_name(&form).map(|form| if options.is_empty() { form } else { format!("{form}: {options}") });
        view! {
            <tr>
                <td>{key}{asked.map(|asked| view! { <span class="judging-form">" ("{asked}")"</span> })}</td>
                <td>{typed}</td>
                <td class=class>{said}</td>
                <td>{remark}</td>
            </tr>
        }
    };
    view! {
        <details class="check-group" on:toggle=move |_| shown.set(true)>
            <summary>{title} " (" {move || mine.with(Vec::len)} ")"</summary>
            {move || shown.get().then(|| view! {
                <div class="table-scroll" tabindex="0" role="region" aria-label=words!(judging.table)>
                    <table class="skill-table">
                        <thead>
                            <tr>
                                <th scope="col">{words!(judging.key)}</th>
                                <th scope="col">{words!(judging.typed)}</th>
                                <th scope="col">{words!(judging.verdict)}</th>
                                <th scope="col">{words!(judging.remark)}</th>
                            </tr>
                        </thead>
                        <tbody>{mine.get().into_iter().map(line).collect_view()}</tbody>
                    </table>
                </div>
            })}
        </details>
    }
}
