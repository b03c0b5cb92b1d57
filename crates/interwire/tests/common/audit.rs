//! Looks over whole nodes after a test: journals equal and true to their signed heads, nothing twice, nothing unsaid.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use super::until;
use interwire::running::Running;
use interwire::store::findings::FindingRow;
use interwire_core::exchange::machine::Turn;
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, ItemId, PartyId};
use interwire_core::journal::tree::{Frontier, leaf_hash};
use interwire_core::protocol::v1::statement::{Body, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// The journals of an agreement by name, each with its entries.
pub type Journals = BTreeMap<String, Vec<Vec<u8>>>;

/// The journals of an agreement as the open store has them; each must hash to its signed head.
pub fn journals_in(turn: &mut Turn, under: &AgreementId) -> Stored<Journals> {
    let mut all = Journals::new();
    for row in turn.store.journals(under)? {
        let entries = turn.store.entries(&row.id, 0, row.size(), usize::MAX)?;
        let mut tree = Frontier::empty();
        entries.iter().for_each(|bytes| tree.push(leaf_hash(bytes)));
        assert_eq!((tree.size(), tree.root()), (row.size(), row.frontier.root()), "{} does not rehash", row.id);
        if row.head_size == row.size() {
            let head = row.head.as_ref().unwrap().unverified();
            assert_eq!((tree.size(), tree.root()), (head.size, head.root), "{} is not what its head signs", row.id);
        }
        all.insert(row.id.to_string(), entries);
    }
    Ok(all)
}

/// The journals of an agreement at a running node.
pub async fn journals(at: &Running, under: &AgreementId) -> Journals {
    let under = under.clone();
    at.node.exchange(move |_, turn| journals_in(turn, &under)).await.unwrap()
}

fn said(entries: &[Vec<u8>]) -> impl Iterator<Item = (u64, Body)> {
    entries.iter().enumerate().map(|(n, bytes)| (n as u64, Statement::from_bytes(bytes).unwrap().body))
}

/// What journals say has been published: party of the journal, item, version.
pub fn published(journals: &Journals) -> Vec<(String, ItemId, u64)> {
    let all = journals.iter().flat_map(|(name, entries)| {
        let published = said(entries).filter_map(|(_, body)| match body {
            Body::Published(said) => Some((said.item, said.version)),
            _ => None,
        });
        published.map(|(item, version)| (name.clone(), item, version))
    });
    all.collect()
}

/// Every version is published once, and every publication is answered once by the other party.
pub fn once(journals: &Journals) {
    let all = published(journals);
    let distinct: BTreeSet<_> = all.iter().collect();
    assert_eq!(all.len(), distinct.len(), "something was published twice");
    let mut answered = BTreeSet::new();
    for (name, entries) in journals {
        for (_, body) in said(entries) {
            let (Body::Received(what) | Body::Refused { what, .. }) = body else { continue };
            for index in what.ranges.iter().flat_map(|(first, last)| *first..=*last) {
                assert!(answered.insert((name.clone(), what.of.clone(), index)), "{name} answers {index} twice");
            }
        }
    }
    assert_eq!(answered.len(), all.len(), "not every publication is answered by one partner");
}

/// Waits until two nodes hold the same journals and each has answered all that the other published; returns them.
pub async fn settled(a: &Running, b: &Running, under: &AgreementId) -> Journals {
    let same = || async {
        let (ours, theirs) = (journals(a, under).await, journals(b, under).await);
        ours == theirs && answers(&ours) == published(&ours).len()
    };
    until("the journals are the same on both sides", same).await;
    // A word still under way would make them differ again.
    tokio::time::sleep(Duration::from_millis(200)).await;
    until("the journals stay the same on both sides", same).await;
    let journals = journals(a, under).await;
    once(&journals);
    journals
}

fn answers(journals: &Journals) -> usize {
    let bodies = journals.values().flat_map(|entries| said(entries));
    let counts = bodies.map(|(_, body)| match body {
        Body::Received(what) | Body::Refused { what, .. } => {
            what.ranges.iter().map(|(first, last)| (last - first + 1) as usize).sum()
        }
        _ => 0,
    });
    counts.sum()
}

/// What a person must see at this node.
pub async fn findings(at: &Running) -> Vec<FindingRow> {
    at.node.step(|step| step.tx.findings(true)).await.unwrap()
}

/// The code of what is wrong with a partner, if anything is.
pub fn trouble(at: &Running, partner: &PartyId) -> Option<String> {
    let health = at.peers.all().remove(partner)?;
    let trouble = health.trouble?;
    assert!(!trouble.message.is_empty() && !trouble.next.is_empty(), "{trouble:?} helps nobody");
    Some(trouble.code)
}

/// Megabytes of memory that this process has in use.
pub fn memory_mb() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = text.split_whitespace().nth(1).unwrap().parse().unwrap();
    pages * 4096 / 1_000_000
}
