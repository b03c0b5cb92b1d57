//! The parts that all sections share: concepts, lines, links, and what is left over of an element.

use super::read::Reader;
use crate::xml::Element;
use interwire_core::item::{Concept, Extra, Line, Link, Name};

/// The attributes of an element that are not among `known`, and its elements that are not, verbatim.
pub(super) fn rest(reader: &Reader<'_>, element: &Element, attributes: &[&str], elements: &[&str]) -> Vec<Extra> {
    let unknown = |name: &str| !attributes.contains(&name) && !name.starts_with("xmlns");
    let mut extra: Vec<Extra> = element
        .attributes
        .iter()
        .filter(|(name, _)| unknown(name))
        .map(|(name, value)| Extra::text(name, value))
        .collect();
    let others = element.elements().filter(|child| !elements.contains(&child.local()));
    extra.extend(others.map(|child| Extra::xml(child.local(), reader.xml(child))));
    extra
}

fn own(element: &Element, name: &str) -> Option<String> {
    element.attribute(name).map(str::to_owned)
}

/// A percentage attribute; others stay among the left-overs.
fn percent(element: &Element, name: &str) -> Option<u8> {
    element
        .attribute(name)?
        .parse()
        .ok()
        .filter(|number: &u8| *number <= 100 && Some(number.to_string().as_str()) == element.attribute(name))
}

/// A property whose value is a concept.
pub(super) fn concept(reader: &Reader<'_>, element: &Element) -> Concept {
    let qcode = own(element, "qcode");
    let uri = own(element, "uri").or_else(|| reader.codes.resolve(qcode.as_deref()?));
    let mut names: Vec<Name> = element
        .all("name")
        .map(|name| Name { lang: own(name, "xml:lang"), role: own(name, "role"), text: name.line() })
        .collect();
    if names.is_empty() && !element.has_elements() {
        let text = element.line();
        names.extend((!text.is_empty()).then_some(Name { text, ..Name::default() }));
    }
    let (relevance, confidence) = (percent(element, "relevance"), percent(element, "confidence"));
    let rel = own(element, "rel").or_else(|| own(element, "role"));
    let mut known = vec!["qcode", "uri", "literal", "type", "why"];
    known.push(if element.attribute("rel").is_some() { "rel" } else { "role" });
    known.extend(relevance.map(|_| "relevance"));
    known.extend(confidence.map(|_| "confidence"));
    Concept {
        uri,
        qcode,
        literal: own(element, "literal"),
        names,
        kind: own(element, "type"),
        rel,
        relevance,
        confidence,
        why: own(element, "why"),
        geo: None,
        extra: rest(reader, element, &known, &["name"]),
    }
}

/// A line of text. Markup inside it is kept beside its text.
pub(super) fn line(reader: &Reader<'_>, element: &Element) -> Line {
    let known = ["role", "xml:lang", "contenttype"];
    let mut extra = rest(reader, element, &known, &[]);
    extra.retain(|one| one.form != interwire_core::item::Form::Xml);
    if element.has_elements() {
        extra.push(Extra::xml("markup", reader.xml(element)));
    }
    Line {
        role: own(element, "role"),
        lang: own(element, "xml:lang"),
        content_type: own(element, "contenttype"),
        text: element.line(),
        extra,
    }
}

/// A reference to an item or resource.
pub(super) fn link(reader: &Reader<'_>, element: &Element) -> Link {
    let known = ["rel", "href", "residref", "version", "contenttype"];
    let title = element.first("title");
    let plain_title = title.is_none_or(|title| title.attributes.is_empty() && !title.has_elements());
    let elements: &[&str] = if plain_title { &["title"] } else { &[] };
    Link {
        rel: own(element, "rel"),
        name: None,
        href: own(element, "href"),
        guid: own(element, "residref"),
        version: own(element, "version"),
        content_type: own(element, "contenttype"),
        title: title.map(Element::line),
        extra: rest(reader, element, &known, elements),
    }
}
