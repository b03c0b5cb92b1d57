//! `ContentItem`: text inside, or a file elsewhere.

use super::read::{Reader, formal, own};
use crate::packed;
use crate::xml::{Child, Element};
use interwire_core::item::{Body, Extra, ItemType, Markup, Rendition, words::SAFE_MAX};

/// Where in the components a content stands, and what these say of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    /// The numbers of the components on the way, `1.2`.
    pub path: String,
    pub id: Option<String>,
    pub role: Option<String>,
    pub lang: Option<String>,
    /// The part of the story that all forms inside are of.
    pub part: Option<u32>,
}

/// The number of the next part of the story.
pub(super) fn next_part(reader: &Reader<'_>) -> u32 {
    reader.item.bodies.last().map_or(0, |body| body.part.saturating_add(1))
}

pub(super) fn item(reader: &mut Reader<'_>, element: &Element, place: &Place) {
    let media_type = element.first("MediaType").and_then(formal);
    let tells_kind = has_text(element) && !place.role.as_deref().is_some_and(is_caption);
    if reader.item.kind.is_none() || reader.item.bodies.is_empty() && tells_kind {
        let kind = kind(media_type.as_deref(), element);
        reader.item.kind = kind.or_else(|| reader.item.kind.take());
    }
    let encoding = element.first("Encoding");
    if let Some(content) = encoding.and_then(|encoding| unpacked(element, encoding, media_type.as_deref())) {
        body(reader, element, &content, place);
    } else if let Some(encoding) = encoding {
        let xml = reader.xml(encoding);
        reader.item.extra.push(Extra::xml(&format!("NewsComponent[{}]/Encoding", place.path), xml));
        reader.note_once("content_encoded", "content in an encoding is kept as it is");
    }
    if let Some(content) = element.first("DataContent") {
        body(reader, element, content, place);
    } else if let Some(content) = bare_content(element) {
        body(reader, element, &content, place);
    }
    if element.attribute("Href").is_some() {
        file(reader, element, media_type, place);
    }
}

/// A text in base64, as the content it is; `None` if it is no text.
fn unpacked(item: &Element, encoding: &Element, media_type: Option<&str>) -> Option<Element> {
    let mime = item.first("MimeType").and_then(formal);
    let is_text = match mime.as_deref() {
        Some(mime) => mime.starts_with("text/") || mime.ends_with("xml") || mime.contains("html"),
        None => media_type.is_some_and(|kind| kind.eq_ignore_ascii_case("text")),
    };
    let is_base64 = own(encoding, "Notation").is_some_and(|name| name.to_lowercase().contains("base64"));
    let content = encoding.first("DataContent").filter(|content| is_text && is_base64 && !content.has_elements())?;
    let text = packed::from_base64(&content.text(), None)?;
    Some(Element::holding("DataContent", vec![Child::Text(text.into())]))
}

/// The text of a photograph does not make it a text.
fn is_caption(role: &str) -> bool {
    role.eq_ignore_ascii_case("caption")
}

fn has_text(element: &Element) -> bool {
    element.first("DataContent").is_some()
}

/// Some leave the element around the content out.
fn bare_content(element: &Element) -> Option<Element> {
    const KNOWN: &[&str] = &[
        "Comment",
        "Catalog",
        "MediaType",
        "Format",
        "MimeType",
        "Notation",
        "Characteristics",
        "Encoding",
        "DataContent",
    ];
    let is_known = |child: &Child| matches!(child, Child::Element(one) if KNOWN.contains(&one.local()));
    let children: Vec<Child> = element.children.iter().filter(|child| !is_known(child)).cloned().collect();
    let says = children.iter().any(|child| !child.is_blank());
    says.then(|| Element::holding("DataContent", children))
}

fn kind(media_type: Option<&str>, element: &Element) -> Option<ItemType> {
    let word = media_type?.to_lowercase();
    Some(match word.as_str() {
        _ if has_text(element) => ItemType::Text,
        "photo" => ItemType::Picture,
        "animation" => ItemType::Video,
        "html" | "complexdata" => ItemType::Text,
        word if word.starts_with("photo") => ItemType::Picture,
        word => ItemType::parse(word),
    })
}

fn stated(element: &Element) -> Vec<Extra> {
    ["MediaType", "Format", "MimeType", "Notation"]
        .into_iter()
        .filter_map(|name| Some(Extra::text(name, &formal(element.first(name)?)?)))
        .collect()
}

/// The one element inside is the text; several are one text together; without elements it is text or HTML.
fn body(reader: &mut Reader<'_>, item: &Element, content: &Element, place: &Place) {
    let mime = item.first("MimeType").and_then(formal);
    let bare = content.children.iter().all(|child| matches!(child, Child::Element(_)) || child.is_blank());
    let only = content.elements().count() == 1 && bare;
    let (markup, text) = match content.elements().next() {
        Some(inner) if only => (Markup::Xml, reader.xml(inner)),
        Some(_) => (Markup::Xml, reader.xml(content)),
        None => {
            let text = content.text();
            let markup = if is_html(item, &text) { Markup::Html } else { Markup::Plain };
            (markup, text.trim().to_owned())
        }
    };
    let root = content.elements().next().filter(|_| only).map(Element::local);
    let content_type = match (mime.filter(|mime| mime.contains('/')), root, markup) {
        (_, Some("nitf"), _) => Some(crate::nitf::MEDIA_TYPE.to_owned()),
        (Some(mime), _, _) => Some(mime.to_lowercase()),
        (None, Some("html"), _) => Some("application/xhtml+xml".to_owned()),
        (None, _, Markup::Html) => Some("text/html".to_owned()),
        (None, _, Markup::Plain) => Some("text/plain".to_owned()),
        (None, _, Markup::Xml) => None,
    };
    let mut extra = stated(item);
    extra.push(Extra::text("NewsComponent", &place.path));
    extra.extend(place.id.as_ref().map(|id| Extra::text("Duid", id)));
    extra.extend(characteristics(item).into_iter().map(|(name, value)| Extra::text(&name, &value)));
    extra.extend(item.all("Comment").map(|comment| Extra::text("Comment", &comment.line())));
    let part = place.part.unwrap_or_else(|| next_part(reader));
    let (role, lang) = (place.role.clone(), place.lang.clone());
    reader.item.bodies.push(Body { role, content_type, lang, markup, part, text, extra });
}

/// Whether a text is HTML: it says so, or has tags of its own.
fn is_html(item: &Element, text: &str) -> bool {
    let words: Vec<String> = stated(item).into_iter().map(|extra| extra.value.to_lowercase()).collect();
    let says = words.iter().any(|word| word.contains("html"));
    if !says && words.iter().any(|word| word == "text/plain") {
        return false;
    }
    says || packed::has_tags(text)
}

/// The documents in NITF that stand in the contents of an item.
pub(super) fn stories<'e>(element: &'e Element, found: &mut Vec<&'e Element>) {
    for child in element.elements() {
        match child.local() {
            "NewsComponent" | "ContentItem" | "DataContent" | "Encoding" => stories(child, found),
            "nitf" => found.push(child),
            _ => {}
        }
    }
}

/// Name and value of what is said of a content.
fn characteristics(item: &Element) -> Vec<(String, String)> {
    let said: Vec<&Element> = item.all("Characteristics").collect();
    let size =
        said.iter().filter_map(|one| one.first("SizeInBytes")).map(|size| ("SizeInBytes".to_owned(), size.line()));
    let properties = said.iter().flat_map(|one| one.all("Property"));
    let properties = properties.filter_map(|one| Some((own(one, "FormalName")?, own(one, "Value")?)));
    size.filter(|(_, size)| !size.is_empty()).chain(properties).collect()
}

fn file(reader: &mut Reader<'_>, element: &Element, media_type: Option<String>, place: &Place) {
    let mut extra: Vec<Extra> = stated(element);
    extra.push(Extra::text("NewsComponent", &place.path));
    extra.extend(place.id.as_ref().map(|id| Extra::text("Duid", id)));
    let mut rendition = Rendition { name: place.role.clone().or(media_type), ..Rendition::default() };
    rendition.href = own(element, "Href");
    rendition.content_type = content_type(element);
    for (name, value) in characteristics(element) {
        let number = value.parse::<u32>().ok();
        match measure(&name).as_str() {
            "sizeinbytes" if value.parse::<u64>().is_ok_and(|size| size <= SAFE_MAX) => {
                rendition.size_bytes = value.parse().ok();
            }
            "width" if number.is_some() => rendition.width = number,
            "height" if number.is_some() => rendition.height = number,
            "duration" | "totalduration" if rendition.duration.is_none() => rendition.duration = Some(value),
            _ => extra.push(Extra::text(&name, &value)),
        }
    }
    rendition.extra = extra;
    reader.item.renditions.push(rendition);
}

/// What a property measures, however it is spelled: `PixelWidth`, `width`, `Width`.
fn measure(name: &str) -> String {
    let small = name.to_ascii_lowercase();
    small.strip_prefix("pixel").unwrap_or(&small).to_owned()
}

/// The media type as stated, or as its format is known by.
fn content_type(element: &Element) -> Option<String> {
    let words = ["MimeType", "Format"].into_iter().filter_map(|name| element.first(name).and_then(formal));
    words.into_iter().find_map(|word| {
        let word = word.to_lowercase();
        // Behind the name of a format stands its variety: "JPEG Baseline".
        let first = word.split([' ', ',', ';']).next().unwrap_or_default();
        Some(match first {
            _ if word.contains('/') => word,
            "jpg" | "jpeg" => "image/jpeg".to_owned(),
            "png" | "gif" | "tiff" => format!("image/{first}"),
            "mp3" => "audio/mpeg".to_owned(),
            "mp4" => "video/mp4".to_owned(),
            "pdf" => "application/pdf".to_owned(),
            _ => return None,
        })
    })
}
