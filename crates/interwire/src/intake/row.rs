//! The desk's row of a version, from the item itself; the embargo of an item, from all its versions.

use super::document::status;
use super::publish::{Arrival, notes_of};
use crate::node::Step;
use crate::store::desk::DeskRow;
use interwire_core::exchange::store::{Store, Stored};
use interwire_core::ids::{Guid, Hash, ItemKey};
use interwire_core::item::{Item, Limits, Moment, Note, text};
use interwire_core::protocol::v1::item::read_head;
use interwire_core::protocol::v1::statement::PubStatus;
use interwire_core::route::Embargo;
use interwire_core::time::Time;
use serde_json::json;

/// Signals that call a version a correction. IPTC's own only: other codes are dialects of their providers, and some
/// providers call every later version a correction, so it is shown and counted, never obeyed.
const CORRECTION: [&str; 2] = ["sig:correction", "http://cv.iptc.org/newscodes/signal/correction"];

/// Whether its source calls this version a correction.
#[must_use]
pub fn is_correction(item: &Item) -> bool {
    let codes = item.signals.iter().flat_map(|signal| [signal.qcode.as_deref(), signal.uri.as_deref()]);
    codes.flatten().any(|code| CORRECTION.contains(&code))
}

/// The row of a version of a partner, as far as its document tells.
#[must_use]
pub fn row_of_item(key: &ItemKey, version: u64, guid: &Guid, doc: Hash, item: &Item, now: Time) -> DeskRow {
    let embargo = item.times.embargoed.as_ref();
    let embargo_until = embargo.and_then(interwire_core::item::Embargo::ends);
    DeskRow {
        key: key.clone(),
        version,
        guid: guid.clone(),
        doc,
        kind: item.kind.as_ref().map_or("text", |kind| kind.as_str()).to_owned(),
        // One that nobody knows is withheld until a person says so; the document keeps the word.
        pub_status: status(&item.status()).unwrap_or(PubStatus::Withheld),
        headline: item.headline().map(text::collapse),
        slug: item.sluglines.first().map(|line| line.text.clone()),
        language: item.language().map(str::to_owned),
        service: None,
        urgency: item.urgency.map(u64::from),
        embargo_until,
        embargo_unclear: embargo.is_some() && embargo_until.is_none(),
        version_created: item.times.version_created.as_ref().and_then(Moment::roughly),
        arrived_at: now,
        feed: None,
        intake: None,
        original: None,
        original_format: None,
        test: false,
        notes: "[]".to_owned(),
    }
}

/// The row of a version of ours.
pub(super) fn desk_row(key: &ItemKey, doc: Hash, arrival: &Arrival, now: Time) -> DeskRow {
    let item = &arrival.item;
    let unnamed = || key.item.as_str().parse().unwrap_or_else(|_| unreachable!("an item id is a guid"));
    let guid = item.guid.clone().unwrap_or_else(unnamed);
    DeskRow {
        service: arrival.service.clone(),
        feed: Some(arrival.feed.clone()),
        intake: arrival.intake,
        original: arrival.original.map(|(hash, _)| hash),
        original_format: arrival.original.map(|(_, format)| format.to_owned()),
        test: arrival.test,
        notes: notes_of(arrival),
        ..row_of_item(key, item.version.number(), &guid, doc, item, now)
    }
}

/// The embargo of an item of which `own` is the newest word: no version lifts or shortens what another says.
pub(super) fn merged_embargo(step: &mut Step, key: &ItemKey, own: Embargo) -> Stored<Embargo> {
    let mut merged = own;
    for row in step.tx.desk_versions(key)? {
        if row.embargo_until.is_none() && !row.embargo_unclear {
            continue;
        }
        let bytes = step.tx.blob(&row.doc)?;
        let head = bytes.and_then(|bytes| read_head(&bytes, &Limits::default()).ok());
        let stated = head.and_then(|head| head.embargoed);
        merged = merged.and(stated.map_or(Embargo::Indefinite, |stated| Embargo::of(&stated)));
    }
    Ok(merged)
}

/// Notes as a JSON list.
pub(super) fn notes_json(notes: &[Note]) -> String {
    let list: Vec<_> = notes.iter().map(|note| json!({"code": note.code, "message": note.message})).collect();
    serde_json::Value::from(list).to_string()
}
