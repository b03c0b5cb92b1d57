//! A story of several parts as one document, for formats that take several texts for forms of one.

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
