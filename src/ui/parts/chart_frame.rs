//! The frame of a chart: its title, the place it is drawn in, and the same figures as a table.
//!
//! Absent: drawing. Whoever draws gets the canvas through `canvas`; the table is the chart for a screen reader, and
//! for anybody who prefers it.

use super::icon::{Icon, icon};
use super::math_field::fresh_id;
use crate::say;
use crate::words;
use leptos::prelude::*;

/// The figures of a chart as text: printed as people write them, the first column names the row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartTable {
    /// The heads of the columns.
    pub columns: Vec<String>,
    /// The rows, as many cells as columns.
    pub rows: Vec<Vec<String>>,
}

/// The frame.
#[component]
pub fn ChartFrame(
    /// What the chart shows.
    #[prop(into)]
    title: Signal<String>,
    /// What it says, in one sentence: the chart for somebody in a hurry, and the canvas's description.
    #[prop(into)]
    says: Signal<String>,
    /// The same figures in words.
    #[prop(into)]
    table: Signal<ChartTable>,
    /// The canvas, for whoever draws.
    canvas: NodeRef<leptos::html::Canvas>,
    /// The name that measuring finds it by.
    #[prop(optional, into)]
    testid: Option<&'static str>,
) -> impl IntoView {
    let as_table = RwSignal::new(false);
    let id = fresh_id("chart");
    let says_id = format!("{id}-says");
    let (figure_named, canvas_named, described) = (id.clone(), id.clone(), says_id.clone());
    let empty = move || table.with(|table| table.rows.is_empty());
    view! {
        <figure class="chart" aria-labelledby=figure_named data-testid=testid>
            <div class="chart-head">
                <figcaption class="chart-title" id=id>{title}</figcaption>
                <button
                    type="button"
                    class="button button-quiet"
                    hidden=empty
                    aria-pressed=move || as_table.get().to_string()
                    on:click=move |_| as_table.update(|on| *on = !*on)
                >
                    {move || icon(if as_table.get() { Icon::Chart } else { Icon::Table })}
                    <span>
                        {move || {
                            if as_table.get() { say!(parts.chart.as_chart) } else { say!(parts.chart.as_table) }
                        }}
                    </span>
                </button>
            </div>
            <p class="chart-says" id=says_id>{says}</p>
            <p class="chart-empty" hidden=move || !empty()>{words!(parts.chart.empty)}</p>
            <div class="chart-canvas" hidden=move || as_table.get() || empty()>
                <canvas role="img" aria-labelledby=canvas_named aria-describedby=described node_ref=canvas></canvas>
            </div>
            <Show when=move || as_table.get() && !empty()>
                <div class="chart-table" tabindex="0" role="group" aria-label=title>
                    <table>
                        <thead>
                            <tr>
                                {move || {
                                    table.with(|table| {
                                        table.columns.iter().map(|head| view! { <th scope="col">{head.clone()}</th> }).collect::<Vec<_>>()
                                    })
                                }}
                            </tr>
                        </thead>
                        <tbody>{move || table.with(|table| table.rows.iter().map(|row| table_row(row)).collect::<Vec<_>>())}</tbody>
                    </table>
                </div>
            </Show>
        </figure>
    }
}

fn table_row(row: &[String]) -> impl IntoView + use<> {
    let cells: Vec<AnyView> = row
        .iter()
        .enumerate()
        .map(|(at, cell)| match at {
            0 => view! { <th scope="row">{cell.clone()}</th> }.into_any(),
            _ => view! { <td>{cell.clone()}</td> }.into_any(),
        })
        .collect();
    view! { <tr>{cells}</tr> }
}
