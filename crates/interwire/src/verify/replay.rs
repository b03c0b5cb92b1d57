//! Everything derived from the journals, derived again: the exchange itself folds all entries into a scratch database,
//! and what comes out is held against what the node has. Some facts may depend on the order in which partners' journals
//! came in (who was first with a version number); those are compared only as far as every order agrees.

pub(crate) mod compare;
mod store;

use super::Examiner;
use crate::store::tx::Tx;
use crate::store::{Db, DbError, Writer};
use interwire_core::exchange::machine::{Identity, Machine, Turn};
use interwire_core::exchange::store::{JournalRow, Standing, Store, Stored};
use interwire_core::ids::AgreementId;
use interwire_core::time::Time;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use store::Replayed;

/// A derived row that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mismatch {
    /// In which table.
    pub(crate) table: &'static str,
    /// Which row.
    pub(crate) row: String,
    /// How.
    pub(crate) what: String,
    /// Which row, for the one who repairs it.
    pub(crate) subject: compare::Subject,
}

/// A database of its own in the system's temporary folder, removed when dropped.
pub(crate) struct Scratch {
    dir: PathBuf,
    db: Option<Db>,
}

static NEXT: AtomicU64 = AtomicU64::new(0);

impl Scratch {
    /// An empty one.
    ///
    /// # Errors
    /// If it cannot be made.
    pub(crate) fn new(handle: &tokio::runtime::Handle) -> Result<Self, DbError> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("interwire-replay-{}-{number}", std::process::id()));
        let mut scratch = Self { dir: dir.clone(), db: None };
        scratch.db = Some(handle.block_on(Db::open(&dir))?);
        Ok(scratch)
    }

    /// Its writing connection.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub(crate) fn writer(&self, handle: &tokio::runtime::Handle) -> Result<Writer, DbError> {
        let db = self.db.as_ref().ok_or_else(|| DbError::Absent(self.dir.clone()))?;
        handle.block_on(db.writer())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.db = None;
        // It is in the system's temporary folder: what cannot be removed now is removed with that.
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// Replays and compares.
pub(super) fn check(examiner: &mut Examiner, identity: Identity) {
    (examiner.progress)("replay", 0);
    let me = identity.me.clone();
    let handle = examiner.writer.handle();
    let outcome = (|| {
        let scratch = Scratch::new(&handle)?;
        let mut writer = scratch.writer(&handle)?;
        let mut derived = writer.begin()?;
        let folded = replay_into(&mut examiner.writer, &mut derived, identity)?;
        compare::compare(&mut examiner.writer, &mut derived, &me, &folded)
    })();
    match outcome {
        Ok(mismatches) => {
            for Mismatch { table, row, what, .. } in mismatches {
                examiner.row(table, row, what);
            }
        }
        Err(e) => examiner.table("entries", format!("they cannot be replayed: {e}")),
    }
}

/// Folds every journal of `real` into `derived`, agreement by agreement; returns the agreements that could be.
///
/// # Errors
/// If either database fails.
pub(crate) fn replay_into(real: &mut Writer, derived: &mut Tx, identity: Identity) -> Stored<Vec<AgreementId>> {
    let mut store = Replayed { real, derived };
    // Loaded before it knows of any journal, it learns keys in the order of the entries, as it first did.
    let mut machine = Machine::load(identity, &mut store)?;
    let agreements: Vec<_> = machine.deals().keys().cloned().collect();
    for agreement in &agreements {
        for row in store.real.journals(agreement)? {
            let fresh = JournalRow { frontier: row.frontier, standing: Standing::Open, ..JournalRow::new(row.id) };
            store.derived.put_journal(&fresh)?;
        }
        machine.fold_again(&mut Turn::new(&mut store, Time::default()), agreement)?;
    }
    Ok(agreements)
}
