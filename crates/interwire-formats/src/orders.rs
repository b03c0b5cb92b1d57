//! Orders that an item gives about another one, or about earlier versions of itself: NITF (`management-idref-status`)
//! and NewsML 1 (`RevisionStatus`) can cancel something while the item that says so is usable. Such an order is a link
//! of the item with the relation [`REL`]; whether it is obeyed is decided by people and agreements.

use interwire_core::item::{Extra, Item, Link, Note, PubStatus};

/// The relation of a link that is an order.
pub const REL: &str = "status-change";
const STATUS: &str = "status";

/// A status given to something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusOrder {
    /// The guid it is about.
    pub guid: String,
    /// The version, as written; all that went before where none is named.
    pub version: Option<String>,
    /// The status it has from now on.
    pub status: PubStatus,
}

/// The orders an item gives.
#[must_use]
pub fn status_orders(item: &Item) -> Vec<StatusOrder> {
    item.links.iter().filter_map(of_link).collect()
}

/// The order that a link is.
pub(crate) fn of_link(link: &Link) -> Option<StatusOrder> {
    if link.rel.as_deref() != Some(REL) {
        return None;
    }
    let status = PubStatus::parse(Extra::find(&link.extra, STATUS)?);
    Some(StatusOrder { guid: link.guid.clone()?, version: link.version.clone(), status })
}

/// The link for an order; the status as written.
pub(crate) fn link(guid: &str, version: Option<&str>, status: &str) -> Link {
    Link {
        rel: Some(REL.to_owned()),
        guid: Some(guid.to_owned()),
        version: version.map(str::to_owned),
        extra: vec![Extra::text(STATUS, status)],
        ..Link::default()
    }
}

/// What is noted of an item that gives one.
pub(crate) fn note(order: &StatusOrder) -> Note {
    let about = match &order.version {
        Some(version) => format!("version {version} of {}", order.guid),
        None => order.guid.clone(),
    };
    Note::new("order_about_another", format!("it orders that {about} is {} from now on", order.status))
}
