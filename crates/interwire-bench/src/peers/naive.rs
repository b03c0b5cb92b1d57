//! Every query is asked about every document.

use super::{Numbers, Peer, Terms};
use crate::workload::{Sample, Spec};

/// A loop over all queries.
#[derive(Debug, Default)]
pub struct Naive {
    terms: Terms,
    queries: Vec<Numbers>,
}

impl Peer for Naive {
    fn name(&self) -> &'static str {
        "naive loop"
    }
    fn build(&mut self, specs: &[Spec], _: &[Sample]) {
        self.queries = specs.iter().map(|spec| Numbers::of(spec, &mut self.terms)).collect();
    }
    fn matches(&mut self, sample: &Sample, found: &mut Vec<u32>) {
        self.terms.read(sample);
        found.extend((0..).zip(&self.queries).filter(|(_, query)| query.take(&self.terms)).map(|(id, _)| id));
    }
}
