//! ID3 tags: where they stand and how they are wrapped. spec: id3v2.4.0-structure, id3v2.3.0, id3v2-00, ID3v1.1.

use super::facts::Facts;
use super::id3_frames;
use super::source::{File, PART_BYTES_MAX};
use super::tags::field;
use crate::ReadError;

/// Reads the tag that stands at `start`; where it ends, if there is one.
pub(super) fn at(file: &mut File<'_>, start: u64, facts: &mut Facts) -> Result<Option<u64>, ReadError> {
    let head = file.bytes(start, 10)?;
    let [b'I', b'D', b'3', version @ 2..=4, _, flags, size @ ..] = head.as_slice() else { return Ok(None) };
    let Some(size) = syncsafe(size) else { return Ok(None) };
    let inside = start + 10;
    let mut end = inside + u64::from(size);
    if end > file.size {
        facts.note("tag_cut_off", "a tag says that it is longer than the file");
        end = file.size;
    }
    if end - inside > PART_BYTES_MAX {
        facts.note("tag_too_large", "only the beginning of a very large tag is read");
    }
    let bytes = file.bytes(inside, end - inside)?;
    tag(&bytes, *version, *flags, facts);
    let footer = if *version == 4 && flags & 0x10 != 0 { 10 } else { 0 };
    Ok(Some((end + footer).min(file.size)))
}

/// Reads a tag that is alone in a part of a file, head and all.
pub(super) fn whole(bytes: &[u8], facts: &mut Facts) {
    if let [b'I', b'D', b'3', version @ 2..=4, _, flags, _, _, _, _, frames @ ..] = bytes {
        tag(frames, *version, *flags, facts);
    }
}

/// The frames of a tag.
fn tag(bytes: &[u8], version: u8, flags: u8, facts: &mut Facts) {
    if version == 2 && flags & 0x40 != 0 {
        return facts.note("tag_compressed", "a tag is compressed in a way that was never defined; it is not read");
    }
    // In version 4 every frame says it by itself.
    let whole = if flags & 0x80 != 0 && version < 4 { unescaped(bytes) } else { bytes.to_vec() };
    let skipped = match (version, flags & 0x40 != 0) {
        (3, true) => super::source::be32(&whole, 0).map_or(0, |size| size as usize + 4),
        (4, true) => whole.get(..4).and_then(syncsafe).map_or(0, |size| size as usize),
        _ => 0,
    };
    id3_frames::read(whole.get(skipped..).unwrap_or_default(), version, facts);
}

/// A number of four times seven bits.
pub(super) fn syncsafe(bytes: &[u8]) -> Option<u32> {
    let four: [u8; 4] = bytes.get(..4)?.try_into().ok()?;
    let is_safe = four.iter().all(|byte| *byte < 0x80);
    is_safe.then(|| four.iter().fold(0, |number, byte| number << 7 | u32::from(*byte)))
}

/// Without the zeros that keep `FF` from looking like the beginning of a frame of sound.
pub(super) fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut after = false;
    for byte in bytes {
        if !(after && *byte == 0) {
            out.push(*byte);
        }
        after = *byte == 0xff;
    }
    out
}

/// Reads the old tag in the last 128 bytes: it fills what the new one leaves open. Where the sound ends.
pub(super) fn at_end(file: &mut File<'_>, start: u64, facts: &mut Facts) -> Result<u64, ReadError> {
    let Some(at) = file.size.checked_sub(128).filter(|at| *at >= start) else { return Ok(file.size) };
    let bytes = file.bytes(at, 128)?;
    if !bytes.starts_with(b"TAG") {
        return Ok(file.size);
    }
    // Names of the new frames for the same.
    for (name, from, to) in [("TIT2", 3, 33), ("TPE1", 33, 63), ("TALB", 63, 93), ("TYER", 93, 97), ("COMM", 97, 127)] {
        let found = bytes.get(from..to).unwrap_or_default();
        // Behind a zero in the comment stands the number of the track.
        let found = found.split(|byte| *byte == 0).next().unwrap_or_default();
        let known =
            facts.tags.iter().any(|tag| tag.name == name || field(&tag.name).is_some_and(|f| Some(f) == field(name)));
        if !known && !found.is_empty() {
            let text = facts.text_of(found);
            facts.tag(name, &text);
        }
    }
    Ok(at)
}
