//! Lists, files, quotations and notes of a story.

use super::shape::{Shaper, element};
use super::shape_table::{nitf_table, table};
use crate::xml::{Child, Element};

/// Writes an element that has parts; `false` if it is none.
pub(super) fn part(shaper: &mut Shaper<'_>, name: &str, one: &Element, out: &mut Vec<Child>) -> bool {
    match name {
        "ul" | "ol" => list(shaper, name, one, out),
        "dl" => definitions(shaper, one, out),
        "table" => out.push(table(shaper, one)),
        "nitf-table" => nitf_table(shaper, one, out),
        "media" => media(shaper, one, out),
        "img" | "video" | "audio" | "iframe" | "embed" | "object" => shown(shaper, name, one, out),
        "figure" => figure(shaper, one, out),
        "bq" | "blockquote" => quotation(shaper, one, out),
        "note" | "fn" => note(shaper, name, one, out),
        _ => return false,
    }
    true
}

fn list(shaper: &mut Shaper<'_>, name: &str, one: &Element, out: &mut Vec<Child>) {
    let mut items = Vec::new();
    for child in one.children.iter().filter(|child| !child.is_blank()) {
        match child {
            Child::Element(item) if item.local() == "li" => {
                let content = shaper.flow(&item.children);
                items.push(shaper.kept("li", item, content));
            }
            other => items.push(element("li", shaper.flow(std::slice::from_ref(other)))),
        }
    }
    if !items.is_empty() {
        out.push(shaper.kept(name, one, items));
    }
}

/// A definition holds blocks only.
fn definitions(shaper: &mut Shaper<'_>, one: &Element, out: &mut Vec<Child>) {
    let mut items = Vec::new();
    for child in one.children.iter().filter(|child| !child.is_blank()) {
        match child {
            Child::Element(item) if item.local() == "dt" => {
                let content = shaper.inline(&item.children);
                items.push(shaper.kept("dt", item, content));
            }
            Child::Element(item) if item.local() == "dd" => {
                let content = shaper.blocks(&item.children, true);
                items.push(shaper.kept("dd", item, content));
            }
            other => items.push(element("dd", shaper.blocks(std::slice::from_ref(other), true))),
        }
    }
    if !items.is_empty() {
        out.push(shaper.kept("dl", one, items));
    }
}

/// A file with what is said of it, while it is put together.
#[derive(Default)]
struct Media {
    metadata: Vec<Child>,
    files: Vec<Child>,
    said: Vec<Child>,
}

/// A caption after the producer stays after it, and the producer becomes one; a file after captions is one of its own.
fn media(shaper: &mut Shaper<'_>, one: &Element, out: &mut Vec<Child>) {
    let is_caption = |child: &Child| !matches!(child, Child::Element(one) if one.local() == "media-producer");
    let children: Vec<&Child> = one.children.iter().filter(|child| !child.is_blank()).collect();
    let mut media = Media::default();
    for (at, child) in children.iter().enumerate() {
        let is_last = !children.iter().skip(at + 1).any(|child| is_caption(child));
        let Child::Element(part) = child else {
            media.said.push(element("media-caption", vec![(*child).clone()]));
            continue;
        };
        match part.local() {
            "media-metadata" if part.text().trim().is_empty() => {
                if part.attribute("name").is_some() {
                    media.metadata.push(shaper.kept("media-metadata", part, Vec::new()));
                } else {
                    shaper.gone(part);
                }
            }
            "media-reference" | "media-object" => {
                if !media.said.is_empty() && !part.text().trim().is_empty() {
                    let done = std::mem::take(&mut media);
                    close(shaper, one, done, out);
                }
                file(shaper, part, &mut media.files);
            }
            "media-producer" if is_last => {
                let content = shaper.inline(&part.children);
                media.said.push(shaper.kept("media-producer", part, content));
            }
            "media-caption" | "media-producer" => {
                let content = shaper.flow(&part.children);
                media.said.push(shaper.kept("media-caption", part, content));
            }
            _ => media.said.push(element("media-caption", shaper.flow(std::slice::from_ref(child)))),
        }
    }
    close(shaper, one, media, out);
}

fn file(shaper: &mut Shaper<'_>, part: &Element, files: &mut Vec<Child>) {
    let text = part.text();
    let content = if text.trim().is_empty() { Vec::new() } else { vec![Child::Text(text.into())] };
    if part.local() == "media-reference" {
        let addresses = ["source", "data-location"].iter().filter_map(|name| part.attribute(name));
        shaper.shown.extend(addresses.map(str::to_owned));
        return files.push(shaper.kept("media-reference", part, content));
    }
    if !matches!(files.last(), Some(Child::Element(file)) if file.local() == "media-reference") {
        files.push(element("media-reference", Vec::new()));
    }
    let object = shaper.keep("media-object", part, content);
    let stated = object.attribute("encoding").is_some();
    files.push(Child::Element(if stated { object } else { object.with("encoding", "unknown") }));
}

fn close(shaper: &mut Shaper<'_>, one: &Element, mut media: Media, out: &mut Vec<Child>) {
    if media.files.is_empty() {
        media.files.push(element("media-reference", Vec::new()));
    }
    let children = media.metadata.into_iter().chain(media.files).chain(media.said).collect();
    let media = shaper.keep("media", one, children);
    let typed = media.attribute("media-type").is_some();
    out.push(Child::Element(if typed { media } else { media.with("media-type", "other") }));
}

fn reference(shaper: &mut Shaper<'_>, one: &Element) -> Element {
    let mut reference = Element::holding("media-reference", Vec::new());
    let source = ["src", "data", "data-src"].into_iter().find_map(|name| one.attribute(name));
    let source = source.or_else(|| one.first("source").and_then(|source| source.attribute("src")));
    shaper.shown.extend(source.map(str::to_owned));
    for (name, value) in [
        ("source", source),
        ("mime-type", one.attribute("type")),
        ("alternate-text", one.attribute("alt")),
        ("name", one.attribute("title")),
        ("height", one.attribute("height")),
        ("width", one.attribute("width")),
    ] {
        if let Some(value) = value.filter(|value| super::grammar::allows("media-reference", name, value)) {
            reference = reference.with(name, value);
        }
    }
    reference
}

fn media_type(name: &str) -> &'static str {
    match name {
        "img" => "image",
        "video" => "video",
        "audio" => "audio",
        _ => "other",
    }
}

/// A file shown by HTML; what stands inside for those who cannot show it comes after it.
fn shown(shaper: &mut Shaper<'_>, name: &str, one: &Element, out: &mut Vec<Child>) {
    let file = reference(shaper, one);
    let media = Element::holding("media", vec![Child::Element(file)]).with("media-type", media_type(name));
    out.push(Child::Element(media));
    let inside: Vec<Child> = one
        .children
        .iter()
        .filter(|child| !matches!(child, Child::Element(one) if matches!(one.local(), "source" | "track" | "param")))
        .cloned()
        .collect();
    let content = shaper.blocks(&inside, false);
    out.extend(content);
}

fn figure(shaper: &mut Shaper<'_>, one: &Element, out: &mut Vec<Child>) {
    let mut files = Vec::new();
    pictures(one, &mut files);
    let captions: Vec<&Element> = one.all("figcaption").collect();
    let length = |element: &Element| element.text().split_whitespace().map(str::len).sum::<usize>();
    let only_captions = captions.iter().map(|caption| length(caption)).sum::<usize>() == length(one);
    let Some(first) = files.first().filter(|_| only_captions) else {
        shaper.gone(one);
        let content = shaper.blocks(&one.children, false);
        return out.extend(content);
    };
    let kind = media_type(first.local());
    let mut children: Vec<Child> = files.iter().map(|file| Child::Element(reference(shaper, file))).collect();
    for caption in captions {
        let content = shaper.flow(&caption.children);
        children.push(element("media-caption", content));
    }
    out.push(Child::Element(Element::holding("media", children).with("media-type", kind)));
}

fn pictures<'e>(one: &'e Element, found: &mut Vec<&'e Element>) {
    for child in one.elements() {
        match child.local() {
            "img" | "video" | "audio" => found.push(child),
            "figcaption" => {}
            _ => pictures(child, found),
        }
    }
}

/// Blocks, then perhaps whom they are from.
fn quotation(shaper: &mut Shaper<'_>, one: &Element, out: &mut Vec<Child>) {
    let (mut parts, mut run): (Vec<Child>, Vec<Child>) = Default::default();
    fn close(shaper: &mut Shaper<'_>, run: &mut Vec<Child>, parts: &mut Vec<Child>) {
        if run.iter().any(|child| !child.is_blank()) {
            parts.push(element("block", shaper.blocks(run, false)));
        }
        run.clear();
    }
    for child in &one.children {
        match child {
            Child::Element(block) if block.local() == "block" => {
                close(shaper, &mut run, &mut parts);
                let content = shaper.blocks(&block.children, false);
                parts.push(shaper.kept("block", block, content));
            }
            Child::Element(credit) if credit.local() == "credit" => {
                close(shaper, &mut run, &mut parts);
                let follows = matches!(parts.last(), Some(Child::Element(last)) if last.local() == "block");
                if !follows {
                    parts.push(element("block", Vec::new()));
                }
                let content = shaper.inline(&credit.children);
                parts.push(shaper.kept("credit", credit, content));
            }
            other => run.push(other.clone()),
        }
    }
    close(shaper, &mut run, &mut parts);
    out.push(shaper.kept("bq", one, parts));
}

fn note(shaper: &mut Shaper<'_>, name: &str, one: &Element, out: &mut Vec<Child>) {
    let (mut parts, mut run): (Vec<Child>, Vec<Child>) = Default::default();
    for child in &one.children {
        match child {
            Child::Element(content) if content.local() == "body.content" => {
                if run.iter().any(|child: &Child| !child.is_blank()) {
                    parts.push(element("body.content", shaper.blocks(&run, true)));
                }
                run.clear();
                let blocks = shaper.blocks(&content.children, true);
                parts.push(element("body.content", blocks));
            }
            other => run.push(other.clone()),
        }
    }
    if parts.is_empty() || run.iter().any(|child| !child.is_blank()) {
        parts.push(element("body.content", shaper.blocks(&run, true)));
    }
    out.push(shaper.kept(name, one, parts));
}
