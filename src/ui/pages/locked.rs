//! "Įvesk PIN": what stands in the way of somebody else's tasks on a shared computer.

use super::keys::code_words;
use crate::browser::people::Person;
use crate::browser::store::Guard;
use crate::keys::{PersonKeys, RecoveryCode};
use crate::ui::desk::use_desk;
use crate::ui::guarding::{self, Lock, PIN_LENGTH};
use crate::ui::parts::{Button, Card, Loudness, TextInput, announce};
use crate::{say, words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Wrong tries after which one waits.
const TRIES: u32 = 5;
/// How long one waits then, in seconds.
const WAIT_S: u32 = 30;

/// See [`LockedPage`].
pub fn locked_page(person: Person, lock: String) -> AnyView {
    view! { <LockedPage person lock/> }.into_any()
}

#[component]
fn LockedPage(person: Person, lock: String) -> impl IntoView {
    let desk = use_desk();
    let lock: Option<Lock> = serde_json::from_str(&lock).ok();
    let name = person.name.clone();
    let heading = move || match &name {
        Some(name) => say!(keys.locked_name, name = name.clone()),
        None => say!(keys.locked),
    };
    let pin = RwSignal::new(String::new());
    let (busy, fault) = (RwSignal::new(false), RwSignal::new(String::new()));
    let wrong = StoredValue::new(0u32);
    let held = StoredValue::new((person, lock.clone()));
    let opened = move |person: Person, lock: &Lock, guard: Guard| {
        guarding::watch(desk, lock.minutes);
        desk.unlock(person, guard);
    };
    let enter = move || {
        let typed = pin.get_untracked();
        if busy.get_untracked() || typed.is_empty() {
            return;
        }
        busy.set(true);
        fault.set(String::new());
        spawn_local(async move {
            // The frame that says "checking" goes first: stretching the PIN takes a moment on purpose.
            gloo_timers::future::TimeoutFuture::new(30).await;
            let (person, lock) = held.get_value();
            let Some(lock) = lock else {
                fault.set(say!(keys.broken));
                return busy.set(false);
            };
            match guarding::open_lock(&lock, &typed) {
                Ok(guard) => opened(person, &lock, guard),
                Err(_) => {
                    pin.set(String::new());
                    wrong.update_value(|count| *count += 1);
                    if wrong.get_value().is_multiple_of(TRIES) {
                        fault.set(say!(keys.wrong_wait, n = WAIT_S));
                        announce(&fault.get_untracked());
                        gloo_timers::future::TimeoutFuture::new(WAIT_S * 1000).await;
                        fault.set(String::new());
                    } else {
                        fault.set(say!(keys.wrong));
                        announce(&say!(keys.wrong));
                    }
                    busy.set(false);
                }
            }
        });
    };
    let by_code = lock.as_ref().is_some_and(|lock| lock.person.is_some());
    let code = RwSignal::new(String::new());
    let open_by_code = Callback::new(move |()| {
        let (person, lock) = held.get_value();
        let read = RecoveryCode::read(&code.get_untracked());
        let (Some(lock), Ok(read)) = (lock, read.clone()) else {
            return fault.set(read.err().map(code_words).unwrap_or_default());
        };
        match guarding::open_lock_by(&lock, &PersonKeys::of(&read, lock.generation.max(1)).reading) {
            Ok(guard) => opened(person, &lock, guard),
            Err(_) => fault.set(say!(keys.forgot_wrong)),
        }
    });
    view! {
        <div class="who" data-testid="locked">
            <h1>{heading}</h1>
            <Card>
                <p>{words!(keys.locked_note)}</p>
                <form class="stack-s" on:submit=move |event| { event.prevent_default(); enter(); }>
                    <TextInput label="PIN" value=pin length_max=PIN_LENGTH pin=true testid="pin"/>
                    <p role="alert" class="field-fault" data-testid="pin-fault">{fault}</p>
                    <div class="actions">
                        <Button label=words!(keys.unlock) on_press=Callback::new(move |()| enter()) disabled=busy testid="unlock"/>
                        <span role="status">{move || busy.get().then(|| say!(keys.unlocking))}</span>
                    </div>
                </form>
                <details>
                    <summary>{words!(keys.forgot)}</summary>
                    {if by_code {
                        view! {
                            <p>{words!(keys.forgot_note)}</p>
                            <TextInput label=words!(keys.code) value=code length_max=60 testid="forgot-code"/>
                            <Button label=words!(keys.forgot_go) on_press=open_by_code loudness=Loudness::Secondary testid="forgot-go"/>
                        }.into_any()
                    } else {
                        view! { <p>{words!(keys.forgot_none)}</p> }.into_any()
                    }}
                </details>
            </Card>
            <Button label=words!(keys.other) on_press=Callback::new(move |()| desk.change_person()) loudness=Loudness::Quiet testid="other-person"/>
        </div>
    }
}
