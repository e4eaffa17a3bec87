//! The parts of the program that load after the first task is there: what judges an answer and shows the feedback, what
//! reads and writes the journal's bytes, the kinds of field that are not typed, the other pages.
//!
//! A part is everything that only its table of functions here reaches. The build moves it into a file of its own; without
//! the feature `parts`, as in the browser tests, the program is whole and the same functions simply run. A part that
//! could not be loaded is [`Missing`], and the next call tries again. Absent: what the parts do.

#![allow(unsafe_code, reason = "the splitter's marks are imports and exports of the program, which Rust calls unsafe")]

use super::desk::{Desk, Snapshot};
use super::look::Look;
use super::pages::{self, FieldTask, Followed, LaterPage, OwnPage};
use super::parts::{Button, EmptyState, lay_out_field};
use crate::base::{Moment, PersonId};
use crate::browser::page;
use crate::browser::people::Person;
use crate::browser::store::StoreFault;
use crate::exercises::{Answer, Item, Preview};
use crate::insights::{FamilyReport, Given, Pupil};
use crate::journal::{Backup, BackupFault, Entry, Heads, Journal, Line, Merged};
use crate::session::{Outcome, PlacementSitting, PlacementStep, Sitting, World};
use crate::words;
use futures_util::FutureExt;
use futures_util::future::join;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use leptos::web_sys::HtmlInputElement;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::OnceLock;

/// A part could not be loaded: no connection, or the host answered with something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a part of the program could not be loaded")]
pub struct Missing;

#[cfg(feature = "parts")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Missing
    }
}

/// What cannot be read or written because the part for it is missing is not kept, for now.
impl From<Missing> for StoreFault {
    fn from(missing: Missing) -> Self {
        StoreFault::Other(missing.to_string())
    }
}

/// A part: what it offers as a table of functions, and two ways to it. `part_now()` gives the table if the part is there;
/// `part().await` fetches it, and beside it the style sheet that it needs. One marked function a part gives the table, so
/// that a call of what is there never waits.
macro_rules! part {
    ($(#[$doc:meta])* $part:ident, $now:ident, $kept:ident: $Table:ident with $style:ident {
        $($(#[$what:meta])* $name:ident: fn($($kind:ty),*) $(-> $result:ty)? = $function:expr;)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $Table {
            $($(#[$what])* pub $name: fn($($kind),*) $(-> $result)?,)*
        }

        static $kept: OnceLock<$Table> = OnceLock::new();

        /// The part, if it is there.
        pub fn $now() -> Option<&'static $Table> {
            $kept.get()
        }

        /// The part; fetched if it is not there.
        pub async fn $part() -> Result<&'static $Table, Missing> {
            #[cfg(feature = "parts")]
            #[wasm_split_helpers::wasm_split($part, fallible)]
            fn table() -> Result<$Table, Missing> {
                Ok($Table { $($name: $function),* })
            }
            #[cfg(not(feature = "parts"))]
            async fn table() -> Result<$Table, Missing> {
                Ok($Table { $($name: $function),* })
            }
            if $kept.get().is_none() {
                let (table, ()) = join(table(), $style()).await;
                let _ = $kept.set(table?);
            }
            $kept.get().ok_or(Missing)
        }
    };
}

/// The style sheet of all that loads after the first task. What lacks it is plain, but works.
async fn later_sheet() {
    let _ = page::bring("augu:later-style").await;
}

/// What is not shown needs no style sheet.
async fn no_sheet() {}

/// What a part gives later.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;

part! {
    /// What an answer needs.
    judging, judging_now, JUDGING: Judging with later_sheet {
        /// Judges an answer after so many milliseconds and moves the sitting on.
        answer: fn(&mut Sitting, &World, &Pupil, Answer, u32, Moment) -> Outcome = Sitting::answer;
        /// Judges an answer of a placement sitting, without a word about it, and asks the next question.
        place: fn(&mut PlacementSitting, &World, &Pupil, Answer, u32, Moment, u64) -> PlacementStep
            = PlacementSitting::answer;
        /// Reads what is typed so far.
        read: fn(&Item, &str) -> Preview = crate::exercises::preview;
        /// Lays out fractions, powers and roots over a field as they are typed.
        lay_out: fn(HtmlInputElement, RwSignal<String>) = lay_out_field;
        /// The feedback, the hints, the solution and the rating of one task.
        followed: fn(Followed) -> AnyView = pages::followed;
        /// The report of a faulty task.
        report: fn(RwSignal<bool>) -> AnyView = pages::report;
    }
}

part! {
    /// What reads and writes bytes at rest.
    keeping, keeping_now, KEEPING: Keeping with no_sheet {
        /// Facts as lines to keep.
        write_lines: fn(&[Entry]) -> Vec<Line> = |entries| entries.iter().map(Entry::written).collect();
        /// Facts out of kept lines, and how many could not be read.
        read_lines: fn(&[String]) -> (Vec<Entry>, usize) = |lines| {
            let entries: Vec<Entry> = lines.iter().filter_map(|line| Entry::read(line).ok()).collect();
            let broken = lines.len() - entries.len();
            (entries, broken)
        };
        /// The journal of these facts.
        journal: fn(Vec<Entry>) -> Journal = Journal::of;
        /// Takes facts into a journal.
        merge: fn(&mut Journal, Vec<Entry>) -> Merged = Journal::merge;
        /// The folded state as text; `None` if it has no form as text.
        write_snapshot: fn(Heads, &Pupil) -> Option<String> = Snapshot::write;
        /// The folded state out of text; `None` if it is of another version.
        read_snapshot: fn(&str) -> Option<(Heads, Pupil)> = Snapshot::read;
        /// A sitting as text, so that one goes on where one was.
        write_sitting: fn(&Sitting) -> Option<String> = |sitting| serde_json::to_string(sitting).ok();
        /// A sitting out of text.
        read_sitting: fn(&str) -> Option<Sitting> = |text| serde_json::from_str(text).ok();
        /// What the pupil's classes ask, out of text.
        read_given: fn(&str) -> Option<Given> = |text| serde_json::from_str(text).ok();
        /// A backup out of the bytes of a file.
        read_backup: fn(&[u8]) -> Result<Backup, BackupFault> = crate::journal::read_backup;
        /// A backup as the text of a file.
        write_backup: fn(PersonId, Option<&str>, Moment, &[Entry]) -> String = crate::journal::write_backup;
    }
}

part! {
    /// The kinds of field that are not typed into.
    fields, fields_now, FIELDS: Fields with later_sheet {
        /// The field.
        field: fn(FieldTask) -> AnyView = pages::picked_field;
        /// The figure beside a question.
        figure: fn(Item) -> AnyView = pages::item_figure;
    }
}

part! {
    /// What belongs to the person: the link for the family, keys and the PIN, rights.
    own, own_now, OWN: Own with later_sheet {
        /// The page.
        page: fn(OwnPage) -> AnyView = pages::own_page;
        /// The PIN is asked for.
        locked: fn(Person, String) -> AnyView = pages::locked_page;
    }
}

part! {
    /// All pages but practice.
    later_pages, later_pages_now, LATER_PAGES: LaterPages with later_sheet {
        /// The page.
        page: fn(LaterPage) -> AnyView = pages::later_page;
        /// Who is it, where several people use this browser.
        who: fn(Vec<Person>) -> AnyView = pages::who_page;
        /// The switches of the look, behind the button of the frame.
        look_switches: fn(RwSignal<Look>) -> AnyView = super::shell::look_switches;
    }
}

part! {
    /// Classes: their pages, and the sharing behind them.
    classes, classes_now, CLASSES: Classes with later_sheet {
        /// Begins to share with the classes that the person is in; a second call changes nothing.
        begin: fn(Desk) = |desk| {
            super::class_desk::ClassDesk::of(desk);
        };
        /// The class's page.
        class_page: fn() -> AnyView = super::classes::class_page;
        /// Joining a class.
        join_page: fn() -> AnyView = super::classes::join_page;
        /// Shares now, with what changed just now.
        share_now: fn(Desk) = |desk| super::class_desk::ClassDesk::of(desk).share_now();
        /// Whether a link for the family can be live: there is a class with a host beside the app.
        can_be_live: fn(Desk) -> Later<bool>
            = |desk| Box::pin(async move { super::live_links::class_for_links(desk).await.is_some() });
        /// Makes a live link for the family, valid until then: its text, or a sentence why there is none.
        make_live: fn(Desk, FamilyReport, Moment) -> Later<Result<String, String>>
            = |desk, report, until| Box::pin(super::live_links::make(desk, report, until));
    }
}

/// A call that gives a view of a part.
pub type Call = Later<Result<AnyView, Missing>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Loading,
    There,
    Missing,
}

/// A view of a part: at once if the part is there, else as soon as it has come. While it comes, a line says so; if it
/// does not come, a card says why and a button tries again.
pub fn view(call: impl Fn() -> Call + 'static) -> AnyView {
    view_of(Rc::new(call))
}

fn view_of(call: Rc<dyn Fn() -> Call>) -> AnyView {
    let (shown, state) = (StoredValue::new_local(None::<AnyView>), RwSignal::new(State::Loading));
    let owner = Owner::current().unwrap_or_default();
    let call = StoredValue::new_local(call);
    let owner = StoredValue::new(owner);
    let begin = move || {
        let future =
            owner.with_value(|owner| owner.with(|| ScopedFuture::new_untracked(call.with_value(|call| call()))));
        let mut future = Box::pin(future);
        let take = move |came: Result<AnyView, Missing>| match came {
            Ok(view) => {
                shown.set_value(Some(view));
                state.set(State::There);
            }
            Err(Missing) => state.set(State::Missing),
        };
        match future.as_mut().now_or_never() {
            Some(came) => take(came),
            None => spawn_local(async move { take(future.await) }),
        }
    };
    begin();
    let again = Callback::new(move |()| {
        state.set(State::Loading);
        begin();
    });
    (move || match state.get() {
        State::There => shown.try_update_value(Option::take).flatten(),
        State::Loading => {
            Some(view! { <p class="practice-preparing" role="status">{words!(gate.opening_page)}</p> }.into_any())
        }
        State::Missing => Some(
            view! {
                <EmptyState title=words!(gate.no_part) note=words!(gate.no_part_note)>
                    <Button label=words!(practice.try_again) on_press=again/>
                </EmptyState>
            }
            .into_any(),
        ),
    })
    .into_any()
}
