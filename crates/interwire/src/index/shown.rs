//! Where the words of a query stand in an item, for people: the headline and a piece of the story, cut into what was
//! found and what was not.

use interwire_core::item::Item;
use interwire_core::query::naive::{Hit, Outcome};
use interwire_core::query::news::Part;
use interwire_core::query::{Doc, News, Query};
use std::ops::Range;

/// Characters around the first find in a story.
const SIDE: usize = 60;

/// A piece of text: found, or between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// It is what the query asked for.
    pub found: bool,
}

/// What is shown of a find.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The first headline; empty if nothing of it was found.
    pub headline: Vec<Piece>,
    /// Some of the text with the first find outside of the headline; empty if there is none.
    pub excerpt: Vec<Piece>,
}

/// Looks for the words of a query in an item.
#[must_use]
pub fn shown(item: &Item, query: &Query) -> Shown {
    let news = News::of(item);
    let outcomes = Doc::of(&news).explain(query);
    let hits: Vec<(Part, Range<usize>)> = outcomes.iter().filter(|one| !one.negated).flat_map(words).collect();
    let within = |part: Part| {
        let mut all: Vec<_> = hits.iter().filter(|(own, _)| *own == part).map(|(_, range)| range.clone()).collect();
        all.sort_by_key(|range| (range.start, range.end));
        all
    };
    let text = |part| news.part(part).unwrap_or_default();
    let headline = within(Part::Headline(0));
    let headline = if headline.is_empty() { Vec::new() } else { pieces(&text(Part::Headline(0)), &headline) };
    let other = hits.iter().map(|(part, _)| *part).find(|part| *part != Part::Headline(0));
    let excerpt = other.map(|part| around(&text(part), &within(part))).unwrap_or_default();
    Shown { headline, excerpt }
}

fn words(outcome: &Outcome) -> impl Iterator<Item = (Part, Range<usize>)> + '_ {
    outcome.hits.iter().filter_map(|hit| match hit {
        Hit::Words { part, start, end } => Some((*part, *start..*end)),
        _ => None,
    })
}

/// A text cut at what was found in it.
fn pieces(text: &str, found: &[Range<usize>]) -> Vec<Piece> {
    let (mut all, mut at) = (Vec::new(), 0);
    let mut push = |range: Range<usize>, found: bool| {
        if let Some(text) = text.get(range).filter(|text| !text.is_empty()) {
            all.push(Piece { text: text.to_owned(), found });
        }
    };
    for range in found {
        // Finds may overlap.
        let start = range.start.max(at);
        if range.end > start {
            push(at..start, false);
            push(start..range.end, true);
            at = range.end;
        }
    }
    push(at..text.len(), false);
    all
}

/// A stretch of a text with the first find in it, on one line.
fn around(text: &str, found: &[Range<usize>]) -> Vec<Piece> {
    let Some(first) = found.first() else { return Vec::new() };
    let before = text.get(..first.start).unwrap_or_default();
    let from = before.char_indices().rev().nth(SIDE).map_or(0, |(at, _)| at);
    let behind = text.get(first.end..).unwrap_or_default();
    let to = behind.char_indices().nth(SIDE * 2).map_or(text.len(), |(at, _)| first.end + at);
    let inside: Vec<Range<usize>> =
        found.iter().filter(|range| range.end <= to).map(|range| range.start - from..range.end - from).collect();
    let mut all = pieces(text.get(from..to).unwrap_or_default(), &inside);
    for piece in &mut all {
        piece.text = piece.text.replace(['\n', '\r', '\t'], " ");
    }
    let dots = || Piece { text: "…".to_owned(), found: false };
    if from > 0 {
        all.insert(0, dots());
    }
    if to < text.len() {
        all.push(dots());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use interwire_core::item::{Body, Line, Markup};

    fn told(query: &str) -> String {
        let item = Item {
            headlines: vec![Line::of("Tổng Bí thư thăm Hà Nội")],
            bodies: vec![Body {
                markup: Markup::Html,
                text: format!(
                    "<p>{} Lễ ký diễn ra tại <b>Hà Nội</b> sáng nay. {}</p>",
                    "a ".repeat(80),
                    "b ".repeat(99)
                ),
                ..Body::default()
            }],
            ..Item::default()
        };
        let shown = shown(&item, &query.parse().unwrap());
        let line = |pieces: &[Piece]| -> String {
            pieces.iter().map(|one| if one.found { format!("[{}]", one.text) } else { one.text.clone() }).collect()
        };
        format!("{}\n{}\n", line(&shown.headline), line(&shown.excerpt))
    }

    #[test]
    fn words_are_shown_where_they_stand_with_and_without_diacritics() {
        expect![[r#"
            Tổng Bí thư thăm [Hà Nội]
            … a a a a a a a a a a a a a a a a a a a a a Lễ ký diễn ra tại [Hà Nội] sáng nay. b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b…
        "#]]
        .assert_eq(&told("~\"ha noi\""));
        assert_eq!(told("\"ha noi\""), "\n\n");
        assert!(told("diễn -thăm").contains("Lễ ký [diễn] ra"));
    }

    #[test]
    fn finds_that_overlap_are_each_shown_once() {
        let cut = pieces("abcdef", &[0..3, 2..4, 2..3]);
        let texts: Vec<_> = cut.iter().map(|one| (one.text.as_str(), one.found)).collect();
        assert_eq!(texts, [("abc", true), ("d", true), ("ef", false)]);
    }
}
