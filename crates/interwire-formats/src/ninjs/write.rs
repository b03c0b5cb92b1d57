//! Item to ninjs 3.1.
use crate::{WriteError, Written};
use interwire_core::item::Item;
/// Writes.
pub(super) fn write(_item: &Item) -> Result<Written, WriteError> {
    Err(WriteError::new("x", "x"))
}
