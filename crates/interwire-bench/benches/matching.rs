//! `cargo bench -p interwire-bench`: the table of `interwire bench match`, with the a-tree crate beside the others.
//! Arguments: numbers of queries, else 1000 10000 100000.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot be made ends")]
#![allow(clippy::print_stdout, reason = "a measurement speaks to the person who runs it")]

use a_tree::{ATree, AttributeDefinition};
use interwire_bench::peers::Peer;
use interwire_bench::run::{Plan, analysis, run, table};
use interwire_bench::workload::{Sample, Spec, Term};
use std::collections::BTreeMap;

/// With more queries than this the crate takes minutes.
const QUERIES_MAX: usize = 10_000;
const FIELDS: [&str; 8] = ["subject", "language", "media", "place", "provider", "genre", "urgency", "word"];

struct Tree(ATree<u32>);

fn definitions() -> Vec<AttributeDefinition> {
    FIELDS.iter().map(|field| AttributeDefinition::string_list(field)).collect()
}

fn value(term: &Term) -> (&'static str, String) {
    match term {
        Term::Subject(code) => (FIELDS[0], code.clone()),
        Term::Language(tag) => (FIELDS[1], (*tag).to_owned()),
        Term::Media(word) => (FIELDS[2], (*word).to_owned()),
        Term::Place(code) => (FIELDS[3], code.clone()),
        Term::Provider(code) => (FIELDS[4], code.clone()),
        Term::Genre(code) => (FIELDS[5], code.clone()),
        Term::Urgency(urgency) => (FIELDS[6], urgency.to_string()),
        Term::Word(word) | Term::Phrase(word) | Term::Prefix(word) => (FIELDS[7], word.clone()),
    }
}

fn any(terms: &[Term], how: &str) -> String {
    let field = terms.first().map_or("", |term| value(term).0);
    let values: Vec<String> = terms.iter().map(|term| format!("\"{}\"", value(term).1)).collect();
    format!("({field} {how} [{}])", values.join(", "))
}

impl Peer for Tree {
    fn name(&self) -> &'static str {
        "a-tree 0.6"
    }
    fn build(&mut self, specs: &[Spec], _: &[Sample]) {
        for (id, spec) in (0..).zip(specs) {
            let mut parts: Vec<String> = spec.must.iter().map(|clause| any(clause, "one of")).collect();
            if !spec.not.is_empty() {
                parts.push(any(&spec.not, "none of"));
            }
            self.0.insert(&id, &parts.join(" and ")).unwrap();
        }
    }
    fn matches(&mut self, sample: &Sample, found: &mut Vec<u32>) {
        let mut values: BTreeMap<&str, Vec<String>> = FIELDS.iter().map(|field| (*field, Vec::new())).collect();
        for term in &sample.terms {
            let (field, text) = value(term);
            values.entry(field).or_default().push(text);
        }
        let words = sample.text().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        values.entry("word").or_default().extend(words.map(str::to_lowercase));
        let mut event = self.0.make_event();
        for (field, texts) in &values {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            event.with_string_list(field, &texts).unwrap();
        }
        let event = event.build().unwrap();
        found.extend(self.0.search(&event).unwrap().matches().iter().map(|id| **id));
    }
}

fn main() {
    let counts: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let mut plan = Plan::default();
    if !counts.is_empty() {
        plan.counts = counts;
    }
    for (language, us) in analysis(1.0) {
        println!("text analysis, 280 words, {language}: {us:.2} us");
    }
    let mut tree =
        || -> Vec<(Box<dyn Peer>, usize)> { vec![(Box::new(Tree(ATree::new(&definitions()).unwrap())), QUERIES_MAX)] };
    let lines = run(&plan, &mut tree, |line| {
        eprintln!("{} {} {}: {:.0}", line.kind, line.queries, line.peer, line.items_per_cpu_s)
    });
    println!("{}", table(&lines));
}
