//! Whatever bytes come from a host, a messenger or a camera: no panic, nothing accepted that was not signed, nothing
//! inflated beyond 1 MiB. Ten thousand cases for each target in the short run, ten minutes each with `AUGU_LONG`.

use augu::base::{ClassId, DeviceId, HybridTime, Moment, PersonId, Rng};
use augu::journal::{Event, Journal, Pen, read_columns, write_columns};
use augu::keys::{
    Certificate, Entropy, PersonKeys, ReadingKey, RecoveryCode, SigningKey, deflate, inflate, open, seal,
};
use augu::school::profile::ProfileFact;
use augu::sync::{
    Bundle, Facts, FileName, Head, JoinLink, LiveLink, Membership, Roster, ShortCode, Shown, Signer, inspect,
    read_request, read_sealed, read_self_contained, read_signed, write_sealed, write_self_contained, write_signed,
};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Changes bytes the way hosts, networks and attackers do.
fn mutate(rng: &mut Rng, bytes: &[u8]) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    for _ in 0..=rng.below(3) {
        let length = changed.len().max(1) as u64;
        let at = rng.below(length) as usize;
        match rng.below(7) {
            0 => changed.truncate(at),
            1 => changed.extend((0..rng.below(40)).map(|_| rng.next_u64() as u8)),
            2 => drop(changed.drain(at.min(changed.len())..changed.len().min(at + 1 + rng.below(30) as usize))),
            3 => {
                let piece: Vec<u8> = changed.iter().skip(at).take(20).copied().collect();
                let to = rng.below(length) as usize;
                changed.splice(to.min(changed.len())..to.min(changed.len()), piece);
            }
            4 => {
                let signs = b"{}[]\",:0123456789eE-+.\\u\n ~\xff\x00";
                let sign = signs[rng.below(signs.len() as u64) as usize];
                if let Some(byte) = changed.get_mut(at) {
                    *byte = sign;
                }
            }
            _ => {
                if let Some(byte) = changed.get_mut(at) {
                    *byte ^= 1 << rng.below(8);
                }
            }
        }
    }
    changed
}

/// Runs a target over mutations of its samples, and over noise.
#[allow(clippy::disallowed_methods, reason = "ten minutes are ten minutes; the ban is for the core")]
fn cases(name: &str, samples: &[Vec<u8>], mut target: impl FnMut(&[u8])) {
    let long = std::env::var_os("AUGU_LONG").is_some();
    let start = Instant::now();
    let mut rng = Rng::new(name.bytes().map(u64::from).sum());
    let mut count = 0u64;
    while count < 10_000 || long && start.elapsed() < Duration::from_secs(600) {
        let sample = &samples[rng.below(samples.len() as u64) as usize];
        let bytes = if rng.below(20) == 0 {
            (0..rng.below(200)).map(|_| rng.next_u64() as u8).collect()
        } else {
            mutate(&mut rng, sample)
        };
        target(&bytes);
        count += 1;
    }
}

fn keys() -> PersonKeys {
    PersonKeys::of(&RecoveryCode::of_bits([1; 16]), 1)
}

fn signer() -> Signer {
    let key = SigningKey::of_seed([2; 32]);
    let device = DeviceId::from_bits(3);
    Signer { device, certificate: keys().certify(PersonId::from_bits(4), device, key.public(), Moment(1)), key }
}

fn lines() -> Vec<String> {
    let signer = signer();
    let (author, device) = (signer.certificate.person(), signer.device);
    let mut pen = Pen { author, device, newest: HybridTime::default(), sequence: 0 };
    let fact = |at: u8| pen.write(Moment(at.into()), Event::Profile(ProfileFact::InGrade(Some(5 + at % 8))));
    (1..30).map(fact).map(|entry| entry.line()).collect()
}

/// The inside of a signed file is reached by signing what was changed: the reader must stand that as well.
fn signed_samples<T: serde::Serialize>(content: &T) -> Vec<Vec<u8>> {
    vec![serde_json::to_vec(content).expect("JSON")]
}

#[test]
fn segments() {
    let signer = signer();
    let start = augu::sync::chain_start(signer.device);
    let facts = Facts::of("augu.seg.1", ClassId::from_bits(1), signer.device, 1, &start, &lines()).expect("facts");
    let person = signer.certificate.person();
    let key = ReadingKey::of_seed([9; 32]);
    cases("segment", &signed_samples(&facts), |bytes| {
        let Ok(json) = std::str::from_utf8(bytes) else { return };
        let signed = augu::keys::sign(&signer.key, json);
        if let Ok(read) = read_signed::<Facts>(signed.as_bytes(), &signer.key.public()) {
            let _ = (read.entries(person), read.carried_entries(person));
        }
    });
    let file = write_sealed(&facts, &signer.key, &[key.public()], &mut Entropy::of_seed([1; 32]));
    cases("sealed segment", std::slice::from_ref(&file), |bytes| {
        let read = read_sealed::<Facts>(bytes, std::slice::from_ref(&key), &signer.key.public());
        assert!(read.is_err() || bytes == file);
    });
    let columns = write_columns(&lines());
    cases("columns", &[columns.into_bytes()], |bytes| {
        if let Some(lines) = std::str::from_utf8(bytes).ok().and_then(read_columns) {
            assert!(lines.iter().map(|line| line.len() + 1).sum::<usize>() <= augu::journal::LINES_BYTES_MAX);
        }
    });
    cases("deflate", &[deflate(&vec![7; 100_000]), deflate(&file)], |bytes| {
        assert!(inflate(bytes).is_none_or(|inflated| inflated.len() <= 1 << 20));
    });
}

#[test]
fn heads() {
    let signer = signer();
    let head = Head {
        kind: "augu.head.1".into(),
        class: ClassId::from_bits(1),
        device: signer.device,
        time: HybridTime { ms: 5, count: 0 },
        sequence: 3,
        tip: augu::sync::chain_start(signer.device),
        snaps: Vec::new(),
        segs: vec!["3-47DEQpj8HBSa-_TImW-5JC".parse().expect("an edition")],
        staff: None,
    };
    let file = write_signed(&head, &signer.key);
    cases("head", std::slice::from_ref(&file), |bytes| {
        assert!(read_signed::<Head>(bytes, &signer.key.public()).is_err() || bytes == file);
    });
    cases("head inside", &signed_samples(&head), |bytes| {
        if let Ok(json) = std::str::from_utf8(bytes) {
            let _ = read_signed::<Head>(augu::keys::sign(&signer.key, json).as_bytes(), &signer.key.public());
        }
    });
}

fn membership() -> Membership {
    let mut entropy = Entropy::of_seed([5; 32]);
    Membership::found(ClassId::from_bits(1), "7a", signer(), keys().reading, Moment(1), &mut entropy)
}

#[test]
fn rosters_and_cards() {
    let (membership, signer) = (membership(), signer());
    let roster = membership.roster.clone().expect("a roster");
    cases("roster", &signed_samples(&roster), |bytes| {
        let Ok(json) = std::str::from_utf8(bytes) else { return };
        let signed = augu::keys::sign(&signer.key, json);
        if let Ok(read) = read_signed::<Roster>(signed.as_bytes(), &signer.key.public()) {
            let mut merged = roster.clone();
            merged.merge(&read);
            assert!(!merged.merge(&read), "merging twice changes nothing more");
        }
    });
    let sealed = write_sealed(&roster, &signer.key, &[keys().reading.public()], &mut Entropy::of_seed([1; 32]));
    cases("sealed roster", std::slice::from_ref(&sealed), |bytes| {
        let read = read_sealed::<Roster>(bytes, &[keys().reading], &signer.key.public());
        assert!(read.is_err() || bytes == sealed);
    });
    cases("state", &[serde_json::to_vec(&membership).expect("JSON")], |bytes| {
        let _ = serde_json::from_slice::<Membership>(bytes);
    });
}

#[test]
fn join_requests_and_links() {
    let class_key = membership().roster.expect("a roster").class_keys;
    let signer = signer();
    let request = format!(
        "{{\"kind\":\"augu.join.1\",\"class\":\"{}\",\"certificate\":{},\"name\":\"Ona\",\"since\":5}}",
        ClassId::from_bits(1),
        serde_json::to_string(&signer.certificate).expect("JSON")
    );
    let mut entropy = Entropy::of_seed([1; 32]);
    let sealed = |json: &str, entropy: &mut Entropy| {
        seal(augu::keys::sign(&signer.key, json).as_bytes(), &[class_key[0].public()], entropy)
    };
    let whole = sealed(&request, &mut entropy);
    assert!(read_request(&whole, ClassId::from_bits(1), &class_key).is_ok());
    cases("join request", &[request.into_bytes()], |bytes| {
        if let Ok(json) = std::str::from_utf8(bytes) {
            let _ = read_request(&sealed(json, &mut entropy), ClassId::from_bits(1), &class_key);
        }
    });
    cases("sealed request", std::slice::from_ref(&whole), |bytes| {
        assert!(read_request(bytes, ClassId::from_bits(1), &class_key).is_err() || bytes == whole);
    });
    cases("certificate", &[signer.certificate.signed().as_bytes().to_vec()], |bytes| {
        if let Ok(text) = std::str::from_utf8(bytes) {
            assert!(Certificate::read(text).is_err() || text == signer.certificate.signed());
        }
    });
    let host = augu::sync::HostPlace { url: "https://a.example/data/".into(), credential: Default::default() };
    let link = membership().join_link(host, None, Moment(9)).expect("a link").written();
    cases("join link", &[link.into_bytes(), b"ABCD-EFGH".to_vec()], |bytes| {
        if let Ok(text) = std::str::from_utf8(bytes) {
            let _ = (JoinLink::read(text), ShortCode::read(text), RecoveryCode::read(text), text.parse::<FileName>());
        }
    });
}

#[test]
fn parents_links() {
    let (publisher, mut entropy) = (SigningKey::of_seed([2; 32]), Entropy::of_seed([1; 32]));
    let shown = Shown::new(PersonId::from_bits(1), Moment(1), Moment(9), Vec::new(), &serde_json::json!({"a": [1, 2]}));
    let link = LiveLink::new(ClassId::from_bits(1), &publisher.public(), &mut entropy);
    let file = link.write(&shown, &publisher, &mut entropy);
    cases("link file", std::slice::from_ref(&file), |bytes| {
        assert!(link.open(bytes, Moment(5)).is_err() || bytes == file);
    });
    let whole = write_self_contained(&shown, &publisher);
    cases("link text", &[whole.clone().into_bytes(), link.written().into_bytes()], |bytes| {
        if let Ok(text) = std::str::from_utf8(bytes) {
            let read = read_self_contained(text, Moment(5));
            assert!(read.is_err() || text.trim_start_matches('#') == whole, "{text}");
            let _ = LiveLink::read(text);
        }
    });
}

#[test]
fn imported_files() {
    let signer = signer();
    let mut bundle = Bundle::default();
    let mut membership = membership();
    let journal = Journal::of(lines().iter().filter_map(|line| augu::journal::Entry::read(line).ok()).collect());
    let mut entropy = Entropy::of_seed([5; 32]);
    let mut asks = membership.wake(Moment(10), false);
    while let Some(ask) = asks.pop() {
        let told = match bundle.answer(&ask) {
            augu::sync::Told::Failed => augu::sync::Told::Absent,
            told => told,
        };
        asks.extend(membership.told(ask.name(), told, Moment(10), &journal, &mut entropy));
    }
    assert_eq!((membership.shared(), membership.device()), (29, signer.device));
    let genuine = inspect(&bundle.0, &[keys()]);
    assert_eq!((genuine.facts.len(), genuine.alarms.len()), (29, 0));
    let text = bundle.written();
    assert_eq!(Bundle::read(text.as_bytes()), Some(bundle.clone()));
    let mut opened = 0;
    cases("import", &[text.into_bytes()], |bytes| {
        let Some(read) = Bundle::read(bytes) else { return };
        opened += 1;
        // Opening a whole folder takes a while; every tenth is enough beside the targets above.
        if opened % 10 == 0 {
            for (_, entry) in inspect(&read.0, &[keys()]).facts {
                assert!(journal.find(entry.stamp.id()) == Some(&entry), "a fact that nobody wrote");
            }
        }
    });
    assert!(opened > 100, "{opened}");
    let files: BTreeMap<FileName, Vec<u8>> = bundle.0;
    let names: Vec<Vec<u8>> = files.keys().map(|name| name.to_string().into_bytes()).collect();
    cases("names", &names, |bytes| {
        if let Ok(text) = std::str::from_utf8(bytes) {
            let read = text.parse::<FileName>();
            assert!(read.is_err() || read.is_ok_and(|name| name.to_string() == text));
        }
    });
    assert!(open(b"", &[keys().reading]).is_err());
}
