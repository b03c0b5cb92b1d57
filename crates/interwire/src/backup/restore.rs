//! Making a data directory of a backup. The node that starts on it takes back from its partners what its own journals
//! have gained since, before it writes a word: the exchange sees to that.

use super::manifest::Manifest;
use super::{BackupError, empty_folder, failed};
use crate::blobs::sync_dir;
use crate::store::{DATABASE, Db, DbError, lock};
use interwire_core::ids::Hash;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

/// The database before everything is there.
const PART: &str = "interwire.db.part";

/// Makes `dir`, which must be empty or absent, the data directory that the backup `src` was taken of. Every file is
/// checked against the manifest while it is copied. The database gets its name last: without it there is no node.
///
/// # Errors
/// As [`BackupError`] says; what was copied of a damaged backup is removed.
pub async fn restore(src: &Path, dir: &Path) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(src)?;
    empty_folder(dir)?;
    let lock = lock(dir)?;
    let (from, to, files) = (src.to_owned(), dir.to_owned(), manifest.files.clone());
    let copied = tokio::task::spawn_blocking(move || {
        for entry in &files {
            let (source, target) = (from.join(&entry.name), to.join(place_of(&entry.name)));
            if copy(&source, &target)? != (entry.hash, entry.size) {
                return Err(BackupError::Damaged(source));
            }
        }
        let (part, database) = (to.join(PART), to.join(DATABASE));
        std::fs::rename(&part, &database).map_err(failed(&database))?;
        sync_dir(&to).map_err(|e| BackupError::Db(e.into()))
    });
    let copied = copied.await.map_err(|e| BackupError::Db(DbError::Sql(e.to_string())))?;
    if let Err(e) = copied {
        clear(dir)?;
        return Err(e);
    }
    drop(lock);
    // The copy has no write-ahead log and may be of an older version: opening it makes it a node's.
    Db::open(dir).await?.close().await;
    Ok(manifest)
}

/// Where a file is copied to.
fn place_of(name: &str) -> &str {
    if name == DATABASE { PART } else { name }
}

/// Copies a file, synced, and says what was copied.
fn copy(source: &Path, target: &Path) -> Result<(Hash, u64), BackupError> {
    let folder = target.parent().unwrap_or(target);
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    let mut input = File::open(source).map_err(|_| BackupError::Damaged(source.to_owned()))?;
    let mut output = File::create_new(target).map_err(failed(target))?;
    let (mut piece, mut hasher, mut size) = (vec![0; 1 << 16], Sha256::new(), 0);
    loop {
        let read = input.read(&mut piece).map_err(failed(source))?;
        let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hasher.update(bytes);
        size += read as u64;
        output.write_all(bytes).map_err(failed(target))?;
    }
    output.sync_all().map_err(failed(target))?;
    sync_dir(folder).map_err(|e| BackupError::Db(e.into()))?;
    Ok((Hash(hasher.finalize().into()), size))
}

/// Empties a folder that was empty before.
fn clear(dir: &Path) -> Result<(), BackupError> {
    for entry in std::fs::read_dir(dir).map_err(failed(dir))? {
        let path = entry.map_err(failed(dir))?.path();
        let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        removed.map_err(failed(&path))?;
    }
    Ok(())
}
