//! A store in a temporary folder, and small rows, for tests.

use super::{Db, Writer};
use interwire_core::exchange::store::{ItemRow, VersionRow, VersionState};
use interwire_core::ids::{AgreementId, Hash, ItemId, ItemKey, JournalId, PartyId, Position};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::statement::PubStatus;
use std::path::Path;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// An open store and the runtime its connections need.
pub struct Bench {
    pub runtime: Runtime,
    pub dir: TempDir,
    pub db: Option<Db>,
}

impl Bench {
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let db = runtime.block_on(Db::open(dir.path())).unwrap();
        Self { runtime, dir, db: Some(db) }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn db(&self) -> &Db {
        self.db.as_ref().unwrap()
    }

    pub fn writer(&self) -> Writer {
        self.runtime.block_on(self.db().writer()).unwrap()
    }

    /// Closes it as a node that stops gracefully does.
    pub fn close(&mut self) {
        if let Some(db) = self.db.take() {
            self.runtime.block_on(db.close());
        }
    }

    /// Closes and opens it.
    pub fn reopen(&mut self) {
        self.close();
        self.db = Some(self.runtime.block_on(Db::open(self.dir.path())).unwrap());
    }
}

pub fn agreement(n: u8) -> AgreementId {
    AgreementId::from_random([n; 16])
}

pub fn party(name: &str) -> PartyId {
    name.parse().unwrap()
}

pub fn journal(agreement: &AgreementId, name: &str, epoch: u32) -> JournalId {
    JournalId { agreement: agreement.clone(), party: party(name), epoch }
}

pub fn position(journal: &JournalId, index: u64) -> Position {
    Position { journal: journal.clone(), index }
}

pub fn item(source: &str, n: u32) -> ItemKey {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&n.to_be_bytes());
    ItemKey { source: party(source), item: ItemId::from_bytes(bytes) }
}

pub fn blob(n: u32) -> BlobRef {
    BlobRef { hash: Hash::of(&n.to_be_bytes()), size: u64::from(n) }
}

pub fn item_row(key: &ItemKey, guid: Option<&str>, current: Option<u64>) -> ItemRow {
    ItemRow { key: key.clone(), guid: guid.map(|guid| guid.parse().unwrap()), current, recall: None }
}

pub fn version_row(key: &ItemKey, version: u64, at: Position) -> VersionRow {
    VersionRow {
        key: key.clone(),
        version,
        doc: blob(version as u32),
        status: PubStatus::Usable,
        state: VersionState::Waiting,
        position: at,
        conflict: false,
        test: false,
    }
}
