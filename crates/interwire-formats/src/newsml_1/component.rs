//! `NewsComponent`: the item's own lines and metadata, and the parts that hold its content.
//!
//! Components nest freely. The outermost speaks for the item; one inside that holds a story says what the outer ones
//! leave open; what is said of a picture alone stays with the picture.

use super::content::{self, Place};
use super::read::{Reader, formal, own};
use super::{lines, metadata};
use crate::xml::Element;
use interwire_core::item::{EdNote, Extra, Link};

/// The outermost component of an item.
pub(super) fn root(reader: &mut Reader<'_>, element: &Element, number: usize) {
    let place = Place { path: number.to_string(), ..Place::default() };
    component(reader, element, &place, true);
}

/// Lines or metadata that speak for the item.
pub(super) fn said(reader: &mut Reader<'_>, element: &Element) {
    match element.local() {
        "NewsLines" => lines::read(reader, element),
        "AdministrativeMetadata" => metadata::administrative(reader, element),
        "RightsMetadata" => metadata::rights(reader, element),
        _ => metadata::descriptive(reader, element),
    }
}

fn component(reader: &mut Reader<'_>, element: &Element, outer: &Place, is_root: bool) {
    let mut place = outer.clone();
    place.id = own(element, "Duid").or(place.id);
    place.lang = own(element, "xml:lang").or(place.lang);
    place.role = element.first("Role").and_then(formal).or(place.role);
    let equivalents = element.attribute("EquivalentsList") == Some("yes");
    if equivalents {
        let name = format!("NewsComponent[{}]@EquivalentsList", place.path);
        reader.item.extra.push(Extra::text(&name, "yes"));
    }
    let speaks = is_root || holds_story(element);
    let mut unsaid = Vec::new();
    for child in element.elements() {
        match child.local() {
            "Role" | "ContentItem" | "NewsComponent" | "NewsItem" => {}
            "NewsLines" | "AdministrativeMetadata" | "RightsMetadata" | "DescriptiveMetadata" | "DescriptiveMetada" => {
                if speaks && (is_root || leaves_open(reader, child)) {
                    said(reader, child);
                } else {
                    unsaid.push(child);
                }
            }
            "Comment" if child.attribute("FormalName").is_none() => comment(reader, child),
            "NewsItemRef" => reference(reader, child),
            _ if child.attributes.is_empty() && child.children.is_empty() => {}
            name => {
                let name = format!("NewsComponent[{}]/{name}", place.path);
                let xml = reader.xml(child);
                reader.item.extra.push(Extra::xml(&name, xml));
            }
        }
    }
    let before = reader.item.renditions.len();
    contents(reader, element, &place, equivalents);
    keep_unsaid(reader, &unsaid, &place, before);
}

/// The content of a component: its items are forms of one content, and so are its components if it says so.
fn contents(reader: &mut Reader<'_>, element: &Element, place: &Place, equivalents: bool) {
    let part = content::next_part(reader);
    for item in element.all("ContentItem") {
        let part = place.part.unwrap_or(part);
        content::item(reader, item, &Place { part: Some(part), ..place.clone() });
    }
    let mut langs: Vec<Option<String>> = Vec::new();
    for (at, inner) in element.all("NewsComponent").enumerate() {
        let path = format!("{}.{}", place.path, at + 1);
        let lang = language(inner);
        let is_other = equivalents && !langs.is_empty() && !langs.contains(&lang);
        langs.push(lang);
        let part = place
            .part
            .or_else(|| equivalents.then(|| content::next_part(reader)).filter(|_| at == 0 || is_other))
            .or_else(|| equivalents.then_some(part));
        component(reader, inner, &Place { path, part, ..place.clone() }, false);
    }
}

/// The language of a component, by itself or by what describes it. The same in another language is no other form of a
/// text: who reads the one cannot read the other.
fn language(element: &Element) -> Option<String> {
    let described = || element.first("DescriptiveMetadata").and_then(|one| formal(one.first("Language")?));
    own(element, "xml:lang").or_else(described).map(|tag| tag.to_lowercase())
}

/// What is said of one part alone stays with its file, or with the item by its path.
fn keep_unsaid(reader: &mut Reader<'_>, unsaid: &[&Element], place: &Place, before: usize) {
    for child in unsaid {
        let xml = reader.xml(child);
        match reader.item.renditions.get_mut(before) {
            Some(rendition) => rendition.extra.push(Extra::xml(child.local(), xml)),
            None => {
                let name = format!("NewsComponent[{}]/{}", place.path, child.local());
                reader.item.extra.push(Extra::xml(&name, xml));
            }
        }
    }
}

/// Whether a component holds text that is not said of a picture.
fn holds_story(element: &Element) -> bool {
    let caption = element.first("Role").and_then(formal).is_some_and(|role| role.eq_ignore_ascii_case("caption"));
    let text = |item: &Element| item.first("DataContent").is_some() || item.attribute("Href").is_none();
    !caption && (element.all("ContentItem").any(text) || element.all("NewsComponent").any(holds_story))
}

/// Whether the item says nothing of what these lines or metadata say.
fn leaves_open(reader: &Reader<'_>, element: &Element) -> bool {
    let item = &reader.item;
    match element.local() {
        "NewsLines" => item.headline().is_none(),
        "AdministrativeMetadata" => item.provider.is_none() && item.creators.is_empty() && item.info_sources.is_empty(),
        "RightsMetadata" => item.rights.is_empty(),
        _ => item.subjects.is_empty() && item.located.is_empty() && item.languages.is_empty(),
    }
}

fn comment(reader: &mut Reader<'_>, element: &Element) {
    let text = element.line();
    if !text.is_empty() {
        let (role, lang) = (Some("Comment".to_owned()), own(element, "xml:lang"));
        reader.item.ed_notes.push(EdNote { role, lang, text, ..EdNote::default() });
    }
}

fn reference(reader: &mut Reader<'_>, element: &Element) {
    let title = element.first("Comment").map(Element::line).filter(|title| !title.is_empty());
    let (rel, guid) = (Some("NewsItemRef".to_owned()), own(element, "NewsItem"));
    reader.item.links.push(Link { rel, guid, title, ..Link::default() });
}
