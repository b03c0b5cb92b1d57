//! HTML: a tree of it for writers of other formats ([`parse`]); and pages. Reads the article of a page with what its head says of it (meta elements, Open Graph, Dublin Core,
//! schema.org in JSON-LD and in microdata), and writes a page with one article. spec: WHATWG HTML, section 13.2.5.
//!
//! Pages are cut into tags and text by a parser for HTML as it is written, and never rebuilt, so that all text stays
//! in its order. Incomplete: RDFa and most of microdata are left in the article as they are.

mod guard;
mod head;
mod json_ld;
mod microdata;
mod read;
pub(crate) mod tokens;
mod tree;
mod write;

pub(crate) use read::{meta_charset, story};
pub(crate) use tree::parse;
pub(crate) use write::{paragraphs, section, story_text};

use crate::table::Format;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "html",
    title: "HTML",
    media_types: &["text/html", "application/xhtml+xml"],
    detect: |sniff| {
        let head = String::from_utf8_lossy(sniff.head).to_ascii_lowercase();
        let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let is_page = head.starts_with("<!doctype html") || head.starts_with("<html");
        is_page || sniff.root.as_deref().is_some_and(|root| root.eq_ignore_ascii_case("html"))
    },
    read: read::read,
    write: Some(write::write),
};
