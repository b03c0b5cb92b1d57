//! Any bytes as queries and a text: nothing panics, a query is printed as itself, and the matcher, the sweep and the
//! plain meaning agree. Queries stand before a zero byte, each behind a byte 1; the text behind it.

use interwire_core::agreement::Lang;
use interwire_core::item::{Body, Concept, Item, Line};
use interwire_core::query::matcher::{Matcher, QueryId, Room, Scratch};
use interwire_core::query::{Doc, News, Query, Sweep};

const LANGUAGES: [&str; 4] = ["en", "tr", "ar", "zh"];
/// Queries of one source.
const QUERIES_MAX: usize = 8;

/// One item in every language takes the queries.
pub fn run(data: &[u8]) -> bool {
    let text = String::from_utf8_lossy(data);
    let (wanted, rest) = text.split_once('\0').unwrap_or((&text, &text));
    let mut queries: Vec<Query> = Vec::new();
    for text in wanted.split('\u{1}').take(QUERIES_MAX) {
        match text.parse::<Query>() {
            Ok(query) => {
                let printed = query.to_string();
                assert_eq!(printed.parse::<Query>().as_ref(), Ok(&query), "printed as {printed}");
                let _ = query.sentence(&Lang::english(), &|_, _| None);
                queries.push(query);
            }
            Err(problem) => drop(problem.pointed(text)),
        }
    }
    let matcher = Matcher::new(Room::default(), 1);
    for (id, query) in (0..).zip(&queries) {
        assert!(matcher.put(QueryId(id), query).is_ok(), "there is room");
    }
    let mut scratch = Scratch::new();
    for language in LANGUAGES {
        let item = item(rest, language);
        let (news, doc) = (News::of(&item), Doc::of(&News::of(&item)));
        let found = matcher.matches(&news, &mut scratch).to_vec();
        for (id, query) in (0..).zip(&queries) {
            let meant = doc.matches(query);
            assert_eq!(found.contains(&QueryId(id)), meant, "{query}");
            assert_eq!(Sweep::new(query).takes(&news), meant, "{query}");
            let _ = doc.explain(query);
        }
    }
    for id in 0..queries.len() {
        assert!(matcher.remove(QueryId(id as u64)));
    }
    !queries.is_empty()
}

fn item(text: &str, language: &str) -> Item {
    let mut lines = text.splitn(3, '\n');
    let (headline, name) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    Item {
        languages: vec![language.to_owned()],
        headlines: vec![Line::of(headline)],
        people: vec![Concept::of_name(name)],
        subjects: vec![Concept { qcode: Some(headline.to_owned()), ..Concept::default() }],
        urgency: Some(text.len() as u8 % 12),
        bodies: vec![Body { text: lines.next().unwrap_or_default().to_owned(), ..Body::default() }],
        ..Item::default()
    }
}

/// Queries in our scripts, each with a text.
pub fn seeds() -> Vec<Vec<u8>> {
    [
        "media-only:(text OR picture) AND language:(en OR tr)\u{1}person:~aliyev -status:canceled\0x\nƏliyev\nسَفِير",
        "سفير\u{1}~\"viet tra\"*\u{1} urgency:1..4 date:2026-11..\0Việt Trang\nİlham\nIŞIK ışık",
        "北京 OR 東京*\u{1}headline:o*\u{1}service:\"A*\" «x»\0北京市\n\n東京タワー U.S. 1,000",
        "oil AND \"Vũ Việt Trang\" OR NOT subject:04000000\0Oil\nVũ Việt Trang\nminister of oil",
    ]
    .map(|seed| seed.as_bytes().to_vec())
    .to_vec()
}
