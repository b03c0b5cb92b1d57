//! An XML document as a small tree, read leniently and safely: nothing is fetched, no entity is expanded, and
//! depth, number and size are bounded. Names are matched without their prefix, since real sources get these wrong.

mod bare;
mod mend;
mod parse;
mod tag;
mod write;

pub(crate) use bare::{bare, left};
pub(crate) use mend::parse as parse_mending;
pub(crate) use parse::parse;
pub(crate) use tag::{Tag, is_xml};
pub(crate) use write::{fragment, inside, pieces, push_text, undeclared};

use compact_str::CompactString;
use interwire_core::item::text::collapse;
use std::collections::BTreeMap;

/// The name of an attribute, with its prefix, and its value.
pub(crate) type Attribute = (CompactString, CompactString);

/// An element. Most names, values and texts are short: they are kept where they stand, without memory of their own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Element {
    /// The name as written, with its prefix.
    pub name: CompactString,
    /// The attributes as written, namespace declarations among them.
    pub attributes: Vec<Attribute>,
    pub children: Vec<Child>,
}

/// What is inside an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Child {
    Element(Element),
    Text(CompactString),
}

impl Child {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Element(_) => None,
        }
    }
    /// The same with another element in the place of an element.
    pub fn map(&self, other: impl FnOnce(&Element) -> Element) -> Self {
        match self {
            Self::Text(text) => Self::Text(text.clone()),
            Self::Element(element) => Self::Element(other(element)),
        }
    }
    /// Whether it is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.as_text().is_some_and(|text| text.trim().is_empty())
    }
}

/// The namespace declarations in force at the end of a path. No real one is longer than this.
pub(crate) fn scope(path: &[&Element]) -> BTreeMap<String, String> {
    const URI_BYTES_MAX: usize = 200;
    let attributes = path.iter().flat_map(|element| &element.attributes);
    let declarations = attributes.filter(|(name, _)| name == "xmlns" || name.starts_with("xmlns:"));
    declarations
        .filter(|(_, uri)| uri.len() <= URI_BYTES_MAX)
        .map(|(name, uri)| (name.to_string(), uri.to_string()))
        .collect()
}

impl Element {
    /// An element without attributes.
    pub fn holding(name: &str, children: Vec<Child>) -> Self {
        Self { name: name.into(), attributes: Vec::new(), children }
    }
    /// Adds an attribute.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.attributes.push((name.into(), value.into()));
        self
    }
    /// The name without its prefix.
    pub fn local(&self) -> &str {
        // Names are short and asked for often.
        match self.name.bytes().rposition(|byte| byte == b':') {
            Some(at) => self.name.get(at + 1..).unwrap_or_default(),
            None => &self.name,
        }
    }
    /// An attribute by the name as written.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
    /// The elements inside.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }
    /// The elements inside of that name.
    pub fn all<'a>(&'a self, local: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.local() == local)
    }
    /// The first element inside of that name.
    pub fn first(&self, local: &str) -> Option<&Element> {
        self.elements().find(|element| element.local() == local)
    }
    /// Whether there is an element inside.
    pub fn has_elements(&self) -> bool {
        self.elements().next().is_some()
    }
    /// All characters inside, as written.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.push_text(&mut out);
        out
    }
    /// All characters inside, white space collapsed.
    pub fn line(&self) -> String {
        collapse(&self.text())
    }
    /// The name inside, as written: its white space is part of it, but not what is around it. A name that is broken
    /// over lines is put together.
    pub fn name_inside(&self) -> String {
        let text = self.text();
        let name = text.trim();
        if name.contains(char::is_control) { collapse(name) } else { name.to_owned() }
    }
    fn push_text(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Element(element) => element.push_text(out),
            }
        }
    }
}
