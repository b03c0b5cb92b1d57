//! Blobs as rows: the bytes of small ones, the names of large ones, and under which agreements they are served. The
//! files of large ones are written by [`crate::blobs`] before their row.

use super::tables::{BLOBS, GRANTS};
use super::tx::{Tx, failed};
use super::value::{Columns, Value, row_of};
use super::writer::Writer;
use super::{Db, DbError, row};
use crate::blobs::{StoredBlob, read::BlobReader};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, Hash};

/// The largest blob that [`interwire_core::exchange::store::Store::blob`] brings into memory, in bytes: as much as one
/// stream of many blobs carries. A larger one is held, but only [`Db::read_blob`] reads it.
pub const BLOB_READ_MAX: u64 = 8 << 20;

impl Writer {
    pub(crate) fn has_blob(&mut self, hash: &Hash) -> Result<bool, DbError> {
        let key = row![*hash];
        if let Some(known) = self.knows(&BLOBS, &key) {
            return Ok(known);
        }
        Ok(self.first("SELECT size FROM blobs WHERE hash = ?", &key)?.is_some())
    }

    pub(crate) fn blob(&mut self, hash: &Hash) -> Result<Option<Vec<u8>>, DbError> {
        let Some(row) = self.get(&BLOBS, &row![*hash])? else { return Ok(None) };
        let mut columns = Columns::of(BLOBS.name, row);
        columns.skip()?;
        let (size, bytes) = (columns.unsigned()?, columns.bytes_option()?);
        if bytes.is_some() || size > BLOB_READ_MAX {
            return Ok(bytes);
        }
        Ok(self.blobs.read(hash, BLOB_READ_MAX)?)
    }

    pub(super) fn put_blob(&mut self, hash: &Hash, bytes: &[u8]) -> Result<(), DbError> {
        let stored = self.blobs.put(hash, bytes)?;
        self.put_stored_blob(stored);
        Ok(())
    }

    fn put_stored_blob(&mut self, blob: StoredBlob) {
        self.put(&BLOBS, row![blob.hash, blob.size, blob.bytes]);
    }

    pub(super) fn grant(&mut self, agreement: &AgreementId, hash: &Hash) -> Result<(), DbError> {
        let key = row![self.agreement(agreement)?, *hash];
        self.put(&GRANTS, key);
        Ok(())
    }

    pub(crate) fn granted(&mut self, agreement: &AgreementId, hash: &Hash) -> Result<bool, DbError> {
        let Some(agreement) = self.find_agreement(agreement)? else { return Ok(false) };
        Ok(self.get(&GRANTS, &row![agreement, *hash])?.is_some())
    }
}

impl Tx<'_> {
    /// From now on a blob is held that [`crate::blobs::BlobWriter`] took.
    pub fn put_stored_blob(&mut self, blob: StoredBlob) {
        self.writer.put_stored_blob(blob);
    }

    /// The size of a blob in bytes, if it is held.
    ///
    /// # Errors
    /// If the store fails.
    pub fn blob_size(&mut self, hash: &Hash) -> Stored<Option<u64>> {
        self.writer.flush(&BLOBS)?;
        let found = self.writer.first("SELECT size FROM blobs WHERE hash = ?", &row![*hash])?;
        Ok(found.map(|row| Columns::of(BLOBS.name, row).unsigned()).transpose()?)
    }
}

impl Db {
    /// A held blob, ready to be read or sent.
    ///
    /// # Errors
    /// If the database or the blob's file cannot be read.
    pub async fn read_blob(&self, hash: &Hash) -> Stored<Option<BlobReader>> {
        let query = sqlx::query("SELECT bytes FROM blobs WHERE hash = ?").bind(hash.0.to_vec());
        let found = query.fetch_optional(self.reader()).await.map_err(failed)?;
        let Some(row) = found else { return Ok(None) };
        match row_of(&row)?.pop() {
            Some(Value::Blob(bytes)) => Ok(Some(BlobReader::of_row(bytes))),
            _ => BlobReader::of_file(self.blobs(), hash).await.map_err(failed),
        }
    }

    /// Whether a blob may be served under an agreement, and is held: what `GET blobs` asks before it streams.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn may_serve(&self, agreement: &AgreementId, hash: &Hash) -> Stored<bool> {
        let sql = "SELECT 1 FROM grants JOIN agreements ON agreements.id = grants.agreement
            JOIN blobs ON blobs.hash = grants.hash WHERE agreements.name = ? AND grants.hash = ?";
        let query = sqlx::query(sql).bind(agreement.as_str()).bind(hash.0.to_vec());
        Ok(query.fetch_optional(self.reader()).await.map_err(failed)?.is_some())
    }
}
