//! The content models of NewsML-G2 2.35, read from a table made of its schema (`data/newsml-g2-2.35.tsv`).
//!
//! Lines `R name type` are outermost elements, `G name type` all that are declared for themselves, `A name attributes`
//! groups of attributes, `T type mixed text attributes
//! content` types. Content is a list of particles `least*(name=type ...)`; the star says: any number.
//! The name `*` stands for elements of any namespace, or of any other.

use std::collections::HashMap;
use std::sync::OnceLock;

const TABLE: &str = include_str!("../../data/newsml-g2-2.35.tsv");

/// What an element or attribute is: a type of the table, or a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// By its number.
    Type(usize),
    /// By the name of its simple type.
    Value(&'static str),
}

#[derive(Debug)]
pub(super) struct Attribute {
    pub name: &'static str,
    pub required: bool,
    pub value: &'static str,
}

/// Elements that may stand at one place of a sequence.
#[derive(Debug)]
pub(super) struct Particle {
    pub required: bool,
    pub repeats: bool,
    pub choices: Vec<(&'static str, Kind)>,
}

#[derive(Debug, Default)]
pub(super) struct Type {
    pub mixed: bool,
    /// The simple type of its text, if it has text alone.
    pub text: Option<&'static str>,
    pub attributes: Vec<Attribute>,
    pub content: Vec<Particle>,
}

#[derive(Debug, Default)]
pub(super) struct Grammar {
    roots: HashMap<&'static str, usize>,
    elements: HashMap<&'static str, Kind>,
    types: HashMap<usize, Type>,
}

impl Grammar {
    /// The type of an outermost element.
    pub fn root(&self, name: &str) -> Option<usize> {
        self.roots.get(name).copied()
    }
    /// What an element is where any may stand.
    pub fn anywhere(&self, name: &str) -> Option<Kind> {
        self.elements.get(name).copied()
    }
    pub fn get(&self, number: usize) -> Option<&Type> {
        self.types.get(&number)
    }
}

pub(super) fn grammar() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| {
        let mut grammar = Grammar::default();
        let mut groups: HashMap<&str, &str> = HashMap::new();
        for line in TABLE.lines() {
            let columns: Vec<&'static str> = line.split('\t').collect();
            match columns.as_slice() {
                ["R", name, number] => {
                    grammar.roots.extend(number.parse().ok().map(|number| (*name, number)));
                }
                ["G", name, of] => {
                    grammar.elements.extend(kind(of).map(|kind| (*name, kind)));
                }
                ["A", name, attributes] => {
                    groups.insert(name, attributes);
                }
                ["T", number, mixed, text, attributes, content] => {
                    let one = Type {
                        mixed: *mixed == "mixed",
                        text: Some(*text).filter(|text| *text != "-"),
                        attributes: expanded(attributes, &groups),
                        content: particles(content),
                    };
                    grammar.types.extend(number.parse().ok().map(|number| (number, one)));
                }
                _ => {}
            }
        }
        grammar
    })
}

fn expanded(list: &'static str, groups: &HashMap<&str, &'static str>) -> Vec<Attribute> {
    let mut found: Vec<Attribute> = Vec::new();
    for word in list.split_whitespace() {
        if let Some(group) = word.strip_prefix('@') {
            let inner = groups.get(group).copied().unwrap_or_default();
            found.extend(expanded(inner, groups));
        } else if let Some((name, value)) = word.split_once('=') {
            let required = name.ends_with('!');
            found.push(Attribute { name: name.trim_end_matches('!'), required, value });
        }
    }
    found
}

fn kind(text: &'static str) -> Option<Kind> {
    match text.strip_prefix("s:") {
        Some(value) => Some(Kind::Value(value)),
        None => text.parse().ok().map(Kind::Type),
    }
}

fn particles(content: &'static str) -> Vec<Particle> {
    let one = |text: &'static str| {
        let (count, choices) = text.split_once('(')?;
        let choice = |word: &'static str| {
            let (name, of) = word.split_once('=')?;
            Some((name, kind(of)?))
        };
        let choices = choices.split_whitespace().filter_map(choice).collect();
        Some(Particle { required: !count.starts_with('0'), repeats: count.ends_with('*'), choices })
    };
    content.split(')').map(str::trim).filter(|text| !text.is_empty() && *text != "-").filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read_and_every_type_is_known() {
        let grammar = grammar();
        assert_eq!(grammar.roots.len(), 6);
        assert_eq!(grammar.types.len(), TABLE.lines().filter(|line| line.starts_with('T')).count());
        let kinds = grammar.types.values().flat_map(|one| &one.content).flat_map(|particle| &particle.choices);
        for (name, kind) in kinds {
            match kind {
                Kind::Type(number) => assert!(grammar.get(*number).is_some(), "{name}"),
                Kind::Value(value) => assert!(*name == "*" || super::super::values::is_known(value), "{name} {value}"),
            }
        }
        for attribute in grammar.types.values().flat_map(|one| &one.attributes) {
            assert!(super::super::values::is_known(attribute.value), "{attribute:?}");
        }
        assert!(grammar.types.values().filter_map(|one| one.text).all(super::super::values::is_known));
        let news = grammar.get(grammar.root("newsItem").unwrap()).unwrap();
        assert!(news.attributes.iter().any(|attribute| attribute.name == "guid" && attribute.required));
    }
}
