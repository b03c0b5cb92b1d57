//! Fetches one blob into a file, from where an earlier attempt stopped, and proves it by its hash.
//! The answer needs no signature: only the right bytes have the right hash.

use super::client::{Ask, Client, Peer};
use super::receive::{self, Bounds};
use super::send_error::{SendCause, SendError};
use http::{HeaderMap, StatusCode, header};
use interwire_core::ids::Hash;
use sha2::{Digest, Sha256};
use std::io::{self, SeekFrom};
use std::path::Path;
use std::time::Duration;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

/// The longest time for one attempt; the next continues where it stopped.
const ATTEMPT_MAX: Duration = Duration::from_secs(3600);

/// A blob as the statement that names it describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Its SHA-256.
    pub hash: Hash,
    /// Its size in bytes.
    pub size_bytes: u64,
}

impl Client {
    /// Fetches the blob at `path` of the partner into the file `partial`, which an earlier attempt may have begun.
    /// On success the file is whole, right and synced; its folder is not.
    ///
    /// # Errors
    /// [`SendCause::WrongBytes`] if the whole has another hash: then the file is empty again. After every other
    /// error what came is kept for the next attempt.
    pub async fn download(&self, peer: &Peer, path: &str, wanted: Wanted, partial: &Path) -> Result<(), SendError> {
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(partial).await.map_err(local)?;
        let (mut held, mut hasher) = held(&mut file, wanted.size_bytes).await.map_err(local)?;
        if held < wanted.size_bytes || wanted.size_bytes == 0 {
            let ask = Ask { from_byte: held, ..Ask::get(path) };
            let begun = self.begin(peer, &ask, &Hash::of(&[]), None, self.patience(0)).await?;
            match begun.response.status() {
                StatusCode::OK => (held, hasher) = restart(&mut file).await.map_err(local)?,
                StatusCode::PARTIAL_CONTENT if continues(begun.response.headers(), held, wanted.size_bytes) => {}
                StatusCode::PARTIAL_CONTENT => {
                    return Err(SendError::new(SendCause::Garbage, "another range than asked for"));
                }
                status if status.is_success() => {
                    return Err(SendError::new(SendCause::Garbage, format!("status {status}")));
                }
                _ => {
                    return Err(self
                        .finish(peer, begun, 64 * 1024)
                        .await
                        .err()
                        .unwrap_or_else(|| SendError::new(SendCause::Garbage, "no answer")));
                }
            }
            let bytes_max = wanted.size_bytes - held;
            let bounds = Bounds { bytes_max, slowest: self.slowest(), total: ATTEMPT_MAX };
            held += receive::into(begun.response.bytes_stream(), bounds, &mut file, &mut hasher).await?;
        }
        if held < wanted.size_bytes {
            return Err(SendError::new(SendCause::Truncated, format!("{held} of {} bytes", wanted.size_bytes)));
        }
        if receive::finished(hasher) != wanted.hash {
            restart(&mut file).await.map_err(local)?;
            return Err(SendError::new(SendCause::WrongBytes, format!("not the blob {}", wanted.hash)));
        }
        file.sync_all().await.map_err(local)
    }
}

fn local(error: io::Error) -> SendError {
    SendError::new(SendCause::Local, error.to_string())
}

/// Hashes what an earlier attempt left, and leaves the file at its end. What is longer than the blob is thrown away.
async fn held(file: &mut File, size_bytes: u64) -> io::Result<(u64, Sha256)> {
    if file.metadata().await?.len() > size_bytes {
        return restart(file).await;
    }
    let (mut hasher, mut held, mut buffer) = (Sha256::new(), 0_u64, vec![0; 64 * 1024]);
    loop {
        let read = file.read(&mut buffer).await?;
        let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
            return Ok((held, hasher));
        };
        hasher.update(piece);
        held += u64::try_from(read).unwrap_or(0);
    }
}

async fn restart(file: &mut File) -> io::Result<(u64, Sha256)> {
    file.set_len(0).await?;
    file.seek(SeekFrom::Start(0)).await?;
    Ok((0, Sha256::new()))
}

/// Whether a 206 continues exactly at `from` of a blob of this size.
fn continues(headers: &HeaderMap, from: u64, size_bytes: u64) -> bool {
    let expected = format!("bytes {from}-{}/{size_bytes}", size_bytes.saturating_sub(1));
    headers.get(header::CONTENT_RANGE).is_some_and(|value| value.as_bytes() == expected.as_bytes())
}
