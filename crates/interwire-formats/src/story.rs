//! A story of several parts as one document, for formats that take several texts for forms of one. And where in a
//! document its story stands.

use crate::losses::Losses;
use crate::nitf::{MEDIA_TYPE, Shaper, body_content};
use crate::xml::{self, Child, Element};
use interwire_core::item::{Body, Item, Markup, text};

/// The bodies of an item; of a story in parts one document, in NITF since it has place for all of them.
pub(crate) fn bodies(item: &Item, losses: &mut Losses) -> Vec<Body> {
    let story = text::story(item);
    if story.len() < 2 {
        return item.bodies.clone();
    }
    losses.add("parts_joined", "bodies", "the parts of the story are written as one document");
    let mut shaper = Shaper::new(losses);
    let part = |body: &Body| {
        let content = body_content(body, &mut shaper);
        Child::Element(Element::holding("body.content", content))
    };
    let body = Element::holding("body", story.into_iter().map(part).collect());
    let root = Element::holding("nitf", vec![Child::Element(body)]);
    let root = root.with("xmlns", "http://iptc.org/std/NITF/2006-10-18/");
    let text = xml::fragment(&root, &std::collections::BTreeMap::new());
    vec![Body { content_type: Some(MEDIA_TYPE.to_owned()), markup: Markup::Xml, text, ..Body::default() }]
}

/// The elements of a document that hold its story: every `body.content` but those of notes, else every `body`, else what
/// other formats put around texts. None if the document is the story itself.
pub(crate) fn holders(root: &Element) -> Vec<&Element> {
    const AROUND: &[&str] = &["DataContent", "inlineXML"];
    let mut found = Vec::new();
    for name in ["body.content", "body"] {
        if found.is_empty() {
            outermost(root, name, &mut found);
        }
    }
    if found.is_empty() && AROUND.contains(&root.local()) {
        found.push(root);
    }
    found
}

fn outermost<'e>(element: &'e Element, name: &str, found: &mut Vec<&'e Element>) {
    match element.local() {
        local if local == name => found.push(element),
        // It has a text of its own.
        "note" => {}
        _ => element.elements().for_each(|child| outermost(child, name, found)),
    }
}
