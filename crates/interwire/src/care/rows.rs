//! Forgetting closed dead letters, alerts that were told, and old lines of the record of what people did.

use super::{Care, Gone, breathe, delete_files};
use crate::node::{NodeError, Step};
use crate::store::let_go::{Freed, Rule};
use interwire_core::exchange::store::Stored;
use interwire_core::time::Time;
use tokio_util::sync::CancellationToken;

/// Rows that go in one step.
const ROWS: usize = 500;
/// Letters that go in one step: each has bytes.
const LETTERS: usize = 50;

/// Forgets what is due.
pub(super) async fn all(care: &Care, gone: &mut Gone, stop: &CancellationToken) -> Result<(), NodeError> {
    letters(care, gone, stop).await?;
    for rule in [Rule::Notifications, Rule::Audit] {
        let Some(before) = care.before(rule) else { continue };
        loop {
            let forget = move |step: &mut Step| match rule {
                Rule::Audit => step.tx.forget_audit(before, ROWS),
                _ => step.tx.forget_alerts(before, ROWS),
            };
            let rows = care.node.step(forget).await?;
            gone.add(rule, rows, 0);
            if rows < ROWS as u64 || !breathe(stop).await {
                break;
            }
        }
    }
    Ok(())
}

async fn letters(care: &Care, gone: &mut Gone, stop: &CancellationToken) -> Result<(), NodeError> {
    let (Some(before), Some(days)) = (care.before(Rule::DeadLetters), care.keep.days(Rule::DeadLetters)) else {
        return Ok(());
    };
    loop {
        let (letters, blobs) = care.node.step(move |step| forget(step, before, days)).await?;
        gone.add(Rule::DeadLetters, letters, blobs.iter().map(|freed| freed.size).sum());
        delete_files(care, blobs.into_iter()).await?;
        if letters < LETTERS as u64 || !breathe(stop).await {
            return Ok(());
        }
    }
}

/// Forgets letters; returns how many, and which bytes went with them.
fn forget(step: &mut Step, before: Time, days: u32) -> Stored<(u64, Vec<Freed>)> {
    let old = step.tx.old_letters(before, LETTERS)?;
    let count = old.len() as u64;
    let mut blobs = Vec::new();
    for (id, blob) in old {
        step.tx.forget_letter(id);
        let Some(blob) = blob else { continue };
        // Read in the end, or named by an item: then the rule of items decides.
        let read = !step.tx.items_read_from(&blob, 1)?.is_empty() || !step.tx.items_with(&blob, 1)?.is_empty();
        if read || step.tx.is_in_use(&blob)? {
            continue;
        }
        blobs.extend(step.tx.let_go(&blob, Rule::DeadLetters, days, step.now)?);
    }
    Ok((count, blobs))
}
