//! The versions of one item, and the order that stands against it.

use super::{all, first};
use crate::store::items::bytes_of_item;
use crate::store::value::Columns;
use crate::store::{Db, DbError};
use interwire_core::exchange::store::RecallRow;
use interwire_core::ids::{Hash, ItemKey, JournalId, Position};
use interwire_core::protocol::v1::statement::PubStatus;
use interwire_core::time::Time;

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionLine {
    /// Its number.
    pub version: u64,
    /// Its document.
    pub doc: Hash,
    /// Its status.
    pub status: PubStatus,
    /// waiting, held or refused.
    pub state: String,
    /// Why it was refused.
    pub cause: Option<String>,
    /// The statement that announced it; none while ours is not published.
    pub position: Option<Position>,
    /// Another document came with the same number.
    pub conflict: bool,
    /// A test.
    pub test: bool,
    /// When it arrived, once it was read.
    pub arrived_at: Option<Time>,
    /// What was noted when it was read, as JSON.
    pub notes: Option<String>,
    /// The file it was taken in from, and its format, for our own.
    pub original: Option<(Hash, String)>,
}

/// All versions, the newest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn of(db: &Db, key: &ItemKey) -> Result<Vec<VersionLine>, DbError> {
    let sql = "WITH k AS (SELECT v.source, v.item, v.version FROM versions v JOIN parties p ON p.id = v.source
            WHERE p.name = ?1 AND v.item = ?2
            UNION SELECT d.source, d.item, d.version FROM desk d JOIN parties p ON p.id = d.source
            WHERE p.name = ?1 AND d.item = ?2)
        SELECT k.version, coalesce(v.doc, d.doc), coalesce(v.status, 'usable'), coalesce(v.state, 'held'), v.cause,
        coalesce(v.conflict, 0), coalesce(v.test, d.test), v.idx, a.name, w.name, j.epoch,
        d.arrived_at, d.notes, d.original, d.original_format
        FROM k LEFT JOIN versions v ON v.source = k.source AND v.item = k.item AND v.version = k.version
        LEFT JOIN desk d ON d.source = k.source AND d.item = k.item AND d.version = k.version
        LEFT JOIN journals j ON j.id = v.journal LEFT JOIN agreements a ON a.id = j.agreement
        LEFT JOIN parties w ON w.id = j.party ORDER BY k.version DESC LIMIT 500";
    let query = sqlx::query(sql).bind(key.source.as_str().to_owned()).bind(bytes_of_item(&key.item)?);
    all(db, "versions", query, read).await
}

fn read(columns: &mut Columns) -> Result<VersionLine, DbError> {
    let (version, doc, status) = (columns.unsigned()?, columns.hash()?, columns.parsed()?);
    let (state, cause) = (columns.text()?, columns.text_option()?);
    let (conflict, test, index) = (columns.flag()?, columns.flag()?, columns.unsigned_option()?);
    let (agreement, party) = (columns.parsed_option()?, columns.parsed_option()?);
    let epoch = columns.int_option()?.and_then(|epoch| u32::try_from(epoch).ok());
    let journal =
        agreement.zip(party).zip(epoch).map(|((agreement, party), epoch)| JournalId { agreement, party, epoch });
    let (arrived_at, notes) = (columns.time_option()?, columns.text_option()?);
    let file = columns.bytes_option()?.and_then(|bytes| Some(Hash(bytes.try_into().ok()?)));
    let format = columns.text_option()?;
    Ok(VersionLine {
        version,
        doc,
        status,
        state,
        cause,
        position: journal.zip(index).map(|(journal, index)| Position { journal, index }),
        conflict,
        test,
        arrived_at,
        notes,
        original: file.zip(format),
    })
}

/// The order that stands against an item, or once did; `None` if the item is not known at all.
///
/// # Errors
/// If the database cannot be read.
pub async fn recall(db: &Db, key: &ItemKey) -> Result<Option<(Option<String>, Option<RecallRow>)>, DbError> {
    let sql = "SELECT i.guid, i.recall_order, i.recall_action, i.recall_through, i.recall_reason, i.recall_at
        FROM items i JOIN parties p ON p.id = i.source WHERE p.name = ? AND i.item = ?";
    let query = sqlx::query(sql).bind(key.source.as_str().to_owned()).bind(bytes_of_item(&key.item)?);
    first(db, "items", query, |columns| Ok((columns.text_option()?, super::desk::recall(columns)?))).await
}
