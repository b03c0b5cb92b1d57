//! The demo's arithmetic: what the agreements asked for, as the sources' own decisions say, against what arrived, as the
//! ledger heard it at the receivers.

use super::ledger::{Delivery, Ledger};
use super::stage::{Player, StageError};
use super::summary::{Latency, Summary, round};
use crate::bench::measure::percentile;
use crate::intake::document::read_binding;
use crate::intake::recall::{self, Holder};
use crate::node::Node;
use crate::store::decisions::DecisionWord;
use crate::verify::{Whose, verify};
use interwire_core::ids::{AgreementId, ItemKey, PartyId};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Holds that are looked at.
const HOLDS: usize = 1000;

/// A version that was handed in.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub slug: String,
    pub version: u64,
    pub key: ItemKey,
    /// When its newsroom handed it in.
    pub start: Instant,
    /// It was under an embargo then.
    pub embargoed: bool,
}

/// A kill that was ordered.
#[derive(Debug, Clone)]
pub(super) struct Ordered {
    pub key: ItemKey,
    /// Who was told.
    pub to: BTreeSet<PartyId>,
    pub start: Instant,
}

type Parties = [(AgreementId, [PartyId; 2])];

fn store(cause: impl std::fmt::Display) -> StageError {
    StageError::Other(cause.to_string())
}

/// Who must get a version, as its source has decided until now.
pub(super) async fn receivers(node: &Node, key: &ItemKey, version: u64) -> Result<BTreeSet<PartyId>, StageError> {
    let decisions = node.db().decisions(key).await.map_err(store)?;
    let given = decisions.into_iter().filter(|one| one.version == version && one.verdict == DecisionWord::Deliver);
    Ok(given.map(|one| one.party).collect())
}

fn source<'a>(players: &'a [Player], key: &ItemKey) -> Result<&'a Node, StageError> {
    let found = players.iter().find(|player| *player.id() == key.source);
    found.map(Player::node).ok_or_else(|| store(format!("{} is not on the stage", key.source)))
}

/// Every delivery that the agreements ask for.
pub(super) async fn expected(players: &[Player], sent: &[Sent]) -> Result<BTreeSet<Delivery>, StageError> {
    let mut all = BTreeSet::new();
    for Sent { key, version, .. } in sent {
        let to = receivers(source(players, key)?, key, *version).await?;
        all.extend(to.into_iter().map(|party| (party, key.clone(), *version)));
    }
    Ok(all)
}

/// Whether a hold is left that ends by itself.
pub(super) async fn holds_end(players: &[Player]) -> Result<bool, StageError> {
    for player in players {
        if player.node().db().next_hold().await.map_err(store)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Versions of the agencies' own that wait at the end, each once.
pub(super) async fn held(players: &[Player]) -> Result<usize, StageError> {
    let mut all = BTreeSet::new();
    for player in players {
        let holds = player.node().db().holds(HOLDS).await.map_err(store)?;
        all.extend(
            holds.into_iter().filter(|hold| hold.key.source == *player.id()).map(|hold| (hold.key, hold.version)),
        );
    }
    Ok(all.len())
}

/// Who was sent an item, and what each has answered.
pub(super) async fn holders(node: &Node, key: &ItemKey, agreements: &Parties) -> Result<Vec<Holder>, StageError> {
    let parties = |id: &AgreementId| {
        let found = agreements.iter().find(|(agreement, _)| agreement == id);
        found.map(|(_, parties)| parties.to_vec()).unwrap_or_default()
    };
    recall::holders(node.db(), key, parties).await.map_err(store)
}

/// Kills that every holder has answered in a signed statement.
pub(super) async fn answered(players: &[Player], kills: &[Ordered], agreements: &Parties) -> Result<usize, StageError> {
    let mut count = 0;
    for kill in kills {
        let holders = holders(source(players, &kill.key)?, &kill.key, agreements).await?;
        let has_answered = |holder: &Holder| holder.order.as_ref().is_some_and(|order| !order.answers.is_empty());
        count += usize::from(!holders.is_empty() && holders.iter().all(has_answered));
    }
    Ok(count)
}

/// For each kill, how long until the last holder's people could not see the item any more.
pub(super) fn stopped_ms(ledger: &Ledger, kills: &[Ordered]) -> Vec<f64> {
    let slowest = |kill: &Ordered| {
        let times: Option<Vec<Instant>> = kill.to.iter().map(|party| ledger.stopped(party, &kill.key)).collect();
        times?.into_iter().max().map(|last| round(last.duration_since(kill.start).as_secs_f64() * 1000.0))
    };
    kills.iter().filter_map(slowest).collect()
}

/// From the newsroom to each partner's store. What waited for an embargo says nothing about the way, and is left out.
pub(super) async fn latency(ledger: &Ledger, players: &[Player], sent: &[Sent]) -> Result<Latency, StageError> {
    let mut times_ms = Vec::new();
    for Sent { key, version, start, .. } in sent.iter().filter(|sent| !sent.embargoed) {
        for party in receivers(source(players, key)?, key, *version).await? {
            let first = ledger.arrivals(&(party, key.clone(), *version)).first().copied();
            times_ms.extend(first.map(|at| at.duration_since(*start).as_secs_f64() * 1000.0));
        }
    }
    times_ms.sort_by(f64::total_cmp);
    Ok(Latency { p50: round(percentile(&times_ms, 50.0)), p99: round(percentile(&times_ms, 99.0)) })
}

/// Holds what was expected against what arrived.
pub(super) fn deliveries(summary: &mut Summary, expected: &BTreeSet<Delivery>, arrived: &BTreeMap<Delivery, usize>) {
    summary.expected_deliveries = expected.len();
    summary.delivered = expected.iter().filter(|one| arrived.contains_key(*one)).count();
    summary.lost = summary.expected_deliveries - summary.delivered;
    summary.duplicated = arrived.iter().filter(|(one, times)| **times > 1 || !expected.contains(*one)).count();
}

/// Whether everything in these folders verifies, each as its party's.
pub(super) async fn verified(dirs: BTreeMap<PartyId, PathBuf>) -> Result<bool, StageError> {
    let mut all = true;
    for (party, dir) in dirs {
        let whose = Whose { party, reader: read_binding };
        let report = verify(&dir, &whose, Arc::new(|_, _| {})).await.map_err(store)?;
        if !report.is_whole() {
            tracing::error!(folder = %dir.display(), ?report, "a folder does not verify");
            all = false;
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use interwire_core::ids::ItemId;

    #[test]
    fn what_is_missing_is_lost_and_what_came_again_or_astray_is_counted() {
        let guid = "tag:hanoi.example,2026:a".parse().unwrap();
        let key = ItemKey { source: "hanoi".parse().unwrap(), item: ItemId::derive(&[1; 32], &guid) };
        let delivery = |party: &str, version| (party.parse::<PartyId>().unwrap(), key.clone(), version);
        let expected = BTreeSet::from([delivery("astana", 1), delivery("baku", 1), delivery("baku", 2)]);
        let arrived =
            BTreeMap::from([(delivery("astana", 1), 1), (delivery("baku", 1), 2), (delivery("astana", 2), 1)]);
        let mut summary = Summary::default();
        deliveries(&mut summary, &expected, &arrived);
        let Summary { expected_deliveries, delivered, lost, duplicated, .. } = summary;
        assert_eq!((expected_deliveries, delivered, lost, duplicated), (3, 2, 1, 2));
    }
}
