//! One query language for the scopes of agreements, searches on the desk and people's alerts, and one matcher that
//! holds all standing queries of a node against an item at once. `docs/query.md` describes the language.
//!
//! In this order: `text` (words), `field`, `node` (the tree), `lex`, `value`, `parse`, `print`, `sentence`, `news` (what
//! an item tells), `naive` (the meaning of a query), `matcher` (the same, fast), `scope` (of an exchange article).

mod field;
mod lex;
pub mod matcher;
pub mod naive;
pub mod news;
mod node;
mod parse;
mod print;
mod problem;
#[cfg(any(test, feature = "rehearsal"))]
pub mod rehearsal;
mod scope;
mod sentence;
mod span;
pub mod text;
mod value;

pub use field::{FIELDS, Field, Kind};
pub use matcher::{Matcher, QueryId, Scratch, Sweep};
pub use naive::Doc;
pub use news::{Above, News};
pub use node::{Clause, Node, Word};
pub use problem::{Limits, Problem, ProblemKind};
pub use value::MEDIA;

use std::fmt;
use std::str::FromStr;

/// A query in normal form. Two queries that are written differently and mean the same by the rules of
/// [`Node::normal`] are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Query(Node);

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// The first problem, with its place.
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, Problem> {
        parse::parse(text, limits).map(|node| Self(node.normal()))
    }
    /// The query of a tree that the program has made.
    #[must_use]
    pub fn of(node: Node) -> Self {
        Self(node.normal())
    }
    /// Its tree.
    #[must_use]
    pub fn node(&self) -> &Node {
        &self.0
    }
}

impl FromStr for Query {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        Self::parse(text, &Limits::default())
    }
}
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests;
