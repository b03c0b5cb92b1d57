//! `agreement-list`: what agreements there are.

use super::epoch::{Proposed, proposed};
use super::stand::{Standing, due, standing};
use crate::errors::Error;
use crate::node::Step;
use crate::ops::{Ctx, Nothing};
use interwire_core::agreement::life::VersionStand;
use interwire_core::agreement::{Lang, lang};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, Hash};
use interwire_core::protocol::v1::statement::{Body, Statement};
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
    /// What we have said of it and waits until every partner has told which head of our journal it holds: offered,
    /// signed, declined, suspended, ...
    pub said: Vec<String>,
    /// What a person should do or know before a date.
    pub due: Vec<String>,
    /// Which journals are written: 0 until new ones were begun.
    pub epoch: u32,
    /// Epochs that others propose and we have not begun.
    pub proposed: Vec<Proposed>,
    /// A partner said something that must be understood and is not: nothing is delivered until a person has looked.
    pub halted: bool,
}

/// The agreements; those that wait for us first.
///
/// # Errors
/// If the node is stopping.
pub async fn list(ctx: &Ctx, _: Nothing) -> Result<Vec<Listed>, Error> {
    ctx.step(|step| {
        let ids: Vec<_> = step.machine.deals().keys().cloned().collect();
        let mut all = Vec::new();
        for id in ids {
            all.extend(listed(step, &id)?);
        }
        all.sort_by_key(|one| !one.waits_for_us);
        Ok(Ok(all))
    })
    .await
}

/// One agreement, if there is such.
///
/// # Errors
/// If the store fails.
pub fn listed(step: &mut Step, id: &AgreementId) -> Stored<Option<Listed>> {
    let (said, proposed) = (said(step, id)?, proposed(step, id)?);
    let (me, now) = (step.machine.me(), step.now);
    let Some(deal) = step.machine.deals().get(id) else { return Ok(None) };
    let title = deal.agreement_at(now).and_then(|agreement| lang::best(&agreement.title, &Lang::english()));
    let waits = |stand: &VersionStand| {
        stand.open() && stand.missing.contains(me) && !said.iter().any(|body| answers(body, &stand.version))
    };
    Ok(Some(Listed {
        agreement: deal.id.to_string(),
        title: title.unwrap_or_default().to_owned(),
        with: deal.rings.keys().filter(|party| *party != me).map(ToString::to_string).collect(),
        standing: standing(&deal.life.state(now)),
        waits_for_us: deal.life.versions().iter().any(waits),
        said: said.iter().filter_map(word).map(str::to_owned).collect(),
        due: deal.life.due(now).iter().map(due).collect(),
        epoch: deal.epoch,
        proposed,
        halted: deal.is_halted(),
    }))
}

/// What we have said under an agreement and is not in our journal yet.
///
/// # Errors
/// If the store fails.
pub(super) fn said(step: &mut Step, id: &AgreementId) -> Stored<Vec<Body>> {
    let waiting = step.tx.queued(id)?;
    Ok(waiting.iter().filter_map(|bytes| Statement::from_bytes(bytes).ok()).map(|statement| statement.body).collect())
}

/// Whether a statement signs or declines a version.
pub(super) fn answers(body: &Body, version: &Hash) -> bool {
    match body {
        Body::Signed { agreement_version, .. } | Body::Declined { agreement_version, .. } => {
            agreement_version == version
        }
        _ => false,
    }
}

/// The word for what is said of the agreement's life; none for all else.
fn word(body: &Body) -> Option<&'static str> {
    match body {
        Body::Offered { .. } => Some("offered"),
        Body::Withdrawn { .. } => Some("withdrawn"),
        Body::Signed { .. } => Some("signed"),
        Body::Declined { .. } => Some("declined"),
        Body::Agreement { act, .. } => Some(act.word()),
        Body::Epoch { .. } => Some("epoch"),
        _ => None,
    }
}
