//! The program of the parent's page. Everything lives in the library, in `ui::family`.

#[cfg(target_family = "wasm")]
fn main() {
    augu::ui::family::start();
}

#[cfg(not(target_family = "wasm"))]
fn main() {
    eprintln!("The parent's page runs in a browser: `cargo xtask serve` builds it with the app, under /parent/.");
}
