//! Paths and queries. Ids need no escaping, so a query is split by hand: `name=digits` joined by `&`.

use super::BadWire;
use crate::ids::JournalId;

/// Where a journal lies.
pub(super) fn journal(id: &JournalId) -> String {
    format!("/v1/journals/{}/{}/{}", id.agreement, id.party, id.epoch)
}

/// The journal that three path segments name, in their one spelling.
pub(super) fn journal_of(agreement: &str, party: &str, epoch: &str) -> Option<JournalId> {
    format!("interwire/{agreement}/{party}/{epoch}").parse().ok()
}

/// A whole number of the query, if it is there.
pub(super) fn number(query: &str, name: &str) -> Result<Option<u64>, BadWire> {
    let mut found = None;
    for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        if key == name {
            let digits = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
            let number = value.parse().ok().filter(|_| digits && found.is_none());
            found = Some(number.ok_or_else(|| BadWire::Query(format!("{name} must be one whole number")))?);
        }
    }
    Ok(found)
}

/// A whole number of the query that must be there.
pub(super) fn needed(query: &str, name: &str) -> Result<u64, BadWire> {
    number(query, name)?.ok_or_else(|| BadWire::Query(format!("{name} is missing")))
}
