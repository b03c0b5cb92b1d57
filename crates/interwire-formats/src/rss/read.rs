//! Feed to items.

use crate::{Read, ReadError, feed};
use interwire_core::item::Limits;

/// Reads a feed: one item for each entry.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    feed::read(bytes, limits, super::FORMAT.name)
}
