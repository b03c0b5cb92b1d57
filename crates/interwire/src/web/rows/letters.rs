//! Dead letters: what could not be read, matched or delivered.

use super::{all, first};
use crate::store::value::Columns;
use crate::store::{Db, DbError};
use interwire_core::ids::Hash;
use interwire_core::time::Time;

/// One dead letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its number.
    pub id: i64,
    /// The arrival it was, if it came through our own intake.
    pub intake: Option<i64>,
    /// The feed and file name of that arrival.
    pub from: Option<(String, String)>,
    /// The partner it is about, if it is about one.
    pub party: Option<String>,
    /// Its bytes.
    pub blob: Option<Hash>,
    /// A stable code.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub next: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it first failed.
    pub first_at: Time,
    /// When it last did.
    pub last_at: Time,
    /// open, solved or dropped.
    pub state: String,
    /// Who closed it.
    pub closed_by: Option<String>,
}

const SELECT: &str = "SELECT d.id, d.intake, i.feed, i.path, p.name, d.blob, d.code, d.message, d.next_step,
    d.attempts, d.first_at, d.last_at, d.state, d.closed_by FROM dead_letters d
    LEFT JOIN intake i ON i.id = d.intake LEFT JOIN parties p ON p.id = d.party";

fn read(columns: &mut Columns) -> Result<Letter, DbError> {
    let (id, intake) = (columns.int()?, columns.int_option()?);
    let from = columns.text_option()?.zip(columns.text_option()?);
    let party = columns.text_option()?;
    let blob = columns.bytes_option()?.and_then(|bytes| Some(Hash(bytes.try_into().ok()?)));
    Ok(Letter {
        id,
        intake,
        from,
        party,
        blob,
        code: columns.text()?,
        message: columns.text()?,
        next: columns.text()?,
        attempts: columns.int()?,
        first_at: columns.time()?,
        last_at: columns.time()?,
        state: columns.text()?,
        closed_by: columns.text_option()?,
    })
}

/// Letters, the open ones and then the closed ones, the newest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn list(db: &Db, limit: u32) -> Result<Vec<Letter>, DbError> {
    let sql = format!("{SELECT} ORDER BY d.state = 'open' DESC, d.id DESC LIMIT ?");
    all(db, "dead_letters", sqlx::query(sqlx::AssertSqlSafe(sql)).bind(limit), read).await
}

/// One letter.
///
/// # Errors
/// If the database cannot be read.
pub async fn one(db: &Db, id: i64) -> Result<Option<Letter>, DbError> {
    let sql = format!("{SELECT} WHERE d.id = ?");
    first(db, "dead_letters", sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id), read).await
}
