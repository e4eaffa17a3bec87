//! The age format: every vector of CCTV that applies, the `age` crate, and Debian's `age` program.

use super::{folder, node, run};
use augu::keys::{Entropy, OpenFault, ReadingKey, open, seal};
use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;

/// One vector: what the file's head says, and the age file.
struct Vector {
    head: Vec<(String, String)>,
    file: Vec<u8>,
}

impl Vector {
    fn read(bytes: &[u8]) -> Vector {
        let end = bytes.windows(2).position(|two| two == b"\n\n").expect("a blank line ends the head");
        let head = std::str::from_utf8(&bytes[..end]).expect("the head is text");
        let pair = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        let head: Vec<_> = head.lines().filter_map(pair).collect();
        let mut vector = Vector { head, file: bytes[end + 2..].to_vec() };
        if vector.get("compressed") == Some("zlib") {
            vector.file = miniz_oxide::inflate::decompress_to_vec_zlib(&vector.file).expect("a packed vector");
        }
        vector
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.head.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn all(&self, name: &str) -> Vec<&str> {
        self.head.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Binary files for X25519 readers: what this app writes and reads.
    fn applies(&self) -> bool {
        let x25519 = self.all("identity").iter().all(|identity| identity.starts_with("AGE-SECRET-KEY-1"));
        self.get("armored").is_none() && self.get("passphrase").is_none() && x25519
    }
}

/// The 32 bytes in a bech32 text.
fn secret_of(text: &str) -> [u8; 32] {
    const SIGNS: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let (_, data) = text.rsplit_once('1').expect("bech32");
    let fives = data.to_lowercase().chars().map(|sign| SIGNS.find(sign).expect("a sign of bech32")).collect::<Vec<_>>();
    let (mut bytes, mut held, mut count) = (Vec::new(), 0usize, 0);
    for five in &fives[..fives.len() - 6] {
        held = (held << 5 | five) & 0xfff;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((held >> count) as u8);
        }
    }
    bytes.try_into().expect("32 bytes")
}

#[test]
fn all_67_vectors_that_apply_are_judged_as_they_should_be() {
    let script = "import * as all from 'cctv-age';\n\
                  const out = {};\n\
                  for (const [name, bytes] of Object.entries(all.default ?? all))\n\
                    out[name] = Buffer.from(bytes).toString('base64url');\n\
                  process.stdout.write(JSON.stringify(out));";
    let all: BTreeMap<String, String> = serde_json::from_str(&node(script, &[])).expect("JSON");
    let (mut applied, mut wrong) = (0, Vec::new());
    for (name, packed) in &all {
        let vector = Vector::read(&augu::keys::from_base64url(packed).expect("base64url"));
        if !vector.applies() {
            continue;
        }
        applied += 1;
        let keys: Vec<ReadingKey> =
            vector.all("identity").into_iter().map(|text| ReadingKey::of_seed(secret_of(text))).collect();
        let outcome = match open(&vector.file, &keys) {
            Ok(plain) => {
                use sha2::Digest;
                let digest: String = sha2::Sha256::digest(&plain).iter().map(|byte| format!("{byte:02x}")).collect();
                if vector.get("payload") == Some(&digest) { "success" } else { "another payload" }
            }
            Err(OpenFault::NoMatch) => "no match",
            Err(OpenFault::Header) => "header failure",
            Err(OpenFault::Mac) => "HMAC failure",
            Err(OpenFault::Payload) => "payload failure",
        };
        if vector.get("expect") != Some(outcome) {
            wrong.push(format!("{name}: {outcome}, expected {:?}", vector.get("expect")));
        }
    }
    assert!(wrong.is_empty(), "{applied} of {} apply; wrong:\n{}", all.len(), wrong.join("\n"));
    assert_eq!(applied, 67, "of {} vectors", all.len());
}

fn plain(size: usize) -> Vec<u8> {
    (0..size).map(|at| (at * 31 % 257) as u8).collect()
}

#[test]
fn the_age_crate_opens_ours_and_we_open_its() {
    for (seed, size) in [(1u8, 0), (2, 5), (3, 65_536), (4, 65_537), (5, 200_000)] {
        let key = ReadingKey::of_seed([seed; 32]);
        let theirs: age::x25519::Identity = key.age_text().parse().expect("an identity of age");
        let other = ReadingKey::of_seed([99; 32]).public();
        let ours = seal(&plain(size), &[other, key.public()], &mut Entropy::of_seed([seed; 32]));
        let opened = age::decrypt(&theirs, &ours).expect("the age crate opens our file");
        assert_eq!(opened, plain(size));

        let recipient: age::x25519::Recipient = key.public().age_text().parse().expect("a recipient of age");
        let recipients: [&dyn age::Recipient; 1] = [&recipient];
        let encryptor = age::Encryptor::with_recipients(recipients.into_iter()).expect("one recipient");
        let mut sealed = Vec::new();
        let mut writer = encryptor.wrap_output(&mut sealed).expect("a writer");
        writer.write_all(&plain(size)).expect("written");
        writer.finish().expect("finished");
        assert_eq!(open(&sealed, &[key]), Ok(plain(size)));
    }
}

#[test]
fn debians_age_opens_ours_and_we_open_its() {
    let folder = folder("age");
    for (seed, size) in [(1u8, 0), (2, 5), (3, 65_536), (4, 140_000)] {
        let key = ReadingKey::of_seed([seed; 32]);
        let (identity, ours, back, theirs) =
            (folder.join("identity"), folder.join("ours.age"), folder.join("back"), folder.join("theirs.age"));
        std::fs::write(&identity, key.age_text() + "\n").expect("written");
        std::fs::write(&ours, seal(&plain(size), &[key.public()], &mut Entropy::of_seed([seed; 32]))).expect("written");
        let opened = run(Command::new("age").args(["--decrypt", "--identity"]).arg(&identity).arg(&ours)).stdout;
        assert_eq!(opened, plain(size));
        std::fs::write(&back, opened).expect("written");

        run(Command::new("age").args(["--recipient", &key.public().age_text(), "--output"]).arg(&theirs).arg(&back));
        assert_eq!(open(&std::fs::read(&theirs).expect("read"), &[key]), Ok(plain(size)));
    }
}
