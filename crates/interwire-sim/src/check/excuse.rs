//! What may be lost when a disk is replaced by an old copy: what nobody else held, and nothing more.

use crate::world::World;
use interwire_core::exchange::memory::MemoryStore;
use interwire_core::exchange::store::{Finding, Standing};
use interwire_core::ids::{AgreementId, Hash, ItemKey, JournalId, PartyId};
use serde_json::Value;

/// What a statement is about, as raw JSON.
pub struct Sought<'a> {
    /// Its kind.
    pub kind: &'a str,
    /// Its item.
    pub key: &'a ItemKey,
    /// A further field that must be so.
    pub field: Option<(&'a str, String)>,
}

impl Sought<'_> {
    /// Whether an entry is what is sought.
    #[must_use]
    pub fn is(&self, bytes: &[u8]) -> bool {
        // Most entries are about something else; reading them all as JSON would take most of a run.
        if !std::str::from_utf8(bytes).is_ok_and(|text| text.contains(self.key.item.as_str())) {
            return false;
        }
        let Ok(entry) = serde_json::from_slice::<Value>(bytes) else { return false };
        let text = |name: &str| entry.get(name).and_then(Value::as_str);
        text("kind") == Some(self.kind)
            && text("item") == Some(self.key.item.as_str())
            && self.field.as_ref().is_none_or(|(name, value)| text(name) == Some(value))
    }

    /// How many entries of a journal on a disk are what is sought.
    #[must_use]
    pub fn count(&self, disk: &MemoryStore, journal: &JournalId) -> usize {
        let all = disk.all_journals().filter(|(row, _)| row.id == *journal);
        all.map(|(_, entries)| entries.iter().filter(|bytes| self.is(bytes)).count()).sum()
    }

    /// Whether what is sought waits to be written under any agreement.
    #[must_use]
    pub fn is_queued(&self, disk: &MemoryStore) -> bool {
        disk.all_queued().any(|(_, bytes)| self.is(bytes))
    }

    fn queued(&self, disk: &MemoryStore, agreement: &AgreementId) -> bool {
        disk.all_queued().any(|(under, bytes)| under == agreement && self.is(bytes))
    }
}

/// The first journal of a party under an agreement.
#[must_use]
pub fn journal(agreement: &AgreementId, party: &PartyId) -> JournalId {
    JournalId { agreement: agreement.clone(), party: party.clone(), epoch: 0 }
}

impl World {
    /// The disk of `who` was replaced by an old copy: excuses what now is nowhere. That may be another's: what one
    /// author had lost before may have been on this disk alone.
    pub fn excuse(&mut self, who: usize) {
        let lossy: Vec<bool> = self.nodes.iter().map(|node| node.restored).collect();
        let mut published = std::mem::take(&mut self.script.published);
        for publication in published.iter_mut().filter(|publication| lossy[publication.author]) {
            let field = Some(("version", publication.version.to_string()));
            let sought = Sought { kind: "published", key: &publication.key, field };
            let lost = self.blobs_of(&publication.key, publication.version).iter().any(|blob| !self.is_kept(blob));
            publication.excused |= lost || !self.somewhere(publication.author, &publication.agreement, &sought);
        }
        self.script.published = published;
        let mut ordered = std::mem::take(&mut self.script.ordered);
        for order in ordered.iter_mut().filter(|order| lossy[order.author]) {
            let field = order.action.map(|action| ("action", action.word().to_owned()));
            let kind = if order.action.is_some() { "recalled" } else { "released" };
            let sought = Sought { kind, key: &order.key, field };
            order.excused |= order.under.iter().any(|agreement| !self.somewhere(order.author, agreement, &sought));
        }
        self.script.ordered = ordered;
        self.forget_lost();
        (0..self.nodes.len()).filter(|who| lossy[*who]).for_each(|who| self.spoil(who));
        self.watch.arrived[who].clear();
    }

    /// What a version consists of.
    fn blobs_of(&self, key: &ItemKey, version: u64) -> Vec<Hash> {
        let story = self.script.stories.iter().find(|story| story.item == key.item);
        let made = story.and_then(|story| story.made.get(&version));
        made.map_or_else(Vec::new, |made| made.media.iter().chain([&made.document]).map(|b| Hash::of(b)).collect())
    }

    /// Whether any honest node has a blob.
    fn is_kept(&self, blob: &Hash) -> bool {
        let honest = self.nodes.iter().enumerate().filter(|(at, _)| self.honest(*at));
        honest.flat_map(|(_, node)| node.disk().all_blobs()).any(|(hash, _)| hash == blob)
    }

    /// Marks agreements in whose journals an entry waits for a blob that is nowhere any more.
    fn spoil(&mut self, who: usize) {
        let me = &self.nodes[who].party.id;
        let held = self.nodes.iter().flat_map(|node| node.disk().all_journals()).filter(|(row, _)| row.id.party == *me);
        let waits = |bytes: &[u8]| {
            let Ok(entry) = serde_json::from_slice::<Value>(bytes) else { return false };
            let page = entry.get("page").and_then(|page| page.get(0)).and_then(Value::as_str);
            let page = page.and_then(|hash| hash.parse().ok());
            page.is_some_and(|hash| !self.is_kept(&hash))
        };
        let spoiled: Vec<AgreementId> = held
            .filter(|(_, entries)| entries.iter().any(|bytes| waits(bytes)))
            .map(|(row, _)| row.id.agreement.clone())
            .collect();
        for bond in self.script.bonds.iter_mut().filter(|bond| spoiled.contains(&bond.id)) {
            bond.spoiled = true;
        }
    }

    fn somewhere(&self, who: usize, agreement: &AgreementId, sought: &Sought) -> bool {
        let journal = journal(agreement, &self.nodes[who].party.id);
        let held = |(at, node): (usize, &crate::node::Node)| self.honest(at) && sought.count(node.disk(), &journal) > 0;
        sought.queued(self.nodes[who].disk(), agreement) || self.nodes.iter().enumerate().any(held)
    }

    /// Entries that nobody holds any more, their author included, may be written anew.
    fn forget_lost(&mut self) {
        let ids: Vec<JournalId> = self.watch.roots.keys().cloned().collect();
        for id in ids {
            let honest = self.nodes.iter().enumerate().filter(|(at, _)| self.honest(*at));
            let sizes = honest.flat_map(|(_, node)| node.disk().all_journals()).filter(|(row, _)| row.id == id);
            let most = sizes.map(|(row, _)| row.size()).max().unwrap_or(0);
            if let Some(roots) = self.watch.roots.get_mut(&id) {
                roots.retain(|size, _| *size <= most);
            }
        }
    }

    /// Whether a finding about an honest party is explained by its having been restored among liars: one of them may
    /// have kept from it what only that one held, so that it wrote it anew.
    #[must_use]
    pub fn explained(&self, about: usize, finding: &Finding) -> bool {
        let Some(evil) = &self.evil else { return false };
        let bond = self.script.bond(&finding.journal.agreement);
        let among_liars = bond.is_some_and(|bond| bond.parties.contains(&evil.who));
        self.nodes[about].restored && among_liars && finding.code == "fork"
    }

    /// Whether an agreement was never signed by the liar as this party sees it: the liar has shown it the history in
    /// which it did not sign, or did not sign so. Others may have seen the other one, and deliver.
    #[must_use]
    pub fn torn(&self, who: usize, agreement: &AgreementId) -> bool {
        let Some(liar) = self.evil.as_ref().map(|evil| &self.nodes[evil.who].party.id) else { return false };
        let id = journal(agreement, liar);
        let mut rows = self.nodes[who].disk().all_journals().map(|(row, _)| row);
        let deal = self.nodes[who].machine().and_then(|machine| machine.deals().get(agreement));
        rows.any(|row| row.id == id && row.standing == Standing::Forked)
            && deal.is_some_and(|deal| deal.life.versions().iter().all(|stand| stand.missing.contains(liar)))
    }

    /// Whether a party once signed a head of its journal whose entries nobody has any more: it must not write again.
    #[must_use]
    pub fn blocked(&self, who: usize, agreement: &AgreementId) -> bool {
        let id = journal(agreement, &self.nodes[who].party.id);
        let mut rows = self.nodes[who].disk().all_journals().map(|(row, _)| row);
        let spoiled = self.script.bond(agreement).is_some_and(|bond| bond.spoiled);
        spoiled || (self.nodes[who].restored && rows.any(|row| row.id == id && row.newest_size > row.size()))
    }
}
