//! Text for formats that have only lines: blocks apart, what stands in columns in its columns, the cells of a row on
//! one line. And plain text taken apart the same way, for formats that have more.

use interwire_core::item::text::markup::{Piece, Pieces};
use interwire_core::item::text::{self, collapse};
use interwire_core::item::{Body, Markup};

/// A piece of plain text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Paragraph<'t> {
    /// Lines that go on one after the other.
    Lines(Vec<&'t str>),
    /// Lines whose white space counts.
    Columns(Vec<&'t str>),
}

/// Paragraphs are apart by empty lines, or are lines if there are none; columns stay columns.
pub(crate) fn paragraphs(text: &str) -> Vec<Paragraph<'_>> {
    let lines: Vec<&str> = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    let has_gaps = lines.iter().any(|line| line.trim().is_empty());
    let mut out = Vec::new();
    for paragraph in lines.split(|line| line.trim().is_empty()).filter(|lines| !lines.is_empty()) {
        let tabbed = paragraph.iter().any(|line| line.trim().contains('\t'));
        if tabbed || paragraph.iter().filter(|line| has_columns(line)).count() > 1 {
            out.push(Paragraph::Columns(paragraph.to_vec()));
        } else if has_gaps {
            out.push(Paragraph::Lines(paragraph.to_vec()));
        } else {
            out.extend(paragraph.iter().map(|line| Paragraph::Lines(vec![*line])));
        }
    }
    out
}

/// Whether a line is set in columns.
pub(crate) fn has_columns(line: &str) -> bool {
    let line = line.trim();
    line.contains("   ") || line.contains('\t')
}

/// A block of a story as lines.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    pub lines: Vec<String>,
    /// The white space inside the lines counts.
    pub is_in_columns: bool,
}

/// The blocks of a body; of plain text as [`paragraphs`] has them. No character but white space is added or left out.
pub(crate) fn blocks(body: &Body) -> Vec<Block> {
    let owned = |lines: Vec<&str>| lines.into_iter().map(str::to_owned).collect();
    match body.markup {
        Markup::Plain => paragraphs(&body.text)
            .into_iter()
            .map(|paragraph| match paragraph {
                Paragraph::Lines(lines) => Block { lines: owned(lines), is_in_columns: false },
                Paragraph::Columns(lines) => Block { lines: owned(lines), is_in_columns: true },
            })
            .collect(),
        // Without tables and columns the blocks are the lines that people see.
        _ if !is_set(&body.text) => text::plain(body).lines().map(line).collect(),
        Markup::Html => Setter::default().set(&body.text),
        Markup::Xml => {
            let inner = crate::html::story_text(&body.text);
            inner.map_or_else(|| text::plain(body).lines().map(line).collect(), |inner| Setter::default().set(&inner))
        }
    }
}

/// The blocks as one text: apart by empty lines.
pub(crate) fn apart(blocks: &[Block]) -> String {
    blocks.iter().map(|block| block.lines.join("\n")).collect::<Vec<_>>().join("\n\n")
}

/// Each body as lines. Plain text stays as it is; but beside others its paragraphs must be apart as theirs will be.
pub(crate) fn texts(bodies: &[&Body]) -> Vec<String> {
    let is_close = |text: &str| !text.lines().any(|line| line.trim().is_empty());
    let text = |body: &&Body| match body.markup {
        Markup::Plain if bodies.len() == 1 || !is_close(&body.text) => body.text.clone(),
        _ => apart(&blocks(body)),
    };
    bodies.iter().map(text).collect()
}

fn line(text: &str) -> Block {
    Block { lines: vec![text.to_owned()], is_in_columns: false }
}

fn is_set(text: &str) -> bool {
    let set = |piece| matches!(piece, Piece::Open(name) if matches!(name.to_ascii_lowercase().as_str(), "pre" | "tr"));
    Pieces::new(text).any(set)
}

/// Sets HTML in lines.
#[derive(Default)]
struct Setter {
    blocks: Vec<Block>,
    /// What stands outside of tables and columns, to be read as people see it.
    flow: String,
    /// The cells of the row, if one is open; a row inside another ends it.
    cells: Vec<String>,
    in_row: bool,
    pre: usize,
    columns: String,
}

impl Setter {
    fn set(mut self, html: &str) -> Vec<Block> {
        let mut pieces = Pieces::new(html);
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Open(name) => self.open(&name.to_ascii_lowercase(), pieces.tag()),
                Piece::Close(name) => self.close(&name.to_ascii_lowercase(), pieces.tag()),
                Piece::Empty(name) => self.other(&name.to_ascii_lowercase(), pieces.tag()),
                Piece::Text(said) if self.pre == 0 && !self.in_row => self.flow.push_str(said),
                Piece::Text(said) => self.say(&text::unescape(said)),
                Piece::Raw(said) if self.pre == 0 && !self.in_row => {
                    self.flow += &crate::html::tokens::escaped(said);
                }
                Piece::Raw(said) => self.say(said),
                Piece::Other => {}
            }
        }
        self.end_columns();
        self.end_row();
        self.end_flow();
        self.blocks
    }

    /// Text inside columns or a row.
    fn say(&mut self, text: &str) {
        if self.pre > 0 {
            self.columns.push_str(text);
        } else if self.in_row {
            if self.cells.is_empty() {
                self.cells.push(String::new());
            }
            self.cells.iter_mut().last().into_iter().for_each(|cell| cell.push_str(text));
        }
    }

    fn open(&mut self, name: &str, tag: &str) {
        match name {
            "pre" => {
                self.end_flow();
                self.end_row();
                self.pre += 1;
            }
            "tr" if self.pre == 0 => {
                self.end_flow();
                self.end_row();
                self.in_row = true;
            }
            "td" | "th" if self.in_row && self.pre == 0 => self.cells.push(String::new()),
            _ => self.other(name, tag),
        }
    }

    fn close(&mut self, name: &str, tag: &str) {
        match name {
            "pre" if self.pre > 0 => {
                self.pre -= 1;
                if self.pre == 0 {
                    self.end_columns();
                }
            }
            "tr" | "table" if self.in_row && self.pre == 0 => {
                self.end_row();
                self.in_row = false;
            }
            _ => self.other(name, &format!("/{}", tag.trim_start_matches('/'))),
        }
    }

    /// Any other tag: inside columns a break of the line, inside a row a space, else read with the text around it.
    fn other(&mut self, name: &str, tag: &str) {
        match (self.pre, self.in_row) {
            (0, false) => {
                self.flow.push('<');
                self.flow.push_str(tag);
                self.flow.push('>');
            }
            (0, true) => self.say(if text::is_block(name) { " " } else { "" }),
            _ => self.say(if name == "br" { "\n" } else { "" }),
        }
    }

    fn end_flow(&mut self) {
        let text = std::mem::take(&mut self.flow);
        let body = Body { markup: Markup::Html, text, ..Body::default() };
        self.blocks.extend(text::plain(&body).lines().map(line));
    }

    fn end_columns(&mut self) {
        let text = std::mem::take(&mut self.columns);
        let lines: Vec<String> =
            text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.trim_end().to_owned()).collect();
        if !lines.is_empty() {
            let is_in_columns = lines.len() > 1 || lines.iter().any(|line| has_columns(line));
            self.blocks.push(Block { lines, is_in_columns });
        }
    }

    /// A row is a line; it belongs to the rows before it.
    fn end_row(&mut self) {
        let cells: Vec<String> = std::mem::take(&mut self.cells).iter().map(|cell| collapse(cell)).collect();
        if cells.iter().all(String::is_empty) {
            return;
        }
        let text = cells.join("\t");
        match self.blocks.last_mut() {
            Some(table) if table.is_in_columns && table.lines.last().is_some_and(|line| line.contains('\t')) => {
                table.lines.push(text);
            }
            _ => self.blocks.push(Block { lines: vec![text], is_in_columns: cells.len() > 1 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(markup: Markup, text: &str) -> Vec<String> {
        let blocks = blocks(&Body { markup, text: text.to_owned(), ..Body::default() });
        blocks
            .into_iter()
            .map(|block| format!("{}{}", if block.is_in_columns { "= " } else { "" }, block.lines.join("/")))
            .collect()
    }

    #[test]
    fn rows_and_columns_stay_and_the_rest_is_lines() {
        let html = "<p>Một &amp; hai</p><table><tr><th>Hà Nội</th><th>5 &lt; 7</th></tr>\
            <tr><td><p>a</p></td><td>1</td></tr></table>đuôi<pre>a     1\nbb   22</pre><p>cuối</p>";
        let expected = ["Một & hai", "= Hà Nội\t5 < 7/a\t1", "đuôi", "= a     1/bb   22", "cuối"];
        assert_eq!(set(Markup::Html, html), expected);
        let nitf =
            format!("<nitf><head><title>no</title></head><body><body.content>{html}</body.content></body></nitf>");
        assert_eq!(set(Markup::Xml, &nitf), expected);
        assert_eq!(
            set(Markup::Html, "<p>a<p>b<table><tr><td>1<td>2<tr><td>3<td>4</table>c"),
            ["a", "b", "= 1\t2/3\t4", "c"]
        );
        assert_eq!(set(Markup::Plain, "a\nb\n\nx    1\ny    2\n"), ["a/b", "= x    1/y    2"]);
        assert_eq!(set(Markup::Plain, "a\nb"), ["a", "b"]);
        assert_eq!(set(Markup::Plain, "\ta    b\n\nc\td"), ["\ta    b", "= c\td"]);
    }

    #[test]
    fn no_character_is_lost_or_added() {
        for text in [
            "<tr>x<td>a &amp;amp; b</td>y</tr>z<![CDATA[<p>]]>",
            "<pre>a<b>b</b><br/>c</pre>&lt;<table><tr><td><pre>q</pre></td></tr></table>",
            "<p>1</tr></pre><pre>2<tr>3",
        ] {
            let body = Body { markup: Markup::Html, text: text.to_owned(), ..Body::default() };
            let bare = |text: String| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(bare(apart(&blocks(&body))), bare(text::plain(&body)), "{text}");
        }
    }
    #[test]
    fn paragraphs_beside_another_body_are_apart() {
        let body = |text: &str| Body { text: text.to_owned(), ..Body::default() };
        let (lead, rest) = (body("Lead."), body("One.\nTwo."));
        assert_eq!(texts(&[&rest]), ["One.\nTwo."]);
        assert_eq!(texts(&[&lead, &rest]), ["Lead.", "One.\n\nTwo."]);
    }
}
