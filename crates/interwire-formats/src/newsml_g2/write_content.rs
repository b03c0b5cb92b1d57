//! `contentSet`: the texts and the files.

use super::values::is_iri;
use super::write_parts::{is_qcode, put_back, standalone};
use crate::losses::Losses;
use crate::spell::is_language;
use crate::story;
use crate::xml::{self, Element, Tag};
use interwire_core::item::{Body, Item, Limits, Markup, Rendition};

pub(super) fn content_set(item: &Item, losses: &mut Losses) -> Tag {
    let mut set = Tag::new("contentSet");
    for body in &story::bodies(item, losses) {
        if body.role.is_some() || !body.extra.is_empty() {
            losses.add("newsml_g2_lacks", "bodies", "role and other properties of a body have no place");
        }
        set = set.child(inline(body));
    }
    set.children(item.renditions.iter().map(|rendition| remote(rendition, losses)))
}

/// XML stays XML; HTML becomes XHTML if it is well-formed, and is data otherwise, so that no character changes.
fn inline(body: &Body) -> Tag {
    let lang = body.lang.as_deref().filter(|lang| is_language(lang));
    let kind = body.content_type.as_deref();
    match body.markup {
        Markup::Xml if let Some(xml) = standalone(&body.text) => {
            Tag::new("inlineXML").with_some("contenttype", kind).with_some("xml:lang", lang).raw(&xml)
        }
        Markup::Plain => {
            let kind = kind.unwrap_or("text/plain");
            Tag::new("inlineData").with("contenttype", kind).with_some("xml:lang", lang).text(&body.text)
        }
        Markup::Html | Markup::Xml => match xhtml(&body.text) {
            Some(document) => Tag::new("inlineXML")
                .with("contenttype", "application/xhtml+xml")
                .with_some("xml:lang", lang)
                .raw(&document),
            None => {
                Tag::new("inlineData").with("contenttype", "text/html").with_some("xml:lang", lang).text(&body.text)
            }
        },
    }
}

fn parsed(text: &str) -> Option<Element> {
    let (element, notes) = xml::parse(text, &Limits::default()).ok()?;
    notes.is_empty().then_some(element)
}

/// A piece of HTML as an XHTML document. Whole documents, and what has prefixes, are left to be data.
fn xhtml(text: &str) -> Option<String> {
    let wrapped = format!("<body>{text}</body>");
    let body = parsed(&wrapped)?;
    if has_outer(&body) {
        return None;
    }
    let inner = xml::fragment(&body, &std::collections::BTreeMap::new());
    Some(format!("<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head>{inner}</html>"))
}

fn has_outer(element: &Element) -> bool {
    let outer = ["html", "head", "body", "body.content"];
    element.elements().any(|child| outer.contains(&child.local()) || child.name.contains(':') || has_outer(child))
}

fn remote(rendition: &Rendition, losses: &mut Losses) -> Tag {
    let name = rendition.name.as_deref();
    let mut tag = Tag::new("remoteContent");
    match name {
        Some(name) if is_qcode(name) => tag = tag.with("rendition", name),
        Some(name) if name.contains("://") && is_iri(name) => tag = tag.with("renditionuri", name),
        Some(name) => losses.add("code_needed", "renditions", format!("{name:?} is not a code and is left out")),
        None => {}
    }
    tag = tag.with_some("href", rendition.href.as_deref());
    tag = tag.with_some("contenttype", rendition.content_type.as_deref());
    tag = tag.with_some("size", rendition.size_bytes.map(|n| n.to_string()).as_deref());
    tag = tag.with_some("width", rendition.width.map(|n| n.to_string()).as_deref());
    tag = tag.with_some("height", rendition.height.map(|n| n.to_string()).as_deref());
    tag = tag.with_some("duration", rendition.duration.as_deref());
    rendition.extra.iter().fold(tag, |tag, extra| put_back(tag, extra, "renditions", losses))
}
