//! `partner-address`: where a partner's node is. Nodes tell each other when they move; a person says so when neither
//! can reach the other any more.

use super::Partner;
use crate::errors::{Code, Error};
use crate::ops::{Ctx, Nothing, fault};
use crate::pump::carry;
use crate::store::offers::OfferRow;
use interwire_core::ids::PartyId;
use serde::{Deserialize, Serialize};

/// Who is where.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Move {
    /// The partner's id.
    pub party: String,
    /// The base address of its node.
    pub address: String,
    /// Takes the address even if nobody answers there now.
    #[serde(default)]
    pub unseen: bool,
}

/// Sets a partner's address, after it has answered there with the keys its agreement names.
///
/// # Errors
/// If it is no partner, nobody answers there, or another party does.
pub async fn address(ctx: &Ctx, input: Move) -> Result<Partner, Error> {
    let party: PartyId = input.party.parse().map_err(|e| fault::unreadable("the partner", &input.party, &e))?;
    let root = ctx.node.directory().party(&party).and_then(|entry| entry.root);
    let root = root.ok_or_else(|| Error::new(Code::PartnerUnknown).with("party", &party))?;
    let address = input.address.trim().trim_end_matches('/');
    ctx.client.check(address).map_err(|e| fault::partner(address, e))?;
    if !input.unseen {
        let unseen = "Check the address. If it is right and the node there is down, add `--unseen`.";
        let there = carry::keys_at(&ctx.client, &party, root, address).await;
        there.map_err(|e| fault::partner(address, e).with("next", unseen))?;
    }
    ctx.peers.learn_endpoint(&ctx.node, &party, Some(address)).await;
    let waiting: Vec<OfferRow> =
        ctx.node.db().offers().await?.into_iter().filter(|row| row.waits_for(&party)).collect();
    let (by, about, place) = (ctx.who.clone(), format!("{party} {address}"), address.to_owned());
    ctx.step(move |step| {
        // Offers that have not arrived go there, too.
        for row in waiting {
            let note = Some("its address was set anew".to_owned());
            step.tx.put_offer(&OfferRow { endpoint: Some(place.clone()), note, at: step.now, ..row })?;
        }
        Ok(Ok(step.tx.audit(step.now, &by, "partner address", &about)?))
    })
    .await?;
    tracing::info!(partner = %party, address, who = %ctx.who, "a person set a partner's address");
    let all = super::list(ctx, Nothing {}).await?;
    all.into_iter()
        .find(|one| one.party == party.as_str())
        .ok_or_else(|| Error::new(Code::PartnerUnknown).with("party", &party))
}
