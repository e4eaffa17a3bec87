//! The recovery code: 128 random bits on paper, from which all keys of a person follow.
//!
//! Written as Douglas Crockford's base32: 26 characters in groups of five, and his check symbol (the number modulo 37),
//! which catches every single wrong character and every two neighbours put the wrong way round. Read leniently: case,
//! hyphens and spaces do not matter, `I` and `L` count as 1, `O` as 0.

use std::fmt;

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHECKS: &[u8; 37] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

/// A person's recovery code. Secret: whoever has it is the person.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; 16]);

/// Why a text is not a recovery code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// It has too few or too many characters.
    #[error("a recovery code has 26 characters and a check character; this has {0}")]
    Length(usize),
    /// A character that no code has.
    #[error("`{0}` does not occur in a recovery code")]
    Character(char),
    /// The check character does not fit: something was misread.
    #[error("a character is wrong or two are swapped: the check character does not fit")]
    Check,
}

impl RecoveryCode {
    /// The code of these random bits.
    pub const fn of_bits(bits: [u8; 16]) -> Self {
        Self(bits)
    }

    /// The 128 bits. For deriving keys alone.
    pub(super) const fn bits(&self) -> &[u8; 16] {
        &self.0
    }

    /// As printed: `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XX`, the last character being the check symbol.
    pub fn written(&self) -> String {
        let bits = u128::from_be_bytes(self.0);
        let mut text = write_crockford(bits, 26);
        text.push(CHECKS[(bits % 37) as usize] as char);
        let groups: Vec<&str> = (0..text.len()).step_by(5).map(|at| &text[at..text.len().min(at + 5)]).collect();
        groups.join("-")
    }

    /// Reads what a person typed or a camera read.
    pub fn read(text: &str) -> Result<Self, CodeFault> {
        let signs: Vec<char> =
            text.chars().filter(|sign| !matches!(sign, '-' | ' ' | '\u{2013}' | '\n' | '\t')).collect();
        let [number @ .., check] = signs.as_slice() else { return Err(CodeFault::Length(0)) };
        if number.len() != 26 {
            return Err(CodeFault::Length(signs.len()));
        }
        let mut bits: u128 = 0;
        for (at, sign) in number.iter().enumerate() {
            let digit = digit_of(*sign).ok_or(CodeFault::Character(*sign))?;
            if at == 0 && digit > 7 {
                return Err(CodeFault::Check);
            }
            bits = bits << 5 | u128::from(digit);
        }
        let check = match check.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            sign => sign,
        };
        match CHECKS.iter().position(|known| char::from(*known) == check) {
            None => Err(CodeFault::Character(check)),
            Some(value) if value as u128 == bits % 37 => Ok(Self(bits.to_be_bytes())),
            Some(_) => Err(CodeFault::Check),
        }
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(kept secret)")
    }
}

fn digit_of(sign: char) -> Option<u8> {
    let sign = match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        sign => sign,
    };
    DIGITS.iter().position(|known| char::from(*known) == sign).map(|at| at as u8)
}

/// The lowest `5 * characters` bits as so many characters of Crockford's base32, at most 26.
pub fn write_crockford(bits: u128, characters: u32) -> String {
    (0..characters.min(26)).rev().map(|place| char::from(DIGITS[((bits >> (place * 5)) & 31) as usize])).collect()
}

/// Reads up to 25 characters of Crockford's base32, leniently, without hyphens and spaces. `None` for another character.
pub fn read_crockford(text: &str) -> Option<(u128, usize)> {
    let signs: Vec<char> = text.chars().filter(|sign| !matches!(sign, '-' | ' ')).collect();
    if signs.len() > 25 {
        return None;
    }
    let bits = signs.iter().try_fold(0u128, |bits, sign| Some(bits << 5 | u128::from(digit_of(*sign)?)))?;
    Some((bits, signs.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Rng;

    fn code(rng: &mut Rng) -> RecoveryCode {
        let bits = u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64());
        RecoveryCode::of_bits(bits.to_be_bytes())
    }

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let mut rng = Rng::new(1);
        for _ in 0..500 {
            let code = code(&mut rng);
            let written = code.written();
            assert_eq!(written.len(), 32, "{written}");
            for typed in [
                written.clone(),
                written.to_lowercase(),
                written.replace('-', ""),
                written.replace('-', " ").replace('1', "l").replace('0', "o"),
            ] {
                assert_eq!(RecoveryCode::read(&typed), Ok(code.clone()), "{typed}");
            }
        }
    }

    #[test]
    fn every_wrong_character_and_every_swap_of_neighbours_is_caught() {
        let mut rng = Rng::new(2);
        for _ in 0..20 {
            let right = code(&mut rng).written().replace('-', "");
            for at in 0..26 {
                for other in DIGITS.iter().map(|digit| char::from(*digit)) {
                    let mut signs: Vec<char> = right.chars().collect();
                    if signs[at] != other {
                        signs[at] = other;
                        assert!(RecoveryCode::read(&signs.iter().collect::<String>()).is_err());
                    }
                }
                let mut signs: Vec<char> = right.chars().collect();
                if at < 25 && signs[at] != signs[at + 1] {
                    signs.swap(at, at + 1);
                    assert!(RecoveryCode::read(&signs.iter().collect::<String>()).is_err());
                }
            }
        }
        for broken in ["", "-", "123", &"0".repeat(26), &"0".repeat(28), &"é".repeat(27), &"Z".repeat(27)] {
            assert!(RecoveryCode::read(broken).is_err(), "{broken}");
        }
        assert_eq!(RecoveryCode::of_bits([0; 16]).written(), "00000-00000-00000-00000-00000-00");
    }
}
