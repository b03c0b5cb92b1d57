//! What a film says of itself: the texts of QuickTime and 3GPP, the lists of iTunes, and keys with values.

use super::facts::TAG_BYTES_MAX;
use super::mp4::{Box4, Walk};
use super::mp4_track::packed_language;
use super::source::{be16, be32};
use crate::ReadError;
use encoding_rs::{MACINTOSH, UTF_16BE, UTF_16LE};

/// A box of texts, with a word that says how they are kept.
pub(super) fn meta(walk: &mut Walk<'_, '_>, one: &Box4) -> Result<(), ReadError> {
    // QuickTime has no version before the boxes in it, everybody else has one.
    let start = walk.start_of(one, 8)?;
    let skipped = if start.get(4..8) == Some(b"hdlr") { 0 } else { 4 };
    let inside = (one.inside.start + skipped).min(one.inside.end)..one.inside.end;
    let mut keys: Vec<String> = Vec::new();
    for part in walk.list(inside)? {
        match &part.name {
            b"keys" => keys = self::keys(&text_bytes(walk, &part)?),
            b"ilst" => {
                for entry in walk.list(part.inside.clone())? {
                    let index = u32::from_be_bytes(entry.name) as usize;
                    let key = index.checked_sub(1).and_then(|at| keys.get(at)).cloned();
                    value(walk, &entry, key)?;
                }
            }
            b"XMP_" => {
                let packet = text_bytes(walk, &part)?;
                walk.facts.packet(packet);
            }
            _ => {}
        }
    }
    Ok(())
}

/// The bytes of a box with a text.
fn text_bytes(walk: &mut Walk<'_, '_>, one: &Box4) -> Result<Vec<u8>, ReadError> {
    let most = TAG_BYTES_MAX as u64;
    if one.inside.end - one.inside.start > most {
        walk.facts.note("tag_too_large", "a tag is larger than a tag may be; it is not read");
        return Ok(Vec::new());
    }
    walk.start_of(one, most)
}

/// The names of keys, in their order.
fn keys(bytes: &[u8]) -> Vec<String> {
    let (mut at, mut keys) = (8, Vec::new());
    while let Some(size) = be32(bytes, at).map(|size| size as usize).filter(|size| *size >= 8) {
        let Some(name) = bytes.get(at + 8..at.saturating_add(size)) else { break };
        keys.push(String::from_utf8_lossy(name).into_owned());
        at += size;
    }
    keys
}

/// An entry of a list: a name and its data; of an entry `----` the name is data as well.
fn value(walk: &mut Walk<'_, '_>, entry: &Box4, key: Option<String>) -> Result<(), ReadError> {
    let mut name = key.unwrap_or_else(|| called(entry.name));
    for part in walk.list(entry.inside.clone())? {
        match &part.name {
            b"name" => {
                let bytes = text_bytes(walk, &part)?;
                name = String::from_utf8_lossy(bytes.get(4..).unwrap_or_default()).into_owned();
            }
            b"data" => {
                let kind = be32(&walk.start_of(&part, 4)?, 0).unwrap_or(0) & 0xff_ffff;
                // Of other kinds are pictures and numbers of the program that made the file.
                if matches!(kind, 1 | 2) {
                    let bytes = text_bytes(walk, &part)?;
                    let bytes = bytes.get(8..).unwrap_or_default();
                    let text = match kind {
                        1 => String::from_utf8_lossy(bytes).into_owned(),
                        _ => UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
                    };
                    walk.facts.tag(&name, &text);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The name of a box as text; QuickTime begins many with a sign of copyright.
fn called(name: [u8; 4]) -> String {
    name.iter().map(|byte| char::from(*byte)).collect()
}

/// A text straight in the box of the user: QuickTime has several languages in one, 3GPP one with its language.
pub(super) fn of_user(walk: &mut Walk<'_, '_>, one: &Box4) -> Result<(), ReadError> {
    let name = called(one.name);
    match &one.name {
        [0xa9, ..] => {
            let bytes = text_bytes(walk, one)?;
            let mut at = 0;
            while let (Some(len), Some(lang)) = (be16(&bytes, at), be16(&bytes, at + 2)) {
                let Some(text) = bytes.get(at + 4..at + 4 + usize::from(len)) else {
                    walk.facts.note("tag_cut_off", "a text says that it is longer than its box");
                    break;
                };
                let text = match std::str::from_utf8(text) {
                    Ok(text) => text.to_owned(),
                    Err(_) => MACINTOSH.decode_without_bom_handling(text).0.into_owned(),
                };
                walk.facts.tag_in(&name, packed_language(lang), &text);
                at += 4 + usize::from(len);
            }
        }
        b"titl" | b"auth" | b"perf" | b"dscp" | b"cprt" | b"gnre" | b"albm" | b"kywd" => {
            let bytes = text_bytes(walk, one)?;
            let lang = be16(&bytes, 4).and_then(packed_language);
            let text = match bytes.get(6..).unwrap_or_default() {
                [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
                [0xff, 0xfe, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
                rest => String::from_utf8_lossy(rest).into_owned(),
            };
            walk.facts.tag_in(&name, lang, text.split('\0').next().unwrap_or_default());
        }
        b"name" => {
            let bytes = text_bytes(walk, one)?;
            walk.facts.tag(&name, &String::from_utf8_lossy(&bytes));
        }
        _ => {}
    }
    Ok(())
}
