//! WebP: chunks in a RIFF file. spec: Google, WebP Container Specification.

use super::block::{Blocks, Chunk, broken, part, u32_le_at};
use crate::ReadError;

const HEAD: usize = 12;
/// Chunks of one file; an animation has one or two for each picture.
const CHUNKS_MAX: usize = 100_000;
/// Flags of the extended header.
const HAS_XMP: u8 = 0x04;
const HAS_ALPHA: u8 = 0x10;

fn chunks(bytes: &[u8]) -> Result<(Vec<Chunk<'_>>, bool), ReadError> {
    let (mut found, mut at) = (Vec::new(), HEAD);
    let stated = u32_le_at(bytes, 4).and_then(|size| usize::try_from(size).ok()).and_then(|size| size.checked_add(8));
    let end = stated.unwrap_or(usize::MAX).min(bytes.len());
    while let (Some(name), Some(length)) = (part(bytes, at, 4), u32_le_at(bytes, at + 4)) {
        if at >= end {
            break;
        }
        let Some(data) = usize::try_from(length).ok().and_then(|length| part(bytes, at + 8, length)) else {
            return Ok((found, false));
        };
        let next = at + 8 + data.len() + data.len() % 2;
        found.push(Chunk { name, data, begin: at, end: next.min(bytes.len()) });
        if found.len() > CHUNKS_MAX {
            return Err(ReadError::new("photo_too_many_segments", format!("more than {CHUNKS_MAX} chunks")));
        }
        at = next;
    }
    Ok((found, stated.is_some_and(|stated| stated <= bytes.len() + 1)))
}

pub(super) fn blocks(bytes: &[u8]) -> Result<Blocks, ReadError> {
    let (chunks, complete) = chunks(bytes)?;
    let mut blocks = Blocks::default();
    for chunk in &chunks {
        match chunk.name {
            b"EXIF" if blocks.exif.is_none() => {
                blocks.exif = Some(chunk.data.strip_prefix(b"Exif\0\0").unwrap_or(chunk.data).to_vec());
            }
            b"XMP " if blocks.xmp.is_empty() => blocks.xmp.push(chunk.data.to_vec()),
            b"C2PA" => blocks.has_c2pa = true,
            b"VP8 " | b"VP8L" | b"ANMF" | b"ALPH" => blocks.image.push(chunk.inside()),
            _ => {}
        }
    }
    (blocks.width, blocks.height) = chunks.iter().find_map(size).unwrap_or_default();
    if blocks.image.is_empty() {
        return Err(broken("there is no image in it"));
    }
    if !complete {
        blocks.truncated();
    }
    Ok(blocks)
}

/// Width and height, of the first chunk that says them.
fn size(chunk: &Chunk<'_>) -> Option<(u32, u32)> {
    let data = chunk.data;
    let three = |at: usize| match part(data, at, 3) {
        Some([low, middle, high]) => Some(u32::from_le_bytes([*low, *middle, *high, 0])),
        _ => None,
    };
    match chunk.name {
        b"VP8X" => Some((three(4)? + 1, three(7)? + 1)),
        b"VP8 " if part(data, 3, 3)? == [0x9d, 1, 0x2a] => {
            let both = u32_le_at(data, 6)?;
            Some((both & 0x3fff, both >> 16 & 0x3fff))
        }
        b"VP8L" if data.first() == Some(&0x2f) => {
            let bits = u32_le_at(data, 1)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        _ => None,
    }
}

/// The same image with another packet behind it.
pub(super) fn embed(bytes: &[u8], packet: &[u8]) -> Result<Vec<u8>, ReadError> {
    let (chunks, _) = chunks(bytes)?;
    let mut out = bytes.get(..HEAD).unwrap_or_default().to_vec();
    match chunks.iter().find(|chunk| chunk.name == b"VP8X") {
        Some(chunk) => {
            let mut data = chunk.data.to_vec();
            if let Some(flags) = data.first_mut() {
                *flags |= HAS_XMP;
            }
            push(&mut out, b"VP8X", &data);
        }
        None => {
            let (width, height) = chunks.iter().find_map(size).ok_or_else(|| broken("it says no size of its image"))?;
            let alpha = chunks.iter().any(|chunk| {
                chunk.name == b"ALPH"
                    || chunk.name == b"VP8L" && chunk.data.get(4).is_some_and(|byte| byte & HAS_ALPHA != 0)
            });
            let mut data = vec![HAS_XMP | if alpha { HAS_ALPHA } else { 0 }, 0, 0, 0];
            for side in [width, height] {
                data.extend_from_slice(side.saturating_sub(1).to_le_bytes().get(..3).unwrap_or_default());
            }
            push(&mut out, b"VP8X", &data);
        }
    }
    for chunk in chunks.iter().filter(|chunk| !matches!(chunk.name, b"VP8X" | b"XMP ")) {
        out.extend_from_slice(bytes.get(chunk.begin..chunk.end).unwrap_or_default());
        out.resize(out.len() + out.len() % 2, 0);
    }
    push(&mut out, b"XMP ", packet);
    let size = u32::try_from(out.len() - 8).map_err(|_| broken("it would be larger than a WebP file can be"))?;
    if let Some(place) = out.get_mut(4..8) {
        place.copy_from_slice(&size.to_le_bytes());
    }
    Ok(out)
}

fn push(out: &mut Vec<u8>, name: &[u8], data: &[u8]) {
    out.extend_from_slice(name);
    out.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(data);
    out.resize(out.len() + data.len() % 2, 0);
}
