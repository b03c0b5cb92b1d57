//! The durable store: one SQLite database and a folder of large blobs in one data directory. There is one writing
//! connection, which the node's writer thread owns, and several reading ones for pages and commands.
//! The tables are in `migrations/`; docs/data.md explains them. What the exchange needs is [`tx::Tx`].

pub mod about;
pub mod acks;
pub mod agreements;
pub mod alerts_out;
pub mod blob_rows;
pub mod counts;
pub mod decisions;
pub mod desk;
pub mod endpoints;
pub mod fetches;
pub mod findings;
mod foresee;
pub mod intake;
pub mod items;
pub mod journals;
pub mod let_go;
pub mod links;
pub mod media;
pub mod migrate;
pub mod named;
pub mod names;
pub mod offers;
pub mod order_notes;
pub mod outlet;
pub mod peers;
pub mod preferences;
pub mod queue;
pub mod reading;
mod repair;
pub mod room;
pub mod rows;
pub mod searches;
pub mod sessions;
pub mod spread;
pub mod tables;
pub mod taken;
pub mod tx;
pub mod users;
pub mod uses;
pub mod value;
pub mod wants;
mod words;
pub mod writer;

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod house_tests;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use crate::blobs::{BlobError, Blobs};
use crate::errors::{Code, Error};
use interwire_core::exchange::store::StoreError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
pub(crate) use value::{Columns, Value, row};
pub use writer::Writer;

/// The database's file name in a data directory.
pub const DATABASE: &str = "interwire.db";
/// The lock file's name.
pub const LOCK: &str = "lock";
/// Reading connections.
const READERS: u32 = 4;
/// Statements kept prepared on each connection.
const STATEMENTS: usize = 400;
/// How long a connection waits for another process, which only a backup tool or a shell can be.
const BUSY_S: u64 = 10;

/// Why the store cannot be opened, read or written. Each has a code in [`crate::errors`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// Another process has the data directory open.
    #[error("the data directory {0} is in use by another node")]
    Locked(PathBuf),
    /// No database there.
    #[error("there is no node in {0}")]
    Absent(PathBuf),
    /// The database was made by a newer version of the program, or its migrations differ from ours.
    #[error("the database cannot be used by this version: {0}")]
    Version(String),
    /// A row is not what its table promises: the database is damaged.
    #[error("damaged row: {0}")]
    Row(String),
    /// SQLite refused.
    #[error("the database failed: {0}")]
    Sql(String),
    /// A file could not be read or written.
    #[error("{path}: {cause}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: String,
    },
}

impl DbError {
    /// A file error.
    #[must_use]
    pub fn file(path: &Path, cause: &std::io::Error) -> Self {
        Self::File { path: path.to_owned(), cause: cause.to_string() }
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Locked(_) => Code::DirectoryLocked,
            Self::Absent(_) => Code::NodeAbsent,
            Self::Version(_) => Code::DatabaseVersion,
            Self::Row(_) => Code::DatabaseDamaged,
            Self::Sql(_) => Code::DatabaseFailed,
            Self::File { .. } => Code::DataFile,
        }
    }
}

impl From<DbError> for Error {
    fn from(e: DbError) -> Self {
        let error = Self::new(e.code());
        match e {
            DbError::Locked(path) | DbError::Absent(path) => error.with("path", path.display()),
            DbError::Version(cause) | DbError::Row(cause) | DbError::Sql(cause) => error.because(cause),
            DbError::File { path, cause } => error.with("path", path.display()).because(cause),
        }
    }
}

impl From<sqlx::Error> for DbError {
    fn from(e: sqlx::Error) -> Self {
        Self::Sql(e.to_string())
    }
}

impl From<BlobError> for DbError {
    fn from(e: BlobError) -> Self {
        match e {
            BlobError::File { path, cause } => Self::file(&path, &cause),
            other => Self::Row(other.to_string()),
        }
    }
}

impl From<DbError> for StoreError {
    fn from(e: DbError) -> Self {
        Self(e.to_string())
    }
}

/// One open data directory. Clones share it.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    dir: PathBuf,
    readers: SqlitePool,
    blobs: Blobs,
    /// Held as long as anybody has the directory open.
    _lock: File,
}

impl Db {
    /// Opens a data directory, making it if need be, and brings the database to the newest version.
    ///
    /// # Errors
    /// [`DbError::Locked`] if another process has it; [`DbError::Version`] if the database is newer than the program.
    pub async fn open(dir: &Path) -> Result<Self, DbError> {
        std::fs::create_dir_all(dir).map_err(|e| DbError::file(dir, &e))?;
        let lock = lock(dir)?;
        let mut connection = options(dir).create_if_missing(true).connect().await?;
        migrate::migrate(&mut connection).await?;
        connection.close().await?;
        let blobs = Blobs::open(&dir.join("blobs"))?;
        Self::with(dir, lock, blobs).await
    }

    /// Opens a data directory that must have a database.
    ///
    /// # Errors
    /// [`DbError::Absent`], and as [`Db::open`].
    pub async fn open_existing(dir: &Path) -> Result<Self, DbError> {
        if !dir.join(DATABASE).is_file() {
            return Err(DbError::Absent(dir.to_owned()));
        }
        Self::open(dir).await
    }

    /// Opens a data directory whose lock the caller holds, as it is.
    pub(crate) async fn with(dir: &Path, lock: File, blobs: Blobs) -> Result<Self, DbError> {
        let reading = options(dir).pragma("query_only", "ON");
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .min_connections(0)
            .idle_timeout(Duration::from_secs(300))
            .connect_with(reading)
            .await?;
        Ok(Self { inner: Arc::new(Inner { dir: dir.to_owned(), readers, blobs, _lock: lock }) })
    }

    /// The data directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.inner.dir
    }

    /// Connections that can only read.
    #[must_use]
    pub fn reader(&self) -> &SqlitePool {
        &self.inner.readers
    }

    /// The rows of a query for reading.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub(crate) async fn rows(
        &self,
        table: &'static str,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<Columns>, DbError> {
        let query = sqlx::query_with(sql, value::arguments(values)?);
        let rows = query.fetch_all(self.reader()).await?;
        rows.iter().map(|row| Ok(Columns::of(table, value::row_of(row)?))).collect()
    }

    /// The folder of large blobs.
    #[must_use]
    pub fn blobs(&self) -> &Blobs {
        &self.inner.blobs
    }

    /// A writing connection. A node has one, owned by its writer thread: a second one would wait for the first, and
    /// what each remembers of rows would grow stale.
    ///
    /// # Errors
    /// If SQLite cannot open it.
    pub async fn writer(&self) -> Result<Writer, DbError> {
        let connection = options(self.dir()).connect().await?;
        Ok(Writer::new(connection, tokio::runtime::Handle::current(), self.blobs().clone()))
    }

    /// Runs `work` in one transaction on a thread of its own: for commands that work on a data directory without a
    /// running node.
    ///
    /// # Errors
    /// If the store fails, or `work` does; then nothing is written.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut tx::Tx) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let mut writer = self.writer().await?;
        let run = move || {
            let mut tx = writer.begin()?;
            let value = work(&mut tx)?;
            tx.commit()?;
            writer.close()?;
            Ok(value)
        };
        tokio::task::spawn_blocking(run).await.map_err(|e| StoreError(e.to_string()))?
    }

    /// Whether it was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.inner.readers.is_closed()
    }

    /// Closes the reading connections, so that the last writer to go can fold the write-ahead log into the database.
    pub async fn close(&self) {
        self.inner.readers.close().await;
    }
}

/// Takes the data directory for this process.
///
/// # Errors
/// [`DbError::Locked`] if another has it.
pub fn lock(dir: &Path) -> Result<File, DbError> {
    let path = dir.join(LOCK);
    let open = File::options().create(true).truncate(false).read(true).write(true).open(&path);
    let file = open.map_err(|e| DbError::file(&path, &e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(DbError::Locked(dir.to_owned())),
        Err(TryLockError::Error(e)) => Err(DbError::file(&path, &e)),
    }
}

/// How every connection is opened.
pub(crate) fn options(dir: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(dir.join(DATABASE))
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(BUSY_S))
        .statement_cache_capacity(STATEMENTS)
        .pragma("cell_size_check", "ON")
        .pragma("trusted_schema", "OFF")
        .disable_statement_logging()
}
