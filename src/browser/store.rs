//! A person's journal in IndexedDB, one database a person: `augu.<person id>`.
//!
//! | store | key | value |
//! |---|---|---|
//! | `facts` | `<device>.<number, 12 digits>` | the entry's line |
//! | `state` | `heads` | JSON: device -> number of its newest fact here |
//! | `state` | `snapshot` | JSON of what was folded, and up to which facts |
//! | `state` | `lock` | with a PIN: what opens the values, in clear |
//! | `state` | `keys` | the person's keys on this device, once there are any |
//!
//! With a PIN, facts, snapshot and keys are sealed: `x1.` and what [`Guard`] makes of the value and its place.
//!
//! Every append is one transaction of strict durability that also checks and moves `heads`: a window whose idea of the
//! journal is out of date fails instead of writing over a fact.

use crate::base::{Lang, PersonId};
use crate::journal::{Heads, Line};
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{TransactionDurability, TransactionMode, TransactionOptions};
use indexed_db_futures::{KeyRange, OpenDbResult};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

const FACTS: &str = "facts";
const STATE: &str = "state";
const HEADS: &str = "heads";
const SNAPSHOT: &str = "snapshot";
const LOCK: &str = "lock";
/// Sealed values begin with this; a line at rest and other JSON never does.
const SEALED: &str = "x1.";
const VERSION: u8 = 1;

/// The key of the person's keys in the state.
pub const KEYS: &str = "keys";

/// Why something could not be kept or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// The browser gives no database: an old private window, or storage is switched off.
    #[error("the browser gives no database")]
    Unavailable,
    /// Another window holds an older version of the database open.
    #[error("another window holds the database")]
    Blocked,
    /// There is no room left.
    #[error("there is no room left")]
    Full,
    /// Another window wrote meanwhile.
    #[error("another window wrote meanwhile")]
    Overtaken,
    /// Anything else, in the browser's words.
    #[error("{0}")]
    Other(String),
}

impl StoreFault {
    /// The sentence for the person: what happened, and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::Lt, Self::Unavailable) => "Ši naršyklė čia nieko neišsaugo (gal privatus langas?). Mokytis gali, bet \
                prieš uždarydamas langą atsisiųsk kopiją."
                .into(),
            (Lang::En, Self::Unavailable) => {
                "This browser keeps nothing here (a private window?). You can practise, but download a copy before closing."
                    .into()
            }
            (Lang::Lt, Self::Blocked) => "Atverta sena Augu versija kitame lange. Uždaryk kitus Augu langus.".into(),
            (Lang::En, Self::Blocked) => "An old version of Augu is open in another window. Close other Augu windows.".into(),
            (Lang::Lt, Self::Full) => "Įrenginyje nebeliko vietos. Naujausi atsakymai dar neišsaugoti: atlaisvink vietos \
                arba atsisiųsk kopiją."
                .into(),
            (Lang::En, Self::Full) => {
                "There is no room left on the device. Your newest answers are not saved yet: free some space or download a copy."
                    .into()
            }
            (Lang::Lt, Self::Overtaken) => "Mokaisi kitame lange. Čia tęsi, kai paspausi „Tęsti čia“.".into(),
            (Lang::En, Self::Overtaken) => "You are practising in another window. Press “Continue here” to go on here.".into(),
            (Lang::Lt, Self::Other(_)) => "Nepavyko išsaugoti. Bandome dar kartą; jei nepavyks, atsisiųsk kopiją.".into(),
            (Lang::En, Self::Other(_)) => "Saving failed. We keep trying; if it does not help, download a copy.".into(),
        }
    }
}

fn of_dom(exception: &DomException) -> StoreFault {
    use indexed_db_futures::internals::SystemRepr;
    let sys = exception.as_sys();
    match sys.name().as_str() {
        // A full disk aborts the transaction, and its requests hear only of that; we abort none that we wait for.
        "QuotaExceededError" => StoreFault::Full,
        "SecurityError" => StoreFault::Unavailable,
        name => StoreFault::Other(format!("{name}: {}", sys.message())),
    }
}

impl From<Error> for StoreFault {
    fn from(fault: Error) -> Self {
        match &fault {
            Error::DomException(exception) => of_dom(exception),
            other => {
                let text = other.to_string();
                if text.contains("Quota") { StoreFault::Full } else { StoreFault::Other(text) }
            }
        }
    }
}

impl From<OpenDbError> for StoreFault {
    fn from(fault: OpenDbError) -> Self {
        match fault {
            OpenDbError::Base(fault) => fault.into(),
            OpenDbError::NullFactory | OpenDbError::UnsupportedEnvironment => StoreFault::Unavailable,
            other => StoreFault::Other(other.to_string()),
        }
    }
}

/// What the store holds at opening.
pub struct Loaded {
    /// The folded state that was kept, if any.
    pub snapshot: Option<String>,
    /// Device -> number of its newest fact in the store.
    pub heads: Heads,
    /// With a PIN: what opens the values.
    pub lock: Option<String>,
}

/// Seals a value (the second text) under a name (the first).
pub type Sealing = Rc<dyn Fn(&str, &str) -> String>;

/// Opens a value kept under a name; `None` if it was changed.
pub type Opening = Rc<dyn Fn(&str, &str) -> Option<String>>;

/// What seals values at rest and opens them, each under the name of its place. The part of the program that knows keys
/// makes it once the PIN was typed.
#[derive(Clone)]
pub struct Guard {
    /// Seals a value under a name.
    pub seal: Sealing,
    /// Opens a value kept under a name; `None` if it was changed.
    pub open: Opening,
}

impl Guard {
    /// A value as it is kept.
    pub fn seal(&self, name: &str, value: &str) -> String {
        format!("{SEALED}{}", (self.seal)(name, value))
    }

    /// A kept value; what was kept before there was a PIN comes as it is.
    pub fn open(&self, name: &str, kept: String) -> Option<String> {
        match kept.strip_prefix(SEALED) {
            Some(sealed) => (self.open)(name, sealed),
            None => Some(kept),
        }
    }
}

/// The guard of all of a person's databases in this window, and whether it seals what is written or only opens, as while
/// the PIN is being taken away.
#[derive(Clone, Default)]
pub struct Guarding(Rc<RefCell<(Option<Guard>, bool)>>);

impl Guarding {
    /// A value as it is kept under a name. In the journal's store that is the key of the state; facts have `facts` all,
    /// for a line tells itself whose it is and its number.
    pub fn seal(&self, name: &str, value: String) -> String {
        match &*self.0.borrow() {
            (Some(guard), true) => guard.seal(name, &value),
            _ => value,
        }
    }

    /// A kept value; what was kept before there was a PIN comes as it is, what cannot be opened not at all.
    pub fn open(&self, name: &str, kept: String) -> Option<String> {
        match &self.0.borrow().0 {
            Some(guard) => guard.open(name, kept),
            None => (!kept.starts_with(SEALED)).then_some(kept),
        }
    }

    /// What is written from now on is sealed.
    pub fn begin(&self, guard: Guard) {
        self.0.replace((Some(guard), true));
    }

    /// Whether what is written from now on is sealed; what is sealed already is opened in any case.
    pub fn set_sealing(&self, seals: bool) {
        self.0.borrow_mut().1 = seals;
    }

    /// Whether there is a PIN, and what is sealed can be opened.
    pub fn is_on(&self) -> bool {
        self.0.borrow().0.is_some()
    }

    /// Writes the values of an object store anew as they are kept now. `name_of`: the name that the value under a key is
    /// kept under, `None` for what is never sealed. What cannot be opened stays as it is.
    pub async fn write_anew(
        &self,
        values: &ObjectStore<'_>,
        name_of: fn(&str) -> Option<&str>,
    ) -> Result<(), StoreFault> {
        let keys: Vec<String> = values.get_all_keys::<String>().primitive()?.await?.filter_map(Result::ok).collect();
        let kept: Vec<Option<String>> = values.get_all::<String>().primitive()?.await?.map(Result::ok).collect();
        for (key, kept) in keys.iter().zip(kept) {
            let value = name_of(key).and_then(|name| Some((name, self.open(name, kept?)?)));
            if let Some((name, value)) = value {
                values.put(self.seal(name, value)).with_key(key.as_str()).primitive()?;
            }
        }
        Ok(())
    }

    fn end(&self) {
        self.0.replace((None, false));
    }
}

/// A person's database, open.
#[derive(Clone)]
pub struct Store {
    database: Database,
    guarding: Guarding,
}

fn name(person: PersonId) -> String {
    format!("augu.{person}")
}

fn key(line: &Line) -> String {
    format!("{}.{:012}", line.stamp.device, line.stamp.sequence)
}

impl Store {
    /// Opens the person's database, or makes it. When a newer version of the app wants to upgrade it from another
    /// window, this one lets go of it.
    pub async fn open(person: PersonId) -> Result<Store, StoreFault> {
        let blocked = Rc::new(Cell::new(false));
        let told = Rc::clone(&blocked);
        let opened: OpenDbResult<Database> = Database::open(name(person))
            .with_version(VERSION)
            .with_on_blocked(move |_| {
                told.set(true);
                Ok(())
            })
            .with_on_upgrade_needed(|_, database| {
                database.create_object_store(FACTS).build()?;
                database.create_object_store(STATE).build()?;
                Ok(())
            })
            .await;
        let database = match opened {
            Ok(database) => database,
            Err(_) if blocked.get() => return Err(StoreFault::Blocked),
            Err(fault) => return Err(fault.into()),
        };
        if let Ok(mut changes) = database.version_changes() {
            let held = database.clone();
            wasm_bindgen_futures::spawn_local(async move {
                if changes.recv().await.is_some() {
                    held.close();
                }
            });
        }
        Ok(Store { database, guarding: Guarding::default() })
    }

    /// The same store under what guards this person's values.
    #[must_use]
    pub fn guarded_by(self, guarding: Guarding) -> Store {
        Store { guarding, ..self }
    }

    /// What guards this store and all that belong to it.
    pub fn guarding(&self) -> Guarding {
        self.guarding.clone()
    }

    /// Whether there is a PIN.
    pub fn is_guarded(&self) -> bool {
        self.guarding.is_on()
    }

    /// A value of the state, such as the person's keys.
    pub async fn state(&self, key: &str) -> Result<Option<String>, StoreFault> {
        let transaction = self.database.transaction(STATE).build()?;
        let kept: Option<String> = transaction.object_store(STATE)?.get(key).primitive()?.await?;
        Ok(kept.and_then(|kept| self.guarding.open(key, kept)))
    }

    /// Keeps a value of the state.
    pub async fn keep_state(&self, key: &str, value: String) -> Result<(), StoreFault> {
        let transaction = self.strict([STATE])?;
        let kept = self.guarding.seal(key, value);
        transaction.object_store(STATE)?.put(kept).with_key(key).primitive()?.await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Keeps what opens the values anew; the values stay as they are.
    pub async fn keep_lock(&self, lock: String) -> Result<(), StoreFault> {
        let transaction = self.strict([STATE])?;
        transaction.object_store(STATE)?.put(lock).with_key(LOCK).primitive()?.await?;
        transaction.commit().await?;
        Ok(())
    }

    fn strict<const N: usize>(
        &self,
        stores: [&str; N],
    ) -> Result<indexed_db_futures::transaction::Transaction<'_>, StoreFault> {
        Ok(self
            .database
            .transaction(stores)
            .with_mode(TransactionMode::Readwrite)
            .with_options(TransactionOptions::new().with_durability(TransactionDurability::Strict))
            .build()?)
    }

    /// Writes everything anew as the guard keeps it now, in one transaction; `unlocked`: and takes the lock away.
    pub async fn write_anew(&self, unlocked: bool) -> Result<(), StoreFault> {
        let transaction = self.strict([FACTS, STATE])?;
        let (facts, state) = (transaction.object_store(FACTS)?, transaction.object_store(STATE)?);
        self.guarding.write_anew(&facts, |_| Some(FACTS)).await?;
        self.guarding.write_anew(&state, |key| [SNAPSHOT, KEYS].contains(&key).then_some(key)).await?;
        if unlocked {
            state.delete(LOCK).primitive()?.await?;
        }
        transaction.commit().await?;
        if unlocked {
            self.guarding.end();
        }
        Ok(())
    }

    /// Reads the kept state and the heads.
    pub async fn load(&self) -> Result<Loaded, StoreFault> {
        let transaction = self.database.transaction(STATE).build()?;
        let state = transaction.object_store(STATE)?;
        let snapshot: Option<String> = state.get(SNAPSHOT).primitive()?.await?;
        let heads: Option<String> = state.get(HEADS).primitive()?.await?;
        let lock: Option<String> = state.get(LOCK).primitive()?.await?;
        let snapshot = snapshot.and_then(|kept| self.guarding.open(SNAPSHOT, kept));
        Ok(Loaded { snapshot, heads: read_heads(heads), lock })
    }

    /// Reads the lines of the facts that come after `known` of each device, and counts what is no text at all.
    pub async fn after(&self, known: &Heads, heads: &Heads) -> Result<(Vec<String>, usize), StoreFault> {
        let (mut texts, mut broken) = (Vec::new(), 0);
        let transaction = self.database.transaction(FACTS).build()?;
        let facts = transaction.object_store(FACTS)?;
        for (device, newest) in heads {
            let from = known.get(device).copied().unwrap_or(0);
            if *newest <= from {
                continue;
            }
            let range = KeyRange::Bound(format!("{device}.{from:012}"), true, format!("{device}.{newest:012}"), false);
            let lines = facts.get_all::<String>().with_query::<String, _>(range).primitive()?.await?;
            for line in lines {
                match line.ok().and_then(|line| self.guarding.open(FACTS, line)) {
                    Some(line) => texts.push(line),
                    None => broken += 1,
                }
            }
        }
        Ok((texts, broken))
    }

    /// Keeps facts of this device: they must follow the newest one in the store without a gap.
    pub async fn append(&self, lines: &[Line]) -> Result<(), StoreFault> {
        self.put(lines, true).await
    }

    /// Keeps facts of any device, as an import brings them.
    pub async fn merge(&self, lines: &[Line]) -> Result<(), StoreFault> {
        self.put(lines, false).await
    }

    async fn put(&self, lines: &[Line], gapless: bool) -> Result<(), StoreFault> {
        use indexed_db_futures::internals::SystemRepr;
        let transaction = self.strict([FACTS, STATE])?;
        let raw: JsValue = AsRef::<JsValue>::as_ref(transaction.as_sys()).clone();
        let outcome = self.put_in(transaction, lines, gapless).await;
        // A write without room is aborted as a whole; only the transaction itself then knows why.
        let why = js_sys::Reflect::get(&raw, &"error".into()).ok();
        let why = why.and_then(|why| js_sys::Reflect::get(&why, &"name".into()).ok()?.as_string());
        match outcome {
            Err(StoreFault::Other(_)) if why.as_deref() == Some("QuotaExceededError") => Err(StoreFault::Full),
            outcome => outcome,
        }
    }

    async fn put_in(
        &self,
        transaction: indexed_db_futures::transaction::Transaction<'_>,
        lines: &[Line],
        gapless: bool,
    ) -> Result<(), StoreFault> {
        let state = transaction.object_store(STATE)?;
        let facts = transaction.object_store(FACTS)?;
        let mut heads = read_heads(state.get(HEADS).primitive()?.await?);
        for line in lines {
            let head = heads.entry(line.stamp.device).or_default();
            if gapless && line.stamp.sequence != *head + 1 {
                let _ = transaction.abort().await;
                return Err(StoreFault::Overtaken);
            }
            *head = (*head).max(line.stamp.sequence);
            facts.put(self.guarding.seal(FACTS, line.text.clone())).with_key(key(line)).primitive()?;
        }
        let text = serde_json::to_string(&heads).map_err(|fault| StoreFault::Other(fault.to_string()))?;
        state.put(text).with_key(HEADS).primitive()?.await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Keeps the folded state, so that the next opening need not fold from the beginning. Losing it costs time only.
    pub async fn keep_snapshot(&self, text: String) -> Result<(), StoreFault> {
        let transaction = self.database.transaction(STATE).with_mode(TransactionMode::Readwrite).build()?;
        let kept = self.guarding.seal(SNAPSHOT, text);
        transaction.object_store(STATE)?.put(kept).with_key(SNAPSHOT).primitive()?.await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Lets go of the database.
    pub fn close(self) {
        self.database.close();
    }
}

fn read_heads(text: Option<String>) -> Heads {
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Everybody who has a database in this browser; empty where the browser does not tell.
pub async fn people() -> Vec<PersonId> {
    databases().await.iter().filter_map(|name| name.strip_prefix("augu.")?.parse().ok()).collect()
}

/// The names of all databases; none where the browser does not tell.
pub(super) async fn databases() -> Vec<String> {
    let names = async {
        let factory = js_sys::Reflect::get(web_sys::window()?.as_ref(), &"indexedDB".into()).ok()?;
        let ask: js_sys::Function = js_sys::Reflect::get(&factory, &"databases".into()).ok()?.dyn_into().ok()?;
        let promise: js_sys::Promise = ask.call0(&factory).ok()?.dyn_into().ok()?;
        let found = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?;
        found.dyn_into::<js_sys::Array>().ok()
    };
    let name = |info: JsValue| js_sys::Reflect::get(&info, &"name".into()).ok()?.as_string();
    names.await.map(|names| names.iter().filter_map(name).collect()).unwrap_or_default()
}

/// Whether the person's database holds a fact.
pub async fn holds_facts(person: PersonId) -> bool {
    let Ok(store) = Store::open(person).await else { return false };
    let holds = store.load().await.is_ok_and(|loaded| !loaded.heads.is_empty());
    store.close();
    holds
}

/// Erases a person's databases from this browser: the journal, the keys, what is known of classes.
pub async fn erase(person: PersonId) -> Result<(), StoreFault> {
    let journal = name(person);
    let others = format!(".{person}");
    for database in databases().await.into_iter().filter(|known| *known != journal && known.ends_with(&others)) {
        Database::delete_by_name(&database)?.await?;
    }
    Database::delete_by_name(&journal)?.await?;
    Ok(())
}
