//! What two people compare face to face, so that no key was swapped on the way: two words on the board while a class
//! joins, and a longer number for those who join late or from afar.
//!
//! The words are Lithuanian in both languages of the app: two screens that are compared may speak different ones. Two
//! words of 256 are 16 bits: one try in 65 536 would slip through, and nobody has more than one, because a request is
//! sealed and a stranger does not know which words to imitate. The number has 60 bits.

use sha2::{Digest, Sha256};

fn digest(root: &[u8; 32], device: &[u8; 32]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"augu.fingerprint.1");
    hash.update(root);
    hash.update(device);
    hash.finalize().into()
}

/// The two words for a person's root key and the key of the device that asks.
pub fn word_pair(root: &[u8; 32], device: &[u8; 32]) -> [&'static str; 2] {
    let digest = digest(root, device);
    let word = |byte: u8| WORDS.get(usize::from(byte)).copied().unwrap_or_default();
    [word(digest[0]), word(digest[1])]
}

/// The long form of the same: twelve characters of Crockford's base32 in three groups.
pub fn written_fingerprint(root: &[u8; 32], device: &[u8; 32]) -> String {
    let mut half = [0u8; 16];
    half.copy_from_slice(&digest(root, device)[16..]);
    let text = super::write_crockford(u128::from_be_bytes(half), 12);
    format!("{} {} {}", &text[..4], &text[4..8], &text[8..])
}

/// Plain nouns that every pupil of the fifth grade reads at a glance.
#[rustfmt::skip]
const WORDS: [&str; 256] = [
    "ąžuolas", "adata", "agurkas", "akmuo", "aitvaras", "akordas", "albumas", "alyva", "ananasas", "antis", "arbata", "arbūzas",
    "arklys", "asilas", "astra", "atlasas", "audra", "auksas", "avietė", "avis", "bala", "balandis", "baldas", "balionas",
    "balnas", "bananas", "bandelė", "banga", "barsukas", "batas", "baravykas", "bebras", "beržas", "bijūnas", "bitė", "blynas",
    "bokštas", "braškė", "briedis", "bruknė", "būgnas", "bulvė", "būda", "burė", "cirkas", "citrina", "cukrus", "čiuožykla",
    "dailė", "dangus", "debesis", "deimantas", "delfinas", "dėžė", "dobilas", "dovana", "drakonas", "dramblys", "drugys", "durys",
    "dviratis", "eglė", "ekranas", "erelis", "ežeras", "ežys", "fėja", "filmas", "fleita", "fontanas", "futbolas", "gaidys",
    "gandras", "garas", "garstyčia", "gatvė", "gegutė", "gėlė", "giesmė", "gintaras", "girnos", "gitara", "gluosnis", "grikiai",
    "grybas", "griaustinis", "grėblys", "gulbė", "gvazdikas", "herbas", "ienos", "indas", "irklas", "jachta", "jazminas", "jūra",
    "kablys", "kaktusas", "kalnas", "kamuolys", "kanklės", "karalius", "karūna", "kastuvas", "kaštonas", "katė", "kelias", "kepurė",
    "kibiras", "kiškis", "klevas", "knyga", "kometa", "kopūstas", "korys", "kristalas", "krokodilas", "kubas", "kukurūzas", "kupranugaris",
    "laivas", "langas", "lapė", "lašas", "laužas", "ledas", "lelija", "lempa", "lentyna", "liepa", "liūtas", "lokys",
    "lova", "lūšis", "malūnas", "mašina", "medus", "mėnulis", "meška", "miestas", "miškas", "morka", "mozaika", "muilas",
    "muzika", "namas", "narcizas", "nendrė", "obuolys", "ožys", "paštas", "pasaka", "pelėda", "pelė", "persikas", "pieštukas",
    "pienas", "pilis", "pingvinas", "plytelė", "plunksna", "plaktukas", "povas", "puodelis", "puokštė", "pušis", "ragai", "raidė",
    "raketa", "raktas", "ramunė", "rankena", "rasa", "ratas", "riešutas", "robotas", "rožė", "ruduo", "rūta", "saga",
    "salotos", "saulė", "sėkla", "sidabras", "skėtis", "slyva", "smėlis", "smuikas", "sniegas", "sodas", "spalva", "spinta",
    "stalas", "stirna", "stulpas", "sūris", "svarstyklės", "svogūnas", "šachmatai", "šaknis", "šaltinis", "šarka", "šaukštas", "šermukšnis",
    "šienas", "šokis", "šuo", "švyturys", "takas", "tigras", "tiltas", "trešnė", "trimitas", "tulpė", "tvenkinys", "ugnis",
    "uoga", "uola", "upė", "uostas", "uodega", "vadovėlis", "vagonas", "vaivorykštė", "valtis", "vanagas", "varlė", "varpas",
    "vėjas", "vėžlys", "veidrodis", "vėliava", "verpstė", "vieversys", "vilkas", "vynuogė", "vakaras", "voras", "voverė", "vyšnia",
    "zebras", "zuikis", "žąsis", "žemė", "žiedas", "žirafa", "žirgas", "žirnis", "žolė", "žuvis", "žvaigždė", "žvakė",
    "šeškas", "tortas", "pagalvė", "laikrodis",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_words_differ() {
        let words: BTreeSet<&str> = WORDS.iter().copied().collect();
        assert_eq!(words.len(), 256);
    }

    #[test]
    fn another_key_gives_other_words_and_another_number() {
        let pairs: BTreeSet<_> = (0..100u8).map(|seed| word_pair(&[seed; 32], &[0; 32])).collect();
        assert!(pairs.len() > 95);
        assert_ne!(written_fingerprint(&[1; 32], &[2; 32]), written_fingerprint(&[2; 32], &[1; 32]));
        assert_eq!(written_fingerprint(&[1; 32], &[2; 32]).len(), 14);
    }
}
