//! RDF to properties: every way to write a property that the XMP specification knows, and some that it does not.
//! spec: XMP part 1 (ISO 16684-1), section 7.

use super::names;
use crate::ReadError;
use crate::xml::{self, Child, Element};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Namespace declarations in one packet; real ones have some dozens.
const DECLARATIONS_MAX: usize = 500;

/// References to nodes that are followed; XMP allows none at all.
const FOLLOWED_MAX: usize = 50;

/// The declarations in force at some place.
type Scope = Rc<BTreeMap<String, String>>;

/// A property of the photograph, or a field of a structure.
#[derive(Debug, Clone)]
pub(crate) struct Property<'e> {
    /// Its name with the prefix that [`names`] has for its namespace; as written where that is not known.
    pub name: String,
    pub value: Value<'e>,
    written: Written<'e>,
    scope: Scope,
}

#[derive(Debug, Clone, Copy)]
enum Written<'e> {
    Element(&'e Element),
    Attribute(&'e str, &'e str),
}

/// What a property holds.
#[derive(Debug, Clone)]
pub(crate) enum Value<'e> {
    Text(String),
    List(Vec<Entry<'e>>),
    Struct(Vec<Property<'e>>),
}

/// One of a list.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'e> {
    pub lang: Option<String>,
    pub value: Value<'e>,
}

impl Property<'_> {
    /// The property as an XML element that declares what it uses.
    pub fn xml(&self) -> String {
        match self.written {
            Written::Element(element) => xml::fragment(element, &self.scope),
            Written::Attribute(name, value) => {
                let element = Element::holding(name, vec![Child::Text(value.into())]);
                xml::fragment(&element, &self.scope)
            }
        }
    }
}

/// All properties of a packet, in its order.
pub(crate) fn properties(root: &Element) -> Result<Vec<Property<'_>>, ReadError> {
    let mut declared = 0;
    count(root, &mut declared);
    if declared > DECLARATIONS_MAX {
        let message = format!("{declared} namespaces declared, more than the {DECLARATIONS_MAX} allowed");
        return Err(ReadError::new("xmp_too_many_namespaces", message));
    }
    let scope = within(&Scope::default(), root);
    let mut found = Vec::new();
    let graphs: Vec<&Element> =
        if root.local() == "RDF" { vec![root] } else { root.elements().filter(|one| one.local() == "RDF").collect() };
    for graph in graphs {
        let scope = within(&scope, graph);
        let nodes = graph.elements().filter_map(|node| Some((attribute(node, &scope, "rdf:nodeID")?, node))).collect();
        let walk = Walk { nodes, followed: Cell::new(0) };
        for node in graph.elements() {
            let inner = within(&scope, node);
            if attribute(node, &scope, "rdf:nodeID").is_some() || name(&node.name, &inner) != "rdf:Description" {
                // A node of the graph, which a property may refer to, is none of the photograph itself.
                let value = Value::Struct(Vec::new());
                let written = Written::Element(node);
                found.push(Property { name: name(&node.name, &inner), value, written, scope: inner });
            } else {
                found.extend(walk.fields(node, &inner, true));
            }
        }
    }
    Ok(found)
}

fn count(element: &Element, declared: &mut usize) {
    *declared += element.attributes.iter().filter(|(name, _)| name.starts_with("xmlns")).count();
    element.elements().for_each(|child| count(child, declared));
}

/// The declarations inside an element.
fn within(scope: &Scope, element: &Element) -> Scope {
    let own = xml::scope(&[element]);
    if own.is_empty() {
        return Rc::clone(scope);
    }
    let mut all = scope.as_ref().clone();
    all.extend(own);
    Rc::new(all)
}

/// A name as we spell it.
fn name(written: &str, scope: &Scope) -> String {
    let Some((prefix, local)) = written.split_once(':') else { return written.to_owned() };
    match scope.get(&format!("xmlns:{prefix}")) {
        Some(uri) => names::prefix_of(uri).map_or_else(|| written.to_owned(), |prefix| format!("{prefix}:{local}")),
        None => written.to_owned(),
    }
}

fn attribute<'e>(element: &'e Element, scope: &Scope, wanted: &str) -> Option<&'e str> {
    element.attributes.iter().find(|(written, _)| name(written, scope) == wanted).map(|(_, value)| value.as_str())
}

fn is_property(name: &str) -> bool {
    // The oldest packets say `about` without a prefix.
    name != "about" && !["xmlns", "xml:", "rdf:"].iter().any(|start| name.starts_with(start))
}

struct Walk<'e> {
    nodes: BTreeMap<&'e str, &'e Element>,
    followed: Cell<usize>,
}

impl<'e> Walk<'e> {
    /// The fields of a structure: those written as attributes, then those written as elements.
    fn fields(&self, element: &'e Element, scope: &Scope, follow: bool) -> Vec<Property<'e>> {
        let mut fields = Vec::new();
        for (written, value) in &element.attributes {
            let name = name(written, scope);
            if is_property(&name) {
                let (value, written) = (Value::Text(value.to_string()), Written::Attribute(written, value));
                fields.push(Property { name, value, written, scope: Rc::clone(scope) });
            }
        }
        for child in element.elements() {
            let inner = within(scope, child);
            let value = self.value(child, &inner, follow);
            fields.push(Property {
                name: name(&child.name, &inner),
                value,
                written: Written::Element(child),
                scope: inner,
            });
        }
        fields
    }

    fn value(&self, element: &'e Element, scope: &Scope, follow: bool) -> Value<'e> {
        if let Some(address) = attribute(element, scope, "rdf:resource") {
            return Value::Text(address.to_owned());
        }
        // A reference is followed once, so that none leads back to itself.
        if let Some(node) = attribute(element, scope, "rdf:nodeID").filter(|_| follow)
            && let Some(node) = self.nodes.get(node)
            && self.followed.replace(self.followed.get() + 1) < FOLLOWED_MAX
        {
            return self.node(node, &within(scope, node), false);
        }
        match attribute(element, scope, "rdf:parseType") {
            Some("Resource") => return Value::Struct(self.fields(element, scope, follow)),
            Some(_) => return Value::Text(element.text()),
            None => {}
        }
        let mut inside = element.elements();
        match (inside.next(), inside.next()) {
            (Some(only), None) => self.node(only, &within(scope, only), follow),
            (None, _) if element.children.is_empty() && element.attributes.iter().any(|(n, _)| is_property(n)) => {
                Value::Struct(self.fields(element, scope, follow))
            }
            (None, _) => Value::Text(element.text()),
            (Some(_), Some(_)) => Value::Struct(self.fields(element, scope, follow)),
        }
    }

    /// A list or a structure.
    fn node(&self, element: &'e Element, scope: &Scope, follow: bool) -> Value<'e> {
        match name(&element.name, scope).as_str() {
            "rdf:Bag" | "rdf:Seq" | "rdf:Alt" => Value::List(
                element
                    .elements()
                    .map(|entry| {
                        let inner = within(scope, entry);
                        let lang = entry.attribute("xml:lang").map(str::to_owned);
                        Entry { lang, value: self.value(entry, &inner, follow) }
                    })
                    .collect(),
            ),
            "rdf:Description" => {
                let fields = self.fields(element, scope, follow);
                // A value with qualifiers; these say nothing that news needs.
                let value = fields.iter().position(|field| field.name == "rdf:value");
                match value.and_then(|at| fields.get(at)).map(|field| field.value.clone()) {
                    Some(value) => value,
                    None => Value::Struct(fields),
                }
            }
            _ => {
                let inner = Property {
                    name: name(&element.name, scope),
                    value: self.value(element, scope, follow),
                    written: Written::Element(element),
                    scope: Rc::clone(scope),
                };
                Value::Struct(vec![inner])
            }
        }
    }
}
