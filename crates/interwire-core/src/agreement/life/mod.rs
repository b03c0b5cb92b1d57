//! The life of an agreement as a fold over its parties' journals. Whether an event counts depends only on what its
//! author had written and seen before it, so every node comes to the same result in whatever order the journals reach
//! it, as long as nothing is applied before what its author had seen. `rules` decides what counts, `state` what follows.

mod rules;
mod state;
#[cfg(test)]
mod tests;

pub use state::{Deadline, Due, Ending, State, VersionStand};

use super::Agreement;
use super::articles::term::Term;
use crate::ids::{AgreementId, Hash, PartyId};
use crate::time::Time;
use std::collections::{BTreeMap, BTreeSet};

/// Where a statement stands in its author's journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// Epoch of the journal.
    pub epoch: u32,
    /// Index in it, from 0.
    pub index: u64,
}

/// The heads of the other journals that an author had seen: what `after` says, taken together over its statements.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen(BTreeMap<PartyId, (u32, u64)>);

impl Seen {
    /// Adds a head: the first `size` entries of an epoch. A later epoch contains what the earlier agreed on.
    pub fn add(&mut self, party: PartyId, epoch: u32, size: u64) {
        let head = self.0.entry(party).or_default();
        *head = (*head).max((epoch, size));
    }
    /// Adds everything another has seen.
    pub fn merge(&mut self, other: &Self) {
        for (party, (epoch, size)) in &other.0 {
            self.add(party.clone(), *epoch, *size);
        }
    }
    /// Whether it contains that entry of a party's journal.
    #[must_use]
    pub fn has(&self, party: &PartyId, mark: Mark) -> bool {
        self.0.get(party).is_some_and(|(epoch, size)| (mark.epoch, mark.index) < (*epoch, *size))
    }
}

/// What the life needs to know of an offered version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Hash of its bytes.
    pub version: Hash,
    /// The version it amends or answers.
    pub predecessor: Option<Hash>,
    /// Who must sign.
    pub parties: BTreeSet<PartyId>,
    /// Its term.
    pub term: Term,
}

impl Offer {
    /// Of an agreement whose bytes have this hash.
    #[must_use]
    pub fn of(version: Hash, agreement: &Agreement) -> Self {
        let parties = agreement.parties.iter().map(|party| party.id.clone()).collect();
        Self { version, predecessor: agreement.predecessor, parties, term: agreement.term() }
    }
}

/// What a statement says about the agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Offers a version. Apply it when its document has arrived and been read.
    Offered(Box<Offer>),
    /// Takes an own offer back.
    Withdrawn(Hash),
    /// Signs a version.
    Signed(Hash),
    /// Declines a version, for good.
    Declined(Hash),
    /// Suspends the agreement, whose version is named.
    Suspended(Hash),
    /// Takes an own suspension back.
    Resumed(Hash),
    /// Gives notice.
    Notice(Hash),
    /// Consents to the end; when all have, it has ended.
    Ended(Hash),
}

/// One statement, as the fold needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeEvent {
    /// Whose journal it is in.
    pub author: PartyId,
    /// Its effective time.
    pub at: Time,
    /// Its place there.
    pub mark: Mark,
    /// What its author had seen. Heads of the author's earlier events are remembered, so giving only what is new is
    /// enough, if statements of other kinds are told with [`Life::saw`].
    pub seen: Seen,
    /// What it says.
    pub what: What,
}

/// Why an event does not count. The statement stays in its journal; it has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Refusal {
    /// It, or a later entry of the same journal, was applied before.
    #[error("this entry, or a later one of its journal, was applied before")]
    Replayed,
    /// The author is not a party of the version.
    #[error("its author is not a party of that version")]
    NotAParty,
    /// Its author had not seen that version offered.
    #[error("its author had not seen that version offered")]
    UnknownVersion,
    /// The predecessor was never offered, or a first version where there is one already.
    #[error("it does not follow a version that its author had seen offered")]
    UnknownPredecessor,
    /// The version was offered before.
    #[error("that version was offered before")]
    OfferedBefore,
    /// An amendment names other parties; members change by opening a new epoch.
    #[error("its parties are not those of its predecessor")]
    OtherParties,
    /// Only who offered can withdraw.
    #[error("only the party that offered a version can withdraw it")]
    NotYours,
    /// The offer was withdrawn, and the author had seen it.
    #[error("the offer had been withdrawn, and its author had seen that")]
    Withdrawn,
    /// The author had declined.
    #[error("its author had declined that version")]
    Declined,
    /// The author had signed that version.
    #[error("its author had signed that version")]
    SignedBefore,
    /// The author had signed another version, from which this one does not descend and which may still come to life.
    #[error("its author had signed another version that this one does not follow")]
    SignedOther,
    /// All had signed.
    #[error("all parties had signed that version")]
    Complete,
    /// Its author had not seen all parties' signatures on that version.
    #[error("its author had not seen that version signed by all")]
    NotSigned,
    /// The term article forbids it.
    #[error("the agreement does not allow suspension")]
    NoSuspension,
    /// Nothing of the author is suspended.
    #[error("its author had not suspended the agreement")]
    NotSuspended,
    /// Notice would change nothing.
    #[error("notice changes nothing: the agreement lapses by itself")]
    NoNotice,
}

/// What an event changed, as far as this node can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A version was offered.
    Offered(Hash),
    /// An offer was withdrawn.
    Withdrawn(Hash),
    /// A party signed; others are still to sign.
    Signed(Hash),
    /// The last party signed: it comes into force at this moment.
    Complete(Hash, Time),
    /// A party declined.
    Declined(Hash),
    /// Deliveries pause.
    Suspended,
    /// A party's suspension is over.
    Resumed,
    /// Notice was given: the agreement ends then.
    Notice(Time),
    /// A party consents to the end.
    Ending,
    /// All consent: it ended then.
    Ended(Time),
}

/// The fold.
#[derive(Debug, Clone, Default)]
pub struct Life {
    entries: Vec<LifeEvent>,
    last: BTreeMap<PartyId, (Mark, Time)>,
    saw: BTreeMap<PartyId, Seen>,
    superseded: Option<(AgreementId, Time)>,
}

impl Life {
    /// The life of an agreement of which nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells what an author had seen by a statement that is no event of the life.
    pub fn saw(&mut self, author: &PartyId, seen: &Seen) {
        self.saw.entry(author.clone()).or_default().merge(seen);
    }

    /// Another agreement that names this one in `supersedes` is in force from a moment. Returns whether that is new.
    pub fn supersede(&mut self, by: AgreementId, from: Time) -> bool {
        let sooner = self.superseded.as_ref().is_none_or(|(other, time)| (from, &by) < (*time, other));
        if sooner {
            self.superseded = Some((by, from));
        }
        sooner
    }

    /// Applies an event; all entries that its author had seen, and its own earlier ones, must have been applied.
    ///
    /// # Errors
    /// If it does not count, and why. Every node refuses the same events.
    pub fn apply(&mut self, mut event: LifeEvent) -> Result<Change, Refusal> {
        if let Some((mark, at)) = self.last.get(&event.author) {
            if event.mark <= *mark {
                return Err(Refusal::Replayed);
            }
            // A clock set back does not reorder what one party said.
            event.at = event.at.max(*at);
        }
        self.saw(&event.author, &event.seen);
        event.seen = self.saw.get(&event.author).cloned().unwrap_or_default();
        self.last.insert(event.author.clone(), (event.mark, event.at));
        rules::past(&self.entries, &event).admit(&event)?;
        let what = event.what.clone();
        self.entries.push(event);
        Ok(self.changed(&what))
    }

    fn changed(&self, what: &What) -> Change {
        let all = rules::View::all(&self.entries);
        match what {
            What::Offered(offer) => Change::Offered(offer.version),
            What::Withdrawn(version) => Change::Withdrawn(*version),
            What::Declined(version) => Change::Declined(*version),
            What::Signed(version) => match all.in_force_from(version) {
                Some(from) => Change::Complete(*version, from),
                None => Change::Signed(*version),
            },
            What::Suspended(_) => Change::Suspended,
            What::Resumed(_) => Change::Resumed,
            What::Notice(version) => Change::Notice(all.notice_effect(version).unwrap_or(Time::from_ms(i64::MAX))),
            What::Ended(_) => all.ended_at().map_or(Change::Ending, Change::Ended),
        }
    }
}
