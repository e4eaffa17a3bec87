//! A QR code as a picture (ISO/IEC 18004, by the `qrcodegen` crate): one path, black on white in every theme, so that any
//! camera reads it.

use crate::ui::parts::Markup;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;

/// The quiet zone around a code, in modules, as the standard asks.
const QUIET: i32 = 4;

/// The picture of a text; without one if the text is too long for a code, which the text beside it makes up for.
pub fn picture(text: &str, spoken: &str) -> Option<Markup> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        for x in (0..size).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    let whole = size + 2 * QUIET;
    Some(
        Markup::element("svg")
            .class("qr")
            .with("viewBox", format!("0 0 {whole} {whole}"))
            .with("role", "img")
            .with("aria-label", spoken.to_owned())
            .child(
                Markup::element("rect")
                    .class("qr-paper")
                    .with("width", whole.to_string())
                    .with("height", whole.to_string()),
            )
            .child(Markup::element("path").class("qr-ink").with("d", path)),
    )
}
