//! Parties, agreements and journals as small integers, given once and remembered.

use super::tables::{AGREEMENTS, JOURNALS, PARTIES, Table};
use super::value::{Columns, Row, Value};
use super::writer::Writer;
use super::{DbError, row};
use interwire_core::ids::{AgreementId, JournalId, PartyId, Position};
use std::collections::HashMap;
use std::hash::Hash;

/// One kind of name, both ways.
#[derive(Debug)]
struct Both<T> {
    to: HashMap<T, i64>,
    from: HashMap<i64, T>,
}

impl<T> Default for Both<T> {
    fn default() -> Self {
        Self { to: HashMap::new(), from: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Both<T> {
    fn know(&mut self, name: &T, id: i64) -> i64 {
        self.to.insert(name.clone(), id);
        self.from.insert(id, name.clone());
        id
    }
}

/// Names that the writing connection knows.
#[derive(Debug, Default)]
pub struct Names {
    parties: Both<PartyId>,
    agreements: Both<AgreementId>,
    journals: Both<JournalId>,
}

/// The columns of a row of `table` that must be there, for an id that another row has named.
fn named(table: &'static Table, row: Option<Row>, id: i64) -> Result<Columns, DbError> {
    let row = row.ok_or_else(|| DbError::Row(format!("table {} has no row {id}", table.name)))?;
    Ok(Columns::of(table.name, row))
}

impl Writer {
    /// Inserts a named row and returns its id.
    fn insert_name(&mut self, table: &'static Table, newest: &'static str, rest: Row) -> Result<i64, DbError> {
        let id = self.next_number(table, newest)?;
        let row: Row = std::iter::once(Value::Int(id)).chain(rest).collect();
        self.write_rows(table, &[row])?;
        Ok(id)
    }

    /// The party's number, if it has one.
    pub(crate) fn find_party(&mut self, party: &PartyId) -> Result<Option<i64>, DbError> {
        if let Some(id) = self.names.parties.to.get(party) {
            return Ok(Some(*id));
        }
        let found = self.first("SELECT id FROM parties WHERE name = ?", &row![party.as_str()])?;
        let Some(row) = found else { return Ok(None) };
        let id = Columns::of(PARTIES.name, row).int()?;
        Ok(Some(self.names.parties.know(party, id)))
    }

    /// The party's number, given now if it has none.
    pub(super) fn party(&mut self, party: &PartyId) -> Result<i64, DbError> {
        if let Some(id) = self.find_party(party)? {
            return Ok(id);
        }
        let id = self.insert_name(&PARTIES, "SELECT max(id) FROM parties", row![party.as_str()])?;
        Ok(self.names.parties.know(party, id))
    }

    /// Which party has this number.
    pub(super) fn party_named(&mut self, id: i64) -> Result<PartyId, DbError> {
        if let Some(party) = self.names.parties.from.get(&id) {
            return Ok(party.clone());
        }
        let row = self.first("SELECT name FROM parties WHERE id = ?", &row![id])?;
        let party = named(&PARTIES, row, id)?.parsed()?;
        self.names.parties.know(&party, id);
        Ok(party)
    }

    /// The agreement's number, if it has one.
    pub(super) fn find_agreement(&mut self, agreement: &AgreementId) -> Result<Option<i64>, DbError> {
        if let Some(id) = self.names.agreements.to.get(agreement) {
            return Ok(Some(*id));
        }
        let found = self.first("SELECT id FROM agreements WHERE name = ?", &row![agreement.as_str()])?;
        let Some(row) = found else { return Ok(None) };
        let id = Columns::of(AGREEMENTS.name, row).int()?;
        Ok(Some(self.names.agreements.know(agreement, id)))
    }

    /// The agreement's number, given now if it has none.
    pub(super) fn agreement(&mut self, agreement: &AgreementId) -> Result<i64, DbError> {
        if let Some(id) = self.find_agreement(agreement)? {
            return Ok(id);
        }
        let rest = row![agreement.as_str(), false];
        let id = self.insert_name(&AGREEMENTS, "SELECT max(id) FROM agreements", rest)?;
        Ok(self.names.agreements.know(agreement, id))
    }

    /// Which agreement has this number.
    pub(super) fn agreement_named(&mut self, id: i64) -> Result<AgreementId, DbError> {
        if let Some(agreement) = self.names.agreements.from.get(&id) {
            return Ok(agreement.clone());
        }
        let row = self.first("SELECT name FROM agreements WHERE id = ?", &row![id])?;
        let agreement = named(&AGREEMENTS, row, id)?.parsed()?;
        self.names.agreements.know(&agreement, id);
        Ok(agreement)
    }

    /// The journal's number, if it has one.
    pub(super) fn find_journal(&mut self, journal: &JournalId) -> Result<Option<i64>, DbError> {
        if let Some(id) = self.names.journals.to.get(journal) {
            return Ok(Some(*id));
        }
        let Some(agreement) = self.find_agreement(&journal.agreement)? else { return Ok(None) };
        let Some(party) = self.find_party(&journal.party)? else { return Ok(None) };
        let sql = "SELECT id FROM journals WHERE agreement = ? AND party = ? AND epoch = ?";
        let Some(row) = self.first(sql, &row![agreement, party, journal.epoch])? else { return Ok(None) };
        let id = Columns::of(JOURNALS.name, row).int()?;
        Ok(Some(self.names.journals.know(journal, id)))
    }

    /// The journal's number, given now if it has none.
    pub(crate) fn journal_number(&mut self, journal: &JournalId) -> Result<i64, DbError> {
        if let Some(id) = self.find_journal(journal)? {
            return Ok(id);
        }
        let rest = row![self.agreement(&journal.agreement)?, self.party(&journal.party)?, journal.epoch];
        let id = self.insert_name(&JOURNALS, "SELECT max(id) FROM journals", rest)?;
        Ok(self.names.journals.know(journal, id))
    }

    /// Which journal has this number.
    pub(crate) fn journal_named(&mut self, id: i64) -> Result<JournalId, DbError> {
        if let Some(journal) = self.names.journals.from.get(&id) {
            return Ok(journal.clone());
        }
        let row = self.first("SELECT agreement, party, epoch FROM journals WHERE id = ?", &row![id])?;
        let mut columns = named(&JOURNALS, row, id)?;
        let (agreement, party, epoch) = (columns.int()?, columns.int()?, columns.number32()?);
        let journal = JournalId { agreement: self.agreement_named(agreement)?, party: self.party_named(party)?, epoch };
        self.names.journals.know(&journal, id);
        Ok(journal)
    }

    /// The key columns of a position, the journal's number given now if it has none.
    pub(super) fn place(&mut self, position: &Position) -> Result<Row, DbError> {
        Ok(row![self.journal_number(&position.journal)?, position.index])
    }

    /// The key columns of a position, if its journal has a number.
    pub(super) fn find_place(&mut self, position: &Position) -> Result<Option<Row>, DbError> {
        Ok(self.find_journal(&position.journal)?.map(|journal| row![journal, position.index]))
    }

    /// The position that two columns mean.
    pub(crate) fn position(&mut self, columns: &mut Columns) -> Result<Position, DbError> {
        let (journal, index) = (columns.int()?, columns.unsigned()?);
        Ok(Position { journal: self.journal_named(journal)?, index })
    }
}
