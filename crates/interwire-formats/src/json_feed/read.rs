//! Feed to items.

use crate::json::{self, Json};
use crate::shared::Shared;
use crate::stated_times::take;
use crate::{Read, ReadError, ReadItem, decode, feed};
use interwire_core::item::{
    Body, Concept, Embargo, Extra, Item, ItemType, Limits, Line, Link, Markup, Note, PubStatus, Rendition, Version,
    words::SAFE_MAX,
};

type Members = [(String, Json)];

/// What a feed says of its entries.
const SAID_OF_ALL: &[&str] = &["language", "author", "authors", "title", "home_page_url", "feed_url"];

/// Reads a feed: one item for each entry.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let decoded = decode::decode(bytes);
    let (json, mut notes) = json::parse(&decoded.text, limits)?;
    notes.splice(0..0, decoded.notes);
    let Json::Object(feed) = &json else { return Err(ReadError::new("not_json_feed", "JSON Feed is a JSON object")) };
    let said = Json::Object(feed.iter().filter(|(name, _)| SAID_OF_ALL.contains(&name.as_str())).cloned().collect());
    let (mut shared, bytes) = (Shared::new(), said.to_json().len());
    let Json::Object(said) = said else { return Err(ReadError::new("not_json_feed", "JSON Feed is a JSON object")) };
    let mut items = Vec::new();
    for entry in list(feed, "items") {
        if items.len() >= limits.items_max {
            let message = format!("more than the {} entries allowed", limits.items_max);
            return Err(ReadError::new("too_many_items", message));
        }
        match entry {
            Json::Object(members) => items.push(read_entry(members, if shared.allows(bytes) { &said } else { &[] })),
            other => notes.push(Note::new("entry_not_an_object", format!("an entry is left out: {}", other.to_json()))),
        }
    }
    notes.extend(shared.note());
    if items.is_empty() {
        notes.push(Note::new("no_items", "there is no entry in it"));
    }
    Ok(Read { format: super::FORMAT.name, items, notes })
}

fn member<'a>(members: &'a Members, name: &str) -> Option<&'a Json> {
    members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

fn text(members: &Members, name: &str) -> Option<String> {
    member(members, name).and_then(Json::as_text).filter(|text| !text.trim().is_empty())
}

fn list<'a>(members: &'a Members, name: &str) -> &'a [Json] {
    match member(members, name) {
        Some(Json::List(list)) => list,
        _ => &[],
    }
}

fn authors(members: &Members) -> Vec<Concept> {
    let single = member(members, "author").into_iter();
    let all = list(members, "authors").iter().chain(single).filter_map(|author| match author {
        Json::Object(author) => {
            let name = text(author, "name").or_else(|| text(author, "url"))?;
            let extra = text(author, "avatar").map(|avatar| Extra::text("avatar", &avatar)).into_iter().collect();
            Some(Concept { uri: text(author, "url"), extra, ..Concept::of_name(&name) })
        }
        Json::Text(name) => Some(Concept::of_name(name)),
        _ => None,
    });
    all.collect()
}

fn read_entry(entry: &Members, feed: &Members) -> ReadItem {
    let mut item = Item { kind: Some(ItemType::Text), ..Item::default() };
    let mut notes = Vec::new();
    item.headlines.extend(text(entry, "title").map(|title| Line::of(&title)));
    for (name, markup, kind) in
        [("content_html", Markup::Html, "text/html"), ("content_text", Markup::Plain, "text/plain")]
    {
        item.bodies.extend(text(entry, name).map(|text| Body {
            content_type: Some(kind.to_owned()),
            markup,
            text,
            ..Body::default()
        }));
    }
    item.descriptions.extend(text(entry, "summary").map(|summary| Line::of(&summary)));
    let published = text(entry, "date_published").map(|date| feed::moment(&date));
    item.times.version_created =
        text(entry, "date_modified").map(|date| feed::moment(&date)).or_else(|| published.clone());
    item.times.first_created = published;
    item.languages.extend(text(entry, "language").or_else(|| text(feed, "language")));
    item.creators = authors(entry);
    if item.creators.is_empty() {
        item.creators = authors(feed);
    }
    item.bylines =
        item.creators.iter().filter_map(|creator| creator.names.first()).map(|name| Line::of(&name.text)).collect();
    item.subjects = list(entry, "tags")
        .iter()
        .filter_map(Json::as_text)
        .map(|tag| Concept { literal: Some(tag.clone()), ..Concept::of_name(&tag) })
        .collect();
    for (name, role) in [("image", "image"), ("banner_image", "banner")] {
        item.renditions.extend(text(entry, name).map(|href| Rendition {
            name: Some(role.to_owned()),
            href: Some(href),
            ..Rendition::default()
        }));
    }
    item.renditions.extend(list(entry, "attachments").iter().filter_map(attachment));
    for (name, rel) in [("url", "alternate"), ("external_url", "related")] {
        item.links.extend(text(entry, name).map(|href| Link {
            rel: Some(rel.to_owned()),
            href: Some(href),
            ..Link::default()
        }));
    }
    let page = text(feed, "home_page_url").or_else(|| text(feed, "feed_url"));
    item.provider = text(feed, "title").map(|title| Concept { uri: page, ..Concept::of_name(&title) });
    rest(entry, &mut item);
    item.guid = text(entry, "id").and_then(|id| id.parse().ok());
    if item.guid.is_none() {
        let name = text(entry, "url")
            .unwrap_or_else(|| feed::made_name(super::FORMAT.name, &Json::Object(entry.to_vec()).to_json()));
        item.guid = name.parse().ok();
        notes.push(Note::new("guid_made", "the entry has no name; the guid is its address, or made of its content"));
    }
    ReadItem { item, notes }
}

fn attachment(value: &Json) -> Option<Rendition> {
    const KNOWN: &[&str] = &["url", "mime_type", "size_in_bytes", "duration_in_seconds", "title"];
    let Json::Object(members) = value else { return None };
    let unknown = members.iter().filter(|(name, _)| !KNOWN.contains(&name.as_str()));
    Some(Rendition {
        name: text(members, "title"),
        href: text(members, "url"),
        content_type: text(members, "mime_type"),
        size_bytes: member(members, "size_in_bytes").and_then(Json::integer).filter(|size| *size <= SAFE_MAX),
        duration: text(members, "duration_in_seconds"),
        extra: unknown.map(|(name, value)| Extra::json(name, value.to_json())).collect(),
        ..Rendition::default()
    })
}

/// Our own facts, and whatever else there is.
fn rest(entry: &Members, item: &mut Item) {
    const KNOWN: &[&str] = &[
        "id",
        "url",
        "external_url",
        "title",
        "content_html",
        "content_text",
        "summary",
        "image",
        "banner_image",
        "date_published",
        "date_modified",
        "author",
        "authors",
        "tags",
        "language",
        "attachments",
    ];
    for (name, value) in entry.iter().filter(|(name, _)| !KNOWN.contains(&name.as_str())) {
        match (name.as_str(), value) {
            ("_interwire", Json::Object(facts)) => {
                item.version = text(facts, "version").map_or(Version::Absent, |version| Version::parse(&version));
                item.pub_status = text(facts, "status").map(|status| PubStatus::parse(&status));
                item.times.embargoed = member(facts, "embargoed").and_then(Json::text).map(Embargo::new);
                for (name, at) in facts {
                    let _ = at.text().is_some_and(|at| take(&mut item.times, name, at));
                }
            }
            _ => item.extra.push(Extra::json(name, value.to_json())),
        }
    }
}
