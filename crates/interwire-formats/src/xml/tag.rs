//! A small writer for XML documents of our own. Text is escaped; nothing is ever written as it is but XML of ours.

use super::write::{push_attribute, push_text};
use std::fmt::Write as _;

/// An element being written.
#[derive(Debug)]
pub(crate) struct Tag {
    name: &'static str,
    attributes: String,
    content: String,
}

impl Tag {
    pub fn new(name: &'static str) -> Self {
        Self { name, attributes: String::new(), content: String::new() }
    }
    pub fn with(mut self, name: &str, value: &str) -> Self {
        push_attribute(name, value, &mut self.attributes);
        self
    }
    pub fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
    pub fn text(mut self, text: &str) -> Self {
        push_text(text, &mut self.content);
        self
    }
    /// Adds well-formed XML as it is.
    pub fn raw(mut self, xml: &str) -> Self {
        self.content.push_str(xml);
        self
    }
    pub fn child(mut self, child: Tag) -> Self {
        child.push_to(&mut self.content);
        self
    }
    pub fn children(self, children: impl IntoIterator<Item = Tag>) -> Self {
        children.into_iter().fold(self, Tag::child)
    }
    pub fn name(&self) -> &'static str {
        self.name
    }
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }
    fn push_to(&self, out: &mut String) {
        if self.content.is_empty() {
            let _ = write!(out, "<{}{}/>", self.name, self.attributes);
        } else {
            let _ = write!(out, "<{0}{1}>{2}</{0}>", self.name, self.attributes, self.content);
        }
    }
    /// The element alone.
    pub fn xml(&self) -> String {
        let mut out = String::new();
        self.push_to(&mut out);
        out
    }
    /// The element as a document, and how many characters were left out because XML 1.0 has no place for them.
    pub fn document(&self) -> (String, usize) {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.push_to(&mut out);
        out.push('\n');
        let before = out.chars().count();
        out.retain(is_xml);
        let left_out = before - out.chars().count();
        (out, left_out)
    }
}

/// spec: XML 1.0 production 2.
pub(crate) fn is_xml(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}
