//! `NewsLines`: what is printed around the content.

use super::read::{Reader, formal, own, rest};
use crate::xml::Element;
use interwire_core::item::{EdNote, Extra, Item, Line, Link, Rights};

pub(super) fn read(reader: &mut Reader<'_>, element: &Element) {
    for child in element.elements() {
        property(reader, child);
    }
}

type Field = fn(&mut Item) -> &mut Vec<Line>;

/// The field of a line, and its role there.
fn field(name: &str) -> Option<(Field, Option<&'static str>)> {
    Some(match name {
        "HeadLine" => (|item| &mut item.headlines, None),
        "SubHeadLine" => (|item| &mut item.headlines, Some("SubHeadLine")),
        "ByLine" => (|item| &mut item.bylines, None),
        "ByLineTitle" => (|item| &mut item.bylines, Some("ByLineTitle")),
        "DateLine" => (|item| &mut item.datelines, None),
        "CreditLine" => (|item| &mut item.creditlines, None),
        "SlugLine" => (|item| &mut item.sluglines, None),
        "KeywordLine" => (|item| &mut item.keywords, None),
        "SeriesLine" => (|item| &mut item.descriptions, Some("SeriesLine")),
        _ => return None,
    })
}

fn property(reader: &mut Reader<'_>, child: &Element) {
    let line = line(reader, child);
    if let Some((field, role)) = field(child.local()) {
        // An empty headline is one: what follows is not the main one.
        if !line.text.is_empty() || child.local() == "HeadLine" {
            let line = Line { role: role.map(str::to_owned), ..line };
            let list = field(&mut reader.item);
            if child.local() == "SlugLine" {
                let labels = list.iter().position(|one| one.role.as_deref() == Some("NameLabel"));
                list.insert(labels.unwrap_or(list.len()), line);
            } else {
                list.push(line);
            }
        }
        return;
    }
    match child.local() {
        "CopyrightLine" | "RightsLine" if line.text.is_empty() => {}
        "CopyrightLine" => reader.item.rights.push(Rights { notices: vec![line], ..Rights::default() }),
        "RightsLine" => reader.item.rights.push(Rights { terms: vec![line], ..Rights::default() }),
        "NewsLine" => news_line(reader, child),
        "MoreLink" => {
            let (rel, href) = (Some("MoreLink".to_owned()), Some(line.text).filter(|href| !href.is_empty()));
            reader.item.links.push(Link { rel, href, ..Link::default() });
        }
        _ => reader.keep("NewsLines/", child),
    }
}

pub(super) fn line(reader: &Reader<'_>, element: &Element) -> Line {
    let mut extra = rest(element, &["xml:lang", "Duid", "Euid"]);
    if element.has_elements() {
        extra.push(Extra::xml("markup", reader.xml(element)));
    }
    Line { lang: own(element, "xml:lang"), text: element.line(), extra, ..Line::default() }
}

/// A line of a sort of its own: a caption describes the content, all else is for the newsroom.
fn news_line(reader: &mut Reader<'_>, element: &Element) {
    let role = element.first("NewsLineType").and_then(formal);
    let describes = role.as_deref().is_some_and(|role| ["caption", "summary"].contains(&role.to_lowercase().as_str()));
    for text in element.all("NewsLineText") {
        let line = line(reader, text);
        if line.text.is_empty() {
            continue;
        }
        if describes {
            reader.item.descriptions.push(Line { role: role.clone(), ..line });
        } else {
            let Line { lang, text, extra, .. } = line;
            reader.item.ed_notes.push(EdNote { role: role.clone(), lang, non_public: false, text, extra });
        }
    }
}
