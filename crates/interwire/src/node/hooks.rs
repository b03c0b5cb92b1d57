//! What must follow from a job in the same transaction: a partner's version is put on the desk, and the house's own
//! systems are told of versions, recalls and releases.

use super::Inner;
use super::writer::Step;
use crate::intake::embargo;
use crate::intake::row::{is_correction, row_of_item};
use crate::store::desk::DeskRow;
use crate::store::outlet::{OutletEvent, OutletKind};
use interwire_core::exchange::machine::Effect;
use interwire_core::exchange::store::{Store, Stored};
use interwire_core::ids::ItemKey;
use interwire_core::item::Limits;
use interwire_core::protocol::v1::item::read_document;

/// Runs after each job, before the commit.
pub(super) fn after_job(_inner: &Inner, step: &mut Step) -> Stored<()> {
    let about_items =
        |effect: &&Effect| matches!(effect, Effect::Arrived(..) | Effect::Recalled(_) | Effect::Released(_));
    let effects: Vec<Effect> = step.effects().iter().filter(about_items).cloned().collect();
    for effect in effects {
        match effect {
            Effect::Arrived(key, version) => arrived(step, &key, version)?,
            Effect::Recalled(key) => {
                let recall = step.tx.item(&key)?.and_then(|item| item.recall);
                let mut event = event(step, OutletKind::Recalled, &key, recall.as_ref().map(|recall| recall.through));
                (event.action, event.reason) = recall.map_or((None, None), |recall| (recall.action, recall.reason));
                step.tx.put_outlet_event(&event)?;
            }
            Effect::Released(key) => {
                let event = event(step, OutletKind::Released, &key, None);
                step.tx.put_outlet_event(&event)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn event(step: &Step, kind: OutletKind, key: &ItemKey, version: Option<u64>) -> OutletEvent {
    OutletEvent { seq: 0, kind, key: key.clone(), version, action: None, reason: None, at: step.now }
}

/// The house's systems are told of a version unless a newer one came before it: then it is only shown, as older.
fn arrived(step: &mut Step, key: &ItemKey, version: u64) -> Stored<()> {
    let Some(row) = step.tx.version(key, version)? else { return Ok(()) };
    let bytes = step.tx.blob(&row.doc.hash)?;
    let Some(document) = bytes.and_then(|bytes| read_document(&bytes, &Limits::default()).ok()) else {
        return Ok(());
    };
    let item = &document.item;
    let newest = step.tx.desk_versions(key)?.last().map(|row| row.version);
    let desk = row_of_item(key, version, &document.head.guid, row.doc.hash, item, step.now);
    step.tx.put_desk(&DeskRow { test: row.test, ..desk })?;
    if row.test || newest.is_some_and(|newest| newest > version) {
        return Ok(());
    }
    let kind = match embargo::hold(step, key, version, &row.position.journal.agreement)? {
        true => OutletKind::Embargoed,
        false if is_correction(item) => OutletKind::Correction,
        false => OutletKind::Version,
    };
    let event = event(step, kind, key, Some(version));
    step.tx.put_outlet_event(&event)?;
    Ok(())
}
