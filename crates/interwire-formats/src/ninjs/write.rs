//! Item to ninjs 3.1, and by way of it to 2.2 and 1.6.

use super::older;
use super::prepare::{prepared, seconds};
use crate::losses::Losses;
use crate::{WriteError, Written};
use interwire_core::item::{Concept, Item, PubStatus};
use interwire_core::protocol::v1::item::{DocumentError, plain_ninjs};
use serde_json::Value;

/// Writes an item as ninjs 3.1. Beside a body with markup there is always one in plain text, as the ninjs guidelines
/// advise.
pub(super) fn write_3(item: &Item) -> Result<Written, WriteError> {
    write(item, |json, _| json)
}

/// Writes an item as ninjs 2.2.
pub(super) fn write_2(item: &Item) -> Result<Written, WriteError> {
    write(item, older::as_2)
}

/// Writes an item as ninjs 1.6.
pub(super) fn write_1(item: &Item) -> Result<Written, WriteError> {
    write(item, |json, losses| older::as_1(older::as_2(json, losses), losses))
}

fn write(item: &Item, spell: impl FnOnce(Value, &mut Losses) -> Value) -> Result<Written, WriteError> {
    let mut losses = Losses::default();
    let plain = plain_ninjs(&prepared(item, &mut losses)).map_err(|error| match error {
        DocumentError::NoGuid => WriteError::new("guid_missing", "ninjs requires a uri"),
        other => WriteError::new("not_written", other.to_string()),
    })?;
    for field in &plain.left_over {
        losses.add("ninjs_lacks", field, format!("ninjs 3.1 does not carry everything of {field}"));
    }
    if let Some(PubStatus::Other(word)) = &item.pub_status {
        losses.add("status_unknown", "pub_status", format!("{:?} is written as withheld", word.as_str()));
    }
    let mut json = plain.json;
    geo(item, &mut json);
    durations(item, &mut json);
    let json = spell(json, &mut losses);
    let bytes = serde_json::to_vec(&json).map_err(|error| WriteError::new("not_written", error.to_string()))?;
    Ok(Written { bytes, losses: losses.done() })
}

/// A GeoJSON point, alone or as a feature; other shapes cannot be checked here and are left out.
/// spec: RFC 7946 sections 3.1.2 and 3.2.
fn is_point(json: &Value) -> bool {
    match json.get("type").and_then(Value::as_str) {
        Some("Point") => {
            let numbers = json.get("coordinates").and_then(Value::as_array);
            numbers.is_some_and(|list| list.len() >= 2 && list.iter().all(Value::is_number))
        }
        Some("Feature") => {
            let properties = json.get("properties").is_some_and(|p| p.is_object() || p.is_null());
            properties
                && json.get("geometry").is_some_and(|geometry| geometry.get("geometry").is_none() && is_point(geometry))
        }
        _ => false,
    }
}

/// Places on earth go where ninjs has them, if it takes them.
fn geo(item: &Item, json: &mut Value) {
    let Some(places) = json.get_mut("places").and_then(Value::as_array_mut) else { return };
    let parsed = |place: &Concept| place.geo.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
    let geo = |place: &Concept| parsed(place).filter(is_point);
    for (json, place) in places.iter_mut().zip(&item.places) {
        if let (Some(members), Some(geo)) = (json.as_object_mut(), geo(place)) {
            members.insert("geoJSON".to_owned(), geo);
        }
    }
}

/// How long files are, in seconds, where that is no whole number or stated in another unit.
fn durations(item: &Item, json: &mut Value) {
    let Some(renditions) = json.get_mut("renditions").and_then(Value::as_array_mut) else { return };
    for (json, rendition) in renditions.iter_mut().zip(&item.renditions) {
        if let (Some(members), Some(seconds)) = (json.as_object_mut(), seconds(rendition)) {
            members.entry("duration").or_insert(seconds.into());
        }
    }
}
