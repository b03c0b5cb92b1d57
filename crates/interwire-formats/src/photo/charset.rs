//! The characters of IIM and EXIF: declared (1:90), UTF-8 if they are, or told from what Latin text looks like. Other
//! scripts are never guessed.

use crate::charset::detect;
use crate::decode::line_ends;
use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5, ISO_8859_6, ISO_8859_7, ISO_8859_8, ISO_8859_10,
    ISO_8859_13, ISO_8859_14, ISO_8859_16, MACINTOSH, UTF_8, WINDOWS_1252, WINDOWS_1254,
};
use interwire_core::item::Note;

/// The escape for UTF-8 in 1:90.
pub(super) const UTF8_ESCAPE: &[u8] = b"\x1b%G";

/// How the bytes of a block are read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Charset {
    Known(&'static Encoding),
    /// Neither declared nor UTF-8 nor Latin.
    Unknown,
}

impl Charset {
    /// The charset of a block: what it declares, mended by all that is written in it.
    pub fn of(declared: Option<&[u8]>, written: &[u8], notes: &mut Vec<Note>) -> Self {
        let stated = declared.and_then(meant);
        let is_utf8 = std::str::from_utf8(written).is_ok();
        if written.is_ascii() {
            return Self::Known(UTF_8);
        }
        match stated {
            Some(encoding) if encoding == UTF_8 && is_utf8 => Self::Known(UTF_8),
            // Nothing but UTF-8 looks like it by chance.
            Some(encoding) if is_utf8 => {
                let message = format!("it declares {}, and is UTF-8", encoding.name());
                notes.push(Note::new("charset_repaired", message));
                Self::Known(UTF_8)
            }
            Some(encoding) if encoding != UTF_8 => Self::Known(encoding),
            None if is_utf8 => Self::Known(UTF_8),
            stated => {
                let guessed = Self::guess(written);
                let code = if stated.is_some() { "charset_repaired" } else { "charset_guessed" };
                notes.push(match guessed {
                    Self::Known(encoding) => {
                        let said = if stated.is_some() { "it declares UTF-8 and is not" } else { "its charset is not stated" };
                        Note::new(code, format!("{said}; read as {}, for the text looks Latin", encoding.name()))
                    }
                    Self::Unknown => Note::new(
                        "charset_unknown",
                        "the charset is not stated, not UTF-8, and the script not Latin; U+FFFD stands for what is not read",
                    ),
                });
                guessed
            }
        }
    }

    fn guess(written: &[u8]) -> Self {
        if std::str::from_utf8(written).is_err_and(|error| error.valid_up_to() > 0) {
            let lossy = String::from_utf8_lossy(written);
            let broken = lossy.chars().filter(|c| *c == '\u{fffd}').count();
            if lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count() > broken {
                return Self::Known(UTF_8);
            }
        }
        if !detect(written).is_readable {
            return Self::Unknown;
        }
        let sound = |encoding: &'static Encoding| {
            let (text, _) = encoding.decode_without_bom_handling(written);
            let letters: Vec<char> = text.chars().collect();
            // A letter beside a letter is a word; a sign in the midst of one is not.
            letters
                .windows(2)
                .filter(|pair| pair.iter().any(|c| !c.is_ascii()))
                .map(|pair| match pair {
                    [a, b] if a.is_alphabetic() && b.is_lowercase() => 1,
                    [a, b] if a.is_alphabetic() && !b.is_ascii() && !b.is_alphabetic() => -1,
                    _ => 0_i64,
                })
                .sum::<i64>()
        };
        if sound(MACINTOSH) > sound(WINDOWS_1252) { Self::Known(MACINTOSH) } else { Self::Known(WINDOWS_1252) }
    }

    /// A text of the block.
    pub fn text(self, bytes: &[u8]) -> String {
        let text = match self {
            Self::Known(encoding) => encoding.decode_without_bom_handling(bytes).0,
            Self::Unknown => {
                bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '\u{fffd}' }).collect()
            }
        };
        // Old Macs end lines with a carriage return alone.
        line_ends(text).into_owned()
    }
}

/// The characters of a text that stands alone and declares nothing.
pub(super) fn undeclared(bytes: &[u8], notes: &mut Vec<Note>) -> String {
    let mut own = Vec::new();
    let text = Charset::of(None, bytes, &mut own).text(bytes);
    own.retain(|note| !notes.iter().any(|known| known.code == note.code));
    notes.extend(own);
    text
}

/// The charset of an escape. spec: IIM 4.2, 1:90; ISO 2022; the registry of ISO-IR for sets of 96 characters.
fn meant(escape: &[u8]) -> Option<&'static Encoding> {
    Some(match escape {
        [0x1b, b'%', b'G', ..] | [0x1b, b'%', b'/', b'G' | b'H' | b'I', ..] => UTF_8,
        [0x1b, b'-' | b'.' | b'/', set, ..] => match set {
            b'A' => WINDOWS_1252,
            b'B' => ISO_8859_2,
            b'C' => ISO_8859_3,
            b'D' => ISO_8859_4,
            b'F' => ISO_8859_7,
            b'G' => ISO_8859_6,
            b'H' => ISO_8859_8,
            b'L' => ISO_8859_5,
            b'M' => WINDOWS_1254,
            b'V' => ISO_8859_10,
            b'Y' => ISO_8859_13,
            b'_' => ISO_8859_14,
            b'f' => ISO_8859_16,
            _ => return None,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(declared: Option<&[u8]>, bytes: &[u8]) -> (String, Vec<&'static str>) {
        let mut notes = Vec::new();
        let text = Charset::of(declared, bytes, &mut notes).text(bytes);
        (text, notes.iter().map(|note| note.code).collect())
    }

    #[test]
    fn characters_are_declared_or_told_or_left_open() {
        let (cyrillic, _, _) = ISO_8859_5.encode("Алматы");
        let (mac, _, _) = MACINTOSH.encode("Le président a été reçu à Astana");
        let latin: Vec<u8> = "Le président a été reçu à Astana".chars().map(|c| c as u8).collect();
        for (declared, bytes, text, codes) in [
            (Some(UTF8_ESCAPE), "Қазақстан".as_bytes(), "Қазақстан", [].as_slice()),
            (None, "Vũ Việt Trang".as_bytes(), "Vũ Việt Trang", &[]),
            (Some(b"\x1b%5"), "Əliyev".as_bytes(), "Əliyev", &[]),
            (Some(b"\x1b-A"), "Əliyev".as_bytes(), "Əliyev", &["charset_repaired"]),
            (Some(b"\x1b-L"), &cyrillic, "Алматы", &[]),
            (Some(UTF8_ESCAPE), &latin, "Le président a été reçu à Astana", &["charset_repaired"]),
            (None, &latin, "Le président a été reçu à Astana", &["charset_guessed"]),
            (None, &mac, "Le président a été reçu à Astana", &["charset_guessed"]),
            (None, &cyrillic, "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}", &["charset_unknown"]),
            (None, b"a\rb\r\nc", "a\nb\nc", &[]),
        ] {
            assert_eq!(read(declared, bytes), (text.to_owned(), codes.to_vec()));
        }
    }
}
