//! Links for the families of a whole class, made by its staff: one a pupil, printed as slips, written anew while the
//! class's page is open, taken back one by one or together; replies come to the staff. What they show carries no plan.
//!
//! The device that made a link writes what it shows; every device of the staff reads its replies and can take it back.
//! Absent: links that a pupil makes, which are `live_links`, and the page.

use super::class_desk::ClassDesk;
use super::key_ring;
use super::live_links::replies_since;
use super::words::lang;
use crate::base::{ClassId, Moment, PersonId};
use crate::browser::sharing::fresh_entropy;
use crate::browser::{clock, page, transport};
use crate::insights::{FamilyChoice, Pupil};
use crate::keys::{ReadingKey, Recipient};
use crate::say;
use crate::school::sharing::FamilyReply;
use crate::sync::{
    self, Ask, HostPlace, KeyRing, LinkEntry, LiveLink, Roster, Shown, Told, publisher_fingerprint, read_reply_text,
};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The time that a class's links show: four weeks.
const WEEKS: i32 = 4;
/// How long what a link shows stays as it is at least, and between looks for replies, milliseconds.
const RENEW_MS: i64 = 3 * 60_000;
/// A link that is valid for so long still is printed again instead of a new one, milliseconds.
const ENOUGH_MS: i64 = 14 * 86_400_000;

/// A slip for a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The name on the class's list.
    pub name: String,
    /// The link as an address.
    pub address: String,
    /// Valid until then.
    pub until: Moment,
    /// The link among those on the roster.
    pub link: String,
    /// The signing code that the family's page shows, too. Only the device that made the link knows it.
    pub code: Option<String>,
}

/// What this window knows of a link.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// When it was written last, and the pupil's latest answer then; zero: not by this window.
    written: Moment,
    active: Moment,
    looked: Moment,
    /// The place of the next reply.
    next_reply: u32,
}

thread_local! {
    static SEEN: RefCell<BTreeMap<String, Seen>> = const { RefCell::new(BTreeMap::new()) };
}

fn seen(name: &str) -> Seen {
    SEEN.with_borrow(|seen| seen.get(name).copied()).unwrap_or_default()
}

/// A link that stands: its name on the roster, itself, what the roster says of it.
type Standing = (String, LiveLink, LinkEntry);

/// A class as it is when links are looked after.
struct Here {
    place: HostPlace,
    roster: Roster,
    class_key: Option<Recipient>,
}

impl Here {
    async fn of(classes: ClassDesk, class: ClassId) -> Option<Self> {
        let sharing = classes.free(class).await?;
        let membership = &sharing.membership;
        let (place, class_key) = (sharing.place.clone(), membership.card.class_key());
        let here = membership.roster.clone().map(|roster| Self { place, roster, class_key });
        classes.put_back(class, sharing).await;
        here
    }

    /// The links that were neither taken back nor are over.
    fn standing(&self, now: Moment) -> Vec<Standing> {
        let stands = |entry: &LinkEntry| !entry.revoked && now <= entry.until;
        let links = self.roster.links.iter().filter(|(_, entry)| stands(&entry.value));
        links
            .filter_map(|(name, entry)| {
                Some((name.clone(), LiveLink::read(&entry.value.secret).ok()?, entry.value.clone()))
            })
            .collect()
    }

    /// The name of a member on the class's list.
    fn name_of(&self, person: PersonId) -> Option<String> {
        let member = self.roster.members.get(&person)?;
        Some(self.roster.places.get(&member.value.place)?.value.name.clone())
    }

    /// The slip for a link.
    fn slip(&self, ring: Option<&KeyRing>, (link, live, entry): &Standing) -> Slip {
        let own = ring.map(|ring| ring.signer.key.public()).filter(|own| live.is_published_by(own));
        Slip {
            name: self.name_of(self.roster.now_of(entry.person)).unwrap_or_default(),
            address: format!("{}#{}", page::whole_address("parent/"), live.written()),
            until: entry.until,
            link: link.clone(),
            code: own.map(|own| publisher_fingerprint(&own)),
        }
    }

    async fn put(&self, link: &LiveLink, bytes: Vec<u8>) -> bool {
        let ask = Ask::Put { name: link.file(), bytes };
        transport::ask(&self.place, &ask, clock::now()).await == Told::Stored
    }
}

/// Puts what a link shows of a pupil on the host.
async fn write(
    classes: ClassDesk,
    class: ClassId,
    here: &Here,
    ring: &KeyRing,
    (name, link, entry): &Standing,
) -> bool {
    let person = here.roster.now_of(entry.person);
    let active = classes.active_at(class, person);
    let (Some(journal), Ok(mut entropy)) = (classes.journal_of(class, person).await, fresh_entropy()) else {
        return false;
    };
    let now = clock::now();
    let pupil = Pupil::fold(journal.entries().iter());
    let choice = FamilyChoice { weeks: WEEKS, named: false, planned: false };
    let mut report = classes.desk.world.with_untracked(|world| world.family_report(&pupil, choice, now));
    report.name = here.name_of(person);
    let mut shown = Shown::new(entry.person, now, entry.until, here.class_key.into_iter().collect(), &report);
    shown.staff = true;
    let stored = here.put(link, link.write(&shown, &ring.signer.key, &mut entropy)).await;
    if stored {
        SEEN.with_borrow_mut(|seen| {
            let seen = seen.entry(name.clone()).or_default();
            (seen.written, seen.active) = (now, active);
        });
    }
    stored
}

/// Keeps what changed about links, for all staff.
async fn keep(classes: ClassDesk, class: ClassId, links: Vec<(String, LinkEntry)>) -> Result<(), String> {
    if links.is_empty() {
        return Ok(());
    }
    let mut sharing = classes.free(class).await.ok_or_else(|| say!(classes.family_no_host))?;
    let now = clock::now();
    for (name, entry) in links {
        sharing.membership.set_link(name, entry, now);
    }
    let kept = sharing.keep().await;
    classes.put_back(class, sharing).await;
    classes.share_now();
    kept.map_err(|fault| fault.sentence(lang()))
}

/// The slips for the links that stand, by name.
pub async fn known(classes: ClassDesk, class: ClassId) -> Vec<Slip> {
    let ring = key_ring::held(classes.desk).await.ok().flatten();
    let Some(here) = Here::of(classes, class).await else { return Vec::new() };
    let mut slips: Vec<Slip> =
        here.standing(clock::now()).iter().map(|standing| here.slip(ring.as_ref(), standing)).collect();
    slips.sort_by(|one, other| one.name.cmp(&other.name));
    slips
}

/// Links for the families of all who joined, each valid until then: those that stand long enough still, and new ones for
/// the rest. A sentence if the host does not take them.
pub async fn slips(classes: ClassDesk, class: ClassId, until: Moment) -> Result<Vec<Slip>, String> {
    let ring = key_ring::hold(classes.desk).await.map_err(|fault| fault.sentence(lang()))?;
    let mut entropy = fresh_entropy().map_err(|fault| fault.sentence(lang()))?;
    let own = ring.signer.key.public();
    let members: Vec<PersonId> = classes.classes.with_untracked(|views| {
        let view = views.iter().find(|view| view.class == class);
        view.into_iter().flat_map(|view| &view.members).filter_map(|member| member.people.last().copied()).collect()
    });
    let here = Here::of(classes, class).await.ok_or_else(|| say!(classes.family_no_host))?;
    if here.place.url != page::data_folder() {
        return Err(say!(classes.family_elsewhere));
    }
    let now = clock::now();
    let standing = here.standing(now);
    let wanted = members.into_iter().map(|person| {
        let fits = |(_, link, entry): &&Standing| {
            here.roster.now_of(entry.person) == person
                && link.is_published_by(&own)
                && now.plus_ms(ENOUGH_MS) <= entry.until
        };
        standing.iter().find(fits).cloned().unwrap_or_else(|| {
            let link = LiveLink::new(class, &own, &mut entropy);
            let entry = LinkEntry { person, secret: link.written(), revoked: false, until };
            (link.id(), link, entry)
        })
    });
    let wanted: Vec<Standing> = wanted.collect();
    // Kept before anything is given away: what nobody remembers, nobody can take back.
    keep(classes, class, wanted.iter().map(|(link, _, entry)| (link.clone(), entry.clone())).collect()).await?;
    for standing in &wanted {
        if !write(classes, class, &here, &ring, standing).await {
            return Err(say!(classes.family_no_host));
        }
    }
    Ok(wanted.iter().map(|standing| here.slip(Some(&ring), standing)).collect())
}

/// Takes links for the class's families back: the one with this name, or all. A sentence if the host does not hear of it.
pub async fn take_back(classes: ClassDesk, class: ClassId, only: Option<String>) -> Result<(), String> {
    let here = Here::of(classes, class).await.ok_or_else(|| say!(classes.family_no_host))?;
    let mut standing = here.standing(clock::now());
    standing.retain(|(name, ..)| only.as_ref().is_none_or(|only| only == name));
    let count = standing.len();
    let taken = take_back_those(&here, standing).await;
    let whole = taken.len() == count;
    keep(classes, class, taken).await?;
    if whole { Ok(()) } else { Err(say!(classes.family_not_taken_back)) }
}

/// Those that the host has as taken back now.
async fn take_back_those(here: &Here, standing: Vec<Standing>) -> Vec<(String, LinkEntry)> {
    let mut taken = Vec::new();
    for (name, link, entry) in standing {
        let Ok(mut entropy) = fresh_entropy() else { break };
        if here.put(&link, link.revocation(entry.person, clock::now(), &mut entropy)).await {
            taken.push((name, LinkEntry { revoked: true, ..entry }));
        }
    }
    taken
}

/// Looks after one link, called after each round while the class's page is open, so that a whole class is spread over
/// minutes: brings it up to date, reads its replies; the link of a pupil who is no member any more is taken back.
pub async fn round(classes: ClassDesk, class: ClassId) {
    if !classes.has_family_links(class) {
        return;
    }
    let (Ok(Some(ring)), Some(here)) = (key_ring::held(classes.desk).await, Here::of(classes, class).await) else {
        return;
    };
    let now = clock::now();
    let (members, gone): (Vec<_>, Vec<_>) =
        here.standing(now).into_iter().partition(|(_, _, entry)| here.roster.counts(entry.person));
    if !gone.is_empty() {
        let taken = take_back_those(&here, gone).await;
        // A fault of the store is told by the round that comes next.
        let _ = keep(classes, class, taken).await;
    }
    let due = members.into_iter().filter(|(name, ..)| RENEW_MS <= now.0 - seen(name).looked.0);
    let Some(standing) = due.min_by_key(|(name, ..)| seen(name).looked) else { return };
    let (name, link, entry) = &standing;
    let mut known = seen(name);
    let person = here.roster.now_of(entry.person);
    known.looked = now;
    SEEN.with_borrow_mut(|seen| seen.insert(name.clone(), known));
    let newer = known.written == Moment(0) || known.active < classes.active_at(class, person);
    if newer && link.is_published_by(&ring.signer.key.public()) {
        write(classes, class, &here, &ring, &standing).await;
    }
    let keys: Vec<ReadingKey> = here.roster.class_keys.iter().chain([&ring.reading]).cloned().collect();
    let (replies, next) = replies_since(&here.place, link, known.next_reply, &keys).await;
    SEEN.with_borrow_mut(|seen| seen.entry(name.clone()).or_default().next_reply = next);
    for reply in replies {
        classes.note_reply(class, person, reply);
    }
}

/// Takes in a reply that came by hand: its text, or the code of agreement. The pupil's name on the list, if it belongs to
/// a link of the class.
pub async fn take_reply(classes: ClassDesk, class: ClassId, typed: &str) -> Option<String> {
    let here = Here::of(classes, class).await?;
    let now = clock::now();
    for (_, link, entry) in here.standing(now) {
        let text = link.written();
        let reply = match read_reply_text(&sync::reply_key(&text), typed) {
            Ok(reply) => FamilyReply { agreed: reply.agreed, words: reply.words, at: reply.at },
            Err(_) if sync::is_agreement(&text, typed) => FamilyReply { agreed: true, words: String::new(), at: now },
            Err(_) => continue,
        };
        let person = here.roster.now_of(entry.person);
        classes.note_reply(class, person, reply);
        return Some(here.name_of(person).unwrap_or_default());
    }
    None
}
