//! Whole rows by key, remembered: what was read is not read again, and what is written goes to SQLite in batches,
//! before a query that could see it and at the latest before the commit. This is where the checksum of a row is made.

use super::DbError;
use super::tables::{self, Table, WANTS};
use super::value::{Row, Value, sum};
use super::writer::{Shape, Writer};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// Rows written by one statement: as many of the first as there are, then of the next. Few sizes, so that all of them
/// stay prepared.
const BATCHES: [usize; 4] = [32, 8, 2, 1];
/// Keys that one question asks for.
pub(super) const AMONG: usize = 32;
/// Bytes of rows remembered within one transaction.
const OPEN_BYTES_MAX: usize = 64 << 20;

#[derive(Debug)]
struct Cell {
    /// `None`: there is no such row.
    row: Option<Row>,
    /// SQLite does not know yet.
    dirty: bool,
}

/// Rows of all tables that the writing connection remembers.
#[derive(Debug, Default)]
pub struct Remembered {
    cells: BTreeMap<&'static str, BTreeMap<Row, Cell>>,
    /// Key prefixes of which every row is remembered.
    whole: BTreeMap<&'static str, BTreeSet<Row>>,
    dirty: BTreeMap<&'static str, usize>,
    weight: usize,
}

fn weigh(row: &[Value]) -> usize {
    64 + row.iter().map(Value::weight).sum::<usize>()
}

impl Remembered {
    /// Bytes they take, about.
    pub fn weight(&self) -> usize {
        self.weight
    }

    /// Forgets all rows.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Forgets the rows of a table, none of which may be dirty.
    pub fn forget_table(&mut self, table: &'static Table) {
        let cells = self.cells.remove(table.name).unwrap_or_default();
        let weight: usize = cells.iter().map(|(key, cell)| weigh(key) + cell.row.as_deref().map_or(0, weigh)).sum();
        self.weight = self.weight.saturating_sub(weight);
        self.whole.remove(table.name);
    }

    /// The row with this key, or that there is none; `None` if neither is remembered.
    fn get(&self, table: &'static Table, key: &[Value]) -> Option<Option<&Row>> {
        if let Some(cell) = self.cells.get(table.name).and_then(|cells| cells.get(key)) {
            return Some(cell.row.as_ref());
        }
        let whole = self.whole.get(table.name)?;
        let known = (1..key.len()).any(|len| key.get(..len).is_some_and(|prefix| whole.contains(prefix)));
        known.then_some(None)
    }

    fn is_whole(&self, table: &'static Table, prefix: &[Value]) -> bool {
        self.whole.get(table.name).is_some_and(|whole| whole.contains(prefix))
    }

    /// Whether all rows under a key or the prefix of one are remembered.
    fn covers(&self, table: &'static Table, prefix: &[Value]) -> bool {
        if prefix.len() == table.key { self.get(table, prefix).is_some() } else { self.is_whole(table, prefix) }
    }

    /// Nothing refers to this prefix yet.
    pub(super) fn set_new(&mut self, table: &'static Table, prefix: &[Value]) {
        self.set_whole(table, prefix, Vec::new());
    }

    /// Remembers a row that SQLite has.
    pub(super) fn set_known(&mut self, table: &'static Table, row: Row) {
        let key: Row = row.iter().take(table.key).cloned().collect();
        self.set(table, key, Some(row), false);
    }

    /// The row with this key, if one is remembered.
    pub(super) fn known(&self, table: &'static Table, key: &[Value]) -> Option<&Row> {
        self.get(table, key).flatten()
    }

    /// Remembers all rows under a prefix as SQLite has them; what it does not know yet stays.
    fn set_whole(&mut self, table: &'static Table, prefix: &[Value], rows: Vec<Row>) {
        for row in rows {
            let key: Row = row.iter().take(table.key).cloned().collect();
            if self.get(table, &key).is_none() {
                self.set(table, key, Some(row), false);
            }
        }
        self.weight += weigh(prefix);
        self.whole.entry(table.name).or_default().insert(prefix.to_vec());
    }

    fn set(&mut self, table: &'static Table, key: Row, row: Option<Row>, dirty: bool) {
        let key_weight = weigh(&key);
        self.weight += key_weight + row.as_deref().map_or(0, weigh);
        let old = self.cells.entry(table.name).or_default().insert(key, Cell { row, dirty });
        if let Some(old) = &old {
            self.weight = self.weight.saturating_sub(key_weight + old.row.as_deref().map_or(0, weigh));
        }
        let was_dirty = old.is_some_and(|cell| cell.dirty);
        if dirty && !was_dirty {
            *self.dirty.entry(table.name).or_default() += 1;
        }
    }

    /// Whether rows of the table wait to be written.
    pub fn is_dirty(&self, table: &'static Table) -> bool {
        self.dirty.get(table.name).is_some_and(|count| *count > 0)
    }

    /// The remembered rows under a key prefix, by key.
    fn under<'a>(&'a self, table: &'static Table, prefix: &'a [Value]) -> impl Iterator<Item = &'a Row> {
        let under = self.cells.get(table.name).into_iter().flat_map(move |cells| {
            let from = cells.range::<[Value], _>((Bound::Included(prefix), Bound::Unbounded));
            from.take_while(move |(key, _)| key.starts_with(prefix))
        });
        under.filter_map(|(_, cell)| cell.row.as_ref())
    }

    /// Takes the rows to write and to delete; they are clean from now on.
    fn clean(&mut self, table: &'static Table) -> (Vec<Row>, Vec<Row>) {
        let (mut written, mut deleted) = (Vec::new(), Vec::new());
        self.dirty.remove(table.name);
        for (key, cell) in self.cells.get_mut(table.name).into_iter().flatten().filter(|(_, cell)| cell.dirty) {
            cell.dirty = false;
            match &cell.row {
                Some(row) => written.push(row.clone()),
                None => deleted.push(key.clone()),
            }
        }
        (written, deleted)
    }
}

/// The values of a row as they are stored, its checksum last.
fn stored(table: &'static Table, row: &[Value]) -> impl Iterator<Item = Value> {
    let sum = table.sealed.then(|| sum(table.name, row).into());
    row.iter().cloned().chain(sum)
}

impl Writer {
    /// The row with this key.
    pub(super) fn get(&mut self, table: &'static Table, key: &[Value]) -> Result<Option<Row>, DbError> {
        debug_assert_eq!(key.len(), table.key, "{}", table.name);
        if let Some(known) = self.rows.get(table, key) {
            return Ok(known.cloned());
        }
        self.relieve()?;
        let sql = self.sql(table, Shape::Select(table.key));
        let row = self.first(sql, key)?;
        self.rows.set(table, key.to_vec(), row.clone(), false);
        Ok(row)
    }

    /// Keeps one long transaction from taking all memory.
    pub(super) fn relieve(&mut self) -> Result<(), DbError> {
        if self.rows.weight() > OPEN_BYTES_MAX {
            self.flush_all()?;
            self.rows.forget();
        }
        Ok(())
    }

    /// Whether there is a row with this key, if that is remembered.
    pub(super) fn knows(&self, table: &'static Table, key: &[Value]) -> Option<bool> {
        self.rows.get(table, key).map(|row| row.is_some())
    }

    /// Remembers that SQLite was told directly to delete a row.
    pub(super) fn removed(&mut self, table: &'static Table, key: Row) {
        self.rows.set(table, key, None, false);
    }

    /// Writes a row, replacing the one with the same key.
    pub(super) fn put(&mut self, table: &'static Table, row: Row) {
        debug_assert_eq!(row.len(), table.columns.len(), "{}", table.name);
        let key = row.iter().take(table.key).cloned().collect();
        self.rows.set(table, key, Some(row), true);
    }

    /// Removes the row with this key.
    pub(super) fn remove(&mut self, table: &'static Table, key: Row) {
        self.rows.set(table, key, None, true);
    }

    /// Remembers all rows under each of these key prefixes, with few questions. They are equally long.
    pub(super) fn remember_all(&mut self, table: &'static Table, prefixes: Vec<Row>) -> Result<(), DbError> {
        let mut groups = BTreeMap::<Row, BTreeSet<Value>>::new();
        for mut prefix in prefixes.into_iter().filter(|prefix| !self.rows.covers(table, prefix)) {
            if let Some(last) = prefix.pop() {
                groups.entry(prefix).or_default().insert(last);
            }
        }
        for (head, choices) in groups {
            let choices: Vec<Value> = choices.into_iter().collect();
            for some in choices.chunks(AMONG) {
                self.remember_among(table, &head, some)?;
            }
        }
        Ok(())
    }

    fn remember_among(&mut self, table: &'static Table, head: &[Value], choices: &[Value]) -> Result<(), DbError> {
        let sql = self.sql(table, Shape::Among(head.len()));
        let values: Vec<Value> = head.iter().chain(choices.iter().cycle().take(AMONG)).cloned().collect();
        let prefix = |choice: &Value| -> Row { head.iter().chain([choice]).cloned().collect() };
        let mut found: BTreeMap<Row, Vec<Row>> = choices.iter().map(|choice| (prefix(choice), Vec::new())).collect();
        for row in self.fetch(sql, &values)? {
            if let Some(rows) = row.get(..=head.len()).and_then(|prefix| found.get_mut(prefix)) {
                rows.push(row);
            }
        }
        for (prefix, mut rows) in found {
            if prefix.len() == table.key {
                self.rows.set(table, prefix, rows.pop(), false);
            } else {
                self.rows.set_whole(table, &prefix, rows);
            }
        }
        Ok(())
    }

    fn remember_under(&mut self, table: &'static Table, prefix: &[Value]) -> Result<(), DbError> {
        if !self.rows.is_whole(table, prefix) {
            self.relieve()?;
            let sql = self.sql(table, Shape::Select(prefix.len()));
            let found = self.fetch(sql, prefix)?;
            self.rows.set_whole(table, prefix, found);
        }
        Ok(())
    }

    /// All rows whose key begins so, by key.
    pub(super) fn under(&mut self, table: &'static Table, prefix: &[Value]) -> Result<Vec<Row>, DbError> {
        self.remember_under(table, prefix)?;
        Ok(self.rows.under(table, prefix).cloned().collect())
    }

    /// Whether any row's key begins so.
    pub(super) fn any_under(&mut self, table: &'static Table, prefix: &[Value]) -> Result<bool, DbError> {
        self.remember_under(table, prefix)?;
        Ok(self.rows.under(table, prefix).next().is_some())
    }

    /// Gives SQLite the rows of a table that wait to be written.
    pub(super) fn flush(&mut self, table: &'static Table) -> Result<(), DbError> {
        if *table == WANTS {
            self.end_wants()?;
        }
        if !self.rows.is_dirty(table) {
            return Ok(());
        }
        let (written, deleted) = self.rows.clean(table);
        for key in deleted {
            let sql = self.sql(table, Shape::Delete);
            self.execute(sql, &key)?;
        }
        self.write_rows(table, &written)
    }

    /// Writes rows at once, past what is remembered.
    pub(super) fn write_rows(&mut self, table: &'static Table, rows: &[Row]) -> Result<(), DbError> {
        let mut rest = rows;
        for size in BATCHES {
            let (batches, left) = rest.split_at(rest.len() - rest.len() % size);
            rest = left;
            for batch in batches.chunks(size) {
                let values: Vec<Value> = batch.iter().flat_map(|row| stored(table, row)).collect();
                let sql = self.sql(table, Shape::Upsert(size));
                self.execute(sql, &values)?;
            }
        }
        Ok(())
    }

    /// Gives SQLite all rows that wait, those that others refer to first.
    pub(super) fn flush_all(&mut self) -> Result<(), DbError> {
        tables::ALL.iter().try_for_each(|table| self.flush(table))
    }

    /// The next number of a table that is ordered by one: greater than all its rows have.
    pub(super) fn next_number(&mut self, table: &'static Table, newest: &'static str) -> Result<i64, DbError> {
        let last = match self.sequences.get(table.name) {
            Some(last) => *last,
            None => match self.first(newest, &[])?.as_deref() {
                Some([Value::Int(last)]) => *last,
                _ => 0,
            },
        };
        let next = last.checked_add(1).ok_or_else(|| DbError::Row(format!("{} is full", table.name)))?;
        self.sequences.insert(table.name, next);
        Ok(next)
    }
}
