//! Text constructs: plain, escaped HTML, XHTML inside, base64, and whatever else stands in an element for text.
//! spec: RFC 4287 section 3.1; Atom 0.3 `mode`.

use crate::html::tokens::{self, tokens};
use crate::xml::{self, Child, Element};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use interwire_core::item::{Limits, Line, Markup, text::collapse};
use std::collections::BTreeMap;

/// A text, and how it is marked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Construct {
    pub text: String,
    pub markup: Markup,
    pub content_type: Option<String>,
}

/// Reads an element. `is_atom` says whether text without a type is plain; in RSS it may be HTML.
pub(super) fn construct(element: &Element, is_atom: bool, scope: &BTreeMap<String, String>) -> Construct {
    let kind = element.attribute("type").map(|kind| kind.trim().to_ascii_lowercase());
    let mode = element.attribute("mode").unwrap_or_default();
    let kind_is = |wanted: &[&str]| kind.as_deref().is_some_and(|kind| wanted.contains(&kind));
    let plain = |text: String| Construct { text, markup: Markup::Plain, content_type: Some("text/plain".to_owned()) };
    let html = |text: String| Construct { text, markup: Markup::Html, content_type: Some("text/html".to_owned()) };
    if element.has_elements() {
        let escaped = element.text();
        // Some systems put a division around markup that is escaped.
        if kind_is(&["html", "text/html"]) && looks_like_html(&escaped) {
            return html(escaped);
        }
        if kind.as_deref().is_some_and(|kind| kind.ends_with("xml") && kind != "application/xhtml+xml") {
            let inner = element.elements().map(|child| xml::fragment(child, scope)).collect::<String>();
            return Construct { text: inner, markup: Markup::Xml, content_type: kind };
        }
        return html(xml::inside(&without_division(element)).trim().to_owned());
    }
    let text = element.text();
    if mode == "base64"
        || kind.as_deref().is_some_and(|kind| kind.contains('/') && !kind.starts_with("text/") && !kind.contains("xml"))
    {
        let packed: String = text.split_whitespace().collect();
        if let Some(text) = STANDARD.decode(packed).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            return if looks_like_html(&text) { html(text) } else { plain(text) };
        }
    }
    if kind_is(&["html", "text/html", "xhtml", "application/xhtml+xml"])
        || (mode == "escaped" && looks_like_html(&text))
    {
        return html(text);
    }
    if kind_is(&["text", "plain", "text/plain"]) || (is_atom && kind.is_none()) {
        return plain(text);
    }
    if looks_like_html(&text) { html(text) } else { plain(text) }
}

/// XHTML in Atom stands in one division that is no part of it.
fn without_division(element: &Element) -> Element {
    let mut filled =
        element.children.iter().filter(|child| !matches!(child, Child::Text(text) if text.trim().is_empty()));
    match (filled.next(), filled.next()) {
        (Some(Child::Element(only)), None) if only.local().eq_ignore_ascii_case("div") => only.clone(),
        _ => element.clone(),
    }
}

/// Whether a text has tags or entities in it.
pub(crate) fn looks_like_html(text: &str) -> bool {
    let tag = |at: usize| {
        let inside = text.get(at + 1..).unwrap_or_default();
        let inside = inside.strip_prefix('/').unwrap_or(inside);
        inside.starts_with(|c: char| c.is_ascii_alphabetic()) && inside.contains('>')
    };
    let entity = |at: usize| {
        let name = text.get(at + 1..).and_then(|rest| rest.split_once(';')).map_or("", |(name, _)| name);
        (2..=10).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    };
    text.match_indices('<').any(|(at, _)| tag(at)) || text.match_indices('&').any(|(at, _)| entity(at))
}

impl Construct {
    /// The text on one line, without markup.
    pub fn plain(&self) -> String {
        match self.markup {
            Markup::Plain => collapse(&self.text),
            _ => tokens(&self.text, &Limits::default())
                .map_or_else(|_| collapse(&self.text), |tokens| tokens::line(&tokens)),
        }
    }
    /// The text as a line; markup that the line does not show is kept beside it.
    pub fn line(&self) -> Line {
        let text = self.plain();
        let shows_all = self.markup == Markup::Plain || !self.text.contains('<');
        let extra =
            if shows_all { Vec::new() } else { vec![interwire_core::item::Extra::text("html", self.text.trim())] };
        Line { extra, ..Line::of(&text) }
    }
}
