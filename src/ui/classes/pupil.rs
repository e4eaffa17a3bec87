//! The class as a pupil sees it: what the teacher assigned, what is shared and when it last was, and the way out.

use super::one::wish_words;
use super::{SharingLine, view_of};
use crate::base::{ClassId, format};
use crate::browser::clock;
use crate::insights::Pupil;
use crate::journal::{Entry, Event};
use crate::school::assignment::{Amount, Assignment, AssignmentState, GivenWish};
use crate::ui::class_desk::ClassDesk;
use crate::ui::pages::today::topic_name;
use crate::ui::parts::{Button, ButtonLink, Card, CardLook, Dialog, Icon, Loudness};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;

/// The page.
#[component]
pub fn PupilPage(classes: ClassDesk, class: ClassId) -> impl IntoView {
    let view = view_of(classes, class);
    let title = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.title.clone()).unwrap_or_default()));
    let watched = Memo::new(move |_| view.with(|view| view.as_ref().is_some_and(|view| view.watched)));
    let mine = Memo::new(move |_| {
        view.with(|view| {
            let Some(view) = view else { return Vec::new() };
            let today = clock::now().day();
            let for_me = |assignment: &&Assignment| {
                (assignment.whom.is_empty() || view.place.is_some_and(|place| assignment.is_for(place)))
                    && today.0 - assignment.due.0 <= 7
            };
            view.assignments.iter().filter(for_me).cloned().collect::<Vec<_>>()
        })
    });
    let wishes = Memo::new(move |_| {
        view.with(|view| {
            let place = view.as_ref().and_then(|view| view.place);
            let for_me = |wish: &&GivenWish| wish.whom.is_empty() || place.is_some_and(|place| wish.is_for(place));
            view.iter().flat_map(|view| view.wishes.iter().filter(for_me).cloned()).collect::<Vec<_>>()
        })
    });
    let none = Memo::new(move |_| mine.with(Vec::is_empty) && wishes.with(Vec::is_empty));
    let leaving = RwSignal::new(false);
    let leave = Callback::new(move |()| {
        classes.leave(class);
        classes.desk.toasts.say(say!(classes.left));
    });
    view! {
        <h1 data-testid="class-title">{move || title.get()}</h1>
        <SharingLine classes class/>
        {move || watched.get().then(|| view! { <p class="chip chip-leaf">{words!(classes.watched)}</p> })}
        {move || (!none.get()).then(|| view! {
            <Card title=words!(classes.assignment_mine) look=CardLook::Plan testid="my-assignments">
                <ul class="plan" role="list">
                    {move || mine.get().into_iter().map(|assignment| view! { <Mine classes assignment/> }).collect_view()}
                </ul>
                <ul class="bullets">
                    {move || wishes.get().into_iter().map(|wish| view! { <li data-testid="my-wish">{move || wish_words(classes, None, &wish)}</li> }).collect_view()}
                </ul>
            </Card>
        })}
        <super::manage::Files classes class/>
        <Card look=CardLook::Sunk>
            <p>{words!(classes.pupil_note)}</p>
            <div class="actions">
                <Button label=words!(classes.leave) on_press=Callback::new(move |()| leaving.set(true)) loudness=Loudness::Quiet testid="leave"/>
            </div>
            <Dialog open=leaving title=Signal::derive(move || say!(classes.leave_title, title = title.get()))>
                <p>{words!(classes.leave_note)}</p>
                <div class="actions">
                    <Button label=words!(classes.leave_now) on_press=leave testid="leave-now"/>
                    <Button label=words!(practice.cancel) on_press=Callback::new(move |()| leaving.set(false)) loudness=Loudness::Quiet/>
                </div>
            </Dialog>
        </Card>
    }
}

/// What an assignment asks, in a sentence.
pub fn assignment_words(classes: ClassDesk, assignment: &Assignment) -> String {
    let topic = topic_name(classes.desk, &assignment.skill);
    let day = format::date_of_year(assignment.due, lang());
    match assignment.amount {
        Amount::Tasks(n) => say!(classes.assignment_tasks, topic = topic, n = n, day = day),
        Amount::Minutes(n) => say!(classes.assignment_minutes, topic = topic, n = n, day = day),
    }
}

/// The word for a state.
pub fn state_words(state: AssignmentState) -> String {
    match state {
        AssignmentState::NotBegun => say!(classes.state_not),
        AssignmentState::Begun => say!(classes.state_begun),
        AssignmentState::Done => say!(classes.state_done),
    }
}

#[component]
fn Mine(classes: ClassDesk, assignment: Assignment) -> impl IntoView {
    let desk = classes.desk;
    let href = routes::practice(std::slice::from_ref(&assignment.skill));
    let done = assignment.clone();
    let state = Memo::new(move |_| {
        desk.journal_read.track();
        // Follows each answer.
        let _: u32 = desk.pupil.with(|pupil: &Pupil| pupil.history.tasks());
        let sum = |(tasks, tenths): (u32, u64), entry: &Entry| match &entry.event {
            Event::Answered(answered)
                if answered.item.skill == done.skill && entry.stamp.time.moment().day() >= done.from =>
            {
                (tasks + u32::from(answered.attempt <= 1), tenths + u64::from(answered.tenths))
            }
            _ => (tasks, tenths),
        };
        let (tasks, tenths) =
            desk.look_at_journal(|journal| journal.entries().iter().fold((0, 0), sum)).unwrap_or_default();
        done.state(tasks, u32::try_from(tenths / 600).unwrap_or(u32::MAX)) as u8
    });
    let told = assignment.clone();
    let word = move || {
        state_words(match state.get() {
            0 => AssignmentState::NotBegun,
            1 => AssignmentState::Begun,
            _ => AssignmentState::Done,
        })
    };
    view! {
        <li class="plan-block" data-testid="my-assignment">
            <span class="plan-topic">{move || assignment_words(classes, &told)}</span>
            <span class="plan-minutes">{word}</span>
            <span class="plan-why"><ButtonLink label=words!(classes.practise) href=Signal::stored(href) loudness=Loudness::Secondary sign=Icon::Next/></span>
        </li>
    }
}
