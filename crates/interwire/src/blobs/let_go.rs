//! Deleting the files of blobs that are held no more, beside others that bring blobs in.

use super::{BlobError, Blobs, INCOMING, failed};
use interwire_core::ids::Hash;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::atomic::Ordering;

/// One file of the disk, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId(u64);

impl Blobs {
    /// Which file a blob has, if it has one.
    #[must_use]
    pub fn file_id(&self, hash: &Hash) -> Option<FileId> {
        file_id(&self.path(hash))
    }

    /// Deletes the file that a blob had when it was let go. If the blob has come again meanwhile, its new file stays.
    ///
    /// # Errors
    /// If it is there and cannot be deleted.
    pub fn let_go(&self, hash: &Hash, then: FileId) -> Result<(), BlobError> {
        let (path, number) = (self.path(hash), self.next.fetch_add(1, Ordering::Relaxed));
        // Moved first: a look and a deletion would not be one step.
        let aside = self.dir.join(INCOMING).join(format!("{number}.gone"));
        match std::fs::rename(&path, &aside) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            moved => moved.map_err(failed(&path))?,
        }
        if file_id(&aside) == Some(then) {
            return std::fs::remove_file(&aside).map_err(failed(&aside));
        }
        std::fs::rename(&aside, &path).map_err(failed(&path))
    }
}

fn file_id(path: &Path) -> Option<FileId> {
    std::fs::metadata(path).ok().map(|about| FileId(about.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_came_again_stays() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(dir.path()).unwrap();
        let bytes = vec![7; super::super::BYTES_IN_ROW_MAX + 1];
        let hash = Hash::of(&bytes);
        blobs.put(&hash, &bytes).unwrap();
        let old = blobs.file_id(&hash).unwrap();
        // Kept under another name, so that its number is not given again.
        std::fs::hard_link(blobs.path(&hash), dir.path().join("kept")).unwrap();
        blobs.put(&hash, &bytes).unwrap();
        blobs.let_go(&hash, old).unwrap();
        assert_eq!(blobs.read(&hash, u64::MAX).unwrap(), Some(bytes));
        blobs.let_go(&hash, blobs.file_id(&hash).unwrap()).unwrap();
        assert_eq!((blobs.file_id(&hash), blobs.read(&hash, u64::MAX).unwrap()), (None, None));
        blobs.let_go(&hash, old).unwrap();
    }
}
