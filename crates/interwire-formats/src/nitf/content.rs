//! The story: each `body.content` is one part of it, kept as it is. Files and people named inside it are listed too.

use super::MEDIA_TYPE;
use super::read::{Reader, around, own, rest};
use crate::xml::{Child, Element};
use interwire_core::item::{Body, Concept, Extra, Markup, Rendition};
use std::collections::HashSet;

pub(super) fn body(reader: &mut Reader<'_>, element: &Element) {
    let mut left = Element { children: Vec::new(), ..element.clone() };
    for child in &element.children {
        match child {
            Child::Element(one) if one.local() == "body.content" => story(reader, one),
            Child::Element(one) if around(reader, one) => {}
            other => left.children.push(other.clone()),
        }
    }
    // The story stands in the body itself, or something of it does.
    if !left.text().trim().is_empty() || left.has_elements() {
        story(reader, &left);
    }
}

fn story(reader: &mut Reader<'_>, element: &Element) {
    let part = u32::try_from(reader.item.bodies.len()).unwrap_or(u32::MAX);
    reader.item.bodies.push(Body {
        content_type: Some(MEDIA_TYPE.to_owned()),
        lang: own(element, "xml:lang"),
        markup: Markup::Xml,
        part,
        text: reader.xml(element),
        ..Body::default()
    });
    media(reader, element);
    for (name, field) in [
        ("person", (|item| &mut item.people) as fn(&mut interwire_core::item::Item) -> &mut Vec<Concept>),
        ("org", |item| &mut item.organisations),
        ("location", |item| &mut item.places),
    ] {
        let mut found = Vec::new();
        inside(element, name, &mut found);
        let list = field(&mut reader.item);
        let mut seen: HashSet<String> =
            list.iter().filter_map(|concept| concept.names.first()).map(|name| name.text.clone()).collect();
        let named: Vec<Concept> = found.into_iter().filter_map(|element| reader.named(element)).collect();
        let new = named.into_iter().filter(|one| one.names.first().is_some_and(|name| seen.insert(name.text.clone())));
        let new: Vec<Concept> = new.collect();
        field(&mut reader.item).extend(new);
    }
}

fn inside<'e>(element: &'e Element, local: &str, found: &mut Vec<&'e Element>) {
    for child in element.elements() {
        if child.local() == local {
            found.push(child);
        } else {
            inside(child, local, found);
        }
    }
}

/// The files that an element shows. What is said of them stays in the text, too.
pub(super) fn media(reader: &mut Reader<'_>, element: &Element) {
    let mut found = Vec::new();
    inside(element, "media", &mut found);
    for one in found {
        for reference in one.all("media-reference") {
            let rendition = rendition(reader, one, reference);
            reader.item.renditions.push(rendition);
        }
    }
}

fn rendition(reader: &Reader<'_>, media: &Element, reference: &Element) -> Rendition {
    let pixels = |name: &str| reference.attribute(name).and_then(|text| text.trim().parse::<u32>().ok());
    let (width, height) = (pixels("width"), pixels("height"));
    let mut known = vec!["source", "mime-type", "time"];
    known.extend(width.map(|_| "width"));
    known.extend(height.map(|_| "height"));
    let mut extra = rest(reference, &known);
    extra.retain(|extra| extra.name != "id");
    for child in media.elements() {
        match child.local() {
            "media-caption" | "media-producer" => extra.push(Extra::xml(child.local(), reader.xml(child))),
            "media-metadata" => {
                let (name, value) = (own(child, "name"), own(child, "value"));
                extra.extend(name.map(|name| Extra::text(&name, value.as_deref().unwrap_or_default())));
            }
            // The bytes of the file, in the text.
            _ => {}
        }
    }
    Rendition {
        name: own(media, "media-type"),
        href: own(reference, "source").or_else(|| own(reference, "data-location")),
        content_type: own(reference, "mime-type"),
        width,
        height,
        duration: own(reference, "time"),
        extra,
        ..Rendition::default()
    }
}
