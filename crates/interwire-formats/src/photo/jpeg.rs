//! JPEG: a row of segments, then the image. spec: ISO 10918-1; XMP part 3, section 1.1.3.

use super::block::{Blocks, broken, part, u16_at, u32_at};
use super::resources;
use crate::ReadError;
use md5::{Digest, Md5};

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const EXTENSION: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
const EXIF: &[u8] = b"Exif\0\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
/// Segments before the image; real ones have some hundreds at most.
const SEGMENTS_MAX: usize = 10_000;
/// Bytes that one segment can carry.
const SEGMENT_BYTES: usize = 65_533;
/// Of an extension, what one segment carries beside its head.
const PIECE_BYTES: usize = 65_000;

/// A segment: its marker and what is in it.
struct Segment<'b> {
    marker: u8,
    data: &'b [u8],
    whole: &'b [u8],
}

/// The segments before the image, where the image begins, and whether all of them are whole.
fn segments(bytes: &[u8]) -> Result<(Vec<Segment<'_>>, Option<usize>), ReadError> {
    let (mut found, mut at) = (Vec::new(), 2);
    loop {
        let begin = at;
        while bytes.get(at) == Some(&0xff) {
            at += 1;
        }
        let Some(marker) = bytes.get(at).copied().filter(|_| at > begin) else { return Ok((found, None)) };
        match marker {
            0x01 | 0xd0..=0xd7 => {
                at += 1;
                continue;
            }
            0xda => return Ok((found, Some(begin))),
            0xd9 => return Ok((found, None)),
            _ => {}
        }
        let length = u16_at(bytes, at + 1).map(usize::from).filter(|length| *length >= 2);
        let Some(data) = length.and_then(|length| part(bytes, at + 3, length - 2)) else { return Ok((found, None)) };
        let end = at + 3 + data.len();
        found.push(Segment { marker, data, whole: bytes.get(begin..end).unwrap_or_default() });
        if found.len() > SEGMENTS_MAX {
            let message = format!("more than {SEGMENTS_MAX} segments before the image");
            return Err(ReadError::new("photo_too_many_segments", message));
        }
        at = end;
    }
}

pub(super) fn blocks(bytes: &[u8]) -> Result<Blocks, ReadError> {
    let (segments, image) = segments(bytes)?;
    let mut blocks = Blocks::default();
    let (mut photoshop, mut pieces) = (Vec::new(), Vec::new());
    for Segment { marker, data, .. } in segments {
        match (marker, data) {
            (0xe1, data) if data.starts_with(XMP) && blocks.xmp.is_empty() => {
                blocks.xmp.push(data.get(XMP.len()..).unwrap_or_default().to_vec());
            }
            (0xe1, data) if data.starts_with(EXTENSION) => pieces.extend(data.get(EXTENSION.len()..)),
            (0xe1, data) if data.starts_with(EXIF) && blocks.exif.is_none() => {
                blocks.exif = data.get(EXIF.len()..).map(<[u8]>::to_vec);
            }
            (0xed, data) if data.starts_with(PHOTOSHOP) => {
                photoshop.extend_from_slice(data.get(PHOTOSHOP.len()..).unwrap_or_default());
            }
            (0xeb, data) => blocks.has_c2pa |= data.windows(4).any(|window| window == b"c2pa"),
            (0xc0..=0xcf, data) if ![0xc4, 0xc8, 0xcc].contains(&marker) => {
                blocks.height = u16_at(data, 1).map_or(0, u32::from);
                blocks.width = u16_at(data, 3).map_or(0, u32::from);
            }
            _ => {}
        }
    }
    resources::read(&photoshop, &mut blocks);
    extend(&pieces, &mut blocks);
    let Some(image) = image else {
        return Err(broken("it ends before its image begins"));
    };
    if !bytes.get(image..).unwrap_or_default().windows(2).any(|window| window == [0xff, 0xd9]) {
        blocks.truncated();
    }
    blocks.image.push(image..bytes.len());
    Ok(blocks)
}

/// Puts an extension of XMP together: the pieces with the name that the first packet knows, its MD5.
fn extend(pieces: &[&[u8]], blocks: &mut Blocks) {
    let Some(name) = blocks.xmp.first().and_then(|main| extension_of(main)) else { return };
    let own = |piece: &&&[u8]| piece.get(..32).is_some_and(|known| known.eq_ignore_ascii_case(&name));
    let own: Vec<&[u8]> = pieces.iter().filter(own).copied().collect();
    let held: usize = own.iter().map(|piece| piece.len().saturating_sub(40)).sum();
    let length = own.first().and_then(|piece| u32_at(piece, 32)).and_then(|length| usize::try_from(length).ok());
    // What is longer than its pieces together is not whole.
    let mut whole = vec![0; length.filter(|length| *length == held).unwrap_or_default()];
    let placed = own.iter().all(|piece| {
        let at = u32_at(piece, 36).and_then(|at| usize::try_from(at).ok()).unwrap_or(usize::MAX);
        let data = piece.get(40..).unwrap_or_default();
        let place = at.checked_add(data.len()).and_then(|end| whole.get_mut(at..end));
        place.is_some_and(|place| {
            place.copy_from_slice(data);
            true
        })
    });
    if placed && !whole.is_empty() {
        blocks.xmp.push(whole);
    } else {
        blocks.note("xmp_extension_broken", "the second part of the XMP is not whole; the first is read");
    }
}

/// The name of the extension that a packet has.
fn extension_of(packet: &[u8]) -> Option<Vec<u8>> {
    const PROPERTY: &[u8] = b"HasExtendedXMP";
    let at = packet.windows(PROPERTY.len()).position(|window| window == PROPERTY)? + PROPERTY.len();
    let near = packet.get(at..)?;
    let near = near.get(..64).unwrap_or(near);
    near.windows(32).find(|window| window.iter().all(u8::is_ascii_hexdigit)).map(<[u8]>::to_vec)
}

fn name_of(extension: &[u8]) -> String {
    Md5::digest(extension).iter().map(|byte| format!("{byte:02X}")).collect()
}

/// The same image with other XMP and IIM. Segments that are neither stay as they are.
pub(super) fn embed(bytes: &[u8], sheet: &crate::xmp::Sheet, iim: &[u8]) -> Result<Vec<u8>, ReadError> {
    let (segments, image) = segments(bytes)?;
    let image = image.ok_or_else(|| broken("it ends before its image begins"))?;
    let mut out = vec![0xff, 0xd8];
    let first = segments.iter().take_while(|one| one.marker == 0xe0 || is_exif(one)).count();
    for one in segments.iter().take(first) {
        out.extend_from_slice(one.whole);
    }
    let (packet, extension) = sheet.split(SEGMENT_BYTES - XMP.len(), name_of);
    push(&mut out, 0xe1, &[XMP, &packet]);
    if let Some(extension) = extension {
        let length = u32::try_from(extension.len()).unwrap_or(u32::MAX);
        for (index, piece) in extension.chunks(PIECE_BYTES).enumerate() {
            let at = u32::try_from(index * PIECE_BYTES).unwrap_or(u32::MAX);
            let name = name_of(&extension);
            push(&mut out, 0xe1, &[EXTENSION, name.as_bytes(), &length.to_be_bytes(), &at.to_be_bytes(), piece]);
        }
    }
    let is_photoshop = |one: &&Segment<'_>| one.marker == 0xed && one.data.starts_with(PHOTOSHOP);
    let old: Vec<u8> = segments
        .iter()
        .filter(is_photoshop)
        .flat_map(|one| one.data.get(PHOTOSHOP.len()..).unwrap_or_default())
        .copied()
        .collect();
    for piece in resources::replaced(&old, iim, Md5::digest(iim).into()).chunks(PIECE_BYTES) {
        push(&mut out, 0xed, &[PHOTOSHOP, piece]);
    }
    let is_xmp =
        |one: &Segment<'_>| one.marker == 0xe1 && (one.data.starts_with(XMP) || one.data.starts_with(EXTENSION));
    for one in segments.iter().skip(first).filter(|one| !is_xmp(one) && !is_photoshop(one)) {
        out.extend_from_slice(one.whole);
    }
    out.extend_from_slice(bytes.get(image..).unwrap_or_default());
    Ok(out)
}

fn is_exif(segment: &Segment<'_>) -> bool {
    segment.marker == 0xe1 && segment.data.starts_with(EXIF)
}

fn push(out: &mut Vec<u8>, marker: u8, parts: &[&[u8]]) {
    let length: usize = parts.iter().map(|part| part.len()).sum::<usize>() + 2;
    out.extend_from_slice(&[0xff, marker]);
    out.extend_from_slice(&u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes());
    parts.iter().for_each(|part| out.extend_from_slice(part));
}
