//! Looks over a page before it is parsed. The parser compares every attribute of a tag with all others of it, so a tag
//! with very many would take time out of proportion; and a tag that never ends would swallow the rest of the page.

use std::borrow::Cow;

/// What is wrong with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// A tag has more attributes than allowed.
    Attributes,
    /// The character here, a quote or `<`, opens what nothing closes.
    Open(usize),
}

/// The page with tags that end, and whether any had to be mended; `None` if a tag has more than `max` attributes.
pub(super) fn mended(text: &str, max: usize) -> Option<(Cow<'_, str>, bool)> {
    const MENDED_MAX: usize = 16;
    let mut page = Cow::Borrowed(text);
    let mut is_mended = false;
    for _ in 0..MENDED_MAX {
        match fault(&page, max) {
            None => return Some((page, is_mended)),
            Some(Fault::Attributes) => return None,
            Some(Fault::Open(at)) => {
                let by = if page.as_bytes().get(at) == Some(&b'<') { "&lt;" } else { " " };
                page.to_mut().replace_range(at..=at, by);
                is_mended = true;
            }
        }
    }
    Some((Cow::Owned(page.replace('<', "&lt;")), true))
}

/// The first thing wrong with a page.
fn fault(text: &str, max: usize) -> Option<Fault> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'<')) {
        at += found + 1;
        let rest = bytes.get(at..).unwrap_or_default();
        at += match rest {
            [b'!', b'-', b'-', ..] => comment(rest),
            [b'!', b'[', b'C', ..] => until(rest, b"]]>"),
            [b'!' | b'?', ..] => until(rest, b">"),
            [b'/', first, ..] | [first, ..] if first.is_ascii_alphabetic() => {
                let (length, count, open) = tag(rest);
                if count > max {
                    return Some(Fault::Attributes);
                }
                if let Some(open) = open {
                    return Some(Fault::Open((at + open).wrapping_sub(1)));
                }
                let is_empty = rest.get(..length).is_some_and(|tag| tag.ends_with(b"/>"));
                length + if is_empty { 0 } else { raw(rest, rest.get(length..).unwrap_or_default()) }
            }
            _ => 0,
        };
    }
    None
}

/// The length up to and including `end`.
fn until(rest: &[u8], end: &[u8]) -> usize {
    rest.windows(end.len()).position(|window| window == end).map_or(rest.len(), |at| at + end.len())
}

/// The length of a comment, which `-->`, `--!>`, and at once `>` or `->` end.
fn comment(rest: &[u8]) -> usize {
    if rest.starts_with(b"!-->") || rest.starts_with(b"!--->") {
        return until(rest, b">");
    }
    let ends = rest.windows(2).enumerate().filter(|(_, window)| *window == b"--");
    let mut lengths = ends.filter_map(|(at, _)| match rest.get(at + 2..) {
        Some([b'>', ..]) => Some(at + 3),
        Some([b'!', b'>', ..]) => Some(at + 4),
        _ => None,
    });
    lengths.next().unwrap_or(rest.len())
}

/// The length of the text of a script or style sheet, which is no markup.
fn raw(tag: &[u8], rest: &[u8]) -> usize {
    let name: Vec<u8> = tag
        .iter()
        .take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>'))
        .map(u8::to_ascii_lowercase)
        .collect();
    if name != b"script" && name != b"style" {
        return 0;
    }
    let end = [b"</".as_slice(), &name].concat();
    let is_end = |window: &[u8]| window.eq_ignore_ascii_case(&end);
    rest.windows(end.len()).position(is_end).unwrap_or(rest.len())
}

/// The length of a tag, the number of its attributes, and, if it never ends, where the quote stands that nothing
/// closes, else where the tag begins, counted from its `<`.
fn tag(rest: &[u8]) -> (usize, usize, Option<usize>) {
    enum State {
        TagName,
        Before,
        Name,
        AfterName,
        BeforeValue,
        Quoted(u8),
        Bare,
    }
    let (mut state, mut count, mut quote_at) = (State::TagName, 0, 0);
    for (at, byte) in rest.iter().enumerate() {
        let is_space = byte.is_ascii_whitespace();
        state = match (state, byte) {
            (State::Quoted(quote), byte) if *byte == quote => State::Before,
            (State::Quoted(quote), _) => State::Quoted(quote),
            (_, b'>') => return (at + 1, count, None),
            (State::TagName, b'/') if at == 0 => State::TagName,
            (State::TagName | State::Before, _) if is_space => State::Before,
            (State::TagName | State::Before | State::Name | State::AfterName, b'/') => State::Before,
            (State::TagName, _) => State::TagName,
            (State::Name | State::AfterName, b'=') => State::BeforeValue,
            (State::Name | State::AfterName, _) if is_space => State::AfterName,
            (State::Name, _) => State::Name,
            (State::Before | State::AfterName, _) => {
                count += 1;
                State::Name
            }
            (State::BeforeValue, _) if is_space => State::BeforeValue,
            (State::BeforeValue, b'"' | b'\'') => {
                quote_at = at + 1;
                State::Quoted(*byte)
            }
            (State::Bare, _) if is_space => State::Before,
            (State::BeforeValue | State::Bare, _) => State::Bare,
        };
    }
    let open = if matches!(state, State::Quoted(_)) { quote_at } else { 0 };
    (rest.len(), count, Some(open))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_as_the_parser_does() {
        for (text, count) in [
            ("<a b c=d e='x y z' f = \"g h\" i/>", 5),
            ("<a = = = = = =>", 2),
            ("</a b c>", 2),
            ("<!-- <a b c d e f> --><b>", 0),
            ("<!--><a b c>", 2),
            ("<script>if (a<b c d e f) x</script><b c>", 1),
            ("<style >a<b c d</style>", 0),
            ("<style/>a<b c d</style>", 3),
            ("<![CDATA[<a b c d>]]>", 0),
        ] {
            assert_eq!(fault(text, count), None, "{text}: more than {count}");
            assert!(count == 0 || fault(text, count - 1) == Some(Fault::Attributes), "{text}: less than {count}");
        }
    }

    #[test]
    fn what_never_ends_is_mended_where_it_begins() {
        for (text, mended_text) in [
            ("<p title=\"open>a</p><p>b", "<p title= open>a</p><p>b"),
            ("<a b='<c d e f'", "&lt;a b='&lt;c d e f'"),
            ("5 < 7 and x<y z", "5 < 7 and x&lt;y z"),
            ("<p>whole", "<p>whole"),
        ] {
            let (page, is_mended) = mended(text, 9).unwrap();
            assert_eq!((page.as_ref(), is_mended), (mended_text, text != mended_text));
        }
        let many = "<a ".repeat(40);
        let (page, _) = mended(&many, 9999).unwrap();
        assert!(!page.contains('<'));
    }
}
