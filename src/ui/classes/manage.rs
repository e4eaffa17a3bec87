//! What staff do now and then: the list of names, other staff, files carried by hand.

use super::invite::open_invite;
use super::view_of;
use crate::base::{ClassId, PersonId};
use crate::school::names::{NAME_CHARS_MAX, names_in};
use crate::sync::{Belonging, Place, Role};
use crate::ui::class_desk::{ClassDesk, MemberView};
use crate::ui::parts::{Button, Card, CardLook, Dialog, FilePicker, Icon, Loudness, TextInput, fresh_id};
use crate::{say, words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The word for a role.
pub fn role_words(role: Role) -> String {
    match role {
        Role::Teacher => say!(classes.role_teacher),
        Role::Tutor => say!(classes.role_tutor),
        Role::Specialist => say!(classes.role_specialist),
        Role::Head => say!(classes.role_head),
    }
}

/// The list of names.
#[component]
pub fn Members(classes: ClassDesk, class: ClassId) -> impl IntoView {
    let view = view_of(classes, class);
    let names = RwSignal::new(String::new());
    let editing = RwSignal::new(None::<MemberView>);
    let erasing = RwSignal::new(None::<MemberView>);
    let asks = RwSignal::new(false);
    let add = Callback::new(move |()| {
        for name in names.with_untracked(|text| names_in(text)) {
            classes.set_place(class, None, Place { name, group: String::new(), active: true });
        }
        names.set(String::new());
    });
    let members =
        Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.members.clone()).unwrap_or_default()));
    let row = move |member: MemberView| {
        let (edited, gone) = (member.clone(), member.clone());
        view! {
            <li class="class-member" data-testid="member">
                <span>{member.name.clone()} {(!member.group.is_empty()).then(|| view! { " " <span class="chip">{member.group.clone()}</span> })}</span>
                <span class="actions">
                    <Button label=words!(classes.edit) on_press=Callback::new(move |()| editing.set(Some(edited.clone()))) loudness=Loudness::Quiet sign=Icon::Pencil testid="edit-member"/>
                    <Button label=if member.people.is_empty() { words!(classes.take_off) } else { words!(classes.remove) } on_press=Callback::new(move |()| remove(classes, class, &gone)) loudness=Loudness::Quiet testid="remove-member"/>
                    {(!member.people.is_empty()).then(|| {
                        let member = member.clone();
                        view! { <Button label=words!(classes.erase) on_press=Callback::new(move |()| { erasing.set(Some(member.clone())); asks.set(true) }) loudness=Loudness::Quiet sign=Icon::Bin testid="erase-member"/> }
                    })}
                </span>
            </li>
        }
    };
    let erase_now = Callback::new(move |()| {
        if let Some(member) = erasing.get_untracked() {
            for person in member.people {
                classes.set_belonging(class, person, Belonging::Erased);
            }
        }
        asks.set(false);
    });
    let erasing_name =
        move || erasing.with(|member| member.as_ref().map(|member| member.name.clone()).unwrap_or_default());
    view! {
        <details class="class-more card" data-testid="members">
            <summary>{words!(classes.members)}</summary>
            <div class="stack">
                <p class="field-note">{words!(classes.members_note)}</p>
                <ul role="list" class="class-members">{move || members.get().into_iter().map(row).collect_view()}</ul>
                {move || editing.get().map(|member| view! { <Edit classes class member editing/> })}
                <TextInput label=words!(classes.add_names) value=names note=words!(classes.names_note) lines=4 length_max=6000 testid="add-names"/>
                <div class="actions"><Button label=words!(classes.add) on_press=add disabled=Signal::derive(move || names.with(|text| names_in(text).is_empty())) loudness=Loudness::Secondary testid="add"/></div>
            </div>
            <Dialog open=asks title=Signal::derive(move || say!(classes.erase_title, name = erasing_name()))>
                <p>{words!(classes.erase_note)}</p>
                <div class="actions">
                    <Button label=words!(classes.erase_now) on_press=erase_now testid="erase-member-now"/>
                    <Button label=words!(practice.cancel) on_press=Callback::new(move |()| asks.set(false)) loudness=Loudness::Quiet/>
                </div>
            </Dialog>
        </details>
    }
}

/// Takes a member out of the class, or a name off the list; either can be undone.
fn remove(classes: ClassDesk, class: ClassId, member: &MemberView) {
    let (place, people) = (member.place, member.people.clone());
    let named = Place { name: member.name.clone(), group: member.group.clone(), active: true };
    if people.is_empty() {
        classes.set_place(class, Some(place), Place { active: false, ..named.clone() });
        let undo = move || classes.set_place(class, Some(place), named.clone());
        classes.desk.toasts.say_with_undo(say!(classes.taken_off, name = member.name.clone()), undo);
        return;
    }
    let all = move |people: &[PersonId], belonging: Belonging| {
        people.iter().for_each(|person| classes.set_belonging(class, *person, belonging));
    };
    all(&people, Belonging::Left);
    let undo = move || all(&people, Belonging::Member);
    classes.desk.toasts.say_with_undo(say!(classes.removed, name = member.name.clone()), undo);
}

#[component]
fn Edit(
    classes: ClassDesk,
    class: ClassId,
    member: MemberView,
    editing: RwSignal<Option<MemberView>>,
) -> impl IntoView {
    let (name, group) = (RwSignal::new(member.name.clone()), RwSignal::new(member.group.clone()));
    let keep = Callback::new(move |()| {
        let named = Place {
            name: name.with_untracked(|name| name.trim().to_owned()),
            group: group.with_untracked(|group| group.trim().to_owned()),
            active: true,
        };
        classes.set_place(class, Some(member.place), named);
        editing.set(None);
    });
    view! {
        <Card look=CardLook::Sunk>
            <TextInput label=words!(classes.member_name) value=name length_max=NAME_CHARS_MAX as u32 testid="member-name"/>
            <TextInput label=words!(classes.member_group) value=group length_max=30 testid="member-group"/>
            <div class="actions">
                <Button label=words!(classes.rename) on_press=keep disabled=Signal::derive(move || name.with(|name| name.trim().is_empty())) loudness=Loudness::Secondary testid="keep-member"/>
                <Button label=words!(practice.cancel) on_press=Callback::new(move |()| editing.set(None)) loudness=Loudness::Quiet/>
            </div>
        </Card>
    }
}

/// Staff, and inviting more.
#[component]
pub fn StaffList(classes: ClassDesk, class: ClassId) -> impl IntoView {
    let view = view_of(classes, class);
    let staff = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.staff.clone()).unwrap_or_default()));
    let role = RwSignal::new(0usize);
    let roles = [Role::Tutor, Role::Teacher, Role::Specialist, Role::Head];
    let id = fresh_id("role");
    let link = RwSignal::new(None::<String>);
    let chosen = move || roles.get(role.get_untracked()).copied().unwrap_or(Role::Tutor);
    view! {
        <details class="class-more card" data-testid="staff">
            <summary>{words!(classes.staff)}</summary>
            <div class="stack">
                <p class="field-note">{words!(classes.staff_note)}</p>
                <ul role="list" class="class-members">
                    {move || staff.get().into_iter().map(|one| view! {
                        <li class="class-member" data-testid="staff-member">
                            <span>{move || role_words(one.role)} {one.me.then(|| view! { " (" {words!(classes.staff_me)} ")" })}</span>
                            {(!one.me).then(|| view! {
                                <Button label=words!(classes.staff_remove) on_press=Callback::new(move |()| {
                                    classes.remove_staff(class, one.person);
                                    classes.desk.toasts.say(say!(classes.staff_removed));
                                }) loudness=Loudness::Quiet/>
                            })}
                        </li>
                    }).collect_view()}
                </ul>
                <div class="field">
                    <label class="field-label" for=id.clone()>{words!(classes.staff_invite)}</label>
                    <select id=id class="select" data-testid="staff-role" on:change=move |event| role.set(event_target_value(&event).parse().unwrap_or(0))>
                        {roles.into_iter().enumerate().map(|(at, role)| view! { <option value=at.to_string()>{move || role_words(role)}</option> }).collect_view()}
                    </select>
                </div>
                <div class="actions">
                    <Button label=words!(classes.invite_open) on_press=Callback::new(move |()| open_invite(classes, class, Some(chosen()))) loudness=Loudness::Secondary testid="staff-invite"/>
                    <Button label=words!(classes.staff_link) on_press=Callback::new(move |()| { let role = chosen(); spawn_local(async move { link.set(classes.late_link(class, Some(role)).await) }) }) loudness=Loudness::Quiet testid="staff-link"/>
                </div>
                {move || link.get().map(|text| view! { <p class="class-link" data-testid="staff-link-text">{text}</p> })}
            </div>
        </details>
    }
}

/// The same sealed files without any host.
#[component]
pub fn Files(classes: ClassDesk, class: ClassId) -> impl IntoView {
    let outcome = RwSignal::new(None::<String>);
    let take = Callback::new(move |bytes: Option<Vec<u8>>| {
        spawn_local(async move {
            let count = match bytes {
                Some(bytes) => classes.import_files(class, &bytes).await,
                None => None,
            };
            outcome.set(Some(count.map_or_else(|| say!(classes.files_not), |n| say!(classes.files_in, n = n))));
        });
    });
    view! {
        <details class="class-more card" data-testid="files">
            <summary>{words!(classes.files)}</summary>
            <div class="stack">
                <p class="field-note">{words!(classes.files_note)}</p>
                <div class="actions"><Button label=words!(classes.files_export) on_press=Callback::new(move |()| classes.export_files(class)) loudness=Loudness::Secondary sign=Icon::Download testid="files-export"/></div>
                <FilePicker label=words!(classes.files_import) on_pick=take testid="files-import"/>
                <p role="status">{move || outcome.get()}</p>
            </div>
        </details>
    }
}
