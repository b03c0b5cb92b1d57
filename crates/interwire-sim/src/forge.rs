//! Pages that are not what their author wrote: what a liar with the vice to forge makes of those that it gives.

use crate::evil::OFTEN;
use crate::world::World;
use interwire_core::exchange::message::Page;
use interwire_core::journal::checkpoint::{Checkpoint, SignedCheckpoint};
use interwire_core::journal::tree::{leaf_hash, root_of};

impl World {
    /// How often the liar changes such a page, of a thousand. Those of others are few, since they spread without it.
    pub(crate) fn how_often(&self, who: usize, page: &Page) -> u64 {
        if page.journal.party == self.nodes[who].party.id { OFTEN } else { 2 * OFTEN }
    }

    /// Entries or the head are not what their author wrote.
    pub(crate) fn forge_page(&mut self, who: usize, to: usize, page: &mut Page) {
        let kind = self.dice.below(5);
        let own = self.nodes[who].party.id == page.journal.party;
        match kind {
            0 | 1 => {
                let at = self.dice.index(page.entries.len());
                let Some(entry) = page.entries.get_mut(at) else { return };
                *entry = changed(entry);
                self.saw(if own { "liar: changes an entry of its own" } else { "liar: changes an entry of another's" });
                // Of its own journal, and of others' under its own key, it can sign any root.
                if kind == 1 && !own {
                    self.sign_forged(who, page);
                    self.saw("liar: signs another's head");
                }
            }
            2 => {
                page.checkpoint = forged_signature(&page.checkpoint);
                self.saw("liar: a false signature");
            }
            3 => {
                // Under a head that reaches further than the page, only the proof shows that an entry is another.
                if page.entries.len() < 2 {
                    return;
                }
                page.entries.pop();
                if let Some(entry) = page.entries.last_mut() {
                    *entry = changed(entry);
                }
                self.saw("liar: a changed page that ends before its head");
            }
            _ => {
                page.checkpoint = page.checkpoint.replacen(page.journal.party.as_str(), "nobody", 1);
                self.saw("liar: another origin");
            }
        }
        if let Some(evil) = &mut self.evil {
            *evil.forged.entry(to).or_default() += 1;
        }
    }

    /// A head for forged entries of another's journal, after those that the liar holds, under the liar's key.
    fn sign_forged(&self, who: usize, page: &mut Page) {
        let held = self.nodes[who].disk().all_journals().find(|(row, _)| row.id == page.journal);
        let before = held.map_or(&[][..], |(_, entries)| entries).iter().map(|bytes| &**bytes);
        let before = before.take(usize::try_from(page.from).unwrap_or(usize::MAX));
        let all = before.chain(page.entries.iter().map(Vec::as_slice));
        let leaves: Vec<_> = all.map(leaf_hash).collect();
        let root = root_of(&leaves);
        let head = Checkpoint { origin: page.journal.clone(), size: page.from + page.entries.len() as u64, root };
        if let Ok(signed) = SignedCheckpoint::sign(&head, &self.nodes[who].party.key) {
            page.checkpoint = signed.as_str().to_owned();
        }
    }
}

/// The same statement, said a year earlier.
fn changed(entry: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(entry).replace("\"at\":\"2026", "\"at\":\"2025").into_bytes()
}

/// The same note with another signature.
fn forged_signature(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    if let Some(at) = chars.len().checked_sub(20) {
        chars[at] = if chars[at] == 'A' { 'B' } else { 'A' };
    }
    chars.into_iter().collect()
}
