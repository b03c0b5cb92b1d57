//! What follows from all that a photograph, a film or a sound says: orders in its words, and a name if it has none.

use crate::{ReadError, wire};
use interwire_core::ids::Hash;
use interwire_core::item::{Extra, Item, Note};

/// Settles the orders and the guid. `made_of` gives what a guid is made of where nothing else names the item: what stays
/// when its texts change.
pub(crate) fn settle(
    item: &mut Item,
    notes: &mut Vec<Note>,
    format: &str,
    made_of: impl FnOnce() -> Result<Vec<u8>, ReadError>,
) -> Result<(), ReadError> {
    let mut orders = wire::Orders::default();
    let lines = item.headlines.iter().chain(&item.sluglines).map(|line| line.text.as_str());
    lines.flat_map(str::lines).for_each(|line| orders.headline(line));
    item.ed_notes.iter().flat_map(|note| note.text.lines()).for_each(|line| orders.note(line));
    let caption = item.descriptions.first().map(|line| line.text.clone()).unwrap_or_default();
    orders.settle(item, "", &caption);
    if item.guid.is_some() {
        return Ok(());
    }
    let document = Extra::find(&item.extra, "xmpMM:DocumentID").and_then(|id| id.trim().parse().ok());
    let (guid, code, message) = match document {
        Some(guid) => (Some(guid), "guid_from_document", "it has no DigitalImageGUID; its DocumentID is taken for it"),
        None => {
            let hash = Hash::of(&made_of()?).to_string();
            let name = format!("urn:interwire:{format}:{}", hash.get(..32).unwrap_or_default());
            (name.parse().ok(), "guid_made", "it has no name; the guid is made of the image, sound or film itself")
        }
    };
    item.guid = guid;
    notes.push(Note::new(code, message));
    Ok(())
}
