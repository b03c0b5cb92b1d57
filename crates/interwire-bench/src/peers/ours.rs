//! The matcher of the core.

use super::Peer;
use crate::workload::{Sample, Spec};
use interwire_core::query::matcher::{Matcher, QueryId, Room, Scratch};

/// The matcher.
#[derive(Debug)]
pub struct Ours {
    /// Itself.
    pub matcher: Matcher,
    scratch: Scratch,
}

impl Default for Ours {
    fn default() -> Self {
        Self { matcher: Matcher::new(Room::default(), 1), scratch: Scratch::new() }
    }
}

impl Peer for Ours {
    fn name(&self) -> &'static str {
        "interwire"
    }
    fn build(&mut self, specs: &[Spec], sample: &[Sample]) {
        for document in sample {
            self.matcher.observe(&document.news(), &mut self.scratch);
        }
        // A word that no text has: as on any node, somebody asks for words, and every text is analysed.
        if let Ok(query) = "qqqqqq".parse() {
            let _ = self.matcher.put(QueryId(u64::MAX), &query);
        }
        for (id, spec) in (0..).zip(specs) {
            // The room is larger than any workload.
            let _ = self.matcher.put(QueryId(id), &spec.query());
        }
    }
    fn matches(&mut self, sample: &Sample, found: &mut Vec<u32>) {
        let all = self.matcher.matches(&sample.news(), &mut self.scratch);
        found.extend(all.iter().filter_map(|id| u32::try_from(id.0).ok()));
    }
    fn memory(&self) -> Option<usize> {
        Some(self.matcher.memory())
    }
}
