//! What a device holds of a class in IndexedDB, one database for each class and person: `augu.class.<class>.<person>`.
//!
//! | store | key | value |
//! |---|---|---|
//! | `facts` | `<author>.<device>.<number, 12 digits>` | another member's fact, its line |
//! | `state` | `membership` | the state of `sync::Membership` with the host's address, as JSON |
//! | `state` | `pupils` | what was folded of each member, as JSON: losing it costs time only |
//!
//! The person's own facts stand in the person's own database (`store`), wherever they were written.

use super::store::StoreFault;
use crate::base::{ClassId, PersonId};
use crate::journal::Entry;
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{TransactionDurability, TransactionMode, TransactionOptions};

const FACTS: &str = "facts";
const STATE: &str = "state";
const VERSION: u8 = 1;

/// A class's database, open.
pub struct ClassStore {
    database: Database,
}

fn name(class: ClassId, person: PersonId) -> String {
    format!("augu.class.{class}.{person}")
}

fn range_of(person: PersonId) -> KeyRange<String> {
    // `/` is the sign after `.`: all keys that begin with the person and a point.
    KeyRange::Bound(format!("{person}."), false, format!("{person}/"), true)
}

impl ClassStore {
    /// Opens the database, or makes it.
    pub async fn open(class: ClassId, person: PersonId) -> Result<Self, StoreFault> {
        let database = Database::open(name(class, person))
            .with_version(VERSION)
            .with_on_upgrade_needed(|_, database| {
                database.create_object_store(FACTS).build()?;
                database.create_object_store(STATE).build()?;
                Ok(())
            })
            .await?;
        Ok(Self { database })
    }

    /// A text of the state, as it was kept last.
    pub async fn state(&self, what: &str) -> Result<Option<String>, StoreFault> {
        let transaction = self.database.transaction(STATE).build()?;
        Ok(transaction.object_store(STATE)?.get(what).primitive()?.await?)
    }

    /// Keeps a text of the state.
    pub async fn keep_state(&self, what: &str, text: String) -> Result<(), StoreFault> {
        let transaction = self.database.transaction(STATE).with_mode(TransactionMode::Readwrite).build()?;
        transaction.object_store(STATE)?.put(text).with_key(what).primitive()?.await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Keeps facts of other members.
    pub async fn merge(&self, entries: &[Entry]) -> Result<(), StoreFault> {
        if entries.is_empty() {
            return Ok(());
        }
        let transaction = self
            .database
            .transaction(FACTS)
            .with_mode(TransactionMode::Readwrite)
            .with_options(TransactionOptions::new().with_durability(TransactionDurability::Strict))
            .build()?;
        let facts = transaction.object_store(FACTS)?;
        for entry in entries {
            let stamp = entry.stamp;
            let key = format!("{}.{}.{:012}", stamp.author, stamp.device, stamp.sequence);
            facts.put(entry.line()).with_key(key).primitive()?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// All facts of a member. A line that cannot be read is passed over.
    pub async fn facts_of(&self, person: PersonId) -> Result<Vec<Entry>, StoreFault> {
        let transaction = self.database.transaction(FACTS).build()?;
        let facts = transaction.object_store(FACTS)?;
        let lines = facts.get_all::<String>().with_query::<String, _>(range_of(person)).primitive()?.await?;
        Ok(lines.filter_map(|line| Entry::read(&line.ok()?).ok()).collect())
    }

    /// Erases all facts of a member.
    pub async fn erase_facts_of(&self, person: PersonId) -> Result<(), StoreFault> {
        let transaction = self.database.transaction(FACTS).with_mode(TransactionMode::Readwrite).build()?;
        transaction.object_store(FACTS)?.delete::<String, _>(range_of(person)).primitive()?.await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Erases everything of a class from this browser.
pub async fn erase(class: ClassId, person: PersonId) -> Result<(), StoreFault> {
    Database::delete_by_name(&name(class, person))?.await?;
    Ok(())
}
