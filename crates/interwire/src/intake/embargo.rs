//! The embargo of a partner's item inside our own house. People see such an item at once, marked; the house's own
//! systems are told that it may be used when its moment has come, or when a person says that an embargo whose end
//! nobody knows is over. Until then its versions are among the holds, as those of ours are that wait.

use crate::node::Step;
use crate::store::decisions::HoldRow;
use crate::store::desk::DeskRow;
use crate::store::outlet::{OutletEvent, OutletKind};
use interwire_core::exchange::fold::usable;
use interwire_core::exchange::store::{Store, Stored};
use interwire_core::ids::{AgreementId, ItemKey};
use interwire_core::time::Time;

/// What an item waits for. An embargo covers all its versions, whatever a later one says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waits {
    Nothing,
    Until(Time),
    /// Its end is not stated, or not exactly.
    ForPerson,
}

impl Waits {
    /// `freed` if a person has said that what is unclear is over; a stated moment still counts.
    fn of(versions: &[DeskRow], now: Time, freed: bool) -> Self {
        if !freed && versions.iter().any(|row| row.embargo_unclear) {
            return Self::ForPerson;
        }
        match versions.iter().filter_map(|row| row.embargo_until).max() {
            Some(until) if until > now => Self::Until(until),
            _ => Self::Nothing,
        }
    }

    fn hold(self, key: &ItemKey, version: u64, agreement: &AgreementId) -> HoldRow {
        let (until, value) = match self {
            Self::Until(until) => (Some(until), until.to_string()),
            Self::Nothing | Self::ForPerson => (None, "its end is not known".to_owned()),
        };
        HoldRow { key: key.clone(), version, agreement: agreement.clone(), until, cause: format!("embargo: {value}") }
    }
}

/// Holds a partner's version back, if an embargo stands; returns whether one does.
///
/// # Errors
/// If the store fails.
pub fn hold(step: &mut Step, key: &ItemKey, version: u64, agreement: &AgreementId) -> Stored<bool> {
    let waits = Waits::of(&step.tx.desk_versions(key)?, step.now, false);
    if waits == Waits::Nothing {
        return Ok(false);
    }
    step.tx.put_hold(&waits.hold(key, version, agreement))?;
    Ok(true)
}

/// The moment of a hold has come, or a person says that an unclear embargo is over: the house's systems are told, unless
/// another version of the item still says to wait. Returns whether the item is free.
///
/// # Errors
/// If the store fails.
pub fn end(step: &mut Step, key: &ItemKey, by_person: bool) -> Stored<bool> {
    let versions = step.tx.desk_versions(key)?;
    let holds = step.tx.holds_of(key)?;
    // Nothing waits for a person any more: one has said so before, of all that was unclear.
    let freed = by_person || holds.iter().all(|hold| hold.until.is_some());
    let waits = Waits::of(&versions, step.now, freed);
    for hold in holds {
        match waits {
            Waits::Nothing => step.tx.remove_hold(key, hold.version, &hold.agreement)?,
            _ => step.tx.put_hold(&waits.hold(key, hold.version, &hold.agreement))?,
        }
    }
    if waits != Waits::Nothing {
        return Ok(false);
    }
    let recall = step.tx.item(key)?.and_then(|item| item.recall);
    // Of a recalled item nothing is told; its release tells.
    if let Some(newest) = versions.last().filter(|row| usable(row.pub_status, row.version, recall.as_ref())) {
        let (kind, version) = (OutletKind::Freed, Some(newest.version));
        let event = OutletEvent { seq: 0, kind, key: key.clone(), version, action: None, reason: None, at: step.now };
        step.tx.put_outlet_event(&event)?;
    }
    Ok(true)
}
