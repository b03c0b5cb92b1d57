//! `metrics`: the numbers of the node, for people as JSON and for Prometheus as text.

use super::{Ctx, Nothing, fault, partner};
use crate::errors::Error;
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use std::sync::atomic::Ordering;

/// One number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// Its name, with its unit last.
    pub name: String,
    /// What it counts.
    pub help: String,
    /// Whether it only grows while the node runs.
    pub counter: bool,
    /// The partner it is about.
    pub partner: Option<String>,
    /// The value.
    pub value: i64,
}

/// The numbers of the node.
///
/// # Errors
/// If the store cannot be read.
pub async fn snapshot(ctx: &Ctx, _: Nothing) -> Result<Vec<Number>, Error> {
    let failed = |e: crate::store::DbError| fault::store(interwire_core::exchange::store::StoreError::from(e).into());
    let counts = ctx.node.db().counts(ctx.node.house().me.as_str()).await.map_err(failed)?;
    let work = ctx.node.counts();
    let load = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
    let node = [
        ("interwire_commits_total", "Transactions committed to disk.", true, load(&work.commits)),
        ("interwire_jobs_total", "Jobs done in them.", true, load(&work.jobs)),
        ("interwire_commit_failures_total", "Transactions that failed and were undone.", true, load(&work.failures)),
        ("interwire_journal_entries", "Entries of all journals held.", false, counts.entries),
        ("interwire_items", "Items held, ours and partners'.", false, counts.items),
        ("interwire_versions", "Versions of items held or announced.", false, counts.versions),
        ("interwire_statements_queued", "Statements that wait until our journal may be written.", false, counts.queued),
        ("interwire_blobs_wanted", "Blobs announced and not held.", false, counts.wanted),
        (
            "interwire_versions_held_back",
            "Versions of ours that wait for a moment or a person.",
            false,
            counts.held_back,
        ),
        ("interwire_versions_unanswered", "Versions of ours that no receiver answered for.", false, counts.unanswered),
        ("interwire_dead_letters_open", "Dead letters that need a person.", false, counts.dead_letters),
        ("interwire_findings_open", "Findings that need a person.", false, counts.findings),
    ];
    let mut all: Vec<Number> =
        node.into_iter().map(|(name, help, counter, n)| number(name, help, counter, None, n)).collect();
    for one in partner::list(ctx, Nothing {}).await? {
        let (well, failures) = (u64::from(one.health == "well"), one.failures.iter().map(|n| u64::from(*n)).sum());
        let party = Some(one.party.as_str());
        all.push(number("interwire_partner_up", "Whether the partner is in touch.", false, party, well));
        all.push(number("interwire_partner_failures", "Failures in a row.", false, party, failures));
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

fn number(name: &str, help: &str, counter: bool, partner: Option<&str>, value: u64) -> Number {
    let value = i64::try_from(value).unwrap_or(i64::MAX);
    Number { name: name.to_owned(), help: help.to_owned(), counter, partner: partner.map(str::to_owned), value }
}

/// The numbers in the text format of Prometheus, version 0.0.4; those of one name stand together.
#[must_use]
pub fn text(numbers: &[Number]) -> String {
    let mut text = String::new();
    let mut last = "";
    for one in numbers {
        // Writing to a String does not fail.
        if one.name != last {
            let kind = if one.counter { "counter" } else { "gauge" };
            _ = writeln!(text, "# HELP {0} {1}\n# TYPE {0} {kind}", one.name, one.help);
            last = &one.name;
        }
        // Ids of parties have no character that would have to be escaped.
        let label = one.partner.as_ref().map_or_else(String::new, |party| format!("{{partner=\"{party}\"}}"));
        _ = writeln!(text, "{}{label} {}", one.name, one.value);
    }
    text
}
