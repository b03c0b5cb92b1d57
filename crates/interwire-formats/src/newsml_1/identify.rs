//! `Identification`: the item's names. A public identifier ends with the revision and differs between revisions.

use super::read::{Reader, formal, own};
use crate::xml::Element;
use interwire_core::item::{AltId, Extra, Line, Link, Version};

/// The name of an item's earlier revisions, as far as the identifier tells them apart.
const WITHOUT_REVISION: &str = "NewsItem";

pub(super) fn read(reader: &mut Reader<'_>, element: &Element) {
    for child in element.elements() {
        match child.local() {
            "NewsIdentifier" => identifier(reader, child),
            "NameLabel" => {
                let text = child.line();
                let line = Line { role: Some("NameLabel".to_owned()), ..Line::of(&text) };
                reader.item.sluglines.extend((!text.is_empty()).then_some(line));
            }
            "Label" => {
                let role = child.first("LabelType").and_then(formal);
                let value = child.first("LabelText").map(Element::line).unwrap_or_default();
                reader.item.alt_ids.push(AltId { role, value, extra: Vec::new() });
            }
            "DateLabel" => {
                let text = child.line();
                reader.item.extra.push(Extra::text("DateLabel", &text));
            }
            _ => reader.keep("Identification/", child),
        }
    }
}

fn identifier(reader: &mut Reader<'_>, element: &Element) {
    let text = |name: &str| element.first(name).map(Element::line).filter(|text| !text.is_empty());
    let revision = text("RevisionId");
    if let Some(revision) = &revision {
        reader.item.version = Version::parse(revision);
    }
    let parts = (text("ProviderId"), text("DateId"), text("NewsItemId"));
    let base = match &parts {
        (Some(provider), Some(date), Some(item)) => Some(format!("urn:newsml:{provider}:{date}:{item}")),
        _ => None,
    };
    for (name, value) in [("ProviderId", &parts.0), ("DateId", &parts.1), ("NewsItemId", &parts.2)] {
        reader.item.extra.extend(value.as_ref().map(|value| Extra::text(name, value)));
    }
    let update = element.first("RevisionId").and_then(|revision| own(revision, "Update"));
    let composed = base.as_ref().map(|base| {
        let suffix = update.as_deref().filter(|update| matches!(*update, "U" | "A")).unwrap_or("");
        format!("{base}:{}{suffix}", revision.as_deref().unwrap_or("1"))
    });
    let public = element.first("PublicIdentifier").map(Element::name_inside).filter(|public| !public.is_empty());
    match (public, composed) {
        (Some(public), _) => name(reader, &public),
        (None, Some(composed)) => {
            name(reader, &composed);
            reader.note_once("guid_composed", "it has no public identifier; it is put together from its parts");
        }
        (None, None) => {}
    }
    revisions(reader, element, base.as_deref(), update.as_deref());
}

fn name(reader: &mut Reader<'_>, text: &str) {
    match text.parse() {
        Ok(guid) => reader.item.guid = Some(guid),
        Err(_) => {
            reader.item.extra.push(Extra::text("guid", text));
            reader.note_once("guid_invalid", "the identifier is not usable as a name; it is kept as written");
        }
    }
}

/// Which revision came before it, and what sort of revision it is. spec: N is new, U patches, A replaces management.
fn revisions(reader: &mut Reader<'_>, element: &Element, base: Option<&str>, update: Option<&str>) {
    let previous = element.first("RevisionId").and_then(|revision| own(revision, "PreviousRevision"));
    let previous = previous.filter(|previous| previous != "0");
    if let Some(base) = base {
        reader.item.alt_ids.push(AltId {
            role: Some(WITHOUT_REVISION.to_owned()),
            value: base.to_owned(),
            extra: Vec::new(),
        });
    }
    if let (Some(base), Some(previous)) = (base, &previous) {
        let guid = Some(format!("{base}:{previous}"));
        let rel = Some("irel:previousVersion".to_owned());
        reader.item.links.push(Link { rel, guid, version: Some(previous.clone()), ..Link::default() });
    }
    let Some(update) = update.filter(|update| *update != "N") else { return };
    reader.item.extra.push(Extra::text("RevisionId@Update", update));
    match update {
        "A" => reader.note_once("revision_of_management", "only status and management of an earlier revision change"),
        "U" => {}
        other => reader.note_once("revision_unknown", format!("a revision of sort {other:?} is not known")),
    }
}

/// The name that all revisions share.
pub(super) fn without_revision(reader: &Reader<'_>) -> Option<String> {
    let named = reader.item.alt_ids.iter().find(|id| id.role.as_deref() == Some(WITHOUT_REVISION));
    named.map(|id| id.value.clone())
}
