//! The browser's source of entropy. The only file that draws from it.

/// 128 random bits for an id.
pub fn random_bits() -> u128 {
    let mut bytes = [0u8; 16];
    let drawn = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !drawn {
        // Every browser that runs WebAssembly has `crypto`; this keeps ids distinct even if it is shut off.
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    u128::from_le_bytes(bytes)
}

/// 32 random bytes for keys. `None` where the browser's own source is shut off: nothing else is good enough for a key.
pub fn secret_seed() -> Option<[u8; 32]> {
    let mut bytes = [0u8; 32];
    web_sys::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// 53 random bits for a seed: the largest that JSON readers everywhere keep exact.
pub fn random_seed() -> u64 {
    random_bits() as u64 & ((1 << 53) - 1)
}
