//! The days ahead as the engine means to fill them, and the pupil's word against its plan: a week skipped, topics put off.
//! Each word is a fact, and each can be taken back.

use crate::base::{Day, format};
use crate::browser::{clock, page};
use crate::engine::{OutlookDay, outlook};
use crate::journal::{Event, PracticeFact};
use crate::skills::SkillId;
use crate::ui::desk::{Desk, use_desk};
use crate::ui::pages::today::topic_name;
use crate::ui::parts::{Button, ButtonLink, Card, CardLook, Icon, Loudness};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;

/// Days that the outlook shows, from tomorrow on.
const DAYS: i32 = 7;

fn record(desk: Desk, fact: PracticeFact) {
    desk.record(Event::Practice(fact));
}

/// The focus goes on to what is there when what had it goes away.
fn focus_on(selector: &'static str) {
    request_animation_frame(move || {
        page::focus_if_lost(selector);
    });
}

const PLAN: &str = "[data-testid=plan] h2";

/// The first day that is planned again, while the pupil rests; and whether the school said so.
pub fn resting(desk: Desk, today: Day) -> Option<(Day, bool)> {
    desk.world.with(|world| desk.pupil.with(|pupil| world.resting(pupil, today)))
}

/// Leaves a topic alone until tomorrow, with a way back.
pub fn put_off(desk: Desk, skill: SkillId) {
    let today = clock::now().day();
    let chosen = desk.pupil.with_untracked(|pupil| pupil.topic_now.clone());
    record(desk, PracticeFact::PutOff { skill: skill.clone(), until: today.plus(1) });
    let undo = {
        let skill = skill.clone();
        move || {
            bring_back(desk, skill.clone());
            if chosen.as_ref() == Some(&skill) {
                record(desk, PracticeFact::TopicChosen { skill: chosen.clone() });
            }
        }
    };
    focus_on(PLAN);
    desk.toasts.say_with_undo(say!(today.not_now_said, topic = topic_name(desk, &skill)), undo);
}

/// Makes a topic the first one, with a way back.
pub fn want(desk: Desk, skill: SkillId) {
    let before = desk.pupil.with_untracked(|pupil| pupil.topic_now.clone());
    record(desk, PracticeFact::TopicChosen { skill: Some(skill.clone()) });
    let undo = move || record(desk, PracticeFact::TopicChosen { skill: before.clone() });
    focus_on(PLAN);
    desk.toasts.say_with_undo(say!(today.wanted_said, topic = topic_name(desk, &skill)), undo);
}

/// A topic that was put off may come again.
fn bring_back(desk: Desk, skill: SkillId) {
    record(desk, PracticeFact::PutOff { skill, until: clock::now().day() });
    focus_on("[data-testid=week] h2");
}

/// In place of the plan while the pupil rests.
#[component]
pub fn RestingCard(until: Day, at_school: bool) -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let again = Callback::new(move |()| {
        record(desk, PracticeFact::Rested { until: today });
        focus_on(PLAN);
    });
    view! {
        <Card title=words!(today.plan) look=CardLook::Leaf testid="resting">
            <p>{move || {
                let day = format::day_from(until, today, lang());
                if at_school { say!(today.resting_school, day = day) } else { say!(today.resting, day = day) }
            }}</p>
            <div class="actions">
                <Button label=words!(today.plan_again) on_press=again testid="plan-again"/>
                <ButtonLink label=words!(today.start_anyway) href=Signal::derive(|| routes::href("practice")) loudness=Loudness::Quiet sign=Icon::Next testid="start"/>
            </div>
        </Card>
    }
}

/// The days ahead.
#[component]
pub fn WeekCard() -> impl IntoView {
    let desk = use_desk();
    let now = clock::now();
    let days: Memo<Vec<OutlookDay>> = Memo::new(move |_| {
        desk.world.with(|world| {
            desk.pupil.with(|pupil| {
                let plan = pupil.week_plan;
                let days: Vec<(Day, u16)> = (1..=DAYS)
                    .map(|ahead| now.day().plus(ahead))
                    .map(|day| (day, if plan.on(day) { plan.minutes } else { 0 }))
                    .collect();
                let (demands, graph) = (world.demands(pupil, now), &world.index.graph);
                let ahead = outlook(&pupil.learner, &world.params, graph, &world.catalogue, &demands, &days, now);
                ahead.into_iter().filter(|day| day.minutes > 0).collect()
            })
        })
    });
    let rests = Memo::new(move |_| resting(desk, now.day()).is_some());
    let skip = Callback::new(move |()| {
        record(desk, PracticeFact::Rested { until: now.day().plus(DAYS) });
        let undo = move || record(desk, PracticeFact::Rested { until: now.day() });
        focus_on("[data-testid=resting] h2");
        desk.toasts.say_with_undo(say!(today.skipped_said), undo);
    });
    let row = move |day: OutlookDay| {
        let topic = move |(at, skill): (usize, SkillId)| {
            let link = routes::skill(&skill);
            view! { {(at > 0).then_some("; ")} <a href=link>{move || topic_name(desk, &skill)}</a> }
        };
        let name = move || {
            let name = format::weekday(day.day, lang());
            format!("{name}, {}", format::date_of_year(day.day, lang()))
        };
        let free = day.skills.is_empty().then(|| words!(today.week_free));
        view! {
            <li class="week-day">
                <span class="week-name">{name}</span>
                <span class="plan-minutes">{move || format::minutes(u64::from(day.minutes), lang())}</span>
                <p class="plan-why">{free} {day.skills.into_iter().enumerate().map(topic).collect_view()}</p>
            </li>
        }
    };
    view! {
        <Card title=words!(today.week) look=CardLook::Sunk testid="week">
            {move || {
                let days = days.get();
                if days.is_empty() {
                    view! { <p class="today-none">{words!(today.week_none)}</p> }.into_any()
                } else {
                    view! {
                        <ol class="week" role="list">{days.into_iter().map(row).collect_view()}</ol>
                        <p class="field-note">{words!(today.week_note)}</p>
                    }
                    .into_any()
                }
            }}
            <PutOff/>
            <div class="actions">
                {move || (!rests.get()).then(|| view! { <Button label=words!(today.skip_week) on_press=skip loudness=Loudness::Quiet testid="skip-week"/> })}
                <ButtonLink label=words!(today.week_days) href=Signal::derive(|| routes::href("settings")) loudness=Loudness::Quiet/>
            </div>
        </Card>
    }
}

/// Topics put off, each with the way back.
#[component]
fn PutOff() -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let waiting = Memo::new(move |_| {
        desk.pupil.with(|pupil| {
            let waiting = pupil.put_off.iter().filter(|(_, until)| today < **until);
            waiting.map(|(skill, until)| (skill.clone(), *until)).collect::<Vec<_>>()
        })
    });
    let row = move |(skill, until): (SkillId, Day)| {
        let (about, back) = (routes::skill(&skill), skill.clone());
        let name = Signal::derive(move || topic_name(desk, &skill));
        let again = move || say!(today.put_off_until, day = format::day_from(until, today, lang()));
        view! {
            <li class="topic-row">
                <span><a href=about>{name}</a> " – " {again}</span>
                <button
                    type="button"
                    class="button button-quiet"
                    data-testid="bring-back"
                    aria-label=move || format!("{}: {}", say!(today.bring_back), name.get())
                    on:click=move |_| bring_back(desk, back.clone())
                >
                    {words!(today.bring_back)}
                </button>
            </li>
        }
    };
    move || {
        let waiting = waiting.get();
        (!waiting.is_empty()).then(|| {
            view! {
                <div data-testid="put-off">
                    <h3 class="week-put-off">{words!(today.put_off)}</h3>
                    <ul class="topic-rows" role="list">{waiting.into_iter().map(row).collect_view()}</ul>
                </div>
            }
        })
    }
}
