//! All standing queries of a node, matched against an item at once.
//!
//! What the queries ask is kept once each (`atoms`). A query stands where its rarest required clause leads to it
//! (`sparse`), or, if nothing in it is rare, in bitmaps by field (`dense`); what these cannot decide is decided by its
//! program. What is rare is learned from the items that come (`frequency`).
//!
//! Many threads read and write at once. A change is made under the one lock and is whole: an item is matched against
//! the queries before it or after it, never against something between.

mod atoms;
mod dense;
mod frequency;
mod hash;
mod index;
mod plan;
mod prefix;
mod program;
mod reading;
mod sparse;
mod sync;

pub use reading::Scratch;

use super::news::{Above, News, tell_route};
use super::{Doc, Query};
use crate::agreement::point::RouteItem;
use frequency::Frequency;
use index::Index;
use std::fmt;
use std::sync::PoisonError;
use sync::{Mutex, RwLock};

/// One of this many items is looked at to learn what is rare: of the first ones, and later.
const SAMPLE_FIRST: u32 = 16;
const SAMPLE: u32 = 256;
/// How many are the first.
const FIRST: u32 = 2_000;

/// The number that the owner of a query has given it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueryId(pub u64);

/// How much a matcher may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Queries.
    pub queries_max: usize,
    /// Bytes, as estimated; one query may go beyond.
    pub bytes_max: usize,
}

impl Default for Room {
    /// Two million queries, 1 GiB.
    fn default() -> Self {
        Self { queries_max: 2_000_000, bytes_max: 1 << 30 }
    }
}

/// Why a query was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// There are too many.
    Queries {
        /// How many there may be.
        max: usize,
    },
    /// They take too much memory.
    Bytes {
        /// How many bytes they may take.
        max: usize,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Queries { max } => write!(f, "there are {max} standing queries, and no more are taken"),
            Self::Bytes { max } => write!(f, "the standing queries take {max} bytes, and no more are taken"),
        }
    }
}
impl std::error::Error for Refused {}

/// All standing queries.
#[derive(Debug)]
pub struct Matcher {
    index: RwLock<Index>,
    frequency: Mutex<Frequency>,
    room: Room,
}

impl Matcher {
    /// An empty matcher. The seed should be secret where words come from strangers: it keeps them from choosing words
    /// that are slow to look up.
    #[must_use]
    pub fn new(room: Room, seed: u64) -> Self {
        Self { index: RwLock::new(Index::new(seed)), frequency: Mutex::new(Frequency::new()), room }
    }

    /// Adds a query, or puts it in the place of the one with that id. It holds for every item matched afterwards.
    ///
    /// # Errors
    /// If there is no room. A query that was to be replaced is then still there.
    pub fn put(&self, id: QueryId, query: &Query) -> Result<(), Refused> {
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        let frequency = self.frequency.lock().unwrap_or_else(PoisonError::into_inner);
        index.put(id, query, &frequency, &self.room)
    }

    /// Removes a query; `false` if there was none.
    pub fn remove(&self, id: QueryId) -> bool {
        self.index.write().unwrap_or_else(PoisonError::into_inner).remove(id)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that they take, counted; it takes a while.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.index.read().unwrap_or_else(PoisonError::into_inner).memory() + Frequency::BYTES
    }

    /// Every query that takes the item, each once, in no order. Why it does is told by [`Doc::explain`].
    pub fn matches<'s>(&self, news: &News<'_>, scratch: &'s mut Scratch) -> &'s [QueryId] {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        scratch.items = scratch.items.wrapping_add(1);
        let one_of = if scratch.items < FIRST { SAMPLE_FIRST } else { SAMPLE };
        scratch.sampling = scratch.items % one_of == 1;
        index.find(news, scratch);
        drop(index);
        self.learn(scratch);
        &scratch.found
    }

    /// Every query that takes an item of which only what routing knows is told.
    pub fn matches_route<'s>(&self, item: &RouteItem, above: Above<'_>, scratch: &'s mut Scratch) -> &'s [QueryId] {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        scratch.sampling = false;
        index.read(|reader| tell_route(item, above, reader), scratch);
        &scratch.found
    }

    /// Learns from an item what is rare, as from some of those that are matched. Queries that are added afterwards are
    /// placed by it.
    pub fn observe(&self, news: &News<'_>, scratch: &mut Scratch) {
        scratch.sampling = true;
        self.index.read().unwrap_or_else(PoisonError::into_inner).find(news, scratch);
        self.learn(scratch);
    }

    fn learn(&self, scratch: &mut Scratch) {
        if std::mem::take(&mut scratch.sampling) {
            scratch.sample.sort_unstable();
            scratch.sample.dedup();
            self.frequency.lock().unwrap_or_else(PoisonError::into_inner).add(&scratch.sample);
        }
    }
}

/// One query run over many items, as when a scope is tried on last year's news: hand it one item after the other.
#[derive(Debug)]
pub struct Sweep {
    index: Index,
    scratch: Scratch,
}

impl Sweep {
    /// Of a query.
    #[must_use]
    pub fn new(query: &Query) -> Self {
        let mut index = Index::new(0);
        // An empty index has room for one.
        let _ = index.put(QueryId(0), query, &Frequency::new(), &Room::default());
        Self { index, scratch: Scratch::new() }
    }

    /// Whether the query takes the item.
    pub fn takes(&mut self, news: &News<'_>) -> bool {
        self.index.find(news, &mut self.scratch);
        !self.scratch.found.is_empty()
    }

    /// Those of a stream of items that the query takes. Nothing but the item at hand is in memory.
    pub fn over<'i, T>(
        &'i mut self,
        items: impl IntoIterator<Item = T> + 'i,
        news: impl Fn(&T) -> News<'_> + 'i,
    ) -> impl Iterator<Item = T> + 'i {
        items.into_iter().filter(move |item| self.takes(&news(item)))
    }
}

impl Doc {
    /// An item of which only what routing knows is told.
    #[must_use]
    pub fn of_route(item: &RouteItem, above: Above<'_>) -> Self {
        let mut doc = Self::default();
        tell_route(item, above, &mut doc);
        doc
    }
}

#[cfg(test)]
mod tests;
