//! `agreement-list`: what agreements there are.

use super::stand::{Standing, due, standing};
use crate::errors::Error;
use crate::ops::{Ctx, Nothing};
use interwire_core::agreement::{Lang, lang};
use interwire_core::exchange::deal::Deal;
use interwire_core::ids::PartyId;
use interwire_core::time::Time;
use serde::{Deserialize, Serialize};

/// One agreement in a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listed {
    /// Its id.
    pub agreement: String,
    /// Its title, in English or the first language there is.
    pub title: String,
    /// The other parties.
    pub with: Vec<String>,
    /// Its state.
    pub standing: Standing,
    /// Whether a version of it waits for our signature.
    pub waits_for_us: bool,
    /// What a person should do or know before a date.
    pub due: Vec<String>,
    /// A partner said something that must be understood and is not: nothing is delivered until a person has looked.
    pub halted: bool,
}

/// The agreements; those that wait for us first.
///
/// # Errors
/// If the node is stopping.
pub async fn list(ctx: &Ctx, _: Nothing) -> Result<Vec<Listed>, Error> {
    ctx.step(|step| {
        let (me, now) = (step.machine.me().clone(), step.now);
        let mut all: Vec<_> = step.machine.deals().values().map(|deal| listed(deal, &me, now)).collect();
        all.sort_by_key(|one| !one.waits_for_us);
        Ok(Ok(all))
    })
    .await
}

/// One agreement.
#[must_use]
pub fn listed(deal: &Deal, me: &PartyId, now: Time) -> Listed {
    let title = deal.agreement_at(now).and_then(|agreement| lang::best(&agreement.title, &Lang::english()));
    Listed {
        agreement: deal.id.to_string(),
        title: title.unwrap_or_default().to_owned(),
        with: deal.rings.keys().filter(|party| *party != me).map(ToString::to_string).collect(),
        standing: standing(&deal.life.state(now)),
        waits_for_us: deal.life.versions().iter().any(|stand| stand.open() && stand.missing.contains(me)),
        due: deal.life.due(now).iter().map(due).collect(),
        halted: deal.halted,
    }
}
