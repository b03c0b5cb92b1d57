//! What a JPEG costs before it is decoded. A progressive one keeps all its coefficients in memory, and one of thousands
//! of scans takes minutes; both are seen by walking its markers, without decoding anything.

use std::io::{self, BufRead, Read};

/// What the markers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// The coefficients of the whole picture are kept.
    pub progressive: bool,
    /// How often the picture is gone over.
    pub scans: u32,
}

const START_OF_SCAN: u8 = 0xda;

/// Walks the markers from the beginning.
///
/// # Errors
/// If the file cannot be read. A broken one is told by its decoder.
pub fn cost(file: &mut impl BufRead) -> io::Result<Cost> {
    let mut cost = Cost::default();
    while let Some(marker) = next_marker(file)? {
        match marker {
            0xc2 | 0xc6 | 0xca | 0xce => cost.progressive = true,
            START_OF_SCAN => cost.scans = cost.scans.saturating_add(1),
            // These stand alone; everything else has a length and a content, in which nothing is a marker.
            0x01 | 0xd0..=0xd9 => continue,
            _ => {}
        }
        let mut length = [0; 2];
        if file.read_exact(&mut length).is_err() {
            break;
        }
        let content = u64::from(u16::from_be_bytes(length)).saturating_sub(2);
        io::copy(&mut file.take(content), &mut io::sink())?;
    }
    Ok(cost)
}

/// The next marker: in the data of a scan, a byte 0xff that stands for itself has a zero behind it.
fn next_marker(file: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        if file.skip_until(0xff)? == 0 {
            return Ok(None);
        }
        let mut after = 0xff;
        while after == 0xff {
            let mut byte = [0];
            if file.read(&mut byte)? == 0 {
                return Ok(None);
            }
            [after] = byte;
        }
        if after != 0 {
            return Ok(Some(after));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Cost {
        cost(&mut &*bytes).unwrap()
    }

    #[test]
    fn scans_are_counted_and_a_picture_within_the_header_is_not() {
        let mut file = vec![0xff, 0xd8];
        // An application segment with a small picture in it.
        file.extend([0xff, 0xe1, 0, 12, 0xff, 0xd8, 0xff, 0xc2, 0xff, 0xda, 0xff, 0xda, 1, 2]);
        file.extend([0xff, 0xc0, 0, 4, 8, 8]);
        file.extend([0xff, 0xda, 0, 3, 1, 5, 0xff, 0, 6, 0xff, 0xd0, 7, 0xff, 0xff, 0xda, 0, 2, 9]);
        file.extend([0xff, 0xd9]);
        assert_eq!(of(&file), Cost { progressive: false, scans: 2 });
        file[17] = 0xc2;
        assert_eq!(of(&file), Cost { progressive: true, scans: 2 });
    }

    #[test]
    fn what_breaks_off_anywhere_ends_there() {
        let whole = [0xff, 0xd8, 0xff, 0xc2, 0, 4, 1, 2, 0xff, 0xda, 0, 2, 3, 0xff, 0xda];
        for end in 0..whole.len() {
            assert!(of(&whole[..end]).scans <= 1);
        }
    }
}
