//! The folder `derived`: what was made of blobs and can be made again. It is no part of the record, so nothing checks,
//! copies or mends it. It is bound in bytes; the oldest files go first.

use interwire_core::ids::Hash;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// How previews are made. Whoever changes what is made raises it: older ones are then deleted and made anew.
pub const RECIPE: u32 = 1;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// For lists.
    Small,
    /// For pages.
    Large,
}

impl Size {
    /// Its word in addresses and names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Large => "large",
        }
    }
}

impl std::str::FromStr for Size {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Small, Self::Large].into_iter().find(|size| size.word() == word).ok_or(())
    }
}

/// The folder. All of its functions wait for the disk.
#[derive(Debug)]
pub struct Folder {
    dir: PathBuf,
    bytes_max: u64,
    bytes: Mutex<u64>,
}

impl Folder {
    /// Opens the folder, making it if need be; what is left of other recipes and of a crash goes.
    ///
    /// # Errors
    /// If it cannot be made or read.
    pub fn open(dir: &Path, bytes_max: u64) -> io::Result<Self> {
        std::fs::create_dir_all(dir)?;
        let mut bytes = 0;
        for File { path, size, .. } in files(dir)? {
            if is_preview(&path) {
                bytes += size;
            } else {
                std::fs::remove_file(&path)?;
            }
        }
        Ok(Self { dir: dir.to_owned(), bytes_max, bytes: Mutex::new(bytes) })
    }

    /// A file of these bytes for as long as somebody reads it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn lend(&self, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
        // A shelf of its own, of which nothing outlives a start.
        let shelf = self.dir.join("lent");
        std::fs::create_dir_all(&shelf)?;
        let mut lent = tempfile::NamedTempFile::new_in(shelf)?;
        lent.write_all(bytes)?;
        Ok(lent)
    }

    /// Where a preview is, if it is there.
    #[must_use]
    pub fn path(&self, hash: &Hash, size: Size) -> PathBuf {
        let name = hash.to_string();
        let (shelf, _) = name.split_at(2);
        self.dir.join(shelf).join(format!("{name}.{}.{RECIPE}.jpg", size.word()))
    }

    /// Whether both previews are there.
    #[must_use]
    pub fn has(&self, hash: &Hash) -> bool {
        [Size::Small, Size::Large].into_iter().all(|size| self.path(hash, size).is_file())
    }

    /// Keeps a preview, and deletes the oldest if the folder is full. Whoever reads sees the whole file or none.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn put(&self, hash: &Hash, size: Size, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(hash, size);
        let shelf = path.parent().unwrap_or(&self.dir);
        std::fs::create_dir_all(shelf)?;
        let mut part = tempfile::NamedTempFile::new_in(shelf)?;
        part.write_all(bytes)?;
        part.persist(&path)?;
        let mut held = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        *held += bytes.len() as u64;
        if *held > self.bytes_max {
            *held = self.clear(self.bytes_max / 10 * 9, &path)?;
        }
        Ok(())
    }

    /// Deletes the previews of a file.
    ///
    /// # Errors
    /// If one is there and cannot be deleted.
    pub fn remove(&self, hash: &Hash) -> io::Result<()> {
        for size in [Size::Small, Size::Large] {
            let path = self.path(hash, size);
            let Ok(about) = std::fs::metadata(&path) else { continue };
            self.delete(&File { path, size: about.len(), made: None })?;
        }
        Ok(())
    }

    /// Deletes previews that were made before a moment; returns how many files.
    ///
    /// # Errors
    /// If one cannot be deleted.
    pub fn remove_older(&self, before: SystemTime) -> io::Result<u64> {
        let mut files = files(&self.dir)?;
        files.retain(|file| is_preview(&file.path) && file.made.is_some_and(|made| made < before));
        files.iter().try_for_each(|file| self.delete(file))?;
        Ok(files.len() as u64)
    }

    fn delete(&self, file: &File) -> io::Result<()> {
        std::fs::remove_file(&file.path)?;
        let mut held = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        *held = held.saturating_sub(file.size);
        Ok(())
    }

    /// Deletes the oldest files until at most `bytes` are left; returns how many there are. The newest stays.
    fn clear(&self, bytes: u64, newest: &Path) -> io::Result<u64> {
        let mut files = files(&self.dir)?;
        files.retain(|file| is_preview(&file.path));
        files.sort_by_key(|file| file.made);
        let mut held = files.iter().map(|file| file.size).sum();
        for file in files.iter().filter(|file| file.path != newest) {
            if held <= bytes {
                break;
            }
            std::fs::remove_file(&file.path)?;
            held -= file.size;
        }
        Ok(held)
    }
}

struct File {
    path: PathBuf,
    size: u64,
    made: Option<SystemTime>,
}

/// Whether a file is a preview of this recipe.
fn is_preview(path: &Path) -> bool {
    path.to_string_lossy().ends_with(&format!(".{RECIPE}.jpg"))
}

fn files(dir: &Path) -> io::Result<Vec<File>> {
    let mut found = Vec::new();
    for shelf in std::fs::read_dir(dir)? {
        let shelf = shelf?.path();
        let entries =
            if shelf.is_dir() { std::fs::read_dir(&shelf)?.collect::<io::Result<Vec<_>>>()? } else { Vec::new() };
        for entry in entries {
            // It may have gone meanwhile.
            let Ok(about) = entry.metadata() else { continue };
            found.push(File { path: entry.path(), size: about.len(), made: about.modified().ok() });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn put(folder: &Folder, word: &str, age_s: u64) -> Hash {
        let hash = Hash::of(word.as_bytes());
        folder.put(&hash, Size::Small, &[0; 100]).unwrap();
        let file = std::fs::File::options().write(true).open(folder.path(&hash, Size::Small)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 - age_s)).unwrap();
        hash
    }

    #[test]
    fn the_oldest_go_when_it_is_full_and_the_sum_is_right_after_a_start() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path(), 450).unwrap();
        let (old, older) = (put(&folder, "old", 10), put(&folder, "older", 20));
        let (new, newer) = (put(&folder, "new", 5), put(&folder, "newer", 1));
        drop(folder);
        let folder = Folder::open(dir.path(), 450).unwrap();
        let newest = put(&folder, "newest", 0);
        let there = [older, old, new, newer, newest].map(|hash| folder.path(&hash, Size::Small).is_file());
        assert_eq!(there, [false, true, true, true, true]);
    }

    #[test]
    fn what_is_too_old_goes_and_so_do_the_pictures_of_a_file_that_went() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path(), 1000).unwrap();
        let (old, new, gone) = (put(&folder, "old", 20), put(&folder, "new", 5), put(&folder, "gone", 1));
        assert_eq!(folder.remove_older(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 - 10)).unwrap(), 1);
        folder.remove(&gone).unwrap();
        folder.remove(&gone).unwrap();
        let there = [old, new, gone].map(|hash| folder.path(&hash, Size::Small).is_file());
        assert_eq!((there, *folder.bytes.lock().unwrap()), ([false, true, false], 100));
    }

    #[test]
    fn what_another_recipe_or_a_crash_left_goes_at_the_start() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path(), 1000).unwrap();
        let hash = put(&folder, "kept", 0);
        let shelf = folder.path(&hash, Size::Small).parent().unwrap().to_owned();
        for name in [".tmp1234", "aa.small.0.jpg"] {
            std::fs::write(shelf.join(name), b"x").unwrap();
        }
        let folder = Folder::open(dir.path(), 1000).unwrap();
        assert_eq!(std::fs::read_dir(shelf).unwrap().count(), 1);
        assert!(folder.path(&hash, Size::Small).is_file() && !folder.has(&hash));
    }
}
