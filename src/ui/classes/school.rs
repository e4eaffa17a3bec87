//! The head of the school: the classes beside each other, in sums. From class snapshots alone.

use crate::base::{ClassId, format};
use crate::browser::clock;
use crate::insights::{ClassSums, PUPILS_MIN, class_sums};
use crate::sync::Role;
use crate::ui::class_desk::{ClassDesk, ClassView};
use crate::ui::parts::{Card, EmptyState};
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;

/// Whether this person is the head of some class's school.
pub fn is_head(views: &[ClassView]) -> bool {
    views.iter().any(|view| view.role == Some(Role::Head))
}

/// The classes that the person is the head of, each in a row.
#[component]
pub fn SchoolPage(classes: ClassDesk, chosen: RwSignal<Option<ClassId>>, whole: RwSignal<bool>) -> impl IntoView {
    let today = clock::now().day();
    let rows: Memo<Vec<(ClassId, String, Option<ClassSums>)>> = Memo::new(move |_| {
        classes.classes.with(|views| {
            let row = |view: &ClassView| {
                let members = view.members.iter().filter(|member| !member.people.is_empty());
                (view.class, view.title.clone(), class_sums(members.map(|member| &*member.pupil), today))
            };
            views.iter().filter(|view| view.role == Some(Role::Head)).map(row).collect()
        })
    });
    let row = move |(class, title, sums): (ClassId, String, Option<ClassSums>)| {
        let open = move |_| {
            chosen.set(Some(class));
            whole.set(false);
        };
        let cells = match sums {
            None => {
                view! { <td colspan="3" class="class-when">{move || say!(classes.school_small, n = PUPILS_MIN)}</td> }
                    .into_any()
            }
            Some(sums) => {
                let well = move || sums.well.map_or_else(|| "–".to_owned(), |share| format::percent(share, 0, lang()));
                view! {
                    <td class="figure">{move || say!(classes.school_of, n = sums.active, all = sums.pupils)}</td>
                    <td class="figure">{sums.tasks.to_string()}</td>
                    <td class="figure">{well}</td>
                }
                .into_any()
            }
        };
        view! {
            <tr data-testid="school-row">
                <th scope="row"><button type="button" class="class-name" on:click=open>{title}</button></th>
                {cells}
            </tr>
        }
    };
    view! {
        <h1>{words!(classes.school)}</h1>
        {move || if rows.with(Vec::is_empty) {
            view! { <EmptyState title=words!(classes.school_none)/> }.into_any()
        } else {
            view! {
                <Card testid="school">
                    <div class="table-scroll" tabindex="0" role="region" aria-label=words!(classes.school)>
                        <table class="skill-table">
                            <thead><tr>
                                <th scope="col">{words!(classes.title)}</th>
                                <th scope="col" class="figure">{words!(classes.school_active)}</th>
                                <th scope="col" class="figure">{words!(classes.school_tasks)}</th>
                                <th scope="col" class="figure">{words!(classes.school_well)}</th>
                            </tr></thead>
                            <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
                        </table>
                    </div>
                    <details class="class-more"><summary>{words!(classes.meaning)}</summary><p>{words!(classes.school_meaning)}</p></details>
                </Card>
            }.into_any()
        }}
    }
}
