//! Places of a photograph: the structures of the IPTC Extension, and the four fields of the Core before them.

use super::fields::names;
use super::take::Fields;
use interwire_core::item::{Concept, Extra, Item, Name};

/// The parts of a place, the nearest first.
pub(super) const PARTS: [&str; 6] = [
    "Iptc4xmpExt:Sublocation",
    "Iptc4xmpExt:City",
    "Iptc4xmpExt:ProvinceState",
    "Iptc4xmpExt:CountryName",
    "Iptc4xmpExt:CountryCode",
    "Iptc4xmpExt:WorldRegion",
];
/// The same of the Core, in the same order; it has no region.
pub(super) const CORE: [&str; 5] =
    ["Iptc4xmpCore:Location", "photoshop:City", "photoshop:State", "photoshop:Country", "Iptc4xmpCore:CountryCode"];
/// The parts that can stand for the place where it has no name: the town before the street.
const NAMING: [usize; 4] = [1, 0, 2, 3];

/// The places of a list.
pub(super) fn list(fields: &mut Fields<'_>, name: &str) -> Vec<Concept> {
    fields.structs(name).into_iter().filter(|one| !one.is_empty()).map(place).collect()
}

fn place(mut fields: Fields<'_>) -> Concept {
    let mut ids = fields.texts("Iptc4xmpExt:LocationId").into_iter();
    let parts = PARTS.map(|part| fields.text(part));
    let own = names(fields.lines("Iptc4xmpExt:LocationName"));
    let point = (fields.text("exif:GPSLatitude"), fields.text("exif:GPSLongitude"));
    let mut place = of_parts(&PARTS, &parts);
    if !own.is_empty() {
        place.names = own;
    }
    place.uri = ids.next();
    place.extra.extend(ids.map(|id| Extra::text("Iptc4xmpExt:LocationId", &id)));
    match point_of(&point) {
        Some(geo) => place.geo = Some(geo),
        None => {
            let written = [("exif:GPSLatitude", point.0), ("exif:GPSLongitude", point.1)];
            place.extra.extend(written.into_iter().filter_map(|(name, value)| Some(Extra::text(name, &value?))));
        }
    }
    place.extra.extend(fields.rest());
    place
}

/// A place of nothing but its parts; the best of them is its name.
fn of_parts(names: &[&str], parts: &[Option<String>]) -> Concept {
    let part = |at: &usize| parts.get(*at).and_then(Option::as_deref);
    let name = NAMING.iter().find_map(part).map(|text| Name { text: text.to_owned(), ..Name::default() });
    let said = names.iter().zip(parts).filter_map(|(name, value)| Some(Extra::text(name, value.as_deref()?)));
    Concept { names: name.into_iter().collect(), extra: said.collect(), ..Concept::default() }
}

/// The place in the fields of the Core. It is not kept twice if a structure says the same.
pub(super) fn legacy(fields: &mut Fields<'_>, item: &mut Item) {
    let parts = CORE.map(|name| fields.text(name));
    add_core(&parts, item);
}

/// Adds a place of the Core to where the photograph was made, if it is not there yet.
pub(crate) fn add_core(parts: &[Option<String>], item: &mut Item) {
    if parts.iter().all(Option::is_none) {
        return;
    }
    let says = |place: &Concept| {
        let words = place.extra.iter().map(|extra| &extra.value).chain(place.names.iter().map(|name| &name.text));
        let words: Vec<&String> = words.collect();
        parts.iter().flatten().all(|part| words.contains(&part))
    };
    if !item.located.iter().chain(&item.places).any(says) {
        item.located.push(of_parts(&CORE, parts));
    }
}

/// A point on earth in GeoJSON, from `21,1.7N` and `105,50.5E`.
fn point_of((latitude, longitude): &(Option<String>, Option<String>)) -> Option<String> {
    let latitude = degrees(latitude.as_deref()?, ['N', 'S'], 90.0)?;
    let longitude = degrees(longitude.as_deref()?, ['E', 'W'], 180.0)?;
    Some(point(latitude, longitude))
}

/// A point on earth in GeoJSON.
pub(crate) fn point(latitude: f64, longitude: f64) -> String {
    let short = |number: f64| (number * 1e6).round() / 1e6;
    format!("{{\"type\":\"Point\",\"coordinates\":[{},{}]}}", short(longitude), short(latitude))
}

/// spec: XMP part 2, GPSCoordinate.
fn degrees(text: &str, marks: [char; 2], max: f64) -> Option<f64> {
    let last = text.chars().next_back()?;
    let is_negative = *marks.get(1)? == last;
    if !marks.contains(&last) {
        return None;
    }
    let mut sum = 0.0;
    for (part, weight) in text.trim_end_matches(last).split(',').zip([1.0, 60.0, 3600.0]) {
        sum += part.trim().parse::<f64>().ok().filter(|number| *number >= 0.0)? / weight;
    }
    (sum <= max).then_some(if is_negative { -sum } else { sum })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_of_xmp_become_a_point() {
        let point = |latitude: &str, longitude: &str| point_of(&(Some(latitude.into()), Some(longitude.into())));
        let hanoi = "{\"type\":\"Point\",\"coordinates\":[105.841667,21.028333]}";
        assert_eq!(point("21,1.7N", "105,50.5E").as_deref(), Some(hanoi));
        assert_eq!(point("21,1,42N", "105,50,30E").as_deref(), Some(hanoi));
        assert_eq!(point("1,30S", "0,15W").as_deref(), Some("{\"type\":\"Point\",\"coordinates\":[-0.25,-1.5]}"));
        for (latitude, longitude) in [("21N", "E105"), ("91N", "0E"), ("NaNN", "0E"), ("", ""), ("-1N", "0E")] {
            assert_eq!(point(latitude, longitude), None, "{latitude} {longitude}");
        }
    }
}
