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

/// Reads raw deflate. `None` if it is broken or grows beyond [`INFLATED_BYTES_MAX`].
pub fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    miniz_oxide::inflate::decompress_to_vec_with_limit(bytes, INFLATED_BYTES_MAX).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
