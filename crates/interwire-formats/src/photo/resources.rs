//! Photoshop's image resources, in which JPEG and TIFF keep IIM and its digest. spec: Adobe Photoshop File Formats.

use super::block::{Blocks, part, u16_at, u32_at};

const SIGNATURES: [&[u8]; 5] = [b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR"];
/// Resources of one file; real ones have some dozens.
const RESOURCES_MAX: usize = 2000;
/// IIM.
pub(super) const IIM: u16 = 0x0404;
/// The MD5 of IIM.
pub(super) const DIGEST: u16 = 0x0425;

/// One resource, and all its bytes with its head.
pub(super) struct Resource<'b> {
    pub id: u16,
    pub data: &'b [u8],
    pub whole: &'b [u8],
}

/// The resources of a block; `false` if it breaks off.
pub(super) fn resources(bytes: &[u8]) -> (Vec<Resource<'_>>, bool) {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(signature) = part(bytes, at, 4) {
        if !SIGNATURES.contains(&signature) || found.len() >= RESOURCES_MAX {
            // Padding at the end is no harm.
            return (found, bytes.get(at..).unwrap_or_default().iter().all(|byte| *byte == 0));
        }
        match resource(bytes, at) {
            Some((one, end)) => {
                found.push(one);
                at = end;
            }
            None => return (found, false),
        }
    }
    (found, true)
}

fn resource(bytes: &[u8], at: usize) -> Option<(Resource<'_>, usize)> {
    let id = u16_at(bytes, at + 4)?;
    let name = usize::from(*bytes.get(at + 6)?) + 1;
    let begin = at + 6 + name + name % 2;
    let length = usize::try_from(u32_at(bytes, begin)?).ok()?;
    let data = part(bytes, begin + 4, length)?;
    let end = begin + 4 + length;
    let whole = bytes.get(at..end)?;
    Some((Resource { id, data, whole }, end + length % 2))
}

/// Takes IIM and its digest out of a block.
pub(super) fn read(bytes: &[u8], blocks: &mut Blocks) {
    let (found, complete) = resources(bytes);
    if !complete {
        blocks.note("photoshop_broken", "the Photoshop resources break off; what comes before is read");
    }
    for one in found {
        match one.id {
            IIM if blocks.iim.is_none() => blocks.iim = Some(one.data.to_vec()),
            DIGEST => blocks.digest = one.data.try_into().ok().or(blocks.digest),
            _ => {}
        }
    }
}

/// A block with other IIM; the other resources stay as they are.
pub(super) fn replaced(old: &[u8], iim: &[u8], digest: [u8; 16]) -> Vec<u8> {
    let mut out = Vec::new();
    push(&mut out, IIM, iim);
    push(&mut out, DIGEST, &digest);
    for one in resources(old).0.iter().filter(|one| ![IIM, DIGEST].contains(&one.id)) {
        out.extend_from_slice(one.whole);
        out.resize(out.len() + one.data.len() % 2, 0);
    }
    out
}

fn push(out: &mut Vec<u8>, id: u16, data: &[u8]) {
    out.extend_from_slice(b"8BIM");
    out.extend_from_slice(&id.to_be_bytes());
    out.extend_from_slice(&[0, 0]);
    out.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(data);
    out.resize(out.len() + data.len() % 2, 0);
}
