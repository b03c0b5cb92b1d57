//! Cuts HTML or XML into text and tags. Nothing is validated: what is not markup is text, so no character is lost.

use super::entities;

/// A piece of marked-up text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Characters, entities not yet replaced.
    Text(&'a str),
    /// Characters of a CDATA section: they stand for themselves.
    Raw(&'a str),
    /// Start of an element, its name without prefix.
    Open(&'a str),
    /// An element without content.
    Empty(&'a str),
    /// End of an element.
    Close(&'a str),
    /// A comment, declaration or processing instruction.
    Other,
}

/// The pieces of a text, in order.
#[derive(Debug, Clone)]
pub struct Pieces<'a> {
    rest: &'a str,
    tag: &'a str,
}

impl<'a> Pieces<'a> {
    /// Begins at the start of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { rest: text, tag: "" }
    }
    /// What stands between the brackets of the tag last cut off, its attributes among it.
    #[must_use]
    pub fn tag(&self) -> &'a str {
        self.tag
    }
    /// Takes everything up to and including `end`; all of it if there is no `end`.
    fn take_through(&mut self, start: usize, end: &str) -> &'a str {
        let all = self.rest;
        let at = all.get(start..).and_then(|tail| tail.find(end)).map_or(all.len(), |at| start + at);
        self.rest = all.get(at + end.len()..).unwrap_or("");
        all.get(start..at).unwrap_or("")
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;
    fn next(&mut self) -> Option<Piece<'a>> {
        let all = self.rest;
        if all.is_empty() {
            return None;
        }
        if !opens_markup(all) {
            let mut end = all.len();
            for (at, _) in all.match_indices('<') {
                if all.get(at..).is_some_and(opens_markup) {
                    end = at;
                    break;
                }
            }
            let (text, rest) = all.split_at(end);
            self.rest = rest;
            return Some(Piece::Text(text));
        }
        if all.starts_with("<!--") {
            self.take_through(4, "-->");
            return Some(Piece::Other);
        }
        if all.starts_with("<![CDATA[") {
            return Some(Piece::Raw(self.take_through(9, "]]>")));
        }
        if all.starts_with("<!") || all.starts_with("<?") {
            self.take_through(2, ">");
            return Some(Piece::Other);
        }
        let end = tag_end(all);
        let (tag, rest) = all.split_at(end);
        self.rest = rest;
        self.tag = inside(tag);
        Some(tag_piece(self.tag))
    }
}

/// Whether a text begins with markup: a `<` before a space or digit is a sign of its own.
fn opens_markup(text: &str) -> bool {
    let mut chars = text.chars();
    if chars.next() != Some('<') {
        return false;
    }
    match chars.next() {
        Some('/') => chars.next().is_some_and(char::is_alphabetic),
        Some(next) => next.is_alphabetic() || matches!(next, '!' | '?' | '_'),
        None => false,
    }
}

/// The length of the tag a text begins with; a `>` inside quotes does not end it.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    let mut after_equals = false;
    for (at, char) in text.char_indices() {
        match (quote, char) {
            (Some(open), _) if open == char => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if after_equals => quote = Some(char),
            (None, '>') => return at + 1,
            (None, _) => {}
        }
        after_equals = char == '=' || (after_equals && char.is_whitespace());
    }
    // A quote that never closes: end at the first `>`, so that the text after it is kept.
    text.find('>').map_or(text.len(), |at| at + 1)
}

fn inside(tag: &str) -> &str {
    tag.trim_start_matches('<').trim_end_matches('>')
}

fn tag_piece(inner: &str) -> Piece<'_> {
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
    let name_end = inner.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inner.len());
    let name = inner.get(..name_end).unwrap_or("");
    let local = name.rsplit(':').next().unwrap_or(name);
    match (closes, inner.ends_with('/')) {
        (true, _) => Piece::Close(local),
        (false, true) => Piece::Empty(local),
        (false, false) => Piece::Open(local),
    }
}

/// Replaces entities by their characters; what is not one stays as written.
pub(super) fn unescape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        // No name of the table, and no number, is longer than this.
        let found = tail.char_indices().take(12).find(|(_, c)| *c == ';');
        let char = found.and_then(|(end, _)| Some((end, entity(tail.get(1..end)?)?)));
        match char {
            Some((end, char)) => {
                out.push(char);
                rest = tail.get(end + 1..).unwrap_or("");
            }
            None => {
                out.push('&');
                rest = tail.get(1..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
}

fn entity(name: &str) -> Option<char> {
    match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')
        }
        None => entities::named(name),
    }
}
