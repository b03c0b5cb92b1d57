//! PNG: a row of chunks. spec: PNG third edition; XMP part 3, section 1.1.5. ImageMagick keeps IIM and more in chunks of
//! text of its own ("Raw profile type"), in hex.

use super::block::{Blocks, Chunk, broken, part, u32_at};
use super::resources;
use crate::ReadError;
use interwire_core::item::{Extra, Limits};

const HEAD: usize = 8;
const XMP: &[u8] = b"XML:com.adobe.xmp";
/// Chunks of one file; an image may have many thousands.
const CHUNKS_MAX: usize = 1_000_000;

fn chunks(bytes: &[u8]) -> Result<(Vec<Chunk<'_>>, bool), ReadError> {
    let (mut found, mut at) = (Vec::new(), HEAD);
    while let (Some(length), Some(name)) = (u32_at(bytes, at), part(bytes, at + 4, 4)) {
        let Some(data) = usize::try_from(length).ok().and_then(|length| part(bytes, at + 8, length)) else {
            return Ok((found, false));
        };
        let end = at + 12 + data.len();
        found.push(Chunk { name, data, begin: at, end });
        if name == b"IEND" {
            return Ok((found, end <= bytes.len()));
        }
        if found.len() > CHUNKS_MAX {
            return Err(ReadError::new("photo_too_many_segments", format!("more than {CHUNKS_MAX} chunks")));
        }
        at = end;
    }
    Ok((found, false))
}

pub(super) fn blocks(bytes: &[u8], limits: &Limits) -> Result<Blocks, ReadError> {
    let (chunks, complete) = chunks(bytes)?;
    let mut blocks = Blocks::default();
    let mut budget = limits.bytes_max;
    for chunk in &chunks {
        match chunk.name {
            b"IHDR" => {
                blocks.width = u32_at(chunk.data, 0).unwrap_or_default();
                blocks.height = u32_at(chunk.data, 4).unwrap_or_default();
            }
            b"IDAT" | b"fdAT" => blocks.image.push(chunk.inside()),
            b"eXIf" if blocks.exif.is_none() => blocks.exif = Some(chunk.data.to_vec()),
            b"caBX" => blocks.has_c2pa = true,
            b"tEXt" | b"zTXt" | b"iTXt" => text(chunk, &mut budget, &mut blocks)?,
            _ => {}
        }
    }
    if blocks.image.is_empty() {
        return Err(broken("there is no image in it"));
    }
    if !complete {
        blocks.truncated();
    }
    Ok(blocks)
}

/// A chunk of text, with its key word and its text.
fn text(chunk: &Chunk<'_>, budget: &mut usize, blocks: &mut Blocks) -> Result<(), ReadError> {
    let Some((key, value)) = keyed(chunk, budget)? else {
        blocks.note("png_text_broken", "a chunk of text cannot be unpacked");
        return Ok(());
    };
    if key == XMP {
        blocks.xmp = vec![value];
        return Ok(());
    }
    let Some(profile) = key.strip_prefix(b"Raw profile type ".as_slice()) else {
        let word = |bytes: &[u8]| match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        };
        blocks.extra.push(Extra::text(&format!("png:{}", word(key)), &word(&value)));
        return Ok(());
    };
    let Some(data) = hex(&value) else {
        blocks.note("png_text_broken", "a profile in text is not what it says to be");
        return Ok(());
    };
    match profile.to_ascii_lowercase().as_slice() {
        b"xmp" if blocks.xmp.is_empty() => blocks.xmp.push(data),
        b"exif" | b"app1" if blocks.exif.is_none() => {
            blocks.exif = Some(data.strip_prefix(b"Exif\0\0").unwrap_or(&data).to_vec());
        }
        b"iptc" | b"8bim" if data.starts_with(b"8BIM") => resources::read(&data, blocks),
        b"iptc" if blocks.iim.is_none() => blocks.iim = Some(data),
        _ => {}
    }
    Ok(())
}

/// A key word and its text.
type Keyed<'c> = (&'c [u8], Vec<u8>);

/// The key word and the text; `None` if it breaks off or does not unpack.
fn keyed<'c>(chunk: &Chunk<'c>, budget: &mut usize) -> Result<Option<Keyed<'c>>, ReadError> {
    let zero = |bytes: &[u8]| bytes.iter().position(|byte| *byte == 0);
    let Some(at) = zero(chunk.data) else { return Ok(None) };
    let (key, rest) = (chunk.data.get(..at).unwrap_or_default(), chunk.data.get(at + 1..).unwrap_or_default());
    let value = match chunk.name {
        b"tEXt" => Some(rest.to_vec()),
        b"zTXt" => inflated(rest.get(1..).unwrap_or_default(), budget)?,
        _ => {
            let is_packed = rest.first() == Some(&1);
            // After the two bytes about packing: language, translated key word, text.
            let after = rest.get(2..).and_then(|rest| rest.get(zero(rest)? + 1..));
            match after.and_then(|rest| rest.get(zero(rest)? + 1..)) {
                Some(text) if is_packed => inflated(text, budget)?,
                Some(text) => Some(text.to_vec()),
                None => None,
            }
        }
    };
    Ok(value.map(|value| (key, value)))
}

/// Unpacks a text; all texts of a file together may not become larger than a source may be.
fn inflated(packed: &[u8], budget: &mut usize) -> Result<Option<Vec<u8>>, ReadError> {
    use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};
    match decompress_to_vec_zlib_with_limit(packed, *budget) {
        Ok(text) => {
            *budget -= text.len();
            Ok(Some(text))
        }
        Err(error) if error.status == TINFLStatus::HasMoreOutput => {
            Err(ReadError::new("too_large_unpacked", "packed texts in it are larger than a source may be"))
        }
        Err(_) => Ok(None),
    }
}

/// `\niptc\n     120\n3842494d...`: name, length, hex digits.
fn hex(text: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?;
    let mut lines = text.trim_start().splitn(3, '\n');
    let (_, length, digits) = (lines.next()?, lines.next()?.trim().parse::<usize>().ok()?, lines.next()?);
    let digits: Vec<u8> =
        digits.chars().filter_map(|c| c.to_digit(16)).filter_map(|digit| u8::try_from(digit).ok()).collect();
    let data: Vec<u8> = digits.chunks_exact(2).filter_map(|pair| Some(pair.first()? << 4 | pair.get(1)?)).collect();
    (data.len() == length).then_some(data)
}

/// The same image with another packet, in front of the image.
pub(super) fn embed(bytes: &[u8], packet: &[u8]) -> Result<Vec<u8>, ReadError> {
    let (chunks, _) = chunks(bytes)?;
    let mut out = bytes.get(..HEAD).unwrap_or_default().to_vec();
    let is_old = |chunk: &Chunk<'_>| {
        let is_text = matches!(chunk.name, b"tEXt" | b"zTXt" | b"iTXt");
        is_text
            && [XMP, b"Raw profile type xmp", b"Raw profile type iptc"].iter().any(|key| chunk.data.starts_with(key))
    };
    let mut end = HEAD;
    for chunk in &chunks {
        end = chunk.end;
        if is_old(chunk) {
            continue;
        }
        out.extend_from_slice(bytes.get(chunk.begin..chunk.end.min(bytes.len())).unwrap_or_default());
        if chunk.name == b"IHDR" {
            let text = [XMP, &[0, 0, 0, 0, 0], packet].concat();
            out.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            let named = [b"iTXt".as_slice(), &text].concat();
            out.extend_from_slice(&named);
            out.extend_from_slice(&crc(&named).to_be_bytes());
        }
    }
    out.extend_from_slice(bytes.get(end..).unwrap_or_default());
    Ok(out)
}

/// spec: PNG, annex D.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        let mut crc = crc ^ u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
        }
        crc
    };
    !bytes.iter().fold(u32::MAX, step)
}
