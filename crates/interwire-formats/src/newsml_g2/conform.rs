//! Brings an element into the shape of the schema: attributes and children that have no place go, children come into
//! their order, values are checked. What goes is a loss; an element that lacks what it requires goes whole.

use super::grammar::{Kind, Particle, Type, grammar};
use super::values::{PREFIXES, fit};
use crate::losses::Losses;
use crate::xml::{self, Child, Element};
use interwire_core::item::Limits;
use std::collections::HashSet;

const NAMESPACE: &str = "http://iptc.org/std/nar/2006-10-01/";

/// Elements whose content is of another language: it stays as it is.
const FOREIGN: &[&str] = &["inlineXML", "rightsExpressionXML"];

/// One document being brought into shape.
pub(super) struct Conform<'l> {
    losses: &'l mut Losses,
    ids: HashSet<String>,
    /// Whether a data type of XML Schema is named somewhere.
    names_types: bool,
    /// The namespaces declared on the way.
    scope: Vec<xml::Attribute>,
}

/// An item as the schema has it; `None` if it lacks what the schema requires.
pub(super) fn item(root: &Element, losses: &mut Losses) -> Option<Element> {
    let number = grammar().root(root.local())?;
    let mut conform = Conform { losses, ids: HashSet::new(), names_types: false, scope: Vec::new() };
    let mut done = conform.element(root, Kind::Type(number))?;
    let mut declared = vec![xml::Attribute::from(("xmlns".into(), NAMESPACE.into()))];
    if conform.names_types {
        for (prefix, schema) in PREFIXES.into_iter().zip(["XMLSchema", "XMLSchema", "XMLSchema-instance"]) {
            declared.push((format!("xmlns:{prefix}").into(), format!("http://www.w3.org/2001/{schema}").into()));
        }
    }
    done.attributes.splice(0..0, declared);
    Some(done)
}

impl Conform<'_> {
    fn element(&mut self, element: &Element, kind: Kind) -> Option<Element> {
        let name = element.local();
        match kind {
            Kind::Value(value) => {
                let text = fit(value, &element.text());
                if text.is_none() || element.has_elements() {
                    self.gone(name, "its text is not what the schema asks for");
                }
                text.map(|text| Element::holding(name, vec![Child::Text(text.into())]))
            }
            Kind::Type(number) => {
                let model = grammar().get(number)?;
                let mut done = Element::holding(name, Vec::new());
                done.attributes = self.attributes(element, model)?;
                let outer = self.scope.len();
                let declared = element.attributes.iter().filter(|(name, _)| name.starts_with("xmlns"));
                self.scope.extend(declared.cloned());
                let children = self.children(element, model);
                self.scope.truncate(outer);
                done.children = children?;
                Some(done)
            }
        }
    }

    fn attributes(&mut self, element: &Element, model: &Type) -> Option<Vec<xml::Attribute>> {
        let mut kept = Vec::new();
        for (name, value) in &element.attributes {
            if name.starts_with("xmlns") || name.ends_with("schemaLocation") {
                continue;
            }
            let rule = model.attributes.iter().find(|rule| rule.name == name);
            let value = rule.and_then(|rule| fit(rule.value, value).map(|value| (rule.value, value)));
            match value {
                Some(("ID", id)) if !self.ids.insert(id.clone()) => self.gone(element.local(), "its id is not its own"),
                Some((kind, value)) => {
                    self.names_types |= kind == "QName";
                    kept.push((name.clone(), value.into()));
                }
                None => {
                    let message = format!("{name} of {} has no place or not that value", element.local());
                    self.losses.add("attribute_lost", element.local(), message);
                }
            }
        }
        for rule in model.attributes.iter().filter(|rule| rule.required) {
            if !kept.iter().any(|(name, _)| name == rule.name) {
                self.gone(element.local(), &format!("it lacks {}", rule.name));
                return None;
            }
        }
        Some(kept)
    }

    fn children(&mut self, element: &Element, model: &Type) -> Option<Vec<Child>> {
        if FOREIGN.contains(&element.local()) {
            return Some(element.children.clone());
        }
        if let Some(kind) = model.text {
            let text = fit(kind, &element.text());
            if text.is_none() {
                self.gone(element.local(), "its text is not what the schema asks for");
            }
            return text.map(|text| if text.is_empty() { Vec::new() } else { vec![Child::Text(text.into())] });
        }
        if model.mixed {
            return Some(self.mixed(element, model));
        }
        if element.children.iter().any(|child| child.as_text().is_some() && !child.is_blank()) {
            self.losses.add("text_lost", element.local(), format!("text has no place in {}", element.local()));
        }
        self.sequence(element, model)
    }

    fn mixed(&mut self, element: &Element, model: &Type) -> Vec<Child> {
        let mut children = Vec::new();
        for child in &element.children {
            match child {
                Child::Text(_) => children.push(child.clone()),
                Child::Element(inner) => {
                    let kinds = model.content.iter().flat_map(|particle| &particle.choices);
                    let kind = kinds.into_iter().find(|(name, _)| *name == inner.local()).map(|(_, kind)| *kind);
                    // The forms of ruby exclude one another in ways that the table does not say.
                    let kind = kind.filter(|_| inner.local() != "ruby");
                    match kind.and_then(|kind| self.element(inner, kind)) {
                        Some(done) => children.push(Child::Element(done)),
                        // Its markup goes, its text stays.
                        None => {
                            self.losses.add(
                                "markup_lost",
                                element.local(),
                                format!("<{}> has no place", inner.local()),
                            );
                            children.push(Child::Text(inner.text().into()));
                        }
                    }
                }
            }
        }
        children
    }

    fn sequence(&mut self, element: &Element, model: &Type) -> Option<Vec<Child>> {
        let mut left: Vec<&Element> = element.elements().collect();
        let mut children = Vec::new();
        for particle in &model.content {
            let mut count = 0;
            let mut later = Vec::new();
            for child in left {
                let foreign = self.is_foreign(child);
                let named = particle.choices.iter().find(|(name, _)| *name == child.local() && !foreign);
                let kind = named.map(|(_, kind)| *kind);
                match kind {
                    None if let Some(done) = self.wild(child, particle, foreign) => {
                        children.push(Child::Element(done));
                        count += 1;
                    }
                    Some(kind) if particle.repeats || count == 0 => {
                        if let Some(done) = self.element(child, kind) {
                            children.push(Child::Element(done));
                            count += 1;
                        }
                    }
                    _ => later.push(child),
                }
            }
            left = later;
            if particle.required && count == 0 {
                let names: Vec<&str> = particle.choices.iter().map(|(name, _)| *name).collect();
                self.gone(element.local(), &format!("it lacks {}", names.join(" or ")));
                return None;
            }
        }
        for child in left {
            self.gone(child.local(), &format!("it has no place in {}", element.local()));
        }
        Some(children)
    }

    /// Whether an element is of another namespace. One without any is taken for ours, as are those that forgot it.
    fn is_foreign(&self, element: &Element) -> bool {
        let wanted = element.name.split_once(':').map_or("xmlns".to_owned(), |(prefix, _)| format!("xmlns:{prefix}"));
        let on_it = element.attribute(&wanted);
        let found = on_it.or_else(|| {
            let declared = self.scope.iter().rev().find(|(name, _)| *name == wanted);
            declared.map(|(_, uri)| uri.as_str())
        });
        found.is_some_and(|uri| !uri.is_empty() && !uri.starts_with("urn:undeclared:") && uri != NAMESPACE)
    }

    /// An element where any may stand: one of another namespace as it is, one of ours as it is declared.
    fn wild(&mut self, child: &Element, particle: &Particle, foreign: bool) -> Option<Element> {
        let place = particle.choices.iter().find_map(|(name, kind)| match kind {
            Kind::Value(which) if *name == "*" => Some(*which),
            _ => None,
        })?;
        if foreign {
            let scope = self.scope.iter().map(|(name, uri)| (name.to_string(), uri.to_string())).collect();
            let text = xml::fragment(child, &scope);
            return xml::parse(&text, &Limits { depth_max: 500, ..Limits::default() }).ok().map(|(element, _)| element);
        }
        let kind = grammar().anywhere(child.local()).filter(|_| place == "any")?;
        self.element(child, kind)
    }

    fn gone(&mut self, name: &str, why: &str) {
        // The fields of an item by the elements that carry them, where the names differ.
        let field = match name {
            "by" => "bylines",
            "headline" => "headlines",
            "slugline" => "sluglines",
            "creditline" => "creditlines",
            "dateline" => "datelines",
            "genre" => "genres",
            "subject" => "subjects",
            "creator" => "creators",
            "contributor" => "contributors",
            "description" => "descriptions",
            "keyword" => "keywords",
            other => other,
        };
        self.losses.add("not_in_schema", field, format!("{name} is left out: {why}"));
    }
}

#[cfg(test)]
#[path = "suite_tests.rs"]
mod suite;
