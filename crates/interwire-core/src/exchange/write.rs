//! Writing our own journal. Nothing is written before every counterparty has told, since this start, which head of it
//! it holds: a disk restored from an old copy must not sign a second history. Until then statements wait in a queue.

use super::Planted;
use super::deal::Deal;
use super::machine::{Effect, Machine, Turn, own_statement_failed, tiles_failed};
use super::relay::keys_bodies;
use super::store::{Finding, JournalRow, Standing, StoreError, Stored, Verdict};
use crate::ids::{AgreementId, Hash, JournalId, Position};
use crate::journal::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::journal::{tile, tree};
use crate::keys::KeyRing;
use crate::protocol::v1::statement::{Body, Code, LIST_MAX, Ranges, Seen, Statement};
use crate::time::Time;
use std::collections::BTreeMap;

/// Statements taken from the queue in one turn.
const FLUSH_MAX: usize = 1000;

impl Machine {
    /// Says something under an agreement: now if our journal may be written, else as soon as it may.
    ///
    /// # Errors
    /// If the store fails.
    pub fn say(&mut self, turn: &mut Turn, agreement: &AgreementId, bodies: Vec<Body>) -> Stored<()> {
        let Some(journal) = self.deals.get(agreement).map(|deal| self.own(deal)) else {
            return Err(StoreError(format!("no agreement {agreement}")));
        };
        let waits = self.is_halted(agreement) && bodies.iter().any(|body| matches!(body, Body::Published(_)));
        if !waits && self.writable(turn, &journal)? {
            let now = turn.now;
            return self.write(turn, &journal, bodies.into_iter().map(|body| (now, body)).collect());
        }
        for body in bodies {
            let bytes = Statement::new(turn.now, Vec::new(), body).to_bytes().map_err(own_statement_failed)?;
            turn.store.queue(agreement, &bytes)?;
        }
        Ok(())
    }

    /// Whether nothing may be published under an agreement, since something under it is not understood.
    fn is_halted(&self, agreement: &AgreementId) -> bool {
        self.deals.get(agreement).is_some_and(Deal::is_halted)
    }

    /// Whether `journal` of ours may be written now: confirmed, whole, and every entry has taken effect.
    pub(super) fn writable(&self, turn: &mut Turn, journal: &JournalId) -> Stored<bool> {
        let row = turn.journal(journal)?;
        let confirmed = self.confirmed.contains(&journal.agreement) || self.planted(Planted::WriteBeforeConfirmed);
        Ok(confirmed && row.standing == Standing::Open && row.folded == row.size() && row.newest_size <= row.size())
    }

    /// Says what waits: queued statements, then what was received and refused. Returns whether more waits.
    ///
    /// # Errors
    /// If the store fails.
    pub fn flush(&mut self, turn: &mut Turn, agreement: &AgreementId) -> Stored<bool> {
        let Some(journal) = self.deals.get(agreement).map(|deal| self.own(deal)) else { return Ok(false) };
        if !self.writable(turn, &journal)? {
            return Ok(false);
        }
        self.resume(turn, agreement)?;
        // What must wait on does not stand before an order that may go out.
        let halted = self.is_halted(agreement);
        let queued = turn.store.unqueue(agreement, if halted { usize::MAX } else { FLUSH_MAX })?;
        let more = !halted && queued.len() == FLUSH_MAX;
        let mut bodies = Vec::new();
        for bytes in queued {
            let Statement { at, body, .. } = Statement::from_bytes(&bytes).map_err(own_statement_failed)?;
            if halted && matches!(body, Body::Published(_)) {
                turn.store.queue(agreement, &bytes)?;
                continue;
            }
            if body.is_life() {
                // Whether it has an effect depends on what is written before it.
                self.write(turn, &journal, std::mem::take(&mut bodies))?;
            }
            if self.still_makes_sense(turn, &journal, &body)? {
                bodies.push((at, self.signed(body)));
            }
        }
        if self.planted(Planted::QueueDropped) {
            bodies.clear();
        }
        let unsaid = turn.store.unsaid(agreement, LIST_MAX)?;
        let more = more || unsaid.len() == LIST_MAX;
        let now = turn.now;
        bodies.extend(acknowledgements(unsaid).into_iter().map(|body| (now, body)));
        self.write(turn, &journal, bodies)?;
        Ok(more)
    }

    /// Whether a statement that has waited may still be said: a restored disk may have learnt in the meantime that it
    /// was said, or that it would have no effect any more, which a person is told.
    fn still_makes_sense(&mut self, turn: &mut Turn, own: &JournalId, body: &Body) -> Stored<bool> {
        let me = self.identity.me.clone();
        if let Body::Answered { of, epoch, index, .. } = body {
            let journal = JournalId { agreement: own.agreement.clone(), party: of.clone(), epoch: *epoch };
            let answers = turn.store.answers(&Position { journal, index: *index })?;
            return Ok(!answers.iter().any(|answer| answer.by == me));
        }
        if self.would_count(turn, &own.agreement, body)?.is_ok() {
            return Ok(true);
        }
        let evidence = Statement::new(turn.now, Vec::new(), body.clone()).to_bytes().map_err(own_statement_failed)?;
        turn.find(Finding { about: me, journal: own.clone(), index: None, code: "not-said", evidence })?;
        Ok(false)
    }

    /// Entries of our own journal have come back to a restored disk: what waits and is among them is not said again,
    /// and orders that wait get numbers greater than theirs.
    pub(super) fn reconcile(&mut self, turn: &mut Turn, agreement: &AgreementId, back: &[Vec<u8>]) -> Stored<()> {
        let back = back.iter().filter_map(|bytes| Statement::from_bytes(bytes).ok());
        let back: Vec<Body> = back.map(|statement| statement.body).collect();
        let ids: Vec<_> = self.deals.keys().cloned().collect();
        for id in ids {
            for bytes in turn.store.unqueue(&id, usize::MAX)? {
                let mut statement = Statement::from_bytes(&bytes).map_err(own_statement_failed)?;
                if id == *agreement && back.contains(&statement.body) {
                    continue;
                }
                if back.iter().any(|body| outnumbers(body, &statement.body)) {
                    statement.body = self.numbered_anew(turn, statement.body)?;
                }
                turn.store.queue(&id, &statement.to_bytes().map_err(own_statement_failed)?)?;
            }
        }
        Ok(())
    }

    /// Appends statements to our journal, signs its head, and lets them take effect.
    fn write(&mut self, turn: &mut Turn, id: &JournalId, mut bodies: Vec<(Time, Body)>) -> Stored<()> {
        let mut row = turn.journal(id)?;
        if bodies.is_empty() && row.size() == 0 {
            return Ok(());
        }
        if !bodies.iter().any(|(_, body)| matches!(body, Body::Epoch { .. })) {
            // The first statement of each journal: our keys, certified; and new papers before all else.
            let new = self.papers_to_bring(&id.agreement).into_iter().map(|body| (turn.now, body));
            bodies.splice(0..0, new);
        }
        if bodies.is_empty() {
            return Ok(());
        }
        let mut after = self.news(turn, id)?;
        let mut entries = Vec::with_capacity(bodies.len());
        for (at, body) in bodies {
            // A clock that was set back does not put what was said under an agreement before the agreement.
            row.last_at = row.last_at.max(turn.now).max(at);
            let statement = Statement::new(row.last_at, std::mem::take(&mut after), body);
            entries.push(statement.to_bytes().map_err(own_statement_failed)?);
        }
        let first = row.size();
        extend(turn, &mut row, first, &entries)?;
        self.sign_head(&mut row)?;
        turn.store.put_journal(&row)?;
        turn.effects.push(Effect::Changed(id.agreement.clone()));
        self.advance(turn, &id.agreement)
    }

    /// Papers of ours that our journals under an agreement have not brought yet.
    fn papers_to_bring(&self, agreement: &AgreementId) -> Vec<Body> {
        let me = self.identity.me.clone();
        let folded = self.deals.get(agreement).and_then(|deal| deal.folded.get(&(me.clone(), me)));
        let brought = folded.map_or(0, KeyRing::number);
        keys_bodies(self.papers.iter().filter(|paper| paper.number() > brought))
    }

    /// The heads of the agreement's other journals that we have not yet said to have seen.
    fn news(&self, turn: &mut Turn, own: &JournalId) -> Stored<Vec<Seen>> {
        let mut seen = Vec::new();
        for mut row in turn.store.journals(&own.agreement)? {
            if row.id.party == own.party || row.folded <= row.told {
                continue;
            }
            let (size, root) = (row.folded, turn.root_at(&row, row.folded)?);
            seen.push(Seen { party: row.id.party.clone(), epoch: row.id.epoch, size, root });
            row.told = size;
            turn.store.put_journal(&row)?;
        }
        Ok(seen)
    }

    /// Signs the head of all entries of a journal of ours.
    fn sign_head(&self, row: &mut JournalRow) -> Stored<()> {
        let signed = self.signed_head(&row.id, row.size(), row.frontier.root())?;
        (row.head, row.head_size) = (Some(signed.clone()), row.size());
        (row.newest, row.newest_size) = (Some(signed), row.size());
        Ok(())
    }

    /// A head of a journal of ours.
    pub(super) fn signed_head(&self, id: &JournalId, size: u64, root: Hash) -> Stored<SignedCheckpoint> {
        let checkpoint = Checkpoint { origin: id.clone(), size, root };
        let failed = |e| StoreError(format!("a head of {id} cannot be signed: {e}"));
        SignedCheckpoint::sign(&checkpoint, &self.identity.key).map_err(failed)
    }
}

/// Appends entries that were checked, or written by us, to what is held.
pub(super) fn extend(turn: &mut Turn, row: &mut JournalRow, first: u64, entries: &[Vec<u8>]) -> Stored<()> {
    let leaves: Vec<_> = entries.iter().map(|bytes| tree::leaf_hash(bytes)).collect();
    let grown = tile::append(first, &leaves, |id| turn.store.tile(&row.id, id)).map_err(tiles_failed)?;
    for (id, hashes) in grown.tiles {
        turn.store.put_tile(&row.id, id, &hashes)?;
    }
    leaves.into_iter().for_each(|leaf| row.frontier.push(leaf));
    turn.store.append(&row.id, first, entries)
}

/// Inclusive index ranges.
type Ranged = Vec<(u64, u64)>;

/// Whether an order that came back has a number that another one, not written yet, should have been greater than.
fn outnumbers(back: &Body, waiting: &Body) -> bool {
    let order = |body: &Body| match body {
        Body::Recalled(recalled) if recalled.source.is_none() => Some((recalled.item.clone(), recalled.order)),
        Body::Released(released) if released.source.is_none() => Some((released.item.clone(), released.order)),
        _ => None,
    };
    match (order(back), order(waiting)) {
        (Some((item, back)), Some((other, waiting))) => item == other && back >= waiting,
        _ => false,
    }
}

/// The fewest statements that say these words: one for each journal and verdict, with ranges.
fn acknowledgements(unsaid: Vec<(Position, Verdict)>) -> Vec<Body> {
    let mut groups = BTreeMap::<(JournalId, Option<Code>), Ranged>::new();
    for (Position { journal, index }, verdict) in unsaid {
        let cause = match verdict {
            Verdict::Received => None,
            Verdict::Refused(code) => Some(code),
        };
        let ranges = groups.entry((journal, cause)).or_default();
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == index => *last = index,
            _ => ranges.push((index, index)),
        }
    }
    let said = |((journal, cause), ranges): ((JournalId, Option<Code>), _)| {
        let what = Ranges { of: journal.party, epoch: journal.epoch, ranges };
        match cause {
            None => Body::Received(what),
            Some(cause) => Body::Refused { what, cause },
        }
    };
    groups.into_iter().map(said).collect()
}
