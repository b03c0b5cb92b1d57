//! How often things occur in items, learned from a sample of those that come: a count-min sketch of fixed size.

use super::atoms::{Ask, Tag};
use crate::query::field::Field;

const ROW: usize = 1 << 15;
/// Items after which all counts are halved, so that old news is forgotten.
const ITEMS_MAX: u32 = 1 << 16;
/// How many items the guess before any item weighs.
const GUESS_WEIGHT: f32 = 24.0;

#[derive(Debug)]
pub(super) struct Frequency {
    rows: [Vec<u32>; 2],
    items: u32,
}

impl Frequency {
    /// Bytes held.
    pub(super) const BYTES: usize = 2 * ROW * 4;

    pub(super) fn new() -> Self {
        Self { rows: [vec![0; ROW], vec![0; ROW]], items: 0 }
    }

    /// Adds an item by the hashes of everything in it, each once.
    pub(super) fn add(&mut self, hashes: &[u64]) {
        if self.items >= ITEMS_MAX {
            self.rows.iter_mut().flatten().for_each(|count| *count /= 2);
            self.items /= 2;
        }
        self.items += 1;
        for hash in hashes {
            let [one, two] = places(*hash);
            self.rows[0][one] += 1;
            self.rows[1][two] += 1;
        }
    }

    /// The share of items that have what is asked.
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    pub(super) fn share(&self, hash: u64, tag: Tag) -> f32 {
        let [one, two] = places(hash);
        let count = self.rows[0][one].min(self.rows[1][two]);
        (count as f32 + guess(tag) * GUESS_WEIGHT) / (self.items as f32 + GUESS_WEIGHT)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "parts of a hash")]
fn places(hash: u64) -> [usize; 2] {
    [hash as usize % ROW, (hash >> 32) as usize % ROW]
}

/// The share before any item was seen.
fn guess(tag: Tag) -> f32 {
    let is = |ask: Ask, field: Field| tag == ask.of(field);
    if tag.is(Ask::Range) || is(Ask::Code, Field::MediaOnly) {
        return 0.5;
    }
    if is(Ask::Code, Field::Status) || is(Ask::Code, Field::Media) || is(Ask::Code, Field::Source) {
        return 0.5;
    }
    if is(Ask::Code, Field::Language) {
        return 0.2;
    }
    if tag.is(Ask::Code) { 0.02 } else { 0.005 }
}
