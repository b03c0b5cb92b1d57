//! The characters of a message where it does not say its charset, or says one that nobody knows, and where its fields
//! are not ASCII as they should be. What is not understood is treated as on the wires: noted, kept and withheld.

use crate::{charset, decode, html};
use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use encoding_rs::Encoding;
use interwire_core::item::{Extra, Note};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::parsers::MessageStream;
use mail_parser::{Encoding as Transfer, Header, HeaderValue, Message, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;
use std::fmt::Write as _;

/// Base64 with its filling or without it.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A text and what was noticed about its characters.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Characters<'a> {
    pub text: Cow<'a, str>,
    pub notes: Vec<Note>,
    /// The bytes, if they could not be understood.
    pub kept: Option<Vec<u8>>,
}

impl Characters<'_> {
    /// The kept bytes as an item has them.
    pub fn extra(&self) -> Option<Extra> {
        self.kept.as_deref().map(kept)
    }
}

fn kept(bytes: &[u8]) -> Extra {
    Extra::text("source/latin1", &bytes.iter().map(|byte| char::from(*byte)).collect::<String>())
}

/// The charset of a label as houses write it: `cp-1254`, `x-cp1251`, `win-1251`.
fn known(label: &str) -> Option<&'static Encoding> {
    let small = label.trim().to_ascii_lowercase().replace('_', "-");
    Encoding::for_label(small.as_bytes()).or_else(|| {
        let bare = small.strip_prefix("x-").unwrap_or(&small);
        let number = ["windows", "win", "cp", "ms"].iter().find_map(|start| bare.strip_prefix(start))?;
        let number = number.trim_start_matches('-');
        let labels = [bare.to_owned(), format!("windows-{number}"), format!("cp{number}")];
        labels.iter().find_map(|label| Encoding::for_label(label.as_bytes()))
    })
}

/// The charset that a part says it is in. One of seven bits says nothing of the other half.
fn stated<'a>(part: &'a MessagePart<'_>) -> Option<&'a str> {
    let label = part.content_type()?.attribute("charset")?;
    let small = label.to_ascii_lowercase();
    (!matches!(small.as_str(), "us-ascii" | "ascii" | "ansi_x3.4-1968")).then_some(label)
}

/// The bytes of a part as they were before they were wrapped for the way.
fn bytes(message: &Message<'_>, part: &MessagePart<'_>) -> Option<Vec<u8>> {
    let at = |offset: u32| usize::try_from(offset).ok();
    let raw = message.raw_message.get(at(part.offset_body)?..at(part.offset_end)?)?;
    match part.encoding {
        Transfer::None => Some(raw.to_vec()),
        Transfer::Base64 => base64_decode(raw),
        Transfer::QuotedPrintable => quoted_printable_decode(raw),
    }
}

/// The text of a part: as the parser gives it where its charset is known, and else from its bytes.
pub(super) fn of_part<'a>(message: &Message<'_>, part: &'a MessagePart<'_>, text: &'a str) -> Characters<'a> {
    let as_parsed = |notes| Characters { text: Cow::Borrowed(text), notes, kept: None };
    let label = stated(part);
    let is_understood = label.is_some_and(|label| charset_decoder(label.as_bytes()).is_some() && !is_utf_8(label));
    let broken = text.contains(char::REPLACEMENT_CHARACTER);
    let seven_bits = label.is_none() && part.content_type().is_some_and(|kind| kind.has_attribute("charset"));
    if text.is_ascii() || !broken && !seven_bits {
        return as_parsed(Vec::new());
    }
    if is_understood {
        let message = "some bytes are not of the charset that the message states; U+FFFD stands in their place";
        return as_parsed(vec![Note::new("undecodable_bytes", message)]);
    }
    let Some(bytes) = bytes(message, part) else { return as_parsed(Vec::new()) };
    let of_page = || match part.body {
        PartType::Html(_) => html::meta_charset(&bytes),
        _ => None,
    };
    let encoding = label.filter(|label| !is_utf_8(label)).and_then(known).or_else(|| known(&of_page()?));
    decoded(&bytes, encoding)
}

fn is_utf_8(label: &str) -> bool {
    known(label) == Some(encoding_rs::UTF_8)
}

/// Bytes in a charset, or in the one they look like.
fn decoded(bytes: &[u8], encoding: Option<&'static Encoding>) -> Characters<'static> {
    match encoding.filter(|encoding| encoding.is_ascii_compatible() && *encoding != encoding_rs::UTF_8) {
        Some(encoding) if std::str::from_utf8(bytes).is_err() => {
            let (text, broken) = encoding.decode_without_bom_handling(bytes);
            let message = || format!("some bytes are not {}; U+FFFD stands in their place", encoding.name());
            let notes = broken.then(|| Note::new("undecodable_bytes", message())).into_iter().collect();
            Characters { text: Cow::Owned(text.into_owned()), notes, kept: None }
        }
        _ => {
            let found = charset::detect(bytes);
            let kept = (!found.is_readable).then(|| bytes.to_vec());
            Characters { text: decode::line_ends(found.text.into()), notes: found.notes, kept }
        }
    }
}

/// The charset of the text of a message, in which its fields may be written too.
pub(super) fn of_text(message: &Message<'_>) -> Option<&'static Encoding> {
    let texts = message.text_body.iter().chain(&message.html_body);
    let parts = texts.filter_map(|id| message.parts.get(usize::try_from(*id).ok()?));
    parts.into_iter().find_map(|part| {
        let of_page = || match part.body {
            PartType::Html(_) => html::meta_charset(&bytes(message, part)?),
            _ => None,
        };
        stated(part).and_then(known).or_else(|| known(&of_page()?))
    })
}

/// A field whose words the parser could not read: written in eight bits, or with a character parted between two of its
/// words. Gives its line as it should have been, for the parser to read again.
pub(super) fn of_field(
    message: &Message<'_>,
    header: &Header<'_>,
    encoding: Option<&'static Encoding>,
) -> Option<Characters<'static>> {
    let at = |offset: u32| usize::try_from(offset).ok();
    let raw = message.raw_message.get(at(header.offset_start)?..at(header.offset_end)?)?;
    let found = decoded(raw, encoding);
    let (line, is_known) = joined(found.text.trim_end());
    let mut field = Characters { text: Cow::Owned(format!("{line}\n")), ..found };
    if !is_known && field.kept.is_none() {
        let message = "the charset of a field is not known; U+FFFD stands for what is not read";
        field.notes.push(Note::new("charset_unknown", message));
        field.kept = Some(raw.to_vec());
    }
    Some(field)
}

/// The value of a field of free text, from its line.
pub(super) fn words(line: &str) -> HeaderValue<'static> {
    MessageStream::new(line.as_bytes()).parse_unstructured().into_owned()
}

/// The value of a field of addresses, from its line.
pub(super) fn addresses(line: &str) -> HeaderValue<'static> {
    MessageStream::new(line.as_bytes()).parse_address().into_owned()
}

/// An encoded word: `=?utf-8?B?...?=`.
struct Word<'a> {
    charset: &'a str,
    is_base64: bool,
    data: &'a str,
}

/// The encoded word that a text begins with, and what follows it.
fn word(text: &str) -> Option<(Word<'_>, &str)> {
    let inside = text.strip_prefix("=?")?;
    let (charset, rest) = inside.split_once('?')?;
    let (kind, rest) = rest.split_once('?')?;
    let (data, after) = rest.split_once("?=")?;
    let is_base64 = kind.eq_ignore_ascii_case("b");
    let is_word = (is_base64 || kind.eq_ignore_ascii_case("q")) && !charset.contains(char::is_whitespace);
    is_word.then_some((Word { charset, is_base64, data }, after))
}

impl Word<'_> {
    /// Whether the other is read as this one is.
    fn is_like(&self, other: &Self) -> bool {
        self.is_base64 == other.is_base64 && self.charset.eq_ignore_ascii_case(other.charset)
    }
    /// The charset by a name that the parser knows.
    fn charset(&self) -> Option<&str> {
        // A language may stand behind it.
        let label = self.charset.split('*').next().unwrap_or_default();
        let is_parsed = charset_decoder(label.as_bytes()).is_some();
        if is_parsed { Some(label) } else { known(label).map(Encoding::name) }
    }
}

/// A line in which neighbouring words of one charset are one word, so that no character stands in two of them; and
/// whether all their charsets are known.
fn joined(line: &str) -> (String, bool) {
    let mut is_known = true;
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, _)) = rest.split_once("=?") {
        out.push_str(before);
        let at = rest.get(before.len()..).unwrap_or_default();
        let Some((first, mut after)) = word(at) else {
            out.push_str("=?");
            rest = at.get(2..).unwrap_or_default();
            continue;
        };
        let mut all = vec![first.data];
        while let Some((next, behind)) = word(after.trim_start())
            && next.is_like(&first)
        {
            all.push(next.data);
            after = behind;
        }
        let data = if first.is_base64 { one_base64(&all) } else { Some(all.concat()) };
        let charset = first.charset();
        is_known &= charset.is_some();
        let kind = if first.is_base64 { 'B' } else { 'Q' };
        let data = data.unwrap_or_else(|| all.concat());
        let _ = write!(out, "=?{}?{kind}?{data}?=", charset.unwrap_or(first.charset));
        rest = after;
    }
    out.push_str(rest);
    (out, is_known)
}

/// Pieces of base64 as one.
fn one_base64(pieces: &[&str]) -> Option<String> {
    let mut whole = Vec::new();
    for piece in pieces {
        whole.extend(LENIENT.decode(piece.trim()).ok()?);
    }
    Some(STANDARD.encode(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_are_known_by_the_names_that_houses_give_them() {
        for (label, name) in [
            ("cp-1254", "windows-1254"),
            ("win-1251", "windows-1251"),
            ("x-cp1251", "windows-1251"),
            ("CP1258", "windows-1258"),
            ("cp_866", "IBM866"),
            ("x-windows-1251", "windows-1251"),
            ("KOI8_R", "KOI8-R"),
        ] {
            assert_eq!(known(label).map(Encoding::name), Some(name), "{label}");
        }
        assert_eq!((known("unknown-8bit"), known("martian"), known("win-95")), (None, None, None));
    }

    #[test]
    fn words_that_part_a_character_become_one() {
        let text = "Министр подал в отставку";
        for at in 1..text.len() {
            let (one, two) = text.as_bytes().split_at(at);
            let line = format!(
                "Re: =?utf-8?B?{}?=\r\n =?UTF-8?b?{}?= (2)",
                STANDARD.encode(one),
                base64::engine::general_purpose::STANDARD_NO_PAD.encode(two)
            );
            let HeaderValue::Text(found) = words(&format!("{}\n", joined(&line).0)) else { panic!("{at}") };
            assert_eq!(found, format!("Re: {text} (2)"), "{at}");
        }
        for (line, expected, is_known) in [
            ("=?x =?utf-8?q?b?= =?koi8-r?q?d?= =", "=?x =?UTF-8?Q?b?= =?koi8-r?Q?d?= =", true),
            ("=?utf-8?q?=D0?= =?UTF-8*ru?Q?=9C?=", "=?UTF-8?Q?=D0?= =?UTF-8?Q?=9C?=", true),
            ("=?win-1251?q?=C4?= =?win-1251?Q?=E0?=", "=?windows-1251?Q?=C4=E0?=", true),
            ("=?martian?q?=C4?=", "=?martian?Q?=C4?=", false),
        ] {
            assert_eq!(joined(line), (expected.to_owned(), is_known));
        }
    }
}
