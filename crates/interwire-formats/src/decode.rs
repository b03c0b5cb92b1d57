//! Bytes to characters: byte order mark, XML declaration, or UTF-8. What cannot be decoded is marked and noted.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1258};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use interwire_core::item::Note;
use std::borrow::Cow;

/// Decoded text with line ends as `\n`. What is so already is not copied.
pub(crate) struct Decoded<'b> {
    pub text: Cow<'b, str>,
    pub notes: Vec<Note>,
}

/// Decodes a source.
pub(crate) fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((text, broken)) = utf_32(bytes) {
        let note = || Note::new("undecodable_bytes", "some bytes are not UTF-32; U+FFFD stands in their place");
        return Decoded { text: line_ends(text.into()), notes: broken.then(note).into_iter().collect() };
    }
    let mut notes = Vec::new();
    let (encoding, rest) = match Encoding::for_bom(bytes) {
        Some((encoding, len)) => (encoding, bytes.get(len..).unwrap_or(&[])),
        None => (guess(bytes, &mut notes), bytes),
    };
    let (text, broken) = characters(encoding, rest);
    if broken {
        let message = format!("some bytes are not {}; U+FFFD stands in their place", encoding.name());
        notes.push(Note::new("undecodable_bytes", message));
    }
    Decoded { text: line_ends(text), notes }
}

/// The characters of bytes in an encoding, and whether some bytes were none. Vietnamese in Windows-1258 has its tones as
/// characters of their own; everywhere else they are part of their letters (NFC).
pub(crate) fn characters<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> (Cow<'b, str>, bool) {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if encoding != WINDOWS_1258 || text.is_ascii() {
        return (text, broken);
    }
    (Cow::Owned(ComposingNormalizerBorrowed::new_nfc().normalize(&text).into_owned()), broken)
}

/// A letter as Windows-1258 has it: with all of its marks but the tone, which follows.
pub(crate) fn with_tone_apart(letter: char) -> Option<(char, char)> {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let mut buffer = [0; 4];
    let parts = DecomposingNormalizerBorrowed::new_nfd().normalize(letter.encode_utf8(&mut buffer));
    let tone = parts.chars().find(|part| TONES.contains(part))?;
    let rest: String = parts.chars().filter(|part| *part != tone).collect();
    let rest = ComposingNormalizerBorrowed::new_nfc().normalize(&rest);
    let mut chars = rest.chars();
    chars.next().filter(|_| chars.next().is_none()).map(|letter| (letter, tone))
}

/// The text with each of its line ends as `\n`.
pub(crate) fn line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some((line, after)) = rest.split_once('\r') {
        out.push_str(line);
        out.push('\n');
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The characters of a source with a mark of UTF-32, which begins like the one of UTF-16, and whether some were none.
fn utf_32(bytes: &[u8]) -> Option<(String, bool)> {
    let (read, units): (fn([u8; 4]) -> u32, _) = match bytes {
        [0xff, 0xfe, 0, 0, units @ ..] => (u32::from_le_bytes, units),
        [0, 0, 0xfe, 0xff, units @ ..] => (u32::from_be_bytes, units),
        _ => return None,
    };
    let (whole, rest) = units.as_chunks::<4>();
    let found: Option<String> = whole.iter().map(|unit| char::from_u32(read(*unit))).collect();
    let broken = !rest.is_empty() || found.is_none();
    let each = || whole.iter().map(|unit| char::from_u32(read(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Some((found.unwrap_or_else(each), broken))
}

/// The encoding of a source without a byte order mark.
fn guess(bytes: &[u8], notes: &mut Vec<Note>) -> &'static Encoding {
    match bytes {
        [0, b'<' | b'{', ..] => return UTF_16BE,
        [b'<' | b'{', 0, ..] => return UTF_16LE,
        _ => {}
    }
    let Some(label) = declared(bytes) else { return UTF_8 };
    match Encoding::for_label(label.as_bytes()) {
        // The declaration was readable byte by byte, so it cannot be true.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
        Some(encoding) => encoding,
        None => {
            notes.push(Note::new("unknown_encoding", format!("encoding {label:?} is not known; read as UTF-8")));
            UTF_8
        }
    }
}

/// The label in an XML declaration.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..256).unwrap_or(bytes).trim_ascii_start().strip_prefix(b"<?xml")?;
    let head: String = head.iter().map(|byte| char::from(*byte)).collect();
    let declaration = head.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split_once(quote).map(|(label, _)| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_windows_1258_are_one_character_in_and_may_be_two_out() {
        for (letter, parts) in [('ế', ('ê', '\u{301}')), ('ệ', ('ê', '\u{323}')), ('ữ', ('ư', '\u{303}'))] {
            assert_eq!(with_tone_apart(letter), Some(parts));
        }
        assert_eq!((with_tone_apart('ê'), with_tone_apart('Қ')), (None, None));
    }

    #[test]
    fn every_way_to_say_the_encoding_is_heard() {
        let utf16: Vec<u8> = "<a>Қаз</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let with_bom = [b"\xff\xfe".as_slice(), &utf16].concat();
        for (bytes, text) in [
            ("<a>Vũ\r\nViệt\rTrang</a>".as_bytes(), "<a>Vũ\nViệt\nTrang</a>"),
            (b"\xef\xbb\xbf{}", "{}"),
            (b"<?xml version='1.0' encoding = 'ISO-8859-1'?>\xe9", "<?xml version='1.0' encoding = 'ISO-8859-1'?>é"),
            (b"\r\n\r<\r\r\n", "\n\n<\n\n"),
            (b"<?xml encoding=\"utf-16\"?>x", "<?xml encoding=\"utf-16\"?>x"),
            (&utf16, "<a>Қаз</a>"),
            (&with_bom, "<a>Қаз</a>"),
            (b"\xff\xfe\0\0<\0\0\0\x9a\x04\0\0", "<Қ"),
            (b"\0\0\xfe\xff\0\0\0<\0\0\x04\x9a", "<Қ"),
        ] {
            let decoded = decode(bytes);
            assert_eq!((&*decoded.text, decoded.notes.len()), (text, 0));
        }
        let vietnamese =
            decode(b"<?xml version='1.0' encoding='windows-1258'?>Vi\xea\xf2t Nam: Hu\xea\xec, C\xe2\xecn Th\xf5");
        assert_eq!(
            (vietnamese.text.split_once("?>").unwrap().1, vietnamese.notes.len()),
            ("Việt Nam: Huế, Cấn Thơ", 0)
        );
        assert_eq!(decode(b"a\xffb").notes.first().map(|note| note.code), Some("undecodable_bytes"));
        let half = decode(b"\xff\xfe\0\0\0\xd8\0\0<\0");
        assert_eq!((&*half.text, half.notes.len()), ("\u{fffd}", 1));
        assert_eq!(decode(b"<?xml encoding='martian'?>").notes.first().map(|note| note.code), Some("unknown_encoding"));
    }
}
