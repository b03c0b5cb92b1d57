//! What the feed formats share: names of their vocabularies, dates, text constructs, media, and the facts of an item
//! that feeds have no words for.
//!
//! Feeds are read through our own mending tree: a feed library of the registry gave the items of 421 of 476 feeds of
//! the corpus, and none of what it has no field for; this one gives all.

mod date;
mod entry;
mod media;
mod source;
mod space;
mod text;
mod write;

pub(crate) use date::{moment, rfc822, rfc3339};
pub(crate) use source::read;
pub(crate) use text::looks_like_html;
pub(crate) use write::{ITEM, Parts, facts, lost, shown};

/// Whether something is not in a list yet. Long lists are not searched: that would cost more than saying it twice.
pub(crate) fn is_new<T: PartialEq>(list: &[T], one: &T) -> bool {
    const SEARCHED_MAX: usize = 100;
    list.len() > SEARCHED_MAX || !list.contains(one)
}

/// The name that an item gets if its feed gives none: made of its content.
pub(crate) fn made_name(format: &str, content: &str) -> String {
    let hash = interwire_core::ids::Hash::of(content.as_bytes()).to_string();
    format!("urn:interwire:{format}:{}", hash.get(..32).unwrap_or_default())
}
