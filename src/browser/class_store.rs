//! What a device holds of a class in IndexedDB, one database for each class and person: `augu.class.<class>.<person>`.
//!
//! | store | key | value |
//! |---|---|---|
//! | `facts` | `<author>.<device>.<number, 12 digits>` | another member's fact, its line |
//! | `state` | `membership` | the state of `sync::Membership` with the host's address, as JSON |
//! | `state` | `pupils` | what was folded of each member, as JSON: losing it costs time only |
//!
//! With a PIN, facts and state are sealed as in the person's own database (`store`), where the person's own facts stand,
//! wherever they were written.

use super::store::{Guarding, StoreFault, databases};
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
    guarding: Guarding,
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
    pub async fn open(class: ClassId, person: PersonId, guarding: Guarding) -> Result<Self, StoreFault> {
        Self::open_named(&name(class, person), guarding).await
    }

    async fn open_named(name: &str, guarding: Guarding) -> Result<Self, StoreFault> {
        let database = Database::open(name)
            .with_version(VERSION)
            .with_on_upgrade_needed(|_, database| {
                database.create_object_store(FACTS).build()?;
                database.create_object_store(STATE).build()?;
                Ok(())
            })
            .await?;
        Ok(Self { database, guarding })
    }

    /// A text of the state, as it was kept last.
    pub async fn state(&self, what: &str) -> Result<Option<String>, StoreFault> {
        let transaction = self.database.transaction(STATE).build()?;
        let kept: Option<String> = transaction.object_store(STATE)?.get(what).primitive()?.await?;
        Ok(kept.and_then(|kept| self.guarding.open(what, kept)))
    }

    /// Keeps a text of the state.
    pub async fn keep_state(&self, what: &str, text: String) -> Result<(), StoreFault> {
        let transaction = self.database.transaction(STATE).with_mode(TransactionMode::Readwrite).build()?;
        transaction.object_store(STATE)?.put(self.guarding.seal(what, text)).with_key(what).primitive()?.await?;
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
            facts.put(self.guarding.seal(FACTS, entry.line())).with_key(key).primitive()?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// All facts of a member. A line that cannot be read is passed over.
    pub async fn facts_of(&self, person: PersonId) -> Result<Vec<Entry>, StoreFault> {
        let transaction = self.database.transaction(FACTS).build()?;
        let facts = transaction.object_store(FACTS)?;
        let lines = facts.get_all::<String>().with_query::<String, _>(range_of(person)).primitive()?.await?;
        Ok(lines.filter_map(|line| Entry::read(&self.guarding.open(FACTS, line.ok()?)?).ok()).collect())
    }

    async fn write_all_anew(&self) -> Result<(), StoreFault> {
        // One transaction: what a round keeps meanwhile comes before or after it.
        let transaction = self.database.transaction([FACTS, STATE]).with_mode(TransactionMode::Readwrite).build()?;
        self.guarding.write_anew(&transaction.object_store(FACTS)?, |_| Some(FACTS)).await?;
        self.guarding.write_anew(&transaction.object_store(STATE)?, |key| Some(key)).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Erases all facts of a member.
    pub async fn erase_facts_of(&self, person: PersonId) -> Result<(), StoreFault> {
        let transaction = self.database.transaction(FACTS).with_mode(TransactionMode::Readwrite).build()?;
        transaction.object_store(FACTS)?.delete::<String, _>(range_of(person)).primitive()?.await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Writes what this device holds of the person's classes anew, as the guard keeps it now.
pub async fn write_anew(person: PersonId, guarding: &Guarding) -> Result<(), StoreFault> {
    let own = format!(".{person}");
    for name in databases().await.into_iter().filter(|name| name.starts_with("augu.class.") && name.ends_with(&own)) {
        let store = ClassStore::open_named(&name, guarding.clone()).await?;
        let written = store.write_all_anew().await;
        store.database.close();
        written?;
    }
    Ok(())
}

/// Erases everything of a class from this browser.
pub async fn erase(class: ClassId, person: PersonId) -> Result<(), StoreFault> {
    Database::delete_by_name(&name(class, person))?.await?;
    Ok(())
}
