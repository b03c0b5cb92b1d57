//! One run: every peer against the same documents and queries, by the CPU time of one thread.

use crate::measure::{percentile, thread_cpu_s};
use crate::peers::{Naive, Ours, Peer, Plain};
use crate::workload::{Kind, LANGUAGES, Sample, Spec, constant, news, specs};
use interwire_core::query::matcher::QueryId;
use interwire_core::query::text::{Capital, Room, words};
use serde::Serialize;
use std::time::Instant;

/// How much is measured.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Numbers of standing queries.
    pub counts: Vec<usize>,
    /// Documents.
    pub documents: usize,
    /// CPU seconds for each measurement.
    pub seconds: f64,
}

impl Default for Plan {
    fn default() -> Self {
        Self { counts: vec![1_000, 10_000, 100_000], documents: 2_000, seconds: 1.5 }
    }
}

/// Documents that all may learn from; the others are matched.
const LEARN: usize = 500;
/// A naive loop over more pairs than this is not waited for.
const PEER_QUERIES_MAX: usize = 100_000;

/// One line of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Which queries.
    pub kind: String,
    /// How many.
    pub queries: usize,
    /// Who.
    pub peer: &'static str,
    /// Documents per CPU-second, text analysis included.
    pub items_per_cpu_s: f64,
    /// Latency of one document, in microseconds.
    pub p50_us: f64,
    /// The same, of the slowest hundredth.
    pub p99_us: f64,
    /// CPU time to take all queries, in microseconds each.
    pub add_us: f64,
    /// CPU time to remove one, in microseconds.
    pub remove_us: Option<f64>,
    /// Bytes a query.
    pub bytes: Option<usize>,
    /// Matches of a document on average.
    pub matches: f64,
}

/// Measures scopes, alerts, alerts with phrases, and both with constant matches; `more` are asked beside the plain
/// peers, up to their number of queries.
pub fn run(
    plan: &Plan,
    more: &mut dyn FnMut() -> Vec<(Box<dyn Peer>, usize)>,
    mut tell: impl FnMut(&Line),
) -> Vec<Line> {
    let mut all = Vec::new();
    for kind in [Kind::Scopes, Kind::Alerts, Kind::Phrases] {
        let documents = news(plan.documents + LEARN, 7, kind == Kind::Phrases);
        let mut base = 0.0;
        for count in &plan.counts {
            let queries = specs(kind, *count);
            let mut peers: Vec<(Box<dyn Peer>, usize)> = Vec::new();
            if kind != Kind::Phrases {
                peers.push((Box::new(Plain::default()), PEER_QUERIES_MAX));
                peers.push((Box::new(Naive::default()), PEER_QUERIES_MAX));
                peers.extend(more());
            }
            peers.retain(|(_, most)| count <= most);
            let lines = measure(kind.name(), &queries, &documents, &mut peers, plan.seconds);
            if *count == 10_000 {
                base = lines.first().map_or(0.0, |line| line.matches);
            }
            lines.iter().for_each(&mut tell);
            all.extend(lines);
        }
        if kind == Kind::Phrases || base == 0.0 {
            continue;
        }
        for count in plan.counts.iter().filter(|count| **count > 10_000) {
            let queries = constant(kind, *count, base, documents.get(..LEARN).unwrap_or_default());
            let name = format!("{}, matches as with 10,000", kind.name());
            let lines = measure(&name, &queries, &documents, &mut [], plan.seconds);
            lines.iter().for_each(&mut tell);
            all.extend(lines);
        }
    }
    all
}

fn measure(
    kind: &str,
    specs: &[Spec],
    documents: &[Sample],
    peers: &mut [(Box<dyn Peer>, usize)],
    seconds: f64,
) -> Vec<Line> {
    let (learn, documents) = documents.split_at(LEARN.min(documents.len()));
    let mut ours = Ours::default();
    let mut first = one(&mut ours, specs, learn, documents, seconds);
    first.kind = kind.to_owned();
    let (add, remove) = churn(&ours, specs);
    (first.add_us, first.remove_us) = (add, Some(remove));
    let mut lines = vec![first];
    for (peer, _) in peers {
        let mut line = one(peer.as_mut(), specs, learn, documents, seconds);
        line.kind = kind.to_owned();
        lines.push(line);
        agree(&mut ours, peer.as_mut(), documents);
    }
    lines
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn one(peer: &mut dyn Peer, specs: &[Spec], learn: &[Sample], documents: &[Sample], seconds: f64) -> Line {
    let start = thread_cpu_s();
    peer.build(specs, learn);
    let add_us = (thread_cpu_s() - start) * 1e6 / specs.len() as f64;
    let (mut found, mut matches, mut items, mut latency) = (Vec::new(), 0, 0_usize, Vec::new());
    // Warm caches and room first.
    documents.iter().take(50).for_each(|document| peer.matches(document, &mut found));
    let start = thread_cpu_s();
    'all: loop {
        for document in documents {
            found.clear();
            let begun = Instant::now();
            peer.matches(document, &mut found);
            latency.push(begun.elapsed().as_secs_f64() * 1e6);
            (matches, items) = (matches + found.len(), items + 1);
            if items % 16 == 0 && thread_cpu_s() - start > seconds {
                break 'all;
            }
        }
    }
    let cpu = thread_cpu_s() - start;
    Line {
        kind: String::new(),
        queries: specs.len(),
        peer: peer.name(),
        items_per_cpu_s: items as f64 / cpu,
        p50_us: percentile(&mut latency, 50.0),
        p99_us: percentile(&mut latency, 99.0),
        add_us,
        remove_us: None,
        bytes: peer.memory().map(|bytes| bytes / specs.len()),
        matches: matches as f64 / items as f64,
    }
}

/// CPU time to add a query to those that are there, and to remove it, in microseconds.
#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn churn(ours: &Ours, specs: &[Spec]) -> (f64, f64) {
    let count = specs.len().min(20_000);
    let queries: Vec<_> = specs.iter().take(count).map(Spec::query).collect();
    let start = thread_cpu_s();
    for id in 0..count {
        ours.matcher.remove(QueryId(id as u64));
    }
    let remove = (thread_cpu_s() - start) * 1e6 / count as f64;
    let start = thread_cpu_s();
    for (id, query) in queries.iter().enumerate() {
        // What was there before has room.
        let _ = ours.matcher.put(QueryId(id as u64), query);
    }
    ((thread_cpu_s() - start) * 1e6 / count as f64, remove)
}

/// Whoever gives another answer is not worth measuring.
fn agree(ours: &mut Ours, peer: &mut dyn Peer, documents: &[Sample]) {
    for document in documents.iter().take(25) {
        let (mut mine, mut theirs) = (Vec::new(), Vec::new());
        ours.matches(document, &mut mine);
        peer.matches(document, &mut theirs);
        mine.sort_unstable();
        theirs.sort_unstable();
        assert!(mine == theirs, "{} finds {} queries, interwire {}", peer.name(), theirs.len(), mine.len());
    }
}

/// Microseconds of CPU for the analysis of a text of 280 words, by language.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "figures for people")]
pub fn analysis(seconds: f64) -> Vec<(&'static str, f64)> {
    let documents = news(1_000, 11, true);
    let plain = news(300, 12, false);
    let mut room = Room::default();
    let mut lines = Vec::new();
    for language in LANGUAGES.iter().take(10) {
        let own = |sample: &&Sample| sample.item.languages.first().is_some_and(|tag| tag == language);
        let texts: Vec<&str> = match *language {
            "en" => plain.iter().map(Sample::text).collect(),
            _ => documents.iter().filter(own).map(Sample::text).collect(),
        };
        let capital = Capital::of_language(language);
        let (start, mut count, mut sum) = (thread_cpu_s(), 0_usize, 0_usize);
        while thread_cpu_s() - start < seconds / 10.0 && !texts.is_empty() {
            for text in &texts {
                words(text, capital, &mut room, |token| {
                    count += 1;
                    sum ^= token.word.len();
                });
            }
        }
        std::hint::black_box(sum);
        lines.push((*language, (thread_cpu_s() - start) * 1e6 / count.max(1) as f64 * 280.0));
    }
    lines
}

/// The lines as a table for people.
#[must_use]
pub fn table(lines: &[Line]) -> String {
    let mut text = String::from(
        "| queries | number | who | items per CPU-s | against | p50 us | p99 us | add us | remove us | bytes | matches |\n\
         | --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let mut ours = 0.0;
    for line in lines {
        if line.peer == "interwire" {
            ours = line.items_per_cpu_s;
        }
        let against =
            if line.peer == "interwire" { String::new() } else { format!("{:.1}x", ours / line.items_per_cpu_s) };
        let remove = line.remove_us.map_or(String::new(), |us| format!("{us:.1}"));
        let bytes = line.bytes.map_or(String::new(), |bytes| bytes.to_string());
        text += &format!(
            "| {} | {} | {} | {:.0} | {against} | {:.1} | {:.1} | {:.1} | {remove} | {bytes} | {:.1} |\n",
            line.kind,
            line.queries,
            line.peer,
            line.items_per_cpu_s,
            line.p50_us,
            line.p99_us,
            line.add_us,
            line.matches
        );
    }
    text
}
