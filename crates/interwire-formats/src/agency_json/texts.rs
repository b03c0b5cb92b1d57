//! The texts of an item: lines, descriptions, notes, bodies, rights.

use super::members::{Members, extra, is_nothing, text, texts};
use super::names;
use crate::feed::looks_like_html;
use crate::json::Json;
use interwire_core::item::{Body, Concept, EdNote, Extra, Item, Line, Markup, Rights};

pub(super) fn read(members: &mut Members<'_>, item: &mut Item) {
    item.headlines.extend(members.take_first(names::HEADLINE, text).map(|(_, headline)| Line::of(&headline)));
    item.headlines.extend(members.take_all(|name, written, value| role_line(names::HEADLINES, name, written, value)));
    for (list, lines) in [
        (names::SLUG, &mut item.sluglines),
        (names::BYLINE, &mut item.bylines),
        (names::CREDIT, &mut item.creditlines),
        (names::DATELINE, &mut item.datelines),
        (names::KEYWORDS, &mut item.keywords),
    ] {
        lines.extend(members.take_first(list, self::lines).into_iter().flat_map(|(_, lines)| lines));
    }
    descriptions(members, item);
    notes(members, item);
    bodies(members, item);
    components(members, item);
    rights(members, item);
    if item.headlines.is_empty() {
        item.headlines.extend(members.take("name", text).map(|name| Line::of(&name)));
    }
}

fn role_line(list: &[&str], name: &str, written: &str, value: &Json) -> Option<Line> {
    let text = list.contains(&name).then(|| text(value)).flatten()?;
    Some(Line { role: Some(written.to_owned()), ..Line::of(&text) })
}

/// Lines: texts, or objects with a text in them.
fn lines(value: &Json) -> Option<Vec<Line>> {
    if let Some(texts) = texts(value) {
        return Some(texts.iter().map(|text| Line::of(text)).collect());
    }
    let Json::List(list) = value else { return None };
    list.iter()
        .map(|one| {
            let mut members = Members::of(one)?;
            let text = members.text(&["by", "text", "value", "name"])?;
            Some(Line { extra: members.rest(), ..Line::of(&text) })
        })
        .collect()
}

/// Summaries and captions; a list of them says the role of each.
fn descriptions(members: &mut Members<'_>, item: &mut Item) {
    let all = members.take_all(|name, written, value| {
        if name == "descriptions" {
            let Json::List(list) = value else { return None };
            let one = |one: &Json| {
                let mut members = Members::of(one)?;
                let text = members.text(&["description", "value", "text"])?;
                Some(Line { role: members.text(&["role"]), extra: members.rest(), ..Line::of(&text) })
            };
            return list.iter().map(one).collect();
        }
        if !names::DESCRIPTIONS.contains(&name) {
            return None;
        }
        let line = |text: &String| Line { role: Some(written.to_owned()), ..Line::of(text) };
        texts(value).map(|texts| texts.iter().map(line).collect::<Vec<Line>>())
    });
    item.descriptions.extend(all.into_iter().flatten());
}

/// Notes to editors: texts, or objects that say whether they may be published.
fn notes(members: &mut Members<'_>, item: &mut Item) {
    let all = members.take_all(|name, written, value| {
        if !names::NOTES.contains(&name) {
            return None;
        }
        let role = (name != "ednote" && name != "ednotes").then(|| written.to_owned());
        if let Some(texts) = texts(value) {
            let note = |text| EdNote { role: role.clone(), text, ..EdNote::default() };
            return Some(texts.into_iter().map(note).collect::<Vec<_>>());
        }
        let Json::List(list) = value else { return None };
        list.iter().map(note).collect()
    });
    item.ed_notes.extend(all.into_iter().flatten());
    let pads = members.take_all(|name, written, value| names::NOTEPADS.contains(&name).then(|| pad(written, value))?);
    item.ed_notes.extend(pads.into_iter().flatten());
}

/// The notes of a notepad; whatever is not said to be public is not. `None` if it is of another shape.
fn pad(name: &str, value: &Json) -> Option<Vec<EdNote>> {
    let Json::Object(members) = value else { return None };
    let told = members.iter().filter(|(_, value)| !is_nothing(value));
    let note = |(inner, value): &(String, Json)| {
        let text = text(value)?;
        let non_public = !inner.to_ascii_lowercase().starts_with("public");
        Some(EdNote { role: Some(format!("{name}/{inner}")), non_public, text, ..EdNote::default() })
    };
    told.map(note).collect()
}

fn note(value: &Json) -> Option<EdNote> {
    let mut members = Members::of(value)?;
    let text = members.text(&["ednote", "value", "text"])?;
    let is_public = members.take("ispublishable", |value| match value {
        Json::Bool(truth) => Some(*truth),
        _ => None,
    });
    let role = members.text(&["role"]);
    Some(EdNote { role, text, non_public: is_public == Some(false), extra: members.rest(), ..EdNote::default() })
}

/// What a text is to the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Story,
    /// The story where nothing better is there.
    Else,
    Box,
}

impl Sort {
    fn is(self, name: &str) -> bool {
        let is_box = names::BOXES.contains(&name);
        match self {
            // Dialects name the story by its notation: `body_nitf`, `body_xhtml5`.
            Self::Story => names::BODY.contains(&name) || name.starts_with("body") && !is_box,
            Self::Else => names::BODY_ELSE.contains(&name),
            Self::Box => is_box,
        }
    }
}

/// The story and the boxes beside it: names that differ only in the notation they end with are one text twice.
fn bodies(members: &mut Members<'_>, item: &mut Item) {
    for sort in [Sort::Story, Sort::Else, Sort::Box] {
        if sort == Sort::Else && !item.bodies.is_empty() {
            continue;
        }
        let found = members.take_all(|name, written, value| {
            let text = sort.is(name).then(|| story(value)).flatten()?;
            Some(body(written, text))
        });
        for mut body in found {
            // All boxes are parts of their own; the stories of one item are forms of the same.
            body.part = if sort == Sort::Box { next_part(item) } else { 0 };
            item.bodies.push(body);
        }
    }
}

fn next_part(item: &Item) -> u32 {
    item.bodies.iter().map(|body| body.part + 1).max().unwrap_or(0)
}

/// A story is a text, or a list of its paragraphs.
fn story(value: &Json) -> Option<String> {
    match value {
        Json::List(_) => texts(value).map(|paragraphs| paragraphs.join("\n\n")),
        other => text(other),
    }
}

fn body(name: &str, text: String) -> Body {
    let small = name.to_ascii_lowercase();
    let (markup, kind) = match () {
        () if small.contains("html") || text.contains("</") || text.contains("/>") || looks_like_html(&text) => {
            (Markup::Html, "text/html")
        }
        () => (Markup::Plain, "text/plain"),
    };
    Body { role: Some(name.to_owned()), content_type: Some(kind.to_owned()), markup, text, ..Body::default() }
}

/// An item in components, each of a kind that its name says, its text in proxies (`varcharData`, `clobData`).
fn components(members: &mut Members<'_>, item: &mut Item) {
    let Some((name, Json::List(list))) = members.take_first(names::COMPONENTS, Some) else { return };
    for component in list {
        let facts = Members::of(component);
        let kind = facts.as_ref().and_then(|facts| facts.get("assettype")).and_then(text);
        let text = proxy_text(component);
        match (kind.as_deref(), text) {
            (Some("Title"), Some(text)) if item.headline().is_some_and(|known| known.trim() == text.trim()) => {}
            (Some("Title"), Some(text)) => item.headlines.push(Line { role: kind, ..Line::of(&text) }),
            (Some("Caption"), Some(text)) => item.descriptions.push(Line { role: kind, ..Line::of(&text) }),
            (Some(word), Some(text)) => {
                let part = next_part(item);
                item.bodies.push(Body { part, ..body(word, text) });
            }
            // Pictures, and whatever else has no text.
            _ => item.extra.push(extra(name, component)),
        }
    }
}

fn proxy_text(component: &Json) -> Option<String> {
    let proxies = Members::of(component)?.get("proxies")?;
    let Json::List(proxies) = proxies else { return None };
    let texts = proxies.iter().filter_map(|proxy| {
        let members = Members::of(proxy)?;
        members.get("varchardata").or_else(|| members.get("clobdata")).and_then(text)
    });
    let all: Vec<String> = texts.collect();
    (!all.is_empty()).then(|| all.join("\n"))
}

fn rights(members: &mut Members<'_>, item: &mut Item) {
    let mut rights = Rights::default();
    let lines = |members: &mut Members<'_>, list| {
        let taken = members.take_first(list, texts).into_iter().flat_map(|(_, texts)| texts);
        taken.map(|text| Line::of(text.trim())).collect::<Vec<Line>>()
    };
    rights.notices = lines(members, names::NOTICES);
    rights.terms = lines(members, names::TERMS);
    rights.holder = members.take_first(names::HOLDER, holder).map(|(_, holder)| holder);
    let year = members.take("copyrightyear", |value| (!is_nothing(value)).then(|| value.to_json()));
    rights.extra.extend(year.map(|year| Extra::json("copyrightYear", year)));
    if rights != Rights::default() {
        item.rights.push(rights);
    }
}

/// One holder; several in a list are kept as they are.
fn holder(value: &Json) -> Option<Concept> {
    let value = match value {
        Json::List(list) if list.len() == 1 => list.first()?,
        other => other,
    };
    text(value).map(|name| Concept::of_name(&name))
}
