//! Facts of an article in JSON-LD, as search engines want it. spec: schema.org/NewsArticle.

use crate::feed::is_new;
use crate::json::Json;
use interwire_core::item::{Concept, Item, Line, Moment, Rendition, words::ItemType};

/// Takes what an article says of itself, where the head did not; gives its text, if it has one.
pub(super) fn read<'a>(json: &'a Json, item: &mut Item) -> Option<&'a str> {
    let article = find(json, 0)?;
    let text = |name: &str| article.iter().find(|(key, _)| key == name).and_then(|(_, value)| first_text(value));
    if let Some(headline) = text("headline") {
        item.headlines.retain(|line| line.text != headline);
        item.headlines.insert(0, Line::of(headline));
    }
    let times = &mut item.times;
    times.first_created = times.first_created.take().or(text("datePublished").map(Moment::new));
    times.version_created = times.version_created.take().or(text("dateModified").map(Moment::new));
    if item.languages.is_empty() {
        item.languages.extend(text("inLanguage").map(str::to_owned));
    }
    if item.descriptions.is_empty() {
        item.descriptions.extend(text("description").map(Line::of));
    }
    if item.guid.is_none() {
        item.guid = text("@id").or(text("url")).and_then(|uri| uri.parse().ok());
    }
    let values =
        |name: &'static str| article.iter().filter(move |(key, _)| key == name).flat_map(|(_, value)| list(value));
    for author in values("author").filter_map(named) {
        let author = Concept::of_name(author);
        if is_new(&item.creators, &author) {
            item.creators.push(author);
        }
    }
    if item.provider.is_none() {
        item.provider = values("publisher").find_map(named).map(Concept::of_name);
    }
    for href in values("image").filter_map(address) {
        let file = Rendition { href: Some(href.to_owned()), ..Rendition::default() };
        if is_new(&item.renditions, &file) {
            item.renditions.push(file);
        }
    }
    item.kind = item.kind.take().or(Some(ItemType::Text));
    text("articleBody")
}

/// The first object that is an article: at the top, in a list, or in a graph.
fn find(json: &Json, depth: usize) -> Option<&Vec<(String, Json)>> {
    const DEPTH_MAX: usize = 3;
    match json {
        Json::List(list) if depth < DEPTH_MAX => list.iter().find_map(|one| find(one, depth + 1)),
        Json::Object(members) => {
            let member = |name: &str| members.iter().find(|(key, _)| key == name).map(|(_, value)| value);
            let is_article = member("@type").into_iter().flat_map(list).any(|kind| {
                kind.text().is_some_and(|kind| kind.ends_with("Article") || matches!(kind, "BlogPosting" | "Report"))
            });
            if is_article {
                Some(members)
            } else {
                member("@graph").filter(|_| depth < DEPTH_MAX).and_then(|graph| find(graph, depth + 1))
            }
        }
        _ => None,
    }
}

fn list(value: &Json) -> Vec<&Json> {
    match value {
        Json::List(list) => list.iter().collect(),
        one => vec![one],
    }
}

fn first_text(value: &Json) -> Option<&str> {
    list(value).into_iter().find_map(Json::text).map(str::trim).filter(|text| !text.is_empty())
}

fn member<'a>(value: &'a Json, names: &[&str]) -> Option<&'a str> {
    match value {
        Json::Text(text) => Some(text),
        Json::Object(members) => names
            .iter()
            .find_map(|name| members.iter().find(|(key, _)| key == name).and_then(|(_, value)| first_text(value))),
        _ => None,
    }
}

fn named(value: &Json) -> Option<&str> {
    member(value, &["name"])
}

fn address(value: &Json) -> Option<&str> {
    member(value, &["url", "contentUrl"])
}
