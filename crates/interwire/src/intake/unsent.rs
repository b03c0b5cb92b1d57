//! A version of ours that is decided to go out and waits until our journal may be written. Nothing of it is signed into
//! the journal yet, so a person can still keep it back; once it is written only an order can overtake it.

use super::publish::drop_hold;
use crate::node::Step;
use crate::store::decisions::{DecisionRow, HoldRow};
use crate::store::tx::failed;
use interwire_core::exchange::store::{Store, Stored};
use interwire_core::ids::{AgreementId, ItemKey};
use interwire_core::protocol::v1::statement::{Body, Statement};

/// Keeps a version back that waits to be written; returns what is decided about it now, nothing if none waited.
///
/// # Errors
/// If the store fails.
pub fn keep_back(step: &mut Step, key: &ItemKey, version: u64, who: &str) -> Stored<Vec<DecisionRow>> {
    if key.source != *step.machine.me() {
        return Ok(Vec::new());
    }
    let is_it = |body: &Body| matches!(body, Body::Published(of) if of.source.is_none() && of.item == key.item && of.version == version);
    let (mut kept, before) = (false, step.tx.decisions(key)?);
    let agreements: Vec<AgreementId> = step.machine.deals().keys().cloned().collect();
    for agreement in agreements {
        if !take_out(step, &agreement, is_it)? {
            continue;
        }
        kept = true;
        if !step.tx.is_announced(key, &agreement)? {
            step.tx.remove_sent(key, &agreement)?;
        }
        let hold = HoldRow { key: key.clone(), version, agreement, until: None, cause: String::new() };
        drop_hold(step, hold, &before, ("stopped", "by a person before it went out", "not stopped"))?;
    }
    if !kept {
        return Ok(Vec::new());
    }
    step.tx.audit(step.now, who, "stopped", &format!("{}/{} version {version}", key.source, key.item))?;
    let mut decisions = step.tx.decisions(key)?;
    decisions.retain(|decision| decision.version == version);
    Ok(decisions)
}

/// Takes statements out of what waits to be written under an agreement; says whether there were any.
///
/// # Errors
/// If the store fails.
pub(super) fn take_out(step: &mut Step, agreement: &AgreementId, is_it: impl Fn(&Body) -> bool) -> Stored<bool> {
    let mut found = false;
    for bytes in step.tx.unqueue(agreement, usize::MAX)? {
        if is_it(&Statement::from_bytes(&bytes).map_err(failed)?.body) {
            found = true;
        } else {
            step.tx.queue(agreement, &bytes)?;
        }
    }
    Ok(found)
}
