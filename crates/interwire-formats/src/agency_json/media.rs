//! Renditions, associated items and links.

use super::members::{Members, extra, is_nothing, text, word};
use super::{names, state};
use crate::json::Json;
use interwire_core::item::{Item, Link, Rendition, words::SAFE_MAX};

pub(super) fn read(members: &mut Members<'_>, item: &mut Item) {
    for name in names::RENDITIONS {
        let found = members.take(name, |value| named(value, rendition));
        item.renditions.extend(found.unwrap_or_default());
    }
    let forms = members.take_all(form);
    item.renditions.extend(forms);
    for name in names::ASSOCIATIONS {
        let found = members.take(name, |value| named(value, |name, value| Some((name.map(str::to_owned), value))));
        for (name, value) in found.unwrap_or_default() {
            association(name.as_deref(), value, item);
        }
    }
    for name in names::LINKS {
        let found = members.take(name, |value| named(value, link).or_else(|| link(None, value).map(|link| vec![link])));
        item.links.extend(found.unwrap_or_default());
    }
}

/// The entries of a list, or of an object whose names are theirs.
fn named<'a, T>(value: &'a Json, one: impl Fn(Option<&str>, &'a Json) -> Option<T>) -> Option<Vec<T>> {
    match value {
        Json::List(list) => list.iter().map(|entry| one(None, entry)).collect(),
        Json::Object(members) => {
            let told = members.iter().filter(|(_, entry)| !is_nothing(entry));
            told.map(|(name, entry)| one(Some(name), entry)).collect()
        }
        _ => None,
    }
}

fn rendition(name: Option<&str>, value: &Json) -> Option<Rendition> {
    let name = name.map(str::to_owned);
    if let Some(href) = text(value) {
        return Some(Rendition { name, href: Some(href), ..Rendition::default() });
    }
    let mut members = Members::of(value)?;
    let pixels = |value: &Json| state::number(value).and_then(|number| u32::try_from(number).ok());
    let own = |members: &mut Members<'_>| members.text(&["role", "name"]);
    let bytes = |value: &Json| state::number(value).filter(|size| *size <= SAFE_MAX);
    Some(Rendition {
        name: name.or_else(|| own(&mut members)),
        href: members.text(&["href", "url", "uri"]),
        content_type: members.text(&["mimetype", "contenttype"]),
        size_bytes: members.take_first(&["sizeinbytes", "filesize"], bytes).map(|(_, size)| size),
        width: members.take("width", pixels),
        height: members.take("height", pixels),
        duration: members.take("duration", word),
        blob: None,
        extra: members.rest(),
    })
}

/// A form of the item that stands among its facts: `previewUrl`, `Path_WebHigh`.
fn form(name: &str, written: &str, value: &Json) -> Option<Rendition> {
    if let Some(bare) = name.strip_suffix("url").filter(|bare| !bare.is_empty()) {
        let href = text(value).filter(|href| href.starts_with("http"))?;
        return Some(Rendition {
            name: Some(written.get(..bare.len()).unwrap_or(written).to_owned()),
            href: Some(href),
            ..Rendition::default()
        });
    }
    let members = Members::of(value).filter(|_| name.starts_with("path"))?;
    members.get("uri").or_else(|| members.get("warning"))?;
    rendition(Some(written), value).filter(|one| one.href.is_some())
}

/// An association is an item inside the item: it becomes a link, and what else it says is kept as it is. One with the
/// name of the item is the item: its renditions are those of the item.
fn association(name: Option<&str>, value: &Json, item: &mut Item) {
    let Some(mut members) = Members::of(value) else { return item.extra.push(extra("association", value)) };
    let others = match members.get("altids") {
        Some(Json::Object(ids)) => ids.as_slice(),
        _ => &[],
    };
    let guid = members.text(names::GUID);
    let guid = guid.map(|id| state::stable(&id, others.iter().filter_map(|(_, id)| id.text())).to_owned());
    let is_own = guid.is_some() && guid.as_deref() == item.guid.as_ref().map(|guid| guid.as_str());
    if is_own {
        for name in names::RENDITIONS {
            let found = members.take(name, |value| named(value, rendition));
            item.renditions.extend(found.unwrap_or_default());
        }
        if let Some(kind) = members.get("type").and_then(text).map(|word| state::kind(&word)) {
            item.kind = Some(kind);
        }
        return item.extra.push(extra("association", value));
    }
    item.links.push(Link {
        name: name.map(str::to_owned),
        rel: members.text(&["rel"]),
        guid,
        version: members.take_first(&["version"], word).map(|(_, version)| version),
        title: members.text(&["headline", "title"]),
        href: members.text(&["href", "url"]),
        content_type: members.text(&["mimetype"]),
        extra: members.rest(),
    });
}

fn link(name: Option<&str>, value: &Json) -> Option<Link> {
    let name = name.map(str::to_owned);
    if let Some(href) = text(value) {
        return Some(Link { name, href: Some(href), ..Link::default() });
    }
    let mut members = Members::of(value)?;
    Some(Link {
        name,
        rel: members.text(&["rel", "type"]),
        href: members.text(&["href", "url"]),
        guid: members.text(&["uri", "guid"]),
        title: members.text(&["title", "name"]),
        content_type: members.text(&["mimetype"]),
        version: None,
        extra: members.rest(),
    })
}
