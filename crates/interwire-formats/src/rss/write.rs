//! Item to a feed of one entry, RSS 2.0 with the modules for stories, people, languages and files.

use crate::feed::{ITEM, Parts, facts, looks_like_html, lost, rfc822, rfc3339, shown};
use crate::losses::Losses;
use crate::xml::Tag;
use crate::{WriteError, Written};
use interwire_core::item::{Item, Rendition, Rights};

/// Writes an item.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let mut losses = Losses::default();
    let (guid, parts) = Parts::of(item, &mut losses)?;
    let provider = item.provider.as_ref().and_then(shown);
    let title = provider.or_else(|| parts.as_ref().map(|parts| parts.title.clone())).filter(|title| !title.is_empty());
    let page = item.provider.as_ref().and_then(|provider| provider.uri.clone()).filter(|uri| uri.starts_with("http"));
    let page = page.or_else(|| parts.as_ref().and_then(|parts| parts.page.clone())).unwrap_or_else(|| guid.to_owned());
    let mut channel = Tag::new("channel")
        .child(Tag::new("title").text(title.as_deref().unwrap_or(guid)))
        .child(Tag::new("link").text(&page))
        .child(Tag::new("description").text(title.as_deref().unwrap_or(guid)));
    channel = match &parts {
        Some(parts) => channel.child(entry(item, parts)),
        None => {
            let when = item.times.version_created.as_ref().and_then(rfc3339);
            let when = when.ok_or_else(|| {
                WriteError::new("required_missing", "a withdrawal requires its time, with its offset")
            })?;
            channel.child(withdrawal(item, guid, &when))
        }
    };
    let root = Tag::new("rss")
        .with("version", "2.0")
        .with("xmlns:content", "http://purl.org/rss/1.0/modules/content/")
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with("xmlns:dcterms", "http://purl.org/dc/terms/")
        .with("xmlns:media", "http://search.yahoo.com/mrss/")
        .with("xmlns:at", "http://purl.org/atompub/tombstones/1.0")
        .with("xmlns:iw", ITEM)
        .child(channel);
    let bare = |file: &Rendition| Rendition { name: None, blob: None, extra: Vec::new(), ..file.clone() };
    lost(item, bare, &mut losses);
    let notices = |rights: &Rights| rights.notices.len() + rights.terms.len();
    if parts.is_some() {
        losses.rights_beside(item, notices, "feed_lacks", "of rights the words are written");
    }
    let (text, left_out) = root.document();
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

/// An entry that is withdrawn. spec: RFC 6721 section 3.
pub(crate) fn withdrawal(item: &Item, guid: &str, when: &str) -> Tag {
    let mut comment = match item.status() {
        interwire_core::item::PubStatus::Canceled => "canceled".to_owned(),
        _ => "withheld".to_owned(),
    };
    if let Some(version) = item.version.stated() {
        comment = format!("{comment} version {version}");
    }
    Tag::new("at:deleted-entry").with("ref", guid).with("when", when).child(Tag::new("at:comment").text(&comment))
}

fn entry(item: &Item, parts: &Parts<'_>) -> Tag {
    let is_page = parts.page.as_deref() == Some(parts.guid);
    let mut entry = Tag::new("item")
        .child(Tag::new("title").text(&escaped_if_odd(&parts.title)))
        .children(parts.page.as_ref().map(|page| Tag::new("link").text(page)))
        .child(Tag::new("guid").with("isPermaLink", if is_page { "true" } else { "false" }).text(parts.guid));
    let times = &item.times;
    if let Some(at) = &times.version_created {
        entry = entry.children(rfc822(at).map(|date| Tag::new("pubDate").text(&date)));
        entry = entry.children(rfc3339(at).map(|date| Tag::new("dcterms:modified").text(&date)));
    }
    entry = entry
        .children(times.first_created.as_ref().and_then(rfc3339).map(|date| Tag::new("dcterms:created").text(&date)));
    // Where there is no story, readers take the description for it.
    let name = if parts.story.is_some() { "description" } else { "media:description" };
    entry = entry.children(parts.summary.as_ref().map(|summary| Tag::new(name).text(&escaped_if_odd(summary))));
    if let Some(story) = &parts.story {
        let story = if parts.is_plain { crate::html::paragraphs(story) } else { story.clone() };
        entry = entry.child(Tag::new("content:encoded").text(&story));
    }
    entry =
        entry.children(parts.authors.iter().filter_map(|author| Some(Tag::new("dc:creator").text(&shown(author)?))));
    entry =
        entry.children(item.contributors.iter().filter_map(|one| Some(Tag::new("dc:contributor").text(&shown(one)?))));
    entry = entry.children(item.languages.first().map(|language| Tag::new("dc:language").text(language)));
    entry = entry.children(parts.categories.iter().map(|category| Tag::new("category").text(category)));
    let notices = item.rights.iter().flat_map(|rights| rights.notices.iter().chain(&rights.terms));
    entry = entry.children(notices.map(|notice| Tag::new("dc:rights").text(&notice.text)));
    let words: Vec<&str> = item.keywords.iter().map(|word| word.text.as_str()).collect();
    entry = entry.children((!words.is_empty()).then(|| Tag::new("media:keywords").text(&words.join(", "))));
    entry = entry.children(parts.files.iter().map(|file| media(file)));
    entry.children(facts(item))
}

fn media(file: &Rendition) -> Tag {
    Tag::new("media:content")
        .with_some("url", file.href.as_deref())
        .with_some("type", file.content_type.as_deref())
        .with_some("fileSize", file.size_bytes.map(|size| size.to_string()).as_deref())
        .with_some("width", file.width.map(|width| width.to_string()).as_deref())
        .with_some("height", file.height.map(|height| height.to_string()).as_deref())
        .with_some("duration", file.duration.as_deref())
}

/// Text that a reader would take for HTML is escaped as such.
fn escaped_if_odd(text: &str) -> String {
    if looks_like_html(text) { crate::html::tokens::escaped(text) } else { text.to_owned() }
}
