//! A copy of a data directory that is whole in itself, taken while the node runs: the database as it was at one moment,
//! every large blob it knows, and a manifest with the hash of each file, written last. Without its manifest a backup
//! is not one. Keys are not in it: they are kept apart.

pub mod manifest;
pub mod restore;
#[cfg(test)]
mod tests;

use crate::blobs::{Blobs, hash_of_file, sync_dir};
use crate::errors::{Code, Error};
use crate::store::{DATABASE, Db, DbError, options};
use interwire_core::ids::Hash;
use interwire_core::time::Time;
use manifest::{Entry, Manifest};
pub use restore::restore;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Why a backup cannot be made or used.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder to write into has something in it.
    #[error("{0} is not empty")]
    NotEmpty(PathBuf),
    /// There is no manifest, or it does not read.
    #[error("{path} is not a backup: {cause}")]
    NotBackup {
        /// The folder.
        path: PathBuf,
        /// Why.
        cause: String,
    },
    /// A file is missing, or is not what the manifest says.
    #[error("{0} of the backup is missing or damaged")]
    Damaged(PathBuf),
    /// The store or a file failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<BackupError> for Error {
    fn from(e: BackupError) -> Self {
        match e {
            BackupError::NotEmpty(path) => Self::new(Code::FolderNotEmpty).with("path", path.display()),
            BackupError::NotBackup { path, cause } => {
                Self::new(Code::NotBackup).with("path", path.display()).because(cause)
            }
            BackupError::Damaged(path) => Self::new(Code::BackupDamaged).with("path", path.display()),
            BackupError::Db(e) => e.into(),
        }
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    move |e| BackupError::Db(DbError::file(path, &e))
}

/// Makes `dest` a backup of the open data directory. It must be empty or absent. Large blobs are linked if the disk is
/// the same, so that they take no space, and copied if not; a backup against the loss of the disk goes to another.
///
/// # Errors
/// As [`BackupError`] says; what was written stays, without a manifest.
pub async fn backup(db: &Db, dest: &Path, now: Time) -> Result<Manifest, BackupError> {
    empty_folder(dest)?;
    let target = dest.join(DATABASE);
    copy_database(db.dir(), &target).await?;
    let large = large_blobs(dest).await?;
    let (blobs, dest) = (db.blobs().clone(), dest.to_owned());
    let finish = move || {
        let kept = Blobs::existing(&dest.join("blobs"));
        let mut files = vec![entry(&dest, &target)?];
        for hash in large {
            let (from, to) = (blobs.path(&hash), kept.path(&hash));
            link_or_copy(&from, &to)?;
            let entry = entry(&dest, &to)?;
            if entry.hash != hash {
                return Err(BackupError::Damaged(from));
            }
            files.push(entry);
        }
        let manifest = Manifest { at: now, files };
        manifest.write(&dest)?;
        Ok(manifest)
    };
    tokio::task::spawn_blocking(finish).await.map_err(|e| DbError::Sql(e.to_string()))?
}

/// Makes a folder, or takes it if it is empty.
fn empty_folder(dir: &Path) -> Result<(), BackupError> {
    std::fs::create_dir_all(dir).map_err(failed(dir))?;
    let mut inside = std::fs::read_dir(dir).map_err(failed(dir))?;
    if inside.next().is_some() { Err(BackupError::NotEmpty(dir.to_owned())) } else { Ok(()) }
}

/// The database as it is at one moment, compacted; writers go on meanwhile.
async fn copy_database(dir: &Path, target: &Path) -> Result<(), BackupError> {
    let mut connection = options(dir).connect().await.map_err(DbError::from)?;
    let name = target.to_str().ok_or_else(|| failed(target)(io::Error::other("its name is not text")))?;
    let sql = format!("VACUUM INTO '{}'", name.replace('\'', "''"));
    connection.execute(AssertSqlSafe(sql)).await.map_err(DbError::from)?;
    connection.close().await.map_err(DbError::from)?;
    File::open(target).and_then(|file| file.sync_all()).map_err(failed(target))
}

/// The large blobs that the copied database knows. Each was durable before its row was written.
async fn large_blobs(dest: &Path) -> Result<Vec<Hash>, BackupError> {
    let mut connection = options(dest).connect().await.map_err(DbError::from)?;
    let sql = "SELECT hash FROM blobs WHERE bytes IS NULL ORDER BY hash";
    let rows: Vec<Vec<u8>> = sqlx::query_scalar(sql).fetch_all(&mut connection).await.map_err(DbError::from)?;
    connection.close().await.map_err(DbError::from)?;
    let hash = |bytes: Vec<u8>| <[u8; 32]>::try_from(bytes).map(Hash);
    let wrong = |_| BackupError::Db(DbError::Row("table blobs: a hash that is none".to_owned()));
    rows.into_iter().map(hash).collect::<Result<_, _>>().map_err(wrong)
}

/// A second name for a file, or a synced copy where that is not possible.
fn link_or_copy(from: &Path, to: &Path) -> Result<(), BackupError> {
    let folder = to.parent().unwrap_or(to);
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    if std::fs::hard_link(from, to).is_err() {
        std::fs::copy(from, to).map_err(failed(from))?;
        File::open(to).and_then(|file| file.sync_all()).map_err(failed(to))?;
    }
    folder.ancestors().take(3).try_for_each(sync_dir).map_err(|e| BackupError::Db(e.into()))
}

fn entry(dest: &Path, file: &Path) -> Result<Entry, BackupError> {
    let (hash, size) = hash_of_file(file).map_err(failed(file))?;
    let name = file.strip_prefix(dest).unwrap_or(file).to_string_lossy().into_owned();
    Ok(Entry { name, size, hash })
}
