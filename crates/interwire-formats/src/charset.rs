//! Charsets that two houses agree on, for formats that never say theirs. The agreement stands behind the name of the
//! format, as in a media type: `iptc-7901; charset=koi8-r`.

use crate::WriteError;
use crate::decode;
use crate::table::{FORMATS, Format};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252, WINDOWS_1258};
use interwire_core::item::{Loss, Note};

/// Formats that do not declare their charset, and the one that is meant where nothing was agreed.
const UNDECLARED: &[(&str, &str)] = &[("iptc-7901", LATIN_1), ("anpa-1312", LATIN_1), ("plain-text", "utf-8")];
const LATIN_1: &str = "iso-8859-1";

/// A format as settings and media types name it, with its charset if one is named.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The name or media type.
    pub name: &'a str,
    /// The label of the charset, as written.
    pub charset: Option<&'a str>,
}

impl<'a> Named<'a> {
    /// Takes a name apart. Parameters other than the charset do not matter.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut parts = text.split(';');
        let name = parts.next().unwrap_or_default().trim();
        let charset = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            key.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
        });
        Self { name, charset: charset.filter(|label| !label.is_empty()) }
    }
    /// The format, by its name or one of its media types.
    #[must_use]
    pub fn format(&self) -> Option<&'static Format> {
        let named = |row: &&Format| row.name == self.name || row.media_types.contains(&self.name);
        FORMATS.iter().find(named)
    }
    /// Whether items can be written so: the format is written, and in that charset.
    #[must_use]
    pub fn is_written(&self) -> bool {
        self.format().is_some_and(|format| format.is_written() && charset_of(format, self.charset).is_ok())
    }
}

/// The bytes of a source in UTF-8 with its mark, if a charset was agreed and the source does not say its own.
pub(crate) fn agreed(bytes: &[u8], format: &Format, charset: Option<&str>, notes: &mut Vec<Note>) -> Option<Vec<u8>> {
    let label = charset?;
    let undeclared = UNDECLARED.iter().any(|(name, _)| *name == format.name);
    let is_markup = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    let silent = is_markup && !bytes.trim_ascii_start().starts_with(b"<?xml") && std::str::from_utf8(bytes).is_err();
    if !(undeclared || silent) || Encoding::for_bom(bytes).is_some() {
        return None;
    }
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        notes.push(Note::new("unknown_encoding", format!("encoding {label:?} is not known; it is not heeded")));
        return None;
    };
    let (text, broken) = decode::characters(encoding, bytes);
    if broken {
        let message = format!("some bytes are not {}, as agreed; U+FFFD stands in their place", encoding.name());
        notes.push(Note::new("undecodable_bytes", message));
    }
    Some([b"\xef\xbb\xbf", text.as_bytes()].concat())
}

/// A charset to write in.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Charset {
    /// Seven or eight bits: the code points below this one, each one byte.
    Below(u32, &'static str),
    /// Any other.
    Of(&'static Encoding),
}

impl Charset {
    fn name(self) -> &'static str {
        match self {
            Self::Below(_, name) => name,
            Self::Of(encoding) => encoding.name(),
        }
    }
    /// Adds a character; false if the charset lacks it.
    fn push(self, c: char, out: &mut Vec<u8>) -> bool {
        match self {
            Self::Below(end, _) => match u8::try_from(u32::from(c)) {
                Ok(byte) if u32::from(c) < end => out.push(byte),
                _ => return false,
            },
            Self::Of(encoding) => {
                let mut buffer = [0; 4];
                let (bytes, _, missing) = encoding.encode(c.encode_utf8(&mut buffer));
                if missing {
                    let apart = decode::with_tone_apart(c).filter(|_| encoding == WINDOWS_1258);
                    return apart.is_some_and(|(letter, tone)| self.push(letter, out) && self.push(tone, out));
                }
                out.extend_from_slice(&bytes);
            }
        }
        true
    }
}

/// The charset to write a format in.
pub(crate) fn charset_of(format: &Format, label: Option<&str>) -> Result<Charset, WriteError> {
    let usual = UNDECLARED.iter().find(|(name, _)| *name == format.name).map(|(_, usual)| *usual);
    let label = label.or(usual).unwrap_or("utf-8").to_ascii_lowercase();
    let unknown = || WriteError::new("unknown_charset", format!("no charset to write in is named {label:?}"));
    let charset = match label.as_str() {
        "us-ascii" | "ascii" => Charset::Below(0x80, "US-ASCII"),
        "iso-8859-1" | "latin1" | "latin-1" => Charset::Below(0x100, "ISO-8859-1"),
        other => match Encoding::for_label(other.as_bytes()).ok_or_else(unknown)? {
            // Every byte of a control character must be itself, so that the envelope of a wire survives.
            encoding if encoding.is_ascii_compatible() && encoding.output_encoding() == encoding => {
                Charset::Of(encoding)
            }
            _ => return Err(unknown()),
        },
    };
    match charset {
        Charset::Of(encoding) if encoding == UTF_8 => Ok(charset),
        _ if usual.is_some() => Ok(charset),
        _ => Err(WriteError::new("charset_fixed", format!("{} is written in UTF-8 only", format.title))),
    }
}

/// Writes UTF-8 in another charset. Signs of print that it lacks are simplified, which is a loss; letters never are.
pub(crate) fn encode(text: Vec<u8>, charset: Charset, losses: &mut Vec<Loss>) -> Result<Vec<u8>, WriteError> {
    if matches!(charset, Charset::Of(encoding) if encoding == UTF_8) {
        return Ok(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut lacking: Vec<char> = Vec::new();
    let mut simplified = false;
    for c in String::from_utf8_lossy(&text).chars() {
        if charset.push(c, &mut out) {
            continue;
        }
        match simpler(c) {
            Some(plain) => {
                simplified = true;
                out.extend_from_slice(plain.as_bytes());
            }
            None if lacking.contains(&c) => {}
            None => lacking.push(c),
        }
    }
    if !lacking.is_empty() {
        let some: Vec<String> = lacking.iter().take(8).map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect();
        let message = format!(
            "{} lacks {} characters of this text, such as {}; agree with the receiver on a charset that has them, \
             such as utf-8",
            charset.name(),
            lacking.len(),
            some.join(", ")
        );
        return Err(WriteError::new("charset_cannot_carry", message));
    }
    if simplified {
        let message = format!("quotes, dashes and spaces that {} lacks are written with simpler signs", charset.name());
        losses.push(Loss::new("punctuation_simplified", "bodies", message));
    }
    Ok(out)
}

/// Signs of print and their forms on a typewriter.
fn simpler(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2032}' => "'",
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' | '«' | '»' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{2026}' => "...",
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' => " ",
        '\u{2022}' | '·' => "*",
        // Marks of direction and of where a line may break are no text.
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => "",
        _ => return None,
    })
}

/// Whether a charset that lacks the character goes without it.
pub(crate) fn is_left_out(c: char) -> bool {
    simpler(c) == Some("")
}

/// What the bytes of a wire say, if nobody said in which charset: UTF-8 if they are; Latin-1 if they look like Latin
/// letters with accents. Anything else is not guessed.
pub(crate) struct Detected {
    /// The text; U+FFFD for every byte that is not understood.
    pub text: String,
    /// What was assumed.
    pub notes: Vec<Note>,
    /// False if the script is not known: the text must not be used as it is.
    pub is_readable: bool,
}

/// Detects the charset of a source that does not declare it.
pub(crate) fn detect(bytes: &[u8]) -> Detected {
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bare) {
        return Detected { text: text.to_owned(), notes: Vec::new(), is_readable: true };
    }
    let lossy = String::from_utf8_lossy(bare);
    let broken = lossy.chars().filter(|c| *c == '\u{fffd}').count();
    let sound = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if sound > broken {
        let note = Note::new("undecodable_bytes", "some bytes are not UTF-8; U+FFFD stands in their place");
        return Detected { text: lossy.into_owned(), notes: vec![note], is_readable: true };
    }
    let letters = bare.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let accents = bare.iter().filter(|byte| **byte >= 0xc0).count();
    let others = bare.iter().filter(|byte| (0x80..0xc0).contains(*byte)).count();
    if (accents + others) * 4 <= letters {
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(bare);
        let message = "the charset is not stated and not UTF-8; read as Latin-1, for the text looks Latin";
        let note = Note::new("charset_guessed", message);
        return Detected { text: text.into_owned(), notes: vec![note], is_readable: true };
    }
    let message = "the charset is not stated, not UTF-8, and the script not Latin; say which charset is agreed";
    let text = bare.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '\u{fffd}' }).collect();
    Detected { text, notes: vec![Note::new("charset_unknown", message)], is_readable: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charset_stands_behind_the_name_as_in_a_media_type() {
        for (text, name, charset) in [
            ("iptc-7901", "iptc-7901", None),
            ("iptc-7901; charset=koi8-r", "iptc-7901", Some("koi8-r")),
            ("text/html;level=1;Charset=\"utf-8\"", "text/html", Some("utf-8")),
            ("anpa;charset=", "anpa", None),
        ] {
            let named = Named::new(text);
            assert_eq!((named.name, named.charset), (name, charset));
        }
        assert!(!Named::new("ninjs; charset=koi8-r").is_written());
        assert!(Named::new("ninjs; charset=UTF-8").is_written());
    }

    #[test]
    fn only_latin_text_is_guessed() {
        let french = "Le président a signé l'accord".chars().map(|c| c as u8).collect::<Vec<_>>();
        let (russian, _, _) = encoding_rs::KOI8_R.encode("Подписано соглашение в Баку");
        let mut vietnamese = "Đại sứ Vũ Việt Trang ký".as_bytes().to_vec();
        vietnamese.push(0xff);
        for (bytes, start, code, readable) in [
            (french.as_slice(), "Le président", Some("charset_guessed"), true),
            (&russian, "\u{fffd}\u{fffd}", Some("charset_unknown"), false),
            (&vietnamese, "Đại sứ", Some("undecodable_bytes"), true),
            ("Қазақстан".as_bytes(), "Қазақстан", None, true),
        ] {
            let found = detect(bytes);
            assert!(found.text.starts_with(start), "{}", found.text);
            assert_eq!((found.notes.first().map(|note| note.code), found.is_readable), (code, readable));
        }
    }

    #[test]
    fn letters_are_never_simplified() {
        let latin = Charset::Below(0x100, "ISO-8859-1");
        let mut losses = Vec::new();
        let bytes = encode("“é” – …".into(), latin, &mut losses).unwrap();
        assert_eq!((bytes.as_slice(), losses.len()), (b"\"\xe9\" - ...".as_slice(), 1));
        let refused = encode("Əliyev".into(), latin, &mut losses).unwrap_err();
        assert_eq!(refused.code, "charset_cannot_carry");
        assert!(refused.message.contains("Ə (U+018F)"), "{refused}");
        let koi8 = Charset::Of(encoding_rs::KOI8_R);
        assert_eq!(encode("Да".into(), koi8, &mut losses).unwrap(), b"\xe4\xc1");
        let vietnamese = Charset::Of(WINDOWS_1258);
        assert_eq!(encode("Việt, Huế".into(), vietnamese, &mut losses).unwrap(), b"Vi\xea\xf2t, Hu\xea\xec");
    }
}
