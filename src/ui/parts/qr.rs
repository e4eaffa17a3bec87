//! A QR code as a picture: dark squares on white in any colours of the page, with the quiet rim that cameras need.

use super::markup::Markup;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;

/// Modules of white around the code, as ISO 18004 wants them.
const RIM: i32 = 4;

/// The picture of a text; `None` if the text is too long for any code (about 2900 characters). `spoken` says what it
/// is to whoever cannot see it.
pub fn qr(text: &str, spoken: String) -> Option<Markup> {
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let from = x;
            while x < size && code.get_module(x, y) {
                x += 1;
            }
            if from < x {
                // Writing into a string cannot fail.
                let _ = write!(path, "M{from} {y}h{}v1H{from}z", x - from);
            }
            x += 1;
        }
    }
    let whole = size + 2 * RIM;
    let paper = Markup::element("rect")
        .class("qr-paper")
        .with("x", (-RIM).to_string())
        .with("y", (-RIM).to_string())
        .with("width", whole.to_string())
        .with("height", whole.to_string());
    let squares = Markup::element("path").class("qr-ink").with("d", path);
    Some(
        Markup::element("svg")
            .class("qr")
            .with("viewBox", format!("{} {} {whole} {whole}", -RIM, -RIM))
            .with("role", "img")
            .with("aria-label", spoken)
            .child(paper)
            .child(squares),
    )
}
