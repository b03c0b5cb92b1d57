//! Document to items.

use super::find::{self, Found};
use super::members::{Members, extra, is_nothing};
use super::{concepts, media, state, texts};
use crate::json::{self, Json};
use crate::{Read, ReadError, ReadItem, decode};
use interwire_core::item::{Extra, Item, Limits, Note};

/// Reads a source: one item or many.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let decoded = decode::decode(bytes);
    let (json, mut notes) = json::parse(&decoded.text, limits)?;
    notes.splice(0..0, decoded.notes);
    let found = find::items(&json);
    if found.is_empty() {
        return Err(ReadError::new("not_news", "nothing in this JSON is a piece of news"));
    }
    if found.len() > limits.items_max {
        let message = format!("{} items, more than the {} allowed", found.len(), limits.items_max);
        return Err(ReadError::new("too_many_items", message));
    }
    Ok(Read { format: super::FORMAT.name, items: found.iter().map(read_item).collect(), notes })
}

fn read_item(found: &Found<'_>) -> ReadItem {
    let (mut item, mut notes) = (Item::default(), Vec::<Note>::new());
    let mut members = Members::new(find::flat(found.members));
    state::times(&mut members, &mut item);
    state::identity(&mut members, &mut item);
    texts::read(&mut members, &mut item);
    media::read(&mut members, &mut item);
    concepts::read(&mut members, &mut item);
    state::status(&mut members, &mut item, &mut notes);
    item.extra.extend(members.rest());
    item.extra.extend(beside(found));
    state::name(found.members, &mut item, &mut notes);
    ReadItem { item, notes }
}

/// What stands around the facts of an item: beside the map of an index, and beside the item in its envelope.
fn beside(found: &Found<'_>) -> Vec<Extra> {
    let is_map = find::flat(found.members).as_ptr() != found.members.as_ptr();
    let outside = found.members.iter().filter(|(name, _)| is_map && name != "metadataMap");
    let is_item = |value: &Json| matches!(value, Json::Object(members) if members.as_ptr() == found.members.as_ptr());
    let around = found.around.unwrap_or_default().iter().filter(|(_, value)| !is_item(value));
    outside.chain(around).filter(|(_, value)| !is_nothing(value)).map(|(name, value)| extra(name, value)).collect()
}
