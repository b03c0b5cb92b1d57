//! Text to tree for documents that are not well-formed, as feeds often are: what does not fit is mended, and every
//! character outside of tags stays.

use super::{Attribute, Child, Element};
use crate::ReadError;
use interwire_core::item::{Limits, Note, text::unescape};

/// No limit of the caller may be deeper: the tree is walked and dropped by recursion.
const DEPTH_MAX: usize = 500;

/// Reads a document that [`super::parse`] refuses as broken, and says so.
pub(crate) fn parse(text: &str, limits: &Limits) -> Result<(Element, Vec<Note>), ReadError> {
    match super::parse(text, limits) {
        Err(error) if error.code == "xml_broken" => {
            let (root, mut notes) = mended(text, limits)?;
            notes.insert(0, Note::new("xml_mended", format!("what is not well-formed is mended: {}", error.message)));
            Ok((root, notes))
        }
        other => other,
    }
}

fn mended(text: &str, limits: &Limits) -> Result<(Element, Vec<Note>), ReadError> {
    let mut builder = Builder { limits, open: vec![Element::default()], nodes: 0, sections_end: true };
    let mut rest = text;
    while !rest.is_empty() {
        rest = builder.piece(rest)?;
    }
    while builder.open.len() > 1 {
        builder.pop();
    }
    let document = builder.open.pop().unwrap_or_default();
    let root = document.elements().next().cloned();
    root.map(|root| (root, Vec::new())).ok_or_else(|| ReadError::new("xml_broken", "it has no element"))
}

struct Builder<'a> {
    limits: &'a Limits,
    /// The first is the document itself.
    open: Vec<Element>,
    nodes: usize,
    /// Whether an end of a section may still come; once none was found, none is looked for again.
    sections_end: bool,
}

impl Builder<'_> {
    /// Takes one piece from the beginning; gives the rest.
    fn piece<'t>(&mut self, text: &'t str) -> Result<&'t str, ReadError> {
        let cut = |at: usize| (text.get(..at).unwrap_or(text), text.get(at..).unwrap_or(""));
        if let Some(inside) = text.strip_prefix("<![CDATA[") {
            let whole = if self.sections_end { inside.split_once("]]>") } else { None };
            self.sections_end = whole.is_some();
            let (data, rest) = whole.unwrap_or_else(|| {
                let end = inside.find("</").unwrap_or(inside.len());
                (inside.get(..end).unwrap_or(""), inside.get(end..).unwrap_or(""))
            });
            self.text(data)?;
            return Ok(rest);
        }
        for (start, end) in [("<!--", "-->"), ("<?", ">"), ("<!", ">")] {
            if let Some(inside) = text.strip_prefix(start) {
                return Ok(inside.split_once(end).map_or("", |(_, rest)| rest));
            }
        }
        if text.starts_with('<')
            && let Some(length) = tag_length(text)
        {
            let (tag, rest) = cut(length);
            self.tag(tag.trim_start_matches('<').trim_end_matches('>'))?;
            return Ok(rest);
        }
        // The first character is text, whatever it is; so is all up to the next `<`.
        let first = text.chars().next().map_or(0, char::len_utf8);
        let end = text.get(first..).and_then(|tail| tail.find('<')).map_or(text.len(), |at| first + at);
        let (data, rest) = cut(end);
        self.text(&unescape(data))?;
        Ok(rest)
    }

    fn tag(&mut self, tag: &str) -> Result<(), ReadError> {
        if let Some(name) = tag.strip_prefix('/') {
            let name = name.trim();
            if let Some(at) = self.open.iter().skip(1).rposition(|element| element.name == name) {
                while self.open.len() > at + 1 {
                    self.pop();
                }
            }
            return Ok(());
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let end = tag.find(|c: char| c.is_whitespace()).unwrap_or(tag.len());
        let (name, rest) = tag.split_at(end);
        if self.open.len() > self.limits.depth_max.min(DEPTH_MAX) {
            return Err(ReadError::new("xml_too_deep", format!("more than {} elements deep", self.open.len() - 1)));
        }
        self.count()?;
        self.open.push(Element { name: name.into(), attributes: self.attributes(name, rest)?, children: Vec::new() });
        if is_empty {
            self.pop();
        }
        Ok(())
    }

    fn attributes(&self, element: &str, mut rest: &str) -> Result<Vec<Attribute>, ReadError> {
        let mut attributes: Vec<Attribute> = Vec::new();
        while let Some((name, after)) = rest.split_once('=') {
            let name = name.split_whitespace().next_back().unwrap_or_default();
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, left) = match quote {
                Some(quote) => after.get(1..).and_then(|inside| inside.split_once(quote)).unwrap_or((after, "")),
                None => after.split_once(|c: char| c.is_whitespace()).unwrap_or((after, "")),
            };
            rest = left;
            if is_name(name) && !attributes.iter().any(|(known, _)| known == name) {
                attributes.push((name.into(), unescape(value).into()));
            }
            if attributes.len() > self.limits.attributes_max {
                let message = format!("<{element}> has more than {} attributes", self.limits.attributes_max);
                return Err(ReadError::new("xml_too_many_attributes", message));
            }
        }
        Ok(attributes)
    }

    fn text(&mut self, text: &str) -> Result<(), ReadError> {
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        match open.children.last_mut() {
            Some(Child::Text(before)) => {
                before.push_str(text);
                Ok(())
            }
            _ => {
                open.children.push(Child::Text(text.into()));
                self.count()
            }
        }
    }

    fn pop(&mut self) {
        if let Some(done) = self.open.pop()
            && let Some(parent) = self.open.last_mut()
        {
            parent.children.push(Child::Element(done));
        }
    }

    fn count(&mut self) -> Result<(), ReadError> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes_max {
            let message = format!("more than {} elements and texts", self.limits.nodes_max);
            return Err(ReadError::new("xml_too_many_nodes", message));
        }
        Ok(())
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
        && name.matches(':').count() < 2
        && !name.ends_with(':')
}

/// The length of the tag that a text begins with; `None` if it is no tag. A quote that never closes ends with the
/// first `>`.
fn tag_length(text: &str) -> Option<usize> {
    let inside = text.get(1..)?;
    let bare = inside.strip_prefix('/').unwrap_or(inside);
    let name_end = bare.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<' | '"' | '\''))?;
    if !is_name(bare.get(..name_end)?) {
        return None;
    }
    let mut quote = None;
    let mut first_end = None;
    for (at, c) in text.char_indices().skip(1) {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), '<') => break,
            (Some(_), '>') => first_end = first_end.or(Some(at + 1)),
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return Some(at + 1),
            (None, '<') => return None,
            _ => {}
        }
    }
    first_end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_broken_is_mended_and_no_text_is_lost() {
        for (text, mended) in [
            ("<a><b>Vũ</a>", "<a><b>Vũ</b></a>"),
            ("<a>Қ<b>ə</a>", "<a>Қ<b>ə</b></a>"),
            ("<a>5 < 7 & <b c=d e='f>g</b></a>", "<a>5 &lt; 7 &amp; <b c=\"d\" e=\"'f\">g</b></a>"),
            ("<a><b>x</c>y", "<a><b>xy</b></a>"),
            ("<a><![CDATA[<x>]]></a><d>", "<a>&lt;x&gt;</a>"),
            ("<?xml?><!-- <z> --><a><title><![CD", "<a><title/></a>"),
            ("<a b=\"1\" b=\"2\"></rss", "<a b=\"1\">&lt;/rss</a>"),
        ] {
            let (root, notes) = parse(text, &Limits::default()).unwrap();
            let mut out = String::new();
            let scope = std::collections::BTreeMap::new();
            out.push_str(&super::super::fragment(&root, &scope));
            assert_eq!(out, mended, "{text}");
            assert_eq!(notes.first().map(|note| note.code), Some("xml_mended"));
        }
        assert_eq!(parse("only text", &Limits::default()).unwrap_err().code, "xml_broken");
    }

    #[test]
    fn mending_keeps_the_limits() {
        for (text, code) in [
            ("<a>".repeat(200), "xml_too_deep"),
            (
                format!("<a{}></b>", (0..300).map(|at| format!(" a{at}=1")).collect::<String>()),
                "xml_too_many_attributes",
            ),
        ] {
            assert_eq!(parse(&text, &Limits::default()).unwrap_err().code, code);
        }
        let few = Limits { nodes_max: 10, ..Limits::default() };
        assert_eq!(mended(&"<a/>".repeat(20), &few).unwrap_err().code, "xml_too_many_nodes");
    }
}
