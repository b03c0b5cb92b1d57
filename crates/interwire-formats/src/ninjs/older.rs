//! ninjs 3.1 as ninjs 2.2, and that as ninjs 1.6: other spellings of mostly the same. What an older version has no
//! place for is named. spec: ninjs-schema_2.2.json, ninjs-schema_1.6.json.

use crate::losses::Losses;
use serde_json::{Map, Value};

/// Rewrites ninjs 3.1 as 2.2.
pub(super) fn as_2(json: Value, losses: &mut Losses) -> Value {
    let mut json = lower(json);
    if let Some(members) = json.as_object_mut() {
        rename(members, "embargoeduntil", "embargoed");
        standard(members, "standard", "2.2");
        if let Some(kind) = members.remove("type") {
            match kind.as_str() {
                Some("event" | "planning") => losses.add("ninjs_lacks", "kind", "ninjs 2.2 has no events and plans"),
                _ => drop(members.insert("type".to_owned(), kind)),
            }
        }
        for link in entries(members, "associations") {
            if link.remove("rel").is_some() {
                losses.add("ninjs_lacks", "links.rel", "ninjs 2.2 does not say how items are related");
            }
        }
    }
    json
}

/// Rewrites ninjs 2.2 as 1.6.
pub(super) fn as_1(mut json: Value, losses: &mut Losses) -> Value {
    let Some(members) = json.as_object_mut() else { return json };
    standard(members, "standard", "1.6");
    for (plural, singular) in [
        ("standard", "$standard"),
        ("by", "byline"),
        ("people", "person"),
        ("organisations", "organisation"),
        ("places", "place"),
        ("subjects", "subject"),
        ("genres", "genre"),
        ("infosources", "infosource"),
    ] {
        rename(members, plural, singular);
    }
    headlines(members, losses);
    texts(members, "descriptions", "description", losses);
    texts(members, "bodies", "body", losses);
    for list in ["person", "organisation", "place", "subject", "genre", "infosource"] {
        entries(members, list).for_each(|entry| concept(entry, list, losses));
    }
    for rendition in entries(members, "renditions") {
        rename(rendition, "contenttype", "mimetype");
    }
    keyed(members, "renditions", losses);
    keyed(members, "associations", losses);
    alt_ids(members, losses);
    json
}

/// All names in small letters, but not those of GeoJSON, which is a standard of its own.
fn lower(json: Value) -> Value {
    match json {
        Value::Array(list) => Value::Array(list.into_iter().map(lower).collect()),
        Value::Object(members) => {
            let small = |(name, value): (String, Value)| {
                let value = if name == "geoJSON" { value } else { lower(value) };
                (name.to_ascii_lowercase(), value)
            };
            Value::Object(members.into_iter().map(small).collect())
        }
        other => other,
    }
}

fn rename(members: &mut Map<String, Value>, from: &str, to: &str) {
    if let Some(value) = members.remove(from) {
        members.insert(to.to_owned(), value);
    }
}

fn standard(members: &mut Map<String, Value>, name: &str, version: &str) {
    members.insert(name.to_owned(), serde_json::json!({"name": "ninjs", "version": version}));
}

/// The objects in a list.
fn entries<'a>(members: &'a mut Map<String, Value>, list: &str) -> impl Iterator<Item = &'a mut Map<String, Value>> {
    let list = members.get_mut(list).and_then(Value::as_array_mut);
    list.into_iter().flatten().filter_map(Value::as_object_mut)
}

/// What a list of texts becomes: of each its role, media type and text.
fn taken(members: &mut Map<String, Value>, list: &str) -> Vec<(Option<String>, Option<String>, String)> {
    let Some(Value::Array(list)) = members.remove(list) else { return Vec::new() };
    let text = |entry: &Value, name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
    let one =
        |entry: &Value| (text(entry, "role"), text(entry, "contenttype"), text(entry, "value").unwrap_or_default());
    list.iter().map(one).collect()
}

/// The first headline has a property of its own.
fn headlines(members: &mut Map<String, Value>, losses: &mut Losses) {
    let mut all = taken(members, "headlines").into_iter();
    if let Some((role, kind, text)) = all.next() {
        if role.is_some() || kind.is_some() {
            losses.add(
                "ninjs_lacks",
                "headlines.role",
                "the first headline of ninjs 1.6 has no role and no media type",
            );
        }
        members.insert("headline".to_owned(), Value::String(text));
    }
    for one in all {
        put_text(members, ("headline", "headlines.role"), one, losses);
    }
}

fn texts(members: &mut Map<String, Value>, list: &str, prefix: &str, losses: &mut Losses) {
    for one in taken(members, list) {
        put_text(members, (prefix, &format!("{list}.role")), one, losses);
    }
}

/// A text under a name that begins with `prefix` and tells its role or its media type.
fn put_text(
    members: &mut Map<String, Value>,
    (prefix, field): (&str, &str),
    (role, kind, text): (Option<String>, Option<String>, String),
    losses: &mut Losses,
) {
    let by_kind = match kind.as_deref() {
        Some("text/plain") | None => "text",
        Some("application/xhtml+xml") => "xhtml",
        Some(kind) if kind.contains("html") => "html",
        Some(kind) if kind.contains("nitf") => "nitf",
        Some(_) => "other",
    };
    let word = match &role {
        Some(role) if prefix != "body" => name_of(role),
        Some(role) if kind.is_none() => name_of(role),
        _ => by_kind.to_owned(),
    };
    let carried = role.as_deref().is_none_or(|role| role == word) && kind.is_none_or(|_| word == by_kind);
    if !carried {
        losses.add("ninjs_lacks", field, "ninjs 1.6 tells a text by one word: its role or its media type");
    }
    let name = free(members, &format!("{prefix}_{word}"));
    members.insert(name, Value::String(text));
}

/// A concept is a code of a scheme.
fn concept(entry: &mut Map<String, Value>, list: &str, losses: &mut Losses) {
    rename(entry, "role", "rel");
    if list == "genre" && entry.remove("rel").is_some() {
        losses.add("ninjs_lacks", "genres.rel", "a genre of ninjs 1.6 has no role");
    }
    if let Some(geo) = entry.remove("geojson") {
        entry.insert("geometry_geojson".to_owned(), geo);
    }
    let (uri, literal) = (entry.remove("uri"), entry.remove("literal"));
    let parts = uri.as_ref().and_then(Value::as_str).and_then(|uri| {
        let end = uri.rfind(['/', '#']).filter(|end| *end + 1 < uri.len())? + 1;
        Some((uri.get(..end)?, uri.get(end..)?))
    });
    match (parts, &uri, literal) {
        (Some((scheme, code)), _, literal) => {
            if literal.is_some() {
                losses.add("ninjs_lacks", "concept.literal", "beside a URI ninjs 1.6 has no place for a word");
            }
            entry.insert("scheme".to_owned(), Value::from(scheme));
            entry.insert("code".to_owned(), Value::from(code));
        }
        (None, Some(whole), _) => drop(entry.insert("code".to_owned(), whole.clone())),
        (None, None, Some(literal)) => drop(entry.insert("code".to_owned(), literal)),
        (None, None, None) => {}
    }
}

/// A list whose entries have names becomes an object of those names.
fn keyed(members: &mut Map<String, Value>, list: &str, losses: &mut Losses) {
    let Some(Value::Array(all)) = members.remove(list) else { return };
    let mut object = Map::new();
    for mut entry in all {
        let stated = entry.as_object_mut().and_then(|entry| entry.remove("name"));
        let stated = stated.as_ref().and_then(Value::as_str).unwrap_or("item");
        let name = free(&object, &name_of(stated));
        if name != stated {
            losses.add("ninjs_renamed", list, "names in ninjs 1.6 are letters, digits and _, each once");
        }
        object.insert(name, entry);
    }
    members.insert(list.to_owned(), Value::Object(object));
}

fn alt_ids(members: &mut Map<String, Value>, losses: &mut Losses) {
    let Some(Value::Array(all)) = members.remove("altids") else { return };
    let mut object = Map::new();
    for entry in all {
        let role = entry.get("role").and_then(Value::as_str).unwrap_or("id");
        let name = free(&object, role);
        if name != role {
            losses.add("ninjs_renamed", "alt_ids", "names in ninjs 1.6 stand once each");
        }
        object.insert(name, entry.get("value").cloned().unwrap_or_default());
    }
    members.insert("altids".to_owned(), Value::Object(object));
}

/// A name of letters, digits and `_`.
fn name_of(text: &str) -> String {
    let fits = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' };
    let name: String = text.chars().map(fits).collect();
    if name.is_empty() { "_".to_owned() } else { name }
}

/// That name, or with the first number that makes it one of its own.
fn free(members: &Map<String, Value>, name: &str) -> String {
    let numbered = (2..).map(|n: u32| format!("{name}_{n}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !members.contains_key(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn an_item_is_spelled_as_older_versions_spell_it() {
        let json = serde_json::json!({
            "uri": "urn:hanoi:1", "standard": {"name": "ninjs", "version": "3.1"}, "type": "text",
            "embargoedUntil": "2026-11-23T10:00:00Z", "by": "Vũ Việt Trang",
            "headlines": [{"role": "main", "value": "Lũ lớn"}, {"role": "sub line", "value": "ở miền Trung"}],
            "bodies": [
                {"contentType": "text/html", "value": "<p>1</p>"}, {"contentType": "text/plain", "value": "1"},
                {"contentType": "text/plain", "value": "2", "role": "summary"},
            ],
            "places": [{"name": "Huế", "uri": "http://example.org/places/Hue",
                "geoJSON": {"type": "Point", "coordinates": [107.6, 16.5], "boundingBox": null}}],
            "subjects": [{"literal": "lũ lụt"}, {"uri": "urn:x", "name": "x"}],
            "renditions": [{"name": "rnd:web", "contentType": "image/jpeg"}, {"name": "rnd:web"}],
            "associations": [{"name": "ảnh", "uri": "urn:hanoi:2", "rel": "seeAlso"}],
            "altIds": [{"role": "desk", "value": "A-1"}, {"value": "7"}],
        });
        let mut losses = Losses::default();
        let second = as_2(json, &mut losses);
        let first = as_1(second.clone(), &mut losses);
        let told: Vec<String> = losses.done().iter().map(|loss| format!("{}: {}", loss.code, loss.field)).collect();
        let lines = |json: &Value| -> Vec<String> {
            json.as_object().unwrap().iter().map(|(name, value)| format!("{name} {value}")).collect()
        };
        expect![[r#"
            altids [{"role":"desk","value":"A-1"},{"value":"7"}]
            associations [{"name":"ảnh","uri":"urn:hanoi:2"}]
            bodies [{"contenttype":"text/html","value":"<p>1</p>"},{"contenttype":"text/plain","value":"1"},{"contenttype":"text/plain","role":"summary","value":"2"}]
            by "Vũ Việt Trang"
            embargoed "2026-11-23T10:00:00Z"
            headlines [{"role":"main","value":"Lũ lớn"},{"role":"sub line","value":"ở miền Trung"}]
            places [{"geojson":{"boundingBox":null,"coordinates":[107.6,16.5],"type":"Point"},"name":"Huế","uri":"http://example.org/places/Hue"}]
            renditions [{"contenttype":"image/jpeg","name":"rnd:web"},{"name":"rnd:web"}]
            standard {"name":"ninjs","version":"2.2"}
            subjects [{"literal":"lũ lụt"},{"name":"x","uri":"urn:x"}]
            type "text"
            uri "urn:hanoi:1"
            $standard {"name":"ninjs","version":"1.6"}
            altids {"desk":"A-1","id":"7"}
            associations {"_nh":{"uri":"urn:hanoi:2"}}
            body_html "<p>1</p>"
            body_text "1"
            body_text_2 "2"
            byline "Vũ Việt Trang"
            embargoed "2026-11-23T10:00:00Z"
            headline "Lũ lớn"
            headline_sub_line "ở miền Trung"
            place [{"code":"Hue","geometry_geojson":{"boundingBox":null,"coordinates":[107.6,16.5],"type":"Point"},"name":"Huế","scheme":"http://example.org/places/"}]
            renditions {"rnd_web":{"mimetype":"image/jpeg"},"rnd_web_2":{}}
            subject [{"code":"lũ lụt"},{"code":"urn:x","name":"x"}]
            type "text"
            uri "urn:hanoi:1"
            ninjs_lacks: links.rel
            ninjs_lacks: headlines.role
            ninjs_lacks: bodies.role
            ninjs_renamed: renditions
            ninjs_renamed: associations"#]].assert_eq(&[lines(&second), lines(&first), told].concat().join("\n"));
    }
}
