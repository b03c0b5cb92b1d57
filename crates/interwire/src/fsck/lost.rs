//! Rows whose checksum does not match and blobs whose bytes have another hash: they are removed, and what was lost with
//! them is listed, unless it can be computed or fetched again.

use super::Repair;
use crate::blobs::{Blobs, hash_of_file};
use crate::store::tables::{self, Table};
use crate::store::value::{Columns, Row, Value, sum};
use crate::store::{DbError, Writer, let_go, media};
use crate::verify::key_of_row;
use interwire_core::ids::Hash;
use sqlx::AssertSqlSafe;
use std::collections::HashSet;

/// Tables that are made again row by row: from the journals, or from the blobs.
const DERIVED: [&str; 14] = [
    "about",
    "acks",
    "answers",
    "guids",
    "items",
    "journal_state",
    "life",
    "sent",
    "versions",
    "wants",
    "grants",
    "media",
    "thumbnails",
    "item_files",
];
/// Tables that other rows refer to: a damaged row of them cannot be taken away.
const NAMES: [&str; 4] = ["parties", "agreements", "journals", "schema_version"];

/// Removes sealed rows that are damaged.
pub fn drop_damaged_rows(writer: &mut Writer, repair: &mut Repair) -> Result<(), DbError> {
    for table in tables::ALL.iter().filter(|table| table.sealed) {
        for row in damaged(writer, table)? {
            let name = format!("table {}, row {}", table.name, key_of_row(&row, table));
            if NAMES.contains(&table.name) {
                repair.lost.push(format!("{name}: it cannot be repaired; restore a backup"));
                continue;
            }
            let key: Row = row.into_iter().take(table.key).collect();
            writer.execute(AssertSqlSafe(delete_exactly(table)), &key)?;
            let cursor = match table.name {
                "thumbnails" => Some(media::CURSOR),
                "item_files" => Some(let_go::CURSOR),
                _ => None,
            };
            if let Some(cursor) = cursor {
                writer.execute("DELETE FROM settings WHERE name = ?", &[cursor.into()])?;
            }
            if DERIVED.contains(&table.name) {
                repair.repaired.push(name);
            } else {
                repair.lost.push(name);
            }
        }
    }
    Ok(())
}

fn damaged(writer: &mut Writer, table: &'static Table) -> Result<Vec<Row>, DbError> {
    let columns: Vec<_> = table.stored().collect();
    let sql = format!("SELECT {} FROM {}", columns.join(", "), table.name);
    let mut found = Vec::new();
    writer.each(AssertSqlSafe(sql), &[], |row| {
        // A row that does not even read is named by the check that follows.
        let Ok(mut row) = row else { return };
        let stored = row.pop();
        if stored != Some(Value::Int(sum(table.name, &row))) {
            found.push(row);
        }
    })?;
    Ok(found)
}

/// Deletes by key, where a damaged key may be null.
fn delete_exactly(table: &Table) -> String {
    let key: Vec<_> = table.columns.iter().take(table.key).map(|column| format!("{column} IS ?")).collect();
    format!("DELETE FROM {} WHERE {}", table.name, key.join(" AND "))
}

/// Removes the rows of blobs that are damaged; their files go after the commit. Returns their hashes.
pub fn drop_damaged_blobs(writer: &mut Writer, blobs: &Blobs, repair: &mut Repair) -> Result<Vec<Hash>, DbError> {
    let mut gone = Vec::new();
    writer.each("SELECT hash, size, bytes FROM blobs", &[], |row| {
        let read = |row: Row| {
            let mut columns = Columns::of("blobs", row);
            Ok((columns.hash()?, columns.unsigned()?, columns.bytes_option()?))
        };
        let Ok((hash, size, bytes)) = row.and_then(read) else { return };
        let whole = match bytes {
            Some(bytes) => bytes.len() as u64 == size && Hash::of(&bytes) == hash,
            None => hash_of_file(&blobs.path(&hash)).is_ok_and(|found| found == (hash, size)),
        };
        if !whole {
            gone.push(hash);
        }
    })?;
    for hash in &gone {
        writer.execute("DELETE FROM blobs WHERE hash = ?", &[(*hash).into()])?;
        repair.to_fetch.push(format!("blob {hash}"));
    }
    Ok(gone)
}

/// Removes the files of blobs that are no more, and files that no row knows.
pub fn remove_files(blobs: &Blobs, gone: &[Hash], repair: &mut Repair) {
    let gone: HashSet<_> = gone.iter().collect();
    for hash in gone {
        // If it stays, the check that follows names it.
        let _ = blobs.remove(hash);
    }
    for note in &repair.before.notes {
        let path = blobs.dir().parent().map(|dir| dir.join(&note.file));
        if path.is_some_and(|path| std::fs::remove_file(path).is_ok()) {
            repair.repaired.push(format!("{}: removed", note.file));
        }
    }
}
