//! The distinct things that the standing queries ask, each known by a number, with one table to find them by.

use super::hash::{Hasher, Key};
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
    /// Two words side by side.
    Pair,
    /// Words side by side: looked up when a query asks.
    Phrase,
}

impl Ask {
    /// It and its field in one byte.
    pub(super) const fn of(self, field: Field) -> Tag {
        Tag((self as u8) << 5 | field as u8)
    }
    /// It and the field of another tag.
    pub(super) fn tag(self, other: Tag) -> Tag {
        Tag((self as u8) << 5 | other.0 & 31)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag(pub u8);

impl Tag {
    pub(super) fn is(self, ask: Ask) -> bool {
        self.0 >> 5 == ask as u8
    }
    /// It asks a code or a set of codes.
    pub(super) fn is_code(self) -> bool {
        self.is(Ask::Code)
    }
    /// It is looked up only when a query asks; the others are found while an item is read.
    pub(super) fn is_test(self) -> bool {
        self.is(Ask::Range) || self.is(Ask::Phrase)
    }
}

/// What is looked up when a query asks.
#[derive(Debug, Clone)]
pub(super) enum Test {
    /// None.
    Free,
    /// A number of the field lies within.
    Range { field: Field, from: i64, to: i64 },
    /// Words side by side: for each place the number of its atoms, and the atoms, of which one must stand there.
    Phrase(Box<[u32]>),
}

/// One distinct thing that is asked.
#[derive(Debug)]
pub(super) struct Atom {
    pub key: Key,
    /// How many places of queries, and of phrases, ask it.
    pub refs: u32,
    /// How many phrases ask it: then its positions are kept.
    pub phrases: u32,
    /// How many pairs ask it.
    pub pairs: u32,
    /// Its test, if it is one; else its columns among the bitmaps.
    pub link: u32,
    /// The list of the queries that are looked at when it is found.
    pub list: u32,
}

impl Atom {
    pub(super) fn tag(&self) -> Tag {
        self.key.tag()
    }
}

/// What must be done when an atom is found in an item.
pub(super) const HAS_LIST: u8 = 1;
pub(super) const HAS_COLUMN: u8 = 2;
pub(super) const IN_PHRASE: u8 = 4;
pub(super) const IS_LANGUAGE: u8 = 8;
pub(super) const IN_PAIR: u8 = 16;

/// All atoms.
#[derive(Debug, Default)]
pub(super) struct Atoms {
    table: HashTable<(Key, AtomId)>,
    pub all: Vec<Atom>,
    /// For each atom, what must be done when it is found.
    pub todo: Vec<u8>,
    free: Vec<AtomId>,
    pub tests: Vec<Test>,
    free_tests: Vec<u32>,
    pub lists: Vec<Vec<Posting>>,
    free_lists: Vec<u32>,
    /// Atoms of each tag.
    in_use: Vec<u32>,
    /// Masks of the sets of media in use.
    pub sets: Vec<(u16, AtomId)>,
}

impl Atoms {
    /// The atom of that key.
    #[inline]
    pub(super) fn find(&self, hasher: &Hasher, key: Key) -> Option<AtomId> {
        self.table.find(hasher.hash(key), |(known, _)| *known == key).map(|(_, id)| *id)
    }

    #[inline]
    pub(super) fn count(&self, tag: Tag) -> u32 {
        self.in_use.get(usize::from(tag.0)).copied().unwrap_or(0)
    }

    /// The atom of that key, asked once more; `test` makes what it needs if it is new.
    pub(super) fn ask(&mut self, hasher: &Hasher, key: Key, test: Test) -> AtomId {
        if let Some(id) = self.find(hasher, key) {
            self.all[id as usize].refs += 1;
            return id;
        }
        let link = match test {
            Test::Free => NONE,
            test => keep(&mut self.tests, &mut self.free_tests, test),
        };
        let atom = Atom { key, refs: 1, phrases: 0, pairs: 0, link, list: NONE };
        let id = keep(&mut self.all, &mut self.free, atom);
        self.todo.resize(self.all.len(), 0);
        self.todo[id as usize] = if key.tag() == Ask::Code.of(Field::Language) { IS_LANGUAGE } else { 0 };
        self.table.insert_unique(hasher.hash(key), (key, id), |(key, _)| hasher.hash(*key));
        self.in_use.resize(256, 0);
        self.in_use[usize::from(key.tag().0)] += 1;
        id
    }

    /// The test of an atom that is one.
    pub(super) fn test(&self, id: AtomId) -> Option<&Test> {
        let atom = self.all.get(id as usize).filter(|atom| atom.tag().is_test())?;
        self.tests.get(atom.link as usize)
    }

    /// Says that something must be done when the atom is found, or no longer.
    pub(super) fn mark(&mut self, id: AtomId, what: u8, on: bool) {
        let todo = &mut self.todo[id as usize];
        *todo = if on { *todo | what } else { *todo & !what };
    }

    /// A phrase asks the atom, or no longer does.
    pub(super) fn in_phrase(&mut self, id: AtomId, more: bool) {
        let atom = &mut self.all[id as usize];
        atom.phrases = if more { atom.phrases + 1 } else { atom.phrases - 1 };
        let any = atom.phrases > 0;
        self.mark(id, IN_PHRASE, any);
    }

    /// A pair asks the atom, or no longer does.
    fn in_pair(&mut self, id: AtomId, more: bool) {
        let atom = &mut self.all[id as usize];
        atom.pairs = if more { atom.pairs + 1 } else { atom.pairs - 1 };
        let any = atom.pairs > 0;
        self.mark(id, IN_PAIR, any);
    }

    /// The atom of two words of a field side by side; it keeps the words.
    pub(super) fn ask_pair(&mut self, hasher: &Hasher, field: Field, words: [AtomId; 2]) -> AtomId {
        let key = Key::pair(words).with(Ask::Pair.of(field));
        let is_new = self.find(hasher, key).is_none();
        for word in words.into_iter().filter(|_| is_new) {
            self.all[word as usize].refs += 1;
            self.in_pair(word, true);
        }
        self.ask(hasher, key, Test::Free)
    }

    /// The list of an atom, made if it has none.
    pub(super) fn list(&mut self, id: AtomId) -> &mut Vec<Posting> {
        let known = self.all[id as usize].list;
        let list = if known == NONE { keep(&mut self.lists, &mut self.free_lists, Vec::new()) } else { known };
        self.all[id as usize].list = list;
        self.mark(id, HAS_LIST, true);
        &mut self.lists[list as usize]
    }

    /// Lets go of the list of an atom that has become empty.
    pub(super) fn drop_list(&mut self, id: AtomId) {
        let list = std::mem::replace(&mut self.all[id as usize].list, NONE);
        self.mark(id, HAS_LIST, false);
        if let Some(old) = self.lists.get_mut(list as usize) {
            *old = Vec::new();
            self.free_lists.push(list);
        }
    }

    /// One place of a query no longer asks the atom.
    pub(super) fn release(&mut self, hasher: &Hasher, id: AtomId) {
        let atom = &mut self.all[id as usize];
        atom.refs -= 1;
        if atom.refs > 0 {
            return;
        }
        let (key, link) = (atom.key, atom.link);
        if let Ok(entry) = self.table.find_entry(hasher.hash(key), |(_, known)| *known == id) {
            entry.remove();
        }
        self.todo[id as usize] = 0;
        self.in_use[usize::from(key.tag().0)] -= 1;
        self.sets.retain(|(_, set)| *set != id);
        self.free.push(id);
        if key.tag().is(Ask::Pair) {
            for word in key.words() {
                self.in_pair(word, false);
                self.release(hasher, word);
            }
        }
        if key.tag().is_test() {
            self.free_tests.push(link);
            if let Test::Phrase(places) = std::mem::replace(&mut self.tests[link as usize], Test::Free) {
                for word in phrase(&places).flatten() {
                    self.in_phrase(*word, false);
                    self.release(hasher, *word);
                }
            }
        }
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        let lists: usize = self.lists.iter().map(|list| heap(list.capacity() * size_of::<Posting>())).sum();
        let tests =
            self.tests.iter().map(|test| if let Test::Phrase(places) = test { heap(places.len() * 4) } else { 0 });
        let tests = tests.sum::<usize>() + self.tests.capacity() * size_of::<Test>();
        let table = self.table.capacity() * 8 / 7 * (size_of::<(Key, AtomId)>() + 1);
        let free = (self.free.capacity() + self.free_tests.capacity() + self.free_lists.capacity()) * 4;
        let all = self.all.capacity() * size_of::<Atom>() + self.todo.capacity();
        lists + self.lists.capacity() * size_of::<Vec<Posting>>() + tests + table + all + free
    }

    /// Whether nobody asks anything.
    #[cfg(test)]
    pub(super) fn is_clean(&self) -> bool {
        self.table.is_empty() && self.sets.is_empty() && self.lists.iter().all(Vec::is_empty)
    }
}

/// Keeps a thing in a place that is free.
fn keep<T>(all: &mut Vec<T>, free: &mut Vec<u32>, thing: T) -> u32 {
    match free.pop() {
        Some(place) => {
            all[place as usize] = thing;
            place
        }
        None => {
            all.push(thing);
            u32::try_from(all.len() - 1).unwrap_or(NONE)
        }
    }
}

/// The places of a phrase.
pub(super) fn phrase(places: &[u32]) -> impl Iterator<Item = &[AtomId]> {
    let mut rest = places;
    std::iter::from_fn(move || {
        let (count, behind) = rest.split_first()?;
        let (place, behind) = behind.split_at_checked(*count as usize)?;
        rest = behind;
        Some(place)
    })
}

/// What an allocation of so many bytes takes.
pub(super) fn heap(bytes: usize) -> usize {
    if bytes == 0 { 0 } else { (bytes + 8).next_multiple_of(16).max(32) }
}
