//! Own goals: what, how it is measured, until when; progress from attempts. Reached and missed ones stay. And the
//! trend of the weekly pulse.

use crate::base::{FactId, format};
use crate::browser::clock;
use crate::insights::{GoalProgress, goal_progress};
use crate::journal::Event;
use crate::school::goal::{Goal, GoalFact, GoalState, Measure};
use crate::skills::SkillId;
use crate::ui::desk::{Desk, use_desk};
use crate::ui::pages::today::topic_name;
use crate::ui::parts::{
    Button, Card, CardLook, DateInput, EmptyState, Icon, Loudness, NumberStepper, ProgressBar, Segmented, ShareLook,
    TextInput,
};
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;

/// The page.
#[component]
pub fn GoalsPage() -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let goals = Memo::new(move |_| {
        desk.pupil.with(|pupil| {
            let mut goals: Vec<(Goal, GoalProgress)> =
                pupil.goals.kept().map(|goal| (goal.clone(), goal_progress(pupil, goal, today))).collect();
            goals.sort_by_key(|(goal, progress)| (progress.state != GoalState::Open, goal.until, goal.id));
            goals
        })
    });
    let part = move |open: bool| {
        move || {
            goals
                .get()
                .into_iter()
                .filter(|(_, progress)| (progress.state == GoalState::Open) == open)
                .map(|(goal, progress)| view! { <GoalCard goal progress/> })
                .collect_view()
        }
    };
    let none = move || goals.with(Vec::is_empty);
    let past = move || goals.with(|goals| goals.iter().any(|(_, progress)| progress.state != GoalState::Open));
    view! {
        <h1>{words!(goals.title)}</h1>
        {move || none().then(|| view! { <EmptyState title=words!(goals.none) note=words!(goals.none_note)/> })}
        <div class="stack">{part(true)}</div>
        <NewGoal/>
        {move || past().then(|| view! { <h2>{words!(goals.past)}</h2> })}
        <div class="stack">{part(false)}</div>
        <PulseTrend/>
    }
}

fn measure_words(desk: Desk, measure: &Measure) -> String {
    match measure {
        Measure::Topic(skill) => say!(goals.as_topic, topic = topic_name(desk, skill)),
        Measure::Right(n) => say!(goals.as_right, n = *n),
        Measure::WithoutHints(n) => say!(goals.as_alone, n = *n),
        Measure::Days(n) => say!(goals.as_days, n = *n),
        Measure::Minutes(n) => say!(goals.as_minutes, n = *n),
    }
}

#[component]
fn GoalCard(goal: Goal, progress: GoalProgress) -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let id = goal.id;
    let measure = goal.measure.clone();
    let label = Signal::derive(move || measure_words(desk, &measure));
    let figure = Signal::derive(move || format!("{} / {}", progress.done, progress.aim));
    let until = goal.until;
    let when = move || match progress.state {
        GoalState::Open => say!(goals.until, day = format::day_from(until, today, lang())),
        GoalState::Reached => say!(goals.reached),
        GoalState::Missed => say!(goals.missed, day = format::date_long(until, lang())),
    };
    let drop = Callback::new(move |()| {
        let say_it = move |goal: FactId, dropped: bool| desk.record(Event::Goal(GoalFact::Dropped { goal, dropped }));
        say_it(id, true);
        desk.toasts.say_with_undo(say!(goals.dropped), move || say_it(id, false));
    });
    let look = if progress.state == GoalState::Open { CardLook::Sheet } else { CardLook::Sunk };
    let words = RwSignal::new(String::new());
    let closed = progress.state != GoalState::Open;
    let looked_back = goal.looked_back.clone();
    let keep = Callback::new(move |()| {
        desk.record(Event::Goal(GoalFact::LookedBack { goal: id, words: words.get_untracked() }));
    });
    view! {
        <Card look testid="goal">
            {(!goal.what.is_empty()).then(|| view! { <h2 class="goal-what">{goal.what.clone()}</h2> })}
            <ProgressBar share=Signal::stored(progress.share()) label figure look=ShareLook::Leaf/>
            <p class="goal-when">{when}</p>
            {match (closed, looked_back) {
                (_, Some(said)) => view! { <p class="goal-said">{said}</p> }.into_any(),
                (true, None) => view! {
                    <TextInput label=words!(goals.look_back) value=words lines=2 length_max=500/>
                    <Button label=words!(settings.keep) on_press=keep loudness=Loudness::Secondary/>
                }.into_any(),
                (false, None) => ().into_any(),
            }}
            <div class="actions"><Button label=words!(goals.drop) on_press=drop loudness=Loudness::Quiet sign=Icon::Bin/></div>
        </Card>
    }
}

#[component]
fn NewGoal() -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let open = RwSignal::new(false);
    let what = RwSignal::new(String::new());
    let kind = RwSignal::new(0usize);
    let count = RwSignal::new(20u32);
    let topic = RwSignal::new(String::new());
    let until = RwSignal::new(Some(today.plus(7)));
    let kinds = StoredValue::new(vec![
        words!(goals.kind_right),
        words!(goals.kind_alone),
        words!(goals.kind_days),
        words!(goals.kind_minutes),
        words!(goals.kind_topic),
    ]);
    let choose = Callback::new(move |at: usize| {
        kind.set(at);
        count.set([20, 10, 4, 60, 1].get(at).copied().unwrap_or(10));
    });
    let options = move || {
        desk.world.with(|world| {
            let rows = world.index.graph.all().iter().filter(|skill| world.catalogue.has(&skill.id));
            rows.map(|skill| view! { <option value=skill.id.to_string()>{skill.name.get(lang()).to_owned()}</option> })
                .collect_view()
        })
    };
    let missing = Signal::derive(move || until.get().is_none() || (kind.get() == 4 && topic.with(String::is_empty)));
    let set = Callback::new(move |()| {
        let n = count.get_untracked();
        let measure = match kind.get_untracked() {
            0 => Measure::Right(n),
            1 => Measure::WithoutHints(n),
            2 => Measure::Days(n),
            3 => Measure::Minutes(n),
            _ => Measure::Topic(SkillId::new(&topic.get_untracked())),
        };
        if let Some(until) = until.get_untracked() {
            desk.record(Event::Goal(GoalFact::Set { what: what.get_untracked().trim().to_owned(), measure, until }));
            what.set(String::new());
            open.set(false);
            desk.toasts.say(say!(goals.set));
        }
    });
    move || {
        if !open.get() {
            return view! {
                <div class="actions">
                    <Button label=words!(goals.new) on_press=Callback::new(move |()| open.set(true)) sign=Icon::Plus testid="new-goal"/>
                </div>
            }
            .into_any();
        }
        view! {
            <Card title=words!(goals.new)>
                <TextInput label=words!(goals.what) value=what note=words!(goals.what_note) length_max=200 testid="goal-what"/>
                <Segmented label=words!(goals.measure) options=kinds.get_value() chosen=kind on_choose=choose/>
                {move || if kind.get() == 4 {
                    view! {
                        <label class="field">
                            <span class="field-label">{words!(goals.kind_topic)}</span>
                            <select class="select" on:change=move |event| topic.set(event_target_value(&event))>
                                <option value="">{words!(goals.pick_topic)}</option>
                                {options}
                            </select>
                        </label>
                    }.into_any()
                } else {
                    view! { <NumberStepper label=words!(goals.how_many) value=count least=1 most=999/> }.into_any()
                }}
                <DateInput label=words!(goals.deadline) value=until earliest=today testid="goal-until"/>
                <div class="actions">
                    <Button label=words!(goals.set_it) on_press=set disabled=missing testid="set-goal"/>
                    <Button label=words!(practice.cancel) on_press=Callback::new(move |()| open.set(false)) loudness=Loudness::Quiet/>
                </div>
            </Card>
        }
        .into_any()
    }
}

/// The answers to the weekly pulse, newest first, in words and figures.
#[component]
fn PulseTrend() -> impl IntoView {
    let desk = use_desk();
    let pulses = Memo::new(move |_| desk.pupil.with(|pupil| pupil.reflections.pulses.clone()));
    let trend = |first: u8, last: u8| match last.cmp(&first) {
        std::cmp::Ordering::Greater => "↗",
        std::cmp::Ordering::Equal => "→",
        std::cmp::Ordering::Less => "↘",
    };
    move || {
        let pulses = pulses.get();
        let (first, last) = (*pulses.first()?, *pulses.last()?);
        let rows = pulses.into_iter().rev().take(12).map(|pulse| {
            let monday = pulse.week.monday();
            view! {
                <tr>
                    <th scope="row">{move || format::date_of_year(monday, lang())}</th>
                    <td class="figure">{pulse.confidence}</td>
                    <td class="figure">{pulse.motivation}</td>
                    <td class="figure">{pulse.independence}</td>
                </tr>
            }
        });
        Some(view! {
            <Card title=words!(goals.pulse) look=CardLook::Sunk>
                <p>{words!(goals.pulse_note)}</p>
                <div class="table-scroll" tabindex="0" role="region" aria-label=words!(goals.pulse)>
                    <table class="skill-table">
                        <thead>
                            <tr>
                                <th scope="col">{words!(goals.week)}</th>
                                <th scope="col" class="figure">{words!(goals.confidence)} " " {trend(first.confidence, last.confidence)}</th>
                                <th scope="col" class="figure">{words!(goals.motivation)} " " {trend(first.motivation, last.motivation)}</th>
                                <th scope="col" class="figure">{words!(goals.independence)} " " {trend(first.independence, last.independence)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            </Card>
        })
    }
}
