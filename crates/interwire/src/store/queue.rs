//! Statements of ours that wait until our journal may be written.

use super::tables::{ABOUT, QUEUE};
use super::tx::{Tx, failed, limit_of};
use super::value::{Columns, row_of};
use super::writer::Writer;
use super::{Db, DbError, row};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, ItemKey};
use interwire_core::protocol::v1::statement::{Body, Statement};

impl Writer {
    pub(super) fn queue(&mut self, agreement: &AgreementId, statement: &[u8]) -> Result<(), DbError> {
        let agreement = self.agreement(agreement)?;
        let seq = self.next_number(&QUEUE, "SELECT max(seq) FROM queue")?;
        self.put(&QUEUE, row![seq, agreement, statement]);
        Ok(())
    }

    pub(super) fn unqueue(&mut self, agreement: &AgreementId, limit: usize) -> Result<Vec<Vec<u8>>, DbError> {
        let Some(agreement) = self.find_agreement(agreement)? else { return Ok(Vec::new()) };
        self.flush(&QUEUE)?;
        let sql = "SELECT seq, bytes FROM queue WHERE agreement = ? ORDER BY seq LIMIT ?";
        let (mut taken, mut last) = (Vec::new(), None);
        for row in self.fetch(sql, &row![agreement, limit_of(limit)])? {
            let mut columns = Columns::of(QUEUE.name, row);
            last = Some(columns.int()?);
            taken.push(columns.bytes()?);
        }
        if let Some(last) = last {
            self.execute("DELETE FROM queue WHERE agreement = ? AND seq <= ?", &row![agreement, last])?;
            self.rows.forget_table(&QUEUE);
        }
        Ok(taken)
    }
}

impl Tx<'_> {
    /// Whether a version of an item of ours stands in a journal of ours under an agreement, or waits to be written.
    ///
    /// # Errors
    /// If the store fails.
    pub fn is_announced(&mut self, key: &ItemKey, agreement: &AgreementId) -> Stored<bool> {
        let of_it =
            |bytes: &Vec<u8>| Statement::from_bytes(bytes).is_ok_and(|one| is_published(&one.body, key).is_some());
        if self.queued(agreement)?.iter().any(of_it) {
            return Ok(true);
        }
        let (Some(item), Some(number)) = (self.writer.find_item(key)?, self.writer.find_agreement(agreement)?) else {
            return Ok(false);
        };
        let sql = "SELECT 1 FROM about JOIN journals ON journals.id = journal
            WHERE source = ? AND item = ? AND kind = 'published' AND journals.party = about.source AND agreement = ?";
        let values = [item, row![number]].concat();
        Ok(!self.query(&ABOUT, sql, &values)?.is_empty())
    }

    /// What waits under an agreement, oldest first; it stays.
    ///
    /// # Errors
    /// If the store fails.
    pub fn queued(&mut self, agreement: &AgreementId) -> Stored<Vec<Vec<u8>>> {
        let Some(agreement) = self.writer.find_agreement(agreement)? else { return Ok(Vec::new()) };
        let sql = "SELECT bytes FROM queue WHERE agreement = ? ORDER BY seq";
        let rows = self.query(&QUEUE, sql, &row![agreement])?;
        rows.into_iter().map(|mut columns| Ok(columns.bytes()?)).collect()
    }
}

/// The version of an item of ours that a statement makes available.
fn is_published(body: &Body, key: &ItemKey) -> Option<u64> {
    match body {
        Body::Published(of) if of.source.is_none() && of.item == key.item => Some(of.version),
        _ => None,
    }
}

impl Db {
    /// The versions of an item of ours that wait until our journal may be written, each with its agreement.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn unwritten(&self, key: &ItemKey) -> Stored<Vec<(AgreementId, u64)>> {
        let sql = "SELECT agreements.name, queue.bytes FROM queue JOIN agreements ON agreements.id = queue.agreement
            WHERE instr(queue.bytes, CAST(? AS BLOB)) > 0 ORDER BY queue.seq";
        let query = sqlx::query(sql).bind(format!("\"item\":\"{}\"", key.item));
        let rows = query.fetch_all(self.reader()).await.map_err(failed)?;
        let mut all = Vec::new();
        for row in &rows {
            let mut columns = Columns::of(QUEUE.name, row_of(row)?);
            let agreement = columns.parsed()?;
            let statement = Statement::from_bytes(&columns.bytes()?).map_err(failed)?;
            all.extend(is_published(&statement.body, key).map(|version| (agreement, version)));
        }
        Ok(all)
    }
}
