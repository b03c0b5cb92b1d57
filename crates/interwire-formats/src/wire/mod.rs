//! What the two wires of the teleprinter age share: text between control characters, without charset, name or
//! status. IPTC 7901 and ANPA 1312 differ in their envelopes only.

mod head;
mod info;
mod order;
mod other;
mod stamp;
mod text;

pub(crate) use head::{embargo_line, order_line, take_head};
pub(crate) use info::{Facts, facts_lines};
pub(crate) use order::{Orders, is_order, signal};
pub(crate) use stamp::{Stamp, month};
pub(crate) use text::{clean, wrap};

use crate::{charset, decode};
use encoding_rs::Encoding;
use interwire_core::ids::Hash;
use interwire_core::item::{Extra, Item, Note, PubStatus};

/// Start of heading.
pub(crate) const SOH: char = '\u{1}';
/// Start of text.
pub(crate) const STX: char = '\u{2}';
/// End of text.
pub(crate) const ETX: char = '\u{3}';
/// End of transmission.
pub(crate) const EOT: char = '\u{4}';
/// The bell; five of them are urgent.
pub(crate) const BEL: char = '\u{7}';

/// The characters of a wire, and whether its charset could be told.
pub(crate) struct Characters {
    pub text: String,
    pub notes: Vec<Note>,
    /// The bytes, if they could not be understood.
    pub kept: Option<Extra>,
}

/// Decodes a wire.
pub(crate) fn decode(bytes: &[u8]) -> Characters {
    let wide = Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != encoding_rs::UTF_8)
        || bytes.starts_with(b"\0\0\xfe\xff");
    if wide {
        let decode::Decoded { text, notes } = decode::decode(bytes);
        return Characters { text: text.into_owned(), notes, kept: None };
    }
    let found = charset::detect(bytes);
    let kept = (!found.is_readable)
        .then(|| Extra::text("source/latin1", &bytes.iter().map(|b| char::from(*b)).collect::<String>()));
    let text = decode::line_ends(found.text.into()).into_owned();
    Characters { text, notes: found.notes, kept }
}

/// The messages of a source, each with its own bytes if they could not be understood. Each begins with its own start of
/// heading, which is the same byte in every charset of wires.
pub(crate) fn messages(source: &Characters) -> Vec<(&str, Option<Extra>)> {
    let parts: Vec<&str> = source.text.split(SOH).collect();
    if let [only] = parts.as_slice() {
        return vec![(only, source.kept.clone())];
    }
    let mut bytes = source.kept.iter().flat_map(|kept| kept.value.split(SOH));
    let mut messages = Vec::new();
    for (at, part) in parts.into_iter().enumerate() {
        let own = bytes.next().unwrap_or_default();
        let kept = source.kept.as_ref().map(|kept| Extra::text(&kept.name, &format!("{SOH}{own}")));
        if at > 0 || part.chars().any(|c| !c.is_control() && !c.is_whitespace()) {
            messages.push((part, kept));
        }
    }
    messages
}

/// What every message of a wire needs at its end: a name made of what it has, for wires have none; and no use of a
/// text that could not be understood.
pub(crate) fn finish(
    item: &mut Item,
    notes: &mut Vec<Note>,
    format: &str,
    id: &str,
    message: &str,
    kept: Option<Extra>,
) {
    if item.guid.is_none() {
        let day = item.times.version_created.as_ref().map_or("undated", |at| at.as_str());
        let day = day.get(..10).unwrap_or(day).replace([' ', '/'], "-");
        let hash = Hash::of(message.trim().as_bytes()).to_string();
        let name = format!("urn:interwire:{format}:{id}:{day}:{}", hash.get(..16).unwrap_or_default());
        item.guid = name.parse().ok();
        notes.push(Note::new(
            "guid_made",
            "the wire has no names; the guid is made of service, number, day and content",
        ));
    }
    if let Some(kept) = kept {
        item.extra.push(kept);
        item.pub_status = Some(PubStatus::Withheld);
    }
}
