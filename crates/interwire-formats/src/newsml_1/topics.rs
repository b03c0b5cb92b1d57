//! Topic sets inside a document: what its formal names and references mean in words. Those elsewhere are never fetched.

use super::read::{formal, own};
use crate::xml::Element;
use interwire_core::item::{Concept, Name};
use std::collections::HashMap;

/// More topics than any document has; those beyond have no words.
const TOPICS_MAX: usize = 20_000;
/// The names of one topic, and each of its codes; longer ones are left out, since everything that refers to the topic
/// has them.
const NAMES_BYTES_MAX: usize = 1000;

/// The topics by their local id, and by their formal name.
#[derive(Debug, Default)]
pub(super) struct Topics {
    by_id: HashMap<String, Concept>,
    by_name: HashMap<String, Vec<Name>>,
}

impl Topics {
    /// The topics of a document.
    pub fn of_document(root: &Element) -> Self {
        let mut topics = Self::default();
        for set in root.all("TopicSet") {
            topics.add(set);
        }
        topics
    }

    /// Those of an item alone.
    pub fn of_item(item: &Element) -> Self {
        let mut topics = Self::default();
        topics.within(item);
        topics
    }

    fn within(&mut self, element: &Element) {
        for child in element.elements() {
            match child.local() {
                "TopicSet" => self.add(child),
                "DataContent" | "NewsItem" => {}
                _ => self.within(child),
            }
        }
    }

    fn add(&mut self, set: &Element) {
        for topic in set.all("Topic") {
            if self.by_name.len() + self.by_id.len() >= TOPICS_MAX {
                return;
            }
            let mut left = NAMES_BYTES_MAX;
            let fits = |name: &Name| {
                let words = [&name.lang, &name.role].into_iter().flatten().map(String::len).sum::<usize>();
                let rest = left.checked_sub(words + name.text.len() + size_of::<Name>());
                left = rest.unwrap_or(left);
                rest.is_some()
            };
            let names: Vec<Name> = topic.all("Description").filter_map(name).filter(fits).collect();
            let is_short = |word: &String| word.len() <= NAMES_BYTES_MAX;
            let kind = topic.first("TopicType").and_then(formal).filter(is_short);
            let code = topic.first("FormalName").map(Element::line).filter(|code| !code.is_empty() && is_short(code));
            for code in topic.all("FormalName").map(Element::line) {
                self.by_name.entry(code).or_insert_with(|| names.clone());
            }
            if let Some(id) = own(topic, "Duid") {
                let mut names = names;
                if names.is_empty() {
                    names.extend(code.clone().map(|text| Name { text, ..Name::default() }));
                }
                self.by_id.insert(id, Concept { literal: code, kind, names, ..Concept::default() });
            }
        }
    }

    /// The words for a formal name.
    pub fn names(&self, formal_name: &str) -> Option<&Vec<Name>> {
        self.by_name.get(formal_name).filter(|names| !names.is_empty())
    }

    /// The topic that `#id` refers to.
    pub fn referred(&self, reference: &str) -> Option<&Concept> {
        self.by_id.get(reference.strip_prefix('#')?)
    }
}

fn name(description: &Element) -> Option<Name> {
    let text = description.line();
    let lang = own(description, "xml:lang");
    (!text.is_empty()).then(|| Name { lang, role: own(description, "Variant"), text })
}
