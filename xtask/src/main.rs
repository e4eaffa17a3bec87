//! Augu's own commands.
fn main() {}
