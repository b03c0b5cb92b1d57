//! Statements taking effect: once, in order, and never before what their author had seen when writing them.

use super::Planted;
use super::machine::{Effect, Machine, Turn};
use super::store::{Ack, AnswerRow, Finding, JournalRow, LifeRow, Soon, Standing, Stored, Verdict};
use crate::ids::{AgreementId, ItemKey, JournalId, PartyId, Position};
use crate::protocol::v1::statement::{Action, BadStatement, Body, Code, PubStatus, Ranges, Seen, Statement};

/// Entries read from the store at once.
const BATCH: u64 = 500;

impl Machine {
    /// Lets all journals that the store holds take effect again, as if they had just come: how what is derived from them
    /// is checked and made anew.
    ///
    /// # Errors
    /// If the store fails.
    pub fn fold_again(&mut self, turn: &mut Turn, agreement: &AgreementId) -> Stored<()> {
        let me = self.identity.me.clone();
        if let Some(deal) = self.deals.get_mut(agreement) {
            deal.find_epoch(&me, turn.store)?;
            deal.find_acted(&me, turn.store)?;
        }
        self.advance(turn, agreement)
    }

    /// Lets every entry take effect that can: until each journal is at its end, or waits for another.
    pub(super) fn advance(&mut self, turn: &mut Turn, agreement: &AgreementId) -> Stored<()> {
        loop {
            let mut moved = false;
            for row in turn.store.journals(agreement)? {
                moved |= self.advance_journal(turn, &row.id)?;
            }
            if !moved {
                return self.resume(turn, agreement);
            }
        }
    }

    /// Versions that waited until an earlier statement was understood, or an epoch was over, take effect after all.
    pub(super) fn resume(&mut self, turn: &mut Turn, agreement: &AgreementId) -> Stored<()> {
        let Some(deal) = self.deals.get_mut(agreement).filter(|deal| !deal.resumes.is_empty()) else { return Ok(()) };
        for (journal, first) in std::mem::take(&mut deal.resumes) {
            let (mut index, end) = (first + 1, turn.journal(&journal)?.folded);
            while index < end {
                let batch = turn.store.entries(&journal, index, BATCH.min(end - index), usize::MAX)?;
                if batch.is_empty() {
                    break;
                }
                for bytes in batch {
                    let position = Position { journal: journal.clone(), index };
                    if let Ok(statement) = Statement::from_bytes(&bytes)
                        && let Body::Published(published) = &statement.body
                    {
                        self.fold_published(turn, &position, &statement, published)?;
                    }
                    index += 1;
                }
            }
        }
        Ok(())
    }

    /// Lets entries of one journal take effect; returns whether any did.
    fn advance_journal(&mut self, turn: &mut Turn, id: &JournalId) -> Stored<bool> {
        let mut row = turn.journal(id)?;
        let before = row.folded;
        while row.folded < row.size() {
            let batch = turn.store.entries(id, row.folded, BATCH.min(row.size() - row.folded), usize::MAX)?;
            if batch.is_empty() {
                break;
            }
            let read: Vec<_> = batch.iter().map(|bytes| Statement::from_bytes(bytes)).collect();
            foresee_items(turn, &id.party, read.iter().flatten())?;
            let mut waits = false;
            for (bytes, statement) in batch.iter().zip(read) {
                if !self.fold_entry(turn, &mut row, bytes, statement)? {
                    waits = true;
                    break;
                }
                row.folded += 1;
            }
            // The fold itself may have touched the row (a `told` size when we answered): write only what is ours.
            let mut stored = turn.journal(id)?;
            (stored.folded, stored.last_at, stored.seen) = (row.folded, row.last_at, row.seen.clone());
            turn.store.put_journal(&stored)?;
            row = stored;
            if waits {
                break;
            }
        }
        Ok(row.folded > before)
    }

    /// Lets one entry take effect; `false` if it must wait for another journal.
    fn fold_entry(
        &mut self,
        turn: &mut Turn,
        row: &mut JournalRow,
        bytes: &[u8],
        read: Result<Statement, BadStatement>,
    ) -> Stored<bool> {
        let position = Position { journal: row.id.clone(), index: row.folded };
        let Ok(statement) = read else {
            return self.breach(turn, &position, "unreadable-statement").map(|()| true);
        };
        let mut past = Vec::with_capacity(statement.after.len());
        for seen in &statement.after {
            match self.has_seen(turn, row, seen, &position)? {
                Past::True => past.push(seen),
                Past::False => {}
                Past::Ahead if self.planted(Planted::FoldCursorSkipsWaiting) => past.push(seen),
                Past::Ahead => return Ok(false),
            }
        }
        // Before we have acted under the agreement, only what its life is made of is looked at.
        let acted = self.deals.get(&row.id.agreement).is_some_and(|deal| deal.acted);
        if !acted && !statement.body.is_life() {
            return Ok(false);
        }
        if self.waits_for_epoch(turn, &position, &statement.body)?
            || self.lacks_document(turn, &position, &statement.body)?
        {
            return Ok(false);
        }
        let Some(former) = self.builds_upon_former(turn, &position, &statement.body)? else { return Ok(false) };
        for seen in past.into_iter().chain(&former) {
            let size = row.seen.entry((seen.party.clone(), seen.epoch)).or_default();
            *size = seen.size.max(*size);
        }
        row.last_at = row.last_at.max(statement.at);
        let halts = matches!(statement.body, Body::Unknown { .. }) && statement.must_understand;
        if statement.body.is_life() || halts {
            let life = LifeRow { position, bytes: bytes.to_vec(), seen: row.seen.clone() };
            turn.store.put_life(&life)?;
            self.fold_life(turn, &life, &statement)?;
        } else {
            self.fold(turn, &position, &statement)?;
        }
        Ok(true)
    }

    /// Whether a head that a statement builds upon has taken effect here. A head of ours that never was is a lie. A
    /// head of another's journal that is not what we hold is a lie too, but of whom is not for us to say: that
    /// journal's party will, or its two histories will meet somewhere. A journal with two histories holds up nobody,
    /// nor does one of ours that has lost entries for ever.
    fn has_seen(&self, turn: &mut Turn, row: &JournalRow, seen: &Seen, position: &Position) -> Stored<Past> {
        let id = JournalId { agreement: row.id.agreement.clone(), party: seen.party.clone(), epoch: seen.epoch };
        let shared = self.deals.get(&id.agreement).is_some_and(|deal| deal.rings.contains_key(&seen.party));
        if !shared || seen.party == row.id.party {
            return self.breach(turn, position, "after-unknown").map(|()| Past::False);
        }
        let other = turn.journal(&id)?;
        if other.standing != Standing::Open {
            return Ok(Past::True);
        }
        let ours = seen.party == self.identity.me;
        if other.folded < seen.size {
            let whole = self.confirmed.contains(&id.agreement) && other.newest_size <= other.size();
            if ours && whole && other.size() < seen.size {
                return self.breach(turn, position, "after-conflict").map(|()| Past::False);
            }
            if ours || !builds_upon(turn, &other, seen.size, position)? {
                return Ok(Past::Ahead);
            }
            let held = other.size() >= seen.size && turn.root_at(&other, seen.size)? == seen.root;
            return Ok(if held { Past::True } else { Past::False });
        }
        if ours && turn.root_at(&other, seen.size)? != seen.root {
            self.breach(turn, position, "after-conflict")?;
        }
        Ok(Past::True)
    }

    /// Notes that an entry says what its author may not say, or says it wrongly. The entry stays; it has no effect.
    pub(super) fn breach(&self, turn: &mut Turn, position: &Position, code: &'static str) -> Stored<()> {
        self.breach_by(turn, position, &position.journal.party, code)
    }

    /// The same, where it was not the author of the entry who did wrong.
    pub(super) fn breach_by(
        &self,
        turn: &mut Turn,
        position: &Position,
        about: &PartyId,
        code: &'static str,
    ) -> Stored<()> {
        let (journal, about) = (position.journal.clone(), about.clone());
        if about == self.identity.me {
            return Ok(());
        }
        turn.find(Finding { about, journal, index: Some(position.index), code, evidence: Vec::new() })
    }

    fn fold(&mut self, turn: &mut Turn, position: &Position, statement: &Statement) -> Stored<()> {
        let author = position.journal.party.clone();
        match &statement.body {
            Body::Published(published) => self.fold_published(turn, position, statement, published),
            Body::Recalled(recalled) => self.fold_recalled(turn, position, statement, recalled),
            Body::Released(released) => self.fold_released(turn, position, statement, released),
            Body::Received(what) => self.fold_acks(turn, position, statement, what, &Verdict::Received),
            Body::Refused { what, cause } => {
                self.fold_acks(turn, position, statement, what, &Verdict::Refused(cause.clone()))
            }
            Body::Answered { answer, of, epoch, index } => {
                let Some(about) = self.place(turn, position, of, *epoch, *index)? else {
                    return self.breach(turn, position, "answer-to-nothing");
                };
                let answer = AnswerRow { by: author, answer: *answer, at: statement.at };
                turn.store.put_answer(&about, &answer)?;
                turn.effects.push(Effect::Answered(about));
                Ok(())
            }
            Body::Note { .. } | Body::Erased { .. } | Body::Used(_) | Body::UseEnded { .. } => {
                self.want_blobs(turn, position, &statement.body)
            }
            _ => Ok(()),
        }
    }

    /// Blobs that a statement names are fetched; nothing waits for them but the page that shows them.
    fn want_blobs(&mut self, turn: &mut Turn, position: &Position, body: &Body) -> Stored<()> {
        for blob in body.blobs() {
            self.want(turn, position, &blob)?;
        }
        Ok(())
    }

    /// The position that a statement means, if it is of this agreement and already written.
    fn place(&self, turn: &mut Turn, at: &Position, of: &PartyId, epoch: u32, index: u64) -> Stored<Option<Position>> {
        let journal = JournalId { agreement: at.journal.agreement.clone(), party: of.clone(), epoch };
        let row = turn.journal(&journal)?;
        let theirs = *of != at.journal.party || self.planted(Planted::RoleUnchecked);
        // Of a journal with two histories, and of one of ours that has lost entries, others may hold more than we do.
        let written = index < row.size() || row.standing != Standing::Open;
        Ok((theirs && written).then_some(Position { journal, index }))
    }

    /// A receiver's word about `published` statements: kept for each of them.
    fn fold_acks(
        &self,
        turn: &mut Turn,
        position: &Position,
        statement: &Statement,
        what: &Ranges,
        verdict: &Verdict,
    ) -> Stored<()> {
        let last = what.ranges.last().map_or(0, |(_, last)| *last);
        if self.place(turn, position, &what.of, what.epoch, last)?.is_none() {
            return self.breach(turn, position, "answer-to-nothing");
        }
        let journal =
            JournalId { agreement: position.journal.agreement.clone(), party: what.of.clone(), epoch: what.epoch };
        let held = turn.journal(&journal)?.size();
        // What had not reached whoever proposed an epoch is said again in it.
        let again = self.deals.get(&journal.agreement).is_some_and(|deal| deal.epoch > journal.epoch);
        for (first, last) in &what.ranges {
            for index in *first..(last + 1).min(held) {
                let about = Position { journal: journal.clone(), index };
                let ack = Ack { by: position.journal.party.clone(), verdict: verdict.clone(), at: Some(statement.at) };
                if !again || is_first_word(turn, &about, &ack)? {
                    turn.store.put_ack(&about, &ack)?;
                }
                if what.of == self.identity.me {
                    turn.effects.push(Effect::Answered(about));
                }
            }
        }
        Ok(())
    }

    /// Decides what we say of a `published` statement, unless a statement of ours has said it already.
    pub(super) fn decide(&self, turn: &mut Turn, position: &Position, verdict: Verdict) -> Stored<()> {
        let me = &self.identity.me;
        let said = turn.store.acks(position)?.into_iter().any(|ack| ack.by == *me);
        if said && !self.planted(Planted::AckTwice) {
            return Ok(());
        }
        turn.store.put_ack(position, &Ack { by: me.clone(), verdict, at: None })
    }

    /// Refuses a `published` statement.
    pub(super) fn refuse(&self, turn: &mut Turn, position: &Position, cause: &'static str) -> Stored<()> {
        if position.journal.party == self.identity.me {
            return Ok(());
        }
        self.decide(turn, position, Verdict::Refused(code(cause)))
    }
}

/// Whether a word about a statement is the earliest that its author has said of it, in whatever order they came.
fn is_first_word(turn: &mut Turn, about: &Position, word: &Ack) -> Stored<bool> {
    let said = turn.store.acks(about)?.into_iter().find(|ack| ack.by == word.by);
    Ok(said.and_then(|ack| ack.at).is_none_or(|at| word.at < Some(at)))
}

/// What a statement says to have seen.
enum Past {
    /// It has taken effect here, or need not have.
    True,
    /// It is still to come.
    Ahead,
    /// It never was: it is not waited for, and does not count as seen.
    False,
}

/// Whether entries of `other` before `size`, which the author of the statement at `position` says to have seen, were
/// written by one who had seen that statement. Both cannot be: a liar has named a head that never was, and the party of
/// that journal, which knows better, went on at once. Whoever waited for the one or the other would wait for ever.
fn builds_upon(turn: &mut Turn, other: &JournalRow, size: u64, position: &Position) -> Stored<bool> {
    let later = |party: &PartyId, epoch: u32, seen: u64| {
        *party == position.journal.party && epoch == position.journal.epoch && seen > position.index
    };
    if other.seen.iter().any(|((party, epoch), seen)| later(party, *epoch, *seen)) {
        return Ok(true);
    }
    let next = Position { journal: other.id.clone(), index: other.folded };
    let next = if next.index < size { turn.statement(&next)? } else { None };
    Ok(next.is_some_and(|next| next.after.iter().any(|seen| later(&seen.party, seen.epoch, seen.size))))
}

/// Tells the store which items these statements of a party are about.
fn foresee_items<'a>(turn: &mut Turn, author: &PartyId, statements: impl Iterator<Item = &'a Statement>) -> Stored<()> {
    let published = statements.filter_map(|statement| match &statement.body {
        Body::Published(said) => {
            Some(ItemKey { source: said.source.as_ref().unwrap_or(author).clone(), item: said.item.clone() })
        }
        _ => None,
    });
    let keys: Vec<_> = published.collect();
    turn.store.foresee(&keys.iter().map(Soon::Item).collect::<Vec<_>>())
}

/// A code of our own spelling.
pub(super) fn code(word: &'static str) -> Code {
    // The words are literals of this crate; one that is no code would show itself as this one.
    word.parse().unwrap_or_else(|_| fallback())
}

fn fallback() -> Code {
    "x".parse().unwrap_or_else(|_| unreachable!("one letter is a code"))
}

/// Whether an item in this status, under this recall, may be shown to people.
#[must_use]
pub fn usable(status: PubStatus, version: u64, recall: Option<&super::store::RecallRow>) -> bool {
    let stopped = recall.is_some_and(|recall| match recall.action {
        None => false,
        Some(Action::Correct) => version <= recall.through,
        Some(Action::Withhold | Action::Kill) => true,
    });
    status == PubStatus::Usable && !stopped
}
