//! The meaning of a query, plainly: an item is read once, and every clause is looked up in what was read. The matcher
//! and the search index are tested against this; explanations come from here.

use super::Query;
use super::field::Field;
use super::news::{News, Part, Sink};
use super::node::{Clause, Node, Word};
use super::text::{Capital, Room, bare, words};
use std::collections::BTreeSet;

/// An item as queries see it, read once.
#[derive(Debug, Default)]
pub struct Doc {
    texts: Vec<Text>,
    codes: BTreeSet<(Field, String)>,
    numbers: Vec<(Field, i64)>,
}

#[derive(Debug)]
struct Text {
    fields: Vec<Field>,
    part: Part,
    words: Vec<Placed>,
}

/// A word where it stands.
#[derive(Debug)]
struct Placed {
    forms: Vec<String>,
    bare: String,
    start: usize,
    end: usize,
}

/// What of an item a clause has found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hit {
    /// Words: where, from which byte to before which.
    Words {
        /// In which text ([`News::part`]).
        part: Part,
        /// The first byte.
        start: usize,
        /// The byte after the last.
        end: usize,
    },
    /// The code itself.
    Code(String),
    /// A number of the field.
    Number(i64),
}

/// How a clause of a query fared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The clause.
    pub clause: Clause,
    /// It stands under a NOT.
    pub negated: bool,
    /// What it has found; nothing if it does not hold, and nothing for a set of media.
    pub hits: Vec<Hit>,
    /// Whether it holds.
    pub holds: bool,
}

impl Doc {
    /// Reads an item.
    #[must_use]
    pub fn of(news: &News<'_>) -> Self {
        let mut doc = Self::default();
        news.tell(&mut doc);
        doc
    }

    /// Whether the query takes the item.
    #[must_use]
    pub fn matches(&self, query: &Query) -> bool {
        self.holds(query.node())
    }

    /// How every clause fared, in the order of the query.
    #[must_use]
    pub fn explain(&self, query: &Query) -> Vec<Outcome> {
        let mut all = Vec::new();
        self.outcomes(query.node(), false, &mut all);
        all
    }

    fn outcomes(&self, node: &Node, negated: bool, all: &mut Vec<Outcome>) {
        match node {
            Node::All => {}
            Node::Is(clause) => {
                let hits = self.hits(clause);
                all.push(Outcome { clause: clause.clone(), negated, hits, holds: self.has(clause) });
            }
            Node::Not(inner) => self.outcomes(inner, !negated, all),
            Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| self.outcomes(part, negated, all)),
        }
    }

    fn holds(&self, node: &Node) -> bool {
        match node {
            Node::All => true,
            Node::Is(clause) => self.has(clause),
            Node::Not(inner) => !self.holds(inner),
            Node::And(parts) => parts.iter().all(|part| self.holds(part)),
            Node::Or(parts) => parts.iter().any(|part| self.holds(part)),
        }
    }

    fn has(&self, clause: &Clause) -> bool {
        match clause {
            Clause::Only { media } => {
                let own = self.codes.iter().filter(|(field, _)| *field == Field::Media);
                own.into_iter().all(|(_, medium)| media.contains(medium))
            }
            _ => !self.hits(clause).is_empty(),
        }
    }

    fn hits(&self, clause: &Clause) -> Vec<Hit> {
        match clause {
            Clause::Only { .. } => Vec::new(),
            Clause::Code { field, code } => {
                let found = self.codes.contains(&(*field, code.clone()));
                found.then(|| Hit::Code(code.clone())).into_iter().collect()
            }
            Clause::Range { field, from, to } => {
                let within = |(own, number): &&(Field, i64)| own == field && (*from..=*to).contains(number);
                self.numbers.iter().filter(within).map(|(_, number)| Hit::Number(*number)).collect()
            }
            Clause::Words { field, bare, words, prefix } => {
                let texts = self.texts.iter().filter(|text| text.fields.contains(field));
                texts.flat_map(|text| text.find(words, *bare, *prefix)).collect()
            }
        }
    }
}

impl Text {
    fn find<'s>(&'s self, wanted: &'s [Word], bare: bool, prefix: bool) -> impl Iterator<Item = Hit> + 's {
        self.words.windows(wanted.len()).filter_map(move |window| {
            let mut pairs = window.iter().zip(wanted).enumerate();
            let all = pairs.all(|(place, (own, word))| own.is(word, bare, prefix && place + 1 == wanted.len()));
            let (first, last) = (window.first()?, window.last()?);
            all.then_some(Hit::Words { part: self.part, start: first.start, end: last.end })
        })
    }
}

impl Placed {
    fn is(&self, word: &Word, bare: bool, prefix: bool) -> bool {
        let is = |own: &str, form: &str| if prefix { own.starts_with(form) } else { own == form };
        if bare {
            return is(&self.bare, word.as_str());
        }
        word.forms().any(|form| self.forms.iter().any(|own| is(own, &form)))
    }
}

impl Sink for Doc {
    fn text(&mut self, fields: &[Field], part: Part, text: &str, capital: Capital) {
        let mut found = Vec::new();
        words(text, capital, &mut Room::default(), |token| {
            let forms = std::iter::once(token.word).chain(token.other).map(str::to_owned).collect();
            let mut plain = String::new();
            bare(token.word, &mut plain);
            found.push(Placed { forms, bare: plain, start: token.start, end: token.end });
        });
        self.texts.push(Text { fields: fields.to_vec(), part, words: found });
    }

    fn code(&mut self, field: Field, code: &str) {
        self.codes.insert((field, code.to_owned()));
    }

    fn number(&mut self, field: Field, number: i64) {
        self.numbers.push((field, number));
    }
}
