//! Item to a feed of one entry.

use crate::feed::{Parts, lost, rfc3339, shown};
use crate::losses::Losses;
use crate::may_be_used;
use crate::stated_times::stated;
use crate::{WriteError, Written};
use interwire_core::item::{Embargo, Item, PubStatus, Rendition};
use serde_json::{Map, Value, json};

/// Writes an item. One that is withdrawn is an entry without a story that says so.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let mut losses = Losses::default();
    let (guid, parts) = Parts::of(item, &mut losses)?;
    let mut entry = Map::new();
    let mut add = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            entry.insert(name.to_owned(), value);
        }
    };
    add("id", Some(json!(guid)));
    let times = &item.times;
    for (name, moment) in [("date_modified", &times.version_created), ("date_published", &times.first_created)] {
        add(name, moment.as_ref().and_then(rfc3339).map(Value::from));
    }
    add("content_text", parts.is_none().then(|| json!("")));
    if let Some(parts) = parts {
        add("title", Some(json!(parts.title)).filter(|_| !parts.title.is_empty()));
        let name = if parts.is_plain { "content_text" } else { "content_html" };
        add(name, Some(json!(parts.story.unwrap_or_default())));
        add("summary", parts.summary.map(Value::from));
        add("url", parts.page.map(Value::from));
        add("language", item.language().map(Value::from));
        add("tags", Some(json!(parts.categories)).filter(|_| !parts.categories.is_empty()));
        let authors: Vec<Value> = parts
            .authors
            .iter()
            .map(|author| match &author.uri {
                Some(uri) => json!({"name": shown(author), "url": uri}),
                None => json!({"name": shown(author)}),
            })
            .collect();
        add("authors", Some(json!(authors)).filter(|_| !authors.is_empty()));
        let files: Vec<Value> = parts.files.iter().map(|file| attachment(file, &mut losses)).collect();
        add("attachments", Some(json!(files)).filter(|_| !files.is_empty()));
    }
    add("_interwire", facts(item));
    let provider = item.provider.as_ref().and_then(shown).unwrap_or_default();
    let mut feed = json!({"version": "https://jsonfeed.org/version/1.1", "title": provider, "items": [entry]});
    if let Some(page) =
        item.provider.as_ref().and_then(|provider| provider.uri.as_ref()).filter(|uri| uri.starts_with("http"))
    {
        feed["home_page_url"] = json!(page);
    }
    let bare = |file: &Rendition| Rendition {
        width: None,
        height: None,
        duration: None,
        blob: None,
        extra: Vec::new(),
        ..file.clone()
    };
    lost(item, bare, &mut losses);
    for (field, count) in
        [("rights", item.rights.len()), ("contributors", item.contributors.len()), ("keywords", item.keywords.len())]
    {
        if count > 0 && item.status() == PubStatus::Usable {
            losses.add("feed_lacks", field, "JSON Feed has no place for it");
        }
    }
    let bytes = serde_json::to_vec(&feed).map_err(|error| WriteError::new("not_written", error.to_string()))?;
    Ok(Written { bytes, losses: losses.done() })
}

fn attachment(file: &Rendition, losses: &mut Losses) -> Value {
    let kind = file.content_type.clone().unwrap_or_else(|| {
        losses.add(
            "media_type_required",
            "renditions",
            "a file of unknown type is written as application/octet-stream",
        );
        "application/octet-stream".to_owned()
    });
    let mut value = json!({"url": file.href, "mime_type": kind});
    if let Some(size) = file.size_bytes {
        value["size_in_bytes"] = json!(size);
    }
    if let Some(title) = &file.name {
        value["title"] = json!(title);
    }
    value
}

fn facts(item: &Item) -> Option<Value> {
    let mut facts = Map::new();
    if let Some(version) = item.version.stated() {
        facts.insert("version".to_owned(), json!(version));
    }
    facts.extend(may_be_used::status(item).map(|status| ("status".to_owned(), json!(status))));
    match &item.times.embargoed {
        Some(Embargo::Until(moment)) => drop(facts.insert("embargoed".to_owned(), json!(moment.as_str()))),
        Some(Embargo::Indefinite) => drop(facts.insert("embargoed".to_owned(), json!(""))),
        None => {}
    }
    facts.extend(stated(&item.times).map(|(name, at)| (name.to_owned(), json!(at))));
    (!facts.is_empty()).then_some(Value::Object(facts))
}
