//! Files of feed items: enclosures, Media RSS, links that enclose. spec: RSS 2.0, rssboard.org/media-rss, RFC 4287.

use super::space::Spaces;
use crate::xml::{self, Element};
use interwire_core::item::{Extra, Rendition, words::SAFE_MAX};

/// The file that an element names by `url`, `href` or `src`.
pub(super) fn rendition(element: &Element, name: Option<&str>, spaces: &Spaces) -> Option<Rendition> {
    const KNOWN: &[&str] = &["url", "href", "src", "type", "length", "fileSize", "width", "height", "duration", "rel"];
    let attribute = |name: &str| element.attribute(name).map(str::trim).filter(|value| !value.is_empty());
    let href = attribute("url").or(attribute("href")).or(attribute("src"))?;
    let pixels = |name: &str| attribute(name).and_then(|value| value.trim_end_matches("px").parse().ok());
    let size = attribute("length").or(attribute("fileSize"));
    let size_bytes = size.and_then(|size| size.parse().ok()).filter(|size| *size <= SAFE_MAX);
    let mut extra: Vec<Extra> = Vec::new();
    for (name, value) in &element.attributes {
        if !KNOWN.contains(&name.as_str()) && !name.starts_with("xmlns") {
            extra.push(Extra::text(name, value));
        }
    }
    if size_bytes.is_none() {
        extra.extend(size.map(|size| Extra::text("length", size)));
    }
    extra.extend(element.elements().map(|child| Extra::xml(&child.name, xml::fragment(child, spaces.scope()))));
    Some(Rendition {
        name: name.map(str::to_owned),
        href: Some(href.to_owned()),
        content_type: attribute("type").map(str::to_owned),
        size_bytes,
        width: pixels("width"),
        height: pixels("height"),
        duration: attribute("duration").map(str::to_owned),
        blob: None,
        extra,
    })
}
