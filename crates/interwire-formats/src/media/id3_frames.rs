//! The frames of an ID3 tag.

use super::facts::{Facts, TAG_BYTES_MAX};
use super::id3::{syncsafe, unescaped};
use super::source::be32;
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

/// Reads the frames of a tag of that version.
pub(super) fn read(bytes: &[u8], version: u8, facts: &mut Facts) {
    let (name_len, head_len) = if version == 2 { (3, 6) } else { (4, 10) };
    let mut rest = bytes;
    while let Some(head) = rest.get(..head_len) {
        let Some(name) = head.get(..name_len).and_then(name) else {
            // Zeros fill the tag up.
            if head.iter().any(|byte| *byte != 0) {
                facts.note("tag_broken", "a tag holds something that is no frame; what stands behind it is not read");
            }
            return;
        };
        let size = match version {
            2 => head.get(3..6).map_or(0, |size| size.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))),
            3 => be32(head, 4).unwrap_or(0) as usize,
            _ => size_of_four(rest),
        };
        let flags = if version == 2 { 0 } else { head.get(9).copied().unwrap_or(0) };
        let behind = rest.get(head_len..).unwrap_or_default();
        if size > behind.len() {
            facts.note("tag_cut_off", "a frame of a tag says that it is longer than the tag");
        }
        let body = behind.get(..size.min(behind.len())).unwrap_or_default();
        if let Some(body) = unwrapped(body, version, flags, facts) {
            frame(&name, &body, facts);
        }
        rest = behind.get(size.min(behind.len())..).unwrap_or_default();
    }
}

/// Seven bits to the byte in version 4; some writers kept to eight, which shows where the next frame begins.
fn size_of_four(rest: &[u8]) -> usize {
    let plain = be32(rest, 4).unwrap_or(0) as usize;
    let is_frame = |size: usize| {
        let next = rest.get(size.saturating_add(10)..).unwrap_or_default();
        next.is_empty() || next.first() == Some(&0) || next.get(..4).and_then(name).is_some()
    };
    match rest.get(4..8).and_then(syncsafe).map(|size| size as usize) {
        Some(safe) if safe == plain || is_frame(safe) || !is_frame(plain) => safe,
        _ => plain,
    }
}

fn name(bytes: &[u8]) -> Option<String> {
    let is_name = bytes.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    is_name.then(|| String::from_utf8_lossy(bytes).into_owned())
}

/// The body of a frame without what is around it: group, length, compression, escapes.
fn unwrapped(body: &[u8], version: u8, flags: u8, facts: &mut Facts) -> Option<Vec<u8>> {
    let (grouped, compressed, encrypted, escaped, measured) = match version {
        3 => (flags & 0x20 != 0, flags & 0x80 != 0, flags & 0x40 != 0, false, flags & 0x80 != 0),
        4 => (flags & 0x40 != 0, flags & 8 != 0, flags & 4 != 0, flags & 2 != 0, flags & 1 != 0),
        _ => (false, false, false, false, false),
    };
    if encrypted {
        facts.note("frame_encrypted", "a frame of a tag is encrypted; it is not read");
        return None;
    }
    let skipped = usize::from(grouped) + if measured { 4 } else { 0 };
    let body = body.get(skipped..).unwrap_or_default();
    let body = if escaped { unescaped(body) } else { body.to_vec() };
    if !compressed {
        return Some(body);
    }
    match miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&body, TAG_BYTES_MAX) {
        Ok(inflated) => Some(inflated),
        Err(_) => {
            facts
                .note("frame_not_inflated", "a compressed frame is broken or larger than a tag may be; it is not read");
            None
        }
    }
}

fn frame(name: &str, body: &[u8], facts: &mut Facts) {
    if body.len() > TAG_BYTES_MAX && !matches!(name, "APIC" | "PIC" | "GEOB" | "GEO" | "PRIV") {
        return facts.note("tag_too_large", "a tag is larger than a tag may be; it is not read");
    }
    match name {
        "APIC" | "PIC" | "GEOB" | "GEO" | "MCDI" | "SYLT" | "POPM" | "PCNT" | "CHAP" | "CTOC" => {}
        "PRIV" => {
            if let Some(packet) = body.strip_prefix(b"XMP\0") {
                facts.packet(packet.to_vec());
            }
        }
        "UFID" | "UFI" => {
            let (owner, id) = split(body, 0);
            let text = facts.text_of(id);
            facts.tag(&format!("UFID:{}", String::from_utf8_lossy(owner)), &text);
        }
        "TXXX" | "TXX" | "WXXX" | "WXX" => {
            let Some((encoding, rest)) = body.split_first() else { return };
            let (about, text) = split(rest, *encoding);
            // An address is Latin-1 in any case.
            let of = if name.starts_with('W') { 0 } else { *encoding };
            let (about, text) = (decoded(about, *encoding, facts), decoded(text, of, facts));
            facts.tag(if about.is_empty() { name } else { &about }, &text);
        }
        "COMM" | "COM" | "USLT" | "ULT" | "USER" => {
            let (Some(encoding), Some(lang)) = (body.first(), body.get(1..4)) else { return };
            let rest = body.get(4..).unwrap_or_default();
            let (about, text) = if name == "USER" { (&[][..], rest) } else { split(rest, *encoding) };
            let (about, text) = (decoded(about, *encoding, facts), decoded(text, *encoding, facts));
            // Numbers for the programs that made the file.
            if about.starts_with("iTun") || about.starts_with("ID3v1") {
                return facts.extra.push(interwire_core::item::Extra::text(&about, text.trim()));
            }
            let lang = Some(String::from_utf8_lossy(lang).to_lowercase()).filter(|lang| lang != "xxx");
            facts.tag_in(name, lang, &text);
        }
        _ if name.starts_with('T') => {
            let Some((encoding, text)) = body.split_first() else { return };
            let text = decoded(text, *encoding, facts);
            text.split('\0').for_each(|one| facts.tag(name, one));
        }
        _ if name.starts_with('W') => {
            let text = decoded(body, 0, facts);
            facts.tag(name, &text);
        }
        _ => {}
    }
}

/// Two texts with the end of the first between them: a zero, or two of them in UTF-16.
fn split(bytes: &[u8], encoding: u8) -> (&[u8], &[u8]) {
    let width = if matches!(encoding, 1 | 2) { 2 } else { 1 };
    let end = (0..bytes.len())
        .step_by(width)
        .find(|at| bytes.get(*at..at + width).is_some_and(|unit| unit.iter().all(|byte| *byte == 0)));
    match end {
        Some(end) => (bytes.get(..end).unwrap_or_default(), bytes.get(end + width..).unwrap_or_default()),
        None => (&[], bytes),
    }
}

/// A text in the encoding that its frame states. What is said to be Latin-1 is often something else.
fn decoded(bytes: &[u8], encoding: u8, facts: &mut Facts) -> String {
    let (encoding, bytes) = match (encoding, bytes) {
        (1, [0xff, 0xfe, rest @ ..]) => (UTF_16LE, rest),
        (1, [0xfe, 0xff, rest @ ..]) => (UTF_16BE, rest),
        (1, rest) => (UTF_16LE, rest),
        (2, rest) => (UTF_16BE, rest),
        (3, rest) => (UTF_8, rest),
        (_, rest) => return facts.text_of(rest),
    };
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        facts.note("undecodable_bytes", "some bytes of a tag are not what it says; U+FFFD stands in their place");
    }
    // Of several values each has a mark of its own.
    text.replace('\u{feff}', "")
}
