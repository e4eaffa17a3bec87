//! A whole class's folder: every sealed file opens with Debian's `age`, every signature verifies with `jwcrypto` and
//! `jose`, and `cargo xtask inspect` tells its facts and finds what was changed.

use super::signatures::{both, jwk};
use super::{folder, run, xtask};
use augu::base::{ClassId, DeviceId, Moment, PersonId, PlaceId};
use augu::journal::{Event, Journal, Pen};
use augu::keys::{Entropy, PersonKeys, RecoveryCode, SigningKey, VerifyingKey};
use augu::school::profile::ProfileFact;
use augu::sync::{Ask, Bundle, FileName, HostPlace, Joining, LiveLink, Membership, Place, Reply, Shown, Signer, Told};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// A device of the class with its person's journal.
struct Device {
    membership: Membership,
    journal: Journal,
}

impl Device {
    fn round(&mut self, host: &mut Bundle, now: i64, admitting: bool) {
        let mut entropy = Entropy::of_seed([now as u8; 32]);
        let mut asks = self.membership.wake(Moment(now), admitting);
        while let Some(ask) = asks.pop() {
            let told = answer(host, &ask);
            asks.extend(self.membership.told(ask.name(), told, Moment(now), &self.journal, &mut entropy));
        }
    }
}

fn answer(host: &mut Bundle, ask: &Ask) -> Told {
    match host.answer(ask) {
        Told::Failed => Told::Absent,
        told => told,
    }
}

fn code(person: u8) -> RecoveryCode {
    RecoveryCode::of_bits([person; 16])
}

fn signer(person: u8, device: u128) -> (Signer, PersonKeys) {
    let keys = PersonKeys::of(&code(person), 1);
    let key = SigningKey::of_seed([device as u8; 32]);
    let (id, device) = (PersonId::from_bits(person.into()), DeviceId::from_bits(device));
    let certificate = keys.certify(id, device, key.public(), Moment(1));
    (Signer { device, key, certificate }, keys)
}

fn journal(signer: &Signer, facts: i64) -> Journal {
    let (author, device) = (signer.certificate.person(), signer.device);
    let mut pen = Pen { author, device, newest: Default::default(), sequence: 0 };
    let fact = |at: i64| pen.write(Moment(1_000 + at), Event::Profile(ProfileFact::InGrade(Some(5 + (at % 8) as u8))));
    Journal::of((0..facts).map(fact).collect())
}

/// A teacher and a pupil, some facts, a parent's link and a reply; the files, and all keys that open or verify any.
fn class() -> (Bundle, Vec<String>, Vec<VerifyingKey>) {
    let mut host = Bundle::default();
    let mut entropy = Entropy::of_seed([77; 32]);
    let (teacher_signer, teacher_keys) = signer(1, 11);
    let class = ClassId::from_bits(5);
    let membership = Membership::found(
        class,
        "7a",
        teacher_signer.clone(),
        teacher_keys.reading.clone(),
        Moment(10_000),
        &mut entropy,
    );
    let mut teacher = Device { membership, journal: journal(&teacher_signer, 4) };
    let place = PlaceId::from_bits(9);
    let named = Place { name: "Ona".into(), group: String::new(), active: true };
    teacher.membership.set_place(place, named, Moment(10_000));
    teacher.round(&mut host, 20_000, false);
    let at = HostPlace { url: "http://127.0.0.1/data/".into(), credential: Default::default() };
    let link = teacher.membership.join_link(at, None, Moment(9_000_000)).expect("a link");
    let (pupil_signer, pupil_keys) = signer(2, 21);
    let mut joining =
        Joining::new(link, pupil_signer.clone(), pupil_keys.reading.clone(), Some(place), "", Moment(30_000));
    let mut admitted = None;
    for step in 0..6 {
        let now = 30_000 + step * 5_000;
        let mut ask = joining.wake(Moment(now), &mut entropy);
        while let Some(asked) = ask {
            let told = answer(&mut host, &asked);
            let (next, done) = joining.told(asked.name(), told);
            admitted = admitted.or(done);
            ask = next;
        }
        teacher.round(&mut host, now + 1_000, true);
        for request in teacher.membership.take().requests {
            teacher.membership.admit(&request, place, Moment(now));
        }
    }
    let (membership, _) = admitted.expect("the pupil is admitted");
    let mut pupil = Device { membership, journal: journal(&pupil_signer, 40) };
    pupil.round(&mut host, 90_000, false);
    teacher.round(&mut host, 100_000, false);
    let parent = LiveLink::new(class, &pupil_signer.key.public(), &mut entropy);
    let readers = vec![teacher.membership.card.class_key().expect("a class key")];
    let summary = serde_json::json!({"good": "Moka lygtis"});
    let shown = Shown::new(PersonId::from_bits(2), Moment(1), Moment(9_000_000), readers.clone(), &summary);
    host.0.insert(parent.file(), parent.write(&shown, &pupil_signer.key, &mut entropy));
    let reply = Reply { agreed: true, words: String::new(), meeting: None, at: Moment(5) };
    host.0.insert(parent.reply_file(0), parent.write_reply(0, &reply, &readers, &mut entropy));
    let roster = teacher.membership.roster.as_ref().expect("a roster");
    let mut opening: Vec<String> = roster.class_keys.iter().map(|key| key.age_text()).collect();
    opening.extend([teacher_keys.reading.age_text(), pupil_keys.reading.age_text(), parent.reading_text()]);
    let mut verifying = vec![teacher_signer.key.public(), pupil_signer.key.public(), parent.reply_key()];
    verifying.extend([teacher_keys.root.public(), pupil_keys.root.public()]);
    (host, opening, verifying)
}

#[test]
fn age_opens_every_sealed_file_and_both_libraries_verify_every_signature() {
    let folder = folder("class");
    let (host, opening, verifying) = class();
    let identities = folder.join("identities");
    std::fs::write(&identities, opening.join("\n") + "\n").expect("written");
    let (mut sealed, mut by_key) = (0, BTreeMap::<String, Vec<std::path::PathBuf>>::new());
    for (name, bytes) in &host.0 {
        let file = folder.join(name.to_string());
        std::fs::write(&file, bytes).expect("written");
        let signed = if bytes.starts_with(b"age-encryption.org/v1\n") {
            sealed += 1;
            run(Command::new("age").args(["--decrypt", "--identity"]).arg(&identities).arg(&file)).stdout
        } else {
            bytes.clone()
        };
        let kid = augu::keys::Unverified::read(&signed).expect("a signed text").kid;
        let plain = folder.join(format!("{name}.signed"));
        std::fs::write(&plain, signed).expect("written");
        by_key.entry(kid.0).or_default().push(plain);
    }
    assert!(sealed >= 8 && host.0.len() >= 12, "{sealed} of {}: {:?}", host.0.len(), host.0.keys());
    let mut verified = 0;
    for (kid, files) in &by_key {
        let key = verifying.iter().find(|key| key.thumbprint().0 == *kid).expect("a known key");
        let public = folder.join(format!("{kid}.jwk"));
        std::fs::write(&public, jwk(key)).expect("written");
        let files: Vec<&Path> = files.iter().map(std::path::PathBuf::as_path).collect();
        for lines in both(&public, &files) {
            assert_eq!(lines.len(), files.len());
            assert!(lines.iter().all(|line| line.starts_with("{\"")), "{files:?}: {lines:?}");
            verified += lines.len();
        }
    }
    assert_eq!(verified, host.0.len() * 2);
}

fn write_all(folder: &Path, files: &BTreeMap<FileName, Vec<u8>>) {
    for (name, bytes) in files {
        std::fs::write(folder.join(name.to_string()), bytes).expect("written");
    }
}

#[test]
fn inspect_tells_the_facts_and_what_was_changed() {
    let folder = folder("inspected");
    let (host, ..) = class();
    write_all(&folder, &host.0);
    let ask = |person: u8| {
        let code = code(person).written();
        let output = Command::new(xtask()).arg("inspect").arg(&folder).args(["--code", &code]).output();
        let output = output.expect("xtask starts");
        let lines = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect::<Vec<_>>();
        (output.status.code(), lines, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for (person, facts) in [(1, 44), (2, 40)] {
        let (code, lines, alarms) = ask(person);
        assert_eq!((code, lines.len()), (Some(0), facts), "{person}: {alarms}");
        for line in &lines {
            serde_json::from_str::<serde_json::Value>(line).expect("each line is JSON");
        }
    }
    assert_eq!(ask(3).0, Some(1), "a stranger's code opens nothing");
    let pupils = host.0.keys().find(|name| name.to_string().contains(".seg.") && name.to_string().contains(".40-"));
    let segment = folder.join(pupils.expect("the pupil's segment").to_string());
    let bytes = std::fs::read(&segment).expect("read");
    let mut changed = bytes.clone();
    changed[300] ^= 1;
    std::fs::write(&segment, changed).expect("written");
    let (code, lines, alarms) = ask(1);
    assert_eq!((code, lines.len()), (Some(1), 4));
    assert!(alarms.contains("Damaged"), "{alarms}");
    std::fs::remove_file(&segment).expect("removed");
    let (code, _, alarms) = ask(1);
    assert_eq!(code, Some(1));
    assert!(alarms.contains("Withheld"), "{alarms}");
}
