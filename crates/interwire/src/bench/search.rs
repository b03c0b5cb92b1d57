//! Searches of the desk beside SQLite's own full-text index (FTS5), over the same documents in the same run. Both count
//! what a query takes and give the newest fifty; both must count the same.

use super::measure::spread;
use crate::index::{Ask, COUNTED_MAX, Index, IndexError, Order, fill};
use crate::intake::row::row_of_item;
use crate::store::{Db, DbError};
use interwire_bench::workload::{Dice, news};
use interwire_core::exchange::store::{Store, StoreError};
use interwire_core::ids::{Hash, ItemId, ItemKey, PartyId};
use interwire_core::item::words::SafeNumber;
use interwire_core::item::{Item, Version};
use interwire_core::protocol::v1::item::write_document;
use interwire_core::time::Time;
use serde::Serialize;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use std::time::Instant;

/// Items that are written in one transaction.
pub(super) const BATCH: usize = 1_000;
/// Lines that a search gives.
const LINES: usize = 50;
/// Queries of each kind.
const QUERIES: usize = 200;

/// Why it was not measured.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The store.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The store, while writing.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// SQLite's index.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// The folder.
    #[error(transparent)]
    Folder(#[from] std::io::Error),
    /// Anything else.
    #[error("{0}")]
    Other(String),
    /// The two do not agree.
    #[error("{query} takes {ours} items here and {theirs} in SQLite's index")]
    Differs {
        /// Which query.
        query: String,
        /// What we count.
        ours: usize,
        /// What SQLite counts.
        theirs: usize,
    },
}

/// One kind of query: p50 and p99 in ms.
#[derive(Debug, Serialize)]
pub struct Line {
    /// What is asked.
    pub kind: &'static str,
    /// Items that a query takes, in the middle.
    pub found: f64,
    /// Ours.
    pub interwire_ms: [f64; 2],
    /// SQLite's.
    pub fts5_ms: [f64; 2],
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Items.
    pub items: usize,
    /// Items a second into our index, from their documents.
    pub filled_per_s: f64,
    /// Items a second into SQLite's, from their texts.
    pub fts5_filled_per_s: f64,
    /// Each kind of query.
    pub lines: Vec<Line>,
}

/// Words of one document, from which queries are made.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// A word that says something; none if it is too short for that.
fn long<'a>(words: &'a [String], dice: &mut Dice) -> Option<&'a String> {
    words.get(dice.below(words.len())).filter(|word| word.len() > 4)
}

/// A query for us and for SQLite.
type Pair = (String, String);

/// Makes a query of the words of a document.
type Make = fn(&[String], &mut Dice) -> Option<Pair>;

/// The kinds of queries.
const KINDS: [(&str, Make); 4] =
    [("a word", one), ("two words", two), ("a phrase", phrase), ("a beginning", beginning)];

fn one(words: &[String], dice: &mut Dice) -> Option<Pair> {
    let word = long(words, dice)?;
    Some((word.clone(), format!("\"{word}\"")))
}

fn two(words: &[String], dice: &mut Dice) -> Option<Pair> {
    let (a, b) = (long(words, dice)?, long(words, dice)?);
    Some((format!("{a} {b}"), format!("\"{a}\" AND \"{b}\"")))
}

fn phrase(words: &[String], dice: &mut Dice) -> Option<Pair> {
    let at = dice.below(words.len().saturating_sub(1).max(1));
    let (a, b) = (words.get(at)?, words.get(at + 1)?);
    Some((format!("\"{a} {b}\""), format!("\"{a} {b}\"")))
}

fn beginning(words: &[String], dice: &mut Dice) -> Option<Pair> {
    let start: String = long(words, dice)?.chars().take(5).collect();
    Some((format!("{start}*"), format!("\"{start}\" *")))
}

/// Measures with so many items.
///
/// # Errors
/// If something fails, or the two indexes do not agree.
pub async fn run(items: usize, mut progress: impl FnMut(&str)) -> Result<Report, SearchError> {
    let dir = tempfile::tempdir()?;
    let (db, me) = (Db::open(dir.path()).await?, "hanoi".parse::<PartyId>().map_err(|e| DbError::Row(e.to_string()))?);
    let mut peer =
        SqliteConnectOptions::new().filename(dir.path().join("fts5.db")).create_if_missing(true).connect().await?;
    sqlx::raw_sql(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
        CREATE VIRTUAL TABLE news USING fts5 (body, content='', tokenize='unicode61 remove_diacritics 0')",
    )
    .execute(&mut peer)
    .await?;
    let (mut samples, mut peer_s) = (Vec::new(), 0.0);
    for first in (0..items).step_by(BATCH) {
        progress(&format!("{first} of {items} items written"));
        let some = news(BATCH.min(items - first), first as u64 + 1, false);
        samples.extend(some.iter().step_by(BATCH / 20).map(|sample| words(sample.text())));
        let texts: Vec<String> = some.iter().map(|sample| sample.text().to_owned()).collect();
        write(&db, some.into_iter().map(|sample| sample.item).collect(), first).await?;
        let begun = Instant::now();
        write_peer(&mut peer, &texts, first).await?;
        peer_s += begun.elapsed().as_secs_f64();
    }
    progress("the index is filled");
    let (index, begun) = (Index::new(dir.path()), Instant::now());
    fill::once(&index, &db, &me).await?;
    let filled_s = begun.elapsed().as_secs_f64();
    let mut lines = Vec::new();
    for (kind, make) in KINDS {
        progress(&format!("queries: {kind}"));
        lines.push(kind_of(&index, &mut peer, kind, make, &samples).await?);
    }
    peer.close().await?;
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = |seconds: f64| items as f64 / seconds;
    Ok(Report { items, filled_per_s: rate(filled_s), fts5_filled_per_s: rate(peer_s), lines })
}

/// Puts items on the desk, as versions of a partner: the first of them at this place.
///
/// # Errors
/// If the store fails.
pub(super) async fn write(db: &Db, items: Vec<Item>, first: usize) -> Result<(), SearchError> {
    let source: PartyId = "astana".parse().map_err(|e: interwire_core::ids::BadId| DbError::Row(e.to_string()))?;
    db.write(move |tx| {
        for (place, mut item) in (first..).zip(items) {
            let mut id = [0; 16];
            id.iter_mut().zip((place as u64).to_be_bytes()).for_each(|(to, byte)| *to = byte);
            let key = ItemKey { source: source.clone(), item: ItemId::from_bytes(id) };
            let guid: interwire_core::ids::Guid =
                format!("urn:bench:{place}").parse().map_err(crate::store::tx::failed)?;
            item.guid = Some(guid.clone());
            item.version = SafeNumber::new(1).map_or(Version::Absent, Version::Number);
            let doc = write_document(&item, &key.source, &key.item, [3; 16]).map_err(crate::store::tx::failed)?;
            let hash = Hash::of(&doc);
            tx.put_blob(&hash, &doc)?;
            tx.put_desk(&row_of_item(&key, 1, &guid, hash, &item, Time::default()))?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}

async fn write_peer(peer: &mut SqliteConnection, texts: &[String], first: usize) -> Result<(), SearchError> {
    let mut tx = peer.begin().await?;
    for (place, text) in (first..).zip(texts) {
        let rowid = i64::try_from(place + 1).unwrap_or(i64::MAX);
        sqlx::query("INSERT INTO news (rowid, body) VALUES (?, ?)").bind(rowid).bind(text).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn kind_of(
    index: &Index,
    peer: &mut SqliteConnection,
    kind: &'static str,
    make: Make,
    samples: &[Vec<String>],
) -> Result<Line, SearchError> {
    let mut dice = Dice::new(11);
    let (mut ours_ms, mut theirs_ms, mut found) = (Vec::new(), Vec::new(), Vec::new());
    while ours_ms.len() < QUERIES {
        let sample = samples.get(dice.below(samples.len()));
        let Some((ours, theirs)) = sample.and_then(|words| make(words, &mut dice)) else { continue };
        let query = ours.parse().map_err(|e: interwire_core::query::Problem| IndexError::Failed(e.to_string()))?;
        let begun = Instant::now();
        let ask = Ask { query, recalled: true, order: Order::Arrival, after: None, limit: LINES };
        let answer = index.search(ask).await?;
        ours_ms.push(begun.elapsed().as_secs_f64() * 1000.0);
        let begun = Instant::now();
        let total = ask_peer(peer, &theirs).await?;
        theirs_ms.push(begun.elapsed().as_secs_f64() * 1000.0);
        if answer.total != total.min(COUNTED_MAX + 1) {
            return Err(SearchError::Differs { query: ours, ours: answer.total, theirs: total });
        }
        #[expect(clippy::cast_precision_loss, reason = "a count")]
        found.push(total as f64);
    }
    let [found, _] = spread(found);
    Ok(Line { kind, found, interwire_ms: spread(ours_ms), fts5_ms: spread(theirs_ms) })
}

/// Counts, and takes the newest.
async fn ask_peer(peer: &mut SqliteConnection, query: &str) -> Result<usize, SearchError> {
    let count = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM news WHERE news MATCH ?");
    let total = count.bind(query).fetch_one(&mut *peer).await?;
    let newest = sqlx::query_scalar::<_, i64>("SELECT rowid FROM news WHERE news MATCH ? ORDER BY rowid DESC LIMIT ?");
    newest.bind(query).bind(i64::try_from(LINES).unwrap_or(i64::MAX)).fetch_all(&mut *peer).await?;
    Ok(usize::try_from(total).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn both_indexes_count_the_same() {
        let report = run(300, |_| ()).await.unwrap();
        assert_eq!(report.lines.len(), KINDS.len());
        assert!(report.lines.iter().all(|line| line.found >= 1.0));
    }
}
