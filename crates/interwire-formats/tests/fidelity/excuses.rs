//! What formats have no place for, though it is vital. A new format has no line here until it needs one.

use interwire_core::item::{Item, ItemType, PubStatus};
use interwire_formats::Format;

/// What a format has no place for, though it is vital: format, field, of which items, why.
pub type Excuse = (&'static str, &'static str, fn(&Item) -> bool, &'static str);
pub const CANNOT: &[Excuse] = &[
    ("ninjs", "content_modified", always, "ninjs says when content was made, not when it was changed"),
    ("ninjs-2", "content_modified", always, "as ninjs 3"),
    ("ninjs-1", "content_modified", always, "as ninjs 3"),
    (
        "ninjs",
        "version_created",
        has_no_offset,
        "a time of ninjs is exact; UTC stands in, and what is no time is left out",
    ),
    ("ninjs", "first_created", has_no_offset, "as the one before"),
    ("ninjs", "content_created", has_no_offset, "as the one before"),
    ("ninjs", "expires", has_no_offset, "as the one before"),
    ("ninjs-2", "version_created", has_no_offset, "as the one before"),
    ("ninjs-2", "first_created", has_no_offset, "as the one before"),
    ("ninjs-2", "content_created", has_no_offset, "as the one before"),
    ("ninjs-2", "expires", has_no_offset, "as the one before"),
    ("ninjs-1", "version_created", has_no_offset, "as the one before"),
    ("ninjs-1", "first_created", has_no_offset, "as the one before"),
    ("ninjs-1", "content_created", has_no_offset, "as the one before"),
    ("ninjs-1", "expires", has_no_offset, "as the one before"),
    ("nitf", "content_modified", always, "NITF has times of issue, release, expiry and of the story"),
    ("nitf", "first_created", always, "as the one before"),
    ("nitf", "embargoed", is_unclear, "without a clear end it is a status, which only the source lifts"),
    ("newsml-1", "content_modified", always, "NewsML 1 has times of creation only"),
    ("newsml-1", "embargoed", is_unclear, "a change of status has a time"),
    ("newsml-1", "embargoed", is_not_usable, "what may not be used anyway has no embargo"),
    ("newsml-1", "expires", is_embargoed, "there is place for one change of status"),
    ("newsml-1", "expires", is_not_usable, "what may not be used does not expire"),
    ("newsml-g2", "version_created", has_no_offset, "a time of NewsML-G2 has an offset; UTC stands in"),
    ("newsml-g2", "first_created", has_no_offset, "as the one before"),
    ("newsml-g2", "expires", has_no_offset, "as the one before, and what is no time is left out"),
    ("newsml-g2", "bodies", is_event, "an event has a definition, which is not a text"),
    ("newsml-1", "expires", has_no_offset, "what is no time is left out"),
    ("nitf", "expires", has_no_offset, "what is no time is left out"),
    ("xmp", "bodies", always, "what is said beside a file is a caption, not a story"),
];

fn always(_: &Item) -> bool {
    true
}
fn is_embargoed(item: &Item) -> bool {
    item.times.embargoed.is_some()
}
fn is_unclear(item: &Item) -> bool {
    item.times.embargoed.as_ref().is_some_and(|embargo| embargo.ends().is_none())
}
fn is_not_usable(item: &Item) -> bool {
    item.status() != PubStatus::Usable
}
fn is_event(item: &Item) -> bool {
    item.kind == Some(ItemType::Event)
}
fn has_no_offset(item: &Item) -> bool {
    let times = &item.times;
    let all = [&times.version_created, &times.first_created, &times.content_created, &times.expires];
    all.into_iter().flatten().any(|moment| moment.time().is_none())
}

/// Formats whose readers know no status: of an item that must not be used they get the withdrawal and nothing else.
const WITHDRAW: &[&str] = &["rss", "atom", "json-feed", "icalendar"];
/// What is said of an item even then.
const OF_A_WITHDRAWAL: &[&str] = &["guid", "version", "pub_status", "version_created"];

/// Whether a format has a place for a field of an item.
pub fn can(format: &Format, field: &str, item: &Item) -> bool {
    let withdrawn = item.status() != PubStatus::Usable && WITHDRAW.contains(&format.name);
    let excused = |(name, known, of, _): &Excuse| *name == format.name && *known == field && of(item);
    !CANNOT.iter().any(excused) && (!withdrawn || OF_A_WITHDRAWAL.contains(&field))
}
