//! `agreement-offer`: from a draft to an offer at the partners' nodes, signed at once if wanted. A partner that is down
//! gets the offer as soon as it is back.

use super::list::{Listed, listed};
use super::seal::{Seal, own_root, seal};
use super::{no_label, receivers};
use crate::errors::{Code, Error};
use crate::ops::Ctx;
use crate::pump::offers::deliver;
use crate::store::offers::{Direction, OfferRow, OfferState};
use interwire_core::agreement::{Agreement, Problem, Severity, check, draft};
use interwire_core::exchange::deal::Deal;
use interwire_core::ids::PartyId;
use interwire_core::protocol::v1::agreement::AgreementVersion;
use serde::{Deserialize, Serialize};

/// What is offered, and to whom.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Offer {
    /// The draft, TOML.
    pub draft: String,
    /// Where the partners' nodes are: an address, or `party=address`.
    pub to: Vec<String>,
    /// Who signs at once.
    pub seal: Option<Seal>,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Offered {
    /// The agreement.
    pub head: Listed,
    /// The hash of the version offered.
    pub version: String,
    /// What became of the offer at each party it was brought to.
    pub delivered: Vec<Delivery>,
    /// What should be looked at.
    pub warnings: Vec<String>,
}

/// One party's offer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Delivery {
    /// The party.
    pub party: String,
    /// Where its node is.
    pub address: String,
    /// Its root key's fingerprint, to be compared by telephone.
    pub fingerprint: String,
    /// Whether its node has the offer.
    pub delivered: bool,
    /// Why not yet; it is tried again unless it was refused.
    pub trouble: Option<String>,
}

/// Offers.
///
/// # Errors
/// If the draft may not be offered, a party's node is somebody else's, or the passphrase is not the right one.
pub async fn offer(ctx: &Ctx, input: Offer) -> Result<Offered, Error> {
    let (version, warnings) = version_of(ctx, &input.draft).await?;
    let receivers = receivers::find(ctx, &version.agreement, &input.to).await?;
    let sealed = match input.seal {
        None => None,
        Some(by) => Some(seal(ctx, &version, by).await?),
    };
    let (document, who, hash) = (version.bytes.clone(), ctx.who.clone(), version.hash);
    let fresh = receivers.clone();
    let (head, rows) = ctx
        .step(move |step| {
            let offered = step.exchange(|machine, turn| machine.offer(turn, &document, &[], sealed.as_ref()))?;
            let id = match offered {
                Ok(id) => id,
                Err(cause) => return Ok(Err(Error::new(Code::MayNotOffer).with("problem", cause.to_string()))),
            };
            let mut rows = Vec::new();
            for (party, address) in fresh {
                let (agreement, endpoint, at) = (id.clone(), Some(address), step.now);
                let (direction, state) = (Direction::Out, OfferState::Open);
                let row = OfferRow { agreement, party, endpoint, direction, state, at, note: None };
                step.tx.put_offer(&row)?;
                rows.push(row);
            }
            step.tx.audit(step.now, &who, "agreement-offer", &format!("{id} {hash}"))?;
            let head = listed(step, &id)?;
            Ok(head.map(|head| (head, rows)).ok_or_else(|| Error::new(Code::AgreementUnknown).with("given", &id)))
        })
        .await?;
    let mut delivered = Vec::new();
    for row in rows {
        let came = deliver(&ctx.node, &ctx.client, &ctx.peers, &row).await;
        let root = version.agreement.party(&row.party).map(|party| party.root_key.fingerprint());
        delivered.push(Delivery {
            party: row.party.to_string(),
            address: row.endpoint.unwrap_or_default(),
            fingerprint: root.unwrap_or_default(),
            delivered: came.is_ok(),
            trouble: came.err().map(|e| e.to_string()),
        });
    }
    Ok(Offered { head, version: version.hash.to_string(), delivered, warnings })
}

/// The version that a draft makes, and the warnings about it.
async fn version_of(ctx: &Ctx, text: &str) -> Result<(AgreementVersion, Vec<String>), Error> {
    let refused = |problem: &dyn std::fmt::Display| Error::new(Code::MayNotOffer).with("problem", problem);
    let mut agreement = draft::parse(text)
        .map_err(|problems| problems.first().map_or_else(|| refused(&"it is empty"), |first| refused(first)))?;
    agreement.write_sentences(&no_label);
    let mut problems = draft::check(text, &agreement);
    problems.extend(follows(ctx, &agreement).await?);
    if let Some(worst) = problems.iter().find(|problem| problem.severity == Severity::Error) {
        return Err(refused(worst));
    }
    let version = AgreementVersion::of(&agreement).map_err(|e| refused(&e))?;
    own_root(ctx, &version)?;
    Ok((version, problems.iter().map(ToString::to_string).collect()))
}

/// What is wrong with it as the successor of what is known of its agreement.
async fn follows(ctx: &Ctx, agreement: &Agreement) -> Result<Vec<Problem>, Error> {
    let next = agreement.clone();
    ctx.step(move |step| {
        let deal = step.machine.deals().get(&next.id);
        Ok(Ok(match (deal, next.predecessor) {
            (None, None) => Vec::new(),
            (None, Some(_)) => vec![Problem::error("no-predecessor", "the version it follows is not known here")],
            (Some(_), None) => vec![Problem::error(
                "known-agreement",
                "an agreement of this number is known: an amendment names the version it follows",
            )],
            (Some(deal), Some(before)) => successor(deal, before, &next),
        }))
    })
    .await
}

fn successor(deal: &Deal, before: interwire_core::ids::Hash, next: &Agreement) -> Vec<Problem> {
    match deal.versions.get(&before) {
        Some(previous) => check::successor(before, previous, next),
        None => vec![Problem::error("no-predecessor", "the version it follows is not known here")],
    }
}

/// Parties and where their nodes are.
pub(super) type Receivers = Vec<(PartyId, String)>;
