//! The block of lines between the start of the text and ` =`: tags, notes in brackets, headline, byline.

/// The lines of a block, sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// Lines in capitals before the headline: `2ND LEAD`, `KILL KILL KILL`.
    pub tags: Vec<String>,
    /// Notes in brackets, without them.
    pub notes: Vec<String>,
    pub headline: Option<String>,
    pub byline: Option<String>,
}

/// Words with which a byline begins.
const BY: &[&str] = &["By", "Von", "Par", "Por", "Di", "Bài", "Автор:", "Авторы:", "Müəllif:", "بقلم"];

/// No block has more lines.
const LINES_MAX: usize = 40;

/// The block at the beginning of a text, and the rest. Without ` =` the first line alone is the headline.
pub(super) fn split(text: &str) -> (Vec<&str>, &str) {
    let start = text.len() - text.trim_start_matches(['\n', ' ', '\t']).len();
    let mut at = start;
    let mut lines = Vec::new();
    for line in text.get(start..).unwrap_or_default().split('\n') {
        at += line.len() + 1;
        if line.trim().is_empty() {
            break;
        }
        lines.push(line.trim());
        if lines.len() > LINES_MAX {
            break;
        }
        if line.trim_end().ends_with('=') {
            return (lines, text.get(at..).unwrap_or_default());
        }
    }
    let first: Vec<&str> = lines.into_iter().take(1).collect();
    let end = start + text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len() - start, |end| end + 1);
    (first, text.get(end..).unwrap_or_default())
}

impl Block {
    /// Sorts the lines of a block.
    pub fn of(lines: &[&str]) -> Self {
        let mut block = Self::default();
        let mut lines: Vec<&str> = lines.to_vec();
        if let Some(last) = lines.last_mut() {
            *last = last.strip_suffix('=').unwrap_or(last).trim_end();
        }
        lines.retain(|line| !line.is_empty());
        block.leading(&mut lines);
        block.trailing(&mut lines);
        block.headline = Some(lines.join(" ")).filter(|text| !text.is_empty());
        if block.headline.is_none() {
            block.headline = block.tags.pop().or_else(|| block.notes.pop());
        }
        block
    }

    /// Takes tags and notes from the beginning; the last line stays.
    fn leading(&mut self, lines: &mut Vec<&str>) {
        loop {
            let Some(first) = lines.first().copied() else { return };
            let taken = if first.starts_with('(') {
                match lines.iter().position(|line| line.ends_with(')')) {
                    Some(end) if end + 1 < lines.len() || lines.len() > 1 && end + 1 == lines.len() => end + 1,
                    _ => return,
                }
            } else if lines.len() > 1 && is_tag(first) {
                1
            } else {
                return;
            };
            let text = lines.drain(..taken).collect::<Vec<_>>().join(" ");
            match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
                Some(note) => self.notes.push(note.to_owned()),
                None => self.tags.push(text),
            }
        }
    }

    /// Takes notes and the byline from the end; the first line stays.
    fn trailing(&mut self, lines: &mut Vec<&str>) {
        while lines.len() > 1
            && let Some(note) = lines.last().and_then(|line| line.strip_prefix('(')?.strip_suffix(')'))
        {
            self.notes.push(note.to_owned());
            lines.pop();
        }
        let by = |line: &&str| BY.iter().any(|word| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')));
        if let Some(at) = lines.iter().skip(1).position(by) {
            self.byline = Some(lines.drain(at + 1..).collect::<Vec<_>>().join(" "));
        }
    }
}

/// A short line in capitals. Scripts without capitals have no tags.
fn is_tag(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (1..=4).contains(&words)
        && line.chars().count() <= 40
        && line.chars().any(char::is_uppercase)
        && !line.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_sorted_into_tags_notes_headline_and_byline() {
        let text = "\n(Berichtigung: Zeit\nkorrigiert)\n1ST LEAD\nĐại sứ Vũ Việt Trang\nký thỏa thuận\nBy Lan Anh,\nhanoi\n(Foto) =\n\nHanoi (hna) - Text";
        let (lines, rest) = split(text);
        let block = Block::of(&lines);
        assert_eq!(rest, "\nHanoi (hna) - Text");
        assert_eq!(
            (block.tags, block.notes),
            (vec!["1ST LEAD".to_owned()], vec!["Berichtigung: Zeit korrigiert".to_owned(), "Foto".to_owned()])
        );
        assert_eq!(block.headline.as_deref(), Some("Đại sứ Vũ Việt Trang ký thỏa thuận"));
        assert_eq!(block.byline.as_deref(), Some("By Lan Anh, hanoi"));
    }

    #[test]
    fn a_headline_is_found_even_alone() {
        for (text, headline, rest) in [
            ("KILL KILL KILL =\nbody", "KILL KILL KILL", "body"),
            ("(Achtung)\nImpressum =\nx", "Impressum", "x"),
            ("First line\nsecond line\n\nthird", "First line", "second line\n\nthird"),
            ("only", "only", ""),
            ("(a)", "(a)", ""),
            ("1 = 2 =\n", "1 = 2", ""),
        ] {
            let (lines, left) = split(text);
            assert_eq!((Block::of(&lines).headline.as_deref(), left), (Some(headline), rest), "{text}");
        }
        assert_eq!((split("").0.len(), split(" \n ").0.len()), (0, 0));
    }
}
