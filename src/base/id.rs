//! Random ids, made before any key exists: 128 bits, written as 26 characters of Crockford's base32 in lower case.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn write_id(bits: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for place in (0..26).rev() {
        let digit = ((bits >> (place * 5)) & 31) as usize;
        fmt::Write::write_char(f, ALPHABET[digit] as char)?;
    }
    Ok(())
}

fn read_id(text: &str) -> Option<u128> {
    if text.len() != 26 {
        return None;
    }
    let mut bits: u128 = 0;
    for (at, byte) in text.bytes().enumerate() {
        let digit = ALPHABET.iter().position(|&known| known == byte)? as u128;
        if at == 0 && digit > 7 {
            return None;
        }
        bits = (bits << 5) | digit;
    }
    Some(bits)
}

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// The id of these 128 random bits.
            pub const fn from_bits(bits: u128) -> Self {
                Self(bits)
            }

            /// The 128 bits.
            pub const fn bits(self) -> u128 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_id(self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_id(self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = &'static str;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                read_id(text).map(Self).ok_or("an id is 26 characters of 0-9 and a-z without i, l, o, u")
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

random_id! {
    /// A person: a pupil, a teacher, a parent. Random, and older than any key the person may get.
    PersonId
}

random_id! {
    /// A device means one person in one browser profile: two pupils on one Chromebook are two devices.
    DeviceId
}

random_id! {
    /// A class: pupils and staff who share facts through one host.
    ClassId
}

random_id! {
    /// A place in a class: one pupil's name on the list, whoever takes it, with whichever keys.
    PlaceId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_wrote() {
        for bits in [0, 1, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef] {
            let id = PersonId::from_bits(bits);
            assert_eq!(id.to_string().len(), 26);
            assert_eq!(id.to_string().parse::<PersonId>(), Ok(id));
        }
        for broken in ["", "z", "zzzzzzzzzzzzzzzzzzzzzzzzzz", "0000000000000000000000000u", "ąąąąąąąąąąąąą"]
        {
            assert!(broken.parse::<PersonId>().is_err(), "{broken} is not an id");
        }
    }
}
