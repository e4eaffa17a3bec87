//! # Augu: the map
//!
//! Augu ("I grow") is maths practice and the monitoring of individual progress for Lithuanian schools. It is one
//! single-page app, compiled to WebAssembly. Everything a person does becomes a fact in a journal on their own device;
//! everything a screen shows is computed from journals. There is no application server.
//!
//! ## Where to start
//!
//! Follow one answer. A pupil types in `ui`, presses Enter, and `ui::desk` hands an intent to `session`, which lets
//! `exercises` judge it with the mathematics of `maths`. The outcome is an `Event`; `journal` stamps and keeps it;
//! the projections of `insights` fold it, `engine::Learner` among them; the screen repaints; `browser::store` writes
//! it to IndexedDB; `engine` chooses what comes next and says why.
//!
//! ## The rooms
//!
//! The order of the `pub mod` lines below is the architecture: a room uses only rooms earlier in the list. The test
//! `tests/it/tidy.rs` reads this file and keeps it so.
//!
//! | room | what lives there | what is absent |
//! |---|---|---|
//! | `base` | ids, time, stamps, the seeded generator, two languages | a clock, entropy |
//! | `maths` | exact numbers, expressions, reading what a pupil types, equality, form, MathML | teaching |
//! | `skills` | the skill graph: areas, grades, names, prerequisites | tasks, pupils |
//! | `exercises` | content packs, templates, items, answers, verdicts, mistakes, hints, solutions | probability |
//! | `engine` | the learner model, placement, what to ask next and why, review, mastery | events, storage |
//! | `school` | profile, goals, tests, plans of the week, pulse: facts and their folds | figures over many pupils |
//! | `journal` | all facts, entries, order, merge, the bytes at rest, the backup file | meaning |
//! | `insights` | what a journal means: observations, progress, history | drawing |
//! | `session` | one sitting: `(state, intent, now, seed) -> step` | waiting |
//! | `keys` | identity, signing, sealing: bytes in, bytes out | files, network |
//! | `sync` | files of a class, reconciling, joining, share links: bytes in, bytes out | network |
//! | `exchange` | what goes out to other programs in open formats | network |
//! | `browser` (wasm) | the only room with `web-sys`: IndexedDB, clock, entropy, locks | decisions |
//! | `ui` (wasm) | the only room with Leptos: pages, parts, charts, words | rules of teaching or school |
//!
//! The target is the feature: the crates for the browser stand under `[target.'cfg(target_family = "wasm")']`, so
//! `cargo test` builds the whole core natively without them, and a web type in the core does not compile.

pub mod base;
pub mod maths;
pub mod skills;
pub mod exercises;
pub mod engine;
pub mod school;
pub mod journal;
pub mod insights;
pub mod session;
pub mod keys;
pub mod sync;
pub mod exchange;
#[cfg(target_family = "wasm")]
pub mod browser;
#[cfg(target_family = "wasm")]
pub mod ui;
