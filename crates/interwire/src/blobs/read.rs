//! Reading a blob, whole or a range of it, from its row or its file, without having a large one in memory.

use super::{BlobError, Blobs, failed};
use bytes::Bytes;
use futures::future::Either;
use futures::stream::{self, Stream};
use interwire_core::ids::Hash;
use std::io;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

/// Bytes read from a file at once.
const PIECE_BYTES: usize = 64 * 1024;

/// A blob ready to be sent.
#[derive(Debug)]
pub struct BlobReader {
    size: u64,
    from: Source,
}

#[derive(Debug)]
enum Source {
    Row(Bytes),
    File(tokio::fs::File),
}

impl BlobReader {
    /// A blob whose bytes are in its row.
    #[must_use]
    pub fn of_row(bytes: Vec<u8>) -> Self {
        Self { size: bytes.len() as u64, from: Source::Row(bytes.into()) }
    }

    /// A blob in its file; `None` if the file is not there.
    ///
    /// # Errors
    /// If the file is there and cannot be opened.
    pub async fn of_file(blobs: &Blobs, hash: &Hash) -> Result<Option<Self>, BlobError> {
        let path = blobs.path(hash);
        let file = match tokio::fs::File::open(&path).await {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(failed(&path)(e)),
        };
        let size = file.metadata().await.map_err(failed(&path))?.len();
        Ok(Some(Self { size, from: Source::File(file) }))
    }

    /// Its bytes in all.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Its bytes from `first`, at most `count` of them, piece by piece; none beyond its end.
    ///
    /// # Errors
    /// If the file cannot be read there; later failures are in the stream.
    pub async fn stream(
        self,
        first: u64,
        count: u64,
    ) -> io::Result<impl Stream<Item = io::Result<Bytes>> + Send + Unpin + 'static> {
        let first = first.min(self.size);
        let count = count.min(self.size - first);
        match self.from {
            Source::Row(bytes) => {
                let place = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
                let range = bytes.slice(place(first)..place(first + count));
                Ok(Either::Left(stream::iter([Ok(range)])))
            }
            Source::File(mut file) => {
                file.seek(io::SeekFrom::Start(first)).await?;
                Ok(Either::Right(ReaderStream::with_capacity(file.take(count), PIECE_BYTES)))
            }
        }
    }

    /// All its bytes, if they are at most `max`.
    ///
    /// # Errors
    /// If they are more, or the file cannot be read.
    pub async fn bytes(self, max: u64) -> io::Result<Vec<u8>> {
        if self.size > max {
            return Err(io::Error::other(format!("{} bytes, more than {max}", self.size)));
        }
        match self.from {
            Source::Row(bytes) => Ok(bytes.to_vec()),
            Source::File(file) => {
                let mut bytes = Vec::new();
                file.take(max).read_to_end(&mut bytes).await?;
                Ok(bytes)
            }
        }
    }
}
