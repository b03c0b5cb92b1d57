//! Whether more may be kept: asked before anything large is, so that the disk never becomes full.

use super::{Node, NodeError};
use crate::store::room::Usage;
use interwire_core::exchange::store::StoreError;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A measurement holds for so long; what is let in meanwhile is counted against it.
const HOLDS: Duration = Duration::from_secs(10);

/// What was measured last, and how much of it is left.
#[derive(Default)]
pub(super) struct Room(Mutex<Option<(Instant, u64)>>);

impl Node {
    /// What is taken of the disk, and what is left.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn usage(&self) -> Result<Usage, NodeError> {
        Ok(self.db().usage().await.map_err(StoreError::from)?)
    }

    /// Lets so many bytes in.
    ///
    /// # Errors
    /// [`NodeError::Full`] if there is no room for them.
    pub async fn make_room(&self, bytes: u64) -> Result<(), NodeError> {
        let measured =
            |room: &Room| room.0.lock().unwrap_or_else(PoisonError::into_inner).filter(|(at, _)| at.elapsed() < HOLDS);
        let left = match measured(&self.inner.room) {
            Some((_, left)) => left,
            None => {
                let quota = self.limits().quota;
                // Adding up what is here takes a while in a large node, so it is done only for who has set a limit to it.
                let usage = if quota.bytes_max.is_some() { self.usage().await? } else { self.db().disk() };
                let left = usage.left(&quota);
                *self.inner.room.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), left));
                left
            }
        };
        if bytes > left {
            return Err(NodeError::Full { bytes, left });
        }
        if let Some((_, left)) = self.inner.room.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            *left = left.saturating_sub(bytes);
        }
        Ok(())
    }
}
