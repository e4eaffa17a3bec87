//! The clock. The only file that reads it.

use crate::base::Moment;
use std::cell::Cell;

thread_local! {
    /// Milliseconds for which the page was hidden so far, and since when it is hidden now.
    static HIDDEN: Cell<(f64, Option<f64>)> = const { Cell::new((0.0, None)) };
}

/// Now, by the device's clock, which may be wrong or set back.
pub fn now() -> Moment {
    Moment(js_sys::Date::now() as i64)
}

/// Milliseconds since the page began; never goes back.
pub fn page_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// Begins to watch when the page is hidden; once, at the start.
pub fn watch_visibility() {
    let watch = || {
        let (total, since) = HIDDEN.get();
        HIDDEN.set(match (since, super::page::visible()) {
            (None, false) => (total, Some(page_ms())),
            (Some(since), true) => (total + page_ms() - since, None),
            _ => (total, since),
        });
    };
    watch();
    super::page::on_document("visibilitychange", move |_| watch());
}

/// Milliseconds for which the page was in front of the person; the difference of two of these is working time.
pub fn working_ms() -> f64 {
    let (total, since) = HIDDEN.get();
    since.unwrap_or_else(page_ms) - total
}
