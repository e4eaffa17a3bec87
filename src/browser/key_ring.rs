//! A person's keys in this browser profile: one text among the person's own state, sealed with it where there is a PIN.

use super::store::{KEYS, Store, StoreFault};
use crate::sync::KeyRing;

/// The keys that are kept; `None`: the person has none here yet.
pub async fn read(store: &Store) -> Result<Option<KeyRing>, StoreFault> {
    let text = store.state(KEYS).await?;
    text.map(|text| serde_json::from_str(&text).map_err(|fault| StoreFault::Other(fault.to_string()))).transpose()
}

/// Keeps the keys.
pub async fn keep(store: &Store, ring: &KeyRing) -> Result<(), StoreFault> {
    let text = serde_json::to_string(ring).map_err(|fault| StoreFault::Other(fault.to_string()))?;
    store.keep_state(KEYS, text).await
}
