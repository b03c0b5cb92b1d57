//! Queries come, change and go while others match: no answer is torn. With `RUSTFLAGS="--cfg loom" cargo test --release
//! -p interwire-core --test query_threads` every order of the locks is tried; without it, two threads run for a while.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

use interwire_core::item::{Body, Item};
use interwire_core::query::matcher::{Matcher, QueryId, Room, Scratch};
use interwire_core::query::{News, Query};

#[cfg(loom)]
use loom::{sync::Arc, thread};
#[cfg(not(loom))]
use std::{sync::Arc, thread};

fn story() -> Item {
    let body = Body { text: "oil and coal".to_owned(), ..Body::default() };
    Item { languages: vec!["en".to_owned()], bodies: vec![body], ..Item::default() }
}

fn query(text: &str) -> Query {
    text.parse().unwrap()
}

/// What is found, in order.
fn found(matcher: &Matcher, item: &Item, scratch: &mut Scratch) -> Vec<u64> {
    let mut all: Vec<u64> = matcher.matches(&News::of(item), scratch).iter().map(|id| id.0).collect();
    all.sort_unstable();
    all
}

#[cfg(loom)]
#[test]
fn in_every_order_of_the_locks_an_answer_is_before_or_after_a_change() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let matcher = Arc::new(Matcher::new(Room::default(), 1));
        matcher.put(QueryId(1), &query("oil")).unwrap();
        matcher.put(QueryId(2), &query("language:en AND media:text")).unwrap();
        let writer = {
            let matcher = Arc::clone(&matcher);
            thread::spawn(move || {
                matcher.put(QueryId(1), &query("\"and coal\"")).unwrap();
                assert!(matcher.remove(QueryId(2)));
                matcher.put(QueryId(3), &query("co*")).unwrap();
            })
        };
        let (item, mut scratch) = (story(), Scratch::new());
        let steps = [vec![1, 2], vec![1], vec![1, 3]];
        let mut reached = 0;
        for _ in 0..2 {
            let answer = found(&matcher, &item, &mut scratch);
            let step = steps.iter().position(|step| *step == answer);
            assert!(step.is_some_and(|step| step >= reached), "{answer:?} after step {reached}");
            reached = step.unwrap();
        }
        writer.join().unwrap();
        assert_eq!(found(&matcher, &item, &mut scratch), [1, 3]);
    });
}

#[cfg(not(loom))]
#[test]
fn an_answer_is_before_or_after_a_change() {
    let matcher = Arc::new(Matcher::new(Room::default(), 1));
    matcher.put(QueryId(1), &query("oil")).unwrap();
    let rounds = 3_000;
    let writer = {
        let matcher = Arc::clone(&matcher);
        thread::spawn(move || {
            // Each takes the item, and each is held in another way.
            let ways = ["oil", "language:en", "\"and coal\"", "co*", "NOT gas", "~coal OR (oil AND gas)"].map(query);
            for round in 0..rounds {
                matcher.put(QueryId(1), &ways[round % ways.len()]).unwrap();
                if round % 2 == 0 {
                    matcher.put(QueryId(2), &ways[round / 2 % ways.len()]).unwrap();
                } else {
                    assert!(matcher.remove(QueryId(2)));
                }
            }
        })
    };
    let (item, mut scratch, mut both) = (story(), Scratch::new(), 0);
    while !writer.is_finished() {
        let answer = found(&matcher, &item, &mut scratch);
        assert!(answer == [1] || answer == [1, 2], "{answer:?}");
        both += usize::from(answer.len() == 2);
    }
    writer.join().unwrap();
    assert_eq!(found(&matcher, &item, &mut scratch), [1]);
    println!("{both} answers held both");
}
