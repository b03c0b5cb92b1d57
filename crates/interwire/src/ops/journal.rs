//! `journal-confirm`: after a start a node writes nothing into a journal before a counterparty has told the head it
//! holds, so that a disk restored from an old copy never signs a second history. If no counterparty will ever answer, a
//! person who knows that the disk is the newest may say so.

use super::Ctx;
use super::agreement::find;
use crate::errors::Error;
use serde::{Deserialize, Serialize};

/// Under which agreement.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Confirm {
    /// The agreement: its id, the beginning of it, or the partner's.
    pub agreement: String,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Confirmed {
    /// The agreement.
    pub agreement: String,
    /// It was confirmed before.
    pub already: bool,
}

/// Lets our journal under an agreement be written again.
///
/// # Errors
/// If there is no such agreement.
pub async fn confirm(ctx: &Ctx, input: Confirm) -> Result<Confirmed, Error> {
    let who = ctx.who.clone();
    ctx.step(move |step| {
        let id = match find::agreement(step.machine, &input.agreement) {
            Ok(id) => id,
            Err(e) => return Ok(Err(e)),
        };
        let already = step.machine.is_confirmed(&id);
        step.machine.confirm_by_person(&id);
        let mut more = true;
        while more {
            more = step.exchange(|machine, turn| machine.flush(turn, &id))?;
        }
        if !already {
            step.tx.audit(step.now, &who, "journal confirmed", id.as_str())?;
            tracing::warn!(agreement = %id, %who, "a person confirmed a journal");
        }
        Ok(Ok(Confirmed { agreement: id.to_string(), already }))
    })
    .await
}
