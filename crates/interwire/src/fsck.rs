//! Repairing a data directory offline: what follows from the journals is computed again, damaged entries and blobs are
//! let go so that partners can give them back, and what can neither be computed nor fetched is listed. First make a
//! copy of the directory: repair removes what is damaged.

mod derived;
mod journals;
mod lost;

use crate::blobs::Blobs;
use crate::store::{DATABASE, Db, DbError, Writer, lock};
use crate::verify::{Progress, Report, Whose, examine_in};
use interwire_core::exchange::store::Stored;
use std::path::Path;

/// What a repair came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repair {
    /// What was found at first.
    pub before: Report,
    /// What was computed again.
    pub repaired: Vec<String>,
    /// What partners will give back when the node runs again: journals from an index on, blobs.
    pub to_fetch: Vec<String>,
    /// What is lost: enter it again, or restore a backup.
    pub lost: Vec<String>,
    /// What is still found.
    pub after: Report,
}

/// Checks and repairs a data directory that no node has open.
///
/// # Errors
/// As [`crate::verify::verify`], and if the repair itself cannot be written; then nothing of it is.
pub async fn fsck(dir: &Path, whose: &Whose, progress: Progress) -> Result<Repair, DbError> {
    if !dir.join(DATABASE).is_file() {
        return Err(DbError::Absent(dir.to_owned()));
    }
    let lock = lock(dir)?;
    let mut repair = Repair { before: examine_in(dir, whose, progress.clone()).await?, ..Repair::default() };
    if repair.before.is_whole() && repair.before.notes.is_empty() {
        repair.after = repair.before.clone();
        return Ok(repair);
    }
    let db = Db::with(dir, lock, Blobs::open(&dir.join("blobs"))?).await?;
    let mut writer = db.writer().await?;
    let us = whose.clone();
    let work = move || {
        let done = mend(&mut writer, &mut repair, &us);
        writer.close()?;
        done.map(|()| repair)
    };
    let worked = tokio::task::spawn_blocking(work).await.map_err(|e| DbError::Sql(e.to_string()))?;
    let mut repair = worked.map_err(|e| DbError::Sql(e.to_string()))?;
    db.close().await;
    repair.after = examine_in(dir, whose, progress).await?;
    drop(db);
    Ok(repair)
}

/// Everything in one transaction; files go last, when no row names them any more.
fn mend(writer: &mut Writer, repair: &mut Repair, whose: &Whose) -> Stored<()> {
    let blobs = writer.files();
    let mut tx = writer.begin()?;
    let database = tx.database();
    database.execute("REINDEX", &[])?;
    lost::drop_damaged_rows(database, repair)?;
    let gone = lost::drop_damaged_blobs(database, &blobs, repair)?;
    journals::mend(database, repair)?;
    derived::mend(&mut tx, whose.identity(), repair)?;
    tx.commit()?;
    lost::remove_files(&blobs, &gone, repair);
    Ok(())
}
