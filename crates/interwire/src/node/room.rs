//! Whether more may be kept: asked before anything of a partner's, or anything large, is, so that the disk never becomes
//! full.

use super::{Node, NodeError};
use crate::store::room::{Share, Usage};
use interwire_core::exchange::store::StoreError;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A measurement holds for so long; what is let in meanwhile is counted against it.
const HOLDS: Duration = Duration::from_secs(10);

/// What was measured last, and what was let in since.
#[derive(Default)]
pub(super) struct Room(Mutex<Option<Measured>>);

#[derive(Clone, Copy)]
struct Measured {
    at: Instant,
    usage: Usage,
    came: u64,
}

impl Node {
    /// What is taken of the disk, and what is left.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn usage(&self) -> Result<Usage, NodeError> {
        Ok(self.db().usage().await.map_err(StoreError::from)?)
    }

    /// Lets so many bytes of the house, or of a large file, in.
    ///
    /// # Errors
    /// As [`Node::make_room_for`].
    pub async fn make_room(&self, bytes: u64) -> Result<(), NodeError> {
        self.make_room_for(Share::Large, bytes).await
    }

    /// Lets so many bytes in.
    ///
    /// # Errors
    /// [`NodeError::Full`] if there is no room for them.
    pub async fn make_room_for(&self, share: Share, bytes: u64) -> Result<(), NodeError> {
        let Measured { usage, came, .. } = self.measured().await?;
        let left = usage.left(&self.limits().quota, share).saturating_sub(came);
        if bytes > left {
            return Err(NodeError::Full { bytes, left });
        }
        if let Some(measured) = self.inner.room.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            measured.came = measured.came.saturating_add(bytes);
        }
        Ok(())
    }

    async fn measured(&self) -> Result<Measured, NodeError> {
        let known = *self.inner.room.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.filter(|known| known.at.elapsed() < HOLDS) {
            return Ok(known);
        }
        // Adding up what is here takes a while in a large node, so it is done only for who has set a limit to it.
        let limited = self.limits().quota.bytes_max.is_some();
        let usage = if limited { self.usage().await? } else { self.db().disk() };
        let measured = Measured { at: Instant::now(), usage, came: 0 };
        *self.inner.room.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(measured);
        Ok(measured)
    }
}
