//! Letting go what the settings keep no longer: a job that looks once an hour and works in small steps, so that nothing
//! else waits for it. [`needed`] says what must stay whatever its age, [`items`] lets texts and files go, [`rows`] the
//! rest. Journals are never touched: what was let go stays named by its hash, and the journals say `erased`.
//!
//! Above it: web, which starts it. Below: preview, index, node, store.

mod items;
mod needed;
mod rows;

use crate::config::Retention;
use crate::index::Index;
use crate::node::{Node, NodeError};
use crate::preview::Previews;
use crate::store::let_go::{Freed, Rule};
use crate::store::tx::failed;
use interwire_core::time::Time;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// After the start it looks first after this.
const FIRST: Duration = Duration::from_secs(60);
/// How often it looks.
const ROUND: Duration = Duration::from_secs(3600);
/// Between two steps, so that others come in between.
const BREATH: Duration = Duration::from_millis(50);
/// Under which name the record of what people did has what the node did by itself.
pub const WHO: &str = "node";
/// What went in this time may not be out of the index yet when the node stops.
const LATELY_MS: i64 = 24 * 3600 * 1000;

/// What one pass let go: things, and bytes where they are told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gone(pub BTreeMap<Rule, (u64, u64)>);

impl Gone {
    fn add(&mut self, rule: Rule, things: u64, bytes: u64) {
        if things > 0 {
            let sum = self.0.entry(rule).or_default();
            *sum = (sum.0 + things, sum.1 + bytes);
        }
    }
}

/// What the job works with.
#[derive(Clone)]
pub struct Care {
    /// The node.
    pub node: Node,
    /// For how many days things are kept.
    pub keep: Retention,
    /// Texts that go leave it.
    pub index: Index,
    /// Small pictures of files that go, go too.
    pub previews: Previews,
}

/// Looks every hour, until `stop`.
pub async fn run(care: Care, stop: CancellationToken) {
    let since = care.node.now().plus_ms(-LATELY_MS);
    match care.node.db().let_go_since(since).await {
        Ok(keys) => care.index.again(keys),
        Err(e) => tracing::warn!(cause = %e, "what was let go lately could not be read"),
    }
    let mut wait = FIRST;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
        wait = ROUND;
        match care.pass(&stop).await {
            Ok(gone) if gone.0.is_empty() => {}
            Ok(gone) => tracing::info!(?gone, "what the settings keep no longer was let go"),
            Err(e) => tracing::warn!(cause = %e, "what the settings keep no longer could not be let go"),
        }
    }
}

impl Care {
    /// Lets go whatever is due now; returns what it was.
    ///
    /// # Errors
    /// If the store fails; what was let go until then is noted.
    pub async fn pass(&self, stop: &CancellationToken) -> Result<Gone, NodeError> {
        let mut gone = Gone::default();
        let done = self.all(&mut gone, stop).await;
        self.note(&gone).await?;
        done.map(|()| gone)
    }

    async fn all(&self, gone: &mut Gone, stop: &CancellationToken) -> Result<(), NodeError> {
        if self.keep.days(Rule::Media).is_some() {
            items::all(self, gone, stop).await?;
        }
        rows::all(self, gone, stop).await?;
        if let Some(before) = self.before(Rule::Previews) {
            let files = self.previews.forget_older(before).await?;
            gone.add(Rule::Previews, files, 0);
        }
        Ok(())
    }

    /// Writes into the record of what people did what went by which rule.
    async fn note(&self, gone: &Gone) -> Result<(), NodeError> {
        let lines: Vec<String> = gone.0.iter().map(|(rule, sum)| self.line(*rule, *sum)).collect();
        if lines.is_empty() {
            return Ok(());
        }
        let note = move |step: &mut crate::node::Step| {
            lines.iter().try_for_each(|line| step.tx.audit(step.now, WHO, "let go", line))
        };
        self.node.step(note).await
    }

    fn line(&self, rule: Rule, (things, bytes): (u64, u64)) -> String {
        let (name, days) = (Retention::setting(rule), self.keep.days(rule).unwrap_or_default());
        let bytes = if bytes > 0 { format!(", {bytes} bytes") } else { String::new() };
        format!("{name} = {days}: {things}{bytes}")
    }

    /// The moment before which things are too old for a rule.
    fn before(&self, rule: Rule) -> Option<Time> {
        self.keep.before(rule, self.node.now())
    }
}

/// Lets others in between two steps; whether to go on.
async fn breathe(stop: &CancellationToken) -> bool {
    tokio::select! {
        () = stop.cancelled() => false,
        () = tokio::time::sleep(BREATH) => true,
    }
}

/// Deletes the files of bytes that were let go. What stays by a crash is a file that no row knows.
async fn delete_files(care: &Care, freed: impl Iterator<Item = Freed>) -> Result<(), NodeError> {
    let blobs = care.node.db().blobs().clone();
    let files: Vec<_> = freed.filter_map(|freed| Some((freed.hash, freed.file?))).collect();
    let delete = move || files.iter().try_for_each(|(hash, file)| blobs.let_go(hash, *file));
    let deleted = tokio::task::spawn_blocking(delete).await.map_err(failed)?;
    deleted.map_err(|e| failed(e).into())
}
