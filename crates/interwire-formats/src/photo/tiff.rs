//! TIFF: directories of tags with values anywhere in the file. EXIF is one too. Only directories that are asked for are
//! read, each once, so none can lead back to itself. spec: TIFF 6.0; XMP part 3, section 1.1.6.

use super::block::{Blocks, broken, part};
use super::resources;
use crate::ReadError;
use md5::{Digest, Md5};

pub(super) const WIDTH: u16 = 256;
pub(super) const HEIGHT: u16 = 257;
const XMP: u16 = 700;
const IIM: u16 = 33723;
const PHOTOSHOP: u16 = 34377;
/// The kinds of values, by the bytes that one takes.
const KIND_BYTES: [usize; 14] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const BYTE: u16 = 1;
const UNDEFINED: u16 = 7;

/// A file of tags.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tags<'b> {
    bytes: &'b [u8],
    is_little: bool,
}

/// A directory: what stands where.
#[derive(Debug, Clone)]
pub(super) struct Directory<'b> {
    tags: Tags<'b>,
    /// Twelve bytes for each tag.
    entries: &'b [u8],
    /// Where it ends: there the address of the next one stands.
    end: usize,
}

impl<'b> Tags<'b> {
    /// `None` if it does not begin like one.
    pub fn new(bytes: &'b [u8]) -> Option<Self> {
        match bytes {
            [b'I', b'I', 42, 0, ..] => Some(Self { bytes, is_little: true }),
            [b'M', b'M', 0, 42, ..] => Some(Self { bytes, is_little: false }),
            _ => None,
        }
    }

    fn short(&self, bytes: &[u8], at: usize) -> Option<u16> {
        let two: [u8; 2] = part(bytes, at, 2)?.try_into().ok()?;
        Some(if self.is_little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    }

    fn long(&self, bytes: &[u8], at: usize) -> Option<u32> {
        let four: [u8; 4] = part(bytes, at, 4)?.try_into().ok()?;
        Some(if self.is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    /// The first directory.
    pub fn first(&self) -> Option<Directory<'b>> {
        self.directory(self.long(self.bytes, 4)?)
    }

    /// The directory at some place; one that breaks off has the tags before.
    pub fn directory(&self, at: u32) -> Option<Directory<'b>> {
        let at = usize::try_from(at).ok().filter(|at| *at >= 8)?;
        let count = usize::from(self.short(self.bytes, at)?);
        let rest = self.bytes.get(at + 2..)?;
        let entries = rest.get(..(count * 12).min(rest.len() / 12 * 12))?;
        Some(Directory { tags: *self, entries, end: at + 2 + count * 12 })
    }

    fn put_long(&self, number: u32) -> [u8; 4] {
        if self.is_little { number.to_le_bytes() } else { number.to_be_bytes() }
    }

    fn put_short(&self, number: u16) -> [u8; 2] {
        if self.is_little { number.to_le_bytes() } else { number.to_be_bytes() }
    }
}

impl<'b> Directory<'b> {
    fn entry(&self, tag: u16) -> Option<&'b [u8]> {
        self.entries.chunks_exact(12).find(|entry| self.tags.short(entry, 0) == Some(tag))
    }

    /// The bytes of a tag, and what kind of values they are.
    pub fn value(&self, tag: u16) -> Option<(u16, &'b [u8])> {
        let entry = self.entry(tag)?;
        let kind = self.tags.short(entry, 2)?;
        let count = usize::try_from(self.tags.long(entry, 4)?).ok()?;
        let length = count.checked_mul(*KIND_BYTES.get(usize::from(kind)).filter(|bytes| **bytes > 0)?)?;
        let data = match length {
            0..=4 => entry.get(8..8 + length)?,
            _ => part(self.tags.bytes, usize::try_from(self.tags.long(entry, 8)?).ok()?, length)?,
        };
        Some((kind, data))
    }

    /// Whether it breaks off, or one of these tags is there and its values are not.
    pub fn is_torn(&self, tags: &[u16]) -> bool {
        let is_lost = |tag: &u16| self.entry(*tag).is_some() && self.value(*tag).is_none();
        self.end > self.tags.bytes.len() || tags.iter().any(is_lost)
    }

    /// A whole number.
    pub fn number(&self, tag: u16) -> Option<u32> {
        match self.value(tag)? {
            (3, data) => self.tags.short(data, 0).map(u32::from),
            (4 | 13, data) => self.tags.long(data, 0),
            (1, data) => data.first().copied().map(u32::from),
            _ => None,
        }
    }

    /// Fractions, as numerator and denominator.
    pub fn fractions(&self, tag: u16) -> Vec<(u32, u32)> {
        let Some((5, data)) = self.value(tag) else { return Vec::new() };
        let one = |pair: &[u8]| Some((self.tags.long(pair, 0)?, self.tags.long(pair, 4)?));
        data.chunks_exact(8).take(8).filter_map(one).collect()
    }

    /// A text, as far as its first zero.
    pub fn text(&self, tag: u16) -> Option<&'b [u8]> {
        let (kind, data) = self.value(tag)?;
        let end = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
        data.get(..end).filter(|_| matches!(kind, 1 | 2 | 7 | 129))
    }
}

pub(super) fn blocks(bytes: &[u8]) -> Result<Blocks, ReadError> {
    let directory = first(bytes)?;
    let mut blocks = Blocks {
        width: directory.number(WIDTH).unwrap_or_default(),
        height: directory.number(HEIGHT).unwrap_or_default(),
        exif: Some(bytes.to_vec()),
        image: std::iter::once(0..bytes.len()).collect(),
        ..Blocks::default()
    };
    let value = |tag: u16| directory.value(tag).map(|(_, data)| data);
    blocks.xmp.extend(value(XMP).map(<[u8]>::to_vec));
    if let Some(photoshop) = value(PHOTOSHOP) {
        resources::read(photoshop, &mut blocks);
    }
    blocks.iim = value(IIM).map(<[u8]>::to_vec).or(blocks.iim);
    if directory.entry(XMP).is_some() != value(XMP).is_some() || directory.entry(IIM).is_some() != value(IIM).is_some()
    {
        blocks.truncated();
    }
    Ok(blocks)
}

fn first(bytes: &[u8]) -> Result<Directory<'_>, ReadError> {
    let tags = Tags::new(bytes).ok_or_else(|| ReadError::new("bigtiff_not_read", "BigTIFF is not read"))?;
    tags.first().ok_or_else(|| broken("its directory is not in the file"))
}

/// The same image with other XMP and IIM: the values and a new directory are put behind it, and the head of the file
/// leads there. Nothing else changes its place.
pub(super) fn embed(bytes: &[u8], packet: &[u8], iim: &[u8]) -> Result<Vec<u8>, ReadError> {
    let directory = first(bytes)?;
    let tags = directory.tags;
    let old = directory.value(PHOTOSHOP).map_or(&[][..], |(_, data)| data);
    let photoshop = resources::replaced(old, iim, Md5::digest(iim).into());
    let mut out = bytes.to_vec();
    let mut entries: Vec<(u16, [u8; 12])> = directory
        .entries
        .chunks_exact(12)
        .filter_map(|entry| Some((tags.short(entry, 0)?, entry.try_into().ok()?)))
        .filter(|(tag, _)| ![XMP, IIM, PHOTOSHOP].contains(tag))
        .collect();
    let too_large = || broken("it would be larger than a TIFF file can be");
    let place = |out: &Vec<u8>| u32::try_from(out.len()).map_err(|_| too_large());
    for (tag, kind, data) in [(XMP, BYTE, packet), (IIM, UNDEFINED, iim), (PHOTOSHOP, BYTE, photoshop.as_slice())] {
        out.resize(out.len() + out.len() % 2, 0);
        let (at, length) = (place(&out)?, u32::try_from(data.len()).map_err(|_| too_large())?);
        let mut entry = [0; 12];
        let parts = [&tags.put_short(tag)[..], &tags.put_short(kind), &tags.put_long(length), &tags.put_long(at)];
        entry.copy_from_slice(&parts.concat());
        if let (Some(inline), true) = (entry.get_mut(8..8 + data.len().min(4)), data.len() <= 4) {
            inline.copy_from_slice(data);
        }
        entries.push((tag, entry));
        out.extend_from_slice(data);
    }
    entries.sort_by_key(|(tag, _)| *tag);
    out.resize(out.len() + out.len() % 2, 0);
    let at = place(&out)?;
    let count = u16::try_from(entries.len()).map_err(|_| broken("it has too many tags"))?;
    out.extend_from_slice(&tags.put_short(count));
    entries.iter().for_each(|(_, entry)| out.extend_from_slice(entry));
    let next = tags.long(bytes, directory.end).unwrap_or_default();
    out.extend_from_slice(&tags.put_long(next));
    if let Some(head) = out.get_mut(4..8) {
        head.copy_from_slice(&tags.put_long(at));
    }
    Ok(out)
}
