//! Live links for the family: made over a class's host, written anew while the pupil works, taken back, their replies
//! read. Only the device that made a link writes what it shows.
//!
//! Absent: what a report says, which is `insights`, and the pages.

use super::class_desk::ClassDesk;
use super::desk::Desk;
use super::key_ring;
use super::words::lang;
use crate::base::{ClassId, FactId, Moment};
use crate::browser::sharing::fresh_entropy;
use crate::browser::{clock, page, transport};
use crate::insights::{FamilyChoice, FamilyReport};
use crate::journal::Event;
use crate::keys::{ReadingKey, Recipient};
use crate::say;
use crate::school::sharing::{FamilyReply, Shared, SharingFact};
use crate::sync::{self, Ask, HostPlace, KeyRing, LiveLink, Shown, Told};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// How long what a link shows may stay as it is while the pupil works, milliseconds.
const RENEW_MS: i64 = 3 * 60_000;
/// Milliseconds between looks for replies.
const LOOK_MS: i64 = 2 * 60_000;
/// How often it is looked whether the classes are open, a tenth of a second each time.
const OPENING_TRIES: u32 = 100;

/// What this window knows of a link.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// When it was written last, and up to which of this device's facts; zero: not by this window.
    written: Moment,
    newest: u64,
    /// The host has the word that it was taken back.
    told_revoked: bool,
    looked: Moment,
    /// The place of the next reply.
    next_reply: u32,
}

thread_local! {
    static SEEN: RefCell<BTreeMap<FactId, Seen>> = const { RefCell::new(BTreeMap::new()) };
    /// The classes whose links are being looked after, and whether they are to be once more.
    static UNDER_WAY: RefCell<BTreeMap<ClassId, bool>> = const { RefCell::new(BTreeMap::new()) };
}

/// The class over whose host a link can be live: one with its files beside the app, where the family's page can read.
pub async fn class_for_links(desk: Desk) -> Option<ClassId> {
    let classes = ClassDesk::of(desk);
    for _ in 0..OPENING_TRIES {
        if classes.ready.get_untracked() {
            break;
        }
        gloo_timers::future::TimeoutFuture::new(100).await;
    }
    for class in desk.pupil.with_untracked(|pupil| pupil.memberships.classes.keys().copied().collect::<Vec<_>>()) {
        if classes.host_and_reader(class).await.is_some_and(|(place, _)| place.url == page::data_folder()) {
            return Some(class);
        }
    }
    None
}

fn shown(desk: Desk, ring: &KeyRing, staff: Option<Recipient>, report: &FamilyReport, until: Moment) -> Option<Shown> {
    let readers = [Some(ring.reading.public()), staff].into_iter().flatten().collect();
    Some(Shown::new(desk.person()?.id, clock::now(), until, readers, report))
}

/// Makes a live link that shows the report; gives the link's text, or a sentence why there is none.
pub async fn make(desk: Desk, report: FamilyReport, until: Moment) -> Result<String, String> {
    let class = class_for_links(desk).await.ok_or_else(|| say!(share.no_class))?;
    let (place, staff) = ClassDesk::of(desk).host_and_reader(class).await.ok_or_else(|| say!(share.no_class))?;
    let ring = key_ring::hold(desk).await.map_err(|fault| say!(share.not_kept, why = fault.sentence(lang())))?;
    let mut entropy = fresh_entropy().map_err(|fault| fault.sentence(lang()))?;
    let link = LiveLink::new(class, &ring.signer.key.public(), &mut entropy);
    let shown = shown(desk, &ring, staff, &report, until).ok_or_else(|| say!(share.no_host))?;
    let ask = Ask::Put { name: link.file(), bytes: link.write(&shown, &ring.signer.key, &mut entropy) };
    match transport::ask(&place, &ask, clock::now()).await {
        Told::Stored => Ok(link.written()),
        _ => Err(say!(share.no_host)),
    }
}

/// Takes the links over this class's host back: the pupil leaves it. The last round with the host tells it.
pub fn leave(desk: Desk, class: ClassId) {
    let links: Vec<Shared> = desk.pupil.with_untracked(|pupil| pupil.sharings.0.clone());
    let of_class = |text: &String| LiveLink::read(text).is_ok_and(|link| link.class == class);
    for shared in links.into_iter().filter(|shared| !shared.revoked && shared.live.as_ref().is_some_and(of_class)) {
        desk.record(Event::Sharing(SharingFact::Revoked { link: shared.id, revoked: true }));
    }
}

/// Brings the links over this class's host up to date: called after each round with it. One at a time: what comes
/// meanwhile is looked after once more, so that an older picture never overwrites a link that was taken back.
pub async fn round(desk: Desk, class: ClassId, place: &HostPlace, staff: Option<Recipient>) {
    let begun = UNDER_WAY.with_borrow_mut(|under_way| match under_way.get_mut(&class) {
        Some(again) => {
            *again = true;
            false
        }
        None => under_way.insert(class, false).is_none(),
    });
    if !begun {
        return;
    }
    loop {
        look_after(desk, class, place, staff).await;
        let again = UNDER_WAY.with_borrow_mut(|under_way| match under_way.get_mut(&class) {
            Some(again) if *again => {
                *again = false;
                true
            }
            _ => under_way.remove(&class).is_none(),
        });
        if !again {
            return;
        }
    }
}

async fn look_after(desk: Desk, class: ClassId, place: &HostPlace, staff: Option<Recipient>) {
    let links: Vec<Shared> = desk.pupil.with_untracked(|pupil| pupil.sharings.0.clone());
    let mine = links.into_iter().filter_map(|shared| {
        let link = LiveLink::read(shared.live.as_deref()?).ok()?;
        (link.class == class && clock::now() <= shared.until).then_some((shared, link))
    });
    let (revoked, standing): (Vec<(Shared, LiveLink)>, Vec<_>) = mine.partition(|(shared, _)| shared.revoked);
    for (shared, link) in revoked {
        let mut seen = seen_of(shared.id);
        take_back(desk, place, &link, &mut seen).await;
        SEEN.with_borrow_mut(|known| known.insert(shared.id, seen));
    }
    if standing.is_empty() {
        return;
    }
    let (Ok(Some(ring)), Some(newest)) = (key_ring::held(desk).await, desk.newest_kept()) else { return };
    for (shared, link) in standing {
        let mut seen = seen_of(shared.id);
        if link.is_published_by(&ring.signer.key.public()) {
            write_anew(desk, &ring, place, staff, (&shared, &link), newest, &mut seen).await;
        }
        if LOOK_MS <= clock::now().0 - seen.looked.0 {
            take_replies(desk, &ring, place, (&shared, &link), &mut seen).await;
        }
        SEEN.with_borrow_mut(|known| known.insert(shared.id, seen));
    }
}

fn seen_of(link: FactId) -> Seen {
    SEEN.with_borrow(|known| known.get(&link).copied()).unwrap_or_default()
}

/// Any device of the pupil can take a link back; the host hears of it once from each window.
async fn take_back(desk: Desk, place: &HostPlace, link: &LiveLink, seen: &mut Seen) {
    let (false, Ok(mut entropy), Some(person)) = (seen.told_revoked, fresh_entropy(), desk.person()) else {
        return;
    };
    let now = clock::now();
    let ask = Ask::Put { name: link.file(), bytes: link.revocation(person.id, now, &mut entropy) };
    seen.told_revoked = transport::ask(place, &ask, now).await == Told::Stored;
}

async fn write_anew(
    desk: Desk,
    ring: &KeyRing,
    place: &HostPlace,
    staff: Option<Recipient>,
    (shared, link): (&Shared, &LiveLink),
    newest: u64,
    seen: &mut Seen,
) {
    let now = clock::now();
    let due = seen.newest < newest && RENEW_MS <= now.0 - seen.written.0 || seen.told_revoked;
    let (true, Ok(mut entropy)) = (due, fresh_entropy()) else { return };
    let weeks = (shared.made.day().week().monday().0 - shared.from.0) / 7 + 1;
    let choice = FamilyChoice { weeks, named: shared.named, planned: shared.planned };
    let report =
        desk.world.with_untracked(|world| desk.pupil.with_untracked(|pupil| world.family_report(pupil, choice, now)));
    let Some(shown) = shown(desk, ring, staff, &report, shared.until) else { return };
    let ask = Ask::Put { name: link.file(), bytes: link.write(&shown, &ring.signer.key, &mut entropy) };
    if transport::ask(place, &ask, now).await == Told::Stored {
        *seen = Seen { written: now, newest, told_revoked: false, ..*seen };
    }
}

async fn take_replies(
    desk: Desk,
    ring: &KeyRing,
    place: &HostPlace,
    (shared, link): (&Shared, &LiveLink),
    seen: &mut Seen,
) {
    let keys: Vec<ReadingKey> = std::iter::once(&ring.reading).chain(&ring.earlier).cloned().collect();
    seen.looked = clock::now();
    let (replies, next) = replies_since(place, link, seen.next_reply, &keys).await;
    seen.next_reply = next;
    for FamilyReply { agreed, words, at } in replies {
        let known = shared.replies.iter().any(|known| known.at == at && known.words == words);
        if !known {
            desk.record(Event::Sharing(SharingFact::Answered { link: shared.id, agreed, words, at }));
            desk.toasts.say(say!(share.reply_came));
        }
    }
}

/// The replies to a link from this place on, and the place after them. What somebody else put there is passed over.
pub(super) async fn replies_since(
    place: &HostPlace,
    link: &LiveLink,
    mut next: u32,
    keys: &[ReadingKey],
) -> (Vec<FamilyReply>, u32) {
    let mut replies = Vec::new();
    while next < sync::REPLIES_MAX {
        let ask = Ask::Get { name: link.reply_file(next), fresh: true };
        let Told::Found(bytes) = transport::ask(place, &ask, clock::now()).await else { break };
        if let Ok(reply) = link.open_reply(next, &bytes, keys) {
            replies.push(FamilyReply { agreed: reply.agreed, words: reply.words, at: reply.at });
        }
        next += 1;
    }
    (replies, next)
}
