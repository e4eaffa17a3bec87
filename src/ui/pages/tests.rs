//! "Atsiskaitymas: data ir temos": tests to come, how ready one is in words, a practice set limited to their topics.

use crate::base::format;
use crate::browser::clock;
use crate::engine::{Readiness, TopicState, readiness};
use crate::journal::Event;
use crate::school::assessment::{Assessment, AssessmentFact};
use crate::skills::SkillId;
use crate::ui::desk::use_desk;
use crate::ui::pages::skill::state_words;
use crate::ui::pages::today::topic_name;
use crate::ui::parts::{
    Button, ButtonLink, Card, CardLook, DateInput, EmptyState, Icon, Loudness, ProgressBar, ShareLook, TextInput,
};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The page.
#[component]
pub fn TestsPage() -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let lists = Memo::new(move |_| {
        desk.pupil.with(|pupil| {
            let owned = |tests: Vec<&Assessment>| tests.into_iter().cloned().collect::<Vec<_>>();
            (owned(pupil.assessments.ahead(today)), owned(pupil.assessments.past(today)))
        })
    });
    let editing: RwSignal<Option<Option<Assessment>>> = RwSignal::new(None);
    let nothing = move || lists.with(|(ahead, _)| ahead.is_empty());
    let add = move || {
        view! {
            <Button label=words!(tests.add) on_press=Callback::new(move |()| editing.set(Some(None))) sign=Icon::Plus testid="add-test"/>
        }
    };
    view! {
        <h1>{words!(tests.title)}</h1>
        <p class="page-lead">{words!(tests.lead)}</p>
        {move || (nothing() && editing.get().is_none()).then(|| view! { <EmptyState title=words!(tests.none) note=words!(tests.none_note)>{add()}</EmptyState> })}
        <div class="stack">
            {move || lists.get().0.into_iter().map(|test| view! { <TestCard test editing/> }).collect_view()}
        </div>
        {move || match editing.get() {
            None if nothing() => ().into_any(),
            None => view! { <div class="actions">{add()}</div> }.into_any(),
            Some(test) => view! { <Editor test editing/> }.into_any(),
        }}
        {move || (!lists.with(|(_, past)| past.is_empty())).then(|| {
            let row = move |test: Assessment| view! {
                <li>{move || format::date_long(test.day, lang())} " – " {if test.title.is_empty() { say!(today.test_untitled) } else { test.title.clone() }}</li>
            };
            view! {
                <Card title=words!(tests.past) look=CardLook::Sunk><ul>{lists.get().1.into_iter().map(row).collect_view()}</ul></Card>
            }
        })}
    }
}

#[component]
fn TestCard(test: Assessment, editing: RwSignal<Option<Option<Assessment>>>) -> impl IntoView {
    let desk = use_desk();
    let now = clock::now();
    let today = now.day();
    let skills = test.skills.clone();
    let ready: Memo<Readiness> = Memo::new(move |_| {
        desk.world.with(|world| {
            desk.pupil.with(|pupil| {
                readiness(&pupil.learner, &world.params, &world.index.graph, &world.catalogue, &skills, now)
            })
        })
    });
    let share = Signal::derive(move || ready.get().chance);
    let title = test.title.clone();
    let title = Signal::derive(move || if title.is_empty() { say!(today.test_untitled) } else { title.clone() });
    let practise = routes::practice(&test.skills);
    let id = test.id;
    let drop = Callback::new(move |()| {
        let say_it = move |dropped: bool| desk.record(Event::Assessment(AssessmentFact::Dropped { test: id, dropped }));
        say_it(true);
        desk.toasts.say_with_undo(say!(tests.dropped), move || say_it(false));
    });
    let kept = test.clone();
    let edit = Callback::new(move |()| editing.set(Some(Some(kept.clone()))));
    let row = move |skill: SkillId| {
        let link = routes::skill(&skill);
        let of = skill.clone();
        let state = move || {
            let state = desk.world.with(|world| desk.pupil.with(|pupil| world.mastery(pupil, &of, now).state));
            let (known, words) = (state != TopicState::New, state_words(state));
            if known { words.get(lang()) } else { "" }
        };
        view! { <li class="topic-row"><a href=link>{move || topic_name(desk, &skill)}</a> <span class="skill-near-state">{state}</span></li> }
    };
    let day = test.day;
    view! {
        <Card title testid="test">
            <p class="today-test">
                {move || format!("{} ({})", format::day_from(day, today, lang()), format::date_long(day, lang()))}
            </p>
            <p data-testid="readiness">{move || ready.get().sentence(lang())}</p>
            {move || (ready.get().answers >= 5).then(|| view! {
                <ProgressBar
                    share
                    label=words!(tests.share)
                    figure=Signal::derive(move || say!(tests.about, percent = format::percent((share.get() * 20.0).round() / 20.0, 0, lang())))
                    look=ShareLook::Plain
                />
            })}
            <ul class="topic-rows" role="list">{test.skills.iter().cloned().map(row).collect_view()}</ul>
            <div class="actions">
                <ButtonLink label=words!(tests.practise) href=Signal::derive(move || practise.clone()) sign=Icon::Next testid="practise-test"/>
                <Button label=words!(tests.edit) on_press=edit loudness=Loudness::Quiet sign=Icon::Pencil/>
                <Button label=words!(tests.drop) on_press=drop loudness=Loudness::Quiet sign=Icon::Bin/>
            </div>
        </Card>
    }
}

#[component]
fn Editor(test: Option<Assessment>, editing: RwSignal<Option<Option<Assessment>>>) -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let instead = test.as_ref().map(|test| test.id);
    let title = RwSignal::new(test.as_ref().map(|test| test.title.clone()).unwrap_or_default());
    let day = RwSignal::new(Some(test.as_ref().map_or(today.plus(1), |test| test.day)));
    let chosen: RwSignal<BTreeSet<SkillId>> =
        RwSignal::new(test.map(|test| test.skills.into_iter().collect()).unwrap_or_default());
    let own = desk.pupil.with_untracked(|pupil| pupil.profile.grade);
    let grades: Vec<u8> = desk.world.with_untracked(|world| {
        world.index.graph.all().iter().map(|skill| skill.grade).collect::<BTreeSet<_>>().into_iter().collect()
    });
    let group = move |grade: u8| {
        let rows = move || {
            desk.world.with(|world| {
                let row = |skill: &crate::skills::Skill| {
                    let (id, toggled) = (skill.id.clone(), skill.id.clone());
                    let has = world.catalogue.has(&skill.id);
                    let name = skill.name.get(lang()).to_owned();
                    let checked = move || chosen.with(|chosen| chosen.contains(&id));
                    let toggle = move |_| {
                        chosen.update(|chosen| {
                            if !chosen.remove(&toggled) {
                                chosen.insert(toggled.clone());
                            }
                        });
                    };
                    view! {
                        <li>
                            <label class="check-row">
                                <input type="checkbox" prop:checked=checked on:change=toggle/>
                                <span>{name} {(!has).then(|| view! { <span class="check-note">" – " {words!(tests.no_tasks)}</span> })}</span>
                            </label>
                        </li>
                    }
                };
                world.index.graph.of_grade(grade).map(row).collect_view()
            })
        };
        let open = Some(grade) == own;
        view! {
            <details class="check-group" open=open>
                <summary>{move || say!(today.grade_group, n = u32::from(grade))}</summary>
                <ul role="list">{rows}</ul>
            </details>
        }
    };
    let missing = Signal::derive(move || day.get().is_none() || chosen.with(BTreeSet::is_empty));
    let keep = Callback::new(move |()| {
        let Some(day) = day.get_untracked() else { return };
        let skills = chosen.get_untracked().into_iter().collect();
        let title = title.get_untracked().trim().to_owned();
        desk.record(Event::Assessment(AssessmentFact::Set { title, day, skills, instead }));
        editing.set(None);
    });
    view! {
        <Card title=words!(tests.editor) testid="test-editor">
            <TextInput label=words!(tests.name) value=title note=words!(tests.name_note) length_max=100/>
            <DateInput label=words!(tests.day) value=day earliest=today testid="test-day"/>
            <fieldset class="check-groups">
                <legend>{words!(tests.topics)}</legend>
                <p class="field-note">{move || say!(tests.chosen, n = chosen.with(BTreeSet::len))}</p>
                {grades.into_iter().map(group).collect_view()}
            </fieldset>
            <div class="actions">
                <Button label=words!(settings.keep) on_press=keep disabled=missing testid="keep-test"/>
                <Button label=words!(practice.cancel) on_press=Callback::new(move |()| editing.set(None)) loudness=Loudness::Quiet/>
            </div>
        </Card>
    }
}
