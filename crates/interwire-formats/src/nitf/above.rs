//! What a document that stands in another format says above its story.

use super::body_head;
use super::read::Reader;
use crate::xml::Element;
use interwire_core::item::{Item, Line};
use std::collections::BTreeMap;

/// Fills the headlines, bylines and datelines that an item leaves open with those of a document inside it.
pub(crate) fn fill(item: &mut Item, document: &Element, scope: &BTreeMap<String, String>) {
    let mut reader = Reader { scope, item: Item::default(), notes: Vec::new() };
    let heads = document.all("body").flat_map(|body| body.all("body.head"));
    heads.flat_map(Element::elements).for_each(|one| body_head::property(&mut reader, one));
    let said = reader.item;
    if item.headline().is_none() {
        item.headlines.splice(0..0, said.headlines);
    }
    open(&mut item.bylines, said.bylines);
    open(&mut item.datelines, said.datelines);
}

fn open(list: &mut Vec<Line>, said: Vec<Line>) {
    if list.is_empty() {
        list.extend(said);
    }
}
