//! What sort of element one of a story is, in HTML or NITF.

use super::grammar;
use crate::xml::{Child, Element};

/// Emphasis of some sort.
pub(super) fn is_emphasis(name: &str) -> bool {
    const EMPHASIS: &[&str] = &[
        "abbr", "acronym", "b", "big", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "s", "samp",
        "small", "strike", "strong", "tt", "u", "var",
    ];
    EMPHASIS.contains(&name)
}

/// Elements of HTML that stand in a line, beside those of enriched text.
pub(super) fn is_inline(one: &Element) -> bool {
    const INLINE: &[&str] = &[
        "bdi", "bdo", "button", "data", "font", "input", "label", "meter", "nobr", "output", "rb", "rp", "rt", "ruby",
        "script", "span", "style", "sub", "sup", "time", "wbr", "frac", "numer", "denom", "frac-sep", "postaddr",
    ];
    let name = one.local().to_ascii_lowercase();
    grammar::is_enriched(&name) || is_emphasis(&name) || INLINE.contains(&name.as_str())
}

/// Elements that only hold others.
pub(super) fn is_container(one: &Element) -> bool {
    matches!(one.local(), "div" | "section" | "article" | "main" | "body" | "center")
}

/// Blocks, and what becomes one.
pub(super) const BREAKING: &[&str] = &[
    "address",
    "article",
    "aside",
    "audio",
    "block",
    "blockquote",
    "bq",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "embed",
    "figcaption",
    "figure",
    "fn",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hl1",
    "hl2",
    "hr",
    "iframe",
    "img",
    "li",
    "media",
    "nitf-table",
    "note",
    "object",
    "ol",
    "p",
    "picture",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
    "video",
];

/// Whether a block stands inside.
pub(super) fn has_block(one: &Element) -> bool {
    one.elements().any(|child| BREAKING.contains(&child.local().to_ascii_lowercase().as_str()) || has_block(child))
}

/// The text of an element, its line breaks as such.
pub(super) fn with_breaks(one: &Element, out: &mut String) {
    for child in &one.children {
        match child {
            Child::Text(text) => out.push_str(text),
            Child::Element(one) if one.local() == "br" => out.push('\n'),
            Child::Element(one) => with_breaks(one, out),
        }
    }
}
