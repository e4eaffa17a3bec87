//! One live region for the whole page, and the words said in it.
//!
//! A region must stand in the page before its words come, or screen readers miss them; so the frame holds one, and any
//! part that changes something silently says it here.

use leptos::prelude::*;

/// The id of the region in the page.
const REGION: &str = "announcer";

/// The region; the frame holds it once.
#[component]
pub fn Announcer() -> impl IntoView {
    view! { <div id=REGION class="unseen" role="status" aria-live="polite"></div> }
}

/// Says `text` to a screen reader once it is done with what it is saying. Without a frame nothing is said.
pub fn announce(text: &str) {
    if let Some(region) = document().get_element_by_id(REGION) {
        // The same words again are a change only when something differs: a trailing no-break space does.
        let again = region.text_content().is_some_and(|said| said == text);
        region.set_text_content(Some(&if again { format!("{text}\u{a0}") } else { text.to_owned() }));
    }
}
