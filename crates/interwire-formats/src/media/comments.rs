//! The comments of Xiph: `NAME=text`, in UTF-8. spec: Vorbis I, section 5; RFC 9639 section 8.6.

use super::facts::{Facts, TAG_BYTES_MAX};
use super::source::le32;

/// Reads a list of comments, behind whatever mark its container puts before it.
pub(super) fn read(bytes: &[u8], facts: &mut Facts) {
    let vendor = le32(bytes, 0).and_then(|len| bytes.get(4..4_usize.saturating_add(len as usize)));
    let count = vendor.and_then(|vendor| le32(bytes, 4 + vendor.len()));
    let (Some(vendor), Some(count)) = (vendor, count) else {
        return facts.note("tag_cut_off", "a comment says that it is longer than what it is in");
    };
    facts.tag("ENCODER", &String::from_utf8_lossy(vendor));
    list(bytes.get(8 + vendor.len()..).unwrap_or_default(), count, facts);
}

fn list(bytes: &[u8], count: u32, facts: &mut Facts) {
    let mut rest = bytes;
    for _ in 0..count {
        let Some(len) = le32(rest, 0).map(|len| len as usize) else {
            return facts.note("tag_cut_off", "there are fewer comments than stated");
        };
        let Some(text) = rest.get(4..4_usize.saturating_add(len)) else {
            return facts.note("tag_cut_off", "a comment says that it is longer than what it is in");
        };
        comment(text, facts);
        rest = rest.get(4 + len..).unwrap_or_default();
    }
}

fn comment(bytes: &[u8], facts: &mut Facts) {
    let is_picture =
        |name: &[u8]| name.eq_ignore_ascii_case(b"METADATA_BLOCK_PICTURE") || name.eq_ignore_ascii_case(b"COVERART");
    let name = bytes.split(|byte| *byte == b'=').next().unwrap_or_default();
    if is_picture(name) {
        return;
    }
    if bytes.len() > TAG_BYTES_MAX {
        return facts.note("tag_too_large", "a tag is larger than a tag may be; it is not read");
    }
    if std::str::from_utf8(bytes).is_err() {
        facts.note("undecodable_bytes", "some bytes of a comment are not UTF-8; U+FFFD stands in their place");
    }
    let text = String::from_utf8_lossy(bytes);
    match text.split_once('=') {
        Some((name, text)) if name.eq_ignore_ascii_case("XMP") => facts.packet(text.as_bytes().to_vec()),
        Some((name, text)) => facts.tag(&name.to_ascii_uppercase(), text),
        None => facts.tag("COMMENT", &text),
    }
}
