//! Joining a class: the code, the name, what the teacher will see, and two words to compare. The secret in the address is
//! taken out of it at once.

use super::RecoveryCodeCard;
use crate::base::{ClassId, PlaceId};
use crate::browser::page;
use crate::school::membership::Consenter;
use crate::school::names::NAME_CHARS_MAX;
use crate::sync::{JoinLink, JoinState};
use crate::ui::class_desk::{ClassDesk, JoinView};
use crate::ui::desk::use_desk;
use crate::ui::parts::{Button, ButtonLink, Card, CardLook, FilePicker, Icon, Loudness, TextInput, fresh_id};
use crate::ui::routes;
use crate::{say, words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn JoinPage() -> impl IntoView {
    let classes = ClassDesk::of(use_desk());
    if let Some(fragment) = page::take_fragment() {
        classes.look_up(fragment);
    }
    view! {
        <div class="class" data-testid="join">
            <h1>{words!(joining.title)}</h1>
            {move || match classes.joining.get() {
                None => view! { <Code classes fault=None/> }.into_any(),
                Some(JoinView::LookingUp) => view! { <p role="status">{words!(joining.looking)}</p> }.into_any(),
                Some(JoinView::NotFound) => view! { <Code classes fault=Some(say!(joining.not_found))/> }.into_any(),
                Some(JoinView::NoHost) => view! { <Code classes fault=Some(say!(joining.no_host))/> }.into_any(),
                Some(JoinView::Picking(link)) => view! { <Pick classes link/> }.into_any(),
                Some(JoinView::Waiting { words, fingerprint, state }) => {
                    view! { <Waiting classes words fingerprint state/> }.into_any()
                }
                Some(JoinView::Joined(class)) => view! { <Joined classes class/> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Code(classes: ClassDesk, fault: Option<String>) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let look_up = Callback::new(move |()| {
        let text = code.with_untracked(|text| text.trim().to_owned());
        // A pasted address: what matters stands after its `#`.
        let after = text.split_once('#').map_or(text.clone(), |(_, after)| after.to_owned());
        classes.look_up(after);
    });
    let empty = Signal::derive(move || code.with(|text| text.trim().is_empty()));
    view! {
        <Card look=CardLook::Leaf>
            <form class="stack" on:submit=move |event| { event.prevent_default(); look_up.run(()) }>
                <TextInput label=words!(joining.code) value=code note=words!(joining.code_note) fault=Signal::stored(fault) length_max=2000 testid="join-code"/>
                <div class="actions"><Button label=words!(joining.next) on_press=look_up disabled=empty sign=Icon::Next testid="join-next"/></div>
            </form>
        </Card>
    }
}

#[component]
fn Pick(classes: ClassDesk, link: JoinLink) -> impl IntoView {
    let staff = link.role;
    let named = link.places.is_empty();
    let place = RwSignal::new(None::<PlaceId>);
    let other = RwSignal::new(named);
    let own = classes.desk.pupil.with_untracked(|pupil| pupil.profile.name.clone()).unwrap_or_default();
    let name = RwSignal::new(own);
    let by = RwSignal::new(None::<bool>);
    let group = fresh_id("place");
    let places = link.places.clone();
    let row = {
        let group = group.clone();
        move |(id, text): (PlaceId, String)| {
            view! {
                <li>
                    <label class="check-row">
                        <input type="radio" name=group.clone() data-testid="join-place"
                            prop:checked=move || !other.get() && place.get() == Some(id)
                            on:change=move |_| { place.set(Some(id)); other.set(false) }
                        />
                        <span>{text}</span>
                    </label>
                </li>
            }
        }
    };
    let consent = fresh_id("consent");
    let consent_row = {
        let consent = consent.clone();
        move |self_given: bool, label: Signal<String>, testid: &'static str| {
            view! {
                <label class="check-row">
                    <input type="radio" name=consent.clone() data-testid=testid
                        prop:checked=move || by.get() == Some(self_given)
                        on:change=move |_| by.set(Some(self_given))
                    />
                    <span>{label}</span>
                </label>
            }
        }
    };
    let missing = Signal::derive(move || {
        let who = if other.get() { name.with(|name| name.trim().is_empty()) } else { place.get().is_none() };
        who || staff.is_none() && by.get().is_none()
    });
    let ask = Callback::new(move |()| {
        let by = if by.get_untracked() == Some(true) { Consenter::Pupil } else { Consenter::Parent };
        let typed =
            if other.get_untracked() { name.with_untracked(|name| name.trim().to_owned()) } else { String::new() };
        let place = if other.get_untracked() { None } else { place.get_untracked() };
        classes.ask(link.clone(), place, typed, by);
    });
    view! {
        {staff.map(|role| view! { <p class="page-lead">{move || say!(joining.role, role = super::manage::role_words(role))}</p> })}
        <Card title=if staff.is_some() { words!(joining.who_staff) } else { words!(joining.who) }>
            {(!named).then(|| view! {
                <p class="field-note">{words!(joining.who_note)}</p>
                <fieldset class="class-names">
                    <legend class="unseen">{words!(joining.who)}</legend>
                    <ul role="list" class="class-names-list">{places.into_iter().map(row).collect_view()}</ul>
                    <label class="check-row">
                        <input type="radio" name=group data-testid="join-other" prop:checked=move || other.get() on:change=move |_| other.set(true)/>
                        <span>{words!(joining.other)}</span>
                    </label>
                </fieldset>
            })}
            {move || other.get().then(|| view! {
                <TextInput label=if staff.is_some() { words!(joining.name_staff) } else { words!(joining.name) } value=name length_max=NAME_CHARS_MAX as u32 testid="join-name"/>
            })}
        </Card>
        {staff.is_none().then(|| view! {
            <Card title=words!(joining.consent) look=CardLook::Sunk>
                <p>{words!(joining.consent_text)}</p>
                <fieldset class="class-names">
                    <legend class="unseen">{words!(joining.consent)}</legend>
                    {consent_row(true, words!(joining.consent_self), "consent-self")}
                    {consent_row(false, words!(joining.consent_parent), "consent-parent")}
                </fieldset>
            </Card>
        })}
        <div class="actions">
            <Button label=words!(joining.ask) on_press=ask disabled=missing testid="join-ask"/>
            <Button label=words!(practice.cancel) on_press=Callback::new(move |()| classes.give_up()) loudness=Loudness::Quiet/>
        </div>
    }
}

#[component]
fn Waiting(classes: ClassDesk, words: [&'static str; 2], fingerprint: String, state: JoinState) -> impl IntoView {
    let give_up = Callback::new(move |()| classes.give_up());
    let trouble = match state {
        JoinState::Expired => Some(words!(joining.expired)),
        JoinState::Untrusted => Some(words!(joining.untrusted)),
        JoinState::Sending | JoinState::Waiting => None,
    };
    let waits = trouble.is_none();
    view! {
        {trouble.map(|said| view! { <Card look=CardLook::Amber><p role="alert">{said}</p></Card> })}
        {waits.then(|| view! {
            <Card title=words!(joining.waiting) look=CardLook::Leaf testid="join-waiting">
                <p class="class-words" data-testid="join-words">{words.join(" ")}</p>
                <p role="status">{words!(joining.waiting_note)}</p>
                <p class="field-note">{words!(joining.number)} " " <span class="class-number">{fingerprint}</span></p>
            </Card>
        })}
        <ByHand classes/>
        <div class="actions"><Button label=words!(joining.give_up) on_press=give_up loudness=Loudness::Quiet testid="join-give-up"/></div>
    }
}

/// Joining where no host can be reached: the request goes out as a file, and the teacher's files come in.
#[component]
fn ByHand(classes: ClassDesk) -> impl IntoView {
    let outcome = RwSignal::new(None::<String>);
    let take = Callback::new(move |bytes: Option<Vec<u8>>| {
        spawn_local(async move {
            let admitted = match bytes {
                Some(bytes) => classes.import_admission(&bytes).await,
                None => None,
            };
            match admitted {
                Some(true) => {}
                Some(false) => outcome.set(Some(say!(joining.not_admitted))),
                None => outcome.set(Some(say!(classes.files_not))),
            }
        });
    });
    view! {
        <details class="class-more card" data-testid="join-by-hand">
            <summary>{words!(joining.by_hand)}</summary>
            <div class="stack">
                <p class="field-note">{words!(joining.by_hand_note)}</p>
                <div class="actions"><Button label=words!(joining.request_file) on_press=Callback::new(move |()| classes.export_request()) loudness=Loudness::Secondary sign=Icon::Download testid="request-file"/></div>
                <FilePicker label=words!(joining.admission_file) on_pick=take testid="admission-file"/>
                <p role="status">{move || outcome.get()}</p>
            </div>
        </details>
    }
}

#[component]
fn Joined(classes: ClassDesk, class: ClassId) -> impl IntoView {
    // Staff came to look at the class, not to practise.
    let staff = Memo::new(move |_| {
        classes.classes.with(|views| views.iter().any(|view| view.class == class && view.role.is_some()))
    });
    let title = move || if staff.get() { say!(joining.joined_staff) } else { say!(joining.joined) };
    let note = move || if staff.get() { say!(joining.joined_staff_note) } else { say!(joining.joined_note) };
    view! {
        <Card look=CardLook::Leaf testid="joined">
            <h2 class="card-title">{title}</h2>
            <p role="status">{note}</p>
            <div class="actions">
                {move || (!staff.get()).then(|| view! {
                    <ButtonLink label=words!(joining.begin) href=Signal::derive(|| routes::href("practice")) sign=Icon::Next testid="join-begin"/>
                })}
                <ButtonLink label=words!(joining.to_class) href=Signal::derive(|| routes::href("class")) loudness=Loudness::Secondary/>
            </div>
        </Card>
        <RecoveryCodeCard classes/>
    }
}
