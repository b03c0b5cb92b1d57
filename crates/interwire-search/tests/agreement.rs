//! The plain meaning of queries, the matcher and the index give the same answer.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

use interwire_core::query::matcher::{Matcher, QueryId, Room, Scratch};
use interwire_core::query::rehearsal::{Dice, news};
use interwire_core::query::{Doc, Query};
use interwire_search::Fields;
use std::collections::HashSet;
use tantivy::collector::DocSetCollector;
use tantivy::directory::RamDirectory;
use tantivy::{Index, IndexSettings};

/// Every thrown query against every thrown item, three ways; how many pairs match.
fn agree(seed: u64, queries: u64, items: usize) -> usize {
    let mut dice = Dice::new(seed);
    let thrown: Vec<_> = (0..items).map(|_| (dice.item(), dice.context())).collect();
    let fields = Fields::new();
    let index = Index::create(RamDirectory::create(), fields.schema(), IndexSettings::default()).unwrap();
    fields.register(&index);
    let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
    for (item, context) in &thrown {
        writer.add_document(fields.document(&news(item, context))).unwrap();
    }
    writer.commit().unwrap();
    let searcher = index.reader().unwrap().searcher();
    assert_eq!(searcher.segment_readers().len(), 1, "documents are known by their order");

    let matcher = Matcher::new(Room::default(), seed);
    let all: Vec<Query> = (0..queries)
        .map(|id| {
            let query: Query = dice.query().parse().unwrap();
            assert_eq!(query.to_string().parse().as_ref(), Ok(&query));
            matcher.put(QueryId(id), &query).unwrap();
            query
        })
        .collect();
    let mut found: Vec<HashSet<QueryId>> = Vec::new();
    let (mut scratch, mut docs) = (Scratch::new(), Vec::new());
    for (item, context) in &thrown {
        found.push(matcher.matches(&news(item, context), &mut scratch).iter().copied().collect());
        docs.push(Doc::of(&news(item, context)));
    }
    let mut matched = 0;
    for (id, query) in (0..).zip(&all) {
        let searched = searcher.search(&fields.query(query), &DocSetCollector).unwrap();
        let searched: HashSet<usize> = searched.into_iter().map(|address| address.doc_id as usize).collect();
        for (place, doc) in docs.iter().enumerate() {
            let meant = doc.matches(query);
            assert_eq!(found[place].contains(&QueryId(id)), meant, "matcher: {query}\n{:#?}", thrown[place].0);
            assert_eq!(searched.contains(&place), meant, "index: {query}\n{:#?}", thrown[place].0);
            matched += usize::from(meant);
        }
    }
    matched
}

/// Together a million pairs; in two halves, for two cores.
#[test]
fn half_a_million_pairs_get_the_same_answer_three_ways() {
    let matched: usize = (0..100).map(|seed| agree(5_000 + seed, 50, 100)).sum();
    assert!(matched > 10_000, "{matched} pairs match: too few to prove anything");
}

#[test]
fn the_other_half_of_a_million_pairs_does_too() {
    let matched: usize = (100..200).map(|seed| agree(5_000 + seed, 50, 100)).sum();
    assert!(matched > 10_000, "{matched} pairs match: too few to prove anything");
}
