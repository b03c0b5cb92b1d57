//! What is checked when everything has healed and come to rest.

use super::excuse::{Sought, journal};
use super::unmet::text_of;
use crate::world::World;
use interwire_core::exchange::machine::Machine;
use interwire_core::exchange::store::VersionState;
use interwire_core::ids::{ItemKey, JournalId};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl World {
    /// Looks at the whole.
    pub fn check_finally(&mut self) {
        for who in (0..self.nodes.len()).filter(|who| self.honest(*who)).collect::<Vec<_>>() {
            self.check_nothing_twice(who);
            self.check_items(who);
            self.check_memory(who);
        }
        self.check_orders();
        self.check_journals_equal();
    }

    /// Every honest party has the same bytes of every honest journal.
    fn check_journals_equal(&mut self) {
        let mut first: BTreeMap<JournalId, Vec<Arc<[u8]>>> = BTreeMap::new();
        let mut wrong = None;
        for (who, node) in self.nodes.iter().enumerate().filter(|(who, _)| self.honest(*who)) {
            for (row, entries) in node.disk().all_journals() {
                let author = super::number_of(&self.nodes, &row.id.party);
                if author.is_none_or(|author| !self.honest(author)) {
                    continue;
                }
                let same = first.entry(row.id.clone()).or_insert_with(|| entries.to_vec());
                if same.as_slice() != entries {
                    wrong = Some(format!("{} at {}", row.id, self.name(who)));
                }
            }
        }
        if let Some(wrong) = wrong {
            self.broken("journals are equal in the end", wrong);
        }
    }

    /// No publication is written twice, no statement is acknowledged or answered twice.
    fn check_nothing_twice(&mut self, who: usize) {
        let me = self.nodes[who].party.id.clone();
        let mut twice = None;
        for (row, entries) in self.nodes[who].disk().all_journals().filter(|(row, _)| row.id.party == me) {
            let mut seen = BTreeSet::new();
            for entry in entries.iter().filter_map(|bytes| serde_json::from_slice::<Value>(bytes).ok()) {
                for word in words_of(&entry) {
                    if !seen.insert(word.clone()) {
                        twice = Some(format!("{}: {word}", row.id));
                    }
                }
            }
        }
        if let Some(twice) = twice {
            self.broken("nothing is said twice", twice);
        }
    }

    /// Every order has been written, and so has reached everybody.
    fn check_orders(&mut self) {
        for order in self.script.ordered.clone() {
            if !self.honest(order.author) || order.excused {
                continue;
            }
            let field = order.action.map(|action| ("action", action.word().to_owned()));
            let kind = if order.action.is_some() { "recalled" } else { "released" };
            let sought = Sought { kind, key: &order.key, field };
            for agreement in &order.under {
                let id = journal(agreement, &order.key.source);
                let said = sought.count(self.nodes[order.author].disk(), &id) > 0;
                if !said && !self.blocked(order.author, agreement) {
                    self.broken("no order is lost", format!("{order:?} is not in {id}"));
                }
            }
        }
    }

    /// What is shown is what the orders leave.
    fn check_items(&mut self, who: usize) {
        let items: Vec<_> = self.nodes[who].disk().items().cloned().collect();
        // A version of which an old copy of a disk lost the only bytes is announced for ever, and never current.
        let held = self.nodes[who].disk().versions().filter(|row| row.state == VersionState::Held);
        let versions: BTreeMap<(ItemKey, u64), u64> =
            held.map(|row| ((row.key.clone(), row.version), row.version)).collect();
        for item in items {
            let source = super::number_of(&self.nodes, &item.key.source);
            if source.is_none_or(|source| !self.honest(source)) {
                continue;
            }
            self.check_shown(who, &item.key);
            let Some(current) = item.current else { continue };
            let greatest = versions.range((item.key.clone(), 0)..=(item.key.clone(), u64::MAX)).next_back();
            if greatest.is_some_and(|(_, version)| *version != current) {
                self.broken("the newest version is current", format!("{item:?} at {}", self.name(who)));
            }
            let shown = super::during::shown(&mut self.nodes[who].brains[0].disk, &item.key);
            let allowed = !self.watch.oracles[who].orders(&item.key).forbid(current);
            let own = source == Some(who);
            if shown.is_none() && allowed && !own {
                self.broken("what was released is shown", format!("{item:?} at {}", self.name(who)));
            }
        }
    }

    /// What the running machine knows is what its disk says.
    fn check_memory(&mut self, who: usize) {
        let node = &mut self.nodes[who];
        let mut copy = node.disk().clone();
        let Ok(loaded) = Machine::load(node.party.identity(), &mut copy) else { return };
        let (then, now) = (format!("{:?}", loaded.deals()), node.machine().map(|m| format!("{:?}", m.deals())));
        if now.as_ref() != Some(&then) {
            let text = format!("at {}:\nrunning {}\nloaded  {then}", self.name(who), now.unwrap_or_default());
            self.broken("a restart forgets nothing", text);
        }
    }
}

/// What an entry says that may be said once only.
fn words_of(entry: &Value) -> Vec<String> {
    let kind = text_of(entry, "kind");
    match kind.as_str() {
        "published" => vec![format!("{kind} {} {}", text_of(entry, "item"), text_of(entry, "version"))],
        "received" | "refused" => {
            let ranges = entry.get("ranges").and_then(Value::as_array).cloned().unwrap_or_default();
            let number = |range: &Value, at: usize| range.get(at).and_then(Value::as_u64).unwrap_or(0);
            let each = ranges.iter().flat_map(|range| number(range, 0)..=number(range, 1));
            each.map(|index| format!("acknowledged {} {index}", text_of(entry, "of"))).collect()
        }
        "stopped" | "unused" => {
            vec![format!("answered {} {}", text_of(entry, "of"), entry.get("index").unwrap_or(&Value::Null))]
        }
        "recalled" | "released" => {
            vec![format!("ordered {} {}", text_of(entry, "item"), entry.get("order").unwrap_or(&Value::Null))]
        }
        "signed" => vec![format!("signed {}", text_of(entry, "agreement_version"))],
        "keys" => vec![kind],
        _ => Vec::new(),
    }
}
