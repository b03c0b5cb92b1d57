//! Blobs: those in rows and those in files, each against its hash; and files that no row knows.

use super::{Examiner, Problem};
use crate::blobs::hash_of_file;
use crate::store::DbError;
use crate::store::tables::BLOBS;
use crate::store::value::{Columns, Row};
use interwire_core::ids::Hash;
use std::collections::HashSet;
use std::path::Path;

/// Checks them all.
pub fn check(examiner: &mut Examiner, dir: &Path) {
    (examiner.progress)("blobs", 0);
    let (mut wrong, mut files, mut count, mut total) = (Vec::new(), HashSet::new(), 0u64, 0u64);
    let progress = examiner.progress.clone();
    let read = examiner.writer.each("SELECT hash, size, bytes FROM blobs", &[], |row| {
        let row = match row.and_then(blob_of) {
            Ok(row) => row,
            Err(e) => return wrong.push((format!("number {}", count + 1), e.to_string())),
        };
        let (hash, size, bytes) = row;
        count += 1;
        total = total.saturating_add(size);
        if count.is_multiple_of(1000) {
            progress("blobs", count);
        }
        match bytes {
            None => drop(files.insert((hash, size))),
            Some(bytes) if bytes.len() as u64 != size || Hash::of(&bytes) != hash => {
                wrong.push((hash.to_string(), "its bytes do not have its hash and size".to_owned()));
            }
            Some(_) => {}
        }
    });
    (examiner.report.blobs, examiner.report.blob_bytes) = (count, total);
    wrong.into_iter().for_each(|(row, what)| examiner.row(BLOBS.name, row, what));
    if let Err(e) = read {
        examiner.table(BLOBS.name, e.to_string());
    }
    for (hash, size) in &files {
        let path = examiner.blobs.path(hash);
        let name = path.strip_prefix(dir).unwrap_or(&path).display().to_string();
        match hash_of_file(&path) {
            Ok(found) if found == (*hash, *size) => {}
            Ok(_) => examiner.file(name, "its bytes do not have its hash and size"),
            Err(e) => examiner.file(name, e.to_string()),
        }
    }
    strangers(examiner, dir, &files.into_iter().map(|(hash, _)| hash).collect());
}

fn blob_of(row: Row) -> Result<(Hash, u64, Option<Vec<u8>>), DbError> {
    let mut columns = Columns::of(BLOBS.name, row);
    Ok((columns.hash()?, columns.unsigned()?, columns.bytes_option()?))
}

/// Files that no row knows: left by a crash between the file and its row. They harm nothing.
fn strangers(examiner: &mut Examiner, dir: &Path, known: &HashSet<Hash>) {
    for path in files_under(&dir.join("blobs"), 3) {
        let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse::<Hash>().ok());
        let known = name.is_some_and(|hash| known.contains(&hash) && examiner.blobs.path(&hash) == path);
        if !known {
            let file = path.strip_prefix(dir).unwrap_or(&path).display().to_string();
            let what = "no row knows this file".to_owned();
            examiner.report.notes.push(Problem { file, table: None, row: None, what });
        }
    }
}

/// All files at most so many folders down, in no order.
pub fn files_under(dir: &Path, depth: u8) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if !path.is_dir() {
            found.push(path);
        } else if depth > 0 {
            found.extend(files_under(&path, depth - 1));
        }
    }
    found
}
