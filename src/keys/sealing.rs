//! Sealed files: age v1 (<https://age-encryption.org/v1>, C2SP) with X25519 recipients, written and read whole.
//!
//! Put together from the primitives of RustCrypto, because the `age` crate weighs 156 KB in the browser and this about
//! 20. Judges in the tests: all vectors of CCTV that apply, the `age` crate, Debian's `age`. Not here: passphrases,
//! ASCII armour, other kinds of recipients; stanzas of those are passed over as the standard says.

use super::encoding::{from_base64url, to_base64url};
use super::entropy::Entropy;
use base64ct::{Base64Unpadded, Encoding};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::Sha256;
use std::fmt;
use x25519_dalek::{PublicKey, StaticSecret};

const VERSION_LINE: &[u8] = b"age-encryption.org/v1\n";
const X25519_INFO: &[u8] = b"age-encryption.org/v1/X25519";
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;
/// Characters of base64 in a full line of a stanza's body: 48 bytes.
const COLUMNS: usize = 64;

/// Why a sealed file does not open. The cases are those that the test vectors tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// It is not a sealed file, or its header is damaged.
    #[error("this is not a sealed file, or it is damaged at its beginning")]
    Header,
    /// It is sealed for others.
    #[error("this is sealed for somebody else")]
    NoMatch,
    /// Its header was changed after sealing.
    #[error("the sealed file was changed")]
    Mac,
    /// Its content was changed or cut off.
    #[error("the sealed file is cut off or was changed")]
    Payload,
}

/// A public reading key: whom a file is sealed for. In JSON: 43 characters of base64url.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recipient([u8; 32]);

impl Recipient {
    /// As the `age` program wants it: `age1…`.
    pub fn age_text(&self) -> String {
        bech32("age", &self.0)
    }

    /// The 32 bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_base64url(&self.0))
    }
}

impl Serialize for Recipient {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_base64url(&self.0))
    }
}

impl<'de> Deserialize<'de> for Recipient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let bytes = from_base64url(&text).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| serde::de::Error::custom("not a public reading key"))
    }
}

/// A secret reading key: opens what is sealed for its public half.
#[derive(Clone)]
pub struct ReadingKey(StaticSecret);

impl ReadingKey {
    /// The key of these 32 random or derived bytes.
    pub fn of_seed(seed: [u8; 32]) -> Self {
        Self(StaticSecret::from(seed))
    }

    /// The public half.
    pub fn public(&self) -> Recipient {
        Recipient(PublicKey::from(&self.0).to_bytes())
    }

    /// As the `age` program wants it: `AGE-SECRET-KEY-1…`.
    pub fn age_text(&self) -> String {
        bech32("age-secret-key-", self.0.as_bytes()).to_uppercase()
    }
}

impl fmt::Debug for ReadingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadingKey(of {:?})", self.public())
    }
}

impl PartialEq for ReadingKey {
    fn eq(&self, other: &Self) -> bool {
        self.public() == other.public()
    }
}

impl Serialize for ReadingKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_base64url(self.0.as_bytes()))
    }
}

impl<'de> Deserialize<'de> for ReadingKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let bytes = from_base64url(&text).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        bytes.map(Self::of_seed).ok_or_else(|| serde::de::Error::custom("not a secret reading key"))
    }
}

fn hkdf(secret: &[u8], salt: &[u8], info: &[u8]) -> [u8; 32] {
    let mut key = [0u8; 32];
    // 32 bytes are far below what HKDF can give, so this never fails.
    let _ = hkdf::Hkdf::<Sha256>::new(Some(salt), secret).expand(info, &mut key);
    key
}

fn header_mac(file_key: &[u8; 16], header: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&hkdf(file_key, &[], b"header")).ok()?;
    mac.update(header);
    Some(mac)
}

fn wrapping_key(shared: &[u8; 32], share: &[u8; 32], recipient: &Recipient) -> [u8; 32] {
    let mut salt = [0u8; 64];
    salt[..32].copy_from_slice(share);
    salt[32..].copy_from_slice(&recipient.0);
    hkdf(shared, &salt, X25519_INFO)
}

fn chunk_nonce(number: u64, last: bool) -> Nonce {
    let mut nonce = [0u8; 12];
    nonce[3..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(last);
    nonce.into()
}

/// Seals `plain` for all `recipients`, each of whom can open it alone. About 98 bytes a recipient and 216 in all.
pub fn seal(plain: &[u8], recipients: &[Recipient], entropy: &mut Entropy) -> Vec<u8> {
    let file_key = entropy.draw_16();
    let mut file = VERSION_LINE.to_vec();
    for recipient in recipients {
        let ephemeral = StaticSecret::from(entropy.draw());
        let share = PublicKey::from(&ephemeral).to_bytes();
        let shared = ephemeral.diffie_hellman(&PublicKey::from(recipient.0)).to_bytes();
        let key = wrapping_key(&shared, &share, recipient);
        // A fresh key for each stanza, so the nonce may be zero, as the standard has it. Encryption cannot fail.
        let body = ChaCha20Poly1305::new(&key.into()).encrypt(&Nonce::default(), &file_key[..]).unwrap_or_default();
        let (share, body) = (Base64Unpadded::encode_string(&share), Base64Unpadded::encode_string(&body));
        file.extend_from_slice(format!("-> X25519 {share}\n{body}\n").as_bytes());
    }
    file.extend_from_slice(b"---");
    let mac = header_mac(&file_key, &file).map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
    file.extend_from_slice(format!(" {}\n", Base64Unpadded::encode_string(&mac)).as_bytes());
    let nonce = entropy.draw_16();
    file.extend_from_slice(&nonce);
    let cipher = ChaCha20Poly1305::new(&hkdf(&file_key, &nonce, b"payload").into());
    let chunks: Vec<&[u8]> = if plain.is_empty() { vec![&[]] } else { plain.chunks(CHUNK).collect() };
    for (number, chunk) in chunks.iter().enumerate() {
        let nonce = chunk_nonce(number as u64, number + 1 == chunks.len());
        file.extend(cipher.encrypt(&nonce, *chunk).unwrap_or_default());
    }
    file
}

/// One stanza of the header.
struct Stanza<'a> {
    arguments: Vec<&'a str>,
    body: Vec<u8>,
}

/// The header as read: its stanzas, the bytes that its mac covers, the mac, and where the payload begins.
struct Header<'a> {
    stanzas: Vec<Stanza<'a>>,
    covered: &'a [u8],
    mac: [u8; 32],
    payload: &'a [u8],
}

fn line<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let (line, after) = (&rest[..end], &rest[end + 1..]);
    *rest = after;
    line.iter().all(|byte| (32..127).contains(byte)).then(|| std::str::from_utf8(line).ok()).flatten()
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let bytes = Base64Unpadded::decode_vec(text).ok()?;
    (Base64Unpadded::encode_string(&bytes) == text).then_some(bytes)
}

fn read_header(file: &[u8]) -> Option<Header<'_>> {
    let mut rest = file.strip_prefix(VERSION_LINE)?;
    let mut stanzas = Vec::new();
    loop {
        let here = rest;
        let first = line(&mut rest)?;
        if let Some(mac) = first.strip_prefix("--- ") {
            let covered = &file[..file.len() - here.len() + 3];
            let mac = base64(mac)?.try_into().ok()?;
            return (!stanzas.is_empty()).then_some(Header { stanzas, covered, mac, payload: rest });
        }
        let arguments: Vec<&str> = first.strip_prefix("-> ")?.split(' ').collect();
        if arguments.iter().any(|argument| argument.is_empty()) {
            return None;
        }
        let mut body = Vec::new();
        loop {
            let text = line(&mut rest)?;
            if text.len() > COLUMNS {
                return None;
            }
            body.extend(base64(text)?);
            if text.len() < COLUMNS {
                break;
            }
        }
        stanzas.push(Stanza { arguments, body });
    }
}

/// The file key, if this stanza is for this key. An X25519 stanza of the wrong form spoils the whole header.
fn unwrap_file_key(stanza: &Stanza<'_>, key: &ReadingKey) -> Result<Option<[u8; 16]>, OpenFault> {
    let [kind, share] = stanza.arguments.as_slice() else {
        return if stanza.arguments.first() == Some(&"X25519") { Err(OpenFault::Header) } else { Ok(None) };
    };
    if *kind != "X25519" {
        return Ok(None);
    }
    let share: [u8; 32] = base64(share).and_then(|share| share.try_into().ok()).ok_or(OpenFault::Header)?;
    if stanza.body.len() != 32 {
        return Err(OpenFault::Header);
    }
    let shared = key.0.diffie_hellman(&PublicKey::from(share));
    if !shared.was_contributory() {
        return Err(OpenFault::Header);
    }
    let wrapping = wrapping_key(&shared.to_bytes(), &share, &key.public());
    let opened = ChaCha20Poly1305::new(&wrapping.into()).decrypt(&Nonce::default(), stanza.body.as_slice());
    Ok(opened.ok().and_then(|file_key| file_key.try_into().ok()))
}

/// Opens a sealed file with whichever of `keys` fits.
pub fn open(file: &[u8], keys: &[ReadingKey]) -> Result<Vec<u8>, OpenFault> {
    let header = read_header(file).ok_or(OpenFault::Header)?;
    // A passphrase stanza may only stand alone; then the file is not for any of our keys.
    if header.stanzas.len() > 1 && header.stanzas.iter().any(|stanza| stanza.arguments.first() == Some(&"scrypt")) {
        return Err(OpenFault::Header);
    }
    let mut file_key = None;
    for stanza in &header.stanzas {
        for key in keys {
            if let Some(found) = unwrap_file_key(stanza, key)? {
                file_key = file_key.or(Some(found));
            }
        }
    }
    let file_key = file_key.ok_or(OpenFault::NoMatch)?;
    let mac = header_mac(&file_key, header.covered).ok_or(OpenFault::Mac)?;
    mac.verify_slice(&header.mac).map_err(|_| OpenFault::Mac)?;
    let (nonce, payload) = header.payload.split_at_checked(16).ok_or(OpenFault::Header)?;
    let cipher = ChaCha20Poly1305::new(&hkdf(&file_key, nonce, b"payload").into());
    let mut plain = Vec::with_capacity(payload.len());
    let count = payload.len().div_ceil(CHUNK + TAG).max(1);
    for number in 0..count {
        let from = number * (CHUNK + TAG);
        let chunk = payload.get(from..payload.len().min(from + CHUNK + TAG)).unwrap_or_default();
        let last = number + 1 == count;
        let opened = cipher.decrypt(&chunk_nonce(number as u64, last), chunk).map_err(|_| OpenFault::Payload)?;
        // Only a wholly empty file may end with an empty chunk.
        if opened.is_empty() && number > 0 {
            return Err(OpenFault::Payload);
        }
        plain.extend(opened);
    }
    Ok(plain)
}

/// BIP 173's bech32, in which the `age` program writes keys.
fn bech32(prefix: &str, bytes: &[u8; 32]) -> String {
    const SIGNS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let mut fives = Vec::with_capacity(58);
    let (mut held, mut count) = (0u32, 0u32);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            fives.push((held >> count) as u8 & 31);
        }
    }
    fives.push((held << (5 - count)) as u8 & 31);
    let expanded = prefix.bytes().map(|sign| sign >> 5).chain([0]).chain(prefix.bytes().map(|sign| sign & 31));
    let sum = expanded.chain(fives.iter().copied()).chain([0; 6]).fold(1u32, |sum, value| {
        let top = sum >> 25;
        let sum = (sum & 0x01ff_ffff) << 5 ^ u32::from(value);
        let generators = [0x3b6a_57b2u32, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
        generators.iter().enumerate().fold(sum, |sum, (at, one)| if top >> at & 1 == 1 { sum ^ one } else { sum })
    }) ^ 1;
    let check = (0..6).map(|at| (sum >> (5 * (5 - at))) as u8 & 31);
    let signs = fives.iter().copied().chain(check).map(|five| char::from(SIGNS[usize::from(five)]));
    format!("{prefix}1{}", signs.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reader_opens_it_alone_and_nobody_else() {
        let keys: Vec<ReadingKey> = (1..=4).map(|seed| ReadingKey::of_seed([seed; 32])).collect();
        let readers: Vec<Recipient> = keys[..3].iter().map(ReadingKey::public).collect();
        for size in [0, 1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 150_000] {
            let plain: Vec<u8> = (0..size).map(|at| (at * 7 % 251) as u8).collect();
            let file = seal(&plain, &readers, &mut Entropy::of_seed([9; 32]));
            for key in &keys[..3] {
                assert_eq!(open(&file, std::slice::from_ref(key)).as_ref(), Ok(&plain), "{size}");
            }
            assert_eq!(open(&file, &keys[3..]), Err(OpenFault::NoMatch));
            assert_eq!(open(&file, &[]), Err(OpenFault::NoMatch));
        }
        let empty = seal(b"", &readers[..1], &mut Entropy::of_seed([9; 32]));
        let more = seal(b"", &readers, &mut Entropy::of_seed([9; 32]));
        assert_eq!((empty.len(), more.len() - empty.len()), (200, 2 * 98));
    }

    #[test]
    fn every_changed_bit_and_every_cut_is_refused() {
        let key = ReadingKey::of_seed([1; 32]);
        let file = seal(b"hello", &[key.public()], &mut Entropy::of_seed([3; 32]));
        for bit in 0..file.len() * 8 {
            let mut changed = file.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&changed, std::slice::from_ref(&key)).is_err(), "bit {bit}");
        }
        for length in 0..file.len() {
            assert!(open(&file[..length], std::slice::from_ref(&key)).is_err(), "cut to {length}");
        }
        let long = [file.as_slice(), b"x"].concat();
        assert_eq!(open(&long, std::slice::from_ref(&key)), Err(OpenFault::Payload));
    }
}
