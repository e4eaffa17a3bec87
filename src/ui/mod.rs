//! The only room with Leptos: pages by role, parts, charts, words in two languages.
//!
//! The URL says where one is, the [`desk`] holds what is true, a local signal holds what is being typed. Pages take the
//! desk from the context; parts take props only. Absent: rules of teaching or school.

pub mod app;
pub mod class_desk;
pub mod class_links;
pub mod classes;
pub mod desk;
pub mod family;
pub mod guarding;
pub mod key_ring;
pub mod lazy;
pub mod live_links;
pub mod look;
pub mod pages;
pub mod parts;
pub mod routes;
pub mod shell;
pub mod words;

use crate::browser::page;

/// Starts the app in the page's body, behind the first paint, which stays until a page has something to show.
pub fn start() {
    console_error_panic_hook::set_once();
    look::Look::kept().show();
    wasm_bindgen_futures::spawn_local(async {
        page::give_way().await;
        leptos::mount::mount_to_body(app::App);
    });
}
