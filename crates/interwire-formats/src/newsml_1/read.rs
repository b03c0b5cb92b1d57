//! XML to items: finds every `NewsItem`, also those inside components.

use super::topics::Topics;
use super::{component, content, identify, manage};
use crate::shared::Shared;
use crate::xml::{self, Element};
use crate::{Read, ReadError, ReadItem, decode, nitf};
use interwire_core::item::{Concept, Extra, Item, Limits, Name, Note};
use std::collections::BTreeMap;

/// What is said to all items is kept with each, so it must be small.
const SHARED_BYTES_MAX: usize = 16 << 10;

/// Reads a document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let decoded = decode::decode(bytes);
    let mut notes = decoded.notes;
    let (root, found) = xml::parse(&decoded.text, limits)?;
    notes.extend(found);
    let shared = shared(&root, &mut notes);
    let (document, envelope) = (Topics::of_document(&root), root.first("NewsEnvelope"));
    let (mut copies, bytes) = (Shared::new(), shared.iter().map(|extra| extra.value.len()).sum());
    let mut items = Vec::new();
    let mut paths = Vec::new();
    find(&root, &mut Vec::new(), &mut paths);
    for path in paths {
        if items.len() >= limits.items_max {
            let message = format!("more than the {} items allowed", limits.items_max);
            return Err(ReadError::new("too_many_items", message));
        }
        let Some(element) = path.last() else { continue };
        let (scope, own) = (xml::scope(&path), Topics::of_item(element));
        let topics = [&own, &document];
        let mut reader = Reader { scope: &scope, topics, item: Item::default(), notes: Vec::new() };
        reader.item(element, envelope);
        if copies.allows(bytes) {
            reader.item.extra.extend(shared.iter().cloned());
        }
        items.push(ReadItem { item: reader.item, notes: reader.notes });
    }
    notes.extend(copies.note());
    if items.is_empty() {
        notes.push(Note::new("no_items", "there is no item in it"));
    }
    Ok(Read { format: super::FORMAT.name, items, notes })
}

/// The envelope and the catalogs of the document.
fn shared(root: &Element, notes: &mut Vec<Note>) -> Vec<Extra> {
    let scope = xml::scope(&[root]);
    let mut kept = Vec::new();
    let mut left_out = 0;
    for child in root.elements().filter(|child| child.local() != "NewsItem") {
        let xml = xml::fragment(child, &scope);
        if xml.len() + kept.iter().map(|extra: &Extra| extra.value.len()).sum::<usize>() <= SHARED_BYTES_MAX {
            kept.push(Extra::xml(&format!("NewsML/{}", child.local()), xml));
        } else {
            left_out += xml.len();
        }
    }
    if left_out > 0 {
        let message = format!("of what is said to all items {left_out} bytes are left out");
        notes.push(Note::new("header_too_long", message));
    }
    kept
}

/// The paths to all items, in the order of the document. The items inside an item come after it.
fn find<'e>(element: &'e Element, path: &mut Vec<&'e Element>, found: &mut Vec<Vec<&'e Element>>) {
    path.push(element);
    if element.local() == "NewsItem" {
        found.push(path.clone());
    }
    if element.local() != "DataContent" {
        element.elements().for_each(|child| find(child, path, found));
    }
    path.pop();
}

/// One item being read.
pub(super) struct Reader<'a> {
    pub scope: &'a BTreeMap<String, String>,
    /// The topics of the item, and those of the document.
    pub topics: [&'a Topics; 2],
    pub item: Item,
    pub notes: Vec<Note>,
}

impl Reader<'_> {
    fn item(&mut self, element: &Element, envelope: Option<&Element>) {
        for (name, value) in &element.attributes {
            match name.as_str() {
                "xml:lang" | "Duid" | "Euid" => {}
                _ if name.starts_with("xmlns") => {}
                _ => self.item.extra.push(Extra::text(&format!("NewsItem@{name}"), value)),
            }
        }
        let mut roots = 0;
        for child in element.elements() {
            match child.local() {
                "Identification" => identify::read(self, child),
                "NewsManagement" => manage::read(self, child),
                "NewsComponent" => {
                    roots += 1;
                    component::root(self, child, roots);
                }
                "AdministrativeMetadata" | "DescriptiveMetadata" | "RightsMetadata" | "NewsLines" => {
                    component::said(self, child);
                }
                "Update" => {
                    self.keep("", child);
                    self.note_once("patch_not_applied", "it changes parts of an earlier revision; the patch is kept");
                }
                _ => self.keep("NewsItem/", child),
            }
        }
        self.settle(element, envelope);
    }

    /// What follows from the item as a whole.
    fn settle(&mut self, element: &Element, envelope: Option<&Element>) {
        let mut stories = Vec::new();
        content::stories(element, &mut stories);
        stories.into_iter().for_each(|story| nitf::fill_from(&mut self.item, story, self.scope));
        manage::instructed(self, element);
        manage::orders(self, element);
        let langs = [own(element, "xml:lang"), element.first("NewsComponent").and_then(|c| own(c, "xml:lang"))];
        if self.item.languages.is_empty() {
            self.item.languages.extend(langs.into_iter().flatten().next());
        }
        let priority = envelope.and_then(|envelope| envelope.first("Priority")).and_then(formal);
        self.item.priority = priority.and_then(|text| text.parse().ok()).filter(|number| (1..=9).contains(number));
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

    /// The words for a formal name.
    pub fn names(&self, formal_name: &str) -> Vec<Name> {
        self.topics.iter().find_map(|topics| topics.names(formal_name)).cloned().unwrap_or_default()
    }

    /// The topic that `#id` refers to.
    pub fn topic(&self, reference: &str) -> Option<&Concept> {
        self.topics.iter().find_map(|topics| topics.referred(reference))
    }

    pub fn note_once(&mut self, code: &'static str, message: impl Into<String>) {
        if !self.notes.iter().any(|note| note.code == code) {
            self.notes.push(Note::new(code, message));
        }
    }
}

/// An attribute that says something.
pub(super) fn own(element: &Element, name: &str) -> Option<String> {
    element.attribute(name).map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
}

/// The formal name of something; some write it as text.
pub(super) fn formal(element: &Element) -> Option<String> {
    own(element, "FormalName").or_else(|| Some(element.line()).filter(|text| !text.is_empty()))
}

/// The attributes that are not among `known`.
pub(super) fn rest(element: &Element, known: &[&str]) -> Vec<Extra> {
    let said = |name: &str, value: &str| !known.contains(&name) && !name.starts_with("xmlns") && !value.is_empty();
    let attributes = element.attributes.iter().filter(|(name, value)| said(name, value));
    attributes.map(|(name, value)| Extra::text(name, value)).collect()
}
