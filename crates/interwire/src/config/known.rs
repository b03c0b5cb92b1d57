//! Which settings there are and what each looks like, told by the default file itself with its examples switched on.
//! So everything that is documented is known, and everything that is known is documented.

use std::collections::BTreeMap;
use toml::{Table, Value};

/// The commented default file.
pub const DEFAULT: &str = include_str!("interwire.default.toml");

/// Tables whose names are the user's own.
const FREE: &[&str] = &["name"];

/// What a setting looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// A whole number, not negative.
    Whole,
    /// true or false.
    Flag,
    /// A list of texts.
    Texts,
    /// Tables in double brackets, with these settings each.
    Tables(BTreeMap<String, Shape>),
}

/// All settings by their dotted names.
#[derive(Debug)]
pub struct Known(BTreeMap<String, Shape>);

impl Known {
    /// The settings of this program.
    #[must_use]
    pub fn settings() -> Self {
        let examples: String = DEFAULT.lines().map(|line| example(line).unwrap_or(line).to_owned() + "\n").collect();
        // The default file is part of the program; a test sees to it that it is good.
        let table: Table = examples.parse().unwrap_or_default();
        let mut all = BTreeMap::new();
        collect(&table, "", &mut all);
        Self(all)
    }

    /// The shape of a setting.
    #[must_use]
    pub fn shape(&self, name: &str) -> Option<&Shape> {
        let free = || name.split_once('.').filter(|(table, _)| FREE.contains(table)).map(|_| &Shape::Text);
        self.0.get(name).or_else(free)
    }

    /// Whether it is a table of settings.
    #[must_use]
    pub fn is_table(&self, name: &str) -> bool {
        self.0.keys().any(|known| known.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The known name that is most like a wrong one.
    #[must_use]
    pub fn nearest(&self, wrong: &str) -> Option<&str> {
        nearest(self.names(), wrong)
    }
}

/// The name that is most like a wrong one, if one is.
pub fn nearest<'a>(names: impl Iterator<Item = &'a str>, wrong: &str) -> Option<&'a str> {
    let last = |name: &'a str| name.rsplit('.').next().unwrap_or(name);
    let wrong_last = wrong.rsplit('.').next().unwrap_or(wrong);
    names
        .map(|name| (strsim::jaro_winkler(name, wrong).max(strsim::jaro_winkler(last(name), wrong_last) - 0.02), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// `#name = value` and `#[[table]]` are examples; `# words` is not.
fn example(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('#')?;
    rest.starts_with(|c: char| c == '[' || c.is_ascii_lowercase()).then_some(rest)
}

fn collect(table: &Table, prefix: &str, all: &mut BTreeMap<String, Shape>) {
    for (key, value) in table {
        let name = format!("{prefix}{key}");
        match value {
            Value::Table(inner) => collect(inner, &format!("{name}."), all),
            other => {
                all.extend(shape_of(other).map(|shape| (name, shape)));
            }
        }
    }
}

fn shape_of(value: &Value) -> Option<Shape> {
    Some(match value {
        Value::String(_) => Shape::Text,
        Value::Integer(_) => Shape::Whole,
        Value::Boolean(_) => Shape::Flag,
        Value::Array(list) => match list.first() {
            Some(Value::Table(inner)) => {
                let mut settings = BTreeMap::new();
                collect(inner, "", &mut settings);
                Shape::Tables(settings)
            }
            _ => Shape::Texts,
        },
        _ => return None,
    })
}

impl Shape {
    /// Whether a value looks like this; of tables only that they are tables.
    #[must_use]
    pub fn fits(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Text, Value::String(_)) | (Self::Flag, Value::Boolean(_)) => true,
            (Self::Whole, Value::Integer(number)) => *number >= 0,
            (Self::Texts, Value::Array(list)) => list.iter().all(Value::is_str),
            (Self::Tables(_), Value::Array(list)) => list.iter().all(Value::is_table),
            _ => false,
        }
    }

    /// What it looks like, for people.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Self::Text => "a text in quotes",
            Self::Whole => "a whole number that is not negative",
            Self::Flag => "true or false",
            Self::Texts => "a list of texts, [\"...\", \"...\"]",
            Self::Tables(_) => "tables in double brackets",
        }
    }

    /// Reads a value from the environment.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<Value> {
        match self {
            Self::Text => Some(Value::String(text.to_owned())),
            Self::Whole => text.parse().ok().filter(|number: &i64| *number >= 0).map(Value::Integer),
            Self::Flag => text.parse().ok().map(Value::Boolean),
            Self::Texts => Some(Value::Array(
                text.split(',')
                    .map(str::trim)
                    .filter(|one| !one.is_empty())
                    .map(|one| Value::String(one.to_owned()))
                    .collect(),
            )),
            Self::Tables(_) => None,
        }
    }
}
