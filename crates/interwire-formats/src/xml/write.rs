//! Tree to text.

use super::{Child, Element};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// An element as a document of its own: the namespaces it uses and `scope` declares are declared on it.
pub(crate) fn fragment(element: &Element, scope: &BTreeMap<String, String>) -> String {
    let mut root = element.clone();
    let mut used = BTreeSet::new();
    declarations(element, &mut used);
    for name in used {
        if let Some(value) = scope.get(&name)
            && root.attribute(&name).is_none()
        {
            root.attributes.push((name, value.clone()));
        }
    }
    let mut out = String::new();
    push(&root, &mut out);
    out
}

/// Declarations for the prefixes that a tree uses and never declares; real sources forget them.
pub(crate) fn undeclared(element: &Element) -> BTreeMap<String, String> {
    let mut used = BTreeSet::new();
    declarations(element, &mut used);
    let mut declared = BTreeSet::new();
    declared_in(element, &mut declared);
    let mut missing = BTreeMap::new();
    for name in used.into_iter().filter(|name| name != "xmlns" && !declared.contains(name.as_str())) {
        let uri = match name.as_str() {
            "xmlns:xsi" => "http://www.w3.org/2001/XMLSchema-instance".to_owned(),
            other => format!("urn:undeclared:{}", other.trim_start_matches("xmlns:")),
        };
        missing.insert(name, uri);
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

/// The namespace declarations (`xmlns`, `xmlns:x`) that the names of a tree call for.
fn declarations(element: &Element, used: &mut BTreeSet<String>) {
    let wanted = |name: &str| name.split_once(':').map_or("xmlns".to_owned(), |(prefix, _)| format!("xmlns:{prefix}"));
    let names = std::iter::once(&element.name);
    let attributes = element.attributes.iter().map(|(name, _)| name).filter(|name| name.contains(':'));
    for declaration in names.chain(attributes).map(|name| wanted(name)) {
        if declaration != "xmlns:xml" && declaration != "xmlns:xmlns" {
            used.insert(declaration);
        }
    }
    element.elements().for_each(|child| declarations(child, used));
}

fn push(element: &Element, out: &mut String) {
    let _ = write!(out, "<{}", element.name);
    for (name, value) in &element.attributes {
        push_attribute(name, value, out);
    }
    if element.children.is_empty() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    push_children(element, out);
    let _ = write!(out, "</{}>", element.name);
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
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
}

pub(super) fn push_attribute(name: &str, value: &str, out: &mut String) {
    let _ = write!(out, " {name}=\"");
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
    out.push('"');
}
