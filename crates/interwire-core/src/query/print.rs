//! A query printed in normal form, so that reading it again gives the same query.

use super::field::{Field, Kind};
use super::node::{Clause, Node};
use super::span;
use std::fmt::{self, Write};

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_char('*'),
            Self::Is(clause) => write!(f, "{clause}"),
            Self::Not(inner) => {
                f.write_str("NOT ")?;
                inside(inner, f)
            }
            Self::And(parts) => joined(parts, " AND ", f),
            Self::Or(parts) => match of_one_field(parts) {
                Some(field) => {
                    write!(f, "{}:(", field.name())?;
                    for (place, part) in parts.iter().enumerate() {
                        if place > 0 {
                            f.write_str(" OR ")?;
                        }
                        if let Self::Is(clause) = part {
                            value(clause, f)?;
                        }
                    }
                    f.write_char(')')
                }
                None => joined(parts, " OR ", f),
            },
        }
    }
}

fn joined(parts: &[Node], sign: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            f.write_str(sign)?;
        }
        inside(part, f)?;
    }
    Ok(())
}

fn inside(node: &Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match node {
        Node::Or(parts) if of_one_field(parts).is_some() => write!(f, "{node}"),
        Node::And(_) | Node::Or(_) => write!(f, "({node})"),
        Node::All | Node::Is(_) | Node::Not(_) => write!(f, "{node}"),
    }
}

/// The named field that all parts are values of.
fn of_one_field(parts: &[Node]) -> Option<Field> {
    let field = |node: &Node| match node {
        Node::Is(clause) => Some(clause.field()).filter(|field| !matches!(field, Field::Text | Field::MediaOnly)),
        _ => None,
    };
    let first = field(parts.first()?)?;
    parts.iter().all(|part| field(part) == Some(first)).then_some(first)
}

impl Clause {
    /// The field it asks.
    #[must_use]
    pub fn field(&self) -> Field {
        match self {
            Self::Words { field, .. } | Self::Code { field, .. } | Self::Range { field, .. } => *field,
            Self::Only { .. } => Field::MediaOnly,
        }
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field() != Field::Text {
            write!(f, "{}:", self.field().name())?;
        }
        value(self, f)
    }
}

/// What stands behind the colon.
fn value(clause: &Clause, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match clause {
        Clause::Words { bare, words, prefix, .. } => {
            let quoted = words.len() > 1;
            let mark = if *bare { "~" } else { "" };
            let quote = if quoted { "\"" } else { "" };
            let star = if *prefix { "*" } else { "" };
            let text: Vec<&str> = words.iter().map(|word| word.as_str()).collect();
            write!(f, "{mark}{quote}{}{quote}{star}", text.join(" "))
        }
        Clause::Code { code, .. } => {
            let is_odd = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '„' | '«' | '»');
            let reserved = matches!(code.as_str(), "AND" | "OR" | "NOT");
            let starts = code.starts_with(['-', '~', '|', '&']) || code.ends_with('*');
            match code.contains(is_odd) || reserved || starts {
                false => f.write_str(code),
                true if code.contains('"') => write!(f, "«{code}»"),
                true => write!(f, "\"{code}\""),
            }
        }
        Clause::Range { field, from, to } => f.write_str(&range(*field, *from, *to)),
        Clause::Only { media } => write!(f, "({})", media.iter().map(String::as_str).collect::<Vec<_>>().join(" OR ")),
    }
}

/// A range as it is written.
pub(super) fn range(field: Field, from: i64, to: i64) -> String {
    match field.kind() {
        Kind::Date => span::dates_told(from, to),
        _ => span::numbers_told(from, to, if field == Field::Urgency { 9 } else { i64::MAX }),
    }
}
