//! Which lengths the beginnings have that queries ask, so that a word is cut at those only.

use super::atoms::{Atoms, Tag};

const BUCKETS: usize = 1024;

/// For each tag, the lengths in bytes by the first two bytes. Lengths of beginnings that are no longer asked stay until
/// none of the tag is.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    all: Vec<(Tag, Box<[u64]>)>,
}

impl Prefixes {
    pub(super) fn add(&mut self, tag: Tag, prefix: &str) {
        let known = self.all.iter().position(|(known, _)| *known == tag);
        let place = known.unwrap_or_else(|| {
            self.all.push((tag, vec![0; BUCKETS].into()));
            self.all.len() - 1
        });
        if let Some((_, buckets)) = self.all.get_mut(place) {
            buckets[bucket(prefix)] |= 1 << prefix.len().min(63);
        }
    }

    /// Forgets the lengths of tags that nobody asks any more.
    pub(super) fn tidy(&mut self, atoms: &Atoms) {
        self.all.retain(|(tag, _)| atoms.count(*tag) > 0);
    }

    /// Hands on every beginning of a word that might be asked.
    #[inline]
    pub(super) fn each<'w>(&self, tag: Tag, word: &'w str, mut each: impl FnMut(&'w str)) {
        let Some((_, buckets)) = self.all.iter().find(|(known, _)| *known == tag) else { return };
        let mut lengths = buckets[bucket(word)];
        while lengths != 0 {
            let length = lengths.trailing_zeros() as usize;
            lengths &= lengths - 1;
            if length == 63 {
                (63..=word.len()).filter_map(|length| word.get(..length)).for_each(&mut each);
            } else if let Some(start) = word.get(..length) {
                each(start);
            }
        }
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        self.all.len() * BUCKETS * 8
    }
}

/// By the first two bytes; every beginning has at least two, but one of a single letter.
fn bucket(word: &str) -> usize {
    match word.as_bytes() {
        [one, two, ..] => (usize::from(*one) * 61 + usize::from(*two)) % BUCKETS,
        _ => 0,
    }
}
