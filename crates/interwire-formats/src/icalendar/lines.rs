//! Content lines: unfolding, parameters, escapes. spec: RFC 5545 sections 3.1 and 3.3.11.

use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// A line: `DTSTART;TZID=Asia/Baku:20261123T100000`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Property {
    /// In capitals.
    pub name: String,
    pub parameters: Vec<(String, String)>,
    /// As written, escapes and all.
    pub value: String,
}

impl Property {
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
    /// The value as text.
    pub fn text(&self) -> String {
        unescape(&self.value)
    }
    /// Name and parameters as written.
    pub fn head(&self) -> String {
        let mut out = self.name.clone();
        for (name, value) in &self.parameters {
            let quote = if value.contains([':', ';', ',']) { "\"" } else { "" };
            out.push_str(&format!(";{name}={quote}{value}{quote}"));
        }
        out
    }
}

/// The bytes of a calendar without the folds that stand inside a character: some systems count octets and fold where
/// they have 75. Characters of two or four bytes each are never parted so.
pub(super) fn joined(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_wide = Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8) || bytes.contains(&0);
    let mut out = Vec::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(found) = bytes.get(at..).filter(|_| !is_wide).and_then(|rest| memchr::memchr2(b' ', b'\t', rest)) {
        let space = at + found;
        at = space + 1;
        let before = bytes.get(kept..space).unwrap_or_default();
        let line = before.strip_suffix(b"\r\n").or(before.strip_suffix(b"\n")).or(before.strip_suffix(b"\r"));
        let goes_on = bytes.get(at).is_some_and(|byte| *byte >= 0x80);
        if let Some(line) = line.filter(|line| goes_on && line.last().is_some_and(|byte| *byte >= 0x80)) {
            out.extend_from_slice(line);
            kept = at;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(bytes);
    }
    out.extend_from_slice(bytes.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// The lines of a calendar; those that are none are given back as they are.
pub(super) fn properties(text: &str) -> Vec<Result<Property, String>> {
    let mut unfolded: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix([' ', '\t']), unfolded.last_mut()) {
            (Some(rest), Some(before)) => before.push_str(rest),
            _ => unfolded.push(line.to_owned()),
        }
    }
    unfolded.into_iter().filter(|line| !line.trim().is_empty()).map(|line| property(&line).ok_or(line)).collect()
}

/// A line taken apart.
pub(super) fn property(line: &str) -> Option<Property> {
    let end = line.find([';', ':'])?;
    let name = line.get(..end)?.trim().to_ascii_uppercase();
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return None;
    }
    let mut rest = line.get(end..)?;
    let mut parameters = Vec::new();
    while let Some(inside) = rest.strip_prefix(';') {
        let (key, value) = inside.split_once('=')?;
        let (value, left) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => value.split_at(value.find([';', ':'])?),
        };
        // Several values of a parameter: the first says it.
        let left = left.get(left.find([';', ':'])?..)?;
        parameters.push((key.trim().to_ascii_uppercase(), value.to_owned()));
        rest = left;
    }
    Some(Property { name, parameters, value: rest.strip_prefix(':')?.to_owned() })
}

/// Text without its escapes.
pub(super) fn unescape(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other @ ('\\' | ',' | ';')) => out.push(other),
                Some(other) => {
                    out.push('\\');
                    out.push(other);
                }
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out
}

/// The parts of a list, each without escapes.
pub(super) fn list(value: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_escaped = false;
    for c in value.chars() {
        if c == ',' && !is_escaped {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    parts.iter().map(|part| unescape(part).trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Text with escapes.
pub(super) fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Adds a line, folded so that no part is longer than 75 bytes. Nothing in it ends the line.
pub(super) fn push(head: &str, value: &str, out: &mut String) {
    const BYTES: usize = 75;
    let mut length = 0;
    for c in head.chars().chain([':']).chain(value.chars()) {
        let c = if c.is_control() && c != '\t' { ' ' } else { c };
        if length + c.len_utf8() > BYTES {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_unfolded_and_taken_apart() {
        let text = "SUMMARY;LANGUAGE=kk:Қазақ\r\n  стан\\, Баку\r\nbad line\r\nATTENDEE;CN=\"A: B; C\";X=1:mailto:a@b\r\nX;A=1\r\n";
        let found = properties(text);
        let summary = found[0].clone().unwrap();
        assert_eq!((summary.text().as_str(), summary.parameter("LANGUAGE")), ("Қазақ стан, Баку", Some("kk")));
        assert_eq!(found[1], Err("bad line".to_owned()));
        let attendee = found[2].clone().unwrap();
        assert_eq!((attendee.parameter("CN"), attendee.value.as_str()), (Some("A: B; C"), "mailto:a@b"));
        assert_eq!((attendee.head().as_str(), found[3].is_err()), ("ATTENDEE;CN=\"A: B; C\";X=1", true));
    }

    #[test]
    fn a_fold_inside_a_character_does_not_part_it() {
        for end in ["\r\n ", "\n\t", "\r "] {
            let whole = "SUMMARY:Қазақстан Президенті әңгіме".as_bytes();
            for at in 9..whole.len() {
                let folded = [&whole[..at], end.as_bytes(), &whole[at..]].concat();
                let text =
                    String::from_utf8(joined(&folded).into_owned()).unwrap().replace('\r', "\n").replace("\n\n", "\n");
                assert_eq!(properties(&text)[0].clone().unwrap().text(), "Қазақстан Президенті әңгіме", "{at}");
            }
        }
        // U+0A20 and U+A020 in UTF-16, where the bytes of a fold are halves of characters.
        let wide = b"\xfe\xff\x04\x9a\n \xa0 ";
        assert_eq!(&*joined(wide), wide);
    }

    #[test]
    fn text_survives_escapes_and_folds() {
        for text in ["a\\n b; c, d\ne\\", &"Vũ Việt Trang; ".repeat(20)] {
            let mut out = String::new();
            push("DESCRIPTION", &escape(text), &mut out);
            assert!(out.lines().all(|line| line.len() <= 75), "{out}");
            assert_eq!(properties(&out)[0].clone().unwrap().text(), *text);
        }
        assert_eq!(list("a\\, b,c,,d"), ["a, b", "c", "d"]);
    }
}
