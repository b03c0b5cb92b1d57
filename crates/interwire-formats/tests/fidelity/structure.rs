//! The structure of a story as facts: where paragraphs end, what is a heading, an item of a list, a row of a table, a
//! quote, a link, emphasis, text that stands in columns, and which files it shows.

use interwire_core::item::text::markup::{Piece, Pieces};
use interwire_core::item::text::{self, collapse};
use interwire_core::item::{Body, Item, Markup};

/// Fields of the structure.
pub const STRUCTURE: &[&str] = &[
    "bodies.blocks",
    "bodies.headings",
    "bodies.lists",
    "bodies.tables",
    "bodies.quotes",
    "bodies.links",
    "bodies.emphasis",
    "bodies.columns",
    "bodies.media",
];

/// Field and fact.
pub fn facts(item: &Item) -> Vec<(&'static str, String)> {
    text::story(item)
        .into_iter()
        .flat_map(|body| if body.markup == Markup::Plain { plain(body) } else { marked_up(body) })
        .collect()
}

/// Paragraphs are apart by empty lines, or are lines if there are none; columns stand as they are.
fn plain(body: &Body) -> Vec<(&'static str, String)> {
    let lines: Vec<&str> = body.text.lines().collect();
    let has_gaps = lines.iter().any(|line| line.trim().is_empty());
    let mut found = Vec::new();
    for paragraph in lines.split(|line| line.trim().is_empty()).filter(|lines| !lines.is_empty()) {
        let tabbed = paragraph.iter().any(|line| line.trim().contains('\t'));
        let columns = tabbed || paragraph.iter().filter(|line| is_in_columns(line)).count() > 1;
        if columns {
            found.extend(paragraph.iter().map(|line| ("bodies.columns", in_columns(line))));
            found.extend(paragraph.iter().map(|line| ("bodies.tables", cells(line))));
            found.extend(paragraph.iter().map(|line| ("bodies.blocks", collapse(line))));
        } else if has_gaps {
            // What begins with a mark of lists stands on its own.
            let mut whole: Vec<String> = Vec::new();
            for line in paragraph {
                match whole.last_mut() {
                    Some(before) if !line.trim_start().starts_with(['-', '–', '—', '•', '*']) => {
                        *before += &format!(" {line}")
                    }
                    _ => whole.push((*line).to_owned()),
                }
            }
            found.extend(whole.into_iter().map(|block| ("bodies.blocks", block)));
        } else {
            found.extend(paragraph.iter().map(|line| ("bodies.blocks", (*line).to_owned())));
        }
    }
    found
}

fn is_in_columns(line: &str) -> bool {
    line.trim().contains("   ") || line.trim().contains('\t')
}

/// A line whose white space counts, spelled so that it survives a comparison that collapses white space.
fn in_columns(line: &str) -> String {
    line.trim_end().replace('\t', "␉").replace("  ", "··")
}

/// The cells of a line in columns.
fn cells(line: &str) -> String {
    let cells = line.split('\t').flat_map(|part| part.split("   ")).map(str::trim).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(" | ")
}

/// What an element of HTML or NITF is.
fn field(name: &str) -> Option<&'static str> {
    Some(match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hl2" => "bodies.headings",
        "li" | "dt" | "dd" => "bodies.lists",
        "blockquote" | "bq" => "bodies.quotes",
        "em" | "strong" | "b" | "i" => "bodies.emphasis",
        "pre" => "bodies.columns",
        "tr" => "bodies.tables",
        _ => return None,
    })
}

fn marked_up(body: &Body) -> Vec<(&'static str, String)> {
    let mut found: Vec<(&'static str, String)> = Vec::new();
    let mut open: Vec<(&'static str, String, String)> = Vec::new();
    let mut pieces = Pieces::new(&body.text);
    while let Some(piece) = pieces.next() {
        let tag = pieces.tag();
        match piece {
            Piece::Text(said) => {
                let said = text::unescape(said);
                open.iter_mut().for_each(|(.., inside)| inside.push_str(&said));
            }
            Piece::Raw(said) => open.iter_mut().for_each(|(.., inside)| inside.push_str(said)),
            Piece::Open(name) | Piece::Empty(name) => {
                let name = name.to_ascii_lowercase();
                let source = ["href", "src", "source"].into_iter().find_map(|wanted| attribute(tag, wanted));
                match name.as_str() {
                    "a" => found.extend(source.map(|href| ("bodies.links", href))),
                    "img" | "media-reference" | "video" | "audio" => {
                        found.extend(source.map(|href| ("bodies.media", href)))
                    }
                    "td" | "th" => open.iter_mut().for_each(|(.., inside)| inside.push_str(" | ")),
                    _ => {}
                }
                if let (Some(field), Piece::Open(_)) = (field(&name), piece) {
                    open.push((field, name, String::new()));
                }
            }
            Piece::Close(name) => {
                let name = name.to_ascii_lowercase();
                if let Some(at) = open.iter().rposition(|(_, opened, _)| *opened == name) {
                    let (field, _, inside) = open.remove(at);
                    if field == "bodies.columns" {
                        for line in inside.lines().filter(|line| !line.trim().is_empty()) {
                            found.extend([(field, in_columns(line)), ("bodies.tables", cells(line))]);
                        }
                    } else {
                        found.push((
                            field,
                            inside
                                .trim_matches([' ', '|', '\n'])
                                .split('|')
                                .map(str::trim)
                                .collect::<Vec<_>>()
                                .join(" | "),
                        ));
                    }
                }
            }
            Piece::Other => {}
        }
    }
    // A line that is broken goes on in the same block.
    let mut whole = body.text.clone();
    for tag in ["<br>", "<br/>", "<br />"] {
        for bullet in ["-", "–", "—", "•", "*"] {
            whole = whole.replace(&format!("{tag}\n{bullet}"), &format!("<p>{bullet}"));
            whole = whole.replace(&format!("{tag}{bullet}"), &format!("<p>{bullet}"));
        }
        whole = whole.replace(&format!("{tag}\n"), " ").replace(tag, " ");
    }
    let blocks = text::plain(&Body { text: whole, ..body.clone() });
    found.extend(blocks.lines().map(|line| ("bodies.blocks", line.to_owned())));
    found
}

fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let at = tag.find(&format!(" {wanted}=")).map(|at| at + wanted.len() + 2)?;
    let quote = tag.get(at..)?.chars().next()?;
    let rest = tag.get(at + 1..)?;
    Some(text::unescape(rest.get(..rest.find(quote)?)?))
}
