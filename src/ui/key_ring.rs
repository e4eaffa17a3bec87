//! A person's keys as pages and classes hold them: made at the moment of need, kept in the person's own store, told by a
//! fact. Whatever signs or seals calls [`hold`].

use super::desk::Desk;
use crate::browser::clock;
use crate::browser::key_ring::{keep, read};
use crate::browser::sharing::fresh_entropy;
use crate::browser::store::StoreFault;
use crate::journal::Event;
use crate::school::membership::MembershipFact;
use crate::sync::KeyRing;

/// The keys on this device, if there are any.
pub async fn held(desk: Desk) -> Result<Option<KeyRing>, StoreFault> {
    match desk.store() {
        Some(store) => read(&store).await,
        None => Ok(None),
    }
}

/// The keys on this device; made, kept and told if there were none.
pub async fn hold(desk: Desk) -> Result<KeyRing, StoreFault> {
    if let Some(ring) = held(desk).await? {
        return Ok(ring);
    }
    let person = desk.person().ok_or(StoreFault::Unavailable)?;
    let ring = KeyRing::new(person.id, person.device, clock::now(), &mut fresh_entropy()?);
    take_up(desk, ring).await
}

/// A new root, reading key and code in place of those on this device; the first ones if there were none.
pub async fn renew(desk: Desk) -> Result<KeyRing, StoreFault> {
    match held(desk).await? {
        Some(ring) => {
            let next = ring.renewed(clock::now(), &mut fresh_entropy()?);
            take_up(desk, next).await
        }
        None => hold(desk).await,
    }
}

/// The card is made: the code leaves this device.
pub async fn put_code_away(desk: Desk) -> Result<Option<KeyRing>, StoreFault> {
    let (Some(store), Some(mut ring)) = (desk.store(), held(desk).await?) else { return Ok(None) };
    ring.card_made();
    keep(&store, &ring).await?;
    Ok(Some(ring))
}

async fn take_up(desk: Desk, ring: KeyRing) -> Result<KeyRing, StoreFault> {
    let store = desk.store().ok_or(StoreFault::Unavailable)?;
    keep(&store, &ring).await?;
    tell(desk, &ring);
    if store.is_guarded() {
        super::guarding::open_by_keys(&store, &ring, &mut fresh_entropy()?).await?;
    }
    Ok(ring)
}

/// Tells by a fact which keys these are.
pub fn tell(desk: Desk, ring: &KeyRing) {
    let generation = ring.generation();
    // Whoever knows this device by its first keys learns the next ones from this fact.
    let certificate = (generation > 1).then(|| ring.signer.certificate.signed().to_owned());
    desk.record(Event::Membership(MembershipFact::Keyed { generation, root: ring.root(), certificate }));
}
