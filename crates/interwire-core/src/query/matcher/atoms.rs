//! The distinct things that the standing queries ask, each known by a number, with one table to find them by.

use super::hash::Hasher;
use super::sparse::Posting;
use crate::query::field::Field;
use hashbrown::HashTable;

/// The number of an atom; below 2^28.
pub(super) type AtomId = u32;

/// None.
pub(super) const NONE: u32 = u32::MAX;

/// What kind of thing an atom asks of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Ask {
    Code,
    Word,
    Bare,
    Prefix,
    BarePrefix,
    /// A number within a range: looked up when a query asks.
    Range,
    /// All media within a set.
    Only,
    /// Words side by side: looked up when a query asks.
    Phrase,
}

impl Ask {
    /// It and its field in one byte.
    pub(super) fn of(self, field: Field) -> Tag {
        Tag((self as u8) << 5 | field as u8)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag(pub u8);

/// What is looked up when a query asks.
#[derive(Debug, Clone)]
pub(super) enum Test {
    /// None.
    Free,
    /// A number of the field lies within.
    Range { field: Field, from: i64, to: i64 },
    /// One atom of each place, side by side.
    Phrase(Box<[Box<[AtomId]>]>),
}

/// One distinct thing that is asked.
#[derive(Debug)]
pub(super) struct Atom {
    pub hash: u64,
    pub key: Box<str>,
    pub tag: Tag,
    /// How many places of queries, and of phrases, ask it.
    pub refs: u32,
    /// How many phrases ask it: then its positions are kept.
    pub phrases: u32,
    /// Its test.
    pub test: u32,
    /// Its columns among the bitmaps.
    pub column: u32,
    /// The queries that are looked at when it is found.
    pub postings: Vec<Posting>,
}

/// All atoms.
#[derive(Debug, Default)]
pub(super) struct Atoms {
    table: HashTable<AtomId>,
    pub all: Vec<Atom>,
    free: Vec<AtomId>,
    pub tests: Vec<Test>,
    free_tests: Vec<u32>,
    /// Atoms of each tag.
    pub in_use: Vec<u32>,
    /// Masks of the sets of media in use.
    pub sets: Vec<(u16, AtomId)>,
}

impl Atoms {
    /// The atom of that key.
    #[inline]
    pub(super) fn find(&self, hash: u64, tag: Tag, key: &str) -> Option<AtomId> {
        let is = |id: &AtomId| {
            let atom = &self.all[*id as usize];
            atom.hash == hash && atom.tag == tag && *atom.key == *key
        };
        self.table.find(hash, is).copied()
    }

    pub(super) fn count(&self, tag: Tag) -> u32 {
        self.in_use.get(usize::from(tag.0)).copied().unwrap_or(0)
    }

    /// The atom of that key, asked once more.
    pub(super) fn ask(&mut self, hasher: &Hasher, tag: Tag, key: &str, test: impl FnOnce(&mut Self) -> Test) -> AtomId {
        let hash = hasher.tagged(hasher.word(key), tag);
        if let Some(id) = self.find(hash, tag, key) {
            self.all[id as usize].refs += 1;
            return id;
        }
        let test = match test(self) {
            Test::Free => NONE,
            test => self.keep(test),
        };
        let atom = Atom { hash, key: key.into(), tag, refs: 1, phrases: 0, test, column: NONE, postings: Vec::new() };
        let id = match self.free.pop() {
            Some(id) => {
                self.all[id as usize] = atom;
                id
            }
            None => {
                self.all.push(atom);
                u32::try_from(self.all.len() - 1).unwrap_or(NONE)
            }
        };
        let all = &self.all;
        self.table.insert_unique(hash, id, |id| all[*id as usize].hash);
        self.in_use.resize(256, 0);
        self.in_use[usize::from(tag.0)] += 1;
        id
    }

    fn keep(&mut self, test: Test) -> u32 {
        match self.free_tests.pop() {
            Some(place) => {
                self.tests[place as usize] = test;
                place
            }
            None => {
                self.tests.push(test);
                u32::try_from(self.tests.len() - 1).unwrap_or(NONE)
            }
        }
    }

    /// One place of a query no longer asks the atom.
    pub(super) fn release(&mut self, id: AtomId) {
        let atom = &mut self.all[id as usize];
        atom.refs -= 1;
        if atom.refs > 0 {
            return;
        }
        let (hash, tag, test) = (atom.hash, atom.tag, atom.test);
        atom.key = Box::default();
        atom.postings = Vec::new();
        if let Ok(entry) = self.table.find_entry(hash, |known| *known == id) {
            entry.remove();
        }
        self.in_use[usize::from(tag.0)] -= 1;
        self.sets.retain(|(_, set)| *set != id);
        self.free.push(id);
        if test != NONE {
            self.free_tests.push(test);
            if let Test::Phrase(places) = std::mem::replace(&mut self.tests[test as usize], Test::Free) {
                for word in places.iter().flatten() {
                    self.all[*word as usize].phrases -= 1;
                    self.release(*word);
                }
            }
        }
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        let keys: usize = self.all.iter().map(|atom| heap(atom.key.len())).sum();
        let postings: usize = self.all.iter().map(|atom| heap(atom.postings.capacity() * size_of::<Posting>())).sum();
        let tests = self.tests.iter().map(|test| match test {
            Test::Phrase(places) => {
                heap(places.len() * 16) + places.iter().map(|place| heap(place.len() * 4)).sum::<usize>()
            }
            Test::Free | Test::Range { .. } => 0,
        });
        let tests: usize = tests.sum::<usize>() + self.tests.capacity() * size_of::<Test>();
        let table = self.table.capacity() * 8 / 7 * 5;
        keys + postings + tests + table + self.all.capacity() * size_of::<Atom>() + self.free.capacity() * 4
    }
}

/// What an allocation of so many bytes takes.
pub(super) fn heap(bytes: usize) -> usize {
    if bytes == 0 { 0 } else { (bytes + 8).next_multiple_of(16).max(32) }
}
