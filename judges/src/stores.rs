//! A request to an S3-compatible store is signed as another library signs it: npm's `aws4`, which knows nothing of Augu.
//! (The store of the tests looks at the key's name alone.)

use super::{folder, node};
use augu::base::Moment;
use augu::sync::{Credential, headers};

const SCRIPT: &str = r#"
import { readFileSync } from 'node:fs';
import aws4 from 'aws4';
for (const line of readFileSync(process.argv[2], 'utf8').trim().split('\n')) {
  const { method, host, path, body, date, digest, key, secret, region } = JSON.parse(line);
  const signed = aws4.sign({
    service: 's3', region, method, host, path, body,
    headers: { 'X-Amz-Date': date, 'X-Amz-Content-Sha256': digest },
    extraHeadersToIgnore: { 'content-type': true, 'content-length': true },
  }, { accessKeyId: key, secretAccessKey: secret });
  console.log(signed.headers.Authorization);
}
"#;

#[test]
fn requests_to_a_store_are_signed_as_another_library_signs_them() {
    let folder = folder("stores");
    let credential =
        Credential::S3 { key: "AKIDEXAMPLE".into(), secret: "wJalrXUtnFEMI/K7".into(), region: "eu-north-1".into() };
    let class = "0123456789abcdefghjkmnpqrs";
    let cases: Vec<(&str, String, &[u8], i64)> = vec![
        ("GET", format!("/school/{class}.head.{class}"), b"", 1_369_353_600_000),
        ("PUT", format!("/school/{class}.join.63"), b"sealed bytes", 1_800_000_000_000),
        ("PUT", format!("/school/{class}.card.1-47DEQpj8HBSa-_TImW-5JC"), b"", 1_795_359_723_000),
    ];
    let (mut lines, mut ours) = (Vec::new(), Vec::new());
    for (method, path, body, at) in &cases {
        let made = headers(&credential, method, &format!("https://store.example{path}"), body, Moment(*at));
        let value = |name: &str| made.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let line = serde_json::json!({
            "method": method, "host": "store.example", "path": path, "body": String::from_utf8_lossy(body),
            "date": value("x-amz-date"), "digest": value("x-amz-content-sha256"),
            "key": "AKIDEXAMPLE", "secret": "wJalrXUtnFEMI/K7", "region": "eu-north-1",
        });
        lines.push(line.to_string());
        ours.push(value("Authorization").expect("it is signed"));
    }
    let file = folder.join("requests.jsonl");
    std::fs::write(&file, lines.join("\n")).expect("written");
    let theirs = node(SCRIPT, &[&file]);
    assert_eq!(theirs.lines().collect::<Vec<_>>(), ours);
}
