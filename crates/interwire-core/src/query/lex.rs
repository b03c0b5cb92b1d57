//! A query cut into signs.

use super::field::Field;
use super::problem::{Problem, ProblemKind};
use std::ops::Range;

/// A sign and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sign {
    pub kind: SignKind,
    pub at: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SignKind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// Diacritics of what follows are ignored.
    Tilde,
    /// `name:`.
    Field(Field),
    /// Characters up to the next space, quotation mark or parenthesis.
    Plain {
        /// Without a star at the end.
        text: Range<usize>,
        star: bool,
    },
    /// What stands between quotation marks.
    Quoted {
        text: Range<usize>,
        star: bool,
    },
    End,
}

/// Pairs of quotation marks, as typed and as word processors make them.
const QUOTES: &[(char, &[char])] =
    &[('"', &['"']), ('“', &['”', '“', '"']), ('„', &['“', '”', '"']), ('«', &['»']), ('”', &['”'])];

pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    /// A colon is part of a value here, not the end of a field's name.
    pub values: bool,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, values: false }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next sign.
    pub(super) fn next(&mut self) -> Result<Sign, Problem> {
        let space = self.rest().find(|c: char| !c.is_whitespace()).unwrap_or(self.rest().len());
        self.at += space;
        let start = self.at;
        let mut chars = self.rest().chars();
        let Some(first) = chars.next() else { return Ok(Sign { kind: SignKind::End, at: start..start }) };
        let second = chars.next();
        let sign = match (first, second) {
            ('(', _) => Some((SignKind::Open, 1)),
            (')', _) => Some((SignKind::Close, 1)),
            ('&', Some('&')) => Some((SignKind::And, 2)),
            ('|', Some('|')) => Some((SignKind::Or, 2)),
            ('|', _) => Some((SignKind::Or, 1)),
            ('~', Some(next)) if !next.is_whitespace() => Some((SignKind::Tilde, 1)),
            ('-', Some(next)) if !next.is_whitespace() && next != '-' => Some((SignKind::Not, 1)),
            _ => None,
        };
        if let Some((kind, length)) = sign {
            self.at += length;
            return Ok(Sign { kind, at: start..self.at });
        }
        match QUOTES.iter().find(|(open, _)| *open == first) {
            Some((_, closes)) => self.quoted(first, closes),
            None => self.plain(),
        }
    }

    fn quoted(&mut self, open: char, closes: &[char]) -> Result<Sign, Problem> {
        let (start, inner) = (self.at, self.at + open.len_utf8());
        let rest = self.text.get(inner..).unwrap_or_default();
        let Some((length, close)) = rest.char_indices().find(|(_, c)| closes.contains(c)) else {
            let message = format!("the quotation mark is not closed; expected a {} behind the last word", closes[0]);
            return Err(Problem::new(ProblemKind::Unclosed, self.text, start..start + open.len_utf8(), message));
        };
        self.at = inner + length + close.len_utf8();
        let mut text = inner..inner + length;
        let mut star = self.rest().starts_with('*');
        if star {
            self.at += 1;
        } else if self.text.get(text.clone()).is_some_and(|inside| inside.ends_with('*')) {
            star = true;
            text.end -= 1;
        }
        Ok(Sign { kind: SignKind::Quoted { text, star }, at: start..self.at })
    }

    fn plain(&mut self) -> Result<Sign, Problem> {
        let start = self.at;
        let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '„' | '«' | '»');
        let first = self.rest().chars().next().map_or(1, char::len_utf8);
        let length =
            self.rest().get(first..).and_then(|rest| rest.find(ends)).map_or(self.rest().len(), |at| at + first);
        let word = self.rest().get(..length).unwrap_or_default();
        if !self.values
            && let Some((name, _)) = word.split_once(':')
            && is_name(name)
        {
            self.at += name.len() + 1;
            let at = start..start + name.len();
            return match Field::find(name) {
                Some(field) => Ok(Sign { kind: SignKind::Field(field), at }),
                None => Err(self.unknown(name, at)),
            };
        }
        self.at += length;
        let at = start..self.at;
        let kind = match word {
            "AND" => SignKind::And,
            "OR" => SignKind::Or,
            "NOT" => SignKind::Not,
            _ => {
                let star = word.ends_with('*') && word.len() > 1;
                SignKind::Plain { text: start..self.at - usize::from(star), star }
            }
        };
        Ok(Sign { kind, at })
    }

    fn unknown(&self, name: &str, at: Range<usize>) -> Problem {
        let near = nearest(name).map_or_else(
            || "quote the words to search for them".to_owned(),
            |near| format!("expected {near}, or quotation marks around the words"),
        );
        let message = format!("there is no field \"{}\"; {near}", name.to_lowercase());
        Problem::new(ProblemKind::UnknownField, self.text, at, message)
    }
}

fn is_name(name: &str) -> bool {
    name.len() >= 2 && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
}

/// The name of a field that differs by at most two letters.
fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let names = super::field::FIELDS.iter().map(|(known, ..)| *known);
    let near = names.map(|known| (distance(known.as_bytes(), name.as_bytes()), known)).min();
    near.filter(|(distance, known)| *distance <= 2 && known.len() > 3).map(|(_, known)| known)
}

fn distance(one: &[u8], two: &[u8]) -> usize {
    if one.len().abs_diff(two.len()) > 2 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, b) in two.iter().enumerate() {
            let best = (diagonal + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], best);
        }
    }
    row[two.len()]
}
