//! The parts that all sections share, written strictly.

use crate::losses::Losses;
use crate::newsml_g2::codes::iptc_uri;
use crate::spell::{self, is_language, is_nmtoken};
use crate::subject_codes::{BROADER, SAME, is_explanation};
use crate::xml::{self, Tag};
use interwire_core::item::{Concept, Extra, Form, Limits, Line, Link, Moment, text::collapse};

/// What an element that stands for a concept may say.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    /// Code and names.
    Named,
    /// Also what part it has in the item.
    WithRole,
    /// Also how relevant and sure it is.
    Weighed,
}

/// `alias:code` without white space. spec: NewsML-G2 2.35, QCodeType.
pub(super) fn is_qcode(text: &str) -> bool {
    text.split_once(':').is_some_and(|(alias, code)| !alias.is_empty() && !code.is_empty() && !code.starts_with("//"))
        && !text.contains(char::is_whitespace)
}

/// A code for an attribute; words that are no codes are a loss.
pub(super) fn code<'a>(value: Option<&'a str>, field: &str, losses: &mut Losses) -> Option<&'a str> {
    let value = value?;
    if is_qcode(value) {
        return Some(value);
    }
    losses.add("code_needed", field, format!("{value:?} is not a code (alias:code) and is left out"));
    None
}

/// A complete date and time; one without offset is written as UTC, one not understood is left out.
pub(super) fn moment(moment: &Moment, field: &str, losses: &mut Losses) -> Option<String> {
    let text = moment.as_str();
    match (spell::date_time(moment), moment.roughly()) {
        (Some(spelled), _) => Some(spelled),
        (None, Some(time)) => {
            losses.add("time_without_offset", field, format!("{text:?} is written as UTC"));
            Some(time.to_string())
        }
        (None, None) => {
            losses.add("time_not_understood", field, format!("{text:?} is left out"));
            None
        }
    }
}

/// An element for a concept.
pub(super) fn concept(name: &'static str, concept: &Concept, part: Part, field: &str, losses: &mut Losses) -> Tag {
    let qcode = concept.qcode.as_deref().filter(|code| is_qcode(code));
    let derived = qcode.and_then(iptc_uri);
    let uri = concept.uri.as_deref().filter(|uri| derived.as_deref() != Some(uri));
    let mut literal = concept.literal.as_deref();
    if let (Some(written), None) = (concept.qcode.as_deref(), qcode) {
        losses.add("code_changed", field, format!("{written:?} is not a code (alias:code)"));
        literal = literal.or(Some(written).filter(|_| uri.is_none()));
    }
    let mut tag = Tag::new(name).with_some("qcode", qcode).with_some("uri", uri).with_some("literal", literal);
    tag = tag.with_some("type", code(concept.kind.as_deref(), field, losses));
    tag = tag.with_some("why", code(concept.why.as_deref(), field, losses));
    match (part, concept.rel.as_deref()) {
        (Part::WithRole, rel) => tag = tag.with_some("role", code(rel, field, losses)),
        (_, Some(rel)) => losses.add("newsml_g2_lacks", field, format!("the relation {rel:?} has no place")),
        (_, None) => {}
    }
    let weight = |mark: Option<u8>| mark.filter(|mark| *mark <= 100).map(|mark| mark.to_string());
    let (relevance, confidence) = (weight(concept.relevance), weight(concept.confidence));
    if part == Part::Weighed {
        tag = tag.with_some("confidence", confidence.as_deref()).with_some("relevance", relevance.as_deref());
    } else if relevance.is_some() || confidence.is_some() {
        losses.add("newsml_g2_lacks", field, "relevance and confidence have no place");
    }
    for name in &concept.names {
        let role = code(name.role.as_deref(), field, losses);
        let lang = name.lang.as_deref().filter(|lang| is_language(lang));
        tag =
            tag.child(Tag::new("name").with_some("xml:lang", lang).with_some("role", role).text(&collapse(&name.text)));
    }
    for extra in concept.extra.iter().filter(|extra| part == Part::Weighed && is_explanation(extra)) {
        let relation = if extra.name == SAME { SAME } else { BROADER };
        tag = tag.child(Tag::new(relation).with("qcode", &extra.value));
    }
    for extra in concept.extra.iter().filter(|extra| !is_explanation(extra)) {
        tag = put_back(tag, extra, field, losses);
    }
    if concept.geo.is_some() {
        losses.add("newsml_g2_lacks", field, "a place on earth is not written");
    }
    tag
}

/// Puts back what an element said beyond the model. Whether it has a place is judged by the schema, see `conform`.
pub(super) fn put_back(tag: Tag, extra: &Extra, field: &str, losses: &mut Losses) -> Tag {
    match (extra.form, standalone(&extra.value)) {
        (Form::Text, _) if is_nmtoken(&extra.name) => tag.with(&extra.name, &extra.value),
        (Form::Xml, Some(xml)) => tag.raw(&xml),
        _ => {
            losses.add("not_understood", field, "properties kept from another source");
            tag
        }
    }
}

/// An element for a line of text.
pub(super) fn line(name: &'static str, line: &Line, field: &str, losses: &mut Losses) -> Tag {
    let lang = line.lang.as_deref().filter(|lang| is_language(lang));
    let role = if name == "creditline" || name.starts_with("copyright") || name == "usageTerms" {
        if line.role.is_some() {
            losses.add("newsml_g2_lacks", field, "a role has no place here");
        }
        None
    } else {
        code(line.role.as_deref(), field, losses)
    };
    let tag = Tag::new(name).with_some("xml:lang", lang).with_some("role", role);
    let tag = tag.with_some("contenttype", line.content_type.as_deref());
    let markup = line.extra.iter().find(|extra| extra.name == "markup" && extra.form == Form::Xml);
    let inner = markup.and_then(|extra| xml::parse(&extra.value, &Limits::default()).ok()).map(|(element, _)| element);
    let tag = line
        .extra
        .iter()
        .filter(|extra| extra.name != "markup")
        .fold(tag, |tag, extra| put_back(tag, extra, field, losses));
    match inner.filter(|inner| inner.line() == collapse(&line.text)) {
        Some(inner) => tag.raw(&xml::inside(&inner)),
        None => tag.text(&line.text),
    }
}

/// An element for a reference.
pub(super) fn link(link: &Link, losses: &mut Losses) -> Tag {
    if link.name.is_some() {
        losses.add("newsml_g2_lacks", "links", "a name of a reference has no place");
    }
    let version = link.version.as_deref().filter(|version| version.parse::<u64>().is_ok_and(|number| number > 0));
    let title = link.title.as_deref().map(|title| Tag::new("title").text(&collapse(title)));
    let tag = Tag::new("link")
        .with_some("rel", code(link.rel.as_deref(), "links", losses))
        .with_some("href", link.href.as_deref())
        .with_some("residref", link.guid.as_deref())
        .with_some("version", version)
        .with_some("contenttype", link.content_type.as_deref())
        .children(title);
    link.extra.iter().fold(tag, |tag, extra| put_back(tag, extra, "links", losses))
}

/// XML from elsewhere as an element that can stand anywhere: no declaration before it, every prefix declared on it.
pub(super) fn standalone(text: &str) -> Option<String> {
    let (mut element, _) = xml::parse(text, &Limits::default()).ok()?;
    // Without a namespace of its own it would be of ours.
    if !element.name.contains(':') && element.attribute("xmlns").is_none() {
        let namespace = match element.local() {
            "nitf" | "body.content" => "http://iptc.org/std/NITF/2006-10-18/",
            "html" => "http://www.w3.org/1999/xhtml",
            _ => "",
        };
        element = element.with("xmlns", namespace);
    }
    Some(xml::fragment(&element, &xml::undeclared(&element)))
}
