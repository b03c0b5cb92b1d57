//! One conversation with one peer: what to ask next, what to make of the answer, when to try again. Two lanes run
//! side by side, so that one reachable side is enough: `Pull` reads what the peer has, `Push` gives what it lacks.
//! Volatile: a crash forgets it and nothing is lost, since what to do follows from the store and the peer's heads.

use super::aside::{Aside, Thing};
use super::machine::{Machine, Turn};
use super::message::{BLOB_ALONE, BLOBS_MAX, Heads, Request, Response};
use super::replicate::Taken;
use super::store::{Standing, Stored};
use crate::ids::{AgreementId, Hash, JournalId, PartyId};
use crate::protocol::v1::fields::BlobRef;
use crate::time::Time;
use std::collections::BTreeSet;

/// Which way a lane works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Reads from the peer.
    Pull,
    /// Gives to the peer.
    Push,
}

/// Why a request brought no answer that could be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// No answer: unreachable, cut off, too slow.
    Unreachable,
    /// The peer refused.
    Refused,
    /// The answer was not what the protocol says.
    Garbage,
    /// The answer does not agree with signatures or hashes.
    Forged,
    /// The peer answered, but nothing came of it.
    Fruitless,
}

/// Heads older than this, in ms, are asked for again before more blobs are fetched: a kill must not wait behind them.
const FRESH_MS: i64 = 500;
/// First wait after a failure, in ms; doubled after each.
const RETRY_FIRST_MS: i64 = 500;
/// Longest wait.
const RETRY_LAST_MS: i64 = 300_000;

/// One lane to one peer.
#[derive(Debug)]
pub struct Session {
    peer: PartyId,
    lane: Lane,
    told: Option<Heads>,
    told_at: Time,
    token: Option<u64>,
    doubt: Option<(JournalId, u64, u64)>,
    aside: Aside,
    failures: u32,
    last_failure: Option<Failure>,
    retry_at: Time,
    dirty: bool,
}

impl Session {
    /// A lane that has not spoken yet.
    #[must_use]
    pub fn new(peer: PartyId, lane: Lane) -> Self {
        Self {
            peer,
            lane,
            told: None,
            told_at: Time::default(),
            token: None,
            doubt: None,
            aside: Aside::default(),
            failures: 0,
            last_failure: None,
            retry_at: Time::default(),
            dirty: true,
        }
    }

    /// How long to wait for the next try, in ms; 0 if it is due. A clock that was set back does not prolong it.
    #[must_use]
    pub fn wait_ms(&self, now: Time) -> i64 {
        let wait = self.retry_at.since(now);
        if wait > RETRY_LAST_MS { 0 } else { wait.max(0) }
    }

    /// Consecutive failures, the last one's kind, and when the next try is due.
    #[must_use]
    pub fn trouble(&self) -> (u32, Option<Failure>, Time) {
        (self.failures, self.last_failure, self.retry_at)
    }

    /// Whether something that the peer did not serve is left for later.
    #[must_use]
    pub fn waits_with_any(&self) -> bool {
        self.aside.len() > 0
    }

    /// Something changed here that the peer may lack (push), or a person asks to try now.
    pub fn wake(&mut self) {
        self.dirty = true;
    }

    /// Forgets the schedule of retries, and what was left for later: the peer was just heard from, or a person asks
    /// to try now.
    pub fn peer_is_back(&mut self) {
        self.retry_at = Time::default();
        (self.told, self.token) = (None, None);
        self.aside = Aside::default();
        self.dirty = true;
    }

    /// The next request, or nothing for now.
    ///
    /// # Errors
    /// If the store fails.
    pub fn next(&mut self, machine: &Machine, turn: &mut Turn) -> Stored<Option<Request>> {
        if self.wait_ms(turn.now) > 0 {
            return Ok(None);
        }
        self.aside.tidy(turn.now);
        match self.lane {
            Lane::Pull => self.next_pull(machine, turn).map(Some),
            Lane::Push => self.next_push(machine, turn),
        }
    }

    fn next_pull(&mut self, machine: &Machine, turn: &mut Turn) -> Stored<Request> {
        if let Some((journal, old, new)) = self.doubt.take() {
            return Ok(Request::Consistency { journal, old, new });
        }
        if let Some(told) = &self.told {
            for row in &told.journals {
                let not_shared = machine.shared(&row.journal.agreement, &self.peer).is_none();
                if not_shared || self.aside.has(&Thing::Journal(row.journal.clone())) {
                    continue;
                }
                let ours = turn.journal(&row.journal)?;
                let theirs = row.head.as_deref().and_then(head_size).unwrap_or(0);
                if ours.standing == Standing::Open && theirs > ours.size() && !machine.is_left_behind(turn, &ours)? {
                    return Ok(Request::Entries { journal: row.journal.clone(), from: ours.size(), to: theirs });
                }
            }
            if let Some((agreement, blobs)) = self.wanted(machine, turn)? {
                if turn.now.since(self.told_at) > FRESH_MS {
                    self.told = None;
                    return Ok(Request::Heads { since: None });
                }
                return Ok(Request::Blobs { agreement, blobs });
            }
        }
        self.told = None;
        Ok(Request::Heads { since: self.token })
    }

    /// Blobs we lack under an agreement with the peer, apart from those it has just failed to serve.
    fn wanted(&self, machine: &Machine, turn: &mut Turn) -> Stored<Option<(AgreementId, Vec<BlobRef>)>> {
        for (id, _) in machine.deals().iter().filter(|(_, deal)| deal.rings.contains_key(&self.peer)) {
            let wants = turn.store.wants(id, 0..=BLOB_ALONE, BLOBS_MAX + self.aside.len())?;
            let asked = fitting(wants.into_iter().filter(|blob| !self.aside.has(&Thing::Blob(blob.hash))));
            if !asked.is_empty() {
                return Ok(Some((id.clone(), asked)));
            }
        }
        Ok(None)
    }

    fn next_push(&mut self, machine: &Machine, turn: &mut Turn) -> Stored<Option<Request>> {
        let Some(told) = &self.told else {
            if !std::mem::take(&mut self.dirty) {
                return Ok(None);
            }
            return Ok(Some(Request::TellHeads(machine.heads_for(turn, &self.peer)?)));
        };
        for id in machine.deals().values().filter(|d| d.rings.contains_key(&self.peer)).map(|d| d.id.clone()) {
            let theirs: Vec<_> = told.journals.iter().filter(|row| row.journal.agreement == id).collect();
            // The peer does not know the agreement, or was restored to a time before it; or it has heard of it by
            // another party, and has not acted: then it takes our journal in no other way.
            let met = theirs.iter().any(|row| row.journal.party == *machine.me() && row.holds > 0);
            let stranger = !met && !self.aside.has(&Thing::Agreement(id.clone()));
            if let Some(introduction) = if stranger { machine.introduction(turn, &id)? } else { None } {
                return Ok(Some(introduction));
            }
            if theirs.is_empty() {
                continue;
            }
            for row in turn.store.journals(&id)? {
                if self.aside.has(&Thing::Journal(row.id.clone())) {
                    continue;
                }
                let theirs = told.journals.iter().find(|t| t.journal == row.id).map_or(0, |t| t.holds);
                let all = machine.counts(turn, &row.id)?.is_some_and(|size| theirs >= size);
                if row.standing != Standing::Open || row.head_size <= theirs || all {
                    continue;
                }
                if let Some(page) = machine.page(turn, &row, theirs)? {
                    return Ok(Some(Request::GiveEntries(page)));
                }
            }
            let fresh = |blob: &BlobRef| !self.aside.has(&Thing::Blob(blob.hash));
            let asked = told.wants.iter().filter(|(agreement, blob)| *agreement == id && fresh(blob));
            let asked: Vec<_> = asked.map(|(_, blob)| *blob).collect();
            let blobs = machine.blobs(turn, &id, &asked)?;
            if !blobs.is_empty() {
                return Ok(Some(Request::GiveBlobs { agreement: id, blobs }));
            }
        }
        self.told = None;
        Ok(None)
    }

    /// Makes something of the answer to `request`.
    ///
    /// # Errors
    /// If the store fails.
    pub fn done(
        &mut self,
        machine: &mut Machine,
        turn: &mut Turn,
        request: &Request,
        answer: Result<Response, Failure>,
        dice: u64,
    ) -> Stored<()> {
        let outcome = match answer {
            Ok(response) => self.take(machine, turn, request, response)?,
            Err(failure) => Err(failure),
        };
        match outcome {
            Ok(()) => (self.failures, self.last_failure) = (0, None),
            Err(failure) => {
                self.put_aside(turn.now, request, failure);
                self.failed(turn.now, failure, dice);
            }
        }
        Ok(())
    }

    /// What the peer answered badly is left alone for a while; everything else goes on.
    fn put_aside(&mut self, now: Time, request: &Request, failure: Failure) {
        if failure == Failure::Unreachable {
            return;
        }
        match request {
            Request::Entries { journal, .. } | Request::Consistency { journal, .. } => {
                self.aside.put(Thing::Journal(journal.clone()), now);
            }
            Request::GiveEntries(page) => self.aside.put(Thing::Journal(page.journal.clone()), now),
            // Orders to stop do not wait behind what the peer has no room for.
            Request::GiveBlobs { blobs, .. } => {
                blobs.iter().for_each(|bytes| self.aside.put(Thing::Blob(Hash::of(bytes)), now));
            }
            Request::Offer(offer) => self.aside.put(Thing::Agreement(offer.page.journal.agreement.clone()), now),
            _ => {}
        }
    }

    fn failed(&mut self, now: Time, failure: Failure, dice: u64) {
        self.told = None;
        self.token = None;
        self.dirty = true;
        self.last_failure = Some(failure);
        self.retry_at = now.plus_ms(retry_wait_ms(self.failures, dice));
        self.failures = self.failures.saturating_add(1);
    }

    fn take(
        &mut self,
        machine: &mut Machine,
        turn: &mut Turn,
        request: &Request,
        response: Response,
    ) -> Stored<Result<(), Failure>> {
        Ok(match (request, response) {
            (_, Response::Refused(_)) => Err(Failure::Refused),
            (_, Response::Heads(heads)) if heads.from != self.peer => Err(Failure::Garbage),
            (Request::GiveEntries(page), Response::Heads(heads)) => {
                let holds = heads.journals.iter().find(|row| row.journal == page.journal).map_or(0, |row| row.holds);
                self.heard(machine, turn, heads)?;
                if holds > page.from { Ok(()) } else { Err(Failure::Fruitless) }
            }
            (Request::GiveBlobs { blobs, .. }, Response::Heads(heads)) => {
                // Given once is enough for a while, whatever the peer makes of it.
                blobs.iter().for_each(|bytes| self.aside.put(Thing::Blob(Hash::of(bytes)), turn.now));
                self.heard(machine, turn, heads)?;
                Ok(())
            }
            (Request::Heads { .. } | Request::TellHeads(_) | Request::Offer(_), Response::Heads(heads)) => {
                self.heard(machine, turn, heads)?;
                Ok(())
            }
            (Request::Entries { journal, from, .. }, Response::Page(page)) => {
                if page.journal != *journal || page.from > *from {
                    return Ok(Err(Failure::Garbage));
                }
                if page.from.saturating_add(page.entries.len() as u64) <= *from {
                    // Asked at once again, it would answer so for ever.
                    return Ok(Err(Failure::Fruitless));
                }
                return self.take_page(machine, turn, &page);
            }
            (Request::Consistency { journal, .. }, Response::Consistency { root_at_old, proof, checkpoint }) => {
                machine.judge(turn, journal, root_at_old, &proof, &checkpoint)?;
                Err(Failure::Forged)
            }
            (Request::Blobs { agreement, blobs }, Response::Blobs(found)) => {
                self.take_blobs(machine, turn, agreement, blobs, &found)?
            }
            _ => Err(Failure::Garbage),
        })
    }

    fn heard(&mut self, machine: &mut Machine, turn: &mut Turn, heads: Heads) -> Stored<()> {
        machine.hear(turn, &self.peer, &heads)?;
        self.token = Some(heads.token);
        (self.told, self.told_at) = (Some(heads), turn.now);
        Ok(())
    }

    fn take_page(
        &mut self,
        machine: &mut Machine,
        turn: &mut Turn,
        page: &super::message::Page,
    ) -> Stored<Result<(), Failure>> {
        Ok(match machine.take_page(turn, &self.peer, page)? {
            Taken::Grown | Taken::Known => Ok(()),
            Taken::Diverged => {
                let ours = turn.journal(&page.journal)?;
                let new = head_size(&page.checkpoint).unwrap_or(0);
                if ours.head_size > 0 && new >= ours.head_size {
                    self.doubt = Some((page.journal.clone(), ours.head_size, new));
                    return Ok(Ok(()));
                }
                Err(Failure::Forged)
            }
            Taken::Forged | Taken::Gap => Err(Failure::Forged),
            Taken::Closed | Taken::NotShared => Err(Failure::Refused),
        })
    }

    fn take_blobs(
        &mut self,
        machine: &mut Machine,
        turn: &mut Turn,
        agreement: &AgreementId,
        asked: &[BlobRef],
        found: &[Vec<u8>],
    ) -> Stored<Result<(), Failure>> {
        let came = machine.take_blobs(turn, agreement, found)?;
        // That one is wanted no more, since it came by the other lane, is nobody's fault.
        let asked_for: BTreeSet<Hash> = asked.iter().map(|blob| blob.hash).collect();
        let wrong = came.iter().any(|hash| !asked_for.contains(hash));
        for blob in asked {
            if !turn.store.has_blob(&blob.hash)? {
                self.aside.put(Thing::Blob(blob.hash), turn.now);
            }
        }
        Ok(if wrong { Err(Failure::Forged) } else { Ok(()) })
    }
}

/// As many blobs as one request may name and one stream may carry.
fn fitting(wants: impl Iterator<Item = BlobRef>) -> Vec<BlobRef> {
    let mut total = 0;
    let fits = wants.take(BLOBS_MAX).filter(|blob| {
        let fits = total + blob.size <= super::message::BLOBS_BYTES_MAX;
        total += if fits { blob.size } else { 0 };
        fits
    });
    fits.collect()
}

/// The size that a head's text claims; its signature is checked when the page comes.
fn head_size(text: &str) -> Option<u64> {
    crate::journal::checkpoint::SignedCheckpoint::parse(text).ok().map(|signed| signed.unverified().size)
}

/// Exponential with full jitter: between half and the whole of the doubled wait.
fn retry_wait_ms(failures: u32, dice: u64) -> i64 {
    let whole = RETRY_FIRST_MS.saturating_mul(1 << failures.min(12)).min(RETRY_LAST_MS);
    let half = whole / 2;
    half + i64::try_from(dice % (half.unsigned_abs() + 1)).unwrap_or(half)
}
