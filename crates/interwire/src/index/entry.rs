//! What one item is in the index: the fields that queries ask, and those by which the desk orders and finds it again.

use crate::store::desk::{DeskRow, Listed};
use interwire_core::exchange::fold::usable;
use interwire_core::ids::ItemKey;
use interwire_core::item::Item;
use interwire_core::protocol::v1::statement::PubStatus;
use interwire_core::query::News;
use interwire_formats::mediatopics;
use interwire_search::Fields;
use tantivy::schema::{FAST, Field, INDEXED, STRING, Schema};
use tantivy::{TantivyDocument, Term};

/// The field of the place in the order of arrival.
pub const ARRIVAL: &str = "desk_seq";
/// The field of the place in the order of urgency.
pub const URGENCY: &str = "desk_urgency";
/// The mark of an item of the house.
pub const OWN: &str = "own";
/// The mark of an item that its source has taken back.
pub const RECALLED: &str = "recalled";
/// Bits of a place in the order of arrival.
const SEQ_BITS: u32 = 40;
/// After all that states its urgency.
const UNSTATED: u64 = 10;

/// The fields of the desk's index.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Those of queries.
    pub fields: Fields,
    /// Which item.
    pub item: Field,
    /// The order of arrival.
    pub arrival: Field,
    /// The order of urgency, the newest first where it is the same.
    pub urgency: Field,
    /// Words about the item.
    pub mark: Field,
}

impl Shape {
    /// The fields.
    pub fn new() -> Self {
        let (fields, (item, arrival, urgency, mark)) = Fields::with(|schema| {
            (
                schema.add_text_field("desk_item", STRING),
                schema.add_i64_field(ARRIVAL, FAST | INDEXED),
                schema.add_i64_field(URGENCY, FAST | INDEXED),
                schema.add_text_field("desk_mark", STRING),
            )
        });
        Self { fields, item, arrival, urgency, mark }
    }

    /// All of them.
    pub fn schema(&self) -> Schema {
        self.fields.schema()
    }

    /// The term that only this item's document has.
    pub fn key(&self, key: &ItemKey) -> Term {
        Term::from_field_text(self.item, &format!("{}/{}", key.source, key.item))
    }

    /// The document of an item.
    pub fn document(&self, entry: &Entry, item: &Item) -> TantivyDocument {
        let row = &entry.row;
        let services: Vec<String> = row.service.iter().cloned().collect();
        let source = Some(row.key.source.as_str());
        let news = News { item, source, services: &services, above: &mediatopics::above };
        let mut document = self.fields.document(&news);
        document.add_text(self.item, format!("{}/{}", row.key.source, row.key.item));
        document.add_i64(self.arrival, entry.seq);
        document.add_i64(self.urgency, Place::new(row.urgency, entry.seq).0);
        for (mark, has) in [(OWN, entry.own), (RECALLED, entry.recalled)] {
            if has {
                document.add_text(self.mark, mark);
            }
        }
        document
    }
}

/// The newest version of an item, and what became of the item.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its place in the order of arrival.
    pub seq: i64,
    /// What the desk says of it.
    pub row: DeskRow,
    /// It is the house's own.
    pub own: bool,
    /// Its source has taken it back.
    pub recalled: bool,
}

impl Entry {
    /// Of a row of the desk.
    pub fn new(listed: Listed, own: bool) -> Self {
        let Listed { seq, row, recall, .. } = listed;
        Self { seq, recalled: !usable(PubStatus::Usable, row.version, recall.as_ref()), row, own }
    }
}

/// A place in the order of urgency; a greater one is shown earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(pub i64);

impl Place {
    /// Of an item with this urgency, at this place in the order of arrival.
    #[must_use]
    pub fn new(urgency: Option<u64>, seq: i64) -> Self {
        let rank = UNSTATED - urgency.unwrap_or(UNSTATED).min(UNSTATED);
        Self((i64::try_from(rank).unwrap_or(0) << SEQ_BITS) | (seq & ((1 << SEQ_BITS) - 1)))
    }
    /// The place in the order of arrival.
    #[must_use]
    pub fn seq(self) -> i64 {
        self.0 & ((1 << SEQ_BITS) - 1)
    }
    /// The urgency; 10 if none is stated.
    #[must_use]
    pub fn urgency(self) -> i64 {
        UNSTATED.cast_signed() - (self.0 >> SEQ_BITS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_urgent_comes_first_and_of_the_same_urgency_the_newest() {
        let places = [(Some(1), 5), (Some(1), 3), (Some(4), 90), (Some(9), 91), (None, 99)];
        let orders: Vec<Place> = places.map(|(urgency, seq)| Place::new(urgency, seq)).to_vec();
        assert!(orders.is_sorted_by(|a, b| a > b), "{orders:?}");
        let back: Vec<_> = orders.into_iter().map(|place| (place.urgency(), place.seq())).collect();
        assert_eq!(back, [(1, 5), (1, 3), (4, 90), (9, 91), (10, 99)]);
    }
}
