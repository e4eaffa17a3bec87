//! Who somebody is: a person's root key and reading key, which follow from the recovery code, and the certificate by
//! which the root says that a device's key is the person's. The root then leaves the device.

use super::derive;
use super::recovery::RecoveryCode;
use super::sealing::{ReadingKey, Recipient};
use super::signing::{SignFault, SigningKey, Unverified, VerifyingKey, sign};
use crate::base::{DeviceId, Moment, PersonId};
use serde::{Deserialize, Serialize};

/// What a certificate says it is.
pub const CERTIFICATE_KIND: &str = "augu.device.1";

/// The keys that follow from a recovery code. Held only while a device is added, revoked, or keys are changed.
#[derive(Clone, Debug)]
pub struct PersonKeys {
    /// 1 for the first keys; one more each time the keys are changed.
    pub generation: u32,
    /// Signs certificates.
    pub root: SigningKey,
    /// Opens what is sealed for the person. Stays on the person's devices.
    pub reading: ReadingKey,
}

impl PersonKeys {
    /// The keys of this generation of a code: HKDF-SHA256 of its 128 bits.
    pub fn of(code: &RecoveryCode, generation: u32) -> Self {
        let seed = |what: &str| derive(code.bits(), &format!("augu.{what}.{generation}"));
        Self { generation, root: SigningKey::of_seed(seed("root")), reading: ReadingKey::of_seed(seed("reading")) }
    }

    /// What others know of these keys.
    pub fn public(&self) -> PublicPerson {
        PublicPerson { generation: self.generation, root: self.root.public(), reading: self.reading.public() }
    }

    /// Certifies a device's key as the person's.
    pub fn certify(&self, person: PersonId, device: DeviceId, key: VerifyingKey, now: Moment) -> Certificate {
        let said = Said { kind: CERTIFICATE_KIND.to_owned(), person, device, key, keys: self.public(), since: now };
        // All fields have a JSON form.
        let json = serde_json::to_string(&said).unwrap_or_default();
        Certificate { signed: sign(&self.root, &json), said }
    }
}

/// What others know of a person's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PublicPerson {
    /// 1 for the first keys.
    #[serde(rename = "g")]
    pub generation: u32,
    /// Verifies the person's certificates.
    pub root: VerifyingKey,
    /// Seals for the person.
    pub reading: Recipient,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    kind: String,
    person: PersonId,
    device: DeviceId,
    key: VerifyingKey,
    keys: PublicPerson,
    since: Moment,
}

/// A device certificate: the person's root says that this device's key is the person's. In JSON it stands as the
/// signed text, and reading it checks the signature by the root that it names; whether that root is a known person's is
/// for the reader to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    signed: String,
    said: Said,
}

impl Certificate {
    /// Reads a certificate and checks that the root it names signed it.
    pub fn read(signed: &str) -> Result<Self, SignFault> {
        let unverified = Unverified::read(signed.as_bytes())?;
        let claimed: Said = serde_json::from_str(&unverified.peek()?).map_err(|_| SignFault::Payload)?;
        let json = unverified.verify(&claimed.keys.root)?;
        let said: Said = serde_json::from_str(&json).map_err(|_| SignFault::Payload)?;
        if said.kind != CERTIFICATE_KIND {
            return Err(SignFault::Payload);
        }
        Ok(Self { signed: signed.to_owned(), said })
    }

    /// The signed text.
    pub fn signed(&self) -> &str {
        &self.signed
    }

    /// Whose device it is.
    pub const fn person(&self) -> PersonId {
        self.said.person
    }

    /// Which device.
    pub const fn device(&self) -> DeviceId {
        self.said.device
    }

    /// The device's key.
    pub const fn key(&self) -> VerifyingKey {
        self.said.key
    }

    /// The keys of the person who certified it.
    pub const fn keys(&self) -> PublicPerson {
        self.said.keys
    }

    /// When it was certified, by that device's clock.
    pub const fn since(&self) -> Moment {
        self.said.since
    }
}

impl Serialize for Certificate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.signed)
    }
}

impl<'de> Deserialize<'de> for Certificate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_keys_follow_from_the_code() {
        let code = RecoveryCode::of_bits([5; 16]);
        let (first, again, next) = (PersonKeys::of(&code, 1), PersonKeys::of(&code, 1), PersonKeys::of(&code, 2));
        assert_eq!(first.public(), again.public());
        assert_ne!(first.public().root, next.public().root);
        assert_ne!(first.public().reading, next.public().reading);
        let other = PersonKeys::of(&RecoveryCode::of_bits([6; 16]), 1);
        assert_ne!(first.public().root, other.public().root);
    }

    #[test]
    fn a_certificate_holds_only_as_the_root_signed_it() {
        let keys = PersonKeys::of(&RecoveryCode::of_bits([5; 16]), 1);
        let device = SigningKey::of_seed([9; 32]);
        let (person, id) = (PersonId::from_bits(1), DeviceId::from_bits(2));
        let certificate = keys.certify(person, id, device.public(), Moment(1000));
        let read = Certificate::read(certificate.signed()).unwrap();
        assert_eq!((read.person(), read.device(), read.key()), (person, id, device.public()));
        assert_eq!(read.keys(), keys.public());
        // The same words signed by another key.
        let json = Unverified::read(certificate.signed().as_bytes()).unwrap().peek().unwrap();
        assert_eq!(Certificate::read(&sign(&device, &json)), Err(SignFault::OtherKey));
        let renamed = json.replace(CERTIFICATE_KIND, "augu.head.1");
        assert_eq!(Certificate::read(&sign(&keys.root, &renamed)), Err(SignFault::Payload));
    }
}
