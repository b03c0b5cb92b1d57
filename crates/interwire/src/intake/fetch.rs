//! Files that items of our own house name by an address elsewhere: fetched before the item goes out, from the hosts that
//! the settings list, streamed to the blobs. Until then the item waits, and a person sees for what and why. Nothing is
//! fetched that a partner's item names: its media come from the partner's node.
//!
//! An arrival whose files are fetched keeps the state `arrived` and is read again when the last of them is here or given
//! up; what of it could be published before is then known.

use super::take;
use crate::blobs::BlobError;
use crate::blobs::StoredBlob;
use crate::config::Missing;
use crate::node::{Node, NodeError, Step};
use crate::store::fetches::{FetchRow, FetchState};
use crate::store::intake::{IntakeRow, IntakeState};
use crate::store::tx::failed;
use crate::transport::client::Client;
use crate::transport::send_error::{SendCause, SendError};
use futures::StreamExt;
use interwire_core::exchange::store::{StoreError, Stored};
use interwire_core::item::{Blob, Item, Rendition};
use std::collections::btree_map::{BTreeMap, Entry};
use std::collections::{BTreeSet, HashSet};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Files fetched at once.
const AT_ONCE: usize = 4;
/// How often is looked for what is due.
const ROUND: Duration = Duration::from_millis(500);
/// Files of one source that are fetched; of the others the address goes out.
const FILES_MAX: usize = 1000;
/// The first wait after a failure, in milliseconds; each later one is three times as long.
const WAIT_MS: i64 = 5_000;
/// The longest.
const WAIT_MS_MAX: i64 = 300_000;
/// How often a file is asked for: with the waits between, for about half an hour.
const ATTEMPTS_MAX: u64 = 10;

/// What is known of the files that a source's items name elsewhere, by address.
#[derive(Debug, Clone, Default)]
pub struct Fetches(BTreeMap<String, FetchRow>);

impl Fetches {
    /// The file of an address.
    pub(super) fn get(&self, href: &str) -> Option<&FetchRow> {
        self.0.get(href)
    }

    /// Whether an item waits for one of them.
    pub(super) fn waits(&self, item: &Item) -> bool {
        self.rows(item).any(|row| row.state == FetchState::Waiting)
    }

    /// The first of an item's files that was given up.
    pub(super) fn given_up<'a>(&'a self, item: &'a Item) -> Option<&'a FetchRow> {
        self.rows(item).find(|row| row.state == FetchState::GivenUp)
    }

    /// Whether all is settled.
    pub(super) fn are_settled(&self) -> bool {
        self.0.values().all(|row| row.state != FetchState::Waiting)
    }

    /// Whether there were any and all are here.
    pub(super) fn are_held(&self) -> bool {
        !self.0.is_empty() && self.0.values().all(|row| row.state == FetchState::Held)
    }

    fn rows<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a FetchRow> {
        elsewhere(item).filter_map(|href| self.0.get(href))
    }
}

/// The addresses of an item's files that are elsewhere. An order is never held up by a picture: of an item that may not
/// be used nothing is fetched.
fn elsewhere(item: &Item) -> impl Iterator<Item = &str> {
    let is_page = |rendition: &Rendition| {
        let kind = rendition.content_type.as_deref().unwrap_or_default().to_ascii_lowercase();
        kind.starts_with("text/html") || kind.starts_with("application/xhtml")
    };
    let usable = item.status().is_usable();
    let lacking = item.renditions.iter().filter(move |one| usable && one.blob.is_none() && !is_page(one));
    lacking.filter_map(|rendition| rendition.href.as_deref())
}

/// Notes which files of a source are to be fetched; returns what is known of each.
///
/// # Errors
/// If the store fails.
pub(super) async fn begin<'a>(
    node: &Node,
    intake: i64,
    items: impl Iterator<Item = &'a Item>,
) -> Result<Fetches, NodeError> {
    let fetch = &node.limits().fetch;
    let is_listed = |href: &&str| {
        let url = url::Url::parse(href).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        url.is_some_and(|url| url.host_str().is_some_and(|host| fetch.takes(host)))
    };
    let hrefs: BTreeSet<String> =
        items.flat_map(elsewhere).filter(is_listed).take(FILES_MAX).map(str::to_owned).collect();
    if hrefs.is_empty() {
        return Ok(Fetches::default());
    }
    let work = move |step: &mut Step| {
        let known = step.tx.fetches(intake)?;
        let mut all: BTreeMap<_, _> = known.into_iter().map(|row| (row.href.clone(), row)).collect();
        for href in hrefs {
            if let Entry::Vacant(new) = all.entry(href) {
                let row = FetchRow::new(intake, new.key(), step.now);
                step.tx.put_fetch(&row)?;
                new.insert(row);
            }
        }
        Ok::<_, StoreError>(Fetches(all))
    };
    node.step(work).await
}

/// A person wants what was given up to be tried once more.
///
/// # Errors
/// If the store fails.
pub(super) fn begin_again(step: &mut Step, intake: i64) -> Stored<()> {
    let given_up = step.tx.fetches(intake)?.into_iter().filter(|row| row.state == FetchState::GivenUp);
    let again: Vec<_> = given_up.map(|row| FetchRow::new(intake, &row.href, step.now)).collect();
    again.iter().try_for_each(|row| step.tx.put_fetch(row))?;
    match step.tx.intake(intake)?.filter(|row| !again.is_empty() && row.state == IntakeState::Read) {
        Some(row) => step.tx.put_intake(&IntakeRow { state: IntakeState::Arrived, ..row }).map(drop),
        None => Ok(()),
    }
}

/// Fetches until `stop`.
pub async fn run(node: Node, client: Client, stop: CancellationToken) {
    let (mut under_way, mut tasks) = (HashSet::new(), JoinSet::new());
    loop {
        match node.db().fetches_due(node.now(), AT_ONCE * 4).await {
            Ok(due) => {
                for row in due {
                    let name = (row.intake, row.href.clone());
                    if tasks.len() < AT_ONCE && under_way.insert(name.clone()) {
                        let (node, client) = (node.clone(), client.clone());
                        tasks.spawn(async move {
                            if let Err(e) = one(&node, &client, row).await {
                                tracing::warn!(cause = %e, "what became of a fetched file could not be noted");
                            }
                            name
                        });
                    }
                }
            }
            Err(e) => tracing::warn!(cause = %e, "files to be fetched could not be looked for"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            Some(done) = tasks.join_next() => match done {
                Ok(name) => {
                    under_way.remove(&name);
                }
                // It broke off by a mistake, and nobody knows which it was: all that is not under way may be tried.
                Err(e) => {
                    tracing::error!(cause = %e, "fetching a file broke off");
                    under_way.clear();
                }
            },
            () = tokio::time::sleep(ROUND) => {}
        }
    }
}

/// Fetches one file, notes what came of it, and goes on with the arrival if nothing more is waited for.
async fn one(node: &Node, client: &Client, row: FetchRow) -> Result<(), NodeError> {
    let fetched = bring(node, client, &row.href).await;
    let after = FetchRow { attempts: row.attempts + 1, ..row };
    let settled = node.step(move |step| note(step, after, fetched)).await?;
    if let Some(intake) = settled {
        take::again(node, intake).await?;
    }
    Ok(())
}

fn note(step: &mut Step, row: FetchRow, fetched: Result<StoredBlob, SendError>) -> Stored<Option<IntakeRow>> {
    let row = match fetched {
        Ok(stored) => {
            let blob = Some(Blob { hash: stored.hash, size_bytes: stored.size });
            step.tx.put_stored_blob(stored);
            FetchRow { state: FetchState::Held, cause: None, blob, ..row }
        }
        Err(error) => {
            let is_final = matches!(error.cause, SendCause::Address | SendCause::TooLarge);
            let state =
                if is_final || row.attempts >= ATTEMPTS_MAX { FetchState::GivenUp } else { FetchState::Waiting };
            let cause = Some(format!("{} ({})", error.detail, error.code()));
            FetchRow { state, cause, next_at: step.now.plus_ms(wait_ms(row.attempts)), ..row }
        }
    };
    step.tx.put_fetch(&row)?;
    if step.tx.fetches(row.intake)?.iter().any(|one| one.state == FetchState::Waiting) {
        return Ok(None);
    }
    step.tx.intake(row.intake)
}

/// The wait after so many attempts.
fn wait_ms(attempts: u64) -> i64 {
    let power = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
    3_i64.checked_pow(power).and_then(|times| WAIT_MS.checked_mul(times)).unwrap_or(WAIT_MS_MAX).min(WAIT_MS_MAX)
}

async fn bring(node: &Node, client: &Client, href: &str) -> Result<StoredBlob, SendError> {
    let (max, fetch) = (node.limits().media_bytes_max, &node.limits().fetch);
    let local = |e: BlobError| SendError::new(SendCause::Local, e.to_string());
    let page = || SendError::new(SendCause::Garbage, "a page came instead of a file");
    let opened = client.fetch(href, |host| fetch.takes(host), max).await?;
    if opened.media_type.is_some_and(|kind| kind == "text/html" || kind == "application/xhtml+xml") {
        return Err(page());
    }
    let (mut writer, mut stream) = (node.db().blobs().writer(max), opened.stream);
    while let Some(piece) = stream.next().await {
        let piece = piece?;
        // What asks for a password, or says that the file has gone, does not always say what it is.
        if writer.size() == 0 && is_page(&piece) {
            return Err(page());
        }
        writer.write(&piece).await.map_err(local)?;
    }
    if writer.size() == 0 {
        return Err(SendError::new(SendCause::Garbage, "an empty file"));
    }
    writer.finish(None).await.map_err(local)
}

/// Whether bytes begin as a page does.
fn is_page(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let begins = |word: &[u8]| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    begins(b"<!doctype html") || begins(b"<html")
}

/// What becomes of an item one of whose files was given up.
pub(super) fn is_held_without(node: &Node) -> bool {
    let fetch = &node.limits().fetch;
    fetch.missing == Missing::Hold
}

/// What waits for files, for people.
///
/// # Errors
/// If the store fails.
pub async fn waiting(node: &Node, limit: usize) -> Result<Vec<FetchRow>, NodeError> {
    Ok(node.db().fetches_waiting(limit).await.map_err(failed)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_asked_for_about_half_an_hour() {
        let waits: Vec<i64> = (1..ATTEMPTS_MAX).map(|attempts| wait_ms(attempts) / 1000).collect();
        assert_eq!(waits, [5, 15, 45, 135, 300, 300, 300, 300, 300]);
        assert_eq!(wait_ms(u64::MAX), WAIT_MS_MAX);
    }

    #[test]
    fn pages_are_known_by_their_beginning() {
        for page in ["<!DOCTYPE html>", "\u{feff}\n <HTML lang=vi>"] {
            assert!(is_page(page.as_bytes()), "{page}");
        }
        for file in [&b"\xff\xd8\xff"[..], b"<svg>", b"<?xml version='1.0'?>", b"", b"<htm"] {
            assert!(!is_page(file));
        }
    }
}
