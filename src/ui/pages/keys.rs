//! "Raktai ir PIN": the recovery card, the PIN of this device, being oneself again on another one, a lost device. All of
//! it is for later: a pupil begins with none of this.

use crate::base::{DeviceId, format};
use crate::browser::people::{self, Person};
use crate::browser::sharing::fresh_entropy;
use crate::browser::store::Store;
use crate::browser::{clock, entropy, page};
use crate::journal::{Entry, Event, read_backup};
use crate::keys::{CodeFault, RecoveryCode};
use crate::school::membership::MembershipFact;
use crate::sync::{KeyRing, generation_of};
use crate::ui::desk::{Desk, use_desk};
use crate::ui::guarding::{self, MINUTES, PIN_DIGITS, PIN_LENGTH};
use crate::ui::key_ring;
use crate::ui::parts::{Button, Card, CardLook, FilePicker, Loudness, Segmented, TextInput, announce, qr};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with a typed code, in a sentence.
pub fn code_words(fault: CodeFault) -> String {
    match fault {
        CodeFault::Length(n) => say!(keys.code_length, n = n),
        CodeFault::Character(sign) => say!(keys.code_sign, sign = sign.to_string()),
        CodeFault::Check => say!(keys.code_check),
    }
}

/// What the page knows of the keys.
#[derive(Clone, PartialEq)]
enum Held {
    Reading,
    None,
    /// With the code, while the card is not made.
    Some(Box<KeyRing>),
}

/// The page.
#[component]
pub fn KeysPage() -> impl IntoView {
    let desk = use_desk();
    let held = RwSignal::new(Held::Reading);
    let read = move || {
        spawn_local(async move {
            // Keys that cannot be read are not written over: the page waits as if they were still being read.
            if let Ok(found) = key_ring::held(desk).await {
                let _ = held.try_set(found.map_or(Held::None, |ring| Held::Some(Box::new(ring))));
            }
        });
    };
    read();
    let brought = page::take_fragment().unwrap_or_default();
    let code = brought.strip_prefix("c1.").unwrap_or_default().to_owned();
    view! {
        <h1>{words!(keys.title)}</h1>
        <p class="page-lead">{words!(keys.lead)}</p>
        <CardCard held/>
        <PinCard held/>
        <Restore code/>
        <LostDevice held/>
    }
}

/// New keys with a new card; a sentence if it failed.
async fn renew(desk: Desk, held: RwSignal<Held>) -> Result<(), String> {
    let ring = key_ring::renew(desk).await.map_err(|fault| fault.sentence(lang()))?;
    held.set(Held::Some(Box::new(ring)));
    Ok(())
}

#[component]
fn CardCard(held: RwSignal<Held>) -> impl IntoView {
    let desk = use_desk();
    let said = RwSignal::new(String::new());
    let make = Callback::new(move |()| {
        spawn_local(async move {
            match key_ring::hold(desk).await {
                Ok(ring) => held.set(Held::Some(Box::new(ring))),
                Err(fault) => said.set(fault.sentence(lang())),
            }
        });
    });
    let renew_keys = Callback::new(move |()| {
        spawn_local(async move {
            said.set(match renew(desk, held).await {
                Ok(()) => say!(keys.renewed),
                Err(sentence) => sentence,
            });
        });
    });
    view! {
        <div class="slip-place stack">
            {move || match held.get() {
                Held::Reading => None,
                Held::None => Some(view! {
                    <Card title=words!(keys.card)>
                        <p>{words!(keys.card_what)}</p>
                        <div class="actions"><Button label=words!(keys.make) on_press=make loudness=Loudness::Secondary testid="make-card"/></div>
                    </Card>
                }.into_any()),
                Held::Some(ring) => Some(match ring.code() {
                    Some(code) => view! { <CodeShown code=code.written() held/> }.into_any(),
                    None => view! {
                        <Card title=words!(keys.card) testid="card-made">
                            <p>{words!(keys.made)}</p>
                            <p class="soft small">{words!(keys.lost_card)}</p>
                            <div class="actions"><Button label=words!(keys.renew) on_press=renew_keys loudness=Loudness::Quiet testid="renew"/></div>
                        </Card>
                    }.into_any(),
                }),
            }}
            <p role="status">{said}</p>
        </div>
    }
}

#[component]
fn CodeShown(code: String, held: RwSignal<Held>) -> impl IntoView {
    let desk = use_desk();
    let address = format!("{}#c1.{code}", page::whole_address("keys/"));
    let end: String = code.chars().filter(|sign| *sign != '-').skip(22).collect();
    let typed = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<String>);
    let done = Callback::new(move |()| {
        let plain: String = typed.get_untracked().chars().filter(|sign| !matches!(sign, '-' | ' ')).collect();
        if plain.to_ascii_uppercase() != end {
            return fault.set(Some(say!(keys.confirm_wrong)));
        }
        spawn_local(async move {
            match key_ring::put_code_away(desk).await {
                Ok(ring) => {
                    announce(&say!(keys.made));
                    held.set(ring.map_or(Held::None, |ring| Held::Some(Box::new(ring))));
                }
                Err(why) => fault.set(Some(why.sentence(lang()))),
            }
        });
    });
    let name = desk.pupil.with_untracked(|pupil| pupil.profile.name.clone());
    view! {
        <section class="card slip" data-testid="code-card">
            <h2 class="card-title screen-only">{words!(keys.card)}</h2>
            <p class="screen-only">{words!(keys.show)}</p>
            <div class="share-made">
                {qr(&address, say!(keys.qr))}
                <div class="stack">
                    <h2 class="print-only">{words!(keys.slip)}</h2>
                    {name.map(|name| view! { <p class="print-only">{name}</p> })}
                    <p class="key-code" data-testid="code" translate="no">{code}</p>
                    <p>{words!(keys.slip_use)}</p>
                    <div class="actions screen-only">
                        <Button label=words!(keys.print) on_press=Callback::new(|()| page::print()) loudness=Loudness::Secondary testid="print-card"/>
                    </div>
                </div>
            </div>
            <div class="stack screen-only">
                <TextInput label=words!(keys.confirm) value=typed note=words!(keys.confirm_note) fault length_max=8 testid="confirm"/>
                <div class="actions"><Button label=words!(keys.done) on_press=done testid="card-done"/></div>
            </div>
        </section>
    }
}

#[component]
fn PinCard(held: RwSignal<Held>) -> impl IntoView {
    let desk = use_desk();
    let (pin, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let fault = RwSignal::new(None::<String>);
    let (busy, said) = (RwSignal::new(false), RwSignal::new(String::new()));
    let minutes = RwSignal::new(1usize);
    let locked = RwSignal::new(desk.store().is_some_and(|store| store.is_guarded()));
    let has_store = desk.store().is_some();
    let set = Callback::new(move |()| {
        let typed = pin.get_untracked();
        let sound = typed.bytes().all(|digit| digit.is_ascii_digit()) && PIN_DIGITS.contains(&typed.len());
        let wrong = match () {
            () if !sound => Some(say!(keys.pin_short)),
            () if guarding::is_easy(&typed) => Some(say!(keys.pin_easy)),
            () if typed != again.get_untracked() => Some(say!(keys.pin_differ)),
            () => None,
        };
        fault.set(wrong.clone());
        if wrong.is_some() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        said.set(say!(keys.pin_wait));
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(30).await;
            let minutes = MINUTES.get(minutes.get_untracked()).copied().unwrap_or(5);
            let ring = match held.get_untracked() {
                Held::Some(ring) => Some(ring),
                Held::Reading | Held::None => None,
            };
            let outcome = guarding::set_pin(desk, &typed, ring.as_deref(), minutes).await;
            busy.set(false);
            match outcome {
                Ok(()) => {
                    locked.set(true);
                    pin.set(String::new());
                    again.set(String::new());
                    said.set(say!(keys.pin_is_set));
                }
                Err(why) => said.set(say!(keys.pin_failed, why = why.sentence(lang()))),
            }
        });
    });
    let off = Callback::new(move |()| {
        spawn_local(async move {
            match guarding::take_pin_away(desk).await {
                Ok(()) => {
                    locked.set(false);
                    said.set(say!(keys.pin_is_off));
                }
                Err(why) => said.set(say!(keys.pin_failed, why = why.sentence(lang()))),
            }
        });
    });
    let times = MINUTES.map(|n| words!(keys.minutes, n = u32::from(n))).to_vec();
    view! {
        <Card title=words!(keys.pin) testid="pin-card">
            <p>{words!(keys.pin_what)}</p>
            {if has_store {
                view! {
                    <p class="soft small">{words!(keys.pin_promise)}</p>
                    <Segmented label=words!(keys.auto) options=times chosen=minutes on_choose=move |at: usize| minutes.set(at)/>
                    <TextInput label=words!(keys.pin_new) value=pin note=words!(keys.pin_note) length_max=PIN_LENGTH pin=true testid="pin-new"/>
                    <TextInput label=words!(keys.pin_again) value=again length_max=PIN_LENGTH pin=true testid="pin-again"/>
                    <p role="alert" class="field-fault">{fault}</p>
                    <div class="actions">
                        <Button
                            label=Signal::derive(move || if locked.get() { say!(keys.pin_change) } else { say!(keys.pin_set) })
                            on_press=set
                            disabled=busy
                            loudness=Loudness::Secondary
                            testid="pin-set"
                        />
                        {move || locked.get().then(|| view! {
                            <Button label=words!(keys.lock_now) on_press=Callback::new(move |()| desk.lock()) loudness=Loudness::Secondary testid="lock-now"/>
                            <Button label=words!(keys.pin_off) on_press=off loudness=Loudness::Quiet testid="pin-off"/>
                        })}
                    </div>
                    <p role="status" data-testid="pin-said">{said}</p>
                }.into_any()
            } else {
                view! { <p>{words!(keys.no_store)}</p> }.into_any()
            }}
        </Card>
    }
}

/// The newest generation and root that the facts tell. What a lost device says of keys counts only where nobody else says
/// anything: who found it might have said it.
fn root_in(entries: &[Entry]) -> Option<(u32, String)> {
    let lost: BTreeSet<DeviceId> = entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::Membership(MembershipFact::Lost { device, .. }) => Some(*device),
            _ => None,
        })
        .collect();
    let keyed = entries.iter().filter_map(|entry| match &entry.event {
        Event::Membership(MembershipFact::Keyed { generation, root, .. }) => {
            Some((!lost.contains(&entry.stamp.device), *generation, root.clone()))
        }
        _ => None,
    });
    keyed.max_by_key(|(here, generation, _)| (*here, *generation)).map(|(_, generation, root)| (generation, root))
}

/// The person of a backup on this device, with the keys of the code: checked, kept, chosen.
async fn restore(code: &RecoveryCode, bytes: &[u8]) -> Result<(), String> {
    let backup = read_backup(bytes).map_err(|fault| fault.sentence(lang()))?;
    let (_, root) = root_in(&backup.entries).ok_or_else(|| say!(keys.restore_no_keys))?;
    let generation = generation_of(code, &root).ok_or_else(|| say!(keys.restore_other))?;
    let mut entropy = fresh_entropy().map_err(|fault| fault.sentence(lang()))?;
    let known = people::everybody().into_iter().find(|person| person.id == backup.person);
    let person = known.unwrap_or_else(|| Person {
        id: backup.person,
        device: DeviceId::from_bits(entropy::random_bits()),
        name: backup.name.clone(),
        seen: clock::now(),
    });
    let store = Store::open(person.id).await.map_err(|fault| fault.sentence(lang()))?;
    let loaded = store.load().await.map_err(|fault| fault.sentence(lang()))?;
    if loaded.lock.is_some() {
        // Already here behind a PIN: the PIN or the code opens it.
        store.close();
    } else {
        let lines: Vec<_> = backup.entries.iter().map(Entry::written).collect();
        store.merge(&lines).await.map_err(|fault| fault.sentence(lang()))?;
        // Who is here already keeps the device's own keys: a class knows this device by them.
        let held = crate::browser::key_ring::read(&store).await.ok().flatten();
        let now = clock::now();
        let next = match held {
            Some(ring) if ring.root() == root => None,
            Some(ring) => Some(ring.moved_to(code, generation, now)),
            None => Some(KeyRing::of_code(code, generation, person.id, person.device, now, &mut entropy)),
        };
        if let Some(ring) = next {
            crate::browser::key_ring::keep(&store, &ring).await.map_err(|fault| fault.sentence(lang()))?;
        }
        store.close();
    }
    people::remember(&person);
    people::choose(person.id);
    Ok(())
}

#[component]
fn Restore(code: String) -> impl IntoView {
    let open = !code.is_empty();
    let typed = RwSignal::new(code);
    let file: StoredValue<Option<Vec<u8>>> = StoredValue::new(None);
    let picked = RwSignal::new(false);
    let (busy, said) = (RwSignal::new(false), RwSignal::new(String::new()));
    let read = Memo::new(move |_| typed.with(|typed| RecoveryCode::read(typed)));
    let fault = Signal::derive(move || {
        let whole = typed.with(|typed| typed.chars().filter(|sign| !matches!(sign, '-' | ' ')).count()) >= 26;
        read.get().err().filter(|_| whole).map(code_words)
    });
    let fine = move || read.get().is_ok();
    let take = Callback::new(move |bytes: Option<Vec<u8>>| {
        picked.set(bytes.is_some());
        file.set_value(bytes);
    });
    let go = Callback::new(move |()| {
        let (Ok(code), Some(bytes)) = (read.get_untracked(), file.get_value()) else { return };
        busy.set(true);
        said.set(say!(keys.restore_wait));
        spawn_local(async move {
            match restore(&code, &bytes).await {
                Ok(()) => {
                    if let Some(window) = page::window() {
                        let _ = window.location().set_href(&routes::href(""));
                    }
                }
                Err(sentence) => {
                    busy.set(false);
                    said.set(sentence);
                }
            }
        });
    });
    view! {
        <Card title=words!(keys.restore) look=if open { CardLook::Leaf } else { CardLook::Sheet } testid="restore">
            <p>{words!(keys.restore_what)}</p>
            <TextInput label=words!(keys.code) value=typed fault length_max=60 testid="restore-code"/>
            {move || fine().then(|| view! { <p class="small">{words!(keys.code_fine)}</p> })}
            <FilePicker label=words!(keys.file) on_pick=take testid="restore-file"/>
            <div class="actions">
                <Button
                    label=words!(keys.restore_go)
                    on_press=go
                    disabled=Signal::derive(move || busy.get() || !fine() || !picked.get())
                    loudness=Loudness::Secondary
                    testid="restore-go"
                />
            </div>
            <p role="status" data-testid="restore-said">{said}</p>
        </Card>
    }
}

/// Devices that wrote facts of this person: the number of the newest one, and when.
#[component]
fn LostDevice(held: RwSignal<Held>) -> impl IntoView {
    let desk = use_desk();
    let devices: RwSignal<BTreeMap<DeviceId, (u64, crate::base::Moment)>> = RwSignal::new(BTreeMap::new());
    desk.with_journal(move |entries| {
        let mut found = BTreeMap::new();
        for entry in entries {
            found.insert(entry.stamp.device, (entry.stamp.sequence, entry.stamp.time.moment()));
        }
        let _ = devices.try_set(found);
    });
    let here = desk.person().map(|person| person.device);
    let lost = Memo::new(move |_| desk.pupil.with(|pupil| pupil.memberships.lost.clone()));
    let said = RwSignal::new(String::new());
    let mark = move |device: DeviceId, sequence: u64| {
        spawn_local(async move {
            desk.record(Event::Membership(MembershipFact::Lost { device, sequence }));
            said.set(match renew(desk, held).await {
                Ok(()) => say!(keys.lost_said),
                Err(sentence) => sentence,
            });
        });
    };
    let row = move |(device, (sequence, at)): (DeviceId, (u64, crate::base::Moment))| {
        let day = move || format::date_long(at.day(), lang());
        let is_lost = move || lost.with(|lost| lost.contains_key(&device));
        view! {
            <li class="share-link">
                <p>{move || say!(keys.lost_device, day = day())}</p>
                {move || if is_lost() {
                    view! { <p class="soft small">{words!(keys.lost_done)}</p> }.into_any()
                } else {
                    view! { <div class="actions"><Button label=words!(keys.lost_mark) on_press=Callback::new(move |()| mark(device, sequence)) loudness=Loudness::Secondary testid="lost"/></div> }.into_any()
                }}
            </li>
        }
    };
    let others = move || {
        devices.with(|devices| {
            devices.iter().filter(|(device, _)| Some(**device) != here).map(|(a, b)| (*a, *b)).collect::<Vec<_>>()
        })
    };
    view! {
        <Card title=words!(keys.lost)>
            <p>{words!(keys.lost_what)}</p>
            {move || {
                let others = others();
                if others.is_empty() {
                    view! { <p class="soft">{words!(keys.lost_none)}</p> }.into_any()
                } else {
                    view! { <ul role="list">{others.into_iter().map(row).collect_view()}</ul> }.into_any()
                }
            }}
            <p role="status">{said}</p>
        </Card>
    }
}
