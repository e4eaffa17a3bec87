//! Links as opened on the parent's page: whose report each holds, or why it does not open. Several children stand side by
//! side; of two links about one child the newer counts. What a live link shows is fetched from the class's host, and kept
//! beside the link as it came, sealed, so that it opens without a network too.

use crate::base::Moment;
use crate::browser::{clock, entropy, page, transport};
use crate::insights::FamilyReport;
use crate::keys::{Entropy, VerifyingKey, from_base64url, to_base64url};
use crate::sync::{Ask, LinkFault, LiveLink, REPLIES_MAX, Reply, Shown, Told, read_self_contained};
use serde::{Deserialize, Serialize};

/// Links that the parent chose to keep on this device.
const KEPT: &str = "augu.family";

/// Links that are open in this window, so that a reload shows the same.
const OPEN: &str = "augu.family.open";

/// A child's report, out of a link that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Child {
    /// The whole link's text: `s1.…` or `l1.…`.
    pub link: String,
    /// Of a live link: the file that it opened, base64url.
    pub file: Option<String>,
    /// What the link carries around the report.
    pub shown: Shown,
    /// The report.
    pub report: FamilyReport,
    /// Who signed it.
    pub publisher: VerifyingKey,
    /// Whether the parent keeps it on this device.
    pub kept: bool,
    /// Whether an earlier link about this child was signed with another key.
    pub other_key: bool,
}

/// Why a link shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unopened {
    /// Part of it is missing, or it is no link.
    Cut,
    /// It is not as it was signed.
    False,
    /// Its time is over.
    Expired,
    /// A newer program made it.
    Newer,
    /// It was taken back.
    Revoked,
    /// A live link's host does not answer, or has nothing for it yet.
    Away,
}

/// The link inside a text: an address, a message, or the bare link.
fn link_in(text: &str) -> Option<&str> {
    let from = text.find("s1.").or_else(|| text.find("l1."))?;
    let rest = &text[from..];
    let end = rest.find(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.')));
    Some(rest[..end.unwrap_or(rest.len())].trim_end_matches('.'))
}

/// The live link in a text, if it is one.
pub fn live_in(text: &str) -> Option<String> {
    link_in(text).filter(|link| link.starts_with("l1.")).map(str::to_owned)
}

/// Opens a link, found anywhere in a text. A live one must bring its file, as it is kept: after a space.
pub fn open(text: &str, now: Moment) -> Result<Child, Unopened> {
    let link = link_in(text).ok_or(Unopened::Cut)?;
    if link.starts_with("l1.") {
        let file = text.split_once(' ').ok_or(Unopened::Away)?.1;
        return open_file(link, &from_base64url(file).ok_or(Unopened::Cut)?, now);
    }
    let (shown, publisher) = read_self_contained(link, now).map_err(|fault| match fault {
        LinkFault::NotGenuine if shorter_than_signed(link) => Unopened::Cut,
        other => why(other),
    })?;
    child(link, None, shown, publisher)
}

fn open_file(link: &str, file: &[u8], now: Moment) -> Result<Child, Unopened> {
    let (shown, publisher) = LiveLink::read(link).and_then(|live| live.open(file, now)).map_err(why)?;
    child(link, Some(to_base64url(file)), shown, publisher)
}

const fn why(fault: LinkFault) -> Unopened {
    match fault {
        LinkFault::NotWhole => Unopened::Cut,
        LinkFault::NotGenuine => Unopened::False,
        LinkFault::Expired => Unopened::Expired,
        LinkFault::Revoked => Unopened::Revoked,
    }
}

fn child(link: &str, file: Option<String>, shown: Shown, publisher: VerifyingKey) -> Result<Child, Unopened> {
    #[derive(Deserialize)]
    struct Version {
        #[serde(default)]
        v: u32,
    }
    let version: Version = serde_json::from_str(shown.summary.get()).map_err(|_| Unopened::False)?;
    if crate::insights::FAMILY_VERSION < version.v {
        return Err(Unopened::Newer);
    }
    let report: FamilyReport = serde_json::from_str(shown.summary.get()).map_err(|_| Unopened::False)?;
    Ok(Child { link: link.to_owned(), file, shown, report, publisher, kept: false, other_key: false })
}

/// Asks the class's host, beside which this page lies.
async fn ask(ask: Ask) -> Told {
    transport::ask_openly(&page::data_folder(), &ask).await
}

/// Fetches what a live link shows now.
pub async fn fetch(link: &str) -> Result<Child, Unopened> {
    let live = LiveLink::read(link).map_err(why)?;
    let now = clock::now();
    match ask(Ask::Get { name: live.file(), fresh: true }).await {
        Told::Found(bytes) => open_file(link, &bytes, now),
        _ => Err(Unopened::Away),
    }
}

/// Leaves a reply with the host, for the child and the staff. False if the host does not take it: then the reply goes by
/// whatever way the parent chooses.
pub async fn leave_reply(child: &Child, reply: &Reply) -> bool {
    let (Ok(live), Some(seed)) = (LiveLink::read(&child.link), entropy::secret_seed()) else { return false };
    for number in 0..REPLIES_MAX {
        let name = live.reply_file(number);
        match ask(Ask::Get { name: name.clone(), fresh: true }).await {
            Told::Found(_) => {}
            Told::Absent => {
                let bytes = live.write_reply(number, reply, &child.shown.readers, &mut Entropy::of_seed(seed));
                return ask(Ask::Put { name, bytes }).await == Told::Stored;
            }
            _ => return false,
        }
    }
    false
}

/// A signature has 86 characters: a link whose last piece is shorter was cut on its way.
fn shorter_than_signed(link: &str) -> bool {
    link.split('.').count() < 4 || link.rsplit('.').next().is_none_or(|signature| signature.len() < 86)
}

#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
struct Links(Vec<String>);

fn read(text: Option<String>) -> Vec<String> {
    text.and_then(|text| serde_json::from_str::<Links>(&text).ok()).unwrap_or_default().0
}

/// Takes a child in. Of two links about one child the newer stays, and where it is signed with another key that is said.
pub fn take(children: &mut Vec<Child>, mut child: Child) {
    if let Some(known) = children.iter_mut().find(|known| known.shown.person == child.shown.person) {
        if known.link == child.link {
            child.kept |= known.kept;
            child.other_key = known.other_key;
            if known.shown.at <= child.shown.at {
                *known = child;
            } else {
                known.kept = child.kept;
            }
            return;
        }
        let other = known.publisher != child.publisher;
        child.other_key = other || known.other_key;
        child.kept |= known.kept;
        if known.shown.at <= child.shown.at {
            *known = child;
        } else {
            known.kept = child.kept;
            known.other_key = child.other_key;
        }
    } else {
        children.push(child);
    }
}

/// What there is when the page opens.
pub struct Opening {
    /// What was kept and what this window showed before, and what the address brought, if that opens at once.
    pub children: Vec<Child>,
    /// The place of the child to show first.
    pub first: usize,
    /// Why the link in the address failed.
    pub fault: Option<Unopened>,
    /// A live link in the address, which is to be fetched first.
    pub coming: Option<String>,
}

/// Opens what there is to open; the link in the address is taken out of the address bar.
pub fn on_opening(now: Moment) -> Opening {
    let mut children = Vec::new();
    for (text, kept) in [(page::remembered(KEPT), true), (page::remembered_for_window(OPEN), false)] {
        for link in read(text) {
            // A link that has expired meanwhile leaves by itself; its child's next link takes the place.
            if let Ok(child) = open(&link, now) {
                take(&mut children, Child { kept, ..child });
            }
        }
    }
    let mut opening = Opening { children, first: 0, fault: None, coming: None };
    let Some(brought) = page::take_fragment() else { return opening };
    opening.coming = live_in(&brought);
    if let Some(link) = &opening.coming {
        opening.first = opening.children.iter().position(|known| known.link == *link).unwrap_or(0);
        return opening;
    }
    match open(&brought, now) {
        Ok(child) => {
            let person = child.shown.person;
            take(&mut opening.children, child);
            opening.first = opening.children.iter().position(|known| known.shown.person == person).unwrap_or(0);
        }
        Err(fault) => opening.fault = Some(fault),
    }
    keep(&opening.children);
    opening
}

/// Keeps what is open: in this window all, on the device what the parent said.
pub fn keep(children: &[Child]) {
    let entry = |child: &Child| match &child.file {
        Some(file) => format!("{} {file}", child.link),
        None => child.link.clone(),
    };
    let write = |links: Vec<String>| serde_json::to_string(&Links(links)).unwrap_or_default();
    page::remember_for_window(OPEN, &write(children.iter().map(entry).collect()));
    let kept: Vec<String> = children.iter().filter(|child| child.kept).map(entry).collect();
    if kept.is_empty() {
        page::forget(KEPT);
    } else {
        page::remember(KEPT, &write(kept));
    }
}
