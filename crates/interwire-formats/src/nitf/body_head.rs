//! What is printed around the story: headlines, notes, byline, dateline, abstract, tagline.

use super::read::{Reader, own, rest, spaced};
use super::rights;
use crate::xml::{Child, Element};
use interwire_core::item::text::collapse;
use interwire_core::item::{Concept, EdNote, Extra, Line, Moment};

pub(super) fn property(reader: &mut Reader<'_>, element: &Element) {
    match element.local() {
        "hedline" => headline(reader, element),
        "hl1" | "hl2" => push_headline(reader, element),
        "note" => note(reader, element),
        "byline" => byline(reader, element),
        "distributor" => {
            let line = reader.line(element, None);
            push(&mut reader.item.creditlines, line);
        }
        "dateline" => dateline(reader, element),
        "abstract" => summary(reader, element),
        name if name == "rights" || name.starts_with("rights.") => rights::printed(reader, element),
        _ => reader.keep("body.head/", element),
    }
}

/// What is printed below the story.
pub(super) fn end(reader: &mut Reader<'_>, element: &Element) {
    for child in element.elements() {
        if child.local() == "tagline" {
            let line = reader.line(child, Some("tagline"));
            push(&mut reader.item.bylines, line);
        } else {
            reader.keep("body.end/", child);
        }
    }
}

fn push(list: &mut Vec<Line>, line: Line) {
    if !line.text.is_empty() {
        list.push(line);
    }
}

/// Text that stands beside the headlines is the headline only where there is no other.
fn headline(reader: &mut Reader<'_>, element: &Element) {
    for child in element.elements() {
        push_headline(reader, child);
    }
    let bare = collapse(&element.children.iter().filter_map(Child::as_text).collect::<String>());
    let role = element.has_elements().then(|| "hedline".to_owned());
    push(&mut reader.item.headlines, Line { role, ..Line::of(&bare) });
}

/// The main headline has no role, the others that of their element.
fn push_headline(reader: &mut Reader<'_>, element: &Element) {
    let role = (element.local() != "hl1").then(|| element.local().to_owned());
    let line = reader.line(element, role.as_deref());
    push(&mut reader.item.headlines, line);
}

/// spec: NITF 3.6, note@type: npa is a non-publishable advisory.
fn note(reader: &mut Reader<'_>, element: &Element) {
    let mut extra = rest(element, &["noteclass", "xml:lang"]);
    extra.push(Extra::xml("markup", reader.xml(element)));
    reader.item.ed_notes.push(EdNote {
        role: own(element, "noteclass"),
        lang: own(element, "xml:lang"),
        non_public: element.attribute("type") == Some("npa"),
        text: spaced(element),
        extra,
    });
}

fn byline(reader: &mut Reader<'_>, element: &Element) {
    let line = reader.line(element, None);
    push(&mut reader.item.bylines, line);
    for person in element.all("person") {
        let known = reader.named(person);
        reader.item.creators.extend(known);
    }
}

/// The time a machine reads is the time of the content; some print it again as it is, which is no dateline.
fn dateline(reader: &mut Reader<'_>, element: &Element) {
    let mut printed = element.clone();
    for date in element.all("story.date") {
        let norm = own(date, "norm");
        let repeated = norm.as_deref().is_some_and(|norm| date.line() == collapse(norm)) || date.line().is_empty();
        if repeated {
            printed.children.retain(|child| !matches!(child, Child::Element(one) if one.local() == "story.date"));
        }
        let text = norm.unwrap_or_else(|| date.line());
        let created = &mut reader.item.times.content_created;
        if created.is_none() && !text.is_empty() {
            *created = Some(Moment::new(&text));
        }
    }
    let line = reader.line(&printed, None);
    push(&mut reader.item.datelines, line);
    for location in element.all("location") {
        let known: Option<Concept> = reader.named(location);
        reader.item.located.extend(known);
    }
}

fn summary(reader: &mut Reader<'_>, element: &Element) {
    let line = reader.line(element, Some("drol:summary"));
    if line.text.is_empty() && element.has_elements() {
        reader.keep("body.head/", element);
    }
    push(&mut reader.item.descriptions, line);
    super::content::media(reader, element);
}
