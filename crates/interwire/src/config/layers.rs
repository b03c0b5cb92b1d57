//! The default file, the user's file and the environment, laid over each other: each setting with its value and where
//! it came from. What the values mean is decided in `typed`.

use super::known::{DEFAULT, Known, Shape, nearest};
use std::collections::BTreeMap;
use std::fmt;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

/// Variables of the environment that begin like settings and are none.
const NOT_SETTINGS: &[&str] =
    &["INTERWIRE_NODE", "INTERWIRE_PASSPHRASE", "INTERWIRE_PASSWORD", "INTERWIRE_ROOT_PASSPHRASE", "INTERWIRE_CORPUS"];

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The default file.
    Default,
    /// This line of the user's file, from 1.
    Line(usize),
    /// This variable of the environment.
    Variable(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Variable(name) => f.write_str(name),
        }
    }
}

/// A mistake in the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The setting; none if the file as a whole is meant.
    pub setting: Option<String>,
    /// Where.
    pub origin: Option<Origin>,
    /// What, for people.
    pub message: String,
    /// The node runs all the same.
    pub is_warning: bool,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(origin) = &self.origin {
            write!(f, "{origin}: ")?;
        }
        if let Some(setting) = &self.setting {
            write!(f, "{setting}: ")?;
        }
        f.write_str(&self.message)?;
        if self.is_warning { f.write_str(" (warning)") } else { Ok(()) }
    }
}

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The value.
    pub value: Value,
    /// Its origin.
    pub origin: Origin,
    /// Of tables in double brackets: the line of each.
    pub lines: Vec<usize>,
}

/// All settings that have a value.
#[derive(Debug)]
pub struct Layers {
    /// By dotted name.
    pub settings: BTreeMap<String, Setting>,
    /// What settings there are.
    pub known: Known,
    /// Mistakes found so far.
    pub problems: Vec<Problem>,
}

impl Layers {
    /// Lays `file` and the variables over the default.
    #[must_use]
    pub fn new(file: &str, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut layers = Self { settings: BTreeMap::new(), known: Known::settings(), problems: Vec::new() };
        layers.text(DEFAULT, false);
        layers.text(file, true);
        for (name, value) in variables {
            layers.variable(name, &value);
        }
        layers
    }

    fn text(&mut self, text: &str, is_users: bool) {
        match (DeTable::parse(text), text.parse::<Table>()) {
            (Ok(spans), Ok(values)) => self.table("", spans.get_ref(), &values, &|at| is_users.then(|| line(text, at))),
            (Err(cause), _) | (_, Err(cause)) => {
                let origin = cause.span().map(|span| Origin::Line(line(text, span.start)));
                self.problem(None, origin, cause.message());
            }
        }
    }

    fn table(&mut self, prefix: &str, spans: &DeTable<'_>, values: &Table, line: &dyn Fn(usize) -> Option<usize>) {
        for (key, spanned) in spans.iter() {
            let name = format!("{prefix}{}", key.get_ref());
            let Some(value) = values.get(&**key.get_ref()) else { continue };
            let origin = line(key.span().start).map_or(Origin::Default, Origin::Line);
            match (self.known.shape(&name), value, spanned.get_ref()) {
                (Some(shape), _, _) if !shape.fits(value) => {
                    let words = format!("it must be {}", shape.words());
                    self.problem(Some(name), Some(origin), &words);
                }
                (Some(Shape::Tables(inner)), Value::Array(tables), DeValue::Array(spans)) => {
                    let unknown = unknown_in(inner, tables);
                    let lines: Vec<usize> = spans.iter().filter_map(|one| line(one.span().start)).collect();
                    for (index, message) in unknown {
                        let origin = lines.get(index).copied().map(Origin::Line);
                        self.problem(Some(name.clone()), origin, &message);
                    }
                    self.settings.insert(name, Setting { value: value.clone(), origin, lines });
                }
                (Some(_), _, _) => {
                    self.settings.insert(name, Setting { value: value.clone(), origin, lines: Vec::new() });
                }
                (None, Value::Table(inner), DeValue::Table(spans)) if prefix.is_empty() && self.is_table(&name) => {
                    self.table(&format!("{name}."), spans, inner, line);
                }
                (None, _, _) => {
                    let message = unknown(self.known.nearest(&name));
                    self.problem(Some(name), Some(origin), &message);
                }
            }
        }
    }

    fn is_table(&self, name: &str) -> bool {
        self.known.is_table(name)
    }

    fn variable(&mut self, variable: String, text: &str) {
        let Some(rest) = variable.strip_prefix("INTERWIRE_").filter(|_| !NOT_SETTINGS.contains(&variable.as_str()))
        else {
            return;
        };
        let name = rest.to_ascii_lowercase().replace("__", ".");
        let origin = Origin::Variable(variable.clone());
        match self.known.shape(&name).map(|shape| (shape.read(text), shape.words())) {
            Some((Some(value), _)) => {
                self.settings.insert(name, Setting { value, origin, lines: Vec::new() });
            }
            Some((None, words)) => self.problem(Some(name), Some(origin), &format!("it must be {words}")),
            None => {
                let message = unknown(self.known.nearest(&name));
                self.problem(Some(name), Some(origin), &message);
            }
        }
    }

    /// Notes a mistake.
    pub fn problem(&mut self, setting: Option<String>, origin: Option<Origin>, message: &str) {
        self.problems.push(Problem { setting, origin, message: message.to_owned(), is_warning: false });
    }
}

fn unknown(nearest: Option<&str>) -> String {
    let hint = nearest.map(|name| format!("; did you mean {name}?")).unwrap_or_default();
    format!("there is no such setting{hint}")
}

/// What is wrong in tables in double brackets, with the place of the table.
fn unknown_in(known: &BTreeMap<String, Shape>, tables: &[Value]) -> Vec<(usize, String)> {
    let mut wrong = Vec::new();
    for (index, table) in tables.iter().enumerate() {
        for (key, value) in table.as_table().into_iter().flatten() {
            match known.get(key) {
                Some(shape) if shape.fits(value) => {}
                Some(shape) => wrong.push((index, format!("{key} must be {}", shape.words()))),
                None => {
                    let hint = unknown(nearest(known.keys().map(String::as_str), key));
                    wrong.push((index, format!("{key}: {hint}")));
                }
            }
        }
    }
    wrong
}

fn line(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
