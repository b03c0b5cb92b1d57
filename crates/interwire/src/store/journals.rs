//! Journals: their state, entries, tiles, and the statements that make the life of agreements.

use super::tables::{ACKS, ENTRIES, JOURNAL_STATE, LIFE, TILES, WANTS};
use super::tx::limit_of;
use super::value::{Columns, Row, Value};
use super::writer::Writer;
use super::{DbError, row};
use interwire_core::exchange::store::{JournalRow, LifeRow, Standing};
use interwire_core::ids::{AgreementId, JournalId, PartyId};
use interwire_core::journal::checkpoint::SignedCheckpoint;
use interwire_core::journal::tile_path::TileId;
use interwire_core::journal::tree::Frontier;
use std::collections::BTreeMap;

/// Sizes seen of other journals.
type Seen = BTreeMap<(PartyId, u32), u64>;

impl Writer {
    pub(crate) fn journal(&mut self, id: &JournalId) -> Result<Option<JournalRow>, DbError> {
        if let Some(known) = self.journals.get(id) {
            return Ok(known.clone());
        }
        let row = match self.find_journal(id)? {
            None => None,
            Some(number) => self.get(&JOURNAL_STATE, &row![number])?,
        };
        let row = row.map(|row| journal_of(id.clone(), row)).transpose()?;
        self.journals.insert(id.clone(), row.clone());
        Ok(row)
    }

    /// By party and epoch.
    pub(crate) fn journals(&mut self, agreement: &AgreementId) -> Result<Vec<JournalRow>, DbError> {
        let ids = match self.journals_of.get(agreement) {
            Some(ids) => ids.clone(),
            None => self.journal_ids(agreement)?,
        };
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            rows.extend(self.journal(&id)?);
        }
        Ok(rows)
    }

    fn journal_ids(&mut self, agreement: &AgreementId) -> Result<Vec<JournalId>, DbError> {
        let Some(number) = self.find_agreement(agreement)? else { return Ok(Vec::new()) };
        self.flush(&JOURNAL_STATE)?;
        let sql = "SELECT id FROM journals JOIN journal_state ON journal = id WHERE agreement = ?";
        let mut ids = Vec::new();
        for row in self.fetch(sql, &row![number])? {
            ids.push(self.journal_named(Columns::of(JOURNAL_STATE.name, row).int()?)?);
        }
        ids.sort();
        self.journals_of.insert(agreement.clone(), ids.clone());
        Ok(ids)
    }

    pub(crate) fn put_journal(&mut self, row: &JournalRow) -> Result<(), DbError> {
        let number = self.journal_number(&row.id)?;
        self.put(&JOURNAL_STATE, row_of_journal(number, row));
        let ids = self.journals_of.get_mut(&row.id.agreement);
        if let Some((ids, place)) = ids.and_then(|ids| ids.binary_search(&row.id).err().map(|place| (ids, place))) {
            ids.insert(place, row.id.clone());
        }
        self.journals.insert(row.id.clone(), Some(row.clone()));
        Ok(())
    }

    pub(super) fn append(&mut self, id: &JournalId, first: u64, entries: &[Vec<u8>]) -> Result<(), DbError> {
        let journal = self.journal_number(id)?;
        let size = self.entries_held(journal)?;
        if size != first {
            return Err(DbError::Row(format!("{id} has {size} entries, not {first}")));
        }
        let rows: Vec<Row> =
            entries.iter().zip(first..).map(|(bytes, index)| row![journal, index, bytes.as_slice()]).collect();
        self.write_rows(&ENTRIES, &rows)?;
        self.note_about(id, journal, first, entries)?;
        let unheard = self.is_unheard(journal, first)?;
        for row in rows {
            if unheard {
                let place: Row = row.iter().take(ENTRIES.key).cloned().collect();
                self.rows.set_new(&WANTS, &place);
                self.rows.set_new(&ACKS, &place);
            }
            self.rows.set_known(&ENTRIES, row);
        }
        self.sizes.insert(journal, first + entries.len() as u64);
        Ok(())
    }

    /// Whether nothing waits for entries from `size` on and nothing is said of them: what is, comes after its entry, but
    /// for entries that a repair has cut off.
    fn is_unheard(&mut self, journal: i64, size: u64) -> Result<bool, DbError> {
        if self.unheard.contains(&journal) {
            return Ok(true);
        }
        self.flush(&WANTS)?;
        self.flush(&ACKS)?;
        let sql = "SELECT 1 FROM wants WHERE journal = ?1 AND idx >= ?2
            UNION ALL SELECT 1 FROM acks WHERE journal = ?1 AND idx >= ?2 LIMIT 1";
        let unheard = self.first(sql, &row![journal, size])?.is_none();
        if unheard {
            self.unheard.insert(journal);
        }
        Ok(unheard)
    }

    fn entries_held(&mut self, journal: i64) -> Result<u64, DbError> {
        if let Some(size) = self.sizes.get(&journal) {
            return Ok(*size);
        }
        let sql = "SELECT max(idx) FROM entries WHERE journal = ?";
        let last = self.first(sql, &row![journal])?.map(|row| Columns::of(ENTRIES.name, row).unsigned_option());
        Ok(last.transpose()?.flatten().map_or(0, |last| last + 1))
    }

    pub(crate) fn entries(
        &mut self,
        id: &JournalId,
        first: u64,
        count: u64,
        bytes_max: usize,
    ) -> Result<Vec<Vec<u8>>, DbError> {
        let Some(journal) = self.find_journal(id)? else { return Ok(Vec::new()) };
        if let Some(known) = self.known_entries(journal, first, count, bytes_max) {
            return Ok(known);
        }
        let sql = "SELECT bytes FROM entries WHERE journal = ? AND idx >= ? ORDER BY idx LIMIT ?";
        let limit = limit_of(usize::try_from(count).unwrap_or(usize::MAX));
        let (mut nth, mut total) = (0, 0);
        let rows = self.fetch_while(sql, &row![journal, first, limit], |row| {
            total += row.iter().map(Value::weight).sum::<usize>();
            nth += 1;
            nth == 1 || total <= bytes_max.saturating_add(32 * nth)
        })?;
        rows.into_iter().map(|row| Columns::of(ENTRIES.name, row).bytes()).collect()
    }

    /// The same from memory, if all that was asked for is remembered.
    fn known_entries(&self, journal: i64, first: u64, count: u64, bytes_max: usize) -> Option<Vec<Vec<u8>>> {
        let (mut found, mut total) = (Vec::new(), 0);
        for index in first..first.checked_add(count)? {
            let row = self.rows.known(&ENTRIES, &row![journal, index])?;
            let Some(Value::Blob(bytes)) = row.last() else { return None };
            total += bytes.len();
            if !found.is_empty() && total > bytes_max {
                break;
            }
            found.push(bytes.clone());
        }
        Some(found)
    }

    pub(crate) fn tile(&mut self, id: &JournalId, tile: TileId) -> Result<Option<Vec<u8>>, DbError> {
        let Some(journal) = self.find_journal(id)? else { return Ok(None) };
        let found = self.get(&TILES, &row![journal, i64::from(tile.level), tile.index])?;
        found.map(|mut row| Columns::of(TILES.name, row.split_off(TILES.key)).bytes()).transpose()
    }

    pub(crate) fn put_tile(&mut self, id: &JournalId, tile: TileId, hashes: &[u8]) -> Result<(), DbError> {
        let journal = self.journal_number(id)?;
        self.put(&TILES, row![journal, i64::from(tile.level), tile.index, hashes]);
        Ok(())
    }

    pub(super) fn put_life(&mut self, life: &LifeRow) -> Result<(), DbError> {
        let key = self.place(&life.position)?;
        if self.get(&LIFE, &key)?.is_some() {
            return Ok(());
        }
        let agreement = self.agreement(&life.position.journal.agreement)?;
        let seq = self.next_number(&LIFE, "SELECT max(seq) FROM life")?;
        let rest = row![agreement, seq, life.bytes.as_slice(), text_of_seen(&life.seen)];
        self.put(&LIFE, key.into_iter().chain(rest).collect());
        Ok(())
    }

    /// In the order in which they were put.
    pub(crate) fn life(&mut self, agreement: &AgreementId) -> Result<Vec<LifeRow>, DbError> {
        let Some(number) = self.find_agreement(agreement)? else { return Ok(Vec::new()) };
        self.flush(&LIFE)?;
        let sql = "SELECT journal, idx, bytes, seen FROM life WHERE agreement = ? ORDER BY seq";
        let mut all = Vec::new();
        for row in self.fetch(sql, &row![number])? {
            let mut columns = Columns::of(LIFE.name, row);
            let position = self.position(&mut columns)?;
            all.push(LifeRow { position, bytes: columns.bytes()?, seen: seen_of(&columns.text()?)? });
        }
        Ok(all)
    }
}

fn row_of_journal(number: i64, row: &JournalRow) -> Row {
    let text = |head: &Option<SignedCheckpoint>| head.as_ref().map(|head| head.as_str().to_owned());
    let standing = match row.standing {
        Standing::Open => "open",
        Standing::Forked => "forked",
        Standing::Lost => "lost",
    };
    row![
        number,
        row.frontier.to_bytes(),
        text(&row.head),
        row.head_size,
        text(&row.newest),
        row.newest_size,
        row.folded,
        row.told,
        row.last_at,
        text_of_seen(&row.seen),
        standing,
    ]
}

/// A journal's state as its row says it.
///
/// # Errors
/// If the row is not one.
pub(crate) fn journal_of(id: JournalId, row: Row) -> Result<JournalRow, DbError> {
    let mut columns = Columns::of(JOURNAL_STATE.name, row);
    columns.skip()?;
    let damaged = |what: String| DbError::Row(format!("table journal_state, {id}: {what}"));
    let head = |text: Option<String>| {
        text.map(|text| SignedCheckpoint::parse(&text)).transpose().map_err(|e| damaged(e.to_string()))
    };
    Ok(JournalRow {
        frontier: Frontier::from_bytes(&columns.bytes()?).map_err(|e| damaged(e.to_string()))?,
        head: head(columns.text_option()?)?,
        head_size: columns.unsigned()?,
        newest: head(columns.text_option()?)?,
        newest_size: columns.unsigned()?,
        folded: columns.unsigned()?,
        told: columns.unsigned()?,
        last_at: columns.time()?,
        seen: seen_of(&columns.text()?)?,
        standing: match columns.text()?.as_str() {
            "open" => Standing::Open,
            "forked" => Standing::Forked,
            "lost" => Standing::Lost,
            other => return Err(damaged(format!("standing {other:?}"))),
        },
        id,
    })
}

/// `party/epoch=size`, separated by blanks.
fn text_of_seen(seen: &Seen) -> String {
    let one = |((party, epoch), size): (&(PartyId, u32), &u64)| format!("{party}/{epoch}={size}");
    seen.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn seen_of(text: &str) -> Result<Seen, DbError> {
    let one = |word: &str| {
        let (name, size) = word.split_once('=')?;
        let (party, epoch) = name.split_once('/')?;
        Some(((party.parse().ok()?, epoch.parse().ok()?), size.parse().ok()?))
    };
    let read: Option<Seen> = text.split_ascii_whitespace().map(one).collect();
    read.ok_or_else(|| DbError::Row(format!("not sizes seen: {text:?}")))
}
