//! Item to NewsML 1.2. Strict: elements in the order of the DTD, times in basic form. What does not fit is a loss.

use super::{write_component, write_meta};
use crate::losses::Losses;
use crate::xml::Tag;
use crate::{WriteError, Written};
use interwire_core::item::{Extra, Form, Item, ItemType, Moment, Version};

/// Writes an item.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let missing = |what: &str| WriteError::new("required_missing", format!("NewsML 1 requires {what}"));
    let guid = item.guid.as_ref().ok_or_else(|| missing("a guid"))?;
    let mut losses = Losses::default();
    let created = created(item, &mut losses).ok_or_else(|| missing("the time its version was created"))?;
    let mut envelope = Tag::new("NewsEnvelope").child(Tag::new("DateAndTime").text(&created));
    envelope = envelope.children(item.priority.map(|number| formal("Priority", &number.to_string())));
    let lang = item.language();
    let news = Tag::new("NewsItem")
        .with_some("xml:lang", lang)
        .child(identification(item, guid.as_str(), &created, &mut losses))
        .child(write_meta::management(item, guid.as_str(), &created, &mut losses))
        .child(write_component::root(item, &mut losses));
    left_over(item, &mut losses);
    let (text, left_out) = Tag::new("NewsML").with("Version", "1.2").child(envelope).child(news).document();
    if left_out > 0 {
        losses.add("characters_forbidden", "item", format!("{left_out} characters that XML 1.0 forbids are left out"));
    }
    Ok(Written { bytes: text.into_bytes(), losses: losses.done() })
}

/// An element that is a formal name and nothing else.
pub(super) fn formal(name: &'static str, word: &str) -> Tag {
    Tag::new(name).with("FormalName", word)
}

/// spec: NewsML 1.2, 5.3: ISO 8601 basic format.
pub(super) fn time(moment: &Moment, field: &str, losses: &mut Losses) -> Option<String> {
    crate::nitf::basic_time(moment, field, losses)
}

fn created(item: &Item, losses: &mut Losses) -> Option<String> {
    let times = &item.times;
    if let Some(text) = times.version_created.as_ref().and_then(|at| time(at, "version_created", losses)) {
        return Some(text);
    }
    let other = [&times.content_modified, &times.first_created, &times.content_created].into_iter().flatten().next()?;
    losses.add("required_filled", "version_created", "another time of the item stands in its place");
    time(other, "version_created", losses)
}

/// The parts of an identifier `urn:newsml:provider:date:item:revision`. spec: RFC 3085.
fn parts(guid: &str) -> Option<(String, String, String)> {
    let rest = guid.get(..11).filter(|start| start.eq_ignore_ascii_case("urn:newsml:")).and(guid.get(11..))?;
    let (rest, _) = rest.rsplit_once(':')?;
    let (provider, rest) = rest.split_once(':')?;
    let (date, item) = rest.split_once(':')?;
    Some((provider.to_owned(), date.to_owned(), item.to_owned()))
}

fn identification(item: &Item, guid: &str, created: &str, losses: &mut Losses) -> Tag {
    let kept = |name: &str| Extra::find(&item.extra, name).map(str::to_owned);
    let stated = match (kept("ProviderId"), kept("DateId"), kept("NewsItemId")) {
        (Some(provider), Some(date), Some(item)) => Some((provider, date, item)),
        _ => parts(guid),
    };
    let (provider, date, name) = stated.unwrap_or_else(|| {
        let provider = item.provider.as_ref().map(|provider| write_meta::word(provider).to_owned());
        losses.add("required_filled", "guid", "the parts of an identifier are put together from other fields");
        let date = created.get(..8).unwrap_or(created).to_owned();
        (provider.filter(|word| !word.is_empty()).unwrap_or_else(|| "unknown".to_owned()), date, guid.to_owned())
    });
    let number = item.version.number().max(1);
    let same = matches!(&item.version, Version::Absent) || item.version.stated() == Some(number.to_string());
    if !same {
        let stated = item.version.stated().unwrap_or_default();
        losses.add("version_changed", "version", format!("version {stated:?} is written as {number}"));
    }
    let previous = item.links.iter().find(|link| link.rel.as_deref() == Some("irel:previousVersion"));
    let previous = previous.and_then(|link| link.version.as_deref()?.parse::<u64>().ok());
    let revision = Tag::new("RevisionId").with("PreviousRevision", &previous.unwrap_or(0).to_string());
    let identifier = Tag::new("NewsIdentifier")
        .child(Tag::new("ProviderId").text(&provider))
        .child(Tag::new("DateId").text(&date))
        .child(Tag::new("NewsItemId").text(&name))
        .child(revision.with("Update", "N").text(&number.to_string()))
        .child(Tag::new("PublicIdentifier").text(guid));
    let mut tag = Tag::new("Identification").child(identifier);
    let label = item.sluglines.iter().find(|line| line.role.as_deref() == Some("NameLabel"));
    tag = tag.children(label.map(|line| Tag::new("NameLabel").text(&line.text)));
    tag = tag.children(kept("DateLabel").map(|text| Tag::new("DateLabel").text(&text)));
    for id in &item.alt_ids {
        // The name without revision follows from the identifier; that of the system has its own place.
        if !matches!(id.role.as_deref(), Some("NewsItem" | "SystemIdentifier")) {
            let kind = formal("LabelType", id.role.as_deref().unwrap_or("Label"));
            tag = tag.child(Tag::new("Label").child(kind).child(Tag::new("LabelText").text(&id.value)));
        }
    }
    tag
}

fn is_of_content(kind: &ItemType) -> bool {
    matches!(kind, ItemType::Text | ItemType::Picture | ItemType::Graphic | ItemType::Audio | ItemType::Video)
}

/// Fields that NewsML 1 has no place for, and properties kept from other sources.
fn left_over(item: &Item, losses: &mut Losses) {
    const KNOWN: &[&str] =
        &["ProviderId", "DateId", "NewsItemId", "DateLabel", "NewsItemType", "FutureStatus", "OfInterestTo"];
    let is_known = |extra: &Extra| {
        KNOWN.contains(&extra.name.as_str()) || extra.form == Form::Text && write_meta::property_name(extra).is_some()
    };
    for extra in item.extra.iter().filter(|extra| !is_known(extra)) {
        losses.add("not_understood", &extra.name, "a property kept from another source");
    }
    let times = &item.times;
    // What sort of item it is, is told by its content.
    let is_empty = item.bodies.is_empty() && item.renditions.is_empty();
    let is_not_told = item.kind.as_ref().is_some_and(|kind| is_empty || !is_of_content(kind));
    for (field, stated) in [
        ("kind", is_not_told),
        ("digital_source", item.digital_source.is_some()),
        ("hops", !item.hops.is_empty()),
        ("content_modified", times.content_modified.is_some()),
    ] {
        if stated {
            losses.add("newsml_1_lacks", field, format!("NewsML 1 has no place for {field}"));
        }
    }
}
