//! Which statements wait for which blobs.

use super::tables::WANTS;
use super::tx::limit_of;
use super::value::{Columns, Row};
use super::writer::Writer;
use super::{DbError, row};
use interwire_core::ids::{AgreementId, Hash, Position};
use interwire_core::protocol::v1::fields::BlobRef;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// What is known, within one transaction, of who waits for which blob.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// All wants of a blob.
    by: BTreeMap<Hash, Vec<Row>>,
    /// Blobs that nothing waits for any more, which SQLite does not know yet.
    ended: Vec<Hash>,
}

/// Blobs that one statement asks for.
const AT_ONCE: usize = 32;
/// `?` as often as [`AT_ONCE`].
macro_rules! among {
    ($sql:literal) => {
        concat!($sql, " (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
    };
}

fn padded(hashes: &[Hash]) -> Row {
    hashes.iter().cycle().take(AT_ONCE).map(|hash| (*hash).into()).collect()
}

impl Writer {
    /// Remembers all wants of these blobs until the transaction ends, and returns what waits for them.
    pub(super) fn remember_wanted(&mut self, hashes: &[Hash]) -> Result<Vec<Row>, DbError> {
        self.flush(&WANTS)?;
        let new: Vec<Hash> = hashes.iter().filter(|hash| !self.wanted.by.contains_key(hash)).copied().collect();
        for some in new.chunks(AT_ONCE) {
            self.wanted.by.extend(some.iter().map(|hash| (*hash, Vec::new())));
            let sql = among!("SELECT hash, journal, idx, agreement FROM wants WHERE hash IN");
            for row in self.fetch(sql, &padded(some))? {
                let mut columns = Columns::of(WANTS.name, row);
                let hash = columns.hash()?;
                let want = row![columns.int()?, columns.int()?, columns.int()?];
                self.wanted.by.entry(hash).or_default().push(want);
            }
        }
        let wants = hashes.iter().filter_map(|hash| self.wanted.by.get(hash)).flatten();
        Ok(wants.map(|want| want.iter().take(2).cloned().collect()).collect())
    }

    /// Tells SQLite which blobs nothing waits for any more.
    pub(super) fn end_wants(&mut self) -> Result<(), DbError> {
        for some in std::mem::take(&mut self.wanted.ended).chunks(AT_ONCE) {
            self.execute(among!("DELETE FROM wants WHERE hash IN"), &padded(some))?;
        }
        Ok(())
    }

    pub(super) fn put_want(&mut self, position: &Position, blob: &BlobRef) -> Result<(), DbError> {
        let mut row = self.place(position)?;
        // Soon it will be asked whether the statement waits at all, so all its wants are read at once.
        let known = self.under(&WANTS, &row)?;
        row.push(blob.hash.into());
        if known.iter().any(|want| want.starts_with(&row)) {
            return Ok(());
        }
        let agreement = self.agreement(&position.journal.agreement)?;
        let seq = self.next_number(&WANTS, "SELECT max(seq) FROM wants")?;
        if let Some(wants) = self.wanted.by.get_mut(&blob.hash) {
            wants.push(row.iter().take(2).cloned().chain([agreement.into()]).collect());
        }
        row.extend(row![blob.size, agreement, seq]);
        self.put(&WANTS, row);
        Ok(())
    }

    /// Oldest first, each once. Read in steps, since many statements may want the same blob.
    pub(super) fn wants(
        &mut self,
        agreement: &AgreementId,
        sizes: RangeInclusive<u64>,
        limit: usize,
    ) -> Result<Vec<BlobRef>, DbError> {
        let Some(number) = self.find_agreement(agreement)? else { return Ok(Vec::new()) };
        self.flush(&WANTS)?;
        let sql = "SELECT seq, hash, size FROM wants WHERE agreement = ? AND seq > ?
            AND size >= ? AND size <= ? ORDER BY seq LIMIT ?";
        // Sizes in statements stay below 2^53.
        let bound = |size: u64| i64::try_from(size).unwrap_or(i64::MAX);
        let (least, most) = (bound(*sizes.start()), bound(*sizes.end()));
        let (mut wanted, mut once, mut after) = (Vec::new(), BTreeSet::new(), i64::MIN);
        while wanted.len() < limit {
            let rows = self.fetch(sql, &row![number, after, least, most, limit_of(limit)])?;
            let last = rows.len() < limit;
            for row in rows {
                let mut columns = Columns::of(WANTS.name, row);
                after = columns.int()?;
                let blob = BlobRef { hash: columns.hash()?, size: columns.unsigned()? };
                if wanted.len() < limit && once.insert(blob.hash) {
                    wanted.push(blob);
                }
            }
            if last {
                break;
            }
        }
        Ok(wanted)
    }

    pub(super) fn is_wanted(&mut self, agreement: &AgreementId, hash: &Hash) -> Result<bool, DbError> {
        let Some(number) = self.find_agreement(agreement)? else { return Ok(false) };
        if let Some(wants) = self.wanted.by.get(hash) {
            return Ok(wants.iter().any(|want| want.last() == Some(&number.into())));
        }
        self.flush(&WANTS)?;
        let sql = "SELECT 1 FROM wants WHERE hash = ? AND agreement = ? LIMIT 1";
        Ok(self.first(sql, &row![*hash, number])?.is_some())
    }

    pub(super) fn satisfy(&mut self, hash: &Hash) -> Result<Vec<Position>, DbError> {
        let rows = if self.wanted.by.contains_key(hash) {
            self.wanted.ended.push(*hash);
            self.wanted.by.insert(*hash, Vec::new()).unwrap_or_default()
        } else {
            self.flush(&WANTS)?;
            self.fetch("DELETE FROM wants WHERE hash = ? RETURNING journal, idx", &row![*hash])?
        };
        let mut waited = BTreeSet::new();
        for row in rows {
            let key: Row = row.iter().take(2).cloned().chain([(*hash).into()]).collect();
            self.removed(&WANTS, key);
            waited.insert(self.position(&mut Columns::of(WANTS.name, row))?);
        }
        Ok(waited.into_iter().collect())
    }

    pub(super) fn waits(&mut self, position: &Position) -> Result<bool, DbError> {
        let Some(place) = self.find_place(position)? else { return Ok(false) };
        self.any_under(&WANTS, &place)
    }

    /// Whether a statement waits for a blob.
    pub(crate) fn has_want(&mut self, position: &Position, hash: &Hash) -> Result<bool, DbError> {
        let Some(mut key) = self.find_place(position)? else { return Ok(false) };
        key.push((*hash).into());
        Ok(self.get(&WANTS, &key)?.is_some())
    }
}
