//! `agreement-sign`: our party's signature on an offered version. The exchange begins by itself when all have signed.

use super::find;
use super::list::Listed;
use super::seal::{Seal, seal};
use super::settle::settle;
use crate::errors::{Code, Error};
use crate::node::Step;
use crate::ops::Ctx;
use crate::store::offers::{Direction, OfferState};
use interwire_core::agreement::Severity;
use interwire_core::exchange::store::{Store, Stored};
use interwire_core::ids::{AgreementId, Hash};
use interwire_core::protocol::v1::agreement::{AgreementVersion, Parsed};
use serde::{Deserialize, Serialize};

/// What is signed, and by whom.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sign {
    /// The agreement: its id, the beginning of it, or the partner's.
    pub agreement: String,
    /// The version, or the beginning of its hash; without it, the one that waits.
    pub version: Option<String>,
    /// Who signs.
    pub seal: Seal,
}

/// Signs.
///
/// # Errors
/// If no version waits, it may not be signed, or the passphrase is not the right one.
pub async fn sign(ctx: &Ctx, input: Sign) -> Result<Listed, Error> {
    let Sign { agreement, version, seal: by } = input;
    let signatory = by.signatory.clone();
    let version = ctx.step(move |step| meant(step, &agreement, version.as_deref())).await?;
    let sealed = seal(ctx, &version, by).await?;
    let (id, hash, who) = (version.agreement.id.clone(), version.hash, ctx.who.clone());
    let signed = id.clone();
    ctx.step(move |step| {
        if let Err(cause) = step.exchange(|machine, turn| machine.sign(turn, &id, hash, &sealed))? {
            return Ok(Err(Error::new(Code::MayNotSign).with("agreement", &id).with("problem", cause.to_string())));
        }
        step.tx.audit(step.now, &who, "agreement-sign", &format!("{id} {hash} {signatory}"))?;
        close_offers(step, &id)?;
        Ok(Ok(()))
    })
    .await?;
    settle(ctx, &signed).await
}

/// The version that is meant, if it may be signed.
fn meant(step: &mut Step, given: &str, version: Option<&str>) -> Stored<Result<AgreementVersion, Error>> {
    let (id, hash) = match find::to_sign(step, given, version)? {
        Ok(found) => found,
        Err(e) => return Ok(Err(e)),
    };
    let parsed = read(step, &hash)?;
    Ok(parsed.ok_or_else(|| Error::new(Code::AgreementUnknown).with("given", given)).and_then(|parsed| {
        match parsed.problems().iter().find(|problem| problem.severity == Severity::Error) {
            Some(worst) => Err(Error::new(Code::MayNotSign).with("agreement", &id).with("problem", worst)),
            None => Ok(parsed.version().clone()),
        }
    }))
}

fn read(step: &mut Step, version: &Hash) -> Stored<Option<Parsed>> {
    Ok(step.tx.blob(version)?.and_then(|bytes| AgreementVersion::read(&bytes).ok()))
}

/// Offers of theirs that we have answered need no reminder any more.
fn close_offers(step: &mut Step, id: &AgreementId) -> Stored<()> {
    let parties: Vec<_> =
        step.machine.deals().get(id).map(|deal| deal.rings.keys().cloned().collect()).unwrap_or_default();
    for party in parties {
        if let Some(mut offer) = step.tx.offer(id, &party)?.filter(|offer| offer.direction == Direction::In) {
            (offer.state, offer.at) = (OfferState::Signed, step.now);
            step.tx.put_offer(&offer)?;
        }
    }
    Ok(())
}
