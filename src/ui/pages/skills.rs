//! The map of topics, as a picture one can walk: one topic in the middle, what it rests on at the left, where it leads
//! at the right; a press on a neighbour makes it the middle. Below, all topics by area and grade, coloured by where
//! they stand.

use crate::browser::clock;
use crate::engine::{TopicState, start_for_grade};
use crate::skills::{Area, SkillId};
use crate::ui::desk::{Desk, use_desk};
use crate::ui::pages::skill::state_words;
use crate::ui::parts::{ButtonLink, Card, CardLook, Loudness, Markup, Segmented, announce};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Neighbours shown on each side; the others are told by their number.
const NEAR_MAX: usize = 7;

/// The page.
#[component]
pub fn SkillsPage() -> impl IntoView {
    let desk = use_desk();
    let start = desk.world.with_untracked(|world| {
        desk.pupil.with_untracked(|pupil| {
            let recent = pupil.history.recent().last().map(|last| last.skill.clone());
            let grade = pupil.profile.grade;
            pupil.topic_now.clone().or(recent).or_else(|| start_for_grade(&world.index.graph, &world.catalogue, grade))
        })
    });
    let middle = RwSignal::new(start.unwrap_or_else(|| SkillId::new("linear-equation")));
    view! {
        <h1>{words!(skills.title)}</h1>
        <p class="page-lead">{words!(skills.lead)}</p>
        <Walk middle/>
        <Overview middle/>
    }
}

fn state_of(desk: Desk, skill: &SkillId) -> TopicState {
    desk.world.with(|world| desk.pupil.with(|pupil| world.mastery(pupil, skill, clock::now()).state))
}

const fn state_key(state: TopicState) -> &'static str {
    match state {
        TopicState::New => "new",
        TopicState::NotYet => "not-yet",
        TopicState::Learning => "learning",
        TopicState::WorthReview => "review",
        TopicState::Held => "held",
    }
}

fn full_name(desk: Desk, skill: &SkillId) -> String {
    desk.world.with(|world| {
        world.index.graph.get(skill).map_or_else(|| skill.to_string(), |known| known.name.get(lang()).to_owned())
    })
}

/// Curves from each of `count` evenly spaced rows to the middle (or from it), in a box of 100 by 100.
fn curves(count: usize, from_left: bool) -> Markup {
    let paths = (0..count).map(|at| {
        let y = 100.0 * (at as f64 + 0.5) / count as f64;
        let (a, b) = if from_left { (y, 50.0) } else { (50.0, y) };
        Markup::element("path").with("d", format!("M0 {a:.1}C50 {a:.1} 50 {b:.1} 100 {b:.1}"))
    });
    Markup::element("svg")
        .class("walk-lines")
        .with("viewBox", "0 0 100 100")
        .with("preserveAspectRatio", "none")
        .with("aria-hidden", "true")
        .children(paths)
}

#[component]
fn Walk(middle: RwSignal<SkillId>) -> impl IntoView {
    let desk = use_desk();
    let near = move |needs: bool| -> Vec<SkillId> {
        let middle = middle.get();
        desk.world.with(|world| {
            let graph = &world.index.graph;
            if needs {
                graph.needs(&middle).map(|skill| skill.id.clone()).collect()
            } else {
                graph.leads_to(&middle).map(|skill| skill.id.clone()).collect()
            }
        })
    };
    let node = move |skill: SkillId| {
        let state = state_of(desk, &skill);
        let name = full_name(desk, &skill);
        let to = skill.clone();
        let walk = move |_| {
            middle.set(to.clone());
            announce(&full_name(desk, &to));
        };
        view! {
            <li>
                <button type="button" class=format!("walk-node topic-{}", state_key(state)) on:click=walk>
                    {name}
                    <span class="unseen">{move || format!(" – {}", state_words(state).get(lang()))}</span>
                </button>
            </li>
        }
    };
    let side = move |needs: bool| {
        move || {
            let all = near(needs);
            let more = all.len().saturating_sub(NEAR_MAX);
            let shown: Vec<SkillId> = all.into_iter().take(NEAR_MAX).collect();
            let count = shown.len();
            let label = if needs { words!(skill.needs) } else { words!(skill.leads_to) };
            let none = if needs { words!(skills.rests_on_nothing) } else { words!(skills.leads_nowhere) };
            let list = view! {
                <div class="walk-side">
                    <h2>{label}</h2>
                    {(count == 0).then(|| view! { <p class="walk-none">{none}</p> })}
                    <ul role="list">{shown.into_iter().map(node).collect_view()}</ul>
                    {(more > 0).then(|| view! { <p class="walk-none">{move || say!(skills.more, n = more)}</p> })}
                </div>
            };
            let lines = (count > 0).then(|| curves(count, needs));
            if needs {
                view! { {list} <div class="walk-link">{lines}</div> }.into_any()
            } else {
                view! { <div class="walk-link">{lines}</div> {list} }.into_any()
            }
        }
    };
    let centre = move || {
        let skill = middle.get();
        let state = state_of(desk, &skill);
        let (about, practise) = (routes::skill(&skill), routes::practice(std::slice::from_ref(&skill)));
        let has = desk.world.with(|world| world.catalogue.has(&skill));
        view! {
            <div class=format!("walk-middle topic-{}", state_key(state))>
                <h2>{full_name(desk, &skill)}</h2>
                <p>{move || state_words(state).get(lang())}</p>
                <div class="actions">
                    {has.then(|| view! { <ButtonLink label=words!(skill.practise) href=Signal::stored(practise)/> })}
                    <ButtonLink label=words!(skills.about) href=Signal::stored(about) loudness=Loudness::Secondary/>
                </div>
                {(!has).then(|| view! { <p class="walk-none">{words!(skill.no_tasks)}</p> })}
            </div>
        }
    };
    view! {
        <section class="walk" aria-label=words!(skills.walk) data-testid="walk">
            {side(true)}
            {centre}
            {side(false)}
        </section>
    }
}

/// All topics of an area by grade, as tiles in the colour of where they stand.
#[component]
fn Overview(middle: RwSignal<SkillId>) -> impl IntoView {
    let desk = use_desk();
    let with_tasks = RwSignal::new(1usize);
    let legend = [TopicState::Held, TopicState::WorthReview, TopicState::Learning, TopicState::NotYet, TopicState::New];
    let areas = [Area::Skaiciai, Area::Modeliai, Area::Geometrija, Area::Duomenys];
    let row = move |skill: SkillId, has: bool| {
        let state = state_of(desk, &skill);
        let link = routes::skill(&skill);
        let name = full_name(desk, &skill);
        let to = skill.clone();
        let class = format!("tile topic-{}{}", state_key(state), if has { "" } else { " tile-empty" });
        view! {
            <li>
                <a class=class href=link on:focus=move |_| middle.set(to.clone())>
                    {name}
                    <span class="unseen">{move || format!(" – {}", if has { state_words(state).get(lang()).to_owned() } else { say!(tests.no_tasks) })}</span>
                </a>
            </li>
        }
    };
    let section = move |area: Area| {
        move || {
            let only = with_tasks.get() == 1;
            let by_grade: BTreeMap<u8, Vec<(SkillId, bool)>> = desk.world.with(|world| {
                let mut by_grade: BTreeMap<u8, Vec<(SkillId, bool)>> = BTreeMap::new();
                for skill in world.index.graph.of_area(area) {
                    let has = world.catalogue.has(&skill.id);
                    if has || !only {
                        by_grade.entry(skill.grade).or_default().push((skill.id.clone(), has));
                    }
                }
                by_grade
            });
            if by_grade.is_empty() {
                return view! { <p class="walk-none">{words!(progress.area_no_tasks)}</p> }.into_any();
            }
            by_grade
                .into_iter()
                .map(|(grade, skills)| {
                    view! {
                        <h3 class="tiles-grade">{move || say!(today.grade_group, n = u32::from(grade))}</h3>
                        <ul class="tiles" role="list">{skills.into_iter().map(|(skill, has)| row(skill, has)).collect_view()}</ul>
                    }
                })
                .collect_view()
                .into_any()
        }
    };
    view! {
        <Segmented
            label=words!(skills.which)
            options=vec![words!(skills.all), words!(skills.with_tasks)]
            chosen=with_tasks
            on_choose=Callback::new(move |at: usize| with_tasks.set(at))
        />
        <ul class="legend" role="list" aria-label=words!(skills.legend)>
            {legend
                .map(|state| view! { <li class=format!("legend-item topic-{}", state_key(state))>{move || state_words(state).get(lang())}</li> })
                .collect_view()}
        </ul>
        {areas
            .map(|area| {
                view! { <Card title=Signal::derive(move || area.name(lang()).to_owned()) look=CardLook::Sheet>{section(area)}</Card> }
            })
            .collect_view()}
    }
}
