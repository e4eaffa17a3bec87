//! What stands before the pages: opening, "who are you", content that could not be loaded, an address without a page.

use crate::base::format;
use crate::browser::people::Person;
use crate::browser::{clock, page};
use crate::ui::desk::use_desk;
use crate::ui::parts::{Button, ButtonLink, Card, EmptyState, Loudness};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;

/// What is stored is being read; as a rule too short to be seen.
#[component]
pub fn OpeningPage() -> impl IntoView {
    view! { <p class="opening" role="status" data-testid="opening">{words!(gate.opening)}</p> }
}

/// See [`WhoPage`].
pub fn who_page(people: Vec<Person>) -> AnyView {
    view! { <WhoPage people/> }.into_any()
}

/// Several people use this browser: who is it?
#[component]
fn WhoPage(people: Vec<Person>) -> impl IntoView {
    let desk = use_desk();
    let today = clock::now().day();
    let row = move |(at, person): (usize, Person)| {
        let name = person.name.clone();
        let label = Signal::derive(move || name.clone().unwrap_or_else(|| say!(gate.pupil, n = at + 1)));
        let seen = person.seen.day();
        let note = move || say!(gate.seen, day = format::day_from(seen, today, lang()));
        view! {
            <li class="who-row">
                <Button label on_press=Callback::new(move |()| desk.be(person.clone())) wide=true loudness=Loudness::Secondary/>
                <p class="who-seen">{note}</p>
            </li>
        }
    };
    view! {
        <div class="who" data-testid="who">
            <h1>{words!(gate.who)}</h1>
            <Card>
                <ul class="who-list" role="list">{people.into_iter().enumerate().map(row).collect_view()}</ul>
                <Button
                    label=words!(gate.somebody_new)
                    on_press=Callback::new(move |()| desk.be_new())
                    loudness=Loudness::Quiet
                    testid="who-new"
                />
            </Card>
            <p class="who-note">{words!(gate.who_note)}</p>
        </div>
    }
}

/// The content could not be loaded.
#[component]
pub fn NoContentPage(
    /// Why, for the curious.
    reason: String,
) -> impl IntoView {
    view! {
        <h1 class="unseen">{words!(gate.no_content)}</h1>
        <EmptyState title=words!(gate.no_content) note=words!(gate.no_content_note)>
            <Button label=words!(gate.reload) on_press=Callback::new(|()| page::reload())/>
            <details class="gate-reason">
                <summary>{words!(gate.reason)}</summary>
                <p>{reason}</p>
            </details>
        </EmptyState>
    }
}

/// There is no page at this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <h1 class="unseen">{words!(gate.not_found)}</h1>
        <EmptyState title=words!(gate.not_found) note=words!(gate.not_found_note)>
            <ButtonLink label=words!(gate.to_today) href=Signal::derive(|| routes::href(""))/>
        </EmptyState>
    }
}
