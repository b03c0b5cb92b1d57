//! A file that is read in parts, and numbers out of bytes.

use crate::ReadError;

/// A file of which any part can be had, so that it need not lie in memory. Bytes in memory are one.
pub trait Source {
    /// How long it is.
    fn size_bytes(&self) -> u64;
    /// Fills `buffer` with what stands at `at`, as far as there is something, and says how much.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> Result<usize, ReadError>;
}

impl Source for &[u8] {
    fn size_bytes(&self) -> u64 {
        self.len() as u64
    }
    fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let rest = usize::try_from(at).ok().and_then(|at| self.get(at..)).unwrap_or_default();
        let len = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..len), rest.get(..len)) {
            to.copy_from_slice(from);
        }
        Ok(len)
    }
}

/// The most that is had at once.
pub(super) const PART_BYTES_MAX: u64 = 16 << 20;
/// The most that is had in all: tags may be large, but not a hundred of them.
const ALL_BYTES_MAX: u64 = 128 << 20;

/// A source with its length, and a measure of what was read of it.
pub(super) struct File<'s> {
    source: &'s mut dyn Source,
    pub size: u64,
    read: u64,
}

impl<'s> File<'s> {
    pub fn new(source: &'s mut dyn Source) -> Self {
        let size = source.size_bytes();
        Self { source, size, read: 0 }
    }
    /// The bytes from `at`, `len` of them or as many as there are, at most [`PART_BYTES_MAX`].
    pub fn bytes(&mut self, at: u64, len: u64) -> Result<Vec<u8>, ReadError> {
        let len = len.min(PART_BYTES_MAX).min(self.size.saturating_sub(at));
        self.read = self.read.saturating_add(len);
        if self.read > ALL_BYTES_MAX {
            let message = format!("more than {} MiB of it would have to be read to describe it", ALL_BYTES_MAX >> 20);
            return Err(ReadError::new("media_too_costly", message));
        }
        let mut bytes = vec![0; usize::try_from(len).unwrap_or(0)];
        let mut filled = 0;
        while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.source.read_at(at + filled as u64, rest)? {
                0 => break,
                more => filled += more.min(rest.len()),
            }
        }
        bytes.truncate(filled);
        Ok(bytes)
    }
}

fn part<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}
pub(super) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    part(bytes, at).map(u16::from_be_bytes)
}
pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    part(bytes, at).map(u32::from_be_bytes)
}
pub(super) fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    part(bytes, at).map(u64::from_be_bytes)
}
pub(super) fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    part(bytes, at).map(u16::from_le_bytes)
}
pub(super) fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    part(bytes, at).map(u32::from_le_bytes)
}
pub(super) fn le64(bytes: &[u8], at: usize) -> Option<u64> {
    part(bytes, at).map(u64::from_le_bytes)
}
