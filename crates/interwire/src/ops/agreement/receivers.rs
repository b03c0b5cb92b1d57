//! Whom an offer must be brought to, and where: every other party that does not yet share the agreement with us. What
//! answers at an address must be the party's node, under the very root key that the agreement names.

use super::offer::Receivers;
use crate::errors::{Code, Error};
use crate::ops::partner::card::{self, Where};
use crate::ops::{Ctx, fault};
use interwire_core::agreement::{Agreement, Party};
use interwire_core::ids::PartyId;

/// The parties to bring an offer to, each with its address.
///
/// # Errors
/// If the address of one is not known, or another party or key is there.
pub async fn find(ctx: &Ctx, agreement: &Agreement, given: &[String]) -> Result<Receivers, Error> {
    let me = &ctx.node.house().me;
    let others: Vec<&Party> = agreement.parties.iter().filter(|party| party.id != *me).collect();
    let mut known = places(ctx, agreement, &others, given).await?;
    let already = sharing(ctx, agreement).await?;
    let remembered = ctx.peers.all();
    let mut receivers = Receivers::new();
    for party in others.iter().filter(|party| !already.contains(&party.id)) {
        let at = known.iter().position(|(id, _)| *id == party.id).map(|place| known.swap_remove(place).1);
        let at = at.or_else(|| remembered.get(&party.id).and_then(|health| health.base.clone()));
        let at = at.ok_or_else(|| Error::new(Code::AddressMissing).with("party", &party.id))?;
        receivers.push((party.id.clone(), at));
    }
    Ok(receivers)
}

/// Who is at the addresses that were given.
async fn places(ctx: &Ctx, agreement: &Agreement, others: &[&Party], given: &[String]) -> Result<Receivers, Error> {
    let mut places = Receivers::new();
    for text in given {
        let (named, address) = match text.split_once('=').filter(|(left, _)| !left.contains(':')) {
            Some((left, right)) => {
                let party: PartyId = left.parse().map_err(|e| fault::unreadable("the partner", left, &e))?;
                (Some(party), right)
            }
            None => (None, text.as_str()),
        };
        let address = address.trim().trim_end_matches('/').to_owned();
        ctx.client.check(&address).map_err(|e| fault::partner(&address, e))?;
        let shown = card::card(ctx, Where { address: address.clone() }).await;
        let party = match (shown, named, others) {
            (Ok(shown), _, _) => is_there(agreement, &shown)?,
            // Nobody is there now: the offer waits, if it is clear for whom.
            (Err(_), Some(party), _) => party,
            (Err(_), None, [only]) => only.id.clone(),
            (Err(e), None, _) => return Err(e),
        };
        places.push((party, address));
    }
    Ok(places)
}

/// The party that showed its card, if it is one of the agreement's and has the key that the agreement names.
fn is_there(agreement: &Agreement, shown: &card::Shown) -> Result<PartyId, Error> {
    let party = agreement.parties.iter().find(|party| party.id.as_str() == shown.party);
    let party = party
        .ok_or_else(|| Error::new(Code::OtherPartyThere).with("address", &shown.address).with("party", &shown.party))?;
    if party.root_key.to_string() == shown.root_key {
        return Ok(party.id.clone());
    }
    Err(Error::new(Code::RootDiffers)
        .with("party", &party.id)
        .with("named", party.root_key.fingerprint())
        .with("own", &shown.fingerprint))
}

/// Parties that have already written under the agreement: what is new reaches them by replication.
async fn sharing(ctx: &Ctx, agreement: &Agreement) -> Result<Vec<PartyId>, Error> {
    let id = agreement.id.clone();
    ctx.step(move |step| {
        let deal = step.machine.deals().get(&id);
        let rings = deal.map(|deal| deal.rings.iter().filter(|(_, ring)| ring.number() > 0));
        Ok(Ok(rings.into_iter().flatten().map(|(party, _)| party.clone()).collect()))
    })
    .await
}
