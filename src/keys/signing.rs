//! Signed JSON: JWS (RFC 7515) in its flattened JSON form, one signature by one key.
//!
//! The protected header is always `{"alg":"Ed25519","cty":"json+deflate","kid":K}`: RFC 9864's name of the algorithm,
//! the payload being JSON packed with raw deflate, and K the RFC 7638 thumbprint of the key. There is one way to write
//! each signed text, and only that is read; so a changed byte is always refused. The payload is inflated only after
//! the signature was found good, and never beyond 1 MiB.

use super::encoding::{deflate, deflate_stored, from_base64url, inflate, to_base64url};
use ed25519_dalek::Signer;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;

/// Why a text is not validly signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignFault {
    /// It is not a signed text at all: cut off, damaged, or something else.
    #[error("this is not signed JSON")]
    Malformed,
    /// It names another key.
    #[error("it is signed by another key")]
    OtherKey,
    /// The signature does not fit the text.
    #[error("the signature does not fit")]
    BadSignature,
    /// The signature fits, and the payload is not compressed JSON of at most 1 MiB.
    #[error("the signed content cannot be read")]
    Payload,
}

/// The RFC 7638 thumbprint of a public key: 43 characters of base64url.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Thumbprint(pub String);

impl Thumbprint {
    /// The first 22 characters, 132 bits: enough to recognise a key that was given once over a safe way.
    pub fn short(&self) -> &str {
        self.0.get(..22).unwrap_or(&self.0)
    }
}

/// A public Ed25519 key. In JSON: 43 characters of base64url.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct VerifyingKey([u8; 32]);

impl VerifyingKey {
    /// The key of these bytes; `None` if they are no point of the curve or a weak one.
    pub fn of_bytes(bytes: [u8; 32]) -> Option<Self> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok()?;
        (!key.is_weak()).then_some(Self(bytes))
    }

    /// The 32 bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key's name in signed texts.
    pub fn thumbprint(&self) -> Thumbprint {
        let jwk = format!("{{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"{}\"}}", to_base64url(&self.0));
        Thumbprint(to_base64url(&Sha256::digest(jwk.as_bytes())))
    }

    /// Whether this key signed this message (strict: no malleable signatures).
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = ed25519_dalek::Signature::from_slice(signature) else { return false };
        ed25519_dalek::VerifyingKey::from_bytes(&self.0).is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_base64url(&self.0))
    }
}

impl Serialize for VerifyingKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_base64url(&self.0))
    }
}

impl<'de> Deserialize<'de> for VerifyingKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        from_base64url(&text)
            .and_then(|bytes| Self::of_bytes(bytes.try_into().ok()?))
            .ok_or_else(|| serde::de::Error::custom("not a public key"))
    }
}

/// A secret Ed25519 key: of a device, of a person (the root), or derived from a link. In JSON, at rest on the device
/// alone: 43 characters of base64url.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The key of these 32 random or derived bytes.
    pub fn of_seed(seed: [u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// The public half.
    pub fn public(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key().to_bytes())
    }

    /// A bare signature: 64 bytes.
    pub fn signature(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(of {:?})", self.public())
    }
}

impl PartialEq for SigningKey {
    fn eq(&self, other: &Self) -> bool {
        self.public() == other.public()
    }
}

impl Serialize for SigningKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_base64url(self.0.as_bytes()))
    }
}

impl<'de> Deserialize<'de> for SigningKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        from_base64url(&text)
            .and_then(|bytes| Some(Self::of_seed(bytes.try_into().ok()?)))
            .ok_or_else(|| serde::de::Error::custom("not a secret key"))
    }
}

fn header(kid: &Thumbprint) -> String {
    to_base64url(format!("{{\"alg\":\"Ed25519\",\"cty\":\"json+deflate\",\"kid\":\"{}\"}}", kid.0).as_bytes())
}

/// Signs a JSON text: a flattened JWS.
pub fn sign(key: &SigningKey, json: &str) -> String {
    signed(key, &deflate(json.as_bytes()))
}

/// Signs a short JSON text, stored in the packing as it is: the parents' page, which must weigh little, carries no
/// program that packs.
pub fn sign_short(key: &SigningKey, json: &str) -> String {
    signed(key, &deflate_stored(json.as_bytes()))
}

fn signed(key: &SigningKey, packed: &[u8]) -> String {
    let protected = header(&key.public().thumbprint());
    let payload = to_base64url(packed);
    let signature = to_base64url(&key.signature(format!("{protected}.{payload}").as_bytes()));
    format!("{{\"payload\":\"{payload}\",\"protected\":\"{protected}\",\"signature\":\"{signature}\"}}")
}

/// A signed text, read and not yet believed.
#[derive(Clone, Debug)]
pub struct Unverified {
    /// The key that it says it is signed by.
    pub kid: Thumbprint,
    protected: String,
    payload: String,
    signature: Vec<u8>,
}

impl Unverified {
    /// Reads a flattened JWS of the one form that this app writes.
    pub fn read(bytes: &[u8]) -> Result<Self, SignFault> {
        #[derive(Deserialize)]
        struct Flattened<'a> {
            payload: &'a str,
            protected: &'a str,
            signature: &'a str,
        }
        let text = std::str::from_utf8(bytes).map_err(|_| SignFault::Malformed)?;
        let Flattened { payload, protected, signature } =
            serde_json::from_str(text).map_err(|_| SignFault::Malformed)?;
        let written =
            format!("{{\"payload\":\"{payload}\",\"protected\":\"{protected}\",\"signature\":\"{signature}\"}}");
        if written != text {
            return Err(SignFault::Malformed);
        }
        #[derive(Deserialize)]
        struct Header {
            kid: Thumbprint,
        }
        let opened = from_base64url(protected).ok_or(SignFault::Malformed)?;
        let Header { kid } = serde_json::from_slice(&opened).map_err(|_| SignFault::Malformed)?;
        if header(&kid) != protected {
            return Err(SignFault::Malformed);
        }
        let signature = from_base64url(signature).ok_or(SignFault::Malformed)?;
        Ok(Self { kid, protected: protected.to_owned(), payload: payload.to_owned(), signature })
    }

    /// Checks the signature and gives the JSON.
    pub fn verify(&self, key: &VerifyingKey) -> Result<String, SignFault> {
        if key.thumbprint() != self.kid {
            return Err(SignFault::OtherKey);
        }
        if !key.verifies(format!("{}.{}", self.protected, self.payload).as_bytes(), &self.signature) {
            return Err(SignFault::BadSignature);
        }
        self.json()
    }

    /// The JSON as it claims to be. For finding out which key to check it with, never for belief.
    pub fn peek(&self) -> Result<String, SignFault> {
        self.json()
    }

    fn json(&self) -> Result<String, SignFault> {
        let packed = from_base64url(&self.payload).ok_or(SignFault::Payload)?;
        String::from_utf8(inflate(&packed).ok_or(SignFault::Payload)?).map_err(|_| SignFault::Payload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumbprint_is_that_of_the_standard() {
        // RFC 8037, appendix A.3.
        let x = from_base64url("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
        let key = VerifyingKey::of_bytes(x.try_into().unwrap()).unwrap();
        assert_eq!(key.thumbprint().0, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn a_signed_text_verifies_with_its_key_alone_and_unchanged() {
        let (key, other) = (SigningKey::of_seed([1; 32]), SigningKey::of_seed([2; 32]));
        let text = sign(&key, r#"{"a":"ąčę","n":[1,2,3]}"#);
        let read = Unverified::read(text.as_bytes()).unwrap();
        assert_eq!(read.verify(&key.public()).as_deref(), Ok(r#"{"a":"ąčę","n":[1,2,3]}"#));
        assert_eq!(read.verify(&other.public()), Err(SignFault::OtherKey));
        let short = Unverified::read(sign_short(&key, r#"{"a":"ąčę"}"#).as_bytes()).unwrap();
        assert_eq!(short.verify(&key.public()).as_deref(), Ok(r#"{"a":"ąčę"}"#));
        for bit in 0..text.len() * 8 {
            let mut bytes = text.clone().into_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let accepted = Unverified::read(&bytes).and_then(|read| read.verify(&key.public()));
            assert!(accepted.is_err(), "bit {bit} of {text}");
        }
        for length in 0..text.len() {
            assert!(Unverified::read(&text.as_bytes()[..length]).is_err());
        }
        for (from, to) in [(",", ", "), ("{\"payload", "{ \"payload"), ("\"}", "\",\"header\":{}}"), ("\"}", "\"}\n")] {
            assert!(Unverified::read(text.replacen(from, to, 1).as_bytes()).is_err(), "{from} to {to}");
        }
    }

    #[test]
    fn weak_keys_are_no_keys() {
        assert_eq!(VerifyingKey::of_bytes([0; 32]), None);
        let mut identity = [0; 32];
        identity[0] = 1;
        assert_eq!(VerifyingKey::of_bytes(identity), None);
    }
}
