//! Buttons, links that look like buttons, and buttons that are only a sign.
//!
//! One large step on a screen is `Primary`; what stands beside it is `Secondary`; what may be ignored is `Quiet`.

use super::icon::{Icon, icon};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How loud a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Loudness {
    /// The one next step.
    #[default]
    Primary,
    /// Another step of the same weight.
    Secondary,
    /// A quiet road beside the step.
    Quiet,
}

impl Loudness {
    const fn class(self) -> &'static str {
        match self {
            Loudness::Primary => "button button-primary",
            Loudness::Secondary => "button button-secondary",
            Loudness::Quiet => "button button-quiet",
        }
    }
}

/// A button with a word, and a sign before it if wanted.
#[component]
pub fn Button(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// How loud it is.
    #[prop(optional)]
    loudness: Loudness,
    /// The sign before the word.
    #[prop(optional, into)]
    sign: Option<Icon>,
    /// Whether it rests for now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// As wide as its place.
    #[prop(optional)]
    wide: bool,
    /// The name that measuring finds it by.
    #[prop(optional, into)]
    testid: Option<&'static str>,
    /// The element, for whoever must give it the focus.
    #[prop(optional)]
    node_ref: NodeRef<leptos::html::Button>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=loudness.class()
            class:button-wide=wide
            disabled=disabled
            data-testid=testid
            node_ref=node_ref
            on:click=move |_| on_press.run(())
        >
            {sign.map(icon)}
            <span>{label}</span>
        </button>
    }
}

/// A link that looks like a button. `href` is used as given: resolve it against the app's base first.
#[component]
pub fn ButtonLink(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How loud it is.
    #[prop(optional)]
    loudness: Loudness,
    /// The sign before the word.
    #[prop(optional, into)]
    sign: Option<Icon>,
    /// As wide as its place.
    #[prop(optional)]
    wide: bool,
    /// The name that measuring finds it by.
    #[prop(optional, into)]
    testid: Option<&'static str>,
) -> impl IntoView {
    view! {
        <a class=loudness.class() class:button-wide=wide href=href data-testid=testid>
            {sign.map(icon)}
            <span>{label}</span>
        </a>
    }
}

/// A button that shows only a sign; its name is spoken, and shown when the pointer rests on it.
#[component]
pub fn IconButton(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// What it shows.
    sign: Icon,
    /// What it does; the click tells whether a key or a pointer pressed it.
    #[prop(into)]
    on_press: Callback<MouseEvent>,
    /// Pressed or not, for a button that stays down.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// Whether it rests for now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The name that measuring finds it by.
    #[prop(optional, into)]
    testid: Option<&'static str>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=label
            title=label
            aria-pressed=move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" })
            disabled=disabled
            data-testid=testid
            on:click=move |event| on_press.run(event)
        >
            {icon(sign)}
        </button>
    }
}
