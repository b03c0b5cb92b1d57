//! A file on the disk as a source: video and audio are read in parts, however long they are; anything else whole, if the
//! limits allow.

use super::Limits;
use interwire_core::item::Blob;
use interwire_formats::media::{self, Source};
use interwire_formats::{Read, ReadError};
use std::fs::File;
use std::io::{self, Read as _, Seek, SeekFrom};
use std::path::Path;

/// How much of the beginning tells whether it is video or audio.
const HEAD_BYTES: usize = 4 << 10;

/// An open file.
#[derive(Debug)]
pub struct Disk {
    file: File,
    size_bytes: u64,
}

impl Disk {
    /// Opens it.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        Ok(Self { size_bytes: file.metadata()?.len(), file })
    }

    /// Whether it is video or audio.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn is_media(&mut self) -> io::Result<bool> {
        let mut head = Vec::new();
        self.file.rewind()?;
        self.file.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
        Ok(media::is_media(&head))
    }

    /// Its bytes, at most one more than `bytes_max`, so that the reader sees that it is too large.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn bytes(&mut self, bytes_max: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.rewind()?;
        self.file.by_ref().take((bytes_max as u64).saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The items in it. `blob` is the file where it is held by its hash.
    ///
    /// # Errors
    /// If it cannot be read, or is more than the limits allow.
    pub fn read(&mut self, blob: Option<Blob>, hint: Option<&str>, limits: &Limits) -> Result<Read, ReadError> {
        let is_media = self.is_media().map_err(|cause| unreadable(&cause))?;
        let max = if is_media { limits.media_bytes_max } else { limits.source.bytes_max as u64 };
        if self.size_bytes > max {
            let message = format!("{} bytes are more than the {max} that the settings allow", self.size_bytes);
            return Err(ReadError { code: "too_large", message });
        }
        if is_media {
            return media::read(self, blob, &limits.source);
        }
        let bytes = self.bytes(limits.source.bytes_max).map_err(|cause| unreadable(&cause))?;
        interwire_formats::read(&bytes, hint, &limits.source)
    }
}

impl Source for Disk {
    fn size_bytes(&self) -> u64 {
        self.size_bytes
    }
    fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let read = self.file.seek(SeekFrom::Start(at)).and_then(|_| self.file.read(buffer));
        read.map_err(|cause| unreadable(&cause))
    }
}

/// A file that the disk does not give, as an outcome of reading.
#[must_use]
pub fn unreadable(cause: &io::Error) -> ReadError {
    let code = match cause.kind() {
        io::ErrorKind::NotFound => "not_found",
        io::ErrorKind::PermissionDenied => "not_permitted",
        _ => "unreadable",
    };
    ReadError { code, message: cause.to_string() }
}
