//! What must follow from a job in the same transaction.

use super::Inner;
use super::writer::Step;
use interwire_core::exchange::store::Stored;

/// Runs after each job, before the commit.
pub(super) fn after_job(_inner: &Inner, _step: &mut Step) -> Stored<()> {
    Ok(())
}
