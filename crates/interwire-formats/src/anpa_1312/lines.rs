//! The lines of a text: head lines that end with `<` or `=`, paragraphs, and tables set in columns.

use interwire_core::item::text::collapse;

/// A piece of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Paragraph(String),
    /// Lines that stand as they are.
    Table(Vec<String>),
}

/// Whether a line is set in columns: it has the marks of tabular copy in it.
fn has_columns(line: &str) -> bool {
    line.contains(['\u{8}', '\u{10}', '\u{1e}', '\u{1f}'])
}

/// A line without its marks: `^` at the beginning, `<` at the end.
fn bare(line: &str) -> &str {
    let line = line.trim_end();
    let line = line.strip_prefix('^').unwrap_or(line);
    line.strip_suffix('<').unwrap_or(line)
}

/// Whether a line of the head is a note to editors.
pub(super) fn is_note(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches('(').to_lowercase();
    ["eds:", "eds.", "editors:", "editors."].iter().any(|word| line.starts_with(word))
}

/// A line of a table, its marks as spaces and tabs.
pub(super) fn row(line: &str) -> String {
    let line = bare(line.strip_prefix('\t').unwrap_or(line));
    let mapped = line.chars().filter_map(|c| match c {
        '\u{10}' => Some(' '),
        '\u{1e}' | '\u{1f}' => Some('\t'),
        // The mark of a tabular line is no text.
        '\u{8}' => None,
        c => Some(c),
    });
    let row: String = mapped.collect();
    row.trim_end().to_owned()
}

/// A line in columns as the wire has it: behind the mark of tabular copy, tabs as the mark between columns.
pub(super) fn wire_row(line: &str) -> String {
    format!("\u{8}{}<", line.trim_end().replace('\t', "\u{1f}"))
}

/// The lines at the beginning that end with `<` or `=`, without these, and the rest.
pub(super) fn head(text: &str) -> (Vec<(String, char)>, &str) {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        let is_story = line.starts_with(['\t', ' ']) || has_columns(line);
        let end = trimmed.chars().next_back().filter(|end| matches!(end, '<' | '='));
        match end {
            Some(end) if !is_story => {
                let inside = trimmed.strip_suffix(end).unwrap_or(trimmed);
                for part in inside.split("< ^").map(|part| part.strip_prefix('^').unwrap_or(part).trim()) {
                    lines.push((part.to_owned(), end));
                }
            }
            None if trimmed.is_empty() && lines.is_empty() => {}
            _ => break,
        }
        at += line.len();
    }
    (lines, text.get(at..).unwrap_or_default())
}

/// The pieces of a story. In tabular copy every short line stands on its own.
pub(super) fn pieces(text: &str, is_tabular: bool) -> Vec<Piece> {
    const COLUMNS: usize = 100;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut begins_anew = true;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed == "<" {
            begins_anew = true;
            continue;
        }
        let in_columns = has_columns(line) || is_tabular && (trimmed.ends_with('<') || line.chars().count() <= COLUMNS);
        let is_new = begins_anew || line.starts_with(['\t', '^']) || line.starts_with("  ");
        begins_anew = trimmed.ends_with('<');
        match pieces.last_mut() {
            Some(Piece::Table(rows)) if in_columns => rows.push(row(line)),
            _ if in_columns => pieces.push(Piece::Table(vec![row(line)])),
            Some(Piece::Paragraph(before)) if !is_new => {
                before.push(' ');
                before.push_str(&signs(&collapse(bare(trimmed))));
            }
            _ => pieces.push(Piece::Paragraph(signs(&collapse(bare(trimmed))))),
        }
    }
    pieces.retain(|piece| !matches!(piece, Piece::Paragraph(text) if text.is_empty()));
    pieces
}

/// The signs of print that the wire writes with others: quotes and dashes.
pub(super) fn signs(text: &str) -> String {
    let text = text.replace("``", "\u{201c}").replace("''", "\u{201d}");
    text.split(' ').map(|word| if word == "_" { "\u{2014}" } else { word }).collect::<Vec<_>>().join(" ")
}

/// As the wire writes them.
pub(super) fn wire_signs(text: &str) -> String {
    let text = text.replace('\u{201c}', "``").replace('\u{201d}', "''");
    text.split(' ').map(|word| if word == "\u{2014}" { "_" } else { word }).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_lines_end_where_the_story_begins() {
        let (lines, rest) = head("^*9006< ^AP-Top,0176<\n^5 < 7 <1><\n^By A=\n\tStory<\n");
        let lines: Vec<_> = lines.iter().map(|(line, end)| (line.as_str(), *end)).collect();
        assert_eq!(lines, [("*9006", '<'), ("AP-Top,0176", '<'), ("5 < 7 <1>", '<'), ("By A", '=')]);
        assert_eq!(rest, "\tStory<\n");
    }

    #[test]
    fn tables_stand_as_they_are_and_paragraphs_are_joined() {
        let text = "\tHANOI _ ``One''\ntwo\n\n^Three<\nfour\n\u{8}a\u{1f}1<\nb\u{10}2\n\n";
        let paragraph = |text: &str| Piece::Paragraph(text.to_owned());
        let expected = [
            paragraph("HANOI \u{2014} \u{201c}One\u{201d} two"),
            paragraph("Three"),
            paragraph("four"),
            Piece::Table(vec!["a\t1".to_owned(), "b 2".to_owned()]),
        ];
        assert_eq!(pieces(text, false), expected);
        let table = pieces("\tx;1<\n\n   y - why\n", true);
        assert_eq!(table, [Piece::Table(vec!["x;1".to_owned(), "   y - why".to_owned()])]);
    }
}
