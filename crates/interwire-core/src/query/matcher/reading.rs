//! An item read against the atoms: which of them it has, where the words of phrases stand, and its numbers. What is in
//! no query is passed over.

use super::QueryId;
use super::atoms::{Ask, AtomId, HAS_COLUMN, HAS_LIST, IN_PAIR, IN_PHRASE, IS_LANGUAGE, Tag, phrase};
use super::dense::Values;
use super::hash::Key;
use super::index::Index;
use super::plan::medium_bit;
use super::sparse::language_bit;
use crate::query::field::Field;
use crate::query::news::{Part, Sink};
use crate::query::text::{Capital, Room, bare, words};

/// Room in which items are read; each thread keeps one. Its memory grows with the atoms of the matcher (two bits for
/// each) and with the longest item.
#[derive(Debug, Default)]
pub struct Scratch {
    present: Vec<u64>,
    done: Vec<u64>,
    set: Vec<AtomId>,
    /// Lists of queries to be looked at.
    pub(super) active: Vec<u32>,
    /// Words that wait to be looked up, with their positions.
    keys: Vec<(Key, u32)>,
    /// Words of pairs at the position before, and at this one.
    pairs: [Vec<AtomId>; 2],
    positions: Vec<(AtomId, u32)>,
    sorted: bool,
    numbers: Vec<(Field, i64)>,
    media: u16,
    pub(super) bits: u32,
    pub(super) values: Values,
    room: Room,
    plain: String,
    /// Hashes of everything in the item, when it is one of the sample.
    pub(super) sample: Vec<u64>,
    pub(super) sampling: bool,
    /// Items read.
    pub(super) items: u32,
    pub(super) open: Vec<u32>,
    pub(super) several: Vec<u32>,
    pub(super) found: Vec<QueryId>,
}

impl Scratch {
    /// Room for any matcher.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes ready for an item against so many atoms.
    pub(super) fn clear(&mut self, atoms: usize) {
        for id in self.set.drain(..) {
            let (word, bit) = place(id);
            if let Some(word) = self.present.get_mut(word) {
                *word &= !bit;
            }
            if let Some(word) = self.done.get_mut(word) {
                *word &= !bit;
            }
        }
        let words = atoms.div_ceil(64);
        if self.present.len() < words {
            self.present.resize(words, 0);
            self.done.resize(words, 0);
        }
        self.active.clear();
        self.positions.clear();
        self.sorted = false;
        self.numbers.clear();
        self.media = 0;
        self.bits = 1 << 31;
        self.values.clear();
        self.sample.clear();
        self.open.clear();
        self.several.clear();
        self.found.clear();
    }

    /// Whether the item has an atom.
    #[inline]
    pub(super) fn has(&self, id: AtomId) -> bool {
        let (word, bit) = place(id);
        self.present.get(word).is_some_and(|word| word & bit != 0)
    }

    /// The answer of a test, if it was asked before.
    pub(super) fn tested(&self, id: AtomId) -> Option<bool> {
        let (word, bit) = place(id);
        self.done.get(word).is_some_and(|word| word & bit != 0).then(|| self.has(id))
    }

    pub(super) fn keep_test(&mut self, id: AtomId, holds: bool) {
        let (word, bit) = place(id);
        if let (Some(done), Some(present)) = (self.done.get_mut(word), self.present.get_mut(word)) {
            *done |= bit;
            if holds {
                *present |= bit;
            }
            self.set.push(id);
        }
    }

    pub(super) fn has_number(&self, field: Field, from: i64, to: i64) -> bool {
        self.numbers.iter().any(|(own, number)| *own == field && (from..=to).contains(number))
    }

    /// Whether one atom of each place stands behind one of the place before.
    pub(super) fn has_phrase(&mut self, places: &[u32]) -> bool {
        if !phrase(places).all(|place| place.iter().any(|id| self.has(*id))) {
            return false;
        }
        if !self.sorted {
            self.positions.sort_unstable();
            self.sorted = true;
        }
        let at = |id: AtomId, position: u32| self.positions.binary_search(&(id, position)).is_ok();
        let follows = |start: u32| {
            let rest = phrase(places).skip(1).zip(start + 1..);
            rest.into_iter().all(|(place, position)| place.iter().any(|id| at(*id, position)))
        };
        let first = phrase(places).next().unwrap_or_default();
        first.iter().any(|id| {
            let from = self.positions.partition_point(|known| *known < (*id, 0));
            let own = self.positions.get(from..).unwrap_or_default().iter().take_while(|(known, _)| known == id);
            own.into_iter().any(|(_, position)| follows(*position))
        })
    }
}

fn place(id: AtomId) -> (usize, u64) {
    ((id / 64) as usize, 1 << (id % 64))
}

/// Reads one item.
pub(super) struct Reader<'r> {
    index: &'r Index,
    scratch: &'r mut Scratch,
    position: u32,
}

/// What is asked of the words of one field.
#[derive(Clone, Copy)]
struct Asked {
    word: Option<Tag>,
    bare: Option<Tag>,
    prefix: Option<Tag>,
    bare_prefix: Option<Tag>,
}

impl<'r> Reader<'r> {
    pub(super) fn new(index: &'r Index, scratch: &'r mut Scratch) -> Self {
        scratch.clear(index.atoms.all.len());
        Self { index, scratch, position: 0 }
    }

    /// What is only known when everything has been told.
    pub(super) fn finish(&mut self) {
        for (mask, id) in &self.index.atoms.sets {
            if self.scratch.media & !mask == 0 {
                self.mark(*id, 0);
            }
        }
    }

    #[inline]
    fn mark(&mut self, id: AtomId, position: u32) {
        let todo = self.index.atoms.todo.get(id as usize).copied().unwrap_or_default();
        let (word, bit) = place(id);
        if let Some(present) = self.scratch.present.get_mut(word).filter(|word| **word & bit == 0) {
            *present |= bit;
            self.scratch.set.push(id);
            if todo & (HAS_LIST | HAS_COLUMN | IS_LANGUAGE) != 0
                && let Some(atom) = self.index.atoms.all.get(id as usize)
            {
                if todo & HAS_LIST != 0 {
                    self.scratch.active.push(atom.list);
                }
                if todo & HAS_COLUMN != 0 {
                    self.scratch.values.add(usize::from(atom.tag().0 & 31), atom.link);
                }
                if todo & IS_LANGUAGE != 0 {
                    self.scratch.bits |= language_bit(id);
                }
            }
        }
        if todo & IN_PHRASE != 0 {
            self.scratch.positions.push((id, position));
        }
    }

    fn asked(&self, field: Field) -> Asked {
        let used = |ask: Ask| Some(ask.of(field)).filter(|tag| self.index.atoms.count(*tag) > 0);
        Asked {
            word: used(Ask::Word),
            bare: used(Ask::Bare),
            prefix: used(Ask::Prefix),
            bare_prefix: used(Ask::BarePrefix),
        }
    }

    #[inline]
    fn find(&mut self, key: Key, position: u32) {
        if let Some(id) = self.index.atoms.find(&self.index.hasher, key) {
            self.mark(id, position);
        }
    }

    #[inline]
    fn word(&mut self, word: &str, asked: &[Asked], position: u32) {
        let key = self.index.hasher.key(word.as_bytes());
        for one in asked {
            if let Some(tag) = one.word {
                self.scratch.keys.push((key.with(tag), position));
            }
            if let Some(tag) = one.prefix {
                self.prefixes(tag, word, position);
            }
        }
    }

    fn prefixes(&mut self, tag: Tag, word: &str, position: u32) {
        let index = self.index;
        index.prefixes.each(tag, word, |start| self.find(index.hasher.key(start.as_bytes()).with(tag), position));
    }

    fn bare(&mut self, word: &str, asked: &[Asked], position: u32) {
        let mut plain = std::mem::take(&mut self.scratch.plain);
        bare(word, &mut plain);
        let key = self.index.hasher.key(plain.as_bytes());
        for one in asked {
            if let Some(tag) = one.bare {
                self.find(key.with(tag), position);
            }
            if let Some(tag) = one.bare_prefix {
                self.prefixes(tag, &plain, position);
            }
        }
        self.scratch.plain = plain;
    }

    /// Looks up the words of a text one after the other, so that the processor can wait for several at once.
    fn look_up(&mut self) {
        let mut keys = std::mem::take(&mut self.scratch.keys);
        let [mut before, mut here] = std::mem::take(&mut self.scratch.pairs);
        let mut now = 0;
        for (key, position) in &keys {
            let Some(id) = self.index.atoms.find(&self.index.hasher, *key) else { continue };
            self.mark(id, *position);
            let todo = self.index.atoms.todo.get(id as usize).copied().unwrap_or_default();
            if todo & IN_PAIR == 0 {
                continue;
            }
            if *position != now {
                std::mem::swap(&mut before, &mut here);
                here.clear();
                if *position != now + 1 {
                    before.clear();
                }
                now = *position;
            }
            for first in &before {
                self.find(Key::pair([*first, id]).with(Ask::Pair.tag(key.tag())), *position);
            }
            here.push(id);
        }
        keys.clear();
        before.clear();
        here.clear();
        self.scratch.keys = keys;
        self.scratch.pairs = [before, here];
    }

    fn sample(&mut self, fields: &[Field], word: &str) {
        let hasher = &self.index.hasher;
        let mut keep = |ask: Ask, field: Field, word: &str| {
            self.scratch.sample.push(hasher.hash(hasher.key(word.as_bytes()).with(ask.of(field))));
        };
        for field in fields {
            keep(Ask::Word, *field, word);
            for (end, _) in word.char_indices().skip(2).take(4) {
                keep(Ask::Prefix, *field, word.get(..end).unwrap_or_default());
            }
        }
    }
}

impl Sink for Reader<'_> {
    fn text(&mut self, fields: &[Field], _: Part, text: &str, capital: Capital) {
        let mut all = [self.asked(Field::Text); 2];
        for (asked, field) in all.iter_mut().zip(fields) {
            *asked = self.asked(*field);
        }
        let asked = all.get(..fields.len()).unwrap_or(&all);
        let exact = asked.iter().any(|one| one.word.is_some() || one.prefix.is_some());
        let plain = asked.iter().any(|one| one.bare.is_some() || one.bare_prefix.is_some());
        let sampling = self.scratch.sampling;
        if !exact && !plain && !sampling {
            return;
        }
        let mut room = std::mem::take(&mut self.scratch.room);
        // A phrase does not go from one text into the next.
        let mut position = self.position.wrapping_add(2);
        words(text, capital, &mut room, |token| {
            position = position.wrapping_add(1);
            if exact {
                self.word(token.word, asked, position);
                if let Some(other) = token.other {
                    self.word(other, asked, position);
                }
            }
            if plain {
                self.bare(token.word, asked, position);
            }
            if sampling {
                self.sample(fields, token.word);
            }
        });
        self.position = position;
        self.scratch.room = room;
        self.look_up();
    }

    fn code(&mut self, field: Field, code: &str) {
        let tag = Ask::Code.of(field);
        if field == Field::Media {
            self.scratch.media |= medium_bit(code);
        }
        let key = self.index.hasher.key(code.as_bytes()).with(tag);
        if self.scratch.sampling {
            self.scratch.sample.push(self.index.hasher.hash(key));
        }
        if self.index.atoms.count(tag) > 0 {
            self.find(key, 0);
        }
    }

    fn number(&mut self, field: Field, number: i64) {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        if field != Field::Urgency {
            self.scratch.numbers.push((field, number));
        } else if let Some(digit) = usize::try_from(number).ok().and_then(|number| DIGITS.get(number)) {
            self.code(field, digit);
        }
    }
}
