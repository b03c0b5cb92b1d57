//! What every reader notes of an item, whatever its format.

use crate::{orders, subject_codes};
use interwire_core::item::{Embargo, Item, Moment, Note, PubStatus, Version};

/// The notes that follow from the item alone.
pub(crate) fn remarks(item: &Item) -> Vec<Note> {
    let mut notes = Vec::new();
    if item.guid.is_none() {
        notes.push(Note::new("guid_missing", "the source gives the item no name"));
    }
    if let Version::Text(text) = &item.version {
        notes.push(Note::new("version_not_a_number", format!("version {text:?} counts as {}", item.version.number())));
    }
    if let Some(PubStatus::Other(word)) = &item.pub_status {
        let message = format!("status {:?} is not known, so the item is not usable", word.as_str());
        notes.push(Note::new("status_unknown", message));
    }
    notes.extend(orders::status_orders(item).iter().map(orders::note));
    notes.extend(subject_codes::retired(item));
    let times = &item.times;
    for (field, moment) in [
        ("version_created", &times.version_created),
        ("first_created", &times.first_created),
        ("content_created", &times.content_created),
        ("content_modified", &times.content_modified),
        ("expires", &times.expires),
    ] {
        notes.extend(moment.as_ref().and_then(|moment| unclear(field, moment)));
    }
    match &times.embargoed {
        Some(Embargo::Until(moment)) => notes.extend(unclear("embargoed", moment)),
        Some(Embargo::Indefinite) => {
            notes.push(Note::new("embargo_indefinite", "the embargo has no end; only its source can release it"));
        }
        None => {}
    }
    notes
}

fn unclear(field: &str, moment: &Moment) -> Option<Note> {
    let text = moment.as_str();
    match (moment.time(), moment.roughly()) {
        (Some(_), _) => None,
        (None, Some(_)) => Some(Note::new("time_without_offset", format!("{field} {text:?} does not say its offset"))),
        (None, None) => Some(Note::new("time_not_understood", format!("{field} {text:?} is kept as written"))),
    }
}
