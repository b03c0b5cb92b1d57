//! Takes in a body that may be large, slow or endless: bounded in size and time, piece by piece.
//! Used by both sides, for answers and for requests.

use super::pace::{Pace, Slowest};
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use interwire_core::ids::Hash;
use sha2::{Digest, Sha256};
use std::fmt::Display;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout};

/// How much and how slowly.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Bytes, at most; the first one more is an error.
    pub bytes_max: u64,
    /// The slowest bearable stream.
    pub slowest: Slowest,
    /// The longest time for the whole.
    pub total: Duration,
}

/// Why a body was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// More bytes than the bound.
    #[error("more than {0} bytes")]
    TooLarge(u64),
    /// Too few bytes in too long a time.
    #[error("too slow: it came to {bytes} bytes in {seconds} s")]
    TooSlow {
        /// Bytes that came.
        bytes: u64,
        /// Seconds it took.
        seconds: u64,
    },
    /// It broke off.
    #[error("it broke off after {bytes} bytes: {cause}")]
    Truncated {
        /// Bytes that came.
        bytes: u64,
        /// What the connection said.
        cause: String,
    },
    /// Our own disk refused it.
    #[error("could not be written here: {0}")]
    Write(#[from] io::Error),
}

/// A body on its way in, within bounds.
struct Incoming<S> {
    stream: S,
    bounds: Bounds,
    began: Instant,
    pace: Pace,
    bytes: u64,
}

impl<S, E> Incoming<S>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Display,
{
    fn new(stream: S, bounds: Bounds) -> Self {
        let pace = Pace::new(bounds.slowest, Duration::ZERO);
        Self { stream, bounds, began: Instant::now(), pace, bytes: 0 }
    }

    fn too_slow(&self) -> Broken {
        Broken::TooSlow { bytes: self.bytes, seconds: self.began.elapsed().as_secs() }
    }

    /// Waits for the next bytes, as long as the pace and the total time bear it.
    async fn arrived(&mut self) -> Result<Option<Result<Bytes, E>>, Broken> {
        loop {
            let passed = self.began.elapsed();
            let Some(left) = self.bounds.total.checked_sub(passed).filter(|left| !left.is_zero()) else {
                return Err(self.too_slow());
            };
            if let Ok(next) = timeout(self.pace.patience(passed).min(left), self.stream.next()).await {
                return Ok(next);
            }
            if !self.pace.bears(0, self.began.elapsed()) {
                return Err(self.too_slow());
            }
        }
    }

    /// The next piece, or none at the end.
    async fn piece(&mut self) -> Result<Option<Bytes>, Broken> {
        let piece = match self.arrived().await? {
            None => return Ok(None),
            Some(Err(cause)) => return Err(Broken::Truncated { bytes: self.bytes, cause: cause.to_string() }),
            Some(Ok(piece)) => piece,
        };
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_add(length);
        if self.bytes > self.bounds.bytes_max {
            return Err(Broken::TooLarge(self.bounds.bytes_max));
        }
        if self.pace.bears(length, self.began.elapsed()) { Ok(Some(piece)) } else { Err(self.too_slow()) }
    }
}

/// A body piece by piece, within bounds; it ends with what broke it, if anything did.
pub fn pieces<S, E>(stream: S, bounds: Bounds) -> BoxStream<'static, Result<Bytes, Broken>>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin + Send + 'static,
    E: Display + Send + 'static,
{
    let next = |mut incoming: Incoming<S>| async move {
        let piece = incoming.piece().await?;
        Ok(piece.map(|piece| (piece, incoming)))
    };
    futures::stream::try_unfold(Incoming::new(stream, bounds), next).boxed()
}

/// Takes a body into memory.
///
/// # Errors
/// [`Broken`].
pub async fn whole<S, E>(stream: S, bounds: Bounds) -> Result<Bytes, Broken>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Display,
{
    let (mut incoming, mut body) = (Incoming::new(stream, bounds), Vec::new());
    while let Some(piece) = incoming.piece().await? {
        body.extend_from_slice(&piece);
    }
    Ok(body.into())
}

/// Writes a body to `writer` and adds it to `hasher`; tells how many bytes came. Nothing is synced.
///
/// # Errors
/// [`Broken`]; what came before stays written.
pub async fn into<S, E, W>(stream: S, bounds: Bounds, writer: &mut W, hasher: &mut Sha256) -> Result<u64, Broken>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Display,
    W: AsyncWrite + Unpin,
{
    let mut incoming = Incoming::new(stream, bounds);
    let end = loop {
        match incoming.piece().await {
            Ok(Some(piece)) => {
                hasher.update(&piece);
                writer.write_all(&piece).await?;
            }
            Ok(None) => break Ok(incoming.bytes),
            Err(broken) => break Err(broken),
        }
    };
    writer.flush().await?;
    end
}

/// The hash that a hasher has come to.
#[must_use]
pub fn finished(hasher: Sha256) -> Hash {
    Hash(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::stream;

    const BOUNDS: Bounds = Bounds {
        bytes_max: 1000,
        slowest: Slowest { bytes: 10, stretch: Duration::from_secs(5) },
        total: Duration::from_secs(60),
    };
    type Piece = Result<Bytes, String>;

    #[tokio::test]
    async fn a_body_comes_whole_or_not_at_all() {
        let some = |count: usize| stream::iter((0..count).map(|_| Piece::Ok(Bytes::from_static(&[7; 100]))));
        assert_eq!(whole(some(10), BOUNDS).await.unwrap().len(), 1000);
        assert!(matches!(whole(some(11), BOUNDS).await, Err(Broken::TooLarge(1000))));
        let torn = some(3).chain(stream::iter([Piece::Err("reset".to_owned())]));
        assert!(matches!(whole(torn, BOUNDS).await, Err(Broken::Truncated { bytes: 300, .. })));
        let (mut written, mut hasher) = (Vec::new(), Sha256::new());
        assert_eq!(into(some(2), BOUNDS, &mut written, &mut hasher).await.unwrap(), 200);
        assert_eq!(finished(hasher), Hash::of(&written));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_drips_or_never_comes_is_cut() {
        let drip = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Some((Piece::Ok(Bytes::from_static(b"x")), ()))
        });
        assert!(matches!(whole(Box::pin(drip), BOUNDS).await, Err(Broken::TooSlow { bytes: 5, .. })));
        assert!(matches!(whole(stream::pending::<Piece>(), BOUNDS).await, Err(Broken::TooSlow { bytes: 0, .. })));
        let steady = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(4)).await;
            Some((Piece::Ok(Bytes::from_static(&[1; 20])), ()))
        });
        let cut = whole(Box::pin(steady), BOUNDS).await.unwrap_err();
        assert!(matches!(cut, Broken::TooSlow { seconds: 56..=60, .. }), "{cut}");
    }
}
