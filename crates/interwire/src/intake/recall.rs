//! Orders about items of our own: correct, withhold, kill, release. Given by a person, or by a version whose status
//! says so. Who has the item, and who answered, is read from the journals.

use crate::node::Step;
use crate::store::Db;
use crate::store::outlet::{OutletEvent, OutletKind};
use crate::store::spread::Said;
use interwire_core::exchange::recall::Order;
use interwire_core::exchange::store::{ItemRow, RecallRow, Store, Stored};
use interwire_core::ids::{AgreementId, ItemId, ItemKey, PartyId};
use interwire_core::protocol::v1::statement::{Action, Answer, Body, Code, PubStatus};
use interwire_core::time::Time;

/// The public reason of an order that a version's status gave; only such a withholding ends with a usable version.
const BY_WITHHELD_VERSION: &str = "version-withheld";
const BY_CANCELED_VERSION: &str = "version-canceled";

/// What a person orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What.
    pub action: Action,
    /// The public reason.
    pub reason: Code,
    /// The newest version it is about; all there are if none is named.
    pub through: Option<u64>,
    /// The item that replaces it.
    pub replaced_by: Option<ItemId>,
}

/// Why an order is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotOrdered {
    /// No such item of ours.
    #[error("this house has no such item")]
    Unknown,
    /// It is killed; only a release comes after a kill.
    #[error("the item is killed; nothing weaker can be ordered about it")]
    Killed,
    /// There is no such version yet: a correction that comes would fall under its own order.
    #[error("there is no version {asked} yet, the newest is {newest}")]
    NoSuchVersion {
        /// The version that was named.
        asked: u64,
        /// The newest there is.
        newest: u64,
    },
    /// Nothing is ordered about it.
    #[error("nothing is ordered about the item, so there is nothing to release")]
    NothingOrdered,
}

/// Gives a person's order, everywhere the item was sent; returns under which agreements.
///
/// # Errors
/// If the store fails.
pub fn order(step: &mut Step, item: &ItemId, asked: &Asked, who: &str) -> Stored<Result<Vec<AgreementId>, NotOrdered>> {
    let key = ItemKey { source: step.machine.me().clone(), item: item.clone() };
    let versions = step.tx.desk_versions(&key)?;
    let Some(newest) = versions.last().map(|row| row.version) else { return Ok(Err(NotOrdered::Unknown)) };
    if action_now(step, &key)? == Some(Action::Kill) && asked.action != Action::Kill {
        return Ok(Err(NotOrdered::Killed));
    }
    let through = asked.through.unwrap_or(newest);
    if through > newest {
        return Ok(Err(NotOrdered::NoSuchVersion { asked: through, newest }));
    }
    let (action, reason) = (asked.action, asked.reason.clone());
    let order = Order { action, reason, through, replaced_by: asked.replaced_by.clone() };
    step.tx.audit(step.now, who, action.word(), item.as_str())?;
    Ok(Ok(give(step, &key, &order)?))
}

/// A person ends the recall of an item; returns under which agreements it was told.
///
/// # Errors
/// If the store fails.
pub fn release(step: &mut Step, item: &ItemId, who: &str) -> Stored<Result<Vec<AgreementId>, NotOrdered>> {
    let key = ItemKey { source: step.machine.me().clone(), item: item.clone() };
    if action_now(step, &key)?.is_none() {
        let known = !step.tx.desk_versions(&key)?.is_empty();
        return Ok(Err(if known { NotOrdered::NothingOrdered } else { NotOrdered::Unknown }));
    }
    step.tx.audit(step.now, who, "release", item.as_str())?;
    Ok(Ok(end(step, &key)?))
}

/// The order that a version's status gives; a kill stays one.
pub(super) fn order_by_version(step: &mut Step, key: &ItemKey, action: Action, through: u64) -> Stored<Option<Action>> {
    let action = if action_now(step, key)? == Some(Action::Kill) { Action::Kill } else { action };
    let reason = code(if action == Action::Kill { BY_CANCELED_VERSION } else { BY_WITHHELD_VERSION });
    give(step, key, &Order { action, reason, through, replaced_by: None })?;
    Ok(Some(action))
}

/// A usable version came: ends the withholding that a version of the item had given. Returns whether it did.
pub(super) fn release_withheld(step: &mut Step, key: &ItemKey) -> Stored<bool> {
    let recall = step.tx.item(key)?.and_then(|item| item.recall);
    let by_version = recall.is_some_and(|recall| {
        recall.action == Some(Action::Withhold) && recall.reason == Some(code(BY_WITHHELD_VERSION))
    });
    if by_version {
        end(step, key)?;
    }
    Ok(by_version)
}

/// What is ordered about an item now.
pub(super) fn action_now(step: &mut Step, key: &ItemKey) -> Stored<Option<Action>> {
    Ok(step.tx.item(key)?.and_then(|item| item.recall).and_then(|recall| recall.action))
}

fn give(step: &mut Step, key: &ItemKey, order: &Order) -> Stored<Vec<AgreementId>> {
    let told = step.exchange(|machine, turn| machine.order(turn, &key.item, order))?;
    let (action, reason) = (Some(order.action), Some(order.reason.clone()));
    holds_here(step, key, |recall| RecallRow { action, reason, through: order.through, ..recall })?;
    if told.is_empty() {
        let (kind, version) = (OutletKind::Recalled, Some(order.through));
        let (action, reason) = (Some(order.action), Some(order.reason.clone()));
        tell(step, OutletEvent { seq: 0, kind, key: key.clone(), version, action, reason, at: step.now })?;
    }
    Ok(told)
}

fn end(step: &mut Step, key: &ItemKey) -> Stored<Vec<AgreementId>> {
    let told = step.exchange(|machine, turn| machine.release(turn, &key.item))?;
    holds_here(step, key, |recall| RecallRow { action: None, reason: None, through: 0, ..recall })?;
    if told.is_empty() {
        let (kind, at) = (OutletKind::Released, step.now);
        tell(step, OutletEvent { seq: 0, kind, key: key.clone(), version: None, action: None, reason: None, at })?;
    }
    Ok(told)
}

/// Where nobody else is told, the fold of our journals tells nobody in the house either.
fn tell(step: &mut Step, event: OutletEvent) -> Stored<()> {
    step.tx.put_outlet_event(&event).map(|_| ())
}

/// In our own house an order holds at once, also while our journals wait to be written, and where none is.
fn holds_here(step: &mut Step, key: &ItemKey, change: impl FnOnce(RecallRow) -> RecallRow) -> Stored<()> {
    let Some(item) = step.tx.item(key)? else { return Ok(()) };
    let recall = item.recall.clone().map(|recall| RecallRow { at: step.now, ..change(recall) });
    step.tx.put_item(&ItemRow { recall, ..item })
}

fn code(word: &'static str) -> Code {
    word.parse().unwrap_or_else(|_| unreachable!("a literal of this file is a code"))
}

/// What a party under an agreement has of an item, and how it answered the last order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Under which agreement.
    pub agreement: AgreementId,
    /// Who.
    pub party: PartyId,
    /// The versions sent to it, with its word on each: `None` while it has said nothing.
    pub versions: Vec<SentVersion>,
    /// The last order or release under this agreement.
    pub order: Option<SentOrder>,
}

/// A version sent to a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentVersion {
    /// Its number.
    pub version: u64,
    /// Its status.
    pub status: PubStatus,
    /// When we wrote it down.
    pub at: Time,
    /// When the party said that it has it, or refused it and why.
    pub word: Option<(Option<Code>, Time)>,
}

/// An order sent to a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentOrder {
    /// What; `None` for a release.
    pub action: Option<Action>,
    /// The public reason.
    pub reason: Option<Code>,
    /// When we wrote it down.
    pub at: Time,
    /// The party's answers, each with its time.
    pub answers: Vec<(Answer, Time)>,
}

/// Who has an item of ours and who answered: the preview before an order, the list after it. Other parties are those
/// that `parties` names for an agreement, ourselves among them or not.
///
/// # Errors
/// If the store fails.
pub async fn holders(db: &Db, key: &ItemKey, parties: impl Fn(&AgreementId) -> Vec<PartyId>) -> Stored<Vec<Holder>> {
    let said = db.said_about(key).await?;
    let mut holders = Vec::new();
    for agreement in db.sent_under(key).await? {
        let under: Vec<&Said> = said.iter().filter(|one| one.position.journal.agreement == agreement).collect();
        for party in parties(&agreement).into_iter().filter(|party| *party != key.source) {
            let versions = under.iter().filter_map(|one| sent_version(one, &party)).collect();
            let order = under.iter().rev().find_map(|one| sent_order(one, &party));
            holders.push(Holder { agreement: agreement.clone(), party, versions, order });
        }
    }
    Ok(holders)
}

fn sent_version(said: &Said, party: &PartyId) -> Option<SentVersion> {
    let Body::Published(published) = &said.statement.body else { return None };
    let word = said.acks.iter().find(|(by, ..)| by == party).map(|(_, cause, at)| (cause.clone(), *at));
    Some(SentVersion { version: published.version, status: published.status, at: said.statement.at, word })
}

fn sent_order(said: &Said, party: &PartyId) -> Option<SentOrder> {
    let (action, reason) = match &said.statement.body {
        Body::Recalled(recalled) => (Some(recalled.action), Some(recalled.reason.clone())),
        Body::Released(_) => (None, None),
        _ => return None,
    };
    let answers = said.answers.iter().filter(|(by, ..)| by == party).map(|(_, answer, at)| (*answer, *at)).collect();
    Some(SentOrder { action, reason, at: said.statement.at, answers })
}
