//! What was let go because the settings keep it no longer, and what must be known before anything is: which files the
//! items name, and which rows are old enough. What is let go is decided above, in `care`.

use super::about::About;
use super::tables::{ALERTS_OUT, AUDIT, BLOBS, DEAD_LETTERS, DESK, ITEM_FILES, LET_GO, SETTINGS, THUMBNAILS, Table};
use super::tx::{Tx, limit_of};
use super::value::{Columns, row};
use super::{Db, DbError};
use crate::blobs::FileId;
pub use crate::config::Rule;
use interwire_core::exchange::store::{Store, Stored};
use interwire_core::ids::{Hash, ItemKey, Position};
use interwire_core::item::Limits;
use interwire_core::protocol::v1::item::{DOCUMENT_BYTES_MAX, read_head};
use interwire_core::time::Time;

/// The setting that remembers up to which version of the desk the files of items are known: without it they are read
/// again.
pub const CURSOR: &str = "care/seq";

/// Bytes that were let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetGo {
    /// Which.
    pub hash: Hash,
    /// By which rule.
    pub rule: Rule,
    /// After how many days.
    pub days: u32,
    /// How many bytes they were.
    pub size: u64,
    /// When.
    pub at: Time,
}

/// Bytes that are let go in a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freed {
    /// Which.
    pub hash: Hash,
    /// How many.
    pub size: u64,
    /// Their file, if they have one; it goes after the commit.
    pub file: Option<FileId>,
}

/// The newest version of an item that has something to let go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Old {
    /// Its place on the desk.
    pub seq: i64,
    /// Which item.
    pub key: ItemKey,
}

/// What a rule will let go, as far as it can be told beforehand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Foreseen {
    /// Things that are older than the rule keeps them, and still here.
    pub over: u64,
    /// Things that will be in the days asked for.
    pub soon: u64,
    /// The moment from which the oldest of the others counts.
    pub next_from: Option<Time>,
}

const OLD: &str = "SELECT d.seq, d.source, d.item FROM desk d WHERE d.seq > ?1 AND d.arrived_at < ?2
    AND NOT EXISTS (SELECT 1 FROM desk n WHERE n.source = d.source AND n.item = d.item AND n.version > d.version)
    AND (EXISTS (SELECT 1 FROM blobs WHERE hash = d.doc) OR EXISTS (SELECT 1 FROM blobs WHERE hash = d.original)
        OR EXISTS (SELECT 1 FROM item_files f JOIN blobs b ON b.hash = f.hash
            WHERE f.source = d.source AND f.item = d.item))
    ORDER BY d.seq LIMIT ?3";
const STATEMENTS: &str = "SELECT journal, idx, kind, version FROM about WHERE source = ? AND item = ?";
const IN_USE: &str = "SELECT 1 FROM agreement_documents WHERE hash = ?1
    UNION ALL SELECT 1 FROM intake WHERE blob = ?1 AND state = 'arrived'
    UNION ALL SELECT 1 FROM dead_letters WHERE blob = ?1 AND state = 'open'
    UNION ALL SELECT 1 FROM fetches WHERE hash = ?1 AND EXISTS
        (SELECT 1 FROM intake WHERE intake.id = fetches.intake AND intake.state = 'arrived')
    LIMIT 1";

impl Tx<'_> {
    /// Reads which files the next versions of the desk name; returns how many versions were read.
    ///
    /// # Errors
    /// If the store fails.
    pub fn learn_files(&mut self, limit: usize) -> Stored<usize> {
        let known = self.setting(CURSOR)?.and_then(|text| text.parse::<i64>().ok()).unwrap_or_default();
        let sql = "SELECT seq, source, item, doc FROM desk WHERE seq > ? ORDER BY seq LIMIT ?";
        let rows = self.query(&DESK, sql, &row![known, limit_of(limit)])?;
        let (count, mut last) = (rows.len(), known);
        for mut columns in rows {
            last = columns.int()?;
            let (key, doc) = (self.writer.item_key(&mut columns)?, columns.hash()?);
            for hash in self.files_named(&doc)? {
                let mut row = self.writer.item_columns(&key)?;
                row.extend(row![hash]);
                self.put(&ITEM_FILES, row);
            }
        }
        if last > known {
            self.put_setting(CURSOR, &last.to_string())?;
        }
        Ok(count)
    }

    /// The files that a document names, in its order; none if it is not held or does not read.
    ///
    /// # Errors
    /// If the store fails.
    pub fn files_named(&mut self, doc: &Hash) -> Stored<Vec<Hash>> {
        let bytes = self.blob(doc)?.filter(|bytes| bytes.len() <= DOCUMENT_BYTES_MAX);
        let head = bytes.and_then(|bytes| read_head(&bytes, &Limits::default()).ok());
        Ok(head.map(|head| head.media.into_iter().map(|(hash, _)| hash).collect()).unwrap_or_default())
    }

    /// The files that documents name whose versions wait for others of them.
    ///
    /// # Errors
    /// If the store fails.
    pub fn files_awaited(&mut self) -> Stored<Vec<Hash>> {
        self.flush()?;
        let mut files = Vec::new();
        let sql = "SELECT doc FROM versions JOIN blobs ON blobs.hash = versions.doc WHERE state = 'waiting'";
        for mut columns in self.query(&DESK, sql, &[])? {
            files.extend(self.files_named(&columns.hash()?)?);
        }
        Ok(files)
    }

    /// Items after a place of the desk whose newest version came before a moment and of which bytes are here.
    ///
    /// # Errors
    /// If the store fails.
    pub fn old_items(&mut self, after: i64, before: Time, limit: usize) -> Stored<Vec<Old>> {
        self.flush()?;
        let rows = self.query(&DESK, OLD, &row![after, before, limit_of(limit)])?;
        let mut found = Vec::with_capacity(rows.len());
        for mut columns in rows {
            let seq = columns.int()?;
            found.push(Old { seq, key: self.writer.item_key(&mut columns)? });
        }
        Ok(found)
    }

    /// The files that an item names.
    ///
    /// # Errors
    /// If the store fails.
    pub fn files_of(&mut self, key: &ItemKey) -> Stored<Vec<Hash>> {
        let prefix = self.writer.item_columns(key)?;
        let rows = self.query(&ITEM_FILES, "SELECT hash FROM item_files WHERE source = ? AND item = ?", &prefix)?;
        Ok(rows.into_iter().map(|mut columns| columns.hash()).collect::<Result<_, _>>()?)
    }

    /// The items that name a file.
    ///
    /// # Errors
    /// If the store fails.
    pub fn items_with(&mut self, file: &Hash, limit: usize) -> Stored<Vec<ItemKey>> {
        let sql = "SELECT source, item FROM item_files WHERE hash = ? LIMIT ?";
        let rows = self.query(&ITEM_FILES, sql, &row![*file, limit_of(limit)])?;
        Ok(rows.into_iter().map(|mut columns| self.writer.item_key(&mut columns)).collect::<Result<_, _>>()?)
    }

    /// The items that were read from a file of the house.
    ///
    /// # Errors
    /// If the store fails.
    pub fn items_read_from(&mut self, original: &Hash, limit: usize) -> Stored<Vec<ItemKey>> {
        let sql = "SELECT DISTINCT source, item FROM desk WHERE original = ? LIMIT ?";
        let rows = self.query(&DESK, sql, &row![*original, limit_of(limit)])?;
        Ok(rows.into_iter().map(|mut columns| self.writer.item_key(&mut columns)).collect::<Result<_, _>>()?)
    }

    /// The statements about an item, with what each does and to which version.
    ///
    /// # Errors
    /// If the store fails.
    pub fn statements_about(&mut self, key: &ItemKey) -> Stored<Vec<(Position, About, Option<u64>)>> {
        self.flush()?;
        let prefix = self.writer.item_columns(key)?;
        let rows = self.query(&DESK, STATEMENTS, &prefix)?;
        let mut found = Vec::with_capacity(rows.len());
        for mut columns in rows {
            let position = self.writer.position(&mut columns)?;
            found.push((position, columns.parsed()?, columns.unsigned_option()?));
        }
        Ok(found)
    }

    /// Whether a blob is an agreement's, or is waited with: an arrival that nobody has read, an open dead letter.
    ///
    /// # Errors
    /// If the store fails.
    pub fn is_in_use(&mut self, blob: &Hash) -> Stored<bool> {
        self.flush()?;
        Ok(!self.query(&DESK, IN_USE, &row![*blob])?.is_empty())
    }

    /// Lets the bytes of a blob go, and notes that; none if they are not here.
    ///
    /// # Errors
    /// If the store fails.
    pub fn let_go(&mut self, blob: &Hash, rule: Rule, days: u32, now: Time) -> Stored<Option<Freed>> {
        let Some(size) = self.blob_size(blob)? else { return Ok(None) };
        self.writer.remove(&BLOBS, row![*blob]);
        self.put(&LET_GO, row![*blob, rule.word(), days, size, now]);
        self.writer.flush(&THUMBNAILS)?;
        self.writer.execute("DELETE FROM thumbnails WHERE blob = ?", &row![*blob])?;
        self.writer.rows.forget_table(&THUMBNAILS);
        Ok(Some(Freed { hash: *blob, size, file: self.writer.blobs.file_id(blob) }))
    }

    /// Closed dead letters from before a moment: their numbers and bytes. The newest of all stays, so that no number is
    /// given twice.
    ///
    /// # Errors
    /// If the store fails.
    pub fn old_letters(&mut self, before: Time, limit: usize) -> Stored<Vec<(i64, Option<Hash>)>> {
        let sql = "SELECT id, blob FROM dead_letters WHERE state <> 'open' AND coalesce(closed_at, last_at) < ?1
            AND id < (SELECT max(id) FROM dead_letters) ORDER BY id LIMIT ?2";
        let rows = self.query(&DEAD_LETTERS, sql, &row![before, limit_of(limit)])?;
        Ok(rows
            .into_iter()
            .map(|mut columns| Ok::<_, DbError>((columns.int()?, columns.hash_option()?)))
            .collect::<Result<_, _>>()?)
    }

    /// Forgets a dead letter.
    pub fn forget_letter(&mut self, id: i64) {
        self.writer.remove(&DEAD_LETTERS, row![id]);
    }

    /// Forgets alerts that wait for nothing since before a moment; returns how many.
    ///
    /// # Errors
    /// If the store fails.
    pub fn forget_alerts(&mut self, before: Time, limit: usize) -> Stored<u64> {
        let sql = "DELETE FROM alerts_out WHERE id IN (SELECT id FROM alerts_out WHERE state <> 'waiting'
            AND coalesce(closed_at, at) < ?1 AND id < (SELECT max(id) FROM alerts_out) ORDER BY id LIMIT ?2)";
        self.forget_rows(&ALERTS_OUT, sql, before, limit)
    }

    /// Forgets what people did before a moment; returns how many lines.
    ///
    /// # Errors
    /// If the store fails.
    pub fn forget_audit(&mut self, before: Time, limit: usize) -> Stored<u64> {
        let sql = "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ?1
            AND id < (SELECT max(id) FROM audit) ORDER BY id LIMIT ?2)";
        self.forget_rows(&AUDIT, sql, before, limit)
    }

    fn forget_rows(&mut self, table: &'static Table, sql: &'static str, before: Time, limit: usize) -> Stored<u64> {
        self.writer.flush(table)?;
        let gone = self.writer.execute(sql, &row![before, limit_of(limit)])?;
        self.writer.rows.forget_table(table);
        Ok(gone)
    }

    /// Whether the files of all versions of the desk are known.
    ///
    /// # Errors
    /// If the store fails.
    pub fn knows_all_files(&mut self) -> Stored<bool> {
        self.writer.flush(&SETTINGS)?;
        let sql =
            "SELECT 1 FROM desk WHERE seq > coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE name = ?), 0)
            LIMIT 1";
        Ok(self.query(&DESK, sql, &row![CURSOR])?.is_empty())
    }
}

impl Db {
    /// What became of bytes that are not here: when they were let go, by which rule.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn gone(&self, hash: &Hash) -> Result<Option<LetGo>, DbError> {
        let sql = "SELECT hash, rule, days, size, at FROM let_go WHERE hash = ?1
            AND NOT EXISTS (SELECT 1 FROM blobs WHERE blobs.hash = ?1)";
        self.rows(LET_GO.name, sql, &row![*hash]).await?.pop().map(let_go_of).transpose()
    }

    /// Items of which something was let go since a moment.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn let_go_since(&self, since: Time) -> Result<Vec<ItemKey>, DbError> {
        let sql = "SELECT DISTINCT parties.name, desk.item FROM let_go JOIN desk ON desk.doc = let_go.hash
            JOIN parties ON parties.id = desk.source WHERE let_go.at >= ?";
        let rows = self.rows(LET_GO.name, sql, &row![since]).await?;
        rows.into_iter().map(|mut columns| super::about::key_of(&mut columns)).collect()
    }

    /// How many blobs each rule has let go, and their bytes.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn gone_by_rule(&self) -> Result<Vec<(Rule, u64, u64)>, DbError> {
        let sql = "SELECT rule, count(*), sum(size) FROM let_go GROUP BY rule ORDER BY rule";
        let rows = self.rows(LET_GO.name, sql, &[]).await?;
        rows.into_iter().map(|mut columns| Ok((columns.parsed()?, columns.unsigned()?, columns.unsigned()?))).collect()
    }

    /// What a rule will let go of what came before `before`, and before `soon`.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn foreseen(&self, rule: Rule, before: Time, soon: Time) -> Result<Foreseen, DbError> {
        let sql = match rule {
            Rule::Texts => {
                "SELECT sum(at < ?1), sum(at >= ?1 AND at < ?2), min(CASE WHEN at >= ?1 THEN at END) FROM
                    (SELECT arrived_at AS at FROM desk JOIN blobs ON blobs.hash = desk.doc)"
            }
            Rule::Media => {
                "SELECT sum(at < ?1), sum(at >= ?1 AND at < ?2), min(CASE WHEN at >= ?1 THEN at END) FROM
                    (SELECT max(arrived_at) AS at FROM item_files JOIN blobs USING (hash) JOIN desk USING (source, item)
                        GROUP BY item_files.hash)"
            }
            Rule::DeadLetters => {
                "SELECT sum(at < ?1), sum(at >= ?1 AND at < ?2), min(CASE WHEN at >= ?1 THEN at END) FROM
                    (SELECT coalesce(closed_at, last_at) AS at FROM dead_letters WHERE state <> 'open')"
            }
            Rule::Notifications => {
                "SELECT sum(at < ?1), sum(at >= ?1 AND at < ?2), min(CASE WHEN at >= ?1 THEN at END) FROM
                    (SELECT coalesce(closed_at, at) AS at FROM alerts_out WHERE state <> 'waiting')"
            }
            Rule::Audit => {
                "SELECT sum(at < ?1), sum(at >= ?1 AND at < ?2), min(CASE WHEN at >= ?1 THEN at END) FROM audit"
            }
            Rule::Previews => return Ok(Foreseen::default()),
        };
        let Some(mut columns) = self.rows("desk", sql, &row![before, soon]).await?.pop() else {
            return Ok(Foreseen::default());
        };
        let number = |value: Option<u64>| value.unwrap_or_default();
        Ok(Foreseen {
            over: number(columns.unsigned_option()?),
            soon: number(columns.unsigned_option()?),
            next_from: columns.time_option()?,
        })
    }
}

fn let_go_of(mut columns: Columns) -> Result<LetGo, DbError> {
    Ok(LetGo {
        hash: columns.hash()?,
        rule: columns.parsed()?,
        days: columns.number32()?,
        size: columns.unsigned()?,
        at: columns.time()?,
    })
}
