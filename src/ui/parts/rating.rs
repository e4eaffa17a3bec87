//! Self-rating: one tap on a face with words, or none at all.

use super::markup::Markup;
use crate::say;
use crate::words;
use leptos::prelude::*;

/// The four faces. They fold into a word of thanks once one is tapped.
#[component]
pub fn SelfRating(
    /// The rating: 1 still confusing to 4 quite clear.
    #[prop(into)]
    on_rate: Callback<u8>,
    /// Skipped.
    #[prop(into)]
    on_skip: Callback<()>,
    /// Another question than how one feels about this topic.
    #[prop(optional, into)]
    title: Option<Signal<String>>,
) -> impl IntoView {
    let rated = RwSignal::new(false);
    let title = title.unwrap_or_else(|| words!(parts.rating.title));
    let word = move |rating: u8| match rating {
        1 => say!(parts.rating.lost),
        2 => say!(parts.rating.shaky),
        3 => say!(parts.rating.fine),
        _ => say!(parts.rating.sure),
    };
    let faces = move || {
        (1..=4_u8)
            .map(|rating| {
                view! {
                    <button
                        type="button"
                        class="rating-face"
                        data-testid="rate"
                        data-rating=rating.to_string()
                        on:click=move |_| {
                            rated.set(true);
                            on_rate.run(rating);
                        }
                    >
                        {face(rating)}
                        <span>{move || word(rating)}</span>
                    </button>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <section class="rating" data-testid="self-rating" aria-label=title>
            <div role="status">{move || rated.get().then(|| view! { <p class="rating-thanks">{words!(parts.rating.thanks)}</p> })}</div>
            <Show when=move || !rated.get()>
                <p class="rating-title">{title}</p>
                <div class="rating-faces">{faces}</div>
                <div class="rating-foot">
                    <span class="rating-note">{words!(parts.rating.note)}</span>
                    <button type="button" class="button button-quiet" on:click=move |_| on_skip.run(())>
                        {words!(parts.rating.skip)}
                    </button>
                </div>
            </Show>
        </section>
    }
}

/// A seed, a shoot, a sprout, a plant: growing, not judging.
fn face(rating: u8) -> Markup {
    let path = |class, d| Markup::element("path").class(class).with("d", d);
    let mouth = match rating {
        1 => "M15.5 31.5c2-2.2 4-2.2 5.7 0s3.7 2.2 5.3 0 2-1.5 3-1",
        2 => "M16.5 30.5h11",
        3 => "M16 29.5c3.5 3 8.5 3 12 0",
        _ => "M15 28.5c2.5 6 11.5 6 14 0Z",
    };
    let shoot = match rating {
        1 => "M22 10V8",
        2 => "M22 10V5M22 7c2.5 0 4-1.5 4-3.5",
        3 => "M22 10V5M22 6.5c0-3 2-5 6-5 0 3.5-2 5-6 5Z",
        _ => "M22 10V5M22 6.5c0-3 2-5 6-5 0 3.5-2 5-6 5ZM22 7.5c0-3-2-5-6-5 0 3.5 2 5 6 5Z",
    };
    Markup::element("svg")
        .class("face")
        .with("viewBox", "0 0 44 44")
        .with("aria-hidden", "true")
        .with("focusable", "false")
        .children([
            path("face-head", "M22 10a15.5 15.5 0 1 0 0 31 15.5 15.5 0 0 0 0-31Z"),
            path("face-shoot", shoot),
            path("face-line", "M17 23v1.5M27 23v1.5"),
            path(if rating == 4 { "face-line face-laugh" } else { "face-line" }, mouth),
        ])
}
