//! What may follow a frame later.

use crate::browser::page;
use leptos::prelude::*;

/// A value one frame behind: what stands beside the point changes when the point is on the screen already.
pub fn frame_behind<T: Clone + PartialEq + Send + Sync + 'static>(now: Memo<T>) -> Signal<T> {
    let shown = RwSignal::new(now.get_untracked());
    Effect::new(move |first: Option<()>| {
        let now = now.get();
        if first.is_some() {
            page::after_frame(move || {
                let _ = shown.try_set(now);
            });
        }
    });
    shown.into()
}
