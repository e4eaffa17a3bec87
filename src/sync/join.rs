//! Joining a class: the link that a teacher gives (as a link, a QR or a short code), the request that a device puts into
//! one of 64 slots, and the waiting until staff admit it.

use super::files::{Belonging, Card, FileFault, Head, Letter, Role, Signer, read_sealed, read_signed, write_sealed};
use super::membership::{Ask, CARD_KIND, HEAD_KIND, LETTER_KIND, Membership, Told};
use super::name::{FileName, Kind, SLOTS};
use crate::base::{ClassId, DeviceId, HybridTime, Moment, PlaceId};
use crate::keys::{
    Certificate, Entropy, ReadingKey, Recipient, Unverified, VerifyingKey, deflate, from_base64url, inflate,
    read_crockford, to_base64url, word_pair, write_crockford, written_fingerprint,
};
use serde::{Deserialize, Serialize};

const LINK_PREFIX: &str = "j1.";
const REQUEST_KIND: &str = "augu.join.1";
/// A short code is valid for so long at most, milliseconds.
pub const CODE_MS_MAX: i64 = 15 * 60_000;
/// A request that was not answered for so long is sent again, milliseconds.
const AGAIN_MS: i64 = 15_000;

/// How the host lets this class write.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Credential {
    /// The address itself is the secret, or the host asks for nothing.
    #[default]
    #[serde(rename = "none")]
    None,
    /// HTTP Basic.
    #[serde(rename = "basic")]
    Basic {
        /// The user's name.
        user: String,
        /// The password.
        password: String,
    },
    /// A key of an S3-compatible store, for signing each request.
    #[serde(rename = "s3")]
    S3 {
        /// The key's name.
        key: String,
        /// The key.
        secret: String,
        /// The region.
        region: String,
    },
}

/// Where a class's files lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The folder's address, with a slash at its end.
    #[serde(rename = "u")]
    pub url: String,
    /// How to write there.
    #[serde(rename = "k")]
    pub credential: Credential,
}

/// What a teacher hands over so that others can join. Travels in the fragment of an address, which no host sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinLink {
    /// The class.
    #[serde(rename = "c")]
    pub class: ClassId,
    /// Where its files lie.
    #[serde(rename = "h")]
    pub host: Place,
    /// The class's reading key now: requests are sealed with it.
    #[serde(rename = "r")]
    pub class_key: Recipient,
    /// The teacher's device, whose head to begin from.
    #[serde(rename = "d")]
    pub device: DeviceId,
    /// The first 22 characters of the thumbprint of the teacher's root key.
    #[serde(rename = "t")]
    pub root: String,
    /// The checkpoint: an honest host has a head of that device at least this late.
    #[serde(rename = "n")]
    pub checkpoint: HybridTime,
    /// Valid until then.
    #[serde(rename = "e")]
    pub until: Moment,
    /// What role is offered; nothing: a pupil's.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The names to pick from. Only in the file under a short code, which is gone after minutes.
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<(PlaceId, String)>,
}

impl JoinLink {
    /// The text for the fragment.
    pub fn written(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        format!("{LINK_PREFIX}{}", to_base64url(&deflate(json.as_bytes())))
    }

    /// Reads a fragment.
    pub fn read(text: &str) -> Option<Self> {
        let packed = from_base64url(text.trim_start_matches('#').strip_prefix(LINK_PREFIX)?)?;
        serde_json::from_slice(&inflate(&packed)?).ok()
    }
}

/// Eight characters that stand for a join link for some minutes: 40 random bits. The link is kept on the host under a
/// name and a key that follow from the code by Argon2id, so that trying all codes costs a host years, not the
/// quarter of an hour in which the code is good for anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortCode(u64);

impl ShortCode {
    /// A new code.
    pub fn new(entropy: &mut Entropy) -> Self {
        Self((entropy.draw_bits() >> 88) as u64)
    }

    /// As shown on the board: `ABCD-EFGH`.
    pub fn written(&self) -> String {
        let text = write_crockford(u128::from(self.0), 8);
        format!("{}-{}", &text[..4], &text[4..])
    }

    /// Reads what a pupil typed.
    pub fn read(text: &str) -> Option<Self> {
        let (bits, 8) = read_crockford(text)? else { return None };
        Some(Self(bits as u64))
    }

    fn keys(&self) -> (FileName, ReadingKey) {
        let stretched = crate::keys::stretch(&self.written(), b"augu.short-code.1");
        let class: [u8; 16] = stretched[..16].try_into().unwrap_or_default();
        let name = FileName { class: ClassId::from_bits(u128::from_be_bytes(class)), kind: Kind::Code };
        (name, ReadingKey::of_seed(crate::keys::derive(&stretched, "augu.short-code.key")))
    }

    /// The file that carries a link under this code: to be put on the host by the teacher's page, and overwritten with
    /// nothing when the page closes.
    pub fn file(&self, link: &JoinLink, entropy: &mut Entropy) -> (FileName, Vec<u8>) {
        let (name, key) = self.keys();
        (name, crate::keys::seal(link.written().as_bytes(), &[key.public()], entropy))
    }

    /// The name to ask the host for.
    pub fn name(&self) -> FileName {
        self.keys().0
    }

    /// The link in the file, if it is still valid.
    pub fn open(&self, file: &[u8], now: Moment) -> Option<JoinLink> {
        let text = crate::keys::open(file, &[self.keys().1]).ok()?;
        JoinLink::read(std::str::from_utf8(&text).ok()?).filter(|link| now <= link.until)
    }
}

/// A device's request to join: signed by the device, sealed to the class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRequest {
    kind: String,
    /// The class.
    pub class: ClassId,
    /// The device's certificate: person, keys, device.
    pub certificate: Certificate,
    /// The place on the list that was picked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// Or the name that was typed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// A staff role, if one is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// When it was first sent.
    pub since: Moment,
}

impl JoinRequest {
    /// The two words that must be the same on both screens.
    pub fn words(&self) -> [&'static str; 2] {
        word_pair(self.certificate.keys().root.bytes(), self.certificate.key().bytes())
    }

    /// The longer number, for joining late or from afar.
    pub fn fingerprint(&self) -> String {
        written_fingerprint(self.certificate.keys().root.bytes(), self.certificate.key().bytes())
    }
}

/// Reads a request from a slot: it must open with a class key, be of this class, and be signed by the device it certifies.
pub fn read_request(bytes: &[u8], class: ClassId, keys: &[ReadingKey]) -> Result<JoinRequest, FileFault> {
    let signed = crate::keys::open(bytes, keys).map_err(|_| FileFault::NotForUs)?;
    let unverified = Unverified::read(&signed).map_err(|_| FileFault::Damaged)?;
    let claimed = unverified.peek().map_err(|_| FileFault::Damaged)?;
    let claimed: JoinRequest = serde_json::from_str(&claimed).map_err(|_| FileFault::Forged)?;
    let request: JoinRequest = read_signed(&signed, &claimed.certificate.key())?;
    if request.kind == REQUEST_KIND && request.class == class { Ok(request) } else { Err(FileFault::Swapped) }
}

/// Where a joining stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinState {
    /// On its way.
    Sending,
    /// Staff have it, or will; the words can be compared.
    Waiting,
    /// The link is too old.
    Expired,
    /// What the host serves is not what the link promises: signed by another key, or older.
    Untrusted,
}

/// A device that asks to join and waits.
#[derive(Clone, Debug)]
pub struct Joining {
    /// The link it follows.
    pub link: JoinLink,
    /// What it asks.
    pub request: JoinRequest,
    /// Where it stands.
    pub state: JoinState,
    signer: Signer,
    reading: ReadingKey,
    slot: u8,
    sealed: Vec<u8>,
    sent: Option<Moment>,
    waiting: Option<FileName>,
    card: Option<Card>,
    head: Option<Head>,
}

impl Joining {
    /// Begins. The device's key was certified by the person's root just before.
    pub fn new(
        link: JoinLink,
        signer: Signer,
        reading: ReadingKey,
        place: Option<PlaceId>,
        name: &str,
        now: Moment,
    ) -> Self {
        let request = JoinRequest {
            kind: REQUEST_KIND.to_owned(),
            class: link.class,
            certificate: signer.certificate.clone(),
            place,
            name: name.to_owned(),
            role: link.role,
            since: now,
        };
        let state = if now > link.until { JoinState::Expired } else { JoinState::Sending };
        Self {
            link,
            request,
            state,
            signer,
            reading,
            slot: 0,
            sealed: Vec::new(),
            sent: None,
            waiting: None,
            card: None,
            head: None,
        }
    }

    fn name(&self, kind: Kind) -> FileName {
        FileName { class: self.link.class, kind }
    }

    /// The next question to the host: to be called every few seconds.
    pub fn wake(&mut self, now: Moment, entropy: &mut Entropy) -> Option<Ask> {
        if self.waiting.is_some() || matches!(self.state, JoinState::Expired | JoinState::Untrusted) {
            return None;
        }
        let again = self.sent.is_none_or(|sent| now.0.saturating_sub(sent.0) >= AGAIN_MS);
        let ask = if again {
            self.slot = entropy.below(u64::from(SLOTS)) as u8;
            self.sealed = write_sealed(&self.request, &self.signer.key, &[self.link.class_key], entropy);
            self.sent = Some(now);
            Ask::Put { name: self.name(Kind::Join(self.slot)), bytes: self.sealed.clone() }
        } else {
            Ask::Get { name: self.name(Kind::Head(self.link.device)), fresh: true }
        };
        self.waiting = Some(ask.name().clone());
        Some(ask)
    }

    /// Takes the host's answer: a further question at once, or the membership once staff admitted the device.
    pub fn told(&mut self, name: &FileName, told: Told) -> (Option<Ask>, Option<(Membership, Letter)>) {
        if self.waiting.take().as_ref() != Some(name) {
            return (None, None);
        }
        let next = match (&name.kind, told) {
            (Kind::Join(_), Told::Stored) => Some(Ask::Get { name: name.clone(), fresh: true }),
            (Kind::Join(_), Told::Found(bytes)) => {
                if bytes == self.sealed {
                    self.state = JoinState::Waiting;
                } else {
                    // Somebody else took the slot meanwhile: another one, at once.
                    self.sent = None;
                }
                None
            }
            (Kind::Join(_), _) => {
                self.sent = None;
                None
            }
            (Kind::Head(_), Told::Found(bytes)) => self.read_head(&bytes),
            (Kind::Card(_), Told::Found(bytes)) => self.read_card(name, &bytes),
            (Kind::Letter(..), Told::Found(bytes)) => return (None, self.read_letter(name, &bytes)),
            _ => None,
        };
        self.waiting = next.as_ref().map(|ask| ask.name().clone());
        (next, None)
    }

    fn read_head(&mut self, bytes: &[u8]) -> Option<Ask> {
        let claimed: Head = serde_json::from_str(&Unverified::read(bytes).ok()?.peek().ok()?).ok()?;
        let certificate = claimed.staff?.certificate;
        let root = certificate.keys().root.thumbprint();
        if root.short() != self.link.root || certificate.device() != self.link.device {
            self.state = JoinState::Untrusted;
            return None;
        }
        let head: Head = read_signed(bytes, &certificate.key()).ok()?;
        if head.kind != HEAD_KIND || head.class != self.link.class || head.device != self.link.device {
            self.state = JoinState::Untrusted;
            return None;
        }
        // An older head than the link's checkpoint: a cache on the way, or a rollback; waiting tells which.
        if head.time < self.link.checkpoint {
            return None;
        }
        let staff = head.staff.clone()?;
        self.head = Some(head);
        staff.letters.get(&self.signer.device)?;
        Some(Ask::Get { name: self.name(Kind::Card(staff.card)), fresh: false })
    }

    fn staff_key(&self, signed: &[u8], card: &Card) -> Option<VerifyingKey> {
        let kid = Unverified::read(signed).ok()?.kid;
        let mut signers = card.devices.keys().filter_map(|device| card.signer(*device)).map(Certificate::key);
        signers.find(|key| key.thumbprint() == kid)
    }

    fn read_card(&mut self, name: &FileName, bytes: &[u8]) -> Option<Ask> {
        let claimed: Card = serde_json::from_str(&Unverified::read(bytes).ok()?.peek().ok()?).ok()?;
        // The card must name the teacher's device with the certificate whose root the link names, and be signed by
        // somebody on it.
        let teacher = claimed.signer(self.link.device)?;
        let trusted = teacher.keys().root.thumbprint().short() == self.link.root;
        let key = self.staff_key(bytes, &claimed)?;
        let card: Card = read_signed(bytes, &key).ok()?;
        if !trusted || !name.fits(bytes) || card.kind != CARD_KIND || card.class != self.link.class {
            return None;
        }
        let letters = self.head.as_ref()?.staff.as_ref()?.letters.get(&self.signer.device)?;
        let ask = Ask::Get { name: self.name(Kind::Letter(self.signer.device, letters.1.clone())), fresh: false };
        self.card = Some(card);
        Some(ask)
    }

    fn read_letter(&mut self, name: &FileName, bytes: &[u8]) -> Option<(Membership, Letter)> {
        let card = self.card.clone()?;
        let signed = crate::keys::open(bytes, std::slice::from_ref(&self.reading)).ok()?;
        let key = self.staff_key(&signed, &card)?;
        let letter: Letter = read_sealed(bytes, std::slice::from_ref(&self.reading), &key).ok()?;
        let right = letter.kind == LETTER_KIND
            && letter.class == self.link.class
            && letter.device == self.signer.device
            && letter.belonging == Belonging::Member;
        if !right || !name.fits(bytes) {
            return None;
        }
        let mut membership =
            Membership::new(self.link.class, self.signer.clone(), vec![self.reading.clone()], card, letter.belonging);
        membership.devices.clone_from(&letter.devices);
        membership.place = letter.place;
        Some((membership, letter))
    }
}
