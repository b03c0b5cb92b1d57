//! After something was said of an agreement: waits a little until it is in our journal, so that whoever asked sees what
//! came of it. It waits longer for a partner that is down; then it is told that it waits.

use super::list::{Listed, listed};
use crate::errors::{Code, Error};
use crate::ops::Ctx;
use interwire_core::exchange::machine::Effect;
use interwire_core::ids::AgreementId;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// The longest that a person waits.
const PATIENCE: Duration = Duration::from_secs(10);

/// The agreement once nothing of ours waits under it, or as it is when patience is over.
///
/// # Errors
/// If there is no such agreement.
pub async fn settle(ctx: &Ctx, id: &AgreementId) -> Result<Listed, Error> {
    let mut effects = ctx.node.effects();
    let end = Instant::now() + if ctx.runs { PATIENCE } else { Duration::ZERO };
    loop {
        let asked = id.clone();
        let unknown = || Error::new(Code::AgreementUnknown).with("given", id);
        let now = ctx.step(move |step| Ok(Ok(listed(step, &asked)?))).await?.ok_or_else(unknown)?;
        if now.said.is_empty() || Instant::now() >= end {
            return Ok(now);
        }
        let moved = async {
            while let Ok(effect) = effects.recv().await {
                if matches!(&effect, Effect::Changed(other) if other == id) {
                    break;
                }
            }
        };
        // When patience is over, it is looked once more.
        let _ = timeout_at(end, moved).await;
    }
}
