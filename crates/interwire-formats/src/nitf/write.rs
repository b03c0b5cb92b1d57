//! Item to NITF 3.6. Strict: elements in the order of the schema, a story in its grammar. What does not fit is a loss.

use super::shape::{Shaper, body_content};
use super::{write_docdata, write_head};
use crate::losses::Losses;
use crate::spell::is_nmtoken;
use crate::xml::{self, Child, Element, Tag};
use crate::{WriteError, Written};
use interwire_core::item::{Extra, Form, Item, Limits, Rendition, text};

/// Writes an item.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let missing = |what: &str| WriteError::new("required_missing", format!("NITF requires {what}"));
    let guid = item.guid.as_ref().ok_or_else(|| missing("a guid"))?;
    let mut losses = Losses::default();
    let mut root = Tag::new("nitf")
        .with("xmlns", "http://iptc.org/std/NITF/2006-10-18/")
        .with("version", "-//IPTC//DTD NITF 3.6//EN")
        .with_some("uno", Extra::find(&item.extra, "nitf/uno"))
        .with_some("baselang", item.language());
    if item.languages.len() > 1 {
        losses.add("nitf_lacks", "languages", "a document has one language");
    }
    root = root.child(head(item, guid.as_str(), &mut losses));
    let mut body = Tag::new("body").child(write_head::body_head(item, &mut losses));
    body = body.children(contents(item, &mut losses));
    root = root.child(body.children(write_head::body_end(item, &mut losses)));
    left_over(item, &mut losses);
    let (text, left_out) = root.document();
    if left_out > 0 {
        losses.add("characters_forbidden", "item", format!("{left_out} characters that XML 1.0 forbids are left out"));
    }
    Ok(Written { bytes: text.into_bytes(), losses: losses.done() })
}

fn head(item: &Item, guid: &str, losses: &mut Losses) -> Tag {
    let title = Extra::find(&item.extra, "head/title").or(item.headline());
    let mut head = Tag::new("head").children(title.map(|title| Tag::new("title").text(title)));
    for extra in &item.extra {
        if let Some(name) = extra.name.strip_prefix("meta/").filter(|name| is_nmtoken(name)) {
            head = head.child(Tag::new("meta").with("name", name).with("content", &extra.value));
        }
    }
    head = head.child(write_head::tobject(item));
    head = head.child(write_docdata::docdata(item, guid, losses));
    let kept = item.extra.iter().filter(|extra| extra.name == "docdata/pubdata");
    head = head.children(kept.filter_map(|extra| empty_element("pubdata", extra, losses)).collect::<Vec<_>>());
    head.children(write_docdata::revisions(item, losses))
}

/// An element without content that was kept from another document, as far as the schema lets it speak.
pub(super) fn empty_element(name: &'static str, extra: &Extra, losses: &mut Losses) -> Option<Tag> {
    let (element, _) =
        (extra.form == Form::Xml).then(|| xml::parse(&extra.value, &Limits::default()).ok()).flatten()?;
    let kept = Shaper::new(losses).keep(name, &element, Vec::new());
    Some(kept.attributes.iter().fold(Tag::new(name), |tag, (name, value)| tag.with(name, value)))
}

/// The parts of the story, and the files that no part of it shows.
fn contents(item: &Item, losses: &mut Losses) -> Vec<Tag> {
    let story = text::story(item);
    if story.len() < item.bodies.len() {
        losses.add("nitf_lacks", "bodies", "of several forms of one text the longest is written");
    }
    if story.iter().any(|body| body.role.is_some() || body.lang.is_some() || !body.extra.is_empty()) {
        losses.add("nitf_lacks", "bodies", "role, language and other properties of a body have no place");
    }
    let mut shaper = Shaper::new(losses);
    let mut parts: Vec<Vec<Child>> = story.into_iter().map(|body| body_content(body, &mut shaper)).collect();
    let shown = std::mem::take(&mut shaper.shown);
    let is_shown = |one: &Rendition| one.href.as_ref().is_some_and(|href| shown.contains(href));
    let more: Vec<Child> =
        item.renditions.iter().filter(|one| !is_shown(one)).map(|one| media(one, &mut shaper)).collect();
    match parts.last_mut() {
        Some(last) => last.extend(more),
        None if more.is_empty() => {}
        None => parts.push(more),
    }
    let tag = |children: Vec<Child>| Tag::new("body.content").raw(&xml::inside(&Element::holding("x", children)));
    parts.into_iter().map(tag).collect()
}

/// spec: nitf-3-6.xsd, media-type: text, audio, image, video, data, application or other.
fn media_type(rendition: &Rendition) -> &str {
    const TYPES: &[&str] = &["text", "audio", "image", "video", "data", "application", "other"];
    let of_type = rendition.content_type.as_deref().and_then(|kind| kind.split('/').next());
    let words = rendition.name.as_deref().into_iter().chain(of_type);
    words.into_iter().find(|word| TYPES.contains(word)).unwrap_or("other")
}

fn media(rendition: &Rendition, shaper: &mut Shaper<'_>) -> Child {
    let kind = media_type(rendition);
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    let (width, height) = (number(rendition.width), number(rendition.height));
    let mut reference = Element::holding("media-reference", Vec::new());
    for (name, value) in [
        ("source", rendition.href.as_deref()),
        ("name", rendition.name.as_deref().filter(|name| *name != kind)),
        ("mime-type", rendition.content_type.as_deref()),
        ("time", rendition.duration.as_deref()),
        ("width", width.as_deref()),
        ("height", height.as_deref()),
    ] {
        if let Some(value) = value {
            reference = reference.with(name, value);
        }
    }
    let mut said = Vec::new();
    for extra in &rendition.extra {
        let parsed = || xml::parse(&extra.value, &Limits::default()).ok().map(|(element, _)| element);
        if extra.form == Form::Text
            && reference.attribute(&extra.name).is_none()
            && super::grammar::allows("media-reference", &extra.name, &extra.value)
        {
            reference = reference.with(&extra.name, &extra.value);
        } else if let (Form::Xml, "media-caption" | "media-producer", Some(element)) =
            (extra.form, extra.name.as_str(), parsed())
        {
            said.push(Child::Element(element));
        } else {
            shaper.losses.add(
                "not_understood",
                &format!("renditions/{}", extra.name),
                "a property kept from another source",
            );
        }
    }
    if rendition.size_bytes.is_some() {
        shaper.losses.add("nitf_lacks", "renditions", "the size of a file has no place");
    }
    said.insert(0, Child::Element(reference));
    let media = Element::holding("media", said).with("media-type", kind);
    shaper.blocks(&[Child::Element(media)], false).pop().unwrap_or_else(|| Child::Text("".into()))
}

/// Fields that NITF has no place for, and properties kept from other sources.
fn left_over(item: &Item, losses: &mut Losses) {
    let known = ["nitf/uno", "head/title", "tobject.type"];
    let is_known = |extra: &Extra| {
        known.contains(&extra.name.as_str())
            || extra.name.strip_prefix("meta/").is_some_and(is_nmtoken)
            || write_docdata::WRITTEN.contains(&extra.name.as_str())
    };
    for extra in item.extra.iter().filter(|extra| !is_known(extra)) {
        losses.add("not_understood", &extra.name, "a property kept from another source");
    }
    let times = &item.times;
    for (field, stated) in [
        ("contributors", !item.contributors.is_empty()),
        ("info_sources", !item.info_sources.is_empty()),
        ("alt_ids", !item.alt_ids.is_empty()),
        ("digital_source", item.digital_source.is_some()),
        ("generators", !item.generators.is_empty()),
        ("priority", item.priority.is_some()),
        ("first_created", times.first_created.is_some()),
        ("content_modified", times.content_modified.is_some()),
        ("kind", item.kind.as_ref().is_some_and(|kind| kind.as_str() != "text")),
    ] {
        if stated {
            losses.add("nitf_lacks", field, format!("NITF has no place for {field}"));
        }
    }
}
