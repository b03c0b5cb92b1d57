//! Text of others made fit for a page. Bodies keep only tags that carry meaning; everything else of a source is shown
//! as text. The one place where markup of a source enters a page is [`Clean`], which only this file can make.

use super::xhtml::as_html;
use ammonia::{Builder, UrlRelative};
use interwire_core::item::text::plain;
use interwire_core::item::{Body, Markup};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::OnceLock;

/// HTML in which nothing of its source can act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean(String);

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl askama::filters::HtmlSafe for Clean {}

/// Tags that carry meaning.
const TAGS: [&str; 41] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
];
/// Tags whose content is no text of the story.
const DROPPED: [&str; 14] = [
    "applet", "embed", "frame", "frameset", "iframe", "math", "noembed", "noscript", "object", "script", "style",
    "svg", "template", "title",
];
/// Blocks whose direction follows their own first letter, so that a paragraph in Arabic stands right in any story.
const BLOCKS: [&str; 14] =
    ["blockquote", "caption", "dd", "div", "dt", "h2", "h3", "h4", "h5", "h6", "li", "p", "td", "th"];

fn sanitiser() -> &'static Builder<'static> {
    static SANITISER: OnceLock<Builder<'static>> = OnceLock::new();
    SANITISER.get_or_init(|| {
        let spans = || HashSet::from(["colspan", "rowspan"]);
        let direction = || HashMap::from([("dir", "auto")]);
        let mut builder = Builder::empty();
        builder
            .tags(HashSet::from(TAGS))
            .clean_content_tags(HashSet::from(DROPPED))
            .generic_attributes(HashSet::from(["lang"]))
            .tag_attributes(HashMap::from([
                ("a", HashSet::from(["href"])),
                ("bdo", HashSet::from(["dir"])),
                ("td", spans()),
                ("th", spans()),
            ]))
            .set_tag_attribute_values(BLOCKS.into_iter().map(|tag| (tag, direction())).collect())
            .url_schemes(HashSet::from(["http", "https", "mailto"]))
            .url_relative(UrlRelative::Deny)
            .link_rel(Some("noopener noreferrer nofollow"))
            .strip_comments(true);
        builder
    })
}

/// A body as HTML.
#[must_use]
pub fn body(body: &Body) -> Clean {
    let kind = body.content_type.as_deref().unwrap_or_default().to_ascii_lowercase();
    match body.markup {
        Markup::Html => html(&body.text),
        // Of any other XML than XHTML the text is shown, in its blocks.
        Markup::Xml if kind.contains("html") => html(&as_html(&body.text)),
        Markup::Xml => lines(&plain(body)),
        Markup::Plain => paragraphs(&body.text),
    }
}

/// HTML with only what carries meaning.
#[must_use]
pub fn html(text: &str) -> Clean {
    Clean(sanitiser().clean(text).to_string())
}

/// Plain text: an empty line ends a paragraph, and a line ends where its source ended it.
fn paragraphs(text: &str) -> Clean {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let blocks = text.split("\n\n").map(|block| block.trim_matches('\n')).filter(|block| !block.trim().is_empty());
    Clean(blocks.map(|block| format!("<p dir=\"auto\" class=\"lines\">{}</p>", escape(block))).collect())
}

/// One paragraph for each line.
fn lines(text: &str) -> Clean {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Clean(lines.map(|line| format!("<p dir=\"auto\">{}</p>", escape(line))).collect())
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A language tag fit for `lang`; empty if it is none.
#[must_use]
pub fn language(tag: Option<&str>) -> &str {
    let fits = |tag: &&str| {
        let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        tag.len() <= 35 && tag.split('-').all(part)
    };
    tag.filter(fits).unwrap_or_default()
}

/// Bytes that somebody sent, as text that can do nothing: what is no text is shown as a sign, and so is what would turn or
/// hide the rest.
#[must_use]
pub fn as_text(bytes: &[u8]) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c.to_string(),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}').to_string(),
        '\u{7f}' => '\u{2421}'.to_string(),
        _ if c.is_control() || is_unseen(c) => format!("\u{27e8}{:04X}\u{27e9}", u32::from(c)),
        _ => c.to_string(),
    };
    String::from_utf8_lossy(bytes).replace("\r\n", "\n").chars().map(shown).collect()
}

/// Marks of direction, and signs without width.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The first bytes as numbers, sixteen to a line, beside the letters among them.
#[must_use]
pub fn hex(bytes: &[u8], bytes_max: usize) -> String {
    let head = bytes.get(..bytes_max).unwrap_or(bytes);
    let line = |(place, row): (usize, &[u8])| {
        let digits: Vec<String> = row.iter().map(|byte| format!("{byte:02x}")).collect();
        let letter = |byte: &u8| if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '.' };
        let letters: String = row.iter().map(letter).collect();
        format!("{:06x}  {:47}  {letters}\n", place * 16, digits.join(" "))
    };
    head.chunks(16).enumerate().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_story_keeps_its_meaning_and_loses_its_teeth() {
        let story = "<h1>Title</h1><p class=x style='color:red' onclick=alert(1)>Vũ <em>Việt</em> Trang</p>\
            <p dir=rtl lang=ar>قال السفير</p><a href='javascript:alert(1)'>x</a><a href=https://hanoi.example/>y</a>\
            <img src=x onerror=alert(1)><svg><script>alert(1)</script></svg><iframe src=//x></iframe><b>unclosed";
        expect![[r#"Title<p dir="auto">Vũ <em>Việt</em> Trang</p><p lang="ar" dir="auto">قال السفير</p><a rel="noopener noreferrer nofollow">x</a><a href="https://hanoi.example/" rel="noopener noreferrer nofollow">y</a><b>unclosed</b>"#]]
        .assert_eq(&html(story).0);
    }

    #[test]
    fn plain_text_and_foreign_xml_are_shown_as_text() {
        let text = |markup, text: &str| Body { markup, text: text.to_owned(), ..Body::default() };
        let plain = body(&text(Markup::Plain, "HÀ NỘI (H.P.) -\r\n5 < 7 & 8\n\n\n\n<script>")).0;
        let expected = "<p dir=\"auto\" class=\"lines\">HÀ NỘI (H.P.) -\n5 &lt; 7 &amp; 8</p>\
            <p dir=\"auto\" class=\"lines\">&lt;script&gt;</p>";
        assert_eq!(plain, expected);
        let nitf = "<nitf><body.content><p>one &lt;b&gt;</p><p>two</p></body.content></nitf>";
        let expected = "<p dir=\"auto\">one &lt;b&gt;</p><p dir=\"auto\">two</p>";
        assert_eq!(body(&text(Markup::Xml, nitf)).0, expected);
    }

    #[test]
    fn an_empty_title_hides_no_story() {
        let text = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body><p>Vũ Việt Trang</p></body></html>";
        let kind = Some("application/xhtml+xml".to_owned());
        let story = Body { markup: Markup::Xml, content_type: kind, text: text.to_owned(), ..Body::default() };
        assert_eq!(body(&story).0, "<p dir=\"auto\">Vũ Việt Trang</p>");
    }

    #[test]
    fn bytes_are_shown_as_text_that_can_do_nothing_and_in_hexadecimal() {
        assert_eq!(as_text("Қазақстан\r\n\tسفير".as_bytes()), "Қазақстан\n\tسفير");
        assert_eq!(as_text("a\u{202e}b\0c\u{7f}\r".as_bytes()), "a⟨202E⟩b␀c␡␍");
        assert_eq!(as_text(b"\xff<script>"), "\u{fffd}<script>");
        expect![[r#"
            000000  ff fe 00 41 01 02 03 04 05 06 07 08 09 0a 0b 0c  ...A............
            000010  3c                                               <
        "#]]
        .assert_eq(&hex(b"\xff\xfe\0A\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c<more", 17));
    }

    #[test]
    fn only_a_language_tag_becomes_one() {
        assert_eq!(language(Some("az-Latn")), "az-Latn");
        for wrong in ["", "a\"b", "x y", "--", "waytoolongpart"] {
            assert_eq!(language(Some(wrong)), "", "{wrong}");
        }
    }
}
