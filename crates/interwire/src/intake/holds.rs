//! Versions that wait: for a moment, at which they are decided about anew, or for a person who lets them go.

use super::decide::{self, Ruled};
use super::embargo;
use super::publish::{Version, approved, carry_out, drop_hold, read_item, write};
use super::recall::action_now;
use crate::node::{House, Node, NodeError, Step};
use crate::store::decisions::{DecisionRow, HoldRow};
use crate::store::desk::DeskRow;
use crate::store::tx::failed;
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, ItemKey};
use interwire_core::item::Item;
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::statement::{Action, PubStatus};
use interwire_core::route::{Embargo, RouteItem};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Holds that end in one step.
const BATCH: usize = 100;
/// How often the earliest hold is asked for; no hold ends later than this after its moment.
const ROUND: Duration = Duration::from_millis(500);

/// Ends holds when their moment comes, until `stop`.
pub async fn run(node: Node, stop: CancellationToken) {
    loop {
        if let Err(e) = end_due(&node).await {
            tracing::warn!(cause = %e, "versions that wait for a moment could not be looked at");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(ROUND) => {}
        }
    }
}

/// Decides anew about all versions whose moment has come; returns how many.
///
/// # Errors
/// If the store fails.
pub async fn end_due(node: &Node) -> Result<usize, NodeError> {
    let mut ended = 0;
    while node.db().next_hold().await?.is_some_and(|until| until <= node.now()) {
        let inner = node.clone();
        let count = node.step(move |step| end_some(step, inner.house())).await?;
        if count == 0 {
            break;
        }
        ended += count;
    }
    Ok(ended)
}

fn end_some(step: &mut Step, house: &House) -> Stored<usize> {
    let due = step.tx.holds_due(step.now, BATCH)?;
    let count = due.len();
    for hold in due {
        // A hold of the same item may have ended with one before it.
        if !step.tx.holds_of(&hold.key)?.contains(&hold) {
            continue;
        }
        if hold.key.source != house.me {
            embargo::end(step, &hold.key, false)?;
        } else {
            decide_again(step, house, &hold.key, hold.version, Some(&hold.agreement), Facts::AsStated)?;
        }
    }
    Ok(count)
}

/// Which facts decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Facts {
    AsStated,
    /// A person has looked: what is not understood does not hold it back.
    Approved,
}

/// Why a held version cannot be let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotApproved {
    /// It does not wait for a person.
    #[error("this version does not wait for a person")]
    NotHeld,
    /// The item is killed or withheld.
    #[error("the item is killed or withheld; release it first")]
    Recalled,
}

/// A person lets a version go that waits for one: what is not understood of it no longer holds it back. A certain
/// embargo still does. A status that nobody knows becomes usable, and the document says what it was. Of a partner's
/// version it means that an embargo without a known end is over for our house; there is nothing to decide about.
///
/// # Errors
/// If the store fails.
pub fn approve(
    step: &mut Step,
    house: &House,
    key: &ItemKey,
    version: u64,
    who: &str,
) -> Stored<Result<Vec<DecisionRow>, NotApproved>> {
    let held = step.tx.holds_of(key)?;
    if !held.iter().any(|hold| hold.version == version && hold.until.is_none()) {
        return Ok(Err(NotApproved::NotHeld));
    }
    if matches!(action_now(step, key)?, Some(Action::Kill | Action::Withhold)) {
        return Ok(Err(NotApproved::Recalled));
    }
    step.tx.audit(step.now, who, "approved", &format!("{}/{} version {version}", key.source, key.item))?;
    if key.source != house.me {
        embargo::end(step, key, true)?;
        return Ok(Ok(Vec::new()));
    }
    decide_again(step, house, key, version, None, Facts::Approved)?;
    let mut decisions = step.tx.decisions(key)?;
    decisions.retain(|decision| decision.version == version);
    Ok(Ok(decisions))
}

/// A person stops a version of ours that waits: it goes to nobody under the agreements under which it waited, and a
/// later version is decided about as ever. What is out already is not touched; for that there are orders. Returns what
/// is decided about the version now, nothing if it does not wait.
///
/// # Errors
/// If the store fails.
pub fn stop(step: &mut Step, house: &House, key: &ItemKey, version: u64, who: &str) -> Stored<Vec<DecisionRow>> {
    let mut waits = step.tx.holds_of(key)?;
    waits.retain(|hold| hold.version == version);
    if waits.is_empty() || key.source != house.me {
        return Ok(Vec::new());
    }
    let before = step.tx.decisions(key)?;
    for hold in waits {
        drop_hold(step, hold, &before, ("stopped", "by a person before it went out", "not stopped"))?;
    }
    step.tx.audit(step.now, who, "stopped", &format!("{}/{} version {version}", key.source, key.item))?;
    let mut decisions = step.tx.decisions(key)?;
    decisions.retain(|decision| decision.version == version);
    Ok(decisions)
}

/// Decides anew about a version that waits, under one agreement or all under which it waits.
fn decide_again(
    step: &mut Step,
    house: &House,
    key: &ItemKey,
    version: u64,
    under: Option<&AgreementId>,
    facts: Facts,
) -> Stored<()> {
    let held = step.tx.holds_of(key)?;
    let mine = |hold: &&HoldRow| hold.version == version && under.is_none_or(|under| *under == hold.agreement);
    let held: Vec<HoldRow> = held.iter().filter(mine).cloned().collect();
    for hold in &held {
        step.tx.remove_hold(&hold.key, hold.version, &hold.agreement)?;
    }
    let Some(desk) = step.tx.desk(key, version)? else { return Ok(()) };
    let Some(item) = read_item(step, &desk.doc)? else {
        return Err(failed(format!("the document of version {version} of {} is not held", key.item)));
    };
    let (item, doc) = document(step, &desk, item, facts)?;
    let version = Version { key: key.clone(), version, doc, item: &item, service: desk.service, test: desk.test };
    let routed = relaxed(version.facts(step)?, facts);
    let mut ruled = decide::rule(step.machine, house, &routed, step.now);
    ruled.retain(|one| held.iter().any(|hold| hold.agreement == one.agreement));
    let recalled = action_now(step, key)?.filter(|_| item.status().is_usable());
    let ruled: Vec<Ruled> = ruled.into_iter().map(|one| one.unless_recalled(recalled)).collect();
    carry_out(step, &version, &ruled)
}

/// The document to send: a new one if approval has changed the item, which nobody can have had before.
fn document(step: &mut Step, desk: &DeskRow, item: Item, facts: Facts) -> Stored<(Item, BlobRef)> {
    let size = step.tx.blob_size(&desk.doc)?.unwrap_or_default();
    let known = BlobRef { hash: desk.doc, size };
    if facts == Facts::AsStated {
        return Ok((item, known));
    }
    let changed = approved(item.clone());
    if changed == item {
        return Ok((item, known));
    }
    let doc = write(step, &desk.key, &changed)?.map_err(failed)?;
    step.tx.put_desk(&DeskRow { doc: doc.hash, pub_status: PubStatus::Usable, ..desk.clone() })?;
    Ok((changed, doc))
}

fn relaxed(routed: RouteItem, facts: Facts) -> RouteItem {
    if facts == Facts::AsStated {
        return routed;
    }
    let embargo = match routed.embargo {
        certain @ Embargo::Until(_) => certain,
        _ => Embargo::None,
    };
    RouteItem { embargo, has_unknown_right: false, ..routed }
}

/// What waits for a person.
///
/// # Errors
/// If the store fails.
pub async fn for_people(node: &Node, limit: usize) -> Result<Vec<HoldRow>, NodeError> {
    let mut all = node.db().holds(limit).await.map_err(failed)?;
    all.retain(|hold| hold.until.is_none());
    Ok(all)
}
