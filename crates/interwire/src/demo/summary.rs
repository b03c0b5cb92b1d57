//! What the demo has done, counted from the ledgers and the journals at its end.

use super::line::Trouble;
use serde::Serialize;

/// What the demo has done, as `interwire demo --once --json` prints it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Summary {
    /// Nodes that ran.
    pub nodes: usize,
    /// Agreements countersigned.
    pub agreements: usize,
    /// Versions published.
    pub published: usize,
    /// Deliveries that the agreements asked for: each version for each party that had to get it. What is held back and
    /// what the articles exclude is not among them.
    pub expected_deliveries: usize,
    /// Those of them that were made.
    pub delivered: usize,
    /// Expected and not delivered.
    pub lost: usize,
    /// Delivered more than once, or to somebody who should not have got it.
    pub duplicated: usize,
    /// Versions that wait for a person at the end.
    pub held_back: usize,
    /// New versions of a story that was out.
    pub corrections: usize,
    /// Kills.
    pub kills: Kills,
    /// From intake to each partner's store.
    pub latency_ms: Latency,
    /// What went wrong with a line on demand, and how it ended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub troubles: Vec<Bout>,
    /// Whether everything in every node's folder verifies offline, after the nodes stopped.
    pub journals_verified: bool,
}

/// What became of the kills.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Kills {
    /// Ordered.
    pub sent: usize,
    /// Answered, in a signed statement, by every partner that had the item.
    pub acknowledged: usize,
    /// For each kill, from the order until no partner's people could see the item any more, in ms.
    pub stopped_ms: Vec<f64>,
}

/// Percentiles, in ms.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Latency {
    /// Half were faster.
    pub p50: f64,
    /// 99 of 100 were faster.
    pub p99: f64,
}

/// A trouble with a line, from its beginning to the recovery.
#[derive(Debug, Clone, Serialize)]
pub struct Bout {
    /// What was wrong.
    pub trouble: Trouble,
    /// The code under which the page of partners showed it.
    pub seen_as: Option<String>,
    /// Deliveries that waited for its end.
    pub waited: usize,
    /// From its end until all of them were made and no trouble was shown any more, in ms.
    pub recovered_ms: Option<f64>,
}

impl Summary {
    /// Whether all is as it should be.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        let all_recovered = self.troubles.iter().all(|bout| bout.recovered_ms.is_some());
        self.lost == 0
            && self.duplicated == 0
            && self.kills.acknowledged == self.kills.sent
            && all_recovered
            && self.journals_verified
    }
}

/// Milliseconds, rounded to a tenth.
pub(super) fn round(ms: f64) -> f64 {
    (ms * 10.0).round() / 10.0
}
