//! `agreement-withdraw`: an offer of ours is taken back, while not all have signed it.

use super::act::outcome;
use super::find;
use super::list::{Listed, said};
use super::settle::settle;
use crate::errors::{Code, Error};
use crate::node::Step;
use crate::ops::Ctx;
use crate::pump::offers::deliver;
use crate::store::offers::{Direction, OfferRow, OfferState};
use interwire_core::agreement::life::VersionStand;
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, Hash};
use interwire_core::protocol::v1::statement::Body;
use serde::{Deserialize, Serialize};

/// Which offer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Withdraw {
    /// The agreement: its id, the beginning of it, or the partner's.
    pub agreement: String,
    /// The version, or the beginning of its hash; without it, the one that is open.
    pub version: Option<String>,
}

/// Takes an offer back, and tells those who were offered it.
///
/// # Errors
/// If no offer of ours is open, or several are and none was named.
pub async fn withdraw(ctx: &Ctx, input: Withdraw) -> Result<Listed, Error> {
    let who = ctx.who.clone();
    let id = ctx.step(move |step| {
        let (id, version) = match meant(step, &input)? {
            Ok(found) => found,
            Err(e) => return Ok(Err(e)),
        };
        let done = step.exchange(|machine, turn| machine.withdraw(turn, &id, version))?;
        outcome(step, id, done, &who, "agreement-withdraw")
    });
    let id = id.await?;
    // Whoever has not acted on it hears of it as of the offer: it is brought once more.
    for row in again(ctx, &id).await? {
        if let Err(cause) = deliver(&ctx.node, &ctx.client, &ctx.peers, &row).await {
            tracing::info!(agreement = %id, party = %row.party, %cause, "the withdrawal waits");
        }
    }
    settle(ctx, &id).await
}

/// The offers of an agreement that must be brought again.
async fn again(ctx: &Ctx, id: &AgreementId) -> Result<Vec<OfferRow>, Error> {
    let all = ctx.node.db().offers().await?;
    let ours = |row: &OfferRow| row.agreement == *id && row.direction == Direction::Out;
    let brought = |row: &OfferRow| matches!(row.state, OfferState::Open | OfferState::Delivered);
    let rows: Vec<OfferRow> = all.into_iter().filter(|row| ours(row) && brought(row)).collect();
    ctx.step(move |step| {
        let mut open = Vec::new();
        for row in rows {
            if row.never_arrived() {
                // Who has never heard of it need not hear that it is taken back.
                let note = Some("taken back before it arrived".to_owned());
                step.tx.put_offer(&OfferRow { state: OfferState::Refused, at: step.now, note, ..row })?;
                continue;
            }
            let row = OfferRow { state: OfferState::Open, at: step.now, note: None, ..row };
            step.tx.put_offer(&row)?;
            open.push(row);
        }
        Ok(Ok(open))
    })
    .await
}

/// The version that is meant: the one open offer of ours, or the one whose hash begins so.
fn meant(step: &mut Step, input: &Withdraw) -> Stored<Result<(AgreementId, Hash), Error>> {
    let id = match find::agreement(step.machine, &input.agreement) {
        Ok(id) => id,
        Err(e) => return Ok(Err(e)),
    };
    let waits = said(step, &id)?;
    let back = |stand: &VersionStand| {
        waits.iter().any(|b| matches!(b, Body::Withdrawn { agreement_version } if *agreement_version == stand.version))
    };
    let me = step.machine.me();
    let stands = step.machine.deals().get(&id).map(|deal| deal.life.versions()).unwrap_or_default();
    let named = |stand: &VersionStand| {
        input.version.as_ref().is_none_or(|text| stand.version.to_string().starts_with(text.as_str()))
    };
    let found: Vec<_> =
        stands.iter().filter(|stand| stand.by == *me && stand.open() && named(stand) && !back(stand)).collect();
    Ok(match found.as_slice() {
        [one] => Ok((id, one.version)),
        [] => Err(Error::new(Code::ActNotPossible).with("agreement", &id).with("reason", "no offer of yours is open")),
        several => {
            let names: Vec<String> = several.iter().map(|stand| stand.version.short()).collect();
            Err(Error::new(Code::VersionChoice).with("agreement", &id).with("candidates", names.join(", ")))
        }
    })
}
