//! Sharing with a class, as `ui::desk` calls it: the one entry to `sync` and `transport`. Nothing here is reachable
//! before a class is joined, so it loads with the part of the program that holds classes.
//!
//! - On opening, `Sharing::open` reads the membership that is kept beside the journal; `None`: no class.
//! - On opening, on leaving, every few minutes of work, and within 5 to 8 seconds of a new fact while
//!   `Sharing::is_watched`, call `Sharing::round`. It returns what is new; the facts and the state are kept already.
//!   The caller merges the facts into its journal and folds, shows `alarms`, and on `erase` erases the person.
//! - `join_step` does the same for a device that waits for admission.
//!
//! Absent: decisions. They are in `sync`.

use super::class_store::ClassStore;
use super::store::{Store, StoreFault};
use super::{clock, entropy, transport};
use crate::base::{ClassId, Moment, PersonId};
use crate::journal::{Entry, Journal};
use crate::keys::Entropy;
use crate::sync::{Ask, Bundle, HostPlace, Joining, Letter, Membership, Signer, Standing, Taken, Told};
use serde::{Deserialize, Serialize};

/// Questions that are under way at the same time.
const AT_ONCE: usize = 6;

/// What is kept: where the files lie, and what the device knows of the class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    place: HostPlace,
    membership: Membership,
    #[serde(default)]
    board: Option<Membership>,
}

/// What of the class's state is kept under which name.
const MEMBERSHIP: &str = "membership";
const PUPILS: &str = "pupils";

/// What a round looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Everybody.
    Whole,
    /// Everybody, and requests to join.
    Admitting,
    /// Those who were active lately, and the others in turn: while the page is open.
    Live,
}

/// A device's sharing with its class.
pub struct Sharing {
    /// Where the class's files lie.
    pub place: HostPlace,
    /// What the device knows of the class. Staff change it through its own methods; the next round tells.
    pub membership: Membership,
    /// The second device of a staff member, whose facts the whole class reads.
    pub board: Option<Membership>,
    store: Store,
    class: ClassStore,
}

/// Random bytes for keys or one step. A browser that gives none keeps no keys and seals nothing.
pub fn fresh_entropy() -> Result<Entropy, StoreFault> {
    entropy::secret_seed().map(Entropy::of_seed).ok_or(StoreFault::Unavailable)
}

impl Sharing {
    /// The sharing of this person with this class, as it is kept; `None`: there is none here. Which class it is, the
    /// person's journal says.
    pub async fn open(class: ClassId, person: PersonId, store: Store) -> Result<Option<Sharing>, StoreFault> {
        let kept_in = ClassStore::open(class, person, store.guarding()).await?;
        let Some(text) = kept_in.state(MEMBERSHIP).await? else { return Ok(None) };
        let kept: Kept = serde_json::from_str(&text).map_err(|fault| StoreFault::Other(fault.to_string()))?;
        let Kept { place, membership, board } = kept;
        Ok(Some(Sharing { place, membership, board, store, class: kept_in }))
    }

    /// A new one, kept at once: after a class was founded or a device admitted.
    pub async fn begin(place: HostPlace, membership: Membership, store: Store) -> Result<Sharing, StoreFault> {
        let class = ClassStore::open(membership.class, membership.person, store.guarding()).await?;
        let sharing = Sharing { place, membership, board: None, store, class };
        sharing.keep().await?;
        Ok(sharing)
    }

    /// Keeps the state. `round` does so itself; call it after staff changed something.
    pub async fn keep(&self) -> Result<(), StoreFault> {
        let kept = Kept {
            place: self.place.clone(),
            membership: self.membership.kept(),
            board: self.board.as_ref().map(Membership::kept),
        };
        let text = serde_json::to_string(&kept).map_err(|fault| StoreFault::Other(fault.to_string()))?;
        self.class.keep_state(MEMBERSHIP, text).await
    }

    /// Another member's journal, as it was read so far, with that of who the same pupil was before: for a teacher's page.
    pub async fn journal_of(&self, person: PersonId) -> Result<Journal, StoreFault> {
        let mut facts = self.class.facts_of(person).await?;
        let earlier = self.membership.roster.iter().flat_map(|roster| roster.earlier_of(person));
        for earlier in earlier {
            facts.extend(self.class.facts_of(*earlier).await?);
        }
        Ok(Journal::of(facts))
    }

    /// What was folded of the members, as it was kept last.
    pub async fn pupils(&self) -> Result<Option<String>, StoreFault> {
        self.class.state(PUPILS).await
    }

    /// Keeps what was folded of the members.
    pub async fn keep_pupils(&self, text: String) -> Result<(), StoreFault> {
        self.class.keep_state(PUPILS, text).await
    }

    /// Gives this staff member a board: a second device, whose facts the whole class reads.
    pub fn begin_board(&mut self, signer: &Signer) {
        if self.board.is_none() {
            self.membership.add_board(signer, clock::now());
            self.board = Some(self.membership.board(signer.clone()));
        }
    }

    /// Asks the host one thing beside the rounds: short codes, parents' links.
    pub async fn ask(&self, ask: &Ask) -> Told {
        transport::ask(&self.place, ask, clock::now()).await
    }

    /// How the sharing goes.
    pub const fn standing(&self) -> &Standing {
        &self.membership.standing
    }

    /// Whether new facts are to be shared at once.
    pub fn is_watched(&self) -> bool {
        self.membership.is_watched(clock::now())
    }

    /// One round. What comes is in the store before this returns, and the state after it.
    pub async fn round(&mut self, journal: &Journal, pace: Pace) -> Result<Taken, StoreFault> {
        let mut all = Taken::default();
        let mut asks = match pace {
            Pace::Live => self.membership.wake_live(clock::now()),
            Pace::Whole => self.membership.wake(clock::now(), false),
            Pace::Admitting => self.membership.wake(clock::now(), true),
        };
        while !asks.is_empty() {
            let now = clock::now();
            let batch: Vec<_> = asks.drain(..asks.len().min(AT_ONCE)).collect();
            let answers = batch.iter().map(|ask| transport::ask(&self.place, ask, now));
            let answers = futures_util::future::join_all(answers).await;
            for (ask, told) in batch.iter().zip(answers) {
                let mut entropy = fresh_entropy()?;
                asks.extend(self.membership.told(ask.name(), told, clock::now(), journal, &mut entropy));
            }
            self.take_over(&mut all).await?;
            self.keep().await?;
        }
        self.board_round(journal).await?;
        Ok(all)
    }

    /// A round over files that were carried by hand, instead of over the host. Gives what came, and the files with this
    /// device's own among them, to be carried on.
    pub async fn round_by_hand(&mut self, mut files: Bundle, journal: &Journal) -> Result<(Taken, Bundle), StoreFault> {
        let standing = self.membership.standing.clone();
        self.membership.take_in_hand();
        let mut all = Taken::default();
        over(&mut self.membership, &mut files, journal)?;
        self.take_over(&mut all).await?;
        self.membership.leave_hand();
        self.membership.standing = standing;
        if let Some(mut board) = self.board.take() {
            let standing = board.standing.clone();
            self.membership.inform_board(&mut board);
            board.take_in_hand();
            let done = over(&mut board, &mut files, journal);
            board.leave_hand();
            board.standing = standing;
            self.board = Some(board);
            done?;
        }
        self.keep().await?;
        Ok((all, files))
    }

    /// Takes what came out of the membership and keeps it, before the state that says it is here is kept: facts, and that
    /// somebody's are to go.
    async fn take_over(&mut self, all: &mut Taken) -> Result<(), StoreFault> {
        let taken = self.membership.take();
        self.keep_facts(&taken).await?;
        all.facts.extend(taken.facts);
        all.alarms.extend(taken.alarms);
        all.requests.extend(taken.requests);
        for person in taken.erase {
            self.class.erase_facts_of(person).await?;
            all.erase.push(person);
        }
        all.people.extend(taken.people);
        all.letter = taken.letter.or(all.letter.take());
        Ok(())
    }

    /// Keeps facts that came: own ones in the person's journal, others' with the class.
    async fn keep_facts(&self, taken: &Taken) -> Result<(), StoreFault> {
        if taken.facts.is_empty() {
            return Ok(());
        }
        let is_own = |entry: &Entry| self.membership.is_own(entry.stamp.author);
        let (own, others): (Vec<_>, Vec<_>) = taken.facts.iter().cloned().partition(is_own);
        let own: Vec<_> = own.iter().map(Entry::written).collect();
        self.store.merge(&own).await?;
        self.class.merge(&others).await
    }

    /// A round of the board, after the class knows it. It reads nothing but its own head.
    async fn board_round(&mut self, journal: &Journal) -> Result<(), StoreFault> {
        let Some(mut board) = self.board.take() else { return Ok(()) };
        self.membership.inform_board(&mut board);
        let mut asks = board.wake(clock::now(), false);
        while !asks.is_empty() {
            let ask = asks.remove(0);
            let told = self.ask(&ask).await;
            let Ok(mut entropy) = fresh_entropy() else { break };
            asks.extend(board.told(ask.name(), told, clock::now(), journal, &mut entropy));
        }
        self.board = Some(board);
        self.keep().await
    }
}

/// A whole round over files that were carried.
fn over(membership: &mut Membership, files: &mut Bundle, journal: &Journal) -> Result<(), StoreFault> {
    let mut asks = membership.wake(clock::now(), true);
    while !asks.is_empty() {
        let ask = asks.remove(0);
        let told = files.answer(&ask);
        let mut entropy = fresh_entropy()?;
        asks.extend(membership.told(ask.name(), told, clock::now(), journal, &mut entropy));
    }
    Ok(())
}

/// Asks to join over files that are carried by hand: puts the request among them, and looks whether they admit the device.
pub fn join_by_hand(joining: &mut Joining, files: &mut Bundle) -> Option<(Membership, Letter)> {
    // Once for the request, if it is time to send it again, and once for the answer.
    for _ in 0..2 {
        let mut ask = joining.wake(clock::now(), &mut fresh_entropy().ok()?);
        while let Some(asked) = ask {
            let (next, admitted) = joining.told(asked.name(), files.answer(&asked));
            if admitted.is_some() {
                return admitted;
            }
            ask = next;
        }
    }
    None
}

/// Asks to join once more: to be called every three seconds while the page waits. Gives the membership when staff have
/// admitted the device.
pub async fn join_step(joining: &mut Joining) -> Option<(Membership, Letter)> {
    let now: Moment = clock::now();
    let mut ask = joining.wake(now, &mut fresh_entropy().ok()?);
    while let Some(asked) = ask {
        let told = transport::ask(&joining.link.host, &asked, now).await;
        let (next, admitted) = joining.told(asked.name(), told);
        if admitted.is_some() {
            return admitted;
        }
        ask = next;
    }
    None
}
