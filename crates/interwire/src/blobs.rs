//! Large blobs as files named by their hash, `blobs/aa/bb/<hash>`. A file is written under another name, synced, named
//! by its hash, and its folder synced, before any row says that the blob is held. Up to 64 KiB stay in memory and go
//! into the row itself. Nothing here knows the database.

use interwire_core::ids::Hash;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::AsyncWriteExt;

mod let_go;
pub mod read;
pub mod resume;
#[cfg(test)]
mod tests;

pub use let_go::FileId;

/// Blobs of at most so many bytes live in their row.
pub const BYTES_IN_ROW_MAX: usize = 64 * 1024;
/// Where files are written before they have a name.
const INCOMING: &str = "incoming";

/// Why a blob cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// It has more bytes than allowed.
    #[error("more than {max} bytes")]
    TooLarge {
        /// The limit in bytes.
        max: u64,
    },
    /// Its bytes have another hash than expected.
    #[error("the bytes have hash {found}, not {expected}")]
    Differs {
        /// What was expected.
        expected: Hash,
        /// What came.
        found: Hash,
    },
    /// A file could not be read or written.
    #[error("{path}: {cause}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> BlobError {
    let path = path.to_owned();
    move |cause| BlobError::File { path, cause }
}

/// A blob that is held and durable, once its row is: what the row needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBlob {
    /// SHA-256 of its bytes.
    pub hash: Hash,
    /// Their number.
    pub size: u64,
    /// The bytes, if they shall live in the row; `None` if they are in a file.
    pub bytes: Option<Vec<u8>>,
}

/// The folder of large blobs. Clones share it.
#[derive(Debug, Clone)]
pub struct Blobs {
    dir: Arc<Path>,
    next: Arc<AtomicU64>,
}

impl Blobs {
    /// Opens the folder, making it if need be, and deletes what was being written when the node last stopped.
    ///
    /// # Errors
    /// If the folder cannot be made or read.
    pub fn open(dir: &Path) -> Result<Self, BlobError> {
        let incoming = dir.join(INCOMING);
        std::fs::create_dir_all(&incoming).map_err(failed(&incoming))?;
        for entry in std::fs::read_dir(&incoming).map_err(failed(&incoming))? {
            let path = entry.map_err(failed(&incoming))?.path();
            std::fs::remove_file(&path).map_err(failed(&path))?;
        }
        Ok(Self { dir: dir.into(), next: Arc::new(AtomicU64::new(0)) })
    }

    /// The folder as it is: nothing is made or deleted.
    #[must_use]
    pub fn existing(dir: &Path) -> Self {
        Self { dir: dir.into(), next: Arc::new(AtomicU64::new(0)) }
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where a blob's file is, if it has one.
    #[must_use]
    pub fn path(&self, hash: &Hash) -> PathBuf {
        let name = hash.to_string();
        let (first, rest) = name.split_at(2);
        let (second, _) = rest.split_at(2);
        self.dir.join(first).join(second).join(&name)
    }

    fn part(&self) -> PathBuf {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.dir.join(INCOMING).join(format!("{number}.part"))
    }

    /// Begins to take a blob of at most `max` bytes, piece by piece.
    #[must_use]
    pub fn writer(&self, max: u64) -> BlobWriter {
        BlobWriter { blobs: self.clone(), max, size: 0, hasher: Sha256::new(), small: Vec::new(), file: None }
    }

    /// Keeps bytes that are already in memory: in a file, durable when this returns, if they are too many for a row.
    /// It waits for the disk, so never call it on a thread of the runtime.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn put(&self, hash: &Hash, bytes: &[u8]) -> Result<StoredBlob, BlobError> {
        let size = bytes.len() as u64;
        if bytes.len() <= BYTES_IN_ROW_MAX {
            return Ok(StoredBlob { hash: *hash, size, bytes: Some(bytes.to_vec()) });
        }
        let part = self.part();
        let write = || {
            let mut file = File::create_new(&part)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(failed(&part))?;
        self.name(&part, hash)?;
        Ok(StoredBlob { hash: *hash, size, bytes: None })
    }

    /// Gives a written and synced file its name, durably.
    fn name(&self, part: &Path, hash: &Hash) -> Result<(), BlobError> {
        let path = self.path(hash);
        let folder = path.parent().unwrap_or(&self.dir).to_owned();
        if !folder.is_dir() {
            std::fs::create_dir_all(&folder).map_err(failed(&folder))?;
            // The new folders' own names must be durable too.
            for above in folder.ancestors().skip(1).take(2) {
                sync_dir(above)?;
            }
        }
        std::fs::rename(part, &path).map_err(failed(&path))?;
        sync_dir(&folder)
    }

    /// Deletes a blob's file, if it has one.
    ///
    /// # Errors
    /// If it is there and cannot be deleted.
    pub fn remove(&self, hash: &Hash) -> Result<(), BlobError> {
        let path = self.path(hash);
        match std::fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(failed(&path)(e)),
            _ => Ok(()),
        }
    }

    /// The bytes of a blob's file, if it has one of at most `max` bytes.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    pub fn read(&self, hash: &Hash, max: u64) -> Result<Option<Vec<u8>>, BlobError> {
        let path = self.path(hash);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(failed(&path)(e)),
        };
        let mut bytes = Vec::new();
        file.take(max.saturating_add(1)).read_to_end(&mut bytes).map_err(failed(&path))?;
        Ok((bytes.len() as u64 <= max).then_some(bytes))
    }
}

/// Makes the names in a folder durable.
///
/// # Errors
/// If the folder cannot be opened or synced.
pub fn sync_dir(dir: &Path) -> Result<(), BlobError> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(failed(dir))
}

/// The hash and size of a file, read piece by piece.
///
/// # Errors
/// If it cannot be read.
pub fn hash_of_file(path: &Path) -> io::Result<(Hash, u64)> {
    let (mut file, mut hasher, mut size) = (File::open(path)?, Sha256::new(), 0);
    let mut piece = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut piece)?;
        let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hasher.update(bytes);
        size += read as u64;
    }
    Ok((Hash(hasher.finalize().into()), size))
}

/// A blob that is coming in, piece by piece. Dropped before [`BlobWriter::finish`], nothing of it is kept.
#[derive(Debug)]
pub struct BlobWriter {
    blobs: Blobs,
    max: u64,
    size: u64,
    hasher: Sha256,
    small: Vec<u8>,
    file: Option<Part>,
}

/// A file without a name yet; deleted when dropped.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    file: tokio::fs::File,
    named: bool,
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.named {
            // What stays is deleted at the next start.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl BlobWriter {
    /// Takes the next piece.
    ///
    /// # Errors
    /// [`BlobError::TooLarge`] as soon as it is; or if the file cannot be written.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), BlobError> {
        self.size = self.size.saturating_add(bytes.len() as u64);
        if self.size > self.max {
            return Err(BlobError::TooLarge { max: self.max });
        }
        self.hasher.update(bytes);
        if self.file.is_none() && self.small.len() + bytes.len() <= BYTES_IN_ROW_MAX {
            self.small.extend_from_slice(bytes);
            return Ok(());
        }
        let part = match &mut self.file {
            Some(part) => part,
            none => none.insert(spill(self.blobs.part(), &mut self.small).await?),
        };
        part.file.write_all(bytes).await.map_err(failed(&part.path))
    }

    /// Bytes taken so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Ends it: the file, if there is one, is durable under its hash. The blob is held once its row is committed.
    ///
    /// # Errors
    /// [`BlobError::Differs`] if a hash was expected and the bytes have another; or if the file cannot be written.
    pub async fn finish(self, expected: Option<Hash>) -> Result<StoredBlob, BlobError> {
        let found = Hash(self.hasher.finalize().into());
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            return Err(BlobError::Differs { expected, found });
        }
        let Some(mut part) = self.file else {
            return Ok(StoredBlob { hash: found, size: self.size, bytes: Some(self.small) });
        };
        part.file.flush().await.map_err(failed(&part.path))?;
        part.file.sync_all().await.map_err(failed(&part.path))?;
        let (blobs, path) = (self.blobs, part.path.clone());
        let named = tokio::task::spawn_blocking(move || blobs.name(&path, &found)).await;
        named.map_err(|e| failed(&part.path)(io::Error::other(e)))??;
        part.named = true;
        Ok(StoredBlob { hash: found, size: self.size, bytes: None })
    }
}

/// Moves what was kept in memory to a file, once it is too much.
async fn spill(path: PathBuf, small: &mut Vec<u8>) -> Result<Part, BlobError> {
    let file = tokio::fs::File::create_new(&path).await.map_err(failed(&path))?;
    let mut part = Part { path, file, named: false };
    let bytes = std::mem::take(small);
    part.file.write_all(&bytes).await.map_err(failed(&part.path))?;
    Ok(part)
}
