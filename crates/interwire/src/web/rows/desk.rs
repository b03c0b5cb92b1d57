//! The newest version of each item, as lists show it, with the recall that stands against it.

use super::{all, first};
use crate::store::items::{bytes_of_item, item_of};
use crate::store::value::Columns;
use crate::store::{Db, DbError};
use interwire_core::exchange::fold::usable;
use interwire_core::exchange::store::RecallRow;
use interwire_core::ids::{ItemKey, PartyId};
use interwire_core::protocol::v1::statement::PubStatus;
use interwire_core::time::Time;

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

    /// Whether it must not be published yet.
    #[must_use]
    pub fn embargoed(&self, now: Time) -> bool {
        self.embargo_unclear || self.embargo_until.is_some_and(|until| until > now)
    }
}

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this source.
    pub source: Option<String>,
    /// In this language, or a narrower tag of it.
    pub language: Option<String>,
    /// Of this medium.
    pub kind: Option<String>,
    /// Older than this line.
    pub before: Option<i64>,
    /// Newer than this line, the oldest of them first.
    pub after: Option<i64>,
}

impl Filter {
    /// Whether a line is meant.
    #[must_use]
    pub fn takes(&self, row: &DeskRow) -> bool {
        let is =
            |wanted: &Option<String>, has: Option<&str>| wanted.as_deref().is_none_or(|wanted| has == Some(wanted));
        let primary = row.language.as_deref().and_then(|tag| tag.split('-').next());
        is(&self.source, Some(row.key.source.as_str()))
            && (is(&self.language, row.language.as_deref()) || is(&self.language, primary))
            && is(&self.kind, Some(&row.kind))
    }
}

const SELECT: &str = "SELECT d.seq, p.name, d.item, d.version, d.guid, d.kind, v.status, d.headline, d.slug,
    d.language, d.urgency,
    (SELECT max(e.embargo_until) FROM desk e WHERE e.source = d.source AND e.item = d.item),
    EXISTS (SELECT 1 FROM desk e JOIN holds h ON h.source = e.source AND h.item = e.item
        WHERE e.source = d.source AND e.item = d.item AND e.embargo_unclear = 1 AND h.until IS NULL), d.version_created, d.arrived_at, v.conflict,
    i.recall_order, i.recall_action, i.recall_through, i.recall_reason, i.recall_at
    FROM desk d JOIN parties p ON p.id = d.source
    LEFT JOIN versions v ON v.source = d.source AND v.item = d.item AND v.version = d.version
    LEFT JOIN items i ON i.source = d.source AND i.item = d.item";
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
    })
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
pub async fn board(db: &Db, me: &PartyId, filter: &Filter, limit: u32) -> Result<Vec<DeskRow>, DbError> {
    list(db, "p.name <> ?1", me, filter, limit).await
}

/// Lines of our own items, the newest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn own(db: &Db, me: &PartyId, filter: &Filter, limit: u32) -> Result<Vec<DeskRow>, DbError> {
    list(db, "p.name = ?1", me, filter, limit).await
}

async fn list(db: &Db, whose: &str, me: &PartyId, filter: &Filter, limit: u32) -> Result<Vec<DeskRow>, DbError> {
    let order = if filter.after.is_some() { "ASC" } else { "DESC" };
    let sql = format!(
        "{SELECT} WHERE {whose} AND d.test = 0 AND d.seq < ?2 AND d.seq > ?3 AND {NEWEST}
        AND (?4 IS NULL OR p.name = ?4) AND (?5 IS NULL OR d.kind = ?5)
        AND (?6 IS NULL OR d.language = ?6 OR d.language LIKE ?6 || '-%')
        ORDER BY d.seq {order} LIMIT ?7"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(me.as_str().to_owned())
        .bind(filter.before.unwrap_or(i64::MAX))
        .bind(filter.after.unwrap_or(-1))
        .bind(filter.source.clone())
        .bind(filter.kind.clone())
        .bind(filter.language.clone())
        .bind(limit);
    let mut rows = all(db, "desk", query, read).await?;
    if filter.after.is_some() {
        rows.reverse();
    }
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
        SELECT 'source', source FROM lately UNION SELECT 'kind', kind FROM lately
        UNION SELECT 'language', language FROM lately WHERE language IS NOT NULL ORDER BY 1, 2";
    let query = sqlx::query(sql).bind(me.as_str().to_owned());
    all(db, "desk", query, |columns| Ok((columns.text()?, columns.text()?))).await
}
