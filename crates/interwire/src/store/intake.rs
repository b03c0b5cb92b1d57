//! Arrivals at our own intake, and dead letters: what could not be read, matched or delivered, until a person has
//! dealt with it.

use super::tables::{DEAD_LETTERS, INTAKE};
use super::tx::{Tx, limit_of};
use super::value::{Columns, Row, row};
use super::words::words;
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{Hash, PartyId};
use interwire_core::time::Time;

words! {
    /// How far an arrival has come.
    IntakeState {
        /// Kept; nobody has read it.
        Arrived = "arrived",
        /// Read.
        Read = "read",
        /// Cannot be read; there is a dead letter.
        Dead = "dead",
    }
}

words! {
    /// What became of a dead letter.
    LetterState {
        /// A person must look.
        Open = "open",
        /// Dealt with.
        Solved = "solved",
        /// Given up by a person.
        Dropped = "dropped",
    }
}

/// An arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeRow {
    /// Its number; 0 before it is put.
    pub id: i64,
    /// The feed it came by.
    pub feed: String,
    /// Its name there.
    pub path: String,
    /// Its bytes.
    pub blob: Hash,
    /// Their number.
    pub size: u64,
    /// When it came.
    pub at: Time,
    /// The service of ours that carries its items.
    pub service: Option<String>,
    /// What its sender said the format is.
    pub hint: Option<String>,
    /// Where its files were: `uploaded`, or `folder:` and a path; none if it has no files.
    pub media: Option<String>,
    /// Tests, never news.
    pub test: bool,
    /// How far it has come.
    pub state: IntakeState,
    /// In which format it was read.
    pub format: Option<String>,
    /// How many items were in it.
    pub items: u64,
    /// What reading it noted, as JSON.
    pub notes: String,
}

/// A dead letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its number; 0 before it is put.
    pub id: i64,
    /// The arrival, if it is about one.
    pub intake: Option<i64>,
    /// The partner, if it is about one.
    pub party: Option<PartyId>,
    /// The bytes, if there are any.
    pub blob: Option<Hash>,
    /// Why.
    pub code: String,
    /// Why, as a sentence.
    pub message: String,
    /// What a person can do.
    pub next_step: String,
    /// How often it was tried.
    pub attempts: u64,
    /// When it was tried first.
    pub first_at: Time,
    /// When it was tried last.
    pub last_at: Time,
    /// What became of it.
    pub state: LetterState,
    /// Who closed it.
    pub closed_by: Option<String>,
    /// When.
    pub closed_at: Option<Time>,
}

fn intake_of(mut columns: Columns) -> Result<IntakeRow, DbError> {
    Ok(IntakeRow {
        id: columns.int()?,
        feed: columns.text()?,
        path: columns.text()?,
        blob: columns.hash()?,
        size: columns.unsigned()?,
        at: columns.time()?,
        service: columns.text_option()?,
        hint: columns.text_option()?,
        media: columns.text_option()?,
        test: columns.flag()?,
        state: columns.parsed()?,
        format: columns.text_option()?,
        items: columns.unsigned()?,
        notes: columns.text()?,
    })
}

fn row_of_intake(row: &IntakeRow) -> Row {
    row![
        row.id,
        row.feed.as_str(),
        row.path.as_str(),
        row.blob,
        row.size,
        row.at,
        row.service.clone(),
        row.hint.clone(),
        row.media.clone(),
        row.test,
        row.state.word(),
        row.format.clone(),
        row.items,
        row.notes.as_str()
    ]
}

/// The letter in these columns; the party is a name in a list and a number in a row, so the caller reads it.
fn letter_of(
    mut columns: Columns,
    party: impl FnOnce(&mut Columns) -> Result<Option<PartyId>, DbError>,
) -> Result<DeadLetter, DbError> {
    let (id, intake) = (columns.int()?, columns.int_option()?);
    Ok(DeadLetter {
        id,
        intake,
        party: party(&mut columns)?,
        blob: columns.hash_option()?,
        code: columns.text()?,
        message: columns.text()?,
        next_step: columns.text()?,
        attempts: columns.unsigned()?,
        first_at: columns.time()?,
        last_at: columns.time()?,
        state: columns.parsed()?,
        closed_by: columns.text_option()?,
        closed_at: columns.time_option()?,
    })
}

impl Tx<'_> {
    /// Notes an arrival, or what became of one; returns its number.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_intake(&mut self, arrival: &IntakeRow) -> Stored<i64> {
        let new = arrival.id == 0;
        let id = if new { self.writer.next_number(&INTAKE, "SELECT max(id) FROM intake")? } else { arrival.id };
        self.put(&INTAKE, row_of_intake(&IntakeRow { id, ..arrival.clone() }));
        Ok(id)
    }

    /// The arrival with this number.
    ///
    /// # Errors
    /// If the store fails.
    pub fn intake(&mut self, id: i64) -> Stored<Option<IntakeRow>> {
        Ok(self.get(&INTAKE, &row![id])?.map(intake_of).transpose()?)
    }

    /// The last arrival of these bytes by this feed: the same file brought twice is one arrival.
    ///
    /// # Errors
    /// If the store fails.
    pub fn intake_of(&mut self, feed: &str, blob: &Hash) -> Stored<Option<IntakeRow>> {
        let sql = "SELECT id, feed, path, blob, size, at, service, hint, media, test, state,
            format, items, notes FROM intake
            WHERE blob = ? AND feed = ? ORDER BY id DESC LIMIT 1";
        let found = self.query(&INTAKE, sql, &row![*blob, feed])?.pop();
        Ok(found.map(intake_of).transpose()?)
    }

    /// Arrivals that nobody has read and that wait for no file, oldest first: what a crash left over.
    ///
    /// # Errors
    /// If the store fails.
    pub fn intake_waiting(&mut self, limit: usize) -> Stored<Vec<IntakeRow>> {
        let sql = "SELECT id, feed, path, blob, size, at, service, hint, media, test, state,
            format, items, notes FROM intake
            WHERE state = 'arrived' AND NOT EXISTS
                (SELECT 1 FROM fetches WHERE fetches.intake = intake.id AND fetches.state = 'waiting')
            ORDER BY id LIMIT ?";
        let rows = self.query(&INTAKE, sql, &row![limit_of(limit)])?;
        Ok(rows.into_iter().map(intake_of).collect::<Result<_, _>>()?)
    }

    /// Notes a dead letter, or what became of one; returns its number.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_dead_letter(&mut self, letter: &DeadLetter) -> Stored<i64> {
        let id = match letter.id {
            0 => self.writer.next_number(&DEAD_LETTERS, "SELECT max(id) FROM dead_letters")?,
            id => id,
        };
        let party = letter.party.as_ref().map(|party| self.writer.party(party)).transpose()?;
        let row = row![
            id,
            letter.intake,
            party,
            letter.blob,
            letter.code.as_str(),
            letter.message.as_str(),
            letter.next_step.as_str(),
            letter.attempts,
            letter.first_at,
            letter.last_at,
            letter.state.word(),
            letter.closed_by.clone(),
            letter.closed_at,
        ];
        self.put(&DEAD_LETTERS, row);
        Ok(id)
    }

    /// The dead letter with this number.
    ///
    /// # Errors
    /// If the store fails.
    pub fn dead_letter(&mut self, id: i64) -> Stored<Option<DeadLetter>> {
        let Some(columns) = self.get(&DEAD_LETTERS, &row![id])? else { return Ok(None) };
        let party =
            |columns: &mut Columns| columns.int_option()?.map(|party| self.writer.party_named(party)).transpose();
        Ok(Some(letter_of(columns, party)?))
    }
}

impl Db {
    /// Arrivals before a number, newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn intakes(&self, before: Option<i64>, limit: usize) -> Result<Vec<IntakeRow>, DbError> {
        let sql = "SELECT id, feed, path, blob, size, at, service, hint, media, test, state,
            format, items, notes FROM intake
            WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2";
        let rows = self.rows(INTAKE.name, sql, &row![before, limit_of(limit)]).await?;
        rows.into_iter().map(intake_of).collect()
    }

    /// Dead letters before a number, newest first; only those open if `open`.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn dead_letters(
        &self,
        open: bool,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<DeadLetter>, DbError> {
        let sql = "SELECT dead_letters.id, intake, parties.name, blob, code, message, next_step, attempts, first_at,
                last_at, state, closed_by, closed_at
            FROM dead_letters LEFT JOIN parties ON parties.id = party
            WHERE (?1 = 0 OR state = 'open') AND (?2 IS NULL OR dead_letters.id < ?2)
            ORDER BY dead_letters.id DESC LIMIT ?3";
        let rows = self.rows(DEAD_LETTERS.name, sql, &row![open, before, limit_of(limit)]).await?;
        rows.into_iter().map(|columns| letter_of(columns, Columns::parsed_option)).collect()
    }
}
