//! Signatures: Python's `jwcrypto` and npm's `jose` verify what this app signs, and refuse what was changed.

use super::{folder, node, python};
use augu::keys::{SigningKey, sign, to_base64url};
use std::path::Path;

/// Prints one line a file: the payload inflated, or `refused`.
pub const JOSE: &str = "import { flattenedVerify, importJWK } from 'jose';\n\
    import { readFileSync } from 'node:fs';\n\
    import { inflateRawSync } from 'node:zlib';\n\
    const [jwk, ...files] = process.argv.slice(2);\n\
    const key = await importJWK(JSON.parse(readFileSync(jwk)), 'Ed25519');\n\
    for (const file of files) {\n\
      try {\n\
        const { payload, protectedHeader } = await flattenedVerify(JSON.parse(readFileSync(file)), key);\n\
        const packed = protectedHeader.cty === 'json+deflate';\n\
        console.log(packed ? JSON.stringify(JSON.parse(inflateRawSync(payload))) : 'not packed');\n\
      } catch { console.log('refused'); }\n\
    }";

/// The same in Python.
pub const JWCRYPTO: &str = r#"
import sys, json, zlib
from jwcrypto import jwk, jws
key = jwk.JWK.from_json(open(sys.argv[1]).read())
for name in sys.argv[2:]:
    try:
        token = jws.JWS()
        token.deserialize(open(name).read())
        token.allowed_algs = ['Ed25519']
        token.verify(key)
        assert token.jose_header['cty'] == 'json+deflate'
        assert token.jose_header['kid'] == key.thumbprint()
        print(json.dumps(json.loads(zlib.decompress(token.payload, -15)), separators=(',', ':'), ensure_ascii=False))
    except Exception:
        print('refused')
"#;

/// Asks both judges about signed files of one key.
pub fn both(jwk: &Path, files: &[&Path]) -> [Vec<String>; 2] {
    let arguments: Vec<&Path> = std::iter::once(jwk).chain(files.iter().copied()).collect();
    let lines = |text: String| text.lines().map(str::to_owned).collect();
    [lines(node(JOSE, &arguments)), lines(python(JWCRYPTO, &arguments))]
}

/// The public key as a JWK.
pub fn jwk(key: &augu::keys::VerifyingKey) -> String {
    format!("{{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"{}\"}}", to_base64url(key.bytes()))
}

#[test]
fn jose_and_jwcrypto_verify_ours_and_refuse_what_was_changed() {
    let folder = folder("signatures");
    let json = r#"{"kind":"augu.test.1","words":"ąžuolas","numbers":[1,-2,3.5]}"#;
    let (key, other) = (SigningKey::of_seed([1; 32]), SigningKey::of_seed([2; 32]));
    let (right, foreign, changed) = (folder.join("right"), folder.join("foreign"), folder.join("changed"));
    let text = sign(&key, json);
    std::fs::write(folder.join("jwk"), jwk(&key.public())).expect("written");
    std::fs::write(&right, &text).expect("written");
    std::fs::write(&foreign, sign(&other, json)).expect("written");
    let at = text.find("\"payload\":\"").expect("a payload") + 20;
    let swapped = if &text[at..=at] == "A" { "B" } else { "A" };
    std::fs::write(&changed, format!("{}{swapped}{}", &text[..at], &text[at + 1..])).expect("written");
    for lines in both(&folder.join("jwk"), &[&right, &foreign, &changed]) {
        assert_eq!(lines, [json, "refused", "refused"]);
    }
}
