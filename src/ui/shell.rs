//! The frame around every page: a bar above, tabs below on a phone, a rail at the side on wide screens.
//!
//! It holds what must stand in the page once: the way past the menu, the region that speaks to screen readers, the
//! messages. When the page changes it gives the page's heading the focus, which is how a screen reader learns where
//! it is. Absent: routes and the desk; both come in as props.

use super::lazy;
use super::look::{Look, Motion, Theme};
use super::parts::{
    Announcer, Dialog, Icon, IconButton, Markup, Segmented, ToastRegion, Toasts, Toggle, frame_behind, icon, sprout,
    wordmark,
};
use super::words::{Words, lang, signal};
use crate::base::Lang;
use crate::browser::page;
use crate::{say, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// The id of the page's main part.
const MAIN: &str = "main";

/// A window with room for the menu at its side, as the style sheet has it.
const WIDE: &str = "(min-width: 43.75rem)";

/// Whether what was done is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saved {
    /// All of it.
    #[default]
    Saved,
    /// Under way.
    Saving,
    /// Not yet, and why, in one sentence.
    Unsaved(String),
}

/// A place in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// The address, from the app's root: `practice`.
    pub path: &'static str,
    /// Its sign.
    pub sign: Icon,
    /// Its name.
    pub name: Words,
    /// Stands in the tabs of a phone; the others are behind "More".
    pub tab: bool,
}

/// The frame. `href` turns a path from the app's root into an address for a link.
#[component]
pub fn Shell(
    /// The places of the menu, in order.
    items: Vec<NavItem>,
    /// The path of the page shown, from the app's root, without the query.
    #[prop(into)]
    here: Signal<String>,
    /// The title of the page shown, for the browser's tab.
    #[prop(into)]
    title: Signal<String>,
    /// From a path to an address.
    href: fn(&str) -> String,
    /// Whether everything is kept.
    #[prop(into)]
    saved: Signal<Saved>,
    /// Whether the device is offline.
    #[prop(optional, into)]
    offline: Signal<bool>,
    /// The look of this device; changed by the switches here.
    look: RwSignal<Look>,
    /// Whose sheets these are; the name leads to the settings.
    #[prop(optional, into)]
    who: Option<Signal<Option<String>>>,
    /// The messages.
    toasts: Toasts,
    /// The page.
    children: Children,
) -> impl IntoView {
    let looks = RwSignal::new(false);
    let more = RwSignal::new(false);

    // The page has changed: up to its top, and to its heading. Not at the first page: there the browser itself tells
    // where one is, and the focus belongs to the answer.
    Effect::new(move |before: Option<String>| {
        let now = here.get();
        if before.is_some_and(|before| before != now) {
            more.set(false);
            request_animation_frame(arrive);
        }
        now
    });
    Effect::new(move |_| document().set_title(&format!("{} – Augu", title.get())));

    let link = move |item: &NavItem, class: &'static str| {
        let item = *item;
        view! {
            <li>
                <a class=class href=href(item.path) aria-current=move || here.with(|here| at(here, item.path)).then_some("page")>
                    {icon(item.sign)}
                    <span>{signal(item.name)}</span>
                </a>
            </li>
        }
        .into_any()
    };
    let (in_tabs, rest): (Vec<NavItem>, Vec<NavItem>) = items.iter().copied().partition(|item| item.tab);
    let rail = move || items.iter().map(|item| link(item, "rail-link")).collect::<Vec<_>>();
    // Of the two menus that one which the window has room for.
    let wide = RwSignal::new(false);
    page::follow_media(WIDE, move |now| wide.set(now));
    // The first sight still covers the page: the frame is built around it piece by piece, so that none holds up the task.
    let built = RwSignal::new(0u8);
    spawn_local(async move {
        for piece in 1..=3 {
            page::give_way().await;
            let _ = built.try_set(piece);
        }
    });
    let has = move |piece: u8| Memo::new(move |_| built.get() >= piece);
    let (bar, dialogs) = (has(2), has(3));
    let menu = Memo::new(move |_| (built.get() >= 1).then(|| wide.get()));
    let elsewhere = {
        let rest = rest.clone();
        move || here.with(|here| rest.iter().any(|item| at(here, item.path)))
    };
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = main_element() {
            let _ = main.focus();
            main.scroll_into_view();
        }
    };
    let looked = RwSignal::new(false);
    let press_looks = move |_: leptos::ev::MouseEvent| {
        looked.set(true);
        looks.set(true);
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{words!(shell.skip)}</a>
        <div class="shell">
            <header class="topbar">
                <a class="brand" href=href("") aria-label=words!(shell.home)>{sprout(false)} {wordmark()}</a>
                {move || bar.get().then(|| view! {
                    <div class="topbar-end">
                        {move || {
                            let name = who?.get().filter(|name| !name.is_empty())?;
                            Some(view! { <a class="topbar-who" href=href("settings")>{name}</a> })
                        }}
                        <SavedNote saved=saved offline=offline />
                        <LanguageSwitch look=look />
                        <IconButton label=words!(shell.look.open) sign=Icon::Look testid="look" on_press=press_looks />
                    </div>
                })}
            </header>
            {move || (menu.get() == Some(true)).then(|| view! {
                <nav class="rail" aria-label=words!(shell.menu)>
                    <ul class="rail-links" role="list">{rail()}</ul>
                </nav>
            })}
            <main id=MAIN class="page" tabindex="-1">{children()}</main>
            {move || (menu.get() == Some(false)).then(|| view! {
                <nav class="tabs" aria-label=words!(shell.menu)>
                    <ul role="list">
                        {in_tabs.iter().map(|item| link(item, "tab")).collect::<Vec<_>>()}
                        <li>
                            <button
                                type="button"
                                class="tab"
                                class:tab-here=elsewhere.clone()
                                aria-haspopup="dialog"
                                on:click=move |_| more.set(true)
                            >
                                {icon(Icon::More)} <span>{words!(shell.nav.more)}</span>
                            </button>
                        </li>
                    </ul>
                </nav>
            })}
        </div>
        {move || dialogs.get().then(|| {
            let rest = rest.clone();
            view! {
                <Dialog open=more title=words!(shell.nav.more)>
                    <ul class="more-links" role="list" on:click=move |_| more.set(false)>
                        {rest.iter().map(|item| link(item, "rail-link")).collect::<Vec<_>>()}
                    </ul>
                </Dialog>
                <Dialog open=looks title=words!(shell.look.title)>
                    {move || looked.get().then(|| lazy::view(move || Box::pin(async move { Ok((lazy::later_pages().await?.look_switches)(look)) })))}
                </Dialog>
            }
        })}
        <ToastRegion toasts=toasts />
        <Announcer />
    }
}

/// Up to the top of the page and to its heading, unless the page has given the focus to an answer field by now.
fn arrive() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
    let Some(main) = main_element() else { return };
    let heading = main.query_selector("h1").ok().flatten().and_then(|heading| heading.dyn_into().ok());
    let target: HtmlElement = heading.unwrap_or(main);
    if !in_field() {
        let _ = target.set_attribute("tabindex", "-1");
        let _ = target.focus();
    }
}

fn main_element() -> Option<HtmlElement> {
    document().get_element_by_id(MAIN)?.dyn_into().ok()
}

fn in_field() -> bool {
    document()
        .active_element()
        .is_some_and(|active| matches!(active.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// Whether the page `here` belongs to the menu's `path`: the same, or below it.
fn at(here: &str, path: &str) -> bool {
    let here = here.trim_matches('/');
    here == path || (!path.is_empty() && here.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
}

/// "Saved" or what is in its way; always visible, quiet while all is well.
#[component]
pub fn SavedNote(
    /// Whether everything is kept.
    saved: Signal<Saved>,
    /// Whether the device is offline.
    #[prop(optional, into)]
    offline: Signal<bool>,
) -> impl IntoView {
    let saved = Memo::new(move |_| saved.get());
    let shown = frame_behind(saved);
    let state = move || match saved.get() {
        Saved::Saved => "saved",
        Saved::Saving => "saving",
        Saved::Unsaved(_) => "unsaved",
    };
    let sign = move || -> Markup {
        icon(match shown.get() {
            Saved::Saved if offline.get() => Icon::Offline,
            Saved::Saved => Icon::Saved,
            Saved::Saving => Icon::Saving,
            Saved::Unsaved(_) => Icon::Unsaved,
        })
    };
    let word = move || match shown.get() {
        Saved::Saved => say!(shell.saved.saved),
        Saved::Saving => say!(shell.saved.saving),
        Saved::Unsaved(_) => say!(shell.saved.failed),
    };
    let reason = move || match shown.get() {
        Saved::Unsaved(reason) => Some(reason),
        Saved::Saved if offline.get() => Some(say!(shell.saved.offline)),
        Saved::Saved | Saved::Saving => None,
    };
    view! {
        <span class="saved" data-testid="saved" data-state=state title=reason>
            {sign}
            <span class="saved-word">{word}</span>
            <span class="unseen">{move || reason().map(|reason| format!(". {reason}"))}</span>
        </span>
    }
}

/// The other language, one press away.
#[component]
pub fn LanguageSwitch(
    /// The look it changes.
    look: RwSignal<Look>,
) -> impl IntoView {
    let other = move || match lang() {
        Lang::Lt => Lang::En,
        Lang::En => Lang::Lt,
    };
    let (short, name) = (
        move || match other() {
            Lang::Lt => "LT",
            Lang::En => "EN",
        },
        move || match other() {
            Lang::Lt => "Lietuviškai",
            Lang::En => "In English",
        },
    );
    view! {
        <button
            type="button"
            class="language"
            data-testid="language"
            lang=move || other().tag()
            aria-label=move || format!("{}: {}", short(), name())
            title=name
            on:click=move |_| change(look, |look| look.lang = Some(other()))
        >
            {short}
        </button>
    }
}

fn change(look: RwSignal<Look>, change: impl FnOnce(&mut Look)) {
    look.update(change);
    look.get_untracked().show();
}

/// See [`LookSwitches`].
pub fn look_switches(look: RwSignal<Look>) -> AnyView {
    view! { <LookSwitches look/> }.into_any()
}

/// All switches of the look: language, colours, size of text, motion. The settings page shows them too.
#[component]
pub fn LookSwitches(
    /// The look they change.
    look: RwSignal<Look>,
) -> impl IntoView {
    let langs = vec![Signal::stored("Lietuvių".to_owned()), Signal::stored("English".to_owned())];
    let themes =
        vec![words!(shell.look.auto), words!(shell.look.light), words!(shell.look.dark), words!(shell.look.contrast)];
    let sizes = vec![
        words!(shell.look.text_0),
        words!(shell.look.text_1),
        words!(shell.look.text_2),
        words!(shell.look.text_3),
    ];
    view! {
        <div class="stack">
            <Segmented
                label=words!(shell.look.language)
                options=langs
                chosen=Signal::derive(move || usize::from(lang() == Lang::En))
                on_choose=move |at: usize| change(look, |look| look.lang = Some(if at == 1 { Lang::En } else { Lang::Lt }))
            />
            <Segmented
                label=words!(shell.look.theme)
                options=themes
                chosen=Signal::derive(move || Theme::ALL.iter().position(|theme| *theme == look.get().theme).unwrap_or(0))
                on_choose=move |at: usize| {
                    change(look, |look| look.theme = Theme::ALL.get(at).copied().unwrap_or_default());
                }
            />
            <Segmented
                label=words!(shell.look.text)
                options=sizes
                chosen=Signal::derive(move || usize::from(look.get().text))
                on_choose=move |at: usize| change(look, |look| look.text = u8::try_from(at).unwrap_or(0).min(3))
            />
            <Toggle
                label=words!(shell.look.motion)
                on=Signal::derive(move || look.get().motion == Motion::Less)
                on_switch=move |on: bool| {
                    change(look, |look| look.motion = if on { Motion::Less } else { Motion::Auto });
                }
            />
        </div>
    }
}
