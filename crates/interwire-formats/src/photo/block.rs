//! What the container of a photograph holds, whatever container it is.

use super::{jpeg, png, tiff, webp};
use crate::ReadError;
use interwire_core::item::{Extra, Limits, Note};

/// The containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Jpeg,
    Png,
    Webp,
    Tiff,
}

impl Kind {
    /// The container that a file begins as.
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            // 43 is BigTIFF.
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Some(Self::Tiff),
            _ => None,
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Tiff => "image/tiff",
        }
    }
}

/// What was found in a file.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// Pixels as they are stored.
    pub width: u32,
    pub height: u32,
    /// Packets; those after the first extend it.
    pub xmp: Vec<Vec<u8>>,
    /// The datasets of IIM.
    pub iim: Option<Vec<u8>>,
    /// The MD5 of IIM when XMP was written last.
    pub digest: Option<[u8; 16]>,
    /// EXIF, a TIFF of its own.
    pub exif: Option<Vec<u8>>,
    /// What else the file says in words.
    pub extra: Vec<Extra>,
    /// Parts of the file that are the image, to make a name of.
    pub image: Vec<std::ops::Range<usize>>,
    /// There is a manifest of provenance.
    pub has_c2pa: bool,
    pub notes: Vec<Note>,
}

/// A piece of a PNG or a WebP: eight bytes of name and length, in either order, then what is in it.
pub(super) struct Chunk<'b> {
    pub name: &'b [u8],
    pub data: &'b [u8],
    pub begin: usize,
    pub end: usize,
}

impl Chunk<'_> {
    /// Where that stands which is in it.
    pub fn inside(&self) -> std::ops::Range<usize> {
        self.begin + 8..self.begin + 8 + self.data.len()
    }
}

impl Blocks {
    /// Takes a file apart.
    pub fn of(kind: Kind, bytes: &[u8], limits: &Limits) -> Result<Self, ReadError> {
        let blocks = match kind {
            Kind::Jpeg => jpeg::blocks(bytes),
            Kind::Png => png::blocks(bytes, limits),
            Kind::Webp => webp::blocks(bytes),
            Kind::Tiff => tiff::blocks(bytes),
        }?;
        if blocks.width == 0 || blocks.height == 0 {
            return Err(broken("it says no size of its image"));
        }
        let pixels = u64::from(blocks.width) * u64::from(blocks.height);
        if pixels > limits.pixels_max {
            let message = format!("{pixels} pixels, more than the {} allowed", limits.pixels_max);
            return Err(ReadError::new("too_many_pixels", message));
        }
        Ok(blocks)
    }

    pub fn note(&mut self, code: &'static str, message: &str) {
        if !self.notes.iter().any(|note| note.code == code) {
            self.notes.push(Note::new(code, message));
        }
    }

    /// The end of the file comes before the end of what it says it holds.
    pub fn truncated(&mut self) {
        self.note("photo_truncated", "the file ends before its image does; it may be damaged");
    }
}

/// It is no photograph that anything can show.
pub(super) fn broken(why: &str) -> ReadError {
    ReadError::new("photo_broken", format!("the photograph is broken: {why}"))
}

/// Two bytes, the high one first.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// Four bytes, the high one first.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// Four bytes, the low one first.
pub(super) fn u32_le_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A part of some bytes; none beyond their end.
pub(super) fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}
