//! Progress: charts against one's own past, what each says and what to do next. No ranking against anybody.

use crate::base::{Day, Week, format};
use crate::browser::{chartjs, clock};
use crate::exercises::Level;
use crate::insights::{GrowthPoint, RatingFit, WeekWork, growth_by_area, ratings_fit};
use crate::journal::Event;
use crate::school::profile::ProfileFact;
use crate::skills::Area;
use crate::ui::desk::{Desk, use_desk};
use crate::ui::parts::{
    Button, ButtonLink, Card, CardLook, ChartFrame, ChartTable, EmptyState, Icon, LevelBadge, Loudness,
};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Weeks shown.
const WEEKS: i32 = 12;

/// The page.
#[component]
pub fn ProgressPage() -> impl IntoView {
    let desk = use_desk();
    let fresh = Memo::new(move |_| desk.pupil.with(|pupil| pupil.is_fresh()));
    view! {
        <h1>{words!(progress.title)}</h1>
        {move || {
            if fresh.get() {
                view! {
                    <EmptyState title=words!(progress.none) note=words!(progress.none_note)>
                        <ButtonLink label=words!(today.start) href=Signal::derive(|| routes::href("practice")) sign=Icon::Next/>
                    </EmptyState>
                }
                .into_any()
            } else {
                view! {
                    <p class="page-lead">{words!(progress.lead)}</p>
                    <Growth/>
                    <Work/>
                    <Alone/>
                    <Areas/>
                    <SelfRatings/>
                    <Best/>
                    <Card look=CardLook::Sunk>
                        <p>{words!(progress.share_note)}</p>
                        <div class="actions">
                            <ButtonLink
                                label=words!(shell.nav.share)
                                href=Signal::derive(|| routes::href("share"))
                                loudness=Loudness::Secondary
                                testid="to-share"
                            />
                        </div>
                    </Card>
                    <p><a href=routes::href("skills")>{words!(progress.to_map)}</a></p>
                }
                .into_any()
            }
        }}
    }
}

/// Draws the description on the canvas whenever it changes, and in the colours of the look.
fn drawn(canvas: NodeRef<leptos::html::Canvas>, description: impl Fn() -> Option<Value> + 'static) {
    let desk = use_desk();
    let kept: StoredValue<Option<chartjs::Chart>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move |_| {
        desk.look.track();
        let (Some(canvas), Some(description)) = (canvas.get(), description()) else { return };
        spawn_local(async move {
            match chartjs::draw(canvas, &description).await {
                Ok(chart) => {
                    // Gone if the page was left meanwhile; then the chart goes, too.
                    let _ = kept.try_update_value(|kept| *kept = Some(chart));
                }
                Err(fault) => leptos::logging::warn!("{fault}"),
            }
        });
    });
    on_cleanup(move || {
        let _ = kept.try_update_value(Option::take);
    });
}

/// What all charts have in common: calm, no animation beyond the first, figures with a decimal comma.
fn options(max: Option<f64>, stacked_legend: bool) -> Value {
    let ink = chartjs::style_value("--ink-soft");
    let line = chartjs::style_value("--line");
    json!({
        "responsive": true, "maintainAspectRatio": false, "animation": false, "locale": lang().tag(),
        "interaction": { "mode": "index", "intersect": false },
        "plugins": { "legend": { "display": stacked_legend, "position": "bottom", "labels": { "color": ink, "usePointStyle": true } } },
        "scales": {
            "x": { "ticks": { "color": ink, "maxRotation": 0, "autoSkipPadding": 12 }, "grid": { "display": false } },
            "y": { "beginAtZero": true, "suggestedMax": max, "ticks": { "color": ink, "precision": 0, "maxTicksLimit": 6 }, "grid": { "color": line } }
        }
    })
}

fn week_label(week: Week) -> String {
    format::date_tick(week.monday())
}

fn area_colour(area: Area) -> String {
    chartjs::style_value(match area {
        Area::Skaiciai => "--leaf",
        Area::Modeliai => "--sky",
        Area::Geometrija => "--plum",
        Area::Duomenys => "--clay",
    })
}

/// Mastery over time by area: topics held at the end of each week.
#[component]
fn Growth() -> impl IntoView {
    let desk = use_desk();
    let growth: RwSignal<Option<BTreeMap<Area, Vec<GrowthPoint>>>> = RwSignal::new(None);
    Effect::new(move |_| {
        desk.journal_read.track();
        let world = desk.world.get_untracked();
        desk.with_journal(move |entries| {
            let found = growth_by_area(entries, &world.index.graph, &world.catalogue, &world.params);
            let _ = growth.try_set(Some(found));
        });
    });
    let canvas = NodeRef::new();
    let weeks = move || {
        growth.with(|growth| {
            let points = growth.iter().flat_map(BTreeMap::values).flatten();
            let mut weeks: Vec<Week> = points.map(|point| point.week).collect();
            weeks.sort_unstable();
            weeks.dedup();
            let from = weeks.len().saturating_sub(40);
            weeks.split_off(from)
        })
    };
    let held_at = |points: &[GrowthPoint], week: Week| {
        points.iter().take_while(|point| point.week <= week).last().map_or(0, |point| point.held)
    };
    drawn(canvas, move || {
        let weeks = weeks();
        let growth = growth.get()?;
        let set = |(area, points): (&Area, &Vec<GrowthPoint>)| {
            let colour = area_colour(*area);
            let data: Vec<u32> = weeks.iter().map(|week| held_at(points, *week)).collect();
            json!({ "label": area.name(lang()), "data": data, "borderColor": colour, "backgroundColor": colour, "tension": 0.25, "pointRadius": 3 })
        };
        let labels: Vec<String> = weeks.iter().map(|week| week_label(*week)).collect();
        let sets: Vec<Value> = growth.iter().map(set).collect();
        Some(
            json!({ "type": "line", "data": { "labels": labels, "datasets": sets }, "options": options(Some(4.0), true) }),
        )
    });
    let table = Signal::derive(move || {
        let Some(growth) = growth.get() else { return ChartTable::default() };
        let mut columns = vec![say!(progress.week)];
        columns.extend(growth.keys().map(|area| area.name(lang()).to_owned()));
        let rows = weeks().into_iter().map(|week| {
            let mut row = vec![week_label(week)];
            row.extend(growth.values().map(|points| held_at(points, week).to_string()));
            row
        });
        ChartTable { columns, rows: rows.collect() }
    });
    let says = Signal::derive(move || {
        growth.with(|growth| {
            let Some(growth) = growth else { return say!(progress.counting) };
            let held: u32 = growth.values().filter_map(|points| points.last()).map(|point| point.held).sum();
            let begun: u32 = growth.values().filter_map(|points| points.last()).map(|point| point.begun).sum();
            if held == 0 {
                say!(progress.growth_none, n = begun)
            } else {
                say!(progress.growth_says, held = held, begun = begun)
            }
        })
    });
    view! { <Card><ChartFrame title=words!(progress.growth) says table canvas testid="chart-growth"/></Card> }
}

fn weeks_of(desk: Desk) -> Vec<(Week, WeekWork)> {
    let now = clock::now().day().week();
    desk.pupil.with(|pupil| {
        let mut weeks = pupil.history.weeks(now, WEEKS);
        let first = weeks.iter().position(|(_, work)| work.work.tasks > 0).unwrap_or(0);
        weeks.drain(..first.min(weeks.len().saturating_sub(4)));
        weeks
    })
}

/// Minutes and tasks a week against the own plan.
#[component]
fn Work() -> impl IntoView {
    let desk = use_desk();
    let weeks = Memo::new(move |_| weeks_of(desk));
    let aim = Memo::new(move |_| desk.pupil.with(|pupil| pupil.week_plan));
    let canvas = NodeRef::new();
    drawn(canvas, move || {
        let weeks = weeks.get();
        let labels: Vec<String> = weeks.iter().map(|(week, _)| week_label(*week)).collect();
        let minutes: Vec<f64> = weeks.iter().map(|(_, work)| work.work.minutes().round()).collect();
        let tasks: Vec<u32> = weeks.iter().map(|(_, work)| work.work.tasks).collect();
        let aim = aim.get().minutes_a_week();
        let (leaf, amber, sky) = (
            chartjs::style_value("--leaf-bright"),
            chartjs::style_value("--amber-bright"),
            chartjs::style_value("--sky"),
        );
        Some(json!({
            "type": "bar",
            "data": { "labels": labels, "datasets": [
                { "label": say!(progress.minutes), "data": minutes, "backgroundColor": leaf, "borderRadius": 6, "order": 2 },
                { "label": say!(progress.tasks), "data": tasks, "backgroundColor": sky, "borderRadius": 6, "order": 2 },
                { "type": "line", "label": say!(progress.aim), "data": vec![aim; weeks.len()], "borderColor": amber, "backgroundColor": amber, "borderDash": [6, 4], "pointRadius": 0, "order": 1 }
            ] },
            "options": options(None, true)
        }))
    });
    let table = Signal::derive(move || ChartTable {
        columns: vec![
            say!(progress.week),
            say!(progress.minutes),
            say!(progress.tasks),
            say!(progress.days),
            say!(progress.aim),
        ],
        rows: weeks
            .get()
            .into_iter()
            .map(|(week, work)| {
                vec![
                    week_label(week),
                    format::number(work.work.minutes(), 0),
                    work.work.tasks.to_string(),
                    work.days.to_string(),
                    aim.get().minutes_a_week().to_string(),
                ]
            })
            .collect(),
    });
    let says = Signal::derive(move || {
        let this = weeks.with(|weeks| weeks.last().map(|(_, work)| *work).unwrap_or_default());
        say!(progress.work_says, minutes = this.work.minutes() as u32, aim = aim.get().minutes_a_week(), n = this.days)
    });
    view! {
        <Card>
            <ChartFrame title=words!(progress.work) says table canvas testid="chart-work"/>
            <p><a href=routes::href("settings")>{words!(progress.change_plan)}</a></p>
        </Card>
    }
}

/// The share solved at once and without hints, by week.
#[component]
fn Alone() -> impl IntoView {
    let desk = use_desk();
    let weeks = Memo::new(move |_| weeks_of(desk));
    let canvas = NodeRef::new();
    drawn(canvas, move || {
        let weeks = weeks.get();
        let labels: Vec<String> = weeks.iter().map(|(week, _)| week_label(*week)).collect();
        let shares: Vec<Option<f64>> =
            weeks.iter().map(|(_, work)| work.alone_share().map(|share| (share * 100.0).round())).collect();
        let leaf = chartjs::style_value("--leaf");
        Some(json!({
            "type": "line",
            "data": { "labels": labels, "datasets": [{ "label": say!(progress.alone_label), "data": shares, "borderColor": leaf, "backgroundColor": leaf, "tension": 0.25, "spanGaps": true, "pointRadius": 4 }] },
            "options": options(Some(100.0), false)
        }))
    });
    let table = Signal::derive(move || ChartTable {
        columns: vec![say!(progress.week), say!(progress.alone_label)],
        rows: weeks
            .get()
            .into_iter()
            .map(|(week, work)| {
                vec![
                    week_label(week),
                    work.alone_share().map_or_else(|| "–".to_owned(), |share| format::percent(share, 0, lang())),
                ]
            })
            .collect(),
    });
    let says = Signal::derive(move || {
        let known: Vec<f64> = weeks.with(|weeks| weeks.iter().filter_map(|(_, work)| work.alone_share()).collect());
        match known.as_slice() {
            [] => say!(progress.alone_early),
            [one] => say!(progress.alone_now, percent = format::percent(*one, 0, lang())),
            [.., before, now] if *now > before + 0.05 => {
                say!(progress.alone_up, percent = format::percent(*now, 0, lang()))
            }
            [.., now] => say!(progress.alone_next, percent = format::percent(*now, 0, lang())),
        }
    });
    view! { <Card><ChartFrame title=words!(progress.alone) says table canvas testid="chart-alone"/></Card> }
}

/// The level by area with its doubt, and the next step.
#[component]
fn Areas() -> impl IntoView {
    let desk = use_desk();
    let now = clock::now();
    let levels = Memo::new(move |_| {
        desk.world.with(|world| {
            desk.pupil.with(|pupil| {
                [Area::Skaiciai, Area::Modeliai, Area::Geometrija, Area::Duomenys]
                    .map(|area| pupil.learner.area(&world.params, &world.index.graph, &world.catalogue, area, now))
            })
        })
    });
    let wanted = Memo::new(move |_| desk.pupil.with(|pupil| pupil.profile.estimate));
    let mark = Memo::new(move |_| {
        desk.world.with(|world| {
            desk.pupil.with(|pupil| {
                let wanted = pupil.profile.estimate;
                wanted.then(|| pupil.learner.mark_estimate(&world.params, &world.index.graph, now))
            })
        })
    });
    let name =
        |level: Option<Level>| level.map_or_else(|| say!(progress.level_none), |level| level.name(lang()).to_owned());
    view! {
        <Card title=words!(progress.areas)>
            <ul class="area-rows" role="list">
                {move || {
                    levels
                        .get()
                        .into_iter()
                        .map(|found| {
                            let says = if found.practised == 0 {
                                if found.with_tasks == 0 { say!(progress.area_no_tasks) } else { say!(progress.area_new) }
                            } else if found.low == found.high {
                                say!(progress.area_says, level = name(found.level), n = found.practised, total = found.topics)
                            } else {
                                say!(progress.area_range, low = name(found.low), high = name(found.high), n = found.practised, total = found.topics)
                            };
                            view! {
                                <li class="area-row">
                                    <h3>{found.area.name(lang())} {found.level.filter(|_| found.practised > 0).map(|level| view! { " " <LevelBadge level/> })}</h3>
                                    <p>{says}</p>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            {move || mark.get().map(|mark| match mark {
                Some(mark) => view! {
                    <p class="mark-estimate" data-testid="mark">
                        {if mark.low == mark.high {
                            say!(progress.mark_one, mark = u32::from(mark.low))
                        } else {
                            say!(progress.mark, low = u32::from(mark.low), high = u32::from(mark.high))
                        }}
                        " "
                        {words!(progress.mark_note)}
                    </p>
                }.into_any(),
                None => view! { <p>{words!(progress.mark_early)}</p> }.into_any(),
            })}
            <div class="actions">
                {move || {
                    let shown = wanted.get();
                    let label = if shown { words!(progress.mark_hide) } else { words!(progress.mark_ask) };
                    let switch = Callback::new(move |()| desk.record(Event::Profile(ProfileFact::WantsEstimate(!shown))));
                    view! { <Button label on_press=switch loudness=Loudness::Quiet testid="mark-switch"/> }
                }}
                <ButtonLink label=words!(progress.next_step) href=Signal::derive(|| routes::href("practice")) loudness=Loudness::Secondary/>
            </div>
        </Card>
    }
}

/// How the pupil's own ratings fit the work: one sentence, no figure.
#[component]
fn SelfRatings() -> impl IntoView {
    let desk = use_desk();
    let now = clock::now();
    let fit = Memo::new(move |_| {
        desk.world.with(|world| desk.pupil.with(|pupil| ratings_fit(pupil, |skill| world.mastery(pupil, skill, now))))
    });
    move || {
        fit.get().map(|fit| {
            let said = match fit {
                RatingFit::Strict => words!(progress.self_strict),
                RatingFit::Fitting => words!(progress.self_fitting),
                RatingFit::Mild => words!(progress.self_mild),
            };
            view! { <Card title=words!(progress.self_rated) testid="self-ratings"><p>{said}</p></Card> }
        })
    }
}

/// The best week so far: against oneself.
#[component]
fn Best() -> impl IntoView {
    let desk = use_desk();
    let best: Memo<Option<(Day, u32)>> = Memo::new(move |_| {
        desk.pupil.with(|pupil| {
            let mut weeks: Vec<Week> = pupil.history.days.keys().map(|day| day.week()).collect();
            weeks.dedup();
            let found = weeks
                .into_iter()
                .map(|week| (week, pupil.history.week(week).work.alone))
                .max_by_key(|(_, alone)| *alone);
            found.filter(|(_, alone)| *alone > 0).map(|(week, alone)| (week.monday(), alone))
        })
    });
    move || {
        best.get().map(|(monday, alone)| {
            view! {
                <Card look=CardLook::Leaf>
                    <p>{move || say!(progress.best, day = format::date_long(monday, lang()), n = alone)}</p>
                </Card>
            }
        })
    }
}
