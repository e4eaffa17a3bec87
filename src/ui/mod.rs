//! The only room with Leptos: pages, parts, charts, words.

use leptos::prelude::*;

/// Starts the app in the page's body.
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| view! { <main><h1>"Augu"</h1></main> });
}
