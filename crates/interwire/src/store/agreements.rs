//! Which agreements the node knows, and their documents.

use super::tables::{AGREEMENT_DOCUMENTS, AGREEMENTS};
use super::value::Columns;
use super::writer::Writer;
use super::{DbError, row};
use interwire_core::ids::{AgreementId, Hash};

impl Writer {
    /// By id.
    pub(crate) fn agreements(&mut self) -> Result<Vec<AgreementId>, DbError> {
        let rows = self.fetch("SELECT name FROM agreements WHERE known = 1 ORDER BY name", &[])?;
        rows.into_iter().map(|row| Columns::of(AGREEMENTS.name, row).parsed()).collect()
    }

    pub(super) fn put_agreement(&mut self, id: &AgreementId) -> Result<(), DbError> {
        let number = self.agreement(id)?;
        self.write_rows(&AGREEMENTS, &[row![number, id.as_str(), true]])
    }

    /// In the order in which they became known.
    pub(crate) fn agreement_documents(&mut self, id: &AgreementId) -> Result<Vec<Hash>, DbError> {
        let Some(number) = self.find_agreement(id)? else { return Ok(Vec::new()) };
        let mut documents = Vec::new();
        for row in self.under(&AGREEMENT_DOCUMENTS, &row![number])? {
            let mut columns = Columns::of(AGREEMENT_DOCUMENTS.name, row);
            columns.skip()?;
            let (hash, seq) = (columns.hash()?, columns.int()?);
            documents.push((seq, hash));
        }
        documents.sort_unstable();
        Ok(documents.into_iter().map(|(_, hash)| hash).collect())
    }

    /// An agreement of which a document is known is known.
    pub(super) fn put_agreement_document(&mut self, id: &AgreementId, version: &Hash) -> Result<(), DbError> {
        let number = self.agreement(id)?;
        if self.get(&AGREEMENT_DOCUMENTS, &row![number, *version])?.is_some() {
            return Ok(());
        }
        self.put_agreement(id)?;
        let seq = self.next_number(&AGREEMENT_DOCUMENTS, "SELECT max(seq) FROM agreement_documents")?;
        self.put(&AGREEMENT_DOCUMENTS, row![number, *version, seq]);
        Ok(())
    }
}
