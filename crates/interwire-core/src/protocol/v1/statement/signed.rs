//! What a source signs about its items, apart from any journal, so that a relay can pass it on and prove it
//! without showing another agreement's journal. docs/protocol.md, section 5.

use super::{Action, Code, PubStatus};
use crate::canonical;
use crate::ids::{Hash, ItemId, PartyId};
use serde_json::json;

/// The domain string of these signatures (see `keys`): signed is domain, newline, message.
pub const ITEM_DOMAIN: &str = "interwire/v1/item";

/// Signed for each version: binds the source's item, version, status, and that it is a test, to its document.
#[must_use]
pub fn version_message(
    source: &PartyId,
    item: &ItemId,
    version: u64,
    status: PubStatus,
    test: bool,
    doc: &Hash,
) -> Vec<u8> {
    message(&json!({
        "doc": doc.to_string(), "item": item.as_str(), "kind": "version", "source": source.as_str(),
        "status": status.word(), "test": test, "v": 1, "version": version.to_string(),
    }))
}

/// Signed for each recall.
#[must_use]
pub fn recall_message(
    source: &PartyId,
    item: &ItemId,
    order: u64,
    action: Action,
    through: u64,
    reason: &Code,
    replaced_by: Option<&ItemId>,
) -> Vec<u8> {
    let mut value = json!({
        "action": action.word(), "item": item.as_str(), "kind": "recall", "order": order, "reason": reason.as_str(),
        "source": source.as_str(), "through": through.to_string(), "v": 1,
    });
    if let (Some(other), Some(map)) = (replaced_by, value.as_object_mut()) {
        map.insert("replaced_by".into(), other.as_str().into());
    }
    message(&value)
}

/// Signed for each release.
#[must_use]
pub fn release_message(source: &PartyId, item: &ItemId, order: u64) -> Vec<u8> {
    message(&json!({
        "item": item.as_str(), "kind": "release", "order": order, "source": source.as_str(), "v": 1,
    }))
}

fn message(value: &serde_json::Value) -> Vec<u8> {
    // An object of texts and small whole numbers always has a canonical form.
    canonical::to_bytes(value).unwrap_or_default()
}
