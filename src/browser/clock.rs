//! The clock. The only file that reads it.

use crate::base::Moment;

/// Now, by the device's clock, which may be wrong or set back.
pub fn now() -> Moment {
    Moment(js_sys::Date::now() as i64)
}

/// Milliseconds since the page began; never goes back.
pub fn page_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
