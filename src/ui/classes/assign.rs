//! "Skirti užduotį": a topic, tasks or minutes, until a day, to all or to those ticked; and how far each is.

use super::one::take_back;
use super::pupil::assignment_words;
use super::staff::Asked;
use super::view_of;
use crate::base::{ClassId, PlaceId};
use crate::browser::clock;
use crate::school::assignment::{Amount, Assignment, AssignmentState};
use crate::skills::SkillId;
use crate::ui::class_desk::{ClassDesk, ClassView, MemberView};
use crate::ui::parts::{Button, Card, CardLook, DateInput, Loudness, NumberStepper, Segmented, fresh_id};
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// The form, when it is asked for; else the button that asks.
#[component]
pub fn Assign(classes: ClassDesk, class: ClassId, asked: Asked) -> impl IntoView {
    move || {
        match asked.assign.get() {
        None => view! {
            <div class="actions">
                <Button label=words!(classes.assign) on_press=Callback::new(move |()| asked.assign.set(Some((None, Vec::new())))) loudness=Loudness::Secondary testid="assign"/>
            </div>
        }
        .into_any(),
        Some((skill, whom)) => view! { <Form classes class asked skill whom/> }.into_any(),
    }
    }
}

#[component]
fn Form(classes: ClassDesk, class: ClassId, asked: Asked, skill: Option<SkillId>, whom: Vec<PlaceId>) -> impl IntoView {
    let desk = classes.desk;
    let view = view_of(classes, class);
    let today = clock::now().day();
    let topic = RwSignal::new(skill.map(|skill| skill.to_string()).unwrap_or_default());
    let (kind, amount) = (RwSignal::new(0usize), RwSignal::new(10u32));
    let due = RwSignal::new(Some(today.plus(7)));
    let some = RwSignal::new(usize::from(!whom.is_empty()));
    let ticked: RwSignal<BTreeSet<PlaceId>> = RwSignal::new(whom.into_iter().collect());
    let id = fresh_id("topic");
    let topics = move || {
        desk.world.with(|world| {
            let mut found: Vec<(u8, String, String)> = world
                .index
                .graph
                .all()
                .iter()
                .filter(|skill| world.catalogue.has(&skill.id))
                .map(|skill| (skill.grade, skill.name.get(lang()).to_owned(), skill.id.to_string()))
                .collect();
            found.sort();
            found
        })
    };
    let options = move || {
        let chosen = topic.get_untracked();
        let option = |(grade, name, id): (u8, String, String)| {
            let selected = id == chosen;
            view! { <option value=id selected=selected>{format!("{grade} · {name}")}</option> }
        };
        topics().into_iter().map(option).collect_view()
    };
    let row = move |member: MemberView| {
        let place = member.place;
        let toggle = move |_| {
            ticked.update(|ticked| {
                if !ticked.remove(&place) {
                    ticked.insert(place);
                }
            });
        };
        view! {
            <li><label class="check-row">
                <input type="checkbox" prop:checked=move || ticked.with(|ticked| ticked.contains(&place)) on:change=toggle/>
                <span>{member.name}</span>
            </label></li>
        }
    };
    let members = move || view.with(|view| view.as_ref().map(|view| view.members.clone()).unwrap_or_default());
    let missing = Signal::derive(move || {
        topic.with(String::is_empty) || due.get().is_none() || some.get() == 1 && ticked.with(BTreeSet::is_empty)
    });
    let set = Callback::new(move |()| {
        let Some(due) = due.get_untracked() else { return };
        let n = amount.get_untracked();
        let amount = if kind.get_untracked() == 0 { Amount::Tasks(n) } else { Amount::Minutes(n) };
        let whom = if some.get_untracked() == 1 { ticked.get_untracked().into_iter().collect() } else { Vec::new() };
        let skill = SkillId::new(&topic.get_untracked());
        asked.assign.set(None);
        spawn_local(async move {
            classes.assign(class, skill, amount, due, whom).await;
            classes.desk.toasts.say(say!(classes.assigned));
        });
    });
    view! {
        <Card title=words!(classes.assign) look=CardLook::Leaf testid="assign-form">
            <div class="field">
                <label class="field-label" for=id.clone()>{words!(classes.assign_topic)}</label>
                <select id=id class="select" data-testid="assign-topic" on:change=move |event| topic.set(event_target_value(&event))>
                    <option value="" selected=move || topic.with(String::is_empty)>"–"</option>
                    {options}
                </select>
            </div>
            <Segmented label=words!(classes.assign_amount) options=vec![words!(classes.assign_tasks), words!(classes.assign_minutes)] chosen=kind on_choose=Callback::new(move |at| kind.set(at))/>
            <NumberStepper label=Signal::derive(move || if kind.get() == 0 { say!(classes.assign_tasks) } else { say!(classes.assign_minutes) }) value=amount least=1 most=100 testid="assign-amount"/>
            <DateInput label=words!(classes.assign_due) value=due earliest=today testid="assign-due"/>
            <Segmented label=words!(classes.assign_whom) options=vec![words!(classes.assign_all), words!(classes.assign_some)] chosen=some on_choose=Callback::new(move |at| some.set(at))/>
            {move || (some.get() == 1).then(|| view! {
                <fieldset class="class-names"><legend class="unseen">{words!(classes.assign_whom)}</legend>
                    <ul role="list" class="class-names-list">{members().into_iter().map(row).collect_view()}</ul>
                </fieldset>
            })}
            <div class="actions">
                <Button label=words!(classes.assign_now) on_press=set disabled=missing testid="assign-now"/>
                <Button label=words!(practice.cancel) on_press=Callback::new(move |()| asked.assign.set(None)) loudness=Loudness::Quiet/>
            </div>
        </Card>
    }
}

/// How many of those concerned are how far: done, begun, not begun.
fn states(view: &ClassView, assignment: &Assignment) -> (u32, u32, u32) {
    let mut counts = (0, 0, 0);
    for member in view.members.iter().filter(|member| assignment.is_for(member.place)) {
        let (tasks, minutes) = member.pupil.since(&assignment.skill, assignment.from);
        match assignment.state(tasks, minutes) {
            AssignmentState::Done => counts.0 += 1,
            AssignmentState::Begun => counts.1 += 1,
            AssignmentState::NotBegun => counts.2 += 1,
        }
    }
    counts
}

/// What was assigned, with how far the class is.
#[component]
pub fn Assignments(classes: ClassDesk, class: ClassId) -> impl IntoView {
    let view = view_of(classes, class);
    let rows = Memo::new(move |_| {
        view.with(|view| {
            let rows = view.iter().flat_map(|view| {
                view.assignments.iter().map(move |assignment| (assignment.clone(), states(view, assignment)))
            });
            rows.collect::<Vec<_>>()
        })
    });
    let row = move |(assignment, (done, begun, not)): (Assignment, (u32, u32, u32))| {
        let id = assignment.id;
        let back = Callback::new(move |()| take_back(classes, class, id, say!(classes.taken_back)));
        view! {
            <li class="class-assignment" data-testid="assignment">
                <div>
                    <p class="class-request-name">{move || assignment_words(classes, &assignment)}</p>
                    <p class="field-note" data-testid="assignment-states">{move || say!(classes.assignment_states, done = done, begun = begun, not = not)}</p>
                </div>
                <Button label=words!(classes.take_back) on_press=back loudness=Loudness::Quiet testid="take-back"/>
            </li>
        }
    };
    let wishes =
        Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.wishes.clone()).unwrap_or_default()));
    let none = Memo::new(move |_| rows.with(Vec::is_empty) && wishes.with(Vec::is_empty));
    move || {
        (!none.get()).then(|| {
            view! {
                <Card title=words!(classes.assignments) testid="assignments">
                    <ul class="stack-s" role="list">{move || rows.get().into_iter().map(row).collect_view()}</ul>
                    <super::one::WishRows classes class wishes named=true/>
                </Card>
            }
        })
    }
}
