//! HTML as a tree, however broken. Every character that stands outside a tag is in the tree, in order: the same
//! characters as `interwire_core::item::text` counts. Structure is repaired as far as news needs it.

use crate::xml::{Attribute, Child, Element};
use interwire_core::item::text::{
    markup::{Piece, Pieces},
    unescape,
};

/// Elements without content.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements that end an open paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];
/// Beyond this depth an element's content goes into the one above it.
const DEPTH_MAX: usize = 60;
const ATTRIBUTES_MAX: usize = 64;

/// Reads a piece of HTML; the element returned has no name and holds what was read. Names are in lower case.
pub(crate) fn parse(text: &str) -> Element {
    let mut builder = Builder { open: vec![Element::default()] };
    let mut pieces = Pieces::new(text);
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(text) => builder.text(&unescape(text)),
            Piece::Raw(text) => builder.text(text),
            Piece::Open(name) => builder.start(&name.to_ascii_lowercase(), pieces.tag(), false),
            Piece::Empty(name) => builder.start(&name.to_ascii_lowercase(), pieces.tag(), true),
            Piece::Close(name) => builder.end(&name.to_ascii_lowercase()),
            Piece::Other => {}
        }
    }
    while builder.open.len() > 1 {
        builder.pop();
    }
    builder.open.pop().unwrap_or_default()
}

/// The elements from the outermost that is open to the innermost; the first is the fragment itself.
struct Builder {
    open: Vec<Element>,
}

impl Builder {
    fn text(&mut self, text: &str) {
        let Some(open) = self.open.last_mut() else { return };
        match open.children.last_mut() {
            Some(Child::Text(before)) => before.push_str(text),
            _ => open.children.push(Child::Text(text.into())),
        }
    }

    fn start(&mut self, name: &str, tag: &str, closed: bool) {
        self.end_implied(name);
        if self.open.len() >= DEPTH_MAX {
            return;
        }
        self.open.push(Element { name: name.into(), attributes: attributes(tag), children: Vec::new() });
        // `<div/>` is a start tag in HTML, but nobody who writes it means one.
        if closed || VOID.contains(&name) {
            self.pop();
        }
    }

    fn end(&mut self, name: &str) {
        if name == "br" {
            return self.start("br", "", true);
        }
        let found = self.open.iter().skip(1).rposition(|element| element.name == name).map(|at| at + 1);
        // A cell's content does not end what stands around the table.
        let wall = self.open.iter().rposition(|element| matches!(element.name.as_str(), "td" | "th"));
        if let Some(at) = found
            && (wall.is_none_or(|wall| wall <= at) || is_table(name))
        {
            while self.open.len() > at {
                self.pop();
            }
        }
    }

    /// Ends what `name` cannot stand in. spec: HTML Living Standard, 13.1.2.4 Optional tags.
    fn end_implied(&mut self, name: &str) {
        let (ends, up_to): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "td", "th"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl", "td", "th"]),
            "tr" => (&["tr"], &["table", "thead", "tbody", "tfoot"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot"], &["table"]),
            _ if BLOCKS.contains(&name) => (&["p"], &["li", "dd", "td", "th", "blockquote", "div", "section"]),
            _ => return,
        };
        let stop = self.open.iter().rposition(|element| up_to.contains(&element.name.as_str())).unwrap_or(0);
        let found = self.open.iter().rposition(|element| ends.contains(&element.name.as_str()));
        if let Some(at) = found.filter(|at| *at > stop) {
            while self.open.len() > at {
                self.pop();
            }
        }
    }

    fn pop(&mut self) {
        if let Some(done) = self.open.pop()
            && let Some(parent) = self.open.last_mut()
        {
            parent.children.push(Child::Element(done));
        }
    }
}

fn is_table(name: &str) -> bool {
    matches!(name, "table" | "thead" | "tbody" | "tfoot" | "tr")
}

/// The attributes of a tag, names in lower case; the first of a name counts.
fn attributes(tag: &str) -> Vec<Attribute> {
    let mut found: Vec<Attribute> = Vec::new();
    let mut rest = tag.split_once(|c: char| c.is_whitespace() || c == '/').map_or("", |(_, rest)| rest);
    while found.len() < ATTRIBUTES_MAX {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if rest.is_empty() {
            break;
        }
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(after) => value(after.trim_start()),
            None => ("", after),
        };
        rest = after;
        let name = name.to_ascii_lowercase();
        if is_name(&name) && found.iter().all(|(known, _)| *known != name) {
            found.push((name.into(), unescape(value).into()));
        }
    }
    found
}

/// The value that a text begins with, and what follows it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::inside;

    fn check(html: &str, tree: &str) {
        assert_eq!(inside(&parse(html)), tree, "{html}");
    }

    #[test]
    fn what_news_systems_leave_open_is_closed_where_a_browser_closes_it() {
        check("<P>Vũ<p>Việt<br>Trang", "<p>Vũ</p><p>Việt<br/>Trang</p>");
        check("<ul><li>бір<li>екі</ul>үш", "<ul><li>бір</li><li>екі</li></ul>үш");
        check(
            "<table><tr><td>1<td><p>2<tr><td>3</table>4",
            "<table><tr><td>1</td><td><p>2</p></td></tr><tr><td>3</td></tr></table>4",
        );
        check("<p>a<table><tr><td>b</p></td></tr></table>", "<p>a</p><table><tr><td>b</td></tr></table>");
        check("<b>x</i></b></p>y</br>", "<b>x</b>y<br/>");
        check(
            "<p>5 < 6 &amp; 7<img src=a.jpg alt='\"b\" >'>",
            "<p>5 &lt; 6 &amp; 7<img src=\"a.jpg\" alt=\"&quot;b&quot; >\"/></p>",
        );
        check("<a href=\"x\" href=y 1=2 disabled>سفير</a>", "<a href=\"x\" disabled=\"\">سفير</a>");
    }

    #[test]
    fn depth_is_bounded_and_no_text_is_lost() {
        let deep = format!("{}Əliyev{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        assert_eq!(parse(&deep).text(), "Əliyev");
        assert_eq!(parse("<a href=\"open>text").text(), "text");
    }
}
