//! What a source signs about its items, apart from any journal, so that a relay can pass it on and prove it
//! without showing another agreement's journal. Each message names the key that signs it, so that years later nobody
//! has to guess. docs/protocol.md, section 5.

use super::{Published, Recalled, Released};
use crate::canonical;
use crate::ids::PartyId;
use serde_json::json;

/// The domain string of these signatures (see `keys`): signed is domain, newline, message.
pub const ITEM_DOMAIN: &str = "interwire/v1/item";

/// Signed for each version: binds the source's item, version, status, and that it is a test, to its document. The
/// statement's own `sig`, `source` and `article` are not covered.
#[must_use]
pub fn version_message(source: &PartyId, published: &Published) -> Vec<u8> {
    let Published { doc, item, key, status, test, version, .. } = published;
    message(&json!({
        "doc": doc.hash.to_string(), "item": item.as_str(), "key": key.to_string(), "kind": "version",
        "source": source.as_str(), "status": status.word(), "test": test, "v": 1, "version": version.to_string(),
    }))
}

/// Signed for each recall.
#[must_use]
pub fn recall_message(source: &PartyId, recalled: &Recalled) -> Vec<u8> {
    let Recalled { action, item, key, order, reason, replaced_by, through, .. } = recalled;
    let mut value = json!({
        "action": action.word(), "item": item.as_str(), "key": key.to_string(), "kind": "recall", "order": order,
        "reason": reason.as_str(), "source": source.as_str(), "through": through.to_string(), "v": 1,
    });
    if let (Some(other), Some(map)) = (replaced_by, value.as_object_mut()) {
        map.insert("replaced_by".into(), other.as_str().into());
    }
    message(&value)
}

/// Signed for each release.
#[must_use]
pub fn release_message(source: &PartyId, released: &Released) -> Vec<u8> {
    let Released { item, key, order, .. } = released;
    message(&json!({
        "item": item.as_str(), "key": key.to_string(), "kind": "release", "order": order, "source": source.as_str(),
        "v": 1,
    }))
}

fn message(value: &serde_json::Value) -> Vec<u8> {
    // An object of texts and small whole numbers always has a canonical form.
    canonical::to_bytes(value).unwrap_or_default()
}
