//! A file to an item: which container it is, and what that says.

use super::facts::Facts;
use super::kind::{self, Container};
use super::source::{File, Source};
use super::{flac, item, mp3, mp4, ogg, wav};
use crate::{Read, ReadError, check, subject_codes};
use interwire_core::ids::Hash;
use interwire_core::item::{Blob, Limits};

/// Reads a file that is in memory.
pub(super) fn whole(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let blob = Blob { hash: Hash::of(bytes), size_bytes: bytes.len() as u64 };
    described(&mut { bytes }, Some(blob), limits)
}

/// Reads a file in parts: one item, whose rendition is the file. `blob` is the file where it is held by its hash.
/// `Limits::bytes_max` does not apply, for the file is not in memory; what is read of it is bounded.
///
/// # Errors
/// If it is no video or audio, or made to cost more than it says.
pub fn read(source: &mut dyn Source, blob: Option<Blob>, limits: &Limits) -> Result<Read, ReadError> {
    let mut read = described(source, blob, limits)?;
    for one in &mut read.items {
        subject_codes::explain(&mut one.item);
        one.notes.extend(check::remarks(&one.item));
    }
    Ok(read)
}

fn described(source: &mut dyn Source, blob: Option<Blob>, limits: &Limits) -> Result<Read, ReadError> {
    let mut file = File::new(source);
    let head = file.bytes(0, kind::HEAD_BYTES)?;
    let container = Container::of(&head)
        .ok_or_else(|| ReadError::new("unknown_format", "it does not begin like video or audio"))?;
    let mut facts = Facts::default();
    match container {
        Container::Mp4 => mp4::read(&mut file, &mut facts, limits)?,
        Container::Mp3 => mp3::read(&mut file, &mut facts, limits)?,
        Container::Ogg => ogg::read(&mut file, &mut facts)?,
        Container::Wav => wav::read(&mut file, &mut facts, limits)?,
        Container::Flac => flac::read(&mut file, 0, &mut facts)?,
    }
    let one = item::build(&mut file, facts, blob, limits)?;
    Ok(Read { format: super::FORMAT.name, items: vec![one], notes: Vec::new() })
}
