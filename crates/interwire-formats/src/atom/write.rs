//! Item to a feed of one entry.

use crate::feed::{ITEM, Parts, facts, lost, rfc3339, shown};
use crate::losses::Losses;
use crate::rss::withdrawal;
use crate::xml::Tag;
use crate::{WriteError, Written};
use interwire_core::item::{Concept, Extra, Item, Rendition};

/// Writes an item.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let mut losses = Losses::default();
    let (guid, parts) = Parts::of(item, &mut losses)?;
    let updated = item.times.version_created.as_ref().and_then(rfc3339);
    let updated = updated.ok_or_else(|| {
        WriteError::new("required_missing", "Atom requires the time its version was created, with its offset")
    })?;
    let provider = item.provider.as_ref().and_then(shown);
    let title = provider.clone().or_else(|| parts.as_ref().map(|parts| parts.title.clone())).unwrap_or_default();
    let mut feed = Tag::new("feed")
        .with("xmlns", "http://www.w3.org/2005/Atom")
        .with("xmlns:at", "http://purl.org/atompub/tombstones/1.0")
        .with("xmlns:media", "http://search.yahoo.com/mrss/")
        .with("xmlns:iw", ITEM)
        .child(Tag::new("title").text(&title))
        .child(Tag::new("id").text(&format!("{guid}#feed")))
        .child(Tag::new("updated").text(&updated));
    feed = match &parts {
        Some(parts) => feed.child(entry(item, parts, &updated, provider.as_deref(), &mut losses)),
        None => feed.child(withdrawal(item, guid, &updated)),
    };
    let bare = |file: &Rendition| Rendition {
        href: file.href.clone(),
        content_type: file.content_type.clone(),
        size_bytes: file.size_bytes,
        ..Rendition::default()
    };
    lost(item, bare, &mut losses);
    if parts.is_some() {
        losses.rights_beside(
            item,
            |rights| rights.notices.len().min(1),
            "feed_lacks",
            "an entry has one line of rights",
        );
    }
    let (text, left_out) = feed.document();
    if left_out > 0 {
        for field in ["headlines", "bodies"] {
            losses.add(
                "characters_forbidden",
                field,
                format!("{left_out} characters that XML 1.0 forbids are left out"),
            );
        }
    }
    Ok(Written { bytes: text.into_bytes(), losses: losses.done() })
}

fn entry(item: &Item, parts: &Parts<'_>, updated: &str, provider: Option<&str>, losses: &mut Losses) -> Tag {
    let lang = item.language().filter(|lang| !lang.trim().is_empty());
    let mut entry = Tag::new("entry")
        .with_some("xml:lang", lang)
        .child(Tag::new("id").text(parts.guid))
        .child(Tag::new("title").text(&parts.title))
        .child(Tag::new("updated").text(updated));
    if let Some(first) = &item.times.first_created {
        entry = entry.children(rfc3339(first).map(|date| Tag::new("published").text(&date)));
    }
    entry =
        entry.children(parts.page.as_ref().map(|page| Tag::new("link").with("rel", "alternate").with("href", page)));
    let authors: Vec<Tag> = parts.authors.iter().map(|author| person("author", author)).collect();
    // An entry without an author is not valid in a feed without one. spec: RFC 4287 section 4.1.1.
    let fallback = authors.is_empty().then(|| Tag::new("author").child(Tag::new("name").text(provider.unwrap_or("-"))));
    if fallback.is_some() {
        losses.add("author_required", "creators", "Atom requires an author; the provider stands in");
    }
    entry = entry.children(authors).children(fallback);
    entry = entry
        .children(item.contributors.iter().filter(|one| shown(one).is_some()).map(|one| person("contributor", one)));
    entry = entry.children(parts.categories.iter().map(|category| Tag::new("category").with("term", category)));
    // Where there is no story, readers take the summary for it.
    let name = if parts.story.is_some() { "summary" } else { "media:description" };
    entry = entry.children(parts.summary.as_ref().map(|summary| Tag::new(name).text(summary)));
    entry = entry.children(
        parts
            .story
            .as_ref()
            .map(|story| Tag::new("content").with("type", if parts.is_plain { "text" } else { "html" }).text(story)),
    );
    let notices: Vec<&str> =
        item.rights.iter().flat_map(|r| r.notices.iter().chain(&r.terms)).map(|line| line.text.as_str()).collect();
    entry = entry.children((!notices.is_empty()).then(|| Tag::new("rights").text(&notices.join("\n"))));
    let words: Vec<&str> = item.keywords.iter().map(|word| word.text.as_str()).collect();
    entry = entry.children((!words.is_empty()).then(|| Tag::new("media:keywords").text(&words.join(", "))));
    entry.children(parts.files.iter().map(|file| enclosure(file))).children(facts(item))
}

fn person(name: &'static str, concept: &Concept) -> Tag {
    Tag::new(name)
        .child(Tag::new("name").text(&shown(concept).unwrap_or_default()))
        .children(concept.uri.as_ref().map(|uri| Tag::new("uri").text(uri)))
        .children(Extra::find(&concept.extra, "email").map(|email| Tag::new("email").text(email)))
}

fn enclosure(file: &Rendition) -> Tag {
    Tag::new("link")
        .with("rel", "enclosure")
        .with_some("href", file.href.as_deref())
        .with_some("type", file.content_type.as_deref())
        .with_some("length", file.size_bytes.map(|size| size.to_string()).as_deref())
}
