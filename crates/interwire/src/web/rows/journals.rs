//! Statements and heads of journals, as pages show where something comes from.

use super::first;
use crate::store::{Db, DbError};
use interwire_core::ids::{JournalId, Position};
use interwire_core::journal::checkpoint::SignedCheckpoint;
use interwire_core::protocol::v1::statement::Statement;

const JOURNAL: &str = "j.id = (SELECT j2.id FROM journals j2 JOIN agreements a ON a.id = j2.agreement
    JOIN parties p ON p.id = j2.party WHERE a.name = ? AND p.name = ? AND j2.epoch = ?)";

/// The statement at a position, if it is held and reads.
///
/// # Errors
/// If the database cannot be read.
pub async fn statement(db: &Db, position: &Position) -> Result<Option<Statement>, DbError> {
    let sql =
        format!("SELECT e.bytes FROM entries e JOIN journals j ON j.id = e.journal WHERE {JOURNAL} AND e.idx = ?");
    let JournalId { agreement, party, epoch } = &position.journal;
    let query = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(agreement.as_str().to_owned())
        .bind(party.as_str().to_owned())
        .bind(*epoch)
        .bind(position.index.cast_signed());
    let bytes = first(db, "entries", query, crate::store::value::Columns::bytes).await?;
    Ok(bytes.and_then(|bytes| Statement::from_bytes(&bytes).ok()))
}

/// The newest signed head of a journal of which all entries are held.
///
/// # Errors
/// If the database cannot be read.
pub async fn head(db: &Db, journal: &JournalId) -> Result<Option<SignedCheckpoint>, DbError> {
    let sql = format!("SELECT s.head FROM journal_state s JOIN journals j ON j.id = s.journal WHERE {JOURNAL}");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(journal.agreement.as_str().to_owned())
        .bind(journal.party.as_str().to_owned())
        .bind(journal.epoch);
    let text = first(db, "journal_state", query, crate::store::value::Columns::text_option).await?.flatten();
    Ok(text.and_then(|text| SignedCheckpoint::parse(&text).ok()))
}
