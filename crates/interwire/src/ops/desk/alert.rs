//! A person looks after alerts that could not be told: has them tried again, or puts them away.

use crate::errors::{Code, Error};
use crate::ops::Ctx;
use crate::store::alerts_out::{AlertRow, AlertState};
use interwire_core::time::Time;

/// Has an alert tried again, now.
///
/// # Errors
/// If it is not one of the person's searches, or is told or put away.
pub async fn retry(ctx: &Ctx, id: i64) -> Result<(), Error> {
    change(ctx, id, |alert, now, _| AlertRow {
        state: AlertState::Waiting,
        attempts: 0,
        next_at: Some(now),
        closed_at: None,
        ..alert
    })
    .await
}

/// Puts an alert away.
///
/// # Errors
/// As [`retry`].
pub async fn put_away(ctx: &Ctx, id: i64) -> Result<(), Error> {
    change(ctx, id, |alert, now, who| AlertRow {
        state: AlertState::Dropped,
        next_at: None,
        closed_at: Some(now),
        closed_by: Some(who),
        ..alert
    })
    .await
}

async fn change(
    ctx: &Ctx,
    id: i64,
    change: impl FnOnce(AlertRow, Time, String) -> AlertRow + Send + 'static,
) -> Result<(), Error> {
    let who = ctx.who.clone();
    ctx.step(move |step| {
        let open = |alert: &AlertRow| matches!(alert.state, AlertState::Waiting | AlertState::Failed);
        let alert = step.tx.alert(id)?.filter(open);
        let search = alert.as_ref().map(|alert| step.tx.search(alert.search)).transpose()?.flatten();
        let (Some(alert), true) = (alert, search.is_some_and(|search| search.owner == who)) else {
            return Ok(Err(Error::new(Code::AlertClosed).with("alert", id)));
        };
        step.tx.put_alert(&change(alert, step.now, who))?;
        Ok(Ok(()))
    })
    .await
}
