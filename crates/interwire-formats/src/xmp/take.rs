//! Taking properties out of a packet one by one. What is not taken, or has not the shape that is asked for, stays.

use super::names;
use super::packet::{Entry, Property, Value};
use interwire_core::item::{Extra, Line};

/// The properties that are left.
#[derive(Debug, Default)]
pub(crate) struct Fields<'e>(Vec<Property<'e>>);

impl<'e> Fields<'e> {
    pub fn new(properties: Vec<Property<'e>>) -> Self {
        Self(properties)
    }

    /// Takes the first property of that name, if `read` makes something of it.
    fn take<T>(&mut self, name: &str, read: impl Fn(&Value<'e>) -> Option<T>) -> Option<T> {
        let at = self.0.iter().position(|property| property.name == name)?;
        let taken = self.0.get(at).and_then(|property| read(&property.value))?;
        self.0.remove(at);
        Some(taken)
    }

    /// The one text that is not empty; several are not taken.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.take(name, |value| lines(value).filter(|lines| lines.len() == 1))
            .and_then(|mut one| one.pop())
            .map(|line| line.text)
    }

    /// The texts of a list, or the one text; empty ones say nothing.
    pub fn texts(&mut self, name: &str) -> Vec<String> {
        let lines = self.lines(name);
        lines.into_iter().map(|line| line.text).collect()
    }

    /// A text in its languages: the one for all first, without a language unless the same text also has one.
    pub fn lines(&mut self, name: &str) -> Vec<Line> {
        self.take(name, lines).unwrap_or_default()
    }

    /// The structures of a list, or the one structure.
    pub fn structs(&mut self, name: &str) -> Vec<Fields<'e>> {
        let fields = |value: &Value<'e>| match value {
            Value::Struct(fields) => Some(Fields(fields.clone())),
            _ => None,
        };
        self.take(name, |value| match value {
            Value::List(entries) => entries.iter().map(|entry| fields(&entry.value)).collect(),
            one => fields(one).map(|fields| vec![fields]),
        })
        .unwrap_or_default()
    }

    /// Whether nothing is left that says anything.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|property| is_silent(&property.value))
    }

    /// What is left, verbatim.
    pub fn rest(self) -> Vec<Extra> {
        let left = self.0.into_iter().filter(|property| !is_silent(&property.value));
        left.map(|property| match &property.value {
            Value::Text(text) if names::is_known(&property.name) => Extra::text(&property.name, text),
            _ => Extra::xml(&property.name, property.xml()),
        })
        .collect()
    }

    /// A property as it is, which stays.
    pub fn whole(&self, name: &str) -> Option<Extra> {
        let property = self.0.iter().find(|property| property.name == name)?;
        Some(Extra::xml(name, property.xml()))
    }

    /// Takes what is left of these names, verbatim.
    pub fn verbatim(&mut self, names: &[&str]) -> Vec<Extra> {
        let (taken, left) = std::mem::take(&mut self.0).into_iter().partition(|one| names.contains(&one.name.as_str()));
        self.0 = left;
        Fields(taken).rest()
    }
}

/// An empty text says nothing.
fn is_silent(value: &Value<'_>) -> bool {
    match value {
        Value::Text(text) => text.trim().is_empty(),
        Value::List(entries) => !entries.is_empty() && entries.iter().all(|entry| is_silent(&entry.value)),
        Value::Struct(fields) => !fields.is_empty() && fields.iter().all(|field| is_silent(&field.value)),
    }
}

fn lines(value: &Value<'_>) -> Option<Vec<Line>> {
    let line = |entry: &Entry<'_>| match &entry.value {
        Value::Text(text) => {
            let lang = entry.lang.clone().filter(|lang| !lang.is_empty() && lang != "x-default");
            Some(Line { lang, ..Line::of(text.trim()) })
        }
        _ => None,
    };
    let mut lines = match value {
        Value::Text(text) => vec![Line::of(text.trim())],
        Value::List(entries) => {
            let mut all = entries.iter().map(line).collect::<Option<Vec<Line>>>()?;
            let default = entries.iter().position(|entry| entry.lang.as_deref() == Some("x-default"));
            if let Some(at) = default {
                let main = all.remove(at);
                // The text for all is one of the others once more.
                let same = all.iter().position(|line| line.text == main.text);
                let main = same.map_or(main, |at| all.remove(at));
                all.insert(0, main);
            }
            all
        }
        Value::Struct(_) => return None,
    };
    lines.retain(|line| !line.text.trim().is_empty());
    Some(lines)
}
