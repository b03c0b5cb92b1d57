//! The text of an item's bodies, without markup, and the two figures by which it can be compared anywhere:
//! its length and its fingerprint.

mod entities;
pub mod markup;

use super::{Body, Item, Markup};
use crate::ids::Hash;
use markup::{Piece, Pieces};
use std::collections::BTreeMap;

/// The bodies that make up the story: of each part the longest form, in the order of the parts.
#[must_use]
pub fn story(item: &Item) -> Vec<&Body> {
    let mut chosen: BTreeMap<u32, (usize, &Body)> = BTreeMap::new();
    for body in &item.bodies {
        let length = body.text.chars().count();
        let best = chosen.entry(body.part).or_insert((length, body));
        if length > best.0 {
            *best = (length, body);
        }
    }
    chosen.into_values().map(|(_, body)| body).collect()
}

/// The text of a body for people: blocks on lines of their own, white space as printed.
#[must_use]
pub fn plain(body: &Body) -> String {
    let mut lines: Vec<String> = Vec::new();
    let raw = collect(body, |name, out| {
        if is_block(name) {
            out.push('\n');
        }
    });
    if body.markup == Markup::Plain {
        return raw;
    }
    for line in raw.split('\n') {
        let line = collapse(line);
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// The fingerprint of the text: the first 16 hex digits of SHA-256 over the story with all white space removed.
/// `None` if the item has no body.
#[must_use]
pub fn body_sha(item: &Item) -> Option<String> {
    if item.bodies.is_empty() {
        return None;
    }
    let mut text = String::new();
    for body in story(item) {
        text.extend(collect(body, |_, _| {}).chars().filter(|c| !is_space(*c)));
    }
    Hash::of(text.as_bytes()).to_string().get(..16).map(str::to_owned)
}

/// The length of the story in characters, white space collapsed. In HTML every tag is a space, in XML none is.
/// `None` if the item has no body.
#[must_use]
pub fn body_chars(item: &Item) -> Option<usize> {
    if item.bodies.is_empty() {
        return None;
    }
    let texts: Vec<String> = story(item)
        .into_iter()
        .map(|body| {
            collect(body, |_, out| {
                if body.markup == Markup::Html {
                    out.push(' ');
                }
            })
        })
        .collect();
    Some(collapse(&texts.concat()).chars().count())
}

/// Every run of white space becomes one space, none remains at the ends.
#[must_use]
pub fn collapse(text: &str) -> String {
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Replaces the entities of XML and HTML 4 by their characters; what is not one stays as written.
#[must_use]
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    markup::unescape(text, &mut out);
    out
}

/// White space of Unicode, and the four separators of ASCII that old wires use as such.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// The characters of a body without markup; `at_tag` may add something for each tag. Of an XML document only the
/// content of every `body.content`, else of `body`, else everything. The `body.content` that a note has is no story.
fn collect(body: &Body, at_tag: impl Fn(&str, &mut String)) -> String {
    let mut out = String::new();
    match body.markup {
        Markup::Plain => out.push_str(&body.text),
        Markup::Html => within(&body.text, None, &at_tag, &mut out),
        Markup::Xml => {
            let wanted = ["body.content", "body"].into_iter().find(|name| has_element(&body.text, name));
            within(&body.text, wanted, &at_tag, &mut out);
        }
    }
    out
}

/// Whether a document has that element outside of notes.
fn has_element(text: &str, name: &str) -> bool {
    let mut notes = 0;
    Pieces::new(text).any(|piece| {
        count_notes(piece, &mut notes);
        notes == 0 && matches!(piece, Piece::Open(n) | Piece::Empty(n) if n == name)
    })
}

/// Keeps how many notes are open.
fn count_notes(piece: Piece<'_>, notes: &mut usize) {
    match piece {
        Piece::Open("note") => *notes += 1,
        Piece::Close("note") => *notes = notes.saturating_sub(1),
        _ => {}
    }
}

fn within(text: &str, wanted: Option<&str>, at_tag: &impl Fn(&str, &mut String), out: &mut String) {
    let (mut depth, mut notes) = (0_usize, 0);
    for piece in Pieces::new(text) {
        if depth == 0 {
            count_notes(piece, &mut notes);
        }
        match piece {
            Piece::Open(name) if Some(name) == wanted && notes == 0 => depth += 1,
            Piece::Close(name) if Some(name) == wanted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if wanted.is_some() && depth == 0 {
            continue;
        }
        match piece {
            Piece::Text(text) => markup::unescape(text, out),
            Piece::Raw(text) => out.push_str(text),
            Piece::Open(name) | Piece::Empty(name) | Piece::Close(name) => at_tag(name, out),
            Piece::Other => {}
        }
    }
}

/// Whether an element of HTML or NITF, in any case, stands on lines of its own.
#[must_use]
pub fn is_block(name: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "abstract",
        "address",
        "article",
        "aside",
        "block",
        "blockquote",
        "body",
        "bq",
        "br",
        "byline",
        "byttl",
        "caption",
        "credit",
        "datasource",
        "dateline",
        "dd",
        "distributor",
        "div",
        "dl",
        "dt",
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
        "head",
        "header",
        "hedline",
        "hl1",
        "hl2",
        "hr",
        "li",
        "main",
        "media",
        "media-caption",
        "media-producer",
        "nav",
        "note",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tagline",
        "td",
        "th",
        "title",
        "tr",
        "ul",
    ];
    BLOCKS.binary_search(&name.to_ascii_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(markup: Markup, text: &str) -> Body {
        Body { markup, text: text.to_owned(), ..Body::default() }
    }

    #[test]
    fn no_character_of_a_body_is_dropped() {
        for (markup, text, plain_text) in [
            (Markup::Plain, "a < b & c\n<p>", "a < b & c\n<p>"),
            (
                Markup::Html,
                "<p>Vũ Việt&nbsp;Trang</p><p>5 < 7 &amp; &unknown; &#1178;</p>",
                "Vũ Việt Trang\n5 < 7 & &unknown; Қ",
            ),
            (Markup::Html, "<a title='x > y'>Əliyev</a> <b>un<i>closed", "Əliyev unclosed"),
            (Markup::Html, "<p title=\"open>سفير</p>", "سفير"),
            (Markup::Html, "a<!-- no -->b<![CDATA[<c>]]>d", "ab<c>d"),
            (Markup::Xml, "<n:nitf><n:head>no</n:head><n:body.content>Қаз</n:body.content></n:nitf>", "Қаз"),
            (Markup::Xml, "<html><head><title>no</title></head><body>yes</body></html>", "yes"),
            (Markup::Xml, "<x>all <y>of</y> it</x>", "all of it"),
            (
                Markup::Xml,
                "<body.content><p>A.</p><note><body.content><p>Nota.</p></body.content></note><fn>Piede.</fn></body.content>",
                "A.\nNota.\nPiede.",
            ),
            (Markup::Xml, "<x><p>A.</p><note><body.content>Nota.</body.content></note></x>", "A.\nNota."),
            (
                Markup::Xml,
                "<nitf><body.head><note><body.content>no</body.content></note></body.head><body.content>A.</body.content></nitf>",
                "A.",
            ),
            (
                Markup::Xml,
                "<media><media-producer>Foto: Petrov</media-producer><media-caption>Il ponte.</media-caption></media><p>A.</p>",
                "Foto: Petrov\nIl ponte.\nA.",
            ),
        ] {
            assert_eq!(plain(&body(markup, text)), plain_text, "{text}");
        }
    }

    #[test]
    fn the_story_is_the_longest_form_of_each_part() {
        let mut item = Item::default();
        assert_eq!((body_sha(&item), body_chars(&item)), (None, None));
        item.bodies = vec![body(Markup::Html, "<p>one</p>"), body(Markup::Plain, "one"), body(Markup::Plain, " two ")];
        item.bodies[2].part = 1;
        assert_eq!(body_sha(&item).unwrap(), Hash::of(b"onetwo").to_string()[..16]);
        assert_eq!(body_chars(&item), Some(7));
    }

    #[test]
    fn the_block_names_are_sorted() {
        assert!(is_block("UL") && is_block("address") && is_block("hl1") && !is_block("em"));
    }
}
