//! What the pages list of each version, read from its document when it arrived or when we took it in.

use super::about::key_of;
use super::items::bytes_of_item;
use super::tables::DESK;
use super::tx::Tx;
use super::value::{Columns, Row, row};
use super::{Db, DbError};
use interwire_core::exchange::fold::usable;
use interwire_core::exchange::store::{RecallRow, Stored};
use interwire_core::ids::{Guid, Hash, ItemKey};
use interwire_core::protocol::v1::statement::PubStatus;
use interwire_core::time::Time;

/// One version as the pages know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// Which item.
    pub key: ItemKey,
    /// Which version.
    pub version: u64,
    /// Its name in the world.
    pub guid: Guid,
    /// Its document.
    pub doc: Hash,
    /// `text`, `picture`, ...
    pub kind: String,
    /// Publishing status.
    pub pub_status: PubStatus,
    /// Headline.
    pub headline: Option<String>,
    /// Slug.
    pub slug: Option<String>,
    /// Language, as the document says it.
    pub language: Option<String>,
    /// Service of the source.
    pub service: Option<String>,
    /// 1 to 9.
    pub urgency: Option<u64>,
    /// Not to be used before.
    pub embargo_until: Option<Time>,
    /// There is an embargo, but when it ends is not known: not usable until a person says so.
    pub embargo_unclear: bool,
    /// When the source made this version.
    pub version_created: Option<Time>,
    /// When it came here.
    pub arrived_at: Time,
    /// Our own intake it came by; `None` if a partner sent it.
    pub feed: Option<String>,
    /// The arrival at our own intake.
    pub intake: Option<i64>,
    /// The bytes from which we read it.
    pub original: Option<Hash>,
    /// Their format.
    pub original_format: Option<String>,
    /// A test, never shown as news.
    pub test: bool,
    /// What reading it noted, as JSON.
    pub notes: String,
}

/// A version on a list, with what became of its item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its place in the order of arrival: the cursor of lists.
    pub seq: i64,
    /// The version.
    pub row: DeskRow,
    /// The item's newest version.
    pub current: Option<u64>,
    /// The last order about the item.
    pub recall: Option<RecallRow>,
}

impl Listed {
    /// Whether people may see it as news at `now`: usable, not recalled, no embargo.
    #[must_use]
    pub fn is_usable(&self, now: Time) -> bool {
        let free = !self.row.embargo_unclear && self.row.embargo_until.is_none_or(|until| until <= now);
        free && usable(self.row.pub_status, self.row.version, self.recall.as_ref())
    }
}

impl Tx<'_> {
    /// Lists a version, or replaces what was listed of it; returns its cursor, which stays the same.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_desk(&mut self, desk: &DeskRow) -> Stored<i64> {
        let mut key = self.writer.item_columns(&desk.key)?;
        key.push(desk.version.into());
        let known = self.get(&DESK, &key)?;
        let seq = match known {
            Some(mut columns) => {
                (0..DESK.key).try_for_each(|_| columns.skip())?;
                columns.int()?
            }
            None => self.writer.next_number(&DESK, "SELECT max(seq) FROM desk")?,
        };
        let rest = rest_of(seq, desk);
        self.put(&DESK, key.into_iter().chain(rest).collect());
        Ok(seq)
    }

    /// What is listed of a version.
    ///
    /// # Errors
    /// If the store fails.
    pub fn desk(&mut self, key: &ItemKey, version: u64) -> Stored<Option<DeskRow>> {
        let Some(mut columns) = self.writer.find_item(key)? else { return Ok(None) };
        columns.push(version.into());
        let Some(mut columns) = self.get(&DESK, &columns)? else { return Ok(None) };
        (0..DESK.key + 1).try_for_each(|_| columns.skip())?;
        Ok(Some(desk_of(key.clone(), version, &mut columns)?))
    }
}

fn rest_of(seq: i64, desk: &DeskRow) -> Row {
    row![
        seq,
        desk.guid.as_str(),
        desk.doc,
        desk.kind.as_str(),
        desk.pub_status.word(),
        desk.headline.clone(),
        desk.slug.clone(),
        desk.language.clone(),
        desk.service.clone(),
        desk.urgency,
        desk.embargo_until,
        desk.embargo_unclear,
        desk.version_created,
        desk.arrived_at,
        desk.feed.clone(),
        desk.intake,
        desk.original,
        desk.original_format.clone(),
        desk.test,
        desk.notes.as_str(),
    ]
}

pub(super) fn desk_of(key: ItemKey, version: u64, columns: &mut Columns) -> Result<DeskRow, DbError> {
    Ok(DeskRow {
        key,
        version,
        guid: columns.parsed()?,
        doc: columns.hash()?,
        kind: columns.text()?,
        pub_status: columns.parsed()?,
        headline: columns.text_option()?,
        slug: columns.text_option()?,
        language: columns.text_option()?,
        service: columns.text_option()?,
        urgency: columns.unsigned_option()?,
        embargo_until: columns.time_option()?,
        embargo_unclear: columns.flag()?,
        version_created: columns.time_option()?,
        arrived_at: columns.time()?,
        feed: columns.text_option()?,
        intake: columns.int_option()?,
        original: columns.hash_option()?,
        original_format: columns.text_option()?,
        test: columns.flag()?,
        notes: columns.text()?,
    })
}

/// The columns of a list; what selects and orders follows.
macro_rules! list {
    ($rest:literal) => {
        concat!(
            "SELECT parties.name, desk.item, desk.version, seq, desk.guid, doc, kind, pub_status, headline, slug, language,
                service, urgency, embargo_until, embargo_unclear, version_created, arrived_at, feed, intake, original,
                original_format, test, notes, items.current, recall_order, recall_action, recall_through, recall_reason,
                recall_at, recall_stopped, recall_corrected, recall_released
            FROM desk JOIN parties ON parties.id = desk.source
            LEFT JOIN items ON items.source = desk.source AND items.item = desk.item ",
            $rest
        )
    };
}

fn listed_of(mut columns: Columns) -> Result<Listed, DbError> {
    let (key, version, seq) = (key_of(&mut columns)?, columns.unsigned()?, columns.int()?);
    let row = desk_of(key, version, &mut columns)?;
    let current = columns.unsigned_option()?;
    Ok(Listed { seq, row, current, recall: super::items::recall_of(&mut columns)? })
}

impl Db {
    /// All versions of an item, newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn desk_of_item(&self, key: &ItemKey) -> Result<Vec<Listed>, DbError> {
        let sql = list!("WHERE parties.name = ? AND desk.item = ? ORDER BY desk.version DESC");
        let values = row![key.source.as_str(), bytes_of_item(&key.item)?];
        self.rows(DESK.name, sql, &values).await?.into_iter().map(listed_of).collect()
    }

    /// Versions in the order in which they came, after a cursor.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn desk_after(&self, seq: i64, limit: u64) -> Result<Vec<Listed>, DbError> {
        let sql = list!("WHERE seq > ? ORDER BY seq LIMIT ?");
        self.rows(DESK.name, sql, &row![seq, limit]).await?.into_iter().map(listed_of).collect()
    }

    /// The newest place on the desk, and the newest event for the house's systems; 0 where there is none.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn newest_of_desk(&self) -> Result<(i64, i64), DbError> {
        let sql = "SELECT coalesce((SELECT max(seq) FROM desk), 0), coalesce((SELECT max(seq) FROM outlet_events), 0)";
        let mut rows = self.rows(DESK.name, sql, &[]).await?;
        rows.pop().map_or(Ok((0, 0)), |mut columns| Ok((columns.int()?, columns.int()?)))
    }

    /// Versions with this guid, of whatever source, newest first: how people name an item on the command line.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn desk_of_guid(&self, guid: &Guid) -> Result<Vec<Listed>, DbError> {
        let sql = list!("WHERE desk.guid = ? ORDER BY desk.version DESC");
        self.rows(DESK.name, sql, &row![guid.as_str()]).await?.into_iter().map(listed_of).collect()
    }
}
