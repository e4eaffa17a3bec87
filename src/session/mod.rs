//! One sitting: (state, intent, now, seed) -> step.
