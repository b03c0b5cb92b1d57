//! Item to page: one article, and in the head what it is.

use super::tokens::{self, Token, tokens};
use crate::layout::{self, Paragraph};
use crate::losses::{Carries, Losses};
use crate::may_be_used;
use crate::stated_times;
use crate::story;
use crate::xml;
use crate::{WriteError, Written};
use interwire_core::item::{Body, Item, Limits, Line, Markup, PubStatus, Rights, text};
use std::fmt::Write as _;

/// Writes an item.
pub(super) fn write(item: &Item) -> Result<Written, WriteError> {
    let mut losses = Losses::default();
    let lang = item.language().map_or_else(String::new, |lang| format!(" lang=\"{}\"", attribute(lang)));
    let mut out = format!("<!DOCTYPE html>\n<html{lang}>\n<head>\n<meta charset=\"utf-8\">\n");
    head(item, &mut out);
    out.push_str("</head>\n<body>\n");
    frame(item, &mut out);
    let _ = writeln!(out, "<article>{}</article>", article(item, &mut losses));
    out.push_str("</body>\n</html>\n");
    lost(item, &mut losses);
    let before = out.chars().count();
    out.retain(|c| !c.is_control() || c.is_whitespace());
    if out.chars().count() < before {
        for field in ["bodies", "headlines"] {
            losses.add("characters_forbidden", field, "control characters are left out");
        }
    }
    Ok(Written { bytes: out.into_bytes(), losses: losses.done() })
}

fn attribute(value: &str) -> String {
    tokens::escaped(value).replace('"', "&quot;")
}

fn head(item: &Item, out: &mut String) {
    let _ = writeln!(out, "<title>{}</title>", tokens::escaped(&text::collapse(item.headline().unwrap_or_default())));
    let mut meta = |name: &str, content: &str| {
        if !content.trim().is_empty() {
            let _ = writeln!(out, "<meta name=\"{name}\" content=\"{}\">", attribute(content));
        }
    };
    meta("dcterms.identifier", item.guid.as_ref().map_or("", |guid| guid.as_str()));
    meta("interwire.version", &item.version.stated().unwrap_or_default());
    meta("interwire.status", may_be_used::status(item).unwrap_or_default());
    meta("interwire.embargo", may_be_used::embargo(item).unwrap_or_default());
    if item.status() != PubStatus::Usable || item.times.embargoed.is_some() {
        meta("robots", "noindex, noarchive");
    }
    let times = &item.times;
    for (name, moment) in [
        ("dcterms.modified", &times.version_created),
        ("dcterms.created", &times.first_created),
        ("article:expiration_time", &times.expires),
    ] {
        meta(name, moment.as_ref().map_or("", |moment| moment.as_str()));
    }
    for (name, moment) in stated_times::stated(times).filter(|(name, _)| name.starts_with("content-")) {
        meta(&format!("interwire.{name}"), moment);
    }
    let names = |concepts: &[interwire_core::item::Concept]| -> Vec<String> {
        concepts
            .iter()
            .filter_map(|concept| {
                concept.names.first().map(|name| name.text.clone()).or_else(|| concept.code().map(str::to_owned))
            })
            .collect()
    };
    item.descriptions.iter().for_each(|line| meta("description", &line.text));
    names(&item.subjects).iter().for_each(|name| meta("dcterms.subject", name));
    names(&item.creators).iter().for_each(|name| meta("dcterms.creator", name));
    names(item.provider.as_slice()).iter().for_each(|name| meta("dcterms.publisher", name));
    item.bylines.iter().for_each(|line| meta("author", &line.text));
    item.keywords.iter().for_each(|line| meta("keywords", &line.text));
    item.rights.iter().flat_map(|rights| &rights.notices).for_each(|line| meta("dcterms.rights", &line.text));
    for href in item.renditions.iter().filter_map(|rendition| rendition.href.as_deref()) {
        let _ = writeln!(out, "<meta property=\"og:image\" content=\"{}\">", attribute(href));
    }
}

/// Headline and byline as people see them, above the article.
fn frame(item: &Item, out: &mut String) {
    let mut line = |name: &str, line: Option<&Line>| {
        if let Some(line) = line.filter(|line| !line.text.trim().is_empty()) {
            let _ = writeln!(out, "<{name}>{}</{name}>", tokens::escaped(&line.text));
        }
    };
    line("h1", item.headlines.first());
    line("p", item.bylines.first());
}

fn article(item: &Item, losses: &mut Losses) -> String {
    let bodies = text::story(item);
    if item.bodies.len() > bodies.len() {
        losses.add("html_lacks", "bodies", "other forms of the same text are left out");
    }
    bodies.into_iter().map(|body| section(body, losses)).collect::<Vec<_>>().join("\n")
}

/// A body as HTML that cannot end the article it stands in.
pub(crate) fn section(body: &Body, losses: &mut Losses) -> String {
    const FRAME: &[&str] =
        &["html", "head", "body", "article", "main", "title", "body.content", "nitf", "script", "style"];
    if body.markup == Markup::Plain {
        return paragraphs(&body.text);
    }
    let pieces = match body.markup {
        Markup::Xml => story_of(&body.text),
        _ => tokens(&body.text, &Limits::default()).ok(),
    };
    let Some(mut pieces) = pieces else {
        losses.add("markup_flattened", "bodies", "markup that is broken or out of proportion becomes plain lines");
        return format!("<pre>{}</pre>", tokens::escaped(&text::plain(body)));
    };
    pieces.retain(|token| match token {
        Token::Open { name, .. } | Token::Close(name) => !FRAME.contains(&name.as_str()),
        Token::Raw(_) => false,
        _ => true,
    });
    if pieces.iter().any(|token| token.attribute("itemprop").is_some()) {
        pieces.iter_mut().for_each(|token| {
            if let Token::Open { attributes, .. } = token {
                attributes.retain(|(name, _)| name != "itemprop");
            }
        });
    }
    tokens::html(&pieces)
}

/// Plain text as HTML: its paragraphs, and what stands in columns as such.
pub(crate) fn paragraphs(text: &str) -> String {
    let one = |paragraph: Paragraph<'_>| match paragraph {
        Paragraph::Lines(lines) => format!("<p>{}</p>", tokens::escaped(&lines.join("\n")).replace('\n', "<br>\n")),
        Paragraph::Columns(lines) => format!("<pre>{}</pre>", tokens::escaped(&lines.join("\n"))),
    };
    layout::paragraphs(text).into_iter().map(one).collect::<Vec<_>>().join("\n")
}

/// The story of a document, as HTML.
pub(crate) fn story_text(document: &str) -> Option<String> {
    story_of(document).map(|tokens| tokens::html(&tokens))
}

/// The content of a document: where its story stands, else all of it.
fn story_of(document: &str) -> Option<Vec<Token>> {
    let (root, _) = xml::parse(document, &Limits::default()).ok()?;
    let mut found = story::holders(&root);
    if found.is_empty() {
        found.push(&root);
    }
    let mut out = Vec::new();
    found.into_iter().for_each(|element| tokens::of_xml(element, &mut out));
    Some(out)
}

fn lost(item: &Item, losses: &mut Losses) {
    const CARRIES: Carries = Carries {
        whole: &["bodies", "first_created", "content_created", "content_modified", "expires"],
        words: &["bylines", "descriptions", "subjects", "keywords", "renditions", "rights", "provider", "creators"],
    };
    losses.beside(CARRIES, item, "html_lacks", "a page for readers has no place for it");
    if item.keywords.iter().any(|word| word.text.contains([',', ';'])) {
        losses.add("html_lacks", "keywords", "a comma or semicolon ends a key word");
    }
    let notices = |rights: &Rights| rights.notices.len();
    losses.rights_beside(item, notices, "html_lacks", "a page says notices of copyright only");
    losses.kept(&item.extra);
}
