//! Tree to text.

use super::{Child, Element};
use std::collections::{BTreeMap, BTreeSet};

/// An element as a document of its own: the namespaces it uses and `scope` declares are declared on it.
pub(crate) fn fragment(element: &Element, scope: &BTreeMap<String, String>) -> String {
    let mut used = BTreeSet::new();
    prefixes(element, &mut used);
    let mut out = String::new();
    push_start(element, &mut out);
    for name in used.into_iter().map(declaration) {
        if let Some(value) = scope.get(&name)
            && element.attribute(&name).is_none()
        {
            push_attribute(&name, value, &mut out);
        }
    }
    push_rest(element, &mut out);
    out
}

/// Declarations for the prefixes that a tree uses and never declares; real sources forget them.
pub(crate) fn undeclared(element: &Element) -> BTreeMap<String, String> {
    let mut used = BTreeSet::new();
    prefixes(element, &mut used);
    let mut declared = BTreeSet::new();
    declared_in(element, &mut declared);
    let mut missing = BTreeMap::new();
    for prefix in used.into_iter().filter(|prefix| !prefix.is_empty()) {
        let name = declaration(prefix);
        if !declared.contains(name.as_str()) {
            let uri = match prefix {
                "xsi" => "http://www.w3.org/2001/XMLSchema-instance".to_owned(),
                other => format!("urn:undeclared:{other}"),
            };
            missing.insert(name, uri);
        }
    }
    missing
}

fn declared_in<'a>(element: &'a Element, declared: &mut BTreeSet<&'a str>) {
    declared.extend(element.attributes.iter().map(|(name, _)| name.as_str()).filter(|name| name.starts_with("xmlns:")));
    element.elements().for_each(|child| declared_in(child, declared));
}

/// What is inside an element, as it stands there.
pub(crate) fn inside(element: &Element) -> String {
    let mut out = String::new();
    push_children(element, &mut out);
    out
}

/// What is inside an element, as pieces of their own: each declares the prefixes that it uses and `scope` explains.
pub(crate) fn pieces(element: &Element, scope: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    for child in &element.children {
        match child {
            Child::Element(child) => out.push_str(&fragment(child, scope)),
            Child::Text(text) => push_text(text, &mut out),
        }
    }
    out
}

/// The prefixes of the names of a tree; the empty one where an element has none.
fn prefixes<'a>(element: &'a Element, used: &mut BTreeSet<&'a str>) {
    let prefix = |name: &'a str| name.split_once(':').map(|(prefix, _)| prefix);
    let names = element.attributes.iter().filter_map(|(name, _)| prefix(name));
    for prefix in names.chain([prefix(&element.name).unwrap_or_default()]) {
        if prefix != "xml" && prefix != "xmlns" {
            used.insert(prefix);
        }
    }
    element.elements().for_each(|child| prefixes(child, used));
}

/// The name of the declaration of a prefix: `xmlns`, `xmlns:x`.
fn declaration(prefix: &str) -> String {
    if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") }
}

fn push(element: &Element, out: &mut String) {
    push_start(element, out);
    push_rest(element, out);
}

/// The start of an element, still open for attributes.
fn push_start(element: &Element, out: &mut String) {
    out.push('<');
    out.push_str(&element.name);
    for (name, value) in &element.attributes {
        push_attribute(name, value, out);
    }
}

fn push_rest(element: &Element, out: &mut String) {
    if element.children.is_empty() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    push_children(element, out);
    out.push_str("</");
    out.push_str(&element.name);
    out.push('>');
}

fn push_children(element: &Element, out: &mut String) {
    for child in &element.children {
        match child {
            Child::Element(child) => push(child, out),
            Child::Text(text) => push_text(text, out),
        }
    }
}

pub(crate) fn push_text(text: &str, out: &mut String) {
    push_escaped(text, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\r' => Some("&#13;"),
        _ => None,
    });
}

pub(super) fn push_attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_escaped(value, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'"' => Some("&quot;"),
        b'\n' => Some("&#10;"),
        b'\t' => Some("&#9;"),
        b'\r' => Some("&#13;"),
        _ => None,
    });
    out.push('"');
}

/// Text with some characters of ASCII written otherwise; what stands between them is taken in one piece.
fn push_escaped(text: &str, out: &mut String, escape: impl Fn(u8) -> Option<&'static str>) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(escaped) = escape(byte) {
            out.push_str(text.get(from..at).unwrap_or_default());
            out.push_str(escaped);
            from = at + 1;
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
}
