//! What only a browser can tell: the store on a real IndexedDB, whose turn it is to write, and parts in a real page.
//!
//! And that the engine comes to the same state here as natively, to the last bit.
//!
//! Absent: judging, choosing and folding otherwise, which the native tests cover, and whole journeys, which are in `tests/e2e`.

#![cfg(target_family = "wasm")]

use augu::base::{DeviceId, Moment, PersonId};
use augu::browser::store::{self, Store, StoreFault};
use augu::browser::turn::{Turn, TurnNews};
use augu::browser::{entropy, page, people};
use augu::journal::{Entry, Event, Heads, Line, Pen};
use augu::maths::{MathNode, read_display};
use augu::school::profile::ProfileFact;
use augu::ui::parts::{FieldReading, Formula, MathField};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "../shared/half_year.rs"]
mod half_year;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn half_a_year_comes_to_the_same_number_as_natively() {
    assert_eq!(half_year::half_year(), half_year::HALF_YEAR);
}

// --- The store -----------------------------------------------------------------------------------------------------

fn somebody() -> PersonId {
    PersonId::from_bits(entropy::random_bits())
}

fn pen(author: PersonId) -> Pen {
    let device = DeviceId::from_bits(entropy::random_bits());
    Pen { author, device, newest: Default::default(), sequence: 0 }
}

/// So many facts, each with a number of its own to know it by.
fn facts(pen: &mut Pen, count: u8) -> Vec<Line> {
    let fact = |n: u8| Event::Profile(ProfileFact::Named(format!("vardas {n}")));
    (0..count).map(|n| pen.write(Moment(1_790_000_000_000 + i64::from(n)), fact(n)).written()).collect()
}

/// Everything in the store.
async fn all(store: &Store) -> Vec<Line> {
    let loaded = store.load().await.expect("the store is read");
    let (texts, broken) = store.after(&Heads::new(), &loaded.heads).await.expect("its facts are read");
    assert_eq!(broken, 0, "facts that cannot be read");
    lines(&texts)
}

fn lines(texts: &[String]) -> Vec<Line> {
    texts.iter().map(|text| Entry::read(text).expect("a line reads back").written()).collect()
}

#[wasm_bindgen_test]
async fn what_is_appended_is_read_back_by_every_later_opening() {
    let person = somebody();
    let mut pen = pen(person);
    let written = facts(&mut pen, 5);
    let store = Store::open(person).await.expect("a new database opens");
    assert!(all(&store).await.is_empty());
    store.append(&written[..2]).await.expect("two facts are kept");
    store.append(&written[2..]).await.expect("three more are kept");
    assert_eq!(all(&store).await, written);
    store.close();

    let later = Store::open(person).await.expect("it opens again");
    assert_eq!(all(&later).await, written);
    let heads = later.load().await.expect("the heads are read").heads;
    assert_eq!(heads, Heads::from([(pen.device, 5)]));
    for known in 0..=5_u64 {
        let (rest, _) = later.after(&Heads::from([(pen.device, known)]), &heads).await.expect("the rest is read");
        assert_eq!(lines(&rest), written[known as usize..], "after fact {known}");
    }
    later.close();
    store::erase(person).await.expect("it is erased");
}

#[wasm_bindgen_test]
async fn an_append_out_of_turn_is_refused_and_changes_nothing() {
    let person = somebody();
    let mut pen = pen(person);
    let written = facts(&mut pen, 4);
    let store = Store::open(person).await.expect("a new database opens");
    store.append(&written[..2]).await.expect("two facts are kept");
    let cases: [(&str, &[Line]); 4] = [
        ("the same facts once more", &written[..2]),
        ("the last one once more", &written[1..2]),
        ("a fact after a gap", &written[3..]),
        ("a right one, then a gap", &[written[2].clone(), written[2].clone()]),
    ];
    for (name, lines) in cases {
        assert_eq!(store.append(lines).await, Err(StoreFault::Overtaken), "{name}");
        assert_eq!(all(&store).await, written[..2], "{name}");
    }
    store.append(&written[2..]).await.expect("in turn it is kept");
    assert_eq!(all(&store).await, written);
    store.close();
    store::erase(person).await.expect("it is erased");
}

#[wasm_bindgen_test]
async fn a_merge_takes_facts_of_any_device_once() {
    let person = somebody();
    let (mut mine, mut theirs) = (pen(person), pen(person));
    let (own, other) = (facts(&mut mine, 3), facts(&mut theirs, 4));
    let store = Store::open(person).await.expect("a new database opens");
    store.append(&own).await.expect("own facts are kept");
    for _ in 0..2 {
        store.merge(&other).await.expect("the other device's facts are kept");
    }
    let mut found = all(&store).await;
    found.sort_by_key(|line| (line.stamp.device != mine.device, line.stamp.sequence));
    assert_eq!(found, [own, other].concat());
    let heads = store.load().await.expect("the heads are read").heads;
    assert_eq!(heads, Heads::from([(mine.device, 3), (theirs.device, 4)]));
    store.close();
    store::erase(person).await.expect("it is erased");
}

#[wasm_bindgen_test]
async fn a_snapshot_is_kept_beside_the_facts() {
    let person = somebody();
    let store = Store::open(person).await.expect("a new database opens");
    assert_eq!(store.load().await.expect("it is read").snapshot, None);
    for text in ["{\"ąčę\":1}", "a newer one"] {
        store.keep_snapshot(text.to_owned()).await.expect("it is kept");
        assert_eq!(store.load().await.expect("it is read").snapshot.as_deref(), Some(text));
    }
    assert!(all(&store).await.is_empty());
    store.close();
    store::erase(person).await.expect("it is erased");
}

#[wasm_bindgen_test]
async fn two_openings_see_one_journal_and_only_one_of_them_goes_on() {
    let person = somebody();
    let mut first = pen(person);
    let mut second = first.clone();
    let (one, two) =
        (Store::open(person).await.expect("it opens"), Store::open(person).await.expect("it opens a second time"));
    one.append(&facts(&mut first, 2)).await.expect("the first writes");
    assert_eq!(two.append(&facts(&mut second, 1)).await, Err(StoreFault::Overtaken));
    assert_eq!(all(&two).await.len(), 2);
    one.close();
    two.close();
    store::erase(person).await.expect("it is erased");
}

#[wasm_bindgen_test]
async fn erasing_takes_everything_of_one_person_and_nothing_of_another() {
    let (gone, stays) = (somebody(), somebody());
    for person in [gone, stays] {
        let store = Store::open(person).await.expect("it opens");
        store.append(&facts(&mut pen(person), 2)).await.expect("facts are kept");
        store.close();
    }
    store::erase(gone).await.expect("it is erased");
    let known = store::people().await;
    assert!(!known.contains(&gone), "a database that was erased is still there");
    assert!(known.contains(&stays), "a database that stays is not found");
    assert!(store::holds_facts(stays).await);
    store::erase(stays).await.expect("it is erased");
}

#[wasm_bindgen_test]
fn the_list_of_people_keeps_the_newest_first_and_forgets_one() {
    let person = |seen: i64| people::Person {
        id: somebody(),
        device: DeviceId::from_bits(entropy::random_bits()),
        name: Some(format!("Ūla {seen}")),
        seen: Moment(seen),
    };
    let (old, new) = (person(1), person(2));
    for each in [&new, &old, &new] {
        assert!(people::remember(each));
    }
    let listed: Vec<_> = people::everybody().into_iter().filter(|it| [old.id, new.id].contains(&it.id)).collect();
    assert_eq!(listed, [new.clone(), old.clone()]);
    people::choose(new.id);
    assert_eq!(people::current(), Some(new.id));
    people::forget(new.id);
    assert_eq!(people::current(), None);
    assert!(people::everybody().iter().all(|it| it.id != new.id));
    people::forget(old.id);
}

// --- Whose turn it is ------------------------------------------------------------------------------------------------

type Heard = Rc<RefCell<Vec<TurnNews>>>;

/// A window that lets go when it is asked, or is frozen and does not.
fn window(person: PersonId, frozen: bool) -> (Turn, Heard) {
    let heard: Heard = Rc::default();
    let turn: Rc<RefCell<Option<Turn>>> = Rc::default();
    let (hears, own) = (Rc::clone(&heard), Rc::clone(&turn));
    let joined = Turn::join(person, move |news| {
        hears.borrow_mut().push(news);
        if news == TurnNews::AskedToLetGo
            && !frozen
            && let Some(turn) = own.borrow().as_ref()
        {
            turn.let_go();
        }
    });
    *turn.borrow_mut() = Some(joined.clone());
    (joined, heard)
}

async fn until(ms: u32, met: impl Fn() -> bool) -> bool {
    for _ in 0..ms / 20 {
        if met() {
            return true;
        }
        gloo_timers::future::TimeoutFuture::new(20).await;
    }
    met()
}

#[wasm_bindgen_test]
async fn the_window_opened_last_takes_over_and_gives_back_when_it_closes() {
    let person = somebody();
    let (first, heard_first) = window(person, false);
    assert!(until(2000, || first.writes()).await, "the first window does not write: {heard_first:?}");
    let (second, heard_second) = window(person, false);
    assert!(until(2000, || second.writes()).await, "the second window does not take over: {heard_second:?}");
    assert!(!first.writes());
    assert_eq!(heard_first.borrow().last(), Some(&TurnNews::Follows));

    second.tell_wrote();
    assert!(until(2000, || heard_first.borrow().last() == Some(&TurnNews::Wrote)).await, "news of facts is not heard");

    second.close();
    assert!(until(2000, || first.writes()).await, "the turn does not come back: {heard_first:?}");
    assert_eq!(heard_first.borrow().last(), Some(&TurnNews::Writes));
    first.close();
}

#[wasm_bindgen_test]
async fn a_frozen_window_loses_its_turn_after_a_while() {
    let person = somebody();
    let (frozen, heard) = window(person, true);
    assert!(until(2000, || frozen.writes()).await);
    let (second, _) = window(person, false);
    assert!(until(6000, || second.writes()).await, "the lock is not taken from the frozen window");
    assert!(until(2000, || !frozen.writes()).await, "both windows believe it is their turn");
    assert_eq!(heard.borrow().last(), Some(&TurnNews::Follows));
    second.close();
    frozen.close();
}

// --- Parts in a page -------------------------------------------------------------------------------------------------

/// A place in the page, with the view mounted in it.
fn mounted<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> web_sys::Element {
    let document = page::document().expect("there is a page");
    let place: web_sys::HtmlElement = document.create_element("div").expect("an element").unchecked_into();
    document.body().expect("the page has a body").append_child(&place).expect("it is put there");
    leptos::mount::mount_to(place.clone(), view).forget();
    place.into()
}

fn node(written: &str) -> MathNode {
    read_display(written).value.unwrap_or_else(|| panic!("{written} is a formula")).mathml()
}

async fn a_moment() {
    gloo_timers::future::TimeoutFuture::new(50).await;
}

#[wasm_bindgen_test]
async fn a_formula_is_the_browsers_own_and_follows_its_signal() {
    let shown = RwSignal::new(node("1/2"));
    let place = mounted(move || view! { <Formula node=shown/> });
    let found = |selector: &str| place.query_selector(selector).ok().flatten();
    let fraction = found("math mfrac").expect("a fraction");
    assert_eq!(fraction.namespace_uri().as_deref(), Some("http://www.w3.org/1998/Math/MathML"));
    assert!(fraction.get_bounding_client_rect().height() > 0.0, "it takes no room");
    shown.set(node("x^2"));
    a_moment().await;
    assert!(
        found("math mfrac").is_none() && found("math msup").is_some(),
        "{}",
        place.text_content().unwrap_or_default()
    );
    place.remove();
}

#[wasm_bindgen_test]
async fn a_maths_field_takes_typing_shows_the_reading_and_hands_in_by_enter() {
    let value = RwSignal::new(String::new());
    let handed_in = RwSignal::new(0);
    let place = mounted(move || {
        let reading = Signal::derive(move || FieldReading {
            formula: (!value.with(String::is_empty)).then(|| node("1/2")),
            remark: None,
        });
        view! { <MathField value reading on_submit=move |()| handed_in.update(|times| *times += 1)/> }
    });
    let input: web_sys::HtmlInputElement =
        place.query_selector("[data-testid=answer]").ok().flatten().expect("the field").unchecked_into();
    assert!(place.query_selector(".reading math").ok().flatten().is_none());

    input.set_value("0,5");
    let typed = web_sys::Event::new("input").expect("an event");
    input.dispatch_event(&typed).expect("it is sent");
    a_moment().await;
    assert_eq!(value.get_untracked(), "0,5");
    assert!(
        place.query_selector(".reading math mfrac").ok().flatten().is_some(),
        "{}",
        place.text_content().unwrap_or_default()
    );

    let toggle: web_sys::HtmlElement =
        place.query_selector(".math-field-toggle").ok().flatten().expect("the keypad's button").unchecked_into();
    if place.query_selector(".keypad").ok().flatten().is_none() {
        toggle.click();
        a_moment().await;
    }
    let keys = place.query_selector_all(".keypad button.key-digit").expect("keys");
    let seven: web_sys::HtmlElement = keys.item(0).expect("the first key").unchecked_into();
    seven.click();
    a_moment().await;
    assert_eq!(value.get_untracked(), "0,57");
    let enter: web_sys::HtmlElement =
        place.query_selector(".keypad .key-enter").ok().flatten().expect("the key that hands in").unchecked_into();
    enter.click();
    a_moment().await;
    assert_eq!(handed_in.get_untracked(), 1);
    place.remove();
}
