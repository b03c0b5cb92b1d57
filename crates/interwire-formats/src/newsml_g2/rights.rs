//! `rightsInfo`: each is one statement of rights.

use super::parts::{concept, line, rest};
use super::read::Reader;
use crate::xml::Element;
use interwire_core::item::{EncodedRights, Extra, Markup, Rights};

pub(super) fn read(reader: &mut Reader<'_>, section: &Element) {
    let mut rights = Rights::default();
    for child in section.elements() {
        match child.local() {
            "copyrightHolder" if rights.holder.is_none() => rights.holder = Some(concept(reader, child)),
            "copyrightNotice" => rights.notices.push(line(reader, child)),
            "usageTerms" => rights.terms.push(line(reader, child)),
            "link" if is_address(child) => rights.linked.extend(child.attribute("href").map(str::to_owned)),
            "rightsExpressionXML" | "rightsExpressionData" => rights.encoded.push(expression(reader, child)),
            name => rights.extra.push(Extra::xml(name, reader.xml(child))),
        }
    }
    let attributes = rest(reader, section, &[], &[]);
    rights.extra.extend(attributes.into_iter().filter(|extra| extra.form == interwire_core::item::Form::Text));
    reader.item.rights.push(rights);
}

fn is_address(link: &Element) -> bool {
    link.attributes.iter().all(|(name, _)| name == "href") && link.children.is_empty()
}

fn expression(reader: &Reader<'_>, element: &Element) -> EncodedRights {
    let lang_id = element.attribute("langid").map(str::to_owned);
    let content_type = element.attribute("enctype").map(str::to_owned);
    let (text, markup) = match element.elements().next() {
        Some(inner) => (reader.xml(inner), Markup::Xml),
        None => (element.text(), Markup::Plain),
    };
    EncodedRights { lang_id, content_type, text, markup }
}
