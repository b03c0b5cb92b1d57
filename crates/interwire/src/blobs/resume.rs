//! Files of large blobs that come in several attempts, perhaps over several runs of the node: kept by hash until they
//! are whole.

use super::{BlobError, Blobs, StoredBlob, failed};
use interwire_core::ids::Hash;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

/// The folder of unfinished files.
const RESUME: &str = "resume";

impl Blobs {
    /// Where the pieces of a blob are gathered that is fetched by ranges.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn unfinished(&self, hash: &Hash) -> Result<PathBuf, BlobError> {
        let folder = self.dir.join(RESUME);
        std::fs::create_dir_all(&folder).map_err(failed(&folder))?;
        Ok(folder.join(hash.to_string()))
    }

    /// A file of its own for a blob that somebody brings, deleted at the next start if it is not finished.
    #[must_use]
    pub fn brought(&self) -> PathBuf {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.dir.join(super::INCOMING).join(format!("{number}.brought"))
    }

    /// Gives a whole, checked and synced file its name, durably. The blob is held once its row is committed.
    ///
    /// # Errors
    /// If the file cannot be renamed.
    pub async fn finish_file(&self, file: PathBuf, hash: Hash, size: u64) -> Result<StoredBlob, BlobError> {
        let (blobs, path) = (self.clone(), file.clone());
        let named = tokio::task::spawn_blocking(move || blobs.name(&path, &hash)).await;
        named.map_err(|e| failed(&file)(std::io::Error::other(e)))??;
        Ok(StoredBlob { hash, size, bytes: None })
    }
}
