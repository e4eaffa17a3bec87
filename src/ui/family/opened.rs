//! Links as opened on the parent's page: whose report each holds, or why it does not open. Several children stand side by
//! side; of two links about one child the newer counts.

use crate::base::Moment;
use crate::browser::page;
use crate::insights::FamilyReport;
use crate::keys::VerifyingKey;
use crate::sync::{LinkFault, Shown, read_self_contained};
use serde::{Deserialize, Serialize};

/// Links that the parent chose to keep on this device.
const KEPT: &str = "augu.family";

/// Links that are open in this window, so that a reload shows the same.
const OPEN: &str = "augu.family.open";

/// A child's report, out of a link that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Child {
    /// The whole link's text: `s1.…`.
    pub link: String,
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
}

/// The link inside a text: an address, a message, or the bare link.
fn link_in(text: &str) -> Option<&str> {
    let from = text.find("s1.").or_else(|| text.find("l1."))?;
    let rest = &text[from..];
    let end = rest.find(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.')));
    Some(rest[..end.unwrap_or(rest.len())].trim_end_matches('.'))
}

/// Opens a link, found anywhere in a text.
pub fn open(text: &str, now: Moment) -> Result<Child, Unopened> {
    let link = link_in(text).ok_or(Unopened::Cut)?;
    if link.starts_with("l1.") {
        return Err(Unopened::Newer);
    }
    let (shown, publisher) = read_self_contained(link, now).map_err(|fault| match fault {
        LinkFault::NotWhole => Unopened::Cut,
        LinkFault::NotGenuine if shorter_than_signed(link) => Unopened::Cut,
        LinkFault::Expired => Unopened::Expired,
        LinkFault::NotGenuine | LinkFault::Revoked => Unopened::False,
    })?;
    let version = shown.summary.get("v").and_then(serde_json::Value::as_u64).unwrap_or(0);
    if u64::from(crate::insights::FAMILY_VERSION) < version {
        return Err(Unopened::Newer);
    }
    let report = FamilyReport::deserialize(&shown.summary).map_err(|_| Unopened::False)?;
    Ok(Child { link: link.to_owned(), shown, report, publisher, kept: false, other_key: false })
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
            known.kept |= child.kept;
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

/// Everything that is open when the page opens: what was kept, what this window showed before, and what the address
/// brings, which is taken out of the address bar. The place of the child to show first, and why the new link failed.
pub fn on_opening(now: Moment) -> (Vec<Child>, usize, Option<Unopened>) {
    let mut children = Vec::new();
    for (text, kept) in [(page::remembered(KEPT), true), (page::remembered_for_window(OPEN), false)] {
        for link in read(text) {
            // A link that has expired meanwhile leaves by itself; its child's next link takes the place.
            if let Ok(child) = open(&link, now) {
                take(&mut children, Child { kept, ..child });
            }
        }
    }
    let Some(brought) = page::take_fragment() else { return (children, 0, None) };
    let (first, fault) = match open(&brought, now) {
        Ok(child) => {
            let person = child.shown.person;
            take(&mut children, child);
            (children.iter().position(|known| known.shown.person == person).unwrap_or(0), None)
        }
        Err(fault) => (0, Some(fault)),
    };
    keep(&children);
    (children, first, fault)
}

/// Keeps what is open: in this window all, on the device what the parent said.
pub fn keep(children: &[Child]) {
    let write = |links: Vec<&str>| serde_json::to_string(&links).unwrap_or_default();
    page::remember_for_window(OPEN, &write(children.iter().map(|child| child.link.as_str()).collect()));
    let kept: Vec<&str> = children.iter().filter(|child| child.kept).map(|child| child.link.as_str()).collect();
    if kept.is_empty() {
        page::forget(KEPT);
    } else {
        page::remember(KEPT, &write(kept));
    }
}
