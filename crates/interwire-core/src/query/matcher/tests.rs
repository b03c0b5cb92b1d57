//! The matcher against the plain meaning of queries.

use super::*;
use crate::item::{Body, Concept, Item, Line};
use crate::query::rehearsal::{Dice, news};
use std::collections::BTreeSet;

/// `queries` thrown queries against `items` thrown items; every pair is compared.
fn agree(seed: u64, queries: usize, items: usize) -> usize {
    let mut dice = Dice::new(seed);
    let matcher = Matcher::new(Room::default(), seed);
    let mut all: Vec<(u64, Query)> = Vec::new();
    let add = |dice: &mut Dice, id: u64, all: &mut Vec<(u64, Query)>| {
        let text = dice.query();
        let query: Query =
            text.parse().unwrap_or_else(|problem: crate::query::Problem| panic!("{}", problem.pointed(&text)));
        assert_eq!(query.to_string().parse().as_ref(), Ok(&query), "{text} is printed as {query}");
        matcher.put(QueryId(id), &query).unwrap();
        all.retain(|(known, _)| *known != id);
        all.push((id, query));
    };
    for id in 0..queries {
        add(&mut dice, id as u64, &mut all);
    }
    let (mut scratch, mut matched) = (Scratch::new(), 0);
    for _ in 0..items {
        let (item, context) = (dice.item(), dice.context());
        let news = news(&item, &context);
        let doc = Doc::of(&news);
        let found: Vec<u64> = matcher.matches(&news, &mut scratch).iter().map(|id| id.0).collect();
        let found_once: BTreeSet<u64> = found.iter().copied().collect();
        assert_eq!(found.len(), found_once.len(), "a query is told twice");
        for (id, query) in &all {
            let meant = doc.matches(query);
            assert_eq!(found_once.contains(id), meant, "{query}\n{item:#?}");
            matched += usize::from(meant);
        }
        // One is replaced, and sometimes one goes.
        let id = dice.below(queries) as u64;
        add(&mut dice, id, &mut all);
        if dice.one_in(3) {
            let (gone, _) = all.swap_remove(dice.below(all.len()));
            assert!(matcher.remove(QueryId(gone)) && !matcher.remove(QueryId(gone)));
        }
        assert_eq!(matcher.len(), all.len());
    }
    for (id, _) in all {
        assert!(matcher.remove(QueryId(id)));
    }
    let index = matcher.index.read().unwrap();
    assert!(index.is_clean(), "something is left of queries that are gone");
    matched
}

#[test]
fn the_matcher_means_what_queries_mean() {
    let matched: usize = (0..20).map(|seed| agree(seed, 150, 12)).sum();
    assert!(matched > 1000, "{matched} pairs match: too few to prove anything");
}

fn story(text: &str) -> Item {
    let body = Body { text: text.to_owned(), ..Body::default() };
    Item { languages: vec!["en".to_owned()], bodies: vec![body], ..Item::default() }
}

fn ids(matcher: &Matcher, item: &Item) -> Vec<u64> {
    let mut scratch = Scratch::new();
    let mut found: Vec<u64> = matcher.matches(&News::of(item), &mut scratch).iter().map(|id| id.0).collect();
    found.sort_unstable();
    found
}

#[test]
fn a_change_holds_for_the_next_item() {
    let matcher = Matcher::new(Room::default(), 7);
    let put = |id: u64, text: &str| matcher.put(QueryId(id), &text.parse().unwrap()).unwrap();
    put(1, "oil NOT coal");
    put(2, "\"vũ việt trang\"");
    put(3, "language:en AND media:text");
    let item = story("Oil, said Vũ Việt Trang");
    assert_eq!(ids(&matcher, &item), [1, 2, 3]);
    put(1, "coal");
    assert!(matcher.remove(QueryId(3)));
    assert_eq!(ids(&matcher, &item), [2]);
    assert_eq!(ids(&matcher, &story("coal")), [1]);
}

#[test]
fn a_matcher_that_is_full_says_so_and_keeps_what_it_has() {
    let matcher = Matcher::new(Room { queries_max: 2, bytes_max: 1 << 20 }, 0);
    let query: Query = "oil".parse().unwrap();
    for id in 0..2 {
        matcher.put(QueryId(id), &query).unwrap();
    }
    assert_eq!(matcher.put(QueryId(2), &query), Err(Refused::Queries { max: 2 }));
    assert_eq!(matcher.put(QueryId(1), &"coal".parse().unwrap()), Ok(()), "a replacement needs no room");
    let small = Matcher::new(Room { queries_max: 10_000, bytes_max: 100_000 }, 0);
    let mut dice = Dice::new(3);
    let taken = (0..10_000).take_while(|id| small.put(QueryId(*id), &dice.query().parse().unwrap()).is_ok()).count();
    assert!((100..2000).contains(&taken), "{taken}");
    assert!(small.memory() < 700_000, "{}", small.memory());
}

#[test]
fn a_match_explains_itself_with_the_places_of_its_words() {
    let mut item = story("The minister met Vũ Việt Trang. Oil was not discussed.");
    item.headlines.push(Line::of("Visit to Hà Nội"));
    item.subjects.push(Concept { qcode: Some("medtop:11000000".to_owned()), ..Concept::default() });
    let news = News::of(&item);
    let query: Query = "~\"viet trang\" headline:nội subject:11000000 NOT coal oil".parse().unwrap();
    let mut told = String::new();
    for outcome in Doc::of(&news).explain(&query) {
        told += &format!("{}{} {}", if outcome.negated { "NOT " } else { "" }, outcome.clause, outcome.holds);
        for hit in outcome.hits {
            told += &match hit {
                crate::query::naive::Hit::Words { part, start, end } => {
                    format!(" {part:?} {:?}", news.part(part).unwrap().get(start..end).unwrap())
                }
                other => format!(" {other:?}"),
            };
        }
        told.push('\n');
    }
    expect_test::expect![[r#"
        oil true Story(0) "Oil"
        ~"viet trang" true Story(0) "Việt Trang"
        headline:nội true Headline(0) "Nội"
        subject:medtop:11000000 true Code("medtop:11000000")
        NOT coal false
    "#]]
    .assert_eq(&told);
}

#[test]
fn one_query_is_run_over_a_stream_of_items() {
    let mut sweep = Sweep::new(&"oil -coal".parse().unwrap());
    let items = ["oil", "coal", "oil and coal", "oils", "Oil!"].map(story);
    let taken: Vec<&Item> = sweep.over(items.iter(), |item| News::of(item)).collect();
    assert_eq!(taken, [&items[0], &items[4]]);
}

#[test]
fn queries_that_are_broad_or_alike_do_not_multiply_the_work() {
    let matcher = Matcher::new(Room::default(), 0);
    let broad = ["*", "NOT oil", "NOT (NOT oil)", "date:2026.. OR version:1..", "language:en OR media:text OR oil"];
    for id in 0..10_000 {
        matcher.put(QueryId(id), &broad[id as usize % broad.len()].parse().unwrap()).unwrap();
    }
    assert_eq!(ids(&matcher, &story("oil")).len(), 8_000);
    let bytes = matcher.memory() / 10_000;
    assert!(bytes < 400, "{bytes} bytes a query");
    (0..10_000).for_each(|id| assert!(matcher.remove(QueryId(id))));
    assert!(matcher.is_empty());
}
