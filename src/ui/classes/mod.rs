//! The pages of classes: founding one, the teacher's page with its parts, the pupil's page, joining.
//!
//! They take the desk of classes; it comes with them, in the same part of the program. Absent: sharing itself.

mod assign;
mod families;
mod found;
mod grid;
mod invite;
mod join;
mod manage;
mod one;
mod pupil;
mod school;
mod staff;

use super::class_desk::{ClassDesk, ClassView};
use super::desk::use_desk;
use super::parts::{Button, ButtonLink, Card, CardLook, EmptyState, Loudness, Segmented, qr};
use super::routes;
use super::words::lang;
use crate::base::{ClassId, Moment};
use crate::browser::clock;
use crate::insights::Pupil;
use crate::sync::{Belonging, Standing};
use crate::{say, words};
use leptos::prelude::*;

/// The page at `/class`.
pub fn class_page() -> AnyView {
    view! { <ClassPage/> }.into_any()
}

/// The page at `/join`.
pub fn join_page() -> AnyView {
    view! { <join::JoinPage/> }.into_any()
}

/// How long ago something was, in words.
pub(super) fn ago(at: Moment, now: Moment) -> String {
    let minutes = now.0.saturating_sub(at.0) / 60_000;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    match minutes {
        i64::MIN..1 => say!(classes.just_now),
        1..60 => say!(classes.minutes_ago, n = count(minutes)),
        60..1_440 => say!(classes.hours_ago, n = count(minutes / 60)),
        _ => say!(classes.days_ago, n = count(minutes / 1_440)),
    }
}

/// The time now, told anew every some seconds, so that "2 minutes ago" stays true.
pub(super) fn ticking() -> Signal<Moment> {
    let now = RwSignal::new(clock::now());
    let handle = set_interval_with_handle(move || now.set(clock::now()), std::time::Duration::from_secs(20));
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
    now.into()
}

/// The class's page: staff see the class, a pupil sees the own membership.
#[component]
fn ClassPage() -> impl IntoView {
    let classes = ClassDesk::of(use_desk());
    let chosen = RwSignal::new(None::<ClassId>);
    let founding = RwSignal::new(false);
    // The head of a school begins with all classes.
    let whole = RwSignal::new(true);
    let head = Memo::new(move |_| classes.classes.with(|views| school::is_head(views)));
    let at = Memo::new(move |_| {
        classes.classes.with(|views| {
            let found = views.iter().position(|view| Some(view.class) == chosen.get());
            found.or(if views.is_empty() { None } else { Some(0) })
        })
    });
    let class = Memo::new(move |_| classes.classes.with(|views| at.get().and_then(|at| Some(views.get(at)?.class))));
    Effect::new(move |_| classes.look_at(class.get()));
    on_cleanup(move || classes.look_at(None));
    let titles = Memo::new(move |_| {
        classes.classes.with(|views| views.iter().map(|view| view.title.clone()).collect::<Vec<_>>())
    });
    let staff =
        Memo::new(move |_| classes.classes.with(|views| at.get().and_then(|at| Some(views.get(at)?.role.is_some()))));
    view! {
        <div class="class" data-testid="class">
            <RecoveryCodeCard classes/>
            {move || (head.get() && !founding.get()).then(|| {
                let options = vec![words!(classes.school), words!(classes.title)];
                let choose = Callback::new(move |place: usize| whole.set(place == 0));
                view! { <Segmented label=words!(classes.school) label_unseen=true options chosen=Signal::derive(move || usize::from(!whole.get())) on_choose=choose/> }
            })}
            {move || (titles.with(Vec::len) > 1 && !founding.get() && !(head.get() && whole.get())).then(|| {
                let options = titles.get().into_iter().map(Signal::stored).collect::<Vec<_>>();
                let choose = Callback::new(move |place: usize| {
                    chosen.set(classes.classes.with_untracked(|views| views.get(place).map(|view| view.class)));
                });
                view! { <Segmented label=words!(classes.title) label_unseen=true options chosen=Signal::derive(move || at.get().unwrap_or(0)) on_choose=choose/> }
            })}
            {move || match (classes.ready.get(), founding.get(), class.get(), staff.get()) {
                (_, false, ..) if head.get() && whole.get() => view! { <school::SchoolPage classes chosen whole/> }.into_any(),
                (_, true, ..) => view! { <found::FoundPage classes founding chosen/> }.into_any(),
                (_, _, Some(class), Some(true)) => view! { <staff::StaffPage classes class founding/> }.into_any(),
                (_, _, Some(class), _) => view! { <pupil::PupilPage classes class/> }.into_any(),
                (false, ..) => view! { <p role="status">{words!(classes.opening)}</p> }.into_any(),
                _ => {
                    // Who came here with a copy is in a class already; this device is not.
                    let known = |pupil: &Pupil| pupil.memberships.classes.values().next().cloned();
                    let known = classes.desk.pupil.with_untracked(known);
                    let (title, note) = match known {
                        Some(title) => (words!(classes.none_here), words!(classes.none_here_note, title = title.clone())),
                        None => (words!(classes.none), words!(classes.none_note)),
                    };
                    view! {
                        <h1>{words!(classes.title)}</h1>
                        <EmptyState title note>
                            <ButtonLink label=words!(classes.join) href=Signal::derive(|| routes::href("join")) testid="to-join"/>
                            <Button label=words!(classes.found) on_press=Callback::new(move |()| founding.set(true)) loudness=Loudness::Secondary testid="found"/>
                        </EmptyState>
                    }
                    .into_any()
                }
            }}
        </div>
    }
}

/// The view of a class, as long as there is one.
pub(super) fn view_of(classes: ClassDesk, class: ClassId) -> Memo<Option<ClassView>> {
    Memo::new(move |_| classes.classes.with(|views| views.iter().find(|view| view.class == class).cloned()))
}

/// The recovery code that was just made. Nowhere else and never again.
#[component]
pub(super) fn RecoveryCodeCard(classes: ClassDesk) -> impl IntoView {
    let put_away = Callback::new(move |()| classes.code.set(None));
    move || {
        classes.code.get().map(|code| {
            let told = code.clone();
            view! {
                <Card title=words!(classes.code_title) look=CardLook::Leaf testid="recovery-code">
                    <p class="class-code-long">{code}</p>
                    <div class="class-qr class-qr-small">{qr(&told, say!(classes.code_title))}</div>
                    <p>{words!(classes.code_note)}</p>
                    <div class="actions">
                        <Button label=words!(classes.code_put_away) on_press=put_away loudness=Loudness::Secondary testid="code-put-away"/>
                    </div>
                </Card>
            }
        })
    }
}

/// How the sharing goes: when the host was reached, what waits, what was refused; and what was noticed.
#[component]
pub(super) fn SharingLine(classes: ClassDesk, class: ClassId) -> impl IntoView {
    let view = view_of(classes, class);
    let now = ticking();
    let standing =
        Memo::new(move |_| view.with(|view| view.as_ref().map(|view| (view.standing.clone(), view.waiting))));
    let alarms =
        Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.alarms.clone()).unwrap_or_default()));
    let left =
        Memo::new(move |_| view.with(|view| view.as_ref().is_some_and(|view| view.belonging != Belonging::Member)));
    let state = move || {
        standing.get().map_or("none", |(standing, waiting)| match (standing.failures, waiting) {
            (0, 0) => "shared",
            (0, _) => "waiting",
            _ => "failing",
        })
    };
    view! {
        <div class="class-standing" role="status" data-testid="sharing" data-state=state
            data-reached=move || standing.get().and_then(|(standing, _)| standing.reached).map(|at| at.0.to_string())
        >
            {move || standing.get().map(|(standing, waiting)| view! {
                <p class="field-note">{standing_words(&standing, waiting, now.get())}</p>
            })}
            <Button label=words!(classes.share_now) on_press=Callback::new(move |()| classes.share_now()) loudness=Loudness::Quiet testid="share-now"/>
        </div>
        {move || left.get().then(|| view! {
            <Card look=CardLook::Amber testid="left-class">
                <p>{words!(classes.left_class)}</p>
                <div class="actions"><Button label=words!(classes.understood) on_press=Callback::new(move |()| classes.leave(class)) loudness=Loudness::Secondary testid="understood"/></div>
            </Card>
        })}
        {move || (!alarms.with(Vec::is_empty)).then(|| view! {
            <Card title=words!(classes.alarms) look=CardLook::Amber testid="alarms">
                {alarms.get().into_iter().map(|(alarm, whose)| view! { <p>{move || alarm.sentence(lang(), &whose)}</p> }).collect_view()}
            </Card>
        })}
    }
}

fn standing_words(standing: &Standing, waiting: u64, now: Moment) -> String {
    let reached = match standing.reached {
        Some(at) => say!(classes.reached, when = ago(at, now)),
        None => say!(classes.never),
    };
    let waits = match waiting {
        0 => say!(classes.all_shared),
        n => say!(classes.waiting, n = n),
    };
    let trouble = match (standing.refused, standing.failures) {
        (Some(status), _) => {
            let why = match status {
                401 | 403 => say!(classes.refused_401),
                404 | 405 => say!(classes.refused_404),
                413 => say!(classes.refused_413),
                507 => say!(classes.refused_507),
                _ => say!(classes.refused_other),
            };
            format!(" {}", say!(classes.refused, n = u32::from(status), why = why))
        }
        (None, 1..) => format!(" {}", say!(classes.failing)),
        (None, 0) => String::new(),
    };
    let end = if reached.ends_with('.') { "" } else { "." };
    format!("{reached}{end} {waits}{trouble}")
}
