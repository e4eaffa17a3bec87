//! Sharing through a host that is trusted with nothing: what the files of a class say, and the state machine by which a
//! device reads and shares. Bytes in, bytes out. `docs/protocol.md` describes the whole so that another program can be
//! written from it.
//!
//! | file | what it holds |
//! |---|---|
//! | `name` | names of files |
//! | `files` | what stands inside them: facts, heads, cards, rosters, letters; the chain over facts |
//! | `register` | fields that several may write |
//! | `membership` | one device in one class: its round |
//! | `snapshot` | the class snapshot, which stands for facts that were not read |
//! | `staff` | what staff change |
//! | `join` | join links, short codes, requests, waiting |
//! | `key_ring` | a person's keys on one device |
//! | `link` | parents' links and replies |
//! | `alarm` | what an honest host would not do, with sentences |
//! | `bundle` | the same files without a host |
//! | `credential` | how a request shows that it may write |
//! | `inspect` | a whole folder opened with a person's keys |
//!
//! ## From the browser
//!
//! `Membership::wake` gives questions; `browser::transport` puts each to the host; `Membership::told` takes the answer and
//! may give more. After each answer the caller first keeps the facts of `Membership::take` in the journal's store,
//! then the state itself. `Joining` is the same for a device that is not admitted yet.
//!
//! Absent: the network, the clock, entropy, and any thought of what a fact means.

mod alarm;
mod bundle;
mod credential;
mod files;
mod inspect;
mod join;
mod key_ring;
mod link;
mod membership;
mod name;
mod register;
mod snapshot;
mod staff;

pub use alarm::Alarm;
pub use bundle::Bundle;
pub use credential::headers;
pub use files::{
    Belonging, Card, ClassSnapshot, DeviceEntry, Facts, FileFault, Head, Letter, LinkEntry, Member, Place, Revocation,
    Role, Roster, Signer, StaffEntry, StaffHead, chain_next, chain_start, read_sealed, read_signed, write_sealed,
    write_signed,
};
pub use inspect::{Inspection, inspect};
pub use join::{
    CODE_MS_MAX, Credential, JoinLink, JoinRequest, JoinState, Joining, Place as HostPlace, ShortCode, read_request,
};
pub use key_ring::{KeyRing, generation_of};
pub use link::{
    LinkFault, LiveLink, REPLIES_MAX, Reply, Shown, agreement_code, is_agreement, is_code, publisher_fingerprint,
    read_reply_text, read_self_contained, reply_key, write_reply_text, write_self_contained,
};
pub use membership::{Ask, Membership, Position, Standing, Taken, Told};
pub use name::{Edition, FileName, Kind, SLOTS};
pub use register::{Register, Registers};
