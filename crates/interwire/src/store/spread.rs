//! Where an item went and what came back: the statements about it in its source's journals, whole, with the words of
//! acknowledgement and the answers to recalls; and what the intake asks of rows besides.

use super::decisions::{DecisionRow, HoldRow};
use super::desk::{DeskRow, desk_of};
use super::intake::DeadLetter;
use super::items::bytes_of_item;
use super::tables::{DEAD_LETTERS, DECISIONS, DESK, HOLDS, Table};
use super::tx::Tx;
use super::tx::failed;
use super::value::{Columns, Row, Value, row, row_of};
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, ItemKey, JournalId, PartyId, Position};
use interwire_core::protocol::v1::statement::{Answer, Body, Code, Statement};
use interwire_core::time::Time;

/// A statement about an item, and what the agreement's other parties said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Where it stands.
    pub position: Position,
    /// It: `published`, `recalled` or `released`.
    pub statement: Statement,
    /// Of a `published`: who received it, or refused it and why, and when they said so.
    pub acks: Vec<(PartyId, Option<Code>, Time)>,
    /// Of a `recalled`: the steps of the answers.
    pub answers: Vec<(PartyId, Answer, Time)>,
}

const ABOUT: &str = "SELECT journals.id, agreements.name, journals.epoch, entries.idx, entries.bytes FROM about
    JOIN journals ON journals.id = about.journal JOIN agreements ON agreements.id = journals.agreement
    JOIN parties ON parties.id = journals.party AND parties.id = about.source
    JOIN entries ON entries.journal = about.journal AND entries.idx = about.idx
    WHERE parties.name = ? AND about.item = ? ORDER BY journals.id, entries.idx";
const ACKS: &str = "SELECT parties.name, cause, at FROM acks JOIN parties ON parties.id = acks.by
    WHERE journal = ? AND idx = ? AND at IS NOT NULL ORDER BY parties.name";
const ANSWERS: &str = "SELECT parties.name, answer, at FROM answers JOIN parties ON parties.id = answers.by
    WHERE journal = ? AND idx = ? ORDER BY seq";
const SENT: &str = "SELECT agreements.name FROM sent JOIN parties ON parties.id = sent.source
    JOIN agreements ON agreements.id = sent.agreement WHERE parties.name = ? AND item = ? ORDER BY agreements.name";

impl Tx<'_> {
    /// All versions of an item that are on the desk, by number.
    ///
    /// # Errors
    /// If the store fails.
    pub fn desk_versions(&mut self, key: &ItemKey) -> Stored<Vec<DeskRow>> {
        let mut rows = Vec::new();
        for row in self.item_rows(&DESK, key)? {
            let mut columns = Columns::of(DESK.name, row);
            columns.skip()?;
            columns.skip()?;
            let version = columns.unsigned()?;
            columns.skip()?;
            rows.push(desk_of(key.clone(), version, &mut columns)?);
        }
        rows.sort_by_key(|row| row.version);
        Ok(rows)
    }

    fn item_rows(&mut self, table: &'static Table, key: &ItemKey) -> Result<Vec<Row>, DbError> {
        let Some(prefix) = self.writer.find_item(key)? else { return Ok(Vec::new()) };
        self.writer.under(table, &prefix)
    }

    /// The decisions about all versions of an item, by version, agreement and party.
    ///
    /// # Errors
    /// If the store fails.
    pub fn decisions(&mut self, key: &ItemKey) -> Stored<Vec<DecisionRow>> {
        let mut all = Vec::new();
        for row in self.item_rows(&DECISIONS, key)? {
            let mut columns = Columns::of(DECISIONS.name, row);
            columns.skip()?;
            columns.skip()?;
            let (version, agreement, party) = (columns.unsigned()?, columns.int()?, columns.int()?);
            all.push(DecisionRow {
                key: key.clone(),
                version,
                agreement: self.writer.agreement_named(agreement)?,
                party: self.writer.party_named(party)?,
                verdict: columns.parsed()?,
                article: columns.parsed_option()?,
                reasons: columns.text()?,
                until: columns.time_option()?,
                at: columns.time()?,
            });
        }
        all.sort_by(|a, b| (a.version, &a.agreement, &a.party).cmp(&(b.version, &b.agreement, &b.party)));
        Ok(all)
    }

    /// All holds of an item, by version and agreement.
    ///
    /// # Errors
    /// If the store fails.
    pub fn holds_of(&mut self, key: &ItemKey) -> Stored<Vec<HoldRow>> {
        let mut all = Vec::new();
        for row in self.item_rows(&HOLDS, key)? {
            let mut columns = Columns::of(HOLDS.name, row);
            columns.skip()?;
            columns.skip()?;
            let (version, agreement) = (columns.unsigned()?, columns.int()?);
            let (key, agreement) = (key.clone(), self.writer.agreement_named(agreement)?);
            all.push(HoldRow { key, version, agreement, until: columns.time_option()?, cause: columns.text()? });
        }
        all.sort_by(|a, b| (a.version, &a.agreement).cmp(&(b.version, &b.agreement)));
        Ok(all)
    }

    /// Nothing of an item was published under an agreement after all.
    ///
    /// # Errors
    /// If the store fails.
    pub fn remove_sent(&mut self, key: &ItemKey, agreement: &AgreementId) -> Stored<()> {
        Ok(self.writer.remove_sent(key, agreement)?)
    }

    /// The open dead letters about an arrival, oldest first.
    ///
    /// # Errors
    /// If the store fails.
    pub fn open_letters_of(&mut self, intake: i64) -> Stored<Vec<DeadLetter>> {
        let sql = "SELECT id FROM dead_letters WHERE intake = ? AND state = 'open' ORDER BY id";
        let mut letters = Vec::new();
        for mut columns in self.query(&DEAD_LETTERS, sql, &row![intake])? {
            letters.extend(self.dead_letter(columns.int()?)?);
        }
        Ok(letters)
    }
}

impl Db {
    /// What the item's source has said of it, by agreement and in order.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn said_about(&self, key: &ItemKey) -> Stored<Vec<Said>> {
        let query = sqlx::query(ABOUT).bind(key.source.as_str()).bind(bytes_of_item(&key.item)?);
        let rows = query.fetch_all(self.reader()).await.map_err(failed)?;
        let mut all = Vec::new();
        for row in &rows {
            let (journal, position, statement) = said(row_of(row)?, &key.source)?;
            let Some(statement) = statement.filter(|statement| is_about(&statement.body, key)) else { continue };
            let mut one = Said { position, statement, acks: Vec::new(), answers: Vec::new() };
            for mut columns in self.words(ACKS, journal, one.position.index).await? {
                one.acks.push((columns.parsed()?, columns.parsed_option()?, columns.time()?));
            }
            for mut columns in self.words(ANSWERS, journal, one.position.index).await? {
                one.answers.push((columns.parsed()?, columns.parsed()?, columns.time()?));
            }
            all.push(one);
        }
        Ok(all)
    }

    async fn words(&self, sql: &'static str, journal: i64, index: u64) -> Stored<Vec<Columns>> {
        let query = sqlx::query(sql).bind(journal).bind(index.cast_signed());
        let rows = query.fetch_all(self.reader()).await.map_err(failed)?;
        rows.iter().map(|row| Ok(Columns::of("acks or answers", row_of(row)?))).collect()
    }

    /// The agreements under which an item of ours was sent, or is about to be.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn sent_under(&self, key: &ItemKey) -> Stored<Vec<AgreementId>> {
        let query = sqlx::query(SENT).bind(key.source.as_str()).bind(bytes_of_item(&key.item)?);
        let rows = query.fetch_all(self.reader()).await.map_err(failed)?;
        rows.iter().map(|row| Ok(Columns::of("sent", row_of(row)?).parsed()?)).collect()
    }

    /// When the next hold ends by itself.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn next_hold(&self) -> Stored<Option<Time>> {
        let query = sqlx::query("SELECT min(until) FROM holds WHERE until IS NOT NULL");
        let row = query.fetch_one(self.reader()).await.map_err(failed)?;
        match row_of(&row)?.pop() {
            Some(Value::Int(until)) => Ok(Some(Time::from_ms(until))),
            _ => Ok(None),
        }
    }
}

fn said(row: Row, source: &PartyId) -> Result<(i64, Position, Option<Statement>), DbError> {
    let mut columns = Columns::of("entries", row);
    let (number, agreement, epoch) = (columns.int()?, columns.parsed()?, columns.number32()?);
    let journal = JournalId { agreement, party: source.clone(), epoch };
    let position = Position { journal, index: columns.unsigned()? };
    Ok((number, position, Statement::from_bytes(&columns.bytes()?).ok()))
}

fn is_about(body: &Body, key: &ItemKey) -> bool {
    let (item, source) = match body {
        Body::Published(published) => (&published.item, &published.source),
        Body::Recalled(recalled) => (&recalled.item, &recalled.source),
        Body::Released(released) => (&released.item, &released.source),
        _ => return false,
    };
    *item == key.item && source.as_ref().is_none_or(|source| *source == key.source)
}
