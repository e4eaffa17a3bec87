//! How a request shows a host that it may write: HTTP Basic, or AWS Signature Version 4 for S3-compatible stores. Pure:
//! headers out.

use super::join::Credential;
use crate::base::Moment;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn mac(key: &[u8], message: &str) -> Vec<u8> {
    // HMAC takes keys of any length, so this never fails.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// The headers that a request must carry beside the usual ones. `url` is whole, without query or fragment; names of files
/// need no escapes.
pub fn headers(credential: &Credential, method: &str, url: &str, body: &[u8], now: Moment) -> Vec<(String, String)> {
    let header = |name: &str, value: String| (name.to_owned(), value);
    match credential {
        Credential::None => Vec::new(),
        Credential::Basic { user, password } => {
            use base64ct::{Base64, Encoding};
            let pair = Base64::encode_string(format!("{user}:{password}").as_bytes());
            vec![header("Authorization", format!("Basic {pair}"))]
        }
        Credential::S3 { key, secret, region } => {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            let (year, month, day) = crate::base::Day((now.0.div_euclid(86_400_000)) as i32).date();
            let seconds = now.0.div_euclid(1000).rem_euclid(86_400);
            let date = format!("{year:04}{month:02}{day:02}");
            let time = format!("{date}T{:02}{:02}{:02}Z", seconds / 3600, seconds / 60 % 60, seconds % 60);
            let digest = hex(&Sha256::digest(body));
            let signed = "host;x-amz-content-sha256;x-amz-date";
            let request = format!(
                "{method}\n/{path}\n\nhost:{host}\nx-amz-content-sha256:{digest}\nx-amz-date:{time}\n\n{signed}\n{digest}"
            );
            let scope = format!("{date}/{region}/s3/aws4_request");
            let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", hex(&Sha256::digest(request.as_bytes())));
            let steps = [date.as_str(), region, "s3", "aws4_request"];
            let signing = steps.iter().fold(format!("AWS4{secret}").into_bytes(), |key, step| mac(&key, step));
            let signature = hex(&mac(&signing, &text));
            vec![
                header(
                    "Authorization",
                    format!("AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={signed}, Signature={signature}"),
                ),
                header("x-amz-content-sha256", digest),
                header("x-amz-date", time),
            ]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_is_that_of_the_standard() {
        // RFC 7617, section 2.
        let credential = Credential::Basic { user: "Aladdin".into(), password: "open sesame".into() };
        let headers = headers(&credential, "PUT", "https://a/b", b"", Moment(0));
        assert_eq!(headers, [("Authorization".to_owned(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==".to_owned())]);
        assert!(super::headers(&Credential::None, "PUT", "https://a/b", b"", Moment(0)).is_empty());
    }

    #[test]
    fn a_request_to_a_store_names_its_key_day_and_region() {
        let credential = Credential::S3 { key: "AK".into(), secret: "SK".into(), region: "eu-north-1".into() };
        let at = Moment(1_369_353_600_000);
        let first = headers(&credential, "PUT", "https://store.example/school/x.head.y", b"body", at);
        let value = |name: &str| {
            first.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        assert_eq!(value("x-amz-date"), "20130524T000000Z");
        assert!(
            value("Authorization").starts_with("AWS4-HMAC-SHA256 Credential=AK/20130524/eu-north-1/s3/aws4_request, ")
        );
        for (method, url, body) in [
            ("GET", "https://store.example/school/x.head.y", &b"body"[..]),
            ("PUT", "https://store.example/school/x.head.z", b"body"),
            ("PUT", "https://store.example/school/x.head.y", b"other"),
        ] {
            assert_ne!(headers(&credential, method, url, body, at), first);
        }
    }
}
