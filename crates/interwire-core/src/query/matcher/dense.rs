//! Queries that nothing rare leads to, as bitmaps: for each value of a field, the queries that allow it; for each field,
//! those that do not ask it. The queries that take an item are the AND over the fields of the OR over the item's values,
//! 4096 queries at a time.

use super::atoms::{AtomId, Atoms, HAS_COLUMN, NONE, heap};
use crate::query::field::Field;

const WORDS: usize = 64;
/// Queries in a block.
const BLOCK: usize = WORDS * 64;
/// A column of a block with more bits than this is a bitmap.
const FEW_MAX: usize = 32;
const FEW_FULL: u16 = 33;

type Bits = [u64; WORDS];

/// The bits of one value in one block.
#[derive(Debug, Default)]
enum Cell {
    #[default]
    Empty,
    Few(Vec<u16>),
    Full(Box<Bits>, u16),
}

/// The queries that ask one value.
#[derive(Debug, Default)]
struct Column {
    wanted: Vec<Cell>,
    refused: Vec<Cell>,
    bits: u32,
}

/// The queries that do not ask a field.
#[derive(Debug, Default)]
struct Group {
    silent: Vec<Bits>,
    /// Queries of the block that do ask.
    asking: Vec<u32>,
}

/// What a query asks of one field: one of these values, or none of them.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'a> {
    Wanted(Field, &'a [AtomId]),
    Refused(&'a [AtomId]),
}

#[derive(Debug)]
pub(super) struct Dense {
    alive: Vec<Bits>,
    exact: Vec<Bits>,
    groups: Vec<Group>,
    columns: Vec<Column>,
    free_columns: Vec<u32>,
    /// The slot of the query at each place, and its id for the answer.
    owners: Vec<(u64, u32)>,
    free: Vec<u32>,
}

/// An item's values, by field.
#[derive(Debug, Default)]
pub(super) struct Values {
    columns: Vec<Vec<u32>>,
    used: Vec<u32>,
}

impl Values {
    pub(super) fn clear(&mut self) {
        self.columns.resize_with(Field::COUNT, Vec::new);
        self.columns.iter_mut().for_each(Vec::clear);
        self.used.clear();
    }
    #[inline]
    pub(super) fn add(&mut self, field: usize, column: u32) {
        if let Some(columns) = self.columns.get_mut(field) {
            columns.push(column);
            self.used.push(column);
        }
    }
}

impl Dense {
    pub(super) fn new() -> Self {
        let mut groups = Vec::new();
        groups.resize_with(Field::COUNT, Group::default);
        Self {
            alive: Vec::new(),
            exact: Vec::new(),
            groups,
            columns: Vec::new(),
            free_columns: Vec::new(),
            owners: Vec::new(),
            free: Vec::new(),
        }
    }

    /// Adds a query; `exact` if its parts say all of it. Returns its place.
    pub(super) fn insert(&mut self, id: u64, slot: u32, exact: bool, parts: &[Part<'_>], atoms: &mut Atoms) -> u32 {
        let place = match self.free.pop() {
            Some(place) => place,
            None => {
                self.owners.push((0, NONE));
                u32::try_from(self.owners.len() - 1).unwrap_or(NONE)
            }
        };
        let (block, bit) = split(place);
        if block >= self.alive.len() {
            self.alive.push([0; WORDS]);
            self.exact.push([0; WORDS]);
            for group in &mut self.groups {
                group.silent.push([0; WORDS]);
                group.asking.push(0);
            }
        }
        self.owners[place as usize] = (id, slot);
        set(&mut self.alive[block], bit, true);
        set(&mut self.exact[block], bit, exact);
        for group in &mut self.groups {
            set(&mut group.silent[block], bit, true);
        }
        for part in parts {
            let (values, refused) = match part {
                Part::Wanted(field, values) => {
                    let group = &mut self.groups[*field as usize];
                    set(&mut group.silent[block], bit, false);
                    group.asking[block] += 1;
                    (values, false)
                }
                Part::Refused(values) => (values, true),
            };
            for atom in values.iter() {
                let column = self.column(*atom, atoms);
                column.cell(block, refused).insert(bit);
                column.bits += 1;
            }
        }
        place
    }

    /// Takes out a query that was added with these parts.
    pub(super) fn remove(&mut self, place: u32, parts: &[Part<'_>], atoms: &mut Atoms) {
        let (block, bit) = split(place);
        set(&mut self.alive[block], bit, false);
        for part in parts {
            let (values, refused) = match part {
                Part::Wanted(field, values) => {
                    self.groups[*field as usize].asking[block] -= 1;
                    (values, false)
                }
                Part::Refused(values) => (values, true),
            };
            for atom in values.iter() {
                let index = atoms.all[*atom as usize].link;
                let Some(column) = self.columns.get_mut(index as usize) else { continue };
                column.cell(block, refused).remove(bit);
                column.bits -= 1;
                if column.bits == 0 {
                    *column = Column::default();
                    self.free_columns.push(index);
                    atoms.all[*atom as usize].link = NONE;
                    atoms.mark(*atom, HAS_COLUMN, false);
                }
            }
        }
        self.owners[place as usize] = (0, NONE);
        self.free.push(place);
    }

    fn column(&mut self, atom: AtomId, atoms: &mut Atoms) -> &mut Column {
        atoms.mark(atom, HAS_COLUMN, true);
        let known = &mut atoms.all[atom as usize].link;
        if *known == NONE {
            *known = self.free_columns.pop().unwrap_or_else(|| {
                self.columns.push(Column::default());
                u32::try_from(self.columns.len() - 1).unwrap_or(NONE)
            });
        }
        &mut self.columns[*known as usize]
    }

    /// Tells every query that takes an item with these values: its id if that is certain, else its slot.
    #[inline]
    pub(super) fn each(&self, values: &Values, mut certain: impl FnMut(u64), mut perhaps: impl FnMut(u32)) {
        for (block, alive) in self.alive.iter().enumerate() {
            let Some(found) = self.block(block, alive, values) else { continue };
            let Some(exact) = self.exact.get(block) else { continue };
            let Some(owners) = self.owners.get(block * BLOCK..) else { continue };
            for (word, (found, exact)) in found.iter().zip(exact).enumerate() {
                let mut sure = found & exact;
                while sure != 0 {
                    let bit = sure.trailing_zeros() as usize;
                    sure &= sure - 1;
                    certain(owners[word * 64 + bit].0);
                }
                let mut open = found & !exact;
                while open != 0 {
                    let bit = open.trailing_zeros() as usize;
                    open &= open - 1;
                    perhaps(owners[word * 64 + bit].1);
                }
            }
        }
    }

    fn block(&self, block: usize, alive: &Bits, values: &Values) -> Option<Bits> {
        let mut found = *alive;
        for (field, group) in self.groups.iter().enumerate() {
            if group.asking.get(block).is_none_or(|asking| *asking == 0) {
                continue;
            }
            let mut allowed = *group.silent.get(block)?;
            for column in values.columns.get(field)? {
                let cells = &self.columns.get(*column as usize)?.wanted;
                match cells.get(block) {
                    None | Some(Cell::Empty) => {}
                    Some(Cell::Few(bits)) => bits.iter().for_each(|bit| set(&mut allowed, *bit, true)),
                    Some(Cell::Full(bits, _)) => allowed.iter_mut().zip(bits.iter()).for_each(|(to, from)| *to |= from),
                }
            }
            let mut any = 0;
            for (to, from) in found.iter_mut().zip(&allowed) {
                *to &= from;
                any |= *to;
            }
            if any == 0 {
                return None;
            }
        }
        for column in &values.used {
            match self.columns.get(*column as usize)?.refused.get(block) {
                None | Some(Cell::Empty) => {}
                Some(Cell::Few(bits)) => bits.iter().for_each(|bit| set(&mut found, *bit, false)),
                Some(Cell::Full(bits, _)) => found.iter_mut().zip(bits.iter()).for_each(|(to, from)| *to &= !from),
            }
        }
        Some(found)
    }

    /// Whether nothing is left of any query.
    #[cfg(test)]
    pub(super) fn is_clean(&self) -> bool {
        let asking = self.groups.iter().flat_map(|group| &group.asking).all(|asking| *asking == 0);
        let alive = self.alive.iter().flatten().any(|word| *word != 0);
        asking && !alive && self.columns.iter().all(|column| column.bits == 0 && column.wanted.is_empty())
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        let blocks = self.alive.capacity() + self.exact.capacity();
        let blocks = blocks + self.groups.iter().map(|group| group.silent.capacity()).sum::<usize>();
        let cells = self.columns.iter().flat_map(|column| [&column.wanted, &column.refused]);
        let cells: usize = cells
            .map(|cells| cells.capacity() * size_of::<Cell>() + cells.iter().map(Cell::memory).sum::<usize>())
            .sum();
        let columns = self.columns.capacity() * size_of::<Column>();
        blocks * size_of::<Bits>() + cells + columns + self.owners.capacity() * 16 + self.free.capacity() * 4
    }
}

impl Column {
    fn cell(&mut self, block: usize, refused: bool) -> &mut Cell {
        let cells = if refused { &mut self.refused } else { &mut self.wanted };
        if block >= cells.len() {
            cells.resize_with(block + 1, Cell::default);
        }
        &mut cells[block]
    }
}

impl Cell {
    fn insert(&mut self, bit: u16) {
        match self {
            Self::Empty => *self = Self::Few(vec![bit]),
            Self::Few(bits) if bits.len() < FEW_MAX => bits.push(bit),
            Self::Few(few) => {
                let mut bits = Box::new([0; WORDS]);
                few.iter().chain([&bit]).for_each(|bit| set(&mut bits, *bit, true));
                *self = Self::Full(bits, FEW_FULL);
            }
            Self::Full(bits, count) => {
                set(bits, bit, true);
                *count += 1;
            }
        }
    }

    fn remove(&mut self, bit: u16) {
        match self {
            Self::Empty => {}
            Self::Few(bits) => {
                bits.retain(|known| *known != bit);
                if bits.is_empty() {
                    *self = Self::Empty;
                }
            }
            Self::Full(bits, count) => {
                set(bits, bit, false);
                *count -= 1;
                // Well below the limit, so that adding and removing at it does not go back and forth.
                if usize::from(*count) <= FEW_MAX / 2 {
                    let all = (0..BLOCK).filter_map(|bit| u16::try_from(bit).ok());
                    *self = Self::Few(all.filter(|bit| bits[usize::from(*bit / 64)] >> (bit % 64) & 1 == 1).collect());
                }
            }
        }
    }

    fn memory(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Few(bits) => heap(bits.capacity() * 2),
            Self::Full(..) => heap(size_of::<Bits>()),
        }
    }
}

#[inline]
fn set(bits: &mut Bits, bit: u16, on: bool) {
    let word = &mut bits[usize::from(bit / 64) % WORDS];
    let mask = 1 << (bit % 64);
    if on {
        *word |= mask;
    } else {
        *word &= !mask;
    }
}

fn split(place: u32) -> (usize, u16) {
    let place = place as usize;
    (place / BLOCK, u16::try_from(place % BLOCK).unwrap_or(0))
}
