//! Founding a class: a name, the pupils' names as pasted from the diary, and where the files are kept. Under a minute.

use crate::base::ClassId;
use crate::browser::page::data_folder;
use crate::school::names::{NAME_CHARS_MAX, names_in};
use crate::sync::{Credential, HostPlace};
use crate::ui::class_desk::{ClassDesk, is_reachable};
use crate::ui::parts::{Button, Card, CardLook, Loudness, TextInput};
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The form.
#[component]
pub fn FoundPage(classes: ClassDesk, founding: RwSignal<bool>, chosen: RwSignal<Option<ClassId>>) -> impl IntoView {
    let title = RwSignal::new(String::new());
    let names = RwSignal::new(String::new());
    let host = RwSignal::new(data_folder());
    let (user, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let count = Memo::new(move |_| names.with(|names| names_in(names).len()));
    let fault = Signal::derive(move || {
        host.with(|url| (!is_reachable(url.trim())).then(|| say!(classes.not_url, usual = data_folder())))
    });
    let missing =
        Signal::derive(move || title.with(|title| title.trim().is_empty()) || fault.get().is_some() || busy.get());
    let found = Callback::new(move |()| {
        busy.set(true);
        let credential = match user.with_untracked(|user| user.trim().to_owned()) {
            user if user.is_empty() => Credential::None,
            user => Credential::Basic { user, password: password.get_untracked() },
        };
        let place = HostPlace { url: host.with_untracked(|url| url.trim().to_owned()), credential };
        let title: String = title.with_untracked(|title| title.trim().chars().take(NAME_CHARS_MAX).collect());
        let names = names.with_untracked(|names| names_in(names));
        spawn_local(async move {
            match classes.found(title, names, place).await {
                Ok(class) => {
                    chosen.set(Some(class));
                    founding.set(false);
                }
                Err(fault) => classes.desk.toasts.say(fault.sentence(lang())),
            }
            busy.set(false);
        });
    });
    view! {
        <h1>{words!(classes.found_title)}</h1>
        <Card look=CardLook::Leaf>
            <TextInput label=words!(classes.name) value=title note=words!(classes.name_note) length_max=NAME_CHARS_MAX as u32 testid="class-name"/>
            <TextInput label=words!(classes.names) value=names note=words!(classes.names_note) lines=8 length_max=6000 testid="class-names"/>
            <p class="field-note" role="status">{move || say!(classes.names_count, n = count.get())}</p>
            <details class="class-more">
                <summary>{words!(classes.host)}</summary>
                <div class="stack-s">
                    <p class="field-note">{words!(classes.host_note)}</p>
                    <TextInput label=words!(classes.host_url) value=host fault length_max=300 testid="host-url"/>
                    <TextInput label=words!(classes.host_user) value=user testid="host-user"/>
                    <TextInput label=words!(classes.host_password) value=password testid="host-password"/>
                </div>
            </details>
            <div class="actions">
                <Button label=words!(classes.found_now) on_press=found disabled=missing testid="found-now"/>
                <Button label=words!(practice.cancel) on_press=Callback::new(move |()| founding.set(false)) loudness=Loudness::Quiet/>
            </div>
            <p role="status">{move || busy.get().then(|| say!(classes.founding))}</p>
        </Card>
    }
}
