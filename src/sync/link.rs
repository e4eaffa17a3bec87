//! Parents' links, self-contained and live, and a parent's replies. Both links travel in the fragment of an address,
//! which no host sees.
//!
//! A live link is `l1.` and 64 bytes in base64url, 86 characters: the class (16), the secret (32), the first 16 bytes of the
//! SHA-256 of the publisher's public key. From the secret follow the file's name, the key that opens it and the key that signs replies, so
//! a link can do all that a parent may do and nothing else. A self-contained link is `s1.` and the publisher's public key,
//! the payload and the signature of a signed text; it needs no host, and cannot be taken back.

use super::files::{FileFault, read_signed, write_sealed};
use super::name::{FileName, Kind};
use crate::base::{ClassId, Moment, PersonId};
use crate::keys::{
    Entropy, ReadingKey, Recipient, SigningKey, VerifyingKey, derive, from_base64url, seal, short_digest, sign,
    sign_short, to_base64url, write_crockford,
};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

const SHOWN_KIND: &str = "augu.link.1";
const REPLY_KIND: &str = "augu.reply.1";

/// Replies that a link takes, and that are looked for: more than anybody writes in the life of one.
pub const REPLIES_MAX: u32 = 64;

/// What a parent sees of a child. `summary` is whatever the page draws; it must not say more than the pupil was shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Shown {
    /// Of a live link's file: the publisher's key and the file's name, so that no file stands in for another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<VerifyingKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    kind: String,
    /// Whom it shows. The name is in `summary`, if it is to be shown at all.
    pub person: PersonId,
    /// When it was written.
    pub at: Moment,
    /// Not shown after this.
    pub until: Moment,
    /// True once it was revoked: nothing else is in it then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
    /// Who may read replies: staff and the child.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readers: Vec<Recipient>,
    /// True if staff gave the link, for a whole class: replies go to them alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub staff: bool,
    /// What is shown, as JSON. The page reads it at once, without going by way of a tree of values.
    pub summary: Box<RawValue>,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        let plain = |shown: &Self| {
            let Self { key, person, at, until, revoked, staff, .. } = shown;
            (*key, *person, *at, *until, *revoked, *staff)
        };
        plain(self) == plain(other)
            && (&self.file, &self.kind, &self.readers) == (&other.file, &other.kind, &other.readers)
            && self.summary.get() == other.summary.get()
    }
}

impl Shown {
    /// What a link shows from `at` to `until`.
    pub fn new(person: PersonId, at: Moment, until: Moment, readers: Vec<Recipient>, summary: &impl Serialize) -> Self {
        // What cannot be written is nothing to see; a report always can.
        let summary = to_raw_value(summary).unwrap_or_else(|_| RawValue::NULL.to_owned());
        let kind = SHOWN_KIND.to_owned();
        Self { key: None, file: None, kind, person, at, until, revoked: false, readers, staff: false, summary }
    }
}

/// Why a link shows nothing, worded by the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkFault {
    /// The text is no link; part of it may be missing.
    #[error("the link is not whole")]
    NotWhole,
    /// What the host gave is not what the publisher wrote.
    #[error("what the host gave is not genuine")]
    NotGenuine,
    /// It was valid until an earlier day.
    #[error("the link has expired")]
    Expired,
    /// It was taken back.
    #[error("the link was taken back")]
    Revoked,
}

/// A live link.
#[derive(Clone, PartialEq, Eq)]
pub struct LiveLink {
    /// The class.
    pub class: ClassId,
    secret: [u8; 32],
    publisher: [u8; 16],
}

fn key_digest(key: &VerifyingKey) -> [u8; 16] {
    use sha2::Digest;
    let mut half = [0u8; 16];
    half.copy_from_slice(&sha2::Sha256::digest(key.bytes())[..16]);
    half
}

impl std::fmt::Debug for LiveLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LiveLink({})", self.file())
    }
}

impl LiveLink {
    /// A new link of this publisher's device.
    pub fn new(class: ClassId, publisher: &VerifyingKey, entropy: &mut Entropy) -> Self {
        Self { class, secret: entropy.draw(), publisher: key_digest(publisher) }
    }

    /// The text for the fragment: 89 characters.
    pub fn written(&self) -> String {
        let bytes = [self.class.bits().to_be_bytes().as_slice(), &self.secret, &self.publisher].concat();
        format!("l1.{}", to_base64url(&bytes))
    }

    /// Reads a fragment.
    pub fn read(text: &str) -> Result<Self, LinkFault> {
        let bytes = text.trim_start_matches('#').strip_prefix("l1.").and_then(from_base64url);
        let bytes = bytes.filter(|bytes| bytes.len() == 64).ok_or(LinkFault::NotWhole)?;
        let class: [u8; 16] = bytes[..16].try_into().map_err(|_| LinkFault::NotWhole)?;
        let secret = bytes[16..48].try_into().map_err(|_| LinkFault::NotWhole)?;
        let publisher = bytes[48..].try_into().map_err(|_| LinkFault::NotWhole)?;
        Ok(Self { class: ClassId::from_bits(u128::from_be_bytes(class)), secret, publisher })
    }

    /// Whether the device with this key may write what the link shows.
    pub fn is_published_by(&self, key: &VerifyingKey) -> bool {
        key_digest(key) == self.publisher
    }

    /// Its name, in its files and on the roster.
    pub fn id(&self) -> String {
        short_digest(&derive(&self.secret, "augu.link.id"))
    }

    fn reading(&self) -> ReadingKey {
        ReadingKey::of_seed(derive(&self.secret, "augu.link.reading"))
    }

    /// The key that opens its file, as the `age` program wants it.
    pub fn reading_text(&self) -> String {
        self.reading().age_text()
    }

    /// The public key that verifies replies.
    pub fn reply_key(&self) -> VerifyingKey {
        self.replying().public()
    }

    fn replying(&self) -> SigningKey {
        SigningKey::of_seed(derive(&self.secret, "augu.link.reply"))
    }

    /// The file that carries what is shown.
    pub fn file(&self) -> FileName {
        FileName { class: self.class, kind: Kind::Link(self.id()) }
    }

    /// The `number`th place for a reply, from 0. Readers look at one after another until one is empty.
    pub fn reply_file(&self, number: u32) -> FileName {
        let place = short_digest(&derive(&self.secret, &format!("augu.link.reply.{number}")));
        FileName { class: self.class, kind: Kind::Reply(self.id(), place) }
    }

    /// The bytes of [`LiveLink::file`]. The publisher's device signs; nobody else can say what the link shows.
    pub fn write(&self, shown: &Shown, key: &SigningKey, entropy: &mut Entropy) -> Vec<u8> {
        let published = Shown { key: Some(key.public()), file: Some(self.file().to_string()), ..shown.clone() };
        write_sealed(&published, key, &[self.reading().public()], entropy)
    }

    /// The bytes that take the link back: they replace what was shown. They are signed with the link's own key, so that
    /// every device that keeps the link can take it back, also when the publisher's one is lost.
    pub fn revocation(&self, person: PersonId, now: Moment, entropy: &mut Entropy) -> Vec<u8> {
        let mut shown = Shown::new(person, now, now, Vec::new(), &());
        shown.revoked = true;
        self.write(&shown, &self.replying(), entropy)
    }

    /// Opens what the host gave: what the link shows, and the publisher's key, which the link named.
    pub fn open(&self, file: &[u8], now: Moment) -> Result<(Shown, VerifyingKey), LinkFault> {
        let signed = crate::keys::open(file, &[self.reading()]).map_err(|_| LinkFault::NotGenuine)?;
        let unverified = crate::keys::Unverified::read(&signed).map_err(|_| LinkFault::NotGenuine)?;
        let claimed = unverified.peek().map_err(|_| LinkFault::NotGenuine)?;
        let claimed: Shown = serde_json::from_str(&claimed).map_err(|_| LinkFault::NotGenuine)?;
        let key = claimed.key.ok_or(LinkFault::NotGenuine)?;
        let by_link = claimed.revoked && key == self.reply_key();
        let genuine = unverified.verify(&key).is_ok() && (self.is_published_by(&key) || by_link);
        if !genuine || claimed.kind != SHOWN_KIND || claimed.file.as_ref() != Some(&self.file().to_string()) {
            return Err(LinkFault::NotGenuine);
        }
        if claimed.revoked {
            return Err(LinkFault::Revoked);
        }
        if now > claimed.until {
            return Err(LinkFault::Expired);
        }
        Ok((Shown { key: None, file: None, ..claimed }, key))
    }

    /// A parent's reply. It proves possession of the link, nothing more, and the app words it so.
    pub fn write_reply(&self, number: u32, reply: &Reply, readers: &[Recipient], entropy: &mut Entropy) -> Vec<u8> {
        let Reply { agreed, words, meeting, at } = reply.clone();
        let (kind, file) = (REPLY_KIND.to_owned(), self.reply_file(number).to_string());
        let sent = serde_json::to_string(&Sent { kind, file, agreed, words, meeting, at }).unwrap_or_default();
        seal(sign_short(&self.replying(), &sent).as_bytes(), readers, entropy)
    }

    /// Opens a reply.
    pub fn open_reply(&self, number: u32, file: &[u8], keys: &[ReadingKey]) -> Result<Reply, FileFault> {
        let sent: Sent = super::files::read_sealed(file, keys, &self.replying().public())?;
        let right = sent.kind == REPLY_KIND && sent.file == self.reply_file(number).to_string();
        let Sent { agreed, words, meeting, at, .. } = sent;
        if right { Ok(Reply { agreed, words, meeting, at }) } else { Err(FileFault::Swapped) }
    }
}

#[derive(Serialize, Deserialize)]
struct Sent {
    kind: String,
    file: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    agreed: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    words: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    meeting: Option<Moment>,
    at: Moment,
}

/// A parent's reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// "Pritariu planui".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub agreed: bool,
    /// A comment or a question.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// The meeting time chosen, if one was offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<Moment>,
    /// When it was written.
    pub at: Moment,
}

/// A self-contained link: the text for the fragment.
pub fn write_self_contained(shown: &Shown, key: &SigningKey) -> String {
    let signed = sign(key, &serde_json::to_string(shown).unwrap_or_default());
    #[derive(Deserialize)]
    struct Parts<'a> {
        payload: &'a str,
        signature: &'a str,
    }
    let Ok(Parts { payload, signature }) = serde_json::from_str(&signed) else { return String::new() };
    format!("s1.{}.{payload}.{signature}", to_base64url(key.public().bytes()))
}

/// Reads a self-contained link: what it shows, and the publisher's key with which it is signed. The page shows that key's
/// fingerprint; who knows the publisher can compare it.
pub fn read_self_contained(text: &str, now: Moment) -> Result<(Shown, VerifyingKey), LinkFault> {
    let parts: Vec<&str> = text.trim_start_matches('#').split('.').collect();
    let ["s1", key, payload, signature] = parts.as_slice() else { return Err(LinkFault::NotWhole) };
    let key = from_base64url(key).and_then(|key| VerifyingKey::of_bytes(key.try_into().ok()?));
    let key = key.ok_or(LinkFault::NotWhole)?;
    let header = format!("{{\"alg\":\"Ed25519\",\"cty\":\"json+deflate\",\"kid\":\"{}\"}}", key.thumbprint().0);
    let protected = to_base64url(header.as_bytes());
    let signed = format!("{{\"payload\":\"{payload}\",\"protected\":\"{protected}\",\"signature\":\"{signature}\"}}");
    let shown: Shown = read_signed(signed.as_bytes(), &key).map_err(|_| LinkFault::NotGenuine)?;
    if shown.kind != SHOWN_KIND {
        return Err(LinkFault::NotGenuine);
    }
    if now > shown.until { Err(LinkFault::Expired) } else { Ok((shown, key)) }
}

/// The short code by which a parent agrees to what a self-contained link shows: ten characters that only who has the
/// link can work out. The app of the pupil or the teacher works out the same and compares.
pub fn agreement_code(link: &str) -> String {
    let bytes = derive(link.trim_start_matches('#').as_bytes(), "augu.agree.1");
    let mut half = [0u8; 16];
    half.copy_from_slice(&bytes[..16]);
    let text = write_crockford(u128::from_be_bytes(half), 10);
    format!("{}-{}", &text[..5], &text[5..])
}

/// Whether somebody typed the code of agreement to this link, with whatever signs between.
pub fn is_agreement(link: &str, typed: &str) -> bool {
    is_code(&agreement_code(link), typed)
}

/// Whether two spellings are the same code.
pub fn is_code(code: &str, typed: &str) -> bool {
    let plain = |text: &str| {
        text.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_uppercase()).collect::<String>()
    };
    plain(code) == plain(typed)
}

fn replying_to(link: &str) -> SigningKey {
    SigningKey::of_seed(derive(link.trim_start_matches('#').as_bytes(), "augu.reply.1"))
}

/// The public key that verifies replies to a self-contained link. Who made the link keeps it in place of the link.
pub fn reply_key(link: &str) -> VerifyingKey {
    replying_to(link).public()
}

/// A longer reply to a self-contained link, as a text to send back.
pub fn write_reply_text(link: &str, reply: &Reply) -> String {
    let signed = sign_short(&replying_to(link), &serde_json::to_string(reply).unwrap_or_default());
    format!("r1.{}", to_base64url(signed.as_bytes()))
}

/// Reads a reply text, given the key of the link that was sent ([`reply_key`]). What stands around the text, as when it
/// is part of an address or of a message, is passed over.
pub fn read_reply_text(key: &VerifyingKey, text: &str) -> Result<Reply, LinkFault> {
    let from = text.find("r1.").ok_or(LinkFault::NotWhole)? + 3;
    let code: String =
        text[from..].chars().take_while(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_')).collect();
    let signed = from_base64url(&code).ok_or(LinkFault::NotWhole)?;
    read_signed(&signed, key).map_err(|_| LinkFault::NotGenuine)
}

/// The fingerprint of a publisher's key: twelve characters in three groups, for comparing by eye.
pub fn publisher_fingerprint(key: &VerifyingKey) -> String {
    let bytes = derive(key.bytes(), "augu.publisher.1");
    let mut half = [0u8; 16];
    half.copy_from_slice(&bytes[..16]);
    let text = write_crockford(u128::from_be_bytes(half), 12);
    format!("{} {} {}", &text[..4], &text[4..8], &text[8..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shown() -> Shown {
        let topics: Vec<_> = (0..10).map(|at| json!([format!("tema-{at}"), 3 + at % 2, 12 + at])).collect();
        Shown::new(
            PersonId::from_bits(1),
            Moment(1_000),
            Moment(9_000),
            Vec::new(),
            &json!({"vardas": "Ona", "temos": topics}),
        )
    }

    #[test]
    fn a_live_link_opens_its_own_file_until_it_expires_or_is_taken_back() {
        let mut entropy = Entropy::of_seed([1; 32]);
        let (publisher, other) = (SigningKey::of_seed([2; 32]), SigningKey::of_seed([3; 32]));
        let link = LiveLink::new(ClassId::from_bits(7), &publisher.public(), &mut entropy);
        assert_eq!(link.written().len(), 89);
        assert_eq!(LiveLink::read(&format!("#{}", link.written())), Ok(link.clone()));
        assert_eq!(LiveLink::read(&link.written()[..80]), Err(LinkFault::NotWhole));
        let file = link.write(&shown(), &publisher, &mut entropy);
        assert_eq!(link.open(&file, Moment(5_000)), Ok((shown(), publisher.public())));
        assert_eq!(link.open(&file, Moment(9_001)), Err(LinkFault::Expired));
        assert_eq!(link.open(&link.write(&shown(), &other, &mut entropy), Moment(1)), Err(LinkFault::NotGenuine));
        let second = LiveLink::new(ClassId::from_bits(7), &publisher.public(), &mut entropy);
        assert_eq!(second.open(&file, Moment(1)), Err(LinkFault::NotGenuine));
        let revoked = link.revocation(PersonId::from_bits(1), Moment(6_000), &mut entropy);
        assert_eq!(link.open(&revoked, Moment(6_001)), Err(LinkFault::Revoked));
        assert_eq!(second.open(&revoked, Moment(6_001)), Err(LinkFault::NotGenuine));
        // Who has the link can take it back, but not make it show something else.
        let own = link.write(&shown(), &link.replying(), &mut entropy);
        assert_eq!(link.open(&own, Moment(1)), Err(LinkFault::NotGenuine));
    }

    #[test]
    fn a_reply_proves_possession_of_the_link() {
        let mut entropy = Entropy::of_seed([1; 32]);
        let publisher = SigningKey::of_seed([2; 32]);
        let staff = ReadingKey::of_seed([5; 32]);
        let link = LiveLink::new(ClassId::from_bits(7), &publisher.public(), &mut entropy);
        let second = LiveLink::new(ClassId::from_bits(7), &publisher.public(), &mut entropy);
        let reply = Reply { agreed: true, words: "Ačiū".into(), meeting: None, at: Moment(5) };
        let file = link.write_reply(0, &reply, &[staff.public()], &mut entropy);
        assert_eq!(link.open_reply(0, &file, std::slice::from_ref(&staff)), Ok(reply.clone()));
        assert_eq!(link.open_reply(1, &file, std::slice::from_ref(&staff)), Err(FileFault::Swapped));
        assert_eq!(second.open_reply(0, &file, &[staff]), Err(FileFault::Forged));
        assert_eq!(link.open_reply(0, &file, &[]), Err(FileFault::NotForUs));
    }

    #[test]
    fn a_self_contained_link_is_short_and_holds_only_as_signed() {
        let key = SigningKey::of_seed([2; 32]);
        let link = write_self_contained(&shown(), &key);
        assert!(link.len() <= 480, "{} characters: {link}", link.len());
        assert_eq!(read_self_contained(&link, Moment(5)), Ok((shown(), key.public())));
        assert_eq!(read_self_contained(&link, Moment(9_001)), Err(LinkFault::Expired));
        for at in 3..link.len() {
            let mut bytes = link.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(changed == link || read_self_contained(&changed, Moment(5)).is_err(), "{at}");
        }
        assert_ne!(agreement_code(&link), agreement_code(&link[1..]));
        assert!(is_agreement(&link, &format!(" {} ", agreement_code(&link).replace('-', " ").to_lowercase())));
        assert!(!is_agreement(&link, "") && !is_agreement(&link, &agreement_code(&link[1..])));
        let reply = Reply { agreed: false, words: "Kada galime susitikti?".into(), meeting: None, at: Moment(7) };
        let text = write_reply_text(&link, &reply);
        assert_eq!(read_reply_text(&reply_key(&link), &text), Ok(reply.clone()));
        let around = format!("Atsakymas: https://augu.example/share/#{text} Geros dienos!");
        assert_eq!(read_reply_text(&reply_key(&link), &around), Ok(reply));
        assert_eq!(read_reply_text(&reply_key(&link[1..]), &text), Err(LinkFault::NotGenuine));
        for broken in ["", "r1.", "r1.ą", &text[..text.len() - 1]] {
            assert!(read_reply_text(&reply_key(&link), broken).is_err(), "{broken}");
        }
        assert_eq!(publisher_fingerprint(&key.public()).len(), 14);
    }
}
