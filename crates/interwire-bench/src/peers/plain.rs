//! Each query stands in the lists of the terms of its rarest clause, and is asked if one of them is there.

use super::{Numbers, Peer, Terms};
use crate::workload::{Sample, Spec};

/// A plain index of each query under its rarest required clause.
#[derive(Debug, Default)]
pub struct Plain {
    terms: Terms,
    queries: Vec<Numbers>,
    lists: Vec<Vec<u32>>,
    asked: Vec<u32>,
    now: u32,
}

impl Peer for Plain {
    fn name(&self) -> &'static str {
        "rarest clause"
    }

    fn build(&mut self, specs: &[Spec], sample: &[Sample]) {
        self.queries = specs.iter().map(|spec| Numbers::of(spec, &mut self.terms)).collect();
        self.lists = vec![Vec::new(); self.terms.count()];
        self.asked = vec![0; self.queries.len()];
        let mut counts = vec![0_u32; self.terms.count()];
        for document in sample {
            self.terms.read(document);
            self.terms.own.iter().for_each(|term| counts[*term as usize] += 1);
        }
        for (id, query) in (0..).zip(&self.queries) {
            let cost = |clause: &&Vec<u32>| clause.iter().map(|term| counts[*term as usize]).sum::<u32>();
            for term in query.must.iter().min_by_key(cost).into_iter().flatten() {
                self.lists[*term as usize].push(id);
            }
        }
    }

    fn matches(&mut self, sample: &Sample, found: &mut Vec<u32>) {
        self.terms.read(sample);
        self.now += 1;
        for term in &self.terms.own {
            for id in &self.lists[*term as usize] {
                let asked = &mut self.asked[*id as usize];
                if *asked != self.now {
                    *asked = self.now;
                    if self.queries[*id as usize].take(&self.terms) {
                        found.push(*id);
                    }
                }
            }
        }
    }
}
