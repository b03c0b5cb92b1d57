//! Statements of ours that wait until our journal may be written.

use super::tables::QUEUE;
use super::tx::{Tx, limit_of};
use super::value::Columns;
use super::writer::Writer;
use super::{DbError, row};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::AgreementId;

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
