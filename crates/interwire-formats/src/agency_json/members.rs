//! The members of a JSON object under the names that all dialects share: without capitals, hyphens and underscores.

use crate::json::Json;
use interwire_core::item::Extra;

/// The members that state something, in their order.
pub(super) struct Members<'a> {
    list: Vec<(String, &'a str, &'a Json)>,
}

impl<'a> Members<'a> {
    pub fn of(value: &'a Json) -> Option<Self> {
        match value {
            Json::Object(members) => Some(Self::new(members)),
            _ => None,
        }
    }
    pub fn new(members: &'a [(String, Json)]) -> Self {
        let told = members.iter().filter(|(_, value)| !is_nothing(value));
        Self { list: told.map(|(name, value)| (plain(name), name.as_str(), value)).collect() }
    }
    pub fn get(&self, name: &str) -> Option<&'a Json> {
        self.list.iter().find(|(known, ..)| known == name).map(|(.., value)| *value)
    }
    /// Takes a member out if `read` understands it.
    pub fn take<T>(&mut self, name: &str, read: impl FnOnce(&'a Json) -> Option<T>) -> Option<T> {
        let at = self.list.iter().position(|(known, ..)| known == name)?;
        let value = read(self.list.get(at)?.2)?;
        self.list.remove(at);
        Some(value)
    }
    /// Takes the first member of these names that `read` understands, with its name as written.
    pub fn take_first<T>(&mut self, names: &[&str], read: impl Fn(&'a Json) -> Option<T>) -> Option<(&'a str, T)> {
        names.iter().find_map(|name| {
            let written = self.list.iter().find(|(known, ..)| known == name).map(|(_, written, _)| *written)?;
            self.take(name, &read).map(|value| (written, value))
        })
    }
    pub fn text(&mut self, names: &[&str]) -> Option<String> {
        self.take_first(names, text).map(|(_, text)| text)
    }
    /// Takes all members of which `wanted` says what they are, in their order.
    pub fn take_all<T>(&mut self, wanted: impl Fn(&str, &'a str, &'a Json) -> Option<T>) -> Vec<T> {
        let mut taken = Vec::new();
        self.list.retain(|(name, written, value)| match wanted(name, written, value) {
            Some(one) => {
                taken.push(one);
                false
            }
            None => true,
        });
        taken
    }
    pub fn rest(self) -> Vec<Extra> {
        self.list.into_iter().map(|(_, name, value)| extra(name, value)).collect()
    }
}

/// The name that all spellings share; the mark of a search index behind it (`title_B`) is no part of it.
pub(super) fn plain(name: &str) -> String {
    let bare = match name.as_bytes() {
        [.., b'_', last] if last.is_ascii_uppercase() => name.get(..name.len() - 2).unwrap_or(name),
        _ => name,
    };
    let small = bare.chars().filter(|c| !matches!(c, '_' | '-' | '$' | ' '));
    small.map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether a value states nothing. Some systems write the word for it as a text.
pub(super) fn is_nothing(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Text(text) => text.trim().is_empty() || text == "None",
        Json::List(list) => list.iter().all(is_nothing),
        Json::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// A text, also where it is one of several languages (`{"en": ...}`), or the one value of an index (`fieldValues`).
pub(super) fn text(value: &Json) -> Option<String> {
    match value {
        Json::Text(text) => Some(text.clone()),
        Json::Object(members) => match members.as_slice() {
            [(name, Json::List(values))] if name == "fieldValues" => match values.as_slice() {
                [one] => Members::of(one)?.get("value").and_then(Json::text).map(str::to_owned),
                _ => None,
            },
            [(name, Json::Text(text))] if is_language(name) => Some(text.clone()),
            [(name, inner @ Json::Object(_))] if name == "name" => text(inner),
            _ => None,
        },
        _ => None,
    }
}

/// A text, or a number as its text.
pub(super) fn word(value: &Json) -> Option<String> {
    text(value).or_else(|| value.as_text())
}

/// Texts: one, a list of them, or all values of an index.
pub(super) fn texts(value: &Json) -> Option<Vec<String>> {
    match value {
        Json::List(list) => list.iter().filter(|one| !is_nothing(one)).map(text).collect(),
        Json::Object(members) if members.first().is_some_and(|(name, _)| name == "fieldValues") => {
            let Some((_, Json::List(values))) = members.first() else { return None };
            values.iter().map(|one| Members::of(one)?.get("value").and_then(text)).collect()
        }
        other => text(other).map(|text| vec![text]),
    }
}

fn is_language(name: &str) -> bool {
    (2..=8).contains(&name.len()) && crate::spell::is_language(name) && name != "name" && name != "value"
}

/// A value the model has no field for.
pub(super) fn extra(name: &str, value: &Json) -> Extra {
    match value {
        Json::Text(text) => Extra::text(name, text),
        other => Extra::json(name, other.to_json()),
    }
}
