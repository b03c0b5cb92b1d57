//! Recalls and releases folded from raw entries, with nothing of the machine's code: what must not be shown.

use interwire_core::exchange::memory::MemoryStore;
use interwire_core::ids::{ItemKey, JournalId, PartyId};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What was ever ordered about one item.
#[derive(Debug, Default, Clone)]
pub struct Orders {
    stopped: u64,
    released: u64,
    corrected: Vec<(u64, u64)>,
}

impl Orders {
    /// Whether this version must not be shown.
    #[must_use]
    pub fn forbid(&self, version: u64) -> bool {
        let wrong = |(order, through): &(u64, u64)| *order > self.released && version <= *through;
        (self.stopped > 0 && self.stopped >= self.released) || self.corrected.iter().any(wrong)
    }
}

/// The orders in one node's folded journals.
#[derive(Debug, Default)]
pub struct Oracle {
    read: BTreeMap<JournalId, u64>,
    orders: BTreeMap<ItemKey, Orders>,
}

impl Oracle {
    /// Reads what was folded since; returns the items that were named. Journals of `liar` are not believed.
    pub fn read(&mut self, disk: &MemoryStore, liar: Option<&PartyId>) -> BTreeSet<ItemKey> {
        let mut named = BTreeSet::new();
        for (row, entries) in disk.all_journals() {
            let read = self.read.get(&row.id).copied().unwrap_or(0);
            if row.folded == read {
                continue;
            }
            self.read.insert(row.id.clone(), row.folded);
            if liar == Some(&row.id.party) {
                continue;
            }
            let (from, to) = (usize::try_from(read).unwrap_or(0), usize::try_from(row.folded).unwrap_or(0));
            for bytes in entries.get(from..to).unwrap_or_default() {
                named.extend(self.take(&row.id.party, bytes));
            }
        }
        named
    }

    fn take(&mut self, author: &PartyId, bytes: &[u8]) -> Option<ItemKey> {
        let entry: Value = serde_json::from_slice(bytes).ok()?;
        let kind = entry.get("kind")?.as_str()?;
        let key = ItemKey { source: author.clone(), item: entry.get("item")?.as_str()?.parse().ok()? };
        let order = entry.get("order").and_then(Value::as_u64);
        match (kind, entry.get("action").and_then(Value::as_str)) {
            ("recalled", Some("correct")) => {
                let through = entry.get("through")?.as_str()?.parse().ok()?;
                self.orders.entry(key.clone()).or_default().corrected.push((order?, through));
            }
            ("recalled", _) => {
                let orders = self.orders.entry(key.clone()).or_default();
                orders.stopped = orders.stopped.max(order?);
            }
            ("released", _) => {
                let orders = self.orders.entry(key.clone()).or_default();
                orders.released = orders.released.max(order?);
            }
            _ => {}
        }
        Some(key)
    }

    /// What was ordered about an item.
    #[must_use]
    pub fn orders(&self, key: &ItemKey) -> Orders {
        self.orders.get(key).cloned().unwrap_or_default()
    }
}
