//! XML to items: finds the items of a message and the sections of each.

use super::codes::Codes;
use super::{ITEMS, content, item_meta, rights};
use crate::nitf;
use crate::shared::Shared;
use crate::xml::{self, Element};
use crate::{Read, ReadError, ReadItem, decode};
use interwire_core::item::{Extra, Item, Limits, Link, Note, Version};
use std::collections::BTreeMap;

/// Reads a source: a news message or a single item.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let decoded = decode::decode(bytes);
    let mut notes = decoded.notes;
    let (root, found) = xml::parse(&decoded.text, limits)?;
    notes.extend(found);
    let message = Codes::default().under(&root);
    let header = header(&root, &mut notes);
    let mut finder = Finder { message, header, limits, items: Vec::new(), shared: Shared::new() };
    finder.walk(&root, &mut Vec::new())?;
    notes.extend(finder.shared.note());
    if finder.items.is_empty() {
        notes.push(Note::new("no_items", "there is no item in it"));
    }
    Ok(Read { format: super::FORMAT.name, items: finder.items, notes })
}

/// The header of a message is kept with every item, so it must be small.
const HEADER_BYTES_MAX: usize = 16 << 10;

fn header(root: &Element, notes: &mut Vec<Note>) -> Option<String> {
    let header = xml::fragment(root.first("header")?, &xml::scope(&[root]));
    if header.len() <= HEADER_BYTES_MAX {
        return Some(header);
    }
    notes.push(Note::new("header_too_long", format!("the header of the message, {} bytes, is left out", header.len())));
    None
}

struct Finder<'a> {
    /// The catalogs of the message.
    message: Codes,
    header: Option<String>,
    limits: &'a Limits,
    items: Vec<ReadItem>,
    shared: Shared,
}

impl Finder<'_> {
    fn walk<'e>(&mut self, element: &'e Element, path: &mut Vec<&'e Element>) -> Result<(), ReadError> {
        path.push(element);
        if ITEMS.contains(&element.local()) {
            self.item(element, path)?;
        } else {
            element.elements().try_for_each(|child| self.walk(child, path))?;
        }
        path.pop();
        Ok(())
    }

    fn item(&mut self, element: &Element, path: &[&Element]) -> Result<(), ReadError> {
        if self.items.len() >= self.limits.items_max {
            let message = format!("more than the {} items allowed", self.limits.items_max);
            return Err(ReadError::new("too_many_items", message));
        }
        let own = Codes::are_in(element).then(|| self.message.under(element));
        let (codes, scope) = (own.as_ref().unwrap_or(&self.message), xml::scope(path));
        let mut one = Reader { codes, scope: &scope, limits: self.limits, item: Item::default(), notes: Vec::new() };
        let (hrefs, header) = (codes.hrefs.iter().map(String::len).sum::<usize>(), self.header.as_ref());
        let has_all = self.shared.allows(hrefs + header.map_or(0, String::len));
        one.item(element, has_all);
        if let Some(header) = header.filter(|_| has_all) {
            one.item.extra.push(Extra::xml("newsMessage/header", header.clone()));
        }
        self.items.push(ReadItem { item: one.item, notes: one.notes });
        Ok(())
    }
}

/// One item being read.
pub(super) struct Reader<'a> {
    pub codes: &'a Codes,
    pub scope: &'a BTreeMap<String, String>,
    pub limits: &'a Limits,
    pub item: Item,
    pub notes: Vec<Note>,
}

impl Reader<'_> {
    fn item(&mut self, element: &Element, with_catalogs: bool) {
        for (name, value) in &element.attributes {
            self.attribute(name, value);
        }
        for href in self.codes.hrefs.iter().filter(|_| with_catalogs) {
            self.item.extra.push(Extra::text("catalogRef", href));
        }
        for child in element.elements() {
            match child.local() {
                "catalogRef" => {}
                "itemMeta" => item_meta::read(self, child),
                "contentMeta" => content::meta(self, child),
                "contentSet" => content::set(self, child),
                "rightsInfo" => rights::read(self, child),
                "hopHistory" => content::hops(self, child),
                "groupSet" => self.groups(child),
                _ => self.keep("", child),
            }
        }
        if self.item.kind.is_none() && element.local() != "newsItem" {
            let kind = element.local().trim_end_matches("Item").replace("package", "composite");
            self.item.kind = Some(interwire_core::item::ItemType::parse(&kind));
        }
        super::kinds::settle(self, element);
        self.settle(element);
    }

    /// What the sections leave open: the language of the item is that of its content, and a story in NITF has its own
    /// headline.
    fn settle(&mut self, element: &Element) {
        if self.item.languages.is_empty() {
            let lang = element.attribute("xml:lang").filter(|lang| !lang.trim().is_empty());
            if let Some(lang) = lang {
                self.item.languages.push(lang.to_owned());
                let message = "its content states no language; that of its texts is taken for it";
                self.note("language_of_texts", message);
            }
        }
        for inline in element.all("contentSet").flat_map(|set| set.all("inlineXML")) {
            for document in inline.all("nitf") {
                let mut scope = self.scope.clone();
                scope.extend(xml::scope(&[inline, document]));
                nitf::fill_from(&mut self.item, document, &scope);
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        match name {
            "guid" => match value.parse() {
                Ok(guid) => self.item.guid = Some(guid),
                Err(_) if value.is_empty() => {}
                Err(_) => {
                    self.item.extra.push(Extra::text("guid", value));
                    self.note("guid_invalid", "the guid is not usable as a name; it is kept as written");
                }
            },
            "version" => self.item.version = Version::parse(value),
            "standard" | "standardversion" | "conformance" => {}
            _ if name.starts_with("xmlns") || name.ends_with("schemaLocation") => {}
            _ => self.item.extra.push(Extra::text(name, value)),
        }
    }

    /// The references of a package; its structure is kept as it is.
    fn groups(&mut self, set: &Element) {
        for group in set.all("group") {
            for reference in group.elements().filter(|e| matches!(e.local(), "itemRef" | "conceptRef")) {
                let mut link: Link = super::parts::link(self, reference);
                link.rel = link.rel.or_else(|| group.attribute("role").map(str::to_owned));
                self.item.links.push(link);
            }
        }
        self.keep("", set);
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
}
