//! `NewsManagement`: status, times, urgency, relations, and what the revision says of others.

use super::identify::without_revision;
use super::read::{Reader, formal, own, rest};
use crate::instructed;
use crate::orders as status;
use crate::xml::Element;
use interwire_core::item::{Concept, Embargo, Extra, Link, Moment, PubStatus};

pub(super) fn read(reader: &mut Reader<'_>, element: &Element) {
    for child in element.elements() {
        property(reader, child);
    }
}

fn property(reader: &mut Reader<'_>, child: &Element) {
    let text = child.line();
    let moment = || (!text.is_empty()).then(|| Moment::new(&text));
    match child.local() {
        "NewsItemType" => {
            let kind = formal(child);
            reader.item.extra.extend(kind.map(|kind| Extra::text("NewsItemType", &kind)));
        }
        "FirstCreated" => reader.item.times.first_created = moment(),
        "ThisRevisionCreated" => reader.item.times.version_created = moment(),
        "Status" => reader.item.pub_status = formal(child).map(|word| status::status(&word)),
        "StatusWillChange" => will_change(reader, child),
        "Urgency" => urgency(reader, child),
        "RevisionHistory" => {
            let (rel, href) = (Some("RevisionHistory".to_owned()), own(child, "Href"));
            reader.item.links.push(Link { rel, href, ..Link::default() });
        }
        "DerivedFrom" => relation(reader, "irel:derivedFrom", child),
        "AssociatedWith" => relation(reader, "irel:associatedWith", child),
        "Instruction" => {
            let word = own(child, "FormalName");
            // What it says in its own word is also said as others say it.
            reader.item.signals.extend(word.map(|word| {
                let qcode = status::turn(&word).1.map(str::to_owned);
                Concept { qcode, literal: Some(word), ..Concept::default() }
            }));
            let others = child.elements().any(|one| one.local() != "RevisionStatus");
            if others || child.attribute("Scheme").is_some() || child.attribute("Vocabulary").is_some() {
                reader.keep("NewsManagement/", child);
            }
        }
        _ => reader.keep("NewsManagement/", child),
    }
}

fn urgency(reader: &mut Reader<'_>, element: &Element) {
    let Some(text) = formal(element) else { return };
    match text.parse().ok().filter(|urgency| (1..=9).contains(urgency)) {
        Some(urgency) => reader.item.urgency = Some(urgency),
        None => {
            reader.note_once("urgency_not_understood", format!("urgency {text:?} is kept as written"));
            reader.keep("NewsManagement/", element);
        }
    }
}

/// When it becomes usable an embargo ends; when it ceases to be it expires. Other changes are kept.
fn will_change(reader: &mut Reader<'_>, element: &Element) {
    let future = element.first("FutureStatus").and_then(formal).map(|word| status::status(&word));
    let at = element.first("DateAndTime").map(Element::line).unwrap_or_default();
    match future {
        Some(PubStatus::Usable) => reader.item.times.embargoed = Some(Embargo::new(&at)),
        Some(PubStatus::Canceled | PubStatus::Withheld) if !at.is_empty() => {
            reader.item.times.expires = Some(Moment::new(&at));
            reader.item.extra.push(Extra::text("FutureStatus", &future.map(|f| f.to_string()).unwrap_or_default()));
        }
        _ => {
            reader.keep("NewsManagement/", element);
            reader.note_once("future_status_unknown", "how its status will change is not understood; it is kept");
        }
    }
}

fn relation(reader: &mut Reader<'_>, rel: &str, element: &Element) {
    let mut extra = rest(element, &["NewsItem", "Duid", "Euid"]);
    extra.extend(element.elements().map(|child| Extra::xml(child.local(), reader.xml(child))));
    let guid = own(element, "NewsItem");
    reader.item.links.push(Link { rel: Some(rel.to_owned()), guid, extra, ..Link::default() });
}

/// What an instruction orders of the item itself. One with a `RevisionStatus` is about earlier revisions.
pub(super) fn instructed(reader: &mut Reader<'_>, element: &Element) {
    let instructions = element.all("NewsManagement").flat_map(|management| management.all("Instruction"));
    let own_words = instructions.filter(|one| one.first("RevisionStatus").is_none());
    let note = instructed::heed(&mut reader.item, own_words.filter_map(|one| own(one, "FormalName")));
    reader.notes.extend(note);
}

/// What the item says of its earlier revisions: `RevisionStatus`, and its own status if that is a recall, since every
/// revision has a name of its own. spec: NewsML 1.2, RevisionStatus: without Revision it is about all previous ones.
pub(super) fn orders(reader: &mut Reader<'_>, element: &Element) {
    let Some(base) = without_revision(reader) else { return };
    let management: Vec<&Element> = element.all("NewsManagement").collect();
    let mut found = Vec::new();
    for instruction in management.iter().flat_map(|management| management.all("Instruction")) {
        for revision in instruction.all("RevisionStatus") {
            let Some(word) = revision.first("Status").and_then(formal) else { continue };
            found.push(match own(revision, "Revision") {
                Some(number) => status::link(&format!("{base}:{number}"), Some(&number), &word),
                None => status::link(&base, None, &word),
            });
        }
    }
    let recalls = matches!(reader.item.pub_status, Some(PubStatus::Canceled | PubStatus::Withheld));
    let of_management = Extra::find(&reader.item.extra, "RevisionId@Update") == Some("A");
    let previous = reader.item.links.iter().find(|link| link.rel.as_deref() == Some("irel:previousVersion"));
    if found.is_empty()
        && (recalls || of_management)
        && let (Some(previous), Some(now)) = (previous.and_then(|link| link.guid.clone()), &reader.item.pub_status)
    {
        found.push(status::link(&previous, None, now.as_str()));
    }
    reader.item.links.extend(found);
}
