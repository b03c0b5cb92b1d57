//! A text becomes a query.
//!
//! ```text
//! any     = all { ("OR" | "|") all }
//! all     = not { ["AND"] not }
//! not     = ("NOT" | "-") not | clause
//! clause  = "(" any ")" | field ":" value | field ":" "(" any ")" | ["~"] words | "*"
//! ```
//! Inside the parentheses of a field every value belongs to the field.

use super::field::{Field, Kind};
use super::lex::{Lexer, Sign, SignKind};
use super::node::{Clause, Node};
use super::problem::{Limits, Problem, ProblemKind};
use super::value::Values;
use std::ops::Range;

/// Reads a query; not yet in normal form.
pub(super) fn parse(text: &str, limits: &Limits) -> Result<Node, Problem> {
    if text.len() > limits.bytes_max {
        let message = format!("the query has {} bytes; expected at most {}", text.len(), limits.bytes_max);
        return Err(Problem::new(ProblemKind::TooLarge, text, 0..0, message));
    }
    let lexer = Lexer::new(text);
    let mut parser =
        Parser { text, lexer, ahead: None, limits, depth: 0, clauses: 0, values: Values::new(text, limits) };
    let node = parser.any(None)?;
    let sign = parser.next()?;
    match sign.kind {
        SignKind::End => Ok(node),
        SignKind::Close => {
            Err(parser.problem(ProblemKind::Unclosed, sign.at, "nothing was opened that this parenthesis closes"))
        }
        _ => Err(parser.expected(&sign, "the end, AND, OR or NOT")),
    }
}

struct Parser<'t> {
    text: &'t str,
    lexer: Lexer<'t>,
    ahead: Option<Sign>,
    limits: &'t Limits,
    depth: usize,
    clauses: usize,
    values: Values<'t>,
}

impl Parser<'_> {
    fn peek(&mut self) -> Result<&SignKind, Problem> {
        let sign = match self.ahead.take() {
            Some(sign) => sign,
            None => self.lexer.next()?,
        };
        Ok(&self.ahead.insert(sign).kind)
    }

    fn next(&mut self) -> Result<Sign, Problem> {
        match self.ahead.take() {
            Some(sign) => Ok(sign),
            None => self.lexer.next(),
        }
    }

    fn any(&mut self, field: Option<Field>) -> Result<Node, Problem> {
        let mut parts = vec![self.all(field)?];
        while *self.peek()? == SignKind::Or {
            self.next()?;
            parts.push(self.all(field)?);
        }
        Ok(joined(parts, Node::Or))
    }

    fn all(&mut self, field: Option<Field>) -> Result<Node, Problem> {
        let mut parts = vec![self.not(field)?];
        loop {
            match self.peek()? {
                SignKind::And => {
                    self.next()?;
                }
                SignKind::Or | SignKind::Close | SignKind::End => break,
                _ => {}
            }
            parts.push(self.not(field)?);
        }
        Ok(joined(parts, Node::And))
    }

    fn not(&mut self, field: Option<Field>) -> Result<Node, Problem> {
        if *self.peek()? != SignKind::Not {
            return self.clause(field);
        }
        let sign = self.next()?;
        self.deeper(sign.at)?;
        let inner = self.not(field)?;
        self.depth -= 1;
        Ok(Node::Not(Box::new(inner)))
    }

    fn clause(&mut self, field: Option<Field>) -> Result<Node, Problem> {
        let sign = self.next()?;
        match sign.kind {
            SignKind::Open => self.group(field, sign.at),
            SignKind::Field(inner) => self.of_field(inner, &sign.at),
            SignKind::Tilde => {
                let value = self.next()?;
                match value.kind {
                    SignKind::Plain { .. } | SignKind::Quoted { .. } => self.value(field, &value, true),
                    _ => Err(self.expected(&value, "a word or a phrase behind ~")),
                }
            }
            SignKind::Plain { ref text, .. } if field.is_none() && self.text.get(text.clone()) == Some("*") => {
                Ok(Node::All)
            }
            SignKind::Plain { .. } | SignKind::Quoted { .. } => self.value(field, &sign, false),
            SignKind::And | SignKind::Or | SignKind::Not | SignKind::Close | SignKind::End => {
                let what = if field.is_some() { "a value" } else { "a word, a phrase in quotation marks or a field" };
                Err(self.expected(&sign, what))
            }
        }
    }

    fn of_field(&mut self, field: Field, at: &Range<usize>) -> Result<Node, Problem> {
        let outer = std::mem::replace(&mut self.lexer.values, true);
        let node = match self.peek()? {
            SignKind::Open if field.kind() == Kind::Set => self.set(at),
            SignKind::Open => {
                let open = self.next()?;
                self.group(Some(field), open.at)
            }
            SignKind::Plain { .. } | SignKind::Quoted { .. } | SignKind::Tilde => self.clause(Some(field)),
            _ => {
                let sign = self.next()?;
                Err(self.expected(&sign, &format!("a value of {}", field.name())))
            }
        };
        // Nothing has been read ahead in the wrong way: a value ends where the reading of it ends.
        self.lexer.values = outer;
        node
    }

    /// What stands between parentheses; the sign behind them is read as outside.
    fn group(&mut self, field: Option<Field>, open: Range<usize>) -> Result<Node, Problem> {
        self.deeper(open.clone())?;
        let node = self.any(field)?;
        self.close(open)?;
        self.depth -= 1;
        Ok(node)
    }

    fn close(&mut self, open: Range<usize>) -> Result<(), Problem> {
        let sign = self.next()?;
        match sign.kind {
            SignKind::Close => Ok(()),
            SignKind::End => {
                Err(self.problem(ProblemKind::Unclosed, open, "the parenthesis is not closed; expected a )"))
            }
            _ => Err(self.expected(&sign, ") or OR")),
        }
    }

    /// `media-only:(a OR b)` is one clause.
    fn set(&mut self, at: &Range<usize>) -> Result<Node, Problem> {
        let open = self.next()?;
        let mut media = std::collections::BTreeSet::new();
        loop {
            let sign = self.next()?;
            media.extend(self.values.medium(&sign)?);
            if *self.peek()? != SignKind::Or {
                break;
            }
            self.next()?;
        }
        self.close(open.at)?;
        self.counted(at.clone())?;
        Ok(Node::Is(Clause::Only { media }))
    }

    fn value(&mut self, field: Option<Field>, sign: &Sign, bare: bool) -> Result<Node, Problem> {
        self.counted(sign.at.clone())?;
        self.values.clause(field.unwrap_or(Field::Text), sign, bare).map(Node::Is)
    }

    fn counted(&mut self, at: Range<usize>) -> Result<(), Problem> {
        self.clauses += 1;
        if self.clauses <= self.limits.clauses_max {
            return Ok(());
        }
        let message = format!("too many clauses; expected at most {}", self.limits.clauses_max);
        Err(self.problem(ProblemKind::TooLarge, at, message))
    }

    fn deeper(&mut self, at: Range<usize>) -> Result<(), Problem> {
        self.depth += 1;
        if self.depth <= self.limits.depth_max {
            return Ok(());
        }
        let message =
            format!("too many parentheses or NOTs inside one another; expected at most {}", self.limits.depth_max);
        Err(self.problem(ProblemKind::TooLarge, at, message))
    }

    fn expected(&self, sign: &Sign, what: &str) -> Problem {
        let found = match (&sign.kind, self.text.get(sign.at.clone())) {
            (SignKind::End, _) | (_, None) => "the end".to_owned(),
            (_, Some(text)) => text.chars().take(40).collect(),
        };
        self.problem(ProblemKind::Expected, sign.at.clone(), format!("expected {what}, found {found}"))
    }

    fn problem(&self, kind: ProblemKind, at: Range<usize>, message: impl Into<String>) -> Problem {
        Problem::new(kind, self.text, at, message)
    }
}

fn joined(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    match (parts.len(), parts.pop()) {
        (1, Some(one)) => one,
        (_, last) => {
            parts.extend(last);
            join(parts)
        }
    }
}
