//! Video and audio: reads what MP4, MOV, MP3, Ogg, WAV and FLAC files say of themselves. The file itself is the one
//! rendition of the item, with its size, duration, codecs and the rest. It is read in parts (see [`Source`]), so that a
//! film of gigabytes is described without being in memory. spec: ISO 14496-12, Apple QuickTime File Format; ID3v2.2 to
//! 2.4, Xing and VBRI; RFC 3533, RFC 5334, RFC 7845, RFC 9639; EBU Tech 3285 and 3306 (BWF, RF64); XMP part 3.
//!
//! Read `source`, `facts` (what every container gives), the containers `mp4`, `mp3`, `ogg`, `flac`, `wav`, then `item`.
//! XMP counts before the tags; what they say otherwise is kept in `extra`. The guid is the DigitalImageGUID or the
//! DocumentID of XMP, else made of the sound or film itself, so that a file with a new title stays the same item.
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
mod read;
mod source;
mod tags;
mod wav;
mod xmp;

pub use kind::is_media;
pub use read::read;
pub use source::Source;

use crate::table::Format;

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
    detect: |sniff| is_media(sniff.head),
    read: read::whole,
    write: None,
};
