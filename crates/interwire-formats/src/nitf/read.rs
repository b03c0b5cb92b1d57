//! XML to the one item of a document: its head and the parts of its body.

use super::{body_head, content, docdata, subjects};
use crate::xml::{self, Child, Element};
use crate::{Read, ReadError, ReadItem, decode};
use interwire_core::item::text::collapse;
use interwire_core::item::{Concept, Extra, Item, ItemType, Limits, Line, Note};
use std::collections::BTreeMap;

/// Reads a document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let decoded = decode::decode(bytes);
    let mut notes = decoded.notes;
    let (root, found) = xml::parse(&decoded.text, limits)?;
    notes.extend(found);
    let scope = xml::scope(&[&root]);
    let mut reader = Reader { scope: &scope, item: Item::default(), notes: Vec::new() };
    reader.document(&root);
    let one = ReadItem { item: reader.item, notes: reader.notes };
    Ok(Read { format: super::FORMAT.name, items: vec![one], notes })
}

/// Where the name of the document itself is kept. spec: NITF 3.6, nitf@uno: a unique number of the document.
const UNIQUE: &str = "nitf/uno";

/// The item being read.
pub(super) struct Reader<'a> {
    pub scope: &'a BTreeMap<String, String>,
    pub item: Item,
    pub notes: Vec<Note>,
}

impl Reader<'_> {
    fn document(&mut self, root: &Element) {
        self.item.kind = Some(ItemType::Text);
        for (name, value) in &root.attributes {
            match name.as_str() {
                "baselang" => self.item.languages.insert(0, value.to_string()),
                "xml:lang" => self.item.languages.push(value.to_string()),
                // These say which edition of NITF it is.
                "version" | "change.date" | "change.time" => {}
                _ if name.starts_with("xmlns") || name.ends_with("schemaLocation") => {}
                _ => self.item.extra.push(Extra::text(&format!("nitf/{name}"), value)),
            }
        }
        self.item.languages.retain(|tag| !tag.trim().is_empty());
        self.item.languages.dedup();
        for child in root.elements() {
            match child.local() {
                "head" => child.elements().for_each(|one| self.head(one)),
                "body" => content::body(self, child),
                _ => self.keep("", child),
            }
        }
        self.settle(root);
    }

    fn head(&mut self, element: &Element) {
        match element.local() {
            // What is printed above the story counts before it.
            "title" => {}
            "meta" => self.meta(element),
            "tobject" => subjects::tobject(self, element),
            "docdata" => docdata::read(self, element),
            _ => docdata::property(self, element),
        }
    }

    fn meta(&mut self, element: &Element) {
        match (element.attribute("name"), element.attribute("content")) {
            (Some(name), Some(content)) if element.attributes.len() == 2 && element.children.is_empty() => {
                self.item.extra.push(Extra::text(&format!("meta/{name}"), content));
            }
            _ => self.keep("head/", element),
        }
    }

    /// What follows from the document as a whole.
    fn settle(&mut self, root: &Element) {
        docdata::embargo(self);
        if self.item.guid.is_none()
            && let Some(at) = self.item.extra.iter().position(|extra| extra.name == UNIQUE)
            && let Some(guid) = self.item.extra.get(at).and_then(|extra| extra.value.parse().ok())
        {
            self.item.guid = Some(guid);
            self.item.extra.remove(at);
            self.note("guid_from_uno", "it has no doc-id; the name of the document itself is taken for it");
        }
        let title = root.first("head").and_then(|head| head.first("title"));
        let Some(text) = title.map(Element::line).filter(|text| !text.is_empty()) else { return };
        match self.item.headline() {
            None => self.item.headlines.insert(0, Line::of(&text)),
            Some(headline) if collapse(headline) == text => {}
            Some(_) => self.item.extra.push(Extra::text("head/title", &text)),
        }
    }

    /// Keeps an element the model has no field for.
    pub fn keep(&mut self, section: &str, element: &Element) {
        let name = format!("{section}{}", element.local());
        let xml = self.xml(element);
        self.item.extra.push(Extra::xml(&name, xml));
    }

    /// An element as XML of its own.
    pub fn xml(&self, element: &Element) -> String {
        xml::fragment(element, self.scope)
    }

    pub fn note(&mut self, code: &'static str, message: impl Into<String>) {
        self.notes.push(Note::new(code, message));
    }

    /// A line of text; markup inside it is kept beside its text.
    pub fn line(&self, element: &Element, role: Option<&str>) -> Line {
        let mut extra = rest(element, &["xml:lang"]);
        if element.has_elements() {
            extra.push(Extra::xml("markup", self.xml(element)));
        }
        Line {
            role: role.map(str::to_owned),
            lang: own(element, "xml:lang"),
            content_type: None,
            text: spaced(element),
            extra,
        }
    }

    /// Somebody or something named in the text or apart from it; `None` if nothing says who or what.
    pub fn named(&self, element: &Element) -> Option<Concept> {
        let code = ["value", "location-code"].into_iter().find_map(|name| element.attribute(name));
        let text = spaced(element);
        if text.is_empty() && code.is_none() {
            return None;
        }
        let mut concept = if text.is_empty() {
            Concept { literal: code.map(str::to_owned), ..Concept::default() }
        } else {
            Concept::of_name(&text)
        };
        concept.extra = rest(element, &[]);
        concept.extra.retain(|extra| !["id", "class", "style"].contains(&extra.name.as_str()));
        concept.extra.extend(element.elements().map(|child| Extra::xml(child.local(), self.xml(child))));
        Some(concept)
    }
}

/// An attribute that says something.
pub(super) fn own(element: &Element, name: &str) -> Option<String> {
    element.attribute(name).filter(|value| !value.trim().is_empty()).map(str::to_owned)
}

/// The attributes that are not among `known`.
pub(super) fn rest(element: &Element, known: &[&str]) -> Vec<Extra> {
    let unknown = |name: &str| !known.contains(&name) && !name.starts_with("xmlns");
    let attributes = element.attributes.iter().filter(|(name, _)| unknown(name));
    attributes.map(|(name, value)| Extra::text(name, value)).collect()
}

/// All characters inside, white space collapsed. Where the document says with elements alone that things are apart
/// (`<city>Ottawa</city><country>Canada</country>`), the line says it with a comma or a space.
pub(super) fn spaced(element: &Element) -> String {
    let mut out = String::new();
    push_spaced(element, &mut out);
    collapse(&out)
}

fn push_spaced(element: &Element, out: &mut String) {
    const INLINE: &[&str] =
        &["a", "chron", "denom", "em", "frac", "lang", "money", "num", "numer", "pronounce", "q", "sub", "sup"];
    let separator = if element.local() == "location" { ", " } else { " " };
    let mut after_element = false;
    for child in &element.children {
        match child {
            Child::Text(text) => {
                after_element &= text.trim().is_empty();
                out.push_str(text);
            }
            Child::Element(child) => {
                let inline = INLINE.contains(&child.local());
                if after_element && !inline {
                    let end = out.trim_end().len();
                    out.truncate(end);
                    out.push_str(separator);
                }
                let before = out.len();
                push_spaced(child, out);
                after_element = !inline && out.len() > before;
                if child.local() == "br" {
                    out.push(' ');
                }
            }
        }
    }
}

/// The parts of `body` that stand around the story.
pub(super) fn around(reader: &mut Reader<'_>, element: &Element) -> bool {
    match element.local() {
        "body.head" => element.elements().for_each(|child| body_head::property(reader, child)),
        "body.end" => body_head::end(reader, element),
        _ => return false,
    }
    true
}
