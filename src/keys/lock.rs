//! A PIN on a shared computer: values at rest are sealed under a data key, and the PIN wraps that key.
//!
//! The promise is small and the app says so: it covers what was written after the PIN was set, and a PIN of six digits
//! keeps a neighbour out, not somebody who copies the disk and tries all million.

use super::encoding::{from_base64url, to_base64url};
use super::entropy::Entropy;
use super::sealing::{ReadingKey, Recipient, open, seal};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce, XChaCha20Poly1305};
use serde::{Deserialize, Serialize};

/// Memory of Argon2id, KiB. 19 MiB and two passes is OWASP's first choice; 0.36 s on a slow Chromebook.
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;
/// What a lock written by others may ask of us at most: 64 MiB and 8 passes.
const MEMORY_KIB_MAX: u32 = 64 * 1024;
const PASSES_MAX: u32 = 8;

/// Why a lock does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockFault {
    /// The PIN is not the one.
    #[error("the PIN does not fit")]
    WrongPin,
    /// What is kept is not a lock that this version knows.
    #[error("the lock cannot be read")]
    Malformed,
    /// A value was changed, or belongs elsewhere.
    #[error("a stored value was changed")]
    Changed,
}

/// A data key wrapped by a PIN, as kept on the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locked {
    /// The kind of lock: `argon2id`.
    pub kind: String,
    /// Memory, KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
    /// Salt, base64url of 16 bytes.
    pub salt: String,
    /// The wrapped data key, base64url.
    pub wrapped: String,
}

/// The key under which values at rest are sealed. Lives in memory while the person is here.
#[derive(Clone)]
pub struct ValueKey([u8; 32]);

impl std::fmt::Debug for ValueKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ValueKey(kept secret)")
    }
}

impl ValueKey {
    /// A new key.
    pub fn new(entropy: &mut Entropy) -> Self {
        Self(entropy.draw())
    }

    /// The key sealed for a person, so that the recovery code opens a lock whose PIN was forgotten: base64url of an age
    /// file.
    pub fn wrapped_for(&self, person: Recipient, entropy: &mut Entropy) -> String {
        to_base64url(&seal(&self.0, &[person], entropy))
    }

    /// Opens what [`ValueKey::wrapped_for`] sealed.
    pub fn unwrapped(wrapped: &str, reading: &ReadingKey) -> Result<Self, LockFault> {
        let file = from_base64url(wrapped).ok_or(LockFault::Malformed)?;
        let opened = open(&file, std::slice::from_ref(reading)).map_err(|_| LockFault::WrongPin)?;
        opened.try_into().map(Self).map_err(|_| LockFault::Malformed)
    }

    /// Seals a value under its name, so that it can stand under no other: base64url of a random nonce of 24 bytes and
    /// the sealed text (XChaCha20-Poly1305).
    pub fn seal(&self, name: &str, value: &str, entropy: &mut Entropy) -> String {
        let mut nonce = [0u8; 24];
        nonce.copy_from_slice(&entropy.draw()[..24]);
        let payload = Payload { msg: value.as_bytes(), aad: name.as_bytes() };
        // Encryption fails only beyond 256 GB.
        let sealed = XChaCha20Poly1305::new(&self.0.into()).encrypt(&nonce.into(), payload).unwrap_or_default();
        to_base64url(&[nonce.as_slice(), &sealed].concat())
    }

    /// Opens a value kept under this name.
    pub fn open(&self, name: &str, sealed: &str) -> Result<String, LockFault> {
        let bytes = from_base64url(sealed).ok_or(LockFault::Changed)?;
        let (nonce, sealed) = bytes.split_at_checked(24).ok_or(LockFault::Changed)?;
        let nonce: [u8; 24] = nonce.try_into().map_err(|_| LockFault::Changed)?;
        let payload = Payload { msg: sealed, aad: name.as_bytes() };
        let opened = XChaCha20Poly1305::new(&self.0.into()).decrypt(&nonce.into(), payload);
        String::from_utf8(opened.map_err(|_| LockFault::Changed)?).map_err(|_| LockFault::Changed)
    }
}

fn pin_key(pin: &str, salt: &[u8], memory_kib: u32, passes: u32) -> Option<[u8; 32]> {
    let params = Params::new(memory_kib, passes, 1, Some(32)).ok()?;
    let mut key = [0u8; 32];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(pin.as_bytes(), salt, &mut key).ok()?;
    Some(key)
}

/// A short secret made costly to guess: Argon2id with the same parameters as for a PIN.
pub fn stretch(secret: &str, salt: &[u8; 17]) -> [u8; 32] {
    // These parameters are within Argon2's bounds.
    pin_key(secret, salt, MEMORY_KIB, PASSES).unwrap_or_default()
}

/// Wraps the data key by a PIN.
pub fn wrap_with_pin(key: &ValueKey, pin: &str, entropy: &mut Entropy) -> Locked {
    let salt = entropy.draw_16();
    // A fresh salt makes a fresh key, so the nonce may be zero. These parameters are within Argon2's bounds.
    let wrapping = pin_key(pin, &salt, MEMORY_KIB, PASSES).unwrap_or_default();
    let wrapped = ChaCha20Poly1305::new(&wrapping.into()).encrypt(&Nonce::default(), &key.0[..]).unwrap_or_default();
    Locked {
        kind: "argon2id".to_owned(),
        memory_kib: MEMORY_KIB,
        passes: PASSES,
        salt: to_base64url(&salt),
        wrapped: to_base64url(&wrapped),
    }
}

/// Opens the lock with a PIN.
pub fn open_with_pin(locked: &Locked, pin: &str) -> Result<ValueKey, LockFault> {
    if locked.kind != "argon2id" || locked.memory_kib > MEMORY_KIB_MAX || locked.passes > PASSES_MAX {
        return Err(LockFault::Malformed);
    }
    let salt = from_base64url(&locked.salt).ok_or(LockFault::Malformed)?;
    let wrapped = from_base64url(&locked.wrapped).ok_or(LockFault::Malformed)?;
    let wrapping = pin_key(pin, &salt, locked.memory_kib, locked.passes).ok_or(LockFault::Malformed)?;
    let opened = ChaCha20Poly1305::new(&wrapping.into()).decrypt(&Nonce::default(), wrapped.as_slice());
    opened.ok().and_then(|key| key.try_into().ok()).map(ValueKey).ok_or(LockFault::WrongPin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_pin_opens_and_another_does_not() {
        let mut entropy = Entropy::of_seed([4; 32]);
        let key = ValueKey::new(&mut entropy);
        let locked = wrap_with_pin(&key, "482913", &mut entropy);
        let sealed = key.seal("facts/1", "sentinel: ąžuolas", &mut entropy);
        assert!(!sealed.contains("sentinel"));
        let opened = open_with_pin(&locked, "482913").unwrap();
        assert_eq!(opened.open("facts/1", &sealed).as_deref(), Ok("sentinel: ąžuolas"));
        assert_eq!(opened.open("facts/2", &sealed), Err(LockFault::Changed));
        assert_eq!(opened.open("facts/1", &sealed[1..]), Err(LockFault::Changed));
        let reading = ReadingKey::of_seed([7; 32]);
        let wrapped = key.wrapped_for(reading.public(), &mut entropy);
        let recovered = ValueKey::unwrapped(&wrapped, &reading).unwrap();
        assert_eq!(recovered.open("facts/1", &sealed).as_deref(), Ok("sentinel: ąžuolas"));
        let stranger = ReadingKey::of_seed([8; 32]);
        assert_eq!(ValueKey::unwrapped(&wrapped, &stranger).unwrap_err(), LockFault::WrongPin);
        assert_eq!(open_with_pin(&locked, "482914").unwrap_err(), LockFault::WrongPin);
        let greedy = Locked { memory_kib: 4 << 20, ..locked.clone() };
        assert_eq!(open_with_pin(&greedy, "482913").unwrap_err(), LockFault::Malformed);
        let text = serde_json::to_string(&locked).unwrap();
        assert_eq!(serde_json::from_str::<Locked>(&text).unwrap(), locked);
    }
}
