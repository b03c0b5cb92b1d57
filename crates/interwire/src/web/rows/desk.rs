//! The newest version of each item, as lists show it, with the recall that stands against it.

use super::{all, first};
use crate::index::Place;
use crate::store::items::{bytes_of_item, item_of};
use crate::store::taken::Taken;
use crate::store::value::Columns;
use crate::store::{Db, DbError};
use interwire_core::exchange::fold::usable;
use interwire_core::exchange::store::RecallRow;
use interwire_core::ids::{Hash, ItemKey, PartyId};
use interwire_core::protocol::v1::statement::{Action, PubStatus};
use interwire_core::time::Time;

/// The least urgent of flashes.
const FLASH_MAX: i64 = 2;

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// Its place in the order of arrival.
    pub seq: i64,
    /// Which item.
    pub key: ItemKey,
    /// Which version.
    pub version: u64,
    /// The item's name in the world.
    pub guid: String,
    /// Text, picture ...
    pub kind: String,
    /// The version's status.
    pub status: PubStatus,
    /// The main headline.
    pub headline: Option<String>,
    /// The slug line.
    pub slug: Option<String>,
    /// The main language.
    pub language: Option<String>,
    /// Urgency, 1 to 9.
    pub urgency: Option<i64>,
    /// Not to be published before, as any of its versions says.
    pub embargo_until: Option<Time>,
    /// An embargo of a version has no known end, and no person has said that it is over.
    pub embargo_unclear: bool,
    /// When its source made the version.
    pub version_created: Option<Time>,
    /// When it arrived here.
    pub arrived_at: Time,
    /// Another document came with the same number.
    pub conflict: bool,
    /// The last order about the item.
    pub recall: Option<RecallRow>,
    /// Its document.
    pub doc: Hash,
    /// Who works on it.
    pub taken: Option<Taken>,
    /// The file whose small picture stands for it.
    pub picture: Option<Hash>,
}

impl DeskRow {
    /// Whether people may use it.
    #[must_use]
    pub fn usable(&self) -> bool {
        usable(self.status, self.version, self.recall.as_ref())
    }

    /// Whether an order of its source stands against this version.
    #[must_use]
    pub fn recalled(&self) -> bool {
        !usable(PubStatus::Usable, self.version, self.recall.as_ref())
    }

    /// Whether its source has killed it.
    #[must_use]
    pub fn killed(&self) -> bool {
        self.recalled() && self.recall.as_ref().is_some_and(|recall| recall.action == Some(Action::Kill))
    }

    /// Whether it is so urgent that people are called to it.
    #[must_use]
    pub fn flash(&self, now: Time) -> bool {
        self.urgency.is_some_and(|urgency| urgency <= FLASH_MAX) && self.usable() && !self.embargoed(now)
    }

    /// Whether it must not be published yet.
    #[must_use]
    pub fn embargoed(&self, now: Time) -> bool {
        self.embargo_unclear || self.embargo_until.is_some_and(|until| until > now)
    }
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// Older than this line.
    pub before: Option<i64>,
    /// Newer than this line, the oldest of them first.
    pub after: Option<i64>,
}

const SELECT: &str = "SELECT d.seq, p.name, d.item, d.version, d.guid, d.kind, v.status, d.headline, d.slug,
    d.language, d.urgency,
    (SELECT max(e.embargo_until) FROM desk e WHERE e.source = d.source AND e.item = d.item),
    EXISTS (SELECT 1 FROM desk e JOIN holds h ON h.source = e.source AND h.item = e.item
        WHERE e.source = d.source AND e.item = d.item AND e.embargo_unclear = 1 AND h.until IS NULL), d.version_created, d.arrived_at, v.conflict,
    i.recall_order, i.recall_action, i.recall_through, i.recall_reason, i.recall_at, d.doc, t.user, t.at,
    th.blob
    FROM desk d JOIN parties p ON p.id = d.source
    LEFT JOIN versions v ON v.source = d.source AND v.item = d.item AND v.version = d.version
    LEFT JOIN items i ON i.source = d.source AND i.item = d.item
    LEFT JOIN taken t ON t.source = d.source AND t.item = d.item
    LEFT JOIN thumbnails th ON th.source = d.source AND th.item = d.item AND th.version = d.version";
/// Newer versions hide older ones.
const NEWEST: &str = "NOT EXISTS (SELECT 1 FROM desk n
    WHERE n.source = d.source AND n.item = d.item AND n.version > d.version)";

fn read(columns: &mut Columns) -> Result<DeskRow, DbError> {
    Ok(DeskRow {
        seq: columns.int()?,
        key: ItemKey { source: columns.parsed()?, item: item_of(columns)? },
        version: columns.unsigned()?,
        guid: columns.text()?,
        kind: columns.text()?,
        status: columns.parsed_option()?.unwrap_or(PubStatus::Usable),
        headline: columns.text_option()?,
        slug: columns.text_option()?,
        language: columns.text_option()?,
        urgency: columns.int_option()?,
        embargo_until: columns.time_option()?,
        embargo_unclear: columns.flag()?,
        version_created: columns.time_option()?,
        arrived_at: columns.time()?,
        conflict: columns.int_option()? == Some(1),
        recall: recall(columns)?,
        doc: columns.hash()?,
        taken: taken(columns)?,
        picture: columns.hash_option()?,
    })
}

fn taken(columns: &mut Columns) -> Result<Option<Taken>, DbError> {
    let (user, at) = (columns.text_option()?, columns.time_option()?);
    Ok(user.zip(at).map(|(user, at)| Taken { user, at }))
}

/// The five columns of a recall.
pub(super) fn recall(columns: &mut Columns) -> Result<Option<RecallRow>, DbError> {
    let (order, action) = (columns.unsigned_option()?, columns.parsed_option()?);
    let (through, reason, at) = (columns.unsigned_option()?, columns.parsed_option()?, columns.time_option()?);
    let (through, at) = (through.unwrap_or(0), at.unwrap_or_default());
    let row = |order| RecallRow { order, action, through, reason, at, ..RecallRow::default() };
    Ok(order.map(row))
}

/// Lines of partners' items for the board, the newest first. Tests are never news.
///
/// # Errors
/// If the database cannot be read.
pub async fn board(db: &Db, me: &PartyId, span: Span, limit: u32) -> Result<Vec<DeskRow>, DbError> {
    list(db, "p.name <> ?1", me, span, limit).await
}

/// Lines of our own items, the newest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn own(db: &Db, me: &PartyId, span: Span, limit: u32) -> Result<Vec<DeskRow>, DbError> {
    list(db, "p.name = ?1", me, span, limit).await
}

async fn list(db: &Db, whose: &str, me: &PartyId, span: Span, limit: u32) -> Result<Vec<DeskRow>, DbError> {
    let order = if span.after.is_some() { "ASC" } else { "DESC" };
    let sql = format!(
        "{SELECT} WHERE {whose} AND d.test = 0 AND d.seq < ?2 AND d.seq > ?3 AND {NEWEST}
        ORDER BY d.seq {order} LIMIT ?4"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(me.as_str().to_owned())
        .bind(span.before.unwrap_or(i64::MAX))
        .bind(span.after.unwrap_or(-1))
        .bind(limit);
    let mut rows = all(db, "desk", query, read).await?;
    if span.after.is_some() {
        rows.reverse();
    }
    Ok(rows)
}

/// Lines of partners' items, the most urgent first, after a line.
///
/// # Errors
/// If the database cannot be read.
pub async fn urgent(db: &Db, me: &PartyId, after: Option<Place>, limit: u32) -> Result<Vec<DeskRow>, DbError> {
    let sql = format!(
        "{SELECT} WHERE p.name <> ?1 AND d.test = 0 AND {NEWEST} AND (coalesce(d.urgency, 10) > ?2
            OR (coalesce(d.urgency, 10) = ?2 AND d.seq < ?3))
        ORDER BY coalesce(d.urgency, 10), d.seq DESC LIMIT ?4"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(me.as_str().to_owned())
        .bind(after.map_or(-1, Place::urgency))
        .bind(after.map_or(i64::MAX, Place::seq))
        .bind(limit);
    all(db, "desk", query, read).await
}

/// The lines at these places of the desk, in the same order; those that are not the newest of their items are left out.
///
/// # Errors
/// If the database cannot be read.
pub async fn at(db: &Db, places: &[i64]) -> Result<Vec<DeskRow>, DbError> {
    let marks = vec!["?"; places.len()].join(", ");
    let sql = format!("{SELECT} WHERE d.seq IN ({marks}) AND {NEWEST}");
    let query = places.iter().fold(sqlx::query(sqlx::AssertSqlSafe(sql)), |query, place| query.bind(*place));
    let mut rows = all(db, "desk", query, read).await?;
    rows.sort_by_key(|row| places.iter().position(|place| *place == row.seq));
    Ok(rows)
}

/// The line of one item.
///
/// # Errors
/// If the database cannot be read.
pub async fn one(db: &Db, key: &ItemKey) -> Result<Option<DeskRow>, DbError> {
    let sql = format!("{SELECT} WHERE p.name = ? AND d.item = ? AND {NEWEST}");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(key.source.as_str().to_owned());
    first(db, "desk", query.bind(bytes_of_item(&key.item)?), read).await
}

/// Languages, media and sources to choose from: what lies on the desk.
///
/// # Errors
/// If the database cannot be read.
pub async fn choices(db: &Db, me: &PartyId) -> Result<Vec<(String, String)>, DbError> {
    // Only the newest lines: the choice needs no more, and must not read the whole desk.
    let sql = "WITH lately AS (SELECT p.name AS source, d.language, d.kind FROM desk d
        JOIN parties p ON p.id = d.source WHERE p.name <> ? ORDER BY d.seq DESC LIMIT 2000)
        SELECT 'source', source FROM lately UNION SELECT 'media', kind FROM lately
        UNION SELECT 'language', language FROM lately WHERE language IS NOT NULL ORDER BY 1, 2";
    let query = sqlx::query(sql).bind(me.as_str().to_owned());
    all(db, "desk", query, |columns| Ok((columns.text()?, columns.text()?))).await
}
