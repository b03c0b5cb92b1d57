//! Those who are measured: the matcher, and plainer ways to do the same.

mod naive;
mod ours;
mod plain;

pub use naive::Naive;
pub use ours::Ours;
pub use plain::Plain;

use crate::workload::{Sample, Spec, Term};
use std::collections::HashMap;

/// Matches documents against standing queries.
pub trait Peer {
    /// What the table calls it.
    fn name(&self) -> &'static str;
    /// Takes the queries; `sample` may be used to learn what is rare.
    fn build(&mut self, specs: &[Spec], sample: &[Sample]);
    /// Puts the numbers of the queries that take the document into `found`, in any order; its text is analysed here.
    fn matches(&mut self, sample: &Sample, found: &mut Vec<u32>);
    /// Bytes that the queries take, if it is known.
    fn memory(&self) -> Option<usize> {
        None
    }
}

/// Terms as numbers, and which of them a document has: what the plain peers have in common.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    ids: HashMap<String, u32>,
    seen: Vec<u32>,
    now: u32,
    /// The terms of the document at hand, each once.
    pub own: Vec<u32>,
}

impl Terms {
    pub(crate) fn id(&mut self, term: &Term) -> u32 {
        let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        let id = *self.ids.entry(term.key()).or_insert(next);
        if id == next {
            self.seen.push(0);
        }
        id
    }

    pub(crate) fn has(&self, term: u32) -> bool {
        self.seen.get(term as usize) == Some(&self.now)
    }

    pub(crate) fn count(&self) -> usize {
        self.ids.len()
    }

    /// Reads a document: its terms, and the words of its text.
    pub(crate) fn read(&mut self, sample: &Sample) {
        self.now += 1;
        self.own.clear();
        for term in &sample.terms {
            self.see(&term.key());
        }
        let mut lower = String::new();
        for word in sample.text().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            self.see(&lower);
        }
    }

    fn see(&mut self, key: &str) {
        if let Some(id) = self.ids.get(key)
            && let Some(seen) = self.seen.get_mut(*id as usize).filter(|seen| **seen != self.now)
        {
            *seen = self.now;
            self.own.push(*id);
        }
    }
}

/// A query over numbers.
#[derive(Debug, Clone)]
pub(crate) struct Numbers {
    pub must: Vec<Vec<u32>>,
    pub not: Vec<u32>,
}

impl Numbers {
    pub(crate) fn of(spec: &Spec, terms: &mut Terms) -> Self {
        let must = spec.must.iter().map(|clause| clause.iter().map(|term| terms.id(term)).collect()).collect();
        Self { must, not: spec.not.iter().map(|term| terms.id(term)).collect() }
    }

    pub(crate) fn take(&self, terms: &Terms) -> bool {
        self.must.iter().all(|clause| clause.iter().any(|term| terms.has(*term)))
            && !self.not.iter().any(|term| terms.has(*term))
    }
}
