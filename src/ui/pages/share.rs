//! "Parodyti tėvams": what to show, the very picture the family will see, the link with its QR code and slip, and what
//! the family answered. Nothing leaves the device before the pupil sends the link.

use crate::base::{FactId, Moment, format};
use crate::browser::clock;
use crate::browser::page::{self, HandedOver};
use crate::insights::{FamilyChoice, FamilyReport, FamilyState};
use crate::journal::Event;
use crate::keys::VerifyingKey;
use crate::say;
use crate::school::goal::Measure;
use crate::school::membership::{Consenter, MembershipFact, Purpose};
use crate::school::sharing::{Shared, SharingFact};
use crate::skills::SkillId;
use crate::sync::{self, publisher_fingerprint};
use crate::ui::desk::{Desk, use_desk};
use crate::ui::family::{self, TopicNames};
use crate::ui::key_ring;
use crate::ui::lazy;
use crate::ui::parts::{
    Button, ButtonLink, Card, CardLook, EmptyState, Icon, Loudness, Segmented, TextInput, Toggle, announce, qr,
};
use crate::ui::routes;
use crate::ui::words::lang;
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// Weeks that can be shown.
const WEEKS: [i32; 3] = [2, 4, 12];
/// Days for which a link can be valid.
const DAYS: [i64; 3] = [7, 30, 90];
const DAY_MS: i64 = 86_400_000;

/// A link that was made just now.
#[derive(Clone, PartialEq)]
struct Made {
    address: String,
    until: Moment,
    name: Option<String>,
    fingerprint: String,
    live: bool,
}

/// The names of the topics that a report mentions.
fn names(desk: Desk, report: &FamilyReport) -> TopicNames {
    let mut wanted: BTreeSet<SkillId> = BTreeSet::new();
    for state in FamilyState::ALL {
        wanted.extend(report.topics_in(state).flat_map(|topic| [Some(topic.0.clone()), topic.4.clone()]).flatten());
    }
    for goal in report.plan.iter().flat_map(|plan| &plan.goals) {
        if let Measure::Topic(skill) = &goal.1 {
            wanted.insert(skill.clone());
        }
    }
    desk.world.with(|world| {
        let name = |skill: SkillId| {
            let name = world.index.graph.get(&skill)?.name.clone();
            Some((skill, name))
        };
        wanted.into_iter().filter_map(name).collect()
    })
}

/// The page.
#[component]
pub fn SharePage() -> impl IntoView {
    let desk = use_desk();
    let fresh = Memo::new(move |_| desk.pupil.with(|pupil| pupil.is_fresh()));
    let shared = Memo::new(move |_| desk.pupil.with(|pupil| !pupil.sharings.0.is_empty()));
    let brought = page::take_fragment().unwrap_or_default();
    let said = RwSignal::new(String::new());
    if brought.contains("r1.") {
        said.set(take_reply(desk, &brought));
    }
    view! {
        <h1>{words!(share.title)}</h1>
        {move || if fresh.get() {
            view! {
                <EmptyState title=words!(share.none) note=words!(share.none_note)>
                    <ButtonLink label=words!(today.start) href=Signal::derive(|| routes::href("practice")) sign=Icon::Next/>
                </EmptyState>
            }.into_any()
        } else {
            view! { <p class="page-lead">{words!(share.lead)}</p> <Making/> }.into_any()
        }}
        {move || (shared.get() || said.with(|said| !said.is_empty())).then(|| view! { <Replies said/> })}
    }
}

#[component]
fn Making() -> impl IntoView {
    let desk = use_desk();
    let (weeks, days) = (RwSignal::new(1usize), RwSignal::new(1usize));
    let has_name = desk.pupil.with_untracked(|pupil| pupil.profile.name.is_some());
    let (named, planned) = (RwSignal::new(has_name), RwSignal::new(true));
    let young = desk.pupil.with_untracked(|pupil| pupil.profile.grade.is_some_and(|grade| grade <= 7));
    let by_parent = RwSignal::new(young);
    let now = clock::now();
    let made = RwSignal::new(None::<Made>);
    let (busy, fault) = (RwSignal::new(false), RwSignal::new(String::new()));
    let in_class = Memo::new(move |_| desk.pupil.with(|pupil| !pupil.memberships.classes.is_empty()));
    let (can_be_live, live) = (RwSignal::new(false), RwSignal::new(false));
    if in_class.get_untracked() {
        spawn_local(async move {
            if let Ok(classes) = lazy::classes().await
                && (classes.can_be_live)(desk).await
            {
                let _ = (can_be_live.try_set(true), live.try_set(true));
            }
        });
    }
    let report = Memo::new(move |_| {
        let weeks = WEEKS.get(weeks.get()).copied().unwrap_or(4);
        let choice = FamilyChoice { weeks, named: named.get(), planned: planned.get() };
        desk.world.with(|world| desk.pupil.with(|pupil| world.family_report(pupil, choice, now)))
    });
    let make = Callback::new(move |()| {
        busy.set(true);
        fault.set(String::new());
        let report = report.get_untracked();
        let until = now.plus_ms(DAYS.get(days.get_untracked()).copied().unwrap_or(30) * DAY_MS);
        let by = if by_parent.get_untracked() { Consenter::Parent } else { Consenter::Pupil };
        let (planned, live) = (planned.get_untracked(), live.get_untracked());
        spawn_local(async move {
            let outcome = make_link(desk, report, until, planned, by, live).await;
            busy.set(false);
            match outcome {
                Ok(link) => {
                    announce(&say!(share.made));
                    made.set(Some(link));
                    // The button that had the focus is gone, and what is new stands above it.
                    page::after_frame(|| page::focus_if_lost(".slip .card-title"));
                }
                Err(sentence) => fault.set(sentence),
            }
        });
    });
    let weeks_words = WEEKS.map(|n| words!(share.weeks, n = n as u32)).to_vec();
    let days_words = DAYS.map(|n| words!(share.days, n = n as u32)).to_vec();
    let named_note = if has_name { words!(share.named_note) } else { words!(share.unnamed_note) };
    view! {
        {move || made.get().map(|made_now| view! { <Ready made=made_now back=Callback::new(move |()| made.set(None))/> })}
        <div class="stack" hidden=move || made.with(Option::is_some)>
            <Card title=words!(share.what)>
                <Segmented label=words!(share.span) options=weeks_words.clone() chosen=weeks on_choose=move |at: usize| weeks.set(at)/>
                <Toggle
                    label=words!(share.named)
                    on=named
                    on_switch=Callback::new(move |on: bool| named.set(on && has_name))
                    note=named_note
                />
                <Toggle label=words!(share.planned) on=planned on_switch=Callback::new(move |on: bool| planned.set(on)) note=words!(share.planned_note)/>
                <Segmented label=words!(share.valid) options=days_words.clone() chosen=days on_choose=move |at: usize| days.set(at)/>
                {move || can_be_live.get().then(|| view! {
                    <Segmented
                        label=words!(share.kind)
                        options=vec![words!(share.kind_live), words!(share.kind_whole)]
                        chosen=Signal::derive(move || usize::from(!live.get()))
                        on_choose=move |at: usize| live.set(at == 0)
                    />
                    <p class="field-note">{move || if live.get() { say!(share.kind_live_note) } else { say!(share.kind_whole_note) }}</p>
                })}
                <Segmented
                    label=words!(share.consent)
                    options=vec![words!(share.consent_self), words!(share.consent_parent)]
                    chosen=Signal::derive(move || usize::from(by_parent.get()))
                    on_choose=move |at: usize| by_parent.set(at == 1)
                />
            </Card>
            <section class="share-preview" data-testid="preview" aria-label=words!(share.preview)>
                <p class="eyebrow">{words!(share.preview)}</p>
                {move || report.with(|report| view! {
                    <div class="family-head">
                        <p class="figure">{family::child_name(report, lang())}</p>
                        <p class="soft">{family::about(report, lang())}</p>
                    </div>
                    {family::draw(report, &names(desk, report), lang())}
                })}
            </section>
            <Card look=CardLook::Leaf>
                <p>{words!(share.never)}</p>
                <p>{move || if live.get() { say!(share.careful_live) } else { say!(share.careful) }}</p>
                <div class="actions">
                    <Button label=words!(share.make) on_press=make disabled=busy sign=Icon::Next testid="make-link"/>
                </div>
                <p role="status">{move || if busy.get() { say!(share.making) } else { fault.get() }}</p>
            </Card>
        </div>
    }
}

/// Gains keys if there are none, signs the report, writes the facts.
async fn make_link(
    desk: Desk,
    report: FamilyReport,
    until: Moment,
    planned: bool,
    by: Consenter,
    live: bool,
) -> Result<Made, String> {
    let ring = key_ring::hold(desk).await.map_err(|fault| say!(share.not_kept, why = fault.sentence(lang())))?;
    let Some(person) = desk.person() else { return Err(String::new()) };
    let (from, name) = (report.from, report.name.clone());
    let key = ring.signer.key;
    let link = if live {
        let classes = lazy::classes().await.map_err(|missing| missing.to_string())?;
        (classes.make_live)(desk, report, until).await?
    } else {
        sync::write_self_contained(&sync::Shown::new(person.id, clock::now(), until, Vec::new(), &report), &key)
    };
    let reply = sync::reply_key(&link);
    desk.record_all(vec![
        Event::Membership(MembershipFact::Consented { purpose: Purpose::Parent, by, given: true }),
        Event::Sharing(SharingFact::Linked {
            from,
            until,
            named: name.is_some(),
            planned,
            reply: serde_json::to_value(reply).ok().and_then(|key| Some(key.as_str()?.to_owned())).unwrap_or_default(),
            code: sync::agreement_code(&link),
            live: live.then(|| link.clone()),
        }),
    ]);
    let address = format!("{}#{link}", page::whole_address("parent/"));
    Ok(Made { address, until, name, fingerprint: publisher_fingerprint(&key.public()), live })
}

#[component]
fn Ready(made: Made, back: Callback<()>) -> impl IntoView {
    let desk = use_desk();
    let Made { address, until, name, fingerprint, live } = made;
    let said = RwSignal::new(String::new());
    let kept = StoredValue::new(address.clone());
    let copy = Callback::new(move |()| {
        spawn_local(async move {
            let done = page::copy(&kept.get_value()).await;
            let sentence = if done { say!(share.copied) } else { say!(share.not_copied) };
            announce(&sentence);
            said.set(sentence);
        });
    });
    let send = Callback::new(move |()| {
        spawn_local(async move {
            let (title, text) = (say!(share.slip_title), say!(share.message));
            if page::hand_over(&title, &text, &kept.get_value()).await == HandedOver::Unavailable {
                copy.run(());
            }
        });
    });
    let drawn = qr(&address, say!(share.qr));
    let fitting = drawn.is_some();
    let card = Memo::new(move |_| desk.pupil.with(|pupil| pupil.memberships.keys.is_some()));
    view! {
        <div class="stack slip-place" data-testid="made">
            <section class="card slip">
                <h2 class="card-title screen-only">{words!(share.made)}</h2>
                <p class="screen-only">{words!(share.made_note)}</p>
                <div class="share-made">
                    {drawn}
                    <div class="stack">
                        <h2 class="print-only">{words!(share.slip_title)}</h2>
                        {name.map(|name| view! { <p>{move || say!(share.slip_name, name = name.clone())}</p> })}
                        <p>{move || say!(share.slip_text, until = format::date_long(until.day(), lang()))}</p>
                        {(!fitting).then(|| view! { <p>{words!(share.qr_none)}</p> })}
                        <p class="small soft">{move || say!(share.key, code = fingerprint.clone())}</p>
                        <div class="actions screen-only">
                            {page::can_hand_over().then(|| view! { <Button label=words!(share.send) on_press=send sign=Icon::Next/> })}
                            <Button label=words!(share.copy) on_press=copy loudness=Loudness::Secondary sign=Icon::Copy testid="copy-link"/>
                            <Button label=words!(share.print) on_press=Callback::new(|()| page::print()) loudness=Loudness::Secondary testid="print-slip"/>
                        </div>
                        <p role="status" class="screen-only">{said}</p>
                    </div>
                </div>
                <label class="field screen-only">
                    <span class="field-label">{words!(share.address)}</span>
                    <textarea class="text-input family-address" rows="4" readonly data-testid="link" prop:value=address></textarea>
                </label>
                <p class="screen-only">{move || if live { say!(share.careful_live) } else { say!(share.careful) }}</p>
            </section>
            {move || card.get().then(|| view! {
                <Card look=CardLook::Sunk>
                    <p>{words!(share.card_note)}</p>
                    <div class="actions">
                        <ButtonLink label=words!(share.card_go) href=Signal::derive(|| routes::href("keys")) loudness=Loudness::Secondary/>
                        <Button label=words!(share.another) on_press=back loudness=Loudness::Quiet testid="another-link"/>
                    </div>
                </Card>
            })}
        </div>
    }
}

/// Takes a reply in, as a text or a link or a code of agreement; what came of it in a sentence.
fn take_reply(desk: Desk, typed: &str) -> String {
    let links: Vec<Shared> = desk.pupil.with_untracked(|pupil| pupil.sharings.0.clone());
    for link in links.iter().rev() {
        let key: Option<VerifyingKey> = serde_json::from_value(link.reply.clone().into()).ok();
        let read = key.and_then(|key| sync::read_reply_text(&key, typed).ok());
        let by_code = sync::is_code(&link.code, typed);
        let (agreed, words, at) = match read {
            Some(reply) => (reply.agreed, reply.words, reply.at),
            None if by_code => (true, String::new(), clock::now()),
            None => continue,
        };
        let known = link
            .replies
            .iter()
            .any(|reply| reply.agreed == agreed && reply.words == words && (by_code || reply.at == at));
        if known {
            return say!(share.taken_before);
        }
        desk.record(Event::Sharing(SharingFact::Answered { link: link.id, agreed, words, at }));
        return say!(share.taken);
    }
    say!(share.not_taken)
}

/// A live link is taken back, or that is undone; the class's host hears of it at once, or as soon as it can be reached.
fn tell_revoked(desk: Desk, link: FactId, revoked: bool) {
    desk.record(Event::Sharing(SharingFact::Revoked { link, revoked }));
    spawn_local(async move {
        if let Ok(classes) = lazy::classes().await {
            (classes.share_now)(desk);
        }
    });
}

/// Links made so far with what came back, newest first.
#[component]
fn Replies(said: RwSignal<String>) -> impl IntoView {
    let desk = use_desk();
    let typed = RwSignal::new(String::new());
    let take = Callback::new(move |()| {
        let sentence = take_reply(desk, &typed.get_untracked());
        if sentence != say!(share.not_taken) {
            typed.set(String::new());
        }
        announce(&sentence);
        said.set(sentence);
    });
    let links = Memo::new(move |_| desk.pupil.with(|pupil| pupil.sharings.0.clone()));
    let now = clock::now();
    let row = move |link: Shared| {
        let (made, until) = (format::date_long(link.made.day(), lang()), format::date_long(link.until.day(), lang()));
        let (id, stands) = (link.id, now <= link.until && !link.revoked);
        let title = if link.revoked {
            say!(share.revoked_on, day = made)
        } else if now <= link.until {
            say!(share.made_on, day = made, until = until)
        } else {
            say!(share.ended_on, day = made, until = until)
        };
        let revoke = Callback::new(move |()| {
            tell_revoked(desk, id, true);
            desk.toasts.say_with_undo(say!(share.revoked), move || tell_revoked(desk, id, false));
        });
        let taking_back = (stands && link.live.is_some()).then(|| {
            view! { <div class="actions"><Button label=words!(share.revoke) on_press=revoke loudness=Loudness::Quiet testid="revoke"/></div> }
        });
        let reply = |reply: crate::school::sharing::FamilyReply| {
            let day = format::date_long(reply.at.day(), lang());
            let agreed = reply.agreed.then(|| view! { <p class="eyebrow">{words!(share.agreed)}</p> });
            view! {
                <div class="share-reply" data-testid="a-reply">
                    {agreed}
                    {(!reply.words.is_empty()).then(|| view! { <p>{reply.words.clone()}</p> })}
                    <p class="small soft">{day}</p>
                </div>
            }
        };
        let none = link.replies.is_empty().then(|| view! { <p class="soft small">{words!(share.no_reply)}</p> });
        view! {
            <li class="share-link">
                <p class="small soft">{title}</p>
                {link.replies.into_iter().map(reply).collect_view()}
                {none}
                {taking_back}
            </li>
        }
    };
    view! {
        <Card title=words!(share.replies) testid="replies">
            <p>{words!(share.replies_note)}</p>
            <TextInput label=words!(share.paste) value=typed length_max=8000 testid="paste-reply"/>
            <div class="actions">
                <Button label=words!(share.take) on_press=take loudness=Loudness::Secondary testid="take-reply"/>
            </div>
            <p role="status" data-testid="reply-taken">{said}</p>
            <ul role="list">{move || links.get().into_iter().rev().take(20).map(row).collect_view()}</ul>
        </Card>
    }
}
