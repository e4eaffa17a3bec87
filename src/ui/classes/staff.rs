//! The class as its staff see it: three sentences, who asks to join, the grid, what was assigned, and what is rarely needed.

use super::assign::{Assign, Assignments};
use super::families::{Families, FamilySlips};
use super::grid::Grid;
use super::invite::{Invite, Requests};
use super::manage::{Files, Members, StaffList};
use super::{SharingLine, view_of};
use crate::base::{ClassId, Day, PlaceId};
use crate::browser::{clock, page};
use crate::exercises::Answer;
use crate::insights::{ClassSays, PupilInClass, Standing, class_says};
use crate::say;
use crate::skills::SkillId;
use crate::ui::class_desk::{ClassDesk, ClassView, MemberView};
use crate::ui::pages::today::topic_name;
use crate::ui::parts::{Button, Card, CardLook, Icon, Loudness};
use crate::ui::routes;
use crate::words;
use leptos::prelude::*;

/// Names told one by one; of more, only how many they are.
const NAMES_SHOWN: usize = 8;

/// What fills the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Class,
    Projector,
    Slips,
    Families,
}

/// What the parts of the page ask of each other.
#[derive(Clone, Copy)]
pub struct Asked {
    /// A cell whose wrong answers are looked at.
    pub cell: RwSignal<Option<(PlaceId, SkillId)>>,
    /// A pupil who is looked at.
    pub pupil: RwSignal<Option<PlaceId>>,
    /// An assignment that is being made: its topic, and for whom; nobody: for all.
    pub assign: RwSignal<Option<(Option<SkillId>, Vec<PlaceId>)>>,
}

/// The page.
#[component]
pub fn StaffPage(classes: ClassDesk, class: ClassId, founding: RwSignal<bool>) -> impl IntoView {
    let view = view_of(classes, class);
    let shown = RwSignal::new(Shown::Class);
    let asked = Asked { cell: RwSignal::new(None), pupil: RwSignal::new(None), assign: RwSignal::new(None) };
    let title = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.title.clone()).unwrap_or_default()));
    move || {
        match shown.get() {
        Shown::Projector => view! { <Projector classes class shown/> }.into_any(),
        Shown::Slips => view! { <Slips classes class shown/> }.into_any(),
        Shown::Families => view! { <FamilySlips classes class shown/> }.into_any(),
        Shown::Class => view! {
            <div class="spread">
                <h1 data-testid="class-title">{move || title.get()}</h1>
                <div class="actions">
                    <Button label=words!(classes.projector) on_press=Callback::new(move |()| shown.set(Shown::Projector)) loudness=Loudness::Quiet sign=Icon::Board testid="projector"/>
                    <Button label=words!(classes.slips) on_press=Callback::new(move |()| shown.set(Shown::Slips)) loudness=Loudness::Quiet sign=Icon::Cards testid="slips"/>
                    <Button label=words!(classes.family_slips) on_press=Callback::new(move |()| shown.set(Shown::Families)) loudness=Loudness::Quiet sign=Icon::Person testid="family-slips"/>
                </div>
            </div>
            <SharingLine classes class/>
            <Requests classes class/>
            <Says classes class asked/>
            <Invite classes class/>
            <Assign classes class asked/>
            <Grid classes class asked/>
            <Assignments classes class/>
            <Families classes class/>
            <Members classes class/>
            <StaffList classes class/>
            <Files classes class/>
            <div class="actions">
                <Button label=words!(classes.csv) on_press=Callback::new(move |()| download(classes, class)) loudness=Loudness::Quiet sign=Icon::Download testid="class-csv"/>
                <Button label=words!(classes.another) on_press=Callback::new(move |()| founding.set(true)) loudness=Loudness::Quiet sign=Icon::Plus/>
            </div>
        }
        .into_any(),
    }
    }
}

/// What was given, as one would write it.
pub fn given(answer: &Answer) -> String {
    match answer {
        Answer::Typed(text) => text.clone(),
        _ => say!(skill.arranged),
    }
}

fn joined(view: &ClassView) -> Vec<(MemberView, PupilInClass)> {
    let with = |member: &MemberView| (member.clone(), PupilInClass::clone(&member.pupil));
    view.members.iter().map(with).collect()
}

/// The three sentences.
#[component]
fn Says(classes: ClassDesk, class: ClassId, asked: Asked) -> impl IntoView {
    let view = view_of(classes, class);
    let says: Memo<Option<ClassSays<(PlaceId, String)>>> = Memo::new(move |_| {
        view.with(|view| {
            let view = view.as_ref()?;
            let begun = view.members.iter().any(|member| !member.people.is_empty());
            let pupils: Vec<_> =
                joined(view).into_iter().map(|(member, pupil)| ((member.place, member.name), pupil)).collect();
            begun.then(|| class_says(&pupils, clock::now().day()))
        })
    });
    let names = |who: &[(PlaceId, String)]| {
        let mut names: Vec<String> = who.iter().take(NAMES_SHOWN).map(|(_, name)| name.clone()).collect();
        if who.len() > NAMES_SHOWN {
            names.push(say!(classes.and_more, n = who.len() - NAMES_SHOWN));
        }
        names.join(", ")
    };
    view! {
        <Card title=words!(classes.says) look=CardLook::Leaf testid="class-says">
            {move || match says.get() {
                None => view! { <p>{words!(classes.says_empty)}</p> }.into_any(),
                Some(says) => {
                    let not_begun = if says.not_begun.is_empty() {
                        say!(classes.all_begun)
                    } else {
                        say!(classes.not_begun, names = names(&says.not_begun))
                    };
                    let stuck: Vec<String> = says
                        .stuck
                        .iter()
                        .map(|((_, name), skill, on)| {
                            say!(classes.stuck_one, name = name.clone(), topic = topic_name(classes.desk, skill), answer = given(&on.answer))
                        })
                        .collect();
                    let stuck = if stuck.is_empty() { say!(classes.none_stuck) } else { say!(classes.stuck, names = stuck.join("; ")) };
                    let again = says.again.clone();
                    let again_words = match &again {
                        Some((skill, who)) => say!(classes.again, topic = topic_name(classes.desk, skill), n = who.len()),
                        None => say!(classes.no_again),
                    };
                    let give = again.map(|(skill, who)| {
                        let whom: Vec<PlaceId> = who.into_iter().map(|(place, _)| place).collect();
                        Callback::new(move |()| asked.assign.set(Some((Some(skill.clone()), whom.clone()))))
                    });
                    view! {
                        <ol class="class-says">
                            <li>{not_begun}</li>
                            <li>{stuck}</li>
                            <li>{again_words} {give.map(|give| view! { " " <Button label=words!(classes.assign) on_press=give loudness=Loudness::Quiet/> })}</li>
                        </ol>
                    }
                    .into_any()
                }
            }}
        </Card>
    }
}

/// The word for a cell.
pub fn standing_words(standing: Standing) -> String {
    match standing {
        Standing::Begun => say!(classes.begun),
        Standing::Hard => say!(classes.hard),
        Standing::Learning => say!(classes.learning),
        Standing::Well => say!(classes.well),
    }
}

/// The table as a file for a spreadsheet: semicolons, as a Lithuanian one expects, and a mark that it is UTF-8.
fn download(classes: ClassDesk, class: ClassId) {
    let found = classes.classes.with_untracked(|views| views.iter().find(|view| view.class == class).cloned());
    let Some(view) = found else { return };
    let today = clock::now().day();
    let topics: std::collections::BTreeSet<&SkillId> =
        view.members.iter().flat_map(|member| member.pupil.topics.keys()).collect();
    // A cell that begins like a formula would be run by a spreadsheet.
    let cell = |text: &str| {
        let text = text.replace('"', "\"\"");
        let safe = if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text };
        format!("\"{safe}\"")
    };
    let mut lines = vec![
        [say!(classes.pupil), say!(classes.active)]
            .into_iter()
            .chain(topics.iter().map(|skill| topic_name(classes.desk, skill)))
            .map(|text| cell(&text))
            .collect::<Vec<_>>()
            .join(";"),
    ];
    for member in &view.members {
        let mut cells = vec![
            cell(&member.name),
            cell(&if member.pupil.active.0 == 0 { String::new() } else { member.pupil.active.day().iso() }),
        ];
        cells.extend(topics.iter().map(|skill| {
            cell(&member.pupil.topics.get(*skill).map(|topic| standing_words(topic.standing())).unwrap_or_default())
        }));
        lines.push(cells.join(";"));
    }
    let text = format!("\u{feff}{}\r\n", lines.join("\r\n"));
    if page::download(&format!("augu-{}.csv", today.iso()), "text/csv", &text).is_err() {
        classes.desk.toasts.say(say!(classes.not_downloaded));
    }
}

/// For the board: the class as a whole, without a name on it.
#[component]
fn Projector(classes: ClassDesk, class: ClassId, shown: RwSignal<Shown>) -> impl IntoView {
    let view = view_of(classes, class);
    let sums = Memo::new(move |_| {
        view.with(|view| {
            let Some(view) = view else { return (0, 0, 0, Vec::new()) };
            let today = clock::now().day();
            let members: Vec<&MemberView> = view.members.iter().filter(|member| !member.people.is_empty()).collect();
            let tasks: u32 = members.iter().map(|member| member.pupil.tasks_in(today, 7)).sum();
            let working = members.iter().filter(|member| member.pupil.active.day() == today).count();
            let mut topics: std::collections::BTreeMap<SkillId, usize> = std::collections::BTreeMap::new();
            for (skill, topic) in members.iter().flat_map(|member| &member.pupil.topics) {
                if topic.last >= Day(today.0 - 6) {
                    *topics.entry(skill.clone()).or_default() += 1;
                }
            }
            let mut topics: Vec<(SkillId, usize)> = topics.into_iter().collect();
            topics.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            topics.truncate(6);
            (tasks, working, members.len(), topics)
        })
    });
    let title = move || view.with(|view| view.as_ref().map(|view| view.title.clone()));
    let invite = Memo::new(move |_| view.with(|view| view.as_ref().and_then(|view| view.invite.clone())));
    view! {
        <section class="class-board" data-testid="board">
            <h1>{title}</h1>
            {move || invite.get().map(|invite| view! { <super::invite::Code invite/> })}
            <p>{words!(classes.projector_goal)}</p>
            <p class="class-board-figure">{move || say!(classes.projector_tasks, n = sums.get().0)}</p>
            <p>{move || say!(classes.projector_working, n = sums.get().1, all = sums.get().2)}</p>
            {move || (!sums.get().3.is_empty()).then(|| view! {
                <h2>{words!(classes.projector_topics)}</h2>
                <ul role="list" class="class-board-topics">
                    {sums.get().3.into_iter().map(|(skill, _)| view! { <li class="chip chip-leaf">{move || topic_name(classes.desk, &skill)}</li> }).collect_view()}
                </ul>
            })}
            <Button label=words!(classes.projector_back) on_press=Callback::new(move |()| shown.set(Shown::Class)) loudness=Loudness::Secondary testid="board-back"/>
        </section>
    }
}

/// Slips to cut: the name, the address, and room for the code. Twenty-eight fit on two pages.
#[component]
fn Slips(classes: ClassDesk, class: ClassId, shown: RwSignal<Shown>) -> impl IntoView {
    let view = view_of(classes, class);
    let origin = page::origin();
    let address = format!("{origin}{}", routes::href("join"));
    let names = move || {
        view.with(|view| {
            view.iter().flat_map(|view| &view.members).map(|member| member.name.clone()).collect::<Vec<_>>()
        })
    };
    let slip = move |name: String| {
        let address = address.clone();
        view! {
            <li class="class-slip">
                <p class="class-slip-name">{name}</p>
                <p>{move || say!(classes.slip_where, address = address.clone())}</p>
                <p>{words!(classes.slip_code)}</p>
                <p class="class-slip-room" aria-hidden="true">"_ _ _ _ – _ _ _ _"</p>
            </li>
        }
    };
    view! {
        <h1 class="class-screen-only">{words!(classes.slips)}</h1>
        <p class="class-screen-only field-note">{words!(classes.slips_note)}</p>
        <div class="actions">
            <Button label=words!(classes.print) on_press=Callback::new(move |()| page::print()) testid="print"/>
            <Button label=words!(classes.projector_back) on_press=Callback::new(move |()| shown.set(Shown::Class)) loudness=Loudness::Quiet testid="slips-back"/>
        </div>
        <ul class="class-slips" role="list" data-testid="slip-list">{move || names().into_iter().map(slip.clone()).collect_view()}</ul>
    }
}
