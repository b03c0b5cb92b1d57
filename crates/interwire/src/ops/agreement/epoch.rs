//! `agreement-epoch-propose` and `agreement-epoch-accept`: new journals under an agreement, the one cure for a proven
//! fork, entries that nobody holds any more, or a key that somebody else has. What may begin one is the core's to say.

use super::act::reason;
use super::find;
use super::list::Listed;
use super::settle::settle;
use crate::errors::{Code, Error};
use crate::node::Step;
use crate::ops::Ctx;
use interwire_core::agreement::life::State;
use interwire_core::exchange::store::{JournalRow, Store, Stored};
use interwire_core::ids::{AgreementId, Hash};
use interwire_core::protocol::v1::epoch::EpochDocument;
use interwire_core::protocol::v1::statement::{Body, Statement};
use serde::{Deserialize, Serialize};

/// An epoch that another party proposes and we have not begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Who proposes it.
    pub by: String,
    /// Its number.
    pub epoch: u32,
    /// The hash of its document.
    pub document: String,
    /// Why, as the proposer says.
    pub reason: String,
    /// Up to where each former journal counts: party, epoch, entries that count, entries that we hold.
    pub heads: Vec<(String, u32, u64, u64)>,
}

/// Under which agreement new journals begin, and why.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Propose {
    /// The agreement: its id, the beginning of it, or the partner's.
    pub agreement: String,
    /// A word of the protocol: a-z, 0-9 and hyphens.
    pub reason: Option<String>,
}

/// Which proposal is accepted.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Accept {
    /// The agreement: its id, the beginning of it, or the partner's.
    pub agreement: String,
    /// The document, or the beginning of its hash; without it, the one that waits.
    pub document: Option<String>,
    /// What only we hold of our former journal is given up.
    pub abandon_own: bool,
}

/// Proposes the next epoch and begins our new journal with it.
///
/// # Errors
/// If there is no such agreement, not all have signed it, or another party's proposal waits.
pub async fn propose(ctx: &Ctx, input: Propose) -> Result<Listed, Error> {
    let why = reason(input.reason.as_deref())?;
    let who = ctx.who.clone();
    let id = ctx.step(move |step| {
        let id = match find::agreement(step.machine, &input.agreement) {
            Ok(id) => id,
            Err(e) => return Ok(Err(e)),
        };
        if let Some(cause) = forbids(step, &id)? {
            return Ok(Err(impossible(&id, cause)));
        }
        let done = step.exchange(|machine, turn| machine.propose_epoch(turn, &id, why))?;
        match done {
            Ok(document) => step.tx.audit(step.now, &who, "epoch proposed", &format!("{id} {document}"))?,
            Err(cause) => return Ok(Err(impossible(&id, cause))),
        }
        Ok(Ok(id))
    });
    settle(ctx, &id.await?).await
}

/// Why no epoch can be proposed now.
fn forbids(step: &mut Step, id: &AgreementId) -> Stored<Option<String>> {
    let now = step.now;
    let state = step.machine.deals().get(id).map(|deal| deal.life.state(now));
    let never_in_force = matches!(
        state,
        None | Some(State::Draft | State::Offered { .. } | State::Declined { .. } | State::Withdrawn { .. })
    ) || matches!(state, Some(State::Signed { from: None, .. }));
    if never_in_force {
        return Ok(Some("not all parties have signed it, so there is nothing to begin anew".to_owned()));
    }
    let waits = proposed(step, id)?.into_iter().next();
    Ok(waits.map(|one| format!("{} has proposed epoch {} already: accept that", one.by, one.epoch)))
}

fn impossible(id: &AgreementId, cause: impl ToString) -> Error {
    Error::new(Code::ActNotPossible).with("agreement", id).with("reason", cause)
}

/// Accepts the epoch that another party proposes and begins our new journal with its document.
///
/// # Errors
/// If none or several wait, or the document leaves out what we hold; the reason says what would be given up.
pub async fn accept(ctx: &Ctx, input: Accept) -> Result<Listed, Error> {
    let who = ctx.who.clone();
    let id = ctx.step(move |step| {
        let id = match find::agreement(step.machine, &input.agreement) {
            Ok(id) => id,
            Err(e) => return Ok(Err(e)),
        };
        let all = proposed(step, &id)?;
        let document = match meant(&id, &all, input.document.as_deref()) {
            Ok(document) => document,
            Err(e) => return Ok(Err(e)),
        };
        let done = step.exchange(|machine, turn| machine.accept_epoch(turn, &id, &document, input.abandon_own))?;
        if let Err(cause) = done {
            return Ok(Err(impossible(&id, cause)));
        }
        step.tx.audit(step.now, &who, "epoch accepted", &format!("{id} {document}"))?;
        Ok(Ok(id))
    });
    settle(ctx, &id.await?).await
}

/// The proposal that is meant.
fn meant(id: &AgreementId, all: &[Proposed], given: Option<&str>) -> Result<Hash, Error> {
    let named = |one: &&Proposed| given.is_none_or(|text| one.document.starts_with(text));
    let found: Vec<_> = all.iter().filter(named).collect();
    match found.as_slice() {
        [one] => one.document.parse().map_err(|_| impossible(id, "the document has no hash")),
        [] if all.is_empty() => Err(impossible(id, "no other party proposes an epoch")),
        [] => Err(impossible(id, "no epoch of that document is proposed")),
        several => {
            let names: Vec<&str> = several.iter().map(|one| one.document.as_str()).collect();
            let error = Error::new(Code::Ambiguous).with("given", given.unwrap_or_default());
            Err(error.with("candidates", names.join(", ")))
        }
    }
}

/// The epochs that others propose and we have not begun.
///
/// # Errors
/// If the store fails.
pub(super) fn proposed(step: &mut Step, id: &AgreementId) -> Stored<Vec<Proposed>> {
    let Some(ours) = step.machine.deals().get(id).map(|deal| deal.epoch) else { return Ok(Vec::new()) };
    let (rows, me) = (step.tx.journals(id)?, step.machine.me().clone());
    let mut all = Vec::new();
    for row in rows.iter().filter(|row| row.id.epoch > ours && row.id.party != me) {
        all.extend(proposal(step, row, &rows)?);
    }
    Ok(all)
}

/// What the first entry of a journal proposes, once its document is here.
fn proposal(step: &mut Step, row: &JournalRow, rows: &[JournalRow]) -> Stored<Option<Proposed>> {
    let first = step.tx.entries(&row.id, 0, 1, usize::MAX)?;
    let Some(Ok(statement)) = first.first().map(|bytes| Statement::from_bytes(bytes)) else { return Ok(None) };
    let Body::Epoch { doc, .. } = statement.body else { return Ok(None) };
    let document = step.tx.blob(&doc.hash)?.and_then(|bytes| EpochDocument::from_bytes(&bytes).ok());
    let Some(document) = document else { return Ok(None) };
    let held = |party: &_, epoch: u32| {
        let same = |row: &&JournalRow| row.id.party == *party && row.id.epoch == epoch;
        rows.iter().find(same).map_or(0, JournalRow::size)
    };
    let heads = document.heads.iter();
    Ok(Some(Proposed {
        by: row.id.party.to_string(),
        epoch: document.epoch,
        document: doc.hash.to_string(),
        reason: document.reason.as_str().to_owned(),
        heads: heads.map(|one| (one.party.to_string(), one.epoch, one.size, held(&one.party, one.epoch))).collect(),
    }))
}
