//! Inviting: the code and its QR for the board, the link for latecomers, and who waits to be admitted, each with the two
//! words that both screens show.

use super::view_of;
use crate::base::{ClassId, format};
use crate::browser::page;
use crate::sync::Role;
use crate::ui::class_desk::{ClassDesk, InviteView, RequestView};
use crate::ui::parts::{Button, Card, CardLook, Icon, Loudness, qr};
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Puts a text on the clipboard and says whether it is there.
pub fn copy(classes: ClassDesk, text: String) {
    spawn_local(async move {
        let said = if page::copy(&text).await { say!(classes.copied) } else { say!(classes.not_copied) };
        classes.desk.toasts.say(said);
    });
}

/// The code, large enough for the last row.
#[component]
pub fn Code(invite: InviteView) -> impl IntoView {
    let (address, until) = (invite.address.clone(), invite.until);
    let shown = address.split('#').next().unwrap_or_default().to_owned();
    view! {
        <div class="class-invite" data-testid="invite">
            <div class="class-qr">{move || qr(&address, say!(classes.invite_qr, address = shown.clone()))}</div>
            <div class="stack-s">
                <p class="field-note">{words!(classes.invite_address)}</p>
                <p class="class-address">{invite.address.split('#').next().unwrap_or_default().to_owned()}</p>
                <p class="field-note">{words!(classes.invite_code)}</p>
                <p class="class-code" data-testid="invite-code">{invite.code}</p>
                {invite.elsewhere.map(|whole| view! {
                    <p class="field-note">{words!(classes.invite_elsewhere)}</p>
                    <p class="class-address" data-testid="invite-elsewhere">{whole}</p>
                })}
                <p class="field-note">{move || say!(classes.invite_until, time = format::time(until, lang()))}</p>
            </div>
        </div>
    }
}

/// The card for inviting.
#[component]
pub fn Invite(classes: ClassDesk, class: ClassId) -> impl IntoView {
    let view = view_of(classes, class);
    let invite = Memo::new(move |_| view.with(|view| view.as_ref().and_then(|view| view.invite.clone())));
    let reached =
        Memo::new(move |_| view.with(|view| view.as_ref().is_some_and(|view| view.standing.reached.is_some())));
    let late = RwSignal::new(None::<String>);
    let open = Callback::new(move |()| open_invite(classes, class, None));
    let make_late = Callback::new(move |()| spawn_local(async move { late.set(classes.late_link(class, None).await) }));
    view! {
        <Card title=words!(classes.invite) testid="invite-card">
            <p>{words!(classes.invite_note)}</p>
            {move || invite.get().map(|invite| view! { <Code invite/> })}
            {move || (!reached.get()).then(|| view! { <p class="field-note" role="status">{words!(classes.invite_waits)}</p> })}
            <div class="actions">
                {move || if invite.get().is_some() {
                    view! { <Button label=words!(classes.invite_close) on_press=Callback::new(move |()| classes.close_invite(class)) loudness=Loudness::Secondary testid="invite-close"/> }.into_any()
                } else {
                    view! { <Button label=words!(classes.invite_open) on_press=open disabled=Signal::derive(move || !reached.get()) sign=Icon::Board testid="invite-open"/> }.into_any()
                }}
                <Button label=words!(classes.late_link) on_press=make_late loudness=Loudness::Quiet sign=Icon::Link testid="late-link"/>
            </div>
            {move || late.get().map(|link| {
                let text = link.clone();
                view! {
                    <p class="field-note">{words!(classes.late_note)}</p>
                    {move || (!reached.get()).then(|| view! { <p class="field-note">{words!(classes.late_by_hand)}</p> })}
                    <p class="class-link" data-testid="late-link-text">{link}</p>
                    <div class="actions"><Button label=words!(classes.copy) on_press=Callback::new(move |()| copy(classes, text.clone())) loudness=Loudness::Secondary sign=Icon::Copy/></div>
                }
            })}
        </Card>
    }
}

/// Opens an invitation and says if the host did not take it.
pub fn open_invite(classes: ClassDesk, class: ClassId, role: Option<Role>) {
    spawn_local(async move {
        if !classes.invite(class, role).await {
            classes.desk.toasts.say(say!(classes.invite_failed));
        }
    });
}

/// Who waits.
#[component]
pub fn Requests(classes: ClassDesk, class: ClassId) -> impl IntoView {
    let view = view_of(classes, class);
    let requests =
        Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.requests.clone()).unwrap_or_default()));
    let clear = move || requests.get().into_iter().filter(|request| !request.conflict).collect::<Vec<_>>();
    let admit_all = Callback::new(move |()| {
        let all = clear();
        let count = all.len();
        classes.admit(class, all);
        classes.desk.toasts.say(say!(classes.admitted, n = count));
    });
    move || {
        (!requests.with(Vec::is_empty)).then(|| {
            view! {
                <Card title=words!(classes.requests) look=CardLook::Amber testid="requests">
                    <ul class="class-requests" role="list">
                        <For each=move || requests.get() key=|request| (request.device, request.conflict, request.name.clone()) let:request>
                            <OneRequest classes class request/>
                        </For>
                    </ul>
                    <div class="actions">
                        <Button label=words!(classes.admit_all) on_press=admit_all disabled=Signal::derive(move || clear().is_empty()) sign=Icon::Check testid="admit-all"/>
                    </div>
                </Card>
            }
        })
    }
}

#[component]
fn OneRequest(classes: ClassDesk, class: ClassId, request: RequestView) -> impl IntoView {
    let (one, again, device) = (request.clone(), request.clone(), request.device);
    let [first, second] = request.words;
    let number = request.fingerprint.clone();
    let role = request.role;
    let is_new = request.place.is_none() && role.is_none();
    view! {
        <li class="class-request" data-testid="request">
            <div class="class-request-who">
                <p class="class-request-name">
                    {request.name.clone()}
                    {role.map(|role| view! { " " <span class="chip chip-sky">{move || super::manage::role_words(role)}</span> })}
                    {is_new.then(|| view! { " " <span class="chip chip-amber">{words!(classes.new_name)}</span> })}
                </p>
                <p class="class-words">{first} " " {second}</p>
                <p class="field-note">{move || say!(classes.request_number, number = number.clone())}</p>
                {request.conflict.then(|| view! { <p class="field-fault">{words!(classes.conflict)}</p> })}
            </div>
            <div class="actions">
                {if request.conflict {
                    view! {
                        <Button label=words!(classes.same_pupil) on_press=Callback::new(move |()| {
                            if let Some(place) = again.place {
                                classes.admit_again(class, again.clone(), place);
                            }
                        }) loudness=Loudness::Secondary testid="same-pupil"/>
                    }.into_any()
                } else {
                    view! { <Button label=words!(classes.admit) on_press=Callback::new(move |()| classes.admit(class, vec![one.clone()])) loudness=Loudness::Secondary testid="admit"/> }.into_any()
                }}
                <Button label=words!(classes.dismiss) on_press=Callback::new(move |()| classes.dismiss(class, device)) loudness=Loudness::Quiet testid="dismiss"/>
            </div>
        </li>
    }
}
