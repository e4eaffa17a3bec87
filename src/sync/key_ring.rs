//! What one device holds of a person's keys: what it signs with, what opens the person's files, and the recovery code for
//! as long as nobody has its card. The root key itself is not kept: it follows from the code.
//!
//! A pupil begins without one. It is made at the moment when something must be signed or sealed, whether that is a card, a
//! link for the family or a class; from then on it is the same for all of them. Absent: where it is kept.

use super::files::Signer;
use crate::base::{DeviceId, Moment, PersonId};
use crate::keys::{Entropy, PersonKeys, ReadingKey, RecoveryCode, SigningKey};
use serde::{Deserialize, Serialize};

/// The highest generation of keys that is looked for under a code.
const GENERATIONS_MAX: u32 = 64;

/// The keys of a person on one device.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyRing {
    /// The person's device in this browser profile.
    pub signer: Signer,
    /// A second device of the person here, for what is meant for a whole class: assignments.
    pub board: Signer,
    /// Opens what is sealed for the person now.
    pub reading: ReadingKey,
    /// Opened it before the keys were changed; the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<ReadingKey>,
    /// The code as written, until its card was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyRing(generation {}, kept secret)", self.generation())
    }
}

fn certified(keys: &PersonKeys, person: PersonId, device: DeviceId, key: SigningKey, now: Moment) -> Signer {
    let certificate = keys.certify(person, device, key.public(), now);
    Signer { device, key, certificate }
}

impl KeyRing {
    /// New keys with a new recovery code, which stays here until its card was made.
    pub fn new(person: PersonId, device: DeviceId, now: Moment, entropy: &mut Entropy) -> Self {
        let code = RecoveryCode::of_bits(entropy.draw_16());
        let made = Self::of_code(&code, 1, person, device, now, entropy);
        Self { code: Some(code.written()), ..made }
    }

    /// Keys of this device that follow from a code that somebody has written down.
    pub fn of_code(
        code: &RecoveryCode,
        generation: u32,
        person: PersonId,
        device: DeviceId,
        now: Moment,
        entropy: &mut Entropy,
    ) -> Self {
        let keys = PersonKeys::of(code, generation);
        let board = DeviceId::from_bits(entropy.draw_bits());
        let mut signer = |device| certified(&keys, person, device, SigningKey::of_seed(entropy.draw()), now);
        Self {
            signer: signer(device),
            board: signer(board),
            reading: keys.reading.clone(),
            earlier: Vec::new(),
            code: None,
        }
    }

    /// A new root and reading key with a new recovery code: after a card or another device was lost. This device is not
    /// lost, so its own keys stay, and with them what it signed and the classes that know it.
    #[must_use]
    pub fn renewed(&self, now: Moment, entropy: &mut Entropy) -> Self {
        let code = RecoveryCode::of_bits(entropy.draw_16());
        let next = self.moved_to(&code, self.generation().saturating_add(1), now);
        Self { code: Some(code.written()), ..next }
    }

    /// The keys that follow from another code of the same person, on this device: its own keys stay.
    #[must_use]
    pub fn moved_to(&self, code: &RecoveryCode, generation: u32, now: Moment) -> Self {
        let keys = PersonKeys::of(code, generation);
        let person = self.signer.certificate.person();
        let again = |signer: &Signer| certified(&keys, person, signer.device, signer.key.clone(), now);
        let mut earlier = self.earlier.clone();
        earlier.push(self.reading.clone());
        Self {
            signer: again(&self.signer),
            board: again(&self.board),
            reading: keys.reading.clone(),
            earlier,
            code: None,
        }
    }

    /// 1 for the first keys; one more each time the keys are changed.
    pub const fn generation(&self) -> u32 {
        self.signer.certificate.keys().generation
    }

    /// The thumbprint of the root key, as the journal's fact names it.
    pub fn root(&self) -> String {
        self.signer.certificate.keys().root.thumbprint().0
    }

    /// The code, while its card is not made yet.
    pub fn code(&self) -> Option<RecoveryCode> {
        RecoveryCode::read(self.code.as_deref()?).ok()
    }

    /// The card is made: the code leaves this device, and with it everything that the root key follows from.
    pub fn card_made(&mut self) {
        self.code = None;
    }
}

/// The generation in which the code gives the root with this thumbprint; `None`: another code.
pub fn generation_of(code: &RecoveryCode, root: &str) -> Option<u32> {
    (1..=GENERATIONS_MAX).find(|generation| PersonKeys::of(code, *generation).public().root.thumbprint().0 == root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_follow_from_the_code_and_the_code_leaves() {
        let mut entropy = Entropy::of_seed([1; 32]);
        let (person, device) = (PersonId::from_bits(1), DeviceId::from_bits(2));
        let mut first = KeyRing::new(person, device, Moment(5), &mut entropy);
        let code = first.code().expect("a code until the card is made");
        let certificate = &first.signer.certificate;
        assert_eq!((certificate.person(), certificate.device()), (person, device));
        assert_eq!(certificate.key(), first.signer.key.public());
        assert_eq!(certificate.keys(), PersonKeys::of(&code, 1).public());
        assert_eq!(certificate.keys(), first.board.certificate.keys());
        assert_ne!(first.signer.key.public(), first.board.key.public());
        let text = serde_json::to_string(&first).expect("JSON");
        assert!(text.contains(&code.written()));
        assert_eq!(serde_json::from_str::<KeyRing>(&text).expect("the same"), first);
        first.card_made();
        assert_eq!(first.code(), None);
        assert!(!serde_json::to_string(&first).expect("JSON").contains(&code.written()));

        let second = KeyRing::of_code(&code, 1, person, DeviceId::from_bits(3), Moment(6), &mut entropy);
        assert_eq!(second.root(), first.root());
        assert_eq!(second.reading.public(), first.reading.public());
        assert_ne!(second.signer.key.public(), first.signer.key.public());
        assert_eq!(second.code(), None);
        assert_eq!(generation_of(&code, &first.root()), Some(1));
        assert_eq!(generation_of(&RecoveryCode::of_bits([9; 16]), &first.root()), None);
    }

    #[test]
    fn changed_keys_leave_the_device_what_it_was() {
        let mut entropy = Entropy::of_seed([2; 32]);
        let first = KeyRing::new(PersonId::from_bits(1), DeviceId::from_bits(2), Moment(5), &mut entropy);
        let next = first.renewed(Moment(9), &mut entropy);
        let code = next.code().expect("a new code");
        assert_eq!((next.generation(), generation_of(&code, &next.root())), (2, Some(2)));
        assert_ne!(first.code(), Some(code));
        assert_eq!(next.signer.key.public(), first.signer.key.public());
        assert_eq!((next.signer.device, next.board.device), (first.signer.device, first.board.device));
        assert_eq!(next.earlier, std::slice::from_ref(&first.reading));
        assert_ne!(next.reading.public(), first.reading.public());
    }
}
