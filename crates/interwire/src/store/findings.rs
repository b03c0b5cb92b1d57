//! What a person must see: lies, breaches of the protocol, things not understood.

use super::tables::FINDINGS;
use super::tx::Tx;
use super::value::Value;
use super::writer::Writer;
use super::{DbError, row};
use interwire_core::exchange::store::{Finding, Stored};
use interwire_core::ids::{Hash, JournalId, PartyId};
use interwire_core::time::Time;

/// A finding as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// Its key.
    pub key: Hash,
    /// Whom it is about.
    pub about: PartyId,
    /// The journal it was found in.
    pub journal: JournalId,
    /// The entry, if it is about one.
    pub index: Option<u64>,
    /// What was found, see docs/protocol.md section 9.
    pub code: String,
    /// Proof that others can check; empty when there is none.
    pub evidence: Vec<u8>,
    /// When it was found.
    pub at: Time,
    /// When a person said that it is dealt with.
    pub closed_at: Option<Time>,
}

/// The hash of what makes a finding the same.
fn key_of(finding: &Finding) -> Hash {
    let Finding { about, journal, index, code, evidence } = finding;
    let mut bytes = format!("{about}\n{journal}\n{index:?}\n{code}\n").into_bytes();
    bytes.extend_from_slice(evidence);
    Hash::of(&bytes)
}

impl Writer {
    pub(super) fn put_finding(&mut self, finding: &Finding, now: Time) -> Result<bool, DbError> {
        let key = key_of(finding);
        if self.get(&FINDINGS, &row![key])?.is_some() {
            return Ok(false);
        }
        let row = row![
            key,
            self.party(&finding.about)?,
            self.journal_number(&finding.journal)?,
            finding.index,
            finding.code,
            finding.evidence.as_slice(),
            now,
            Option::<i64>::None,
        ];
        self.put(&FINDINGS, row);
        Ok(true)
    }
}

impl Tx<'_> {
    /// All findings, oldest first; only those not closed if `open`.
    ///
    /// # Errors
    /// If the store fails.
    pub fn findings(&mut self, open: bool) -> Stored<Vec<FindingRow>> {
        let sql = if open {
            "SELECT key, about, journal, idx, code, evidence, at, closed_at FROM findings
                WHERE closed_at IS NULL ORDER BY at, rowid"
        } else {
            "SELECT key, about, journal, idx, code, evidence, at, closed_at FROM findings ORDER BY at, rowid"
        };
        let mut all = Vec::new();
        for mut columns in self.query(&FINDINGS, sql, &[])? {
            let (key, about, journal) = (columns.hash()?, columns.int()?, columns.int()?);
            all.push(FindingRow {
                key,
                about: self.writer.party_named(about)?,
                journal: self.writer.journal_named(journal)?,
                index: columns.unsigned_option()?,
                code: columns.text()?,
                evidence: columns.bytes()?,
                at: columns.time()?,
                closed_at: columns.time_option()?,
            });
        }
        Ok(all)
    }

    /// A person has dealt with a finding. Returns whether it was open.
    ///
    /// # Errors
    /// If the store fails.
    pub fn close_finding(&mut self, key: &Hash, now: Time) -> Stored<bool> {
        let Some(mut row) = self.writer.get(&FINDINGS, &row![*key])? else { return Ok(false) };
        let open = row.pop() == Some(Value::Null);
        row.push(now.into());
        if open {
            self.put(&FINDINGS, row);
        }
        Ok(open)
    }
}
