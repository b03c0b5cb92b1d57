//! Sends one blob as a stream whose hash is known beforehand. A partner that stops reading is let go.

use super::client::{Answer, Ask, Client, Peer};
use super::download::Wanted;
use super::pace::{Pace, Slowest};
use super::send_error::{SendCause, SendError};
use bytes::Bytes;
use futures::{Stream, TryStreamExt};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// The longest time for one attempt.
const ATTEMPT_MAX: Duration = Duration::from_secs(3600);
/// What the machine may hold of a body after it was handed over, in bytes.
const IN_FLIGHT_BYTES: usize = 4 << 20;

impl Client {
    /// Puts the blob `sent`, whose bytes come from `stream`, to `path` of the partner.
    ///
    /// # Errors
    /// As [`Client::send`]; [`SendCause::TooSlow`] if the partner takes the bytes too slowly.
    pub async fn upload<S>(&self, peer: &Peer, path: &str, sent: Wanted, stream: S) -> Result<Answer, SendError>
    where
        S: Stream<Item = io::Result<Bytes>> + Send + Sync + 'static,
    {
        let taken = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&taken);
        let counted = stream.inspect_ok(move |piece| {
            count.fetch_add(piece.len() as u64, Ordering::Relaxed);
        });
        let body = reqwest::Body::wrap_stream(counted);
        let ask = Ask { size_bytes: Some(sent.size_bytes), ..Ask::put(path, "application/octet-stream", "") };
        let kind = Some(("application/octet-stream", body));
        let begun = tokio::select! {
            begun = self.begin(peer, &ask, &sent.hash, kind, ATTEMPT_MAX) => begun?,
            () = stalled(&taken, sent.size_bytes, self.slowest(), self.patience(IN_FLIGHT_BYTES)) => {
                let detail = format!("the partner took {} of {} bytes", taken.load(Ordering::Relaxed), sent.size_bytes);
                return Err(SendError::new(SendCause::TooSlow, detail));
            }
        };
        self.finish(peer, begun, ask.answer_bytes_max).await
    }
}

/// Returns when the bytes are taken too slowly, or all are taken and `patience` has passed.
async fn stalled(taken: &AtomicU64, size_bytes: u64, slowest: Slowest, patience: Duration) {
    let began = Instant::now();
    let mut pace = Pace::new(slowest, Duration::ZERO);
    let mut seen = 0;
    while seen < size_bytes {
        sleep((slowest.stretch / 4).max(Duration::from_millis(1))).await;
        let now = taken.load(Ordering::Relaxed);
        // Before the first byte goes the time for name and connection, which has a bound of its own.
        if now > 0 && !pace.bears(now - seen, began.elapsed()) {
            return;
        }
        seen = now;
    }
    sleep(patience).await;
}
