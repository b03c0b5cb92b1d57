//! What every container gives: what is technical, and what its tags say.

use interwire_core::item::{Extra, Moment, Note};
use std::ops::Range;

/// Tags of one file; more are no description any more.
const TAGS_MAX: usize = 2_000;
/// One tag, in bytes; a transcript of an hour has about 60,000.
pub(super) const TAG_BYTES_MAX: usize = 1 << 20;

/// A number of units, and how many of them are a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Duration {
    pub units: u64,
    pub per_second: u64,
}

impl Duration {
    /// Seconds, to the thousandth; none if nothing is known.
    pub fn seconds(self) -> Option<String> {
        let (units, per_second) = (u128::from(self.units), u128::from(self.per_second));
        (units > 0 && per_second > 0).then(|| thousandths((units * 1000 + per_second / 2) / per_second))
    }
}

/// A number of thousandths as a decimal number, without zeros at its end.
pub(super) fn thousandths(number: u128) -> String {
    let text = format!("{}.{:03}", number / 1000, number % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A tag under the name that its container gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub name: String,
    pub lang: Option<String>,
    pub text: String,
}

/// What is known of a file.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub content_type: &'static str,
    pub is_video: bool,
    pub duration: Option<Duration>,
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// Properties of the rendition that the model has no field for.
    pub technical: Vec<Extra>,
    pub tags: Vec<Tag>,
    /// The languages that tracks are in.
    pub languages: Vec<String>,
    pub created: Option<Moment>,
    /// Packets of XMP.
    pub xmp: Vec<Vec<u8>>,
    /// Where sound and pictures lie.
    pub media: Vec<Range<u64>>,
    /// What has a place of its own in the item only as it is.
    pub extra: Vec<Extra>,
    pub notes: Vec<Note>,
}

impl Facts {
    pub fn tag(&mut self, name: &str, text: &str) {
        self.tag_in(name, None, text);
    }
    pub fn tag_in(&mut self, name: &str, lang: Option<String>, text: &str) {
        let text = text.trim_matches(['\0', ' ', '\n', '\r', '\t']);
        if text.is_empty() {
            return;
        }
        if self.tags.len() >= TAGS_MAX {
            return self.note("too_many_tags", "only the first two thousand tags are taken");
        }
        self.tags.push(Tag { name: name.to_owned(), lang, text: text.to_owned() });
    }
    pub fn technical(&mut self, name: &str, value: &str) {
        if !value.is_empty() && Extra::find(&self.technical, name).is_none() {
            self.technical.push(Extra::text(name, value));
        }
    }
    /// A note, each sort once.
    pub fn note(&mut self, code: &'static str, message: &str) {
        if !self.notes.iter().any(|note| note.code == code) {
            self.notes.push(Note::new(code, message));
        }
    }
    /// A text whose charset is not stated: as far as it can be told.
    pub fn text_of(&mut self, bytes: &[u8]) -> String {
        let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        let found = crate::charset::detect(bytes.get(..end).unwrap_or_default());
        for note in found.notes {
            self.note(note.code, &note.message);
        }
        found.text
    }
    pub fn packet(&mut self, bytes: Vec<u8>) {
        if !bytes.iter().all(|byte| matches!(byte, 0 | b' ' | b'\n' | b'\r' | b'\t')) {
            self.xmp.push(bytes);
        }
    }
    /// The bit rate, if the length of the sound in bytes and in time is known.
    pub fn bitrate(&mut self, bytes: u64) {
        let Some(Duration { units, per_second }) = self.duration.filter(|duration| duration.units > 0) else { return };
        let bits = u128::from(bytes) * 8 * u128::from(per_second) / u128::from(units);
        self.technical("bitrate", &format!("{} kbps", (bits + 500) / 1000));
    }
}
