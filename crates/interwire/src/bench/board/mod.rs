//! `bench board`: a desk that holds many items, browsers that watch its board, and stories that come from a partner.
//! How long from a story's intake to its line at each browser, what the nodes take for it, and how large and how quick
//! the first page is.
//!
//! The nodes run in a process of their own ([`nodes`]), so that neither the browsers ([`readers`]) nor the filling of
//! the desk count as theirs. Everything is on loopback and ends by itself.

mod first;
pub mod nodes;
mod readers;
mod talk;

use super::measure::{Process, spread};
use super::search::{BATCH, SearchError, write};
use crate::index::{Index, fill};
use crate::store::Db;
use first::First;
use interwire_core::ids::PartyId;
use readers::Seen;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};
use talk::{Nodes, Said, Told};

/// Time for memory to settle before it is read.
const SETTLE: Duration = Duration::from_secs(3);
/// The longest wait for lines that are still on their way.
const PATIENCE: Duration = Duration::from_secs(60);

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Items on the desk before.
    pub items: usize,
    /// Browsers that watch the board.
    pub readers: usize,
    /// Stories a second.
    pub per_s: u32,
    /// For so long.
    pub seconds: u32,
}

/// Why it was not measured.
#[derive(Debug, thiserror::Error)]
pub enum BoardError {
    /// The desk could not be filled.
    #[error(transparent)]
    Fill(#[from] SearchError),
    /// The folder, or the process of the nodes.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A request to the nodes failed.
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    /// The nodes said something else than was expected, or nothing.
    #[error("the nodes said {0}")]
    Said(String),
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Items on the desk before.
    pub items: usize,
    /// Browsers that watched.
    pub readers: usize,
    /// Stories that came, and in how many seconds their intake began.
    pub stories: usize,
    /// See there.
    pub seconds: f64,
    /// Lines that browsers got.
    pub lines: usize,
    /// Lines that they did not get in a minute after the last story.
    pub missing: usize,
    /// Browsers that were told to load the page again, because they were too slow.
    pub reloads: usize,
    /// From the beginning of a story's intake at the partner to its line at a browser, in ms: p50 and p99.
    pub lag_ms: [f64; 2],
    /// CPU seconds of both nodes from the first story to the last line.
    pub nodes_cpu_s: f64,
    /// CPU seconds of all browsers in that time.
    pub readers_cpu_s: f64,
    /// Memory of both nodes before a browser came, with all of them, and after the stories, in MB.
    pub memory_mb: [f64; 3],
    /// Memory of both nodes for each browser that waits, in KiB.
    pub reader_kib: f64,
    /// The first page.
    pub first: First,
}

/// Measures.
///
/// # Errors
/// If the nodes fail, or the folder cannot be written.
pub async fn run(plan: Plan, mut say: impl FnMut(&str)) -> Result<Report, BoardError> {
    let dir = tempfile::tempdir()?;
    say("two nodes come to an agreement");
    let mut nodes = Nodes::start(dir.path(), plan.readers)?;
    match nodes.hear().await? {
        Said::Fill(desk) => fill_desk(&desk, plan.items, &mut say).await?,
        other => return Err(BoardError::Said(format!("{other:?}"))),
    }
    nodes.tell(&Told::Filled).await?;
    let (address, cookies) = match nodes.hear().await? {
        Said::Ready { address, cookies } => (address, cookies),
        other => return Err(BoardError::Said(format!("{other:?}"))),
    };
    say("the first page");
    let first = first::measure(&address, cookies.first().map(String::as_str).unwrap_or_default()).await?;
    let report = watched(plan, &mut nodes, &address, cookies, first, &mut say).await?;
    nodes.end().await?;
    Ok(report)
}

/// Lets browsers watch while stories come.
async fn watched(
    plan: Plan,
    nodes: &mut Nodes,
    address: &str,
    cookies: Vec<String>,
    first: First,
    say: &mut impl FnMut(&str),
) -> Result<Report, BoardError> {
    tokio::time::sleep(SETTLE).await;
    let before = nodes.process().rss_mb();
    say("browsers connect");
    let crowd = readers::connect(address, cookies).await?;
    tokio::time::sleep(SETTLE).await;
    let idle = nodes.process().rss_mb();
    let stories = plan.per_s as usize * plan.seconds as usize;
    say(&format!("{stories} stories come"));
    let (began, nodes_cpu, readers_cpu) = (Instant::now(), nodes.process().cpu_s(), Process::own().cpu_s());
    nodes.tell(&Told::Go { stories, per_s: plan.per_s }).await?;
    let begun_us = match nodes.hear().await? {
        Said::Done { begun_us } => begun_us,
        other => return Err(BoardError::Said(format!("{other:?}"))),
    };
    let seconds = began.elapsed().as_secs_f64();
    crowd.until(stories * plan.readers, PATIENCE).await;
    let (nodes_cpu_s, readers_cpu_s) = (nodes.process().cpu_s() - nodes_cpu, Process::own().cpu_s() - readers_cpu);
    let full = nodes.process().rss_mb();
    let (seen, reloads) = crowd.end().await;
    #[expect(clippy::cast_precision_loss, reason = "a count of browsers")]
    let reader_kib = (idle - before) * 1024.0 / plan.readers.max(1) as f64;
    Ok(Report {
        items: plan.items,
        readers: plan.readers,
        stories,
        seconds,
        lines: seen.len(),
        missing: (stories * plan.readers).saturating_sub(seen.len()),
        reloads,
        lag_ms: spread(lags(&begun_us, &seen)),
        nodes_cpu_s,
        readers_cpu_s,
        memory_mb: [before, idle, full],
        reader_kib,
        first,
    })
}

/// How late each line came, in ms.
fn lags(begun_us: &BTreeMap<usize, u64>, seen: &[Seen]) -> Vec<f64> {
    let lag = |seen: &Seen| Some(seen.at_us.saturating_sub(*begun_us.get(&seen.story)?));
    #[expect(clippy::cast_precision_loss, reason = "microseconds of a minute")]
    let in_ms = |us: u64| us as f64 / 1000.0;
    seen.iter().filter_map(lag).map(in_ms).collect()
}

/// Puts the items of a partner on a desk that no node has open, and into its index.
async fn fill_desk(dir: &Path, items: usize, say: &mut impl FnMut(&str)) -> Result<(), SearchError> {
    let db = Db::open(dir).await?;
    for first in (0..items).step_by(BATCH) {
        say(&format!("{first} of {items} items written"));
        let some = interwire_bench::workload::news(BATCH.min(items - first), first as u64 + 1, false);
        write(&db, some.into_iter().map(|sample| sample.item).collect(), first).await?;
    }
    say("the index is filled");
    let me: PartyId =
        nodes::DESK.id.parse().map_err(|e: interwire_core::ids::BadId| SearchError::Other(e.to_string()))?;
    fill::once(&Index::new(dir), &db, &me).await?;
    db.close().await;
    Ok(())
}

/// What asks for pages as a browser does.
#[expect(clippy::disallowed_methods, reason = "it speaks to the node that this measurement started, on loopback")]
fn browser() -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder().no_proxy().build()
}

/// Microseconds of the machine's clock, which all its processes share.
fn now_us() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_microsecond()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_as_late_as_its_story_is_old() {
        let begun = BTreeMap::from([(0, 1_000), (1, 5_000)]);
        let seen = [(0, 2_500), (1, 5_000), (7, 1)].map(|(story, at_us)| Seen { story, at_us });
        assert_eq!(lags(&begun, &seen), [1.5, 0.0]);
    }
}
