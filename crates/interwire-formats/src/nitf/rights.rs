//! Rights in their three places: `doc.copyright` and `doc.rights` of the head, `rights` above the story.

use super::read::{Reader, own, rest, spaced};
use crate::xml::Element;
use interwire_core::item::{Concept, Extra, Line, Rights};

/// Where the year of a copyright is kept.
pub(super) const YEAR: &str = "year";

pub(super) fn doc_copyright(reader: &mut Reader<'_>, element: &Element) {
    let holder = own(element, "holder").map(|name| Concept::of_name(&name));
    let extra = rest(element, &["holder"]);
    if holder.is_some() || !extra.is_empty() {
        reader.item.rights.push(Rights { holder, extra, ..Rights::default() });
    }
}

/// What may be done is said in words by type and limitations; the rest is kept by its name.
pub(super) fn doc_rights(reader: &mut Reader<'_>, element: &Element) {
    let words = ["limitations", "type"];
    let term = |role: &str| Some(Line { role: Some(role.to_owned()), ..Line::of(&own(element, role)?) });
    let mut extra = rest(element, &words);
    extra.retain(|extra| !extra.value.trim().is_empty());
    extra.iter_mut().for_each(|extra| extra.name = format!("doc.rights/{}", extra.name));
    let terms: Vec<Line> = words.into_iter().filter_map(term).collect();
    if !terms.is_empty() || !extra.is_empty() {
        reader.item.rights.push(Rights { terms, extra, ..Rights::default() });
    }
}

/// `rights` in the head of the body, or one of its parts standing alone there.
pub(super) fn printed(reader: &mut Reader<'_>, element: &Element) {
    let mut rights = Rights::default();
    if element.local() == "rights" {
        for child in element.elements() {
            part(reader, child, &mut rights);
        }
        let bare: String = element.children.iter().filter_map(crate::xml::Child::as_text).collect();
        let bare = interwire_core::item::text::collapse(&bare);
        rights.terms.extend((!bare.is_empty()).then(|| Line::of(&bare)));
    } else {
        part(reader, element, &mut rights);
    }
    if rights != Rights::default() {
        reader.item.rights.push(rights);
    }
}

fn part(reader: &Reader<'_>, element: &Element, rights: &mut Rights) {
    let role = element.local().trim_start_matches("rights.");
    let plain = element.attributes.is_empty() && !element.has_elements();
    match role {
        "limitations" | "type" => {
            rights.terms.push(Line { role: Some(role.to_owned()), ..reader.line(element, None) });
        }
        _ if plain => rights.extra.push(Extra::text(element.local(), &spaced(element))),
        _ => rights.extra.push(Extra::xml(element.local(), reader.xml(element))),
    }
}
