//! JSON as a tree that keeps the order of names and every repetition, bounded in depth and number.

use crate::ReadError;
use interwire_core::item::{Limits, Note};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::cell::Cell;
use std::fmt;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
    /// A text, or a number or truth value as its text.
    pub fn as_text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Number(number) => Some(number.to_string()),
            Self::Bool(truth) => Some(truth.to_string()),
            _ => None,
        }
    }
    pub fn integer(&self) -> Option<u64> {
        match self {
            Self::Number(number) => number.as_u64(),
            _ => None,
        }
    }
    /// The value as JSON text.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(truth) => serializer.serialize_bool(*truth),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => list.serialize(serializer),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

/// Reads a document. Of a repeated name the last value counts, as in most readers, and a note says so.
pub(crate) fn parse(text: &str, limits: &Limits) -> Result<(Json, Vec<Note>), ReadError> {
    let mut notes = Vec::new();
    let seed = Seed { depth: 0, limits, nodes: &Cell::new(0), repeated: &Cell::new(false) };
    let json = match read(text, seed) {
        Err(error) if error.to_string().contains("surrogate") || error.to_string().contains("hex escape") => {
            notes.push(Note::new("lone_surrogate", "half a character is escaped; U+FFFD stands in its place"));
            read(&without_surrogates(text), Seed { nodes: &Cell::new(0), ..seed })
        }
        other => other,
    };
    let json = json.map_err(|error| refuse(&error))?;
    if seed.repeated.get() {
        notes.push(Note::new("duplicate_key", "a name occurs twice in an object; the last value counts"));
    }
    Ok((json, notes))
}

/// The names at the top of an object; none if the text is not one.
pub(crate) fn top_keys(text: &str) -> Result<Vec<String>, ReadError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    match deserializer.deserialize_map(TopKeys) {
        Ok(keys) => Ok(keys),
        Err(error) if error.to_string().contains("surrogate") || error.to_string().contains("hex escape") => {
            let repaired = without_surrogates(text);
            serde_json::Deserializer::from_str(&repaired).deserialize_map(TopKeys).map_err(|e| refuse(&e))
        }
        Err(error) => Err(refuse(&error)),
    }
}

fn refuse(error: &serde_json::Error) -> ReadError {
    let message = error.to_string();
    let code = if message.contains("recursion limit") || message.contains(TOO_DEEP) {
        "json_too_deep"
    } else if message.contains(TOO_MANY) {
        "json_too_many_values"
    } else {
        "json_broken"
    };
    ReadError::new(code, message)
}

const TOO_DEEP: &str = "nested too deep";
const TOO_MANY: &str = "too many values";

fn read(text: &str, seed: Seed<'_>) -> Result<Json, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let json = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(json)
}

/// Replaces escapes that stand for half a character (`\ud800` to `\udfff` without their other half).
fn without_surrogates(text: &str) -> String {
    let unit = |at: usize| -> Option<u32> {
        let escape = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(escape, 16).ok()
    };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(found) = rest.find('\\') else {
            out.push_str(rest);
            break;
        };
        out.push_str(rest.get(..found).unwrap_or(""));
        at += found;
        let len = match (unit(at), unit(at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                out.push_str("\\ufffd");
                at += 6;
                continue;
            }
            // An escape is at least two characters, the second of which may itself be a backslash.
            _ => 1 + text.get(at + 1..).and_then(|tail| tail.chars().next()).map_or(0, char::len_utf8),
        };
        out.push_str(text.get(at..at + len).unwrap_or(""));
        at += len;
    }
    out
}

struct TopKeys;

impl<'de> Visitor<'de> for TopKeys {
    type Value = Vec<String>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
        let mut keys = Vec::new();
        while let Some((key, IgnoredAny)) = map.next_entry()? {
            keys.push(key);
        }
        Ok(keys)
    }
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    depth: usize,
    limits: &'a Limits,
    nodes: &'a Cell<usize>,
    repeated: &'a Cell<bool>,
}

impl Seed<'_> {
    fn inner<E: Error>(self) -> Result<Self, E> {
        if self.depth >= self.limits.depth_max {
            Err(E::custom(TOO_DEEP))
        } else {
            Ok(Self { depth: self.depth + 1, ..self })
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Json;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.nodes.set(self.nodes.get() + 1);
        if self.nodes.get() > self.limits.nodes_max {
            return Err(D::Error::custom(TOO_MANY));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }
    fn visit_bool<E>(self, truth: bool) -> Result<Json, E> {
        Ok(Json::Bool(truth))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(serde_json::Number::from_f64(number).map_or(Json::Null, Json::Number))
    }
    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(inner)? {
            list.push(value);
        }
        Ok(Json::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let inner = self.inner()?;
        let mut members: Vec<(String, Json)> = Vec::new();
        let mut seen = std::collections::HashMap::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(inner)?;
            match seen.get(&name).and_then(|at: &usize| members.get_mut(*at)) {
                Some(member) => {
                    self.repeated.set(true);
                    member.1 = value;
                }
                None => {
                    seen.insert(name.clone(), members.len());
                    members.push((name, value));
                }
            }
        }
        Ok(Json::Object(members))
    }
}
