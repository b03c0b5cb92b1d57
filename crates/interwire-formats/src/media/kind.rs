//! Which container a file is, from its first bytes.

use super::mp3_frames::Frame;
use super::source::be32;

/// How much of the beginning is looked at.
pub(super) const HEAD_BYTES: u64 = 4 << 10;

/// The containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Mp4,
    Mp3,
    Ogg,
    Wav,
    Flac,
}

/// Whether a file is video or audio that can be described, from its first four thousand bytes.
#[must_use]
pub fn is_media(head: &[u8]) -> bool {
    Container::of(head).is_some()
}

impl Container {
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            [b'O', b'g', b'g', b'S', 0, ..] => Some(Self::Ogg),
            [b'f', b'L', b'a', b'C', ..] => Some(Self::Flac),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Some(Self::Wav),
            [b'R', b'F', b'6', b'4', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Some(Self::Wav),
            [b'B', b'W', b'6', b'4', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Some(Self::Wav),
            [b'I', b'D', b'3', 2..=4, _, _, size @ ..] if size.iter().take(4).all(|byte| *byte < 0x80) => {
                Some(Self::Mp3)
            }
            _ if is_mp4(head) => Some(Self::Mp4),
            _ if is_frames(head) => Some(Self::Mp3),
            _ => None,
        }
    }
}

/// A box that films begin with. Pictures in the same boxes are no films.
fn is_mp4(head: &[u8]) -> bool {
    const PICTURES: &[&[u8]] = &[b"heic", b"heix", b"heif", b"mif1", b"avif", b"crx ", b"jxl "];
    let (Some(size), Some(name)) = (be32(head, 0), head.get(4..8)) else { return false };
    match name {
        b"ftyp" => (16..4096).contains(&size) && head.get(8..12).is_some_and(|brand| !PICTURES.contains(&brand)),
        // QuickTime before it had brands.
        b"moov" | b"mdat" => size == 1 || size >= 8,
        // Words as well: as a text they would stand behind letters.
        b"wide" | b"pnot" | b"skip" | b"free" => (8..1 << 24).contains(&size),
        _ => false,
    }
}

/// Two frames of MPEG audio one after the other. A byte order mark looks like the beginning of one.
fn is_frames(head: &[u8]) -> bool {
    let second = Frame::at(head, 0).and_then(|first| Some((first, Frame::at(head, first.len)?)));
    second.is_some_and(|(first, second)| first.is_like(&second))
}
