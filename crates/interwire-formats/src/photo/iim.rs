//! IIM: a row of datasets, each with the number of its record, its own, and its bytes. spec: IPTC IIM 4.2, chapter 1.5.

use super::block::{part, u16_at};
use super::charset::Charset;
use crate::ReadError;
use interwire_core::item::Note;
use md5::{Digest, Md5};

const MARK: u8 = 0x1c;
/// Datasets of one photograph; real ones have a hundred at most.
const DATASETS_MAX: usize = 10_000;
/// Records whose values are text, but for these datasets.
const TEXT_RECORDS: [u8; 2] = [1, 2];
const BINARY: [(u8, u8); 8] = [(1, 0), (1, 20), (1, 22), (1, 90), (2, 0), (2, 125), (2, 200), (2, 201)];
/// The preview of the image.
const PREVIEW: (u8, u8) = (2, 202);

/// One dataset, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dataset {
    pub record: u8,
    pub number: u8,
    pub bytes: Vec<u8>,
}

impl Dataset {
    pub fn is_text(&self) -> bool {
        let id = (self.record, self.number);
        TEXT_RECORDS.contains(&self.record) && !BINARY.contains(&id) && id != PREVIEW
    }
}

/// The datasets of a block and how their texts are read.
pub(super) struct Iim {
    pub datasets: Vec<Dataset>,
    pub charset: Charset,
}

impl Iim {
    pub fn of(bytes: &[u8], notes: &mut Vec<Note>) -> Result<Self, ReadError> {
        let (mut datasets, mut at) = (Vec::new(), 0);
        while bytes.get(at) == Some(&MARK) {
            let Some((one, end)) = dataset(bytes, at) else { break };
            datasets.push(one);
            if datasets.len() > DATASETS_MAX {
                return Err(ReadError::new("iim_too_many", format!("more than {DATASETS_MAX} datasets of IIM")));
            }
            at = end;
        }
        if bytes.get(at..).unwrap_or_default().iter().any(|byte| *byte != 0) {
            notes.push(Note::new("iim_broken", "the IIM breaks off; what comes before is read"));
        }
        let declared = datasets.iter().find(|one| (one.record, one.number) == (1, 90)).map(|one| one.bytes.clone());
        let written: Vec<u8> = datasets
            .iter()
            .filter(|one| one.is_text())
            .flat_map(|one| one.bytes.iter().copied().chain([b'\n']))
            .collect();
        let charset = Charset::of(declared.as_deref(), &written, notes);
        Ok(Self { datasets, charset })
    }
}

fn dataset(bytes: &[u8], at: usize) -> Option<(Dataset, usize)> {
    let (record, number) = (*bytes.get(at + 1)?, *bytes.get(at + 2)?);
    let short = u16_at(bytes, at + 3)?;
    // The highest bit says that the length itself has a length.
    let (length, begin) = match short & 0x7fff {
        width if short & 0x8000 != 0 => {
            let width = usize::from(width);
            let digits = part(bytes, at + 5, width).filter(|digits| digits.len() <= 8)?;
            let length =
                digits.iter().try_fold(0_usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))?;
            (length, at + 5 + width)
        }
        length => (usize::from(length), at + 5),
    };
    let value = part(bytes, begin, length)?.to_vec();
    Some((Dataset { record, number, bytes: value }, begin + length))
}

/// Whether IIM is still as it was when XMP was written last. TIFF fills IIM up to whole numbers.
pub(super) fn is_unchanged(iim: &[u8], digest: &[u8; 16]) -> bool {
    let filled = iim.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let ends = [iim.len()].into_iter().chain((filled..iim.len()).rev().take(4));
    ends.filter_map(|end| iim.get(..end)).any(|part| Md5::digest(part).as_slice() == digest)
}

/// Datasets as bytes.
pub(super) fn joined(datasets: &[Dataset]) -> Vec<u8> {
    let mut out = Vec::new();
    for Dataset { record, number, bytes } in datasets {
        out.extend_from_slice(&[MARK, *record, *number]);
        match u16::try_from(bytes.len()) {
            Ok(length) if length < 0x8000 => out.extend_from_slice(&length.to_be_bytes()),
            _ => {
                out.extend_from_slice(&[0x80, 4]);
                out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            }
        }
        out.extend_from_slice(bytes);
    }
    out
}
