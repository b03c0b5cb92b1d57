//! The content: a component for each part of the story, one for each file, one for each item referred to.

use super::write::formal;
use crate::losses::Losses;
use crate::xml::{self, Element, Tag};
use interwire_core::item::{Body, Extra, Form, Item, ItemType, Limits, Markup, Rendition, text};

pub(super) fn components(item: &Item, losses: &mut Losses) -> Vec<Tag> {
    let story = text::story(item);
    if story.len() < item.bodies.len() {
        losses.add("newsml_1_lacks", "bodies", "of several forms of one text the longest is written");
    }
    let mut list: Vec<Tag> = story.into_iter().map(|body| text_component(body, losses)).collect();
    list.extend(item.renditions.iter().map(|rendition| file_component(rendition, item, losses)));
    let referred = item.links.iter().filter(|link| link.rel.as_deref() == Some("NewsItemRef"));
    list.extend(referred.map(|link| {
        let comment = link.title.as_deref().map(|title| Tag::new("Comment").text(title));
        let guid = link.guid.as_deref().or(link.href.as_deref());
        Tag::new("NewsComponent").child(Tag::new("NewsItemRef").with_some("NewsItem", guid).children(comment))
    }));
    list
}

fn text_component(body: &Body, losses: &mut Losses) -> Tag {
    let kept = |name: &str| Extra::find(&body.extra, name);
    let known = ["MediaType", "Format", "MimeType", "NewsComponent", "Duid"];
    if body.extra.iter().any(|extra| !known.contains(&extra.name.as_str())) {
        losses.add("not_understood", "bodies", "properties kept from another source");
    }
    let content = match body.markup {
        Markup::Plain | Markup::Html => Tag::new("DataContent").text(&body.text),
        Markup::Xml => match xml::parse(&body.text, &Limits::default()) {
            Ok((root, _)) => xml_content(&root),
            Err(_) => Tag::new("DataContent").text(&body.text),
        },
    };
    let mime = match body.markup {
        Markup::Plain => "text/plain",
        Markup::Html => "text/html",
        Markup::Xml => "text/xml",
    };
    let mime = body.content_type.as_deref().unwrap_or(mime);
    let mime = if mime == crate::nitf::MEDIA_TYPE { "text/vnd.IPTC.NITF" } else { mime };
    let item = Tag::new("ContentItem")
        .child(formal("MediaType", kept("MediaType").unwrap_or("Text")))
        .children(kept("Format").map(|format| formal("Format", format)))
        .child(formal("MimeType", mime))
        .child(content);
    component(body.role.as_deref(), body.lang.as_deref()).child(item)
}

fn component(role: Option<&str>, lang: Option<&str>) -> Tag {
    Tag::new("NewsComponent").with_some("xml:lang", lang).children(role.map(|role| formal("Role", role)))
}

/// The story of a document of any sort. That of NITF alone becomes a document; several elements stay as they are.
fn xml_content(root: &Element) -> Tag {
    let fragment = |element: &Element| xml::fragment(element, &xml::undeclared(element));
    let tag = Tag::new("DataContent");
    match root.local() {
        "body.content" => {
            let body = Element::holding("body", vec![xml::Child::Element(root.clone())]);
            tag.raw(&fragment(&Element::holding("nitf", vec![xml::Child::Element(body)])))
        }
        "DataContent" | "inlineXML" => tag.raw(&xml::inside(&without_prefixes(root))),
        _ => tag.raw(&fragment(root)),
    }
}

/// What stands inside an element that is taken away needs its declarations itself.
fn without_prefixes(root: &Element) -> Element {
    let declared: Vec<xml::Attribute> =
        root.attributes.iter().filter(|(name, _)| name.starts_with("xmlns")).cloned().collect();
    let mut root = root.clone();
    let missing = xml::undeclared(&root).into_iter().map(|(name, uri)| (name.into(), uri.into()));
    let missing: Vec<xml::Attribute> = missing.collect();
    for child in &mut root.children {
        if let xml::Child::Element(child) = child {
            for (name, uri) in declared.iter().chain(&missing) {
                if child.attribute(name).is_none() {
                    child.attributes.push((name.clone(), uri.clone()));
                }
            }
        }
    }
    root
}

fn media_type(rendition: &Rendition, item: &Item) -> String {
    let kind = rendition.content_type.as_deref().and_then(|kind| kind.split('/').next());
    let kept = Extra::find(&rendition.extra, "MediaType").map(str::to_owned);
    let word = match (kind, &item.kind) {
        (Some("image"), Some(ItemType::Graphic)) => "Graphic",
        (Some("image"), _) | (None, Some(ItemType::Picture)) => "Photo",
        (Some("video"), _) | (None, Some(ItemType::Video)) => "Video",
        (Some("audio"), _) | (None, Some(ItemType::Audio)) => "Audio",
        (None, Some(ItemType::Graphic)) => "Graphic",
        (Some("text"), _) => "Text",
        _ => "ComplexData",
    };
    kept.unwrap_or_else(|| word.to_owned())
}

fn file_component(rendition: &Rendition, item: &Item, losses: &mut Losses) -> Tag {
    let mut said = Tag::new("Characteristics");
    said = said.children(rendition.size_bytes.map(|size| Tag::new("SizeInBytes").text(&size.to_string())));
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    for (name, value) in [
        ("Width", number(rendition.width)),
        ("Height", number(rendition.height)),
        ("Duration", rendition.duration.clone()),
    ] {
        said = said.children(value.map(|value| formal("Property", name).with("Value", &value)));
    }
    let known = ["MediaType", "Format", "MimeType", "NewsComponent", "Duid"];
    for extra in rendition.extra.iter().filter(|extra| !known.contains(&extra.name.as_str())) {
        if extra.form == Form::Text {
            said = said.child(formal("Property", &extra.name).with("Value", &extra.value));
        } else {
            losses.add("not_understood", &format!("renditions/{}", extra.name), "a property kept from another source");
        }
    }
    let format = Extra::find(&rendition.extra, "Format").map(|format| formal("Format", format));
    let mime = rendition.content_type.as_deref().map(|mime| formal("MimeType", mime));
    let mut tag = Tag::new("ContentItem").with("Href", rendition.href.as_deref().unwrap_or_default());
    tag = tag.child(formal("MediaType", &media_type(rendition, item))).children(format).children(mime);
    if !said.is_empty() {
        tag = tag.child(said);
    }
    component(rendition.name.as_deref(), None).child(tag)
}
