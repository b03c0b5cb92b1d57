//! `itemMeta`: what the item is, whether and when it may be used, what it refers to.

use super::parts::{concept, line, link, rest};
use super::read::Reader;
use crate::orders;
use crate::xml::Element;
use interwire_core::item::{EdNote, Embargo, Extra, ItemType, Moment, PubStatus};

pub(super) fn read(reader: &mut Reader<'_>, section: &Element) {
    for child in section.elements() {
        property(reader, child);
    }
}

fn property(reader: &mut Reader<'_>, child: &Element) {
    match child.local() {
        "itemClass" => item_class(reader, child),
        "pubStatus" => pub_status(reader, child),
        "provider" => reader.item.provider = Some(concept(reader, child)),
        "versionCreated" => moment(child, &mut reader.item.times.version_created),
        "firstCreated" => moment(child, &mut reader.item.times.first_created),
        "expires" if reader.item.times.expires.is_none() => moment(child, &mut reader.item.times.expires),
        "embargoed" => reader.item.times.embargoed = Some(Embargo::new(&child.line())),
        "edNote" | "ednote" => {
            let note = ed_note(reader, child);
            reader.item.ed_notes.push(note);
        }
        "signal" => {
            let signal = concept(reader, child);
            reader.item.signals.push(signal);
        }
        "link" => {
            let link = link(reader, child);
            reader.item.links.push(link);
        }
        "generator" => {
            let generator = line(reader, child);
            reader.item.generators.push(generator);
        }
        _ => reader.keep("itemMeta/", child),
    }
}

fn moment(element: &Element, field: &mut Option<Moment>) {
    let text = element.line();
    if !text.is_empty() {
        *field = Some(Moment::new(&text));
    }
}

/// An unknown class is the type as written; the exact code is kept where the type does not tell it.
fn item_class(reader: &mut Reader<'_>, element: &Element) {
    let (qcode, uri) = (element.attribute("qcode"), element.attribute("uri"));
    let Some(code) = qcode.or(uri) else { return reader.keep("itemMeta/", element) };
    let word = code.rsplit([':', '/']).next().unwrap_or(code);
    let kind = ItemType::parse(if word == "graphics" { "graphic" } else { word });
    if code != format!("ninat:{kind}") {
        reader.item.extra.push(Extra::text("itemMeta/itemClass", code));
    }
    reader.item.kind = Some(kind);
}

/// A code of another scheme, or none at all, is a status nobody knows: not usable.
fn pub_status(reader: &mut Reader<'_>, element: &Element) {
    let (qcode, uri) = (element.attribute("qcode"), element.attribute("uri"));
    let word = reader.codes.word(qcode, uri, "stat");
    let text = element.line();
    let written = word.or(qcode).or(uri).unwrap_or(&text);
    reader.item.pub_status = Some(match orders::status(written) {
        known if word.is_some() => known,
        PubStatus::Other(other) => PubStatus::Other(other),
        // A known word that does not stand for the IPTC's status, or stands where no code should be.
        known => PubStatus::parse(&format!("?:{known}")),
    });
}

fn ed_note(reader: &Reader<'_>, element: &Element) -> EdNote {
    let line = line(reader, element);
    EdNote {
        role: line.role,
        lang: line.lang,
        non_public: element.attribute("pubconstraint").is_some(),
        text: element.text().trim().to_owned(),
        extra: rest(reader, element, &["role", "xml:lang"], &[]),
    }
}
