//! Who the parties are: their valid keys and the agreements shared with them. A snapshot, made anew whenever an
//! agreement's life or a key changes, so that every request can look at it without waiting.

use super::Node;
use crate::transport::keys::Keyring;
use interwire_core::agreement::Agreement;
use interwire_core::exchange::machine::Machine;
use interwire_core::ids::{AgreementId, PartyId};
use interwire_core::keys::{KeyPaper, KeyRing, NodeKey, PublicKey, Role};
use interwire_core::protocol::v1::agreement::AgreementVersion;
use interwire_core::protocol::v1::statement::{Body, Statement};
use interwire_core::protocol::v1::wire::{read_keys, read_offer};
use std::collections::BTreeMap;

/// One party that is not us.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// Its valid node keys, under any agreement we share.
    pub keys: Vec<PublicKey>,
    /// Its root key as the newest agreement names it.
    pub root: Option<PublicKey>,
    /// The papers of that root key.
    pub ring: Option<KeyRing>,
    /// Its name as the newest agreement gives it, in English or the first language there is.
    pub name: Option<String>,
    /// The agreements we share.
    pub agreements: Vec<AgreementId>,
}

/// All parties.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    parties: BTreeMap<PartyId, Entry>,
}

impl Directory {
    /// The directory as the machine knows it.
    #[must_use]
    pub fn of(machine: &Machine) -> Self {
        let mut parties: BTreeMap<PartyId, Entry> = BTreeMap::new();
        for deal in machine.deals().values().filter(|deal| deal.acted) {
            for (party, ring) in deal.rings.iter().filter(|(party, _)| *party != machine.me()) {
                let entry = parties.entry(party.clone()).or_default();
                entry.agreements.push(deal.id.clone());
                entry.root = Some(*ring.root());
                entry.ring = Some(ring.clone());
                entry.name = entry.name.take().or_else(|| deal.versions.values().find_map(|a| name(a, party)));
                entry.keys.extend(ring.valid(Role::Node).copied());
            }
        }
        for entry in parties.values_mut() {
            entry.keys.sort_unstable();
            entry.keys.dedup();
        }
        Self { parties }
    }

    /// A party.
    #[must_use]
    pub fn party(&self, id: &PartyId) -> Option<&Entry> {
        self.parties.get(id)
    }

    /// All parties.
    pub fn parties(&self) -> impl Iterator<Item = (&PartyId, &Entry)> {
        self.parties.iter()
    }

    /// The agreements shared with a party.
    #[must_use]
    pub fn agreements_with(&self, party: &PartyId) -> &[AgreementId] {
        self.parties.get(party).map_or(&[], |entry| &entry.agreements)
    }
}

fn name(agreement: &Agreement, party: &PartyId) -> Option<String> {
    let names = &agreement.party(party)?.name;
    let english = interwire_core::agreement::Lang::english();
    names.get(&english).or_else(|| names.values().next()).cloned()
}

impl Keyring for Node {
    fn own(&self) -> NodeKey {
        self.house().key.clone()
    }

    fn of(&self, party: &PartyId) -> Vec<PublicKey> {
        match self.directory().party(party) {
            Some(entry) if entry.keys.is_empty() => self.visitor(party),
            Some(entry) => entry.keys.clone(),
            None => Vec::new(),
        }
    }

    fn in_papers(&self, party: &PartyId, papers: &[u8]) -> Vec<PublicKey> {
        let ring = self.directory().party(party).and_then(|entry| entry.ring.clone());
        let (Some(mut ring), Ok(shown)) = (ring, read_keys(papers)) else { return Vec::new() };
        for paper in sorted(&shown) {
            // A paper that contradicts or does not follow what is known certifies nothing.
            let _ = ring.apply(paper);
        }
        ring.valid(Role::Node).copied().collect()
    }

    /// A stranger's offer certifies the stranger's keys by the root key that its agreement names. That this root is
    /// truly the stranger's is for people to compare, by telephone.
    fn in_offer(&self, party: &PartyId, offer: &[u8]) -> Vec<PublicKey> {
        keys_in_offer(party, offer).unwrap_or_default()
    }
}

/// The papers that read, in the order of their numbers.
fn sorted(texts: &[String]) -> Vec<KeyPaper> {
    let mut papers: Vec<_> = texts.iter().filter_map(|text| KeyPaper::from_bytes(text.as_bytes()).ok()).collect();
    papers.sort_by_key(KeyPaper::number);
    papers
}

fn keys_in_offer(party: &PartyId, body: &[u8]) -> Option<Vec<PublicKey>> {
    let offer = read_offer(body).ok()?;
    let parsed = AgreementVersion::read(&offer.document).ok()?;
    let mut ring = KeyRing::new(party.clone(), parsed.version().agreement.party(party)?.root_key);
    let statements = offer.page.entries.iter().filter_map(|bytes| Statement::from_bytes(bytes).ok());
    for statement in statements {
        if let Body::Keys { certified, .. } = statement.body {
            for paper in sorted(&certified) {
                ring.apply(paper).ok()?;
            }
        }
    }
    Some(ring.valid(Role::Node).copied().collect())
}
