//! How quick the engine, the judging and a class's first screen are: the same work natively (`main.rs`) and as a program
//! in the browser, so that the figures stand beside each other. `cargo xtask bench [--web]` runs both and prints one table.
//!
//! It is no part of the app: nothing here is built into `dist/`. No test depends on time.

#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]

mod answers;
mod class;
mod engine;

use std::hint::black_box;

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What, in a few words.
    pub what: &'static str,
    /// At most so much is asked of the browser with its processor slowed four times, in microseconds.
    pub asked_us: Option<f64>,
    /// What it took, in microseconds.
    pub us: f64,
}

/// Milliseconds from any beginning on.
pub type Clock = dyn Fn() -> f64;

/// Takes the measures of the group with this number, from 0; `None` beyond the last one.
pub fn measure(group: usize, clock: &Clock) -> Option<Vec<Figure>> {
    let groups: [fn(&Clock) -> Vec<Figure>; 6] = [
        engine::model_and_choice,
        engine::placement,
        answers::judging,
        answers::reading,
        answers::made_to_take_long,
        class::first_screen,
    ];
    groups.get(group).map(|take| take(clock))
}

/// The figures as a list of rows: what, asked (or null), taken.
pub fn to_json(figures: &[Figure]) -> String {
    let rows = figures.iter().map(|figure| serde_json::json!([figure.what, figure.asked_us, figure.us]));
    serde_json::Value::Array(rows.collect()).to_string()
}

/// The mean time of one of the `count` things that a round does, in microseconds: rounds are run until `span_ms` is over,
/// at least three. A browser's slowed processor rests in slices, so a span must hold many of them.
fn mean_us(clock: &Clock, span_ms: f64, count: usize, mut round: impl FnMut()) -> f64 {
    round();
    let begun = clock();
    let mut rounds = 0u32;
    loop {
        round();
        rounds += 1;
        let passed = clock() - begun;
        if rounds >= 3 && passed >= span_ms {
            return passed * 1e3 / f64::from(rounds) / count.max(1) as f64;
        }
    }
}

/// The value under which this share of a sorted list lies; 0 for an empty one.
fn under(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get(((sorted.len() as f64 * share) as usize).min(last)).copied().unwrap_or(0.0)
}

/// Runs something whose result nobody looks at.
fn done<T>(result: T) {
    drop(black_box(result));
}

#[cfg(target_family = "wasm")]
mod browser {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance)]
        fn now() -> f64;
    }

    /// The measures of one group as JSON; an empty text beyond the last one.
    #[wasm_bindgen]
    pub fn measure(group: usize) -> String {
        super::measure(group, &now).map(|figures| super::to_json(&figures)).unwrap_or_default()
    }
}
