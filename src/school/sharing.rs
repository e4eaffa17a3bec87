//! What a pupil shared with the family, and what the family answered, as facts in the pupil's own journal.
//!
//! A link that carries its report is not kept: whoever has it can read it. What is kept proves which link a reply belongs
//! to. A live link is kept, for its device writes the report anew and takes it back.

use crate::base::{Day, FactId, Moment, Stamp};
use serde::{Deserialize, Serialize};

/// What happened to links for the family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SharingFact {
    /// A link was made.
    #[serde(rename = "link")]
    Linked {
        /// The first day that it shows.
        from: Day,
        /// After this it shows nothing.
        until: Moment,
        /// With the name.
        named: bool,
        /// With the plan, goals and tests.
        planned: bool,
        /// The public key that verifies a written reply, as text.
        reply: String,
        /// The code by which the family agrees without writing.
        code: String,
        /// The link itself, if it is a live one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        live: Option<String>,
    },
    /// A live link was taken back, or that was undone.
    #[serde(rename = "revoke")]
    Revoked {
        /// The fact that made it.
        link: FactId,
        /// True: it shows nothing from now on. False: it does again.
        revoked: bool,
    },
    /// The family answered.
    #[serde(rename = "reply")]
    Answered {
        /// The fact that made the link.
        link: FactId,
        /// "Pritariu planui".
        agreed: bool,
        /// A comment or a question; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
        /// When it was written, by the family's clock.
        at: Moment,
    },
}

/// A reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyReply {
    /// "Pritariu planui".
    pub agreed: bool,
    /// A comment or a question; may be empty.
    pub words: String,
    /// When it was written.
    pub at: Moment,
}

/// A link as folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// The fact that made it.
    pub id: FactId,
    /// When it was made.
    pub made: Moment,
    /// The first day that it shows.
    pub from: Day,
    /// After this it shows nothing.
    pub until: Moment,
    /// With the name.
    pub named: bool,
    /// With the plan, goals and tests.
    pub planned: bool,
    /// The public key that verifies a written reply, as text.
    pub reply: String,
    /// The code by which the family agrees.
    pub code: String,
    /// The link itself, if it is a live one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<String>,
    /// Taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
    /// The replies, oldest first.
    pub replies: Vec<FamilyReply>,
}

/// All links, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sharings(pub Vec<Shared>);

impl Sharings {
    /// Folds one fact in. The same reply taken in twice counts once; a reply to an unknown link changes nothing.
    pub fn apply(&mut self, stamp: &Stamp, fact: &SharingFact) {
        match fact {
            SharingFact::Linked { from, until, named, planned, reply, code, live } => self.0.push(Shared {
                id: stamp.id(),
                made: stamp.time.moment(),
                from: *from,
                until: *until,
                named: *named,
                planned: *planned,
                reply: reply.clone(),
                code: code.clone(),
                live: live.clone(),
                revoked: false,
                replies: Vec::new(),
            }),
            SharingFact::Revoked { link, revoked } => {
                if let Some(known) = self.0.iter_mut().find(|known| known.id == *link) {
                    known.revoked = *revoked;
                }
            }
            SharingFact::Answered { link, agreed, words, at } => {
                let reply = FamilyReply { agreed: *agreed, words: words.clone(), at: *at };
                if let Some(known) = self.0.iter_mut().find(|known| known.id == *link)
                    && !known.replies.contains(&reply)
                {
                    known.replies.push(reply);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{DeviceId, HybridTime, PersonId};

    #[test]
    fn a_reply_stands_with_its_link_once() {
        let stamp = |sequence: u64| Stamp {
            author: PersonId::from_bits(1),
            device: DeviceId::from_bits(1),
            time: HybridTime { ms: sequence as i64, count: 0 },
            sequence,
        };
        let linked = SharingFact::Linked {
            from: Day(1),
            until: Moment(90),
            named: true,
            planned: false,
            reply: "key".into(),
            code: "AAAAA-BBBBB".into(),
            live: Some("l1.x".into()),
        };
        let revoked = |link: u64| SharingFact::Revoked { link: stamp(link).id(), revoked: true };
        let answered = |link: u64| SharingFact::Answered {
            link: stamp(link).id(),
            agreed: true,
            words: "Ačiū".into(),
            at: Moment(5),
        };
        let mut folded = Sharings::default();
        for (at, fact) in [linked, answered(1), answered(1), answered(7), revoked(9)].iter().enumerate() {
            folded.apply(&stamp(at as u64 + 1), fact);
        }
        assert_eq!(folded.0.len(), 1);
        assert_eq!(folded.0[0].replies, [FamilyReply { agreed: true, words: "Ačiū".into(), at: Moment(5) }]);
        assert!(!folded.0[0].revoked);
        folded.apply(&stamp(6), &revoked(1));
        assert!(folded.0[0].revoked);
    }
}
