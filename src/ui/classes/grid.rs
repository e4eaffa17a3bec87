//! The grid pupil by topic, and the wrong answers behind a cell with one step of help.

use super::one::{OnePupil, TopicWishes, seen_at};
use super::staff::{Asked, given, standing_words};
use super::{ago, ticking, view_of};
use crate::base::{ClassId, PlaceId, format};
use crate::browser::{clock, page};
use crate::exercises::{ItemRef, Verdict};
use crate::insights::{Pupil, Standing, TopicInClass};
use crate::journal::{Answered, Event};
use crate::skills::SkillId;
use crate::ui::class_desk::{ClassDesk, MemberView};
use crate::ui::pages::estimate::EstimateCard;
use crate::ui::pages::today::topic_name;
use crate::ui::parts::{Button, Card, CardLook, EmptyState, Loudness, RichText, Segmented};
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Topics shown at most: those met most lately by most.
const TOPICS_MAX: usize = 10;
/// Wrong answers shown behind a cell.
const WRONG_MAX: usize = 8;

/// The grid.
#[component]
pub fn Grid(classes: ClassDesk, class: ClassId, asked: Asked) -> impl IntoView {
    let view = view_of(classes, class);
    let now = ticking();
    let (sorted, filter) = (RwSignal::new(0usize), RwSignal::new(0usize));
    let group = RwSignal::new(String::new());
    let groups = Memo::new(move |_| {
        view.with(|view| {
            let names = view.iter().flat_map(|view| &view.members).map(|member| member.group.clone());
            names.filter(|group| !group.is_empty()).collect::<std::collections::BTreeSet<_>>()
        })
    });
    let members: Memo<Vec<MemberView>> = Memo::new(move |_| {
        let today = clock::now().day();
        let hard = |member: &MemberView| {
            member.pupil.topics.values().filter(|topic| topic.standing() == Standing::Hard).count()
        };
        let mut members = view.with(|view| view.as_ref().map(|view| view.members.clone()).unwrap_or_default());
        members.retain(|member| match filter.get() {
            1 => member.pupil.is_idle(today),
            2 => hard(member) > 0,
            _ => true,
        });
        members.retain(|member| group.with(|group| group.is_empty() || member.group == *group));
        match sorted.get() {
            1 => members.sort_by_key(|member| std::cmp::Reverse(member.pupil.active)),
            2 => members.sort_by_key(|member| std::cmp::Reverse(hard(member))),
            _ => {}
        }
        members
    });
    let topics: Memo<Vec<SkillId>> = Memo::new(move |_| {
        view.with(|view| {
            let mut met: BTreeMap<&SkillId, (i32, usize)> = BTreeMap::new();
            for (skill, topic) in view.iter().flat_map(|view| &view.members).flat_map(|member| &member.pupil.topics) {
                let entry = met.entry(skill).or_insert((0, 0));
                *entry = (entry.0.max(topic.last.0 / 7), entry.1 + 1);
            }
            let mut topics: Vec<_> = met.into_iter().collect();
            topics.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
            topics.into_iter().take(TOPICS_MAX).map(|(skill, _)| skill.clone()).collect()
        })
    });
    let row = move |member: MemberView| {
        let (never, place) = (member.people.is_empty(), member.place);
        let active = member.pupil.active;
        let when = move || match (never, active.0) {
            (true, _) => say!(classes.not_joined),
            (_, 0) => say!(classes.never_active),
            _ => ago(active, now.get()),
        };
        let cells = topics.get().into_iter().map(|skill| {
            let topic = member.pupil.topics.get(&skill).cloned();
            view! { <Cell classes member=member.clone() skill topic asked/> }
        });
        view! {
            <tr data-testid="class-row">
                <th scope="row">
                    <button type="button" class="class-name" data-testid="open-pupil" on:click=move |_| { asked.cell.set(None); asked.pupil.set(Some(place)) }>{member.name.clone()}</button>
                    {(!member.group.is_empty()).then(|| view! { " " <span class="chip">{member.group.clone()}</span> })}
                </th>
                <td class="class-when" data-testid="last-active">{when}</td>
                {cells.collect_view()}
            </tr>
        }
    };
    let some = Memo::new(move |_| view.with(|view| view.as_ref().is_some_and(|view| !view.members.is_empty())));
    move || {
        some.get().then(|| view! {
            <Card title=words!(classes.grid)>
                <p class="field-note">{words!(classes.grid_note)}</p>
                <div class="class-filters">
                    <Segmented label=words!(classes.sort) options=vec![words!(classes.by_name), words!(classes.by_active), words!(classes.by_hard)] chosen=sorted on_choose=Callback::new(move |at| sorted.set(at))/>
                    <Segmented label=words!(classes.filter) options=vec![words!(classes.filter_all), words!(classes.filter_idle), words!(classes.filter_hard)] chosen=filter on_choose=Callback::new(move |at| filter.set(at))/>
                    {move || (!groups.with(std::collections::BTreeSet::is_empty)).then(|| view! {
                        <label class="field"><span class="field-label">{words!(classes.group)}</span>
                            <select class="select" on:change=move |event| group.set(event_target_value(&event))>
                                <option value="">{words!(classes.all_groups)}</option>
                                {groups.get().into_iter().map(|name| view! { <option value=name.clone()>{name.clone()}</option> }).collect_view()}
                            </select>
                        </label>
                    })}
                </div>
                {move || topics.with(Vec::is_empty).then(|| view! { <p class="field-note">{words!(classes.grid_empty)}</p> })}
                <div class="table-scroll" tabindex="0" role="region" aria-label=words!(classes.grid)>
                    <table class="skill-table class-grid" data-testid="grid">
                        <thead>
                            <tr>
                                <th scope="col">{words!(classes.pupil)}</th>
                                <th scope="col">{words!(classes.active)}</th>
                                {move || topics.get().into_iter().map(|skill| view! { <th scope="col" class="class-topic">{move || topic_name(classes.desk, &skill)}</th> }).collect_view()}
                            </tr>
                        </thead>
                        <tbody>{move || members.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
                <details class="class-more"><summary>{words!(classes.meaning)}</summary><p>{words!(classes.meaning_text)}</p></details>
            </Card>
            {move || asked.cell.get().map(|(place, skill)| view! { <Behind classes class place skill asked/> })}
            {move || asked.pupil.get().map(|place| view! { <OnePupil classes class place asked/> })}
        })
    }
}

#[component]
fn Cell(
    classes: ClassDesk,
    member: MemberView,
    skill: SkillId,
    topic: Option<TopicInClass>,
    asked: Asked,
) -> impl IntoView {
    let Some(topic) = topic else { return view! { <td></td> }.into_any() };
    let standing = topic.standing();
    let (count, right) = topic.latest();
    let class = match standing {
        Standing::Begun => "class-cell",
        Standing::Hard => "class-cell class-cell-hard",
        Standing::Learning => "class-cell class-cell-learning",
        Standing::Well => "class-cell class-cell-well",
    };
    let name = member.name.clone();
    let of = skill.clone();
    let spoken = move || {
        let topic = topic_name(classes.desk, &of);
        say!(
            classes.cell,
            name = name.clone(),
            topic = topic,
            word = standing_words(standing),
            right = right,
            n = count
        )
    };
    let place = member.place;
    view! {
        <td>
            <button type="button" class=class aria-label=spoken data-testid="cell" on:click=move |_| { asked.pupil.set(None); asked.cell.set(Some((place, skill.clone()))) }>
                <span>{move || standing_words(standing)}</span>
                <span class="class-cell-count">{format!("{right} / {count}")}</span>
            </button>
        </td>
    }
    .into_any()
}

/// The wrong answers behind a cell, the newest first.
#[component]
fn Behind(classes: ClassDesk, class: ClassId, place: PlaceId, skill: SkillId, asked: Asked) -> impl IntoView {
    let view = view_of(classes, class);
    let (name, given) = view
        .with_untracked(|view| {
            let view = view.as_ref()?;
            Some((view.member(place)?.name.clone(), view.given_at(place)))
        })
        .unwrap_or_default();
    let seen = seen_at(classes, class, place);
    let of = skill.clone();
    let found = Memo::new(move |_| {
        let entries = seen.with(|seen| Some(seen.as_ref()?.journal.clone()))?;
        let mut wrong = Vec::new();
        for entry in entries.entries() {
            if let Event::Answered(answered) = &entry.event
                && answered.item.skill == of
                && answered.verdict == Verdict::Wrong
            {
                wrong.push((entry.stamp.time.moment(), answered.clone()));
            }
        }
        wrong.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        wrong.truncate(WRONG_MAX);
        Some(wrong)
    });
    // One signal, so that a card that stands open is not drawn anew.
    let (read, pupil) = (Memo::new(move |_| seen.with(Option::is_some)), RwSignal::new(Pupil::default()));
    Effect::new(move |_| seen.with(|seen| seen.iter().for_each(|seen| pupil.set(Pupil::clone(&seen.pupil)))));
    request_animation_frame(|| page::bring_into_view("[data-testid=behind]"));
    let title = {
        let skill = skill.clone();
        Signal::derive(move || {
            let topic = topic_name(classes.desk, &skill);
            say!(classes.wrong_answers, name = name.clone(), topic = topic)
        })
    };
    let (about, wished) = (skill.clone(), skill.clone());
    let give = Callback::new(move |()| {
        asked.assign.set(Some((Some(skill.clone()), vec![place])));
        asked.cell.set(None);
    });
    view! {
        <Card title look=CardLook::Squared testid="behind">
            {move || match found.get() {
                None => view! { <p role="status">{words!(classes.loading)}</p> }.into_any(),
                Some(wrong) if wrong.is_empty() => view! { <EmptyState title=words!(classes.wrong_none)/> }.into_any(),
                Some(wrong) => view! {
                    <ul class="stack" role="list">
                        {wrong.into_iter().map(|(at, answered)| view! { <Wrong classes at answered/> }).collect_view()}
                    </ul>
                }.into_any(),
            }}
            <p>{words!(classes.help_one)}</p>
            {move || read.get().then(|| view! { <EstimateCard skill=about.clone() of=(pupil, given.clone())/> })}
            <div class="actions">
                <Button label=words!(classes.assign) on_press=give testid="assign-cell"/>
                <TopicWishes classes class place skill=wished/>
                <Button label=words!(classes.close) on_press=Callback::new(move |()| asked.cell.set(None)) loudness=Loudness::Quiet testid="behind-close"/>
            </div>
        </Card>
    }
}

#[component]
fn Wrong(classes: ClassDesk, at: crate::base::Moment, answered: Answered) -> impl IntoView {
    let desk = classes.desk;
    let today = clock::now().day();
    let item: ItemRef = answered.item.clone();
    // Asks for the topic's pack, and follows it.
    let made = Memo::new(move |_| {
        desk.topic(&item.skill);
        desk.world.with(|world| world.item(&item))
    });
    let ask =
        Signal::derive(move || made.with(|made| made.as_ref().map(|made| made.ask.rich(lang())).unwrap_or_default()));
    let right = Signal::derive(move || {
        made.with(|made| made.as_ref().map(|made| made.right_words(lang())).unwrap_or_default())
    });
    let gave = given(&answered.answer);
    view! {
        <li class="class-wrong" data-testid="wrong-answer">
            {move || if made.with(Option::is_some) {
                view! { <RichText text=ask/> }.into_any()
            } else {
                view! { <p class="field-note">{words!(classes.wrong_changed)}</p> }.into_any()
            }}
            <p><span class="field-note">{words!(classes.wrong_gave)} ": "</span> <strong class="seen-wrong">{gave.clone()}</strong>
                <span class="field-note">" · " {move || format::day_from(at.day(), today, lang())}</span></p>
            {move || made.with(Option::is_some).then(|| view! { <div class="class-right"><span class="field-note">{words!(classes.wrong_right)} ":"</span> <RichText text=right/></div> })}
        </li>
    }
}
