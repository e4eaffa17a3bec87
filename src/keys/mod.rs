//! Identity, signing and sealing: who somebody is, that a file is theirs, and who may open it. Bytes in, bytes out.
//!
//! | file | what it holds | standard |
//! |---|---|---|
//! | `recovery` | the recovery code on paper | Crockford base32 with its check symbol |
//! | `identity` | a person's root and reading key, a device's key, the certificate between them | Ed25519, X25519, HKDF |
//! | `signing` | signed JSON | JWS (RFC 7515), `Ed25519` (RFC 9864), thumbprints (RFC 7638) |
//! | `sealing` | sealed files | age v1 (C2SP) |
//! | `fingerprint` | what two people compare face to face | |
//! | `lock` | a PIN on a shared computer | Argon2id (RFC 9106), XChaCha20-Poly1305 |
//!
//! Absent: files, network, a clock, and a source of entropy: random bytes are drawn from an [`Entropy`] that `browser`
//! seeds. Nothing here is written by hand that a well-kept crate does: only the age format is put together from parts,
//! because the `age` crate would weigh ten times as much in the browser; it is a judge in the tests.

mod encoding;
mod entropy;
mod fingerprint;
mod identity;
mod lock;
mod recovery;
mod sealing;
mod signing;

pub use encoding::{deflate, from_base64url, inflate, short_digest, to_base64url};
pub use entropy::Entropy;
pub use fingerprint::{word_pair, written_fingerprint};
pub use identity::{CERTIFICATE_KIND, Certificate, PersonKeys, PublicPerson};
pub use lock::{LockFault, Locked, ValueKey, open_with_pin, stretch, wrap_with_pin};
pub use recovery::{CodeFault, RecoveryCode, read_crockford, write_crockford};
pub use sealing::{OpenFault, ReadingKey, Recipient, open, seal};
pub use signing::{SignFault, SigningKey, Thumbprint, Unverified, VerifyingKey, sign, sign_short};

/// The most that a compressed text may grow to: 1 MiB. (130 KB can be made to inflate to 128 MiB.)
pub const INFLATED_BYTES_MAX: usize = 1 << 20;

/// Bytes derived from a secret for one purpose: HKDF-SHA256 (RFC 5869) without salt; `info` names the purpose.
pub fn derive(secret: &[u8], info: &str) -> [u8; 32] {
    let mut out = [0u8; 32];
    let hkdf = hkdf::Hkdf::<sha2::Sha256>::new(None, secret);
    // 32 bytes are far below the 8160 that HKDF-SHA256 can give, so this never fails.
    let _ = hkdf.expand(info.as_bytes(), &mut out);
    out
}
