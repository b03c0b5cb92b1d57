//! What a person has seen on the desk.

use crate::errors::Error;
use crate::ops::Ctx;
use crate::store::reading::Reading;

/// The person has seen what is at a place; returns what they have seen now.
///
/// # Errors
/// If the store fails.
pub async fn see(ctx: &Ctx, seq: i64) -> Result<Reading, Error> {
    change(ctx, move |reading| reading.see(seq)).await
}

/// The person has seen everything up to a place.
///
/// # Errors
/// If the store fails.
pub async fn see_through(ctx: &Ctx, seq: i64) -> Result<Reading, Error> {
    change(ctx, move |reading| {
        reading.see_through(seq);
        true
    })
    .await
}

async fn change(ctx: &Ctx, change: impl FnOnce(&mut Reading) -> bool + Send + 'static) -> Result<Reading, Error> {
    let who = ctx.who.clone();
    ctx.step(move |step| {
        let kept = step.tx.reading(&who)?;
        let mut reading = kept.clone().unwrap_or_default();
        if change(&mut reading) || kept.is_none() {
            step.tx.put_reading(&who, &reading)?;
        }
        Ok(Ok(reading))
    })
    .await
}
