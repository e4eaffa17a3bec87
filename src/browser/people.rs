//! Who learns in this browser profile: a short list for the "who are you" screen. Each person has a database of their
//! own (`browser::store`); this list holds only what that screen shows.

use crate::base::{DeviceId, Moment, PersonId};
use serde::{Deserialize, Serialize};

const PEOPLE: &str = "augu.people";
const CURRENT: &str = "augu.current";

/// One person of this browser profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The person.
    pub id: PersonId,
    /// The device that this person and this browser profile make.
    pub device: DeviceId,
    /// The name, if one was given.
    #[serde(default)]
    pub name: Option<String>,
    /// When the person was here last.
    #[serde(default)]
    pub seen: Moment,
}

/// Everybody, the one seen last first. An unreadable list counts as empty: the databases themselves are untouched.
pub fn everybody() -> Vec<Person> {
    let mut people: Vec<Person> =
        super::page::remembered(PEOPLE).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    people.sort_by_key(|person| std::cmp::Reverse(person.seen));
    people
}

/// Puts the person on the list, or brings the entry up to date. False if the browser keeps nothing.
pub fn remember(person: &Person) -> bool {
    let mut people = everybody();
    people.retain(|known| known.id != person.id);
    people.insert(0, person.clone());
    write(&people)
}

/// Takes the person off the list.
pub fn forget(id: PersonId) {
    let mut people = everybody();
    people.retain(|known| known.id != id);
    write(&people);
    if current() == Some(id) {
        super::page::forget_for_window(CURRENT);
    }
}

fn write(people: &[Person]) -> bool {
    serde_json::to_string(people).is_ok_and(|text| super::page::remember(PEOPLE, &text))
}

/// Who was chosen in this window.
pub fn current() -> Option<PersonId> {
    super::page::remembered_for_window(CURRENT)?.parse().ok()
}

/// This window is used by this person, until it closes; a reload does not ask again.
pub fn choose(id: PersonId) {
    super::page::remember_for_window(CURRENT, &id.to_string());
}

/// This window is used by nobody: the "who are you" screen comes next.
pub fn leave() {
    super::page::forget_for_window(CURRENT);
}
