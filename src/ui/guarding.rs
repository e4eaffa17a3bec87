//! The PIN on this device: what is kept of it, what it makes of the store, and locking by itself. Pages call it; the
//! store only knows the [`Guard`] that comes out.

use crate::base::Moment;
use crate::browser::sharing::fresh_entropy;
use crate::browser::store::{Guard, Store, StoreFault};
use crate::browser::{clock, entropy, page};
use crate::keys::{Entropy, LockFault, Locked, ReadingKey, ValueKey, open_with_pin, wrap_with_pin};
use crate::sync::KeyRing;
use crate::ui::desk::Desk;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::ops::RangeInclusive;
use std::rc::Rc;

/// Digits of a PIN.
pub const PIN_DIGITS: RangeInclusive<usize> = 6..=12;

/// The same for a field.
pub const PIN_LENGTH: u32 = *PIN_DIGITS.end() as u32;

/// Minutes without a touch or a key after which it may lock.
pub const MINUTES: [u16; 3] = [2, 5, 15];

/// How often it is looked whether the time has come, in milliseconds.
const LOOK_MS: u32 = 3_000;

/// The lock as it is kept beside what it locks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lock {
    /// The data key under the PIN.
    pub pin: Locked,
    /// The data key for the person's reading key, if there were keys: the recovery code opens it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Minutes after which it locks by itself.
    pub minutes: u16,
    /// The generation of the keys that `person` is for.
    #[serde(default)]
    pub generation: u32,
}

thread_local! {
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    static MINUTES_NOW: Cell<u16> = const { Cell::new(0) };
    static TOUCHED: Cell<Moment> = const { Cell::new(Moment(0)) };
    /// The data key in use, so that keys made later may open the lock too.
    static KEY: RefCell<Option<ValueKey>> = const { RefCell::new(None) };
}

fn nonce_source() -> Entropy {
    // Where the PIN could be set, the source of random bytes is there; ids' bits keep nonces distinct all the same.
    Entropy::of_seed(entropy::secret_seed().unwrap_or_else(|| {
        let mut bytes = [0u8; 32];
        bytes[..16].copy_from_slice(&entropy::random_bits().to_be_bytes());
        bytes[16..].copy_from_slice(&entropy::random_bits().to_be_bytes());
        bytes
    }))
}

fn guard_of(key: ValueKey) -> Guard {
    let opening = key.clone();
    KEY.set(Some(key.clone()));
    Guard {
        seal: Rc::new(move |name, value| key.seal(name, value, &mut nonce_source())),
        open: Rc::new(move |name, sealed| opening.open(name, sealed).ok()),
    }
}

/// Sets a PIN, or another one; what is kept is sealed from now on. Another PIN opens the same data key, so that nothing
/// needs to be written anew. `ring`: the person's keys, whose code then opens the lock too.
pub async fn set_pin(desk: Desk, pin: &str, ring: Option<&KeyRing>, minutes: u16) -> Result<(), StoreFault> {
    let mut entropy = fresh_entropy()?;
    let guarded = desk.store().is_some_and(|store| store.is_guarded());
    let known = KEY.with_borrow(Clone::clone).filter(|_| guarded);
    let key = known.clone().unwrap_or_else(|| ValueKey::new(&mut entropy));
    let lock = Lock {
        pin: wrap_with_pin(&key, pin, &mut entropy),
        person: ring.map(|ring| key.wrapped_for(ring.reading.public(), &mut entropy)),
        minutes,
        generation: ring.map_or(0, KeyRing::generation),
    };
    let text = serde_json::to_string(&lock).map_err(|fault| StoreFault::Other(fault.to_string()))?;
    desk.relock(Some(text), known.is_none().then(|| guard_of(key))).await?;
    watch(desk, minutes);
    Ok(())
}

/// Takes the PIN away: what is kept is no longer sealed.
pub async fn take_pin_away(desk: Desk) -> Result<(), StoreFault> {
    desk.relock(None, None).await?;
    KEY.set(None);
    watch(desk, 0);
    Ok(())
}

/// The lock may be opened by the code of these keys from now on: they were made or changed after the PIN was set.
pub async fn open_by_keys(store: &Store, ring: &KeyRing, entropy: &mut Entropy) -> Result<(), StoreFault> {
    let Some(text) = store.load().await?.lock else { return Ok(()) };
    let Ok(mut lock) = serde_json::from_str::<Lock>(&text) else { return Ok(()) };
    let Some(wrapped) = KEY.with_borrow(|key| Some(key.as_ref()?.wrapped_for(ring.reading.public(), entropy))) else {
        return Ok(());
    };
    lock.person = Some(wrapped);
    lock.generation = ring.generation();
    let text = serde_json::to_string(&lock).map_err(|fault| StoreFault::Other(fault.to_string()))?;
    store.keep_lock(text).await
}

/// Opens a lock by its PIN.
pub fn open_lock(lock: &Lock, pin: &str) -> Result<Guard, LockFault> {
    open_with_pin(&lock.pin, pin).map(guard_of)
}

/// Opens a lock by the person's reading key, which follows from the recovery code.
pub fn open_lock_by(lock: &Lock, reading: &ReadingKey) -> Result<Guard, LockFault> {
    ValueKey::unwrapped(lock.person.as_deref().ok_or(LockFault::Malformed)?, reading).map(guard_of)
}

/// Whether anybody would guess this PIN at once: one digit over and over, or digits in a row.
pub fn is_easy(pin: &str) -> bool {
    let steps: Vec<i16> = pin.as_bytes().windows(2).map(|two| i16::from(two[1]) - i16::from(two[0])).collect();
    steps.iter().all(|step| *step == 0) || steps.iter().all(|step| *step == 1) || steps.iter().all(|step| *step == -1)
}

/// Locks by itself from now on, after so many minutes without a touch or a key; 0: never.
pub fn watch(desk: Desk, minutes: u16) {
    MINUTES_NOW.set(minutes);
    TOUCHED.set(clock::now());
    if WATCHED.replace(true) {
        return;
    }
    for event in ["pointerdown", "keydown"] {
        page::on_window(event, |_| TOUCHED.set(clock::now()));
    }
    spawn_local(async move {
        loop {
            gloo_timers::future::TimeoutFuture::new(LOOK_MS).await;
            let minutes = i64::from(MINUTES_NOW.get());
            // The device's clock goes on while it sleeps.
            if 0 < minutes && TOUCHED.get().plus_ms(minutes * 60_000) < clock::now() {
                return desk.lock();
            }
        }
    });
}
