//! What pages may load and do, and how long browsers may keep each file: as headers, for our own server and as an
//! example for hosts.

use std::fmt::Write as _;

use crate::bundle::Site;

/// What pages may load and do, the same in the pages and in the headers. Nothing
/// inline, no eval (compiling WebAssembly is not eval), nothing from elsewhere.
pub const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
                      font-src 'self'; object-src 'none'; base-uri 'self'; form-action 'none'";

/// Headers for every file; `frame-ancestors` counts only as a header.
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("Content-Security-Policy", format!("{POLICY}; frame-ancestors 'none'")),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()".to_owned()),
    ]
}

/// A file whose name carries its digest never changes: browsers may keep it for a year without asking.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A file whose name stays: browsers ask each time whether it has changed.
pub const ASK_FIRST: &str = "no-cache";

/// How long browsers may keep the file at this path of the site.
pub fn cache_rule(path: &str) -> &'static str {
    if has_digest(path) { FOR_EVER } else { ASK_FIRST }
}

/// Whether a name carries a digest: 16 hexadecimal digits between `-` or `.` and the rest of the name.
fn has_digest(path: &str) -> bool {
    path.rsplit('/')
        .next()
        .unwrap_or(path)
        .split(['-', '.', '_'])
        .any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)))
}

/// `_headers` in the form that several static hosts read; an example for the others.
pub fn example(site: &Site) -> String {
    let mut text = String::from("/*\n");
    for (name, value) in all() {
        let _ = writeln!(text, "  {name}: {value}");
    }
    // The start script's copies beside the pages are left out: a few hundred lines for a small file.
    for (path, _) in site.files().filter(|(path, _)| has_digest(path) && !path.contains("/boot-")) {
        let _ = writeln!(text, "/{path}\n  Cache-Control: {FOR_EVER}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_digest_are_kept_for_ever() {
        let cases = [
            ("augu-0123456789abcdef.wasm", FOR_EVER),
            ("packs/ratio.0123456789abcdef.json", FOR_EVER),
            ("index.html", ASK_FIRST),
            ("sw.js", ASK_FIRST),
            ("skills/linear-equation/index.html", ASK_FIRST),
            ("icons/augu-180.png", ASK_FIRST),
        ];
        for (path, rule) in cases {
            assert_eq!(cache_rule(path), rule, "{path}");
        }
    }
}
