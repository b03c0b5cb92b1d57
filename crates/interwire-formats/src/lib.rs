//! News formats: bytes to items and items to bytes.
//!
//! Reading is lenient: a deviation from a standard is a note on the item, never a refusal, and what the item model
//! has no field for is kept verbatim. Writing is strict, and says what the format could not carry. Nothing here
//! opens files or addresses: entities, DTDs, catalogs and schemas that a source refers to are never fetched.
//! Sanitising for display is the node's work, not ours.

mod agency_json;
mod anpa_1312;
mod atom;
mod charset;
mod check;
mod decode;
mod detect;
mod e_mail;
mod embargoed;
mod feed;
mod html;
mod icalendar;
mod instructed;
mod interwire;
mod iptc_7901;
mod json;
mod json_facts;
mod json_feed;
mod layout;
mod losses;
mod main_headline;
mod may_be_used;
pub mod media;
pub mod mediatopics;
mod names;
mod newsml_1;
mod newsml_g2;
mod ninjs;
mod nitf;
pub mod orders;
mod packed;
mod percent;
pub mod photo;
mod plain_text;
mod report;
mod rss;
mod settle;
mod shared;
mod spell;
mod stated_times;
mod story;
mod subject_codes;
mod table;
mod tagged;
mod wire;
mod xml;
mod xmp;

pub use charset::Named;
pub use report::{Fault, Report, reports};
pub use table::{FORMATS, Format};

use interwire_core::item::{Item, Limits, Loss, Note};
use std::fmt;

/// What was read from one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The name of the format, as in [`FORMATS`].
    pub format: &'static str,
    /// The items, in the order of the source.
    pub items: Vec<ReadItem>,
    /// What was noticed about the source as a whole.
    pub notes: Vec<Note>,
}

/// An item and what was noticed about it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadItem {
    /// The item.
    pub item: Item,
    /// Deviations, and what is not understood.
    pub notes: Vec<Note>,
}

/// Why a source could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// A stable word for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

/// An item in some format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What the format could not carry.
    pub losses: Vec<Loss>,
}

/// Why an item could not be written in a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteError {
    /// A stable word for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

impl ReadError {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl WriteError {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}
impl std::error::Error for ReadError {}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}
impl std::error::Error for WriteError {}

/// Formats with a status of their own, beside which an item may say something else, and letters, to which they are
/// attached. The others heed words as they read.
const HEEDED: &[&str] =
    &["newsml-g2", "newsml-1", "nitf", "ninjs", "rss", "atom", "json-feed", "e-mail", "html", "icalendar"];

/// Reads a source. The format is told from the bytes; `hint`, the name or a media type of a format, decides only
/// where they do not tell. A charset behind it (see [`Named`]) is the one of sources that do not say their own.
///
/// # Errors
/// If the source is too large, broken, or of no known format.
pub fn read(bytes: &[u8], hint: Option<&str>, limits: &Limits) -> Result<Read, ReadError> {
    if bytes.len() > limits.bytes_max {
        let message = format!("{} bytes, more than the {} allowed", bytes.len(), limits.bytes_max);
        return Err(ReadError::new("too_large", message));
    }
    let hint = hint.map(Named::new);
    let format = detect::format(bytes, hint.and_then(|hint| hint.format()))?;
    let mut notes = Vec::new();
    let decoded = charset::agreed(bytes, format, hint.and_then(|hint| hint.charset), &mut notes);
    let mut read = (format.read)(decoded.as_deref().unwrap_or(bytes), limits)?;
    read.notes.splice(0..0, notes);
    read.format = format.name;
    if read.items.len() > limits.items_max {
        let message = format!("{} items, more than the {} allowed", read.items.len(), limits.items_max);
        return Err(ReadError::new("too_many_items", message));
    }
    for one in &mut read.items {
        // A document of the network's own is signed as it is.
        if format.name != interwire::FORMAT.name {
            subject_codes::explain(&mut one.item);
            names::trim(&mut one.item);
            embargoed::settle(&mut one.item);
            main_headline::first(&mut one.item);
        }
        if HEEDED.contains(&format.name) {
            orders::heed(&mut one.item, &mut one.notes);
        }
        one.notes.extend(check::remarks(&one.item));
    }
    Ok(read)
}

/// Writes an item in the format of that name, in the charset behind it if there is one (see [`Named`]).
///
/// # Errors
/// If there is no such format or charset, it cannot be written, the item lacks what the format requires or has a name
/// that would not arrive, or the charset lacks its letters.
pub fn write(format: &str, item: &Item) -> Result<Written, WriteError> {
    let named = Named::new(format);
    let unknown = || WriteError::new("unknown_format", format!("no format is named {:?}", named.name));
    let row = FORMATS.iter().find(|row| row.name == named.name).ok_or_else(unknown)?;
    let write = row.write.ok_or_else(|| WriteError::new("not_written", format!("{} is only read", row.title)))?;
    let charset = charset::charset_of(row, named.charset)?;
    names::check(item)?;
    let Written { bytes, mut losses } = write(&embargoed::without_word(item))?;
    let bytes = charset::encode(bytes, charset, &mut losses)?;
    Ok(Written { bytes, losses })
}
