//! The terms of an article as a tree of plain values, and the reader that takes typed terms out of it.
//! Signed JSON (`protocol::v1::agreement`) and drafts (`draft`) both become this tree, so each kind is read once.

use super::lang::{Lang, Wording};
use super::{Problem, Severity};
use crate::ids::ArticleId;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

/// A term's value. There are no fractions and no null: neither has a place in a promise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Text.
    Text(String),
    /// A whole number, at most 2^53 - 1.
    Number(u64),
    /// Yes or no.
    Flag(bool),
    /// Several values.
    List(Vec<Value>),
    /// Named values.
    Map(Map),
}

/// Named values.
pub type Map = BTreeMap<String, Value>;

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// A list of things by their text.
pub fn texts<T: Display>(all: &[T]) -> Value {
    Value::List(all.iter().map(|one| Value::Text(one.to_string())).collect())
}

/// Text per language.
#[must_use]
pub fn wording(all: &Wording) -> Value {
    Value::Map(all.iter().map(|(lang, text)| (lang.to_string(), Value::Text(text.clone()))).collect())
}

/// Where the terms come from, and so whether a silent one may be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A draft: what is not said takes its default.
    Draft,
    /// Bytes that are signed: every term that has a default must be spelled out, so that no promise hangs on the
    /// defaults of a program.
    Signed,
}

/// Takes the terms of one article, and collects what is wrong with them.
#[derive(Debug)]
pub struct Reader {
    terms: Map,
    origin: Origin,
    article: Option<ArticleId>,
    /// What was found wrong so far.
    pub problems: Vec<Problem>,
}

impl Reader {
    /// A reader of `terms`.
    #[must_use]
    pub fn new(terms: Map, origin: Origin, article: Option<ArticleId>) -> Self {
        Self { terms, origin, article, problems: Vec::new() }
    }

    fn report(&mut self, term: &str, code: &'static str, message: String) {
        let article = self.article.clone();
        let term = Some(term.to_owned());
        self.problems.push(Problem { article, term, code, message, severity: Severity::Error, line: None });
    }

    /// Reports a term whose value is wrong; `message` goes on after its name.
    pub fn wrong(&mut self, term: &str, message: impl Display) {
        self.report(term, "bad-term", format!("{term} {message}"));
    }

    /// Takes a term as it is; a missing one is a problem in signed bytes, and has its default in a draft.
    pub fn stated_value(&mut self, term: &str) -> Option<Value> {
        if self.origin == Origin::Signed && !self.terms.contains_key(term) {
            self.report(term, "missing-term", format!("{term} is not stated"));
        }
        self.value(term)
    }

    /// Takes a term as it is, if it is there.
    pub fn value(&mut self, term: &str) -> Option<Value> {
        self.terms.remove(term)
    }

    /// Takes a text that reads as `T`, if the term is there.
    pub fn optional<T: FromStr<Err: Display>>(&mut self, term: &str) -> Option<T> {
        let value = self.value(term)?;
        self.one(term, &value)
    }

    fn one<T: FromStr<Err: Display>>(&mut self, term: &str, value: &Value) -> Option<T> {
        match value {
            Value::Text(text) => match text.parse() {
                Ok(read) => return Some(read),
                Err(cause) => self.wrong(term, format!("is wrong: {cause}")),
            },
            _ => self.wrong(term, "must be text"),
        }
        None
    }

    /// Takes a text that reads as `T`; a missing term is a problem.
    pub fn required<T: FromStr<Err: Display>>(&mut self, term: &str) -> Option<T> {
        if !self.terms.contains_key(term) {
            self.report(term, "missing-term", format!("{term} is not stated"));
        }
        self.optional(term)
    }

    /// Takes a text that reads as `T`, or the default in a draft.
    pub fn or<T: FromStr<Err: Display>>(&mut self, term: &str, default: T) -> T {
        let value = self.stated_value(term);
        value.and_then(|value| self.one(term, &value)).unwrap_or(default)
    }

    /// Takes yes or no, or the default in a draft.
    pub fn flag(&mut self, term: &str, default: bool) -> bool {
        match self.stated_value(term) {
            None => default,
            Some(Value::Flag(flag)) => flag,
            Some(_) => {
                self.wrong(term, "must be true or false");
                default
            }
        }
    }

    /// Takes a list of texts that read as `T`, none twice, or the default in a draft.
    pub fn list<T: FromStr<Err: Display> + PartialEq>(&mut self, term: &str, default: Vec<T>) -> Vec<T> {
        let all = match self.stated_value(term) {
            None => return default,
            Some(Value::List(all)) => all,
            Some(_) => {
                self.wrong(term, "must be a list");
                return default;
            }
        };
        let mut read: Vec<T> = Vec::new();
        for value in &all {
            match self.one(term, value) {
                Some(one) if read.contains(&one) => self.wrong(term, "names something twice"),
                Some(one) => read.push(one),
                None => {}
            }
        }
        read
    }

    /// Takes a text per language; a missing term means none.
    pub fn wording(&mut self, term: &str) -> Wording {
        let mut read = Wording::new();
        match self.value(term) {
            None => {}
            Some(Value::Map(map)) => {
                for (lang, value) in map {
                    let text: Option<String> = self.one(term, &value);
                    match (lang.parse::<Lang>(), text) {
                        (Ok(tag), Some(text)) if tag.as_str() == lang => _ = read.insert(tag, text),
                        (Ok(tag), Some(_)) => self.wrong(term, format!("spells the language {lang}, write {tag}")),
                        (Err(cause), _) => self.wrong(term, cause),
                        (Ok(_), None) => {}
                    }
                }
            }
            Some(_) => self.wrong(term, "must be text per language, like { en = \"...\" }"),
        }
        read
    }

    /// What is left is not understood; returns all problems.
    #[must_use]
    pub fn finish(mut self) -> Vec<Problem> {
        for term in self.terms.keys().cloned().collect::<Vec<_>>() {
            self.report(&term, "unknown-term", format!("{term} is not a term of this kind of article"));
        }
        self.problems
    }
}
