//! Entry bundles (C2SP tlog-tiles): up to 256 entries, each behind its length in two bytes, big-endian.
//! Entries are opaque here; that they hash to the tree's leaves is for the reader to check with `tree::leaf_hash`.

use super::tile_path::WIDTH_MAX;

/// The longest entry a bundle can carry, in bytes.
pub const ENTRY_BYTES_MAX: usize = u16::MAX as usize;

/// The longest bundle, in bytes: a cap for whoever receives one.
pub const BUNDLE_BYTES_MAX: usize = WIDTH_MAX as usize * (2 + ENTRY_BYTES_MAX);

/// Why entries are not a bundle, or bytes not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadBundle {
    /// An entry is longer than two bytes can tell.
    #[error("entry {index} has {bytes} bytes, more than {ENTRY_BYTES_MAX}")]
    Entry {
        /// Its place in the bundle.
        index: usize,
        /// Its length.
        bytes: usize,
    },
    /// More than a full bundle.
    #[error("more than {WIDTH_MAX} entries")]
    Wide,
    /// The bytes end within an entry or its length.
    #[error("ends within entry {index}")]
    Cut {
        /// The entry's place in the bundle.
        index: usize,
    },
}

/// The bytes of a bundle.
///
/// # Errors
/// If an entry is too long, or there are too many.
pub fn encode<T: AsRef<[u8]>>(entries: &[T]) -> Result<Vec<u8>, BadBundle> {
    if entries.len() > usize::from(WIDTH_MAX) {
        return Err(BadBundle::Wide);
    }
    let mut bytes = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let entry = entry.as_ref();
        let length = u16::try_from(entry.len()).map_err(|_| BadBundle::Entry { index, bytes: entry.len() })?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// The entries of a bundle; none for no bytes.
///
/// # Errors
/// If the bytes end too early, or have more entries than a full bundle.
pub fn decode(bytes: &[u8]) -> Result<Vec<&[u8]>, BadBundle> {
    let (mut rest, mut entries) = (bytes, Vec::new());
    while !rest.is_empty() {
        let index = entries.len();
        if index == usize::from(WIDTH_MAX) {
            return Err(BadBundle::Wide);
        }
        let cut = BadBundle::Cut { index };
        let (length, after) = rest.split_first_chunk::<2>().ok_or(cut.clone())?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, after) = after.split_at_checked(length).ok_or(cut)?;
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bundle_is_lengths_and_entries() {
        let entries = ["Vũ".as_bytes(), b"", b"Baku"];
        let bytes = encode(&entries).unwrap();
        assert_eq!(bytes, b"\0\x03V\xc5\xa9\0\0\0\x04Baku");
        assert_eq!(decode(&bytes), Ok(entries.to_vec()));
        assert_eq!(decode(b""), Ok(Vec::new()));
    }

    #[test]
    fn what_is_cut_or_too_much_is_refused() {
        assert_eq!(decode(b"\0"), Err(BadBundle::Cut { index: 0 }));
        assert_eq!(decode(b"\0\x01a\xff\xffb"), Err(BadBundle::Cut { index: 1 }));
        assert_eq!(decode(&[0; 2 * 256]).map(|entries| entries.len()), Ok(256));
        assert_eq!(decode(&[0; 2 * 257]), Err(BadBundle::Wide));
        assert_eq!(encode(&[b""; 257]), Err(BadBundle::Wide));
        assert_eq!(encode(&[vec![0; 65_536]]), Err(BadBundle::Entry { index: 0, bytes: 65_536 }));
        assert!(encode(&[vec![0; ENTRY_BYTES_MAX]]).is_ok());
    }

    proptest! {
        #[test]
        fn any_bytes_are_one_bundle_or_an_error(bytes in prop::collection::vec(0u8..4, 0..300)) {
            if let Ok(entries) = decode(&bytes) {
                prop_assert_eq!(encode(&entries), Ok(bytes.clone()));
            }
        }
    }
}
