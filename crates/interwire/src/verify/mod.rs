//! Checking a data directory offline, from its files alone: nothing is changed, and every damaged byte that matters is
//! found and named. What it looks at, in order: the database file and its write-ahead log (`files`), every row's
//! checksum and SQLite's own structure (`rows`), every journal against its tree and its signed heads (`journals`),
//! every blob against its hash (`held`), and everything derived from the journals against a replay of them by the
//! exchange itself (`replay`). Repairing what it finds is [`crate::fsck`].

mod files;
mod held;
mod journals;
mod replay;
mod rows;

use crate::blobs::Blobs;
use crate::store::users::PARTY;
use crate::store::{DATABASE, DbError, Writer, lock};
use interwire_core::exchange::machine::{Identity, Reader};
use interwire_core::ids::PartyId;
use interwire_core::keys::NodeKey;
pub(crate) use replay::compare::{Subject, compare};
pub(crate) use replay::{Mismatch, Scratch, replay_into};
pub(crate) use rows::key as key_of_row;
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as a path within the data directory.
    pub file: String,
    /// The table, if it is in one.
    pub table: Option<&'static str>,
    /// The row's key, or what else the table names it by.
    pub row: Option<String>,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(table) = self.table {
            write!(f, ", table {table}")?;
        }
        if let Some(row) = &self.row {
            write!(f, ", row {row}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// What was checked, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What is damaged. Empty: the data directory is whole.
    pub problems: Vec<Problem>,
    /// What is worth knowing and harms nothing: files left over by a crash.
    pub notes: Vec<Problem>,
    /// Journals whose entries, tree and signed head agree.
    pub journals_verified: u64,
    /// Entries in them.
    pub entries: u64,
    /// Rows read.
    pub rows: u64,
    /// Blobs whose bytes have their hash.
    pub blobs: u64,
    /// Their bytes.
    pub blob_bytes: u64,
}

impl Report {
    /// Whether nothing is damaged.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }
}

/// What a check tells while it goes on: the stage, and how far it is, in the stage's own units.
pub type Progress = Arc<dyn Fn(&'static str, u64) + Send + Sync>;

/// Problems of one kind that are listed one by one; more are counted.
const LISTED_MAX: usize = 1000;

/// The check as it goes on.
pub(crate) struct Examiner {
    pub(crate) writer: Writer,
    pub(crate) blobs: Blobs,
    pub(crate) report: Report,
    pub(crate) progress: Progress,
}

impl Examiner {
    /// Notes a problem with a row.
    pub(crate) fn row(&mut self, table: &'static str, row: impl Into<String>, what: impl Into<String>) {
        self.add(Problem { file: DATABASE.to_owned(), table: Some(table), row: Some(row.into()), what: what.into() });
    }

    /// Notes a problem with a table as a whole.
    pub(crate) fn table(&mut self, table: &'static str, what: impl Into<String>) {
        self.add(Problem { file: DATABASE.to_owned(), table: Some(table), row: None, what: what.into() });
    }

    /// Notes a problem with a file.
    pub(crate) fn file(&mut self, file: impl Into<String>, what: impl Into<String>) {
        self.add(Problem { file: file.into(), table: None, row: None, what: what.into() });
    }

    pub(crate) fn add(&mut self, problem: Problem) {
        if self.report.problems.len() < LISTED_MAX {
            self.report.problems.push(problem);
        }
    }
}

/// Whose node it is, and how it reads item documents.
#[derive(Debug, Clone)]
pub struct Whose {
    /// The party.
    pub party: PartyId,
    /// Reads item documents, as the running node does.
    pub reader: Reader,
}

impl Whose {
    /// What the data directory itself says of it; none if it does not, because no node has started on it yet, or
    /// because that is damaged.
    ///
    /// # Errors
    /// [`DbError::Absent`].
    pub async fn of(dir: &Path, reader: Reader) -> Result<Option<Self>, DbError> {
        if !dir.join(DATABASE).is_file() {
            return Err(DbError::Absent(dir.to_owned()));
        }
        let Ok(mut connection) = read_only(dir, has_log(dir)).connect().await else { return Ok(None) };
        let sql = "SELECT value FROM settings WHERE name = ?";
        let told: Result<String, _> = sqlx::query_scalar(sql).bind(PARTY).fetch_one(&mut connection).await;
        Ok(told.ok().and_then(|party| party.parse().ok()).map(|party| Self { party, reader }))
    }

    /// An exchange that replays never signs, so any key does.
    pub(crate) fn identity(&self) -> Identity {
        Identity {
            me: self.party.clone(),
            key: NodeKey::from_seed(&[0; 32]),
            certificates: Vec::new(),
            reader: self.reader,
        }
    }
}

/// Checks a data directory that no node has open.
///
/// # Errors
/// [`DbError::Locked`], [`DbError::Absent`], or if files cannot be read; damage is in the report.
pub async fn verify(dir: &Path, whose: &Whose, progress: Progress) -> Result<Report, DbError> {
    if !dir.join(DATABASE).is_file() {
        return Err(DbError::Absent(dir.to_owned()));
    }
    let _lock = lock(dir)?;
    examine_in(dir, whose, progress).await
}

/// Checks the database and the blobs of a backup, which no node ever has open.
///
/// # Errors
/// [`DbError::Absent`], or if files cannot be read; damage is in the report.
pub async fn verify_copy(dir: &Path, whose: &Whose, progress: Progress) -> Result<Report, DbError> {
    if dir.join(DATABASE).is_file() {
        examine_in(dir, whose, progress).await
    } else {
        Err(DbError::Absent(dir.to_owned()))
    }
}

/// Read-only, so that closing does not fold the write-ahead log into the database: nothing may change here.
fn read_only(dir: &Path, has_log: bool) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(dir.join(DATABASE))
        .read_only(true)
        // Without a log SQLite would make an empty one.
        .immutable(!has_log)
        .pragma("cell_size_check", "ON")
        .pragma("trusted_schema", "OFF")
        .disable_statement_logging()
}

fn has_log(dir: &Path) -> bool {
    std::fs::metadata(dir.join(format!("{DATABASE}-wal"))).is_ok_and(|known| known.len() > 0)
}

/// Checks a data directory whose lock the caller holds.
pub(crate) async fn examine_in(dir: &Path, whose: &Whose, progress: Progress) -> Result<Report, DbError> {
    let mut report = Report::default();
    progress("files", 0);
    let has_log = files::check(dir, &mut report)?;
    let connection = match read_only(dir, has_log).connect().await {
        Ok(connection) => connection,
        Err(e) => {
            let what = format!("SQLite cannot open it: {e}");
            report.problems.push(Problem { file: DATABASE.to_owned(), table: None, row: None, what });
            return Ok(report);
        }
    };
    let blobs = Blobs::existing(&dir.join("blobs"));
    let writer = Writer::new(connection, tokio::runtime::Handle::current(), blobs.clone());
    let examiner = Examiner { writer, blobs, report, progress };
    let (whose, dir) = (whose.clone(), dir.to_owned());
    let examined = tokio::task::spawn_blocking(move || examine(examiner, &dir, &whose)).await;
    examined.map_err(|e| DbError::Sql(e.to_string()))
}

fn examine(mut examiner: Examiner, dir: &Path, whose: &Whose) -> Report {
    rows::check(&mut examiner);
    held::check(&mut examiner, dir);
    journals::check(&mut examiner);
    // A replay of what is damaged would only repeat in many rows what has been named in one.
    if examiner.report.is_whole() {
        replay::check(&mut examiner, whose.identity());
    }
    let Examiner { writer, report, .. } = examiner;
    // It only read; whether it closes well does not matter.
    let _ = writer.close();
    report
}
