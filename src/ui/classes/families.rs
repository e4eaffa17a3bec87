//! The families of a class: a link for each as a slip to print, taking them back, and what the families answered.

use super::staff::Shown;
use super::view_of;
use crate::base::{ClassId, format};
use crate::browser::{clock, page};
use crate::school::sharing::FamilyReply;
use crate::ui::class_desk::{ClassDesk, MemberView};
use crate::ui::class_links::{self, Slip};
use crate::ui::parts::{Button, Card, Dialog, Loudness, Segmented, TextInput, qr};
use crate::ui::words::lang;
use crate::{say, words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Days for which the links can be valid.
const DAYS: [i64; 3] = [30, 90, 270];
const DAY_MS: i64 = 86_400_000;

/// Slips for all families.
#[component]
pub(super) fn FamilySlips(classes: ClassDesk, class: ClassId, shown: RwSignal<Shown>) -> impl IntoView {
    let (days, busy, asks) = (RwSignal::new(1usize), RwSignal::new(false), RwSignal::new(false));
    let slips = RwSignal::new(Vec::<Slip>::new());
    let said = RwSignal::new(String::new());
    let make = Callback::new(move |()| {
        busy.set(true);
        said.set(say!(classes.family_making));
        spawn_local(async move {
            let until = clock::now().plus_ms(DAYS.get(days.get_untracked()).copied().unwrap_or(90) * DAY_MS);
            match class_links::slips(classes, class, until).await {
                Ok(made) => {
                    said.set(if made.is_empty() { say!(classes.family_nobody) } else { String::new() });
                    slips.set(made);
                }
                Err(sentence) => said.set(sentence),
            }
            busy.set(false);
        });
    });
    // What was made before is there at once, so that it can be taken back.
    spawn_local(async move {
        let known = class_links::known(classes, class).await;
        let _ = slips.try_update(|slips| {
            if slips.is_empty() {
                *slips = known;
            }
        });
    });
    let take_back = move |only: Option<Slip>| {
        asks.set(false);
        busy.set(true);
        spawn_local(async move {
            let taken = class_links::take_back(classes, class, only.as_ref().map(|slip| slip.link.clone())).await;
            slips.set(class_links::known(classes, class).await);
            said.set(match (taken, only) {
                (Ok(()), Some(slip)) => say!(classes.family_one_taken_back, name = slip.name),
                (Ok(()), None) => say!(classes.family_taken_back),
                (Err(sentence), _) => sentence,
            });
            busy.set(false);
        });
    };
    let slip = move |slip: Slip| {
        let one = slip.clone();
        let Slip { name, address, until, code, .. } = slip;
        view! {
            <li class="class-slip class-family-slip" data-testid="family-slip">
                <div class="class-qr class-qr-slip">{qr(&address, say!(share.qr))}</div>
                <div>
                    <p class="class-slip-name">{name}</p>
                    <p>{move || say!(share.slip_text, until = format::date_long(until.day(), lang()))}</p>
                    {code.map(|code| view! { <p class="soft">{move || say!(classes.family_key, code = code.clone())}</p> })}
                    <p class="actions class-screen-only">
                        <a href=address target="_blank" rel="noopener" data-testid="family-open">{words!(classes.family_open)}</a>
                        <Button label=words!(classes.family_take_back_one) on_press=Callback::new(move |()| take_back(Some(one.clone()))) disabled=busy loudness=Loudness::Quiet testid="family-take-back-one"/>
                    </p>
                </div>
            </li>
        }
    };
    let days_words = DAYS.map(|n| words!(share.days, n = n as u32)).to_vec();
    view! {
        <h1 class="class-screen-only">{words!(classes.family_slips)}</h1>
        <div class="class-screen-only stack">
            <p class="field-note">{words!(classes.family_slips_note)}</p>
            <p class="field-note">{words!(classes.family_consent)}</p>
            <Segmented label=words!(share.valid) options=days_words chosen=days on_choose=move |at: usize| days.set(at)/>
            <div class="actions">
                <Button label=words!(classes.family_make) on_press=make disabled=busy testid="family-make"/>
                {move || (!slips.with(Vec::is_empty)).then(|| view! {
                    <Button label=words!(classes.print) on_press=Callback::new(move |()| page::print()) loudness=Loudness::Secondary testid="family-print"/>
                })}
                {move || (!slips.with(Vec::is_empty)).then(|| view! {
                    <Button label=words!(classes.family_take_back) on_press=Callback::new(move |()| asks.set(true)) disabled=busy loudness=Loudness::Quiet testid="family-take-back"/>
                })}
                <Button label=words!(classes.projector_back) on_press=Callback::new(move |()| shown.set(Shown::Class)) loudness=Loudness::Quiet testid="family-back"/>
            </div>
            <p role="status" data-testid="family-said">{said}</p>
            <Dialog open=asks title=words!(classes.family_take_back)>
                <p>{words!(classes.family_take_back_note)}</p>
                <div class="actions">
                    <Button label=words!(classes.family_take_back) on_press=Callback::new(move |()| take_back(None)) testid="family-take-back-now"/>
                    <Button label=words!(practice.cancel) on_press=Callback::new(move |()| asks.set(false)) loudness=Loudness::Quiet/>
                </div>
            </Dialog>
        </div>
        {move || (!slips.with(Vec::is_empty)).then(|| view! {
            <ul class="class-slips" role="list">{slips.get().into_iter().map(slip).collect_view()}</ul>
        })}
        <div class="class-screen-only"><ByHand classes class/></div>
    }
}

/// A reply that came by message, because the host took none.
#[component]
fn ByHand(classes: ClassDesk, class: ClassId) -> impl IntoView {
    let (typed, said) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let take = Callback::new(move |()| {
        spawn_local(async move {
            let taken = class_links::take_reply(classes, class, &typed.get_untracked()).await;
            if taken.is_some() {
                typed.set(String::new());
            }
            said.set(match taken {
                Some(name) => say!(classes.family_taken, name = name),
                None => say!(classes.family_not_taken),
            });
        });
    });
    view! {
        <Card title=words!(classes.family_by_hand)>
            <TextInput label=words!(share.paste) value=typed note=words!(classes.family_by_hand_note) length_max=8000 testid="family-paste"/>
            <div class="actions"><Button label=words!(classes.family_take) on_press=take disabled=Signal::derive(move || typed.with(|typed| typed.trim().is_empty())) loudness=Loudness::Secondary testid="family-take"/></div>
            <p role="status" data-testid="family-taken">{said}</p>
        </Card>
    }
}

/// What families answered to links that their children or the staff gave them: the newest first.
#[component]
pub(super) fn Families(classes: ClassDesk, class: ClassId) -> impl IntoView {
    let view = view_of(classes, class);
    let replies: Memo<Vec<(String, FamilyReply)>> = Memo::new(move |_| {
        view.with(|view| {
            let members = view.iter().flat_map(|view| &view.members);
            let of_member = |member: &MemberView| {
                let name = member.name.clone();
                member.pupil.family.iter().map(move |reply| (name.clone(), reply.clone())).collect::<Vec<_>>()
            };
            let mut replies: Vec<_> = members.flat_map(of_member).collect();
            replies.sort_by_key(|(_, reply)| std::cmp::Reverse(reply.at));
            replies
        })
    });
    let row = |(name, reply): (String, FamilyReply)| {
        let day = move || format::date_long(reply.at.day(), lang());
        view! {
            <li class="class-member" data-testid="family-reply">
                <span>
                    <strong>{name}</strong>
                    {reply.agreed.then(|| view! { " " <span class="chip chip-leaf">{words!(classes.family_agreed)}</span> })}
                    {(!reply.words.is_empty()).then(|| view! { <br/> {reply.words.clone()} })}
                </span>
                <span class="soft small">{day}</span>
            </li>
        }
    };
    move || {
        (!replies.with(Vec::is_empty)).then(|| {
            view! {
                <Card title=words!(classes.family) testid="family-replies">
                    <p class="field-note">{words!(classes.family_note)}</p>
                    <ul role="list" class="class-members">{replies.get().into_iter().map(row).collect_view()}</ul>
                </Card>
            }
        })
    }
}
