//! A query as a tree: clauses joined by AND, OR and NOT.

use super::field::Field;
use std::collections::BTreeSet;

/// A tree of clauses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// Every item.
    All,
    /// Something an item has or has not.
    Is(Clause),
    /// Not this.
    Not(Box<Node>),
    /// All of these.
    And(Vec<Node>),
    /// At least one of these.
    Or(Vec<Node>),
}

/// Something an item has or has not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clause {
    /// Words side by side; a single one is a word.
    Words {
        /// Where.
        field: Field,
        /// Diacritics are ignored.
        bare: bool,
        /// The words, at least one.
        words: Vec<Word>,
        /// The last word may go on.
        prefix: bool,
    },
    /// A code; of a subject or language also what is below it.
    Code {
        /// Of which field.
        field: Field,
        /// The code.
        code: String,
    },
    /// A number between two, both included.
    Range {
        /// Of which field; dates are in milliseconds since 1970.
        field: Field,
        /// From.
        from: i64,
        /// To.
        to: i64,
    },
    /// All media of the item are among these.
    Only {
        /// Their words.
        media: BTreeSet<String>,
    },
}

/// A folded word of a query. It keeps the capital `I` of a word that may mean `i` or `ı`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(String);

impl Word {
    /// A word and, where it can be read in two ways, the other (with `ı`).
    #[must_use]
    pub fn new(word: &str, other: Option<&str>) -> Self {
        let Some(other) = other else { return Self(word.to_owned()) };
        // The two differ in nothing but i and ı.
        let both = word.chars().zip(other.chars()).map(|(one, two)| if one == two { one } else { 'I' });
        Self(both.collect())
    }
    /// As it is written: folded but for a capital `I`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The folded words that it means: one or two.
    pub fn forms(&self) -> impl Iterator<Item = String> {
        let both = self.0.contains('I');
        let first = if both { self.0.replace('I', "i") } else { self.0.clone() };
        std::iter::once(first).chain(both.then(|| self.0.replace('I', "ı")))
    }
}

impl Node {
    /// Clauses in it.
    #[must_use]
    pub fn clauses(&self) -> usize {
        match self {
            Self::All => 0,
            Self::Is(_) => 1,
            Self::Not(inner) => inner.clauses(),
            Self::And(all) | Self::Or(all) => all.iter().map(Self::clauses).sum(),
        }
    }

    /// The same in normal form: joined where the same sign follows itself, each part once and in order, no double NOT,
    /// nothing that changes nothing.
    #[must_use]
    pub fn normal(self) -> Self {
        match self {
            Self::All | Self::Is(_) => self,
            Self::Not(inner) => match inner.normal() {
                Self::Not(inner) => *inner,
                inner => Self::Not(Box::new(inner)),
            },
            Self::And(parts) => Self::joined(parts, true),
            Self::Or(parts) => Self::joined(parts, false),
        }
    }

    fn joined(parts: Vec<Self>, and: bool) -> Self {
        let nothing = Self::Not(Box::new(Self::All));
        // What changes nothing in this join, and what decides it.
        let (idle, decides) = if and { (Self::All, nothing) } else { (nothing, Self::All) };
        let mut all = BTreeSet::new();
        for part in parts.into_iter().map(Self::normal) {
            match part {
                Self::And(inner) if and => all.extend(inner),
                Self::Or(inner) if !and => all.extend(inner),
                part => drop(all.insert(part)),
            }
        }
        if all.contains(&decides) {
            return decides;
        }
        all.remove(&idle);
        match (all.len(), all.pop_first()) {
            (_, None) => idle,
            (1, Some(one)) => one,
            (_, Some(first)) => {
                let all = std::iter::once(first).chain(all).collect();
                if and { Self::And(all) } else { Self::Or(all) }
            }
        }
    }
}
