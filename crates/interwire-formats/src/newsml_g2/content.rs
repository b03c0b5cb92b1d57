//! `contentMeta` and `contentSet`: what the content is about, and the content itself. Also the hop history.

use super::parts::{concept, line, rest};
use super::read::Reader;
use crate::xml::{self, Element};
use crate::{orders, packed};
use interwire_core::item::{AltId, Body, Concept, Extra, Hop, Item, Line, Markup, Moment, Rendition, words::SAFE_MAX};

pub(super) fn meta(reader: &mut Reader<'_>, section: &Element) {
    let languages = languages(section);
    reader.item.languages.extend(languages);
    for child in section.elements() {
        if let Some(field) = concepts(child.local()) {
            let value = concept(reader, child);
            field(&mut reader.item).push(value);
        } else if let Some(field) = lines(child.local()) {
            let value = line(reader, child);
            field(&mut reader.item).push(value);
        } else {
            property(reader, child);
        }
    }
}

/// The languages of the content: the main one first, then those without a part in it, then those of subtitles and the
/// like.
fn languages(section: &Element) -> Vec<String> {
    let rank = |language: &Element| match language.attribute("role").map(orders::bare) {
        Some("main") => 0,
        None => 1,
        Some(_) => 2,
    };
    let mut stated: Vec<(i32, &str)> =
        section.all("language").filter_map(|one| Some((rank(one), one.attribute("tag")?))).collect();
    stated.sort_by_key(|(rank, _)| *rank);
    stated.into_iter().map(|(_, tag)| tag.to_owned()).collect()
}

type Field<T> = fn(&mut Item) -> &mut Vec<T>;

fn concepts(name: &str) -> Option<Field<Concept>> {
    Some(match name {
        "subject" => |item| &mut item.subjects,
        "genre" => |item| &mut item.genres,
        "located" => |item| &mut item.located,
        "creator" => |item| &mut item.creators,
        "contributor" => |item| &mut item.contributors,
        "infoSource" => |item| &mut item.info_sources,
        _ => return None,
    })
}

fn lines(name: &str) -> Option<Field<Line>> {
    Some(match name {
        "headline" => |item| &mut item.headlines,
        "slugline" => |item| &mut item.sluglines,
        "by" => |item| &mut item.bylines,
        "creditline" => |item| &mut item.creditlines,
        "dateline" => |item| &mut item.datelines,
        "description" => |item| &mut item.descriptions,
        "keyword" => |item| &mut item.keywords,
        _ => return None,
    })
}

fn property(reader: &mut Reader<'_>, child: &Element) {
    let text = child.line();
    let times = &mut reader.item.times;
    match child.local() {
        "contentCreated" if !text.is_empty() => times.content_created = Some(Moment::new(&text)),
        "contentModified" if !text.is_empty() => times.content_modified = Some(Moment::new(&text)),
        "urgency" => match text.parse().ok().filter(|urgency| (1..=9).contains(urgency)) {
            Some(urgency) => reader.item.urgency = Some(urgency),
            None => {
                reader.note("urgency_not_understood", format!("urgency {text:?} is kept as written"));
                reader.keep("contentMeta/", child);
            }
        },
        "language" => {
            let is_whole = child.attribute("tag").is_some() && child.attributes.len() == 1 && !child.has_elements();
            if !is_whole {
                reader.keep("contentMeta/", child);
            }
        }
        "altId" => {
            let role = child.attribute("role").or(child.attribute("type")).map(str::to_owned);
            let known = [if child.attribute("role").is_some() { "role" } else { "type" }];
            let extra = rest(reader, child, &known, &[]);
            reader.item.alt_ids.push(AltId { role, value: text, extra });
        }
        "digitalSourceType" => reader.item.digital_source = Some(concept(reader, child)),
        _ => reader.keep("contentMeta/", child),
    }
}

pub(super) fn set(reader: &mut Reader<'_>, section: &Element) {
    let has_files = section.first("remoteContent").is_some();
    for child in section.elements() {
        match child.local() {
            // Beside files, an empty text only says that there is none.
            "inlineXML" | "inlineData" if has_files && child.children.is_empty() => reader.keep("contentSet/", child),
            "inlineXML" => {
                let body = inline_xml(reader, child);
                reader.item.bodies.push(body);
            }
            "inlineData" => {
                let body = inline_data(reader, child);
                reader.item.bodies.push(body);
            }
            "remoteContent" => {
                let rendition = remote(reader, child);
                reader.item.renditions.push(rendition);
            }
            _ => reader.keep("contentSet/", child),
        }
    }
}

/// The one element inside is the body; whatever else is inside, `inlineXML` itself is, so that nothing is lost.
fn inline_xml(reader: &Reader<'_>, element: &Element) -> Body {
    let only = element.elements().count() == 1;
    let bare = element.children.iter().all(|child| match child {
        crate::xml::Child::Text(text) => text.trim().is_empty(),
        crate::xml::Child::Element(_) => true,
    });
    let (markup, text) = match element.elements().next() {
        Some(child) if only && bare => (Markup::Xml, reader.xml(child)),
        Some(_) => (Markup::Xml, reader.xml(element)),
        None => (Markup::Plain, element.text().trim().to_owned()),
    };
    body(reader, element, markup, text, &["contenttype", "xml:lang", "role"])
}

fn inline_data(reader: &mut Reader<'_>, element: &Element) -> Body {
    const KNOWN: [&str; 5] = ["contenttype", "xml:lang", "role", "encoding", "encodinguri"];
    let written = element.text();
    let is_encoded = element.attribute("encoding").or(element.attribute("encodinguri")).is_some();
    match unpacked(element, &written) {
        Some(text) => body(reader, element, markup(reader, element, &text), text, &KNOWN),
        None if is_encoded => {
            reader.note("content_encoded", "content in an encoding is kept as it is");
            body(reader, element, Markup::Plain, written, &KNOWN[..3])
        }
        None => body(reader, element, markup(reader, element, &written), written, &KNOWN[..3]),
    }
}

/// The text that an element has in base64. spec: NewsML-G2 2.35, inlineData@encoding: the encoding applied to the content
/// before inclusion.
fn unpacked(element: &Element, written: &str) -> Option<String> {
    let encoding = element.attribute("encoding").or(element.attribute("encodinguri"))?;
    let kind = element.attribute("contenttype").filter(|kind| packed::is_text(kind))?;
    let is_base64 = orders::bare(encoding).eq_ignore_ascii_case("base64");
    is_base64.then(|| packed::from_base64(written, packed::charset(kind))).flatten()
}

/// What a text is that is not part of the document: as its media type says, or as it looks where none is stated.
fn markup(reader: &Reader<'_>, element: &Element, text: &str) -> Markup {
    match element.attribute("contenttype") {
        Some(kind) if kind.contains("html") => Markup::Html,
        Some(kind) if kind.ends_with("xml") && xml::parse(text, reader.limits).is_ok() => Markup::Xml,
        None if packed::has_tags(text) => Markup::Html,
        _ => Markup::Plain,
    }
}

fn body(reader: &Reader<'_>, element: &Element, markup: Markup, text: String, known: &[&str]) -> Body {
    let own = |name: &str| element.attribute(name).map(str::to_owned);
    let mut extra = rest(reader, element, known, &[]);
    extra.retain(|one| one.form == interwire_core::item::Form::Text);
    Body { role: own("role"), content_type: own("contenttype"), lang: own("xml:lang"), markup, part: 0, text, extra }
}

fn remote(reader: &Reader<'_>, element: &Element) -> Rendition {
    let own = |name: &str| element.attribute(name).map(str::to_owned);
    let size: Option<u64> = own("size").and_then(|text| text.parse().ok()).filter(|size| *size <= SAFE_MAX);
    let pixels = |name: &str| element.attribute(name).and_then(|text| text.parse::<u32>().ok());
    let (width, height) = (pixels("width"), pixels("height"));
    let name = if element.attribute("rendition").is_some() { "rendition" } else { "renditionuri" };
    let mut known = vec![name, "href", "contenttype", "duration"];
    known.extend(size.map(|_| "size"));
    known.extend(width.map(|_| "width"));
    known.extend(height.map(|_| "height"));
    Rendition {
        name: own("rendition").or_else(|| own("renditionuri")),
        href: own("href"),
        content_type: own("contenttype"),
        size_bytes: size,
        width,
        height,
        duration: own("duration"),
        blob: None,
        extra: rest(reader, element, &known, &[]),
    }
}

pub(super) fn hops(reader: &mut Reader<'_>, section: &Element) {
    for hop in section.all("hop") {
        let party = hop.first("party").map(|party| concept(reader, party));
        let actions = hop.all("action").map(|action| concept(reader, action)).collect();
        let seq = hop.attribute("seq").and_then(|seq| seq.parse().ok());
        let at = hop.attribute("timestamp").map(Moment::new);
        let mut known = vec!["timestamp"];
        known.extend(seq.map(|_: u32| "seq"));
        let mut extra = rest(reader, hop, &known, &["party", "action"]);
        extra.extend(hop.all("party").skip(1).map(|party| Extra::xml("party", reader.xml(party))));
        reader.item.hops.push(Hop { seq, at, party, actions, extra });
    }
}
