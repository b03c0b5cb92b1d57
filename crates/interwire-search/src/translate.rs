//! A query becomes a query of Tantivy.

use crate::Fields;
use crate::apart::Apart;
use crate::fields::media_term;
use interwire_core::query::{Clause, Field, MEDIA, Node, Query, Word};
use std::collections::BTreeSet;
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, Occur, PhraseQuery, Query as Search, RangeQuery, RegexPhraseQuery, RegexQuery,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field as Place, IndexRecordOption};

/// No beginning of a word is too broad for a phrase.
const EXPANSIONS_MAX: u32 = u32::MAX;

impl Fields {
    /// The same query for the index. What is asked of words counts for the ranking; codes, numbers and sets do not.
    #[must_use]
    pub fn query(&self, query: &Query) -> Box<dyn Search> {
        self.node(query.node())
    }

    fn node(&self, node: &Node) -> Box<dyn Search> {
        match node {
            Node::All => Box::new(AllQuery),
            Node::Is(clause) => self.clause(clause),
            Node::Not(inner) => not(self.node(inner)),
            Node::And(parts) => {
                let parts = parts.iter().map(|part| match part {
                    Node::Not(inner) => (Occur::MustNot, apart(self.node(inner))),
                    part => (Occur::Must, self.node(part)),
                });
                let mut parts: Vec<_> = parts.collect();
                // What must not be there is taken away from something.
                if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    parts.push((Occur::Must, Box::new(AllQuery)));
                }
                Box::new(BooleanQuery::new(parts))
            }
            Node::Or(parts) => any(parts.iter().map(|part| self.node(part)).collect()),
        }
    }

    fn clause(&self, clause: &Clause) -> Box<dyn Search> {
        let places = self.of(clause.field());
        let found = match clause {
            Clause::Words { bare, words, prefix, .. } => {
                let place = if *bare { places.bare } else { places.words };
                place.map(|place| match words.as_slice() {
                    [word] => one(place, word, *prefix),
                    words => phrase(place, words, *prefix),
                })
            }
            Clause::Code { code, .. } => places.codes.map(|place| term(place, code)),
            Clause::Range { from, to, .. } => places.numbers.map(|place| range(place, *from, *to)),
            Clause::Only { media } => self.of(Field::MediaOnly).codes.map(|place| only(place, media)),
        };
        found.unwrap_or_else(|| Box::new(EmptyQuery))
    }
}

fn apart(inner: Box<dyn Search>) -> Box<dyn Search> {
    Box::new(Apart(inner))
}

fn not(inner: Box<dyn Search>) -> Box<dyn Search> {
    Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, apart(inner))]))
}

fn any(mut parts: Vec<Box<dyn Search>>) -> Box<dyn Search> {
    match (parts.len(), parts.pop()) {
        (1, Some(one)) => one,
        (_, last) => {
            parts.extend(last);
            Box::new(BooleanQuery::new(parts.into_iter().map(|part| (Occur::Should, part)).collect()))
        }
    }
}

fn term(place: Place, text: &str) -> Box<dyn Search> {
    Box::new(TermQuery::new(Term::from_field_text(place, text), IndexRecordOption::WithFreqs))
}

fn one(place: Place, word: &Word, prefix: bool) -> Box<dyn Search> {
    let form = |form: String| {
        if !prefix {
            return term(place, &form);
        }
        match RegexQuery::from_pattern(&format!("{}.*", escaped(&form)), place) {
            Ok(query) => Box::new(query) as Box<dyn Search>,
            Err(_) => Box::new(EmptyQuery),
        }
    };
    any(word.forms().map(form).collect())
}

fn phrase(place: Place, words: &[Word], prefix: bool) -> Box<dyn Search> {
    if !prefix && words.iter().all(|word| word.forms().count() == 1) {
        let terms = words.iter().map(|word| Term::from_field_text(place, word.as_str())).collect();
        return Box::new(PhraseQuery::new(terms));
    }
    let pattern = |(place, word): (usize, &Word)| {
        let forms: Vec<String> = word.forms().map(|form| escaped(&form)).collect();
        format!("({}){}", forms.join("|"), if prefix && place == words.len() { ".*" } else { "" })
    };
    let mut query = RegexPhraseQuery::new(place, (1..).zip(words).map(pattern).collect());
    query.set_max_expansions(EXPANSIONS_MAX);
    Box::new(query)
}

/// A folded word has nothing but letters, digits and marks; whatever else there might be is not a pattern.
fn escaped(word: &str) -> String {
    let mut text = String::new();
    for char in word.chars() {
        if char.is_ascii_punctuation() {
            text.push('\\');
        }
        text.push(char);
    }
    text
}

fn range(place: Place, from: i64, to: i64) -> Box<dyn Search> {
    let bound = |number: i64| Bound::Included(Term::from_field_i64(place, number));
    Box::new(RangeQuery::new(bound(from), bound(to)))
}

/// Every set of media within the one that is asked.
fn only(place: Place, media: &BTreeSet<String>) -> Box<dyn Search> {
    let bit = |word: &String| MEDIA.iter().position(|known| known == word).map_or(0, |place| 1_u16 << place);
    let asked = media.iter().map(bit).fold(0, |mask, bit| mask | bit);
    let within = (1..=asked).filter(|mask| mask & !asked == 0);
    let terms: Vec<Term> = within.map(|mask| Term::from_field_text(place, &media_term(mask))).collect();
    Box::new(TermSetQuery::new(terms))
}
