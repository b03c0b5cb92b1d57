//! Video and audio: reads what MP4, MOV, MP3, Ogg, WAV and FLAC files say of themselves. The file itself is the one
//! rendition of the item, with its size, duration, codecs and the rest. It is read in parts (see [`Source`]), so that a
//! film of gigabytes is described without being in memory. spec: ISO 14496-12, Apple QuickTime File Format; ID3v2.2 to
//! 2.4, Xing and VBRI; RFC 3533, RFC 5334, RFC 7845, RFC 9639; EBU Tech 3285 and 3306 (BWF, RF64); XMP part 3.
//!
//! Read `source`, `facts` (what every container gives), the containers `mp4`, `mp3`, `ogg`, `flac`, `wav`, then `item`.
//! The guid is made of the sound or film itself, so that a file with a new title stays the same item.
//!
//! Incomplete: pictures inside of tags, chapters and time code are left in the file; of a fragmented film only the
//! duration that its head states is known.

mod comments;
mod facts;
mod flac;
mod id3;
mod id3_frames;
mod item;
mod kind;
mod mp3;
mod mp3_frames;
mod mp4;
mod mp4_tags;
mod mp4_track;
mod ogg;
mod source;
mod tags;
mod wav;
mod xmp;

pub use kind::is_media;
pub use source::Source;

use crate::table::Format;
use crate::{Read, ReadError, check};
use facts::Facts;
use interwire_core::ids::Hash;
use interwire_core::item::{Blob, Limits};
use kind::Container;
use source::File;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "media",
    title: "Video and audio (MP4, MOV, MP3, Ogg, WAV, FLAC)",
    media_types: &[
        "video/mp4",
        "video/quicktime",
        "video/3gpp",
        "audio/mp4",
        "audio/mpeg",
        "audio/ogg",
        "video/ogg",
        "audio/wav",
        "audio/flac",
    ],
    detect: |sniff| is_media(&sniff.head),
    read: read_whole,
    write: None,
};

/// Reads a file that is in memory.
fn read_whole(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
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
    read.items.iter_mut().for_each(|one| one.notes.extend(check::remarks(&one.item)));
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
    Ok(Read { format: FORMAT.name, items: vec![one], notes: Vec::new() })
}
