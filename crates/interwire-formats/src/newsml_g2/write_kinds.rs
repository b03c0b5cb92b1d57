//! The document as a whole: what was kept verbatim goes back to its section, and packages, events, planned coverage and
//! knowledge get the root and the content of their own. What has no place in the schema goes afterwards.

use super::grammar::grammar;
use crate::losses::Losses;
use crate::xml::{self, Child, Element};
use interwire_core::item::{Extra, Form, Item, ItemType, Limits, Link, text, text::collapse};
use serde_json::Value;
use std::collections::HashSet;

const SECTIONS: &[&str] = &["itemMeta", "contentMeta", "contentSet"];
/// Roots by the element that only they have.
const CONTENTS: &[(&str, &str)] = &[
    ("groupSet", "packageItem"),
    ("concept", "conceptItem"),
    ("conceptSet", "knowledgeItem"),
    ("schemeMeta", "knowledgeItem"),
    ("newsCoverageSet", "planningItem"),
    ("catalogContainer", "catalogItem"),
];

/// What a link for a reference in the groups of a package says: relation, guid and address.
type Reference = (Option<String>, Option<String>, Option<String>);

/// The references that the groups kept of a package say themselves; the reader makes a link of each.
pub(super) fn grouped(item: &Item) -> HashSet<Reference> {
    let mut found = HashSet::new();
    for group in kept(item, "groupSet").iter().flat_map(|set| set.all("group")) {
        for reference in group.elements().filter(|one| matches!(one.local(), "itemRef" | "conceptRef")) {
            let own = |name: &str| reference.attribute(name).map(str::to_owned);
            let rel = own("rel").or_else(|| group.attribute("role").map(str::to_owned));
            found.insert((rel, own("residref"), own("href")));
        }
    }
    found
}

/// A link as one of those.
pub(super) fn reference(link: &Link) -> Reference {
    (link.rel.clone(), link.guid.clone(), link.href.clone())
}

/// Whether something kept of an item goes back to where it stood.
pub(super) fn is_put_back(extra: &Extra) -> bool {
    let known = ["xml:lang", "catalogRef", "itemMeta/itemClass", "eventDetails", "plannedCoverage"];
    known.contains(&extra.name.as_str()) || section(extra).is_some()
}

/// Where an element stood; the empty text for outermost ones.
fn section(extra: &Extra) -> Option<&str> {
    if extra.form != Form::Xml {
        return None;
    }
    match extra.name.split_once('/') {
        Some((section, _)) => SECTIONS.iter().find(|known| **known == section).copied(),
        None => {
            let roots = ["newsItem", "packageItem", "conceptItem", "planningItem", "knowledgeItem", "catalogItem"];
            let models = roots.iter().filter_map(|root| grammar().get(grammar().root(root)?));
            let mut choices = models.flat_map(|model| &model.content).flat_map(|particle| &particle.choices);
            choices.any(|(name, _)| *name == extra.name).then_some("")
        }
    }
}

fn kept(item: &Item, name: &str) -> Option<Element> {
    let extra = item.extra.iter().find(|extra| extra.name == name && extra.form == Form::Xml)?;
    xml::parse(&extra.value, &Limits::default()).ok().map(|(element, _)| element)
}

/// Which sort of item it is.
fn root_name(item: &Item) -> &'static str {
    let by_content = CONTENTS.iter().find(|(content, _)| kept(item, content).is_some()).map(|(_, root)| *root);
    by_content.unwrap_or(match &item.kind {
        Some(ItemType::Event) => "conceptItem",
        Some(ItemType::Planning) => "planningItem",
        Some(ItemType::Composite) if item.bodies.is_empty() && item.renditions.is_empty() && !item.links.is_empty() => {
            "packageItem"
        }
        _ => "newsItem",
    })
}

/// The document with all that was kept; `None` only if what we wrote cannot be read.
pub(super) fn whole(item: &Item, text: &str, losses: &mut Losses) -> Option<Element> {
    let (mut root, _) = xml::parse(text, &Limits { depth_max: 500, ..Limits::default() }).ok()?;
    root.name = root_name(item).into();
    for extra in &item.extra {
        let Some(section) = section(extra) else { continue };
        let Ok((element, _)) = xml::parse(&extra.value, &Limits::default()) else { continue };
        push(&mut root, section, element);
    }
    match root.name.as_str() {
        "packageItem" if root.first("groupSet").is_none() => push(&mut root, "", groups(item)),
        "conceptItem" => {
            if root.first("concept").is_none() {
                push(&mut root, "", event(item, losses));
            }
            said_by_concept(&mut root);
        }
        "planningItem" if root.first("newsCoverageSet").is_none() => push(&mut root, "", coverage(item)),
        _ => {}
    }
    drop_empty(&mut root);
    Some(root)
}

fn push(root: &mut Element, section: &str, element: Element) {
    let found = root.children.iter_mut().find_map(|child| match child {
        Child::Element(one) if one.local() == section => Some(one),
        _ => None,
    });
    match found {
        Some(section) => section.children.push(Child::Element(element)),
        None => root.children.push(Child::Element(element)),
    }
}

fn drop_empty(root: &mut Element) {
    let is_empty = |one: &Element| SECTIONS.contains(&one.local()) && !one.has_elements();
    root.children.retain(|child| !matches!(child, Child::Element(one) if is_empty(one)));
}

fn with_text(name: &str, text: &str) -> Child {
    Child::Element(Element::holding(name, vec![Child::Text(text.into())]))
}

/// One group of all items referred to.
fn groups(item: &Item) -> Element {
    let references = item.links.iter().filter_map(|link| {
        let reference = Element::holding("itemRef", Vec::new());
        match (&link.guid, &link.href) {
            (Some(guid), _) => Some(Child::Element(reference.with("residref", guid))),
            (None, Some(href)) => Some(Child::Element(reference.with("href", href))),
            (None, None) => None,
        }
    });
    let group = Element::holding("group", references.collect()).with("id", "main").with("role", "group:main");
    Element::holding("groupSet", vec![Child::Element(group)]).with("root", "main")
}

/// An event from what the item says of it, and of ninjs its dates.
fn event(item: &Item, losses: &mut Losses) -> Element {
    let guid = item.guid.as_ref().map(ToString::to_string).unwrap_or_default();
    if item.headline().is_none() {
        losses.add("required_filled", "headlines", "an event without a name is called event");
    }
    let mut children = vec![
        Child::Element(Element::holding("conceptId", Vec::new()).with("uri", &guid)),
        Child::Element(Element::holding("type", Vec::new()).with("qcode", "cpnat:event")),
        with_text("name", &collapse(item.headline().unwrap_or("event"))),
    ];
    children.extend(item.descriptions.iter().map(|line| with_text("definition", &collapse(&line.text))));
    for body in text::story(item) {
        losses.add("body_as_definition", "bodies", "the text of an event is part of its definition");
        children.push(with_text("definition", &text::plain(body)));
    }
    for href in item.renditions.iter().filter_map(|rendition| rendition.href.as_deref()) {
        losses.add("file_as_reference", "renditions", "a file of an event is a reference of its concept");
        children.push(Child::Element(Element::holding("remoteInfo", Vec::new()).with("href", href)));
    }
    let details: Option<Value> =
        Extra::find(&item.extra, "eventDetails").and_then(|json| serde_json::from_str(json).ok());
    let dates = details.as_ref().and_then(|details| details.get("dates"));
    let date = |names: [&str; 2]| names.iter().find_map(|name| dates?.get(name)?.as_str());
    if let Some(start) = date(["startDate", "expectedStartDate"]) {
        let mut parts = vec![with_text("start", start)];
        parts.extend(date(["endDate", "expectedEndDate"]).map(|end| with_text("end", end)));
        let dates = Child::Element(Element::holding("dates", parts));
        children.push(Child::Element(Element::holding("eventDetails", vec![dates])));
    }
    if details.is_some() {
        losses.add("newsml_g2_lacks", "eventDetails", "of the details of the event its first date is written");
    }
    Element::holding("concept", children)
}

/// A concept says its name and definition itself.
fn said_by_concept(root: &mut Element) {
    let Some(concept) = root.first("concept") else { return };
    let said: Vec<String> =
        concept.elements().filter(|one| matches!(one.local(), "name" | "definition")).map(Element::line).collect();
    for child in &mut root.children {
        if let Child::Element(meta) = child
            && meta.local() == "contentMeta"
        {
            // A name among several headlines stays, for it is the first of them.
            let is_alone = meta.all("headline").count() < 2;
            let names = ["headline", "description", "located"];
            let repeats = |one: &Element| {
                (is_alone || one.local() != "headline") && names.contains(&one.local()) && said.contains(&one.line())
            };
            meta.children.retain(|child| !matches!(child, Child::Element(one) if repeats(one)));
        }
    }
}

/// Coverage as ninjs has it: what sort of content, and its title.
fn coverage(item: &Item) -> Element {
    let planned: Vec<Value> = Extra::find(&item.extra, "plannedCoverage")
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default();
    let mut covered: Vec<Child> = planned
        .iter()
        .map(|one| {
            let word = |name: &str| one.get(name).and_then(Value::as_str);
            let mut parts = Vec::new();
            parts.extend(word("type").map(|kind| {
                let class = Element::holding("itemClass", Vec::new());
                Child::Element(class.with("qcode", &format!("ninat:{kind}")))
            }));
            parts.extend(word("title").map(|title| with_text("headline", &collapse(title))));
            let planning = Child::Element(Element::holding("planning", parts));
            Child::Element(Element::holding("newsCoverage", vec![planning]))
        })
        .collect();
    if covered.is_empty() {
        covered.push(Child::Element(Element::holding("newsCoverage", Vec::new())));
    }
    Element::holding("newsCoverageSet", covered)
}
