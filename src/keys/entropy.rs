//! Random bytes for keys and nonces, stretched from a seed of 32 bytes that the browser draws.
//!
//! Absent: the draw itself. HMAC-SHA256 over a counter, keyed with the seed, is a pseudo-random function; who knows the
//! seed knows all that follows, so a seed is used for one step, never kept and never logged.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A source of random bytes for one step. Not `Clone`: the same bytes must not be drawn twice.
pub struct Entropy {
    seed: [u8; 32],
    drawn: u64,
}

impl Entropy {
    /// The source of this seed: 32 bytes from the operating system's generator, each seed used once.
    pub const fn of_seed(seed: [u8; 32]) -> Self {
        Self { seed, drawn: 0 }
    }

    /// The next 32 bytes.
    pub fn draw(&mut self) -> [u8; 32] {
        let mut bytes = [0u8; 32];
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.seed) {
            mac.update(b"augu.entropy.1");
            mac.update(&self.drawn.to_be_bytes());
            bytes.copy_from_slice(&mac.finalize().into_bytes());
        }
        self.drawn += 1;
        bytes
    }

    /// The next 16 bytes.
    pub fn draw_16(&mut self) -> [u8; 16] {
        let mut half = [0u8; 16];
        half.copy_from_slice(&self.draw()[..16]);
        half
    }

    /// The next 128 bits, for an id.
    pub fn draw_bits(&mut self) -> u128 {
        u128::from_be_bytes(self.draw_16())
    }

    /// A whole number from 0 to `bound - 1`; 0 for a bound of 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((self.draw_bits() >> 64).wrapping_mul(u128::from(bound)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_different_bytes_each_time() {
        let (mut one, mut two) = (Entropy::of_seed([7; 32]), Entropy::of_seed([8; 32]));
        let drawn: std::collections::BTreeSet<_> = (0..200).flat_map(|_| [one.draw(), two.draw()]).collect();
        assert_eq!(drawn.len(), 400);
        assert!((0..200).all(|_| one.below(64) < 64));
        assert_eq!(one.below(0), 0);
    }
}
