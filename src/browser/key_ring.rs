//! A person's keys in this browser profile, in a database of their own: `augu.keys.<person>`. One text, as JSON.
//!
//! The root key is not among them: it left the device once this device's keys were certified, and comes back only from the
//! recovery code.

use super::store::StoreFault;
use crate::base::PersonId;
use crate::keys::ReadingKey;
use crate::sync::Signer;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use serde::{Deserialize, Serialize};

const KEYS: &str = "keys";
const VERSION: u8 = 1;

/// What a person signs and opens with on this device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyRing {
    /// The person's device in this browser profile.
    pub signer: Signer,
    /// A second device of the person here, for what is meant for a whole class: assignments.
    pub board: Signer,
    /// Opens what is sealed for the person; of all generations, the newest last.
    pub reading: Vec<ReadingKey>,
}

async fn database(person: PersonId) -> Result<Database, StoreFault> {
    let opened = Database::open(format!("augu.keys.{person}"))
        .with_version(VERSION)
        .with_on_upgrade_needed(|_, database| {
            database.create_object_store(KEYS).build()?;
            Ok(())
        })
        .await?;
    Ok(opened)
}

/// The keys that are kept; `None`: the person has none here yet.
pub async fn read(person: PersonId) -> Result<Option<KeyRing>, StoreFault> {
    let database = database(person).await?;
    let text: Option<String> = {
        let transaction = database.transaction(KEYS).build()?;
        transaction.object_store(KEYS)?.get(KEYS).primitive()?.await?
    };
    database.close();
    text.map(|text| serde_json::from_str(&text).map_err(|fault| StoreFault::Other(fault.to_string()))).transpose()
}

/// Keeps the keys.
pub async fn keep(person: PersonId, ring: &KeyRing) -> Result<(), StoreFault> {
    let text = serde_json::to_string(ring).map_err(|fault| StoreFault::Other(fault.to_string()))?;
    let database = database(person).await?;
    {
        let transaction = database.transaction(KEYS).with_mode(TransactionMode::Readwrite).build()?;
        transaction.object_store(KEYS)?.put(text).with_key(KEYS).primitive()?.await?;
        transaction.commit().await?;
    }
    database.close();
    Ok(())
}
