//! All standing queries in one index, as one thread sees it; `matcher` lets many threads share it.

use super::atoms::{AtomId, Atoms, NONE, heap};
use super::dense::Dense;
use super::frequency::Frequency;
use super::hash::Hasher;
use super::plan::{Planner, other_than};
use super::prefix::Prefixes;
use super::program::{self, Expr};
use super::reading::{Reader, Scratch};
use super::sparse::{self, Posting, SEVERAL, language_bit};
use super::{QueryId, Refused, Room};
use crate::query::field::Field;
use crate::query::{News, Query};
use hashbrown::HashTable;

/// A standing query.
#[derive(Debug)]
struct Slot {
    id: u64,
    /// The number of its anchors, each anchor as atom and place, and then its program.
    record: Box<[u32]>,
    /// Its place among the bitmaps.
    dense: u32,
}

#[derive(Debug)]
pub(super) struct Index {
    pub atoms: Atoms,
    pub prefixes: Prefixes,
    pub hasher: Hasher,
    dense: Dense,
    slots: Vec<Slot>,
    free: Vec<u32>,
    by_id: HashTable<u32>,
    /// Bytes of records and of what stands for them elsewhere.
    records: usize,
}

impl Index {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            atoms: Atoms::default(),
            prefixes: Prefixes::default(),
            hasher: Hasher::new(seed),
            dense: Dense::new(),
            slots: Vec::new(),
            free: Vec::new(),
            by_id: HashTable::new(),
            records: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    fn slot(&self, id: QueryId) -> Option<u32> {
        self.by_id.find(self.hasher.number(id.0), |slot| self.slots[*slot as usize].id == id.0).copied()
    }

    /// Adds or replaces a query.
    pub(super) fn put(
        &mut self,
        id: QueryId,
        query: &Query,
        frequency: &Frequency,
        room: &Room,
    ) -> Result<(), Refused> {
        let known = self.slot(id).is_some();
        if !known && self.len() >= room.queries_max {
            return Err(Refused::Queries { max: room.queries_max });
        }
        if self.estimate() >= room.bytes_max {
            return Err(Refused::Bytes { max: room.bytes_max });
        }
        if known {
            self.remove(id);
        }
        self.insert(id, query, frequency);
        Ok(())
    }

    fn insert(&mut self, id: QueryId, query: &Query, frequency: &Frequency) {
        let Self { atoms, prefixes, hasher, .. } = self;
        let mut planner = Planner { atoms, prefixes, hasher, frequency };
        let expr = planner.expr(query.node());
        let anchor = planner.anchor(&expr);
        let mut program = Vec::new();
        program::write(&expr, planner.atoms, &mut program);
        let (parts, exact) = program::parts(&program, planner.atoms);
        let is_dense = planner.is_dense(anchor.as_ref().map(|(share, _)| *share), &parts, exact);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot { id: 0, record: Box::default(), dense: NONE });
            u32::try_from(self.slots.len() - 1).unwrap_or(NONE)
        });
        let (anchors, dense) = match anchor {
            Some((_, anchors)) if !is_dense => (anchors, NONE),
            _ => (Vec::new(), self.dense.insert(id.0, slot, exact, &parts, &mut self.atoms)),
        };
        let mut record = Vec::with_capacity(1 + 2 * anchors.len() + program.len());
        record.push(u32::try_from(anchors.len()).unwrap_or(0));
        let posting = self.posting(slot, &expr, &anchors);
        for atom in anchors {
            record.extend([atom, sparse::insert(&mut self.atoms, atom, posting)]);
        }
        record.extend(program);
        self.records += cost(&record, dense);
        self.slots[slot as usize] = Slot { id: id.0, record: record.into(), dense };
        let slots = &self.slots;
        let hasher = &self.hasher;
        self.by_id.insert_unique(hasher.number(id.0), slot, |slot| hasher.number(slots[*slot as usize].id));
    }

    /// What stands in the lists: the query and its cheap tests.
    fn posting(&self, slot: u32, expr: &Expr, anchors: &[AtomId]) -> Posting {
        let mut needed = Vec::new();
        let mut bits = 1 << 31;
        for part in if let Expr::And(parts) = expr { parts.as_slice() } else { &[] } {
            let found = |part: &Expr| match part {
                Expr::Atom(id) if !self.atoms.all[*id as usize].tag().is_test() => Some(*id),
                _ => None,
            };
            let atoms: Option<Vec<AtomId>> = match part {
                Expr::Or(parts) => parts.iter().map(found).collect(),
                one => found(one).map(|id| vec![id]),
            };
            let Some(atoms) = atoms else { continue };
            let is_language = |id: &AtomId| program::field(self.atoms.all[*id as usize].tag()) == Some(Field::Language);
            if bits == 1 << 31 && atoms.iter().all(is_language) {
                bits = atoms.iter().fold(0, |bits, id| bits | language_bit(*id));
            } else if let [one] = atoms.as_slice() {
                needed.push(*one);
            }
        }
        let several = if anchors.len() > 1 { SEVERAL } else { 0 };
        Posting { slot: slot | several, second: other_than(&needed, anchors), bits }
    }

    /// Removes a query.
    pub(super) fn remove(&mut self, id: QueryId) -> bool {
        let Some(slot) = self.slot(id) else { return false };
        let hash = self.hasher.number(id.0);
        if let Ok(entry) = self.by_id.find_entry(hash, |known| *known == slot) {
            entry.remove();
        }
        let empty = Slot { id: 0, record: Box::default(), dense: NONE };
        let old = std::mem::replace(&mut self.slots[slot as usize], empty);
        self.records -= cost(&old.record, old.dense);
        let (anchors, program) = split(&old.record);
        for anchor in anchors {
            if let Some(moved) = sparse::remove(&mut self.atoms, (anchor[0], anchor[1])) {
                self.moved(moved, *anchor);
            }
        }
        if old.dense != NONE {
            let (parts, _) = program::parts(program, &self.atoms);
            self.dense.remove(old.dense, &parts, &mut self.atoms);
        }
        let hasher = self.hasher;
        program::atoms_of(program, |atom| self.atoms.release(&hasher, atom));
        self.prefixes.tidy(&self.atoms);
        self.free.push(slot);
        true
    }

    /// A query has moved in the list of an atom to the place that this anchor had.
    fn moved(&mut self, slot: u32, [atom, place]: [u32; 2]) {
        let record = &mut self.slots[slot as usize].record;
        let count = record.first().map_or(0, |count| *count as usize);
        let anchors = record.get_mut(1..=2 * count).unwrap_or_default().as_chunks_mut::<2>().0;
        if let Some(anchor) = anchors.iter_mut().find(|anchor| anchor[0] == atom) {
            anchor[1] = place;
        }
    }

    /// Finds the queries that take an item; they stand in `scratch.found`, each once.
    pub(super) fn find(&self, news: &News<'_>, scratch: &mut Scratch) {
        let mut reader = Reader::new(self, scratch);
        news.tell(&mut reader);
        reader.finish();
        self.found(scratch);
    }

    /// The same of an item of which only what routing knows is told.
    pub(super) fn read(&self, tell: impl FnOnce(&mut Reader<'_>), scratch: &mut Scratch) {
        let mut reader = Reader::new(self, scratch);
        tell(&mut reader);
        reader.finish();
        self.found(scratch);
    }

    fn found(&self, read: &mut Scratch) {
        let (mut found, mut open) = (std::mem::take(&mut read.found), std::mem::take(&mut read.open));
        self.dense.each(&read.values, |id| found.push(QueryId(id)), |slot| open.push(slot));
        let active = std::mem::take(&mut read.active);
        for list in &active {
            for posting in self.atoms.lists.get(*list as usize).into_iter().flatten() {
                if posting.bits & read.bits == 0 || posting.second != NONE && !read.has(posting.second) {
                    continue;
                }
                if posting.slot & SEVERAL == 0 {
                    open.push(posting.slot);
                } else {
                    read.several.push(posting.slot & !SEVERAL);
                }
            }
        }
        read.several.sort_unstable();
        read.several.dedup();
        open.append(&mut read.several);
        for slot in &open {
            let Some(slot) = self.slots.get(*slot as usize) else { continue };
            if program::holds(split(&slot.record).1, &self.atoms, read) {
                found.push(QueryId(slot.id));
            }
        }
        read.active = active;
        read.found = found;
        read.open = open;
    }

    /// Bytes held, estimated without looking at everything.
    fn estimate(&self) -> usize {
        self.records + self.atoms.all.len() * 96 + self.slots.len() * size_of::<Slot>()
    }

    /// Whether nothing is left of any query.
    #[cfg(test)]
    pub(super) fn is_clean(&self) -> bool {
        self.atoms.is_clean() && self.records == 0 && self.dense.is_clean()
    }

    /// Bytes held, counted.
    pub(super) fn memory(&self) -> usize {
        let records: usize = self.slots.iter().map(|slot| heap(slot.record.len() * 4)).sum();
        let slots = self.slots.capacity() * size_of::<Slot>() + self.free.capacity() * 4;
        let table = self.by_id.capacity() * 8 / 7 * 5;
        records + slots + table + self.atoms.memory() + self.dense.memory() + self.prefixes.memory()
    }
}

/// What a record takes, with its postings or bits.
fn cost(record: &[u32], dense: u32) -> usize {
    let (anchors, program) = split(record);
    let bits = if dense == NONE { 0 } else { 16 + program.len() * 4 };
    heap(record.len() * 4) + anchors.len() * 24 + bits
}

fn split(record: &[u32]) -> (&[[u32; 2]], &[u32]) {
    let Some((count, rest)) = record.split_first() else { return (&[], &[]) };
    let (anchors, program) = rest.split_at_checked(2 * *count as usize).unwrap_or((&[], rest));
    (anchors.as_chunks::<2>().0, program)
}
