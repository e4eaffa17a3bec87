//! Practice: one task at a time. What is asked, the field, the feedback with its one large step, hints, the worked
//! solution, why this task came, how it went.

use super::field::{AnswerField, FieldTask};
use super::followed::Followed;
use super::today::topic_name;

use crate::base::format;
use crate::browser::{clock, page};
use crate::exercises::{Answer, AnswerKind, Item};
use crate::journal::{Event, PracticeFact};
use crate::session::{Asked, Intent, Only};
use crate::skills::SkillId;
use crate::ui::desk::{Phase, use_desk};
use crate::ui::lazy;
use crate::ui::parts::{
    Button, ButtonLink, Card, CardLook, EmptyState, Icon, LevelBadge, Loudness, ProgressBar, RichText, WhyCard,
    frame_behind, fresh_id,
};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What the address narrows practice to.
fn only_of(query: &leptos_router::params::ParamsMap) -> Only {
    let skills = query.get("skill").or_else(|| query.get("skills")).unwrap_or_default();
    Only {
        skills: skills.split(',').filter(|id| SkillId::is_well_formed(id)).take(30).map(SkillId::new).collect(),
        kind: query.get("kind").and_then(|kind| AnswerKind::of_key(&kind)),
        life: query.get("life").is_some(),
    }
}

/// The page. It is built anew when the address narrows practice otherwise.
#[component]
pub fn PracticePage() -> impl IntoView {
    let desk = use_desk();
    let query = use_query_map();
    let only = Memo::new(move |_| only_of(&query.get()));
    let ready = Memo::new(move |_| desk.phase.get() == Phase::Ready);
    move || {
        let only = only.get();
        ready.get().then(|| {
            untrack(|| desk.dispatch(Intent::Begin(only.clone())));
            view! { <Practice only/> }
        })
    }
}

#[component]
fn Practice(only: Only) -> impl IntoView {
    let desk = use_desk();
    let item = desk.item();
    Effect::new(move |_| {
        if item.with(Option::is_some) || desk.missing.with(Option::is_some) || desk.empty.get() {
            page::uncover();
        }
    });
    let narrowed = (!only.skills.is_empty() || only.life).then(|| view! { <Narrowed only/> });
    view! {
        <h1 class="unseen">{words!(practice.title)}</h1>
        {narrowed}
        {by_turns(move || match item.get() {
            Some(item) => view! { <Exercise item/> }.into_any(),
            None if desk.missing.get().is_some() => view! { <Missing/> }.into_any(),
            None if desk.empty.get() => view! {
                <EmptyState title=words!(practice.empty) note=words!(practice.empty_note)>
                    <ButtonLink label=words!(practice.to_skills) href=Signal::derive(|| routes::href("skills"))/>
                </EmptyState>
            }
            .into_any(),
            None => view! { <p class="practice-preparing" role="status">{words!(practice.preparing)}</p> }.into_any(),
        })}
        <DoneToday/>
    }
}

/// A view that is built anew at every change instead of being mended: mending takes every attribute off and puts it on
/// again, and for an input the browser then lays the page out in between.
fn by_turns(view: impl Fn() -> AnyView + Send + 'static) -> impl Fn() -> Either<AnyView, AnyView> + Send + 'static {
    let other = StoredValue::new(false);
    move || {
        other.update_value(|other| *other = !*other);
        if other.get_value() { Either::Right(view()) } else { Either::Left(view()) }
    }
}

/// What practice is narrowed to, and the way out of it.
#[component]
fn Narrowed(only: Only) -> impl IntoView {
    let desk = use_desk();
    let skills = only.skills.clone();
    let names = move || {
        desk.world.with(|world| {
            let name = |skill: &SkillId| {
                world
                    .index
                    .graph
                    .get(skill)
                    .map_or_else(|| skill.to_string(), |known| known.name.get(lang()).to_owned())
            };
            skills.iter().map(name).collect::<Vec<_>>().join("; ")
        })
    };
    let what = if only.life && only.skills.is_empty() {
        words!(practice.only_life)
    } else if only.skills.len() > 1 {
        words!(practice.only_test)
    } else {
        words!(practice.only_topic)
    };
    view! {
        <p class="practice-narrowed">
            <span>{what} {move || { let names = names(); if names.is_empty() { String::new() } else { format!(": {names}") } }}</span>
            " "
            <a href=routes::href("practice")>{words!(practice.only_all)}</a>
        </p>
    }
}

#[component]
fn Missing() -> impl IntoView {
    let desk = use_desk();
    let again = move |()| {
        if let Some(skill) = desk.missing.get_untracked() {
            desk.try_topic_again(skill);
        }
    };
    view! {
        <EmptyState title=words!(practice.missing) note=words!(practice.missing_note)>
            <Button label=words!(practice.try_again) on_press=again/>
            <ButtonLink
                label=words!(practice.to_skills)
                href=Signal::derive(|| routes::href("skills"))
                loudness=Loudness::Quiet
            />
        </EmptyState>
    }
}

/// How much was done today, against the pupil's own plan.
#[component]
fn DoneToday() -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let work = frame_behind(Memo::new(move |_| desk.pupil.with(|pupil| pupil.history.between(today, today).work)));
    let planned = Memo::new(move |_| desk.pupil.with(|pupil| f64::from(pupil.week_plan.minutes)));
    let share = Signal::derive(move || work.get().minutes() / planned.get().max(1.0));
    let label = Signal::derive(move || {
        let work = work.get();
        say!(practice.done_today, n = work.tasks, minutes = work.minutes() as u32)
    });
    let figure = Signal::derive(move || say!(practice.planned, minutes = planned.get() as u32));
    view! { <div class="practice-today"><ProgressBar share label figure/></div> }
}

/// One task.
#[component]
fn Exercise(item: Item) -> impl IntoView {
    let desk = use_desk();
    desk.bring_parts();
    let began_ms = clock::working_ms();
    let worked = move || (clock::working_ms() - began_ms).clamp(0.0, 3_600_000.0) as u32;
    let ask_id = fresh_id("ask");
    let reference = item.reference.clone();
    let mine = reference.clone();
    // The state of this very item; while the page turns to the next one, it keeps its last look.
    let asked = Memo::new(move |before| {
        let now = desk.sitting.with(|sitting| sitting.asked.clone().filter(|asked| asked.item == mine));
        now.or_else(|| before.cloned().flatten())
    });
    // What the tools below the task depend on, in one.
    let state = Memo::new(move |_| asked.with(|asked| asked.as_ref().map(TaskState::of).unwrap_or_default()));
    let done = Memo::new(move |_| state.get().done);
    let hints_there = item.hints.len();
    let next = Callback::new(move |()| {
        // The button goes with the task. Were it to go with the focus, the browser would style the page in the middle.
        page::let_go();
        desk.dispatch(Intent::Next);
    });
    // The button goes with the last hint and with the solution: the focus goes to what came.
    let hint = Callback::new(move |()| {
        desk.dispatch(Intent::Hint);
        page::after_frame(|| page::focus_if_lost(".hint:last-child .hint-body"));
    });
    let show = Callback::new(move |()| {
        desk.dispatch(Intent::Solution(worked()));
        page::after_frame(|| page::focus_if_lost(".solution"));
    });
    let submit = Callback::new(move |answer: Answer| {
        if done.get_untracked() {
            next.run(());
            return;
        }
        desk.answer(answer, worked());
        if done.get_untracked() {
            // Enter leads on: the large step has the focus now.
            page::after_frame(|| {
                page::focus(".feedback .actions button");
            });
        }
    });
    let begun = Memo::new(move |_| state.get().begun);
    let draft = desk.sitting.with_untracked(|sitting| sitting.asked.as_ref().and_then(|asked| asked.draft.clone()));
    let keep = Callback::new(move |draft: Answer| desk.keep_draft(draft));
    let (aside, kind) = (item.reference.skill.clone(), item.kind);
    // The task comes first; what stands beside it, a frame later.
    let seen = RwSignal::new(false);
    page::after_frame(move || {
        let _ = seen.try_set(true);
    });
    let task = Followed { item: StoredValue::new(item.clone()), asked, next, hint, show };
    let first_hint = Memo::new(move |_| state.get().hints == 0);
    let hint_label =
        Signal::derive(move || if first_hint.get() { say!(practice.hint) } else { say!(practice.hint_more) });
    // Each tool by itself: one that stays is not drawn anew.
    let has_hint = Memo::new(move |_| !state.get().done && state.get().hints < hints_there);
    let has_solution = Memo::new(move |_| !state.get().solution);
    let has_other = Memo::new(move |_| !state.get().solved);
    let ask_words = item.ask.clone();
    let ask = Signal::derive(move || ask_words.rich(lang()));
    let heading = item.clone();
    let field = FieldTask {
        item,
        ask_id: ask_id.clone(),
        done: Signal::derive(move || done.get()),
        submit,
        draft,
        keep,
        submit_label: words!(practice.submit),
    };
    view! {
        <section class="practice" data-testid="exercise" data-item=reference.to_string() data-kind=kind.key() aria-label=words!(practice.task)>
            <Heading item=heading/>
            <Card look=CardLook::Squared>
                <div class="practice-ask"><RichText text=ask id=ask_id/></div>
                <AnswerField task=field/>
            </Card>
            {move || desk.checking.get().then(|| view! { <p class="practice-preparing" role="status">{words!(practice.checking)}</p> })}
            {move || begun.get().then(|| lazy::view(move || Box::pin(async move { Ok((lazy::judging().await?.followed)(task)) })))}
            <div class="practice-tools actions">
                {move || {
                    has_hint
                        .get()
                        .then(|| view! { <Button label=hint_label on_press=hint loudness=Loudness::Quiet sign=Icon::Hint testid="hint"/> })
                }}
                {move || {
                    has_solution
                        .get()
                        .then(|| view! { <Button label=words!(practice.solution) on_press=show loudness=Loudness::Quiet sign=Icon::Solution testid="show-solution"/> })
                }}
                {move || {
                    has_other
                        .get()
                        .then(|| view! { <Button label=words!(practice.other) on_press=next loudness=Loudness::Quiet testid="next"/> })
                }}
            </div>
            <div class="practice-aside">{move || seen.get().then(|| view! { <Aside skill=aside.clone()/> })}</div>
        </section>
    }
}

/// What of the task in hand decides which tools stand below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct TaskState {
    /// Solved, or given up by opening the solution.
    done: bool,
    /// The solution is shown.
    solution: bool,
    /// Solved, with nothing more to do here than to go on.
    solved: bool,
    /// Something came of it: an answer, a hint, the solution.
    begun: bool,
    /// Hints shown.
    hints: usize,
}

impl TaskState {
    fn of(asked: &Asked) -> Self {
        let unaided = asked.misses == 0 && asked.tries > 0;
        TaskState {
            done: asked.done,
            solution: asked.solution,
            solved: asked.done && (!asked.solution || unaided),
            begun: asked.given.is_some() || asked.hints > 0 || asked.solution || asked.done,
            hints: usize::from(asked.hints),
        }
    }
}

/// Where the task belongs: topic, level, from life or not.
#[component]
fn Heading(item: Item) -> impl IntoView {
    let desk = use_desk();
    let skill = item.reference.skill.clone();
    let link = routes::skill(&skill);
    let name = Signal::derive(move || topic_name(desk, &skill));
    view! {
        <header class="practice-heading">
            <p class="practice-topic"><a href=link>{name}</a></p>
            <LevelBadge level=item.level/>
            {item.life.then(|| view! { <span class="practice-life">{words!(practice.life)}</span> })}
        </header>
    }
}

/// Why this task came, and the quiet roads out: not now, a fault in the task.
#[component]
fn Aside(skill: SkillId) -> impl IntoView {
    let desk = use_desk();
    let asked = desk.sitting.with_untracked(|sitting| sitting.asked.clone());
    let (why, more, chance) = asked.map_or_else(Default::default, |asked| (asked.why, asked.why_more, asked.chance));
    let reason = Signal::derive(move || why.get(lang()).to_owned());
    let percent = move || format::percent((chance * 20.0).round() / 20.0, 0, lang());
    let skill_link = routes::skill(&skill);
    let (reporting, reported) = (RwSignal::new(false), RwSignal::new(false));
    let report = Callback::new(move |()| {
        reported.set(true);
        reporting.set(true);
    });
    let put_off = Callback::new(move |()| {
        let chosen = desk.pupil.with_untracked(|pupil| pupil.topic_now.clone()).filter(|chosen| *chosen == skill);
        desk.dispatch(Intent::PutOff);
        let (back, skill) = (PracticeFact::PutOff { skill: skill.clone(), until: clock::now().day() }, chosen);
        let undo = move || {
            desk.record(Event::Practice(back.clone()));
            if skill.is_some() {
                desk.record(Event::Practice(PracticeFact::TopicChosen { skill: skill.clone() }));
            }
        };
        desk.toasts.say_with_undo(say!(practice.put_off_said), undo);
    });
    view! {
        <WhyCard reason>
            {more.into_iter().map(|text| view! { <p>{move || text.get(lang()).to_owned()}</p> }).collect_view()}
            <p>{move || say!(practice.why_chance, percent = percent())}</p>
            <p>{words!(practice.why_self)} " " <a href=skill_link>{words!(practice.explain)}</a></p>
        </WhyCard>
        <div class="actions">
            <Button label=words!(practice.not_now) on_press=put_off loudness=Loudness::Quiet/>
            <Button label=words!(practice.report) on_press=report loudness=Loudness::Quiet testid="report"/>
        </div>
        {move || reported.get().then(|| lazy::view(move || Box::pin(async move { Ok((lazy::judging().await?.report)(reporting)) })))}
    }
}
