//! The app: the frame, the routes, and what stands in the way of them (opening, "who are you", no content).

use super::desk::{Desk, Phase, Saving, use_desk};
use super::lazy;
use super::pages::{self, LaterPage, OwnPage};
use super::parts::{Button, Card, CardLook, Icon, Loudness};
use super::routes;
use super::shell::{NavItem, Saved, Shell};
use super::words::{Words, lang, table};
use crate::browser::{clock, page};
use crate::{say, words};
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;

/// How long the first paint waits for a task at most: then the menu is of more use, even without one.
const WAIT_MS: u32 = 2_500;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    clock::watch_visibility();
    Desk::provide();
    view! {
        <Router base=routes::base()>
            <Frame/>
        </Router>
    }
}

fn menu() -> Vec<NavItem> {
    use table::shell::nav;
    let item = |path, sign, name, tab| NavItem { path, sign, name, tab };
    vec![
        item("", Icon::Today, nav::today, true),
        item("practice", Icon::Practice, nav::practice, true),
        item("skills", Icon::Topics, nav::skills, true),
        item("progress", Icon::Progress, nav::progress, true),
        item("goals", Icon::Goal, nav::goals, false),
        item("tests", Icon::Exam, nav::tests, false),
        item("mistakes", Icon::Cards, nav::mistakes, false),
        item("class", Icon::Board, nav::class, false),
        item("settings", Icon::Settings, nav::settings, false),
        item("help", Icon::Help, nav::help, false),
    ]
}

/// Pages that other pages lead to: their paths and names.
const BESIDE_THE_MENU: [(&str, Words); 8] = [
    ("placement", table::shell::nav::placement),
    ("how", table::shell::nav::how),
    ("judging", table::shell::nav::judging),
    ("working", table::shell::nav::working),
    ("join", table::shell::nav::join),
    ("share", table::shell::nav::share),
    ("keys", table::shell::nav::keys),
    ("rights", table::shell::nav::rights),
];

/// The frame around the pages: its state comes from the desk and the address.
#[component]
fn Frame() -> impl IntoView {
    let desk = use_desk();
    let address = use_location().pathname;
    let here = Memo::new(move |_| {
        let path = address.get();
        path.strip_prefix(routes::base()).unwrap_or(&path).trim_matches('/').to_owned()
    });
    let title = Signal::derive(move || {
        let here = here.get();
        if let Some(id) = here.strip_prefix("skills/") {
            return pages::today::topic_name(desk, &crate::skills::SkillId::new(id));
        }
        let listed = menu().into_iter().map(|item| (item.path, item.name));
        let found = listed.chain(BESIDE_THE_MENU).find(|(path, _)| *path == here);
        found.map_or_else(|| say!(gate.not_found), |(_, name)| name.get(lang()).to_owned())
    });
    let saved = Signal::derive(move || match desk.saving.get() {
        Saving::Saved => Saved::Saved,
        Saving::Underway => Saved::Saving,
        Saving::Failed(fault) => Saved::Unsaved(fault.sentence(lang())),
    });
    let online = RwSignal::new(page::online());
    page::on_window("online", move |_| online.set(true));
    page::on_window("offline", move |_| online.set(false));
    let who = Signal::derive(move || desk.pupil.with(|pupil| pupil.profile.name.clone()));
    view! {
        <Shell
            items=menu()
            here
            title
            href=routes::href
            saved
            offline=Signal::derive(move || !online.get())
            look=desk.look
            who=who
            toasts=desk.toasts
        >
            <Notices/>
            <Gate here/>
        </Shell>
    }
}

/// What must be known above any page: not saved and why, another window, a newer version.
#[component]
fn Notices() -> impl IntoView {
    let desk = use_desk();
    let fault = Memo::new(move |_| match desk.saving.get() {
        Saving::Failed(fault) => Some(fault),
        Saving::Saved | Saving::Underway => None,
    });
    view! {
        {move || fault.get().map(|fault| view! {
            <div role="alert">
                <Card look=CardLook::Amber testid="not-saved">
                    <p>{move || fault.sentence(lang())}</p>
                    <div class="actions">
                        <Button label=words!(notices.copy) on_press=Callback::new(move |()| desk.export()) loudness=Loudness::Secondary/>
                    </div>
                </Card>
            </div>
        })}
        {move || desk.follows.get().then(|| view! {
            <Card look=CardLook::Amber testid="follows">
                <p>{words!(notices.follows)}</p>
                <div class="actions">
                    <Button label=words!(notices.take) on_press=Callback::new(move |()| desk.take_turn()) testid="take-turn"/>
                </div>
            </Card>
        })}
        {move || desk.update.get().then(|| view! {
            <Card look=CardLook::Leaf testid="update">
                <p>{words!(notices.update)}</p>
                <div class="actions">
                    <Button label=words!(notices.update_now) on_press=Callback::new(move |()| desk.take_update()) loudness=Loudness::Secondary/>
                    <Button label=words!(notices.update_later) on_press=Callback::new(move |()| desk.update.set(false)) loudness=Loudness::Quiet/>
                </div>
            </Card>
        })}
    }
}

fn later(page: LaterPage) -> AnyView {
    lazy::view(move || Box::pin(async move { Ok((lazy::later_pages().await?.page)(page)) }))
}

/// The views of all routes as one type: the router's code is then there once, not once a route.
fn opened(page: fn() -> AnyView) -> fn() -> AnyView {
    page
}

fn own(page: OwnPage) -> AnyView {
    lazy::view(move || Box::pin(async move { Ok((lazy::own().await?.page)(page)) }))
}

/// Lets the pages show once everything is there.
#[component]
fn Gate(
    /// The path of the page, from the app's root.
    here: Memo<String>,
) -> impl IntoView {
    let desk = use_desk();
    let phase = Memo::new(move |_| desk.phase.get());
    // Practice itself says when its task is there.
    Effect::new(move |_| {
        let waits = phase.get() == Phase::Ready && here.with_untracked(|here| here == "practice");
        if waits {
            gloo_timers::callback::Timeout::new(WAIT_MS, page::uncover).forget();
        } else if phase.get() != Phase::Opening {
            page::uncover();
        }
    });
    move || {
        match phase.get() {
        Phase::Opening => view! { <pages::OpeningPage/> }.into_any(),
        Phase::WhoAreYou(people) => lazy::view(move || {
            let people = people.clone();
            Box::pin(async move { Ok((lazy::later_pages().await?.who)(people)) })
        }),
        Phase::Locked(person, lock) => lazy::view(move || {
            let (person, lock) = (person.clone(), lock.clone());
            Box::pin(async move { Ok((lazy::own().await?.locked)(person, lock)) })
        }),
        Phase::NoContent(reason) => view! { <pages::NoContentPage reason/> }.into_any(),
        Phase::Ready => view! {
            <FlatRoutes fallback=|| view! { <pages::NotFoundPage/> }>
                <Route path=path!("/") view=opened(|| later(LaterPage::Today))/>
                <Route path=path!("/practice") view=opened(|| view! { <pages::PracticePage/> }.into_any())/>
                <Route path=path!("/skills/:id") view=opened(|| later(LaterPage::Skill))/>
                <Route path=path!("/settings") view=opened(|| later(LaterPage::Settings))/>
                <Route path=path!("/goals") view=opened(|| later(LaterPage::Goals))/>
                <Route path=path!("/tests") view=opened(|| later(LaterPage::Tests))/>
                <Route path=path!("/skills") view=opened(|| later(LaterPage::Skills))/>
                <Route path=path!("/progress") view=opened(|| later(LaterPage::Progress))/>
                <Route path=path!("/mistakes") view=opened(|| later(LaterPage::Mistakes))/>
                <Route path=path!("/placement") view=opened(|| later(LaterPage::Placement))/>
                <Route path=path!("/how") view=opened(|| later(LaterPage::How))/>
                <Route path=path!("/judging") view=opened(|| later(LaterPage::Judging))/>
                <Route path=path!("/working") view=opened(|| later(LaterPage::Working))/>
                <Route path=path!("/help") view=opened(|| later(LaterPage::Help))/>
                <Route path=path!("/class") view=opened(|| lazy::view(|| Box::pin(async { Ok((lazy::classes().await?.class_page)()) })))/>
                <Route path=path!("/join") view=opened(|| lazy::view(|| Box::pin(async { Ok((lazy::classes().await?.join_page)()) })))/>
                <Route path=path!("/share") view=opened(|| own(OwnPage::Share))/>
                <Route path=path!("/keys") view=opened(|| own(OwnPage::Keys))/>
                <Route path=path!("/rights") view=opened(|| own(OwnPage::Rights))/>
            </FlatRoutes>
        }
        .into_any(),
    }
    }
}
