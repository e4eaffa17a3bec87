//! The plain encodings under the formats: base64url, digests in names, raw deflate with a cap.

use super::INFLATED_BYTES_MAX;
use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};

/// Bytes as base64url without padding (RFC 4648, section 5).
pub fn to_base64url(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Reads base64url without padding. `None` for anything but the one way to write these bytes.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let bytes = Base64UrlUnpadded::decode_vec(text).ok()?;
    (to_base64url(&bytes) == text).then_some(bytes)
}

/// The digest that stands in the name of an immutable file: the first 22 characters of base64url of SHA-256, 132 bits.
pub fn short_digest(bytes: &[u8]) -> String {
    let mut text = to_base64url(&Sha256::digest(bytes));
    text.truncate(22);
    text
}

/// Raw deflate (RFC 1951).
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(bytes, 9)
}

/// Raw deflate that stores the bytes as they are, in blocks of 64 KB.
pub fn deflate_stored(bytes: &[u8]) -> Vec<u8> {
    const BLOCK_BYTES_MAX: usize = 0xFFFF;
    let blocks = bytes.len().div_ceil(BLOCK_BYTES_MAX).max(1);
    let mut packed = Vec::with_capacity(bytes.len() + 5 * blocks);
    for at in 0..blocks {
        let block = &bytes[at * BLOCK_BYTES_MAX..bytes.len().min((at + 1) * BLOCK_BYTES_MAX)];
        let length = block.len() as u16;
        packed.push(u8::from(at + 1 == blocks));
        packed.extend(length.to_le_bytes());
        packed.extend((!length).to_le_bytes());
        packed.extend(block);
    }
    packed
}

/// Reads raw deflate. `None` if it is broken or grows beyond [`INFLATED_BYTES_MAX`].
pub fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    miniz_oxide::inflate::decompress_to_vec_with_limit(bytes, INFLATED_BYTES_MAX).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_inflates_to_itself() {
        for size in [0, 1, 0xFFFE, 0xFFFF, 0x1_0000, 0x1_FFFE, 200_000] {
            let bytes: Vec<u8> = (0..size).map(|at| (at * 7) as u8).collect();
            assert_eq!(inflate(&deflate_stored(&bytes)), Some(bytes), "{size}");
        }
    }

    #[test]
    fn what_inflates_too_far_is_refused() {
        let most = vec![b'a'; INFLATED_BYTES_MAX];
        assert_eq!(inflate(&deflate(&most)), Some(most));
        for size in [INFLATED_BYTES_MAX + 1, 64 << 20] {
            assert_eq!(inflate(&deflate(&vec![b'a'; size])), None, "{size}");
        }
        for broken in [&b""[..], b"x", &[0xff; 40]] {
            assert_eq!(inflate(broken), None);
        }
    }

    #[test]
    fn base64url_has_one_way_to_write_each_text() {
        assert_eq!(to_base64url(b"\xff\xfe"), "__4");
        assert_eq!(from_base64url("__4"), Some(vec![0xff, 0xfe]));
        for broken in ["__5", "__4=", "//4", "_", "_ _4", "__4\n"] {
            assert_eq!(from_base64url(broken), None, "{broken}");
        }
        assert_eq!(short_digest(b""), "47DEQpj8HBSa-_TImW-5JC");
    }
}
