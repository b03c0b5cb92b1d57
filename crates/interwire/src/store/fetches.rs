//! Files that items of our own intake name by an address elsewhere, until they are here or given up.

use super::tables::FETCHES;
use super::tx::{Tx, limit_of};
use super::value::{Columns, row};
use super::words::words;
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::item::Blob;
use interwire_core::time::Time;

words! {
    /// How far it has come.
    FetchState {
        /// It is being fetched, or will be again.
        Waiting = "waiting",
        /// It is here.
        Held = "held",
        /// It is not fetched any more.
        GivenUp = "given-up",
    }
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchRow {
    /// The arrival whose items name it.
    pub intake: i64,
    /// Its address, as they write it.
    pub href: String,
    /// How far it has come.
    pub state: FetchState,
    /// How often it was tried.
    pub attempts: u64,
    /// When it is tried next.
    pub next_at: Time,
    /// Why the last try failed.
    pub cause: Option<String>,
    /// The file, once it is here.
    pub blob: Option<Blob>,
}

impl FetchRow {
    /// One that nobody has tried yet.
    #[must_use]
    pub fn new(intake: i64, href: &str, now: Time) -> Self {
        let (href, state) = (href.to_owned(), FetchState::Waiting);
        Self { intake, href, state, attempts: 0, next_at: now, cause: None, blob: None }
    }
}

fn fetch_of(mut columns: Columns) -> Result<FetchRow, DbError> {
    let (intake, href, state) = (columns.int()?, columns.text()?, columns.parsed()?);
    let (attempts, next_at, cause) = (columns.unsigned()?, columns.time()?, columns.text_option()?);
    let blob = columns.hash_option()?.zip(columns.unsigned_option()?);
    let blob = blob.map(|(hash, size_bytes)| Blob { hash, size_bytes });
    Ok(FetchRow { intake, href, state, attempts, next_at, cause, blob })
}

impl Tx<'_> {
    /// Notes a file to be fetched, or what became of it.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_fetch(&mut self, fetch: &FetchRow) -> Stored<()> {
        let (hash, size) = (fetch.blob.map(|blob| blob.hash), fetch.blob.map(|blob| blob.size_bytes));
        let (cause, state) = (fetch.cause.clone(), fetch.state.word());
        let href = fetch.href.as_str();
        self.put(&FETCHES, row![fetch.intake, href, state, fetch.attempts, fetch.next_at, cause, hash, size]);
        Ok(())
    }

    /// The files of an arrival.
    ///
    /// # Errors
    /// If the store fails.
    pub fn fetches(&mut self, intake: i64) -> Stored<Vec<FetchRow>> {
        let sql = "SELECT intake, href, state, attempts, next_at, cause, hash, size FROM fetches
            WHERE intake = ? ORDER BY href";
        let rows = self.query(&FETCHES, sql, &row![intake])?;
        Ok(rows.into_iter().map(fetch_of).collect::<Result<_, _>>()?)
    }
}

impl Db {
    /// Files whose turn it is, the longest overdue first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn fetches_due(&self, now: Time, limit: usize) -> Result<Vec<FetchRow>, DbError> {
        let sql = "SELECT intake, href, state, attempts, next_at, cause, hash, size FROM fetches
            WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at LIMIT ?";
        let rows = self.rows(FETCHES.name, sql, &row![now, limit_of(limit)]).await?;
        rows.into_iter().map(fetch_of).collect()
    }

    /// Files that are waited for, those that failed most often first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn fetches_waiting(&self, limit: usize) -> Result<Vec<FetchRow>, DbError> {
        let sql = "SELECT intake, href, state, attempts, next_at, cause, hash, size FROM fetches
            WHERE state = 'waiting' ORDER BY attempts DESC, next_at LIMIT ?";
        let rows = self.rows(FETCHES.name, sql, &row![limit_of(limit)]).await?;
        rows.into_iter().map(fetch_of).collect()
    }
}
