//! What a package, an event, planned coverage or knowledge says of itself beyond the sections that all items have. The
//! elements themselves are kept whole.

use super::parts::{concept, line};
use super::read::Reader;
use crate::xml::Element;
use interwire_core::item::{ItemType, Line, text::collapse};

/// Fills what the sections leave open.
pub(super) fn settle(reader: &mut Reader<'_>, element: &Element) {
    match element.local() {
        "conceptItem" => {
            if let Some(one) = element.first("concept") {
                about(reader, one);
            }
        }
        "planningItem" => {
            reader.item.kind = Some(ItemType::Planning);
            let titles = element.first("itemMeta").and_then(|meta| meta.first("title")).into_iter();
            let sets = element.all("newsCoverageSet").flat_map(|set| set.all("newsCoverage"));
            let planned = sets.flat_map(|coverage| coverage.all("planning")).flat_map(|one| one.all("headline"));
            headline(reader, titles.chain(planned));
        }
        _ => {}
    }
}

fn headline<'e>(reader: &mut Reader<'_>, mut elements: impl Iterator<Item = &'e Element>) {
    if reader.item.headline().is_none()
        && let Some(element) = elements.find(|element| !element.line().is_empty())
    {
        reader.item.headlines.insert(0, Line { lang: line(reader, element).lang, ..Line::of(&element.line()) });
    }
}

/// A concept that is an event is one; its name is its headline, its definition describes it, its location is its own.
fn about(reader: &mut Reader<'_>, one: &Element) {
    let kind = one.first("type");
    let is_event = kind.is_some_and(|kind| {
        reader.codes.word(kind.attribute("qcode"), kind.attribute("uri"), "cpnat") == Some("event")
    });
    if is_event || one.first("eventDetails").is_some() {
        reader.item.kind = Some(ItemType::Event);
    }
    headline(reader, one.all("name"));
    if reader.item.descriptions.is_empty() {
        let lines: Vec<Line> = one
            .all("definition")
            .map(|definition| Line { lang: line(reader, definition).lang, ..Line::of(&collapse(&definition.text())) })
            .filter(|line| !line.text.is_empty())
            .collect();
        reader.item.descriptions.extend(lines);
    }
    if reader.item.located.is_empty() {
        let places = one.all("eventDetails").flat_map(|details| details.all("location"));
        let places: Vec<_> = places.map(|place| concept(reader, place)).collect();
        reader.item.located.extend(places);
    }
}
