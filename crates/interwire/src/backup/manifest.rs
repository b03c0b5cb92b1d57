//! The manifest of a backup: `manifest.json`, canonical JSON `{"at","files":[[name,size,sha-256],...],"v":1}`.

use super::{BackupError, failed};
use crate::blobs::{hash_of_file, sync_dir};
use crate::store::DATABASE;
use interwire_core::canonical;
use interwire_core::ids::Hash;
use interwire_core::time::Time;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// The manifest's file name.
pub const MANIFEST: &str = "manifest.json";
/// A manifest of a million large blobs fits.
const BYTES_MAX: usize = 256 << 20;

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path within the backup.
    pub name: String,
    /// Its bytes.
    pub size: u64,
    /// SHA-256 of them.
    pub hash: Hash,
}

/// What a backup consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// When it was begun.
    pub at: Time,
    /// Its files, the database first.
    pub files: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    v: u32,
    at: String,
    files: Vec<(String, u64, String)>,
}

impl Manifest {
    /// Writes it durably: from now on the folder is a backup.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, dir: &Path) -> Result<(), BackupError> {
        let files = self.files.iter().map(|entry| (entry.name.clone(), entry.size, entry.hash.to_string())).collect();
        let form = Form { v: 1, at: self.at.to_string(), files };
        let refused = |e: canonical::NotCanonical| not_backup(dir, &e.to_string());
        let bytes = canonical::to_bytes(&form).map_err(refused)?;
        let (part, path) = (dir.join("manifest.part"), dir.join(MANIFEST));
        let write = || {
            let mut file = File::create(&part)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            std::fs::rename(&part, &path)
        };
        write().map_err(failed(&path))?;
        sync_dir(dir).map_err(|e| BackupError::Db(e.into()))
    }

    /// Reads the manifest of a backup; every name in it is one that a backup has.
    ///
    /// # Errors
    /// [`BackupError::NotBackup`].
    pub fn read(dir: &Path) -> Result<Self, BackupError> {
        let bytes = std::fs::read(dir.join(MANIFEST)).map_err(|e| not_backup(dir, &e.to_string()))?;
        let form: Form = canonical::from_bytes(&bytes, BYTES_MAX).map_err(|e| not_backup(dir, &e.to_string()))?;
        if form.v != 1 {
            return Err(not_backup(dir, "it was made by a newer version"));
        }
        let at = form.at.parse().map_err(|_| not_backup(dir, "its time is none"))?;
        let mut files = Vec::with_capacity(form.files.len());
        for (name, size, hash) in form.files {
            let hash: Hash = hash.parse().map_err(|_| not_backup(dir, "a hash in it is none"))?;
            if !is_name(&name, &hash) {
                return Err(not_backup(dir, &format!("it names {name:?}")));
            }
            files.push(Entry { name, size, hash });
        }
        if files.first().is_none_or(|first| first.name != DATABASE) {
            return Err(not_backup(dir, "it has no database"));
        }
        Ok(Self { at, files })
    }
}

impl Manifest {
    /// The files that are missing or are not what the manifest says.
    #[must_use]
    pub fn damaged(&self, dir: &Path) -> Vec<String> {
        let whole = |entry: &&Entry| hash_of_file(&dir.join(&entry.name)).is_ok_and(|f| f == (entry.hash, entry.size));
        self.files.iter().filter(|entry| !whole(entry)).map(|entry| entry.name.clone()).collect()
    }
}

/// Whether a backup has a file of this name: nothing else is ever written on restoring.
fn is_name(name: &str, hash: &Hash) -> bool {
    let text = hash.to_string();
    let place = text.get(..2).zip(text.get(2..4)).map(|(first, second)| format!("blobs/{first}/{second}/{text}"));
    name == DATABASE || place.is_some_and(|place| place == name)
}

fn not_backup(dir: &Path, cause: &str) -> BackupError {
    BackupError::NotBackup { path: dir.to_owned(), cause: cause.to_owned() }
}
