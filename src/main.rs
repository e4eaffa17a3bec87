//! The program that the browser starts. Everything lives in the library; see `lib.rs` for the map.

#[cfg(target_family = "wasm")]
fn main() {
    augu::ui::start();
}

#[cfg(not(target_family = "wasm"))]
fn main() {
    eprintln!("Augu runs in a browser: `cargo xtask serve` builds it and serves it.");
}
